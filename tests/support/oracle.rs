//! The same answers by the plainest means: every row of the document's own columns looked at one by one, maps instead
//! of packed columns, and the rules of the contract written out once more. Shares no code with the engine, so that the
//! two can only agree by both being right. In: a report with its `cells`. Out: what a table should hold.

use std::collections::{BTreeMap, BTreeSet};

use redcat_report::contract::{
    Cells, DimensionIx, MeasureIx, MeasureKind, MemberIx, Report, SampleRate, UniqueCut, Unit,
};
use redcat_report::date::{Date, DateRange};
use redcat_report::query::{Cut, Figure, Key, Query, Scope};

/// One measure's expected answers.
pub struct Expected {
    pub cut: Cut,
    pub figures: Option<BTreeMap<Vec<i64>, Figure>>,
    pub total: Figure,
}

/// The expected answer to a whole query, before order and limit. Keys are ranks: the null member is `i64::MAX`.
pub struct Answer {
    pub groups: BTreeSet<Vec<i64>>,
    pub columns: Vec<Expected>,
}

/// The member of `dimension` in a row: as sent, or as the parent of a known member further down.
pub fn member(report: &Report, cells: &Cells, dimension: DimensionIx, row: usize) -> Option<u32> {
    let sent = cells.keys.iter().find(|(ix, _)| *ix == dimension).and_then(|(_, column)| column.get(row));
    if let Some(member) = sent {
        return Some(member as u32);
    }
    (0..report.dimensions.len()).find_map(|below| {
        let child = &report.dimensions[below];
        if child.parent != Some(dimension) {
            return None;
        }
        let member = member(report, cells, DimensionIx(below as u16), row)?;
        child.members[member as usize].parent.map(|parent| parent.0)
    })
}

/// Whether a cube tells anything about `dimension`.
pub fn answers(report: &Report, cells: &Cells, dimension: DimensionIx) -> bool {
    cells.keys.iter().any(|(ix, _)| *ix == dimension)
        || (0..report.dimensions.len()).any(|below| {
            report.dimensions[below].parent == Some(dimension) && answers(report, cells, DimensionIx(below as u16))
        })
}

pub fn date(cells: &Cells, row: usize) -> Date {
    cells.first_date.plus(cells.day.get(row).expect("a row of the cube") as i32)
}

fn period(key: Key, day: Date) -> i64 {
    let first = match key {
        Key::Day | Key::Dimension(_) => day,
        Key::Week => (0..7).map(|n| day.plus(-n)).find(|day| day.weekday() == 0).expect("a Monday in a week"),
        Key::Month => (0..31).map(|n| day.plus(-n)).find(|day| day.ymd().2 == 1).expect("a first in a month"),
    };
    i64::from(first.days())
}

fn rank(member: Option<u32>) -> i64 {
    member.map_or(i64::MAX, i64::from)
}

fn dimensions(group_by: &[Key]) -> BTreeSet<DimensionIx> {
    group_by.iter().filter_map(|key| if let Key::Dimension(ix) = key { Some(*ix) } else { None }).collect()
}

/// Which cube answers one measure and how closely, by trying them all.
pub fn cut(report: &Report, scope: &Scope, query: &Query, measure: MeasureIx) -> Cut {
    let mut cuts = Vec::new();
    for (ix, cells) in report.cells.iter().enumerate() {
        let Some(values) = cells.values.iter().find(|value| value.measure == measure) else { continue };
        let nulls = (0..cells.rows).filter(|&row| values.column.get(row).is_none()).count();
        let lacks = |dimension: &DimensionIx| !answers(report, cells, *dimension);
        let missing: Vec<DimensionIx> = dimensions(&query.group_by).into_iter().filter(lacks).collect();
        let ignored: Vec<DimensionIx> = scope.filters.dimensions().copied().filter(lacks).collect();
        let sample = report.measures[usize::from(measure.0)].sample.as_ref();
        let rate_unknown = sample.is_some_and(|s| matches!(s.rate, SampleRate::By(ref by, _) if lacks(by)));
        let score = (!missing.is_empty(), ignored.len(), missing.len(), rate_unknown, nulls, cells.rows, ix);
        let cut = if !missing.is_empty() {
            Cut::Ungrouped { cube: ix, missing, ignored }
        } else if !ignored.is_empty() {
            Cut::Unfiltered { cube: ix, ignored }
        } else {
            Cut::Exact { cube: ix }
        };
        cuts.push((score, cut));
    }
    cuts.into_iter().min_by_key(|(score, _)| *score).map_or(Cut::Absent, |(_, cut)| cut)
}

