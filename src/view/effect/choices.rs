//! Which launch, counted how, of whom, beside whom. In: the dataset, the selection, an [`EffectState`]. Out: the options
//! in force and the menus that lead to others. What the document does not have counts as not chosen.

use super::{EffectChoice, EffectMenu};
use crate::analysis::effect::before_after::{Against, Options, launches};
use crate::contract::{DimensionIx, MeasureIx, MeasureKind, MemberIx, Report};
use crate::cube::{Cube, Dataset};
use crate::date::{Date, DateRange};
use crate::query::{Key, Order, Query, Scope, drill, run};
use crate::view::locale::Locale;
use crate::view::reading::{dimension_label, measure_label};
use crate::view::state::EffectState;
use crate::view::words::{EffectWords, fill};

/// Most members of a dimension that is offered.
const MOST_MEMBERS: usize = 60;
/// In front of a member's id in [`EffectState::against`].
const MEMBER: char = '=';
/// What to begin with, where the document has it: measures, then dimensions.
const MEASURES: [&str; 3] = ["gmv", "orders", "store_visits"];
const DIMENSIONS: [&str; 4] = ["note_kind", "boost", "channel", "category"];
/// Weeks on each side to choose from; the first is the usual one.
const WEEKS: [u32; 3] = [4, 8, 2];

/// What is looked at.
pub(super) struct Chosen {
    pub options: Options,
    /// Place of the launch in the calendar.
    pub entry: usize,
}

/// What can be chosen among.
pub(super) struct Offer<'a> {
    dataset: &'a Dataset,
    launches: Vec<(usize, Date)>,
    measures: Vec<MeasureIx>,
}

impl<'a> Offer<'a> {
    pub fn of(dataset: &'a Dataset) -> Self {
        let mut offer = Self { dataset, launches: launches(&dataset.report), measures: Vec::new() };
        for (ix, measure) in dataset.report.measures.iter().enumerate() {
            let ix = MeasureIx(ix as u16);
            let adds = matches!(measure.kind, MeasureKind::Count | MeasureKind::Money);
            if adds && !offer.dimensions(ix).is_empty() {
                offer.measures.push(ix);
            }
        }
        offer
    }

    /// Dimensions that split a measure, of two members at least and of no more than a menu holds.
    fn dimensions(&self, measure: MeasureIx) -> Vec<DimensionIx> {
        let mut all = drill::dimensions(self.dataset);
        all.retain(|&by| {
            let members = self.dataset.report.dimension(by).map_or(0, |dimension| dimension.members.len());
            let fits = |cube: &Cube| cube.carries(measure) && cube.answers(by);
            (2..=MOST_MEMBERS).contains(&members) && self.dataset.cubes.iter().any(fits)
        });
        all
    }

    /// What `state` means for this document; `None` where it has no launch or nothing to hold against it.
    pub fn chosen(&self, scope: &Scope, state: &EffectState) -> Option<Chosen> {
        let report = &self.dataset.report;
        let wanted = state.launch.as_deref().and_then(Date::parse);
        let launch = self.launches.iter().find(|(_, day)| Some(*day) == wanted).or(self.launches.last());
        let &(entry, launch) = launch?;
        let measure = |id: &str| report.find_measure(id).filter(|ix| self.measures.contains(ix));
        let usual = || MEASURES.into_iter().find_map(measure).or(self.measures.first().copied());
        let measure = state.measure.as_deref().and_then(measure).or_else(usual)?;
        let offered = self.dimensions(measure);
        let dimension = |id: &str| report.find_dimension(id).filter(|ix| offered.contains(ix));
        let usual = || DIMENSIONS.into_iter().find_map(dimension).or(offered.first().copied());
        let by = state.by.as_deref().and_then(dimension).or_else(usual)?;
        let members = report.dimension(by)?;
        let member = state.member.as_deref().and_then(|id| members.find(id));
        let member = member.or_else(|| self.largest(scope, launch, measure, by)).unwrap_or(MemberIx(0));
        let against = state.against.as_deref().and_then(|id| members.find(id.strip_prefix(MEMBER)?));
        let against = against.filter(|&other| other != member).map_or(Against::Rest, Against::Member);
        let weeks = state.weeks.as_deref().and_then(|weeks| weeks.parse().ok());
        let weeks = weeks.filter(|weeks| WEEKS.contains(weeks)).unwrap_or(WEEKS[0]);
        Some(Chosen { options: Options { launch, measure, by, member, against, weeks }, entry })
    }

