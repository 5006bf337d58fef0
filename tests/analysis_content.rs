//! Content held against orders, through documents: coefficients against the reference of scipy in
//! `fixtures/statistics`, which days count, what is refused and why; and who is ranked. In the sample the lipstick that
//! the press wrote of.

mod support;

use std::fs;
use std::path::Path;

use redcat_report::analysis::content::ranking::{Money, Ranking, Sums, rank};
use redcat_report::analysis::content::together::{Gap, Options, Together, Verdict, together};
use redcat_report::contract::{MemberIx, Report};
use redcat_report::cube::Dataset;
use redcat_report::date::Date;
use redcat_report::query::Selection;
use redcat_report::stats::{Method, Refusal, Treatment, holm, shrink};
use serde_json::{Value, json};

const FIRST: &str = "2025-04-01";
const TREATMENTS: [(Treatment, &str); 3] =
    [(Treatment::Raw, "raw"), (Treatment::WeekdayRemoved, "weekday"), (Treatment::FirstDifferences, "differences")];

fn day(n: usize) -> String {
    Date::parse(FIRST).expect("a date").plus(n as i32).to_string()
}

/// A document of `days` days with two products of one brand, two measures by event, one by exposure, and money; `change`
/// finishes it.
fn document(days: usize, rows: &[Value], change: impl FnOnce(&mut Value)) -> Dataset {
    let count = |id: &str, anchor: &str| json!({"id": id, "label": id, "kind": "count", "anchor": anchor});
    let money = |id: &str| json!({"id": id, "label": id, "kind": "money", "anchor": "both"});
    let member = |id: &str| json!({"id": id, "label": id});
    let products = ["a", "b", "c", "d", "e", "f"].map(member);
    let mut document = json!({
        "schema": "redcat.report/1",
        "meta": {"merchant": {"id": "m", "name": "M"}, "source": "test", "generated_at": "2025-06-03T00:00:00Z",
            "time_zone": "Asia/Shanghai", "currency": "CNY", "data_from": FIRST, "complete_through": day(days - 1),
            "attribution": {"model": "last_touch", "window_days": 15}},
        "dimensions": [
            {"id": "product", "label": "product", "members": products},
            {"id": "shop", "label": "shop", "members": [member("tmall"), member("jd")]},
        ],
        "measures": [count("reads", "both"), count("orders", "event"), count("orders_exposed", "exposure"), money("spend"),
            money("gmv"), money("refunds")],
        "cells": [{"id": "main", "by": ["product"],
            "measures": ["reads", "orders", "orders_exposed", "spend", "gmv", "refunds"], "layout": "records", "records": rows}],
    });
    change(&mut document);
    let text = document.to_string();
    let report = Report::from_bytes(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    Dataset::build(report).unwrap_or_else(|error| panic!("{error}"))
}

/// One row of all measures, zero where `with` does not say.
fn row(at: usize, product: &str, with: &Value) -> Value {
    let mut row = json!({"date": day(at), "product": product, "reads": 0, "orders": 0, "orders_exposed": 0, "spend": 0,
        "gmv": 0, "refunds": 0});
    for (key, value) in with.as_object().expect("measures") {
        row[key] = value.clone();
    }
    row
}

fn options(dataset: &Dataset) -> Options {
    let measure = |id: &str| dataset.report.find_measure(id).expect("that measure");
    let x = dataset.report.find_measure("engagements").unwrap_or_else(|| measure("reads"));
    let (method, treatment) = (Method::Pearson, Treatment::WeekdayRemoved);
    Options { x, y: measure("orders"), method, treatment, mask: false, by: None }
}

fn ask(dataset: &Dataset, selection: &str, options: &Options) -> Result<Together, Refusal> {
    let selection: Selection = selection.parse().expect("a selection");
    together(dataset, &selection.resolve(&dataset.report).0, options)
}

/// Two series that go together a little, of whole numbers.
fn waves(at: usize) -> (i64, i64) {
    let (at, noise) = (at as i64, (at as i64 * 7_919) % 23);
    (100 + 3 * noise, 10 + noise + (at * 31) % 17)
}

fn near(name: &str, found: f64, expected: &Value) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("{name}: no reference"));
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{name}: {found} is not {expected}");
}

