//! Experiments, and before and after a launch, through documents: against scipy's and statsmodels' results in
//! `fixtures/statistics`, what is refused and why, which days count, and that only what was assigned has a total.

mod support;

use redcat_report::analysis::effect::before_after::{Against, BeforeAfter, Options, before_after, launches};
use redcat_report::analysis::effect::{Outcome, experiments};
use redcat_report::contract::MemberIx;
use redcat_report::cube::Dataset;
use redcat_report::query::Selection;
use redcat_report::stats::{Estimate, Refusal, wilson};
use serde_json::{Value, json};
use support::launch::{dataset, day, document, experiment};
use support::pairs;

fn near(name: &str, found: f64, expected: &Value, tolerance: f64) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("{name}: {expected}"));
    assert!((found - expected).abs() <= tolerance * expected.abs().max(1.0), "{name}: {found} is not {expected}");
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// An arm of units with these values, all of whom bought that came to more than nothing.
fn arm(role: &str, values: &[i64], spend: i64) -> Value {
    let squares: i64 = values.iter().map(|value| value * value).sum();
    let buyers = values.iter().filter(|value| **value > 0).count();
    json!({"role": role, "units": values.len(), "buyers": buyers, "gmv": values.iter().sum::<i64>(),
        "gmv_sumsq": squares.to_string(), "spend": spend})
}

fn with_experiments(all: &[Value]) -> Dataset {
    let mut document = document(&[Some((1.0, 1.0))], 0);
    document["experiments"] = json!(all);
    dataset(&document)
}

#[test]
fn differences_are_those_of_the_libraries() {
    let reference = json(include_str!("fixtures/statistics/correlation.json"));
    for case in reference["experiments"].as_array().expect("experiments") {
        let values =
            |key: &str| -> Vec<i64> { case[key].as_array().expect("units").iter().filter_map(Value::as_i64).collect() };
        let (exposed, control) = (values("exposed"), values("control"));
        let arms = [arm("exposed", &exposed, 70_000), arm("control", &control, 0)];
        let dataset = with_experiments(&[experiment("e", "randomised", &arms)]);
        let found = experiments(&dataset.report);
        let trial = &found[0].trials[0];
        let welch = trial.difference.expect("spread");
        near("difference", welch.estimate.value, &case["difference"], 1e-9);
        near("lower", welch.estimate.interval.lower, &case["lower"], 1e-9);
        near("upper", welch.estimate.interval.upper, &case["upper"], 1e-9);
        near("p", welch.test.p, &case["p"], 1e-8);
        // One test needs no adjustment; spend is known, so the quotient is the difference over spend per unit.
        assert_eq!(trial.adjusted, Some(welch.test.p));
        let (units, per_unit) = (exposed.len() as f64, 70_000.0 / exposed.len() as f64);
        let scaled = |estimate: Estimate, by: f64| {
            [estimate.value, estimate.interval.lower, estimate.interval.upper].map(|v| v * by)
        };
        let total = trial.total.expect("assigned");
        for (found, expected) in scaled(total, 1.0).into_iter().zip(scaled(welch.estimate, units)) {
            near("total", found, &json!(expected), 1e-12);
        }
        let per_spend = trial.per_spend.expect("spend");
        for (found, expected) in scaled(per_spend, 1.0).into_iter().zip(scaled(welch.estimate, 1.0 / per_unit)) {
            near("per spend", found, &json!(expected), 1e-12);
        }
    }
}

/// An arm of which only the buyers are known.
fn counted(role: &str, buyers: u64, units: u64) -> Value {
    json!({"role": role, "units": units, "buyers": buyers, "gmv": 0})
}

#[test]
fn buyers_are_compared_as_persons_are_elsewhere() {
    for (name, cells) in pairs::reference(pairs::CATEGORIES) {
        let cell = |key: &str| json!(cells.iter().find(|(known, _)| known == key).expect("that column").1);
        let count = |key: &str| cell(key).as_f64().expect("a number") as u64;
        let arms = [counted("exposed", count("x1"), count("n1")), counted("control", count("x2"), count("n2"))];
        let dataset = with_experiments(&[experiment("e", "matched", &arms)]);
        let trial = &experiments(&dataset.report)[0].trials[0];
        let [exposed, control] = trial.buyers.map(|share| share.expect("enough units"));
        near(&name, exposed.value, &cell("p1"), 1e-12);
        near(&name, control.value, &cell("p2"), 1e-12);
        assert_eq!(Ok(exposed.interval), wilson(count("x1"), count("n1")), "{name}");
        let apart = trial.buyers_apart.expect("enough buyers");
        near(&name, apart.difference.value, &cell("diff"), 1e-12);
        near(&name, apart.difference.interval.lower, &cell("diff_newcomb_lo"), 1e-9);
        near(&name, apart.difference.interval.upper, &cell("diff_newcomb_hi"), 1e-9);
        let uplift = apart.uplift.expect("a base");
        near(&name, uplift.value, &cell("uplift"), 1e-12);
        near(&name, uplift.interval.lower, &cell("uplift_log_lo"), 1e-9);
        near(&name, apart.test.p, &cell("p_z"), 1e-8);
        assert_eq!(trial.difference, Err(Refusal::NoSquares));
        assert_eq!(trial.per_spend, Err(Refusal::NoSquares));
    }
    let dataset = with_experiments(&[
        experiment("few", "matched", &[counted("exposed", 9, 29), counted("control", 10, 90)]),
        experiment("rare", "matched", &[counted("exposed", 4, 90), counted("control", 10, 90)]),
    ]);
    let found = experiments(&dataset.report);
    let few = Refusal::TooSmall { numerator: 9, denominator: 29 };
    assert_eq!(found[0].trials[0].buyers[0].map(|share| share.value), Err(few));
    assert_eq!(found[0].trials[0].buyers_apart, Err(few));
    assert!(found[1].trials[0].buyers[0].is_ok());
    assert_eq!(found[1].trials[0].buyers_apart, Err(Refusal::TooSmall { numerator: 4, denominator: 90 }));
}