/// The day whose level counts among the days from `from` through `to`.
fn level_day(report: &Report, cells: &Cells, from: Date, to: Date) -> Option<Date> {
    let days = || (0..=to.since(from)).rev().map(|n| from.plus(n));
    let meta = &report.meta;
    let delivered =
        |day: &Date| meta.data_from <= *day && *day <= meta.complete_through && !meta.missing_dates.contains(day);
    days().find(delivered).or_else(|| days().find(|day| (0..cells.rows).any(|row| date(cells, row) == *day)))
}

/// First and last day of `range` in the same periods as `day`.
fn same_periods(group_by: &[Key], range: DateRange, day: Date) -> DateRange {
    let alike = |other: &Date| {
        range.contains(*other)
            && group_by.iter().all(|key| matches!(key, Key::Dimension(_)) || period(*key, *other) == period(*key, day))
    };
    let from = (0..=range.len() as i32).map(|n| day.plus(-n)).take_while(alike).last().unwrap_or(day);
    let to = (0..=range.len() as i32).map(|n| day.plus(n)).take_while(alike).last().unwrap_or(day);
    DateRange { from, to }
}

/// Figures of one measure from the rows of one cube.
fn scan(
    report: &Report,
    cells: &Cells,
    scope: &Scope,
    ignored: &[DimensionIx],
    group_by: &[Key],
    ix: MeasureIx,
) -> BTreeMap<Vec<i64>, Figure> {
    let measure = &report.measures[usize::from(ix.0)];
    let values = cells.values.iter().find(|value| value.measure == ix).expect("a cube that carries the measure");
    let squares_id = format!("{}_sumsq", measure.id);
    let squares = cells.values.iter().find(|value| *report.measures[usize::from(value.measure.0)].id == *squares_id);
    let mut groups: BTreeMap<Vec<i64>, (Figure, bool, bool)> = BTreeMap::new();
    for row in 0..cells.rows {
        let day = date(cells, row);
        let allowed = scope.filters.iter().all(|(dimension, members)| {
            let member = member(report, cells, *dimension, row).map_or(MemberIx::NULL, MemberIx);
            ignored.contains(dimension) || members.contains(&member)
        });
        if !scope.range.contains(day) || !allowed {
            continue;
        }
        if measure.kind == MeasureKind::Stock {
            let days = same_periods(group_by, scope.range, day);
            if level_day(report, cells, days.from, days.to) != Some(day) {
                continue;
            }
        }
        let key = group_by
            .iter()
            .map(|key| match key {
                Key::Dimension(ix) => rank(member(report, cells, *ix, row)),
                time => period(*time, day),
            })
            .collect();
        let (figure, squares_lack, any_sampled) = groups.entry(key).or_default();
        figure.rows += 1;
        let value = values.column.get(row);
        if value.is_none() {
            figure.lacking += 1;
            figure.suppressed += u64::from(values.suppressed.contains(row));
        }
        let x = value.unwrap_or(0);
        figure.upper += i128::from(x);
        let rate = match measure.sample.as_ref().map(|sample| &sample.rate) {
            None => Some(1.0),
            Some(SampleRate::Same(rate)) => Some(rate.to_f64()),
            Some(SampleRate::By(by, rates)) => {
                member(report, cells, *by, row).map(|member| rates[member as usize].to_f64())
            }
        };
        figure.rate_unknown |= rate.is_none();
        let r = rate.unwrap_or(1.0);
        *any_sampled |= r < 1.0 && x != 0;
        let by_events = measure.sample.as_ref().is_none_or(|sample| sample.unit == Unit::Event);
        let m = if by_events {
            x as f64
        } else {
            let square = squares.and_then(|squares| squares.column.get(row));
            *squares_lack |= square.is_none() && value.is_some();
            square.unwrap_or(0) as f64
        };
        if measure.kind == MeasureKind::Unique {
            figure.value = figure.value.max(i128::from(x));
            figure.estimate = figure.estimate.max(x as f64 / r);
        } else {
            figure.value += i128::from(x);
            figure.estimate += x as f64 / r;
            figure.variance += m * (1.0 - r) / (r * r);
        }
    }
    let finished = groups.into_iter().map(|(key, (mut figure, squares_lack, any_sampled))| {
        let same_rate = matches!(measure.sample.as_ref().map(|s| &s.rate), Some(SampleRate::Same(_)));
        let sampled = if same_rate { figure.value != 0 } else { any_sampled };
        if squares_lack {
            figure.variance = 0.0;
            figure.variance_unknown = sampled;
        }
        if measure.kind == MeasureKind::Unique {
            if let Some(population) = measure.population {
                figure.upper = figure.upper.min(i128::from(population));
            }
            figure.upper = figure.upper.max(figure.value);
        }
        (key, figure)
    });
    finished.collect()
}

