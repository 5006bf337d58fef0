//! The leaves of the contract and the two ways of grouping them: strings, ids, numbers, dates, decimals, texts; lists
//! and objects with free keys. Each reads itself from one JSON value and says what it would have liked to see.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::Value;
use crate::contract::limits::{MAX_ENTRIES, MAX_ID_CHARS, MAX_INTEGER, MAX_LANGUAGES, MAX_TEXT_CHARS};
use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::{Decimal, Text};
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
            notes.fault(ErrorKind::OutOfRange, at, "\"\"", "an id of one character or more");
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
            notes.fault_raw(ErrorKind::WrongType, at, raw, Self::EXPECTED);
            return None;
        }
        let entries = Entries::read(raw, at, notes)?;
        if entries.0.is_empty() {
            notes.fault(ErrorKind::MissingField, at, "{}", "a text in at least one language");
            return None;
        }
        if entries.0.len() > MAX_LANGUAGES {
            notes.limit(at, format!("{} languages", entries.0.len()), "MAX_LANGUAGES", MAX_LANGUAGES);
            return None;
        }
        let texts = entries.0.iter().map(|(tag, raw)| {
            let at = at.key(tag);
            if !is_language_tag(tag) {
                notes.fault(ErrorKind::WrongType, &at, quoted(tag), "a BCP 47 language tag such as \"zh-CN\"");
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
                notes.fault_raw(ErrorKind::WrongType, at, raw, Self::EXPECTED);
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
            notes.fault_raw(ErrorKind::InvalidDate, at, raw, "a calendar date as YYYY-MM-DD");
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
        notes.fault_raw(ErrorKind::InvalidDate, at, raw, Self::EXPECTED);
        None
    }
}

impl<'a> Value<'a> for Decimal {
    const EXPECTED: &'static str = "a decimal as a string such as \"0.35\"";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        let text = string(raw, at, notes, Self::EXPECTED, MAX_TEXT_CHARS, "MAX_TEXT_CHARS")?;
        let decimal = Self::parse(&text);
        if decimal.is_none() {
            notes.fault_raw(ErrorKind::InvalidDecimal, at, raw, "digits with at most one point, 15 digits at most");
        }
        decimal
    }
}

/// A decimal from 0 to 1.
pub struct Rate(pub Decimal);

impl<'a> Value<'a> for Rate {
    const EXPECTED: &'static str = "a rate from \"0\" to \"1\"";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        let rate = Decimal::read(raw, at, notes)?;
        if rate.mantissa() >= 0 && rate.mantissa() <= rate.denominator() {
            return Some(Self(rate));
        }
        notes.fault_raw(ErrorKind::OutOfRange, at, raw, Self::EXPECTED);
        None
    }
}

/// An integer of either sign.
pub struct Integer(pub i64);

impl<'a> Value<'a> for Integer {
    const EXPECTED: &'static str = "an integer";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        match integer(raw.get()) {
            Ok(value) => Some(Self(value)),
            Err((kind, expected)) => {
                notes.fault_raw(kind, at, raw, expected);
                None
            }
        }
    }
}

/// How many: an integer that is not negative.
pub struct Count(pub u64);

impl<'a> Value<'a> for Count {
    const EXPECTED: &'static str = "a whole number, not negative";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        Amount::read(raw, at, notes).map(|amount| Self(amount.0.unsigned_abs()))
    }
}

/// Minor units of the currency, not negative.
pub struct Amount(pub i64);

impl<'a> Value<'a> for Amount {
    const EXPECTED: &'static str = "minor units of the currency, not negative";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        let Integer(value) = Integer::read(raw, at, notes)?;
        if value < 0 {
            notes.fault_raw(ErrorKind::Negative, at, raw, "a number that is not negative");
            return None;
        }
        Some(Self(value))
    }
}

/// An integer past what a JSON number holds exactly: digits in a string, or an integer; not negative.
pub struct BigInteger(pub i128);

impl<'a> Value<'a> for BigInteger {
    const EXPECTED: &'static str = "an integer, or its digits as a string";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        if !raw.get().starts_with('"') {
            return Amount::read(raw, at, notes).map(|value| Self(i128::from(value.0)));
        }
        let text = string(raw, at, notes, Self::EXPECTED, MAX_TEXT_CHARS, "MAX_TEXT_CHARS")?;
        let digits = text.strip_prefix('-').unwrap_or(&text);
        let (kind, expected) = match text.parse() {
            _ if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                (ErrorKind::NotAnInteger, Self::EXPECTED)
            }
            Ok(value) if value >= 0 => return Some(Self(value)),
            Ok(_) => (ErrorKind::Negative, "a number that is not negative"),
            Err(_) => (ErrorKind::OutOfRange, "at most 38 digits"),
        };
        notes.fault_raw(kind, at, raw, expected);
        None
    }
}

/// A number with a fraction, finite.
pub struct Number(pub f64);

impl<'a> Value<'a> for Number {
    const EXPECTED: &'static str = "a number";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        if !is_number(raw.get()) {
            notes.fault_raw(ErrorKind::WrongType, at, raw, Self::EXPECTED);
            return None;
        }
        let value = raw.get().parse().ok().filter(|value: &f64| value.is_finite());
        if value.is_none() {
            notes.fault_raw(ErrorKind::OutOfRange, at, raw, "a number within the range of a double");
        }
        value.map(Self)
    }
}

