//! What is said about the funnel as a whole. In: the questions of the panel. Out: the edges that lose most, and remarks
//! such as days still growing or filters that some steps ignore.

use super::layout::Place;
use crate::contract::{Anchor, DimensionIx, MeasureIx};
use crate::date::DateRange;
use crate::order::sort_unique;
use crate::query::{Selection, period};
use crate::view::asking::{Asking, Spot};
use crate::view::change::common_days;
use crate::view::locale::Locale;
use crate::view::reading::{dimension_label, list, measure_label};
use crate::view::words::fill;

/// The edge that loses most and the one that loses the largest share, of those that people cannot pass by.
pub(super) fn losses(
    asking: &mut Asking<'_>,
    places: &[Place],
    spots: &[Spot],
    labels: &[&str],
    locale: &Locale,
) -> (Option<String>, Option<String>) {
    let words = locale.words;
    let mut edges: Vec<(usize, usize, f64, f64)> = Vec::new();
    // From each step that nobody can pass by to the next such step: where routes join, from the one before they part.
    let mut before = None;
    for place in places {
        let Some(step) = asking.report.funnel.get(place.step) else { continue };
        if step.optional || step.route.is_some() {
            continue;
        }
        let Some(previous) = before.replace(place.step) else { continue };
        let (Some(&top), Some(&bottom)) = (spots.get(place.step), spots.get(previous)) else { continue };
        if let Some((lost, share)) = asking.loss(top, bottom) {
            edges.push((previous, place.step, lost, share));
        }
    }
    let name = |step: usize| labels.get(step).copied().unwrap_or("");
    let biggest = edges.iter().reduce(|a, b| if b.2 > a.2 { b } else { a });
    let steepest = edges.iter().reduce(|a, b| if b.3 > a.3 { b } else { a });
    (
        biggest.map(|&(from, to, lost, _)| {
            fill!(words.biggest_loss, from = name(from), to = name(to), n = locale.compact(lost))
        }),
        steepest.map(|&(from, to, _, share)| {
            fill!(words.steepest_loss, from = name(from), to = name(to), rate = locale.percent(share))
        }),
    )
}

/// Remarks on the whole.
pub(super) fn notes(
    asking: &Asking<'_>,
    spots: &[Spot],
    ignored: &[(DimensionIx, MeasureIx)],
    periods: Option<period::Comparison>,
    selection: &Selection,
) -> Vec<String> {
    let (report, locale, range) = (asking.report, asking.locale, asking.range);
    let words = locale.words;
    let mut notes = Vec::new();
    let by_event = |spot: &Spot| report.measure(spot.measure).is_some_and(|measure| measure.anchor == Anchor::Event);
    if spots.iter().any(by_event) {
        notes.push(words.by_event_day.to_owned());
    }
    let mature: Vec<Option<DateRange>> =
        spots.iter().map(|spot| period::mature_range(report, spot.measure, range)).collect();
    if mature.iter().any(|days| *days != Some(range)) {
        match mature.iter().flatten().min_by_key(|days| days.len()) {
            Some(days) if mature.iter().all(Option::is_some) => {
                notes.push(fill!(words.rates_on_mature, range = locale.range(*days)));
            }
            _ => notes.push(words.no_mature_days.to_owned()),
        }
    }
    match periods {
        Some(periods) => {
            let days =
                spots.iter().map(|&spot| common_days(report, &[spot], periods).map_or(0, |(days, _)| days.len()));
            if let Some(days) = days.min().filter(|&days| days > 0 && days < range.len()) {
                notes.push(fill!(words.changes_on_mature, n = locale.number(days as usize)));
            }
        }
        None if selection.compare.is_some() => notes.push(words.compare_unavailable.to_owned()),
        None => {}
    }
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
