//! Records out of JSON text. In: bytes within an array of objects. Out: a block of values for each key, as far as records are
//! flat and hold nothing but strings, lists of strings, integers and null. Refuses nothing: whoever calls looks at what stands where it
//! stopped. Strings become codes, each text told once.

use crate::digits::{NULL, is_blank, plain_integer};
use crate::texts::{Short, Texts, same};

/// What a key that a record leaves out has among values.
pub const ABSENT: i64 = NULL + 1;
/// Rows of a block.
const BLOCK: usize = 1024;
/// Most keys that records may have.
const MAX_KEYS: usize = 256;
/// Why reading stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The block is full.
    Full,
    /// At the bracket that ends the array.
    Closed,
    /// The text ends within a record.
    TextEnd,
    /// The next record is another kind of thing.
    Odd,
}

/// The values of one key.
#[derive(Debug, Default)]
pub struct Field {
    /// The key, quoted, with a colon.
    key: Vec<u8>,
    /// The same, if it is short.
    short: Option<Short>,
    /// Whether its values are strings, once there is one.
    is_text: Option<bool>,
    values: Vec<i64>,
    /// Whether it was null, and whether it was left out.
    met: (bool, bool),
}

impl Field {
    /// The key as a string of JSON.
    pub fn key(&self) -> &[u8] {
        self.key.get(..self.key.len().saturating_sub(1)).unwrap_or_default()
    }

    /// Whether its values are codes of [`Texts`].
    pub const fn is_text(&self) -> bool {
        matches!(self.is_text, Some(true))
    }

    /// Whether it was ever left out; then it was never null.
    pub const fn is_left_out(&self) -> bool {
        self.met.1
    }

    /// The values of the block.
    pub fn values(&self) -> &[i64] {
        &self.values
    }
}

/// Records as they are read.
#[derive(Debug, Default)]
pub struct Records {
    /// Their keys.
    pub fields: Vec<Field>,
    /// All strings among their values.
    pub texts: Texts,
    rows: usize,
    /// Rows of the blocks before.
    before: usize,
    pub(crate) met_end: bool,
}

impl Records {
    /// Rows of the block.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Reads a block of records from `at` on, where one begins; how far, and why no further.
    #[inline(never)]
    pub fn read(&mut self, bytes: &[u8], mut at: usize) -> (usize, Stop) {
        self.before += self.rows;
        self.rows = 0;
        for field in &mut self.fields {
            field.values.clear();
        }
        while self.rows < BLOCK {
            self.met_end = false;
            let Some((end, is_last)) = self.record(bytes, at) else {
                // Of a record that was not read to its end nothing stays.
                for field in &mut self.fields {
                    field.values.truncate(self.rows);
                }
                return (at, if self.met_end { Stop::TextEnd } else { Stop::Odd });
            };
            let rows = self.rows;
            // Null and left out mean the same, but are not the same text.
            if self.fields.iter().any(|field| field.values.len() == rows && field.met.0) {
                for field in &mut self.fields {
                    field.values.truncate(rows);
                }
                return (at, Stop::Odd);
            }
            for field in self.fields.iter_mut().filter(|field| field.values.len() == rows) {
                field.met.1 = true;
                field.values.push(ABSENT);
            }
            self.rows += 1;
            at = end;
            if is_last {
                return (at, Stop::Closed);
            }
        }
        (at, Stop::Full)
    }

    /// One record: the place of the next one, or of the bracket after the last, and whether it is the last.
    fn record(&mut self, bytes: &[u8], at: usize) -> Option<(usize, bool)> {
        let mut at = self.past(bytes, at, b'{')?;
        let mut guess = 0;
        loop {
            at = self.past_blanks(bytes, at)?;
            let place;
            (place, at) = self.key(bytes, at, guess)?;
            at = self.past_blanks(bytes, at)?;
            let first = *bytes.get(at)?;
            let value = match first {
                b'"' => {
                    let start = at;
                    let short = Short::at(bytes, at + 1).and_then(|short| Some((short, short.quote()?)));
                    let code = if let Some((short, len)) = short {
                        at += len + 2;
                        self.texts.code_of(short.first(len), bytes, start, at)
                    } else {
                        at = self.string_end(bytes, at)?;
                        self.texts.code(bytes.get(start..at)?)
                    };
                    code?
                }
                b'[' => {
                    let start = at;
                    at = self.list_end(bytes, at + 1)?;
                    self.texts.code(bytes.get(start..at)?)?
                }
                b'n' => {
                    for letter in b"null" {
                        at = self.past_byte(bytes, at, *letter)?;
                    }
                    NULL
                }
                _ => {
                    let Some((value, end)) = plain_integer(bytes, at) else {
                        let mut rest = bytes.iter().skip(at);
                        self.met_end = rest.all(|byte| matches!(byte, b'-' | b'0'..=b'9'));
                        return None;
                    };
                    at = end;
                    value
                }
            };
            let field = self.fields.get_mut(place)?;
            if value == NULL {
                if field.met.1 {
                    return None;
                }
                field.met.0 = true;
            } else {
                let is_text = matches!(first, b'"' | b'[');
                if *field.is_text.get_or_insert(is_text) != is_text {
                    return None;
                }
            }
            if field.values.len() != self.rows {
                return None;
            }
            field.values.push(value);
            at = self.past_blanks(bytes, at)?;
            match bytes.get(at)? {
                b',' => at += 1,
                b'}' => break,
                _ => return None,
            }
            guess = place + 1;
        }
        at = self.past_blanks(bytes, at + 1)?;
        match bytes.get(at)? {
            b',' => Some((at + 1, false)),
            b']' => Some((at, true)),
            _ => None,
        }
    }

