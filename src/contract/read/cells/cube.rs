//! One cube: its keys in any order. Columns are parsed as they come; records wait until `by` and `measures` are known,
//! which is at once where they stand first.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::Budget;
use super::column::{ColumnSeed, Rule};
use super::finish::finish;
use super::records::{Records, RecordsSeed};
use super::refuse::refuse_all_but;
use crate::contract::limits::{MAX_DATES, MAX_INTEGER, MAX_ROWS};
use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::read::catalogue::{Catalogue, Name};
use crate::contract::read::funnel::dimension_list;
use crate::contract::wire::{Count, CubeLayout, Entries, Id, List, Str, Value, within_nesting};
use crate::contract::{Cells, Column, DimensionIx, Measure, MeasureIx, MeasureKind, Meta};
use crate::date::Date;
use crate::error::ErrorKind;
use crate::order::repeated;

/// What a cube can have.
const KEYS: [&str; 11] =
    ["id", "by", "measures", "layout", "rows", "dates", "date", "keys", "values", "suppressed", "records"];

/// The parts of a cube as they are met.
#[derive(Default)]
pub struct Parts<'de> {
    pub id: Option<Box<str>>,
    pub by: Option<Vec<DimensionIx>>,
    pub measures: Option<Vec<MeasureIx>>,
    pub layout: Option<CubeLayout>,
    pub rows: Option<usize>,
    pub dates: Option<Vec<Date>>,
    pub date: Option<Column>,
    /// A column that could not be read is there without its values.
    pub keys: Option<Vec<(DimensionIx, Option<Column>)>>,
    pub values: Option<Vec<(MeasureIx, Option<Column>)>>,
    pub suppressed: Option<Entries<'de>>,
    pub records: Option<Records>,
    /// Which of [`KEYS`] were met with a value.
    pub seen: Vec<&'static str>,
    /// Keys that mean nothing here.
    pub unknown: Vec<Box<str>>,
}

/// Reads one cube into `into`; stays `None` where faults leave none.
pub struct CubeSeed<'c> {
    pub catalogue: &'c Catalogue<'c>,
    pub meta: &'c Meta,
    pub at: &'c Path<'c>,
    pub notes: &'c mut Notes,
    pub budget: &'c mut Budget,
    pub into: &'c mut Option<Cells>,
}

impl<'de> DeserializeSeed<'de> for CubeSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CubeSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cube")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut parts = Parts::default();
        let mut waiting: Option<&'de RawValue> = None;
        while let Some(Str(key)) = map.next_key()? {
            let at = self.at.key(&key);
            let known = KEYS.iter().find(|known| **known == key);
            if known.is_some_and(|known| parts.seen.contains(known)) {
                refuse_twin(&key, &at, self.notes);
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            parts.seen.extend(known);
            let expected_rows = parts.rows.unwrap_or(0).min(self.budget.rows);
            match &*key {
                "date" => {
                    // Checked against `dates` once both are known.
                    let rule = Rule::Index { len: MAX_DATES, nullable: false };
                    parts.date = map.next_value_seed(ColumnSeed { rule, at: &at, notes: self.notes, expected_rows })?;
                }
                "keys" => {
                    let place = Place { catalogue: self.catalogue, at: &at, notes: self.notes, expected_rows };
                    parts.keys = map.next_value_seed(Columns { place, name: key_column })?;
                }
                "values" => {
                    let place = Place { catalogue: self.catalogue, at: &at, notes: self.notes, expected_rows };
                    parts.values = map.next_value_seed(Columns { place, name: value_column })?;
                }
                "records" => match (&parts.by, &parts.measures) {
                    (Some(by), Some(measures)) => {
                        let catalogue = self.catalogue;
                        let limit = self.budget.rows;
                        let seed = RecordsSeed { catalogue, by, measures, at: &at, notes: self.notes, limit };
                        parts.records = Some(map.next_value_seed(seed)?);
                    }
                    _ => waiting = Some(map.next_value()?),
                },
                _ => small(&key, map.next_value()?, &mut parts, self.catalogue, &at, self.notes),
            }
        }
        if let (Some(raw), Some(by), Some(measures)) = (waiting, &parts.by, &parts.measures) {
            let (catalogue, limit, at) = (self.catalogue, self.budget.rows, self.at.key("records"));
            let seed = RecordsSeed { catalogue, by, measures, at: &at, notes: self.notes, limit };
            if let Ok(records) = seed.deserialize(&mut serde_json::Deserializer::from_str(raw.get())) {
                parts.records = Some(records);
            }
        }
        let unknown = &parts.unknown;
        for twin in repeated(unknown.len(), &mut |a, b| unknown.get(a).cmp(&unknown.get(b))) {
            if let Some(key) = unknown.get(twin) {
                refuse_twin(key, &self.at.key(key), self.notes);
            }
        }
        *self.into = finish(parts, self.catalogue, self.meta, self.at, self.notes);
        let rows = self.into.as_ref().map_or(0, |cube| cube.rows);
        match self.budget.rows.checked_sub(rows) {
            Some(left) => self.budget.rows = left,
            None => self.notes.limit(self.at, &"more rows in all cubes", "MAX_ROWS", MAX_ROWS),
        }
        Ok(())
    }

    refuse_all_but!(object, 'de);
}

impl CubeSeed<'_> {
    fn refuse(self, found: &str) {
        self.notes.fault(ErrorKind::WrongType, self.at, &found, &"a cube (an object)");
    }
}

fn refuse_twin(key: &str, at: &Path<'_>, notes: &mut Notes) {
    notes.fault(ErrorKind::DuplicateId, at, &quoted(key), &"each key once");
}

