//! Which cube answers what. In: a dataset, a scope and a query. Out: a [`Plan`]: the scans to run and, per measure, how
//! closely its scan answers. Deterministic: among cubes that cover the question the one with the fewest nulls, then the
//! smallest, then the first; of that one the smallest roll-up that will do.

use std::rc::Rc;

use super::{Cut, Filters, Key, Query, Scope};
use crate::contract::{DimensionIx, Measure, MeasureIx, MeasureKind, MemberIx, Report, SampleRate};
use crate::cube::{Cube, Dataset};
use crate::date::DateRange;
use crate::order::sort_unique;

/// One pass over the rows of one cube.
#[derive(Clone, Debug)]
pub(crate) struct Scan {
    /// Index of the cube.
    pub cube: usize,
    /// Its roll-up that is looked through in place of all of its rows, with its number. It stays while it is needed here.
    pub rollup: Option<(usize, Rc<Cube>)>,
    /// The scope's filters without those that the cube cannot apply.
    pub filters: Filters<DimensionIx, MemberIx>,
    /// As asked, or empty where only a total can be had.
    pub group_by: Vec<Key>,
    /// Only the last day of each period counts: the measures are levels.
    pub levels: bool,
    /// Measures to add up.
    pub measures: Vec<MeasureIx>,
}

impl Scan {
    /// What is looked through.
    pub fn source<'a>(&'a self, dataset: &'a Dataset) -> Option<&'a Cube> {
        self.rollup.as_ref().map_or_else(|| dataset.cubes.get(self.cube), |(_, rollup)| Some(rollup))
    }
}

/// How one measure of the query is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlannedColumn {
    pub measure: MeasureIx,
    pub cut: Cut,
    /// Index into [`Plan::scans`], and of the measure in that scan; `None` where no cube carries it.
    pub source: Option<(usize, usize)>,
}

/// What to do.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub scans: Vec<Scan>,
    /// One per measure of the query, then one for the privacy measure where the query lacks it and a floor is set.
    pub columns: Vec<PlannedColumn>,
    /// The column that the display floor looks at.
    pub privacy: Option<usize>,
}

pub(crate) fn plan(dataset: &Dataset, scope: &Scope, query: &Query) -> Plan {
    let report = &dataset.report;
    let mut measures = query.measures.clone();
    let watched = report.meta.privacy_measure.filter(|_| report.meta.min_cell > 0);
    let privacy = watched.map(|watched| {
        measures.iter().position(|&measure| measure == watched).unwrap_or_else(|| {
            measures.push(watched);
            measures.len() - 1
        })
    });
    let mut scans: Vec<Scan> = Vec::new();
    let mut columns = Vec::with_capacity(measures.len());
    for measure in measures {
        columns.push(plan_column(dataset, scope, query, measure, &mut scans));
    }
    Plan { scans, columns, privacy }
}

fn plan_column(dataset: &Dataset, scope: &Scope, query: &Query, ix: MeasureIx, scans: &mut Vec<Scan>) -> PlannedColumn {
    let absent = PlannedColumn { measure: ix, cut: Cut::Absent, source: None };
    let Some(measure) = dataset.report.measure(ix) else { return absent };
    let Some((cube_ix, cube)) = choose(dataset, scope, query, ix, measure) else { return absent };
    let missing = lacking_keys(cube, query);
    let ignored = lacking_filters(cube, scope);
    let group_by = if missing.is_empty() { query.group_by.clone() } else { Vec::new() };
    let mut filters = scope.filters.clone();
    for dimension in &ignored {
        filters.remove(dimension);
    }
    let levels = measure.kind == MeasureKind::Stock;
    let mut wanted = Scan { cube: cube_ix, rollup: None, filters, group_by, levels, measures: Vec::new() };
    wanted.rollup = rolled(&dataset.report, cube, scope.range, &wanted, ix, measure);
    let number = |scan: &Scan| scan.rollup.as_ref().map(|(number, _)| *number);
    let alike = |scan: &Scan| {
        scan.cube == wanted.cube
            && number(scan) == number(&wanted)
            && scan.levels == wanted.levels
            && scan.group_by == wanted.group_by
    };
    let scan_ix = scans.iter().position(alike).unwrap_or_else(|| {
        scans.push(wanted);
        scans.len() - 1
    });
    let source = scans.get_mut(scan_ix).map(|scan| {
        scan.measures.push(ix);
        (scan_ix, scan.measures.len() - 1)
    });
    let cut = match (missing.is_empty(), ignored.is_empty()) {
        (true, true) => Cut::Exact { cube: cube_ix },
        (true, false) => Cut::Unfiltered { cube: cube_ix, ignored },
        (false, _) => Cut::Ungrouped { cube: cube_ix, missing, ignored },
    };
    PlannedColumn { measure: ix, cut, source }
}

