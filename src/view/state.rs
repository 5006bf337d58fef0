//! Everything that a reader did, as one value: which rows count ([`Selection`]), how the tree table stands
//! ([`DrillState`]), what the time axis shows ([`TrendState`]), what is compared with what ([`CompareState`]), how
//! repurchase is shown ([`RepurchaseState`]), which launch is looked at ([`EffectState`]), content held against orders
//! ([`ContentState`]), by what the return is split ([`ReturnsState`]), what is supposed beside the settlement
//! ([`SettlementState`]) and what the loop shows ([`LoopState`]). Undo is the previous value; `save()` is its text,
//! `restore()` reads it.

mod choices;
mod closed_loop;

use std::fmt;
use std::str::FromStr;

use crate::analysis::settlement::{Factor, Scenario};
use crate::contract::json::{Json, Kind, Writer};
use crate::error::{Error, ErrorKind};
use crate::query::Selection;
use crate::query::selection_json::{distinct, refused};
pub use choices::{CompareState, ContentState, EffectState, ReturnsState};
pub use closed_loop::LoopState;

/// Members from the listed level down; `None` is the unknown member.
pub type Path = Vec<Option<Box<str>>>;

/// What undo takes back and `save()` keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewState {
    /// Which rows count.
    pub selection: Selection,
    /// How the tree table stands.
    pub drill: DrillState,
    /// What the time axis shows.
    pub trend: TrendState,
    /// What is compared with what.
    pub compare: CompareState,
    /// How repurchase is shown.
    pub repurchase: RepurchaseState,
    /// Which launch is looked at, and beside what.
    pub effect: EffectState,
    /// By what the return is split.
    pub returns: ReturnsState,
    /// How content is held against orders.
    pub content: ContentState,
    /// What is supposed beside the settlement.
    pub settlement: SettlementState,
    /// What the loop shows.
    pub closed_loop: LoopState,
}

impl FromStr for ViewState {
    type Err = Error;

    /// Reads what `to_string` wrote; anything else is an `invalid_selection`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let json = Json::document(text)
            .map_err(|fault| Error::new(ErrorKind::InvalidSelection, "", fault.to_string(), "a saved view"))?;
        let mut view = Self::default();
        for (key, value) in distinct(json, "", "a saved view")? {
            match &*key {
                "selection" => view.selection = Selection::of(value)?,
                "drill" => view.drill = DrillState::of(value)?,
                "trend" => view.trend = TrendState::of(value)?,
                "compare" => view.compare.read(value, "compare", "what is compared with what")?,
                "settlement" => view.settlement = SettlementState::of(value)?,
                "repurchase" => view.repurchase = RepurchaseState::of(value)?,
                "effect" => view.effect.read(value, "effect", "which launch is looked at")?,
                "returns" => view.returns.read(value, "returns", "by what the return is split")?,
                "content" => view.content.read(value, "content", "how content is held against orders")?,
                "loop" => view.closed_loop = LoopState::of(value)?,
                // Whose report it was, which the element knows that has several.
                "report" => {}
                _ => return Err(refused(&key, value, "a part of a saved view")),
            }
        }
        Ok(view)
    }
}

impl fmt::Display for ViewState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = Writer::default();
        writer.open('{');
        writer.key("selection");
        self.selection.write(&mut writer);
        writer.key("drill");
        self.drill.write(&mut writer);
        writer.key("trend");
        self.trend.write(&mut writer);
        writer.key("compare");
        self.compare.write(&mut writer);
        writer.key("repurchase");
        self.repurchase.write(&mut writer);
        if self.effect != EffectState::default() {
            writer.key("effect");
            self.effect.write(&mut writer);
        }
        if self.returns != ReturnsState::default() {
            writer.key("returns");
            self.returns.write(&mut writer);
        }
        if self.content != ContentState::default() {
            writer.key("content");
            self.content.write(&mut writer);
        }
        if self.settlement != SettlementState::default() {
            writer.key("settlement");
            self.settlement.write(&mut writer);
        }
        if self.closed_loop != LoopState::default() {
            writer.key("loop");
            self.closed_loop.write(&mut writer);
        }
        writer.close('}');
        f.write_str(&writer.finish())
    }
}

