//! JSON text as what it is: text. In: the text of a document. Out: [`Json`], pieces of it that are known to be
//! well-formed, so that whoever reads one asks only what it says and never whether it is JSON. Nothing is copied but
//! strings with escapes; nothing recurses, so no depth of nesting can exhaust the stack. Refuses what RFC 8259 refuses,
//! naming line and column.
//!
//! A parser of our own because numbers have to go from text straight into packed columns, and because a general one
//! brings code for every type it might be asked for.

mod items;
mod number;
mod write;

use std::borrow::Cow;
use std::fmt;

pub(super) use items::{Items, nesting};
pub(super) use number::{digits, double, integer, is_number};
pub use write::Writer;

/// Deepest nesting that is looked at.
const MAX_DEPTH: u32 = 128;
const TOO_DEEP: &str = "nested too deeply";

/// One well-formed value, without space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Json<'a>(&'a str);

/// What kind of value it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A string.
    Text,
    /// An array.
    List,
    /// An object.
    Object,
}

/// Why a text is no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    what: &'static str,
    line: usize,
    column: usize,
}

impl Malformed {
    /// Whether it may well be JSON, but nests deeper than anybody looks.
    pub fn is_too_deep(&self) -> bool {
        self.what == TOO_DEEP
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {} column {}", self.what, self.line, self.column)
    }
}

impl<'a> Json<'a> {
    /// The one value of a whole text.
    pub fn document(text: &'a str) -> Result<Self, Malformed> {
        let mut checker = Checker { bytes: text.as_bytes(), at: 0 };
        match checker.document() {
            Ok(()) => Ok(Self(text.trim_matches(is_space))),
            Err(what) => {
                let before = text.get(..checker.at).unwrap_or(text);
                let (mut line, mut column) = (1, 1);
                for character in before.chars() {
                    (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + 1) };
                }
                Err(Malformed { what, line, column })
            }
        }
    }

    /// Its text.
    pub const fn text(self) -> &'a str {
        self.0
    }

    /// What it is, as its first character tells.
    pub fn kind(self) -> Kind {
        match self.0.as_bytes().first() {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::List,
            Some(b'"') => Kind::Text,
            Some(b't' | b'f') => Kind::Flag,
            Some(b'n') | None => Kind::Null,
            Some(_) => Kind::Number,
        }
    }

    /// The elements of an array; none of anything else.
    pub fn elements(self) -> Pieces<'a> {
        Pieces(Items::of(if self.kind() == Kind::List { self.0 } else { "" }))
    }

    /// The keys of an object, each a string of JSON, and their values in turn; none of anything else.
    pub fn entries(self) -> Pieces<'a> {
        Pieces(Items::of(if self.kind() == Kind::Object { self.0 } else { "" }))
    }

    /// Keys and values of an object; `None` for anything else, and where a key holds half of a surrogate pair.
    pub fn fields(self) -> Option<Vec<(Cow<'a, str>, Self)>> {
        let mut pieces = (self.kind() == Kind::Object).then(|| self.entries())?;
        let mut fields = Vec::new();
        while let (Some(key), Some(value)) = (pieces.next(), pieces.next()) {
            fields.push((key.string()?, value));
        }
        Some(fields)
    }

    /// What a string says; `None` for anything else, and where half of a surrogate pair stands alone.
    pub fn string(self) -> Option<Cow<'a, str>> {
        string(self.0)
    }
}

const fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\n' | '\r' | '\t')
}

/// Values one after another.
pub struct Pieces<'a>(Items<'a>);

impl<'a> Iterator for Pieces<'a> {
    type Item = Json<'a>;

    fn next(&mut self) -> Option<Json<'a>> {
        self.0.next().map(Json)
    }
}

/// The string that `text` stands for, borrowed where it has no escapes; `None` for anything else, and where half of a
/// surrogate pair stands alone.
pub fn string(text: &str) -> Option<Cow<'_, str>> {
    if text.as_bytes().first() != Some(&b'"') {
        return None;
    }
    let body = text.get(1..text.len() - 1)?;
    if body.as_bytes().contains(&b'\\') { unescaped(body).map(Cow::Owned) } else { Some(Cow::Borrowed(body)) }
}

