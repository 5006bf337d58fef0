//! Comparison periods, maturity and drill paths, on dates worked out by hand.

mod support;

use redcat_report::contract::{
    Anchor, CalendarEntry, CalendarKind, DimensionIx, MeasureIx, MeasureKind, Phase, Report, Text, Wave,
};
use redcat_report::cube::Dataset;
use redcat_report::date::DateRange;
use redcat_report::query::Compare;
use redcat_report::query::drill;
use redcat_report::query::period::{Comparison, comparison, mature_range, mature_through};
use support::documents::{cells, day, dimension, empty_report, measure};

fn days(from: &str, to: &str) -> DateRange {
    DateRange::new(day(from), day(to)).expect("in order")
}

fn report(from: &str, through: &str) -> Report {
    let mut exposed = measure("orders_exposed", MeasureKind::Count);
    exposed.anchor = Anchor::Exposure;
    exposed.window_days = 15;
    empty_report(Vec::new(), vec![measure("orders", MeasureKind::Count), exposed], day(from), day(through))
}

fn promotion(from: &str, to: &str, phase: Option<Phase>, year: i32) -> CalendarEntry {
    CalendarEntry {
        range: days(from, to),
        label: Text::Plain("618".into()),
        kind: CalendarKind::Promotion,
        wave: Some(Wave { name: "618".into(), phase, year }),
    }
}

#[allow(clippy::unnecessary_wraps, reason = "it is compared with answers that may be none")]
fn pair(current: DateRange, baseline: DateRange) -> Option<Comparison> {
    Some(Comparison { current, baseline })
}

#[test]
fn previous_is_the_same_number_of_days_just_before() {
    let report = report("2025-01-01", "2025-06-18");
    let june = days("2025-06-01", "2025-06-10");
    let may = days("2025-05-22", "2025-05-31");
    assert_eq!(comparison(&report, june, &Compare::Previous), pair(june, may));
    // Days after the last complete one are not compared.
    let open = days("2025-06-11", "2025-06-30");
    let cut = pair(days("2025-06-11", "2025-06-18"), days("2025-06-03", "2025-06-10"));
    assert_eq!(comparison(&report, open, &Compare::Previous), cut);
    // Days before the data do not exist.
    assert_eq!(comparison(&report, days("2025-01-05", "2025-01-09"), &Compare::Previous), None);
    assert_eq!(comparison(&report, days("2025-07-01", "2025-07-09"), &Compare::Previous), None);
}

#[test]
fn year_keeps_dates_and_lets_leap_days_fall_back() {
    let report = report("2023-01-01", "2024-12-31");
    let leap = days("2024-02-10", "2024-02-29");
    assert_eq!(comparison(&report, leap, &Compare::Year), pair(leap, days("2023-02-10", "2023-02-28")));
    assert_eq!(comparison(&report, days("2023-05-01", "2023-05-02"), &Compare::Year), None);
}

#[test]
fn custom_days_are_cut_to_what_is_complete() {
    let report = report("2025-01-01", "2025-06-18");
    let june = days("2025-06-01", "2025-06-10");
    let asked = Compare::Custom(days("2024-12-20", "2025-01-10"));
    assert_eq!(comparison(&report, june, &asked), pair(june, days("2025-01-01", "2025-01-10")));
    assert_eq!(comparison(&report, june, &Compare::Custom(days("2024-01-01", "2024-01-10"))), None);
}

