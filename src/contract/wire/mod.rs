//! The JSON shapes of `redcat.report/1`, in the words of the contract. [`object!`] turns a list of fields into a table and
//! into accessors of the same names; `check` holds a document against the tables, and so does, under the feature `schema`,
//! the JSON Schema: one source for all three.
//!
//! A section is checked before anything is made of it, and every fault in it is noted with its path. What passed reads
//! without errors: accessors give values, not results. In: text that is known to be JSON. Out: values that fit their
//! type. Unknown keys are counted; in a `strict` object (a record) they are faults; a key given twice is always one.

mod check;
mod cube;
mod document;
mod leaf;
mod list;
mod outcome;
mod path_to_order;
#[cfg(feature = "schema")]
mod schema;
mod words;

pub use check::{check, entries, fields, keep_sound, leaf};
pub use cube::{Cube, CubeLayout};
pub use document::{Attribution, Dimension, Document, Measure, Meta, Ratio, Sample, SampleBy};
pub use leaf::{CELLS, COUNT, Count, DATE, ID, Id, UniqueValue};
pub use list::{List, Map};
pub use outcome::{
    Agreement, Arm, Benchmark, BenchmarkPeriod, CalendarEntry, Eligibility, Experiment, PeopleFlow, Segment, Share,
    Tier, Wave,
};
pub use path_to_order::{CohortRows, Cohorts, Forecast, Funnel, RecencyFrequency, Triangle, UniqueCut};
#[cfg(feature = "schema")]
pub use schema::schema;
pub use words::{ArmRole, Boundary};

use super::json::{Items, string};
use crate::error::ErrorKind;

