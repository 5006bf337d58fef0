//! Sums of whole columns. In: a column. Out: its sum, in full.

macro_rules! total {
    ($($name:ident: $value:ty as $sum:ty),*) => {$(
        /// The sum of the values and the largest of them, 0 at least.
        #[inline(never)]
        pub fn $name(values: &[$value]) -> (i128, i128) {
            let (mut sum, mut most): ($sum, $value) = (0, 0);
            for &value in values {
                sum += <$sum>::from(value);
                most = most.max(value);
            }
            (sum.into(), most.into())
        }
    )*};
}

// Fewer than 2^32 values.
total!(total_u8: u8 as u64, total_u16: u16 as u64, total_u32: u32 as u64, total_i64: i64 as i128);

#[cfg(test)]
mod tests {
    use super::{total_i64, total_u32};

    #[test]
    fn sums_are_full() {
        assert_eq!(total_u32(&[u32::MAX, u32::MAX, 1]), (0x1_ffff_ffff, 0xffff_ffff));
        assert_eq!(total_i64(&[i64::MAX, i64::MAX, -1]), (2 * i128::from(i64::MAX) - 1, i64::MAX.into()));
        assert_eq!(total_i64(&[-5]), (-5, 0));
        assert_eq!(total_u32(&[]), (0, 0));
    }
}
