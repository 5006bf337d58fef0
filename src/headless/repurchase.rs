//! `Report.repurchase` and `Report.forecast`. In: a question as JSON text. Out: what [`crate::analysis::repurchase`]
//! answers, with ids for indexes.

use wasm_bindgen::JsValue;

use super::plain::{answered, count, estimate, known, list, money, object, refusal};
use super::question::{dimension, fields, member_id, scope};
use super::refused;
use crate::analysis::repurchase::outlook::{HeldBack, Outlook, outlook};
use crate::analysis::repurchase::triangle::{Cell, Cut, Known, Row, triangle};
use crate::analysis::repurchase::{Cost, Group, Repurchase, Uplifts, Worth, carries, last_day, repurchase};
use crate::contract::{AgeUnit, Decimal, DimensionIx, Report};
use crate::cube::Dataset;
use crate::error::Error;
use crate::stats::{ChiSquare, Refusal, Survival};

/// The answer to `{ filters?, splitBy? }`.
pub(super) fn answer(dataset: &Dataset, question: &str) -> Result<JsValue, Error> {
    let report = &dataset.report;
    let fields = fields(question, &["filters", "splitBy"])?;
    let scope = scope(report, &fields)?;
    let split_by = dimension(report, &fields, "splitBy")?;
    if report.cohorts.is_none() {
        return Ok(JsValue::NULL);
    }
    if let Some(lacking) = split_by.filter(|&ix| !carries(report, ix)) {
        let id = report.dimension(lacking).map_or("", |dimension| &dimension.id);
        return Err(refused("splitBy", id, "a dimension of the life tables"));
    }
    let Ok(found) = repurchase(dataset, &scope, split_by) else { return Ok(JsValue::NULL) };
    let Repurchase { unit, ignored, groups, log_rank, stratified, uplifts } = &found;
    let ids = ignored.iter().filter_map(|&ix| report.dimension(ix)).map(|dimension| (*dimension.id).into());
    let rows = |cut| list(triangle(dataset, &scope, cut).iter().map(row));
    Ok(object(&[
        ("ageUnit", age_unit(*unit).into()),
        ("ignored", list(ids)),
        ("curves", list(groups.iter().map(|group| curve(report, *unit, split_by, group)))),
        ("logRank", test(*log_rank)),
        ("stratified", test(*stratified)),
        (
            "uplifts",
            answered(uplifts.as_ref().map(|found| uplift(report, *unit, split_by, groups, found)).map_err(|r| *r)),
        ),
        ("cohorts", object(&[("calendarMonth", rows(Cut::CalendarMonth)), ("thirtyDays", rows(Cut::ThirtyDays))])),
    ]))
}

/// The forecast.
pub(super) fn forecast(dataset: &Dataset) -> JsValue {
    answered(outlook(dataset.report.forecast.as_ref()).map(|found| {
        let Outlook { model, unit, backtest, .. } = found;
        let held_back = match backtest.held_back {
            HeldBack::Days(range) => {
                object(&[("from", range.from.to_string().into()), ("to", range.to.to_string().into())])
            }
            HeldBack::FollowedLonger(t) => object(&[("followedAtLeast", t.into())]),
        };
        let params = [("r", model.r), ("alpha", model.alpha), ("a", model.a), ("b", model.b)]
            .map(|(key, value)| (key, value.into()));
        object(&[
            ("model", "bg_nbd".into()),
            ("unit", age_unit(unit).into()),
            ("params", object(&params)),
            (
                "backtest",
                object(&[
                    ("expected", backtest.expected.into()),
                    ("actual", backtest.actual.into()),
                    ("error", answered(backtest.error().map(Into::into))),
                    ("heldBack", held_back),
                ]),
            ),
        ])
    }))
}

const fn age_unit(unit: AgeUnit) -> &'static str {
    match unit {
        AgeUnit::Day => "day",
        AgeUnit::Week => "week",
        AgeUnit::Month => "month",
    }
}

