//! From a question to its answer: plan, scan, put the scans side by side, order, cut off. In: a dataset, a scope, a
//! query. Out: a [`Table`] whose groups are the union of what the measures have facts for, in a fixed order.

use super::execute::{Answer, execute};
use super::group::period_start;
use super::plan::{PlannedColumn, plan};
use super::table::compare_keys;
use super::tally::unique_upper;
use super::{Cut, Figure, Key, Order, Query, Scope, Table, TableColumn, floor, uniques};
use crate::contract::{Measure, MeasureKind};
use crate::cube::Dataset;
use crate::order::{places, sort_by, sort_unique};

/// One measure's answers before rows are ordered and cut off.
pub(crate) struct Assembled<'a> {
    pub measure: Option<&'a Measure>,
    pub cut: Cut,
    pub figures: Option<Vec<Figure>>,
    pub total: Figure,
    /// Per group, whether it holds a part of the total. Only a stock has groups that do not: periods before the last.
    counts: Option<Vec<bool>>,
}

impl Assembled<'_> {
    /// What these groups come to together.
    pub fn together(&self, groups: impl Iterator<Item = usize>) -> Figure {
        let figures = self.figures.as_deref().unwrap_or(&[]);
        let counts = |group: &usize| self.counts.as_ref().is_none_or(|counts| counts.get(*group) == Some(&true));
        let parts = groups.filter(counts).filter_map(|group| figures.get(group));
        self.measure.map_or_else(Figure::default, |measure| together(measure, parts))
    }
}

/// Answers `query` over the rows of `scope`. Never fails: what cannot be answered as asked says so in its [`Cut`].
pub fn run(dataset: &Dataset, scope: &Scope, query: &Query) -> Table {
    let plan = plan(dataset, scope, query);
    let answers: Vec<Answer> = plan.scans.iter().map(|scan| execute(dataset, scope.range, scan)).collect();
    let exact: Vec<uniques::ExactCounts> = plan
        .columns
        .iter()
        .map(|column| uniques::exact_counts(&dataset.report, scope, &query.group_by, column.measure))
        .collect();
    let keys = Groups::union(&query.group_by, &plan.columns, &answers, &exact);
    let mut columns: Vec<Assembled<'_>> = plan
        .columns
        .iter()
        .zip(&exact)
        .map(|(planned, exact)| {
            let mut column = assemble(dataset, scope, planned, &answers, &keys);
            uniques::put_exact(&dataset.report, scope, planned.measure, exact, &keys, &mut column);
            column
        })
        .collect();
    let hidden = floor::hide(&dataset.report.meta, &keys, plan.privacy, &mut columns);
    columns.truncate(query.measures.len());
    list(query, &keys, columns, &hidden)
}

/// The groups of an answer, in key order.
pub(crate) struct Groups<'a> {
    pub group_by: &'a [Key],
    codes: Vec<i32>,
    pub len: usize,
}

impl<'a> Groups<'a> {
    fn union(
        group_by: &'a [Key],
        columns: &[PlannedColumn],
        answers: &[Answer],
        exact: &[uniques::ExactCounts],
    ) -> Self {
        let width = group_by.len();
        if width == 0 {
            return Self { group_by, codes: Vec::new(), len: 1 };
        }
        let mut scans: Vec<usize> = columns
            .iter()
            .filter(|column| !matches!(column.cut, Cut::Ungrouped { .. }))
            .filter_map(|column| column.source.map(|(scan, _)| scan))
            .collect();
        sort_unique(&mut scans);
        let scanned = scans.iter().filter_map(|&scan| answers.get(scan)).flat_map(|answer| answer.keys.chunks(width));
        let mut keys: Vec<&[i32]> = scanned.chain(exact.iter().flat_map(uniques::ExactCounts::keys)).collect();
        sort_by(&mut keys, |a, b| compare_keys(group_by, a, b));
        keys.dedup();
        Self { group_by, len: keys.len(), codes: keys.concat() }
    }

    pub fn key(&self, group: usize) -> &[i32] {
        let width = self.group_by.len();
        self.codes.get(group * width..(group + 1) * width).unwrap_or(&[])
    }
}

fn assemble<'a>(
    dataset: &'a Dataset,
    scope: &Scope,
    planned: &PlannedColumn,
    answers: &[Answer],
    groups: &Groups<'_>,
) -> Assembled<'a> {
    let measure = dataset.report.measure(planned.measure);
    let mut column =
        Assembled { measure, cut: planned.cut.clone(), figures: None, total: Figure::default(), counts: None };
    let Some((answer, figures)) = planned.source.and_then(|(scan, place)| {
        let answer = answers.get(scan)?;
        Some((answer, answer.figures.get(place)?))
    }) else {
        return column;
    };
    if matches!(planned.cut, Cut::Ungrouped { .. }) {
        column.total = figures.first().copied().unwrap_or_default();
        return column;
    }
    column.figures = Some(spread(answer, figures, groups));
    if measure.is_some_and(|measure| measure.kind == MeasureKind::Stock) {
        column.counts = Some(hold_level(dataset, scope, &planned.cut, groups));
    }
    column.total = column.together(0..groups.len);
    column
}

