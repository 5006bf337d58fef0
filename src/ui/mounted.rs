//! The component that every panel is mounted in: keeps it between two drawings, has its view model built anew where what
//! it shows has changed, and turns it over to the table behind it. One component for all of them, since every further
//! one would bring Yew's whole machinery along once more.

use yew::prelude::*;

use super::drilldown::{self, Drilldown};
use super::funnel::Funnel;
use super::kpis::Kpis;
use super::panel::{Panel, Turn, panel};
use super::quality::Quality;
use super::state::{Action, Shown, Width};
use super::trend::{self, Trend};
use crate::view::locale::Locale;
use crate::view::state::ViewState;

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelKind {
    /// The key figures; nothing where the document counts nothing.
    Kpis,
    /// The funnel; nothing where the document has none.
    Funnel,
    /// A metric along the time axis; nothing where the document counts nothing.
    Trend,
    /// The tree table; nothing where the document has no dimension to drill.
    Drilldown,
    /// The list of what is odd about the document.
    Quality,
}

impl PanelKind {
    /// From top to bottom.
    pub const ALL: [Self; 5] = [Self::Kpis, Self::Funnel, Self::Trend, Self::Drilldown, Self::Quality];
}

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
    /// The language.
    pub locale: Locale,
    /// Room for labels.
    pub width: Width,
    /// To the reducer.
    pub dispatch: Callback<Action>,
}

/// What tells one panel from another.
pub trait Pane {
    /// Makes the view model.
    fn build(&mut self, props: &PanelProps);

    /// Whether the view model has to be made anew for what the reader did; it is for another report or language.
    fn is_stale(&self, now: &PanelProps, before: &PanelProps) -> bool {
        now.view.selection != before.view.selection
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
    /// The chart for the table behind it, or back.
    Turn,
    /// Another tile or step is the tab stop.
    Move(usize),
    /// Inside the trend.
    Trend(trend::Message),
    /// Inside the tree table.
    Drilldown(drilldown::Message),
    /// The rows of a remark are asked for.
    Open(Box<ViewState>),
}

/// A panel on the screen.
pub struct Mounted {
    pane: Box<dyn Pane>,
    as_table: bool,
}

impl Component for Mounted {
    type Message = Message;
    type Properties = PanelProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut pane: Box<dyn Pane> = match ctx.props().kind {
            PanelKind::Kpis => Box::<Kpis>::default(),
            PanelKind::Funnel => Box::<Funnel>::default(),
            PanelKind::Trend => Box::<Trend>::default(),
            PanelKind::Drilldown => Box::<Drilldown>::default(),
            PanelKind::Quality => Box::<Quality>::default(),
        };
        pane.build(ctx.props());
        Self { pane, as_table: false }
    }

    fn changed(&mut self, ctx: &Context<Self>, before: &PanelProps) -> bool {
        let now = ctx.props();
        if now.shown != before.shown || now.locale != before.locale || self.pane.is_stale(now, before) {
            self.pane.build(now);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        if matches!(message, Message::Turn) {
            self.as_table = !self.as_table;
            return true;
        }
        self.pane.update(message, ctx.props())
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Some(drawn) = self.pane.draw(ctx) else { return Html::default() };
        let turn = Turn { turned: self.as_table, turn: ctx.link().callback(|_: MouseEvent| Message::Turn) };
        panel(drawn, turn, ctx.props().locale.words)
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        self.pane.drawn();
    }
}
