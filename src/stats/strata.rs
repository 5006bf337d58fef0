//! Two proportions of persons compared within strata, so that a different mix does not pass for a difference. In: one
//! fourfold table per stratum. Out: the common risk difference (Mantel–Haenszel weights; variance of Sato, Greenland &
//! Robins, Biometrics 45 (1989) 1323–1324), the common odds ratio (Mantel & Haenszel 1959; variance of Robins, Breslow
//! & Greenland, Biometrics 42 (1986) 311–323), the test of "no difference in any stratum" (Cochran–Mantel–Haenszel,
//! without continuity correction), and whether the odds ratios differ between strata (Breslow & Day 1980, and with
//! Tarone's correction, Biometrika 72 (1985) 91–95). Strata that hold one group only say nothing and are left out.

use super::Z_95;
use super::change::PointEstimate;
use super::difference::Estimate;
use super::proportion::Interval;
use super::refusal::Refusal;
use super::significance::{ChiSquare, chi_square};

/// Both groups in one stratum: `x1` of `n1` and `x2` of `n2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// Successes of the first group.
    pub x1: u64,
    /// Its size.
    pub n1: u64,
    /// Successes of the second group.
    pub x2: u64,
    /// Its size.
    pub n2: u64,
}

/// Whether the odds ratio is the same in all strata.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Homogeneity {
    /// Breslow and Day's test.
    pub breslow_day: ChiSquare,
    /// The same with Tarone's correction.
    pub tarone: ChiSquare,
}

/// The fourfold table in the letters of the cited papers: a and b are the first group with and without, c and d the
/// second.
struct Fourfold {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
    whole: f64,
}

/// The strata that hold both groups.
fn informative(strata: &[Stratum]) -> Result<Vec<Fourfold>, Refusal> {
    let mut tables = Vec::with_capacity(strata.len());
    for stratum in strata {
        if stratum.x1 > stratum.n1 || stratum.x2 > stratum.n2 {
            return Err(Refusal::ExceedsWhole);
        }
        if stratum.n1 == 0 || stratum.n2 == 0 {
            continue;
        }
        tables.push(Fourfold {
            a: stratum.x1 as f64,
            b: (stratum.n1 - stratum.x1) as f64,
            c: stratum.x2 as f64,
            d: (stratum.n2 - stratum.x2) as f64,
            whole: stratum.n1 as f64 + stratum.n2 as f64,
        });
    }
    if tables.is_empty() { Err(Refusal::OneGroup) } else { Ok(tables) }
}

/// The difference `p1 − p2` common to the strata.
pub fn risk_difference(strata: &[Stratum]) -> Result<PointEstimate, Refusal> {
    let (mut weight, mut numerator, mut p, mut q) = (0.0, 0.0, 0.0, 0.0);
    for Fourfold { a, b, c, d, whole } in informative(strata)? {
        let (n1, n2) = (a + b, c + d);
        weight += n1 * n2 / whole;
        numerator += (a * n2 - c * n1) / whole;
        p += (n1 * n1 * c - n2 * n2 * a + n1 * n2 * (n2 - n1) / 2.0) / (whole * whole);
        q += (a * d + c * b) / (2.0 * whole);
    }
    let value = numerator / weight;
    let variance = value * p + q;
    if variance <= 0.0 {
        return Err(if q == 0.0 && value == 0.0 { Refusal::NoEvents } else { Refusal::NoSpread });
    }
    Ok(PointEstimate { value, standard_error: variance.sqrt() / weight })
}

/// The odds ratio common to the strata, with its 95 % interval.
pub fn odds_ratio(strata: &[Stratum]) -> Result<Estimate, Refusal> {
    // Sums of R, S, PR, PS + QR and QS of the paper.
    let (mut r, mut s, mut pr, mut mixed, mut qs) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for Fourfold { a, b, c, d, whole } in informative(strata)? {
        let (concordant, discordant) = (a * d / whole, b * c / whole);
        let (p, q) = ((a + d) / whole, (b + c) / whole);
        r += concordant;
        s += discordant;
        pr += p * concordant;
        mixed += p * discordant + q * concordant;
        qs += q * discordant;
    }
    match (r > 0.0, s > 0.0) {
        (true, true) => {}
        (false, false) => return Err(Refusal::NoEvents),
        _ => return Err(Refusal::Unbounded),
    }
    let value = r / s;
    let variance = pr / (2.0 * r * r) + mixed / (2.0 * r * s) + qs / (2.0 * s * s);
    let factor = (Z_95 * variance.sqrt()).exp();
    Ok(Estimate { value, interval: Interval { lower: value / factor, upper: value * factor } })
}

/// The Cochran–Mantel–Haenszel test of "no difference in any stratum".
pub fn cochran_mantel_haenszel(strata: &[Stratum]) -> Result<ChiSquare, Refusal> {
    let (mut surplus, mut variance) = (0.0, 0.0);
    for Fourfold { a, b, c, d, whole } in informative(strata)? {
        surplus += (a * d - b * c) / whole;
        variance += (a + b) * (c + d) * (a + c) * (b + d) / (whole * whole * (whole - 1.0));
    }
    if variance == 0.0 {
        return Err(Refusal::NoEvents);
    }
    Ok(chi_square(surplus * surplus / variance, 1))
}

