//! What the reader chose to compare, and could. In: the dataset, the selection, a [`CompareState`]. Out: the options in
//! force and the menus that lead to others. What the document does not have counts as not chosen.

use super::{CompareChoice, CompareMenu};
use crate::analysis::compare::{Adjust, Baseline};
use crate::contract::{DimensionIx, MeasureIx, Ratio, Report};
use crate::cube::Dataset;
use crate::query::drill::{ancestors, default_path, dimensions};
use crate::query::{Selection, period};
use crate::view::locale::Locale;
use crate::view::metric::Metric;
use crate::view::reading::dimension_label;
use crate::view::state::CompareState;
use crate::view::words::{CompareWords, fill};

/// Most members that a menu offers to compare with.
const MOST_MEMBERS: usize = 60;
/// In front of a member's id in [`CompareState::against`].
const MEMBER: char = '=';
/// The ratio to begin with, where the document has it.
const MAIN: &str = "store_visit";

/// In what order rows stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Effect,
    Certainty,
    Volume,
}

/// What is held against what; the baseline is `None` where there are no days to compare with.
pub(super) struct Chosen {
    pub ratio: Ratio,
    pub by: DimensionIx,
    pub against: Against,
    pub baseline: Option<Baseline>,
    pub strata: Option<DimensionIx>,
    pub order: Order,
    pub adjust: Adjust,
}

/// Kinds of baselines, by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Against {
    Period,
    Category,
    Rest,
    P50,
    P90,
    Member(Box<str>),
}

impl Against {
    fn of(id: &str) -> Option<Self> {
        Some(match id {
            "comparison" => Self::Period,
            "category" => Self::Category,
            "rest" => Self::Rest,
            "p50" => Self::P50,
            "p90" => Self::P90,
            other => Self::Member(other.strip_prefix(MEMBER)?.into()),
        })
    }

    fn id(&self) -> String {
        match self {
            Self::Period => "comparison".to_owned(),
            Self::Category => "category".to_owned(),
            Self::Rest => "rest".to_owned(),
            Self::P50 => "p50".to_owned(),
            Self::P90 => "p90".to_owned(),
            Self::Member(id) => [&MEMBER.to_string(), &**id].concat(),
        }
    }
}

/// What can be chosen among.
pub(super) struct Offer<'a> {
    dataset: &'a Dataset,
    pub ratios: Vec<&'a Ratio>,
}

impl<'a> Offer<'a> {
    /// Ratios that some dimension splits.
    pub fn of(dataset: &'a Dataset) -> Self {
        let mut offer = Self { dataset, ratios: Vec::new() };
        for ratio in &dataset.report.ratios {
            if !offer.dimensions(ratio).is_empty() {
                offer.ratios.push(ratio);
            }
        }
        offer
    }

    /// Dimensions that split both measures, those that readers expect first; never the display floor's own business.
    fn dimensions(&self, ratio: &Ratio) -> Vec<DimensionIx> {
        let mut all = default_path(self.dataset);
        for ix in dimensions(self.dataset) {
            if !all.contains(&ix) {
                all.push(ix);
            }
        }
        all.retain(|&ix| self.splits(ratio, &[ix]));
        all
    }

    /// Whether both measures can be grouped by all of `by` together.
    fn splits(&self, ratio: &Ratio, by: &[DimensionIx]) -> bool {
        let split = |measure: MeasureIx| {
            let fits = |cube: &crate::cube::Cube| cube.carries(measure) && by.iter().all(|&ix| cube.answers(ix));
            self.dataset.cubes.iter().any(fits)
        };
        split(ratio.numerator) && split(ratio.denominator)
    }

    fn strata(&self, ratio: &Ratio, by: DimensionIx) -> Vec<DimensionIx> {
        let mut all = dimensions(self.dataset);
        all.retain(|&ix| ix != by && self.splits(ratio, &[by, ix]));
        all
    }

    /// Baselines for the members of a dimension.
    fn against(&self, ratio: &Ratio, by: DimensionIx) -> Vec<Against> {
        let report = &self.dataset.report;
        let mut all = vec![Against::Period, Against::Rest];
        let id = |ix: MeasureIx| report.measure(ix).map_or("", |measure| &measure.id);
        let (numerator, denominator) = (id(ratio.numerator), id(ratio.denominator));
        let (mut any, mut own, mut half, mut tenth) = (false, false, false, false);
        for row in &report.benchmarks {
            if &*row.numerator == numerator && &*row.denominator == denominator {
                any = true;
                own |= row.baseline.is_some();
                half |= row.p50.is_some();
                tenth |= row.p90.is_some();
            }
        }
        let category = report.find_dimension("category");
        if any {
            if own && category.is_none_or(|category| category == by) {
                all.push(Against::Category);
            }
            if category.is_some_and(|category| category == by || ancestors(report, by).contains(&category)) {
                all.extend(half.then_some(Against::P50));
                all.extend(tenth.then_some(Against::P90));
            }
        }
        let members = report.dimension(by).map_or(&[][..], |dimension| &dimension.members);
        if members.len() <= MOST_MEMBERS {
            all.extend(members.iter().map(|member| Against::Member(member.id.clone())));
        }
        all
    }

