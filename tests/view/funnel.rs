//! The funnel of small documents.

use redcat_report::date::{Date, DateRange};
use redcat_report::query::{Compare, Selection};
use redcat_report::view::funnel::{Direction, FunnelView, Rate};
use redcat_report::view::locale::Locale;
use redcat_report::view::twin::Number;
use serde_json::json;

use crate::render;
use crate::samples::{self, DAYS, Row, WINDOW_DAYS};

fn day(offset: i32) -> Date {
    Date::parse(samples::FROM).expect("a date").plus(offset)
}

/// Digits of a number as printed in full.
fn digits(text: &str) -> i64 {
    text.chars().filter(char::is_ascii_digit).collect::<String>().parse().expect("a number")
}

fn sum(rows: &[Row], value: impl Fn(&Row) -> i64, keep: impl Fn(&Row) -> bool) -> i64 {
    rows.iter().filter(|row| keep(row)).map(value).sum()
}

#[test]
fn funnel_in_both_languages() {
    let dataset = samples::small();
    let selection = Selection::default()
        .over(DateRange::new(day(6), day(DAYS - 1)))
        .compared(Some(Compare::Custom(DateRange::new(day(0), day(13)).expect("in order"))));
    for tag in ["zh-CN", "en"] {
        let view = FunnelView::build(&dataset, &selection, &Locale::plain(tag)).expect("a funnel");
        insta::assert_snapshot!(format!("funnel_{tag}"), render::funnel(&view, &Locale::plain(tag)));
    }
}

#[test]
fn no_section_no_funnel() {
    let document = samples::document(&samples::rows(), |document| {
        document.as_object_mut().expect("an object").remove("funnel");
    });
    let dataset = samples::dataset(&document);
    assert_eq!(FunnelView::build(&dataset, &Selection::default(), &Locale::plain("en")), None);
}

#[test]
fn counts_and_rates_are_those_of_the_rows() {
    let rows = samples::rows();
    let dataset = samples::small();
    for filter in [None, Some("p1"), Some("p3")] {
        let selection = filter.map_or_else(Selection::default, |id| Selection::default().with("product", Some(id)));
        let kept = |row: &Row| filter.is_none() || row.product == filter;
        let view = FunnelView::build(&dataset, &selection, &Locale::plain("en")).expect("a funnel");
        let by_id = |id: &str| view.rows.iter().find(|row| row.id == id).expect(id);
        assert_eq!(digits(&by_id("reads").count_full), sum(&rows, |r| r.reads, kept));
        assert_eq!(digits(&by_id("orders").count_full), sum(&rows, |r| r.orders, kept));
        let direct = |row: &Row| kept(row) && row.route == Some("direct");
        assert_eq!(digits(&by_id("visits_direct").count_full), sum(&rows, |r| r.visits, direct));

        // Only the days that are final make a rate.
        let last = day(DAYS - 1 - WINDOW_DAYS).to_string();
        let mature = |row: &Row| row.day <= last;
        let expected = sum(&rows, |r| r.orders, |r| kept(r) && mature(r)) as f64
            / sum(&rows, |r| r.reads, |r| kept(r) && mature(r)) as f64;
        let real = |rate: &Rate| match rate.number {
            Some(Number::Real(value)) => value,
            other => panic!("{other:?} is no share"),
        };
        let value = real(&by_id("orders").of_first);
        assert!((value - expected).abs() < 1e-12, "{value} is not {expected}");
        let joined = real(&by_id("carts").joins.first().expect("chains join here").rate);
        let expected = sum(&rows, |r| r.carts, |r| direct(r) && mature(r)) as f64
            / sum(&rows, |r| r.visits, |r| direct(r) && mature(r)) as f64;
        assert!((joined - expected).abs() < 1e-12, "{joined} is not {expected}");
    }
}

#[test]
fn the_funnel_ignores_the_filter_on_its_own_routes() {
    let dataset = samples::small();
    let locale = Locale::plain("zh-CN");
    let all = FunnelView::build(&dataset, &Selection::default(), &locale).expect("a funnel");
    let routed =
        FunnelView::build(&dataset, &Selection::default().with("route", Some("direct")), &locale).expect("a funnel");
    let counts = |view: &FunnelView| view.rows.iter().map(|row| row.count_full.clone()).collect::<Vec<_>>();
    assert_eq!(counts(&all), counts(&routed));
}

