//! What the numbers say, in sentences. In: the finished numbers of the view. Out: a sentence a question – do groups
//! differ, by how much, is acquiring paid back, what is to come – each with how it was come by. What cannot be told says
//! why.

use super::build::name;
use super::{Finding, RepurchaseView, Said, spanned};
use crate::analysis::repurchase::outlook::{HeldBack, Outlook};
use crate::analysis::repurchase::{Cost, Group, Repurchase, Uplifts, last_day};
use crate::contract::{AgeUnit, DimensionIx, Report};
use crate::stats::{ChiSquare, Refusal};
use crate::view::locale::Locale;
use crate::view::rate::reason;
use crate::view::reading::dimension_label;
use crate::view::words::{RepurchaseWords, fill};

/// p values below this are called a difference.
const LEVEL: f64 = 0.05;
/// The smallest p value that is printed.
const LEAST_P: f64 = 0.001;

/// What is known for sure.
pub(super) fn findings(
    view: &RepurchaseView,
    report: &Report,
    split_by: Option<DimensionIx>,
    locale: &Locale,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    match split_by {
        None => findings.extend(share(view, locale)),
        Some(ix) => {
            findings.push(verdict(view, dimension_label(report, ix, locale), locale));
            if let Ok(uplifts) = &view.found.uplifts {
                findings.extend(uplift(view, uplifts, report, split_by, locale));
            }
        }
    }
    findings.extend(pay_back(view, report, locale));
    findings
}

impl RepurchaseView {
    /// The sentences of a file, with every digit of the tests.
    pub(in crate::view) fn in_full(&self, locale: &Locale) -> Vec<String> {
        let mut lines = Vec::new();
        for finding in &self.findings {
            lines.push(finding.text.clone());
            if !finding.detail.is_empty() {
                lines.push(finding.detail.clone());
            }
        }
        if !self.pays_rule.is_empty() {
            lines.push(self.pays_rule.clone());
        }
        // What the screen says of each group beside its curve.
        let [_, _, against, cost, pays] = &self.heads;
        for group in &self.groups {
            let mut clauses = vec![group.customers.clone()];
            let uplift = group.uplift.iter().flat_map(|said| [(against, &said.text), (against, &said.more)]);
            for (head, text) in uplift.chain([(cost, &group.cost), (pays, &group.paid_back)]) {
                if !text.is_empty() {
                    clauses.push(locale.words.labelled(head, text));
                }
            }
            let said = clauses.join(locale.words.clause_separator);
            lines.push(locale.words.labelled(&group.label, &said));
        }
        for (name, test) in [("log-rank (stratified)", self.found.stratified), ("log-rank", self.found.log_rank)] {
            if let Ok(ChiSquare { test, df }) = test {
                let plain = |value: f64| locale.numbers.plain(value);
                let (chi2, ln_p) = (plain(test.statistic), plain(test.ln_p));
                lines.push([name, ": chi2 = ", &chi2, ", df = ", &df.to_string(), ", ln p = ", &ln_p].concat());
            }
        }
        lines
    }
}

/// The curve of all customers at the milestone.
fn share(view: &RepurchaseView, locale: &Locale) -> Option<Finding> {
    let words = RepurchaseWords::beside(locale.words);
    let group = view.found.groups.first()?;
    let at = group.curve.as_ref().ok()?.get(view.milestone).filter(|at| at.readable().is_ok())?;
    let (share, bounds) = at.incidence();
    let interval = bounds.map_or_else(String::new, |bounds| spanned(bounds, &|value| locale.percent(value), words));
    let text = fill!(
        words.share_by,
        customers = locale.integer(group.customers.into()),
        day = day(view.found.unit, view.milestone, locale),
        share = locale.percent(share),
        interval = interval,
    );
    Some(Finding { id: "share", text, detail: String::new() })
}

