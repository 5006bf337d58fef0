//! What the rows are about: who sent them, what they can be cut by, what they count, which rates are named.

use crate::contract::{Decimal, DimensionIx, MeasureIx, MemberIx, Text};
use crate::date::Date;
use crate::order::places;

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
    /// The members in the order of their ids: [`Dimension::by_id`] of them.
    pub by_id: Vec<MemberIx>,
}

impl Dimension {
    /// Indexes of `members` in the order of their ids.
    pub fn by_id(members: &[Member]) -> Vec<MemberIx> {
        let id_of = |place: usize| members.get(place).map(|member| &member.id);
        let places = places(members.len(), &mut |a, b| id_of(a).cmp(&id_of(b)));
        places.into_iter().map(|place| MemberIx(place as u32)).collect()
    }

    /// The member of that id.
    pub fn find(&self, id: &str) -> Option<MemberIx> {
        let id_of = |ix: &MemberIx| self.member(*ix).map(|member| &*member.id);
        let place = self.by_id.binary_search_by(|ix| id_of(ix).cmp(&Some(id))).ok()?;
        self.by_id.get(place).copied()
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
