//! `dimensions` and `measures`: what rows refer to, checked so that every reference resolves. Refuses twin ids (one
//! namespace for `date`, dimensions and measures), circles of parents, members without the parent their hierarchy asks for.

use std::collections::BTreeMap;

use super::meta::window;
use super::twins;
use crate::contract::limits::{MAX_DIMENSIONS, MAX_MEASURES, MAX_MEMBERS};
use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::wire::{self, Count, Id, List, Need, Rate, Value, maybe};
use crate::contract::{
    Anchor, Decimal, Dimension, DimensionIx, Measure, MeasureIx, Member, MemberIx, Meta, Polarity, Sample, SampleRate,
    Unit,
};
use crate::error::ErrorKind;

/// What an id of the common namespace stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// A dimension.
    Dimension(DimensionIx),
    /// A measure.
    Measure(MeasureIx),
}

/// Dimensions and measures by id.
pub struct Catalogue<'r> {
    /// As in the report.
    pub dimensions: &'r [Dimension],
    /// As in the report.
    pub measures: &'r [Measure],
    names: BTreeMap<&'r str, Name>,
}

impl<'r> Catalogue<'r> {
    /// Puts both into one namespace.
    pub fn new(dimensions: &'r [Dimension], measures: &'r [Measure], notes: &mut Notes) -> Self {
        let mut names = BTreeMap::new();
        let mut refuse = |section: &str, index: usize, id: &str| {
            let section = Path::Root.key(section);
            let expected = "an id that no dimension, measure or `date` has";
            notes.fault(ErrorKind::DuplicateId, &section.index(index).key("id"), quoted(id), expected);
        };
        for (index, dimension) in dimensions.iter().enumerate() {
            if is_reserved(&dimension.id) {
                refuse("dimensions", index, &dimension.id);
            }
            names.insert(&*dimension.id, Name::Dimension(DimensionIx(index as u16)));
        }
        for (index, measure) in measures.iter().enumerate() {
            if is_reserved(&measure.id) || matches!(names.get(&*measure.id), Some(Name::Dimension(_))) {
                refuse("measures", index, &measure.id);
            }
            names.insert(&*measure.id, Name::Measure(MeasureIx(index as u16)));
        }
        Self { dimensions, measures, names }
    }

    /// What that id stands for.
    pub fn name(&self, id: &str) -> Option<Name> {
        self.names.get(id).copied()
    }

    /// The dimension of that index.
    pub fn dimension(&self, ix: DimensionIx) -> Option<&'r Dimension> {
        self.dimensions.get(usize::from(ix.0))
    }

    /// The measure of that index.
    pub fn measure(&self, ix: MeasureIx) -> Option<&'r Measure> {
        self.measures.get(usize::from(ix.0))
    }

    /// The measure of that id; another id is a fault.
    pub fn need_measure(&self, id: &str, at: &Path<'_>, notes: &mut Notes) -> Option<MeasureIx> {
        if let Some(Name::Measure(ix)) = self.name(id) {
            return Some(ix);
        }
        notes.fault(ErrorKind::UnknownReference, at, quoted(id), "the id of a measure");
        None
    }

    /// The dimension of that id; another id is a fault.
    pub fn need_dimension(&self, id: &str, at: &Path<'_>, notes: &mut Notes) -> Option<DimensionIx> {
        if let Some(Name::Dimension(ix)) = self.name(id) {
            return Some(ix);
        }
        notes.fault(ErrorKind::UnknownReference, at, quoted(id), "the id of a dimension");
        None
    }

    /// The member of that id; another id is a fault.
    pub fn need_member(&self, dimension: DimensionIx, id: &str, at: &Path<'_>, notes: &mut Notes) -> Option<MemberIx> {
        let dimension = self.dimension(dimension)?;
        let member = dimension.find(id);
        if member.is_none() {
            let expected = format!("the id of a member of {}", dimension.id);
            notes.fault(ErrorKind::UnknownReference, at, quoted(id), expected);
        }
        member
    }

    /// The measure that a required field names.
    pub fn measure_field(&self, id: Option<Id<'_>>, at: &Path<'_>, notes: &mut Notes) -> Option<MeasureIx> {
        id.and_then(|id| self.need_measure(&id.0, at, notes))
    }
}

