//! Which numbers a merchant opens a report for. In: what the document has. Out: the metrics of the strip, in order: the
//! ten of the trade as far as they are carried, and where these are few the steps of the funnel and what else adds up.

use crate::contract::{MeasureIx, MeasureKind, Report};
use crate::cube::Dataset;
use crate::view::metric::Metric;

/// Ids in order of the path from content to money.
const WELL_KNOWN: [&str; 9] =
    ["impressions", "reads", "interaction", "store_visits", "orders", "gmv", "spend", "roi", "visit_cost"];
/// With fewer than these the strip is filled up.
const FEW: usize = 5;

pub(super) fn choice(dataset: &Dataset) -> Vec<Metric> {
    let report = &dataset.report;
    let mut chosen: Vec<Metric> = Vec::new();
    let mut add = |metric: Metric, most: usize| {
        if chosen.len() < most && !chosen.contains(&metric) && metric.is_carried(dataset) {
            chosen.push(metric);
        }
    };
    for id in WELL_KNOWN {
        if let Some(metric) = Metric::find(dataset, id).or_else(|| step(report, id)) {
            add(metric.by_exposure(dataset), WELL_KNOWN.len());
        }
    }
    for step in &report.funnel {
        add(Metric::Measure(step.measure), FEW);
    }
    for (ix, measure) in report.measures.iter().enumerate() {
        if matches!(measure.kind, MeasureKind::Count | MeasureKind::Money) {
            add(Metric::Measure(MeasureIx(ix as u16)), FEW);
        }
    }
    for ratio in &report.ratios {
        add(Metric::Ratio(ratio.clone()), FEW);
    }
    chosen
}

/// What the step of that id counts, where no measure bears the id itself.
fn step(report: &Report, id: &str) -> Option<Metric> {
    report.funnel.iter().find(|step| &*step.id == id).map(|step| Metric::Measure(step.measure))
}
