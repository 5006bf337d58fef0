//! The tree table: members of one dimension under the present path, unfolding to the next. In: the dataset, the
//! reader's selection and [`DrillState`], a locale. Out: [`Drilldown`], which knows the order of all rows, and on
//! request [`DrillRow`]s for the few on screen, so that tens of thousands of members cost no text. The drill path is the
//! filters on the first dimensions of the order that name exactly one member each; the table ignores the filter on the
//! dimension it lists.
//!
//! `orders` knows the ways down, `columns` what is counted, `level` asks for one dimension's members, `search` finds
//! some of them, `build` puts levels into one order of rows, `rows` words those on screen, with what `daily` knows of
//! their days, `twin` words all of them for a file, with what `intervals` adds.

mod build;
mod columns;
mod daily;
mod intervals;
mod level;
mod orders;
mod rows;
mod search;
mod twin;

use super::change::Change;
use super::state::{DrillState, Path};
use super::twin::Number;
use crate::contract::DimensionIx;
use crate::query::Selection;
use crate::view::metric::Metric;
use level::{Level, SortBy};
pub use orders::Descent;

/// The tree table: everything but its rows, and their number.
#[derive(Clone, Debug, PartialEq)]
pub struct Drilldown {
    /// Heading.
    pub title: String,
    /// From everything to the present path.
    pub crumbs: Vec<Crumb>,
    /// Orders of dimensions on offer.
    pub orders: Vec<OrderChoice>,
    /// Head of the column of names: what the listed dimension is called.
    pub names: DrillColumn,
    /// Heads of the columns of numbers.
    pub columns: Vec<DrillColumn>,
    /// Everything under the present path, pinned first. Not counted in [`Drilldown::len`].
    pub total: DrillRow,
    /// Number of rows: members, unfolded ones included, and "others".
    pub len: usize,
    /// Remarks on the whole, such as filters that were left out.
    pub notes: Vec<String>,
    /// What is said where there are no rows; `None` where there are some.
    pub empty: Option<String>,
    /// The table in one sentence, for a screen reader.
    pub summary: String,
    selection: Selection,
    state: DrillState,
    /// From the listed one down.
    dimensions: Vec<DimensionIx>,
    measured: Vec<Metric>,
    sort: SortBy,
    levels: Vec<Level>,
    handles: Vec<Handle>,
}

/// One row before it is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Handle {
    /// Index into the levels.
    level: u32,
    /// Row of the level's first table; `None` is "others".
    row: Option<u32>,
    expanded: bool,
}

/// One step of the breadcrumb.
#[derive(Clone, Debug, PartialEq)]
pub struct Crumb {
    /// `全部`, then one member per level.
    pub label: String,
    /// Where it leads; the last crumb leads where the reader is.
    pub selection: Selection,
}

/// One order of dimensions on offer.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderChoice {
    /// `类目 › 品牌 › 商品`.
    pub label: String,
    /// Whether it is the present one.
    pub current: bool,
    /// The state that choosing it gives: this order, nothing unfolded.
    pub state: DrillState,
}

/// Head of one column of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct DrillColumn {
    /// Id of the measure or ratio, behind `build::CHANGE` where it is the change of it.
    pub id: String,
    /// Name.
    pub label: String,
    /// `未按品牌拆分` and the like, where the numbers cannot be what is asked.
    pub note: Option<String>,
    /// `Some(descending)` where the table is sorted by it.
    pub sorted: Option<bool>,
    /// The state that a click on the head gives.
    pub state: DrillState,
}

impl DrillColumn {
    /// Id of the measure or ratio whose card explains it.
    pub fn explained(&self) -> &str {
        self.id.strip_prefix(build::CHANGE).unwrap_or(&self.id)
    }
}

/// What a row stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowKind {
    /// Everything under the present path.
    #[default]
    Total,
    /// One member (or 未知).
    Member,
    /// Those beyond the top n of one level.
    Others,
}

/// One row on screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DrillRow {
    /// What it stands for.
    pub kind: RowKind,
    /// Members from the listed level down; empty for the total; for others the path of their parent.
    pub path: Path,
    /// Depth, 0 for the listed level.
    pub depth: usize,
    /// Name: the member's, `未知`, `合计`, `其他（12）`.
    pub label: String,
    /// Whether it unfolds: `Some(true)` is unfolded. `None` where there is nothing below.
    pub expanded: Option<bool>,
    /// The state that unfolding or folding gives, where it can.
    pub toggled: Option<DrillState>,
    /// Whether the reader's own filter on this dimension names it.
    pub selected: bool,
    /// The selection that drilling into it gives; `None` for total and others.
    pub drill: Option<Selection>,
    /// The selection under which a card explains its numbers; `None` where none has just these rows.
    pub explained: Option<Selection>,
    /// The selection in which it is added to (or taken out of) the filter on its dimension.
    pub toggled_filter: Option<Selection>,
    /// One per column.
    pub cells: Vec<DrillCell>,
    /// Daily values of the sorted measure, each 0 to 1 of the row's largest, at most 32 points; empty where there are none.
    pub sparkline: Vec<f64>,
}

/// One number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DrillCell {
    /// Compact: `12.3万`, `2.34`, `—`.
    pub text: String,
    /// In full, with the reason where there is no number.
    pub full: String,
    /// Length of the bar, 0 to 1 of the level's largest; zero for rates, totals and others.
    pub bar: f64,
    /// Below the document's display floor.
    pub hidden: bool,
    /// The number itself, for export.
    pub number: Option<Number>,
    /// Where it is a change against the days compared with.
    pub change: Option<Change>,
    /// Why it is at least that, a bound, sampled, or not there.
    pub remark: String,
}
