//! The beauty merchant: two brands, thirty products, forty creators, four hundred notes. In: nothing. Out: the
//! [`Scenario`], calibrated to what the press reported of the plan.

mod agreements;
mod catalogue;

use super::model::members::UD;
use super::model::scenario::{Benchmark, Scenario, Targets};

const fn benchmark(
    (category, numerator, denominator): (&'static str, &'static str, &'static str),
    size: i64,
    (now, before): (i64, i64),
    (p50, p90): (&'static str, &'static str),
    merchants: i64,
) -> Benchmark {
    Benchmark { category, numerator, denominator, size, now, before, p50, p90, merchants }
}

/// Store visits of all beauty +41.5 % and of sports +85 % over a year (press); the rest is invented.
const BENCHMARKS: [Benchmark; 11] = [
    benchmark(("beauty", "reads", "impressions"), 5_040_000_000, (720, 600), ("0.067", "0.096"), 431),
    benchmark(("beauty", "store_visits", "reads"), 360_990_000, (566, 400), ("0.052", "0.088"), 431),
    benchmark(("skincare", "reads", "impressions"), 1_840_000_000, (720, 600), ("0.068", "0.095"), 214),
    benchmark(("skincare", "store_visits", "reads"), 132_480_000, (552, 391), ("0.051", "0.087"), 214),
    benchmark(("makeup", "reads", "impressions"), 2_260_000_000, (741, 618), ("0.071", "0.099"), 187),
    benchmark(("makeup", "store_visits", "reads"), 167_466_000, (601, 424), ("0.056", "0.092"), 187),
    benchmark(("fragrance", "reads", "impressions"), 410_000_000, (699, 590), ("0.066", "0.090"), 46),
    benchmark(("fragrance", "store_visits", "reads"), 28_659_000, (471, 344), ("0.043", "0.071"), 46),
    benchmark(("haircare", "reads", "impressions"), 530_000_000, (611, 520), ("0.058", "0.081"), 9),
    benchmark(("haircare", "store_visits", "reads"), 32_383_000, (498, 377), ("0.045", "0.074"), 9),
    benchmark(("sports", "store_visits", "reads"), 96_200_000, (407, 220), ("0.037", "0.066"), 158),
];

/// The merchant.
pub static SCENARIO: Scenario = Scenario {
    id: "beauty",
    merchant: ("yunxi", "云汐美妆", "Yunxi Beauty"),
    plan_category: "美妆",
    seed: 618,
    margin_rate: "0.62",
    categories: &catalogue::CATEGORIES,
    brands: &catalogue::BRANDS,
    products: &catalogue::PRODUCTS,
    hero: catalogue::LIPSTICK,
    creators: &catalogue::CREATORS,
    openings: &catalogue::OPENINGS,
    notes: 400,
    reach: 0.8,
    forgotten_below: 900.0,
    budget_cents: 420_000.0,
    search: 0.046,
    link_click: 0.024,
    conversion: [0.0457, 0.0586],
    refund: 0.085,
    returning: 0.36,
    shop_order_cents: 17_200.0,
    weekday_content: [0.95, 0.94, 0.96, 0.97, 1.02, 1.10, 1.06],
    weekday_orders: [0.98, 0.96, 0.97, 0.99, 1.04, 1.05, 1.01],
    benefit_return: [1.0, 1.14, 1.06, 1.0],
    age: (1, "day", 150),
    readers_by: &["gender", "age_band", "city_tier"],
    population: 40_000_000,
    correction: ("2025-06-18", UD, -1_268_000),
    benchmarks: &BENCHMARKS,
    agreements: agreements::agreements,
    targets: Targets {
        click_through: 0.072,
        click_through_growth: 1.20,
        interaction: 0.046,
        interaction_growth: 2.09,
        visit_growth: 1.38,
        roi: 2.34,
        shop_roi: 39.0,
        dual_repurchase: 1.35,
        hero_correlation: 0.82,
    },
};
