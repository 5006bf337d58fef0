//! One rate with its interval, or why there is none. In: two figures with their measures, and the same two day by
//! day. Out: [`Rate`]. Which conventions apply (proportion of persons, ratio of totals, bound) is decided here and
//! nowhere else; the arithmetic is in `stats`.

use super::locale::Locale;
use super::reading::show;
use super::words::fill;
use crate::contract::{Anchor, Measure, MeasureIx, MeasureKind, Report, SampleRate, Unit};
use crate::query::Figure;
use crate::stats::refusal::{MIN_DAYS, printable};
use crate::stats::{Interval, Refusal, ratio_of_totals, wilson, wilson_sampled};

/// A rate with what has to stand beside it, or why there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rate {
    /// `12.3%`; empty where there is none.
    pub text: String,
    /// With more digits, and numerator and denominator: `1,234 / 10,021 = 12.3141%`.
    pub full: String,
    /// `12.1%–12.5%`, where an interval can be given.
    pub interval: Option<String>,
    /// How the interval was made, or why there is none; the rate's own reason where there is no rate.
    pub note: Option<String>,
    /// The rate as a fraction, where there is one.
    pub value: Option<f64>,
    /// Its interval as fractions.
    pub bounds: Option<(f64, f64)>,
    /// Whether it belongs at this place at all: the first step has no share of a previous one.
    pub applies: bool,
}

/// One side of a rate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'a> {
    pub ix: MeasureIx,
    pub measure: &'a Measure,
    pub figure: Figure,
    /// Whether the figure is for the rows asked for.
    pub exact: bool,
}

/// What two figures make together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Judged {
    /// One number.
    Exact(f64),
    /// Distinct people that are only known within bounds.
    Bound(f64, f64),
}

/// The quotient of two figures, if one may be printed.
pub(super) fn judge(top: &Side<'_>, bottom: &Side<'_>) -> Result<Judged, Refusal> {
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
    if bottom.figure.upper == 0 {
        return Err(Refusal::NoData);
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

/// Whether a rate of the two would mix days of the event with days of the exposure.
pub(super) fn anchors_differ(top: &Measure, bottom: &Measure) -> bool {
    matches!((top.anchor, bottom.anchor), (Anchor::Event, Anchor::Exposure) | (Anchor::Exposure, Anchor::Event))
}

/// Whether the rate is a proportion of persons: both count people, and those above the line are among those below.
fn of_persons(report: &Report, top: &Side<'_>, bottom: &Side<'_>) -> bool {
    let persons = |side: &Side<'_>| side.measure.unit == Some(Unit::Person);
    let parent = |ix: &MeasureIx| report.measure(*ix).and_then(|measure| measure.subset_of);
    let mut containers = std::iter::successors(parent(&top.ix), parent).take(report.measures.len());
    persons(top) && persons(bottom) && containers.any(|ix| ix == bottom.ix)
}

/// The 95 % interval of an exact rate, and how it was made.
fn interval(
    report: &Report,
    top: &Side<'_>,
    bottom: &Side<'_>,
    daily: &[(f64, f64)],
    locale: &Locale,
) -> Result<(Interval, String), Refusal> {
    let words = locale.words;
    if of_persons(report, top, bottom) {
        let whole = |value: i128| u64::try_from(value).map_err(|_| Refusal::ExceedsWhole);
        let (x, n) = (whole(top.figure.value)?, whole(bottom.figure.value)?);
        return match (&top.measure.sample, &bottom.measure.sample) {
            (None, None) => Ok((wilson(x, n)?, words.interval_wilson.to_owned())),
            // Both sides of the same sample: the sample itself is a proportion.
            (Some(a), Some(b)) if a == b && matches!(a.rate, SampleRate::Same(_)) => {
                Ok((wilson(x, n)?, words.interval_wilson.to_owned()))
            }
            (Some(sample), None) => match &sample.rate {
                SampleRate::Same(rate) => {
                    Ok((wilson_sampled(x, n, rate.to_f64())?, words.interval_wilson_sampled.to_owned()))
                }
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
    let made = fill(words.interval_days, &[("n", &locale.number(ratio.days))]);
    Ok((Interval { lower, upper: ratio.interval.upper }, made))
}

/// A share of one step in another, worded.
pub(super) fn rate(
    report: &Report,
    top: &Side<'_>,
    bottom: &Side<'_>,
    daily: impl FnOnce() -> Vec<(f64, f64)>,
    locale: &Locale,
) -> Rate {
    let words = locale.words;
    let quotient = |rate: &str| {
        let (x, n) =
            (show(&top.figure, top.measure, report, locale), show(&bottom.figure, bottom.measure, report, locale));
        fill(words.fraction, &[("x", &x.full), ("n", &n.full), ("rate", rate)])
    };
    let (value, judged) = match judge(top, bottom) {
        Err(refusal) => return refused(refusal, locale),
        Ok(Judged::Bound(lower, upper)) => {
            let text = locale.percent_span(lower, upper);
            let (full, note) = (quotient(&text), Some(words.bound.to_owned()));
            return Rate { text, full, note, applies: true, ..Rate::default() };
        }
        Ok(Judged::Exact(value)) => (value, interval(report, top, bottom, &daily(), locale)),
    };
    let text = locale.percent(value);
    let full = quotient(&locale.percent_full(value));
    let plain = Rate { text, full, value: Some(value), applies: true, ..Rate::default() };
    match judged {
        Ok((Interval { lower, upper }, made)) => Rate {
            interval: Some(locale.percent_span(lower, upper)),
            note: Some(made),
            bounds: Some((lower, upper)),
            ..plain
        },
        Err(refusal) => Rate { note: Some(no_interval(refusal, locale)), ..plain },
    }
}

/// In place of a rate: the reason.
pub(super) fn refused(refusal: Refusal, locale: &Locale) -> Rate {
    Rate { note: Some(reason(refusal, locale)), applies: true, ..Rate::default() }
}

/// Why there is no interval, where there is a rate.
fn no_interval(refusal: Refusal, locale: &Locale) -> String {
    let words = locale.words;
    match refusal {
        Refusal::ExceedsWhole => words.exceeds_whole.to_owned(),
        Refusal::SampledVariance => words.interval_sampled.to_owned(),
        Refusal::FewDays { days } => {
            fill(words.interval_few_days, &[("n", &locale.number(days)), ("need", &locale.number(MIN_DAYS))])
        }
        _ => words.interval_no_days.to_owned(),
    }
}

/// A refusal in words.
pub(super) fn reason(refusal: Refusal, locale: &Locale) -> String {
    let words = locale.words;
    match refusal {
        Refusal::NoData => words.no_data.to_owned(),
        Refusal::TooSmall { numerator, denominator } => {
            let (x, n) = (locale.numbers.integer(numerator), locale.numbers.integer(denominator));
            fill(words.too_small_counts, &[("x", &x), ("n", &n)])
        }
        Refusal::Bound => words.bound.to_owned(),
        Refusal::NotWhole => words.not_whole.to_owned(),
        Refusal::Hidden => words.rate_hidden.to_owned(),
        Refusal::AnchorsDiffer => words.anchors_differ.to_owned(),
        Refusal::NoMatureDays => words.no_mature_days.to_owned(),
        Refusal::NotAtThisCut => words.not_at_this_cut.to_owned(),
        Refusal::ExceedsWhole | Refusal::SampledVariance | Refusal::FewDays { .. } | Refusal::NoDailyValues => {
            no_interval(refusal, locale)
        }
    }
}
