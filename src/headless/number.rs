//! Counted numbers and rates as plain values. In: figures with their measures, quotients. Out: objects that carry all that
//! has to be known to print the number. Refuses a count beyond what a JavaScript number holds.

use wasm_bindgen::JsValue;

use super::plain::{count, days, money, object, refusal};
use crate::analysis::change::{Moved, Sides, Unchanged};
use crate::analysis::rate::{Judged, Made, Quotient, Side, judge};
use crate::contract::{Measure, MeasureKind};
use crate::date::DateRange;
use crate::error::{Error, ErrorKind};
use crate::query::Figure;
use crate::stats::{Interval, Refusal};

/// The largest integer that a JavaScript number tells from its neighbours.
const MAX_SAFE: i128 = (1 << 53) - 1;

/// Why a figure has no number.
pub(super) const fn withheld(figure: &Figure) -> Option<Refusal> {
    let is_blank = figure.rows > 0 && figure.lacking == figure.rows && figure.value == 0 && figure.upper == 0;
    match (figure.hidden, is_blank) {
        (true, _) => Some(Refusal::Hidden),
        (_, true) => Some(Refusal::NotWhole),
        _ => None,
    }
}

/// A whole number as a JavaScript number.
pub(super) fn exactly(measure: &Measure, value: i128) -> Result<f64, Error> {
    if value.abs() <= MAX_SAFE { Ok(value as f64) } else { Err(too_large(measure, value)) }
}

fn too_large(measure: &Measure, value: i128) -> Error {
    let expected = "at most 9007199254740991: what is larger is no exact number here; ask for fewer rows at once";
    Error::new(ErrorKind::OutOfRange, ["measures.", &measure.id].concat(), value.to_string(), expected)
}

/// A number; `is_filtered` says whether it is for the filters asked for.
pub(super) fn counted(measure: &Measure, figure: &Figure, is_filtered: bool) -> Result<JsValue, Error> {
    let refused = withheld(figure);
    let is_big = matches!(measure.kind, MeasureKind::Money | MeasureKind::SumSquares);
    let whole = |value: i128| match refused {
        Some(_) => Ok(JsValue::NULL),
        None if is_big => Ok(money(value)),
        None => exactly(measure, value).map(JsValue::from),
    };
    let is_scaled = figure.rate_unknown || (figure.estimate - figure.value as f64).abs() > 0.0;
    let estimate = match refused {
        None if figure.rate_unknown => refusal(Refusal::SampledUnscaled),
        None if is_scaled || figure.variance > 0.0 => {
            let error =
                if figure.variance_unknown { refusal(Refusal::SampledVariance) } else { figure.variance.sqrt().into() };
            object(&[("value", figure.estimate.into()), ("se", error)])
        }
        _ => JsValue::NULL,
    };
    let mut entries = vec![
        ("value", whole(figure.value)?),
        ("atMost", whole(figure.upper)?),
        ("estimate", estimate),
        ("rows", count(figure.rows)),
        ("lacking", count(figure.lacking)),
        ("suppressed", count(figure.suppressed)),
        ("unfiltered", (!is_filtered).into()),
    ];
    entries.extend(refused.map(|why| ("refused", why.code().into())));
    Ok(object(&entries))
}

/// One side of a rate.
pub(super) fn side(side: &Side<'_>) -> Result<JsValue, Error> {
    counted(side.measure, &side.figure, side.exact)
}

/// A rate over `range`, times `per`.
pub(super) fn rate(range: DateRange, found: &Quotient<'_>, per: u32) -> Result<JsValue, Error> {
    let interval = match found.interval {
        Err(why) => refusal(why),
        Ok((Interval { lower, upper }, made)) => {
            let per = f64::from(per);
            let mut entries = vec![("lower", (lower * per).into()), ("upper", (upper * per).into())];
            let method = match made {
                Made::Wilson => "wilson",
                Made::WilsonSampled => "wilson_sampled",
                Made::Days(days) => {
                    entries.push(("days", count(days as u64)));
                    "days"
                }
            };
            entries.push(("method", method.into()));
            object(&entries)
        }
    };
    Ok(object(&[
        ("days", days(range)),
        ("numerator", side(&found.top)?),
        ("denominator", side(&found.bottom)?),
        ("value", judged(found.value, per)),
        ("interval", interval),
    ]))
}

/// The value of a quotient, times `per`.
fn judged(value: Result<Judged, Refusal>, per: u32) -> JsValue {
    let per = f64::from(per);
    match value {
        Ok(Judged::Exact(value)) => (value * per).into(),
        Ok(Judged::Bound(lower, upper)) => {
            object(&[("atLeast", (lower * per).into()), ("atMost", (upper * per).into())])
        }
        Err(why) => refusal(why),
    }
}

/// This period against another.
pub(super) fn moved(found: &Moved<'_>, per: u32) -> Result<JsValue, Error> {
    let compared = match found.days {
        Some((current, baseline)) => object(&[("current", days(current)), ("baseline", days(baseline))]),
        None => JsValue::NULL,
    };
    let change = match found.change {
        Ok(delta) => object(&[("value", delta.value().into()), ("inPoints", delta.in_points.into())]),
        Err(Unchanged::StillZero) => object(&[("value", 0.into()), ("inPoints", false.into())]),
        Err(Unchanged::Maturing) => refusal(Refusal::NoMatureDays),
        Err(Unchanged::FromZero) => refusal(Refusal::FromZero),
        Err(Unchanged::Unknown(why) | Unchanged::Few(why)) => refusal(why),
    };
    Ok(object(&[
        ("days", compared),
        ("counted", count(found.counted as u64)),
        ("now", sides(found.now.as_ref(), per)?),
        ("before", sides(found.before.as_ref(), per)?),
        ("change", change),
    ]))
}

fn sides(sides: Option<&Sides<'_>>, per: u32) -> Result<JsValue, Error> {
    match sides {
        None => Ok(refusal(Refusal::NotAtThisCut)),
        Some((top, None)) => side(top),
        Some((top, Some(bottom))) => Ok(object(&[
            ("numerator", side(top)?),
            ("denominator", side(bottom)?),
            ("value", judged(judge(top, bottom), per)),
        ])),
    }
}
