//! Correlations at every lag, and experiments, against scipy (`fixtures/statistics/correlation.py`).

mod support;

use proptest::prelude::*;
use redcat_report::stats::{
    Arm, Interval, Method, PointEstimate, Refusal, Treatment, correlate, fieller, lag_profile, treat, welch,
};
use serde_json::Value;
use support::cases;

const TREATMENTS: [(&str, Treatment); 3] =
    [("raw", Treatment::Raw), ("weekday", Treatment::WeekdayRemoved), ("differences", Treatment::FirstDifferences)];
const METHODS: [(&str, Method); 2] = [("pearson", Method::Pearson), ("spearman", Method::Spearman)];

fn reference() -> Value {
    serde_json::from_str(include_str!("fixtures/statistics/correlation.json")).expect("JSON")
}

fn series(values: &Value) -> Vec<Option<f64>> {
    values.as_array().expect("a list").iter().map(Value::as_f64).collect()
}

fn near(name: &str, found: f64, expected: &Value, tolerance: f64) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("{name}: no reference"));
    assert!((found - expected).abs() <= tolerance, "{name}: {found} is not {expected}");
}

fn near_interval(name: &str, found: Interval, expected: &Value) {
    near(name, found.lower, &expected[0], 1e-9);
    near(name, found.upper, &expected[1], 1e-9);
}

/// Relative above 1e-12, and not to be told from zero below.
fn near_p(name: &str, found: f64, expected: &Value) {
    let size = expected.as_f64().unwrap_or_else(|| panic!("{name}: no reference"));
    near(name, found, expected, (1e-8 * size).max(1e-14));
}

#[test]
fn every_lag_of_every_series() {
    let (mut compared, mut refused) = (0, 0);
    for (name, case) in reference()["series"].as_object().expect("series") {
        for (treatment_name, treatment) in TREATMENTS {
            let (x, y) = (treat(&series(&case["x"]), treatment), treat(&series(&case["y"]), treatment));
            for (method_name, method) in METHODS {
                let expected = &case[format!("{treatment_name}_{method_name}")];
                let profile = lag_profile(&x, &y, method);
                assert_eq!(profile.len(), 15);
                for (lag, expected) in expected["lags"].as_object().expect("lags") {
                    let name = format!("{name} {treatment_name} {method_name} lag {lag}");
                    let found = profile[lag.parse::<usize>().expect("a lag")];
                    match found.correlation {
                        Ok(found) => {
                            near(&name, found.coefficient, &expected["r"], 1e-9);
                            assert_eq!(Some(found.pairs as u64), expected["n"].as_u64(), "{name}");
                            near(&name, found.effective_pairs, &expected["n_effective"], 1e-9 * found.pairs as f64);
                            near_p(&name, found.nominal.0.p, &expected["p"]);
                            near_p(&name, found.effective.0.p, &expected["p_effective"]);
                            near_interval(&name, found.nominal.1, &expected["interval"]);
                            near_interval(&name, found.effective.1, &expected["interval_effective"]);
                            compared += 1;
                        }
                        Err(refusal) => {
                            assert_eq!(expected.as_str(), Some(format!("{refusal:?}").as_str()), "{name}");
                            refused += 1;
                        }
                    }
                }
                let adjusted: Vec<f64> = profile.iter().filter_map(|lag| lag.adjusted_p).collect();
                let holm = expected["holm"].as_array().expect("adjusted p values");
                assert_eq!(adjusted.len(), holm.len(), "{name} {treatment_name} {method_name}");
                for (found, expected) in adjusted.into_iter().zip(holm) {
                    near_p(name, found, expected);
                }
            }
        }
    }
    assert!(compared > 250 && refused > 40, "{compared} {refused}");
}

