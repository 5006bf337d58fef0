//! Getting the bytes of a report. In: an address, the host's own `fetcher` if it gave one, a signal to stop, a
//! callback for progress. Out: the bytes, or an [`Error`] of kind `Network`, `Http`, `SignedOut` or `Limit`. The body
//! is read as it arrives and given up as soon as it passes [`MAX_BYTES`].

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReadableStreamDefaultReader, RequestInit, Response};

use crate::contract::limits::MAX_BYTES;
use crate::error::{Error, ErrorKind};
use crate::ui::Progress;

/// Fetches `url` whole.
pub(crate) async fn fetch(
    url: &str,
    fetcher: Option<&Function>,
    signal: &AbortSignal,
    progress: impl Fn(Progress),
) -> Result<Vec<u8>, Error> {
    let network = |cause: JsValue| Error::new(ErrorKind::Network, url, describe(&cause), "an answer from the server");
    let promise = request(url, fetcher, signal).map_err(network)?;
    let response: Response = JsFuture::from(promise)
        .await
        .map_err(network)?
        .dyn_into()
        .map_err(|other| Error::new(ErrorKind::Network, url, describe(&other), "a Response from the fetcher"))?;
    match response.status() {
        200..=299 => {}
        status @ (401 | 403) => {
            return Err(Error::new(ErrorKind::SignedOut, url, status.to_string(), "a signed-in reader"));
        }
        status => return Err(Error::new(ErrorKind::Http, url, status.to_string(), "status 200")),
    }
    let total = response.headers().get("content-length").ok().flatten().and_then(|length| length.parse().ok());
    let mut bytes = Vec::with_capacity(total.unwrap_or(0).min(MAX_BYTES));
    let Some(body) = response.body() else { return Ok(bytes) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(network)?;
        if Reflect::get(&chunk, &"done".into()).is_ok_and(|done| done.is_truthy()) {
            return Ok(bytes);
        }
        let part: Uint8Array = Reflect::get(&chunk, &"value".into()).map_err(network)?.unchecked_into();
        let start = bytes.len();
        let end = start + part.length() as usize;
        if end > MAX_BYTES {
            // What the server still sends is not wanted; whether it hears that makes no difference here.
            let _ = reader.cancel();
            return Err(Error::new(ErrorKind::Limit, url, format!("more than {MAX_BYTES} bytes"), "a smaller report"));
        }
        bytes.resize(end, 0);
        if let Some(place) = bytes.get_mut(start..) {
            part.copy_to(place);
        }
        progress(Progress { received: end, total });
    }
}

fn request(url: &str, fetcher: Option<&Function>, signal: &AbortSignal) -> Result<Promise, JsValue> {
    let init = RequestInit::new();
    init.set_signal(Some(signal));
    if let Some(fetcher) = fetcher {
        return Ok(Promise::resolve(&fetcher.call2(&JsValue::UNDEFINED, &url.into(), &init)?));
    }
    let window = web_sys::window().ok_or_else(|| JsValue::from_str("no window"))?;
    Ok(window.fetch_with_str_and_init(url, &init))
}

fn describe(cause: &JsValue) -> String {
    cause.as_string().or_else(|| Reflect::get(cause, &"message".into()).ok()?.as_string()).unwrap_or_default()
}