/// The best cube for one measure: one that can be grouped as asked before one that cannot, then the one that leaves
/// out the fewest filters, then the one that knows the sampling rate, then the one that lacks the fewest values (the
/// same number should not be "at least" in one panel and whole in the next), then the smallest.
fn choose<'a>(
    dataset: &'a Dataset,
    scope: &Scope,
    query: &Query,
    ix: MeasureIx,
    measure: &Measure,
) -> Option<(usize, &'a Cube)> {
    let mut best: Option<([usize; 6], (usize, &Cube))> = None;
    for (cube_ix, cube) in dataset.cubes.iter().enumerate() {
        let Some(values) = cube.values_of(ix) else { continue };
        let missing = lacking_keys(cube, query).len();
        let rate_unknown = match &measure.sample {
            Some(sample) => matches!(sample.rate, SampleRate::By(dimension, _) if !cube.answers(dimension)),
            None => false,
        };
        let cost = [
            usize::from(missing > 0),
            lacking_filters(cube, scope).len(),
            missing,
            usize::from(rate_unknown),
            values.column.nulls().count(),
            cube.rows(),
        ];
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, (cube_ix, cube)));
        }
    }
    best.map(|(_, chosen)| chosen)
}

/// The smallest roll-up of the cube that tells apart what the scan does, and has all that the measure's figure needs.
fn rolled(
    report: &Report,
    cube: &Cube,
    range: DateRange,
    scan: &Scan,
    ix: MeasureIx,
    measure: &Measure,
) -> Option<(usize, Rc<Cube>)> {
    let rate_by = match measure.sample.as_ref().map(|sample| &sample.rate) {
        Some(SampleRate::By(dimension, _)) => Some(*dimension),
        _ => None,
    };
    let squares = squares_of(report, ix).filter(|&squares| cube.carries(squares));
    let mut best: Option<(usize, Rc<Cube>)> = None;
    for (number, rollup, together) in cube.rollups() {
        let knows = |key: &Key| match key {
            Key::Dimension(dimension) => rollup.answers(*dimension),
            Key::Day | Key::Week | Key::Month => together.is_none(),
        };
        let answers = together.is_none_or(|days| cube.days().and_then(|all| all.intersect(range)) == Some(days))
            && scan.group_by.iter().all(knows)
            && scan.filters.dimensions().chain(&rate_by).all(|&dimension| rollup.answers(dimension))
            && rollup.carries(ix)
            && squares.is_none_or(|squares| rollup.carries(squares));
        if answers && best.as_ref().is_none_or(|(_, least)| rollup.rows() < least.rows()) {
            best = Some((number, rollup));
        }
    }
    best.inspect(|(number, _)| cube.answers_by(*number))
}

fn lacking_keys(cube: &Cube, query: &Query) -> Vec<DimensionIx> {
    let mut lacking = Vec::new();
    for key in &query.group_by {
        if let Key::Dimension(dimension) = key
            && !cube.answers(*dimension)
        {
            lacking.push(*dimension);
        }
    }
    sort_unique(&mut lacking);
    lacking
}

fn lacking_filters(cube: &Cube, scope: &Scope) -> Vec<DimensionIx> {
    let mut lacking = Vec::new();
    for &dimension in scope.filters.dimensions() {
        if !cube.answers(dimension) {
            lacking.push(dimension);
        }
    }
    lacking
}

/// The measure that holds the sums of squares of `ix`, if the document has one: of kind `sumsq`, and either a
/// `subset_of` that names `ix` or an id made of that of `ix` and `_sumsq`.
pub(crate) fn squares_of(report: &Report, ix: MeasureIx) -> Option<MeasureIx> {
    let id = &*report.measure(ix)?.id;
    let belongs = |squares: &Measure| {
        squares.kind == MeasureKind::SumSquares
            && (squares.subset_of == Some(ix) || squares.id.strip_suffix("_sumsq") == Some(id))
    };
    report.measures.iter().position(belongs).map(|ix| MeasureIx(ix as u16))
}
