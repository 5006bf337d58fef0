//! The questions of one panel about single numbers. In: a dataset, the rows that count, the measures of the panel. Out:
//! figures with their measures. Each question is asked once: see [`Answers`].

use super::locale::Locale;
use super::rate::Side;
use crate::analysis::answers::{Answers, Spot};
use crate::contract::Report;
use crate::date::DateRange;

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
        self.answers.side(spot, range)
    }
}
