//! The JSON shapes of `redcat.report/1`, one type per object, in the words of the contract. [`object!`] turns a plain
//! struct into a reader and, under the feature `schema`, into its part of the JSON Schema: one source for both.
//!
//! A field is only a named piece of the document ([`Need`], [`Maybe`]) until `read` asks for it. So one reading can
//! name every fault with its path instead of stopping at the first. In: text that is known to be JSON. Out: values
//! that fit their type. Unknown keys are counted; in a `strict` object (a record) they are faults; a key given twice
//! is always one.

mod cells;
mod document;
mod outcome;
mod path_to_order;
mod scalar;
mod words;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

pub use cells::{Cells, CubeLayout};
pub use document::{Attribution, Dimension, Document, Measure, Member, Meta, Ratio, Sample, SampleBy};
pub use outcome::{
    Agreement, Arm, Benchmark, BenchmarkPeriod, CalendarEntry, Eligibility, EntryRules, Experiment, Frozen, PeopleFlow,
    Rebate, Segment, Share, Subsidy, Tier, Wave,
};
pub use path_to_order::{
    Acquisition, Backtest, CohortRows, Cohorts, Forecast, Funnel, FunnelStep, RecencyFrequency, Triangle, UniqueCut,
};
pub use scalar::{Amount, BigInteger, Count, Entries, Flag, Id, Instant, Integer, List, Number, Rate, Str, integral};
pub use words::{ArmRole, Boundary};

use super::limits::{MAX_ENTRIES, MAX_NESTING};
use super::notes::{Notes, Path, quoted};
use crate::error::ErrorKind;

/// Something that can be read from one JSON value.
pub trait Value<'a>: Sized {
    /// What a developer is told to send.
    const EXPECTED: &'static str;

    /// The value; `None` after noting what is wrong.
    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self>;
}

/// A required field: its key, and what stands there.
pub struct Need<'a, T> {
    key: &'static str,
    raw: Option<&'a RawValue>,
    of: PhantomData<fn() -> T>,
}

/// A field that may be absent or null.
pub type Maybe<'a, T> = Option<Need<'a, T>>;

impl<'a, T> Need<'a, T> {
    /// Reads the field of the object at `at`; its absence is a fault.
    pub fn read(&self, at: &Path<'_>, notes: &mut Notes) -> Option<T>
    where
        T: Value<'a>,
    {
        let at = at.key(self.key);
        if let Some(raw) = self.raw {
            return T::read(raw, &at, notes);
        }
        notes.fault(ErrorKind::MissingField, &at, "", T::EXPECTED);
        None
    }

    /// The key under which it stands.
    pub const fn key(&self) -> &'static str {
        self.key
    }

    /// The text of the field, for a reader that streams it.
    pub const fn raw(&self) -> Option<&'a RawValue> {
        self.raw
    }
}

/// Reads a field that may be absent.
pub fn maybe<'a, T: Value<'a>>(field: &Maybe<'a, T>, at: &Path<'_>, notes: &mut Notes) -> Option<T> {
    field.as_ref().and_then(|field| field.read(at, notes))
}

/// How a struct's field takes its piece of the object.
pub trait Field<'a> {
    /// The field, given its key and what stands there.
    fn take(key: &'static str, raw: Option<&'a RawValue>) -> Self;
}

impl<'a, T> Field<'a> for Need<'a, T> {
    fn take(key: &'static str, raw: Option<&'a RawValue>) -> Self {
        Self { key, raw, of: PhantomData }
    }
}

impl<'a, T> Field<'a> for Maybe<'a, T> {
    fn take(key: &'static str, raw: Option<&'a RawValue>) -> Self {
        raw.map(|raw| Need { key, raw: Some(raw), of: PhantomData })
    }
}

/// Declares an object of the contract: see the module's head. `strict` makes unknown keys faults.
macro_rules! object {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $field:ident as $key:literal : $type:ty,)* }) => {
        object!(@define false; $(#[$about])* $name { $($(#[$doc])* $field as $key : $type,)* });
    };
    (strict $(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $field:ident as $key:literal : $type:ty,)* }) => {
        object!(@define true; $(#[$about])* #[cfg_attr(feature = "schema", schemars(deny_unknown_fields))] $name { $($(#[$doc])* $field as $key : $type,)* });
    };
    (@define $strict:literal; $(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $field:ident as $key:literal : $type:ty,)* }) => {
        $(#[$about])*
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name<'a> {
            $($(#[$doc])* #[cfg_attr(feature = "schema", schemars(rename = $key))] pub $field: $type,)*
        }

        impl<'a> $crate::contract::wire::Value<'a> for $name<'a> {
            const EXPECTED: &'static str = "an object";

            fn read(
                raw: &'a serde_json::value::RawValue,
                at: &$crate::contract::notes::Path<'_>,
                notes: &mut $crate::contract::notes::Notes,
            ) -> Option<Self> {
                let mut entries = $crate::contract::wire::Entries::read(raw, at, notes)?;
                let object = Self {
                    $($field: $crate::contract::wire::Field::take($key, entries.take($key)),)*
                };
                entries.refuse_rest($strict, at, notes);
                Some(object)
            }
        }
    };
}
use object;

impl<'a> Entries<'a> {
    /// Takes the value of `key`, if it is there and not null.
    pub fn take(&mut self, key: &str) -> Option<&'a RawValue> {
        let place = self.0.iter().position(|(name, _)| name == key)?;
        let (_, raw) = self.0.remove(place);
        (raw.get() != "null").then_some(raw)
    }

    /// Counts the keys that nobody took; in a strict object they are faults.
    pub fn refuse_rest(&self, strict: bool, at: &Path<'_>, notes: &mut Notes) {
        for (key, raw) in &self.0 {
            let at = at.key(key);
            if strict {
                notes.fault(ErrorKind::UnknownField, &at, quoted(key), "a key of the contract");
            } else {
                notes.unknown_key(&at);
            }
            within_nesting(raw, &at, notes);
        }
    }
}

impl<'a> Value<'a> for Entries<'a> {
    const EXPECTED: &'static str = "an object";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        struct Keys<'a>(Vec<(Str<'a>, &'a RawValue)>);
        struct Collect;
        impl<'a> Visitor<'a> for Collect {
            type Value = Keys<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                    if pairs.len() > MAX_ENTRIES {
                        break;
                    }
                }
                Ok(Keys(pairs))
            }
        }
        impl<'a> Deserialize<'a> for Keys<'a> {
            fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_map(Collect)
            }
        }
        if !raw.get().starts_with('{') {
            notes.fault_raw(ErrorKind::WrongType, at, raw, Self::EXPECTED);
            return None;
        }
        match serde_json::from_str::<Keys<'a>>(raw.get()) {
            Ok(keys) => Some(Self::without_twins(keys.0.into_iter().map(|(key, raw)| (key.0, raw)), at, notes)),
            Err(_) => {
                notes.fault(ErrorKind::Syntax, at, "", "an object whose keys are valid Unicode");
                None
            }
        }
    }
}

/// Whether a value nests no deeper than the contract allows. Only values that nobody reads need asking: every other
/// depth follows from the types.
pub fn within_nesting(raw: &RawValue, at: &Path<'_>, notes: &mut Notes) -> bool {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in raw.get().bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    if deepest > MAX_NESTING {
        notes.limit(at, format!("{deepest} levels"), "MAX_NESTING", MAX_NESTING);
    }
    deepest <= MAX_NESTING
}