/// Keys of a record that are neither dimension nor measure.
fn is_reserved(id: &str) -> bool {
    id == "date" || id == "suppressed"
}

/// All dimensions with their hierarchies.
pub fn dimensions<'a>(
    wire: &Need<'a, List<'a, wire::Dimension<'a>>>,
    root: &Path<'_>,
    notes: &mut Notes,
) -> Vec<Dimension> {
    let Some(list) = limited(wire, root, notes, "dimensions", "MAX_DIMENSIONS", MAX_DIMENSIONS) else {
        return Vec::new();
    };
    let at = root.key("dimensions");
    // Read by index, not by `each`: a broken dimension must not shift the paths of those after it.
    let mut parents: Vec<Option<String>> = Vec::new();
    let mut member_parents: Vec<Vec<Option<String>>> = Vec::new();
    let mut dimensions = list.each(&at, notes, |wire, at, notes| {
        let id = wire.id.read(at, notes);
        let label = wire.label.read(at, notes);
        let parent = maybe(&wire.parent, at, notes).map(|id| id.0.into_owned());
        let members = limited(&wire.members, at, notes, "members", "MAX_MEMBERS", MAX_MEMBERS)?;
        let mut of_members = Vec::with_capacity(members.len());
        let members = members.each(&at.key("members"), notes, |wire: wire::Member<'_>, at, notes| {
            let (id, label) = (wire.id.read(at, notes), wire.label.read(at, notes));
            let parent = maybe(&wire.parent, at, notes).map(|id| id.0.into_owned());
            let member = Member { id: id?.0.into(), label: label?, parent: None };
            of_members.push(parent);
            Some(member)
        });
        let (id, label) = (id?, label?);
        parents.push(parent);
        member_parents.push(of_members);
        let by_id = members.iter().enumerate().map(|(ix, m)| (m.id.clone(), MemberIx(ix as u32))).collect();
        Some(Dimension { id: id.0.into(), label, parent: None, members, by_id })
    });
    // With a fault inside, indexes no longer match the document; resolving parents would only invent more.
    if !notes.is_sound() {
        return dimensions;
    }
    twins(dimensions.iter().map(|dimension| &*dimension.id), &at, notes);
    for (index, dimension) in dimensions.iter().enumerate() {
        if dimension.by_id.len() != dimension.members.len() {
            twins(dimension.members.iter().map(|member| &*member.id), &at.index(index).key("members"), notes);
        }
    }
    let mut resolved = Vec::new();
    for (index, parent) in parents.iter().enumerate() {
        resolved.push(parent.as_deref().and_then(|parent| {
            let found = dimensions.iter().position(|dimension| *dimension.id == *parent);
            if found.is_none() {
                let at = at.index(index);
                notes.fault(ErrorKind::UnknownReference, &at.key("parent"), quoted(parent), "the id of a dimension");
            }
            found
        }));
    }
    if !refuse_cycles(&resolved, &at, "parent", notes) {
        return dimensions;
    }
    for (index, (parent, of_members)) in resolved.iter().zip(&member_parents).enumerate() {
        let at = at.index(index);
        let links = member_links(parent.and_then(|ix| dimensions.get(ix)), of_members, &at, notes);
        if let Some(dimension) = dimensions.get_mut(index) {
            dimension.parent = parent.map(|ix| DimensionIx(ix as u16));
            for (member, link) in dimension.members.iter_mut().zip(links) {
                member.parent = link;
            }
        }
    }
    dimensions
}

/// The parent of each member, as the parent dimension knows it.
fn member_links(
    parent: Option<&Dimension>,
    of_members: &[Option<String>],
    at: &Path<'_>,
    notes: &mut Notes,
) -> Vec<Option<MemberIx>> {
    let members = at.key("members");
    let link = |(index, id): (usize, &Option<String>)| {
        let member = members.index(index);
        let at = member.key("parent");
        match (parent, id) {
            (None, None) => None,
            (Some(parent), Some(id)) => {
                let found = parent.find(id);
                if found.is_none() {
                    let expected = format!("the id of a member of {}", parent.id);
                    notes.fault(ErrorKind::UnknownReference, &at, quoted(id), expected);
                }
                found
            }
            (Some(parent), None) => {
                let expected = format!("the id of a member of {}, the parent dimension", parent.id);
                notes.fault(ErrorKind::MissingParent, &at, "", expected);
                None
            }
            (None, Some(id)) => {
                let expected = "no parent, because the dimension names none";
                notes.fault(ErrorKind::Inconsistent, &at, quoted(id), expected);
                None
            }
        }
    };
    of_members.iter().enumerate().map(link).collect()
}

