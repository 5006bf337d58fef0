//! One JSON array into one narrow column: the hot path of reading. A wrong element is noted with its index and stands
//! as null, so that the rest of the column is read too.

use crate::contract::arrays::{Array, Integers, Table};
use crate::contract::json::{Items, digits, integer, string};
use crate::contract::limits::{MAX_INTEGER, MAX_ROWS};
use crate::contract::notes::{Notes, Path};
use crate::contract::{Column, Measure, MeasureKind};
use crate::error::ErrorKind;

/// How many rows are looked at together.
pub const BLOCK: usize = 1024;

/// Which integers a column takes.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// Indexes into a list of that many entries; null where `nullable`.
    Index {
        /// Length of the list.
        len: usize,
        /// Whether null may stand for "unknown".
        nullable: bool,
    },
    /// Values of a measure, from `least` to `most`; decimal strings too where `digits`.
    Value {
        /// 0, or negative where corrections are allowed.
        least: i64,
        /// 2^53 - 1, or all of i64 for sums of squares: all bits that a value may have.
        most: i64,
        /// Whether digits in a string are taken.
        digits: bool,
    },
}

impl Rule {
    /// Which values a measure takes.
    pub fn of(measure: &Measure) -> Self {
        // The same fact under its exposure-anchored id has the same corrections.
        let fact = measure.id.strip_suffix("_exposed").unwrap_or(&measure.id);
        let (least, most, digits) = match measure.kind {
            MeasureKind::SumSquares => (0, i64::MAX, true),
            MeasureKind::Money if matches!(fact, "gmv" | "shop_gmv") => (-MAX_INTEGER, MAX_INTEGER, false),
            _ => (0, MAX_INTEGER, false),
        };
        Self::Value { least, most, digits }
    }

    /// The largest integer that is allowed; all from 0 to there are.
    pub const fn most(self) -> i64 {
        match self {
            Self::Index { len, .. } => len as i64 - 1,
            Self::Value { most, .. } => most,
        }
    }

    /// Whether it takes all elements.
    pub fn takes(self, array: &Integers) -> bool {
        match self {
            Self::Value { least, most, .. } => array.least >= least && array.bits <= most,
            Self::Index { len, nullable } => {
                let column = &array.column;
                array.least >= 0
                    && (nullable || column.nulls().is_empty())
                    && (column.is_empty() || column.most() < len as i64)
            }
        }
    }

    /// The value that `text` stands for; what is wrong is noted and becomes null.
    pub fn read(self, text: &str, at: &Path<'_>, notes: &mut Notes) -> Option<i64> {
        match self.value(text) {
            Ok(value) => value,
            Err(_) if notes.is_full() => {
                notes.count_fault();
                None
            }
            Err(kind) => {
                notes.fault_in_text(kind, at, text, &self.expected(kind));
                None
            }
        }
    }

    fn value(self, text: &str) -> Result<Option<i64>, ErrorKind> {
        if text == "null" && !matches!(self, Self::Index { nullable: false, .. }) {
            return Ok(None);
        }
        let value = if text.starts_with('"') {
            let found = string(text).ok_or(ErrorKind::Syntax)?;
            if digits(&found).is_none() || !matches!(self, Self::Value { digits: true, .. }) {
                return Err(ErrorKind::NotAnInteger);
            }
            integer(&found)?
        } else {
            integer(text)?
        };
        match self {
            Self::Index { len, .. } if value >= 0 && (value as u64) < len as u64 => Ok(Some(value)),
            Self::Value { least, most, .. } if (least..=most).contains(&value) => Ok(Some(value)),
            Self::Value { least: 0, .. } if (-MAX_INTEGER..0).contains(&value) => Err(ErrorKind::Negative),
            _ => Err(ErrorKind::OutOfRange),
        }
    }

    /// What a developer is told to send instead of a value with this fault.
    fn expected(self, kind: ErrorKind) -> String {
        match (self, kind) {
            (Self::Index { len, .. }, ErrorKind::OutOfRange) => format!("an index below {len}"),
            (Self::Value { most, .. }, ErrorKind::OutOfRange) => format!("an integer up to {most}"),
            (_, ErrorKind::Negative) => "a number that is not negative".to_owned(),
            (_, ErrorKind::Syntax) => "a value that can be read".to_owned(),
            _ => "an integer".to_owned(),
        }
    }
}

/// The arrays that were read with the text.
pub struct Arrays(Vec<Array>);

impl Arrays {
    /// All of a document.
    pub const fn of(arrays: Vec<Array>) -> Self {
        Self(arrays)
    }

    /// The one that `text` is the sign of; there is one sign of each.
    fn take(&mut self, text: &str) -> Option<Array> {
        let (_, place) = digits(text.strip_prefix("[#")?.strip_suffix(']')?)?;
        self.0.get_mut(place as usize).map(|array| std::mem::replace(array, Array::Column(Integers::default())))
    }

    /// The records that `text` is the sign of.
    pub fn table(&mut self, text: &str) -> Option<Table> {
        match self.take(text) {
            Some(Array::Table(table)) => Some(table),
            _ => None,
        }
    }

    /// A whole array of integers that `rule` takes, `rows` long.
    pub fn column(&mut self, text: &str, rule: Rule, rows: usize, at: &Path<'_>, notes: &mut Notes) -> Option<Column> {
        if !text.starts_with('[') {
            notes.fault_in_text(ErrorKind::WrongType, at, text, "an array of integers");
            return None;
        }
        let column = match self.take(text) {
            Some(Array::Column(array)) if rule.takes(&array) => array.column,
            Some(Array::Column(array)) => {
                Elements { array: Some(array.column), items: Items::of("") }.read(rule, at, notes)
            }
            _ => Elements { array: None, items: Items::of(text) }.read(rule, at, notes),
        };
        if column.len() > MAX_ROWS {
            notes.limit(at, &"more rows", "MAX_ROWS", MAX_ROWS);
            return None;
        }
        if column.len() != rows {
            let expected = format_args!("{rows} entries, as `rows` says");
            notes.fault(ErrorKind::LengthMismatch, at, &format_args!("{} entries", column.len()), &expected);
            return None;
        }
        Some(column)
    }
}

/// Elements one by one, so that each that is wrong has its place.
struct Elements<'a> {
    array: Option<Column>,
    items: Items<'a>,
}

impl Elements<'_> {
    fn read(&mut self, rule: Rule, at: &Path<'_>, notes: &mut Notes) -> Column {
        let mut column = Column::default();
        while column.len() <= MAX_ROWS {
            let written;
            let text = match &self.array {
                Some(array) if array.len() == column.len() => break,
                Some(array) => {
                    written = array.get(column.len()).map_or_else(|| "null".to_owned(), |value| value.to_string());
                    &*written
                }
                None => match self.items.next() {
                    Some(text) => text,
                    None => break,
                },
            };
            column.push(rule.read(text, &at.index(column.len()), notes));
        }
        column
    }
}
