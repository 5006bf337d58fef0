//! How surprising a test statistic is if nothing differs. In: z, or chi-square with its degrees of freedom. Out: the
//! p value and its natural logarithm, which still tells 1e-300 from 1e-310 where the p value itself is at its end.

use super::gamma::ln_upper_gamma;

/// Outcome of a test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Significance {
    /// The statistic: z, t or chi-square.
    pub statistic: f64,
    /// Two-sided p value.
    pub p: f64,
    /// Its natural logarithm.
    pub ln_p: f64,
}

/// Outcome of a chi-square test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquare {
    /// Statistic and p value.
    pub test: Significance,
    /// Degrees of freedom.
    pub df: u32,
}

/// The chance of a normal deviate at least as far from zero as `z`.
pub fn two_sided(z: f64) -> Significance {
    from_ln(z, ln_upper_gamma(0.5, z * z / 2.0))
}

/// The chance of a chi-square deviate with `df` degrees of freedom of at least `statistic`.
pub fn chi_square(statistic: f64, df: u32) -> ChiSquare {
    ChiSquare { test: from_ln(statistic, ln_upper_gamma(f64::from(df) / 2.0, statistic / 2.0)), df }
}

/// From the logarithm of the p value.
pub(super) fn from_ln(statistic: f64, ln_p: f64) -> Significance {
    Significance { statistic, p: ln_p.exp(), ln_p }
}

#[cfg(test)]
mod tests {
    use super::{chi_square, two_sided};

    /// scipy 1.17.1: `norm.sf`, `norm.logsf` and `chi2.logsf`.
    #[test]
    fn tails_of_z_and_chi_square() {
        let close = |found: f64, expected: f64| assert!((found / expected - 1.0).abs() < 1e-12, "{found} {expected}");
        close(two_sided(1.959_963_984_540_054).p, 0.05);
        close(two_sided(-1.0).p, 0.317_310_507_862_914_1);
        close(two_sided(40.0).ln_p, -803.915_294_833_194);
        close(chi_square(264.728_688_658_781_3, 2).test.ln_p, -132.364_344_329_390_66);
        close(chi_square(600.0, 1).test.ln_p, -303.425_915_958_903_15);
        assert!((two_sided(0.0).p - 1.0).abs() <= 0.0);
    }
}