#[test]
fn only_what_was_assigned_has_a_total() {
    let (exposed, control) = ([500, 900, 0, 1_400, 0, 700], [300, 0, 0, 600, 200]);
    let arms = [arm("exposed", &exposed, 1_000), arm("control", &control, 0)];
    let all = ["randomised", "geo", "matched", "observational"].map(|design| experiment(design, design, &arms));
    let dataset = with_experiments(&all);
    let found = experiments(&dataset.report);
    let totals: Vec<bool> = found.iter().map(|outcome| outcome.trials[0].total.is_ok()).collect();
    assert_eq!(totals, [true, true, false, false]);
    assert_eq!(found.iter().map(Outcome::is_assigned).collect::<Vec<_>>(), totals);
    assert_eq!(found[2].trials[0].total, Err(Refusal::NotAssigned));
    assert!(found[3].trials[0].difference.is_ok() && found[3].trials[0].per_spend.is_ok());
}

#[test]
fn several_arms_stand_against_one_control_and_are_several_tests() {
    let arms = [
        arm("exposed", &[500, 900, 0, 1_400, 0, 700], 0),
        arm("control", &[300, 0, 0, 600, 200], 0),
        arm("exposed", &[9_000, 8_500, 8_700, 9_900], 0),
        json!({"role": "exposed", "units": 40, "buyers": 4, "gmv": 0, "gmv_sumsq": null}),
    ];
    let dataset = with_experiments(&[experiment("e", "randomised", &arms)]);
    let found = experiments(&dataset.report);
    let trials = &found[0].trials;
    assert_eq!((trials.len(), found[0].control.units), (3, 5));
    let p: Vec<f64> = trials.iter().flat_map(|trial| trial.difference).map(|welch| welch.test.p).collect();
    assert!(p[1] < p[0]);
    let adjusted: Vec<Option<f64>> = trials.iter().map(|trial| trial.adjusted).collect();
    assert_eq!(adjusted, [Some(p[0]), Some(2.0 * p[1]), None]);
    assert_eq!(trials[2].total, Err(Refusal::NoSquares));
    assert_eq!(trials[0].per_spend, Err(Refusal::NoSpend));
}

fn ask(dataset: &Dataset, change: impl Fn(&mut Options)) -> Result<BeforeAfter, Refusal> {
    let report = &dataset.report;
    let (_, launch) = *launches(report).first().expect("a launch");
    let mut options = Options {
        launch,
        measure: report.find_measure("orders").expect("orders"),
        by: report.find_dimension("kind").expect("kind"),
        member: MemberIx(0),
        against: Against::Member(MemberIx(1)),
        weeks: 8,
    };
    change(&mut options);
    let (scope, _) = Selection::default().resolve(report);
    before_after(dataset, &scope, &options)
}

fn days_of(case: &Value) -> Vec<Option<(f64, f64)>> {
    let pair = |day: &Value| Some((day[0].as_f64()?, day[1].as_f64()?));
    case["days"].as_array().expect("days").iter().map(pair).collect()
}

#[test]
fn before_and_after_are_those_of_the_libraries() {
    let cases = json(include_str!("fixtures/statistics/before_after.json"));
    for case in cases.as_array().expect("cases") {
        let launch = 7 * case["weeks_before"].as_u64().expect("weeks") as usize;
        let dataset = dataset(&document(&days_of(case), launch));
        let found = ask(&dataset, |_| ()).expect("enough days");
        let moved = found.moved.expect("spread");
        let expected = &case["moved"];
        near("value", moved.relative.value, &expected["value"], 1e-9);
        near("lower", moved.relative.interval.lower, &expected["lower"], 1e-9);
        near("upper", moved.relative.interval.upper, &expected["upper"], 1e-9);
        near("df", moved.df, &expected["df"], 1e-12);
        near("t", moved.test.statistic, &expected["t"], 1e-9);
        near("ln p", moved.test.ln_p, &expected["ln_p"], 1e-8);
        let drift = found.drift.expect("spread");
        near("slope", drift.slope.value, &case["drift"]["slope"], 1e-9);
        near("slope from", drift.slope.interval.lower, &case["drift"]["lower"], 1e-9);
        near("slope to", drift.slope.interval.upper, &case["drift"]["upper"], 1e-9);
        near("drift p", drift.test.p, &case["drift"]["p"], 1e-8);
        // What it would have been is the other series' change.
        let ([own, after], [other, other_after]) = (found.own, found.other);
        near("expected", found.expected, &json!(own * other_after / other), 1e-12);
        near("moved", after / found.expected - 1.0, &expected["value"], 1e-9);
        assert_eq!(found.days.len(), days_of(case).len());
    }
}

