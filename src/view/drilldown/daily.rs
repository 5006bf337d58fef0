//! Rows day by day: small lines, and the spread between days from which a file's intervals are made. In: one level,
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

/// Members of a level day by day.
pub(super) struct Daily {
    range: DateRange,
    measures: Vec<MeasureIx>,
    table: Table,
    path: Vec<DimensionIx>,
}

impl Daily {
    /// Asks for `members`.
    pub fn ask(dataset: &Dataset, level: &Level, mut members: Vec<MemberIx>, measures: Vec<MeasureIx>) -> Self {
        sort_unique(&mut members);
        let mut scope = level.scope.clone();
        scope.filters.insert(level.dimension, members);
        let group_by = vec![Key::Dimension(level.dimension), Key::Day];
        let table = run(dataset, &scope, &Query { group_by, measures: measures.clone(), ..Query::default() });
        let path = level.path.iter().map(|(dimension, _)| *dimension).collect();
        Self { range: scope.range, measures, table, path }
    }

    /// The estimate of the measure in that place on each day of `days`; none where it cannot be had so.
    pub fn values(&self, member: MemberIx, place: usize, days: DateRange) -> Vec<f64> {
        let mut values = Vec::new();
        let Some(column) = self.table.columns.get(place) else { return values };
        // Days that are not of this row's parent would not add up to it.
        let ignored = column.cut.ignored();
        let Some(figures) = column.figures.as_ref().filter(|_| !self.path.iter().any(|above| ignored.contains(above)))
        else {
            return values;
        };
        let member = if member == MemberIx::NULL { NULL_KEY } else { member.0.cast_signed() };
        for n in 0..days.len() as i32 {
            let row = self.table.find(&[member, days.from.plus(n).days()]);
            values.push(row.and_then(|row| figures.get(row)).map_or(0.0, |figure| figure.estimate));
        }
        values
    }

    /// Two measures on each delivered day of `days`; empty where they cannot be had so.
    pub fn pairs(&self, member: MemberIx, sides: [MeasureIx; 2], days: DateRange, missing: &[Date]) -> Vec<(f64, f64)> {
        let [top, bottom] = sides.map(|side| {
            let place = self.measures.iter().position(|&measure| measure == side);
            place.map_or_else(Vec::new, |place| self.values(member, place, days))
        });
        let delivered = |n: usize| missing.binary_search(&days.from.plus(n as i32)).is_err();
        top.into_iter().zip(bottom).enumerate().filter(|(n, _)| delivered(*n)).map(|(_, pair)| pair).collect()
    }

    /// A member's line of the first measure; none where it has no facts.
    pub fn line(&self, member: MemberIx) -> Vec<f64> {
        let days = self.range.len() as usize;
        let points = days.min(MAX_POINTS);
        let mut line = vec![0.0; points];
        for (at, value) in self.values(member, 0, self.range).into_iter().enumerate() {
            if let Some(point) = line.get_mut(at * points / days) {
                *point += value.max(0.0);
            }
        }
        let mut largest: f64 = 0.0;
        for (at, point) in line.iter_mut().enumerate() {
            // Points stand for one day more or less than their neighbours: means, so that no saw appears.
            let first = (at * days).div_ceil(points);
            let next = ((at + 1) * days).div_ceil(points);
            *point /= (next - first).max(1) as f64;
            largest = largest.max(*point);
        }
        if largest <= 0.0 {
            return Vec::new();
        }
        for point in &mut line {
            *point /= largest;
        }
        line
    }
}
