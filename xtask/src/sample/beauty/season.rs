//! What day it is for readers and buyers: weekday, promotion, growth over the year. In: a date. Out: factors around 1.

use super::parameters::{PROMOTIONS, Phase, RATES_AT, WEEKDAY_CONTENT, WEEKDAY_ORDERS};
use super::rng::pow;
use crate::sample::date::{Date, DateRange};

/// A date that the parameters give.
pub fn day(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("{text} is no date"))
}

/// The promotions' days.
pub fn promotions() -> Vec<(Phase, DateRange)> {
    PROMOTIONS.iter().map(|&(_, phase, _, from, to)| (phase, DateRange { from: day(from), to: day(to) })).collect()
}

/// Factors by date; holds the parsed promotions.
pub struct Season {
    promotions: Vec<(Phase, DateRange)>,
    rates_at: Date,
}

impl Season {
    /// From the parameters.
    pub fn new() -> Self {
        Self { promotions: promotions(), rates_at: day(RATES_AT) }
    }

    /// On how much is published, budgeted and read: merchants seed before a promotion and during it.
    pub fn content(&self, date: Date) -> f64 {
        let promotion = self.promotions.iter().map(|(phase, range)| match phase {
            _ if range.contains(date.plus(12)) && !range.contains(date) => 1.35,
            Phase::Presale if range.contains(date) => 1.7,
            _ if range.contains(date) => 1.5,
            _ => 1.0,
        });
        promotion.fold(1.0, f64::max) * WEEKDAY_CONTENT[date.weekday() as usize]
    }

    /// On how readily people buy: they wait before a promotion and while only deposits are taken, and buy on its
    /// first and last days.
    pub fn buying(&self, date: Date) -> f64 {
        let mut factor = 1.0;
        for (phase, range) in &self.promotions {
            if range.contains(date) {
                let from_start = date.since(range.from);
                let to_end = range.to.since(date);
                factor = match phase {
                    Phase::Presale => 0.75,
                    _ if from_start == 0 => 3.2,
                    _ if from_start < 3 => 2.1,
                    _ if to_end < 3 => 2.3,
                    _ => 1.2,
                };
            } else if range.contains(date.plus(7)) && *phase != Phase::Spot {
                factor = 0.85;
            }
        }
        factor * WEEKDAY_ORDERS[date.weekday() as usize]
    }

    /// Whether goods are sold at promotion prices.
    pub fn cheap(&self, date: Date) -> bool {
        self.promotions.iter().any(|(phase, range)| *phase != Phase::Presale && range.contains(date))
    }

    /// What a yearly factor amounts to on that day.
    pub fn grown(&self, a_year: f64, date: Date) -> f64 {
        pow(a_year, f64::from(date.since(self.rates_at)) / 365.0)
    }
}
