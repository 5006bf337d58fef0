//! Dimensions and measures by id: how every other section finds what it refers to. Refuses ids that occur in two roles
//! (`date`, dimensions and measures share one namespace) and references to nothing.

use crate::contract::notes::{Notes, Path};
use crate::contract::wire::{Id, List};
use crate::contract::{Dimension, DimensionIx, Measure, MeasureIx, MemberIx};
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
}

impl<'r> Catalogue<'r> {
    /// Puts both into one namespace.
    pub fn new(dimensions: &'r [Dimension], measures: &'r [Measure], notes: &mut Notes) -> Self {
        let mut refuse = |section: &str, index: usize, id: &str| {
            let section = Path::Root.key(section);
            let expected = "an id that no dimension, measure or `date` has";
            notes.fault_in_id(ErrorKind::DuplicateId, &section.index(index).key("id"), id, &expected);
        };
        for (index, dimension) in dimensions.iter().enumerate() {
            if is_reserved(&dimension.id) {
                refuse("dimensions", index, &dimension.id);
            }
        }
        for (index, measure) in measures.iter().enumerate() {
            if is_reserved(&measure.id) || dimensions.iter().any(|dimension| dimension.id == measure.id) {
                refuse("measures", index, &measure.id);
            }
        }
        Self { dimensions, measures }
    }

    /// What that id stands for.
    pub fn name(&self, id: &str) -> Option<Name> {
        let measure = self.measures.iter().position(|measure| *measure.id == *id);
        let dimension = || self.dimensions.iter().position(|dimension| *dimension.id == *id);
        measure
            .map(|ix| Name::Measure(MeasureIx(ix as u16)))
            .or_else(|| dimension().map(|ix| Name::Dimension(DimensionIx(ix as u16))))
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
    pub fn need_measure(&self, id: &str, at: &Path<'_>, notes: &mut Notes) -> MeasureIx {
        if let Some(Name::Measure(ix)) = self.name(id) {
            return ix;
        }
        notes.fault_in_id(ErrorKind::UnknownReference, at, id, &"the id of a measure");
        MeasureIx(u16::MAX)
    }

    /// The dimension of that id; another id is a fault.
    pub fn need_dimension(&self, id: &str, at: &Path<'_>, notes: &mut Notes) -> DimensionIx {
        if let Some(Name::Dimension(ix)) = self.name(id) {
            return ix;
        }
        notes.fault_in_id(ErrorKind::UnknownReference, at, id, &"the id of a dimension");
        DimensionIx(u16::MAX)
    }

    /// The member of that id; another id is a fault.
    pub fn need_member(&self, dimension: DimensionIx, id: &str, at: &Path<'_>, notes: &mut Notes) -> MemberIx {
        let Some(dimension) = self.dimension(dimension) else {
            // That there is no such dimension is a fault already.
            return MemberIx::NULL;
        };
        let member = dimension.find(id);
        if member.is_none() {
            let expected = format_args!("the id of a member of {}", dimension.id);
            notes.fault_in_id(ErrorKind::UnknownReference, at, id, &expected);
        }
        member.unwrap_or(MemberIx::NULL)
    }

    /// The dimension of `by` that has that id, and its place there.
    pub fn place_in(&self, by: &[DimensionIx], id: &str) -> Option<(DimensionIx, usize)> {
        let has_id = |ix: &DimensionIx| self.dimension(*ix).is_some_and(|dimension| *dimension.id == *id);
        let place = by.iter().position(has_id)?;
        Some((*by.get(place)?, place))
    }

    /// Dimensions of those ids, none of them twice.
    pub fn need_dimensions(&self, ids: &List<'_, Id>, at: &Path<'_>, notes: &mut Notes) -> Vec<DimensionIx> {
        let mut dimensions = Vec::new();
        for (index, id) in ids.iter().enumerate() {
            let at = at.index(index);
            let ix = self.need_dimension(&id, &at, notes);
            if dimensions.contains(&ix) && ix.0 != u16::MAX {
                notes.fault_in_id(ErrorKind::DuplicateId, &at, &id, &"each dimension once");
            }
            dimensions.push(ix);
        }
        dimensions
    }

    /// Measures of those ids, none of them twice.
    pub fn need_measures(&self, ids: &List<'_, Id>, at: &Path<'_>, notes: &mut Notes) -> Vec<MeasureIx> {
        let mut measures = Vec::new();
        for (index, id) in ids.iter().enumerate() {
            let at = at.index(index);
            let ix = self.need_measure(&id, &at, notes);
            if measures.contains(&ix) && ix.0 != u16::MAX {
                notes.fault_in_id(ErrorKind::DuplicateId, &at, &id, &"each measure once");
            }
            measures.push(ix);
        }
        measures
    }
}

/// Keys of a record that are neither dimension nor measure.
fn is_reserved(id: &str) -> bool {
    id == "date" || id == "suppressed"
}
