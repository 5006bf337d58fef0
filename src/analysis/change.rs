//! One period against another. In: a metric with the two periods. Out: both values and the change from one to the other.
//! Only days that are final in both periods count, day n against day n; a day that was not delivered in one of them is
//! left out of both, of the values too, so that they divide to the change.

use super::answers::{Answers, Route, Spot};
use super::days;
use super::metric::Metric;
use super::rate::{Judged, Side, judge};
use crate::contract::Report;
use crate::date::DateRange;
use crate::query::period::Comparison;
use crate::stats::Refusal;
use crate::stats::refusal::comparable;

/// The values of a metric: of a measure its own, of a ratio those above and below the line.
pub type Sides<'a> = (Side<'a>, Option<Side<'a>>);

/// From one value to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Delta {
    /// The later value.
    pub now: f64,
    /// The earlier one.
    pub before: f64,
    /// Whether the change of it is their difference, as that of shares is; else it is relative.
    pub in_points: bool,
}

impl Delta {
    /// The change, as a fraction of 1.
    pub fn value(&self) -> f64 {
        let difference = self.now - self.before;
        if self.in_points { difference } else { difference / self.before.abs() }
    }
}

/// Why there is no change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unchanged {
    /// No day is final in both periods.
    Maturing,
    /// Of one of the values only a bound is known, or nothing.
    Unknown(Refusal),
    /// Too few to compare their shares.
    Few(Refusal),
    /// Nothing before, something now.
    FromZero,
    /// Nothing before, nothing now.
    StillZero,
}

/// A metric in two periods, over the days that count.
#[derive(Clone, Debug)]
pub struct Moved<'a> {
    /// The first days of both that are final; `None` where there is no such day, and then nothing to compare: the values
    /// are those of all days.
    pub days: Option<(DateRange, DateRange)>,
    /// How many of them count: those that were not delivered in one of the periods are left out of both.
    pub counted: usize,
    /// Of the days chosen; `None` where it cannot be had at this cut.
    pub now: Option<Sides<'a>>,
    /// Of the days compared with.
    pub before: Option<Sides<'a>>,
    /// From before to now.
    pub change: Result<Delta, Unchanged>,
}

/// A measure, a share (whose change is in points) or another ratio (relative), of all routes or of `routes` above and
/// below the line.
pub(crate) fn moved<'a>(
    report: &'a Report,
    answers: &mut Answers<'a>,
    metric: &Metric,
    routes: (Route, Route),
    periods: Comparison,
) -> Moved<'a> {
    between(report, metric, periods, &mut |range, missed| {
        let top = answers.side_without(Spot { measure: metric.leading(), route: routes.0 }, range, missed)?;
        let bottom = match metric.below() {
            Some(measure) => Some(answers.side_without(Spot { measure, route: routes.1 }, range, missed)?),
            None => None,
        };
        Some((top, bottom))
    })
}

/// The same of whatever rows `sides` tells the values of: over some days, without some of them.
pub(crate) fn between<'a>(
    report: &Report,
    metric: &Metric,
    periods: Comparison,
    sides: &mut dyn FnMut(DateRange, &[i32]) -> Option<Sides<'a>>,
) -> Moved<'a> {
    let days = days::common(report, &metric.measures(), periods);
    let (current, baseline) = days.unwrap_or((periods.current, periods.baseline));
    let missed = days.map_or_else(Vec::new, |_| missed(report, current, baseline));
    let (now, before) = (sides(current, &missed), sides(baseline, &missed));
    let change = match (days, &now, &before) {
        (None, ..) => Err(Unchanged::Maturing),
        (_, Some(now), Some(before)) => change(metric, now, before, report),
        _ => Err(Unchanged::Unknown(Refusal::NotAtThisCut)),
    };
    Moved { days, counted: current.len() as usize - missed.len(), now, before, change }
}

/// The days, each so many after the first, that were not delivered in one of two ranges.
fn missed(report: &Report, current: DateRange, baseline: DateRange) -> Vec<i32> {
    let mut missed = Vec::new();
    for n in 0..current.len() as i32 {
        let lacks = |range: DateRange| report.meta.missing_dates.binary_search(&range.from.plus(n)).is_ok();
        if lacks(current) || lacks(baseline) {
            missed.push(n);
        }
    }
    missed
}

/// Change from one value of a metric to another; whether their days can be compared is the caller's to know.
pub(crate) fn change(
    metric: &Metric,
    now: &Sides<'_>,
    before: &Sides<'_>,
    report: &Report,
) -> Result<Delta, Unchanged> {
    let delta = Delta {
        now: value(now).map_err(Unchanged::Unknown)?,
        before: value(before).map_err(Unchanged::Unknown)?,
        in_points: metric.is_share(report),
    };
    let few = |(top, bottom): &Sides<'_>| match bottom {
        Some(bottom) if delta.in_points => comparable(top.figure.value, bottom.figure.value).map_err(Unchanged::Few),
        _ => Ok(()),
    };
    few(now)?;
    if delta.before == 0.0 && (delta.now > 0.0 || !delta.in_points) {
        // None at all before is no small sample.
        return Err(if delta.now == 0.0 { Unchanged::StillZero } else { Unchanged::FromZero });
    }
    few(before)?;
    Ok(delta)
}

/// The value, where it is exactly known.
fn value((top, bottom): &Sides<'_>) -> Result<f64, Refusal> {
    match bottom {
        Some(bottom) => match judge(top, bottom)? {
            Judged::Exact(value) => Ok(value),
            Judged::Bound(..) => Err(Refusal::Bound),
        },
        None if top.figure.hidden => Err(Refusal::Hidden),
        None if top.figure.lacking > 0 => Err(Refusal::NotWhole),
        None if top.figure.rate_unknown => Err(Refusal::SampledUnscaled),
        None if top.figure.value != top.figure.upper => Err(Refusal::Bound),
        None => Ok(top.figure.estimate),
    }
}