#[test]
fn every_lag_is_that_of_scipy_whether_a_day_is_missing_or_its_value() {
    let mut compared = 0;
    let reference: Value = serde_json::from_str(include_str!("fixtures/statistics/correlation.json")).expect("JSON");
    for series in ["lagged", "gaps", "gaps_and_ties", "ten_days"] {
        let case = &reference["series"][series];
        let column = |key: &str| case[key].as_array().expect("a list");
        let (x, y) = (column("x"), column("y"));
        let whole = |value: &Value| value.as_f64().map_or(Value::Null, |value| json!(value as i64));
        // Gaps of both are days that were not delivered, gaps of one are values that are not known.
        let is_missing = |n: &usize| x[*n].is_null() && y[*n].is_null();
        let delivered: Vec<usize> = (0..x.len()).filter(|n| !is_missing(n)).collect();
        let rows = delivered.iter().map(|&n| row(n, "a", &json!({"reads": whole(&x[n]), "orders": whole(&y[n])})));
        let dataset = document(x.len(), &rows.collect::<Vec<_>>(), |document| {
            document["meta"]["missing_dates"] = (0..x.len()).filter(is_missing).map(day).collect();
        });
        for (treatment, key) in TREATMENTS {
            for (method, name) in [(Method::Pearson, "pearson"), (Method::Spearman, "spearman")] {
                let name = format!("{key}_{name}");
                let found = ask(&dataset, "", &Options { method, treatment, ..options(&dataset) }).expect("an answer");
                assert_eq!(found.gaps(Gap::NotDelivered), x.len() - delivered.len());
                assert_eq!(found.lags.len(), 15);
                let holm = case[&name]["holm"].as_array().expect("adjusted p values");
                let adjusted: Vec<f64> = found.lags.iter().filter_map(|lag| lag.adjusted_p).collect();
                assert_eq!(adjusted.len(), holm.len());
                adjusted.iter().zip(holm).for_each(|(found, expected)| near(&name, *found, expected));
                assert_eq!(
                    found.at_once[TREATMENTS.iter().position(|(known, _)| *known == treatment).expect("one of them")],
                    found.lags[0].correlation
                );
                for (lag, found) in found.lags.iter().enumerate() {
                    let expected = &case[&name]["lags"][lag.to_string()];
                    match found.correlation {
                        Ok(correlation) if !expected.is_null() => {
                            near(&name, correlation.coefficient, &expected["r"]);
                            near(&name, correlation.effective_pairs, &expected["n_effective"]);
                            near(&name, correlation.effective.1.lower, &expected["interval_effective"][0]);
                            near(&name, correlation.effective.1.upper, &expected["interval_effective"][1]);
                            compared += 1;
                        }
                        Ok(_) => {}
                        Err(refusal) => assert!(expected.is_null() || *expected == format!("{refusal:?}")),
                    }
                }
            }
        }
    }
    assert!(compared > 200, "{compared}");
}

#[test]
fn a_day_without_rows_is_zero_and_one_withheld_or_not_known_is_none() {
    let rows: Vec<Value> = (0..40)
        .filter(|n| *n != 5)
        .map(|n| {
            let (reads, orders) = waves(n);
            let orders = if n == 7 { Value::Null } else { json!(orders) };
            row(n, "a", &json!({"reads": if n == 9 { 3 } else { reads }, "orders": orders}))
        })
        .collect();
    let dataset = document(40, &rows, |document| {
        document["meta"]["missing_dates"] = json!([day(5)]);
        document["meta"]["min_cell"] = json!(10);
        document["meta"]["privacy_measure"] = json!("reads");
        document["measures"][0]["unit"] = json!("person");
    });
    let found = ask(&dataset, "", &options(&dataset)).expect("an answer");
    let values = |n: usize| found.days[n].values;
    assert_eq!(values(5), [Err(Gap::NotDelivered); 2]);
    assert_eq!(values(7), [Ok(waves(7).0 as f64), Err(Gap::NotKnown)]);
    assert_eq!(values(9), [Err(Gap::Withheld); 2]);
    assert_eq!(
        [Gap::NotDelivered, Gap::NotKnown, Gap::Withheld, Gap::Promotion].map(|gap| found.gaps(gap)),
        [1, 1, 1, 0]
    );
    assert_eq!(found.lags[0].correlation.expect("enough days").pairs, 37);
    let without =
        document(40, &(0..39).map(|n| row(n, "a", &json!({"reads": 1, "orders": 1}))).collect::<Vec<_>>(), |_| {});
    assert_eq!(ask(&without, "", &options(&without)).expect("an answer").days[39].values, [Ok(0.0); 2]);
}

