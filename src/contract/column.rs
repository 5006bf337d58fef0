//! Narrow integer columns with validity. In: one `Option<i64>` after another. Out: the narrowest of u8, u16, u32 or
//! i64 that holds them all, and a bit set of nulls only where there are any. A column widens itself as it grows, so
//! nothing is staged in a wider form first.

/// A growable set of row numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    ones: usize,
}

impl Bits {
    /// Adds a row number.
    pub fn insert(&mut self, row: usize) {
        let word = row / 64;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        if let Some(word) = self.words.get_mut(word) {
            let bit = 1 << (row % 64);
            self.ones += usize::from(*word & bit == 0);
            *word |= bit;
        }
    }

    /// Whether the row number is in the set.
    pub fn contains(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// How many row numbers it holds.
    pub const fn count(&self) -> usize {
        self.ones
    }

    /// Whether it holds none.
    pub const fn is_empty(&self) -> bool {
        self.ones == 0
    }

    /// Adds the places of `rows` that it holds to `picked`, which begins with those of `before` rows. Rows come in blocks of
    /// 64 or a multiple, but for the last.
    pub(crate) fn pick_into(&self, rows: &[u32], before: usize, picked: &mut Self) {
        if !self.is_empty() {
            picked.words.resize(before / 64, 0);
            picked.ones += redcat_kernel::pick_bits(&self.words, rows, &mut picked.words);
            let used = picked.words.iter().rposition(|&word| word != 0).map_or(0, |last| last + 1);
            picked.words.truncate(used);
        }
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        self.words.capacity() * 8
    }
}

/// The narrowest storage that holds a column's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packed {
    /// Values 0–255.
    U8(Vec<u8>),
    /// Values 0–65 535.
    U16(Vec<u16>),
    /// Values 0–4 294 967 295.
    U32(Vec<u32>),
    /// Everything else, negative corrections too.
    I64(Vec<i64>),
}

/// Integers, some of them null, in the order in which they were pushed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    packed: Packed,
    nulls: Bits,
}

impl Default for Column {
    fn default() -> Self {
        Self { packed: Packed::U8(Vec::new()), nulls: Bits::default() }
    }
}

impl Column {
    /// Room for `rows` values without growing, while they stay below 256.
    pub fn with_capacity(rows: usize) -> Self {
        Self { packed: Packed::U8(Vec::with_capacity(rows)), nulls: Bits::default() }
    }

    /// Appends a value; `None` is null and stored as zero under its null bit.
    pub fn push(&mut self, value: Option<i64>) {
        let value = value.unwrap_or_else(|| {
            self.nulls.insert(self.len());
            0
        });
        loop {
            match &mut self.packed {
                Packed::U8(values) => {
                    if let Ok(value) = u8::try_from(value) {
                        return values.push(value);
                    }
                }
                Packed::U16(values) => {
                    if let Ok(value) = u16::try_from(value) {
                        return values.push(value);
                    }
                }
                Packed::U32(values) => {
                    if let Ok(value) = u32::try_from(value) {
                        return values.push(value);
                    }
                }
                Packed::I64(values) => return values.push(value),
            }
            self.widen();
        }
    }

    /// Appends values of which none is negative and none has a bit that is not in `bits`.
    pub(crate) fn extend(&mut self, values: &[i64], bits: i64) {
        loop {
            match &mut self.packed {
                Packed::U8(column) if bits <= i64::from(u8::MAX) => return redcat_kernel::append_u8(values, column),
                Packed::U16(column) if bits <= i64::from(u16::MAX) => return redcat_kernel::append_u16(values, column),
                Packed::U32(column) if bits <= i64::from(u32::MAX) => return redcat_kernel::append_u32(values, column),
                Packed::I64(column) => return redcat_kernel::append_i64(values, column),
                _ => self.widen(),
            }
        }
    }

    /// The narrowest of these values.
    pub(crate) fn of(values: &[i64]) -> Self {
        let bits = redcat_kernel::bits(values);
        let mut column = Self::default();
        if bits < 0 {
            for &value in values {
                column.push(Some(value));
            }
        } else {
            column.extend(values, bits);
        }
        column.shrink();
        column
    }

