//! Plain JavaScript values out of typed answers. In: numbers, ids, refusals. Out: objects and lists; counts and
//! statistics as numbers, sums of money as big integers of minor units, what is not known as `null`.

use js_sys::{Array, BigInt, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::contract::{DimensionIx, MeasureIx, Report};
use crate::date::DateRange;
use crate::stats::{Estimate, Interval, Refusal};

/// An object of these keys.
pub(super) fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // A new plain object takes every key.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object.into()
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
