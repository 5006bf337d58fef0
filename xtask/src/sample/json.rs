//! JSON as the samples are written: keys in the order given, a column per line, so that a change of the data reads
//! well in a diff. In: values, built with [`object!`] and `into`. Out: text that ends in a line feed. Refuses nothing;
//! a number that JSON cannot hold (NaN, infinity) becomes null.

use std::fmt::Write;

/// What fits into this many characters stays on one line.
const LINE_CHARS: usize = 116;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// An object with its keys in the order written: `object! { "id" => 1, "label" => "one" }`.
macro_rules! object {
    ($($key:expr => $value:expr),* $(,)?) => {
        $crate::sample::json::Json::Object(vec![$(($key.to_string(), $crate::sample::json::Json::from($value))),*])
    };
}
pub(crate) use object;

/// Text in both languages of the samples.
pub fn label(zh_cn: &str, en: &str) -> Json {
    object! { "zh-CN" => zh_cn, "en" => en }
}

impl Json {
    /// The whole document as text.
    pub fn to_document(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, 0);
        out.push('\n');
        out
    }

    /// Adds a key to an object, at its end.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Self>) -> Self {
        if let Self::Object(entries) = &mut self {
            entries.push((key.to_owned(), value.into()));
        }
        self
    }

    fn write(&self, out: &mut String, depth: usize) {
        let line = self.line();
        if line.chars().count() <= LINE_CHARS || self.is_column() {
            out.push_str(&line);
            return;
        }
        let indent = "  ".repeat(depth + 1);
        let mut separator = "\n";
        let mut next = |out: &mut String| {
            out.push_str(separator);
            out.push_str(&indent);
            separator = ",\n";
        };
        match self {
            Self::Array(values) => {
                out.push('[');
                for value in values {
                    next(out);
                    value.write(out, depth + 1);
                }
                let _ = write!(out, "\n{}]", "  ".repeat(depth));
            }
            Self::Object(entries) => {
                out.push('{');
                for (key, value) in entries {
                    next(out);
                    write_text(out, key);
                    out.push_str(": ");
                    value.write(out, depth + 1);
                }
                let _ = write!(out, "\n{}}}", "  ".repeat(depth));
            }
            _ => out.push_str(&line),
        }
    }

    fn line(&self) -> String {
        let mut out = String::new();
        self.write_line(&mut out);
        out
    }

    fn write_line(&self, out: &mut String) {
        match self {
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Integer(value) => {
                let _ = write!(out, "{value}");
            }
            Self::Float(value) if value.is_finite() => {
                let _ = write!(out, "{value}");
            }
            Self::Null | Self::Float(_) => out.push_str("null"),
            Self::Text(text) => write_text(out, text),
            Self::Array(values) => {
                let spaced = !self.is_column();
                out.push('[');
                for (n, value) in values.iter().enumerate() {
                    out.push_str(match (n, spaced) {
                        (0, _) => "",
                        (_, true) => ", ",
                        (_, false) => ",",
                    });
                    value.write_line(out);
                }
                out.push(']');
            }
            Self::Object(entries) => {
                out.push('{');
                for (n, (key, value)) in entries.iter().enumerate() {
                    out.push_str(if n == 0 { "" } else { ", " });
                    write_text(out, key);
                    out.push_str(": ");
                    value.write_line(out);
                }
                out.push('}');
            }
        }
    }

    fn is_column(&self) -> bool {
        matches!(self, Self::Array(values) if values.iter().all(|v| !matches!(v, Self::Array(_) | Self::Object(_))))
    }
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if control < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

macro_rules! from_integers {
    ($($integer:ty),*) => {
        $(impl From<$integer> for Json {
            fn from(value: $integer) -> Self {
                Self::Integer(i64::from(value))
            }
        })*
    };
}
from_integers!(u8, u16, u32, i32, i64);

impl From<usize> for Json {
    fn from(value: usize) -> Self {
        Self::Integer(value as i64)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<f64> for Json {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Json {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Json {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(values: Vec<T>) -> Self {
        Self::Array(values.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Json>, const N: usize> From<[T; N]> for Json {
    fn from(values: [T; N]) -> Self {
        Self::Array(values.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, label};

    #[test]
    fn breaks_long_objects_into_lines_and_leaves_columns_whole() {
        let column: Vec<i64> = (0..100).collect();
        let text = object! { "values" => column, "label" => label("订单", "a \"quoted\"\n\\"), "none" => None::<i64> };
        let lines: Vec<String> = text.to_document().lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 5);
        assert!(lines[1].starts_with("  \"values\": [0,1,2,") && lines[1].ends_with(",98,99],"));
        assert_eq!(lines[2], r#"  "label": {"zh-CN": "订单", "en": "a \"quoted\"\u000a\\"},"#);
        assert_eq!(lines[3], r#"  "none": null"#);
        assert_eq!(Json::Float(f64::NAN).to_document(), "null\n");
    }
}
