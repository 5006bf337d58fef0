//! Leaves of the contract that are written as strings (ids, texts, dates, moments) or as words of JSON. Each reads
//! itself from one JSON value and says what it would have liked to see. Refuses texts past their limit.

use std::borrow::Cow;
use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{Entries, Value};
use crate::contract::Text;
use crate::contract::limits::{MAX_ID_CHARS, MAX_LANGUAGES, MAX_TEXT_CHARS};
use crate::contract::notes::{Notes, Path, quoted};
use crate::date::Date;
use crate::error::ErrorKind;

/// A string, borrowed from the document where it has no escapes.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct Str<'a>(pub Cow<'a, str>);

impl PartialEq<str> for Str<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl<'a> Deserialize<'a> for Str<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrow;
        impl<'a> Visitor<'a> for Borrow {
            type Value = Str<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'a str) -> Result<Self::Value, E> {
                Ok(Str(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Str(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Borrow)
    }
}

impl<'a> Value<'a> for Str<'a> {
    const EXPECTED: &'static str = "a string";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        string(raw, at, notes, Self::EXPECTED, MAX_TEXT_CHARS, "MAX_TEXT_CHARS").map(Str)
    }
}

/// An id: a string of one character or more.
pub struct Id<'a>(pub Cow<'a, str>);

impl<'a> Value<'a> for Id<'a> {
    const EXPECTED: &'static str = "an id (a string)";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        let id = string(raw, at, notes, Self::EXPECTED, MAX_ID_CHARS, "MAX_ID_CHARS")?;
        if id.is_empty() {
            notes.fault(ErrorKind::OutOfRange, at, &"\"\"", &"an id of one character or more");
            return None;
        }
        Some(Self(id))
    }
}

impl<'a> Value<'a> for Text {
    const EXPECTED: &'static str = "a text, or an object of language tags and texts";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        if raw.get().starts_with('"') {
            return Str::read(raw, at, notes).map(|text| Self::Plain(text.0.into()));
        }
        if !raw.get().starts_with('{') {
            notes.fault_raw(ErrorKind::WrongType, at, raw, &Self::EXPECTED);
            return None;
        }
        let entries = Entries::read(raw, at, notes)?;
        if entries.0.is_empty() {
            notes.fault(ErrorKind::MissingField, at, &"{}", &"a text in at least one language");
            return None;
        }
        if entries.0.len() > MAX_LANGUAGES {
            notes.limit(at, &format_args!("{} languages", entries.0.len()), "MAX_LANGUAGES", MAX_LANGUAGES);
            return None;
        }
        let texts = entries.0.iter().map(|(tag, raw)| {
            let at = at.key(tag);
            if !is_language_tag(tag) {
                notes.fault(ErrorKind::WrongType, &at, &quoted(tag), &"a BCP 47 language tag such as \"zh-CN\"");
                return None;
            }
            let text = Str::read(raw, &at, notes)?;
            Some((Box::from(&**tag), text.0.into()))
        });
        // Collected first, so that every language's fault is noted.
        let texts: Vec<Option<(Box<str>, Box<str>)>> = texts.collect();
        texts.into_iter().collect::<Option<Box<[_]>>>().map(Self::Tagged)
    }
}

impl<'a, T: Value<'a>> Value<'a> for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        if raw.get() == "null" { Some(None) } else { T::read(raw, at, notes).map(Some) }
    }
}

/// `true` or `false`.
pub struct Flag(pub bool);

impl<'a> Value<'a> for Flag {
    const EXPECTED: &'static str = "true or false";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        match raw.get() {
            "true" => Some(Self(true)),
            "false" => Some(Self(false)),
            _ => {
                notes.fault_raw(ErrorKind::WrongType, at, raw, &Self::EXPECTED);
                None
            }
        }
    }
}

impl<'a> Value<'a> for Date {
    const EXPECTED: &'static str = "a date such as \"2025-05-13\"";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        let text = string(raw, at, notes, Self::EXPECTED, MAX_TEXT_CHARS, "MAX_TEXT_CHARS")?;
        let date = Self::parse(&text);
        if date.is_none() {
            notes.fault_raw(ErrorKind::InvalidDate, at, raw, &"a calendar date as YYYY-MM-DD");
        }
        date
    }
}

/// A moment as RFC 3339 writes it; only displayed.
pub struct Instant<'a>(pub Cow<'a, str>);

impl<'a> Value<'a> for Instant<'a> {
    const EXPECTED: &'static str = "a moment such as \"2025-06-19T02:00:00+08:00\"";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        let text = string(raw, at, notes, Self::EXPECTED, MAX_TEXT_CHARS, "MAX_TEXT_CHARS")?;
        if is_rfc3339(&text) {
            return Some(Self(text));
        }
        notes.fault_raw(ErrorKind::InvalidDate, at, raw, &Self::EXPECTED);
        None
    }
}

/// A string of at most `limit` characters.
pub fn string<'a>(
    raw: &'a RawValue,
    at: &Path<'_>,
    notes: &mut Notes,
    expected: &'static str,
    limit: usize,
    name: &str,
) -> Option<Cow<'a, str>> {
    if !raw.get().starts_with('"') {
        notes.fault_raw(ErrorKind::WrongType, at, raw, &expected);
        return None;
    }
    let Ok(Str(text)) = serde_json::from_str(raw.get()) else {
        notes.fault_raw(ErrorKind::Syntax, at, raw, &"a string of valid Unicode");
        return None;
    };
    // Bytes bound characters from above, so most texts need no counting.
    if text.len() > limit && text.chars().count() > limit {
        notes.limit(at, &format_args!("{} characters", text.chars().count()), name, limit);
        return None;
    }
    Some(text)
}

fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let well_formed = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    parts.next().is_some_and(|first| well_formed(first) && first.bytes().all(|b| b.is_ascii_alphabetic()))
        && parts.all(well_formed)
}

fn is_rfc3339(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
        return false;
    };
    let Some((clock, zone)) = time.find(['Z', 'z', '+', '-']).and_then(|at| time.split_at_checked(at)) else {
        return false;
    };
    let (whole, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let in_range = |text: &str, limits: &[u8]| {
        text.split(':').count() == limits.len()
            && text.split(':').zip(limits).all(|(part, &limit)| {
                let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
                digits && part.parse::<u8>().is_ok_and(|value| value <= limit)
            })
    };
    Date::parse(date).is_some()
        && in_range(whole, &[23, 59, 60])
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
        && (zone.eq_ignore_ascii_case("z") || zone.get(1..).is_some_and(|offset| in_range(offset, &[23, 59])))
}

#[cfg(test)]
mod tests {
    use super::is_rfc3339;

    #[test]
    fn moments_are_rfc_3339() {
        for text in ["2025-06-19T02:00:00Z", "2025-06-19T02:00:00.123+08:00", "2025-06-19 02:00:60-03:30"] {
            assert!(is_rfc3339(text), "{text}");
        }
        for text in ["2025-06-19", "2025-06-19T02:00", "2025-06-19T25:00:00Z", "2025-06-19T02:00:00", "T02:00:00Z"] {
            assert!(!is_rfc3339(text), "{text}");
        }
    }
}
