//! Tables of members side by side: notes that were boosted or are ads, readers, customers. In: the dataset, what the
//! reader chose, which [`Part`]. Out: [`GroupsView`] with its rows for the table; nothing where no cube carries the part.

use super::part::Part;
use super::{Given, Rows};
use crate::analysis::closed_loop::groups::{Group, GroupRate, Groups, Options, Volume, groups, is_carried};
use crate::analysis::compare::Intervals;
use crate::contract::{DimensionIx, MeasureIx, MeasureKind, MemberIx, Ratio};
use crate::query::Selection;
use crate::stats::{Interval, Refusal};
use crate::view::rate::{Rate, reason, worded};
use crate::view::reading::{list, measure_label, ratio_label, show};
use crate::view::twin::{Cell, Number};
use crate::view::words::{CardWords, fill};

/// Members side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupsView {
    /// Stable id: `notes`, `readers`, `customers`.
    pub id: &'static str,
    /// Heading.
    pub title: String,
    /// What the numbers say, and what they do not.
    pub said: Vec<String>,
    /// Which of these is the warning.
    pub warning: Option<usize>,
    /// Heads of the columns after the first.
    pub heads: Vec<GroupHead>,
    /// One per dimension.
    pub bodies: Vec<GroupBody>,
    /// Days, how intervals were made, filters left out.
    pub notes: Vec<String>,
}

/// Head of a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupHead {
    /// Its name.
    pub label: String,
    /// Id of the measure or ratio, for its card.
    pub id: String,
}

/// The members of one dimension.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupBody {
    /// Name of the dimension.
    pub label: String,
    /// Its members, or a sentence where there are none.
    pub rows: Vec<GroupRow>,
    /// Why there are no rows.
    pub empty: Option<String>,
}

/// One member.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupRow {
    /// Name.
    pub label: String,
    /// What a click makes of the selection, and what the button says.
    pub select: (Selection, String),
    /// Whether a filter names it.
    pub selected: bool,
    /// How long its bar is, 0 to 1, where the table has bars.
    pub bar: Option<f64>,
    /// One per head.
    pub cells: Vec<GroupCell>,
}

/// One number of a member.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupCell {
    /// Compact.
    pub text: String,
    /// Share or interval.
    pub small: String,
    /// In full, or why there is none.
    pub full: String,
    /// Its interval and how that was made, or why there is none; empty of what was counted in full.
    pub sure: String,
}

/// A column.
enum Column {
    Volume(MeasureIx),
    Rate(Ratio),
}

