//! The cubes of a simulated merchant. In: notes and facts. Out: cubes at the grains at which a sender would have them:
//! content by note, the path to the order by note and route, sales by note and destination, buyers by whether they are
//! new, readers by who they are, and the whole shop by category.
//!
//! Money is settled here: spend is scaled so that the attributed GMV is the targeted multiple of it, and the shop's
//! other orders so that all of its GMV is.

use std::collections::BTreeMap;

use super::journeys::{Exposure, Place, Visits};
use super::members::{RETURNING, TMALL, UD, XIAOHONGXING};
use super::notes::Note;
use super::orders::Order;
use super::parameters as given;
use super::scenario::Scenario;
use super::season::{Season, day, days};
use crate::sample::cube::Cube;
use crate::sample::date::{Date, DateRange};
use crate::sample::rng::Rng;

/// All cubes.
pub struct Cubes {
    pub content: Cube,
    pub path: Cube,
    pub sales: Cube,
    pub buyers: Cube,
    pub readers: Cube,
    pub shop: Cube,
}

/// All that happened.
pub struct Facts<'a> {
    pub scenario: &'a Scenario,
    pub notes: &'a [Note],
    pub exposures: Vec<Exposure>,
    pub visits: Vec<Visits>,
    pub orders: Vec<Order>,
}

/// Adds the facts up.
pub fn fill(facts: &mut Facts<'_>, season: &Season, rng: &mut Rng) -> Cubes {
    let range = days((given::DATA_FROM, given::COMPLETE_THROUGH));
    let missing = day(given::MISSING_DATE);
    let mut sales = sales(facts, range);
    sales.drop_day(missing);
    let sampled = sales.sum("gmv", |_, keys| keys[4] == Some(XIAOHONGXING)) as f64;
    let gmv = sales.sum("gmv", |_, _| true) as f64 + sampled * (1.0 / given::XIAOHONGXING - 1.0);
    settle_spend(facts, gmv, |date| range.contains(date) && date != missing);
    let mut cubes = Cubes {
        content: content(facts, range),
        path: path(facts, range),
        sales,
        buyers: buyers(facts, range),
        readers: readers(facts, range, rng),
        shop: shop(facts, range, season, rng),
    };
    for cube in [&mut cubes.content, &mut cubes.path, &mut cubes.buyers, &mut cubes.readers, &mut cubes.shop] {
        cube.drop_day(missing);
    }
    let undelivered = days(given::NO_COMMENTS);
    for measure in ["comments", "shares"] {
        cubes.content.lose(measure, |date, _| undelivered.contains(date));
    }
    cubes.readers.withhold_below("store_visits", given::MIN_CELL);
    cubes
}

/// Scales what was paid by one factor near 1, so that over the delivered days GMV, scaled up where it was sampled, is the
/// targeted multiple of it.
fn settle_spend(facts: &mut Facts<'_>, gmv: f64, is_delivered: impl Fn(Date) -> bool) {
    let delivered = facts.exposures.iter().filter(|exposure| is_delivered(exposure.date));
    let spent: i64 = delivered.map(|exposure| exposure.spend).sum();
    let factor = gmv / facts.scenario.targets.roi / spent as f64;
    for exposure in &mut facts.exposures {
        exposure.spend = (exposure.spend as f64 * factor).round() as i64;
    }
}

/// Product, note, note kind, boost: what is fixed with the note.
fn note_keys(notes: &[Note], index: usize) -> [Option<usize>; 4] {
    let note = &notes[index];
    [Some(note.product), Some(index), Some(usize::from(!note.ad)), Some(usize::from(!note.boosted))]
}

fn content(facts: &Facts<'_>, range: DateRange) -> Cube {
    let mut cube = Cube::new(
        "content",
        &["product", "note", "note_kind", "boost", "channel"],
        &[
            "impressions",
            "reads",
            "likes",
            "collects",
            "comments",
            "shares",
            "engagements",
            "spend",
            "platform_subsidy",
        ],
    );
    for exposure in facts.exposures.iter().filter(|exposure| range.contains(exposure.date)) {
        let [product, note, kind, boost] = note_keys(facts.notes, exposure.place.note);
        let [likes, collects, comments, shares] = exposure.engagements;
        let channel = exposure.place.channel;
        let subsidy = if channel == UD { (exposure.spend as f64 * given::PLATFORM_SUBSIDY).round() as i64 } else { 0 };
        cube.add(
            exposure.date,
            &[product, note, kind, boost, Some(channel)],
            &[
                exposure.impressions,
                exposure.reads,
                likes,
                collects,
                comments,
                shares,
                exposure.engagements.iter().sum(),
                exposure.spend,
                subsidy,
            ],
        );
    }
    cube
}

