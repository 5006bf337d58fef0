//! The table behind a chart: the same values as words in rows, for readers who do not see the marks, for print and
//! for export. Made from the view model, never from the data a second time. A cell that stands for a number carries it
//! in full beside its text, so that a file holds numbers and the screen what fits.

use super::words::{Words, fill};

/// A chart as a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TwinTable {
    /// What the table shows.
    pub caption: String,
    /// Heads of the columns; the first column holds the row heads.
    pub headers: Vec<String>,
    /// Rows, each as long as [`TwinTable::headers`].
    pub rows: Vec<Vec<Cell>>,
}

impl TwinTable {
    /// A table of what is called `name`.
    pub fn of(name: &str, headers: &[&str], rows: Vec<Vec<Cell>>, words: &Words) -> Self {
        let mut table = Self { caption: fill!(words.table_of, label = name), headers: Vec::new(), rows };
        for &header in headers {
            table.headers.push(header.to_owned());
        }
        table
    }
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// As on the screen.
    pub text: String,
    /// The number that the text stands for, unrounded; `None` for words, bounds and what is withheld.
    pub number: Option<Number>,
}

/// A number in full.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A count.
    Integer(i128),
    /// Minor units of the document's currency.
    Money(i128),
    /// An estimate, or a quotient; shares as fractions of 1.
    Real(f64),
    /// The same of money, in minor units of the document's currency.
    Amount(f64),
}

impl Cell {
    /// A text that stands for a number, if for any.
    pub const fn new(text: String, number: Option<Number>) -> Self {
        Self { text, number }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::new(text, None)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}
