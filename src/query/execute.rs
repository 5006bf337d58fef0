//! Runs one scan. In: a [`Scan`] of the plan. Out: [`Answer`], the groups in key order with a figure per measure.
//! Rows are taken in blocks: filters narrow a block to the rows that count, those are numbered by group, and each
//! measure adds up along its own column in a loop made for that column's width. Nothing is allocated per row.

use std::rc::Rc;

use redcat_kernel::{narrow_u8, narrow_u16, narrow_u32, records, select_u8, select_u16, select_u32};

use super::group::Grouping;
use super::period::{bucket, periods_of};
use super::plan::{Scan, squares_of};
use super::tally::Tally;
use super::{Figures, Filters, Key};
use crate::contract::column::Packed;
use crate::contract::{Column, DimensionIx, MeasureIx, MeasureKind, MemberIx, Report};
use crate::cube::{Added, BLOCK, Codes, Cube, Dataset, Picked, Run, add_all, side_by_side};
use crate::date::DateRange;
use crate::order::sort_by;

/// Where the group changes less often than every so many rows, each stretch is added up by itself.
const FEW_CHANGES: usize = 32;

/// What one scan found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    /// Codes of the groups, in key order.
    pub keys: Vec<i32>,
    /// Per measure of the scan, the figures of the groups.
    pub figures: Vec<Option<Figures>>,
}

/// Sums by group: records of how many rows there are, and of what each measure comes to that has nothing to tell but its
/// sum; all else in a tally.
struct Sums<'a> {
    records: Vec<i64>,
    width: usize,
    /// What is added to each number of a record, by its place; the first counts rows of the document.
    columns: Vec<Added<'a>>,
    /// By measure of the scan: its place in a record, or its tally.
    measures: Vec<Option<Result<usize, Tally<'a>>>>,
}

impl<'a> Sums<'a> {
    fn new(report: &'a Report, cube: &'a Cube, measures: &[MeasureIx]) -> Self {
        let facts = cube.facts().map(Column::packed);
        let mut sums = Self { records: Vec::new(), width: 1, columns: vec![facts], measures: Vec::new() };
        let mut plain = Vec::new();
        for (n, &ix) in measures.iter().enumerate() {
            let values = report.measure(ix).zip(cube.values_of(ix)).filter(|(measure, values)| {
                // A roll-up is made of what fits 64 bits.
                let narrow = cube.facts().is_some() || !matches!(values.column.packed(), Packed::I64(_));
                let whole = values.column.nulls().is_empty() && values.suppressed.is_empty();
                narrow && whole && measure.sample.is_none() && measure.kind != MeasureKind::Unique
            });
            if let Some((_, values)) = values {
                plain.push((n, values.column.packed()));
                sums.measures.push(None);
            } else {
                sums.measures.push(Tally::new(report, cube, ix, squares_of(report, ix)).map(Err));
            }
        }
        side_by_side(facts, &mut plain);
        for (n, packed) in plain {
            if let Some(measure) = sums.measures.get_mut(n) {
                *measure = Some(Ok(sums.columns.len()));
            }
            sums.columns.push(Some(packed));
        }
        sums.width = sums.columns.len();
        sums
    }

    /// Adds a block; `groups` is the number of groups so far.
    fn add(&mut self, picked: &Picked<'_>, groups: usize) {
        self.records.resize(groups * self.width, 0);
        add_all(&mut self.records, self.width, &self.columns, picked);
        for tally in self.measures.iter_mut().flatten().filter_map(|measure| measure.as_mut().err()) {
            tally.add(picked, groups);
        }
    }

    fn answer(self, group_by: &[Key], grouping: &Grouping<'_>) -> Answer {
        let rows_of = |group: u32| self.records.get(group as usize * self.width).map_or(0, |&rows| rows as u64);
        let groups = grouping.in_order(|group| rows_of(group) > 0);
        let mut keys = Vec::with_capacity(groups.len() * group_by.len());
        for &group in &groups {
            grouping.codes(group, &mut keys);
        }
        let (records, total) = records(&self.records, self.width, &groups);
        let records: Rc<[i64]> = records.into();
        let mut figures = Vec::with_capacity(self.measures.len());
        for measure in &self.measures {
            figures.push(measure.as_ref().map(|measure| match measure {
                Ok(place) => Figures::of_sums(&records, self.width, *place, &total),
                Err(tally) => groups.iter().map(|&group| tally.figure(group as usize, rows_of(group))).collect(),
            }));
        }
        Answer { keys, figures }
    }
}

