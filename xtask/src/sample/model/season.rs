//! What day it is for readers and buyers: weekday, promotion, growth over the year. In: a merchant's weekdays. Out:
//! factors around 1 by date.

use super::parameters::{COMPLETE_THROUGH, FIRST_NOTE, PROMOTIONS, Phase, RATES_AT, WINDOW_DAYS};
use super::scenario::Scenario;
use crate::sample::date::{Date, DateRange};
use crate::sample::rng::pow;

/// A date that the parameters give.
pub fn day(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("{text} is no date"))
}

/// Days that the parameters give.
pub fn days((from, to): (&str, &str)) -> DateRange {
    DateRange { from: day(from), to: day(to) }
}

/// The factors of all days of the model, worked out once.
pub struct Season {
    first: Date,
    content: Vec<f64>,
    buying: Vec<f64>,
    cheap: Vec<bool>,
    rates_at: Date,
}

impl Season {
    /// From the shared promotions and the merchant's weekdays.
    pub fn new(scenario: &Scenario) -> Self {
        let promotions: Vec<(Phase, DateRange)> =
            PROMOTIONS.iter().map(|&(_, phase, _, from, to)| (phase, days((from, to)))).collect();
        let first = day(FIRST_NOTE);
        let last = day(COMPLETE_THROUGH).plus(2 * WINDOW_DAYS);
        let dates: Vec<Date> = (0..=last.since(first)).map(|n| first.plus(n)).collect();
        let content = |date: &Date| content(&promotions, *date) * scenario.weekday_content[date.weekday() as usize];
        let buying = |date: &Date| buying(&promotions, *date) * scenario.weekday_orders[date.weekday() as usize];
        let cheap =
            |date: &Date| promotions.iter().any(|(phase, range)| *phase != Phase::Presale && range.contains(*date));
        Self {
            first,
            content: dates.iter().map(content).collect(),
            buying: dates.iter().map(buying).collect(),
            cheap: dates.iter().map(cheap).collect(),
            rates_at: day(RATES_AT),
        }
    }

    /// On how much is published, budgeted and read: merchants seed before a promotion and during it.
    pub fn content(&self, date: Date) -> f64 {
        self.content[self.index(date)]
    }

    /// On how readily people buy: they wait before a promotion and while only deposits are taken, and buy on its
    /// first and last days.
    pub fn buying(&self, date: Date) -> f64 {
        self.buying[self.index(date)]
    }

    /// Whether goods are sold at promotion prices.
    pub fn cheap(&self, date: Date) -> bool {
        self.cheap[self.index(date)]
    }

    /// Years since the day at which growing rates hold.
    pub fn years(&self, date: Date) -> f64 {
        f64::from(date.since(self.rates_at)) / 365.0
    }

    /// What a yearly factor amounts to on that day.
    pub fn grown(&self, a_year: f64, date: Date) -> f64 {
        pow(a_year, self.years(date))
    }

    fn index(&self, date: Date) -> usize {
        date.since(self.first) as usize
    }
}

fn content(promotions: &[(Phase, DateRange)], date: Date) -> f64 {
    let promotion = promotions.iter().map(|(phase, range)| match phase {
        _ if range.contains(date.plus(12)) && !range.contains(date) => 1.35,
        Phase::Presale if range.contains(date) => 1.7,
        _ if range.contains(date) => 1.5,
        _ => 1.0,
    });
    promotion.fold(1.0, f64::max)
}

fn buying(promotions: &[(Phase, DateRange)], date: Date) -> f64 {
    let mut factor = 1.0;
    for (phase, range) in promotions {
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
    factor
}
