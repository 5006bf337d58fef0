//! What the spend returned, in words: the figures of a small document by hand, that a rung says what it lacks or whose
//! fault it is, that members can be chosen, that the table says what the panel says, and both figures of the press.

use std::fs;
use std::path::Path;

use redcat_report::contract::Report;
use redcat_report::cube::Dataset;
use redcat_report::query::Selection;
use redcat_report::view::export::sheet;
use redcat_report::view::locale::Locale;
use redcat_report::view::returns::{ReturnsView, RungRow};
use redcat_report::view::state::{ReturnsState, ViewState};
use redcat_report::view::twin::{Cell, Number};
use serde_json::{Value, json};

use crate::samples;
use crate::support::spending::{dataset, document};

fn view_of(dataset: &Dataset, selection: &str, tag: &str) -> Option<ReturnsView> {
    let selection: Selection = selection.parse().expect("a selection");
    ReturnsView::build(dataset, &selection, &ReturnsState::default(), &Locale::plain(tag))
}

fn view(dataset: &Dataset, tag: &str) -> ReturnsView {
    view_of(dataset, "", tag).expect("spend")
}

fn changed(change: impl Fn(&mut Value)) -> Dataset {
    let mut all = document();
    change(&mut all);
    dataset(&all)
}

fn drawn(rung: &RungRow) -> String {
    let RungRow { label, made_of, formula, roi, interval, step, .. } = rung;
    [&**label, made_of, formula, roi, interval, step].join(" | ")
}

#[test]
fn every_rung_shows_its_formula_with_the_numbers_put_in() {
    let dataset = dataset(&document());
    for tag in ["zh-CN", "en"] {
        let view = view(&dataset, tag);
        let lines: Vec<String> = view.rungs.iter().map(drawn).collect();
        insta::assert_snapshot!(format!("ladder_{tag}"), [&view.headline[..], &lines, &view.notes].concat().join("\n"));
        // What goes down is drawn as lost, what goes up as gained; the shop's step is none of the ladder's.
        let changes: Vec<Option<bool>> = view.rungs.iter().map(|rung| rung.change.map(|_| rung.falls)).collect();
        assert_eq!(changes, [None, Some(true), Some(true), Some(false), None]);
        assert!(view.rungs[4].beyond && view.rungs.iter().take(4).all(|rung| !rung.beyond));
        for rung in &view.rungs {
            assert!((0.0..=1.0).contains(&rung.bar.expect("a bar")));
        }
    }
}

#[test]
fn members_stand_beside_the_whole_and_can_be_chosen() {
    let dataset = dataset(&document());
    let shown = view(&dataset, "en");
    let heads: Vec<&str> = shown.heads.iter().map(|head| &*head.label).collect();
    assert_eq!(heads[..3], ["Channel", "Spend", "As reported"]);
    let cards: Vec<&str> = shown.heads.iter().filter_map(|head| head.card.as_deref()).collect();
    assert_eq!(cards, ["visit_cost_exposed", "buyer_cost"]);
    assert_eq!((shown.rungs[0].card.as_deref(), shown.rungs[1].card.as_deref()), (Some("roi"), None));
    let names: Vec<&str> = shown.members.iter().map(|row| &*row.label).collect();
    assert_eq!(names, ["Total", "UD", "Juguang"]);
    for row in &shown.members {
        assert_eq!(row.cells.len() + 1, shown.heads.len());
        assert_eq!(row.select.is_none(), row.is_total);
    }
    assert_eq!(shown.members[1].cells[1].text, "3.15");
    assert_eq!(shown.members[1].cells[1].full, "CN¥94.35 ÷ CN¥30.00 = 3.15");
    let (chosen, says) = shown.members[1].select.as_ref().expect("a member");
    assert!(chosen.contains("channel", Some("ud")) && says.contains("UD"), "{says}");
    let filtered = view_of(&dataset, "channel=ud", "en").expect("spend");
    assert!(filtered.members[1].selected && filtered.members.len() == 3, "its own filter is left out");
    assert_eq!(filtered.members[0].cells[1].text, "3.15");
    // The shop is not split by channel: told once, and in each cell.
    assert!(shown.notes.contains(&"shop_gmv is not split by Channel".to_owned()), "{:?}", shown.notes);
    assert_eq!(shown.members[1].cells[5].text, "—");
    assert!(shown.members[1].cells[5].full.contains("shop_gmv"));
}

