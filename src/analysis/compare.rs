//! One ratio, member by member, against something else. In: a dataset, which rows count, [`Options`]: which ratio, of
//! the members of which dimension, against what, within which strata, adjusted how for many tests. Out: [`Compared`]:
//! per member both rates, their difference and uplift with intervals, a test adjusted over all testable members under
//! these filters, and the difference at an equal mix. Counts in full below the line and numbers in its own unit: shares
//! as fractions, money in minor units. Refuses, by name, what would mislead: too few, not final, not whole, withheld.
//!
//! `ask` reads the figures, `pair` holds two groups against each other, `mix` does so within strata, `benchmark` knows
//! the category as a whole.

mod ask;
mod benchmark;
mod mix;
mod pair;

use super::days;
use super::rate::{Judged, judge, of_persons};
use crate::contract::{DimensionIx, Measure, MeasureIx, MemberIx, Report, SampleRate};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::query::{Figure, Key as GroupKey, Scope, period};
use crate::stats::{Interval, Refusal, Significance, benjamini_hochberg, holm};
use ask::{Period, Sample};
use mix::Strata;
use pair::Pair;

/// Adjusted p values below this are called a difference.
pub const LEVEL: f64 = 0.05;

/// What is compared, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Above the line.
    pub numerator: MeasureIx,
    /// Below the line.
    pub denominator: MeasureIx,
    /// Rates are given for so many below the line: 1, or 1000 for cost per mille.
    pub per: u32,
    /// Whose members are the rows. Its own filter is left out.
    pub by: DimensionIx,
    /// What each is held against.
    pub baseline: Baseline,
    /// Whose members are the strata of the difference at an equal mix.
    pub strata: Option<DimensionIx>,
    /// How p values are adjusted for their number.
    pub adjust: Adjust,
}

/// What a member is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Baseline {
    /// Itself in other days.
    Period(period::Comparison),
    /// The rows are the benchmarks' categories as a whole, each against its own other period.
    Category,
    /// All other members together.
    Rest,
    /// The median of merchants in its category.
    P50,
    /// The ninth decile of merchants in its category.
    P90,
    /// One member of the same dimension.
    Member(MemberIx),
}

/// How p values are adjusted for their number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Adjust {
    /// "Differ for sure": the chance of any false star stays below the level.
    #[default]
    Holm,
    /// Screening: the expected share of false stars does.
    BenjaminiHochberg,
}

/// Which conventions apply to a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Those above the line are among those below.
    Proportion,
    /// Anything else: added up first, then divided.
    Ratio,
}

/// How intervals were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intervals {
    /// Newcombe for differences, Katz or Miettinen and Nurminen for uplifts.
    Persons,
    /// Clustered by day.
    Days,
    /// From counts alone, as Poisson's: no days are delivered. At least this uncertain, and never a star.
    Counts,
}

/// Who a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A member; [`MemberIx::NULL`] is "not known".
    Member(MemberIx),
    /// A benchmark's category that the document does not have.
    Foreign(Box<str>),
}

/// One of two groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// Above and below the line; `None` where only the rate is known.
    pub figures: Option<(Figure, Figure)>,
    /// The rate, per [`Options::per`].
    pub rate: Result<f64, Refusal>,
}

/// How far two rates are apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The first less the second, per [`Options::per`].
    pub value: f64,
    /// Its 95 % interval.
    pub interval: Result<Interval, Refusal>,
    /// The first over the second, less one.
    pub uplift: Result<f64, Refusal>,
    /// Its 95 % interval.
    pub uplift_interval: Result<Interval, Refusal>,
    /// The test of "no difference", not yet adjusted.
    pub test: Result<Significance, Refusal>,
}

/// The difference at an equal mix of strata.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mixed {
    /// The difference, per [`Options::per`].
    pub value: f64,
    /// Its 95 % interval.
    pub interval: Result<Interval, Refusal>,
    /// The test of "no difference in any stratum".
    pub test: Result<Significance, Refusal>,
    /// p value of "the same odds ratio in all strata" (Breslow and Day, with Tarone's correction), of proportions.
    pub homogeneity: Option<f64>,
}

/// One member.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Who.
    pub key: Key,
    /// Its own group.
    pub current: Group,
    /// What it is held against.
    pub baseline: Group,
    /// Days of the baseline where they are not those of [`Compared::days`].
    pub baseline_days: Option<DateRange>,
    /// Whether it is the member that all others are held against.
    pub is_baseline: bool,
    /// How far they are apart, or why that is not told.
    pub difference: Result<Difference, Refusal>,
    /// The p value adjusted over all tests; `None` where nothing was tested.
    pub adjusted: Option<f64>,
    /// At an equal mix, where strata were asked for.
    pub mixed: Option<Result<Mixed, Refusal>>,
}

