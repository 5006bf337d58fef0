//! Everything that a reader did, as one value: which rows count ([`Selection`]) and how the tree table stands
//! ([`DrillState`]). Undo is the previous value; `save()` is its text, `restore()` reads it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};
use crate::query::Selection;

/// Members from the listed level down; `None` is the unknown member.
pub type Path = Vec<Option<Box<str>>>;

/// What undo takes back and `save()` keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ViewState {
    /// Which rows count.
    pub selection: Selection,
    /// How the tree table stands.
    pub drill: DrillState,
}

impl FromStr for ViewState {
    type Err = Error;

    /// Reads what `to_string` wrote; anything else is an `invalid_selection`.
    fn from_str(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|error| {
            let found: String = text.chars().take(80).collect();
            Error::new(ErrorKind::InvalidSelection, "", found, format!("a saved view ({error})"))
        })
    }
}

impl fmt::Display for ViewState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

/// How the tree table stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DrillState {
    /// Dimension ids, outermost first; the first order on offer where empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<Box<str>>,
    /// Column to sort by; where absent by [`DrillState::focus`], else by the first column, largest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
    /// Rows that are unfolded in place, in the order in which they were.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expanded: Vec<Path>,
    /// Part of a label or id to look for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub search: String,
    /// Measure id that the funnel's reader clicked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus: Option<Box<str>>,
    /// Most rows per level; the rest is one row "others".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_n: Option<usize>,
}

/// Order of the tree table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// [`DrillColumn::id`](super::drilldown::DrillColumn::id), or `label`.
    pub column: Box<str>,
    /// Largest (or last) first.
    pub descending: bool,
}
