//! Measures and ratios by group: the numbers of a table. In: a dataset, which of its rows count, keys, metrics, an order.
//! Out: [`Breakdown`], a cell per row and metric, of the rows beyond the limit together, and of all; each beside the days
//! compared with, where asked for. A ratio uses the days on which both of its measures are final, and has an interval.
//!
//! `tables` asks the engine, each question once.

mod tables;

use std::cmp::Ordering;

use tables::Tables;
pub(crate) use tables::together;

use super::change::{Delta, Moved, Sides, Unchanged, between};
use super::metric::Metric;
use super::rate::{Judged, Quotient, Side, judge, quotient};
use crate::contract::{MeasureKind, Ratio, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::order::{distinct, places, sort_by};
use crate::query::period::{Comparison, comparison};
use crate::query::{Compare, Cut, Key, Order, Pass, Scope, compare_keys};
use crate::stats::Refusal;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Keys, outermost first; none for the totals alone.
    pub group_by: Vec<Key>,
    /// What is counted, in the order of the cells.
    pub metrics: Vec<Metric>,
    /// Order of rows, by one of the metrics; by key where absent. Rows without a number stand last.
    pub order: Option<Order>,
    /// Most rows.
    pub limit: Option<usize>,
    /// Days to compare with. Not with keys that are periods themselves.
    pub compare: Option<Compare>,
}

/// The numbers.
#[derive(Clone, Debug)]
pub struct Breakdown<'a> {
    /// Days chosen.
    pub range: DateRange,
    /// Days compared with; `None` where none were asked for, or the data does not hold them.
    pub periods: Option<Comparison>,
    /// One per metric.
    pub columns: Vec<Column>,
    /// In the order asked for.
    pub rows: Vec<Row<'a>>,
    /// How many rows are beyond the limit, and their numbers together.
    pub others: Option<(usize, Vec<Cell<'a>>)>,
    /// Over all rows.
    pub totals: Vec<Cell<'a>>,
    /// What it took.
    pub passes: Vec<Pass>,
}

/// How a metric was counted.
#[derive(Clone, Debug)]
pub struct Column {
    /// The days that count; `None` where none is final.
    pub days: Option<DateRange>,
    /// How closely it answers: of a ratio the first of its measures that does not answer exactly.
    pub cut: Cut,
}

/// One group.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// One code per key, as in [`crate::query::Table::keys`].
    pub key: Vec<i32>,
    /// One per metric.
    pub cells: Vec<Cell<'a>>,
}

/// One number.
#[derive(Clone, Debug)]
pub struct Cell<'a> {
    /// Over the days chosen.
    pub value: Value<'a>,
    /// Against the days compared with.
    pub compared: Option<Moved<'a>>,
}

/// What a number is.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Of a measure.
    Count(Side<'a>),
    /// Of a ratio over these days, not yet times its `per`.
    Rate(DateRange, Quotient<'a>),
    /// None, and why.
    None(Refusal),
}

/// Which rows a number is of.
#[derive(Clone, Copy, Debug)]
enum Of<'k> {
    Group(&'k [i32]),
    /// These together.
    Groups(&'k [&'k [i32]]),
    All,
}

/// The numbers of `scope`.
pub fn breakdown<'a>(dataset: &'a Dataset, scope: &Scope, options: &Options) -> Breakdown<'a> {
    let report = &dataset.report;
    let periods = options.compare.as_ref().and_then(|compare| comparison(report, scope.range, compare));
    let mut asking = Asking {
        report,
        tables: Tables::new(dataset, scope, options),
        metrics: &options.metrics,
        range: scope.range,
        periods,
    };
    let keys = asking.keys(options);
    let order = asking.order(&keys, options.order);
    let limit = options.limit.unwrap_or(keys.len());
    let mut listed: Vec<&[i32]> = Vec::with_capacity(keys.len());
    for place in order {
        listed.extend(keys.get(place).map(Vec::as_slice));
    }
    let beyond = listed.split_off(limit.min(listed.len()));
    let mut rows = Vec::with_capacity(listed.len());
    for key in listed {
        rows.push(Row { key: key.to_vec(), cells: asking.cells(Of::Group(key)) });
    }
    let others = (!beyond.is_empty()).then(|| (beyond.len(), asking.cells(Of::Groups(&beyond))));
    let totals = asking.cells(Of::All);
    let columns = asking.columns();
    Breakdown { range: scope.range, periods, columns, rows, others, totals, passes: asking.tables.into_passes() }
}

/// How a metric changed from the days compared with, group by group.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Changes {
    /// By the code of the group, ascending; groups of either period.
    rows: Vec<(i32, Result<Delta, Unchanged>)>,
    /// Over all groups.
    pub total: Result<Delta, Unchanged>,
    /// How many days are compared; `None` where none is final in both periods.
    pub counted: Option<usize>,
}

impl Changes {
    /// Of one group; `None` where there is no such group.
    pub fn of(&self, code: i32) -> Option<Result<Delta, Unchanged>> {
        let place = self.rows.binary_search_by(|(known, _)| known.cmp(&code)).ok()?;
        self.rows.get(place).map(|(_, change)| *change)
    }
}

