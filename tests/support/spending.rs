//! A document of what was spent and what came of it, simple enough to add up by hand.

use redcat_report::contract::Report;
use redcat_report::cube::Dataset;
use serde_json::{Value, json};

/// Whole days of the document.
pub const DAYS: i64 = 30;
/// Days until what came of an exposure is in.
pub const WINDOW: i64 = 10;

/// The day so many after the first.
pub fn date(n: i64) -> String {
    format!("2025-06-{:02}", n + 1)
}

/// Thirty days of two channels: per day spend 100 and 50, gmv 300 and 60, refunds 30 and 0, commission 12 and 3, subsidy
/// 25 and 0, whole shop 4000; amounts in minor units, the last ten days not final by exposure.
pub fn document() -> Value {
    let mut channels = Vec::new();
    let mut shop = Vec::new();
    for n in 0..DAYS {
        let mut add = |channel: &str, [spend, gmv, refunds, commission, subsidy]: [i64; 5], visits: i64| {
            channels.push(json!({"date": date(n), "channel": channel, "spend": spend, "gmv": gmv + n, "refunds": refunds,
                "commission": commission, "platform_subsidy": subsidy, "store_visits": visits, "new_buyers": visits / 10,
                "gmv_exposed": gmv + n + 5, "store_visits_exposed": 2 * visits}));
        };
        add("ud", [100, 300, 30, 12, 25], 40);
        add("juguang", [50, 60, 0, 3, 0], 20);
        shop.push(json!({"date": date(n), "shop_gmv": 4_000}));
    }
    let money = |id: &str, anchor: &str| json!({"id": id, "label": id, "kind": "money", "anchor": anchor});
    let count = |id: &str, unit: &str, anchor: &str| json!({"id": id, "label": id, "kind": "count", "unit": unit, "anchor": anchor});
    let measures = json!([
        money("spend", "both"),
        money("gmv", "event"),
        money("refunds", "event"),
        money("commission", "event"),
        money("platform_subsidy", "both"),
        money("gmv_exposed", "exposure"),
        money("shop_gmv", "event"),
        count("store_visits", "session", "event"),
        count("new_buyers", "person", "event"),
        count("store_visits_exposed", "session", "exposure")
    ]);
    let of_channels: Vec<&str> = vec![
        "spend",
        "gmv",
        "refunds",
        "commission",
        "platform_subsidy",
        "gmv_exposed",
        "store_visits",
        "new_buyers",
        "store_visits_exposed",
    ];
    json!({
        "schema": "redcat.report/1",
        "meta": {"merchant": {"id": "m", "name": "M"}, "source": "test", "generated_at": "2025-07-01T00:00:00Z",
            "time_zone": "Asia/Shanghai", "currency": "CNY", "data_from": date(0), "complete_through": date(DAYS - 1),
            "attribution": {"model": "last_touch", "window_days": WINDOW}},
        "dimensions": [
            {"id": "channel", "label": "Channel", "members": [
                {"id": "ud", "label": "UD"}, {"id": "juguang", "label": "Juguang"}, {"id": "organic", "label": "Organic"}]},
            {"id": "gender", "label": "Gender", "members": [{"id": "f", "label": "F"}]}
        ],
        "measures": measures,
        "ratios": [
            {"id": "roi_exposed", "label": "ROI by exposure", "numerator": "gmv_exposed", "denominator": "spend"},
            {"id": "visit_cost_exposed", "label": "Visit cost", "numerator": "spend", "denominator": "store_visits_exposed"}
        ],
        "cells": [
            {"id": "channels", "by": ["channel"], "measures": of_channels, "layout": "records", "records": channels},
            {"id": "shop", "by": [], "measures": ["shop_gmv"], "layout": "records", "records": shop}
        ]
    })
}

/// The dataset of a document.
pub fn dataset(document: &Value) -> Dataset {
    let report = Report::from_bytes(document.to_string().as_bytes()).expect("a document that can be read");
    Dataset::build(report).expect("facts that can be packed")
}
