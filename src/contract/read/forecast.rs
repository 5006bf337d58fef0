//! `forecast`: parameters that the sender fitted, or recency and frequency to fit them from. Refuses both at once and
//! histories that cannot be (a last order after the end of observation, repeat orders at time zero).

use super::range;
use crate::contract::notes::{Notes, Path};
use crate::contract::wire::{self, Count, Id, List, Need, Number, Value, maybe};
use crate::contract::{Backtest, Forecast, RecencyFrequency};
use crate::error::ErrorKind;

/// The forecast.
pub fn read(wire: &wire::Forecast<'_>, notes: &mut Notes) -> Option<Forecast> {
    let at = Path::Root.key("forecast");
    if wire.rf.is_some() && wire.model.is_some() {
        notes.fault(ErrorKind::Inconsistent, &at, &"both `rf` and `model`", &"one of them");
        return None;
    }
    if wire.rf.is_some() {
        let rf = maybe(&wire.rf, &at, notes)?;
        return recency_frequency(&rf, &at.key("rf"), notes).map(Forecast::RecencyFrequency);
    }
    let model = required(maybe(&wire.model, &at, notes), wire.model.is_some(), "model", &at, notes);
    let unit = required(maybe(&wire.unit, &at, notes), wire.unit.is_some(), "unit", &at, notes);
    let entries = required(maybe(&wire.params, &at, notes), wire.params.is_some(), "params", &at, notes);
    let fitted = maybe(&wire.fitted_through, &at, notes);
    let fitted_through = required(fitted, wire.fitted_through.is_some(), "fitted_through", &at, notes);
    let backtest = maybe(&wire.backtest, &at, notes).and_then(|wire| backtest(&wire, &at.key("backtest"), notes));
    let mut params = Vec::new();
    for (name, raw) in &entries?.0 {
        if let Some(Number(value)) = Number::read(raw, &at.key("params").key(name), notes) {
            params.push((Box::from(&**name), value));
        }
    }
    let Id(model) = model?;
    Some(Forecast::Fitted { model: model.into(), unit: unit?, params, fitted_through: fitted_through?, backtest })
}

/// A field that the sender's own fit needs, though the schema cannot ask for it.
fn required<T>(value: Option<T>, given: bool, key: &str, at: &Path<'_>, notes: &mut Notes) -> Option<T> {
    if !given {
        notes.fault(ErrorKind::MissingField, &at.key(key), &"", &"a fitted model with this key, or `rf`");
    }
    value
}

fn backtest(wire: &wire::Backtest<'_>, at: &Path<'_>, notes: &mut Notes) -> Option<Backtest> {
    let range = range(&wire.from, &wire.to, at, notes);
    let (expected, actual) = (wire.expected.read(at, notes), wire.actual.read(at, notes));
    Some(Backtest { range: range?, expected: expected?.0, actual: actual?.0 })
}

fn recency_frequency(wire: &wire::RecencyFrequency<'_>, at: &Path<'_>, notes: &mut Notes) -> Option<RecencyFrequency> {
    let unit = wire.unit.read(at, notes);
    let x = column(&wire.x, at, notes);
    let t_x = column(&wire.t_x, at, notes);
    let t = column(&wire.t, at, notes);
    let customers = column(&wire.customers, at, notes);
    let value = wire.value.as_ref().map(|value| column(value, at, notes));
    let (unit, x, t_x, t, customers) = (unit?, x?, t_x?, t?, customers?);
    let value = match value {
        Some(value) => Some(value?),
        None => None,
    };
    let rows = x.len();
    let lengths = [("t_x", t_x.len()), ("T", t.len()), ("customers", customers.len())];
    let of_value = value.as_ref().map(|value| ("value", value.len()));
    for (key, len) in lengths.into_iter().chain(of_value) {
        if len != rows {
            let expected = format_args!("{rows} entries, as in x");
            notes.fault(ErrorKind::LengthMismatch, &at.key(key), &format_args!("{len} entries"), &expected);
            return None;
        }
    }
    let numbers = |column: Vec<Number>| column.into_iter().map(|Number(value)| value).collect::<Vec<_>>();
    let counts = |column: Vec<Count>| column.into_iter().map(|Count(value)| value).collect::<Vec<_>>();
    let (counts_x, t_x, t) = (counts(x), numbers(t_x), numbers(t));
    let mut repeats = Vec::with_capacity(rows);
    for (row, ((&x, &last), &end)) in counts_x.iter().zip(&t_x).zip(&t).enumerate() {
        match u32::try_from(x) {
            Ok(x) => repeats.push(x),
            Err(_) => notes.fault(ErrorKind::OutOfRange, &at.key("x").index(row), &x, &"at most 2^32 - 1"),
        }
        if last < 0.0 || last > end || (x == 0 && last > 0.0) {
            let expected = "a time from 0 to T, 0 without repeat orders";
            notes.fault(ErrorKind::Inconsistent, &at.key("t_x").index(row), &"another time", &expected);
        }
    }
    let (customers, value) = (counts(customers), value.map_or_else(Vec::new, numbers));
    Some(RecencyFrequency { unit, x: repeats, t_x, t, customers, value })
}

/// A column without nulls; `None` if any of its values is wrong.
pub fn column<'a, T: Value<'a>>(field: &Need<'a, List<'a, T>>, at: &Path<'_>, notes: &mut Notes) -> Option<Vec<T>> {
    let list = field.read(at, notes)?;
    let values = list.each(&at.key(field.key()), notes, |value, _, _| Some(value));
    (values.len() == list.len()).then_some(values)
}
