//! Brushing: the sums of one measure by the members of one dimension, over any days, at once. In: a dataset, filters, the
//! dimension, the measure. Out: a [`Tile`], made in one pass, in as many steps as wanted: what each day adds, and now and
//! then the sums of all days before, so that a range costs members and not rows (the prefix sums of Moritz, Howe & Heer
//! 2019, as thin as the data). Refuses what is no difference of sums: uniques, levels, nulls, samples, sums past 64 bits,
//! a dimension that no cube splits the measure by, members whose people the display floor looks at, and too many of them.

use std::rc::Rc;

use redcat_kernel::{count_rows, renumber, widen_i64, widen_u8, widen_u16, widen_u32};

use super::execute::{Selected, allowed_codes};
use super::group::number_members;
use super::plan::{Scan, plan};
use super::{Cut, Filters, Key, NULL_KEY, Query, Scope};
use crate::contract::column::Packed;
use crate::contract::{Column, DimensionIx, MeasureIx, MemberIx, UniqueCut};
use crate::cube::{BLOCK, Cube, Dataset, Lease, Picked, add_packed, adds_up};
use crate::date::{Date, DateRange};

/// Most entries that a tile can come to have.
const MOST_ENTRIES: usize = 1 << 21;
/// Sums are noted down after so many entries for each member: then they take less than half of what the entries do.
const ENTRIES_PER_MEMBER: usize = 4;
/// Rows of a step that takes about a millisecond.
pub const ROWS_A_STEP: usize = 1 << 17;

/// Sums by member over the days from the first.
#[derive(Clone, Debug, Default)]
pub struct Tile {
    /// One more than there are members: the last stands for those that are unknown.
    members: usize,
    /// Days that have rows, ascending, and the first entry of each; one more entry at the end.
    days: Vec<Date>,
    starts: Vec<u32>,
    /// An entry for each day and each member that has rows on it: which member, how many rows, what they come to.
    which: Column,
    rows: Column,
    sums: Column,
    /// Places of days, ascending, and rows and sums by member over the days before.
    noted: Vec<u32>,
    before: Vec<i64>,
    /// The room that it takes, where roll-ups had to make it.
    room: Option<Lease>,
}

/// One member's part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TileSum {
    /// The member, or [`NULL_KEY`].
    pub code: i32,
    /// Its sum.
    pub value: i64,
    /// Rows that were added.
    pub rows: u32,
}

/// A tile in the making.
#[derive(Clone, Debug)]
pub struct Tiling {
    tile: Tile,
    scan: Scan,
    /// Where the dimension is found, and of each code the member.
    axis: usize,
    lookup: Vec<u32>,
    measure: MeasureIx,
    allowed: Vec<(usize, Vec<bool>)>,
    /// Rows and sums by member so far.
    now: Vec<i64>,
    /// By member 0, or 1 + its place among those of the day.
    slots: Vec<u32>,
}

/// Every day there is: the plan then chooses what tells days apart.
const ALWAYS: DateRange = DateRange { from: Date::from_days(i32::MIN), to: Date::from_days(i32::MAX) };

impl Tile {
    /// For the rows that `filters` allow, on any day. A panel leaves out the filter on its own dimension.
    pub fn new(
        dataset: &Dataset,
        filters: &Filters<DimensionIx, MemberIx>,
        dimension: DimensionIx,
        measure: MeasureIx,
    ) -> Option<Self> {
        let mut tiling = Self::begin(dataset, filters, dimension, measure)?;
        while tiling.step(dataset, usize::MAX) {}
        Some(tiling.finish())
    }

