//! One agreement in words: who owes whom, since when, each line's formula, each stretch's ROI and distances.

use super::wording::Wording;
use super::{AgreementBlock, LineRow, StretchBlock};
use crate::analysis::settlement::{Amounts, Fact, Kind, Line, Outcome, Settlement, State, Step, Stretch};
use crate::contract::{Agreement, Frozen};
use crate::date::Date;
use crate::view::header::shortened;
use crate::view::reading::dimension_label;
use crate::view::words::fill;

impl Wording<'_> {
    /// An agreement's block; `None` for one that the report does not have.
    pub(super) fn block(&self, settled: &Settlement, as_of: Date) -> Option<AgreementBlock> {
        let (own, locale) = (self.own, self.locale);
        let agreement = self.report.agreements.get(settled.agreement)?;
        let outcome = &settled.outcome;
        let mut owed: Vec<String> = outcome.owed.iter().map(|balance| self.balance(balance)).collect();
        if settled.counted.is_none() {
            owed = vec![fill!(own.not_begun, date = agreement.range.from.to_string())];
        } else if outcome.lines.is_empty() {
            owed.push(own.no_lines.to_owned());
        }
        let date = settled.final_on.to_string();
        let when = match settled.state {
            State::Running => fill!(own.when_running, as_of = as_of.to_string(), date = date),
            State::Maturing => fill!(own.when_maturing, to = agreement.range.to.to_string(), date = date),
            State::Locked if settled.is_final() => fill!(own.when_locked, date = date),
            State::Locked => fill!(own.not_frozen, date = date),
        };
        let several = outcome.stretches.len() > 1;
        let begun = outcome.stretches.iter().filter(|stretch| stretch.days.from <= as_of).take(super::MOST);
        Some(AgreementBlock {
            id: agreement.id.to_string(),
            label: agreement.label.get(&locale.tag).to_owned(),
            state: settled.state,
            state_label: self.state(settled.state).to_owned(),
            about: self.about(agreement, outcome.stretches.len()),
            owed,
            verdict: agreement.rebate.as_ref().map(|_| self.verdict(outcome)).unwrap_or_default(),
            is_kept: outcome.stretches.iter().all(|stretch| stretch.is_met != Some(false)),
            when,
            lines: outcome
                .lines
                .iter()
                .filter(|line| Self::is_drawn(line))
                .map(|line| self.line(line, outcome))
                .collect(),
            stretches: begun.map(|stretch| self.stretch(stretch, several, settled)).collect(),
            frozen: settled.frozen.as_ref().map(|frozen| self.frozen(frozen, &settled.live)),
        })
    }

    /// Whether a line is on the screen; all are in the table.
    pub(super) fn is_drawn(line: &Line) -> bool {
        line.stretch.is_none_or(|stretch| stretch < super::MOST)
    }

    /// Whether the promise was kept; of several stretches, in how many it was not.
    fn verdict(&self, outcome: &Outcome) -> String {
        let own = self.own;
        if let [only] = &*outcome.stretches {
            let roi = self.roi(&only.amounts, &only.tiers, only.target);
            let said = roi.filter(|_| only.is_met.is_some()).map(|roi| {
                let roi = fill!(own.roi_at, roi = roi);
                [&*roi, self.locale.words.clause_separator, &self.kept(only)].concat()
            });
            return said.unwrap_or_default();
        }
        let known = outcome.stretches.iter().filter_map(|stretch| stretch.is_met);
        let (met, missed): (Vec<bool>, Vec<bool>) = known.partition(|met| *met);
        if met.is_empty() && missed.is_empty() {
            return String::new();
        }
        let count = |n: usize| self.locale.number(n);
        fill!(own.kept_of, of = count(met.len() + missed.len()), n = count(missed.len()))
    }

    fn kept(&self, stretch: &Stretch) -> String {
        let (own, target) = (self.own, stretch.target.to_string());
        match stretch.is_met {
            Some(true) => fill!(own.met, target = target),
            Some(false) => fill!(own.missed, target = target),
            None => fill!(own.promised, target = target),
        }
    }

    pub(super) const fn state(&self, state: State) -> &'static str {
        match state {
            State::Running => self.own.running,
            State::Maturing => self.own.maturing,
            State::Locked => self.own.locked,
        }
    }

    /// Days and scope.
    fn about(&self, agreement: &Agreement, stretches: usize) -> String {
        let mut about = vec![self.locale.range(agreement.range)];
        for (ix, members) in &agreement.scope {
            let Some(dimension) = self.report.dimension(*ix) else { continue };
            let names: Vec<String> = members
                .iter()
                .filter_map(|member| Some(dimension.member(*member)?.label.get(&self.locale.tag).to_owned()))
                .collect();
            about.push(self.named(dimension_label(self.report, *ix, self.locale), &shortened(&names, self.locale)));
        }
        if agreement.scope.is_empty() {
            about.push(self.own.all_rows.to_owned());
        }
        if agreement.rebate.is_some() {
            about.push(if agreement.boundary_inclusive { self.own.inclusive } else { self.own.exclusive }.to_owned());
        }
        if stretches > super::MOST {
            about.push(fill!(self.own.more_stretches, n = self.locale.number(stretches - super::MOST)));
        }
        about.join(" · ")
    }

    pub(super) fn line_label(&self, line: &Line, outcome: &Outcome) -> String {
        let label = self.kind(line.kind);
        let stretch = line.stretch.and_then(|stretch| outcome.stretches.get(stretch));
        match stretch.filter(|_| outcome.stretches.len() > 1) {
            Some(stretch) => fill!(self.own.of_days, label = label, range = self.locale.range(stretch.days)),
            None => label.to_owned(),
        }
    }

    fn line(&self, line: &Line, outcome: &Outcome) -> LineRow {
        LineRow {
            label: self.line_label(line, outcome),
            pays: self.pays(line.parties),
            formula: self.formula(line, outcome),
            payable: line.payable.map_or_else(|_| String::new(), |payable| self.money(payable)),
        }
    }

    /// The formula with its numbers, or why there is none.
    fn formula(&self, line: &Line, outcome: &Outcome) -> String {
        let own = self.own;
        let payable = match line.payable {
            Ok(payable) => payable,
            Err(missing) => return fill!(own.not_settled, reason = self.reason(missing)),
        };
        let (Ok(base), Ok(uncapped)) = (line.base, line.uncapped) else { return String::new() };
        let Some(rate) = line.rate else {
            let stretch = line.stretch.and_then(|stretch| outcome.stretches.get(stretch));
            let roi = stretch.and_then(|of| Some((of, self.roi(&of.amounts, &of.tiers, of.target)?)));
            let above = roi.and_then(|(of, roi)| Some((roi, of.tiers.last()?.roi_below.to_string())));
            return match above {
                Some((roi, bound)) => fill!(own.no_tier, roi = roi, bound = bound),
                None if base > 0 => own.no_tiers.to_owned(),
                None => own.no_spend.to_owned(),
            };
        };
        let amount = self.money(uncapped);
        let (on, base_text) = (self.base(line.on), self.money(base));
        let mut text = fill!(own.product, on = on, base = base_text, rate = rate.to_string(), amount = amount);
        if base < 0 {
            text += own.below_zero;
        }
        if let (true, Some(left)) = (payable < uncapped, line.left) {
            let is_whole = line.cap.is_some_and(|cap| i128::from(cap) == left);
            text += &match self.money(left) {
                cap if is_whole => fill!(own.capped, cap = cap),
                left if payable > 0 => fill!(own.capped_left, left = left),
                _ => own.cap_used.to_owned(),
            };
        }
        text
    }

    fn stretch(&self, stretch: &Stretch, several: bool, settled: &Settlement) -> StretchBlock {
        let own = self.own;
        let Stretch { amounts, target, .. } = stretch;
        let roi = self.roi(amounts, &stretch.tiers, *target);
        let roi = match (roi, amounts.gmv, amounts.refunds, amounts.spend) {
            (Some(roi), Ok(gmv), Ok(refunds), Ok(spend)) => {
                let [gmv, refunds, spend] = [gmv, refunds, spend].map(|amount| self.money(amount));
                fill!(own.roi_formula, gmv = gmv, refunds = refunds, spend = spend, roi = roi)
            }
            (_, _, _, Ok(0)) => own.roi_none.to_owned(),
            (_, Err(missing), ..) | (_, _, Err(missing), _) | (.., Err(missing)) => {
                fill!(own.roi_unknown, reason = self.reason(missing))
            }
            _ => own.roi_none.to_owned(),
        };
        let steps = [(&stretch.better, own.better, own.better_past), (&stretch.worse, own.worse, own.worse_past)];
        let steps = steps.into_iter().filter_map(|(step, now, past)| {
            Some(self.step(step.as_ref()?, if settled.is_final() { past } else { now }, stretch, settled))
        });
        StretchBlock {
            days: several.then(|| self.locale.range(stretch.days)),
            roi,
            verdict: self.kept(stretch),
            is_met: stretch.is_met,
            ladder: self.ladder(stretch),
            steps: steps.collect(),
        }
    }

    /// How far a bound is and what changes there.
    fn step(&self, step: &Step, template: &str, stretch: &Stretch, settled: &Settlement) -> String {
        let own = self.own;
        let agreement = self.report.agreements.get(settled.agreement);
        let was = settled.outcome.total(Kind::Rebate).and_then(Result::ok).unwrap_or(0);
        let rate = stretch.tier.and_then(|tier| stretch.tiers.get(tier)).map(|tier| tier.rate);
        let (from, to) = (self.percent(rate), self.percent(step.rate));
        let cap = agreement.and_then(|agreement| agreement.rebate.as_ref()?.cap).map(i128::from);
        let amount = |amount: i128| [&*self.money(amount), if cap == Some(amount) { own.at_cap } else { "" }].concat();
        let (will, was_text) = (amount(step.rebate), amount(was));
        let then = if step.rebate == was {
            fill!(own.then_same, from = from, to = to, was = was_text)
        } else {
            fill!(own.then, from = from, to = to, was = was_text, will = will)
        };
        let orders = step.orders.map(|n| fill!(own.in_orders, n = self.locale.integer(n)));
        let rises = stretch.better.as_ref() == Some(step);
        let past = match (rises, agreement.is_some_and(|agreement| agreement.boundary_inclusive)) {
            (true, false) => own.reaches,
            (true, true) => own.exceeds,
            (false, false) => own.falls_below,
            (false, true) => own.falls_to,
        };
        let (net, past) = (self.money(step.net), fill!(past, bound = step.bound.to_string()));
        fill!(template, net = net, orders = orders.unwrap_or_default(), past = past, then = then)
    }

    fn frozen(&self, frozen: &Frozen, live: &Amounts) -> ([String; 4], Vec<[String; 4]>) {
        let own = self.own;
        let rows = [
            (Fact::Spend, i128::from(frozen.spend), live.spend),
            (Fact::Gmv, i128::from(frozen.gmv), live.gmv),
            (Fact::Refunds, i128::from(frozen.refunds), live.refunds),
            (Fact::Orders, i128::from(frozen.orders), live.orders),
        ];
        let rows = rows.map(|(fact, frozen, live)| {
            let later = live.map_or_else(|_| String::new(), |live| self.change(fact, live - frozen));
            [self.fact(fact).to_owned(), self.of_fact(fact, frozen), self.known(live, fact), later]
        });
        ([own.item.to_owned(), own.frozen.to_owned(), own.live.to_owned(), own.apart_head.to_owned()], rows.to_vec())
    }

    /// A difference with its sign; the word for none.
    pub(super) fn change(&self, fact: Fact, difference: i128) -> String {
        match difference {
            0 => self.locale.words.unchanged.to_owned(),
            more @ 1.. => ["+", &self.of_fact(fact, more)].concat(),
            less => self.of_fact(fact, less),
        }
    }
}
