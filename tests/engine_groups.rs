//! Questions of many groups, which are numbered otherwise than those of few: in a table, in a hash table, in stages. Held
//! against sums by hand, row by row.

mod support;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use proptest::prelude::*;
use redcat_report::contract::{DimensionIx, MeasureIx, MeasureKind, MemberIx};
use redcat_report::cube::Dataset;
use redcat_report::date::DateRange;
use redcat_report::query::{Filters, Key, NULL_KEY, Order, Query, Scope, run};
use support::documents::{Dice, FIRST_DAY, Row, cells, day, dimension, empty_report, measure};

/// Members by dimension: two keys make a few thousand combinations, some tens of thousands, or more than a table holds;
/// four make more than 32 bits can number.
const SIZES: [u64; 4] = [60, 90, 400, 3_000];
const DAYS: u64 = 40;
const BY: [DimensionIx; 4] = [DimensionIx(0), DimensionIx(1), DimensionIx(2), DimensionIx(3)];
const MEASURES: [MeasureIx; 3] = [MeasureIx(0), MeasureIx(1), MeasureIx(2)];

/// Sums by measure, rows, rows that lack the third.
type Found = ([i128; 3], u64, u64);

/// Rows whose members are often the same few; the second measure is sometimes negative, the third often not known.
fn rows(dice: &mut Dice, count: usize) -> Vec<Row> {
    let mut rows = Vec::with_capacity(count);
    for _ in 0..count {
        let few = dice.one_in(2);
        let keys = SIZES.map(|size| (!dice.one_in(20)).then(|| dice.below(if few { 3 } else { size }) as u32));
        let gmv = dice.below(1 << 20) as i64 - if dice.one_in(3) { 1 << 19 } else { 0 };
        let values = vec![Some(dice.below(300) as i64), Some(gmv), (!dice.one_in(4)).then_some(gmv / 7)];
        rows.push((dice.below(DAYS) as i32, keys.to_vec(), values));
    }
    rows
}

fn built(rows: &[Row]) -> Dataset {
    let dimensions = SIZES.map(|size| dimension(&format!("d{size}"), None, &vec![None; size as usize]));
    let kinds = [MeasureKind::Count, MeasureKind::Money, MeasureKind::Money];
    let measures = kinds.iter().enumerate().map(|(n, &kind)| measure(&format!("m{n}"), kind)).collect();
    let first = day(FIRST_DAY);
    let mut report = empty_report(dimensions.to_vec(), measures, first, first.plus(DAYS as i32 - 1));
    report.cells = vec![cells("rows", &BY, &MEASURES, first, rows)];
    Dataset::build(report).expect("rows that add up")
}

proptest! {
    #![proptest_config(support::cases(24))]

    #[test]
    fn many_groups_are_told_as_few_are(seed: u64, count in 0_usize..6_000) {
        let mut dice = Dice::new(seed);
        let rows = rows(&mut dice, count);
        let dataset = built(&rows);
        let first = day(FIRST_DAY);
        for _ in 0..6 {
            let mut group_by: Vec<Key> = BY.into_iter().filter(|_| dice.one_in(2)).map(Key::Dimension).collect();
            if dice.one_in(2) {
                group_by.insert(dice.below(group_by.len() as u64 + 1) as usize, Key::Day);
            }
            if dice.one_in(2) {
                group_by.reverse();
            }
            let last = dice.below(DAYS) as i32;
            let range = DateRange { from: first.plus(dice.below(last as u64 + 1) as i32), to: first.plus(last) };
            let mut filters = Filters::default();
            let allowed: Vec<u32> = (0..SIZES[1] as u32).filter(|_| dice.one_in(2)).collect();
            if dice.one_in(2) && !allowed.is_empty() {
                filters.insert(BY[1], allowed.iter().map(|&member| MemberIx(member)).collect());
            }
            let filtered = filters.get(&BY[1]).is_some();

            let mut expected: BTreeMap<Vec<i64>, Found> = BTreeMap::new();
            for (of, keys, values) in &rows {
                let date = first.plus(*of);
                if !range.contains(date) || (filtered && !keys[1].is_some_and(|member| allowed.contains(&member))) {
                    continue;
                }
                let rank = |key: &Key| match key {
                    Key::Dimension(ix) => keys[usize::from(ix.0)].map_or(i64::MAX, i64::from),
                    _ => i64::from(date.days()),
                };
                let group = expected.entry(group_by.iter().map(rank).collect()).or_default();
                for (sum, value) in group.0.iter_mut().zip(values) {
                    *sum += i128::from(value.unwrap_or(0));
                }
                group.1 += 1;
                group.2 += u64::from(values[2].is_none());
            }
            if group_by.is_empty() {
                expected.entry(Vec::new()).or_default();
            }
            let mut groups: Vec<_> = expected.into_iter().collect();
            let column = dice.below(3) as usize;
            let order = dice.one_in(2).then(|| Order { column, descending: dice.one_in(2) });
            match order {
                Some(Order { descending: true, .. }) => groups.sort_by_key(|(_, (sums, ..))| Reverse(sums[column])),
                Some(_) => groups.sort_by_key(|(_, (sums, ..))| sums[column]),
                None => {}
            }
            let limit = dice.one_in(2).then(|| dice.below(count as u64 + 1) as usize);
            let listed = limit.filter(|_| !group_by.is_empty()).unwrap_or(groups.len()).min(groups.len());

            let query = Query { group_by, measures: MEASURES.to_vec(), order, limit };
            let table = run(&dataset, &Scope { range, filters }, &query);
            prop_assert_eq!((table.rows, table.rows_beyond_limit), (listed, groups.len() - listed));
            for (row, (key, (sums, rows, lacking))) in groups.iter().take(listed).enumerate() {
                let rank = |&code: &i32| if code == NULL_KEY { i64::MAX } else { i64::from(code) };
                prop_assert_eq!(&table.key(row).iter().map(rank).collect::<Vec<_>>(), key);
                prop_assert_eq!(table.find(table.key(row)), Some(row));
                for (column, sum) in sums.iter().enumerate() {
                    let figure = table.figure(row, column).expect("a figure");
                    prop_assert_eq!((figure.value, figure.rows), (*sum, *rows));
                    prop_assert_eq!(figure.lacking, if column == 2 { *lacking } else { 0 });
                }
            }
            for (place, column) in table.columns.iter().enumerate() {
                let sum = |groups: &[(Vec<i64>, Found)]| {
                    groups.iter().fold((0, 0), |(sum, all), (_, (sums, rows, _))| (sum + sums[place], all + rows))
                };
                prop_assert_eq!((column.total.value, column.total.rows), sum(&groups));
                let others = column.others.map(|others| (others.value, others.rows));
                prop_assert_eq!(others, (listed < groups.len()).then(|| sum(&groups[listed..])));
            }
        }
    }
}
