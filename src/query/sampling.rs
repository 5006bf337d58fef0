//! From what was observed to what it stands for. In: sums, and sampling rates that are one for all or one per member.
//! Out: the estimate and its variance in a [`Figure`]. A total is Σ x/r; single events sampled independently give the
//! variance Σ x(1-r)/r², persons (and amounts) Σ m²(1-r)/r² from the companion sums of squares, else it is unknown.

use super::Figure;
use crate::contract::{Column, Measure, MeasureKind, Sample, SampleRate, Unit};
use crate::cube::{Axis, Cube, Picked};

/// A rate as it is used per row: 1/r and (1-r)/r².
#[derive(Clone, Copy)]
struct Weight {
    inverse: f64,
    spread: f64,
    known: bool,
}

impl Weight {
    const UNKNOWN: Self = Self { inverse: 1.0, spread: 0.0, known: false };

    fn of(rate: f64) -> Self {
        if rate > 0.0 && rate <= 1.0 {
            Self { inverse: 1.0 / rate, spread: (1.0 - rate) / (rate * rate), known: true }
        } else {
            Self::UNKNOWN
        }
    }
}

/// Running estimates of a measure whose rate differs by member.
pub(crate) struct Weights<'a> {
    axis: Option<&'a Axis>,
    by_code: Vec<Weight>,
    estimates: Vec<f64>,
    variances: Vec<f64>,
    of_unknown_rate: Vec<u64>,
    sampled: Vec<u64>,
}

impl<'a> Weights<'a> {
    /// `None` where one rate holds for all rows.
    pub fn by_member(cube: &'a Cube, sample: &Sample) -> Option<Self> {
        let SampleRate::By(dimension, rates) = &sample.rate else { return None };
        let weight = |member: &u32| rates.get(*member as usize).map_or(Weight::UNKNOWN, |r| Weight::of(r.to_f64()));
        let (axis, by_code) = match cube.level(*dimension) {
            Some((axis, lookup)) => (cube.axes().get(axis), lookup.iter().map(weight).collect()),
            None => (None, Vec::new()),
        };
        let (estimates, variances, of_unknown_rate, sampled) = Default::default();
        Some(Self { axis, by_code, estimates, variances, of_unknown_rate, sampled })
    }

    /// Adds a block.
    pub fn add(
        &mut self,
        kind: MeasureKind,
        values: &Column,
        squares: Option<&Column>,
        picked: &Picked<'_>,
        groups: usize,
    ) {
        self.estimates.resize(groups, 0.0);
        self.variances.resize(groups, 0.0);
        self.of_unknown_rate.resize(groups, 0);
        self.sampled.resize(groups, 0);
        for (&row, &group) in picked.rows.iter().zip(picked.groups) {
            let (row, group) = (picked.base + row as usize, group as usize);
            let code = self.axis.and_then(|axis| axis.codes().get(row));
            let weight = code.and_then(|code| self.by_code.get(code as usize)).copied().unwrap_or(Weight::UNKNOWN);
            let value = values.get(row).unwrap_or(0) as f64;
            let spread_of = squares.map_or(value, |squares| squares.get(row).unwrap_or(0) as f64);
            if let (Some(estimate), Some(variance), Some(unknown), Some(sampled)) = (
                self.estimates.get_mut(group),
                self.variances.get_mut(group),
                self.of_unknown_rate.get_mut(group),
                self.sampled.get_mut(group),
            ) {
                if kind == MeasureKind::Unique {
                    *estimate = estimate.max(value * weight.inverse);
                } else {
                    *estimate += value * weight.inverse;
                    *variance += spread_of * weight.spread;
                }
                *unknown += u64::from(!weight.known);
                *sampled += u64::from(weight.spread > 0.0 && value != 0.0);
            }
        }
    }
}

/// Whether the variance of a total needs sums of squares: x(1-r)/r² holds only for counts of things sampled one by one.
pub(crate) fn needs_squares(measure: &Measure, sample: &Sample) -> bool {
    sample.unit != Unit::Event || !matches!(measure.kind, MeasureKind::Count | MeasureKind::Stock)
}

/// Completes the figure of a sampled measure. `squares`: its sum of squares, where no row lacks one.
pub(crate) fn finish(
    measure: &Measure,
    sample: &Sample,
    squares: Option<i128>,
    weights: Option<&Weights<'_>>,
    group: usize,
    figure: Figure,
) -> Figure {
    let counts_suffice = !needs_squares(measure, sample);
    let tellable = measure.kind != MeasureKind::Unique && (counts_suffice || squares.is_some());
    let spread_of = if counts_suffice { figure.value } else { squares.unwrap_or(0) } as f64;
    let at = |numbers: &[f64]| numbers.get(group).copied().unwrap_or(0.0);
    let count = |counts: &[u64]| counts.get(group).copied().unwrap_or(0);
    let (estimate, variance, known, sampled) = match (&sample.rate, weights) {
        (SampleRate::Same(rate), _) => {
            let weight = Weight::of(rate.to_f64());
            let estimate = figure.value as f64 * weight.inverse;
            (estimate, spread_of * weight.spread, weight.known, weight.spread > 0.0 && figure.value != 0)
        }
        (SampleRate::By(..), Some(weights)) => {
            let sampled = count(&weights.sampled) > 0;
            (at(&weights.estimates), at(&weights.variances), count(&weights.of_unknown_rate) == 0, sampled)
        }
        (SampleRate::By(..), None) => (figure.estimate, 0.0, false, false),
    };
    Figure {
        estimate,
        variance: if tellable { variance } else { 0.0 },
        variance_unknown: sampled && !tellable,
        rate_unknown: !known && figure.rows > 0,
        ..figure
    }
}
