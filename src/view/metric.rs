//! How a panel words what it counts. In: a measure or a ratio of two, the document. Out: its name, and its values as
//! text and for tables.

use super::locale::Locale;
use super::reading::{measure_label, ratio_label};
use super::twin::Number;
pub(super) use crate::analysis::metric::{Metric, Quantity};
use crate::analysis::rate::by_exposure;
use crate::contract::Report;

impl Metric {
    /// Name; of a ratio that the document names by the day of the exposure too, with the day on which it counts.
    pub(super) fn label(&self, report: &Report, locale: &Locale) -> String {
        match self {
            Self::Measure(ix) => measure_label(report, *ix, locale).to_owned(),
            Self::Ratio(ratio) => {
                let (label, words) = (ratio_label(ratio, locale), locale.words);
                let other = by_exposure(ratio, report).is_some();
                if other { words.remarked(&label, words.anchor_event) } else { label }
            }
        }
    }

    /// A value of it for a table.
    pub(super) fn number(&self, value: f64, report: &Report) -> Number {
        match self.quantity(report) {
            Quantity::Money => Number::Amount(value),
            _ => Number::Real(value),
        }
    }

    /// A value of it, shortened.
    pub(super) fn print(&self, value: f64, report: &Report, locale: &Locale) -> String {
        match self.quantity(report) {
            Quantity::Count => locale.compact(value),
            Quantity::Money => locale.money_compact(value, &report.meta.currency),
            Quantity::Share => locale.percent(value),
            Quantity::Plain => locale.decimal(value, 2),
        }
    }
}
