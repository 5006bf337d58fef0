//! The loop in words: what it says of either verdict, that it never says more than was shown, that parts that the data
//! do not carry are named, and that what is withheld stays withheld in every part of it.

use redcat_report::cube::Dataset;
use redcat_report::view::closed_loop::{GroupsView, LoopView};
use redcat_report::view::export::{sheet, table};
use redcat_report::view::locale::Locale;
use redcat_report::view::state::{LoopState, ViewState};
use redcat_report::view::twin::Number;
use serde_json::{Value, json};

use crate::samples::{closed_loop, dataset, people_flow, small};

const ROOM_PX: f64 = 640.0;

fn with(edit: impl FnOnce(&mut Value)) -> Dataset {
    let mut document = closed_loop();
    edit(&mut document);
    dataset(&document)
}

fn built(data: &Dataset, selection: &str, state: &LoopState, tag: &str) -> Option<LoopView> {
    LoopView::build(data, &selection.parse().expect("a selection"), state, ROOM_PX, &Locale::plain(tag))
}

fn usual(data: &Dataset) -> LoopView {
    built(data, "", &LoopState::default(), "zh-CN").expect("a loop")
}

fn part<'a>(view: &'a LoopView, id: &str) -> &'a GroupsView {
    view.groups.iter().find(|part| part.id == id).unwrap_or_else(|| panic!("no {id}"))
}

/// Without any cube or dimension but those named.
fn only(document: &mut Value, cubes: &[&str], dimensions: &[&str]) {
    let keep = |list: &mut Value, ids: &[&str]| {
        list.as_array_mut().expect("a list").retain(|entry| ids.contains(&entry["id"].as_str().expect("an id")));
    };
    keep(&mut document["cells"], cubes);
    keep(&mut document["dimensions"], dimensions);
}

#[test]
fn sides_that_move_apart_are_called_so_and_no_cause_is() {
    let data = with(|_| {});
    let sales = usual(&data).sales.expect("both sides");
    assert!(sales.said[0].starts_with("站内涨时站外往往跌，两边此消彼长（r = -0."), "{}", sales.said[0]);
    assert!(sales.said[1].starts_with("站内占成交额的 "), "{}", sales.said[1]);
    assert!(sales.said.last().expect("a caveat").contains("要有对照实验才能回答"));
    assert!(sales.notes[0].contains("剔除大促 21 天"), "{}", sales.notes[0]);
    assert_eq!(sales.notes[1], "另有 ¥7,000 去向未知，两边都未计入");
    assert_eq!((sales.points.len(), sales.chart.y.len()), (140, 2));
    // Counted in, the promotion's weeks are a part of it, and nothing is left out.
    let all = LoopState { promotions: true, ..LoopState::default() };
    let all = built(&data, "", &all, "zh-CN").and_then(|view| view.sales).expect("both sides");
    assert!(all.notes[0].contains("剔除大促 0 天") && all.said[0] != sales.said[0]);
}

#[test]
fn what_moves_together_or_neither_way_is_not_called_eating() {
    let of = |moved: fn(i64) -> i64| {
        let data = with(|document| {
            for row in document["cells"][0]["records"].as_array_mut().expect("rows") {
                if row["destination"] == "tmall" {
                    row["gmv"] = json!(900_000 + moved(row["gmv"].as_i64().expect("an amount")));
                }
            }
        });
        usual(&data).sales.expect("both sides").said.remove(0)
    };
    assert!(of(|gmv| -gmv / 2).starts_with("没有此消彼长的迹象"), "{}", of(|gmv| -gmv / 2));
    let unclear = of(|gmv| gmv.wrapping_mul(2_654_435_761) % 90_000);
    assert!(unclear.starts_with("看不出站内是否挤占站外") && unclear.ends_with("跨过 0）"), "{unclear}");
}

#[test]
fn too_short_a_time_says_so_and_how_promotions_may_be_counted_in() {
    let data = with(|_| {});
    let said = |selection: &str, tag: &str| {
        let view = built(&data, selection, &LoopState::default(), tag).expect("a loop");
        view.sales.expect("both sides").said.remove(0)
    };
    assert!(said("date=2025-01-06..2025-01-06", "zh-CN").starts_with("还看不出站内是否挤占站外"));
    let masked = said("date=2025-05-12..2025-05-25", "zh-CN");
    assert!(masked.contains("剔除了 14 个大促时段，可改为计入大促"), "{masked}");
    assert!(said("date=2025-05-12..2025-05-25", "en").contains("periods of promotions left out: 14"));
    // After the data there is nothing, and that is said.
    let view = built(&data, "date=2026-01-01..2026-01-31", &LoopState::default(), "en").expect("a loop");
    assert_eq!(view.sales.and_then(|part| part.empty).as_deref(), Some("There is nothing to draw over these days"));
    for group in view.groups {
        assert!(group.bodies.iter().all(|body| body.empty.is_some() && body.rows.is_empty()), "{group:?}");
    }
}

