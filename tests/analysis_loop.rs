//! The loop's analyses through documents: what is on which side, which days and weeks enter the correlation, that a
//! rhythm or a promotion that both sides share does not decide it, how people moved, and what groups share.

use redcat_report::analysis::closed_loop::flow::{flow, periods};
use redcat_report::analysis::closed_loop::groups::{self, Groups, groups};
use redcat_report::analysis::closed_loop::sales::{self, Sales, Tendency, sales};
use redcat_report::contract::{Layer, MemberIx, Report};
use redcat_report::cube::Dataset;
use redcat_report::date::{Date, DateRange};
use redcat_report::query::{Key, Selection, period};
use redcat_report::stats::{Method, Refusal, Treatment, correlate, treat};
use serde_json::{Value, json};

const FROM: &str = "2024-01-01";

fn day(n: i32) -> Date {
    Date::parse(FROM).expect("a Monday").plus(n)
}

/// A document of `days` days whose cube `sales` has rows of `(day, destination, gmv)`.
fn document(days: i32, rows: &[(i32, Option<&str>, Option<i64>)], edit: impl FnOnce(&mut Value)) -> Dataset {
    let records: Vec<Value> = rows
        .iter()
        .map(|(n, to, gmv)| json!({"date": day(*n).to_string(), "destination": to, "gmv": gmv, "orders": gmv.map(|gmv| gmv / 100)}))
        .collect();
    let members = |ids: &[&str]| ids.iter().map(|id| json!({"id": id, "label": id})).collect::<Vec<_>>();
    let mut document = json!({
        "schema": "redcat.report/1",
        "meta": {"merchant": {"id": "m", "name": "M"}, "source": "test", "generated_at": "2025-05-20T02:00:00+08:00",
            "time_zone": "Asia/Shanghai", "currency": "CNY", "data_from": FROM, "complete_through": day(days - 1).to_string()},
        "dimensions": [{"id": "destination", "label": "D", "members": members(&["tmall", "jd", "xhs"])},
            {"id": "boost", "label": "B", "members": members(&["boosted", "none"])}],
        "measures": [{"id": "gmv", "label": "GMV", "kind": "money"}, {"id": "orders", "label": "Orders", "kind": "count", "unit": "event"},
            {"id": "reads", "label": "Reads", "kind": "count", "anchor": "both"}, {"id": "impressions", "label": "I", "kind": "count", "anchor": "both"},
            {"id": "spend", "label": "Spend", "kind": "money", "anchor": "both"},
            {"id": "readers", "label": "Readers", "kind": "unique", "unit": "person", "anchor": "both"}],
        "cells": [{"id": "sales", "by": ["destination"], "measures": ["gmv", "orders"], "layout": "records", "records": records}],
    });
    edit(&mut document);
    Dataset::build(Report::from_bytes(document.to_string().as_bytes()).expect("a report")).expect("facts")
}

fn asked(dataset: &Dataset, selection: &str, measure: &str, with_promotions: bool) -> Result<Sales, Refusal> {
    let report = &dataset.report;
    let selection: Selection = selection.parse().expect("a selection");
    let (scope, _) = selection.resolve(report);
    let compare = selection.compare.as_ref().and_then(|compare| period::comparison(report, scope.range, compare));
    let measure = report.find_measure(measure).expect("that measure");
    sales(dataset, &scope, &sales::Options { measure, with_promotions, compare })
}

/// A fixed sequence that looks like chance, between 0 and 999.
fn chance(n: i32) -> i64 {
    i64::from(
        (n as u32).wrapping_mul(2_654_435_761).wrapping_add(0x9e37_79b9).rotate_left(13).wrapping_mul(40_503) >> 16,
    ) % 1_000
}

/// On-site takes `share` of what chance moves away from off-site; both have the same week.
fn moving(days: i32, share: i64) -> Vec<(i32, Option<&'static str>, Option<i64>)> {
    let mut rows = Vec::new();
    for n in 0..days {
        let rhythm = if n % 7 > 4 { 4_000 } else { 0 };
        rows.push((n, Some("xhs"), Some(3_000 + rhythm + share * chance(n) + chance(n + 5_000))));
        rows.push((n, Some("tmall"), Some(20_000 + 2 * rhythm - 3 * chance(n) + chance(n + 9_000))));
        rows.push((n, Some("jd"), Some(1_000)));
    }
    rows
}