/// Exact distinct counts whose filters, groups and days are those asked for.
fn exact(report: &Report, scope: &Scope, group_by: &[Key], measure: MeasureIx) -> BTreeMap<Vec<i64>, u64> {
    let mut found = BTreeMap::new();
    for UniqueCut { by, range, rows, .. } in report.uniques.iter().filter(|cut| cut.measure == measure) {
        let grouped = dimensions(group_by);
        let named: BTreeSet<DimensionIx> = grouped.iter().chain(scope.filters.dimensions()).copied().collect();
        let single = scope.filters.iter().all(|(ix, members)| grouped.contains(ix) || members.len() == 1);
        let same_days = scope.range.contains(range.from) && same_periods(group_by, scope.range, range.from) == *range;
        if named != by.iter().copied().collect() || !single || !same_days {
            continue;
        }
        for (members, count) in rows {
            let member_of = |ix: &DimensionIx| members[by.iter().position(|by| by == ix).expect("named")];
            if scope.filters.iter().all(|(ix, allowed)| allowed.contains(&member_of(ix))) {
                let key = group_by.iter().map(|key| match key {
                    Key::Dimension(ix) if member_of(ix) == MemberIx::NULL => i64::MAX,
                    Key::Dimension(ix) => i64::from(member_of(ix).0),
                    time => period(*time, range.from),
                });
                found.entry(key.collect()).or_insert(*count);
            }
        }
    }
    found
}

fn exact_figure(count: u64, rows: u64) -> Figure {
    let value = i128::from(count);
    Figure { value, upper: value, rows: rows.max(1), estimate: count as f64, ..Figure::default() }
}

/// What groups come to together.
pub fn together<'a>(report: &Report, ix: MeasureIx, parts: impl Iterator<Item = &'a Figure>) -> Figure {
    let measure = &report.measures[usize::from(ix.0)];
    let mut sum = Figure::default();
    for part in parts {
        if measure.kind == MeasureKind::Unique {
            sum.value = sum.value.max(part.value);
            sum.estimate = sum.estimate.max(part.estimate);
        } else {
            sum.value += part.value;
            sum.estimate += part.estimate;
        }
        sum.upper += part.upper;
        sum.rows += part.rows;
        sum.lacking += part.lacking;
        sum.suppressed += part.suppressed;
        sum.variance += part.variance;
        sum.variance_unknown |= part.variance_unknown;
        sum.rate_unknown |= part.rate_unknown;
    }
    if measure.kind == MeasureKind::Unique {
        sum.upper = sum.upper.min(measure.population.map_or(i128::MAX, i128::from)).max(sum.value);
    }
    sum
}

/// Whether the group of that key holds a part of a level's total.
pub fn holds_level(report: &Report, scope: &Scope, query: &Query, cut: &Cut, key: &[i64]) -> bool {
    let (Cut::Exact { cube } | Cut::Unfiltered { cube, .. }) = cut else { return true };
    let day = level_day(report, &report.cells[*cube], scope.range.from, scope.range.to);
    query
        .group_by
        .iter()
        .zip(key)
        .all(|(by, code)| matches!(by, Key::Dimension(_)) || day.is_some_and(|day| period(*by, day) == *code))
}

/// A measure's cut, its figures from rows, its exact counts, and its total where it has no figures.
type Scanned = (Cut, Option<BTreeMap<Vec<i64>, Figure>>, BTreeMap<Vec<i64>, u64>, Figure);

