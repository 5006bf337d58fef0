//! Words for the few rows on screen. In: a built [`Drilldown`] and the range of rows that is seen. Out: [`DrillRow`]s.

use std::ops::Range;

use super::build::ids;
use super::daily::Daily;
use super::level::{Level, Of, Value};
use super::{DrillCell, DrillRow, Drilldown, Handle, RowKind};
use crate::analysis::change::Unchanged;
use crate::contract::{DimensionIx, MemberIx, Report};
use crate::cube::Dataset;
use crate::query::Selection;
use crate::view::change::delta;
use crate::view::locale::Locale;
use crate::view::metric::Metric;
use crate::view::rate::{no_quotient, quotient};
use crate::view::reading::{Shown, show};
use crate::view::state::DrillState;
use crate::view::twin::Number;
use crate::view::words::fill;

impl Drilldown {
    /// Rows `range`, as far as there are such rows.
    pub fn rows(&self, dataset: &Dataset, locale: &Locale, range: Range<usize>) -> Vec<DrillRow> {
        let report = &dataset.report;
        let handles = self.handles.get(range.start.min(self.len)..range.end.min(self.len)).unwrap_or(&[]);
        let mut seen: Vec<(u32, Vec<MemberIx>)> = Vec::new();
        for handle in handles {
            if let (Some(row), Some(level)) = (handle.row, self.levels.get(handle.level as usize)) {
                match seen.iter_mut().find(|(known, _)| *known == handle.level) {
                    Some((_, members)) => members.push(level.member(row)),
                    None => seen.push((handle.level, vec![level.member(row)])),
                }
            }
        }
        let measure = self.sort.metric(&self.measured).map(|(_, metric)| metric);
        let mut days: Vec<(u32, Daily)> = Vec::new();
        for (at, members) in seen {
            if let (Some(level), Some(metric)) = (self.levels.get(at as usize), measure) {
                days.push((at, Daily::ask(dataset, level, members, vec![metric.leading()])));
            }
        }
        let mut rows = Vec::with_capacity(handles.len());
        for handle in handles {
            let Some(level) = self.levels.get(handle.level as usize) else { continue };
            let Some(row) = handle.row else {
                rows.push(self.others_row(report, level, locale));
                continue;
            };
            let mut worded = self.member_row(report, level, row, *handle, locale);
            let daily = days.iter().find(|(at, _)| *at == handle.level);
            if let Some((_, daily)) = daily.filter(|_| !worded.cells.iter().any(|cell| cell.hidden)) {
                worded.sparkline = daily.line(level.member(row));
            }
            rows.push(worded);
        }
        rows
    }

    pub(super) fn total_row(&self, report: &Report, locale: &Locale) -> DrillRow {
        let listed = self.dimensions.first().and_then(|&ix| report.dimension(ix)).map_or("", |listed| &listed.id);
        DrillRow {
            kind: RowKind::Total,
            label: locale.words.total.to_owned(),
            explained: Some(self.selection.without(listed)),
            cells: self.cells(report, self.levels.first(), Of::Total, locale),
            ..DrillRow::default()
        }
    }

    fn others_row(&self, report: &Report, level: &Level, locale: &Locale) -> DrillRow {
        let beyond = level.rows.len() - level.listed;
        let above: Vec<MemberIx> = level.path.iter().map(|(_, member)| *member).collect();
        DrillRow {
            kind: RowKind::Others,
            path: ids(report, &self.dimensions, &above),
            depth: level.path.len(),
            label: fill!(locale.words.others, n = locale.number(beyond)),
            cells: self.cells(report, Some(level), Of::Others, locale),
            explained: self.rest(report, level),
            ..DrillRow::default()
        }
    }

    /// The selection of exactly the members that are not listed.
    fn rest(&self, report: &Report, level: &Level) -> Option<Selection> {
        let mut selection = self.selection.clone();
        for &(ix, member) in &level.path {
            let dimension = report.dimension(ix)?;
            selection = selection.drill(&dimension.id, dimension.member(member).map(|member| &*member.id));
        }
        let dimension = report.dimension(level.dimension)?;
        let id = |&row: &u32| dimension.member(level.member(row)).map(|member| member.id.clone());
        selection.filters.insert(dimension.id.clone(), level.rows.iter().skip(level.listed).map(id).collect());
        Some(selection)
    }

