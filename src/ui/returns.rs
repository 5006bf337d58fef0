//! Draws [`ReturnsView`]: a headline, the ladder of ROI as horizontal steps with their formulas, and the table of members.
//! One tab stop in the table: arrows move among members, Enter filters by one.

use yew::prelude::*;

use super::element::{Element, length, notes, send, tag};
use super::explain::info;
use super::menu::{Choice, menu};
use super::mounted::{Message, Mounted, Pane, PanelProps};
use super::panel::Panel;
use super::roving::TabStop;
use super::state::Action;
use crate::view::returns::{MemberCell, MemberRow, ReturnsView, RungRow};
use crate::view::state::ViewState;

/// The return.
#[derive(Default)]
pub struct Returns {
    view: Option<ReturnsView>,
    stop: TabStop,
}

impl Pane for Returns {
    fn build(&mut self, props: &PanelProps) {
        let ViewState { selection, returns, .. } = &props.view;
        self.view = ReturnsView::build(&props.shown, selection, returns, &props.locale);
    }

    fn is_stale(&self, now: &PanelProps, before: &PanelProps) -> bool {
        now.view.selection != before.view.selection || now.view.returns != before.view.returns
    }

    fn update(&mut self, message: Message, _: &PanelProps) -> bool {
        self.stop.update(&message)
    }

    fn draw(&self, ctx: &Context<Mounted>) -> Option<Panel<'_>> {
        let view = self.view.as_ref()?;
        let props = ctx.props();
        let said = view.headline.iter().map(|sentence| tag!("p", "class" = "said").text(sentence));
        let headline = tag!("div", "data-explain" = "rung", "class" = "headline").each(said);
        let ladder = tag!("ol", "aria-label" = &*view.title, "class" = "ladder")
            .each(view.rungs.iter().map(|row| rung(row, props)));
        let choices = view.choices.iter().map(|choice| Choice {
            id: Some(&choice.id),
            label: &choice.label,
            current: choice.current,
            action: Action::Returns(choice.state.clone()),
        });
        let label = Some(&*view.choice_label);
        let controls = (view.choices.len() > 1).then(|| {
            let by = menu("returns-by", label, label, choices.collect(), &props.dispatch);
            tag!("div", "class" = "panel-controls").with(by)
        });
        let mut chart = vec![headline, ladder, self.members(view, ctx)];
        chart.extend(notes(&view.notes));
        Some(Panel { name: "returns", title: &view.title, notes: &[], controls, twin: true, chart })
    }
}

impl Returns {
    fn members(&self, view: &ReturnsView, ctx: &Context<Mounted>) -> Element {
        let props = ctx.props();
        // The first row is all of them, which there is nothing to do with.
        let choosable = view.members.iter().filter(|row| row.select.is_some()).count();
        let active = self.stop.among(choosable);
        let mut number = 0;
        let rows = view.members.iter().enumerate().map(|(place, row)| {
            let n = row.select.is_some().then(|| {
                number += 1;
                number - 1
            });
            member(row, place, n, n == Some(active), props)
        });
        let words = props.locale.words;
        let heads = view.heads.iter().enumerate().map(|(n, head)| {
            let class = (n > 0).then_some("number");
            let card = head.card.as_ref().map(|id| info(id, &head.label, true, words));
            let sort = head
                .sorted
                .map(|descending| if descending { ("descending", "\u{a0}↓") } else { ("ascending", "\u{a0}↑") });
            let (sorted, sign) = sort.map_or((None, ""), |(sorted, sign)| (Some(sorted), sign));
            let place = tag!("th", "scope" = "col", "aria-sort" = sorted, "class" = class);
            let Some((state, says)) = &head.sort else { return place.text(&head.label) };
            let button = tag!("button", "type" = "button", "title" = &**says)
                .on_click(send(&props.dispatch, Action::Returns(state.clone())))
                .text(&[&*head.label, sign].concat());
            place.with(button).maybe(card)
        });
        let table = tag!("table", "class" = "returned")
            .with(tag!("caption").text(&view.caption))
            .with(tag!("thead").with(tag!("tr").each(heads)))
            .with(tag!("tbody").each(rows));
        let window = tag!("div", "role" = "group", "aria-label" = &*view.caption, "class" = "scroll");
        self.stop.around(window.with(table), choosable, ctx)
    }
}

/// One rung: its name and what it is made of, its bar with the step from the rung before, its numbers.
fn rung(rung: &RungRow, props: &PanelProps) -> Element {
    let small = |text: &str| (!text.is_empty()).then(|| tag!("small", "class" = "muted").text(text));
    let card = ["rung:", rung.id].concat();
    let label = tag!("b").text(&rung.label).with(info(&card, &rung.label, true, props.locale.words));
    let name = tag!("span", "class" = "rung-name").with(label).maybe(small(&rung.made_of));
    let bar = rung.bar.map(|to| {
        let class = if rung.beyond { "bar beyond-bar" } else { "bar" };
        tag!("rect", "width" = &*length(to, 2), "y" = "6", "height" = "20", "class" = class)
    });
    let change = rung.change.map(|[from, to]| {
        let (x, width) = (length(from, 2), length(to - from, 2));
        let class = if rung.falls { "lost" } else { "gained" };
        tag!("rect", "x" = &*x, "width" = &*width, "y" = "6", "height" = "20", "class" = class)
    });
    let on = rung
        .bar
        .filter(|_| rung.beyond)
        .map(|to| tag!("text", "x" = &*length(to, 2), "dx" = "-8", "y" = "20", "text-anchor" = "end").text("→"));
    let plot = tag!("svg", "width" = "100%", "height" = "32", "aria-hidden" = "true", "class" = "rung-bar");
    let value = tag!("span", "class" = "rung-value").with(tag!("b").text(&rung.roi)).maybe(small(&rung.interval));
    let formula =
        tag!("span", "class" = "rung-formula").with(tag!("span").text(&rung.formula)).maybe(small(&rung.step));
    tag!("li", "data-rung" = rung.id, "data-explain" = &*card, "class" = "rung")
        .with(name)
        .with(plot.maybe(bar).maybe(change).maybe(on))
        .with(value)
        .with(formula)
}

fn member(row: &MemberRow, place: usize, n: Option<usize>, active: bool, props: &PanelProps) -> Element {
    let name = match (row.select.as_ref().filter(|(selection, _)| props.may(selection)), n) {
        (Some((selection, says)), Some(n)) => tag!(
            "button",
            "type" = "button",
            "data-n" = &*n.to_string(),
            "tabindex" = if active { "0" } else { "-1" },
            "aria-pressed" = if row.selected { "true" } else { "false" },
            "title" = &**says,
        )
        .on_click(send(&props.dispatch, Action::Select(selection.clone())))
        .text(&row.label),
        _ => tag!("span").text(&row.label),
    };
    let cell = |cell: &MemberCell| {
        let interval = (!cell.interval.is_empty()).then(|| tag!("small", "class" = "muted").text(&cell.interval));
        tag!("td", "title" = &*cell.full, "class" = "number").with(tag!("span").text(&cell.text)).maybe(interval)
    };
    let class = match (row.is_total, row.selected) {
        (true, _) => Some("total"),
        (_, true) => Some("selected"),
        _ => None,
    };
    tag!("tr", "data-explain" = &*["returned:", &place.to_string()].concat(), "class" = class)
        .with(tag!("th", "scope" = "row").with(name))
        .each(row.cells.iter().map(cell))
}