pub(crate) fn execute(dataset: &Dataset, range: DateRange, scan: &Scan) -> Answer {
    let Some(cube) = scan.source(dataset) else { return Answer::default() };
    let report = &dataset.report;
    let all_runs = cube.runs_in(range);
    let level_runs = if scan.levels { level_runs(report, cube, range, &scan.group_by) } else { Vec::new() };
    let runs = if scan.levels { &level_runs } else { all_runs };

    let allowed = allowed_codes(report, cube, &scan.filters);
    let mut grouping = Grouping::new(report, cube, runs, &scan.group_by);
    let mut sums = Sums::new(report, cube, &scan.measures);
    let mut selected = Selected::default();
    let mut groups: Vec<u32> = Vec::with_capacity(BLOCK);
    for (start, end) in stretches(runs) {
        for base in (start..end).step_by(BLOCK) {
            let picked = selected.block(cube, &allowed, base, (end - base).min(BLOCK));
            grouping.number(&picked, &mut groups);
            let mut picked = Picked { groups: &groups, ..picked };
            // Rows follow each other by day: a sum that is added to once for many of them need not wait for itself.
            let changes = if grouping.follows_days() {
                groups.windows(2).filter(|pair| pair.first() != pair.last()).count()
            } else {
                groups.len()
            };
            picked.together = changes == 0;
            if changes == 0 || changes * FEW_CHANGES > groups.len() {
                sums.add(&picked, grouping.len());
                continue;
            }
            let mut rest = picked.rows;
            for groups in groups.chunk_by(|a, b| a == b) {
                let (rows, later) = rest.split_at(groups.len());
                sums.add(&Picked { base, rows, whole: false, groups, together: true }, grouping.len());
                rest = later;
            }
        }
    }
    sums.records.resize(grouping.len() * sums.width, 0);
    sums.answer(&scan.group_by, &grouping)
}

/// Room for the rows of a block.
#[derive(Default)]
pub(super) struct Selected {
    all: Vec<u32>,
    rows: Vec<u32>,
}

impl Selected {
    /// The rows of a block that filters allow, not yet in groups.
    pub fn block(&mut self, cube: &Cube, allowed: &[(usize, Vec<bool>)], base: usize, len: usize) -> Picked<'_> {
        let mut filters = allowed.iter().filter_map(|(axis, allowed)| Some((cube.axes().get(*axis)?.codes(), allowed)));
        let Some((codes, allowed)) = filters.next() else {
            self.all.extend(self.all.len() as u32..len as u32);
            return Picked {
                base,
                rows: self.all.get(..len).unwrap_or(&[]),
                whole: true,
                groups: &[],
                together: false,
            };
        };
        let block = base..base + len;
        match codes {
            Codes::U8(codes) => select_u8(codes.get(block).unwrap_or(&[]), allowed, &mut self.rows),
            Codes::U16(codes) => select_u16(codes.get(block).unwrap_or(&[]), allowed, &mut self.rows),
            Codes::U32(codes) => select_u32(codes.get(block).unwrap_or(&[]), allowed, &mut self.rows),
        }
        for (codes, allowed) in filters {
            narrow(codes, allowed, base, &mut self.rows);
        }
        Picked { base, rows: &self.rows, whole: false, groups: &[], together: false }
    }
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
fn narrow(codes: &Codes, allowed: &[bool], base: usize, rows: &mut Vec<u32>) {
    match codes {
        Codes::U8(codes) => narrow_u8(codes.get(base..).unwrap_or(&[]), allowed, rows),
        Codes::U16(codes) => narrow_u16(codes.get(base..).unwrap_or(&[]), allowed, rows),
        Codes::U32(codes) => narrow_u32(codes.get(base..).unwrap_or(&[]), allowed, rows),
    }
}
