//! `Report.query` and `Report.explain`. In: a question as JSON text. Out: what [`crate::analysis::breakdown`] answers, with
//! ids for indexes; or what answering takes. Refuses a count beyond what a JavaScript number holds, and a comparison of
//! single days, weeks or months: those of another period have other names.

use wasm_bindgen::JsValue;

use super::number::{counted, moved, rate};
use super::plain::{count, days, ids, known, list, measure_ids, object, refusal};
use super::question::{self, Fields, compare, field, fields, member_id, scope, whole};
use super::refused;
use crate::analysis::breakdown::{Breakdown, Cell, Column, Options, Row, Value, breakdown};
use crate::analysis::metric::Metric;
use crate::contract::json::{Json, Kind};
use crate::contract::{DimensionIx, MeasureKind, MemberIx, Report};
use crate::cube::Dataset;
use crate::date::Date;
use crate::error::Error;
use crate::query::{Cut, Key, NULL_KEY, Order, Pass, Scope};

/// Keys of a question.
const KEYS: [&str; 6] = ["filters", "groupBy", "measures", "compare", "orderBy", "limit"];

/// The answer to `{ filters?, groupBy?, measures, compare?, orderBy?, limit? }`.
pub(super) fn answer(dataset: &Dataset, question: &str) -> Result<JsValue, Error> {
    let (options, found) = ask(dataset, question)?;
    answered(dataset, &options, &found)
}

/// What answering the same question takes; `kept`: whether its answer in columns is there already.
pub(super) fn explain(dataset: &Dataset, question: &str, kept: bool) -> Result<JsValue, Error> {
    let report = &dataset.report;
    let (options, found) = ask(dataset, question)?;
    let scanned = found.passes.iter().map(|pass| pass.rows as u64).sum();
    let cuts = options.metrics.iter().zip(&found.columns);
    let measures: Vec<_> = cuts.map(|(metric, column)| (metric.id(report), cut(dataset, &column.cut))).collect();
    Ok(object(&[
        ("rowsScanned", count(scanned)),
        ("kept", kept.into()),
        ("passes", list(found.passes.iter().map(|found| pass(dataset, found)))),
        ("measures", object(&measures)),
    ]))
}

fn ask<'a>(dataset: &'a Dataset, question: &str) -> Result<(Options, Breakdown<'a>), Error> {
    let (scope, options) = asked(&dataset.report, question, &KEYS)?;
    let found = breakdown(dataset, &scope, &options);
    Ok((options, found))
}

/// A question that may have these keys, resolved against the document.
pub(super) fn asked(report: &Report, question: &str, allowed: &[&str]) -> Result<(Scope, Options), Error> {
    let fields = fields(question, allowed)?;
    let scope = scope(report, &fields)?;
    let mut metrics = Vec::new();
    for id in question::ids(&fields, "measures")? {
        metrics.push(metric(report, &id).ok_or_else(|| refused("measures", &id, "the id of a measure or of a ratio"))?);
    }
    if metrics.is_empty() {
        return Err(refused("measures", "", "a list of ids, at least one"));
    }
    let group_by = keys(report, &fields)?;
    let compare = compare(&fields)?;
    if compare.is_some() && group_by.iter().any(|key| !matches!(key, Key::Dimension(_))) {
        return Err(refused("compare", "", "no days, weeks or months in groupBy: ask for each period by its dates"));
    }
    let order = order(report, &fields, &metrics)?;
    let limit = whole(&fields, "limit")?;
    Ok((scope, Options { group_by, metrics, order, limit, compare }))
}

/// A measure, else a ratio.
fn metric(report: &Report, id: &str) -> Option<Metric> {
    let measure = report.find_measure(id).map(Metric::Measure);
    measure.or_else(|| report.find_ratio(id).cloned().map(Metric::Ratio))
}

/// What to group by: dimensions, and days, weeks or months where no dimension is called so.
fn keys(report: &Report, fields: &Fields<'_>) -> Result<Vec<Key>, Error> {
    let mut keys = Vec::new();
    for id in question::ids(fields, "groupBy")? {
        keys.push(match (report.find_dimension(&id), id.as_str()) {
            (Some(ix), _) => Key::Dimension(ix),
            (None, "date") => Key::Day,
            (None, "week") => Key::Week,
            (None, "month") => Key::Month,
            _ => return Err(refused("groupBy", &id, "the id of a dimension, \"date\", \"week\" or \"month\"")),
        });
    }
    Ok(keys)
}

/// `"gmv"`, or `{ measure: "gmv", descending: false }`.
fn order(report: &Report, fields: &Fields<'_>, metrics: &[Metric]) -> Result<Option<Order>, Error> {
    let Some(given) = field(fields, "orderBy") else { return Ok(None) };
    let expected = "one of the measures asked for, or { measure, descending? }";
    let (mut by, mut descending) = (given.string(), true);
    for (key, value) in given.fields().unwrap_or_default() {
        match (&*key, value.kind()) {
            ("measure", _) => by = value.string(),
            ("descending", Kind::Flag) => descending = value.text() == "true",
            _ => return Err(refused(&["orderBy.", &key].concat(), value.text(), expected)),
        }
    }
    let column = by.and_then(|id| metrics.iter().position(|metric| metric.id(report) == id));
    let column = column.ok_or_else(|| refused("orderBy", Json::text(given), expected))?;
    Ok(Some(Order { column, descending }))
}

