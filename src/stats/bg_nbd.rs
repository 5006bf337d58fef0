//! How many repeat orders will come: the BG/NBD model of Fader, Hardie & Lee, "Counting your customers the easy way",
//! Marketing Science 24 (2005) 275–284. In: repeat orders, time of the last order and time observed, in groups of
//! customers with the same history. Out: its four parameters, fitted step by step, the orders expected of a new or a
//! known customer, and the chance that one is still a customer. Refuses fewer than [`MIN_UNITS`] customers who ordered
//! again, and a fit that does not settle.

use super::gamma::ln_gamma;
use super::refusal::{MIN_UNITS, Refusal};
use super::simplex::{MAX_STEPS, Point, Simplex};

/// Logarithms of the parameters, with the longest time observed as unit, stay within this: beyond, the likelihood is
/// flat and its gamma functions lose their digits.
const MAX_LN: f64 = 12.0;
/// Terms of the series for expectations, enough for a forecast 10,000 times as long as what is known; a usual one needs
/// some hundred.
const MAX_TERMS: usize = 500_000;

/// Histories in columns of equal length, one place per group of customers.
#[derive(Clone, Copy, Debug)]
pub struct Histories<'a> {
    /// Repeat orders. Groups with the same number side by side are fitted fastest.
    pub x: &'a [u32],
    /// Time of the last order since the first, 0 without a repeat order.
    pub t_x: &'a [f64],
    /// Time observed since the first order.
    pub t: &'a [f64],
    /// Customers with that history.
    pub customers: &'a [u64],
}

/// The model: orders come at a rate that is gamma distributed between customers (r, α), and after each a customer
/// leaves with a chance that is beta distributed (a, b).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BgNbd {
    /// Shape of the rates.
    pub r: f64,
    /// Their inverse scale, in the unit of time.
    pub alpha: f64,
    /// First parameter of the chance to leave.
    pub a: f64,
    /// Its second parameter.
    pub b: f64,
}

/// A fit under way.
#[derive(Clone, Debug)]
pub struct BgNbdFit {
    /// Longest time observed.
    unit: f64,
    simplex: Simplex,
}

impl BgNbdFit {
    /// Begins a fit.
    pub fn start(histories: &Histories<'_>) -> Result<Self, Refusal> {
        let (mut customers, mut repeaters, mut unit) = (0_i128, 0_i128, 0.0_f64);
        for ((&x, &t), &count) in histories.x.iter().zip(histories.t).zip(histories.customers) {
            customers += i128::from(count);
            repeaters += if x > 0 { i128::from(count) } else { 0 };
            unit = unit.max(t);
        }
        if customers == 0 {
            return Err(Refusal::NoData);
        }
        if repeaters < MIN_UNITS {
            return Err(Refusal::TooSmall { numerator: repeaters, denominator: customers });
        }
        let simplex = Simplex::around([0.0, -1.0, 0.0, 0.0], 4, &mut |point| objective(point, unit, histories));
        Ok(Self { unit, simplex })
    }

    /// Goes on for some steps with the same histories; each looks at every group some one to six times. `None` means
    /// that it is not done.
    pub fn advance(&mut self, histories: &Histories<'_>, steps: usize) -> Option<Result<BgNbd, Refusal>> {
        let unit = self.unit;
        let found = self.simplex.advance(steps, &mut |point| objective(point, unit, histories))?;
        Some(found.map(|point| model(&point, unit)))
    }
}

fn model(point: &Point, unit: f64) -> BgNbd {
    BgNbd { r: point[0].exp(), alpha: point[1].exp() * unit, a: point[2].exp(), b: point[3].exp() }
}

fn objective(point: &Point, unit: f64, histories: &Histories<'_>) -> f64 {
    if point.iter().any(|place| place.abs() > MAX_LN) {
        return f64::INFINITY;
    }
    let value = -model(point, unit).ln_likelihood(histories);
    if value.is_nan() { f64::INFINITY } else { value }
}

impl BgNbd {
    /// Fits in one go.
    pub fn fit(histories: &Histories<'_>) -> Result<Self, Refusal> {
        let mut fit = BgNbdFit::start(histories)?;
        loop {
            if let Some(done) = fit.advance(histories, MAX_STEPS) {
                return done;
            }
        }
    }

