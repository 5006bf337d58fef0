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

/// Life tables by day of the customers of two brands in two months; the second month is not followed to the end.
/// Brand a's come back faster. Everything adds up by hand: each day one in so many of those at risk comes back.
pub fn cohorts() -> Value {
    let mut columns: Vec<(&str, Vec<Value>)> = ["cohort", "age", "customers", "observed", "at_risk", "events"]
        .into_iter()
        .chain(["active", "orders", "revenue", "first_revenue", "cum_revenue", "cum_sd"])
        .map(|key| (key, Vec::new()))
        .collect();
    let mut brands = Vec::new();
    for (cohort, customers, followed) in [("2025-03", 400_i64, 60_i64), ("2025-04", 600, 30)] {
        for (brand, one_in, share) in [(0, 40, 3), (1, 80, 1)] {
            let customers = customers * share / 4;
            let (mut without, mut revenue) = (customers, customers * 10_000);
            for age in 0..followed + 10 {
                // In the last ten days every tenth customer is lost a day.
                let observed = customers - customers / 10 * (age - followed + 1).max(0);
                let at_risk = without.min(observed);
                let events = if age == 0 { 0 } else { at_risk / one_in };
                without -= events;
                revenue += events * 5_000;
                let values = [
                    json!(cohort),
                    json!(age),
                    json!(customers),
                    json!(observed),
                    json!(at_risk),
                    json!(events),
                    json!(events),
                    json!(events),
                    json!(events * 5_000),
                    if age == 0 { json!(customers * 10_000) } else { json!(null) },
                    json!(revenue * observed / customers),
                    json!(3_000.5),
                ];
                for ((_, column), value) in columns.iter_mut().zip(values) {
                    column.push(value);
                }
                brands.push(json!(brand));
            }
        }
    }
    let mut rows: serde_json::Map<String, Value> =
        columns.into_iter().map(|(key, values)| (key.to_owned(), Value::Array(values))).collect();
    rows.insert("keys".to_owned(), json!({ "brand": brands }));
    // Cohort, months after, brand, second orders, whether the month is over.
    let cells = [
        ("2025-03", 0, 0, 30, true),
        ("2025-03", 0, 1, 5, true),
        ("2025-03", 1, 0, 60, true),
        ("2025-03", 1, 1, 10, true),
        ("2025-04", 0, 0, 50, true),
        ("2025-04", 0, 1, 9, true),
        ("2025-04", 1, 0, 20, false),
        ("2025-04", 1, 1, 3, false),
    ];
    let customers = |cohort: &str, brand: i32| match (cohort, brand) {
        ("2025-03", 0) => 300,
        ("2025-03", _) => 100,
        (_, 0) => 450,
        _ => 150,
    };
    json!({
        "age_unit": "day", "observed_until": "2025-05-20", "first_order_unit": "month", "rows": rows,
        "calendar_month": {
            "cohort": cells.map(|(cohort, ..)| cohort), "k": cells.map(|(_, k, ..)| k),
            "keys": {"brand": cells.map(|(_, _, brand, ..)| brand)},
            "customers": cells.map(|(cohort, _, brand, ..)| customers(cohort, brand)),
            "active": cells.map(|(.., second, _)| second + 2), "second_orders": cells.map(|(.., second, _)| second),
            "orders": cells.map(|(.., second, _)| second + 5), "revenue": cells.map(|(.., second, _)| second * 5_000),
            "complete": cells.map(|(.., complete)| complete),
        },
        "acquisition": [
            {"cohort": "2025-03", "keys": {"brand": "a"}, "spend": 3_600_000},
            {"cohort": "2025-03", "keys": {"brand": "b"}, "spend": 1_000_000},
            {"cohort": "2025-04", "keys": {"brand": "a"}, "spend": 5_400_000},
            {"cohort": "2025-04", "keys": {"brand": "b"}, "spend": 1_650_000}
        ]
    })
}

