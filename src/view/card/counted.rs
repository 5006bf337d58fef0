//! How a number is counted: unit, day, window, sample. In: a measure, several of them, or a [`Basis`] where the number is
//! no measure's. Out: lines of a [`Card`], always all four, so that a reader never wonders which was forgotten.

use super::Card;
use crate::contract::{Anchor, Measure, MeasureIx, MeasureKind, Report, Unit};
use crate::view::locale::Locale;
use crate::view::reading::{measure_label, sample_mark};
use crate::view::words::{CardWords, fill};

/// How numbers are counted that are no measure's.
pub(in crate::view) struct Basis<'a> {
    /// What one is.
    pub unit: &'a str,
    /// On which day it counts.
    pub on: &'a str,
    /// Which days count for it.
    pub window: &'a str,
    /// What share was observed.
    pub sampling: &'a str,
}

impl Card {
    /// How numbers that are no measure's are counted.
    pub(in crate::view) fn basis(&mut self, basis: &Basis<'_>, locale: &Locale) {
        let later = locale.later();
        self.section(later.counting);
        self.say(later.unit, basis.unit);
        self.say(later.counted_on, basis.on);
        self.say(later.credit, basis.window);
        self.say(later.sampling, basis.sampling);
    }

    /// How one measure is counted, and how much where that is not what the card is about.
    pub(super) fn counted(
        &mut self,
        report: &Report,
        ix: MeasureIx,
        heading: &str,
        number: Option<String>,
        locale: &Locale,
    ) {
        let (words, later) = (locale.words, locale.later());
        let Some(measure) = report.measure(ix) else { return };
        self.section(heading);
        self.say(words.value, number.unwrap_or_default());
        for (term, text) in facts(report, measure, locale) {
            self.say(term, text);
        }
        self.text(words.dedupe, measure.dedupe.as_ref(), locale);
        self.text(later.origin, measure.source.as_ref(), locale);
        self.say(later.adding, adding(measure, locale));
    }

    /// How several measures are counted, in one section: what they share once, what they do not by name.
    pub(in crate::view) fn counted_together(&mut self, report: &Report, measures: &[MeasureIx], locale: &Locale) {
        let (own, words) = (CardWords::beside(locale.words), locale.words);
        let mut all = Vec::new();
        for measure in measures.iter().filter_map(|ix| report.measure(*ix)) {
            let label = measure.label.get(&locale.tag);
            if all.iter().all(|(known, _)| *known != label) {
                all.push((label, facts(report, measure, locale)));
            }
        }
        let Some((_, first)) = all.first() else { return };
        self.section(locale.later().counting);
        for (n, (term, text)) in first.iter().enumerate() {
            let of = |facts: &[(&str, String); 4]| facts.get(n).map_or_else(String::new, |(_, text)| text.clone());
            if all.iter().all(|(_, facts)| of(facts) == *text) {
                self.say(term, text.as_str());
                continue;
            }
            let named = all.iter().map(|(label, facts)| fill!(own.side_of, label = label, value = of(facts)));
            self.say(term, named.collect::<Vec<_>>().join(words.clause_separator));
        }
    }

    /// What the measure or ratio of that id is; the measures that it is made of.
    pub(in crate::view) fn metric(&mut self, report: &Report, id: &str, locale: &Locale) -> Vec<MeasureIx> {
        let later = locale.later();
        if let Some(ix) = report.find_measure(id) {
            self.described(report, ix, locale);
            return vec![ix];
        }
        let Some(ratio) = report.find_ratio(id) else { return Vec::new() };
        self.formula(report, ratio, locale);
        self.say(later.numerator, measure_label(report, ratio.numerator, locale));
        self.say(later.denominator, measure_label(report, ratio.denominator, locale));
        vec![ratio.numerator, ratio.denominator]
    }

    /// What stars say, or why there are none: `p` is adjusted.
    pub(in crate::view) fn starred(&mut self, p: Option<&str>, stars: &str, locale: &Locale) {
        let own = CardWords::beside(locale.words);
        let said = match p {
            None => own.untested.to_owned(),
            Some(p) if stars.is_empty() => fill!(own.unstarred, p = p),
            Some(p) => fill!(own.starred, p = p, stars = stars),
        };
        self.say(locale.later().star, said);
    }

    /// A value with its interval and how that was made; why there is none stands in its place.
    pub(in crate::view) fn interval(&mut self, interval: &str, made: &str, locale: &Locale) {
        let words = locale.words;
        let text =
            if interval.is_empty() { made.to_owned() } else { [interval, words.clause_separator, made].concat() };
        self.say(words.interval, text);
    }
}

/// Unit, day, window and sample of a measure.
fn facts(report: &Report, measure: &Measure, locale: &Locale) -> [(&'static str, String); 4] {
    let later = locale.later();
    let on = match measure.anchor {
        Anchor::Event => later.on_event,
        Anchor::Exposure => later.on_exposure,
        Anchor::Both => later.on_both,
    };
    let sample = sample_mark(measure, locale).unwrap_or_else(|| later.unsampled.to_owned());
    [
        (later.unit, unit(report, measure, locale)),
        (later.counted_on, on.to_owned()),
        (later.credit, window(report, measure, locale)),
        (later.sampling, sample),
    ]
}

fn window(report: &Report, measure: &Measure, locale: &Locale) -> String {
    let (later, own) = (locale.later(), CardWords::beside(locale.words));
    if measure.anchor != Anchor::Exposure {
        return own.no_window.to_owned();
    }
    let days = locale.number(measure.window_days.into());
    let model = match report.meta.attribution.as_ref().map_or("", |attribution| &attribution.model) {
        "last_touch" => own.last_touch,
        "first_touch" => own.first_touch,
        "linear" => own.linear,
        other => other,
    };
    let template = if model.is_empty() { later.window } else { later.window_model };
    fill!(template, n = days, model = model)
}

fn adding(measure: &Measure, locale: &Locale) -> &'static str {
    match measure.kind {
        MeasureKind::Count | MeasureKind::Money | MeasureKind::SumSquares => locale.later().adds_up,
        MeasureKind::Unique => locale.later().adds_not,
        MeasureKind::Stock => locale.later().adds_across,
    }
}

fn unit(report: &Report, measure: &Measure, locale: &Locale) -> String {
    let words = locale.later();
    if measure.kind == MeasureKind::Money {
        return report.meta.currency.to_string();
    }
    let unit = match measure.unit {
        Some(Unit::Person) => words.unit_person,
        Some(Unit::Session) => words.unit_session,
        Some(Unit::Event) => words.unit_event,
        None => CardWords::beside(locale.words).not_stated,
    };
    unit.to_owned()
}