#[test]
fn promotions_are_left_out_where_asked_for() {
    let promoted = 10..20;
    let rows = |with: bool| -> Vec<Value> {
        let is_kept = |n: &usize| with || !promoted.contains(n);
        let value = |n: usize| if promoted.contains(&n) { (9_000, 9_000) } else { waves(n) };
        let row = |n: usize| row(n, "a", &json!({"reads": value(n).0, "orders": value(n).1}));
        (0..60).filter(is_kept).map(row).collect()
    };
    let dataset = document(60, &rows(true), |document| {
        document["calendar"] = json!([
            {"from": day(10), "to": day(19), "label": "618", "kind": "promotion"},
            {"from": day(30), "to": day(40), "label": "a remark", "kind": "note"},
        ]);
    });
    let without = document(60, &rows(false), |document| {
        document["meta"]["missing_dates"] = promoted.clone().map(day).collect();
    });
    let all = ask(&dataset, "", &options(&dataset)).expect("an answer");
    let masked = ask(&dataset, "", &Options { mask: true, ..options(&dataset) }).expect("an answer");
    let expected = ask(&without, "", &options(&without)).expect("an answer");
    assert_eq!((all.gaps(Gap::Promotion), masked.gaps(Gap::Promotion)), (0, 10));
    assert_eq!(masked.lags, expected.lags);
    assert!(all.at_once[0].expect("days").coefficient > 0.99 && masked.at_once[0].expect("days").coefficient < 0.99);
    assert_eq!(all.days.iter().filter(|day| day.promotion).count(), 10);
}

#[test]
fn members_are_told_one_by_one_without_their_own_filter_and_adjusted_for_each_other() {
    let mut rows = Vec::new();
    for n in 0..60 {
        let (reads, orders) = waves(n);
        rows.push(row(n, "a", &json!({"reads": reads, "orders": orders})));
        rows.push(row(n, "b", &json!({"reads": reads, "orders": 500 - orders})));
        rows.push(row(n, "c", &json!({"reads": reads, "orders": 3})));
        if n % 6 == 0 {
            rows.push(row(n, "d", &json!({"reads": (n * 37) % 11, "orders": (n * 13) % 7})));
        }
        rows.push(
            json!({"date": day(n), "reads": 1, "orders": (n * 29) % 5, "orders_exposed": 0, "spend": 0, "gmv": 0,
            "refunds": 0}),
        );
    }
    let dataset = document(60, &rows, |_| {});
    let by = dataset.report.find_dimension("product");
    let asked = Options { by, ..options(&dataset) };
    let found = ask(&dataset, "product=a", &asked).expect("an answer");
    let members: Vec<MemberIx> = found.members.iter().map(|member| member.member).collect();
    assert_eq!(members, [MemberIx(0), MemberIx(1), MemberIx(2), MemberIx(3), MemberIx::NULL]);
    let verdicts: Vec<Verdict> =
        found.members.iter().map(redcat_report::analysis::content::together::Member::verdict).collect();
    assert_eq!(verdicts[..3], [Verdict::Together, Verdict::Opposite, Verdict::Untested(Refusal::NoSpread)]);
    assert_eq!(verdicts[4], Verdict::Untested(Refusal::NoSpread));
    let p: Vec<f64> = found.members.iter().filter_map(|member| Some(member.cleaned.ok()?.effective.0.p)).collect();
    let adjusted: Vec<f64> = found.members.iter().filter_map(|member| member.adjusted).collect();
    assert_eq!((found.tests, adjusted), (3, holm(&p)));
    // The filter holds for the whole, of which a is then all.
    assert_eq!(found.cleaned(), found.members[0].cleaned);
    assert_eq!(found.members, ask(&dataset, "", &asked).expect("an answer").members);
    assert!(found.members[1].volume > found.members[0].volume);
    let none = ask(&dataset, "", &Options { by: dataset.report.find_dimension("shop"), ..asked }).expect("an answer");
    assert_eq!((none.members.len(), none.no_members), (0, Some(Refusal::NotAtThisCut)));
}

