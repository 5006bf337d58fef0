//! The document's facts as immutable packed columns, built once. In: a checked [`Report`]. Out: a [`Dataset`], the
//! report with its `cells` turned into [`Cube`]s and with the warnings that only the facts can tell. Refuses the same
//! (date, keys) twice for a measure that cannot be added, and keys that contradict each other's ancestors.
//!
//! `axis` packs a hierarchy's keys into one column of codes, `order` sorts the rows, `build` does it all step by step, `quality` looks for what is odd,
//! `concern` for the rows behind it, `cohorts` makes those of repurchase a dimension, `rollup` chooses what is added up ahead,
//! `rolling` does it, in `records`; `masked` takes the names away.

mod axis;
mod build;
mod cohorts;
mod concern;
mod masked;
mod order;
mod quality;
mod records;
mod rolling;
mod rollup;

pub(crate) use axis::{Axis, Codes};
pub use build::{Building, ROWS_A_STEP};
pub(crate) use cohorts::dimension_of_cohorts;
pub use concern::{Concern, Fact, FactValue};
pub(crate) use records::{Added, BLOCK, Picked, add_all, add_packed, side_by_side};
pub(crate) use rollup::Lease;
pub use rollup::Spare;
pub(crate) use rollup::adds_up;

use std::cell::OnceCell;
use std::rc::Rc;

use crate::contract::{Column, DimensionIx, MeasureIx, Meta, Report, ValueColumn};
use crate::date::{Date, DateRange};
use crate::error::Error;

/// A report whose facts can be asked. Never changes.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// The document; its `cells` are empty, they became [`Dataset::cubes`].
    pub report: Report,
    /// One per cube of the document, in its order; shared with the same report under other names.
    pub cubes: Rc<[Cube]>,
}

impl Dataset {
    /// Packs and sorts the facts, adds what they show to be odd to [`Report::warnings`], and the cohorts of repurchase to
    /// the dimensions; all at once, where [`Building`] does it step by step.
    pub fn build(report: Report) -> Result<Self, Error> {
        Building::new(report).finish()
    }

    /// Bytes on the heap of all cubes.
    pub fn bytes(&self) -> usize {
        self.cubes.iter().map(Cube::bytes).sum()
    }

    /// Rows of all cubes.
    pub fn rows(&self) -> usize {
        self.cubes.iter().map(Cube::rows).sum()
    }
}

/// The rows of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// The day.
    pub day: Date,
    /// Its first row.
    pub start: usize,
    /// One past its last row.
    pub end: usize,
}

/// How many of the rows that a row of a roll-up stands for have no value.
#[derive(Clone, Debug)]
pub(crate) struct Lack {
    measure: MeasureIx,
    /// All of them.
    pub lacking: Column,
    /// Those that the sender withheld.
    pub suppressed: Column,
}

/// One cube: rows sorted by day, then by keys, so that a date range is a slice.
#[derive(Clone, Debug)]
pub struct Cube {
    id: Box<str>,
    rows: usize,
    runs: Vec<Run>,
    axes: Vec<Axis>,
    values: Vec<ValueColumn>,
    /// Of a roll-up: how many rows of the cube each of its rows stands for.
    facts: Option<Column>,
    /// Likewise, of measures that not every row of the cube has.
    lacks: Vec<Lack>,
    rollups: OnceCell<rollup::Rollups>,
}

impl Cube {
    /// Id, as the document gives it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Number of rows.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Bytes on the heap, its roll-ups' too.
    pub fn bytes(&self) -> usize {
        let values = self.values.iter().map(|value| value.column.bytes() + value.suppressed.bytes());
        let facts = self.facts.as_ref().map_or(0, Column::bytes);
        let rollups = self.rollups().map(|(_, rollup, _)| rollup.bytes());
        let lacks = self.lacks.iter().map(|lack| lack.lacking.bytes() + lack.suppressed.bytes());
        self.axes.iter().map(Axis::bytes).chain(values).chain(rollups).chain(lacks).sum::<usize>()
            + facts
            + self.runs.capacity() * size_of::<Run>()
    }

    /// Of a roll-up: how many rows of the document each of its rows stands for.
    pub(crate) const fn facts(&self) -> Option<&Column> {
        self.facts.as_ref()
    }

    /// What the rows of a roll-up lack of a measure.
    pub(crate) fn lack_of(&self, measure: MeasureIx) -> Option<&Lack> {
        self.lacks.iter().find(|lack| lack.measure == measure)
    }

    /// Whether rows can be filtered and grouped by `dimension`: it is one of the keys, or an ancestor of one.
    pub fn answers(&self, dimension: DimensionIx) -> bool {
        self.level(dimension).is_some()
    }

    /// Whether it carries `measure`.
    pub fn carries(&self, measure: MeasureIx) -> bool {
        self.values_of(measure).is_some()
    }

    /// The measures that it carries, as sent.
    pub fn measures(&self) -> impl Iterator<Item = MeasureIx> + '_ {
        self.values.iter().map(|value| value.measure)
    }

    /// First and last day with a row; `None` if there are no rows.
    pub fn days(&self) -> Option<DateRange> {
        DateRange::new(self.runs.first()?.day, self.runs.last()?.day)
    }

    /// The day whose level a `stock` shows over `range`: the last whole day in it that was delivered (a row absent
    /// there is a level of zero). Where `range` holds no such day, the last day in it with any row.
    pub fn level_day(&self, meta: &Meta, range: DateRange) -> Option<Date> {
        let whole = range.intersect(DateRange { from: meta.data_from, to: meta.complete_through });
        let delivered = whole.and_then(|whole| {
            let mut day = whole.to;
            while meta.missing_dates.binary_search(&day).is_ok() {
                day = day.plus(-1);
            }
            (day >= whole.from).then_some(day)
        });
        delivered.or_else(|| self.runs_in(range).last().map(|run| run.day))
    }

    pub(crate) fn runs_in(&self, range: DateRange) -> &[Run] {
        let start = self.runs.partition_point(|run| run.day < range.from);
        let end = self.runs.partition_point(|run| run.day <= range.to);
        self.runs.get(start..end).unwrap_or(&[])
    }

    pub(crate) fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// Where `dimension` is found: an axis, and for each of its codes the code of the dimension's member.
    pub(crate) fn level(&self, dimension: DimensionIx) -> Option<(usize, &[u32])> {
        self.axes.iter().enumerate().find_map(|(ix, axis)| Some((ix, axis.lookup(dimension)?)))
    }

    pub(crate) fn values_of(&self, measure: MeasureIx) -> Option<&ValueColumn> {
        self.values.iter().find(|value| value.measure == measure)
    }
}
