//! `forecast`: parameters that the sender fitted, or recency and frequency to fit them from. Refuses both at once and
//! histories that cannot be (a last order after the end of observation, repeat orders at time zero).

use super::range;
use crate::contract::notes::{Notes, Path};
use crate::contract::wire;
use crate::contract::{Backtest, Forecast, RecencyFrequency};
use crate::error::ErrorKind;

/// The forecast.
pub fn read(wire: wire::Forecast<'_>, notes: &mut Notes) -> Option<Forecast> {
    let at = Path::Root.key("forecast");
    match (wire.rf(), wire.model()) {
        (Some(_), Some(_)) => {
            notes.fault(ErrorKind::Inconsistent, &at, &"both `rf` and `model`", &"one of them");
            return None;
        }
        (Some(rf), None) => return recency_frequency(rf, &at.key("rf"), notes).map(Forecast::RecencyFrequency),
        (None, _) => {}
    }
    // What the sender's own fit needs, though the schema cannot ask for it.
    let (model, unit, params, fitted_through) = (wire.model(), wire.unit(), wire.params(), wire.fitted_through());
    let needed = [
        ("model", model.is_some()),
        ("unit", unit.is_some()),
        ("params", params.is_some()),
        ("fitted_through", fitted_through.is_some()),
    ];
    for (key, given) in needed {
        if !given {
            notes.fault(ErrorKind::MissingField, &at.key(key), &"", &"a fitted model with this key, or `rf`");
        }
    }
    let backtest = wire.backtest().map(|wire| {
        let range = range(wire.from(), wire.to(), &at.key("backtest"), notes);
        Backtest { range, expected: wire.expected(), actual: wire.actual() }
    });
    let (model, unit, fitted_through) = (model?, unit?, fitted_through?);
    Some(Forecast::Fitted { model, unit, params: params?.iter().collect(), fitted_through, backtest })
}

fn recency_frequency(wire: wire::RecencyFrequency<'_>, at: &Path<'_>, notes: &mut Notes) -> Option<RecencyFrequency> {
    let rows = wire.x().len();
    let lengths = [
        ("t_x", Some(wire.t_x().len())),
        ("T", Some(wire.t().len())),
        ("customers", Some(wire.customers().len())),
        ("value", wire.value().map(|value| value.len())),
    ];
    for (key, len) in lengths {
        if let Some(len) = len.filter(|&len| len != rows) {
            let expected = format_args!("{rows} entries, as in x");
            notes.fault(ErrorKind::LengthMismatch, &at.key(key), &format_args!("{len} entries"), &expected);
            return None;
        }
    }
    let (mut x, mut t_x, mut t) = (Vec::new(), Vec::new(), Vec::new());
    for (row, ((repeats, last), end)) in wire.x().iter().zip(wire.t_x().iter()).zip(wire.t().iter()).enumerate() {
        if u32::try_from(repeats).is_err() {
            notes.fault(ErrorKind::OutOfRange, &at.key("x").index(row), &repeats, &"at most 2^32 - 1");
        }
        if last < 0.0 || last > end || (repeats == 0 && last > 0.0) {
            let expected = "a time from 0 to T, 0 without repeat orders";
            notes.fault(ErrorKind::Inconsistent, &at.key("t_x").index(row), &"another time", &expected);
        }
        x.push(repeats as u32);
        t_x.push(last);
        t.push(end);
    }
    let customers = wire.customers().iter().collect();
    let value = wire.value().unwrap_or_default().iter().collect();
    Some(RecencyFrequency { unit: wire.unit(), x, t_x, t, customers, value })
}
