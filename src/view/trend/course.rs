//! The lines of the trend as series of points, before they have a scale. In: the questions of the panel, what the reader
//! chose. Out: a [`Course`] a line: the metric, its mean, the days compared with, the second metric. The mean looks back
//! before the first chosen day.

use super::Line;
use super::choices::Chosen;
use crate::contract::Report;
use crate::date::DateRange;
use crate::query::{Key, period};
use crate::view::asking::Asking;
use crate::view::card::MEAN;
use crate::view::change::{Change, compared};
use crate::view::chart::Tone;
use crate::view::metric::Metric;
use crate::view::series::{Point, mean, series, span};

/// Days of the mean.
const MEAN_DAYS: usize = 7;

/// One line before it has a scale.
pub(super) struct Course<'a> {
    pub tone: Tone,
    pub label: String,
    pub metric: &'a Metric,
    pub points: Vec<Option<Point<'a>>>,
    /// Means, in place of the points' own values.
    pub means: Option<Vec<Option<f64>>>,
    /// All chosen days together, and their change.
    pub whole: Option<Point<'a>>,
    pub change: Change,
    /// The change with the two numbers that it divides, where it rests on some of the days only.
    pub on_days: Option<String>,
}

impl<'a> Course<'a> {
    fn new(tone: Tone, label: String, metric: &'a Metric, points: Vec<Option<Point<'a>>>) -> Self {
        Self { tone, label, metric, points, means: None, whole: None, change: Change::default(), on_days: None }
    }

    pub fn value(&self, n: usize) -> Option<f64> {
        match &self.means {
            Some(means) => means.get(n).copied().flatten(),
            None => self.point(n)?.value(self.metric),
        }
    }

    pub fn point(&self, n: usize) -> Option<&Point<'a>> {
        self.points.get(n)?.as_ref()
    }

    /// Whether it is a chosen metric itself.
    fn is_own(&self) -> bool {
        matches!(self.tone, Tone::First | Tone::Second)
    }

    pub fn line(&self, report: &Report) -> Line {
        let metric = self.is_own().then(|| self.metric.id(report).to_owned());
        let id = self.metric.id(report);
        let card = if self.means.is_some() { [MEAN, id].concat() } else { id.to_owned() };
        Line { tone: self.tone, label: self.label.clone(), metric, card }
    }

    pub fn is_open(&self, n: usize) -> bool {
        self.point(n).is_some_and(Point::is_open)
    }
}

/// The lines in the order of their readings: the metric, its mean, the other days, the second metric.
pub(super) fn ask<'a>(
    asking: &mut Asking<'a>,
    chosen: &'a Chosen,
    range: DateRange,
    chosen_days: DateRange,
    periods: Option<period::Comparison>,
) -> Vec<Course<'a>> {
    let (report, locale, words) = (asking.report, asking.locale, asking.locale.words);
    let Chosen { metric, second, by, smooth } = chosen;
    let whole = |asking: &mut Asking<'a>, metric: &Metric, days: DateRange| {
        metric.days(report, days).and_then(|days| span(asking, metric, days))
    };
    let back = if *smooth { range.from.since(report.meta.data_from).clamp(0, MEAN_DAYS as i32 - 1) } else { 0 };
    let looked_at = series(asking, metric, DateRange { from: range.from.plus(-back), to: range.to }, *by);
    let points: Vec<Option<Point<'a>>> = looked_at.iter().skip(back as usize).cloned().map(Some).collect();
    let beside = periods.map(|periods| other_days(asking, metric, &points, periods, *by));
    let days = points.len();
    let mut first = Course::new(Tone::First, metric.label(report, locale), metric, points);
    first.whole = whole(asking, metric, chosen_days);
    let mut courses = vec![first];
    if *smooth {
        let mean_at = |n: usize| {
            let end = n + back as usize + 1;
            let own = looked_at.get(end - 1).filter(|point| !point.is_open() && !point.missing)?;
            let window = looked_at.get(end.checked_sub(MEAN_DAYS)?..end)?;
            (own.days.len() == 1).then(|| mean(window, metric)).flatten()
        };
        let mut means = Course::new(Tone::Mean, words.mean_of_seven.to_owned(), metric, Vec::new());
        means.means = Some((0..days).map(mean_at).collect());
        courses.push(means);
    }
    if let (Some(points), Some(periods)) = (beside, periods) {
        let mut others = Course::new(Tone::Compared, words.compared_count.to_owned(), metric, points);
        let compared = compared(asking, metric, (None, None), periods);
        others.whole = whole(asking, metric, compared.days.map_or(periods.baseline, |(_, baseline)| baseline));
        let of = chosen_days.len() as usize;
        let clauses = [compared.change.text.clone(), compared.text(of, locale)];
        others.on_days = compared.is_partial(of).then(|| clauses.join(words.clause_separator));
        others.change = compared.change;
        courses.push(others);
    }
    if let Some(second) = second {
        let points = series(asking, second, range, *by).into_iter().map(Some).collect();
        let mut beside = Course::new(Tone::Second, second.label(report, locale), second, points);
        beside.whole = whole(asking, second, chosen_days);
        courses.push(beside);
    }
    courses
}

/// The days that stand against those of each point, day n against day n, whatever the weeks and months there are.
fn other_days<'a>(
    asking: &mut Asking<'a>,
    metric: &Metric,
    points: &[Option<Point<'a>>],
    periods: period::Comparison,
    by: Key,
) -> Vec<Option<Point<'a>>> {
    let period::Comparison { current, baseline } = periods;
    let days = if by == Key::Day { series(asking, metric, baseline, by) } else { Vec::new() };
    let shift = baseline.from.since(current.from);
    let mut others = Vec::with_capacity(points.len());
    for point in points {
        let days_of = point.as_ref().map(|point| point.days).filter(|&days| days.intersect(current) == Some(days));
        let shifted = days_of.map(|days| DateRange { from: days.from.plus(shift), to: days.to.plus(shift) });
        let shifted = shifted.filter(|&days| days.intersect(baseline) == Some(days));
        others.push(shifted.and_then(|shifted| match by {
            Key::Day => days.get(shifted.from.since(baseline.from) as usize).cloned(),
            _ => span(asking, metric, shifted),
        }));
    }
    others
}

/// The lines of the chosen metrics themselves.
pub(super) fn own<'c, 'a>(courses: &'c [Course<'a>]) -> impl Iterator<Item = &'c Course<'a>> {
    courses.iter().filter(|course| course.is_own())
}