/// The figures of one scan along the groups of all; zero where the scan met no row.
fn spread(answer: &Answer, figures: &[Figure], groups: &Groups<'_>) -> Vec<Figure> {
    let width = groups.group_by.len();
    let mut met = figures.iter().enumerate().peekable();
    let key_of = |place: usize| answer.keys.get(place * width..(place + 1) * width).unwrap_or(&[]);
    (0..groups.len)
        .map(|group| met.next_if(|(place, _)| key_of(*place) == groups.key(group)))
        .map(|met| met.map(|(_, figure)| *figure).unwrap_or_default())
        .collect()
}

/// Per group, whether its periods hold the day whose level is that of the whole range.
fn hold_level(dataset: &Dataset, scope: &Scope, cut: &Cut, groups: &Groups<'_>) -> Vec<bool> {
    let cube = match cut {
        Cut::Exact { cube } | Cut::Unfiltered { cube, .. } => dataset.cubes.get(*cube),
        _ => None,
    };
    let day = cube.and_then(|cube| cube.level_day(&dataset.report.meta, scope.range));
    let holds = |(key, &code): (&Key, &i32)| match key {
        Key::Dimension(_) => true,
        Key::Day | Key::Week | Key::Month => day.is_some_and(|day| period_start(*key, day).days() == code),
    };
    (0..groups.len).map(|group| groups.group_by.iter().zip(groups.key(group)).all(holds)).collect()
}

fn together<'a>(measure: &Measure, parts: impl Iterator<Item = &'a Figure>) -> Figure {
    let unique = measure.kind == MeasureKind::Unique;
    let mut sum = Figure::default();
    for part in parts {
        if unique {
            sum.value = sum.value.max(part.value);
            sum.estimate = sum.estimate.max(part.estimate);
        } else {
            sum.value += part.value;
            sum.estimate += part.estimate;
            sum.variance += part.variance;
        }
        sum.upper += part.upper;
        sum.rows += part.rows;
        sum.lacking += part.lacking;
        sum.suppressed += part.suppressed;
        sum.variance_unknown |= part.variance_unknown;
        sum.rate_unknown |= part.rate_unknown;
    }
    if unique {
        sum.upper = unique_upper(measure, sum.value, sum.upper);
    }
    sum
}

/// Puts the groups in the order asked for and adds up those beyond the limit.
fn list(query: &Query, groups: &Groups<'_>, columns: Vec<Assembled<'_>>, hidden: &floor::Hidden) -> Table {
    let order = order(query.order, groups.len, &columns);
    let limit = query.limit.filter(|_| !query.group_by.is_empty()).unwrap_or(groups.len).min(groups.len);
    let (listed, beyond) = order.split_at_checked(limit).unwrap_or((&order, &[]));
    let by_key = if query.order.is_some() {
        let places = places(listed.len(), &mut |a, b| listed.get(a).cmp(&listed.get(b)));
        places.into_iter().map(|place| place as u32).collect()
    } else {
        Vec::new()
    };
    let columns = columns
        .into_iter()
        .zip(&query.measures)
        .map(|(column, &measure)| {
            let others = (!beyond.is_empty() && column.figures.is_some()).then(|| {
                let figure = column.together(beyond.iter().copied());
                Figure { hidden: hidden.others(beyond), ..figure }
            });
            let figures = column
                .figures
                .as_ref()
                .map(|figures| listed.iter().filter_map(|&group| figures.get(group)).copied().collect());
            TableColumn { measure, cut: column.cut, figures, total: column.total, others }
        })
        .collect();
    Table {
        group_by: query.group_by.clone(),
        keys: listed.iter().flat_map(|&group| groups.key(group)).copied().collect(),
        rows: listed.len(),
        rows_beyond_limit: beyond.len(),
        by_key,
        columns,
    }
}

/// Groups in the order asked for. A sampled measure is ordered by what its values stand for.
fn order(order: Option<Order>, groups: usize, columns: &[Assembled<'_>]) -> Vec<usize> {
    let by = order.and_then(|order| Some((order, columns.get(order.column)?)));
    let Some((order, column)) = by else { return (0..groups).collect() };
    let Some(figures) = &column.figures else { return (0..groups).collect() };
    let sampled = column.measure.is_some_and(|measure| measure.sample.is_some());
    places(groups, &mut |a, b| {
        let (Some(a), Some(b)) = (figures.get(a), figures.get(b)) else { return std::cmp::Ordering::Equal };
        let ascending = if sampled { a.estimate.total_cmp(&b.estimate) } else { a.value.cmp(&b.value) };
        if order.descending { ascending.reverse() } else { ascending }
    })
}
