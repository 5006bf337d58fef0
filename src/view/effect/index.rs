//! A logarithmic axis for an index: equal changes are equally high, so what two series did before a peak can be seen
//! beside it, and the distance of their lines is how much more the one changed. In: values. Out: places, 0 to 1, and
//! marks at 1, 2, 5 and their tens. What is not above zero has no place.

use crate::view::chart::Tick;
use crate::view::locale::Locale;

/// Steps of a power of ten.
const STEPS: [f64; 3] = [1.0, 2.0, 5.0];
/// Beyond so many steps only powers of ten are marked.
const MOST_TICKS: i32 = 8;

/// From the lowest to the highest mark, counted in thirds of a power of ten.
#[derive(Clone, Copy, Debug)]
pub(super) struct IndexScale {
    low: i32,
    high: i32,
}

/// The mark of that number.
fn mark(n: i32) -> f64 {
    STEPS.get(n.rem_euclid(3) as usize).copied().unwrap_or(1.0) * 10_f64.powi(n.div_euclid(3))
}

impl IndexScale {
    /// Holds all of `values` that are above zero.
    pub fn over(values: impl Iterator<Item = f64>) -> Self {
        let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
        for value in values.filter(|value| *value > 0.0) {
            (least, most) = (least.min(value), most.max(value));
        }
        let thirds = |value: f64| (value.log10() * 3.0).floor() as i32;
        let (mut low, mut high) = if most > 0.0 { (thirds(least) + 1, thirds(most) - 1) } else { (0, 1) };
        while mark(low) > least {
            low -= 1;
        }
        while mark(high) < most || high <= low {
            high += 1;
        }
        Self { low, high }
    }

    /// Place of a value.
    pub fn at(self, value: f64) -> Option<f64> {
        let (low, high) = (mark(self.low).ln(), mark(self.high).ln());
        (value > 0.0).then(|| (value.ln() - low) / (high - low))
    }

    /// Its marks.
    pub fn ticks(self, locale: &Locale) -> Vec<Tick> {
        let few = self.high - self.low <= MOST_TICKS;
        let mut ticks = Vec::new();
        for n in self.low..=self.high {
            let value = mark(n);
            if let Some(at) = self.at(value).filter(|_| few || n.rem_euclid(3) == 0) {
                let digits = if value < 1.0 { (-value.log10()).ceil() as u32 } else { 0 };
                ticks.push(Tick { at, label: locale.decimal(value, digits) });
            }
        }
        ticks
    }
}

#[cfg(test)]
mod tests {
    use super::IndexScale;
    use crate::view::locale::Locale;

    #[test]
    fn holds_every_value_between_round_marks() {
        for (values, expected) in [
            (vec![100.0, 37.0, 880.0], vec!["20", "50", "100", "200", "500", "1,000"]),
            (vec![100.0], vec!["100", "200"]),
            (vec![0.0, -3.0, 100.0, 250.0], vec!["100", "200", "500"]),
            (vec![0.3, 100.0], vec!["0.2", "0.5", "1", "2", "5", "10", "20", "50", "100"]),
            (vec![0.03, 99_000.0], vec!["0.1", "1", "10", "100", "1,000", "10,000", "100,000"]),
        ] {
            let scale = IndexScale::over(values.iter().copied());
            let labels: Vec<String> = scale.ticks(&Locale::plain("en")).into_iter().map(|tick| tick.label).collect();
            assert_eq!(labels, expected, "{values:?}");
            for value in values {
                let at = scale.at(value);
                assert!(at.map_or(value <= 0.0, |at| (-1e-9..=1.0 + 1e-9).contains(&at)), "{value}: {at:?}");
            }
        }
    }
}
