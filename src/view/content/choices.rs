//! What the reader may choose of content and orders, and what is usual where nothing was chosen. In: the dataset, the
//! selection, [`ContentState`]. Out: measures, treatment, dimensions, the supposition; and the menus for them. What a
//! document does not have is not offered; a choice that it does not have is as if not made.

use super::{ContentChoice, ContentMenu};
use crate::analysis::content::budget::{Assumption, MOST_MOVED, USUAL_SHARE};
use crate::analysis::content::ranking::Money;
use crate::analysis::content::together::{self, is_by_event};
use crate::contract::{CalendarKind, DimensionIx, MeasureIx, MeasureKind};
use crate::cube::Dataset;
use crate::query::{Selection, drill};
use crate::stats::{Method, Treatment};
use crate::view::locale::Locale;
use crate::view::reading::{dimension_label, measure_label};
use crate::view::state::ContentState;
use crate::view::words::{ContentWords, fill};

/// What readers expect to come first.
const USUAL_X: [&str; 8] =
    ["engagements", "reads", "impressions", "likes", "collects", "comments", "shares", "searches"];
/// What they expect to follow.
const USUAL_Y: [&str; 7] = ["orders", "gmv", "store_visits", "add_to_carts", "buyers", "new_buyers", "shop_orders"];
/// Whose members they expect one by one.
const USUAL_BY: [&str; 3] = ["category", "brand", "product"];
/// Whom they expect to be ranked.
const USUAL_RANK: [&str; 2] = ["creator", "note"];
/// Per cent of all spend.
const MOSTS: [u32; 3] = [5, 10, 20];
/// Per cent of an average.
const SHARES: [u32; 5] = [20, 30, 40, 50, 60];

/// What is chosen among what.
#[derive(Clone, Copy)]
pub(super) struct Offer<'a> {
    pub dataset: &'a Dataset,
    pub selection: &'a Selection,
    pub state: &'a ContentState,
    pub locale: &'a Locale,
}

