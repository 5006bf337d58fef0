//! Draws the parts of the loop: both series with the line of readings, people flow as a table of colours, members side by
//! side. In: their views. Out: elements.

use web_sys::{Element as Node, KeyboardEvent, PointerEvent};
use yew::prelude::*;

use super::drawn_menu;
use crate::ui::chart::{Frame, draw, tone};
use crate::ui::element::{Element, length, notes, send, tag};
use crate::ui::explain::info;
use crate::ui::mounted::{Message, Mounted, PanelProps};
use crate::ui::state::{Action, Width};
use crate::view::chart::Tone;
use crate::view::closed_loop::{
    FlowCell, FlowRow, FlowView, GroupBody, GroupCell, GroupHead, GroupRow, GroupsView, LoopView, SalesView,
};
use crate::view::words::Words;

/// Id of the card of both sides.
const SIDES: &str = "sides";
/// Height of the plot with its labels.
const HEIGHT_PX: f64 = 236.0;

fn part(id: &str, title: &str, card: &str, said: &[String], warning: Option<usize>, words: &Words) -> Element {
    let line = |(n, sentence): (usize, &String)| {
        let class = if warning == Some(n) { "contrary" } else { "said" };
        tag!("p", "class" = class).text(sentence)
    };
    let headline = tag!("div", "data-explain" = card, "class" = "headline").each(said.iter().enumerate().map(line));
    let heading = tag!("h3").text(title).with(info(card, title, true, words));
    let class = ["loop-part of-", id].concat();
    tag!("div", "data-part" = id, "class" = &*class).with(heading).with(headline)
}

/// Both series over time.
pub(super) fn sales(view: &SalesView, active: Option<usize>, ctx: &Context<Mounted>) -> Element {
    let props = ctx.props();
    let block = part("sales", &view.title, SIDES, &view.said, None, props.locale.words);
    if let Some(empty) = &view.empty {
        return block.with(tag!("p", "class" = "empty").text(empty)).maybe(notes(&view.notes));
    }
    let frame = Frame::of(&view.chart, HEIGHT_PX);
    let (last, read) = (view.points.len().saturating_sub(1), active.and_then(|n| Some((n, view.points.get(n)?))));
    let point = read.map_or(&view.whole, |(_, point)| point);
    let plot = tag!(
        "div",
        "role" = "slider",
        "tabindex" = "0",
        "aria-label" = &*view.title,
        "aria-valuemin" = "0",
        "aria-valuemax" = &*last.to_string(),
        "aria-valuenow" = &*active.unwrap_or(last).to_string(),
        "aria-valuetext" = &*point.spoken,
        "class" = "plot",
    );
    let plot = plot.on_pointer(&pointer(view.points.len(), ctx)).on_keydown(keys(active, last, ctx));
    let mut over = frame.layer("cursor");
    if let Some((n, point)) = read {
        let x = (n as f64 + 0.5) / view.points.len() as f64;
        let [on, off] = [tone(Tone::First), tone(Tone::Second)];
        let dots =
            point.at.map(|[first, second]| tag!("g").with(frame.dot(x, first, on)).with(frame.dot(x, second, off)));
        over = over.with(frame.upright(x, "reader")).maybe(dots);
    }
    let tones = [Some(Tone::First), Some(Tone::Second), None];
    let readings = view.lines.iter().zip(&point.texts).zip(tones).map(|((label, text), of)| {
        let sample = of.map(|of| {
            tag!("svg", "width" = "16", "height" = "8", "aria-hidden" = "true", "class" = "drawing").with(tag!(
                "line",
                "x2" = "16",
                "y1" = "4",
                "y2" = "4",
                "class" = tone(of)
            ))
        });
        let line = tag!("span", "class" = "reading").maybe(sample).with(tag!("span").text(label));
        line.with(tag!("b").text(text))
    });
    let remarks = point.remarks.join(" · ");
    let card = read.map_or_else(|| SIDES.to_owned(), |(n, _)| [SIDES, ":", &n.to_string()].concat());
    let readings = tag!("p", "class" = "readings")
        .with(tag!("strong").text(&point.label))
        .each(readings)
        .with(tag!("span", "title" = &*remarks, "class" = "remarks").text(&remarks));
    let figure = tag!("figure", "role" = "group", "data-explain" = &*card, "aria-label" = &*view.title);
    block.with(figure.with(readings).with(draw(&view.chart, &frame, plot, Some(over)))).maybe(notes(&view.notes))
}

