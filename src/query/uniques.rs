//! Exact distinct counts that the sender gave for single cuts. In: the entries in `uniques`. Out: figures without a
//! bound, where filters, grouping and days are those of an entry; everywhere else a unique stays a bound.

use super::group::period_start;
use super::period::{bucket, periods_of};
use super::run::{Assembled, Groups};
use super::sampling::finish;
use super::{Cut, Figure, Key, NULL_KEY, Scope};
use crate::contract::{DimensionIx, Measure, MeasureIx, MeasureKind, MemberIx, Report, UniqueCut};
use crate::order::sort_by;

/// Exact counts by the codes of their groups, ascending.
pub(crate) struct ExactCounts(Vec<(Vec<i32>, u64)>);

impl ExactCounts {
    /// Codes of the groups that have one.
    pub fn keys(&self) -> impl Iterator<Item = &[i32]> {
        self.0.iter().map(|(codes, _)| &**codes)
    }

    fn of(&self, codes: &[i32]) -> Option<u64> {
        let place = self.0.binary_search_by(|(known, _)| (**known).cmp(codes)).ok()?;
        self.0.get(place).map(|(_, count)| *count)
    }
}

/// Exact counts by group. An entry matches if its dimensions are those grouped by, and besides them only such that are
/// filtered to a single member, and if its days are those of the scope (of a period, where grouped by periods).
pub(crate) fn exact_counts(report: &Report, scope: &Scope, group_by: &[Key], measure: MeasureIx) -> ExactCounts {
    let mut counts: Vec<(Vec<i32>, u64)> = Vec::new();
    let periods = periods_of(group_by);
    for cut in report.uniques.iter().filter(|cut| cut.measure == measure) {
        let same_days = bucket(&periods, cut.range.from, scope.range) == Some(cut.range);
        if !same_days || !same_dimensions(scope, group_by, cut) {
            continue;
        }
        for (members, value) in &cut.rows {
            let member_of = |ix: DimensionIx| cut.by.iter().position(|&by| by == ix).and_then(|at| members.get(at));
            let allowed =
                scope.filters.iter().all(|(&ix, allowed)| member_of(ix).is_some_and(|member| allowed.contains(member)));
            if allowed {
                let code = |key: &Key| match key {
                    Key::Dimension(ix) => match member_of(*ix) {
                        Some(&member) if member != MemberIx::NULL => member.0 as i32,
                        _ => NULL_KEY,
                    },
                    period => period_start(*period, cut.range.from).days(),
                };
                counts.push((group_by.iter().map(code).collect(), *value));
            }
        }
    }
    sort_by(&mut counts, |(a, _), (b, _)| a.cmp(b));
    counts.dedup_by(|(later, _), (first, _)| later == first);
    ExactCounts(counts)
}

/// Whether `cut` tells apart what is grouped by, and nothing else but what is filtered to one member. (A filter on a
/// dimension that it lacks lets none of its rows through.)
fn same_dimensions(scope: &Scope, group_by: &[Key], cut: &UniqueCut) -> bool {
    let grouped = |ix: DimensionIx| group_by.contains(&Key::Dimension(ix));
    let single = |ix: DimensionIx| scope.filters.get(&ix).is_some_and(|members| members.len() == 1);
    let all_grouped = group_by.iter().all(|key| match key {
        Key::Dimension(ix) => cut.by.contains(ix),
        Key::Day | Key::Week | Key::Month => true,
    });
    all_grouped && cut.by.iter().all(|&ix| grouped(ix) || single(ix))
}

/// Puts exact counts in place of bounds. Where no cube answers at this cut, the exact counts alone do, and a group that
/// they lack is not known.
pub(crate) fn put_exact(
    report: &Report,
    scope: &Scope,
    ix: MeasureIx,
    exact: &ExactCounts,
    groups: &Groups<'_>,
    column: &mut Assembled<'_>,
) {
    let Some(measure) = column.measure.filter(|measure| measure.kind == MeasureKind::Unique) else { return };
    if !exact.0.is_empty() {
        let scanned = column.figures.take().filter(|_| column.cut.is_exact());
        let mut all_exact = true;
        let mut figures = Vec::with_capacity(groups.len);
        for group in 0..groups.len {
            let bound = scanned.as_ref().map_or(UNKNOWN, |figures| figures.get(group).unwrap_or_default());
            let count = exact.of(groups.key(group));
            all_exact &= count.is_some() || bound.rows == 0;
            figures.push(count.map_or(bound, |count| exact_figure(measure, count, bound.rows)));
        }
        column.figures = Some(figures.into_iter().collect());
        if all_exact || scanned.is_none() {
            column.cut = Cut::ExactUnique;
        }
        column.total = column.together(&mut (0..groups.len));
    }
    let filters_kept = !matches!(column.cut, Cut::Absent) && column.cut.ignored().is_empty();
    let total = filters_kept.then(|| exact_counts(report, scope, &[], ix));
    if let Some(count) = total.and_then(|total| total.of(&[])) {
        column.total = exact_figure(measure, count, column.total.rows);
    }
}

/// A group that nothing tells about.
const UNKNOWN: Figure = Figure {
    value: 0,
    upper: 0,
    rows: 1,
    lacking: 1,
    suppressed: 0,
    estimate: 0.0,
    variance: 0.0,
    variance_unknown: false,
    rate_unknown: false,
    hidden: false,
};

fn exact_figure(measure: &Measure, count: u64, rows: u64) -> Figure {
    let value = i128::from(count);
    let figure = Figure { value, upper: value, rows: rows.max(1), estimate: count as f64, ..Figure::default() };
    match &measure.sample {
        Some(sample) => finish(measure, sample, None, None, 0, figure),
        None => figure,
    }
}