#[test]
fn libraries_edge_cases() {
    let all: Value = serde_json::from_str(include_str!("fixtures/statistics/edge_cases.json")).expect("JSON");
    for (name, case) in all["correlation"].as_object().expect("cases") {
        let (x, y) = (series(&case["x"]), series(&case["y"]));
        for (method, key, p) in [(Method::Pearson, "r", "p"), (Method::Spearman, "rho", "rho_p")] {
            match correlate(&treat(&x, Treatment::Raw), &treat(&y, Treatment::Raw), 0, method) {
                Ok(found) => {
                    near(name, found.coefficient, &case["out"][key], 1e-9);
                    near_p(name, found.nominal.0.p, &case["out"][p]);
                    if method == Method::Pearson {
                        near_interval(name, found.nominal.1, &case["out"]["ci"]);
                    }
                }
                Err(Refusal::NoSpread) => assert_eq!(name, "constant_x"),
                // Up to four pairs, as a gap leaves them too; or five that a trend makes count as fewer.
                Err(refusal) => {
                    let few = ["n1", "n2", "n3", "n4", "with_nan", "perfect", "perfect_neg", "huge_offset", "ties"];
                    assert!(refusal == Refusal::FewPairs && few.contains(&name.as_str()), "{name}: {refusal:?}");
                }
            }
        }
    }
}

#[test]
fn experiments() {
    let all = reference();
    for case in all["experiments"].as_array().expect("experiments") {
        let arm = |key: &str| {
            let values: Vec<i64> = case[key].as_array().expect("units").iter().filter_map(Value::as_i64).collect();
            Arm {
                units: values.len() as u64,
                sum: values.iter().sum(),
                sum_of_squares: values.iter().map(|value| i128::from(value * value)).sum(),
                spend: 0,
            }
        };
        let found = welch(&arm("exposed"), &arm("control")).expect("spread");
        near("difference", found.estimate.value, &case["difference"], 1e-9);
        near("lower", found.estimate.interval.lower, &case["lower"], 1e-7);
        near("upper", found.estimate.interval.upper, &case["upper"], 1e-7);
        near("df", found.df, &case["df"], 1e-9 * found.df);
        near("t", found.test.statistic, &case["t"], 1e-9);
        near_p("p", found.test.p, &case["p"]);
    }
    for case in all["fieller"].as_array().expect("quotients") {
        let cell = |ix: usize| case[ix].as_f64().expect("a number");
        let point = |ix: usize| PointEstimate { value: cell(ix), standard_error: cell(ix + 1) };
        let found = fieller(point(0), point(2), cell(4), cell(5)).expect("a bounded interval");
        near("lower", found.interval.lower, &case[6], 1e-9);
        near("upper", found.interval.upper, &case[7], 1e-9);
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn scale_and_origin_do_not_matter_and_exchanging_does_nothing_at_lag_0(
        pairs in prop::collection::vec(prop::option::of((-50_i32..50, -50_i32..50)), 20..80),
        times in 1_i32..1_000, plus in -1_000_i32..1_000,
    ) {
        let column = |pick: fn((i32, i32)) -> i32, times: i32, plus: i32| -> Vec<Option<f64>> {
            pairs.iter().map(|pair| pair.map(|pair| f64::from(pick(pair) * times + plus))).collect()
        };
        let (x, y, moved) = (column(|p| p.0, 1, 0), column(|p| p.1, 1, 0), column(|p| p.0, times, plus));
        for (_, treatment) in TREATMENTS {
            for (_, method) in METHODS {
                let (x, y, moved) = (treat(&x, treatment), treat(&y, treatment), treat(&moved, treatment));
                let forth = correlate(&x, &y, 0, method);
                for other in [correlate(&y, &x, 0, method), correlate(&moved, &y, 0, method)] {
                    match (forth, other) {
                        (Ok(a), Ok(b)) => prop_assert!((a.coefficient - b.coefficient).abs() < 1e-9),
                        (a, b) => prop_assert_eq!(a.err(), b.err()),
                    }
                }
                if let Ok(found) = forth {
                    let (lower, upper) = (found.effective.1.lower, found.effective.1.upper);
                    prop_assert!(lower <= found.coefficient && found.coefficient <= upper);
                    prop_assert!(lower <= found.nominal.1.lower && found.nominal.1.upper <= upper);
                    prop_assert!(found.effective_pairs <= found.pairs as f64);
                }
            }
        }
    }
}
