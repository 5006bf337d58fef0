//! Numbers the groups that rows fall into. In: the keys asked for and blocks of row numbers. Out: a group number per
//! row, and at the end the codes of each group. Where all combinations of keys are few, the number is computed; else
//! combinations are numbered as they are met. Nothing is allocated per row.

use super::Key;
use super::table::NULL_KEY;
use crate::contract::Report;
use crate::cube::{Axis, Codes, Cube, Run};
use crate::date::Date;

/// Up to so many combinations, or as many as there are rows, each has its place; more are numbered as they are met.
const DENSE_COMBINATIONS: u64 = 1 << 16;
/// Combinations that one numbering stage may tell apart: a group number of 32 bits times its keys must fit 64.
const STAGE_COMBINATIONS: u64 = 1 << 31;

/// One key's part of a combination.
enum Part<'a> {
    /// Member codes by code of an axis; the last is the null member.
    Members { axis: &'a Axis, lookup: &'a [u32] },
    /// Periods, ascending, and the period of each run.
    Periods { starts: Vec<i32>, of_run: Vec<u32> },
}

impl Part<'_> {
    fn choices(&self, key: Key, report: &Report) -> u64 {
        match (self, key) {
            (Self::Members { .. }, Key::Dimension(ix)) => {
                report.dimension(ix).map_or(1, |dimension| dimension.members.len() as u64 + 1)
            }
            (Self::Members { .. }, _) => 1,
            (Self::Periods { starts, .. }, _) => (starts.len() as u64).max(1),
        }
    }

    fn code(&self, choice: u64, choices: u64) -> i32 {
        match self {
            Self::Members { .. } if choice + 1 == choices => NULL_KEY,
            Self::Members { .. } => choice as i32,
            Self::Periods { starts, .. } => starts.get(choice as usize).copied().unwrap_or(0),
        }
    }
}

/// Consecutive keys whose combinations fit a number, after the number of those before.
struct Stage<'a> {
    parts: Vec<(Part<'a>, u64)>,
    combinations: u64,
    /// Unused where dense.
    numbers: Numbers,
}

/// Numbers groups.
pub(crate) struct Grouping<'a> {
    stages: Vec<Stage<'a>>,
    dense: bool,
    scratch: Vec<u64>,
}

impl<'a> Grouping<'a> {
    /// For rows of `cube` that lie in `runs`. Keys that the cube cannot answer count as one member; the plan never asks.
    /// `block` is the most rows numbered at once.
    pub fn new(report: &Report, cube: &'a Cube, runs: &[Run], group_by: &[Key], block: usize) -> Self {
        let mut stages: Vec<Stage<'a>> = Vec::new();
        for &key in group_by {
            let part = match key {
                Key::Dimension(ix) => cube
                    .level(ix)
                    .and_then(|(axis, lookup)| Some(Part::Members { axis: cube.axes().get(axis)?, lookup })),
                Key::Day | Key::Week | Key::Month => Some(periods(key, runs)),
            };
            let Some(part) = part else { continue };
            let choices = part.choices(key, report);
            match stages.last_mut().filter(|stage| stage.combinations * choices <= STAGE_COMBINATIONS) {
                Some(stage) => {
                    stage.combinations *= choices;
                    stage.parts.push((part, choices));
                }
                None => stages.push(Stage {
                    parts: vec![(part, choices)],
                    combinations: choices,
                    numbers: Numbers::default(),
                }),
            }
        }
        let rows: usize = runs.iter().map(|run| run.end - run.start).sum();
        let dense = match &*stages {
            [] => true,
            [only] => only.combinations <= DENSE_COMBINATIONS.max(rows as u64),
            _ => false,
        };
        Self { stages, dense, scratch: Vec::with_capacity(block) }
    }

    /// How many groups may have been numbered so far.
    pub fn len(&self) -> usize {
        match self.stages.last() {
            None => 1,
            Some(stage) if self.dense => stage.combinations as usize,
            Some(stage) => stage.numbers.met.len(),
        }
    }

    /// What two groups are ordered by, where that is one number: combinations count up in key order.
    pub fn rank(&self, group: u32) -> Option<u64> {
        match &*self.stages {
            [stage] if !self.dense => stage.numbers.met.get(group as usize).copied(),
            [] | [_] => Some(group.into()),
            _ => None,
        }
    }

    /// Writes the group of each of `rows` (ascending, relative to `base`) to `groups`; `runs` as given to `new`.
    pub fn number(&mut self, runs: &[Run], base: usize, rows: &[u32], groups: &mut Vec<u32>) {
        groups.clear();
        groups.resize(rows.len(), 0);
        for stage in &mut self.stages {
            let combined = &mut self.scratch;
            combined.clear();
            combined.extend(groups.iter().map(|&group| u64::from(group)));
            for (part, choices) in &stage.parts {
                combine(part, *choices, runs, base, rows, combined);
            }
            for (group, &combination) in groups.iter_mut().zip(&*combined) {
                *group = if self.dense { combination as u32 } else { stage.numbers.number(combination) };
            }
        }
    }

