//! One tab stop in a row of things. In: a key, the thing that is the stop. Out: the thing that becomes it, with the
//! keyboard.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// Where a key leads from `active` among things numbered up to `last`; `None` where it means nothing here.
pub fn moved(event: &KeyboardEvent, active: usize, last: usize) -> Option<usize> {
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
