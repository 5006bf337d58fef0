//! What the sports merchant has agreed on. In: cubes. Out: the section `agreements`.

use crate::sample::json::{Json, label, object};
use crate::sample::model::cubes::Cubes;
use crate::sample::model::parameters as given;
use crate::sample::model::scenario::Scenario;

/// One locked that is settled as delivered, one running.
pub fn agreements(_: &Cubes, _: &Scenario) -> Vec<Json> {
    vec![
        object! {
            "id" => "direct_618",
            "label" => label("种草直达 618 效果对赌", "Direct links, 618: ROI promise"),
            "from" => given::WAVE.0,
            "to" => given::WAVE.1,
            "scope" => object! { "channel" => ["ud"] },
            "target_roi" => "3",
            "boundary" => "exclusive",
            "lock_after_days" => 15,
            "rebate" => object! {
                "tiers" => [
                    object! { "roi_below" => "2", "rate" => "0.25" },
                    object! { "roi_below" => "3", "rate" => "0.1" },
                ],
                "payer" => "xhs",
                "payee" => "merchant",
            },
        },
        object! {
            "id" => "commission_summer",
            "label" => label("夏季户外 CPS", "Summer outdoor: commission"),
            "from" => "2025-07-01",
            "to" => "2025-08-31",
            "scope" => object! { "category" => ["outdoor"] },
            "target_roi" => "2",
            "boundary" => "inclusive",
            "lock_after_days" => 15,
            "cps" => object! { "rate" => "0.05", "on" => "net_gmv", "payer" => "merchant", "payee" => "tmall" },
        },
    ]
}
