//! The members of one dimension under one path, with their figures, in the order of the table. In: which rows count,
//! which columns. Out: [`Level`]; values per row and column, and of the rows beyond the top n together.

use std::cmp::Ordering;

use crate::analysis::breakdown::{Changes, changes, together};
use crate::analysis::change::{Delta, Unchanged};
use crate::contract::{DimensionIx, MeasureIx, MemberIx, Report};
use crate::cube::Dataset;
use crate::order::sort_by;
use crate::query::period::Comparison;
use crate::query::{Cut, Figure, Figures, Key, NULL_KEY, Query, Scope, Table, run};
use crate::view::metric::Metric;
use crate::view::rate::{Judged, Side, judge};

/// Where the numbers of a column are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Source {
    table: usize,
    top: usize,
    bottom: Option<usize>,
}

/// What the numbers of one row and column are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    /// A measure's figure.
    Count(Side<'a>),
    /// Both sides of a ratio.
    Quotient(Side<'a>, Side<'a>),
}

impl Value<'_> {
    /// What the table sorts by and bars measure.
    pub fn magnitude(&self) -> Option<f64> {
        match self {
            Self::Count(side) => (!side.figure.hidden).then_some(side.figure.estimate),
            Self::Quotient(top, bottom) => match judge(top, bottom) {
                Ok(Judged::Exact(value)) => Some(value),
                _ => None,
            },
        }
    }
}

/// Members of one dimension under one path.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Level {
    /// Rows that count, this level's path included.
    pub scope: Scope,
    /// The path from the listed level to here.
    pub path: Vec<(DimensionIx, MemberIx)>,
    /// Whose members are listed.
    pub dimension: DimensionIx,
    /// Rows of the first table in the order of the screen.
    pub rows: Vec<u32>,
    /// How many of [`Level::rows`] are listed; the rest is "others".
    pub listed: usize,
    /// Per column, the largest magnitude of a row.
    widest: Vec<f64>,
    tables: Vec<Table>,
    sources: Vec<Option<Source>>,
    /// Against the days compared with, where there are such.
    changes: Option<Changes>,
}

/// Which rows of a level a number is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// One row of the first table.
    Row(u32),
    /// All rows, those that a search hides too.
    Total,
    /// The rows that are not listed.
    Others,
}

/// What orders the rows of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SortBy {
    /// Their names.
    Names,
    /// A column.
    Column(usize),
    /// The change of a column.
    Change(usize),
}

impl SortBy {
    /// What is told in most detail, with its place: the number sorted by, else the first.
    pub fn metric(self, columns: &[Metric]) -> Option<(usize, &Metric)> {
        let ix = match self {
            Self::Names => 0,
            Self::Column(ix) | Self::Change(ix) => ix,
        };
        Some((ix, columns.get(ix)?))
    }
}

impl Level {
    /// Asks for the members of `dimension`.
    pub fn ask(
        dataset: &Dataset,
        scope: Scope,
        path: Vec<(DimensionIx, MemberIx)>,
        dimension: DimensionIx,
        columns: &[Metric],
    ) -> Self {
        let report = &dataset.report;
        let mut ranges = vec![scope.range];
        let mut measures: Vec<Vec<MeasureIx>> = vec![Vec::new()];
        let place = |table: usize, ix: MeasureIx, measures: &mut Vec<Vec<MeasureIx>>| -> usize {
            let Some(listed) = measures.get_mut(table) else { return 0 };
            listed.iter().position(|&known| known == ix).unwrap_or_else(|| {
                listed.push(ix);
                listed.len() - 1
            })
        };
        let sources = columns
            .iter()
            .map(|column| {
                let days = column.days(report, scope.range)?;
                let table = ranges.iter().position(|&known| known == days).unwrap_or_else(|| {
                    ranges.push(days);
                    measures.push(Vec::new());
                    ranges.len() - 1
                });
                Some(match column {
                    Metric::Measure(ix) => Source { table, top: place(table, *ix, &mut measures), bottom: None },
                    Metric::Ratio(ratio) => Source {
                        table,
                        top: place(table, ratio.numerator, &mut measures),
                        bottom: Some(place(table, ratio.denominator, &mut measures)),
                    },
                })
            })
            .collect();
        let ask = |(range, measures): (crate::date::DateRange, Vec<MeasureIx>)| {
            let group_by = vec![Key::Dimension(dimension)];
            run(dataset, &scope.over(range), &Query { group_by, measures, ..Query::default() })
        };
        let tables: Vec<Table> = ranges.into_iter().zip(measures).map(ask).collect();
        let count = tables.first().map_or(0, |table| table.rows);
        let rows = (0..count as u32).collect();
        Self { scope, path, dimension, rows, listed: count, widest: Vec::new(), tables, sources, changes: None }
    }

    /// Asks, too, how `metric` changed.
    pub fn compare(&mut self, dataset: &Dataset, metric: &Metric, periods: Comparison) {
        self.changes = Some(changes(dataset, &self.scope, Key::Dimension(self.dimension), metric, periods));
    }

    /// How that metric changed; `None` of what is not one row or all.
    pub fn change(&self, of: Of) -> Option<Result<Delta, Unchanged>> {
        let changes = self.changes.as_ref()?;
        match of {
            Of::Row(row) => changes.of(self.code(row)?),
            Of::Total => Some(changes.total),
            Of::Others => None,
        }
    }

    /// How many days are compared.
    pub fn compared_days(&self) -> Option<usize> {
        self.changes.as_ref()?.counted
    }

    fn code(&self, row: u32) -> Option<i32> {
        self.tables.first().and_then(|table| table.key(row as usize).first()).copied()
    }

