//! The sections on what it led to and what is owed: experiments, benchmarks, people flow, agreements, eligibility. In:
//! cubes and a random stream. Out: those sections. Amounts that the cubes know are taken from them.

use super::catalogue::UD;
use super::cubes::Cubes;
use super::parameters as given;
use super::rng::Rng;
use super::season::day;
use crate::sample::date::DateRange;
use crate::sample::json::{Json, label, object};

const WAVE: (&str, &str) = ("2025-05-13", "2025-06-20");
const WAVE_BEFORE: (&str, &str) = ("2024-05-13", "2024-06-20");

/// The section `experiments`: one at random, one that only compares.
pub fn experiments(rng: &mut Rng) -> Vec<Json> {
    let mut arm = |role: &str, units: i64, rate: f64, spend: i64| {
        let buyers = rng.binomial(units, rate);
        let values: Vec<i64> = (0..buyers).map(|_| (17_400.0 * rng.spread(0.55)).round() as i64).collect();
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

/// The section `benchmarks`. Rates and growth: click-through 7.2 %, store visits +41.5 % in beauty and +85 % in sports
/// as the press reported; the rest is invented.
pub fn benchmarks() -> Vec<Json> {
    // Category, measures, denominator of this wave, rate per ten thousand now and a year before, quantiles, merchants.
    type Row = (&'static str, &'static str, &'static str, i64, [i64; 2], [&'static str; 2], i64);
    const ROWS: [Row; 9] = [
        ("skincare", "reads", "impressions", 1_840_000_000, [720, 600], ["0.068", "0.095"], 214),
        ("skincare", "store_visits", "reads", 132_480_000, [362, 256], ["0.034", "0.058"], 214),
        ("makeup", "reads", "impressions", 2_260_000_000, [741, 618], ["0.071", "0.099"], 187),
        ("makeup", "store_visits", "reads", 167_466_000, [375, 265], ["0.036", "0.061"], 187),
        ("fragrance", "reads", "impressions", 410_000_000, [699, 590], ["0.066", "0.090"], 46),
        ("fragrance", "store_visits", "reads", 28_659_000, [301, 220], ["0.028", "0.047"], 46),
        ("haircare", "reads", "impressions", 530_000_000, [611, 520], ["0.058", "0.081"], 9),
        ("haircare", "store_visits", "reads", 32_383_000, [318, 241], ["0.029", "0.049"], 9),
        ("sports", "store_visits", "reads", 96_200_000, [407, 220], ["0.037", "0.066"], 158),
    ];
    let period = |denominator: i64, per_ten_thousand: i64, (from, to): (&str, &str)| {
        object! {
            "numerator" => denominator / 10_000 * per_ten_thousand,
            "denominator" => denominator,
            "from" => from,
            "to" => to,
        }
    };
    let rows = ROWS.iter().map(|&(category, numerator, denominator, size, [now, before], [p50, p90], merchants)| {
        object! {
            "category" => category,
            "numerator" => numerator,
            "denominator" => denominator,
            "current" => period(size, now, WAVE),
            "baseline" => period(size / 10 * 7, before, WAVE_BEFORE),
            "p50" => p50,
            "p90" => p90,
            "merchants" => merchants,
        }
    });
    rows.collect()
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

/// The section `agreements`: one locked, one maturing, one running.
pub fn agreements(cubes: &Cubes) -> Vec<Json> {
    let wave = DateRange { from: day(WAVE.0), to: day(WAVE.1) };
    let tier = |roi_below: &str, rate: &str| object! { "roi_below" => roi_below, "rate" => rate };
    let sold = |measure: &str| cubes.sales.sum(measure, |date, keys| wave.contains(date) && keys[1] == Some(UD));
    let spend = cubes.content.sum("spend", |date, keys| wave.contains(date) && keys[4] == Some(UD));
    vec![
        object! {
            "id" => "direct_618",
            "label" => label("种草直达 618 效果对赌", "Direct links, 618: ROI promise"),
            "from" => WAVE.0,
            "to" => WAVE.1,
            "scope" => object! { "channel" => ["ud"] },
            "target_roi" => "3.5",
            "boundary" => "exclusive",
            "lock_after_days" => 15,
            "rebate" => object! {
                "tiers" => [tier("2.5", "0.3"), tier("3.2", "0.18"), tier("3.5", "0.08")],
                "cap" => 20_000_000,
                "payer" => "xhs",
                "payee" => "merchant",
            },
            "cps" => object! { "rate" => "0.03", "on" => "net_gmv", "payer" => "merchant", "payee" => "tmall" },
            // What was booked later is the correction.
            "frozen" => object! {
                "spend" => spend,
                "gmv" => sold("gmv") - given::CORRECTION.3,
                "refunds" => sold("refunds"),
                "orders" => sold("orders"),
            },
        },
        object! {
            "id" => "incentive",
            "label" => label("外投激励与聚光对赌", "Off-site incentive and Juguang promise"),
            "from" => "2025-04-01",
            "to" => "2025-06-30",
            "scope" => object! { "channel" => ["juguang"] },
            "target_roi" => "2",
            "boundary" => "inclusive",
            "lock_after_days" => 15,
            "rebate" => object! {
                "tiers" => [tier("1.5", "0.2"), tier("2", "0.1")],
                "cap" => 15_000_000,
                "payer" => "xhs",
                "payee" => "merchant",
            },
            "subsidy" => object! { "rate" => "0.25", "cap" => 30_000_000, "payer" => "tmall", "payee" => "merchant" },
            "segments" => [
                object! { "from" => "2025-04-01", "target_roi" => "2" },
                object! {
                    "from" => "2025-05-13",
                    "target_roi" => "2.5",
                    "tiers" => [tier("1.8", "0.2"), tier("2.5", "0.1")],
                },
            ],
        },
        object! {
            "id" => "traffic_share",
            "label" => label("绯汐彩妆流量分成", "Feixi make-up: share for traffic"),
            "from" => "2025-07-01",
            "to" => "2025-09-30",
            "scope" => object! { "brand" => ["feixi_makeup"] },
            "target_roi" => "2",
            "boundary" => "exclusive",
            "lock_after_days" => 15,
            "traffic_share" => object! { "rate" => "0.05", "on" => "net_gmv", "payer" => "merchant", "payee" => "xhs" },
        },
    ]
}

/// The section `eligibility`, from what was spent in the last thirty days.
pub fn eligibility(cubes: &Cubes) -> Json {
    let to = day(given::COMPLETE_THROUGH);
    let last_days = DateRange { from: to.plus(-29), to };
    let spend = cubes.content.sum("spend", |date, _| last_days.contains(date));
    object! {
        "store_score" => "4.8",
        "daily_spend" => spend / 30,
        "total_budget" => spend,
        "enterprise_account" => true,
        "category" => "美妆",
    }
}
