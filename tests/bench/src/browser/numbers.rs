//! Medians and percentiles. In: measured numbers. Out: one that stands for them; what is printed. Refuses nothing: of no
//! numbers the median is no number.

use serde_json::{Value, json};

/// Numbers that were measured.
#[derive(Clone, Debug, Default)]
pub struct Measured(Vec<f64>);

impl Measured {
    /// One more.
    pub fn push(&mut self, number: f64) {
        self.0.push(number);
    }

    /// In the order in which they were measured.
    pub fn all(&self) -> &[f64] {
        &self.0
    }

    /// The least number that so large a share of them does not exceed.
    pub fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let place = (share * sorted.len() as f64).ceil() as usize;
        sorted.get(place.max(1) - 1).copied().unwrap_or(f64::NAN)
    }

    /// The middle one.
    pub fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// As the results hold it.
    pub fn told(&self) -> Value {
        json!({"median": rounded(self.median()), "p95": rounded(self.at(0.95)), "count": self.0.len()})
    }
}

impl FromIterator<f64> for Measured {
    fn from_iter<I: IntoIterator<Item = f64>>(numbers: I) -> Self {
        Self(numbers.into_iter().collect())
    }
}

/// The ratios of two that were measured in turns: of each pair by itself.
pub fn ratios(ours: &[f64], theirs: &[f64]) -> Measured {
    ours.iter().zip(theirs).map(|(ours, theirs)| ours / theirs).collect()
}

/// Of each pair the smaller.
pub fn better(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a.min(*b)).collect()
}

/// The number whose logarithm is the mean of theirs.
pub fn geometric_mean(numbers: &[f64]) -> f64 {
    (numbers.iter().map(|number| number.ln()).sum::<f64>() / numbers.len() as f64).exp()
}

/// Four digits that count.
pub fn rounded(number: f64) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return number;
    }
    let scale = 10_f64.powi(3 - number.abs().log10().floor() as i32);
    (number * scale).round() / scale
}

/// As people read it: `0.012`, `1.2`, `340`.
pub fn shown(number: f64) -> String {
    match number.abs() {
        _ if !number.is_finite() => "–".to_owned(),
        size if size >= 99.5 => format!("{number:.0}"),
        size if size >= 9.95 => format!("{number:.1}"),
        size if size >= 0.995 => format!("{number:.2}"),
        _ => format!("{number:.3}"),
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "medians are numbers that were measured")]
mod tests {
    use super::{Measured, better, geometric_mean, ratios, rounded, shown};

    #[test]
    fn medians_and_percentiles_are_numbers_that_were_measured() {
        let of = |numbers: &[f64]| numbers.iter().copied().collect::<Measured>();
        assert_eq!(of(&[3.0, 1.0, 2.0]).median(), 2.0);
        assert_eq!(of(&[4.0, 1.0, 3.0, 2.0]).median(), 2.0);
        let hundred: Measured = (1..=100).map(f64::from).collect();
        assert_eq!((hundred.at(0.95), hundred.at(1.0), hundred.at(0.0)), (95.0, 100.0, 1.0));
        assert!(of(&[]).median().is_nan());
    }

    #[test]
    fn ratios_are_of_pairs() {
        // The ratio of the medians would be 1.
        assert_eq!(ratios(&[1.0, 2.0, 3.0], &[3.0, 1.0, 2.0]).median(), 1.5);
        assert_eq!(better(&[1.0, 5.0], &[2.0, 4.0]), [1.0, 4.0]);
        assert!((geometric_mean(&[0.5, 2.0]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!((rounded(0.012_345), rounded(1234.5), rounded(0.0)), (0.012_35, 1235.0, 0.0));
        let all = [0.0123, 1.234, 12.34, 340.4].map(shown);
        assert_eq!(all, ["0.012", "1.23", "12.3", "340"]);
    }
}
