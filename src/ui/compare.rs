//! Draws [`CompareView`]: headline, and a line per member with both rates, its interval around "no difference", and how
//! far apart and how sure. One tab stop; arrows move, Enter filters by the member, `i` explains its numbers.

use yew::prelude::*;

use super::element::{Element, decimal, length, notes, send, tag};
use super::explain::info;
use super::menu::{Choice, menu};
use super::mounted::{Message, Mounted, Pane, PanelProps};
use super::panel::Panel;
use super::roving::TabStop;
use super::state::Action;
use crate::view::card::COMPARED;
use crate::view::chart::Tick;
use crate::view::compare::{CompareMenu, CompareRow, CompareView, Direction, ForestMark};
use crate::view::state::ViewState;
use crate::view::words::fill;

/// Height of a row's plot.
const PLOT_PX: f64 = 48.0;

/// The comparison.
#[derive(Default)]
pub struct Comparison {
    view: Option<CompareView>,
    stop: TabStop,
}

impl Pane for Comparison {
    fn build(&mut self, props: &PanelProps) {
        let ViewState { selection, compare, .. } = &props.view;
        self.view = CompareView::build(&props.shown, selection, compare, &props.locale);
    }

    fn is_stale(&self, now: &PanelProps, before: &PanelProps) -> bool {
        now.view.selection != before.view.selection || now.view.compare != before.view.compare
    }

    fn update(&mut self, message: Message, _: &PanelProps) -> bool {
        self.stop.update(&message)
    }

    fn draw(&self, ctx: &Context<Mounted>) -> Option<Panel<'_>> {
        let view = self.view.as_ref()?;
        let said = view.headline.iter().enumerate().map(|(n, sentence)| {
            let class = if view.contradiction == Some(n) { "contrary" } else { "said" };
            tag!("p", "class" = class).text(sentence)
        });
        let headline = tag!("div", "data-explain" = "comparison", "class" = "headline").each(said);
        let chart = match &view.empty {
            Some(empty) => tag!("p", "class" = "empty").text(empty),
            None => self.figure(view, ctx),
        };
        Some(Panel {
            name: "comparison",
            title: &view.title,
            notes: &view.notes,
            controls: Some(controls(&view.menus, ctx.props())),
            twin: view.empty.is_none(),
            chart: vec![headline, chart],
        })
    }
}

impl Comparison {
    fn figure(&self, view: &CompareView, ctx: &Context<Mounted>) -> Element {
        let props = ctx.props();
        let words = props.locale.words;
        let active = self.stop.among(view.rows.len());
        let rows = view.rows.iter().enumerate().map(|(n, row)| line(view, row, n, n == active, props));
        let list = tag!("div", "role" = "group", "aria-label" = &*view.summary, "class" = "forest");
        let explain = info(&view.ratio, &view.heads[1], false, words);
        let list = list.with(heads_of(&view.heads, Some(explain))).with(scale_of(&view.dots, &view.ticks)).each(rows);
        let list = self.stop.around(list, view.rows.len(), ctx);
        let more = view.more.as_ref().map(|more| tag!("p", "class" = "muted").text(more));
        tag!("figure", "aria-label" = &*view.title).with(list).maybe(more).maybe(notes(&view.methods))
    }
}

fn controls(menus: &[CompareMenu], props: &PanelProps) -> Element {
    let drawn = |list: &CompareMenu| {
        let choices = list.choices.iter().map(|choice| Choice {
            id: Some(&choice.id),
            label: &choice.label,
            current: choice.current,
            action: Action::Compare(choice.state.clone()),
        });
        let id = match list.id {
            "ratio" => "compare-ratio",
            "by" => "compare-by",
            "against" => "compare-against",
            "strata" => "compare-strata",
            "order" => "compare-order",
            _ => "compare-adjust",
        };
        menu(id, Some(&list.label), Some(&list.label), choices.collect(), &props.dispatch).key(id)
    };
    tag!("div", "class" = "panel-controls").each(menus.iter().map(drawn))
}

