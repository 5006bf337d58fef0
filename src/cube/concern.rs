//! Which rows an oddity concerns, so that a reader can be led to them. In: a [`Dataset`] and what is odd. Out:
//! [`Concern`]s, each with the days and members that enclose its rows. Found when asked for, never while a report is
//! read: only those columns are looked through in which there is something to find.

use super::{Axis, Cube, Dataset};
use crate::contract::{DimensionIx, MeasureIx, MemberIx, Report, ValueColumn, WarningKind};
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
    /// The first of them, for [`Cube::fact`].
    pub first: Vec<usize>,
}

/// How many rows a [`Concern`] lists.
const MOST_LISTED: usize = 20;

/// One row as sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The day.
    pub day: Date,
    /// The finest key of each hierarchy, in the cube's order.
    pub keys: Vec<(DimensionIx, MemberIx)>,
    /// Every measure of the cube.
    pub values: Vec<(MeasureIx, FactValue)>,
}

/// One value as sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactValue {
    /// Money in minor units.
    Known(i64),
    /// Null, and not said to be withheld.
    Missing,
    /// Null, since the sender keeps it back.
    Withheld,
}

impl Dataset {
    /// The rows behind the warnings of one kind, cube by cube. Values that were withheld are not among the nulls here.
    /// Empty for what concerns no rows of its own: unknown keys, missing days, totals.
    pub fn concerns(&self, kind: WarningKind) -> Vec<Concern> {
        let range = self.report.complete_range();
        let mut found: Vec<Concern> = Vec::new();
        for (ix, cube) in self.cubes.iter().enumerate() {
            let first_of = |day: Date| {
                let run = cube.runs.get(cube.runs.partition_point(|run| run.day < day));
                run.map_or(cube.rows, |run| run.start)
            };
            match kind {
                WarningKind::Nulls | WarningKind::Suppressed => {
                    let wants_withheld = kind == WarningKind::Suppressed;
                    for value in cube.values.iter().filter(|value| !value.column.nulls().is_empty()) {
                        let (nulls, withheld) = (value.column.nulls(), &value.suppressed);
                        let is_odd = |row| nulls.contains(row) && withheld.contains(row) == wants_withheld;
                        self.add(&mut found, ix, Some(value.measure), &is_odd);
                    }
                }
                WarningKind::DuplicateRows => {
                    let same = |row| cube.axes.iter().all(|axis| axis.codes().get(row - 1) == axis.codes().get(row));
                    let is_first = |row| cube.day_of(row).map(first_of) == Some(row);
                    self.add(&mut found, ix, None, &|row| row > 0 && same(row) && !is_first(row));
                }
                WarningKind::RowsBeforeData => {
                    let end = first_of(range.from);
                    self.add(&mut found, ix, None, &|row| row < end);
                }
                WarningKind::RowsAfterComplete => {
                    let start = first_of(range.to.plus(1));
                    self.add(&mut found, ix, None, &|row| row >= start);
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

    /// Adds what encloses the rows that are odd, if any are; measures that lack the same rows are one concern.
    fn add(&self, found: &mut Vec<Concern>, cube: usize, measure: Option<MeasureIx>, is_odd: &dyn Fn(usize) -> bool) {
        let Some(packed) = self.cubes.get(cube) else { return };
        // Per axis and level: the member of the first row, while all rows have it.
        let mut shared: Vec<(DimensionIx, Option<u32>)> = Vec::new();
        let (mut first, mut last, mut count) = (0, 0, 0);
        let mut listed = Vec::new();
        for row in 0..packed.rows {
            if !is_odd(row) {
                continue;
            }
            let mut place = 0;
            for axis in &packed.axes {
                let code = axis.codes().get(row).unwrap_or(0) as usize;
                for (dimension, lookup) in axis.levels() {
                    let member = lookup.get(code).copied();
                    if count == 0 {
                        shared.push((*dimension, member));
                    } else if let Some((_, known)) = shared.get_mut(place)
                        && *known != member
                    {
                        *known = None;
                    }
                    place += 1;
                }
            }
            if count == 0 {
                first = row;
            }
            (last, count) = (row, count + 1);
            if count <= MOST_LISTED {
                listed.push(row);
            }
        }
        let (Some(from), Some(to)) = (packed.day_of(first), packed.day_of(last)) else { return };
        if count == 0 {
            return;
        }
        let mut members: Vec<(DimensionIx, MemberIx)> = Vec::new();
        let mut levels = shared.into_iter();
        for axis in &packed.axes {
            let mut is_told = false;
            for (dimension, member) in levels.by_ref().take(axis.levels().len()) {
                if let Some(member) =
                    member.filter(|_| !is_told).and_then(|member| known(&self.report, dimension, member))
                {
                    members.push((dimension, member));
                    is_told = true;
                }
            }
        }
        let days = DateRange { from, to };
        for known in found.iter_mut() {
            if known.cube == cube
                && known.rows == count
                && known.days == days
                && known.first == listed
                && known.members == members
            {
                known.measures.extend(measure);
                return;
            }
        }
        found.push(Concern {
            cube,
            measures: measure.into_iter().collect(),
            rows: count,
            days,
            members,
            first: listed,
        });
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
    /// A row as sent; `None` where there is no such row.
    pub fn fact(&self, row: usize) -> Option<Fact> {
        let day = self.day_of(row)?;
        let finest = |axis: &Axis| {
            let (dimension, members) = axis.levels().first()?;
            let code = axis.codes().get(row)? as usize;
            Some((*dimension, members.get(code).map_or(MemberIx::NULL, |&member| MemberIx(member))))
        };
        let value = |sent: &ValueColumn| {
            let value = match sent.column.get(row) {
                Some(value) => FactValue::Known(value),
                None if sent.suppressed.contains(row) => FactValue::Withheld,
                None => FactValue::Missing,
            };
            (sent.measure, value)
        };
        let (keys, values) = (self.axes.iter().filter_map(finest).collect(), self.values.iter().map(value).collect());
        Some(Fact { day, keys, values })
    }

    fn day_of(&self, row: usize) -> Option<Date> {
        self.runs.get(self.runs.partition_point(|run| run.end <= row)).map(|run| run.day)
    }

    fn total_of(&self, measure: MeasureIx, day: Date) -> i128 {
        let Some(values) = self.values_of(measure) else { return 0 };
        let rows = self.runs_in(DateRange { from: day, to: day }).iter().flat_map(|run| run.start..run.end);
        rows.filter_map(|row| values.column.get(row)).map(i128::from).sum()
    }
}
