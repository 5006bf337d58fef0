//! Elements from plain calls. In: a name, attributes, listeners, children. Out: [`Element`], one of Yew's. Drawing this
//! way takes a third of the code that `html!` unrolls to, and what is drawn is most of what a reader downloads. Every
//! call adds exactly one place among the children, so that what comes and goes does not shift what stays.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use yew::html::{onchange, onclick, ondblclick, oninput, onkeydown, onscroll};
use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Listener, ListenerKind, VChild, VList, VTag, VText};

use super::state::Action;

/// One element, not yet drawn.
pub struct Element(Rc<VTag>);

/// An element with attributes, each a `&str` or an `Option<&str>`: `tag!("p", "class" = "empty", "title" = title)`.
/// Where all of them are known beforehand, so is their list.
macro_rules! tag {
    ($name:literal $(, $key:literal = $value:literal)* $(,)?) => {
        $crate::ui::element::Element::new($name, &[$($key),*], &[$(Some($value)),*])
    };
    ($name:literal $(, $key:literal = $value:expr)* $(,)?) => {
        $crate::ui::element::Element::new($name, &[$($key),*], &[$(Option::<&str>::from($value)),*])
    };
}
pub(super) use tag;

impl Element {
    /// See [`tag!`]. Keys are one list a place in the code, which Yew compares by its address.
    pub fn new(name: &'static str, keys: &'static [&'static str], values: &[Option<&str>]) -> Self {
        let mut tag = VTag::new(name);
        let attribute = |text: &str| AttributeOrProperty::Attribute(owned(text));
        tag.attributes = Attributes::Dynamic { keys, values: values.iter().map(|text| text.map(attribute)).collect() };
        Self(Rc::new(tag))
    }

    /// One choice of a menu. Chosen by property: once a reader has used a menu, browsers ignore the attribute.
    pub fn option(label: &str, id: Option<&str>, chosen: bool) -> Self {
        let mut tag = VTag::new("option");
        let chosen = if chosen { JsValue::TRUE } else { JsValue::FALSE };
        let values =
            [id.map(|id| AttributeOrProperty::Attribute(owned(id))), Some(AttributeOrProperty::Property(chosen))];
        tag.attributes = Attributes::Dynamic { keys: &["value", "selected"], values: Box::new(values) };
        Self(Rc::new(tag)).text(label)
    }

    /// Tells it from its siblings, of which all have keys or none.
    pub fn key(self, key: &str) -> Self {
        self.change(|tag| tag.key = Some(key.into()))
    }

    /// What stands in the field, where it is an `input`.
    pub fn value(self, value: &str) -> Self {
        self.change(|tag| tag.set_value(Some(owned(value))))
    }

    /// Where to find it once it is drawn.
    pub fn found_by(self, node_ref: &NodeRef) -> Self {
        self.change(|tag| tag.node_ref = node_ref.clone())
    }

    /// A child.
    pub fn with(self, child: Self) -> Self {
        self.html(child.into())
    }

    /// A child, or its empty place.
    pub fn maybe(self, child: Option<Self>) -> Self {
        self.html(child.map_or_else(Html::default, Self::into))
    }

    /// As many children as come, in one place.
    pub fn each(self, mut children: impl Iterator<Item = Self>) -> Self {
        self.all(&mut || children.next())
    }

    /// As many children as come: the part of [`Element::each`] that is the same for every iterator.
    fn all(self, next: &mut dyn FnMut() -> Option<Self>) -> Self {
        let mut list = Vec::new();
        while let Some(child) = next() {
            list.push(child.into());
        }
        self.html(VList::with_children(list, None).into())
    }

    /// Text.
    pub fn text(self, text: &str) -> Self {
        self.html(VText::new(owned(text)).into())
    }

    /// What was drawn elsewhere.
    pub fn html(self, child: Html) -> Self {
        self.change(|tag| tag.add_child(child))
    }

    /// What a click does.
    pub fn on_click(self, callback: Callback<MouseEvent>) -> Self {
        self.listener(Rc::new(onclick::Wrapper::new(callback)))
    }

    /// What another choice or a finished entry does.
    pub fn on_change(self, callback: Callback<Event>) -> Self {
        self.listener(Rc::new(onchange::Wrapper::new(callback)))
    }

    /// What each letter does.
    pub fn on_input(self, callback: Callback<InputEvent>) -> Self {
        self.listener(Rc::new(oninput::Wrapper::new(callback)))
    }

    /// What a key does here or further in.
    pub fn on_keydown(self, callback: Callback<KeyboardEvent>) -> Self {
        self.listener(Rc::new(onkeydown::Wrapper::new(callback)))
    }

    /// What a double click does.
    pub fn on_double_click(self, callback: Callback<MouseEvent>) -> Self {
        self.listener(Rc::new(ondblclick::Wrapper::new(callback)))
    }

    /// What a pointer does: is pressed, moved, lifted, gone, or taken away by the browser.
    pub fn on_pointer(self, callback: &Callback<PointerEvent>) -> Self {
        let kinds: [fn() -> ListenerKind; 5] = [
            || ListenerKind::onpointerdown,
            || ListenerKind::onpointermove,
            || ListenerKind::onpointerup,
            || ListenerKind::onpointerout,
            || ListenerKind::onpointercancel,
        ];
        kinds
            .into_iter()
            .fold(self, |element, kind| element.listener(Rc::new(Pointer { kind, callback: callback.clone() })))
    }

    /// What scrolling does.
    pub fn on_scroll(self, callback: Callback<Event>) -> Self {
        self.listener(Rc::new(onscroll::Wrapper::new(callback)))
    }

    fn listener(self, listener: Rc<dyn Listener>) -> Self {
        self.change(|tag| {
            tag.add_listener(listener);
        })
    }

    /// Nobody else holds it before it is drawn.
    fn change(mut self, change: impl FnOnce(&mut VTag)) -> Self {
        if let Some(tag) = Rc::get_mut(&mut self.0) {
            change(tag);
        }
        self
    }
}

/// A listener to pointers: one type for all kinds of their events, where Yew has one for each.
struct Pointer {
    /// Makes the kind: to clone one would be to tell all of Yew's kinds apart.
    kind: fn() -> ListenerKind,
    callback: Callback<PointerEvent>,
}

impl Listener for Pointer {
    fn kind(&self) -> ListenerKind {
        (self.kind)()
    }

