//! The figures of a comparison. In: a dataset, the rows that count, what to group by. Out: a [`Period`] that gives any
//! group's totals and, where intervals need them, its days; from one question by group and one by group and day, however
//! many members there are.

use std::cmp::Ordering;

use super::{Kind, Parts};
use crate::analysis::rate::Side;
use crate::contract::{DimensionIx, Measure, MeasureIx, MeasureKind, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::order::sort_unique;
use crate::query::{Cut, Figure, Key, Query, Scope, Table, compare_keys, run};
use crate::stats::Refusal;

/// One group: both sides of its ratio, and both day by day.
#[derive(Clone, Debug)]
pub(super) struct Sample<'a> {
    pub top: Side<'a>,
    pub bottom: Side<'a>,
    /// Empty where they cannot be had, or are not needed.
    pub days: Vec<(f64, f64)>,
}

impl Sample<'_> {
    /// All but `part`, which is in it. Distinct people of a part cannot be taken away: what is left is not known.
    pub fn without(&self, part: &Self) -> Self {
        let mut rest = self.clone();
        for (rest, part) in [(&mut rest.top, &part.top), (&mut rest.bottom, &part.bottom)] {
            let (figure, part) = (&mut rest.figure, &part.figure);
            figure.hidden |= part.hidden;
            figure.rows -= part.rows.min(figure.rows);
            figure.lacking -= part.lacking.min(figure.lacking);
            if adds(rest.measure) {
                figure.value -= part.value;
                figure.upper -= part.upper;
                figure.estimate -= part.estimate;
            } else {
                rest.exact = false;
            }
        }
        for (rest, part) in rest.days.iter_mut().zip(&part.days) {
            *rest = (rest.0 - part.0, rest.1 - part.1);
        }
        rest
    }

    fn add(&mut self, part: &Self) {
        for (sum, part) in [(&mut self.top, &part.top), (&mut self.bottom, &part.bottom)] {
            add(&mut sum.figure, &part.figure);
        }
        for (sum, part) in self.days.iter_mut().zip(&part.days) {
            *sum = (sum.0 + part.0, sum.1 + part.1);
        }
    }
}

/// One side of the ratio.
pub(super) const fn side(ix: MeasureIx, measure: &Measure, figure: Figure, exact: bool) -> Side<'_> {
    Side { ix, measure, figure, exact }
}

/// Whether sums of its values mean something over days and members.
pub(super) const fn adds(measure: &Measure) -> bool {
    matches!(measure.kind, MeasureKind::Count | MeasureKind::Money)
}

fn add(sum: &mut Figure, part: &Figure) {
    sum.value += part.value;
    sum.upper += part.upper;
    sum.estimate += part.estimate;
    sum.rows += part.rows;
    sum.lacking += part.lacking;
    sum.suppressed += part.suppressed;
}

/// Days of two ranges, counted from their first, that were not delivered in one of them.
pub(super) fn undelivered(report: &Report, a: DateRange, b: DateRange) -> Vec<i32> {
    let missing = |range: DateRange, n: i32| report.meta.missing_dates.binary_search(&range.from.plus(n)).is_ok();
    (0..a.len() as i32).filter(|&n| missing(a, n) || missing(b, n)).collect()
}

/// All groups over some days.
pub(super) struct Period<'a> {
    parts: Parts<'a>,
    range: DateRange,
    totals: Table,
    daily: Option<Table>,
    /// Days, from the first, that do not count.
    skipped: Vec<i32>,
    width: usize,
}

impl<'a> Period<'a> {
    /// Asks; refuses where the ratio cannot be split so.
    pub fn ask(
        dataset: &Dataset,
        scope: &Scope,
        group_by: &[Key],
        parts: &Parts<'a>,
        skipped: &[i32],
    ) -> Result<Self, Refusal> {
        let ask = |group_by: Vec<Key>| {
            run(dataset, scope, &Query { group_by, measures: parts.ix.into(), ..Query::default() })
        };
        let totals = ask(group_by.to_vec());
        if totals.columns.iter().any(|column| column.figures.is_none()) {
            return Err(Refusal::NotAtThisCut);
        }
        let wants_days = parts.kind == Kind::Ratio || !skipped.is_empty();
        let daily = (wants_days && parts.measures.iter().all(|measure| adds(measure))).then(|| {
            let mut by_day = group_by.to_vec();
            by_day.push(Key::Day);
            ask(by_day)
        });
        if !skipped.is_empty() && daily.is_none() {
            return Err(Refusal::NoDailyValues);
        }
        Ok(Self { parts: *parts, range: scope.range, totals, daily, skipped: skipped.to_vec(), width: group_by.len() })
    }

