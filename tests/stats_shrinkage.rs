//! Shrunk estimates against statsmodels, scipy and a published example (`fixtures/statistics/shrinkage.py`), and what has
//! to hold of any.

mod support;

use proptest::prelude::*;
use redcat_report::stats::{PointEstimate, Refusal, shrink};
use serde_json::Value;
use support::cases;

fn observed(case: &Value) -> Vec<PointEstimate> {
    let column = |key: &str| -> Vec<f64> {
        case[key].as_array().expect("a list").iter().map(|value| value.as_f64().expect("a number")).collect()
    };
    let pairs = column("values").into_iter().zip(column("errors"));
    pairs.map(|(value, standard_error)| PointEstimate { value, standard_error }).collect()
}

fn near(name: &str, found: f64, expected: &Value) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("{name}: no reference"));
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{name}: {found} is not {expected}");
}

#[test]
fn they_are_those_of_the_libraries_and_of_the_paper() {
    let all: Value = serde_json::from_str(include_str!("fixtures/statistics/shrinkage.json")).expect("JSON");
    for (name, case) in all.as_object().expect("cases") {
        let observed = observed(case);
        let found = shrink(&observed).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
        near(name, found.mean, &case["mean"]);
        near(name, found.between, &case["between"]);
        for (n, member) in found.members.iter().enumerate() {
            near(name, member.factor, &case["factors"][n]);
            near(name, member.estimate.value, &case["shrunk"][n]);
            near(name, member.estimate.standard_error, &case["shrunk_errors"][n]);
        }
        let sum = found.weighted_sum(&[(0, 0.5), (1, 2.0), (observed.len() - 1, -1.5)]);
        near(name, sum.value, &case["sum"]);
        near(name, sum.standard_error, &case["sum_error"]);
    }
    for (name, published) in [("baseball", 0.209), ("baseball_averages", 0.212)] {
        let found = shrink(&observed(&all[name])).expect("eighteen players");
        assert!((1.0 - found.members[0].factor - published).abs() < 5e-4, "{name}");
    }
}

#[test]
fn three_members_and_values_without_error_are_refused() {
    let value = |value, standard_error| PointEstimate { value, standard_error };
    assert_eq!(shrink(&[value(1.0, 1.0); 3]), Err(Refusal::FewGroups { groups: 3 }));
    assert_eq!(shrink(&[]), Err(Refusal::FewGroups { groups: 0 }));
    assert!(shrink(&[value(1.0, 1.0); 4]).is_ok());
    for odd in [value(1.0, 0.0), value(f64::NAN, 1.0), value(1.0, f64::NAN)] {
        assert_eq!(shrink(&[value(1.0, 1.0), value(2.0, 1.0), value(3.0, 1.0), odd]), Err(Refusal::NoSpread));
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn none_passes_the_mean_and_the_unit_does_not_matter(
        pairs in prop::collection::vec((-1_000_i32..1_000, 1_i32..500), 4..60), times in 1_i32..1_000, plus in -1_000_i32..1_000,
    ) {
        let of = |times: f64, plus: f64| -> Vec<PointEstimate> {
            let point = |(value, error): &(i32, i32)| PointEstimate {
                value: f64::from(*value) * times + plus, standard_error: f64::from(*error) * times,
            };
            pairs.iter().map(point).collect()
        };
        let (plain, moved) = (of(1.0, 0.0), of(f64::from(times), f64::from(plus)));
        let (found, other) = (shrink(&plain).expect("four"), shrink(&moved).expect("four"));
        for ((raw, member), other) in plain.iter().zip(&found.members).zip(&other.members) {
            let (low, high) = (raw.value.min(found.mean), raw.value.max(found.mean));
            prop_assert!((low - 1e-9..=high + 1e-9).contains(&member.estimate.value));
            prop_assert!((0.0..=1.0).contains(&member.factor) && member.estimate.standard_error > 0.0);
            let expected = member.estimate.value * f64::from(times) + f64::from(plus);
            prop_assert!((other.estimate.value - expected).abs() <= 1e-7 * (expected.abs() + f64::from(times)));
        }
        // One alone is what it is.
        let alone = found.weighted_sum(&[(1, 1.0)]);
        prop_assert!((alone.standard_error - found.members[1].estimate.standard_error).abs() < 1e-9);
    }
}
