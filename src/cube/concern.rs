//! Which rows an oddity concerns, so that a reader can be led to them. In: a [`Dataset`] and what is odd. Out:
//! [`Concern`]s, each with the days and members that enclose its rows. Found when asked for, never while a report is
//! read: only those columns are looked through in which there is something to find.

use super::{Cube, Dataset};
use crate::contract::{DimensionIx, MeasureIx, MemberIx, Report, WarningKind};
use crate::date::{Date, DateRange};
use crate::order::sort_unique;

/// Rows of one cube with the same oddity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// Index into [`Dataset::cubes`].
    pub cube: usize,
    /// Whose values are concerned; empty where whole rows are.
    pub measures: Vec<MeasureIx>,
    /// How many rows.
    pub rows: usize,
    /// From the day of the first to that of the last.
    pub days: DateRange,
    /// Members that all of them have in common, of dimensions that have several: at most one per hierarchy, the finest.
    pub members: Vec<(DimensionIx, MemberIx)>,
}

impl Dataset {
    /// The rows behind the warnings of one kind, cube by cube. Values that were withheld are not among the nulls here.
    /// Empty for what concerns no rows of its own: unknown keys, missing days, totals.
    pub fn concerns(&self, kind: WarningKind) -> Vec<Concern> {
        let mut found: Vec<Concern> = Vec::new();
        for (ix, cube) in self.cubes.iter().enumerate() {
            match kind {
                WarningKind::Nulls | WarningKind::Suppressed => {
                    for value in &cube.values {
                        let (nulls, withheld) = (value.column.nulls(), &value.suppressed);
                        let concern = if kind == WarningKind::Suppressed {
                            self.concern(ix, &mut withheld.rows())
                        } else {
                            self.concern(ix, &mut nulls.rows().filter(|&row| !withheld.contains(row)))
                        };
                        let Some(concern) = concern else { continue };
                        // Measures that lack the same rows are one remark.
                        match found
                            .iter_mut()
                            .find(|known| Concern { measures: Vec::new(), ..(**known).clone() } == concern)
                        {
                            Some(known) => known.measures.push(value.measure),
                            None => found.push(Concern { measures: vec![value.measure], ..concern }),
                        }
                    }
                }
                WarningKind::DuplicateRows => {
                    let same =
                        |row: &usize| cube.axes.iter().all(|axis| axis.codes().get(row - 1) == axis.codes().get(*row));
                    let mut repeated = cube.runs.iter().flat_map(|run| run.start + 1..run.end).filter(same);
                    found.extend(self.concern(ix, &mut repeated));
                }
                WarningKind::RowsBeforeData | WarningKind::RowsAfterComplete => {
                    let range = self.report.complete_range();
                    let is_before = kind == WarningKind::RowsBeforeData;
                    let outside = |day: Date| if is_before { day < range.from } else { day > range.to };
                    let runs = cube.runs.iter().filter(|run| outside(run.day));
                    found.extend(self.concern(ix, &mut runs.flat_map(|run| run.start..run.end)));
                }
                WarningKind::UnknownKeys
                | WarningKind::MissingDates
                | WarningKind::CubesDisagree
                | WarningKind::StepExceedsPrevious => {}
            }
        }
        found
    }

    /// The cubes that carry `measure` and know all of its values, with their totals over all rows; and from the first
    /// day to the last on which the totals of a day differ, if they do on any.
    pub fn totals(&self, measure: MeasureIx) -> (Vec<(usize, i128)>, Option<DateRange>) {
        let whole = |cube: &Cube| cube.values_of(measure).is_some_and(|values| values.column.nulls().is_empty());
        let carriers: Vec<(usize, &Cube)> = self.cubes.iter().enumerate().filter(|(_, cube)| whole(cube)).collect();
        let mut days: Vec<Date> = carriers.iter().flat_map(|(_, cube)| &cube.runs).map(|run| run.day).collect();
        sort_unique(&mut days);
        let mut totals: Vec<(usize, i128)> = carriers.iter().map(|&(ix, _)| (ix, 0)).collect();
        let mut differing: Option<DateRange> = None;
        for day in days {
            let mut first = None;
            for ((_, cube), (_, total)) in carriers.iter().zip(&mut totals) {
                let of_day = cube.total_of(measure, day);
                *total += of_day;
                if *first.get_or_insert(of_day) != of_day {
                    differing = Some(DateRange { from: differing.map_or(day, |range| range.from), to: day });
                }
            }
        }
        (totals, differing)
    }

    /// What encloses `rows`, which ascend; `None` where there are none.
    fn concern(&self, cube: usize, rows: &mut dyn Iterator<Item = usize>) -> Option<Concern> {
        let packed = self.cubes.get(cube)?;
        let first = rows.next()?;
        let (mut last, mut count) = (first, 1);
        // Per axis the code of the first row, and per level whether all rows share its member.
        let codes_of = |row: usize| packed.axes.iter().map(move |axis| axis.codes().get(row).unwrap_or(0) as usize);
        let mut shared: Vec<(usize, Vec<bool>)> =
            codes_of(first).zip(&packed.axes).map(|(code, axis)| (code, vec![true; axis.levels().len()])).collect();
        for row in rows {
            (last, count) = (row, count + 1);
            for ((axis, (of_first, alike)), code) in packed.axes.iter().zip(&mut shared).zip(codes_of(row)) {
                if code != *of_first {
                    for ((_, lookup), alike) in axis.levels().iter().zip(alike) {
                        *alike &= lookup.get(code) == lookup.get(*of_first);
                    }
                }
            }
        }
        let mut members = Vec::new();
        for (axis, (code, alike)) in packed.axes.iter().zip(&shared) {
            let known = |dimension: DimensionIx, lookup: &[u32]| known(&self.report, dimension, *lookup.get(*code)?);
            let mut levels = axis.levels().iter().zip(alike).filter(|(_, alike)| **alike);
            members.extend(levels.find_map(|((dimension, lookup), _)| Some((*dimension, known(*dimension, lookup)?))));
        }
        let days = DateRange { from: packed.day_of(first)?, to: packed.day_of(last)? };
        Some(Concern { cube, measures: Vec::new(), rows: count, days, members })
    }
}

/// The member of that number, where it says something: that it is unknown, or which of several it is.
fn known(report: &Report, dimension: DimensionIx, member: u32) -> Option<MemberIx> {
    let members = &report.dimension(dimension)?.members;
    match members.get(member as usize) {
        None => Some(MemberIx::NULL),
        Some(_) => (members.len() > 1).then_some(MemberIx(member)),
    }
}

impl Cube {
    fn day_of(&self, row: usize) -> Option<Date> {
        self.runs.get(self.runs.partition_point(|run| run.end <= row)).map(|run| run.day)
    }

    fn total_of(&self, measure: MeasureIx, day: Date) -> i128 {
        let Some(values) = self.values_of(measure) else { return 0 };
        let rows = self.runs_in(DateRange { from: day, to: day }).iter().flat_map(|run| run.start..run.end);
        rows.filter_map(|row| values.column.get(row)).map(i128::from).sum()
    }
}
