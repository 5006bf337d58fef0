//! Asks for the groups of the chosen split and puts the view together. In: the dataset, what the reader chose, the
//! forecast if it is wished for and there. Out: [`RepurchaseView`].

use super::curves::{Drawn, share_plot, worth_plot};
use super::findings::{beside, findings};
use super::{GroupView, RepurchaseView, SplitChoice, days};
use crate::analysis::repurchase::outlook::Outlook;
use crate::analysis::repurchase::{
    Cost, Group, MILESTONE_DAYS, NOTHING, Repurchase, age_through, carries, last_day, repurchase,
};
use crate::contract::{DimensionIx, MemberIx, Report};
use crate::cube::Dataset;
use crate::order::sort_by;
use crate::query::{Filters, Selection};
use crate::stats::Refusal;
use crate::view::chart::Tone;
use crate::view::locale::Locale;
use crate::view::rate::reason;
use crate::view::reading::dimension_label;
use crate::view::state::RepurchaseState;
use crate::view::words::{RepurchaseWords, fill};

/// The split to begin with, where the life tables have it.
const MAIN: &str = "benefit";
/// Most lines of a plot.
const MOST_GROUPS: usize = 6;
/// The tone of what others are held against.
const REFERENCE: u8 = 3;

impl RepurchaseView {
    /// Repurchase under `selection`, labelled for plots at least that wide; `None` where the document has no life
    /// tables. `outlook` is the forecast, `None` while it is not known.
    pub fn build(
        dataset: &Dataset,
        selection: &Selection,
        state: &RepurchaseState,
        outlook: Option<Result<&Outlook, Refusal>>,
        room_px: (f64, f64),
        locale: &Locale,
    ) -> Option<Self> {
        let report = &dataset.report;
        let words = RepurchaseWords::beside(locale.words);
        let split_by = split(report, state);
        let (scope, _) = selection.resolve(report);
        let scope = split_by.map_or_else(|| scope.clone(), |ix| scope.without(ix));
        let found = repurchase(dataset, &scope, split_by).ok()?;
        let is_of_all = !scope.filters.dimensions().any(|&ix| carries(report, ix));
        let can_forecast = is_of_all && split_by.is_none();
        let is_forecast = state.forecast && report.forecast.is_some();
        let drawn = biggest(&found.groups);
        let groups = groups(report, selection, split_by, is_of_all, &found, &drawn, locale);
        let ages = found.groups.iter().filter_map(|group| Some(group.curve.as_ref().ok()?.len())).max().unwrap_or(0);
        let days = days(found.unit, ages);
        let expected = outlook.and_then(Result::ok).filter(|_| is_forecast && can_forecast);
        let drawing = Drawn { found: &found, places: &drawn, groups: &groups, days: &days, report, locale };
        let (share, worth) = (share_plot(&drawing, expected, room_px.0), worth_plot(&drawing, room_px.1));
        let empty = (days.len() < 2).then(|| {
            let refusal = found.groups.first().and_then(|group| group.curve.as_ref().err());
            refusal.map_or_else(|| locale.words.no_rows.to_owned(), |refusal| reason(*refusal, locale))
        });
        let mut view = Self {
            title: words.title.to_owned(),
            notes: notes(dataset, selection, split_by, &found, drawn.len(), locale),
            findings: Vec::new(),
            splits: splits(report, state, split_by, locale),
            splits_label: words.split_by.to_owned(),
            heads: heads(report, split_by, &found, &groups, worth.is_some(), locale),
            pays_rule: pays_rule(&found, locale),
            forecast: forecast_button(report, state, split_by.is_some(), words),
            milestone: milestone(&found).min(days.len().saturating_sub(1)),
            groups,
            share,
            worth,
            days,
            empty,
            summary: String::new(),
            split_by,
            is_of_all,
            currency: report.meta.currency.clone(),
            found,
            drawn,
        };
        if report.forecast.is_none() {
            view.notes.push(fill!(words.no_forecast, reason = words.no_histories));
        }
        view.findings = findings(&view, report, split_by, locale);
        if is_forecast {
            view.findings.extend(super::findings::forecast(&view, outlook, can_forecast, locale));
        }
        let said: Vec<&str> = view.findings.iter().map(|finding| &*finding.text).collect();
        view.summary = said.join(locale.words.sentence_end) + locale.words.sentence_end.trim_end();
        Some(view)
    }
}

