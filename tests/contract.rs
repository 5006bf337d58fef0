//! The contract `redcat.report/1` as a partner meets it: which documents are read, which are refused and where, that both
//! layouts mean the same, and that nothing that arrives can bring the reader down.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/fixtures.rs"]
mod fixtures;

#[path = "contract/broken.rs"]
mod broken;
#[path = "contract/layouts.rs"]
mod layouts;
#[path = "contract/meaning.rs"]
mod meaning;
#[path = "contract/pieces.rs"]
mod pieces;

use std::collections::BTreeMap;

use redcat_report::contract::{Report, WarningKind};

#[test]
fn every_accepted_document_is_read_with_its_warnings_and_no_other() {
    let fixtures = fixtures::accept();
    assert!(fixtures.len() >= 40, "only {} documents", fixtures.len());
    for fixture in fixtures {
        let name = &fixture.name;
        let report = Report::from_bytes(&fixture.bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut counted = BTreeMap::new();
        for warning in &report.warnings {
            *counted.entry(word(warning.kind).to_owned()).or_insert(0) += warning.count;
        }
        assert_eq!(counted, fixture.warnings, "{name}");
    }
}

#[test]
fn every_refused_document_names_the_kind_and_the_place() {
    let fixtures = fixtures::reject();
    assert!(fixtures.len() >= 150, "only {} documents", fixtures.len());
    let mut wrong = Vec::new();
    for fixture in fixtures {
        let expected = (fixture.kind.as_str(), fixture.path.as_str());
        match Report::from_bytes(&fixture.bytes) {
            Ok(_) => wrong.push(format!("{}: read, though it is {expected:?}", fixture.name)),
            Err(error) if (error.kind().code(), error.path()) != expected => {
                let found = (error.kind().code(), error.path());
                wrong.push(format!("{}: {found:?} instead of {expected:?} ({error})", fixture.name));
            }
            // A fixture shows one thing; a second fault would be the reader's own invention.
            Err(error) if error.faults().len() + error.unlisted() != 1 => {
                wrong.push(format!("{}: {:#?}", fixture.name, error.faults()));
            }
            Err(error) => assert!(!error.faults()[0].expected.is_empty(), "{}", fixture.name),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn word(kind: WarningKind) -> &'static str {
    match kind {
        WarningKind::UnknownKeys => "unknown_keys",
        WarningKind::MissingDates => "missing_dates",
        WarningKind::Nulls => "nulls",
        WarningKind::Suppressed => "suppressed",
        WarningKind::RowsAfterComplete => "rows_after_complete",
        WarningKind::RowsBeforeData => "rows_before_data",
        _ => "of_the_cube",
    }
}
