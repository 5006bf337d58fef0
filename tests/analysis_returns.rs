//! The ladder of ROI and what a unit cost, through documents: by hand on a small one, against the press's figures on the
//! beauty sample; what is refused and why, which days count, and that members and others add up to the whole.

mod support;

use std::fs;
use std::path::Path;

use redcat_report::analysis::returns::{Basis, Blame, Key, Kind, Options, Returns, Rung, Term, dimensions, returns};
use redcat_report::contract::{MemberIx, Report};
use redcat_report::cube::Dataset;
use redcat_report::query::Selection;
use redcat_report::stats::Refusal;
use serde_json::{Value, json};
use support::spending::{dataset, date, document};

fn ask<'a>(dataset: &'a Dataset, selection: &str, by: Option<&str>, top: usize) -> Returns<'a> {
    let (scope, _) = selection.parse::<Selection>().expect("a selection").resolve(&dataset.report);
    let by = by.map(|id| dataset.report.find_dimension(id).expect("that dimension"));
    returns(dataset, &scope, &Options { by, top }).expect("spend")
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{found} is not {expected}");
}

fn sum(terms: &[Term]) -> f64 {
    terms.iter().map(|term| if term.minus { -term.figure.estimate } else { term.figure.estimate }).sum()
}

/// A day's gmv of one channel grows by one a day: so much over the first `days`.
fn grown(days: i64) -> f64 {
    (days * (days - 1) / 2) as f64
}

#[test]
fn rungs_are_those_of_a_pocket_calculator() {
    let dataset = dataset(&document());
    let found = ask(&dataset, "", None, 5);
    assert_eq!(found.basis, Basis::Event);
    let gmv = 30.0 * 360.0 + 2.0 * grown(30);
    let [reported, net, mature, own, shop] = found.rungs.as_slice() else { panic!("five rungs") };
    near(reported.roi.expect("whole"), gmv / 4_500.0);
    near(net.roi.expect("whole"), (gmv - 900.0) / 4_500.0);
    let gmv_final = 20.0 * 360.0 + 2.0 * grown(20);
    near(mature.roi.expect("whole"), (gmv_final - 600.0) / 3_000.0);
    near(own.roi.expect("whole"), (gmv_final - 600.0 - 300.0) / (3_000.0 - 500.0));
    near(shop.roi.expect("whole"), 120_000.0 / 4_500.0);
    let through = |rung: &Rung| rung.days.map(|days| days.to.to_string());
    assert_eq!(through(net), Some(date(29)));
    assert_eq!((through(mature), through(own), through(shop)), (Some(date(19)), Some(date(19)), Some(date(29))));

    let step = |rung: &Rung| rung.step.expect("a step");
    near(step(net).above, -900.0);
    near(step(net).below, 0.0);
    near(step(mature).below, -1_500.0);
    near(step(own).above, -300.0);
    near(step(own).below, -500.0);
    assert_eq!((step(own).from, step(shop).from), (Kind::Mature, Kind::Reported));
    near(step(shop).above, 120_000.0 - gmv);
    assert!(reported.step.is_none());
    // From the first to the last but one, the steps come to the whole way.
    let way: f64 = [net, mature, own].iter().map(|rung| step(rung).roi).sum();
    near(way, own.roi.expect("whole") - reported.roi.expect("whole"));
    // What key figures show stands beside: by the day of the exposure, of final days.
    let exposed = found.exposed.expect("a ratio by exposure");
    near(exposed.value.expect("whole"), (gmv_final + 20.0 * 10.0) / 3_000.0);
    let interval = reported.interval.expect("thirty days");
    assert!(interval.lower < gmv / 4_500.0 && gmv / 4_500.0 < interval.upper);
}

