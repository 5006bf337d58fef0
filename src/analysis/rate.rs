//! What two figures make together. In: both with their measures. Out: the quotient, if one may be printed, and whether
//! it is a proportion of persons or a ratio of totals. Which conventions apply is decided here and nowhere else; the
//! arithmetic is in `stats`, the words are in `view`.

use crate::contract::{Anchor, Measure, MeasureIx, MeasureKind, Ratio, Report, SampleRate, Unit};
use crate::query::Figure;
use crate::stats::refusal::printable;
use crate::stats::{Interval, Refusal, ratio_of_totals, wilson, wilson_sampled};

/// One side of a rate.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Index of its measure.
    pub ix: MeasureIx,
    /// Its measure.
    pub measure: &'a Measure,
    /// How much.
    pub figure: Figure,
    /// Whether the figure is for the rows asked for.
    pub exact: bool,
}

/// What two figures make together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Judged {
    /// One number.
    Exact(f64),
    /// Distinct people that are only known within bounds.
    Bound(f64, f64),
}

/// A figure that may be added to others and divided.
pub const fn addable(figure: &Figure) -> Result<f64, Refusal> {
    if figure.hidden {
        Err(Refusal::Hidden)
    } else if figure.lacking > 0 {
        Err(Refusal::NotWhole)
    } else if figure.rate_unknown {
        Err(Refusal::SampledUnscaled)
    } else {
        Ok(figure.estimate)
    }
}

/// The quotient of two figures, if one may be printed.
pub fn judge(top: &Side<'_>, bottom: &Side<'_>) -> Result<Judged, Refusal> {
    if !top.exact || !bottom.exact {
        return Err(Refusal::NotAtThisCut);
    }
    if top.figure.hidden || bottom.figure.hidden {
        return Err(Refusal::Hidden);
    }
    if anchors_differ(top.measure, bottom.measure) {
        return Err(Refusal::AnchorsDiffer);
    }
    if top.figure.lacking > 0 || bottom.figure.lacking > 0 {
        return Err(Refusal::NotWhole);
    }
    if top.figure.rate_unknown || bottom.figure.rate_unknown {
        return Err(Refusal::SampledUnscaled);
    }
    if bottom.figure.upper == 0 {
        return Err(Refusal::NoData);
    }
    let money = |side: &Side<'_>| side.measure.kind == MeasureKind::Money;
    if &*top.measure.id == "spend" && top.figure.value == 0 && !money(bottom) {
        // What was not paid for has no price: zero would rank it first.
        return Err(Refusal::NoSpend);
    }
    // The floor is one of proportions: an average amount may rest on few orders, and says so by its interval.
    if top.measure.kind != MeasureKind::Money && bottom.measure.kind != MeasureKind::Money {
        printable(top.figure.value, bottom.figure.upper)?;
    }
    let bounded = |side: &Side<'_>| side.figure.value != side.figure.upper;
    if bounded(top) || bounded(bottom) {
        let lower = top.figure.value as f64 / bottom.figure.upper as f64;
        let upper = top.figure.upper as f64 / bottom.figure.value.max(1) as f64;
        return Ok(Judged::Bound(lower, upper));
    }
    Ok(Judged::Exact(top.figure.estimate / bottom.figure.estimate))
}

/// How the interval of a rate was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// Of persons, all of them observed.
    Wilson,
    /// Of persons, some of whom were observed.
    WilsonSampled,
    /// Clustered by so many days.
    Days(usize),
}

/// A rate with how sure it is.
#[derive(Clone, Copy, Debug)]
pub struct Quotient<'a> {
    /// Above the line.
    pub top: Side<'a>,
    /// Below the line.
    pub bottom: Side<'a>,
    /// Not yet times the ratio's `per`.
    pub value: Result<Judged, Refusal>,
    /// 95 %, of an exact value.
    pub interval: Result<(Interval, Made), Refusal>,
}

