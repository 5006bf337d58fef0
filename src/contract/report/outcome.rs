//! What is compared with what, and when: experiments, benchmarks, people layers, the calendar.

use crate::contract::{Decimal, MemberIx, Text};
use crate::date::DateRange;

/// How exposed and control units were chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// At random.
    Randomised,
    /// By region.
    Geo,
    /// By likeness.
    Matched,
    /// Not at all.
    Observational,
}

/// Exposed against control.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// Id.
    pub id: Box<str>,
    /// Name.
    pub label: Text,
    /// The days it covers.
    pub range: DateRange,
    /// How units were chosen.
    pub design: Design,
    /// The arms, exactly one of them control.
    pub arms: Vec<Arm>,
}

/// One arm of an experiment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arm {
    /// Exposed, or control.
    pub exposed: bool,
    /// Units in the arm.
    pub units: u64,
    /// Of them, buyers.
    pub buyers: u64,
    /// Their GMV, minor units.
    pub gmv: i64,
    /// Sum of the squares of the units' GMV, minor units squared.
    pub gmv_sumsq: Option<i128>,
    /// What was spent on the arm, minor units.
    pub spend: i64,
}

/// The category as a whole, never this merchant.
#[derive(Clone, Debug, PartialEq)]
pub struct Benchmark {
    /// Member id of the category; not necessarily one of this document's members.
    pub category: Box<str>,
    /// Name of the category if the document knows it.
    pub member: Option<MemberIx>,
    /// Its name where the document does not know it, if given.
    pub label: Option<Text>,
    /// Id of a ratio, if named so.
    pub ratio: Option<Box<str>>,
    /// Id of the measure above the line.
    pub numerator: Box<str>,
    /// Id of the measure below the line.
    pub denominator: Box<str>,
    /// This period.
    pub current: BenchmarkPeriod,
    /// The period compared with.
    pub baseline: Option<BenchmarkPeriod>,
    /// Median of merchants' own rates.
    pub p50: Option<Decimal>,
    /// Ninth decile of merchants' own rates.
    pub p90: Option<Decimal>,
    /// Merchants in it.
    pub merchants: u64,
    /// Fewest merchants at which quantiles are shown.
    pub min_merchants: u64,
}

/// Totals of a category in one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BenchmarkPeriod {
    /// Above the line.
    pub numerator: i64,
    /// Below the line.
    pub denominator: i64,
    /// The days.
    pub range: DateRange,
}

/// A layer of people: awareness, interest, true interest, purchase, share; or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// Not among the people layers.
    None,
    /// Awareness.
    Awareness,
    /// Interest.
    Interest,
    /// True interest.
    TrueInterest,
    /// Purchase.
    Purchase,
    /// Share.
    Share,
}

/// How many people moved from one layer to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleFlow {
    /// The days.
    pub range: DateRange,
    /// Layer before.
    pub source: Layer,
    /// Layer after.
    pub target: Layer,
    /// People.
    pub people: u64,
}

/// What a calendar entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarKind {
    /// A promotion.
    Promotion,
    /// A remark.
    Note,
    /// A launch.
    Launch,
}

/// Phase of a promotion wave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Deposits are taken.
    Presale,
    /// Goods are sold.
    Spot,
}

/// A promotion that recurs, such as 618.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wave {
    /// Such as `618`.
    pub name: Box<str>,
    /// Its phase, if it has phases.
    pub phase: Option<Phase>,
    /// Its year.
    pub year: i32,
}

/// Something on the time axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
    /// The days.
    pub range: DateRange,
    /// Name.
    pub label: Text,
    /// What it is.
    pub kind: CalendarKind,
    /// Which recurring promotion it belongs to.
    pub wave: Option<Wave>,
}
