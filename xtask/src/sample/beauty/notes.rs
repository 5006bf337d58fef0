//! The notes: who wrote what about which product and when, and how they are paid for. In: a random stream. Out: notes
//! by date of publication, which is also the order of their ids.

use super::catalogue::{self, CHENGFENG, CREATORS, JUGUANG, PRODUCTS, TIERS, UD, XIAOHONGXING};
use super::parameters as given;
use super::rng::Rng;
use super::season::{Season, day};
use crate::sample::date::{Date, DateRange};

/// One note.
pub struct Note {
    pub published: Date,
    pub creator: usize,
    pub product: usize,
    pub title: (String, String),
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
    /// Index of the creator's tier.
    pub fn tier(&self) -> usize {
        CREATORS[self.creator].2
    }

    /// Index of the product's category.
    pub fn category(&self) -> usize {
        category_of(self.product)
    }
}

/// Index of a product's category.
pub fn category_of(product: usize) -> usize {
    catalogue::BRANDS[PRODUCTS[product].3].3
}

/// Writes `count` notes.
pub fn write(count: usize, season: &Season, rng: &mut Rng) -> Vec<Note> {
    let first = day(given::FIRST_NOTE);
    let days = day(given::COMPLETE_THROUGH).since(first) - 2;
    let weights: Vec<f64> = (0..days).map(|n| season.content(first.plus(n))).collect();
    let mut published: Vec<Date> = (0..count).map(|_| first.plus(rng.pick(&weights) as i32)).collect();
    published.sort();
    let mut notes: Vec<Note> = published.into_iter().map(|date| note(date, rng)).collect();
    // Titles take turns, so that two notes about one product seldom share theirs.
    let mut written = [0; PRODUCTS.len()];
    for note in &mut notes {
        note.title = catalogue::title(note.product * 5 + written[note.product], note.product);
        written[note.product] += 1;
    }
    notes
}

fn note(published: Date, rng: &mut Rng) -> Note {
    let tier = rng.pick(&TIERS.map(|tier| tier.3));
    let of_tier: Vec<usize> = (0..CREATORS.len()).filter(|&creator| CREATORS[creator].2 == tier).collect();
    let creator = of_tier[rng.pick(&vec![1.0; of_tier.len()])];
    let product = rng.pick(&PRODUCTS.map(|product| product.5));
    let ad = rng.chance(given::AD_SHARE);
    let campaign = ad.then(|| {
        let from = published.plus(rng.between(0, 3) as i32);
        let (shortest, longest) = given::CAMPAIGN_DAYS;
        Campaign {
            days: DateRange { from, to: from.plus(rng.between(shortest, longest) as i32) },
            daily_cents: given::CAMPAIGN_BUDGET_CENTS * rng.spread(given::NOTE_SIGMA),
            channels: [
                [JUGUANG, XIAOHONGXING, CHENGFENG][rng.pick(&[0.5, 0.35, 0.15])],
                [UD, JUGUANG, XIAOHONGXING, CHENGFENG][rng.pick(&[0.6, 0.2, 0.1, 0.1])],
            ],
        }
    });
    Note {
        published,
        creator,
        product,
        title: (String::new(), String::new()),
        ad,
        boosted: rng.chance(given::BOOST_SHARE),
        reach: rng.spread(given::NOTE_SIGMA),
        appeal: rng.spread(given::APPEAL_SIGMA),
        campaign,
    }
}
