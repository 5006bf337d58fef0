//! Roll-ups: a cube's sums over the rows that differ only in keys nobody asks for. In: a cube. Out: smaller cubes, each
//! with some of its dimensions, by day or over all complete days, that answer what they can with the same numbers.
//! Which are made is decided by what saves most per row, all questions being alike (the greedy choice of Harinarayan,
//! Rajaraman & Ullman 1996), within a share of the cube. Refuses what does not add up: uniques, levels, sums past 64
//! bits, and where something is unknown what was sampled and squares.

use std::cell::{OnceCell, RefCell};

use super::axis::Axis;
use super::{Codes, Cube, Dataset, Lack, Run};
use crate::contract::column::Packed;
use crate::contract::{Bits, Column, DimensionIx, MeasureKind, Report, ValueColumn};
use crate::date::DateRange;
use crate::order::sort_by;

/// No more of them are weighed against each other.
const MOST_CANDIDATES: usize = 512;
/// A question by day, or of some days, counts for so many of those over all: a reader who compares has chosen days.
const DAYS_WEIGH: usize = 2;

/// How much may be spent on roll-ups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spare {
    /// A cube of fewer rows is looked through in less than a frame, and has none.
    pub from_rows: usize,
    /// Most rows of one, in percent of the cube's.
    pub each_percent: usize,
    /// Most rows of all of them together, likewise.
    pub all_percent: usize,
}

impl Default for Spare {
    fn default() -> Self {
        Self { from_rows: 1 << 16, each_percent: 12, all_percent: 25 }
    }
}

/// A roll-up, and the sums once they are there.
#[derive(Clone, Debug)]
pub(super) struct Rollup {
    /// Per axis of the cube, how many of its levels are kept, from the coarsest.
    depths: Vec<usize>,
    by_day: bool,
    days: DateRange,
    /// At most so many rows.
    cells: usize,
    making: RefCell<Option<Making>>,
    cube: OnceCell<Cube>,
}

/// A roll-up that lacks some of its measures.
#[derive(Clone, Debug)]
struct Making {
    cube: Cube,
    /// How many of the source's measures were looked at.
    looked_at: usize,
    /// First row of the source, and the cell of each from there.
    start: usize,
    cells: Vec<u32>,
    /// How many cells there can be, and those that have rows, ascending.
    count: usize,
    met: Vec<u32>,
}

