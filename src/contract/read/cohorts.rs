//! `cohorts`: life tables in columns, taken apart into one dense table per (cohort, keys). Refuses gaps in age, the same
//! age twice, and counts that contradict each other: events ≤ at risk ≤ observed ≤ customers, active ≤ observed,
//! observed never growing with age.

use std::cmp::Ordering;

use super::catalogue::{Catalogue, Name};
use super::forecast::column;
use super::funnel::members_by_id;
use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::wire::{self, Count, Entries, Flag, Integer, List, Maybe, Need, Number, Value, maybe};
use crate::contract::{Acquisition, Cohorts, DimensionIx, LifeTable, MemberIx, TriangleCell};
use crate::error::ErrorKind;
use crate::order::{places, repeated, sort_by};

/// The section.
pub fn read(wire: &wire::Cohorts<'_>, catalogue: &Catalogue<'_>, notes: &mut Notes) -> Option<Cohorts> {
    let at = Path::Root.key("cohorts");
    let age_unit = wire.age_unit.read(&at, notes);
    let observed_until = wire.observed_until.read(&at, notes);
    let first_order_unit = wire.first_order_unit.read(&at, notes);
    let rows = wire.rows.read(&at, notes).and_then(|rows| life_tables(&rows, catalogue, &at.key("rows"), notes));
    let (dimensions, tables) = rows?;
    let calendar_month = maybe(&wire.calendar_month, &at, notes)
        .map(|wire| triangle(&wire, &dimensions, catalogue, &at.key("calendar_month"), notes));
    let acquisition = maybe(&wire.acquisition, &at, notes).map_or_else(Vec::new, |list| {
        list.each(&at.key("acquisition"), notes, |wire: wire::Acquisition<'_>, at, notes| {
            let cohort = wire.cohort.read(at, notes);
            let spend = wire.spend.read(at, notes);
            let keys = maybe(&wire.keys, at, notes).map_or_else(Vec::new, |mut entries| {
                let at = at.key("keys");
                let members = members_by_id(&mut entries, &dimensions, catalogue, &at, notes);
                entries.refuse_rest(true, &at, notes);
                members
            });
            Some(Acquisition { cohort: cohort?.0.into(), keys, spend: spend?.0 })
        })
    });
    Some(Cohorts {
        age_unit: age_unit?,
        observed_until: observed_until?,
        first_order_unit: first_order_unit?.0.into(),
        dimensions,
        tables,
        calendar_month: match calendar_month {
            Some(cells) => cells?,
            None => Vec::new(),
        },
        acquisition,
    })
}

/// Key columns of a section: which dimensions, and each row's members.
struct Keys {
    dimensions: Vec<DimensionIx>,
    columns: Vec<Vec<MemberIx>>,
}

impl Keys {
    fn compare(&self, a: usize, b: usize) -> Ordering {
        let columns = self.columns.iter().map(|column| column.get(a).cmp(&column.get(b)));
        columns.fold(Ordering::Equal, Ordering::then)
    }

    fn of_row(&self, row: usize) -> Vec<MemberIx> {
        self.columns.iter().map(|column| column.get(row).copied().unwrap_or(MemberIx::NULL)).collect()
    }
}

