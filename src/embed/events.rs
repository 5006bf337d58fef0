//! What the host hears: `redcat-ready`, `redcat-select`, `redcat-error`, `redcat-stale`; bubbling, composed, with a
//! plain object as detail.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
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

/// A plain object, without `Map`s.
pub(super) fn plain(value: &impl Serialize) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
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