/// Names of the columns; each row says them itself to a screen reader.
pub(super) fn heads_of(heads: &[String; 6], explain: Option<Element>) -> Element {
    let [name, rate, plot, difference, uplift, p] = heads;
    let rates = tag!("span", "class" = "rate-head").text(rate).maybe(explain);
    tag!("div", "aria-hidden" = "true", "class" = "heads")
        .with(tag!("span", "class" = "compared-name").text(name))
        .with(rates)
        .with(tag!("span", "class" = "plot-head").text(plot))
        .with(tag!("span", "class" = "apart").text(difference))
        .with(tag!("span", "class" = "uplift").text(uplift))
        .with(tag!("span", "class" = "p").text(p))
}

/// What the dots are, and the axis of the plot.
pub(super) fn scale_of(dots: &[String; 2], ticks: &[Tick]) -> Element {
    let dot = |class: &str, label: &str| {
        let sample = tag!("svg", "width" = "8", "height" = "8", "class" = "dots").with(tag!(
            "circle",
            "cx" = "4",
            "cy" = "4",
            "r" = "3",
            "class" = class
        ));
        tag!("small").with(sample).text(label)
    };
    let [now, other] = dots;
    let dots = tag!("span", "class" = "legend").with(dot("first", now)).with(dot("hollow", other));
    let last = ticks.len().saturating_sub(1);
    let labels = ticks.iter().enumerate().map(|(n, tick)| {
        let anchor = match n {
            0 => "start",
            _ if n == last => "end",
            _ => "middle",
        };
        tag!("text", "x" = &*length(tick.at, 2), "y" = "11", "text-anchor" = anchor).text(&tick.label)
    });
    let plot = tag!("svg", "width" = "100%", "height" = "14", "class" = "forest-axis").each(labels);
    tag!("div", "aria-hidden" = "true", "class" = "scale").with(dots).with(plot)
}

/// One row. Its accessible name is name and relative change as on the screen, its description the whole in one sentence,
/// which is why the rest is hidden from it.
fn line(view: &CompareView, row: &CompareRow, n: usize, active: bool, props: &PanelProps) -> Element {
    let words = props.locale.words;
    let says = if row.selected { words.deselect_row } else { words.select_row };
    let select = row.select.as_ref().filter(|selection| props.may(selection));
    let title = select.map(|_| fill!(says, label = row.label));
    let sure = if row.direction == Direction::Flat { "unsure" } else { "sure" };
    let class = ["member ", sure, if row.selected { " selected" } else { "" }].concat();
    let button = tag!(
        "button",
        "type" = "button",
        "data-n" = &*n.to_string(),
        "data-id" = &*row.id,
        "tabindex" = if active { "0" } else { "-1" },
        "aria-description" = &*row.spoken,
        "aria-pressed" = select.map(|_| if row.selected { "true" } else { "false" }),
        "title" = title.as_deref(),
        "class" = &*class,
    );
    let button = match select {
        Some(selection) => button.on_click(send(&props.dispatch, Action::Select(selection.clone()))),
        None => button,
    };
    let remark =
        |text: &String| (!text.is_empty()).then(|| tag!("small", "aria-hidden" = "true", "class" = "muted").text(text));
    let who = tag!("span", "class" = "compared-name").with(tag!("span", "class" = "label").text(&row.label));
    let who = who.maybe(remark(&row.remark)).maybe(remark(&row.mixed_text));
    let rates = tag!("span", "aria-hidden" = "true", "class" = "rates")
        .with(tag!("span", "title" = &*row.full[0]).with(tag!("b").text(&row.rates[0])))
        .with(tag!("span", "title" = &*row.full[1], "class" = "muted").text(&row.rates[1]))
        .maybe(row.dumbbell.map(dumbbell));
    let with_interval = |hidden: Option<&str>, class: &str, text: &str, interval: &str| {
        let cell = tag!("span", "aria-hidden" = hidden, "class" = class).with(tag!("b").text(text));
        cell.maybe(
            (!interval.is_empty()).then(|| tag!("small", "aria-hidden" = "true", "class" = "muted").text(interval)),
        )
    };
    let direction = match (row.direction, row.good) {
        (Direction::Flat, _) => "uplift",
        (Direction::Rise, Some(true)) => "uplift rise good",
        (Direction::Rise, Some(false)) => "uplift rise bad",
        (Direction::Rise, None) => "uplift rise even",
        (Direction::Fall, Some(true)) => "uplift fall good",
        (Direction::Fall, Some(false)) => "uplift fall bad",
        (Direction::Fall, None) => "uplift fall even",
    };
    let p = tag!("span", "aria-hidden" = "true", "class" = "p")
        .with(tag!("span").text(&row.p))
        .with(tag!("b").text(row.stars));
    let button = button
        .with(who)
        .with(rates)
        .with(tag!("span", "class" = "line").with(plot(view, row)))
        .with(with_interval(Some("true"), "apart", &row.difference, &row.difference_interval))
        .with(with_interval(None, direction, &row.uplift, &row.uplift_interval))
        .with(p);
    let card = card_id(&row.id);
    let row_of = tag!("div", "data-explain" = &*card, "class" = "compared").key(&row.id);
    row_of.with(button).with(info(&card, &row.label, false, words))
}

