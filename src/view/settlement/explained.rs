//! What the numbers of an agreement mean. In: the view, the id of the agreement, perhaps which of its lines. Out: sections
//! of a [`Card`]: a line with every term of its formula; or ROI by the terms that hold, how far the tiers are, what was
//! frozen, what is supposed. Settled numbers have no interval, and the card says why.

use super::wording::Wording;
use super::{AgreementBlock, SettlementView};
use crate::analysis::settlement::{Fact, Options, Settlement, settle};
use crate::contract::Agreement;
use crate::cube::Dataset;
use crate::view::card::{Basis, Card};
use crate::view::locale::Locale;
use crate::view::state::SettlementState;
use crate::view::words::{CardWords, SettlementWords, fill};

impl SettlementView {
    /// Adds the lines of `payable:<line>:<agreement>`, `agreement:<agreement>`, or `owed`, all of them; `None` where there
    /// is none.
    pub(in crate::view) fn explain(
        &self,
        kind: &str,
        place: &str,
        dataset: &Dataset,
        state: SettlementState,
        locale: &Locale,
        card: &mut Card,
    ) -> Option<()> {
        let (report, cards) = (&dataset.report, CardWords::beside(locale.words));
        let wording = Wording { report, locale, own: SettlementWords::beside(locale.words) };
        let (line, id) = match kind {
            "payable" => place.split_once(':').map(|(line, id)| (line.parse::<usize>().ok(), id))?,
            _ => (None, place),
        };
        if kind == "owed" {
            card.title.clone_from(&self.title);
            card.say(locale.words.value, self.headline.join(locale.words.clause_separator));
            card.say(locale.words.interval, cards.exact);
            for block in &self.blocks {
                card.section(&*block.label);
                card.say(locale.words.value, block.owed.join(locale.words.clause_separator));
                card.say(locale.words.remarks, &*block.when);
            }
            self.counted(&locale.range(report.complete_range()), report.meta.currency.as_ref(), locale, card);
            return Some(());
        }
        let settled = settle(dataset, &Options { agreement: None, scenario: state.scenario });
        let found = |one: &&Settlement| report.agreements.get(one.agreement).is_some_and(|of| *of.id == *id);
        let one = settled.settlements.iter().find(found)?;
        let agreement = report.agreements.get(one.agreement)?;
        let block = self.blocks.iter().find(|block| block.id == id)?;
        if let Some(line) = line {
            wording.explain_line(line, one, agreement, block, card)?;
        } else {
            wording.explain_roi(one, block, card);
            self.explain_supposed(block, locale, card);
        }
        self.counted(&locale.range(agreement.range), report.meta.currency.as_ref(), locale, card);
        Some(())
    }

    fn counted(&self, window: &str, currency: &str, locale: &Locale, card: &mut Card) {
        let cards = CardWords::beside(locale.words);
        let sampling = locale.later().unsampled;
        card.basis(&Basis { unit: currency, on: cards.on_agreement, window, sampling }, locale);
        card.say(locale.words.remarks, self.notes.join(locale.words.clause_separator));
    }

    /// What is supposed of one agreement, beside what is settled.
    fn explain_supposed(&self, block: &AgreementBlock, locale: &Locale, card: &mut Card) {
        let view = &self.scenario;
        if !view.rows.iter().any(|row| row.of == block.id) {
            return;
        }
        card.section(&*view.title);
        card.say(locale.later().meaning, &*view.note);
        for row in view.rows.iter().filter(|row| row.of == block.id) {
            let [was, will, change] = &row.cells;
            let text = [&**was, " → ", will].concat();
            let parts = [text, change.clone()];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            card.say(&row.label, parts.join(locale.words.clause_separator));
        }
        card.say(locale.words.interval, CardWords::beside(locale.words).supposed);
    }
}

impl Wording<'_> {
    /// One payable line, term by term.
    fn explain_line(
        &self,
        n: usize,
        settled: &Settlement,
        agreement: &Agreement,
        block: &AgreementBlock,
        card: &mut Card,
    ) -> Option<()> {
        let (own, words, later) = (self.own, self.locale.words, self.locale.later());
        let outcome = &settled.outcome;
        let drawn = |line: &&_| Self::is_drawn(line);
        let line = outcome.lines.iter().filter(drawn).nth(n)?;
        let said = block.lines.get(n)?;
        card.title = self.named(&block.label, &said.label);
        card.say(later.meaning, &*said.formula);
        let payable = if said.payable.is_empty() { words.no_value } else { &*said.payable };
        card.say(words.value, payable);
        card.say(own.base_name, self.base(line.on));
        card.say(own.base, self.known(line.base, Fact::Spend));
        card.say(own.rate, line.rate.map(|rate| rate.to_string()).unwrap_or_default());
        card.say(own.uncapped, self.known(line.uncapped, Fact::Spend));
        card.say(own.left, line.left.map(|left| self.money(left)).unwrap_or_default());
        card.say(own.payer, self.party(line.parties.payer));
        card.say(own.payee, self.party(line.parties.payee));
        card.say(words.interval, CardWords::beside(words).exact);
        card.say(own.state, &*block.state_label);
        card.say(own.final_on, settled.final_on.to_string());
        let stretch = line.stretch.and_then(|stretch| outcome.stretches.get(stretch));
        let target = stretch.map_or(agreement.target_roi, |stretch| stretch.target);
        card.say(own.target, target.to_string());
        Some(())
    }

    /// ROI by the terms that hold, how far the tiers are, what was frozen.
    fn explain_roi(&self, settled: &Settlement, block: &AgreementBlock, card: &mut Card) {
        let (own, words, later) = (self.own, self.locale.words, self.locale.later());
        let cards = CardWords::beside(words);
        card.title.clone_from(&block.label);
        card.say(words.value, block.owed.join(words.clause_separator));
        card.say(words.interval, cards.exact);
        card.say(words.remarks, [&*block.state_label, words.clause_separator, &block.when].concat());
        card.say(words.remarks, &*block.about);
        for (stretch, said) in settled.outcome.stretches.iter().zip(&block.stretches) {
            let amounts = &stretch.amounts;
            let heading = said.days.as_ref().map_or_else(|| "ROI".to_owned(), |days| words.remarked("ROI", days));
            card.section(heading);
            card.say(later.meaning, cards.roi);
            let roi = self.roi(amounts, &stretch.tiers, stretch.target);
            card.say(words.value, roi.unwrap_or_else(|| said.roi.clone()));
            card.say(later.numerator, self.named(own.net, &self.known(amounts.net(), Fact::Gmv)));
            card.say(later.denominator, self.named(own.spend, &self.known(amounts.spend, Fact::Spend)));
            card.say(later.unit, cards.unit_money);
            card.say(own.target, stretch.target.to_string());
            card.say(words.remarks, &*said.verdict);
            for step in &said.steps {
                card.say(cards.distance, &**step);
            }
            card.say(words.interval, cards.exact);
        }
        if block.stretches.is_empty() {
            card.say(later.numerator, self.named(own.net, words.no_value));
            card.say(later.denominator, self.named(own.spend, words.no_value));
        }
        if let Some((heads, rows)) = &block.frozen {
            let [_, frozen, live, later_head] = heads;
            card.section(frozen.as_str());
            for [fact, at_lock, today, apart] in rows {
                let mut parts = vec![at_lock.clone(), fill!(words.value_at, label = live, value = today)];
                if !apart.is_empty() {
                    parts.push(fill!(words.value_at, label = later_head, value = apart));
                }
                card.say(fact, parts.join(words.clause_separator));
            }
            card.say(words.interval, cards.exact);
        }
    }
}
