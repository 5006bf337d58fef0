//! The drilldown panel: order of dimensions, top-n, search, breadcrumb, and the tree table under them.

use std::rc::Rc;

use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::element::{Element, send, tag};
use super::explain::info;
use super::grid::{Rows, Stroke, first_row, grid, reveal, stroke, take_focus, window};
use super::menu::{Choice, menu};
use super::mounted::{self, Mounted, Pane, PanelProps};
use super::panel::Panel;
use super::row::row;
use super::state::Action;
use crate::view::drilldown::{Crumb, DrillColumn, Drilldown as View};
use crate::view::state::DrillState;
use crate::view::words::{Words, fill};

/// Choices of how many rows a level lists before "others".
const TOP_N: [Option<usize>; 4] = [None, Some(10), Some(20), Some(50)];

/// Most rows on paper.
const MAX_PRINTED: usize = 1_000;

/// The tree table.
#[derive(Default)]
pub struct Drilldown {
    table: Option<View>,
    /// The row at the top of the window.
    first: usize,
    rows: Rc<Rows>,
    /// The row that is the tab stop.
    active: usize,
    /// The keyboard was in the table, and rows were moved or replaced since.
    wants_focus: bool,
    scroller: NodeRef,
}

/// What happens inside the table.
pub enum Message {
    /// Another row is at the top of the window.
    Scroll(usize),
    /// A key was pressed.
    Key(Stroke),
}

impl Pane for Drilldown {
    fn build(&mut self, props: &PanelProps) {
        // Whoever is brought here before the rows are there stays when they come.
        self.wants_focus |= self.scroller.cast::<HtmlElement>().is_some_and(|window| {
            let row = window.query_selector("tr:focus");
            row.ok().flatten().is_some()
        });
        self.table = View::build(&props.shown, &props.view.selection, &props.view.drill, &props.locale);
        self.draw_rows(props);
    }

    fn is_stale(&self, now: &PanelProps, before: &PanelProps) -> bool {
        let same = now.view.selection == before.view.selection && now.view.drill == before.view.drill;
        !same || now.printing != before.printing
    }

    fn update(&mut self, message: mounted::Message, props: &PanelProps) -> bool {
        let mounted::Message::Drilldown(message) = message else { return false };
        match message {
            Message::Scroll(first) if first == self.first => false,
            Message::Scroll(first) => {
                self.first = first;
                self.draw_rows(props);
                true
            }
            Message::Key(stroke) => {
                self.wants_focus = true;
                match stroke {
                    Stroke::Pass => false,
                    Stroke::Act(action) => {
                        props.dispatch.emit(action);
                        false
                    }
                    Stroke::Move(row) => {
                        self.active = row;
                        if let Some(window) = self.scroller.cast::<HtmlElement>() {
                            reveal(&window, self.current());
                        }
                        true
                    }
                }
            }
        }
    }

    fn draw(&self, ctx: &Context<Mounted>) -> Option<Panel<'_>> {
        let (table, props) = (self.table.as_ref()?, ctx.props());
        Some(Panel {
            name: "drilldown",
            title: &table.title,
            notes: &table.notes,
            controls: Some(controls(table, props)),
            twin: false,
            chart: vec![crumbs(table, props), self.scrolled(table, ctx)],
        })
    }

    fn drawn(&mut self) {
        if let Some(window) = self.scroller.cast::<HtmlElement>().filter(|_| self.wants_focus) {
            self.wants_focus = !take_focus(&window, self.current());
        }
    }
}

impl Drilldown {
    fn draw_rows(&mut self, props: &PanelProps) {
        let Some(table) = &self.table else { return };
        let range = if props.printing { 0..table.len.min(MAX_PRINTED) } else { window(self.first, table.len) };
        let start = range.start;
        let mut rows = table.rows(&props.shown, &props.locale, range);
        for row in &mut rows {
            row.drill.take_if(|selection| !props.may(selection));
            row.toggled_filter.take_if(|selection| !props.may(selection));
        }
        self.rows = Rc::new(Rows { start, rows });
    }

    /// The tab stop, which moves up where rows went away.
    fn current(&self) -> usize {
        self.active.min(self.table.as_ref().map_or(0, |table| table.len).saturating_sub(1))
    }

