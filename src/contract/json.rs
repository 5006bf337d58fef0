//! JSON text as what it is: text. In: the text of a document. Out: [`Json`], pieces of it that are known to be
//! well-formed, so that whoever reads one asks only what it says and never whether it is JSON. Nothing is copied but
//! strings with escapes; nothing recurses, so no depth of nesting can exhaust the stack. Refuses what RFC 8259 refuses,
//! naming line and column.
//!
//! A parser of our own because numbers have to go from text straight into packed columns, and because a general one
//! brings code for every type it might be asked for.

mod checker;
mod items;
mod number;
mod write;

use std::borrow::Cow;
use std::fmt;

pub(super) use checker::{Checker, Event, Growing};
pub(super) use items::{Items, nesting};
pub(super) use number::{digits, double, integer, is_number};
pub use write::Writer;

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
    position: Position,
}

/// How many lines stand before a place, and how many characters before it in its line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Position {
    pub lines: usize,
    pub characters: usize,
}

impl Position {
    /// The place after `text`, which may end within a character.
    pub fn pass(&mut self, text: &[u8]) {
        let (lines, characters) = redcat_kernel::position(text);
        self.characters = characters + if lines == 0 { self.characters } else { 0 };
        self.lines += lines;
    }
}

/// A piece of a text of which something else was kept, or nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gap {
    /// Where what was kept begins.
    pub from: usize,
    /// And where it ends.
    pub to: usize,
    /// How many bytes there were.
    pub bytes: usize,
    /// How far their end is from their beginning.
    pub span: Position,
}

impl Gap {
    /// Some more.
    pub fn add(&mut self, text: &[u8]) {
        self.bytes += text.len();
        self.span.pass(text);
    }
}

impl Malformed {
    /// With what is wrong, and where.
    pub(super) const fn new(what: &'static str, position: Position) -> Self {
        Self { what, position }
    }

    /// Whether it may well be JSON, but nests deeper than anybody looks.
    pub fn is_too_deep(&self) -> bool {
        self.what == TOO_DEEP
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {} column {}", self.what, self.position.lines + 1, self.position.characters + 1)
    }
}

impl<'a> Json<'a> {
    /// The one value of a whole text.
    pub fn document(text: &'a str) -> Result<Self, Malformed> {
        let mut checker = Checker::default();
        match checker.run(text.as_bytes(), true) {
            Ok(_) => Ok(Self(text.trim_matches(is_space))),
            Err(what) => {
                let mut position = Position::default();
                position.pass(text.as_bytes().get(..checker.at).unwrap_or_default());
                Err(Malformed { what, position })
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

pub(super) const fn is_space(character: char) -> bool {
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
