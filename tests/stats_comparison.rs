//! Two proportions beside each other, and twelve pairs of them at once, against statsmodels and scipy, from
//! `fixtures/statistics`; what adjusting for many tests must never do; and that it keeps its promise where nothing
//! differs.

mod support;

use std::collections::BTreeMap;

use proptest::prelude::*;
use redcat_report::stats::{
    Interval, Refusal, benjamini_hochberg, holm, miettinen_nurminen, newcombe, pooled_z, uplift,
};
use serde_json::Value;
use support::cases;

/// A row of reference results; what no library answered is absent.
type Row = BTreeMap<String, f64>;

fn json(text: &str) -> Vec<(String, Row)> {
    let all: serde_json::Map<String, Value> = serde_json::from_str(text).expect("JSON");
    all.into_iter()
        .map(|(name, row)| {
            let row = row.as_object().expect("an object");
            (name, row.iter().filter_map(|(key, value)| Some((key.clone(), value.as_f64()?))).collect())
        })
        .collect()
}

fn csv(text: &str) -> Vec<(String, Row)> {
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().expect("a head").split(',').collect();
    lines
        .map(|line| {
            let (name, cells) = line.split_once(',').expect("a name");
            let cells = cells.split(',').map(|cell| cell.parse().expect("a number"));
            (name.to_owned(), head[1..].iter().map(ToString::to_string).zip(cells).collect())
        })
        .collect()
}

fn categories() -> Vec<(String, Row)> {
    csv(include_str!("fixtures/statistics/twelve_categories.csv"))
}

fn weeks() -> Vec<(String, Row)> {
    csv(include_str!("fixtures/statistics/twelve_weeks_no_difference.csv"))
}

fn counts(row: &Row) -> [u64; 4] {
    ["x1", "n1", "x2", "n2"].map(|key| row[key] as u64)
}

fn near(name: &str, found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{name}: {found} is not {expected}");
}

fn near_interval(name: &str, found: Interval, row: &Row, key: &str, tolerance: f64) {
    near(name, found.lower, row[&format!("{key}_lo")], tolerance);
    near(name, found.upper, row[&format!("{key}_hi")], tolerance);
}

/// Every number that a library gave for the pair.
fn check(name: &str, row: &Row) {
    let [x1, n1, x2, n2] = counts(row);
    let difference = newcombe(x1, n1, x2, n2).expect("two proportions");
    near(name, difference.value, row["diff"], 1e-12);
    near_interval(name, difference.interval, row, "diff_newcomb", 1e-9);

    let test = pooled_z(x1, n1, x2, n2).expect("two proportions");
    match row.get("z") {
        Some(&z) => {
            near(name, test.statistic, z, 1e-9 * z.abs().max(1.0));
            near(name, test.ln_p, row["p_z"].ln(), 1e-8);
        }
        // The libraries divide nothing by nothing here; that is no difference.
        None => assert_eq!((test.statistic, test.p), (0.0, 1.0), "{name}"),
    }

    let relative = uplift(x1, n1, x2, n2);
    if x2 == 0 {
        assert_eq!(relative, Err(Refusal::FromZero), "{name}");
    } else {
        let relative = relative.expect("two proportions");
        near(name, relative.value, row["uplift"], 1e-12 * row["uplift"].abs().max(1.0));
        if x1 > 0 && x1 < n1 && x2 < n2 {
            near_interval(name, relative.interval, row, "uplift_log", 1e-9 * row["uplift_log_hi"].abs().max(1.0));
        }
    }
    match miettinen_nurminen(x1, n1, x2, n2) {
        // Here statsmodels takes the wrong roots of its cubic: `score_ratio.json` has its own score test inverted.
        Ok(_) if x1 == n1 && (x2 == n2 || n1 == 1) => {}
        Ok(found) => {
            near(name, found.lower - 1.0, row["uplift_score_lo"], 1e-6);
            match row.get("uplift_score_hi") {
                Some(&upper) => near(name, found.upper - 1.0, upper, 1e-6 * upper.abs().max(1.0)),
                None => assert!(x2 == 0 && found.upper.is_infinite(), "{name}"),
            }
        }
        Err(refusal) => assert_eq!((refusal, x1, x2), (Refusal::NoEvents, 0, 0), "{name}"),
    }
}

#[test]
fn newcombes_examples() {
    let examples = json(include_str!("fixtures/statistics/newcombe_examples.json"));
    assert_eq!(examples.len(), 8);
    for (name, row) in &examples {
        check(name, row);
    }
}

#[test]
fn edge_cases() {
    let all: Value = serde_json::from_str(include_str!("fixtures/statistics/edge_cases.json")).expect("JSON");
    let pairs = json(&all["two_sample"].to_string());
    let (empty, pairs): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(_, row)| row.is_empty());
    assert_eq!((empty.len(), pairs.len()), (1, 9));
    for (name, row) in &pairs {
        check(name, row);
    }
    assert_eq!(newcombe(0, 0, 5, 10), Err(Refusal::NoData));
    assert_eq!(pooled_z(0, 0, 5, 10), Err(Refusal::NoData));
    assert_eq!(uplift(0, 0, 5, 10), Err(Refusal::NoData));
}

#[test]
fn score_intervals_of_the_ratio() {
    let rows = json(include_str!("fixtures/statistics/score_ratio.json"));
    assert!(rows.len() >= 10);
    for (name, row) in &rows {
        let [x1, n1, x2, n2] = counts(row);
        let found = miettinen_nurminen(x1, n1, x2, n2).expect("events");
        for (bound, key) in [(found.lower, "lower"), (found.upper, "upper")] {
            match row.get(key) {
                Some(&expected) => near(name, bound, expected, 1e-9 * expected.max(1.0)),
                None => assert!(bound.is_infinite() && x2 == 0, "{name}"),
            }
        }
    }
}

