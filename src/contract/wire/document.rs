//! The document itself, and what it says about its rows: meta, dimensions, measures, ratios.

use super::leaf::{Cells, Count, Currency, Flag, Id, Instant, Integer, Rate, SchemaName, TimeZone};
use super::{
    Agreement, Benchmark, CalendarEntry, Cohorts, Eligibility, Experiment, Forecast, Funnel, List, Map, PeopleFlow,
    UniqueCut, object,
};
use crate::contract::{Anchor, MeasureKind, Polarity, Text, Unit};
use crate::date::Date;

object! {
    /// A report on how content on Xiaohongshu turns into orders on Tmall: aggregated rows only, no identifiers of
    /// people, devices or orders. Unknown keys are ignored and counted.
    struct Document {
        /// Exactly `redcat.report/1`.
        schema: SchemaName,
        /// Who, when, where from.
        meta: Meta<'a>,
        /// What rows can be filtered, grouped and drilled by.
        dimensions: List<'a, Dimension<'a>>,
        /// What is counted.
        measures: List<'a, Measure<'a>>,
        /// One cube or an array of cubes.
        cells: Cells,
        /// Named rates, beside the standard ones.
        ratios: Option<List<'a, Ratio<'a>>>,
        /// Exact distinct counts at given cuts.
        uniques: Option<List<'a, UniqueCut<'a>>>,
        /// The steps from impressions to repurchase.
        funnel: Option<Funnel<'a>>,
        /// Repurchase life tables.
        cohorts: Option<Cohorts<'a>>,
        /// Repeat-purchase forecast, or what to fit one from.
        forecast: Option<Forecast<'a>>,
        /// Exposed against control.
        experiments: Option<List<'a, Experiment<'a>>>,
        /// The category as a whole.
        benchmarks: Option<List<'a, Benchmark<'a>>>,
        /// Transitions between people layers.
        people_flow: Option<List<'a, PeopleFlow<'a>>>,
        /// What is to be settled.
        agreements: Option<List<'a, Agreement<'a>>>,
        /// The merchant against the plan's entry rules.
        eligibility: Option<Eligibility<'a>>,
        /// Promotions, notes and launches for time axes.
        calendar: Option<List<'a, CalendarEntry<'a>>>,
    }
}

object! {
    /// Who, when, where from.
    struct Meta {
        /// Whose report it is.
        merchant: Merchant<'a>,
        /// Where the numbers come from.
        source: Text,
        /// RFC 3339, only displayed.
        generated_at: Instant,
        /// IANA name of the zone in which days were cut.
        time_zone: TimeZone,
        /// ISO 4217, one for the whole document.
        currency: Currency,
        /// The first whole day in the data.
        data_from: Date,
        /// The last whole day in the data.
        complete_through: Date,
        /// Days in between that were not delivered.
        missing_dates: Option<List<'a, Date>>,
        /// Margin, for pay-back.
        margin_rate: Option<Rate>,
        /// Marks screen, exports and print as demonstration data.
        demo: Option<Flag>,
        /// How credit is given to exposures.
        attribution: Option<Attribution<'a>>,
        /// Display floor: smaller groups of persons are not shown. Not access control.
        min_cell: Option<Count>,
        /// The measure of persons that the floor is applied to.
        privacy_measure: Option<Id>,
    }
}

object! {
    /// Whose report it is.
    struct Merchant {
        /// The sender's id.
        id: Id,
        /// Name for people.
        name: Text,
    }
}

object! {
    /// How credit is given to exposures.
    struct Attribution {
        /// Such as `last_touch`.
        model: Id,
        /// Days after the exposure in which an order counts.
        window_days: Count,
    }
}

object! {
    /// What rows can be filtered, grouped and drilled by.
    struct Dimension {
        /// Unique among dimensions, measures and `date`.
        id: Id,
        /// Name for people.
        label: Text,
        /// The coarser dimension of its hierarchy.
        parent: Option<Id>,
        /// What values it takes.
        members: List<'a, Member<'a>>,
    }
}

object! {
    /// One value of a dimension.
    struct Member {
        /// Unique in its dimension.
        id: Id,
        /// Name for people.
        label: Text,
        /// The member of the parent dimension that contains it; required if the dimension has a parent.
        parent: Option<Id>,
    }
}

object! {
    /// What is counted.
    struct Measure {
        /// Unique among dimensions, measures and `date`.
        id: Id,
        /// Name for people.
        label: Text,
        /// How it adds up.
        kind: MeasureKind,
        /// What one unit of it is.
        unit: Option<Unit>,
        /// Which day a fact is counted on. Default `event`; `both` for `impressions`, `reads` and `spend`.
        anchor: Option<Anchor>,
        /// The measure whose units contain these.
        subset_of: Option<Id>,
        /// Which way is good. Default `up`.
        polarity: Option<Polarity>,
        /// Days until a day's value is final. Default `attribution.window_days` for `exposure`, else 0.
        window_days: Option<Count>,
        /// What share was observed.
        sample: Option<Sample<'a>>,
        /// Most people there can be.
        population: Option<Count>,
        /// Definition in words.
        description: Option<Text>,
        /// Source, where it differs from the document's.
        source: Option<Text>,
        /// How repeats are removed, in words.
        dedupe: Option<Text>,
    }
}

object! {
    /// What share was observed: `rate`, or `by` member of one dimension.
    struct Sample {
        /// Whether persons were sampled, or single events.
        unit: Unit,
        /// The same rate everywhere.
        rate: Option<Rate>,
        /// One rate per member.
        by: Option<SampleBy<'a>>,
    }
}

object! {
    /// Sample rates per member of one dimension; members that are not named are observed in full.
    struct SampleBy {
        /// The dimension.
        dimension: Id,
        /// Member id to rate.
        rates: Map<'a, Rate>,
    }
}

object! {
    /// A named rate: numerator over denominator, times `per`.
    struct Ratio {
        /// Unique among ratios; a standard id redefines the standard ratio.
        id: Id,
        /// Name for people.
        label: Option<Text>,
        /// The measure above the line.
        numerator: Id,
        /// The measure below the line.
        denominator: Id,
        /// Such as 1000 for cost per mille. Default 1.
        per: Option<Integer>,
    }
}
