//! Roll-ups: a cube's sums over the rows that differ only in keys nobody asks for. In: a cube. Out: smaller cubes, each
//! with some of its dimensions, by day or over all complete days, that answer what they can with the same numbers.
//! Which are made is decided by what saves most for what it takes to make and to keep, all questions being alike (the
//! greedy choice of Harinarayan, Rajaraman & Ullman 1996), within a share of the cube. Refuses what does not add up: uniques, levels, sums past 64
//! bits, and where something is unknown what was sampled and squares; and more room than they were given: those that did not
//! answer for the longest time go first.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

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
    /// What all of them and the tiles made of the cube may take, in bytes for each of its rows.
    pub bytes_a_row: usize,
}

impl Default for Spare {
    fn default() -> Self {
        Self { from_rows: 1 << 16, each_percent: 12, all_percent: 35, least_gain: 12, bytes_a_row: 11 }
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
    /// With what it is made of, where that is not the cube itself.
    making: RefCell<Option<(Option<Rc<Cube>>, Making)>>,
    made: RefCell<Option<Rc<Cube>>>,
    /// What it takes, once it was made.
    bytes: Cell<usize>,
    /// When it last answered.
    used: Cell<usize>,
}

/// The roll-ups of a cube, and the room that they share with its tiles.
#[derive(Clone, Debug)]
pub(super) struct Rollups {
    all: Vec<Rollup>,
    room: usize,
    /// What tiles take of it.
    lent: Rc<Cell<usize>>,
    clock: Cell<usize>,
}

impl Rollups {
    /// Now, for what answers or is made.
    fn now(&self) -> usize {
        self.clock.set(self.clock.get() + 1);
        self.clock.get()
    }

    fn made(&self) -> impl Iterator<Item = &Rollup> {
        self.all.iter().filter(|rollup| rollup.made.borrow().is_some())
    }

    fn taken(&self) -> usize {
        self.lent.get() + self.made().map(|rollup| rollup.bytes.get()).sum::<usize>()
    }

    /// Drops those that did not answer for the longest time, until the rest has room.
    fn make_room(&self) {
        while self.taken() > self.room
            && let Some(idle) = self.made().min_by_key(|rollup| rollup.used.get())
        {
            idle.made.replace(None);
        }
    }

    /// The next to be made: what was dropped is not made again without room for it.
    fn next(&self) -> Option<&Rollup> {
        let spare = self.room.saturating_sub(self.taken());
        self.all.iter().find(|rollup| rollup.made.borrow().is_none() && rollup.bytes.get() <= spare)
    }
}

/// Room that a tile takes of what roll-ups have; given back when dropped.
#[derive(Debug)]
pub(crate) struct Lease {
    lent: Rc<Cell<usize>>,
    bytes: usize,
}

impl Clone for Lease {
    fn clone(&self) -> Self {
        self.lent.set(self.lent.get() + self.bytes);
        Self { lent: Rc::clone(&self.lent), bytes: self.bytes }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.lent.set(self.lent.get() - self.bytes);
    }
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
            let Some(next) = rollups.next() else { return false };
            let begun = next.making.take();
            let (finer, making) = match begun {
                None => {
                    let finer = rollups.all.iter().filter(|other| other.covers(next));
                    let finer = finer.filter_map(|other| other.made.borrow().clone()).min_by_key(|cube| cube.rows);
                    let source = finer.as_deref().unwrap_or(cube);
                    let making = Making::begin(&self.report, source, &next.dimensions(cube), next);
                    (finer, making)
                }
                Some((finer, mut making)) => {
                    let source = finer.as_deref().unwrap_or(cube);
                    if !making.step(source, next) {
                        let made = making.finish(source, next);
                        next.bytes.set(made.bytes());
                        next.used.set(rollups.now());
                        next.made.replace(Some(made.into()));
                        rollups.make_room();
                        return true;
                    }
                    (finer, making)
                }
            };
            next.making.replace(Some((finer, making)));
            true
        })
    }
}

impl Cube {
    /// The roll-ups that are made, by a number that stays, each with the days that it knows only together.
    pub(crate) fn rollups(&self) -> impl Iterator<Item = (usize, Rc<Self>, Option<DateRange>)> {
        let rollups = self.rollups.get().into_iter().flat_map(|rollups| &rollups.all).enumerate();
        rollups.filter_map(|(number, rollup)| {
            Some((number, rollup.made.borrow().clone()?, (!rollup.by_day).then_some(rollup.days)))
        })
    }

    /// Says that the roll-up of that number answers.
    pub(crate) fn answers_by(&self, number: usize) {
        if let Some(rollups) = self.rollups.get()
            && let Some(rollup) = rollups.all.get(number)
        {
            rollup.used.set(rollups.now());
        }
    }

    /// Room for a tile of so many bytes: roll-ups make it. Nothing where there are none.
    pub(crate) fn lend(&self, bytes: usize) -> Option<Lease> {
        let rollups = self.rollups.get()?;
        rollups.lent.set(rollups.lent.get() + bytes);
        rollups.make_room();
        Some(Lease { lent: Rc::clone(&rollups.lent), bytes })
    }
}

/// The roll-ups to make of a cube, the largest first, as the smaller come out of them.
fn choose(report: &Report, cube: &Cube, spare: &Spare) -> Rollups {
    let room = cube.rows * spare.bytes_a_row;
    let rollups = |all| Rollups { all, room, lent: Rc::default(), clock: Cell::default() };
    let mut chosen = Vec::new();
    let whole = cube.days().and_then(|days| days.intersect(report.complete_range()));
    let Some(days) = whole.filter(|_| cube.rows >= spare.from_rows) else { return rollups(chosen) };
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
    rollups(chosen)
}

/// Every choice of levels, one per axis or none, by day and without, of at most so many cells.
fn candidates(cube: &Cube, days: DateRange, most: usize) -> Vec<Rollup> {
    let rollup = |by_day, cells| Rollup {
        depths: Vec::new(),
        by_day,
        days,
        cells,
        making: RefCell::default(),
        made: RefCell::default(),
        bytes: Cell::default(),
        used: Cell::default(),
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
