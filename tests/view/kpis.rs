//! The strip of key figures: of small documents against their rows, of CDNOW against lifelines.

use redcat_report::contract::Report;
use redcat_report::cube::Dataset;
use redcat_report::date::{Date, DateRange};
use redcat_report::query::{Compare, Selection};
use redcat_report::view::card::Card;
use redcat_report::view::chart::{Mark, Shape, Tone};
use redcat_report::view::drilldown::Drilldown;
use redcat_report::view::funnel::Direction;
use redcat_report::view::kpis::{KpisView, Tile};
use redcat_report::view::locale::Locale;
use redcat_report::view::state::{DrillState, ViewState};
use redcat_report::view::twin::Number;
use serde_json::{Value, json};

use crate::render;
use crate::samples::{self, DAYS, Row, WINDOW_DAYS};

const BEAUTY: &[u8] = include_bytes!("../../www/data/beauty.json");
const CDNOW: &[u8] = include_bytes!("../../www/data/cdnow.json");
const KAPLAN_MEIER: &str = include_str!("../fixtures/cdnow/kaplan_meier.csv");
/// What was spent on each day, in minor units.
const SPEND: i64 = 50_000;

fn day(offset: i32) -> Date {
    Date::parse(samples::FROM).expect("a date").plus(offset)
}

fn days(from: i32, to: i32) -> Option<DateRange> {
    DateRange::new(day(from), day(to))
}

fn build(dataset: &Dataset, selection: &Selection) -> KpisView {
    KpisView::build(dataset, selection, &Locale::plain("zh-CN")).expect("key figures")
}

#[track_caller]
fn tile<'a>(view: &'a KpisView, id: &str) -> &'a Tile {
    view.tiles.iter().find(|tile| tile.id == id).unwrap_or_else(|| panic!("no {id} in {:?}", view.tiles))
}

fn sum(value: impl Fn(&Row) -> i64, from: i32, to: i32) -> i64 {
    let (from, to) = (day(from).to_string(), day(to).to_string());
    samples::rows().iter().filter(|row| (&from..=&to).contains(&&row.day)).map(value).sum()
}

fn real(number: Option<Number>) -> f64 {
    match number {
        Some(Number::Real(value) | Number::Amount(value)) => value,
        other => panic!("{other:?} is no quotient"),
    }
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{found} is not {expected}");
}

/// The points of the lines in one tone, line by line.
fn lines(tile: &Tile, tone: Tone) -> Vec<(Vec<(f64, f64)>, bool)> {
    let drawn = tile.spark.iter().filter(|mark| mark.tone == tone);
    drawn
        .map(|mark| match &mark.shape {
            Shape::Line { points, dashed } => (points.clone(), *dashed),
            other => panic!("{other:?} in a tile"),
        })
        .collect()
}

#[test]
fn strip_in_both_languages() {
    let selection =
        Selection::default().over(days(8, DAYS - 1)).compared(Some(Compare::Custom(days(0, 7).expect("days"))));
    for tag in ["zh-CN", "en"] {
        let view = KpisView::build(&samples::small(), &selection, &Locale::plain(tag)).expect("key figures");
        insta::assert_snapshot!(format!("kpis_{tag}"), render::kpis(&view, &Locale::plain(tag)));
    }
}

#[test]
fn values_are_those_of_the_rows_and_ratios_rest_on_final_days() {
    let view = build(&samples::small(), &Selection::default().over(days(2, DAYS - 1)));
    let ids: Vec<&str> = view.tiles.iter().map(|tile| tile.id.as_str()).collect();
    assert_eq!(ids, ["reads", "store_visits", "orders", "gmv", "spend", "roi", "visit_cost"]);
    let last = DAYS - 1;
    assert_eq!(tile(&view, "reads").number, Some(Number::Integer(sum(|row| row.reads, 2, last).into())));
    assert_eq!(tile(&view, "gmv").number, Some(Number::Money(sum(|row| row.gmv, 2, last).into())));
    let spend = |from: i32, to: i32| (SPEND * i64::from(to - from + 1)) as f64;
    close(real(tile(&view, "roi").number), sum(|row| row.gmv, 2, last) as f64 / spend(2, last));
    let whole = last - WINDOW_DAYS;
    let cost = tile(&view, "visit_cost");
    close(real(cost.number), spend(2, whole) / sum(|row| row.visits, 2, whole) as f64);
    assert!(cost.marks.contains(&format!("仅计至 {}", day(whole))), "{:?}", cost.marks);
    assert!(tile(&view, "store_visits").marks.contains(&format!("{WINDOW_DAYS} 天仍在回流")));
    assert!(view.tiles.iter().all(|tile| tile.change.is_none()), "nothing is compared");
}