#[test]
fn orders_can_be_chosen_and_other_days_are_compared() {
    let data = with(|_| {});
    let state = LoopState { measure: Some("orders".into()), ..LoopState::default() };
    let view = built(&data, "date=2025-03-01..2025-03-31&compare=previous", &state, "en").expect("a loop");
    let sales = view.sales.as_ref().expect("both sides");
    assert_eq!((sales.metric.as_str(), sales.lines[0].as_str()), ("orders", "On-site Orders"));
    assert!(sales.said[2].starts_with("Compared with 2025-01-29 to 2025-02-28: on-site "), "{}", sales.said[2]);
    let current: Vec<&str> = view
        .menus
        .iter()
        .flat_map(|menu| &menu.choices)
        .filter(|choice| choice.current)
        .map(|choice| &*choice.id)
        .collect();
    assert_eq!(current, ["orders", "without"]);
}

#[test]
fn people_flow_says_who_moved_and_withholds_few() {
    let data = with(|document| {
        document["meta"]["min_cell"] = json!(10);
        document["meta"]["privacy_measure"] = json!("readers");
    });
    let flow = usual(&data).flow.expect("people flow");
    assert_eq!(flow.said[0], "3,250人向更高层流转（占期初的 26.4%），65人回落");
    assert_eq!(flow.said[1], "新进入 1.2万人，离开 385人");
    assert_eq!(flow.said[2], "转为购买人群的，最多来自种草 I（450人）");
    assert_eq!(flow.heads, ["期初 ╲ 期末", "认知 A", "种草 I", "购买 P", "离开"]);
    assert_eq!(flow.rows.iter().map(|row| &*row.label).collect::<Vec<_>>(), ["新进入", "认知 A", "种草 I", "购买 P"]);
    let few = &flow.rows[3].cells[0];
    assert_eq!((few.text.as_str(), few.share.as_str(), few.level), ("<10", "", None));
    assert!(flow.rows[1].cells[0].stayed && flow.rows[1].cells[0].level.is_none());
    assert_eq!(flow.sums[1], ("净增".to_owned(), ["+7,065", "+3,900", "+650", ""].map(str::to_owned).to_vec()));
    // The other month, whose own few are withheld as well; without those who stayed it has no sizes.
    let state = LoopState { period: Some("2025-04-01..2025-04-30".into()), ..LoopState::default() };
    let april = built(&data, "", &state, "zh-CN").and_then(|view| view.flow).expect("people flow");
    assert_eq!(april.said[0], "<10人向更高层流转，0人回落");
    assert_eq!(april.sums.len(), 1);
    let text = table("loop", &data, &ViewState { closed_loop: state, ..ViewState::default() }, &Locale::plain("zh-CN"));
    let hidden = text.expect("a table").rows.into_iter().filter(|row| row[3].text == "<10").collect::<Vec<_>>();
    assert!(!hidden.is_empty() && hidden.iter().all(|row| row[3].number.is_none()));
}

#[test]
fn notes_carry_the_warning_that_they_were_picked() {
    let view = usual(&with(|_| {}));
    let notes = part(&view, "notes");
    let warning = &notes.said[notes.warning.expect("a warning")];
    assert!(warning.starts_with("加热的笔记由平台挑选"), "{warning}");
    assert!(notes.said[0].starts_with("点击率：加热 "), "{}", notes.said[0]);
    let heads: Vec<&str> = notes.heads.iter().map(|head| &*head.id).collect();
    assert_eq!(heads, ["reads", "click_through", "interaction", "cpe"], "only what the cube carries");
    let cost = &notes.bodies[0].rows[1].cells[3];
    assert_eq!((cost.text.as_str(), cost.full.is_empty()), ("—", false), "what was not paid for has no price");
    assert!(!notes.bodies[0].rows[0].cells[1].small.is_empty(), "a rate carries its interval");
    assert_eq!(notes.bodies[0].rows[0].select.0.to_string(), "boost=boosted");
}

#[test]
fn readers_share_reads_and_people_are_a_bound() {
    let data = with(|_| {});
    let view = usual(&data);
    let readers = part(&view, "readers");
    assert_eq!(readers.said, ["阅读最多的是女性（69.9%）"]);
    let row = &readers.bodies[0].rows[0];
    assert!((row.bar.expect("a bar") - 0.699).abs() < 1e-3);
    assert_eq!((row.cells[1].text.as_str(), row.cells[1].small.as_str()), ("", "60–8,400"));
    // Exactly known over just these days.
    let exact = with(|document| {
        document["uniques"] = json!([{"measure": "readers", "by": ["gender"], "from": "2025-01-06", "to": "2025-05-25",
            "rows": [{"gender": "female", "value": 5_000}, {"gender": "male", "value": 1_900}, {"gender": null, "value": 100}]}]);
    });
    assert_eq!(part(&usual(&exact), "readers").bodies[0].rows[0].cells[1].text, "5,000");
    // The cube has reads by gender, not by destination: the filter is left out, and that is said.
    let filtered = built(&data, "destination=xhs", &LoopState::default(), "zh-CN").expect("a loop");
    assert!(part(&filtered, "readers").notes.iter().any(|note| note.contains("成交去向")));
}

