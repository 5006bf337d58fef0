//! The checked document: ids resolved to indexes, texts for people, columns of integers. Built only by `read`, so
//! whoever holds a [`Report`] need not check it again.

use std::collections::BTreeMap;

use super::{Bits, Column, Decimal};
use crate::date::{Date, DateRange};

/// Index into [`Report::dimensions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DimensionIx(pub u16);

/// Index into [`Report::measures`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MeasureIx(pub u16);

/// Index into [`Report::ratios`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RatioIx(pub u16);

/// Index into [`Dimension::members`]. [`MemberIx::NULL`] stands for "member unknown".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MemberIx(pub u32);

impl MemberIx {
    /// The null key: a fact whose member is unknown, never "all".
    pub const NULL: Self = Self(u32::MAX);
}

/// Text for people in one or several languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// The same in every language.
    Plain(Box<str>),
    /// BCP 47 tag and text, in document order, at least one.
    Tagged(Box<[(Box<str>, Box<str>)]>),
}

impl Text {
    /// The text for `tag`; else its base language, else `zh-CN`, else the first given.
    pub fn get(&self, tag: &str) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Tagged(texts) => {
                let find = |wanted: &str| texts.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(wanted));
                let base = tag.split('-').next().unwrap_or(tag);
                let found = find(tag).or_else(|| find(base)).or_else(|| find("zh-CN")).or_else(|| texts.first());
                found.map_or("", |(_, text)| text)
            }
        }
    }
}

/// A whole report document, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Who, when, where from.
    pub meta: Meta,
    /// What rows can be filtered, grouped and drilled by; parents need not stand first.
    pub dimensions: Vec<Dimension>,
    /// What is counted.
    pub measures: Vec<Measure>,
    /// Named rates: the document's, then the standard ones that its measures allow.
    pub ratios: Vec<Ratio>,
    /// One cube or several, as sent.
    pub cells: Vec<Cells>,
    /// Exact distinct counts at given cuts.
    pub uniques: Vec<UniqueCut>,
    /// Steps from impressions to repurchase, in order; empty if the section is absent.
    pub funnel: Vec<FunnelStep>,
    /// Repurchase life tables.
    pub cohorts: Option<Cohorts>,
    /// Repeat-purchase forecast.
    pub forecast: Option<Forecast>,
    /// Exposed against control.
    pub experiments: Vec<Experiment>,
    /// The category as a whole.
    pub benchmarks: Vec<Benchmark>,
    /// Transitions between people layers.
    pub people_flow: Vec<PeopleFlow>,
    /// What is to be settled.
    pub agreements: Vec<Agreement>,
    /// The merchant against the plan's entry rules.
    pub eligibility: Option<Eligibility>,
    /// Promotions, notes and launches on the time axis.
    pub calendar: Vec<CalendarEntry>,
    /// What is odd but readable.
    pub warnings: Vec<Warning>,
}

impl Report {
    /// The dimension of that index.
    pub fn dimension(&self, ix: DimensionIx) -> Option<&Dimension> {
        self.dimensions.get(usize::from(ix.0))
    }

    /// The measure of that index.
    pub fn measure(&self, ix: MeasureIx) -> Option<&Measure> {
        self.measures.get(usize::from(ix.0))
    }

    /// The dimension of that id.
    pub fn find_dimension(&self, id: &str) -> Option<DimensionIx> {
        self.dimensions.iter().position(|d| &*d.id == id).map(|ix| DimensionIx(ix as u16))
    }

    /// The measure of that id.
    pub fn find_measure(&self, id: &str) -> Option<MeasureIx> {
        self.measures.iter().position(|m| &*m.id == id).map(|ix| MeasureIx(ix as u16))
    }

    /// The ratio of that id.
    pub fn find_ratio(&self, id: &str) -> Option<&Ratio> {
        self.ratios.iter().find(|r| &*r.id == id)
    }

    /// First through last whole day.
    pub const fn complete_range(&self) -> DateRange {
        DateRange { from: self.meta.data_from, to: self.meta.complete_through }
    }
}

/// Who, when, where from.
#[derive(Clone, Debug, PartialEq)]
pub struct Meta {
    /// Merchant's id and name.
    pub merchant_id: Box<str>,
    /// Merchant's name.
    pub merchant_name: Text,
    /// Where the numbers come from.
    pub source: Text,
    /// RFC 3339, only displayed.
    pub generated_at: Box<str>,
    /// IANA name of the zone in which days were cut.
    pub time_zone: Box<str>,
    /// ISO 4217.
    pub currency: Box<str>,
    /// First whole day.
    pub data_from: Date,
    /// Last whole day.
    pub complete_through: Date,
    /// Days inside that were not delivered, ascending.
    pub missing_dates: Vec<Date>,
    /// For pay-back on margin.
    pub margin_rate: Option<Decimal>,
    /// Marks screen, exports and print as demonstration data.
    pub demo: bool,
    /// How credit is given.
    pub attribution: Option<Attribution>,
    /// Display floor; 0 is none.
    pub min_cell: u64,
    /// The measure of persons that the floor is applied to.
    pub privacy_measure: Option<MeasureIx>,
}

