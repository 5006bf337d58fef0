//! How panels follow the reader, as far as the window tells: which of them are in sight, what waits, what keeps its place
//! meanwhile. In: a panel's section. Out: an answer, or marks on the section itself, since that a panel waits is no reason
//! to draw it. Does nothing to a panel that is not drawn.

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, IntersectionObserver, IntersectionObserverEntry, Node};
use yew::html::Scope;
use yew::prelude::*;

use super::mounted::{Message, Mounted};

/// What was put off waits so long for what comes after it.
const PUT_OFF_MS: u32 = 100;

/// Whether a panel is in sight; `None` as long as nobody has said.
pub type InSight = Rc<Cell<Option<bool>>>;

/// The way to all that from [`Mounted`], which the first screen has without it.
pub struct Following {
    /// Whether any of the section is inside the window. What has no place yet is drawn to get one. Costs a layout: for a
    /// section that is not watched yet.
    pub is_in_sight: fn(&NodeRef) -> bool,
    /// Keeps saying whether any of the section is inside the reader's window, be the page in a frame or not; what comes into
    /// it makes at once what it put off. Ends when what comes out is dropped.
    pub watch: fn(&Node, &Scope<Mounted>, &InSight) -> Box<dyn Any>,
    /// Has the panel make what it shows a little later, unless what comes out is dropped before.
    pub put_off: fn(&Scope<Mounted>) -> Box<dyn Any>,
    /// Nothing moves under a pointer that is down: what becomes shorter or longer keeps its place for as long.
    pub hold: fn(&NodeRef, bool),
    /// Says how often the panel was made and drawn, and whether it waits.
    pub mark: fn(&NodeRef, (usize, usize), bool),
}

/// How it is done.
pub const FOLLOWING: Following = Following { is_in_sight, watch, put_off, hold, mark };

fn is_in_sight(section: &NodeRef) -> bool {
    let Some(section) = section.cast::<HtmlElement>() else { return true };
    let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
    let place = section.get_bounding_client_rect();
    place.bottom() > 0.0 && height.is_none_or(|height| place.top() < height)
}

/// Watches as long as it lives.
struct Watch {
    observer: IntersectionObserver,
    _told: Closure<dyn FnMut(js_sys::Array)>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn watch(section: &Node, link: &Scope<Mounted>, in_sight: &InSight) -> Box<dyn Any> {
    let (link, in_sight) = (link.clone(), in_sight.clone());
    let told = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let last = entries.get(entries.length().wrapping_sub(1)).unchecked_into::<IntersectionObserverEntry>();
        let is_in_sight = last.is_intersecting();
        in_sight.set(Some(is_in_sight));
        if is_in_sight {
            link.send_message(Message::Make);
        }
    });
    match (IntersectionObserver::new(told.as_ref().unchecked_ref()), section.dyn_ref()) {
        (Ok(observer), Some(section)) => {
            observer.observe(section);
            Box::new(Watch { observer, _told: told })
        }
        // Without it, places are looked up.
        _ => Box::new(()),
    }
}

fn put_off(link: &Scope<Mounted>) -> Box<dyn Any> {
    let link = link.clone();
    Box::new(Timeout::new(PUT_OFF_MS, move || link.send_message(Message::Make)))
}

fn hold(section: &NodeRef, holds: bool) {
    let Some(section) = section.cast::<HtmlElement>() else { return };
    if !holds {
        let _ = section.remove_attribute("style");
        return;
    }
    // Said to the object, which no policy of the page forbids. One that waits may have been lower than others that do.
    let height = [&*section.offset_height().to_string(), "px"].concat();
    for (name, value) in [("height", &*height), ("min-height", "0")] {
        let _ = section.style().set_property(name, value);
    }
}

fn mark(section: &NodeRef, (made, drawn): (usize, usize), waits: bool) {
    let Some(section) = section.cast::<HtmlElement>() else { return };
    // Names that are fixed here are valid.
    let _ = section.set_attribute("data-made", &[made.to_string(), drawn.to_string()].join(" "));
    let _ = if waits { section.set_attribute("aria-busy", "true") } else { section.remove_attribute("aria-busy") };
}
