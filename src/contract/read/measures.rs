//! `measures`: what is counted, and what may be said about it. Refuses twin ids, subsets that lead in a circle, sample
//! rates of nothing.

use super::dimensions::{limited, refuse_cycles};
use super::meta::window;
use super::twins;
use crate::contract::limits::MAX_MEASURES;
use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::wire::{self, Count, List, Need, Rate, Value, maybe};
use crate::contract::{
    Anchor, Decimal, Dimension, DimensionIx, Measure, MeasureIx, Meta, Polarity, Sample, SampleRate, Unit,
};
use crate::error::ErrorKind;

/// All measures, their references resolved.
pub fn read<'a>(
    wire: &Need<'a, List<'a, wire::Measure<'a>>>,
    meta: Option<&Meta>,
    dimensions: &[Dimension],
    root: &Path<'_>,
    notes: &mut Notes,
) -> Vec<Measure> {
    let Some(list) = limited(wire, root, notes, "measures", "MAX_MEASURES", MAX_MEASURES) else {
        return Vec::new();
    };
    let at = root.key("measures");
    let default_window = meta.and_then(|meta| meta.attribution.as_ref()).map_or(0, |given| given.window_days);
    let sound_before = notes.is_sound();
    let mut containers: Vec<Option<String>> = Vec::new();
    let mut measures = list.each(&at, notes, |wire, at, notes| {
        let id = wire.id.read(at, notes);
        let label = wire.label.read(at, notes);
        let kind = wire.kind.read(at, notes);
        let unit = maybe(&wire.unit, at, notes);
        let anchor = maybe(&wire.anchor, at, notes);
        let subset_of = maybe(&wire.subset_of, at, notes).map(|id| id.0.into_owned());
        let polarity = maybe(&wire.polarity, at, notes).unwrap_or(Polarity::Up);
        let window_days =
            maybe(&wire.window_days, at, notes).and_then(|Count(days)| window(days, &at.key("window_days"), notes));
        let sample = maybe(&wire.sample, at, notes).and_then(|wire| sample(&wire, dimensions, at, notes));
        let population = maybe(&wire.population, at, notes).map(|count| count.0);
        let description = maybe(&wire.description, at, notes);
        let source = maybe(&wire.source, at, notes);
        let dedupe = maybe(&wire.dedupe, at, notes);
        let (id, label, kind) = (id?, label?, kind?);
        let anchor = anchor.unwrap_or_else(|| default_anchor(&id.0));
        containers.push(subset_of);
        Some(Measure {
            id: id.0.into(),
            label,
            kind,
            unit,
            anchor,
            subset_of: None,
            polarity,
            window_days: window_days.unwrap_or(if anchor == Anchor::Exposure { default_window } else { 0 }),
            sample,
            population,
            description,
            source,
            dedupe,
        })
    });
    if !sound_before || !notes.is_sound() {
        return measures;
    }
    twins(measures.iter().map(|measure| &*measure.id), &at, notes);
    let mut resolved = Vec::new();
    for (index, container) in containers.iter().enumerate() {
        resolved.push(container.as_deref().and_then(|container| {
            let found = measures.iter().position(|measure| *measure.id == *container);
            if found.is_none() {
                let at = at.index(index);
                notes.fault(
                    ErrorKind::UnknownReference,
                    &at.key("subset_of"),
                    &quoted(container),
                    &"the id of a measure",
                );
            }
            found
        }));
    }
    if refuse_cycles(&resolved, &at, "subset_of", notes) {
        for (measure, container) in measures.iter_mut().zip(resolved) {
            measure.subset_of = container.map(|ix| MeasureIx(ix as u16));
        }
    }
    measures
}

/// Impressions, reads and spend happen on the day of the exposure: both days are the same unless the sender says otherwise.
fn default_anchor(id: &str) -> Anchor {
    if matches!(id, "impressions" | "reads" | "spend") { Anchor::Both } else { Anchor::Event }
}

fn sample(wire: &wire::Sample<'_>, dimensions: &[Dimension], at: &Path<'_>, notes: &mut Notes) -> Option<Sample> {
    let at = at.key("sample");
    let unit = wire.unit.read(&at, notes)?;
    if unit == Unit::Session {
        notes.fault(ErrorKind::WrongType, &at.key("unit"), &"\"session\"", &"event or person");
        return None;
    }
    let same = maybe(&wire.rate, &at, notes);
    let by = maybe(&wire.by, &at, notes);
    let rate = match (same, by) {
        (Some(Rate(rate)), None) => SampleRate::Same(above_zero(rate, &at.key("rate"), notes)?),
        (None, Some(by)) => rates_by_member(&by, dimensions, &at.key("by"), notes)?,
        (None, None) => {
            if wire.rate.is_none() && wire.by.is_none() {
                notes.fault(ErrorKind::MissingField, &at.key("rate"), &"", &"a rate, or `by` with one rate per member");
            }
            return None;
        }
        (Some(_), Some(_)) => {
            notes.fault(ErrorKind::Inconsistent, &at, &"both `rate` and `by`", &"one of them");
            return None;
        }
    };
    Some(Sample { unit, rate })
}

fn rates_by_member(
    wire: &wire::SampleBy<'_>,
    dimensions: &[Dimension],
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<SampleRate> {
    let id = wire.dimension.read(at, notes);
    let rates = wire.rates.read(at, notes);
    let id = id?;
    let Some(ix) = dimensions.iter().position(|dimension| *dimension.id == *id.0) else {
        notes.fault(ErrorKind::UnknownReference, &at.key("dimension"), &quoted(&id.0), &"the id of a dimension");
        return None;
    };
    let dimension = dimensions.get(ix)?;
    let full = Decimal::parse("1")?;
    let mut by_member = vec![full; dimension.members.len()];
    let at = at.key("rates");
    for (member, raw) in &rates?.0 {
        let at = at.key(member);
        let rate = Rate::read(raw, &at, notes).and_then(|rate| above_zero(rate.0, &at, notes));
        if let Some(place) = dimension.find(member).and_then(|ix| by_member.get_mut(ix.0 as usize)) {
            *place = rate.unwrap_or(full);
        } else {
            let expected = format_args!("the id of a member of {}", dimension.id);
            notes.fault(ErrorKind::UnknownReference, &at, &quoted(member), &expected);
        }
    }
    Some(SampleRate::By(DimensionIx(ix as u16), by_member))
}

/// Nothing can be said about a total of which nothing was observed.
fn above_zero(rate: Decimal, at: &Path<'_>, notes: &mut Notes) -> Option<Decimal> {
    if rate.mantissa() > 0 {
        return Some(rate);
    }
    notes.fault(ErrorKind::OutOfRange, at, &quoted(&rate.to_string()), &"a rate above 0");
    None
}
