//! From the bytes of a document to a checked [`Report`]. Sections are read in the contract's order whatever their
//! order in the document: what rows refer to first, then the rows, then the rest. Faults in meta, dimensions or
//! measures end the reading there, because everything else would only repeat them.

mod catalogue;
mod cells;
mod cohorts;
mod dimensions;
mod forecast;
mod funnel;
mod measures;
mod meta;
mod money;
mod outcome;
mod ratios;

use self::catalogue::Catalogue;
use super::limits::MAX_BYTES;
use super::notes::{Notes, Path, quoted};
use super::wire::{Document, Entries, Need, maybe};
use super::{Meta, Report};
use crate::date::{Date, DateRange};
use crate::error::{Error, ErrorKind};
use crate::order::repeated;

impl Report {
    /// Reads a document: UTF-8 JSON, with or without a byte order mark.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut notes = Notes::default();
        let report = document(bytes, &mut notes);
        let warnings = notes.finish()?;
        let missing = || Error::new(ErrorKind::Internal, "", "", "a report or a fault");
        report.map(|report| Self { warnings, ..report }).ok_or_else(missing)
    }
}

fn document(bytes: &[u8], notes: &mut Notes) -> Option<Report> {
    let root = Path::Root;
    if bytes.len() > MAX_BYTES {
        notes.limit(&root, &format_args!("{} bytes", bytes.len()), "MAX_BYTES", MAX_BYTES);
        return None;
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            notes.fault(
                ErrorKind::Syntax,
                &root,
                &format_args!("no UTF-8 at byte {}", error.valid_up_to()),
                &"UTF-8 text",
            );
            return None;
        }
    };
    let wire = Document::of(Entries::of_document(text, &root, notes)?, &root, notes);
    wire.schema.read(&root, notes);
    let meta_wire = wire.meta.read(&root, notes);
    let meta = meta_wire.as_ref().and_then(|wire| meta::read(wire, &root.key("meta"), notes));
    let dimensions = dimensions::read(&wire.dimensions, &root, notes);
    let measures = measures::read(&wire.measures, meta.as_ref(), &dimensions, &root, notes);
    let catalogue = Catalogue::new(&dimensions, &measures, notes);
    let privacy_measure = meta_wire.and_then(|wire| meta::privacy_measure(&wire, &measures, notes));
    if !notes.is_sound() {
        return None;
    }
    let meta = Meta { privacy_measure, ..meta? };

    let cells = cells::read(&wire.cells, &catalogue, &meta, notes);
    let ratios = ratios::read(&wire.ratios, &catalogue, notes);
    let uniques = funnel::uniques(&wire.uniques, &catalogue, notes);
    let funnel = funnel::steps(&wire.funnel, &catalogue, notes);
    let cohorts = maybe(&wire.cohorts, &root, notes).and_then(|wire| cohorts::read(&wire, &catalogue, notes));
    let forecast = maybe(&wire.forecast, &root, notes).and_then(|wire| forecast::read(&wire, notes));
    let experiments = outcome::experiments(&wire.experiments, notes);
    let benchmarks = outcome::benchmarks(&wire.benchmarks, &catalogue, &ratios, notes);
    let people_flow = outcome::people_flow(&wire.people_flow, notes);
    let agreements = money::agreements(&wire.agreements, &catalogue, notes);
    let eligibility = maybe(&wire.eligibility, &root, notes).map(|wire| money::eligibility(&wire, notes));
    let calendar = outcome::calendar(&wire.calendar, notes);
    Some(Report {
        meta,
        cells,
        ratios,
        uniques,
        funnel,
        cohorts,
        forecast,
        experiments,
        benchmarks,
        people_flow,
        agreements,
        eligibility,
        calendar,
        warnings: Vec::new(),
        dimensions,
        measures,
    })
}

/// Days from `from` through `to`; the wrong order is a fault at `to`.
fn range<'a>(from: &Need<'a, Date>, to: &Need<'a, Date>, at: &Path<'_>, notes: &mut Notes) -> Option<DateRange> {
    let (from, to) = (from.read(at, notes), to.read(at, notes));
    let (from, to) = (from?, to?);
    let range = DateRange::new(from, to);
    if range.is_none() {
        let expected = format_args!("a day not before {from}, where the period begins");
        notes.fault(ErrorKind::InvalidDate, &at.key("to"), &to, &expected);
    }
    range
}

/// Notes ids that occur twice in a list whose entries are objects with `id`. Says nothing after other faults: with an
/// entry left out, indexes are no longer the document's.
fn twins<'i>(ids: impl Iterator<Item = &'i str>, at: &Path<'_>, notes: &mut Notes) {
    if !notes.is_sound() {
        return;
    }
    let ids: Vec<&str> = ids.collect();
    for index in repeated(ids.len(), &mut |a, b| ids.get(a).cmp(&ids.get(b))) {
        let found = quoted(ids.get(index).copied().unwrap_or_default());
        notes.fault(ErrorKind::DuplicateId, &at.index(index).key("id"), &found, &"an id that no other entry has");
    }
}