/// What a row comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Above, for sure.
    Higher,
    /// Below, for sure.
    Lower,
    /// Tested, and not sure.
    Unsure,
    /// Not tested.
    Untested(Refusal),
    /// What the others are held against.
    Baseline,
}

impl Row {
    /// What it comes to.
    pub fn verdict(&self) -> Verdict {
        if self.is_baseline {
            return Verdict::Baseline;
        }
        let tested = self.difference.and_then(|difference| Ok((difference.value, difference.test?)));
        match (tested, self.adjusted) {
            (Err(refusal), _) => Verdict::Untested(refusal),
            (Ok((value, _)), Some(p)) if p < LEVEL && value > 0.0 => Verdict::Higher,
            (Ok((value, _)), Some(p)) if p < LEVEL && value < 0.0 => Verdict::Lower,
            _ => Verdict::Unsure,
        }
    }

    /// Whether the difference at an equal mix points the other way.
    pub fn contradicts(&self) -> bool {
        matches!((&self.difference, &self.mixed), (Ok(raw), Some(Ok(mixed))) if raw.value * mixed.value < 0.0)
    }
}

/// The whole comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Which conventions apply.
    pub kind: Kind,
    /// How intervals were made.
    pub intervals: Intervals,
    /// Whose members the rows are; `None` where the document does not have the dimension.
    pub by: Option<DimensionIx>,
    /// One per member with a fact, as the document orders them, the unknown one last.
    pub rows: Vec<Row>,
    /// How many tests the p values are adjusted for.
    pub tests: usize,
    /// The days counted; `None` where rows have their own.
    pub days: Option<DateRange>,
    /// The other days, where members are held against themselves.
    pub other_days: Option<DateRange>,
    /// Dimensions whose filters were left out, because the ratio is not split by them.
    pub ignored: Vec<DimensionIx>,
}

impl Compared {
    /// Whether raw and adjusted differences point different ways in some row.
    pub fn contradiction(&self) -> bool {
        self.rows.iter().any(Row::contradicts)
    }
}

/// Both measures of the ratio.
#[derive(Clone, Copy)]
struct Parts<'a> {
    report: &'a Report,
    ix: [MeasureIx; 2],
    measures: [&'a Measure; 2],
    kind: Kind,
    /// Of a proportion: the share of those above the line that was observed.
    observed: f64,
    per: f64,
}

/// Compares.
pub fn compare(dataset: &Dataset, scope: &Scope, options: &Options) -> Result<Compared, Refusal> {
    let parts = Parts::of(&dataset.report, options).ok_or(Refusal::NotAtThisCut)?;
    let mut compared = match options.baseline {
        Baseline::Category => benchmark::categories(&parts),
        _ => members(dataset, scope, options, &parts)?,
    };
    let (mut places, mut p) = (Vec::new(), Vec::new());
    for (place, row) in compared.rows.iter().enumerate() {
        if let Ok(Ok(test)) = row.difference.map(|difference| difference.test) {
            places.push(place);
            p.push(test.p);
        }
    }
    let adjusted = match options.adjust {
        Adjust::Holm => holm(&p),
        Adjust::BenjaminiHochberg => benjamini_hochberg(&p),
    };
    for (place, p) in places.into_iter().zip(adjusted) {
        if let Some(row) = compared.rows.get_mut(place) {
            row.adjusted = Some(p);
            compared.tests += 1;
        }
    }
    Ok(compared)
}

