//! Random numbers that are the same on every machine. In: a seed and the name of a stream. Out: draws. Only `+ - × ÷`,
//! square root and rounding of IEEE 754 are used, which every platform computes alike; the mathematical library of the
//! platform, which may differ in the last bit, is not.
//!
//! The generator is `SplitMix64` (Steele, Lea & Flood 2014). Each stage of the model draws from a stream of its own, so
//! that a draw more in one does not change the others.

use std::f64::consts::{LN_2, SQRT_2};

/// A stream of random numbers.
#[derive(Clone)]
pub struct Rng(u64);

impl Rng {
    /// The stream of that name.
    pub fn stream(seed: u64, name: &str) -> Self {
        // FNV-1a: any hash would do, as long as it stays the same.
        let hash = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Self(seed ^ hash)
    }

    /// A stream of its own for the `index`th of many, so that a draw more in one does not change the others.
    #[must_use]
    pub fn branch(&self, index: u64) -> Self {
        let mut root = Self(self.0 ^ index.wrapping_mul(0xd6e8_feb8_6659_fd93));
        Self(root.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform on [0, 1).
    pub fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with that probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// An integer from `low` through `high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.uniform() * (high - low + 1) as f64).floor() as i64
    }

    /// Standard normal, as the sum of twelve uniforms less six.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    /// Nearly normal, from one draw: the sum of four uniforms of 16 bits, scaled.
    pub fn rough_normal(&mut self) -> f64 {
        let bits = self.next();
        let sum = (0..4).map(|part| (bits >> (16 * part)) & 0xffff).sum::<u64>();
        // Variance of one uniform is 1/12, of four 1/3.
        (sum as f64 / 65_536.0 - 2.0) * 1.732_050_807_568_877_2
    }

    /// A count of about that mean and about its own variance, never more than `n`; quick, for rows by the million.
    pub fn rough_count(&mut self, mean: f64, n: i64) -> i64 {
        let draw = if mean < 8.0 { mean + self.uniform() } else { mean + mean.sqrt() * self.rough_normal() + 0.5 };
        (draw as i64).clamp(0, n)
    }

    /// Log-normal with mean 1 and that sigma.
    pub fn spread(&mut self, sigma: f64) -> f64 {
        exp(sigma * self.normal() - sigma * sigma / 2.0)
    }

    /// Exponential with that mean.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * ln(1.0 - self.uniform())
    }

    /// Poisson with that mean; from 30 on by the normal approximation.
    pub fn poisson(&mut self, mean: f64) -> i64 {
        if mean >= 30.0 {
            return (mean + mean.sqrt() * self.normal()).round().max(0.0) as i64;
        }
        let (mut count, mut product, limit) = (0, self.uniform(), exp(-mean));
        while product > limit {
            count += 1;
            product *= self.uniform();
        }
        count
    }

    /// Binomial; exact up to 24 trials, then by its Poisson or normal approximation, never outside 0..=n.
    pub fn binomial(&mut self, n: i64, probability: f64) -> i64 {
        let p = probability.clamp(0.0, 1.0);
        let mean = n as f64 * p;
        let draw = if n <= 24 {
            (0..n).filter(|_| self.chance(p)).count() as i64
        } else if mean < 20.0 {
            self.poisson(mean)
        } else if n as f64 - mean < 20.0 {
            n - self.poisson(n as f64 - mean)
        } else {
            (mean + (mean * (1.0 - p)).sqrt() * self.normal()).round() as i64
        };
        draw.clamp(0, n)
    }

    /// Splits `n` at random by weight; the parts add up to `n`.
    pub fn split(&mut self, n: i64, weights: &[f64]) -> Vec<i64> {
        let (mut left, mut weight_left) = (n, weights.iter().sum::<f64>());
        let mut parts = Vec::with_capacity(weights.len());
        for (index, &weight) in weights.iter().enumerate() {
            let last = index + 1 == weights.len();
            let part = if last { left } else { self.binomial(left, weight / weight_left) };
            left -= part;
            weight_left -= weight;
            parts.push(part);
        }
        parts
    }

