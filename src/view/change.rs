//! This period against another, in words. In: a metric with the two periods, or what an analysis made of them. Out: both
//! values and the change. Which days count is decided in [`crate::analysis::change`].

use super::asking::Asking;
use super::locale::{Locale, percent_digits};
use super::metric::Metric;
use super::rate::{Side, no_quotient, quotient};
use super::reading::{Shown, show};
use super::twin::{Cell, Number};
use super::words::{Words, fill};
use crate::analysis::answers::Route;
use crate::analysis::change::{Delta, Moved, Sides, Unchanged, moved};
use crate::contract::{Polarity, Report};
use crate::date::DateRange;
use crate::query::period;
use crate::stats::Refusal;

/// A change in words, with its direction and whether that is good.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// `+12.3%`, `−0.4 个百分点`, `仍在回流`, `从零起`.
    pub text: String,
    /// Rise, fall, or neither.
    pub direction: Direction,
    /// Whether the direction is the wanted one; `None` where the measure has no better side.
    pub good: Option<bool>,
    /// The change itself, where there is one: relative, or for shares their difference; as a fraction of 1.
    pub value: Option<f64>,
}

impl Change {
    /// The change in a table.
    pub fn cell(&self) -> Cell {
        Cell::new(self.text.clone(), self.value.map(Number::Real))
    }
}

/// Which way a number went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Up.
    Rise,
    /// Down.
    Fall,
    /// Neither, or not known.
    #[default]
    Flat,
}

/// A number in two periods, over the days that count: what stands there divides to the change.
#[derive(Debug, Default)]
pub(super) struct Compared {
    pub change: Change,
    /// The first days of both that are final; `None` where there is no such day, and then nothing to compare.
    pub days: Option<(DateRange, DateRange)>,
    /// How many of them count: those that were not delivered in one of the periods are left out of both.
    pub counted: usize,
    pub now: Shown,
    pub before: Shown,
}

impl Compared {
    /// `对比期 4.9万`; where not all `of` days count, `38/39 天 12.1万，对比期 4.9万`.
    pub fn text(&self, of: usize, locale: &Locale) -> String {
        let (n, whole) = (locale.number(self.counted), locale.number(of));
        let template = if self.is_partial(of) { locale.words.compared_on_days } else { locale.words.compared_value };
        fill!(template, n = n, of = whole, now = self.now.text, value = self.before.text)
    }

    /// Whether the change rests on some of the `of` days only.
    pub const fn is_partial(&self, of: usize) -> bool {
        self.days.is_some() && self.counted < of
    }
}

/// The metric of all routes or of `routes` above and below the line. Where nothing can be compared, all days of the other
/// period are told.
pub(super) fn compared(
    asking: &mut Asking<'_>,
    metric: &Metric,
    routes: (Route, Route),
    periods: period::Comparison,
) -> Compared {
    let found = moved(asking.report, &mut asking.answers, metric, routes, periods);
    told(&found, metric, asking.report, asking.locale)
}

/// What an analysis has compared, worded.
pub(super) fn told(found: &Moved<'_>, metric: &Metric, report: &Report, locale: &Locale) -> Compared {
    let shown = |sides: &Option<Sides<'_>>| match (sides, metric) {
        (Some((top, Some(bottom))), Metric::Ratio(ratio)) => quotient(report, ratio, top, bottom, locale),
        (Some((top, _)), _) => show(&top.figure, top.measure, report, locale),
        (None, _) => no_quotient(Refusal::NotAtThisCut, locale),
    };
    let change = delta(found.change, metric.polarity(report), locale);
    Compared { change, days: found.days, counted: found.counted, now: shown(&found.now), before: shown(&found.before) }
}

/// Change from one value of a metric to another, each made of one side or of two; whether their days can be compared is
/// the caller's to know.
pub(super) fn change(
    metric: &Metric,
    now: (&Side<'_>, Option<&Side<'_>>),
    before: (&Side<'_>, Option<&Side<'_>>),
    report: &Report,
    locale: &Locale,
) -> Change {
    let (now, before) = ((*now.0, now.1.copied()), (*before.0, before.1.copied()));
    let found = crate::analysis::change::change(metric, &now, &before, report);
    delta(found, metric.polarity(report), locale)
}

/// A change in words; in place of one, why there is none.
pub(super) fn delta(found: Result<Delta, Unchanged>, polarity: Polarity, locale: &Locale) -> Change {
    let words = locale.words;
    let none = |text: &str| Change { text: text.to_owned(), ..Change::default() };
    let delta = match found {
        Ok(delta) => delta,
        Err(Unchanged::Maturing) => return none(words.maturing),
        Err(Unchanged::Unknown(_)) => return Change::default(),
        Err(Unchanged::Few(_)) => return none(words.too_small),
        Err(Unchanged::FromZero) => return none(words.from_zero),
        Err(Unchanged::StillZero) => return none(words.unchanged),
    };
    let value = delta.value();
    let text = if delta.in_points {
        // With as many digits as the two shares have.
        locale.points(value, percent_digits(delta.now).max(percent_digits(delta.before)))
    } else if (value * 1_000.0).round() == 0.0 {
        // What prints as 0.0 is no rise.
        String::new()
    } else {
        locale.uplift(value)
    };
    worded(value, text, polarity, words)
}

/// A change; none where the text is empty.
fn worded(change: f64, text: String, polarity: Polarity, words: &Words) -> Change {
    let direction = match change {
        _ if text.is_empty() => Direction::Flat,
        rise if rise > 0.0 => Direction::Rise,
        _ => Direction::Fall,
    };
    let good = match (direction, polarity) {
        (Direction::Flat, _) | (_, Polarity::None) => None,
        (direction, Polarity::Up) => Some(direction == Direction::Rise),
        (direction, Polarity::Down) => Some(direction == Direction::Fall),
    };
    let text = if direction == Direction::Flat { words.unchanged.to_owned() } else { text };
    Change { text, direction, good, value: Some(change) }
}
