//! Which measures the ladder is made of. In: the dataset. Out: [`Parts`]: on which day things count, and for each
//! well-known amount its measure on that day, or that the document has it on another day only, or not at all.

use crate::contract::{Anchor, MeasureIx, MeasureKind, Report};
use crate::cube::Dataset;

/// On which day things count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The day they happened.
    Event,
    /// The day of the exposure that they are credited to.
    Exposure,
}

/// What the document has of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Its measure.
    Here(MeasureIx),
    /// Only on the other day.
    Elsewhere(MeasureIx),
    /// Nothing.
    Absent,
}

/// Well-known amounts.
const AMOUNTS: [&str; 6] = ["gmv", "refunds", "commission", "spend", "platform_subsidy", "shop_gmv"];

/// The measures of the ladder.
pub(super) struct Parts {
    pub basis: Basis,
    /// Days until what came of a day's exposures is in.
    pub window_days: u16,
    found: [Found; 6],
}

impl Parts {
    /// On the day on which the document has more of what the ladder takes off.
    pub fn of(dataset: &Dataset) -> Self {
        let report = &dataset.report;
        let on = |basis: Basis| AMOUNTS.map(|id| find(dataset, id, basis));
        let (event, exposure) = (on(Basis::Event), on(Basis::Exposure));
        let score = |found: &[Found; 6]| {
            let [gmv, refunds, commission, spend, ..] = found.map(|found| u32::from(matches!(found, Found::Here(_))));
            gmv * spend * (1 + refunds + commission)
        };
        let by_event = score(&event) > score(&exposure);
        let longest = report.measures.iter().filter(|measure| measure.anchor == Anchor::Exposure);
        let longest = longest.map(|measure| measure.window_days).max().unwrap_or(0);
        let mut parts = Self {
            basis: if by_event { Basis::Event } else { Basis::Exposure },
            window_days: report.meta.attribution.as_ref().map_or(longest, |credit| credit.window_days),
            found: if by_event { event } else { exposure },
        };
        // The whole shop is credited to nothing, so it has no other day than its own.
        let [.., shop] = &mut parts.found;
        *shop = find(dataset, "shop_gmv", Basis::Event);
        parts
    }

    /// What there is of an amount.
    pub fn get(&self, id: &str) -> Found {
        let place = AMOUNTS.iter().position(|known| *known == id);
        place.and_then(|place| self.found.get(place)).copied().unwrap_or(Found::Absent)
    }

    /// Its measure.
    pub fn find(&self, id: &str) -> Option<MeasureIx> {
        if let Found::Here(ix) = self.get(id) { Some(ix) } else { None }
    }

    /// The measures that there are.
    pub fn measures(&self) -> Vec<MeasureIx> {
        let mut measures = Vec::new();
        for found in self.found {
            if let Found::Here(ix) = found {
                measures.push(ix);
            }
        }
        measures
    }
}

/// The amount of that id on that day: the measure so called, or, by exposure, the one called so and `_exposed`.
fn find(dataset: &Dataset, id: &str, basis: Basis) -> Found {
    let report: &Report = &dataset.report;
    let other = match basis {
        Basis::Event => Anchor::Exposure,
        Basis::Exposure => Anchor::Event,
    };
    let mut found = Found::Absent;
    for id in [id, &[id, "_exposed"].concat()] {
        let Some(ix) = report.find_measure(id) else { continue };
        let Some(measure) = report.measure(ix).filter(|measure| measure.kind == MeasureKind::Money) else { continue };
        if !dataset.cubes.iter().any(|cube| cube.carries(ix)) {
            continue;
        }
        if measure.anchor != other {
            return Found::Here(ix);
        }
        found = Found::Elsewhere(ix);
    }
    found
}
