//! What the host hears: `redcat-ready`, `redcat-select`, `redcat-error`, `redcat-stale`; bubbling, composed, with a
//! plain object as detail.

use js_sys::JSON;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

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

/// A plain object. It goes through the browser's own JSON, which the widget need not bring along.
pub(super) fn plain(value: &impl Serialize) -> JsValue {
    serde_json::to_string(value).ok().and_then(|text| JSON::parse(&text).ok()).unwrap_or(JsValue::NULL)
}

/// What [`plain`] made; anything that is not written so is a JavaScript `Error` that says why.
pub(super) fn from_plain<T: DeserializeOwned>(value: &JsValue) -> Result<T, JsValue> {
    let text = JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_default();
    serde_json::from_str(&text).map_err(|error| js_sys::Error::new(&error.to_string()).into())
}

/// `{ selection }`.
pub(super) fn select_detail(selection: &Selection) -> JsValue {
    #[derive(Serialize)]
    struct Detail<'a> {
        selection: &'a Selection,
    }
    plain(&Detail { selection })
}

/// `{ kind, path, message, faults }`.
pub(super) fn error_detail(error: &Error) -> JsValue {
    #[derive(Serialize)]
    struct Fault<'a> {
        kind: &'a str,
        path: &'a str,
        found: &'a str,
        expected: &'a str,
    }
    #[derive(Serialize)]
    struct Detail<'a> {
        kind: &'a str,
        path: &'a str,
        message: String,
        faults: Vec<Fault<'a>>,
    }
    let faults = error.faults().iter();
    plain(&Detail {
        kind: error.kind().code(),
        path: error.path(),
        message: error.to_string(),
        faults: faults
            .map(|f| Fault { kind: f.kind.code(), path: &f.path, found: &f.found, expected: &f.expected })
            .collect(),
    })
}
