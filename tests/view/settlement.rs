//! The settlement in words: who owes whom, formulas that a reader can follow, why a line is not settled, how far the next
//! tiers are, and that a scenario never shows without its mark.

use redcat_report::analysis::settlement::{Factor, Scenario, State};
use redcat_report::view::locale::Locale;
use redcat_report::view::settlement::{AgreementBlock, SettlementView};
use redcat_report::view::state::{SettlementState, ViewState};
use redcat_report::view::twin::Number;
use serde_json::{Value, json};

use crate::samples::{Row, agreements, dataset, document, rows};

fn supposing(tag: &str, scenario: Scenario, rows: &[Row], edit: impl FnOnce(&mut Value)) -> Option<SettlementView> {
    let document = document(rows, |document| {
        document["agreements"] = agreements();
        edit(document);
    });
    SettlementView::build(&dataset(&document), SettlementState { scenario }, &Locale::plain(tag))
}

fn view(tag: &str, edit: impl FnOnce(&mut Value)) -> SettlementView {
    supposing(tag, Scenario::NONE, &rows(), edit).expect("a settlement")
}

fn formulas(block: &AgreementBlock) -> Vec<&str> {
    block.lines.iter().map(|line| &*line.formula).collect()
}

#[test]
fn a_locked_agreement_says_who_owes_whom_how_much_since_when_and_how_that_is_computed() {
    let zh = view("zh-CN", |_| {});
    let block = &zh.blocks[0];
    assert_eq!((block.state, &*block.state_label), (State::Locked, "已锁定"));
    assert_eq!(block.owed, ["小红书应付云朵美妆 ¥600.00"]);
    assert_eq!(block.when, "已于 2025-05-15 锁定，为最终金额");
    assert_eq!((&*block.verdict, block.is_kept), ("ROI 2.60，未达承诺的 3", false));
    assert_eq!(block.about, "2025-05-01 至 2025-05-10 · 全部数据 · 恰等于档位上限时归入上一档");
    assert_eq!(formulas(block), ["花费 ¥5,000.00 × 0.125 = ¥625.00 → 封顶 ¥600.00"]);
    let stretch = &block.stretches[0];
    assert_eq!(stretch.roi, "ROI =（GMV ¥14,000.00 − 退款 ¥1,000.00）÷ 花费 ¥5,000.00 = 2.60");
    assert_eq!((&*stretch.verdict, stretch.is_met), ("未达承诺的 3", Some(false)));
    assert_eq!(
        stretch.steps,
        [
            "复盘：花费不变，净成交额若多 ¥2,000.00（约 20 单），ROI 达到 3：返还率由 12.5% 变为 0%，返还由 ¥600.00（封顶） 变为 ¥0.00",
            "复盘：花费不变，净成交额若少 ¥3,000.01（约 31 单），ROI 低于 2：返还率由 12.5% 变为 30%，返还仍为 ¥600.00（封顶）",
        ]
    );
    let (heads, rows) = block.frozen.as_ref().expect("frozen amounts");
    assert_eq!(heads[3], "锁定后不计");
    assert_eq!(rows[0], ["花费", "¥5,000.00", "¥5,000.00", "持平"]);
    assert_eq!(rows[2][2..], ["—", ""], "refunds are not in the rows");
    let en = view("en", |_| {});
    assert_eq!(en.blocks[0].owed, ["Xiaohongshu owes Cloud Beauty CN¥600.00"]);
    assert_eq!(formulas(&en.blocks[0]), ["Spend CN¥5,000.00 × 0.125 = CN¥625.00 → capped at CN¥600.00"]);
}

#[test]
fn a_running_agreement_says_until_when_it_moves_and_what_cannot_be_settled() {
    let zh = view("zh-CN", |_| {});
    let block = &zh.blocks[1];
    assert_eq!(block.when, "按截至 2025-05-20 的数据，2025-06-15 锁定前仍会变动");
    assert_eq!(block.owed, ["小红书与云朵美妆之间的 1 项暂不能结算", "天猫应付云朵美妆 ¥800.00"]);
    assert_eq!(formulas(block), ["暂不能结算：GMV未按协议范围拆分", "花费 ¥5,000.00 × 0.2 = ¥1,000.00 → 封顶 ¥800.00"]);
    assert_eq!(block.lines[0].payable, "");
    assert_eq!(block.stretches[0].roi, "ROI 无法计算：GMV未按协议范围拆分");
    assert_eq!(
        zh.headline,
        [
            "已锁定：小红书应付云朵美妆 ¥600.00",
            "全部协议收付相抵（含未锁定，仍会变动）：小红书应付云朵美妆 ¥600.00（另有 1 项暂不能结算，未计入）；天猫应付云朵美妆 ¥800.00"
        ]
    );
}

