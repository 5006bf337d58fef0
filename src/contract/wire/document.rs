//! The document itself, and what it says about its rows: meta, dimensions, measures, ratios.

use serde_json::value::RawValue;

use super::{
    Agreement, Benchmark, CalendarEntry, Cells, Cohorts, Count, Eligibility, Experiment, Flag, Forecast, Funnel, Id,
    Instant, List, Maybe, Need, PeopleFlow, Rate, Str, UniqueCut, object,
};
use super::{Entries, Integer, Value};
use crate::contract::notes::{Notes, Path};
use crate::contract::{Anchor, MeasureKind, Polarity, Text, Unit};
use crate::date::Date;
use crate::error::ErrorKind;

/// The one format that this program reads.
pub const SCHEMA: &str = "redcat.report/1";

object! {
    /// A report on how content on Xiaohongshu turns into orders on Tmall: aggregated rows only, no identifiers of
    /// people, devices or orders. Unknown keys are ignored and counted.
    Document {
        /// Exactly `redcat.report/1`.
        schema as "schema": Need<'a, SchemaName>,
        /// Who, when, where from.
        meta as "meta": Need<'a, Meta<'a>>,
        /// What rows can be filtered, grouped and drilled by.
        dimensions as "dimensions": Need<'a, List<'a, Dimension<'a>>>,
        /// What is counted.
        measures as "measures": Need<'a, List<'a, Measure<'a>>>,
        /// One cube or an array of cubes.
        cells as "cells": Need<'a, Cells>,
        /// Named rates, beside the standard ones.
        ratios as "ratios": Maybe<'a, List<'a, Ratio<'a>>>,
        /// Exact distinct counts at given cuts.
        uniques as "uniques": Maybe<'a, List<'a, UniqueCut<'a>>>,
        /// The steps from impressions to repurchase.
        funnel as "funnel": Maybe<'a, Funnel<'a>>,
        /// Repurchase life tables.
        cohorts as "cohorts": Maybe<'a, Cohorts<'a>>,
        /// Repeat-purchase forecast, or what to fit one from.
        forecast as "forecast": Maybe<'a, Forecast<'a>>,
        /// Exposed against control.
        experiments as "experiments": Maybe<'a, List<'a, Experiment<'a>>>,
        /// The category as a whole.
        benchmarks as "benchmarks": Maybe<'a, List<'a, Benchmark<'a>>>,
        /// Transitions between people layers.
        people_flow as "people_flow": Maybe<'a, List<'a, PeopleFlow<'a>>>,
        /// What is to be settled.
        agreements as "agreements": Maybe<'a, List<'a, Agreement<'a>>>,
        /// The merchant against the plan's entry rules.
        eligibility as "eligibility": Maybe<'a, Eligibility<'a>>,
        /// Promotions, notes and launches for time axes.
        calendar as "calendar": Maybe<'a, List<'a, CalendarEntry<'a>>>,
    }
}

/// The name of the format.
pub struct SchemaName;

impl<'a> Value<'a> for SchemaName {
    const EXPECTED: &'static str = "\"redcat.report/1\", the format that this program reads";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        let name = Str::read(raw, at, notes)?;
        if name == *SCHEMA {
            return Some(Self);
        }
        notes.fault_raw(ErrorKind::UnsupportedSchema, at, raw, &Self::EXPECTED);
        None
    }
}

object! {
    /// Who, when, where from.
    Meta {
        /// Whose report it is.
        merchant as "merchant": Need<'a, Merchant<'a>>,
        /// Where the numbers come from.
        source as "source": Need<'a, Text>,
        /// RFC 3339, only displayed.
        generated_at as "generated_at": Need<'a, Instant<'a>>,
        /// IANA name of the zone in which days were cut.
        time_zone as "time_zone": Need<'a, TimeZone<'a>>,
        /// ISO 4217, one for the whole document.
        currency as "currency": Need<'a, Currency<'a>>,
        /// The first whole day in the data.
        data_from as "data_from": Need<'a, Date>,
        /// The last whole day in the data.
        complete_through as "complete_through": Need<'a, Date>,
        /// Days in between that were not delivered.
        missing_dates as "missing_dates": Maybe<'a, List<'a, Date>>,
        /// Margin, for pay-back.
        margin_rate as "margin_rate": Maybe<'a, Rate>,
        /// Marks screen, exports and print as demonstration data.
        demo as "demo": Maybe<'a, Flag>,
        /// How credit is given to exposures.
        attribution as "attribution": Maybe<'a, Attribution<'a>>,
        /// Display floor: smaller groups of persons are not shown. Not access control.
        min_cell as "min_cell": Maybe<'a, Count>,
        /// The measure of persons that the floor is applied to.
        privacy_measure as "privacy_measure": Maybe<'a, Id<'a>>,
    }
}

/// An ISO 4217 code.
pub struct Currency<'a>(pub Str<'a>);

