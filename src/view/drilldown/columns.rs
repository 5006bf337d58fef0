//! What the table's columns count. In: the document's funnel, measures and ratios, what its cubes carry. Out: at most
//! [`MAX_COLUMNS`] columns: steps of the funnel, then money, then people, then the ratios that decide.

use crate::contract::{MeasureIx, MeasureKind, Ratio, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::query::period::mature_range;

/// Most columns.
const MAX_COLUMNS: usize = 8;
/// Most steps of the funnel among them.
const MAX_STEPS: usize = 4;
/// Money, people (where there is room) and ratios in order of interest.
const MONEY: [&str; 2] = ["gmv", "spend"];
const PEOPLE: [&str; 2] = ["new_buyers", "buyers"];
const RATIOS: [&str; 3] = ["roi", "conversion", "order_value"];

/// One column of numbers.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Column {
    /// A measure over the chosen days.
    Measure(MeasureIx),
    /// A ratio over those of them on which both of its measures are final.
    Ratio(Ratio),
}

impl Column {
    /// Id of the measure or ratio.
    pub fn id<'a>(&'a self, report: &'a Report) -> &'a str {
        match self {
            Self::Measure(ix) => report.measure(*ix).map_or("", |measure| &measure.id),
            Self::Ratio(ratio) => &ratio.id,
        }
    }

    /// The measure whose days the sparkline draws.
    pub const fn leading(&self) -> MeasureIx {
        match self {
            Self::Measure(ix) => *ix,
            Self::Ratio(ratio) => ratio.numerator,
        }
    }

    /// The days it counts; `None` where none is final.
    pub fn days(&self, report: &Report, range: DateRange) -> Option<DateRange> {
        match self {
            Self::Measure(_) => Some(range),
            Self::Ratio(ratio) => {
                mature_range(report, ratio.denominator, mature_range(report, ratio.numerator, range)?)
            }
        }
    }
}

/// The columns; the measure that the reader clicked in the funnel is always among them.
pub(super) fn columns(dataset: &Dataset, focus: Option<&str>) -> Vec<Column> {
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
    if let Some(ix) = focus.and_then(|id| report.find_measure(id)) {
        add(&mut measures, ix, MAX_COLUMNS + 1);
    }
    let ratios = RATIOS.iter().filter_map(|id| report.find_ratio(id));
    let ratios = ratios.filter(|ratio| carried(ratio.numerator) && carried(ratio.denominator));
    let room = MAX_COLUMNS.saturating_sub(measures.len());
    measures.into_iter().map(Column::Measure).chain(ratios.take(room.max(1)).cloned().map(Column::Ratio)).collect()
}