impl Offer<'_> {
    /// What is correlated; `None` where the document has no content, or no outcome.
    pub fn together(&self) -> Option<together::Options> {
        let offered = self.measures();
        let usual = |ids: &[&str], but: Option<MeasureIx>| {
            let found = ids.iter().filter_map(|id| self.dataset.report.find_measure(id));
            found.into_iter().find(|ix| offered.contains(ix) && Some(*ix) != but)
        };
        let chosen = |id: &Option<Box<str>>| {
            let found = id.as_deref().and_then(|id| self.dataset.report.find_measure(id));
            found.filter(|ix| offered.contains(ix))
        };
        let usual_x = usual(&USUAL_X, None)?;
        usual(&USUAL_Y, None)?;
        let x = chosen(&self.state.x).unwrap_or(usual_x);
        let y = chosen(&self.state.y).filter(|y| *y != x).or_else(|| usual(&USUAL_Y, Some(x))).unwrap_or(usual_x);
        let by = self.splits(x, y);
        let wanted = self.state.by.as_deref().and_then(|id| self.dataset.report.find_dimension(id));
        let by = wanted.filter(|wanted| by.contains(wanted)).or(by.first().copied());
        Some(together::Options { x, y, method: self.method(), treatment: self.treatment(), mask: self.mask(), by })
    }

    fn method(&self) -> Method {
        if self.state.method.as_deref() == Some("spearman") { Method::Spearman } else { Method::Pearson }
    }

    fn treatment(&self) -> Treatment {
        match self.state.clean.as_deref() {
            Some("raw") => Treatment::Raw,
            Some("difference") => Treatment::FirstDifferences,
            _ => Treatment::WeekdayRemoved,
        }
    }

    fn mask(&self) -> bool {
        self.state.mask.is_some() && self.has_promotions()
    }

    fn has_promotions(&self) -> bool {
        self.dataset.report.calendar.iter().any(|entry| entry.kind == CalendarKind::Promotion)
    }

    /// What is supposed of moved money.
    pub fn assumption(&self) -> Assumption {
        let percent = |text: &Option<Box<str>>, offered: &[u32], usual: f64| {
            let found = text.as_deref().and_then(|text| text.parse().ok()).filter(|n| offered.contains(n));
            found.map_or(usual, |percent| f64::from(percent) / 100.0)
        };
        let most = percent(&self.state.most, &MOSTS, MOST_MOVED);
        Assumption::new(most, percent(&self.state.share, &SHARES, USUAL_SHARE))
    }

    /// Whose members are ranked; `None` where no dimension splits spend and sales.
    pub fn rank(&self, money: Money) -> Option<DimensionIx> {
        let offered = self.ranked(money);
        let wanted = self.state.rank.as_deref().and_then(|id| self.dataset.report.find_dimension(id));
        wanted.filter(|wanted| offered.contains(wanted)).or(offered.first().copied())
    }

    /// What adds up and counts on the day of the event.
    fn measures(&self) -> Vec<MeasureIx> {
        let report = &self.dataset.report;
        let mut offered = Vec::new();
        for (n, measure) in report.measures.iter().enumerate() {
            let ix = MeasureIx(n as u16);
            let adds = matches!(measure.kind, MeasureKind::Count | MeasureKind::Money | MeasureKind::Stock);
            if adds && is_by_event(report, ix) && self.dataset.cubes.iter().any(|cube| cube.carries(ix)) {
                offered.push(ix);
            }
        }
        offered
    }

    /// Dimensions that split both, the expected first.
    fn splits(&self, x: MeasureIx, y: MeasureIx) -> Vec<DimensionIx> {
        let split = |ix, by| self.dataset.cubes.iter().any(|cube| cube.carries(ix) && cube.answers(by));
        self.expected_first(&USUAL_BY, &|by| split(x, by) && split(y, by))
    }

    fn ranked(&self, money: Money) -> Vec<DimensionIx> {
        self.expected_first(&USUAL_RANK, &|by| money.is_split_by(self.dataset, by))
    }

    fn expected_first(&self, usual: &[&str], fits: &dyn Fn(DimensionIx) -> bool) -> Vec<DimensionIx> {
        let mut found: Vec<DimensionIx> =
            usual.iter().filter_map(|id| self.dataset.report.find_dimension(id)).filter(|by| fits(*by)).collect();
        for by in drill::dimensions(self.dataset) {
            if fits(by) && !found.contains(&by) {
                found.push(by);
            }
        }
        found
    }

    /// The menus above the plots.
    pub fn menus(&self, chosen: &together::Options) -> Vec<ContentMenu> {
        let (own, report) = (ContentWords::beside(self.locale.words), &self.dataset.report);
        let of_measure = |current: MeasureIx, other: MeasureIx, change: fn(&mut ContentState, Box<str>)| {
            let mut choices = Vec::new();
            for ix in self.measures().into_iter().filter(|ix| *ix != other) {
                let id = report.measure(ix).map_or("", |measure| &measure.id);
                let label = measure_label(report, ix, self.locale).to_owned();
                choices.push(self.choice(id, label, ix == current, change));
            }
            choices
        };
        let named = |id, label: &str, is_current: bool, change| self.choice(id, label.to_owned(), is_current, change);
        let clean: fn(&mut ContentState, Box<str>) = |state, id| state.clean = Some(id);
        let method: fn(&mut ContentState, Box<str>) = |state, id| state.method = Some(id);
        let mask: fn(&mut ContentState, Box<str>) = |state, id| state.mask = (!id.is_empty()).then_some(id);
        let treatments = [
            ("weekday", own.weekday, Treatment::WeekdayRemoved),
            ("raw", own.raw, Treatment::Raw),
            ("difference", own.difference, Treatment::FirstDifferences),
        ];
        let treatments = treatments.map(|(id, label, is)| named(id, label, is == chosen.treatment, clean));
        let methods = [("pearson", own.pearson, Method::Pearson), ("spearman", own.spearman, Method::Spearman)];
        let methods = methods.map(|(id, label, is)| named(id, label, is == chosen.method, method));
        let mut menus = vec![
            menu("x", own.x, of_measure(chosen.x, chosen.y, |state, id| state.x = Some(id))),
            menu("y", own.y, of_measure(chosen.y, chosen.x, |state, id| state.y = Some(id))),
            menu("clean", own.clean, treatments.into()),
            menu("method", own.method, methods.into()),
        ];
        if self.has_promotions() {
            let masks = [("", own.with_promotions, false), ("promotion", own.without_promotions, true)];
            let masks = masks.map(|(id, label, is)| named(id, label, is == chosen.mask, mask));
            menus.push(menu("mask", own.mask, masks.into()));
        }
        menus
    }

    /// The menu of dimensions whose members are looked at.
    pub fn by_menu(&self, chosen: &together::Options) -> Option<ContentMenu> {
        let own = ContentWords::beside(self.locale.words);
        let offered = self.splits(chosen.x, chosen.y);
        self.dimensions("by", own.dimension, &offered, chosen.by, |state, id| state.by = Some(id))
    }

    /// The menu of dimensions whose members are ranked.
    pub fn rank_menu(&self, money: Money, chosen: DimensionIx) -> Option<ContentMenu> {
        let own = ContentWords::beside(self.locale.words);
        self.dimensions("rank", own.rank, &self.ranked(money), Some(chosen), |state, id| state.rank = Some(id))
    }

    fn dimensions(
        &self,
        name: &'static str,
        label: &str,
        offered: &[DimensionIx],
        chosen: Option<DimensionIx>,
        change: fn(&mut ContentState, Box<str>),
    ) -> Option<ContentMenu> {
        let (own, report) = (ContentWords::beside(self.locale.words), &self.dataset.report);
        let mut choices = Vec::new();
        for &by in offered {
            let id = report.dimension(by).map_or("", |dimension| &dimension.id);
            let label = fill!(own.by, dimension = dimension_label(report, by, self.locale));
            choices.push(self.choice(id, label, Some(by) == chosen, change));
        }
        (choices.len() > 1).then(|| menu(name, label, choices))
    }

    /// The menus of what is supposed.
    pub fn budget_menus(&self, chosen: Assumption) -> Vec<ContentMenu> {
        let own = ContentWords::beside(self.locale.words);
        let choices = |offered: &[u32], now: f64, template: &str, change: fn(&mut ContentState, Box<str>)| {
            let mut choices = Vec::new();
            for &percent in offered {
                let share = f64::from(percent) / 100.0;
                let label = fill!(template, percent = self.locale.numbers.percent(share, 0));
                choices.push(self.choice(&percent.to_string(), label, (share - now).abs() < 1e-9, change));
            }
            choices
        };
        let most = choices(&MOSTS, chosen.at_most(), own.most_of, |state, id| state.most = Some(id));
        let share = choices(&SHARES, chosen.share(), own.share_of, |state, id| state.share = Some(id));
        vec![menu("most", own.most, most), menu("share", own.share, share)]
    }

    fn choice(&self, id: &str, label: String, current: bool, change: fn(&mut ContentState, Box<str>)) -> ContentChoice {
        let mut state = self.state.clone();
        change(&mut state, id.into());
        ContentChoice { id: id.to_owned(), label, current, state }
    }
}

fn menu(id: &'static str, label: &str, choices: Vec<ContentChoice>) -> ContentMenu {
    ContentMenu { id, label: label.to_owned(), choices }
}
