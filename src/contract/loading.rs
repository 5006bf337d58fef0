//! A document while it arrives. In: its bytes, piece by piece. Out: a checked [`Report`] at the end. The integers of cubes
//! and their records go into columns as they come, and their text is forgotten; everything else is kept once. Refuses what is too large, no
//! UTF-8, or no JSON, and then whatever [`read`](super::read) refuses.

use super::Report;
use super::arrays::Array;
use super::json::{Checker, Event, Gap, Growing, Malformed, Position};
use super::limits::MAX_BYTES;
use crate::error::Error;

/// What is looked at at once: it stays in the fast memory of a processor.
const PIECE: usize = 64 << 10;
/// An array shorter than this many bytes stays text.
const SHORT: usize = 512;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A document that is being read: [`feed`](Self::feed) it, then [`finish`](Self::finish).
#[derive(Debug)]
pub struct Loading {
    bytes: usize,
    /// What is known of the text: looked through up to `checker.at`, UTF-8 up to `valid`.
    text: Vec<u8>,
    valid: usize,
    checker: Checker,
    /// Looking on is worth it only once so much is unread: what is unfinished is looked at from its beginning again.
    enough: usize,
    arrays: Vec<Array>,
    gaps: Vec<Gap>,
    malformed: Option<Malformed>,
    /// The first byte that is no UTF-8.
    broken_at: Option<usize>,
}

/// A document that is well-formed.
#[derive(Debug)]
pub(super) struct Checked {
    /// Its text; each long array of a cube that was taken out is `[#n]`, which no text of JSON is.
    pub text: String,
    /// Those arrays.
    pub arrays: Vec<Array>,
}

/// Why a text is no document.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// Of so many bytes.
    TooLarge(usize),
    /// No UTF-8 at that byte.
    NotUtf8(usize),
    /// No JSON, or nested deeper than anybody looks.
    Malformed(Malformed),
}

impl Default for Loading {
    fn default() -> Self {
        Self {
            bytes: 0,
            text: Vec::new(),
            valid: 0,
            checker: Checker::of_document(),
            enough: BYTE_ORDER_MARK.len(),
            arrays: Vec::new(),
            gaps: Vec::new(),
            malformed: None,
            broken_at: None,
        }
    }
}

impl Loading {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes, as many as there are.
    pub fn feed(&mut self, bytes: &[u8]) {
        for piece in bytes.chunks(PIECE) {
            self.bytes += piece.len();
            if self.bytes > MAX_BYTES || self.broken_at.is_some() {
                self.text = Vec::new();
            } else {
                self.text.extend_from_slice(piece);
                self.advance(false);
            }
        }
    }

    /// How many bytes there were so far.
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many rows of a cube there were so far.
    pub fn rows(&self) -> usize {
        let growing = self.checker.growing.as_ref().map_or(0, |growing| growing.array.len());
        self.arrays.last().map_or(0, Array::len).max(growing)
    }

    /// The report, if all that came is one.
    pub fn finish(self) -> Result<Report, Error> {
        Report::read(self.checked())
    }

    fn checked(mut self) -> Result<Checked, Unreadable> {
        if self.bytes > MAX_BYTES {
            return Err(Unreadable::TooLarge(self.bytes));
        }
        self.advance(true);
        if let Some(at) = self.broken_at {
            return Err(Unreadable::NotUtf8(at));
        }
        if let Some(malformed) = self.malformed {
            return Err(Unreadable::Malformed(malformed));
        }
        match String::from_utf8(self.text) {
            Ok(text) => Ok(Checked { text, arrays: self.arrays }),
            Err(error) => Err(Unreadable::NotUtf8(error.utf8_error().valid_up_to())),
        }
    }

    fn advance(&mut self, is_all: bool) {
        if self.malformed.is_none() && (is_all || self.text.len() - self.checker.at >= self.enough) {
            if self.gaps.is_empty() && self.checker.at == 0 && self.text.starts_with(BYTE_ORDER_MARK) {
                self.text.drain(..BYTE_ORDER_MARK.len());
                self.gaps.push(Gap { bytes: BYTE_ORDER_MARK.len(), ..Gap::default() });
            }
            if let Err(what) = self.check(is_all) {
                self.malformed = Some(Malformed::new(what, self.position()));
            }
        }
        self.validate(is_all);
    }

