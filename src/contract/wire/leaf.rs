//! Leaves of the contract: ids, texts, dates, moments, flags, integers, decimals. Each is one line of a table, which says
//! what was expected and how to tell, and what a reader makes of the value.

use super::check::OF_TEXTS;
use super::{Claim, Form, Leaf, Limit, Shape, Value};
use crate::contract::json::{Items, digits, double, integer, string};
use crate::contract::limits::MAX_ID_CHARS;
use crate::contract::{Decimal, Text};
use crate::date::Date;
use crate::error::ErrorKind;

/// The one format that this program reads.
pub const SCHEMA: &str = "redcat.report/1";

/// `table type => result: name in the JSON Schema, what is expected, form, how it is read`.
macro_rules! leaves {
    ($($(#[$about:meta])* $table:ident $type:ty => $out:ty: $name:literal, $expected:literal, $form:expr, $of:expr;)*) => {
        $($(#[$about])* pub const $table: &Leaf = &Leaf {
            expected: $expected,
            form: $form,
            #[cfg(feature = "schema")]
            name: $name,
        };

        impl<'a> Value<'a> for $type {
            const SHAPE: Shape = Shape::Leaf($table);
            type Out = $out;

            fn of(text: &'a str) -> $out {
                $of(text)
            }
        })*
    };
}
pub(super) use leaves;

/// A string of at most 2000 characters about which these claims are true.
const fn string_of(claims: &'static [Claim]) -> Form {
    Form::String(OF_TEXTS, claims)
}

const OF_IDS: Limit = (MAX_ID_CHARS, "MAX_ID_CHARS");
const IS_ID: Claim = (|text| !text.is_empty(), ErrorKind::OutOfRange, "an id of one character or more");
const IS_DATE: Claim = (|text| Date::parse(text).is_some(), ErrorKind::InvalidDate, "a calendar date as YYYY-MM-DD");
const IS_DECIMAL: Claim = (
    |text| Decimal::parse(text).is_some(),
    ErrorKind::InvalidDecimal,
    "digits with at most one point, 15 digits at most",
);
const IS_RATE: Claim = (is_rate, ErrorKind::OutOfRange, "a rate from \"0\" to \"1\"");
const IS_MOMENT: Claim = (is_rfc3339, ErrorKind::InvalidDate, "a moment such as \"2025-06-19T02:00:00+08:00\"");
const IS_SCHEMA: Claim =
    (|text| text == SCHEMA, ErrorKind::UnsupportedSchema, "\"redcat.report/1\", the format that this program reads");
const IS_CURRENCY: Claim = (is_currency, ErrorKind::WrongType, "three capital letters such as \"CNY\"");
const IS_TIME_ZONE: Claim = (is_time_zone, ErrorKind::WrongType, "an IANA time zone such as \"Asia/Shanghai\"");

/// The name of the format.
pub enum SchemaName {}
/// An id: a string of one character or more.
pub enum Id {}
/// A moment as RFC 3339 writes it; only displayed.
pub enum Instant {}
/// An ISO 4217 code.
pub enum Currency {}
/// A name of the IANA time-zone database. Only its shape is checked: nothing here computes with zones.
pub enum TimeZone {}
/// A decimal from 0 to 1.
pub enum Rate {}
/// An integer of either sign.
pub enum Integer {}
/// How many: an integer that is not negative.
pub enum Count {}
/// Minor units of the currency, not negative.
pub enum Amount {}
/// An integer past what a JSON number holds exactly: digits in a string, or an integer; not negative.
pub enum BigInteger {}
/// A number with a fraction, finite.
pub enum Number {}
/// `true` or `false`.
pub enum Flag {}
/// A member id, or the value.
pub enum UniqueValue {}
/// A part of the document that is read by itself.
pub enum Cells {}

leaves! {
    /// See [`SchemaName`].
    SCHEMA_NAME SchemaName => (): "SchemaName", "\"redcat.report/1\", the format that this program reads",
        string_of(&[IS_SCHEMA]), |_| ();
    /// See [`Id`].
    ID Id => Box<str>: "Id", "an id (a string)", Form::String(OF_IDS, &[IS_ID]), boxed;
    /// See [`Text`].
    TEXT Text => Self: "Text", "a text, or an object of language tags and texts", Form::Text, text_of;
    /// See [`Date`].
    DATE Date => Self: "Date", "a date such as \"2025-05-13\"", string_of(&[IS_DATE]), date;
    /// See [`Instant`].
    INSTANT Instant => Box<str>: "Instant", "a moment such as \"2025-06-19T02:00:00+08:00\"",
        string_of(&[IS_MOMENT]), boxed;
    /// See [`Currency`].
    CURRENCY Currency => Box<str>: "Currency", "three capital letters such as \"CNY\"", string_of(&[IS_CURRENCY]), boxed;
    /// See [`TimeZone`].
    TIME_ZONE TimeZone => Box<str>: "TimeZone", "an IANA time zone such as \"Asia/Shanghai\"",
        string_of(&[IS_TIME_ZONE]), boxed;
    /// See [`Decimal`].
    DECIMAL Decimal => Self: "Decimal", "a decimal as a string such as \"0.35\"", string_of(&[IS_DECIMAL]), decimal;
    /// See [`Rate`].
    RATE Rate => Decimal: "Rate", "a rate from \"0\" to \"1\"", string_of(&[IS_DECIMAL, IS_RATE]), decimal;
    /// See [`Flag`].
    FLAG Flag => bool: "Flag", "true or false", Form::Flag, |text| text == "true";
    /// See [`Integer`].
    INTEGER Integer => i64: "Integer", "an integer", Form::Integer(true), whole;
    /// See [`Count`].
    COUNT Count => u64: "Count", "a whole number, not negative", Form::Integer(false), |text| whole(text).unsigned_abs();
    /// See [`Amount`].
    AMOUNT Amount => i64: "Amount", "minor units of the currency, not negative", Form::Integer(false), whole;
    /// See [`BigInteger`].
    BIG_INTEGER BigInteger => i128: "BigInteger", "an integer, or its digits as a string", Form::BigInteger, big_integer;
    /// See [`Number`].
    NUMBER Number => f64: "Number", "a number", Form::Number, |text| double(text).unwrap_or_default();
    /// See [`UniqueValue`].
    UNIQUE_VALUE UniqueValue => &'a str: "UniqueValue", "a member id, or the value", Form::Any, |text| text;
    /// See [`Cells`].
    CELLS Cells => &'a str: "Cells", "a cube, or an array of cubes", Form::Any, |text| text;
}

#[inline(never)]
fn boxed(text: &str) -> Box<str> {
    string(text).unwrap_or_default().into()
}

#[inline(never)]
fn whole(text: &str) -> i64 {
    integer(text).unwrap_or_default()
}

#[inline(never)]
fn text_of(text: &str) -> Text {
    if !text.starts_with('{') {
        return Text::Plain(boxed(text));
    }
    let mut texts = Vec::new();
    let mut items = Items::of(text);
    while let Some((tag, text)) = items.entry() {
        texts.push((boxed(tag), boxed(text)));
    }
    Text::Tagged(texts.into())
}

#[inline(never)]
fn date(text: &str) -> Date {
    Date::parse(&string(text).unwrap_or_default()).unwrap_or(Date::from_days(0))
}

#[inline(never)]
fn decimal(text: &str) -> Decimal {
    Decimal::parse(&string(text).unwrap_or_default()).unwrap_or(Decimal::from_tenths(0))
}

fn big_integer(text: &str) -> i128 {
    let found = string(text);
    match &found {
        Some(found) => found.bytes().filter(u8::is_ascii_digit).fold(0, |sum, byte| sum * 10 + i128::from(byte - b'0')),
        None => i128::from(whole(text)),
    }
}

fn is_rate(text: &str) -> bool {
    Decimal::parse(text).is_some_and(|rate| rate.mantissa() >= 0 && rate.mantissa() <= rate.denominator())
}

fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_time_zone(text: &str) -> bool {
    let well_formed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'+');
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(well_formed)
}

fn is_rfc3339(text: &str) -> bool {
    let Some((date, time)) = text.split_at_checked(10) else {
        return false;
    };
    let Some((clock, zone)) = time.find(['Z', 'z', '+', '-']).and_then(|at| time.split_at_checked(at)) else {
        return false;
    };
    let (whole, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    // Parts of a sign and two digits each, which are no more than their limit.
    let in_range = |text: &str, limits: &[(&[u8], u64)]| {
        text.is_ascii()
            && text.len() == 3 * limits.len()
            && text.as_bytes().chunks(3).zip(limits).all(|(part, (signs, limit))| {
                let value = std::str::from_utf8(part.get(1..).unwrap_or_default()).ok().and_then(digits);
                part.first().is_some_and(|sign| signs.contains(sign))
                    && value.is_some_and(|(negative, value)| !negative && value <= *limit)
            })
    };
    Date::parse(date).is_some()
        && in_range(whole, &[(b"Tt ", 23), (b":", 59), (b":", 60)])
        && digits(fraction).is_some_and(|(negative, _)| !negative)
        && (zone.eq_ignore_ascii_case("z") || in_range(zone, &[(b"+-", 23), (b":", 59)]))
}

#[cfg(test)]
mod tests {
    use super::{big_integer, is_rfc3339};

    #[test]
    fn moments_are_rfc_3339() {
        for text in [
            "2025-06-19T02:00:00Z",
            "2025-06-19T02:00:00.123+08:00",
            "2025-06-19 02:00:60-03:30",
            "2025-06-19t02:00:00z",
        ] {
            assert!(is_rfc3339(text), "{text}");
        }
        for text in [
            "2025-06-19",
            "2025-06-19T02:00",
            "2025-06-19T02:00Z",
            "2025-06-19T25:00:00Z",
            "2025-06-19T02:00:00",
            "T02:00:00Z",
            "2025-06-19T02:00:00.Z",
            "2025-06-19T02:00:00+08:60",
            "2025-06-19T02:00:00+0800",
            "2025-06-19T02:-1:00Z",
            "2025-06-19T02:00:00Z ",
            "2025-06-19_02:00:00Z",
            "2025-06-1九T02:00:00Z",
        ] {
            assert!(!is_rfc3339(text), "{text}");
        }
    }

    #[test]
    fn large_integers_are_exact() {
        assert_eq!(big_integer("\"99999999999999999999999999999999999999\""), 10_i128.pow(38) - 1);
        assert_eq!((big_integer("\"-0\""), big_integer("12.0"), big_integer("0")), (0, 12, 0));
    }
}