/// The changes of `metric` by one key.
pub(crate) fn changes(dataset: &Dataset, scope: &Scope, by: Key, metric: &Metric, periods: Comparison) -> Changes {
    let options = Options { group_by: vec![by], metrics: vec![metric.clone()], ..Options::default() };
    let mut asking = Asking {
        report: &dataset.report,
        tables: Tables::new(dataset, scope, &options),
        metrics: &options.metrics,
        range: scope.range,
        periods: Some(periods),
    };
    let total = asking.moved(metric, Of::All, periods);
    let mut rows = Vec::new();
    for key in asking.keys(&options) {
        rows.extend(key.first().map(|&code| (code, asking.moved(metric, Of::Group(&key), periods).change)));
    }
    sort_by(&mut rows, |a, b| a.0.cmp(&b.0));
    Changes { rows, total: total.change, counted: total.days.map(|_| total.counted) }
}

struct Asking<'a, 'o> {
    report: &'a Report,
    tables: Tables<'a>,
    metrics: &'o [Metric],
    range: DateRange,
    periods: Option<Comparison>,
}

impl<'a> Asking<'a, '_> {
    /// The groups of both periods, in key order: one that is gone has a number too.
    fn keys(&mut self, options: &Options) -> Vec<Vec<i32>> {
        if options.group_by.is_empty() {
            return Vec::new();
        }
        let mut keys = self.tables.keys(self.range);
        if let Some(periods) = self.periods {
            keys.append(&mut self.tables.keys(periods.baseline));
            let key = |place: usize| keys.get(place).map_or(&[] as &[i32], Vec::as_slice);
            let (order, _) = distinct(keys.len(), &mut |a, b| compare_keys(&options.group_by, key(a), key(b)));
            keys = order.into_iter().filter_map(|place| keys.get(place).cloned()).collect();
        }
        keys
    }

    fn order(&mut self, keys: &[Vec<i32>], order: Option<Order>) -> Vec<usize> {
        let by = order.and_then(|order| Some((order, self.metrics.get(order.column)?)));
        let Some((order, metric)) = by else { return (0..keys.len()).collect() };
        let mut values = Vec::with_capacity(keys.len());
        for key in keys {
            values.push(self.magnitude(metric, Of::Group(key)));
        }
        let value = |place: usize| values.get(place).copied().flatten();
        places(keys.len(), &mut |a, b| match (value(a), value(b)) {
            (Some(a), Some(b)) if order.descending => b.total_cmp(&a),
            (Some(a), Some(b)) => a.total_cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        })
    }

    /// What rows are ordered by.
    fn magnitude(&mut self, metric: &Metric, of: Of<'_>) -> Option<f64> {
        let days = metric.days(self.report, self.range)?;
        match self.sides(metric, of, days, &[])? {
            (top, None) => (!top.figure.hidden).then_some(top.figure.estimate),
            (top, Some(bottom)) => match judge(&top, &bottom) {
                Ok(Judged::Exact(value)) => Some(value),
                _ => None,
            },
        }
    }

    fn cells(&mut self, of: Of<'_>) -> Vec<Cell<'a>> {
        let mut cells = Vec::with_capacity(self.metrics.len());
        for metric in self.metrics {
            let value = self.value(metric, of);
            let compared = self.periods.map(|periods| self.moved(metric, of, periods));
            cells.push(Cell { value, compared });
        }
        cells
    }

    fn moved(&mut self, metric: &Metric, of: Of<'_>, periods: Comparison) -> Moved<'a> {
        between(self.report, metric, periods, &mut |range, missed| self.sides(metric, of, range, missed))
    }

    fn value(&mut self, metric: &Metric, of: Of<'_>) -> Value<'a> {
        let Some(days) = metric.days(self.report, self.range) else { return Value::None(Refusal::NoMatureDays) };
        match (self.sides(metric, of, days, &[]), metric) {
            (None, _) => Value::None(Refusal::NotAtThisCut),
            (Some((top, Some(bottom))), Metric::Ratio(ratio)) => {
                let report = self.report;
                Value::Rate(days, quotient(report, top, bottom, &mut || self.daily(ratio, of, days)))
            }
            (Some((top, _)), _) => Value::Count(top),
        }
    }

    /// The values of a metric over some days, without some of them.
    fn sides(&mut self, metric: &Metric, of: Of<'_>, range: DateRange, missed: &[i32]) -> Option<Sides<'a>> {
        let top = self.tables.side(metric.leading(), of, range, missed)?;
        let bottom = match metric.below() {
            Some(below) => Some(self.tables.side(below, of, range, missed)?),
            None => None,
        };
        Some((top, bottom))
    }

    /// Both sides of a ratio on each delivered day; none where they cannot be had day by day.
    fn daily(&mut self, ratio: &Ratio, of: Of<'_>, days: DateRange) -> Vec<(f64, f64)> {
        let measures = [ratio.numerator, ratio.denominator];
        let adds_up = measures.iter().all(|&ix| {
            self.report.measure(ix).is_some_and(|m| matches!(m.kind, MeasureKind::Count | MeasureKind::Money))
        });
        if adds_up { self.tables.daily(measures, of, days) } else { Vec::new() }
    }

    fn columns(&mut self) -> Vec<Column> {
        let mut columns = Vec::with_capacity(self.metrics.len());
        for metric in self.metrics {
            let days = metric.days(self.report, self.range);
            let mut cut: Option<Cut> = None;
            for measure in metric.measures() {
                let found = self.tables.cut(measure, days.unwrap_or(self.range));
                if cut.as_ref().is_none_or(|known| known.is_exact() && !found.is_exact()) {
                    cut = Some(found);
                }
            }
            columns.push(Column { days, cut: cut.unwrap_or(Cut::Absent) });
        }
        columns
    }
}
