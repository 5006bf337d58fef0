//! All rows of the tree table as a table for files: those on screen and those beyond the window, as they are unfolded
//! now. In: a built [`Drilldown`]. Out: a [`TwinTable`], whose row heads say the whole path from the listed level down.

use super::{DrillRow, Drilldown};
use crate::cube::Dataset;
use crate::view::locale::Locale;
use crate::view::metric::Metric;
use crate::view::twin::{Cell, TwinTable};
use crate::view::words::fill;

impl Drilldown {
    /// What the columns count.
    pub(in crate::view) fn metrics(&self) -> &[Metric] {
        &self.measured
    }

    /// All rows, the total first.
    pub fn twin(&self, dataset: &Dataset, locale: &Locale) -> TwinTable {
        let words = locale.words;
        let mut headers = vec![self.names.label.clone()];
        for column in &self.columns {
            headers.push(match &column.note {
                Some(note) => fill(words.with_remark, &[("label", &column.label), ("remark", note)]),
                None => column.label.clone(),
            });
        }
        headers.push(words.remarks.to_owned());
        let mut rows = vec![self.twin_row(&self.total, self.total.label.clone(), locale)];
        let mut above: Vec<String> = Vec::new();
        for n in 0..self.len {
            let Some(row) = self.words_of(dataset, locale, n) else { continue };
            above.truncate(row.depth);
            above.push(row.label.clone());
            rows.push(self.twin_row(&row, above.join(words.path_separator), locale));
        }
        TwinTable { caption: fill(words.table_of, &[("label", &self.title)]), headers, rows }
    }

    fn twin_row(&self, row: &DrillRow, name: String, locale: &Locale) -> Vec<Cell> {
        let words = locale.words;
        let mut cells = vec![Cell::from(name)];
        let mut remarks: Vec<String> = Vec::new();
        for (cell, column) in row.cells.iter().zip(&self.columns) {
            cells.push(Cell::new(cell.text.clone(), cell.number));
            // What the head says of its whole column is not said again in each row.
            if !cell.remark.is_empty() && column.note.as_ref() != Some(&cell.remark) {
                remarks.push(fill(words.label_value, &[("label", &column.label), ("value", &cell.remark)]));
            }
        }
        cells.push(remarks.join(words.list_separator).into());
        cells
    }
}
