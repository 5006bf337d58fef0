//! `Report.catalogue`. In: a dataset. Out: what questions may name: dimensions with their members, measures, ratios, cubes,
//! the days in the data, ids of funnel steps, experiments, agreements and promotion waves. Names are as the document has
//! them, a string or a map of language tags.

use wasm_bindgen::JsValue;

use super::plain::{count, days, ids, known, list, measure_ids, object};
use super::query::kind;
use crate::contract::{Anchor, Dimension, DimensionIx, Measure, MeasureIx, Meta, Polarity, Ratio, Report, Text, Unit};
use crate::cube::{Cube, Dataset};
use crate::order::sort_unique;
use crate::query::period::mature_through;

/// What there is to ask for.
pub(super) fn catalogue(dataset: &Dataset) -> JsValue {
    let report = &dataset.report;
    let measures = report.measures.iter().enumerate();
    let id = |id: &str| JsValue::from(id);
    let mut waves: Vec<&str> =
        report.calendar.iter().filter_map(|entry| entry.wave.as_ref()).map(|wave| &*wave.name).collect();
    sort_unique(&mut waves);
    object(&[
        ("meta", meta(&report.meta, report)),
        ("dimensions", list(report.dimensions.iter().map(|found| dimension(report, found)))),
        ("measures", list(measures.map(|(ix, found)| measure(report, MeasureIx(ix as u16), found)))),
        ("ratios", list(report.ratios.iter().map(|found| ratio(report, found)))),
        ("cubes", list(dataset.cubes.iter().map(|found| cube(report, found)))),
        ("steps", list(report.funnel.iter().map(|step| id(&step.id)))),
        ("experiments", list(report.experiments.iter().map(|experiment| id(&experiment.id)))),
        ("agreements", list(report.agreements.iter().map(|agreement| id(&agreement.id)))),
        ("waves", list(waves.into_iter().map(id))),
    ])
}

fn text(text: &Text) -> JsValue {
    match text {
        Text::Plain(plain) => (**plain).into(),
        Text::Tagged(tagged) => {
            let entries: Vec<(&str, JsValue)> = tagged.iter().map(|(tag, text)| (&**tag, (**text).into())).collect();
            object(&entries)
        }
    }
}

fn meta(meta: &Meta, report: &Report) -> JsValue {
    object(&[
        ("merchant", object(&[("id", (*meta.merchant_id).into()), ("name", text(&meta.merchant_name))])),
        ("source", text(&meta.source)),
        ("generatedAt", (*meta.generated_at).into()),
        ("timeZone", (*meta.time_zone).into()),
        ("currency", (*meta.currency).into()),
        ("days", days(report.complete_range())),
        ("missingDates", list(meta.missing_dates.iter().map(|day| day.to_string().into()))),
        ("demo", meta.demo.into()),
        ("minCell", count(meta.min_cell)),
    ])
}

fn dimension(report: &Report, found: &Dimension) -> JsValue {
    let above = found.parent.and_then(|ix| report.dimension(ix));
    let members = found.members.iter().map(|member| {
        let parent = member.parent.and_then(|ix| above?.member(ix));
        object(&[
            ("id", (*member.id).into()),
            ("label", text(&member.label)),
            ("parent", known(parent.map(|parent| JsValue::from(&*parent.id)))),
        ])
    });
    object(&[
        ("id", (*found.id).into()),
        ("label", text(&found.label)),
        ("parent", known(above.map(|above| JsValue::from(&*above.id)))),
        ("members", list(members)),
    ])
}

fn measure(report: &Report, ix: MeasureIx, found: &Measure) -> JsValue {
    let unit = found.unit.map(|unit| match unit {
        Unit::Person => "person",
        Unit::Session => "session",
        Unit::Event => "event",
    });
    let anchor = match found.anchor {
        Anchor::Event => "event",
        Anchor::Exposure => "exposure",
        Anchor::Both => "both",
    };
    let polarity = match found.polarity {
        Polarity::Up => "up",
        Polarity::Down => "down",
        Polarity::None => "none",
    };
    let whole = found.subset_of.and_then(|ix| report.measure(ix));
    object(&[
        ("id", (*found.id).into()),
        ("label", text(&found.label)),
        ("kind", kind(found.kind).into()),
        ("unit", known(unit)),
        ("anchor", anchor.into()),
        ("subsetOf", known(whole.map(|whole| JsValue::from(&*whole.id)))),
        ("polarity", polarity.into()),
        ("sampled", found.sample.is_some().into()),
        ("finalThrough", mature_through(report, ix).to_string().into()),
    ])
}

fn ratio(report: &Report, found: &Ratio) -> JsValue {
    let id = |ix: MeasureIx| known(report.measure(ix).map(|measure| JsValue::from(&*measure.id)));
    object(&[
        ("id", (*found.id).into()),
        ("label", found.label.as_ref().map_or(JsValue::NULL, text)),
        ("numerator", id(found.numerator)),
        ("denominator", id(found.denominator)),
        ("per", count(found.per.into())),
    ])
}

fn cube(report: &Report, found: &Cube) -> JsValue {
    let by: Vec<DimensionIx> =
        (0..report.dimensions.len() as u16).map(DimensionIx).filter(|&ix| found.answers(ix)).collect();
    let measures: Vec<MeasureIx> = found.measures().collect();
    object(&[
        ("id", found.id().into()),
        ("by", ids(report, &by)),
        ("measures", measure_ids(report, &measures)),
        ("rows", count(found.rows() as u64)),
        ("days", known(found.days().map(days))),
    ])
}
