//! A metric along the time axis. In: the questions of a panel, a metric, days, and whether by day, week or month. Out:
//! one [`Point`] a period, those without a fact too, each with what it needs to be printed: a panel draws lines from
//! [`Point::value`] and words from [`Point::shown`], so that the two cannot disagree.

use super::asking::Asking;
use super::change::{Change, change};
use super::locale::Locale;
use super::metric::Metric;
use super::rate::{Judged, Side, judge, no_quotient, quotient};
use super::reading::{Shown, is_blank, show};
use crate::analysis::answers::Spot;
use crate::contract::{MeasureIx, MeasureKind, Report};
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
    /// Whether its number may still change, or stands for fewer days than its neighbours.
    pub const fn is_open(&self) -> bool {
        self.partial || self.growing
    }

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

    /// Change from the same metric over other days.
    pub fn change(&self, before: &Self, metric: &Metric, report: &Report, locale: &Locale) -> Change {
        if self.growing || before.growing {
            return Change { text: locale.words.maturing.to_owned(), ..Change::default() };
        }
        if self.is_open() || before.is_open() || self.missing || before.missing {
            return Change::default();
        }
        let (now, then) = ((&self.top, self.bottom.as_ref()), (&before.top, before.bottom.as_ref()));
        change(metric, now, then, report, locale)
    }
}

/// The mean over those of `points` that are whole and known: of a measure that of its values, of a ratio that of its
/// sums, never a mean of quotients. `None` where nothing is known, or the ratio counts people who may come again.
pub(super) fn mean(points: &[Point<'_>], metric: &Metric) -> Option<f64> {
    let (mut sum, mut days) = (0.0, 0.0);
    let mut sides: Option<(Side<'_>, Side<'_>)> = None;
    for point in points.iter().filter(|point| !point.is_open() && !point.missing) {
        let Some(bottom) = point.bottom else {
            let Some(value) = point.value(metric) else { continue };
            sum += value;
            days += 1.0;
            continue;
        };
        let unknown = |side: &Side<'_>| side.figure.hidden || side.figure.lacking > 0;
        if unknown(&point.top) || unknown(&bottom) {
            continue;
        }
        match &mut sides {
            None => sides = Some((point.top, bottom)),
            Some((top, below)) => {
                add(&mut top.figure, &point.top.figure);
                add(&mut below.figure, &bottom.figure);
            }
        }
    }
    let Metric::Ratio(ratio) = metric else { return (days > 0.0).then_some(sum / days) };
    let adds = |side: &Side<'_>| matches!(side.measure.kind, MeasureKind::Count | MeasureKind::Money);
    let (top, bottom) = sides.filter(|(top, bottom)| adds(top) && adds(bottom))?;
    match judge(&top, &bottom) {
        Ok(Judged::Exact(value)) => Some(value * f64::from(ratio.per)),
        _ => None,
    }
}

fn add(sum: &mut Figure, figure: &Figure) {
    sum.value += figure.value;
    sum.upper += figure.upper;
    sum.estimate += figure.estimate;
}

/// The periods of `range`, first to last; none where no cube carries the metric.
pub(super) fn series<'a>(asking: &mut Asking<'a>, metric: &Metric, range: DateRange, by: Key) -> Vec<Point<'a>> {
    let report = asking.report;
    let Some(top) = figures(asking, metric.leading(), range, by) else { return Vec::new() };
    let bottom = metric.below().map(|below| figures(asking, below, range, by));
    let Some(bottom) = bottom.map_or(Some(None), |found| found.map(Some)) else { return Vec::new() };
    let mut points = Vec::new();
    let mut day = range.from;
    while let Some(days) = period::bucket(&[by], day, range) {
        let whole = period::whole_bucket(by, day);
        let sides = (top.at(whole.from), bottom.as_ref().map(|bottom| bottom.at(whole.from)));
        points.push(point(report, metric, days, whole, sides));
        day = days.to.plus(1);
    }
    points
}

/// Any days as one period; `None` where no cube carries the metric.
pub(super) fn span<'a>(asking: &mut Asking<'a>, metric: &Metric, days: DateRange) -> Option<Point<'a>> {
    let mut side = |measure| asking.side(Spot { measure, route: None }, days);
    let top = side(metric.leading())?;
    let bottom = match metric.below() {
        None => None,
        Some(below) => Some(side(below)?),
    };
    Some(point(asking.report, metric, days, days, (top, bottom)))
}

fn point<'a>(
    report: &Report,
    metric: &Metric,
    days: DateRange,
    whole: DateRange,
    (top, bottom): (Side<'a>, Option<Side<'a>>),
) -> Point<'a> {
    let absent = report.meta.missing_dates.iter().filter(|&&day| days.contains(day)).count() as u32;
    let grows = |ix| days.to > period::mature_through(report, ix);
    let is_complete = whole.intersect(report.complete_range()) == Some(whole);
    Point {
        days,
        partial: days != whole || !is_complete || absent > 0,
        growing: grows(metric.leading()) || metric.below().is_some_and(grows),
        missing: absent == days.len(),
        top,
        bottom,
    }
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
    let side = asking.side(Spot { measure: ix, route: None }, range)?;
    let figures = asking.answers.by_period(range, by, ix)?;
    Some(Figures { side, figures })
}
