//! Numbers as they are written without a browser: in tests, in the engine, on a server.

use super::Numbers;

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
