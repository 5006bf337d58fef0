//! Amounts of money and places on an axis, which may be money. In: minor units and an ISO 4217 code. Out: text with the
//! sign that readers of that language know the currency by; in full exact to the last unit.

use super::Locale;
use crate::view::words::ZH_CN;

impl Locale {
    /// An amount of minor units, shortened, with its currency: `¥12.30`, `¥1.2万`.
    pub fn money_compact(&self, minor: f64, currency: &str) -> String {
        let scale = minor_digits(currency);
        let major = minor.abs() / 10_f64.powi(scale as i32);
        let text = if major.round() >= self.words.compact.plain_below as f64 {
            self.shortened(major)
        } else {
            self.decimal(major, if major < 1_000.0 { scale } else { 0 })
        };
        self.signed(minor < 0.0, currency, &text)
    }

    /// An amount of minor units in full: `¥1,234.56`.
    pub fn money(&self, minor: i128, currency: &str) -> String {
        let scale = minor_digits(currency);
        let (whole, rest) = divided(minor.unsigned_abs(), 10_u32.pow(scale));
        let whole = self.integer(i128::try_from(whole).unwrap_or(i128::MAX));
        let text = if scale == 0 {
            whole
        } else {
            // The point is the one this language uses between digits.
            let point: String = self.decimal(0.5, 1).chars().filter(|c| !c.is_ascii_digit()).collect();
            format!("{whole}{point}{rest:0width$}", width = scale as usize)
        };
        self.signed(minor < 0, currency, &text)
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
        let text = [&*self.decimal(value.abs() / unit, digits), word].concat();
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
pub(crate) fn step_digits(step: f64) -> u32 {
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

/// Digits after the point of a currency's amounts (ISO 4217).
pub fn minor_digits(currency: &str) -> u32 {
    match currency {
        "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "PYG" | "UGX" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

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
}
