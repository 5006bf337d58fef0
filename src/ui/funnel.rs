//! Draws [`FunnelView`]: one bar a step, routes side by side. One tab stop; arrows move, Enter drills, `i` opens
//! the card of the step's number.

use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::element::{Element, tag};
use super::panel::{Panel, Twin, panel};
use super::roving::{focus, moved};
use super::state::{Action, Shown};
use super::step::step;
use crate::view::funnel::{FunnelRow, FunnelView};
use crate::view::locale::Locale;
use crate::view::state::ViewState;

/// Properties of [`Funnel`].
#[derive(Properties, PartialEq)]
pub struct FunnelProps {
    /// The report.
    pub shown: Shown,
    /// What the reader did.
    pub view: ViewState,
    /// The language.
    pub locale: Locale,
    /// To the reducer.
    pub dispatch: Callback<Action>,
}

/// The funnel; nothing where the document has none.
pub struct Funnel {
    view: Option<FunnelView>,
    /// The step that is the tab stop.
    active: usize,
    as_table: bool,
    list: NodeRef,
}

/// What happens inside the panel.
pub enum Message {
    /// Another step is the tab stop.
    Move(usize),
    /// The chart for the table behind it, or back.
    Turn,
}

fn build(props: &FunnelProps) -> Option<FunnelView> {
    FunnelView::build(&props.shown, &props.view.selection, &props.locale)
}

impl Component for Funnel {
    type Message = Message;
    type Properties = FunnelProps;

    fn create(ctx: &Context<Self>) -> Self {
        Self { view: build(ctx.props()), active: 0, as_table: false, list: NodeRef::default() }
    }

    fn changed(&mut self, ctx: &Context<Self>, before: &FunnelProps) -> bool {
        let props = ctx.props();
        if props.shown != before.shown || props.view.selection != before.view.selection || props.locale != before.locale
        {
            self.view = build(props);
        }
        true
    }

    fn update(&mut self, _: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Move(step) => self.active = step,
            Message::Turn => self.as_table = !self.as_table,
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Some(view) = &self.view else { return Html::default() };
        let twin = Twin {
            table: &view.twin,
            shown: self.as_table,
            toggle: ctx.link().callback(|_: MouseEvent| Message::Turn),
        };
        let frame = Panel {
            name: "funnel",
            title: &view.title,
            notes: &view.notes,
            controls: None,
            twin: Some(twin),
            chart: vec![self.chart(view, ctx)],
        };
        panel(frame, ctx.props().locale.words)
    }
}

impl Funnel {
    fn chart(&self, view: &FunnelView, ctx: &Context<Self>) -> Element {
        let heads = tag!("div", "aria-hidden" = "true", "class" = "step-heads")
            .with(tag!("span", "class" = "of-first").text(&view.of_first_label))
            .with(tag!("span", "class" = "of-previous").text(&view.of_previous_label));
        let losses: Vec<&String> = view.biggest_loss.iter().chain(&view.steepest_loss).collect();
        let caption = (!losses.is_empty())
            .then(|| tag!("figcaption", "class" = "losses").each(losses.into_iter().map(|loss| tag!("p").text(loss))));
        tag!("figure", "aria-label" = &*view.summary)
            .found_by(&self.list)
            .on_keydown(self.keys(view, ctx))
            .with(heads)
            .each(runs(&view.rows).into_iter().map(|run| self.run(view, run, ctx.props())))
            .maybe(caption)
    }

    fn run(&self, view: &FunnelView, run: Run, props: &FunnelProps) -> Element {
        let active = self.active.min(view.rows.len().saturating_sub(1));
        let one = |n: usize| {
            view.rows
                .get(n)
                .map(|row| step(view, row, n, active == n, &props.view, props.locale.words, &props.dispatch))
        };
        match run {
            Run::Step(n) => one(n).unwrap_or_else(|| tag!("div")),
            Run::Chains(chains) => tag!("div", "class" = "routes").each(chains.into_iter().map(|(chain, rows)| {
                let label = view.chains.get(chain).map_or("", |chain| chain.label.as_str());
                let route = tag!("div", "class" = "route").with(tag!("h3").text(label));
                route.each(rows.into_iter().filter_map(one))
            })),
        }
    }

    fn keys(&self, view: &FunnelView, ctx: &Context<Self>) -> Callback<KeyboardEvent> {
        let last = view.rows.len().saturating_sub(1);
        let active = self.active.min(last);
        let (list, link) = (self.list.clone(), ctx.link().clone());
        let measure: Option<Box<str>> = view.rows.get(active).map(|row| row.measure.as_str().into());
        let dispatch = ctx.props().dispatch.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "i" {
                dispatch.emit(Action::Explain(measure.clone()));
                return;
            }
            let Some(next) = moved(&event, active, last) else { return };
            event.prevent_default();
            link.send_message(Message::Move(next));
            if let Some(list) = list.cast::<HtmlElement>() {
                focus(&list, "data-n", next);
            }
        })
    }
}

/// A step of its own, or a run of routed steps to stand side by side.
enum Run {
    Step(usize),
    Chains(Vec<(usize, Vec<usize>)>),
}

fn runs(rows: &[FunnelRow]) -> Vec<Run> {
    let mut runs = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let Some(chain) = row.chain else {
            runs.push(Run::Step(n));
            continue;
        };
        if !matches!(runs.last(), Some(Run::Chains(_))) {
            runs.push(Run::Chains(Vec::new()));
        }
        if let Some(Run::Chains(chains)) = runs.last_mut() {
            match chains.iter_mut().find(|(known, _)| *known == chain) {
                Some((_, steps)) => steps.push(n),
                None => chains.push((chain, vec![n])),
            }
        }
    }
    runs
}
