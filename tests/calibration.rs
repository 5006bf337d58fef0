//! The beauty sample shows the figures that the press reported of the plan. Each is counted from the finished file, by
//! code that knows neither the generator nor the engine, and has to be within half a point (r within 0.005).
//!
//! `cargo test --test calibration -- --nocapture` prints the table; so does `cargo xtask sample --figures`.

#[path = "support/figures.rs"]
mod figures;

use std::fs;
use std::path::Path;

use redcat_report::contract::{Report, WarningKind};
use redcat_report::cube::Dataset;
use serde_json::Value;

fn sample(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data").join(name);
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_figure_of_the_press_is_in_the_beauty_sample() {
    let figures = figures::of(&sample("beauty.json"));
    let table = figures::table(&figures);
    println!("{table}");
    assert_eq!(figures.len(), 8);
    assert!(figures.iter().all(figures::Figure::holds), "\n{table}");
}

#[test]
fn a_figure_that_moved_is_noticed() {
    let mut document = sample("beauty.json");
    let rows = document["benchmarks"].as_array_mut().expect("benchmarks");
    rows.retain(|row| row["category"] != "sports");
    let holds: Vec<bool> = figures::of(&document).iter().map(figures::Figure::holds).collect();
    assert_eq!(holds, [true, false, true, true, true, true, true, true]);
}

#[test]
fn the_index_of_the_agency_names_reports_that_are_there() {
    let index = sample("agency.json");
    let entries = index.as_array().expect("a list");
    assert_eq!(entries.len(), 2);
    for entry in entries {
        let document = sample(entry["src"].as_str().expect("a file beside the index"));
        assert_eq!(document["meta"]["merchant"]["name"], entry["label"]);
        assert_eq!(document["meta"]["demo"], true);
    }
}

#[test]
fn the_reader_takes_both_reports_and_knows_what_they_lack() {
    for name in ["beauty.json", "sports.json"] {
        let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data").join(name)).expect("the sample");
        let report = Report::from_bytes(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let dataset = Dataset::build(report).unwrap_or_else(|error| panic!("{name}: {error}"));
        let kinds: Vec<WarningKind> = dataset.report.warnings.iter().map(|warning| warning.kind).collect();
        let lacking = [WarningKind::MissingDates, WarningKind::Nulls, WarningKind::Nulls, WarningKind::Suppressed];
        assert_eq!(kinds, lacking, "{name}: {:?}", dataset.report.warnings);
    }
}
