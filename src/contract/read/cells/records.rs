//! The records layout: one object per row. Keys are matched against the cube's own list, member ids are looked up where
//! they stand; neither is copied. What a record leaves out is null.

use super::column::Rule;
use super::cube::{Columns, Lists};
use crate::contract::json::{Items, string};
use crate::contract::limits::MAX_ROWS;
use crate::contract::notes::{Notes, Path};
use crate::contract::wire::{DATE, ID, Id, List, Value, check, leaf};
use crate::contract::{Bits, Column, Dimension, MemberIx};
use crate::date::Date;
use crate::error::ErrorKind;
use crate::order::sort_by;

/// What stands under a key of a record.
#[derive(Clone, Copy)]
enum Slot<'c> {
    Date,
    Key(&'c Dimension),
    Value(Rule),
    Suppressed,
}

/// The columns that the records fill, at most `limit` rows of them.
pub fn read(text: &str, lists: Lists<'_>, limit: usize, records: &Path<'_>, notes: &mut Notes) -> Option<Columns> {
    if !text.starts_with('[') {
        notes.fault_in_text(ErrorKind::WrongType, records, text, "an array of records");
        return None;
    }
    let mut slots = vec![("date", Slot::Date)];
    let dimensions = lists.by.iter().filter_map(|&ix| lists.catalogue.dimension(ix));
    slots.extend(dimensions.map(|dimension| (&*dimension.id, Slot::Key(dimension))));
    let measured = slots.len();
    let values = lists.values();
    slots.extend(values.iter().map(|(id, rule)| (*id, Slot::Value(*rule))));
    slots.push(("suppressed", Slot::Suppressed));
    let mut by_key: Vec<usize> = (0..slots.len()).collect();
    let key_of = |place: &usize| slots.get(*place).map(|(key, _)| *key);
    sort_by(&mut by_key, |a, b| key_of(a).cmp(&key_of(b)));

    let mut reader = Reader {
        slots: &slots,
        by_key: &by_key,
        after: vec![0; slots.len() + 1],
        row: Vec::new(),
        met: Vec::new(),
        withheld: Vec::new(),
    };
    let mut columns = vec![Column::default(); slots.len() - 1];
    let mut suppressed = vec![Bits::default(); values.len()];
    let mut items = Items::of(text);
    for index in 0.. {
        let at = records.index(index);
        if items.enter(b'{') {
            reader.record(&mut items, &at, notes);
        } else if let Some(text) = items.next() {
            notes.fault_in_text(ErrorKind::WrongType, &at, text, "a record (an object)");
            continue;
        } else {
            break;
        }
        if index == limit {
            notes.limit(records, &"more rows", "MAX_ROWS", MAX_ROWS);
            return None;
        }
        for (column, value) in columns.iter_mut().zip(&reader.row) {
            column.push(*value);
        }
        for place in reader.withheld.drain(..) {
            if let Some(suppressed) = suppressed.get_mut(place - measured) {
                suppressed.insert(index);
            }
        }
    }
    let values = columns.split_off(measured).into_iter().zip(suppressed).collect();
    let keys = columns.split_off(1);
    let date = columns.pop()?;
    Some(Columns { rows: date.len(), date, dates: None, keys, values })
}

/// One record after the other.
struct Reader<'r> {
    /// What a record can hold, in the order of the columns.
    slots: &'r [(&'r str, Slot<'r>)],
    /// Places in `slots`, by their keys.
    by_key: &'r [usize],
    /// The slot that came after each the last time, and at the beginning.
    after: Vec<usize>,
    /// A value per slot.
    row: Vec<Option<i64>>,
    /// Which slots were met.
    met: Vec<bool>,
    /// Slots of measures that were withheld.
    withheld: Vec<usize>,
}

