//! One cube: first its shape and what it refers to, then its columns or records; the same columns come out of both.

use super::column::{Arrays, BLOCK, Rule};
use super::finish::finish;
use super::{records, table};
use crate::contract::arrays::Array;
use crate::contract::limits::{MAX_DATES, MAX_ROWS};
use crate::contract::notes::{Notes, Path};
use crate::contract::read::catalogue::Catalogue;
use crate::contract::wire::{Cube, CubeLayout, entries, fields, keep_sound};
use crate::contract::{Bits, Cells, Column, DimensionIx, MeasureIx, Meta, ValueColumn};
use crate::date::Date;
use crate::error::ErrorKind;

/// What a cube is about, once its lists are known to be right.
#[derive(Clone, Copy)]
pub struct Lists<'c> {
    /// Dimensions and measures of the document.
    pub catalogue: &'c Catalogue<'c>,
    /// Dimensions of the cube's keys.
    pub by: &'c [DimensionIx],
    /// Measures of its values.
    pub measures: &'c [MeasureIx],
}

impl Lists<'_> {
    /// The id of each key column, and which integers it takes.
    pub fn keys(&self) -> Vec<(&str, Rule)> {
        let dimensions = self.by.iter().filter_map(|&ix| self.catalogue.dimension(ix));
        let rule = |len| Rule::Index { len, nullable: true };
        dimensions.map(|dimension| (&*dimension.id, rule(dimension.members.len()))).collect()
    }

    /// The id of each value column, and which integers it takes.
    pub fn values(&self) -> Vec<(&str, Rule)> {
        let measures = self.measures.iter().filter_map(|&ix| self.catalogue.measure(ix));
        measures.map(|measure| (&*measure.id, Rule::of(measure))).collect()
    }
}

/// A cube's columns in the order of its lists.
pub struct Columns {
    /// Number of rows.
    pub rows: usize,
    /// Indexes into `dates`; days since 1970-01-01 where there are none.
    pub date: Column,
    /// The days of a cube in columns.
    pub dates: Option<Vec<Date>>,
    /// As `by`.
    pub keys: Vec<Column>,
    /// As `measures`; which of its nulls were withheld.
    pub values: Vec<(Column, Bits)>,
}

