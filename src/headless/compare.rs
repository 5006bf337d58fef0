//! `Report.compare`. In: a question as JSON text. Out: what [`crate::analysis::compare`] answers, with ids for indexes.

use wasm_bindgen::JsValue;

use super::plain::{answered, count, days, known, list, money, object, refusal};
use super::question::{Fields, dimension, field, fields, member_id, scope};
use super::refused;
use crate::analysis::compare::{
    Adjust, Baseline, Compared, Group, Intervals, Key, Kind, Mixed, Options, Row, Verdict, compare,
};
use crate::contract::json::Json;
use crate::contract::{DimensionIx, MeasureIx, MeasureKind, Report};
use crate::cube::Dataset;
use crate::error::Error;
use crate::query::{Compare, Figure, Scope, Selection, period};
use crate::stats::{Interval, Refusal};

/// Keys of a question.
const KEYS: [&str; 9] =
    ["ratio", "numerator", "denominator", "by", "baseline", "strata", "adjust", "filters", "compare"];

/// The answer to `{ ratio | numerator + denominator, by, baseline, strata?, adjust?, filters?, compare? }`.
pub(super) fn answer(dataset: &Dataset, question: &str) -> Result<JsValue, Error> {
    let report = &dataset.report;
    let fields = fields(question, &KEYS)?;
    let scope = scope(report, &fields)?;
    let (numerator, denominator, per) = ratio(report, &fields)?;
    let by = dimension(report, &fields, "by")?.ok_or_else(|| refused("by", "", "the id of a dimension"))?;
    let strata = dimension(report, &fields, "strata")?;
    let adjust = match field(&fields, "adjust") {
        None => Adjust::Holm,
        Some(given) => match given.string().as_deref() {
            Some("holm") => Adjust::Holm,
            Some("bh") => Adjust::BenjaminiHochberg,
            _ => return Err(refused("adjust", given.text(), "\"holm\" or \"bh\"")),
        },
    };
    let Some(baseline) = baseline(report, &scope, &fields, by)? else { return Ok(refusal(Refusal::NoData)) };
    let options = Options { numerator, denominator, per, by, baseline, strata, adjust };
    let found = compare(dataset, &scope, &options);
    Ok(answered(found.map(|found| compared(report, &options, &found))))
}

/// The measures of the ratio, and the number below the line that rates are given for.
fn ratio(report: &Report, fields: &Fields<'_>) -> Result<(MeasureIx, MeasureIx, u32), Error> {
    if let Some(given) = field(fields, "ratio") {
        let id = given.string();
        let found = id.as_deref().and_then(|id| report.find_ratio(id));
        let found = found.ok_or_else(|| refused("ratio", given.text(), "the id of a ratio"))?;
        return Ok((found.numerator, found.denominator, found.per));
    }
    let measure = |key: &str| {
        let given = field(fields, key);
        let id = given.and_then(Json::string);
        let found = id.as_deref().and_then(|id| report.find_measure(id));
        found.ok_or_else(|| refused(key, given.map_or("", Json::text), "the id of a measure, or else a ratio"))
    };
    Ok((measure("numerator")?, measure("denominator")?, 1))
}

/// What each member is held against; `None` where the days to compare with are not in the data.
fn baseline(report: &Report, scope: &Scope, fields: &Fields<'_>, by: DimensionIx) -> Result<Option<Baseline>, Error> {
    let expected = "\"comparison\", \"category\", \"rest\", \"p50\", \"p90\" or { dimension, member }";
    let Some(given) = field(fields, "baseline") else { return Err(refused("baseline", "", expected)) };
    Ok(Some(match given.string().as_deref() {
        Some("comparison") => {
            let compare = field(fields, "compare").map_or(Ok(Compare::Previous), Selection::of_compare)?;
            return Ok(period::comparison(report, scope.range, &compare).map(Baseline::Period));
        }
        Some("category") => Baseline::Category,
        Some("rest") => Baseline::Rest,
        Some("p50") => Baseline::P50,
        Some("p90") => Baseline::P90,
        Some(_) => return Err(refused("baseline", given.text(), expected)),
        None => {
            let parts = given.fields().unwrap_or_default();
            let part = |key: &str| parts.iter().find(|(known, _)| known == key).and_then(|(_, value)| value.string());
            let dimension = part("dimension").and_then(|id| report.find_dimension(&id));
            if dimension != Some(by) {
                return Err(refused("baseline.dimension", given.text(), "the same dimension as by"));
            }
            let member = part("member").and_then(|id| report.dimension(by)?.find(&id));
            Baseline::Member(member.ok_or_else(|| refused("baseline.member", given.text(), "one of its members"))?)
        }
    }))
}

