//! Rungs and costs. In: which measures there are, the days, and what answers for figures. Out: each rung with its
//! amounts, the step from the rung before, and its interval; each cost with its own. The one place where an amount is
//! found fit to be divided.

use super::asked::{Asked, Listed};
use super::parts::{Found, Parts};
use super::{Blame, Cost, Kind, Rung, Step, Term, mature};
use crate::analysis::days;
use crate::analysis::rate::{Judged, Side, addable, judge};
use crate::contract::{MeasureIx, Ratio, Report};
use crate::date::DateRange;
use crate::query::Figure;
use crate::stats::{Interval, Refusal, ratio_of_totals};

/// Ids of amounts, each with whether it is taken off.
type Formula = &'static [(&'static str, bool)];

/// What stands above and below the line of a rung.
const fn made_of(kind: Kind) -> (Formula, Formula) {
    match kind {
        Kind::Reported => (&[("gmv", false)], &[("spend", false)]),
        Kind::Net | Kind::Mature => (&[("gmv", false), ("refunds", true)], &[("spend", false)]),
        Kind::Own => (
            &[("gmv", false), ("refunds", true), ("commission", true)],
            &[("spend", false), ("platform_subsidy", true)],
        ),
        Kind::Shop => (&[("shop_gmv", false)], &[("spend", false)]),
    }
}

/// What a rung cannot do without: else it would be the rung before under another name.
const fn own_parts(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Reported | Kind::Mature => &["gmv"],
        Kind::Net => &["refunds"],
        Kind::Own => &["commission", "platform_subsidy"],
        Kind::Shop => &["shop_gmv"],
    }
}

/// All rungs, of the whole or of one row.
pub(super) fn rungs(
    report: &Report,
    parts: &Parts,
    range: Option<DateRange>,
    asked: &mut Asked<'_>,
    row: Option<&Listed>,
) -> Vec<Rung> {
    let mut rungs: Vec<Rung> = Vec::with_capacity(Kind::ALL.len());
    for kind in Kind::ALL {
        let days = if matches!(kind, Kind::Mature | Kind::Own) { mature(report, parts, range) } else { range };
        let mut rung = rung(parts, kind, days, asked, row);
        if row.is_none() && rung.roi.is_ok() {
            rung.interval = interval(&rung, asked);
        }
        let before = rungs
            .iter()
            .rev()
            .find(|before| before.roi.is_ok() && (kind != Kind::Shop || before.kind == Kind::Reported));
        if let (Some(before), Ok(roi)) = (before, rung.roi) {
            rung.step = before.roi.ok().map(|before_roi| Step {
                from: before.kind,
                above: sum(&rung.above) - sum(&before.above),
                below: sum(&rung.below) - sum(&before.below),
                roi: roi - before_roi,
            });
        }
        rungs.push(rung);
    }
    rungs
}

fn rung(parts: &Parts, kind: Kind, days: Option<DateRange>, asked: &mut Asked<'_>, row: Option<&Listed>) -> Rung {
    let (above, below) = made_of(kind);
    let nothing = Blame { refusal: Refusal::NoMatureDays, measure: None };
    let (above_terms, below_terms) = (Vec::new(), Vec::new());
    let mut rung = Rung {
        kind,
        days,
        above: above_terms,
        below: below_terms,
        lacking: Vec::new(),
        roi: Err(nothing),
        interval: Err(Refusal::NoDailyValues),
        step: None,
    };
    let mut blame = None;
    let mut elsewhere = Blame { refusal: Refusal::NoData, measure: None };
    for (terms, ids) in [(&mut rung.above, above), (&mut rung.below, below)] {
        for &(id, minus) in ids {
            let measure = match parts.get(id) {
                Found::Here(measure) => measure,
                Found::Elsewhere(measure) => {
                    rung.lacking.push(id);
                    elsewhere = Blame { refusal: Refusal::AnchorsDiffer, measure: Some(measure) };
                    continue;
                }
                Found::Absent => {
                    rung.lacking.push(id);
                    continue;
                }
            };
            let Some(days) = days else { continue };
            let figure = asked.figure(days, measure, row);
            match figure.and_then(|figure| addable(&figure).map(|_| figure)) {
                Ok(figure) => terms.push(Term { measure, minus, figure }),
                Err(refusal) => blame = blame.or(Some(Blame { refusal, measure: Some(measure) })),
            }
        }
    }
    let bare = own_parts(kind).iter().all(|id| rung.lacking.contains(id)) || rung.lacking.contains(&"gmv");
    rung.roi = match (blame, days) {
        (Some(blame), _) => Err(blame),
        _ if bare || rung.lacking.contains(&"spend") => Err(elsewhere),
        (None, None) => Err(nothing),
        (None, Some(_)) => {
            let below = sum(&rung.below);
            if below > 0.0 {
                Ok(sum(&rung.above) / below)
            } else {
                Err(Blame { refusal: Refusal::NoSpend, measure: None })
            }
        }
    };
    rung
}