    /// Codes of the members met, the unknown one last.
    pub fn members(&self) -> Vec<u32> {
        let mut members = Vec::new();
        for row in 0..self.totals.rows {
            members.extend(self.totals.key(row).first().map(|code| code.cast_unsigned()));
        }
        sort_unique(&mut members);
        members
    }

    /// Codes of the strata met in any member.
    pub fn strata(&self) -> Vec<u32> {
        let mut strata = Vec::new();
        for row in 0..self.totals.rows {
            strata.extend(self.totals.key(row).get(1).map(|code| code.cast_unsigned()));
        }
        sort_unique(&mut strata);
        strata
    }

    /// Dimensions whose filters were left out.
    pub fn ignored(&self) -> Vec<DimensionIx> {
        let mut ignored = Vec::new();
        for column in &self.totals.columns {
            ignored.extend_from_slice(column.cut.ignored());
        }
        sort_unique(&mut ignored);
        ignored
    }

    /// One group: a member, or a member and a stratum. Zero where it has no fact.
    pub fn sample(&self, codes: &[u32]) -> Sample<'a> {
        let key: Vec<i32> = codes.iter().map(|code| code.cast_signed()).collect();
        let row = self.totals.find(&key);
        let figure = |column: usize| row.and_then(|row| self.totals.figure(row, column)).unwrap_or_default();
        let [mut top, mut bottom] = [0, 1].map(|n| {
            let exact =
                self.totals.columns.get(n).is_some_and(|column| column.cut.is_exact() && column.cut != Cut::Absent);
            side(self.parts.ix[n], self.parts.measures[n], figure(n), exact)
        });
        let mut days = Vec::new();
        if let Some(daily) = &self.daily {
            let (mut x, mut n) = (Figure::default(), Figure::default());
            days.resize(self.range.len() as usize, (0.0, 0.0));
            for row in self.rows_of(daily, &key) {
                let day = daily.key(row).get(self.width).map_or(0, |day| day - self.range.from.days());
                let (Some(above), Some(below)) = (daily.figure(row, 0), daily.figure(row, 1)) else { continue };
                if self.skipped.contains(&day) {
                    continue;
                }
                add(&mut x, &above);
                add(&mut n, &below);
                if let Some(slot) = days.get_mut(day as usize) {
                    *slot = (above.estimate, below.estimate);
                }
            }
            if !self.skipped.is_empty() {
                top.figure = Figure { hidden: top.figure.hidden, ..x };
                bottom.figure = Figure { hidden: bottom.figure.hidden, ..n };
            }
        }
        Sample { top, bottom, days }
    }

    /// All members together; of one stratum where `stratum` names one.
    pub fn sum(&self, stratum: &[u32]) -> Sample<'a> {
        let mut sum: Option<Sample<'a>> = None;
        for member in self.members() {
            let mut codes = vec![member];
            codes.extend_from_slice(stratum);
            let part = self.sample(&codes);
            match &mut sum {
                Some(sum) => sum.add(&part),
                None => sum = Some(part),
            }
        }
        let mut sum = sum.unwrap_or_else(|| self.sample(&[]));
        // The sum of all is no group whose people are few.
        sum.top.figure.hidden = false;
        sum.bottom.figure.hidden = false;
        sum
    }

    /// Rows whose key begins with `key`: they follow each other.
    fn rows_of(&self, table: &Table, key: &[i32]) -> std::ops::Range<usize> {
        let group_by = self.totals.group_by.as_slice();
        let at = |row: usize| compare_keys(group_by, table.key(row).get(..self.width).unwrap_or(&[]), key);
        let first = |wanted: &dyn Fn(Ordering) -> bool| {
            let (mut low, mut high) = (0, table.rows);
            while low < high {
                let middle = usize::midpoint(low, high);
                if wanted(at(middle)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low
        };
        first(&|order| order.is_lt())..first(&|order| order.is_le())
    }
}