fn answered(dataset: &Dataset, options: &Options, found: &Breakdown<'_>) -> Result<JsValue, Error> {
    let report = &dataset.report;
    let periods = found.periods.map_or(JsValue::NULL, |periods| {
        object(&[("current", days(periods.current)), ("baseline", days(periods.baseline))])
    });
    let mut measures = Vec::with_capacity(options.metrics.len());
    for (metric, column) in options.metrics.iter().zip(&found.columns) {
        measures.push((metric.id(report), described(dataset, metric, column)));
    }
    let mut rows = Vec::with_capacity(found.rows.len());
    for row in &found.rows {
        let mut entries = vec![("key", key(report, &options.group_by, row))];
        entries.extend(numbers(report, options, found, &row.cells)?);
        rows.push(object(&entries));
    }
    let others = match &found.others {
        None => JsValue::NULL,
        Some((beyond, cells)) => {
            let mut entries = vec![("rows", count(*beyond as u64))];
            entries.extend(numbers(report, options, found, cells)?);
            object(&entries)
        }
    };
    Ok(object(&[
        ("days", days(found.range)),
        ("compared", periods),
        ("measures", object(&measures)),
        ("rows", list(rows.into_iter())),
        ("others", others),
        ("totals", object(&numbers(report, options, found, &found.totals)?)),
    ]))
}

fn described(dataset: &Dataset, metric: &Metric, column: &Column) -> JsValue {
    let report = &dataset.report;
    let kind = match metric {
        Metric::Measure(ix) => report.measure(*ix).map_or("", |measure| kind(measure.kind)),
        Metric::Ratio(_) => "ratio",
    };
    object(&[("kind", kind.into()), ("days", known(column.days.map(days))), ("cut", cut(dataset, &column.cut))])
}

/// As documents write it.
pub(super) const fn kind(kind: MeasureKind) -> &'static str {
    match kind {
        MeasureKind::Count => "count",
        MeasureKind::Money => "money",
        MeasureKind::Unique => "unique",
        MeasureKind::Stock => "stock",
        MeasureKind::SumSquares => "sumsq",
    }
}

pub(super) fn cut(dataset: &Dataset, cut: &Cut) -> JsValue {
    let none: &[DimensionIx] = &[];
    let (kind, cube, missing) = match cut {
        Cut::Exact { cube } => ("exact", Some(*cube), none),
        Cut::ExactUnique => ("exact_unique", None, none),
        Cut::Unfiltered { cube, .. } => ("unfiltered", Some(*cube), none),
        Cut::Ungrouped { cube, missing, .. } => ("ungrouped", Some(*cube), missing.as_slice()),
        Cut::Absent => ("absent", None, none),
    };
    let cube = cube.and_then(|cube| dataset.cubes.get(cube)).map(|cube| JsValue::from(cube.id()));
    object(&[
        ("kind", kind.into()),
        ("cube", known(cube)),
        ("ignored", ids(&dataset.report, cut.ignored())),
        ("missing", ids(&dataset.report, missing)),
    ])
}

fn key(report: &Report, group_by: &[Key], row: &Row<'_>) -> JsValue {
    let mut entries = Vec::with_capacity(group_by.len());
    for (key, &code) in group_by.iter().zip(&row.key) {
        let day = || Date::from_days(code).to_string().into();
        entries.push(match key {
            Key::Dimension(ix) => {
                let member = (code != NULL_KEY).then(|| MemberIx(code.cast_unsigned()));
                (name(report, *key), known(member.and_then(|member| member_id(report, *ix, member))))
            }
            _ => (name(report, *key), day()),
        });
    }
    object(&entries)
}

/// As questions name it.
pub(super) fn name(report: &Report, key: Key) -> &str {
    match key {
        Key::Dimension(ix) => report.dimension(ix).map_or("", |dimension| &dimension.id),
        Key::Day => "date",
        Key::Week => "week",
        Key::Month => "month",
    }
}

/// `values`, and `compared` where days are compared.
fn numbers(
    report: &Report,
    options: &Options,
    found: &Breakdown<'_>,
    cells: &[Cell<'_>],
) -> Result<Vec<(&'static str, JsValue)>, Error> {
    let (mut values, mut compared) = (Vec::with_capacity(cells.len()), Vec::new());
    for (metric, cell) in options.metrics.iter().zip(cells) {
        let (id, per) = (metric.id(report), if let Metric::Ratio(ratio) = metric { ratio.per } else { 1 });
        let value = match &cell.value {
            Value::None(why) => refusal(*why),
            Value::Count(side) => counted(side.measure, &side.figure, side.exact)?,
            Value::Rate(days, found) => rate(*days, found, per)?,
        };
        values.push((id, value));
        if let Some(found) = &cell.compared {
            compared.push((id, moved(found, per)?));
        }
    }
    let compared = if found.periods.is_some() { object(&compared) } else { JsValue::NULL };
    Ok(vec![("values", object(&values)), ("compared", compared)])
}

fn pass(dataset: &Dataset, pass: &Pass) -> JsValue {
    let report = &dataset.report;
    let cube = dataset.cubes.get(pass.cube);
    object(&[
        ("structure", if pass.rolled_up { "rollup" } else { "cube" }.into()),
        ("cube", known(cube.map(|cube| JsValue::from(cube.id())))),
        ("cubeRows", count(cube.map_or(0, |cube| cube.rows() as u64))),
        ("rowsScanned", count(pass.rows as u64)),
        ("days", days(pass.range)),
        ("filters", ids(report, &pass.filters)),
        ("groupBy", list(pass.group_by.iter().map(|&key| name(report, key).into()))),
        ("measures", measure_ids(report, &pass.measures)),
        ("levels", pass.levels.into()),
    ])
}