/// What the terms come to.
pub(super) fn sum(terms: &[Term]) -> f64 {
    let mut sum = 0.0;
    for term in terms {
        sum += if term.minus { -term.figure.estimate } else { term.figure.estimate };
    }
    sum
}

fn interval(rung: &Rung, asked: &mut Asked<'_>) -> Result<Interval, Refusal> {
    let range = rung.days.ok_or(Refusal::NoMatureDays)?;
    let mut side = |terms: &[Term]| {
        let mut sums: Vec<f64> = Vec::new();
        for term in terms {
            let days = asked.days(range, term.measure)?;
            sums.resize(days.len(), 0.0);
            for (sum, value) in sums.iter_mut().zip(days) {
                *sum += if term.minus { -value } else { value };
            }
        }
        Ok(sums)
    };
    let (above, below) = (side(&rung.above)?, side(&rung.below)?);
    let pairs: Vec<(f64, f64)> = above.into_iter().zip(below).collect();
    ratio_of_totals(&pairs).map(|found| found.interval)
}

/// A cost per unit, of the whole or of one row.
pub(super) fn cost<'r>(
    report: &Report,
    ratio: &'r Ratio,
    range: Option<DateRange>,
    asked: &mut Asked<'_>,
    row: Option<&Listed>,
) -> Cost<'r> {
    let sides = [ratio.numerator, ratio.denominator];
    let days = range.and_then(|range| days::mature(report, &sides, range));
    let mut cost =
        Cost { ratio, days, figures: None, value: Err(Refusal::NoMatureDays), interval: Err(Refusal::NoDailyValues) };
    let Some(days) = days else { return cost };
    let per = f64::from(ratio.per);
    cost.value = divided(report, sides, days, asked, row).map(|(value, figures)| {
        cost.figures = Some(figures);
        value * per
    });
    if row.is_none() && cost.value.is_ok() {
        let daily = asked.days(days, sides[0]).and_then(|above| Ok((above, asked.days(days, sides[1])?)));
        let found = daily.and_then(|(above, below)| {
            let pairs: Vec<(f64, f64)> = above.into_iter().zip(below).collect();
            ratio_of_totals(&pairs)
        });
        cost.interval =
            found.map(|found| Interval { lower: found.interval.lower * per, upper: found.interval.upper * per });
    }
    cost
}

fn divided(
    report: &Report,
    [above, below]: [MeasureIx; 2],
    days: DateRange,
    asked: &mut Asked<'_>,
    row: Option<&Listed>,
) -> Result<(f64, (Figure, Figure)), Refusal> {
    let figures = (asked.figure(days, above, row)?, asked.figure(days, below, row)?);
    let side = |ix, figure| Some(Side { ix, measure: report.measure(ix)?, figure, exact: true });
    let (Some(top), Some(bottom)) = (side(above, figures.0), side(below, figures.1)) else {
        return Err(Refusal::NotAtThisCut);
    };
    match judge(&top, &bottom)? {
        Judged::Exact(value) => Ok((value, figures)),
        Judged::Bound(..) => Err(Refusal::Bound),
    }
}
