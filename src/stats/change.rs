//! Ratios of totals beside each other, and several of them as one. In: estimates with their standard errors, or totals
//! day by day. Out: differences with interval and test, uplifts with interval, and weighted sums of ratios whose
//! strata share their days – direct standardisation where the weights are a mix, a paired difference where they are
//! 1 and −1. Refuses fewer than [`MIN_DAYS`] days, growth from zero, and what does not vary.

use super::Z_95;
use super::difference::Estimate;
use super::proportion::Interval;
use super::ratio::RatioOfTotals;
use super::refusal::{MIN_DAYS, Refusal};
use super::significance::{Significance, two_sided};

/// An estimate and its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointEstimate {
    /// The estimate.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
}

impl PointEstimate {
    /// With its 95 % interval, normal.
    pub fn estimate(self) -> Estimate {
        let half = Z_95 * self.standard_error;
        Estimate { value: self.value, interval: Interval { lower: self.value - half, upper: self.value + half } }
    }

    /// The test of "it is zero". Zero without any spread is no difference; anything else without spread cannot be
    /// tested.
    pub fn test(self) -> Result<Significance, Refusal> {
        if self.value == 0.0 {
            Ok(two_sided(0.0))
        } else if self.standard_error > 0.0 {
            Ok(two_sided(self.value / self.standard_error))
        } else {
            Err(Refusal::NoSpread)
        }
    }
}

impl From<RatioOfTotals> for PointEstimate {
    fn from(ratio: RatioOfTotals) -> Self {
        Self { value: ratio.value, standard_error: ratio.standard_error }
    }
}

/// `a − b` of independent estimates, such as one ratio in two periods.
pub fn difference(a: PointEstimate, b: PointEstimate) -> PointEstimate {
    PointEstimate { value: a.value - b.value, standard_error: a.standard_error.hypot(b.standard_error) }
}

/// `a/b − 1` of independent estimates, `b` above zero. The interval is the delta method's: on the log scale, which
/// keeps it above −1, or on the plain one where `a` is not above zero.
pub fn relative_change(a: PointEstimate, b: PointEstimate) -> Result<Estimate, Refusal> {
    relative_within(a, b, Z_95)
}

/// The same at another critical value than the normal one.
pub(super) fn relative_within(a: PointEstimate, b: PointEstimate, critical: f64) -> Result<Estimate, Refusal> {
    if b.value <= 0.0 {
        return Err(Refusal::FromZero);
    }
    let ratio = a.value / b.value;
    let interval = if a.value > 0.0 {
        let factor = (critical * (a.standard_error / a.value).hypot(b.standard_error / b.value)).exp();
        Interval { lower: ratio / factor - 1.0, upper: ratio * factor - 1.0 }
    } else {
        let half = critical * (a.standard_error / b.value).hypot(ratio * b.standard_error / b.value);
        Interval { lower: ratio - half - 1.0, upper: ratio + half - 1.0 }
    };
    Ok(Estimate { value: ratio - 1.0, interval })
}

/// `Ra − Rb`, and `Ra/Rb − 1` for `Rb` above zero, of two ratios on the same days, given as `(x, n)` day by day: what
/// befell a day befell both. The relative interval is that of [`relative_change`].
pub fn paired_change(
    a: &[(f64, f64)],
    b: &[(f64, f64)],
) -> Result<(PointEstimate, Result<Estimate, Refusal>), Refusal> {
    let apart = weighted_sum(&[a, b], &[1.0, -1.0])?;
    let rate = |days: &[(f64, f64)]| {
        let (mut x, mut n) = (0.0, 0.0);
        for day in days {
            x += day.0;
            n += day.1;
        }
        x / n
    };
    let (top, bottom) = (rate(a), rate(b));
    if bottom <= 0.0 {
        return Ok((apart, Err(Refusal::FromZero)));
    }
    // The spread of the ratio, as that of one group beside a fixed one.
    let weights = if top > 0.0 { [1.0 / top, -1.0 / bottom] } else { [1.0 / bottom, -top / (bottom * bottom)] };
    let spread = weighted_sum(&[a, b], &weights)?.standard_error;
    let own = PointEstimate { value: top, standard_error: spread * if top > 0.0 { top } else { bottom } };
    Ok((apart, relative_change(own, PointEstimate { value: bottom, standard_error: 0.0 })))
}

/// `Σ wₖ·Rₖ` over strata given as `(x, n)` on the same days, each `Rₖ = Σx/Σn`, with days as clusters: the variance is
/// `D/(D−1) · Σ_d (Σₖ wₖ·(x_dk − Rₖ·n_dk)/Nₖ)²`, so what strata share on a day is accounted for. Days on which all
/// strata are empty do not count.
pub fn weighted_sum(strata: &[&[(f64, f64)]], weights: &[f64]) -> Result<PointEstimate, Refusal> {
    let mut deviations: Vec<f64> = Vec::new();
    let mut present: Vec<bool> = Vec::new();
    let mut value = 0.0;
    for (stratum, &weight) in strata.iter().zip(weights) {
        let (mut x, mut n) = (0.0, 0.0);
        for &(day_x, day_n) in *stratum {
            x += day_x;
            n += day_n;
        }
        if weight == 0.0 {
            continue;
        }
        if n == 0.0 {
            return Err(Refusal::NoData);
        }
        deviations.resize(deviations.len().max(stratum.len()), 0.0);
        present.resize(deviations.len(), false);
        value += weight * x / n;
        for ((deviation, present), (day_x, day_n)) in deviations.iter_mut().zip(&mut present).zip(*stratum) {
            *deviation += weight * (day_x - x / n * day_n) / n;
            *present |= *day_x != 0.0 || *day_n != 0.0;
        }
    }
    let days = present.iter().filter(|present| **present).count();
    if days < MIN_DAYS {
        return Err(if days == 0 { Refusal::NoData } else { Refusal::FewDays { days } });
    }
    let squares: f64 = deviations.iter().map(|deviation| deviation * deviation).sum();
    let clusters = days as f64;
    Ok(PointEstimate { value, standard_error: (clusters / (clusters - 1.0) * squares).sqrt() })
}

