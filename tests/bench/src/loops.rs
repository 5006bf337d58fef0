//! What the engine is measured against: the loop that a programmer would write for the question. In: facts as plain
//! columns, a question, how many of the measures. Out: sums by group. Filters are tables from member to yes or no, groups
//! are numbered densely.

use super::facts::{DAYS, Facts, KEYS, MEASURES};
use super::questions::{By, Question};

/// Group number (by the number of the first key, then of the second), rows, and the sums.
pub struct Sums {
    /// How many groups there can be.
    pub groups: usize,
    /// Rows by group.
    pub rows: Vec<u64>,
    /// Sums by group, [`MEASURES`] each.
    pub by_group: Vec<[u64; MEASURES.len()]>,
}

/// Adds up every measure.
pub fn answer(facts: &Facts, question: &Question) -> Sums {
    let groups: usize = question.by.iter().map(|by| by.choices()).product();
    let column = |by: &By| match by {
        By::Key(key) => &facts.keys[*key],
        By::Day => &facts.day,
    };
    let by: Vec<&Vec<u16>> = question.by.iter().map(column).collect();
    let mut sums = Sums { groups, rows: vec![0; groups], by_group: vec![[0; MEASURES.len()]; groups] };
    match by[..] {
        [] => pass(facts, question, &mut sums, |_| 0),
        [by] => pass(facts, question, &mut sums, |row| usize::from(by[row])),
        [outer, inner, ..] => {
            let width = question.by[1].choices();
            pass(facts, question, &mut sums, |row| usize::from(outer[row]) * width + usize::from(inner[row]));
        }
    }
    sums
}

fn pass(facts: &Facts, question: &Question, sums: &mut Sums, group: impl Fn(usize) -> usize + Copy) {
    let tables: Vec<(&[u16], Vec<bool>)> = filters(facts, question);
    match &tables[..] {
        [] => add(facts, sums, |_| true, group),
        [(a, of_a)] => add(facts, sums, |row| of_a[usize::from(a[row])], group),
        [(a, of_a), (b, of_b)] => {
            add(facts, sums, |row| of_a[usize::from(a[row])] && of_b[usize::from(b[row])], group);
        }
        all => {
            let counts = |row: usize| all.iter().all(|(column, table)| table[usize::from(column[row])]);
            add(facts, sums, counts, group);
        }
    }
}

fn filters<'a>(facts: &'a Facts, question: &Question) -> Vec<(&'a [u16], Vec<bool>)> {
    let mut tables: Vec<(&[u16], Vec<bool>)> = Vec::new();
    for (key, members) in &question.filters {
        tables.push((&facts.keys[*key], table(*key, members)));
    }
    let (from, to) = question.days;
    if (from, to) != (0, DAYS - 1) {
        tables.push((&facts.day, (0..DAYS).map(|day| from <= day && day <= to).collect()));
    }
    tables
}

fn table(key: usize, members: &[u16]) -> Vec<bool> {
    let mut table = vec![false; KEYS[key].1];
    for &member in members {
        table[usize::from(member)] = true;
    }
    table
}

fn add(facts: &Facts, sums: &mut Sums, counts: impl Fn(usize) -> bool, group: impl Fn(usize) -> usize) {
    let rows = facts.rows();
    let values: [&[u32]; MEASURES.len()] = std::array::from_fn(|n| &facts.values[n][..rows]);
    for row in 0..rows {
        if counts(row) {
            let group = group(row);
            sums.rows[group] += 1;
            for (sum, column) in sums.by_group[group].iter_mut().zip(values) {
                *sum += u64::from(column[row]);
            }
        }
    }
}

/// All panels of a brush in one pass: sums of the last measure by panel and member. `panels` as
/// [`super::questions::panels`] gives them: a row that fails one filter counts in the panel of its key, a row that fails
/// none in all of them.
pub fn brush(facts: &Facts, panels: &[Question]) -> Vec<Vec<u64>> {
    let mut sums: Vec<Vec<u64>> = panels.iter().map(|panel| vec![0; panel.by[0].choices()]).collect();
    // A panel whose own key is not filtered has all the filters.
    let Some(whole) = panels.iter().max_by_key(|panel| panel.filters.len()) else { return sums };
    let tables: Vec<(usize, Vec<bool>)> =
        whole.filters.iter().map(|(key, members)| (*key, table(*key, members))).collect();
    let (from, to) = (whole.days.0 as u16, whole.days.1 as u16);
    let last = &facts.values[MEASURES.len() - 1];
    for row in 0..facts.rows() {
        if facts.day[row] < from || facts.day[row] > to {
            continue;
        }
        let value = u64::from(last[row]);
        let mut failed = tables.iter().filter(|(key, table)| !table[usize::from(facts.keys[*key][row])]);
        match (failed.next(), failed.next()) {
            (None, _) => {
                for (key, sums) in sums.iter_mut().enumerate() {
                    sums[usize::from(facts.keys[key][row])] += value;
                }
            }
            (Some((key, _)), None) => sums[*key][usize::from(facts.keys[*key][row])] += value,
            _ => {}
        }
    }
    sums
}
