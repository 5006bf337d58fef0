//! Who brings what for what it costs, and what moving some of it supposes. In: the ranking and the budget of the
//! analysis. Out: the first and the last with all between them as one row, who is not ranked and why, and the supposition
//! in one piece with what is expected of it.

use super::said::{Row, Rows, Value};
use super::{BudgetView, ContentView, RankRow, RankingView, between};
use crate::analysis::content::budget::{Budget, budget};
use crate::analysis::content::ranking::{Money, Ranked, Ranking, Sums, rank};
use crate::contract::{DimensionIx, MemberIx};
use crate::stats::refusal::MIN_DAYS;
use crate::stats::{Interval, Refusal};
use crate::view::chart::Tick;
use crate::view::content::choices::Offer;
use crate::view::locale::Locale;
use crate::view::rate::reason;
use crate::view::reading::{dimension_label, list, measure_label};
use crate::view::trend::scale::Scale;
use crate::view::twin::Number;
use crate::view::words::{ContentWords, fill};

/// So many first and so many last are drawn; those between them as one.
const FIRST: usize = 10;
const LAST: usize = 3;

impl ContentView {
    /// The ranking, if the document has sales and spend that a dimension splits.
    pub(super) fn add_ranking(&mut self, offer: &Offer<'_>, rows: &mut Rows) {
        let (report, locale) = (&offer.dataset.report, offer.locale);
        let own = ContentWords::beside(locale.words);
        let Some(money) = Money::of(report) else { return };
        let Some(by) = offer.rank(money) else { return };
        let mut view =
            RankingView { title: own.ranking.to_owned(), menu: offer.rank_menu(money, by), ..RankingView::default() };
        let spend = measure_label(report, money.spend, locale);
        let dimension = dimension_label(report, by, locale);
        view.heads = [dimension, spend, own.net, own.raw_rate, own.shrunk].map(ToOwned::to_owned);
        let (scope, _) = offer.selection.resolve(report);
        match rank(offer.dataset, &scope, money, by) {
            Err(refusal) => {
                let lacks = scope.filters.dimensions().find(|dimension| {
                    refusal == Refusal::NotAtThisCut
                        && **dimension != by
                        && !money.is_split_by(offer.dataset, **dimension)
                });
                view.empty = Some(match lacks {
                    Some(&lacks) => {
                        fill!(own.spend_unfiltered, dimension = dimension_label(report, lacks, locale))
                    }
                    None => fill!(own.no_ranking, why = reason(refusal, locale)),
                });
            }
            Ok(found) => view.fill(&found, offer, rows),
        }
        self.ranking = Some(view);
    }
}

impl RankingView {
    fn fill(&mut self, found: &Ranking, offer: &Offer<'_>, rows: &mut Rows) {
        let locale = offer.locale;
        let own = ContentWords::beside(locale.words);
        let name = |member: MemberIx| member_label(offer, found.by, member);
        let row = |place: usize, ranked: &Ranked| worded(place, ranked, name(ranked.member), offer);
        for (place, ranked) in found.ranked.iter().enumerate() {
            rows.push(|| of_table(own.ranking, ranked, &row(place, ranked), locale));
        }
        let len = found.ranked.len();
        let is_cut = len > FIRST + LAST + 1;
        let is_drawn = |place: usize| !is_cut || place < FIRST || place >= len - LAST;
        let mut values = vec![found.mean];
        for ranked in found.ranked.iter().enumerate().filter(|(place, _)| is_drawn(*place)).map(|(_, ranked)| ranked) {
            let Interval { lower, upper } = ranked.interval();
            values.extend([ranked.raw.value, lower, upper]);
        }
        let scale = Scale::over(values.into_iter(), false);
        for value in scale.values() {
            self.ticks.push(Tick { at: scale.at(value), label: locale.decimal(value, scale.digits(1.0)) });
        }
        self.mean = scale.at(found.mean);
        for (place, ranked) in found.ranked.iter().enumerate() {
            if is_drawn(place) {
                let mut row = row(place, ranked);
                let Interval { lower, upper } = ranked.interval();
                row.places = Some([ranked.raw.value, ranked.shrunk.value, lower, upper].map(|value| scale.at(value)));
                self.rows.push(row);
            } else if place == FIRST {
                let others = between_them(&found.ranked[FIRST..len - LAST], offer);
                let numbers = self.heads.iter().skip(1).zip(&others.numbers).take(3);
                let numbers = numbers.map(|(head, number)| fill!(locale.words.value_at, label = head, value = number));
                let numbers = numbers.collect::<Vec<_>>().join(locale.words.clause_separator);
                self.others = Some(locale.words.labelled(&others.label, &numbers));
                self.rows.push(others);
            }
        }
        let mean = rate(found.mean, locale);
        if let Some(first) = found.ranked.first() {
            let interval = between(first.interval(), |bound| rate(bound, locale), locale);
            let (label, value) = (name(first.member), rate(first.shrunk.value, locale));
            self.headline = fill!(own.best, label = label, value = value, interval = interval, mean = mean);
        }
        self.notes.push(own.rank_not_lift.to_owned());
        self.notes.push(fill!(own.rank_note, days = locale.range(found.days), mean = mean));
        if found.money.refunds.is_none() {
            self.notes.push(own.no_refunds.to_owned());
        }
        self.notes.extend(unranked(found, locale));
        for one in &found.unranked {
            rows.push(|| {
                let mut row = Row::new(own.ranking, &name(one.member));
                row.set(Value::Verdict, why(one.why, locale), None);
                row
            });
        }
        self.budget = Some(BudgetView::of(&budget(found, offer.assumption()), found, offer));
    }
}