fn curve(report: &Report, unit: AgeUnit, split_by: Option<DimensionIx>, group: &Group) -> JsValue {
    let point = |at: &Survival| {
        object(&[
            ("age", at.row.age.into()),
            ("throughDay", last_day(unit, at.row.age).into()),
            ("atRisk", count(at.row.at_risk)),
            ("events", count(at.row.events)),
            ("survival", at.survival.into()),
            ("se", at.standard_error.into()),
            ("lower", known(at.interval.map(|interval| interval.lower))),
            ("upper", known(at.interval.map(|interval| interval.upper))),
        ])
    };
    let mut entries = Vec::new();
    if let (Some(dimension), Some(member)) = (split_by, group.member) {
        entries.push(("key", known(member_id(report, dimension, member))));
    }
    let (points, why) = match &group.curve {
        Ok(curve) => (list(curve.iter().map(point)), None),
        Err(refusal) => (list(std::iter::empty()), Some(*refusal)),
    };
    entries.extend(why.map(|why| ("refused", JsValue::from(why.code()))));
    entries.extend([
        ("customers", count(group.customers)),
        ("points", points),
        ("value", answered(group.worth.as_ref().map(worth).map_err(|refusal| *refusal))),
        ("cost", answered(group.cost.map(cost))),
    ]);
    object(&entries)
}

fn worth(worth: &Worth) -> JsValue {
    list(worth.points.iter().enumerate().map(|(age, point)| {
        object(&[
            ("age", (age as u32).into()),
            ("observed", count(point.observed)),
            ("value", point.value.into()),
            ("se", known(point.standard_error)),
            ("kind", if worth.is_observed_mean { "observed_mean" } else { "mean_cumulative" }.into()),
        ])
    }))
}

fn cost(cost: Cost) -> JsValue {
    object(&[
        ("spend", money(cost.spend)),
        ("customers", count(cost.customers)),
        ("perCustomer", cost.per_customer().into()),
        ("marginRate", known(cost.margin.map(Decimal::to_f64))),
        ("paidBackAge", known(cost.paid_back)),
    ])
}

fn test(found: Result<ChiSquare, Refusal>) -> JsValue {
    answered(found.map(|found| {
        object(&[
            ("chi2", found.test.statistic.into()),
            ("df", found.df.into()),
            ("p", found.test.p.into()),
            ("logP", found.test.ln_p.into()),
        ])
    }))
}

fn uplift(report: &Report, unit: AgeUnit, split_by: Option<DimensionIx>, groups: &[Group], found: &Uplifts) -> JsValue {
    let id = |group: &Group| known(split_by.zip(group.member).and_then(|(ix, member)| member_id(report, ix, member)));
    let of = groups.iter().zip(&found.estimates).enumerate().filter(|(n, _)| *n != found.reference);
    let estimates =
        of.map(|(_, (group, found))| object(&[("key", id(group)), ("uplift", answered(found.map(estimate)))]));
    object(&[
        ("throughDay", last_day(unit, found.age as u32).into()),
        ("against", groups.get(found.reference).map_or(JsValue::NULL, id)),
        ("groups", list(estimates)),
    ])
}

fn row(row: &Row) -> JsValue {
    object(&[
        ("cohort", (*row.cohort).into()),
        ("customers", count(row.customers)),
        ("cells", list(row.cells.iter().map(cell))),
    ])
}

fn cell(cell: &Cell) -> JsValue {
    let how_much = match cell.known {
        Known::Whole => "whole",
        Known::Part => "part",
        Known::Nothing => "nothing",
    };
    let number = |value: Result<f64, Refusal>| value.map_or_else(refusal, Into::into);
    object(&[
        ("known", how_much.into()),
        ("followed", count(cell.followed)),
        ("second", number(cell.second)),
        ("active", number(cell.active.map(|(_, share)| share))),
        ("value", number(cell.worth)),
    ])
}
