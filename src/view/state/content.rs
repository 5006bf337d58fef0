//! What a reader chose about content and orders. In: the object under `content` of a saved view. Out: [`ContentState`],
//! and back. Refuses other keys, and values that are no texts.

use super::{refused, text};
use crate::contract::json::{Json, Writer};
use crate::error::Error;
use crate::query::selection_json::distinct;

/// How content is held against orders; what is absent is as usual for the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContentState {
    /// Id of the measure that comes first.
    pub x: Option<Box<str>>,
    /// Id of the one that may follow.
    pub y: Option<Box<str>>,
    /// `raw`, `weekday` or `difference`.
    pub clean: Option<Box<str>>,
    /// `pearson` or `spearman`.
    pub method: Option<Box<str>>,
    /// `promotion`: its days are left out.
    pub mask: Option<Box<str>>,
    /// Id of the dimension whose members are looked at one by one.
    pub by: Option<Box<str>>,
    /// Id of the dimension whose members are ranked.
    pub rank: Option<Box<str>>,
    /// Per cent of all spend that may be moved.
    pub most: Option<Box<str>>,
    /// Per cent of the receiver's average that moved money is supposed to earn.
    pub share: Option<Box<str>>,
}

impl ContentState {
    pub(super) fn of(json: Json<'_>) -> Result<Self, Error> {
        let mut state = Self::default();
        for (key, value) in distinct(json, "content", "how content is held against orders")? {
            let place = state.parts().into_iter().find(|(known, _)| **known == *key).map(|(_, place)| place);
            match (place, text(value)) {
                (Some(place), Some(text)) => *place = Some(text),
                _ => return Err(refused(&["content.", &key].concat(), value, "what a saved view holds there")),
            }
        }
        Ok(state)
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.open('{');
        for (key, value) in self.clone().parts() {
            if let Some(value) = value {
                writer.entry(key, value);
            }
        }
        writer.close('}');
    }

    fn parts(&mut self) -> [(&'static str, &mut Option<Box<str>>); 9] {
        let Self { x, y, clean, method, mask, by, rank, most, share } = self;
        [
            ("x", x),
            ("y", y),
            ("clean", clean),
            ("method", method),
            ("mask", mask),
            ("by", by),
            ("rank", rank),
            ("most", most),
            ("share", share),
        ]
    }
}
