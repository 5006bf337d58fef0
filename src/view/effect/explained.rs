//! What the numbers of an experiment mean, and those of before and after. In: the view, which row, the dataset. Out:
//! sections of a [`Card`], one a number: what it divides, how sure it is and by which method, or why that is not told.

use super::choices::Offer;
use super::{EffectView, TrialRow};
use crate::analysis::effect::before_after::before_after;
use crate::analysis::effect::{Outcome, Trial, experiments};
use crate::contract::{Arm, MeasureKind, Report};
use crate::cube::Dataset;
use crate::stats::{Estimate, Interval, Refusal};
use crate::view::card::{Basis, Card};
use crate::view::compare::wording::p_text;
use crate::view::locale::Locale;
use crate::view::rate::reason;
use crate::view::state::ViewState;
use crate::view::words::{CardWords, CompareWords, EffectWords, fill};

impl EffectView {
    /// Adds the lines of an arm by its place among the rows, or of before and after where `place` is empty; `None` where
    /// there is no such row.
    pub(in crate::view) fn explain(
        &self,
        place: &str,
        dataset: &Dataset,
        state: &ViewState,
        locale: &Locale,
        card: &mut Card,
    ) -> Option<()> {
        if place.is_empty() {
            return self.explain_launch(dataset, state, locale, card);
        }
        let report = &dataset.report;
        let n: usize = place.parse().ok()?;
        let outcomes = experiments(report);
        let mut trials = outcomes.iter().flat_map(|outcome| outcome.trials.iter().map(move |trial| (outcome, trial)));
        let (outcome, trial) = trials.nth(n)?;
        let row = self.rows.get(n)?;
        card.title.clone_from(&row.label);
        card.say(locale.words.remarks, row.remarks.join(locale.words.clause_separator));
        let told = Told { outcome, trial, row, report, locale, own: EffectWords::beside(locale.words) };
        told.arms(card);
        told.difference(card);
        told.buyers(card);
        told.total(card);
        told.per_spend(card);
        let words = CardWords::beside(locale.words);
        let window = locale.range(outcome.experiment.range);
        card.basis(
            &Basis { unit: words.unit_trial, on: words.on_trial, window: &window, sampling: words.not_sampled },
            locale,
        );
        Some(())
    }

    fn explain_launch(&self, dataset: &Dataset, state: &ViewState, locale: &Locale, card: &mut Card) -> Option<()> {
        let (words, later, cards) = (locale.words, locale.later(), CardWords::beside(locale.words));
        let own = EffectWords::beside(words);
        let (report, view) = (&dataset.report, self.launch.as_ref()?);
        card.title.clone_from(&view.title);
        card.say(words.remarks, view.notes.join(words.clause_separator));
        let (scope, _) = state.selection.resolve(report);
        let offer = Offer::of(dataset);
        let chosen = offer.chosen(&scope, &state.effect)?;
        let measure = report.measure(chosen.options.measure)?;
        let found = match before_after(dataset, &scope, &chosen.options) {
            Ok(found) => found,
            Err(refusal) => {
                card.say(words.value, view.empty.clone().unwrap_or_default());
                card.say(words.interval, reason(refusal, locale));
                card.counted_together(report, &[chosen.options.measure], locale);
                return Some(());
            }
        };
        let amount = |value: f64| match measure.kind {
            MeasureKind::Money => locale.money_compact(value, &report.meta.currency),
            _ => locale.compact(value),
        };
        for (name, [before, after]) in view.names.iter().zip([found.own, found.other]) {
            card.section(words.labelled(name, own.row_change));
            card.say(later.meaning, cards.launch_change);
            card.say(words.value, locale.uplift(after / before - 1.0));
            card.say(later.numerator, amount(after));
            card.say(later.denominator, amount(before));
            card.say(words.interval, cards.no_launch_interval);
        }
        let tested = [
            (own.row_moved, found.moved.map(|moved| (moved.relative, moved.test.p)), cards.launch_moved),
            (own.row_drift, found.drift.map(|drift| (super::launch::by_week(drift.slope), drift.test.p)), &*view.drift),
        ];
        for (heading, tested, meaning) in tested {
            card.section(heading);
            card.say(later.meaning, meaning);
            match tested {
                Ok((Estimate { value, interval }, p)) => {
                    card.say(words.value, locale.uplift(value));
                    let span = between(interval, |bound| locale.uplift(bound), locale);
                    let notes: Vec<&str> = view.notes.last().map(String::as_str).into_iter().collect();
                    card.interval(&span, &notes.concat(), locale);
                    card.say(later.star, fill!(cards.plain_p, p = p_text(p, locale)));
                }
                Err(refusal) => card.say(words.value, reason(refusal, locale)),
            }
        }
        card.section(cards.launch_expected);
        card.say(words.value, amount(found.expected));
        card.say(words.remarks, view.said.get(2).cloned().unwrap_or_default());
        card.say(words.interval, cards.no_launch_interval);
        card.section(own.index);
        card.say(later.meaning, cards.launch_index);
        card.say(words.interval, cards.no_launch_interval);
        card.counted_together(report, &[chosen.options.measure], locale);
        Some(())
    }
}

