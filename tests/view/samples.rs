//! A small document made in code, so that a test can add up its rows without the engine.

use std::fmt::Write as _;

use redcat_report::contract::Report;
use redcat_report::cube::Dataset;
use redcat_report::date::Date;
use serde_json::{Value, json};

/// One row of the main cube.
#[derive(Clone, Debug)]
pub struct Row {
    pub day: String,
    pub product: Option<&'static str>,
    pub route: Option<&'static str>,
    pub reads: i64,
    pub visits: i64,
    pub carts: i64,
    pub orders: i64,
    pub gmv: i64,
}

pub const FROM: &str = "2025-05-01";
/// Twenty days, of which the last five are still growing.
pub const DAYS: i32 = 20;
pub const WINDOW_DAYS: i32 = 5;
pub const PRODUCTS: [(&str, &str); 4] = [("p1", "a"), ("p2", "a"), ("p3", "b"), ("p4", "c")];

/// Rows that differ by day, product and route, in a way that is easy to recompute.
pub fn rows() -> Vec<Row> {
    let from = Date::parse(FROM).expect("a date");
    let products = PRODUCTS.iter().map(|(id, _)| Some(*id)).chain([None]);
    let mut rows = Vec::new();
    for (p, product) in products.enumerate() {
        for (r, route) in [Some("direct"), Some("search")].into_iter().enumerate() {
            for day in 0..DAYS {
                let reads = 1_000 * (p as i64 + 1) + 37 * i64::from(day % 7) + 100 * r as i64;
                let visits = reads / (7 + r as i64);
                let orders = visits / (11 + p as i64);
                rows.push(Row {
                    day: from.plus(day).to_string(),
                    product,
                    route,
                    reads,
                    visits,
                    carts: visits / 3,
                    orders,
                    gmv: orders * (9_900 + 1_000 * p as i64),
                });
            }
        }
    }
    rows
}

/// The document of those rows; `edit` may change it first.
pub fn document(rows: &[Row], edit: impl FnOnce(&mut Value)) -> Value {
    let through = Date::parse(FROM).expect("a date").plus(DAYS - 1).to_string();
    let text = |zh: &str, en: &str| json!({"zh-CN": zh, "en": en});
    let member = |id: &str, zh: &str, en: &str| json!({"id": id, "label": text(zh, en)});
    let count = |id: &str, zh: &str, en: &str, unit: &str, anchor: &str| json!({"id": id, "label": text(zh, en), "kind": "count", "unit": unit, "anchor": anchor});
    let mut visitors = count("store_visits", "进店", "Store visits", "person", "exposure");
    visitors["subset_of"] = json!("reads");
    let mut orders = count("orders", "成交", "Orders", "person", "exposure");
    orders["subset_of"] = json!("store_visits");
    let records: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({"date": row.day, "product": row.product, "route": row.route, "reads": row.reads,
                "store_visits": row.visits, "add_to_carts": row.carts, "orders": row.orders, "gmv": row.gmv})
        })
        .collect();
    let spend: Vec<Value> = rows
        .iter()
        .filter(|row| row.product == Some("p1") && row.route == Some("direct"))
        .map(|row| json!({"date": row.day, "note_kind": "ad", "spend": 50_000, "likes": row.reads / 10, "collects": row.reads / 20}))
        .collect();
    let product = |(id, brand): &(&str, &str)| json!({"id": id, "label": text(&format!("商品{id}"), &format!("Product {id}")), "parent": brand});
    let mut document = json!({
        "schema": "redcat.report/1",
        "meta": {"merchant": {"id": "m", "name": text("云朵美妆", "Cloud Beauty")}, "source": text("三方账号", "Joint account"),
            "generated_at": "2025-05-21T08:30:00+08:00", "time_zone": "Asia/Shanghai", "currency": "CNY",
            "data_from": FROM, "complete_through": through, "demo": true,
            "attribution": {"model": "last_touch", "window_days": WINDOW_DAYS}},
        "dimensions": [
            {"id": "brand", "label": text("品牌", "Brand"),
                "members": [member("a", "甲", "Alpha"), member("b", "乙", "Beta"), member("c", "丙", "Gamma")]},
            {"id": "product", "label": text("商品", "Product"), "parent": "brand",
                "members": PRODUCTS.iter().map(product).collect::<Vec<_>>()},
            {"id": "route", "label": text("路径", "Route"),
                "members": [member("direct", "广告挂链", "Ad link"), member("search", "搜索进店", "Search")]},
            {"id": "note_kind", "label": text("笔记类型", "Note kind"), "members": [member("ad", "广告", "Ad")]}
        ],
        "measures": [
            count("reads", "阅读", "Reads", "person", "both"), visitors,
            count("add_to_carts", "加购", "Add to cart", "event", "exposure"), orders,
            count("likes", "点赞", "Likes", "event", "both"), count("collects", "收藏", "Collects", "event", "both"),
            {"id": "gmv", "label": text("成交额", "GMV"), "kind": "money", "anchor": "event"},
            {"id": "spend", "label": text("花费", "Spend"), "kind": "money", "anchor": "both", "polarity": "none"}
        ],
        "cells": [
            {"id": "main", "by": ["product", "route"], "measures": ["reads", "store_visits", "add_to_carts", "orders", "gmv"],
                "layout": "records", "records": records},
            {"id": "ads", "by": ["note_kind"], "measures": ["spend", "likes", "collects"], "layout": "records", "records": spend}
        ],
        "funnel": {"steps": [
            {"id": "reads", "measure": "reads", "parts": ["likes", "collects"]},
            {"id": "visits_direct", "measure": "store_visits", "route": "direct"},
            {"id": "visits_search", "measure": "store_visits", "route": "search"},
            {"id": "carts", "measure": "add_to_carts", "optional": true},
            {"id": "orders", "measure": "orders"}
        ]},
        "calendar": [{"from": "2025-05-13", "to": "2025-05-20", "label": text("618 预售", "618 presale"), "kind": "promotion"}]
    });
    edit(&mut document);
    document
}

/// The dataset of a document.
pub fn dataset(document: &Value) -> Dataset {
    let report = Report::from_bytes(document.to_string().as_bytes()).unwrap_or_else(|error| {
        let mut faults = String::new();
        for fault in error.faults() {
            let _ = writeln!(faults, "{fault}");
        }
        panic!("{faults}")
    });
    Dataset::build(report).expect("facts that can be packed")
}

/// The usual one.
pub fn small() -> Dataset {
    dataset(&document(&rows(), |_| {}))
}
