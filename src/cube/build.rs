//! Turns a report into a dataset step by step, so that a page can do something else in between. In: a checked
//! [`Report`]. Out: a [`Dataset`]; where rows of a cube share their date and keys, with a warning that counts them (they
//! stay separate rows: a sum adds them anyway, and keeps count of a null among them). Refuses such rows for a `unique` or
//! a `stock`, and keys that contradict each other.
//!
//! Rows are ordered by day, then by the codes of each axis, then as sent. No column is held twice but the one that is
//! being put in order.

use super::axis::{self, Axis};
use super::order::Order;
use super::{Codes, Cube, Dataset, cohorts, quality};
use crate::contract::{Cells, DimensionIx, MeasureKind, Report, ValueColumn, Warning, WarningKind};
use crate::error::{Error, ErrorKind, Faults};

/// Most rows of a column that one step puts in order: about a millisecond. A multiple of 64, see `Bits::pick_into`.
pub const ROWS_A_STEP: usize = 1 << 18;

/// A dataset in the making.
#[derive(Debug)]
pub struct Building {
    report: Report,
    waiting: std::vec::IntoIter<Cells>,
    making: Option<Making>,
    cubes: Vec<Cube>,
    faults: Faults,
    checked: bool,
    rows: usize,
    rows_done: usize,
}

impl Building {
    /// Nothing is done yet.
    pub fn new(mut report: Report) -> Self {
        cohorts::add_dimension(&mut report);
        let waiting = std::mem::take(&mut report.cells);
        let rows = waiting.iter().map(|cells| cells.rows).sum();
        let (making, cubes, faults, checked, rows_done) = Default::default();
        Self { report, waiting: waiting.into_iter(), making, cubes, faults, checked, rows, rows_done }
    }

    /// Rows of all cubes.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// How many of them stand for what is done: a row counts by its columns.
    pub fn rows_done(&self) -> usize {
        self.rows_done + self.making.as_ref().map_or(0, Making::rows_done)
    }

    /// Goes one step on, over one column or a part of it; whether there was one to take.
    pub fn step(&mut self) -> bool {
        if let Some(making) = &mut self.making {
            match making.step(&self.report) {
                Ok(true) => return true,
                Ok(false) => {}
                Err(error) => self.faults.absorb(error),
            }
            if let Some(made) = self.making.take() {
                self.rows_done += made.cells.rows;
                if self.faults.is_empty() {
                    self.report.warnings.extend(made.duplicates());
                    self.cubes.push(made.cube());
                }
            }
        } else if let Some(cells) = self.waiting.next() {
            self.making = Some(Making::new(&self.report, cells));
        } else if self.checked || !self.faults.is_empty() {
            return false;
        } else {
            let odd = quality::warnings(&self.report, &self.cubes);
            self.report.warnings.extend(odd);
            self.checked = true;
        }
        true
    }

    /// Takes all steps that are left.
    pub fn finish(mut self) -> Result<Dataset, Error> {
        while self.step() {}
        let Self { report, cubes, faults, .. } = self;
        faults.into_result(Dataset { report, cubes: cubes.into() })
    }
}

/// A cube in the making.
#[derive(Debug)]
struct Making {
    /// What was sent; its columns go as they are used.
    cells: Cells,
    /// The paths whose axes are to come, the next one last.
    paths: Vec<Vec<DimensionIx>>,
    axes: Vec<Axis>,
    order: Order,
    /// Columns that are in order, axes first; and how much is of the next one.
    ordered: usize,
    rows_ordered: usize,
    codes: Option<Codes>,
    value: Option<ValueColumn>,
    /// Columns to go through, more or less, and those gone through.
    columns: usize,
    columns_done: usize,
}

