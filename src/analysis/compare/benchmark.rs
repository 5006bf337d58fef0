//! The category as a whole. In: the document's benchmark rows of a ratio. Out: each category against its own other
//! period, and the quantiles of merchants' rates that a member is held against. Totals come without days: of a
//! proportion of persons they suffice, of other counts they give an interval that is too narrow rather than too wide,
//! and no test.

use super::{Baseline, Compared, Difference, Group, Intervals, Key, Kind, Options, Parts, Row};
use crate::contract::{Benchmark, BenchmarkPeriod, DimensionIx, MeasureKind, MemberIx};
use crate::date::DateRange;
use crate::query::Figure;
use crate::query::drill::ancestors;
use crate::stats::refusal::{MIN_EXPECTED, comparable, printable};
use crate::stats::{PointEstimate, Refusal, difference, newcombe, pooled_z, relative_change, uplift};

/// The dimension whose members benchmarks are of.
const CATEGORY: &str = "category";

/// A rate that is known as it is.
#[derive(Clone, Copy)]
pub(super) struct Fixed {
    pub rate: f64,
    pub days: DateRange,
}

/// Benchmark rows of the ratio.
fn of_ratio<'a>(parts: &Parts<'a>) -> impl Iterator<Item = &'a Benchmark> {
    let [numerator, denominator] = parts.measures.map(|measure| &*measure.id);
    let fits = move |row: &&Benchmark| &*row.numerator == numerator && &*row.denominator == denominator;
    parts.report.benchmarks.iter().filter(fits)
}

/// Every category with a benchmark of the ratio, this period against its own other one.
pub(super) fn categories(parts: &Parts<'_>) -> Compared {
    let mut rows = Vec::new();
    for found in of_ratio(parts) {
        let key = found.member.map_or_else(|| Key::Foreign(found.category.clone()), Key::Member);
        let current = group(parts, Some(&found.current));
        let baseline = group(parts, found.baseline.as_ref());
        let difference = match &found.baseline {
            Some(before) => apart(parts, &found.current, before),
            None => Err(Refusal::NoBenchmark),
        };
        rows.push(Row {
            key,
            current,
            baseline,
            baseline_days: found.baseline.as_ref().map(|before| before.range),
            is_baseline: false,
            difference,
            adjusted: None,
            mixed: None,
        });
    }
    let intervals = if parts.kind == Kind::Proportion { Intervals::Persons } else { Intervals::Counts };
    let by = parts.report.find_dimension(CATEGORY);
    let days = of_ratio(parts).next().map(|found| found.current.range);
    let same = of_ratio(parts).all(|found| Some(found.current.range) == days);
    Compared {
        kind: parts.kind,
        intervals,
        by,
        rows,
        tests: 0,
        days: days.filter(|_| same),
        other_days: None,
        ignored: Vec::new(),
    }
}

fn group(parts: &Parts<'_>, period: Option<&BenchmarkPeriod>) -> Group {
    let Some(period) = period else { return Group { figures: None, rate: Err(Refusal::NoBenchmark) } };
    let figure = |value: i64| {
        let value = i128::from(value);
        Figure { value, upper: value, rows: 1, estimate: value as f64, ..Figure::default() }
    };
    Group {
        figures: Some((figure(period.numerator), figure(period.denominator))),
        rate: rate(period).map(|rate| rate * parts.per),
    }
}

fn rate(period: &BenchmarkPeriod) -> Result<f64, Refusal> {
    printable(period.numerator.into(), period.denominator.into())?;
    Ok(period.numerator as f64 / period.denominator as f64)
}