#[test]
fn changes_compare_days_that_are_final_in_both_periods() {
    let selection = Selection::default().over(days(10, DAYS - 1)).compared(Some(Compare::Previous));
    let view = build(&samples::small(), &selection);
    let change = |id: &str| tile(&view, id).change.as_ref().expect("compared");
    let relative = |now: i64, before: i64| (now - before) as f64 / before as f64;
    let reads = relative(sum(|row| row.reads, 10, 19), sum(|row| row.reads, 0, 9));
    close(change("reads").change.value.expect("a change"), reads);
    assert_eq!(change("reads").compared.number, Some(Number::Integer(sum(|row| row.reads, 0, 9).into())));
    // Five of the ten days are final.
    let visits = relative(sum(|row| row.visits, 10, 14), sum(|row| row.visits, 0, 4));
    close(change("store_visits").change.value.expect("a change"), visits);
    assert!(change("store_visits").days.as_ref().is_some_and(|days| days.contains(&day(14).to_string())));
    assert_eq!(change("reads").days, None);
    // The same was spent, so the cost goes the other way than the visits.
    let cost = change("visit_cost");
    close(cost.change.value.expect("a change"), 1.0 / (1.0 + visits) - 1.0);
    assert_eq!((cost.change.direction, cost.change.good), (Direction::Fall, Some(true)));
    assert_eq!(cost.verdict.as_deref(), Some("更好"));
    assert_eq!((change("spend").change.text.as_str(), change("spend").change.good), ("持平", None));
}

#[test]
fn one_sentence_leads_and_says_what_the_tiles_say() {
    let beauty = Dataset::build(Report::from_bytes(BEAUTY).expect("a report")).expect("facts");
    let said = |view: &KpisView| view.lead.iter().map(|(_, text)| text.as_str()).collect::<String>();
    let view = build(&beauty, &Selection::default());
    let ids: Vec<&str> = view.lead.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["gmv", "spend", "roi_exposed"]);
    let [gmv, spend, roi] = ["gmv", "spend", "roi_exposed"].map(|id| tile(&view, id));
    let growing = roi.growing.as_deref().expect("the last days are not final");
    assert!(growing.starts_with("仅计至 ") && roi.marks.contains(&growing.to_owned()), "{growing}");
    let expected = format!("成交金额 {}，花费 {}，{} {}（{growing}）。", gmv.value, spend.value, roi.label, roi.value);
    assert_eq!(said(&view), expected);

    let selection = Selection::default().over(days(10, DAYS - 1)).compared(Some(Compare::Previous));
    let view = build(&samples::small(), &selection);
    let part = |id: &str| {
        let tile = tile(&view, id);
        let change = tile.change.as_ref().expect("compared");
        let (before, now) = change.from_to.split_once(" → ").expect("both");
        assert!(change.compared_text.contains(before) && change.compared_text.contains(now) || now == tile.value);
        assert!(change.change.value.is_some(), "{id}: {change:?}");
        format!("{} {}（{before} → {now}）", tile.label, change.change.text)
    };
    assert_eq!(said(&view), format!("{}，{}，{}。", part("gmv"), part("spend"), part("roi")));

    let last = beauty.report.complete_range().to;
    let growing = DateRange::new(last.plus(-6), last);
    let view = build(&beauty, &Selection::default().over(growing).compared(Some(Compare::Previous)));
    assert_eq!(said(&view).matches("仍在回流").count(), 1, "what cannot be compared says so: {}", said(&view));
    let cdnow = Dataset::build(Report::from_bytes(CDNOW).expect("a report")).expect("facts");
    assert!(build(&cdnow, &Selection::default()).lead.is_empty(), "a single number needs no sentence");
}

