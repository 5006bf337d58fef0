//! Documents of two groups side by side. In: counts from the fixtures. Out: a contract document with one ratio,
//! `buyers ÷ visitors`, of persons.

use redcat_report::contract::Report;
use redcat_report::cube::Dataset;
use serde_json::{Value, json};

/// Of the twelve categories that all differ, and the twelve weeks that do not: name, then `x1 n1 x2 n2`.
pub const CATEGORIES: &str = include_str!("../fixtures/statistics/twelve_categories.csv");
pub const WEEKS: &str = include_str!("../fixtures/statistics/twelve_weeks_no_difference.csv");

/// The day of the first group, and the one before with the second.
pub const NOW: &str = "2025-06-02";
pub const BEFORE: &str = "2025-06-01";

/// Admissions to Berkeley's six largest departments in 1973, men and women: Bickel, Hammel & O'Connell, Science 187
/// (1975) 398–404; the table as in R's `UCBAdmissions`. Department, then admitted and applied of men and of women.
pub const ADMISSIONS: [(&str, [u64; 4]); 6] = [
    ("a", [512, 825, 89, 108]),
    ("b", [353, 560, 17, 25]),
    ("c", [120, 325, 202, 593]),
    ("d", [138, 417, 131, 375]),
    ("e", [53, 191, 94, 393]),
    ("f", [22, 373, 24, 341]),
];

/// Cells of a reference table by the name of their column.
pub fn reference(csv: &str) -> Vec<(String, Vec<(String, f64)>)> {
    let mut lines = csv.lines();
    let head: Vec<&str> = lines.next().expect("a head").split(',').skip(1).collect();
    lines
        .map(|line| {
            let (name, cells) = line.split_once(',').expect("a name");
            let cells = cells.split(',').map(|cell| cell.parse::<f64>().expect("a number"));
            (name.to_owned(), head.iter().map(ToString::to_string).zip(cells).collect())
        })
        .collect()
}

/// A document of these dimensions, `(id, members)`, and records, over the two days.
pub fn document(dimensions: &[(&str, Vec<String>)], records: &[Value]) -> Value {
    let members = |ids: &[String]| ids.iter().map(|id| json!({"id": id, "label": id})).collect::<Vec<_>>();
    let described: Vec<Value> =
        dimensions.iter().map(|(id, ids)| json!({"id": id, "label": id, "members": members(ids)})).collect();
    let by: Vec<&str> = dimensions.iter().map(|(id, _)| *id).collect();
    json!({
        "schema": "redcat.report/1",
        "meta": {"merchant": {"id": "m", "name": "M"}, "source": "test", "generated_at": "2025-06-03T00:00:00Z",
            "time_zone": "Asia/Shanghai", "currency": "CNY", "data_from": BEFORE, "complete_through": NOW},
        "dimensions": described,
        "measures": [
            {"id": "visitors", "label": "Visitors", "kind": "count", "unit": "person", "anchor": "both"},
            {"id": "buyers", "label": "Buyers", "kind": "count", "unit": "person", "anchor": "both",
                "subset_of": "visitors"}
        ],
        "ratios": [{"id": "buyer_rate", "label": "Buyer rate", "numerator": "buyers", "denominator": "visitors"}],
        "cells": {"id": "main", "by": by, "measures": ["visitors", "buyers"], "layout": "records", "records": records}
    })
}

/// The dataset of a document.
pub fn dataset(document: &Value) -> Dataset {
    let report = Report::from_bytes(document.to_string().as_bytes()).expect("a document that can be read");
    Dataset::build(report).expect("facts that can be packed")
}

/// Pairs of groups as the members of `category`: the first on [`NOW`], the second on [`BEFORE`].
pub fn pairs(groups: &[(String, [u64; 4])]) -> Value {
    let mut records = Vec::new();
    for (name, [x1, n1, x2, n2]) in groups {
        records.push(json!({"date": NOW, "category": name, "visitors": n1, "buyers": x1}));
        records.push(json!({"date": BEFORE, "category": name, "visitors": n2, "buyers": x2}));
    }
    document(&[("category", groups.iter().map(|(name, _)| name.clone()).collect())], &records)
}

/// The pairs of a reference table.
pub fn pairs_of(csv: &str) -> Value {
    let count = |cells: &[(String, f64)], n: usize| cells[n].1 as u64;
    let groups: Vec<(String, [u64; 4])> =
        reference(csv).into_iter().map(|(name, cells)| (name, [0, 1, 2, 3].map(|n| count(&cells, n)))).collect();
    pairs(&groups)
}

/// Strata of two groups, `men` and `women`, by `department`, all on one day.
pub fn strata(tables: &[(String, [u64; 4])]) -> Value {
    let mut records = Vec::new();
    for (department, [x1, n1, x2, n2]) in tables {
        records.push(json!({"date": NOW, "gender": "men", "department": department, "visitors": n1, "buyers": x1}));
        records.push(json!({"date": NOW, "gender": "women", "department": department, "visitors": n2, "buyers": x2}));
    }
    let departments = tables.iter().map(|(department, _)| department.clone()).collect();
    document(&[("gender", vec!["men".into(), "women".into()]), ("department", departments)], &records)
}

/// Berkeley's admissions.
pub fn admissions() -> Value {
    strata(&ADMISSIONS.map(|(department, counts)| (department.to_owned(), counts)))
}
