//! One language: its words and how it writes numbers and days. In: integers, fractions, minor units, date labels.
//! Out: text. Compact forms round to the same value that full forms print; days never pass through a time zone.

mod money;
mod plain;

use std::fmt;
use std::rc::Rc;

use super::words::{EN, Words, ZH_CN, fill};
use crate::date::DateRange;
pub use money::minor_digits;
pub(super) use money::step_digits;
pub use plain::PlainNumbers;

/// Most digits after the point of a small share.
const MOST_DIGITS: u32 = 8;

/// How a language writes numbers, and the one thing about letters that a browser knows as well, so that the widget need
/// not bring its tables along; natively [`PlainNumbers`], in a browser its own.
pub trait Numbers {
    /// With grouping and exactly `digits` digits after the point, halves away from zero.
    fn decimal(&self, value: f64, digits: u32) -> String;
    /// With grouping, exact.
    fn integer(&self, value: i128) -> String;
    /// A fraction as per cent, its sign attached, with exactly `digits` digits after the point.
    fn percent(&self, fraction: f64, digits: u32) -> String;
    /// In full, as programs read it: a point, no grouping, as many digits as it takes to be read as the same number.
    fn plain(&self, value: f64) -> String;
    /// In small letters, for comparing; the same in every language.
    fn lower_case(&self, text: &str) -> String;
}

/// A language with its words and numbers.
#[derive(Clone)]
pub struct Locale {
    /// BCP 47 tag, for texts of the document.
    pub tag: Box<str>,
    /// Every fixed text.
    pub words: &'static Words,
    /// Digits and signs.
    pub numbers: Rc<dyn Numbers>,
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Locale").field("tag", &self.tag).finish_non_exhaustive()
    }
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag && Rc::ptr_eq(&self.numbers, &other.numbers)
    }
}

impl Locale {
    /// The words for a BCP 47 tag: Chinese for `zh` and for none, English for every other.
    pub fn words_for(tag: &str) -> &'static Words {
        let base = tag.split(['-', '_']).next().unwrap_or("");
        if base.is_empty() || base.eq_ignore_ascii_case("zh") { &ZH_CN } else { &EN }
    }

    /// That language with numbers from `numbers`.
    pub fn new(tag: &str, numbers: Rc<dyn Numbers>) -> Self {
        let tag = if tag.is_empty() { "zh-CN" } else { tag };
        Self { tag: tag.into(), words: Self::words_for(tag), numbers }
    }

    /// That language without a browser.
    pub fn plain(tag: &str) -> Self {
        Self::new(tag, Rc::new(PlainNumbers))
    }

    /// A count, shortened: `9,999`, `1.2万`, `1.0亿`; `99,999`, `1.2M`.
    pub fn compact(&self, value: f64) -> String {
        let rounded = value.round();
        if rounded.abs() < self.words.compact.plain_below as f64 {
            return self.integer(rounded as i128);
        }
        self.shortened(value)
    }

    /// A fraction as per cent, with as many digits as `percent_digits` says.
    pub fn percent(&self, fraction: f64) -> String {
        self.numbers.percent(fraction, percent_digits(fraction))
    }

    /// A fraction as per cent and the bounds around it, all with the same digits: those of the fraction alone, and at most
    /// two more where the bounds could not be told apart. Only a bound that would seem to be zero has its own.
    pub fn percent_between(&self, fraction: f64, (lower, upper): (f64, f64)) -> (String, String) {
        let least = percent_digits(if fraction == 0.0 { upper } else { fraction });
        let mut digits = least;
        let text = |value: f64, digits| match self.numbers.percent(value, digits) {
            zero if value != 0.0 && zero == self.numbers.percent(0.0, digits) => self.percent(value),
            text => text,
        };
        while digits < least + 2 && text(lower, digits) == text(upper, digits) {
            digits += 1;
        }
        let span = fill!(self.words.at_most_between, lower = text(lower, digits), upper = text(upper, digits));
        (text(fraction, digits), span)
    }

    /// A fraction as per cent with three digits more.
    pub fn percent_full(&self, fraction: f64) -> String {
        self.numbers.percent(fraction, percent_digits(fraction) + 3)
    }

    /// A relative change with its sign: `+12.3%`; from +1,000 % on as a factor, `×409`, which is easier to take in.
    pub fn uplift(&self, fraction: f64) -> String {
        if fraction >= 10.0 {
            return ["×", &self.compact(fraction + 1.0)].concat();
        }
        with_plus(fraction, 1_000.0, self.numbers.percent(fraction, 1))
    }

    /// A difference of two fractions in percentage points with its sign: `+0.4 个百分点`; empty where it rounds to zero.
    pub fn points(&self, difference: f64, digits: u32) -> String {
        let value = self.decimal(difference * 100.0, digits);
        if value == self.decimal(0.0, digits) {
            return String::new();
        }
        fill!(self.words.points, value = [if difference > 0.0 { "+" } else { "" }, &value].concat())
    }

    /// Days from the first to the last.
    pub fn range(&self, range: DateRange) -> String {
        if range.from == range.to {
            return range.from.to_string();
        }
        let (from, to) = (range.from.to_string(), range.to.to_string());
        fill!(self.words.range, from = from, to = to)
    }

    /// The same with the number of days.
    pub fn period(&self, range: DateRange) -> String {
        let days = match range.len() {
            1 => self.words.day.to_owned(),
            n => fill!(self.words.days, n = self.integer(n.into())),
        };
        fill!(self.words.period_days, range = self.range(range), days = days)
    }

    /// A small whole number.
    #[inline(never)]
    pub fn number(&self, value: usize) -> String {
        self.numbers.integer(value as i128)
    }

    /// See [`Numbers::integer`].
    #[inline(never)]
    pub fn integer(&self, value: i128) -> String {
        self.numbers.integer(value)
    }

    /// See [`Numbers::decimal`].
    #[inline(never)]
    pub fn decimal(&self, value: f64, digits: u32) -> String {
        self.numbers.decimal(value, digits)
    }

    /// One decimal and a unit, moving on to the next unit rather than print `10000.0` of this one.
    fn shortened(&self, value: f64) -> String {
        let units = self.words.compact.units;
        let in_unit = |power: i32| (value / 10_f64.powi(power) * 10.0).round() / 10.0;
        let fits = |ix: usize| {
            units.get(ix + 1).is_none_or(|(next, _)| {
                units.get(ix).is_some_and(|(power, _)| in_unit(*power).abs() < 10_f64.powi(next - power))
            })
        };
        let Some((power, word)) = (0..units.len()).find(|&ix| fits(ix)).and_then(|ix| units.get(ix)) else {
            return self.integer(value.round() as i128);
        };
        format!("{}{word}", self.decimal(in_unit(*power), 1))
    }
}

