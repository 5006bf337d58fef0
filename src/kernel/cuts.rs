//! Short numbers, several at once. In: eight bytes of digits and commas, and where the commas are. Out: up to four numbers
//! of at most four digits each. Refuses longer ones, which are read one by one. Which byte goes where is looked up by the
//! commas: eight of them are one byte (after Wojciech Muła, "SIMD-ized parsing of series of integers").

use crate::digits::EACH;

/// How many numbers are converted at once.
const SLOTS: usize = 4;
/// Digits of each.
const DIGITS: usize = 4;
/// No digit.
const NOTHING: u8 = 0xff;

/// How eight bytes are cut into numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut {
    /// For each digit of each number, from the first, the byte where it stands.
    places: [u8; SLOTS * DIGITS],
    count: u8,
    len: u8,
}

/// All ways to cut, by the places of commas.
#[derive(Debug)]
pub struct Cuts(Vec<Cut>);

impl Default for Cuts {
    fn default() -> Self {
        Self::new()
    }
}

impl Cuts {
    /// All of them.
    pub fn new() -> Self {
        Self((0..=u8::MAX).map(Cut::new).collect())
    }

    /// How the bytes from `place` on are cut, if a short number ends there; `commas` has a bit for each of 64 bytes.
    #[inline]
    pub(crate) fn at(&self, commas: u64, place: usize) -> Option<&Cut> {
        let commas = commas.checked_shr(place as u32)?;
        self.0.get(usize::from(commas as u8)).filter(|cut| cut.count > 0)
    }
}

impl Cut {
    fn new(commas: u8) -> Self {
        let mut cut = Self { places: [NOTHING; SLOTS * DIGITS], count: 0, len: 0 };
        let mut slots = cut.places.chunks_mut(DIGITS);
        for end in (0..8).filter(|place| commas >> place & 1 == 1) {
            let number = cut.len..end;
            let Some(slot) = slots.next().filter(|_| number.len() <= DIGITS) else { break };
            for (digit, place) in slot.iter_mut().rev().zip(number.rev()) {
                *digit = place;
            }
            (cut.count, cut.len) = (cut.count + 1, end + 1);
        }
        cut
    }

    /// How many numbers there are.
    #[inline]
    pub const fn count(&self) -> usize {
        self.count as usize
    }

    /// The place past the comma of the last.
    #[inline]
    pub const fn len(&self) -> usize {
        self.len as usize
    }

    /// The numbers in these bytes, and zeros.
    #[inline]
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    pub fn convert(&self, bytes: u64) -> Four {
        Four::of(bytes & (EACH * 0x0f), &self.places)
    }
}

pub(crate) use lanes::Four;

/// One number after the other.
#[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "the twin of the one below"))]
mod by_number {
    use super::{DIGITS, SLOTS};

    /// Numbers side by side.
    #[derive(Clone, Copy, Debug)]
    pub struct Four([u32; SLOTS]);

    impl Four {
        /// How many.
        pub const LEN: usize = SLOTS;

        /// Zeros.
        pub fn none() -> Self {
            Self([0; SLOTS])
        }

        /// Out of digits, each a byte, and where each of them belongs.
        pub fn of(digits: u64, places: &[u8; SLOTS * DIGITS]) -> Self {
            let digit = |place: &u8| digits.checked_shr(8 * u32::from(*place)).unwrap_or(0) as u32 & 0xff;
            let mut numbers =
                places.chunks(DIGITS).map(|slot| slot.iter().fold(0, |sum, place| sum * 10 + digit(place)));
            Self([(); SLOTS].map(|()| numbers.next().unwrap_or(0)))
        }

        /// The bits of both.
        pub fn or(self, other: Self) -> Self {
            let mut others = other.0.into_iter();
            Self(self.0.map(|number| number | others.next().unwrap_or(0)))
        }

        /// The bits of all.
        pub fn bits(self) -> i64 {
            self.0.into_iter().fold(0, |bits, number| bits | i64::from(number))
        }

