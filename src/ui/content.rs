//! Draws [`ContentView`]: the verdict; at one side days as points, coefficients by lag, members one by one; at the other
//! the ranking and what moving money supposes. Three tab stops: both plots are sliders whose points the arrows read, the
//! list of members filters by Enter; `i` explains the measure.

use web_sys::{Element as Node, PointerEvent};
use yew::prelude::*;

use super::chart::{Frame, draw};
use super::element::{Element, decimal, length, notes, send, tag};
use super::explain::info;
use super::menu::{Choice, menu};
use super::mounted::{self, Mounted, Pane, PanelProps};
use super::panel::Panel;
use super::roving::TabStop;
use super::state::Action;
use crate::view::chart::Tick;
use crate::view::content::{
    BudgetView, ContentMenu, ContentView, MemberRow, MembersView, RankRow, RankingView, ReadPlot, TogetherView,
};
use crate::view::state::ViewState;
use crate::view::words::fill;

/// Heights of the plots with their labels.
const HEIGHTS_PX: [f64; 2] = [264.0, 184.0];
/// Id of the card of the coefficients.
const PAIR: &str = "pair";
/// Points that a page moves.
const PAGE: usize = 7;

/// Content and orders.
#[derive(Default)]
pub struct Content {
    view: Option<ContentView>,
    /// The points that are read, of the scatter plot and of the profile.
    read: [Option<usize>; 2],
    stop: TabStop,
}

/// Another point of a plot is read, or none.
pub enum Message {
    /// By the keyboard.
    Read(usize, Option<usize>),
    /// By the pointer, at a place of the plot that is so many times as wide as high.
    Point(usize, (f64, f64), f64),
}

impl Pane for Content {
    fn build(&mut self, props: &PanelProps) {
        let ViewState { selection, content, .. } = &props.view;
        self.view = ContentView::build(&props.shown, selection, content, &props.locale);
        self.read = [None; 2];
    }

    fn is_stale(&self, now: &PanelProps, before: &PanelProps) -> bool {
        now.view.selection != before.view.selection || now.view.content != before.view.content
    }

    fn update(&mut self, message: mounted::Message, _: &PanelProps) -> bool {
        let (plot, to) = match message {
            mounted::Message::Content(Message::Read(plot, to)) => (plot, to),
            mounted::Message::Content(Message::Point(plot, at, aspect)) => {
                let together = self.view.as_ref().and_then(|view| view.together.as_ref());
                let found =
                    together.and_then(|view| if plot == 0 { view.scatter.as_ref() } else { view.lags.as_ref() });
                (plot, found.and_then(|plot| plot.nearest(at, aspect)))
            }
            message => return self.stop.update(&message),
        };
        let Some(read) = self.read.get_mut(plot) else { return false };
        std::mem::replace(read, to) != to
    }

    fn draw(&self, ctx: &Context<Mounted>) -> Option<Panel<'_>> {
        let view = self.view.as_ref()?;
        let props = ctx.props();
        let said = view.headline.iter().map(|sentence| tag!("p", "class" = "said").text(sentence));
        let headline = tag!("div", "data-explain" = PAIR, "class" = "headline").each(said);
        let halves = tag!(
            "div",
            "class" = if view.together.is_some() && view.ranking.is_some() { "pair" } else { "pair alone" }
        )
        .maybe(view.together.as_ref().map(|half| self.together(half, ctx)))
        .maybe(view.ranking.as_ref().map(|half| ranking(half, props)));
        Some(Panel {
            name: "content",
            title: &view.title,
            notes: &view.notes,
            controls: view.together.as_ref().map(|half| menus(&half.menus, "panel-controls", props)),
            twin: view.is_tabled,
            chart: vec![headline, halves],
        })
    }
}

impl Content {
    fn together(&self, view: &TogetherView, ctx: &Context<Mounted>) -> Element {
        let empty = view.empty.as_ref().map(|empty| tag!("p", "class" = "empty").text(empty));
        let half = tag!("div", "class" = "half").maybe(empty);
        let plots = [view.scatter.as_ref(), view.lags.as_ref()].into_iter().enumerate();
        let plots = plots.filter_map(|(n, plot)| Some(self.plot(n, plot?, ctx)));
        half.each(plots).maybe(view.members.as_ref().map(|members| self.members(members, ctx)))
    }

