//! From the parts of a cube to checked [`Cells`]: every column that `by` and `measures` name and no other, all equally
//! long, days that exist, withheld values that are null, coarser keys that agree with finer ones; and the warnings.

use super::cube::Parts;
use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::read::catalogue::{Catalogue, Name};
use crate::contract::wire::{Count, CubeLayout, Entries, List, Value};
use crate::contract::{
    Bits, Cells, Column, Dimension, DimensionIx, MeasureIx, MemberIx, Meta, ValueColumn, WarningKind,
};
use crate::date::Date;
use crate::error::ErrorKind;

/// The cube, unless a fault leaves none.
pub fn finish(
    mut parts: Parts<'_>,
    catalogue: &Catalogue<'_>,
    meta: &Meta,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<Cells> {
    refuse_absent(&parts, at, notes);
    let layout = parts.layout?;
    refuse_other_layout(&parts, layout, at, notes);
    let columns = match layout {
        CubeLayout::Columns => from_columns(&mut parts, catalogue, at, notes),
        CubeLayout::Records => from_records(&mut parts, at, notes),
    };
    let AllColumns { rows, date, keys, values } = columns?;
    let (first_date, day) = days(&date, meta);
    let as_records = layout == CubeLayout::Records;
    let cells = Cells { id: parts.id?, path: at.to_string(), as_records, rows, day, first_date, keys, values };
    refuse_disagreeing_parents(&cells, layout, catalogue, at, notes);
    warn(&cells, catalogue, meta, notes);
    Some(cells)
}

/// Columns in the order of `by` and `measures`; `date` holds days since 1970-01-01.
struct AllColumns {
    rows: usize,
    date: Column,
    keys: Vec<(DimensionIx, Column)>,
    values: Vec<ValueColumn>,
}

/// What a cube must have in this layout, and may not have because it belongs to the other one.
fn refuse_absent(parts: &Parts<'_>, at: &Path<'_>, notes: &mut Notes) {
    let of_layout: &[&str] = match parts.layout {
        Some(CubeLayout::Columns) => &["rows", "dates", "date", "values"],
        Some(CubeLayout::Records) => &["records"],
        None => &[],
    };
    for key in ["id", "by", "measures", "layout"].iter().chain(of_layout) {
        if !parts.seen.contains(key) {
            notes.fault(ErrorKind::MissingField, &at.key(key), &"", &"a cube with this key");
        }
    }
}

fn refuse_other_layout(parts: &Parts<'_>, layout: CubeLayout, at: &Path<'_>, notes: &mut Notes) {
    let (foreign, expected): (&[&str], _) = match layout {
        CubeLayout::Columns => (&["records"], "columns, as `layout` says"),
        CubeLayout::Records => (&["dates", "date", "keys", "values", "suppressed"], "records only, as `layout` says"),
    };
    for key in foreign {
        if parts.seen.contains(key) {
            notes.fault(ErrorKind::Inconsistent, &at.key(key), &quoted(key), &expected);
        }
    }
}

fn from_columns(
    parts: &mut Parts<'_>,
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<AllColumns> {
    let (by, measures) = (parts.by.take()?, parts.measures.take()?);
    let rows = parts.rows?;
    let date_index = parts.date.take();
    let sound = date_index.as_ref().is_some_and(|date| has_length(date, rows, &at.key("date"), notes));
    let date = match (date_index, &parts.dates) {
        (Some(index), Some(dates)) if sound => calendar_days(&index, dates, &at.key("date"), notes),
        _ => None,
    };

    let dimension_id = |ix: &DimensionIx| catalogue.dimension(*ix).map_or("", |dimension| &dimension.id);
    let measure_id = |ix: &MeasureIx| catalogue.measure(*ix).map_or("", |measure| &measure.id);
    // An empty `by` needs no keys.
    let given = if parts.seen.contains(&"keys") { parts.keys.take() } else { Some(Vec::new()) };
    let keys = given.and_then(|given| listed(&by, given, rows, dimension_id, &at.key("keys"), notes));
    let given = parts.values.take();
    let values = given.and_then(|given| listed(&measures, given, rows, measure_id, &at.key("values"), notes));
    let in_cube = |(measure, column)| ValueColumn { measure, column, suppressed: Bits::default() };
    let mut values: Vec<_> = values?.into_iter().map(in_cube).collect();
    if let Some(entries) = parts.suppressed.take() {
        suppress(&entries, &mut values, catalogue, &at.key("suppressed"), notes);
    }
    Some(AllColumns { rows, date: date?, keys: keys?, values })
}

/// The given columns in the order of their list; `None` if one lacks, is one too many, or is not `rows` long.
fn listed<'c, K: Copy + PartialEq>(
    list: &[K],
    mut given: Vec<(K, Option<Column>)>,
    rows: usize,
    id: impl Fn(&K) -> &'c str,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<Vec<(K, Column)>> {
    let mut columns = Vec::with_capacity(list.len());
    for key in list {
        let at = at.key(id(key));
        match given.iter().position(|(named, _)| named == key).map(|n| given.swap_remove(n)) {
            Some((_, Some(column))) if has_length(&column, rows, &at, notes) => columns.push((*key, column)),
            Some(_) => {}
            None => notes.fault(ErrorKind::MissingField, &at, &"", &"a column, as the cube's lists say"),
        }
    }
    for (key, _) in &given {
        let id = id(key);
        notes.fault(ErrorKind::UnknownField, &at.key(id), &quoted(id), &"an id that `by` or `measures` lists");
    }
    (columns.len() == list.len()).then_some(columns)
}

fn has_length(column: &Column, rows: usize, at: &Path<'_>, notes: &mut Notes) -> bool {
    if column.len() != rows {
        let expected = format_args!("{rows} entries, as `rows` says");
        notes.fault(ErrorKind::LengthMismatch, at, &format_args!("{} entries", column.len()), &expected);
    }
    column.len() == rows
}

fn from_records(parts: &mut Parts<'_>, at: &Path<'_>, notes: &mut Notes) -> Option<AllColumns> {
    let records = parts.records.take()?;
    let rows = records.date.len();
    if let Some(said) = parts.rows
        && said != rows
    {
        let expected = format_args!("{rows}, the number of records");
        notes.fault(ErrorKind::LengthMismatch, &at.key("rows"), &said, &expected);
    }
    Some(AllColumns { rows, date: records.date, keys: records.keys, values: records.values })
}

/// Days since 1970-01-01 from indexes into the cube's dates.
fn calendar_days(index: &Column, dates: &[Date], at: &Path<'_>, notes: &mut Notes) -> Option<Column> {
    let mut days = Column::with_capacity(index.len());
    let mut sound = true;
    for row in 0..index.len() {
        let day = index.get(row).and_then(|ix| dates.get(usize::try_from(ix).ok()?)).map(|date| i64::from(date.days()));
        if let (None, Some(ix)) = (day, index.get(row)) {
            let expected = format_args!("an index below {}, the number of dates", dates.len());
            notes.fault(ErrorKind::OutOfRange, &at.index(row), &ix, &expected);
        }
        sound &= day.is_some();
        days.push(day);
    }
    sound.then_some(days)
}

/// The earliest day, and each row's distance from it.
fn days(date: &Column, meta: &Meta) -> (Date, Column) {
    let first = (0..date.len()).filter_map(|row| date.get(row)).min();
    let Some(first) = first else {
        return (meta.data_from, Column::default());
    };
    let mut day = Column::with_capacity(date.len());
    for row in 0..date.len() {
        day.push(date.get(row).map(|days| days - first));
    }
    (Date::from_days(first as i32), day)
}

fn suppress(
    entries: &Entries<'_>,
    values: &mut [ValueColumn],
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) {
    for (id, raw) in &entries.0 {
        let at = at.key(id);
        let measure = match catalogue.name(id) {
            Some(Name::Measure(ix)) => values.iter_mut().find(|value| value.measure == ix),
            _ => None,
        };
        let Some(value) = measure else {
            notes.fault(ErrorKind::UnknownReference, &at, &quoted(id), &"a measure listed in `measures`");
            continue;
        };
        let Some(rows) = List::<Count>::read(raw, &at, notes) else {
            continue;
        };
        rows.each(&at, notes, |Count(row), at, notes| {
            let row = usize::try_from(row).ok().filter(|&row| row < value.column.len());
            match row {
                None => {
                    let expected = format_args!("a row below {}", value.column.len());
                    notes.fault(ErrorKind::OutOfRange, at, &raw.get(), &expected);
                }
                Some(row) if value.column.get(row).is_some() => {
                    let found = value.column.get(row).map_or_else(String::new, |value| value.to_string());
                    notes.fault(
                        ErrorKind::Inconsistent,
                        at,
                        &found,
                        &"a row whose value is null, because it is withheld",
                    );
                }
                Some(row) => value.suppressed.insert(row),
            }
            Some(())
        });
    }
}

/// Where a coarser key is given beside a finer one, it has to be the finer one's ancestor. Each key is held against the
/// nearest coarser one of its row; what lies above that follows.
fn refuse_disagreeing_parents(
    cells: &Cells,
    layout: CubeLayout,
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) {
    for (fine_ix, fine) in &cells.keys {
        let coarser = coarser_keys(cells, *fine_ix, catalogue);
        if coarser.is_empty() {
            continue;
        }
        for row in 0..cells.rows {
            let Some(member) = fine.get(row) else {
                continue;
            };
            let given = coarser.iter().find_map(|key| Some((key, key.column.get(row)?)));
            let Some((key, given)) = given else {
                continue;
            };
            let right = key.ancestors.get(member as usize).copied().unwrap_or(MemberIx::NULL);
            if i64::from(right.0) == given {
                continue;
            }
            let id = |ix| key.dimension.member(ix).map_or("", |member| &member.id);
            let (found, expected) = (quoted(id(MemberIx(given as u32))), quoted(id(right)));
            let expected = format_args!("{expected}, the parent of the finer key");
            let (keys, records) = (at.key("keys"), at.key("records"));
            let (column, record) = (keys.key(&key.dimension.id), records.index(row));
            let place = match layout {
                CubeLayout::Columns => column.index(row),
                CubeLayout::Records => record.key(&key.dimension.id),
            };
            notes.fault(ErrorKind::ParentDisagrees, &place, &found, &expected);
        }
    }
}

/// A key column that lies above another in one hierarchy.
struct CoarserKey<'c> {
    dimension: &'c Dimension,
    column: &'c Column,
    /// By member of the finer dimension.
    ancestors: Vec<MemberIx>,
}

