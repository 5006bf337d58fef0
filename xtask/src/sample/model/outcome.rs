//! The sections on what it led to: experiments, benchmarks, people flow, eligibility. In:
//! cubes and a random stream. Out: those sections. Amounts that the cubes know are taken from them.

use super::cubes::Cubes;
use super::parameters as given;
use super::scenario::Scenario;
use super::season::day;
use crate::sample::date::DateRange;
use crate::sample::json::{Json, label, object};
use crate::sample::rng::Rng;

/// The section `experiments`: one at random, one that only compares.
pub fn experiments(scenario: &Scenario, rng: &mut Rng) -> Vec<Json> {
    let mut arm = |role: &str, units: i64, rate: f64, spend: i64| {
        let buyers = rng.binomial(units, rate);
        let values: Vec<i64> =
            (0..buyers).map(|_| (scenario.shop_order_cents * rng.spread(0.55)).round() as i64).collect();
        let squares: i128 = values.iter().map(|&value| i128::from(value) * i128::from(value)).sum();
        object! {
            "role" => role,
            "units" => units,
            "buyers" => buyers,
            "gmv" => values.iter().sum::<i64>(),
            "gmv_sumsq" => squares.to_string(),
            "spend" => spend,
        }
    };
    vec![
        object! {
            "id" => "link_on_off",
            "label" => label("广告挂链开与关（随机分组）", "Link on and off, at random"),
            "from" => "2025-05-20",
            "to" => "2025-06-10",
            "design" => "randomised",
            "arms" => [arm("exposed", 60_000, 0.0316, 12_600_000), arm("control", 60_000, 0.0268, 0)],
        },
        object! {
            "id" => "boosted_or_not",
            "label" => label("加热与未加热笔记的读者", "Readers of boosted and other notes"),
            "from" => "2025-04-01",
            "to" => "2025-05-10",
            "design" => "observational",
            "arms" => [arm("exposed", 42_000, 0.0291, 5_100_000), arm("control", 88_000, 0.0259, 0)],
        },
    ]
}

/// The section `benchmarks`: whole categories, in this wave and in the one a year before.
pub fn benchmarks(scenario: &Scenario) -> Vec<Json> {
    let period = |denominator: i64, per_ten_thousand: i64, (from, to): (&str, &str)| {
        object! {
            "numerator" => denominator / 10_000 * per_ten_thousand,
            "denominator" => denominator,
            "from" => from,
            "to" => to,
        }
    };
    let row = |row: &super::scenario::Benchmark| {
        let found = object! {
            "category" => row.category,
            "numerator" => row.numerator,
            "denominator" => row.denominator,
            "current" => period(row.size, row.now, given::WAVE),
            "baseline" => period(row.size / 10 * 7, row.before, given::WAVE_BEFORE),
            "p50" => row.p50,
            "p90" => row.p90,
            "merchants" => row.merchants,
        };
        match given::INDUSTRIES.iter().find(|(id, ..)| *id == row.category) {
            Some((_, zh_cn, en)) => found.with("label", label(zh_cn, en)),
            None => found,
        }
    };
    scenario.benchmarks.iter().map(row).collect()
}

/// The section `people_flow`: two months; the second starts from where the first ended.
pub fn people_flow(rng: &mut Rng) -> Vec<Json> {
    const LAYERS: [&str; 6] = ["none", "A", "I", "TI", "P", "S"];
    // Row: layer before; column: layer after. Staying outside is not a flow.
    const CHANCES: [[f64; 6]; 6] = [
        [0.0, 0.78, 0.16, 0.03, 0.02, 0.01],
        [0.38, 0.44, 0.13, 0.03, 0.015, 0.005],
        [0.24, 0.17, 0.41, 0.12, 0.045, 0.015],
        [0.16, 0.06, 0.21, 0.42, 0.12, 0.03],
        [0.18, 0.05, 0.08, 0.10, 0.52, 0.07],
        [0.22, 0.06, 0.06, 0.06, 0.14, 0.46],
    ];
    let mut people: [i64; 6] = [1_650_000, 2_480_000, 815_000, 204_000, 131_000, 22_000];
    let mut flows = Vec::new();
    for (from, to) in [("2025-05-01", "2025-05-31"), ("2025-06-01", "2025-06-30")] {
        let mut after = [0; 6];
        for (source, chances) in CHANCES.iter().enumerate() {
            for (target, people) in rng.split(people[source], chances).into_iter().enumerate() {
                if people == 0 {
                    continue;
                }
                after[target] += people;
                flows.push(object! {
                    "from" => from,
                    "to" => to,
                    "source" => LAYERS[source],
                    "target" => LAYERS[target],
                    "people" => people,
                });
            }
        }
        // Those who come in from outside are new people every month.
        after[0] = people[0] / 100 * 112;
        people = after;
    }
    flows
}

/// The section `eligibility`, from what was spent in the last thirty days.
pub fn eligibility(scenario: &Scenario, cubes: &Cubes) -> Json {
    let to = day(given::COMPLETE_THROUGH);
    let last_days = DateRange { from: to.plus(-29), to };
    let spend = cubes.content.sum("spend", |date, _| last_days.contains(date));
    object! {
        "store_score" => "4.8",
        "daily_spend" => spend / 30,
        "total_budget" => spend,
        "enterprise_account" => true,
        "category" => scenario.plan_category,
    }
}
