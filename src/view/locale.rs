//! One language: its words and how it writes numbers and days. In: integers, fractions, minor units, date labels.
//! Out: text. Compact forms round to the same value that full forms print; days never pass through a time zone.

use std::fmt;
use std::rc::Rc;

use super::words::{EN, Words, ZH_CN, fill};
use crate::date::DateRange;

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
            return self.numbers.integer(rounded as i128);
        }
        self.shortened(value)
    }

    /// An amount of minor units, shortened, with its currency: `¥12.30`, `¥1.2万`.
    pub fn money_compact(&self, minor: f64, currency: &str) -> String {
        let scale = minor_digits(currency);
        let major = minor.abs() / 10_f64.powi(scale as i32);
        let text = if major.round() >= self.words.compact.plain_below as f64 {
            self.shortened(major)
        } else {
            self.numbers.decimal(major, if major < 1_000.0 { scale } else { 0 })
        };
        self.signed(minor < 0.0, currency, &text)
    }

    /// An amount of minor units in full: `¥1,234.56`.
    pub fn money(&self, minor: i128, currency: &str) -> String {
        let scale = minor_digits(currency);
        let (whole, rest) = divided(minor.unsigned_abs(), 10_u32.pow(scale));
        let whole = self.numbers.integer(i128::try_from(whole).unwrap_or(i128::MAX));
        let text = if scale == 0 {
            whole
        } else {
            // The point is the one this language uses between digits.
            let point: String = self.numbers.decimal(0.5, 1).chars().filter(|c| !c.is_ascii_digit()).collect();
            format!("{whole}{point}{rest:0width$}", width = scale as usize)
        };
        self.signed(minor < 0, currency, &text)
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
        let value = self.numbers.decimal(difference * 100.0, digits);
        if value == self.numbers.decimal(0.0, digits) {
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
            n => fill!(self.words.days, n = self.numbers.integer(n.into())),
        };
        fill!(self.words.period_days, range = self.range(range), days = days)
    }

    /// A small whole number.
    pub fn number(&self, value: usize) -> String {
        self.numbers.integer(value as i128)
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
            return self.numbers.integer(value.round() as i128);
        };
        format!("{}{word}", self.numbers.decimal(in_unit(*power), 1))
    }

    /// A place on an axis whose places lie `step` apart and end at `peak`: all in one unit and with the digits that tell them
    /// apart, `¥50万` beside `¥100万`. With a currency, in its minor units.
    pub fn tick(&self, value: f64, step: f64, peak: f64, currency: Option<&str>) -> String {
        let minor = currency.map_or(0, minor_digits);
        let [value, step, peak] = [value, step, peak].map(|value| value / 10_f64.powi(minor as i32));
        let is_large = peak >= self.words.compact.plain_below as f64;
        let unit = self.words.compact.units.iter().rev().find(|(power, _)| is_large && peak >= 10_f64.powi(*power));
        let (unit, word) = unit.map_or((1.0, ""), |&(power, word)| (10_f64.powi(power), word));
        // Half a yuan is written `0.50`.
        let digits = step_digits(step / unit).max(if word.is_empty() && step < 1.0 { minor } else { 0 });
        let text = [&*self.numbers.decimal(value.abs() / unit, digits), word].concat();
        match currency {
            _ if value.abs() < step / 2.0 => self.number(0),
            Some(currency) => self.signed(value < 0.0, currency, &text),
            None => [if value < 0.0 { "-" } else { "" }, &text].concat(),
        }
    }

    fn signed(&self, negative: bool, currency: &str, text: &str) -> String {
        [if negative { "-" } else { "" }, &self.currency(currency), text].concat()
    }

    /// What stands in front of an amount of an ISO 4217 currency: its sign, with its country unless it is the reader's.
    fn currency(&self, code: &str) -> String {
        let sign = match (code, std::ptr::eq(self.words, &raw const ZH_CN)) {
            ("CNY", true) => "¥",
            ("CNY", false) => "CN¥",
            ("USD", true) => "US$",
            ("USD", false) => "$",
            ("EUR", _) => "€",
            ("GBP", _) => "£",
            _ => return [code, "\u{a0}"].concat(),
        };
        sign.to_owned()
    }
}