#[cfg(test)]
mod tests {
    use super::{PointEstimate, difference, paired_change, relative_change, weighted_sum};
    use crate::stats::{Refusal, ratio_of_totals};

    fn point(value: f64, standard_error: f64) -> PointEstimate {
        PointEstimate { value, standard_error }
    }

    #[test]
    fn refuses_what_is_relative_to_nothing_or_does_not_vary() {
        assert_eq!(relative_change(point(1.0, 0.1), point(0.0, 0.1)), Err(Refusal::FromZero));
        assert_eq!(relative_change(point(1.0, 0.1), point(-1.0, 0.1)), Err(Refusal::FromZero));
        assert_eq!(difference(point(1.0, 0.0), point(2.0, 0.0)).test(), Err(Refusal::NoSpread));
        assert_eq!(difference(point(2.0, 0.0), point(2.0, 0.0)).test().map(|test| test.p), Ok(1.0));
    }

    #[test]
    fn nothing_above_the_line_has_an_interval_around_minus_one() {
        let uplift = relative_change(point(0.0, 0.1), point(2.0, 0.5)).expect("a base");
        assert!((uplift.value + 1.0).abs() < 1e-15);
        assert!((uplift.interval.upper + 1.0 - 1.959_963_984_540_054 * 0.05).abs() < 1e-12);
        assert!((uplift.interval.lower + 1.0 + 1.959_963_984_540_054 * 0.05).abs() < 1e-12);
    }

    #[test]
    fn one_stratum_is_the_plain_ratio() {
        let days: Vec<(f64, f64)> = (0..20_i32).map(|d| (f64::from(d % 7), f64::from(10 + d % 3))).collect();
        let plain = ratio_of_totals(&days).expect("enough days");
        let summed = weighted_sum(&[&days], &[1.0]).expect("enough days");
        assert!((plain.value - summed.value).abs() < 1e-15);
        assert!((plain.standard_error - summed.standard_error).abs() < 1e-15);
        assert_eq!(weighted_sum(&[&days[..13]], &[1.0]), Err(Refusal::FewDays { days: 13 }));
        assert_eq!(weighted_sum(&[&days, &[(0.0, 0.0); 20]], &[0.5, 0.5]), Err(Refusal::NoData));
        assert_eq!(weighted_sum(&[&days, &[(0.0, 0.0); 20]], &[1.0, 0.0]), Ok(summed));
        assert_eq!(weighted_sum(&[], &[]), Err(Refusal::NoData));
    }

    #[test]
    fn what_two_strata_share_on_a_day_cancels_in_their_difference() {
        let days: Vec<(f64, f64)> = (0..20_i32).map(|d| (f64::from(d % 7), 10.0)).collect();
        let lifted: Vec<(f64, f64)> = days.iter().map(|(x, n)| (x + 1.0, *n)).collect();
        let paired = weighted_sum(&[&lifted, &days], &[1.0, -1.0]).expect("enough days");
        assert!((paired.value - 0.1).abs() < 1e-12 && paired.standard_error < 1e-12);
    }

    #[test]
    fn a_ratio_of_ratios_on_the_same_days_varies_by_what_they_do_not_share() {
        let days: Vec<(f64, f64)> = (0..20_i32).map(|d| (f64::from(1 + d % 7), 10.0)).collect();
        let doubled: Vec<(f64, f64)> = days.iter().map(|(x, n)| (2.0 * x, *n)).collect();
        let (apart, relative) = paired_change(&doubled, &days).expect("enough days");
        let relative = relative.expect("a base");
        assert!((relative.value - 1.0).abs() < 1e-12 && (relative.interval.upper - 1.0).abs() < 1e-9, "{relative:?}");
        assert!(apart.standard_error > 0.0);
        // Beside what does not vary, it is the change of one ratio against a fixed one.
        let fixed = vec![(3.0, 10.0); 20];
        let own = PointEstimate::from(ratio_of_totals(&days).expect("enough days"));
        let (apart, relative) = paired_change(&days, &fixed).expect("enough days");
        assert!((apart.standard_error - own.standard_error).abs() < 1e-15);
        let expected = relative_change(own, point(0.3, 0.0)).expect("a base");
        let found = relative.expect("a base");
        assert!((found.interval.lower - expected.interval.lower).abs() < 1e-12);
        assert!((found.interval.upper - expected.interval.upper).abs() < 1e-12);
        assert_eq!(paired_change(&days, &[(0.0, 5.0); 20]).expect("enough days").1, Err(Refusal::FromZero));
    }
}
