//! Groups of rows. In: codes and values of a column, which rows count, the group of each. Out: group numbers, sums in
//! records: a record per group, as many numbers each, so that what one row adds to lies side by side. Rows and groups
//! that there are not add nothing.

/// Stands for "all rows, from the first on" where row numbers are asked for.
pub const ALL: &[u32] = &[];

/// Most rows whose numbers are held at once: those and their groups stay in the nearest cache.
pub const BLOCK: usize = 1024;

macro_rules! select {
    ($($name:ident: $code:ty),*) => {$(
        /// The places of the codes that are allowed, of at most [`BLOCK`] codes.
        #[inline(never)]
        pub fn $name(codes: &[$code], allowed: &[bool], rows: &mut Vec<u32>) {
            rows.resize(BLOCK, 0);
            let slots = rows.first_chunk_mut::<BLOCK>();
            // Writing every row and moving on only past those that count has no branch to mispredict; the remainder is what
            // keeps the place within the block without one.
            let mut kept = 0;
            if let Some(slots) = slots {
                for (row, &code) in (0..BLOCK as u32).zip(codes) {
                    slots[kept % BLOCK] = row;
                    kept += usize::from(allowed.get(code as usize).copied().unwrap_or(false));
                }
            }
            rows.truncate(kept);
        }
    )*};
}

select!(select_u8: u8, select_u16: u16, select_u32: u32);

macro_rules! number {
    ($($name:ident: $code:ty),*) => {$(
        /// Adds to the number of each of `rows` (see [`ALL`]) what `table` has for its code.
        #[inline(never)]
        pub fn $name(codes: &[$code], table: &[u32], rows: &[u32], numbers: &mut [u32]) {
            let of = |code: $code| table.get(code as usize).copied().unwrap_or(0);
            if rows.is_empty() {
                for (number, &code) in numbers.iter_mut().zip(codes) {
                    *number += of(code);
                }
            } else {
                for (number, &row) in numbers.iter_mut().zip(rows) {
                    *number += codes.get(row as usize).map_or(0, |&code| of(code));
                }
            }
        }
    )*};
}

number!(number_u8: u8, number_u16: u16, number_u32: u32);

/// Numbers are given anew in the order in which they are met: `slots` has for each either 0 or 1 + its new number, `met`
/// for each new number the old one.
#[inline(never)]
pub fn renumber(numbers: &mut [u32], slots: &mut [u32], met: &mut Vec<u32>) {
    for number in numbers {
        if let Some(slot) = slots.get_mut(*number as usize) {
            if *slot == 0 {
                met.push(*number);
                *slot = met.len() as u32;
            }
            *number = *slot - 1;
        }
    }
}

/// Adds 1 to the first number of each group's record, of `width` numbers.
#[inline(never)]
pub fn count_rows(records: &mut [i64], width: usize, groups: &[u32]) {
    for &group in groups {
        if let Some(count) = records.get_mut(group as usize * width) {
            *count += 1;
        }
    }
}

macro_rules! add {
    ($($add:ident, $sum:ident: $value:ty),*) => {$(
        /// Adds the values of `rows` (see [`ALL`]) to number `place` of the records of their groups, of `width` numbers.
        #[inline(never)]
        pub fn $add(
            records: &mut [i64], width: usize, place: usize, values: &[$value], rows: &[u32], groups: &[u32],
        ) {
            if rows.is_empty() {
                for (&value, &group) in values.iter().zip(groups) {
                    if let Some(sum) = records.get_mut(group as usize * width + place) {
                        *sum += value as i64;
                    }
                }
            } else {
                for (&row, &group) in rows.iter().zip(groups) {
                    let value = values.get(row as usize).copied().unwrap_or(0);
                    if let Some(sum) = records.get_mut(group as usize * width + place) {
                        *sum += value as i64;
                    }
                }
            }
        }

        /// The sum of the values of `rows`; where these are [`ALL`], of the first `len`.
        #[inline(never)]
        pub fn $sum(values: &[$value], rows: &[u32], len: usize) -> i64 {
            if rows.is_empty() {
                return values.iter().take(len).map(|&value| value as i64).sum();
            }
            rows.iter().map(|&row| values.get(row as usize).copied().unwrap_or(0) as i64).sum()
        }
    )*};
}

add!(add_u8, sum_u8: u8, add_u16, sum_u16: u16, add_u32, sum_u32: u32, add_i64, sum_i64: i64);

macro_rules! add_together {
    ($($name:ident: $value:ty, [$($values:ident $sum:ident),*] $count:literal),*) => {$(
        /// Adds the values of `rows` in several columns to as many numbers, from `place` on, of the records of their groups.
        #[inline(never)]
        pub fn $name(
            records: &mut [i64], width: usize, place: usize, columns: [&[$value]; $count], rows: &[u32], groups: &[u32],
        ) {
            let len = columns.iter().fold(usize::MAX, |len, column| len.min(column.len()));
            let [$($values),*] = columns.map(|column| column.get(..len).unwrap_or_default());
            for (&row, &group) in rows.iter().zip(groups) {
                let record = records.get_mut(group as usize * width + place..);
                if let Some([$($sum),*]) = record.and_then(<[i64]>::first_chunk_mut::<$count>)
                    && (row as usize) < len
                {
                    $(*$sum += $values[row as usize] as i64;)*
                }
            }
        }
    )*};
}

// A sum waits for the one before where rows of one group follow each other: side by side they wait together.
add_together!(
    add_2_u8: u8, [a sum_a, b sum_b] 2,
    add_2_u16: u16, [a sum_a, b sum_b] 2,
    add_2_u32: u32, [a sum_a, b sum_b] 2,
    add_4_u8: u8, [a sum_a, b sum_b, c sum_c, d sum_d] 4,
    add_4_u16: u16, [a sum_a, b sum_b, c sum_c, d sum_d] 4,
    add_4_u32: u32, [a sum_a, b sum_b, c sum_c, d sum_d] 4
);

