//! What an order of a customer is worth on average: the Gamma–Gamma model (Fader, Hardie & Lee, "RFM and CLV: using
//! iso-value curves for customer base analysis", Journal of Marketing Research 42 (2005) 415–430; Fader & Hardie, "The
//! Gamma-Gamma model of monetary value", brucehardie.com/notes/025, 2013). In: repeat orders and their mean value, in
//! groups of customers. Out: its three parameters, fitted step by step, and the mean expected of all or of one customer.
//! Refuses fewer than [`MIN_UNITS`] customers, a fit that does not settle, and a mean that is not defined.

use super::gamma::ln_gamma;
use super::refusal::{MIN_UNITS, Refusal};
use super::simplex::{MAX_STEPS, Point, Simplex};

/// Logarithms of the parameters, with the mean value as unit, stay within this.
const MAX_LN: f64 = 12.0;

/// Values in columns of equal length, one place per group of customers.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    /// Repeat orders; groups without one, or whose mean is not above zero, say nothing and are passed over.
    pub x: &'a [u32],
    /// Mean value of these orders.
    pub mean: &'a [f64],
    /// Customers with that history.
    pub customers: &'a [u64],
}

impl Values<'_> {
    /// Orders, mean value and customers of the groups that say something.
    fn groups(&self) -> impl Iterator<Item = (u32, f64, f64)> {
        let groups = self.x.iter().zip(self.mean).zip(self.customers);
        groups
            .filter(|((x, mean), customers)| **x > 0 && **mean > 0.0 && **customers > 0)
            .map(|((&x, &mean), &customers)| (x, mean, customers as f64))
    }
}

/// The model: the value of a customer's orders is gamma distributed (shape p), and its scale between customers too
/// (q, v).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GammaGamma {
    /// Shape of the orders of one customer.
    pub p: f64,
    /// Shape of the rates between customers.
    pub q: f64,
    /// Inverse scale of these, in the unit of value.
    pub v: f64,
}

/// A fit under way.
#[derive(Clone, Debug)]
pub struct GammaGammaFit {
    /// Mean value of an order.
    unit: f64,
    simplex: Simplex,
}

impl GammaGammaFit {
    /// Begins a fit.
    pub fn start(values: &Values<'_>) -> Result<Self, Refusal> {
        let (mut customers, mut orders, mut value) = (0.0, 0.0, 0.0);
        for (x, mean, count) in values.groups() {
            customers += count;
            orders += count * f64::from(x);
            value += count * f64::from(x) * mean;
        }
        if customers == 0.0 {
            return Err(Refusal::NoData);
        }
        if customers < MIN_UNITS as f64 {
            return Err(Refusal::TooSmall { numerator: orders as i128, denominator: customers as i128 });
        }
        let unit = value / orders;
        let simplex = Simplex::around([0.5, 0.5, 0.0, 0.0], 3, &mut |point| objective(point, unit, values));
        Ok(Self { unit, simplex })
    }

    /// Goes on for some steps with the same values; `None` means that it is not done.
    pub fn advance(&mut self, values: &Values<'_>, steps: usize) -> Option<Result<GammaGamma, Refusal>> {
        let unit = self.unit;
        let found = self.simplex.advance(steps, &mut |point| objective(point, unit, values))?;
        Some(found.map(|point| model(&point, unit)))
    }
}

fn model(point: &Point, unit: f64) -> GammaGamma {
    GammaGamma { p: point[0].exp(), q: point[1].exp(), v: point[2].exp() * unit }
}

fn objective(point: &Point, unit: f64, values: &Values<'_>) -> f64 {
    if point.iter().any(|place| place.abs() > MAX_LN) {
        return f64::INFINITY;
    }
    let value = -model(point, unit).ln_likelihood(values);
    if value.is_nan() { f64::INFINITY } else { value }
}

impl GammaGamma {
    /// Fits in one go.
    pub fn fit(values: &Values<'_>) -> Result<Self, Refusal> {
        let mut fit = GammaGammaFit::start(values)?;
        loop {
            if let Some(done) = fit.advance(values, MAX_STEPS) {
                return done;
            }
        }
    }

    /// Logarithm of the likelihood of the mean values (equation 1a of the note, for all customers).
    pub fn ln_likelihood(&self, values: &Values<'_>) -> f64 {
        let Self { p, q, v } = *self;
        let once = q * v.ln() - ln_gamma(q);
        let (mut sum, mut last_x, mut of_x) = (0.0, 0, 0.0);
        for (x, mean, customers) in values.groups() {
            let orders = f64::from(x);
            let shape = p * orders;
            if x != last_x {
                of_x = once + ln_gamma(shape + q) - ln_gamma(shape) + shape * orders.ln();
                last_x = x;
            }
            sum += customers * (of_x + (shape - 1.0) * mean.ln() - (shape + q) * (orders * mean + v).ln());
        }
        sum
    }

    /// Mean value of an order over all customers, defined where q is above 1.
    pub fn population_mean(&self) -> Result<f64, Refusal> {
        if self.q > 1.0 { Ok(self.p * self.v / (self.q - 1.0)) } else { Err(Refusal::InfiniteMean) }
    }

    /// Mean value expected of the orders of a customer whose `x` orders had the mean `mean`.
    pub fn expected_mean(&self, x: u32, mean: f64) -> Result<f64, Refusal> {
        let shape = self.p * f64::from(x);
        let below = shape + self.q - 1.0;
        if below > 0.0 { Ok(self.p * (self.v + f64::from(x) * mean) / below) } else { Err(Refusal::InfiniteMean) }
    }
}