/// Tests whether the odds ratio is the same in all strata; at least two must have one.
pub fn homogeneity(strata: &[Stratum]) -> Result<Homogeneity, Refusal> {
    let ratio = odds_ratio(strata)?.value;
    let (mut statistic, mut surplus, mut total_variance, mut count) = (0.0, 0.0, 0.0, 0);
    for Fourfold { a, b, c, d, .. } in informative(strata)? {
        let (first, with) = (a + b, a + c);
        if with == 0.0 || b + d == 0.0 {
            continue;
        }
        // a expected under the common ratio: the root of (1−ψ)·e² + k·e − ψ·first·with = 0 that leaves no cell below
        // zero, in the form without cancellation.
        let k = ratio * (first + with) + d - a;
        let root = (k * k + 4.0 * (1.0 - ratio) * ratio * first * with).max(0.0).sqrt();
        let expected =
            if k >= 0.0 { 2.0 * ratio * first * with / (k + root) } else { (root - k) / (2.0 * (1.0 - ratio)) };
        let variance =
            1.0 / (1.0 / expected + 1.0 / (with - expected) + 1.0 / (first - expected) + 1.0 / (d - a + expected));
        statistic += (a - expected) * (a - expected) / variance;
        surplus += a - expected;
        total_variance += variance;
        count += 1;
    }
    if count < 2 {
        return Err(Refusal::OneGroup);
    }
    let corrected = (statistic - surplus * surplus / total_variance).max(0.0);
    Ok(Homogeneity { breslow_day: chi_square(statistic, count - 1), tarone: chi_square(corrected, count - 1) })
}

/// `Σ wₖ·pₖ / Σ wₖ` of one group: its proportions `(x, n)` at the mix `weights` (direct standardisation), with the
/// binomial standard error. A stratum with weight needs somebody in it.
pub fn standardised(shares: &[(u64, u64)], weights: &[f64]) -> Result<PointEstimate, Refusal> {
    let (mut value, mut variance, mut total) = (0.0, 0.0, 0.0);
    for (&(x, n), &weight) in shares.iter().zip(weights) {
        if weight == 0.0 {
            continue;
        }
        if x > n {
            return Err(Refusal::ExceedsWhole);
        }
        if n == 0 {
            return Err(Refusal::NoData);
        }
        let (share, n_units) = (x as f64 / n as f64, n as f64);
        value += weight * share;
        variance += weight * weight * share * (1.0 - share) / n_units;
        total += weight;
    }
    if total == 0.0 {
        return Err(Refusal::NoData);
    }
    Ok(PointEstimate { value: value / total, standard_error: variance.sqrt() / total })
}

#[cfg(test)]
mod tests {
    use super::{Stratum, cochran_mantel_haenszel, homogeneity, odds_ratio, risk_difference, standardised};
    use crate::stats::Refusal;

    fn strata<const N: usize>(rows: [[u64; 4]; N]) -> [Stratum; N] {
        rows.map(|[x1, n1, x2, n2]| Stratum { x1, n1, x2, n2 })
    }

    #[test]
    fn refuses_what_strata_cannot_tell() {
        let apart = strata([[1, 10, 0, 0], [0, 0, 5, 10]]);
        assert_eq!(risk_difference(&apart), Err(Refusal::OneGroup));
        assert_eq!(cochran_mantel_haenszel(&[]), Err(Refusal::OneGroup));
        let none = strata([[0, 10, 0, 20], [0, 5, 0, 5]]);
        assert_eq!(risk_difference(&none), Err(Refusal::NoEvents));
        assert_eq!(odds_ratio(&none), Err(Refusal::NoEvents));
        assert_eq!(cochran_mantel_haenszel(&none), Err(Refusal::NoEvents));
        assert_eq!(odds_ratio(&strata([[5, 10, 0, 20]])), Err(Refusal::Unbounded));
        assert_eq!(homogeneity(&strata([[5, 10, 3, 20], [0, 4, 0, 9]])), Err(Refusal::OneGroup));
        assert_eq!(odds_ratio(&strata([[5, 4, 3, 20]])), Err(Refusal::ExceedsWhole));
        assert_eq!(risk_difference(&strata([[4, 4, 0, 9]])), Err(Refusal::NoSpread));
    }

    #[test]
    fn equal_odds_are_equal() {
        // Both odds ratios are 1: the quadratic of the expected cell becomes linear.
        let same = homogeneity(&strata([[5, 10, 10, 20], [8, 40, 4, 20]])).expect("two strata");
        assert!(same.breslow_day.test.statistic < 1e-20 && same.breslow_day.df == 1);
        assert!((same.tarone.test.p - 1.0).abs() < 1e-9);
    }

    #[test]
    fn standardising_to_its_own_mix_changes_nothing() {
        let own = standardised(&[(10, 100), (90, 300)], &[100.0, 300.0]).expect("people");
        assert!((own.value - 0.25).abs() < 1e-15);
        assert_eq!(standardised(&[(1, 2), (0, 0)], &[1.0, 1.0]), Err(Refusal::NoData));
        assert_eq!(standardised(&[(1, 2)], &[0.0]), Err(Refusal::NoData));
        assert_eq!(standardised(&[(1, 2), (0, 0)], &[1.0, 0.0]).map(|rate| rate.value), Ok(0.5));
    }
}