fn verdict(view: &RepurchaseView, dimension: &str, locale: &Locale) -> Finding {
    let words = RepurchaseWords::beside(locale.words);
    let (within, plain) = (view.found.stratified, view.found.log_rank);
    let told = match (within, plain) {
        (Ok(test), _) | (Err(_), Ok(test)) => Ok(test),
        (Err(refusal), Err(_)) => Err(refusal),
    };
    let text = match told {
        Err(refusal) => fill!(words.untold, dimension = dimension, reason = reason(refusal, locale)),
        Ok(test) if test.test.p < LEVEL => fill!(words.differ, dimension = dimension),
        Ok(_) => fill!(words.same, dimension = dimension),
    };
    let mut details = Vec::new();
    details.extend(within.ok().map(|test| tested(words.test_within, test, locale)));
    details.extend(plain.ok().map(|test| tested(words.test_plain, test, locale)));
    Finding { id: "verdict", text, detail: details.join(locale.words.clause_separator) }
}

fn tested(template: &str, found: ChiSquare, locale: &Locale) -> String {
    let words = RepurchaseWords::beside(locale.words);
    let p = found.test.p;
    let p = if p < LEAST_P { words.p_small.to_owned() } else { fill!(words.p_is, p = locale.decimal(p, 3)) };
    let chi2 = locale.decimal(found.test.statistic, 1);
    fill!(template, chi2 = chi2, df = locale.number(found.df as usize), p = p)
}

/// How much more came back than of the group held against: of the one with most, or, where none can be told, why not.
fn uplift(
    view: &RepurchaseView,
    uplifts: &Uplifts,
    report: &Report,
    split_by: Option<DimensionIx>,
    locale: &Locale,
) -> Option<Finding> {
    let words = RepurchaseWords::beside(locale.words);
    let told = |n: usize| uplifts.estimates.get(n).and_then(|estimate| Some(estimate.as_ref().ok()?.value));
    let mut best: Option<usize> = None;
    for &n in view.drawn.iter().filter(|&&n| n != uplifts.reference) {
        // `None` is below every number.
        if best.is_none_or(|best| told(n) > told(best)) {
            best = Some(n);
        }
    }
    let best = best?;
    let (group, reference) = (view.found.groups.get(best)?, view.found.groups.get(uplifts.reference)?);
    let share = |group: &Group| {
        let at = group.curve.as_ref().ok().and_then(|curve| curve.get(uplifts.age));
        at.map_or_else(|| locale.words.no_value.to_owned(), |at| locale.percent(at.incidence().0))
    };
    let [name, other] = [group, reference].map(|group| name(report, split_by, group, view.is_of_all, locale));
    let text = match uplifts.estimates.get(best)? {
        Err(refusal) => {
            fill!(words.uplift_not, group = name, reference = other, reason = reason(*refusal, locale))
        }
        Ok(estimate) => fill!(
            words.uplift,
            day = day(view.found.unit, uplifts.age, locale),
            group = name,
            share = share(group),
            reference = other,
            other = share(reference),
            uplift = locale.uplift(estimate.value),
            interval = spanned(estimate.interval, &|value| locale.uplift(value), words),
        ),
    };
    Some(Finding { id: "uplift", text, detail: words.not_random.to_owned() })
}

/// The share of a group that came back by an age, or why it is not told.
pub(super) fn share_of(group: &Group, age: usize, locale: &Locale) -> String {
    match &group.curve {
        Ok(curve) => curve.get(age).map_or_else(String::new, |at| locale.percent_full(at.incidence().0)),
        Err(refusal) => reason(*refusal, locale),
    }
}

/// What is said of a group beside its curve.
pub(super) fn beside(
    found: &Repurchase,
    n: usize,
    currency: &str,
    last_age: usize,
    locale: &Locale,
) -> (Option<Said>, String, String) {
    let words = RepurchaseWords::beside(locale.words);
    let of_group = |uplifts: &Uplifts| {
        if uplifts.reference == n {
            return Some(Said { text: words.reference.to_owned(), more: String::new() });
        }
        Some(match uplifts.estimates.get(n)? {
            Err(refusal) => Said { text: locale.words.no_value.to_owned(), more: reason(*refusal, locale) },
            Ok(estimate) => Said {
                text: locale.uplift(estimate.value),
                more: [&*locale.uplift(estimate.interval.lower), " ~ ", &locale.uplift(estimate.interval.upper)]
                    .concat(),
            },
        })
    };
    let uplift = found.uplifts.as_ref().ok().and_then(of_group);
    let Some(Ok(cost)) = found.groups.get(n).map(|group| &group.cost) else {
        return (uplift, String::new(), String::new());
    };
    let paid_back = match cost.paid_back {
        Some(age) if age > 0 => fill!(words.day, n = day(found.unit, age as usize, locale)),
        _ => when(cost, found.unit, last_age, locale),
    };
    (uplift, locale.money_compact(cost.per_customer(), currency), paid_back)
}

