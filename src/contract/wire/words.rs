//! The fixed words of the contract and what they stand for: one table per list, used to read, to say what was
//! expected, and for the JSON Schema.

use super::{CubeLayout, Form, Leaf, Shape, Value};
use crate::contract::json::string;
use crate::contract::{AgeUnit, Anchor, Base, CalendarKind, Design, Layer, MeasureKind, Party, Phase, Polarity, Unit};

macro_rules! words {
    ($($type:ident: $expected:literal = $first:literal => $default:ident $(| $word:literal => $value:ident)+;)*) => {
        $(impl<'a> Value<'a> for $type {
            const SHAPE: Shape = Shape::Leaf(&Leaf {
                expected: $expected,
                form: Form::Words(&[$first, $($word),+]),
                #[cfg(feature = "schema")]
                name: stringify!($type),
            });
            type Out = Self;

            fn of(text: &'a str) -> Self {
                let place = place_of(text, &[$first, $($word),+]);
                [Self::$default, $(Self::$value),+].get(place).copied().unwrap_or(Self::$default)
            }
        })*
    };
}

/// Which of `words` stands there.
#[inline(never)]
fn place_of(text: &str, words: &[&str]) -> usize {
    let found = string(text).unwrap_or_default();
    words.iter().position(|word| *word == found).unwrap_or_default()
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
