//! What the numbers of content and orders mean. In: the view, which of them, the dataset. Out: lines of a [`Card`]: the
//! coefficients with what they are made of and how sure they are, one member's, one rank with what it divides, what
//! moving money supposes.

use super::choices::Offer;
use super::{ContentView, RankingView, between, coefficient, effective};
use crate::analysis::content::ranking::Money;
use crate::analysis::content::together::{Options, Together, together};
use crate::contract::MeasureIx;
use crate::cube::Dataset;
use crate::stats::{Correlation, Refusal};
use crate::view::card::Card;
use crate::view::compare::p_text;
use crate::view::content::days::lag_name;
use crate::view::locale::Locale;
use crate::view::rate::reason;
use crate::view::reading::measure_label;
use crate::view::state::ViewState;
use crate::view::words::{CardWords, ContentWords, fill};

impl ContentView {
    /// Adds the lines of `pair`, `pair:<member>`, `rank`, `rank:<row>` or `budget`; `None` where there is no such number.
    pub(in crate::view) fn explain(
        &self,
        kind: &str,
        place: &str,
        dataset: &Dataset,
        state: &ViewState,
        locale: &Locale,
        card: &mut Card,
    ) -> Option<()> {
        let offer = Offer { dataset, selection: &state.selection, state: &state.content, locale };
        if kind == "pair" {
            let options = offer.together()?;
            if place.is_empty() {
                self.explain_pair(&options, &offer, card);
            } else {
                self.explain_member(place.parse().ok()?, &options, &offer, card)?;
            }
            card.counted_together(&dataset.report, &[options.x, options.y], locale);
            card.say(locale.later().unit, CardWords::beside(locale.words).unit_coefficient);
            card.say(locale.words.remarks, self.notes.join(locale.words.clause_separator));
            return Some(());
        }
        if kind == "rank" {
            self.explain_rank(place, locale, card)?;
        } else {
            self.explain_budget(locale, card)?;
        }
        let Money { gmv, refunds, spend } = Money::of(&dataset.report)?;
        let measures: Vec<MeasureIx> = [gmv].into_iter().chain(refunds).chain([spend]).collect();
        card.counted_together(&dataset.report, &measures, locale);
        let notes = self.ranking.as_ref().map_or(&[][..], |ranking| &ranking.notes);
        card.say(locale.words.remarks, notes.join(locale.words.clause_separator));
        Some(())
    }

    fn explain_pair(&self, options: &Options, offer: &Offer<'_>, card: &mut Card) {
        let (report, locale) = (&offer.dataset.report, offer.locale);
        let (words, later) = (locale.words, locale.later());
        let (own, cards) = (ContentWords::beside(words), CardWords::beside(words));
        card.title.clone_from(&self.title);
        card.say(words.remarks, self.headline.join(words.clause_separator));
        let (scope, _) = offer.selection.resolve(report);
        let found = match together(offer.dataset, &scope, options) {
            Ok(found) => found,
            Err(refusal) => {
                divides(options, offer, card);
                card.say(words.value, words.no_value);
                card.say(words.interval, reason(refusal, locale));
                return card.say(later.star, cards.untested);
            }
        };
        let treatments = [own.raw, own.weekday, own.difference];
        for (n, (treatment, at_once)) in treatments.into_iter().zip(found.at_once).enumerate() {
            card.section(words.remarked(own.same_day, treatment));
            divides(options, offer, card);
            card.say(later.days_counted, locale.period(found.range));
            told(at_once, offer, card);
            let p = at_once.ok().map(|found| p_text(found.effective.0.p, locale));
            let is_judged = n == 1;
            card.say(
                later.star,
                match p {
                    None => cards.untested.to_owned(),
                    Some(p) if is_judged => fill!(cards.plain_p, p = p),
                    Some(_) => cards.no_raw_star.to_owned(),
                },
            );
        }
        Self::explain_lags(&found, offer, card);
    }

    fn explain_lags(found: &Together, offer: &Offer<'_>, card: &mut Card) {
        let (locale, words) = (offer.locale, offer.locale.words);
        let own = ContentWords::beside(words);
        card.section(own.lags);
        for (lag, profile) in found.lags.iter().enumerate() {
            let text = match profile.correlation {
                Err(refusal) => reason(refusal, locale),
                Ok(found) => {
                    let interval = between(found.effective.1, |bound| coefficient(bound, locale), locale);
                    let p = profile.adjusted_p.map(|p| fill!(words.value_at, label = "p", value = p_text(p, locale)));
                    let parts = [coefficient(found.coefficient, locale), interval].into_iter().chain(p);
                    parts.collect::<Vec<_>>().join(words.clause_separator)
                }
            };
            card.say(&lag_name(lag, locale), text);
        }
        card.say(locale.later().star, CardWords::beside(words).lag_star);
        card.say(words.interval, own.members_note);
    }

