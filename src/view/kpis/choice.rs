//! Which numbers a merchant opens a report for. In: what the document has. Out: the metrics of the strip, in order: the
//! ten of the trade as far as they are carried, and where these are few the steps of the funnel and what else adds up.

use crate::contract::{Anchor, MeasureIx, MeasureKind, Ratio, Report};
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
            add(by_exposure(dataset, metric), WELL_KNOWN.len());
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

/// The document's own ratio of the same things by the day of the exposure, where it names one: what was spent on a day
/// is to be held against what came of that day, not against what happened to fall on it.
fn by_exposure(dataset: &Dataset, metric: Metric) -> Metric {
    let report = &dataset.report;
    let Metric::Ratio(ratio) = &metric else { return metric };
    let anchor = |ix: MeasureIx| report.measure(ix).map(|measure| measure.anchor);
    let alike = |found: MeasureIx, wanted: MeasureIx| {
        let of_kind = |ix: MeasureIx| report.measure(ix).map(|measure| (measure.kind, measure.unit));
        match anchor(wanted) {
            Some(Anchor::Event) => anchor(found) == Some(Anchor::Exposure) && of_kind(found) == of_kind(wanted),
            _ => found == wanted,
        }
    };
    let same = |found: &&Ratio| {
        found.per == ratio.per && alike(found.numerator, ratio.numerator) && alike(found.denominator, ratio.denominator)
    };
    let mut named = report.ratios.iter().filter(same).cloned().map(Metric::Ratio);
    named.find(|metric| metric.is_carried(dataset)).unwrap_or(metric)
}
