//! `experiments`, `benchmarks`, `people_flow`, `calendar`: what is compared with what, and when. Refuses an experiment
//! without exactly one control, and a benchmark whose rate the document does not define.

use super::catalogue::Catalogue;
use super::{range, twins};
use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::wire::{self, Amount, ArmRole, Count, Id, Integer, List, Maybe, Need, maybe};
use crate::contract::{Arm, Benchmark, BenchmarkPeriod, CalendarEntry, Experiment, MeasureIx, PeopleFlow, Ratio, Wave};
use crate::error::ErrorKind;

const DEFAULT_MIN_MERCHANTS: u64 = 10;

/// All experiments.
pub fn experiments<'a>(wire: &Maybe<'a, List<'a, wire::Experiment<'a>>>, notes: &mut Notes) -> Vec<Experiment> {
    let at = Path::Root.key("experiments");
    let Some(list) = maybe(wire, &Path::Root, notes) else {
        return Vec::new();
    };
    let experiments = list.each(&at, notes, |wire, at, notes| {
        let (id, label) = (wire.id.read(at, notes), wire.label.read(at, notes));
        let days = range(&wire.from, &wire.to, at, notes);
        let design = wire.design.read(at, notes);
        let arms = arms(&wire.arms.read(at, notes)?, &at.key("arms"), notes);
        Some(Experiment { id: id?.0.into(), label: label?, range: days?, design: design?, arms: arms? })
    });
    twins(experiments.iter().map(|experiment| &*experiment.id), &at, notes);
    experiments
}

fn arms<'a>(list: &List<'a, wire::Arm<'a>>, at: &Path<'_>, notes: &mut Notes) -> Option<Vec<Arm>> {
    let arms = list.each(at, notes, |wire, at, notes| {
        let role = wire.role.read(at, notes);
        let (units, buyers) = (wire.units.read(at, notes), wire.buyers.read(at, notes));
        let gmv = wire.gmv.read(at, notes);
        let gmv_sumsq = maybe(&wire.gmv_sumsq, at, notes).map(|sum| sum.0);
        let spend = maybe(&wire.spend, at, notes).map_or(0, |Amount(spend)| spend);
        let (Count(units), Count(buyers)) = (units?, buyers?);
        if buyers > units {
            let expected = format_args!("at most {units} (units)");
            notes.fault(ErrorKind::Inconsistent, &at.key("buyers"), &buyers, &expected);
        }
        Some(Arm { exposed: role? == ArmRole::Exposed, units, buyers, gmv: gmv?.0, gmv_sumsq, spend })
    });
    if arms.len() < list.len() {
        return None;
    }
    let controls = arms.iter().filter(|arm| !arm.exposed).count();
    if controls != 1 || arms.len() < 2 {
        let found = format!("{controls} of {} arms are control", arms.len());
        notes.fault(ErrorKind::Inconsistent, at, &found, &"one control arm and at least one exposed");
    }
    Some(arms)
}

/// All benchmarks.
pub fn benchmarks<'a>(
    wire: &Maybe<'a, List<'a, wire::Benchmark<'a>>>,
    catalogue: &Catalogue<'_>,
    ratios: &[Ratio],
    notes: &mut Notes,
) -> Vec<Benchmark> {
    let Some(list) = maybe(wire, &Path::Root, notes) else {
        return Vec::new();
    };
    let categories = catalogue.dimensions.iter().find(|dimension| *dimension.id == *"category");
    list.each(&Path::Root.key("benchmarks"), notes, |wire, at, notes| {
        let category = wire.category.read(at, notes);
        let rate = benchmark_rate(&wire, catalogue, ratios, at, notes);
        let current = wire.current.read(at, notes).and_then(|wire| period(&wire, &at.key("current"), notes));
        let baseline = maybe(&wire.baseline, at, notes).and_then(|wire| period(&wire, &at.key("baseline"), notes));
        let (p50, p90) = (maybe(&wire.p50, at, notes), maybe(&wire.p90, at, notes));
        let merchants = wire.merchants.read(at, notes);
        let min_merchants = maybe(&wire.min_merchants, at, notes).map_or(DEFAULT_MIN_MERCHANTS, |count| count.0);
        let (Id(category), (ratio, numerator, denominator)) = (category?, rate?);
        let id_of = |ix| catalogue.measure(ix).map(|measure| measure.id.clone());
        Some(Benchmark {
            member: categories.and_then(|dimension| dimension.find(&category)),
            category: category.into(),
            ratio,
            numerator: id_of(numerator)?,
            denominator: id_of(denominator)?,
            current: current?,
            baseline,
            p50,
            p90,
            merchants: merchants?.0,
            min_merchants,
        })
    })
}

