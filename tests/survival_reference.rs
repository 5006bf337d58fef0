//! The survival curve against lifelines and statsmodels, from `fixtures/cdnow` and `fixtures/statistics`.

use redcat_report::stats::{LifeRow, Survival, kaplan_meier};
use serde_json::Value;

const STEPS: &str = include_str!("fixtures/cdnow/kaplan_meier_steps.csv");
const EDGE_CASES: &str = include_str!("fixtures/statistics/edge_cases.json");
const TOLERANCE: f64 = 1e-9;

#[track_caller]
fn close(what: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() < TOLERANCE, "{what}: {found} is not {expected}");
}

fn fields(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect())
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is a number"))
}

/// The pooled life table of the 23,570 customers.
fn pooled() -> Vec<Survival> {
    let whole = |text: &str| number::<f64>(text) as u64;
    let row = |line: Vec<&str>| LifeRow { age: whole(line[0]) as u32, at_risk: whole(line[1]), events: whole(line[2]) };
    kaplan_meier(&fields(STEPS).map(row).collect::<Vec<_>>()).expect("a curve")
}

#[test]
fn every_day_of_cdnow() {
    let curve = pooled();
    assert_eq!(curve.len(), 544);
    for (at, line) in curve.iter().zip(fields(STEPS)) {
        close(line[0], at.survival, number(line[4]));
        let interval = at.interval.expect("there are events on the first day");
        close(line[0], interval.lower, number(line[5]));
        close(line[0], interval.upper, number(line[6]));
    }
}

#[test]
fn edge_cases() {
    let cases: Value = serde_json::from_str(EDGE_CASES).expect("JSON");
    let cases = cases["km"].as_object().expect("an object");
    assert!(cases.len() >= 9);
    for (name, case) in cases {
        let numbers = |key: &str| -> Vec<f64> {
            case["out"][key].as_array().expect(key).iter().map(|value| value.as_f64().unwrap_or(f64::NAN)).collect()
        };
        let [times, at_risk, observed] = ["times", "at_risk", "observed"].map(numbers);
        let rows: Vec<LifeRow> = (0..times.len())
            .map(|n| LifeRow { age: times[n] as u32, at_risk: at_risk[n] as u64, events: observed[n] as u64 })
            .collect();
        let curve = kaplan_meier(&rows).expect("a curve");
        for (n, at) in curve.iter().enumerate() {
            close(name, at.survival, numbers("S")[n]);
            // Without a band the libraries repeat the curve itself: 1 before the first event, 0 at the end.
            let interval = at.interval.map_or((at.survival, at.survival), |interval| (interval.lower, interval.upper));
            close(name, interval.0, numbers("lo")[n]);
            close(name, interval.1, numbers("hi")[n]);
        }
        for (n, (&time, expected)) in numbers("sm_times").iter().zip(numbers("sm_se")).enumerate() {
            let at = curve.iter().find(|at| at.row.age == time as u32).unwrap_or_else(|| panic!("{name} {n}"));
            if expected.is_finite() {
                close(name, at.standard_error, expected);
            }
        }
    }
}