pub(super) fn build(given: &Given<'_>, part: Part) -> Option<(GroupsView, Rows)> {
    let (report, locale, own) = (given.report(), given.locale, given.own());
    let (scope, _) = given.selection.resolve(report);
    let dimensions: Vec<DimensionIx> = part.dimensions().iter().filter_map(|id| report.find_dimension(id)).collect();
    let carried = |ix: MeasureIx| dimensions.iter().any(|&by| is_carried(given.dataset, by, ix));
    let mut volumes: Vec<MeasureIx> = part.volumes().iter().filter_map(|id| report.find_measure(id)).collect();
    volumes.retain(|&ix| carried(ix));
    let mut ratios: Vec<Ratio> = part.ratios().iter().filter_map(|id| report.find_ratio(id).cloned()).collect();
    ratios.retain(|ratio| carried(ratio.numerator) && carried(ratio.denominator));
    if volumes.is_empty() && ratios.is_empty() {
        return None;
    }
    let mut view = GroupsView { id: part.id(), title: part.title(own).to_owned(), ..GroupsView::default() };
    let mut columns = Vec::new();
    for &ix in &volumes {
        let id = report.measure(ix).map_or("", |measure| &measure.id);
        let name = measure_label(report, ix, locale);
        view.heads.push(GroupHead { label: name.to_owned(), id: id.to_owned() });
        columns.push(Column::Volume(ix));
    }
    for ratio in &ratios {
        view.heads.push(GroupHead { label: ratio_label(ratio, locale), id: ratio.id.to_string() });
        columns.push(Column::Rate(ratio.clone()));
    }
    let mut rows: Rows = Vec::new();
    let (mut by_day, mut by_person, mut is_withheld, mut of_known) = (false, false, false, false);
    let (mut days, mut refusal) = (None, None);
    let mut sentences = Vec::new();
    for by in dimensions {
        let Some(dimension) = report.dimension(by) else { continue };
        let options = Options { by, volumes: volumes.clone(), ratios: ratios.clone() };
        let mut body = GroupBody { label: dimension.label.get(&locale.tag).to_owned(), ..GroupBody::default() };
        match groups(given.dataset, &scope, &options) {
            // The data carry some other dimension of this part.
            Err(Refusal::NotAtThisCut) => continue,
            Err(refusal) => body.empty = Some(reason(refusal, locale)),
            Ok(found) if found.rows.is_empty() => body.empty = Some(locale.words.no_rows.to_owned()),
            Ok(found) => {
                days = Some(found.days);
                for said in given.ignored(&found.ignored) {
                    if !view.notes.contains(&said) {
                        view.notes.push(said);
                    }
                }
                let table = Table { given, part, columns: &columns, found: &found };
                for group in &found.rows {
                    for rate in group.rates.iter().filter(|rate| rate.interval.is_ok()) {
                        by_day |= rate.made == Intervals::Days;
                        by_person |= rate.made == Intervals::Persons;
                    }
                    let refused = group.volumes.iter().find_map(|volume| volume.share.err());
                    refusal = refusal.or(refused).or(group.rates.iter().find_map(|rate| rate.rate.err()));
                    for volume in &group.volumes {
                        by_day |= part == Part::Readers && volume.interval.is_ok();
                        is_withheld |= volume.share == Err(Refusal::Hidden);
                        of_known |= volume.of_known;
                    }
                    body.rows.push(table.row(group, &dimension.id, &mut rows));
                }
                sentences.extend(table.said(&body));
            }
        }
        view.bodies.push(body);
    }
    if view.bodies.is_empty() {
        return None;
    }
    view.said = match part {
        Part::Readers if !sentences.is_empty() => {
            let measure = view.heads.first().map_or("", |head| &head.label);
            vec![fill!(own.most_reads, measure = measure, list = list(sentences, locale))]
        }
        _ => sentences,
    };
    if view.said.is_empty() {
        let why = view.bodies.iter().find_map(|body| body.empty.clone());
        view.said.push(match (refusal, why) {
            (Some(refusal), _) => fill!(own.no_shares, reason = reason(refusal, locale)),
            (None, why) => why.unwrap_or_else(|| locale.words.no_rows.to_owned()),
        });
    }
    if part == Part::Notes {
        view.warning = Some(view.said.len());
        view.said.push(own.selection.to_owned());
    }
    if let Some(days) = days.filter(|&days| days != scope.range) {
        view.notes.push(fill!(own.rates_on, range = locale.range(days)));
    }
    let notes = [
        (by_day && part == Part::Readers, own.intervals_in_table),
        (by_day && part != Part::Readers, own.intervals_by_day),
        (by_person, own.intervals_by_person),
        (of_known, own.of_known),
        (is_withheld, own.withheld),
    ];
    for (is_there, note) in notes {
        if is_there {
            view.notes.push(note.to_owned());
        }
    }
    Some((view, rows))
}

struct Table<'a> {
    given: &'a Given<'a>,
    part: Part,
    columns: &'a [Column],
    found: &'a Groups,
}

