//! Two proportions of persons beside each other. In: `x1` of `n1` and `x2` of `n2`, independent. Out: their difference
//! with the 95 % interval of method 10 in Newcombe, "Interval estimation for the difference between independent
//! proportions", Statistics in Medicine 17 (1998) 873–890, and the pooled two-sided z test. Refuses an empty group and
//! more above the line than below.

use super::proportion::{Interval, wilson};
use super::refusal::Refusal;
use super::significance::{Significance, two_sided};

/// An estimate with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its interval.
    pub interval: Interval,
}

/// `x1/n1 − x2/n2`.
pub fn newcombe(x1: u64, n1: u64, x2: u64, n2: u64) -> Result<Estimate, Refusal> {
    let (first, second) = (wilson(x1, n1)?, wilson(x2, n2)?);
    let (p1, p2) = (x1 as f64 / n1 as f64, x2 as f64 / n2 as f64);
    let value = cross(x1, n1, x2, n2) / (n1 as f64 * n2 as f64);
    let below = (p1 - first.lower).hypot(second.upper - p2);
    let above = (first.upper - p1).hypot(p2 - second.lower);
    Ok(Estimate { value, interval: Interval { lower: (value - below).max(-1.0), upper: (value + above).min(1.0) } })
}

/// The test of equal proportions with the pooled variance. Where nobody or everybody does it in both groups there is
/// no difference: z = 0, p = 1.
pub fn pooled_z(x1: u64, n1: u64, x2: u64, n2: u64) -> Result<Significance, Refusal> {
    // Wilson's refusals are this test's too.
    wilson(x1, n1)?;
    wilson(x2, n2)?;
    let difference = cross(x1, n1, x2, n2);
    if difference == 0.0 {
        return Ok(two_sided(0.0));
    }
    let (n1, n2, with) = (n1 as f64, n2 as f64, x1 as f64 + x2 as f64);
    let whole = n1 + n2;
    Ok(two_sided(difference / (n1 * n2 * with / whole * (whole - with)).sqrt()))
}

/// `x1·n2 − x2·n1`, exact: near-equal shares of millions would lose digits as a difference of quotients.
fn cross(x1: u64, n1: u64, x2: u64, n2: u64) -> f64 {
    (i128::from(x1) * i128::from(n2) - i128::from(x2) * i128::from(n1)) as f64
}

#[cfg(test)]
mod tests {
    use super::{newcombe, pooled_z};
    use crate::stats::Refusal;

    #[test]
    fn refuses_what_is_no_pair_of_proportions() {
        assert_eq!(newcombe(0, 0, 1, 2), Err(Refusal::NoData));
        assert_eq!(pooled_z(1, 2, 0, 0), Err(Refusal::NoData));
        assert_eq!(pooled_z(3, 2, 1, 2), Err(Refusal::ExceedsWhole));
        assert_eq!(pooled_z(0, 10, 0, 20).map(|test| (test.statistic, test.p)), Ok((0.0, 1.0)));
        assert_eq!(pooled_z(7, 7, 9, 9).map(|test| (test.statistic, test.p)), Ok((0.0, 1.0)));
    }
}