#[test]
fn an_roi_never_reads_as_a_bound_that_it_is_not() {
    let roi = |gmv: i64| {
        let view = view("en", |document| {
            document["agreements"][0]["frozen"] = json!({"spend": 500_000, "gmv": gmv, "refunds": 0, "orders": 9});
        });
        let stretch = &view.blocks[0].stretches[0];
        let roi = stretch.roi.rsplit(" = ").next().expect("a quotient").to_owned();
        (roi, stretch.verdict.clone())
    };
    assert_eq!(roi(1_500_000), ("3.00".to_owned(), "at or above the 3 promised".to_owned()));
    assert_eq!(roi(1_499_990), ("2.99998".to_owned(), "below the 3 promised".to_owned()));
    assert_eq!(roi(1_400_000).0, "2.80");
}

#[test]
fn the_scale_shows_the_tier_that_holds_and_where_roi_stands() {
    let zh = view("zh-CN", |_| {});
    let ladder = zh.blocks[0].stretches[0].ladder.as_ref().expect("a scale");
    let held: Vec<(&str, bool)> = ladder.bands.iter().map(|band| (&*band.label, band.current)).collect();
    assert_eq!(held, [("返 30%", false), ("返 12.5%", true), ("不返", false)]);
    let band = &ladder.bands[1];
    let roi = ladder.roi.as_ref().expect("an ROI");
    assert!((roi.at - (band.from + (band.to - band.from) * 0.6)).abs() < 1e-9, "2.6 of 2 to 3");
    assert_eq!((&*roi.label, &*ladder.target.label), ("ROI 2.60", "承诺 3"));
    assert_eq!(ladder.label, "ROI 2.60 在返还档位中的位置：2 以下返 30%；2 至 3 返 12.5%；3 以上不返");
    let far = view("zh-CN", |document| document["agreements"][0]["frozen"]["gmv"] = 90_000_000.into());
    let ladder = far.blocks[0].stretches[0].ladder.as_ref().expect("a scale");
    let roi = ladder.roi.as_ref().expect("an ROI");
    assert_eq!(roi.label, "ROI 179.80 ›", "too far to be drawn in its place");
    assert!(ladder.bands.iter().all(|band| band.to - band.from > 0.1), "{:?}", ladder.bands);
}

#[test]
fn a_table_row_holds_every_term_as_a_number() {
    let en = view("en", |_| {});
    let column = |head: &str| en.twin.headers.iter().position(|known| known == head).expect("that column");
    let row = &en.twin.rows[0];
    let number = |head: &str| row[column(head)].number;
    assert_eq!(number("Spend"), Some(Number::Money(500_000)));
    assert_eq!(number("Net GMV"), Some(Number::Money(1_300_000)));
    assert_eq!(number("Orders"), Some(Number::Integer(130)));
    assert_eq!(number("ROI"), Some(Number::Real(2.6)));
    assert_eq!(number("Rate"), Some(Number::Real(0.125)));
    assert_eq!(number("Before the cap"), Some(Number::Money(62_500)));
    assert_eq!(number("Cap"), Some(Number::Money(60_000)));
    assert_eq!(number("Payable"), Some(Number::Money(60_000)));
    assert_eq!(row[column("Payer")].text, "Xiaohongshu");
    let live = &en.twin.rows[1];
    assert_eq!(live[column("Item")].text, "Today’s data (after lock, not counted)");
    assert_eq!((live[column("Payable")].number, live[column("Rate")].number), (None, None), "nothing is paid by it");
    let refused = &en.twin.rows[2];
    assert_eq!(refused[column("Payable")].number, None);
    assert_eq!(refused[column("Remark")].text, "GMV not split by the scope of the agreement");
    assert!(en.twin.rows.iter().all(|row| row.len() == en.twin.headers.len()));
}

#[test]
fn a_scenario_stands_apart_and_every_row_of_it_is_marked() {
    let plain = view("zh-CN", |_| {});
    assert!(plain.scenario.rows.is_empty() && plain.scenario.reset.is_none());
    let scenario = Scenario::NONE.with(Factor::Conversion, 20).with(Factor::RefundRate, -50);
    let zh = supposing("zh-CN", scenario, &rows(), |_| {}).expect("a settlement");
    assert_eq!((&zh.headline, &zh.blocks, &zh.summary), (&plain.headline, &plain.blocks, &plain.summary));
    assert_eq!(zh.scenario.title, "情景推演（非结算）");
    let texts: Vec<&str> = zh.scenario.sliders.iter().map(|slider| &*slider.text).collect();
    assert_eq!(texts, ["不变", "+20%", "不变", "-50%"]);
    // 14,000 × 1.2 less 1,000 × 1.2 × 0.5 over 5,000.
    assert_eq!(zh.scenario.rows[0].cells[..2], ["2.60", "3.24"]);
    assert_eq!(zh.scenario.rows[1].cells, ["¥600.00", "¥0.00", "-¥600.00"]);
    let marked = |row: &&Vec<redcat_report::view::twin::Cell>| row[1].text == zh.scenario.title;
    let (supposed, settled): (Vec<_>, Vec<_>) = zh.twin.rows.iter().partition(|row| marked(row));
    assert_eq!(settled, plain.twin.rows.iter().collect::<Vec<_>>());
    assert_eq!(supposed.len(), 3, "a row per line");
}

