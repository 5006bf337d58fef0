//! Input that is broken, hostile or very large: always an error, never a panic, never without end.

use std::sync::LazyLock;

use proptest::prelude::*;
use redcat_report::contract::Report;
use redcat_report::error::{ErrorKind, MAX_FAULTS};

use crate::fixtures;

fn smallest() -> Vec<u8> {
    let found = fixtures::accept().into_iter().find(|fixture| fixture.name == "smallest_columns");
    found.expect("the smallest document is a fixture").bytes
}

#[test]
fn bytes_that_are_no_text_and_text_that_is_no_document() {
    let kind = |bytes: &[u8]| Report::from_bytes(bytes).expect_err("no document").kind();
    assert_eq!(kind(b""), ErrorKind::Syntax);
    assert_eq!(kind(b" \n"), ErrorKind::Syntax);
    assert_eq!(kind(b"{\"schema\": \"\xff\xfe\"}"), ErrorKind::Syntax);
    assert_eq!(kind(b"\xfe\xff\x00{"), ErrorKind::Syntax);
    assert_eq!(kind(b"null"), ErrorKind::WrongType);
    assert_eq!(kind(b"\"redcat.report/1\""), ErrorKind::WrongType);
    assert_eq!(kind(b"<!doctype html>"), ErrorKind::Syntax);
}

#[test]
fn a_truncated_document_says_where_it_ends() {
    let bytes = smallest();
    let error = Report::from_bytes(&bytes[..bytes.len() - 30]).expect_err("truncated");
    assert!(error.faults()[0].found.contains("line 6 column"), "{error}");
}

#[test]
fn nesting_of_any_depth_is_an_error_and_not_a_crash() {
    let text = String::from_utf8(smallest()).expect("text");
    let deep = |open: &str, close: &str| open.repeat(200_000) + "1" + &close.repeat(200_000);
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let value = deep(open, close);
        let unknown = text.replacen('{', &format!("{{\"extra\": {value},"), 1);
        let error = Report::from_bytes(unknown.as_bytes()).expect_err("too deep");
        assert_eq!((error.kind(), error.path()), (ErrorKind::Limit, ""));
        for place in ["\"Category\"", "1200", "\"beauty\"", "[0, 0, 1]", "\"main\""] {
            let broken = text.replacen(place, &value, 1);
            assert!(Report::from_bytes(broken.as_bytes()).is_err(), "{place}");
        }
    }
}

#[test]
fn a_key_that_stands_twice_in_a_cube_is_refused_even_one_that_means_nothing() {
    let text = String::from_utf8(smallest()).expect("text").replace("\"layout\":", "\"note\": 1, \"layout\":");
    assert!(Report::from_bytes(text.as_bytes()).is_ok());
    for (key, value) in [("rows", "3"), ("gmv", "[1, 2, 3]"), ("note", "1")] {
        let quoted = format!("\"{key}\":");
        let place = text.rfind(&quoted).expect(key);
        let twice = format!("{}{quoted} {value}, {}", &text[..place], &text[place..]);
        let error = Report::from_bytes(twice.as_bytes()).expect_err(key);
        assert_eq!(error.kind(), ErrorKind::DuplicateId, "{key}: {error}");
        assert!(error.path().ends_with(key), "{error}");
    }
}

#[test]
fn many_faults_are_listed_up_to_twenty_and_counted_beyond() {
    let text = String::from_utf8(smallest()).expect("text");
    let values: Vec<_> = (0..1000).map(|n| if n % 2 == 0 { "\"abc\"".to_owned() } else { n.to_string() }).collect();
    let broken = text.replace("[1999900, 500, 0]", &format!("[{}]", values.join(",")));
    let error = Report::from_bytes(broken.as_bytes()).expect_err("five hundred wrong values and a wrong length");
    assert_eq!(error.faults().len(), MAX_FAULTS);
    assert_eq!(error.unlisted(), 501 - MAX_FAULTS);
    assert_eq!(error.faults()[3].path, "cells.values.gmv[6]");
    assert_eq!(error.faults()[3].found, "\"abc\"");
    assert_eq!(error.faults()[3].expected, "an integer");
}