/// Id of the card of a member.
fn card_id(member: &str) -> String {
    [COMPARED, member].concat()
}

/// Both rates on one line from zero.
pub(super) fn dumbbell([now, then]: [f64; 2]) -> Element {
    let (from, to) = (length(now.min(then), 2), length(now.max(then), 2));
    let dot = |at: f64, class: &str| tag!("circle", "cx" = &*length(at, 2), "cy" = "4", "r" = "3", "class" = class);
    tag!("svg", "width" = "100%", "height" = "8", "class" = "dots")
        .with(tag!("line", "x1" = &*from, "x2" = &*to, "y1" = "4", "y2" = "4"))
        .with(dot(then, "hollow"))
        .with(dot(now, "first"))
}

/// The interval beside "no difference"; below it, hollow, the one at an equal mix.
fn plot(view: &CompareView, row: &CompareRow) -> Element {
    let height = decimal(PLOT_PX, 0);
    let grid = view.ticks.iter().map(|tick| upright(tick.at, "gridline"));
    let y = if row.mixed.is_some() { [17.0, 31.0] } else { [24.0, 24.0] };
    let marks = [(&row.mark, y[0], "first"), (&row.mixed, y[1], "hollow")];
    let drawn = marks.into_iter().filter_map(|(mark, y, class)| Some(interval(mark.as_ref()?, y, class)));
    tag!("svg", "width" = "100%", "height" = &*height, "aria-hidden" = "true", "class" = "interval")
        .each(grid)
        .with(upright(view.zero, "none"))
        .each(drawn)
}

/// A line through the whole height of a row's plot.
pub(super) fn upright(at: f64, class: &str) -> Element {
    let x = length(at, 2);
    tag!("line", "x1" = &*x, "x2" = &*x, "y2" = "100%", "class" = class)
}

/// A point with its interval.
pub(super) fn interval(mark: &ForestMark, y: f64, class: &str) -> Element {
    let (y, low, high) = (decimal(y, 0), decimal(y - 3.0, 0), decimal(y + 3.0, 0));
    let cap = |at: f64, open: bool| {
        let x = length(at, 2);
        (!open).then(|| tag!("line", "x1" = &*x, "x2" = &*x, "y1" = &*low, "y2" = &*high))
    };
    // A drawing of its own, for only that has a place in per cent and strokes in pixels.
    let arrow = |at: f64, points: &str, open: bool| {
        let head = |points| tag!("polyline", "points" = points);
        open.then(|| tag!("svg", "x" = &*length(at, 2), "y" = &*y, "class" = "beyond").with(head(points)))
    };
    let (from, to) = (length(mark.from, 2), length(mark.to, 2));
    tag!("g", "class" = class)
        .with(tag!("line", "x1" = &*from, "x2" = &*to, "y1" = &*y, "y2" = &*y))
        .maybe(cap(mark.from, mark.open_below))
        .maybe(cap(mark.to, mark.open_above))
        .maybe(arrow(mark.from, "5,-5 -1,0 5,5", mark.open_below))
        .maybe(arrow(mark.to, "-5,-5 1,0 -5,5", mark.open_above))
        .with(tag!("circle", "cx" = &*length(mark.at, 2), "cy" = &*y, "r" = "4"))
}
