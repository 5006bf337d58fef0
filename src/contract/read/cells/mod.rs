//! `cells`: one cube or several, streamed from the text into narrow columns. Nothing is built per row: a number goes
//! from the parser into its column, a member id is looked up and forgotten. The order of a cube's keys does not matter.
//!
//! In: the text of the section, dimensions and measures. Out: [`Cells`] whose columns are equally long and whose
//! indexes exist. A wrong value is noted with its path and reading goes on with the next one.

mod column;
mod cube;
mod finish;
mod records;
mod refuse;

use std::fmt;

use serde::Deserializer as _;
use serde::de::{IgnoredAny, SeqAccess, Visitor};

use self::cube::CubeSeed;
use super::catalogue::Catalogue;
use crate::contract::limits::{MAX_CUBES, MAX_ROWS};
use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::wire::{self, Need};
use crate::contract::{Cells, Meta};
use crate::error::ErrorKind;
use crate::order::repeated;

/// All cubes.
pub fn read(wire: &Need<'_, wire::Cells>, catalogue: &Catalogue<'_>, meta: &Meta, notes: &mut Notes) -> Vec<Cells> {
    let at = Path::Root.key("cells");
    let mut budget = Budget { rows: MAX_ROWS };
    let Some(raw) = wire.raw() else {
        notes.fault(ErrorKind::MissingField, &at, &"", &"a cube, or an array of cubes");
        return Vec::new();
    };
    let mut deserializer = serde_json::Deserializer::from_str(raw.get());
    let (cubes, outcome) = match raw.get().as_bytes().first() {
        Some(b'{') => {
            let mut cube: Option<Cells> = None;
            let seed = CubeSeed { catalogue, meta, at: &at, notes, budget: &mut budget, into: &mut cube };
            let outcome = serde::de::DeserializeSeed::deserialize(seed, &mut deserializer);
            (cube.into_iter().collect::<Vec<_>>(), outcome)
        }
        Some(b'[') => {
            let mut cubes = Vec::new();
            let cubes_visitor = Cubes { catalogue, meta, at: &at, notes, budget: &mut budget, into: &mut cubes };
            let outcome = deserializer.deserialize_seq(cubes_visitor);
            (cubes, outcome)
        }
        _ => {
            notes.fault_raw(ErrorKind::WrongType, &at, raw, &"a cube, or an array of cubes");
            (Vec::new(), Ok(()))
        }
    };
    // Whoever meets an error of the parser knows its place and notes it; this one only guards against silence.
    if let Err(error) = outcome
        && notes.is_sound()
    {
        notes.fault(ErrorKind::Syntax, &at, &error, &"values that can be read");
    }
    let id_of = |place: usize| cubes.get(place).map(|cube| &cube.id);
    for cube in repeated(cubes.len(), &mut |a, b| id_of(a).cmp(&id_of(b))).iter().filter_map(|&ix| cubes.get(ix)) {
        let expected = "an id that no other cube has";
        notes.fault(ErrorKind::DuplicateId, &Path::Root.key(&cube.path).key("id"), &quoted(&cube.id), &expected);
    }
    cubes
}

/// Rows that may still come, over all cubes.
pub struct Budget {
    rows: usize,
}

struct Cubes<'c> {
    catalogue: &'c Catalogue<'c>,
    meta: &'c Meta,
    at: &'c Path<'c>,
    notes: &'c mut Notes,
    budget: &'c mut Budget,
    into: &'c mut Vec<Cells>,
}

impl<'de> Visitor<'de> for Cubes<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of cubes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut index = 0;
        loop {
            if index == MAX_CUBES {
                if seq.next_element::<IgnoredAny>()?.is_some() {
                    self.notes.limit(self.at, &"more cubes", "MAX_CUBES", MAX_CUBES);
                    while seq.next_element::<IgnoredAny>()?.is_some() {}
                }
                return Ok(());
            }
            let mut cube = None;
            let at = self.at.index(index);
            let (catalogue, meta) = (self.catalogue, self.meta);
            let seed = CubeSeed { catalogue, meta, at: &at, notes: self.notes, budget: self.budget, into: &mut cube };
            if seq.next_element_seed(seed)?.is_none() {
                return Ok(());
            }
            self.into.extend(cube);
            index += 1;
        }
    }
}
