//! What is still to come: the BG/NBD model of repeat orders, and how far it was off where that can be told. In: the
//! document's forecast, the sender's own or histories to fit one from. Out: an [`Outlook`] with its error. A forecast
//! whose error cannot be told is refused, by name.
//!
//! Histories hold one time each, so nothing in them can be cut off and forecast. But those that were followed for less
//! time say what should have become of those followed longer: the error is that of a model which knows only the
//! histories shorter than the median, for how many of the others have come back.

use crate::contract::{AgeUnit, Forecast, RecencyFrequency};
use crate::date::{Date, DateRange};
use crate::stats::{BgNbd, BgNbdFit, Histories, Refusal};

/// The name by which a document calls the model.
const BG_NBD: &str = "bg_nbd";

/// Least length of the longer histories, as a multiple of the median: below, there is nothing to have been forecast.
const LEAST_AHEAD: f64 = 1.05;

/// A forecast of repeat orders.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// The fitted model.
    pub model: BgNbd,
    /// Its unit of time.
    pub unit: AgeUnit,
    /// The last day that the fit has seen, where the document says so.
    pub fitted_through: Option<Date>,
    /// How it did on what it had not seen.
    pub backtest: Backtest,
}

/// A forecast of what is known by now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backtest {
    /// What was expected.
    pub expected: f64,
    /// What came.
    pub actual: f64,
    /// What was held back.
    pub held_back: HeldBack,
}

/// What a model had not seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HeldBack {
    /// Repeat orders on these days, by the sender's account.
    Days(DateRange),
    /// How many customers have come back of those who were followed for so many units of time or more.
    FollowedLonger(f64),
}

impl Backtest {
    /// By how much too many were expected, relative to those that came.
    pub fn error(&self) -> Result<f64, Refusal> {
        if self.actual > 0.0 { Ok(self.expected / self.actual - 1.0) } else { Err(Refusal::FromZero) }
    }
}

impl Outlook {
    /// Share of customers with a second order within so many days of the first: 1 − (α/(α+t))^r.
    pub fn incidence(&self, days: f64) -> f64 {
        came_back_by(&self.model, days / f64::from(self.unit.days()))
    }
}

/// Share of new customers with a second order by a time. In this model nobody leaves before one.
fn came_back_by(model: &BgNbd, t: f64) -> f64 {
    -f64::exp_m1(model.r * (model.alpha / (model.alpha + t)).ln())
}

/// A forecast in the making. Takes some hundred steps of a few milliseconds on ten thousand histories, so that a screen
/// can do them between two frames.
#[derive(Clone, Debug)]
pub struct Making {
    stage: Stage,
}

#[derive(Clone, Debug)]
enum Stage {
    /// Fitting the shorter histories; then to be held against the longer.
    Short(BgNbdFit),
    /// Fitting all of them.
    All(BgNbdFit, Backtest),
}

/// The forecast of the document: there at once, to be made, or refused.
#[derive(Clone, Debug)]
pub enum Begun {
    /// The sender's own.
    There(Outlook),
    /// To be fitted.
    Making(Making),
}

/// Begins. Refuses a document without forecast or histories, a model that is not known here, the sender's own without
/// a back-test, and histories of equal length.
pub fn begin(forecast: Option<&Forecast>) -> Result<Begun, Refusal> {
    match forecast.ok_or(Refusal::NoData)? {
        Forecast::Fitted { model, unit, params, fitted_through, backtest } => {
            let of = |name: &str| params.iter().find(|(known, _)| **known == *name).map(|(_, value)| *value);
            let wanted = of("r").zip(of("alpha")).zip(of("a").zip(of("b")));
            let known = wanted.filter(|_| **model == *BG_NBD).ok_or(Refusal::UnknownModel)?;
            let ((r, alpha), (a, b)) = known;
            let backtest = backtest.as_ref().ok_or(Refusal::NoBacktest)?;
            let held_back = HeldBack::Days(backtest.range);
            Ok(Begun::There(Outlook {
                model: BgNbd { r, alpha, a, b },
                unit: *unit,
                fitted_through: Some(*fitted_through),
                backtest: Backtest { expected: backtest.expected, actual: backtest.actual, held_back },
            }))
        }
        Forecast::RecencyFrequency(rf) => {
            let short = Part::of(rf).ok_or(Refusal::NoBacktest)?.shorter;
            Ok(Begun::Making(Making { stage: Stage::Short(BgNbdFit::start(&short.histories())?) }))
        }
    }
}

