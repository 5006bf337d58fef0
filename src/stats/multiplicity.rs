//! Many tests at once. In: p values, one for each testable member, on screen or not. Out: adjusted p values in the same
//! order: Holm, Scandinavian Journal of Statistics 6 (1979) 65–70, for "differ for sure" (the chance of any false star
//! stays below the level); Benjamini & Hochberg, JRSS B 57 (1995) 289–300, for screening (the expected share of false
//! finds does).

use crate::order::places;

/// Holm's adjusted p values.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let order = places(p.len(), &mut |a, b| p[a].total_cmp(&p[b]));
    let (mut adjusted, mut highest) = (vec![0.0; p.len()], 0.0_f64);
    for (rank, &place) in order.iter().enumerate() {
        highest = highest.max(p[place] * (p.len() - rank) as f64).min(1.0);
        adjusted[place] = highest;
    }
    adjusted
}

/// Benjamini and Hochberg's adjusted p values.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let order = places(p.len(), &mut |a, b| p[a].total_cmp(&p[b]));
    let (mut adjusted, mut lowest) = (vec![0.0; p.len()], 1.0_f64);
    for (rank, &place) in order.iter().enumerate().rev() {
        // The factor first: at the last rank it is one exactly, and rounding cannot push the product below p.
        lowest = lowest.min(p[place] * (p.len() as f64 / (rank + 1) as f64));
        adjusted[place] = lowest;
    }
    adjusted
}
