//! Both layouts mean the same: a random document written as columns and as records gives equal reports, whatever the
//! order of keys.

use proptest::prelude::*;
use redcat_report::contract::Report;
use serde_json::{Map, Value, json};

const CATEGORIES: [&str; 3] = ["beauty", "baby", "food"];
const BRANDS: [&str; 4] = ["lip", "bib", "tea", "oil"];
const BRAND_PARENTS: [usize; 4] = [0, 1, 2, 2];
const DATES: [&str; 4] = ["2025-05-14", "2025-05-12", "2025-05-13", "2025-06-30"];

#[derive(Clone, Debug)]
struct Row {
    date: usize,
    brand: Option<usize>,
    category_given: bool,
    impressions: Option<i64>,
    gmv: Option<i64>,
    withheld: bool,
}

impl Row {
    /// A coarser key beside a finer one has to agree; without the finer one it may be anything.
    fn category(&self) -> Option<usize> {
        self.category_given.then(|| self.brand.map_or(1, |brand| BRAND_PARENTS[brand]))
    }
}

fn row() -> impl Strategy<Value = Row> {
    let count = prop::option::of(prop_oneof![0..300_i64, Just(70_000), Just((1 << 53) - 1)]);
    let money = prop::option::of(prop_oneof![-500..500_i64, Just(1 << 40)]);
    (0..DATES.len(), prop::option::of(0..BRANDS.len()), any::<bool>(), count, money, any::<bool>()).prop_map(
        |(date, brand, category_given, impressions, gmv, withheld)| Row {
            date,
            brand,
            category_given,
            impressions,
            gmv,
            withheld,
        },
    )
}

fn members(ids: &[&str], parents: Option<&[usize]>) -> Value {
    let member = |(n, id): (usize, &&str)| {
        let mut member = json!({ "id": id, "label": id });
        if let Some(parents) = parents {
            member["parent"] = CATEGORIES[parents[n]].into();
        }
        member
    };
    ids.iter().enumerate().map(member).collect()
}

fn document(cells: &Value) -> Vec<u8> {
    let document = json!({
        "schema": "redcat.report/1",
        "meta": {
            "merchant": { "id": "m", "name": "M" }, "source": "test", "generated_at": "2025-05-20T00:00:00Z",
            "time_zone": "Asia/Shanghai", "currency": "CNY", "data_from": "2025-05-12", "complete_through": "2025-05-14"
        },
        "dimensions": [
            { "id": "brand", "label": "Brand", "parent": "category", "members": members(&BRANDS, Some(&BRAND_PARENTS)) },
            { "id": "category", "label": "Category", "members": members(&CATEGORIES, None) }
        ],
        "measures": [
            { "id": "impressions", "label": "Impressions", "kind": "count" },
            { "id": "gmv", "label": "GMV", "kind": "money" }
        ],
        "cells": cells
    });
    document.to_string().into_bytes()
}

fn as_columns(rows: &[Row]) -> Value {
    let column = |value: &dyn Fn(&Row) -> Value| rows.iter().map(value).collect::<Value>();
    let withheld = |row: &(usize, &Row)| row.1.withheld && row.1.gmv.is_none();
    json!({
        "suppressed": { "gmv": rows.iter().enumerate().filter(withheld).map(|(n, _)| n).collect::<Vec<_>>() },
        "values": { "gmv": column(&|row| row.gmv.into()), "impressions": column(&|row| row.impressions.into()) },
        "keys": { "category": column(&|row| row.category().into()), "brand": column(&|row| row.brand.into()) },
        "id": "main", "layout": "columns", "by": ["brand", "category"], "measures": ["impressions", "gmv"],
        "rows": rows.len(), "dates": DATES, "date": column(&|row| row.date.into())
    })
}

/// Nulls written out in every second record, left out in the others.
fn as_records(rows: &[Row]) -> Value {
    let record = |(n, row): (usize, &Row)| {
        let mut record = Map::new();
        record.insert("date".to_owned(), DATES[row.date].into());
        let fields = [
            ("brand", row.brand.map(|brand| Value::from(BRANDS[brand]))),
            ("category", row.category().map(|category| Value::from(CATEGORIES[category]))),
            ("impressions", row.impressions.map(Value::from)),
            ("gmv", row.gmv.map(Value::from)),
        ];
        for (key, value) in fields {
            if value.is_some() || n % 2 == 0 {
                record.insert(key.to_owned(), value.into());
            }
        }
        if row.withheld && row.gmv.is_none() {
            record.insert("suppressed".to_owned(), json!(["gmv"]));
        }
        Value::from(record)
    };
    json!({
        "records": rows.iter().enumerate().map(record).collect::<Value>(),
        "id": "main", "layout": "records", "by": ["brand", "category"], "measures": ["impressions", "gmv"]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn columns_and_records_give_equal_reports(rows in prop::collection::vec(row(), 0..60)) {
        let columns = Report::from_bytes(&document(&as_columns(&rows))).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let mut records = Report::from_bytes(&document(&as_records(&rows))).map_err(|e| TestCaseError::fail(e.to_string()))?;
        // Messages name a place as its layout does; all else is equal.
        prop_assert!(std::mem::take(&mut records.cells[0].as_records));
        prop_assert_eq!(&columns, &records);

        let cube = &columns.cells[0];
        prop_assert_eq!(cube.rows, rows.len());
        for (n, row) in rows.iter().enumerate() {
            let day = cube.day.get(n).map(|day| cube.first_date.plus(day as i32).to_string());
            prop_assert_eq!(day.as_deref(), Some(DATES[row.date]));
            prop_assert_eq!(cube.keys[0].1.get(n), row.brand.map(|brand| brand as i64));
            prop_assert_eq!(cube.values[0].column.get(n), row.impressions);
            prop_assert_eq!(cube.values[1].column.get(n), row.gmv);
            prop_assert_eq!(cube.values[1].suppressed.contains(n), row.withheld && row.gmv.is_none());
        }
    }
}
