//! The figures of the ladder. In: a dataset, the rows that count, the measures, by whose members. Out: figures of the
//! whole, of a member or of all members beyond the first few, over any days, each question asked once; and the whole
//! day by day.

use super::Key;
use crate::contract::{DimensionIx, MeasureIx, MeasureKind, MemberIx};
use crate::cube::Dataset;
use crate::date::{Date, DateRange};
use crate::query::{Cut, Figure, Key as GroupKey, Order, Query, Scope, Table, run};
use crate::stats::Refusal;

/// The questions of one ladder.
pub(super) struct Asked<'a> {
    dataset: &'a Dataset,
    scope: Scope,
    measures: Vec<MeasureIx>,
    by: Option<DimensionIx>,
    tables: Vec<(DateRange, bool, Table)>,
}

/// A row, and of the last the members that are not in it.
pub(super) struct Listed {
    pub key: Key,
    /// Codes of the members before.
    before: Vec<i32>,
    /// Of others: whether they are few enough to tell of one.
    hidden: bool,
}

impl<'a> Asked<'a> {
    pub fn new(dataset: &'a Dataset, scope: &Scope, measures: Vec<MeasureIx>, by: Option<DimensionIx>) -> Self {
        Self { dataset, scope: scope.clone(), measures, by, tables: Vec::new() }
    }

    fn query(&self, by_day: bool) -> Query {
        let mut group_by: Vec<GroupKey> = self.by.map(GroupKey::Dimension).into_iter().collect();
        if by_day {
            group_by.push(GroupKey::Day);
        }
        Query { group_by, measures: self.measures.clone(), ..Query::default() }
    }

    fn table(&mut self, range: DateRange, by_day: bool) -> Option<&Table> {
        if !self.tables.iter().any(|(known, daily, _)| (*known, *daily) == (range, by_day)) {
            let table = run(self.dataset, &self.scope.over(range), &self.query(by_day));
            self.tables.push((range, by_day, table));
        }
        self.tables.iter().find(|(known, daily, _)| (*known, *daily) == (range, by_day)).map(|(.., table)| table)
    }

    /// The members of the largest amounts of `order`, and the others as one.
    pub fn keys(&self, range: DateRange, order: MeasureIx, top: usize) -> Vec<Listed> {
        let column = self.measures.iter().position(|&ix| ix == order).unwrap_or(0);
        let query = Query { order: Some(Order { column, descending: true }), limit: Some(top), ..self.query(false) };
        let table = run(self.dataset, &self.scope.over(range), &query);
        let mut listed = Vec::new();
        let mut before = Vec::new();
        for row in 0..table.rows {
            let Some(&code) = table.key(row).first() else { continue };
            before.push(code);
            let key = Key::Member(MemberIx(code.cast_unsigned()));
            listed.push(Listed { key, before: Vec::new(), hidden: false });
        }
        if table.rows_beyond_limit > 0 {
            let hidden = table.columns.iter().any(|column| column.others.is_some_and(|others| others.hidden));
            listed.push(Listed { key: Key::Others(table.rows_beyond_limit), before, hidden });
        }
        listed
    }

    /// The figure of a measure over some days: of the whole, or of one row.
    pub fn figure(&mut self, range: DateRange, measure: MeasureIx, row: Option<&Listed>) -> Result<Figure, Refusal> {
        let place = self.measures.iter().position(|&ix| ix == measure).ok_or(Refusal::NotAtThisCut)?;
        let table = self.table(range, false).ok_or(Refusal::NotAtThisCut)?;
        let column =
            table.columns.get(place).filter(|column| column.cut != Cut::Absent).ok_or(Refusal::NotAtThisCut)?;
        if !column.cut.is_exact() {
            return Err(Refusal::NotAtThisCut);
        }
        let Some(row) = row else { return Ok(column.total) };
        let of = |code: i32| table.find(&[code]).and_then(|row| table.figure(row, place)).unwrap_or_default();
        let Key::Member(member) = row.key else {
            let mut rest = Figure { hidden: row.hidden, ..column.total };
            for &code in &row.before {
                let part = of(code);
                rest.value -= part.value;
                rest.upper -= part.upper;
                rest.estimate -= part.estimate;
                rest.rows -= part.rows.min(rest.rows);
                rest.lacking -= part.lacking.min(rest.lacking);
                rest.suppressed -= part.suppressed.min(rest.suppressed);
            }
            let adds = |kind| matches!(kind, MeasureKind::Count | MeasureKind::Money);
            let adds = self.dataset.report.measure(measure).is_some_and(|measure| adds(measure.kind));
            return if adds { Ok(rest) } else { Err(Refusal::Bound) };
        };
        Ok(of(member.0.cast_signed()))
    }

    /// The whole of a measure on every delivered day.
    pub fn days(&mut self, range: DateRange, measure: MeasureIx) -> Result<Vec<f64>, Refusal> {
        let place = self.measures.iter().position(|&ix| ix == measure).ok_or(Refusal::NoDailyValues)?;
        let missing = &self.dataset.report.meta.missing_dates;
        let delivered = |n: usize| missing.binary_search(&range.from.plus(n as i32)).is_err();
        let mut days = vec![0.0; range.len() as usize];
        let table = self.table(range, true).ok_or(Refusal::NoDailyValues)?;
        let column = table.columns.get(place).filter(|column| column.cut.is_exact()).ok_or(Refusal::NoDailyValues)?;
        for (row, figure) in column.figures.as_ref().ok_or(Refusal::NoDailyValues)?.iter().enumerate() {
            let day = table.key(row).first().map_or(0, |&day| Date::from_days(day).since(range.from));
            if let Some(slot) = days.get_mut(day as usize) {
                *slot = figure.estimate;
            }
        }
        Ok(days.into_iter().enumerate().filter(|(n, _)| delivered(*n)).map(|(_, value)| value).collect())
    }
}
