//! Records out of JSON text. In: bytes within an array of objects. Out: a block of values for each key, as far as records are
//! flat and hold nothing but plain strings, integers and null. Refuses nothing: whoever calls looks at what stands where it
//! stopped. Strings become codes, each text told once.

use crate::digits::{EACH, HIGH, NULL, above, is_blank, plain_integer};

/// What a key that a record leaves out has among values.
pub const ABSENT: i64 = NULL + 1;
/// Rows of a block.
const BLOCK: usize = 1024;
/// Most keys that records may have.
const MAX_KEYS: usize = 256;
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

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

/// Strings of JSON, each once, by code.
#[derive(Debug, Default)]
pub struct Texts {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// One more than a code, by hash; zero where there is none.
    codes: Vec<u32>,
}

impl Texts {
    /// How many there are.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The one of that code, quoted.
    pub fn get(&self, code: usize) -> &[u8] {
        let start = code.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(code).and_then(|&end| self.bytes.get(start..end)).unwrap_or_default()
    }

    /// The code of a text; `None` if it is no UTF-8.
    fn code(&mut self, text: &[u8]) -> Option<i64> {
        if self.codes.len() < 2 * self.ends.len() + 2 {
            self.codes = vec![0; 4 * self.codes.len().max(64)];
            for code in 0..self.ends.len() {
                let place = self.place(self.get(code));
                *self.codes.get_mut(place)? = code as u32 + 1;
            }
        }
        let place = self.place(text);
        let found = self.codes.get_mut(place)?;
        if *found == 0 {
            std::str::from_utf8(text).ok()?;
            self.bytes.extend_from_slice(text);
            self.ends.push(self.bytes.len());
            *found = u32::try_from(self.ends.len()).ok()?;
        }
        Some(i64::from(*found) - 1)
    }

    /// Where the code of a text stands, or should.
    fn place(&self, text: &[u8]) -> usize {
        let (words, rest) = text.as_chunks::<8>();
        let mut hash = rest.iter().fold(text.len() as u64, |hash, &byte| hash << 8 | u64::from(byte));
        for word in words {
            hash = (hash.rotate_left(29) ^ u64::from_le_bytes(*word)).wrapping_mul(MIX);
        }
        hash = hash.wrapping_mul(MIX);
        let mask = self.codes.len() - 1;
        let mut place = (hash >> 32) as usize & mask;
        while let Some(&code @ 1..) = self.codes.get(place)
            && !same(self.get(code as usize - 1), text)
        {
            place = (place + 1) & mask;
        }
        place
    }
}

/// Whether both are the same bytes; they are few.
fn same(a: &[u8], b: &[u8]) -> bool {
    let ((a_words, a_rest), (b_words, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    a.len() == b.len()
        && a_words.iter().zip(b_words).all(|(a, b)| u64::from_le_bytes(*a) == u64::from_le_bytes(*b))
        && a_rest.iter().zip(b_rest).all(|(a, b)| a == b)
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
    met_end: bool,
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
                    let end = self.string_end(bytes, at)?;
                    let code = self.texts.code(bytes.get(at..end)?);
                    at = end;
                    code?
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
            } else if *field.is_text.get_or_insert(first == b'"') != (first == b'"') {
                return None;
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
        let at = self.past(bytes, end, b':')?;
        let found = self.fields.iter().position(|field| field.key() == key);
        if found.is_none() {
            std::str::from_utf8(key).ok()?;
            if self.fields.len() == MAX_KEYS {
                return None;
            }
            let values = vec![ABSENT; self.rows];
            let met = (false, self.before + self.rows > 0);
            self.fields.push(Field { key: [key, b":"].concat(), is_text: None, values, met });
        }
        Some((found.unwrap_or(self.fields.len() - 1), at))
    }

    /// Past a string without escapes.
    fn string_end(&mut self, bytes: &[u8], start: usize) -> Option<usize> {
        let mut at = start + 1;
        while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
            let word = u64::from_le_bytes(*word);
            let quote = !above(word ^ (EACH * b'"' as u64), 0) & HIGH;
            let odd = !above(word ^ (EACH * b'\\' as u64), 0) & HIGH | !above(word, 0x1f) & HIGH;
            if quote | odd != 0 {
                let first = (quote | odd).trailing_zeros();
                return (quote >> first & 1 == 1).then_some(at + first as usize / 8 + 1);
            }
            at += 8;
        }
        loop {
            match bytes.get(at) {
                Some(b'"') => return Some(at + 1),
                Some(b'\\' | ..b' ') => return None,
                Some(_) => at += 1,
                None => {
                    self.met_end = true;
                    return None;
                }
            }
        }
    }

    fn past_blanks(&mut self, bytes: &[u8], mut at: usize) -> Option<usize> {
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
