//! `Report.funnel`. In: a question as JSON text. Out: what [`crate::analysis::funnel`] answers, with ids for indexes, of all
//! rows and of each group. Refuses to group by `route`, whose members are the funnel's own chains.

use wasm_bindgen::JsValue;

use super::number::{counted, moved, rate};
use super::plain::{days, ids, known, list, object, refusal};
use super::question::{self, compare, fields, member_id, scope};
use super::refused;
use crate::analysis::breakdown::{Breakdown, Options, Value, breakdown};
use crate::analysis::funnel::{Answer, Funnel, Loss, Share, Step, funnel};
use crate::analysis::metric::Metric;
use crate::contract::{DimensionIx, MeasureIx, MemberIx, Report};
use crate::cube::Dataset;
use crate::error::Error;
use crate::query::{Compare, Key, NULL_KEY, Scope};
use crate::stats::Refusal;

/// Keys of a question.
const KEYS: [&str; 3] = ["filters", "groupBy", "compare"];

/// The answer to `{ filters?, groupBy?, compare? }`; `null` where the document has no funnel.
pub(super) fn answer(dataset: &Dataset, question: &str) -> Result<JsValue, Error> {
    let report = &dataset.report;
    let fields = fields(question, &KEYS)?;
    let scope = scope(report, &fields)?;
    let compare = compare(&fields)?;
    let mut group_by = Vec::new();
    for id in question::ids(&fields, "groupBy")? {
        let found = report.find_dimension(&id).filter(|_| id != "route");
        group_by.push(found.ok_or_else(|| refused("groupBy", &id, "the id of a dimension other than route"))?);
    }
    let Some(found) = funnel(dataset, &scope, compare.as_ref()) else { return Ok(JsValue::NULL) };
    let periods = found.periods.map_or(JsValue::NULL, |periods| {
        object(&[("current", days(periods.current)), ("baseline", days(periods.baseline))])
    });
    let route = |&member: &MemberIx| known(found.route.and_then(|route| member_id(report, route, member)));
    let mut entries = vec![
        ("days", days(found.range)),
        ("compared", periods),
        ("routes", list(found.chains.iter().map(route))),
        ("groups", groups(dataset, &scope, &group_by, compare.as_ref())?),
    ];
    entries.extend(steps(report, &found)?);
    Ok(object(&entries))
}

/// One funnel for each group that has a row of any step.
fn groups(
    dataset: &Dataset,
    scope: &Scope,
    group_by: &[DimensionIx],
    compare: Option<&Compare>,
) -> Result<JsValue, Error> {
    let report = &dataset.report;
    if group_by.is_empty() {
        return Ok(list(std::iter::empty()));
    }
    let metrics = report.funnel.iter().map(|step| Metric::Measure(step.measure)).collect();
    let options = Options {
        group_by: group_by.iter().map(|&ix| Key::Dimension(ix)).collect(),
        metrics,
        compare: compare.cloned(),
        ..Options::default()
    };
    let Breakdown { rows, .. } = breakdown(dataset, scope, &options);
    let mut groups = Vec::with_capacity(rows.len());
    for row in rows {
        let mut own = scope.clone();
        let mut key = Vec::with_capacity(group_by.len());
        for (&ix, &code) in group_by.iter().zip(&row.key) {
            let member = if code == NULL_KEY { MemberIx::NULL } else { MemberIx(code.cast_unsigned()) };
            own = own.with(ix, member);
            let id = report.dimension(ix).map_or("", |dimension| &dimension.id);
            key.push((id, known(member_id(report, ix, member))));
        }
        let mut entries = vec![("key", object(&key))];
        // A group is hidden beside its siblings, which a funnel of it alone would not know.
        let is_hidden = row.cells.iter().any(|cell| matches!(&cell.value, Value::Count(side) if side.figure.hidden));
        if is_hidden {
            entries.push(("refused", Refusal::Hidden.code().into()));
        } else if let Some(found) = funnel(dataset, &own, compare) {
            entries.extend(steps(report, &found)?);
        }
        groups.push(object(&entries));
    }
    Ok(list(groups.into_iter()))
}