impl Rollup {
    fn covers(&self, coarser: &Self) -> bool {
        let days = self.by_day || (!coarser.by_day && self.days == coarser.days);
        days && self.depths.iter().zip(&coarser.depths).all(|(mine, its)| mine >= its)
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

    /// Goes one step on with its roll-ups, a pass over one column; whether there was one to take. To be called while nothing
    /// else is to be done: questions are answered with the same numbers before and after, only sooner. What the first call
    /// has to spare decides.
    pub fn prepare(&self, spare: &Spare) -> bool {
        self.cubes.iter().any(|cube| {
            let rollups = cube.rollups.get_or_init(|| choose(&self.report, cube, spare));
            let Some(next) = rollups.iter().find(|rollup| rollup.cube.get().is_none()) else { return false };
            let finer = rollups.iter().filter(|other| other.covers(next)).filter_map(|other| other.cube.get());
            let source = finer.min_by_key(|cube| cube.rows).unwrap_or(cube);
            let making = match next.making.take() {
                None => Making::begin(source, &next.dimensions(cube), next),
                Some(mut begun) => {
                    if !begun.step(&self.report, source) {
                        return next.cube.set(begun.cube).is_ok();
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
            let gain = saved as f64 / candidate.cells as f64;
            if gain > best.0 {
                best = (gain, place);
            }
        }
        let (gain, place) = best;
        let Some(candidate) = candidates.get(place).filter(|_| gain > 1.0).cloned() else { break };
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

impl Making {
    /// The cells of the rows of `source` by these dimensions.
    fn begin(source: &Cube, dimensions: &[DimensionIx], rollup: &Rollup) -> Self {
        let runs = if rollup.by_day { &*source.runs } else { source.runs_in(rollup.days) };
        let (start, end) = (runs.first().map_or(0, |run| run.start), runs.last().map_or(0, |run| run.end));

        // The cell of each row: day, then the codes of the axes.
        let mut cells = vec![0_u32; end - start];
        if rollup.by_day {
            for (day, run) in (0..).zip(runs) {
                cells.get_mut(run.start - start..run.end - start).unwrap_or_default().fill(day);
            }
        }
        let mut count = if rollup.by_day { runs.len() } else { 1 };
        let mut axes = Vec::with_capacity(dimensions.len());
        for &dimension in dimensions {
            for axis in &source.axes {
                let Some(level) = axis.levels().iter().position(|(ix, _)| *ix == dimension) else { continue };
                let (coarser, rolled) = axis.coarser(level);
                match axis.codes() {
                    Codes::U8(codes) => step(&mut cells, codes.get(start..), &coarser, rolled.space()),
                    Codes::U16(codes) => step(&mut cells, codes.get(start..), &coarser, rolled.space()),
                    Codes::U32(codes) => step(&mut cells, codes.get(start..), &coarser, rolled.space()),
                }
                count *= rolled.space();
                axes.push(rolled);
            }
        }

        // Facts behind each cell; a cell without any is no row.
        let mut facts = vec![0_u32; count];
        for (row, &cell) in (start..).zip(&cells) {
            if let Some(facts) = facts.get_mut(cell as usize) {
                *facts += source.facts_of(row);
            }
        }
        let mut met: Vec<u32> = Vec::new();
        for (cell, &facts) in (0..).zip(&facts) {
            if facts > 0 {
                met.push(cell);
            }
        }
        let mut width = 1;
        for axis in axes.iter_mut().rev() {
            let space = axis.space() as u32;
            axis.fill(met.iter().map(|cell| cell / width % space).collect());
            width *= space;
        }
        let mut rolled_runs: Vec<Run> = Vec::new();
        for (row, cell) in met.iter().enumerate() {
            let Some(run) = runs.get((cell / width) as usize) else { continue };
            match rolled_runs.last_mut().filter(|last| last.day == run.day) {
                Some(last) => last.end = row + 1,
                None => rolled_runs.push(Run { day: run.day, start: row, end: row + 1 }),
            }
        }

        let of_met = |&cell: &u32| Some(facts.get(cell as usize).map_or(0, |&facts| facts.into()));
        let (id, facts) = (source.id.clone(), met.iter().map(of_met).collect::<Column>());
        let (lacks, rollups) = Default::default();
        let cube = Cube {
            id,
            rows: met.len(),
            runs: rolled_runs,
            axes,
            values: Vec::new(),
            facts: Some(facts),
            lacks,
            rollups,
        };
        Self { cube, looked_at: 0, start, cells, count, met }
    }

    /// Adds up the next measure that adds up; whether there was one.
    fn step(&mut self, report: &Report, source: &Cube) -> bool {
        let rest = source.values.get(self.looked_at..).unwrap_or(&[]);
        let Some(place) = rest.iter().position(|value| adds_up(report, value)) else { return false };
        let Some(value) = rest.get(place) else { return false };
        self.looked_at += place + 1;
        let (mut sums, start) = (vec![0_i64; self.count], self.start);
        match value.column.packed() {
            Packed::U8(values) => add(&mut sums, &self.cells, values.get(start..)),
            Packed::U16(values) => add(&mut sums, &self.cells, values.get(start..)),
            Packed::U32(values) => add(&mut sums, &self.cells, values.get(start..)),
            Packed::I64(values) => add(&mut sums, &self.cells, values.get(start..)),
        }
        let mut column: Column = self.met.iter().map(|&cell| sums.get(cell as usize).copied()).collect();
        let mut suppressed = Bits::default();
        if !value.column.nulls().is_empty() {
            let lack = self.lack(value, source, &mut sums);
            for row in 0..self.met.len() {
                if lack.lacking.get(row) != Some(0) {
                    column.lack(row);
                }
                if lack.suppressed.get(row) != Some(0) {
                    suppressed.insert(row);
                }
            }
            self.cube.lacks.push(lack);
        }
        self.cube.values.push(ValueColumn { measure: value.measure, column, suppressed });
        true
    }

    /// Counts by cell the rows that have no value; `counts` has room for a number per cell.
    fn lack(&self, value: &ValueColumn, source: &Cube, counts: &mut [i64]) -> Lack {
        let known = source.lack_of(value.measure);
        let mut count = |bits: &Bits, known: Option<&Column>| -> Column {
            counts.fill(0);
            for (row, &cell) in (self.start..).zip(&self.cells) {
                if bits.contains(row)
                    && let Some(count) = counts.get_mut(cell as usize)
                {
                    *count += known.map_or(Some(1), |known| known.get(row)).unwrap_or(0);
                }
            }
            self.met.iter().map(|&cell| counts.get(cell as usize).copied()).collect()
        };
        let lacking = count(value.column.nulls(), known.map(|known| &known.lacking));
        let suppressed = count(&value.suppressed, known.map(|known| &known.suppressed));
        Lack { measure: value.measure, lacking, suppressed }
    }
}

/// Takes the cell of each row a key further; `coarser` is its code by the code of the source.
fn step<C: Copy + Into<u32>>(cells: &mut [u32], codes: Option<&[C]>, coarser: &[u32], space: usize) {
    for (cell, &code) in cells.iter_mut().zip(codes.unwrap_or(&[])) {
        *cell = *cell * space as u32 + coarser.get(code.into() as usize).copied().unwrap_or(0);
    }
}

fn add<V: Copy + Into<i64>>(sums: &mut [i64], cells: &[u32], values: Option<&[V]>) {
    for (&cell, &value) in cells.iter().zip(values.unwrap_or(&[])) {
        if let Some(sum) = sums.get_mut(cell as usize) {
            *sum += value.into();
        }
    }
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