/// How credit is given to exposures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// Such as `last_touch`.
    pub model: Box<str>,
    /// Days after the exposure in which an order counts.
    pub window_days: u16,
}

/// What rows can be filtered, grouped and drilled by.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// Id, unique among dimensions, measures and `date`.
    pub id: Box<str>,
    /// Name.
    pub label: Text,
    /// The coarser dimension of its hierarchy.
    pub parent: Option<DimensionIx>,
    /// Members in document order.
    pub members: Vec<Member>,
    /// Member id to index.
    pub by_id: BTreeMap<Box<str>, MemberIx>,
}

impl Dimension {
    /// The member of that id.
    pub fn find(&self, id: &str) -> Option<MemberIx> {
        self.by_id.get(id).copied()
    }

    /// The member of that index; `None` for [`MemberIx::NULL`].
    pub fn member(&self, ix: MemberIx) -> Option<&Member> {
        self.members.get(ix.0 as usize)
    }
}

/// One member of a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Id, unique in its dimension.
    pub id: Box<str>,
    /// Name.
    pub label: Text,
    /// The member of the parent dimension that contains it; always there if the dimension has a parent.
    pub parent: Option<MemberIx>,
}

/// How a measure adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureKind {
    /// Integer ≥ 0, adds up.
    Count,
    /// Integer minor units of the currency, adds up.
    Money,
    /// Distinct people; does not add across rows.
    Unique,
    /// A level: adds across keys, never across dates.
    Stock,
    /// Sum of squares, companion for variances.
    SumSquares,
}

/// What one unit of a measure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// People.
    Person,
    /// Visits.
    Session,
    /// Things that happened.
    Event,
}

/// Which day a fact is counted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The day it happened.
    Event,
    /// The day of the exposure that it is credited to.
    Exposure,
    /// The two are the same day.
    Both,
}

/// Which way is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// Neither.
    None,
}

/// What share was observed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Whether persons were sampled, or single events.
    pub unit: Unit,
    /// The rate or rates.
    pub rate: SampleRate,
}

/// One rate for all rows, or one per member of a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SampleRate {
    /// The same everywhere.
    Same(Decimal),
    /// By member, indexed as [`Dimension::members`]; members not named are observed in full (rate 1).
    By(DimensionIx, Vec<Decimal>),
}

/// What is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Id, unique among dimensions, measures and `date`.
    pub id: Box<str>,
    /// Name.
    pub label: Text,
    /// How it adds up.
    pub kind: MeasureKind,
    /// What one unit is, if said.
    pub unit: Option<Unit>,
    /// Which day a fact is counted on.
    pub anchor: Anchor,
    /// The measure whose units contain these.
    pub subset_of: Option<MeasureIx>,
    /// Which way is good.
    pub polarity: Polarity,
    /// Days until a day's value is final.
    pub window_days: u16,
    /// What share was observed.
    pub sample: Option<Sample>,
    /// Most people there can be.
    pub population: Option<u64>,
    /// Definition in words.
    pub description: Option<Text>,
    /// Source, where it differs from the document's.
    pub source: Option<Text>,
    /// How repeats are removed, in words.
    pub dedupe: Option<Text>,
}

/// A named rate: numerator over denominator, times `per`.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratio {
    /// Id, unique among ratios.
    pub id: Box<str>,
    /// Name; `None` for a standard ratio, whose name the views know.
    pub label: Option<Text>,
    /// Above the line.
    pub numerator: MeasureIx,
    /// Below the line.
    pub denominator: MeasureIx,
    /// 1, or 1000 for cost per mille.
    pub per: u32,
}

/// One cube as sent: columns of equal length.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    /// Id, for messages.
    pub id: Box<str>,
    /// JSON path of this cube, `cells` or `cells[2]`, for messages.
    pub path: String,
    /// Number of rows.
    pub rows: usize,
    /// Day of each row as days after [`Cells::first_date`]; never null.
    pub day: Column,
    /// The day that 0 in [`Cells::day`] stands for.
    pub first_date: Date,
    /// Key columns, null where the member is unknown.
    pub keys: Vec<(DimensionIx, Column)>,
    /// Value columns.
    pub values: Vec<ValueColumn>,
}

/// The values of one measure in one cube.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueColumn {
    /// Whose values.
    pub measure: MeasureIx,
    /// The values; null is "not known".
    pub column: Column,
    /// Rows of those nulls that were withheld.
    pub suppressed: Bits,
}

/// Exact distinct counts at one cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UniqueCut {
    /// Whose distinct count.
    pub measure: MeasureIx,
    /// Grouped by, in order.
    pub by: Vec<DimensionIx>,
    /// The days it covers.
    pub range: DateRange,
    /// Members (aligned with `by`) and value.
    pub rows: Vec<(Vec<MemberIx>, u64)>,
}