#[test]
fn faults_of_several_sections_come_at_once() {
    let text = String::from_utf8(smallest()).expect("text");
    let broken = text
        .replace("\"CNY\"", "\"yuan\"")
        .replace("\"Asia/Shanghai\"", "8")
        .replace("\"count\"", "\"counts\"")
        .replace("{\"id\": \"baby\", \"label\": \"Baby\"}", "{\"id\": \"baby\"}");
    let error = Report::from_bytes(broken.as_bytes()).expect_err("four faults");
    let paths: Vec<_> = error.faults().iter().map(|fault| fault.path.as_str()).collect();
    let expected = ["meta.time_zone", "meta.currency", "dimensions[0].members[1].label", "measures[0].kind"];
    assert_eq!(paths, expected);
}

#[test]
fn what_was_found_is_shortened() {
    let text = String::from_utf8(smallest()).expect("text");
    let broken = text.replace("\"2025-05-12\"", &format!("\"{}\"", "九".repeat(1500)));
    let error = Report::from_bytes(broken.as_bytes()).expect_err("no date");
    assert!(error.faults()[0].found.chars().count() < 70, "{error}");
}

/// Pieces that a faulty sender might put in the place of others.
const TOKENS: [&str; 22] = [
    "null",
    "true",
    "-1",
    "0",
    "1.5",
    "1e400",
    "9007199254740993",
    "18446744073709551616",
    "\"\"",
    "\"abc\"",
    "[]",
    "{}",
    "[[]]",
    "\"\\ud800\"",
    "\"2025-02-30\"",
    "\"-0\"",
    ",",
    ":",
    "\u{feff}",
    "\"redcat.report/1\"",
    "-9223372036854775808",
    "[null,null,null]",
];

/// Where values, keys and punctuation of a document begin and end, roughly: what a mutation may replace.
fn token_at(text: &str, place: usize) -> std::ops::Range<usize> {
    let bytes = text.as_bytes();
    let is_edge = |byte: u8| b"{}[]:, \n\"".contains(&byte);
    let start = (0..=place.min(bytes.len() - 1)).rev().find(|&at| is_edge(bytes[at])).map_or(0, |at| at + 1);
    let end = (start..bytes.len()).find(|&at| is_edge(bytes[at])).unwrap_or(bytes.len());
    let quoted = start > 0 && bytes[start - 1] == b'"' && bytes.get(end) == Some(&b'"');
    if quoted { start - 1..end + 1 } else { start..end.max(start) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_bring_the_reader_down(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Report::from_bytes(&bytes);
    }

    #[test]
    fn no_broken_document_brings_the_reader_down(
        which in any::<prop::sample::Index>(),
        mutations in prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8, any::<u8>()), 1..5),
    ) {
        static FIXTURES: LazyLock<Vec<fixtures::Accept>> = LazyLock::new(fixtures::accept);
        let fixtures = &*FIXTURES;
        let mut bytes = fixtures[which.index(fixtures.len())].bytes.clone();
        for (place, kind, noise) in mutations {
            if bytes.is_empty() {
                break;
            }
            let at = place.index(bytes.len());
            match kind {
                0 => bytes.truncate(at),
                1 => bytes[at] ^= noise,
                2 => drop(bytes.splice(at..at, [noise])),
                _ => if let Ok(text) = std::str::from_utf8(&bytes) {
                    let token = TOKENS[usize::from(noise) % TOKENS.len()];
                    let range = token_at(text, at);
                    bytes.splice(range, token.bytes());
                },
            }
        }
        if let Err(error) = Report::from_bytes(&bytes) {
            prop_assert!(!error.faults().is_empty() && error.faults().len() <= MAX_FAULTS);
            prop_assert_ne!(error.kind(), ErrorKind::Internal);
        }
    }
}