fn compared(report: &Report, options: &Options, found: &Compared) -> JsValue {
    let kind = if found.kind == Kind::Proportion { "proportion" } else { "ratio" };
    let intervals = match found.intervals {
        Intervals::Persons => "persons",
        Intervals::Days => "days",
        Intervals::Counts => "counts",
    };
    let id = |ix: DimensionIx| report.dimension(ix).map(|dimension| JsValue::from(&*dimension.id));
    object(&[
        ("kind", kind.into()),
        ("intervals", intervals.into()),
        ("by", known(found.by.and_then(id))),
        ("days", known(found.days.map(days))),
        ("otherDays", known(found.other_days.map(days))),
        ("ignored", list(found.ignored.iter().filter_map(|&ix| id(ix)))),
        ("tests", count(found.tests as u64)),
        ("contradiction", found.contradiction().into()),
        ("rows", list(found.rows.iter().map(|found_row| row(report, options, found.by, found_row)))),
    ])
}

fn row(report: &Report, options: &Options, by: Option<DimensionIx>, row: &Row) -> JsValue {
    let key = match &row.key {
        Key::Member(member) => by.and_then(|by| member_id(report, by, *member)),
        Key::Foreign(id) => Some(&**id),
    };
    let verdict = match row.verdict() {
        Verdict::Higher => "higher",
        Verdict::Lower => "lower",
        Verdict::Unsure => "unsure",
        Verdict::Untested(_) => "untested",
        Verdict::Baseline => "baseline",
    };
    let difference = row.difference;
    let test = difference.and_then(|difference| difference.test);
    object(&[
        ("key", known(key)),
        ("current", group(report, options, &row.current)),
        ("baseline", group(report, options, &row.baseline)),
        ("baselineDays", known(row.baseline_days.map(days))),
        ("difference", answered(difference.map(|found| bounded(found.value, found.interval)))),
        (
            "uplift",
            answered(difference.and_then(|found| found.uplift.map(|uplift| bounded(uplift, found.uplift_interval)))),
        ),
        ("p", test.map_or_else(refusal, |test| test.p.into())),
        ("logP", known(test.ok().map(|test| test.ln_p))),
        ("adjusted", known(row.adjusted)),
        ("mixAdjusted", known(row.mixed.map(|found| answered(found.map(mixed))))),
        ("contradicts", row.contradicts().into()),
        ("verdict", verdict.into()),
    ])
}

fn mixed(found: Mixed) -> JsValue {
    object(&[
        ("difference", bounded(found.value, found.interval)),
        ("p", found.test.map_or_else(refusal, |test| test.p.into())),
        ("homogeneityP", known(found.homogeneity)),
    ])
}

/// `{ value, lower, upper }`; in place of the bounds, why there are none.
fn bounded(value: f64, interval: Result<Interval, Refusal>) -> JsValue {
    match interval {
        Ok(Interval { lower, upper }) => {
            object(&[("value", value.into()), ("lower", lower.into()), ("upper", upper.into())])
        }
        Err(why) => object(&[
            ("value", value.into()),
            ("lower", JsValue::NULL),
            ("upper", JsValue::NULL),
            ("refused", why.code().into()),
        ]),
    }
}

fn group(report: &Report, options: &Options, group: &Group) -> JsValue {
    let side = |ix: MeasureIx, figure: Option<Figure>| {
        let Some(figure) = figure.filter(|figure| !figure.hidden) else { return JsValue::NULL };
        let is_money = report.measure(ix).is_some_and(|measure| measure.kind == MeasureKind::Money);
        let is_sampled = (figure.estimate - figure.value as f64).abs() > 0.0;
        match (is_money, is_sampled) {
            (true, true) => money(figure.estimate.round() as i128),
            (true, false) => money(figure.value),
            (false, _) => figure.estimate.into(),
        }
    };
    object(&[
        ("numerator", side(options.numerator, group.figures.map(|(top, _)| top))),
        ("denominator", side(options.denominator, group.figures.map(|(_, bottom)| bottom))),
        ("rate", group.rate.map_or_else(refusal, Into::into)),
    ])
}
