//! The sections on the way from exposure to repurchase: uniques, funnel, cohorts, forecast.

use super::{Amount, Count, Entries, Flag, Id, Integer, List, Maybe, Need, Number, object};
use crate::contract::{AgeUnit, Text};
use crate::date::Date;

object! {
    /// Exact distinct counts at one cut; used only where filters, grouping and dates match exactly.
    UniqueCut {
        /// A measure of kind `unique`.
        measure as "measure": Need<'a, Id<'a>>,
        /// Dimensions that it is grouped by; may be empty.
        by as "by": Need<'a, List<'a, Id<'a>>>,
        /// First day.
        from as "from": Need<'a, Date>,
        /// Last day.
        to as "to": Need<'a, Date>,
        /// Member ids by dimension, and `value`.
        #[cfg_attr(feature = "schema", schemars(with = "Vec<std::collections::BTreeMap<String, Option<UniqueValue>>>"))]
        rows as "rows": Need<'a, List<'a, Entries<'a>>>,
    }
}

object! {
    /// The steps from impressions to repurchase, in order.
    Funnel {
        /// In order.
        steps as "steps": Need<'a, List<'a, FunnelStep<'a>>>,
    }
}

object! {
    /// One step of the funnel.
    FunnelStep {
        /// Unique in the funnel.
        id as "id": Need<'a, Id<'a>>,
        /// Name for people; else the measure's.
        label as "label": Maybe<'a, Text>,
        /// What is counted at this step.
        measure as "measure": Need<'a, Id<'a>>,
        /// Parallel measures inside the step; they need not add up to it.
        parts as "parts": Maybe<'a, List<'a, Id<'a>>>,
        /// May be skipped by people.
        optional as "optional": Maybe<'a, Flag>,
        /// Member of the dimension `route` whose chain it belongs to.
        route as "route": Maybe<'a, Id<'a>>,
    }
}

object! {
    /// Repurchase life tables.
    Cohorts {
        /// Unit of age: 1, 7 or 30 days.
        age_unit as "age_unit": Need<'a, AgeUnit>,
        /// Last day observed.
        observed_until as "observed_until": Need<'a, Date>,
        /// Unit in which cohorts were cut, such as `month`.
        first_order_unit as "first_order_unit": Need<'a, Id<'a>>,
        /// Dense life tables in columns.
        rows as "rows": Need<'a, CohortRows<'a>>,
        /// The classic triangle in columns.
        calendar_month as "calendar_month": Maybe<'a, Triangle<'a>>,
        /// What acquiring each cohort cost.
        acquisition as "acquisition": Maybe<'a, List<'a, Acquisition<'a>>>,
    }
}

object! {
    strict
    /// Dense life tables in columns of equal length: every age from 0 to the last observed age of each cohort and keys.
    CohortRows {
        /// Label of the cohort such as `1997-01`.
        cohort as "cohort": Need<'a, List<'a, Id<'a>>>,
        /// Dimension to indexes into its members; null is unknown.
        #[cfg_attr(feature = "schema", schemars(with = "Option<std::collections::BTreeMap<String, Vec<Option<Count>>>>"))]
        keys as "keys": Maybe<'a, Entries<'a>>,
        /// Age in `age_unit`.
        age as "age": Need<'a, List<'a, Count>>,
        /// Customers in the cohort.
        customers as "customers": Need<'a, List<'a, Count>>,
        /// Followed through the whole interval.
        observed as "observed": Need<'a, List<'a, Count>>,
        /// Of them, without a second order before it.
        at_risk as "at_risk": Need<'a, List<'a, Count>>,
        /// Second orders in it.
        events as "events": Need<'a, List<'a, Count>>,
        /// With at least one repeat order in it.
        active as "active": Maybe<'a, List<'a, Count>>,
        /// Repeat orders in it.
        orders as "orders": Maybe<'a, List<'a, Count>>,
        /// Their revenue, minor units.
        revenue as "revenue": Maybe<'a, List<'a, Integer>>,
        /// Revenue of first orders at age 0, minor units; null elsewhere.
        first_revenue as "first_revenue": Maybe<'a, List<'a, Option<Integer>>>,
        /// Revenue so far including the first order, over customers observed through this age, minor units.
        cum_revenue as "cum_revenue": Maybe<'a, List<'a, Integer>>,
        /// Its standard deviation per customer, minor units.
        cum_sd as "cum_sd": Maybe<'a, List<'a, Number>>,
    }
}

