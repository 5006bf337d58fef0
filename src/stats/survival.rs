//! How many are still without an event, by age. In: a life table, one row an age: how many were at risk at its
//! beginning and how many had the event in it. Out: the survival curve of Kaplan and Meier ("Nonparametric estimation
//! from incomplete observations", JASA 53 (1958) 457–481) with the standard error of Greenwood (1926) and a 95 % band on
//! the log(-log) scale (Kalbfleisch & Prentice, "The Statistical Analysis of Failure Time Data", 2nd ed. 2002, ch. 1.4).
//! There is no band before the first event, nor where nobody is left. Refuses more events than people at risk.

use super::refusal::{MIN_UNITS, Refusal};
use super::{Interval, Z_95};

/// One age of a life table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LifeRow {
    /// Age; ascending from row to row.
    pub age: u32,
    /// Without the event before this age, and followed through it.
    pub at_risk: u64,
    /// Of them, with the event at this age.
    pub events: u64,
}

/// The curve through the end of one age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Survival {
    /// As given.
    pub row: LifeRow,
    /// Share still without the event.
    pub survival: f64,
    /// Greenwood's standard error of it; zero before the first event and where nobody is left.
    pub standard_error: f64,
    /// 95 % band of it.
    pub interval: Option<Interval>,
}

impl Survival {
    /// Share with the event so far, and its band.
    pub fn incidence(&self) -> (f64, Option<Interval>) {
        let turned = |interval: Interval| Interval { lower: 1.0 - interval.upper, upper: 1.0 - interval.lower };
        (1.0 - self.survival, self.interval.map(turned))
    }

    /// Whether enough people were still followed for the curve to be read here.
    pub fn readable(&self) -> Result<(), Refusal> {
        let LifeRow { at_risk, events, .. } = self.row;
        let (numerator, denominator) = (events.into(), at_risk.into());
        if denominator < MIN_UNITS { Err(Refusal::TooSmall { numerator, denominator }) } else { Ok(()) }
    }
}

/// The curve, one place a row. Ends before the first age at which nobody is at risk: beyond it nothing is known.
pub fn kaplan_meier(rows: &[LifeRow]) -> Result<Vec<Survival>, Refusal> {
    let mut curve: Vec<Survival> = Vec::new();
    let (mut survival, mut greenwood) = (1.0, 0.0);
    for &row in rows {
        let LifeRow { at_risk, events, .. } = row;
        if events > at_risk {
            return Err(Refusal::ExceedsWhole);
        }
        if at_risk == 0 {
            break;
        }
        let (n, left) = (at_risk as f64, (at_risk - events) as f64);
        survival *= left / n;
        if left > 0.0 {
            greenwood += events as f64 / (n * left);
        }
        let bounded = survival > 0.0 && survival < 1.0;
        let half = Z_95 * f64::sqrt(greenwood) / f64::ln(survival);
        // S^exp(±half) is exp(-exp(log(-log S) ± half)).
        let bound = |half: f64| f64::exp(f64::ln(survival) * f64::exp(half));
        let interval = || Interval { lower: bound(-half), upper: bound(half) };
        curve.push(Survival {
            row,
            survival,
            standard_error: if bounded { survival * greenwood.sqrt() } else { 0.0 },
            interval: bounded.then(interval),
        });
    }
    if curve.is_empty() { Err(Refusal::NoData) } else { Ok(curve) }
}

#[cfg(test)]
mod tests {
    use super::{LifeRow, kaplan_meier};
    use crate::stats::Refusal;

    fn row(age: u32, at_risk: u64, events: u64) -> LifeRow {
        LifeRow { age, at_risk, events }
    }

    #[test]
    fn no_band_before_the_first_event_nor_where_nobody_is_left() {
        let curve = kaplan_meier(&[row(0, 40, 0), row(1, 40, 10), row(2, 30, 30)]).expect("a curve");
        assert_eq!(curve.iter().map(|at| at.interval.is_some()).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(curve.iter().map(|at| at.survival).collect::<Vec<_>>(), [1.0, 0.75, 0.0]);
        assert!(curve.iter().all(|at| at.standard_error.is_finite()));
        assert!((curve[1].standard_error - (0.75_f64 * 0.25 / 40.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn ends_where_nobody_is_followed_and_refuses_what_is_no_life_table() {
        let curve = kaplan_meier(&[row(0, 29, 1), row(1, 0, 0), row(2, 0, 0)]).expect("a curve");
        assert_eq!(curve.len(), 1);
        assert_eq!(curve[0].readable(), Err(Refusal::TooSmall { numerator: 1, denominator: 29 }));
        assert_eq!(kaplan_meier(&[]), Err(Refusal::NoData));
        assert_eq!(kaplan_meier(&[row(0, 0, 0)]), Err(Refusal::NoData));
        assert_eq!(kaplan_meier(&[row(0, 5, 6)]), Err(Refusal::ExceedsWhole));
    }
}
