//! A metric along the time axis. In: the questions of a panel, a metric, days, and whether by day, week or month. Out:
//! one [`Point`] a period, those without a fact too, each with what it needs to be printed: a panel draws lines from
//! [`Point::value`] and words from [`Point::shown`], so that the two cannot disagree.

use super::asking::Asking;
use super::locale::Locale;
use super::metric::Metric;
use super::rate::{Judged, Side, judge, no_quotient, quotient};
use super::reading::{Shown, is_blank, show};
use crate::contract::{MeasureIx, Report};
use crate::date::{Date, DateRange};
use crate::query::{Figure, Key, period};
use crate::stats::Refusal;

/// One day, week or month.
#[derive(Clone, Debug)]
pub(super) struct Point<'a> {
    /// Its days, as far as they are among those chosen.
    pub days: DateRange,
    /// Whether some of its days are not among those chosen, were not delivered, or are not whole yet.
    pub partial: bool,
    /// Whether its number still grows.
    pub growing: bool,
    /// Nothing was delivered for any of its days.
    pub missing: bool,
    top: Side<'a>,
    bottom: Option<Side<'a>>,
}

impl Point<'_> {
    /// What is drawn; `None` where there is a gap.
    pub fn value(&self, metric: &Metric) -> Option<f64> {
        if self.missing {
            return None;
        }
        match (metric, &self.bottom) {
            (Metric::Ratio(ratio), Some(bottom)) => match judge(&self.top, bottom) {
                Ok(Judged::Exact(value)) => Some(value * f64::from(ratio.per)),
                _ => None,
            },
            _ => (!self.top.figure.hidden && !is_blank(&self.top.figure)).then_some(self.top.figure.estimate),
        }
    }

    /// The number in words; where there is none, why.
    pub fn shown(&self, metric: &Metric, report: &Report, locale: &Locale) -> Shown {
        if self.missing {
            return Shown::none(locale.words.not_delivered, locale);
        }
        match (metric, &self.bottom) {
            (Metric::Ratio(ratio), Some(bottom)) => quotient(report, ratio, &self.top, bottom, locale),
            (Metric::Ratio(_), None) => no_quotient(Refusal::NotAtThisCut, locale),
            _ => show(&self.top.figure, self.top.measure, report, locale),
        }
    }
}

/// The periods of `range`, first to last; none where no cube carries the metric.
pub(super) fn series<'a>(asking: &mut Asking<'a>, metric: &Metric, range: DateRange, by: Key) -> Vec<Point<'a>> {
    let report = asking.report;
    let Some(top) = figures(asking, metric.leading(), range, by) else { return Vec::new() };
    let bottom = metric.below().map(|below| figures(asking, below, range, by));
    let Some(bottom) = bottom.map_or(Some(None), |found| found.map(Some)) else { return Vec::new() };
    let final_through = metric.measures().map(|ix| period::mature_through(report, ix)).min();
    let complete = report.complete_range();
    let missing = &report.meta.missing_dates;
    let mut points = Vec::new();
    let mut day = range.from;
    while let Some(days) = period::bucket(&[by], day, range) {
        let whole = period::whole_bucket(by, day);
        let absent = missing.iter().filter(|&&day| days.contains(day)).count() as u32;
        points.push(Point {
            days,
            partial: days != whole || whole.intersect(complete) != Some(whole) || absent > 0,
            growing: final_through.is_some_and(|through| days.to > through),
            missing: absent == days.len(),
            top: top.at(whole.from),
            bottom: bottom.as_ref().map(|bottom| bottom.at(whole.from)),
        });
        day = days.to.plus(1);
    }
    points
}

/// The figures of one measure, by the first day of their period.
struct Figures<'a> {
    side: Side<'a>,
    figures: Vec<(Date, Figure)>,
}

impl<'a> Figures<'a> {
    fn at(&self, day: Date) -> Side<'a> {
        let found = self.figures.binary_search_by(|(known, _)| known.cmp(&day)).ok();
        let figure = found.and_then(|place| self.figures.get(place)).map(|(_, figure)| *figure).unwrap_or_default();
        Side { figure, ..self.side }
    }
}

fn figures<'a>(asking: &mut Asking<'a>, ix: MeasureIx, range: DateRange, by: Key) -> Option<Figures<'a>> {
    let side = asking.side(super::asking::Spot { measure: ix, route: None }, range)?;
    let figures = asking.answers.by_period(range, by, ix)?;
    Some(Figures { side, figures })
}