/// The cube's key columns above `fine`, nearest first.
fn coarser_keys<'c>(cells: &'c Cells, fine: DimensionIx, catalogue: &Catalogue<'c>) -> Vec<CoarserKey<'c>> {
    let mut coarser = Vec::new();
    let Some(mut level) = catalogue.dimension(fine) else {
        return coarser;
    };
    let mut ancestors: Vec<MemberIx> = (0..level.members.len()).map(|ix| MemberIx(ix as u32)).collect();
    while let Some((parent, dimension)) = level.parent.and_then(|ix| Some((ix, catalogue.dimension(ix)?))) {
        for member in &mut ancestors {
            *member = level.member(*member).and_then(|found| found.parent).unwrap_or(MemberIx::NULL);
        }
        if let Some((_, column)) = cells.keys.iter().find(|(ix, _)| *ix == parent) {
            coarser.push(CoarserKey { dimension, column, ancestors: ancestors.clone() });
        }
        level = dimension;
    }
    coarser
}

fn warn(cells: &Cells, catalogue: &Catalogue<'_>, meta: &Meta, notes: &mut Notes) {
    let (mut nulls, mut withheld) = ((0, Vec::new()), (0, Vec::new()));
    for value in &cells.values {
        let id = catalogue.measure(value.measure).map_or("", |measure| &*measure.id);
        for (count, tally) in [(value.column.nulls().count(), &mut nulls), (value.suppressed.count(), &mut withheld)] {
            if count > 0 {
                tally.0 += count as u64;
                tally.1.push(id);
            }
        }
    }
    notes.warn(WarningKind::Nulls, &cells.path, nulls.0, &nulls.1);
    notes.warn(WarningKind::Suppressed, &cells.path, withheld.0, &withheld.1);
    let of = |wanted: fn(Date, &Meta) -> bool| {
        let is_wanted = |day: i64| wanted(cells.first_date.plus(day as i32), meta);
        (0..cells.rows).filter(|&row| cells.day.get(row).is_some_and(is_wanted)).count() as u64
    };
    notes.warn(WarningKind::RowsBeforeData, &cells.path, of(|date, meta| date < meta.data_from), &[&*cells.id]);
    notes.warn(
        WarningKind::RowsAfterComplete,
        &cells.path,
        of(|date, meta| date > meta.complete_through),
        &[&*cells.id],
    );
}
