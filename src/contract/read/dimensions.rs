//! `dimensions`: what rows can be cut by, in hierarchies. Refuses twin ids, parents that lead in a circle, members without
//! the parent that their hierarchy asks for.

use super::twins;
use crate::contract::limits::{MAX_DIMENSIONS, MAX_MEMBERS};
use crate::contract::notes::{Notes, Path};
use crate::contract::wire::{self, List, Value};
use crate::contract::{Dimension, DimensionIx, Member, MemberIx};
use crate::error::ErrorKind;

/// All dimensions with their hierarchies.
pub fn read<'a>(list: &List<'a, wire::Dimension<'a>>, at: &Path<'_>, notes: &mut Notes) -> Vec<Dimension> {
    let mut dimensions: Vec<Dimension> = Vec::new();
    if exceeds(list, at, notes, "MAX_DIMENSIONS", MAX_DIMENSIONS) {
        return dimensions;
    }
    let before = notes.noted();
    for (index, wire) in list.iter().enumerate() {
        let at = at.index(index);
        let at = at.key("members");
        let list = wire.members();
        let mut members = Vec::new();
        if !exceeds(&list, &at, notes, "MAX_MEMBERS", MAX_MEMBERS) {
            members.extend(list.iter().map(|wire| Member { id: wire.id(), label: wire.label(), parent: None }));
        }
        twins(members.len(), &|ix| Some(&members.get(ix)?.id), &at, notes);
        let by_id = Dimension::by_id(&members);
        dimensions.push(Dimension { id: wire.id(), label: wire.label(), parent: None, members, by_id });
    }
    twins(dimensions.len(), &|ix| Some(&dimensions.get(ix)?.id), at, notes);
    let mut parents = Vec::new();
    for (index, wire) in list.iter().enumerate() {
        let parent = wire.parent().map(|parent| {
            let found = dimensions.iter().position(|dimension| dimension.id == parent);
            if found.is_none() {
                let at = at.index(index);
                notes.fault_in_id(ErrorKind::UnknownReference, &at.key("parent"), &parent, &"the id of a dimension");
            }
            found
        });
        parents.push(parent.flatten());
    }
    refuse_cycles(&parents, at, "parent", notes);
    // Members' parents can be told only where dimensions' can.
    if notes.noted() > before {
        return dimensions;
    }
    for ((index, wire), parent) in list.iter().enumerate().zip(parents) {
        let links = member_links(&wire, parent.and_then(|ix| dimensions.get(ix)), &at.index(index), notes);
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
    wire: &wire::Dimension<'_>,
    parent: Option<&Dimension>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Vec<Option<MemberIx>> {
    let members = at.key("members");
    let mut links = Vec::new();
    for (index, wire) in wire.members().iter().enumerate() {
        let member = members.index(index);
        let at = member.key("parent");
        let link = match (parent, wire.parent()) {
            (None, None) => None,
            (Some(parent), Some(id)) => {
                let found = parent.find(&id);
                if found.is_none() {
                    let expected = format_args!("the id of a member of {}", parent.id);
                    notes.fault_in_id(ErrorKind::UnknownReference, &at, &id, &expected);
                }
                found
            }
            (Some(parent), None) => {
                let expected = format_args!("the id of a member of {}, the parent dimension", parent.id);
                notes.fault(ErrorKind::MissingParent, &at, &"", &expected);
                None
            }
            (None, Some(id)) => {
                let expected = "no parent, because the dimension names none";
                notes.fault_in_id(ErrorKind::Inconsistent, &at, &id, &expected);
                None
            }
        };
        links.push(link);
    }
    links
}

/// Whether a list is longer than its limit, which is noted.
pub fn exceeds<'a, T: Value<'a>>(
    list: &List<'a, T>,
    at: &Path<'_>,
    notes: &mut Notes,
    name: &str,
    limit: usize,
) -> bool {
    let len = list.len();
    if len > limit {
        notes.limit(at, &format_args!("{len} entries"), name, limit);
    }
    len > limit
}

/// Notes each circle that following `parents` leads into, once, at its first entry.
pub fn refuse_cycles(parents: &[Option<usize>], at: &Path<'_>, key: &str, notes: &mut Notes) {
    let mut settled = vec![false; parents.len()];
    for start in 0..parents.len() {
        let mut walked = Vec::new();
        let mut next = Some(start);
        while let Some(here) = next {
            if settled.get(here).copied().unwrap_or(true) {
                break;
            }
            if let Some(first) = walked.iter().position(|&seen| seen == here) {
                let entry = walked.iter().skip(first).min().copied().unwrap_or(here);
                notes.fault(ErrorKind::Cycle, &at.index(entry).key(key), &"", &"parents that do not lead in a circle");
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
}
