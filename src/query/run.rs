//! From a question to its answer: plan, scan, put the scans side by side, order, cut off. In: a dataset, a scope, a
//! query. Out: a [`Table`] whose groups are the union of what the measures have facts for, in a fixed order.

use redcat_kernel::Sorter;

use super::execute::{Answer, execute};
use super::group::period_start;
use super::plan::{PlannedColumn, plan};
use super::table::compare_keys;
use super::tally::unique_upper;
use super::{Cut, Figure, Figures, Key, Order, Query, Scope, Table, TableColumn, floor, uniques};
use crate::contract::{Measure, MeasureKind};
use crate::cube::Dataset;
use crate::order::{distinct, places};

/// One measure's answers before rows are ordered and cut off.
pub(crate) struct Assembled<'a> {
    pub measure: Option<&'a Measure>,
    pub cut: Cut,
    pub figures: Option<Figures>,
    pub total: Figure,
    /// Per group, whether it holds a part of the total. Only a stock has groups that do not: periods before the last.
    counts: Option<Vec<bool>>,
}

impl Assembled<'_> {
    /// What all groups come to.
    fn whole(&self, groups: usize) -> Figure {
        let known = self.figures.as_ref().filter(|_| self.counts.is_none()).and_then(Figures::total);
        known.unwrap_or_else(|| self.together(&mut (0..groups)))
    }

    /// What all groups but those come to.
    fn others(&self, listed: &[u32], beyond: &[u32]) -> Figure {
        let all = |groups: &[u32]| self.together(&mut groups.iter().map(|&group| group as usize));
        let known = self.figures.as_ref().filter(|_| self.counts.is_none()).and_then(Figures::total);
        match known.filter(|_| listed.len() < beyond.len()) {
            Some(total) => {
                let part = all(listed);
                let value = total.value - part.value;
                Figure { value, upper: value, estimate: value as f64, rows: total.rows - part.rows, ..total }
            }
            None => all(beyond),
        }
    }

    /// What these groups come to together.
    pub fn together(&self, groups: &mut dyn Iterator<Item = usize>) -> Figure {
        let mut sum = Figure::default();
        let (Some(measure), Some(figures)) = (self.measure, &self.figures) else { return sum };
        let unique = measure.kind == MeasureKind::Unique;
        for group in groups {
            let Some(part) = figures.get(group) else { continue };
            if self.counts.as_ref().is_some_and(|counts| counts.get(group) != Some(&true)) {
                continue;
            }
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
}

/// Answers `query` over the rows of `scope`. Never fails: what cannot be answered as asked says so in its [`Cut`].
pub fn run(dataset: &Dataset, scope: &Scope, query: &Query) -> Table {
    let plan = plan(dataset, scope, query);
    let mut answers = Vec::with_capacity(plan.scans.len());
    for scan in &plan.scans {
        answers.push(execute(dataset, scope.range, scan));
    }
    let mut exact = Vec::with_capacity(plan.columns.len());
    for column in &plan.columns {
        exact.push(uniques::exact_counts(&dataset.report, scope, &query.group_by, column.measure));
    }
    let keys = Groups::union(&query.group_by, &plan.columns, &mut answers, &exact);
    let mut columns = Vec::with_capacity(plan.columns.len());
    for (planned, exact) in plan.columns.iter().zip(&exact) {
        let mut column = assemble(dataset, scope, planned, &mut answers, &keys);
        uniques::put_exact(&dataset.report, scope, planned.measure, exact, &keys, &mut column);
        columns.push(column);
    }
    let hidden = floor::hide(&dataset.report.meta, &keys, plan.privacy, &mut columns);
    columns.truncate(query.measures.len());
    list(query, keys, columns, &hidden)
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
        answers: &mut [Answer],
        exact: &[uniques::ExactCounts],
    ) -> Self {
        let width = group_by.len();
        if width == 0 {
            return Self { group_by, codes: Vec::new(), len: 1 };
        }
        let grouped = |column: &&PlannedColumn| !matches!(column.cut, Cut::Ungrouped { .. });
        let mut of_scans = Vec::new();
        for scan in 0..answers.len() {
            let mut askers = columns.iter().filter(grouped);
            if askers.any(|column| column.source.is_some_and(|(source, _)| source == scan)) {
                of_scans.push(scan);
            }
        }
        // Most questions have one source, whose groups are in order and once each.
        if let ([scan], true) = (&*of_scans, exact.iter().all(|exact| exact.keys().next().is_none())) {
            let codes = answers.get_mut(*scan).map(|answer| std::mem::take(&mut answer.keys)).unwrap_or_default();
            return Self { group_by, len: codes.len() / width, codes };
        }
        let mut keys: Vec<&[i32]> = Vec::new();
        for answer in of_scans.iter().filter_map(|&scan| answers.get(scan)) {
            keys.extend(answer.keys.chunks(width));
        }
        for exact in exact {
            keys.extend(exact.keys());
        }
        let key = |place: usize| keys.get(place).copied().unwrap_or(&[]);
        let (order, _) = distinct(keys.len(), &mut |a, b| compare_keys(group_by, key(a), key(b)));
        let mut codes = Vec::with_capacity(order.len() * width);
        for &place in &order {
            codes.extend_from_slice(key(place));
        }
        Self { group_by, len: order.len(), codes }
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
    answers: &mut [Answer],
    groups: &Groups<'_>,
) -> Assembled<'a> {
    let measure = dataset.report.measure(planned.measure);
    let mut column =
        Assembled { measure, cut: planned.cut.clone(), figures: None, total: Figure::default(), counts: None };
    let Some((keys, figures)) = planned.source.and_then(|(scan, place)| {
        let answer = answers.get_mut(scan)?;
        // Each column has figures of its own.
        let figures = answer.figures.get_mut(place)?.take()?;
        Some((&answer.keys, figures))
    }) else {
        return column;
    };
    if matches!(planned.cut, Cut::Ungrouped { .. }) {
        column.total = figures.get(0).unwrap_or_default();
        return column;
    }
    column.figures = Some(if figures.len() == groups.len { figures } else { spread(keys, &figures, groups) });
    if measure.is_some_and(|measure| measure.kind == MeasureKind::Stock) {
        column.counts = Some(hold_level(dataset, scope, &planned.cut, groups));
    }
    column.total = column.whole(groups.len);
    column
}

