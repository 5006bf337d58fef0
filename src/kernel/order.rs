//! Putting rows in order. In: columns in the document's order, row numbers, keys. Out: row numbers in the order of keys,
//! columns in the order of row numbers. A row that a column does not have stands as 0.

/// Up to so many are put in order by moving each to its place: counting 256 digits would cost more.
const FEW: usize = 40;
/// From so many on, counting more digits costs less than another pass.
const MANY: usize = 1024;
/// Most bits of a digit: so many counters stay in the nearest cache.
const MOST_BITS: u32 = 11;

macro_rules! widen {
    ($($name:ident: $value:ty),*) => {$(
        /// The same values in 32 bits, as many as there is room for.
        #[inline(never)]
        #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
        pub fn $name(values: &[$value], wide: &mut [u32]) {
            for (wide, &value) in wide.iter_mut().zip(values) {
                *wide = value as u32;
            }
        }
    )*};
}

widen!(widen_u8: u8, widen_u16: u16, widen_u32: u32, widen_i64: i64);

macro_rules! pick {
    ($($name:ident: $entry:ty),*) => {$(
        /// Appends the entries of `rows`, one after another.
        #[inline(never)]
        pub fn $name(entries: &[$entry], rows: &[u32], picked: &mut Vec<$entry>) {
            picked.extend(rows.iter().map(|&row| entries.get(row as usize).copied().unwrap_or_default()));
        }
    )*};
}

pick!(pick_u8: u8, pick_u16: u16, pick_u32: u32, pick_i64: i64);

/// Appends the bits of `rows`, a word for each 64 of them; how many are set.
#[inline(never)]
pub fn pick_bits(words: &[u64], rows: &[u32], picked: &mut Vec<u64>) -> usize {
    let mut ones = 0;
    for rows in rows.chunks(64) {
        let mut word = 0;
        for (place, &row) in rows.iter().enumerate() {
            word |= (words.get(row as usize / 64).copied().unwrap_or(0) >> (row % 64) & 1) << place;
        }
        ones += word.count_ones() as usize;
        picked.push(word);
    }
    ones
}

/// Where `members` are below `size`, they stand for what `codes` says, moved up by `offset`.
#[inline(never)]
pub fn overlay(codes: &mut [u32], members: &[u32], size: u32, offset: u32) {
    for (code, &member) in codes.iter_mut().zip(members) {
        *code = if member < size { offset + member } else { *code };
    }
}

/// Whether every member has the ancestor that is given for it, where both are known: the largest number stands for what
/// is not.
#[inline(never)]
pub fn agree(members: &[u32], given: &[u32], ancestors: &[u32]) -> bool {
    members.iter().zip(given).all(|(&member, &given)| {
        member == u32::MAX || given == u32::MAX || ancestors.get(member as usize) == Some(&given)
    })
}

macro_rules! most {
    ($($name:ident: $value:ty),*) => {$(
        /// The largest of them; 0 where none is larger.
        #[inline(never)]
        #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
        pub fn $name(values: &[$value]) -> $value {
            values.iter().fold(0, |most, &value| most.max(value))
        }
    )*};
}

most!(most_u8: u8, most_u16: u16, most: u32, most_i64: i64);

/// Adds 1 to the count of each value; whether none is below the one before it, the first not below `last`.
#[inline(never)]
pub fn count(values: &[u32], counts: &mut [u32], last: u32) -> bool {
    let (mut last, mut ascending) = (last, true);
    for &value in values {
        ascending &= last <= value;
        last = value;
        if let Some(count) = counts.get_mut(value as usize) {
            *count += 1;
        }
    }
    ascending
}

/// Writes the row numbers from `first` on into `rows`, each to the next place of its value.
#[inline(never)]
pub fn place(values: &[u32], first: u32, next: &mut [u32], rows: &mut [u32]) {
    for (row, &value) in (first..).zip(values) {
        if let Some(next) = next.get_mut(value as usize) {
            if let Some(slot) = rows.get_mut(*next as usize) {
                *slot = row;
            }
            *next += 1;
        }
    }
}

macro_rules! append_code {
    ($($name:ident: $code:ty),*) => {$(
        /// Appends to each key the code of its row, one of `space`.
        #[inline(never)]
        pub fn $name(codes: &[$code], rows: &[u32], space: u64, keys: &mut [u64]) {
            for (key, &row) in keys.iter_mut().zip(rows) {
                *key = *key * space + codes.get(row as usize).copied().map_or(0, u64::from);
            }
        }
    )*};
}

append_code!(append_code_u8: u8, append_code_u16: u16, append_code_u32: u32);

/// Keys with the row of each, in the order of keys; and room to sort them.
#[derive(Clone, Debug, Default)]
pub struct Sorter {
    /// The keys.
    pub keys: Vec<u64>,
    spare_keys: Vec<u64>,
    spare_rows: Vec<u32>,
}

impl Sorter {
    /// Sorts the keys and `rows` with them, ties as they were; whether anything was moved.
    #[inline(never)]
    pub fn sort(&mut self, rows: &mut [u32]) -> bool {
        let Self { keys, spare_keys, spare_rows } = self;
        let Some(&first) = keys.first() else { return false };
        // The bits by which keys differ, and whether they are in order already.
        let (mut unlike, mut last, mut ascending) = (0, 0, true);
        for &key in &*keys {
            unlike |= key ^ first;
            ascending &= last <= key;
            last = key;
        }
        if ascending {
            return false;
        }
        if keys.len() <= FEW {
            insert(keys, rows);
            return true;
        }
        spare_keys.resize(keys.len(), 0);
        spare_rows.resize(keys.len(), 0);
        // As few passes as may be, and all alike.
        let mut shift = unlike.trailing_zeros();
        let most = if keys.len() < MANY { 8 } else { MOST_BITS };
        let width = u64::BITS - unlike.leading_zeros() - shift;
        let bits = width.div_ceil(width.div_ceil(most));
        let mut elsewhere = false;
        while unlike.checked_shr(shift).unwrap_or(0) > 0 {
            if elsewhere {
                pass(spare_keys, spare_rows, keys, rows, shift, bits);
            } else {
                pass(keys, rows, spare_keys, spare_rows, shift, bits);
            }
            elsewhere = !elsewhere;
            shift += bits;
        }
        if elsewhere {
            keys.copy_from_slice(spare_keys);
            rows.copy_from_slice(spare_rows);
        }
        true
    }

