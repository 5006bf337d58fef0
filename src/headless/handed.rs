//! Documents as programs hand them over. In: bytes, JSON text or an object of JavaScript. Out: its bytes in a document that
//! is loading, through one small buffer, so that the text is not held a second time. Refuses nothing: what cannot be
//! written as JSON is no text, which is refused as that.

use js_sys::{ArrayBuffer, JSON, JsString, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use crate::contract::Loading;

/// Bytes, or letters, that are handed on at once: they stay in the fast memory of a processor.
const PIECE: u32 = 1 << 16;
/// Most bytes that half a letter of JavaScript's takes, or one that is not cut in two.
const BYTES_A_LETTER: u32 = 3;

#[wasm_bindgen]
extern "C" {
    type TextEncoder;

    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;

    #[wasm_bindgen(method, js_name = encodeInto)]
    fn encode_into(this: &TextEncoder, text: &JsString, room: &mut [u8]) -> JsValue;
}

/// All of it.
pub(super) fn over(given: &JsValue, loading: &mut Loading) {
    if let Some(text) = given.dyn_ref::<JsString>() {
        letters(text, loading);
    } else if let Some(part) = given.dyn_ref::<Uint8Array>() {
        bytes(part, loading);
    } else if let Some(buffer) = given.dyn_ref::<ArrayBuffer>() {
        bytes(&Uint8Array::new(buffer), loading);
    } else if let Ok(text) = JSON::stringify(given) {
        // An object that cannot be written as JSON (a cycle, say) is refused as empty text is.
        if let Some(text) = text.dyn_ref::<JsString>() {
            letters(text, loading);
        }
    }
}

fn bytes(part: &Uint8Array, loading: &mut Loading) {
    let mut room = vec![0; part.length().min(PIECE) as usize];
    for start in (0..part.length()).step_by(PIECE as usize) {
        let piece = part.subarray(start, (start + PIECE).min(part.length()));
        if let Some(room) = room.get_mut(..piece.length() as usize) {
            piece.copy_to(room);
            loading.feed(room);
        }
    }
}

fn letters(text: &JsString, loading: &mut Loading) {
    let (encoder, written) = (TextEncoder::new(), "written".into());
    let mut room = vec![0; (BYTES_A_LETTER * text.length().min(PIECE)) as usize];
    let mut start = 0;
    while start < text.length() {
        let mut end = (start + PIECE).min(text.length());
        // A letter of two halves is not cut in two.
        if end < text.length() && matches!(text.char_code_at(end - 1) as u32, 0xd800..0xdc00) {
            end -= 1;
        }
        let told = encoder.encode_into(&text.slice(start, end), &mut room);
        let bytes = Reflect::get(&told, &written).ok().and_then(|bytes| bytes.as_f64()).unwrap_or_default();
        loading.feed(room.get(..bytes as usize).unwrap_or_default());
        start = end;
    }
}
