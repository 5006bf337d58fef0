//! What is said about the funnel as a whole. In: the funnel's numbers. Out: an edge that loses most in words, and remarks
//! such as days still growing or filters that some steps ignore.

use super::build::ignored;
use crate::analysis::days::common;
use crate::analysis::funnel::{Funnel, Loss};
use crate::contract::{Anchor, DimensionIx, MeasureIx, Report};
use crate::date::DateRange;
use crate::order::sort_unique;
use crate::query::{Selection, period};
use crate::view::funnel::Loss as Worded;
use crate::view::locale::Locale;
use crate::view::reading::{dimension_label, list, measure_label};
use crate::view::words::fill;

/// An edge and its loss, in the words of `template`.
pub(super) fn loss(template: &str, loss: Loss, [from, to]: [&str; 2], report: &Report, locale: &Locale) -> Worded {
    let (n, rate) = (locale.compact(loss.lost), locale.percent(loss.share));
    let step = report.funnel.get(loss.to).map_or("", |step| &step.id);
    let text = fill!(template, from = from, to = to, n = n, rate = rate);
    Worded { step: step.to_owned(), text }
}

/// Remarks on the whole.
pub(super) fn notes(report: &Report, found: &Funnel<'_>, selection: &Selection, locale: &Locale) -> Vec<String> {
    let (words, range) = (locale.words, found.range);
    let steps = || found.steps.iter().map(|step| step.step.measure);
    let mut notes = Vec::new();
    let counts_on = |anchor| steps().any(|ix| report.measure(ix).is_some_and(|measure| measure.anchor == anchor));
    if counts_on(Anchor::Event) {
        notes.push(words.by_event_day.to_owned());
    } else if counts_on(Anchor::Exposure) && report.measures.iter().any(|measure| measure.anchor == Anchor::Event) {
        notes.push(words.by_exposure_day.to_owned());
    }
    let mature: Vec<Option<DateRange>> = steps().map(|ix| period::mature_range(report, ix, range)).collect();
    if mature.iter().any(|days| *days != Some(range)) {
        match mature.iter().flatten().min_by_key(|days| days.len()) {
            Some(days) if mature.iter().all(Option::is_some) => {
                notes.push(fill!(words.rates_on_mature, range = locale.range(*days)));
            }
            _ => notes.push(words.no_mature_days.to_owned()),
        }
    }
    match found.periods {
        Some(periods) => {
            let days = steps().map(|ix| common(report, &[ix], periods).map_or(0, |(days, _)| days.len()));
            if let Some(days) = days.min().filter(|&days| days > 0 && days < range.len()) {
                notes.push(fill!(words.changes_on_mature, n = locale.number(days as usize)));
            }
        }
        None if selection.compare.is_some() => notes.push(words.compare_unavailable.to_owned()),
        None => {}
    }
    let ignored = ignored(found);
    let mut dimensions: Vec<DimensionIx> = ignored.iter().map(|(dimension, _)| *dimension).collect();
    sort_unique(&mut dimensions);
    for dimension in dimensions {
        let mut measures: Vec<MeasureIx> =
            ignored.iter().filter(|(ix, _)| *ix == dimension).map(|(_, measure)| *measure).collect();
        measures.dedup();
        let names = list(measures.into_iter().map(|ix| measure_label(report, ix, locale).to_owned()), locale);
        notes.push(fill!(words.not_split_by, measure = names, dimension = dimension_label(report, dimension, locale)));
    }
    notes
}
