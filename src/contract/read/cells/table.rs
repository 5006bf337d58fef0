//! Records that were taken out of the text: their columns become the cube's where nothing is wrong. In: the table, the
//! cube's lists. Out: the columns; `None` where anything is not as it should be, to be told by whoever reads it record by
//! record.

use std::borrow::Cow;

use redcat_kernel::NULL;

use super::column::{BLOCK, Rule};
use super::cube::{Columns, Lists};
use crate::contract::arrays::{Integers, Table};
use crate::contract::json::{Items, string};
use crate::contract::{Bits, Column};
use crate::date::Date;

/// The key under which a record names the measures that were withheld.
const SUPPRESSED: &str = "suppressed";
/// What stands for a code without a member.
const UNKNOWN: i64 = -1;

/// The columns of a table, at most `limit` rows of them; they are taken out of it.
pub fn read(table: &mut Table, lists: Lists<'_>, limit: usize) -> Option<Columns> {
    let (keys, values) = (lists.keys(), lists.values());
    let ids: Option<Vec<_>> = table.records.fields.iter().map(|field| text_of(field.key())).collect();
    let ids = ids?;
    // Whatever else a record has is wrong.
    let is_known =
        |id: &str| matches!(id, "date" | SUPPRESSED) || keys.iter().chain(&values).any(|(known, _)| *known == id);
    if table.rows > limit || !ids.iter().all(|id| is_known(id)) {
        return None;
    }
    let place_of = |id: &str| ids.iter().position(|known| known == id);
    let nulls = || std::iter::repeat_n(None, table.rows).collect::<Column>();
    let of_codes = |place: usize, index_of: &dyn Fn(&str) -> Option<i64>| {
        let indexes: Vec<i64> = (0..table.records.texts.len())
            .map(|code| text_of(table.records.texts.get(code)).and_then(|text| index_of(&text)).unwrap_or(UNKNOWN))
            .collect();
        let codes = table.columns.get(place)?;
        let is_text = table.records.fields.get(place)?.is_text();
        if is_text { looked_up(codes, &indexes) } else { is_null(codes).then(nulls) }
    };

    let dates = std::cell::RefCell::new(Vec::new());
    let date = of_codes(place_of("date")?, &|text| {
        let mut dates = dates.borrow_mut();
        dates.push(Date::parse(text)?);
        Some(dates.len() as i64 - 1)
    })?;
    if !date.nulls().is_empty() {
        return None;
    }
    let mut columns = Vec::with_capacity(keys.len());
    for dimension in lists.by.iter().filter_map(|&ix| lists.catalogue.dimension(ix)) {
        columns.push(match place_of(&dimension.id) {
            None => nulls(),
            Some(place) => of_codes(place, &|id| dimension.find(id).map(|member| i64::from(member.0)))?,
        });
    }
    for (id, rule) in &values {
        if let Some(place) = place_of(id) {
            let (field, integers) = (table.records.fields.get(place)?, table.columns.get(place)?);
            if !is_null(integers) && (field.is_text() || !rule.takes(integers)) {
                return None;
            }
        }
    }
    let places: Vec<Option<usize>> = values.iter().map(|(id, _)| place_of(id)).collect();
    let withheld = withheld(table, place_of(SUPPRESSED), &values, &places)?;
    let mut facts = Vec::with_capacity(values.len());
    for ((id, _), withheld) in values.iter().zip(withheld) {
        let taken = place_of(id).and_then(|place| table.columns.get_mut(place)).map(std::mem::take);
        let column = taken.map_or_else(|| std::iter::repeat_n(None, table.rows).collect(), |integers| integers.column);
        facts.push((column, withheld));
    }
    Some(Columns { rows: table.rows, date, dates: Some(dates.into_inner()), keys: columns, values: facts })
}

/// Of each measure the rows in which it was withheld, as the lists say that stand at `place`; each has to be null there.
fn withheld(
    table: &Table,
    place: Option<usize>,
    values: &[(&str, Rule)],
    places: &[Option<usize>],
) -> Option<Vec<Bits>> {
    let mut withheld = vec![Bits::default(); values.len()];
    let Some(lists) = place.and_then(|place| table.columns.get(place)).filter(|lists| !is_null(lists)) else {
        return Some(withheld);
    };
    if !table.records.fields.get(place?)?.is_text() {
        return None;
    }
    let listed: Vec<Option<Vec<usize>>> = (0..table.records.texts.len())
        .map(|code| {
            let list = std::str::from_utf8(table.records.texts.get(code)).ok().filter(|text| text.starts_with('['))?;
            Items::of(list)
                .map(|id| values.iter().position(|(known, _)| string(id).as_deref() == Some(known)))
                .collect()
        })
        .collect();
    for row in 0..table.rows {
        let Some(code) = lists.column.get(row) else { continue };
        for &measure in listed.get(code as usize)?.as_ref()? {
            let sent = places.get(measure).copied().flatten().and_then(|place| table.columns.get(place));
            if sent.is_some_and(|sent| sent.column.get(row).is_some()) {
                return None;
            }
            withheld.get_mut(measure)?.insert(row);
        }
    }
    Some(withheld)
}

fn text_of(text: &[u8]) -> Option<Cow<'_, str>> {
    string(std::str::from_utf8(text).ok()?)
}

fn is_null(integers: &Integers) -> bool {
    integers.column.nulls().count() == integers.column.len()
}

/// The indexes of codes, if each that occurs has one.
fn looked_up(codes: &Integers, indexes: &[i64]) -> Option<Column> {
    let (mut block, mut values) = (vec![0; BLOCK], Vec::with_capacity(BLOCK));
    let mut column = Integers::new(codes.column.len());
    for start in (0..codes.column.len()).step_by(BLOCK) {
        values.clear();
        let bits = redcat_kernel::look_up(codes.column.block(start, &mut block), indexes, NULL, &mut values);
        column.extend(&values, bits);
    }
    (column.least >= 0).then_some(column.column)
}
