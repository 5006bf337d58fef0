//! The path from impression to repurchase. In: a dataset, which of its rows count, days to compare with. Out: [`Funnel`],
//! every step with its count, its shares of the first step and of the one before, days still growing, and the edges that
//! lose most; nothing where the document has no funnel. A rate uses the days on which both of its measures are final. The
//! filter on `route` is left out: its members are the funnel's own chains.
//!
//! `layout` decides which step stands on which.

mod layout;

use layout::{Layout, Place, layout};

pub use super::answers::Answer;
use super::answers::{Answers, Spot};
use super::change::{Moved, moved};
use super::metric::Metric;
use super::rate::{Judged, Quotient, judge, quotient};
use crate::contract::{DimensionIx, FunnelStep, MeasureIx, MeasureKind, MemberIx, Ratio, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::order::sort_unique;
use crate::query::period::{Comparison, comparison, mature_through};
use crate::query::{Compare, Scope};
use crate::stats::Refusal;

/// The funnel of the rows that count.
#[derive(Clone, Debug)]
pub struct Funnel<'a> {
    /// Days chosen.
    pub range: DateRange,
    /// Days compared with; `None` where none were asked for, or the data does not hold them.
    pub periods: Option<Comparison>,
    /// The dimension `route`.
    pub route: Option<DimensionIx>,
    /// Its members that have a chain of their own.
    pub chains: Vec<MemberIx>,
    /// In the order of drawing: by stage, then by chain.
    pub steps: Vec<Step<'a>>,
    /// The edge that loses most, of those that people cannot pass by.
    pub biggest_loss: Option<Loss>,
    /// The one of them that loses the largest share.
    pub steepest_loss: Option<Loss>,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// As the document has it.
    pub step: &'a FunnelStep,
    /// Index into the document's steps.
    pub ix: usize,
    /// From the top, 0 first; steps of one stage stand side by side.
    pub stage: usize,
    /// Index into [`Funnel::chains`].
    pub chain: Option<usize>,
    /// Whether its number is that of its route alone.
    pub by_route: bool,
    /// Steps before it, as indexes into the document's steps: several where chains join.
    pub previous: Vec<usize>,
    /// How many; `None` where no cube tells.
    pub count: Option<Answer>,
    /// Days whose numbers may still grow.
    pub growing: Option<Growing>,
    /// Of the first step; `None` for that step itself, and for money.
    pub of_first: Option<Share<'a>>,
    /// Of the step before (the last one that cannot be skipped); `None`, too, where chains join.
    pub of_previous: Option<Share<'a>>,
    /// Whether chains join here.
    pub is_join: bool,
    /// Of the last step of each chain that joins here and can be told apart.
    pub joins: Vec<Join<'a>>,
    /// Parallel measures inside the step.
    pub parts: Vec<Part<'a>>,
    /// Against the days compared with.
    pub compared: Option<Compared<'a>>,
}

/// A share over the days on which both of its sides are final.
pub type Share<'a> = Result<(DateRange, Quotient<'a>), Refusal>;

/// The days of a period whose numbers may still grow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growing {
    /// From the first such day.
    pub days: DateRange,
    /// What has come of them so far; zero where it does not add up over days, or is not to be shown.
    pub part: f64,
}

/// How many of one chain come through to the step in which the chains join.
#[derive(Clone, Debug)]
pub struct Join<'a> {
    /// Index into [`Funnel::chains`].
    pub chain: usize,
    /// The chain's last step, as an index into the document's steps.
    pub previous: usize,
    /// Share of it.
    pub share: Option<Share<'a>>,
}

/// A measure inside a step.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// Which.
    pub measure: MeasureIx,
    /// How many; `None` where no cube tells.
    pub count: Option<Answer>,
    /// Of the step before.
    pub of_previous: Option<Share<'a>>,
}

/// A step in two periods.
#[derive(Clone, Debug)]
pub struct Compared<'a> {
    /// Its number.
    pub count: Moved<'a>,
    /// Its share of the step before; `None` for the first step and where chains join.
    pub share: Option<(Ratio, Moved<'a>)>,
    /// Its number over all the days compared with.
    pub other: Option<Answer>,
}

