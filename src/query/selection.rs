//! What the reader chose, as one value: drilling adds a filter, undo is the previous value, a link is its text. Ids,
//! not indexes, so that a selection outlives a reload and moves to another merchant's report where ids match.

use super::period::comparison;
use super::{Filters, Scope};
use crate::contract::{CalendarEntry, MemberIx, Report};
use crate::date::DateRange;
use crate::error::{Error, ErrorKind, Faults};

/// Compared with which days.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Compare {
    /// The same number of days just before.
    Previous,
    /// The same dates a year before; 29 February becomes the 28th.
    Year,
    /// Days of the reader's choice.
    Custom(DateRange),
    /// The previous wave of that promotion, day n against day n.
    Wave(Box<str>),
}

/// What the reader chose. Its text (`to_string`, `parse`) is a link's, its JSON the one of the embedding interface.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Selection {
    /// Days; all complete ones where absent.
    pub date: Option<DateRange>,
    /// Compared with which days, if with any.
    pub compare: Option<Compare>,
    /// Dimension id to member ids; `None` among them is the unknown member. Never an empty list.
    pub filters: Filters<Box<str>, Option<Box<str>>>,
}

/// A part of a selection that a report does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// Dimension of the filter.
    pub dimension: Box<str>,
    /// Members that the report's dimension lacks; empty where it lacks the dimension.
    pub members: Vec<Box<str>>,
}

impl Selection {
    /// Whether nothing was chosen.
    pub fn is_empty(&self) -> bool {
        self.date.is_none() && self.compare.is_none() && self.filters.is_empty()
    }

    /// Whether the member is among those chosen of its dimension.
    pub fn contains(&self, dimension: &str, member: Option<&str>) -> bool {
        self.filters.get(dimension).is_some_and(|chosen| chosen.iter().any(|chosen| chosen.as_deref() == member))
    }

    /// The member chosen too, beside those of its dimension that already are. `None` is the unknown member.
    #[must_use]
    pub fn with(&self, dimension: &str, member: Option<&str>) -> Self {
        let mut next = self.clone();
        let mut chosen = next.filters.get(dimension).unwrap_or_default().to_vec();
        chosen.push(member.map(Into::into));
        next.filters.insert(dimension.into(), chosen);
        next
    }

    /// No choice of that dimension.
    #[must_use]
    pub fn without(&self, dimension: &str) -> Self {
        let mut next = self.clone();
        next.filters.remove(dimension);
        next
    }

    /// The member no longer chosen if it was, else chosen too.
    #[must_use]
    pub fn toggle(&self, dimension: &str, member: Option<&str>) -> Self {
        if !self.contains(dimension, member) {
            return self.with(dimension, member);
        }
        let mut left = self.filters.get(dimension).unwrap_or_default().to_vec();
        left.retain(|chosen| chosen.as_deref() != member);
        let mut next = self.without(dimension);
        if !left.is_empty() {
            next.filters.insert(dimension.into(), left);
        }
        next
    }

    /// Exactly that member of its dimension.
    #[must_use]
    pub fn drill(&self, dimension: &str, member: Option<&str>) -> Self {
        self.without(dimension).with(dimension, member)
    }

    /// These days; all complete ones where `None`.
    #[must_use]
    pub fn over(&self, date: Option<DateRange>) -> Self {
        Self { date, ..self.clone() }
    }

    /// Compared so.
    #[must_use]
    pub fn compared(&self, compare: Option<Compare>) -> Self {
        Self { compare, ..self.clone() }
    }

    /// What of it `report` can have, for a move to another merchant's: no dimension or member that the report lacks, no
    /// days without its data, no comparison that it cannot make.
    #[must_use]
    pub fn kept_in(&self, report: &Report) -> Self {
        let mut kept = self.clone();
        for Unmatched { dimension, members } in self.resolve(report).1 {
            if members.is_empty() {
                kept = kept.without(&dimension);
            }
            for member in &members {
                kept = kept.toggle(&dimension, Some(member));
            }
        }
        kept.date.take_if(|range| range.intersect(report.complete_range()).is_none());
        let range = kept.date.unwrap_or(report.complete_range());
        kept.compare.take_if(|compare| comparison(report, range, compare).is_none());
        kept
    }

    /// Refuses what it names and `report` lacks, for whoever wrote it: readers are told in words, and lose nothing by it.
    pub fn known_to(&self, report: &Report) -> Result<(), Error> {
        let mut faults = Faults::default();
        let mut fault = |path: &[&str], found: &str, expected: &str| {
            faults.add(ErrorKind::UnknownReference, &path.concat(), &found, &expected);
        };
        for Unmatched { dimension, members } in self.resolve(report).1 {
            for member in &members {
                fault(&["selection.filters.", &dimension], member, "the id of a member");
            }
            if members.is_empty() {
                fault(&["selection.filters.", &dimension], &dimension, "the id of a dimension");
            }
        }
        if let Some(Compare::Wave(name)) = &self.compare {
            let is_it = |entry: &CalendarEntry| entry.wave.as_ref().is_some_and(|wave| wave.name == *name);
            if !report.calendar.iter().any(is_it) {
                fault(&["selection.compare.wave"], name, "the name of a wave in the calendar");
            }
        }
        faults.into_result(())
    }

    /// Which rows of `report` it means, and which of its parts the report does not know. Those are left out: a
    /// dimension of which no chosen member is known stays unfiltered, so that a selection moves between merchants.
    /// Days are kept as chosen, even outside the data; comparisons intersect them with what is complete.
    pub fn resolve(&self, report: &Report) -> (Scope, Vec<Unmatched>) {
        let mut scope = Scope { range: self.date.unwrap_or(report.complete_range()), filters: Filters::default() };
        let mut unmatched = Vec::new();
        for (id, chosen) in self.filters.iter() {
            let found = report.find_dimension(id).and_then(|ix| Some((ix, report.dimension(ix)?)));
            let Some((ix, dimension)) = found else {
                unmatched.push(Unmatched { dimension: id.clone(), members: Vec::new() });
                continue;
            };
            let mut members = Vec::new();
            let mut unknown = Vec::new();
            for member in chosen {
                match member.as_deref().map(|id| (id, dimension.find(id))) {
                    None => members.push(MemberIx::NULL),
                    Some((_, Some(member))) => members.push(member),
                    Some((id, None)) => unknown.push(id.into()),
                }
            }
            if !unknown.is_empty() {
                unmatched.push(Unmatched { dimension: id.clone(), members: unknown });
            }
            if !members.is_empty() {
                scope.filters.insert(ix, members);
            }
        }
        (scope, unmatched)
    }
}
