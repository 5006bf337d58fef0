//! Runs one scan. In: a [`Scan`] of the plan. Out: [`Answer`], the groups in key order with a figure per measure.
//! Rows are taken in blocks: filters narrow a block to the rows that count, those are numbered by group, and each
//! measure adds up along its own column in a loop made for that column's width. Nothing is allocated per row.

use redcat_kernel::{narrow_u8, narrow_u16, narrow_u32};

use super::group::Grouping;
use super::period::{bucket, periods_of};
use super::plan::{Scan, squares_of};
use super::table::compare_keys;
use super::tally::Tally;
use super::{Figure, Filters, Key};
use crate::contract::{DimensionIx, MemberIx, Report};
use crate::cube::{Codes, Cube, Dataset, Run};
use crate::date::DateRange;
use crate::order::{places, sort_by};

/// Rows per block: its row and group numbers stay in the nearest cache.
pub(super) const BLOCK: usize = 1024;
/// Where the group changes less often than every so many rows, each stretch is added up by itself.
const FEW_CHANGES: usize = 32;

/// What one scan found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    /// Codes of the groups, in key order.
    pub keys: Vec<i32>,
    /// Per measure of the scan, one figure per group.
    pub figures: Vec<Vec<Figure>>,
}

/// The rows of a block that count, and their groups.
pub(crate) struct Picked<'a> {
    /// First row of the block.
    pub base: usize,
    /// Rows, counted from `base`, ascending.
    pub rows: &'a [u32],
    /// The group of each of them.
    pub groups: &'a [u32],
    /// Whether it is one group.
    pub together: bool,
}

pub(crate) fn execute(dataset: &Dataset, range: DateRange, scan: &Scan) -> Answer {
    let Some(cube) = scan.source(dataset) else { return Answer::default() };
    let report = &dataset.report;
    let all_runs = cube.runs_in(range);
    let level_runs = if scan.levels { level_runs(report, cube, range, &scan.group_by) } else { Vec::new() };
    let runs = if scan.levels { &level_runs } else { all_runs };

    let allowed = allowed_codes(report, cube, &scan.filters);
    let mut grouping = Grouping::new(report, cube, runs, &scan.group_by, BLOCK);
    let mut tallies: Vec<Tally<'_>> = Vec::with_capacity(scan.measures.len());
    for &measure in &scan.measures {
        tallies.extend(Tally::new(report, cube, measure, squares_of(report, measure)));
    }
    let mut counted: Vec<u64> = vec![0; grouping.len()];
    let mut rows: Vec<u32> = Vec::with_capacity(BLOCK);
    let mut groups: Vec<u32> = Vec::with_capacity(BLOCK);
    for (start, end) in stretches(runs) {
        for base in (start..end).step_by(BLOCK) {
            rows.clear();
            rows.extend(0..(end - base).min(BLOCK) as u32);
            for (axis, allowed) in &allowed {
                if let Some(axis) = cube.axes().get(*axis) {
                    narrow(axis.codes(), allowed, base, &mut rows);
                }
            }
            grouping.number(runs, base, &rows, &mut groups);
            counted.resize(grouping.len(), 0);
            for (&row, &group) in rows.iter().zip(&groups) {
                if let Some(count) = counted.get_mut(group as usize) {
                    *count += u64::from(cube.facts_of(base + row as usize));
                }
            }
            let mut picked = Picked { base, rows: &rows, groups: &groups, together: false };
            // Rows follow each other by day: a sum that is added to once for many of them need not wait for itself.
            let changes = groups.windows(2).filter(|pair| pair.first() != pair.last()).count();
            picked.together = changes == 0;
            if changes == 0 || changes * FEW_CHANGES > rows.len() {
                add(&mut tallies, &picked, grouping.len());
                continue;
            }
            for groups in groups.chunk_by(|a, b| a == b) {
                let (rows, later) = picked.rows.split_at(groups.len());
                add(&mut tallies, &Picked { base, rows, groups, together: true }, grouping.len());
                picked.rows = later;
            }
        }
    }
    answer(&scan.group_by, &grouping, &counted, &tallies)
}