#[test]
fn a_number_that_cannot_be_filtered_says_so_and_has_no_rate() {
    let dataset = samples::small();
    let view =
        FunnelView::build(&dataset, &Selection::default().with("note_kind", Some("ad")), &Locale::plain("zh-CN"))
            .expect("a funnel");
    assert!(view.notes.iter().any(|note| note == "阅读、进店、加购、成交未按笔记类型拆分"), "{:?}", view.notes);
    assert!(view.rows.iter().all(|row| row.of_first.text.is_empty() && row.of_previous.text.is_empty()));
}

#[test]
fn days_still_growing_have_no_change() {
    let dataset = samples::small();
    let recent = Selection::default()
        .over(DateRange::new(day(DAYS - WINDOW_DAYS), day(DAYS - 1)))
        .compared(Some(Compare::Previous));
    let view = FunnelView::build(&dataset, &recent, &Locale::plain("zh-CN")).expect("a funnel");
    let orders = view.rows.last().expect("steps");
    let comparison = orders.comparison.as_ref().expect("compared");
    assert_eq!(comparison.count_change.text, "仍在回流");
    assert_eq!(comparison.count_change.direction, Direction::Flat);
    assert_eq!(orders.of_first.text, "");
    assert!((orders.bar - orders.immature_bar).abs() < 1e-12);
}

#[test]
fn rates_that_mix_days_are_refused_and_few_units_have_none() {
    let mixed = samples::document(&samples::rows(), |document| document["measures"][3]["anchor"] = json!("event"));
    let view =
        FunnelView::build(&samples::dataset(&mixed), &Selection::default(), &Locale::plain("en")).expect("a funnel");
    assert!(view.notes.iter().any(|note| note == "Counted on the day it happened"));
    let two: Vec<Row> = samples::rows()
        .into_iter()
        .take(2)
        .map(|row| Row { reads: 20, visits: 9, carts: 3, orders: 1, ..row })
        .collect();
    let few = samples::dataset(&samples::document(&two, |_| {}));
    let view = FunnelView::build(&few, &Selection::default(), &Locale::plain("en")).expect("a funnel");
    let direct = view.rows.iter().find(|row| row.id == "visits_direct").expect("a step");
    assert_eq!(direct.of_first.text, "45.0%");
    let orders = view.rows.last().expect("steps");
    assert_eq!(orders.joins.len() + orders.parts.len(), 2, "{orders:?}");
    assert!(orders.joins.iter().all(|join| join.rate.text.is_empty()), "18 visits are too few");
}

#[test]
fn the_table_twin_says_what_the_marks_say() {
    let dataset = samples::small();
    let selection = Selection::default().over(DateRange::new(day(7), day(13))).compared(Some(Compare::Previous));
    let view = FunnelView::build(&dataset, &selection, &Locale::plain("en")).expect("a funnel");
    let expected: usize = view.rows.iter().map(|row| 1 + row.parts.len() + row.joins.len()).sum();
    let twin = view.twin(&Locale::plain("en"));
    assert_eq!(twin.rows.len(), expected);
    let mut lines = twin.rows.iter();
    for row in &view.rows {
        let line = lines.next().expect("a line per step");
        assert_eq!(line.len(), twin.headers.len());
        assert_eq!(line[0].text, row.label);
        assert_eq!(line[2].text, row.count_full);
        assert_eq!(line[2].number, row.count_number);
        assert_eq!(line[3].number, row.of_first.number);
        assert!(row.of_first.text.is_empty() || line[3].text == row.of_first.text);
        assert!(row.of_previous.text.is_empty() || line[5].text == row.of_previous.text);
        for _ in 0..row.parts.len() + row.joins.len() {
            assert_eq!(lines.next().map(Vec::len), Some(twin.headers.len()));
        }
    }
}

#[test]
fn a_wave_that_is_cut_to_the_shorter_one_says_on_how_many_days_its_changes_rest() {
    let wave = |from: i32, to: i32, year: u16| {
        json!({"from": day(from).to_string(), "to": day(to).to_string(), "label": "618", "kind": "promotion",
            "wave": {"name": "618", "year": year}})
    };
    let document = samples::document(&samples::rows(), |document| {
        document["calendar"] = json!([wave(0, 3, 2024), wave(6, 10, 2025)]);
    });
    let compared = Selection::default().over(DateRange::new(day(6), day(10)));
    let build = |compare| {
        let selection = compared.compared(Some(compare));
        FunnelView::build(&samples::dataset(&document), &selection, &Locale::plain("en")).expect("a funnel").notes
    };
    let note = "Changes compare only the first 4 days, complete in both periods";
    assert!(build(Compare::Wave("618".into())).iter().any(|said| said == note));
    assert!(!build(Compare::Previous).iter().any(|said| said.starts_with("Changes compare only")));
}
