//! What new buyers do after their first order. In: the orders. Out: customers by month of the first order and by what
//! they held at it; life tables in intervals of thirty days, the forecast's recency and frequency, acquisition cost.
//!
//! Each customer belongs to a class with its own mean time between orders, shortened by the category and by the
//! benefit held at the first order, and leaves with a fixed chance after each order. Repeat orders here are all that
//! the shop sees, not only those credited to a note.

use std::collections::BTreeMap;

use super::catalogue::{BENEFIT, CATEGORIES};
use super::journeys::Facts;
use super::notes::category_of;
use super::parameters as given;
use super::rng::Rng;
use super::season::day;
use crate::sample::cube::Cube;
use crate::sample::date::Date;
use crate::sample::json::{Json, object};
use crate::sample::life::{self, Customer, LifeTable, Order};

/// Customers by month of the first order (`2025-05`) and benefit.
pub type Groups = BTreeMap<(String, usize), Vec<Customer>>;

/// Lets every new buyer of the report's days come back, or not.
pub fn follow(facts: &Facts, rng: &mut Rng) -> Groups {
    let (from, direct) = (day(given::DATA_FROM), day(given::DIRECT_FROM));
    let mut groups = Groups::new();
    for order in facts.orders.iter().filter(|order| order.is_first() && order.date >= from) {
        let shares = if order.date < direct { given::BENEFIT_BEFORE } else { given::BENEFIT_AFTER };
        let benefit = rng.pick(&shares);
        let (_, mean_days) = given::RETURN_CLASSES[rng.pick(&given::RETURN_CLASSES.map(|class| class.0))];
        let category = CATEGORIES[category_of(order.place.product)].repurchase;
        let first = Order { date: order.date, value_cents: order.value_cents };
        let repeats = later_orders(first, mean_days / (category * given::BENEFIT_RETURN[benefit]), rng);
        let month = order.date.to_string()[..7].to_owned();
        groups.entry((month, benefit)).or_default().push(Customer { first, repeats });
    }
    groups
}

fn later_orders(first: Order, mean_days: f64, rng: &mut Rng) -> Vec<Order> {
    let last = day(given::COMPLETE_THROUGH);
    let mut repeats = Vec::new();
    let mut date = first.date;
    while !rng.chance(given::LEAVE) {
        date = date.plus(rng.exponential(mean_days).floor().min(2_000.0) as i32 + 1);
        if date > last {
            break;
        }
        let value_cents = (first.value_cents as f64 * rng.spread(0.4) / 10.0).round() as i64 * 10;
        repeats.push(Order { date, value_cents });
    }
    repeats
}

/// The section `cohorts`. Months whose customers were not followed through thirty days are left out.
pub fn cohorts(groups: &Groups, content: &Cube) -> Json {
    let until = day(given::COMPLETE_THROUGH);
    let mut names = Vec::new();
    let mut tables = Vec::new();
    let mut acquisition = Vec::new();
    for ((month, benefit), customers) in groups {
        let table = LifeTable::of(customers, until, 30);
        if table.observed.is_empty() {
            continue;
        }
        let of_month: usize =
            groups.iter().filter(|((other, _), _)| other == month).map(|(_, group)| group.len()).sum();
        let spend = content.sum("spend", |date, _| date.to_string().starts_with(month.as_str()));
        acquisition.push(object! {
            "cohort" => month.as_str(),
            "keys" => object! { "benefit" => BENEFIT[*benefit].0 },
            "spend" => spend * customers.len() as i64 / of_month as i64,
        });
        names.push((month.clone(), vec![*benefit]));
        tables.push(table);
    }
    object! {
        "age_unit" => "month",
        "observed_until" => given::COMPLETE_THROUGH,
        "first_order_unit" => "month",
        "rows" => life::rows(&["benefit"], &names, &tables),
        "acquisition" => acquisition,
    }
}

/// The section `forecast`: histories in weeks begun, with how many customers share each.
pub fn forecast(groups: &Groups) -> Json {
    let until = day(given::COMPLETE_THROUGH);
    let weeks = |from: Date, to: Date| (to.since(from) + 6) / 7;
    let mut histories: BTreeMap<(usize, i32, i32), i64> = BTreeMap::new();
    for customer in groups.values().flatten() {
        let start = customer.first.date;
        let last = customer.repeats.last().map_or(0, |order| weeks(start, order.date));
        *histories.entry((customer.repeats.len(), last, weeks(start, until))).or_default() += 1;
    }
    object! { "rf" => object! {
        "unit" => "week",
        "x" => histories.keys().map(|history| history.0).collect::<Vec<_>>(),
        "t_x" => histories.keys().map(|history| history.1).collect::<Vec<_>>(),
        "T" => histories.keys().map(|history| history.2).collect::<Vec<_>>(),
        "customers" => histories.values().copied().collect::<Vec<_>>(),
    } }
}