fn add(tallies: &mut [Tally<'_>], picked: &Picked<'_>, groups: usize) {
    for tally in tallies {
        tally.add(picked, groups);
    }
}

fn answer(group_by: &[Key], grouping: &Grouping<'_>, counted: &[u64], tallies: &[Tally<'_>]) -> Answer {
    let width = group_by.len();
    // Groups that rows fell into, with the number of their rows.
    let mut met: Vec<(u32, u64)> = Vec::new();
    for (group, &rows) in (0..).zip(counted) {
        if rows > 0 {
            met.push((group, rows));
        }
    }
    let mut codes = Vec::with_capacity(met.len() * width);
    for &(group, _) in &met {
        grouping.codes(group, &mut codes);
    }
    let key_of = |place: usize| codes.get(place * width..(place + 1) * width).unwrap_or(&[]);
    let rank = |place: usize| met.get(place).and_then(|&(group, _)| grouping.rank(group));
    let order = places(met.len(), &mut |a, b| match (rank(a), rank(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => compare_keys(group_by, key_of(a), key_of(b)),
    });
    let mut keys = Vec::with_capacity(codes.len());
    for &place in &order {
        keys.extend_from_slice(key_of(place));
    }
    let mut figures = Vec::with_capacity(tallies.len());
    for tally in tallies {
        let mut by_group = Vec::with_capacity(order.len());
        for &place in &order {
            if let Some(&(group, rows)) = met.get(place) {
                by_group.push(tally.figure(group as usize, rows));
            }
        }
        figures.push(by_group);
    }
    Answer { keys, figures }
}

/// Runs that follow each other without a gap, as (first row, one past the last).
fn stretches(runs: &[Run]) -> Vec<(usize, usize)> {
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for run in runs {
        match stretches.last_mut().filter(|(_, end)| *end == run.start) {
            Some((_, end)) => *end = run.end,
            None => stretches.push((run.start, run.end)),
        }
    }
    stretches
}

/// Of each period that `group_by` tells apart, the run that holds its level.
fn level_runs(report: &Report, cube: &Cube, range: DateRange, group_by: &[Key]) -> Vec<Run> {
    let periods = periods_of(group_by);
    let mut found: Vec<Run> = Vec::new();
    let mut previous = None;
    for run in cube.runs_in(range) {
        let period = bucket(&periods, run.day, range);
        if let Some(days) = period.filter(|_| period != previous) {
            let day = cube.level_day(&report.meta, days);
            found.extend(day.and_then(|day| cube.runs_in(DateRange { from: day, to: day }).first()));
        }
        previous = period;
    }
    found
}

/// Per axis that a filter bears on, whether each of its codes is allowed; the most selective first.
pub(super) fn allowed_codes(
    report: &Report,
    cube: &Cube,
    filters: &Filters<DimensionIx, MemberIx>,
) -> Vec<(usize, Vec<bool>)> {
    let mut by_axis: Vec<(usize, Vec<bool>)> = Vec::new();
    for (&ix, members) in filters.iter() {
        let (Some(dimension), Some((axis, lookup))) = (report.dimension(ix), cube.level(ix)) else { continue };
        let unknown = dimension.members.len();
        let mut allowed = vec![false; unknown + 1];
        for &member in members {
            let place = if member == MemberIx::NULL { unknown } else { member.0 as usize };
            if let Some(place) = allowed.get_mut(place) {
                *place = true;
            }
        }
        let allows = |&member: &u32| allowed.get(member as usize).copied().unwrap_or(false);
        match by_axis.iter_mut().find(|(known, _)| *known == axis) {
            Some((_, codes)) => codes.iter_mut().zip(lookup).for_each(|(code, member)| *code &= allows(member)),
            None => by_axis.push((axis, lookup.iter().map(allows).collect())),
        }
    }
    let share = |codes: &[bool]| codes.iter().filter(|&&allowed| allowed).count() * 1000 / codes.len().max(1);
    sort_by(&mut by_axis, |(_, a), (_, b)| share(a).cmp(&share(b)));
    by_axis
}

/// Keeps of `rows` (counted from `base`) those whose code is allowed.
pub(super) fn narrow(codes: &Codes, allowed: &[bool], base: usize, rows: &mut Vec<u32>) {
    match codes {
        Codes::U8(codes) => narrow_u8(codes.get(base..).unwrap_or(&[]), allowed, rows),
        Codes::U16(codes) => narrow_u16(codes.get(base..).unwrap_or(&[]), allowed, rows),
        Codes::U32(codes) => narrow_u32(codes.get(base..).unwrap_or(&[]), allowed, rows),
    }
}