fn unescaped(body: &str) -> Option<String> {
    let mut text = String::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let (escape, tail) = after.split_at_checked(1)?;
        rest = tail;
        text.push(match escape {
            "b" => '\u{8}',
            "f" => '\u{c}',
            "n" => '\n',
            "r" => '\r',
            "t" => '\t',
            "u" => {
                let (first, tail) = unit(rest)?;
                rest = tail;
                if (0xd800..0xdc00).contains(&first) {
                    let (second, tail) = unit(rest.strip_prefix("\\u")?)?;
                    rest = tail;
                    let low = second.checked_sub(0xdc00).filter(|&low| low < 0x400)?;
                    char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + low)?
                } else {
                    char::from_u32(first)?
                }
            }
            // The quote, the two slashes.
            itself => itself.chars().next()?,
        });
    }
    text.push_str(rest);
    Some(text)
}

fn unit(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    Some((u32::from_str_radix(digits, 16).ok()?, rest))
}

/// Reads through a text once and keeps nothing.
struct Checker<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Checker<'_> {
    fn peek(&self) -> u8 {
        // No JSON holds a zero byte, so it serves as the end.
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn skip(&mut self, wanted: impl Fn(u8) -> bool) -> usize {
        let from = self.at;
        while self.bytes.get(self.at).is_some_and(|&byte| wanted(byte)) {
            self.at += 1;
        }
        self.at - from
    }

    fn space(&mut self) {
        self.skip(|byte| is_space(byte.into()));
    }

    fn document(&mut self) -> Result<(), &'static str> {
        // One bit a level: whether it is an object.
        let (mut objects, mut depth) = (0_u128, 0_u32);
        loop {
            self.space();
            if depth > 0 && objects & 1 == 0 {
                self.columns();
            }
            let open = self.peek();
            if matches!(open, b'{' | b'[') {
                self.at += 1;
                if depth == MAX_DEPTH {
                    return Err(TOO_DEEP);
                }
                depth += 1;
                objects = objects << 1 | u128::from(open == b'{');
                self.space();
                // The bracket that closes stands two places after the one that opens.
                if self.peek() != open + 2 {
                    if open == b'{' {
                        self.key()?;
                    }
                    continue;
                }
            } else {
                self.scalar()?;
            }
            loop {
                self.space();
                if depth == 0 {
                    return if self.at == self.bytes.len() { Ok(()) } else { Err("trailing characters") };
                }
                let is_object = objects & 1 == 1;
                match self.peek() {
                    b',' => {
                        self.at += 1;
                        self.space();
                        if is_object {
                            self.key()?;
                        }
                        break;
                    }
                    b'}' if is_object => {}
                    b']' if !is_object => {}
                    _ if self.at == self.bytes.len() => return Err("the text ends inside a value"),
                    _ => return Err(if is_object { "expected `,` or `}`" } else { "expected `,` or `]`" }),
                }
                self.at += 1;
                depth -= 1;
                objects >>= 1;
            }
        }
    }

    /// Past numbers of nothing but digits, each with its comma, in a list where a value should begin; then one should
    /// again. Most of a large document is that.
    fn columns(&mut self) {
        let mut at = self.at;
        loop {
            let first = self.bytes.get(at);
            let mut end = at;
            while let Some(b'0'..=b'9') = self.bytes.get(end) {
                end += 1;
            }
            let is_number = end == at + 1 || (end > at && first != Some(&b'0'));
            if !is_number || self.bytes.get(end) != Some(&b',') {
                break;
            }
            at = end + 1;
        }
        self.at = at;
        self.space();
    }

    fn key(&mut self) -> Result<(), &'static str> {
        if self.peek() != b'"' {
            return Err("expected a key in quotes");
        }
        self.string()?;
        self.space();
        if self.peek() != b':' {
            return Err("expected `:`");
        }
        self.at += 1;
        Ok(())
    }

    fn scalar(&mut self) -> Result<(), &'static str> {
        match self.peek() {
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(),
            _ if self.at == self.bytes.len() => Err("the text ends where a value should begin"),
            _ => {
                let rest = self.bytes.get(self.at..).unwrap_or(&[]);
                let word: &[u8] = match self.peek() {
                    b't' => b"true",
                    b'f' => b"false",
                    _ => b"null",
                };
                if !rest.starts_with(word) {
                    return Err("expected a value");
                }
                self.at += word.len();
                Ok(())
            }
        }
    }

    fn string(&mut self) -> Result<(), &'static str> {
        loop {
            // Past the quote, or the escaped character.
            self.at += 1;
            self.skip(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
            match self.peek() {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => {
                    self.at += 1;
                    match self.peek() {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                        b'u' => {
                            let digits = self.bytes.get(self.at + 1..self.at + 5).unwrap_or(&[]);
                            if digits.len() < 4 || !digits.iter().all(u8::is_ascii_hexdigit) {
                                return Err("an escape of four digits was expected");
                            }
                            self.at += 4;
                        }
                        _ => return Err("unknown escape"),
                    }
                }
                _ if self.at >= self.bytes.len() => return Err("the text ends inside a string"),
                _ => return Err("control character in a string"),
            }
        }
    }

    fn number(&mut self) -> Result<(), &'static str> {
        let digit = |byte: u8| byte.is_ascii_digit();
        if self.peek() == b'-' {
            self.at += 1;
        }
        let leading_zero = self.peek() == b'0';
        let whole = self.skip(digit);
        if whole == 0 || (leading_zero && whole > 1) {
            return Err("malformed number");
        }
        if self.peek() == b'.' {
            self.at += 1;
            if self.skip(digit) == 0 {
                return Err("malformed number");
            }
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.at += 1;
            }
            if self.skip(digit) == 0 {
                return Err("malformed number");
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, Kind};

    #[test]
    fn pieces_are_found_whatever_stands_inside_them() {
        let text = " {\"a\" : [1, -2.5e3 ,\"],{\\\"\",[ ],{} ] ,\"b\":null,\"\\u4e2d\":true}\n";
        let document = Json::document(text).expect("JSON");
        let pieces: Vec<&str> = document.entries().map(Json::text).collect();
        assert_eq!(pieces, ["\"a\"", "[1, -2.5e3 ,\"],{\\\"\",[ ],{} ]", "\"b\"", "null", "\"\\u4e2d\"", "true"]);
        let list = document.entries().nth(1).expect("a list");
        let elements: Vec<(Kind, &str)> = list.elements().map(|piece| (piece.kind(), piece.text())).collect();
        let expected = [
            (Kind::Number, "1"),
            (Kind::Number, "-2.5e3"),
            (Kind::Text, "\"],{\\\"\""),
            (Kind::List, "[ ]"),
            (Kind::Object, "{}"),
        ];
        assert_eq!(elements, expected);
        assert_eq!(document.entries().nth(4).and_then(Json::string).as_deref(), Some("中"));
    }

    #[test]
    fn faults_name_line_and_column() {
        let fault = |text: &str| Json::document(text).expect_err("no JSON").to_string();
        assert_eq!(fault("{\n \"中\": 01}"), "malformed number at line 2 column 9");
        assert_eq!(fault(""), "the text ends where a value should begin at line 1 column 1");
        assert_eq!(fault("[1,]"), "expected a value at line 1 column 4");
        assert_eq!(fault("[1,20,03,4]"), "malformed number at line 1 column 9");
        assert_eq!(fault("[1,20, ]"), "expected a value at line 1 column 8");
        assert_eq!(fault("[1,20,"), "the text ends where a value should begin at line 1 column 7");
        assert_eq!(fault("{\"a\":1,2}"), "expected a key in quotes at line 1 column 8");
        assert_eq!(fault("[1 2]"), "expected `,` or `]` at line 1 column 4");
        assert_eq!(fault("{\"a\" 1}"), "expected `:` at line 1 column 6");
        assert!(fault(&"[".repeat(1_000_000)).starts_with("nested too deeply"));
    }
}