#[test]
fn each_side_is_the_sum_of_its_rows_and_what_is_on_neither_stays_out() {
    let rows = [
        (0, Some("xhs"), Some(300)),
        (0, Some("tmall"), Some(500)),
        (1, Some("jd"), Some(200)),
        (1, None, Some(7_000)),
    ];
    let data = document(2, &rows, |_| {});
    for selection in ["", "destination=tmall"] {
        let found = asked(&data, selection, "gmv", false).expect("sales");
        let sums = [found.totals.on_site, found.totals.off_site, found.totals.unknown].map(|figure| figure.value);
        assert_eq!(sums, [300, 700, 7_000], "its own filter does not count");
        let share = found.share.expect("a share");
        assert!((share.value - 0.3).abs() < 1e-12);
        assert_eq!(share.interval, Err(Refusal::FewDays { days: 2 }));
        assert_eq!((found.correlation, found.by), (Err(Refusal::FewPairs), Key::Day));
    }
    // Ten orders are too few to print a share of them.
    assert!(matches!(
        asked(&data, "", "orders", false).expect("orders").share,
        Err(Refusal::TooSmall { numerator: 3, denominator: 10 })
    ));
}

#[test]
fn a_share_of_what_is_not_known_whole_is_refused_by_name() {
    let share = |rows: &[(i32, Option<&str>, Option<i64>)]| {
        asked(&document(2, rows, |_| {}), "", "gmv", false).expect("sales").share.map(|share| share.value)
    };
    assert_eq!(share(&[(0, Some("xhs"), None), (0, Some("tmall"), Some(5))]), Err(Refusal::NotWhole));
    assert_eq!(share(&[(0, Some("xhs"), Some(-5)), (0, Some("tmall"), Some(50))]), Err(Refusal::ExceedsWhole));
    assert_eq!(share(&[(0, Some("xhs"), Some(0))]), Err(Refusal::NoData));
    assert_eq!(share(&[(0, Some("xhs"), Some(4))]), Ok(1.0));
    let elsewhere = document(2, &[], |document| document["cells"][0]["by"] = json!(["boost"]));
    assert_eq!(asked(&elsewhere, "", "gmv", false), Err(Refusal::NotAtThisCut));
    let after = document(2, &[(0, Some("xhs"), Some(4))], |_| {});
    assert_eq!(asked(&after, "date=2025-01-01..2025-01-02", "gmv", false), Err(Refusal::NoMatureDays));
}

#[test]
fn long_ranges_compare_weeks_and_leave_out_promotions_gaps_and_parts_of_weeks() {
    let days = 7 * 40 + 3;
    let rows = moving(days, 1);
    let data = document(days, &rows, |document| {
        document["meta"]["missing_dates"] = json!([day(7 * 30 + 2).to_string()]);
        document["calendar"] = json!([
            {"from": day(7 * 10 + 6).to_string(), "to": day(7 * 11).to_string(), "label": "618", "kind": "promotion"},
            {"from": day(7 * 20).to_string(), "to": day(7 * 20).to_string(), "label": "note", "kind": "note"}
        ]);
    });
    let found = asked(&data, "", "gmv", false).expect("sales");
    assert_eq!((found.by, found.points.len(), found.masked), (Key::Week, 41, 2));
    assert!(found.points[40].partial && found.points[30].values.is_none() && found.points[10].promotion);
    // The same by hand: sums of whole weeks, gaps at 10, 11 and 30, differences, Pearson.
    let week = |side: bool, week: i32| -> f64 {
        rows.iter()
            .filter(|(n, to, _)| n / 7 == week && (*to == Some("xhs")) == side)
            .map(|(.., gmv)| gmv.expect("a number") as f64)
            .sum()
    };
    let series = |side: bool, gaps: &[i32]| -> Vec<Option<f64>> {
        (0..40).map(|n| (!gaps.contains(&n)).then(|| week(side, n))).collect()
    };
    let by_hand = |gaps: &[i32]| {
        let changes = |side: bool| treat(&series(side, gaps), Treatment::FirstDifferences);
        correlate(&changes(true), &changes(false), 0, Method::Pearson).expect("a correlation")
    };
    assert_eq!(found.correlation, Ok(by_hand(&[10, 11, 30])));
    assert_eq!(found.correlation.expect("a correlation").pairs, 39 - 5);
    assert_eq!(asked(&data, "", "gmv", true).expect("sales").correlation, Ok(by_hand(&[30])));
}

