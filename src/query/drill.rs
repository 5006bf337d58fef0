//! Ways down. In: the report's hierarchies and what its cubes answer. Out: dimensions in the order in which a reader
//! goes from the whole to the single note.

use crate::contract::{DimensionIx, Report};
use crate::cube::Dataset;
use crate::order::sort_by;

/// The order that readers expect, where the document has these.
const USUAL_ORDER: [&str; 5] = ["category", "brand", "product", "creator", "note"];

/// Coarser dimensions of the hierarchy that holds `dimension`, nearest first.
pub fn ancestors(report: &Report, dimension: DimensionIx) -> Vec<DimensionIx> {
    let parent = |ix: &DimensionIx| report.dimension(*ix).and_then(|dimension| dimension.parent);
    std::iter::successors(parent(&dimension), parent).take(report.dimensions.len()).collect()
}

/// Dimensions directly below `dimension`, in document order.
pub fn children(report: &Report, dimension: DimensionIx) -> Vec<DimensionIx> {
    let is_child = |ix: &DimensionIx| report.dimension(*ix).is_some_and(|child| child.parent == Some(dimension));
    (0..report.dimensions.len() as u16).map(DimensionIx).filter(is_child).collect()
}

/// Dimensions that some cube answers, in document order.
pub fn dimensions(dataset: &Dataset) -> Vec<DimensionIx> {
    let answered = |ix: &DimensionIx| dataset.cubes.iter().any(|cube| cube.answers(*ix));
    (0..dataset.report.dimensions.len() as u16).map(DimensionIx).filter(answered).collect()
}

/// The path to offer first: category → brand → product → creator → note, of these what the document has and one cube
/// answers together. A document with none of them offers its own dimensions instead, parents before children.
pub fn default_path(dataset: &Dataset) -> Vec<DimensionIx> {
    let report = &dataset.report;
    let usual: Vec<DimensionIx> = USUAL_ORDER.iter().filter_map(|id| report.find_dimension(id)).collect();
    let path = answered_together(dataset, &usual);
    if !path.is_empty() {
        return path;
    }
    let mut own = dimensions(dataset);
    let from_top = |ix: DimensionIx| {
        let mut path = ancestors(report, ix);
        path.reverse();
        path.push(ix);
        path
    };
    sort_by(&mut own, |&a, &b| from_top(a).cmp(&from_top(b)));
    answered_together(dataset, &own)
}

/// Of `wanted`, one after another, those that some cube answers together with all before them.
fn answered_together(dataset: &Dataset, wanted: &[DimensionIx]) -> Vec<DimensionIx> {
    let mut path: Vec<DimensionIx> = Vec::new();
    for &next in wanted {
        let together = dataset.cubes.iter().any(|cube| cube.answers(next) && path.iter().all(|&ix| cube.answers(ix)));
        if together {
            path.push(next);
        }
    }
    path
}
