//! Numbers for what is too much for a table. In: combinations of keys as numbers of 64 bits. Out: 0, 1, 2 … in the order in
//! which they are first met.

/// Numbers combinations in the order in which they are first met. An open hash table with linear probing, at most half
/// full; the general one of the standard library is more to download. Only looked up, never iterated, so no order depends
/// on it.
#[derive(Default)]
pub(super) struct Numbers {
    /// A power of two of slots, each 0 or 1 + the number of a combination.
    slots: Vec<u32>,
    met: Vec<u64>,
}

impl Numbers {
    /// The combinations, by number.
    pub fn met(&self) -> &[u64] {
        &self.met
    }

    /// The number of a combination, a new one where it was not met before.
    pub fn number(&mut self, combination: u64) -> u32 {
        if self.met.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let slot = self.slot(combination);
        match self.slots.get_mut(slot) {
            Some(taken) if *taken > 0 => *taken - 1,
            free => {
                let number = self.met.len() as u32;
                self.met.push(combination);
                if let Some(free) = free {
                    *free = number + 1;
                }
                number
            }
        }
    }

    /// Where that combination stands, or else where it belongs.
    fn slot(&self, combination: u64) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = mixed(combination) as usize & mask;
        while let Some(number) = self.slots.get(slot).and_then(|taken| taken.checked_sub(1)) {
            if self.met.get(number as usize) == Some(&combination) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = vec![0; (self.slots.len() * 2).max(64)];
        for (number, &combination) in (1..).zip(&self.met) {
            let slot = self.slot(combination);
            if let Some(free) = self.slots.get_mut(slot) {
                *free = number;
            }
        }
    }
}

/// Hashes one number: the finaliser of `MurmurHash3` (Appleby), which spreads neighbouring combinations.
const fn mixed(number: u64) -> u64 {
    let mut hash = number;
    hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    #[test]
    fn combinations_are_numbered_as_they_are_met() {
        // A linear congruence: the same combinations on every machine, neighbours and strangers, many of them twice.
        let mut state = 1_u64;
        let mut numbers = Numbers::default();
        let mut met: Vec<u64> = Vec::new();
        for n in 0..4_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let combination = if n % 2 == 0 { (state >> 40) % 500 } else { (state >> 33) % 500 * 0x1_0000_0001 };
            let expected = met.iter().position(|&known| known == combination).unwrap_or(met.len());
            if expected == met.len() {
                met.push(combination);
            }
            assert_eq!(numbers.number(combination), expected as u32);
        }
        assert!(met.len() > 900, "{} combinations", met.len());
        assert_eq!(numbers.met, met);
    }
}
