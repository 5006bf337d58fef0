//! The order of a cube's rows: by day, then by the codes of each axis, then as sent. In: days and axes in the document's
//! order. Out: row numbers, the rows of each day, and those that have an earlier row's date and keys. Rows are dealt out
//! to their days first, so that the rest of the work, one day after another, stays in the cache; where they are sent in
//! order nothing is moved. Where a row's codes and its number fit into one word, as nearly always, words are what is dealt
//! out and sorted, and the axes are put in order on the way.

use redcat_kernel::Sorter;

use super::Run;
use super::axis::Axis;
use super::build::ROWS_A_STEP;
use crate::contract::Cells;
use crate::order::sort_unique;

/// Rows whose days are looked at together.
const BLOCK: usize = 8192;

/// How far it has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Counting,
    Dealing,
    Sorting,
    Done,
}

/// The order of a cube's rows, once it is done.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// The number in the document of each row.
    pub rows: Vec<u32>,
    /// The rows of each day.
    pub runs: Vec<Run>,
    /// Numbers in the document of rows whose date and keys an earlier row has too, ascending.
    pub repeated: Vec<u32>,
    /// Whether any row has another place than in the document.
    pub moved: bool,
    stage: Stage,
    /// Whether the axes are in order already.
    pub has_axes: bool,
    /// How many rows each day has; then the place of its next one.
    places: Vec<u32>,
    /// How many rows were dealt out; of each its codes and its number, if one word holds them, and the bits of the number.
    dealt: usize,
    words: Vec<u64>,
    number: u32,
    spare: Vec<u64>,
    /// Days whose rows are sorted.
    sorted: usize,
    sorter: Sorter,
}

impl Order {
    /// It takes as long as putting so many columns in order, more or less.
    pub const COLUMNS: usize = 6;

    /// How many of them are done.
    pub fn columns_done(&self) -> usize {
        match self.stage {
            Stage::Counting => 0,
            Stage::Dealing => 1,
            Stage::Sorting => 2 + (Self::COLUMNS - 2) * self.sorted / self.runs.len().max(1),
            Stage::Done => Self::COLUMNS,
        }
    }

    /// Goes one step on; whether there was one to take. Takes the column of days.
    pub fn step(&mut self, cells: &mut Cells, axes: &mut [Axis]) -> bool {
        match self.stage {
            Stage::Counting => self.count(cells),
            Stage::Dealing => self.deal(cells, axes),
            Stage::Sorting => self.sort(axes),
            Stage::Done => return false,
        }
        true
    }

    fn count(&mut self, cells: &Cells) {
        let mut days = vec![0; BLOCK];
        let mut last = 0;
        for start in (0..cells.rows).step_by(BLOCK) {
            let days = cells.day.block(start, &mut days);
            let span = redcat_kernel::most(days) as usize + 1;
            self.places.resize(span.max(self.places.len()), 0);
            self.moved |= !redcat_kernel::count(days, &mut self.places, last);
            last = days.last().copied().unwrap_or(last);
        }
        let mut start = 0;
        for (day, place) in self.places.iter_mut().enumerate() {
            let end = start + *place as usize;
            if start < end {
                self.runs.push(Run { day: cells.first_date.plus(day as i32), start, end });
            }
            *place = start as u32;
            start = end;
        }
        self.stage = Stage::Dealing;
    }

    /// The next rows.
    fn deal(&mut self, cells: &mut Cells, axes: &[Axis]) {
        let number = usize::BITS - cells.rows.leading_zeros();
        if self.dealt == 0 {
            self.rows = vec![0; cells.rows];
            let bits = axes.iter().map(|axis| u64::from(axis.bits())).sum::<u64>() + u64::from(number);
            if bits <= u64::BITS.into() {
                (self.words, self.number) = (vec![0; cells.rows], number);
            }
        }
        let (mut days, mut words) = (vec![0; BLOCK], vec![0; BLOCK]);
        let end = cells.rows.min(self.dealt + ROWS_A_STEP);
        for start in (self.dealt..end).step_by(BLOCK) {
            let days = cells.day.block(start, &mut days);
            if self.words.is_empty() {
                redcat_kernel::place(days, start as u32, &mut self.places, &mut self.rows);
                continue;
            }
            words.fill(0);
            for axis in axes {
                axis.codes().push_to(&mut words, start, axis.bits());
            }
            redcat_kernel::deal(&words, days, start as u32, number, &mut self.places, &mut self.words);
        }
        self.dealt = end;
        if end == cells.rows {
            (cells.day, self.places) = Default::default();
            self.stage = Stage::Sorting;
        }
    }

