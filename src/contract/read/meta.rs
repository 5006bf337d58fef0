//! `meta`: who, when, where from. Refuses dates in the wrong order and a privacy floor without its measure.

use crate::contract::limits::MAX_DATES;
use crate::contract::notes::{Notes, Path};
use crate::contract::wire;
use crate::contract::{Attribution, Measure, MeasureIx, Meta, Unit, WarningKind};
use crate::date::{Date, DateRange};
use crate::error::ErrorKind;
use crate::order::sort_unique;

/// Everything but the privacy measure, which needs the measures.
pub fn read(wire: wire::Meta<'_>, at: &Path<'_>, notes: &mut Notes) -> Meta {
    let merchant = wire.merchant();
    let min_cell = wire.min_cell().unwrap_or_default();
    if min_cell > 0 && wire.privacy_measure().is_none() {
        let expected = "a measure of unit person, because min_cell is given";
        notes.fault(ErrorKind::MissingField, &at.key("privacy_measure"), &"", &expected);
    }
    let (from, through) = (wire.data_from(), wire.complete_through());
    let range = DateRange::new(from, through);
    if range.is_none() {
        let expected = format_args!("a day not before data_from ({from})");
        notes.fault(ErrorKind::InvalidDate, &at.key("complete_through"), &through, &expected);
    }
    Meta {
        merchant_id: merchant.id(),
        merchant_name: merchant.name(),
        source: wire.source(),
        generated_at: wire.generated_at(),
        time_zone: wire.time_zone(),
        currency: wire.currency(),
        data_from: from,
        complete_through: through,
        missing_dates: range.map_or_else(Vec::new, |range| missing_dates(wire, range, at, notes)),
        margin_rate: wire.margin_rate(),
        demo: wire.demo().unwrap_or_default(),
        attribution: wire.attribution().map(|wire| attribution(wire, at, notes)),
        min_cell,
        privacy_measure: None,
    }
}

/// The measure of persons that the display floor is applied to.
pub fn privacy_measure(wire: wire::Meta<'_>, measures: &[Measure], notes: &mut Notes) -> Option<MeasureIx> {
    let id = wire.privacy_measure()?;
    let at = Path::Root.key("meta");
    let at = at.key("privacy_measure");
    let found = measures.iter().position(|measure| measure.id == id);
    match found.and_then(|ix| measures.get(ix)) {
        None => notes.fault_in_id(ErrorKind::UnknownReference, &at, &id, &"the id of a measure"),
        Some(measure) if measure.unit != Some(Unit::Person) => {
            notes.fault_in_id(ErrorKind::Inconsistent, &at, &id, &"a measure of unit person");
        }
        Some(_) => {}
    }
    found.map(|ix| MeasureIx(ix as u16))
}

fn attribution(wire: wire::Attribution<'_>, at: &Path<'_>, notes: &mut Notes) -> Attribution {
    let window_days = window(wire.window_days(), &at.key("attribution").key("window_days"), notes);
    Attribution { model: wire.model(), window_days }
}

/// A window of days that a report can hold.
pub fn window(days: u64, at: &Path<'_>, notes: &mut Notes) -> u16 {
    if days > MAX_DATES as u64 {
        notes.limit(at, &days, "MAX_DATES", MAX_DATES);
    }
    days as u16
}

fn missing_dates(wire: wire::Meta<'_>, range: DateRange, at: &Path<'_>, notes: &mut Notes) -> Vec<Date> {
    let at = at.key("missing_dates");
    let mut dates = Vec::new();
    for (index, date) in wire.missing_dates().unwrap_or_default().iter().enumerate() {
        if !range.contains(date) {
            let expected =
                format_args!("a day from data_from ({}) through complete_through ({})", range.from, range.to);
            notes.fault(ErrorKind::OutOfRange, &at.index(index), &date, &expected);
        }
        dates.push(date);
    }
    sort_unique(&mut dates);
    notes.warn(WarningKind::MissingDates, at.to_string(), dates.len() as u64, &[]);
    dates
}