    /// The place of the field whose key stands there, probably the one at `guess`; past its colon.
    fn key(&mut self, bytes: &[u8], at: usize, guess: usize) -> Option<(usize, usize)> {
        if let Some(field) = self.fields.get(guess)
            && let Some(short) = field.short
            && let Some(text) = Short::at(bytes, at)
            && text.first(field.key.len()) == short
        {
            return Some((guess, at + field.key.len()));
        }
        if let Some(field) = self.fields.get(guess)
            && let Some(text) = bytes.get(at..at + field.key.len())
            && same(text, &field.key)
        {
            return Some((guess, at + field.key.len()));
        }
        if bytes.get(at) != Some(&b'"') {
            return None;
        }
        let end = self.string_end(bytes, at)?;
        let key = bytes.get(at..end)?;
        // One key may be written in two ways.
        if key.contains(&b'\\') {
            return None;
        }
        let at = self.past(bytes, end, b':')?;
        let found = self.fields.iter().position(|field| field.key() == key);
        if found.is_none() {
            std::str::from_utf8(key).ok()?;
            if self.fields.len() == MAX_KEYS {
                return None;
            }
            let values = vec![ABSENT; self.rows];
            let met = (false, self.before + self.rows > 0);
            let key = [key, b":"].concat();
            let short = Short::at(&[&*key, &[0; 16]].concat(), 0).filter(|_| key.len() <= 16);
            self.fields.push(Field { key, short, is_text: None, values, met });
        }
        Some((found.unwrap_or(self.fields.len() - 1), at))
    }

    #[inline]
    pub(crate) fn past_blanks(&mut self, bytes: &[u8], mut at: usize) -> Option<usize> {
        if bytes.get(at).is_some_and(|&byte| byte > b' ') {
            return Some(at);
        }
        while is_blank(*bytes.get(at).or_else(|| {
            self.met_end = true;
            None
        })?) {
            at += 1;
        }
        Some(at)
    }

    fn past_byte(&mut self, bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
        self.met_end |= at >= bytes.len();
        (bytes.get(at) == Some(&byte)).then_some(at + 1)
    }

    /// Past blanks and that byte.
    fn past(&mut self, bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
        let at = self.past_blanks(bytes, at)?;
        self.past_byte(bytes, at, byte)
    }
}

#[cfg(test)]
mod tests {
    use super::{Records, Stop};

    #[test]
    fn texts_of_every_length_are_told_apart_and_told_once() {
        let letters = "abcdefghijklmnopqrstuvwxyzabcdefghijklmn中";
        let texts: Vec<String> =
            (0..letters.len()).filter_map(|len| letters.get(..len)).map(|text| format!("\"{text}\"")).collect();
        let rows: Vec<&str> = (0..texts.len() * 20).map(|row| &*texts[row * 7 % texts.len()]).collect();
        for key in ["\"k\"", "\"a key of sixteen\"", "\"k of 13 bytes\"", "\"\""] {
            let record = |text: &&str| format!("{{{key}:{text}, \"n\":1}}");
            let text = rows.iter().map(record).collect::<Vec<_>>().join(",") + "]";
            let mut records = Records::default();
            assert_eq!(records.read(text.as_bytes(), 0), (text.len() - 1, Stop::Closed));
            let [field, _] = &*records.fields else { panic!("two keys") };
            assert_eq!(field.key(), key.as_bytes());
            let found: Vec<&[u8]> = field.values().iter().map(|&code| records.texts.get(code as usize)).collect();
            assert_eq!(found, rows.iter().map(|text| text.as_bytes()).collect::<Vec<_>>());
            assert_eq!(records.texts.len(), texts.len());
        }
        for (value, is_taken) in [
            (r"[]", true),
            (r#"[ "a" , "b" ]"#, true),
            (r#""\u4e2d\n\"""#, true),
            (r#"["\\", "é"]"#, true),
            (r#"["a",]"#, false),
            (r#"["a" "b"]"#, false),
            (r"[1]", false),
            (r#""\u4e2""#, false),
            (r#""\x""#, false),
            (r#"["a""#, false),
        ] {
            let text = format!("{{\"k\":{value}}}]");
            let mut records = Records::default();
            let (at, stop) = records.read(text.as_bytes(), 0);
            assert_eq!((at > 0, stop == Stop::Closed), (is_taken, is_taken), "{value}");
            assert!(!is_taken || records.texts.get(0) == value.as_bytes(), "{value}");
            // Wherever it is cut it goes on.
            for end in (0..text.len()).filter(|_| is_taken) {
                assert_eq!(Records::default().read(&text.as_bytes()[..end], 0), (0, Stop::TextEnd), "{value} to {end}");
            }
        }
        let odd = [b"{\"k\":\"".as_slice(), &[0xff; 16], b"\"},{\"k\":1}]"].concat();
        assert_eq!(Records::default().read(&odd, 0), (0, Stop::Odd));
    }
}