    /// The member of a row of the first table.
    pub fn member(&self, row: u32) -> MemberIx {
        match self.code(row) {
            Some(code) if code != NULL_KEY => MemberIx(code.cast_unsigned()),
            _ => MemberIx::NULL,
        }
    }

    /// Puts the rows into order and cuts them off. `keep` says which rows the search leaves.
    pub fn arrange(
        &mut self,
        report: &Report,
        sort: SortBy,
        descending: bool,
        top_n: Option<usize>,
        name: impl Fn(MemberIx) -> String,
        keep: impl Fn(MemberIx) -> bool,
    ) {
        let mut rows: Vec<u32> = self.rows.iter().copied().filter(|&row| keep(self.member(row))).collect();
        let directed = |ordering: Ordering| if descending { ordering.reverse() } else { ordering };
        match sort {
            SortBy::Names => {
                let mut named: Vec<(String, u32)> = rows.iter().map(|&row| (name(self.member(row)), row)).collect();
                sort_by(&mut named, |a, b| directed(a.0.cmp(&b.0)).then(a.1.cmp(&b.1)));
                rows = named.into_iter().map(|(_, row)| row).collect();
            }
            SortBy::Column(_) | SortBy::Change(_) => {
                let magnitude = |row: u32| match sort {
                    SortBy::Column(column) => self.value(report, column, Of::Row(row))?.magnitude(),
                    _ => self.change(Of::Row(row))?.ok().map(|change| change.value()),
                };
                let mut valued: Vec<(Option<f64>, u32)> = rows.iter().map(|&row| (magnitude(row), row)).collect();
                // Rows without a number stand last either way; ties keep the order of the document.
                sort_by(&mut valued, |a, b| {
                    let by_value = match (a.0, b.0) {
                        (Some(a), Some(b)) => directed(a.total_cmp(&b)),
                        (Some(_), None) => Ordering::Less,
                        (None, Some(_)) => Ordering::Greater,
                        (None, None) => Ordering::Equal,
                    };
                    by_value.then(a.1.cmp(&b.1))
                });
                rows = valued.into_iter().map(|(_, row)| row).collect();
            }
        }
        // One row beyond would be "others (1)", which says less than the row itself.
        self.listed = match top_n {
            Some(n) if n + 1 < rows.len() => n,
            _ => rows.len(),
        };
        self.rows = rows;
        self.widest = (0..self.sources.len())
            .map(|column| {
                let of_row = |&row: &u32| match self.value(report, column, Of::Row(row))? {
                    value @ Value::Count(_) => value.magnitude(),
                    Value::Quotient(..) => None,
                };
                self.rows.iter().filter_map(of_row).fold(0.0, f64::max)
            })
            .collect();
    }

    /// Share of the level's largest.
    pub fn bar(&self, column: usize, value: &Value<'_>) -> f64 {
        let widest = self.widest.get(column).copied().unwrap_or(0.0);
        match value {
            Value::Count(_) if widest > 0.0 => value.magnitude().map_or(0.0, |value| (value / widest).clamp(0.0, 1.0)),
            _ => 0.0,
        }
    }

    /// The numbers of one or of several rows; `None` where they cannot be had for this level.
    pub fn value<'a>(&self, report: &'a Report, column: usize, of: Of) -> Option<Value<'a>> {
        let source = (*self.sources.get(column)?)?;
        let top = self.side(report, source.table, source.top, of)?;
        Some(match source.bottom {
            None => Value::Count(top),
            Some(bottom) => Value::Quotient(top, self.side(report, source.table, bottom, of)?),
        })
    }

    fn side<'a>(&self, report: &'a Report, table: usize, place: usize, of: Of) -> Option<Side<'a>> {
        let column = self.tables.get(table)?.columns.get(place)?;
        let ignored = column.cut.ignored();
        // A number that is not of this row's parent would not add up to it.
        if column.cut == Cut::Absent || self.path.iter().any(|(dimension, _)| ignored.contains(dimension)) {
            return None;
        }
        let measure = report.measure(column.measure)?;
        let figure = match (of, &column.figures) {
            (Of::Total, _) => column.total,
            (_, None) => return None,
            (Of::Row(row), Some(figures)) => self.figure(table, figures, row).unwrap_or_default(),
            (Of::Others, Some(figures)) => {
                let rest = self.rows.get(self.listed..).unwrap_or(&[]);
                let mut found = rest.iter().filter_map(|&row| self.figure(table, figures, row));
                // Where nothing but hidden rows is in it, so is the sum.
                let hidden = !rest.is_empty() && found.clone().all(|figure| figure.hidden);
                Figure { hidden, ..together(measure, &mut found) }
            }
        };
        Some(Side { ix: column.measure, measure, figure, exact: ignored.is_empty() })
    }

    /// The figure of a row among those of a column; only the first table numbers the rows.
    fn figure(&self, table: usize, figures: &Figures, row: u32) -> Option<Figure> {
        let at = match table {
            0 => Some(row as usize),
            _ => self.tables.get(table)?.find(self.tables.first()?.key(row as usize)),
        };
        figures.get(at?)
    }

    /// Whether nothing was cut off.
    pub const fn is_whole(&self) -> bool {
        self.listed == self.rows.len()
    }

    /// How closely a column answers: the first of its measures that does not answer exactly.
    pub fn cut(&self, column: usize) -> Option<&Cut> {
        let source = (*self.sources.get(column)?)?;
        let table = self.tables.get(source.table)?;
        let places = std::iter::once(source.top).chain(source.bottom);
        places.filter_map(|place| table.columns.get(place)).map(|column| &column.cut).find(|cut| !cut.is_exact())
    }
}
