//! The cubes of the beauty sample. In: notes and facts. Out: cubes at the grains at which a sender would have them:
//! content by note, the path to the order by note and route, sales by product and destination, buyers by whether they
//! are new, readers by who they are, and the whole shop by category.

use std::collections::BTreeMap;

use super::catalogue::{CATEGORIES, RETURNING, TMALL, UD};
use super::journeys::Facts;
use super::notes::{Note, category_of};
use super::parameters as given;
use super::rng::Rng;
use super::season::{Season, day};
use crate::sample::cube::Cube;
use crate::sample::date::{Date, DateRange};

/// All cubes.
pub struct Cubes {
    pub content: Cube,
    pub path: Cube,
    pub sales: Cube,
    pub buyers: Cube,
    pub readers: Cube,
    pub shop: Cube,
}

/// Adds the facts up.
pub fn fill(notes: &[Note], facts: &Facts, season: &Season, rng: &mut Rng) -> Cubes {
    let range = DateRange { from: day(given::DATA_FROM), to: day(given::COMPLETE_THROUGH) };
    let mut cubes = Cubes {
        content: content(notes, facts, range),
        path: path(notes, facts, range),
        sales: sales(facts, range),
        buyers: buyers(facts, range),
        readers: readers(facts, range, rng),
        shop: shop(facts, range, season, rng),
    };
    for cube in
        [&mut cubes.content, &mut cubes.path, &mut cubes.sales, &mut cubes.buyers, &mut cubes.readers, &mut cubes.shop]
    {
        cube.drop_day(day(given::MISSING_DATE));
    }
    let undelivered = DateRange { from: day(given::NO_COMMENTS.0), to: day(given::NO_COMMENTS.1) };
    for measure in ["comments", "shares"] {
        cubes.content.lose(measure, |date, _| undelivered.contains(date));
    }
    cubes.readers.withhold_below("store_visits", given::MIN_CELL);
    cubes
}

/// Product, note, note kind, boost: what is fixed with the note.
fn note_keys(notes: &[Note], index: usize) -> [Option<usize>; 4] {
    let note = &notes[index];
    [Some(note.product), Some(index), Some(usize::from(!note.ad)), Some(usize::from(!note.boosted))]
}

fn content(notes: &[Note], facts: &Facts, range: DateRange) -> Cube {
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
        let [product, note, kind, boost] = note_keys(notes, exposure.place.note);
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

fn path(notes: &[Note], facts: &Facts, range: DateRange) -> Cube {
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
        let [product, note, kind, boost] = note_keys(notes, index);
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

fn sales(facts: &Facts, range: DateRange) -> Cube {
    let mut cube = Cube::new(
        "sales",
        &["product", "channel", "destination"],
        &["store_visits", "orders", "new_buyers", "repeat_orders", "gmv", "refunds", "commission"],
    );
    for visit in facts.visits.iter().filter(|visit| range.contains(visit.date)) {
        let keys = [Some(visit.place.product), Some(visit.place.channel), Some(visit.destination)];
        cube.add(visit.date, &keys, &[visit.count, 0, 0, 0, 0, 0, 0]);
    }
    for order in &facts.orders {
        let keys = [Some(order.place.product), Some(order.place.channel), Some(order.destination)];
        if range.contains(order.date) {
            let amounts = [
                0,
                1,
                i64::from(order.is_first()),
                i64::from(order.repeat),
                order.value_cents,
                0,
                order.commission_cents,
            ];
            cube.add(order.date, &keys, &amounts);
        }
        if let Some(date) = order.refunded.filter(|&date| range.contains(date)) {
            cube.add(date, &keys, &[0, 0, 0, 0, 0, order.value_cents, 0]);
        }
    }
    let (date, product, channel, cents) = given::CORRECTION;
    cube.add(day(date), &[Some(product), Some(channel), Some(TMALL)], &[0, 0, 0, 0, cents, 0, 0]);
    cube
}

fn buyers(facts: &Facts, range: DateRange) -> Cube {
    let mut cube = Cube::new("buyers", &["category", "customer"], &["orders", "gmv"]);
    for order in facts.orders.iter().filter(|order| range.contains(order.date)) {
        let keys = [Some(category_of(order.place.product)), Some(usize::from(!order.is_first()))];
        cube.add(order.date, &keys, &[1, order.value_cents]);
    }
    let (date, product, _, cents) = given::CORRECTION;
    cube.add(day(date), &[Some(category_of(product)), Some(RETURNING)], &[0, cents]);
    cube
}

fn readers(facts: &Facts, range: DateRange, rng: &mut Rng) -> Cube {
    let mut cube = Cube::new("readers", &["gender", "age_band", "city_tier"], &["reads", "readers", "store_visits"]);
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
            cube.add(date, keys, &[reads, readers, visits]);
        }
    }
    cube
}

fn shop(facts: &Facts, range: DateRange, season: &Season, rng: &mut Rng) -> Cube {
    let mut cube = Cube::new("shop", &["category"], &["shop_orders", "shop_gmv", "members"]);
    for order in facts.orders.iter().filter(|order| range.contains(order.date)) {
        cube.add(order.date, &[Some(category_of(order.place.product))], &[1, order.value_cents, 0]);
    }
    for category in 0..CATEGORIES.len() {
        let mut members = (given::SHOP_ORDERS[category] * 160.0).round() as i64;
        for date in days(range) {
            let expected = given::SHOP_ORDERS[category] * season.buying(date) * season.grown(1.12, date);
            let noise = rng.spread(given::DAY_SIGMA / 2.0);
            let orders = rng.poisson(expected * noise);
            let value = 17_200.0 * if season.cheap(date) { given::PROMOTION_PRICE } else { 1.0 } * rng.spread(0.03);
            members += rng.poisson(orders as f64 * 0.08);
            cube.add(date, &[Some(category)], &[orders, (orders as f64 * value).round() as i64, members]);
        }
    }
    cube
}

fn days(range: DateRange) -> impl Iterator<Item = Date> {
    (0..range.len() as i32).map(move |n| range.from.plus(n))
}
