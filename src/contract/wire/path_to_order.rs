//! The sections on the way from exposure to repurchase: uniques, funnel, cohorts, forecast.

use super::leaf::{Amount, Count, Flag, Id, Integer, Number, UniqueValue};
use super::{List, Map, object};
use crate::contract::{AgeUnit, Text};
use crate::date::Date;

object! {
    /// Exact distinct counts at one cut; used only where filters, grouping and dates match exactly.
    struct UniqueCut {
        /// A measure of kind `unique`.
        measure: Id,
        /// Dimensions that it is grouped by; may be empty.
        by: List<'a, Id>,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
        /// Member ids by dimension, and `value`.
        rows: List<'a, Map<'a, Option<UniqueValue>>>,
    }
}

object! {
    /// The steps from impressions to repurchase, in order.
    struct Funnel {
        /// In order.
        steps: List<'a, FunnelStep<'a>>,
    }
}

object! {
    /// One step of the funnel.
    struct FunnelStep {
        /// Unique in the funnel.
        id: Id,
        /// Name for people; else the measure's.
        label: Option<Text>,
        /// What is counted at this step.
        measure: Id,
        /// Parallel measures inside the step; they need not add up to it.
        parts: Option<List<'a, Id>>,
        /// May be skipped by people.
        optional: Option<Flag>,
        /// Member of the dimension `route` whose chain it belongs to.
        route: Option<Id>,
    }
}

object! {
    /// Repurchase life tables.
    struct Cohorts {
        /// Unit of age: 1, 7 or 30 days.
        age_unit: AgeUnit,
        /// Last day observed.
        observed_until: Date,
        /// Unit in which cohorts were cut, such as `month`.
        first_order_unit: Id,
        /// Dense life tables in columns.
        rows: CohortRows<'a>,
        /// The classic triangle in columns.
        calendar_month: Option<Triangle<'a>>,
        /// What acquiring each cohort cost.
        acquisition: Option<List<'a, Acquisition<'a>>>,
    }
}

object! {
    /// Dense life tables in columns of equal length: every age from 0 to the last observed age of each cohort and keys.
    strict struct CohortRows {
        /// Label of the cohort such as `1997-01`.
        cohort: List<'a, Id>,
        /// Dimension to indexes into its members; null is unknown.
        keys: Option<Map<'a, List<'a, Option<Count>>>>,
        /// Age in `age_unit`.
        age: List<'a, Count>,
        /// Customers in the cohort.
        customers: List<'a, Count>,
        /// Followed through the whole interval.
        observed: List<'a, Count>,
        /// Of them, without a second order before it.
        at_risk: List<'a, Count>,
        /// Second orders in it.
        events: List<'a, Count>,
        /// With at least one repeat order in it.
        active: Option<List<'a, Count>>,
        /// Repeat orders in it.
        orders: Option<List<'a, Count>>,
        /// Their revenue, minor units.
        revenue: Option<List<'a, Integer>>,
        /// Revenue of first orders at age 0, minor units; null elsewhere.
        first_revenue: Option<List<'a, Option<Integer>>>,
        /// Revenue so far including the first order, over customers observed through this age, minor units.
        cum_revenue: Option<List<'a, Integer>>,
        /// Its standard deviation per customer, minor units.
        cum_sd: Option<List<'a, Number>>,
    }
}

object! {
    /// The triangle of cohorts by calendar month, in columns of equal length.
    strict struct Triangle {
        /// Label of the cohort.
        cohort: List<'a, Id>,
        /// Months after the cohort's own.
        k: List<'a, Count>,
        /// Dimension to indexes into its members; null is unknown.
        keys: Option<Map<'a, List<'a, Option<Count>>>>,
        /// Customers in the cohort.
        customers: List<'a, Count>,
        /// With a repeat order in month k.
        active: List<'a, Count>,
        /// Second orders in month k.
        second_orders: List<'a, Count>,
        /// Orders in month k.
        orders: List<'a, Count>,
        /// Revenue in month k, minor units.
        revenue: List<'a, Integer>,
        /// Whether the month was observed to its end.
        complete: List<'a, Flag>,
    }
}

object! {
    /// What acquiring a cohort cost.
    struct Acquisition {
        /// Label of the cohort.
        cohort: Id,
        /// Dimension to member id; null is unknown.
        keys: Option<Map<'a, Option<Id>>>,
        /// Minor units.
        spend: Amount,
    }
}

object! {
    /// Fitted by the sender (`model` …), or `rf` from which it is fitted here.
    struct Forecast {
        /// Name of the model, such as `bg_nbd`.
        model: Option<Id>,
        /// Unit of time.
        unit: Option<AgeUnit>,
        /// Parameter name to value.
        params: Option<Map<'a, Number>>,
        /// Last day that the fit has seen.
        fitted_through: Option<Date>,
        /// How it did on days that it had not seen.
        backtest: Option<Backtest<'a>>,
        /// Recency and frequency.
        rf: Option<RecencyFrequency<'a>>,
    }
}

object! {
    /// How a forecast did on days that it had not seen.
    struct Backtest {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
        /// Orders expected.
        expected: Number,
        /// Orders that came.
        actual: Number,
    }
}

object! {
    /// Recency and frequency in columns of equal length.
    strict struct RecencyFrequency {
        /// Unit of time.
        unit: AgeUnit,
        /// Repeat orders.
        x: List<'a, Count>,
        /// Time of the last order since the first.
        t_x: List<'a, Number>,
        /// Time observed since the first order.
        t as "T": List<'a, Number>,
        /// Customers with that history.
        customers: List<'a, Count>,
        /// Mean value of a repeat order, minor units.
        value: Option<List<'a, Number>>,
    }
}
