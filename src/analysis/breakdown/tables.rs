//! What a breakdown asks of the engine, each question once. In: a dataset, which of its rows count, keys, metrics. Out:
//! figures of one group, of several together or of all, over any days; two measures side by side day by day.

use super::{Of, Options};
use crate::analysis::metric::Metric;
use crate::analysis::rate::Side;
use crate::contract::{Measure, MeasureIx, MeasureKind};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::query::{Cut, Figure, Key, Pass, Query, Scope, Table, TableColumn, explain, is_few, run, unique_upper};

/// How a table is grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Keys,
    KeysAndDays,
    Days,
}

pub(super) struct Tables<'a> {
    dataset: &'a Dataset,
    scope: Scope,
    group_by: Vec<Key>,
    measures: Vec<MeasureIx>,
    /// Those of ratios: what is asked for day by day.
    by_day: Vec<MeasureIx>,
    asked: Vec<((DateRange, By), Table)>,
    passes: Vec<Pass>,
}

impl<'a> Tables<'a> {
    pub fn new(dataset: &'a Dataset, scope: &Scope, options: &Options) -> Self {
        let mut measures = Metric::measures_of(&options.metrics);
        // What tells whether rows beyond the limit are too few people to show together.
        let meta = &dataset.report.meta;
        measures.extend(meta.privacy_measure.filter(|watched| meta.min_cell > 0 && !measures.contains(watched)));
        Self {
            dataset,
            scope: scope.clone(),
            group_by: options.group_by.clone(),
            measures,
            by_day: Metric::measures_of(options.metrics.iter().filter(|metric| metric.below().is_some())),
            asked: Vec::new(),
            passes: Vec::new(),
        }
    }

    fn table(&mut self, range: DateRange, by: By) -> Option<&Table> {
        let question = (range, by);
        if !self.asked.iter().any(|(known, _)| *known == question) {
            let mut group_by = if by == By::Days { Vec::new() } else { self.group_by.clone() };
            if by != By::Keys {
                group_by.push(Key::Day);
            }
            let measures = if by == By::Keys { &self.measures } else { &self.by_day };
            let query = Query { group_by, measures: measures.clone(), ..Query::default() };
            let scope = self.scope.over(range);
            self.passes.append(&mut explain(self.dataset, &scope, &query));
            self.asked.push((question, run(self.dataset, &scope, &query)));
        }
        self.asked.iter().find(|(known, _)| *known == question).map(|(_, table)| table)
    }

    /// What the answers took.
    pub fn into_passes(self) -> Vec<Pass> {
        self.passes
    }

    /// The groups that have a fact on these days.
    pub fn keys(&mut self, range: DateRange) -> Vec<Vec<i32>> {
        let width = self.group_by.len();
        let table = self.table(range, By::Keys);
        table.map_or_else(Vec::new, |table| table.keys.chunks(width.max(1)).map(<[i32]>::to_vec).collect())
    }

    /// How closely a measure answers.
    pub fn cut(&mut self, measure: MeasureIx, range: DateRange) -> Cut {
        let table = self.table(range, By::Keys);
        let column = table.and_then(|table| table.columns.iter().find(|column| column.measure == measure));
        column.map_or(Cut::Absent, |column| column.cut.clone())
    }

