//! Orders all rows of the tree table. In: the dataset, the reader's selection and state, a locale. Out: a
//! [`Drilldown`] that knows which row stands where, with its head and its total in words.

use super::columns::columns;
use super::level::{Level, SortBy};
use super::orders::{depth, order_in_use, orders};
use super::search::{Matches, search};
use super::{Crumb, DrillColumn, Drilldown, Handle, OrderChoice};
use crate::contract::{DimensionIx, MeasureIx, MemberIx, Polarity, Report};
use crate::cube::Dataset;
use crate::query::period::{self, Comparison};
use crate::query::{Cut, Scope, Selection};
use crate::view::locale::Locale;
use crate::view::metric::Metric;
use crate::view::reading::list;
use crate::view::state::{DrillState, Path, Sort};
use crate::view::words::fill;

/// In front of the id of what the column of changes is of.
pub(super) const CHANGE: &str = "change:";
/// Id of the column of names.
pub(super) const NAMES: &str = "label";

impl Drilldown {
    /// The tree table under `selection`, standing as `state` says; `None` where the document has no dimension.
    pub fn build(dataset: &Dataset, selection: &Selection, state: &DrillState, locale: &Locale) -> Option<Self> {
        let (report, words) = (&dataset.report, locale.words);
        let offered = orders(dataset);
        let order = order_in_use(dataset, &state.order, &offered);
        let down = depth(dataset, selection, &order);
        let dimensions: Vec<DimensionIx> = order.get(down..).unwrap_or(&[]).to_vec();
        let listed = *dimensions.first()?;
        let (scope, _) = selection.resolve(report);
        let scope = scope.without(listed);
        let columns = columns(dataset, state.focus.as_deref());
        let periods = selection.compare.as_ref().and_then(|compare| period::comparison(report, scope.range, compare));
        let (sort, descending) = sorted(report, &columns, state, periods.is_some());
        let measures: Vec<MeasureIx> = columns.iter().map(Metric::leading).collect();
        let matches = (!state.search.trim().is_empty())
            .then(|| search(dataset, &scope, &dimensions, &measures, &state.search, locale));
        let mut listing = Listing {
            dataset,
            locale,
            state,
            dimensions: &dimensions,
            columns: &columns,
            sort,
            descending,
            periods,
            matches,
            levels: Vec::new(),
            handles: Vec::new(),
        };
        listing.list(&scope, &mut Vec::new());
        let Listing { levels, handles, .. } = listing;

        let name = report.dimension(listed).map_or("", |dimension| dimension.label.get(&locale.tag)).to_owned();
        let names = head(NAMES, name, None, sort == SortBy::Names, descending, state);
        let mut heads: Vec<DrillColumn> = columns
            .iter()
            .enumerate()
            .map(|(ix, column)| {
                let note = levels.first().and_then(|level| level.cut(ix)).and_then(|cut| note(report, cut, locale));
                let note = note.or_else(|| match column.days(report, scope.range) {
                    None => Some(words.maturing.to_owned()),
                    Some(days) if days != scope.range => Some(fill!(words.on_final_days, date = days.to.to_string())),
                    Some(_) => None,
                });
                head(
                    column.id(report),
                    column.label(report, locale),
                    note,
                    sort == SortBy::Column(ix),
                    descending,
                    state,
                )
            })
            .collect();
        if let Some((ix, metric)) = periods.and_then(|_| sort.metric(&columns)) {
            let label = fill!(words.with_remark, label = words.change, remark = metric.label(report, locale));
            let id = [CHANGE, metric.id(report)].concat();
            heads.push(head(&id, label, None, sort == SortBy::Change(ix), descending, state));
        }
        let compared = levels.first().and_then(Level::compared_days).filter(|&days| days < scope.range.len() as usize);
        let notes = compared.map(|days| fill!(words.changes_on_mature, n = locale.number(days)));
        let empty = handles.is_empty().then(|| {
            if state.search.trim().is_empty() {
                words.no_rows.to_owned()
            } else {
                fill!(words.no_matches, query = state.search.trim())
            }
        });
        let mut drilldown = Self {
            title: words.drilldown.to_owned(),
            crumbs: crumbs(report, selection, &order, down, locale),
            orders: choices(report, &offered, &order, state, locale),
            names,
            columns: heads,
            total: super::DrillRow::default(),
            len: handles.len(),
            notes: notes.into_iter().collect(),
            empty,
            summary: String::new(),
            selection: selection.clone(),
            state: state.clone(),
            dimensions,
            measured: columns,
            sort,
            levels,
            handles,
        };
        drilldown.total = drilldown.total_row(report, locale);
        drilldown.summary = drilldown.summarise(dataset, locale, descending);
        Some(drilldown)
    }

