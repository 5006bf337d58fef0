//! Comparisons within strata, and ratios of totals clustered by day, against statsmodels (`fixtures/statistics`), and
//! what splitting, pooling and reordering must not change.

mod support;

use proptest::prelude::*;
use redcat_report::stats::{
    PointEstimate, Refusal, Stratum, cochran_mantel_haenszel, difference, homogeneity, odds_ratio, pooled_z,
    ratio_of_totals, relative_change, risk_difference, standardised, weighted_sum,
};
use serde_json::Value;
use support::cases;

fn reference() -> Value {
    serde_json::from_str(include_str!("fixtures/statistics/strata.json")).expect("JSON")
}

fn near(name: &str, found: f64, expected: &Value, tolerance: f64) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("{name}: no reference"));
    assert!((found - expected).abs() <= tolerance * expected.abs().max(1.0), "{name}: {found} is not {expected}");
}

fn strata(case: &Value) -> Vec<Stratum> {
    let rows = case["strata"].as_array().expect("rows");
    rows.iter()
        .map(|row| {
            let count = |ix: usize| row[ix].as_u64().expect("a count");
            Stratum { x1: count(0), n1: count(1), x2: count(2), n2: count(3) }
        })
        .collect()
}

#[test]
fn fourfold_tables() {
    let all = reference();
    let (mut checked, mut tested) = (0, 0);
    for (name, case) in all["fourfold"].as_object().expect("an object") {
        let strata = strata(case);
        let ratio = odds_ratio(&strata).expect("a common odds ratio");
        near(name, ratio.value, &case["odds_ratio"], 1e-9);
        near(name, ratio.interval.lower, &case["odds_ratio_lo"], 1e-9);
        near(name, ratio.interval.upper, &case["odds_ratio_hi"], 1e-9);
        let test = cochran_mantel_haenszel(&strata).expect("events");
        near(name, test.test.statistic, &case["cmh"], 1e-9);
        near(name, test.test.ln_p, &case["cmh_ln_p"], 1e-8);
        let risk = risk_difference(&strata).expect("a common difference");
        near(name, risk.value, &case["risk_difference"], 1e-12);
        near(name, risk.standard_error, &case["risk_difference_se"], 1e-9);
        match homogeneity(&strata) {
            Ok(found) => {
                near(name, found.breslow_day.test.statistic, &case["breslow_day"], 1e-9);
                near(name, found.breslow_day.test.ln_p, &case["breslow_day_ln_p"], 1e-8);
                near(name, found.tarone.test.statistic, &case["tarone"], 1e-9);
                near(name, found.tarone.test.ln_p, &case["tarone_ln_p"], 1e-8);
                tested += 1;
            }
            Err(refusal) => assert_eq!((refusal, strata.len()), (Refusal::OneGroup, 1), "{name}"),
        }
        checked += 1;
    }
    assert_eq!((checked, tested), (6, 5));
}

#[test]
fn a_reversed_mix_is_found_out() {
    // Berkeley: fewer women are admitted in all, and more in most departments.
    let all = reference();
    let strata = strata(&all["fourfold"]["berkeley"]);
    let (mut raw, mut pooled) = ([0; 4], Vec::new());
    for stratum in &strata {
        for (sum, count) in raw.iter_mut().zip([stratum.x1, stratum.n1, stratum.x2, stratum.n2]) {
            *sum += count;
        }
        pooled.push((stratum.n1 + stratum.n2) as f64);
    }
    let apart = pooled_z(raw[0], raw[1], raw[2], raw[3]).expect("groups");
    assert!(apart.statistic > 9.0);
    assert!(risk_difference(&strata).expect("groups").value < 0.0);
    let men: Vec<(u64, u64)> = strata.iter().map(|s| (s.x1, s.n1)).collect();
    let women: Vec<(u64, u64)> = strata.iter().map(|s| (s.x2, s.n2)).collect();
    let (men, women) = (standardised(&men, &pooled), standardised(&women, &pooled));
    let adjusted = difference(men.expect("men"), women.expect("women"));
    // Bickel, Hammel & O'Connell's finding with departments weighted by all who applied.
    assert!(adjusted.value < -0.03, "{adjusted:?}");
}

fn days(table: &Value, stratum: usize) -> Vec<(f64, f64)> {
    let row =
        |key: &str| table[key][stratum].as_array().expect("a row").iter().map(|cell| cell.as_f64().expect("a sum"));
    row("x").zip(row("n")).collect()
}

