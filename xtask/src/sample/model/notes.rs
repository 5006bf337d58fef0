//! The notes: who wrote what about which product and when, and how they are paid for. In: a scenario and a random
//! stream. Out: notes by date of publication, which is also the order of their ids. Creators and products are dealt out
//! in the shares that the tables give, evenly over time, so that none is missing for long.

use super::members::{CHENGFENG, JUGUANG, TIERS, UD, XIAOHONGXING};
use super::parameters as given;
use super::scenario::{Creator, Scenario};
use super::season::{Season, day};
use crate::sample::date::{Date, DateRange};
use crate::sample::rng::Rng;

/// One note.
pub struct Note {
    pub published: Date,
    pub creator: usize,
    pub product: usize,
    /// The how manieth note about its product.
    pub turn: usize,
    pub ad: bool,
    pub boosted: bool,
    /// How much better than the average note of its kind it does, in reach and in being read.
    pub reach: f64,
    pub appeal: f64,
    pub campaign: Option<Campaign>,
}

/// Money behind an ad note.
pub struct Campaign {
    pub days: DateRange,
    pub daily_cents: f64,
    /// Channel before direct links go live, and after.
    pub channels: [usize; 2],
}

impl Note {
    /// Title in both languages; openings repeat where a product has more notes than there are openings.
    pub fn title(&self, scenario: &Scenario) -> (String, String) {
        let (zh_cn, en) = scenario.openings[(self.product * 5 + self.turn) % scenario.openings.len()];
        let product = &scenario.products[self.product];
        (format!("{zh_cn}｜{}", product.zh_cn), format!("{en}: {}", product.en))
    }
}

/// Writes the notes.
pub fn write(scenario: &Scenario, season: &Season, rng: &mut Rng) -> Vec<Note> {
    let mut written: Vec<(Date, usize, bool)> = Vec::with_capacity(scenario.notes);
    for (from, over_days) in given::BOOKINGS {
        let creators = scenario.creators.len();
        let days = evenly(&vec![1.0; over_days], creators, rng);
        for (creator, day_of_booking) in deal(&vec![1.0; creators], creators, rng).into_iter().zip(days) {
            written.push((day(from).plus(day_of_booking as i32), creator, true));
        }
    }
    let first = day(given::FIRST_NOTE);
    let weights: Vec<f64> =
        (0..day(given::COMPLETE_THROUGH).since(first) - 2).map(|n| season.content(first.plus(n))).collect();
    let others = scenario.notes - written.len();
    let dates = evenly(&weights, others, rng).into_iter().map(|n| first.plus(n as i32));
    let of_tier = |tier: usize| scenario.creators.iter().filter(|creator| creator.tier == tier).count();
    let shares: Vec<f64> =
        scenario.creators.iter().map(|creator| TIERS[creator.tier].3 / of_tier(creator.tier) as f64).collect();
    let creators = deal(&shares, others, rng);
    let ads = deal(&[given::AD_SHARE, 1.0 - given::AD_SHARE], others, rng);
    for ((date, creator), ad) in dates.zip(creators).zip(ads) {
        written.push((date, creator, ad == 0));
    }
    written.sort();
    let weights: Vec<f64> = scenario.products.iter().map(|product| product.weight).collect();
    let products = deal(&weights, written.len(), rng);
    let mut turns = vec![0; scenario.products.len()];
    let mut notes = Vec::with_capacity(written.len());
    for ((published, creator, ad), product) in written.into_iter().zip(products) {
        let campaign = ad.then(|| campaign(published, &scenario.creators[creator], scenario, season, rng));
        notes.push(Note {
            published,
            creator,
            product,
            turn: turns[product],
            ad,
            boosted: rng.chance(given::BOOST_SHARE),
            reach: rng.spread(given::NOTE_SIGMA),
            appeal: rng.spread(given::APPEAL_SIGMA),
            campaign,
        });
        turns[product] += 1;
    }
    notes
}

fn campaign(published: Date, creator: &Creator, scenario: &Scenario, season: &Season, rng: &mut Rng) -> Campaign {
    let from = published.plus(rng.between(0, 3) as i32);
    let (shortest, longest) = given::CAMPAIGN_DAYS;
    let budget =
        scenario.budget_cents * TIERS[creator.tier].5 * creator.fee * season.grown(given::BUDGET_A_YEAR, published);
    Campaign {
        days: DateRange { from, to: from.plus(rng.between(shortest, longest) as i32 - 1) },
        daily_cents: budget * rng.spread(given::NOTE_SIGMA),
        channels: [
            [JUGUANG, XIAOHONGXING, CHENGFENG][rng.pick(&[0.5, 0.35, 0.15])],
            [UD, JUGUANG, XIAOHONGXING, CHENGFENG][rng.pick(&[0.6, 0.2, 0.1, 0.1])],
        ],
    }
}

/// `n` ascending indexes, as dense as their weights; one in every nth part of the whole weight.
fn evenly(weights: &[f64], n: usize, rng: &mut Rng) -> Vec<usize> {
    let step = weights.iter().sum::<f64>() / n as f64;
    let (mut index, mut passed) = (0, 0.0);
    let mut picked = Vec::with_capacity(n);
    for k in 0..n {
        let place = (k as f64 + rng.uniform()) * step;
        while index + 1 < weights.len() && passed + weights[index] <= place {
            passed += weights[index];
            index += 1;
        }
        picked.push(index);
    }
    picked
}

/// A sequence of `n` indexes in which each has its share by weight (largest remainders), spread evenly with jitter.
fn deal(weights: &[f64], n: usize, rng: &mut Rng) -> Vec<usize> {
    let all: f64 = weights.iter().sum();
    let exact: Vec<f64> = weights.iter().map(|weight| weight / all * n as f64).collect();
    let mut counts: Vec<usize> = exact.iter().map(|share| share.floor() as usize).collect();
    let mut by_rest: Vec<usize> = (0..weights.len()).collect();
    by_rest.sort_by(|&a, &b| (exact[b] - exact[b].floor()).total_cmp(&(exact[a] - exact[a].floor())));
    let left = n - counts.iter().sum::<usize>();
    for &index in by_rest.iter().take(left) {
        counts[index] += 1;
    }
    let mut places = Vec::with_capacity(n);
    for (index, &count) in counts.iter().enumerate() {
        for k in 0..count {
            places.push(((k as f64 + rng.uniform()) / count as f64, index));
        }
    }
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    places.into_iter().map(|(_, index)| index).collect()
}
