//! What answering a question takes. In: the same dataset, scope and query as [`run`](super::run()). Out: one [`Pass`] per
//! scan of the plan, in its order: which cube or roll-up of it, how many of its rows, for which measures.

use super::plan::plan;
use super::{Key, Query, Scope};
use crate::contract::{DimensionIx, MeasureIx};
use crate::cube::Dataset;
use crate::date::DateRange;

/// One pass over the rows of one cube.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    /// Index of the cube.
    pub cube: usize,
    /// Whether a roll-up of it is looked through in its place.
    pub rolled_up: bool,
    /// Rows in the days asked for: those that are looked at.
    pub rows: usize,
    /// Days asked for.
    pub range: DateRange,
    /// Dimensions whose filters are applied to them, ascending.
    pub filters: Vec<DimensionIx>,
    /// What they are grouped by; nothing where only a total can be had.
    pub group_by: Vec<Key>,
    /// Measures added up.
    pub measures: Vec<MeasureIx>,
    /// Whether only the last day of each period counts.
    pub levels: bool,
}

/// The passes that answer `query` over the rows of `scope`. Exact counts of `uniques` take none.
pub fn explain(dataset: &Dataset, scope: &Scope, query: &Query) -> Vec<Pass> {
    let mut passes = Vec::new();
    for scan in plan(dataset, scope, query).scans {
        let Some(source) = scan.source(dataset) else { continue };
        passes.push(Pass {
            cube: scan.cube,
            rolled_up: scan.rollup.is_some(),
            rows: source.runs_in(scope.range).iter().map(|run| run.end - run.start).sum(),
            range: scope.range,
            filters: scan.filters.dimensions().copied().collect(),
            group_by: scan.group_by,
            measures: scan.measures,
            levels: scan.levels,
        });
    }
    passes
}
