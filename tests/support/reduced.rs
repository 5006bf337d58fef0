//! Documents of which every panel can be drawn, and the ways in which they can say less: a section missing, partly null,
//! withheld, a single day long. In: nothing. Out: documents, and edits of them.

use redcat_report::date::Date;
use serde_json::{Value, json};

use crate::samples;

/// Sections that a document may lack.
const SECTIONS: [&str; 12] = [
    "cells",
    "ratios",
    "uniques",
    "funnel",
    "cohorts",
    "forecast",
    "experiments",
    "benchmarks",
    "people_flow",
    "agreements",
    "eligibility",
    "calendar",
];

/// Documents of which every panel can be drawn, one or another.
pub fn bases() -> Vec<Value> {
    let whole = samples::document(&samples::rows(), |document| {
        document["cohorts"] = samples::cohorts();
        document["eligibility"] = samples::eligibility();
        document["people_flow"] = samples::people_flow();
        document["agreements"] = samples::agreements();
        document["experiments"] = samples::experiments();
        let days = json!({"from": samples::FROM, "to": "2025-05-14"});
        let launch = json!({"from": "2025-05-08", "to": "2025-05-08", "label": "L", "kind": "launch"});
        document["calendar"].as_array_mut().expect("a calendar").push(launch);
        document["forecast"] = json!({"rf": {"unit": "day", "x": [0, 1, 2], "t_x": [0, 20, 40], "T": [60, 60, 60], "customers": [500, 80, 30]}});
        document["benchmarks"] = json!([{"category": "beauty", "label": "B", "numerator": "store_visits", "denominator": "reads",
            "current": {"numerator": 3_000, "denominator": 40_000, "from": days["from"], "to": days["to"]}, "p50": "0.1", "merchants": 20}]);
    });
    vec![whole, samples::closed_loop()]
}

/// A way to say less, and what it makes of a document.
pub type Less = (String, Box<dyn Fn(&mut Value)>);

fn less(name: &str, edit: impl Fn(&mut Value) + 'static) -> Less {
    (name.to_owned(), Box::new(edit))
}

/// Every value of every row for which `picked` holds of its number, as `edit` makes it.
fn each_value(document: &mut Value, picked: impl Fn(usize) -> bool, edit: impl Fn(&mut Value, &[String])) {
    let Some(cubes) = document["cells"].as_array_mut() else { return };
    for cube in cubes {
        let measures: Vec<String> = cube["measures"]
            .as_array()
            .expect("measures")
            .iter()
            .map(|id| id.as_str().expect("an id").to_owned())
            .collect();
        let records = cube["records"].as_array_mut().expect("records");
        for (_, record) in records.iter_mut().enumerate().filter(|(n, _)| picked(*n)) {
            edit(record, &measures);
        }
    }
}

fn blank(record: &mut Value, measures: &[String]) {
    for measure in measures {
        record[measure.as_str()] = Value::Null;
    }
}

fn withhold(record: &mut Value, measures: &[String]) {
    blank(record, measures);
    record["suppressed"] = json!(measures);
}

/// What sections hold that may be null, all of it.
fn optional_parts_null(document: &mut Value) {
    document["eligibility"] = json!({"store_score": null, "daily_spend": null, "category": null});
    for experiment in document["experiments"].as_array_mut().into_iter().flatten() {
        for arm in experiment["arms"].as_array_mut().into_iter().flatten() {
            arm["gmv_sumsq"] = Value::Null;
        }
    }
    for agreement in document["agreements"].as_array_mut().into_iter().flatten() {
        for line in ["rebate", "traffic_share", "cps", "subsidy", "frozen"] {
            agreement[line] = Value::Null;
        }
    }
    if let Some(cohorts) = document["cohorts"].as_object_mut() {
        for part in ["calendar_month", "acquisition"] {
            cohorts.remove(part);
        }
        let rows = cohorts["rows"].as_object_mut().expect("rows");
        for column in ["first_revenue", "cum_revenue", "cum_sd", "revenue"] {
            rows.remove(column);
        }
    }
}

/// The days from the first on, one or so many.
fn cut_to(document: &mut Value, days: i32) {
    let from = document["meta"]["data_from"].as_str().expect("a date").to_owned();
    let last = Date::parse(&from).expect("a date").plus(days - 1).to_string();
    document["meta"]["complete_through"] = json!(last);
    for cube in document["cells"].as_array_mut().expect("cubes") {
        cube["records"]
            .as_array_mut()
            .expect("records")
            .retain(|record| record["date"].as_str().expect("a date") <= &*last);
    }
}

pub fn ways() -> Vec<Less> {
    let mut ways = vec![less("whole", |_| {})];
    for section in SECTIONS {
        ways.push(less(&format!("without {section}"), move |document| {
            document[section] = if section == "cells" { json!([]) } else { Value::Null };
        }));
    }
    for section in ["experiments", "benchmarks", "people_flow", "agreements", "calendar", "uniques"] {
        ways.push(less(&format!("empty {section}"), move |document| document[section] = json!([])));
    }
    ways.push(less("every other row null", |document| each_value(document, |n| n % 2 == 0, blank)));
    ways.push(less("all rows null", |document| each_value(document, |_| true, blank)));
    ways.push(less("every other row withheld", |document| each_value(document, |n| n % 2 == 0, withhold)));
    ways.push(less("all rows withheld", |document| each_value(document, |_| true, withhold)));
    ways.push(less("all rows zero", |document| {
        each_value(
            document,
            |_| true,
            |record, measures| {
                for measure in measures {
                    record[measure.as_str()] = json!(0);
                }
            },
        );
    }));
    ways.push(less("no rows", |document| {
        for cube in document["cells"].as_array_mut().expect("cubes") {
            cube["records"] = json!([]);
        }
    }));
    ways.push(less("below the floor", |document| {
        let ids = ["readers", "reads"].map(|id| (id, document["measures"].to_string().contains(&format!("\"{id}\""))));
        let people = ids.into_iter().find(|(_, known)| *known).map(|(id, _)| id).expect("people");
        document["meta"]["min_cell"] = json!(1_000_000_000);
        document["meta"]["privacy_measure"] = json!(people);
        for measure in document["measures"].as_array_mut().expect("measures") {
            if measure["id"] == people {
                measure["unit"] = json!("person");
            }
        }
    }));
    ways.push(less("optional parts null", optional_parts_null));
    ways.push(less("a single day", |document| cut_to(document, 1)));
    ways.push(less("two days", |document| cut_to(document, 2)));
    ways.push(less("no day delivered", |document| {
        let range = |key: &str| Date::parse(document["meta"][key].as_str().expect("a date")).expect("a date");
        let (from, to) = (range("data_from"), range("complete_through"));
        let missing: Vec<String> = (0..=to.since(from)).map(|n| from.plus(n).to_string()).collect();
        for cube in document["cells"].as_array_mut().expect("cubes") {
            cube["records"] = json!([]);
        }
        document["meta"]["missing_dates"] = json!(missing);
    }));
    ways
}
