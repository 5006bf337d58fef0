//! The wire format `redcat.report/1`: bytes in, a checked [`Report`] and its warnings out. Whatever is wrong is
//! refused with the JSON path, what was found and what was expected; nothing is repaired in silence.
//!
//! [`Loading`] takes the bytes as they arrive. `wire` holds the JSON shapes, `read` turns them into the domain types of
//! [`report`]; cells go straight into the narrow columns of [`mod@column`].

mod arrays;
pub mod column;
pub mod decimal;
pub mod json;
pub mod limits;
mod loading;
mod notes;
mod read;
pub mod report;
mod wire;

pub use column::{Bits, Column};
pub use decimal::Decimal;
pub use loading::Loading;
pub use report::{
    Acquisition, AgeUnit, Agreement, Anchor, Arm, Attribution, Backtest, Base, Benchmark, BenchmarkPeriod,
    CalendarEntry, CalendarKind, Cells, Cohorts, Design, Dimension, DimensionIx, Eligibility, EntryRules, Experiment,
    Forecast, Frozen, FunnelStep, Layer, LifeTable, Measure, MeasureIx, MeasureKind, Member, MemberIx, Meta, Parties,
    Party, PeopleFlow, Phase, Polarity, Ratio, RatioIx, Rebate, RecencyFrequency, Report, Sample, SampleRate, Segment,
    Share, Subsidy, Text, Tier, TriangleCell, UniqueCut, Unit, ValueColumn, Warning, WarningKind, Wave,
};
#[cfg(feature = "schema")]
pub use wire::schema;