    /// An index, with probability in proportion to its weight.
    pub fn pick(&mut self, weights: &[f64]) -> usize {
        let mut left = self.uniform() * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return index;
            }
        }
        weights.len().saturating_sub(1)
    }
}

/// e to the x, for |x| below some 700.
pub fn exp(x: f64) -> f64 {
    let halvings = (x / LN_2).round();
    let rest = x - halvings * LN_2;
    let (mut sum, mut term) = (1.0, 1.0);
    for n in 1..=18 {
        term *= rest / f64::from(n);
        sum += term;
    }
    sum * f64::from_bits(((1023 + halvings as i64) as u64) << 52)
}

/// Natural logarithm of a normal positive number.
pub fn ln(x: f64) -> f64 {
    let bits = x.to_bits();
    let mut exponent = ((bits >> 52) & 0x7ff) as f64 - 1023.0;
    let mut mantissa = f64::from_bits((bits & ((1 << 52) - 1)) | (1023 << 52));
    if mantissa > SQRT_2 {
        mantissa /= 2.0;
        exponent += 1.0;
    }
    // ln m = 2 artanh((m - 1) / (m + 1)), whose argument is at most 0.172 here.
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let (mut sum, mut power) = (0.0, s);
    for n in 0..12 {
        sum += power / f64::from(2 * n + 1);
        power *= s * s;
    }
    2.0 * sum + exponent * LN_2
}

/// `base` to the `exponent`, for a positive base.
pub fn pow(base: f64, exponent: f64) -> f64 {
    exp(exponent * ln(base))
}

#[cfg(test)]
mod tests {
    use super::{Rng, exp, ln};

    #[test]
    fn elementary_functions_are_those_of_the_library_to_twelve_digits() {
        for step in -400..400 {
            let x = f64::from(step) / 20.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-12);
            assert!((ln(exp(x)) - x).abs() < 1e-12 * x.abs().max(1.0));
        }
    }

    #[test]
    fn draws_have_the_moments_they_are_named_for() {
        let mut rng = Rng::stream(7, "moments");
        let mut mean_of =
            |draw: &mut dyn FnMut(&mut Rng) -> f64| (0..20_000).map(|_| draw(&mut rng)).sum::<f64>() / 20_000.0;
        assert!(mean_of(&mut |rng| rng.normal()).abs() < 0.04);
        assert!((mean_of(&mut |rng| rng.normal() * rng.normal() + 1.0) - 1.0).abs() < 0.04);
        assert!((mean_of(&mut |rng| rng.poisson(3.0) as f64) - 3.0).abs() < 0.06);
        assert!((mean_of(&mut |rng| rng.poisson(80.0) as f64) - 80.0).abs() < 0.4);
        for (n, p) in [(10, 0.3), (500, 0.01), (500, 0.99), (10_000, 0.4)] {
            let mean = mean_of(&mut |rng| rng.binomial(n, p) as f64);
            assert!((mean / (n as f64 * p) - 1.0).abs() < 0.02, "binomial({n}, {p}) has mean {mean}");
        }
        assert!((mean_of(&mut |rng| rng.spread(0.5)) - 1.0).abs() < 0.02);
        assert!((mean_of(&mut |rng| rng.exponential(4.0)) - 4.0).abs() < 0.12);
        assert!(mean_of(&mut |rng| rng.rough_normal()).abs() < 0.04);
        assert!((mean_of(&mut |rng| rng.rough_normal().powi(2)) - 1.0).abs() < 0.04);
        for mean in [0.3, 3.0, 300.0] {
            assert!((mean_of(&mut |rng| rng.rough_count(mean, 10_000) as f64) / mean - 1.0).abs() < 0.02);
        }
        let parts = rng.split(1_000, &[1.0, 2.0, 7.0]);
        assert_eq!(parts.iter().sum::<i64>(), 1_000);
        assert!(parts[2] > 600 && parts[0] < 160);
    }
}
