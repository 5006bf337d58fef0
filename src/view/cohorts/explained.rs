//! What the numbers of one cohort mean. In: the view, the name of a cohort. Out: lines of a [`Card`]: how its cells are
//! made, then each age with what it divides and how much of the cohort it is known of.

use super::{CohortsView, Value};
use crate::analysis::repurchase::triangle::{Cell, Cut, Known};
use crate::contract::Report;
use crate::view::card::Card;
use crate::view::locale::Locale;
use crate::view::rate::reason;
use crate::view::repurchase::explained::followed;
use crate::view::words::{CardWords, RepurchaseWords, fill};

impl CohortsView {
    /// Adds the lines; `None` where there is no such cohort.
    pub(in crate::view) fn explain(
        &self,
        cohort: &str,
        report: &Report,
        locale: &Locale,
        card: &mut Card,
    ) -> Option<()> {
        let (words, later, own) = (locale.words, locale.later(), RepurchaseWords::beside(locale.words));
        let row = self.found.iter().find(|row| *row.cohort == *cohort)?;
        let measure = self.measure;
        card.title = words.labelled(&row.cohort, measure.label(own));
        let means = match (measure.value, measure.cut) {
            (Value::Second, Cut::ThirtyDays) => own.second_age_means,
            (Value::Second, Cut::CalendarMonth) => own.second_month_means,
            (Value::Active, _) => own.active_means,
            (Value::Worth, _) => own.worth_means,
        };
        card.say(later.meaning, means);
        card.say(own.customers, locale.integer(row.customers.into()));
        card.say(words.interval, own.no_interval_here);
        card.say(later.observed_until, report.cohorts.as_ref()?.observed_until.to_string());
        card.say(words.remarks, self.notes.join(words.clause_separator));
        let cards = CardWords::beside(words);
        card.say(
            later.numerator,
            match measure.value {
                Value::Second => later.second_orders,
                Value::Active => cards.came_back,
                Value::Worth => cards.revenue_so_far,
            },
        );
        card.say(later.denominator, fill!(later.first_orders, n = locale.integer(row.customers.into())));
        card.say(later.star, cards.untested);
        card.section(own.by_age);
        for (k, cell) in row.cells.iter().enumerate() {
            card.say(&measure.age(k, locale), self.explained(cell, locale));
        }
        followed(locale, card);
        Some(())
    }

    fn explained(&self, cell: &Cell, locale: &Locale) -> String {
        let (words, own) = (locale.words, RepurchaseWords::beside(locale.words));
        if cell.known == Known::Nothing {
            return own.nothing.to_owned();
        }
        let value = match self.measure.of(cell) {
            Ok(value) => value,
            Err(refusal) => return reason(refusal, locale),
        };
        let text = self.measure.print(value, &self.currency, locale);
        let count = |n: u64| locale.integer(n.into());
        let whole = cell.known == Known::Whole;
        let x = match self.measure.value {
            Value::Active => cell.active.ok().map(|(active, _)| count(active)),
            Value::Worth => Some(locale.money((value * cell.followed as f64).round() as i128, &self.currency)),
            // Where some were not followed that far the share is an estimate, not a quotient.
            Value::Second if whole || self.measure.cut == Cut::CalendarMonth => {
                Some(count((value * cell.followed as f64).round() as u64))
            }
            Value::Second => None,
        };
        let counted = match x {
            Some(x) => fill!(words.quotient, x = x, n = count(cell.followed), value = text),
            None => fill!(own.estimated, value = text, n = count(cell.followed)),
        };
        let known = match (whole, self.measure.cut) {
            (true, _) => own.known_whole,
            (false, Cut::CalendarMonth) => own.known_month,
            (false, Cut::ThirtyDays) => own.known_part,
        };
        [&counted, words.clause_separator, known].concat()
    }
}
