//! One proportion of persons relative to another: `p1/p2 − 1`. In: `x1` of `n1` and `x2` of `n2`, independent. Out: the
//! uplift with its 95 % interval, by Katz et al., Biometrics 34 (1978) 469–474, on the log scale; where a count is 0 or
//! everybody, by Miettinen & Nurminen, Statistics in Medicine 4 (1985) 213–226: the score test inverted, its variance
//! times N/(N−1). Refuses an empty group, more above the line than below, and growth from zero.

use super::Z_95;
use super::difference::Estimate;
use super::proportion::{Interval, wilson};
use super::refusal::Refusal;

/// The uplift of the first proportion over the second.
pub fn uplift(x1: u64, n1: u64, x2: u64, n2: u64) -> Result<Estimate, Refusal> {
    wilson(x1, n1)?;
    wilson(x2, n2)?;
    if x2 == 0 {
        return Err(Refusal::FromZero);
    }
    let (successes, others) = (x1 as f64, x2 as f64);
    let ratio = successes * n2 as f64 / (others * n1 as f64);
    let interval = if x1 == 0 || x1 == n1 || x2 == n2 {
        miettinen_nurminen(x1, n1, x2, n2)?
    } else {
        let variance = 1.0 / successes - 1.0 / n1 as f64 + 1.0 / others - 1.0 / n2 as f64;
        let factor = (Z_95 * variance.sqrt()).exp();
        Interval { lower: ratio / factor, upper: ratio * factor }
    };
    Ok(Estimate { value: ratio - 1.0, interval: Interval { lower: interval.lower - 1.0, upper: interval.upper - 1.0 } })
}

/// The score interval of the ratio `p1/p2`; its upper bound is infinite where `x2` is 0. Nobody in either group says
/// nothing about the ratio.
pub fn miettinen_nurminen(x1: u64, n1: u64, x2: u64, n2: u64) -> Result<Interval, Refusal> {
    wilson(x1, n1)?;
    wilson(x2, n2)?;
    if x1 == 0 && x2 == 0 {
        return Err(Refusal::NoEvents);
    }
    let counts = [x1 as f64, n1 as f64, x2 as f64, n2 as f64];
    Ok(Interval {
        lower: if x1 == 0 { 0.0 } else { ratio_at(Z_95, &counts) },
        upper: if x2 == 0 { f64::INFINITY } else { ratio_at(-Z_95, &counts) },
    })
}

/// The ratio at which the score, which falls as the ratio grows, passes `target`.
fn ratio_at(target: f64, counts: &[f64; 4]) -> f64 {
    let (mut low, mut high) = (1.0, 1.0);
    while score(low, counts) < target {
        low /= 2.0;
    }
    while score(high, counts) > target {
        high *= 2.0;
    }
    // Halving a bracket of doubles ends after some fifty steps, when nothing lies between its ends.
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return middle;
        }
        if score(middle, counts) > target {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// The score statistic of "the ratio is `ratio`", at the proportions most likely if that is so.
fn score(ratio: f64, &[x1, n1, x2, n2]: &[f64; 4]) -> f64 {
    let whole = n1 + n2;
    let (a, c) = (whole * ratio, x1 + x2);
    let b = n1 * ratio + x1 + n2 + x2 * ratio;
    let p2 = 2.0 * c / (b + (b * b - 4.0 * a * c).max(0.0).sqrt());
    let p1 = (p2 * ratio).min(1.0);
    let variance = (p1 * (1.0 - p1) / n1 + ratio * ratio * p2 * (1.0 - p2).max(0.0) / n2) * whole / (whole - 1.0);
    let distance = x1 / n1 - ratio * x2 / n2;
    // Everybody in both groups, at a ratio of one: no distance and no variance.
    if distance == 0.0 { 0.0 } else { distance / variance.sqrt() }
}

#[cfg(test)]
mod tests {
    use super::{miettinen_nurminen, uplift};
    use crate::stats::Refusal;

    #[test]
    fn everybody_in_both_groups_is_symmetric() {
        // At ratio φ > 1 the likeliest proportions are 1 and 1/φ, so the bound solves (φ−1)·n·(N−1)/N = z².
        let bound = 1.0 + 1.959_963_984_540_054_f64.powi(2) * 20.0 / 19.0 / 10.0;
        let interval = miettinen_nurminen(10, 10, 10, 10).expect("events");
        assert!((interval.upper - bound).abs() < 1e-12, "{interval:?}");
        assert!((interval.lower - 1.0 / bound).abs() < 1e-12, "{interval:?}");
    }

    #[test]
    fn refuses_growth_from_zero() {
        assert_eq!(uplift(5, 10, 0, 10), Err(Refusal::FromZero));
        assert_eq!(uplift(0, 10, 0, 10), Err(Refusal::FromZero));
        assert_eq!(uplift(0, 0, 1, 10), Err(Refusal::NoData));
        assert_eq!(miettinen_nurminen(0, 10, 0, 10), Err(Refusal::NoEvents));
        assert_eq!(uplift(0, 10, 5, 10).map(|uplift| (uplift.value, uplift.interval.lower)), Ok((-1.0, -1.0)));
    }
}