/// Digits after the point that tell multiples of `step` apart.
pub(super) fn step_digits(step: f64) -> u32 {
    let tells = |digits: u32| {
        let scaled = step * 10_f64.powi(digits as i32);
        scaled > 0.99 && (scaled - scaled.round()).abs() < 0.01
    };
    (0..6).find(|&digits| tells(digits)).unwrap_or(6)
}

/// Quotient and rest, by long division: a general one of 128 bits would be a kilobyte to download.
fn divided(number: u128, by: u32) -> (u128, u32) {
    let (mut quotient, mut rest) = (0_u128, 0_u64);
    for digit in [96, 64, 32, 0].map(|place| (number >> place) as u32) {
        let part = rest << 32 | u64::from(digit);
        quotient = quotient << 32 | u128::from(part / u64::from(by));
        rest = part % u64::from(by);
    }
    (quotient, rest as u32)
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

/// Digits after the point of a currency's amounts (ISO 4217).
pub fn minor_digits(currency: &str) -> u32 {
    match currency {
        "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "PYG" | "UGX" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

fn with_plus(value: f64, resolution: f64, text: String) -> String {
    if (value * resolution).round() > 0.0 { format!("+{text}") } else { text }
}

/// Numbers without a browser: point and commas.
#[derive(Clone, Copy, Debug)]
pub struct PlainNumbers;

impl Numbers for PlainNumbers {
    fn decimal(&self, value: f64, digits: u32) -> String {
        if !value.is_finite() {
            return value.to_string();
        }
        let scale = 10_f64.powi(digits as i32);
        let rounded = (value * scale).round() / scale;
        let text = format!("{:.*}", digits as usize, rounded.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let sign = if rounded < 0.0 { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{}{point}{fraction}", grouped(whole))
    }

    fn integer(&self, value: i128) -> String {
        let sign = if value < 0 { "-" } else { "" };
        format!("{sign}{}", grouped(&value.unsigned_abs().to_string()))
    }

    fn percent(&self, fraction: f64, digits: u32) -> String {
        format!("{}%", self.decimal(fraction * 100.0, digits))
    }

    fn plain(&self, value: f64) -> String {
        value.to_string()
    }

    fn lower_case(&self, text: &str) -> String {
        text.to_lowercase()
    }
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (ix, digit) in digits.chars().enumerate() {
        if ix > 0 && (digits.len() - ix).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
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
    fn money_is_exact_in_full_and_knows_its_minor_units() {
        let zh = Locale::plain("zh-CN");
        assert_eq!(zh.money(250_031_563, "CNY"), "¥2,500,315.63");
        assert_eq!(zh.money(-5, "CNY"), "-¥0.05");
        assert_eq!(zh.money(1_234, "JPY"), "JPY\u{a0}1,234");
        assert_eq!(zh.money(900_719_925_474_099_301, "CNY"), "¥9,007,199,254,740,993.01");
        assert_eq!(zh.money_compact(250_031_563.0, "CNY"), "¥250.0万");
        assert_eq!(zh.money_compact(999_950.0, "CNY"), "¥1.0万");
        // An axis has one unit, and no digits that say nothing.
        let axis = |locale: &Locale, step: f64, steps: u32, currency| {
            let place = |n| locale.tick(step * f64::from(n), step, step * f64::from(steps), currency);
            (0..=steps).map(place).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(axis(&zh, 50_000_000.0, 4, Some("CNY")), "0 ¥50万 ¥100万 ¥150万 ¥200万");
        let en = Locale::plain("en");
        assert_eq!(axis(&en, 5_000_000.0, 3, Some("USD")), "0 $50K $100K $150K");
        assert_eq!(axis(&en, 500_000.0, 3, None), "0 0.5M 1.0M 1.5M");
        assert_eq!(axis(&en, 50.0, 2, Some("USD")), "0 $0.50 $1.00");
        assert_eq!(axis(&zh, 2_000.0, 2, None), "0 2,000 4,000");
        assert_eq!(zh.money_compact(99_949.0, "CNY"), "¥999.49");
        assert_eq!(Locale::plain("en-GB").money(1_999, "USD"), "$19.99");
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