/// An array, each element read when it is asked for.
pub struct List<'a, T> {
    items: Vec<&'a RawValue>,
    of: PhantomData<fn() -> T>,
}

impl<'a, T: Value<'a>> List<'a, T> {
    /// Number of elements.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// What `make` makes of each element at `at`; those that are wrong are noted and left out.
    pub fn each<U>(
        &self,
        at: &Path<'_>,
        notes: &mut Notes,
        mut make: impl FnMut(T, &Path<'_>, &mut Notes) -> Option<U>,
    ) -> Vec<U> {
        let mut made = Vec::with_capacity(self.items.len());
        for (index, raw) in self.items.iter().enumerate() {
            let at = at.index(index);
            made.extend(T::read(raw, &at, notes).and_then(|item| make(item, &at, notes)));
        }
        made
    }
}

impl<'a, T> Value<'a> for List<'a, T> {
    const EXPECTED: &'static str = "an array";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        if !raw.get().starts_with('[') {
            notes.fault_raw(ErrorKind::WrongType, at, raw, Self::EXPECTED);
            return None;
        }
        let Ok(Items(items)) = serde_json::from_str(raw.get()) else {
            notes.limit(at, "more entries", "MAX_ENTRIES", MAX_ENTRIES);
            return None;
        };
        Some(Self { items, of: PhantomData })
    }
}

struct Items<'a>(Vec<&'a RawValue>);

impl<'a> Deserialize<'a> for Items<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'a> Visitor<'a> for Collect {
            type Value = Items<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                    if items.len() > MAX_ENTRIES {
                        return Err(A::Error::custom("too many entries"));
                    }
                }
                Ok(Items(items))
            }
        }
        deserializer.deserialize_seq(Collect)
    }
}

/// An object whose keys are ids: in document order, none of them twice.
pub struct Entries<'a>(pub Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Entries<'a> {
    pub(super) fn without_twins(
        pairs: impl Iterator<Item = (Cow<'a, str>, &'a RawValue)>,
        at: &Path<'_>,
        notes: &mut Notes,
    ) -> Self {
        let mut seen = BTreeSet::new();
        let mut entries = Vec::new();
        for (key, raw) in pairs {
            if seen.insert(key.clone()) {
                entries.push((key, raw));
            } else {
                notes.fault(ErrorKind::DuplicateId, &at.key(&key), quoted(&key), "each key once");
            }
        }
        Self(entries)
    }
}

/// The integer that a JSON number stands for; `1200.0` is one, `12.5` is not.
pub fn integer(text: &str) -> Result<i64, (ErrorKind, &'static str)> {
    const TOO_LARGE: (ErrorKind, &str) = (ErrorKind::OutOfRange, "an integer of magnitude 2^53 - 1 at most");
    const NO_INTEGER: (ErrorKind, &str) = (ErrorKind::NotAnInteger, "an integer");
    if !is_number(text) {
        return Err(NO_INTEGER);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return text.parse().ok().filter(|value: &i64| value.abs() <= MAX_INTEGER).ok_or(TOO_LARGE);
    }
    match text.parse().map(integral) {
        Ok(Some(value)) if value.abs() <= MAX_INTEGER => Ok(value),
        Ok(Some(_)) => Err(TOO_LARGE),
        Ok(None) if text.parse().is_ok_and(|value: f64| value.abs() > MAX_INTEGER as f64) => Err(TOO_LARGE),
        _ => Err(NO_INTEGER),
    }
}

/// The integer that a double is, if it is one and below 2^63.
pub fn integral(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() < 9.2e18).then_some(value as i64)
}

fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

fn string<'a>(
    raw: &'a RawValue,
    at: &Path<'_>,
    notes: &mut Notes,
    expected: &'static str,
    limit: usize,
    name: &str,
) -> Option<Cow<'a, str>> {
    if !raw.get().starts_with('"') {
        notes.fault_raw(ErrorKind::WrongType, at, raw, expected);
        return None;
    }
    let Ok(Str(text)) = serde_json::from_str(raw.get()) else {
        notes.fault_raw(ErrorKind::Syntax, at, raw, "a string of valid Unicode");
        return None;
    };
    // Bytes bound characters from above, so most texts need no counting.
    if text.len() > limit && text.chars().count() > limit {
        notes.limit(at, format!("{} characters", text.chars().count()), name, limit);
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
    use super::{integer, is_rfc3339};
    use crate::error::ErrorKind;

    #[test]
    fn an_integer_may_be_written_as_a_double_but_not_pass_two_to_the_53() {
        assert_eq!(integer("1200.0"), Ok(1200));
        assert_eq!(integer("-1e3"), Ok(-1000));
        assert_eq!(integer("9007199254740991"), Ok(9_007_199_254_740_991));
        let kind = |text| integer(text).map_err(|(kind, _)| kind);
        for text in ["9007199254740992", "1e300", "1e999", "99999999999999999999999999"] {
            assert_eq!(kind(text), Err(ErrorKind::OutOfRange), "{text}");
        }
        for text in ["1.5", "\"1\"", "true", "1e-3", "null", "[]"] {
            assert_eq!(kind(text), Err(ErrorKind::NotAnInteger), "{text}");
        }
    }

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