#[test]
fn what_counts_on_the_exposure_is_refused_and_too_few_days_have_no_verdict() {
    let rows = |days: usize| -> Vec<Value> {
        (0..days).map(|n| row(n, "a", &json!({"reads": waves(n).0, "orders": waves(n).1}))).collect()
    };
    let dataset = document(30, &rows(30), |_| {});
    let exposed = dataset.report.find_measure("orders_exposed").expect("a measure");
    assert_eq!(ask(&dataset, "", &Options { y: exposed, ..options(&dataset) }), Err(Refusal::AnchorsDiffer));
    assert_eq!(ask(&dataset, "date=2020-01-01..2020-02-01", &options(&dataset)), Err(Refusal::NoData));
    for days in [1, 2, 3, 10] {
        let found = ask(&dataset, &format!("date={FIRST}..{}", day(days - 1)), &options(&dataset)).expect("an answer");
        assert_eq!((found.days.len(), found.verdict()), (days, Verdict::Untested(Refusal::FewPairs)));
        assert!(found.lags.iter().all(|lag| lag.correlation.is_err() && lag.adjusted_p.is_none()));
    }
    let filtered = ask(&dataset, "shop=tmall", &options(&dataset)).expect("an answer");
    let shop = dataset.report.find_dimension("shop").expect("a dimension");
    assert_eq!(filtered.ignored, [vec![shop], vec![shop]]);
}

#[test]
fn the_lipstick_that_the_press_wrote_of_is_there_to_be_found() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data/beauty.json");
    let dataset =
        Dataset::build(Report::from_bytes(&fs::read(path).expect("the sample")).expect("a report")).expect("facts");
    for selection in ["product=p15&destination=tmall", "product=p15"] {
        let found = ask(&dataset, selection, &options(&dataset)).expect("an answer");
        assert_eq!(found.verdict(), Verdict::Together, "{selection}");
        let [raw, cleaned, differences] = found.at_once.map(|found| found.expect("enough days").coefficient);
        assert!((raw - 0.82).abs() < 0.005 && (cleaned - 0.82).abs() < 0.005, "{selection}: {raw}, {cleaned}");
        // Most of it is that both have their seasons.
        assert!((0.2..0.5).contains(&differences), "{selection}: {differences}");
    }
    let found = ask(&dataset, "product=p15&destination=tmall", &options(&dataset)).expect("an answer");
    let destination = dataset.report.find_dimension("destination").expect("a dimension");
    assert_eq!(found.ignored, [vec![destination], vec![]]);
}

fn ranking(dataset: &Dataset, selection: &str) -> Result<Ranking, Refusal> {
    let selection: Selection = selection.parse().expect("a selection");
    let by = dataset.report.find_dimension("product").expect("products");
    let money = Money::of(&dataset.report).expect("sales and spend");
    rank(dataset, &selection.resolve(&dataset.report).0, money, by)
}

/// Five products that spend and sell, better from one to the next.
fn sales(days: usize) -> Vec<Value> {
    let mut rows = Vec::new();
    for n in 0..days {
        for (better, product) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
            let noise = (n * 7_919 + better * 104_729) % 50;
            let (spend, gmv) = (1_000 + 10 * noise, (better + 1) * 500 + 20 * ((noise * 31) % 50));
            rows.push(row(n, product, &json!({"spend": spend, "gmv": gmv, "refunds": gmv / 10})));
        }
    }
    rows
}