#[test]
fn withheld_rows_leave_shares_of_what_is_known_and_the_floor_leaves_none() {
    let hide = |suppressed: bool| {
        with(|document| {
            let row = &mut document["cells"][2]["records"][0];
            row["reads"] = Value::Null;
            if suppressed {
                row["suppressed"] = json!(["reads"]);
            }
        })
    };
    let view = usual(&hide(true));
    let readers = part(&view, "readers");
    assert!(
        readers.bodies[0].rows[1].cells[0].text.starts_with('≈')
            && readers.notes.iter().any(|note| note.starts_with('≈'))
    );
    let view = usual(&hide(false));
    let row = &part(&view, "readers").bodies[0].rows[0];
    assert!(row.bar.is_none() && row.cells[0].text.is_empty() && row.cells[0].small.starts_with('≥'), "{row:?}");
    let floor = with(|document| {
        document["meta"]["min_cell"] = json!(30);
        document["meta"]["privacy_measure"] = json!("readers");
    });
    let view = usual(&floor);
    let few = part(&view, "readers").bodies[0].rows.last().expect("the unknown");
    assert_eq!((few.bar, few.cells[0].small.as_str()), (None, "<30"));
}

#[test]
fn customers_share_orders_and_have_their_order_value() {
    let view = usual(&with(|_| {}));
    let customers = part(&view, "customers");
    assert_eq!(customers.said, ["新客贡献成交的 59.8%、成交额的 60.7%"]);
    let row = &customers.bodies[0].rows[0];
    assert_eq!((row.cells[0].small.as_str(), row.cells[2].text.as_str()), ("59.8%", "¥54.00"));
}

#[test]
fn parts_that_the_data_lack_are_named_and_without_any_there_is_no_panel() {
    assert_eq!(built(&small(), "", &LoopState::default(), "zh-CN"), None);
    let flow_only = with(|document| only(document, &[], &[]));
    let view = usual(&flow_only);
    assert!(view.sales.is_none() && view.groups.is_empty() && view.menus.is_empty());
    assert_eq!(view.notes, ["数据未包含：站内闭环与站外成交、加热与否、广告与自然、谁在看、新客与老客"]);
    let no_flow = with(|document| document["people_flow"] = json!([]));
    assert_eq!(usual(&no_flow).notes, ["数据未包含：人群流转（AIPS）"]);
    // One side alone can not be held against another.
    let alone = with(|document| {
        only(document, &["readers"], &["gender"]);
        document["people_flow"] = Value::Null;
    });
    assert!(usual(&alone).sales.is_none());
}

#[test]
fn the_table_holds_every_part_in_full() {
    let data = with(|_| {});
    let view = usual(&data);
    let parts: Vec<&str> = view.twin.rows.iter().map(|row| &*row[0].text).collect();
    for title in ["站内闭环与站外成交", "人群流转（AIPS）", "加热与否、广告与自然", "谁在看", "新客与老客"]
    {
        assert!(parts.contains(&title), "{title}");
    }
    let find = |item: &str, number: &str| {
        let found = view.twin.rows.iter().find(|row| row[1].text.contains(item) && row[2].text == number);
        found.unwrap_or_else(|| panic!("{item} {number}"))[3].number
    };
    let Some(Number::Real(share)) = find("2025", "站内占比") else { panic!("a share") };
    let (mut on, mut both) = (0.0, 0.0);
    for row in closed_loop()["cells"][0]["records"]
        .as_array()
        .expect("rows")
        .iter()
        .filter(|row| !row["destination"].is_null())
    {
        let gmv = row["gmv"].as_f64().expect("an amount");
        both += gmv;
        on += if row["destination"] == "xhs" { gmv } else { 0.0 };
    }
    assert!((share - on / both).abs() < 1e-12);
    assert_eq!(find("种草 I → 购买 P", "人数"), Some(Number::Integer(450)));
    let locale = Locale::plain("zh-CN");
    let file = sheet("loop", &data, &ViewState::default(), &locale).expect("a file");
    assert_eq!(file.table, view.twin);
    assert!(file.notes.iter().any(|note| note.starts_with("加热的笔记由平台挑选")), "files carry the warning too");
}

#[test]
fn choices_are_saved_and_what_is_not_one_is_refused() {
    let state = ViewState {
        closed_loop: LoopState {
            measure: Some("orders".into()),
            period: Some("2025-04-01..2025-04-30".into()),
            promotions: true,
        },
        ..ViewState::default()
    };
    assert_eq!(state.to_string().parse::<ViewState>().expect("a saved view"), state);
    for broken in [json!({"loop": {"promotions": "yes"}}), json!({"loop": {"by": "x"}}), json!({"loop": 1})] {
        assert!(broken.to_string().parse::<ViewState>().is_err(), "{broken}");
    }
    // A period that the report does not have is the usual one.
    let data = with(|document| document["people_flow"] = people_flow());
    let other = LoopState { period: Some("1999-01-01..1999-01-31".into()), ..LoopState::default() };
    assert_eq!(
        built(&data, "", &other, "en").expect("a loop").flow,
        built(&data, "", &LoopState::default(), "en").expect("a loop").flow
    );
}
