//! What a reader may change of a selection. In: a host's wish as JSON, `{"dimensions": ["brand"], "date": false |
//! {"from": …, "to": …}, "compare": false}`, where what is left out is allowed; a selection that a reader asks for, and
//! the one that they have. Out: the one that they get. Refuses a wish that cannot be read. No boundary for secrets: the
//! data are all there.

use super::Selection;
use super::selection_json::{days, distinct, refused};
use crate::contract::json::{Json, Kind};
use crate::date::DateRange;
use crate::error::{Error, ErrorKind};

/// Which days a reader may choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AllowedDays {
    /// Any.
    #[default]
    Any,
    /// Some of these.
    Within(DateRange),
    /// None but those that the host has chosen.
    Fixed,
}

/// What a reader may change; by default everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allow {
    /// Dimensions by which a reader may filter; every one where absent.
    pub dimensions: Option<Vec<Box<str>>>,
    /// Days that a reader may choose.
    pub days: AllowedDays,
    /// Whether what is compared with is the host's choice alone.
    pub compare_fixed: bool,
}

impl Allow {
    /// A reader may change nothing.
    pub const fn nothing() -> Self {
        Self { dimensions: Some(Vec::new()), days: AllowedDays::Fixed, compare_fixed: true }
    }

    /// Reads a host's wish; nothing at all, or `null`, allows everything.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let mut allow = Self::default();
        if text.is_empty() {
            return Ok(allow);
        }
        let json = Json::document(text)
            .map_err(|fault| Error::new(ErrorKind::InvalidSelection, "allow", fault.to_string(), "JSON"))?;
        if json.kind() == Kind::Null {
            return Ok(allow);
        }
        for (key, value) in distinct(json, "allow", "an object of what a reader may change")? {
            match (&*key, value.text()) {
                (_, "null") | ("date" | "compare", "true") => {}
                ("date", "false") => allow.days = AllowedDays::Fixed,
                ("compare", "false") => allow.compare_fixed = true,
                ("date", _) => {
                    let range = days(value).ok_or_else(|| refused("allow.date", value, "true, false or {from, to}"))?;
                    allow.days = AllowedDays::Within(range);
                }
                ("dimensions", text) if text.starts_with('[') => {
                    let mut dimensions = Vec::new();
                    for id in value.elements() {
                        let read = id.string().ok_or_else(|| refused("allow.dimensions", id, "a dimension's id"))?;
                        dimensions.push(read.into());
                    }
                    allow.dimensions = Some(dimensions);
                }
                _ => return Err(refused(&["allow.", &key].concat(), value, "dimensions, date or compare")),
            }
        }
        Ok(allow)
    }

    /// Whether a reader may filter by that dimension.
    pub fn filters_by(&self, dimension: &str) -> bool {
        self.dimensions.as_ref().is_none_or(|allowed| allowed.iter().any(|id| **id == *dimension))
    }

    /// What becomes of `asked` where a reader has `current`: the parts that are not theirs to change stay.
    #[must_use]
    pub fn hold(&self, asked: &Selection, current: &Selection) -> Selection {
        let mut held = asked.clone();
        match self.days {
            AllowedDays::Any => {}
            AllowedDays::Fixed => held.date = current.date,
            AllowedDays::Within(range) => {
                let within = |days: Option<DateRange>| days.unwrap_or(range).intersect(range);
                held.date = within(asked.date).or_else(|| within(current.date)).or(Some(range));
            }
        }
        if self.compare_fixed {
            held.compare.clone_from(&current.compare);
        }
        for id in asked.filters.dimensions().filter(|id| !self.filters_by(id)) {
            held.filters.remove(&**id);
        }
        for (id, members) in current.filters.iter().filter(|(id, _)| !self.filters_by(id)) {
            held.filters.insert(id.clone(), members.to_vec());
        }
        held
    }

    /// Whether a reader who has `current` may go to `asked`.
    pub fn permits(&self, asked: &Selection, current: &Selection) -> bool {
        self.hold(asked, current) == *asked
    }
}
