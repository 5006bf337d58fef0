//! Every number of the model that all simulated merchants share. In: nothing. Out: constants. A figure that the press
//! reported says so; the others are chosen so that totals look like those of a middling brand.

/// First day of the report; the model starts earlier, so that the first days already have notes behind them.
pub const DATA_FROM: &str = "2024-05-01";
/// Last whole day.
pub const COMPLETE_THROUGH: &str = "2025-07-08";
/// First day on which notes are published.
pub const FIRST_NOTE: &str = "2024-04-05";
/// Direct links under ad notes go live (press: 种草直达 from 2025-05-12).
pub const DIRECT_FROM: &str = "2025-05-12";
/// The day that the sender did not deliver.
pub const MISSING_DATE: &str = "2024-11-23";
/// Days on which comments and shares were not delivered.
pub const NO_COMMENTS: (&str, &str) = ("2025-02-10", "2025-02-12");
/// The last 618, and the same dates a year before: what growth over a year is measured on.
pub const WAVE: (&str, &str) = ("2025-05-13", "2025-06-20");
pub const WAVE_BEFORE: (&str, &str) = ("2024-05-13", "2024-06-20");

/// Whole industries with a benchmark, which no report has among its own categories.
pub const INDUSTRIES: [(&str, &str, &str); 2] =
    [("beauty", "美妆", "Beauty"), ("sports", "运动户外", "Sports & outdoor")];

/// For each 618 every creator is booked for one ad note: first day of publishing, and over how many days.
pub const BOOKINGS: [(&str, usize); 2] = [("2024-05-02", 24), ("2025-05-02", 24)];
/// Share of the other notes that are ads.
pub const AD_SHARE: f64 = 0.46;
/// Share of notes that the platform boosts, and what that does to their organic reach in the first days.
pub const BOOST_SHARE: f64 = 0.3;
pub const BOOST_FACTOR: f64 = 1.9;
pub const BOOST_DAYS: i32 = 10;
/// Spread (sigma of the logarithm) between notes in reach and budget, in how readily they are read, and from day to day.
pub const NOTE_SIGMA: f64 = 0.45;
pub const APPEAL_SIGMA: f64 = 0.16;
pub const DAY_SIGMA: f64 = 0.18;
/// Organic reach falls as (1 + age / this many days) to the power below, until the note is forgotten.
pub const DECAY_DAYS: f64 = 4.0;
pub const DECAY_POWER: f64 = 1.75;
/// Days that a paid campaign runs, and how budgets grow in a year.
pub const CAMPAIGN_DAYS: (i64, i64) = (10, 20);
pub const BUDGET_A_YEAR: f64 = 1.35;

/// Cost of a thousand paid impressions in cents (press: CPM 12.15 yuan), before spend is settled with the target ROI.
pub const CPM_CENTS: f64 = 1_215.0;
/// The day at which rates that grow over the year hold.
pub const RATES_AT: &str = "2024-06-01";
/// 点赞, 收藏, 评论, 分享 within engagements.
pub const ENGAGEMENT_PARTS: [f64; 4] = [0.56, 0.27, 0.10, 0.07];
/// Screenshots per read (press: 120 million a day by 300 million monthly readers).
pub const SCREENSHOTS: f64 = 0.018;

/// Of those who search: who enters the shop. Of direct clicks: whose page opens.
pub const VISIT_AFTER_SEARCH: f64 = 0.70;
pub const VISIT_AFTER_CLICK: f64 = 0.88;
/// What is left of searching where a link is at hand.
pub const SEARCH_BESIDE_LINK: f64 = 0.75;
/// Days between reading and entering, by search: weight of each day.
pub const VISIT_LAG: [f64; 6] = [0.58, 0.18, 0.10, 0.07, 0.04, 0.03];
/// Visits by someone who was already counted as visitor.
pub const SECOND_VISIT: f64 = 0.07;
pub const FAVOURITE: f64 = 0.11;
pub const ADD_TO_CART: f64 = 0.17;
/// Visits that stay inside Xiaohongshu before direct links and after, where the channel leaves the choice.
pub const INSIDE: [f64; 2] = [0.26, 0.12];

/// How the weight of a lag from visit to order falls from day to day; for the hero, of those who do not buy at once.
pub const ORDER_LAG: f64 = 0.62;
pub const HERO_ORDER_LAG: f64 = 0.80;
/// Days after an exposure in which an order is credited to it.
pub const WINDOW_DAYS: i32 = 15;
/// Credited orders that bring another one within the window.
pub const REPEAT_IN_WINDOW: f64 = 0.06;
/// Orders of two pieces.
pub const TWO_PIECES: f64 = 0.16;
/// What is left of the price during a promotion.
pub const PROMOTION_PRICE: f64 = 0.86;
/// Commission on orders from ad notes.
pub const COMMISSION: f64 = 0.04;
/// What the platform adds to spend on direct links (press: at best one to one).
pub const PLATFORM_SUBSIDY: f64 = 0.25;
/// Of the readers in 小红星, half are sampled back (press).
pub const XIAOHONGXING_RATE: &str = "0.5";
pub const XIAOHONGXING: f64 = 0.5;

/// A promotion: name, phase, year, first and last day.
pub type Promotion = (&'static str, Phase, i32, &'static str, &'static str);

/// Phase of a promotion.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Presale,
    Spot,
    Single,
}

/// All promotions (press: 618 of 2025 opened on 13 May).
pub const PROMOTIONS: [Promotion; 7] = [
    ("618", Phase::Presale, 2024, "2024-05-14", "2024-05-19"),
    ("618", Phase::Spot, 2024, "2024-05-20", "2024-06-20"),
    ("1111", Phase::Presale, 2024, "2024-10-14", "2024-10-20"),
    ("1111", Phase::Spot, 2024, "2024-10-21", "2024-11-11"),
    ("38", Phase::Single, 2025, "2025-03-01", "2025-03-08"),
    ("618", Phase::Presale, 2025, "2025-05-13", "2025-05-16"),
    ("618", Phase::Spot, 2025, "2025-05-17", "2025-06-20"),
];

/// Share of new buyers by what they held at their first order (dual, member, coupon, none), before and after direct
/// links.
pub const BENEFIT_BEFORE: [f64; 4] = [0.10, 0.24, 0.20, 0.46];
pub const BENEFIT_AFTER: [f64; 4] = [0.24, 0.24, 0.20, 0.32];
/// Customers in three classes: share, mean days between orders; and the chance to leave after each order.
pub const RETURN_CLASSES: [(f64, f64); 3] = [(0.42, 1_400.0), (0.40, 150.0), (0.18, 42.0)];
pub const LEAVE: f64 = 0.13;
/// The day of age at which repurchase is compared.
pub const REPURCHASE_DAY: usize = 90;

/// Readers: share of women (press: 70 %), of age bands (half born after 1995), of city tiers (half in the first two).
pub const GENDER: [f64; 2] = [0.70, 0.30];
pub const AGE_BAND: [f64; 4] = [0.29, 0.24, 0.25, 0.22];
pub const CITY_TIER: [f64; 3] = [0.20, 0.31, 0.49];
/// Reads whose reader is not known.
pub const UNKNOWN_READER: f64 = 0.03;
/// Reads per reader and day.
pub const READS_PER_READER: f64 = 1.35;
/// The sender withholds cells with fewer people.
pub const MIN_CELL: i64 = 10;
