//! What the numbers of the return mean. In: the view, which of them, the dataset. Out: lines of a [`Card`]: a rung with
//! what it divides and the step to it; a member with its spend, rungs and costs.

use super::rungs::{blamed, formula, lacking, name};
use super::{MemberRow, ReturnsView};
use crate::analysis::returns::{Options, Returns, Rung, Term, returns};
use crate::contract::{MeasureIx, Report};
use crate::cube::Dataset;
use crate::query::Selection;
use crate::view::card::Card;
use crate::view::locale::Locale;
use crate::view::rate::reason;
use crate::view::reading::{list, measure_label};
use crate::view::words::{CardWords, ReturnsWords, fill};

impl ReturnsView {
    /// Adds the lines of `rung`, all of them, `rung:<id>` or `returned:<member>`; `None` where there is no such number.
    pub(in crate::view) fn explain(
        &self,
        kind: &str,
        place: &str,
        dataset: &Dataset,
        selection: &Selection,
        locale: &Locale,
        card: &mut Card,
    ) -> Option<()> {
        let report = &dataset.report;
        let (scope, _) = selection.resolve(report);
        let found = returns(dataset, &scope, &Options { by: None, top: 0 })?;
        let told = Told { report, locale, own: ReturnsWords::beside(locale.words) };
        let mut measures = Vec::new();
        if kind == "rung" {
            card.title.clone_from(&self.title);
            if place.is_empty() {
                card.say(locale.words.value, self.headline.join(locale.words.clause_separator));
            }
            for (rung, row) in found.rungs.iter().zip(&self.rungs) {
                if place.is_empty() || row.id == place {
                    told.rung(rung, card);
                    let text = if rung.roi.is_ok() { &row.formula } else { locale.words.no_value };
                    card.say(locale.words.value, text);
                    told.sure(rung, &row.interval, card);
                    card.say(locale.words.change, &*row.step);
                    measures.extend(rung.above.iter().chain(&rung.below).map(|term| term.measure));
                    measures.extend(rung.roi.err().and_then(|blame| blame.measure));
                }
            }
            // What nothing is known of is still made of these.
            measures.extend(measures.is_empty().then(|| report.find_measure("spend")).flatten());
            if !place.is_empty() {
                let row = self.rungs.iter().find(|row| row.id == place)?;
                card.title = locale.words.labelled(&self.title, &row.label);
            }
        } else {
            let row = self.members.get(place.parse::<usize>().ok()?)?;
            card.title = locale.words.labelled(&self.caption, &row.label);
            told.member(row, self, &found, &mut measures, card);
        }
        card.counted_together(report, &measures, locale);
        card.say(locale.later().star, CardWords::beside(locale.words).untested);
        card.say(locale.words.remarks, self.notes.join(locale.words.clause_separator));
        Some(())
    }
}

/// What texts need.
struct Told<'a> {
    report: &'a Report,
    locale: &'a Locale,
    own: &'static ReturnsWords,
}

impl Told<'_> {
    /// What stands on one side of a rung; where nothing does, what the document lacks for it.
    fn names(&self, terms: &[Term], rung: &Rung) -> String {
        if let (true, Err(blame), true) = (terms.is_empty(), rung.roi, rung.lacking.is_empty()) {
            return blamed(blame, self.report, self.locale);
        }
        if terms.is_empty() {
            let names = rung.lacking.iter().map(|id| lacking(id, self.locale).to_owned());
            return fill!(self.own.lacks, list = list(names, self.locale));
        }
        let name = |term: &Term| measure_label(self.report, term.measure, self.locale).to_owned();
        terms.iter().map(name).collect::<Vec<_>>().join(self.own.minus)
    }

    /// What a rung is and what it divides.
    fn rung(&self, rung: &Rung, card: &mut Card) {
        let later = self.locale.later();
        card.section(name(rung.kind, self.locale));
        let names = |term: &Term| measure_label(self.report, term.measure, self.locale).to_owned();
        if !rung.above.is_empty() && !rung.below.is_empty() {
            card.say(later.meaning, formula(rung, names, self.locale));
        }
        card.say(later.numerator, self.names(&rung.above, rung));
        card.say(later.denominator, self.names(&rung.below, rung));
        card.say(later.days_counted, rung.days.map_or_else(String::new, |days| self.locale.period(days)));
    }

    fn sure(&self, rung: &Rung, interval: &str, card: &mut Card) {
        let words = self.locale.words;
        match (rung.roi, rung.interval) {
            (Err(blame), _) => card.say(words.interval, blamed(blame, self.report, self.locale)),
            (Ok(_), Ok(_)) => card.interval(interval, CardWords::beside(words).by_days, self.locale),
            (Ok(_), Err(refusal)) => card.say(words.interval, reason(refusal, self.locale)),
        }
    }

    /// Spend, rungs and costs of a member.
    fn member(
        &self,
        row: &MemberRow,
        view: &ReturnsView,
        found: &Returns<'_>,
        measures: &mut Vec<MeasureIx>,
        card: &mut Card,
    ) {
        let (words, later, cards) = (self.locale.words, self.locale.later(), CardWords::beside(self.locale.words));
        let mut cells = view.heads.iter().skip(1).zip(&row.cells);
        if let Some((head, cell)) = cells.next() {
            card.section(&*head.label);
            card.say(words.value, &*cell.full);
            card.say(words.interval, cards.ranked_sums);
        }
        for (rung, (_, cell)) in found.rungs.iter().zip(cells.by_ref()) {
            self.rung(rung, card);
            measures.extend(rung.above.iter().chain(&rung.below).map(|term| term.measure));
            card.say(words.value, &*cell.full);
            let why = if row.is_total { cards.by_days } else { cards.no_member_interval };
            card.interval(&cell.interval, why, self.locale);
        }
        for (cost, (head, cell)) in found.costs.iter().zip(cells) {
            card.section(&*head.label);
            measures.extend(card.metric(self.report, &cost.ratio.id, self.locale));
            card.say(words.value, &*cell.full);
            card.say(later.days_counted, cost.days.map_or_else(String::new, |days| self.locale.period(days)));
            let why = if row.is_total { cards.by_days } else { cards.no_member_interval };
            card.interval(&cell.interval, why, self.locale);
        }
    }
}
