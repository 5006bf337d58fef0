//! `funnel` and `uniques`: the steps of the way, and exact distinct counts at given cuts.

use super::catalogue::Catalogue;
use super::{range, twins};
use crate::contract::notes::{Notes, Path};
use crate::contract::wire::{self, COUNT, Count, ID, Id, List, Map, UniqueValue, Value, leaf};
use crate::contract::{DimensionIx, FunnelStep, MeasureKind, MemberIx, UniqueCut};
use crate::error::ErrorKind;
use crate::order::repeated;

/// The steps in order; none if the section is absent.
pub fn steps(wire: Option<wire::Funnel<'_>>, catalogue: &Catalogue<'_>, notes: &mut Notes) -> Vec<FunnelStep> {
    let mut steps = Vec::new();
    let at = Path::Root.key("funnel");
    let at = at.key("steps");
    for (index, wire) in wire.map(|wire| wire.steps()).unwrap_or_default().iter().enumerate() {
        let at = at.index(index);
        let measure = catalogue.need_measure(&wire.measure(), &at.key("measure"), notes);
        let mut parts = Vec::new();
        for (index, id) in wire.parts().unwrap_or_default().iter().enumerate() {
            parts.push(catalogue.need_measure(&id, &at.key("parts").index(index), notes));
        }
        let route = wire.route().map(|id| {
            let at = at.key("route");
            let routes = catalogue.need_dimension("route", &at, notes);
            catalogue.need_member(routes, &id, &at, notes)
        });
        let optional = wire.optional().unwrap_or_default();
        steps.push(FunnelStep { id: wire.id(), label: wire.label(), measure, parts, optional, route });
    }
    twins(steps.len(), &|ix| Some(&steps.get(ix)?.id), &at, notes);
    steps
}

/// All exact cuts.
pub fn uniques<'a>(
    list: &List<'a, wire::UniqueCut<'a>>,
    catalogue: &Catalogue<'_>,
    notes: &mut Notes,
) -> Vec<UniqueCut> {
    let mut cuts = Vec::new();
    for (index, wire) in list.iter().enumerate() {
        let at = Path::Root.key("uniques");
        let at = at.index(index);
        let measure = catalogue.need_measure(&wire.measure(), &at.key("measure"), notes);
        if let Some(measure) = catalogue.measure(measure)
            && measure.kind != MeasureKind::Unique
        {
            let expected = "a measure of kind unique";
            notes.fault_in_id(ErrorKind::Inconsistent, &at.key("measure"), &measure.id, &expected);
        }
        let range = range(wire.from(), wire.to(), &at, notes);
        let before = notes.noted();
        let by = catalogue.need_dimensions(&wire.by(), &at.key("by"), notes);
        let at = at.key("rows");
        let mut rows = Vec::new();
        if notes.noted() == before {
            for (index, wire) in wire.rows().iter().enumerate() {
                rows.push(unique_row(&wire, &by, catalogue, &at.index(index), notes));
            }
        }
        if notes.noted() == before {
            let members = |row: usize| rows.get(row).map(|(members, _)| members);
            for row in repeated(rows.len(), &mut |a, b| members(a).cmp(&members(b))) {
                notes.fault(ErrorKind::DuplicateRow, &at.index(row), &"", &"each combination of members once");
            }
        }
        cuts.push(UniqueCut { measure, by, range, rows });
    }
    cuts
}

/// The members of `by`, unknown where they are absent, and the count.
fn unique_row(
    wire: &Map<'_, Option<UniqueValue>>,
    by: &[DimensionIx],
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> (Vec<MemberIx>, u64) {
    let mut members = vec![MemberIx::NULL; by.len()];
    let mut count = None;
    for (key, text) in wire.iter() {
        let at = at.key(&key);
        let member = catalogue.place_in(by, &key).and_then(|(ix, place)| Some((ix, members.get_mut(place)?)));
        match (member, text) {
            (Some((ix, member)), Some(text)) if leaf(text, ID, &at, notes) => {
                *member = catalogue.need_member(ix, &Id::of(text), &at, notes);
            }
            (Some(_), _) => {}
            (None, text) if *key == *"value" => {
                count = text.map(|text| if leaf(text, COUNT, &at, notes) { Count::of(text) } else { 0 });
            }
            (None, _) => notes.fault_in_id(ErrorKind::UnknownField, &at, &key, &"a key of the contract"),
        }
    }
    if count.is_none() {
        notes.fault(ErrorKind::MissingField, &at.key("value"), &"", &COUNT.expected);
    }
    (members, count.unwrap_or_default())
}