/// When the cost of acquiring a customer is paid back.
fn when(cost: &Cost, unit: AgeUnit, last_age: usize, locale: &Locale) -> String {
    let words = RepurchaseWords::beside(locale.words);
    match cost.paid_back {
        Some(0) => words.at_once.to_owned(),
        Some(age) => fill!(words.by_day, n = day(unit, age as usize, locale)),
        None => fill!(words.not_yet, n = day(unit, last_age, locale)),
    }
}

/// The same of all customers in a sentence; a table says it of several groups.
fn pay_back(view: &RepurchaseView, report: &Report, locale: &Locale) -> Option<Finding> {
    let words = RepurchaseWords::beside(locale.words);
    let [group] = view.found.groups.as_slice() else { return None };
    let cost = group.cost.as_ref().ok()?;
    let spent = locale.money_compact(cost.per_customer(), &report.meta.currency);
    let when = when(cost, view.found.unit, view.days.len().saturating_sub(1), locale);
    let text = match cost.margin {
        Some(margin) => {
            fill!(words.paid_back, cost = spent, margin = locale.percent(margin.to_f64()), when = when)
        }
        None => fill!(words.paid_back_revenue, cost = spent, when = when),
    };
    Some(Finding { id: "pay-back", text, detail: String::new() })
}

/// What the forecast says, or why there is none; `None` of it while it is being made.
pub(super) fn forecast(
    view: &RepurchaseView,
    outlook: Option<Result<&Outlook, Refusal>>,
    can_forecast: bool,
    locale: &Locale,
) -> Option<Finding> {
    let words = RepurchaseWords::beside(locale.words);
    let finding = |text: String, detail: String| Some(Finding { id: "forecast", text, detail });
    if !can_forecast {
        return finding(words.forecast_of_all.to_owned(), String::new());
    }
    let outlook = match outlook {
        None => return finding(words.fitting.to_owned(), String::new()),
        Some(Err(refusal)) => {
            return finding(fill!(words.no_forecast, reason = reason(refusal, locale)), String::new());
        }
        Some(Ok(outlook)) => outlook,
    };
    let error = match outlook.backtest.error() {
        Ok(error) => locale.uplift(error),
        Err(refusal) => reason(refusal, locale),
    };
    let last = view.share.horizon;
    let text = fill!(
        words.forecast_says,
        day = locale.number(last as usize),
        share = locale.percent(outlook.incidence(last)),
    );
    let (expected, actual) = (locale.compact(outlook.backtest.expected), locale.compact(outlook.backtest.actual));
    let detail = match outlook.backtest.held_back {
        HeldBack::Days(range) => {
            let range = locale.range(range);
            fill!(words.forecast_days, range = range, expected = expected, actual = actual, error = error)
        }
        HeldBack::FollowedLonger(t) => {
            let t = time(t, outlook.unit, locale);
            fill!(words.forecast_longer, t = t, expected = expected, actual = actual, error = error)
        }
    };
    finding(text, detail)
}

fn time(t: f64, unit: AgeUnit, locale: &Locale) -> String {
    let words = RepurchaseWords::beside(locale.words);
    let template = match unit {
        AgeUnit::Day => locale.words.days,
        AgeUnit::Week => words.weeks,
        AgeUnit::Month => words.thirties,
    };
    fill!(template, n = locale.number(t.round() as usize))
}

/// The last day of an age.
fn day(unit: AgeUnit, age: usize, locale: &Locale) -> String {
    locale.number(last_day(unit, age as u32) as usize)
}
