//! `measures`: what is counted, and what may be said about it. Refuses twin ids, subsets that lead in a circle, sample
//! rates of nothing.

use super::dimensions::{exceeds, refuse_cycles};
use super::meta::window;
use super::twins;
use crate::contract::limits::MAX_MEASURES;
use crate::contract::notes::{Notes, Path};
use crate::contract::wire::{self, List};
use crate::contract::{
    Anchor, Decimal, Dimension, DimensionIx, Measure, MeasureIx, Meta, Polarity, Sample, SampleRate, Unit,
};
use crate::error::ErrorKind;

/// All measures, their references resolved.
pub fn read<'a>(
    list: &List<'a, wire::Measure<'a>>,
    meta: &Meta,
    dimensions: &[Dimension],
    at: &Path<'_>,
    notes: &mut Notes,
) -> Vec<Measure> {
    let mut measures: Vec<Measure> = Vec::new();
    if exceeds(list, at, notes, "MAX_MEASURES", MAX_MEASURES) {
        return measures;
    }
    let default_window = meta.attribution.as_ref().map_or(0, |given| given.window_days);
    for (index, wire) in list.iter().enumerate() {
        let at = at.index(index);
        let id = wire.id();
        let anchor = wire.anchor().unwrap_or_else(|| default_anchor(&id));
        let by_anchor = if anchor == Anchor::Exposure { default_window } else { 0 };
        measures.push(Measure {
            label: wire.label(),
            kind: wire.kind(),
            unit: wire.unit(),
            anchor,
            subset_of: None,
            polarity: wire.polarity().unwrap_or(Polarity::Up),
            window_days: wire.window_days().map_or(by_anchor, |days| window(days, &at.key("window_days"), notes)),
            sample: wire.sample().and_then(|wire| sample(wire, dimensions, &at.key("sample"), notes)),
            population: wire.population(),
            description: wire.description(),
            source: wire.source(),
            dedupe: wire.dedupe(),
            id,
        });
    }
    twins(measures.len(), &|ix| Some(&measures.get(ix)?.id), at, notes);
    let mut containers = Vec::new();
    for (index, wire) in list.iter().enumerate() {
        let container = wire.subset_of().map(|container| {
            let found = measures.iter().position(|measure| measure.id == container);
            if found.is_none() {
                let at = at.index(index);
                let expected = "the id of a measure";
                notes.fault_in_id(ErrorKind::UnknownReference, &at.key("subset_of"), &container, &expected);
            }
            found
        });
        containers.push(container.flatten());
    }
    refuse_cycles(&containers, at, "subset_of", notes);
    for (measure, container) in measures.iter_mut().zip(containers) {
        measure.subset_of = container.map(|ix| MeasureIx(ix as u16));
    }
    measures
}

/// Impressions, reads and spend happen on the day of the exposure: both days are the same unless the sender says otherwise.
fn default_anchor(id: &str) -> Anchor {
    if matches!(id, "impressions" | "reads" | "spend") { Anchor::Both } else { Anchor::Event }
}

fn sample(wire: wire::Sample<'_>, dimensions: &[Dimension], at: &Path<'_>, notes: &mut Notes) -> Option<Sample> {
    let unit = wire.unit();
    if unit == Unit::Session {
        notes.fault(ErrorKind::WrongType, &at.key("unit"), &"\"session\"", &"event or person");
    }
    let rate = match (wire.rate(), wire.by()) {
        (Some(rate), None) => {
            refuse_zero(rate, &at.key("rate"), notes);
            SampleRate::Same(rate)
        }
        (None, Some(by)) => rates_by_member(by, dimensions, &at.key("by"), notes)?,
        (None, None) => {
            notes.fault(ErrorKind::MissingField, &at.key("rate"), &"", &"a rate, or `by` with one rate per member");
            return None;
        }
        (Some(_), Some(_)) => {
            notes.fault(ErrorKind::Inconsistent, at, &"both `rate` and `by`", &"one of them");
            return None;
        }
    };
    Some(Sample { unit, rate })
}

fn rates_by_member(
    wire: wire::SampleBy<'_>,
    dimensions: &[Dimension],
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<SampleRate> {
    let id = wire.dimension();
    let found = dimensions.iter().position(|dimension| dimension.id == id);
    let Some((ix, dimension)) = found.and_then(|ix| Some((ix, dimensions.get(ix)?))) else {
        notes.fault_in_id(ErrorKind::UnknownReference, &at.key("dimension"), &id, &"the id of a dimension");
        return None;
    };
    let mut by_member = vec![Decimal::from_tenths(10); dimension.members.len()];
    let at = at.key("rates");
    for (member, rate) in wire.rates().iter() {
        let at = at.key(&member);
        refuse_zero(rate, &at, notes);
        if let Some(place) = dimension.find(&member).and_then(|ix| by_member.get_mut(ix.0 as usize)) {
            *place = rate;
        } else {
            let expected = format_args!("the id of a member of {}", dimension.id);
            notes.fault_in_id(ErrorKind::UnknownReference, &at, &member, &expected);
        }
    }
    Some(SampleRate::By(DimensionIx(ix as u16), by_member))
}

/// Nothing can be said about a total of which nothing was observed.
fn refuse_zero(rate: Decimal, at: &Path<'_>, notes: &mut Notes) {
    if rate.mantissa() == 0 {
        notes.fault_in_id(ErrorKind::OutOfRange, at, &rate.to_string(), &"a rate above 0");
    }
}
