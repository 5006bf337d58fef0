//! Filters. In: a column's codes, whether each code is allowed, row numbers. Out: those of them that are allowed.

macro_rules! narrow {
    ($($name:ident: $code:ty),*) => {$(
        /// Keeps of `rows`, places in `codes`, those whose code is allowed; their order stays.
        #[inline(never)]
        pub fn $name(codes: &[$code], allowed: &[bool], rows: &mut Vec<u32>) {
            // Writing every row and moving on only past those that count has no branch to mispredict.
            let mut kept = 0;
            for place in 0..rows.len() {
                let Some(&row) = rows.get(place) else { break };
                if let Some(slot) = rows.get_mut(kept) {
                    *slot = row;
                }
                let code = codes.get(row as usize).copied().map_or(usize::MAX, |code| code as usize);
                kept += usize::from(allowed.get(code).copied().unwrap_or(false));
            }
            rows.truncate(kept);
        }
    )*};
}

narrow!(narrow_u8: u8, narrow_u16: u16, narrow_u32: u32);

#[cfg(test)]
mod tests {
    use super::narrow_u16;

    #[test]
    fn rows_of_other_codes_and_beyond_the_column_go() {
        let mut rows = vec![0, 2, 3, 5, 9];
        narrow_u16(&[4, 0, 1, 7, 1, 4], &[false, true, false, false, true], &mut rows);
        assert_eq!(rows, [0, 2, 5]);
    }
}
