//! Draws [`QualityView`]: one line per oddity, with a button that shows the rows it concerns. The rows are the tree
//! table's; the keyboard goes there with the reader.

use web_sys::{Element as Node, HtmlElement};
use yew::prelude::*;

use super::element::{Element, tag};
use super::panel::{Panel, Twin, panel};
use super::state::{Action, Shown};
use crate::view::locale::Locale;
use crate::view::quality::{QualityEntry, QualityView, Weight};
use crate::view::state::ViewState;

/// Properties of [`Quality`].
#[derive(Properties, PartialEq)]
pub struct QualityProps {
    /// The report.
    pub shown: Shown,
    /// The language.
    pub locale: Locale,
    /// To the reducer.
    pub dispatch: Callback<Action>,
}

/// The list of what is odd about the document.
pub struct Quality {
    view: QualityView,
    as_table: bool,
    /// Rows were asked for and are not yet in sight.
    wants_rows: bool,
    list: NodeRef,
}

/// What happens inside the panel.
pub enum Message {
    /// The rows of an entry are asked for.
    Open(Box<ViewState>),
    /// The list for the table behind it, or back.
    Turn,
}

fn build(props: &QualityProps) -> QualityView {
    QualityView::build(&props.shown, &props.locale)
}

impl Component for Quality {
    type Message = Message;
    type Properties = QualityProps;

    fn create(ctx: &Context<Self>) -> Self {
        Self { view: build(ctx.props()), as_table: false, wants_rows: false, list: NodeRef::default() }
    }

    fn changed(&mut self, ctx: &Context<Self>, before: &QualityProps) -> bool {
        if ctx.props() != before {
            self.view = build(ctx.props());
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Open(view) => {
                ctx.props().dispatch.emit(Action::View(view));
                self.wants_rows = true;
            }
            Message::Turn => self.as_table = !self.as_table,
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let view = &self.view;
        let twin = Twin {
            table: &view.twin,
            shown: self.as_table,
            toggle: ctx.link().callback(|_: MouseEvent| Message::Turn),
        };
        let chart = match &view.calm {
            Some(calm) => tag!("p", "class" = "calm").text(calm),
            None => tag!("ul", "aria-label" = &*view.summary, "class" = "oddities")
                .found_by(&self.list)
                .each(view.entries.iter().map(|entry| self.entry(entry, ctx))),
        };
        let frame = Panel {
            name: "quality",
            title: &view.title,
            notes: &[],
            controls: None,
            twin: view.calm.is_none().then_some(twin),
            chart: vec![chart],
        };
        panel(frame, ctx.props().locale.words)
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if std::mem::take(&mut self.wants_rows)
            && let Some(list) = self.list.cast::<Node>()
        {
            show_rows(&list);
        }
    }
}

impl Quality {
    fn entry(&self, entry: &QualityEntry, ctx: &Context<Self>) -> Element {
        let class = match entry.weight {
            Weight::Contradiction => "weight contradiction",
            Weight::Gap => "weight gap",
            Weight::Remark => "weight remark",
        };
        let open = entry.open.as_ref().map(|view| {
            let view = view.clone();
            tag!("button", "type" = "button", "aria-label" = &*entry.open_label, "class" = "quiet open")
                .on_click(ctx.link().callback(move |_: MouseEvent| Message::Open(Box::new(view.clone()))))
                .text(&self.view.open_label)
        });
        tag!("li")
            .with(tag!("span", "class" = class).text(&entry.weight_label))
            .with(tag!("span", "class" = "oddity").text(&entry.text))
            .with(tag!("small", "class" = "muted").text(&entry.place))
            .maybe(open)
    }
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