#[test]
fn a_saved_view_keeps_the_scenario_and_refuses_one_that_cannot_be() {
    let scenario = Scenario::NONE.with(Factor::Spend, -50).with(Factor::OrderValue, 7);
    let view = ViewState { settlement: SettlementState { scenario }, ..ViewState::default() };
    assert!(view.to_string().contains(r#""settlement":{"spend":-50,"order_value":7}"#), "{view}");
    assert_eq!(view.to_string().parse(), Ok(view));
    for refused in [r#"{"spend":-101}"#, r#"{"spend":1001}"#, r#"{"spend":1.5}"#, r#"{"price":1}"#, r#"{"spend":"x"}"#]
    {
        let text = format!(r#"{{"settlement":{refused}}}"#);
        assert!(text.parse::<ViewState>().is_err(), "{refused}");
    }
}

#[test]
fn nothing_is_an_empty_frame() {
    let absent = supposing("zh-CN", Scenario::NONE, &rows(), |document| document["agreements"] = json!([]));
    assert_eq!(absent, None);
    let owed = |edit: fn(&mut Value)| view("zh-CN", edit).blocks[1].owed.clone();
    assert_eq!(owed(|document| document["agreements"][1]["from"] = "2025-05-25".into()), ["2025-05-25 开始，尚无数据"]);
    let without_lines = owed(|document| {
        for line in ["subsidy", "traffic_share"] {
            document["agreements"][1].as_object_mut().expect("an agreement").remove(line);
        }
    });
    assert_eq!(without_lines, ["协议没有约定应付项目"]);
    let one_day = |document: &mut Value| {
        document["meta"]["complete_through"] = "2025-05-01".into();
    };
    let view = view("zh-CN", one_day);
    assert_eq!(view.blocks[0].owed, ["小红书与云朵美妆之间的 1 项暂不能结算"]);
    assert_eq!(view.blocks[0].when, "按截至 2025-05-01 的数据，2025-05-15 锁定前仍会变动");
    assert_eq!(formulas(&view.blocks[0]), ["暂不能结算：没有退款数据"]);
}

#[test]
fn a_withheld_amount_is_at_least_what_is_known() {
    let rows = rows();
    let zh = supposing("zh-CN", Scenario::NONE, &rows, |document| {
        document["cells"][1]["records"][10]["spend"] = Value::Null;
        document["cells"][1]["records"][11]["spend"] = Value::Null;
        document["cells"][1]["records"][11]["suppressed"] = json!(["spend"]);
    })
    .expect("a settlement");
    assert_eq!(formulas(&zh.blocks[1])[1], "暂不能结算：花费有 2 行未知（1 行被隐去），至少 ¥4,000.00");
    let spend = zh.twin.headers.iter().position(|head| head == "花费").expect("that column");
    assert_eq!(zh.twin.rows[2][spend].text, "≥ ¥4,000.00");
    assert_eq!(zh.twin.rows[2][spend].number, None);
}

#[test]
fn thousands_of_agreements_periods_and_tiers_are_all_in_the_table_and_a_few_on_the_screen() {
    let view = view("en", |document| {
        let usual = document["agreements"][1].clone();
        let many: Vec<Value> = (0..500)
            .map(|n| {
                let mut agreement = usual.clone();
                agreement["id"] = format!("a{n}").into();
                agreement
            })
            .collect();
        document["agreements"].as_array_mut().expect("agreements").extend(many);
        let tiers: Vec<Value> = (1..=5_000).map(|n| json!({"roi_below": format!("{n}.5"), "rate": "0.1"})).collect();
        let from = redcat_report::date::Date::parse("2005-05-11").expect("a day");
        let segments: Vec<Value> =
            (0..5_000).map(|n| json!({"from": from.plus(n).to_string(), "target_roi": "2"})).collect();
        document["agreements"][1]["from"] = "2005-05-11".into();
        document["agreements"][1]["rebate"] = json!({"tiers": tiers, "payer": "xhs", "payee": "merchant"});
        document["agreements"][1]["segments"] = segments.into();
    });
    assert_eq!(view.blocks.len(), 24);
    assert_eq!(view.more.as_deref(), Some("478 more agreements in the table"));
    let block = &view.blocks[1];
    assert!(block.about.ends_with("4,976 more periods in the table"), "{}", block.about);
    assert_eq!((block.stretches.len(), block.lines.len()), (24, 26), "other lines are there");
    assert_eq!(block.stretches[0].ladder, None, "no scale of thousands");
    assert!(view.twin.rows.len() > 5_900, "{}", view.twin.rows.len());
}
