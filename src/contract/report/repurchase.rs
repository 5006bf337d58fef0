//! Who came back: life tables, the classic triangle, what acquiring cost, and the forecast.

use crate::contract::{DimensionIx, MemberIx};
use crate::date::{Date, DateRange};

/// Length of one age interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeUnit {
    /// One day.
    Day,
    /// Seven days.
    Week,
    /// Thirty days.
    Month,
}

impl AgeUnit {
    /// Days in one interval.
    pub const fn days(self) -> u32 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
        }
    }
}

/// Repurchase life tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohorts {
    /// Unit of age.
    pub age_unit: AgeUnit,
    /// Last day observed.
    pub observed_until: Date,
    /// Unit in which cohorts were cut, such as `month`.
    pub first_order_unit: Box<str>,
    /// Dimensions of the keys.
    pub dimensions: Vec<DimensionIx>,
    /// One dense life table per (cohort, keys).
    pub tables: Vec<LifeTable>,
    /// The classic triangle by calendar month; empty if absent.
    pub calendar_month: Vec<TriangleCell>,
    /// What acquiring each cohort cost; empty if absent.
    pub acquisition: Vec<Acquisition>,
}

/// Life table of one (cohort, keys): index = age.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LifeTable {
    /// Label of the cohort such as `1997-01`.
    pub cohort: Box<str>,
    /// Members, aligned with [`Cohorts::dimensions`].
    pub keys: Vec<MemberIx>,
    /// Customers in it.
    pub customers: u64,
    /// Followed through the whole interval.
    pub observed: Vec<u64>,
    /// Of them, without a second order before it.
    pub at_risk: Vec<u64>,
    /// Second orders in it.
    pub events: Vec<u64>,
    /// With at least one repeat order in it; empty if not sent.
    pub active: Vec<u64>,
    /// Repeat orders in it; empty if not sent.
    pub orders: Vec<u64>,
    /// Their revenue, minor units; empty if not sent.
    pub revenue: Vec<i64>,
    /// Revenue of first orders, minor units.
    pub first_revenue: Option<i64>,
    /// Revenue so far per observed customers, minor units; empty if not sent.
    pub cum_revenue: Vec<i64>,
    /// Standard deviation of it per customer, minor units; empty if not sent.
    pub cum_sd: Vec<f64>,
}

/// One cell of the calendar-month triangle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriangleCell {
    /// Label of the cohort.
    pub cohort: Box<str>,
    /// Months after the cohort's own.
    pub k: u32,
    /// Members, aligned with [`Cohorts::dimensions`]; empty for all.
    pub keys: Vec<MemberIx>,
    /// Customers in the cohort.
    pub customers: u64,
    /// With a repeat order in month k.
    pub active: u64,
    /// Second orders in month k.
    pub second_orders: u64,
    /// Orders in month k.
    pub orders: u64,
    /// Revenue in month k, minor units.
    pub revenue: i64,
    /// Whether the month was observed to its end.
    pub complete: bool,
}

/// What acquiring a cohort cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acquisition {
    /// Label of the cohort.
    pub cohort: Box<str>,
    /// Members, aligned with [`Cohorts::dimensions`].
    pub keys: Vec<MemberIx>,
    /// Minor units.
    pub spend: i64,
}

/// Repeat-purchase forecast, made by the sender or to be fitted here.
#[derive(Clone, Debug, PartialEq)]
pub enum Forecast {
    /// Parameters fitted by the sender.
    Fitted {
        /// Name of the model, such as `bg_nbd`.
        model: Box<str>,
        /// Unit of time: 1, 7 or 30 days.
        unit: AgeUnit,
        /// Names and parameters, as given.
        params: Vec<(Box<str>, f64)>,
        /// Last day that the fit has seen.
        fitted_through: Date,
        /// How it did on days that it had not seen.
        backtest: Option<Backtest>,
    },
    /// Recency and frequency, from which a model is fitted.
    RecencyFrequency(RecencyFrequency),
}

/// How a forecast did on days that it had not seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Backtest {
    /// The days.
    pub range: DateRange,
    /// Orders expected.
    pub expected: f64,
    /// Orders that came.
    pub actual: f64,
}

/// Recency and frequency in columns.
#[derive(Clone, Debug, PartialEq)]
pub struct RecencyFrequency {
    /// Unit of time.
    pub unit: AgeUnit,
    /// Repeat orders.
    pub x: Vec<u32>,
    /// Time of the last order since the first.
    pub t_x: Vec<f64>,
    /// Time observed since the first order.
    pub t: Vec<f64>,
    /// Customers with that history.
    pub customers: Vec<u64>,
    /// Mean value of a repeat order, minor units; empty if not sent.
    pub value: Vec<f64>,
}
