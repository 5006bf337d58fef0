//! Many estimates of the same kind, some of them from little data, each drawn towards their common mean by as much as it
//! is uncertain. In: values with their sampling variances. Out: [`Shrunk`] estimates with standard errors that include
//! what is not known of the mean and of the spread between members, and of their weighted sums. Parametric empirical
//! Bayes for unequal variances: Morris, "Parametric Empirical Bayes Inference: Theory and Applications", Journal of the
//! American Statistical Association 78 (1983) 47–55, section 5, which with equal variances is the estimator of Efron &
//! Morris, JASA 70 (1975) 311–319. Its equation for the variance between members is that of Paule & Mandel, Journal of
//! Research of the National Bureau of Standards 87 (1982) 377–385. Refuses fewer than four members.

use super::change::PointEstimate;
use super::refusal::Refusal;

/// Fewest members from which a spread between them is learnt.
pub const MIN_MEMBERS: usize = 4;
/// Halvings after which an interval of doubles is as short as it gets.
const HALVINGS: usize = 200;

/// Estimates drawn towards their mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Shrunk {
    /// The common mean.
    pub mean: f64,
    /// Variance between members, apart from sampling; not below zero.
    pub between: f64,
    /// One per value, in their order.
    pub members: Vec<ShrunkMember>,
    /// Variance of the common mean.
    mean_variance: f64,
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShrunkMember {
    /// The value and its standard error.
    pub estimate: PointEstimate,
    /// How far it was drawn to the mean: 0 not at all, 1 all the way.
    pub factor: f64,
    /// Variance that is left if the mean and the spread between members were known.
    own: f64,
    /// How far it moves by one standard error of the spread between members.
    by_spread: f64,
}

/// Shrinks; every variance has to be above zero.
pub fn shrink(observed: &[PointEstimate]) -> Result<Shrunk, Refusal> {
    let k = observed.len() as f64;
    if observed.len() < MIN_MEMBERS {
        return Err(Refusal::FewGroups { groups: observed.len() });
    }
    if observed.iter().any(|found| !(found.standard_error > 0.0 && found.value.is_finite())) {
        return Err(Refusal::NoSpread);
    }
    let between = between(observed);
    let Pooled { mean, weights, .. } = pooled(observed, between);
    // Less than one: the spread between members is itself an estimate.
    let correction = (k - 3.0) / (k - 1.0);
    let mut within = 0.0;
    for found in observed {
        let variance = variance(found);
        within += variance / (variance + between) / weights;
    }
    let mut members = Vec::with_capacity(observed.len());
    for found in observed {
        let variance = variance(found);
        let total = variance + between;
        let factor = correction * variance / total;
        let apart = found.value - mean;
        let by_spread = factor * (2.0 / (k - 3.0) * (within + between) / total).sqrt() * apart;
        let own = variance * (1.0 - factor);
        let by_mean = factor * factor / (correction * weights);
        let standard_error = (own + by_mean + by_spread * by_spread).sqrt();
        let estimate = PointEstimate { value: found.value - factor * apart, standard_error };
        members.push(ShrunkMember { estimate, factor, own, by_spread });
    }
    Ok(Shrunk { mean, between, members, mean_variance: 1.0 / (correction * weights) })
}

impl Shrunk {
    /// Σ weight × member, of members by their place. What is not known of the mean and of the spread moves all of them
    /// together, so their errors do not simply add up.
    pub fn weighted_sum(&self, weights: &[(usize, f64)]) -> PointEstimate {
        let (mut value, mut own, mut by_mean, mut by_spread) = (0.0, 0.0, 0.0, 0.0);
        for &(place, weight) in weights {
            let Some(member) = self.members.get(place) else { continue };
            value += weight * member.estimate.value;
            own += weight * weight * member.own;
            by_mean += weight * member.factor;
            by_spread += weight * member.by_spread;
        }
        let variance = own + by_mean * by_mean * self.mean_variance + by_spread * by_spread;
        PointEstimate { value, standard_error: variance.sqrt() }
    }
}

fn variance(found: &PointEstimate) -> f64 {
    found.standard_error * found.standard_error
}

/// What members say together if their values vary by so much between them.
struct Pooled {
    mean: f64,
    /// Σ 1 / (variance + between).
    weights: f64,
    /// Squares of the distances from the mean, each against its variance.
    squares: f64,
}

fn pooled(observed: &[PointEstimate], between: f64) -> Pooled {
    let (mut weights, mut sum) = (0.0, 0.0);
    for found in observed {
        let weight = 1.0 / (variance(found) + between);
        weights += weight;
        sum += weight * found.value;
    }
    let mean = sum / weights;
    let mut squares = 0.0;
    for found in observed {
        squares += (found.value - mean).powi(2) / (variance(found) + between);
    }
    Pooled { mean, weights, squares }
}

/// The variance between members at which their squared distances from the mean come to k − 1, as expected; zero where
/// sampling alone explains more than is seen.
fn between(observed: &[PointEstimate]) -> f64 {
    let wanted = observed.len() as f64 - 1.0;
    let exceeds = |between: f64| pooled(observed, between).squares > wanted;
    if !exceeds(0.0) {
        return 0.0;
    }
    // Squares fall as the variance rises.
    let (mut low, mut high) = (0.0, observed.iter().map(variance).fold(0.0, f64::max));
    while exceeds(high) {
        (low, high) = (high, high * 2.0);
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if exceeds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}