    fn handle(&self, event: Event) {
        self.callback.emit(event.unchecked_into());
    }

    fn passive(&self) -> bool {
        true
    }
}

impl From<Element> for Html {
    fn from(element: Element) -> Self {
        Self::VTag(element.0)
    }
}

/// A component.
pub fn component<C: BaseComponent>(props: C::Properties) -> Html {
    VChild::<C>::new(props, None).into()
}

/// A component that stays the same one when it stands elsewhere among its siblings, all of which have keys.
pub fn keyed<C: BaseComponent>(key: &'static str, props: C::Properties) -> Html {
    VChild::<C>::new(props, Some(key.into())).into()
}

/// A click that does always the same.
pub fn send(dispatch: &Callback<Action>, action: Action) -> Callback<MouseEvent> {
    dispatch.reform(move |_: MouseEvent| action.clone())
}

/// A remark a line; nothing where there are none.
pub fn notes(notes: &[String]) -> Option<Element> {
    let line = |note: &String| tag!("li").text(note);
    (!notes.is_empty()).then(|| tag!("ul", "class" = "notes").each(notes.iter().map(line)))
}

/// A small icon of one path.
pub fn icon(view_box: &str, path: &str) -> Element {
    tag!("svg", "viewBox" = view_box, "aria-hidden" = "true").with(tag!("path", "d" = path))
}

/// A share of a whole, 0 to 1, as a length, with so many digits after the point.
pub fn length(share: f64, digits: usize) -> String {
    decimal(share.clamp(0.0, 1.0) * 100.0, digits) + "%"
}

/// A number that is not below zero, with so many digits after the point.
pub fn decimal(value: f64, digits: usize) -> String {
    let unit = 10_u32.pow(digits as u32);
    let parts = (value * f64::from(unit)).round() as u32;
    format!("{}.{:0digits$}", parts / unit, parts % unit)
}

fn owned(text: &str) -> AttrValue {
    AttrValue::Rc(text.into())
}
