//! `Report.returns`. In: a question as JSON text. Out: what [`crate::analysis::returns`] answers, with ids for indexes.

use wasm_bindgen::JsValue;

use super::plain::{count, days, known, list, money, object, refusal};
use super::question::{dimension, fields, member_id, scope, whole};
use crate::analysis::returns::{Basis, Blame, Cost, Key, Options, Rung, Term, returns};
use crate::contract::{DimensionIx, MeasureIx, Report};
use crate::cube::Dataset;
use crate::error::Error;
use crate::stats::{Interval, Refusal};

/// Keys of a question.
const KEYS: [&str; 3] = ["by", "top", "filters"];
/// Rows where the question does not say.
const TOP: usize = 10;

/// The answer to `{ by?, top?, filters? }`; `null` where the document has no spend.
pub(super) fn answer(dataset: &Dataset, question: &str) -> Result<JsValue, Error> {
    let report = &dataset.report;
    let fields = fields(question, &KEYS)?;
    let scope = scope(report, &fields)?;
    let by = dimension(report, &fields, "by")?;
    let top = whole(&fields, "top")?.unwrap_or(TOP);
    let Some(found) = returns(dataset, &scope, &Options { by, top }) else { return Ok(JsValue::NULL) };
    let rows = found.rows.iter().map(|row| {
        let (key, others) = match (row.key, by) {
            (Key::Member(member), Some(by)) => (member_id(report, by, member), None),
            (Key::Others(n), _) => (None, Some(n as f64)),
            (Key::Member(_), None) => (None, None),
        };
        object(&[
            ("key", known(key)),
            ("others", known(others)),
            ("rungs", list(row.rungs.iter().map(|found| rung(report, found)))),
            ("costs", list(row.costs.iter().map(|found| cost(report, found)))),
        ])
    });
    let id = |by: DimensionIx| report.dimension(by).map(|dimension| JsValue::from(&*dimension.id));
    Ok(object(&[
        ("basis", if found.basis == Basis::Event { "event" } else { "exposure" }.into()),
        ("rungs", list(found.rungs.iter().map(|found| rung(report, found)))),
        ("costs", list(found.costs.iter().map(|found| cost(report, found)))),
        ("byExposure", found.exposed.as_ref().map_or(JsValue::NULL, |found| cost(report, found))),
        ("by", known(by.and_then(id))),
        ("rows", list(rows)),
    ]))
}

fn measure(report: &Report, ix: MeasureIx) -> JsValue {
    known(report.measure(ix).map(|measure| JsValue::from(&*measure.id)))
}

fn rung(report: &Report, found: &Rung) -> JsValue {
    let term = |term: &Term| {
        let figure = term.figure;
        let is_sampled = (figure.estimate - figure.value as f64).abs() > 0.0;
        let amount = if is_sampled { figure.estimate.round() as i128 } else { figure.value };
        let amount = if term.minus { -amount } else { amount };
        object(&[("measure", measure(report, term.measure)), ("amount", money(amount))])
    };
    let blame = |Blame { refusal, measure: to_blame }: Blame| {
        let to_blame = to_blame.map(|ix| measure(report, ix));
        object(&[("refused", refusal.code().into()), ("measure", known(to_blame))])
    };
    let step = found.step.map(|step| {
        object(&[
            ("from", step.from.id().into()),
            ("numerator", step.above.into()),
            ("denominator", step.below.into()),
            ("roi", step.roi.into()),
        ])
    });
    object(&[
        ("rung", found.kind.id().into()),
        ("days", known(found.days.map(days))),
        ("numerator", list(found.above.iter().map(term))),
        ("denominator", list(found.below.iter().map(term))),
        ("lacking", list(found.lacking.iter().map(|id| JsValue::from(*id)))),
        ("roi", found.roi.map_or_else(blame, Into::into)),
        ("interval", bounds(found.interval)),
        ("step", known(step)),
    ])
}

fn bounds(interval: Result<Interval, Refusal>) -> JsValue {
    match interval {
        Ok(Interval { lower, upper }) => object(&[("lower", lower.into()), ("upper", upper.into())]),
        Err(why) => refusal(why),
    }
}

fn cost(report: &Report, found: &Cost<'_>) -> JsValue {
    let (above, below) =
        found.figures.map_or((None, None), |(above, below)| (Some(above.estimate), Some(below.estimate)));
    object(&[
        ("ratio", (*found.ratio.id).into()),
        ("numerator", measure(report, found.ratio.numerator)),
        ("denominator", measure(report, found.ratio.denominator)),
        ("per", count(found.ratio.per.into())),
        ("days", known(found.days.map(days))),
        ("above", known(above)),
        ("below", known(below)),
        ("value", found.value.map_or_else(refusal, Into::into)),
        ("interval", bounds(found.interval)),
    ])
}