    fn explain_member(&self, n: usize, options: &Options, offer: &Offer<'_>, card: &mut Card) -> Option<()> {
        let (words, own) = (offer.locale.words, ContentWords::beside(offer.locale.words));
        let members = self.together.as_ref()?.members.as_ref()?;
        let row = members.rows.get(n)?;
        card.title = words.labelled(&members.title, &row.label);
        divides(options, offer, card);
        let [r, interval, effective] = &row.numbers;
        card.say(words.value, if r.is_empty() { words.no_value } else { r });
        let why = if r.is_empty() { &*row.verdict } else { own.members_note };
        card.interval(interval, why, offer.locale);
        card.say(own.effective, &**effective);
        card.say(offer.locale.later().star, &*row.verdict);
        card.say(words.remarks, &*members.note);
        Some(())
    }

    fn explain_rank(&self, place: &str, locale: &Locale, card: &mut Card) -> Option<()> {
        let (words, later, cards) = (locale.words, locale.later(), CardWords::beside(locale.words));
        let view = self.ranking.as_ref()?;
        if place.is_empty() {
            explain_ranks(view, locale, card);
            return Some(());
        }
        let row = view.rows.get(place.parse::<usize>().ok()?)?;
        card.title = words.labelled(&view.title, &row.label);
        let [_, spend_head, net_head, raw_head, shrunk_head] = &view.heads;
        let [spend, net, raw, shrunk] = &row.numbers;
        for (head, text, meaning) in [(spend_head, spend, ""), (net_head, net, cards.net)] {
            card.section(&**head);
            card.say(later.meaning, meaning);
            card.say(words.value, &**text);
            card.say(words.interval, cards.ranked_sums);
        }
        let rates = [
            (raw_head, raw, cards.net_rate, "", cards.no_raw_interval),
            (shrunk_head, shrunk, cards.shrunk, &*row.interval, cards.shrunk_interval),
        ];
        for (head, text, meaning, interval, made) in rates {
            card.section(&**head);
            card.say(later.meaning, meaning);
            if text.is_empty() {
                continue;
            }
            card.say(words.value, &**text);
            card.say(later.numerator, &**net);
            card.say(later.denominator, &**spend);
            card.interval(interval, made, locale);
        }
        card.say(later.star, cards.untested);
        Some(())
    }

    fn explain_budget(&self, locale: &Locale, card: &mut Card) -> Option<()> {
        let view = self.ranking.as_ref()?.budget.as_ref()?;
        let [supposed, expected, within] = view.sentences();
        let (words, cards) = (locale.words, CardWords::beside(locale.words));
        card.title.clone_from(&view.title);
        card.say(locale.later().meaning, supposed);
        card.say(words.value, expected);
        card.say(words.interval, if within.is_empty() { cards.supposed } else { within });
        card.say(locale.later().star, cards.untested);
        Some(())
    }
}

/// All ranks, a line each.
fn explain_ranks(view: &RankingView, locale: &Locale, card: &mut Card) {
    let (words, later, cards) = (locale.words, locale.later(), CardWords::beside(locale.words));
    let [_, spend_head, net_head, _, shrunk_head] = &view.heads;
    card.title.clone_from(&view.title);
    card.say(later.meaning, cards.shrunk);
    card.say(later.numerator, &**net_head);
    card.say(later.denominator, &**spend_head);
    card.say(words.interval, cards.shrunk_interval);
    card.say(later.star, cards.untested);
    card.section(&**shrunk_head);
    for row in &view.rows {
        let [spend, net, raw, shrunk] = &row.numbers;
        let plain = fill!(words.quotient, x = net, n = spend, value = raw);
        let parts = [plain, shrunk.clone(), row.interval.clone()];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        card.say(&row.label, parts.join(words.clause_separator));
    }
}

/// What a coefficient divides.
fn divides(options: &Options, offer: &Offer<'_>, card: &mut Card) {
    let (locale, later, cards) = (offer.locale, offer.locale.later(), CardWords::beside(offer.locale.words));
    let [x, y] = [options.x, options.y].map(|ix| measure_label(&offer.dataset.report, ix, locale));
    card.say(later.meaning, cards.coefficient);
    card.say(later.numerator, fill!(cards.covariance, x = x, y = y));
    card.say(later.denominator, fill!(cards.spreads, x = x, y = y));
}

/// A coefficient with its interval, or why there is none.
fn told(found: Result<Correlation, Refusal>, offer: &Offer<'_>, card: &mut Card) {
    let (locale, words) = (offer.locale, offer.locale.words);
    let own = ContentWords::beside(words);
    match found {
        Err(refusal) => {
            card.say(words.value, words.no_value);
            card.say(words.interval, reason(refusal, locale));
        }
        Ok(found) => {
            card.say(words.value, coefficient(found.coefficient, locale));
            let interval = between(found.effective.1, |bound| coefficient(bound, locale), locale);
            card.interval(&interval, own.bounds, locale);
            card.say(own.pairs, locale.number(found.pairs));
            card.say(own.effective, effective(found.effective_pairs, locale));
        }
    }
}
