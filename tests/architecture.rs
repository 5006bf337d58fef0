//! The house rules that a compiler does not hold: data flows one way, every file says what it is for, and what the
//! page's policy forbids is not written. In: the sources. Out: the file and line that breaks a rule.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules from the first in the flow to the last; each may use only what stands before it.
const FLOW: [&str; 14] = [
    "kernel", "error", "date", "order", "contract", "host", "cube", "query", "stats", "analysis", "headless", "view",
    "ui", "embed",
];

/// A source file: its path below `src`, and its text without tests.
struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    fn module(&self) -> &str {
        let first = self.path.components().next().and_then(|part| part.as_os_str().to_str()).expect("a path below src");
        first.trim_end_matches(".rs")
    }

    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let code = self.text.lines().enumerate().map(|(n, line)| (n + 1, line));
        code.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn sources() -> Vec<Source> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<Source>) {
        for entry in fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("readable text");
                let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("").to_owned();
                found.push(Source { path: path.strip_prefix(root).expect("below src").to_owned(), text: code });
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &root, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The lines of `sources` that hold one of `words`, as `path:line`.
fn holding<'a>(sources: impl Iterator<Item = &'a Source>, words: &[&str]) -> Vec<String> {
    sources
        .flat_map(|source| source.lines().map(move |(n, line)| (source, n, line)))
        .filter(|(_, _, line)| words.iter().any(|word| line.contains(word)))
        .map(|(source, n, line)| format!("{}:{n}: {}", source.path.display(), line.trim()))
        .collect()
}

#[test]
fn data_flows_one_way() {
    let place = |module: &str| FLOW.iter().position(|&known| known == module);
    let mut backwards = Vec::new();
    for source in sources().iter().filter(|source| source.module() != "lib") {
        let here = place(source.module()).unwrap_or_else(|| panic!("{} is not in the flow", source.path.display()));
        for (n, line) in source.lines() {
            for used in line.split("crate::").skip(1) {
                let module: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if place(&module).is_some_and(|there| there > here) {
                    backwards.push(format!("{}:{n}: {}", source.path.display(), line.trim()));
                }
            }
        }
    }
    assert_eq!(backwards, Vec::<String>::new());
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<PathBuf> =
        sources().into_iter().filter(|source| !source.text.starts_with("//!")).map(|source| source.path).collect();
    assert_eq!(silent, Vec::<PathBuf>::new());
}

#[test]
fn what_reads_and_counts_cannot_panic_by_its_own_words() {
    let all = sources();
    let careful = all.iter().filter(|source| ["contract", "cube", "query"].contains(&source.module()));
    let words = [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("];
    assert_eq!(holding(careful, &words), Vec::<String>::new());
}

#[test]
fn the_page_policy_is_kept() {
    let all = sources();
    assert_eq!(holding(all.iter(), &["style=", "innerHTML", "inner_html", "Instant::now"]), Vec::<String>::new());
    let outside = all.iter().filter(|source| source.module() != "embed");
    assert_eq!(holding(outside, &["spawn_local"]), Vec::<String>::new());
}