    /// What `state` means for this document; `None` where it has no ratio to compare.
    pub fn chosen(&self, selection: &Selection, state: &CompareState) -> Option<Chosen> {
        let report = &self.dataset.report;
        let named = |id: &str| self.ratios.iter().find(|ratio| &*ratio.id == id).copied();
        let ratio = state.ratio.as_deref().and_then(named).or_else(|| named(MAIN)).or(self.ratios.first().copied())?;
        let offered = self.dimensions(ratio);
        let wanted = state.by.as_deref().and_then(|id| report.find_dimension(id));
        let by = wanted.filter(|by| offered.contains(by)).or(offered.first().copied())?;
        let baselines = self.against(ratio, by);
        // A whole category is not this merchant's: it is there to be chosen, never what a report opens with.
        let usual = if selection.compare.is_some() { Against::Period } else { Against::Rest };
        let against = state.against.as_deref().and_then(Against::of).filter(|found| baselines.contains(found));
        let against = against.unwrap_or(usual);
        let (scope, _) = selection.resolve(report);
        let baseline = match &against {
            Against::Period => selection
                .compare
                .as_ref()
                .and_then(|compare| period::comparison(report, scope.range, compare))
                .map(Baseline::Period),
            Against::Category => Some(Baseline::Category),
            Against::Rest => Some(Baseline::Rest),
            Against::P50 => Some(Baseline::P50),
            Against::P90 => Some(Baseline::P90),
            Against::Member(id) => report.dimension(by).and_then(|by| by.find(id)).map(Baseline::Member),
        };
        let strata = state.strata.as_deref().and_then(|id| report.find_dimension(id));
        let strata = strata.filter(|strata| takes_strata(&against) && self.strata(ratio, by).contains(strata));
        let order = match state.order.as_deref() {
            Some("certainty") => Order::Certainty,
            Some("volume") => Order::Volume,
            _ => Order::Effect,
        };
        let adjust = if state.adjust.as_deref() == Some("bh") { Adjust::BenjaminiHochberg } else { Adjust::Holm };
        Some(Chosen { ratio: ratio.clone(), by, against, baseline, strata, order, adjust })
    }

    /// The menus.
    pub fn menus(&self, chosen: &Chosen, state: &CompareState, locale: &Locale) -> Vec<CompareMenu> {
        let (report, own) = (&self.dataset.report, CompareWords::beside(locale.words));
        let (mut ratios, mut bys, mut againsts, mut strata) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for ratio in &self.ratios {
            let state = CompareState { ratio: Some(ratio.id.clone()), ..state.clone() };
            ratios.push(choice(
                &ratio.id,
                Metric::Ratio((*ratio).clone()).label(report, locale),
                ratio.id == chosen.ratio.id,
                state,
            ));
        }
        let id = |ix: DimensionIx| report.dimension(ix).map_or("", |dimension| &dimension.id);
        for by in self.dimensions(&chosen.ratio) {
            let label = fill!(own.by, dimension = dimension_label(report, by, locale));
            let against = state.against.clone().filter(|against| !against.starts_with(MEMBER));
            let state = CompareState { by: Some(id(by).into()), against, ..state.clone() };
            bys.push(choice(id(by), label, by == chosen.by, state));
        }
        for against in self.against(&chosen.ratio, chosen.by) {
            let label = match against {
                Against::Category => own.with_category.to_owned(),
                _ => fill!(own.with, label = against.name(report, chosen.by, locale)),
            };
            let state = CompareState { against: Some(against.id().into()), ..state.clone() };
            againsts.push(choice(&against.id(), label, against == chosen.against, state));
        }
        let none = CompareState { strata: None, ..state.clone() };
        strata.push(choice("", own.no_strata.to_owned(), chosen.strata.is_none(), none));
        if takes_strata(&chosen.against) {
            for stratum in self.strata(&chosen.ratio, chosen.by) {
                let label = fill!(own.strata, dimension = dimension_label(report, stratum, locale));
                let state = CompareState { strata: Some(id(stratum).into()), ..state.clone() };
                strata.push(choice(id(stratum), label, chosen.strata == Some(stratum), state));
            }
        }
        let orders = [
            ("effect", own.by_effect, Order::Effect),
            ("certainty", own.by_certainty, Order::Certainty),
            ("volume", own.by_volume, Order::Volume),
        ];
        let orders = orders.map(|(id, label, order)| {
            let state = CompareState { order: Some(id.into()), ..state.clone() };
            choice(id, label.to_owned(), order == chosen.order, state)
        });
        let adjusts = [("holm", own.holm, Adjust::Holm), ("bh", own.bh, Adjust::BenjaminiHochberg)];
        let adjusts = adjusts.map(|(id, label, adjust)| {
            let state = CompareState { adjust: Some(id.into()), ..state.clone() };
            choice(id, label.to_owned(), adjust == chosen.adjust, state)
        });
        let menu = |id, label: &str, choices| CompareMenu { id, label: label.to_owned(), choices };
        vec![
            menu("ratio", own.ratio, ratios),
            menu("by", own.dimension, bys),
            menu("against", own.against, againsts),
            menu("strata", own.mix, strata),
            menu("order", own.order, orders.into()),
            menu("adjust", own.adjust, adjusts.into()),
        ]
    }
}

/// Whether figures by stratum stand on both sides.
const fn takes_strata(against: &Against) -> bool {
    matches!(against, Against::Period | Against::Rest | Against::Member(_))
}

impl Against {
    /// What stands on the other side, in words.
    pub fn name(&self, report: &Report, by: DimensionIx, locale: &Locale) -> String {
        let (words, own) = (locale.words, CompareWords::beside(locale.words));
        let name = match self {
            Self::Period => own.period,
            Self::Category => own.category,
            Self::Rest => own.rest,
            Self::P50 => own.p50,
            Self::P90 => own.p90,
            Self::Member(id) => {
                let found = report.dimension(by).and_then(|by| by.member(by.find(id)?));
                found.map_or(words.unknown, |member| member.label.get(&locale.tag))
            }
        };
        name.to_owned()
    }
}

fn choice(id: &str, label: String, current: bool, state: CompareState) -> CompareChoice {
    CompareChoice { id: id.to_owned(), label, current, state }
}
