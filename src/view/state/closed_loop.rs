//! What the loop shows, as a part of a saved view. In: JSON. Out: [`LoopState`], and the same JSON again. Refuses what no
//! saved view holds.

use super::{flag, text};
use crate::contract::json::{Json, Writer};
use crate::error::Error;
use crate::query::selection_json::{distinct, refused};

/// What the loop shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoopState {
    /// `gmv` or `orders`; the first on offer where absent.
    pub measure: Option<Box<str>>,
    /// Days of the people flow, `2025-05-01..2025-05-31`; the last that meet the chosen days where absent.
    pub period: Option<Box<str>>,
    /// Whether days of promotions count in the correlation.
    pub promotions: bool,
}

impl LoopState {
    pub(super) fn of(json: Json<'_>) -> Result<Self, Error> {
        let mut state = Self::default();
        for (key, value) in distinct(json, "loop", "what the loop shows")? {
            let read = match &*key {
                "measure" => text(value).map(|id| state.measure = Some(id)),
                "period" => text(value).map(|days| state.period = Some(days)),
                "promotions" => flag(value).map(|promotions| state.promotions = promotions),
                _ => None,
            };
            read.ok_or_else(|| refused(&["loop.", &key].concat(), value, "what a saved view holds there"))?;
        }
        Ok(state)
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.open('{');
        for (key, value) in [("measure", &self.measure), ("period", &self.period)] {
            if let Some(value) = value {
                writer.entry(key, value);
            }
        }
        if self.promotions {
            writer.key("promotions");
            writer.word("true");
        }
        writer.close('}');
    }
}