/// An edge and what does not pass it, over final days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss {
    /// Index into the document's steps.
    pub from: usize,
    /// Index into the document's steps.
    pub to: usize,
    /// How many.
    pub lost: f64,
    /// Of those before.
    pub share: f64,
}

/// The funnel of `scope`; `None` where the document has none.
pub fn funnel<'a>(dataset: &'a Dataset, scope: &Scope, compare: Option<&Compare>) -> Option<Funnel<'a>> {
    let report = &dataset.report;
    let first = Spot::of_all(report.funnel.first()?.measure);
    let route = report.find_dimension("route");
    let scope = route.map_or_else(|| scope.clone(), |route| scope.without(route));
    let range = scope.range;
    let periods = compare.and_then(|compare| comparison(report, range, compare));
    let mut measures = Vec::new();
    for step in &report.funnel {
        measures.push(step.measure);
        measures.extend_from_slice(&step.parts);
    }
    sort_unique(&mut measures);
    let mut spots = Vec::with_capacity(report.funnel.len());
    for step in &report.funnel {
        spots.push(spot(dataset, step, route));
    }
    let Layout { chains, places } = layout(&report.funnel);
    let mut asking = Asking { report, answers: Answers::new(dataset, scope, measures, route), range, spots, first };
    let (biggest_loss, steepest_loss) = asking.losses(&places);
    let mut steps = Vec::with_capacity(places.len());
    for place in &places {
        steps.extend(asking.step(place, &places, periods));
    }
    Some(Funnel { range, periods, route, chains, steps, biggest_loss, steepest_loss })
}

/// Where the number of a step is found: by its route, unless no cube tells routes apart and the measure is its alone.
fn spot(dataset: &Dataset, step: &FunnelStep, route: Option<DimensionIx>) -> Spot {
    let by_route = |ix| dataset.cubes.iter().any(|cube| cube.carries(step.measure) && cube.answers(ix));
    let mut others = dataset.report.funnel.iter().filter(|other| other.measure == step.measure);
    let shared = others.any(|other| other.route != step.route);
    Spot { measure: step.measure, route: step.route.filter(|_| shared || route.is_some_and(by_route)) }
}

struct Asking<'a> {
    report: &'a Report,
    answers: Answers<'a>,
    range: DateRange,
    /// Per step of the document.
    spots: Vec<Spot>,
    first: Spot,
}

