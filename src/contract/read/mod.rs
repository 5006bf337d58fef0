//! From the bytes of a document to a checked [`Report`]. First every section is held against its shape; those that have
//! another are left out of what follows. Then what they mean is checked, in the contract's order whatever their order in
//! the document: what rows refer to first, then the rows, then the rest. Faults in meta, dimensions or measures end the
//! reading there, because everything else would only repeat them.
//!
//! A fault never stops a section: where a reference leads nowhere, some index stands in for it, which nobody comes to
//! see, because a document with a fault is refused.

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
use self::cells::Arrays;
use super::json::is_space;
use super::limits::{MAX_BYTES, MAX_NESTING};
use super::loading::{Checked, Loading, Unreadable};
use super::notes::{Notes, Path};
use super::wire::{Document, fields, keep_sound};
use super::{Meta, Report};
use crate::date::{Date, DateRange};
use crate::error::{Error, ErrorKind};
use crate::order::repeated;

impl Report {
    /// Reads a document: UTF-8 JSON, with or without a byte order mark.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut loading = Loading::new();
        loading.feed(bytes);
        loading.finish()
    }

    /// Reads a document whose text was looked through.
    pub(super) fn read(checked: Result<Checked, Unreadable>) -> Result<Self, Error> {
        let mut notes = Notes::default();
        let report = match checked {
            Ok(Checked { text, arrays }) => document(&text, &mut Arrays::of(arrays), &mut notes),
            Err(unreadable) => {
                refuse(&unreadable, &mut notes);
                None
            }
        };
        let warnings = notes.finish()?;
        let missing = || Error::new(ErrorKind::Internal, "", "", "a report or a fault");
        report.map(|report| Self { warnings, ..report }).ok_or_else(missing)
    }
}

fn refuse(unreadable: &Unreadable, notes: &mut Notes) {
    let root = Path::Root;
    match unreadable {
        Unreadable::TooLarge(bytes) => notes.limit(&root, &format_args!("{bytes} bytes"), "MAX_BYTES", MAX_BYTES),
        Unreadable::NotUtf8(at) => {
            notes.fault(ErrorKind::Syntax, &root, &format_args!("no UTF-8 at byte {at}"), &"UTF-8 text");
        }
        Unreadable::Malformed(error) if error.is_too_deep() => notes.limit(&root, error, "MAX_NESTING", MAX_NESTING),
        Unreadable::Malformed(error) => notes.fault(ErrorKind::Syntax, &root, error, &"well-formed JSON"),
    }
}

fn document(text: &str, arrays: &mut Arrays, notes: &mut Notes) -> Option<Report> {
    let root = Path::Root;
    let mut fields = fields(text.trim_matches(is_space), Document::OBJECT, &root, notes)?;
    keep_sound(&mut fields, Document::OBJECT, &root, notes);
    if fields.lacks_any(Document::OBJECT) {
        return None;
    }
    let wire = Document(fields);
    let in_shape = notes.noted();
    let meta = meta::read(wire.meta(), &root.key("meta"), notes);
    let dimensions = dimensions::read(&wire.dimensions(), &root.key("dimensions"), notes);
    let measures = measures::read(&wire.measures(), &meta, &dimensions, &root.key("measures"), notes);
    let catalogue = Catalogue::new(&dimensions, &measures, notes);
    let privacy_measure = meta::privacy_measure(wire.meta(), &measures, notes);
    if notes.noted() > in_shape {
        return None;
    }
    let meta = Meta { privacy_measure, ..meta };

    let cells = cells::read(wire.cells(), arrays, &catalogue, &meta, notes);
    let ratios = ratios::read(&wire.ratios().unwrap_or_default(), &catalogue, notes);
    Some(Report {
        uniques: funnel::uniques(&wire.uniques().unwrap_or_default(), &catalogue, notes),
        funnel: funnel::steps(wire.funnel(), &catalogue, notes),
        cohorts: wire.cohorts().and_then(|wire| cohorts::read(wire, &catalogue, notes)),
        forecast: wire.forecast().and_then(|wire| forecast::read(wire, notes)),
        experiments: outcome::experiments(&wire.experiments().unwrap_or_default(), notes),
        benchmarks: outcome::benchmarks(&wire.benchmarks().unwrap_or_default(), &catalogue, &ratios, notes),
        people_flow: outcome::people_flow(&wire.people_flow().unwrap_or_default(), notes),
        agreements: money::agreements(&wire.agreements().unwrap_or_default(), &catalogue, notes),
        eligibility: wire.eligibility().map(|wire| money::eligibility(wire, notes)),
        calendar: outcome::calendar(&wire.calendar().unwrap_or_default(), notes),
        meta,
        cells,
        ratios,
        warnings: Vec::new(),
        dimensions,
        measures,
    })
}

/// Days from `from` through `to`; the wrong order is a fault at `to`.
fn range(from: Date, to: Date, at: &Path<'_>, notes: &mut Notes) -> DateRange {
    if to < from {
        let expected = format_args!("a day not before {from}, where the period begins");
        notes.fault(ErrorKind::InvalidDate, &at.key("to"), &to, &expected);
    }
    DateRange { from, to }
}

/// Notes ids that occur twice in a list whose entries are objects with `id`.
fn twins<'i>(len: usize, id_of: &dyn Fn(usize) -> Option<&'i str>, at: &Path<'_>, notes: &mut Notes) {
    for index in repeated(len, &mut |a, b| id_of(a).cmp(&id_of(b))) {
        let (at, id) = (at.index(index), id_of(index).unwrap_or_default());
        notes.fault_in_id(ErrorKind::DuplicateId, &at.key("id"), id, &"an id that no other entry has");
    }
}