impl Reader<'_> {
    /// Reads the keys and values that `items` has stepped into.
    fn record(&mut self, items: &mut Items<'_>, at: &Path<'_>, notes: &mut Notes) {
        self.row.clear();
        self.row.resize(self.slots.len(), None);
        self.met.clear();
        self.met.resize(self.slots.len(), false);
        let (mut withheld, mut before) = ("null", self.slots.len());
        while let Some(key) = items.next() {
            let Some(key) = string(key) else {
                notes.fault_in_text(ErrorKind::Syntax, at, key, "a key of valid Unicode");
                items.next();
                continue;
            };
            let at = at.key(&key);
            let place = self.place(&key, before);
            before = place;
            let (Some((_, slot)), Some(value), Some(met)) =
                (self.slots.get(place), self.row.get_mut(place), self.met.get_mut(place))
            else {
                let expected = "date, suppressed, or an id listed in `by` or `measures`";
                notes.fault_in_id(ErrorKind::UnknownField, &at, &key, &expected);
                items.next();
                continue;
            };
            if std::mem::replace(met, true) {
                notes.fault_in_id(ErrorKind::DuplicateId, &at, &key, &"each key once");
                items.next();
                continue;
            }
            if let Slot::Value(rule) = slot {
                *value = items.digits(rule.most());
                if value.is_some() {
                    continue;
                }
            }
            let text = items.next().unwrap_or_default();
            match slot {
                Slot::Date => *value = day(text, &at, notes),
                Slot::Key(dimension) => *value = member(text, dimension, &at, notes),
                Slot::Value(rule) => *value = rule.read(text, &at, notes),
                Slot::Suppressed => withheld = text,
            }
        }
        if self.met.first() != Some(&true) {
            notes.fault(ErrorKind::MissingField, &at.key("date"), &"", &DATE.expected);
        }
        if withheld != "null" {
            self.withhold(withheld, &at.key("suppressed"), notes);
        }
    }

    /// The place of the slot under that key, which came after the slot at `before`. Records mostly have their keys in one
    /// order, so that the key is the one that came there the last time.
    fn place(&mut self, key: &str, before: usize) -> usize {
        let key_of = |place: usize| self.slots.get(place).map(|(key, _)| *key);
        let guess = self.after.get(before).copied().unwrap_or_default();
        if key_of(guess) == Some(key) {
            return guess;
        }
        let found = self.by_key.binary_search_by(|place| key_of(*place).cmp(&Some(key))).ok();
        let place = found.and_then(|found| self.by_key.get(found)).copied().unwrap_or(self.slots.len());
        if let Some(guess) = self.after.get_mut(before) {
            *guess = place;
        }
        place
    }

    fn withhold(&mut self, text: &str, at: &Path<'_>, notes: &mut Notes) {
        if !check(text, &List::<Id>::SHAPE, at, notes) {
            return;
        }
        for (index, id) in List::<Id>::of(text).iter().enumerate() {
            let at = at.index(index);
            let is_measure = |(key, slot): &(&str, Slot<'_>)| **key == *id && matches!(slot, Slot::Value(_));
            match self.slots.iter().position(is_measure) {
                None => {
                    let expected = "a measure listed in `measures`";
                    notes.fault_in_id(ErrorKind::UnknownReference, &at, &id, &expected);
                }
                Some(place) if self.row.get(place).copied().flatten().is_some() => {
                    let expected = "a measure that is null here, because it is withheld";
                    notes.fault_in_id(ErrorKind::Inconsistent, &at, &id, &expected);
                }
                Some(place) => self.withheld.push(place),
            }
        }
    }
}

/// Days since 1970-01-01.
fn day(text: &str, at: &Path<'_>, notes: &mut Notes) -> Option<i64> {
    let found = string(text).and_then(|text| Date::parse(&text));
    if found.is_none() {
        leaf(text, DATE, at, notes);
    }
    found.map(|date| i64::from(date.days()))
}

fn member(text: &str, dimension: &Dimension, at: &Path<'_>, notes: &mut Notes) -> Option<i64> {
    if text == "null" {
        return None;
    }
    let found = string(text).and_then(|id| dimension.find(&id));
    if found.is_none() && leaf(text, ID, at, notes) {
        let expected = format_args!("the id of a member of {}", dimension.id);
        notes.fault_in_text(ErrorKind::UnknownReference, at, text, &expected.to_string());
    }
    found.map(|MemberIx(ix)| i64::from(ix))
}
