//! The two ways in which values are grouped: [`List`], whose elements are read when they are asked for, and
//! [`Entries`], an object. Refuses keys that occur twice, more entries than the limit, and nesting past its own.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{Str, Value};
use crate::contract::limits::{MAX_ENTRIES, MAX_NESTING};
use crate::contract::notes::{Notes, Path, quoted, shortened};
use crate::error::ErrorKind;
use crate::order::repeated;

/// An array, each element read when it is asked for.
pub struct List<'a, T> {
    items: Vec<&'a RawValue>,
    of: PhantomData<fn() -> T>,
}

impl<'a, T: Value<'a>> List<'a, T> {
    /// Number of elements.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// What `make` makes of each element at `at`; those that are wrong are noted and left out.
    pub fn each<U>(
        &self,
        at: &Path<'_>,
        notes: &mut Notes,
        mut make: impl FnMut(T, &Path<'_>, &mut Notes) -> Option<U>,
    ) -> Vec<U> {
        let mut made = Vec::with_capacity(self.items.len());
        for (index, raw) in self.items.iter().enumerate() {
            let at = at.index(index);
            made.extend(T::read(raw, &at, notes).and_then(|item| make(item, &at, notes)));
        }
        made
    }
}

impl<'a, T> Value<'a> for List<'a, T> {
    const EXPECTED: &'static str = "an array";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        if !raw.get().starts_with('[') {
            notes.fault_raw(ErrorKind::WrongType, at, raw, &Self::EXPECTED);
            return None;
        }
        let items = pieces(raw, at, notes)?.values;
        Some(Self { items, of: PhantomData })
    }
}

/// An object whose keys are ids: in document order, none of them twice.
pub struct Entries<'a>(pub Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Entries<'a> {
    /// Takes the value of `key`, if it is there and not null.
    pub fn take(&mut self, key: &str) -> Option<&'a RawValue> {
        let place = self.0.iter().position(|(name, _)| name == key)?;
        let (_, raw) = self.0.remove(place);
        (raw.get() != "null").then_some(raw)
    }

    /// Puts the values of `keys` into `pieces`, where they are there and not null. Other keys are counted; in a strict
    /// object they are faults.
    pub fn sort_out(
        mut self,
        keys: &[&str],
        pieces: &mut [Option<&'a RawValue>],
        strict: bool,
        at: &Path<'_>,
        notes: &mut Notes,
    ) {
        for (key, piece) in keys.iter().zip(pieces) {
            *piece = self.take(key);
        }
        self.refuse_rest(strict, at, notes);
    }

    /// Counts the keys that nobody took; in a strict object they are faults.
    pub fn refuse_rest(&self, strict: bool, at: &Path<'_>, notes: &mut Notes) {
        for (key, raw) in &self.0 {
            let at = at.key(key);
            if strict {
                notes.fault(ErrorKind::UnknownField, &at, &quoted(key), &"a key of the contract");
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
        if !raw.get().starts_with('{') {
            notes.fault_raw(ErrorKind::WrongType, at, raw, &Self::EXPECTED);
            return None;
        }
        Some(Self::without_twins(pieces(raw, at, notes)?, at, notes))
    }
}

impl<'a> Entries<'a> {
    /// The entries of a whole document, whose text nobody has looked at yet.
    pub fn of_document(text: &'a str, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        match serde_json::from_str::<Pieces<'a>>(text) {
            Ok(pieces) if pieces.of_object => return Some(Self::without_twins(pieces, at, notes)),
            Ok(_) => notes.fault(ErrorKind::WrongType, at, &shortened(text), &Self::EXPECTED),
            Err(error) if error.is_data() => match serde_json::from_str::<IgnoredAny>(text) {
                Ok(_) if text.trim_start().starts_with(['{', '[']) => {
                    notes.limit(at, &"more entries", "MAX_ENTRIES", MAX_ENTRIES);
                }
                Ok(_) => notes.fault(ErrorKind::WrongType, at, &shortened(text), &Self::EXPECTED),
                Err(error) => notes.fault(ErrorKind::Syntax, at, &error, &"well-formed JSON"),
            },
            Err(error) => notes.fault(ErrorKind::Syntax, at, &error, &"well-formed JSON"),
        }
        None
    }

    fn without_twins(pieces: Pieces<'a>, at: &Path<'_>, notes: &mut Notes) -> Self {
        let mut entries: Vec<_> = pieces.keys.into_iter().map(|Str(key)| key).zip(pieces.values).collect();
        let key_of = |place: usize| entries.get(place).map(|(key, _)| key);
        let twins = repeated(entries.len(), &mut |a, b| key_of(a).cmp(&key_of(b)));
        for &twin in &twins {
            let key = key_of(twin).map_or("", |key| &**key);
            notes.fault(ErrorKind::DuplicateId, &at.key(key), &quoted(key), &"each key once");
        }
        let (mut twins, mut places) = (twins.into_iter().peekable(), 0..);
        entries.retain(|_| places.next().is_none_or(|place| twins.next_if_eq(&place).is_none()));
        Self(entries)
    }
}

/// The elements of an array, or the keys and values of an object, each still text.
#[derive(Default)]
struct Pieces<'a> {
    of_object: bool,
    keys: Vec<Str<'a>>,
    values: Vec<&'a RawValue>,
}

fn pieces<'a>(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Pieces<'a>> {
    match serde_json::from_str(raw.get()) {
        Ok(pieces) => Some(pieces),
        Err(error) if error.is_data() => {
            notes.limit(at, &"more entries", "MAX_ENTRIES", MAX_ENTRIES);
            None
        }
        // What is well-formed can still hold a key with half of a surrogate pair.
        Err(_) => {
            notes.fault_raw(ErrorKind::Syntax, at, raw, &"keys of valid Unicode");
            None
        }
    }
}

impl<'a> Deserialize<'a> for Pieces<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'a> Visitor<'a> for Collect {
            type Value = Pieces<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array or an object")
            }

            fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut pieces = Pieces::default();
                while let Some(value) = seq.next_element()? {
                    pieces.values.push(value);
                    within_limit::<A::Error>(pieces.values.len())?;
                }
                Ok(pieces)
            }

            fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pieces = Pieces { of_object: true, ..Pieces::default() };
                while let Some((key, value)) = map.next_entry()? {
                    pieces.keys.push(key);
                    pieces.values.push(value);
                    within_limit::<A::Error>(pieces.values.len())?;
                }
                Ok(pieces)
            }
        }
        deserializer.deserialize_any(Collect)
    }
}

fn within_limit<E: serde::de::Error>(entries: usize) -> Result<(), E> {
    if entries > MAX_ENTRIES { Err(E::custom("too many entries")) } else { Ok(()) }
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
        notes.limit(at, &format_args!("{deepest} levels"), "MAX_NESTING", MAX_NESTING);
    }
    deepest <= MAX_NESTING
}
