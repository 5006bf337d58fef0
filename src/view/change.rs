//! This period against another. In: a measure (and the one before it) with the two periods. Out: changes in words.
//! Only days that are final in both periods count, day n against day n; a day that was not delivered in one of them
//! is left out of both.

use super::asking::{Asking, Spot};
use super::locale::Locale;
use super::metric::Metric;
use super::rate::{Judged, Side, judge};
use super::twin::{Cell, Number};
use super::words::Words;
use crate::analysis::days;
use crate::contract::{Polarity, Report};
use crate::date::DateRange;
use crate::query::period;
use crate::stats::refusal::comparable;

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

/// The first days of both periods that are final for all of `spots`; `None` where there is no such day.
pub(super) fn common_days(
    report: &Report,
    spots: &[Spot],
    periods: period::Comparison,
) -> Option<(DateRange, DateRange)> {
    let mut measures = Vec::with_capacity(spots.len());
    for spot in spots {
        measures.push(spot.measure);
    }
    days::common(report, &measures, periods)
}

/// Relative change of a count.
pub(super) fn count_change(asking: &mut Asking<'_>, spot: Spot, periods: period::Comparison) -> Change {
    let words = asking.locale.words;
    let Some((current, baseline)) = common_days(asking.report, &[spot], periods) else {
        return Change { text: words.maturing.to_owned(), ..Change::default() };
    };
    let (Some(now), Some(before)) = (asking.side(spot, current), asking.side(spot, baseline)) else {
        return Change::default();
    };
    let unknown = |side: &Side<'_>| side.figure.hidden || !side.figure.is_exact();
    if unknown(&now) || unknown(&before) {
        return Change::default();
    }
    let Some((now, before)) = asking.answers.aligned(spot.route, spot.measure, current, baseline) else {
        return Change::default();
    };
    relative(now, before, asking.polarity(spot), asking.locale)
}

/// Change of the share that `top` has in `bottom`, in percentage points.
pub(super) fn rate_change(asking: &mut Asking<'_>, top: Spot, bottom: Spot, periods: period::Comparison) -> Change {
    let words = asking.locale.words;
    let Some((current, baseline)) = common_days(asking.report, &[top, bottom], periods) else {
        return Change { text: words.maturing.to_owned(), ..Change::default() };
    };
    let mut share = |range: DateRange| {
        let (x, n) = (asking.side(top, range)?, asking.side(bottom, range)?);
        match judge(&x, &n) {
            Ok(Judged::Exact(value)) => Some(comparable(x.figure.value, n.figure.value).map(|()| value)),
            _ => None,
        }
    };
    let (Some(now), Some(before)) = (share(current), share(baseline)) else { return Change::default() };
    let (Ok(now), Ok(before)) = (now, before) else {
        return Change { text: words.too_small.to_owned(), ..Change::default() };
    };
    worded(now - before, asking.locale.points(now - before), asking.polarity(top), words)
}

/// Change of a measure, a share (in points) or another ratio (relative).
pub(super) fn metric_change(asking: &mut Asking<'_>, metric: &Metric, periods: period::Comparison) -> Change {
    let top = Spot { measure: metric.leading(), route: None };
    let Some(bottom) = metric.below().map(|measure| Spot { measure, route: None }) else {
        return count_change(asking, top, periods);
    };
    let Some((current, baseline)) = common_days(asking.report, &[top, bottom], periods) else {
        return Change { text: asking.locale.words.maturing.to_owned(), ..Change::default() };
    };
    let mut sides = |range| Some((asking.side(top, range)?, asking.side(bottom, range)?));
    let (Some(now), Some(before)) = (sides(current), sides(baseline)) else { return Change::default() };
    change(metric, (&now.0, Some(&now.1)), (&before.0, Some(&before.1)), asking.report, asking.locale)
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
    let value = |(top, bottom): (&Side<'_>, Option<&Side<'_>>)| match bottom {
        None => (!top.figure.hidden && top.figure.is_exact()).then_some(top.figure.estimate),
        Some(bottom) => match judge(top, bottom) {
            Ok(Judged::Exact(value)) => Some(value),
            _ => None,
        },
    };
    let (Some(after), Some(start)) = (value(now), value(before)) else { return Change::default() };
    if metric.is_share(report) {
        let too_few = |(top, bottom): (&Side<'_>, Option<&Side<'_>>)| {
            bottom.is_some_and(|bottom| comparable(top.figure.value, bottom.figure.value).is_err())
        };
        if too_few(now) || too_few(before) {
            return Change { text: locale.words.too_small.to_owned(), ..Change::default() };
        }
        return worded(after - start, locale.points(after - start), metric.polarity(report), locale.words);
    }
    relative(after, start, metric.polarity(report), locale)
}

fn relative(now: f64, before: f64, polarity: Polarity, locale: &Locale) -> Change {
    let words = locale.words;
    if before == 0.0 {
        let text = if now == 0.0 { words.unchanged } else { words.from_zero };
        return Change { text: text.to_owned(), ..Change::default() };
    }
    let uplift = (now - before) / before.abs();
    worded(uplift, locale.uplift(uplift), polarity, words)
}

fn worded(change: f64, text: String, polarity: Polarity, words: &Words) -> Change {
    // What prints as 0.0 is no rise.
    let direction = match (change * 1_000.0).round() {
        rounded if rounded > 0.0 => Direction::Rise,
        rounded if rounded < 0.0 => Direction::Fall,
        _ => Direction::Flat,
    };
    let good = match (direction, polarity) {
        (Direction::Flat, _) | (_, Polarity::None) => None,
        (direction, Polarity::Up) => Some(direction == Direction::Rise),
        (direction, Polarity::Down) => Some(direction == Direction::Fall),
    };
    let text = if direction == Direction::Flat { words.unchanged.to_owned() } else { text };
    Change { text, direction, good, value: Some(change) }
}
