//! Whether groups come back at different speeds. In: life tables, each of one group within one stratum. Out: the
//! log-rank test (Mantel, "Evaluation of survival data and two new rank order statistics", Cancer Chemotherapy Reports
//! 50 (1966) 163–170) for any number of groups: observed less expected events of each group, added up over ages and
//! strata, against their hypergeometric variances. With one stratum it is the plain test. Refuses groups that never
//! stand beside each other, and tables without events.

use super::refusal::Refusal;
use super::significance::{ChiSquare, chi_square};
use super::survival::LifeRow;

/// A variance this much smaller than the largest is rounding: that group adds no degree of freedom.
const NEGLIGIBLE: f64 = 1e-10;

/// The life table of some customers of one group within one stratum. Several tables may name the same group and
/// stratum: they are added up at equal age.
#[derive(Clone, Copy, Debug)]
pub struct Life<'a> {
    /// Groups that are compared, from 0.
    pub group: usize,
    /// Strata within which they are, from 0.
    pub stratum: usize,
    /// Ages ascending.
    pub rows: &'a [LifeRow],
}

/// The test of "no group differs in any stratum".
pub fn log_rank(lives: &[Life<'_>]) -> Result<ChiSquare, Refusal> {
    let count = |number: fn(&Life<'_>) -> usize| lives.iter().map(number).max().map_or(0, |highest| highest + 1);
    let (groups, strata) = (count(|life| life.group), count(|life| life.stratum));
    if groups < 2 {
        return Err(Refusal::OneGroup);
    }
    let (mut surplus, mut variance) = (vec![0.0; groups], vec![0.0; groups * groups]);
    let (mut events_seen, mut side_by_side) = (false, false);
    let mut at_risk = vec![0.0; groups];
    for stratum in 0..strata {
        let tables: Vec<&Life<'_>> = lives.iter().filter(|life| life.stratum == stratum).collect();
        let mut next = vec![0; tables.len()];
        loop {
            let ages = tables.iter().zip(&next).filter_map(|(life, &place)| Some(life.rows.get(place)?.age));
            let Some(age) = ages.min() else { break };
            at_risk.fill(0.0);
            let (mut all, mut events) = (0.0, 0.0);
            for (life, place) in tables.iter().zip(&mut next) {
                let Some(row) = life.rows.get(*place).filter(|row| row.age == age) else { continue };
                if row.events > row.at_risk {
                    return Err(Refusal::ExceedsWhole);
                }
                *place += 1;
                at_risk[life.group] += row.at_risk as f64;
                surplus[life.group] += row.events as f64;
                all += row.at_risk as f64;
                events += row.events as f64;
            }
            events_seen |= events > 0.0;
            side_by_side |= at_risk.iter().filter(|&&n| n > 0.0).count() > 1;
            if events == 0.0 {
                continue;
            }
            let spread = if all > 1.0 { events * (all - events) / (all - 1.0) } else { 0.0 };
            for (j, &n) in at_risk.iter().enumerate() {
                let share = n / all;
                surplus[j] -= events * share;
                for (l, &other) in at_risk.iter().enumerate() {
                    let same = if j == l { 1.0 } else { 0.0 };
                    variance[j * groups + l] += spread * share * (same - other / all);
                }
            }
        }
    }
    match (side_by_side, events_seen) {
        (false, _) => Err(Refusal::OneGroup),
        (true, false) => Err(Refusal::NoEvents),
        (true, true) => {
            let (statistic, rank) = quadratic_form(&mut surplus, &mut variance);
            // All who were at risk had the event at once: nobody was left to differ.
            if rank == 0 { Err(Refusal::NoSpread) } else { Ok(chi_square(statistic, rank)) }
        }
    }
}

/// `uᵀ V⁻ u` and the rank of V, which is symmetric and whose rows add up to zero: eliminates by the largest pivot on
/// the diagonal until only rounding is left. Uses up both.
fn quadratic_form(u: &mut [f64], v: &mut [f64]) -> (f64, u32) {
    let size = u.len();
    let diagonal = |v: &[f64], done: &[bool]| {
        let open = (0..size).filter(|&j| !done[j]);
        open.max_by(|&j, &l| v[j * size + j].total_cmp(&v[l * size + l]))
    };
    let mut done = vec![false; size];
    let (mut statistic, mut rank, mut least) = (0.0, 0, 0.0);
    while let Some(pivot) = diagonal(v, &done) {
        let variance = v[pivot * size + pivot];
        if rank == 0 {
            least = variance * NEGLIGIBLE;
        }
        if variance <= least {
            break;
        }
        done[pivot] = true;
        rank += 1;
        statistic += u[pivot] * u[pivot] / variance;
        for j in 0..size {
            if done[j] {
                continue;
            }
            let factor = v[j * size + pivot] / variance;
            u[j] -= factor * u[pivot];
            for l in 0..size {
                v[j * size + l] -= factor * v[pivot * size + l];
            }
        }
    }
    (statistic, rank)
}

#[cfg(test)]
mod tests {
    use super::{Life, log_rank};
    use crate::stats::Refusal;
    use crate::stats::survival::LifeRow;

    fn rows(counts: &[(u64, u64)]) -> Vec<LifeRow> {
        let row = |(age, &(at_risk, events))| LifeRow { age, at_risk, events };
        (0..).zip(counts).map(row).collect()
    }

    /// At risk and events by age, of a group in a stratum.
    type Table<'a> = (usize, usize, &'a [(u64, u64)]);

    fn test(tables: &[Table<'_>]) -> Result<(f64, u32), Refusal> {
        let tables: Vec<_> = tables.iter().map(|&(group, stratum, counts)| (group, stratum, rows(counts))).collect();
        let lives: Vec<Life<'_>> =
            tables.iter().map(|(group, stratum, rows)| Life { group: *group, stratum: *stratum, rows }).collect();
        log_rank(&lives).map(|found| (found.test.statistic, found.df))
    }

    #[test]
    fn refuses_what_it_cannot_tell() {
        assert_eq!(test(&[]), Err(Refusal::OneGroup));
        assert_eq!(test(&[(0, 0, &[(5, 1)])]), Err(Refusal::OneGroup));
        // Two groups, each in a stratum of its own, never meet.
        assert_eq!(test(&[(0, 0, &[(5, 1)]), (1, 1, &[(5, 2)])]), Err(Refusal::OneGroup));
        assert_eq!(test(&[(0, 0, &[(5, 0)]), (1, 0, &[(5, 0)])]), Err(Refusal::NoEvents));
        assert_eq!(test(&[(0, 0, &[(5, 5)]), (1, 0, &[(4, 4)])]), Err(Refusal::NoSpread));
        assert_eq!(test(&[(0, 0, &[(5, 6)]), (1, 0, &[(5, 0)])]), Err(Refusal::ExceedsWhole));
    }

    #[test]
    fn a_group_that_is_never_at_risk_adds_no_degree_of_freedom() {
        let two = test(&[(0, 0, &[(9, 3), (6, 1)]), (1, 0, &[(8, 1), (7, 1)])]).expect("a test");
        let with_empty =
            test(&[(0, 0, &[(9, 3), (6, 1)]), (1, 0, &[(0, 0), (0, 0)]), (2, 0, &[(8, 1), (7, 1)])]).expect("a test");
        assert_eq!(two, with_empty);
        assert_eq!(two.1, 1);
    }
}
