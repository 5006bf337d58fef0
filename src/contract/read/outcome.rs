//! `experiments`, `benchmarks`, `people_flow`, `calendar`: what is compared with what, and when. Refuses an experiment
//! without exactly one control, and a benchmark whose rate the document does not define.

use super::catalogue::Catalogue;
use super::{range, twins};
use crate::contract::notes::{Notes, Path};
use crate::contract::wire::{self, ArmRole, List};
use crate::contract::{Arm, Benchmark, BenchmarkPeriod, CalendarEntry, Experiment, PeopleFlow, Ratio, Wave};
use crate::error::ErrorKind;

const DEFAULT_MIN_MERCHANTS: u64 = 10;

/// All experiments.
pub fn experiments<'a>(list: &List<'a, wire::Experiment<'a>>, notes: &mut Notes) -> Vec<Experiment> {
    let at = Path::Root.key("experiments");
    let mut experiments = Vec::new();
    for (index, wire) in list.iter().enumerate() {
        let at = at.index(index);
        experiments.push(Experiment {
            id: wire.id(),
            label: wire.label(),
            range: range(wire.from(), wire.to(), &at, notes),
            design: wire.design(),
            arms: arms(&wire.arms(), &at.key("arms"), notes),
        });
    }
    twins(experiments.len(), &|ix| Some(&experiments.get(ix)?.id), &at, notes);
    experiments
}

fn arms<'a>(list: &List<'a, wire::Arm<'a>>, at: &Path<'_>, notes: &mut Notes) -> Vec<Arm> {
    let mut arms = Vec::new();
    let mut controls = 0;
    for (index, wire) in list.iter().enumerate() {
        let (units, buyers) = (wire.units(), wire.buyers());
        if buyers > units {
            let expected = format_args!("at most {units} (units)");
            notes.fault(ErrorKind::Inconsistent, &at.index(index).key("buyers"), &buyers, &expected);
        }
        let exposed = wire.role() == ArmRole::Exposed;
        controls += usize::from(!exposed);
        let spend = wire.spend().unwrap_or_default();
        arms.push(Arm { exposed, units, buyers, gmv: wire.gmv(), gmv_sumsq: wire.gmv_sumsq(), spend });
    }
    if controls != 1 || arms.len() < 2 {
        let found = format_args!("{controls} of {} arms are control", arms.len());
        notes.fault(ErrorKind::Inconsistent, at, &found, &"one control arm and at least one exposed");
    }
    arms
}

/// All benchmarks.
pub fn benchmarks<'a>(
    list: &List<'a, wire::Benchmark<'a>>,
    catalogue: &Catalogue<'_>,
    ratios: &[Ratio],
    notes: &mut Notes,
) -> Vec<Benchmark> {
    let categories = catalogue.dimensions.iter().find(|dimension| *dimension.id == *"category");
    let mut benchmarks = Vec::new();
    for (index, wire) in list.iter().enumerate() {
        let at = Path::Root.key("benchmarks");
        let at = at.index(index);
        let category = wire.category();
        let rate = benchmark_rate(wire, catalogue, ratios, &at, notes).unwrap_or_default();
        benchmarks.push(Benchmark {
            member: categories.and_then(|dimension| dimension.find(&category)),
            category,
            label: wire.label(),
            ratio: rate.ratio,
            numerator: rate.numerator,
            denominator: rate.denominator,
            current: period(wire.current(), &at.key("current"), notes),
            baseline: wire.baseline().map(|wire| period(wire, &at.key("baseline"), notes)),
            p50: wire.p50(),
            p90: wire.p90(),
            merchants: wire.merchants(),
            min_merchants: wire.min_merchants().unwrap_or(DEFAULT_MIN_MERCHANTS),
        });
    }
    benchmarks
}

/// What a benchmark's rate is of.
#[derive(Default)]
struct Rate {
    /// The ratio, if it was named so.
    ratio: Option<Box<str>>,
    /// The measure above the line.
    numerator: Box<str>,
    /// The measure below the line.
    denominator: Box<str>,
}

fn benchmark_rate(
    wire: wire::Benchmark<'_>,
    catalogue: &Catalogue<'_>,
    ratios: &[Ratio],
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<Rate> {
    let lacks = match (wire.ratio(), wire.numerator(), wire.denominator()) {
        (Some(id), None, None) => {
            let found = ratios.iter().find(|ratio| ratio.id == id);
            if found.is_none() {
                notes.fault_in_id(ErrorKind::UnknownReference, &at.key("ratio"), &id, &"the id of a ratio");
            }
            let id_of = |ix| catalogue.measure(ix).map(|measure| measure.id.clone());
            let (numerator, denominator) = (id_of(found?.numerator)?, id_of(found?.denominator)?);
            return Some(Rate { ratio: Some(id), numerator, denominator });
        }
        (None, Some(numerator), Some(denominator)) => {
            catalogue.need_measure(&numerator, &at.key("numerator"), notes);
            catalogue.need_measure(&denominator, &at.key("denominator"), notes);
            return Some(Rate { ratio: None, numerator, denominator });
        }
        (Some(_), _, _) => {
            notes.fault(ErrorKind::Inconsistent, at, &"both `ratio` and a measure", &"one of them");
            return None;
        }
        (None, None, None) => "ratio",
        (None, None, Some(_)) => "numerator",
        (None, Some(_), None) => "denominator",
    };
    notes.fault(ErrorKind::MissingField, &at.key(lacks), &"", &"a ratio, or a numerator and a denominator");
    None
}

fn period(wire: wire::BenchmarkPeriod<'_>, at: &Path<'_>, notes: &mut Notes) -> BenchmarkPeriod {
    let range = range(wire.from(), wire.to(), at, notes);
    BenchmarkPeriod { numerator: wire.numerator(), denominator: wire.denominator(), range }
}

/// All transitions.
pub fn people_flow<'a>(list: &List<'a, wire::PeopleFlow<'a>>, notes: &mut Notes) -> Vec<PeopleFlow> {
    let mut flows = Vec::new();
    for (index, wire) in list.iter().enumerate() {
        let range = range(wire.from(), wire.to(), &Path::Root.key("people_flow").index(index), notes);
        flows.push(PeopleFlow { range, source: wire.source(), target: wire.target(), people: wire.people() });
    }
    flows
}

/// All entries of the time axis.
pub fn calendar<'a>(list: &List<'a, wire::CalendarEntry<'a>>, notes: &mut Notes) -> Vec<CalendarEntry> {
    let mut entries = Vec::new();
    for (index, wire) in list.iter().enumerate() {
        let at = Path::Root.key("calendar");
        let at = at.index(index);
        let range = range(wire.from(), wire.to(), &at, notes);
        let wave = wire.wave().map(|wire| wave(wire, &at.key("wave"), notes));
        entries.push(CalendarEntry { range, label: wire.label(), kind: wire.kind(), wave });
    }
    entries
}

fn wave(wire: wire::Wave<'_>, at: &Path<'_>, notes: &mut Notes) -> Wave {
    let year = wire.year();
    if !(1..=9999).contains(&year) {
        notes.fault(ErrorKind::OutOfRange, &at.key("year"), &year, &"a year from 1 to 9999");
    }
    Wave { name: wire.name(), phase: wire.phase(), year: year as i32 }
}