/// All measures, their references resolved.
pub fn measures<'a>(
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
                    quoted(container),
                    "the id of a measure",
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
        notes.fault(ErrorKind::WrongType, &at.key("unit"), "\"session\"", "event or person");
        return None;
    }
    let same = maybe(&wire.rate, &at, notes);
    let by = maybe(&wire.by, &at, notes);
    let rate = match (same, by) {
        (Some(Rate(rate)), None) => SampleRate::Same(above_zero(rate, &at.key("rate"), notes)?),
        (None, Some(by)) => rates_by_member(&by, dimensions, &at.key("by"), notes)?,
        (None, None) => {
            if wire.rate.is_none() && wire.by.is_none() {
                notes.fault(ErrorKind::MissingField, &at.key("rate"), "", "a rate, or `by` with one rate per member");
            }
            return None;
        }
        (Some(_), Some(_)) => {
            notes.fault(ErrorKind::Inconsistent, &at, "both `rate` and `by`", "one of them");
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
        notes.fault(ErrorKind::UnknownReference, &at.key("dimension"), quoted(&id.0), "the id of a dimension");
        return None;
    };
    let dimension = dimensions.get(ix)?;
    let full = Decimal::parse("1")?;
    let mut by_member = vec![full; dimension.members.len()];
    let at = at.key("rates");
    for (member, raw) in &rates?.0 {
        let at = at.key(member);
        let rate = Rate::read(raw, &at, notes).and_then(|rate| above_zero(rate.0, &at, notes));
        match dimension.find(member).and_then(|ix| by_member.get_mut(ix.0 as usize)) {
            Some(place) => *place = rate.unwrap_or(full),
            None => {
                let expected = format!("the id of a member of {}", dimension.id);
                notes.fault(ErrorKind::UnknownReference, &at, quoted(member), expected);
            }
        }
    }
    Some(SampleRate::By(DimensionIx(ix as u16), by_member))
}

/// Nothing can be said about a total of which nothing was observed.
fn above_zero(rate: Decimal, at: &Path<'_>, notes: &mut Notes) -> Option<Decimal> {
    if rate.mantissa() > 0 {
        return Some(rate);
    }
    notes.fault(ErrorKind::OutOfRange, at, quoted(&rate.to_string()), "a rate above 0");
    None
}

/// The list at `key`, unless it is longer than its limit.
fn limited<'a, T: Value<'a>>(
    wire: &Need<'a, List<'a, T>>,
    at: &Path<'_>,
    notes: &mut Notes,
    key: &str,
    name: &str,
    limit: usize,
) -> Option<List<'a, T>> {
    let list = wire.read(at, notes)?;
    if list.len() > limit {
        notes.limit(&at.key(key), format!("{} entries", list.len()), name, limit);
        return None;
    }
    Some(list)
}

/// Whether following `parents` always comes to an end; each circle is noted once, at its first entry.
fn refuse_cycles(parents: &[Option<usize>], at: &Path<'_>, key: &str, notes: &mut Notes) -> bool {
    let mut settled = vec![false; parents.len()];
    let mut sound = true;
    for start in 0..parents.len() {
        let mut walked = Vec::new();
        let mut next = Some(start);
        while let Some(here) = next {
            if settled.get(here).copied().unwrap_or(true) {
                break;
            }
            if let Some(first) = walked.iter().position(|&seen| seen == here) {
                let entry = walked.iter().skip(first).min().copied().unwrap_or(here);
                notes.fault(ErrorKind::Cycle, &at.index(entry).key(key), "", "parents that do not lead in a circle");
                sound = false;
                break;
            }
            walked.push(here);
            next = parents.get(here).copied().flatten();
        }
        for here in walked {
            if let Some(settled) = settled.get_mut(here) {
                *settled = true;
            }
        }
    }
    sound
}