object! {
    strict
    /// The triangle of cohorts by calendar month, in columns of equal length.
    Triangle {
        /// Label of the cohort.
        cohort as "cohort": Need<'a, List<'a, Id<'a>>>,
        /// Months after the cohort's own.
        k as "k": Need<'a, List<'a, Count>>,
        /// Dimension to indexes into its members; null is unknown.
        #[cfg_attr(feature = "schema", schemars(with = "Option<std::collections::BTreeMap<String, Vec<Option<Count>>>>"))]
        keys as "keys": Maybe<'a, Entries<'a>>,
        /// Customers in the cohort.
        customers as "customers": Need<'a, List<'a, Count>>,
        /// With a repeat order in month k.
        active as "active": Need<'a, List<'a, Count>>,
        /// Second orders in month k.
        second_orders as "second_orders": Need<'a, List<'a, Count>>,
        /// Orders in month k.
        orders as "orders": Need<'a, List<'a, Count>>,
        /// Revenue in month k, minor units.
        revenue as "revenue": Need<'a, List<'a, Integer>>,
        /// Whether the month was observed to its end.
        complete as "complete": Need<'a, List<'a, Flag>>,
    }
}

object! {
    /// What acquiring a cohort cost.
    Acquisition {
        /// Label of the cohort.
        cohort as "cohort": Need<'a, Id<'a>>,
        /// Dimension to member id; null is unknown.
        #[cfg_attr(feature = "schema", schemars(with = "Option<std::collections::BTreeMap<String, Option<Id<'_>>>>"))]
        keys as "keys": Maybe<'a, Entries<'a>>,
        /// Minor units.
        spend as "spend": Need<'a, Amount>,
    }
}

object! {
    /// Fitted by the sender (`model` …), or `rf` from which it is fitted here.
    Forecast {
        /// Name of the model, such as `bg_nbd`.
        model as "model": Maybe<'a, Id<'a>>,
        /// Unit of time.
        unit as "unit": Maybe<'a, AgeUnit>,
        /// Parameter name to value.
        #[cfg_attr(feature = "schema", schemars(with = "Option<std::collections::BTreeMap<String, Number>>"))]
        params as "params": Maybe<'a, Entries<'a>>,
        /// Last day that the fit has seen.
        fitted_through as "fitted_through": Maybe<'a, Date>,
        /// How it did on days that it had not seen.
        backtest as "backtest": Maybe<'a, Backtest<'a>>,
        /// Recency and frequency.
        rf as "rf": Maybe<'a, RecencyFrequency<'a>>,
    }
}

object! {
    /// How a forecast did on days that it had not seen.
    Backtest {
        /// First day.
        from as "from": Need<'a, Date>,
        /// Last day.
        to as "to": Need<'a, Date>,
        /// Orders expected.
        expected as "expected": Need<'a, Number>,
        /// Orders that came.
        actual as "actual": Need<'a, Number>,
    }
}

object! {
    strict
    /// Recency and frequency in columns of equal length.
    RecencyFrequency {
        /// Unit of time.
        unit as "unit": Need<'a, AgeUnit>,
        /// Repeat orders.
        x as "x": Need<'a, List<'a, Count>>,
        /// Time of the last order since the first.
        t_x as "t_x": Need<'a, List<'a, Number>>,
        /// Time observed since the first order.
        t as "T": Need<'a, List<'a, Number>>,
        /// Customers with that history.
        customers as "customers": Need<'a, List<'a, Count>>,
        /// Mean value of a repeat order, minor units.
        value as "value": Maybe<'a, List<'a, Number>>,
    }
}

/// A member id, or the value.
#[cfg(feature = "schema")]
struct UniqueValue;

#[cfg(feature = "schema")]
impl schemars::JsonSchema for UniqueValue {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "UniqueValue".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "description": "A member id, or the distinct count under `value`.", "type": ["integer", "string"], "minimum": 0 })
    }
}