fn path(facts: &Facts<'_>, range: DateRange) -> Cube {
    let mut cube = Cube::new(
        "path",
        &["product", "note", "note_kind", "boost", "channel", "route"],
        &[
            "link_clicks",
            "screenshots",
            "searches",
            "store_visits_exposed",
            "visitors",
            "favourites",
            "add_to_carts",
            "orders_exposed",
            "buyers",
            "repeat_orders_exposed",
            "gmv_exposed",
        ],
    );
    let keys = |index: usize, channel: usize, route: usize| {
        let [product, note, kind, boost] = note_keys(facts.notes, index);
        [product, note, kind, boost, Some(channel), Some(route)]
    };
    for exposure in facts.exposures.iter().filter(|exposure| range.contains(exposure.date)) {
        let place = exposure.place;
        cube.add(
            exposure.date,
            &keys(place.note, place.channel, 0),
            &[exposure.link_clicks, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        );
        let amounts = [0, exposure.screenshots, exposure.searches, 0, 0, 0, 0, 0, 0, 0, 0];
        cube.add(exposure.date, &keys(place.note, place.channel, 1), &amounts);
    }
    for visit in facts.visits.iter().filter(|visit| range.contains(visit.exposed)) {
        let amounts = [0, 0, 0, visit.count, visit.visitors, visit.favourites, visit.add_to_carts, 0, 0, 0, 0];
        cube.add(visit.exposed, &keys(visit.place.note, visit.place.channel, visit.route), &amounts);
    }
    for order in facts.orders.iter().filter(|order| range.contains(order.exposed)) {
        let repeat = i64::from(order.repeat);
        let amounts = [0, 0, 0, 0, 0, 0, 0, 1, 1 - repeat, repeat, order.value_cents];
        cube.add(order.exposed, &keys(order.place.note, order.place.channel, order.route), &amounts);
    }
    cube
}

fn sales(facts: &Facts<'_>, range: DateRange) -> Cube {
    let mut cube = Cube::new(
        "sales",
        &["product", "note", "note_kind", "boost", "channel", "destination"],
        &["store_visits", "orders", "new_buyers", "repeat_orders", "gmv", "refunds", "commission"],
    );
    let keys = |place: Place, destination: usize| {
        let [product, note, kind, boost] = note_keys(facts.notes, place.note);
        [product, note, kind, boost, Some(place.channel), Some(destination)]
    };
    for visit in facts.visits.iter().filter(|visit| range.contains(visit.date)) {
        cube.add(visit.date, &keys(visit.place, visit.destination), &[visit.count, 0, 0, 0, 0, 0, 0]);
    }
    for order in &facts.orders {
        let keys = keys(order.place, order.destination);
        if range.contains(order.date) {
            let (first, repeat) = (i64::from(order.is_first()), i64::from(order.repeat));
            cube.add(order.date, &keys, &[0, 1, first, repeat, order.value_cents, 0, order.commission_cents]);
        }
        if let Some(date) = order.refunded.filter(|&date| range.contains(date)) {
            cube.add(date, &keys, &[0, 0, 0, 0, 0, order.value_cents, 0]);
        }
    }
    let (date, channel, cents) = facts.scenario.correction;
    let corrected = keys(Place { note: corrected_note(facts), product: 0, channel }, TMALL);
    cube.add(day(date), &corrected, &[0, 0, 0, 0, cents, 0, 0]);
    cube
}

/// The note that sold most on the day and in the channel of the correction.
fn corrected_note(facts: &Facts<'_>) -> usize {
    let (date, channel, _) = facts.scenario.correction;
    let date = day(date);
    let mut sold: BTreeMap<usize, i64> = BTreeMap::new();
    for order in facts.orders.iter().filter(|order| order.date == date && order.place.channel == channel) {
        *sold.entry(order.place.note).or_default() += order.value_cents;
    }
    sold.into_iter().max_by_key(|&(note, cents)| (cents, note)).map_or(0, |(note, _)| note)
}

fn buyers(facts: &Facts<'_>, range: DateRange) -> Cube {
    // The channel tells how much was sampled.
    let mut cube = Cube::new("buyers", &["category", "customer", "channel"], &["orders", "gmv"]);
    let keys = |product: usize, customer: usize, channel: usize| {
        [Some(facts.scenario.category_of(product)), Some(customer), Some(channel)]
    };
    for order in facts.orders.iter().filter(|order| range.contains(order.date)) {
        let Place { product, channel, .. } = order.place;
        cube.add(order.date, &keys(product, usize::from(!order.is_first()), channel), &[1, order.value_cents]);
    }
    let (date, channel, cents) = facts.scenario.correction;
    let product = facts.notes[corrected_note(facts)].product;
    cube.add(day(date), &keys(product, RETURNING, channel), &[0, cents]);
    cube
}

fn readers(facts: &Facts<'_>, range: DateRange, rng: &mut Rng) -> Cube {
    let by = facts.scenario.readers_by;
    let mut cube = Cube::new("readers", by, &["reads", "readers", "store_visits"]);
    let mut weights = Vec::new();
    let mut keys = Vec::new();
    for (gender, of_gender) in given::GENDER.iter().enumerate() {
        for (age, of_age) in given::AGE_BAND.iter().enumerate() {
            for (city, of_city) in given::CITY_TIER.iter().enumerate() {
                // Younger readers are more often women.
                let tilt = if gender == 0 { 1.12 - 0.07 * age as f64 } else { 0.72 + 0.16 * age as f64 };
                weights.push(of_gender * of_age * of_city * tilt);
                keys.push([Some(gender), Some(age), Some(city)]);
            }
        }
    }
    let known: f64 = weights.iter().sum();
    weights.push(known * given::UNKNOWN_READER / (1.0 - given::UNKNOWN_READER));
    keys.push([None; 3]);
    let mut by_day: BTreeMap<Date, [i64; 2]> = BTreeMap::new();
    for exposure in &facts.exposures {
        by_day.entry(exposure.date).or_default()[0] += exposure.reads;
    }
    for visit in &facts.visits {
        by_day.entry(visit.date).or_default()[1] += visit.count;
    }
    for (date, [reads, visits]) in by_day.into_iter().filter(|(date, _)| range.contains(*date)) {
        let reads = rng.split(reads, &weights);
        let visits = rng.split(visits, &weights);
        for ((keys, reads), visits) in keys.iter().zip(reads).zip(visits) {
            let readers = (reads as f64 / given::READS_PER_READER).round() as i64;
            cube.add(date, &keys[..by.len()], &[reads, readers, visits]);
        }
    }
    cube
}

fn shop(facts: &Facts<'_>, range: DateRange, season: &Season, rng: &mut Rng) -> Cube {
    let scenario = facts.scenario;
    let mut cube = Cube::new("shop", &["category"], &["shop_orders", "shop_gmv", "members"]);
    let attributed = facts.orders.iter().filter(|order| range.contains(order.date));
    let mut attributed_gmv = 0;
    for order in attributed {
        cube.add(order.date, &[Some(scenario.category_of(order.place.product))], &[1, order.value_cents, 0]);
        attributed_gmv += if order.date == day(given::MISSING_DATE) { 0 } else { order.value_cents };
    }
    let mut others = Vec::new();
    for (index, category) in scenario.categories.iter().enumerate() {
        let mut members = (category.shop_orders * 160.0).round() as i64;
        for date in (0..range.len() as i32).map(|n| range.from.plus(n)) {
            let expected = category.shop_orders * season.buying(date) * season.grown(1.12, date);
            let noise = rng.spread(given::DAY_SIGMA / 2.0);
            let orders = rng.poisson(expected * noise);
            let price = if season.cheap(date) { given::PROMOTION_PRICE } else { 1.0 };
            let value = scenario.shop_order_cents * price * rng.spread(0.03);
            members += rng.poisson(orders as f64 * 0.08);
            others.push((date, index, orders, orders as f64 * value, members));
        }
    }
    let is_delivered = |date: Date| range.contains(date) && date != day(given::MISSING_DATE);
    let spend: i64 =
        facts.exposures.iter().filter(|exposure| is_delivered(exposure.date)).map(|exposure| exposure.spend).sum();
    let wanted = scenario.targets.shop_roi * spend as f64 - attributed_gmv as f64;
    let factor = wanted / others.iter().filter(|other| is_delivered(other.0)).map(|other| other.3).sum::<f64>();
    for (date, category, orders, gmv, members) in others {
        cube.add(date, &[Some(category)], &[orders, (gmv * factor).round() as i64, members]);
    }
    cube
}
