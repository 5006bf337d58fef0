//! Two groups beside each other. In: both with their counts and days. Out: their [`Difference`]: of proportions of
//! persons by Newcombe, Katz or Miettinen and Nurminen and the pooled z test, of ratios of totals by their days. Groups
//! of the same days share what befell those days; groups of other days do not.

use super::ask::Sample;
use super::{Difference, Kind, Parts};
use crate::analysis::rate::{Judged, Side, judge};
use crate::contract::MeasureKind;
use crate::query::Figure;
use crate::stats::refusal::{MIN_EXPECTED, comparable};
use crate::stats::{
    Estimate, Interval, PointEstimate, Refusal, difference, newcombe, paired_change, pooled_z, ratio_of_totals,
    relative_change, two_sided, uplift, wilson,
};

/// Two groups.
pub(super) struct Pair<'p, 'a> {
    pub parts: &'p Parts<'a>,
    pub own: &'p Sample<'a>,
    pub against: &'p Sample<'a>,
    /// Whether both are of the same days.
    pub share_days: bool,
}

impl Pair<'_, '_> {
    /// How far they are apart, or why that is not told.
    pub fn difference(&self) -> Result<Difference, Refusal> {
        let (a, b) = (exact(self.own, self.parts.kind)?, exact(self.against, self.parts.kind)?);
        let found = match self.parts.kind {
            Kind::Proportion => self.persons()?,
            Kind::Ratio => self.totals(a, b),
        };
        Ok(found.per(self.parts.per))
    }

    fn persons(&self) -> Result<Difference, Refusal> {
        let ((x1, n1), (x2, n2)) = (counts(self.own)?, counts(self.against)?);
        let observed = self.parts.observed;
        let Estimate { value, interval } = newcombe(x1, n1, x2, n2)?;
        let whole = |bound: f64| (bound / observed).clamp(-1.0, 1.0);
        let relative = uplift(x1, n1, x2, n2);
        Ok(Difference {
            value: value / observed,
            interval: Ok(Interval { lower: whole(interval.lower), upper: whole(interval.upper) }),
            uplift: relative.map(|relative| relative.value),
            uplift_interval: relative.map(|relative| relative.interval),
            test: pooled_z(x1, n1, x2, n2),
        })
    }

    fn totals(&self, a: f64, b: f64) -> Difference {
        let estimated = days(self.own).and_then(|own| {
            let against = days(self.against)?;
            if self.share_days {
                return paired_change(own, against);
            }
            let (a, b) = (PointEstimate::from(ratio_of_totals(own)?), PointEstimate::from(ratio_of_totals(against)?));
            Ok((difference(a, b), relative_change(a, b)))
        });
        let plain = if b > 0.0 { Ok(a / b - 1.0) } else { Err(Refusal::FromZero) };
        Difference {
            value: a - b,
            interval: estimated.map(|(point, _)| point.estimate().interval),
            uplift: plain,
            uplift_interval: estimated.and_then(|(_, relative)| relative.map(|relative| relative.interval)),
            test: estimated.and_then(|(point, _)| point.test()),
        }
    }
}

/// A group against a rate that is known as it is, such as a quantile of others' rates.
pub(super) fn against_fixed(parts: &Parts<'_>, own: &Sample<'_>, rate: f64) -> Result<Difference, Refusal> {
    let value = exact(own, parts.kind)?;
    let (interval, test) = match parts.kind {
        Kind::Proportion => {
            let (x, n) = counts(own)?;
            let (of_observed, units) = (rate * parts.observed, n as f64);
            let spread = (of_observed * (1.0 - of_observed) / units).sqrt();
            let test = if spread > 0.0 {
                Ok(two_sided((x as f64 / units - of_observed) / spread))
            } else {
                Err(Refusal::NoSpread)
            };
            let Interval { lower, upper } = wilson(x, n)?;
            let whole = |bound: f64| (bound / parts.observed).min(1.0);
            (Ok(Interval { lower: whole(lower), upper: whole(upper) }), test)
        }
        Kind::Ratio => {
            let found = days(own).and_then(ratio_of_totals);
            let apart = |ratio| PointEstimate { value: value - rate, ..PointEstimate::from(ratio) };
            (found.map(|ratio| ratio.interval), found.and_then(|ratio| apart(ratio).test()))
        }
    };
    let moved = |by: f64, times: f64| {
        interval.map(|Interval { lower, upper }| Interval { lower: lower * times - by, upper: upper * times - by })
    };
    let is_base = rate > 0.0;
    Ok(Difference {
        value: value - rate,
        interval: moved(rate, 1.0),
        uplift: if is_base { Ok(value / rate - 1.0) } else { Err(Refusal::FromZero) },
        uplift_interval: if is_base { moved(1.0, 1.0 / rate) } else { Err(Refusal::FromZero) },
        test,
    }
    .per(parts.per))
}

impl Difference {
    /// For so many below the line.
    pub(super) fn per(mut self, per: f64) -> Self {
        self.value *= per;
        self.interval =
            self.interval.map(|Interval { lower, upper }| Interval { lower: lower * per, upper: upper * per });
        self
    }
}

/// The rate of a group that may be held against another.
fn exact(sample: &Sample<'_>, kind: Kind) -> Result<f64, Refusal> {
    let (top, bottom) = (&sample.top, &sample.bottom);
    let Judged::Exact(rate) = judge(top, bottom)? else { return Err(Refusal::Bound) };
    floor(top, bottom, kind)?;
    Ok(rate)
}

/// Too few to compare. An amount may rest on few, and says so by its days.
fn floor(top: &Side<'_>, bottom: &Side<'_>, kind: Kind) -> Result<(), Refusal> {
    let (numerator, denominator) = (top.figure.value, bottom.figure.value);
    if kind == Kind::Proportion {
        return comparable(numerator, denominator);
    }
    let money = |side: &Side<'_>| side.measure.kind == MeasureKind::Money;
    let enough = money(top) || money(bottom) || numerator as f64 >= MIN_EXPECTED;
    if enough { Ok(()) } else { Err(Refusal::TooSmall { numerator, denominator }) }
}

/// Observed counts of a proportion.
pub(super) fn counts(sample: &Sample<'_>) -> Result<(u64, u64), Refusal> {
    let whole = |value: i128| u64::try_from(value).map_err(|_| Refusal::ExceedsWhole);
    Ok((whole(sample.top.figure.value)?, whole(sample.bottom.figure.value)?))
}

/// The days of a group, where they add up to its totals.
pub(super) fn days<'s>(sample: &'s Sample<'_>) -> Result<&'s [(f64, f64)], Refusal> {
    let (mut x, mut n) = (0.0, 0.0);
    for day in &sample.days {
        x += day.0;
        n += day.1;
    }
    let adds_up = |sum: f64, figure: &Figure| (sum - figure.estimate).abs() <= 1e-9 * figure.estimate.abs().max(1.0);
    if !sample.days.is_empty() && adds_up(x, &sample.top.figure) && adds_up(n, &sample.bottom.figure) {
        Ok(&sample.days)
    } else {
        Err(Refusal::NoDailyValues)
    }
}