fn life_tables(
    wire: &wire::CohortRows<'_>,
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<(Vec<DimensionIx>, Vec<LifeTable>)> {
    let cohort = column(&wire.cohort, at, notes)?;
    let rows = cohort.len();
    let keys = keys(&wire.keys, rows, catalogue, at, notes);
    let counts = |values: Vec<Count>| values.into_iter().map(|Count(value)| value).collect::<Vec<_>>();
    let money = |values: Vec<Integer>| values.into_iter().map(|Integer(value)| value).collect::<Vec<_>>();
    let age = needed(&wire.age, rows, at, notes).map(counts);
    let customers = needed(&wire.customers, rows, at, notes).map(counts);
    let observed = needed(&wire.observed, rows, at, notes).map(counts);
    let at_risk = needed(&wire.at_risk, rows, at, notes).map(counts);
    let events = needed(&wire.events, rows, at, notes).map(counts);
    let active = optional(&wire.active, rows, at, notes).map(counts);
    let orders = optional(&wire.orders, rows, at, notes).map(counts);
    let revenue = optional(&wire.revenue, rows, at, notes).map(money);
    let first_revenue = optional(&wire.first_revenue, rows, at, notes);
    let cum_revenue = optional(&wire.cum_revenue, rows, at, notes).map(money);
    let cum_sd = optional(&wire.cum_sd, rows, at, notes);
    let cum_sd = cum_sd.map(|values| values.into_iter().map(|Number(value)| value).collect::<Vec<_>>());
    let (keys, age, customers, observed, at_risk, events) = (keys?, age?, customers?, observed?, at_risk?, events?);

    let label_of = |row: usize| cohort.get(row).map(|label| &label.0);
    let by_table = |a: usize, b: usize| label_of(a).cmp(&label_of(b)).then_with(|| keys.compare(a, b));
    let by_age = |a: usize, b: usize| age.get(a).cmp(&age.get(b));
    for row in repeated(rows, &mut |a, b| by_table(a, b).then_with(|| by_age(a, b))) {
        let found = age.get(row).copied().unwrap_or_default();
        let expected = "each age of a cohort and its keys once";
        notes.fault(ErrorKind::DuplicateRow, &at.key("age").index(row), &found, &expected);
    }
    // Rows of one table in the order of age, tables in the order of first appearance.
    let order = places(rows, &mut |a, b| by_table(a, b).then_with(|| by_age(a, b)));
    let mut groups: Vec<&[usize]> = order.chunk_by(|&a, &b| by_table(a, b).is_eq()).collect();
    sort_by(&mut groups, |a, b| a.iter().min().cmp(&b.iter().min()));

    let mut tables = Vec::with_capacity(groups.len());
    for group in &groups {
        let first = group.first().copied().unwrap_or_default();
        let mut table = LifeTable {
            cohort: cohort.get(first).map_or_else(Box::default, |label| label.0.clone().into()),
            keys: keys.of_row(first),
            customers: customers.get(first).copied().unwrap_or_default(),
            first_revenue: first_revenue.as_ref().and_then(|column| Some(column.get(first)?.as_ref()?.0)),
            ..LifeTable::default()
        };
        let mut expected = 0;
        for row in *group {
            let age = age.get(*row).copied().unwrap_or_default();
            if age + 1 == expected {
                // The same age twice is a fault already.
                continue;
            }
            if age != expected {
                let expected = format_args!("age {expected}: every age from 0 to the last");
                notes.fault(ErrorKind::CohortGap, &at.key("age").index(*row), &age, &expected);
                break;
            }
            copy(&observed, *row, &mut table.observed);
            copy(&at_risk, *row, &mut table.at_risk);
            copy(&events, *row, &mut table.events);
            copy(active.as_deref().unwrap_or_default(), *row, &mut table.active);
            copy(orders.as_deref().unwrap_or_default(), *row, &mut table.orders);
            copy(revenue.as_deref().unwrap_or_default(), *row, &mut table.revenue);
            copy(cum_revenue.as_deref().unwrap_or_default(), *row, &mut table.cum_revenue);
            copy(cum_sd.as_deref().unwrap_or_default(), *row, &mut table.cum_sd);
            let size = customers.get(*row).copied().unwrap_or_default();
            refuse_contradiction(&table, size, *row, at, notes);
            expected += 1;
        }
        tables.push(table);
    }
    for (row, (sd, observed)) in cum_sd.iter().flatten().zip(&observed).enumerate() {
        if *sd < 0.0 && *observed > 0 {
            notes.fault(ErrorKind::Negative, &at.key("cum_sd").index(row), &"a negative number", &"not negative");
        }
    }
    Some((keys.dimensions, tables))
}

fn copy<T: Copy>(column: &[T], row: usize, into: &mut Vec<T>) {
    into.extend(column.get(row));
}

/// Checks the age that was added last.
fn refuse_contradiction(table: &LifeTable, size: u64, row: usize, at: &Path<'_>, notes: &mut Notes) {
    let last = |column: &[u64]| column.last().copied();
    let before = table.observed.len().checked_sub(2).and_then(|ix| table.observed.get(ix)).copied();
    let (observed, at_risk, events) = (last(&table.observed), last(&table.at_risk), last(&table.events));
    let bounds = [
        ("customers", Some(size), Some(table.customers), "customers at the first age", size == table.customers),
        ("observed", observed, Some(table.customers), "customers", observed <= Some(table.customers)),
        ("observed", observed, before, "observed one age before", before.is_none() || observed <= before),
        ("at_risk", at_risk, observed, "observed", at_risk <= observed),
        ("events", events, at_risk, "at_risk", events <= at_risk),
        ("active", last(&table.active), observed, "observed", last(&table.active) <= observed),
    ];
    for (key, value, bound, name, holds) in bounds {
        if !holds {
            let most = if key == "customers" { "exactly" } else { "at most" };
            let expected = format_args!("{most} {} ({name})", bound.unwrap_or_default());
            let found = value.unwrap_or_default().to_string();
            notes.fault(ErrorKind::CohortOrder, &at.key(key).index(row), &found, &expected);
        }
    }
}

fn triangle(
    wire: &wire::Triangle<'_>,
    dimensions: &[DimensionIx],
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<Vec<TriangleCell>> {
    let cohort = column(&wire.cohort, at, notes)?;
    let rows = cohort.len();
    let keys = keys(&wire.keys, rows, catalogue, at, notes);
    let k = needed(&wire.k, rows, at, notes);
    let customers = needed(&wire.customers, rows, at, notes);
    let active = needed(&wire.active, rows, at, notes);
    let second_orders = needed(&wire.second_orders, rows, at, notes);
    let orders = needed(&wire.orders, rows, at, notes);
    let revenue = needed(&wire.revenue, rows, at, notes);
    let complete = needed(&wire.complete, rows, at, notes);
    let (keys, k, customers, active) = (keys?, k?, customers?, active?);
    let (second_orders, orders, revenue, complete) = (second_orders?, orders?, revenue?, complete?);
    // Members in the order of the life tables' dimensions; a dimension that is not split by here is unknown.
    let order: Vec<Option<usize>> =
        dimensions.iter().map(|ix| keys.dimensions.iter().position(|given| given == ix)).collect();
    for ix in &keys.dimensions {
        if !dimensions.contains(ix) {
            let id = catalogue.dimension(*ix).map_or("", |dimension| &dimension.id);
            let expected = "a dimension of the life tables' keys";
            notes.fault(ErrorKind::UnknownReference, &at.key("keys").key(id), &quoted(id), &expected);
        }
    }
    let mut cells = Vec::with_capacity(rows);
    for (row, label) in cohort.into_iter().enumerate() {
        let members = keys.of_row(row);
        let member = |ix: &Option<usize>| ix.and_then(|ix| members.get(ix).copied()).unwrap_or(MemberIx::NULL);
        let count = |column: &[Count]| column.get(row).map_or(0, |Count(value)| *value);
        let months = count(&k);
        let k = u32::try_from(months).unwrap_or(u32::MAX);
        if u64::from(k) != months {
            notes.fault(ErrorKind::OutOfRange, &at.key("k").index(row), &months, &"at most 2^32 - 1");
        }
        for (key, column) in [("active", &active), ("second_orders", &second_orders)] {
            if count(column) > count(&customers) {
                let expected = format_args!("at most {} (customers)", count(&customers));
                notes.fault(ErrorKind::CohortOrder, &at.key(key).index(row), &count(column), &expected);
            }
        }
        cells.push(TriangleCell {
            cohort: label.0.into(),
            k,
            keys: if keys.dimensions.is_empty() { Vec::new() } else { order.iter().map(member).collect() },
            customers: count(&customers),
            active: count(&active),
            second_orders: count(&second_orders),
            orders: count(&orders),
            revenue: revenue.get(row).map_or(0, |Integer(value)| *value),
            complete: complete.get(row).is_some_and(|Flag(complete)| *complete),
        });
    }
    Some(cells)
}

/// The object `keys`: dimension to one member index per row.
fn keys<'a>(
    wire: &Maybe<'a, Entries<'a>>,
    rows: usize,
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<Keys> {
    let mut keys = Keys { dimensions: Vec::new(), columns: Vec::new() };
    let Some(field) = wire else {
        return Some(keys);
    };
    let entries = field.read(at, notes)?;
    let at = at.key("keys");
    let mut sound = true;
    for (id, raw) in &entries.0 {
        let at = at.key(id);
        let Some(Name::Dimension(ix)) = catalogue.name(id) else {
            notes.fault(ErrorKind::UnknownField, &at, &quoted(id), &"the id of a dimension");
            sound = false;
            continue;
        };
        let len = catalogue.dimension(ix).map_or(0, |dimension| dimension.members.len());
        let list = List::<Option<Count>>::read(raw, &at, notes)?;
        let members = list.each(&at, notes, |index, at, notes| {
            let Some(Count(index)) = index else {
                return Some(MemberIx::NULL);
            };
            if index >= len as u64 {
                notes.fault(ErrorKind::OutOfRange, at, &index, &format_args!("an index below {len}"));
                return None;
            }
            Some(MemberIx(index as u32))
        });
        sound &= members.len() == list.len() && same_length(members.len(), rows, &at, notes);
        keys.dimensions.push(ix);
        keys.columns.push(members);
    }
    sound.then_some(keys)
}

fn needed<'a, T: Value<'a>>(
    field: &Need<'a, List<'a, T>>,
    rows: usize,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<Vec<T>> {
    let values = column(field, at, notes)?;
    same_length(values.len(), rows, &at.key(field.key()), notes).then_some(values)
}

fn optional<'a, T: Value<'a>>(
    field: &Maybe<'a, List<'a, T>>,
    rows: usize,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<Vec<T>> {
    field.as_ref().and_then(|field| needed(field, rows, at, notes))
}

fn same_length(len: usize, rows: usize, at: &Path<'_>, notes: &mut Notes) -> bool {
    if len != rows {
        let expected = format_args!("{rows} entries, as in cohort");
        notes.fault(ErrorKind::LengthMismatch, at, &format_args!("{len} entries"), &expected);
    }
    len == rows
}