/// Members of a dimension, from the cubes.
fn members(dataset: &Dataset, scope: &Scope, options: &Options, parts: &Parts<'_>) -> Result<Compared, Refusal> {
    let report = parts.report;
    let (range, other) = match options.baseline {
        Baseline::Period(periods) => {
            days::common(report, &parts.ix, periods).map(|(current, baseline)| (current, Some(baseline)))
        }
        _ => days::mature(report, &parts.ix, scope.range).map(|range| (range, None)),
    }
    .ok_or(Refusal::NoMatureDays)?;
    let quantile = match options.baseline {
        Baseline::P50 | Baseline::P90 => Some(benchmark::Quantiles::of(parts, options)?),
        _ => None,
    };
    let scope = scope.without(options.by);
    let skipped = other.map_or_else(Vec::new, |other| ask::undelivered(report, range, other));
    let by = GroupKey::Dimension(options.by);
    let ask = |group_by: &[GroupKey], range| Period::ask(dataset, &scope.over(range), group_by, parts, &skipped);
    let now = ask(&[by], range)?;
    let before = other.map(|other| ask(&[by], other)).transpose()?;
    let strata = options.strata.filter(|&strata| strata != options.by && quantile.is_none()).map(|strata| {
        let group_by = [by, GroupKey::Dimension(strata)];
        let now = ask(&group_by, range)?;
        let before = other.map(|other| ask(&group_by, other)).transpose()?;
        Ok(Strata::of(now, before, options.baseline))
    });
    let mut codes = now.members();
    if let Some(before) = &before {
        codes.extend(before.members());
        crate::order::sort_unique(&mut codes);
    }
    let reference = match options.baseline {
        Baseline::Member(member) => Some(member.0),
        _ => None,
    };
    let whole = matches!(options.baseline, Baseline::Rest).then(|| now.sum(&[]));
    let mut rows = Vec::with_capacity(codes.len());
    for &member in &codes {
        let own = now.sample(&[member]);
        let current = own.group(parts);
        let against = match (&before, reference, &whole) {
            (Some(before), ..) => Some(before.sample(&[member])),
            (None, Some(reference), _) => Some(now.sample(&[reference])),
            (None, None, Some(whole)) => Some(whole.without(&own)),
            _ => None,
        };
        let is_baseline = reference == Some(member);
        let mut baseline_days = None;
        let (baseline, difference) = match (&against, &quantile) {
            (Some(against), _) => {
                let pair = Pair { parts, own: &own, against, share_days: before.is_none() };
                let difference = if is_baseline { Err(Refusal::OneGroup) } else { pair.difference() };
                (against.group(parts), difference)
            }
            (None, Some(quantiles)) => {
                let fixed = quantiles.of_member(MemberIx(member));
                baseline_days = fixed.ok().map(|fixed| fixed.days);
                let rate = fixed.map(|fixed| fixed.rate);
                let difference = rate.and_then(|rate| pair::against_fixed(parts, &own, rate));
                (Group { figures: None, rate: rate.map(|rate| rate * parts.per) }, difference)
            }
            (None, None) => (current, Err(Refusal::OneGroup)),
        };
        let mixed = strata.as_ref().filter(|_| !is_baseline).map(|strata| {
            let strata = strata.as_ref().map_err(|refusal| *refusal)?;
            difference.and_then(|_| strata.mixed(parts, member))
        });
        let key = Key::Member(MemberIx(member));
        rows.push(Row { key, current, baseline, baseline_days, is_baseline, difference, adjusted: None, mixed });
    }
    let intervals = if parts.kind == Kind::Proportion { Intervals::Persons } else { Intervals::Days };
    let by = Some(options.by);
    Ok(Compared {
        kind: parts.kind,
        intervals,
        by,
        rows,
        tests: 0,
        days: Some(range),
        other_days: other,
        ignored: now.ignored(),
    })
}

impl<'a> Parts<'a> {
    fn of(report: &'a Report, options: &Options) -> Option<Self> {
        let ix = [options.numerator, options.denominator];
        let measures = [report.measure(ix[0])?, report.measure(ix[1])?];
        let observed = observed(measures);
        let sides = [0, 1].map(|n| ask::side(ix[n], measures[n], Figure::default(), true));
        // What was sampled at several rates has no counts to go by; its days still tell how it varies.
        let kind = match observed {
            Some(_) if of_persons(report, &sides[0], &sides[1]) => Kind::Proportion,
            _ => Kind::Ratio,
        };
        Some(Self { report, ix, measures, kind, observed: observed.unwrap_or(1.0), per: f64::from(options.per) })
    }
}

/// The share of those above the line that was observed, where one number tells it: all, or one rate; a sample of both
/// sides is a whole of its own.
fn observed([top, bottom]: [&Measure; 2]) -> Option<f64> {
    match (&top.sample, &bottom.sample) {
        (None, None) => Some(1.0),
        (Some(sample), below) => match &sample.rate {
            SampleRate::Same(_) if below.as_ref() == Some(sample) => Some(1.0),
            SampleRate::Same(rate) if below.is_none() => Some(rate.to_f64()).filter(|rate| *rate > 0.0),
            _ => None,
        },
        (None, Some(_)) => None,
    }
}

impl Sample<'_> {
    fn group(&self, parts: &Parts<'_>) -> Group {
        let rate = match judge(&self.top, &self.bottom) {
            Ok(Judged::Exact(rate)) => Ok(rate * parts.per),
            Ok(Judged::Bound(..)) => Err(Refusal::Bound),
            Err(refusal) => Err(refusal),
        };
        Group { figures: Some((self.top.figure, self.bottom.figure)), rate }
    }
}
