//! Columns as they grow. In: values one after another, a vector of some width. Out: the values in it. What does not fit is
//! cut off: who calls has asked for the least and the most before.

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

/// Appends what `table` has under each code; zero where it has nothing.
#[inline(never)]
pub fn look_up(codes: &[u32], table: &[i64], into: &mut Vec<i64>) {
    into.extend(codes.iter().map(|&code| table.get(code as usize).copied().unwrap_or(0)));
}

/// The least and the most of the values.
#[inline(never)]
pub fn range(values: &[i64]) -> Option<(i64, i64)> {
    let first = *values.first()?;
    Some(values.iter().fold((first, first), |(least, most), &value| (least.min(value), most.max(value))))
}
