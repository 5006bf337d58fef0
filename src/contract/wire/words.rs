//! The fixed words of the contract and what they stand for: one table per list, used to read, to say what was
//! expected, and for the JSON Schema.

use serde_json::value::RawValue;

use super::{Str, Value};
use crate::contract::notes::{Notes, Path};
use crate::contract::{AgeUnit, Anchor, Base, CalendarKind, Design, Layer, MeasureKind, Party, Phase, Polarity, Unit};
use crate::error::ErrorKind;

use super::CubeLayout;

macro_rules! words {
    ($($type:ident: $expected:literal = $($word:literal => $value:ident)|+;)*) => {
        $(impl<'a> Value<'a> for $type {
            const EXPECTED: &'static str = $expected;

            fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
                let place = place_of(raw, &[$($word),+], Self::EXPECTED, at, notes)?;
                [$(Self::$value),+].get(place).copied()
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($word),+] })
            }
        })*
    };
}

/// Which of `words` stands there.
fn place_of(raw: &RawValue, words: &[&str], expected: &str, at: &Path<'_>, notes: &mut Notes) -> Option<usize> {
    let Str(found) = Str::read(raw, at, notes)?;
    let place = words.iter().position(|word| *word == found);
    if place.is_none() {
        notes.fault_raw(ErrorKind::WrongType, at, raw, &expected);
    }
    place
}

words! {
    CubeLayout: "columns or records" = "columns" => Columns | "records" => Records;
    MeasureKind: "count, money, unique, stock or sumsq" = "count" => Count | "money" => Money | "unique" => Unique
        | "stock" => Stock | "sumsq" => SumSquares;
    Unit: "person, session or event" = "person" => Person | "session" => Session | "event" => Event;
    Anchor: "event, exposure or both" = "event" => Event | "exposure" => Exposure | "both" => Both;
    Polarity: "up, down or none" = "up" => Up | "down" => Down | "none" => None;
    AgeUnit: "day, week or month" = "day" => Day | "week" => Week | "month" => Month;
    Design: "randomised, geo, matched or observational" = "randomised" => Randomised | "geo" => Geo
        | "matched" => Matched | "observational" => Observational;
    ArmRole: "exposed or control" = "exposed" => Exposed | "control" => Control;
    Layer: "A, I, TI, P, S or none" = "A" => Awareness | "I" => Interest | "TI" => TrueInterest | "P" => Purchase
        | "S" => Share | "none" => None;
    Party: "merchant, xhs or tmall" = "merchant" => Merchant | "xhs" => Xhs | "tmall" => Tmall;
    Base: "net_gmv or gmv" = "net_gmv" => NetGmv | "gmv" => Gmv;
    Boundary: "inclusive or exclusive" = "inclusive" => Inclusive | "exclusive" => Exclusive;
    CalendarKind: "promotion, note or launch" = "promotion" => Promotion | "note" => Note | "launch" => Launch;
    Phase: "presale or spot" = "presale" => Presale | "spot" => Spot;
}

/// Role of an experiment's arm.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ArmRole {
    /// Saw the content.
    Exposed,
    /// Did not.
    Control,
}

/// Whether a tier's bound falls into the tier.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// It does.
    Inclusive,
    /// It does not.
    Exclusive,
}