    /// Logarithm of the likelihood of the histories (equation 6 of the paper, for all customers).
    pub fn ln_likelihood(&self, histories: &Histories<'_>) -> f64 {
        let Self { r, alpha, a, b } = *self;
        let once = r * alpha.ln() - ln_gamma(r) + ln_gamma(a + b) - ln_gamma(b);
        let (mut sum, mut last_x, mut of_x) = (0.0, u32::MAX, 0.0);
        let columns = histories.x.iter().zip(histories.t_x).zip(histories.t).zip(histories.customers);
        for (((&x, &t_x), &t), &customers) in columns {
            let orders = f64::from(x);
            if x != last_x {
                of_x = once + ln_gamma(r + orders) + ln_gamma(b + orders) - ln_gamma(a + b + orders);
                last_x = x;
            }
            let alive = -(r + orders) * (alpha + t).ln();
            let odds = if x > 0 { self.odds_of_having_left(orders, t_x, t) } else { 0.0 };
            sum += customers as f64 * (of_x + alive + odds.ln_1p());
        }
        sum
    }

    /// How much likelier it is that a customer with repeat orders has left than that they have not.
    fn odds_of_having_left(&self, orders: f64, t_x: f64, t: f64) -> f64 {
        let longer = (self.alpha + t) / (self.alpha + t_x);
        self.a / (self.b + orders - 1.0) * f64::exp((self.r + orders) * longer.ln())
    }

    /// Chance that a customer with that history is still one (one without repeat orders always is, in this model).
    pub fn chance_alive(&self, x: u32, t_x: f64, t: f64) -> f64 {
        if x == 0 { 1.0 } else { 1.0 / (1.0 + self.odds_of_having_left(f64::from(x), t_x, t)) }
    }

    /// Repeat orders expected of a new customer in the first `horizon` units of time.
    pub fn expected(&self, horizon: f64) -> Result<f64, Refusal> {
        self.expected_of_alive(0.0, 0.0, horizon)
    }

    /// Orders expected of a customer with that history in the `horizon` units of time after it.
    pub fn expected_after(&self, x: u32, t_x: f64, t: f64, horizon: f64) -> Result<f64, Refusal> {
        Ok(self.expected_of_alive(f64::from(x), t, horizon)? * self.chance_alive(x, t_x, t))
    }

    /// Orders expected of a customer who has not left, after `orders` in time `t`.
    ///
    /// The paper's `(c/ε)·[1 − w^(r+x)·₂F₁(r+x, b+x; c; z)]`, with `c = a+b+x−1`, `ε = a−1`, `w = 1−z` and
    /// `z = h/(α+T+h)`, becomes by Euler's transformation (DLMF 15.8.1) `−c·expm1(ε·ln w)/ε − w^ε·S`, where S is a series
    /// in z. Neither a = 1 nor c = 0 divides by zero in that form, and it has no large terms to cancel.
    fn expected_of_alive(&self, orders: f64, t: f64, horizon: f64) -> Result<f64, Refusal> {
        let whole = self.alpha + t + horizon;
        let (z, ln_w) = (horizon / whole, -(horizon / (self.alpha + t)).ln_1p());
        let (c, epsilon) = (self.a + self.b + orders - 1.0, self.a - 1.0);
        let upper = self.a + self.b - 1.0 - self.r;
        let (mut term, mut sum, mut k) = (upper * z, 0.0, 1.0);
        for _ in 0..MAX_TERMS {
            sum += term;
            let quotient = (epsilon + k) * (upper + k) / ((c + k) * (k + 1.0)) * z;
            term *= quotient;
            k += 1.0;
            // All that follows is at most a geometric series.
            if term.abs() <= 1e-14 * sum.abs() * (1.0 - z) && quotient.abs() < 1.0 {
                let scaled = epsilon * ln_w;
                let first = if scaled.abs() < 1e-12 { -ln_w } else { -scaled.exp_m1() / epsilon };
                return Ok(c * first - scaled.exp() * sum);
            }
        }
        Err(Refusal::NotConverged)
    }
}
