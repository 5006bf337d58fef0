//! What the host hears: `redcat-ready`, `redcat-select`, `redcat-drill`, `redcat-error`, `redcat-stale`; bubbling, composed, with a
//! plain object as detail.

use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

use crate::contract::json::Writer;
use crate::host::{plain, text};
use crate::query::Selection;
use crate::view::drilldown::Descent;

/// Tells the host something.
pub(super) fn dispatch(host: &HtmlElement, name: &str, detail: &JsValue) {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        // A listener that throws is the host's own affair.
        let _ = host.dispatch_event(&event);
    }
}

/// The selection that a host wrote; anything else is a JavaScript `Error` that says why.
pub(super) fn selection(value: &JsValue) -> Result<Selection, JsValue> {
    Selection::from_json(&text(value)).map_err(|error| js_sys::Error::new(&error.to_string()).into())
}

/// `{ dimension, path: [{ dimension, member }] }`.
pub(super) fn drill_detail(descent: &Descent) -> JsValue {
    let mut writer = Writer::default();
    writer.open('{');
    writer.entry("dimension", &descent.dimension);
    writer.key("path");
    writer.open('[');
    for (dimension, member) in &descent.path {
        writer.open('{');
        writer.entry("dimension", dimension);
        writer.key("member");
        writer.optional(member.as_deref());
        writer.close('}');
    }
    writer.close(']');
    writer.close('}');
    plain(&writer.finish())
}

/// `{ selection }`.
pub(super) fn select_detail(selection: &Selection) -> JsValue {
    let mut writer = Writer::default();
    writer.open('{');
    writer.key("selection");
    selection.write(&mut writer);
    writer.close('}');
    plain(&writer.finish())
}