/// Reads the point under the pointer; a finger that is lifted leaves it.
fn pointer(points: usize, ctx: &Context<Mounted>) -> Callback<PointerEvent> {
    let link = ctx.link().clone();
    Callback::from(move |event: PointerEvent| {
        let Some(plot) = event.target_dyn_into::<Node>() else { return };
        let read = match event.type_().as_str() {
            "pointerdown" | "pointermove" => {
                let share = f64::from(event.offset_x()) / f64::from(plot.client_width().max(1));
                Some(((share * points as f64).max(0.0) as usize).min(points.saturating_sub(1)))
            }
            "pointerout" if event.pointer_type() == "mouse" => None,
            _ => return,
        };
        link.send_message(Message::Read(read));
    })
}

fn keys(active: Option<usize>, last: usize, ctx: &Context<Mounted>) -> Callback<KeyboardEvent> {
    let link = ctx.link().clone();
    Callback::from(move |event: KeyboardEvent| {
        let read = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => Some(active.map_or(last, |at| at.saturating_sub(1))),
            "ArrowRight" | "ArrowUp" => Some(active.map_or(0, |at| (at + 1).min(last))),
            "Home" => Some(0),
            "End" => Some(last),
            "Escape" if active.is_some() => None,
            _ => return,
        };
        // These keys are the slider's, not those of the list of members around other parts.
        event.stop_propagation();
        event.prevent_default();
        link.send_message(Message::Read(read));
    })
}

/// People by layer before and after.
pub(super) fn flow(view: &FlowView, props: &PanelProps) -> Element {
    let head = |text: &String| tag!("th", "scope" = "col").text(text);
    let sum = |(label, texts): &(String, Vec<String>)| {
        let cell = |text: &String| tag!("td").text(text);
        tag!("tr", "data-explain" = "flow", "class" = "sum")
            .with(tag!("th", "scope" = "row").text(label))
            .each(texts.iter().map(cell))
    };
    let table = tag!("table", "aria-label" = &*view.summary)
        .with(tag!("thead").with(tag!("tr").each(view.heads.iter().map(head))))
        .with(tag!("tbody").each(view.rows.iter().enumerate().map(flow_row)).each(view.sums.iter().map(sum)));
    // What scrolls has to be within the keyboard's reach, with a name.
    let scrolls = props.width == Width::Narrow;
    let window = tag!(
        "div",
        "role" = scrolls.then_some("group"),
        "tabindex" = scrolls.then_some("0"),
        "aria-label" = scrolls.then_some(&*view.title),
        "class" = "scroll heat"
    );
    let period = view.menu.as_ref().map(|list| drawn_menu(list, props));
    part("flow", &view.title, "flow", &view.said, None, props.locale.words)
        .maybe(period)
        .with(window.with(table))
        .maybe(notes(&view.notes))
}

fn flow_row((n, row): (usize, &FlowRow)) -> Element {
    let cell = |cell: &FlowCell| {
        let class = match (cell.level, cell.stayed) {
            (Some(level), _) => ["heat-", &level.to_string()].concat(),
            (None, true) => "stayed".to_owned(),
            (None, false) => "none".to_owned(),
        };
        let share = (!cell.share.is_empty()).then(|| tag!("small").text(&cell.share));
        tag!("td", "title" = &*cell.full, "class" = &*class).with(tag!("span").text(&cell.text)).maybe(share)
    };
    tag!("tr", "data-explain" = &*["flow:", &n.to_string()].concat())
        .with(tag!("th", "scope" = "row").text(&row.label))
        .each(row.cells.iter().map(cell))
}

/// How many members a part has.
pub(super) fn rows(view: &GroupsView) -> usize {
    view.bodies.iter().map(|body| body.rows.len()).sum()
}

/// How many members all parts have.
pub(super) fn members(view: &LoopView) -> usize {
    view.groups.iter().map(rows).sum()
}

/// Members below each other with their numbers side by side; of notes, which have many numbers and few members, the
/// other way round. `first` is the number of the first member, `stop` that of the tab stop.
pub(super) fn groups(view: &GroupsView, first: usize, stop: usize, props: &PanelProps) -> Element {
    let table = tag!("table", "aria-label" = &*view.title, "class" = "members");
    let table = if view.id == "notes" {
        across(view, table, first, stop, props)
    } else {
        down(view, table, first, stop, props)
    };
    let card = ["people:", view.id].concat();
    part(view.id, &view.title, &card, &view.said, view.warning, props.locale.words)
        .with(table)
        .maybe(notes(&view.notes))
}

/// Name of a number, with the way to its card.
fn named(head: &GroupHead, scope: &str, class: Option<&str>, props: &PanelProps) -> Element {
    let info = info(&head.id, &head.label, false, props.locale.words);
    tag!("th", "scope" = scope, "class" = class).with(tag!("span").text(&head.label)).with(info)
}

