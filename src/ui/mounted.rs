//! The component that every panel is mounted in: keeps it between two drawings, has its view model built anew where what
//! it shows has changed, and turns it over to the table behind it. One component for all of them, since every further
//! one would bring Yew's whole machinery along once more.

use std::rc::Rc;

use yew::prelude::*;

use super::content;
use super::drilldown;
use super::effect;
use super::funnel::Funnel;
use super::kpis::Kpis;
use super::later::Arrival;
use super::panel::{Panel, Turn, panel};
use super::repurchase;
use super::state::{Action, Shown, Width};
use super::status::waiting;
use super::trend;
use super::work::work_for;
use crate::analysis::settlement::Scenario;
use crate::query::{Allow, Selection};
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
    /// Who came back; nothing where the document has no life tables.
    Repurchase,
    /// The same by cohort and age.
    Cohorts,
    /// One ratio member by member; nothing where the document has none that a dimension splits.
    Comparison,
    /// What experiments and launches changed; nothing where the document has neither.
    Effect,
    /// Content held against orders, and what it brings for what it costs; nothing where the document counts neither.
    Content,
    /// What the spend returned and what a unit cost; nothing where the document has no spend.
    Returns,
    /// What each agreement pays; nothing where the document has none.
    Settlement,
    /// The loop and its people; nothing where the data carry no part of it.
    Loop,
    /// The merchant against the plan's entry rules; nothing where the document does not say.
    Entry,
    /// The list of what is odd about the document.
    Quality,
}

impl PanelKind {
    /// From top to bottom.
    pub const ALL: [Self; 14] = [
        Self::Kpis,
        Self::Funnel,
        Self::Trend,
        Self::Drilldown,
        Self::Repurchase,
        Self::Cohorts,
        Self::Comparison,
        Self::Effect,
        Self::Content,
        Self::Returns,
        Self::Settlement,
        Self::Loop,
        Self::Entry,
        Self::Quality,
    ];

    /// Its name in class names, parts and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kpis => "kpis",
            Self::Funnel => "funnel",
            Self::Trend => "trend",
            Self::Drilldown => "drilldown",
            Self::Repurchase => "repurchase",
            Self::Cohorts => "cohorts",
            Self::Comparison => "comparison",
            Self::Effect => "effect",
            Self::Content => "content",
            Self::Returns => "returns",
            Self::Settlement => "settlement",
            Self::Loop => "loop",
            Self::Entry => "entry",
            Self::Quality => "quality",
        }
    }

    /// The panel of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The panel, if it is there from the first: the others' code comes later, where [`super::later::Later::pane`] makes
    /// them.
    fn first(self) -> Option<Box<dyn Pane>> {
        Some(match self {
            Self::Kpis => Box::<Kpis>::default(),
            Self::Funnel => Box::<Funnel>::default(),
            Self::Trend
            | Self::Drilldown
            | Self::Repurchase
            | Self::Cohorts
            | Self::Comparison
            | Self::Effect
            | Self::Content
            | Self::Returns
            | Self::Settlement
            | Self::Loop
            | Self::Entry
            | Self::Quality => return None,
        })
    }
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

fn table(props: &PanelProps) -> Option<Html> {
    (props.later.get()?.table)(props.kind.name(), &props.shown, &props.view, &props.locale)
}

/// A panel on the screen.
pub struct Mounted {
    /// `None` while its code is on its way.
    pane: Option<Box<dyn Pane>>,
    as_table: bool,
    /// The table behind the chart, where it is looked at.
    table: Option<Html>,
}

fn pane(props: &PanelProps) -> Option<Box<dyn Pane>> {
    let mut pane = match props.kind.first() {
        Some(pane) => pane,
        None => (props.later.get()?.pane)(props.kind),
    };
    pane.build(props);
    Some(pane)
}

impl Component for Mounted {
    type Message = Message;
    type Properties = PanelProps;

    fn create(ctx: &Context<Self>) -> Self {
        work_for(ctx.props().report);
        Self { pane: pane(ctx.props()), as_table: false, table: None }
    }

    fn changed(&mut self, ctx: &Context<Self>, before: &PanelProps) -> bool {
        let now = ctx.props();
        work_for(now.report);
        match &mut self.pane {
            None => self.pane = pane(now),
            Some(pane) => {
                let other = now.shown != before.shown || now.locale != before.locale || now.allow != before.allow;
                if other || pane.is_stale(now, before) {
                    pane.build(now);
                }
            }
        }
        self.table = self.as_table.then(|| table(now)).flatten();
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        work_for(ctx.props().report);
        if matches!(message, Message::Turn) {
            self.as_table = !self.as_table;
            self.table = self.as_table.then(|| table(ctx.props())).flatten();
            return true;
        }
        self.pane.as_mut().is_some_and(|pane| pane.update(message, ctx.props()))
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        work_for(props.report);
        let Some(pane) = &self.pane else { return waiting(props.kind.name(), props.later, &props.locale) };
        let Some(drawn) = pane.draw(ctx) else { return Html::default() };
        let turn = Turn {
            turned: self.as_table,
            table: self.table.clone(),
            act: ctx.link().callback(|_: MouseEvent| Message::Turn),
        };
        panel(drawn, turn, props.locale.words, &props.dispatch)
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        work_for(ctx.props().report);
        if let Some(pane) = &mut self.pane {
            pane.drawn();
        }
    }
}
