//! Exact decimal rates (`"0.35"`, `"2.34"`), as the contract's strings carry them: an integer and a scale.
//! Used for money and tiers, where a rounded quotient would decide wrongly.

use std::cmp::Ordering;
use std::fmt;

/// `mantissa / 10^scale`, kept without trailing zeros so that equal values are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    mantissa: i64,
    scale: u32,
}

impl Decimal {
    /// Most digits after the point.
    pub const MAX_SCALE: u32 = 12;

    /// Reads `[-]digits[.digits]` with at most 15 digits, 12 of them after the point; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let well_formed = !whole.is_empty()
            && (fraction.is_empty() != digits.contains('.'))
            && whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit())
            && whole.len() + fraction.len() <= 15
            && fraction.len() <= Self::MAX_SCALE as usize;
        if !well_formed {
            return None;
        }
        let magnitude = whole.bytes().chain(fraction.bytes()).fold(0_i64, |n, b| n * 10 + i64::from(b - b'0'));
        let mut value = Self { mantissa: if negative { -magnitude } else { magnitude }, scale: fraction.len() as u32 };
        while value.scale > 0 && value.mantissa % 10 == 0 {
            value.mantissa /= 10;
            value.scale -= 1;
        }
        Some(value)
    }

    /// `tenths / 10`, for constants.
    pub const fn from_tenths(tenths: i64) -> Self {
        if tenths % 10 == 0 { Self { mantissa: tenths / 10, scale: 0 } } else { Self { mantissa: tenths, scale: 1 } }
    }

    /// Numerator of the fraction `mantissa / 10^scale`.
    pub const fn mantissa(self) -> i64 {
        self.mantissa
    }

    /// Digits after the point.
    pub const fn scale(self) -> u32 {
        self.scale
    }

    /// `10^scale`.
    pub const fn denominator(self) -> i64 {
        10_i64.pow(self.scale)
    }

    /// Nearest binary fraction, for display and statistics.
    pub fn to_f64(self) -> f64 {
        self.mantissa as f64 / self.denominator() as f64
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = i128::from(self.mantissa) * i128::from(other.denominator());
        let right = i128::from(other.mantissa) * i128::from(self.denominator());
        left.cmp(&right)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let magnitude = self.mantissa.unsigned_abs();
        let unit = self.denominator().unsigned_abs();
        if self.scale == 0 {
            write!(f, "{sign}{magnitude}")
        } else {
            write!(f, "{sign}{}.{:0width$}", magnitude / unit, magnitude % unit, width = self.scale as usize)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn reads_and_compares_exactly() {
        let read = |text| Decimal::parse(text).expect(text);
        assert_eq!(read("0.50"), read("0.5"));
        assert!(read("2.34") < read("2.4"));
        assert!(read("-1") < read("0"));
        assert_eq!(read("-0.35").to_string(), "-0.35");
        for text in
            ["", ".", "1.", ".5", "1e3", "0x1", "1.0000000000000", "1234567890123456", "１", "+1", "--1", "1.2.3"]
        {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }
}