/// A merchant who misses one gate of the sender's and one that the press reported, and does not say what account it has.
pub fn eligibility() -> Value {
    json!({"store_score": "4.42", "daily_spend": 599_999, "total_budget": 5_000_000, "category": "美妆",
        "rules": {"daily_spend": 600_000}})
}

/// One experiment at random, and readers of boosted notes beside others.
pub fn experiments() -> Value {
    let arm = |role: &str, units: u64, buyers: u64, gmv: u64, squares: &str, spend: u64| json!({"role": role, "units": units, "buyers": buyers, "gmv": gmv, "gmv_sumsq": squares, "spend": spend});
    json!([
        {"id": "links", "label": {"zh-CN": "挂链开与关", "en": "Links on and off"}, "from": "2025-05-02",
            "to": "2025-05-12", "design": "randomised", "arms": [
                arm("exposed", 6_000, 195, 3_310_000, "75965374941", 500_000),
                arm("control", 6_000, 155, 2_670_000, "61536960576", 0)]},
        {"id": "boosted", "label": {"zh-CN": "加热与未加热", "en": "Boosted and not"}, "from": "2025-05-02",
            "to": "2025-05-18", "design": "observational", "arms": [
                arm("exposed", 42_000, 1_222, 21_575_705, "523306846559", 5_100_000),
                arm("control", 88_000, 2_353, 40_232_864, "915767463212", 0)]}
    ])
}

/// Two agreements: one locked whose amounts were frozen, one running that lacks refunds.
pub fn agreements() -> Value {
    let text = |zh: &str, en: &str| json!({"zh-CN": zh, "en": en});
    json!([
        {"id": "promise", "label": text("五月对赌", "May promise"), "from": FROM, "to": "2025-05-10", "scope": {}, "target_roi": "3",
            "boundary": "exclusive", "lock_after_days": 5,
            "rebate": {"tiers": [{"roi_below": "2", "rate": "0.3"}, {"roi_below": "3", "rate": "0.125"}], "cap": 60_000,
                "payer": "xhs", "payee": "merchant"},
            "frozen": {"spend": 500_000, "gmv": 1_400_000, "refunds": 100_000, "orders": 130}},
        {"id": "sales", "label": text("佣金与补贴", "Commission and subsidy"), "from": "2025-05-11", "to": "2025-05-31", "scope": {"note_kind": ["ad"]},
            "target_roi": "2", "boundary": "inclusive", "lock_after_days": 15,
            "subsidy": {"rate": "0.2", "cap": 80_000, "payer": "tmall", "payee": "merchant"},
            "traffic_share": {"rate": "0.05", "on": "net_gmv", "payer": "merchant", "payee": "xhs"}}
    ])
}

/// Moves between people layers over two months; of the first only few.
pub fn people_flow() -> Value {
    let moved = |month: &str, to: &str, source: &str, target: &str, people: u64| json!({"from": format!("2025-{month}-01"), "to": to, "source": source, "target": target, "people": people});
    let may = |source, target, people| moved("05", "2025-05-31", source, target, people);
    json!([
        moved("04", "2025-04-30", "none", "A", 900),
        moved("04", "2025-04-30", "A", "P", 8),
        may("none", "A", 10_000),
        may("none", "I", 2_000),
        may("A", "A", 7_000),
        may("A", "I", 2_500),
        may("A", "P", 300),
        may("A", "none", 200),
        may("I", "I", 900),
        may("I", "A", 60),
        may("I", "P", 450),
        may("I", "none", 90),
        may("P", "P", 700),
        may("P", "A", 5),
        may("P", "none", 95)
    ])
}

