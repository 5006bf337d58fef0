//! The rows on screen day by day: small lines, and the spread between days from which intervals are made. In: one level,
//! which of its members, which measures. Out: per member a line of at most [`MAX_POINTS`] points, each 0 to 1 of its own
//! largest, and two measures side by side. One question per level, however many rows.

use super::level::Level;
use crate::contract::{DimensionIx, MeasureIx, MemberIx};
use crate::cube::Dataset;
use crate::date::{Date, DateRange};
use crate::order::sort_unique;
use crate::query::{Key, NULL_KEY, Query, Table, run};

/// Most points of a line.
const MAX_POINTS: usize = 32;

/// Members of a level, each on its own or all together, day by day.
pub(super) struct Daily<'a> {
    missing: &'a [Date],
    path: Vec<DimensionIx>,
    range: DateRange,
    measures: Vec<MeasureIx>,
    table: Table,
    alone: bool,
}

impl<'a> Daily<'a> {
    /// Asks for `members`, each on its own where `alone`; for all of the level where there are none named.
    pub fn ask(
        dataset: &'a Dataset,
        level: &Level,
        members: Option<Vec<MemberIx>>,
        alone: bool,
        measures: &[MeasureIx],
    ) -> Self {
        let mut scope = level.scope.clone();
        if let Some(mut members) = members {
            sort_unique(&mut members);
            scope.filters.insert(level.dimension, members);
        }
        let mut group_by = vec![Key::Day];
        if alone {
            group_by.insert(0, Key::Dimension(level.dimension));
        }
        let query = Query { group_by, measures: measures.to_vec(), ..Query::default() };
        let table = run(dataset, &scope, &query);
        let missing = &dataset.report.meta.missing_dates;
        let path = level.path.iter().map(|(dimension, _)| *dimension).collect();
        Self { missing, path, range: scope.range, measures: measures.to_vec(), table, alone }
    }

    /// The estimate of `measure` on each day of `days`; `None` where it cannot be had so.
    fn values(&self, member: MemberIx, measure: MeasureIx, days: DateRange) -> Option<Vec<f64>> {
        let place = self.measures.iter().position(|&ix| ix == measure)?;
        let column = self.table.columns.get(place)?;
        // Days that are not of this row's parent would not add up to it.
        let ignored = column.cut.ignored();
        let figures = column.figures.as_ref().filter(|_| !self.path.iter().any(|above| ignored.contains(above)))?;
        let member = if member == MemberIx::NULL { NULL_KEY } else { member.0.cast_signed() };
        let mut values = Vec::with_capacity(days.len() as usize);
        for n in 0..days.len() as i32 {
            let key = [member, days.from.plus(n).days()];
            let row = self.table.find(if self.alone { &key } else { &key[1..] });
            values.push(row.and_then(|row| figures.get(row)).map_or(0.0, |figure| figure.estimate));
        }
        Some(values)
    }

    /// Two measures on each delivered day of `days`; empty where they cannot be had so. Of all together, `member` is any.
    pub fn pairs(&self, member: MemberIx, measures: [MeasureIx; 2], days: DateRange) -> Vec<(f64, f64)> {
        let [top, bottom] = measures.map(|measure| self.values(member, measure, days));
        let (Some(x), Some(n)) = (top, bottom) else { return Vec::new() };
        let mut pairs = Vec::with_capacity(x.len());
        for (at, pair) in x.into_iter().zip(n).enumerate() {
            if self.missing.binary_search(&days.from.plus(at as i32)).is_err() {
                pairs.push(pair);
            }
        }
        pairs
    }

    /// A member's line; none where it has no facts.
    pub fn line(&self, member: MemberIx, measure: MeasureIx) -> Vec<f64> {
        let days = self.range.len() as usize;
        let points = days.min(MAX_POINTS);
        let values = self.values(member, measure, self.range).unwrap_or_default();
        let mut line = vec![0.0; points];
        for (at, value) in values.iter().enumerate() {
            if let Some(point) = line.get_mut(at * points / days) {
                *point += value.max(0.0);
            }
        }
        // Points stand for one day more or less than their neighbours: means, so that no saw appears.
        for (at, point) in line.iter_mut().enumerate() {
            let first = (at * days).div_ceil(points);
            let next = ((at + 1) * days).div_ceil(points);
            *point /= (next - first).max(1) as f64;
        }
        let largest = line.iter().copied().fold(0.0, f64::max);
        if largest <= 0.0 {
            return Vec::new();
        }
        for point in &mut line {
            *point /= largest;
        }
        line
    }
}
