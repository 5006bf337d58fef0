//! Columns as they grow. In: values one after another, a vector of some width. Out: the values in it. What does not fit is
//! cut off: who calls knows what bits are set.

macro_rules! append {
    ($($name:ident: $code:ty),*) => {$(
        /// Appends values that fit.
        #[inline(never)]
        pub fn $name(values: &[i64], into: &mut Vec<$code>) {
            into.extend(values.iter().map(|&value| value as $code));
        }
    )*};
}

append!(append_u8: u8, append_u16: u16, append_u32: u32, append_i64: i64);

/// Appends what `table` has under each code, zero where it has nothing; all bits that are set in any of it.
#[inline(never)]
pub fn look_up(codes: &[u32], table: &[i64], into: &mut Vec<i64>) -> i64 {
    let mut bits = 0;
    into.extend(codes.iter().map(|&code| {
        let value = table.get(code as usize).copied().unwrap_or(0);
        bits |= value;
        value
    }));
    bits
}

/// Whether all of them are below `limit`, but those that are the largest number.
#[inline(never)]
pub fn below(values: &[u32], limit: u32) -> bool {
    values.iter().all(|&value| value < limit || value == u32::MAX)
}