/// What may stand at one place.
#[derive(Clone, Copy)]
pub enum Shape {
    /// An object with fields of its own.
    Object(&'static Object),
    /// An array.
    List(&'static Self),
    /// An object whose keys are ids.
    Map(&'static Self),
    /// Something, or null.
    OrNull(&'static Self),
    /// A value that holds no others.
    Leaf(&'static Leaf),
}

/// An object of the contract.
pub struct Object {
    /// Its fields, in the order in which faults are told.
    pub fields: &'static [Field],
    /// Whether unknown keys are faults.
    pub strict: bool,
    /// Its name in the JSON Schema.
    #[cfg(feature = "schema")]
    pub name: &'static str,
    /// What it is.
    #[cfg(feature = "schema")]
    pub about: &'static str,
}

/// A field of an object.
pub struct Field {
    /// Its key.
    pub key: &'static str,
    /// Whether it has to be there. Null is the same as absent.
    pub required: bool,
    /// What may stand there.
    pub shape: Shape,
    /// What it is.
    #[cfg(feature = "schema")]
    pub about: &'static str,
}

/// A value that holds no others, or one that is not looked into here.
pub struct Leaf {
    /// What a developer is told to send.
    pub expected: &'static str,
    /// How it is written.
    pub form: Form,
    /// Its name in the JSON Schema.
    #[cfg(feature = "schema")]
    pub name: &'static str,
}

/// How a leaf is written.
pub enum Form {
    /// A string of limited length, about which each claim has to be true.
    String(Limit, &'static [Claim]),
    /// One of these words.
    Words(&'static [&'static str]),
    /// A text for people.
    Text,
    /// `true` or `false`.
    Flag,
    /// An integer, whether or not it may be negative.
    Integer(bool),
    /// An integer of up to 38 digits, in a string if need be; not negative.
    BigInteger,
    /// A number.
    Number,
    /// Whatever reads it looks into it.
    Any,
}

/// What has to be true about a string; else the fault is of that kind, and this was expected.
pub type Claim = (fn(&str) -> bool, ErrorKind, &'static str);

/// Most characters of a string, and the limit's name.
pub type Limit = (usize, &'static str);

impl Shape {
    /// What a developer is told to send.
    pub const fn expected(&self) -> &'static str {
        match self {
            Self::Object(_) | Self::Map(_) => "an object",
            Self::List(_) => "an array",
            Self::OrNull(shape) => shape.expected(),
            Self::Leaf(leaf) => leaf.expected,
        }
    }
}

/// Something that stands at one place.
pub trait Value<'a> {
    /// What may stand there.
    const SHAPE: Shape;
    /// Whether something has to.
    const REQUIRED: bool = true;
    /// What a reader makes of it.
    type Out;

    /// The value of text that was checked. Of other text it is something empty, which nobody comes to see: the fault was
    /// noted.
    fn of(text: &'a str) -> Self::Out;
}

impl<'a, T: Value<'a>> Value<'a> for Option<T> {
    const SHAPE: Shape = Shape::OrNull(&T::SHAPE);
    const REQUIRED: bool = false;
    type Out = Option<T::Out>;

    fn of(text: &'a str) -> Option<T::Out> {
        if matches!(text, "" | "null") { None } else { Some(T::of(text)) }
    }
}

/// Most fields of an object.
const MAX_FIELDS: usize = 16;

/// The fields of one object: the text of each in the order of its table, empty where it is absent or null.
#[derive(Clone, Copy)]
pub struct Fields<'a>([&'a str; MAX_FIELDS]);

impl<'a> Fields<'a> {
    /// The fields of the object that is `text`.
    #[inline(never)]
    pub fn of(text: &'a str, object: &Object) -> Self {
        let mut fields = Self([""; MAX_FIELDS]);
        let mut items = Items::of(text);
        while let Some((key, value)) = items.entry() {
            fields.put(object, &string(key).unwrap_or_default(), value);
        }
        fields
    }

    /// Puts a value in its place, unless it is null or the place is taken; whether there is such a place.
    fn put(&mut self, object: &Object, key: &str, value: &'a str) -> bool {
        for (field, place) in object.fields.iter().zip(&mut self.0) {
            if field.key == key {
                if place.is_empty() && value != "null" {
                    *place = value;
                }
                return true;
            }
        }
        false
    }

    /// Whether a field is empty that has to be there.
    pub fn lacks_any(&self, object: &Object) -> bool {
        object.fields.iter().zip(&self.0).any(|(field, text)| field.required && text.is_empty())
    }

    /// Whether the field of that key is there.
    pub fn has(&self, object: &Object, key: &str) -> bool {
        object.fields.iter().zip(&self.0).any(|(field, text)| field.key == key && !text.is_empty())
    }

    /// The text of a field.
    pub fn at(&self, place: usize) -> &'a str {
        self.0.get(place).copied().unwrap_or_default()
    }
}

/// Declares an object of the contract: see the module's head. `strict` makes unknown keys faults; `as` gives a field
/// another key than its name.
macro_rules! object {
    ($(#[doc = $about:literal])+ strict struct $name:ident { $($fields:tt)* }) => {
        object!(@define true; $(#[doc = $about])+ $name { $($fields)* });
    };
    ($(#[doc = $about:literal])+ struct $name:ident { $($fields:tt)* }) => {
        object!(@define false; $(#[doc = $about])+ $name { $($fields)* });
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (
        @define $strict:literal;
        $(#[doc = $about:literal])+
        $name:ident {
            $($(#[doc = $doc:literal])+ $field:ident $(as $key:literal)? : $type:ty,)*
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy)]
        pub struct $name<'a>(pub $crate::contract::wire::Fields<'a>);

        const _: () = {
            use $crate::contract::wire::{Field, Fields, Object, Shape, Value};

            #[allow(dead_code, non_camel_case_types, reason = "named as the fields are, of which some are only checked")]
            enum Place {
                $($field,)*
            }

            #[allow(dead_code, reason = "some fields are only checked")]
            impl<'a> $name<'a> {
                /// The table of its fields.
                pub const OBJECT: &'static Object = &Object {
                    fields: &[$(Field {
                        key: object!(@key $field $($key)?),
                        required: <$type as Value<'a>>::REQUIRED,
                        shape: <$type as Value<'a>>::SHAPE,
                        #[cfg(feature = "schema")]
                        about: concat!($($doc, "\n"),+),
                    },)*],
                    strict: $strict,
                    #[cfg(feature = "schema")]
                    name: stringify!($name),
                    #[cfg(feature = "schema")]
                    about: concat!($($about, "\n"),+),
                };

                $($(#[doc = $doc])+
                pub fn $field(&self) -> <$type as Value<'a>>::Out {
                    <$type as Value<'a>>::of(self.0.at(Place::$field as usize))
                })*
            }

            impl<'a> Value<'a> for $name<'a> {
                const SHAPE: Shape = Shape::Object($name::OBJECT);
                type Out = Self;

                fn of(text: &'a str) -> Self {
                    Self(Fields::of(text, Self::OBJECT))
                }
            }
        };
    };
}
use object;