#[test]
fn weeks_are_compared_from_half_a_year_of_whole_ones_on() {
    let by = |days: i32| asked(&document(days, &moving(days, 1), |_| {}), "", "gmv", false).expect("sales").by;
    assert_eq!([by(7 * 25 + 6), by(7 * 26), by(7 * 26 + 6)], [Key::Day, Key::Week, Key::Week]);
}

#[test]
fn short_ranges_compare_days_without_the_week_that_both_share() {
    let data = document(84, &moving(84, 2), |_| {});
    let found = asked(&data, "", "gmv", false).expect("sales");
    assert_eq!((found.by, found.points.len()), (Key::Day, 84));
    let correlation = found.correlation.expect("a correlation");
    assert_eq!(correlation.pairs, 83);
    assert_eq!(found.tendency(), Ok(Tendency::Opposed), "{correlation:?}");
    // The rhythm alone would say the opposite.
    let raw = |side: usize| {
        let values: Vec<Option<f64>> =
            found.points.iter().map(|point| point.values.map(|(on, off)| [on, off][side])).collect();
        treat(&values, Treatment::FirstDifferences)
    };
    assert!(correlate(&raw(0), &raw(1), 0, Method::Pearson).expect("a correlation").coefficient > 0.0);
}

#[test]
fn what_moves_apart_together_or_neither_way_is_told_apart() {
    let tendency = |rows: &[(i32, Option<&str>, Option<i64>)]| {
        asked(&document(7 * 60, rows, |_| {}), "", "gmv", false).expect("sales").tendency()
    };
    assert_eq!(tendency(&moving(7 * 60, 2)), Ok(Tendency::Opposed));
    assert_eq!(tendency(&moving(7 * 60, -2)), Ok(Tendency::Together));
    assert_eq!(tendency(&moving(7 * 60, 0)), Ok(Tendency::Unclear));
    let constant: Vec<_> =
        (0..420).flat_map(|n| [(n, Some("xhs"), Some(5)), (n, Some("tmall"), Some(chance(n)))]).collect();
    assert_eq!(tendency(&constant), Err(Refusal::NoSpread));
}

#[test]
fn other_days_are_compared_without_those_that_one_side_lacks() {
    let rows: Vec<_> = (0..20).flat_map(|n| [(n, Some("xhs"), Some(1)), (n, Some("tmall"), Some(10))]).collect();
    let data = document(20, &rows, |document| document["meta"]["missing_dates"] = json!([day(3).to_string()]));
    let found = asked(&data, "date=2024-01-11..2024-01-20&compare=previous", "gmv", false).expect("sales");
    let (_, [now, before]) = found.versus.expect("other days");
    assert_eq!((now.on_site.value, before.on_site.value, now.off_site.value, before.off_site.value), (9, 9, 90, 90));
    assert_eq!(found.totals.on_site.value, 10, "the sum itself has all its days");
}

#[test]
fn a_weeks_rhythm_is_taken_off_before_differences_are() {
    let values: Vec<Option<f64>> = (0..21).map(|n| Some(f64::from(n % 7) * 10.0 + f64::from(n / 7))).collect();
    // What is left after the weekday's mean is the number of the week, less its mean.
    let other: Vec<Option<f64>> = (0..21).map(|n| Some(f64::from(n / 7))).collect();
    let [a, b] = [&values, &other].map(|values| treat(values, Treatment::WeekdayRemoved).differenced());
    let same = correlate(&a, &b, 0, Method::Pearson).expect("a correlation");
    assert!((same.coefficient - 1.0).abs() < 1e-12 && same.pairs == 20);
    let plain = |values: &[Option<f64>]| {
        let series = treat(values, Treatment::Raw).differenced();
        correlate(&series, &series, 0, Method::Pearson).map(|found| found.pairs)
    };
    let mut gaps = values.clone();
    gaps[5] = None;
    assert_eq!((plain(&values), plain(&gaps)), (Ok(20), Ok(18)));
}

