//! The table behind a chart: the same values as words in rows, for readers who do not see the marks, for print and
//! for export. Made from the view model, never from the data a second time.

/// A chart as a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TwinTable {
    /// What the table shows.
    pub caption: String,
    /// Heads of the columns; the first column holds the row heads.
    pub headers: Vec<String>,
    /// Rows, each as long as [`TwinTable::headers`].
    pub rows: Vec<Vec<String>>,
}
