//! What a customer acquired is worth so far. In: per age, revenue of customers and how many were followed that far.
//! Out: the mean per customer with its standard error from `cum_revenue` and `cum_sd`, pooled over cohorts by the sums
//! of squares; else the mean cumulative function (Nelson, "Confidence limits for recurrence data", Technometrics 37
//! (1995) 147–157), without a band, as the spread between customers is not known. Revenue in minor units.

use super::change::PointEstimate;
use super::refusal::Refusal;

/// Customers followed through one age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Followed {
    /// How many.
    pub observed: u64,
    /// Their revenue so far including first orders, minor units.
    pub cum_revenue: i64,
    /// Standard deviation of it between customers, with n − 1 below the line.
    pub cum_sd: f64,
}

/// Mean revenue per customer so far, over cohorts that are followed through the same age.
pub fn value_per_customer(cohorts: &[Followed]) -> Result<PointEstimate, Refusal> {
    let (mut observed, mut revenue) = (0_u64, 0_i128);
    for cohort in cohorts {
        observed += cohort.observed;
        revenue += i128::from(cohort.cum_revenue);
    }
    if observed == 0 {
        return Err(Refusal::NoData);
    }
    let n = observed as f64;
    let value = revenue as f64 / n;
    if observed == 1 {
        return Err(Refusal::NoSpread);
    }
    let mut squares = 0.0;
    for cohort in cohorts.iter().filter(|cohort| cohort.observed > 0) {
        let size = cohort.observed as f64;
        let apart = cohort.cum_revenue as f64 / size - value;
        squares += (size - 1.0) * cohort.cum_sd * cohort.cum_sd + size * apart * apart;
    }
    Ok(PointEstimate { value, standard_error: (squares / (n - 1.0) / n).sqrt() })
}

/// Repeat revenue at one age, of the customers followed through it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repeat {
    /// Customers followed.
    pub observed: u64,
    /// Their repeat revenue at this age, minor units.
    pub revenue: i64,
}

/// The mean cumulative function by age: `first_revenue / customers + Σ revenueₖ / observedₖ`. Ends before the first
/// age that nobody was followed through.
pub fn mean_cumulative(first_revenue: i64, customers: u64, ages: &[Repeat]) -> Result<Vec<f64>, Refusal> {
    if customers == 0 {
        return Err(Refusal::NoData);
    }
    let mut value = first_revenue as f64 / customers as f64;
    let mut curve = Vec::with_capacity(ages.len());
    for age in ages {
        if age.observed == 0 {
            break;
        }
        value += age.revenue as f64 / age.observed as f64;
        curve.push(value);
    }
    Ok(curve)
}

#[cfg(test)]
mod tests {
    use super::{Followed, Repeat, mean_cumulative, value_per_customer};
    use crate::stats::Refusal;

    #[test]
    fn pooling_is_the_spread_of_all_customers() {
        // Customers worth 1, 3 and 10, 14: in all mean 7, and squares 36 + 16 + 9 + 49 = 110 with 3 below the line.
        let pair = |a: i64, b: i64| Followed {
            observed: 2,
            cum_revenue: a + b,
            cum_sd: ((b - a) as f64 / 2.0) * std::f64::consts::SQRT_2,
        };
        let pooled = value_per_customer(&[pair(1, 3), pair(10, 14)]).expect("customers");
        assert!((pooled.value - 7.0).abs() < 1e-12);
        assert!((pooled.standard_error - (110.0_f64 / 3.0 / 4.0).sqrt()).abs() < 1e-12);
        assert_eq!(value_per_customer(&[]), Err(Refusal::NoData));
        let one = Followed { observed: 1, cum_revenue: 5, cum_sd: 0.0 };
        assert_eq!(value_per_customer(&[one]), Err(Refusal::NoSpread));
    }

    #[test]
    fn the_mean_cumulative_function_divides_each_age_by_those_followed() {
        let ages = [Repeat { observed: 10, revenue: 50 }, Repeat { observed: 4, revenue: 10 }];
        assert_eq!(mean_cumulative(1_000, 10, &ages), Ok(vec![105.0, 107.5]));
        let end = [Repeat { observed: 0, revenue: 0 }, Repeat { observed: 4, revenue: 10 }];
        assert_eq!(mean_cumulative(1_000, 10, &end), Ok(Vec::new()));
        assert_eq!(mean_cumulative(0, 0, &ages), Err(Refusal::NoData));
    }
}