/// How the tree table stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DrillState {
    /// Dimension ids, outermost first; the first order on offer where empty.
    pub order: Vec<Box<str>>,
    /// Column to sort by; where absent by [`DrillState::focus`], else by the first column, largest first.
    pub sort: Option<Sort>,
    /// Rows that are unfolded in place, in the order in which they were.
    pub expanded: Vec<Path>,
    /// Part of a label or id to look for.
    pub search: String,
    /// Measure id that the funnel's reader clicked.
    pub focus: Option<Box<str>>,
    /// Most rows per level; the rest is one row "others".
    pub top_n: Option<usize>,
}

/// What the time axis shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrendState {
    /// Id of a measure or ratio; the document's main one where absent.
    pub metric: Option<Box<str>>,
    /// Id of another one against a second axis.
    pub second: Option<Box<str>>,
    /// `day`, `week` or `month`; by the number of days where absent.
    pub by: Option<Box<str>>,
    /// Whether days are accompanied by their mean over seven.
    pub smooth: bool,
}

/// How repurchase is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepurchaseState {
    /// Id of the dimension by which it is split, empty for none; the usual one where absent.
    pub split: Option<Box<str>>,
    /// What the table of cohorts shows: `second_age`, `worth_month` …; the usual where absent.
    pub measure: Option<Box<str>>,
    /// Whether the forecast is shown.
    pub forecast: bool,
}

/// What is supposed beside the settlement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SettlementState {
    /// Per cent of change.
    pub scenario: Scenario,
}

impl Default for TrendState {
    fn default() -> Self {
        Self { metric: None, second: None, by: None, smooth: true }
    }
}

/// Order of the tree table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// [`DrillColumn::id`](super::drilldown::DrillColumn::id), or `label`.
    pub column: Box<str>,
    /// Largest (or last) first.
    pub descending: bool,
}

impl DrillState {
    fn of(json: Json<'_>) -> Result<Self, Error> {
        let mut state = Self::default();
        for (key, value) in distinct(json, "drill", "how the tree table stands")? {
            let read = match &*key {
                "order" => list(value, text).map(|order| state.order = order),
                "sort" => Sort::of(value).map(|sort| state.sort = Some(sort)),
                "expanded" => list(value, |path| list(path, member)).map(|paths| state.expanded = paths),
                "search" => value.string().map(|search| state.search = search.into_owned()),
                "focus" => text(value).map(|focus| state.focus = Some(focus)),
                "top_n" => value.text().parse().ok().map(|n| state.top_n = Some(n)),
                _ => None,
            };
            read.ok_or_else(|| refused(&["drill.", &key].concat(), value, "what a saved view holds there"))?;
        }
        Ok(state)
    }

    fn write(&self, writer: &mut Writer) {
        writer.open('{');
        if !self.order.is_empty() {
            writer.key("order");
            writer.open('[');
            self.order.iter().for_each(|id| writer.text(id));
            writer.close(']');
        }
        if let Some(sort) = &self.sort {
            writer.key("sort");
            writer.open('{');
            writer.entry("column", &sort.column);
            writer.key("descending");
            writer.word(if sort.descending { "true" } else { "false" });
            writer.close('}');
        }
        if !self.expanded.is_empty() {
            writer.key("expanded");
            writer.open('[');
            for path in &self.expanded {
                writer.open('[');
                for id in path {
                    writer.optional(id.as_deref());
                }
                writer.close(']');
            }
            writer.close(']');
        }
        if !self.search.is_empty() {
            writer.entry("search", &self.search);
        }
        if let Some(focus) = &self.focus {
            writer.entry("focus", focus);
        }
        if let Some(n) = self.top_n {
            writer.key("top_n");
            writer.word(&n.to_string());
        }
        writer.close('}');
    }
}