    /// Appends the codes of a group to `keys`.
    pub fn codes(&self, group: u32, keys: &mut Vec<i32>) {
        let start = keys.len();
        let mut group = u64::from(group);
        for stage in self.stages.iter().rev() {
            let met = stage.numbers.met.get(group as usize);
            let mut combination = if self.dense { group } else { met.copied().unwrap_or(0) };
            for (part, choices) in stage.parts.iter().rev() {
                keys.push(part.code(combination % choices, *choices));
                combination /= choices;
            }
            group = combination;
        }
        if let Some(added) = keys.get_mut(start..) {
            added.reverse();
        }
    }
}

fn combine(part: &Part<'_>, choices: u64, runs: &[Run], base: usize, rows: &[u32], combined: &mut [u64]) {
    match part {
        Part::Members { axis, lookup } => match axis.codes() {
            Codes::U8(codes) => combine_members(codes, lookup, choices, base, rows, combined),
            Codes::U16(codes) => combine_members(codes, lookup, choices, base, rows, combined),
            Codes::U32(codes) => combine_members(codes, lookup, choices, base, rows, combined),
        },
        Part::Periods { of_run, .. } => {
            let mut following = runs.iter().zip(of_run).skip(runs.partition_point(|run| run.end <= base));
            let mut current = following.next();
            for (combined, &row) in combined.iter_mut().zip(rows) {
                while current.is_some_and(|(run, _)| run.end <= base + row as usize) {
                    current = following.next();
                }
                *combined = *combined * choices + current.map_or(0, |(_, &period)| u64::from(period));
            }
        }
    }
}

fn combine_members<C: Copy + Into<u32>>(
    codes: &[C],
    lookup: &[u32],
    choices: u64,
    base: usize,
    rows: &[u32],
    combined: &mut [u64],
) {
    let codes = codes.get(base..).unwrap_or(&[]);
    for (combined, &row) in combined.iter_mut().zip(rows) {
        let member = codes.get(row as usize).and_then(|&code| lookup.get(code.into() as usize)).copied();
        *combined = *combined * choices + u64::from(member.unwrap_or(0));
    }
}

fn periods(key: Key, runs: &[Run]) -> Part<'static> {
    let mut starts: Vec<i32> = Vec::new();
    let mut of_run = Vec::with_capacity(runs.len());
    for run in runs {
        let start = period_start(key, run.day).days();
        if starts.last() != Some(&start) {
            starts.push(start);
        }
        of_run.push(starts.len() as u32 - 1);
    }
    Part::Periods { starts, of_run }
}

/// First day of the period that `day` falls into.
pub(crate) fn period_start(key: Key, day: Date) -> Date {
    match key {
        Key::Week => day.week_start(),
        Key::Month => day.month_start(),
        Key::Day | Key::Dimension(_) => day,
    }
}

/// Numbers combinations in the order in which they are first met. An open hash table with linear probing, at most half
/// full; the general one of the standard library is more to download. Only looked up, never iterated, so no order depends
/// on it.
#[derive(Default)]
struct Numbers {
    /// A power of two of slots, each 0 or 1 + the number of a combination.
    slots: Vec<u32>,
    met: Vec<u64>,
}

impl Numbers {
    /// The number of a combination, a new one where it was not met before.
    fn number(&mut self, combination: u64) -> u32 {
        if self.met.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let slot = self.slot(combination);
        match self.slots.get_mut(slot) {
            Some(taken) if *taken > 0 => *taken - 1,
            free => {
                let number = self.met.len() as u32;
                self.met.push(combination);
                if let Some(free) = free {
                    *free = number + 1;
                }
                number
            }
        }
    }

    /// Where that combination stands, or else where it belongs.
    fn slot(&self, combination: u64) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = mixed(combination) as usize & mask;
        while let Some(number) = self.slots.get(slot).and_then(|taken| taken.checked_sub(1)) {
            if self.met.get(number as usize) == Some(&combination) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = vec![0; (self.slots.len() * 2).max(64)];
        for (number, &combination) in (1..).zip(&self.met) {
            let slot = self.slot(combination);
            if let Some(free) = self.slots.get_mut(slot) {
                *free = number;
            }
        }
    }
}

/// Hashes one number: the finaliser of `MurmurHash3` (Appleby), which spreads neighbouring combinations.
const fn mixed(number: u64) -> u64 {
    let mut hash = number;
    hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    #[test]
    fn combinations_are_numbered_as_they_are_met() {
        // A linear congruence: the same combinations on every machine, neighbours and strangers, many of them twice.
        let mut state = 1_u64;
        let mut numbers = Numbers::default();
        let mut met: Vec<u64> = Vec::new();
        for n in 0..4_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let combination = if n % 2 == 0 { (state >> 40) % 500 } else { (state >> 33) % 500 * 0x1_0000_0001 };
            let expected = met.iter().position(|&known| known == combination).unwrap_or(met.len());
            if expected == met.len() {
                met.push(combination);
            }
            assert_eq!(numbers.number(combination), expected as u32);
        }
        assert!(met.len() > 900, "{} combinations", met.len());
        assert_eq!(numbers.met, met);
    }
}
