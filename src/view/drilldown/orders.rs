//! Ways down the tree. In: the dataset's dimensions and hierarchies. Out: orders of dimensions on offer, the one in
//! use, and how far the reader's filters have gone down it.

use crate::contract::DimensionIx;
use crate::cube::Dataset;
use crate::query::Selection;
use crate::query::drill::{ancestors, children, default_path, dimensions};
use crate::view::state::DrillState;

/// How far down the tree table the reader is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Descent {
    /// Id of the dimension whose members are listed.
    pub dimension: Box<str>,
    /// Dimensions gone down, outermost first, with the member chosen of each; `None` is the unknown one.
    pub path: Vec<(Box<str>, Option<Box<str>>)>,
}

impl Descent {
    /// Where `selection` leads in the tree table that stands as `state` says; `None` where the document has no dimension.
    pub fn of(dataset: &Dataset, selection: &Selection, state: &DrillState) -> Option<Self> {
        let order = order_in_use(dataset, &state.order, &orders(dataset));
        let id = |ix: &DimensionIx| Some(dataset.report.dimension(*ix)?.id.clone());
        let down = depth(dataset, selection, &order);
        let mut path = Vec::with_capacity(down);
        for dimension in order.iter().take(down).filter_map(id) {
            let member = selection.filters.get(&dimension).and_then(|chosen| chosen.first()).cloned().flatten();
            path.push((dimension, member));
        }
        Some(Self { dimension: id(order.get(down)?)?, path })
    }
}

/// Orders on offer: the usual path first, then each hierarchy, then each dimension alone.
pub(super) fn orders(dataset: &Dataset) -> Vec<Vec<DimensionIx>> {
    let report = &dataset.report;
    let answered = dimensions(dataset);
    let mut orders = vec![default_path(dataset)];
    for &leaf in &answered {
        if children(report, leaf).iter().all(|child| !answered.contains(child)) {
            let mut path: Vec<DimensionIx> = ancestors(report, leaf);
            path.reverse();
            path.push(leaf);
            if path.len() > 1 {
                orders.push(path);
            }
        }
    }
    orders.extend(answered.iter().map(|&dimension| vec![dimension]));
    let mut known: Vec<Vec<DimensionIx>> = Vec::new();
    for order in orders {
        if !order.is_empty() && !known.contains(&order) {
            known.push(order);
        }
    }
    known
}

/// The order in use: the reader's, as far as this report knows its dimensions; else the first on offer.
pub(super) fn order_in_use(dataset: &Dataset, wanted: &[Box<str>], offered: &[Vec<DimensionIx>]) -> Vec<DimensionIx> {
    let answered = dimensions(dataset);
    let mut order: Vec<DimensionIx> = Vec::new();
    for id in wanted {
        match dataset.report.find_dimension(id) {
            Some(ix) if answered.contains(&ix) && !order.contains(&ix) => order.push(ix),
            _ => {}
        }
    }
    if order.is_empty() { offered.first().cloned().unwrap_or_default() } else { order }
}

/// How many dimensions of the order the reader has gone down: those that stand first and are filtered to one member
/// each; at least one dimension is left to list.
pub(super) fn depth(dataset: &Dataset, selection: &Selection, order: &[DimensionIx]) -> usize {
    let single = |ix: &&DimensionIx| {
        let dimension = dataset.report.dimension(**ix);
        dimension.is_some_and(|dimension| selection.filters.get(&dimension.id).is_some_and(|chosen| chosen.len() == 1))
    };
    order.iter().take_while(single).count().min(order.len().saturating_sub(1))
}