/// The steps of one funnel and where it loses.
fn steps(report: &Report, found: &Funnel<'_>) -> Result<[(&'static str, JsValue); 3], Error> {
    let mut steps = Vec::with_capacity(found.steps.len());
    for found_step in &found.steps {
        steps.push(step(report, found, found_step)?);
    }
    let loss = |loss: Option<Loss>| {
        known(loss.map(|loss| {
            object(&[
                ("from", id_of(report, loss.from)),
                ("to", id_of(report, loss.to)),
                ("lost", loss.lost.into()),
                ("share", loss.share.into()),
            ])
        }))
    };
    Ok([
        ("steps", list(steps.into_iter())),
        ("biggestLoss", loss(found.biggest_loss)),
        ("steepestLoss", loss(found.steepest_loss)),
    ])
}

fn id_of(report: &Report, step: usize) -> JsValue {
    known(report.funnel.get(step).map(|step| JsValue::from(&*step.id)))
}

fn step(report: &Report, found: &Funnel<'_>, step: &Step<'_>) -> Result<JsValue, Error> {
    let chain = |ix: usize| {
        let member = found.chains.get(ix).copied();
        known(found.route.zip(member).and_then(|(route, member)| member_id(report, route, member)))
    };
    let mut parts = Vec::with_capacity(step.parts.len());
    for part in &step.parts {
        parts.push(object(&[
            ("measure", measure(report, part.measure)),
            ("count", count(report, part.measure, part.count.as_ref())?),
            ("ofPrevious", share(part.of_previous.as_ref())?),
        ]));
    }
    let mut joins = Vec::with_capacity(step.joins.len());
    for join in &step.joins {
        joins.push(object(&[
            ("route", chain(join.chain)),
            ("previous", id_of(report, join.previous)),
            ("rate", share(join.share.as_ref())?),
        ]));
    }
    let compared = match &step.compared {
        None => JsValue::NULL,
        Some(compared) => object(&[
            ("count", moved(&compared.count, 1)?),
            ("ofPrevious", compared.share.as_ref().map_or(Ok(JsValue::NULL), |(_, share)| moved(share, 1))?),
        ]),
    };
    let growing = step.growing.map(|growing| object(&[("days", days(growing.days)), ("part", growing.part.into())]));
    Ok(object(&[
        ("id", (*step.step.id).into()),
        ("measure", measure(report, step.step.measure)),
        ("stage", (step.stage as f64).into()),
        ("route", step.chain.map_or(JsValue::NULL, chain)),
        ("optional", step.step.optional.into()),
        ("previous", list(step.previous.iter().map(|&ix| id_of(report, ix)))),
        ("count", count(report, step.step.measure, step.count.as_ref())?),
        ("ignored", ids(report, step.count.iter().flat_map(|answer| &answer.ignored))),
        ("growing", known(growing)),
        ("ofFirst", share(step.of_first.as_ref())?),
        ("ofPrevious", share(step.of_previous.as_ref())?),
        ("joins", list(joins.into_iter())),
        ("parts", list(parts.into_iter())),
        ("compared", compared),
    ]))
}

fn measure(report: &Report, ix: MeasureIx) -> JsValue {
    known(report.measure(ix).map(|measure| JsValue::from(&*measure.id)))
}

fn count(report: &Report, ix: MeasureIx, answer: Option<&Answer>) -> Result<JsValue, Error> {
    match (answer, report.measure(ix)) {
        (Some(answer), Some(measure)) => counted(measure, &answer.figure, answer.ignored.is_empty()),
        _ => Ok(refusal(Refusal::NotAtThisCut)),
    }
}

fn share(share: Option<&Share<'_>>) -> Result<JsValue, Error> {
    match share {
        None => Ok(JsValue::NULL),
        Some(Err(why)) => Ok(refusal(*why)),
        Some(Ok((days, found))) => rate(*days, found, 1),
    }
}