#[test]
fn the_table_holds_every_number_in_full() {
    let dataset = dataset(&document());
    let sheet = sheet("returns", &dataset, &ViewState::default(), &Locale::plain("en")).expect("a file");
    let of = |who: &str, what: &str| {
        let found = sheet.table.rows.iter().find(|row| row[0].text == who && row[1].text == what);
        found.unwrap_or_else(|| panic!("{who} {what}"))
    };
    let row = of("Total", "After commission and subsidy");
    let Some(Number::Real(roi)) = row[4].number else { panic!("{row:?}") };
    assert!((roi - (7_580.0 - 600.0 - 300.0) / 2_500.0).abs() < 1e-12, "{roi}");
    assert_eq!((row[2].number, row[3].number), (Some(Number::Amount(6_680.0)), Some(Number::Amount(2_500.0))));
    assert!(row[5].number.is_some() && row[7].text.ends_with("2025-06-20"));
    assert_eq!(of("Juguang", "Per new buyer")[4].number, Some(Number::Amount(25.0)));
    assert!(of("Juguang", "Whole shop").iter().skip(2).all(|cell| cell.number.is_none()));
}

#[test]
fn a_rung_says_what_it_lacks_or_whose_fault_it_is() {
    let bare = samples::small();
    let shown = view(&bare, "zh-CN");
    let lines: Vec<String> = shown.rungs.iter().map(drawn).collect();
    assert!(lines[1].contains("数据中没有退款") && shown.rungs[1].roi == "—", "{lines:?}");
    assert!(lines[3].contains("退款、佣金、平台补贴") && lines[4].contains("全店成交金额"), "{lines:?}");
    assert!(shown.headline[0].starts_with("报表 ROI ") && shown.choices.is_empty() && shown.members.len() == 1);

    // What is not there is not said to have been taken off.
    let without = changed(|all| {
        all["measures"].as_array_mut().expect("measures").retain(|measure| measure["id"] != "commission");
        all["cells"][0]["measures"].as_array_mut().expect("ids").retain(|id| id != "commission");
        for record in all["cells"][0]["records"].as_array_mut().expect("records") {
            record.as_object_mut().expect("a record").remove("commission");
        }
    });
    let headline = &view(&without, "en").headline[0];
    assert!(headline.contains("(gmv − refunds) ÷ (spend − platform_subsidy)") && !headline.contains("commission"));

    let partly = changed(|all| all["cells"][0]["records"][0]["refunds"] = Value::Null);
    let shown = view(&partly, "en");
    assert!(shown.rungs[0].bar.is_some() && shown.rungs[1].bar.is_none());
    assert!(shown.rungs[1].formula.starts_with("refunds: "), "{}", shown.rungs[1].formula);
    let mixed = changed(|all| {
        let measures = all["measures"].as_array_mut().expect("measures");
        measures.iter_mut().filter(|measure| measure["id"] == "gmv").for_each(|gmv| gmv["anchor"] = json!("exposure"));
    });
    let shown = view(&mixed, "en");
    assert!(shown.rungs[1].formula.starts_with("refunds: "), "{:?}", shown.rungs[1]);
    assert!(shown.notes[0].contains("by the day of the exposure that an order is credited to"));
}

#[test]
fn one_day_withheld_or_nothing_spent_is_a_sentence() {
    let dataset = dataset(&document());
    let one_day = view_of(&dataset, "date=2025-06-30..2025-06-30", "zh-CN").expect("spend");
    assert!(one_day.rungs[0].bar.is_some() && one_day.rungs[0].interval.is_empty());
    assert_eq!(one_day.rungs[2].roi, "—");
    assert!(!one_day.rungs[2].formula.is_empty(), "{:?}", one_day.rungs[2]);
    let withheld = changed(|all| {
        all["meta"]["min_cell"] = json!(1_000_000);
        all["meta"]["privacy_measure"] = json!("new_buyers");
    });
    let shown = view(&withheld, "zh-CN");
    assert!(shown.headline[0].starts_with("算不出 ROI："), "{:?}", shown.headline);
    for row in &shown.members {
        assert!(row.cells.iter().skip(1).take(4).all(|cell| cell.text == "—"), "{row:?}");
    }
    let free = changed(|all| {
        for record in all["cells"][0]["records"].as_array_mut().expect("records") {
            record["spend"] = json!(0);
        }
    });
    assert_eq!(view(&free, "zh-CN").headline, ["算不出 ROI：没有花费"]);
    let unspent = samples::document(&samples::rows(), |all| {
        let measures = all["measures"].as_array_mut().expect("measures");
        measures.retain(|measure| measure["id"] != "spend");
        all["cells"].as_array_mut().expect("cubes").truncate(1);
        all["funnel"]["steps"][0]["parts"] = json!([]);
    });
    assert_eq!(view_of(&samples::dataset(&unspent), "", "en"), None);
}

