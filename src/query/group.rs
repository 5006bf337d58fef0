//! Numbers the groups that rows fall into. In: the keys asked for and blocks of row numbers. Out: a group number per
//! row, and at the end the groups in key order with their codes. Where all combinations of keys are few, the number is
//! computed; where a table of them is small beside the rows, combinations are numbered in it as they are met; else in a
//! hash table. Nothing is allocated per row.

use redcat_kernel::{ALL, Sorter, number_u8, number_u16, number_u32, renumber};

use super::table::{NULL_KEY, compare_keys};
use super::{Key, hash::Numbers};
use crate::contract::Report;
use crate::cube::{Codes, Cube, Picked, Run};
use crate::date::Date;
use crate::order::places;

/// Up to so many combinations, the number of a group is that of its combination.
const FEW_COMBINATIONS: u32 = 1 << 12;
/// Up to so many for each row, and never fewer than [`LEAST_TABLE`], they are numbered in a table.
const COMBINATIONS_PER_ROW: u64 = 8;
const LEAST_TABLE: u64 = 1 << 16;
/// Combinations of the keys of one stage: the number of one has 32 bits.
const STAGE_COMBINATIONS: u64 = 1 << 31;

/// One key's part of a combination; what it adds to the number is made ready.
enum Part<'a> {
    /// By code of an axis.
    Members { codes: &'a Codes, table: Vec<u32> },
    /// Periods, ascending; by run.
    Periods { starts: Vec<i32>, table: Vec<u32> },
}

/// How combinations become group numbers.
enum How {
    Same,
    Table { slots: Vec<u32>, met: Vec<u32> },
    Hash(Numbers),
}

/// Consecutive keys whose combinations fit 32 bits; those of a later stage go with the number of those before.
struct Stage<'a> {
    /// With the number of choices.
    parts: Vec<(Part<'a>, u32)>,
    combinations: u32,
    how: How,
}

/// Numbers groups.
pub(crate) struct Grouping<'a> {
    group_by: &'a [Key],
    runs: &'a [Run],
    stages: Vec<Stage<'a>>,
}

impl<'a> Grouping<'a> {
    /// For rows of `cube` that lie in `runs`. Keys that the cube cannot answer count as one member; the plan never asks.
    pub fn new(report: &Report, cube: &'a Cube, runs: &'a [Run], group_by: &'a [Key]) -> Self {
        let mut stages: Vec<Stage<'a>> = Vec::new();
        for &key in group_by {
            let (part, choices) = match key {
                Key::Dimension(ix) => {
                    let Some((axis, lookup)) = cube.level(ix) else { continue };
                    let Some(codes) = cube.axes().get(axis).map(crate::cube::Axis::codes) else { continue };
                    let choices = report.dimension(ix).map_or(1, |dimension| dimension.members.len() as u32 + 1);
                    (Part::Members { codes, table: lookup.to_vec() }, choices)
                }
                Key::Day | Key::Week | Key::Month => {
                    let (starts, table) = periods(key, runs);
                    let choices = starts.len().max(1) as u32;
                    (Part::Periods { starts, table }, choices)
                }
            };
            let fits =
                |stage: &&mut Stage<'_>| u64::from(stage.combinations) * u64::from(choices) <= STAGE_COMBINATIONS;
            match stages.last_mut().filter(fits) {
                Some(stage) => {
                    stage.combinations *= choices;
                    stage.parts.push((part, choices));
                }
                None => {
                    stages.push(Stage { parts: vec![(part, choices)], combinations: choices, how: How::Same });
                }
            }
        }
        let rows: usize = runs.iter().map(|run| run.end - run.start).sum();
        let tabled = LEAST_TABLE.max(rows as u64 * COMBINATIONS_PER_ROW);
        for (place, stage) in stages.iter_mut().enumerate() {
            let mut weight = 1;
            for (part, choices) in stage.parts.iter_mut().rev() {
                let (Part::Members { table, .. } | Part::Periods { table, .. }) = part;
                for entry in table {
                    *entry *= weight;
                }
                weight *= *choices;
            }
            stage.how = if place > 0 || u64::from(stage.combinations) > tabled {
                How::Hash(Numbers::default())
            } else if stage.combinations > FEW_COMBINATIONS {
                How::Table { slots: vec![0; stage.combinations as usize], met: Vec::new() }
            } else {
                How::Same
            };
        }
        Self { group_by, runs, stages }
    }

    /// Whether the group of a row is that of the next one but where a period ends.
    pub fn follows_days(&self) -> bool {
        let mut parts = self.stages.iter().flat_map(|stage| &stage.parts);
        parts.all(|(part, _)| matches!(part, Part::Periods { .. }))
    }

    /// How many groups may have been numbered so far.
    pub fn len(&self) -> usize {
        self.stages.last().map_or(1, |stage| match &stage.how {
            How::Same => stage.combinations as usize,
            How::Table { met, .. } => met.len(),
            How::Hash(numbers) => numbers.met().len(),
        })
    }

