//! The lowest point of a smooth function of up to four numbers, without derivatives: the simplex method of Nelder &
//! Mead, The Computer Journal 7 (1965) 308–313, with the coefficients of the paper. In: a start and the function. Out:
//! the point, step by step, so that a page may draw between steps; the same steps on every machine that adds alike.

use super::refusal::Refusal;

/// Most numbers that are searched over.
const MAX_DIMENSIONS: usize = 4;
/// A point; places past the dimensions in use stay zero.
pub(super) type Point = [f64; MAX_DIMENSIONS];
/// Function that is made small; where it is not defined it is infinite.
pub(super) type Objective<'a> = dyn FnMut(&Point) -> f64 + 'a;

/// Steps after which a search is given up; a usual fit needs a few hundred.
pub(super) const MAX_STEPS: usize = 5_000;
/// The corners are this close together when the search ends.
const CLOSE: f64 = 1e-8;
/// Size of the first simplex and of the one after each settling.
const STEP: f64 = 0.5;
/// A settled search starts anew around its best point until that gains less than this part of the value.
const GAIN: f64 = 1e-10;

/// The search, between two steps.
#[derive(Clone, Debug)]
pub(super) struct Simplex {
    dimensions: usize,
    /// Corners with their values, best first.
    corners: Vec<(Point, f64)>,
    /// Best value when the simplex was last begun.
    begun_at: f64,
    /// Steps so far.
    steps: usize,
}

impl Simplex {
    /// A first simplex with a corner at `start`.
    pub fn around(start: Point, dimensions: usize, objective: &mut Objective<'_>) -> Self {
        let mut corners = Vec::with_capacity(dimensions + 1);
        corners.push((start, objective(&start)));
        for axis in 0..dimensions {
            let mut point = start;
            point[axis] += STEP;
            corners.push((point, objective(&point)));
        }
        let mut simplex = Self { dimensions, corners, begun_at: f64::INFINITY, steps: 0 };
        simplex.sort();
        simplex
    }

    /// The best point so far and its value.
    fn best(&self) -> (Point, f64) {
        self.corners[0]
    }

    /// Goes on for some steps. `None` means that it is not done; without a lowest point there is a refusal.
    pub fn advance(&mut self, steps: usize, objective: &mut Objective<'_>) -> Option<Result<Point, Refusal>> {
        for _ in 0..steps {
            if self.step(objective) {
                let (point, value) = self.best();
                return Some(if value.is_finite() { Ok(point) } else { Err(Refusal::NotConverged) });
            }
            self.steps += 1;
            if self.steps >= MAX_STEPS {
                return Some(Err(Refusal::NotConverged));
            }
        }
        None
    }

    /// One step: some one to six values of the function. True when a fresh simplex has found nothing better.
    fn step(&mut self, objective: &mut Objective<'_>) -> bool {
        if self.is_settled() {
            let (best, value) = self.best();
            if self.begun_at - value <= GAIN * value.abs() {
                return true;
            }
            *self = Self { begun_at: value, steps: self.steps, ..Self::around(best, self.dimensions, objective) };
            return false;
        }
        let last = self.dimensions;
        let (worst, worst_value) = self.corners[last];
        let mut centre: Point = [0.0; MAX_DIMENSIONS];
        for (point, _) in &self.corners[..last] {
            for (sum, place) in centre.iter_mut().zip(point) {
                *sum += place / last as f64;
            }
        }
        let mut at = |factor: f64| {
            let point = towards(&centre, &worst, factor);
            (point, objective(&point))
        };
        let reflected = at(-1.0);
        let replacement = if reflected.1 < self.corners[0].1 {
            let expanded = at(-2.0);
            if expanded.1 < reflected.1 { expanded } else { reflected }
        } else if reflected.1 < self.corners[last - 1].1 {
            reflected
        } else {
            let contracted = at(if reflected.1 < worst_value { -0.5 } else { 0.5 });
            if contracted.1 < worst_value.min(reflected.1) { contracted } else { (worst, f64::NAN) }
        };
        if replacement.1.is_nan() {
            let best = self.corners[0].0;
            for corner in &mut self.corners[1..] {
                let point = towards(&best, &corner.0, 0.5);
                *corner = (point, objective(&point));
            }
        } else {
            self.corners[last] = replacement;
        }
        self.sort();
        false
    }

    fn is_settled(&self) -> bool {
        let best = self.corners[0].0;
        let far = |(point, _): &(Point, f64)| point.iter().zip(&best).any(|(a, b)| (a - b).abs() > CLOSE);
        !self.corners.iter().any(far)
    }

    /// By insertion, which keeps those that are equal in their order.
    fn sort(&mut self) {
        for end in 1..self.corners.len() {
            let mut place = end;
            while place > 0 && self.corners[place].1 < self.corners[place - 1].1 {
                self.corners.swap(place, place - 1);
                place -= 1;
            }
        }
    }
}

/// From `centre` the way to `point`, times `factor`.
fn towards(centre: &Point, point: &Point, factor: f64) -> Point {
    let mut reached = *centre;
    for (place, to) in reached.iter_mut().zip(point) {
        *place += factor * (to - *place);
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::{MAX_STEPS, Point, Simplex};

    fn lowest(dimensions: usize, objective: &mut dyn FnMut(&Point) -> f64) -> Point {
        let mut simplex = Simplex::around([0.0; 4], dimensions, objective);
        simplex.advance(MAX_STEPS, objective).expect("an end").expect("a lowest point")
    }

    #[test]
    fn finds_the_end_of_rosenbrocks_valley() {
        let found = lowest(2, &mut |x| (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0] * x[0]).powi(2) + 1.0);
        assert!((found[0] - 1.0).abs() < 1e-4 && (found[1] - 1.0).abs() < 1e-4, "{found:?}");
    }

    #[test]
    fn finds_a_bowl_in_four_dimensions_beside_a_wall() {
        let found = lowest(4, &mut |x| {
            if x[0] > 1.2 {
                return f64::INFINITY;
            }
            x.iter().zip([1.0, -2.0, 3.0, 0.5]).map(|(x, to)| (x - to).powi(2)).sum::<f64>() + 5.0
        });
        assert!(found.iter().zip([1.0, -2.0, 3.0, 0.5]).all(|(x, to)| (x - to).abs() < 1e-4), "{found:?}");
    }
}
