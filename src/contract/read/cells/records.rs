//! The records layout: one object per row. Keys are matched against the cube's own list, member ids are looked up where
//! they stand; neither is copied. What a record leaves out is null.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::column::{Element, Rule, unreadable};
use super::cube::value_rule;
use super::refuse::refuse_all_but;
use crate::contract::limits::MAX_ROWS;
use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::read::catalogue::Catalogue;
use crate::contract::wire::{Id, List, Str, Value};
use crate::contract::{Bits, Column, Dimension, DimensionIx, MeasureIx, MemberIx, ValueColumn};
use crate::date::Date;
use crate::error::ErrorKind;
use crate::order::sort_by;

/// The columns that the records fill; `date` holds days since 1970-01-01.
pub struct Records {
    pub date: Column,
    pub keys: Vec<(DimensionIx, Column)>,
    pub values: Vec<ValueColumn>,
}

/// Reads the array of records.
pub struct RecordsSeed<'c> {
    pub catalogue: &'c Catalogue<'c>,
    pub by: &'c [DimensionIx],
    pub measures: &'c [MeasureIx],
    pub at: &'c Path<'c>,
    pub notes: &'c mut Notes,
    pub limit: usize,
}

#[derive(Clone, Copy)]
enum Slot<'c> {
    Date,
    Suppressed,
    Key(usize, &'c Dimension),
    Value(usize, Rule),
}

/// A record while it is read: one place per column.
struct Row {
    date: Option<i64>,
    keys: Vec<Option<i64>>,
    values: Vec<Option<i64>>,
    withheld: Vec<bool>,
    met: Vec<bool>,
}

impl<'de> DeserializeSeed<'de> for RecordsSeed<'_> {
    type Value = Records;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Records, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RecordsSeed<'_> {
    type Value = Records;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Records, A::Error> {
        let slots = self.slots();
        let mut records = self.empty();
        let mut row = Row {
            date: None,
            keys: vec![None; self.by.len()],
            values: vec![None; self.measures.len()],
            withheld: vec![false; self.measures.len()],
            met: vec![false; slots.len()],
        };
        loop {
            let index = records.date.len();
            if index == self.limit {
                if seq.next_element::<IgnoredAny>()?.is_some() {
                    self.notes.limit(self.at, &"more rows", "MAX_ROWS", MAX_ROWS);
                    while seq.next_element::<IgnoredAny>()?.is_some() {}
                }
                return Ok(records);
            }
            let at = self.at.index(index);
            row.clear();
            let seed = RecordSeed { slots: &slots, row: &mut row, at: &at, notes: self.notes };
            if seq.next_element_seed(seed)?.is_none() {
                return Ok(records);
            }
            row.push_into(&mut records);
        }
    }

    refuse_all_but!(array, 'de);
}

impl<'c> RecordsSeed<'c> {
    fn refuse(self, found: &str) -> Records {
        self.notes.fault(ErrorKind::WrongType, self.at, &found, &"an array of records");
        self.empty()
    }

    /// What each key of a record means, sorted by key.
    fn slots(&self) -> Vec<(&'c str, Slot<'c>)> {
        let mut slots = vec![("date", Slot::Date), ("suppressed", Slot::Suppressed)];
        let dimensions = self.by.iter().filter_map(|&ix| self.catalogue.dimension(ix)).enumerate();
        slots.extend(dimensions.map(|(n, dimension)| (&*dimension.id, Slot::Key(n, dimension))));
        let measures = self.measures.iter().filter_map(|&ix| self.catalogue.measure(ix)).enumerate();
        slots.extend(measures.map(|(n, measure)| (&*measure.id, Slot::Value(n, value_rule(measure)))));
        sort_by(&mut slots, |(a, _), (b, _)| a.cmp(b));
        slots
    }

    fn empty(&self) -> Records {
        let value = |&measure| ValueColumn { measure, column: Column::default(), suppressed: Bits::default() };
        Records {
            date: Column::default(),
            keys: self.by.iter().map(|&ix| (ix, Column::default())).collect(),
            values: self.measures.iter().map(value).collect(),
        }
    }
}

impl Row {
    fn clear(&mut self) {
        self.date = None;
        self.keys.fill(None);
        self.values.fill(None);
        self.withheld.fill(false);
        self.met.fill(false);
    }

