//! Dimensions and measures by id: how every other section finds what it refers to. Refuses ids that occur in two roles
//! (`date`, dimensions and measures share one namespace) and references to nothing.

use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::wire::Id;
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
            notes.fault(ErrorKind::DuplicateId, &section.index(index).key("id"), &quoted(id), &expected);
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
    pub fn need_measure(&self, id: &str, at: &Path<'_>, notes: &mut Notes) -> Option<MeasureIx> {
        if let Some(Name::Measure(ix)) = self.name(id) {
            return Some(ix);
        }
        notes.fault(ErrorKind::UnknownReference, at, &quoted(id), &"the id of a measure");
        None
    }

    /// The dimension of that id; another id is a fault.
    pub fn need_dimension(&self, id: &str, at: &Path<'_>, notes: &mut Notes) -> Option<DimensionIx> {
        if let Some(Name::Dimension(ix)) = self.name(id) {
            return Some(ix);
        }
        notes.fault(ErrorKind::UnknownReference, at, &quoted(id), &"the id of a dimension");
        None
    }

    /// The member of that id; another id is a fault.
    pub fn need_member(&self, dimension: DimensionIx, id: &str, at: &Path<'_>, notes: &mut Notes) -> Option<MemberIx> {
        let dimension = self.dimension(dimension)?;
        let member = dimension.find(id);
        if member.is_none() {
            let expected = format_args!("the id of a member of {}", dimension.id);
            notes.fault(ErrorKind::UnknownReference, at, &quoted(id), &expected);
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