/// A rhythm that leaves spread between weeks.
fn wavy(days: usize) -> Vec<Option<(f64, f64)>> {
    (0..days).map(|n| Some((200.0 + (n * n % 11) as f64, 900.0 + (n * 7 % 13) as f64))).collect()
}

#[test]
fn whole_weeks_on_both_sides_of_the_launch_count() {
    let dataset = dataset(&document(&wavy(61), 31));
    let found = ask(&dataset, |_| ()).expect("enough days");
    assert_eq!((found.before.from, found.before.to), (day(31 - 28), day(30)));
    assert_eq!((found.after.from, found.after.to), (day(31), day(31 + 27)));
    let short = ask(&dataset, |options| options.weeks = 2).expect("enough days");
    assert_eq!((short.before.len(), short.after.len(), short.days.len()), (14, 14, 28));
    // The days of a selection do not choose: the launch does.
    let scope = "date=2025-04-01..2025-04-02".parse::<Selection>().expect("a selection").resolve(&dataset.report).0;
    let options = Options {
        launch: day(31),
        measure: dataset.report.find_measure("orders").expect("orders"),
        by: dataset.report.find_dimension("kind").expect("kind"),
        member: MemberIx(0),
        against: Against::Member(MemberIx(1)),
        weeks: 8,
    };
    assert_eq!(before_after(&dataset, &scope, &options), Ok(found));
}

#[test]
fn the_rest_is_everybody_else() {
    let mut all = document(&wavy(56), 28);
    let records = all["cells"]["records"].as_array_mut().expect("records");
    records.push(json!({"date": day(30).to_string(), "kind": "other", "orders": 700}));
    records.push(json!({"date": day(30).to_string(), "kind": null, "orders": 70}));
    let dataset = dataset(&all);
    let (one, rest) = (ask(&dataset, |_| ()), ask(&dataset, |options| options.against = Against::Rest));
    let (one, rest) = (one.expect("enough days"), rest.expect("enough days"));
    assert!((rest.other[1] - one.other[1] - 770.0 / 28.0).abs() < 1e-9, "{} {}", rest.other[1], one.other[1]);
    assert!((rest.own[1] - one.own[1]).abs() < 1e-12);
}

#[test]
fn what_cannot_be_told_is_refused_by_name() {
    let few = |launch| ask(&dataset(&document(&wavy(56), launch)), |_| ()).map(|_| ());
    assert_eq!(few(13), Err(Refusal::FewDays { days: 13 }));
    assert_eq!(few(14), Ok(()));
    assert_eq!(few(43), Err(Refusal::FewDays { days: 13 }));
    let one_day = dataset(&document(&wavy(1), 0));
    assert_eq!(ask(&one_day, |_| ()), Err(Refusal::FewDays { days: 0 }));

    let mut silent = wavy(56);
    for day in silent.iter_mut().take(28).flatten() {
        day.0 = 0.0;
    }
    assert_eq!(ask(&dataset(&document(&silent, 28)), |_| ()), Err(Refusal::FromZero));
    let plain = dataset(&document(&wavy(56), 28));
    assert_eq!(ask(&plain, |options| options.against = Against::Member(MemberIx(0))), Err(Refusal::OneGroup));
    assert_eq!(ask(&plain, |options| options.against = Against::Member(MemberIx(2))), Err(Refusal::FromZero));
    let city = plain.report.find_dimension("city").expect("city");
    assert_eq!(ask(&plain, |options| options.by = city), Err(Refusal::NotAtThisCut));

    let mut partly = document(&wavy(56), 28);
    partly["cells"]["records"][20]["orders"] = Value::Null;
    assert_eq!(ask(&dataset(&partly), |_| ()), Err(Refusal::NotWhole));
    // Final only after two weeks: the last two weeks do not count, and then there are too few.
    let mut arriving = document(&wavy(49), 28);
    arriving["measures"][0]["anchor"] = json!("exposure");
    arriving["measures"][0]["window_days"] = json!(8);
    assert_eq!(ask(&dataset(&arriving), |_| ()), Err(Refusal::FewDays { days: 13 }));
    let mut withheld = document(&wavy(56), 28);
    withheld["meta"]["min_cell"] = json!(1_000_000);
    withheld["meta"]["privacy_measure"] = json!("orders");
    withheld["measures"][0]["unit"] = json!("person");
    assert_eq!(ask(&dataset(&withheld), |_| ()), Err(Refusal::Hidden));
}
