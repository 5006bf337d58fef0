//! A roll-up in the making. In: a cube, or a finer roll-up of it; which of its dimensions are kept. Out: the sums of its rows
//! by those, once all rows are added up, some thousand at a step. Refuses what does not add up: it is left out.

use redcat_kernel::{ALL, number_u8, number_u16, number_u32, records};

use super::axis::Axis;
use super::records::{Added, BLOCK, Picked, add_all, side_by_side};
use super::rollup::{Rollup, adds_up};
use super::{Codes, Cube, Lack, Run};
use crate::contract::{Bits, Column, DimensionIx, Report, ValueColumn};

/// Rows of the source that a step adds up, all measures: about a millisecond.
const ROWS_A_STEP: usize = 1 << 16;

/// A roll-up whose rows are not all added up.
#[derive(Clone, Debug)]
pub(super) struct Making {
    /// Without rows so far.
    cube: Cube,
    /// Of each kept axis its place in the source, and what each code of the source adds to the number of a cell.
    keys: Vec<(usize, Vec<u32>)>,
    /// The source's measures that add up, in the order of records, which begin with how many facts are behind a cell.
    columns: Vec<usize>,
    /// Of each of them that lacks values, how many: two further numbers.
    lacks: Vec<usize>,
    /// How many cells a day has, or all days together.
    cells: usize,
    records: Vec<i64>,
    /// The next row of the source, and one past the last.
    next: usize,
    end: usize,
}

impl Making {
    /// For the rows of `source`, by these dimensions.
    pub fn begin(report: &Report, source: &Cube, dimensions: &[DimensionIx], rollup: &Rollup) -> Self {
        let runs = rollup.runs(source);
        let (mut axes, mut keys) = (Vec::with_capacity(dimensions.len()), Vec::with_capacity(dimensions.len()));
        let mut cells = 1;
        for &dimension in dimensions.iter().rev() {
            for (place, axis) in source.axes.iter().enumerate() {
                let Some(level) = axis.levels().iter().position(|(ix, _)| *ix == dimension) else { continue };
                let (mut coarser, rolled) = axis.coarser(level);
                for code in &mut coarser {
                    *code *= cells as u32;
                }
                cells *= rolled.space();
                keys.push((place, coarser));
                axes.push(rolled);
            }
        }
        axes.reverse();
        let (mut columns, mut lacks) = (Vec::new(), Vec::new());
        for (place, value) in source.values.iter().enumerate() {
            if adds_up(report, value) {
                columns.push((place, value.column.packed()));
                if !value.column.nulls().is_empty() {
                    lacks.push(place);
                }
            }
        }
        side_by_side(source.facts.as_ref().map(Column::packed), &mut columns);
        let columns: Vec<usize> = columns.into_iter().map(|(place, _)| place).collect();
        let width = 1 + columns.len() + 2 * lacks.len();
        let days = if rollup.by_day { runs.len() } else { 1 };
        let (rows, values, facts, made_lacks, runs_made, rollups) = Default::default();
        let (next, end) = (runs.first().map_or(0, |run| run.start), runs.last().map_or(0, |run| run.end));
        let cube =
            Cube { id: source.id.clone(), rows, runs: runs_made, axes, values, facts, lacks: made_lacks, rollups };
        Self { cube, keys, columns, lacks, cells, records: vec![0; days * cells * width], next, end }
    }

    fn width(&self) -> usize {
        1 + self.columns.len() + 2 * self.lacks.len()
    }