#[test]
fn members_and_others_add_up_to_the_whole() {
    let mut all = document();
    let records = all["cells"][0]["records"].as_array_mut().expect("records");
    records.push(json!({"date": date(3), "channel": "organic", "spend": 0, "gmv": 70, "refunds": 0, "commission": 0,
        "platform_subsidy": 0, "store_visits": 0, "new_buyers": 0, "gmv_exposed": 0, "store_visits_exposed": 0}));
    let dataset = dataset(&all);
    for top in [1, 2, 9] {
        let found = ask(&dataset, "", Some("channel"), top);
        let keys: Vec<Key> = found.rows.iter().map(|row| row.key).collect();
        let member = |ix| Key::Member(MemberIx(ix));
        assert_eq!(
            keys,
            match top {
                1 => vec![member(0), Key::Others(2)],
                2 => vec![member(0), member(1), Key::Others(1)],
                _ => vec![member(0), member(1), member(2)],
            }
        );
        for (n, whole) in found.rungs.iter().enumerate().take(4) {
            for side in [|rung: &Rung| sum(&rung.above), |rung: &Rung| sum(&rung.below)] {
                near(found.rows.iter().map(|row| side(&row.rungs[n])).sum(), side(whole));
            }
        }
        // The shop is not split by channel, and what nothing was spent on has no return.
        let blame = found.rows[0].rungs[4].roi.expect_err("not split so");
        assert_eq!(blame.refusal, Refusal::NotAtThisCut);
        assert_eq!(blame.measure, dataset.report.find_measure("shop_gmv"));
        if top == 9 {
            assert_eq!(found.rows[2].rungs[0].roi, Err(Blame { refusal: Refusal::NoSpend, measure: None }));
        }
        near(found.rows[0].rungs[0].roi.expect("whole"), (30.0 * 300.0 + grown(30)) / 3_000.0);
    }
}

#[test]
fn a_unit_costs_what_was_spent_on_final_days() {
    let dataset = dataset(&document());
    let found = ask(&dataset, "", Some("channel"), 5);
    let cost =
        |id: &str| found.costs.iter().position(|cost| *cost.ratio.id == *id).unwrap_or_else(|| panic!("no {id}"));
    let (visit, buyer) = (cost("visit_cost_exposed"), cost("buyer_cost"));
    near(found.costs[visit].value.expect("whole"), 3_000.0 / 2_400.0);
    near(found.costs[buyer].value.expect("whole"), 4_500.0 / 180.0);
    assert_eq!(found.costs[visit].days.map(|days| days.to.to_string()), Some(date(19)));
    near(found.rows[1].costs[buyer].value.expect("whole"), 1_500.0 / 60.0);
    // No impressions, no price of a thousand.
    assert!(found.costs.iter().all(|cost| *cost.ratio.id != *"cpm"));
    assert!(found.costs[visit].interval.is_ok() && found.rows[1].costs[visit].interval.is_err());
}

#[test]
fn what_the_document_lacks_is_named() {
    let without = |ids: &[&str]| {
        let mut all = document();
        all["measures"]
            .as_array_mut()
            .expect("measures")
            .retain(|measure| !ids.contains(&measure["id"].as_str().expect("id")));
        all["ratios"] = json!([]);
        for cube in all["cells"].as_array_mut().expect("cubes") {
            cube["measures"].as_array_mut().expect("ids").retain(|id| !ids.contains(&id.as_str().expect("an id")));
            for record in cube["records"].as_array_mut().expect("records") {
                record.as_object_mut().expect("a record").retain(|key, _| !ids.contains(&key.as_str()));
            }
        }
        dataset(&all)
    };
    let bare = without(&["refunds", "commission", "gmv_exposed", "shop_gmv"]);
    let found = ask(&bare, "", None, 5);
    let lacks: Vec<(bool, &[&str])> =
        found.rungs.iter().map(|rung| (rung.roi.is_ok(), rung.lacking.as_slice())).collect();
    assert_eq!(
        lacks,
        [
            (true, &[][..]),
            (false, &["refunds"]),
            (true, &["refunds"]),
            (true, &["refunds", "commission"]),
            (false, &["shop_gmv"]),
        ]
    );
    // The step goes over the rung that has no number.
    assert_eq!(found.rungs[2].step.map(|step| step.from), Some(Kind::Reported));
    let sold_nothing = without(&["gmv", "gmv_exposed"]);
    let found = ask(&sold_nothing, "", None, 5);
    assert!(found.rungs.iter().take(4).all(|rung| rung.roi.is_err()) && !found.costs.is_empty());
    let free = without(&["spend"]);
    let (scope, _) = Selection::default().resolve(&free.report);
    assert_eq!(returns(&free, &scope, &Options { by: None, top: 5 }), None);
}