    fn member_row(&self, report: &Report, level: &Level, row: u32, handle: Handle, locale: &Locale) -> DrillRow {
        let member = level.member(row);
        let mut members: Vec<MemberIx> = level.path.iter().map(|(_, member)| *member).collect();
        members.push(member);
        let path = ids(report, &self.dimensions, &members);
        let dimension = report.dimension(level.dimension);
        let described = dimension.and_then(|dimension| dimension.member(member));
        let id = dimension.map_or("", |dimension| &dimension.id);
        let own = path.last().and_then(|id| id.as_deref());
        let has_below = self.dimensions.len() > members.len();
        let toggled = has_below.then(|| {
            let mut expanded = self.state.expanded.clone();
            expanded.retain(|known| *known != path);
            if expanded.len() == self.state.expanded.len() {
                expanded.push(path.clone());
            }
            DrillState { expanded, ..self.state.clone() }
        });
        let drilled =
            self.dimensions.iter().zip(&path).filter_map(|(&ix, member)| Some((report.dimension(ix)?, member)));
        let drilled = drilled.fold(self.selection.clone(), |selection, (dimension, member)| {
            selection.drill(&dimension.id, member.as_deref())
        });
        DrillRow {
            kind: RowKind::Member,
            depth: level.path.len(),
            label: described.map_or(locale.words.unknown, |member| member.label.get(&locale.tag)).to_owned(),
            expanded: has_below.then_some(handle.expanded),
            toggled,
            selected: self.selection.contains(id, own),
            explained: Some(drilled.clone()),
            drill: Some(drilled),
            toggled_filter: Some(self.selection.toggle(id, own)),
            cells: self.cells(report, Some(level), Of::Row(row), locale),
            path,
            sparkline: Vec::new(),
        }
    }

    fn cells(&self, report: &Report, level: Option<&Level>, of: Of, locale: &Locale) -> Vec<DrillCell> {
        let mut cells = Vec::with_capacity(self.measured.len());
        for column in 0..self.measured.len() {
            let value = level.and_then(|level| level.value(report, column, of));
            let bar = match (of, level, &value) {
                (Of::Row(_), Some(level), Some(value)) => level.bar(column, value),
                _ => 0.0,
            };
            cells.push(self.cell(report, column, value, bar, locale));
        }
        if self.columns.len() > self.measured.len() {
            cells.push(level.and_then(|level| self.change(report, level, of, locale)).unwrap_or_default());
        }
        cells
    }

    /// Against the days compared with; of rows that are only listed together there is none.
    fn change(&self, report: &Report, level: &Level, of: Of, locale: &Locale) -> Option<DrillCell> {
        let (ix, metric) = self.sort.metric(&self.measured)?;
        level.value(report, ix, of)?;
        let found = level.change(of)?;
        if let Err(Unchanged::Unknown(refusal)) = found {
            let Shown { text, full, .. } = no_quotient(refusal, locale);
            return Some(DrillCell { text, remark: full.clone(), full, ..DrillCell::default() });
        }
        let change = delta(found, metric.polarity(report), locale);
        let (text, number) = (change.text.clone(), change.value.map(Number::Real));
        Some(DrillCell { full: text.clone(), text, number, change: Some(change), ..DrillCell::default() })
    }

    fn cell(&self, report: &Report, column: usize, value: Option<Value<'_>>, bar: f64, locale: &Locale) -> DrillCell {
        let words = locale.words;
        let worded = |shown: Shown, bar: f64, hidden: bool| {
            let Shown { text, mut full, marks, number } = shown;
            let mut remark = marks.join(words.list_separator);
            if number.is_none() && remark.is_empty() && full != text {
                remark.clone_from(&full);
            } else if !remark.is_empty() {
                full = [&full, words.list_separator, &remark].concat();
            }
            DrillCell { text, full, bar, hidden, number, remark, change: None }
        };
        match (value, self.measured.get(column)) {
            (Some(Value::Count(side)), _) => {
                worded(show(&side.figure, side.measure, report, locale), bar, side.figure.hidden)
            }
            (Some(Value::Quotient(top, bottom)), Some(Metric::Ratio(ratio))) => {
                let hidden = top.figure.hidden || bottom.figure.hidden;
                worded(quotient(report, ratio, &top, &bottom, locale), 0.0, hidden)
            }
            _ => {
                let note = self.columns.get(column).and_then(|column| column.note.clone());
                let dimension = |ix: DimensionIx| report.dimension(ix).map(|d| d.label.get(&locale.tag).to_owned());
                let below = self.dimensions.first().copied().and_then(dimension).unwrap_or_default();
                let reason = note.unwrap_or_else(|| fill!(words.columns_cut, dimension = below));
                worded(Shown::none(&reason, locale), 0.0, false)
            }
        }
    }
}
