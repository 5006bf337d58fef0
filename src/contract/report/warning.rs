//! What is odd about a document that could be read.

/// What is odd but readable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What is odd.
    pub kind: WarningKind,
    /// JSON path of the place, or empty.
    pub path: String,
    /// How many times.
    pub count: u64,
    /// Names concerned (unknown keys, measure and cube ids), at most ten.
    pub names: Vec<String>,
}

/// What is odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum WarningKind {
    /// Keys that this version does not know; ignored.
    UnknownKeys,
    /// Rows with the same date and keys; added.
    DuplicateRows,
    /// Days that were not delivered.
    MissingDates,
    /// Values that are null.
    Nulls,
    /// Values that were withheld.
    Suppressed,
    /// Rows after the last whole day.
    RowsAfterComplete,
    /// Rows before the first day.
    RowsBeforeData,
    /// Two cubes whose totals for one measure differ.
    CubesDisagree,
    /// A later step of the funnel exceeds the earlier.
    StepExceedsPrevious,
}
