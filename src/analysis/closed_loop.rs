//! Selling inside Xiaohongshu against sending the buyer elsewhere, and what else the loop is made of. In: a dataset,
//! which rows count. Out: typed answers, one module each: `sales`, whether one side eats the other; `flow`, how people
//! move between the layers; `groups`, how the members of a dimension share what is counted and which rates they reach
//! (boosted or not, ad or organic, who reads, new or returning). Only facts of the day on which they happened are put
//! on a time axis. Nothing here is called an effect: nobody was assigned to a side, a layer or a group.

pub mod flow;
pub mod groups;
pub mod sales;

use crate::contract::{Anchor, MeasureIx, MeasureKind, Report};
use crate::date::{Date, DateRange};
use crate::query::{Figure, Table};

/// The measure of that id, if it adds up and counts on the day on which things happen.
pub fn by_event(report: &Report, id: &str) -> Option<MeasureIx> {
    let ix = report.find_measure(id)?;
    let adds = matches!(report.measure(ix)?.kind, MeasureKind::Count | MeasureKind::Money);
    (adds && report.measure(ix)?.anchor != Anchor::Exposure).then_some(ix)
}

/// Whether nothing was delivered for that day.
fn is_missing(report: &Report, day: Date) -> bool {
    report.meta.missing_dates.binary_search(&day).is_ok()
}

/// Puts two figures of what adds up together.
fn add(sum: &mut Figure, part: &Figure) {
    sum.value += part.value;
    sum.upper += part.upper;
    sum.rows += part.rows;
    sum.lacking += part.lacking;
    sum.suppressed += part.suppressed;
    sum.estimate += part.estimate;
    sum.variance += part.variance;
    sum.variance_unknown |= part.variance_unknown;
    sum.rate_unknown |= part.rate_unknown;
    sum.hidden |= part.hidden;
}

/// The rows of a table by member and day: member, place of the day in `range`, row.
fn by_day(table: &Table, range: DateRange) -> impl Iterator<Item = (i32, usize, usize)> {
    (0..table.rows).filter_map(move |row| {
        let &[member, day] = table.key(row) else { return None };
        Some((member, (day - range.from.days()) as usize, row))
    })
}