/// Digits after the point of a share as per cent: one; below 1 % as many as make two significant ones, so that what is
/// more than nothing never reads as zero.
pub(super) fn percent_digits(fraction: f64) -> u32 {
    let mut digits = 1;
    // In units of the digit after the last.
    let mut scaled = fraction.abs() * 10_000.0;
    while scaled.round() < 100.0 && digits < MOST_DIGITS {
        scaled *= 10.0;
        digits += 1;
    }
    if scaled.round() < 10.0 { 1 } else { digits }
}

fn with_plus(value: f64, resolution: f64, text: String) -> String {
    if (value * resolution).round() > 0.0 { format!("+{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn shortening_never_prints_ten_thousand_of_a_unit() {
        let zh = Locale::plain("zh-CN");
        for (value, text) in [
            (0.0, "0"),
            (9_999.0, "9,999"),
            (9_999.6, "1.0万"),
            (10_000.0, "1.0万"),
            (12_345.0, "1.2万"),
            (99_994_999.0, "9,999.5万"),
            (99_999_499.0, "9,999.9万"),
            (99_999_500.0, "1.0亿"),
            (-123_456.0, "-12.3万"),
            (1e12, "10,000.0亿"),
        ] {
            assert_eq!(zh.compact(value), text);
        }
        let en = Locale::plain("en");
        for (value, text) in [(99_999.0, "99,999"), (100_000.0, "100.0K"), (999_950.0, "1.0M"), (1e9, "1.0B")] {
            assert_eq!(en.compact(value), text);
        }
    }

    #[test]
    fn changes_carry_their_sign_unless_they_round_to_nothing() {
        let zh = Locale::plain("");
        assert_eq!(zh.uplift(0.123_4), "+12.3%");
        assert_eq!(zh.uplift(-0.5), "-50.0%");
        assert_eq!(zh.uplift(0.000_4), "0.0%");
        assert_eq!(zh.uplift(-0.000_4), "0.0%");
        assert_eq!(zh.points(0.004, 1), "+0.4 个百分点");
        assert_eq!(zh.points(-0.000_3, 2), "-0.03 个百分点");
        assert_eq!(zh.points(0.000_3, 1), "");
        assert_eq!(zh.uplift(9.999), "+999.9%");
        assert_eq!(zh.uplift(408.776), "×410");
    }

    #[test]
    fn small_shares_show_that_they_are_not_zero() {
        let zh = Locale::plain("zh-CN");
        for (fraction, text) in [
            (0.6, "60.0%"),
            (-0.6, "-60.0%"),
            (0.01, "1.0%"),
            (0.009_96, "1.0%"),
            (0.009_5, "0.95%"),
            (-0.002_2, "-0.22%"),
            (0.001, "0.10%"),
            (0.000_996, "0.10%"),
            (0.000_75, "0.075%"),
            (0.000_49, "0.049%"),
            (0.000_001_234, "0.00012%"),
            (1e-12, "0.0%"),
            (0.0, "0.0%"),
        ] {
            assert_eq!(zh.percent(fraction), text);
        }
    }

    #[test]
    fn a_share_and_its_bounds_have_the_same_digits() {
        let zh = Locale::plain("zh-CN");
        for ((share, lower, upper), (text, span)) in [
            ((0.002_3, 0.002_2, 0.002_5), ("0.23%", "0.22%–0.25%")),
            ((0.123_3, 0.12, 0.13), ("12.3%", "12.0%–13.0%")),
            ((0.123_3, 0.123_1, 0.123_4), ("12.33%", "12.31%–12.34%")),
            ((0.012, 0.009, 0.015), ("1.2%", "0.9%–1.5%")),
            ((0.02, 0.000_2, 0.05), ("2.0%", "0.020%–5.0%")),
            ((0.0, 0.0, 0.004), ("0.00%", "0.00%–0.40%")),
            ((1.0, 0.997, 1.0), ("100.0%", "99.7%–100.0%")),
            ((0.5, 0.5, 0.5), ("50.000%", "50.000%–50.000%")),
        ] {
            assert_eq!(zh.percent_between(share, (lower, upper)), (text.to_owned(), span.to_owned()));
        }
    }
}
