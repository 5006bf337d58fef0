//! Sums in records: one record of numbers for each group, so that what a row adds to lies side by side. In: columns, blocks
//! of rows with the group of each. Out: the records, added to. Columns of one width are added up together, by a loop made
//! for it. Refuses nothing: what there is no column, row or record of adds nothing.

pub(crate) use redcat_kernel::BLOCK;
use redcat_kernel::{
    ALL, add_2_u8, add_2_u16, add_2_u32, add_4_u8, add_4_u16, add_4_u32, add_i64, add_u8, add_u16, add_u32, count_rows,
    sum_i64, sum_u8, sum_u16, sum_u32,
};

use crate::contract::column::Packed;
use crate::order::sort_by;

/// The rows of a block that count, and their groups.
#[derive(Clone, Copy)]
pub(crate) struct Picked<'a> {
    /// First row of the block.
    pub base: usize,
    /// Rows, counted from `base`, ascending.
    pub rows: &'a [u32],
    /// Whether these are all from the first on.
    pub whole: bool,
    /// The group of each of them.
    pub groups: &'a [u32],
    /// Whether it is one group.
    pub together: bool,
}

/// What is added for each row: a column has it, or it is one.
pub(crate) type Added<'a> = Option<&'a Packed>;

/// One for each row of a block.
static ONES: [u8; BLOCK] = [1; BLOCK];

/// Puts columns of one width side by side, each with a number of its own; those as wide as the first come first.
pub(crate) fn side_by_side(first: Added<'_>, columns: &mut [(usize, &Packed)]) {
    let apart = |packed| (bytes(Some(packed)) != bytes(first), bytes(Some(packed)));
    sort_by(columns, |(n, a), (m, b)| (apart(a), n).cmp(&(apart(b), m)));
}

/// Adds columns to the first numbers of the records of `width` numbers.
pub(crate) fn add_all(records: &mut [i64], width: usize, columns: &[Added<'_>], picked: &Picked<'_>) {
    let mut place = 0;
    while let Some(rest) = columns.get(place..).filter(|rest| !rest.is_empty()) {
        let first = rest.first().map(|column| bytes(*column));
        let count = match rest.iter().take_while(|column| Some(bytes(**column)) == first).count() {
            2.. if picked.together || first == Some(8) => 1,
            4.. => 4,
            2.. => 2,
            _ => 1,
        };
        add_columns(records, width, place, rest.get(..count).unwrap_or(rest), picked);
        place += count;
    }
}

/// How wide it is.
const fn bytes(added: Added<'_>) -> usize {
    match added {
        None | Some(Packed::U8(_)) => 1,
        Some(Packed::U16(_)) => 2,
        Some(Packed::U32(_)) => 4,
        Some(Packed::I64(_)) => 8,
    }
}

/// Adds one, two, or four columns of one width to as many numbers of the records of `width` numbers.
fn add_columns(records: &mut [i64], width: usize, place: usize, columns: &[Added<'_>], picked: &Picked<'_>) {
    let Picked { base, rows, groups, .. } = *picked;
    macro_rules! add {
        ($packed:ident, $ones:expr, $two:ident, $four:ident) => {{
            let of = |place: usize| match columns.get(place) {
                Some(None) => $ones,
                Some(Some(Packed::$packed(values))) => values.get(base..).unwrap_or(&[]),
                _ => &[],
            };
            if columns.len() == 2 {
                $two(records, width, place, [of(0), of(1)], rows, groups);
            } else {
                $four(records, width, place, [of(0), of(1), of(2), of(3)], rows, groups);
            }
        }};
    }
    match *columns {
        [] => {}
        [Some(packed)] => add_packed(records, width, place, packed, picked),
        [None] => match groups.first().filter(|_| picked.together) {
            Some(&group) => {
                if let Some(count) = records.get_mut(group as usize * width) {
                    *count += groups.len() as i64;
                }
            }
            None => count_rows(records, width, groups),
        },
        [Some(Packed::U16(_)), ..] => add!(U16, &[], add_2_u16, add_4_u16),
        [Some(Packed::U32(_)), ..] => add!(U32, &[], add_2_u32, add_4_u32),
        _ => add!(U8, &ONES, add_2_u8, add_4_u8),
    }
}

/// Adds a column to one number of the records of `width` numbers.
pub(crate) fn add_packed(records: &mut [i64], width: usize, place: usize, packed: &Packed, picked: &Picked<'_>) {
    let Picked { base, groups, .. } = *picked;
    let rows = if picked.whole { ALL } else { picked.rows };
    if let Some(&group) = groups.first().filter(|_| picked.together) {
        let sum = match packed {
            Packed::U8(values) => sum_u8(values.get(base..).unwrap_or(&[]), rows, groups.len()),
            Packed::U16(values) => sum_u16(values.get(base..).unwrap_or(&[]), rows, groups.len()),
            Packed::U32(values) => sum_u32(values.get(base..).unwrap_or(&[]), rows, groups.len()),
            Packed::I64(values) => sum_i64(values.get(base..).unwrap_or(&[]), rows, groups.len()),
        };
        if let Some(number) = records.get_mut(group as usize * width + place) {
            *number += sum;
        }
        return;
    }
    match packed {
        Packed::U8(values) => add_u8(records, width, place, values.get(base..).unwrap_or(&[]), rows, groups),
        Packed::U16(values) => add_u16(records, width, place, values.get(base..).unwrap_or(&[]), rows, groups),
        Packed::U32(values) => add_u32(records, width, place, values.get(base..).unwrap_or(&[]), rows, groups),
        Packed::I64(values) => add_i64(records, width, place, values.get(base..).unwrap_or(&[]), rows, groups),
    }
}
