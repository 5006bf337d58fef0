//! Plain JavaScript values out of typed answers. In: numbers, ids, refusals. Out: objects and lists; counts and
//! statistics as numbers, sums of money as big integers of minor units, what is not known as `null`.

use std::cell::RefCell;

use js_sys::{Array, BigInt, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::contract::{DimensionIx, MeasureIx, Report};
use crate::date::DateRange;
use crate::stats::{Estimate, Interval, Refusal};

/// A key, and the same as JavaScript has it.
struct Name {
    key: [u8; LONGEST_KEY],
    len: usize,
    text: JsValue,
}

thread_local! {
    /// Names of keys, each in the place that its letters choose: handing a string over costs more than all else about an
    /// entry, and answers have the same few keys.
    static NAMES: RefCell<[Name; NAMES_KEPT]> = const {
        RefCell::new([const { Name { key: [0; LONGEST_KEY], len: 0, text: JsValue::UNDEFINED } }; NAMES_KEPT])
    };
}

/// Places of [`NAMES`]; a key that finds its place taken takes it.
const NAMES_KEPT: usize = 256;
/// What is longer is handed over each time.
const LONGEST_KEY: usize = 24;

/// An object of these keys.
pub(super) fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // A new plain object takes every key.
        let _ = Reflect::set(&object, &name(key), value);
    }
    object.into()
}

/// A key as JavaScript has it.
fn name(key: &str) -> JsValue {
    let bytes = key.as_bytes();
    let place = bytes.iter().fold(0_usize, |place, &byte| place.wrapping_mul(31) + usize::from(byte)) % NAMES_KEPT;
    NAMES.with_borrow_mut(|names| {
        let Some(kept) = names.get_mut(place).filter(|_| (1..=LONGEST_KEY).contains(&bytes.len())) else {
            return key.into();
        };
        if kept.key.get(..kept.len) != Some(bytes) {
            *kept = Name { key: [0; LONGEST_KEY], len: bytes.len(), text: key.into() };
            kept.key.iter_mut().zip(bytes).for_each(|(kept, &byte)| *kept = byte);
        }
        kept.text.clone()
    })
}

/// The same, as nobody can change it: others get it too. What is in it has to be so already.
pub(super) fn frozen(value: JsValue) -> JsValue {
    if let Some(object) = value.dyn_ref::<Object>() {
        Object::freeze(object);
    }
    value
}

/// A list.
pub(super) fn list(entries: impl Iterator<Item = JsValue>) -> JsValue {
    entries.collect::<Array>().into()
}

/// A count; beyond 2^53 − 1 the nearest number, which no document reaches.
pub(super) fn count(value: u64) -> JsValue {
    (value as f64).into()
}

/// A sum of money.
pub(super) fn money(minor: i128) -> JsValue {
    BigInt::from(minor).into()
}

/// The ids of dimensions.
pub(super) fn ids<'a>(report: &Report, dimensions: impl IntoIterator<Item = &'a DimensionIx>) -> JsValue {
    list(dimensions.into_iter().filter_map(|&ix| report.dimension(ix)).map(|dimension| (*dimension.id).into()))
}

/// The ids of measures.
pub(super) fn measure_ids<'a>(report: &Report, measures: impl IntoIterator<Item = &'a MeasureIx>) -> JsValue {
    list(measures.into_iter().filter_map(|&ix| report.measure(ix)).map(|measure| (*measure.id).into()))
}

/// What may not be known.
pub(super) fn known<T: Into<JsValue>>(value: Option<T>) -> JsValue {
    value.map_or(JsValue::NULL, Into::into)
}

/// An answer, or why there is none.
pub(super) fn answered(answer: Result<JsValue, Refusal>) -> JsValue {
    answer.unwrap_or_else(refusal)
}

/// `{ refused }`, with the counts where there were too few.
pub(super) fn refusal(refusal: Refusal) -> JsValue {
    let code = ("refused", JsValue::from(refusal.code()));
    match refusal {
        Refusal::TooSmall { numerator, denominator } => {
            object(&[code, ("numerator", (numerator as f64).into()), ("denominator", (denominator as f64).into())])
        }
        Refusal::FewDays { days } => object(&[code, ("days", (days as f64).into())]),
        _ => object(&[code]),
    }
}

/// `{ value, lower, upper }`.
pub(super) fn estimate(estimate: Estimate) -> JsValue {
    let Interval { lower, upper } = estimate.interval;
    object(&[("value", estimate.value.into()), ("lower", lower.into()), ("upper", upper.into())])
}

/// `{ from, to }`.
pub(super) fn days(range: DateRange) -> JsValue {
    object(&[("from", range.from.to_string().into()), ("to", range.to.to_string().into())])
}
