//! What is counted: a measure, or a ratio of two. In: the document. Out: its measures, the days that count, what its
//! values are measured in, which way is good; and the list of those that may be asked for.

use super::rate::by_exposure;
use crate::contract::{MeasureIx, MeasureKind, Polarity, Ratio, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::order::sort_unique;
use crate::query::period::mature_range;

/// A measure or a ratio.
#[derive(Clone, Debug, PartialEq)]
pub enum Metric {
    /// A measure over the chosen days.
    Measure(MeasureIx),
    /// A ratio over those of them on which both of its measures are final.
    Ratio(Ratio),
}

/// What a value is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Things or people.
    Count,
    /// Minor units of the currency.
    Money,
    /// A fraction of a whole.
    Share,
    /// Times.
    Plain,
}

impl Metric {
    /// The measure or ratio of that id, if the document has it and its cubes carry what it needs.
    pub fn find(dataset: &Dataset, id: &str) -> Option<Self> {
        let report = &dataset.report;
        let measure = report.find_measure(id).map(Self::Measure);
        let found = measure.or_else(|| report.find_ratio(id).cloned().map(Self::Ratio))?;
        found.is_carried(dataset).then_some(found)
    }

    /// Everything that adds up over days, measures first: what a reader may put on a time axis.
    pub fn all(dataset: &Dataset) -> Vec<Self> {
        let report = &dataset.report;
        let mut all = Vec::new();
        for (ix, measure) in report.measures.iter().enumerate() {
            if measure.kind != MeasureKind::SumSquares {
                all.push(Self::Measure(MeasureIx(ix as u16)));
            }
        }
        all.extend(report.ratios.iter().cloned().map(Self::Ratio));
        all.retain(|metric| metric.is_carried(dataset));
        all
    }

    /// Whether the cubes carry what it needs.
    pub fn is_carried(&self, dataset: &Dataset) -> bool {
        let carried = |ix: MeasureIx| dataset.cubes.iter().any(|cube| cube.carries(ix));
        carried(self.leading()) && self.below().is_none_or(carried)
    }

    /// The document's own ratio of the same things by the day of the exposure, where it names one: what was spent on a day
    /// is to be held against what came of that day, not against what happened to fall on it.
    #[must_use]
    pub fn by_exposure(self, dataset: &Dataset) -> Self {
        let Self::Ratio(ratio) = &self else { return self };
        let found = by_exposure(ratio, &dataset.report).cloned().map(Self::Ratio);
        found.filter(|metric| metric.is_carried(dataset)).unwrap_or(self)
    }

    /// Id of the measure or ratio.
    pub fn id<'a>(&'a self, report: &'a Report) -> &'a str {
        match self {
            Self::Measure(ix) => report.measure(*ix).map_or("", |measure| &measure.id),
            Self::Ratio(ratio) => &ratio.id,
        }
    }

    /// The measure, or the one above the line.
    pub const fn leading(&self) -> MeasureIx {
        match self {
            Self::Measure(ix) => *ix,
            Self::Ratio(ratio) => ratio.numerator,
        }
    }

    /// The measure below the line.
    pub const fn below(&self) -> Option<MeasureIx> {
        match self {
            Self::Measure(_) => None,
            Self::Ratio(ratio) => Some(ratio.denominator),
        }
    }

    /// Its measures.
    pub fn measures(&self) -> Vec<MeasureIx> {
        let mut measures = vec![self.leading()];
        measures.extend(self.below());
        measures
    }

    /// The measures of all of `metrics`, each once, in document order.
    pub fn measures_of<'a>(metrics: impl IntoIterator<Item = &'a Self>) -> Vec<MeasureIx> {
        let mut measures = Vec::new();
        for metric in metrics {
            measures.append(&mut metric.measures());
        }
        sort_unique(&mut measures);
        measures
    }

    /// The days it counts; `None` where none is final.
    pub fn days(&self, report: &Report, range: DateRange) -> Option<DateRange> {
        match self {
            Self::Measure(_) => Some(range),
            Self::Ratio(_) => self.final_days(report, range),
        }
    }

    /// The days on which all of its measures are final.
    pub fn final_days(&self, report: &Report, range: DateRange) -> Option<DateRange> {
        let mut days = range;
        for ix in self.measures() {
            days = mature_range(report, ix, days)?;
        }
        Some(days)
    }

    /// What its values are measured in.
    pub fn quantity(&self, report: &Report) -> Quantity {
        let money = |ix: MeasureIx| report.measure(ix).is_some_and(|measure| measure.kind == MeasureKind::Money);
        match (money(self.leading()), self.below().map(money)) {
            (true, None | Some(false)) => Quantity::Money,
            (false, None) => Quantity::Count,
            _ if self.is_share(report) => Quantity::Share,
            _ => Quantity::Plain,
        }
    }

    /// Which way is good. What is spent for something is a cost: less is better, though spending itself has no better
    /// side; every other ratio goes with what stands above its line.
    pub fn polarity(&self, report: &Report) -> Polarity {
        let money = |ix: MeasureIx| report.measure(ix).is_some_and(|measure| measure.kind == MeasureKind::Money);
        let id = report.measure(self.leading()).map_or("", |measure| &measure.id);
        match self.below() {
            Some(below) if id == "spend" && !money(below) => Polarity::Down,
            _ => report.measure(self.leading()).map_or(Polarity::None, |measure| measure.polarity),
        }
    }

    /// Whether it is a share of its denominator, printed as per cent and compared in points.
    pub fn is_share(&self, report: &Report) -> bool {
        let money = |ix: MeasureIx| report.measure(ix).is_some_and(|measure| measure.kind == MeasureKind::Money);
        matches!(self, Self::Ratio(ratio) if ratio.per == 1 && !money(ratio.numerator) && !money(ratio.denominator))
    }
}
