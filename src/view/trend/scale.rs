//! Axes. In: values, periods, the room there is. Out: round places to measure by, and labels that keep apart.

use crate::contract::Report;
use crate::date::{Date, DateRange};
use crate::query::Key;
use crate::view::chart::{Tick, text_px};
use crate::view::locale::{Locale, step_digits};
use crate::view::metric::{Metric, Quantity};
use crate::view::words::fill;

/// Steps of an axis, about so many.
const STEPS: f64 = 4.0;
/// Pixels between two labels.
const APART_PX: f64 = 12.0;

/// From the lowest to the highest value of an axis, both round, and zero among them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::view) struct Scale {
    low: f64,
    step: f64,
    steps: u32,
}

impl Scale {
    /// Holds all of `values`; `whole` numbers have no step below one.
    pub fn over(values: impl Iterator<Item = f64>, whole: bool) -> Self {
        let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        Self::between(low, high, whole)
    }

    fn between(low: f64, high: f64, whole: bool) -> Self {
        let span = if high > low { high - low } else { 1.0 };
        let step = round_up(span / STEPS).max(if whole { 1.0 } else { 0.0 });
        // A hair of tolerance: 0.3 / 0.1 is a little more than 3.
        let below = (-low / step - 1e-9).ceil().max(0.0);
        let above = (high / step - 1e-9).ceil().max(if below > 0.0 { 0.0 } else { 1.0 });
        Self { low: -below * step, step, steps: (below + above) as u32 }
    }

    /// Place of a value, 0 to 1.
    #[inline(never)]
    pub fn at(&self, value: f64) -> f64 {
        (value - self.low) / (self.step * f64::from(self.steps))
    }

    /// The values of every step.
    pub fn values(&self) -> Vec<f64> {
        (0..=self.steps).map(|n| self.low + self.step * f64::from(n)).collect()
    }

    /// Digits after the point that tell steps apart, of values times `unit`.
    pub fn digits(&self, unit: f64) -> u32 {
        step_digits(self.step * unit)
    }

    /// Labels at every step.
    pub fn ticks(&self, metric: &Metric, report: &Report, locale: &Locale) -> Vec<Tick> {
        let mut ticks = Vec::new();
        for value in self.values() {
            ticks.push(Tick { at: self.at(value), label: self.label(value, metric, report, locale) });
        }
        ticks
    }

    /// An amount of minor units.
    pub fn money(&self, value: f64, currency: &str, locale: &Locale) -> String {
        locale.tick(value, self.step, self.peak(), Some(currency))
    }

    /// Below zero the axis may reach farther than above.
    fn peak(&self) -> f64 {
        (self.low + self.step * f64::from(self.steps)).max(-self.low)
    }

    pub fn label(&self, value: f64, metric: &Metric, report: &Report, locale: &Locale) -> String {
        match metric.quantity(report) {
            Quantity::Share => locale.numbers.percent(value, self.digits(100.0)),
            Quantity::Plain => locale.decimal(value, self.digits(1.0)),
            Quantity::Count => locale.tick(value, self.step, self.peak(), None),
            Quantity::Money => self.money(value, &report.meta.currency, locale),
        }
    }
}

/// The next of 1, 2, 5, 10, 20, 50 … and of their tenths.
fn round_up(value: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= value {
        power *= 10.0;
    }
    while power > value {
        power /= 10.0;
    }
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= value * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * power
}

/// What a period is called; dates are labels, no zone shifts them.
pub(in crate::view) fn period_label(days: DateRange, by: Key, locale: &Locale) -> String {
    match by {
        Key::Week => fill!(locale.words.week_of, date = tick_label(days, by)),
        Key::Day | Key::Month | Key::Dimension(_) => tick_label(days, by),
    }
}

/// The same below the plot, where the menu of periods says that weeks are weeks.
fn tick_label(days: DateRange, by: Key) -> String {
    match by {
        Key::Week => days.from.week_start().to_string(),
        Key::Month => days.from.to_string().chars().take(7).collect(),
        Key::Day | Key::Dimension(_) => days.from.to_string(),
    }
}

/// Steps between labels of a time axis, in the order of trying.
const CALENDAR: [Era; 13] = [
    Era::Days(1),
    Era::Days(2),
    Era::Days(7),
    Era::Days(14),
    Era::Days(28),
    Era::Months(1),
    Era::Months(2),
    Era::Months(3),
    Era::Months(6),
    Era::Months(12),
    Era::Months(24),
    Era::Months(60),
    Era::Months(120),
];