/// The ratio's id if it was named so, and its two measures.
fn benchmark_rate(
    wire: &wire::Benchmark<'_>,
    catalogue: &Catalogue<'_>,
    ratios: &[Ratio],
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<(Option<Box<str>>, MeasureIx, MeasureIx)> {
    let ratio = maybe(&wire.ratio, at, notes);
    let numerator = maybe(&wire.numerator, at, notes);
    let denominator = maybe(&wire.denominator, at, notes);
    match (ratio, numerator, denominator) {
        (Some(Id(id)), None, None) => {
            let found = ratios.iter().find(|ratio| *ratio.id == *id);
            if found.is_none() {
                notes.fault(ErrorKind::UnknownReference, &at.key("ratio"), &quoted(&id), &"the id of a ratio");
            }
            found.map(|ratio| (Some(ratio.id.clone()), ratio.numerator, ratio.denominator))
        }
        (None, Some(Id(numerator)), Some(Id(denominator))) => {
            let numerator = catalogue.need_measure(&numerator, &at.key("numerator"), notes);
            let denominator = catalogue.need_measure(&denominator, &at.key("denominator"), notes);
            Some((None, numerator?, denominator?))
        }
        (Some(_), _, _) => {
            notes.fault(ErrorKind::Inconsistent, at, &"both `ratio` and a measure", &"one of them");
            None
        }
        (None, _, _) => {
            let lacks = match (&wire.ratio, &wire.numerator, &wire.denominator) {
                (None, None, None) => Some("ratio"),
                (None, None, Some(_)) => Some("numerator"),
                (None, Some(_), None) => Some("denominator"),
                _ => None,
            };
            if let Some(key) = lacks {
                notes.fault(ErrorKind::MissingField, &at.key(key), &"", &"a ratio, or a numerator and a denominator");
            }
            None
        }
    }
}

fn period(wire: &wire::BenchmarkPeriod<'_>, at: &Path<'_>, notes: &mut Notes) -> Option<BenchmarkPeriod> {
    let (numerator, denominator) = (wire.numerator.read(at, notes), wire.denominator.read(at, notes));
    let days = range(&wire.from, &wire.to, at, notes);
    let (Integer(numerator), Amount(denominator)) = (numerator?, denominator?);
    Some(BenchmarkPeriod { numerator, denominator, range: days? })
}

/// All transitions.
pub fn people_flow<'a>(wire: &Maybe<'a, List<'a, wire::PeopleFlow<'a>>>, notes: &mut Notes) -> Vec<PeopleFlow> {
    let Some(list) = maybe(wire, &Path::Root, notes) else {
        return Vec::new();
    };
    list.each(&Path::Root.key("people_flow"), notes, |wire, at, notes| {
        let days = range(&wire.from, &wire.to, at, notes);
        let (source, target) = (wire.source.read(at, notes), wire.target.read(at, notes));
        let people = wire.people.read(at, notes);
        Some(PeopleFlow { range: days?, source: source?, target: target?, people: people?.0 })
    })
}

/// All entries of the time axis.
pub fn calendar<'a>(wire: &Maybe<'a, List<'a, wire::CalendarEntry<'a>>>, notes: &mut Notes) -> Vec<CalendarEntry> {
    let Some(list) = maybe(wire, &Path::Root, notes) else {
        return Vec::new();
    };
    list.each(&Path::Root.key("calendar"), notes, |wire, at, notes| {
        let days = range(&wire.from, &wire.to, at, notes);
        let (label, kind) = (wire.label.read(at, notes), wire.kind.read(at, notes));
        let wave = maybe(&wire.wave, at, notes).and_then(|wire| wave(&wire, &at.key("wave"), notes));
        Some(CalendarEntry { range: days?, label: label?, kind: kind?, wave })
    })
}

fn wave(wire: &wire::Wave<'_>, at: &Path<'_>, notes: &mut Notes) -> Option<Wave> {
    let name = wire.name.read(at, notes);
    let phase = maybe(&wire.phase, at, notes);
    let year = year(&wire.year, at, notes);
    Some(Wave { name: name?.0.into(), phase, year: year? })
}

fn year(wire: &Need<'_, Count>, at: &Path<'_>, notes: &mut Notes) -> Option<i32> {
    let Count(year) = wire.read(at, notes)?;
    if (1..=9999).contains(&year) {
        return Some(year as i32);
    }
    notes.fault(ErrorKind::OutOfRange, &at.key("year"), &year, &"a year from 1 to 9999");
    None
}
