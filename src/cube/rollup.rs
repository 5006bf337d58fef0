//! Roll-ups: a cube's sums over the rows that differ only in keys nobody asks for. In: a cube. Out: smaller cubes, each
//! with some of its dimensions, by day or over all complete days, that answer what they can with the same numbers.
//! Which are made is decided by what saves most for what it takes to make and to keep, all questions being alike (the
//! greedy choice of Harinarayan, Rajaraman & Ullman 1996), within a share of the cube. Refuses what does not add up: uniques, levels, sums past 64
//! bits, and where something is unknown what was sampled and squares.

use std::cell::{OnceCell, RefCell};

use super::axis::Axis;
use super::rolling::Making;
use super::{Cube, Dataset, Run};
use crate::contract::column::Packed;
use crate::contract::{DimensionIx, MeasureKind, Report, ValueColumn};
use crate::date::DateRange;
use crate::order::sort_by;

/// No more of them are weighed against each other.
const MOST_CANDIDATES: usize = 512;
/// A question by day, or of some days, counts for so many of those over all: a reader who compares has chosen days.
const DAYS_WEIGH: usize = 2;

/// To look through so many rows while it is made is as dear as to keep a cell.
const ROWS_PER_CELL: usize = 10;
/// How much may be spent on roll-ups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spare {
    /// A cube of fewer rows is looked through in less than a frame, and has none.
    pub from_rows: usize,
    /// Most rows of one, in percent of the cube's.
    pub each_percent: usize,
    /// Most rows of all of them together, likewise.
    pub all_percent: usize,
    /// One has to save more rows than this, all questions together, for each row that it takes to make and to keep it.
    pub least_gain: usize,
}

impl Default for Spare {
    fn default() -> Self {
        Self { from_rows: 1 << 16, each_percent: 12, all_percent: 35, least_gain: 12 }
    }
}

/// A roll-up, and the sums once they are there.
#[derive(Clone, Debug)]
pub(super) struct Rollup {
    /// Per axis of the cube, how many of its levels are kept, from the coarsest.
    depths: Vec<usize>,
    pub by_day: bool,
    days: DateRange,
    /// At most so many rows.
    cells: usize,
    making: RefCell<Option<Making>>,
    cube: OnceCell<Cube>,
}

impl Rollup {
    fn covers(&self, coarser: &Self) -> bool {
        let days = self.by_day || (!coarser.by_day && self.days == coarser.days);
        days && self.depths.iter().zip(&coarser.depths).all(|(mine, its)| mine >= its)
    }

    /// Its days in a cube, one after another.
    pub fn runs<'a>(&self, source: &'a Cube) -> &'a [Run] {
        if self.by_day { &source.runs } else { source.runs_in(self.days) }
    }

    fn dimensions(&self, cube: &Cube) -> Vec<DimensionIx> {
        let kept = |(axis, depth): (&Axis, &usize)| {
            axis.levels().len().checked_sub(*depth).and_then(|level| axis.levels().get(level)).map(|(ix, _)| *ix)
        };
        cube.axes.iter().zip(&self.depths).filter_map(kept).collect()
    }
}

impl Dataset {
    /// How many roll-ups there are so far.
    pub fn rolled_up(&self) -> usize {
        self.cubes.iter().map(|cube| cube.rollups().count()).sum()
    }

    /// Goes one step on with its roll-ups, through some thousand rows; whether there was one to take. To be called while nothing
    /// else is to be done: questions are answered with the same numbers before and after, only sooner. What the first call
    /// has to spare decides.
    pub fn prepare(&self, spare: &Spare) -> bool {
        self.cubes.iter().any(|cube| {
            let rollups = cube.rollups.get_or_init(|| choose(&self.report, cube, spare));
            let Some(next) = rollups.iter().find(|rollup| rollup.cube.get().is_none()) else { return false };
            let finer = rollups.iter().filter(|other| other.covers(next)).filter_map(|other| other.cube.get());
            let source = finer.min_by_key(|cube| cube.rows).unwrap_or(cube);
            let making = match next.making.take() {
                None => Making::begin(&self.report, source, &next.dimensions(cube), next),
                Some(mut begun) => {
                    if !begun.step(source, next) {
                        return next.cube.set(begun.finish(source, next)).is_ok();
                    }
                    begun
                }
            };
            next.making.replace(Some(making));
            true
        })
    }
}

