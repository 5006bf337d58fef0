//! What tells one simulated merchant from another: names, tables and the numbers that differ. In: constants of a module
//! such as `beauty`. Out: [`Scenario`], which the model reads. What all merchants share stands in `parameters`.

use super::cubes::Cubes;
use crate::sample::json::Json;

/// Indexes of creators' tiers.
pub const HEAD: usize = 0;
pub const MID: usize = 1;
pub const JUNIOR: usize = 2;
pub const KOC: usize = 3;

/// A category: names; factors on click-through, on store visits, on conversion, on the pace of repurchase; orders a day
/// that the shop has beside the attributed ones.
pub struct Category {
    pub id: &'static str,
    pub zh_cn: &'static str,
    pub en: &'static str,
    pub click_through: f64,
    pub visit: f64,
    pub conversion: f64,
    pub repurchase: f64,
    pub shop_orders: f64,
}

/// A brand's line within one category.
pub struct Brand {
    pub id: &'static str,
    pub zh_cn: &'static str,
    pub en: &'static str,
    /// Index of its category.
    pub category: usize,
}

impl Brand {
    pub const fn new(id: &'static str, zh_cn: &'static str, en: &'static str, category: usize) -> Self {
        Self { id, zh_cn, en, category }
    }
}

/// A product.
pub struct Product {
    pub id: &'static str,
    pub zh_cn: &'static str,
    pub en: &'static str,
    /// Index of its brand.
    pub brand: usize,
    pub price_cents: i64,
    /// How often notes are about it.
    pub weight: f64,
}

impl Product {
    pub const fn new(
        id: &'static str,
        zh_cn: &'static str,
        en: &'static str,
        brand: usize,
        price_cents: i64,
        weight: f64,
    ) -> Self {
        Self { id, zh_cn, en, brand, price_cents, weight }
    }
}

/// A creator.
pub struct Creator {
    pub zh_cn: &'static str,
    pub en: &'static str,
    /// Index of the tier.
    pub tier: usize,
    /// Factor on how readily readers go on to the shop.
    pub pull: f64,
    /// Factor on budgets.
    pub fee: f64,
}

impl Creator {
    pub const fn new(zh_cn: &'static str, en: &'static str, tier: usize) -> Self {
        Self { zh_cn, en, tier, pull: 1.0, fee: 1.0 }
    }

    /// The same with those factors on store visits and on budgets.
    pub const fn pulling(self, pull: f64, fee: f64) -> Self {
        Self { pull, fee, ..self }
    }
}

/// A rate of the whole category in the last wave and in the one a year before, per ten thousand; never this merchant's.
pub struct Benchmark {
    pub category: &'static str,
    pub numerator: &'static str,
    pub denominator: &'static str,
    /// Denominator of the last wave.
    pub size: i64,
    pub now: i64,
    pub before: i64,
    pub p50: &'static str,
    pub p90: &'static str,
    pub merchants: i64,
}

/// Figures that the finished report shows, whatever is drawn: the model solves for the parameters behind them.
#[derive(Clone, Copy)]
pub struct Targets {
    /// Reads per impression in the last 618, and its factor against the same dates a year before.
    pub click_through: f64,
    pub click_through_growth: f64,
    /// Engagements per read, likewise.
    pub interaction: f64,
    pub interaction_growth: f64,
    /// Store visits per read: the factor alone.
    pub visit_growth: f64,
    /// GMV per spend over all days: attributed, and of the whole shop.
    pub roi: f64,
    pub shop_roi: f64,
    /// Repurchase through day 90: with both platforms' benefits against none.
    pub dual_repurchase: f64,
    /// Pearson's r of the hero's interactions with its orders, by day.
    pub hero_correlation: f64,
}

/// One merchant.
#[derive(Clone, Copy)]
pub struct Scenario {
    pub id: &'static str,
    pub merchant: (&'static str, &'static str, &'static str),
    /// The category as the plan's rules name it.
    pub plan_category: &'static str,
    pub seed: u64,
    pub margin_rate: &'static str,
    pub categories: &'static [Category],
    pub brands: &'static [Brand],
    pub products: &'static [Product],
    /// Index of the product that interactions are held against.
    pub hero: usize,
    pub creators: &'static [Creator],
    pub openings: &'static [(&'static str, &'static str)],
    pub notes: usize,
    /// Factor on organic reach, and the impressions a day below which a note is forgotten.
    pub reach: f64,
    pub forgotten_below: f64,
    /// Mean daily budget of a campaign, in cents, in June 2024.
    pub budget_cents: f64,
    /// Searches per read in June 2024.
    pub search: f64,
    /// Direct clicks per read of an ad note with a link.
    pub link_click: f64,
    /// Orders per visit by route (direct, search).
    pub conversion: [f64; 2],
    /// Orders refunded in whole.
    pub refund: f64,
    /// Buyers who had bought from the brand before.
    pub returning: f64,
    /// Mean value of the shop's other orders, in cents.
    pub shop_order_cents: f64,
    /// Monday to Sunday, for content and for orders.
    pub weekday_content: [f64; 7],
    pub weekday_orders: [f64; 7],
    /// Factor on the pace of coming back by benefit (dual, member, coupon, none); that of dual is solved for.
    pub benefit_return: [f64; 4],
    /// Unit of the life tables in days with its name, and how many units they go on.
    pub age: (i32, &'static str, usize),
    /// What is told of readers: gender, age band and city tier, or the first of them.
    pub readers_by: &'static [&'static str],
    /// People who can be reached at all.
    pub population: i64,
    /// A correction booked after an agreement was locked, on the channel's best-selling note of that day: date, channel,
    /// cents.
    pub correction: (&'static str, usize, i64),
    pub benchmarks: &'static [Benchmark],
    pub agreements: fn(&Cubes, &Scenario) -> Vec<Json>,
    pub targets: Targets,
}

impl Scenario {
    /// Index of a product's category.
    pub fn category_of(&self, product: usize) -> usize {
        self.brands[self.products[product].brand].category
    }
}
