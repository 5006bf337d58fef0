//! Members beside each other. In: rows of the analysis. Out: a table of spend, rungs and unit costs: all together, members
//! by their spend, the others as one; each number with its formula, or why there is none.

use super::rungs::{blamed, formula, name};
use super::{MemberCell, MemberHead, MemberRow, ReturnsView};
use crate::analysis::returns::{Cost, Key, Returns, Rung};
use crate::contract::{DimensionIx, MemberIx, Report};
use crate::query::Selection;
use crate::stats::{Interval, Refusal};
use crate::view::locale::Locale;
use crate::view::rate::reason;
use crate::view::reading::{Shown, dimension_label, show};
use crate::view::words::{ReturnsWords, fill};

impl ReturnsView {
    /// Heads and rows.
    pub(super) fn list(
        &mut self,
        found: &Returns<'_>,
        by: Option<DimensionIx>,
        selection: &Selection,
        report: &Report,
        locale: &Locale,
    ) {
        let (words, own) = (locale.words, ReturnsWords::beside(locale.words));
        let plain = |label: &str| MemberHead { label: label.to_owned(), ..MemberHead::default() };
        self.heads.push(plain(by.map_or(own.who, |by| dimension_label(report, by, locale))));
        self.heads.push(plain(own.spend));
        self.heads.extend(found.rungs.iter().map(|rung| plain(name(rung.kind, locale))));
        for cost in &found.costs {
            let card = Some(cost.ratio.id.to_string());
            self.heads.push(MemberHead { card, ..plain(&cost_name(cost, locale)) });
        }
        let row = |label: String, rungs: &[Rung], costs: &[Cost<'_>]| {
            let mut cells = vec![spend(rungs, report, locale)];
            cells.extend(rungs.iter().map(|rung| rung_cell(rung, report, locale)));
            cells.extend(costs.iter().map(|cost| cost_cell(cost, report, locale)));
            MemberRow { label, cells, ..MemberRow::default() }
        };
        let total = row(own.total.to_owned(), &found.rungs, &found.costs);
        self.members.push(MemberRow { is_total: true, ..total });
        let dimension = by.and_then(|by| report.dimension(by));
        for member in &found.rows {
            let mut said = row(label(member.key, dimension, locale), &member.rungs, &member.costs);
            if let (Key::Member(ix), Some(dimension)) = (member.key, dimension) {
                let id = dimension.member(ix).map(|member| &*member.id);
                if id.is_some() || ix == MemberIx::NULL {
                    said.selected = selection.contains(&dimension.id, id);
                    let template = if said.selected { words.deselect_row } else { words.select_row };
                    said.select = Some((selection.toggle(&dimension.id, id), fill!(template, label = said.label)));
                }
            }
            self.members.push(said);
        }
    }
}

/// Who a row is about.
pub(super) fn label(key: Key, dimension: Option<&crate::contract::Dimension>, locale: &Locale) -> String {
    match key {
        Key::Others(n) => fill!(ReturnsWords::beside(locale.words).others, n = locale.number(n)),
        Key::Member(member) => {
            let found = dimension.and_then(|dimension| dimension.member(member));
            found.map_or(locale.words.unknown, |member| member.label.get(&locale.tag)).to_owned()
        }
    }
}

/// What a cost is called.
pub(super) fn cost_name(cost: &Cost<'_>, locale: &Locale) -> String {
    let own = ReturnsWords::beside(locale.words);
    let id = &*cost.ratio.id;
    let known = [
        ("visit_cost", own.per_visit),
        ("buyer_cost", own.per_buyer),
        ("cpe", own.per_engagement),
        ("cpc", own.per_click),
        ("cpm", own.per_mille),
    ];
    let found = known.into_iter().find(|(known, _)| id == *known || id.strip_suffix("_exposed") == Some(known));
    found.map_or_else(|| crate::view::reading::ratio_label(cost.ratio, locale), |(_, name)| name.to_owned())
}

/// Spend of the first rung: all days.
fn spend(rungs: &[Rung], report: &Report, locale: &Locale) -> MemberCell {
    let term = rungs.first().and_then(|rung| rung.below.first());
    let shown = term.and_then(|term| Some(show(&term.figure, report.measure(term.measure)?, report, locale)));
    let Shown { text, full, .. } = shown.unwrap_or_else(|| Shown::none(locale.words.not_at_this_cut, locale));
    MemberCell { text, full, ..MemberCell::default() }
}

fn rung_cell(rung: &Rung, report: &Report, locale: &Locale) -> MemberCell {
    let words = locale.words;
    match rung.roi {
        Ok(roi) => {
            let text = locale.decimal(roi, 2);
            let money = |value: f64| locale.money_compact(value, &report.meta.currency);
            let formula = formula(rung, |term| money(term.figure.estimate), locale);
            let full = fill!(ReturnsWords::beside(words).equals, formula = formula, roi = text);
            MemberCell { text, full, interval: bounds(rung.interval, |bound| locale.decimal(bound, 2), locale) }
        }
        Err(blame) => {
            MemberCell { text: words.no_value.to_owned(), full: blamed(blame, report, locale), interval: String::new() }
        }
    }
}

fn cost_cell(cost: &Cost<'_>, report: &Report, locale: &Locale) -> MemberCell {
    let words = locale.words;
    let money = |value: f64| locale.money_compact(value, &report.meta.currency);
    let text = match cost.value {
        Ok(value) => money(value),
        Err(Refusal::TooSmall { .. }) => words.too_small.to_owned(),
        Err(_) => words.no_value.to_owned(),
    };
    let full = match (cost.value, cost.figures) {
        (Ok(_), Some((above, below))) => {
            let shown = |figure, ix| report.measure(ix).map(|measure| show(figure, measure, report, locale).full);
            let (x, n) = (shown(&above, cost.ratio.numerator), shown(&below, cost.ratio.denominator));
            fill!(words.quotient, x = x.unwrap_or_default(), n = n.unwrap_or_default(), value = text)
        }
        (Err(refusal), _) => reason(refusal, locale),
        (Ok(_), None) => String::new(),
    };
    // A price of less than a minor unit's tenth apart needs a digit more to show it.
    let fine = |value: f64| locale.tick(value, 0.1, value.abs(), Some(&report.meta.currency));
    let mut interval = bounds(cost.interval, money, locale);
    if let Ok(Interval { lower, upper }) = cost.interval
        && money(lower) == money(upper)
    {
        interval = bounds(cost.interval, fine, locale);
    }
    MemberCell { text, interval, full }
}

fn bounds(interval: Result<Interval, Refusal>, print: impl Fn(f64) -> String, locale: &Locale) -> String {
    let Ok(Interval { lower, upper }) = interval else { return String::new() };
    fill!(locale.words.at_most_between, lower = print(lower), upper = print(upper))
}
