//! Integers out of JSON text. In: bytes within an array. Out: values, as far as elements are integers or null and end with
//! a comma. Refuses nothing: whoever calls looks at what stands where it stopped.
//!
//! Sixty-four bytes are classified at once; where commas are in the next eight tells how up to four numbers are cut and
//! converted at once ([`Cuts`]). Longer ones are converted eight digits at once; whatever is not just digits and commas
//! (and blanks after commas) in a block is read one element after another.

use crate::cuts::{Cuts, Four};

/// What null stands as among values.
pub const NULL: i64 = i64::MIN;

pub(crate) const EACH: u64 = 0x0101_0101_0101_0101;
pub(crate) const HIGH: u64 = EACH * 0x80;
/// Room for all elements that a block of bytes can end, and what is written beyond the last.
const IN_BLOCK: usize = 32 + Four::LEN;
/// A block, and what is looked at with its last byte.
const BLOCK: usize = 64 + 8;

/// How far a run of integers went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Past the comma of the last one.
    pub at: usize,
    /// How many there are.
    pub count: usize,
    /// All bits that are set in any of them: no value needs more.
    pub bits: i64,
    /// Whether there may be blanks among them.
    pub has_blanks: bool,
}

impl Run {
    const fn take(&mut self, value: i64, end: usize) {
        (self.at, self.count, self.bits) = (end, self.count + 1, self.bits | value);
    }
}

/// Reads elements from `at` on, where one begins, into `into`, while each is an integer of at most sixteen digits or null
/// and ends with a comma, and as long as there is room for a block of them.
#[inline(never)]
pub fn integers(bytes: &[u8], at: usize, cuts: &Cuts, into: &mut [i64]) -> Run {
    let mut run = Run { at, count: 0, bits: 0, has_blanks: false };
    loop {
        blocks(bytes, cuts, into, &mut run);
        if run.count > 0 && into.len() < run.count + IN_BLOCK {
            return run;
        }
        // What stopped the blocks is read by itself, and all that stands beside it.
        let until = run.at + 64;
        while run.at < until {
            let (Some(slot), Some((value, end))) = (into.get_mut(run.count), element(bytes, run.at)) else {
                return run;
            };
            *slot = value;
            run.has_blanks |= bytes.get(run.at..end).is_some_and(|text| text.iter().any(|&byte| byte <= b' '));
            run.take(value, end);
        }
    }
}

/// The same for whole blocks of nothing but digits, commas, and blanks after commas.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn blocks(bytes: &[u8], cuts: &Cuts, into: &mut [i64], run: &mut Run) {
    // Of the byte before a block: whether it is a digit, and whether a zero that begins a number.
    let (mut in_number, mut after_zero) = (0, 0);
    let (mut block_at, mut start) = (run.at, run.at);
    let mut bits = Four::none();
    while let Some(block) = bytes.get(block_at..).and_then(<[u8]>::first_chunk::<BLOCK>)
        && let Some(first) = block.first_chunk()
        && into.len() - run.count >= IN_BLOCK
    {
        let Some(Masks { digits, zeros, commas }) = masks(first) else { break };
        let before = digits << 1 | in_number;
        let mut starts = digits & !before;
        let zero_starts = zeros & starts;
        // A comma has to follow a digit, all else that is no digit must not; no digit follows a zero that begins.
        let follows = zero_starts << 1 | after_zero;
        let blanks = !digits & !commas;
        if (commas & !before) | (blanks & before) | (follows & digits) != 0 {
            break;
        }
        run.has_blanks |= blanks != 0;
        if in_number == 0 {
            start = block_at + starts.trailing_zeros() as usize;
            starts &= starts.wrapping_sub(1);
        }
        let mut ends = commas;
        while ends != 0 {
            let end = block_at + ends.trailing_zeros() as usize;
            ends &= ends - 1;
            let (Some(value), Some(slot)) = (number(bytes, start, end), into.get_mut(run.count)) else {
                run.bits |= bits.bits();
                return;
            };
            *slot = value;
            run.take(value, end + 1);
            if blanks == 0 {
                // Without blanks the next number begins here.
                start = end + 1;
                let mut place = start - block_at;
                while let Some(cut) = cuts.at(commas, place)
                    && let Some(word) = block.get(place..).and_then(<[u8]>::first_chunk)
                    && let Some(slots) = into.get_mut(run.count..).and_then(<[i64]>::first_chunk_mut)
                {
                    let four = cut.convert(u64::from_le_bytes(*word));
                    four.write(slots);
                    bits = bits.or(four);
                    run.count += cut.count();
                    place += cut.len();
                }
                start = block_at + place;
                run.at = start;
                ends &= u64::MAX.checked_shl(place as u32).unwrap_or(0);
            } else {
                start = block_at + starts.trailing_zeros() as usize;
                starts &= starts.wrapping_sub(1);
            }
        }
        (in_number, after_zero) = (digits >> 63, zero_starts >> 63);
        block_at += 64;
    }
    run.bits |= bits.bits();
}

