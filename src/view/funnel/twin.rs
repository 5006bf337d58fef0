//! The finished funnel as sentences and as a table. In: the view's own texts, nothing else, so that a screen reader, a
//! tooltip, the table and the marks can never disagree.

use super::{FunnelRow, FunnelView, Rate};
use crate::view::locale::Locale;
use crate::view::twin::{Cell, TwinTable};
use crate::view::words::fill;

impl FunnelView {
    /// Fills in what is made from the rest: spoken steps, summary.
    pub(super) fn speak(&mut self, locale: &Locale) {
        for row in &mut self.rows {
            row.spoken = spoken(row, locale);
        }
        self.summary = self.summarise(locale);
    }

    fn summarise(&self, locale: &Locale) -> String {
        let words = locale.words;
        let (Some(first), Some(last)) = (self.rows.first(), self.rows.last()) else { return String::new() };
        let template = if last.of_first.text.is_empty() { words.funnel_summary } else { words.funnel_summary_rate };
        let whole = fill!(
            template,
            first = first.label,
            first_count = first.count,
            last = last.label,
            last_count = last.count,
            rate = last.of_first.text
        );
        let sentences: Vec<&str> = [
            Some(&whole),
            self.biggest_loss.as_ref().map(|loss| &loss.text),
            self.steepest_loss.as_ref().map(|loss| &loss.text),
        ]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
        format!("{}{}", sentences.join(words.sentence_end), words.sentence_end.trim_end())
    }

    /// The same as a table.
    pub fn twin(&self, locale: &Locale) -> TwinTable {
        let words = locale.words;
        let routed = !self.chains.is_empty();
        let compared = self.rows.iter().any(|row| row.comparison.is_some());
        let mut headers = vec![words.step];
        if routed {
            headers.push(words.route);
        }
        let interval = |of: &str| words.remarked(words.interval, of);
        let intervals = [interval(words.of_first), interval(words.of_previous)];
        headers.extend([words.count, words.of_first, &intervals[0], words.of_previous, &intervals[1]]);
        let partial = self.rows.iter().filter_map(|row| row.comparison.as_ref()).any(|found| found.now.is_some());
        if partial {
            headers.push(locale.later().compared_now);
        }
        if compared {
            headers.extend([words.compared_count, words.change, words.rate_change]);
        }
        headers.push(words.remarks);
        let cells = |row: &FunnelRow, names: [&str; 2], count: Cell, rates: [&Rate; 2], own: bool| {
            let [label, chain] = names;
            let mut cells: Vec<Cell> = vec![label.into()];
            if routed {
                cells.push(chain.into());
            }
            cells.push(count);
            for rate in rates {
                cells.push(Cell::new(rate_text(rate, locale), rate.number));
                cells.push(rate.interval.clone().unwrap_or_default().into());
            }
            if partial {
                let now = row.comparison.as_ref().filter(|_| own).and_then(|compared| compared.now.clone());
                cells.push(now.unwrap_or_default());
            }
            if compared {
                match row.comparison.as_ref().filter(|_| own) {
                    Some(compared) => cells.extend([
                        Cell::new(compared.count_full.clone(), compared.count_number),
                        compared.count_change.cell(),
                        compared.rate_change.cell(),
                    ]),
                    None => cells.extend([Cell::default(), Cell::default(), Cell::default()]),
                }
            }
            let remarks: Vec<&str> = row
                .optional
                .iter()
                .chain(&row.immature)
                .chain(&row.marks)
                .filter(|_| own)
                .chain(&rates[1].note)
                .map(String::as_str)
                .collect();
            cells.push(remarks.join(words.list_separator).into());
            cells
        };
        let mut rows = Vec::new();
        let none = Rate::default();
        for row in &self.rows {
            let chain = row.chain.and_then(|ix| self.chains.get(ix)).map_or("", |chain| chain.label.as_str());
            let count = Cell::new(row.count_full.clone(), row.count_number);
            rows.push(cells(row, [&row.label, chain], count, [&row.of_first, &row.of_previous], true));
            for part in &row.parts {
                let label = fill!(words.part_of, step = row.label, part = part.label);
                let count = Cell::new(part.count_full.clone(), part.count_number);
                rows.push(cells(row, [&label, chain], count, [&none, &part.of_previous], false));
            }
            for join in &row.joins {
                let chain = self.chains.get(join.chain).map_or("", |chain| chain.label.as_str());
                rows.push(cells(row, [&row.label, chain], Cell::default(), [&none, &join.rate], false));
            }
        }
        TwinTable::of(&self.title, &headers, rows, words)
    }
}

fn rate_text(rate: &Rate, locale: &Locale) -> String {
    match (rate.applies, rate.text.is_empty()) {
        (false, _) => String::new(),
        (true, true) => locale.words.no_value.to_owned(),
        (true, false) => rate.text.clone(),
    }
}

fn spoken(row: &FunnelRow, locale: &Locale) -> String {
    let words = locale.words;
    let mut clauses = vec![fill!(words.step_spoken, label = row.label, count = row.count)];
    for (rate, template) in [(&row.of_first, words.of_first_spoken), (&row.of_previous, words.of_previous_spoken)] {
        if !rate.text.is_empty() {
            clauses.push(fill!(template, rate = rate.text));
        }
        if let Some(interval) = &rate.interval {
            clauses.push(fill!(words.interval_level, interval = interval));
        }
    }
    if let Some(comparison) = row.comparison.as_ref().filter(|comparison| !comparison.count_change.text.is_empty()) {
        clauses.push(words.labelled(words.change, &comparison.count_change.text));
        clauses.push(comparison.text.clone());
    }
    clauses.extend(row.optional.iter().chain(&row.immature).chain(&row.marks).cloned());
    clauses.join(words.clause_separator)
}
