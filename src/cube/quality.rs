//! What only the facts can tell to be odd. In: the report and its cubes. Out: warnings on cubes that disagree on a
//! measure's total, and on funnel steps that exceed the step which contains them. Nothing is clipped or repaired.

use super::Cube;
use crate::contract::column::Packed;
use crate::contract::{FunnelStep, MeasureIx, MeasureKind, Report, Warning, WarningKind};
use crate::date::DateRange;

/// Least and most a measure's total can be, over all rows of one cube.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Total {
    least: i128,
    most: i128,
    /// Rows whose value is not known; where any, `most` is none.
    lacking: usize,
}

pub(super) fn warnings(report: &Report, cubes: &[Cube]) -> Vec<Warning> {
    let mut found = disagreements(report, cubes);
    found.extend(exceeding_steps(report, cubes));
    found
}

/// Measures that add up and come in several cubes whose totals differ. The total is the coarsest cut that all of them
/// have in common, as each holds every fact once. Cubes with nulls are left out: they say "at least".
fn disagreements(report: &Report, cubes: &[Cube]) -> Vec<Warning> {
    let mut found = Vec::new();
    for (ix, measure) in report.measures.iter().enumerate() {
        if measure.kind == MeasureKind::Unique {
            continue;
        }
        if cubes.iter().filter(|cube| cube.carries(MeasureIx(ix as u16))).count() < 2 {
            continue;
        }
        let mut first = None;
        let mut differing = 0;
        let mut names = vec![measure.id.to_string()];
        for cube in cubes {
            let Some(total) = total(report, cube, MeasureIx(ix as u16)).filter(|total| total.lacking == 0) else {
                continue;
            };
            differing += u64::from(*first.get_or_insert(total.least) != total.least);
            if names.len() < 10 {
                names.push(cube.id().to_owned());
            }
        }
        if differing > 0 {
            found.push(Warning { kind: WarningKind::CubesDisagree, path: "cells".into(), count: differing, names });
        }
    }
    found
}

/// Steps whose total is surely larger than that of the step before them, which is said to contain them. Optional steps
/// may be skipped, routed ones are only a part, so neither is compared, nor is a join after routes.
fn exceeding_steps(report: &Report, cubes: &[Cube]) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut previous: Option<&FunnelStep> = None;
    for (ix, step) in report.funnel.iter().enumerate().filter(|(_, step)| !step.optional) {
        let ordered = previous.filter(|previous| previous.route.is_none() && step.route.is_none());
        previous = Some(step);
        let Some(earlier) = ordered.filter(|earlier| is_subset(report, step.measure, earlier.measure)) else {
            continue;
        };
        let (Some(inner), Some(outer)) =
            (best_total(report, cubes, step.measure), best_total(report, cubes, earlier.measure))
        else {
            continue;
        };
        let sampled_alike = report.measure(step.measure).map(|measure| &measure.sample)
            == report.measure(earlier.measure).map(|measure| &measure.sample);
        if sampled_alike && outer.lacking == 0 && inner.least > outer.most {
            found.push(Warning {
                kind: WarningKind::StepExceedsPrevious,
                path: format!("funnel.steps[{ix}]"),
                count: 1,
                names: vec![step.id.to_string(), earlier.id.to_string()],
            });
        }
    }
    found
}

/// Whether `subset_of` leads from `inner` to `outer`.
fn is_subset(report: &Report, inner: MeasureIx, outer: MeasureIx) -> bool {
    let container = |ix: &MeasureIx| report.measure(*ix).and_then(|measure| measure.subset_of);
    std::iter::successors(container(&inner), container).take(report.measures.len()).any(|ix| ix == outer)
}

/// The exact count over all complete days where one was sent, else the total of the smallest cube.
fn best_total(report: &Report, cubes: &[Cube], measure: MeasureIx) -> Option<Total> {
    let exact = report
        .uniques
        .iter()
        .filter(|cut| cut.measure == measure && cut.by.is_empty() && cut.range == report.complete_range())
        .find_map(|cut| cut.rows.first())
        .map(|(_, value)| Total { least: i128::from(*value), most: i128::from(*value), lacking: 0 });
    exact.or_else(|| {
        let smallest = cubes.iter().filter(|cube| cube.carries(measure)).min_by_key(|cube| cube.rows());
        smallest.and_then(|cube| total(report, cube, measure))
    })
}

fn total(report: &Report, cube: &Cube, ix: MeasureIx) -> Option<Total> {
    let (measure, values) = (report.measure(ix)?, cube.values_of(ix)?);
    if measure.kind == MeasureKind::Stock {
        let days = cube.days()?;
        let whole = DateRange { from: days.from, to: days.to.max(report.meta.complete_through) };
        let day = cube.level_day(&report.meta, whole)?;
        let (mut level, mut lacking) = (0, 0);
        for run in cube.runs_in(DateRange { from: day, to: day }) {
            for row in run.start..run.end {
                let value = values.column.get(row);
                level += i128::from(value.unwrap_or(0));
                lacking += usize::from(value.is_none());
            }
        }
        return Some(Total { least: level, most: level, lacking });
    }
    let (sum, largest) = match values.column.packed() {
        Packed::U8(values) => redcat_kernel::total_u8(values),
        Packed::U16(values) => redcat_kernel::total_u16(values),
        Packed::U32(values) => redcat_kernel::total_u32(values),
        Packed::I64(values) => redcat_kernel::total_i64(values),
    };
    let lacking = values.column.nulls().count();
    Some(match measure.kind {
        MeasureKind::Unique => {
            let most = measure.population.map_or(sum, |population| sum.min(i128::from(population)));
            Total { least: largest, most: most.max(largest), lacking }
        }
        _ => Total { least: sum, most: sum, lacking },
    })
}
