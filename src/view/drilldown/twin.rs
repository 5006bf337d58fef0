//! All rows of the tree table as a table for files: those on screen and those beyond the window, as they are unfolded
//! now. In: a built [`Drilldown`]. Out: a [`TwinTable`], whose row heads say the whole path from the listed level down.

use super::intervals::Intervals;
use super::{DrillRow, Drilldown};
use crate::cube::Dataset;
use crate::view::locale::Locale;
use crate::view::metric::Metric;
use crate::view::twin::{Cell, TwinTable};
use crate::view::words::fill;

/// Rows whose days are asked for at a time.
const ROWS_AT_ONCE: usize = 64;

impl Drilldown {
    /// What the columns count.
    pub(in crate::view) fn metrics(&self) -> &[Metric] {
        &self.measured
    }

    /// All rows, the total first.
    pub fn twin(&self, dataset: &Dataset, locale: &Locale) -> TwinTable {
        let words = locale.words;
        let mut lines = vec![self.total.clone()];
        let mut intervals = vec![self.total_intervals(dataset, locale)];
        let mut above: Vec<String> = Vec::new();
        for start in (0..self.len).step_by(ROWS_AT_ONCE) {
            let range = start..start + ROWS_AT_ONCE;
            intervals.append(&mut self.intervals(dataset, locale, range.clone()));
            for mut row in self.rows(dataset, locale, range) {
                above.truncate(row.depth);
                above.push(row.label);
                row.label = above.join(words.path_separator);
                lines.push(row);
            }
        }
        // What is to be said of a whole column is said once, in its head.
        let remark =
            |line: &DrillRow, ix: usize| line.cells.get(ix).map(|cell| cell.remark.clone()).unwrap_or_default();
        let mut headers = vec![self.names.label.clone()];
        let mut of_all: Vec<String> = Vec::new();
        let mut with_interval: Vec<bool> = Vec::new();
        for (ix, column) in self.columns.iter().enumerate() {
            let first = remark(&self.total, ix);
            let common = lines.iter().all(|line| remark(line, ix) == first).then_some(first);
            let mut remarks: Vec<String> = column.note.iter().cloned().collect();
            remarks.extend(common.filter(|remark| !remark.is_empty() && !remarks.contains(remark)));
            headers.push(if remarks.is_empty() {
                column.label.clone()
            } else {
                words.remarked(&column.label, &remarks.join(words.list_separator))
            });
            of_all.push(remarks.pop().unwrap_or_default());
            with_interval.push(intervals.iter().any(|line| line.get(ix).is_some_and(Option::is_some)));
            if with_interval.last() == Some(&true) {
                headers.push(fill!(locale.later().term_of, side = column.label, term = words.interval));
            }
        }
        headers.push(words.remarks.to_owned());
        let mut rows = Vec::with_capacity(lines.len());
        for (line, of_line) in lines.iter().zip(&intervals) {
            let shown = (0..self.columns.len()).map(|ix| {
                with_interval
                    .get(ix)
                    .filter(|&&any| any)
                    .map(|_| of_line.get(ix).cloned().flatten().unwrap_or_default())
            });
            rows.push(self.twin_row(line, &of_all, shown.collect(), locale));
        }
        TwinTable { caption: fill!(words.table_of, label = self.title), headers, rows }
    }

    fn twin_row(&self, row: &DrillRow, of_all: &[String], intervals: Intervals, locale: &Locale) -> Vec<Cell> {
        let words = locale.words;
        let mut cells = vec![Cell::from(&*row.label)];
        let mut remarks: Vec<String> = Vec::new();
        let columns = self.columns.iter().zip(intervals);
        for ((cell, (column, interval)), of_all) in row.cells.iter().zip(columns).zip(of_all) {
            cells.push(Cell::new(cell.text.clone(), cell.number));
            cells.extend(interval.map(Cell::from));
            if !cell.remark.is_empty() && cell.remark != *of_all {
                remarks.push(words.labelled(&column.label, &cell.remark));
            }
        }
        cells.push(remarks.join(words.list_separator).into());
        cells
    }
}
