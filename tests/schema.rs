//! The published JSON Schema: up to date with the types, and believed by an independent validator. It accepts what the
//! reader accepts, and refuses those faults that a schema can express.
//!
//! `REDCAT_UPDATE=1` rewrites the published file.

#[path = "support/fixtures.rs"]
mod fixtures;

use std::path::{Path, PathBuf};

use serde_json::Value;

fn in_project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn validator() -> jsonschema::Validator {
    let schema = redcat_report::contract::schema();
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).expect("a valid schema")
}

fn first_error(document: &Value) -> Option<String> {
    validator().iter_errors(document).next().map(|error| format!("{} at {}", error, error.instance_path()))
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    let path = in_project("www/redcat.report-1.schema.json");
    let fresh = serde_json::to_string_pretty(&redcat_report::contract::schema()).expect("JSON") + "\n";
    if std::env::var_os("REDCAT_UPDATE").is_some() {
        std::fs::write(&path, &fresh).expect("a writable checkout");
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(published == fresh, "run the test with REDCAT_UPDATE=1 and commit {}", path.display());
}

#[test]
fn accepted_documents_and_samples_fit_the_schema() {
    for fixture in fixtures::accept() {
        let text = String::from_utf8(fixture.bytes).expect("text");
        let document = serde_json::from_str(text.trim_start_matches('\u{feff}')).expect("JSON");
        assert_eq!(first_error(&document), None, "{}", fixture.name);
    }
    let samples = std::fs::read_dir(in_project("www/data")).expect("the samples");
    let mut seen = 0;
    for entry in samples {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let document: Value = serde_json::from_slice(&std::fs::read(&path).expect("a file")).expect("JSON");
        if document.get("schema").is_some() {
            assert_eq!(first_error(&document), None, "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 0, "no sample was checked");
}

#[test]
fn structural_faults_do_not_fit_the_schema() {
    let mut structural = 0;
    for fixture in fixtures::reject() {
        let Ok(document) = serde_json::from_slice(&fixture.bytes) else { continue };
        if fixture.structural {
            assert!(first_error(&document).is_some(), "{} fits the schema", fixture.name);
            structural += 1;
        }
    }
    assert!(structural >= 60, "only {structural} documents are marked structural");
}