/// The figures of one scan along the groups of all; zero where the scan met no row.
fn spread(keys: &[i32], figures: &Figures, groups: &Groups<'_>) -> Figures {
    let width = groups.group_by.len();
    let key_of = |place: usize| keys.get(place * width..(place + 1) * width).unwrap_or(&[]);
    let mut spread = Vec::with_capacity(groups.len);
    let mut met = 0;
    for group in 0..groups.len {
        let figure = figures.get(met).filter(|_| key_of(met) == groups.key(group));
        met += usize::from(figure.is_some());
        spread.push(figure.unwrap_or_default());
    }
    spread.into_iter().collect()
}

/// Per group, whether its periods hold the day whose level is that of the whole range.
fn hold_level(dataset: &Dataset, scope: &Scope, cut: &Cut, groups: &Groups<'_>) -> Vec<bool> {
    let cube = match cut {
        Cut::Exact { cube } | Cut::Unfiltered { cube, .. } => dataset.cubes.get(*cube),
        _ => None,
    };
    let day = cube.and_then(|cube| cube.level_day(&dataset.report.meta, scope.range));
    let mut holds = Vec::with_capacity(groups.len);
    for group in 0..groups.len {
        let mut all = true;
        for (&key, &code) in groups.group_by.iter().zip(groups.key(group)) {
            let is_period = !matches!(key, Key::Dimension(_));
            all &= !is_period || day.is_some_and(|day| period_start(key, day).days() == code);
        }
        holds.push(all);
    }
    holds
}

/// Puts the groups in the order asked for and adds up those beyond the limit.
fn list(query: &Query, groups: Groups<'_>, columns: Vec<Assembled<'_>>, hidden: &floor::Hidden) -> Table {
    let order = query.order.and_then(|order| in_order(order, groups.len, columns.get(order.column)?));
    let limit = query.limit.filter(|_| !query.group_by.is_empty()).unwrap_or(groups.len).min(groups.len);
    let order = order.or_else(|| (limit < groups.len).then(|| (0..groups.len as u32).collect()));
    let (listed, beyond) = order.as_deref().map_or((&[] as &[u32], &[] as &[u32]), |order| order.split_at(limit));
    let mut by_key = Vec::new();
    if query.order.is_some() {
        by_key.extend(0..limit as u32);
        if order.is_some() {
            let mut sorter = Sorter::default();
            sorter.keys.extend(listed.iter().map(|&group| u64::from(group)));
            sorter.sort(&mut by_key);
        }
    }
    let mut listed_columns = Vec::with_capacity(query.measures.len());
    for (column, &measure) in columns.into_iter().zip(&query.measures) {
        let others = (!beyond.is_empty() && column.figures.is_some()).then(|| {
            let figure = column.others(listed, beyond);
            Figure { hidden: hidden.others(beyond), ..figure }
        });
        let figures = column.figures.map(|figures| if order.is_some() { figures.picked(listed) } else { figures });
        listed_columns.push(TableColumn { measure, cut: column.cut, figures, total: column.total, others });
    }
    let mut keys = groups.codes;
    if order.is_some() {
        let codes = std::mem::take(&mut keys);
        let width = query.group_by.len();
        for group in listed.iter().map(|&group| group as usize * width) {
            keys.extend_from_slice(codes.get(group..group + width).unwrap_or(&[]));
        }
    }
    Table {
        group_by: query.group_by.clone(),
        keys,
        rows: limit,
        rows_beyond_limit: beyond.len(),
        by_key,
        columns: listed_columns,
    }
}

/// Groups in the order asked for; those that are equal by key. A sampled measure is ordered by what its values stand for.
fn in_order(order: Order, groups: usize, column: &Assembled<'_>) -> Option<Vec<u32>> {
    let figures = column.figures.as_ref()?;
    let sampled = column.measure.is_some_and(|measure| measure.sample.is_some());
    if figures.total().is_some() && !sampled {
        let mut sorter = Sorter::default();
        for figure in figures.iter() {
            // Sums fit 64 bits; the sign turned, negative ones come first.
            let ascending = figure.value as u64 ^ 1 << 63;
            sorter.keys.push(if order.descending { !ascending } else { ascending });
        }
        let mut order: Vec<u32> = (0..groups as u32).collect();
        sorter.sort(&mut order);
        return Some(order);
    }
    let order = places(groups, &mut |a, b| {
        let (Some(a), Some(b)) = (figures.get(a), figures.get(b)) else { return std::cmp::Ordering::Equal };
        let ascending = if sampled { a.estimate.total_cmp(&b.estimate) } else { a.value.cmp(&b.value) };
        // What is not shown is not told by its place either.
        match (a.hidden, b.hidden) {
            (false, false) if order.descending => ascending.reverse(),
            (false, false) => ascending,
            (a, b) => a.cmp(&b),
        }
    });
    Some(order.into_iter().map(|place| place as u32).collect())
}
