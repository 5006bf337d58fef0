//! Who, when, compared with what, as of when, and what is filtered. In: the dataset, the reader's selection, a locale.
//! Out: [`HeaderView`], every text ready to print and every choice carrying the selection that it leads to.

use crate::query::Selection;

/// The head of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderView {
    /// Merchant's name.
    pub merchant: String,
    /// 演示数据, where the document says so.
    pub demo: Option<String>,
    /// Days looked at, with their number: `2025-05-13 – 2025-06-18（37 天）`.
    pub period: String,
    /// Days compared with, in the same form; `None` where nothing is compared.
    pub comparison: Option<String>,
    /// Last whole day in the data, with its words: `数据截至 2025-06-18`.
    pub as_of: String,
    /// Where the numbers come from, with its words.
    pub source: String,
    /// When the document was made, with its words.
    pub generated_at: String,
    /// One per filtered dimension, in document order.
    pub chips: Vec<Chip>,
    /// The selection without any filter on members; `None` where there is none to clear.
    pub clear_all: Option<Selection>,
    /// Ranges that can be picked with one click: last 7, 28, 90 days, all, each promotion of the calendar.
    pub periods: Vec<Choice>,
    /// Comparisons that can be picked with one click; the reader's own days are last and present only if chosen.
    pub comparisons: Vec<Choice>,
    /// First and last day that a reader may pick.
    pub pickable: crate::date::DateRange,
    /// What of the selection could not be applied here, one sentence each.
    pub notes: Vec<String>,
}

/// A filter on one dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    /// Id of the dimension.
    pub dimension: String,
    /// `类目：美妆、母婴`, shortened past three members.
    pub label: String,
    /// All members, for the tooltip.
    pub title: String,
    /// Accessible name of the button that removes it.
    pub remove_label: String,
    /// The selection without this filter.
    pub removed: Selection,
}

/// One of several choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Stable id, for keys and tests: `last-28`, `all`, `previous`.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// The days it stands for, for the tooltip; may be empty.
    pub title: String,
    /// Whether it is the present one.
    pub current: bool,
    /// The selection that choosing it gives.
    pub selection: Selection,
}
