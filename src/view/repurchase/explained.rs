//! What the numbers of one group mean. In: the view, which of its groups, the age that is read. Out: lines of a [`Card`],
//! a section a number: what it divides, how sure it is and by which method, or why that is not told.

use super::RepurchaseView;
use super::build::rule;
use super::findings::share_of;
use crate::analysis::repurchase::{Group, last_day};
use crate::contract::Report;
use crate::stats::Z_95;
use crate::view::card::{Basis, Card};
use crate::view::locale::Locale;
use crate::view::rate::reason;
use crate::view::words::{CardWords, RepurchaseWords, fill};

impl RepurchaseView {
    /// Adds the lines of `place`, `<age>:<group>`; `None` where there is no such group.
    pub(in crate::view) fn explain(
        &self,
        place: &str,
        report: &Report,
        locale: &Locale,
        card: &mut Card,
    ) -> Option<()> {
        let (age, n) = place.split_once(':')?;
        let (age, n): (usize, usize) = (age.parse().ok()?, n.parse().ok()?);
        let (drawn, found) = (*self.drawn.get(n)?, self.groups.get(n)?);
        let group = self.found.groups.get(drawn)?;
        card.title = locale.words.labelled(&self.title, &found.label);
        self.explain_share(group, age, locale, card);
        self.explain_worth(group, age, locale, card);
        self.explain_uplift(group, drawn, locale, card);
        self.explain_cost(n, group, locale, card);
        self.followed(report, locale, card)
    }

    /// Adds the lines of a sentence; `None` where it is not said.
    pub(in crate::view) fn explain_finding(
        &self,
        id: &str,
        report: &Report,
        locale: &Locale,
        card: &mut Card,
    ) -> Option<()> {
        let (words, later, cards) = (locale.words, locale.later(), CardWords::beside(locale.words));
        let finding = self.findings.iter().find(|finding| finding.id == id)?;
        card.title.clone_from(&self.title);
        card.say(words.value, &*finding.text);
        card.say(words.remarks, &*finding.detail);
        card.say(later.star, cards.no_stars_in_words);
        for (group, said) in self.drawn.iter().filter_map(|&n| self.found.groups.get(n)).zip(&self.groups) {
            card.section(&*said.label);
            card.say(later.numerator, later.second_orders);
            card.say(later.denominator, fill!(later.first_orders, n = locale.integer(group.customers.into())));
            card.say(words.interval, cards.by_member);
        }
        self.followed(report, locale, card)
    }

    /// How customers are counted.
    fn followed(&self, report: &Report, locale: &Locale, card: &mut Card) -> Option<()> {
        let cohorts = report.cohorts.as_ref()?;
        followed(locale, card);
        card.say(locale.later().observed_until, cohorts.observed_until.to_string());
        card.say(locale.words.remarks, self.notes.join(locale.words.clause_separator));
        Some(())
    }

    fn explain_share(&self, group: &Group, age: usize, locale: &Locale, card: &mut Card) {
        let (words, later, own) = (locale.words, locale.later(), RepurchaseWords::beside(locale.words));
        let (customers, day) = (locale.integer(group.customers.into()), self.day(age, locale));
        card.section(words.remarked(own.share, &self.label(age, locale)));
        card.say(later.meaning, fill!(later.repurchase_means, n = day));
        let curve = match &group.curve {
            Ok(curve) => curve,
            Err(refusal) => return card.say(words.value, reason(*refusal, locale)),
        };
        let Some(at) = curve.get(age) else { return card.say(words.value, words.not_observed_yet) };
        let (share, bounds) = at.incidence();
        card.say(words.value, locale.percent_full(share));
        match (at.readable(), bounds) {
            (Err(refusal), _) => card.say(words.interval, reason(refusal, locale)),
            (Ok(()), None) => card.say(words.interval, words.interval_no_events),
            (Ok(()), Some(bounds)) => {
                let (_, span) = locale.percent_between(share, (bounds.lower, bounds.upper));
                card.say(words.interval, [&span, words.clause_separator, words.interval_kaplan_meier].concat());
            }
        }
        let all: u64 = curve.iter().take(age + 1).map(|at| at.row.events).sum();
        let events = locale.integer(all.into());
        card.say(later.numerator, fill!(words.step_spoken, label = own.events, count = events));
        card.say(later.denominator, fill!(later.first_orders, n = customers));
        card.say(own.at_risk, locale.integer(at.row.at_risk.into()));
        let quotient = all as f64 / group.customers as f64;
        if (quotient - share).abs() > 1e-9 {
            card.say(words.remarks, fill!(own.no_quotient, value = locale.percent(quotient)));
        }
        card.say(later.star, own.no_star_here);
    }

