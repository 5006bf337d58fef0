//! Choices that are ids: of panels whose menus lead from one to the next. In and out: their part of a saved view, an
//! object of texts. Refuses what a saved view does not hold there.

use super::text;
use crate::contract::json::{Json, Writer};
use crate::error::Error;
use crate::query::selection_json::{distinct, refused};

/// Declares a set of choices with its keys in a saved view.
macro_rules! choices {
    ($(#[$about:meta])* pub struct $state:ident; $($name:ident: $doc:literal,)*) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $state {
            $(#[doc = $doc] pub $name: Option<Box<str>>,)*
        }

        impl $state {
            pub(super) fn read(&mut self, json: Json<'_>, name: &str, expected: &str) -> Result<(), Error> {
                read(json, name, expected, &mut [$((stringify!($name), &mut self.$name)),*])
            }

            pub(super) fn write(&self, writer: &mut Writer) {
                write(&[$((stringify!($name), &self.$name)),*], writer);
            }
        }
    };
}

choices! {
    /// What is compared with what; what is absent is as usual for the document and the selection.
    pub struct CompareState;

    ratio: "Id of a ratio.",
    by: "Id of the dimension whose members are compared.",
    against: "`comparison`, `category`, `rest`, `p50`, `p90`, or `=` and the id of a member.",
    strata: "Id of the dimension whose members are the strata.",
    order: "`effect`, `certainty` or `volume`.",
    adjust: "`holm` or `bh`.",
}

choices! {
    /// Which launch is looked at, and beside what; what is absent is as usual for the document.
    pub struct EffectState;

    launch: "First day of the launch.",
    measure: "Id of a measure.",
    by: "Id of the dimension whose members the two series are.",
    member: "Id of the member that the launch was for.",
    against: "`=` and the id of a member; all others where absent.",
    weeks: "Most weeks on each side.",
}

choices! {
    /// How content is held against orders; what is absent is as usual for the document.
    pub struct ContentState;

    x: "Id of the measure that comes first.",
    y: "Id of the one that may follow.",
    clean: "`raw`, `weekday` or `difference`.",
    method: "`pearson` or `spearman`.",
    mask: "`promotion`: its days are left out.",
    by: "Id of the dimension whose members are looked at one by one.",
    rank: "Id of the dimension whose members are ranked.",
    most: "Per cent of all spend that may be moved.",
    share: "Per cent of the receiver's average that moved money is supposed to earn.",
}

choices! {
    /// By what the return is split, and in which order.
    pub struct ReturnsState;

    by: "Id of the dimension whose members are the rows; the usual one where absent.",
    sort: "Id of the column that orders them, `-` in front of it where the largest comes first; spend where absent.",
}

fn read(json: Json<'_>, name: &str, expected: &str, parts: &mut [(&str, &mut Option<Box<str>>)]) -> Result<(), Error> {
    for (key, value) in distinct(json, name, expected)? {
        let place = parts.iter_mut().find(|(known, _)| **known == *key).map(|(_, place)| place);
        match (place, text(value)) {
            (Some(place), Some(text)) => **place = Some(text),
            _ => return Err(refused(&[name, ".", &key].concat(), value, "what a saved view holds there")),
        }
    }
    Ok(())
}

fn write(parts: &[(&str, &Option<Box<str>>)], writer: &mut Writer) {
    writer.open('{');
    for (key, value) in parts {
        if let Some(value) = value {
            writer.entry(key, value);
        }
    }
    writer.close('}');
}
