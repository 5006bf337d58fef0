//! The view that shows the rows which a finding concerns. In: days, members, table and measure. Out: a [`ViewState`]
//! with nothing else chosen, in which the tree table goes down dimensions that this table of the document answers and
//! is sorted by that measure, which the time axis shows as well.

use super::findings::Finding;
use crate::contract::{DimensionIx, MeasureIx};
use crate::cube::{Cube, Dataset};
use crate::query::Selection;
use crate::query::drill::{default_path, dimensions};
use crate::view::state::{DrillState, TrendState, ViewState};

/// The view; `None` where no rows are concerned.
pub(super) fn rows(finding: &Finding, dataset: &Dataset) -> Option<ViewState> {
    let (report, rows) = (&dataset.report, finding.rows?);
    let table = table(finding, rows.measure, dataset);
    let mut selection = Selection::default().over(rows.days);
    for (ix, members) in &finding.members {
        let Some(dimension) = report.dimension(*ix).filter(|_| table.is_some_and(|table| table.answers(*ix))) else {
            continue;
        };
        for &member in members {
            selection = selection.with(&dimension.id, dimension.member(member).map(|member| &*member.id));
        }
    }
    let focus = rows.measure.and_then(|ix| report.measure(ix)).map(|measure| measure.id.clone());
    let order = table.map(|table| order(finding, table, dataset)).unwrap_or_default();
    let trend = TrendState { metric: focus.clone(), ..TrendState::default() };
    Some(ViewState {
        selection,
        drill: DrillState { order, focus, ..DrillState::default() },
        trend,
        ..ViewState::default()
    })
}

/// The table of the document that holds the rows: the finding's own; else one of the measure that knows the members.
fn table<'a>(finding: &Finding, measure: Option<MeasureIx>, dataset: &'a Dataset) -> Option<&'a Cube> {
    if let Some(ix) = finding.cube {
        return dataset.cubes.get(ix);
    }
    let carries = |cube: &&Cube| measure.is_none_or(|measure| cube.carries(measure));
    let knows = |cube: &&Cube| finding.members.iter().all(|(dimension, _)| cube.answers(*dimension));
    let mut carriers = dataset.cubes.iter().filter(carries);
    carriers.clone().find(knows).or_else(|| carriers.next())
}

/// Empty, for the usual way down, where the table answers all of it; else its own dimensions, those chosen first.
fn order(finding: &Finding, table: &Cube, dataset: &Dataset) -> Vec<Box<str>> {
    if default_path(dataset).iter().all(|&ix| table.answers(ix)) {
        return Vec::new();
    }
    let chosen = finding.members.iter().map(|(dimension, _)| *dimension);
    let mut order: Vec<DimensionIx> = Vec::new();
    for ix in chosen.chain(dimensions(dataset)) {
        if table.answers(ix) && !order.contains(&ix) {
            order.push(ix);
        }
    }
    order.iter().filter_map(|&ix| dataset.report.dimension(ix)).map(|dimension| dimension.id.clone()).collect()
}
