//! One tab stop in a row of things. In: a key, the thing that is the stop. Out: the thing that becomes it, with the
//! keyboard.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::element::Element;
use super::mounted::{Message, Mounted};

/// Which of a panel's numbered things is the tab stop.
#[derive(Default)]
pub struct TabStop {
    active: usize,
    list: NodeRef,
}

impl TabStop {
    /// Its number among `len` things.
    pub fn among(&self, len: usize) -> usize {
        self.active.min(len.saturating_sub(1))
    }

    /// Says whether it has moved.
    pub const fn update(&mut self, message: &Message) -> bool {
        let Message::Move(to) = message else { return false };
        self.active = *to;
        true
    }

    /// Makes `list` the element around `len` things, each with its number in `data-n`.
    pub fn around(&self, list: Element, len: usize, ctx: &Context<Mounted>) -> Element {
        let (active, last) = (self.among(len), len.saturating_sub(1));
        let (found, link) = (self.list.clone(), ctx.link().clone());
        let keys = Callback::from(move |event: KeyboardEvent| {
            let Some(next) = moved(&event, active, last) else { return };
            event.prevent_default();
            link.send_message(Message::Move(next));
            if let Some(list) = found.cast::<HtmlElement>() {
                focus(&list, "data-n", next);
            }
        });
        list.found_by(&self.list).on_keydown(keys)
    }
}

/// Where a key leads from `active` among things numbered up to `last`; `None` where it means nothing here.
fn moved(event: &KeyboardEvent, active: usize, last: usize) -> Option<usize> {
    match event.key().as_str() {
        "ArrowDown" | "ArrowRight" => Some((active + 1).min(last)),
        "ArrowUp" | "ArrowLeft" => Some(active.saturating_sub(1)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// Gives the keyboard to what has that number inside `list`; says whether it is there. Focus that a screen cannot give
/// is no fault: the element may be gone by now.
pub fn focus(list: &HtmlElement, attribute: &str, number: usize) -> bool {
    let found = list.query_selector(&format!("[{attribute}=\"{number}\"]")).ok().flatten();
    if let Some(element) = found.as_ref().and_then(|found| found.dyn_ref::<HtmlElement>()) {
        let _ = element.focus();
    }
    found.is_some()
}
