//! `cohorts`: life tables in columns, taken apart into one dense table per (cohort, keys). Refuses gaps in age, the same
//! age twice, and counts that contradict each other: events ≤ at risk ≤ observed ≤ customers, active ≤ observed,
//! observed never growing with age.

use std::cmp::Ordering;

use super::catalogue::{Catalogue, Name};
use crate::contract::notes::{Notes, Path};
use crate::contract::wire::{self, Count, List, Map, Value};
use crate::contract::{Acquisition, Cohorts, DimensionIx, LifeTable, MemberIx, TriangleCell};
use crate::error::ErrorKind;
use crate::order::{places, repeated, sort_by};

/// The section.
pub fn read(wire: wire::Cohorts<'_>, catalogue: &Catalogue<'_>, notes: &mut Notes) -> Option<Cohorts> {
    let at = Path::Root.key("cohorts");
    let (dimensions, tables) = life_tables(wire.rows(), catalogue, &at.key("rows"), notes)?;
    let triangle =
        wire.calendar_month().and_then(|wire| triangle(wire, &dimensions, catalogue, &at.key("calendar_month"), notes));
    let mut acquisition = Vec::new();
    for (index, wire) in wire.acquisition().unwrap_or_default().iter().enumerate() {
        let at = at.key("acquisition");
        let at = at.index(index);
        let at = at.key("keys");
        let mut keys = Vec::new();
        if let Some(entries) = wire.keys() {
            keys.resize(dimensions.len(), MemberIx::NULL);
            for (id, member) in entries.iter() {
                let at = at.key(&id);
                let key = catalogue.place_in(&dimensions, &id).and_then(|(ix, place)| Some((ix, keys.get_mut(place)?)));
                match (key, member) {
                    (Some((ix, key)), Some(member)) => *key = catalogue.need_member(ix, &member, &at, notes),
                    (Some(_), None) => {}
                    (None, _) => notes.fault_in_id(ErrorKind::UnknownField, &at, &id, &"a key of the contract"),
                }
            }
        }
        acquisition.push(Acquisition { cohort: wire.cohort(), keys, spend: wire.spend() });
    }
    Some(Cohorts {
        age_unit: wire.age_unit(),
        observed_until: wire.observed_until(),
        first_order_unit: wire.first_order_unit(),
        dimensions,
        tables,
        calendar_month: triangle.unwrap_or_default(),
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
    wire: wire::CohortRows<'_>,
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<(Vec<DimensionIx>, Vec<LifeTable>)> {
    let before = notes.noted();
    let cohort: Vec<Box<str>> = wire.cohort().iter().collect();
    let rows = cohort.len();
    let keys = keys(&wire.keys().unwrap_or_default(), rows, catalogue, at, notes);
    let age = column(Some(wire.age()), "age", rows, at, notes);
    let customers = column(Some(wire.customers()), "customers", rows, at, notes);
    let observed = column(Some(wire.observed()), "observed", rows, at, notes);
    let at_risk = column(Some(wire.at_risk()), "at_risk", rows, at, notes);
    let events = column(Some(wire.events()), "events", rows, at, notes);
    let active = column(wire.active(), "active", rows, at, notes);
    let orders = column(wire.orders(), "orders", rows, at, notes);
    let revenue = column(wire.revenue(), "revenue", rows, at, notes);
    let first_revenue = column(wire.first_revenue(), "first_revenue", rows, at, notes);
    let cum_revenue = column(wire.cum_revenue(), "cum_revenue", rows, at, notes);
    let cum_sd = column(wire.cum_sd(), "cum_sd", rows, at, notes);
    if notes.noted() > before {
        return None;
    }

    let order_of = |a: usize, b: usize| cohort.get(a).cmp(&cohort.get(b)).then_with(|| keys.compare(a, b));
    let mut with_age = |a: usize, b: usize| order_of(a, b).then_with(|| age.get(a).cmp(&age.get(b)));
    for row in repeated(rows, &mut with_age) {
        let found = age.get(row).copied().unwrap_or_default();
        let expected = "each age of a cohort and its keys once";
        notes.fault(ErrorKind::DuplicateRow, &at.key("age").index(row), &found, &expected);
    }
    // Rows of one table in the order of age, tables in the order of first appearance.
    let order = places(rows, &mut with_age);
    let mut groups: Vec<&[usize]> = order.chunk_by(|&a, &b| order_of(a, b).is_eq()).collect();
    sort_by(&mut groups, |a, b| a.iter().min().cmp(&b.iter().min()));

    let mut tables = Vec::with_capacity(groups.len());
    for group in &groups {
        let first = group.first().copied().unwrap_or_default();
        let mut table = LifeTable {
            cohort: cohort.get(first).cloned().unwrap_or_default(),
            keys: keys.of_row(first),
            customers: customers.get(first).copied().unwrap_or_default(),
            first_revenue: first_revenue.get(first).copied().flatten(),
            ..LifeTable::default()
        };
        let mut expected = 0;
        for &row in *group {
            let age = age.get(row).copied().unwrap_or_default();
            if age + 1 == expected {
                // The same age twice is a fault already.
                continue;
            }
            if age != expected {
                let expected = format_args!("age {expected}: every age from 0 to the last");
                notes.fault(ErrorKind::CohortGap, &at.key("age").index(row), &age, &expected);
                break;
            }
            table.observed.extend(observed.get(row));
            table.at_risk.extend(at_risk.get(row));
            table.events.extend(events.get(row));
            table.active.extend(active.get(row));
            table.orders.extend(orders.get(row));
            table.revenue.extend(revenue.get(row));
            table.cum_revenue.extend(cum_revenue.get(row));
            table.cum_sd.extend(cum_sd.get(row));
            let size = customers.get(row).copied().unwrap_or_default();
            refuse_contradiction(&table, size, row, at, notes);
            expected += 1;
        }
        tables.push(table);
    }
    for (row, (sd, observed)) in cum_sd.iter().zip(&observed).enumerate() {
        if *sd < 0.0 && *observed > 0 {
            notes.fault(ErrorKind::Negative, &at.key("cum_sd").index(row), &"a negative number", &"not negative");
        }
    }
    Some((keys.dimensions, tables))
}

/// Checks the age that was added last.
fn refuse_contradiction(table: &LifeTable, size: u64, row: usize, at: &Path<'_>, notes: &mut Notes) {
    let last = |column: &[u64]| column.last().copied().unwrap_or_default();
    let before = table.observed.iter().rev().nth(1).copied().unwrap_or(u64::MAX);
    let (observed, at_risk) = (last(&table.observed), last(&table.at_risk));
    let bounds = [
        ("observed", observed, table.customers, "customers"),
        ("observed", observed, before, "observed one age before"),
        ("at_risk", at_risk, observed, "observed"),
        ("events", last(&table.events), at_risk, "at_risk"),
        ("active", last(&table.active), observed, "observed"),
    ];
    if size != table.customers {
        let expected = format_args!("exactly {} (customers at the first age)", table.customers);
        notes.fault(ErrorKind::CohortOrder, &at.key("customers").index(row), &size, &expected);
    }
    for (key, value, bound, name) in bounds {
        if value > bound {
            let expected = format_args!("at most {bound} ({name})");
            notes.fault(ErrorKind::CohortOrder, &at.key(key).index(row), &value, &expected);
        }
    }
}

fn triangle(
    wire: wire::Triangle<'_>,
    dimensions: &[DimensionIx],
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<Vec<TriangleCell>> {
    let before = notes.noted();
    let cohort: Vec<Box<str>> = wire.cohort().iter().collect();
    let rows = cohort.len();
    let keys = keys(&wire.keys().unwrap_or_default(), rows, catalogue, at, notes);
    let k = column(Some(wire.k()), "k", rows, at, notes);
    let customers = column(Some(wire.customers()), "customers", rows, at, notes);
    let active = column(Some(wire.active()), "active", rows, at, notes);
    let second_orders = column(Some(wire.second_orders()), "second_orders", rows, at, notes);
    let orders = column(Some(wire.orders()), "orders", rows, at, notes);
    let revenue = column(Some(wire.revenue()), "revenue", rows, at, notes);
    let complete = column(Some(wire.complete()), "complete", rows, at, notes);
    if notes.noted() > before {
        return None;
    }
    // Members in the order of the life tables' dimensions; a dimension that is not split by here is unknown.
    let mut order = Vec::new();
    for ix in dimensions {
        order.push(keys.dimensions.iter().position(|given| given == ix));
    }
    for ix in &keys.dimensions {
        if !dimensions.contains(ix) {
            let id = catalogue.dimension(*ix).map_or("", |dimension| &dimension.id);
            let expected = "a dimension of the life tables' keys";
            notes.fault_in_id(ErrorKind::UnknownReference, &at.key("keys").key(id), id, &expected);
        }
    }
    let mut cells = Vec::with_capacity(rows);
    for (row, cohort) in cohort.into_iter().enumerate() {
        let members = keys.of_row(row);
        let member = |ix: &Option<usize>| ix.and_then(|ix| members.get(ix).copied()).unwrap_or(MemberIx::NULL);
        let count = |column: &[u64]| column.get(row).copied().unwrap_or_default();
        let k = count(&k);
        if k > u64::from(u32::MAX) {
            notes.fault(ErrorKind::OutOfRange, &at.key("k").index(row), &k, &"at most 2^32 - 1");
        }
        let (customers, active, second_orders) = (count(&customers), count(&active), count(&second_orders));
        for (key, value) in [("active", active), ("second_orders", second_orders)] {
            if value > customers {
                let expected = format_args!("at most {customers} (customers)");
                notes.fault(ErrorKind::CohortOrder, &at.key(key).index(row), &value, &expected);
            }
        }
        cells.push(TriangleCell {
            cohort,
            k: k as u32,
            keys: if keys.dimensions.is_empty() { Vec::new() } else { order.iter().map(member).collect() },
            customers,
            active,
            second_orders,
            orders: count(&orders),
            revenue: revenue.get(row).copied().unwrap_or_default(),
            complete: complete.get(row).copied().unwrap_or_default(),
        });
    }
    Some(cells)
}

/// The object `keys`: dimension to one member index per row.
fn keys<'a>(
    wire: &Map<'a, List<'a, Option<Count>>>,
    rows: usize,
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Keys {
    let at = at.key("keys");
    let mut keys = Keys { dimensions: Vec::new(), columns: Vec::new() };
    for (id, list) in wire.iter() {
        let at = at.key(&id);
        let Some(Name::Dimension(ix)) = catalogue.name(&id) else {
            notes.fault_in_id(ErrorKind::UnknownField, &at, &id, &"the id of a dimension");
            continue;
        };
        let len = catalogue.dimension(ix).map_or(0, |dimension| dimension.members.len());
        let mut members = Vec::new();
        for (row, index) in list.iter().enumerate() {
            if let Some(index) = index.filter(|&index| index >= len as u64) {
                notes.fault(ErrorKind::OutOfRange, &at.index(row), &index, &format_args!("an index below {len}"));
            }
            members.push(index.map_or(MemberIx::NULL, |index| MemberIx(index as u32)));
        }
        refuse_length(members.len(), rows, &at, notes);
        keys.dimensions.push(ix);
        keys.columns.push(members);
    }
    keys
}

/// A column of `rows` values; none if it is absent.
fn column<'a, T: Value<'a>>(
    list: Option<List<'a, T>>,
    key: &str,
    rows: usize,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Vec<T::Out> {
    let Some(list) = list else {
        return Vec::new();
    };
    let values: Vec<_> = list.iter().collect();
    refuse_length(values.len(), rows, &at.key(key), notes);
    values
}

fn refuse_length(len: usize, rows: usize, at: &Path<'_>, notes: &mut Notes) {
    if len != rows {
        let expected = format_args!("{rows} entries, as in cohort");
        notes.fault(ErrorKind::LengthMismatch, at, &format_args!("{len} entries"), &expected);
    }
}
