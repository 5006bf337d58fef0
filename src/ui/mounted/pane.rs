//! What tells one panel from another: [`Pane`], the properties that all are given and the messages that they understand.

use std::rc::Rc;

use yew::prelude::*;

use super::{Mounted, PanelKind};
use crate::analysis::settlement::Scenario;
use crate::query::{Allow, Selection};
use crate::ui::later::Arrival;
use crate::ui::panel::Panel;
use crate::ui::state::{Action, Shown, Width};
use crate::ui::{content, drilldown, effect, repurchase, trend};
use crate::view::locale::Locale;
use crate::view::state::ViewState;

/// Properties of [`Mounted`].
#[derive(Clone, Properties, PartialEq)]
pub struct PanelProps {
    /// Which panel.
    pub kind: PanelKind,
    /// On paper there is no window to scroll: all rows are drawn.
    #[prop_or_default]
    pub printing: bool,
    /// The report.
    pub shown: Shown,
    /// What the reader did.
    pub view: ViewState,
    /// Whether they are choosing days, and these are not yet the ones.
    #[prop_or_default]
    pub sweeping: bool,
    /// The language.
    pub locale: Locale,
    /// Room for labels.
    pub width: Width,
    /// What comes after the first screen.
    pub later: Arrival,
    /// What the reader may change.
    pub allow: Rc<Allow>,
    /// Which report on the page it is part of.
    pub report: usize,
    /// To the reducer.
    pub dispatch: Callback<Action>,
}

impl PanelProps {
    /// Whether the reader may go to that selection.
    pub fn may(&self, selection: &Selection) -> bool {
        self.allow.permits(selection, &self.view.selection)
    }
}

/// What tells one panel from another.
pub trait Pane {
    /// Makes the view model.
    fn build(&mut self, props: &PanelProps);

    /// Whether the view model has to be made anew for what the reader did; it is for another report or language.
    fn is_stale(&self, now: &PanelProps, before: &PanelProps) -> bool {
        now.view.selection != before.view.selection
    }

    /// Whether something else of what the reader did is to be seen in it.
    fn is_drawn_by(&self, _now: &PanelProps, _before: &PanelProps) -> bool {
        false
    }

    /// What happened inside; says whether that is to be seen.
    fn update(&mut self, message: Message, props: &PanelProps) -> bool;

    /// What to draw, if anything.
    fn draw(&self, ctx: &Context<Mounted>) -> Option<Panel<'_>>;

    /// It has been drawn.
    fn drawn(&mut self) {}
}

/// What happens inside a panel.
pub enum Message {
    /// Time to make what was put off.
    Make,
    /// The chart for the table behind it, or back.
    Turn,
    /// Another tile or step is the tab stop.
    Move(usize),
    /// A point of a plot is read, or none.
    Read(Option<usize>),
    /// Inside the trend.
    Trend(trend::Message),
    /// Inside the tree table.
    Drilldown(drilldown::Message),
    /// Inside repurchase.
    Repurchase(repurchase::Message),
    /// Inside what changed.
    Effect(effect::Message),
    /// Inside content and orders.
    Content(content::Message),
    /// A slider beside the settlement moved.
    Suppose(Scenario),
    /// The rows of a remark are asked for.
    Open(Box<ViewState>),
}