/// One bit for each of 64 bytes.
struct Masks {
    digits: u64,
    zeros: u64,
    commas: u64,
}

/// `None` if there is anything but digits, commas and blanks.
#[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "the twin of the one below"))]
#[inline]
fn masks_by_word(block: &[u8; 64]) -> Option<Masks> {
    let (mut digits, mut zeros, mut commas, mut strange) = (0, 0, 0, 0);
    let (words, _) = block.as_chunks::<8>();
    for (n, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let value = word ^ (EACH * b'0' as u64);
        let no_digit = above(value, 9);
        let no_comma = above(word ^ (EACH * b',' as u64), 0);
        let neither = no_digit & no_comma;
        if neither != 0 {
            let no_space = above(word ^ (EACH * b' ' as u64), 0);
            let no_line = above(word ^ (EACH * b'\n' as u64), 0) & above(word ^ (EACH * b'\r' as u64), 0);
            strange |= neither & no_space & no_line & above(word ^ (EACH * b'\t' as u64), 0);
        }
        digits |= gathered(!no_digit & HIGH) << (8 * n);
        zeros |= gathered(!above(value, 0) & HIGH) << (8 * n);
        commas |= gathered(!no_comma & HIGH) << (8 * n);
    }
    (strange == 0).then_some(Masks { digits, zeros, commas })
}

#[cfg(not(target_arch = "wasm32"))]
use masks_by_word as masks;

/// The same, sixteen bytes at once.
#[cfg(target_arch = "wasm32")]
#[target_feature(enable = "simd128")]
#[inline]
fn masks(block: &[u8; 64]) -> Option<Masks> {
    use core::arch::wasm32::{i64x2, u8x16_bitmask, u8x16_eq, u8x16_le, u8x16_splat, u8x16_sub, v128_or};
    let (mut digits, mut zeros, mut commas, mut blanks) = (0, 0, 0, 0);
    let (words, _) = block.as_chunks::<8>();
    let (pairs, _) = words.as_chunks::<2>();
    for (n, [low, high]) in pairs.iter().enumerate() {
        let bytes = i64x2(i64::from_le_bytes(*low), i64::from_le_bytes(*high));
        let is = |byte: u8| u8x16_eq(bytes, u8x16_splat(byte));
        let bit_of = |found| u64::from(u8x16_bitmask(found)) << (16 * n);
        digits |= bit_of(u8x16_le(u8x16_sub(bytes, u8x16_splat(b'0')), u8x16_splat(9)));
        zeros |= bit_of(is(b'0'));
        commas |= bit_of(is(b','));
        blanks |= bit_of(v128_or(v128_or(is(b' '), is(b'\n')), v128_or(is(b'\r'), is(b'\t'))));
    }
    (digits | commas | blanks == u64::MAX).then_some(Masks { digits, zeros, commas })
}

/// The highest bit of each byte that is larger than `limit`, which is below 128.
#[inline]
pub(crate) const fn above(word: u64, limit: u64) -> u64 {
    (((word & !HIGH) + EACH * (0x7f - limit)) | word) & HIGH
}

