//! `dimensions`: what rows can be cut by, in hierarchies. Refuses twin ids, parents that lead in a circle, members without
//! the parent that their hierarchy asks for.

use super::twins;
use crate::contract::limits::{MAX_DIMENSIONS, MAX_MEMBERS};
use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::wire::{self, List, Need, Value, maybe};
use crate::contract::{Dimension, DimensionIx, Member, MemberIx};
use crate::error::ErrorKind;

/// All dimensions with their hierarchies.
pub fn read<'a>(wire: &Need<'a, List<'a, wire::Dimension<'a>>>, root: &Path<'_>, notes: &mut Notes) -> Vec<Dimension> {
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
        let by_id = Dimension::by_id(&members);
        Some(Dimension { id: id.0.into(), label, parent: None, members, by_id })
    });
    // With a fault inside, indexes no longer match the document; resolving parents would only invent more.
    if !notes.is_sound() {
        return dimensions;
    }
    twins(dimensions.iter().map(|dimension| &*dimension.id), &at, notes);
    for (index, dimension) in dimensions.iter().enumerate() {
        twins(dimension.members.iter().map(|member| &*member.id), &at.index(index).key("members"), notes);
    }
    let mut resolved = Vec::new();
    for (index, parent) in parents.iter().enumerate() {
        resolved.push(parent.as_deref().and_then(|parent| {
            let found = dimensions.iter().position(|dimension| *dimension.id == *parent);
            if found.is_none() {
                let at = at.index(index);
                notes.fault(ErrorKind::UnknownReference, &at.key("parent"), &quoted(parent), &"the id of a dimension");
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
                    let expected = format_args!("the id of a member of {}", parent.id);
                    notes.fault(ErrorKind::UnknownReference, &at, &quoted(id), &expected);
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
                notes.fault(ErrorKind::Inconsistent, &at, &quoted(id), &expected);
                None
            }
        }
    };
    of_members.iter().enumerate().map(link).collect()
}

/// The list at `key`, unless it is longer than its limit.
pub fn limited<'a, T: Value<'a>>(
    wire: &Need<'a, List<'a, T>>,
    at: &Path<'_>,
    notes: &mut Notes,
    key: &str,
    name: &str,
    limit: usize,
) -> Option<List<'a, T>> {
    let list = wire.read(at, notes)?;
    if list.len() > limit {
        notes.limit(&at.key(key), &format_args!("{} entries", list.len()), name, limit);
        return None;
    }
    Some(list)
}

/// Whether following `parents` always comes to an end; each circle is noted once, at its first entry.
pub fn refuse_cycles(parents: &[Option<usize>], at: &Path<'_>, key: &str, notes: &mut Notes) -> bool {
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
                notes.fault(ErrorKind::Cycle, &at.index(entry).key(key), &"", &"parents that do not lead in a circle");
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