#[test]
fn what_stands_on_a_tile_divides_to_its_change() {
    // A day of the other period was not delivered; of the visits only five days are final.
    let document = samples::document(&samples::rows(), |document| {
        document["meta"]["missing_dates"] = json!([day(1).to_string()]);
        let records = document["cells"].as_array_mut().expect("cubes").iter_mut();
        for records in records.map(|cube| cube["records"].as_array_mut().expect("records")) {
            records.retain(|record| record["date"] != day(1).to_string());
        }
    });
    let selection = Selection::default().over(days(10, DAYS - 1)).compared(Some(Compare::Previous));
    let view = build(&samples::dataset(&document), &selection);
    let amount = |number: Option<Number>| match number {
        Some(Number::Integer(value) | Number::Money(value)) => value as f64,
        other => real(other),
    };
    let twin = view.twin(&Locale::plain("zh-CN"));
    for tile in &view.tiles {
        let change = tile.change.as_ref().expect("compared");
        let now = change.now.as_ref().unwrap_or_else(|| panic!("{} compares fewer days than it shows", tile.id));
        let relative = amount(now.number) / amount(change.compared.number) - 1.0;
        close(relative, change.change.value.expect("a change"));
        for said in [&now.text, &change.compared_text] {
            assert!(!said.is_empty() && tile.spoken.contains(&change.compared_text), "{said}: {}", tile.spoken);
        }
        let line = twin.rows.iter().find(|line| line[0].text == tile.label).expect("a line");
        assert_eq!((&line[3], &line[4]), (now, &change.compared));
    }
    let change = |id: &str| tile(&view, id).change.clone().expect("compared");
    let reads = |from: i32, without: i32| sum(|row| row.reads, from, from + 9) - sum(|row| row.reads, without, without);
    close(amount(change("reads").now.expect("nine days").number), reads(10, 11) as f64);
    close(amount(change("reads").compared.number), reads(0, 1) as f64);
    assert!(change("reads").compared_text.starts_with("9/10 天："), "{}", change("reads").compared_text);
    assert!(change("store_visits").compared_text.starts_with("4/10 天："), "{}", change("store_visits").compared_text);
}

#[test]
fn what_was_sampled_at_an_unknown_rate_is_at_least_that_and_makes_no_rate() {
    let document = samples::document(&samples::rows(), |document| {
        // The cube of the amounts does not tell kinds of notes apart.
        let measures = document["measures"].as_array_mut().expect("measures");
        let gmv = measures.iter_mut().find(|measure| measure["id"] == "gmv").expect("an amount");
        gmv["sample"] = json!({"unit": "person", "by": {"dimension": "note_kind", "rates": {"ad": "0.5"}}});
    });
    let view = build(&samples::dataset(&document), &Selection::default().over(days(0, 9)).compared(None));
    let gmv = tile(&view, "gmv");
    assert!(gmv.value.starts_with("≥ ") && gmv.full.starts_with("≥ "), "{gmv:?}");
    assert_eq!(gmv.number, Some(Number::Money(sum(|row| row.gmv, 0, 9).into())));
    assert_eq!(gmv.marks[0], "含抽样，此口径下未放大");
    let roi = tile(&view, "roi");
    assert_eq!((roi.value.as_str(), roi.number, roi.full.as_str()), ("—", None, "含抽样，此口径下未放大"));
    let selection = Selection::default().over(days(10, 19)).compared(Some(Compare::Previous));
    let change = tile(&build(&samples::dataset(&document), &selection), "gmv").change.clone();
    assert_eq!(change.expect("compared").change.value, None, "how much was sampled may have changed");
}

#[test]
fn days_still_growing_have_no_change_and_no_quotient() {
    let selection = Selection::default().over(days(DAYS - WINDOW_DAYS, DAYS - 1)).compared(Some(Compare::Previous));
    let view = build(&samples::small(), &selection);
    let visits = tile(&view, "store_visits");
    assert_eq!(visits.change.as_ref().map(|change| change.change.text.as_str()), Some("仍在回流"));
    assert!(lines(visits, Tone::First).iter().all(|(_, dashed)| *dashed));
    let cost = tile(&view, "visit_cost");
    assert_eq!((cost.value.as_str(), cost.number), ("—", None));
    assert_eq!(cost.marks, ["仍在回流"]);
}