    /// A plot under what is read of it.
    fn plot(&self, n: usize, plot: &ReadPlot, ctx: &Context<Mounted>) -> Element {
        let props = ctx.props();
        let frame = Frame::of(&plot.chart, HEIGHTS_PX[n]);
        let active = self.read[n].or(plot.first);
        let point = active.and_then(|n| plot.points.get(n));
        let said = point.map_or(&*plot.at_first, |point| &point.text);
        let last = plot.points.len().saturating_sub(1);
        let slider = tag!(
            "div",
            "role" = "slider",
            "tabindex" = "0",
            "aria-label" = &*plot.title,
            "aria-valuemin" = "0",
            "aria-valuemax" = &*last.to_string(),
            "aria-valuenow" = &*active.unwrap_or(0).to_string(),
            "aria-valuetext" = said,
            "class" = "plot",
        );
        let slider = slider.on_pointer(&pointer(n, frame, ctx)).on_keydown(keys(n, active, last, ctx));
        let read = self.read[n].and(point);
        let mark = read.map(|point| {
            let (x, y) = point.at;
            if plot.by_x { frame.upright(x, "reader") } else { frame.dot(x, y, "reader") }
        });
        let over = frame.layer("cursor").maybe(mark);
        let class = ["content-plot ", if plot.by_x { "profile" } else { "scatter" }].concat();
        let sign = (n == 0).then(|| info(PAIR, &plot.title, false, props.locale.words));
        tag!("div", "data-explain" = PAIR, "class" = &*class)
            .with(tag!("h3").text(&plot.title).maybe(sign))
            .with(tag!("p", "class" = "reading-line").text(said))
            .with(draw(&plot.chart, &frame, slider, Some(over)))
            .with(tag!("p", "class" = "caption muted").text(&plot.note))
    }

    fn members(&self, view: &MembersView, ctx: &Context<Mounted>) -> Element {
        let props = ctx.props();
        let head = tag!("div", "class" = "content-head")
            .with(tag!("h3").text(&view.title))
            .maybe(view.menu.as_ref().map(|list| one_menu(list, props)));
        let block = tag!("div", "class" = "content-members").with(head);
        if let Some(empty) = &view.empty {
            return block.with(tag!("p", "class" = "empty").text(empty));
        }
        let heads = view.heads.iter().map(|head| tag!("span").text(head));
        let heads = tag!("div", "aria-hidden" = "true", "class" = "content-row heads-row").each(heads);
        let active = self.stop.among(view.rows.len());
        let rows = view.rows.iter().enumerate().map(|(n, row)| {
            let card = ["pair:", &n.to_string()].concat();
            let line = tag!("div", "data-explain" = &*card, "class" = "content-line").key(&row.id);
            let sign = info(&card, &row.label, false, props.locale.words);
            line.with(member(row, n, n == active, props)).with(sign)
        });
        let list = tag!("div", "role" = "group", "aria-label" = &*view.title).with(heads).each(rows);
        let list = self.stop.around(list, view.rows.len(), ctx);
        let more = view.more.as_ref().map(|more| tag!("p", "class" = "caption muted").text(more));
        block.with(list).maybe(more).with(tag!("p", "class" = "caption muted").text(&view.note))
    }
}