/// Number `place` of each record of `width` numbers, as JavaScript has numbers; whether it has all of them exactly.
#[inline(never)]
pub fn numbers(records: &[i64], width: usize, place: usize, numbers: &mut Vec<f64>) -> bool {
    let mut bits = 0;
    numbers.extend(records.get(place..).unwrap_or(&[]).iter().step_by(width).map(|&number| {
        bits |= number.unsigned_abs();
        number as f64
    }));
    bits >> 53 == 0
}

/// The records of `groups`, one after another, and all of them added up.
#[inline(never)]
pub fn records(records: &[i64], width: usize, groups: &[u32]) -> (Vec<i64>, Vec<i64>) {
    let (mut picked, mut total) = (Vec::with_capacity(groups.len() * width), vec![0; width]);
    for &group in groups {
        let from = group as usize * width;
        let Some(record) = records.get(from..from + width) else { continue };
        picked.extend_from_slice(record);
        for (sum, &number) in total.iter_mut().zip(record) {
            *sum += number;
        }
    }
    (picked, total)
}

#[cfg(test)]
mod tests {
    use super::{
        ALL, BLOCK, add_2_u8, add_4_u16, add_u16, count_rows, number_u8, numbers, records, renumber, select_u16, sum_u8,
    };

    #[test]
    fn rows_are_selected_numbered_and_added_up() {
        let mut rows = vec![9; 3];
        select_u16(&[4, 0, 1, 7, 1, 4], &[false, true, false, false, true], &mut rows);
        assert_eq!(rows, [0, 2, 4, 5]);

        let (codes, table) = ([2, 0, 1, 1, 2, 0], [0, 10, 20]);
        let (mut of_all, mut of_some) = ([1; 6], [3; 4]);
        number_u8(&codes, &table, ALL, &mut of_all);
        number_u8(&codes, &table, &rows, &mut of_some);
        assert_eq!((of_all, of_some), ([21, 1, 11, 11, 21, 1], [23, 13, 23, 3]));

        let (mut slots, mut met) = (vec![0; 30], Vec::new());
        renumber(&mut of_all, &mut slots, &mut met);
        assert_eq!((of_all, &*met), ([0, 1, 2, 2, 0, 1], &[21, 1, 11][..]));
        renumber(&mut of_some, &mut slots, &mut met);
        assert_eq!((of_some, &*met), ([3, 4, 3, 5], &[21, 1, 11, 23, 13, 3][..]));

        let mut sums = vec![0; 9];
        count_rows(&mut sums, 3, &of_all);
        add_u16(&mut sums, 3, 2, &[1, 2, 3, 4, 5, 60_000], ALL, &of_all);
        add_u16(&mut sums, 3, 1, &[1, 2, 3, 4, 5, 60_000], &[5, 9], &[2, 1]);
        add_u16(&mut sums, 3, 1, &[1], &[0], &[3]);
        assert_eq!(sums, [2, 0, 6, 2, 0, 60_002, 2, 60_000, 7]);
        assert_eq!((sum_u8(&[250, 250, 1], &[0, 1, 7], 3), sum_u8(&[250, 250, 1], ALL, 2)), (500, 500));
        assert_eq!(records(&sums, 3, &[2, 0, 8]), (vec![2, 60_000, 7, 2, 0, 6], vec![4, 60_000, 13]));
    }

    #[test]
    fn a_block_that_is_allowed_as_a_whole_is_selected() {
        let mut rows = Vec::new();
        select_u16(&[1; BLOCK + 1], &[false, true], &mut rows);
        assert!(rows.iter().copied().eq(0..BLOCK as u32));
    }

    #[test]
    fn columns_added_up_together_are_those_added_up_one_by_one() {
        let columns: [Vec<u16>; 4] = [7, 11, 13, 17].map(|step| (0..50_u16).map(|row| row * step * 50).collect());
        let (rows, groups) = ([3, 3, 8, 49, 50, 20], [0, 0, 2, 1, 1, 4]);
        let (mut together, mut apart) = (vec![1; 24], vec![1; 24]);
        add_4_u16(&mut together, 6, 1, columns.each_ref().map(|column| &**column), &rows, &groups);
        for (place, column) in (1..).zip(&columns) {
            add_u16(&mut apart, 6, place, column, &rows, &groups);
        }
        assert_eq!(together, apart);
        assert_eq!(together[1..5], [2_101, 3_301, 3_901, 5_101]);
        // A column that is shorter than the other, and a record that the last numbers of are not there.
        add_2_u8(&mut together, 6, 1, [&[1, 2], &[3, 4, 5]], &[1, 2], &[0, 0]);
        add_4_u16(&mut together, 6, 3, columns.each_ref().map(|column| &**column), &[1], &[3]);
        assert_eq!((&together[1..3], &together[21..]), (&[2_103, 3_305][..], &[1; 3][..]));
    }

    #[test]
    fn numbers_are_exact_up_to_the_53rd_bit() {
        let most = (1 << 53) - 1;
        let mut found = Vec::new();
        assert!(numbers(&[0, most, 5, -most], 2, 1, &mut found));
        assert!(!numbers(&[0, -most - 1], 2, 1, &mut found));
        assert_eq!(found, [9_007_199_254_740_991.0, -9_007_199_254_740_991.0, -9_007_199_254_740_992.0]);
        assert!(numbers(&[], 3, 1, &mut found) && numbers(&[1], 3, 1, &mut found));
    }
}