/// Moves of two months; one pair comes twice.
fn moves(edit: impl FnOnce(&mut Vec<Value>)) -> Report {
    let moved = |to: i32, source: &str, target: &str, people: u64| json!({"from": day(0).to_string(), "to": day(to).to_string(), "source": source, "target": target, "people": people});
    let mut list = vec![
        moved(30, "none", "A", 100),
        moved(30, "A", "A", 50),
        moved(30, "A", "I", 20),
        moved(30, "A", "I", 5),
        moved(30, "I", "P", 9),
        moved(30, "A", "P", 4),
        moved(30, "P", "A", 3),
        moved(30, "I", "none", 7),
        moved(30, "P", "P", 1),
        moved(60, "A", "I", 1),
    ];
    edit(&mut list);
    document(1, &[], |document| document["people_flow"] = json!(list)).report
}

#[test]
fn moves_between_layers_add_up() {
    let report = moves(|_| {});
    let days = periods(&report);
    assert_eq!(days.iter().map(|days| days.to).collect::<Vec<_>>(), [day(30), day(60)]);
    let found = flow(&report, days[0]).expect("moves");
    assert_eq!(found.layers, [Layer::None, Layer::Awareness, Layer::Interest, Layer::Purchase]);
    assert_eq!(found.people(Layer::Awareness, Layer::Interest), Some(25), "a pair that comes twice is added up");
    assert_eq!(found.people(Layer::Interest, Layer::Interest), None);
    assert_eq!([found.moved_up(), found.fell_back(), found.entered(), found.left()], [25 + 9 + 4, 3, 100, 7]);
    assert_eq!(
        [Layer::Awareness, Layer::Interest, Layer::Purchase].map(|layer| found.net(layer)),
        [100 + 3 - 29, 25 - 16, 13 - 3]
    );
    for layer in [Layer::Awareness, Layer::Interest, Layer::Purchase] {
        let (before, after) = (found.before(layer).expect("a size"), found.after(layer).expect("a size"));
        assert_eq!(i128::from(after) - i128::from(before), found.net(layer));
    }
    assert_eq!(found.most_buyers_from(), Some((Layer::Interest, 9)));
    assert_eq!(flow(&report, DateRange { from: day(0), to: day(29) }), None);
}

#[test]
fn without_those_who_stayed_a_layer_has_no_size() {
    let report = moves(|list| list.retain(|moved| moved["source"] != moved["target"]));
    let found = flow(&report, periods(&report)[0]).expect("moves");
    assert_eq!((found.before(Layer::Awareness), found.after(Layer::Purchase)), (None, None));
    assert_eq!(found.net(Layer::Awareness), 74);
}

/// Twenty days of notes, boosted or not or unknown, with readers.
fn content(min_cell: u64, uniques: &Value) -> Dataset {
    let mut records = Vec::new();
    for n in 0..20 {
        let mut row = |boost: Option<&str>, impressions: i64, reads: i64, spend: i64, readers: i64| {
            records.push(json!({"date": day(n).to_string(), "boost": boost, "impressions": impressions, "reads": reads, "spend": spend, "readers": readers}));
        };
        row(Some("boosted"), 1_000, 100 + i64::from(n % 3), 5_000, 80);
        row(Some("none"), 4_000, 200, 0, 3);
        row(None, 10, 1, 0, 1);
    }
    document(20, &[], |document| {
        document["cells"] = json!([{"id": "notes", "by": ["boost"], "measures": ["impressions", "reads", "spend", "readers"], "layout": "records", "records": records}]);
        document["uniques"] = uniques.clone();
        if min_cell > 0 {
            document["meta"]["min_cell"] = json!(min_cell);
            document["meta"]["privacy_measure"] = json!("readers");
        }
    })
}

