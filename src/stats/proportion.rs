//! One proportion of persons: numerator inside the denominator. In: counts. Out: the 95 % score interval of
//! Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927) 209–212.

use super::Z_95;
use super::refusal::Refusal;

/// Two bounds, the lower first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower bound.
    pub lower: f64,
    /// Upper bound.
    pub upper: f64,
}

/// Wilson's interval for `x` of `n`, exactly 0 below at `x = 0` and exactly 1 above at `x = n`.
pub fn wilson(x: u64, n: u64) -> Result<Interval, Refusal> {
    if n == 0 {
        return Err(if x == 0 { Refusal::NoData } else { Refusal::ExceedsWhole });
    }
    if x > n {
        return Err(Refusal::ExceedsWhole);
    }
    let (successes, total) = (x as f64, n as f64);
    let failures = (n - x) as f64;
    let z2 = Z_95 * Z_95;
    let centre = successes + z2 / 2.0;
    let half = Z_95 * (successes * failures / total + z2 / 4.0).sqrt();
    let lower = if x == 0 { 0.0 } else { (centre - half) / (total + z2) };
    let upper = if x == n { 1.0 } else { (centre + half) / (total + z2) };
    Ok(Interval { lower: lower.max(0.0), upper: upper.min(1.0) })
}

/// The interval of `x / (rate · n)` where `x` were observed at sampling rate `rate` (0 < rate ≤ 1) inside `n` units
/// that were not sampled: Wilson's for `x` of `n`, divided by the rate, at most 1.
pub fn wilson_sampled(x: u64, n: u64, rate: f64) -> Result<Interval, Refusal> {
    if !(rate > 0.0 && rate <= 1.0) {
        return Err(Refusal::SampledVariance);
    }
    let observed = wilson(x, n)?;
    Ok(Interval { lower: (observed.lower / rate).min(1.0), upper: (observed.upper / rate).min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::{wilson, wilson_sampled};
    use crate::stats::Refusal;

    #[test]
    fn sampling_widens_and_never_passes_one() {
        let whole = wilson(300, 1_000).expect("inside");
        let half = wilson_sampled(150, 1_000, 0.5).expect("inside");
        assert!(half.lower < 0.3 && 0.3 < half.upper);
        assert!(half.upper - half.lower > whole.upper - whole.lower);
        assert_eq!(wilson_sampled(90, 100, 0.5).map(|i| i.upper), Ok(1.0));
        assert_eq!(wilson_sampled(1, 10, 0.0), Err(Refusal::SampledVariance));
        assert_eq!(wilson_sampled(1, 10, f64::NAN), Err(Refusal::SampledVariance));
        assert_eq!(wilson(11, 10), Err(Refusal::ExceedsWhole));
        assert_eq!(wilson(0, 0), Err(Refusal::NoData));
    }
}
