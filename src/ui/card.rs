//! Draws [`Card`] beside the report: no modal window, and on the side where the number that it explains is not. The keyboard goes
//! in when it opens; Escape or its button closes it and gives the keyboard back to what opened it.

use wasm_bindgen::JsCast;
use web_sys::{Element as Node, FocusOptions, HtmlElement, KeyboardEvent, ShadowRoot};
use yew::prelude::*;

use super::element::{icon, send, tag};
use super::state::{Action, Explained, Shown};
use crate::view::card::Card;
use crate::view::locale::Locale;
use crate::view::state::ViewState;

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

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        let Some(dialog) = self.dialog.cast::<HtmlElement>().filter(|_| std::mem::take(&mut self.asked)) else {
            return;
        };
        let root = dialog.get_root_node();
        let focused = root.dyn_ref::<ShadowRoot>().and_then(ShadowRoot::active_element);
        // Asked for from inside, another card goes back to where the first came from.
        if let Some(opener) = focused.filter(|focused| !dialog.contains(Some(focused))) {
            self.opener = opener.dyn_into().ok();
        }
        if let Some(at) = ctx.props().explained.at.as_ref().or(self.opener.as_deref()) {
            stand_aside(&dialog, at);
        }
        // It stands where it is seen, and in an iframe a little later: what is around must not jump to it. Focus that a
        // screen cannot give is no fault.
        let how = FocusOptions::new();
        how.set_prevent_scroll(true);
        let _ = dialog.focus_with_options(&how);
    }

    fn destroy(&mut self, _: &Context<Self>) {
        if let Some(opener) = &self.opener {
            let _ = opener.focus();
        }
    }
}

/// Leaves in sight what the card is about: stands on the other side of it; where there is but one, has it scrolled up.
fn stand_aside(dialog: &HtmlElement, at: &Node) {
    let (Some(layer), number) = (dialog.parent_element(), at.get_bounding_client_rect()) else { return };
    let all = layer.parent_element().map_or_else(|| number.clone(), |report| report.get_bounding_client_rect());
    let middle = |of: &web_sys::DomRect| of.left() + of.width() / 2.0;
    layer.set_class_name(if middle(&number) > middle(&all) { "card-layer left" } else { "card-layer" });
    let card = dialog.get_bounding_client_rect();
    let is_covered = number.left() < card.right() && number.right() > card.left() && number.bottom() > card.top();
    if is_covered && card.width() >= all.width() - 1.0 {
        at.scroll_into_view();
    }
}
