//! What the reader chose, as one value: drilling adds a filter, undo is the previous value, a link is its text. Ids,
//! not indexes, so that a selection outlives a reload and moves to another merchant's report where ids match.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::DateRange;

/// Compared with which days.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Compare {
    /// The same number of days just before.
    Previous,
    /// The same dates a year before; 29 February becomes the 28th.
    Year,
    /// Days of the reader's choice.
    Custom(DateRange),
    /// The previous wave of that promotion, day n against day n.
    Wave(Box<str>),
}

/// What the reader chose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Selection {
    /// Days; all complete ones where absent.
    pub date: Option<DateRange>,
    /// Compared with which days, if with any.
    pub compare: Option<Compare>,
    /// Dimension id to member ids; `None` among them is the unknown member. Never an empty set.
    pub filters: BTreeMap<Box<str>, BTreeSet<Option<Box<str>>>>,
}