/// The dimension in force: the one chosen, if the life tables carry it; where none is, the usual one.
fn split(report: &Report, state: &RepurchaseState) -> Option<DimensionIx> {
    let id = state.split.as_deref().unwrap_or(MAIN);
    report.find_dimension(id).filter(|&ix| carries(report, ix))
}

fn splits(report: &Report, state: &RepurchaseState, current: Option<DimensionIx>, locale: &Locale) -> Vec<SplitChoice> {
    let words = RepurchaseWords::beside(locale.words);
    let choice = |id: &str, label: String, current: bool| SplitChoice {
        id: id.to_owned(),
        label,
        current,
        state: RepurchaseState { split: Some(id.into()), ..state.clone() },
    };
    let mut choices = vec![choice("", words.no_split.to_owned(), current.is_none())];
    for (n, dimension) in report.dimensions.iter().enumerate() {
        let ix = DimensionIx(n as u16);
        if carries(report, ix) {
            let label = fill!(words.by, dimension = dimension.label.get(&locale.tag));
            choices.push(choice(&dimension.id, label, current == Some(ix)));
        }
    }
    choices
}

/// Under a split there is no forecast: asking for one gives up the split.
fn forecast_button(
    report: &Report,
    state: &RepurchaseState,
    is_split: bool,
    words: &RepurchaseWords,
) -> Option<SplitChoice> {
    report.forecast.as_ref()?;
    let current = state.forecast && !is_split;
    let label = if current { words.hide_forecast } else { words.show_forecast };
    let split = if is_split { Some("".into()) } else { state.split.clone() };
    let next = RepurchaseState { forecast: !current, split, ..state.clone() };
    Some(SplitChoice { id: "forecast".to_owned(), label: label.to_owned(), current, state: next })
}

/// The age that is read to begin with: that of the uplifts, else the last round one that may be read of all.
fn milestone(found: &Repurchase) -> usize {
    let curve = found.groups.first().and_then(|group| group.curve.as_deref().ok()).unwrap_or_default();
    let is_readable = |age: &usize| curve.get(*age).is_some_and(|at| at.readable().is_ok());
    let of_all = || MILESTONE_DAYS.into_iter().filter_map(|day| age_through(found.unit, day)).find(is_readable);
    found.uplifts.as_ref().map_or_else(|_| of_all(), |uplifts| Some(uplifts.age)).unwrap_or_default()
}

/// The groups with most customers, in their order.
fn biggest(groups: &[Group]) -> Vec<usize> {
    let customers = |n: usize| groups.get(n).map_or(0, |group| group.customers);
    let mut drawn: Vec<usize> = (0..groups.len()).collect();
    sort_by(&mut drawn, |&a, &b| customers(b).cmp(&customers(a)));
    drawn.truncate(MOST_GROUPS);
    crate::order::sort_unique(&mut drawn);
    drawn
}

/// What a group is called.
pub(super) fn name(
    report: &Report,
    split_by: Option<DimensionIx>,
    group: &Group,
    is_of_all: bool,
    locale: &Locale,
) -> String {
    let words = RepurchaseWords::beside(locale.words);
    let Some(member) = group.member else {
        return if is_of_all { words.everyone } else { words.chosen }.to_owned();
    };
    let known = split_by.and_then(|ix| report.dimension(ix)).and_then(|dimension| dimension.member(member));
    known.map_or(locale.words.unknown, |member| member.label.get(&locale.tag)).to_owned()
}