    fn summarise(&self, dataset: &Dataset, locale: &Locale, descending: bool) -> String {
        let words = locale.words;
        let count = locale.number(self.levels.first().map_or(0, |level| level.rows.len()));
        let sorted = match self.sort {
            SortBy::Column(column) if descending => Some(column),
            _ => None,
        };
        let best = sorted.and_then(|column| {
            let row = self.rows(dataset, locale, 0..1).pop()?;
            Some((self.columns.get(column)?.label.clone(), row.label, row.cells.get(column)?.text.clone()))
        });
        match best {
            Some((column, label, value)) => fill!(
                words.drill_summary,
                dimension = self.names.label,
                n = count,
                column = column,
                label = label,
                value = value
            ),
            None => fill!(words.rows, n = count),
        }
    }
}

/// What is needed to list one level after another.
struct Listing<'a> {
    dataset: &'a Dataset,
    locale: &'a Locale,
    state: &'a DrillState,
    dimensions: &'a [DimensionIx],
    columns: &'a [Metric],
    sort: SortBy,
    descending: bool,
    periods: Option<Comparison>,
    matches: Option<Matches>,
    levels: Vec<Level>,
    handles: Vec<Handle>,
}

impl Listing<'_> {
    /// Lists the members under `path`, and below each that is unfolded its own.
    fn list(&mut self, scope: &Scope, path: &mut Vec<MemberIx>) {
        let Some(&dimension) = self.dimensions.get(path.len()) else { return };
        let Some(described) = self.dataset.report.dimension(dimension) else { return };
        let above = self.dimensions.iter().copied().zip(path.iter().copied()).collect();
        let mut level = Level::ask(self.dataset, scope.clone(), above, dimension, self.columns);
        let name = |member: MemberIx| {
            described.member(member).map_or(self.locale.words.unknown, |m| m.label.get(&self.locale.tag)).to_owned()
        };
        let keep = |member: MemberIx| {
            self.matches.as_ref().is_none_or(|matches| {
                let mut path = path.clone();
                path.push(member);
                matches.keeps(&path)
            })
        };
        if let (Some(periods), Some((_, metric))) = (self.periods, self.sort.metric(self.columns)) {
            level.compare(self.dataset, metric, periods);
        }
        level.arrange(&self.dataset.report, self.sort, self.descending, self.state.top_n, name, keep);
        let at = self.levels.len() as u32;
        let rows: Vec<u32> = level.rows.get(..level.listed).unwrap_or(&[]).to_vec();
        let whole = level.is_whole();
        let members: Vec<MemberIx> = rows.iter().map(|&row| level.member(row)).collect();
        self.levels.push(level);
        for (row, member) in rows.into_iter().zip(members) {
            path.push(member);
            let expanded = self.dimensions.len() > path.len() && self.is_expanded(path);
            self.handles.push(Handle { level: at, row: Some(row), expanded });
            if expanded {
                self.list(&scope.with(dimension, member), path);
            }
            path.pop();
        }
        if !whole {
            self.handles.push(Handle { level: at, row: None, expanded: false });
        }
    }

    fn is_expanded(&self, path: &[MemberIx]) -> bool {
        let by_search = self.matches.as_ref().is_some_and(|matches| matches.unfolds(path));
        by_search
            || (!self.state.expanded.is_empty()
                && self.state.expanded.contains(&ids(&self.dataset.report, self.dimensions, path)))
    }
}

/// Ids of a path of members.
pub(super) fn ids(report: &Report, dimensions: &[DimensionIx], path: &[MemberIx]) -> Path {
    let id = |(&dimension, &member): (&DimensionIx, &MemberIx)| {
        report.dimension(dimension).and_then(|dimension| dimension.member(member)).map(|member| member.id.clone())
    };
    dimensions.iter().zip(path).map(id).collect()
}