/// One step of the funnel.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelStep {
    /// Id, unique in the funnel.
    pub id: Box<str>,
    /// Name; else the measure's.
    pub label: Option<Text>,
    /// What is counted at this step.
    pub measure: MeasureIx,
    /// Parallel measures inside the step.
    pub parts: Vec<MeasureIx>,
    /// May be skipped by people.
    pub optional: bool,
    /// Member of dimension `route` whose chain it belongs to.
    pub route: Option<MemberIx>,
}

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
        /// Parameters by name.
        params: BTreeMap<Box<str>, f64>,
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

/// Who pays, who gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The merchant.
    Merchant,
    /// Xiaohongshu.
    Xhs,
    /// Tmall.
    Tmall,
}

/// Payer and payee of a payable line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parties {
    /// Who pays.
    pub payer: Party,
    /// Who gets.
    pub payee: Party,
}

/// What a share or commission is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// GMV less refunds.
    NetGmv,
    /// GMV.
    Gmv,
}

/// One tier of a rebate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Holds below this ROI.
    pub roi_below: Decimal,
    /// Rate on the whole spend.
    pub rate: Decimal,
}

/// Part of the ad fee returned where ROI misses its target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebate {
    /// Ascending by `roi_below`.
    pub tiers: Vec<Tier>,
    /// Most that is payable, minor units.
    pub cap: Option<i64>,
    /// Who pays whom.
    pub parties: Parties,
}

/// A share of revenue or a commission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Rate on the base.
    pub rate: Decimal,
    /// What it is taken from.
    pub on: Base,
    /// Who pays whom.
    pub parties: Parties,
}

/// What the platform adds to the merchant's spend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subsidy {
    /// Rate on spend.
    pub rate: Decimal,
    /// Most that is payable, minor units.
    pub cap: Option<i64>,
    /// Who pays whom.
    pub parties: Parties,
}

/// From a day on, another target and other tiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// First day.
    pub from: Date,
    /// Target from then on.
    pub target_roi: Decimal,
    /// Tiers from then on; else the agreement's.
    pub tiers: Option<Vec<Tier>>,
}

/// Amounts as they stood at lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// Minor units.
    pub spend: i64,
    /// Minor units.
    pub gmv: i64,
    /// Minor units.
    pub refunds: i64,
    /// Orders.
    pub orders: u64,
}

/// What is to be settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Id.
    pub id: Box<str>,
    /// Name.
    pub label: Text,
    /// The days it covers.
    pub range: DateRange,
    /// Dimension and members in scope; empty is everything.
    pub scope: Vec<(DimensionIx, Vec<MemberIx>)>,
    /// The ROI that was promised.
    pub target_roi: Decimal,
    /// Whether a tier's bound itself falls into the tier.
    pub boundary_inclusive: bool,
    /// Days after the end until the amounts are final.
    pub lock_after_days: u16,
    /// 效果对赌.
    pub rebate: Option<Rebate>,
    /// 流量分成.
    pub traffic_share: Option<Share>,
    /// Commission on sales.
    pub cps: Option<Share>,
    /// 平台补贴.
    pub subsidy: Option<Subsidy>,
    /// Ascending by `from`.
    pub segments: Vec<Segment>,
    /// Amounts at lock, once sent.
    pub frozen: Option<Frozen>,
}

/// The merchant against the plan's entry rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Eligibility {
    /// Shop score, such as 4.7.
    pub store_score: Option<Decimal>,
    /// Minor units a day.
    pub daily_spend: Option<i64>,
    /// Minor units.
    pub total_budget: Option<i64>,
    /// Whether the account is an enterprise's.
    pub enterprise_account: Option<bool>,
    /// Category as the rules name it.
    pub category: Option<Box<str>>,
    /// The rules.
    pub rules: EntryRules,
    /// Whether the sender gave the rules, or they are the press-reported defaults.
    pub rules_given: bool,
}

/// The plan's entry rules.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryRules {
    /// Lowest shop score.
    pub store_score: Decimal,
    /// Lowest spend a day, minor units.
    pub daily_spend: i64,
    /// Lowest budget, minor units.
    pub total_budget: i64,
    /// Whether the account has to be an enterprise's.
    pub enterprise_account: bool,
    /// Categories on the list.
    pub categories: Vec<Box<str>>,
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

/// What is odd but readable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What is odd.
    pub kind: WarningKind,
    /// JSON path of the place, or empty.
    pub path: String,
    /// How many times.
    pub count: u64,
    /// Names concerned (unknown keys, measure and cube ids), at most ten.
    pub names: Vec<String>,
}

/// What is odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum WarningKind {
    /// Keys that this version does not know; ignored.
    UnknownKeys,
    /// Rows with the same date and keys; added.
    DuplicateRows,
    /// Days that were not delivered.
    MissingDates,
    /// Values that are null.
    Nulls,
    /// Values that were withheld.
    Suppressed,
    /// Rows after the last whole day.
    RowsAfterComplete,
    /// Rows before the first day.
    RowsBeforeData,
    /// Two cubes whose totals for one measure differ.
    CubesDisagree,
    /// A later step of the funnel exceeds the earlier.
    StepExceedsPrevious,
}