    fn scrolled(&self, table: &View, ctx: &Context<Mounted>) -> Element {
        let PanelProps { locale, dispatch, .. } = ctx.props();
        let words = locale.words;
        let scroll = ctx.link().callback(|event: Event| {
            let top = event.target_dyn_into::<HtmlElement>().map_or(0, |window| window.scroll_top());
            mounted::Message::Drilldown(Message::Scroll(first_row(top)))
        });
        let keys = {
            let (rows, current, link) = (self.rows.clone(), self.current(), ctx.link().clone());
            let up = table.crumbs.iter().rev().nth(1).map(|crumb| crumb.selection.clone());
            let up = up.filter(|selection| ctx.props().may(selection));
            let sorted = table.columns.iter().find(|column| column.sorted.is_some()).or(table.columns.first());
            let sorted = sorted.map(|column| column.explained().to_owned());
            Callback::from(move |event: KeyboardEvent| {
                if let Some(stroke) = stroke(&event, &rows, current, up.as_ref(), sorted.as_deref()) {
                    if !matches!(stroke, Stroke::Pass) {
                        event.prevent_default();
                    }
                    link.send_message(mounted::Message::Drilldown(Message::Key(stroke)));
                }
            })
        };
        let heads = tag!("tr")
            .with(head(&table.names, "name", dispatch, words))
            .each(table.columns.iter().map(|column| head(column, "number", dispatch, words)))
            .with(tag!("th", "scope" = "col", "class" = "spark").with(tag!("span").text(words.trend)));
        let heads = tag!("thead").with(heads).with(row(&table.total, &table.columns, None, locale, dispatch));
        let rows = grid(table, heads, &self.rows, self.current(), locale, dispatch);
        let empty = table.empty.as_ref().map(|empty| tag!("p", "class" = "empty").text(empty));
        let scroller = tag!("div", "class" = "scroll grid").found_by(&self.scroller).on_scroll(scroll);
        scroller.with(rows.on_keydown(keys)).maybe(empty)
    }
}

fn crumbs(table: &View, props: &PanelProps) -> Element {
    let crumb = |(n, crumb): (usize, &Crumb)| {
        let place = if n + 1 == table.crumbs.len() {
            tag!("span", "aria-current" = "location")
        } else if props.may(&crumb.selection) {
            tag!("button", "type" = "button", "class" = "quiet")
                .on_click(send(&props.dispatch, Action::Select(crumb.selection.clone())))
        } else {
            tag!("span")
        };
        tag!("li").with(place.text(&crumb.label))
    };
    let list = tag!("ol", "aria-label" = props.locale.words.breadcrumb);
    tag!("div", "class" = "crumbs").with(list.each(table.crumbs.iter().enumerate().map(crumb)))
}

fn controls(table: &View, props: &PanelProps) -> Element {
    let (words, dispatch, drill) = (props.locale.words, &props.dispatch, &props.view.drill);
    let orders = table.orders.iter().map(|order| Choice {
        id: None,
        label: &order.label,
        current: order.current,
        action: Action::Arrange(order.state.clone()),
    });
    let labels = TOP_N.map(|n| match n {
        None => words.all_rows.to_owned(),
        Some(n) => fill!(words.top_n, n = n.to_string()),
    });
    let tops = TOP_N.iter().zip(&labels).map(|(&top_n, label)| Choice {
        id: None,
        label,
        current: drill.top_n == top_n,
        action: Action::Arrange(DrillState { top_n, ..drill.clone() }),
    });
    let typed = {
        let (drill, dispatch) = (drill.clone(), dispatch.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                dispatch.emit(Action::Arrange(DrillState { search: input.value(), ..drill.clone() }));
            }
        })
    };
    let search_in = fill!(words.search_in, label = table.names.label);
    let search = tag!(
        "input",
        "type" = "search",
        "data-act" = "search",
        "placeholder" = words.search,
        "aria-label" = &*search_in
    );
    tag!("div", "class" = "panel-controls")
        .with(menu("order", Some(words.order), None, orders.collect(), dispatch))
        .with(menu("top", Some(words.all_rows), None, tops.collect(), dispatch))
        .with(search.value(&drill.search).on_input(typed))
}

fn head(column: &DrillColumn, class: &str, dispatch: &Callback<Action>, words: &Words) -> Element {
    let (sort, sign) = match column.sorted {
        Some(true) => ("descending", "\u{a0}↓"),
        Some(false) => ("ascending", "\u{a0}↑"),
        None => ("none", ""),
    };
    let note = column.note.as_ref();
    let title = note.map_or_else(|| fill!(words.sort_by, label = column.label), Clone::clone);
    let button = tag!("button", "type" = "button", "title" = &*title)
        .on_click(send(dispatch, Action::Arrange(column.state.clone())))
        .text(&[&column.label, sign].concat());
    tag!("th", "scope" = "col", "aria-sort" = sort, "data-column" = &*column.id, "class" = class)
        .key(&column.id)
        .with(button)
        .maybe((class == "number").then(|| info(column.explained(), &column.label, true, words)))
        .maybe(note.map(|note| tag!("small").text(note)))
}
