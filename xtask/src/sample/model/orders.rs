//! From visits to orders. In: visits, and exposures for what readers did meanwhile. Out: orders with their value,
//! commission and refund. Each group of visits draws from a stream of its own: a parameter that changes a few orders
//! leaves all others alone, which is what makes the hero's correlation solvable.

use std::collections::BTreeMap;

use super::calibrate::{pearson, solve};
use super::journeys::{Exposure, Place, Stage, Visits, observed};
use super::members::ORGANIC;
use super::parameters as given;
use super::season::{day, days};
use crate::sample::date::Date;
use crate::sample::rng::Rng;

/// An order and what became of it.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    pub exposed: Date,
    pub date: Date,
    pub place: Place,
    pub route: usize,
    pub destination: usize,
    /// A second order of the same buyer within the window.
    pub repeat: bool,
    pub returning: bool,
    pub value_cents: i64,
    pub commission_cents: i64,
    pub refunded: Option<Date>,
}

impl Order {
    /// Whether the buyer had never bought from the brand.
    pub const fn is_first(&self) -> bool {
        !self.repeat && !self.returning
    }
}

/// How the visitors of a product decide: the share that buys on the day of the visit if at all, and how the weight of
/// later days falls for the rest.
#[derive(Clone, Copy)]
struct Patience {
    at_once: f64,
    lag: f64,
}

/// Lets the visitors buy.
pub fn follow(stage: &Stage<'_>, exposures: &[Exposure], visits: &[Visits]) -> Vec<Order> {
    let hero = stage.scenario.hero;
    let at_once = impulse(stage, exposures, visits);
    let mut orders = Vec::new();
    for (index, group) in visits.iter().enumerate() {
        let patience = if group.place.product == hero {
            Patience { at_once, lag: given::HERO_ORDER_LAG }
        } else {
            Patience { at_once: 0.0, lag: given::ORDER_LAG }
        };
        buy(stage, index, group, patience, &mut orders);
    }
    orders
}

/// The share of the hero's buyers who decide at once, such that its interactions go with its orders as targeted.
fn impulse(stage: &Stage<'_>, exposures: &[Exposure], visits: &[Visits]) -> f64 {
    let hero = stage.scenario.hero;
    let range = days((given::DATA_FROM, given::COMPLETE_THROUGH));
    let missing = day(given::MISSING_DATE);
    let delivered: Vec<Date> =
        (0..range.len() as i32).map(|n| range.from.plus(n)).filter(|date| *date != missing).collect();
    let series = |counts: &BTreeMap<Date, f64>| -> Vec<f64> {
        delivered.iter().map(|date| counts.get(date).copied().unwrap_or(0.0)).collect()
    };
    let mut interactions = BTreeMap::new();
    for exposure in exposures.iter().filter(|exposure| exposure.place.product == hero) {
        *interactions.entry(exposure.date).or_default() += exposure.engagements.iter().sum::<i64>() as f64;
    }
    let interactions = series(&interactions);
    let visits: Vec<(usize, &Visits)> =
        visits.iter().enumerate().filter(|(_, group)| group.place.product == hero).collect();
    solve(stage.scenario.targets.hero_correlation, (0.0, 1.0), |at_once| {
        let mut orders = Vec::new();
        for (index, group) in &visits {
            buy(stage, *index, group, Patience { at_once, lag: given::HERO_ORDER_LAG }, &mut orders);
        }
        let mut by_day = BTreeMap::new();
        for order in &orders {
            // As the report counts it: what was sampled, scaled up.
            *by_day.entry(order.date).or_default() += 1.0 / observed(order.place);
        }
        pearson(&interactions, &series(&by_day))
    })
}

fn buy(stage: &Stage<'_>, index: usize, visits: &Visits, patience: Patience, orders: &mut Vec<Order>) {
    let Stage { scenario, season, .. } = stage;
    let mut rng = Rng::stream(scenario.seed, "orders").branch(index as u64);
    // People buy more of what they come for on the days on which people buy, and put it off to such days.
    let mut weights = Vec::new();
    let (mut plain, mut weight) = (0.0, 1.0);
    for lag in 0..=given::WINDOW_DAYS - visits.date.since(visits.exposed) {
        weights.push(weight * season.buying(visits.date.plus(lag)));
        plain += weight;
        weight *= patience.lag;
    }
    let willing = weights.iter().sum::<f64>() / plain;
    let category = &scenario.categories[scenario.category_of(visits.place.product)];
    let conversion = scenario.conversion[visits.route] * category.conversion * willing;
    for _ in 0..rng.binomial(visits.visitors, conversion) {
        let lag = rng.pick(&weights) as i32;
        let date = if rng.chance(patience.at_once) { visits.date } else { visits.date.plus(lag) };
        let returning = rng.chance(scenario.returning);
        let first = Order {
            exposed: visits.exposed,
            date,
            place: visits.place,
            route: visits.route,
            destination: visits.destination,
            repeat: false,
            returning,
            value_cents: 0,
            commission_cents: 0,
            refunded: None,
        };
        let again = date.plus(rng.between(1, 10) as i32);
        let repeats = rng.chance(given::REPEAT_IN_WINDOW) && again.since(visits.exposed) <= given::WINDOW_DAYS;
        keep(stage, first, &mut rng, orders);
        if repeats {
            keep(stage, Order { date: again, repeat: true, returning: true, ..first }, &mut rng, orders);
        }
    }
}

/// Prices the order and keeps it if it has happened yet.
fn keep(stage: &Stage<'_>, order: Order, rng: &mut Rng, orders: &mut Vec<Order>) {
    let Stage { scenario, season, .. } = stage;
    let pieces = if rng.chance(given::TWO_PIECES) { 2 } else { 1 };
    let price = if season.cheap(order.date) { given::PROMOTION_PRICE } else { 1.0 };
    let value = scenario.products[order.place.product].price_cents as f64 * price * (0.97 + 0.03 * rng.uniform());
    let value_cents = pieces * (value / 10.0).round() as i64 * 10;
    let commission = if order.place.channel == ORGANIC { 0.0 } else { given::COMMISSION };
    let refund_after = rng.between(1, 12) as i32;
    let refunded = rng.chance(scenario.refund).then(|| order.date.plus(refund_after));
    if order.date <= stage.last {
        orders.push(Order {
            value_cents,
            commission_cents: (value_cents as f64 * commission).round() as i64,
            refunded: refunded.filter(|&date| date <= stage.last),
            ..order
        });
    }
}
