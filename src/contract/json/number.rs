//! What numbers stand for. In: the text of a number. Out: an integer or a double. Refuses integers past 64 bits and
//! numbers past every double; nothing is rounded that is asked for as an integer.

use crate::contract::limits::MAX_INTEGER;
use crate::error::ErrorKind;

/// Whether `text` is a number.
pub fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

/// The double that a number stands for, if there is one. Up to fifteen digits it is the nearest; with more, or with an
/// exponent past 22, its last binary digits may be off. The standard library's parser is exact, and 12 kB to download.
pub fn double(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (is_negative, size) = digits(exponent.strip_prefix('+').unwrap_or(exponent))?;
    // Zeros at the end of a fraction say nothing, and would be digits too many.
    let mantissa = if mantissa.as_bytes().contains(&b'.') { mantissa.trim_end_matches('0') } else { mantissa };
    let mut exponent = size.min(1 << 40) as i64;
    if is_negative {
        exponent = -exponent;
    }
    let (mut value, mut past_point) = (0_u64, false);
    for byte in mantissa.bytes() {
        match byte {
            b'-' => {}
            b'.' => past_point = true,
            // What eighteen digits do not hold only moves the point.
            _ if value >= 100_000_000_000_000_000 => exponent += i64::from(!past_point),
            _ => {
                value = value * 10 + u64::from(byte.wrapping_sub(b'0'));
                exponent -= i64::from(past_point);
            }
        }
    }
    let mut double = value as f64;
    while exponent != 0 && double != 0.0 && double.is_finite() {
        let step = exponent.clamp(-22, 22);
        let mut power = 1.0;
        for _ in 0..step.unsigned_abs() {
            power *= 10.0;
        }
        double = if step > 0 { double * power } else { double / power };
        exponent -= step;
    }
    double.is_finite().then_some(if text.starts_with('-') { -double } else { double })
}

/// What digits after at most one minus stand for: whether they are negative, and their magnitude, [`u64::MAX`] where it is
/// larger. `None` if there is anything else among them.
pub fn digits(text: &str) -> Option<(bool, u64)> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let mut magnitude = 0_u64;
    for byte in unsigned.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        let more = magnitude < u64::MAX / 10;
        magnitude = if more { magnitude * 10 + u64::from(byte - b'0') } else { u64::MAX };
    }
    (!unsigned.is_empty()).then_some((unsigned.len() < text.len(), magnitude))
}

/// The integer that a number stands for; `1200.0` is one, `12.5` is not. Written with a point or an exponent it may not
/// pass 2^53 - 1: a double past that need not be the integer that was meant.
pub fn integer(text: &str) -> Result<i64, ErrorKind> {
    if let Some((negative, magnitude)) = digits(text) {
        let magnitude = i64::try_from(magnitude).map_err(|_| ErrorKind::OutOfRange)?;
        return Ok(if negative { -magnitude } else { magnitude });
    }
    if !is_number(text) {
        return Err(ErrorKind::NotAnInteger);
    }
    match double(text) {
        Some(value) if value.fract() != 0.0 => Err(ErrorKind::NotAnInteger),
        Some(value) if value.abs() <= MAX_INTEGER as f64 => Ok(value as i64),
        _ => Err(ErrorKind::OutOfRange),
    }
}

#[cfg(test)]
mod tests {
    use super::{digits, double, integer};
    use crate::error::ErrorKind;

    #[test]
    fn doubles_are_the_nearest_up_to_fifteen_digits() {
        for text in [
            "0",
            "-0",
            "0.0",
            "1",
            "-1.5",
            "12.25",
            "0.1",
            "0.2499",
            "3.14159265358979",
            "1e3",
            "1E+2",
            "2.5e-3",
            "1e22",
            "123456789012345",
            "0.000000000000001",
            "99999999999999e8",
            "0e999",
            "0.000e-999",
        ] {
            assert_eq!(double(text).map(f64::to_bits), text.parse().ok().map(f64::to_bits), "{text}");
        }
        for text in [
            "0.1234567890123456789",
            "12345678901234567890123",
            "1e300",
            "-1.7976931348623157e308",
            "5e-324",
            "2.2250738585072014e-308",
        ] {
            let (found, exact) = (double(text).expect(text), text.parse::<f64>().expect(text));
            assert!((found - exact).abs() <= exact.abs() * 1e-14 + 1e-320, "{text}: {found}");
        }
        for text in ["1e309", "-1e400", "1e99999999999999999999", "12345678901234567890e300"] {
            assert_eq!(double(text), None, "{text}");
        }
        assert_eq!(double("1e-99999999999999999999"), Some(0.0));
    }

    #[test]
    fn an_integer_may_be_written_as_a_double_but_then_not_pass_two_to_the_53() {
        for (text, value) in [
            ("1200.0", 1200),
            ("-1e3", -1000),
            ("-0", 0),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775807", -i64::MAX),
            ("9007199254740991.0", (1 << 53) - 1),
        ] {
            assert_eq!(integer(text), Ok(value), "{text}");
        }
        for text in ["9223372036854775808", "9007199254740992.0", "1e300", "1e999", "99999999999999999999999999"] {
            assert_eq!(integer(text), Err(ErrorKind::OutOfRange), "{text}");
        }
        for text in ["1.5", "\"1\"", "true", "1e-3", "null", "[]"] {
            assert_eq!(integer(text), Err(ErrorKind::NotAnInteger), "{text}");
        }
        assert_eq!(digits("18446744073709551616"), Some((false, u64::MAX)));
        assert_eq!((digits(""), digits("-"), digits("+1"), digits("1 ")), (None, None, None, None));
    }
}
