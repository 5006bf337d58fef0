//! `funnel` and `uniques`: the steps of the way, and exact distinct counts at given cuts.

use super::catalogue::Catalogue;
use super::{range, twins};
use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::wire::{self, Count, Entries, Id, List, Maybe, Value, maybe};
use crate::contract::{DimensionIx, FunnelStep, MeasureKind, MemberIx, UniqueCut};
use crate::error::ErrorKind;
use crate::order::repeated;

/// The steps in order; none if the section is absent.
pub fn steps<'a>(wire: &Maybe<'a, wire::Funnel<'a>>, catalogue: &Catalogue<'_>, notes: &mut Notes) -> Vec<FunnelStep> {
    let at = Path::Root.key("funnel");
    let Some(list) = maybe(wire, &Path::Root, notes).and_then(|funnel| funnel.steps.read(&at, notes)) else {
        return Vec::new();
    };
    let at = at.key("steps");
    let steps = list.each(&at, notes, |wire: wire::FunnelStep<'_>, at, notes| {
        let id = wire.id.read(at, notes);
        let label = maybe(&wire.label, at, notes);
        let measure = wire.measure.read(at, notes);
        let measure = catalogue.measure_field(measure, &at.key("measure"), notes);
        let parts = maybe(&wire.parts, at, notes).map_or_else(Vec::new, |parts| {
            parts.each(&at.key("parts"), notes, |Id(id), at, notes| catalogue.need_measure(&id, at, notes))
        });
        let optional = maybe(&wire.optional, at, notes).is_some_and(|flag| flag.0);
        let route = maybe(&wire.route, at, notes).and_then(|Id(id)| {
            let at = at.key("route");
            let routes = catalogue.need_dimension("route", &at, notes)?;
            catalogue.need_member(routes, &id, &at, notes)
        });
        Some(FunnelStep { id: id?.0.into(), label, measure: measure?, parts, optional, route })
    });
    twins(steps.iter().map(|step| &*step.id), &at, notes);
    steps
}

/// All exact cuts.
pub fn uniques<'a>(
    wire: &Maybe<'a, List<'a, wire::UniqueCut<'a>>>,
    catalogue: &Catalogue<'_>,
    notes: &mut Notes,
) -> Vec<UniqueCut> {
    let Some(list) = maybe(wire, &Path::Root, notes) else {
        return Vec::new();
    };
    list.each(&Path::Root.key("uniques"), notes, |wire, at, notes| {
        let measure = wire.measure.read(at, notes);
        let measure = catalogue.measure_field(measure, &at.key("measure"), notes);
        if let Some(measure) = measure.and_then(|ix| catalogue.measure(ix))
            && measure.kind != MeasureKind::Unique
        {
            let expected = "a measure of kind unique";
            notes.fault(ErrorKind::Inconsistent, &at.key("measure"), &quoted(&measure.id), &expected);
        }
        let by = dimension_list(wire.by.read(at, notes), &at.key("by"), catalogue, notes);
        let days = range(&wire.from, &wire.to, at, notes);
        let (by, rows) = (by?, wire.rows.read(at, notes)?);
        let at = at.key("rows");
        let list = rows;
        let rows = list.each(&at, notes, |entries, at, notes| unique_row(entries, &by, catalogue, at, notes));
        if rows.len() == list.len() {
            let members = |row: usize| rows.get(row).map(|(members, _)| members);
            for row in repeated(rows.len(), &mut |a, b| members(a).cmp(&members(b))) {
                notes.fault(ErrorKind::DuplicateRow, &at.index(row), &"", &"each combination of members once");
            }
        }
        Some(UniqueCut { measure: measure?, by, range: days?, rows })
    })
}

/// A list of dimensions, none of them twice; `None` if it has a fault, so that nobody builds on a part of it.
pub fn dimension_list<'a>(
    list: Option<List<'a, Id<'a>>>,
    at: &Path<'_>,
    catalogue: &Catalogue<'_>,
    notes: &mut Notes,
) -> Option<Vec<DimensionIx>> {
    let list = list?;
    let mut seen = Vec::new();
    let dimensions = list.each(at, notes, |Id(id), at, notes| {
        let ix = catalogue.need_dimension(&id, at, notes)?;
        if seen.contains(&ix) {
            notes.fault(ErrorKind::DuplicateId, at, &quoted(&id), &"each dimension once");
            return None;
        }
        seen.push(ix);
        Some(ix)
    });
    (dimensions.len() == list.len()).then_some(dimensions)
}

fn unique_row(
    mut entries: Entries<'_>,
    by: &[DimensionIx],
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<(Vec<MemberIx>, u64)> {
    let value = if let Some(raw) = entries.take("value") {
        Count::read(raw, &at.key("value"), notes)
    } else {
        notes.fault(ErrorKind::MissingField, &at.key("value"), &"", &Count::EXPECTED);
        None
    };
    let members = members_by_id(&mut entries, by, catalogue, at, notes);
    entries.refuse_rest(true, at, notes);
    Some((members, value?.0))
}

/// Takes the members of `by` out of an object of dimension and member ids; what is absent is unknown.
pub fn members_by_id(
    entries: &mut Entries<'_>,
    by: &[DimensionIx],
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Vec<MemberIx> {
    let mut member = |ix: &DimensionIx| {
        let id = &catalogue.dimension(*ix)?.id;
        let raw = entries.take(id)?;
        let at = at.key(id);
        let member = Id::read(raw, &at, notes)?;
        catalogue.need_member(*ix, &member.0, &at, notes)
    };
    by.iter().map(|ix| member(ix).unwrap_or(MemberIx::NULL)).collect()
}
