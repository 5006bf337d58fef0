//! Days against days. In: the report, the days chosen, and what to compare them with. Out: the two ranges of a
//! comparison, both inside the complete days (rows after them are never compared), and how far a measure is final.
//! A comparison whose days the data does not hold is refused, as `None`, rather than made with fewer days.

use super::group::period_start;
use super::{Compare, Key};
use crate::contract::{Anchor, MeasureIx, Report, Wave};
use crate::date::{Date, DateRange};
use crate::order::sort_unique;

/// Two ranges to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The days chosen, as far as they are complete.
    pub current: DateRange,
    /// The days that they are compared with.
    pub baseline: DateRange,
}

/// The days that `range` is compared with.
///
/// - `Previous`: the same number of days just before; `Year`: the same dates a year before, 29 February as the 28th.
///   `None` unless all these days are in the data.
/// - `Custom`: the days given, as far as they are complete; the two may differ in length.
/// - `Wave`: of the promotions of that name which `range` meets, the latest year's, against the last earlier year that
///   has the same phases: day n against day n, cut to the shorter. Where `range` meets several phases (presale and
///   spot), they count as one wave from the first day of the first to the last day of the last.
pub fn comparison(report: &Report, range: DateRange, compare: &Compare) -> Option<Comparison> {
    let complete = report.complete_range();
    let current = range.intersect(complete)?;
    let whole = |baseline: DateRange| (baseline.intersect(complete) == Some(baseline)).then_some(baseline);
    let baseline = match compare {
        Compare::Previous => {
            let days = current.len() as i32;
            whole(DateRange { from: current.from.plus(-days), to: current.from.plus(-1) })?
        }
        Compare::Year => whole(DateRange { from: current.from.plus_years(-1), to: current.to.plus_years(-1) })?,
        Compare::Custom(baseline) => baseline.intersect(complete)?,
        Compare::Wave(name) => return wave(report, current, name),
    };
    Some(Comparison { current, baseline })
}

fn wave(report: &Report, range: DateRange, name: &str) -> Option<Comparison> {
    let mut entries: Vec<(&Wave, DateRange)> = Vec::new();
    for entry in &report.calendar {
        if let Some(wave) = entry.wave.as_ref().filter(|wave| &*wave.name == name) {
            entries.push((wave, entry.range));
        }
    }
    let is_met = |days: DateRange| days.intersect(range).is_some();
    let mut year = None;
    for (wave, days) in &entries {
        year = year.max(Some(wave.year).filter(|_| is_met(*days)));
    }
    let year = year?;
    // From the first day to the last of a year's entries, of the phases that are met in `year`.
    let span = |of: i32| {
        let mut span: Option<DateRange> = None;
        for (met, _) in entries.iter().filter(|(wave, days)| wave.year == year && is_met(*days)) {
            let (_, days) = entries.iter().find(|(wave, _)| wave.year == of && wave.phase == met.phase)?;
            let (from, to) = span.map_or((days.from, days.to), |span| (span.from.min(days.from), span.to.max(days.to)));
            span = Some(DateRange { from, to });
        }
        span
    };
    let this = span(year)?;
    let mut earlier: Vec<i32> = entries.iter().map(|(wave, _)| wave.year).filter(|&other| other < year).collect();
    sort_unique(&mut earlier);
    let before = earlier.into_iter().rev().find_map(span)?;
    let current = range.intersect(this)?;
    let skipped = current.from.since(this.from);
    let baseline = DateRange { from: before.from.plus(skipped), to: before.from.plus(current.to.since(this.from)) }
        .intersect(before)?
        .intersect(report.complete_range())?;
    // Day n stands against day n: what the earlier wave lacks is taken off the later one too.
    let first = baseline.from.since(before.from);
    let last = baseline.to.since(before.from);
    let current = DateRange::new(this.from.plus(first), this.from.plus(last))?;
    Some(Comparison { current, baseline })
}

/// Last day whose value of `measure` is final: facts credited to the day of exposure still grow for `window_days`.
pub fn mature_through(report: &Report, measure: MeasureIx) -> Date {
    let through = report.meta.complete_through;
    match report.measure(measure) {
        Some(measure) if measure.anchor == Anchor::Exposure => through.plus(-i32::from(measure.window_days)),
        _ => through,
    }
}

/// The days of `range` whose values of `measure` are final, if there are any.
pub fn mature_range(report: &Report, measure: MeasureIx, range: DateRange) -> Option<DateRange> {
    range.intersect(DateRange::new(report.meta.data_from, mature_through(report, measure))?)
}

/// Of the keys of a grouping, those that are periods.
pub(crate) fn periods_of(group_by: &[Key]) -> Vec<Key> {
    let mut periods = Vec::new();
    for &key in group_by {
        if !matches!(key, Key::Dimension(_)) {
            periods.push(key);
        }
    }
    periods
}

/// The days of `range` that fall into the same periods as `day`; all where there are no periods. `None` where `day`
/// lies outside.
pub(crate) fn bucket(periods: &[Key], day: Date, range: DateRange) -> Option<DateRange> {
    let found = periods.iter().try_fold(range, |range, &period| range.intersect(whole_bucket(period, day)))?;
    found.contains(day).then_some(found)
}

/// The whole period around `day`.
pub(crate) fn whole_bucket(period: Key, day: Date) -> DateRange {
    let from = period_start(period, day);
    let to = match period {
        Key::Week => from.plus(6),
        Key::Month => from.plus(31).month_start().plus(-1),
        Key::Day | Key::Dimension(_) => day,
    };
    DateRange { from, to }
}