    fn explain_worth(&self, group: &Group, age: usize, locale: &Locale, card: &mut Card) {
        let (words, later, own) = (locale.words, locale.later(), RepurchaseWords::beside(locale.words));
        if self.worth.is_none() {
            return;
        }
        card.section(self.worth_head(age, locale));
        let worth = match &group.worth {
            Ok(worth) => worth,
            Err(refusal) => return card.say(words.value, reason(*refusal, locale)),
        };
        let Some(point) = worth.points.get(age) else { return card.say(words.value, words.not_observed_yet) };
        let money = |value: f64| locale.money(value.round() as i128, &self.currency);
        card.say(later.meaning, if worth.is_observed_mean { own.worth_mean } else { own.worth_cumulative });
        card.say(words.value, money(point.value));
        let span = point.standard_error.map(|error| {
            let half = Z_95 * error;
            fill!(own.interval, lower = money(point.value - half), upper = money(point.value + half))
        });
        card.say(words.interval, span.unwrap_or_else(|| own.no_spread.to_owned()));
        if worth.is_observed_mean {
            card.say(later.numerator, money(point.value * point.observed as f64));
        }
        card.say(later.denominator, fill!(own.followed_n, n = locale.integer(point.observed.into())));
    }

    fn explain_uplift(&self, group: &Group, n: usize, locale: &Locale, card: &mut Card) {
        let (words, later, own) = (locale.words, locale.later(), RepurchaseWords::beside(locale.words));
        let Ok(uplifts) = &self.found.uplifts else { return };
        let (Some(reference), false) = (self.found.groups.get(uplifts.reference), uplifts.reference == n) else {
            return;
        };
        let [_, _, head, ..] = &self.heads;
        card.section(head.as_str());
        card.say(later.meaning, own.uplift_means);
        match uplifts.estimates.get(n) {
            Some(Ok(estimate)) => {
                card.say(words.value, locale.uplift(estimate.value));
                let (lower, upper) = (locale.uplift(estimate.interval.lower), locale.uplift(estimate.interval.upper));
                card.say(words.interval, fill!(own.delta_method, lower = lower, upper = upper));
            }
            Some(Err(refusal)) => card.say(words.value, reason(*refusal, locale)),
            None => {}
        }
        card.say(later.numerator, share_of(group, uplifts.age, locale));
        card.say(later.denominator, share_of(reference, uplifts.age, locale));
        card.say(later.star, own.no_star_here);
        card.say(words.remarks, own.not_random);
    }

    fn explain_cost(&self, n: usize, group: &Group, locale: &Locale, card: &mut Card) {
        let (words, later, own) = (locale.words, locale.later(), RepurchaseWords::beside(locale.words));
        let [_, _, _, cost_head, pays_head] = &self.heads;
        let (Ok(cost), Some(said)) = (&group.cost, self.groups.get(n)) else { return };
        card.section(own.cost);
        card.say(later.meaning, own.cost_means);
        card.say(words.value, locale.money(cost.per_customer().round() as i128, &self.currency));
        card.say(words.interval, later.counted_in_full);
        card.say(later.numerator, locale.money(cost.spend, &self.currency));
        card.say(later.denominator, fill!(later.first_orders, n = locale.integer(cost.customers.into())));
        if cost_head.is_empty() {
            return;
        }
        card.section(pays_head.as_str());
        card.say(later.meaning, rule(cost, locale));
        card.say(own.needed, locale.money(cost.break_even().round() as i128, &self.currency));
        card.say(words.value, &*said.paid_back);
        card.say(words.interval, own.no_pay_back_interval);
    }

    fn day(&self, age: usize, locale: &Locale) -> String {
        locale.number(last_day(self.found.unit, age as u32) as usize)
    }
}

/// How customers of life tables are counted.
pub(in crate::view) fn followed(locale: &Locale, card: &mut Card) {
    let cards = CardWords::beside(locale.words);
    let (on, window, sampling) = (cards.on_first_order, cards.window_ages, cards.not_sampled);
    card.basis(&Basis { unit: cards.unit_customers, on, window, sampling }, locale);
}
