//! What the host hears: `redcat-ready`, `redcat-select`, `redcat-error`, `redcat-stale`; bubbling, composed, with a
//! plain object as detail.

use js_sys::JSON;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

use crate::contract::json::Writer;
use crate::error::Error;
use crate::query::Selection;

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

/// The plain object of a JSON text, read by the browser.
pub(super) fn plain(text: &str) -> JsValue {
    JSON::parse(text).unwrap_or(JsValue::NULL)
}

/// The selection that a host wrote; anything else is a JavaScript `Error` that says why.
pub(super) fn selection(value: &JsValue) -> Result<Selection, JsValue> {
    let text = JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_default();
    Selection::from_json(&text).map_err(|error| js_sys::Error::new(&error.to_string()).into())
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

/// `{ kind, path, message, faults }`.
pub(super) fn error_detail(error: &Error) -> JsValue {
    let mut writer = Writer::default();
    writer.open('{');
    writer.entry("kind", error.kind().code());
    writer.entry("path", error.path());
    writer.entry("message", &error.to_string());
    writer.key("faults");
    writer.open('[');
    for fault in error.faults() {
        writer.open('{');
        writer.entry("kind", fault.kind.code());
        writer.entry("path", &fault.path);
        writer.entry("found", &fault.found);
        writer.entry("expected", &fault.expected);
        writer.close('}');
    }
    writer.close(']');
    writer.close('}');
    plain(&writer.finish())
}