#[derive(Clone, Copy)]
enum Era {
    Days(i32),
    Months(i32),
}

impl Era {
    fn number(self, day: Date) -> i32 {
        match self {
            // Weeks begin on Monday; 1970-01-05 was one.
            Self::Days(days) => (day.days() - 4).div_euclid(days),
            Self::Months(months) => {
                let (year, month, _) = day.ymd();
                (year * 12 + month as i32 - 1).div_euclid(months)
            }
        }
    }
}

/// Labels below the plot, where the calendar has its own steps, as many as `room_px` holds.
pub(in crate::view) fn time_ticks(periods: &[DateRange], by: Key, room_px: f64) -> Vec<Tick> {
    let Some(first) = periods.first() else { return Vec::new() };
    let middle = |n: usize| (n as f64 + 0.5) / periods.len() as f64;
    let mut found = vec![0];
    let mut named = by;
    for era in CALENDAR {
        // Months are told by their names, which are shorter than those of days and weeks.
        named = if matches!(era, Era::Months(_)) { Key::Month } else { by };
        let apart = (text_px(&tick_label(*first, named)) + APART_PX) / room_px;
        let mut last = era.number(first.from.plus(-1));
        let mut begins = Vec::new();
        for (n, days) in periods.iter().enumerate() {
            let number = era.number(days.from);
            if number != last {
                begins.push(n);
            }
            last = number;
        }
        if begins.is_empty() {
            break;
        }
        let far = begins.iter().zip(begins.iter().skip(1)).all(|(&a, &b)| middle(b) - middle(a) >= apart);
        found = begins;
        if far {
            break;
        }
        found.truncate(1);
    }
    let label = |n: usize| periods.get(n).map_or_else(String::new, |&days| tick_label(days, named));
    found.into_iter().map(|n| Tick { at: middle(n), label: label(n) }).collect()
}

#[cfg(test)]
mod tests {
    use super::{Key, Scale, round_up, time_ticks};
    use crate::date::{Date, DateRange};
    use crate::view::chart::text_px;

    #[test]
    fn steps_are_one_two_five() {
        for (value, round) in [(1.0, 1.0), (1.1, 2.0), (2.1, 5.0), (5.1, 10.0), (0.03, 0.05), (230.0, 500.0)] {
            assert!((round_up(value) - round).abs() < 1e-9 * round, "{value} becomes {}", round_up(value));
        }
    }

    #[test]
    fn a_scale_holds_zero_and_every_value_and_wastes_little() {
        for values in [vec![0.0], vec![3.0, 9.0], vec![-4.0, 10.0], vec![-7.0, -2.0], vec![0.3], vec![1e12, 7.0]] {
            let scale = Scale::over(values.iter().copied(), false);
            assert!((0.0..=1.0).contains(&scale.at(0.0)), "{values:?}: {scale:?}");
            for &value in &values {
                assert!((-1e-9..=1.0 + 1e-9).contains(&scale.at(value)), "{value} in {scale:?}");
            }
            assert!((1..=6).contains(&scale.steps), "{values:?}: {scale:?}");
        }
        assert!((Scale::over([2.0].into_iter(), true).step - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn labels_of_a_time_axis_keep_apart_at_every_length_and_width() {
        let from = Date::parse("2024-05-01").expect("a date");
        for by in [Key::Day, Key::Week, Key::Month] {
            for days in [1, 2, 3, 7, 8, 20, 37, 90, 434, 1_500, 5_000] {
                let range = DateRange { from, to: from.plus(days - 1) };
                let mut periods = Vec::new();
                let mut day = from;
                while let Some(days) = crate::query::period::bucket(&[by], day, range) {
                    periods.push(days);
                    day = days.to.plus(1);
                }
                for room_px in [190.0, 310.0, 640.0] {
                    let ticks = time_ticks(&periods, by, room_px);
                    assert!(!ticks.is_empty());
                    for pair in ticks.windows(2) {
                        let apart = (pair[1].at - pair[0].at) * room_px;
                        assert!(apart >= text_px(&pair[0].label), "{by:?} {days} {room_px}: {ticks:?}");
                    }
                }
            }
        }
    }
}
