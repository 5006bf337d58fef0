//! What the spend returned, step by step, and what a visit, a buyer, an engagement cost. In: a dataset, which rows count,
//! [`Options`]. Out: [`Returns`]: the ladder of ROI with the amounts in it and the steps between its rungs, unit costs,
//! and the same for members of a dimension, those beyond the first few as one row that adds up. Amounts in minor units,
//! scaled up where sampled. Refuses, by name, to mix days of events with days of exposures, and what is not whole,
//! withheld or not split so; a rung says which measure it lacks.
//!
//! - **reported**: gmv / spend, all days.
//! - **net of refunds**: (gmv − refunds) / spend.
//! - **mature only**: the same without the last days, whose money has not yet brought in all that it will.
//! - **after commission and subsidy**: (gmv − refunds − commission) / (spend − `platform_subsidy`), the same days: what
//!   the merchant keeps for what the merchant paid. A subsidy is a part of the spend that the platform pays back, as in
//!   the terms of agreements, so it makes the outlay smaller and the return no larger.
//! - **whole shop**: `shop_gmv` / spend, all days; its step is taken from *reported*, since it differs from that in the
//!   numerator alone.
//!
//! All rungs are of one [`Basis`]: the one on which the document has more of gmv, refunds and commission, by exposure
//! where it has as many of both. By event, mature days are those at least the window of attribution ago.
//!
//! `parts` finds the measures, `asked` their figures, `ladder` makes rungs.

mod asked;
mod ladder;
mod parts;

use crate::contract::{DimensionIx, MeasureIx, MemberIx, Ratio, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::query::{Figure, Scope};
use crate::stats::{Interval, Refusal};

use super::rate::by_exposure;
use asked::Asked;
pub use parts::Basis;
use parts::Parts;

/// Ids of the ratios that are costs of one unit, as the contract names them.
const COSTS: [&str; 5] = ["visit_cost", "buyer_cost", "cpe", "cpc", "cpm"];

/// How members are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whose members the rows are; none where absent. Its own filter is left out of them.
    pub by: Option<DimensionIx>,
    /// Most rows, by spend; the others are one more.
    pub top: usize,
}

/// Which rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As portals report it.
    Reported,
    /// Less what was given back.
    Net,
    /// Of final days.
    Mature,
    /// What the merchant keeps for what the merchant paid.
    Own,
    /// Attributed or not.
    Shop,
}

impl Kind {
    /// From the first to the last.
    pub const ALL: [Self; 5] = [Self::Reported, Self::Net, Self::Mature, Self::Own, Self::Shop];

    /// Stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Net => "net_of_refunds",
            Self::Mature => "mature",
            Self::Own => "after_costs",
            Self::Shop => "whole_shop",
        }
    }
}

/// Part of a rung.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// Whose amount.
    pub measure: MeasureIx,
    /// Whether it is taken off.
    pub minus: bool,
    /// The amount.
    pub figure: Figure,
}

/// Why there is no number, and which measure is to blame, if one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blame {
    /// Why.
    pub refusal: Refusal,
    /// Whose fault.
    pub measure: Option<MeasureIx>,
}

/// From one rung to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// From which.
    pub from: Kind,
    /// By how much what stands above the line changed.
    pub above: f64,
    /// By how much what stands below the line did.
    pub below: f64,
    /// By how much ROI did.
    pub roi: f64,
}

/// One rung.
#[derive(Clone, Debug, PartialEq)]
pub struct Rung {
    /// Which.
    pub kind: Kind,
    /// The days counted; `None` where none is final.
    pub days: Option<DateRange>,
    /// Above the line.
    pub above: Vec<Term>,
    /// Below the line.
    pub below: Vec<Term>,
    /// Ids of measures that the document does not have.
    pub lacking: Vec<&'static str>,
    /// Above over below.
    pub roi: Result<f64, Blame>,
    /// Its 95 % interval, clustered by day; only of the whole.
    pub interval: Result<Interval, Refusal>,
    /// From the rung before that has a number.
    pub step: Option<Step>,
}

/// What one unit cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost<'a> {
    /// Which ratio.
    pub ratio: &'a Ratio,
    /// The days counted: those on which both of its measures are final.
    pub days: Option<DateRange>,
    /// Above and below the line.
    pub figures: Option<(Figure, Figure)>,
    /// Minor units per [`Ratio::per`].
    pub value: Result<f64, Refusal>,
    /// Its 95 % interval, clustered by day; only of the whole.
    pub interval: Result<Interval, Refusal>,
}