#[test]
fn members_are_ranked_by_what_came_back_net_and_drawn_together() {
    let dataset = document(30, &sales(30), |_| {});
    let found = ranking(&dataset, "product=a").expect("a ranking");
    let order: Vec<u32> = found.ranked.iter().map(|ranked| ranked.member.0).collect();
    assert_eq!(order, [4, 3, 2, 1, 0]);
    // By hand: the variance of one yuan's return out of all days, a member's by its spend.
    let (mut raw, mut squares, mut all) = (Vec::new(), 0.0, 0.0);
    for product in ["a", "b", "c", "d", "e"] {
        let mut days = Vec::new();
        for row in sales(30).iter().filter(|row| row["product"] == product) {
            let value = |key: &str| row[key].as_f64().expect("a number");
            days.push((value("gmv") - value("refunds"), value("spend")));
        }
        let (net, spend) = days.iter().fold((0.0, 0.0), |sum, day| (sum.0 + day.0, sum.1 + day.1));
        squares += 30.0 / 29.0 * days.iter().map(|(x, n)| (x - net / spend * n).powi(2)).sum::<f64>();
        all += spend;
        raw.push((net / spend, spend));
    }
    let observed: Vec<_> = raw
        .iter()
        .map(|(value, spend)| redcat_report::stats::PointEstimate {
            value: *value,
            standard_error: (squares / all / spend).sqrt(),
        })
        .collect();
    let expected = shrink(&observed).expect("five");
    for ranked in &found.ranked {
        let place = ranked.member.0 as usize;
        assert!((ranked.raw.value - observed[place].value).abs() < 1e-12);
        assert!((ranked.raw.standard_error - observed[place].standard_error).abs() < 1e-12);
        assert!((ranked.shrunk.value - expected.members[place].estimate.value).abs() < 1e-12);
        assert!((ranked.shrunk.standard_error - expected.members[place].estimate.standard_error).abs() < 1e-12);
    }
    assert!((found.mean - expected.mean).abs() < 1e-12);
    assert_eq!(found.total.spend, all as i128);
    assert_eq!(found.total.net, found.ranked.iter().map(|ranked| ranked.sums.net).sum::<i128>());
}

#[test]
fn who_spent_nothing_or_for_a_few_days_or_is_not_whole_is_not_ranked_and_why_is_said() {
    let dataset = document(30, &sales(30), |document| {
        let rows = document["cells"][0]["records"].as_array_mut().expect("rows");
        for row in rows.iter_mut().filter(|row| row["product"] == "a") {
            row["spend"] = json!(0);
        }
        let last = json!(day(12));
        rows.retain(|row| row["product"] != "b" || row["date"].as_str() <= last.as_str());
        rows.iter_mut().find(|row| row["product"] == "c").expect("a row")["refunds"] = Value::Null;
        let copy: Vec<Value> = rows.iter().filter(|row| row["product"] == "e").cloned().collect();
        for (n, mut row) in copy.into_iter().enumerate() {
            row["product"] = json!("f");
            row["gmv"] = json!(if n == 0 { -5_000 } else { 0 });
            rows.push(row.clone());
            row.as_object_mut().expect("a row").remove("product");
            rows.push(row);
        }
    });
    let found = ranking(&dataset, "");
    let found = found.expect("d, e, f and the unknown one");
    let why: Vec<(u32, Refusal)> = found.unranked.iter().map(|unranked| (unranked.member.0, unranked.why)).collect();
    assert_eq!(why, [(0, Refusal::NoSpend), (1, Refusal::FewDays { days: 13 }), (2, Refusal::NotWhole)]);
    assert_eq!(found.unranked[2].sums, None);
    assert!(matches!(found.unranked[0].sums, Some(Sums { spend: 0, net: 1.. })));
    let last = found.ranked.last().expect("four");
    assert!(last.sums.net < 0 && last.raw.value < 0.0 && last.raw.standard_error > 0.0);
    assert_eq!(ranking(&dataset, &format!("date={FIRST}..{}", day(8))), Err(Refusal::FewGroups { groups: 0 }));
    assert_eq!(ranking(&dataset, "shop=tmall"), Err(Refusal::NotAtThisCut));
}
