//! Draws [`Card`] beside the report: no modal window, so that the number it explains stays in sight. The keyboard goes
//! in when it opens; Escape or its button closes it and gives the keyboard back to what opened it.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, ShadowRoot};
use yew::prelude::*;

use super::element::{Element, icon, send, tag};
use super::state::{Action, Explained, Shown};
use crate::view::card::Card;
use crate::view::locale::Locale;
use crate::view::state::ViewState;
use crate::view::words::{Words, fill};

/// The sign of a card.
pub const INFO: &str = "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7.5v3.5M8 5v.5";

/// Properties of [`CardPanel`].
#[derive(Properties, PartialEq)]
pub struct CardProps {
    /// The report.
    pub shown: Shown,
    /// What the reader did, with the rows that count for the number.
    pub view: ViewState,
    /// The number.
    pub explained: Explained,
    /// The language.
    pub locale: Locale,
    /// To the reducer.
    pub dispatch: Callback<Action>,
}

/// The card; nothing where the report has no such number.
pub struct CardPanel {
    card: Option<Card>,
    dialog: NodeRef,
    opener: Option<HtmlElement>,
    /// The number was asked for just now.
    asked: bool,
}

/// A small button that opens the card of a number; `reachable` where it is a tab stop.
pub fn info(id: &str, label: &str, reachable: bool, words: &Words, dispatch: &Callback<Action>) -> Element {
    let says = fill!(words.label_value, label = words.explain, value = label);
    tag!(
        "button",
        "type" = "button",
        "data-explain" = id,
        "tabindex" = (!reachable).then_some("-1"),
        "aria-label" = &*says,
        "title" = words.explain,
        "class" = "info"
    )
    .on_click(send(dispatch, Action::Explain(Some(id.into()))))
    .with(icon("0 0 16 16", INFO))
}

fn build(props: &CardProps) -> Option<Card> {
    Card::build(&props.shown, &props.view, &props.explained.id, &props.locale)
}

impl Component for CardPanel {
    type Message = ();
    type Properties = CardProps;

    fn create(ctx: &Context<Self>) -> Self {
        Self { card: build(ctx.props()), dialog: NodeRef::default(), opener: None, asked: true }
    }

    fn changed(&mut self, ctx: &Context<Self>, before: &CardProps) -> bool {
        self.asked = ctx.props().explained != before.explained;
        self.card = build(ctx.props());
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let CardProps { locale, dispatch, .. } = ctx.props();
        let Some(card) = &self.card else { return Html::default() };
        let close = send(dispatch, Action::Explain(None));
        let keys = {
            let dispatch = dispatch.clone();
            Callback::from(move |event: KeyboardEvent| {
                if event.key() == "Escape" {
                    event.stop_propagation();
                    dispatch.emit(Action::Explain(None));
                }
            })
        };
        let button = tag!("button", "type" = "button", "aria-label" = locale.later().close, "class" = "icon")
            .on_click(close)
            .with(icon("0 0 16 16", "M4 4l8 8M12 4l-8 8"));
        let head = tag!("header").with(tag!("h2", "id" = "card-title").text(&card.title)).with(button);
        let mut sections = Vec::new();
        for section in card.sections.iter().filter(|section| !section.lines.is_empty()) {
            let mut lines = tag!("dl");
            for (term, text) in &section.lines {
                lines = lines.with(tag!("dt").text(term)).with(tag!("dd").text(text));
            }
            let heading = (!section.heading.is_empty()).then(|| tag!("h3").text(&section.heading));
            sections.push(tag!("section").maybe(heading).with(lines));
        }
        let dialog = tag!(
            "div",
            "role" = "dialog",
            "aria-labelledby" = "card-title",
            "tabindex" = "-1",
            "part" = "card",
            "class" = "card"
        );
        tag!("div", "class" = "card-layer")
            .with(dialog.found_by(&self.dialog).on_keydown(keys).with(head).each(sections.into_iter()))
            .into()
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        let Some(dialog) = self.dialog.cast::<HtmlElement>().filter(|_| std::mem::take(&mut self.asked)) else {
            return;
        };
        let root = dialog.get_root_node();
        let focused = root.dyn_ref::<ShadowRoot>().and_then(ShadowRoot::active_element);
        // Asked for from inside, another card goes back to where the first came from.
        if let Some(opener) = focused.filter(|focused| !dialog.contains(Some(focused))) {
            self.opener = opener.dyn_into().ok();
        }
        // Focus that a screen cannot give is no fault.
        let _ = dialog.focus();
    }

    fn destroy(&mut self, _: &Context<Self>) {
        if let Some(opener) = &self.opener {
            let _ = opener.focus();
        }
    }
}