/// Five months whose sales are split by destination, customer, gender and boost. On-site takes from Tmall what it gains, on
/// top of a week that both share; the last three weeks are a promotion.
pub fn closed_loop() -> Value {
    const DAYS: i32 = 140;
    let from = Date::parse("2025-01-06").expect("a Monday");
    let text = |zh: &str, en: &str| json!({"zh-CN": zh, "en": en});
    let member = |id: &str, zh: &str, en: &str| json!({"id": id, "label": text(zh, en)});
    let (mut sales, mut customers, mut readers, mut notes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for n in 0..DAYS {
        let day = from.plus(n).to_string();
        let moved = i64::from((n * n * 37 + n * 11) % 101) * 1_000;
        let noise = i64::from((n * n * 53 + n * 29) % 89) * 2_000;
        let week = if n % 7 > 4 { 60_000 } else { 0 };
        for (to, gmv) in [
            (json!("xhs"), 150_000 + moved + week),
            (json!("tmall"), 900_000 - 2 * moved + 3 * week + noise),
            (json!(null), 5_000),
        ] {
            sales.push(json!({"date": day, "destination": to, "gmv": gmv, "orders": gmv / 5_000}));
        }
        for (who, share) in [("new", 6), ("returning", 4)] {
            let orders = share * 20 + i64::from(n % 5);
            customers
                .push(json!({"date": day, "customer": who, "orders": orders, "gmv": orders * (4_800 + 100 * share)}));
        }
        for (who, reads, people) in [(json!("female"), 700, 60), (json!("male"), 280, 25), (json!(null), 20, 2)] {
            readers.push(json!({"date": day, "gender": who, "reads": reads + i64::from(n % 3), "readers": people}));
        }
        for (boost, impressions, reads, spend) in [("boosted", 4_000, 320, 9_000), ("none", 9_000, 680, 0)] {
            let reads = reads + i64::from(n % 4);
            notes.push(json!({"date": day, "boost": boost, "impressions": impressions, "reads": reads, "engagements": reads / 20, "spend": spend}));
        }
    }
    let measure = |id: &str, zh: &str, en: &str, kind: &str, anchor: &str| json!({"id": id, "label": text(zh, en), "kind": kind, "anchor": anchor});
    let mut people = measure("readers", "阅读人数", "Readers", "unique", "both");
    people["unit"] = json!("person");
    let cube = |id: &str, by: &str, measures: &[&str], records: Vec<Value>| json!({"id": id, "by": [by], "measures": measures, "layout": "records", "records": records});
    json!({
        "schema": "redcat.report/1",
        "meta": {"merchant": {"id": "m", "name": text("云朵美妆", "Cloud Beauty")}, "source": text("三方账号", "Joint account"),
            "generated_at": "2025-05-27T08:30:00+08:00", "time_zone": "Asia/Shanghai", "currency": "CNY",
            "data_from": from.to_string(), "complete_through": from.plus(DAYS - 1).to_string(), "demo": true},
        "dimensions": [
            {"id": "destination", "label": text("成交去向", "Destination"), "members": [member("tmall", "天猫", "Tmall"), member("xhs", "小红书", "Xiaohongshu")]},
            {"id": "customer", "label": text("新老客", "Customer"), "members": [member("new", "新客", "New"), member("returning", "老客", "Returning")]},
            {"id": "gender", "label": text("性别", "Gender"), "members": [member("female", "女性", "Women"), member("male", "男性", "Men")]},
            {"id": "boost", "label": text("加热", "Boost"), "members": [member("boosted", "加热", "Boosted"), member("none", "未加热", "Not boosted")]}
        ],
        "measures": [
            measure("gmv", "成交额", "GMV", "money", "event"), measure("orders", "成交", "Orders", "count", "event"),
            measure("impressions", "曝光", "Impressions", "count", "both"), measure("reads", "阅读", "Reads", "count", "both"),
            measure("engagements", "互动", "Engagements", "count", "both"), measure("spend", "花费", "Spend", "money", "both"), people
        ],
        "cells": [
            cube("sales", "destination", &["gmv", "orders"], sales), cube("customers", "customer", &["orders", "gmv"], customers),
            cube("readers", "gender", &["reads", "readers"], readers),
            cube("notes", "boost", &["impressions", "reads", "engagements", "spend"], notes)
        ],
        "people_flow": people_flow(),
        "calendar": [{"from": from.plus(DAYS - 21).to_string(), "to": from.plus(DAYS - 1).to_string(), "label": text("520 大促", "520 promotion"), "kind": "promotion"}]
    })
}

/// The usual one with every section that a panel is made from.
pub fn whole() -> Dataset {
    dataset(&document(&rows(), |document| {
        document["cohorts"] = cohorts();
        document["eligibility"] = eligibility();
        document["experiments"] = experiments();
        document["agreements"] = agreements();
        document["people_flow"] = people_flow();
    }))
}

/// The usual one with life tables.
pub fn with_cohorts() -> Dataset {
    dataset(&document(&rows(), |document| document["cohorts"] = cohorts()))
}

/// Sixty days of six creators who engage readers and sell, each better than the one before, in two shops; engagements
/// are not split by shop. The first spends nothing, the second for ten days only. `edit` may change it.
pub fn creators(edit: impl FnOnce(&mut Value)) -> Dataset {
    let text = |zh: &str, en: &str| json!({"zh-CN": zh, "en": en});
    let count =
        |id: &str, zh: &str, en: &str| json!({"id": id, "label": text(zh, en), "kind": "count", "anchor": "event"});
    let money =
        |id: &str, zh: &str, en: &str| json!({"id": id, "label": text(zh, en), "kind": "money", "anchor": "event"});
    let member = |id: &str| json!({"id": id, "label": text(&format!("达人{id}"), &format!("Creator {id}"))});
    let from = Date::parse(FROM).expect("a date");
    let members = ["c1", "c2", "c3", "c4", "c5", "c6"].map(member);
    let (mut content, mut sales) = (Vec::new(), Vec::new());
    for day in 0..60 {
        let date = from.plus(day as i32).to_string();
        for (better, creator) in ["c1", "c2", "c3", "c4", "c5", "c6"].into_iter().enumerate() {
            if creator == "c2" && day >= 10 {
                continue;
            }
            let noise = (day * 7_919 + better * 104_729) % 97;
            let (engagements, spend) = (1_000 + 12 * noise + 30 * (day % 7), 40_000 + 500 * ((noise * 31) % 97));
            let spend = if creator == "c1" { 0 } else { spend };
            content.push(json!({"date": date, "creator": creator, "engagements": engagements, "spend": spend}));
            let orders = 20 + noise / 3 + (day * 13) % 9;
            let gmv = (better + 1) * (better + 1) * 600 * orders;
            for (shop, part) in [("tmall", 3), ("jd", 1)] {
                sales.push(json!({"date": date, "creator": creator, "shop": shop, "orders": orders * part,
                    "gmv": gmv * part, "refunds": gmv * part / 10}));
            }
        }
    }
    let mut document = json!({
        "schema": "redcat.report/1",
        "meta": {"merchant": {"id": "m", "name": text("云朵美妆", "Cloud Beauty")}, "source": "test", "demo": true,
            "generated_at": "2025-07-01T08:30:00+08:00", "time_zone": "Asia/Shanghai", "currency": "CNY",
            "data_from": FROM, "complete_through": from.plus(59).to_string()},
        "dimensions": [
            {"id": "creator", "label": text("达人", "Creator"), "members": members},
            {"id": "shop", "label": text("店铺", "Shop"),
                "members": [{"id": "tmall", "label": text("天猫", "Tmall")}, {"id": "jd", "label": text("京东", "JD")}]}
        ],
        "measures": [
            count("engagements", "互动", "Engagements"), count("orders", "成交", "Orders"),
            money("gmv", "成交额", "GMV"), money("refunds", "退款", "Refunds"), money("spend", "花费", "Spend")
        ],
        "cells": [
            {"id": "content", "by": ["creator"], "measures": ["engagements", "spend"], "layout": "records", "records": content},
            {"id": "sales", "by": ["creator", "shop"], "measures": ["orders", "gmv", "refunds"], "layout": "records", "records": sales}
        ],
        "calendar": [{"from": "2025-05-13", "to": "2025-05-20", "label": text("618 预售", "618 presale"), "kind": "promotion"}]
    });
    edit(&mut document);
    dataset(&document)
}