/// The parts of a cube that do not grow with its rows.
fn small<'de>(
    key: &str,
    raw: &'de RawValue,
    parts: &mut Parts<'de>,
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) {
    // Null is the same as absent, as everywhere in the contract.
    if raw.get() == "null" {
        parts.seen.retain(|seen| *seen != key);
        return;
    }
    match key {
        "id" => parts.id = Id::read(raw, at, notes).map(|id| id.0.into()),
        "by" => {
            let list = List::read(raw, at, notes);
            parts.by = dimension_list(list, at, catalogue, notes);
        }
        "measures" => parts.measures = measure_list(List::read(raw, at, notes), at, catalogue, notes),
        "layout" => parts.layout = CubeLayout::read(raw, at, notes),
        "rows" => {
            parts.rows = Count::read(raw, at, notes).and_then(|Count(rows)| {
                let rows = usize::try_from(rows).ok().filter(|&rows| rows <= MAX_ROWS);
                if rows.is_none() {
                    notes.limit(at, &raw.get(), "MAX_ROWS", MAX_ROWS);
                }
                rows
            });
        }
        "dates" => {
            parts.dates = List::<Date>::read(raw, at, notes).and_then(|list| {
                if list.len() > MAX_DATES {
                    notes.limit(at, &format_args!("{} dates", list.len()), "MAX_DATES", MAX_DATES);
                    return None;
                }
                let dates = list.each(at, notes, |date, _, _| Some(date));
                // With one left out, the indexes would mean other days.
                (dates.len() == list.len()).then_some(dates)
            });
        }
        "suppressed" => parts.suppressed = Entries::read(raw, at, notes),
        _ => {
            notes.unknown_key(at);
            parts.unknown.push(key.into());
            within_nesting(raw, at, notes);
        }
    }
}

/// A list of measures, none of them twice; `None` if it has a fault.
fn measure_list<'a>(
    list: Option<List<'a, Id<'a>>>,
    at: &Path<'_>,
    catalogue: &Catalogue<'_>,
    notes: &mut Notes,
) -> Option<Vec<MeasureIx>> {
    let list = list?;
    let mut seen = Vec::new();
    let measures = list.each(at, notes, |Id(id), at, notes| {
        let ix = catalogue.need_measure(&id, at, notes)?;
        if seen.contains(&ix) {
            notes.fault(ErrorKind::DuplicateId, at, &quoted(&id), &"each measure once");
            return None;
        }
        seen.push(ix);
        Some(ix)
    });
    (measures.len() == list.len()).then_some(measures)
}

/// Where columns are read.
struct Place<'c> {
    catalogue: &'c Catalogue<'c>,
    at: &'c Path<'c>,
    notes: &'c mut Notes,
    expected_rows: usize,
}

/// An object of columns, each under the id that `name` knows.
struct Columns<'c, K> {
    place: Place<'c>,
    name: fn(&Catalogue<'_>, &str) -> Option<(K, Rule)>,
}

fn key_column(catalogue: &Catalogue<'_>, id: &str) -> Option<(DimensionIx, Rule)> {
    let Some(Name::Dimension(ix)) = catalogue.name(id) else {
        return None;
    };
    let len = catalogue.dimension(ix)?.members.len();
    Some((ix, Rule::Index { len, nullable: true }))
}

fn value_column(catalogue: &Catalogue<'_>, id: &str) -> Option<(MeasureIx, Rule)> {
    let Some(Name::Measure(ix)) = catalogue.name(id) else {
        return None;
    };
    Some((ix, value_rule(catalogue.measure(ix)?)))
}

/// Which values a measure takes.
pub fn value_rule(measure: &Measure) -> Rule {
    // The same fact under its exposure-anchored id has the same corrections.
    let fact = measure.id.strip_suffix("_exposed").unwrap_or(&measure.id);
    match measure.kind {
        MeasureKind::SumSquares => Rule::Value { least: 0, most: i64::MAX, digits: true },
        MeasureKind::Money if matches!(fact, "gmv" | "shop_gmv") => {
            Rule::Value { least: -MAX_INTEGER, most: MAX_INTEGER, digits: false }
        }
        _ => Rule::Value { least: 0, most: MAX_INTEGER, digits: false },
    }
}

impl<'de, K: PartialEq> DeserializeSeed<'de> for Columns<'_, K> {
    type Value = Option<Vec<(K, Option<Column>)>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, K: PartialEq> Visitor<'de> for Columns<'_, K> {
    type Value = Option<Vec<(K, Option<Column>)>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of columns")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Place { catalogue, at, notes, expected_rows } = self.place;
        let mut columns = Vec::new();
        while let Some(Str(id)) = map.next_key()? {
            let at = at.key(&id);
            match (self.name)(catalogue, &id) {
                Some((ix, rule)) if columns.iter().all(|(known, _)| *known != ix) => {
                    let column = map.next_value_seed(ColumnSeed { rule, at: &at, notes, expected_rows })?;
                    columns.push((ix, column));
                    continue;
                }
                Some(_) => notes.fault(ErrorKind::DuplicateId, &at, &quoted(&id), &"each column once"),
                None => notes.fault(ErrorKind::UnknownField, &at, &quoted(&id), &"an id that the document defines"),
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(Some(columns))
    }

    refuse_all_but!(object, 'de);
}

impl<K> Columns<'_, K> {
    fn refuse(self, found: &str) -> Option<Vec<(K, Option<Column>)>> {
        // Null is the same as absent; which columns lack is said where `by` and `measures` are known.
        if found == "null" {
            return Some(Vec::new());
        }
        self.place.notes.fault(ErrorKind::WrongType, self.place.at, &found, &"an object of columns");
        None
    }
}