impl Table<'_> {
    fn name(&self, member: MemberIx) -> &str {
        let dimension = self.given.report().dimension(self.found.by);
        let found = dimension.and_then(|dimension| dimension.member(member));
        found.map_or(self.given.locale.words.unknown, |found| found.label.get(&self.given.locale.tag))
    }

    fn row(&self, group: &Group, dimension: &str, rows: &mut Rows) -> GroupRow {
        let (report, locale, selection) = (self.given.report(), self.given.locale, self.given.selection);
        let label = self.name(group.member).to_owned();
        let member = report.dimension(self.found.by).and_then(|found| found.member(group.member));
        let member = member.map(|member| &*member.id);
        let selected = selection.contains(dimension, member);
        let says = if selected { locale.words.deselect_row } else { locale.words.select_row };
        let mut row = GroupRow {
            select: (selection.toggle(dimension, member), fill!(says, label = label)),
            selected,
            bar: None,
            cells: Vec::with_capacity(self.columns.len()),
            label,
        };
        for column in self.columns {
            let cell = match column {
                Column::Volume(ix) => {
                    let found = self.found.volumes.iter().position(|known| known == ix);
                    found.and_then(|place| group.volumes.get(place)).map(|volume| {
                        if self.part == Part::Readers && row.bar.is_none() {
                            row.bar = volume.share.ok();
                        }
                        self.volume(*ix, volume, &row.label, rows)
                    })
                }
                Column::Rate(ratio) => {
                    let found = self.found.ratios.iter().position(|known| known.id == ratio.id);
                    found.and_then(|place| group.rates.get(place)).map(|rate| self.rate(ratio, rate, &row.label, rows))
                }
            };
            row.cells.push(cell.unwrap_or_else(|| GroupCell {
                text: locale.words.no_value.to_owned(),
                small: String::new(),
                full: locale.words.not_at_this_cut.to_owned(),
                sure: locale.words.not_at_this_cut.to_owned(),
            }));
        }
        row
    }

    /// A count with its share; of readers the share with its interval.
    fn volume(&self, ix: MeasureIx, volume: &Volume, label: &str, rows: &mut Rows) -> GroupCell {
        let (report, locale, own) = (self.given.report(), self.given.locale, self.given.own());
        let Some(measure) = report.measure(ix) else { return GroupCell::default() };
        let shown = show(&volume.figure, measure, report, locale);
        let (share, between) = match (volume.share, volume.interval) {
            (Ok(share), Ok(Interval { lower, upper })) => locale.percent_between(share, (lower, upper)),
            (Ok(share), Err(_)) => (locale.percent(share), String::new()),
            (Err(_), _) => (String::new(), String::new()),
        };
        let share = if volume.of_known { fill!(own.about, value = share) } else { share };
        let name = measure.label.get(&locale.tag);
        let remark = match volume.share {
            Err(refusal) if shown.marks.is_empty() => reason(refusal, locale),
            _ => shown.marks.join(" · "),
        };
        rows.push([label.into(), name.into(), Cell::new(shown.text.clone(), shown.number), remark.clone().into()]);
        if let Ok(value) = volume.share {
            let of = locale.words.remarked(name, own.share_head);
            rows.push([
                label.into(),
                of.into(),
                Cell::new(share.clone(), Some(Number::Real(value))),
                between.clone().into(),
            ]);
        }
        let mut full = shown.full;
        if !remark.is_empty() && remark != full {
            full = locale.words.remarked(&full, &remark);
        }
        let brief = volume.share.map_or_else(|_| String::new(), |value| locale.percent(value));
        let brief = if volume.of_known { fill!(own.about, value = brief) } else { brief };
        let sure = match volume.interval {
            Ok(_) => [&*between, locale.words.clause_separator, CardWords::beside(locale.words).by_days].concat(),
            Err(_) if measure.sample.is_some() => locale.words.interval_sampled.to_owned(),
            Err(_) if self.part != Part::Readers => String::new(),
            Err(_) if measure.kind == MeasureKind::Unique && volume.figure.value != volume.figure.upper => {
                CardWords::beside(locale.words).wide_bound.to_owned()
            }
            Err(_) if measure.kind == MeasureKind::Unique => String::new(),
            Err(refusal) => reason(refusal, locale),
        };
        if self.part != Part::Readers {
            return GroupCell { text: shown.text, small: brief, full, sure };
        }
        match volume.share {
            // Distinct people are no whole to have shares of: their number or its bound is what there is.
            _ if measure.kind == MeasureKind::Unique && volume.figure.value == volume.figure.upper => {
                GroupCell { text: shown.text, small: String::new(), full, sure }
            }
            Ok(_) if measure.kind != MeasureKind::Unique => {
                if !between.is_empty() {
                    let interval = fill!(locale.words.interval_level, interval = between);
                    full = [full, share, interval].join(locale.words.clause_separator);
                }
                GroupCell { text: brief, small: String::new(), full, sure }
            }
            _ => GroupCell { text: String::new(), small: shown.text, full, sure },
        }
    }

    fn rate(&self, ratio: &Ratio, found: &GroupRate, label: &str, rows: &mut Rows) -> GroupCell {
        let locale = self.given.locale;
        let Rate { text, full, interval, note, number, .. } =
            worded(self.given.report(), ratio, found.figures, (found.rate, found.interval), locale);
        let small = interval.clone().unwrap_or_default();
        let made = match found.made {
            Intervals::Persons => locale.words.interval_wilson,
            _ => CardWords::beside(locale.words).by_days,
        };
        let sure = match (&interval, &note) {
            (Some(interval), _) => [interval, locale.words.clause_separator, made].concat(),
            (None, note) => note.clone().unwrap_or_default(),
        };
        let remark = interval.or_else(|| note.clone()).unwrap_or_default();
        let text = if text.is_empty() { locale.words.no_value.to_owned() } else { text };
        rows.push([label.into(), ratio_label(ratio, locale).into(), Cell::new(text.clone(), number), remark.into()]);
        let full = if full.is_empty() { note.unwrap_or_default() } else { full };
        GroupCell { text, small, full, sure }
    }

    /// What the numbers say of this dimension.
    fn said(&self, body: &GroupBody) -> Vec<String> {
        let (locale, own) = (self.given.locale, self.given.own());
        match self.part {
            Part::Readers => {
                let share = |group: &&Group| group.volumes.first().and_then(|volume| volume.share.ok());
                let mut most: Option<(&Group, f64)> = None;
                for group in self.found.rows.iter().filter(|group| group.member != MemberIx::NULL) {
                    if let Some(share) = share(&group).filter(|share| most.is_none_or(|(_, most)| *share > most)) {
                        most = Some((group, share));
                    }
                }
                let named = |(group, share): (&Group, f64)| {
                    locale.words.remarked(self.name(group.member), &locale.percent(share))
                };
                most.map(named).into_iter().collect()
            }
            Part::Notes => {
                let place = self.columns.iter().position(|column| matches!(column, Column::Rate(_)));
                let Some((place, Column::Rate(ratio))) = place.and_then(|n| Some((n, self.columns.get(n)?))) else {
                    return Vec::new();
                };
                let mut parts = Vec::new();
                for row in &body.rows {
                    if let Some(cell) = row.cells.get(place).filter(|cell| cell.text != locale.words.no_value) {
                        parts.push(fill!(own.of, label = row.label, value = cell.text));
                    }
                }
                let known = !parts.is_empty();
                let said = fill!(own.compared, label = ratio_label(ratio, locale), list = list(parts, locale));
                known.then_some(said).into_iter().collect()
            }
            Part::Customers => {
                let mut said = Vec::new();
                for (group, row) in self.found.rows.iter().zip(&body.rows) {
                    let mut parts = Vec::new();
                    for (volume, ix) in group.volumes.iter().zip(&self.found.volumes) {
                        if let Ok(share) = volume.share {
                            let measure = measure_label(self.given.report(), *ix, locale);
                            parts.push(fill!(own.share_of, measure = measure, share = locale.percent(share)));
                        }
                    }
                    if group.member != MemberIx::NULL && !parts.is_empty() {
                        said.push(fill!(own.customer_shares, label = row.label, list = list(parts, locale)));
                    }
                }
                said.truncate(1);
                said
            }
        }
    }
}
