//! Draws [`QualityView`]: one line per oddity, which unfolds to the rows that it concerns, with a button that shows them
//! in the tree table; the keyboard goes there with the reader.

use web_sys::{Element as Node, HtmlElement};
use yew::prelude::*;

use super::element::{Element, tag};
use super::explain::info;
use super::mounted::{Message, Mounted, Pane, PanelProps};
use super::panel::Panel;
use super::state::Action;
use super::twin::twin;
use crate::view::quality::{QualityEntry, QualityView, Weight};
use crate::view::state::ViewState;

/// The list of what is odd about the document.
#[derive(Default)]
pub struct Quality {
    view: Option<QualityView>,
    /// Rows were asked for and are not yet in sight.
    wants_rows: bool,
    list: NodeRef,
}

impl Pane for Quality {
    fn build(&mut self, props: &PanelProps) {
        self.view = Some(QualityView::build(&props.shown, &props.locale));
    }

    fn is_stale(&self, _: &PanelProps, _: &PanelProps) -> bool {
        false
    }

    fn is_drawn_by(&self, now: &PanelProps, before: &PanelProps) -> bool {
        now.view.selection != before.view.selection
    }

    fn update(&mut self, message: Message, props: &PanelProps) -> bool {
        let Message::Open(view) = message else { return false };
        props.dispatch.emit(Action::View(view));
        self.wants_rows = true;
        true
    }

    fn draw(&self, ctx: &Context<Mounted>) -> Option<Panel<'_>> {
        let view = self.view.as_ref()?;
        let chart = match &view.calm {
            Some(calm) => tag!("p", "class" = "calm").text(calm),
            None => tag!("ul", "aria-label" = &*view.summary, "class" = "oddities")
                .found_by(&self.list)
                .each(view.entries.iter().enumerate().map(|(n, drawn)| entry(drawn, n, ctx))),
        };
        Some(Panel {
            name: "quality",
            title: &view.title,
            notes: &[],
            controls: None,
            twin: view.calm.is_none(),
            chart: vec![chart],
        })
    }

    fn drawn(&mut self) {
        if std::mem::take(&mut self.wants_rows)
            && let Some(list) = self.list.cast::<Node>()
        {
            show_rows(&list);
        }
    }
}

/// The view of the rows, compared with what the reader compares with.
fn shown_by(view: &ViewState, props: &PanelProps) -> ViewState {
    let selection = view.selection.compared(props.view.selection.compare.clone());
    ViewState { selection, ..view.clone() }
}

fn entry(entry: &QualityEntry, n: usize, ctx: &Context<Mounted>) -> Element {
    let class = match entry.weight {
        Weight::Contradiction => "weight contradiction",
        Weight::Gap => "weight gap",
        Weight::Remark => "weight remark",
    };
    let open = entry.open.as_ref().map(|view| shown_by(view, ctx.props()));
    let open = open.filter(|view| ctx.props().may(&view.selection)).map(|view| {
        tag!("button", "type" = "button", "aria-label" = &*entry.open_label, "class" = "quiet open")
            .on_click(ctx.link().callback(move |_: MouseEvent| Message::Open(Box::new(view.clone()))))
            .text(&entry.open_text)
    });
    let listed = entry.listed.as_ref().map(|listed| {
        let more = listed.more.as_ref().map(|more| tag!("p", "class" = "muted").text(more));
        tag!("details").with(tag!("summary").text(&listed.label)).html(twin(&listed.table)).maybe(more)
    });
    let card = ["oddity:", &n.to_string()].concat();
    let sign = info(&card, &entry.text, true, ctx.props().locale.words);
    tag!("li", "data-explain" = &*card)
        .with(tag!("span", "class" = class).text(&entry.weight_label))
        .with(tag!("span", "class" = "oddity").text(&entry.text).with(sign))
        .with(tag!("small", "class" = "muted").text(&entry.place))
        .maybe(open)
        .maybe(listed)
}

/// Brings the tree table beside `list` into sight, its tab stop focused. Where there is none, nothing moves.
fn show_rows(list: &Node) {
    let panels = list.closest(".panels").ok().flatten();
    let find = |selector| panels.as_ref().and_then(|panels| panels.query_selector(selector).ok().flatten());
    if let Some(row) = find(".drilldown tr[tabindex=\"0\"]") {
        use wasm_bindgen::JsCast;
        // Focus that a screen cannot give is no fault: the table may have no rows.
        let _ = row.dyn_ref::<HtmlElement>().map(HtmlElement::focus);
    }
    if let Some(table) = find(".drilldown") {
        table.scroll_into_view();
    }
}
