//! The rows themselves, exact distinct counts beside them, and the steps that the funnel draws from them.

use crate::contract::{Bits, Column, DimensionIx, MeasureIx, MemberIx, Text};
use crate::date::{Date, DateRange};

/// One cube as sent: columns of equal length.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    /// Id, for messages.
    pub id: Box<str>,
    /// JSON path of this cube, `cells` or `cells[2]`, for messages.
    pub path: String,
    /// Whether it came as records, not as columns; for messages.
    pub as_records: bool,
    /// Number of rows.
    pub rows: usize,
    /// Day of each row as days after [`Cells::first_date`]; never null.
    pub day: Column,
    /// The day that 0 in [`Cells::day`] stands for.
    pub first_date: Date,
    /// Key columns, null where the member is unknown.
    pub keys: Vec<(DimensionIx, Column)>,
    /// Value columns.
    pub values: Vec<ValueColumn>,
}

impl Cells {
    /// JSON path of a value (`values`) or a key (`keys`) of one row: `cells[0].values.gmv[17]` in columns,
    /// `cells[0].records[17].gmv` in records.
    pub fn place(&self, group: &str, id: &str, row: usize) -> String {
        let cube = &self.path;
        if self.as_records { format!("{cube}.records[{row}].{id}") } else { format!("{cube}.{group}.{id}[{row}]") }
    }
}

/// The values of one measure in one cube.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueColumn {
    /// Whose values.
    pub measure: MeasureIx,
    /// The values; null is "not known".
    pub column: Column,
    /// Rows of those nulls that were withheld.
    pub suppressed: Bits,
}

impl ValueColumn {
    /// One without values, with room for as many.
    pub(crate) fn like(&self) -> Self {
        Self { measure: self.measure, column: self.column.like(), suppressed: Bits::default() }
    }
}

/// Exact distinct counts at one cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UniqueCut {
    /// Whose distinct count.
    pub measure: MeasureIx,
    /// Grouped by, in order.
    pub by: Vec<DimensionIx>,
    /// The days it covers.
    pub range: DateRange,
    /// Members (aligned with `by`) and value.
    pub rows: Vec<(Vec<MemberIx>, u64)>,
}

/// One step of the funnel.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelStep {
    /// Id, unique in the funnel.
    pub id: Box<str>,
    /// Name; else the measure's.
    pub label: Option<Text>,
    /// What is counted at this step.
    pub measure: MeasureIx,
    /// Parallel measures inside the step.
    pub parts: Vec<MeasureIx>,
    /// May be skipped by people.
    pub optional: bool,
    /// Member of dimension `route` whose chain it belongs to.
    pub route: Option<MemberIx>,
}
