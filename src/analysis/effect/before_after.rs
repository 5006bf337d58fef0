//! Before and after a launch, beside a series that the launch was not for. In: a dataset, which rows count, [`Options`].
//! Out: [`BeforeAfter`]: how both moved, how much more the one did with its interval, whether the two drifted apart
//! before, and the days themselves. The launch chooses the days, a scope's own days do not; its filters do. Whole weeks
//! of delivered and final days on both sides, at least two. Never brought about by the launch: it is where it may be
//! looked for.

use crate::analysis::days;
use crate::analysis::rate::addable;
use crate::contract::{CalendarKind, DimensionIx, MeasureIx, MeasureKind, MemberIx, Report};
use crate::cube::Dataset;
use crate::date::{Date, DateRange};
use crate::query::{Cut, Key, Query, Scope, Table, run};
use crate::stats::double_difference::{Day as Pair, WEEK};
use crate::stats::refusal::MIN_DAYS;
use crate::stats::{DoubleDifference, Drift, Refusal, double_difference, drift};

/// What is held against what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The first day after.
    pub launch: Date,
    /// What is counted; it has to add up over days.
    pub measure: MeasureIx,
    /// Whose members the two series are. Its own filter is left out.
    pub by: DimensionIx,
    /// The series that the launch was for.
    pub member: MemberIx,
    /// The other one.
    pub against: Against,
    /// Most weeks on each side.
    pub weeks: u32,
}

/// What a member is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// All other members together, the unknown one among them.
    Rest,
    /// One of them.
    Member(MemberIx),
}

/// Both series, before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct BeforeAfter {
    /// Whole weeks up to the day before the launch.
    pub before: DateRange,
    /// Whole weeks from its day on.
    pub after: DateRange,
    /// The member's mean of a day, before and after; minor units of money.
    pub own: [f64; 2],
    /// That of the other series.
    pub other: [f64; 2],
    /// The member's mean of a day after, had it moved as the other series did.
    pub expected: f64,
    /// How much more it moved.
    pub moved: Result<DoubleDifference, Refusal>,
    /// How the two drifted apart before.
    pub drift: Result<Drift, Refusal>,
    /// Every day of both ranges.
    pub days: Vec<Day>,
}

/// One day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Day {
    /// Which.
    pub date: Date,
    /// The member and the other series; `None` where the day was not delivered.
    pub values: Pair,
}

/// First days of the document's launches, in order, each with its place in the calendar.
pub fn launches(report: &Report) -> Vec<(usize, Date)> {
    let mut found = Vec::new();
    for (place, entry) in report.calendar.iter().enumerate() {
        if entry.kind == CalendarKind::Launch {
            found.push((place, entry.range.from));
        }
    }
    crate::order::sort_by(&mut found, |a, b| (a.1, a.0).cmp(&(b.1, b.0)));
    found
}

/// The weeks on both sides of a launch, of final days in the data.
fn sides(report: &Report, options: &Options) -> Result<(DateRange, DateRange), Refusal> {
    let final_days = days::mature(report, &[options.measure], report.complete_range()).ok_or(Refusal::NoMatureDays)?;
    let week = WEEK as i32;
    let weeks = |days: i32| (days / week).clamp(0, options.weeks as i32) * week;
    let (before, after) = (options.launch.since(final_days.from), final_days.to.since(options.launch) + 1);
    let shorter = before.min(after).max(0);
    if shorter < MIN_DAYS as i32 {
        return Err(Refusal::FewDays { days: shorter as usize });
    }
    let launch = options.launch;
    let before = DateRange::new(launch.plus(-weeks(before)), launch.plus(-1));
    let after = DateRange::new(launch, launch.plus(weeks(after) - 1));
    before.zip(after).ok_or(Refusal::NoData)
}

/// Holds the days after the launch against those before.
pub fn before_after(dataset: &Dataset, scope: &Scope, options: &Options) -> Result<BeforeAfter, Refusal> {
    let report = &dataset.report;
    let adds = |kind| matches!(kind, MeasureKind::Count | MeasureKind::Money);
    if !report.measure(options.measure).is_some_and(|measure| adds(measure.kind)) {
        return Err(Refusal::NoDailyValues);
    }
    if options.against == Against::Member(options.member) {
        return Err(Refusal::OneGroup);
    }
    let (before, after) = sides(report, options)?;
    let scope = scope.without(options.by).over(DateRange { from: before.from, to: after.to });
    let by = Key::Dimension(options.by);
    let measures = vec![options.measure];
    let table = run(dataset, &scope, &Query { group_by: vec![by, Key::Day], measures, ..Query::default() });
    let pairs = pairs(report, &table, options, scope.range)?;
    let (first, second) = pairs.split_at_checked(before.len() as usize).ok_or(Refusal::NoData)?;
    let means = |days: &[Pair]| {
        let (mut own, mut other, mut count) = (0.0, 0.0, 0.0);
        for (x, n) in days.iter().flatten() {
            own += x;
            other += n;
            count += 1.0;
        }
        if count > 0.0 { Ok((own / count, other / count)) } else { Err(Refusal::FewDays { days: 0 }) }
    };
    let ((own_before, other_before), (own_after, other_after)) = (means(first)?, means(second)?);
    if own_before <= 0.0 || other_before <= 0.0 {
        return Err(Refusal::FromZero);
    }
    let days = pairs.iter().enumerate();
    Ok(BeforeAfter {
        before,
        after,
        own: [own_before, own_after],
        other: [other_before, other_after],
        expected: own_before * other_after / other_before,
        moved: double_difference(first, second),
        drift: drift(first),
        days: days.map(|(n, &values)| Day { date: before.from.plus(n as i32), values }).collect(),
    })
}

/// Both series day by day; refuses what is not there, not whole, or withheld.
fn pairs(report: &Report, table: &Table, options: &Options, range: DateRange) -> Result<Vec<Pair>, Refusal> {
    let column = table.columns.first().filter(|column| column.cut != Cut::Absent).ok_or(Refusal::NotAtThisCut)?;
    let Some(figures) = column.figures.as_ref().filter(|_| column.cut.is_exact()) else {
        return Err(Refusal::NotAtThisCut);
    };
    let mut pairs = vec![Some((0.0, 0.0)); range.len() as usize];
    for missing in &report.meta.missing_dates {
        if range.contains(*missing)
            && let Some(pair) = pairs.get_mut(missing.since(range.from) as usize)
        {
            *pair = None;
        }
    }
    for (row, figure) in figures.iter().enumerate() {
        let &[member, day] = table.key(row) else { continue };
        let member = MemberIx(member.cast_unsigned());
        let is_own = member == options.member;
        if !is_own && options.against != Against::Rest && options.against != Against::Member(member) {
            continue;
        }
        let place = Date::from_days(day).since(range.from) as usize;
        if let Some(Some((own, other))) = pairs.get_mut(place) {
            *if is_own { own } else { other } += addable(&figure)?;
        }
    }
    Ok(pairs)
}
