//! `meta`: who, when, where from. Refuses dates in the wrong order and a privacy floor without its measure.

use crate::contract::limits::MAX_DATES;
use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::wire::{self, maybe};
use crate::contract::{Attribution, Measure, MeasureIx, Meta, Unit, WarningKind};
use crate::date::{Date, DateRange};
use crate::error::ErrorKind;
use crate::order::sort_unique;

/// Everything but the privacy measure, which needs the measures.
pub fn read(wire: &wire::Meta<'_>, at: &Path<'_>, notes: &mut Notes) -> Option<Meta> {
    let merchant = wire.merchant.read(at, notes).map(|merchant| {
        let at = at.key("merchant");
        (merchant.id.read(&at, notes), merchant.name.read(&at, notes))
    });
    let source = wire.source.read(at, notes);
    let generated_at = wire.generated_at.read(at, notes);
    let time_zone = wire.time_zone.read(at, notes);
    let currency = wire.currency.read(at, notes);
    let from = wire.data_from.read(at, notes);
    let through = wire.complete_through.read(at, notes);
    let margin_rate = maybe(&wire.margin_rate, at, notes).map(|rate| rate.0);
    let demo = maybe(&wire.demo, at, notes).is_some_and(|flag| flag.0);
    let attribution = maybe(&wire.attribution, at, notes).and_then(|wire| attribution(&wire, at, notes));
    let min_cell = maybe(&wire.min_cell, at, notes).map_or(0, |count| count.0);
    if min_cell > 0 && wire.privacy_measure.is_none() {
        let expected = "a measure of unit person, because min_cell is given";
        notes.fault(ErrorKind::MissingField, &at.key("privacy_measure"), &"", &expected);
    }
    let (from, through) = (from?, through?);
    let Some(range) = DateRange::new(from, through) else {
        let expected = format_args!("a day not before data_from ({from})");
        notes.fault(ErrorKind::InvalidDate, &at.key("complete_through"), &through, &expected);
        return None;
    };
    let missing_dates = missing_dates(wire, range, at, notes);
    let (merchant_id, merchant_name) = merchant?;
    Some(Meta {
        merchant_id: merchant_id?.0.into(),
        merchant_name: merchant_name?,
        source: source?,
        generated_at: generated_at?.0.into(),
        time_zone: time_zone?.0.0.into(),
        currency: currency?.0.0.into(),
        data_from: from,
        complete_through: through,
        missing_dates,
        margin_rate,
        demo,
        attribution,
        min_cell,
        privacy_measure: None,
    })
}

/// The measure of persons that the display floor is applied to.
pub fn privacy_measure(wire: &wire::Meta<'_>, measures: &[Measure], notes: &mut Notes) -> Option<MeasureIx> {
    let at = Path::Root.key("meta");
    let id = maybe(&wire.privacy_measure, &at, notes)?;
    let at = at.key("privacy_measure");
    let Some(ix) = measures.iter().position(|measure| *measure.id == *id.0) else {
        notes.fault(ErrorKind::UnknownReference, &at, &quoted(&id.0), &"the id of a measure");
        return None;
    };
    if measures.get(ix).is_none_or(|measure| measure.unit != Some(Unit::Person)) {
        notes.fault(ErrorKind::Inconsistent, &at, &quoted(&id.0), &"a measure of unit person");
    }
    Some(MeasureIx(ix as u16))
}

fn attribution(wire: &wire::Attribution<'_>, at: &Path<'_>, notes: &mut Notes) -> Option<Attribution> {
    let at = at.key("attribution");
    let model = wire.model.read(&at, notes);
    let window_days = wire.window_days.read(&at, notes).and_then(|days| window(days.0, &at.key("window_days"), notes));
    Some(Attribution { model: model?.0.into(), window_days: window_days? })
}

/// A window of days that a report can hold.
pub fn window(days: u64, at: &Path<'_>, notes: &mut Notes) -> Option<u16> {
    let window = u16::try_from(days).ok().filter(|&days| usize::from(days) <= MAX_DATES);
    if window.is_none() {
        notes.limit(at, &days, "MAX_DATES", MAX_DATES);
    }
    window
}

fn missing_dates(wire: &wire::Meta<'_>, range: DateRange, at: &Path<'_>, notes: &mut Notes) -> Vec<Date> {
    let Some(list) = maybe(&wire.missing_dates, at, notes) else {
        return Vec::new();
    };
    let at = at.key("missing_dates");
    let mut dates = list.each(&at, notes, |date: Date, at, notes| {
        if !range.contains(date) {
            let expected =
                format_args!("a day from data_from ({}) through complete_through ({})", range.from, range.to);
            notes.fault(ErrorKind::OutOfRange, at, &date, &expected);
        }
        Some(date)
    });
    sort_unique(&mut dates);
    notes.warn(WarningKind::MissingDates, at.to_string(), dates.len() as u64, &[]);
    dates
}