#[test]
fn a_number_that_cannot_be_filtered_stays_and_says_so() {
    let whole = build(&samples::small(), &Selection::default());
    let view = build(&samples::small(), &Selection::default().with("note_kind", Some("ad")));
    for id in ["reads", "store_visits", "orders", "gmv"] {
        assert_eq!(tile(&view, id).number, tile(&whole, id).number);
        assert!(tile(&view, id).marks.contains(&"未按笔记类型筛选".to_owned()), "{id}");
    }
    assert!(!tile(&view, "spend").marks.contains(&"未按笔记类型筛选".to_owned()));
    assert_eq!((tile(&view, "roi").value.as_str(), tile(&view, "roi").number), ("—", None));
}

#[test]
fn null_withheld_and_hidden_numbers() {
    let document = samples::document(&samples::rows(), |document| {
        document["cells"][0]["records"][0]["gmv"] = Value::Null;
    });
    let view = build(&samples::dataset(&document), &Selection::default());
    let gmv = tile(&view, "gmv");
    assert!(gmv.value.starts_with("≥ "), "{gmv:?}");
    assert_eq!(gmv.marks, ["至少：1 行缺值", "按发生日"]);
    assert_eq!(tile(&view, "roi").number, None, "no rate is printed as whole on a number that lacks rows");

    let floor = samples::document(&samples::rows(), |document| {
        document["meta"]["min_cell"] = json!(1_000_000_000);
        document["meta"]["privacy_measure"] = json!("reads");
    });
    let view = build(&samples::dataset(&floor), &Selection::default());
    for tile in &view.tiles {
        assert!(tile.number.is_none() && tile.interval.is_none(), "{tile:?}");
        assert!(tile.spark.is_empty(), "a line would tell what is hidden: {tile:?}");
        assert!(!tile.full.contains(char::is_numeric) || tile.full.starts_with('<'), "{tile:?}");
    }
}

#[test]
fn samples_of_events_have_an_interval_and_samples_of_persons_a_badge() {
    let sampled = |unit: &str| {
        let document = samples::document(&samples::rows(), |document| {
            document["measures"][3]["sample"] = json!({"unit": unit, "rate": "0.5"});
        });
        build(&samples::dataset(&document), &Selection::default())
    };
    let view = sampled("event");
    let orders = tile(&view, "orders");
    let observed = sum(|row| row.orders, 0, DAYS - 1) as f64;
    close(real(orders.number), observed * 2.0);
    // √(x(1 − r))/r, and 1.96 of them.
    let half = 1.959_963_984_540_054 * (observed * 0.5).sqrt() / 0.5;
    assert_eq!(orders.interval, Some(format!("±{}", Locale::plain("zh-CN").compact(half))));
    let view = sampled("person");
    let orders = tile(&view, "orders");
    assert_eq!(orders.interval, None);
    assert!(orders.marks.contains(&"按人抽样 50.0%".to_owned()), "{orders:?}");
    assert_eq!(orders.note.as_deref(), Some("抽样方差未知，不给区间"));
}

#[test]
fn one_day_is_a_dot_and_days_that_were_not_delivered_are_a_gap() {
    let view = build(&samples::small(), &Selection::default().over(days(3, 3)));
    assert_eq!(tile(&view, "reads").spark, [Mark { tone: Tone::First, shape: Shape::Dot(0.0, 1.0) }]);

    let rows: Vec<Row> = samples::rows().into_iter().filter(|row| row.day != day(4).to_string()).collect();
    let document = samples::document(&rows, |document| document["meta"]["missing_dates"] = json!([day(4).to_string()]));
    let view = build(&samples::dataset(&document), &Selection::default().over(days(0, 9)));
    let drawn = lines(tile(&view, "reads"), Tone::First);
    let places: Vec<Vec<i32>> =
        drawn.iter().map(|(points, _)| points.iter().map(|(x, _)| (x * 9.0).round() as i32).collect()).collect();
    assert_eq!(places, [vec![0, 1, 2, 3], vec![5, 6, 7, 8, 9]]);
}

#[test]
fn days_outside_the_data_are_nothing_and_no_fault() {
    let selection = Selection::default().over(days(-30, -20)).compared(Some(Compare::Previous));
    let view = build(&samples::small(), &selection);
    assert_eq!(view.notes, ["对比周期没有数据，未作对比"]);
    assert_eq!(tile(&view, "roi").number, None);
    assert!(view.tiles.iter().all(|tile| tile.change.is_none()));
}