    fn check(&mut self, is_all: bool) -> Result<(), &'static str> {
        loop {
            match self.checker.run(&self.text, is_all)? {
                Event::Hungry => {
                    self.forget_taken();
                    self.enough = 2 * (self.text.len() - self.checker.at);
                    return Ok(());
                }
                Event::Done => return Ok(()),
                Event::Taken => {
                    if let Some(growing) = self.checker.growing.take() {
                        self.keep(growing);
                    }
                }
                Event::Odd => {
                    // The blanks before it were passed too.
                    if let Some(growing) = &mut self.checker.growing {
                        growing.is_plain = false;
                    }
                    self.forget_taken();
                    if let Some(growing) = self.checker.growing.take() {
                        // Nobody can tell it from the text that was there.
                        self.replace(growing.start, &growing.array.text(), growing.gap);
                    }
                }
            }
        }
    }

    /// Takes what the array that is being read holds out of the text.
    fn forget_taken(&mut self) {
        if let Some(growing) = &mut self.checker.growing {
            let start = growing.start + 1;
            let taken = start..self.checker.at.max(start);
            let text = self.text.get(taken.clone()).unwrap_or_default();
            if growing.is_plain {
                growing.gap.bytes += text.len();
                growing.gap.span.characters += text.len();
            } else {
                growing.gap.add(text);
            }
            self.text.drain(taken);
            self.checker.at = start;
            self.valid = self.valid.min(start);
        }
    }

    /// Puts a sign for the array that ended in the place of its text, unless it is short.
    fn keep(&mut self, growing: Growing) {
        let Growing { start, array, mut gap, .. } = growing;
        if gap.bytes == 1 && self.checker.at - start < SHORT {
            return;
        }
        gap.add(self.text.get(start + 1..self.checker.at).unwrap_or_default());
        self.checker.expected = array.len();
        let sign = format!("[#{}]", self.arrays.len());
        self.replace(start, sign.as_bytes(), gap);
        self.arrays.push(array);
    }

    /// Replaces the text from `start` to where the checker is.
    fn replace(&mut self, start: usize, with: &[u8], gap: Gap) {
        let rest = self.text.split_off(self.checker.at);
        self.text.truncate(start);
        self.text.extend_from_slice(with);
        self.checker.at = self.text.len();
        self.text.extend_from_slice(&rest);
        self.gaps.push(Gap { from: start, to: self.checker.at, ..gap });
        self.valid = self.valid.min(start);
    }

    /// Where the checker is in the text that came.
    fn position(&mut self) -> Position {
        self.gaps.extend(self.checker.growing.take().map(|growing| growing.gap));
        let (mut position, mut at) = (Position::default(), 0);
        for gap in &self.gaps {
            position.pass(self.text.get(at..gap.from).unwrap_or_default());
            let Position { lines, characters } = gap.span;
            let before = if lines == 0 { position.characters } else { 0 };
            position = Position { lines: position.lines + lines, characters: before + characters };
            at = gap.to;
        }
        position.pass(self.text.get(at..self.checker.at).unwrap_or_default());
        position
    }

    /// Whether what was kept is UTF-8, as far as it is not known yet.
    fn validate(&mut self, is_all: bool) {
        let fault = std::str::from_utf8(self.text.get(self.valid..).unwrap_or_default()).err();
        self.valid = fault.map_or(self.text.len(), |fault| self.valid + fault.valid_up_to());
        let mut before = self.valid;
        for gap in self.gaps.iter().chain(self.checker.growing.as_ref().map(|growing| &growing.gap)) {
            if gap.to <= self.valid {
                before = before + gap.bytes - (gap.to - gap.from);
            }
        }
        if fault.is_some_and(|fault| is_all || fault.error_len().is_some()) {
            self.broken_at = Some(before);
        } else if self.malformed.is_some() {
            // What comes has to be UTF-8 all the same: that is the graver fault, wherever it is.
            self.text.drain(..self.valid);
            self.valid = 0;
            self.gaps = vec![Gap { bytes: before, ..Gap::default() }];
        }
    }
}
