//! This period against another. In: a metric with the two periods. Out: both values and the change in words. Only days
//! that are final in both periods count, day n against day n; a day that was not delivered in one of them is left out of
//! both, of the values too, so that they divide to the change.

use super::answers::Route;
use super::asking::{Asking, Spot};
use super::locale::{Locale, percent_digits};
use super::metric::Metric;
use super::rate::{Judged, Side, judge, no_quotient, quotient};
use super::reading::{Shown, show};
use super::twin::{Cell, Number};
use super::words::{Words, fill};
use crate::analysis::days;
use crate::contract::{Polarity, Report};
use crate::date::DateRange;
use crate::query::period;
use crate::stats::Refusal;
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

/// A measure, a share (whose change is in points) or another ratio (relative), of all routes or of `routes` above and
/// below the line. Where nothing can be compared, all days of the other period are told.
pub(super) fn compared(
    asking: &mut Asking<'_>,
    metric: &Metric,
    routes: (Route, Route),
    periods: period::Comparison,
) -> Compared {
    let (report, locale) = (asking.report, asking.locale);
    let top = Spot { measure: metric.leading(), route: routes.0 };
    let bottom = metric.below().map(|measure| Spot { measure, route: routes.1 });
    let spots: Vec<Spot> = std::iter::once(top).chain(bottom).collect();
    let days = common_days(report, &spots, periods);
    let (current, baseline) = days.unwrap_or((periods.current, periods.baseline));
    let mut missed = Vec::new();
    for n in (0..current.len() as i32).filter(|_| days.is_some()) {
        let lacks = |range: DateRange| report.meta.missing_dates.binary_search(&range.from.plus(n)).is_ok();
        if lacks(current) || lacks(baseline) {
            missed.push(n);
        }
    }
    let mut sides = |range| {
        let bottom = match bottom {
            Some(spot) => Some(asking.side_without(spot, range, &missed)?),
            None => None,
        };
        Some((asking.side_without(top, range, &missed)?, bottom))
    };
    let (now, before) = (sides(current), sides(baseline));
    let shown = |sides: &Option<(Side<'_>, Option<Side<'_>>)>| match (sides, metric) {
        (Some((top, Some(bottom))), Metric::Ratio(ratio)) => quotient(report, ratio, top, bottom, locale),
        (Some((top, _)), _) => show(&top.figure, top.measure, report, locale),
        (None, _) => no_quotient(Refusal::NotAtThisCut, locale),
    };
    let change = match (days, &now, &before) {
        (None, ..) => Change { text: locale.words.maturing.to_owned(), ..Change::default() },
        (_, Some(now), Some(before)) => {
            change(metric, (&now.0, now.1.as_ref()), (&before.0, before.1.as_ref()), report, locale)
        }
        _ => Change::default(),
    };
    let counted = current.len() as usize - missed.len();
    Compared { change, days, counted, now: shown(&now), before: shown(&before) }
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
        if start == 0.0 && after > 0.0 && !too_few(now) {
            // None at all before is no small sample.
            return relative(after, start, metric.polarity(report), locale);
        }
        if too_few(now) || too_few(before) {
            return Change { text: locale.words.too_small.to_owned(), ..Change::default() };
        }
        // With as many digits as the two shares have.
        let digits = percent_digits(after).max(percent_digits(start));
        return worded(after - start, locale.points(after - start, digits), metric.polarity(report), locale.words);
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
    // What prints as 0.0 is no rise.
    let text = if (uplift * 1_000.0).round() == 0.0 { String::new() } else { locale.uplift(uplift) };
    worded(uplift, text, polarity, words)
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