#[test]
fn waves_compare_day_n_with_day_n_cut_to_the_shorter() {
    let mut report = report("2024-01-01", "2025-12-31");
    report.calendar = vec![
        promotion("2025-05-13", "2025-05-26", Some(Phase::Presale), 2025),
        promotion("2024-05-20", "2024-05-30", Some(Phase::Presale), 2024),
        promotion("2025-05-27", "2025-06-18", Some(Phase::Spot), 2025),
        promotion("2024-05-31", "2024-06-20", Some(Phase::Spot), 2024),
    ];
    let wave = Compare::Wave("618".into());
    // 14 days of presale against 11: the last three are left out.
    let presale = comparison(&report, days("2025-05-13", "2025-05-26"), &wave);
    assert_eq!(presale, pair(days("2025-05-13", "2025-05-23"), days("2024-05-20", "2024-05-30")));
    // Days 3 to 5 of the spot phase.
    let spot = comparison(&report, days("2025-05-29", "2025-05-31"), &wave);
    assert_eq!(spot, pair(days("2025-05-29", "2025-05-31"), days("2024-06-02", "2024-06-04")));
    // Presale and spot together are one wave.
    let whole = comparison(&report, days("2025-05-01", "2025-06-30"), &wave);
    assert_eq!(whole, pair(days("2025-05-13", "2025-06-13"), days("2024-05-20", "2024-06-20")));
    // While the wave runs, it is cut to what is complete.
    report.meta.complete_through = day("2025-05-15");
    let running = comparison(&report, days("2025-05-13", "2025-05-26"), &wave);
    assert_eq!(running, pair(days("2025-05-13", "2025-05-15"), days("2024-05-20", "2024-05-22")));
    // Nothing before the first wave, nothing of another name, nothing outside a wave.
    assert_eq!(comparison(&report, days("2024-05-20", "2024-05-22"), &wave), None);
    assert_eq!(comparison(&report, days("2025-05-13", "2025-05-14"), &Compare::Wave("1111".into())), None);
    assert_eq!(comparison(&report, days("2025-03-01", "2025-03-02"), &wave), None);
    // Where the earlier wave began before the data, its first days are missing from both.
    report.meta.data_from = day("2024-05-21");
    let late = comparison(&report, days("2025-05-13", "2025-05-26"), &wave);
    assert_eq!(late, pair(days("2025-05-14", "2025-05-15"), days("2024-05-21", "2024-05-22")));
}

#[test]
fn exposure_anchored_measures_mature_after_their_window() {
    let report = report("2025-05-01", "2025-06-18");
    assert_eq!(mature_through(&report, MeasureIx(0)), day("2025-06-18"));
    assert_eq!(mature_through(&report, MeasureIx(1)), day("2025-06-03"));
    let june = days("2025-06-01", "2025-06-10");
    assert_eq!(mature_range(&report, MeasureIx(0), june), Some(june));
    assert_eq!(mature_range(&report, MeasureIx(1), june), Some(days("2025-06-01", "2025-06-03")));
    assert_eq!(mature_range(&report, MeasureIx(1), days("2025-06-04", "2025-06-10")), None);
}

#[test]
fn the_default_path_is_what_one_cube_can_follow() {
    let dimensions = vec![
        dimension("note", Some(DimensionIx(1)), &[Some(0)]),
        dimension("creator", None, &[None]),
        dimension("product", Some(DimensionIx(4)), &[Some(0)]),
        dimension("gender", None, &[None]),
        dimension("brand", None, &[None]),
    ];
    let mut report =
        empty_report(dimensions, vec![measure("orders", MeasureKind::Count)], day("2025-05-01"), day("2025-05-02"));
    let ix = |id: &str| report.find_dimension(id).expect(id);
    let (note, creator, product, gender, brand) = (ix("note"), ix("creator"), ix("product"), ix("gender"), ix("brand"));
    let cube = |id: &str, by: &[DimensionIx]| cells(id, by, &[MeasureIx(0)], day("2025-05-01"), &[]);
    report.cells = vec![cube("goods", &[product]), cube("content", &[note, gender])];
    let apart = Dataset::build(report.clone()).expect("in order");
    assert_eq!(drill::default_path(&apart), [brand, product]);
    report.cells = vec![cube("all", &[product, note])];
    let together = Dataset::build(report.clone()).expect("in order");
    assert_eq!(drill::default_path(&together), [brand, product, creator, note]);
    assert_eq!(drill::dimensions(&together), [note, creator, product, brand]);
    report.cells = vec![cube("readers", &[gender])];
    let readers = Dataset::build(report.clone()).expect("in order");
    assert_eq!(drill::default_path(&readers), [gender]);
    assert_eq!(drill::ancestors(&report, product), [brand]);
    assert_eq!(drill::children(&report, creator), [note]);
}
