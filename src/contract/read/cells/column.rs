//! One JSON array into one narrow column: the hot path of reading. A wrong element is noted with its index and stands
//! as null, so that the rest of the column is read too.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::refuse::refuse_all_but;
use crate::contract::Column;
use crate::contract::limits::{MAX_INTEGER, MAX_ROWS};
use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::wire::integral;
use crate::error::ErrorKind;

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
        /// 2^53 - 1, or all of i64 for sums of squares.
        most: i64,
        /// Whether digits in a string are taken.
        digits: bool,
    },
}

impl Rule {
    /// A whole number that is allowed here, or what is wrong with it.
    pub fn check(self, value: i64) -> Result<i64, ErrorKind> {
        match self {
            Self::Index { len, .. } if value >= 0 && (value as u64) < len as u64 => Ok(value),
            Self::Value { least, most, .. } if (least..=most).contains(&value) => Ok(value),
            Self::Value { least: 0, .. } if (-MAX_INTEGER..0).contains(&value) => Err(ErrorKind::Negative),
            _ => Err(ErrorKind::OutOfRange),
        }
    }

    fn digits(self, text: &str) -> Result<i64, ErrorKind> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let well_formed = !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit());
        if !well_formed || !matches!(self, Self::Value { digits: true, .. }) {
            return Err(ErrorKind::NotAnInteger);
        }
        text.parse().map_err(|_| ErrorKind::OutOfRange).and_then(|value| self.check(value))
    }

    /// What a developer is told to send instead of a value with this fault.
    fn expected(self, kind: ErrorKind) -> String {
        match (self, kind) {
            (Self::Index { len, .. }, ErrorKind::OutOfRange) => format!("an index below {len}"),
            (Self::Value { most, .. }, ErrorKind::OutOfRange) => format!("an integer up to {most}"),
            (_, ErrorKind::Negative) => "a number that is not negative".to_owned(),
            _ => "an integer".to_owned(),
        }
    }
}

/// One element: an integer that the rule allows, or null. What is wrong is noted and becomes `None`.
pub struct Element<'c> {
    /// Which integers are allowed.
    pub rule: Rule,
    /// Where it stands.
    pub at: Path<'c>,
    /// Where faults go.
    pub notes: &'c mut Notes,
}

impl Element<'_> {
    fn settle(self, outcome: Result<i64, ErrorKind>, found: &dyn fmt::Display) -> Option<i64> {
        match outcome {
            Ok(value) => Some(value),
            Err(_) if self.notes.is_full() => {
                self.notes.count_fault();
                None
            }
            Err(kind) => {
                self.notes.fault(kind, &self.at, found, &self.rule.expected(kind));
                None
            }
        }
    }

    fn refuse(self, found: &str) -> Option<i64> {
        self.notes.fault(ErrorKind::NotAnInteger, &self.at, &found, &"an integer");
        None
    }
}

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = Option<i64>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<i64>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Element<'_> {
    type Value = Option<i64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer or null")
    }

    fn visit_u64<E>(self, value: u64) -> Result<Option<i64>, E> {
        let outcome = i64::try_from(value).map_err(|_| ErrorKind::OutOfRange).and_then(|value| self.rule.check(value));
        Ok(self.settle(outcome, &value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Option<i64>, E> {
        let outcome = self.rule.check(value);
        Ok(self.settle(outcome, &value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Option<i64>, E> {
        let rule = self.rule;
        Ok(match integral(value) {
            // A double past 2^53 need not be the integer that was written.
            Some(value) if value.abs() <= MAX_INTEGER => self.settle(rule.check(value), &value),
            None if value.fract() != 0.0 => self.refuse("a number with a fraction"),
            _ => self.settle(Err(ErrorKind::OutOfRange), &"a number past 2^53"),
        })
    }

    fn visit_unit<E>(self) -> Result<Option<i64>, E> {
        match self.rule {
            Rule::Index { nullable: false, .. } => Ok(self.refuse("null")),
            _ => Ok(None),
        }
    }

    fn visit_str<E>(self, text: &str) -> Result<Option<i64>, E> {
        let outcome = self.rule.digits(text);
        Ok(self.settle(outcome, &quoted(text)))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Option<i64>, E> {
        Ok(self.refuse(if value { "true" } else { "false" }))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<i64>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(self.refuse("an array"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<i64>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(self.refuse("an object"))
    }
}

/// Notes what makes well-formed text unreadable: a number that no double holds, half of a surrogate pair. Whoever calls
/// this stops; the parser cannot go on.
pub fn unreadable<E: fmt::Display>(error: E, at: &Path<'_>, notes: &mut Notes) -> E {
    let message = error.to_string();
    if message.starts_with("number out of range") {
        notes.fault(ErrorKind::OutOfRange, at, &"a number past every double", &"a value that can be read");
    } else {
        notes.fault(ErrorKind::Syntax, at, &message, &"a value that can be read");
    }
    error
}

/// A whole array of such elements.
pub struct ColumnSeed<'c> {
    /// Which integers are allowed.
    pub rule: Rule,
    /// Where the array stands.
    pub at: &'c Path<'c>,
    /// Where faults go.
    pub notes: &'c mut Notes,
    /// Rows that may be expected.
    pub expected_rows: usize,
}

impl<'de> DeserializeSeed<'de> for ColumnSeed<'_> {
    type Value = Option<Column>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Column>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ColumnSeed<'_> {
    type Value = Option<Column>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of integers")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<Column>, A::Error> {
        let mut column = Column::with_capacity(self.expected_rows);
        loop {
            let element = Element { rule: self.rule, at: self.at.index(column.len()), notes: self.notes };
            match seq.next_element_seed(element) {
                Ok(Some(value)) => column.push(value),
                Ok(None) => return Ok(Some(column)),
                Err(error) => return Err(unreadable(error, &self.at.index(column.len()), self.notes)),
            }
            if column.len() > MAX_ROWS {
                self.notes.limit(self.at, &"more rows", "MAX_ROWS", MAX_ROWS);
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(None);
            }
        }
    }

    refuse_all_but!(array, 'de);
}

impl ColumnSeed<'_> {
    fn refuse(self, found: &str) -> Option<Column> {
        self.notes.fault(ErrorKind::WrongType, self.at, &found, &"an array of integers");
        None
    }
}