fn grouped(dataset: &Dataset, selection: &str) -> Groups {
    let report = &dataset.report;
    let selection: Selection = selection.parse().expect("a selection");
    let volumes = ["reads", "readers", "gmv"].map(|id| report.find_measure(id).expect("that measure")).to_vec();
    let ratios = ["click_through", "cpc", "roi"].iter().filter_map(|id| report.find_ratio(id).cloned()).collect();
    let by = report.find_dimension("boost").expect("that dimension");
    groups(dataset, &selection.resolve(report).0, &groups::Options { by, volumes, ratios }).expect("groups")
}

#[test]
fn members_share_what_adds_up_and_have_rates_with_intervals() {
    let data = content(0, &json!([]));
    for selection in ["", "boost=none"] {
        let found = grouped(&data, selection);
        assert_eq!(
            found.rows.iter().map(|row| row.member).collect::<Vec<_>>(),
            [MemberIx(0), MemberIx(1), MemberIx::NULL]
        );
        assert_eq!((found.volumes.len(), found.ratios.len()), (2, 2), "no cube has GMV by boost");
        let [boosted, none] = [&found.rows[0], &found.rows[1]];
        let reads = f64::from(20 * 100 + (0..20).map(|n| n % 3).sum::<i32>());
        assert!((boosted.volumes[0].figure.estimate - reads).abs() < 1e-9);
        let share = boosted.volumes[0].share.expect("a share");
        assert!((share - reads / (reads + 4_000.0 + 20.0)).abs() < 1e-12);
        let interval = boosted.volumes[0].interval.expect("an interval");
        assert!(interval.lower < share && share < interval.upper);
        assert!((boosted.rates[0].rate.expect("a rate") - reads / 20_000.0).abs() < 1e-12);
        assert!(boosted.rates[0].interval.is_ok());
        assert_eq!(none.rates[1].rate, Err(Refusal::NoSpend), "what was not paid for has no price");
    }
}

#[test]
fn distinct_people_have_a_share_only_where_they_are_known_exactly() {
    let bound = grouped(&content(0, &json!([])), "");
    assert_eq!(bound.rows[0].volumes[1].share, Err(Refusal::Bound));
    let figure = bound.rows[0].volumes[1].figure;
    assert_eq!((figure.value, figure.upper), (80, 1_600));
    let exact = json!([{"measure": "readers", "by": ["boost"], "from": FROM, "to": day(19).to_string(),
        "rows": [{"boost": "boosted", "value": 900}, {"boost": "none", "value": 300}, {"boost": null, "value": 300}]}]);
    let exact = grouped(&content(0, &exact), "");
    assert_eq!(exact.rows[0].volumes[1].share, Ok(0.6));
    assert_eq!(exact.rows[0].volumes[1].interval, Err(Refusal::NoDailyValues));
}

#[test]
fn groups_below_the_floor_have_neither_share_nor_rate() {
    let found = grouped(&content(50, &json!([])), "");
    assert!(found.rows[1].volumes[0].figure.hidden);
    assert_eq!(found.rows[1].volumes[0].share, Err(Refusal::Hidden));
    assert_eq!(found.rows[1].rates[0].rate, Err(Refusal::Hidden));
    // Days are below the floor here, the whole is not: it has its interval.
    assert!(found.rows[0].volumes[0].share.is_ok() && found.rows[0].rates[0].interval.is_ok());
}

#[test]
fn groups_of_what_no_cube_carries_so_are_refused() {
    let data = document(3, &[(0, Some("xhs"), Some(4))], |_| {});
    let report = &data.report;
    let by = report.find_dimension("boost").expect("that dimension");
    let volumes = vec![report.find_measure("gmv").expect("that measure")];
    let scope = Selection::default().resolve(report).0;
    let found = groups(&data, &scope, &groups::Options { by, volumes, ratios: Vec::new() });
    assert_eq!(found, Err(Refusal::NotAtThisCut));
}
