//! Wilson's interval against statsmodels and scipy, from `fixtures/statistics`.

use redcat_report::stats::{Refusal, wilson};
use serde_json::Value;

const TOLERANCE: f64 = 1e-9;

fn check(name: &str, x: u64, n: u64, lower: f64, upper: f64) {
    let interval = wilson(x, n).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
    assert!((interval.lower - lower).abs() < TOLERANCE, "{name}: {} is not {lower}", interval.lower);
    assert!((interval.upper - upper).abs() < TOLERANCE, "{name}: {} is not {upper}", interval.upper);
}

#[test]
fn newcombes_examples() {
    let text = include_str!("fixtures/statistics/newcombe_examples.json");
    let examples: serde_json::Map<String, Value> = serde_json::from_str(text).expect("JSON");
    assert!(examples.len() >= 8, "only {}", examples.len());
    for (name, example) in &examples {
        for arm in ["1", "2"] {
            let count = |key: &str| example[format!("{key}{arm}")].as_u64().expect("a count");
            let bound = |key: &str| example[format!("wilson{arm}_{key}")].as_f64().expect("a bound");
            check(name, count("x"), count("n"), bound("lo"), bound("hi"));
        }
    }
}

#[test]
fn edge_cases_are_exactly_zero_and_one() {
    let text = include_str!("fixtures/statistics/edge_cases.json");
    let cases: Value = serde_json::from_str(text).expect("JSON");
    let proportions = cases["proportion"].as_object().expect("an object");
    for (name, case) in proportions {
        let (x, n) = name.split_once('/').expect("x/n");
        let (x, n): (u64, u64) = (x.parse().expect("x"), n.parse().expect("n"));
        if n == 0 {
            assert_eq!(wilson(x, n), Err(Refusal::NoData));
            continue;
        }
        let bound = |ix: usize| case["wilson"][ix].as_f64().expect("a bound");
        check(name, x, n, bound(0), bound(1));
        let interval = wilson(x, n).expect("inside");
        assert!(x != 0 || interval.lower.to_bits() == 0, "{name}");
        assert!(x != n || interval.upper.to_bits() == 1.0_f64.to_bits(), "{name}");
    }
}

#[test]
fn twelve_groups_each() {
    for text in [
        include_str!("fixtures/statistics/twelve_categories.csv"),
        include_str!("fixtures/statistics/twelve_weeks_no_difference.csv"),
    ] {
        let mut lines = text.lines();
        let head: Vec<&str> = lines.next().expect("a head").split(',').collect();
        let column = |name: &str| head.iter().position(|h| *h == name).expect(name);
        let mut rows = 0;
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            let count = |name: &str| cells[column(name)].parse::<u64>().expect(name);
            let bound = |name: &str| cells[column(name)].parse::<f64>().expect(name);
            for arm in ["1", "2"] {
                check(
                    cells[0],
                    count(&format!("x{arm}")),
                    count(&format!("n{arm}")),
                    bound(&format!("wilson{arm}_lo")),
                    bound(&format!("wilson{arm}_hi")),
                );
            }
            rows += 1;
        }
        assert_eq!(rows, 12);
    }
}
