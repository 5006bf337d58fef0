//! What a customer has brought by an age, and when that pays for acquiring one. In: life tables with their revenue, what
//! acquisition cost, the margin. Out: the mean over those followed that far with its error, or the mean cumulative
//! function where only revenue by age is known; the cost of one, and the age from which it is earned back.

use super::tables::{Placed, sum_at};
use crate::contract::{Cohorts, Decimal, Report};
use crate::stats::{Followed, Refusal, Repeat, mean_cumulative, value_per_customer};

/// Revenue per customer by age, minor units, first orders included.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// Whether it is the mean over those followed that far; else the mean cumulative function.
    pub is_observed_mean: bool,
    /// By age from 0.
    pub points: Vec<WorthPoint>,
}

/// One age of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorthPoint {
    /// Customers followed through it.
    pub observed: u64,
    /// Minor units per customer.
    pub value: f64,
    /// Standard error, where the spread between customers is known.
    pub standard_error: Option<f64>,
}

/// What acquiring a customer cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// All that was spent, minor units.
    pub spend: i128,
    /// Customers that were acquired for it.
    pub customers: u64,
    /// Share of revenue that is earned; without one, pay-back is of revenue, not of profit.
    pub margin: Option<Decimal>,
    /// The first age at the end of which the value of a customer has paid for acquiring one.
    pub paid_back: Option<u32>,
}

impl Cost {
    /// Per customer, minor units.
    pub fn per_customer(&self) -> f64 {
        self.spend as f64 / self.customers as f64
    }

    /// Revenue per customer that pays for it, minor units.
    pub fn break_even(&self) -> f64 {
        self.per_customer() / self.margin.map_or(1.0, Decimal::to_f64)
    }
}

/// The value curve of the tables' customers.
pub(super) fn worth(tables: &[Placed<'_>]) -> Result<Worth, Refusal> {
    let ages = tables.iter().map(|(_, table)| table.observed.len()).max().unwrap_or(0);
    let mut points = Vec::with_capacity(ages);
    if tables.iter().all(|(_, table)| table.cum_revenue.len() == table.observed.len()) && ages > 0 {
        let has_spread = tables.iter().all(|(_, table)| table.cum_sd.len() == table.observed.len());
        for age in 0..ages {
            let mut followed = Vec::with_capacity(tables.len());
            for (_, table) in tables {
                let Some((&observed, &cum_revenue)) = table.observed.get(age).zip(table.cum_revenue.get(age)) else {
                    continue;
                };
                followed.push(Followed {
                    observed,
                    cum_revenue,
                    cum_sd: table.cum_sd.get(age).copied().unwrap_or(0.0),
                });
            }
            // Of a single customer there is a value, though none that may be told.
            let Ok(mean) = value_per_customer(&followed) else { break };
            points.push(WorthPoint {
                observed: followed.iter().map(|cohort| cohort.observed).sum(),
                value: mean.value,
                standard_error: has_spread.then_some(mean.standard_error),
            });
        }
        return if points.is_empty() { Err(Refusal::NoData) } else { Ok(Worth { is_observed_mean: true, points }) };
    }
    let (mut first, mut customers) = (0, 0);
    for (_, table) in tables {
        first += table.first_revenue.ok_or(Refusal::NoData)?;
        customers += table.customers;
        if table.revenue.len() != table.observed.len() {
            return Err(Refusal::NoData);
        }
    }
    let mut repeats = Vec::with_capacity(ages);
    for age in 0..ages {
        let revenue = tables.iter().filter_map(|(_, table)| table.revenue.get(age)).sum();
        repeats.push(Repeat { observed: sum_at(tables, age, |table| &table.observed), revenue });
    }
    for (value, repeat) in mean_cumulative(first, customers, &repeats)?.into_iter().zip(&repeats) {
        points.push(WorthPoint { observed: repeat.observed, value, standard_error: None });
    }
    Ok(Worth { is_observed_mean: false, points })
}

/// What the tables' customers cost. Refuses where the cost of some of them is not given, or only together with others'.
pub(super) fn cost(
    report: &Report,
    cohorts: &Cohorts,
    tables: &[Placed<'_>],
    worth: Option<&Worth>,
) -> Result<Cost, Refusal> {
    if cohorts.acquisition.is_empty() {
        return Err(Refusal::NoData);
    }
    let is_kept = |place: usize| tables.iter().any(|(kept, _)| *kept == place);
    let mut covered = vec![false; cohorts.tables.len()];
    let mut spend = 0_i128;
    for acquisition in &cohorts.acquisition {
        let mut paid_for: Vec<usize> = Vec::new();
        for (place, table) in cohorts.tables.iter().enumerate() {
            let same_keys = acquisition.keys.is_empty() || acquisition.keys == table.keys;
            if table.cohort == acquisition.cohort && same_keys {
                paid_for.push(place);
            }
        }
        if !paid_for.iter().any(|&place| is_kept(place)) {
            continue;
        }
        if !paid_for.iter().all(|&place| is_kept(place)) {
            return Err(Refusal::NotAtThisCut);
        }
        spend += i128::from(acquisition.spend);
        for place in paid_for {
            if let Some(covered) = covered.get_mut(place) {
                *covered = true;
            }
        }
    }
    if !tables.iter().all(|(place, _)| covered.get(*place) == Some(&true)) {
        return Err(Refusal::NotWhole);
    }
    let customers = tables.iter().map(|(_, table)| table.customers).sum();
    if customers == 0 {
        return Err(Refusal::NoData);
    }
    let margin = report.meta.margin_rate.filter(|margin| margin.mantissa() > 0);
    let mut cost = Cost { spend, customers, margin, paid_back: None };
    let needed = cost.break_even();
    let points = worth.map_or(&[][..], |worth| &worth.points);
    cost.paid_back = points.iter().position(|point| point.value >= needed).map(|age| age as u32);
    Ok(cost)
}
