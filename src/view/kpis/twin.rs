//! Finished tiles as sentences and as a table. In: the view's own texts, nothing else, so that what is heard, listed and
//! drawn cannot disagree.

use super::{KpisView, Tile};
use crate::view::locale::Locale;
use crate::view::twin::{Cell, Number, TwinTable};
use crate::view::words::fill;

impl KpisView {
    /// Fills in what is made from the rest: the leading sentence, spoken tiles, summary.
    pub(super) fn speak(&mut self, locale: &Locale) {
        let words = locale.words;
        let mut sentences = Vec::new();
        for tile in &mut self.tiles {
            let short = headline(tile, locale);
            let mut clauses = vec![short.clone()];
            clauses.extend(tile.interval.as_ref().map(|interval| fill!(words.interval_level, interval = interval)));
            clauses.extend(tile.change.as_ref().map(|change| change.compared_text.clone()));
            clauses.extend(tile.marks.iter().cloned());
            tile.spoken = clauses.join(words.clause_separator);
            sentences.push(short);
        }
        self.lead = lead(&self.tiles, locale);
        self.summary = sentences.join(words.sentence_end) + words.sentence_end.trim_end();
    }

    /// The same as a table.
    pub fn twin(&self, locale: &Locale) -> TwinTable {
        let words = locale.words;
        let changes = || self.tiles.iter().filter_map(|tile| tile.change.as_ref());
        let compared = changes().next().is_some();
        let partial = changes().any(|change| change.now.is_some());
        let mut headers = vec![words.metric, words.value, words.interval];
        if partial {
            headers.push(locale.later().compared_now);
        }
        if compared {
            headers.extend([words.compared_count, words.change]);
        }
        headers.push(words.remarks);
        let mut rows = Vec::with_capacity(self.tiles.len());
        for tile in &self.tiles {
            let mut cells: Vec<Cell> = vec![
                (&*tile.label).into(),
                cell(&tile.value, &tile.full, tile.number),
                tile.interval.clone().unwrap_or_default().into(),
            ];
            let change = tile.change.as_ref();
            if partial {
                cells.push(change.and_then(|change| change.now.clone()).unwrap_or_default());
            }
            if compared {
                cells.push(change.map_or_else(Cell::default, |change| change.compared.clone()));
                cells.push(change.map_or_else(Cell::default, |change| change.change.cell()));
            }
            let mut remarks = tile.marks.clone();
            remarks.extend(tile.note.clone().filter(|note| !remarks.contains(note)));
            remarks.extend(change.and_then(|change| change.verdict.clone()));
            remarks.extend(change.and_then(|change| change.days.clone()));
            cells.push(remarks.join(words.list_separator).into());
            rows.push(cells);
        }
        TwinTable::of(&self.title, &headers, rows, words)
    }
}

/// A number in the table: counts and amounts in full, quotients as they stand on the tile.
pub(super) fn cell(text: &str, full: &str, number: Option<Number>) -> Cell {
    let counted = matches!(number, Some(Number::Integer(_) | Number::Money(_)));
    Cell::new(if counted { full } else { text }.to_owned(), number)
}

/// `成交金额 +157.0%（¥979.3万 → ¥2,516.5万），花费 …。`, over the days that are compared; without a change the value, and how
/// much of it is final. Nothing where it would be a single number.
fn lead(tiles: &[Tile], locale: &Locale) -> Vec<(String, String)> {
    let words = locale.words;
    let mut parts = Vec::new();
    for tile in tiles.iter().filter(|tile| tile.leads) {
        let value = fill!(words.step_spoken, label = tile.label, count = tile.value);
        let text = match &tile.change {
            Some(change) if change.change.value.is_some() => {
                let moved = fill!(words.step_spoken, label = tile.label, count = change.change.text);
                fill!(words.lead_with, text = moved, more = change.from_to)
            }
            Some(change) if !change.change.text.is_empty() => {
                fill!(words.lead_with, text = value, more = change.change.text)
            }
            _ => match tile.growing.as_ref().or(tile.marks.first().filter(|_| tile.number.is_none())) {
                Some(why) => fill!(words.lead_with, text = value, more = why),
                None => value,
            },
        };
        parts.push((tile.id.clone(), text));
    }
    let last = parts.len().saturating_sub(1);
    for (n, (_, text)) in parts.iter_mut().enumerate() {
        text.push_str(if n < last { words.clause_separator } else { words.sentence_end.trim_end() });
    }
    parts.retain(|_| last > 0);
    parts
}

/// `曝光 1.2亿，变化：+12.3%`.
fn headline(tile: &Tile, locale: &Locale) -> String {
    let words = locale.words;
    let number = fill!(words.step_spoken, label = tile.label, count = tile.value);
    let change = tile.change.as_ref().map_or("", |change| &change.change.text);
    if change.is_empty() {
        return number;
    }
    let mut clauses = vec![number, words.labelled(words.change, change)];
    clauses.extend(tile.change.as_ref().and_then(|change| change.verdict.clone()));
    clauses.join(words.clause_separator)
}