    /// The next days.
    fn sort(&mut self, axes: &mut [Axis]) {
        let mut rows_left = ROWS_A_STEP;
        while let Some(&Run { start, end, .. }) = self.runs.get(self.sorted) {
            if rows_left == 0 {
                return;
            }
            rows_left = rows_left.saturating_sub(end - start);
            self.sorted += 1;
            let Some(rows) = self.rows.get_mut(start..end) else { continue };
            if let Some(words) = self.words.get_mut(start..end) {
                self.moved |= redcat_kernel::sort_words(words, self.number, &mut self.spare);
                redcat_kernel::repeated_words(words, self.number, &mut self.repeated);
                redcat_kernel::take_u32(words, 0, self.number, rows);
                let mut shift = self.number;
                for axis in axes.iter_mut().rev() {
                    let bits = axis.bits();
                    axis.codes_mut().take_from(words, start, shift, bits);
                    shift += bits;
                }
                continue;
            }
            let sorter = &mut self.sorter;
            sorter.keys.clear();
            sorter.keys.resize(rows.len(), 0);
            // Codes of all axes in one number, as long as that holds them.
            let mut space = 1_u64;
            for axis in &*axes {
                if space.checked_mul(axis.space() as u64).is_none() {
                    self.moved |= sorter.sort(rows);
                    space = sorter.rank();
                }
                space = space.saturating_mul(axis.space() as u64);
                axis.codes().append_to(&mut sorter.keys, rows, axis.space() as u64);
            }
            self.moved |= sorter.sort(rows);
            sorter.repeated(rows, &mut self.repeated);
        }
        sort_unique(&mut self.repeated);
        self.has_axes = !self.words.is_empty();
        (self.sorter, self.words, self.spare) = Default::default();
        self.stage = Stage::Done;
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::axis::Axis;
    use super::{Order, ROWS_A_STEP};
    use crate::contract::{Cells, Column};
    use crate::date::Date;

    fn cells(days: impl ExactSizeIterator<Item = u32>) -> Cells {
        Cells {
            id: "cube".into(),
            path: "cells".into(),
            as_records: false,
            rows: days.len(),
            day: days.map(|day| Some(day.into())).collect::<Column>(),
            first_date: Date::from_days(20_000),
            keys: Vec::new(),
            values: Vec::new(),
        }
    }

    fn order(mut cells: Cells, axes: &mut [Axis]) -> (Order, usize) {
        let (mut order, mut steps) = (Order::default(), 0);
        while order.step(&mut cells, axes) {
            assert!(order.columns_done() <= Order::COLUMNS);
            steps += 1;
        }
        (order, steps)
    }

    proptest! {
        #[test]
        fn rows_are_in_the_order_of_days_then_keys_then_as_sent(
            rows in vec((0_u32..4, 0_u32..3, 0_u32..3, 0_u32..3), 0..120),
            wide in any::<bool>(),
            sorted in any::<bool>(),
        ) {
            let mut rows = rows;
            if sorted {
                rows.sort_unstable();
            }
            // Of so many codes each that one number cannot hold all three.
            let (space, far) = if wide { (usize::MAX >> 33, 1 << 29) } else { (3, 1) };
            let axis = |code: fn(&(u32, u32, u32, u32)) -> u32| {
                Axis::of(rows.iter().map(|row| code(row) * far).collect(), space)
            };
            let mut axes = [axis(|row| row.1), axis(|row| row.2), axis(|row| row.3)];
            let sent = axes.clone();
            let (order, _) = order(cells(rows.iter().map(|row| row.0)), &mut axes);
            let mut expected: Vec<u32> = (0..rows.len() as u32).collect();
            expected.sort_by_key(|&row| rows[row as usize]);
            prop_assert_eq!(&order.rows, &expected);
            prop_assert_eq!(order.moved, !rows.is_sorted());
            prop_assert_eq!(order.has_axes, !wide && !rows.is_empty());
            for (axis, sent) in axes.iter().zip(&sent) {
                for (place, &row) in expected.iter().enumerate() {
                    let row = if order.has_axes { row as usize } else { place };
                    prop_assert_eq!(axis.codes().get(place), sent.codes().get(row));
                }
            }
            let again = |&row: &u32| rows[..row as usize].contains(&rows[row as usize]);
            let repeated: Vec<u32> = (0..rows.len() as u32).filter(again).collect();
            prop_assert_eq!(&order.repeated, &repeated);
            let mut at = 0;
            for run in &order.runs {
                prop_assert!(run.start == at && run.start < run.end);
                at = run.end;
                for row in &expected[run.start..run.end] {
                    prop_assert_eq!(Date::from_days(20_000).plus(rows[*row as usize].0 as i32), run.day);
                }
            }
            prop_assert_eq!(at, rows.len());
        }
    }

    #[test]
    fn no_step_sorts_many_more_rows_than_a_step_has() {
        let rows = 2 * ROWS_A_STEP as u32 + 10_000;
        let days = 500;
        let axis = Axis::of((0..rows).map(|row| row.wrapping_mul(2_654_435_761) >> 16).collect(), 1 << 16);
        let (order, steps) = order(cells((0..rows).map(|row| row % days)), &mut [axis]);
        // Counting, then three times dealing and three times sorting.
        assert_eq!((order.runs.len(), steps), (500, 7));
        assert!(order.moved);
    }
}
