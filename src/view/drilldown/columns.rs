//! What the table's columns count. In: the document's funnel, measures and ratios, what its cubes carry. Out: at most
//! [`MAX_COLUMNS`] columns: steps of the funnel, then money, then people, then the ratios that decide.

use crate::contract::{MeasureIx, MeasureKind};
use crate::cube::Dataset;
use crate::view::metric::Metric;

/// Most columns.
const MAX_COLUMNS: usize = 8;
/// Most steps of the funnel among them.
const MAX_STEPS: usize = 4;
/// Money, people (where there is room) and ratios in order of interest.
const MONEY: [&str; 2] = ["gmv", "spend"];
const PEOPLE: [&str; 2] = ["new_buyers", "buyers"];
const RATIOS: [&str; 3] = ["roi", "conversion", "order_value"];

/// The columns; the number that the reader clicked elsewhere is always among them.
pub(super) fn columns(dataset: &Dataset, focus: Option<&str>) -> Vec<Metric> {
    let report = &dataset.report;
    let carried = |ix: MeasureIx| dataset.cubes.iter().any(|cube| cube.carries(ix));
    let mut measures: Vec<MeasureIx> = Vec::new();
    let add = |measures: &mut Vec<MeasureIx>, ix: MeasureIx, most: usize| {
        if carried(ix) && !measures.contains(&ix) && measures.len() < most {
            measures.push(ix);
        }
    };
    for step in report.funnel.iter().filter(|step| step.route.is_none() && !step.optional) {
        add(&mut measures, step.measure, MAX_STEPS);
    }
    // The end of the funnel says more than its fourth step.
    if let Some(last) = report.funnel.iter().rev().find(|step| !step.optional && step.route.is_none()) {
        add(&mut measures, last.measure, MAX_STEPS + 1);
    }
    if measures.is_empty() {
        for (ix, measure) in report.measures.iter().enumerate() {
            if matches!(measure.kind, MeasureKind::Count | MeasureKind::Unique | MeasureKind::Stock) {
                add(&mut measures, MeasureIx(ix as u16), MAX_STEPS + 1);
            }
        }
    }
    for ix in MONEY.iter().filter_map(|id| report.find_measure(id)) {
        add(&mut measures, ix, MAX_COLUMNS);
    }
    for ix in PEOPLE.iter().filter_map(|id| report.find_measure(id)) {
        add(&mut measures, ix, MAX_COLUMNS - 1);
    }
    let most = measures.len() + MAX_COLUMNS.saturating_sub(measures.len()).max(1);
    let mut columns: Vec<Metric> = measures.into_iter().map(Metric::Measure).collect();
    for id in RATIOS {
        if columns.len() < most
            && let Some(metric) = Metric::find(dataset, id)
        {
            columns.push(metric.by_exposure(dataset));
        }
    }
    if let Some(focused) = focus.and_then(|id| Metric::find(dataset, id))
        && !columns.contains(&focused)
    {
        columns.push(focused);
    }
    columns
}