impl<'a> Asking<'a> {
    fn step(&mut self, place: &Place, places: &[Place], periods: Option<Comparison>) -> Option<Step<'a>> {
        let report = self.report;
        let step = report.funnel.get(place.step)?;
        let spot = *self.spots.get(place.step)?;
        let before = place.previous.first().copied();
        let bottom = before.and_then(|step| self.spots.get(step)).copied();
        let is_routed = |&ix: &usize| report.funnel.get(ix).is_some_and(|step| step.route.is_some());
        let is_join = place.chain.is_none() && place.previous.iter().any(is_routed);
        let mut parts = Vec::with_capacity(step.parts.len());
        for &measure in &step.parts {
            let part = Spot { measure, route: spot.route };
            parts.push(Part {
                measure,
                count: self.answers.figure(spot.route, self.range, measure),
                of_previous: bottom.and_then(|bottom| self.share(part, Spot::of_all(bottom.measure))),
            });
        }
        Some(Step {
            step,
            ix: place.step,
            stage: place.stage,
            chain: place.chain,
            by_route: spot.route.is_some(),
            previous: place.previous.clone(),
            count: self.answers.figure(spot.route, self.range, spot.measure),
            growing: self.growing(spot),
            of_first: if place.step > 0 { self.share(spot, self.first) } else { None },
            of_previous: bottom.filter(|_| !is_join).and_then(|bottom| self.share(spot, bottom)),
            is_join,
            joins: if is_join { self.joins(spot.measure, place, places) } else { Vec::new() },
            parts,
            compared: periods.map(|periods| self.compared(spot, bottom.filter(|_| place.previous.len() == 1), periods)),
        })
    }

    /// The share that `top` has in `bottom`; `None` for money, which is no part of people.
    fn share(&mut self, top: Spot, bottom: Spot) -> Option<Share<'a>> {
        let is_money = |spot: Spot| self.report.measure(spot.measure).is_some_and(|m| m.kind == MeasureKind::Money);
        if is_money(top) || is_money(bottom) {
            return None;
        }
        let Some(days) = self.answers.mature(top.measure, bottom.measure, self.range) else {
            return Some(Err(Refusal::NoMatureDays));
        };
        let (Some(x), Some(n)) = (self.answers.side(top, days), self.answers.side(bottom, days)) else {
            return Some(Err(Refusal::NotAtThisCut));
        };
        let mut daily = || self.answers.days((top.route, top.measure), (bottom.route, bottom.measure), days);
        Some(Ok((days, quotient(self.report, x, n, &mut daily))))
    }

    /// Where chains join: one share per chain that can be told apart.
    fn joins(&mut self, measure: MeasureIx, place: &Place, places: &[Place]) -> Vec<Join<'a>> {
        let mut joins = Vec::new();
        for &previous in &place.previous {
            let route = self.report.funnel.get(previous).and_then(|step| step.route);
            let chain = places.iter().find(|place| place.step == previous).and_then(|place| place.chain);
            let (Some(bottom), Some(chain), true) = (self.spots.get(previous).copied(), chain, route.is_some()) else {
                continue;
            };
            if self.answers.figure(route, self.range, measure).is_some() {
                joins.push(Join { chain, previous, share: self.share(Spot { measure, route }, bottom) });
            }
        }
        joins
    }

    fn compared(&mut self, spot: Spot, bottom: Option<Spot>, periods: Comparison) -> Compared<'a> {
        let count = Metric::Measure(spot.measure);
        let count = moved(self.report, &mut self.answers, &count, (spot.route, None), periods);
        let share = bottom.map(|bottom| {
            let (numerator, denominator) = (spot.measure, bottom.measure);
            let ratio = Ratio { id: "".into(), label: None, numerator, denominator, per: 1 };
            let metric = Metric::Ratio(ratio.clone());
            (ratio, moved(self.report, &mut self.answers, &metric, (spot.route, bottom.route), periods))
        });
        Compared { count, share, other: self.answers.figure(spot.route, periods.baseline, spot.measure) }
    }

    fn growing(&mut self, spot: Spot) -> Option<Growing> {
        let from = mature_through(self.report, spot.measure).plus(1).max(self.range.from);
        let days = DateRange::new(from, self.range.to)?;
        let adds_up = self.report.measure(spot.measure).is_some_and(|measure| measure.kind == MeasureKind::Count);
        let answer = self.answers.figure(spot.route, days, spot.measure).filter(|_| adds_up);
        let part = answer.filter(|answer| !answer.figure.hidden).map_or(0.0, |answer| answer.figure.estimate.max(0.0));
        Some(Growing { days, part })
    }

    /// The edge that loses most and the one that loses the largest share, from each step that nobody can pass by to the
    /// next such step: where routes join, from the one before they part.
    fn losses(&mut self, places: &[Place]) -> (Option<Loss>, Option<Loss>) {
        let (mut biggest, mut steepest): (Option<Loss>, Option<Loss>) = (None, None);
        let mut before = None;
        for place in places {
            let Some(step) = self.report.funnel.get(place.step) else { continue };
            if step.optional || step.route.is_some() {
                continue;
            }
            let Some(from) = before.replace(place.step) else { continue };
            let Some(loss) = self.loss(from, place.step) else { continue };
            if biggest.is_none_or(|known| loss.lost > known.lost) {
                biggest = Some(loss);
            }
            if steepest.is_none_or(|known| loss.share > known.share) {
                steepest = Some(loss);
            }
        }
        (biggest, steepest)
    }

    /// How many do not get from one step to the other; `None` where that is not exactly known, or where none are lost.
    fn loss(&mut self, from: usize, to: usize) -> Option<Loss> {
        let (bottom, top) = (*self.spots.get(from)?, *self.spots.get(to)?);
        let days = self.answers.mature(top.measure, bottom.measure, self.range)?;
        let (x, n) = (self.answers.side(top, days)?, self.answers.side(bottom, days)?);
        let Ok(Judged::Exact(_)) = judge(&x, &n) else { return None };
        let lost = n.figure.estimate - x.figure.estimate;
        (lost > 0.0).then(|| Loss { from, to, lost, share: lost / n.figure.estimate })
    }
}
