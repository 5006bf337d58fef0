//! One number for an answer, the same as the page's (page/checksum.js). In: group numbers and their sums. Out: 32 bits that
//! differ wherever a single number differs. Groups whose sums are all zero are left out: not every engine lists them.

use crate::facts::MEASURES;
use crate::loops::Sums;

/// The state so far.
#[derive(Clone, Copy)]
pub struct Checksum(u32);

impl Checksum {
    /// Of nothing.
    pub const fn new() -> Self {
        Self(0x811c_9dc5)
    }

    /// Every step can be undone, so that no two numbers lead to the same state.
    pub const fn add(&mut self, number: u64) {
        let mut half = 0;
        while half < 2 {
            let word = (number >> (32 * half)) as u32;
            let state = (self.0 ^ word).wrapping_mul(0x0100_0193);
            self.0 = state ^ (state >> 15);
            half += 1;
        }
    }

    /// What there is to compare.
    pub const fn value(self) -> u32 {
        self.0
    }
}

/// Of the native loop's answer; of the largest groups alone, if so many.
pub fn of_sums(sums: &Sums, top: Option<usize>) -> u32 {
    let mut met: Vec<usize> =
        (0..sums.groups).filter(|&group| sums.by_group[group].iter().any(|&sum| sum > 0)).collect();
    if let Some(top) = top {
        met.sort_by_key(|&group| (std::cmp::Reverse(sums.by_group[group][MEASURES.len() - 1]), group));
        met.truncate(top);
    }
    let mut checksum = Checksum::new();
    for group in met {
        checksum.add(group as u64);
        sums.by_group[group].iter().for_each(|&sum| checksum.add(sum));
    }
    checksum.value()
}

/// Of one panel of a brush.
pub fn of_panel(sums: &[u64]) -> u32 {
    let mut checksum = Checksum::new();
    for (group, &sum) in sums.iter().enumerate().filter(|(_, sum)| **sum > 0) {
        checksum.add(group as u64);
        checksum.add(sum);
    }
    checksum.value()
}

#[cfg(test)]
mod tests {
    use super::{Checksum, of_panel};

    #[test]
    fn the_page_reckons_the_same() {
        // `page/page.test.mjs` holds the page to these two.
        assert_eq!(of_panel(&[7, 0, 1 << 40, 4_294_967_295]), 2_082_688_046);
        assert_eq!(of_panel(&[]), 0x811c_9dc5);
    }

    #[test]
    fn a_single_bit_anywhere_is_seen() {
        let of = |numbers: [u64; 3]| {
            let mut sum = Checksum::new();
            for number in numbers {
                sum.add(number);
            }
            sum.value()
        };
        for at in 0..3 {
            for bit in 0..53 {
                let mut other = [5, 6, 7];
                other[at] ^= 1 << bit;
                assert_ne!(of(other), of([5, 6, 7]));
            }
        }
    }
}
