//! Putting rows in order where all that decides fits into 64 bits. In: codes of each row. Out: words of a row's codes, side
//! by side from the highest bits on, and below them its number; sorted; and what they hold, taken out again. So rows are
//! gathered once, and not for every column of codes. Refuses nothing: who calls knows how many bits there are.

/// Up to so many are put in order by moving each to its place: counting digits would cost more.
const FEW: usize = 40;
/// From so many on, counting more digits costs less than another pass.
const MANY: usize = 1024;
/// Most bits of a digit: so many counters stay in the nearest cache.
const MOST_BITS: u32 = 11;

macro_rules! codes {
    ($($push:ident, $take:ident: $code:ty),*) => {$(
        /// Puts codes below what words hold, each in so many bits.
        #[inline(never)]
        pub fn $push(codes: &[$code], bits: u32, words: &mut [u64]) {
            for (word, &code) in words.iter_mut().zip(codes) {
                *word = *word << bits | u64::from(code);
            }
        }

        /// The code that stands in so many bits of each word, from `shift` on.
        #[inline(never)]
        pub fn $take(words: &[u64], shift: u32, bits: u32, codes: &mut [$code]) {
            let mask = !(u64::MAX << bits);
            for (code, &word) in codes.iter_mut().zip(words) {
                *code = (word >> shift & mask) as $code;
            }
        }
    )*};
}

codes!(push_u8, take_u8: u8, push_u16, take_u16: u16, push_u32, take_u32: u32);

/// Writes words, each with its number from `first` on below it, to the next places of their days.
#[inline(never)]
pub fn deal(words: &[u64], days: &[u32], first: u32, bits: u32, next: &mut [u32], dealt: &mut [u64]) {
    for ((row, &word), &day) in (u64::from(first)..).zip(words).zip(days) {
        if let Some(next) = next.get_mut(day as usize) {
            if let Some(slot) = dealt.get_mut(*next as usize) {
                *slot = word << bits | row;
            }
            *next += 1;
        }
    }
}

/// Adds the numbers, in so many bits, of words whose codes are those of the word before.
#[inline(never)]
pub fn repeated(words: &[u64], bits: u32, repeated: &mut Vec<u32>) {
    for (&before, &word) in words.iter().zip(words.iter().skip(1)) {
        if before >> bits == word >> bits {
            repeated.push((word & !(u64::MAX << bits)) as u32);
        }
    }
}

/// Sorts words whose lowest bits, up to `from`, are ascending where all others are alike; whether anything was moved.
#[inline(never)]
pub fn sort(words: &mut [u64], from: u32, spare: &mut Vec<u64>) -> bool {
    // The bits by which they differ, and whether they are in order already.
    let (mut unlike, mut last, mut ascending) = (0, 0, true);
    let first = words.first().copied().unwrap_or(0);
    for &word in &*words {
        unlike |= word ^ first;
        ascending &= last <= word;
        last = word;
    }
    if ascending {
        return false;
    }
    if words.len() <= FEW {
        insert(words);
        return true;
    }
    let unlike = unlike >> from << from;
    spare.resize(words.len(), 0);
    // As few passes as may be, and all alike.
    let mut shift = unlike.trailing_zeros();
    let most = if words.len() < MANY { 8 } else { MOST_BITS };
    let width = (u64::BITS - unlike.leading_zeros()).saturating_sub(shift);
    let bits = width.div_ceil(width.div_ceil(most).max(1));
    let mut elsewhere = false;
    while unlike.checked_shr(shift).unwrap_or(0) > 0 {
        if elsewhere {
            pass(spare, words, shift, bits);
        } else {
            pass(words, spare, shift, bits);
        }
        elsewhere = !elsewhere;
        shift += bits;
    }
    if elsewhere {
        words.copy_from_slice(spare);
    }
    true
}

fn insert(words: &mut [u64]) {
    for end in 1..words.len() {
        let mut place = end;
        while place > 0 && words[place - 1] > words[place] {
            words.swap(place - 1, place);
            place -= 1;
        }
    }
}

/// By so many bits from `shift` on.
#[inline(never)]
fn pass(words: &[u64], to: &mut [u64], shift: u32, bits: u32) {
    let mut next = [0_u32; 1 << MOST_BITS];
    let mask = (1 << bits) - 1;
    let digit = |word: u64| (word >> shift) as usize & mask & ((1 << MOST_BITS) - 1);
    for &word in words {
        next[digit(word)] += 1;
    }
    let mut start = 0;
    for next in next.iter_mut().take(1 << bits) {
        start += std::mem::replace(next, start);
    }
    for &word in words {
        let next = &mut next[digit(word)];
        if let Some(slot) = to.get_mut(*next as usize) {
            *slot = word;
        }
        *next += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{deal, push_u8, push_u16, repeated, sort, take_u8, take_u16, take_u32};

    #[test]
    fn words_of_every_number_and_width_are_sorted() {
        let mut state = 7_u64;
        for len in [0, 1, 2, 39, 40, 41, 300, 5_000] {
            for mask in [0, 3, 0xff, 0xff00, 0x000f_0000_0000_00f0, u64::MAX >> 13] {
                let mut draw = || {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    (state ^ (state >> 29)) & mask
                };
                let mut words: Vec<u64> = (0..len).map(|row| draw() << 13 | row).collect();
                let mut expected = words.clone();
                expected.sort_unstable();
                let was = words.clone();
                assert_eq!(sort(&mut words, 13, &mut Vec::new()), was != expected, "{len} of {mask:x}");
                assert_eq!(words, expected, "{len} of {mask:x}");
                let mut found = Vec::new();
                repeated(&words, 13, &mut found);
                let again = expected.windows(2).filter(|pair| pair[0] >> 13 == pair[1] >> 13);
                assert_eq!(found, again.map(|pair| (pair[1] & 0x1fff) as u32).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn what_is_put_into_words_is_what_is_taken_out() {
        let (mut words, mut dealt, mut next) = ([0; 3], [0; 3], [0, 1]);
        push_u8(&[1, 2, 3], 2, &mut words);
        push_u16(&[300, 0, 511], 9, &mut words);
        deal(&words, &[1, 0, 1], 5, 3, &mut next, &mut dealt);
        let (mut coarse, mut fine, mut rows) = ([0; 3], [0; 3], [0; 3]);
        take_u8(&dealt, 12, 2, &mut coarse);
        take_u16(&dealt, 3, 9, &mut fine);
        take_u32(&dealt, 0, 3, &mut rows);
        assert_eq!((coarse, fine, rows), ([2, 1, 3], [0, 300, 511], [6, 5, 7]));
    }
}