/// One member. Its accessible name is its name with the verdict, its description the whole in a sentence.
fn member(row: &MemberRow, n: usize, active: bool, props: &PanelProps) -> Element {
    let words = props.locale.words;
    let says = if row.selected { words.deselect_row } else { words.select_row };
    let may = props.may(&row.select);
    let is_tested = row.numbers.iter().any(|number| !number.is_empty());
    let sure = match (row.sure, is_tested) {
        (true, _) => "content-row sure",
        (false, true) => "content-row unsure",
        (false, false) => "content-row unsure untested",
    };
    let class = [sure, if row.selected { " selected" } else { "" }];
    let number = |text: &String| tag!("span", "aria-hidden" = "true").text(text);
    let pressed = if row.selected { "true" } else { "false" };
    let title = may.then(|| fill!(says, label = row.label));
    let button = tag!(
        "button",
        "type" = "button",
        "data-n" = &*n.to_string(),
        "data-id" = &*row.id,
        "tabindex" = if active { "0" } else { "-1" },
        "aria-description" = &*row.spoken,
        "aria-pressed" = may.then_some(pressed),
        "title" = title.as_deref(),
        "class" = &*class.concat(),
    );
    let button = if may { button.on_click(send(&props.dispatch, Action::Select(row.select.clone()))) } else { button };
    button
        .with(tag!("span", "class" = "label").text(&row.label))
        .each(row.numbers.iter().filter(|_| is_tested).map(number))
        .with(tag!("span", "class" = "verdict").text(&row.verdict))
}

fn keys(n: usize, active: Option<usize>, last: usize, ctx: &Context<Mounted>) -> Callback<KeyboardEvent> {
    let link = ctx.link().clone();
    Callback::from(move |event: KeyboardEvent| {
        let forth = |by: usize| active.map_or(0, |at| (at + by).min(last));
        let back = |by: usize| active.map_or(last, |at| at.saturating_sub(by));
        let to = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => Some(back(1)),
            "ArrowRight" | "ArrowUp" => Some(forth(1)),
            "PageDown" => Some(back(PAGE)),
            "PageUp" => Some(forth(PAGE)),
            "Home" => Some(0),
            "End" => Some(last),
            "Escape" if active.is_some() => None,
            _ => return,
        };
        event.prevent_default();
        link.send_message(mounted::Message::Content(Message::Read(n, to)));
    })
}

/// Reads the point nearest to the pointer; a finger that is lifted leaves it.
fn pointer(n: usize, frame: Frame, ctx: &Context<Mounted>) -> Callback<PointerEvent> {
    let link = ctx.link().clone();
    Callback::from(move |event: PointerEvent| {
        let Some(plot) = event.target_dyn_into::<Node>() else { return };
        let message = match event.type_().as_str() {
            "pointerdown" | "pointermove" => {
                let width = f64::from(plot.client_width().max(1));
                let x = f64::from(event.offset_x()) / width;
                let (y, height) = frame.height_at(f64::from(event.offset_y()));
                Message::Point(n, (x, y), width / height)
            }
            "pointerout" if event.pointer_type() == "mouse" => Message::Read(n, None),
            _ => return,
        };
        link.send_message(mounted::Message::Content(message));
    })
}

fn ranking(view: &RankingView, props: &PanelProps) -> Element {
    let sign = view.empty.is_none().then(|| info("rank", &view.title, true, props.locale.words));
    let head = tag!("div", "class" = "content-head")
        .with(tag!("h3").text(&view.title).maybe(sign))
        .maybe(view.menu.as_ref().map(|list| one_menu(list, props)));
    let half = tag!("div", "class" = "half content-ranking").with(head);
    if let Some(empty) = &view.empty {
        return half.with(tag!("p", "class" = "empty").text(empty));
    }
    let [member, spend, net, raw, shrunk] = &view.heads;
    let number = |text: &str, class: &str| {
        let class = ["number ", class].concat();
        tag!("th", "scope" = "col", "class" = &*class).text(text)
    };
    let axis = tag!("td", "aria-hidden" = "true", "class" = "of-plot").with(axis(&view.ticks));
    let heads = tag!("tr")
        .with(tag!("th", "scope" = "col").text(member))
        .with(number(spend, "of-spend"))
        .with(number(net, "of-net"))
        .with(number(raw, "of-raw"))
        .with(number(shrunk, "of-shrunk"))
        .with(axis);
    let rows = view.rows.iter().enumerate().map(|(n, row)| rank(row, n, view));
    let table = tag!("table", "class" = "ranks").with(tag!("thead").with(heads)).with(tag!("tbody").each(rows));
    half.with(tag!("p", "data-explain" = "rank:0", "class" = "said").text(&view.headline))
        .with(table)
        .maybe(notes(&view.notes))
        .maybe(view.budget.as_ref().map(|view| budget(view, props)))
}

