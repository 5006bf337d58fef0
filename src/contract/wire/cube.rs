//! A cube as it stands in the document. Here is only what does not grow with its rows; `read::cells` streams the rest
//! straight into columns.

use super::leaf::{Count, Id, leaves};
use super::{Form, Leaf, List, Map, Shape, Value, object};
use crate::date::Date;

/// How a cube's rows are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CubeLayout {
    /// One array per column.
    Columns,
    /// One object per row.
    Records,
}

/// Rows, which are read by themselves.
pub enum Rows {}

leaves! {
    /// See [`Rows`].
    ROWS Rows => &'a str: "Rows", "rows", Form::Any, |text| text;
}

object! {
    /// A cube: every fact of its measures exactly once. A null key is a fact whose member is unknown, never "all".
    struct Cube {
        /// Unique among cubes.
        id: Id,
        /// Dimensions of the keys.
        by: List<'a, Id>,
        /// Measures of the values.
        measures: List<'a, Id>,
        /// Which of the fields below there are.
        layout: CubeLayout,
        /// Number of rows.
        rows: Option<Count>,
        /// The days that `date` refers to.
        dates: Option<List<'a, Date>>,
        /// Index into `dates`.
        date: Option<Rows>,
        /// Dimension to indexes into its members.
        keys: Option<Rows>,
        /// Measure to values; null is "not known".
        values: Option<Rows>,
        /// Measure to rows whose value was withheld; it has to be null there.
        suppressed: Option<Map<'a, List<'a, Count>>>,
        /// One object per row.
        records: Option<Rows>,
    }
}
