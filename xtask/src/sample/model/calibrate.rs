//! How the model meets the figures that a scenario promises: by solving for the parameter behind each, never by trying
//! seeds. In: sums or a function of one parameter. Out: the parameter. Refuses nothing; a target out of reach gives the
//! nearest end of the range, and the test of the finished files tells.

use std::collections::BTreeMap;

use super::parameters::{WAVE, WAVE_BEFORE};
use super::season::{Season, days};
use crate::sample::date::Date;
use crate::sample::rng::pow;

/// Halvings of a range: to a thousand-millionth of it.
const HALVINGS: usize = 30;
/// The range in which a factor a year is looked for.
pub const GROWTH: (f64, f64) = (0.25, 8.0);

/// Where the increasing `function` of one parameter meets `target`, within `low..high`.
pub fn solve(target: f64, (mut low, mut high): (f64, f64), mut function: impl FnMut(f64) -> f64) -> f64 {
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if function(middle) < target {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// A rate that grows over the year.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    pub base: f64,
    pub a_year: f64,
}

impl Rate {
    /// The rate on a day.
    pub fn on(&self, season: &Season, date: Date) -> f64 {
        self.base * season.grown(self.a_year, date)
    }

    /// The rate whose mean in the last wave is `level`, `growth` times that of the same dates a year before. `by_day`:
    /// what the rate applies to (impressions, reads), and the same weighted with each note's own factor.
    pub fn reaching(level: f64, growth: f64, by_day: &ByDay, season: &Season) -> Self {
        let mean = |wave, a_year| mean(by_day, wave, |date| pow(a_year, season.years(date)));
        let a_year = solve(growth, GROWTH, |a_year| mean(WAVE, a_year) / mean(WAVE_BEFORE, a_year));
        Self { base: level / mean(WAVE, a_year), a_year }
    }
}

/// Two sums per day: what a rate applies to, and what stands above the line.
pub type ByDay = BTreeMap<Date, (f64, f64)>;

/// The second sums over the first in those days, each day's second one times `factor`.
pub fn mean(by_day: &ByDay, wave: (&str, &str), factor: impl Fn(Date) -> f64) -> f64 {
    let range = days(wave);
    let (mut below, mut above) = (0.0, 0.0);
    for (date, (whole, other)) in by_day.iter().filter(|(date, _)| range.contains(**date)) {
        below += whole;
        above += other * factor(*date);
    }
    above / below
}

/// Pearson's correlation of two series of equal length.
pub fn pearson(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (mean_x, mean_y) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        let (x, y) = (x - mean_x, y - mean_y);
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    xy / (xx * yy).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{pearson, solve};

    #[test]
    fn solves_for_a_square_root() {
        assert!((solve(2.0, (0.0, 4.0), |x| x * x) - 2.0_f64.sqrt()).abs() < 1e-8);
    }

    #[test]
    fn correlation_of_five_points() {
        // Deviations -2 -1 0 1 2 and -1 -2 1 0 2: 8 / √(10 · 10).
        assert!((pearson(&[1.0, 2.0, 3.0, 4.0, 5.0], &[2.0, 1.0, 4.0, 3.0, 5.0]) - 0.8).abs() < 1e-12);
    }
}