        /// One in each slot.
        pub fn write(self, slots: &mut [i64; SLOTS]) {
            *slots = self.0.map(i64::from);
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
use by_number as lanes;

/// The same, all of them at once.
#[cfg(target_arch = "wasm32")]
mod lanes {
    use core::arch::wasm32::{
        i8x16_swizzle, i16x8, i16x8_mul, i16x8_splat, i32x4_dot_i16x8, i64x2, i64x2_extract_lane, i64x2_splat,
        u16x8_shr, u64x2_extend_high_u32x4, u64x2_extend_low_u32x4, v128, v128_or,
    };

    use super::{DIGITS, SLOTS};

    #[derive(Clone, Copy, Debug)]
    pub struct Four(v128);

    impl Four {
        pub const LEN: usize = SLOTS;

        #[inline]
        #[target_feature(enable = "simd128")]
        pub fn none() -> Self {
            Self(i64x2_splat(0))
        }

        #[inline]
        #[target_feature(enable = "simd128")]
        pub fn of(digits: u64, places: &[u8; SLOTS * DIGITS]) -> Self {
            let (halves, _) = places.as_chunks::<8>();
            let [low, high] = halves else { return Self::none() };
            let places = i64x2(i64::from_le_bytes(*low), i64::from_le_bytes(*high));
            let digits = i8x16_swizzle(i64x2_splat(digits as i64), places);
            let pairs = u16x8_shr(i16x8_mul(digits, i16x8_splat(10 << 8 | 1)), 8);
            Self(i32x4_dot_i16x8(pairs, i16x8(100, 1, 100, 1, 100, 1, 100, 1)))
        }

        #[inline]
        #[target_feature(enable = "simd128")]
        pub fn or(self, other: Self) -> Self {
            Self(v128_or(self.0, other.0))
        }

        #[inline]
        #[target_feature(enable = "simd128")]
        pub fn bits(self) -> i64 {
            let mut slots = [0; SLOTS];
            self.write(&mut slots);
            slots.into_iter().fold(0, |bits, number| bits | number)
        }

        #[inline]
        #[target_feature(enable = "simd128")]
        pub fn write(self, slots: &mut [i64; SLOTS]) {
            let (low, high) = (u64x2_extend_low_u32x4(self.0), u64x2_extend_high_u32x4(self.0));
            *slots = [
                i64x2_extract_lane::<0>(low),
                i64x2_extract_lane::<1>(low),
                i64x2_extract_lane::<0>(high),
                i64x2_extract_lane::<1>(high),
            ];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cut, Cuts, Four};

    #[test]
    fn short_numbers_are_cut_where_commas_are() {
        let read = |text: &[u8; 8]| {
            let commas = text.iter().rev().fold(0, |bits, &byte| bits << 1 | u64::from(byte == b','));
            let cuts = Cuts::new();
            let cut = cuts.at(commas, 0)?;
            let mut slots = [0; 4];
            cut.convert(u64::from_le_bytes(*text)).write(&mut slots);
            Some((slots[..cut.count()].to_vec(), cut.len()))
        };
        assert_eq!(read(b"12,345,6"), Some((vec![12, 345], 7)));
        assert_eq!(read(b"1,2,3,4,"), Some((vec![1, 2, 3, 4], 8)));
        assert_eq!(read(b"0,9999,5"), Some((vec![0, 9_999], 7)));
        assert_eq!(read(b"7,12345,"), Some((vec![7], 2)));
        assert_eq!(read(b"12345,6,"), None);
        assert_eq!(read(b"12345678"), None);
        assert!(Cuts::new().at(u64::MAX, 64).is_none());
    }

    #[test]
    fn what_is_converted_at_once_is_what_each_digit_says() {
        for commas in 0..=u8::MAX {
            let cut = Cut::new(commas);
            for bytes in [*b"12345678", *b"90817263", *b"99999999", *b"00000000"] {
                let mut slots = [0; 4];
                cut.convert(u64::from_le_bytes(bytes)).write(&mut slots);
                let mut naive = Vec::new();
                for number in bytes[..cut.len()].chunk_by(|_, _| true).flat_map(|all| {
                    let mut start = 0;
                    let ends = (0..all.len()).filter(|place| commas >> place & 1 == 1).collect::<Vec<_>>();
                    ends.into_iter().map(move |end| &all[std::mem::replace(&mut start, end + 1)..end])
                }) {
                    naive.push(number.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')));
                }
                assert_eq!((naive.len(), &slots[..naive.len()]), (cut.count(), &*naive), "{commas:x}");
                assert!(slots[naive.len()..].iter().all(|&rest| rest == 0));
                let four = cut.convert(u64::from_le_bytes(bytes));
                assert_eq!(four.or(Four::none()).bits(), naive.iter().fold(0, |bits, number| bits | number));
            }
        }
    }
}
