//! A sheet as CSV (RFC 4180): UTF-8 with a byte order mark, lines end with CR LF, every line has as many fields as the
//! table. Numbers are written in full without grouping, money in major units, shares as fractions. Text that a
//! spreadsheet would take for a formula has an apostrophe in front.

use super::Sheet;
use crate::view::locale::{Locale, minor_digits};
use crate::view::twin::{Cell, Number};

impl Sheet {
    /// The sheet as CSV.
    pub fn csv(&self, locale: &Locale) -> String {
        let mut csv = Csv { text: "\u{feff}".to_owned(), columns: self.table.headers.len().max(1), field: 0 };
        csv.line(&self.title);
        let lines = self.demo.iter().chain(&self.head).chain(&self.definitions).chain(&self.notes);
        for line in lines {
            csv.line(line);
        }
        csv.line("");
        for header in &self.table.headers {
            csv.text(header);
        }
        csv.end();
        for row in &self.table.rows {
            for cell in row {
                self.cell(cell, &mut csv, locale);
            }
            csv.end();
        }
        csv.text
    }

    fn cell(&self, cell: &Cell, csv: &mut Csv, locale: &Locale) {
        match cell.number {
            Some(number) => csv.number(&in_full(number, &self.currency, locale)),
            None => csv.text(&cell.text),
        }
    }
}

/// A number as programs read it: all of its digits, no grouping, money in major units.
pub(super) fn in_full(number: Number, currency: &str, locale: &Locale) -> String {
    let scale = minor_digits(currency) as usize;
    let (value, places) = match number {
        Number::Real(value) => return locale.numbers.plain(value),
        Number::Amount(minor) => return locale.numbers.plain(minor / 10_f64.powi(scale as i32)),
        Number::Integer(value) => (value, 0),
        Number::Money(minor) => (minor, scale),
    };
    let mut digits = value.unsigned_abs().to_string();
    if places > 0 {
        while digits.len() <= places {
            digits.insert(0, '0');
        }
        digits.insert(digits.len() - places, '.');
    }
    if value < 0 {
        digits.insert(0, '-');
    }
    digits
}

/// CSV in the making.
struct Csv {
    text: String,
    columns: usize,
    /// Fields of the present line.
    field: usize,
}

impl Csv {
    fn line(&mut self, text: &str) {
        self.text(text);
        self.end();
    }

    fn number(&mut self, digits: &str) {
        if self.field > 0 {
            self.text.push(',');
        }
        self.text.push_str(digits);
        self.field += 1;
    }

    fn text(&mut self, text: &str) {
        // The wide forms are taken for formulas where Chinese or Japanese is written.
        let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
        let needs_quotes = text.contains(['"', ',', '\r', '\n']);
        self.number("");
        if needs_quotes {
            self.text.push('"');
        }
        if is_formula {
            self.text.push('\'');
        }
        for c in text.chars() {
            if c == '"' {
                self.text.push('"');
            }
            self.text.push(c);
        }
        if needs_quotes {
            self.text.push('"');
        }
    }

    fn end(&mut self) {
        while self.field < self.columns {
            self.number("");
        }
        self.text.push_str("\r\n");
        self.field = 0;
    }
}