    fn push_into(&self, records: &mut Records) {
        let index = records.date.len();
        records.date.push(self.date);
        for ((_, column), key) in records.keys.iter_mut().zip(&self.keys) {
            column.push(*key);
        }
        for ((target, value), withheld) in records.values.iter_mut().zip(&self.values).zip(&self.withheld) {
            target.column.push(*value);
            if *withheld {
                target.suppressed.insert(index);
            }
        }
    }
}

struct RecordSeed<'r> {
    slots: &'r [(&'r str, Slot<'r>)],
    row: &'r mut Row,
    at: &'r Path<'r>,
    notes: &'r mut Notes,
}

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { slots, row, at, notes } = self;
        let mut withheld: Option<&'de RawValue> = None;
        while let Some(Str(key)) = map.next_key().map_err(|error| unreadable(error, at, notes))? {
            let at = at.key(&key);
            let found = slots.binary_search_by_key(&&*key, |(name, _)| *name).ok();
            let Some((slot, met)) = found.and_then(|n| Some((slots.get(n)?.1, row.met.get_mut(n)?))) else {
                let expected = "date, suppressed, or an id listed in `by` or `measures`";
                notes.fault(ErrorKind::UnknownField, &at, &quoted(&key), &expected);
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            if std::mem::replace(met, true) {
                notes.fault(ErrorKind::DuplicateId, &at, &quoted(&key), &"each key once");
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            match slot {
                Slot::Date => row.date = day(map.next_value()?, &at, notes),
                Slot::Suppressed => withheld = Some(map.next_value()?),
                Slot::Key(n, dimension) => {
                    let key = member(map.next_value()?, dimension, &at, notes);
                    if let Some(place) = row.keys.get_mut(n) {
                        *place = key;
                    }
                }
                Slot::Value(n, rule) => {
                    let outcome = map.next_value_seed(Element { rule, at, notes });
                    let value = outcome.map_err(|error| unreadable(error, &at, notes))?;
                    if let Some(place) = row.values.get_mut(n) {
                        *place = value;
                    }
                }
            }
        }
        if !slots.iter().zip(&row.met).any(|((_, slot), met)| *met && matches!(slot, Slot::Date)) {
            notes.fault(ErrorKind::MissingField, &at.key("date"), &"", &Date::EXPECTED);
        }
        if let Some(raw) = withheld.filter(|raw| raw.get() != "null") {
            withhold(raw, slots, row, &at.key("suppressed"), notes);
        }
        Ok(())
    }

    refuse_all_but!(object, 'de);
}

impl RecordSeed<'_> {
    fn refuse(self, found: &str) {
        self.notes.fault(ErrorKind::WrongType, self.at, &found, &"a record (an object)");
    }
}

fn day(raw: &RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<i64> {
    Date::read(raw, at, notes).map(|date| i64::from(date.days()))
}

fn member(raw: &RawValue, dimension: &Dimension, at: &Path<'_>, notes: &mut Notes) -> Option<i64> {
    if raw.get() == "null" {
        return None;
    }
    let Id(id) = Id::read(raw, at, notes)?;
    let found = dimension.find(&id);
    if found.is_none() {
        let expected = format_args!("the id of a member of {}", dimension.id);
        notes.fault(ErrorKind::UnknownReference, at, &quoted(&id), &expected);
    }
    found.map(|MemberIx(ix)| i64::from(ix))
}

fn withhold(raw: &RawValue, slots: &[(&str, Slot<'_>)], row: &mut Row, at: &Path<'_>, notes: &mut Notes) {
    let Some(ids) = List::<Id<'_>>::read(raw, at, notes) else {
        return;
    };
    ids.each(at, notes, |Id(id), at, notes| {
        let slot = slots.iter().find(|(name, _)| *name == &*id).map(|(_, slot)| slot);
        let Some(Slot::Value(n, _)) = slot else {
            notes.fault(ErrorKind::UnknownReference, at, &quoted(&id), &"a measure listed in `measures`");
            return None;
        };
        if row.values.get(*n).copied().flatten().is_some() {
            notes.fault(
                ErrorKind::Inconsistent,
                at,
                &quoted(&id),
                &"a measure that is null here, because it is withheld",
            );
        }
        row.withheld.get_mut(*n).map(|place| *place = true)
    });
}
