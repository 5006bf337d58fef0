//! Numbers of the contract: integers that JSON holds exactly, amounts, counts, decimals in quotes, measured numbers.
//! Refuses what its type cannot hold; nothing is rounded.

use serde_json::value::RawValue;

use super::Value;
use super::scalar::string;
use crate::contract::Decimal;
use crate::contract::limits::{MAX_INTEGER, MAX_TEXT_CHARS};
use crate::contract::notes::{Notes, Path};
use crate::error::ErrorKind;

impl<'a> Value<'a> for Decimal {
    const EXPECTED: &'static str = "a decimal as a string such as \"0.35\"";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        let text = string(raw, at, notes, Self::EXPECTED, MAX_TEXT_CHARS, "MAX_TEXT_CHARS")?;
        let decimal = Self::parse(&text);
        if decimal.is_none() {
            notes.fault_raw(ErrorKind::InvalidDecimal, at, raw, &"digits with at most one point, 15 digits at most");
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
        notes.fault_raw(ErrorKind::OutOfRange, at, raw, &Self::EXPECTED);
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
                notes.fault_raw(kind, at, raw, &expected);
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
            notes.fault_raw(ErrorKind::Negative, at, raw, &"a number that is not negative");
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
        notes.fault_raw(kind, at, raw, &expected);
        None
    }
}

/// A number with a fraction, finite. Read by the parser that also reads the columns, whose last binary digit may be
/// off where a number has more than fifteen digits; the standard library's is 12 kB to download.
pub struct Number(pub f64);

impl<'a> Value<'a> for Number {
    const EXPECTED: &'static str = "a number";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        if !is_number(raw.get()) {
            notes.fault_raw(ErrorKind::WrongType, at, raw, &Self::EXPECTED);
            return None;
        }
        let value = double(raw.get());
        if value.is_none() {
            notes.fault_raw(ErrorKind::OutOfRange, at, raw, &"a number within the range of a double");
        }
        value.map(Self)
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
    match double(text) {
        Some(value) if value.fract() != 0.0 => Err(NO_INTEGER),
        value => value.and_then(integral).filter(|value| value.abs() <= MAX_INTEGER).ok_or(TOO_LARGE),
    }
}

/// The double that the text of a JSON number stands for, if there is one.
fn double(text: &str) -> Option<f64> {
    serde_json::from_str(text).ok()
}

/// The integer that a double is, if it is one and below 2^63.
pub fn integral(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() < 9.2e18).then_some(value as i64)
}

fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::integer;
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
}
