//! What new buyers do after their first order. In: the orders. Out: customers by month of the first order and by what
//! they held at it; life tables, calendar-month triangles, the forecast's recency and frequency, acquisition cost.
//!
//! Each customer belongs to a class with its own mean time between orders, shortened by the category and by the
//! benefit held at the first order, and leaves with a fixed chance after each order. Repeat orders here are all that
//! the shop sees, not only those credited to a note.

use std::collections::BTreeMap;

use super::calibrate::solve;
use super::cubes::Facts;
use super::members::BENEFIT;
use super::parameters as given;
use super::scenario::Scenario;
use super::season::day;
use crate::sample::cube::Cube;
use crate::sample::date::Date;
use crate::sample::json::{Json, object};
use crate::sample::life::{self, Customer, LifeTable, Order};
use crate::sample::rng::Rng;
use crate::sample::triangle;

/// Customers by month of the first order (`2025-05`) and benefit.
pub type Groups = BTreeMap<(String, usize), Vec<Customer>>;

const DUAL: usize = 0;
const NONE: usize = 3;
/// The range in which the pace of those with both benefits is looked for.
const DUAL_PACE: (f64, f64) = (1.0, 4.0);

/// Who will come back, and how readily.
struct Newcomer {
    first: Order,
    benefit: usize,
    /// Days between orders where no benefit makes them shorter.
    mean_days: f64,
    /// Of this customer alone: another pace moves the dates of the same orders.
    rng: Rng,
}

/// Lets every new buyer of the report's days come back, or not; those with both benefits so much sooner that the
/// targeted multiple of them has come back through day 90.
pub fn follow(facts: &Facts<'_>) -> Groups {
    let scenario = facts.scenario;
    let newcomers = newcomers(facts);
    let came_back = |benefit: usize, pace: f64| {
        let customers = newcomers.iter().filter(|newcomer| newcomer.benefit == benefit);
        came_back_by(given::REPURCHASE_DAY, customers.map(|newcomer| (newcomer.first.date, second(newcomer, pace))))
    };
    let wanted = scenario.targets.dual_repurchase * came_back(NONE, scenario.benefit_return[NONE]);
    let mut pace = scenario.benefit_return;
    pace[DUAL] = solve(wanted, DUAL_PACE, |pace| came_back(DUAL, pace));
    let mut groups = Groups::new();
    for newcomer in &newcomers {
        let month = newcomer.first.date.to_string()[..7].to_owned();
        let repeats = later_orders(newcomer, pace[newcomer.benefit]);
        let customer = Customer { first: newcomer.first, repeats };
        groups.entry((month, newcomer.benefit)).or_default().push(customer);
    }
    groups
}

fn newcomers(facts: &Facts<'_>) -> Vec<Newcomer> {
    let scenario = facts.scenario;
    let (from, direct) = (day(given::DATA_FROM), day(given::DIRECT_FROM));
    let root = Rng::stream(scenario.seed, "customers");
    let firsts = facts.orders.iter().filter(|order| order.is_first() && order.date >= from);
    let newcomer = |(index, order): (usize, &super::orders::Order)| {
        let mut rng = root.branch(index as u64);
        let shares = if order.date < direct { given::BENEFIT_BEFORE } else { given::BENEFIT_AFTER };
        let benefit = rng.pick(&shares);
        let (_, mean_days) = given::RETURN_CLASSES[rng.pick(&given::RETURN_CLASSES.map(|class| class.0))];
        let category = &scenario.categories[scenario.category_of(order.place.product)];
        let first = Order { date: order.date, value_cents: order.value_cents };
        Newcomer { first, benefit, mean_days: mean_days / category.repurchase, rng }
    };
    firsts.enumerate().map(newcomer).collect()
}

/// The day of the next order, if there is one.
fn next_order(rng: &mut Rng, after: Date, mean_days: f64) -> Option<Date> {
    let stays = !rng.chance(given::LEAVE);
    let gap = rng.exponential(mean_days).floor().min(2_000.0) as i32 + 1;
    let next = after.plus(gap);
    (stays && next <= day(given::COMPLETE_THROUGH)).then_some(next)
}

fn second(newcomer: &Newcomer, pace: f64) -> Option<Date> {
    next_order(&mut newcomer.rng.clone(), newcomer.first.date, newcomer.mean_days / pace)
}

fn later_orders(newcomer: &Newcomer, pace: f64) -> Vec<Order> {
    let mut rng = newcomer.rng.clone();
    let mut repeats = Vec::new();
    let mut date = newcomer.first.date;
    while let Some(next) = next_order(&mut rng, date, newcomer.mean_days / pace) {
        let value_cents = (newcomer.first.value_cents as f64 * rng.spread(0.4) / 10.0).round() as i64 * 10;
        repeats.push(Order { date: next, value_cents });
        date = next;
    }
    repeats
}

/// Kaplan and Meier's share with a second order through `age_days`, of customers by the days of their first and second
/// orders.
fn came_back_by(age_days: usize, customers: impl Iterator<Item = (Date, Option<Date>)>) -> f64 {
    let until = day(given::COMPLETE_THROUGH);
    let mut ended = vec![(0_i64, 0_i64); age_days + 1];
    let mut at_risk = 0;
    for (first, second) in customers {
        at_risk += 1;
        let age = second.unwrap_or(until).since(first) as usize;
        if let Some((events, censored)) = ended.get_mut(age) {
            *(if second.is_some() { events } else { censored }) += 1;
        }
    }
    let mut survival = 1.0;
    for (events, censored) in ended {
        if at_risk > 0 {
            survival *= 1.0 - events as f64 / at_risk as f64;
        }
        at_risk -= events + censored;
    }
    1.0 - survival
}

/// The section `cohorts`. Months whose customers were not followed through one interval are left out.
pub fn cohorts(scenario: &Scenario, groups: &Groups, content: &Cube) -> Json {
    let until = day(given::COMPLETE_THROUGH);
    let (age_days, age_unit, ages) = scenario.age;
    let mut names = Vec::new();
    let mut tables = Vec::new();
    let mut triangles = Vec::new();
    let mut acquisition = Vec::new();
    for ((month, benefit), customers) in groups {
        let mut table = LifeTable::of(customers, until, age_days, ages);
        if table.observed.is_empty() {
            continue;
        }
        // Cents are precision enough for a standard deviation.
        for deviation in table.cum_sd.iter_mut().flatten() {
            *deviation = deviation.round();
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
        triangles.push((customers.len(), triangle::triangle(customers, until)));
        tables.push(table);
    }
    object! {
        "age_unit" => age_unit,
        "observed_until" => given::COMPLETE_THROUGH,
        "first_order_unit" => "month",
        "rows" => life::rows(&["benefit"], &names, &tables),
        "calendar_month" => triangle::rows(&["benefit"], &names, &triangles),
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
