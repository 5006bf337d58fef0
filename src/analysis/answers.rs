//! What one panel asks of the engine, each question asked once. In: a dataset, the rows that count, the measures of
//! the panel. Out: figures of one route and range, sides of rates, and days side by side for intervals.

use super::rate::Side;
use crate::contract::{DimensionIx, MeasureIx, MeasureKind, MemberIx};
use crate::cube::Dataset;
use crate::date::{Date, DateRange};
use crate::query::{Cut, Figure, Key, Query, Scope, Table, period, run};

/// Rows of one route, or of all.
pub(crate) type Route = Option<MemberIx>;

/// Where a number stands: a measure, of one route or of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub measure: MeasureIx,
    pub route: Route,
}

impl Spot {
    /// The measure, of all routes.
    pub const fn of_all(measure: MeasureIx) -> Self {
        Self { measure, route: None }
    }
}

/// Rows, days, and whether by day, week or month.
type Asked = (Route, DateRange, Option<Key>);

/// A figure and how closely it answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How much.
    pub figure: Figure,
    /// Dimensions whose filters were left out.
    pub ignored: Vec<DimensionIx>,
}

/// The questions of one panel.
pub(crate) struct Answers<'a> {
    dataset: &'a Dataset,
    scope: Scope,
    measures: Vec<MeasureIx>,
    route: Option<DimensionIx>,
    tables: Vec<(Asked, Table)>,
}

impl<'a> Answers<'a> {
    pub fn new(dataset: &'a Dataset, scope: Scope, measures: Vec<MeasureIx>, route: Option<DimensionIx>) -> Self {
        Self { dataset, scope, measures, route, tables: Vec::new() }
    }

    fn table(&mut self, route: Route, range: DateRange, period: Option<Key>) -> Option<&Table> {
        let asked = (route, range, period);
        if !self.tables.iter().any(|(known, _)| *known == asked) {
            let scope = self.scope.over(range);
            let scope = match (self.route, route) {
                (Some(dimension), Some(member)) => scope.with(dimension, member),
                _ => scope,
            };
            let query =
                Query { group_by: period.into_iter().collect(), measures: self.measures.clone(), ..Query::default() };
            self.tables.push((asked, run(self.dataset, &scope, &query)));
        }
        self.tables.iter().find(|(known, _)| *known == asked).map(|(_, table)| table)
    }

    /// The figure of `measure`; `None` where no cube carries it, or none by route where a route is asked for.
    pub fn figure(&mut self, route: Route, range: DateRange, measure: MeasureIx) -> Option<Answer> {
        let place = self.measures.iter().position(|&ix| ix == measure)?;
        let dimension = self.route;
        let column = self.table(route, range, None)?.columns.get(place)?;
        if column.cut == Cut::Absent
            || (route.is_some() && dimension.is_some_and(|ix| column.cut.ignored().contains(&ix)))
        {
            return None;
        }
        Some(Answer { figure: column.total, ignored: column.cut.ignored().to_vec() })
    }

    /// One side of a rate; `None` where [`Answers::figure`] has none.
    pub fn side(&mut self, spot: Spot, range: DateRange) -> Option<Side<'a>> {
        self.side_without(spot, range, &[])
    }

    /// The same without some days, each so many after the first.
    pub fn side_without(&mut self, spot: Spot, range: DateRange, days: &[i32]) -> Option<Side<'a>> {
        let measure = self.dataset.report.measure(spot.measure)?;
        let answer = self.figure_without(spot.route, range, spot.measure, days)?;
        Some(Side { ix: spot.measure, measure, figure: answer.figure, exact: answer.ignored.is_empty() })
    }

    /// The figures of `measure` by day, week or month, as `(first day of the period, figure)`; `None` where no cube carries
    /// it. Periods without any fact are absent.
    pub fn by_period(&mut self, range: DateRange, period: Key, measure: MeasureIx) -> Option<Vec<(Date, Figure)>> {
        let place = self.measures.iter().position(|&ix| ix == measure)?;
        let table = self.table(None, range, Some(period))?;
        let figures = table.columns.get(place)?.figures.as_ref()?;
        let day = |row: usize| table.key(row).first().map(|&days| Date::from_days(days));
        figures.iter().enumerate().map(|(row, figure)| Some((day(row)?, figure))).collect()
    }

    /// Estimates of two measures on each complete day of `range`; empty where they cannot be had day by day.
    pub fn days(&mut self, top: (Route, MeasureIx), bottom: (Route, MeasureIx), range: DateRange) -> Vec<(f64, f64)> {
        let (Some(x), Some(n)) = (self.series(top, range), self.series(bottom, range)) else { return Vec::new() };
        let missing = &self.dataset.report.meta.missing_dates;
        let delivered = |ix: usize| missing.binary_search(&range.from.plus(ix as i32)).is_err();
        x.into_iter().zip(n).enumerate().filter(|(ix, _)| delivered(*ix)).map(|(_, pair)| pair).collect()
    }

    /// The figure of `measure` without some days, each so many after the first; of what does not add up over days, with
    /// them. `None`, too, where it cannot be had day by day though days are to be left out.
    pub fn figure_without(
        &mut self,
        route: Route,
        range: DateRange,
        measure: MeasureIx,
        days: &[i32],
    ) -> Option<Answer> {
        let mut answer = self.figure(route, range, measure)?;
        let kind = self.dataset.report.measure(measure)?.kind;
        if days.is_empty() || !matches!(kind, MeasureKind::Count | MeasureKind::Money) {
            return Some(answer);
        }
        let place = self.measures.iter().position(|&ix| ix == measure)?;
        let table = self.table(route, range, Some(Key::Day))?;
        let figures = table.columns.get(place)?.figures.as_ref()?;
        for &day in days {
            let Some(figure) = table.find(&[range.from.plus(day).days()]).and_then(|row| figures.get(row)) else {
                continue;
            };
            let sum = &mut answer.figure;
            sum.value -= figure.value;
            sum.upper -= figure.upper;
            sum.estimate -= figure.estimate;
            sum.variance -= figure.variance;
            sum.rows -= figure.rows;
            sum.lacking -= figure.lacking;
            sum.suppressed -= figure.suppressed;
        }
        Some(answer)
    }

    /// One estimate per day of `range`.
    fn series(&mut self, (route, measure): (Route, MeasureIx), range: DateRange) -> Option<Vec<f64>> {
        let kind = self.dataset.report.measure(measure)?.kind;
        if !matches!(kind, MeasureKind::Count | MeasureKind::Money) {
            return None;
        }
        let place = self.measures.iter().position(|&ix| ix == measure)?;
        let table = self.table(route, range, Some(Key::Day))?;
        let figures = table.columns.get(place)?.figures.as_ref()?;
        let mut series = vec![0.0; range.len() as usize];
        for (row, figure) in figures.iter().enumerate() {
            let day = table.key(row).first().map(|&days| Date::from_days(days))?;
            if let Some(slot) = series.get_mut(day.since(range.from) as usize) {
                *slot = figure.estimate;
            }
        }
        Some(series)
    }

    /// The days of `range` on which both measures are final.
    pub fn mature(&self, first: MeasureIx, second: MeasureIx, range: DateRange) -> Option<DateRange> {
        let report = &self.dataset.report;
        period::mature_range(report, second, period::mature_range(report, first, range)?)
    }
}
