//! Columns as they grow. In: values one after another, a vector of some width. Out: the values in it. What does not fit is
//! cut off: who calls knows what bits are set.

macro_rules! append {
    ($($name:ident: $code:ty),*) => {$(
        /// Appends values that fit.
        #[inline(never)]
        #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
        pub fn $name(values: &[i64], into: &mut Vec<$code>) {
            into.extend(values.iter().map(|&value| value as $code));
        }
    )*};
}

append!(append_u8: u8, append_u16: u16, append_u32: u32, append_i64: i64);

/// Appends what `table` has under each code, `missing` where it has nothing; all bits that are set in any of it.
#[inline(never)]
pub fn look_up(codes: &[u32], table: &[i64], missing: i64, into: &mut Vec<i64>) -> i64 {
    let mut bits = 0;
    into.extend(codes.iter().map(|&code| {
        let value = table.get(code as usize).copied().unwrap_or(missing);
        bits |= value;
        value
    }));
    bits
}

/// All bits that are set in any of them.
#[inline(never)]
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub fn bits(values: &[i64]) -> i64 {
    values.iter().fold(0, |bits, value| bits | value)
}

/// How many lines end in `text`, and how many characters of UTF-8 begin after the last of them.
#[inline(never)]
pub fn position(text: &[u8]) -> (usize, usize) {
    let (lines, characters) = count(text);
    if lines == 0 {
        return (0, characters);
    }
    let start = text.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    (lines, count(text.get(start..).unwrap_or_default()).1)
}

/// How many lines end, and how many characters begin.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn count(text: &[u8]) -> (usize, usize) {
    let (mut lines, mut rests) = (0, 0);
    // So few that a byte counts them, sixteen of which are looked at at once.
    for few in text.chunks(240) {
        let (mut ends, mut more) = (0_u8, 0_u8);
        for byte in few {
            ends += u8::from(*byte == b'\n');
            // All bytes of a character but the first begin with the bits 10.
            more += u8::from(byte & 0xc0 == 0x80);
        }
        lines += usize::from(ends);
        rests += usize::from(more);
    }
    (lines, text.len() - rests)
}

#[cfg(test)]
mod tests {
    use super::position;

    #[test]
    fn lines_and_characters_are_counted_however_many_there_are() {
        for (lines, last) in [(0, 0), (0, 1_000), (1, 500), (700, 0), (3, 241)] {
            let text = format!("{}{}", "é中😀 \n".repeat(lines), "é".repeat(last));
            assert_eq!(position(text.as_bytes()), (lines, last));
        }
    }
}
