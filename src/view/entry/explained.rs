//! What the numbers of a gate mean. In: the view, which gate. Out: lines of a [`Card`]: value, rule, how far apart, whose
//! rule it is, what the value is and as of when.

use super::EntryView;
use crate::analysis::entry::{Gate, entry};
use crate::contract::Report;
use crate::view::card::{Basis, Card};
use crate::view::locale::Locale;
use crate::view::words::{CardWords, EntryWords};

impl EntryView {
    /// Adds the lines of a gate by its place, or of all of them where `place` is empty; `None` where there is none.
    pub(in crate::view) fn explain(
        &self,
        place: &str,
        report: &Report,
        locale: &Locale,
        card: &mut Card,
    ) -> Option<()> {
        let (words, cards, own) = (locale.words, CardWords::beside(locale.words), EntryWords::beside(locale.words));
        let found = entry(report)?;
        let wanted: Option<usize> = place.parse().ok();
        card.title.clone_from(&self.title);
        if wanted.is_none() {
            card.say(words.value, self.headline.join(words.clause_separator));
            card.say(words.interval, cards.gate_interval);
        }
        let mut unit = Vec::new();
        for (n, (gate, check)) in self.gates.iter().zip(&found.checks).enumerate() {
            if wanted.is_some_and(|wanted| wanted != n) {
                continue;
            }
            let of = match check.gate {
                Gate::StoreScore { .. } => cards.unit_points,
                Gate::DailySpend { .. } | Gate::TotalBudget { .. } => &report.meta.currency,
                Gate::EnterpriseAccount { .. } | Gate::Category { .. } => cards.unit_flag,
            };
            if !unit.contains(&of) {
                unit.push(of);
            }
            if wanted.is_some() {
                card.title.clone_from(&gate.label);
            } else {
                card.section(&*gate.label);
            }
            card.say(words.value, &*gate.value);
            card.say(own.rule, &*gate.rule);
            card.say(own.verdict, &*gate.verdict);
            card.say(own.gap, &*gate.gap);
            card.say(words.interval, cards.gate_interval);
        }
        if unit.is_empty() {
            return None;
        }
        // Whose rules they are.
        card.say(words.remarks, self.notes.first().cloned().unwrap_or_default());
        let unit = unit.join(words.list_separator);
        let (window, sampling) = (cards.gate_window, cards.not_sampled);
        card.basis(&Basis { unit: &unit, on: cards.on_gate, window, sampling }, locale);
        Some(())
    }
}