/// All of `ranked` as one row.
fn between_them(ranked: &[Ranked], offer: &Offer<'_>) -> RankRow {
    let locale = offer.locale;
    let (mut spend, mut net) = (0, 0);
    for one in ranked {
        (spend, net) = (spend + one.sums.spend, net + one.sums.net);
    }
    let [spent, brought] = money(Sums { spend, net }, offer);
    RankRow {
        label: fill!(locale.words.others, n = locale.number(ranked.len())),
        numbers: [spent, brought, rate(net as f64 / spend as f64, locale), String::new()],
        ..RankRow::default()
    }
}

fn worded(place: usize, ranked: &Ranked, label: String, offer: &Offer<'_>) -> RankRow {
    let locale = offer.locale;
    let [spend, net] = money(ranked.sums, offer);
    RankRow {
        rank: Some(locale.number(place + 1)),
        label,
        numbers: [spend, net, rate(ranked.raw.value, locale), rate(ranked.shrunk.value, locale)],
        interval: between(ranked.interval(), |bound| rate(bound, locale), locale),
        places: None,
    }
}

fn of_table(part: &str, ranked: &Ranked, row: &RankRow, locale: &Locale) -> Row {
    let mut of_table = Row::new(part, &row.label);
    let Interval { lower, upper } = ranked.interval();
    let [spend, net, raw, shrunk] = row.numbers.clone();
    of_table.set(Value::Spend, spend, Some(Number::Money(ranked.sums.spend)));
    of_table.set(Value::Net, net, Some(Number::Money(ranked.sums.net)));
    of_table.set(Value::Raw, raw, Some(Number::Real(ranked.raw.value)));
    of_table.set(Value::Shrunk, shrunk, Some(Number::Real(ranked.shrunk.value)));
    for (column, bound) in [(Value::ShrunkLower, lower), (Value::ShrunkUpper, upper)] {
        of_table.set(column, rate(bound, locale), Some(Number::Real(bound)));
    }
    of_table
}

fn money(sums: Sums, offer: &Offer<'_>) -> [String; 2] {
    let currency = &offer.dataset.report.meta.currency;
    [sums.spend, sums.net].map(|minor| offer.locale.money_compact(minor as f64, currency))
}

/// Money for money has no unit.
fn rate(value: f64, locale: &Locale) -> String {
    locale.decimal(value, 2)
}

fn member_label(offer: &Offer<'_>, by: DimensionIx, member: MemberIx) -> String {
    let found = offer.dataset.report.dimension(by).and_then(|dimension| dimension.member(member));
    found.map_or(offer.locale.words.unknown, |found| found.label.get(&offer.locale.tag)).to_owned()
}

/// Why someone is not ranked.
fn why(refusal: Refusal, locale: &Locale) -> String {
    match refusal {
        Refusal::FewDays { .. } => {
            fill!(ContentWords::beside(locale.words).few_days, need = locale.number(MIN_DAYS))
        }
        refusal => reason(refusal, locale),
    }
}

/// How many are not ranked, by why.
fn unranked(found: &Ranking, locale: &Locale) -> Option<String> {
    let own = ContentWords::beside(locale.words);
    let mut parts: Vec<(&str, String, usize)> = Vec::new();
    for one in &found.unranked {
        match parts.iter_mut().find(|(code, ..)| *code == one.why.code()) {
            Some((_, _, count)) => *count += 1,
            None => parts.push((one.why.code(), why(one.why, locale), 1)),
        }
    }
    let worded = parts.iter().map(|(_, why, count)| fill!(own.unranked_part, why = why, n = locale.number(*count)));
    let listed = list(worded, locale);
    let n = found.unranked.len();
    (n > 0).then(|| fill!(own.unranked, n = locale.number(n), list = listed))
}

impl BudgetView {
    fn of(found: &Budget, ranking: &Ranking, offer: &Offer<'_>) -> Self {
        let (report, locale) = (&offer.dataset.report, offer.locale);
        let own = ContentWords::beside(locale.words);
        let (title, menus) = (own.budget.to_owned(), offer.budget_menus(found.assumption()));
        let percent = |share: f64| locale.numbers.percent(share, 0);
        let Some(expected) = found.expected() else {
            let supposed = fill!(own.supposed_nothing, share = percent(found.assumption().share()));
            let expected = own.nothing_to_move.to_owned();
            return Self { title, menus, supposed, expected, within: String::new() };
        };
        let currency = &report.meta.currency;
        let signed = |minor: f64| {
            let text = locale.money_compact(minor, currency);
            if minor > 0.0 { ["+", &text].concat() } else { text }
        };
        let Interval { lower: low, upper: high } = expected.assumption.shares();
        let from = found.moves().last().map_or(0, |step| ranking.ranked.len() - step.from);
        let to = found.moves().last().map_or(0, |step| step.to + 1);
        let supposed = fill!(
            own.supposed,
            dimension = dimension_label(report, ranking.by, locale),
            from = locale.number(from),
            to = locale.number(to),
            moved = locale.money_compact(expected.moved as f64, currency),
            part = locale.percent(expected.moved as f64 / ranking.total.spend as f64),
            share = percent(expected.assumption.share()),
            low = percent(low),
            high = percent(high),
        );
        let interval = between(expected.interval, signed, locale);
        let interval = fill!(locale.words.interval_level, interval = interval);
        let is_sure = expected.interval.lower > 0.0;
        let within = if is_sure { interval } else { fill!(own.unsure, interval = interval) };
        Self { title, menus, supposed, expected: fill!(own.expected, change = signed(expected.change)), within }
    }
}