    /// Number of values, nulls included.
    pub fn len(&self) -> usize {
        match &self.packed {
            Packed::U8(values) => values.len(),
            Packed::U16(values) => values.len(),
            Packed::U32(values) => values.len(),
            Packed::I64(values) => values.len(),
        }
    }

    /// Whether it holds no values.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of that row; `None` if it is null or there is no such row.
    pub fn get(&self, row: usize) -> Option<i64> {
        if self.nulls.contains(row) {
            return None;
        }
        match &self.packed {
            Packed::U8(values) => values.get(row).map(|&v| i64::from(v)),
            Packed::U16(values) => values.get(row).map(|&v| i64::from(v)),
            Packed::U32(values) => values.get(row).map(|&v| i64::from(v)),
            Packed::I64(values) => values.get(row).copied(),
        }
    }

    /// The storage, nulls as zero, for loops over whole columns.
    pub const fn packed(&self) -> &Packed {
        &self.packed
    }

    /// Makes a row null that keeps its value in [`Column::packed`]: a sum to which something unknown belongs.
    pub(crate) fn lack(&mut self, row: usize) {
        self.nulls.insert(row);
    }

    /// The rows that are null.
    pub const fn nulls(&self) -> &Bits {
        &self.nulls
    }

    /// Appends the values of `rows` to `picked`, which began as [`Column::like`]; see [`Bits::pick_into`] about blocks.
    pub(crate) fn pick_into(&self, rows: &[u32], picked: &mut Self) {
        self.nulls.pick_into(rows, picked.len(), &mut picked.nulls);
        match (&self.packed, &mut picked.packed) {
            (Packed::U8(values), Packed::U8(picked)) => redcat_kernel::pick_u8(values, rows, picked),
            (Packed::U16(values), Packed::U16(picked)) => redcat_kernel::pick_u16(values, rows, picked),
            (Packed::U32(values), Packed::U32(picked)) => redcat_kernel::pick_u32(values, rows, picked),
            (Packed::I64(values), Packed::I64(picked)) => redcat_kernel::pick_i64(values, rows, picked),
            _ => {}
        }
    }

    /// An empty column as wide as this one, with room for as many values.
    pub(crate) fn like(&self) -> Self {
        let rows = self.len();
        let packed = match &self.packed {
            Packed::U8(_) => Packed::U8(Vec::with_capacity(rows)),
            Packed::U16(_) => Packed::U16(Vec::with_capacity(rows)),
            Packed::U32(_) => Packed::U32(Vec::with_capacity(rows)),
            Packed::I64(_) => Packed::I64(Vec::with_capacity(rows)),
        };
        Self { packed, nulls: Bits::default() }
    }