#[test]
fn a_document_without_any_known_name_shows_its_funnel_and_what_adds_up() {
    let mut text = samples::document(&samples::rows(), |_| {}).to_string();
    for known in ["reads", "store_visits", "orders", "gmv", "spend"] {
        text = text.replace(&format!("\"{known}\""), &format!("\"own_{known}\""));
    }
    let view = build(&samples::dataset(&serde_json::from_str(&text).expect("JSON")), &Selection::default());
    let ids: Vec<&str> = view.tiles.iter().map(|tile| tile.id.as_str()).collect();
    assert_eq!(ids, ["own_reads", "own_store_visits", "add_to_carts", "own_orders", "likes"]);
}

#[test]
fn return_is_that_of_the_exposure_where_the_document_names_it() {
    let document = samples::document(&samples::rows(), |document| {
        let list = |value: &mut Value, item: Value| value.as_array_mut().expect("a list").push(item);
        list(
            &mut document["measures"],
            json!({"id": "gmv_credited", "label": "G", "kind": "money", "anchor": "exposure"}),
        );
        list(&mut document["cells"][1]["measures"], json!("gmv_credited"));
        for record in document["cells"][1]["records"].as_array_mut().expect("records") {
            record["gmv_credited"] = json!(3);
        }
        document["ratios"] =
            json!([{"id": "own", "label": "Own", "numerator": "gmv_credited", "denominator": "spend"}]);
    });
    let dataset = samples::dataset(&document);
    let view = build(&dataset, &Selection::default());
    let whole = DAYS - WINDOW_DAYS;
    close(real(tile(&view, "own").number), 3.0 / SPEND as f64);
    assert!(view.tiles.iter().all(|tile| tile.id != "roi"));
    // The tree table shows the same number, and says on which days it rests; the other kind says that it is the other.
    let zh = Locale::plain("zh-CN");
    let state = DrillState { order: vec!["note_kind".into()], ..DrillState::default() };
    let table = Drilldown::build(&dataset, &Selection::default(), &state, &zh).expect("a table");
    let place = table.columns.iter().position(|column| column.id == "own").expect("the return by exposure");
    assert!(table.columns.iter().all(|column| column.id != "roi"));
    assert_eq!(table.columns[place].note, Some(format!("仅计至 {}", day(whole - 1))));
    assert_eq!(table.total.cells[place].number, tile(&view, "own").number);
    assert_eq!(Card::build(&dataset, &ViewState::default(), "roi", &zh).expect("a card").title, "ROI（按发生日）");
    let late = Selection::default().over(days(whole, DAYS - 1));
    let table = Drilldown::build(&dataset, &late, &state, &zh).expect("a table");
    assert_eq!(table.columns[place].note.as_deref(), Some("仍在回流"));
    assert_eq!(table.total.cells[place].full, "仍在回流");
}

#[test]
fn the_table_twin_says_what_the_tiles_say() {
    let selection = Selection::default().over(days(7, 13)).compared(Some(Compare::Previous));
    let view = build(&samples::small(), &selection);
    let twin = view.twin(&Locale::plain("zh-CN"));
    assert_eq!(twin.rows.len(), view.tiles.len());
    for (tile, line) in view.tiles.iter().zip(&twin.rows) {
        assert_eq!(line.len(), twin.headers.len());
        assert_eq!((&line[0].text, line[1].number), (&tile.label, tile.number));
        assert!([&tile.value, &tile.full].contains(&&line[1].text));
        assert_eq!(Some(&line[2].text).filter(|text| !text.is_empty()), tile.interval.as_ref());
        let change = tile.change.as_ref().expect("compared");
        assert_eq!(line[3], change.compared);
        assert_eq!(line[4], change.change.cell());
        assert!(tile.marks.iter().all(|mark| line[5].text.contains(mark)));
        for said in [&tile.label, &tile.value, &change.change.text] {
            assert!(tile.spoken.contains(said) && view.summary.contains(said), "{said} in {}", tile.spoken);
        }
    }
}

fn cdnow() -> Dataset {
    Dataset::build(Report::from_bytes(CDNOW).expect("a report")).expect("facts that can be packed")
}

