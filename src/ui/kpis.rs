//! Draws [`KpisView`]: a tile a number. One tab stop; arrows move, Enter puts the number on the time axis, `i` or the
//! name opens its card.

use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::card::INFO;
use super::chart::{Frame, draw_mark};
use super::element::{Element, icon, send, tag};
use super::panel::{Panel, Twin, panel};
use super::roving::{focus, moved};
use super::state::{Action, Shown};
use super::step::change;
use crate::view::chart::{Chart, Mark};
use crate::view::kpis::{KpisView, Tile, TileChange};
use crate::view::locale::Locale;
use crate::view::state::{TrendState, ViewState};

/// Height of a line.
const SPARK_PX: f64 = 32.0;

/// Properties of [`Kpis`].
#[derive(Properties, PartialEq)]
pub struct KpisProps {
    /// The report.
    pub shown: Shown,
    /// What the reader did.
    pub view: ViewState,
    /// The language.
    pub locale: Locale,
    /// To the reducer.
    pub dispatch: Callback<Action>,
}

/// The strip; nothing where the document counts nothing.
pub struct Kpis {
    view: Option<KpisView>,
    /// The tile that is the tab stop.
    active: usize,
    as_table: bool,
    list: NodeRef,
}

/// What happens inside the panel.
pub enum Message {
    /// Another tile is the tab stop.
    Move(usize),
    /// The tiles for the table behind them, or back.
    Turn,
}

fn build(props: &KpisProps) -> Option<KpisView> {
    KpisView::build(&props.shown, &props.view.selection, &props.locale)
}

impl Component for Kpis {
    type Message = Message;
    type Properties = KpisProps;

    fn create(ctx: &Context<Self>) -> Self {
        Self { view: build(ctx.props()), active: 0, as_table: false, list: NodeRef::default() }
    }

    fn changed(&mut self, ctx: &Context<Self>, before: &KpisProps) -> bool {
        let props = ctx.props();
        if props.shown != before.shown || props.view.selection != before.view.selection || props.locale != before.locale
        {
            self.view = build(props);
        }
        true
    }

    fn update(&mut self, _: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Move(tile) => self.active = tile,
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
            name: "kpis",
            title: &view.title,
            notes: &view.notes,
            controls: None,
            twin: Some(twin),
            chart: vec![self.tiles(view, ctx)],
        };
        panel(frame, ctx.props().locale.words)
    }
}

impl Kpis {
    fn tiles(&self, view: &KpisView, ctx: &Context<Self>) -> Element {
        let props = ctx.props();
        let last = view.tiles.len().saturating_sub(1);
        let active = self.active.min(last);
        let keys = {
            let ids: Vec<Box<str>> = view.tiles.iter().map(|tile| tile.id.as_str().into()).collect();
            let (list, link, dispatch) = (self.list.clone(), ctx.link().clone(), props.dispatch.clone());
            Callback::from(move |event: KeyboardEvent| {
                if event.key() == "i" {
                    dispatch.emit(Action::Explain(ids.get(active).cloned()));
                    return;
                }
                let Some(next) = moved(&event, active, last) else { return };
                event.prevent_default();
                link.send_message(Message::Move(next));
                if let Some(list) = list.cast::<HtmlElement>() {
                    focus(&list, "data-n", next);
                }
            })
        };
        // Rows of equal length: ten tiles in two, six in two, four in one.
        let columns = view.tiles.len().div_ceil(view.tiles.len().div_ceil(5).max(1));
        let class = ["tiles columns-", &columns.to_string()].concat();
        tag!("figure", "role" = "group", "aria-label" = &*view.summary, "class" = &*class)
            .found_by(&self.list)
            .on_keydown(keys)
            .each(view.tiles.iter().enumerate().map(|(n, tile)| drawn(tile, n, active == n, props)))
    }
}

fn drawn(tile: &Tile, n: usize, active: bool, props: &KpisProps) -> Element {
    let words = props.locale.words;
    let stop = if active { "0" } else { "-1" };
    let explain = || Action::Explain(Some(tile.id.as_str().into()));
    let trend = &props.view.trend;
    let plotted = tile.by_day && trend.metric.as_deref() == Some(tile.id.as_str());
    let (pressed, class) = if plotted { ("true", "tile-main focused") } else { ("false", "tile-main") };
    let act = if tile.by_day {
        Action::Plot(TrendState { metric: Some(tile.id.as_str().into()), ..trend.clone() })
    } else {
        explain()
    };
    let name = tag!("button", "type" = "button", "tabindex" = stop, "title" = words.explain, "class" = "tile-name")
        .on_click(send(&props.dispatch, explain()))
        .with(tag!("span").text(&tile.label))
        .with(icon("0 0 16 16", INFO));
    let title = match &tile.note {
        Some(note) => [&tile.full, "\n", note].concat(),
        None => tile.full.clone(),
    };
    let number = tag!("span", "title" = &*title, "class" = "tile-value")
        .with(tag!("b").text(&tile.value))
        .maybe(tile.interval.as_ref().map(|interval| tag!("small", "aria-hidden" = "true").text(interval)));
    let main = tag!(
        "button",
        "type" = "button",
        "tabindex" = stop,
        "data-n" = &*n.to_string(),
        "aria-description" = &*tile.spoken,
        "aria-pressed" = tile.by_day.then_some(pressed),
        "class" = class
    )
    .on_click(send(&props.dispatch, act))
    .with(number)
    .maybe(tile.change.as_ref().map(compared))
    .with(spark(&tile.spark))
    .maybe((!tile.marks.is_empty()).then(|| {
        let mark = |mark: &String| tag!("span", "class" = "mark").text(mark);
        tag!("span", "aria-hidden" = "true", "class" = "marks").each(tile.marks.iter().map(mark))
    }));
    tag!("div", "role" = "group", "aria-label" = &*tile.label, "data-kpi" = &*tile.id, "class" = "tile")
        .key(&tile.id)
        .with(name)
        .with(main)
}

fn compared(compared: &TileChange) -> Element {
    let number = tag!("span", "class" = "muted").text(&compared.compared_text);
    let days = compared.days.as_deref().unwrap_or("");
    let verdict = compared.verdict.as_ref().map(|verdict| tag!("span", "class" = "muted").text(verdict));
    tag!("span", "aria-hidden" = "true", "class" = "tile-change")
        .maybe(change(&compared.change, days))
        .maybe(verdict)
        .with(number)
}

fn spark(marks: &[Mark]) -> Element {
    let frame = Frame::of(&Chart::default(), SPARK_PX);
    frame.layer("drawing tile-spark").each(marks.iter().map(|mark| draw_mark(mark, &frame)))
}