    /// The values from row `start` on in 32 bits, nulls as the largest, as many as there is room for; the part that was
    /// written. For columns of indexes and days.
    pub(crate) fn block<'w>(&self, start: usize, wide: &'w mut [u32]) -> &'w mut [u32] {
        let count = self.len().saturating_sub(start).min(wide.len());
        let wide = wide.get_mut(..count).unwrap_or_default();
        match &self.packed {
            Packed::U8(values) => redcat_kernel::widen_u8(values.get(start..).unwrap_or(&[]), wide),
            Packed::U16(values) => redcat_kernel::widen_u16(values.get(start..).unwrap_or(&[]), wide),
            Packed::U32(values) => redcat_kernel::widen_u32(values.get(start..).unwrap_or(&[]), wide),
            Packed::I64(values) => redcat_kernel::widen_i64(values.get(start..).unwrap_or(&[]), wide),
        }
        if !self.nulls.is_empty() {
            for (row, value) in (start..).zip(&mut *wide) {
                if self.nulls.contains(row) {
                    *value = u32::MAX;
                }
            }
        }
        wide
    }

    /// The largest value; 0 where none is larger.
    pub(crate) fn most(&self) -> i64 {
        match &self.packed {
            Packed::U8(values) => redcat_kernel::most_u8(values).into(),
            Packed::U16(values) => redcat_kernel::most_u16(values).into(),
            Packed::U32(values) => redcat_kernel::most(values).into(),
            Packed::I64(values) => redcat_kernel::most_i64(values),
        }
    }

    /// Gives back the room that was left for further values.
    pub(crate) fn shrink(&mut self) {
        match &mut self.packed {
            Packed::U8(values) => values.shrink_to_fit(),
            Packed::U16(values) => values.shrink_to_fit(),
            Packed::U32(values) => values.shrink_to_fit(),
            Packed::I64(values) => values.shrink_to_fit(),
        }
    }

    /// The storage alone.
    pub(crate) fn into_packed(self) -> Packed {
        self.packed
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        self.nulls.bytes()
            + match &self.packed {
                Packed::U8(values) => values.capacity(),
                Packed::U16(values) => values.capacity() * 2,
                Packed::U32(values) => values.capacity() * 4,
                Packed::I64(values) => values.capacity() * 8,
            }
    }

    /// One step wider: a value that needs more asks again.
    fn widen(&mut self) {
        let spare = self.capacity_left();
        self.packed = match std::mem::replace(&mut self.packed, Packed::U8(Vec::new())) {
            Packed::U8(values) => Packed::U16(grown(values, spare)),
            Packed::U16(values) => Packed::U32(grown(values, spare)),
            Packed::U32(values) => Packed::I64(grown(values, spare)),
            Packed::I64(values) => Packed::I64(values),
        };
    }

    fn capacity_left(&self) -> usize {
        match &self.packed {
            Packed::U8(values) => values.capacity() - values.len(),
            Packed::U16(values) => values.capacity() - values.len(),
            Packed::U32(values) => values.capacity() - values.len(),
            Packed::I64(values) => values.capacity() - values.len(),
        }
    }
}

fn grown<From: Copy, To: std::convert::From<From>>(values: Vec<From>, spare: usize) -> Vec<To> {
    let mut wide = Vec::with_capacity(values.len() + spare.max(1));
    wide.extend(values.into_iter().map(To::from));
    wide
}

impl FromIterator<Option<i64>> for Column {
    fn from_iter<I: IntoIterator<Item = Option<i64>>>(values: I) -> Self {
        let mut column = Self::default();
        for value in values {
            column.push(value);
        }
        column
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Packed};

    #[test]
    fn widens_only_as_far_as_values_ask_and_loses_none() {
        let values = [Some(0), None, Some(255), Some(256), Some(65_536), Some(-1), Some((1 << 53) - 1), None];
        let mut column = Column::with_capacity(2);
        for (n, value) in values.into_iter().enumerate() {
            column.push(value);
            assert!((0..=n).all(|row| column.get(row) == values[row]));
        }
        assert_eq!(column.len(), values.len());
        assert_eq!(column.nulls().count(), 2);
        assert!(matches!(column.packed(), Packed::I64(_)));
        let narrow: Column = (0..300).map(Some).collect();
        assert!(matches!(narrow.packed(), Packed::U16(_)));
        assert_eq!(narrow.get(300), None);
        let mut picked = column.like();
        column.pick_into(&[5, 1, 0, 7, 4], &mut picked);
        let got: Vec<_> = (0..picked.len()).map(|row| picked.get(row)).collect();
        assert_eq!(got, [Some(-1), None, Some(0), None, Some(65_536)]);
        assert_eq!(picked.nulls().count(), 2);
    }
    #[test]
    fn picked_in_blocks_is_picked_at_once() {
        let column: Column = (0..500).map(|n| (n % 7 != 0).then_some(n * 3)).collect();
        let order: Vec<u32> = (0..500).map(|n| n * 37 % 500).collect();
        let (mut at_once, mut in_blocks) = (column.like(), column.like());
        column.pick_into(&order, &mut at_once);
        order.chunks(128).for_each(|rows| column.pick_into(rows, &mut in_blocks));
        assert_eq!(in_blocks, at_once);
        let expected: Column = order.iter().map(|&row| column.get(row as usize)).collect();
        assert_eq!(at_once, expected);
        let mut wide = [0; 300];
        let of = |row: usize| column.get(row).map_or(u32::MAX, |value| value as u32);
        assert_eq!(*column.block(100, &mut wide), *(100..400).map(of).collect::<Vec<u32>>());
        assert_eq!(column.block(450, &mut wide).len(), 50);
    }
}
