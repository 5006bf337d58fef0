//! Documents in which something was launched. In: the daily values of two members, experiments. Out: a contract document
//! of one measure, `orders` by `kind`, whose calendar holds the launch.

use redcat_report::contract::Report;
use redcat_report::cube::Dataset;
use redcat_report::date::Date;
use serde_json::{Value, json};

/// The first day of every document.
pub const FIRST: &str = "2025-03-03";

/// The day so many after the first.
pub fn day(n: usize) -> Date {
    Date::parse(FIRST).expect("a date").plus(n as i32)
}

/// A document of `days`, `(ad, organic)` each, `None` where not delivered; the launch is on day `launch`.
pub fn document(days: &[Option<(f64, f64)>], launch: usize) -> Value {
    let mut records = Vec::new();
    let mut missing = Vec::new();
    for (n, values) in days.iter().enumerate() {
        let date = day(n).to_string();
        let Some((ad, organic)) = values else {
            missing.push(date);
            continue;
        };
        records.push(json!({"date": date, "kind": "ad", "orders": *ad as i64}));
        records.push(json!({"date": date, "kind": "organic", "orders": *organic as i64}));
    }
    let member = |id: &str| json!({"id": id, "label": id});
    json!({
        "schema": "redcat.report/1",
        "meta": {"merchant": {"id": "m", "name": "M"}, "source": "test", "generated_at": "2025-09-01T00:00:00Z",
            "time_zone": "Asia/Shanghai", "currency": "CNY", "data_from": FIRST,
            "complete_through": day(days.len() - 1).to_string(), "missing_dates": missing},
        "dimensions": [
            {"id": "kind", "label": "Kind", "members": [member("ad"), member("organic"), member("other")]},
            {"id": "city", "label": "City", "members": [member("a"), member("b")]}
        ],
        "measures": [{"id": "orders", "label": "Orders", "kind": "count", "unit": "event"}],
        "cells": {"id": "main", "by": ["kind"], "measures": ["orders"], "layout": "records", "records": records},
        "calendar": [
            {"from": day(launch).to_string(), "to": day(launch).to_string(), "label": "Links", "kind": "launch"},
            {"from": FIRST, "to": FIRST, "label": "A remark", "kind": "note"}
        ]
    })
}

/// An experiment of the sums of these arms, control last.
pub fn experiment(id: &str, design: &str, arms: &[Value]) -> Value {
    json!({"id": id, "label": id, "from": "2025-05-20", "to": "2025-06-10", "design": design, "arms": arms})
}

/// The dataset of a document.
pub fn dataset(document: &Value) -> Dataset {
    let report = Report::from_bytes(document.to_string().as_bytes()).expect("a document that can be read");
    Dataset::build(report).expect("facts that can be packed")
}