#[test]
fn repurchase_is_that_of_lifelines_whole_and_by_cohort_key() {
    let dataset = cdnow();
    for (group, selection) in [
        ("ALL", Selection::default()),
        ("tercile=low", Selection::default().with("first_order_value", Some("low"))),
        ("tercile=high", Selection::default().with("first_order_value", Some("high"))),
    ] {
        let line = KAPLAN_MEIER.lines().find(|line| line.starts_with(&format!("{group},30,"))).expect("a line");
        let expected: Vec<f64> = line.split(',').skip(5).map(|field| field.parse().expect("a number")).collect();
        let view = build(&dataset, &selection);
        let again = tile(&view, "repurchase_30");
        assert!((real(again.number) - expected[0]).abs() < 1e-9, "{group}: {:?}", again.number);
        let (_, span) = Locale::plain("zh-CN").percent_between(expected[0], (expected[2], expected[3]));
        assert_eq!(again.interval.as_ref(), Some(&span), "{group}");
        assert!(again.marks.contains(&"按首购队列，不随日期筛选".to_owned()));
        assert_eq!((again.label.as_str(), again.by_day), ("30 天复购率", false));
    }
}

#[test]
fn dates_and_what_cohorts_lack_leave_repurchase_as_it_is() {
    let dataset = cdnow();
    let whole = build(&dataset, &Selection::default());
    let range = DateRange::new(Date::parse("1997-02-01").expect("a date"), Date::parse("1997-02-10").expect("a date"));
    let dated = build(&dataset, &Selection::default().over(range));
    assert_eq!(tile(&dated, "repurchase_30"), tile(&whole, "repurchase_30"));

    let cohorts = json!({"age_unit": "month", "observed_until": day(19).to_string(), "first_order_unit": "month",
        "rows": {"cohort": ["a", "a", "b"], "keys": {"route": [0, 0, 1]}, "age": [0, 1, 0], "customers": [100, 100, 40],
            "observed": [100, 60, 40], "at_risk": [100, 40, 40], "events": [20, 9, 10]}});
    let document = samples::document(&samples::rows(), |document| document["cohorts"] = cohorts);
    let dataset = samples::dataset(&document);
    let again = |selection: &Selection| tile(&build(&dataset, selection), "repurchase_30").clone();
    let whole = again(&Selection::default());
    close(real(whole.number), 30.0 / 140.0);
    assert_eq!(whole.label, "30 天复购率（至第 29 天）");
    close(real(again(&Selection::default().with("route", Some("direct"))).number), 0.2);
    let lacking = again(&Selection::default().with("brand", Some("a")));
    assert_eq!(lacking.number, whole.number);
    assert!(lacking.marks.contains(&"未按品牌筛选".to_owned()), "{lacking:?}");
}

#[test]
fn too_few_new_customers_have_no_share() {
    let cohorts = json!({"age_unit": "month", "observed_until": day(19).to_string(), "first_order_unit": "month",
        "rows": {"cohort": ["a"], "age": [0], "customers": [29], "observed": [29], "at_risk": [29], "events": [5]}});
    let document = samples::document(&samples::rows(), |document| document["cohorts"] = cohorts);
    let view = build(&samples::dataset(&document), &Selection::default());
    let again = tile(&view, "repurchase_30");
    assert_eq!((again.value.as_str(), again.number, again.interval.as_ref()), ("样本不足", None, None));
    assert!(again.marks.contains(&"样本不足（5 / 29）".to_owned()), "{again:?}");
    assert!(again.spark.iter().all(|mark| mark.tone != Tone::Second), "no place to read it at");
}

#[test]
fn many_days_are_drawn_by_week() {
    let view = build(&cdnow(), &Selection::default());
    let places: usize = lines(tile(&view, "orders"), Tone::First).iter().map(|(points, _)| points.len()).sum();
    // 546 days touch 79 weeks; lines that are dashed at their ends share the point where they meet.
    assert!((79..=81).contains(&places), "{places}");
}

#[test]
fn only_what_was_scaled_up_is_marked_as_sampled() {
    let document = samples::document(&samples::rows(), |document| {
        let measures = document["measures"].as_array_mut().expect("measures");
        let visits = measures.iter_mut().find(|measure| measure["id"] == "store_visits").expect("visits");
        visits["sample"] = json!({"unit": "person", "by": {"dimension": "route", "rates": {"search": "0.5"}}});
    });
    let dataset = samples::dataset(&document);
    let marked = |route: &str| {
        let view = build(&dataset, &Selection::default().with("route", Some(route)));
        tile(&view, "store_visits").marks.iter().any(|mark| mark.contains("抽样"))
    };
    assert!(marked("search"));
    assert!(!marked("direct"), "observed in full");
}