    /// Adds up the next rows; whether there were any.
    pub fn step(&mut self, source: &Cube, rollup: &Rollup) -> bool {
        let width = self.width();
        let mut added: Vec<Added<'_>> = vec![source.facts.as_ref().map(Column::packed)];
        added.extend(self.columns.iter().map(|&place| source.values.get(place).map(|value| value.column.packed())));
        let runs = rollup.runs(source);
        let (begun, mut groups) = (self.next, Vec::with_capacity(BLOCK));
        let all: Vec<u32> = (0..BLOCK as u32).collect();
        while self.next < self.end.min(begun + ROWS_A_STEP) {
            let base = self.next;
            let run = runs.partition_point(|run| run.end <= base);
            let end = runs.get(run).filter(|_| rollup.by_day).map_or(self.end, |run| run.end);
            self.next = end.min(base + BLOCK);
            let day = if rollup.by_day { run * self.cells } else { 0 };
            groups.clear();
            groups.resize(self.next - base, day as u32);
            for (place, table) in &self.keys {
                match source.axes.get(*place).map(Axis::codes) {
                    Some(Codes::U8(codes)) => number_u8(codes.get(base..).unwrap_or(&[]), table, ALL, &mut groups),
                    Some(Codes::U16(codes)) => number_u16(codes.get(base..).unwrap_or(&[]), table, ALL, &mut groups),
                    Some(Codes::U32(codes)) => number_u32(codes.get(base..).unwrap_or(&[]), table, ALL, &mut groups),
                    None => {}
                }
            }
            let rows = all.get(..groups.len()).unwrap_or(&[]);
            let picked = Picked { base, rows, whole: true, groups: &groups, together: false };
            add_all(&mut self.records, width, &added, &picked);
            self.add_lacks(source, base, &groups);
        }
        self.next > begun
    }

    /// Counts by cell the rows that have no value.
    fn add_lacks(&mut self, source: &Cube, base: usize, groups: &[u32]) {
        let (width, first) = (self.width(), 1 + self.columns.len());
        for (value, first) in self.lacks.iter().filter_map(|&place| source.values.get(place)).zip((first..).step_by(2))
        {
            let known = source.lack_of(value.measure);
            let counted = [
                (value.column.nulls(), known.map(|known| &known.lacking)),
                (&value.suppressed, known.map(|known| &known.suppressed)),
            ];
            for ((bits, known), place) in counted.into_iter().zip(first..) {
                for (row, &group) in (base..).zip(groups) {
                    if bits.contains(row)
                        && let Some(count) = self.records.get_mut(group as usize * width + place)
                    {
                        *count += known.map_or(Some(1), |known| known.get(row)).unwrap_or(0);
                    }
                }
            }
        }
    }

    /// The roll-up; a cell without any fact is no row.
    pub fn finish(self, source: &Cube, rollup: &Rollup) -> Cube {
        let width = self.width();
        let mut met: Vec<u32> = Vec::new();
        for (cell, record) in (0..).zip(self.records.chunks_exact(width)) {
            if record.first().is_some_and(|&facts| facts > 0) {
                met.push(cell);
            }
        }
        let mut cube = self.cube;
        cube.rows = met.len();
        let mut weight = 1;
        for axis in cube.axes.iter_mut().rev() {
            let space = axis.space() as u32;
            axis.fill(met.iter().map(|cell| cell / weight % space).collect());
            weight *= space;
        }
        let runs = rollup.runs(source);
        for (row, cell) in met.iter().enumerate() {
            let Some(run) = runs.get(*cell as usize / self.cells) else { continue };
            match cube.runs.last_mut().filter(|last| last.day == run.day) {
                Some(last) => last.end = row + 1,
                None => cube.runs.push(Run { day: run.day, start: row, end: row + 1 }),
            }
        }
        let (records, _) = records(&self.records, width, &met);
        let column = |place: usize| -> Column {
            let mut numbers = Vec::with_capacity(met.len());
            numbers.extend(records.chunks_exact(width).map(|record| record.get(place).copied().unwrap_or(0)));
            Column::of(&numbers)
        };
        cube.facts = Some(column(0));
        for (place, value) in source.values.iter().enumerate() {
            let Some(at) = self.columns.iter().position(|&known| known == place) else { continue };
            let (mut column_of, mut suppressed) = (column(at + 1), Bits::default());
            if let Some(lack) = self.lacks.iter().position(|&known| known == place) {
                let first = 1 + self.columns.len() + 2 * lack;
                let (lacking, withheld) = (column(first), column(first + 1));
                for row in 0..met.len() {
                    if lacking.get(row) != Some(0) {
                        column_of.lack(row);
                    }
                    if withheld.get(row) != Some(0) {
                        suppressed.insert(row);
                    }
                }
                cube.lacks.push(Lack { measure: value.measure, lacking, suppressed: withheld });
            }
            cube.values.push(ValueColumn { measure: value.measure, column: column_of, suppressed });
        }
        cube
    }
}