#[test]
fn ratios_of_totals_by_day() {
    let all = reference();
    let table = &all["clustered"];
    let strata: Vec<Vec<(f64, f64)>> = (0..3).map(|stratum| days(table, stratum)).collect();
    let slices: Vec<&[(f64, f64)]> = strata.iter().map(Vec::as_slice).collect();
    let weights: Vec<f64> = table["weights"].as_array().expect("weights").iter().filter_map(Value::as_f64).collect();
    for (name, weights) in [("standardised", weights.as_slice()), ("difference", &[1.0, -1.0, 0.0])] {
        let found = weighted_sum(&slices, weights).expect("twenty days");
        near(name, found.value, &table[name], 1e-12);
        near(name, found.standard_error, &table[format!("{name}_se")], 1e-9);
    }
    let plain = ratio_of_totals(&strata[0]).expect("twenty days");
    near("plain", plain.value, &table["plain"], 1e-12);
    near("plain", plain.standard_error, &table["plain_se"], 1e-9);
}

#[test]
fn two_periods_of_a_ratio() {
    // By hand: R = 3 ± 0.3 and 2 ± 0.4, so the difference is 1 ± 0.5 (z = 2) and the logarithm of the quotient has the
    // standard error √(0.1² + 0.2²).
    let (now, before) =
        (PointEstimate { value: 3.0, standard_error: 0.3 }, PointEstimate { value: 2.0, standard_error: 0.4 });
    let change = difference(now, before);
    assert!((change.standard_error - 0.5).abs() < 1e-15);
    assert!((change.test().expect("spread").p - 0.045_500_263_896_358_4).abs() < 1e-12);
    let uplift = relative_change(now, before).expect("a base");
    assert!((uplift.value - 0.5).abs() < 1e-15);
    let factor = (1.959_963_984_540_054 * 0.05_f64.sqrt()).exp();
    assert!((uplift.interval.lower - (1.5 / factor - 1.0)).abs() < 1e-12);
    assert!((uplift.interval.upper - (1.5 * factor - 1.0)).abs() < 1e-12);
}

fn any_stratum() -> impl Strategy<Value = Stratum> {
    (1_u64..500, 1_u64..500, 0.0_f64..=1.0, 0.0_f64..=1.0).prop_map(|(n1, n2, p1, p2)| Stratum {
        x1: (n1 as f64 * p1) as u64,
        n1,
        x2: (n2 as f64 * p2) as u64,
        n2,
    })
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn answers_are_finite_and_do_not_depend_on_the_order(mut rows in prop::collection::vec(any_stratum(), 1..9)) {
        let answers = |rows: &[Stratum]| {
            let risk = risk_difference(rows).map(|risk| [risk.value, risk.standard_error]);
            let odds = odds_ratio(rows).map(|odds| [odds.value.ln(), odds.interval.upper.ln()]);
            let test = cochran_mantel_haenszel(rows).map(|test| [test.test.statistic, test.test.ln_p]);
            let same = homogeneity(rows).map(|same| [same.breslow_day.test.statistic, same.tarone.test.ln_p]);
            [risk, odds, test, same]
        };
        let forth = answers(&rows);
        rows.reverse();
        for (a, b) in forth.into_iter().zip(answers(&rows)) {
            match (a, b) {
                (Ok(a), Ok(b)) => for (a, b) in a.into_iter().zip(b) {
                    prop_assert!(a.is_finite() && (a - b).abs() <= 1e-7 * a.abs().max(1.0), "{a} {b}");
                },
                (a, b) => prop_assert_eq!(a.err(), b.err()),
            }
        }
    }

    #[test]
    fn splitting_a_stratum_into_equal_copies_keeps_the_estimate(row in any_stratum(), copies in 1_usize..5) {
        // Copies of one table have its difference and odds ratio, and the same odds everywhere.
        let rows = vec![row; copies];
        if let (Ok(one), Ok(many)) = (risk_difference(&[row]), risk_difference(&rows)) {
            let raw = row.x1 as f64 / row.n1 as f64 - row.x2 as f64 / row.n2 as f64;
            prop_assert!((one.value - raw).abs() < 1e-12 && (many.value - raw).abs() < 1e-12);
            prop_assert!((many.standard_error * (copies as f64).sqrt() - one.standard_error).abs() < 1e-12);
        }
        if let Ok(same) = homogeneity(&rows) {
            prop_assert!(same.breslow_day.test.statistic < 1e-6);
        }
    }
}