#[test]
fn another_dimension_can_be_chosen_and_is_saved() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data/beauty.json");
    let report = Report::from_bytes(&fs::read(path).expect("the sample")).expect("a document that can be read");
    let beauty = Dataset::build(report).expect("facts that can be packed");
    let shown = view(&beauty, "zh-CN");
    assert!(shown.headline[0].starts_with("报表 ROI 2.34；"), "{:?}", shown.headline);
    assert!(shown.headline[1].starts_with("全店口径 39.00："), "{:?}", shown.headline);
    let choice = shown.choices.iter().find(|choice| choice.id == "note").expect("notes");
    assert!(!choice.current && shown.choices.iter().filter(|choice| choice.current).count() == 1);
    let by_note =
        ReturnsView::build(&beauty, &Selection::default(), &choice.state, &Locale::plain("zh-CN")).expect("spend");
    assert_eq!(by_note.members.len(), 1 + 8 + 1);
    assert!(by_note.members[9].label.starts_with("其余 ") && by_note.members[9].select.is_none());
    let saved = ViewState { returns: choice.state.clone(), ..ViewState::default() };
    assert_eq!(saved.to_string().parse::<ViewState>().expect("a saved view"), saved);
}

#[test]
fn whoever_asks_for_the_cheapest_gets_the_cheapest_of_all() {
    let bytes = include_bytes!("../../www/data/beauty.json");
    let dataset = Dataset::build(Report::from_bytes(bytes).expect("a report")).expect("facts");
    let locale = Locale::plain("zh-CN");
    let build =
        |state: &ReturnsState| ReturnsView::build(&dataset, &Selection::default(), state, &locale).expect("a view");
    let usual = build(&ReturnsState { by: Some("creator".into()), ..ReturnsState::default() });
    let column = usual.heads.iter().position(|head| head.label == "每次进店").expect("the cost of a visit");
    let (cheapest, _) = usual.heads[column].sort.as_ref().expect("a way to order by it");
    let view = build(cheapest);
    assert_eq!(view.heads[column].sorted, Some(false), "costs begin with the smallest");
    // Every creator's, from the table behind the panel.
    let costs = view.twin.rows.iter().filter(|row| row[1].text == "每次进店").skip(1);
    let known = |row: &[Cell]| match row[4].number {
        Some(Number::Amount(cost)) => Some((row[0].text.clone(), cost)),
        _ => None,
    };
    let costs: Vec<(String, f64)> = costs.filter_map(|row| known(row)).collect();
    assert!(costs.len() > view.members.len(), "{} creators", costs.len());
    let least = costs.iter().reduce(|a, b| if b.1 < a.1 { b } else { a }).expect("a cost");
    assert_eq!(view.members[1].label, least.0);
    assert!(view.notes.iter().any(|note| note.contains("未列出")), "{:?}", view.notes);
    let (dearest, _) = view.heads[column].sort.as_ref().expect("the way round");
    let most = costs.iter().reduce(|a, b| if b.1 > a.1 { b } else { a }).expect("a cost");
    assert_eq!(build(dearest).members[1].label, most.0);
    let (by_spend, _) = view.heads[1].sort.as_ref().expect("the way back");
    assert_eq!(build(by_spend), usual);
    let text = ViewState { returns: cheapest.clone(), ..ViewState::default() }.to_string();
    assert_eq!(text.parse::<ViewState>().expect("a view").returns, *cheapest);
}