/// The highest bits of eight bytes, side by side.
#[inline]
const fn gathered(high: u64) -> u64 {
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// The number whose digits stand from `start` to `end`, at most sixteen; `None` also where too few bytes stand before it
/// to be taken along.
#[inline]
fn number(bytes: &[u8], start: usize, end: usize) -> Option<i64> {
    let len = end - start;
    let word = u64::from_le_bytes(*bytes.get(..end)?.last_chunk()?);
    if len <= 8 {
        return Some(eight_digits(word & u64::MAX << (64 - 8 * len)) as i64);
    }
    let more = u64::from_le_bytes(*bytes.get(..end - 8)?.last_chunk()?);
    let more = more & u64::MAX << 128_usize.checked_sub(8 * len)?;
    Some((eight_digits(more) * 100_000_000 + eight_digits(word)) as i64)
}

/// What eight digits stand for, the first in the lowest byte; a zero byte is a zero too.
#[inline]
const fn eight_digits(word: u64) -> u64 {
    let pairs = (word & (EACH * 0x0f)).wrapping_mul(10 << 8 | 1) >> 8;
    let fours = (pairs & 0x00ff_00ff_00ff_00ff).wrapping_mul(100 << 16 | 1) >> 16;
    (fours & 0x0000_ffff_0000_ffff).wrapping_mul(10_000 << 32 | 1) >> 32
}

/// One element and the place past its comma: the same, one byte after another.
fn element(bytes: &[u8], at: usize) -> Option<(i64, usize)> {
    let past_blanks = |mut at: usize| {
        while bytes.get(at).is_some_and(|&byte| is_blank(byte)) {
            at += 1;
        }
        at
    };
    let at = past_blanks(at);
    let (value, at) = if bytes.get(at..)?.starts_with(b"null") { (NULL, at + 4) } else { plain_integer(bytes, at)? };
    let at = past_blanks(at);
    (bytes.get(at) == Some(&b',')).then_some((value, at + 1))
}

pub(crate) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// An integer of at most sixteen digits, and the place past it; whether it goes on as another number has to be looked at.
/// Zero is taken as written in one way only, so that the text can be told from the value.
#[inline]
pub(crate) fn plain_integer(bytes: &[u8], start: usize) -> Option<(i64, usize)> {
    let is_negative = bytes.get(start) == Some(&b'-');
    let start = start + usize::from(is_negative);
    let (mut at, mut value) = (start, 0);
    while let Some(byte @ b'0'..=b'9') = bytes.get(at) {
        value = value * 10 + i64::from(byte - b'0');
        at += 1;
        if at - start > 16 {
            return None;
        }
    }
    let is_padded = bytes.get(start) == Some(&b'0') && (at - start > 1 || is_negative);
    if at == start || is_padded {
        return None;
    }
    Some((if is_negative { -value } else { value }, at))
}

#[cfg(test)]
mod tests {
    use super::{Cuts, IN_BLOCK, NULL, Run, element, integers};

    fn read(text: &str) -> (Vec<i64>, usize) {
        let mut into = [0; 128];
        let Run { at, count, .. } = integers(text.as_bytes(), 8, &Cuts::new(), &mut into);
        (into[..count].to_vec(), at)
    }

    #[test]
    fn stops_where_an_element_is_not_plain() {
        let plain = "12,0,345678901,9999999999999999,1, 2,\n\t3,".repeat(3);
        for odd in
            ["", "4", "01,5", "1 2,", "-0,", "1.5,", "\"1\",", ",", "12345678901234567,", "nul,", "5]", "/,", ":,"]
        {
            let text = format!("[[[[[[[[{plain}{odd}{}", "6,".repeat(64));
            let (values, at) = read(&text);
            if odd.is_empty() || odd == "4" {
                assert_eq!(values.len(), 3 * 7 + 64, "{odd}");
                continue;
            }
            assert_eq!(at, 8 + plain.len(), "{odd}");
            assert_eq!(values[..7], [12, 0, 345_678_901, 9_999_999_999_999_999, 1, 2, 3]);
        }
        let (values, _) = read("........-5,null , 7 ,8");
        assert_eq!(values, [-5, NULL, 7]);
    }

    #[test]
    fn every_byte_at_every_place_is_told_apart() {
        let cuts = Cuts::new();
        for byte in 0..=u8::MAX {
            for place in 0..64 {
                let mut text = b"12,345,6,".repeat(16);
                text[8 + place] = byte;
                let (mut into, mut naive, mut at) = ([0; 64 + IN_BLOCK], Vec::new(), 8);
                while let Some((value, end)) = element(&text, at) {
                    naive.push(value);
                    at = end;
                }
                let run = integers(&text, 8, &cuts, &mut into);
                assert_eq!((&into[..run.count], run.at), (&*naive, at), "{byte:x} at {place}");
            }
        }
    }

    #[test]
    fn fills_no_more_than_there_is_room_for() {
        let text = format!("........{}", "7,".repeat(200));
        for room in 0..100 {
            let mut into = vec![0; room];
            let run = integers(text.as_bytes(), 8, &Cuts::new(), &mut into);
            assert_eq!(run.at, 8 + 2 * run.count);
            assert!(run.count <= room && (run.count > 0 || room == 0) && run.count + IN_BLOCK > room, "{room}");
        }
    }
}