    /// Writes the group of each of the rows to `groups`.
    pub fn number(&mut self, picked: &Picked<'_>, groups: &mut Vec<u32>) {
        groups.clear();
        groups.resize(picked.rows.len(), 0);
        let mut before: Vec<u32> = Vec::new();
        for (place, stage) in self.stages.iter_mut().enumerate() {
            if place > 0 {
                before.clone_from(groups);
                groups.fill(0);
            }
            for (part, _) in &stage.parts {
                add_part(part, self.runs, picked, groups);
            }
            match &mut stage.how {
                How::Same => {}
                How::Table { slots, met } => renumber(groups, slots, met),
                How::Hash(numbers) => {
                    for (ix, group) in groups.iter_mut().enumerate() {
                        let before = before.get(ix).copied().unwrap_or(0);
                        *group = numbers.number(u64::from(before) << 32 | u64::from(*group));
                    }
                }
            }
        }
    }

    /// The groups that `is_met`, in key order.
    pub fn in_order(&self, is_met: impl Fn(u32) -> bool) -> Vec<u32> {
        match &*self.stages {
            [] | [Stage { how: How::Same, .. }] => (0..self.len() as u32).filter(|&group| is_met(group)).collect(),
            [Stage { how: How::Table { slots, .. }, .. }] => {
                slots.iter().filter_map(|slot| slot.checked_sub(1)).filter(|&group| is_met(group)).collect()
            }
            [Stage { how: How::Hash(numbers), .. }] => {
                let mut groups: Vec<u32> = (0..numbers.met().len() as u32).collect();
                let mut sorter = Sorter::default();
                sorter.keys.extend_from_slice(numbers.met());
                sorter.sort(&mut groups);
                groups.retain(|&group| is_met(group));
                groups
            }
            _ => {
                let groups: Vec<u32> = (0..self.len() as u32).filter(|&group| is_met(group)).collect();
                let width = self.group_by.len();
                let mut codes = Vec::with_capacity(groups.len() * width);
                for &group in &groups {
                    self.codes(group, &mut codes);
                }
                let key = |place: usize| codes.get(place * width..(place + 1) * width).unwrap_or(&[]);
                let order = places(groups.len(), &mut |a, b| compare_keys(self.group_by, key(a), key(b)));
                order.into_iter().filter_map(|place| groups.get(place).copied()).collect()
            }
        }
    }

    /// Appends the codes of a group to `keys`.
    pub fn codes(&self, group: u32, keys: &mut Vec<i32>) {
        let start = keys.len();
        let mut group = group;
        for stage in self.stages.iter().rev() {
            let (before, mut combination) = match &stage.how {
                How::Same => (0, group),
                How::Table { met, .. } => (0, met.get(group as usize).copied().unwrap_or(0)),
                How::Hash(numbers) => {
                    let met = numbers.met().get(group as usize).copied().unwrap_or(0);
                    ((met >> 32) as u32, met as u32)
                }
            };
            for (part, choices) in stage.parts.iter().rev() {
                let choice = combination % choices;
                combination /= choices;
                keys.push(match part {
                    Part::Members { .. } if choice + 1 == *choices => NULL_KEY,
                    Part::Members { .. } => choice as i32,
                    Part::Periods { starts, .. } => starts.get(choice as usize).copied().unwrap_or(0),
                });
            }
            group = before;
        }
        if let Some(added) = keys.get_mut(start..) {
            added.reverse();
        }
    }
}

/// Adds to the number of each of the rows what `table` has for its code.
pub(super) fn number_members(codes: &Codes, table: &[u32], picked: &Picked<'_>, numbers: &mut [u32]) {
    let (base, rows) = (picked.base, if picked.whole { ALL } else { picked.rows });
    match codes {
        Codes::U8(codes) => number_u8(codes.get(base..).unwrap_or(&[]), table, rows, numbers),
        Codes::U16(codes) => number_u16(codes.get(base..).unwrap_or(&[]), table, rows, numbers),
        Codes::U32(codes) => number_u32(codes.get(base..).unwrap_or(&[]), table, rows, numbers),
    }
}

/// Adds what one key has for each of the rows.
fn add_part(part: &Part<'_>, runs: &[Run], picked: &Picked<'_>, numbers: &mut [u32]) {
    let base = picked.base;
    match part {
        Part::Members { codes, table } => number_members(codes, table, picked, numbers),
        Part::Periods { table, .. } => {
            let mut done = 0;
            let first = runs.partition_point(|run| run.end <= base);
            for (run, &period) in runs.iter().zip(table).skip(first) {
                let through = picked.rows.partition_point(|&row| base + (row as usize) < run.end);
                for number in numbers.get_mut(done..through).unwrap_or_default() {
                    *number += period;
                }
                done = through;
                if done == picked.rows.len() {
                    break;
                }
            }
        }
    }
}

/// The first days of the periods, ascending, and the period of each run.
fn periods(key: Key, runs: &[Run]) -> (Vec<i32>, Vec<u32>) {
    let mut starts: Vec<i32> = Vec::new();
    let mut of_run = Vec::with_capacity(runs.len());
    for run in runs {
        let start = period_start(key, run.day).days();
        if starts.last() != Some(&start) {
            starts.push(start);
        }
        of_run.push(starts.len() as u32 - 1);
    }
    (starts, of_run)
}

/// First day of the period that `day` falls into.
pub(crate) fn period_start(key: Key, day: Date) -> Date {
    match key {
        Key::Week => day.week_start(),
        Key::Month => day.month_start(),
        Key::Day | Key::Dimension(_) => day,
    }
}
