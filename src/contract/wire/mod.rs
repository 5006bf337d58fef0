//! The JSON shapes of `redcat.report/1`, one type per object, in the words of the contract. [`object!`] turns a plain
//! struct into a reader and, under the feature `schema`, into its part of the JSON Schema: one source for both.
//!
//! A field is only a named piece of the document ([`Need`], [`Maybe`]) until `read` asks for it. So one reading can
//! name every fault with its path instead of stopping at the first. In: text that is known to be JSON. Out: values
//! that fit their type. Unknown keys are counted; in a `strict` object (a record) they are faults; a key given twice
//! is always one.

mod cells;
mod document;
mod group;
mod number;
mod outcome;
mod path_to_order;
mod scalar;
#[cfg(feature = "schema")]
mod schema;
mod words;

use std::marker::PhantomData;

use serde_json::value::RawValue;

pub use cells::{Cells, CubeLayout};
pub use document::{Attribution, Dimension, Document, Measure, Member, Meta, Ratio, Sample, SampleBy};
pub use group::{Entries, List, within_nesting};
pub use number::{Amount, BigInteger, Count, Integer, Number, Rate, integral};
pub use outcome::{
    Agreement, Arm, Benchmark, BenchmarkPeriod, CalendarEntry, Eligibility, EntryRules, Experiment, Frozen, PeopleFlow,
    Rebate, Segment, Share, Subsidy, Tier, Wave,
};
pub use path_to_order::{
    Acquisition, Backtest, CohortRows, Cohorts, Forecast, Funnel, FunnelStep, RecencyFrequency, Triangle, UniqueCut,
};
pub use scalar::{Flag, Id, Instant, Str};
#[cfg(feature = "schema")]
pub use schema::schema;
pub use words::{ArmRole, Boundary};

use super::notes::{Notes, Path};
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
    #[inline(never)]
    pub fn read(&self, at: &Path<'_>, notes: &mut Notes) -> Option<T>
    where
        T: Value<'a>,
    {
        let at = at.key(self.key);
        let raw = present(self.raw, T::EXPECTED, &at, notes)?;
        T::read(raw, &at, notes)
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

/// What stands at `at`; nothing is a fault. Apart from [`Need::read`], of which there is one for each type.
#[inline(never)]
fn present<'a>(raw: Option<&'a RawValue>, expected: &str, at: &Path<'_>, notes: &mut Notes) -> Option<&'a RawValue> {
    if raw.is_none() {
        notes.fault(ErrorKind::MissingField, at, &"", &expected);
    }
    raw
}

/// Reads a field that may be absent.
#[inline(never)]
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
    (strict $(#[$about:meta])* $name:ident { $($fields:tt)* }) => {
        object!(@define true; #[cfg_attr(feature = "schema", schemars(deny_unknown_fields))] $(#[$about])*
            $name { $($fields)* });
    };
    ($(#[$about:meta])* $name:ident { $($fields:tt)* }) => {
        object!(@define false; $(#[$about])* $name { $($fields)* });
    };
    (
        @define $strict:literal; $(#[$about:meta])*
        $name:ident { $($(#[$doc:meta])* $field:ident as $key:literal : $type:ty,)* }
    ) => {
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        $(#[$about])*
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
                let entries = $crate::contract::wire::Entries::read(raw, at, notes)?;
                Some(Self::of(entries, at, notes))
            }
        }

        impl<'a> $name<'a> {
            /// The object that has these entries.
            pub fn of(
                entries: $crate::contract::wire::Entries<'a>,
                at: &$crate::contract::notes::Path<'_>,
                notes: &mut $crate::contract::notes::Notes,
            ) -> Self {
                let keys = [$($key),*];
                let mut pieces = [None; { [$($key),*].len() }];
                entries.sort_out(&keys, &mut pieces, $strict, at, notes);
                let [$($field),*] = pieces;
                Self { $($field: $crate::contract::wire::Field::take($key, $field),)* }
            }
        }
    };
}
use object;