impl TrendState {
    fn of(json: Json<'_>) -> Result<Self, Error> {
        let mut state = Self::default();
        for (key, value) in distinct(json, "trend", "what the time axis shows")? {
            let read = match &*key {
                "metric" => text(value).map(|id| state.metric = Some(id)),
                "second" => text(value).map(|id| state.second = Some(id)),
                "by" => text(value).map(|by| state.by = Some(by)),
                "smooth" => flag(value).map(|smooth| state.smooth = smooth),
                _ => None,
            };
            read.ok_or_else(|| refused(&["trend.", &key].concat(), value, "what a saved view holds there"))?;
        }
        Ok(state)
    }

    fn write(&self, writer: &mut Writer) {
        writer.open('{');
        for (key, value) in [("metric", &self.metric), ("second", &self.second), ("by", &self.by)] {
            if let Some(value) = value {
                writer.entry(key, value);
            }
        }
        if !self.smooth {
            writer.key("smooth");
            writer.word("false");
        }
        writer.close('}');
    }
}

impl RepurchaseState {
    fn of(json: Json<'_>) -> Result<Self, Error> {
        let mut state = Self::default();
        for (key, value) in distinct(json, "repurchase", "how repurchase is shown")? {
            let read = match &*key {
                "split" => text(value).map(|id| state.split = Some(id)),
                "measure" => text(value).map(|id| state.measure = Some(id)),
                "forecast" => flag(value).map(|forecast| state.forecast = forecast),
                _ => None,
            };
            read.ok_or_else(|| refused(&["repurchase.", &key].concat(), value, "what a saved view holds there"))?;
        }
        Ok(state)
    }

    fn write(&self, writer: &mut Writer) {
        writer.open('{');
        for (key, value) in [("split", &self.split), ("measure", &self.measure)] {
            if let Some(value) = value {
                writer.entry(key, value);
            }
        }
        if self.forecast {
            writer.key("forecast");
            writer.word("true");
        }
        writer.close('}');
    }
}

impl SettlementState {
    fn of(json: Json<'_>) -> Result<Self, Error> {
        let mut state = Self::default();
        for (key, value) in distinct(json, "settlement", "what is supposed beside the settlement")? {
            let factor = Factor::ALL.into_iter().find(|factor| factor.name() == key);
            let percent = value.text().parse().ok();
            match (factor, percent.filter(|percent| (Scenario::LEAST..=Scenario::MOST).contains(percent))) {
                (Some(factor), Some(percent)) => state.scenario = state.scenario.with(factor, percent),
                _ => return Err(refused(&["settlement.", &key].concat(), value, "what a saved view holds there")),
            }
        }
        Ok(state)
    }

    fn write(self, writer: &mut Writer) {
        writer.open('{');
        for factor in Factor::ALL {
            let percent = self.scenario.of(factor);
            if percent != 0 {
                writer.key(factor.name());
                writer.word(&percent.to_string());
            }
        }
        writer.close('}');
    }
}

impl Sort {
    fn of(json: Json<'_>) -> Option<Self> {
        let fields = json.fields()?;
        let [(first, column), (second, descending)] = fields.as_slice() else { return None };
        let fits = first == "column" && second == "descending" && descending.kind() == Kind::Flag;
        Some(Self { column: text(*column).filter(|_| fits)?, descending: descending.text() == "true" })
    }
}

fn flag(json: Json<'_>) -> Option<bool> {
    (json.kind() == Kind::Flag).then(|| json.text() == "true")
}

fn text(json: Json<'_>) -> Option<Box<str>> {
    json.string().map(Into::into)
}

fn list<T>(json: Json<'_>, read: fn(Json<'_>) -> Option<T>) -> Option<Vec<T>> {
    (json.kind() == Kind::List).then(|| json.elements().map(read).collect())?
}

/// A member's id, or null for the unknown one.
#[expect(clippy::option_option, reason = "no member, the unknown member, a member")]
fn member(json: Json<'_>) -> Option<Option<Box<str>>> {
    if json.kind() == Kind::Null { Some(None) } else { text(json).map(Some) }
}
