//! The finished trend as sentences and as a table. In: the view's own texts and numbers, nothing else, so that a screen
//! reader, the line of readings, the table and the marks can never disagree.

use super::{TrendPoint, TrendView};
use crate::view::chart::Tone;
use crate::view::locale::Locale;
use crate::view::twin::{Cell, TwinTable};
use crate::view::words::fill;

impl TrendView {
    /// Fills in what is made from the rest.
    pub(super) fn speak(&mut self, locale: &Locale) {
        self.whole.spoken = self.spoken(&self.whole, locale);
        let spoken: Vec<String> = self.points.iter().map(|point| self.spoken(point, locale)).collect();
        for (point, spoken) in self.points.iter_mut().zip(spoken) {
            point.spoken = spoken;
        }
        self.summary = self.summarise(locale);
    }

    fn spoken(&self, point: &TrendPoint, locale: &Locale) -> String {
        let words = locale.words;
        let mut clauses = vec![point.label.clone()];
        for (line, reading) in self.lines.iter().zip(&point.readings) {
            if reading.text.is_empty() {
                continue;
            }
            clauses.push(words.labelled(&line.label, &reading.text));
            if !reading.change.text.is_empty() {
                clauses.push(words.labelled(words.change, &reading.change.text));
            }
        }
        clauses.extend(point.remarks.iter().cloned());
        clauses.join(words.clause_separator)
    }

    fn summarise(&self, locale: &Locale) -> String {
        let (words, metric) = (locale.words, &self.metric);
        let number = |point: &&TrendPoint| point.readings.first().and_then(|reading| reading.y);
        let known: Vec<&TrendPoint> = self.points.iter().filter(|point| number(point).is_some()).collect();
        let (Some(first), Some(last)) = (known.first(), known.last()) else {
            return words.labelled(metric, self.empty.as_deref().unwrap_or(""));
        };
        let higher = |a: &&TrendPoint, b: &&TrendPoint| number(a).unwrap_or(0.0) > number(b).unwrap_or(0.0);
        let highest = known.iter().reduce(|a, b| if higher(b, a) { b } else { a }).unwrap_or(first);
        let lowest = known.iter().reduce(|a, b| if higher(a, b) { b } else { a }).unwrap_or(first);
        let said = |point: &TrendPoint| {
            let value = point.readings.first().map_or("", |reading| &reading.text);
            fill!(words.value_at, label = point.label, value = value)
        };
        let mut summary = fill!(
            words.trend_summary,
            metric = metric,
            range = self.whole.label,
            first = said(first),
            last = said(last),
            highest = said(highest),
            lowest = said(lowest)
        );
        let open = self.points.iter().filter(|point| point.open).count();
        if open > 0 {
            summary += words.sentence_end;
            summary += &fill!(words.points_open, n = locale.number(open));
        }
        summary + words.sentence_end.trim_end()
    }

    /// The same as a table.
    pub fn twin(&self, locale: &Locale) -> TwinTable {
        let words = locale.words;
        let mut headers = vec![words.date];
        for line in &self.lines {
            headers.push(&line.label);
            if line.tone == Tone::Compared {
                headers.push(words.change);
            }
        }
        headers.push(words.remarks);
        let mut rows = Vec::with_capacity(self.points.len());
        // All days together stand last, as they stand on the line of readings.
        let whole = (!self.points.is_empty()).then_some(&self.whole);
        for point in self.points.iter().chain(whole) {
            let mut cells: Vec<Cell> = vec![point.label.as_str().into()];
            for (line, reading) in self.lines.iter().zip(&point.readings) {
                let known = reading.number.is_some();
                // A mean stands in the table as it does on the screen; why a number is not there is among the remarks.
                let text = if known && line.tone != Tone::Mean { &reading.full } else { &reading.text };
                cells.push(Cell::new(text.clone(), reading.number));
                if line.tone == Tone::Compared {
                    cells.push(reading.change.cell());
                }
            }
            cells.push(point.remarks.join(words.list_separator).into());
            rows.push(cells);
        }
        TwinTable::of(&self.metric, &headers, rows, words)
    }
}