impl Cube {
    /// The roll-ups that are made, by a number that stays, each with the days that it knows only together.
    pub(crate) fn rollups(&self) -> impl Iterator<Item = (usize, &Self, Option<DateRange>)> {
        let rollups = self.rollups.get().into_iter().flatten().enumerate();
        rollups
            .filter_map(|(number, rollup)| Some((number, rollup.cube.get()?, (!rollup.by_day).then_some(rollup.days))))
    }

    /// The roll-up of that number.
    pub(crate) fn rollup(&self, number: usize) -> Option<&Self> {
        self.rollups.get()?.get(number)?.cube.get()
    }
}

/// The roll-ups to make of a cube, the largest first, as the smaller come out of them.
fn choose(report: &Report, cube: &Cube, spare: &Spare) -> Vec<Rollup> {
    let mut chosen = Vec::new();
    let whole = cube.days().and_then(|days| days.intersect(report.complete_range()));
    let Some(days) = whole.filter(|_| cube.rows >= spare.from_rows) else { return chosen };
    let mut candidates = candidates(cube, days, cube.rows * spare.each_percent / 100);
    // What a question costs that needs just what the candidate has.
    let mut costs = vec![cube.rows; candidates.len()];
    let mut left = cube.rows * spare.all_percent / 100;
    loop {
        let mut best = (0.0, 0);
        for (place, candidate) in candidates.iter().enumerate() {
            if candidate.cells > left {
                continue;
            }
            let mut saved = 0;
            for (other, &cost) in candidates.iter().zip(&costs) {
                if candidate.covers(other) {
                    saved += cost.saturating_sub(candidate.cells) * if other.by_day { DAYS_WEIGH } else { 1 };
                }
            }
            let making = costs.get(place).copied().unwrap_or(cube.rows) / ROWS_PER_CELL;
            let gain = saved as f64 / (candidate.cells + making) as f64;
            if gain > best.0 {
                best = (gain, place);
            }
        }
        let (gain, place) = best;
        let Some(candidate) = candidates.get(place).filter(|_| gain > spare.least_gain as f64).cloned() else { break };
        left -= candidate.cells;
        for (other, cost) in candidates.iter().zip(&mut costs) {
            if candidate.covers(other) {
                *cost = (*cost).min(candidate.cells);
            }
        }
        candidates.swap_remove(place);
        costs.swap_remove(place);
        chosen.push(candidate);
    }
    sort_by(&mut chosen, |a, b| b.cells.cmp(&a.cells));
    chosen
}

/// Every choice of levels, one per axis or none, by day and without, of at most so many cells.
fn candidates(cube: &Cube, days: DateRange, most: usize) -> Vec<Rollup> {
    let rollup = |by_day, cells| Rollup {
        depths: Vec::new(),
        by_day,
        days,
        cells,
        making: RefCell::default(),
        cube: OnceCell::new(),
    };
    let mut candidates = vec![rollup(false, 1), rollup(true, cube.runs.len())];
    for axis in &cube.axes {
        let mut further = Vec::new();
        for depth in 0..=axis.levels().len() {
            let codes = axis.coarser(axis.levels().len() - depth).1.space();
            for candidate in &candidates {
                let mut next = Rollup { cells: candidate.cells * codes, ..candidate.clone() };
                next.depths.push(depth);
                if next.cells <= most && further.len() < MOST_CANDIDATES {
                    further.push(next);
                }
            }
        }
        candidates = further;
    }
    candidates
}

/// Whether sums stand for the rows: not for the largest part of a unique or the last day of a level. Of a part that is
/// unknown nobody can tell how it was sampled, or which value lacks its square.
pub(crate) fn adds_up(report: &Report, value: &ValueColumn) -> bool {
    let Some(measure) = report.measure(value.measure) else { return false };
    let plain = measure.sample.is_none() && measure.kind != MeasureKind::SumSquares;
    let additive = matches!(measure.kind, MeasureKind::Count | MeasureKind::Money | MeasureKind::SumSquares)
        && (plain || value.column.nulls().is_empty());
    let bound = match value.column.packed() {
        Packed::I64(values) => values.iter().fold(0, |most, value| value.unsigned_abs().max(most)),
        _ => u32::MAX.into(),
    };
    let fits = u128::from(bound) * (value.column.len() as u128) < 1 << 63;
    additive && fits
}
