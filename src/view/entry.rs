//! The merchant against the plan's entry rules. In: the report, a locale. Out: [`EntryView`]: a headline, a line per gate
//! with value, rule and what is lacking in words, whose rules they are, and what agreements say of a subsidy; nothing
//! where the document has no such section. What was not given is said to be so and never counted as passed.
//!
//! `explained` says what a gate's numbers mean.

mod explained;

use super::locale::Locale;
use super::reading::list;
use super::twin::{Cell, Number, TwinTable};
use super::words::{EntryWords, fill};
use crate::analysis::entry::{Check, Gate, Outcome, Promised, entry};
use crate::contract::{Decimal, Party, Report};

/// Entry rules, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryView {
    /// Heading.
    pub title: String,
    /// How many gates are met, what is lacking, what is not known; a sentence each.
    pub headline: Vec<String>,
    /// Heads of the columns: gate, value, rule, what comes of it, by how much.
    pub heads: [String; 5],
    /// One per gate.
    pub gates: Vec<GateView>,
    /// Whose rules they are; subsidies, a line each.
    pub notes: Vec<String>,
    /// The same as a table.
    pub twin: TwinTable,
}

/// One gate.
#[derive(Clone, Debug, PartialEq)]
pub struct GateView {
    /// What is asked about.
    pub label: String,
    /// The merchant's value.
    pub value: String,
    /// The rule.
    pub rule: String,
    /// What comes of it.
    pub outcome: Outcome,
    /// The same in a word.
    pub verdict: String,
    /// By how much, or what is to be done.
    pub gap: String,
    /// Value, rule and gap as numbers, where they are.
    numbers: [Option<Number>; 3],
}

impl EntryView {
    /// The check; `None` where the document has no such section.
    pub fn build(report: &Report, locale: &Locale) -> Option<Self> {
        let found = entry(report)?;
        let own = EntryWords::beside(locale.words);
        let gates: Vec<GateView> = found.checks.iter().map(|check| gate(check, report, locale)).collect();
        let asked = found.checks.len() - found.count(Outcome::NotAsked);
        let [missed, open, met] =
            [Outcome::Missed, Outcome::NotGiven, Outcome::Met].map(|outcome| found.count(outcome));
        let of = |outcome: Outcome| gates.iter().filter(move |gate| gate.outcome == outcome);
        let mut headline = Vec::new();
        if missed > 0 {
            let gaps: Vec<String> =
                of(Outcome::Missed).map(|gate| fill!(own.label_gap, label = gate.label, gap = gate.gap)).collect();
            let (of, list) = (locale.number(asked), gaps.join(own.gap_separator));
            headline.push(fill!(own.missed, of = of, n = locale.number(missed), list = list));
        } else if open == 0 {
            headline.push(fill!(own.all_met, of = locale.number(asked)));
        } else if open < asked {
            headline.push(fill!(own.some_met, of = locale.number(asked), n = locale.number(met)));
        }
        if open == asked && open > 0 {
            headline.push(own.none_given.to_owned());
        } else if open > 0 {
            let names = list(of(Outcome::NotGiven).map(|gate| gate.label.clone()), locale);
            headline.push(fill!(own.open, n = locale.number(open), list = names));
        }
        let mut notes = vec![source(&found.checks, locale)];
        match found.subsidies.as_slice() {
            [] if report.agreements.is_empty() => notes.push(own.no_agreements.to_owned()),
            [] => notes.push(own.no_subsidy.to_owned()),
            promised => notes.extend(promised.iter().map(|promised| subsidy(promised, report, locale))),
        }
        let heads = [own.gate, own.value, own.rule, own.verdict, own.gap];
        let mut rows = Vec::with_capacity(gates.len());
        for gate in &gates {
            let [value, rule, gap] = gate.numbers;
            rows.push(vec![
                gate.label.clone().into(),
                Cell::new(gate.value.clone(), value),
                Cell::new(gate.rule.clone(), rule),
                gate.verdict.clone().into(),
                Cell::new(gate.gap.clone(), gap),
            ]);
        }
        Some(Self {
            title: own.title.to_owned(),
            headline,
            heads: heads.map(str::to_owned),
            gates,
            notes,
            twin: TwinTable::of(own.title, &heads, rows, locale.words),
        })
    }
}

