//! Which life tables count, and what they come to together. In: the document's tables, a scope. Out: those that the
//! filters leave, and sums of their columns at equal age.

use crate::contract::{AgeUnit, Cohorts, DimensionIx, LifeTable, MemberIx, Report};
use crate::query::Scope;
use crate::stats::LifeRow;

/// A life table and its place in the document.
pub(super) type Placed<'a> = (usize, &'a LifeTable);

/// The life tables that count.
pub(super) struct Kept<'a> {
    pub tables: Vec<Placed<'a>>,
    /// Filtered dimensions that the tables lack.
    pub ignored: Vec<DimensionIx>,
}

/// The tables that the filters leave.
pub(super) fn kept<'a>(report: &Report, cohorts: &'a Cohorts, scope: &Scope) -> Kept<'a> {
    let mut kept = Kept { tables: cohorts.tables.iter().enumerate().collect(), ignored: Vec::new() };
    for (&dimension, members) in scope.filters.iter() {
        match level(report, cohorts, dimension) {
            Some(level) => kept.tables.retain(|(_, table)| members.contains(&level.member(report, table))),
            None => kept.ignored.push(dimension),
        }
    }
    kept
}

/// Whether the document's life tables tell members of `dimension` apart.
pub fn carries(report: &Report, dimension: DimensionIx) -> bool {
    report.cohorts.as_ref().is_some_and(|cohorts| level(report, cohorts, dimension).is_some())
}

/// Which key tells members of a dimension apart, and the finer dimensions whose members have to be taken up to it.
pub(super) struct Level {
    place: usize,
    /// Finest first.
    ups: Vec<DimensionIx>,
}

impl Level {
    /// The member that a table's customers share.
    pub fn member(&self, report: &Report, table: &LifeTable) -> MemberIx {
        self.of_keys(report, &table.keys)
    }

    /// The same of keys alone.
    pub fn of_keys(&self, report: &Report, keys: &[MemberIx]) -> MemberIx {
        let mut member = keys.get(self.place).copied().unwrap_or(MemberIx::NULL);
        for finer in &self.ups {
            let known = report.dimension(*finer).and_then(|finer| finer.member(member));
            member = known.and_then(|known| known.parent).unwrap_or(MemberIx::NULL);
        }
        member
    }
}

/// Where the tables carry `dimension`, if they do.
pub(super) fn level(report: &Report, cohorts: &Cohorts, dimension: DimensionIx) -> Option<Level> {
    for (place, &key) in cohorts.dimensions.iter().enumerate() {
        let mut ups = Vec::new();
        let mut at = key;
        while at != dimension {
            ups.push(at);
            match report.dimension(at).and_then(|known| known.parent) {
                Some(parent) => at = parent,
                None => break,
            }
        }
        if at == dimension {
            return Some(Level { place, ups });
        }
    }
    None
}

/// The tables' rows added up at equal age.
pub(super) fn pooled(tables: &[Placed<'_>]) -> Vec<LifeRow> {
    let ages = tables.iter().map(|(_, table)| table.at_risk.len()).max().unwrap_or(0);
    let mut rows = Vec::with_capacity(ages);
    for age in 0..ages {
        let sum = |column: fn(&LifeTable) -> &Vec<u64>| sum_at(tables, age, column);
        rows.push(LifeRow {
            age: age as u32,
            at_risk: sum(|table| &table.at_risk),
            events: sum(|table| &table.events),
        });
    }
    rows
}

/// What a column comes to at one age.
pub(super) fn sum_at(tables: &[Placed<'_>], age: usize, column: fn(&LifeTable) -> &Vec<u64>) -> u64 {
    tables.iter().filter_map(|(_, table)| column(table).get(age)).sum()
}

/// The age whose end is the end of that day after the first order, or the last whole one before it; `None` where the
/// first is not over by then.
pub fn age_through(unit: AgeUnit, day: u32) -> Option<usize> {
    ((day + 1) / unit.days()).checked_sub(1).map(|age| age as usize)
}

/// The last day of an age.
pub const fn last_day(unit: AgeUnit, age: u32) -> u32 {
    age * unit.days() + unit.days() - 1
}
