//! Which step stands on which. In: the document's steps. Out: [`Place`]s in the order of drawing. A run of routed steps
//! forms one chain per route, each from the last step before the run; after an optional step, "previous" is the last
//! one that cannot be skipped.

use crate::contract::{FunnelStep, MemberIx};
use crate::order::sort_by;

/// One step in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index into the document's steps.
    pub step: usize,
    /// From the top, 0 first.
    pub stage: usize,
    /// Index into [`Layout::chains`].
    pub chain: Option<usize>,
    /// Steps before it, as indexes into the document's steps: none for the first, several where chains join.
    pub previous: Vec<usize>,
}

/// All steps in their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pub chains: Vec<MemberIx>,
    pub places: Vec<Place>,
}

/// The chain that a run of routed steps has built so far.
struct Chain {
    /// Index into [`Layout::chains`].
    route: usize,
    steps: usize,
    /// The last step that cannot be skipped; else the one before the run.
    end: Option<usize>,
}

pub fn layout(steps: &[FunnelStep]) -> Layout {
    let mut layout = Layout::default();
    let mut base: Option<usize> = None;
    let mut stage = 0;
    let mut run: Vec<Chain> = Vec::new();
    // Ends of the chains that the next step joins.
    let mut ends: Vec<usize> = Vec::new();
    for (ix, step) in steps.iter().enumerate() {
        let Some(route) = step.route else {
            if !run.is_empty() {
                stage += run.iter().map(|chain| chain.steps).max().unwrap_or(0);
                ends = run.drain(..).filter_map(|chain| chain.end).collect();
            }
            let previous = if ends.is_empty() { base.into_iter().collect() } else { ends.clone() };
            layout.places.push(Place { step: ix, stage, chain: None, previous });
            stage += 1;
            if !step.optional {
                base = Some(ix);
                ends.clear();
            }
            continue;
        };
        let chain = layout.chains.iter().position(|&known| known == route).unwrap_or_else(|| {
            layout.chains.push(route);
            layout.chains.len() - 1
        });
        let at = run.iter().position(|known| known.route == chain).unwrap_or_else(|| {
            run.push(Chain { route: chain, steps: 0, end: base });
            run.len() - 1
        });
        if let Some(known) = run.get_mut(at) {
            let previous = known.end.into_iter().collect();
            layout.places.push(Place { step: ix, stage: stage + known.steps, chain: Some(chain), previous });
            known.steps += 1;
            if !step.optional {
                known.end = Some(ix);
            }
        }
    }
    sort_by(&mut layout.places, |a, b| (a.stage, a.chain).cmp(&(b.stage, b.chain)));
    layout
}

#[cfg(test)]
mod tests {
    use super::{Place, layout};
    use crate::contract::{FunnelStep, MeasureIx, MemberIx};

    fn step(id: &str, optional: bool, route: Option<u32>) -> FunnelStep {
        let route = route.map(MemberIx);
        FunnelStep { id: id.into(), label: None, measure: MeasureIx(0), parts: Vec::new(), optional, route }
    }

    #[test]
    fn chains_start_before_their_run_and_join_after_it() {
        let steps = [
            step("reads", false, None),
            step("clicks", false, Some(0)),
            step("screenshots", true, Some(1)),
            step("searches", false, Some(1)),
            step("visits", false, None),
            step("carts", true, None),
            step("orders", false, None),
        ];
        let layout = layout(&steps);
        assert_eq!(layout.chains, [MemberIx(0), MemberIx(1)]);
        let place = |step, stage, chain, previous: &[usize]| Place { step, stage, chain, previous: previous.to_vec() };
        assert_eq!(
            layout.places,
            [
                place(0, 0, None, &[]),
                place(1, 1, Some(0), &[0]),
                place(2, 1, Some(1), &[0]),
                place(3, 2, Some(1), &[0]),
                place(4, 3, None, &[1, 3]),
                place(5, 4, None, &[4]),
                place(6, 5, None, &[4]),
            ]
        );
    }
}
