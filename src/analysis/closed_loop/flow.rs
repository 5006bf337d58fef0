//! How people move between the layers awareness, interest, true interest, purchase and share. In: the report, days that
//! it has transitions for. Out: [`Flow`], a matrix of counts with what follows from it: who moved up, who fell back, who
//! came and left, and how each layer grew. A pair of layers that is not listed is nobody, as an absent row is zero; how
//! large a layer was is told only where those who stayed are listed. No filter cuts it: the document has it whole.

use crate::contract::{Layer, Report};
use crate::date::DateRange;
use crate::order::sort_unique;

/// All layers from bottom to top; the first is "in none".
pub const LAYERS: [Layer; 6] =
    [Layer::None, Layer::Awareness, Layer::Interest, Layer::TrueInterest, Layer::Purchase, Layer::Share];

/// Moves between layers over some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The days.
    pub days: DateRange,
    /// Layers that the document speaks of, from bottom to top.
    pub layers: Vec<Layer>,
    /// People by layer before and after; `None` where the pair is not listed.
    cells: [[Option<u64>; 6]; 6],
}

/// The periods that the report has transitions for, oldest first.
pub fn periods(report: &Report) -> Vec<DateRange> {
    let mut ends = Vec::new();
    for flow in &report.people_flow {
        ends.push((flow.range.to, flow.range.from));
    }
    sort_unique(&mut ends);
    ends.into_iter().map(|(to, from)| DateRange { from, to }).collect()
}

/// The moves over exactly these days; `None` where the report has none.
pub fn flow(report: &Report, days: DateRange) -> Option<Flow> {
    let mut layers = Vec::new();
    let mut cells = [[None; 6]; 6];
    let mut is_there = false;
    for moved in &report.people_flow {
        layers.extend([moved.source, moved.target]);
        let cell = cells.get_mut(moved.source as usize).and_then(|row| row.get_mut(moved.target as usize));
        if let Some(cell) = cell.filter(|_| moved.range == days) {
            is_there = true;
            *cell = Some(cell.unwrap_or(0) + moved.people);
        }
    }
    sort_unique(&mut layers);
    is_there.then_some(Flow { days, layers, cells })
}

impl Flow {
    /// People who were in `source` and are in `target`; `None` where the pair is not listed.
    pub fn people(&self, source: Layer, target: Layer) -> Option<u64> {
        self.cells.get(source as usize)?.get(target as usize).copied()?
    }

    /// People for whom `counts` holds of their layers before and after.
    pub fn sum(&self, counts: impl Fn(Layer, Layer) -> bool) -> u64 {
        self.sum_of(&counts)
    }

    fn sum_of(&self, counts: &dyn Fn(Layer, Layer) -> bool) -> u64 {
        let mut sum = 0;
        for source in LAYERS {
            for target in LAYERS {
                if counts(source, target) {
                    sum += self.people(source, target).unwrap_or(0);
                }
            }
        }
        sum
    }

    /// People in a higher layer than before, of those who were in one.
    pub fn moved_up(&self) -> u64 {
        self.sum_of(&|source, target| source != Layer::None && target > source)
    }

    /// People in a lower layer than before, of those who still are in one.
    pub fn fell_back(&self) -> u64 {
        self.sum_of(&|source, target| target != Layer::None && target < source)
    }

    /// People who came.
    pub fn entered(&self) -> u64 {
        self.sum_of(&|source, target| source == Layer::None && target != Layer::None)
    }

    /// People who left.
    pub fn left(&self) -> u64 {
        self.sum_of(&|source, target| source != Layer::None && target == Layer::None)
    }

    /// By how many people the layer grew.
    pub fn net(&self, layer: Layer) -> i128 {
        let into = self.sum_of(&|source, target| target == layer && source != layer);
        let out = self.sum_of(&|source, target| source == layer && target != layer);
        i128::from(into) - i128::from(out)
    }

    /// Whether those who stayed are listed, so that layers have a size.
    pub fn knows_sizes(&self) -> bool {
        LAYERS.iter().any(|&layer| layer != Layer::None && self.people(layer, layer).is_some())
    }

    /// People in the layer before, where that is known.
    pub fn before(&self, layer: Layer) -> Option<u64> {
        (layer != Layer::None && self.knows_sizes()).then(|| self.sum_of(&|source, _| source == layer))
    }

    /// People in the layer after, where that is known.
    pub fn after(&self, layer: Layer) -> Option<u64> {
        (layer != Layer::None && self.knows_sizes()).then(|| self.sum_of(&|_, target| target == layer))
    }

    /// The lower layer from which most people became buyers, and how many; `None` where nobody did.
    pub fn most_buyers_from(&self) -> Option<(Layer, u64)> {
        let mut most: Option<(Layer, u64)> = None;
        for layer in [Layer::Awareness, Layer::Interest, Layer::TrueInterest] {
            let people = self.people(layer, Layer::Purchase).unwrap_or(0);
            if people > most.map_or(0, |(_, people)| people) {
                most = Some((layer, people));
            }
        }
        most
    }
}
