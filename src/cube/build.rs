//! Turns one cube as sent into one that is sorted and packed. In: [`Cells`]. Out: a [`Cube`] and, where rows share
//! their date and keys, a warning that counts them (they stay separate rows: a sum adds them anyway, and keeps count of
//! a null among them). Refuses such rows for a `unique` or a `stock`.

use super::axis::{self, Axis};
use super::{Cube, Run};
use crate::contract::{Cells, MeasureKind, Report, ValueColumn, Warning, WarningKind};
use crate::error::{Error, ErrorKind, Faults};
use crate::order::sort_unique;

pub(super) fn cube(report: &Report, cells: Cells) -> Result<(Cube, Option<Warning>), Error> {
    if u32::try_from(cells.rows).is_err() {
        return Err(Error::new(ErrorKind::Limit, &*cells.path, cells.rows.to_string(), "fewer than 2^32 rows"));
    }
    let axes = axis::axes(report, &cells)?;
    let (order, runs) = sort(&cells, &axes);
    let axes: Vec<Axis> = axes.into_iter().map(|axis| axis.reordered(&order)).collect();
    let repeated = repeated_rows(&axes, &runs, &order);
    refuse_what_cannot_be_added(report, &cells, &repeated)?;
    let duplicates = (!repeated.is_empty()).then(|| Warning {
        kind: WarningKind::DuplicateRows,
        path: cells.path.clone(),
        count: repeated.len() as u64,
        names: vec![cells.id.to_string()],
    });
    let values = cells.values.into_iter().map(|value| reordered(&value, &order)).collect();
    let (facts, rollups) = Default::default();
    Ok((Cube { id: cells.id, rows: cells.rows, runs, axes, values, facts, rollups }, duplicates))
}

/// Row numbers ordered by day, then by the codes of each axis, then as sent; and the rows of each day. Counting sort
/// from the last key to the first: calendar years 1–9999 bound the number of days, dictionaries that of codes.
fn sort(cells: &Cells, axes: &[Axis]) -> (Vec<u32>, Vec<Run>) {
    let mut order: Vec<u32> = (0..cells.rows as u32).collect();
    let mut scratch = order.clone();
    for axis in axes.iter().rev() {
        counting_pass(&mut order, &mut scratch, axis.space(), |row| axis.codes().get(row).unwrap_or(0) as usize);
    }
    let day_of = |row: usize| cells.day.get(row).unwrap_or(0) as usize;
    let span = (0..cells.rows).map(day_of).max().map_or(0, |last| last + 1);
    let starts = counting_pass(&mut order, &mut scratch, span, day_of);
    let mut runs = Vec::new();
    for (day, &start) in starts.iter().enumerate() {
        let end = starts.get(day + 1).copied().unwrap_or(cells.rows);
        if start < end {
            runs.push(Run { day: cells.first_date.plus(day as i32), start, end });
        }
    }
    (order, runs)
}

/// Sorts `order` by `code_of`, keeping ties as they are; returns the first place of each code.
fn counting_pass(
    order: &mut Vec<u32>,
    scratch: &mut Vec<u32>,
    space: usize,
    code_of: impl Fn(usize) -> usize,
) -> Vec<usize> {
    let mut places = vec![0_usize; space];
    for &row in order.iter() {
        if let Some(count) = places.get_mut(code_of(row as usize)) {
            *count += 1;
        }
    }
    let mut next = 0;
    for place in &mut places {
        next += std::mem::replace(place, next);
    }
    let starts = places.clone();
    for &row in order.iter() {
        if let Some(place) = places.get_mut(code_of(row as usize)) {
            if let Some(slot) = scratch.get_mut(*place) {
                *slot = row;
            }
            *place += 1;
        }
    }
    std::mem::swap(order, scratch);
    starts
}

/// Rows, as numbered by the document, whose date and keys an earlier row has too; ascending.
fn repeated_rows(axes: &[Axis], runs: &[Run], order: &[u32]) -> Vec<u32> {
    let same = |a: usize, b: usize| axes.iter().all(|axis| axis.codes().get(a) == axis.codes().get(b));
    let mut repeated: Vec<u32> = Vec::new();
    for run in runs {
        for row in run.start + 1..run.end {
            if same(row - 1, row) {
                repeated.extend(order.get(row));
            }
        }
    }
    sort_unique(&mut repeated);
    repeated
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

fn reordered(value: &ValueColumn, order: &[u32]) -> ValueColumn {
    let (column, suppressed) = (value.column.reordered(order), value.suppressed.reordered(order));
    ValueColumn { measure: value.measure, column, suppressed }
}