/// The whole answer.
pub fn answer(report: &Report, scope: &Scope, query: &Query) -> Answer {
    let mut watched = query.measures.clone();
    let floor = i128::from(report.meta.min_cell);
    let privacy = report.meta.privacy_measure.filter(|_| floor > 0);
    watched.extend(privacy);
    let scanned: Vec<Scanned> = watched
        .iter()
        .map(|&measure| {
            let cut = cut(report, scope, query, measure);
            let exact = exact(report, scope, &query.group_by, measure);
            let (figures, total) = match &cut {
                Cut::Exact { cube } => {
                    (Some(scan(report, &report.cells[*cube], scope, &[], &query.group_by, measure)), None)
                }
                Cut::Unfiltered { cube, ignored } => {
                    (Some(scan(report, &report.cells[*cube], scope, ignored, &query.group_by, measure)), None)
                }
                Cut::Ungrouped { cube, ignored, .. } => {
                    let whole = scan(report, &report.cells[*cube], scope, ignored, &[], measure);
                    (None, whole.into_values().next())
                }
                _ => (None, None),
            };
            (cut, figures, exact, total.unwrap_or_default())
        })
        .collect();
    let mut groups: BTreeSet<Vec<i64>> = BTreeSet::new();
    for (_, figures, exact, _) in &scanned {
        groups.extend(figures.iter().flatten().map(|(key, _)| key.clone()));
        groups.extend(exact.keys().cloned());
    }
    if query.group_by.is_empty() {
        groups = BTreeSet::from([Vec::new()]);
    }
    let mut columns: Vec<Expected> = Vec::new();
    for (&measure, (cut, figures, exact, total)) in watched.iter().zip(scanned) {
        let unique = report.measures[usize::from(measure.0)].kind == MeasureKind::Unique;
        let stock = report.measures[usize::from(measure.0)].kind == MeasureKind::Stock;
        let mut column = Expected { cut, figures: None, total };
        let full = figures.map(|mut figures| {
            for key in &groups {
                figures.entry(key.clone()).or_default();
            }
            figures
        });
        column.figures = full;
        if unique && !exact.is_empty() {
            let scan_counts = column.cut.is_exact();
            let unknown = Figure { rows: 1, lacking: 1, ..Figure::default() };
            let before = column.figures.take().filter(|_| scan_counts);
            let mut figures = BTreeMap::new();
            for key in &groups {
                let bound = before.as_ref().map_or(unknown, |before| before[key]);
                let figure = exact.get(key).map_or(bound, |&count| exact_figure(count, bound.rows));
                figures.insert(key.clone(), figure);
            }
            let all = groups.iter().all(|key| exact.contains_key(key) || figures[key].rows == 0);
            if all || !scan_counts {
                column.cut = Cut::ExactUnique;
            }
            column.figures = Some(figures);
        }
        if let Some(figures) = &column.figures {
            let parts = figures
                .iter()
                .filter(|(key, _)| !stock || holds_level(report, scope, query, &column.cut, key))
                .map(|(_, figure)| figure);
            column.total = together(report, measure, parts);
        }
        let filters_kept = column.cut != Cut::Absent && column.cut.ignored().is_empty();
        let whole = self::exact(report, scope, &[], measure);
        if let Some(&count) = whole.get(&Vec::new()).filter(|_| unique && filters_kept) {
            column.total = exact_figure(count, column.total.rows);
        }
        columns.push(column);
    }
    if privacy.is_some() {
        hide(report, floor, &groups, &mut columns, watched.len() - 1, watched[watched.len() - 1]);
        columns.pop();
    }
    Answer { groups, columns }
}

/// Fewer people than the floor, but not surely nobody.
pub fn is_few(figure: &Figure, floor: i128) -> bool {
    figure.value < floor && (figure.value > 0 || figure.lacking > 0)
}

fn hide(
    report: &Report,
    floor: i128,
    groups: &BTreeSet<Vec<i64>>,
    columns: &mut [Expected],
    privacy: usize,
    measure: MeasureIx,
) {
    let people = &columns[privacy];
    let total_known = people.cut.ignored().is_empty() && people.cut != Cut::Absent;
    let total_hidden = total_known && is_few(&people.total, floor);
    let mut hidden: BTreeSet<Vec<i64>> = BTreeSet::new();
    if let Some(figures) = people.figures.as_ref().filter(|_| people.cut.is_exact()) {
        let parent_of = |key: &Vec<i64>| key.split_last().map(|(_, parent)| parent.to_vec());
        let few: BTreeSet<&Vec<i64>> = groups.iter().filter(|key| is_few(&figures[*key], floor)).collect();
        for key in groups {
            let siblings: Vec<&Vec<i64>> = groups.iter().filter(|other| parent_of(other) == parent_of(key)).collect();
            let parent = if siblings.len() == groups.len() {
                people.total
            } else {
                together(report, measure, siblings.iter().map(|sibling| &figures[*sibling]))
            };
            let rest = parent.value - figures[key].value;
            let one_hidden = siblings.iter().filter(|sibling| few.contains(*sibling)).count() == 1;
            if few.contains(key) || (one_hidden && 0 < rest && rest < floor) {
                hidden.insert(key.clone());
            }
        }
    }
    for column in columns {
        column.total.hidden = total_hidden;
        for (key, figure) in column.figures.iter_mut().flatten() {
            figure.hidden = hidden.contains(key);
        }
    }
}
