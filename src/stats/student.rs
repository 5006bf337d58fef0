//! Student's distribution, for means of few values. In: t and its degrees of freedom, whole or not. Out: ln of the
//! two-sided p value, and the point that t passes in 5 % of cases. Source: the regularised incomplete beta function by
//! its continued fraction, DLMF (dlmf.nist.gov) 8.17.22, summed by Lentz's method as modified by Thompson & Barnett;
//! for many degrees of freedom the normal deviate of Hill, Algorithm 395, Communications of the ACM 13 (1970) 617–619.

use super::gamma::{ln_gamma, ln_upper_gamma};
use super::significance::{Significance, from_ln};

/// From so many degrees of freedom on t is turned into a normal deviate, before the fraction loses its digits.
const NEARLY_NORMAL: f64 = 1e4;
/// The fraction needs some √df terms.
const MAX_TERMS: usize = 1_000;
/// ln 0.05.
const LN_005: f64 = -2.995_732_273_553_991;
/// ln Γ(½).
const LN_SQRT_PI: f64 = 0.572_364_942_924_700_1;

/// The chance of a t at least as far from zero.
pub fn student(t: f64, df: f64) -> Significance {
    from_ln(t, ln_two_sided(t, df))
}

/// The t that is passed, on either side, in 5 % of cases.
pub(super) fn critical_95(df: f64) -> f64 {
    let (mut low, mut high) = (1.0, 2.0);
    while ln_two_sided(high, df) > LN_005 {
        low = high;
        high *= 2.0;
    }
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return middle;
        }
        if ln_two_sided(middle, df) > LN_005 {
            low = middle;
        } else {
            high = middle;
        }
    }
}

fn ln_two_sided(t: f64, df: f64) -> f64 {
    if t == 0.0 {
        return 0.0;
    }
    if t.is_infinite() {
        return f64::NEG_INFINITY;
    }
    if df > NEARLY_NORMAL {
        let (below, y) = (48.0 * (df - 0.5) * (df - 0.5), (df - 0.5) * (t * t / df).ln_1p());
        let factor = 1.0 + (y + 3.0) / below;
        return ln_upper_gamma(0.5, y * factor * factor / 2.0);
    }
    // I_x(a, b) with x = df/(df+t²), from the side on which the fraction converges fast.
    let (a, b) = (df / 2.0, 0.5);
    let whole = df + t * t;
    let (x, rest) = (df / whole, t * t / whole);
    let ln_scale = ln_gamma(a + 0.5) - ln_gamma(a) - LN_SQRT_PI - a * (t * t / df).ln_1p() + b * rest.ln();
    if x < (a + 1.0) / (a + b + 2.0) {
        ln_scale + (fraction(a, b, x) / a).ln()
    } else {
        (-(ln_scale.exp() * fraction(b, a, rest) / b)).ln_1p()
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / (1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..MAX_TERMS {
        let m = m as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut factor = 1.0;
        for numerator in [even, odd] {
            d = 1.0 / (1.0 + numerator * d);
            c = 1.0 + numerator / c;
            factor = c * d;
            fraction *= factor;
        }
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::{critical_95, student};

    /// mpmath 1.4.1 with 50 digits.
    #[test]
    fn tails_and_critical_points_over_their_range() {
        let mut rows = 0;
        for line in include_str!("../../tests/fixtures/statistics/student_t.csv").lines().skip(1) {
            let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().expect("a number")).collect();
            let found = student(cells[1], cells[0]).ln_p;
            let tolerance = if cells[2] < -700.0 { 1e-8 } else { 1e-10 };
            assert!((found - cells[2]).abs() <= tolerance * cells[2].abs().max(1.0), "{line}: {found}");
            let critical = critical_95(cells[0]);
            assert!((critical / cells[3] - 1.0).abs() < 1e-10, "{line}: {critical}");
            rows += 1;
        }
        assert_eq!(rows, 80);
        // scipy 1.17.1 where mpmath takes too long.
        for (df, p, critical) in [
            (3e7, 0.012_419_335_946_560_152, 1.959_964_063_615_765),
            (2e9, 0.012_419_330_730_977_396, 1.959_963_985_726_190_1),
        ] {
            assert!((student(2.5, df).p / p - 1.0).abs() < 1e-10 && (critical_95(df) - critical).abs() < 1e-9);
        }
        assert!((student(0.0, 5.0).p - 1.0).abs() <= 0.0 && student(f64::INFINITY, 5.0).p <= 0.0);
    }
}