impl<'a> Value<'a> for Currency<'a> {
    const EXPECTED: &'static str = "three capital letters such as \"CNY\"";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        let code = Str::read(raw, at, notes)?;
        if code.0.len() == 3 && code.0.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Some(Self(code));
        }
        notes.fault_raw(ErrorKind::WrongType, at, raw, &Self::EXPECTED);
        None
    }
}

/// A name of the IANA time-zone database. Only its shape is checked: nothing here computes with zones.
pub struct TimeZone<'a>(pub Str<'a>);

impl<'a> Value<'a> for TimeZone<'a> {
    const EXPECTED: &'static str = "an IANA time zone such as \"Asia/Shanghai\"";

    fn read(raw: &'a RawValue, at: &Path<'_>, notes: &mut Notes) -> Option<Self> {
        let name = Str::read(raw, at, notes)?;
        let well_formed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'+');
        if name.0.starts_with(|first: char| first.is_ascii_alphabetic()) && name.0.bytes().all(well_formed) {
            return Some(Self(name));
        }
        notes.fault_raw(ErrorKind::WrongType, at, raw, &Self::EXPECTED);
        None
    }
}

object! {
    /// Whose report it is.
    Merchant {
        /// The sender's id.
        id as "id": Need<'a, Id<'a>>,
        /// Name for people.
        name as "name": Need<'a, Text>,
    }
}

object! {
    /// How credit is given to exposures.
    Attribution {
        /// Such as `last_touch`.
        model as "model": Need<'a, Id<'a>>,
        /// Days after the exposure in which an order counts.
        window_days as "window_days": Need<'a, Count>,
    }
}

object! {
    /// What rows can be filtered, grouped and drilled by.
    Dimension {
        /// Unique among dimensions, measures and `date`.
        id as "id": Need<'a, Id<'a>>,
        /// Name for people.
        label as "label": Need<'a, Text>,
        /// The coarser dimension of its hierarchy.
        parent as "parent": Maybe<'a, Id<'a>>,
        /// What values it takes.
        members as "members": Need<'a, List<'a, Member<'a>>>,
    }
}

object! {
    /// One value of a dimension.
    Member {
        /// Unique in its dimension.
        id as "id": Need<'a, Id<'a>>,
        /// Name for people.
        label as "label": Need<'a, Text>,
        /// The member of the parent dimension that contains it; required if the dimension has a parent.
        parent as "parent": Maybe<'a, Id<'a>>,
    }
}

object! {
    /// What is counted.
    Measure {
        /// Unique among dimensions, measures and `date`.
        id as "id": Need<'a, Id<'a>>,
        /// Name for people.
        label as "label": Need<'a, Text>,
        /// How it adds up.
        kind as "kind": Need<'a, MeasureKind>,
        /// What one unit of it is.
        unit as "unit": Maybe<'a, Unit>,
        /// Which day a fact is counted on. Default `event`; `both` for `impressions`, `reads` and `spend`.
        anchor as "anchor": Maybe<'a, Anchor>,
        /// The measure whose units contain these.
        subset_of as "subset_of": Maybe<'a, Id<'a>>,
        /// Which way is good. Default `up`.
        polarity as "polarity": Maybe<'a, Polarity>,
        /// Days until a day's value is final. Default `attribution.window_days` for `exposure`, else 0.
        window_days as "window_days": Maybe<'a, Count>,
        /// What share was observed.
        sample as "sample": Maybe<'a, Sample<'a>>,
        /// Most people there can be.
        population as "population": Maybe<'a, Count>,
        /// Definition in words.
        description as "description": Maybe<'a, Text>,
        /// Source, where it differs from the document's.
        source as "source": Maybe<'a, Text>,
        /// How repeats are removed, in words.
        dedupe as "dedupe": Maybe<'a, Text>,
    }
}

object! {
    /// What share was observed: `rate`, or `by` member of one dimension.
    Sample {
        /// Whether persons were sampled, or single events.
        unit as "unit": Need<'a, Unit>,
        /// The same rate everywhere.
        rate as "rate": Maybe<'a, Rate>,
        /// One rate per member.
        by as "by": Maybe<'a, SampleBy<'a>>,
    }
}

object! {
    /// Sample rates per member of one dimension; members that are not named are observed in full.
    SampleBy {
        /// The dimension.
        dimension as "dimension": Need<'a, Id<'a>>,
        /// Member id to rate.
        #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, Rate>"))]
        rates as "rates": Need<'a, Entries<'a>>,
    }
}

object! {
    /// A named rate: numerator over denominator, times `per`.
    Ratio {
        /// Unique among ratios; a standard id redefines the standard ratio.
        id as "id": Need<'a, Id<'a>>,
        /// Name for people.
        label as "label": Maybe<'a, Text>,
        /// The measure above the line.
        numerator as "numerator": Need<'a, Id<'a>>,
        /// The measure below the line.
        denominator as "denominator": Need<'a, Id<'a>>,
        /// Such as 1000 for cost per mille. Default 1.
        per as "per": Maybe<'a, Integer>,
    }
}
