//! What passes between this program and the page or program that calls it. In: documents and choices as a host has them.
//! Out: bytes, selections, plain objects, errors as hosts catch them. Refuses a choice that cannot be read.

use js_sys::JSON;
#[cfg(feature = "widget")]
use js_sys::{ArrayBuffer, Uint8Array};
#[cfg(feature = "widget")]
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

use crate::contract::json::Writer;
use crate::error::Error;

/// The bytes of a document given as bytes, JSON text or object.
#[cfg(feature = "widget")]
pub(crate) fn document(given: &JsValue) -> Vec<u8> {
    if let Some(text) = given.as_string() {
        text.into_bytes()
    } else if let Some(bytes) = given.dyn_ref::<Uint8Array>() {
        bytes.to_vec()
    } else if let Some(buffer) = given.dyn_ref::<ArrayBuffer>() {
        Uint8Array::new(buffer).to_vec()
    } else {
        // An object that cannot be written as JSON (a cycle, say) is refused as empty text is.
        text(given).into_bytes()
    }
}

/// A value as JSON text; empty where it has none.
pub(crate) fn text(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// The plain object of a JSON text.
pub(crate) fn plain(text: &str) -> JsValue {
    JSON::parse(text).unwrap_or(JsValue::NULL)
}

/// `{ kind, path, message, faults }`.
pub(crate) fn detail(error: &Error) -> JsValue {
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