    /// The same, to be made step by step out of the same dataset.
    pub fn begin(
        dataset: &Dataset,
        filters: &Filters<DimensionIx, MemberIx>,
        dimension: DimensionIx,
        measure: MeasureIx,
    ) -> Option<Tiling> {
        dataset.report.measure(measure).filter(|measure| measure.sample.is_none())?;
        let group_by = vec![Key::Dimension(dimension), Key::Day];
        let query = Query { group_by, measures: vec![measure], ..Query::default() };
        let plan = plan(dataset, &Scope { range: ALWAYS, filters: filters.clone() }, &query);
        let exact = plan.columns.first().is_some_and(|column| matches!(column.cut, Cut::Exact { .. }));
        // Sums do not tell of how few people they are.
        if let Some(people) = plan.privacy.and_then(|place| plan.columns.get(place)) {
            let given = |cut: &UniqueCut| cut.measure == people.measure && cut.by.contains(&dimension);
            if people.cut.is_exact() || dataset.report.uniques.iter().any(given) {
                return None;
            }
        }
        let scan = plan.scans.into_iter().next().filter(|_| exact)?;
        let source = scan.source(dataset)?;
        let members = dataset.report.dimension(dimension)?.members.len() + 1;
        let (axis, lookup) = source.level(dimension)?;
        let days = source.runs_in(ALWAYS).len();
        let values = source.values_of(measure).filter(|values| adds_up(&dataset.report, values))?;
        if source.rows().min(days * members) > MOST_ENTRIES || !values.column.nulls().is_empty() {
            return None;
        }
        let tile = Tile { members, starts: vec![0], ..Self::default() };
        let lookup = lookup.to_vec();
        let allowed = allowed_codes(&dataset.report, source, &scan.filters);
        let (now, slots) = (vec![0; members * 2], vec![0; members]);
        Some(Tiling { tile, scan, axis, lookup, measure, allowed, now, slots })
    }

    /// Members with any row in `range`, as the document orders them, the unknown one last.
    pub fn over(&self, range: DateRange) -> Vec<TileSum> {
        let mut found = Vec::new();
        for (member, record) in (0..).zip(self.records(range).chunks_exact(2)) {
            if let [rows, value] = *record
                && rows > 0
            {
                let code = if member + 1 == self.members as i32 { NULL_KEY } else { member };
                found.push(TileSum { code, value, rows: rows as u32 });
            }
        }
        found
    }

    /// Two numbers for each member, the unknown one last: how many rows, and what they come to.
    pub fn records(&self, range: DateRange) -> Vec<i64> {
        let mut records = self.through(self.days.partition_point(|day| *day <= range.to));
        let before = self.through(self.days.partition_point(|day| *day < range.from));
        for (number, before) in records.iter_mut().zip(before) {
            *number -= before;
        }
        records
    }

    /// Members of the dimension, and one more for those that are unknown.
    pub const fn members(&self) -> usize {
        self.members
    }

    /// Days that have rows.
    pub const fn days(&self) -> usize {
        self.days.len()
    }

    /// Sums that it holds of single days: one for each member with rows on a day.
    pub fn entries(&self) -> usize {
        self.which.len()
    }

    /// Gives back what was left to grow, and takes the room that it needs of what is made of its cube.
    fn settle(&mut self, cube: Option<&Cube>) {
        for column in [&mut self.which, &mut self.rows, &mut self.sums] {
            column.shrink();
        }
        self.before.shrink_to_fit();
        self.room = None;
        self.room = cube.and_then(|cube| cube.lend(self.bytes()));
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        let entries = self.which.bytes() + self.rows.bytes() + self.sums.bytes();
        entries
            + self.before.capacity() * 8
            + (self.days.capacity() + self.starts.capacity() + self.noted.capacity()) * 4
    }