fn gate(check: &Check<'_>, report: &Report, locale: &Locale) -> GateView {
    let own = EntryWords::beside(locale.words);
    let outcome = check.gate.outcome();
    let verdict = match outcome {
        Outcome::Met => own.met,
        Outcome::Missed => own.not_met,
        Outcome::NotGiven => own.not_given,
        Outcome::NotAsked => own.not_asked,
    };
    let mut view = GateView {
        label: String::new(),
        value: locale.words.no_value.to_owned(),
        rule: own.not_asked.to_owned(),
        outcome,
        verdict: verdict.to_owned(),
        gap: if outcome == Outcome::NotGiven { own.cannot_tell.to_owned() } else { String::new() },
        numbers: [None; 3],
    };
    match check.gate {
        Gate::StoreScore { value, least } => {
            own.store_score.clone_into(&mut view.label);
            view.rule = fill!(own.at_least, value = score(least, locale));
            view.numbers = [value.map(real), Some(real(least)), None];
            if let Some(value) = value {
                view.value = score(value, locale);
                let (apart, digits) = (value.to_f64() - least.to_f64(), value.scale().max(least.scale()).max(1));
                let text = locale.decimal(apart.abs(), digits);
                view.gap = apart_text(outcome, apart == 0.0, &text, locale);
                // As far apart as the decimals are, not as their binary neighbours.
                let unit = 10_f64.powi(digits as i32);
                view.numbers[2] = Some(Number::Real((apart * unit).round() / unit));
            }
        }
        Gate::DailySpend { value, least } => {
            own.daily_spend.clone_into(&mut view.label);
            amount(&mut view, value, least, own.per_day, report, locale);
        }
        Gate::TotalBudget { value, least } => {
            own.total_budget.clone_into(&mut view.label);
            amount(&mut view, value, least, "{value}", report, locale);
        }
        Gate::EnterpriseAccount { value, needed } => {
            own.enterprise.clone_into(&mut view.label);
            if needed {
                own.must_be_enterprise.clone_into(&mut view.rule);
            }
            if let Some(value) = value {
                (if value { own.yes } else { own.no }).clone_into(&mut view.value);
            }
            if outcome == Outcome::Missed {
                own.become_enterprise.clone_into(&mut view.gap);
            }
        }
        Gate::Category { value, list: categories } => {
            own.category.clone_into(&mut view.label);
            if !categories.is_empty() {
                let names = list(categories.iter().map(|id| category(id, locale).to_owned()), locale);
                view.rule = fill!(own.on_list, list = names);
            }
            if let Some(value) = value {
                category(value, locale).clone_into(&mut view.value);
                if outcome == Outcome::Missed {
                    view.gap = fill!(own.not_on_list, value = category(value, locale));
                }
            }
        }
    }
    view
}

/// The name of a category: those of the reported list are known in every language, others stand as they were sent.
fn category<'a>(id: &'a str, locale: &Locale) -> &'a str {
    let own = EntryWords::beside(locale.words);
    match id {
        "美妆" => own.beauty,
        "母婴" => own.baby,
        "个护" => own.care,
        "运动户外" => own.sports,
        "快消" => own.daily,
        "大健康" => own.health,
        other => other,
    }
}

/// A gate of money; `template` says what it is a sum of.
fn amount(view: &mut GateView, value: Option<i64>, least: i64, template: &str, report: &Report, locale: &Locale) {
    let money = |minor: i128| fill!(template, value = locale.money(minor, &report.meta.currency));
    let least = i128::from(least);
    view.rule = fill!(EntryWords::beside(locale.words).at_least, value = money(least));
    view.numbers = [value.map(|value| Number::Money(value.into())), Some(Number::Money(least)), None];
    if let Some(value) = value {
        let apart = i128::from(value) - least;
        view.value = money(value.into());
        view.gap = apart_text(view.outcome, apart == 0, &money(apart.abs()), locale);
        view.numbers[2] = Some(Number::Money(apart));
    }
}

/// By how much a value is above or below its rule.
fn apart_text(outcome: Outcome, is_equal: bool, apart: &str, locale: &Locale) -> String {
    let own = EntryWords::beside(locale.words);
    match outcome {
        _ if is_equal => own.exactly.to_owned(),
        Outcome::Missed => fill!(own.lacks, gap = apart),
        _ => fill!(own.above, gap = apart),
    }
}

fn real(decimal: Decimal) -> Number {
    Number::Real(decimal.to_f64())
}

fn score(score: Decimal, locale: &Locale) -> String {
    locale.decimal(score.to_f64(), score.scale().max(1))
}

/// Who says that these are the rules.
fn source(checks: &[Check<'_>], locale: &Locale) -> String {
    let own = EntryWords::beside(locale.words);
    let mut reported = Vec::new();
    for check in checks.iter().filter(|check| !check.rule_given) {
        let name = match check.gate {
            Gate::StoreScore { .. } => own.store_score,
            Gate::DailySpend { .. } => own.daily_spend,
            Gate::TotalBudget { .. } => own.total_budget,
            Gate::EnterpriseAccount { .. } => own.enterprise,
            Gate::Category { .. } => own.category,
        };
        reported.push(name.to_owned());
    }
    match reported.len() {
        0 => own.rules_given.to_owned(),
        n if n == checks.len() => own.rules_reported.to_owned(),
        _ => fill!(own.some_reported, list = list(reported, locale)),
    }
}

/// What an agreement says of a subsidy: its rate, cap and parties, never an amount that nobody agreed on.
fn subsidy(promised: &Promised<'_>, report: &Report, locale: &Locale) -> String {
    let own = EntryWords::beside(locale.words);
    let terms = promised.subsidy;
    let party = |party| match party {
        Party::Merchant => own.merchant,
        Party::Xhs => own.xhs,
        Party::Tmall => own.tmall,
    };
    let cap = match terms.cap {
        Some(cap) => fill!(own.cap, value = locale.money(cap.into(), &report.meta.currency)),
        None => own.no_cap.to_owned(),
    };
    fill!(
        own.subsidy,
        label = promised.agreement.label.get(&locale.tag),
        range = locale.range(promised.agreement.range),
        rate = locale.percent(terms.rate.to_f64()),
        cap = cap,
        payer = party(terms.parties.payer),
        payee = party(terms.parties.payee),
    )
}