fn apart(parts: &Parts<'_>, now: &BenchmarkPeriod, before: &BenchmarkPeriod) -> Result<Difference, Refusal> {
    let (a, b) = (rate(now)?, rate(before)?);
    let whole = |value: i64| u64::try_from(value).map_err(|_| Refusal::ExceedsWhole);
    let money = parts.measures.iter().any(|measure| measure.kind == MeasureKind::Money);
    if parts.kind == Kind::Proportion {
        for period in [now, before] {
            comparable(period.numerator.into(), period.denominator.into())?;
        }
        let ((x1, n1), (x2, n2)) =
            ((whole(now.numerator)?, whole(now.denominator)?), (whole(before.numerator)?, whole(before.denominator)?));
        let absolute = newcombe(x1, n1, x2, n2)?;
        let relative = uplift(x1, n1, x2, n2);
        return Ok(Difference {
            value: absolute.value,
            interval: Ok(absolute.interval),
            uplift: relative.map(|relative| relative.value),
            uplift_interval: relative.map(|relative| relative.interval),
            test: pooled_z(x1, n1, x2, n2),
        }
        .per(parts.per));
    }
    // The rate of a Poisson count (Rothman, "Epidemiology", 2nd ed. 2012, ch. 9): variance x/n².
    let counted = |period: &BenchmarkPeriod, rate: f64| {
        let (numerator, denominator) = (i128::from(period.numerator), i128::from(period.denominator));
        if money {
            return Err(Refusal::NoDailyValues);
        }
        if (numerator as f64) < MIN_EXPECTED {
            return Err(Refusal::TooSmall { numerator, denominator });
        }
        Ok(PointEstimate { value: rate, standard_error: (numerator as f64).sqrt() / denominator as f64 })
    };
    let both = counted(now, a).and_then(|a| Ok((a, counted(before, b)?)));
    let relative = both.and_then(|(a, b)| relative_change(a, b));
    Ok(Difference {
        value: a - b,
        interval: both.map(|(a, b)| difference(a, b).estimate().interval),
        uplift: if b > 0.0 { Ok(a / b - 1.0) } else { Err(Refusal::FromZero) },
        uplift_interval: relative.map(|relative| relative.interval),
        test: Err(Refusal::NoDailyValues),
    }
    .per(parts.per))
}

/// Quantiles of merchants' own rates, by the category of a member.
pub(super) struct Quantiles<'a> {
    parts: Parts<'a>,
    /// Dimensions from the one asked for up to the category.
    ways: Vec<DimensionIx>,
    ninth: bool,
}

impl<'a> Quantiles<'a> {
    /// Refuses where the ratio has no benchmark, or the dimension lies in no category.
    pub fn of(parts: &Parts<'a>, options: &Options) -> Result<Self, Refusal> {
        let category = parts.report.find_dimension(CATEGORY).ok_or(Refusal::NotAtThisCut)?;
        let mut ways = vec![options.by];
        ways.extend(ancestors(parts.report, options.by));
        let last = ways.iter().position(|&ix| ix == category).ok_or(Refusal::NotAtThisCut)?;
        ways.truncate(last + 1);
        if of_ratio(parts).next().is_none() {
            return Err(Refusal::NoBenchmark);
        }
        Ok(Self { parts: *parts, ways, ninth: options.baseline == Baseline::P90 })
    }

    /// The quantile of the member's category.
    pub fn of_member(&self, mut member: MemberIx) -> Result<Fixed, Refusal> {
        let report = self.parts.report;
        for dimension in self.ways.iter().take(self.ways.len() - 1) {
            let found = report.dimension(*dimension).and_then(|dimension| dimension.member(member));
            member = found.and_then(|found| found.parent).unwrap_or(MemberIx::NULL);
        }
        let found = of_ratio(&self.parts).find(|row| row.member == Some(member)).ok_or(Refusal::NoBenchmark)?;
        if found.merchants < found.min_merchants {
            return Err(Refusal::FewMerchants { merchants: found.merchants, need: found.min_merchants });
        }
        let quantile = if self.ninth { &found.p90 } else { &found.p50 };
        let rate = quantile.as_ref().ok_or(Refusal::NoBenchmark)?.to_f64();
        Ok(Fixed { rate, days: found.current.range })
    }
}