fn p_values(rows: &[(String, Row)]) -> Vec<f64> {
    let test = |row: &Row| {
        let [x1, n1, x2, n2] = counts(row);
        pooled_z(x1, n1, x2, n2).expect("two proportions").p
    };
    rows.iter().map(|(_, row)| test(row)).collect()
}

#[test]
fn twelve_pairs_at_once() {
    for rows in [categories(), weeks()] {
        assert_eq!(rows.len(), 12);
        let p = p_values(&rows);
        let (sure, screened) = (holm(&p), benjamini_hochberg(&p));
        for (ix, (name, row)) in rows.iter().enumerate() {
            check(name, row);
            near(name, sure[ix].ln(), row["p_holm"].ln(), 1e-8);
            near(name, screened[ix].ln(), row["p_bh"].ln(), 1e-8);
        }
    }
}

#[test]
fn all_categories_are_starred_and_no_week() {
    assert!(holm(&p_values(&categories())).iter().all(|&p| p < 0.05));
    assert!(benjamini_hochberg(&p_values(&weeks())).iter().all(|&p| p >= 0.05));
    assert!(holm(&p_values(&weeks())).iter().all(|&p| p >= 0.05));
}

#[test]
fn adjusting_edge_cases() {
    let all: Value = serde_json::from_str(include_str!("fixtures/statistics/edge_cases.json")).expect("JSON");
    let list = |value: &Value| -> Option<Vec<f64>> { value.as_array()?.iter().map(Value::as_f64).collect() };
    let mut checked = 0;
    for (name, case) in all["multitest"].as_object().expect("an object") {
        // A p value that is none cannot come here: a test that cannot be made is a refusal.
        let Some(p) = list(&case["p"]) else { continue };
        for (found, key) in [(holm(&p), "holm"), (benjamini_hochberg(&p), "bh")] {
            let expected = list(&case[key]).expect("numbers");
            assert_eq!(found.len(), expected.len(), "{name}");
            for (found, expected) in found.iter().zip(expected) {
                near(name, *found, expected, 1e-12);
            }
        }
        checked += 1;
    }
    assert_eq!(checked, 6);
}

/// A linear congruence with 64 bits (Knuth): the same numbers on every machine.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// How many of `n` do what each does with probability `share`.
    fn binomial(&mut self, n: u64, share: f64) -> u64 {
        let below = (share * (1_u64 << 31) as f64) as u64;
        (0..n).filter(|_| self.next() < below).count() as u64
    }
}

#[test]
fn sets_of_twelve_without_a_difference_are_rarely_starred() {
    let mut draws = Draws(20_250_512);
    let mut starred = 0;
    for _ in 0..1_000 {
        let share = 0.05 + 0.5 * draws.next() as f64 / (1_u64 << 31) as f64;
        let p: Vec<f64> = (0..12)
            .map(|_| pooled_z(draws.binomial(300, share), 300, draws.binomial(500, share), 500).expect("groups").p)
            .collect();
        starred += usize::from(holm(&p).iter().any(|&p| p < 0.05));
    }
    assert!((20..=70).contains(&starred), "{starred} of 1,000 sets are starred");
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn adjusting_never_lowers_and_keeps_the_order(p in prop::collection::vec(0.0_f64..=1.0, 0..30)) {
        for adjusted in [holm(&p), benjamini_hochberg(&p)] {
            for (a, raw) in adjusted.iter().zip(&p) {
                prop_assert!(a >= raw && *a <= 1.0);
                for (b, other) in adjusted.iter().zip(&p) {
                    prop_assert!(raw > other || a <= b);
                }
            }
        }
    }

    #[test]
    fn adjusting_does_not_depend_on_the_order(p in prop::collection::vec(0.0_f64..=1.0, 1..30), by in 0_usize..30) {
        let turned = |values: &[f64]| { let mut turned = values.to_vec(); turned.rotate_left(by % values.len()); turned };
        prop_assert_eq!(holm(&turned(&p)), turned(&holm(&p)));
        prop_assert_eq!(benjamini_hochberg(&turned(&p)), turned(&benjamini_hochberg(&p)));
    }

    #[test]
    fn exchanging_the_groups_mirrors_the_answers(
        n1 in 1_u64..5_000, n2 in 1_u64..5_000, share1 in 0.0_f64..=1.0, share2 in 0.0_f64..=1.0,
    ) {
        let (x1, x2) = ((n1 as f64 * share1) as u64, (n2 as f64 * share2) as u64);
        let (a, b) = (newcombe(x1, n1, x2, n2).expect("groups"), newcombe(x2, n2, x1, n1).expect("groups"));
        prop_assert!((a.interval.lower + b.interval.upper).abs() < 1e-12);
        prop_assert!(a.interval.lower <= a.value && a.value <= a.interval.upper);
        let (forth, back) = (pooled_z(x1, n1, x2, n2).expect("groups"), pooled_z(x2, n2, x1, n1).expect("groups"));
        prop_assert!(forth.statistic + back.statistic == 0.0 && (forth.p - back.p).abs() <= 0.0);
        if x1 + x2 > 0 {
            let forth = miettinen_nurminen(x1, n1, x2, n2).expect("events");
            let back = miettinen_nurminen(x2, n2, x1, n1).expect("events");
            prop_assert!((forth.lower * back.upper - 1.0).abs() < 1e-9 || forth.lower == 0.0);
        }
    }
}