fn down(view: &GroupsView, table: Element, first: usize, stop: usize, props: &PanelProps) -> Element {
    let heads = view.heads.iter().map(|head| named(head, "col", Some("number"), props));
    let columns = (view.heads.len() + 1).to_string();
    let mut n = first;
    let bodies = view.bodies.iter().map(|body| {
        let name = tag!("th", "scope" = "rowgroup", "colspan" = &*columns).text(&body.label);
        let name = (view.bodies.len() > 1).then(|| tag!("tr", "class" = "body-name").with(name));
        let rows = body.rows.iter().map(|row| {
            n += 1;
            let cells = row.cells.iter().enumerate().map(|(at, cell)| number(cell, row.bar.filter(|_| at == 0), None));
            tag!("tr", "data-explain" = &*card_id(view, n - 1 - first), "class" = row.selected.then_some("selected"))
                .with(tag!("th", "scope" = "row").with(member(row, n - 1, stop, props)))
                .each(cells)
        });
        tag!("tbody").maybe(name).maybe(empty(body, &columns)).each(rows)
    });
    table.with(tag!("thead").with(tag!("tr").with(tag!("td")).each(heads))).each(bodies)
}

fn across(view: &GroupsView, table: Element, first: usize, stop: usize, props: &PanelProps) -> Element {
    let members = || view.bodies.iter().flat_map(|body| &body.rows);
    let names = view.bodies.iter().filter(|body| !body.rows.is_empty()).map(|body| {
        let columns = body.rows.len().to_string();
        tag!("th", "scope" = "colgroup", "colspan" = &*columns, "class" = "number body-name").text(&body.label)
    });
    let mut n = first;
    let heads = members().map(|row| {
        n += 1;
        let class = if row.selected { "number selected" } else { "number" };
        tag!("th", "scope" = "col", "data-explain" = &*card_id(view, n - 1 - first), "class" = class).with(member(
            row,
            n - 1,
            stop,
            props,
        ))
    });
    let heads =
        tag!("thead").with(tag!("tr").with(tag!("td")).each(names)).with(tag!("tr").with(tag!("td")).each(heads));
    let columns = (members().count() + 1).to_string();
    let empty = view.bodies.iter().filter_map(|body| empty(body, &columns));
    let rows = view.heads.iter().enumerate().map(|(at, head)| {
        let cells = members().enumerate();
        let cells = cells.filter_map(|(n, row)| Some(number(row.cells.get(at)?, None, Some(&card_id(view, n)))));
        tag!("tr").with(named(head, "row", None, props)).each(cells)
    });
    table.with(heads).with(tag!("tbody").each(empty).each(rows))
}

/// In place of members: why there are none.
fn empty(body: &GroupBody, columns: &str) -> Option<Element> {
    let said = body.empty.as_ref()?;
    let text = [&*body.label, said].join(" ");
    Some(tag!("tr").with(tag!("td", "colspan" = columns, "class" = "muted").text(&text)))
}

/// The button that filters by a member.
fn member(row: &GroupRow, n: usize, stop: usize, props: &PanelProps) -> Element {
    let (selection, says) = &row.select;
    if !props.may(selection) {
        return tag!("span").text(&row.label);
    }
    let button = tag!(
        "button",
        "type" = "button",
        "tabindex" = if n == stop { "0" } else { "-1" },
        "data-n" = &*n.to_string(),
        "aria-pressed" = if row.selected { "true" } else { "false" },
        "aria-label" = &**says,
        "title" = &**says
    );
    button.on_click(send(&props.dispatch, Action::Select(selection.clone()))).text(&row.label)
}

/// Id of the card of a member of a part.
fn card_id(view: &GroupsView, n: usize) -> String {
    ["people:", view.id, ":", &n.to_string()].concat()
}

/// One number; `card` where not all of its row is one member's.
fn number(cell: &GroupCell, bar: Option<f64>, card: Option<&str>) -> Element {
    let text = (!cell.text.is_empty()).then(|| tag!("b").text(&cell.text));
    let small = (!cell.small.is_empty()).then(|| tag!("small", "class" = "muted").text(&cell.small));
    let place = tag!("td", "data-explain" = card, "title" = &*cell.full, "class" = "number");
    match bar {
        Some(share) => place.with(tag!("div", "class" = "barred").with(drawn_bar(share)).maybe(text).maybe(small)),
        None => place.maybe(text).maybe(small),
    }
}

fn drawn_bar(share: f64) -> Element {
    let rect = |width: &str, class: &str| tag!("rect", "width" = width, "height" = "100%", "class" = class);
    tag!("svg", "width" = "100%", "height" = "6", "aria-hidden" = "true", "class" = "bar")
        .with(rect("100%", "track"))
        .with(rect(&length(share, 2), "fill"))
}
