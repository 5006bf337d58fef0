//! Draws [`KpisView`]: a tile a number. One tab stop; arrows move, Enter puts the number on the time axis, `i` or the
//! name opens its card.

use yew::prelude::*;

use super::chart::{Frame, draw_mark};
use super::element::{Element, icon, send, tag};
use super::explain::INFO;
use super::mounted::{Message, Mounted, Pane, PanelProps};
use super::panel::Panel;
use super::roving::TabStop;
use super::state::Action;
use super::step::change;
use crate::view::chart::{Chart, Mark};
use crate::view::kpis::{KpisView, Tile, TileChange};

/// Height of a line.
const SPARK_PX: f64 = 32.0;

/// The strip.
#[derive(Default)]
pub struct Kpis {
    view: Option<KpisView>,
    stop: TabStop,
}

impl Pane for Kpis {
    fn build(&mut self, props: &PanelProps) {
        self.view = KpisView::build(&props.shown, &props.view.selection, &props.locale);
    }

    fn is_drawn_by(&self, now: &PanelProps, before: &PanelProps) -> bool {
        now.view.trend.metric != before.view.trend.metric
    }

    fn update(&mut self, message: Message, _: &PanelProps) -> bool {
        self.stop.update(&message)
    }

    fn draw(&self, ctx: &Context<Mounted>) -> Option<Panel<'_>> {
        let view = self.view.as_ref()?;
        Some(Panel {
            name: "kpis",
            title: &view.title,
            notes: &view.notes,
            controls: None,
            twin: true,
            chart: lead(view).into_iter().chain([self.tiles(view, ctx)]).collect(),
        })
    }
}

impl Kpis {
    fn tiles(&self, view: &KpisView, ctx: &Context<Mounted>) -> Element {
        let active = self.stop.among(view.tiles.len());
        // Rows of equal length: ten tiles in two, six in two, four in one.
        let columns = view.tiles.len().div_ceil(view.tiles.len().div_ceil(5).max(1));
        let class = ["tiles columns-", &columns.to_string()].concat();
        let figure = tag!("figure", "role" = "group", "aria-label" = &*view.summary, "class" = &*class);
        self.stop
            .around(figure, view.tiles.len(), ctx)
            .each(view.tiles.iter().enumerate().map(|(n, tile)| drawn(tile, n, active == n, ctx.props())))
    }
}

/// The sentence above the tiles; each part of it asks about its number.
fn lead(view: &KpisView) -> Option<Element> {
    let part = |(id, text): &(String, String)| tag!("span", "data-explain" = &**id).text(text);
    (!view.lead.is_empty()).then(|| tag!("p", "class" = "lead").each(view.lead.iter().map(part)))
}

fn drawn(tile: &Tile, n: usize, active: bool, props: &PanelProps) -> Element {
    let words = props.locale.words;
    let stop = if active { "0" } else { "-1" };
    let trend = &props.view.trend;
    let plotted = tile.by_day && trend.metric.as_deref() == Some(tile.id.as_str());
    let (pressed, class) = if plotted { ("true", "tile-main focused") } else { ("false", "tile-main") };
    let plot = tile.by_day.then(|| {
        // Drawn along the time axis, and a column of the tree table to rank by.
        send(&props.dispatch, Action::Follow { metric: tile.id.as_str().into(), plot: true, selection: None })
    });
    let id = tile.id.as_str();
    let name = tag!(
        "button",
        "type" = "button",
        "data-explain" = id,
        "tabindex" = stop,
        "title" = words.explain,
        "class" = "tile-name"
    )
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
        "data-explain" = plot.is_none().then_some(id),
        "aria-description" = &*tile.spoken,
        "aria-pressed" = tile.by_day.then_some(pressed),
        "class" = class
    )
    .with(number)
    .maybe(tile.change.as_ref().map(compared))
    .with(spark(&tile.spark))
    .maybe((!tile.marks.is_empty()).then(|| {
        let mark = |mark: &String| tag!("span", "class" = "mark").text(mark);
        tag!("span", "aria-hidden" = "true", "class" = "marks").each(tile.marks.iter().map(mark))
    }));
    let main = match plot {
        Some(plot) => main.on_click(plot),
        None => main,
    };
    tag!("div", "role" = "group", "aria-label" = &*tile.label, "data-kpi" = id, "data-explain" = id, "class" = "tile")
        .key(id)
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