/// The column to sort by: the reader's, else that of the number clicked elsewhere, else the first.
fn sorted(report: &Report, columns: &[Metric], state: &DrillState, compared: bool) -> (SortBy, bool) {
    let find = |id: &str| columns.iter().position(|column| column.id(report) == id).map(SortBy::Column);
    if let Some(sort) = &state.sort {
        let by = match sort.column.strip_prefix(CHANGE) {
            // Without days to compare with the column itself.
            Some(id) => find(id).map(|by| match by {
                SortBy::Column(ix) if compared => SortBy::Change(ix),
                by => by,
            }),
            None if &*sort.column == NAMES => Some(SortBy::Names),
            None => find(&sort.column),
        };
        if let Some(by) = by {
            return (by, sort.descending);
        }
    }
    let by = state.focus.as_deref().and_then(find);
    let by = by.unwrap_or(if columns.is_empty() { SortBy::Names } else { SortBy::Column(0) });
    // Of what should be low, a cost say, the best stands first too.
    let lowest_first = |column: usize| columns.get(column).is_some_and(|c| c.polarity(report) == Polarity::Down);
    (by, !matches!(by, SortBy::Column(column) if lowest_first(column)))
}

/// A head with the state that a click on it gives: largest first, names from the first; again, the other way.
fn head(
    id: &str,
    label: String,
    note: Option<String>,
    is_sorted: bool,
    descending: bool,
    state: &DrillState,
) -> DrillColumn {
    let next = if is_sorted { !descending } else { id != NAMES };
    let sort = Some(Sort { column: id.into(), descending: next });
    let state = DrillState { sort, ..state.clone() };
    DrillColumn { id: id.to_owned(), label, note, sorted: is_sorted.then_some(descending), state }
}

/// Why a column's numbers are not what was asked.
fn note(report: &Report, cut: &Cut, locale: &Locale) -> Option<String> {
    let words = locale.words;
    let names = |dimensions: &[DimensionIx]| {
        let labels = dimensions.iter().filter_map(|&ix| report.dimension(ix));
        list(labels.map(|dimension| dimension.label.get(&locale.tag).to_owned()), locale)
    };
    match cut {
        Cut::Exact { .. } | Cut::ExactUnique => None,
        Cut::Unfiltered { ignored, .. } => Some(fill!(words.columns_unfiltered, dimension = names(ignored))),
        Cut::Ungrouped { missing, .. } => Some(fill!(words.columns_cut, dimension = names(missing))),
        Cut::Absent => Some(words.no_data.to_owned()),
    }
}

fn crumbs(report: &Report, selection: &Selection, order: &[DimensionIx], down: usize, locale: &Locale) -> Vec<Crumb> {
    let words = locale.words;
    let up_to = |n: usize| {
        let left = order.get(n..=down).unwrap_or(&[]).iter().filter_map(|&ix| report.dimension(ix));
        left.fold(selection.clone(), |selection, dimension| selection.without(&dimension.id))
    };
    let mut crumbs =
        vec![Crumb { label: words.root.to_owned(), selection: if down == 0 { selection.clone() } else { up_to(0) } }];
    for (n, dimension) in order.iter().take(down).filter_map(|&ix| report.dimension(ix)).enumerate() {
        let chosen = selection.filters.get(&dimension.id).and_then(|chosen| chosen.first());
        let label = match chosen {
            Some(Some(id)) => dimension
                .find(id)
                .and_then(|ix| dimension.member(ix))
                .map_or(&**id, |member| member.label.get(&locale.tag)),
            _ => words.unknown,
        };
        let selection = if n + 1 == down { selection.clone() } else { up_to(n + 1) };
        crumbs.push(Crumb { label: label.to_owned(), selection });
    }
    crumbs
}

fn choices(
    report: &Report,
    offered: &[Vec<DimensionIx>],
    order: &[DimensionIx],
    state: &DrillState,
    locale: &Locale,
) -> Vec<OrderChoice> {
    let own = (!offered.iter().any(|known| known == order)).then(|| order.to_vec());
    let choice = |known: &Vec<DimensionIx>| {
        let dimensions = || known.iter().filter_map(|&ix| report.dimension(ix));
        let labels: Vec<&str> = dimensions().map(|dimension| dimension.label.get(&locale.tag)).collect();
        let ids = dimensions().map(|dimension| dimension.id.clone()).collect();
        OrderChoice {
            label: labels.join(locale.words.path_separator),
            current: known == order,
            state: DrillState { order: ids, expanded: Vec::new(), ..state.clone() },
        }
    };
    own.iter().chain(offered).map(choice).collect()
}
