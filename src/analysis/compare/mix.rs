//! The difference at an equal mix. In: both groups by stratum. Out: [`Mixed`]: of proportions the risk difference of
//! Mantel and Haenszel, of ratios of totals the difference after direct standardisation to the mix of both groups
//! together, over the strata that hold both.

use super::ask::{Period, Sample};
use super::pair::{counts, days};
use super::{Baseline, Kind, Mixed, Parts};
use crate::analysis::rate::{Judged, Side, judge};
use crate::order::sort_unique;
use crate::stats::{
    Interval, PointEstimate, Refusal, Stratum, cochran_mantel_haenszel, difference, homogeneity, risk_difference,
    weighted_sum,
};

/// All members by stratum.
pub(super) struct Strata<'a> {
    now: Period<'a>,
    before: Option<Period<'a>>,
    reference: Option<u32>,
    /// The strata, and all members together in each where a member is held against the others.
    by_code: Vec<(u32, Option<Sample<'a>>)>,
}

impl<'a> Strata<'a> {
    /// Of one period or of two.
    pub fn of(now: Period<'a>, before: Option<Period<'a>>, baseline: Baseline) -> Self {
        let mut codes = now.strata();
        if let Some(before) = &before {
            codes.extend(before.strata());
            sort_unique(&mut codes);
        }
        let whole = |stratum| (baseline == Baseline::Rest).then(|| now.sum(&[stratum]));
        let by_code = codes.into_iter().map(|stratum| (stratum, whole(stratum))).collect();
        let reference = match baseline {
            Baseline::Member(member) => Some(member.0),
            _ => None,
        };
        Self { now, before, reference, by_code }
    }

    /// One member against what it is held against.
    pub fn mixed(&self, parts: &Parts<'_>, member: u32) -> Result<Mixed, Refusal> {
        let mut pairs = Vec::with_capacity(self.by_code.len());
        for (stratum, whole) in &self.by_code {
            let own = self.now.sample(&[member, *stratum]);
            let against = match (&self.before, self.reference, whole) {
                (Some(before), ..) => before.sample(&[member, *stratum]),
                (None, Some(reference), _) => self.now.sample(&[reference, *stratum]),
                (None, None, Some(whole)) => whole.without(&own),
                (None, None, None) => return Err(Refusal::OneGroup),
            };
            for Side { figure, .. } in [&own.top, &own.bottom, &against.top, &against.bottom] {
                if figure.hidden {
                    return Err(Refusal::Hidden);
                }
                if figure.lacking > 0 {
                    return Err(Refusal::NotWhole);
                }
            }
            pairs.push((own, against));
        }
        let mut mixed = match parts.kind {
            Kind::Proportion => persons(&pairs, parts.observed)?,
            Kind::Ratio => totals(&pairs, self.before.is_none())?,
        };
        mixed.value *= parts.per;
        mixed.interval = mixed
            .interval
            .map(|Interval { lower, upper }| Interval { lower: lower * parts.per, upper: upper * parts.per });
        Ok(mixed)
    }
}

fn persons(pairs: &[(Sample<'_>, Sample<'_>)], observed: f64) -> Result<Mixed, Refusal> {
    let mut strata = Vec::with_capacity(pairs.len());
    for (own, against) in pairs {
        if own.bottom.figure.value != own.bottom.figure.upper
            || against.bottom.figure.value != against.bottom.figure.upper
        {
            return Err(Refusal::Bound);
        }
        let ((x1, n1), (x2, n2)) = (counts(own)?, counts(against)?);
        strata.push(Stratum { x1, n1, x2, n2 });
    }
    let common = risk_difference(&strata)?;
    let estimate = common.estimate();
    Ok(Mixed {
        value: common.value / observed,
        interval: Ok(Interval { lower: estimate.interval.lower / observed, upper: estimate.interval.upper / observed }),
        test: cochran_mantel_haenszel(&strata).map(|chi| chi.test),
        homogeneity: homogeneity(&strata).ok().map(|found| found.tarone.test.p),
    })
}

fn totals(pairs: &[(Sample<'_>, Sample<'_>)], share_days: bool) -> Result<Mixed, Refusal> {
    let (mut value, mut total) = (0.0, 0.0);
    let mut held = Vec::with_capacity(pairs.len());
    for (own, against) in pairs {
        let (Ok(a), Ok(b)) = (whole_rate(own), whole_rate(against)) else { continue };
        let weight = own.bottom.figure.estimate + against.bottom.figure.estimate;
        value += weight * (a - b);
        total += weight;
        held.push((own, against, weight));
    }
    if total <= 0.0 {
        return Err(Refusal::OneGroup);
    }
    let estimated = apart(&held, total, share_days);
    Ok(Mixed {
        value: value / total,
        interval: estimated.map(|point| point.estimate().interval),
        test: estimated.and_then(PointEstimate::test),
        homogeneity: None,
    })
}

/// A stratum may be small: it is weighed by its size.
fn whole_rate(sample: &Sample<'_>) -> Result<f64, Refusal> {
    match judge(&sample.top, &sample.bottom) {
        Ok(Judged::Exact(rate)) => Ok(rate),
        Err(Refusal::TooSmall { denominator, .. }) if denominator > 0 => {
            Ok(sample.top.figure.estimate / sample.bottom.figure.estimate)
        }
        Ok(Judged::Bound(..)) => Err(Refusal::Bound),
        Err(refusal) => Err(refusal),
    }
}

fn apart(held: &[(&Sample<'_>, &Sample<'_>, f64)], total: f64, share_days: bool) -> Result<PointEstimate, Refusal> {
    let (mut strata, mut weights) = (Vec::new(), Vec::new());
    for (own, _, weight) in held {
        strata.push(days(own)?);
        weights.push(weight / total);
    }
    let (mut others, mut negative) = (Vec::new(), Vec::new());
    for (_, against, weight) in held {
        others.push(days(against)?);
        negative.push(weight / total);
    }
    if !share_days {
        return Ok(difference(weighted_sum(&strata, &weights)?, weighted_sum(&others, &negative)?));
    }
    strata.append(&mut others);
    weights.extend(negative.iter().map(|weight| -weight));
    weighted_sum(&strata, &weights)
}
