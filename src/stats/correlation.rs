//! Whether two daily series go together, and after how many days. In: two series of the same days, a gap where a day
//! lacks its value or is masked. Out: Pearson's or Spearman's coefficient for each lag – `x` of a day with `y` of that
//! many days later – with tests and intervals by Fisher's z (Spearman with the standard error of Bonett & Wright,
//! Psychometrika 65 (2000) 23–28), both as if days were independent and for the effective number of pairs of Pyper &
//! Peterman, Canadian Journal of Fisheries and Aquatic Sciences 55 (1998) 2127–2140. Refuses series that do not vary and
//! too few pairs. That two series go together is not that one moves the other.

use super::Z_95;
use super::multiplicity::holm;
use super::proportion::Interval;
use super::refusal::Refusal;
use super::significance::Significance;
use super::student::student;
use crate::order::places;

/// Longest lag, and the longest dependence of a series on itself that the effective number allows for.
pub const MAX_LAG: usize = 14;
/// With so many pairs or fewer there is no interval.
const TOO_FEW: f64 = 4.0;
/// Deviations this small against the values are rounding, not variation.
const ROUNDING: f64 = 1e-14;
/// Weekday means that are estimated, less the one that the overall mean is.
const WEEKDAYS_SPENT: usize = 6;

/// What is done to both series first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// Nothing.
    Raw,
    /// Each day less the mean of its weekday over the whole series.
    WeekdayRemoved,
    /// Each day less the day before.
    FirstDifferences,
}

/// What is correlated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The values.
    Pearson,
    /// Their mid-ranks.
    Spearman,
}

/// A series after its treatment.
#[derive(Clone, Debug)]
pub struct Series {
    values: Vec<Option<f64>>,
    /// Largest value before the treatment, which tells variation from rounding.
    scale: f64,
    /// Degrees of freedom that the treatment used up.
    spent: usize,
}

impl Series {
    /// What the treatment made of a day; `None` in a gap.
    pub fn value(&self, day: usize) -> Option<f64> {
        self.values.get(day).copied().flatten()
    }
}

/// A coefficient and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// Between −1 and 1.
    pub coefficient: f64,
    /// Pairs of days.
    pub pairs: usize,
    /// As many independent pairs would tell as much; at most `pairs`.
    pub effective_pairs: f64,
    /// t test and 95 % interval as if all pairs were independent.
    pub nominal: (Significance, Interval),
    /// The same for the effective pairs: what is shown.
    pub effective: (Significance, Interval),
}

/// One lag of a profile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lag {
    /// The correlation at this lag, or why there is none.
    pub correlation: Result<Correlation, Refusal>,
    /// Holm's adjusted p over all lags that have one, from the test for the effective pairs.
    pub adjusted_p: Option<f64>,
}

impl Series {
    /// Each day less the day before, of what it is by now; a gap where either is one.
    #[must_use]
    pub fn differenced(mut self) -> Self {
        let mut before = None;
        for value in &mut self.values {
            let now = *value;
            *value = now.zip(before).map(|(now, before)| now - before);
            before = now;
        }
        self
    }
}

/// Treats a series; masked days are gaps already.
pub fn treat(series: &[Option<f64>], treatment: Treatment) -> Series {
    let scale = series.iter().flatten().fold(0.0, |most: f64, value| most.max(value.abs()));
    let mut values = series.to_vec();
    match treatment {
        Treatment::Raw | Treatment::FirstDifferences => {}
        Treatment::WeekdayRemoved => {
            for weekday in 0..7 {
                let (mut sum, mut count) = (0.0, 0.0);
                for value in series.iter().skip(weekday).step_by(7).flatten() {
                    sum += value;
                    count += 1.0;
                }
                for value in values.iter_mut().skip(weekday).step_by(7).flatten() {
                    *value -= sum / count;
                }
            }
        }
    }
    let spent = if treatment == Treatment::WeekdayRemoved { WEEKDAYS_SPENT } else { 0 };
    let series = Series { values, scale, spent };
    if treatment == Treatment::FirstDifferences { series.differenced() } else { series }
}

