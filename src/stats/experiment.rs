//! Exposed against control: did it change anything, and what did it return. In: per arm, units, the sum and the sum of
//! squares of their value, and spend. Out: the difference of the means with Welch's interval (Biometrika 34 (1947)
//! 28–35) and test, and the incremental return on spend with Fieller's interval (Fieller, JRSS B 16 (1954) 175–185).
//! Refuses arms of fewer than two units, values without spread, and spend that did not differ.

use super::change::PointEstimate;
use super::difference::Estimate;
use super::proportion::Interval;
use super::refusal::Refusal;
use super::significance::Significance;
use super::student::{critical_95, student};

/// One arm of an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arm {
    /// Units assigned.
    pub units: u64,
    /// Sum of their value, minor units.
    pub sum: i64,
    /// Sum of the squares of each unit's value.
    pub sum_of_squares: i128,
    /// Spent on them, minor units.
    pub spend: i64,
}

impl Arm {
    /// Mean value of a unit with its standard error.
    fn mean(&self) -> Result<PointEstimate, Refusal> {
        if self.units == 0 {
            return Err(Refusal::NoData);
        }
        if self.units == 1 {
            return Err(Refusal::NoSpread);
        }
        let (n, sum) = (i128::from(self.units), i128::from(self.sum));
        // Exact until here: squares of large sums would leave no digits for their difference.
        let spread = n.checked_mul(self.sum_of_squares).and_then(|squares| squares.checked_sub(sum * sum));
        let Some(spread @ 0..) = spread else { return Err(Refusal::NotWhole) };
        let n = n as f64;
        Ok(PointEstimate { value: sum as f64 / n, standard_error: (spread as f64 / (n - 1.0)).sqrt() / n })
    }
}

/// A difference of two means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Welch {
    /// Exposed less control, per unit, with its 95 % interval.
    pub estimate: Estimate,
    /// Its standard error.
    pub standard_error: f64,
    /// Degrees of freedom, after Welch and Satterthwaite.
    pub df: f64,
    /// The t test of "no difference".
    pub test: Significance,
}

/// The difference of the arms' means per unit.
pub fn welch(exposed: &Arm, control: &Arm) -> Result<Welch, Refusal> {
    let (a, b) = (exposed.mean()?, control.mean()?);
    let (u, v) = (a.standard_error * a.standard_error, b.standard_error * b.standard_error);
    if u + v == 0.0 {
        return Err(Refusal::NoSpread);
    }
    let df = (u + v) * (u + v) / (u * u / (exposed.units as f64 - 1.0) + v * v / (control.units as f64 - 1.0));
    let (value, standard_error) = (a.value - b.value, (u + v).sqrt());
    let half = critical_95(df) * standard_error;
    Ok(Welch {
        estimate: Estimate { value, interval: Interval { lower: value - half, upper: value + half } },
        standard_error,
        df,
        test: student(value / standard_error, df),
    })
}

/// The quotient of two estimates with Fieller's interval at the critical value `critical` of their common distribution.
/// Where what is divided by is not surely different from zero the interval has no end.
pub fn fieller(a: PointEstimate, b: PointEstimate, covariance: f64, critical: f64) -> Result<Estimate, Refusal> {
    if b.value == 0.0 {
        return Err(Refusal::FromZero);
    }
    let squared = critical * critical;
    let below = b.value * b.value - squared * b.standard_error * b.standard_error;
    if below <= 0.0 {
        return Err(Refusal::Unbounded);
    }
    let centre = a.value * b.value - squared * covariance;
    let above = a.value * a.value - squared * a.standard_error * a.standard_error;
    let half = (centre * centre - above * below).max(0.0).sqrt();
    let interval = Interval { lower: (centre - half) / below, upper: (centre + half) / below };
    Ok(Estimate { value: a.value / b.value, interval })
}

/// Incremental value per incremental spend, both per unit. Spend is known, not sampled, so the interval's only
/// uncertainty is the value's.
pub fn incremental_return(exposed: &Arm, control: &Arm) -> Result<Estimate, Refusal> {
    let lift = welch(exposed, control)?;
    let spend = exposed.spend as f64 / exposed.units as f64 - control.spend as f64 / control.units as f64;
    if spend <= 0.0 {
        return Err(Refusal::FromZero);
    }
    let gained = PointEstimate { value: lift.estimate.value, standard_error: lift.standard_error };
    fieller(gained, PointEstimate { value: spend, standard_error: 0.0 }, 0.0, critical_95(lift.df))
}

#[cfg(test)]
mod tests {
    use super::{Arm, fieller, incremental_return, welch};
    use crate::stats::{PointEstimate, Refusal};

    fn arm(values: &[i64], spend: i64) -> Arm {
        Arm {
            units: values.len() as u64,
            sum: values.iter().sum(),
            sum_of_squares: values.iter().map(|value| i128::from(value * value)).sum(),
            spend,
        }
    }

    #[test]
    fn refuses_what_it_cannot_tell() {
        let some = arm(&[1, 2, 5], 30);
        assert_eq!(welch(&arm(&[], 0), &some), Err(Refusal::NoData));
        assert_eq!(welch(&arm(&[4], 0), &some), Err(Refusal::NoSpread));
        assert_eq!(welch(&arm(&[4, 4], 0), &arm(&[4, 4, 4], 0)), Err(Refusal::NoSpread));
        let wrong = Arm { units: 2, sum: 10, sum_of_squares: 49, spend: 0 };
        assert_eq!(welch(&wrong, &some), Err(Refusal::NotWhole));
        assert_eq!(incremental_return(&some, &arm(&[1, 2, 4], 30)), Err(Refusal::FromZero));
        let point = |value, standard_error| PointEstimate { value, standard_error };
        assert_eq!(fieller(point(1.0, 0.1), point(1.0, 0.6), 0.0, 2.0), Err(Refusal::Unbounded));
        assert_eq!(fieller(point(1.0, 0.1), point(0.0, 0.6), 0.0, 2.0), Err(Refusal::FromZero));
    }

    #[test]
    fn a_known_spend_only_scales_the_interval() {
        let (exposed, control) = (arm(&[3, 5, 9, 12], 8), arm(&[1, 2, 4], 0));
        let (lift, quotient) = (welch(&exposed, &control), incremental_return(&exposed, &control));
        let (lift, quotient) = (lift.expect("spread").estimate, quotient.expect("spend"));
        assert!((quotient.value - lift.value / 2.0).abs() < 1e-12);
        assert!((quotient.interval.lower - lift.interval.lower / 2.0).abs() < 1e-12);
        assert!((quotient.interval.upper - lift.interval.upper / 2.0).abs() < 1e-12);
    }
}