#[test]
fn days_of_events_and_of_exposures_are_not_mixed() {
    let mut all = document();
    for measure in all["measures"].as_array_mut().expect("measures") {
        if measure["id"] == "gmv" {
            measure["anchor"] = json!("exposure");
        }
    }
    let exposed = dataset(&all);
    let found = ask(&exposed, "", None, 5);
    assert_eq!((found.basis, found.exposed.is_none()), (Basis::Exposure, true));
    let refunds = exposed.report.find_measure("refunds");
    assert_eq!(found.rungs[1].roi, Err(Blame { refusal: Refusal::AnchorsDiffer, measure: refunds }));
    near(found.rungs[2].roi.expect("whole"), (20.0 * 360.0 + 2.0 * grown(20)) / 3_000.0);
    assert_eq!(found.rungs[2].lacking, ["refunds"]);
    assert!(found.rungs[4].roi.is_ok());
    // Where all of it comes by exposure, so does the ladder.
    for measure in all["measures"].as_array_mut().expect("measures") {
        if measure["id"] == "refunds" || measure["id"] == "commission" {
            measure["anchor"] = json!("exposure");
        }
    }
    let exposed = dataset(&all);
    assert!(ask(&exposed, "", None, 5).rungs.iter().all(|rung| rung.roi.is_ok()));
}

#[test]
fn what_misleads_is_refused_by_name() {
    let dataset_of = |change: &dyn Fn(&mut Value)| {
        let mut all = document();
        change(&mut all);
        dataset(&all)
    };
    let first = |dataset: &Dataset, selection: &str| {
        ask(dataset, selection, None, 5).rungs[0].roi.map_err(|blame| blame.refusal)
    };
    let plain = dataset_of(&|_| ());
    let young = ask(&plain, "date=2025-06-25..2025-06-28", None, 5);
    assert_eq!(young.rungs[2].roi, Err(Blame { refusal: Refusal::NoMatureDays, measure: None }));
    assert!(young.rungs[1].roi.is_ok() && young.rungs[0].interval == Err(Refusal::FewDays { days: 4 }));
    assert_eq!(young.rungs[2].days, None);
    let partly = dataset_of(&|all| all["cells"][0]["records"][0]["gmv"] = Value::Null);
    assert_eq!(first(&partly, ""), Err(Refusal::NotWhole));
    assert_eq!(ask(&partly, "", None, 5).rungs[0].roi.expect_err("partly").measure, partly.report.find_measure("gmv"));
    assert_eq!(first(&plain, "gender=f"), Err(Refusal::NotAtThisCut));
    assert!(first(&plain, "channel=ud").is_ok());
    let withheld = dataset_of(&|all| {
        all["meta"]["min_cell"] = json!(1_000_000);
        all["meta"]["privacy_measure"] = json!("store_visits");
        all["measures"]
            .as_array_mut()
            .expect("measures")
            .iter_mut()
            .filter(|measure| measure["id"] == "store_visits")
            .for_each(|measure| measure["unit"] = json!("person"));
    });
    assert_eq!(first(&withheld, ""), Err(Refusal::Hidden));
}

#[test]
fn the_beauty_sample_shows_both_figures_of_the_press() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data/beauty.json");
    let report = Report::from_bytes(&fs::read(path).expect("the sample")).expect("a document that can be read");
    let dataset = Dataset::build(report).expect("facts that can be packed");
    let found = ask(&dataset, "", Some("channel"), 8);
    let roi: Vec<f64> = found.rungs.iter().map(|rung| rung.roi.expect("whole")).collect();
    assert!((roi[0] - 2.34).abs() < 0.005 && (roi[4] - 39.0).abs() < 0.05, "{roi:?}");
    assert!(roi[1] < roi[0] && found.rungs.iter().all(|rung| rung.lacking.is_empty()));
    let ids: Vec<&str> = found.costs.iter().map(|cost| &*cost.ratio.id).collect();
    assert_eq!(ids, ["visit_cost_exposed", "buyer_cost", "cpe", "cpc", "cpm"]);
    let offered: Vec<&str> =
        dimensions(&dataset).into_iter().filter_map(|ix| dataset.report.dimension(ix)).map(|d| &*d.id).collect();
    assert!(
        offered.contains(&"channel") && offered.contains(&"creator") && !offered.contains(&"gender"),
        "{offered:?}"
    );
    assert_eq!(found.rows.len(), 5);
}
