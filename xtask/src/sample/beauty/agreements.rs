//! What the beauty merchant has agreed on. In: cubes. Out: the section `agreements`; frozen amounts are those of the cubes.

use crate::sample::json::{Json, label, object};
use crate::sample::model::cubes::Cubes;
use crate::sample::model::members::UD;
use crate::sample::model::parameters as given;
use crate::sample::model::scenario::Scenario;
use crate::sample::model::season::days;

/// The section `agreements`: one locked, one maturing, one running.
pub fn agreements(cubes: &Cubes, scenario: &Scenario) -> Vec<Json> {
    let wave = days(given::WAVE);
    let tier = |roi_below: &str, rate: &str| object! { "roi_below" => roi_below, "rate" => rate };
    let sold = |measure: &str| cubes.sales.sum(measure, |date, keys| wave.contains(date) && keys[4] == Some(UD));
    let spend = cubes.content.sum("spend", |date, keys| wave.contains(date) && keys[4] == Some(UD));
    vec![
        object! {
            "id" => "direct_618",
            "label" => label("种草直达 618 效果对赌", "Direct links, 618: ROI promise"),
            "from" => given::WAVE.0,
            "to" => given::WAVE.1,
            "scope" => object! { "channel" => ["ud"] },
            "target_roi" => "3.5",
            "boundary" => "exclusive",
            "lock_after_days" => 15,
            "rebate" => object! {
                "tiers" => [tier("2.5", "0.3"), tier("3.2", "0.18"), tier("3.5", "0.08")],
                "cap" => 100_000_000,
                "payer" => "xhs",
                "payee" => "merchant",
            },
            "cps" => object! { "rate" => "0.03", "on" => "net_gmv", "payer" => "merchant", "payee" => "tmall" },
            // What was booked later is the correction.
            "frozen" => object! {
                "spend" => spend,
                "gmv" => sold("gmv") - scenario.correction.2,
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
            // Of channels whose orders are all observed: a sample settles nothing.
            "scope" => object! { "brand" => ["feixi_makeup"], "channel" => ["ud", "juguang", "chengfeng"] },
            "target_roi" => "2",
            "boundary" => "exclusive",
            "lock_after_days" => 15,
            "traffic_share" => object! { "rate" => "0.05", "on" => "net_gmv", "payer" => "merchant", "payee" => "xhs" },
        },
    ]
}