/// The cube, unless a fault leaves none. Its rows count against `rows_left`.
pub fn read(
    text: &str,
    arrays: &mut Arrays,
    catalogue: &Catalogue<'_>,
    meta: &Meta,
    rows_left: &mut usize,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<Cells> {
    let mut fields = fields(text, Cube::OBJECT, at, notes)?;
    let in_shape = keep_sound(&mut fields, Cube::OBJECT, at, notes);
    let wire = Cube(fields);
    let before = notes.noted();
    let by = catalogue.need_dimensions(&wire.by(), &at.key("by"), notes);
    let measures = catalogue.need_measures(&wire.measures(), &at.key("measures"), notes);
    if !in_shape || notes.noted() > before {
        return None;
    }
    let as_records = wire.layout() == CubeLayout::Records;
    let (needed, foreign, expected): (&[_], &[_], _) = if as_records {
        (&["records"], &["dates", "date", "keys", "values", "suppressed"], "records only, as `layout` says")
    } else {
        (&["rows", "dates", "date", "values"], &["records"], "columns, as `layout` says")
    };
    for key in needed {
        if !fields.has(Cube::OBJECT, key) {
            notes.fault(ErrorKind::MissingField, &at.key(key), &"", &"a cube with this key");
        }
    }
    for key in foreign {
        if fields.has(Cube::OBJECT, key) {
            notes.fault_in_id(ErrorKind::Inconsistent, &at.key(key), key, &expected);
        }
    }
    if notes.noted() > before {
        return None;
    }
    let lists = Lists { catalogue, by: &by, measures: &measures };
    let columns = if as_records {
        from_records(wire, arrays, lists, *rows_left, at, notes)
    } else {
        from_columns(wire, arrays, lists, at, notes)
    };
    let Columns { rows, date, dates, keys, values } = columns?;
    match rows_left.checked_sub(rows) {
        Some(left) => *rows_left = left,
        None => notes.limit(at, &"more rows in all cubes", "MAX_ROWS", MAX_ROWS),
    }
    if notes.noted() > before {
        return None;
    }
    let (first_date, day, outside) = days(date, dates.as_deref(), meta);
    let keys = by.into_iter().zip(keys).collect();
    let in_cube = |(measure, (column, suppressed))| ValueColumn { measure, column, suppressed };
    let values = measures.into_iter().zip(values).map(in_cube).collect();
    let cells = Cells { id: wire.id(), path: at.to_string(), as_records, rows, day, first_date, keys, values };
    finish(&cells, outside, catalogue, at, notes);
    Some(cells)
}

fn from_records(
    wire: Cube<'_>,
    arrays: &mut Arrays,
    lists: Lists<'_>,
    limit: usize,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<Columns> {
    let text = wire.records()?;
    let written;
    let at_records = at.key("records");
    let columns = match arrays.table(text) {
        Some(mut table) => {
            if let Some(columns) = table::read(&mut table, lists, limit) {
                columns
            } else {
                written = String::from_utf8(Array::Table(table).text()).unwrap_or_default();
                records::read(&written, lists, limit, &at_records, notes)?
            }
        }
        None => records::read(text, lists, limit, &at_records, notes)?,
    };
    let rows = columns.rows;
    if let Some(said) = wire.rows().filter(|&said| said != rows as u64) {
        let expected = format_args!("{rows}, the number of records");
        notes.fault(ErrorKind::LengthMismatch, &at.key("rows"), &said, &expected);
    }
    Some(columns)
}

fn from_columns(
    wire: Cube<'_>,
    arrays: &mut Arrays,
    lists: Lists<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<Columns> {
    let said = wire.rows()?;
    let rows = said.min(MAX_ROWS as u64) as usize;
    if rows as u64 != said {
        notes.limit(&at.key("rows"), &said, "MAX_ROWS", MAX_ROWS);
        return None;
    }
    let dates: Vec<Date> = wire.dates()?.iter().collect();
    if dates.len() > MAX_DATES {
        notes.limit(&at.key("dates"), &format_args!("{} dates", dates.len()), "MAX_DATES", MAX_DATES);
        return None;
    }
    let rule = Rule::Index { len: dates.len(), nullable: false };
    let date = arrays.column(wire.date()?, rule, rows, &at.key("date"), notes);
    // An empty `by` needs no keys.
    let keys = by_id(wire.keys().unwrap_or("{}"), arrays, &lists.keys(), rows, &at.key("keys"), notes);
    let ids = lists.values();
    let values = by_id(wire.values()?, arrays, &ids, rows, &at.key("values"), notes);
    let mut values: Vec<_> = values?.into_iter().map(|column| (column, Bits::default())).collect();
    for (id, rows) in wire.suppressed().unwrap_or_default().iter() {
        let at = at.key("suppressed");
        let at = at.key(&id);
        let place = ids.iter().position(|(known, _)| **known == *id);
        let Some((column, suppressed)) = place.and_then(|place| values.get_mut(place)) else {
            notes.fault_in_id(ErrorKind::UnknownReference, &at, &id, &"a measure listed in `measures`");
            continue;
        };
        for (index, row) in rows.iter().enumerate() {
            let at = at.index(index);
            if row >= column.len() as u64 {
                notes.fault(ErrorKind::OutOfRange, &at, &row, &format_args!("a row below {}", column.len()));
            } else if let Some(value) = column.get(row as usize) {
                let expected = "a row whose value is null, because it is withheld";
                notes.fault(ErrorKind::Inconsistent, &at, &value, &expected);
            } else {
                suppressed.insert(row as usize);
            }
        }
    }
    Some(Columns { rows, date: date?, dates: Some(dates), keys: keys?, values })
}

/// The columns of an object, in the order of `ids`; `None` if one lacks, is one too many, or is not `rows` long.
fn by_id(
    text: &str,
    arrays: &mut Arrays,
    ids: &[(&str, Rule)],
    rows: usize,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<Vec<Column>> {
    let given = entries(text, at, notes)?;
    let mut columns = Vec::with_capacity(ids.len());
    for (id, rule) in ids {
        let at = at.key(id);
        match given.iter().find(|(key, _)| key == id) {
            Some((_, text)) => columns.extend(arrays.column(text, *rule, rows, &at, notes)),
            None => notes.fault(ErrorKind::MissingField, &at, &"", &"a column, as the cube's lists say"),
        }
    }
    for (key, _) in &given {
        if !ids.iter().any(|(id, _)| key == id) {
            let expected = "an id that `by` or `measures` lists";
            notes.fault_in_id(ErrorKind::UnknownField, &at.key(key), key, &expected);
        }
    }
    (columns.len() == ids.len()).then_some(columns)
}

/// The earliest day, each row's distance from it, and how many rows lie before and after the days of the document.
fn days(date: Column, dates: Option<&[Date]>, meta: &Meta) -> (Date, Column, [u64; 2]) {
    let mut codes = vec![0; BLOCK];
    let starts = || (0..date.len()).step_by(BLOCK);
    let mut outside = [0, 0];
    let [from, to] = [meta.data_from, meta.complete_through].map(|date| i64::from(date.days()));
    let mut lies = |day: i64, rows: u32| {
        let [before, after] = &mut outside;
        *before += if day < from { u64::from(rows) } else { 0 };
        *after += if day > to { u64::from(rows) } else { 0 };
    };
    // Indexes into `dates`, or days since 1970-01-01.
    let mut far: Vec<i64> = dates.unwrap_or_default().iter().map(|date| i64::from(date.days())).collect();
    let mut first = None;
    if dates.is_some() {
        let mut counts = vec![0; far.len()];
        for start in starts() {
            redcat_kernel::count(date.block(start, &mut codes), &mut counts, 0);
        }
        for (&day, count) in far.iter().zip(counts).filter(|(_, count)| *count > 0) {
            first = Some(first.unwrap_or(day).min(day));
            lies(day, count);
        }
    } else {
        for day in (0..date.len()).filter_map(|row| date.get(row)) {
            first = Some(first.unwrap_or(day).min(day));
            lies(day, 1);
        }
    }
    let Some(first) = first else {
        return (meta.data_from, Column::default(), outside);
    };
    for day in &mut far {
        *day -= first;
    }
    let first_date = Date::from_days(first as i32);
    if dates.is_some() && (0..).zip(&far).all(|(place, day)| place == *day) {
        // Every day has its entry, in order: that is the distance.
        return (first_date, date, outside);
    }
    let (mut days, mut values) = (Column::with_capacity(date.len()), Vec::with_capacity(BLOCK));
    for start in starts() {
        values.clear();
        let bits = if dates.is_some() {
            redcat_kernel::look_up(date.block(start, &mut codes), &far, 0, &mut values)
        } else {
            values.extend((start..date.len().min(start + BLOCK)).map(|row| date.get(row).unwrap_or(first) - first));
            redcat_kernel::bits(&values)
        };
        days.extend(&values, bits);
    }
    (first_date, days, outside)
}
