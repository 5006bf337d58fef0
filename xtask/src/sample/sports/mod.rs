//! The sports merchant: two brands, fourteen products, sixteen creators, a hundred and thirty notes; the second report
//! of the agency's index. In: nothing. Out: the [`Scenario`], by the same model as the beauty merchant with other
//! parameters: dearer goods, more returns for size, readers at the weekend, life tables by month of age.

mod agreements;
mod catalogue;

use super::model::members::JUGUANG;
use super::model::scenario::{Benchmark, Scenario, Targets};

const BENCHMARKS: [Benchmark; 2] = [
    Benchmark {
        category: "sports",
        numerator: "reads",
        denominator: "impressions",
        size: 1_410_000_000,
        now: 682,
        before: 588,
        p50: "0.064",
        p90: "0.090",
        merchants: 158,
    },
    Benchmark {
        category: "sports",
        numerator: "store_visits",
        denominator: "reads",
        size: 96_200_000,
        now: 407,
        before: 220,
        p50: "0.037",
        p90: "0.066",
        merchants: 158,
    },
];

/// The merchant.
pub static SCENARIO: Scenario = Scenario {
    id: "sports",
    merchant: ("lupao", "鹿跑运动", "Lupao Sports"),
    plan_category: "运动户外",
    seed: 2_025,
    margin_rate: "0.48",
    categories: &catalogue::CATEGORIES,
    brands: &catalogue::BRANDS,
    products: &catalogue::PRODUCTS,
    hero: catalogue::SHOE,
    creators: &catalogue::CREATORS,
    openings: &catalogue::OPENINGS,
    notes: 130,
    reach: 0.7,
    forgotten_below: 900.0,
    budget_cents: 350_000.0,
    search: 0.028,
    link_click: 0.021,
    conversion: [0.042, 0.056],
    refund: 0.16,
    returning: 0.31,
    shop_order_cents: 24_600.0,
    weekday_content: [0.91, 0.90, 0.93, 0.95, 1.01, 1.18, 1.12],
    weekday_orders: [1.02, 0.98, 0.98, 0.97, 0.97, 1.05, 1.03],
    benefit_return: [1.0, 1.10, 1.05, 1.0],
    age: (30, "month", usize::MAX),
    readers_by: &["gender", "age_band"],
    population: 26_000_000,
    correction: ("2025-06-16", JUGUANG, -486_000),
    benchmarks: &BENCHMARKS,
    agreements: agreements::agreements,
    targets: Targets {
        click_through: 0.066,
        click_through_growth: 1.16,
        interaction: 0.038,
        interaction_growth: 1.74,
        visit_growth: 1.80,
        roi: 2.9,
        shop_roi: 21.0,
        dual_repurchase: 1.24,
        hero_correlation: 0.74,
    },
};
