//! The gamma function and its incomplete sibling, on the logarithmic scale, because the tests' p values go below what
//! a double can hold. In: positive arguments. Out: ln Γ(x), and ln Q(a, x), from which come the tails of the normal
//! and of every chi-square distribution. Sources: DLMF (dlmf.nist.gov) 5.5.1 and 5.11.1 for ln Γ; 8.7.1 (series) and
//! 8.9.2 (continued fraction) for Q, the fraction summed by Lentz's method as modified by Thompson & Barnett (1986).

/// ln √(2π).
const LN_SQRT_TAU: f64 = 0.918_938_533_204_672_8;
/// Coefficients of Stirling's series, B₂ₖ / (2k(2k−1)).
const STIRLING: [f64; 7] =
    [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0, 1.0 / 156.0];
/// From here on the seven coefficients leave an error below 1e-15.
const STIRLING_FROM: f64 = 8.0;
/// Both expansions of Q need about √a terms; this is room for some ten million degrees of freedom.
const MAX_TERMS: usize = 20_000;

/// ln Γ(x) for x > 0.
pub(super) fn ln_gamma(x: f64) -> f64 {
    let (mut shifted, mut product) = (x, 1.0);
    while shifted < STIRLING_FROM {
        product *= shifted;
        shifted += 1.0;
    }
    let (mut series, mut power) = (0.0, 1.0 / shifted);
    let step = power * power;
    for coefficient in STIRLING {
        series += coefficient * power;
        power *= step;
    }
    (shifted - 0.5) * shifted.ln() - shifted + LN_SQRT_TAU + series - product.ln()
}

/// ln Q(a, x) for a > 0: the logarithm of the regularised upper incomplete gamma function, 0 for x ≤ 0.
pub(super) fn ln_upper_gamma(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x == f64::INFINITY {
        return f64::NEG_INFINITY;
    }
    let ln_scale = a * x.ln() - x - ln_gamma(a);
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0 / a, 1.0 / a);
        for n in 1..MAX_TERMS {
            term *= x / (a + n as f64);
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        return (-(ln_scale.exp() * sum)).ln_1p();
    }
    // Q = scale · 1/(x+1−a − 1(1−a)/(x+3−a − 2(2−a)/(x+5−a − …))).
    let mut b = x + 1.0 - a;
    let mut c = f64::INFINITY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for n in 1..MAX_TERMS {
        let numerator = -(n as f64) * (n as f64 - a);
        b += 2.0;
        d = 1.0 / (numerator * d + b);
        c = b + numerator / c;
        let factor = c * d;
        fraction *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    ln_scale + fraction.ln()
}

#[cfg(test)]
mod tests {
    use super::{ln_gamma, ln_upper_gamma};

    /// mpmath 1.4.1 with 50 digits.
    #[test]
    fn gamma_over_its_range() {
        for (x, expected) in include_str!("../../tests/fixtures/statistics/ln_gamma.csv").lines().skip(1).map(pair) {
            let found = ln_gamma(x);
            assert!((found - expected).abs() <= 2e-14 * expected.abs().max(1.0), "{x}: {found} is not {expected}");
        }
    }

    #[test]
    fn tails_over_their_range() {
        let mut rows = 0;
        for line in include_str!("../../tests/fixtures/statistics/ln_upper_gamma.csv").lines().skip(1) {
            let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().expect("a number")).collect();
            let found = ln_upper_gamma(cells[0], cells[1]);
            assert!(
                (found - cells[2]).abs() <= 1e-12 * cells[2].abs().max(1.0) && (found - cells[2]).abs() <= 1e-9,
                "{line}: {found}"
            );
            rows += 1;
        }
        assert!(rows > 100);
        assert!(ln_upper_gamma(0.5, 0.0).abs() <= 0.0);
        assert!(ln_upper_gamma(0.5, f64::INFINITY) < -f64::MAX);
    }

    fn pair(line: &str) -> (f64, f64) {
        let (x, y) = line.split_once(',').expect("two cells");
        (x.parse().expect("a number"), y.parse().expect("a number"))
    }
}
