//! From notes to orders. In: notes. Out: [`Facts`], from which every cube is added up, so that cubes agree. Days before
//! the report begins are simulated too; nothing that would happen after the last whole day is in the facts, so the
//! latest exposures are still growing, as they would be.

use super::catalogue::{self, CATEGORIES, CHENGFENG, DIRECT, JUGUANG, ORGANIC, PRODUCTS, SEARCH, TIERS, UD};
use super::notes::{Note, category_of};
use super::parameters as given;
use super::rng::{Rng, pow};
use super::season::{Season, day};
use crate::sample::date::Date;

/// Where a fact belongs.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub note: usize,
    pub product: usize,
    pub channel: usize,
}

/// What one note did in one channel on one day.
#[derive(Clone, Copy, Debug)]
pub struct Exposure {
    pub date: Date,
    pub place: Place,
    pub impressions: i64,
    pub reads: i64,
    /// 点赞, 收藏, 评论, 分享.
    pub engagements: [i64; 4],
    pub spend: i64,
    pub link_clicks: i64,
    pub screenshots: i64,
    pub searches: i64,
}

/// Visits of one day that come from the exposures of another.
#[derive(Clone, Copy, Debug)]
pub struct Visits {
    pub exposed: Date,
    pub date: Date,
    pub place: Place,
    pub route: usize,
    pub destination: usize,
    pub count: i64,
    /// Of them, by people who are not counted for this exposure yet.
    pub visitors: i64,
    pub favourites: i64,
    pub add_to_carts: i64,
}

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

/// All that happened.
#[derive(Default)]
pub struct Facts {
    pub exposures: Vec<Exposure>,
    pub visits: Vec<Visits>,
    pub orders: Vec<Order>,
}

/// Lets the notes be read and bought from.
pub fn follow(notes: &[Note], season: &Season, rng: &mut Rng) -> Facts {
    let mut model = Model {
        season,
        last: day(given::COMPLETE_THROUGH),
        direct: day(given::DIRECT_FROM),
        rng,
        facts: Facts::default(),
    };
    for (index, note) in notes.iter().enumerate() {
        model.organic(index, note);
        model.paid(index, note);
    }
    model.facts
}

struct Model<'a> {
    season: &'a Season,
    last: Date,
    direct: Date,
    rng: &'a mut Rng,
    facts: Facts,
}

