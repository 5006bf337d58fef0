//! Strings of records, each told once. In: where one stands in JSON text. Out: its code. Refuses what is no UTF-8, and
//! leaves strings with escapes to others.

use crate::digits::{EACH, HIGH, above};

/// So many places for each text, up to so many, are kept for those met lately.
const RECENT: usize = 4;
const MOST_RECENT: usize = 1 << 15;
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// A text of at most sixteen bytes, none of them zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Short([u64; 2]);

impl Short {
    /// None: what ends within eight bytes has nothing after them.
    const NONE: Self = Self([0, 1]);

    /// The first `len` of sixteen bytes.
    #[inline]
    pub(crate) fn first(&self, len: usize) -> Self {
        let Self([low, high]) = *self;
        Self([low & below(len.min(8)), high & below(len.saturating_sub(8))])
    }

    /// Sixteen bytes from `at` on.
    #[inline]
    pub(crate) fn at(bytes: &[u8], at: usize) -> Option<Self> {
        let (words, _) = bytes.get(at..).and_then(<[u8]>::first_chunk::<16>)?.as_chunks::<8>();
        let [low, high] = words else { return None };
        Some(Self([u64::from_le_bytes(*low), u64::from_le_bytes(*high)]))
    }

    /// Where the first quotation mark stands, if nothing but plain characters stands before it.
    #[inline]
    pub(crate) fn quote(&self) -> Option<usize> {
        let Self(words) = self;
        for (start, word) in [0, 8].into_iter().zip(words) {
            let (quotes, odd) = marks(*word);
            if quotes | odd != 0 {
                let first = (quotes | odd).trailing_zeros();
                return (quotes >> first & 1 == 1).then_some(start + first as usize / 8);
            }
        }
        None
    }

    /// Every bit has a part in the highest ones, of which there are as many as [`MOST_RECENT`] needs.
    #[inline]
    fn hash(self) -> usize {
        let Self([low, high]) = self;
        ((low ^ high.rotate_left(29)).wrapping_mul(MIX) >> 48) as usize
    }
}

/// The lowest bytes of a word, eight at most.
#[inline]
fn below(len: usize) -> u64 {
    u64::MAX.checked_shl(8 * len as u32).map_or(u64::MAX, |above| !above)
}

/// The highest bit of each byte that is a quotation mark, and of each that is a backslash or a control character.
#[inline]
pub(crate) fn marks(word: u64) -> (u64, u64) {
    let quotes = !above(word ^ (EACH * b'"' as u64), 0) & HIGH;
    (quotes, !above(word ^ (EACH * b'\\' as u64), 0) & HIGH | !above(word, 0x1f) & HIGH)
}

/// Strings of JSON, each once, by code.
#[derive(Debug, Default)]
pub struct Texts {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// One more than a code, by hash; zero where there is none.
    codes: Vec<u32>,
    /// Short texts that were met lately, by hash, with their codes.
    recent: Vec<(Short, i64)>,
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

    /// The code of the short text that stands from `start` to `end`.
    #[inline]
    pub(crate) fn code_of(&mut self, short: Short, bytes: &[u8], start: usize, end: usize) -> Option<i64> {
        let place = short.hash() & self.recent.len().wrapping_sub(1);
        if let Some((known, code)) = self.recent.get(place)
            && *known == short
        {
            return Some(*code);
        }
        let code = self.code(bytes.get(start..end)?)?;
        if self.recent.len() < MOST_RECENT.min(RECENT * self.ends.len()) {
            self.recent = vec![(Short::NONE, 0); self.recent.len().max(MOST_RECENT / 64) * 2];
        }
        let place = short.hash() & (self.recent.len() - 1);
        *self.recent.get_mut(place)? = (short, code);
        Some(code)
    }

    /// The code of a text; `None` if it is no UTF-8.
    pub(crate) fn code(&mut self, text: &[u8]) -> Option<i64> {
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
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    let ((a_words, a_rest), (b_words, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    a.len() == b.len()
        && a_words.iter().zip(b_words).all(|(a, b)| u64::from_le_bytes(*a) == u64::from_le_bytes(*b))
        && a_rest.iter().zip(b_rest).all(|(a, b)| a == b)
}