fn rank(row: &RankRow, n: usize, view: &RankingView) -> Element {
    let [spend, net, raw, shrunk] = &row.numbers;
    let cell = |text: &str, class: &str| {
        let class = ["number ", class].concat();
        tag!("td", "class" = &*class).text(text)
    };
    let interval = (!row.interval.is_empty()).then(|| tag!("small", "class" = "muted").text(&row.interval));
    let shrunk = tag!("td", "class" = "number of-shrunk").with(tag!("b").text(shrunk)).maybe(interval);
    let rank = row.rank.as_ref().map(|rank| tag!("small", "aria-hidden" = "true", "class" = "muted").text(rank));
    let plot =
        tag!("td", "aria-hidden" = "true", "class" = "of-plot").maybe(row.places.map(|places| plot(places, view)));
    let card = ["rank:", &n.to_string()].concat();
    let name = tag!("th", "scope" = "row").maybe(rank).with(tag!("span", "class" = "label").text(&row.label));
    tag!("tr", "data-explain" = &*card, "class" = row.rank.is_none().then_some("others"))
        .with(name)
        .with(cell(spend, "of-spend"))
        .with(cell(net, "of-net"))
        .with(cell(raw, "of-raw"))
        .with(shrunk)
        .with(plot)
}

/// The value as it is, hollow, and the shrunk one with its interval, beside the mean of all.
fn plot([raw, shrunk, from, to]: [f64; 4], view: &RankingView) -> Element {
    let upright = |at: f64, class: &str| {
        let x = length(at, 2);
        tag!("line", "x1" = &*x, "x2" = &*x, "y2" = "100%", "class" = class)
    };
    let dot = |at: f64, class: &str| tag!("circle", "cx" = &*length(at, 2), "cy" = "50%", "r" = "3.5", "class" = class);
    let (from, to) = (length(from, 2), length(to, 2));
    tag!("svg", "width" = "100%", "height" = "24", "class" = "interval sure")
        .each(view.ticks.iter().map(|tick| upright(tick.at, "gridline")))
        .with(upright(view.mean, "none"))
        .with(tag!("line", "x1" = &*from, "x2" = &*to, "y1" = "50%", "y2" = "50%"))
        .with(dot(raw, ""))
        .with(tag!("g", "class" = "first").with(dot(shrunk, "")))
}

fn axis(ticks: &[Tick]) -> Element {
    let label = |tick: &Tick| {
        tag!("text", "x" = &*length(tick.at, 2), "y" = &*decimal(11.0, 0), "text-anchor" = "middle").text(&tick.label)
    };
    tag!("svg", "width" = "100%", "height" = "14", "class" = "forest-axis").each(ticks.iter().map(label))
}

/// What is supposed and what is expected, one paragraph.
fn budget(view: &BudgetView, props: &PanelProps) -> Element {
    let [supposed, expected, within] = view.sentences();
    let sign = info("budget", &view.title, true, props.locale.words);
    let head = tag!("div", "class" = "content-head").with(tag!("h3").text(&view.title).with(sign));
    let said = tag!("p", "data-explain" = "budget")
        .with(tag!("span").text(supposed))
        .with(tag!("strong").text(expected))
        .with(tag!("small", "class" = "muted").text(within));
    tag!("div", "class" = "content-budget").with(head.with(menus(&view.menus, "content-menus", props))).with(said)
}

fn menus(menus: &[ContentMenu], class: &str, props: &PanelProps) -> Element {
    tag!("div", "class" = class).each(menus.iter().map(|list| one_menu(list, props).key(list.id)))
}

fn one_menu(list: &ContentMenu, props: &PanelProps) -> Element {
    let choices = list.choices.iter().map(|choice| Choice {
        id: Some(&choice.id),
        label: &choice.label,
        current: choice.current,
        action: Action::Content(choice.state.clone()),
    });
    let name = ["content-", list.id].concat();
    menu(&name, Some(&list.label), Some(&list.label), choices.collect(), &props.dispatch)
}