    /// Rows and sums by member over so many days.
    fn through(&self, days: usize) -> Vec<i64> {
        let noted = self.noted.partition_point(|&place| place as usize <= days);
        let width = self.members * 2;
        let (mut records, from) = match noted.checked_sub(1) {
            Some(at) => (self.before.get(at * width..(at + 1) * width).unwrap_or(&[]).to_vec(), self.noted.get(at)),
            None => (vec![0; width], None),
        };
        let start = |day: usize| self.starts.get(day).map_or(0, |&start| start as usize);
        let entries = start(from.map_or(0, |&day| day as usize))..start(days);
        let mut groups = vec![0; entries.len()];
        match self.which.packed() {
            Packed::U8(which) => widen_u8(which.get(entries.clone()).unwrap_or(&[]), &mut groups),
            Packed::U16(which) => widen_u16(which.get(entries.clone()).unwrap_or(&[]), &mut groups),
            Packed::U32(which) => widen_u32(which.get(entries.clone()).unwrap_or(&[]), &mut groups),
            Packed::I64(which) => widen_i64(which.get(entries.clone()).unwrap_or(&[]), &mut groups),
        }
        let picked = Picked { base: entries.start, rows: &[], whole: true, groups: &groups, together: false };
        add_packed(&mut records, 2, 0, self.rows.packed(), &picked);
        add_packed(&mut records, 2, 1, self.sums.packed(), &picked);
        records
    }
}

impl Tiling {
    /// Goes some days on, through so many rows or a few more; whether there are others.
    pub fn step(&mut self, dataset: &Dataset, rows: usize) -> bool {
        let rollup = self.scan.rollup.as_ref().map(|(_, rollup)| Rc::clone(rollup));
        let Some(source) = rollup.as_deref().or(dataset.cubes.get(self.scan.cube)) else { return false };
        let (Some(axis), Some(values)) = (source.axes().get(self.axis), source.values_of(self.measure)) else {
            return false;
        };
        let runs = source.runs_in(ALWAYS).get(self.tile.days.len()..).unwrap_or(&[]);
        let (mut selected, mut groups, mut records, mut met) =
            (Selected::default(), Vec::new(), Vec::new(), Vec::new());
        let mut seen = 0;
        for run in runs {
            if seen >= rows {
                return true;
            }
            seen += run.end - run.start;
            records.clear();
            met.clear();
            for base in (run.start..run.end).step_by(BLOCK) {
                let picked = selected.block(source, &self.allowed, base, (run.end - base).min(BLOCK));
                groups.clear();
                groups.resize(picked.rows.len(), 0);
                number_members(axis.codes(), &self.lookup, &picked, &mut groups);
                renumber(&mut groups, &mut self.slots, &mut met);
                records.resize(met.len() * 2, 0);
                let picked = Picked { groups: &groups, ..picked };
                match source.facts() {
                    Some(facts) => add_packed(&mut records, 2, 0, facts.packed(), &picked),
                    None => count_rows(&mut records, 2, &groups),
                }
                add_packed(&mut records, 2, 1, values.column.packed(), &picked);
            }
            self.note(run.day, &met, &records);
        }
        self.tile.settle(dataset.cubes.get(self.scan.cube));
        false
    }

    /// The tile, once there is no further step.
    pub fn finish(self) -> Tile {
        self.tile
    }

    /// What a day adds, by the members that have rows on it.
    fn note(&mut self, day: Date, met: &[u32], records: &[i64]) {
        let tile = &mut self.tile;
        for (&member, record) in met.iter().zip(records.chunks_exact(2)) {
            let [rows, sum] = *record else { continue };
            tile.which.push(Some(member.into()));
            tile.rows.push(Some(rows));
            tile.sums.push(Some(sum));
            let member = member as usize;
            for (number, add) in self.now.iter_mut().skip(member * 2).zip(record) {
                *number += add;
            }
            if let Some(slot) = self.slots.get_mut(member) {
                *slot = 0;
            }
        }
        tile.days.push(day);
        tile.starts.push(tile.which.len() as u32);
        let since = tile.noted.last().and_then(|&day| tile.starts.get(day as usize)).copied().unwrap_or(0);
        if tile.which.len() - since as usize >= ENTRIES_PER_MEMBER * tile.members {
            tile.noted.push(tile.days.len() as u32);
            tile.before.extend_from_slice(&self.now);
        }
    }
}