/// The quotient of two figures; `daily` gives both sides on each complete day, and is asked where a value is exact.
pub fn quotient<'a>(
    report: &Report,
    top: Side<'a>,
    bottom: Side<'a>,
    daily: &mut dyn FnMut() -> Vec<(f64, f64)>,
) -> Quotient<'a> {
    let value = judge(&top, &bottom);
    let interval = match value {
        Ok(Judged::Exact(_)) => interval(report, &top, &bottom, &daily()),
        Ok(Judged::Bound(..)) => Err(Refusal::Bound),
        Err(why) => Err(why),
    };
    Quotient { top, bottom, value, interval }
}

/// The 95 % interval of an exact rate; `daily` has both sides on each complete day.
pub fn interval(
    report: &Report,
    top: &Side<'_>,
    bottom: &Side<'_>,
    daily: &[(f64, f64)],
) -> Result<(Interval, Made), Refusal> {
    if of_persons(report, top, bottom) {
        let whole = |value: i128| u64::try_from(value).map_err(|_| Refusal::ExceedsWhole);
        let (x, n) = (whole(top.figure.value)?, whole(bottom.figure.value)?);
        return match (&top.measure.sample, &bottom.measure.sample) {
            (None, None) => Ok((wilson(x, n)?, Made::Wilson)),
            // Both sides of the same sample: the sample itself is a proportion.
            (Some(a), Some(b)) if a == b && matches!(a.rate, SampleRate::Same(_)) => Ok((wilson(x, n)?, Made::Wilson)),
            (Some(sample), None) => match &sample.rate {
                SampleRate::Same(rate) => Ok((wilson_sampled(x, n, rate.to_f64())?, Made::WilsonSampled)),
                SampleRate::By(..) => Err(Refusal::SampledVariance),
            },
            _ => Err(Refusal::SampledVariance),
        };
    }
    let (x, n) = daily.iter().fold((0.0, 0.0), |(x, n), day| (x + day.0, n + day.1));
    let adds_up = |sum: f64, figure: &Figure| (sum - figure.estimate).abs() <= 1e-9 * figure.estimate.abs().max(1.0);
    if !adds_up(x, &top.figure) || !adds_up(n, &bottom.figure) {
        return Err(Refusal::NoDailyValues);
    }
    let ratio = ratio_of_totals(daily)?;
    // Totals are never below zero but for corrections of money.
    let lower =
        if top.measure.kind == MeasureKind::Money { ratio.interval.lower } else { ratio.interval.lower.max(0.0) };
    Ok((Interval { lower, upper: ratio.interval.upper }, Made::Days(ratio.days)))
}

/// Whether a rate of the two would mix days of the event with days of the exposure.
fn anchors_differ(top: &Measure, bottom: &Measure) -> bool {
    matches!((top.anchor, bottom.anchor), (Anchor::Event, Anchor::Exposure) | (Anchor::Exposure, Anchor::Event))
}

/// Whether the rate is a proportion of persons: both count people, and those above the line are among those below.
pub fn of_persons(report: &Report, top: &Side<'_>, bottom: &Side<'_>) -> bool {
    let persons = |side: &Side<'_>| side.measure.unit == Some(Unit::Person);
    let parent = |ix: &MeasureIx| report.measure(*ix).and_then(|measure| measure.subset_of);
    let mut containers = std::iter::successors(parent(&top.ix), parent).take(report.measures.len());
    persons(top) && persons(bottom) && containers.any(|ix| ix == bottom.ix)
}

/// The document's ratio that holds the same against each other by the day of the exposure, where `ratio` does not.
pub fn by_exposure<'a>(ratio: &Ratio, report: &'a Report) -> Option<&'a Ratio> {
    let measure = |ix: MeasureIx| report.measure(ix);
    let alike = |found: MeasureIx, wanted: MeasureIx| match (measure(found), measure(wanted)) {
        (Some(a), Some(b)) if b.anchor == Anchor::Event => {
            a.anchor == Anchor::Exposure && a.kind == b.kind && a.unit == b.unit
        }
        _ => found == wanted,
    };
    let sides = (ratio.numerator, ratio.denominator);
    report.ratios.iter().find(|found| {
        let other = (found.numerator, found.denominator) != sides && found.per == ratio.per;
        other && alike(found.numerator, ratio.numerator) && alike(found.denominator, ratio.denominator)
    })
}
