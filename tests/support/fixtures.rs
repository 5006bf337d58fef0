//! The documents of `tests/fixtures`: whoever adds a file there has added a test. Each file may say what to expect under
//! the key `$expect`, which the reader ignores; it is found in the text, so that a file that is no JSON can say it too.
//!
//! Natively the folders are read when the test runs; in a browser, which has no disk, they are part of the program.
#![allow(dead_code, reason = "each test file is a crate of its own and uses a part")]

use std::collections::BTreeMap;

use serde::Deserialize;

/// A document that has to be read.
pub struct Accept {
    /// File name without its ending.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// How often each kind of warning is counted, by its name in snake case; all other kinds not at all.
    pub warnings: BTreeMap<String, u64>,
}

/// A document that has to be refused.
pub struct Reject {
    /// File name without its ending.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Code of the first fault's kind.
    pub kind: String,
    /// Path of the first fault.
    pub path: String,
    /// Whether the JSON Schema refuses it too.
    pub structural: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Expectation {
    warnings: BTreeMap<String, u64>,
    kind: String,
    path: String,
    structural: bool,
}

/// `fixtures/accept`, by name.
pub fn accept() -> Vec<Accept> {
    let with_warnings = |(name, bytes): (String, Vec<u8>)| {
        let warnings = expectation(&name, &bytes).unwrap_or_default().warnings;
        Accept { name, bytes, warnings }
    };
    files("accept").into_iter().map(with_warnings).collect()
}

/// `fixtures/reject`, by name.
pub fn reject() -> Vec<Reject> {
    let with_fault = |(name, bytes): (String, Vec<u8>)| {
        let expected = expectation(&name, &bytes).unwrap_or_else(|| panic!("{name} does not say `$expect`"));
        Reject { name, bytes, kind: expected.kind, path: expected.path, structural: expected.structural }
    };
    files("reject").into_iter().map(with_fault).collect()
}

fn expectation(name: &str, bytes: &[u8]) -> Option<Expectation> {
    const KEY: &str = "\"$expect\":";
    let text = String::from_utf8_lossy(bytes);
    let (_, after) = text.split_once(KEY)?;
    let mut values = serde_json::Deserializer::from_str(after).into_iter();
    match values.next() {
        Some(Ok(expectation)) => Some(expectation),
        other => panic!("{name}: `$expect` cannot be read: {:?}", other.map(Result::err)),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let entries = std::fs::read_dir(&folder).expect("the fixtures are part of the checkout");
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    let mut files: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            (name, std::fs::read(path).expect("a readable file"))
        })
        .collect();
    files.sort();
    files
}

#[cfg(target_arch = "wasm32")]
fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    static FIXTURES: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures");
    let folder = FIXTURES.get_dir(folder).expect("the fixtures are part of the program");
    let mut files: Vec<_> = folder
        .files()
        .filter(|file| file.path().extension().is_some_and(|ending| ending == "json"))
        .map(|file| {
            let name = file.path().file_stem().expect("a file has a name").to_string_lossy().into_owned();
            (name, file.contents().to_vec())
        })
        .collect();
    files.sort();
    files
}
