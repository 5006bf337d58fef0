//! What a reading has to say besides its result: faults, warnings, keys nobody knows; and [`Path`], the place in the
//! document that each of them names. Paths are borrowed links on the stack, spelt out only where something is wrong.

use std::fmt;

use super::json::Writer;
use super::{Warning, WarningKind};
use crate::error::{Error, ErrorKind, Faults};

const MAX_NAMES: usize = 10;
const MAX_FOUND_CHARS: usize = 60;

/// A place in the document: `cells[0].values.gmv[17]`.
#[derive(Clone, Copy, Debug)]
pub enum Path<'p> {
    /// The document.
    Root,
    /// A key of an object.
    Key(&'p Path<'p>, &'p str),
    /// An element of an array.
    Index(&'p Path<'p>, usize),
}

impl<'p> Path<'p> {
    /// The place of `key` in here.
    #[inline(never)]
    pub const fn key(&'p self, key: &'p str) -> Self {
        Path::Key(self, key)
    }

    /// The place of element `index` in here.
    #[inline(never)]
    pub const fn index(&'p self, index: usize) -> Self {
        Path::Index(self, index)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(Path::Root, key) => write!(f, "{}", shortened(key)),
            Self::Key(parent, key) => write!(f, "{parent}.{}", shortened(key)),
            Self::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// Faults and warnings of one reading.
#[derive(Debug, Default)]
pub struct Notes {
    faults: Faults,
    noted: usize,
    warnings: Vec<Warning>,
    unknown: u64,
    unknown_names: Vec<String>,
}

impl Notes {
    /// Notes that `found` stands where `expected` should.
    pub fn fault(&mut self, kind: ErrorKind, at: &Path<'_>, found: &dyn fmt::Display, expected: &dyn fmt::Display) {
        self.noted += 1;
        self.faults.add(kind, at, found, expected);
    }

    /// Whether further faults are only counted.
    pub const fn is_full(&self) -> bool {
        self.faults.is_full()
    }

    /// Counts a fault that nobody will list: a column of a million wrong values must not cost a million texts.
    pub const fn count_fault(&mut self) {
        self.noted += 1;
        self.faults.count();
    }

    /// Notes a fault whose finding is a piece of the document.
    pub fn fault_in_text(&mut self, kind: ErrorKind, at: &Path<'_>, found: &str, expected: &str) {
        self.fault(kind, at, &shortened(found), &expected);
    }

    /// Notes a fault whose finding is an id, or another string that the document holds.
    pub fn fault_in_id(&mut self, kind: ErrorKind, at: &Path<'_>, found: &str, expected: &dyn fmt::Display) {
        self.fault(kind, at, &quoted(found), expected);
    }

    /// Notes that a limit was passed.
    pub fn limit(&mut self, at: &Path<'_>, found: &dyn fmt::Display, name: &str, limit: usize) {
        self.fault(ErrorKind::Limit, at, found, &format_args!("at most {limit} ({name})"));
    }

    /// Notes a key that means nothing here and is ignored. Keys such as `$schema` and `$comment` are remarks for tools
    /// and not worth a warning.
    pub fn unknown_key(&mut self, at: &Path<'_>) {
        if matches!(at, Path::Key(_, key) if key.starts_with('$')) {
            return;
        }
        self.unknown += 1;
        if self.unknown_names.len() < MAX_NAMES {
            self.unknown_names.push(at.to_string());
        }
    }

    /// Notes something odd but readable, unless it never happened.
    pub fn warn(&mut self, kind: WarningKind, path: impl Into<String>, count: u64, names: &[&str]) {
        if count > 0 {
            let names = names.iter().take(MAX_NAMES).map(ToString::to_string).collect();
            self.warnings.push(Warning { kind, path: path.into(), count, names });
        }
    }

    /// How many faults were noted so far.
    pub const fn noted(&self) -> usize {
        self.noted
    }

    /// The warnings, the one about unknown keys first; or the error.
    pub fn finish(self) -> Result<Vec<Warning>, Error> {
        let mut warnings = Vec::new();
        if self.unknown > 0 {
            let (count, names) = (self.unknown, self.unknown_names);
            warnings.push(Warning { kind: WarningKind::UnknownKeys, path: String::new(), count, names });
        }
        warnings.extend(self.warnings);
        self.faults.into_result(warnings)
    }
}

/// At most sixty characters of `text`.
pub fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_FOUND_CHARS) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned() + "…",
        None => text.to_owned(),
    }
}

/// `text` as a shortened JSON string, for what was found.
pub fn quoted(text: &str) -> String {
    let mut json = Writer::default();
    json.text(&shortened(text));
    json.finish()
}

#[cfg(test)]
mod tests {
    use super::{Path, quoted};

    #[test]
    fn spells_places_as_a_developer_would() {
        let cells = Path::Root.key("cells");
        let cube = cells.index(0);
        let values = cube.key("values");
        let gmv = values.key("gmv");
        assert_eq!(gmv.index(17).to_string(), "cells[0].values.gmv[17]");
        assert_eq!(Path::Root.to_string(), "");
        assert_eq!(quoted(&"长".repeat(100)).chars().count(), 63);
    }
}