fn groups(
    report: &Report,
    selection: &Selection,
    split_by: Option<DimensionIx>,
    is_of_all: bool,
    found: &Repurchase,
    drawn: &[usize],
    locale: &Locale,
) -> Vec<GroupView> {
    let words = RepurchaseWords::beside(locale.words);
    // A member that is merely the first is one among others.
    let nothing = split_by.and_then(|ix| report.dimension(ix)?.find(NOTHING));
    let is_nothing = |n: &usize| nothing.is_some() && found.groups.get(*n).is_some_and(|group| group.member == nothing);
    let reference = found.uplifts.as_ref().ok().map(|uplifts| uplifts.reference).filter(is_nothing);
    let mut tones = (0..MOST_GROUPS as u8).filter(|&tone| tone != REFERENCE || reference.is_none());
    let mut views = Vec::with_capacity(drawn.len());
    for &n in drawn {
        let Some(group) = found.groups.get(n) else { continue };
        let label = name(report, split_by, group, is_of_all, locale);
        let tone = if reference == Some(n) { REFERENCE } else { tones.next().unwrap_or_default() };
        let dimension = split_by.and_then(|ix| report.dimension(ix));
        let id = |member: MemberIx| dimension.and_then(|dimension| dimension.member(member)).map(|member| &*member.id);
        let last_age = group.curve.as_ref().map_or(0, Vec::len).saturating_sub(1);
        let (uplift, cost, paid_back) = beside(found, n, &report.meta.currency, last_age, locale);
        let customers = locale.integer(group.customers.into());
        let tone = Tone::Group(tone);
        let mut view = GroupView { label, tone, selected: false, toggled: None, customers, uplift, cost, paid_back };
        if let (Some(dimension), Some(member)) = (dimension, group.member) {
            let id = id(member);
            view.selected = selection.contains(&dimension.id, id);
            let says = if view.selected { words.unchoose } else { words.choose };
            view.toggled = Some((selection.toggle(&dimension.id, id), fill!(says, label = view.label)));
        }
        views.push(view);
    }
    views
}

fn heads(
    report: &Report,
    split_by: Option<DimensionIx>,
    found: &Repurchase,
    groups: &[GroupView],
    has_worth: bool,
    locale: &Locale,
) -> [String; 5] {
    let words = RepurchaseWords::beside(locale.words);
    let named = |is_there: bool, name: &str| if is_there { name.to_owned() } else { String::new() };
    let against = found.uplifts.as_ref().ok().and_then(|uplifts| {
        let reference = name(report, split_by, found.groups.get(uplifts.reference)?, true, locale);
        let day = locale.number(last_day(found.unit, uplifts.age as u32) as usize);
        let against = fill!(words.against, reference = reference, day = day);
        Some(fill!(words.with_interval, label = against))
    });
    let has_cost = groups.iter().any(|group| !group.cost.is_empty());
    let has_margin = found.groups.iter().any(|group| group.cost.is_ok_and(|cost| cost.margin.is_some()));
    let group = split_by.map_or(words.customers, |ix| dimension_label(report, ix, locale));
    [
        group.to_owned(),
        named(has_worth, words.worth),
        against.unwrap_or_default(),
        named(has_cost, words.cost),
        named(has_cost, if has_margin { words.pays } else { words.pays_revenue }),
    ]
}

/// What pays back, where several groups stand in a table; of one group a sentence says it.
fn pays_rule(found: &Repurchase, locale: &Locale) -> String {
    match found.groups.iter().find_map(|group| group.cost.as_ref().ok()) {
        Some(cost) if found.groups.len() > 1 => rule(cost, locale),
        _ => String::new(),
    }
}

/// When acquiring a customer is paid back.
pub(super) fn rule(cost: &Cost, locale: &Locale) -> String {
    let words = RepurchaseWords::beside(locale.words);
    match cost.margin {
        Some(margin) => fill!(words.pays_rule, margin = locale.percent(margin.to_f64())),
        None => words.pays_rule_revenue.to_owned(),
    }
}

fn notes(
    dataset: &Dataset,
    selection: &Selection,
    split_by: Option<DimensionIx>,
    found: &Repurchase,
    drawn: usize,
    locale: &Locale,
) -> Vec<String> {
    let (report, words) = (&dataset.report, RepurchaseWords::beside(locale.words));
    let Some(cohorts) = &report.cohorts else { return Vec::new() };
    let mut notes = vec![fill!(words.not_by_date, date = cohorts.observed_until.to_string())];
    if let Some(dimension) = split_by.and_then(|ix| report.dimension(ix))
        && Filters::get(&selection.filters, &*dimension.id).is_some()
    {
        notes.push(fill!(words.own_filter, dimension = dimension.label.get(&locale.tag)));
    }
    for &ix in &found.ignored {
        notes.push(fill!(words.not_filtered, dimension = dimension_label(report, ix, locale)));
    }
    if drawn < found.groups.len() {
        let (n, all) = (locale.number(drawn), locale.number(found.groups.len()));
        notes.push(fill!(words.biggest, n = n, all = all));
    }
    if found.unit.days() > 1 {
        notes.push(fill!(words.whole_ages, n = locale.number(found.unit.days() as usize)));
    }
    notes
}
