//! Whether a text is JSON, told while it arrives. In: the text as far as it is known, again and again with more of it. Out:
//! why it is none, or how far it was looked through; on the way the integers of long arrays in the places where cubes have
//! them ([`Place`]), so that nobody has to look at those digits again. Refuses what RFC 8259 refuses.

use redcat_kernel::{Cuts, Stop};

use super::{Gap, TOO_DEEP, digits, is_space};
use crate::contract::arrays::{Array, Integers, Table};

/// Deepest nesting that is looked at.
const MAX_DEPTH: u32 = 128;
/// How many values are read at once.
const BLOCK: usize = 1024;
/// Levels at which places mean something, and the text itself.
const LEVELS: usize = 6;

/// What stopped the looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// More of the text is needed.
    Hungry,
    /// All of it is well-formed.
    Done,
    /// An array ended whose elements were taken: [`Checker::growing`].
    Taken,
    /// What follows in it cannot be taken: what was belongs back into the text.
    Odd,
}

/// Where a value stands, as far as it decides whether an array is a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Anywhere else.
    #[default]
    Other,
    /// The whole text.
    Document,
    /// `cells`.
    Cells,
    /// One of them.
    Cube,
    /// Its `keys` or `values`.
    Columns,
    /// One of them, or its `date`.
    Column,
    /// Its `records`.
    Records,
}

impl Place {
    /// The value under `key` in here.
    fn under(self, key: &[u8]) -> Self {
        match (self, key) {
            (Self::Document, b"\"cells\"") => Self::Cells,
            (Self::Cube, b"\"date\"") | (Self::Columns, _) => Self::Column,
            (Self::Cube, b"\"records\"") => Self::Records,
            (Self::Cube, b"\"keys\"" | b"\"values\"") => Self::Columns,
            _ => Self::Other,
        }
    }

    /// What it is, if it begins with that bracket.
    const fn opened(self, bracket: u8) -> Self {
        match (self, bracket) {
            (Self::Column | Self::Records, b'{') | (Self::Document | Self::Cube | Self::Columns, b'[') => Self::Other,
            (Self::Cells, b'{') => Self::Cube,
            _ => self,
        }
    }

    /// An element in here.
    const fn element(self) -> Self {
        if matches!(self, Self::Cells) { Self::Cube } else { Self::Other }
    }
}

/// An array whose elements are taken out of the text as far as it was read.
#[derive(Debug)]
pub struct Growing {
    /// Where its bracket stands.
    pub start: usize,
    /// Its elements.
    pub array: Array,
    /// Whether its text is nothing but the characters of numbers, each a byte, in one line.
    pub is_plain: bool,
    /// What of it was taken out of the text already, and its bracket.
    pub gap: Gap,
}

impl Growing {
    fn new(start: usize, array: Array) -> Self {
        let mut gap = Gap { from: start, to: start + 1, ..Gap::default() };
        gap.add(b"[");
        Self { start, array, is_plain: true, gap }
    }
}

/// What may stand next.
#[derive(Clone, Copy, Debug, Default)]
enum Next {
    #[default]
    Value,
    /// The first of an array or object, or its end.
    First,
    Key,
    /// After a value.
    Comma,
}

impl Next {
    /// Past all elements that the kernel takes; whether nothing but numbers and commas was passed.
    fn take(
        &mut self,
        integers: &mut Integers,
        bytes: &[u8],
        at: &mut usize,
        (cuts, values): &mut (Cuts, Vec<i64>),
    ) -> bool {
        let mut is_plain = true;
        loop {
            let run = redcat_kernel::integers(bytes, *at, cuts, values);
            let Some(values @ [_, ..]) = values.get(..run.count) else { break };
            integers.extend(values, run.bits);
            is_plain &= !run.has_blanks;
            (*at, *self) = (run.at, Self::Value);
        }
        is_plain
    }

    /// Past all records that the kernel takes.
    fn take_records(&mut self, table: &mut Table, bytes: &[u8], at: &mut usize, is_all: bool) -> Option<Event> {
        loop {
            let (end, stop) = table.read(bytes, *at);
            if end != *at {
                (*at, *self) = (end, Self::Value);
            }
            match stop {
                Stop::Full => {}
                Stop::Closed => {
                    *self = Self::Comma;
                    return None;
                }
                Stop::TextEnd if !is_all => return Some(Event::Hungry),
                Stop::TextEnd | Stop::Odd => return Some(Event::Odd),
            }
        }
    }
}

enum Step {
    Next(Next),
    Stop(Event),
}

