//! Adds up one measure by group. In: blocks of picked rows. Out: a [`Figure`] per group. Sums are exact: narrow
//! columns add up in 64 bits, which 2^31 rows of 32 bits cannot fill, wide ones in 128.

use super::Figure;
use super::sampling::{Weights, finish, needs_squares};
use crate::contract::column::Packed;
use crate::contract::{Column, Measure, MeasureIx, MeasureKind, Report, ValueColumn};
use crate::cube::{Cube, Lack, Picked, add_packed};

/// Sums by group, as wide as their column asks for.
enum Sums {
    Narrow(Vec<i64>),
    Wide(Vec<i128>),
}

impl Sums {
    fn of(values: &ValueColumn) -> Self {
        match values.column.packed() {
            Packed::I64(_) => Self::Wide(Vec::new()),
            _ => Self::Narrow(Vec::new()),
        }
    }

    fn get(&self, group: usize) -> i128 {
        match self {
            Self::Narrow(sums) => sums.get(group).map_or(0, |&sum| i128::from(sum)),
            Self::Wide(sums) => sums.get(group).copied().unwrap_or(0),
        }
    }

    fn add(&mut self, packed: &Packed, picked: &Picked<'_>, groups: usize) {
        match self {
            Self::Narrow(sums) => sums.resize(groups, 0),
            Self::Wide(sums) => sums.resize(groups, 0),
        }
        match self {
            Self::Narrow(sums) => add_packed(sums, 1, 0, packed, picked),
            Self::Wide(sums) => {
                let Packed::I64(values) = packed else { return };
                let values = values.get(picked.base..).unwrap_or(&[]);
                for (&row, &group) in picked.rows.iter().zip(picked.groups) {
                    if let (Some(sum), Some(&value)) = (sums.get_mut(group as usize), values.get(row as usize)) {
                        *sum += i128::from(value);
                    }
                }
            }
        }
    }
}

/// One measure's running sums.
pub(crate) struct Tally<'a> {
    measure: &'a Measure,
    values: &'a ValueColumn,
    sums: Sums,
    /// Largest part, of a unique.
    largest: Vec<i64>,
    lacking: Vec<u64>,
    suppressed: Vec<u64>,
    /// How many rows each row of a roll-up lacks.
    lack: Option<&'a Lack>,
    /// Sums of squares beside a sampled measure.
    squares: Option<(&'a ValueColumn, Sums, Vec<u64>)>,
    weights: Option<Weights<'a>>,
}

impl<'a> Tally<'a> {
    /// `None` where the cube lacks the measure. `squares`: the measure that holds its sums of squares.
    pub fn new(report: &'a Report, cube: &'a Cube, ix: MeasureIx, squares: Option<MeasureIx>) -> Option<Self> {
        let (measure, values) = (report.measure(ix)?, cube.values_of(ix)?);
        let wanted = measure.sample.as_ref().is_some_and(|sample| needs_squares(measure, sample));
        let squares = squares.filter(|_| wanted).and_then(|squares| cube.values_of(squares));
        Some(Self {
            measure,
            values,
            sums: Sums::of(values),
            largest: Vec::new(),
            lacking: Vec::new(),
            suppressed: Vec::new(),
            lack: cube.lack_of(ix),
            squares: squares.map(|values| (values, Sums::of(values), Vec::new())),
            weights: measure.sample.as_ref().and_then(|sample| Weights::by_member(cube, sample)),
        })
    }

    /// Adds a block; `groups` is the number of groups so far.
    pub fn add(&mut self, picked: &Picked<'_>, groups: usize) {
        let column = &self.values.column;
        self.sums.add(column.packed(), picked, groups);
        if self.measure.kind == MeasureKind::Unique {
            self.largest.resize(groups, 0);
            for (&row, &group) in picked.rows.iter().zip(picked.groups) {
                let value = column.get(picked.base + row as usize).unwrap_or(0);
                if let Some(largest) = self.largest.get_mut(group as usize) {
                    *largest = value.max(*largest);
                }
            }
        }
        let counted = [
            (&mut self.lacking, column.nulls(), self.lack.map(|lack| &lack.lacking)),
            (&mut self.suppressed, &self.values.suppressed, self.lack.map(|lack| &lack.suppressed)),
        ];
        for (counts, rows, of_row) in counted {
            if !rows.is_empty() {
                count_rows(counts, groups, picked, |row| {
                    let counted = |of_row: &Column| of_row.get(row).map_or(0, i64::unsigned_abs);
                    if rows.contains(row) { of_row.map_or(1, counted) } else { 0 }
                });
            }
        }
        if let Some((values, sums, lacking)) = &mut self.squares {
            sums.add(values.column.packed(), picked, groups);
            // Where the value itself is not known its square is not missed.
            count_rows(lacking, groups, picked, |row| {
                u64::from(values.column.nulls().contains(row) && !column.nulls().contains(row))
            });
        }
        if let Some(weights) = &mut self.weights {
            let squares = self.squares.as_ref().map(|(values, ..)| &values.column);
            weights.add(self.measure.kind, column, squares, picked, groups);
        }
    }

    /// The figure of a group into which `rows` rows fell.
    pub fn figure(&self, group: usize, rows: u64) -> Figure {
        let count = |counts: &[u64]| counts.get(group).copied().unwrap_or(0);
        let sum = self.sums.get(group);
        let (value, upper) = if self.measure.kind == MeasureKind::Unique {
            let largest = i128::from(self.largest.get(group).copied().unwrap_or(0));
            (largest, unique_upper(self.measure, largest, sum))
        } else {
            (sum, sum)
        };
        let figure = Figure {
            value,
            upper,
            rows,
            lacking: count(&self.lacking),
            suppressed: count(&self.suppressed),
            estimate: value as f64,
            ..Figure::default()
        };
        let squares =
            self.squares.as_ref().and_then(|(_, sums, lacking)| (count(lacking) == 0).then(|| sums.get(group)));
        match &self.measure.sample {
            Some(sample) => finish(self.measure, sample, squares, self.weights.as_ref(), group, figure),
            None => figure,
        }
    }
}

/// Most distinct people that parts with this sum can be.
pub(crate) fn unique_upper(measure: &Measure, largest: i128, sum: i128) -> i128 {
    measure.population.map_or(sum, |population| sum.min(i128::from(population))).max(largest)
}

fn count_rows(counts: &mut Vec<u64>, groups: usize, picked: &Picked<'_>, count_of: impl Fn(usize) -> u64) {
    counts.resize(groups, 0);
    for (&row, &group) in picked.rows.iter().zip(picked.groups) {
        if let Some(count) = counts.get_mut(group as usize) {
            *count += count_of(picked.base + row as usize);
        }
    }
}