/// Makes it in one go.
pub fn outlook(forecast: Option<&Forecast>) -> Result<Outlook, Refusal> {
    match begin(forecast)? {
        Begun::There(outlook) => Ok(outlook),
        Begun::Making(mut making) => loop {
            if let Some(done) = making.advance(forecast, 1_000) {
                return done;
            }
        },
    }
}

impl Making {
    /// Goes on for some steps with the same document; `None` means that it is not done.
    pub fn advance(&mut self, forecast: Option<&Forecast>, steps: usize) -> Option<Result<Outlook, Refusal>> {
        let Some(Forecast::RecencyFrequency(rf)) = forecast else { return Some(Err(Refusal::NoData)) };
        match &mut self.stage {
            Stage::Short(fit) => {
                let Some(Part { shorter, longer, least }) = Part::of(rf) else { return Some(Err(Refusal::NoBacktest)) };
                let model = match fit.advance(&shorter.histories(), steps)? {
                    Ok(model) => model,
                    Err(refusal) => return Some(Err(refusal)),
                };
                let held_back = HeldBack::FollowedLonger(least);
                let (expected, actual) = longer.came_back(&model);
                match BgNbdFit::start(&whole(rf)) {
                    Ok(fit) => self.stage = Stage::All(fit, Backtest { expected, actual, held_back }),
                    Err(refusal) => return Some(Err(refusal)),
                }
                None
            }
            Stage::All(fit, backtest) => {
                let backtest = *backtest;
                let model = fit.advance(&whole(rf), steps)?;
                Some(model.map(|model| Outlook { model, unit: rf.unit, fitted_through: None, backtest }))
            }
        }
    }
}

fn whole(rf: &RecencyFrequency) -> Histories<'_> {
    Histories { x: &rf.x, t_x: &rf.t_x, t: &rf.t, customers: &rf.customers }
}

/// Some of the histories.
#[derive(Default)]
struct Columns {
    x: Vec<u32>,
    t_x: Vec<f64>,
    t: Vec<f64>,
    customers: Vec<u64>,
}

impl Columns {
    fn histories(&self) -> Histories<'_> {
        Histories { x: &self.x, t_x: &self.t_x, t: &self.t, customers: &self.customers }
    }

    /// How many of these the model expects to have come back by the end of the time that they were followed, and how
    /// many have.
    fn came_back(&self, model: &BgNbd) -> (f64, f64) {
        let (mut expected, mut actual) = (0.0, 0.0);
        for ((&x, &t), &customers) in self.x.iter().zip(&self.t).zip(&self.customers) {
            let customers = customers as f64;
            expected += came_back_by(model, t) * customers;
            actual += if x > 0 { customers } else { 0.0 };
        }
        (expected, actual)
    }
}

/// Histories shorter than the median, and the others.
struct Part {
    shorter: Columns,
    longer: Columns,
    /// How long the others are at least.
    least: f64,
}

impl Part {
    /// `None` where all are about as long.
    fn of(rf: &RecencyFrequency) -> Option<Self> {
        let mut lengths: Vec<(f64, u64)> = rf.t.iter().copied().zip(rf.customers.iter().copied()).collect();
        crate::order::sort_by(&mut lengths, |a, b| a.0.total_cmp(&b.0));
        let half = lengths.iter().map(|(_, customers)| customers).sum::<u64>() / 2;
        let mut passed = 0;
        let median = lengths.iter().find(|(_, customers)| {
            passed += customers;
            passed > half
        });
        let least = median?.0;
        let mut part = Self { shorter: Columns::default(), longer: Columns::default(), least };
        for (((&x, &t_x), &t), &customers) in rf.x.iter().zip(&rf.t_x).zip(&rf.t).zip(&rf.customers) {
            let side = if t < least { &mut part.shorter } else { &mut part.longer };
            side.x.push(x);
            side.t_x.push(t_x);
            side.t.push(t);
            side.customers.push(customers);
        }
        let seen = part.shorter.t.iter().copied().fold(0.0, f64::max);
        let ahead = part.longer.t.iter().copied().fold(0.0, f64::max);
        (seen > 0.0 && ahead >= seen * LEAST_AHEAD).then_some(part)
    }
}
