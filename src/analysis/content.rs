//! What content has to do with orders. In: a dataset, which rows count, what is held against what. Out: how far two
//! daily series go together ([`together`]), who brings back how much of what was spent ([`ranking`]), and what moving
//! some of it might change, with what that supposes ([`budget`]). That two series go together, or that a note stands high,
//! is not that more of the one would bring more of the other: nothing here is lift.

pub mod budget;
pub mod ranking;
pub mod together;

use crate::contract::{DimensionIx, Report};
use crate::date::DateRange;
use crate::order::sort_unique;
use crate::query::{Scope, Table};
use crate::stats::Refusal;

/// The days of `scope` that are whole; `None` where there is none.
fn whole_days(report: &Report, scope: &Scope) -> Option<DateRange> {
    scope.range.intersect(report.complete_range())
}

/// Codes of the members met, the unknown one last.
fn members_of(table: &Table) -> Vec<u32> {
    let mut members = Vec::new();
    for row in 0..table.rows {
        members.extend(table.key(row).first().map(|code| code.cast_unsigned()));
    }
    sort_unique(&mut members);
    members
}

/// Dimensions whose filters some column leaves out.
fn ignored_by(table: &Table) -> Vec<DimensionIx> {
    let mut ignored = Vec::new();
    for column in &table.columns {
        ignored.extend_from_slice(column.cut.ignored());
    }
    sort_unique(&mut ignored);
    ignored
}

/// Whether every column has figures for the groups asked for.
fn is_split(table: &Table) -> Result<(), Refusal> {
    let is_split = table.columns.iter().all(|column| column.figures.is_some());
    is_split.then_some(()).ok_or(Refusal::NotAtThisCut)
}