/// Reads through a text once.
#[derive(Debug, Default)]
pub struct Checker {
    /// How far it is.
    pub at: usize,
    /// The array that it is in, if its elements are taken.
    pub growing: Option<Growing>,
    /// How many values the next one will probably have.
    pub expected: usize,
    next: Next,
    /// One bit a level: whether it is an object.
    objects: u128,
    depth: u32,
    places: [Place; LEVELS],
    /// Of the value that comes next.
    place: Place,
    /// Whether the end of the text was looked at.
    met_end: bool,
    /// What it takes to read numbers; only where any are taken.
    numbers: Option<(Cuts, Vec<i64>)>,
}

impl Checker {
    /// One that takes the integers of cubes out.
    pub fn of_document() -> Self {
        Self { place: Place::Document, numbers: Some((Cuts::new(), vec![0; BLOCK])), ..Self::default() }
    }

    /// Goes on until something happens. The text is the same as before up to [`Checker::at`].
    pub fn run(&mut self, bytes: &[u8], is_all: bool) -> Result<Event, &'static str> {
        loop {
            if let (Some(growing), Next::Value | Next::First) = (&mut self.growing, self.next) {
                let event = match &mut growing.array {
                    Array::Column(integers) => {
                        if let Some(numbers) = &mut self.numbers {
                            growing.is_plain &= self.next.take(integers, bytes, &mut self.at, numbers);
                        }
                        None
                    }
                    Array::Table(table) => {
                        growing.is_plain = false;
                        self.next.take_records(table, bytes, &mut self.at, is_all)
                    }
                };
                if let Some(event) = event {
                    return Ok(event);
                }
            }
            let at = self.at;
            self.met_end = false;
            let step = self.step(bytes);
            if self.met_end && !is_all {
                // Whatever was seen, it may go on.
                self.at = at;
                return Ok(Event::Hungry);
            }
            match step? {
                Step::Next(next) => self.next = next,
                Step::Stop(event) => return Ok(event),
            }
        }
    }

    fn step(&mut self, bytes: &[u8]) -> Result<Step, &'static str> {
        self.skip(bytes, |byte| is_space(byte.into()));
        let byte = self.peek(bytes);
        let is_object = self.objects & 1 == 1;
        Ok(Step::Next(match self.next {
            Next::Value => match self.value(bytes)? {
                Some(next) => next,
                None => return Ok(Step::Stop(Event::Odd)),
            },
            Next::First if byte == closing(is_object) => Next::Comma,
            Next::First if !is_object => {
                self.place = self.here().element();
                Next::Value
            }
            Next::First | Next::Key => {
                self.key(bytes)?;
                Next::Value
            }
            Next::Comma if self.depth == 0 => {
                return if self.at == bytes.len() { Ok(Step::Stop(Event::Done)) } else { Err("trailing characters") };
            }
            Next::Comma if byte == b',' => {
                self.at += 1;
                self.place = self.here().element();
                if is_object { Next::Key } else { Next::Value }
            }
            Next::Comma if byte == closing(is_object) => {
                self.at += 1;
                self.depth -= 1;
                self.objects >>= 1;
                self.next = Next::Comma;
                return Ok(if self.growing.is_some() { Step::Stop(Event::Taken) } else { Step::Next(Next::Comma) });
            }
            Next::Comma if self.at == bytes.len() => return Err("the text ends inside a value"),
            Next::Comma => return Err(if is_object { "expected `,` or `}`" } else { "expected `,` or `]`" }),
        }))
    }

    /// The place of the array or object that it is in.
    fn here(&self) -> Place {
        self.places.get(self.depth as usize).copied().unwrap_or_default()
    }

    /// Past a value, or into it; `None` where there is none that a column takes.
    fn value(&mut self, bytes: &[u8]) -> Result<Option<Next>, &'static str> {
        let (start, first) = (self.at, self.peek(bytes));
        let is_open = matches!(first, b'{' | b'[');
        if self.growing.is_some() && (is_open || matches!(first, b'"' | b't' | b'f')) {
            return Ok(None);
        }
        if is_open {
            self.at += 1;
            if self.depth == MAX_DEPTH {
                return Err(TOO_DEEP);
            }
            let place = self.place.opened(first);
            self.depth += 1;
            self.objects = self.objects << 1 | u128::from(first == b'{');
            if let Some(level) = self.places.get_mut(self.depth as usize) {
                *level = place;
                let array = match place {
                    Place::Column => Some(Array::Column(Integers::new(self.expected))),
                    Place::Records => Some(Array::Table(Table::default())),
                    _ => None,
                };
                self.growing = array.map(|array| Growing::new(start, array));
            }
            return Ok(Some(Next::First));
        }
        self.scalar(bytes)?;
        if let Some(growing) = &mut self.growing
            && let Array::Column(integers) = &mut growing.array
            && !self.met_end
        {
            let Some(value) = integer(bytes.get(start..self.at).unwrap_or_default()) else {
                self.at = start;
                return Ok(None);
            };
            integers.extend(&[value], value);
            // There may be blanks before it.
            growing.is_plain = false;
        }
        Ok(Some(Next::Comma))
    }

    fn get(&mut self, bytes: &[u8], at: usize) -> Option<u8> {
        let byte = bytes.get(at).copied();
        self.met_end |= byte.is_none();
        byte
    }

    fn peek(&mut self, bytes: &[u8]) -> u8 {
        // No JSON holds a zero byte, so it serves as the end.
        self.get(bytes, self.at).unwrap_or(0)
    }

    fn skip(&mut self, bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
        let from = self.at;
        while self.get(bytes, self.at).is_some_and(&wanted) {
            self.at += 1;
        }
        self.at - from
    }

    fn key(&mut self, bytes: &[u8]) -> Result<(), &'static str> {
        let start = self.at;
        if self.peek(bytes) != b'"' {
            return Err("expected a key in quotes");
        }
        self.string(bytes)?;
        self.place = self.here().under(bytes.get(start..self.at).unwrap_or_default());
        self.skip(bytes, |byte| is_space(byte.into()));
        if self.peek(bytes) != b':' {
            return Err("expected `:`");
        }
        self.at += 1;
        Ok(())
    }

    fn scalar(&mut self, bytes: &[u8]) -> Result<(), &'static str> {
        match self.peek(bytes) {
            b'"' => self.string(bytes),
            b'-' | b'0'..=b'9' => self.number(bytes),
            _ if self.at == bytes.len() => Err("the text ends where a value should begin"),
            first => {
                let word: &[u8] = match first {
                    b't' => b"true",
                    b'f' => b"false",
                    _ => b"null",
                };
                for (n, letter) in word.iter().enumerate() {
                    if self.get(bytes, self.at + n) != Some(*letter) {
                        return Err("expected a value");
                    }
                }
                self.at += word.len();
                Ok(())
            }
        }
    }

    fn string(&mut self, bytes: &[u8]) -> Result<(), &'static str> {
        loop {
            // Past the quote, or the escaped character.
            self.at += 1;
            self.skip(bytes, |byte| byte >= b' ' && byte != b'"' && byte != b'\\');
            match self.peek(bytes) {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => {
                    self.at += 1;
                    match self.peek(bytes) {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                        b'u' => {
                            for n in 1..=4 {
                                if !self.get(bytes, self.at + n).is_some_and(|digit| digit.is_ascii_hexdigit()) {
                                    return Err("an escape of four digits was expected");
                                }
                            }
                            self.at += 4;
                        }
                        _ => return Err("unknown escape"),
                    }
                }
                _ if self.at >= bytes.len() => return Err("the text ends inside a string"),
                _ => return Err("control character in a string"),
            }
        }
    }

    fn number(&mut self, bytes: &[u8]) -> Result<(), &'static str> {
        let digit = |byte: u8| byte.is_ascii_digit();
        if self.peek(bytes) == b'-' {
            self.at += 1;
        }
        let leading_zero = self.peek(bytes) == b'0';
        let whole = self.skip(bytes, digit);
        if whole == 0 || (leading_zero && whole > 1) {
            return Err("malformed number");
        }
        if self.peek(bytes) == b'.' {
            self.at += 1;
            if self.skip(bytes, digit) == 0 {
                return Err("malformed number");
            }
        }
        if matches!(self.peek(bytes), b'e' | b'E') {
            self.at += 1;
            if matches!(self.peek(bytes), b'+' | b'-') {
                self.at += 1;
            }
            if self.skip(bytes, digit) == 0 {
                return Err("malformed number");
            }
        }
        Ok(())
    }
}

const fn closing(is_object: bool) -> u8 {
    if is_object { b'}' } else { b']' }
}

/// The value of an element that a column takes: null, or an integer whose text can be told from it.
fn integer(text: &[u8]) -> Option<i64> {
    if text == b"null" {
        return Some(redcat_kernel::NULL);
    }
    let (is_negative, magnitude) = digits(std::str::from_utf8(text).ok()?)?;
    let magnitude = i64::try_from(magnitude).ok().filter(|&magnitude| !(is_negative && magnitude == 0))?;
    Some(if is_negative { -magnitude } else { magnitude })
}