/// Who a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A member; [`MemberIx::NULL`] is the unknown one.
    Member(MemberIx),
    /// So many more members.
    Others(usize),
}

/// One member.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'a> {
    /// Who.
    pub key: Key,
    /// Its rungs, as the ladder's.
    pub rungs: Vec<Rung>,
    /// Its costs, as the whole's.
    pub costs: Vec<Cost<'a>>,
}

/// The whole answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Returns<'a> {
    /// On which day things count in the ladder.
    pub basis: Basis,
    /// All five rungs.
    pub rungs: Vec<Rung>,
    /// The document's ROI by the day of the exposure over final days, where it has one and the ladder counts by event:
    /// what key figures show.
    pub exposed: Option<Cost<'a>>,
    /// What a unit cost, of those that the document can tell.
    pub costs: Vec<Cost<'a>>,
    /// Members, those of the most spend first.
    pub rows: Vec<Row<'a>>,
}

/// Dimensions by whose members both spend and gmv can be split, in document order.
pub fn dimensions(dataset: &Dataset) -> Vec<DimensionIx> {
    let parts = Parts::of(dataset);
    let needed = [parts.find("spend"), parts.find("gmv")];
    let mut found = crate::query::drill::dimensions(dataset);
    found.retain(|&ix| {
        needed
            .iter()
            .flatten()
            .all(|&measure| dataset.cubes.iter().any(|cube| cube.carries(measure) && cube.answers(ix)))
    });
    found
}

/// Climbs the ladder; `None` where the document has no spend to hold anything against.
pub fn returns<'a>(dataset: &'a Dataset, scope: &Scope, options: &Options) -> Option<Returns<'a>> {
    let report = &dataset.report;
    let parts = Parts::of(dataset);
    let spend = parts.find("spend")?;
    let ratios = costs(dataset);
    let range = scope.range.intersect(report.complete_range());
    let exposed = roi_by_exposure(dataset).filter(|_| parts.basis == Basis::Event);
    let mut measures = parts.measures();
    for ratio in ratios.iter().chain(&exposed) {
        measures.extend([ratio.numerator, ratio.denominator]);
    }
    crate::order::sort_unique(&mut measures);
    let mut whole = Asked::new(dataset, scope, measures.clone(), None);
    let rungs = ladder::rungs(report, &parts, range, &mut whole, None);
    let mut found = Returns {
        basis: parts.basis,
        rungs,
        exposed: exposed.map(|ratio| ladder::cost(report, ratio, range, &mut whole, None)),
        costs: ratios.iter().map(|ratio| ladder::cost(report, ratio, range, &mut whole, None)).collect(),
        rows: Vec::new(),
    };
    if let (Some(by), Some(range)) = (options.by, range) {
        let mut split = Asked::new(dataset, &scope.without(by), measures, Some(by));
        for key in split.keys(range, spend, options.top) {
            let rungs = ladder::rungs(report, &parts, Some(range), &mut split, Some(&key));
            let costs =
                ratios.iter().map(|ratio| ladder::cost(report, ratio, Some(range), &mut split, Some(&key))).collect();
            found.rows.push(Row { key: key.key, rungs, costs });
        }
    }
    Some(found)
}

/// The document's costs per unit, by the day of the exposure where it has them so.
fn costs(dataset: &Dataset) -> Vec<&Ratio> {
    let carried = |ratio: &&Ratio| is_carried(dataset, ratio);
    let mut found = Vec::new();
    for id in COSTS {
        let Some(ratio) = dataset.report.find_ratio(id).filter(carried) else { continue };
        found.push(by_exposure(ratio, &dataset.report).filter(carried).unwrap_or(ratio));
    }
    found
}

fn roi_by_exposure(dataset: &Dataset) -> Option<&Ratio> {
    let ratio = by_exposure(dataset.report.find_ratio("roi")?, &dataset.report)?;
    is_carried(dataset, ratio).then_some(ratio)
}

fn is_carried(dataset: &Dataset, ratio: &Ratio) -> bool {
    [ratio.numerator, ratio.denominator].iter().all(|&ix| dataset.cubes.iter().any(|cube| cube.carries(ix)))
}

/// The days of `range` whose money has brought in what it will.
fn mature(report: &Report, parts: &Parts, range: Option<DateRange>) -> Option<DateRange> {
    let range = range?;
    let through = match parts.basis {
        Basis::Exposure => return super::days::mature(report, &parts.measures(), range),
        Basis::Event => report.meta.complete_through.plus(-i32::from(parts.window_days)),
    };
    range.intersect(DateRange::new(report.meta.data_from, through)?)
}