    /// The figure of a measure over some days, without some of them (each so many after the first; what does not add up
    /// over days keeps them). `None` where it cannot be had for these rows.
    pub fn side(&mut self, ix: MeasureIx, of: Of<'_>, range: DateRange, missed: &[i32]) -> Option<Side<'a>> {
        let measure = self.dataset.report.measure(ix)?;
        let (mut figure, exact) = self.figure(measure, ix, of, range)?;
        if matches!(measure.kind, MeasureKind::Count | MeasureKind::Money) {
            for &day in missed {
                let day = range.from.plus(day);
                let (part, _) = self.figure(measure, ix, of, DateRange { from: day, to: day })?;
                figure.value -= part.value;
                figure.upper -= part.upper;
                figure.estimate -= part.estimate;
                figure.variance -= part.variance;
                figure.rows -= part.rows;
                figure.lacking -= part.lacking;
                figure.suppressed -= part.suppressed;
            }
        }
        Some(Side { ix, measure, figure, exact })
    }

    /// The figure, and whether it is for the filters asked for.
    fn figure(&mut self, measure: &Measure, ix: MeasureIx, of: Of<'_>, range: DateRange) -> Option<(Figure, bool)> {
        let meta = &self.dataset.report.meta;
        let over_periods = self.group_by.iter().any(|key| !matches!(key, Key::Dimension(_)));
        let table = self.table(range, By::Keys)?;
        let column = table.columns.iter().find(|column| column.measure == ix)?;
        if column.cut == Cut::Absent {
            return None;
        }
        let figure = match of {
            Of::All => column.total,
            Of::Group(key) => at(table, column, key)?,
            // The level of several periods is that of the last, which may be among the rows that are listed.
            Of::Groups(_) if measure.kind == MeasureKind::Stock && over_periods => return None,
            Of::Groups(keys) => {
                let mut sum = together(measure, &mut keys.iter().filter_map(|key| at(table, column, key)));
                column.figures.as_ref()?;
                let watched = table.columns.iter().find(|column| Some(column.measure) == meta.privacy_measure);
                if let Some(watched) = watched.filter(|watched| meta.min_cell > 0 && watched.cut.is_exact()) {
                    let mut people = Figure::default();
                    let mut hidden = 0;
                    for part in keys.iter().filter_map(|key| at(table, watched, key)) {
                        people.value += part.value;
                        people.lacking += part.lacking;
                        hidden += usize::from(part.hidden);
                    }
                    sum.hidden = is_few(&people, meta.min_cell.into()) || (keys.len() == 1 && hidden == 1);
                }
                sum
            }
        };
        Some((figure, column.cut.ignored().is_empty()))
    }

    /// Estimates of two measures on each delivered day; none where they cannot be had day by day.
    pub fn daily(&mut self, measures: [MeasureIx; 2], of: Of<'_>, days: DateRange) -> Vec<(f64, f64)> {
        let dataset = self.dataset;
        let missing = &dataset.report.meta.missing_dates;
        // A group that is a day has no other.
        let own_day = self.group_by.iter().position(|key| *key == Key::Day).filter(|_| !matches!(of, Of::All));
        let by = match of {
            Of::All => By::Days,
            _ if own_day.is_some() => By::Keys,
            _ => By::KeysAndDays,
        };
        let Some(table) = self.table(days, by) else { return Vec::new() };
        let column = |measure: MeasureIx| table.columns.iter().find(|column| column.measure == measure);
        let [Some(top), Some(bottom)] = measures.map(column) else { return Vec::new() };
        if top.figures.is_none() || bottom.figures.is_none() {
            return Vec::new();
        }
        let all: [&[i32]; 1] = [&[]];
        let keys: &[&[i32]] = match &of {
            Of::All => &all,
            Of::Group(key) => std::slice::from_ref(key),
            Of::Groups(keys) => keys,
        };
        let mut pairs = Vec::new();
        let mut found = Vec::new();
        for n in 0..days.len() as i32 {
            let day = days.from.plus(n);
            if missing.binary_search(&day).is_ok() {
                continue;
            }
            let (mut x, mut y, mut any) = (0.0, 0.0, false);
            for key in keys {
                found.clear();
                found.extend_from_slice(key);
                match own_day {
                    None => found.push(day.days()),
                    Some(place) if key.get(place) != Some(&day.days()) => continue,
                    Some(_) => {}
                }
                any = true;
                x += at(table, top, &found).map_or(0.0, |figure| figure.estimate);
                y += at(table, bottom, &found).map_or(0.0, |figure| figure.estimate);
            }
            if any {
                pairs.push((x, y));
            }
        }
        pairs
    }
}

/// The figure of a group: zero where the group has no row, as an absent row is; `None` where there are no groups.
fn at(table: &Table, column: &TableColumn, key: &[i32]) -> Option<Figure> {
    let figures = column.figures.as_ref()?;
    Some(table.find(key).and_then(|row| figures.get(row)).unwrap_or_default())
}

/// The sum of figures; of distinct people the bound. Whether it is hidden is the caller's to know.
pub(crate) fn together(measure: &Measure, figures: &mut dyn Iterator<Item = Figure>) -> Figure {
    let distinct = measure.kind == MeasureKind::Unique;
    let mut sum = Figure::default();
    for figure in figures {
        sum.value = if distinct { sum.value.max(figure.value) } else { sum.value + figure.value };
        sum.estimate = if distinct { sum.estimate.max(figure.estimate) } else { sum.estimate + figure.estimate };
        sum.upper += figure.upper;
        sum.rows += figure.rows;
        sum.lacking += figure.lacking;
        sum.suppressed += figure.suppressed;
        sum.variance += figure.variance;
        sum.variance_unknown |= figure.variance_unknown;
        sum.rate_unknown |= figure.rate_unknown;
    }
    if distinct {
        sum.upper = unique_upper(measure, sum.value, sum.upper);
    }
    sum
}