/// One arm with what its texts need.
struct Told<'a> {
    outcome: &'a Outcome<'a>,
    trial: &'a Trial<'a>,
    row: &'a TrialRow,
    report: &'a Report,
    locale: &'a Locale,
    own: &'static EffectWords,
}

fn between(Interval { lower, upper }: Interval, print: impl Fn(f64) -> String, locale: &Locale) -> String {
    fill!(CompareWords::beside(locale.words).interval, lower = print(lower), upper = print(upper))
}

impl Told<'_> {
    fn both(&self) -> [(&'static str, &Arm); 2] {
        [(self.own.exposed, self.trial.arm), (self.own.control, self.outcome.control)]
    }

    fn money(&self, value: f64) -> String {
        self.locale.money_compact(value, &self.report.meta.currency)
    }

    fn count(&self, n: u64) -> String {
        self.locale.integer(n.into())
    }

    fn named(&self, label: &str, remark: &str) -> String {
        self.locale.words.remarked(label, remark)
    }

    fn arms(&self, card: &mut Card) {
        let (words, later, cards) = (self.locale.words, self.locale.later(), CardWords::beside(self.locale.words));
        for ((name, arm), mean) in self.both().into_iter().zip(&self.row.means) {
            card.section(self.named(self.own.row_value, name));
            card.say(later.meaning, cards.per_unit);
            card.say(words.value, mean.as_str());
            card.say(later.numerator, self.locale.money(arm.gmv.into(), &self.report.meta.currency));
            card.say(later.denominator, self.count(arm.units));
            card.say(words.interval, cards.no_arm_interval);
        }
    }

    fn difference(&self, card: &mut Card) {
        let (words, later, cards) = (self.locale.words, self.locale.later(), CardWords::beside(self.locale.words));
        card.section(self.own.difference);
        card.say(later.meaning, cards.difference);
        card.say(words.value, self.row.difference.as_str());
        let made = if self.trial.difference.is_ok() { self.own.welch } else { "" };
        card.interval(&self.row.interval, made, self.locale);
        let p = self.trial.adjusted.map(|p| p_text(p, self.locale));
        card.starred(p.as_deref(), self.row.stars, self.locale);
    }

    fn buyers(&self, card: &mut Card) {
        let (words, later, cards) = (self.locale.words, self.locale.later(), CardWords::beside(self.locale.words));
        card.section(self.own.buyers);
        card.say(later.meaning, cards.buyers);
        let [value, bounds] = &self.row.buyers;
        card.say(words.value, value.as_str());
        for (name, arm) in self.both() {
            card.say(&self.named(later.numerator, name), self.count(arm.buyers));
            card.say(&self.named(later.denominator, name), self.count(arm.units));
        }
        let made = if self.trial.buyers_apart.is_ok() { self.own.newcombe } else { "" };
        card.interval(bounds, made, self.locale);
        let p = self.trial.buyers_apart.ok().map(|apart| p_text(apart.test.p, self.locale));
        let said = p.map_or_else(|| cards.untested.to_owned(), |p| fill!(cards.plain_p, p = p));
        card.say(later.star, said);
    }

    fn total(&self, card: &mut Card) {
        let (later, cards) = (self.locale.later(), CardWords::beside(self.locale.words));
        card.section(self.own.row_total);
        card.say(later.meaning, cards.total);
        let locale = self.locale;
        match self.trial.total {
            Ok(Estimate { value, interval }) => {
                let text = |value: f64| self.money(value);
                card.say(locale.words.value, text(value));
                card.interval(&between(interval, text, locale), cards.scaled, locale);
            }
            Err(refusal) => self.refused(refusal, card),
        }
        card.say(later.star, cards.untested);
    }

    fn per_spend(&self, card: &mut Card) {
        let (later, cards) = (self.locale.later(), CardWords::beside(self.locale.words));
        let heading = if self.outcome.is_assigned() { self.own.row_return } else { self.own.row_quotient };
        card.section(heading);
        card.say(later.meaning, cards.per_spend);
        let spends = self.both().map(|(_, arm)| arm.spend as f64 / arm.units.max(1) as f64);
        card.say(later.numerator, self.row.difference.as_str());
        card.say(later.denominator, self.money(spends[0] - spends[1]));
        let locale = self.locale;
        match self.trial.per_spend {
            Ok(Estimate { value, interval }) => {
                let text = |value: f64| locale.decimal(value, 2);
                card.say(locale.words.value, text(value));
                card.interval(&between(interval, text, locale), cards.fieller, locale);
            }
            Err(refusal) => self.refused(refusal, card),
        }
        card.say(later.star, cards.untested);
    }

    fn refused(&self, refusal: Refusal, card: &mut Card) {
        card.say(self.locale.words.value, self.locale.words.no_value);
        card.say(self.locale.words.interval, reason(refusal, self.locale));
    }
}
