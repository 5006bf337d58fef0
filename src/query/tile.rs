//! Brushing: the sums of one measure by the members of one dimension, over any days, at once. In: a dataset, filters, the
//! dimension, the measure. Out: a [`Tile`], made in one pass: per day the running sums from the first, so that a range is
//! one difference per member, whatever the rows (the prefix sums of Moritz, Howe & Heer 2019). Refuses what is no
//! difference of sums: uniques, levels, nulls, samples, a dimension that no cube splits the measure by, members whose people
//! the display floor looks at, and too many members.

use super::execute::{BLOCK, Selected, allowed_codes};
use super::group::Grouping;
use super::plan::{Scan, plan};
use super::{Cut, Filters, Key, NULL_KEY, Query, Scope};
use crate::contract::{DimensionIx, MeasureIx, MeasureKind, MemberIx, UniqueCut};
use crate::cube::{Cube, Dataset};
use crate::date::{Date, DateRange};

/// Most numbers that a tile holds.
const MOST_SUMS: usize = 1 << 21;

/// Sums by member, of all days up to each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Days that have rows, ascending.
    days: Vec<Date>,
    /// One more than there are members: the last stands for those that are unknown.
    members: usize,
    /// Of each day the sum by member over the days before it, and at the end over all.
    sums: Vec<i64>,
    /// Likewise the number of rows.
    rows: Vec<u32>,
}

/// One member's part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TileSum {
    /// The member, or [`NULL_KEY`].
    pub code: i32,
    /// Its sum.
    pub value: i64,
    /// Rows that were added.
    pub rows: u32,
}

impl Tile {
    /// For the rows that `filters` allow, on any day. A panel leaves out the filter on its own dimension.
    pub fn new(
        dataset: &Dataset,
        filters: &Filters<DimensionIx, MemberIx>,
        dimension: DimensionIx,
        measure: MeasureIx,
    ) -> Option<Self> {
        let kind = dataset.report.measure(measure).filter(|measure| measure.sample.is_none())?.kind;
        if !matches!(kind, MeasureKind::Count | MeasureKind::Money | MeasureKind::SumSquares) {
            return None;
        }
        // Every day there is: the plan then chooses what tells days apart.
        let range = DateRange { from: Date::from_days(i32::MIN), to: Date::from_days(i32::MAX) };
        let group_by = vec![Key::Dimension(dimension), Key::Day];
        let query = Query { group_by, measures: vec![measure], ..Query::default() };
        let plan = plan(dataset, &Scope { range, filters: filters.clone() }, &query);
        let exact = plan.columns.first().is_some_and(|column| matches!(column.cut, Cut::Exact { .. }));
        // Sums do not tell of how few people they are.
        if let Some(people) = plan.privacy.and_then(|place| plan.columns.get(place)) {
            let given = |cut: &UniqueCut| cut.measure == people.measure && cut.by.contains(&dimension);
            if people.cut.is_exact() || dataset.report.uniques.iter().any(given) {
                return None;
            }
        }
        let scan = plan.scans.into_iter().next().filter(|_| exact)?;
        let source = scan.source(dataset)?;
        let members = dataset.report.dimension(dimension)?.members.len() + 1;
        let days: Vec<Date> = source.runs_in(range).iter().map(|run| run.day).collect();
        if (days.len() + 1).saturating_mul(members) > MOST_SUMS || !source.values_of(measure)?.column.nulls().is_empty()
        {
            return None;
        }
        let mut tile = Self { days, members, sums: Vec::new(), rows: Vec::new() };
        tile.fill(dataset, source, &Scan { group_by: vec![Key::Dimension(dimension)], ..scan }, range, measure)?;
        Some(tile)
    }

    /// Members with any row in `range`, as the document orders them, the unknown one last.
    pub fn over(&self, range: DateRange) -> Vec<TileSum> {
        let at = |place: usize| place * self.members..(place + 1) * self.members;
        let before = at(self.days.partition_point(|day| *day < range.from));
        let through = at(self.days.partition_point(|day| *day <= range.to));
        let (Some(old), Some(new)) = (self.sums.get(before.clone()), self.sums.get(through.clone())) else {
            return Vec::new();
        };
        let (Some(old_rows), Some(new_rows)) = (self.rows.get(before), self.rows.get(through)) else {
            return Vec::new();
        };
        let mut found = Vec::with_capacity(self.members);
        let sums = old.iter().zip(new).zip(old_rows.iter().zip(new_rows));
        for (member, ((old, new), (old_rows, new_rows))) in (0..).zip(sums) {
            if new_rows > old_rows {
                let code = if member + 1 == self.members as i32 { NULL_KEY } else { member };
                found.push(TileSum { code, value: new - old, rows: new_rows - old_rows });
            }
        }
        found
    }

    /// Members of the dimension, and one more for those that are unknown.
    pub const fn members(&self) -> usize {
        self.members
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        self.sums.capacity() * 8 + self.rows.capacity() * 4 + self.days.capacity() * size_of::<Date>()
    }

    /// `None` where a sum passes 64 bits, or groups are not the members one by one.
    fn fill(
        &mut self,
        dataset: &Dataset,
        source: &Cube,
        scan: &Scan,
        range: DateRange,
        measure: MeasureIx,
    ) -> Option<()> {
        let runs = source.runs_in(range);
        let allowed = allowed_codes(&dataset.report, source, &scan.filters);
        let mut grouping = Grouping::new(&dataset.report, source, runs, &scan.group_by);
        if grouping.len() != self.members {
            return None;
        }
        let column = &source.values_of(measure)?.column;
        let (mut selected, mut groups) = (Selected::default(), Vec::with_capacity(BLOCK));
        let (mut sums, mut counts) = (vec![0_i64; self.members], vec![0_u32; self.members]);
        self.sums.reserve_exact(self.members * (runs.len() + 1));
        self.rows.reserve_exact(self.members * (runs.len() + 1));
        self.sums.extend_from_slice(&sums);
        self.rows.extend_from_slice(&counts);
        for run in runs {
            for base in (run.start..run.end).step_by(BLOCK) {
                let picked = selected.block(source, &allowed, base, (run.end - base).min(BLOCK));
                grouping.number(&picked, &mut groups);
                for (&row, &group) in picked.rows.iter().zip(&groups) {
                    let row = base + row as usize;
                    let (sum, count) = (sums.get_mut(group as usize)?, counts.get_mut(group as usize)?);
                    *sum = sum.checked_add(column.get(row).unwrap_or(0))?;
                    *count += source.facts_of(row);
                }
            }
            self.sums.extend_from_slice(&sums);
            self.rows.extend_from_slice(&counts);
        }
        Some(())
    }
}
