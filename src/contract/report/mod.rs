//! The checked document: ids resolved to indexes, texts for people, columns of integers. Built only by `read`, so
//! whoever holds a [`Report`] need not check it again. The sections' types live beside this file, by what they are about.

mod catalogue;
mod facts;
mod money;
mod outcome;
mod repurchase;
mod warning;

pub use catalogue::{
    Anchor, Attribution, Dimension, Measure, MeasureKind, Member, Meta, Polarity, Ratio, Sample, SampleRate, Unit,
};
pub use facts::{Cells, FunnelStep, UniqueCut, ValueColumn};
pub use money::{
    Agreement, Base, Eligibility, EntryRules, Frozen, Parties, Party, Rebate, Segment, Share, Subsidy, Tier,
};
pub use outcome::{
    Arm, Benchmark, BenchmarkPeriod, CalendarEntry, CalendarKind, Design, Experiment, Layer, PeopleFlow, Phase, Wave,
};
pub use repurchase::{Acquisition, AgeUnit, Backtest, Cohorts, Forecast, LifeTable, RecencyFrequency, TriangleCell};
pub use warning::{Warning, WarningKind};

use crate::date::DateRange;

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
