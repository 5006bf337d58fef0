//! A selection as the text of a link: `date=2025-05-13..2025-06-18&compare=previous&category=beauty,care`. In and out:
//! the same [`Selection`]. Ids are percent-encoded, `~` is the unknown member, and a dimension whose id could be taken
//! for another word (`date`, `compare`, one that begins with `d.`) is written with `d.` in front. Refuses text that it
//! would not write in substance: unknown words, dates that are none, the same part twice.

use std::fmt::{self, Write};
use std::str::FromStr;

use super::{Compare, Selection};
use crate::date::{Date, DateRange};
use crate::error::{Error, ErrorKind};

const DIMENSION_PREFIX: &str = "d.";
const UNKNOWN_MEMBER: &str = "~";
const WAVE_PREFIX: &str = "wave:";

impl fmt::Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        if let Some(range) = self.date {
            write!(f, "date={}..{}", range.from, range.to)?;
            separator = "&";
        }
        if let Some(compare) = &self.compare {
            write!(f, "{separator}compare=")?;
            match compare {
                Compare::Previous => f.write_str("previous")?,
                Compare::Year => f.write_str("year")?,
                Compare::Custom(range) => write!(f, "{}..{}", range.from, range.to)?,
                Compare::Wave(name) => write!(f, "{WAVE_PREFIX}{}", Encoded(name))?,
            }
            separator = "&";
        }
        for (dimension, members) in self.filters.iter().filter(|(_, members)| !members.is_empty()) {
            let needs_prefix = matches!(&**dimension, "date" | "compare") || dimension.starts_with(DIMENSION_PREFIX);
            let prefix = if needs_prefix { DIMENSION_PREFIX } else { "" };
            write!(f, "{separator}{prefix}{}=", Encoded(dimension))?;
            for (place, member) in members.iter().enumerate() {
                f.write_str(if place > 0 { "," } else { "" })?;
                match member {
                    Some(id) => write!(f, "{}", Encoded(id))?,
                    None => f.write_str(UNKNOWN_MEMBER)?,
                }
            }
            separator = "&";
        }
        Ok(())
    }
}

/// Percent-encodes all but ASCII letters, digits, `-`, `.` and `_`.
struct Encoded<'a>(&'a str);

impl fmt::Display for Encoded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.bytes().try_for_each(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => f.write_char(char::from(byte)),
            _ => write!(f, "%{byte:02X}"),
        })
    }
}

/// The text with all percent-encoded but ASCII letters, digits, `-`, `.` and `_`.
pub(crate) fn encode(text: &str) -> String {
    Encoded(text).to_string()
}

impl FromStr for Selection {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut selection = Self::default();
        for part in text.split('&').filter(|_| !text.is_empty()) {
            let Some((key, value)) = part.split_once('=') else {
                return Err(refusal(part, part, "a part of the form key=value"));
            };
            let repeated = match key {
                "date" => selection.date.replace(range(key, value)?).is_some(),
                "compare" => selection.compare.replace(compare(key, value)?).is_some(),
                _ => {
                    let dimension = decode(key, key.strip_prefix(DIMENSION_PREFIX).unwrap_or(key))?;
                    let member = |id: &str| match id {
                        UNKNOWN_MEMBER => Ok(None),
                        id => decode(key, id).map(Some),
                    };
                    let members = value.split(',').map(member).collect::<Result<_, _>>()?;
                    selection.filters.insert(dimension, members)
                }
            };
            if repeated {
                return Err(refusal(key, part, "each part once"));
            }
        }
        Ok(selection)
    }
}

fn compare(key: &str, value: &str) -> Result<Compare, Error> {
    match value {
        "previous" => Ok(Compare::Previous),
        "year" => Ok(Compare::Year),
        _ => match value.strip_prefix(WAVE_PREFIX) {
            Some(name) => Ok(Compare::Wave(decode(key, name)?)),
            None => Ok(Compare::Custom(range(key, value)?)),
        },
    }
}

fn range(key: &str, value: &str) -> Result<DateRange, Error> {
    value
        .split_once('.')
        .and_then(|(from, to)| DateRange::new(Date::parse(from)?, Date::parse(to.strip_prefix('.')?)?))
        .ok_or_else(|| refusal(key, value, "two dates in order, as in 2025-05-13..2025-06-18"))
}

/// Takes percent-encoding back; `key` says where the text stands.
pub(crate) fn decode(key: &str, text: &str) -> Result<Box<str>, Error> {
    let refuse = || refusal(key, text, "percent-encoded UTF-8");
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let mut digit = || bytes.next().and_then(|digit| char::from(digit).to_digit(16));
            let (high, low) = (digit().ok_or_else(refuse)?, digit().ok_or_else(refuse)?);
            decoded.push((high * 16 + low) as u8);
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8(decoded).map(Into::into).map_err(|_| refuse())
}

fn refusal(path: &str, found: &str, expected: &str) -> Error {
    let found: String = found.chars().take(80).collect();
    Error::new(ErrorKind::InvalidSelection, path.chars().take(80).collect::<String>(), found, expected)
}
