//! Did it change anything? In: a dataset; for the second part which rows count and [`before_after::Options`]. Out: each
//! experiment's arms against its control ([`experiments`]), and what moved after a launch beside another series
//! ([`before_after()`]). Only what was assigned, at random or by region, has a total that it brought about; all else is a
//! difference that may have been there before, and its total is refused by name.

pub mod before_after;

pub use before_after::{BeforeAfter, before_after};

use crate::contract::{Arm, Design, Experiment, Report};
use crate::stats::refusal::{comparable, printable};
use crate::stats::{
    self, Estimate, Interval, Refusal, Significance, Welch, holm, incremental_return, newcombe, pooled_z, uplift,
    welch, wilson,
};

/// One experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome<'a> {
    /// As it was sent.
    pub experiment: &'a Experiment,
    /// The arm that nothing was done to.
    pub control: &'a Arm,
    /// Each other arm against it, as sent.
    pub trials: Vec<Trial<'a>>,
}

impl Outcome<'_> {
    /// Whether units were assigned: only then is a difference brought about.
    pub const fn is_assigned(&self) -> bool {
        matches!(self.experiment.design, Design::Randomised | Design::Geo)
    }
}

/// An exposed arm against the control.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial<'a> {
    /// The exposed arm.
    pub arm: &'a Arm,
    /// Value per unit, exposed and control, minor units.
    pub means: [Result<f64, Refusal>; 2],
    /// Their difference with Welch's interval and test.
    pub difference: Result<Welch, Refusal>,
    /// Its p value, adjusted by Holm over the experiment's exposed arms; `None` where it was not tested.
    pub adjusted: Option<f64>,
    /// The share of units that bought, exposed and control.
    pub buyers: [Result<Share, Refusal>; 2],
    /// The difference of these shares.
    pub buyers_apart: Result<Apart, Refusal>,
    /// What the exposed units brought beyond what they would have as controls, minor units.
    pub total: Result<Estimate, Refusal>,
    /// More value per more spend, with Fieller's interval. Of what was not assigned it is a quotient of differences
    /// and not a return.
    pub per_spend: Result<Estimate, Refusal>,
}

/// A share of units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The share.
    pub value: f64,
    /// Wilson's interval.
    pub interval: Interval,
}

/// Two shares beside each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Apart {
    /// Exposed less control, with Newcombe's interval.
    pub difference: Estimate,
    /// Relative, with Katz's interval or that of Miettinen and Nurminen.
    pub uplift: Result<Estimate, Refusal>,
    /// The pooled z test.
    pub test: Significance,
}

/// All experiments of the document, in its order.
pub fn experiments(report: &Report) -> Vec<Outcome<'_>> {
    let mut outcomes = Vec::new();
    for experiment in &report.experiments {
        let Some(control) = experiment.arms.iter().find(|arm| !arm.exposed) else { continue };
        let mut outcome = Outcome { experiment, control, trials: Vec::new() };
        for arm in experiment.arms.iter().filter(|arm| arm.exposed) {
            let trial = trial(arm, control, outcome.is_assigned());
            outcome.trials.push(trial);
        }
        adjust(&mut outcome.trials);
        outcomes.push(outcome);
    }
    outcomes
}

/// Several arms are several tests.
fn adjust(trials: &mut [Trial<'_>]) {
    let mut p = Vec::new();
    for trial in trials.iter() {
        p.extend(trial.difference.map(|found| found.test.p));
    }
    let mut adjusted = holm(&p).into_iter();
    for trial in trials {
        if trial.difference.is_ok() {
            trial.adjusted = adjusted.next();
        }
    }
}

fn trial<'a>(arm: &'a Arm, control: &'a Arm, is_assigned: bool) -> Trial<'a> {
    let both = sampled(arm).and_then(|exposed| Ok((exposed, sampled(control)?)));
    let difference = both.and_then(|(exposed, control)| welch(&exposed, &control));
    let total = if is_assigned {
        difference.map(|found| times(found.estimate, arm.units as f64))
    } else {
        Err(Refusal::NotAssigned)
    };
    let per_spend = both.and_then(|(exposed, control)| {
        if exposed.spend == 0 && control.spend == 0 {
            return Err(Refusal::NoSpend);
        }
        incremental_return(&exposed, &control)
    });
    Trial {
        arm,
        means: [arm, control].map(mean),
        difference,
        adjusted: None,
        buyers: [arm, control].map(share),
        buyers_apart: apart(arm, control),
        total,
        per_spend,
    }
}

fn sampled(arm: &Arm) -> Result<stats::Arm, Refusal> {
    let sum_of_squares = arm.gmv_sumsq.ok_or(Refusal::NoSquares)?;
    Ok(stats::Arm { units: arm.units, sum: arm.gmv, sum_of_squares, spend: arm.spend })
}

fn mean(arm: &Arm) -> Result<f64, Refusal> {
    if arm.units == 0 { Err(Refusal::NoData) } else { Ok(arm.gmv as f64 / arm.units as f64) }
}

fn share(arm: &Arm) -> Result<Share, Refusal> {
    printable(arm.buyers.into(), arm.units.into())?;
    Ok(Share { value: arm.buyers as f64 / arm.units as f64, interval: wilson(arm.buyers, arm.units)? })
}

fn apart(arm: &Arm, control: &Arm) -> Result<Apart, Refusal> {
    for arm in [arm, control] {
        comparable(arm.buyers.into(), arm.units.into())?;
    }
    let (x1, n1, x2, n2) = (arm.buyers, arm.units, control.buyers, control.units);
    Ok(Apart { difference: newcombe(x1, n1, x2, n2)?, uplift: uplift(x1, n1, x2, n2), test: pooled_z(x1, n1, x2, n2)? })
}

fn times(estimate: Estimate, by: f64) -> Estimate {
    let Interval { lower, upper } = estimate.interval;
    Estimate { value: estimate.value * by, interval: Interval { lower: lower * by, upper: upper * by } }
}
