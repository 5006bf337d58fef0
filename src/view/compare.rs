//! One ratio compared member by member. In: the dataset, the reader's selection and [`CompareState`], a locale. Out:
//! [`CompareView`]: a headline, a row per member with both rates, how far they are apart and how sure that is, places
//! for a forest plot, the same as a table; nothing where the document has no ratio that a dimension splits.
//!
//! `choices` resolves what the reader chose, `build` puts rows into order and places, `wording` words one row, `said`
//! makes sentences and the table, `explained` the card of a row.

mod build;
mod choices;
mod explained;
mod said;
pub(super) mod wording;

pub use super::change::Direction;
use super::chart::{Chart, Tick};
use super::state::CompareState;
use super::twin::{Cell, TwinTable};
use crate::query::Selection;
pub(super) use wording::p_text;

/// The comparison, ready to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompareView {
    /// Heading.
    pub title: String,
    /// What the reader may change.
    pub menus: Vec<CompareMenu>,
    /// Which moved most and how sure, a sentence each; where raw and adjusted disagree, that.
    pub headline: Vec<String>,
    /// Which of them says that raw and adjusted disagree.
    pub contradiction: Option<usize>,
    /// Remarks on the whole: days, filters left out.
    pub notes: Vec<String>,
    /// How rates, intervals and stars were made.
    pub methods: Vec<String>,
    /// Heads of the columns: members, rate, plot, difference, relative change, adjusted p.
    pub heads: [String; 6],
    /// Which rows the rate's two dots stand for: this one and what it is held against.
    pub dots: [String; 2],
    /// In the order chosen.
    pub rows: Vec<CompareRow>,
    /// How many more rows are only in the table.
    pub more: Option<String>,
    /// Marks of the plot's axis.
    pub ticks: Vec<Tick>,
    /// Place of "no difference", 0 to 1.
    pub zero: f64,
    /// The plot for a file.
    pub chart: Chart,
    /// Why there is nothing to draw.
    pub empty: Option<String>,
    /// The whole in a sentence, for a screen reader.
    pub summary: String,
    /// The same as a table, all rows.
    pub twin: TwinTable,
    /// Id of the ratio, for its card.
    pub ratio: String,
}

/// One menu.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareMenu {
    /// Stable id, for tests: `ratio`, `by`, `against`, `strata`, `order`, `adjust`.
    pub id: &'static str,
    /// What it chooses.
    pub label: String,
    /// Its lines.
    pub choices: Vec<CompareChoice>,
}

/// One line of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareChoice {
    /// Stable id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Whether it is the present one.
    pub current: bool,
    /// What choosing it makes of the comparison.
    pub state: CompareState,
}

/// One member.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompareRow {
    /// Id of the member, or of the category that the document does not have; empty for the unknown one.
    pub id: String,
    /// Name.
    pub label: String,
    /// Under the name: its share of what is below the line, or why nothing is told.
    pub remark: String,
    /// What a click makes of the selection; `None` where there is nothing to filter by.
    pub select: Option<Selection>,
    /// Whether a filter names it.
    pub selected: bool,
    /// Both rates, this one first, compact.
    pub rates: [String; 2],
    /// Both in full, with their counts.
    pub full: [String; 2],
    /// Places of both rates, 0 to 1.
    pub dumbbell: Option<[f64; 2]>,
    /// Its line in the plot.
    pub mark: Option<ForestMark>,
    /// Place of the difference at an equal mix, with its interval.
    pub mixed: Option<ForestMark>,
    /// How far apart, in the ratio's own unit.
    pub difference: String,
    /// Its interval.
    pub difference_interval: String,
    /// How far apart, relative.
    pub uplift: String,
    /// Its interval.
    pub uplift_interval: String,
    /// The difference at an equal mix in words, where strata are chosen.
    pub mixed_text: String,
    /// `***`, by the adjusted p.
    pub stars: &'static str,
    /// The adjusted p, or why there is none.
    pub p: String,
    /// The direction, where it is sure.
    pub direction: Direction,
    /// Whether that is the wanted one.
    pub good: Option<bool>,
    /// Whether raw and adjusted disagree.
    pub contradicts: bool,
    /// All of it in a sentence.
    pub spoken: String,
    /// The same as a table's row.
    cells: Vec<Cell>,
}

/// A point with its interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ForestMark {
    /// Place of the point, 0 to 1.
    pub at: f64,
    /// Where the interval begins; the same as the point where there is none.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Whether it goes on below what is drawn.
    pub open_below: bool,
    /// Whether it goes on above.
    pub open_above: bool,
}