impl Model<'_> {
    fn organic(&mut self, index: usize, note: &Note) {
        let best_day = TIERS[note.tier()].4 * note.reach;
        for age in 0..=self.last.since(note.published) {
            let date = note.published.plus(age);
            let decay = pow(1.0 + f64::from(age) / given::DECAY_DAYS, -given::DECAY_POWER);
            let boost = if note.boosted && age < given::BOOST_DAYS { given::BOOST_FACTOR } else { 1.0 };
            let expected = best_day * decay * boost;
            if expected < given::FORGOTTEN_BELOW {
                break;
            }
            let noise = self.rng.spread(given::DAY_SIGMA);
            let impressions = self.rng.poisson(expected * self.season.content(date) * noise);
            let place = Place { note: index, product: note.product, channel: ORGANIC };
            self.expose(date, note, place, impressions, 0);
        }
    }

    fn paid(&mut self, index: usize, note: &Note) {
        let Some(campaign) = &note.campaign else { return };
        for n in 0..campaign.days.len() as i32 {
            let date = campaign.days.from.plus(n);
            if date > self.last {
                break;
            }
            let noise = self.rng.spread(given::DAY_SIGMA);
            let spend = (campaign.daily_cents * self.season.content(date) * noise).round();
            let impressions = self.rng.poisson(spend / given::CPM_CENTS * 1_000.0);
            let channel = campaign.channels[usize::from(date >= self.direct)];
            self.expose(date, note, Place { note: index, product: note.product, channel }, impressions, spend as i64);
        }
    }

    fn expose(&mut self, date: Date, note: &Note, place: Place, impressions: i64, spend: i64) {
        let category = &CATEGORIES[note.category()];
        let click_through = given::CLICK_THROUGH * self.season.grown(given::CLICK_THROUGH_A_YEAR, date);
        let reads = self.rng.binomial(impressions, click_through * category.click_through * note.appeal);
        let interaction = given::INTERACTION * self.season.grown(given::INTERACTION_A_YEAR, date);
        let engaged = self.rng.binomial(reads, interaction * note.appeal);
        let parts = self.rng.split(engaged, &given::ENGAGEMENT_PARTS);
        let (link, beside_link) =
            if place.channel == UD { (given::LINK_CLICK, given::SEARCH_BESIDE_LINK) } else { (0.0, 1.0) };
        let search = given::SEARCH * self.season.grown(given::SEARCH_A_YEAR, date) * beside_link;
        let exposure = Exposure {
            date,
            place,
            impressions,
            reads,
            engagements: [parts[0], parts[1], parts[2], parts[3]],
            spend,
            link_clicks: self.rng.binomial(reads, link * category.visit),
            screenshots: self.rng.binomial(reads, given::SCREENSHOTS),
            searches: self.rng.binomial(reads, search * category.visit),
        };
        self.facts.exposures.push(exposure);
        let observed = if place.channel == catalogue::XIAOHONGXING { given::XIAOHONGXING } else { 1.0 };
        let direct = self.rng.binomial(exposure.link_clicks, given::VISIT_AFTER_CLICK);
        self.visit(date, date, place, DIRECT, direct);
        let searched = self.rng.binomial(exposure.searches, given::VISIT_AFTER_SEARCH * observed);
        for (lag, visits) in self.rng.split(searched, &given::VISIT_LAG).into_iter().enumerate() {
            self.visit(date, date.plus(lag as i32), place, SEARCH, visits);
        }
    }

    fn visit(&mut self, exposed: Date, date: Date, place: Place, route: usize, visits: i64) {
        if date > self.last || visits == 0 {
            return;
        }
        // Before direct links more people bought where they were.
        let inside = match (place.channel, exposed < self.direct) {
            (CHENGFENG, _) => 1.0,
            (ORGANIC | JUGUANG, true) => 0.26,
            (ORGANIC | JUGUANG, false) => 0.17,
            _ => 0.0,
        };
        for (destination, visits) in self.rng.split(visits, &[1.0 - inside, inside]).into_iter().enumerate() {
            if visits == 0 {
                continue;
            }
            let again = self.rng.binomial(visits, given::SECOND_VISIT);
            self.facts.visits.push(Visits {
                exposed,
                date,
                place,
                route,
                destination,
                count: visits,
                visitors: visits - again,
                favourites: self.rng.binomial(visits, given::FAVOURITE),
                add_to_carts: self.rng.binomial(visits, given::ADD_TO_CART),
            });
            self.order(exposed, date, place, route, destination, visits - again);
        }
    }

    fn order(&mut self, exposed: Date, visited: Date, place: Place, route: usize, destination: usize, visitors: i64) {
        let mut weights = Vec::new();
        let (mut plain, mut weight) = (0.0, 1.0);
        for lag in 0..=given::WINDOW_DAYS - visited.since(exposed) {
            weights.push(weight * self.season.buying(visited.plus(lag)));
            plain += weight;
            weight *= given::ORDER_LAG;
        }
        let willing = weights.iter().sum::<f64>() / plain;
        let conversion = given::CONVERSION[route] * CATEGORIES[category_of(place.product)].conversion * willing;
        for _ in 0..self.rng.binomial(visitors, conversion) {
            let date = visited.plus(self.rng.pick(&weights) as i32);
            let returning = self.rng.chance(given::RETURNING);
            let first = self.priced(Order {
                exposed,
                date,
                place,
                route,
                destination,
                repeat: false,
                returning,
                value_cents: 0,
                commission_cents: 0,
                refunded: None,
            });
            let again = first.date.plus(self.rng.between(1, 10) as i32);
            let repeats = self.rng.chance(given::REPEAT_IN_WINDOW) && again.since(exposed) <= given::WINDOW_DAYS;
            self.keep(first);
            if repeats {
                let repeat = self.priced(Order { date: again, repeat: true, returning: true, ..first });
                self.keep(repeat);
            }
        }
    }

    fn priced(&mut self, order: Order) -> Order {
        let pieces = if self.rng.chance(given::TWO_PIECES) { 2 } else { 1 };
        let price = if self.season.cheap(order.date) { given::PROMOTION_PRICE } else { 1.0 };
        let value = PRODUCTS[order.place.product].4 as f64 * price * (0.97 + 0.03 * self.rng.uniform());
        let value_cents = pieces * (value / 10.0).round() as i64 * 10;
        let commission = if order.place.channel == ORGANIC { 0.0 } else { given::COMMISSION };
        let refund_after = self.rng.between(1, 12) as i32;
        let refunded = self.rng.chance(given::REFUND).then(|| order.date.plus(refund_after));
        Order {
            value_cents,
            commission_cents: (value_cents as f64 * commission).round() as i64,
            refunded: refunded.filter(|&date| date <= self.last),
            ..order
        }
    }

    fn keep(&mut self, order: Order) {
        if order.date <= self.last {
            self.facts.orders.push(order);
        }
    }
}