impl Making {
    fn new(report: &Report, cells: Cells) -> Self {
        let mut paths = axis::paths(report, &cells);
        paths.reverse();
        let columns = 2 * paths.len() + cells.values.len() + Order::COLUMNS;
        let (axes, order, ordered, rows_ordered, codes, value, columns_done) = Default::default();
        Self { cells, paths, axes, order, ordered, rows_ordered, codes, value, columns, columns_done }
    }

    fn rows_done(&self) -> usize {
        let part = |columns: usize| (self.cells.rows as u64 * columns as u64 / self.columns.max(1) as u64) as usize;
        part(self.columns_done.min(self.columns))
    }

    /// Whether there was a step to take.
    fn step(&mut self, report: &Report) -> Result<bool, Error> {
        if let Some(path) = self.paths.pop() {
            let axis = axis::axis(report, &mut self.cells, &path, &self.axes)?;
            self.axes.push(axis);
            self.columns_done += 1;
            return Ok(true);
        }
        if self.order.step(&mut self.cells, &mut self.axes) {
            self.columns_done = self.axes.len() + self.order.columns_done();
            return Ok(true);
        }
        if self.ordered == 0 && self.rows_ordered == 0 {
            refuse_what_cannot_be_added(report, &self.cells, &self.order.repeated)?;
            if self.order.has_axes {
                self.ordered = self.axes.len();
            }
        }
        Ok(self.order.moved && self.pick())
    }

    /// Puts the next rows of the next column in order; whether there was one.
    fn pick(&mut self) -> bool {
        let Self { cells, axes, order, ordered, rows_ordered, codes, value, .. } = self;
        let (start, rows) = (*rows_ordered, &order.rows);
        let end = rows.len().min(start + ROWS_A_STEP);
        let block = rows.get(start..end).unwrap_or(&[]);
        let whole = end == rows.len();
        *rows_ordered = if whole { 0 } else { end };
        if let Some(axis) = axes.get_mut(*ordered) {
            let picked = codes.get_or_insert_with(|| axis.codes().like(rows.len()));
            axis.codes().pick_into(block, picked);
            if whole && let Some(codes) = codes.take() {
                axis.set_codes(codes);
            }
        } else if let Some(sent) = cells.values.get_mut(*ordered - axes.len()) {
            let picked = value.get_or_insert_with(|| sent.like());
            sent.suppressed.pick_into(block, picked.column.len(), &mut picked.suppressed);
            sent.column.pick_into(block, &mut picked.column);
            if whole && let Some(picked) = value.take() {
                *sent = picked;
            }
        } else {
            return false;
        }
        *ordered += usize::from(whole);
        self.columns_done += usize::from(whole);
        true
    }

    fn duplicates(&self) -> Option<Warning> {
        let repeated = &self.order.repeated;
        (!repeated.is_empty()).then(|| Warning {
            kind: WarningKind::DuplicateRows,
            path: self.cells.path.clone(),
            count: repeated.len() as u64,
            names: vec![self.cells.id.to_string()],
        })
    }

    fn cube(self) -> Cube {
        let Cells { id, rows, mut values, .. } = self.cells;
        for value in &mut values {
            value.column.shrink();
        }
        let (facts, lacks, rollups) = Default::default();
        Cube { id, rows, runs: self.order.runs, axes: self.axes, values, facts, lacks, rollups }
    }
}

fn refuse_what_cannot_be_added(report: &Report, cells: &Cells, repeated: &[u32]) -> Result<(), Error> {
    let mut faults = Faults::default();
    for value in &cells.values {
        let Some(measure) = report.measure(value.measure) else { continue };
        if matches!(measure.kind, MeasureKind::Unique | MeasureKind::Stock) {
            for &row in repeated {
                let found = value.column.get(row as usize).map_or_else(|| "null".into(), |value| value.to_string());
                let place = cells.place("values", &measure.id, row as usize);
                faults.add(
                    ErrorKind::DuplicateRow,
                    &place,
                    &found,
                    &"one row per date and keys, as it cannot be added",
                );
            }
        }
    }
    faults.into_result(())
}
