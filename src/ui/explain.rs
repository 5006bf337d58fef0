//! How a reader asks what a number means. In: a click or the key `i` inside a panel. Out: the action that opens the card
//! of what is named by the nearest `data-explain` around it, under the selection in `data-under`, with the place it was asked at, so that the card can leave
//! that in sight. A click on something that does something else stays that; a mouse may ask anywhere, a keyboard at the
//! buttons of [`info`] and at every tab stop.

use web_sys::{Element as Node, Event};
use yew::prelude::*;

use super::element::{Element, icon, tag};
use super::state::{Action, Explained};
use crate::view::words::Words;

/// The sign of a card.
pub const INFO: &str = "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7.5v3.5M8 5v.5";

/// What a click does something else with, unless it is named itself.
const OTHERS: &str = "button,a,select,input,summary,[role=slider],[data-explain]";

/// A small button that opens the card of a number; `reachable` where it is a tab stop.
pub fn info(id: &str, label: &str, reachable: bool, words: &Words) -> Element {
    let says = words.labelled(words.explain, label);
    tag!(
        "button",
        "type" = "button",
        "data-explain" = id,
        "tabindex" = (!reachable).then_some("-1"),
        "aria-label" = &*says,
        "title" = words.explain,
        "class" = "info"
    )
    .with(icon("0 0 16 16", INFO))
}

/// Makes `panel` answer the questions asked inside it.
pub fn answering(panel: Element, dispatch: &Callback<Action>) -> Element {
    let (clicked, pressed) = (dispatch.clone(), dispatch.clone());
    let click = Callback::from(move |event: MouseEvent| ask(&event, OTHERS, &clicked));
    let key = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "i" {
            ask(&event, "input,[data-explain]", &pressed);
        }
    });
    panel.on_click(click).on_keydown(key)
}

fn ask(event: &Event, nearest: &str, dispatch: &Callback<Action>) {
    let Some(at) = event.target_dyn_into::<Node>() else { return };
    let named = at.closest(nearest).ok().flatten();
    let Some((id, named)) = named.and_then(|named| Some((named.get_attribute("data-explain")?, named))) else { return };
    let under = named.closest("[data-under]").ok().flatten().and_then(|around| around.get_attribute("data-under"));
    let selection = under.and_then(|text| text.parse().ok());
    dispatch.emit(Action::Explain(Some(Explained { id: id.into(), selection, at: Some(at) })));
}
