//! The questions of one panel about single numbers. In: a dataset, the rows that count, the measures of the panel. Out:
//! figures with their measures, and as text. Each question is asked once: see [`Answers`].

use super::answers::{Answers, Route};
use super::locale::Locale;
use super::rate::Side;
use super::reading::{Shown, show};
use crate::contract::{MeasureIx, Report};
use crate::date::DateRange;

/// Where a number stands: a measure, of one route or of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub measure: MeasureIx,
    pub route: Route,
}

/// Everything that questions need.
pub(super) struct Asking<'a> {
    pub report: &'a Report,
    pub locale: &'a Locale,
    pub answers: Answers<'a>,
    pub range: DateRange,
}

impl<'a> Asking<'a> {
    /// One side of a rate.
    pub fn side(&mut self, spot: Spot, range: DateRange) -> Option<Side<'a>> {
        self.side_without(spot, range, &[])
    }

    /// The same without some days, each so many after the first.
    pub fn side_without(&mut self, spot: Spot, range: DateRange, days: &[i32]) -> Option<Side<'a>> {
        let measure = self.report.measure(spot.measure)?;
        let answer = self.answers.figure_without(spot.route, range, spot.measure, days)?;
        Some(Side { ix: spot.measure, measure, figure: answer.figure, exact: answer.ignored.is_empty() })
    }

    /// The figure as text.
    pub fn shown(&mut self, spot: Spot, range: DateRange) -> Shown {
        match (self.answers.figure(spot.route, range, spot.measure), self.report.measure(spot.measure)) {
            (Some(answer), Some(measure)) => show(&answer.figure, measure, self.report, self.locale),
            _ => Shown::none(self.locale.words.not_at_this_cut, self.locale),
        }
    }
}