    /// The member that came to most before the launch: one that came to nothing has no mean to change from.
    fn largest(&self, scope: &Scope, launch: Date, measure: MeasureIx, by: DimensionIx) -> Option<MemberIx> {
        let days = DateRange { from: launch.plus(-7 * WEEKS[0] as i32), to: launch.plus(-1) };
        let query = Query {
            group_by: vec![Key::Dimension(by)],
            measures: vec![measure],
            order: Some(Order { column: 0, descending: true }),
            limit: Some(1),
        };
        let table = run(self.dataset, &scope.without(by).over(days), &query);
        let code = table.key(0).first().copied().filter(|_| table.rows > 0)?;
        Some(MemberIx(code.cast_unsigned())).filter(|member| *member != MemberIx::NULL)
    }

    /// The menus; of launches only where there are several.
    pub fn menus(&self, chosen: &Chosen, state: &EffectState, locale: &Locale) -> Vec<EffectMenu> {
        let (report, own) = (&self.dataset.report, EffectWords::beside(locale.words));
        let Options { launch, measure, by, member, against, weeks } = chosen.options;
        let mut lists: [Vec<EffectChoice>; 6] = Default::default();
        let [launches, measures, bys, members, againsts, all_weeks] = &mut lists;
        for &(entry, day) in &self.launches {
            let (label, date) = (launch_label(report, entry, locale), day.to_string());
            let label = fill!(own.launch_on, label = label, date = date);
            let state = EffectState { launch: Some((*date).into()), ..state.clone() };
            launches.push(choice(&date, label, day == launch, state));
        }
        for &ix in &self.measures {
            let id = report.measure(ix).map_or("", |measure| &measure.id);
            let state = EffectState { measure: Some(id.into()), ..state.clone() };
            measures.push(choice(id, measure_label(report, ix, locale).to_owned(), ix == measure, state));
        }
        for ix in self.dimensions(measure) {
            let id = report.dimension(ix).map_or("", |dimension| &dimension.id);
            let label = fill!(own.by_one, dimension = dimension_label(report, ix, locale));
            let state = EffectState { by: Some(id.into()), member: None, against: None, ..state.clone() };
            bys.push(choice(id, label, ix == by, state));
        }
        let rest = EffectState { against: None, ..state.clone() };
        againsts.push(choice("rest", fill!(own.against_one, label = own.rest), against == Against::Rest, rest));
        let found = report.dimension(by).map_or(&[][..], |dimension| &dimension.members);
        for (ix, other) in found.iter().enumerate() {
            let (ix, id, name) = (MemberIx(ix as u32), &*other.id, other.label.get(&locale.tag));
            let state_of = EffectState { member: Some(id.into()), ..state.clone() };
            members.push(choice(id, fill!(own.member_one, label = name), ix == member, state_of));
            if ix != member {
                let key = [MEMBER.to_string().as_str(), id].concat();
                let state = EffectState { against: Some((*key).into()), ..state.clone() };
                let label = fill!(own.against_one, label = name);
                againsts.push(choice(&key, label, against == Against::Member(ix), state));
            }
        }
        let mut sorted = WEEKS;
        sorted.sort_unstable();
        for n in sorted {
            let id = n.to_string();
            let state = EffectState { weeks: Some((*id).into()), ..state.clone() };
            all_weeks.push(choice(&id, fill!(own.weeks_one, n = id), n == weeks, state));
        }
        let names = [
            ("launch", own.launch),
            ("measure", own.measure),
            ("by", own.by),
            ("member", own.member),
            ("against", own.against),
            ("weeks", own.weeks),
        ];
        let menus = names.into_iter().zip(lists);
        let menus = menus.map(|((id, label), choices)| EffectMenu { id, label: label.to_owned(), choices });
        menus.filter(|menu| menu.id != "launch" || menu.choices.len() > 1).collect()
    }
}

/// Name of a launch.
pub(super) fn launch_label<'a>(report: &'a Report, entry: usize, locale: &Locale) -> &'a str {
    report.calendar.get(entry).map_or("", |entry| entry.label.get(&locale.tag))
}

fn choice(id: &str, label: String, current: bool, state: EffectState) -> EffectChoice {
    EffectChoice { id: id.to_owned(), label, current, state }
}
