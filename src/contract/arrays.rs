//! What is taken out of a document's text while it arrives: the arrays of integers of a cube, and its records. In: blocks of
//! values. Out: columns; or, where a fault has to be told in full, the text again. Blanks are all that is lost.

use redcat_kernel::{ABSENT, NULL, Records, Stop};

use super::Column;
use super::limits::MAX_ROWS;

/// One of them.
#[derive(Debug)]
pub(super) enum Array {
    /// Integers and nulls.
    Column(Integers),
    /// Records.
    Table(Table),
}

impl Array {
    /// How many elements it has.
    pub fn len(&self) -> usize {
        match self {
            Self::Column(integers) => integers.column.len(),
            Self::Table(table) => table.rows,
        }
    }

    /// Its text, with a comma after each element and nothing that ends it.
    pub fn text(&self) -> Vec<u8> {
        let mut text = vec![b'['];
        for row in 0..self.len() {
            match self {
                Self::Column(integers) => integers.write(row, &mut text),
                Self::Table(table) => table.write(row, &mut text),
            }
            text.push(b',');
        }
        text
    }
}

/// Integers as they come; no more are kept than [`MAX_ROWS`] and one.
#[derive(Debug, Default)]
pub(super) struct Integers {
    /// The values.
    pub column: Column,
    /// None is smaller.
    pub least: i64,
    /// All bits that are set in those that are not negative.
    pub bits: i64,
}

impl Integers {
    /// None yet, but probably so many.
    pub fn new(expected: usize) -> Self {
        Self { column: Column::with_capacity(expected), ..Self::default() }
    }

    /// Appends values that have no bits but these.
    pub fn extend(&mut self, values: &[i64], bits: i64) {
        if self.column.len() > MAX_ROWS {
            return;
        }
        if bits >= 0 {
            self.bits |= bits;
            return self.column.extend(values, bits);
        }
        for &value in values {
            if matches!(value, NULL | ABSENT) {
                self.column.push(None);
            } else {
                self.column.push(Some(value));
                self.least = self.least.min(value);
                self.bits |= value.max(0);
            }
        }
    }

    fn write(&self, row: usize, text: &mut Vec<u8>) {
        match self.column.get(row) {
            Some(value) => text.extend_from_slice(value.to_string().as_bytes()),
            None => text.extend_from_slice(b"null"),
        }
    }
}

/// Records: a column for each key, of integers or of codes of strings.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Number of records.
    pub rows: usize,
    /// By key, as `records.fields`.
    pub columns: Vec<Integers>,
    /// The keys and the strings.
    pub records: Records,
}

impl Table {
    /// Reads records from `at` on, where one begins, until a block is full or something else is there.
    pub fn read(&mut self, bytes: &[u8], at: usize) -> (usize, Stop) {
        let read = self.records.read(bytes, at);
        for (place, field) in self.records.fields.iter().enumerate() {
            if place == self.columns.len() {
                let mut column = Integers::default();
                for _ in 0..self.rows {
                    column.column.push(None);
                }
                self.columns.push(column);
            }
            if let Some(column) = self.columns.get_mut(place) {
                column.extend(field.values(), redcat_kernel::bits(field.values()));
            }
        }
        self.rows = (self.rows + self.records.rows()).min(MAX_ROWS + 1);
        read
    }

    fn write(&self, row: usize, text: &mut Vec<u8>) {
        text.push(b'{');
        let start = text.len();
        for (field, integers) in self.records.fields.iter().zip(&self.columns) {
            let value = integers.column.get(row);
            if value.is_none() && field.is_left_out() {
                continue;
            }
            if text.len() > start {
                text.push(b',');
            }
            text.extend_from_slice(field.key());
            text.push(b':');
            match value {
                Some(code) if field.is_text() => text.extend_from_slice(self.records.texts.get(code as usize)),
                _ => integers.write(row, text),
            }
        }
        text.push(b'}');
    }
}
