//! The ratio of two totals, such as clicks per impression or ROI, whose units are no independent persons. In: both
//! totals day by day. Out: the ratio and its 95 % interval with days as clusters:
//! `Var R = D/(D−1) · Σ(x_d − R·n_d)² / (Σ n_d)²`, the linearised variance of a ratio (Cochran, "Sampling
//! Techniques", 3rd ed. 1977, ch. 6). One person's repeats across days are invisible to it, so the uncertainty is at
//! least this. Refuses fewer than [`MIN_DAYS`] days.

use super::refusal::{MIN_DAYS, Refusal};
use super::{Interval, Z_95};

/// A ratio of totals and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatioOfTotals {
    /// Σx / Σn.
    pub value: f64,
    /// Its standard error between days.
    pub standard_error: f64,
    /// 95 % interval; may reach below zero, which the view cuts where the quantity cannot.
    pub interval: Interval,
    /// Days that it rests on.
    pub days: usize,
}

/// The ratio of the sums of `(x, n)` over complete days. Days on which both are zero say nothing about the spread
/// and do not count as days.
pub fn ratio_of_totals(days: &[(f64, f64)]) -> Result<RatioOfTotals, Refusal> {
    let count = days.iter().filter(|(x, n)| *x != 0.0 || *n != 0.0).count();
    let (x, n) = days.iter().fold((0.0, 0.0), |(sum_x, sum_n), (x, n)| (sum_x + x, sum_n + n));
    if n == 0.0 {
        return Err(Refusal::NoData);
    }
    if count < MIN_DAYS {
        return Err(Refusal::FewDays { days: count });
    }
    let value = x / n;
    let squares: f64 = days.iter().map(|(x, n)| (x - value * n).powi(2)).sum();
    let clusters = count as f64;
    let standard_error = (clusters / (clusters - 1.0) * squares).sqrt() / n.abs();
    let half = Z_95 * standard_error;
    Ok(RatioOfTotals {
        value,
        standard_error,
        interval: Interval { lower: value - half, upper: value + half },
        days: count,
    })
}

#[cfg(test)]
mod tests {
    use super::ratio_of_totals;
    use crate::stats::Refusal;

    #[test]
    fn variance_is_that_of_the_formula() {
        // Seven days at 1/10 and seven at 3/10, 10 units each: R = 0.2, Σ(x − R·n)² = 14, so SE = √(14/13 · 14) / 140.
        let days: Vec<(f64, f64)> = (0..14).map(|d| (if d < 7 { 1.0 } else { 3.0 }, 10.0)).collect();
        let ratio = ratio_of_totals(&days).expect("enough days");
        assert!((ratio.value - 0.2).abs() < 1e-15);
        assert!((ratio.standard_error - (14.0_f64 / 13.0 * 14.0).sqrt() / 140.0).abs() < 1e-15);
        assert!((ratio.interval.upper - ratio.value - 1.959_963_984_540_054 * ratio.standard_error).abs() < 1e-15);
    }

    #[test]
    fn thirteen_days_are_too_few_and_empty_days_do_not_help() {
        let mut days = vec![(1.0, 10.0); 13];
        assert_eq!(ratio_of_totals(&days), Err(Refusal::FewDays { days: 13 }));
        days.push((0.0, 0.0));
        assert_eq!(ratio_of_totals(&days), Err(Refusal::FewDays { days: 13 }));
        days.push((0.0, 10.0));
        assert_eq!(ratio_of_totals(&days).map(|ratio| ratio.days), Ok(14));
        assert_eq!(ratio_of_totals(&[]), Err(Refusal::NoData));
    }
}
