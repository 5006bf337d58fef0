//! How many of the new customers bought again within thirty days. In: the document's life tables, the rows that count.
//! Out: [`Repurchase`]: the share by Kaplan and Meier with its band, and the curve around it. Dates do not choose
//! among cohorts; filters do where the cohorts carry their dimension, and are named where they do not.

use crate::analysis::repurchase::{Pooled, age_through, last_day, pooled_curve};
use crate::contract::Report;
use crate::query::Scope;
use crate::stats::Survival;
use crate::view::locale::Locale;
use crate::view::rate::reason;
use crate::view::twin::Number;
use crate::view::value::Value;
use crate::view::words::fill;

/// What the number is called by panels and hosts.
pub(in crate::view) const REPURCHASE: &str = "repurchase_30";

/// The day through whose end it counts.
const DAY: u32 = 30;

/// How far the curve is drawn.
const CURVE_DAYS: u32 = 180;

/// The share that bought again, with what belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::view) struct Repurchase {
    /// Name, with the last day counted where that is not the thirtieth.
    pub label: String,
    pub value: Value,
    /// By age, as far as enough customers were followed; through half a year.
    pub curve: Vec<Survival>,
    /// Where on the curve the share is read.
    pub place: usize,
    /// New customers in it.
    pub customers: u64,
    /// The last day counted.
    pub day: u32,
}

/// Repurchase at thirty days: through the end of day 30 where ages are days, else through the last whole interval
/// before it. `None` where the document has no life tables.
pub(in crate::view) fn repurchase(report: &Report, scope: &Scope, locale: &Locale) -> Option<Repurchase> {
    let words = locale.words;
    let cohorts = report.cohorts.as_ref()?;
    let unit = cohorts.age_unit;
    let place = age_through(unit, DAY)?;
    let day = last_day(unit, place as u32);
    let Pooled { curve, customers, ignored } = pooled_curve(report, scope, (CURVE_DAYS / unit.days()) as usize)?;
    let days = locale.number(day as usize);
    let mut value = match curve.as_ref().map(|curve| curve.get(place)) {
        Ok(Some(last)) => shown(last, customers, &days, locale),
        Ok(None) => none(words.not_observed_yet, locale),
        Err(refusal) => none(&reason(*refusal, locale), locale),
    };
    value.marks.push(words.by_first_order.to_owned());
    value.ignored = ignored;
    value.mark_ignored(report, locale);
    let label = match day {
        DAY => words.repurchase_30.to_owned(),
        _ => fill!(words.repurchase_through, label = words.repurchase_30, n = days),
    };
    let mut curve = curve.unwrap_or_default();
    curve.retain(|at| at.readable().is_ok());
    Some(Repurchase { label, value, curve, place, customers, day })
}

fn none(reason: &str, locale: &Locale) -> Value {
    let text = locale.words.no_value.to_owned();
    Value { text, full: reason.to_owned(), marks: vec![reason.to_owned()], ..Value::default() }
}

fn shown(last: &Survival, customers: u64, day: &str, locale: &Locale) -> Value {
    let words = locale.words;
    if let Err(refusal) = last.readable() {
        return Value { text: words.too_small.to_owned(), ..none(&reason(refusal, locale), locale) };
    }
    let (share, interval) = last.incidence();
    let full = fill!(
        words.repurchase_full,
        rate = locale.percent_full(share),
        n = day,
        customers = locale.integer(customers.into()),
        at_risk = locale.integer(last.row.at_risk.into()),
    );
    let spanned = interval.map(|bounds| locale.percent_between(share, (bounds.lower, bounds.upper)));
    let (text, span) = spanned.map_or_else(|| (locale.percent(share), None), |(text, span)| (text, Some(span)));
    Value {
        text,
        full,
        number: Some(Number::Real(share)),
        interval: span,
        note: Some(if interval.is_some() { words.interval_kaplan_meier } else { words.interval_no_events }.to_owned()),
        ..Value::default()
    }
}
