//! Which days may be held against each other. In: the measures of a number, and one period or two. Out: the days on
//! which all of them are final.

use crate::contract::{MeasureIx, Report};
use crate::date::DateRange;
use crate::query::period::{Comparison, mature_range};

/// The days of `range` on which all of `measures` are final; `None` where there is none.
pub(crate) fn mature(report: &Report, measures: &[MeasureIx], range: DateRange) -> Option<DateRange> {
    let mut days = range;
    for &measure in measures {
        days = mature_range(report, measure, days)?;
    }
    Some(days)
}

/// As many days from the beginning of both periods as are final for all of `measures` in both; `None` where there is
/// no such day.
pub(crate) fn common(report: &Report, measures: &[MeasureIx], periods: Comparison) -> Option<(DateRange, DateRange)> {
    let from_first = |range: DateRange| mature(report, measures, range).filter(|days| days.from == range.from);
    let (current, baseline) = (from_first(periods.current)?, from_first(periods.baseline)?);
    let last = current.len().min(baseline.len()) as i32 - 1;
    let first = |range: DateRange| DateRange { from: range.from, to: range.from.plus(last) };
    Some((first(current), first(baseline)))
}
