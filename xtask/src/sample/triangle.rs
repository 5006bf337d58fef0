//! The calendar-month triangle. In: customers who share the month of their first order, and the last day observed.
//! Out: one cell per month from the first to the last one observed.

use std::collections::BTreeSet;

use super::date::Date;
use super::json::{Json, object};
use super::life::Customer;

/// What happened in one calendar month.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct MonthCell {
    pub active: i64,
    pub second_orders: i64,
    /// All orders, in month 0 first orders too.
    pub orders: i64,
    pub revenue: i64,
    pub complete: bool,
}

/// Cells of customers who share their first month, from that month to the last one observed.
pub fn triangle(customers: &[Customer], observed_until: Date) -> Vec<MonthCell> {
    let Some(first_month) = customers.first().map(|customer| month_number(customer.first.date)) else {
        return Vec::new();
    };
    let months = month_number(observed_until) - first_month + 1;
    // A month is complete unless its last day lies after the observation.
    let last_complete = month_number(observed_until.plus(1)) - first_month;
    let mut cells: Vec<MonthCell> =
        (0..months).map(|k| MonthCell { complete: k < last_complete, ..MonthCell::default() }).collect();
    for customer in customers {
        let mut active_in = BTreeSet::new();
        for (n, order) in std::iter::once(&customer.first).chain(&customer.repeats).enumerate() {
            let k = month_number(order.date) - first_month;
            cells[k].orders += 1;
            cells[k].revenue += order.value_cents;
            cells[k].second_orders += i64::from(n == 1);
            if n > 0 {
                active_in.insert(k);
            }
        }
        for k in active_in {
            cells[k].active += 1;
        }
    }
    cells
}

/// The contract's `cohorts.calendar_month` of several groups: their sizes and cells. `groups` as for the life tables.
pub fn rows(dimensions: &[&str], groups: &[(String, Vec<usize>)], triangles: &[(usize, Vec<MonthCell>)]) -> Json {
    let column = |of_cell: &dyn Fn(usize, usize, &MonthCell) -> Json| -> Vec<Json> {
        let cells = |(group, (_, cells)): (usize, &(usize, Vec<MonthCell>))| {
            cells.iter().enumerate().map(|(k, cell)| of_cell(group, k, cell)).collect::<Vec<_>>()
        };
        triangles.iter().enumerate().flat_map(cells).collect()
    };
    let keys = dimensions.iter().enumerate().map(|(position, dimension)| {
        ((*dimension).to_owned(), Json::from(column(&|group, _, _| groups[group].1[position].into())))
    });
    object! {
        "cohort" => column(&|group, _, _| groups[group].0.as_str().into()),
        "k" => column(&|_, k, _| k.into()),
        "keys" => Json::Object(keys.collect()),
        "customers" => column(&|group, _, _| triangles[group].0.into()),
        "active" => column(&|_, _, cell| cell.active.into()),
        "second_orders" => column(&|_, _, cell| cell.second_orders.into()),
        "orders" => column(&|_, _, cell| cell.orders.into()),
        "revenue" => column(&|_, _, cell| cell.revenue.into()),
        "complete" => column(&|_, _, cell| cell.complete.into()),
    }
}

fn month_number(date: Date) -> usize {
    let (year, month, _) = date.ymd();
    (year * 12) as usize + month as usize - 1
}