    /// Adds those of `rows` whose key is that of the one before.
    #[inline(never)]
    pub fn repeated(&self, rows: &[u32], repeated: &mut Vec<u32>) {
        for (pair, &row) in self.keys.windows(2).zip(rows.iter().skip(1)) {
            if let [before, key] = pair
                && before == key
            {
                repeated.push(row);
            }
        }
    }

    /// Writes into the place of each key how many smaller ones there are, counted once each; how many there are in all.
    pub fn rank(&mut self) -> u64 {
        let mut ranks = 0;
        let mut last = None;
        for key in &mut self.keys {
            ranks += u64::from(last.replace(*key) != Some(*key));
            *key = ranks - 1;
        }
        ranks
    }
}

fn insert(keys: &mut [u64], rows: &mut [u32]) {
    for end in 1..keys.len().min(rows.len()) {
        let mut place = end;
        while place > 0 && keys[place - 1] > keys[place] {
            keys.swap(place - 1, place);
            rows.swap(place - 1, place);
            place -= 1;
        }
    }
}

/// By so many bits of the keys from `shift` on.
#[inline(never)]
fn pass(keys: &[u64], rows: &[u32], to_keys: &mut [u64], to_rows: &mut [u32], shift: u32, bits: u32) {
    let mut next = [0_u32; 1 << MOST_BITS];
    let mask = (1 << bits) - 1;
    let digit = |key: u64| (key >> shift) as usize & mask & ((1 << MOST_BITS) - 1);
    for &key in keys {
        next[digit(key)] += 1;
    }
    let mut start = 0;
    for next in next.iter_mut().take(1 << bits) {
        start += std::mem::replace(next, start);
    }
    for (&key, &row) in keys.iter().zip(rows) {
        let next = &mut next[digit(key)];
        let place = *next as usize;
        *next += 1;
        if let (Some(to_key), Some(to_row)) = (to_keys.get_mut(place), to_rows.get_mut(place)) {
            *to_key = key;
            *to_row = row;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Sorter, agree, count, overlay, pick_bits, pick_u16, place};

    #[test]
    fn keys_of_every_number_and_width_are_sorted_with_ties_as_they_were() {
        let mut state = 7_u64;
        for len in [0, 1, 2, 39, 40, 41, 300, 5_000] {
            for mask in [0, 3, 0xff, 0xff00, 0x000f_0000_0000_00f0, u64::MAX] {
                let mut draw = || {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    (state ^ (state >> 29)) & mask
                };
                let mut sorter = Sorter { keys: (0..len).map(|_| draw()).collect(), ..Sorter::default() };
                let mut rows: Vec<u32> = (0..len).collect();
                let mut expected: Vec<(u64, u32)> = sorter.keys.iter().copied().zip(rows.iter().copied()).collect();
                let was = expected.clone();
                expected.sort_by_key(|(key, _)| *key);
                assert_eq!(sorter.sort(&mut rows), was != expected, "{len} of {mask:x}");
                let sorted: Vec<(u64, u32)> = sorter.keys.iter().copied().zip(rows.iter().copied()).collect();
                assert_eq!(sorted, expected, "{len} of {mask:x}");
                let mut repeated = Vec::new();
                sorter.repeated(&rows, &mut repeated);
                let again = expected.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[1].1);
                assert_eq!(repeated, again.collect::<Vec<u32>>());
                let unlike = expected.len() - repeated.len();
                assert_eq!(sorter.rank(), unlike as u64);
                assert!(sorter.keys.windows(2).all(|pair| pair[1] - pair[0] <= 1));
            }
        }
    }

    #[test]
    fn what_is_picked_is_what_rows_name() {
        let mut picked = vec![9];
        pick_u16(&[10, 11, 12], &[2, 0, 7], &mut picked);
        assert_eq!(picked, [9, 12, 10, 0]);
        let (mut bits, rows) = (Vec::new(), (0..130).rev().collect::<Vec<u32>>());
        assert_eq!(pick_bits(&[1, 0, 2], &rows, &mut bits), 2);
        assert_eq!(bits, [1, 0, 2]);
    }

    #[test]
    fn rows_are_placed_by_value() {
        let mut counts = [0; 3];
        assert!(count(&[0, 2, 2], &mut counts, 0));
        assert!(!count(&[1], &mut counts, 2));
        assert_eq!(counts, [1, 1, 2]);
        let (mut next, mut rows) = ([0, 1, 2], [0; 4]);
        place(&[0, 2, 2], 0, &mut next, &mut rows);
        place(&[1], 3, &mut next, &mut rows);
        assert_eq!(rows, [0, 3, 1, 2]);
        assert!(agree(&[0, u32::MAX, 1, 1], &[7, 5, u32::MAX, 8], &[7, 8]));
        assert!(!agree(&[0, 1], &[7, 7], &[7, 8]));
        assert!(!agree(&[2], &[7], &[7, 8]));
        let mut codes = [5, 5, 5];
        overlay(&mut codes, &[0, u32::MAX, 3], 3, 10);
        assert_eq!(codes, [10, 5, 5]);
    }
}