/// The correlation of `x` with `y` so many days later. Both have had the same treatment.
pub fn correlate(x: &Series, y: &Series, lag: usize, method: Method) -> Result<Correlation, Refusal> {
    let days = x.values.iter().zip(y.values.iter().skip(lag));
    let mut pairs: Vec<Option<(f64, f64)>> = days.map(|(x, y)| x.zip(*y)).collect();
    let n = pairs.iter().flatten().count();
    if n as f64 <= TOO_FEW + x.spent as f64 {
        return Err(Refusal::FewPairs);
    }
    let varies = |pick: fn(&(f64, f64)) -> f64, scale: f64| {
        let mean = pairs.iter().flatten().map(pick).sum::<f64>() / n as f64;
        pairs.iter().flatten().any(|pair| (pick(pair) - mean).abs() > ROUNDING * scale)
    };
    if !varies(|pair| pair.0, x.scale) || !varies(|pair| pair.1, y.scale) {
        return Err(Refusal::NoSpread);
    }
    if method == Method::Spearman {
        let (first, second): (Vec<f64>, Vec<f64>) = pairs.iter().flatten().copied().unzip();
        let ranks = mid_ranks(&first, ROUNDING * x.scale).into_iter().zip(mid_ranks(&second, ROUNDING * y.scale));
        for (pair, ranks) in pairs.iter_mut().flatten().zip(ranks) {
            *pair = ranks;
        }
    }
    let (mut mean_x, mut mean_y) = (0.0, 0.0);
    for (x, y) in pairs.iter().flatten() {
        mean_x += x / n as f64;
        mean_y += y / n as f64;
    }
    for (x, y) in pairs.iter_mut().flatten() {
        *x -= mean_x;
        *y -= mean_y;
    }
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in pairs.iter().flatten() {
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    let coefficient = (xy / (xx.sqrt() * yy.sqrt())).clamp(-1.0, 1.0);
    let effective_pairs = effective_number(&pairs, n as f64, xx * yy);
    let spent = x.spent as f64;
    if effective_pairs <= TOO_FEW + spent {
        return Err(Refusal::FewPairs);
    }
    let judged =
        |pairs: f64| (test(coefficient, pairs - 2.0 - spent), interval(coefficient, pairs - 3.0 - spent, method));
    Ok(Correlation {
        coefficient,
        pairs: n,
        effective_pairs,
        nominal: judged(n as f64),
        effective: judged(effective_pairs),
    })
}

/// Lags 0 to [`MAX_LAG`].
pub fn lag_profile(x: &Series, y: &Series, method: Method) -> Vec<Lag> {
    let found: Vec<_> = (0..=MAX_LAG).map(|lag| correlate(x, y, lag, method)).collect();
    let p: Vec<f64> = found.iter().flatten().map(|correlation| correlation.effective.0.p).collect();
    let mut adjusted = holm(&p).into_iter();
    let lag = |correlation: Result<Correlation, Refusal>| {
        let adjusted_p = correlation.ok().and_then(|_| adjusted.next());
        Lag { correlation, adjusted_p }
    };
    found.into_iter().map(lag).collect()
}

/// `1 / (1/n + 2/n · Σ (n−j)/n · r_xx(j)·r_yy(j))`, at most n, from centred pairs; the autocorrelations divide by the
/// sum over all pairs (biased), and `squares` is the product of both sums. Where the series alternate so that the
/// formula would see more than n pairs, or none, n it is.
fn effective_number(pairs: &[Option<(f64, f64)>], n: f64, squares: f64) -> f64 {
    let mut sum = 0.0;
    for lag in 1..=MAX_LAG {
        let (mut x_with_itself, mut y_with_itself) = (0.0, 0.0);
        for (now, later) in pairs.iter().zip(pairs.iter().skip(lag)) {
            if let (Some(now), Some(later)) = (now, later) {
                x_with_itself += now.0 * later.0;
                y_with_itself += now.1 * later.1;
            }
        }
        let weight = (n - lag as f64) / n;
        if weight > 0.0 {
            sum += weight * x_with_itself * y_with_itself / squares;
        }
    }
    if sum > 0.0 { n / (1.0 + 2.0 * sum) } else { n }
}

fn test(coefficient: f64, df: f64) -> Significance {
    student(coefficient * (df / ((1.0 - coefficient) * (1.0 + coefficient))).sqrt(), df)
}

/// `size` is what one is divided by in the variance of Fisher's z.
fn interval(coefficient: f64, size: f64, method: Method) -> Interval {
    let variance = match method {
        Method::Pearson => 1.0,
        Method::Spearman => 1.0 + coefficient * coefficient / 2.0,
    };
    let (z, half) = (coefficient.atanh(), Z_95 * (variance / size).sqrt());
    Interval { lower: (z - half).tanh(), upper: (z + half).tanh() }
}

/// Ranks from 1; values that differ by rounding only share the middle of theirs.
fn mid_ranks(values: &[f64], rounding: f64) -> Vec<f64> {
    let order = places(values.len(), &mut |a, b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut begin = 0;
    while begin < order.len() {
        let mut end = begin + 1;
        while end < order.len() && values[order[end]] - values[order[begin]] <= rounding {
            end += 1;
        }
        for &place in &order[begin..end] {
            ranks[place] = (begin + 1 + end) as f64 / 2.0;
        }
        begin = end;
    }
    ranks
}
