//! The table behind the panel: a row per number, experiments first, then before and after, then every day. In: what the
//! numbers are. Out: cells of the columns item, exposed, control, difference, bounds, p, adjusted p.

use crate::stats::{Estimate, Interval, Refusal};
use crate::view::compare::wording::p_text;
use crate::view::locale::Locale;
use crate::view::twin::{Cell, Number, TwinTable};
use crate::view::words::EffectWords;

/// How the numbers of a row are written.
#[derive(Clone, Copy)]
pub(super) enum As<'a> {
    /// Minor units of this currency.
    Money(&'a str),
    /// A fraction of a whole.
    Share,
    /// A relative change.
    Change,
    /// A number of things.
    Count,
    /// A plain number.
    Plain,
}

impl As<'_> {
    fn cell(self, value: f64, locale: &Locale) -> Cell {
        match self {
            Self::Money(currency) => Cell::new(locale.money_compact(value, currency), Some(Number::Amount(value))),
            Self::Share => Cell::new(locale.percent(value), Some(Number::Real(value))),
            Self::Change => Cell::new(locale.uplift(value), Some(Number::Real(value))),
            Self::Count => Cell::new(locale.integer(value as i128), Some(Number::Integer(value as i128))),
            Self::Plain => Cell::new(locale.decimal(value, 2), Some(Number::Real(value))),
        }
    }
}

/// One row, but for its head.
#[derive(Clone, Copy)]
pub(super) struct Numbers {
    pub both: [Option<f64>; 2],
    pub apart: Result<Estimate, Refusal>,
    pub p: Option<f64>,
    pub adjusted: Option<f64>,
}

impl Default for Numbers {
    fn default() -> Self {
        Self { both: [None; 2], apart: Err(Refusal::NoData), p: None, adjusted: None }
    }
}

/// The row of `what` of `whose`.
pub(super) fn row(whose: &str, what: &str, written: As<'_>, numbers: &Numbers, locale: &Locale) -> Vec<Cell> {
    let words = locale.words;
    let none = || Cell::from(words.no_value);
    let number = |value: Option<f64>| value.map_or_else(none, |value| written.cell(value, locale));
    let p = |value: Option<f64>| value.map_or_else(none, |p| Cell::new(p_text(p, locale), Some(Number::Real(p))));
    let head = if whose.is_empty() { what.to_owned() } else { words.labelled(whose, what) };
    let Numbers { both: [own, other], apart, p: tested, adjusted } = *numbers;
    let bounds = apart.map(|Estimate { interval: Interval { lower, upper }, .. }| (lower, upper)).ok();
    vec![
        head.into(),
        number(own),
        number(other),
        number(apart.ok().map(|apart| apart.value)),
        number(bounds.map(|bounds| bounds.0)),
        number(bounds.map(|bounds| bounds.1)),
        p(tested),
        p(adjusted),
    ]
}

pub(super) fn table(title: &str, rows: Vec<Vec<Cell>>, locale: &Locale) -> TwinTable {
    let own = EffectWords::beside(locale.words);
    let heads = [own.item, own.own_head, own.other_head, own.difference, own.lower, own.upper, "p", own.adjusted];
    TwinTable::of(title, &heads, rows, locale.words)
}
