//! The engine against a naive row scan, on random documents and questions, and the laws that hold for any answer.

mod support;

use proptest::prelude::*;
use redcat_report::contract::{Bits, DimensionIx, MeasureIx, MeasureKind, MemberIx, Report};
use redcat_report::cube::{Dataset, Spare};
use redcat_report::date::DateRange;
use redcat_report::query::{Cut, Figure, Figures, Filters, Key, NULL_KEY, Query, Scope, Table, Tile, explain, run};
use support::documents::{
    BRAND, CATEGORY, CHANNEL, Dice, FANS, GENDER, GMV, IMPRESSIONS, LINE, PRODUCT, READERS, VISITS, random_query,
    random_report, random_scope,
};
use support::oracle;

fn dataset(report: &Report) -> Dataset {
    Dataset::build(report.clone()).expect("a document of the generator is in order")
}

fn ranked(table: &Table, row: usize) -> Vec<i64> {
    let rank = |(key, &code): (&Key, &i32)| match key {
        Key::Dimension(_) if code == NULL_KEY => i64::MAX,
        _ => i64::from(code),
    };
    table.group_by.iter().zip(table.key(row)).map(rank).collect()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

fn same(left: &Figure, right: &Figure) -> bool {
    let exact = |figure: &Figure| Figure { estimate: 0.0, variance: 0.0, ..*figure };
    exact(left) == exact(right) && close(left.estimate, right.estimate) && close(left.variance, right.variance)
}

/// Everything a table holds, against what the oracle expects.
fn check(report: &Report, scope: &Scope, query: &Query, table: &Table) -> Result<(), TestCaseError> {
    let expected = oracle::answer(report, scope, query);
    let mut keys: Vec<Vec<i64>> = expected.groups.iter().cloned().collect();
    let sampled = |ix: MeasureIx| report.measures[usize::from(ix.0)].sample.is_some();
    let by = query.order.and_then(|order| Some((order, expected.columns[order.column].figures.as_ref()?)));
    if let Some((order, figures)) = by {
        // Estimates that are equal on paper may differ in the last bit, by the order of rows: then nothing says which of the
        // two comes first.
        let estimates: Vec<f64> = figures.values().map(|figure| figure.estimate).filter(|&of| of != 0.0).collect();
        let tie = |(n, a): (usize, &f64)| estimates[..n].iter().any(|b| close(*a, *b));
        if sampled(query.measures[order.column]) && estimates.iter().enumerate().any(tie) {
            return Ok(());
        }
        keys.sort_by(|a, b| {
            let (a, b) = (&figures[a], &figures[b]);
            let ascending = if sampled(query.measures[order.column]) {
                a.estimate.total_cmp(&b.estimate)
            } else {
                a.value.cmp(&b.value)
            };
            // What is hidden stands last: its place would tell of it.
            match (a.hidden, b.hidden) {
                (false, false) if order.descending => ascending.reverse(),
                (false, false) => ascending,
                (a, b) => a.cmp(&b),
            }
        });
    }
    let limit = query.limit.filter(|_| !query.group_by.is_empty()).unwrap_or(usize::MAX).min(keys.len());
    let (listed, beyond) = keys.split_at(limit);
    let got: Vec<Vec<i64>> = (0..table.rows).map(|row| ranked(table, row)).collect();
    prop_assert_eq!(&got[..], listed);
    prop_assert_eq!(table.rows_beyond_limit, beyond.len());
    for row in 0..table.rows {
        prop_assert_eq!(table.find(table.key(row)), Some(row));
    }
    prop_assert_eq!(table.columns.len(), query.measures.len());
    for (n, (column, expected)) in table.columns.iter().zip(&expected.columns).enumerate() {
        prop_assert_eq!(&column.cut, &expected.cut);
        prop_assert!(same(&column.total, &expected.total), "total {n}: {:?} not {:?}", column.total, expected.total);
        prop_assert_eq!(column.figures.is_some(), expected.figures.is_some());
        let Some(figures) = &expected.figures else { continue };
        for (row, key) in listed.iter().enumerate() {
            let figure = table.figure(row, n).expect("a figure for each row");
            prop_assert!(same(&figure, &figures[key]), "{key:?} column {n}: {figure:?} not {:?}", figures[key]);
        }
        prop_assert_eq!(column.others.is_some(), !beyond.is_empty());
        if let Some(others) = column.others {
            let measure = column.measure;
            let stock = report.measures[usize::from(measure.0)].kind == MeasureKind::Stock;
            let parts = beyond
                .iter()
                .filter(|key| !stock || oracle::holds_level(report, scope, query, &column.cut, key))
                .map(|key| &figures[key]);
            let sum = oracle::together(report, measure, parts);
            prop_assert!(same(&Figure { hidden: false, ..others }, &sum), "others {n}: {others:?} not {sum:?}");
        }
    }
    Ok(())
}

/// Gives half of the measures a value wherever it is null: where something is unknown, not all can be rolled up.
fn know_some_measures(report: &mut Report, dice: &mut Dice) {
    for value in report.cells.iter_mut().flat_map(|cells| &mut cells.values) {
        if dice.one_in(2) {
            let column = &value.column;
            value.column = (0..column.len()).map(|row| Some(column.get(row).unwrap_or(17))).collect();
            value.suppressed = Bits::default();
        }
    }
}

const ALL_ROLL_UPS: Spare =
    Spare { from_rows: 0, each_percent: 1_000_000, all_percent: 1_000_000, least_gain: 0, bytes_a_row: 1_000_000 };

/// Every roll-up, of every cube, however small; how many.
fn prepare(dataset: &Dataset) -> usize {
    (0..10_000).take_while(|_| dataset.prepare(&ALL_ROLL_UPS)).count()
}

fn is_additive(report: &Report, ix: MeasureIx) -> bool {
    let kind = report.measures[usize::from(ix.0)].kind;
    matches!(kind, MeasureKind::Count | MeasureKind::Money | MeasureKind::SumSquares)
}

proptest! {
    #![proptest_config(support::cases(256))]

    #[test]
    fn answers_equal_those_of_a_naive_row_scan(seed: u64, rows in 0_usize..60) {
        let mut dice = Dice::new(seed);
        let report = random_report(&mut dice, rows);
        let dataset = dataset(&report);
        for _ in 0..8 {
            let (scope, query) = (random_scope(&mut dice, &report), random_query(&mut dice));
            check(&report, &scope, &query, &run(&dataset, &scope, &query))?;
        }
    }

    #[test]
    fn answers_out_of_roll_ups_equal_those_of_a_naive_row_scan(seed: u64, rows in 0_usize..60) {
        let mut dice = Dice::new(seed);
        let mut report = random_report(&mut dice, rows);
        know_some_measures(&mut report, &mut dice);
        let dataset = dataset(&report);
        prepare(&dataset);
        for _ in 0..8 {
            let (scope, query) = (random_scope(&mut dice, &report), random_query(&mut dice));
            check(&report, &scope, &query, &run(&dataset, &scope, &query))?;
        }
    }

    #[test]
    fn a_tile_tells_over_any_days_what_a_question_does(seed: u64, rows in 0_usize..300, prepared: bool) {
        let mut dice = Dice::new(seed);
        let mut report = random_report(&mut dice, rows);
        if dice.one_in(2) {
            report.meta.min_cell = 0;
        }
        know_some_measures(&mut report, &mut dice);
        let dataset = dataset(&report);
        if prepared {
            prepare(&dataset);
        }
        let filters = random_scope(&mut dice, &report).filters;
        for panel in [PRODUCT, CHANNEL, CATEGORY, GENDER, BRAND, LINE] {
            let mut filters = filters.clone();
            filters.remove(&panel);
            for measure in [GMV, IMPRESSIONS, READERS, FANS, VISITS] {
                let Some(mut tiling) = Tile::begin(&dataset, &filters, panel, measure) else { continue };
                // Roll-ups that are made between two steps change nothing.
                while tiling.step(&dataset, 20) {
                    dataset.prepare(&ALL_ROLL_UPS);
                }
                let tile = tiling.finish();
                let query = Query { group_by: vec![Key::Dimension(panel)], measures: vec![measure], ..Query::default() };
                for _ in 0..4 {
                    let range = random_scope(&mut dice, &report).range;
                    let table = run(&dataset, &Scope { range, filters: filters.clone() }, &query);
                    prop_assert!(table.columns[0].cut.is_exact());
                    prop_assert!(table.columns[0].figures.iter().flat_map(Figures::iter).all(|figure| !figure.hidden));
                    let expected: Vec<(i32, i128, u64)> = (0..table.rows)
                        .map(|row| (table.key(row)[0], table.figure(row, 0).expect("a figure")))
                        .map(|(code, figure)| (code, figure.value, figure.rows))
                        // The people that the floor looks at may have groups of their own.
                        .filter(|(_, _, rows)| *rows > 0)
                        .collect();
                    let told = tile.over(range);
                    let told: Vec<_> = told.iter().map(|sum| (sum.code, i128::from(sum.value), u64::from(sum.rows))).collect();
                    prop_assert_eq!(told, expected);
                }
            }
        }
    }

    #[test]
    fn children_add_up_to_their_parent(seed: u64, rows in 0_usize..60) {
        let mut dice = Dice::new(seed);
        let report = random_report(&mut dice, rows);
        let dataset = dataset(&report);
        let scope = random_scope(&mut dice, &report);
        for (parent, child) in [(BRAND, PRODUCT), (BRAND, LINE), (CATEGORY, BRAND), (CATEGORY, CHANNEL)] {
            let ask = |scope: &Scope, by: Vec<Key>| {
                run(&dataset, scope, &Query { group_by: by, measures: vec![GMV, FANS], ..Query::default() })
            };
            let parents = ask(&scope, vec![Key::Dimension(parent)]);
            let both = ask(&scope, vec![Key::Dimension(parent), Key::Dimension(child)]);
            for column in 0..2 {
                // Cubes of other grain may answer the two questions; the law is one cube's.
                if !both.columns[column].cut.is_exact() || parents.columns[column].cut != both.columns[column].cut {
                    continue;
                }
                for row in 0..parents.rows {
                    let parent = parents.figure(row, column).expect("a figure");
                    let children = (0..both.rows).filter(|&r| both.key(r)[..1] == *parents.key(row));
                    let parts: Vec<Figure> = children.filter_map(|r| both.figure(r, column)).collect();
                    prop_assert_eq!(parts.iter().map(|part| part.value).sum::<i128>(), parent.value);
                    prop_assert_eq!(parts.iter().map(|part| part.lacking).sum::<u64>(), parent.lacking);
                }
            }
        }
    }

    #[test]
    fn a_panel_ignores_its_own_filter(seed: u64, rows in 0_usize..60) {
        let mut dice = Dice::new(seed);
        let report = random_report(&mut dice, rows);
        let dataset = dataset(&report);
        let scope = random_scope(&mut dice, &report);
        for panel in [PRODUCT, CHANNEL, CATEGORY, GENDER, BRAND, LINE] {
            let query = Query { group_by: vec![Key::Dimension(panel)], measures: vec![GMV], ..Query::default() };
            let bars = run(&dataset, &scope.without(panel), &query);
            if !bars.columns[0].cut.is_exact() {
                continue;
            }
            for row in 0..bars.rows {
                let code = bars.key(row)[0];
                let member = if code == NULL_KEY { MemberIx::NULL } else { MemberIx(code as u32) };
                let single = run(&dataset, &scope.with(panel, member), &query);
                prop_assert_eq!(single.columns[0].total.value, bars.figure(row, 0).expect("a figure").value);
            }
        }
    }

    #[test]
    fn splitting_a_date_range_adds_up(seed: u64, rows in 0_usize..60) {
        let mut dice = Dice::new(seed);
        let report = random_report(&mut dice, rows);
        let dataset = dataset(&report);
        let (scope, mut query) = (random_scope(&mut dice, &report), random_query(&mut dice));
        query.group_by.retain(|key| matches!(key, Key::Dimension(_)));
        query.limit = None;
        let first_days = 1 + dice.below(u64::from(scope.range.len())) as i32;
        let cut = scope.range.from.plus(first_days - 1);
        let whole = run(&dataset, &scope, &query);
        let halves: Vec<Table> = [(scope.range.from, cut), (cut.plus(1), scope.range.to)]
            .into_iter()
            .filter_map(|(from, to)| DateRange::new(from, to))
            .map(|range| run(&dataset, &scope.over(range), &query))
            .collect();
        for (n, column) in whole.columns.iter().enumerate().filter(|(_, column)| is_additive(&report, column.measure)) {
            let total: i128 = halves.iter().map(|half| half.columns[n].total.value).sum();
            prop_assert_eq!(column.total.value, total);
            for row in 0..whole.rows {
                let part = |half: &Table| half.find(whole.key(row)).and_then(|row| half.figure(row, n));
                let sum: i128 = halves.iter().filter_map(part).map(|figure| figure.value).sum();
                prop_assert_eq!(whole.figure(row, n).map_or(0, |figure| figure.value), sum);
            }
        }
    }

    #[test]
    fn listed_and_others_come_to_the_total(seed: u64, rows in 0_usize..60) {
        let mut dice = Dice::new(seed);
        let report = random_report(&mut dice, rows);
        let dataset = dataset(&report);
        let (scope, mut query) = (random_scope(&mut dice, &report), random_query(&mut dice));
        query.limit = Some(dice.below(4) as usize);
        if query.group_by.is_empty() {
            query.group_by.push(Key::Dimension(CHANNEL));
        }
        let table = run(&dataset, &scope, &query);
        for column in table.columns.iter().filter(|column| is_additive(&report, column.measure)) {
            let Some(figures) = &column.figures else { continue };
            let listed: i128 = figures.iter().map(|figure| figure.value).sum();
            prop_assert_eq!(listed + column.others.map_or(0, |others| others.value), column.total.value);
        }
    }

    #[test]
    fn the_order_of_filters_and_of_their_members_is_irrelevant(seed: u64, rows in 0_usize..60) {
        let mut dice = Dice::new(seed);
        let report = random_report(&mut dice, rows);
        let dataset = dataset(&report);
        let (scope, query) = (random_scope(&mut dice, &report), random_query(&mut dice));
        let entries = scope.filters.iter().map(|(&dimension, members)| (dimension, members.to_vec()));
        let mut filters: Vec<(DimensionIx, Vec<MemberIx>)> = entries.collect();
        let mut shuffled = Scope { range: scope.range, filters: Filters::default() };
        while !filters.is_empty() {
            let (dimension, mut members) = filters.remove(dice.below(filters.len() as u64) as usize);
            members.reverse();
            shuffled.filters.insert(dimension, members);
        }
        prop_assert_eq!(run(&dataset, &scope, &query), run(&dataset, &shuffled, &query));
    }
}

#[test]
fn the_generator_makes_what_the_properties_are_about() {
    let (mut exact, mut unfiltered, mut ungrouped, mut uniques, mut hidden, mut others) = (0, 0, 0, 0, 0, 0);
    let (mut bounds, mut withheld, mut duplicates, mut wide, mut unknown_rates) = (0, 0, 0, 0, 0);
    for seed in 0..200 {
        let mut dice = Dice::new(seed);
        let report = random_report(&mut dice, 40);
        let dataset = dataset(&report);
        duplicates += dataset.report.warnings.len();
        for _ in 0..8 {
            let (scope, query) = (random_scope(&mut dice, &report), random_query(&mut dice));
            let table = run(&dataset, &scope, &query);
            for column in &table.columns {
                match column.cut {
                    Cut::Exact { .. } => exact += 1,
                    Cut::ExactUnique => uniques += 1,
                    Cut::Unfiltered { .. } => unfiltered += 1,
                    Cut::Ungrouped { .. } => ungrouped += 1,
                    Cut::Absent => {}
                }
                others += usize::from(column.others.is_some());
                for figure in column.figures.iter().flat_map(Figures::iter) {
                    hidden += usize::from(figure.hidden);
                    withheld += usize::from(figure.suppressed > 0);
                    bounds += usize::from(figure.value != figure.upper);
                    wide += usize::from(figure.value > 1 << 53);
                    unknown_rates += usize::from(figure.rate_unknown);
                }
            }
        }
    }
    for (what, met) in [
        ("exact", exact),
        ("unfiltered", unfiltered),
        ("ungrouped", ungrouped),
        ("exact uniques", uniques),
        ("hidden", hidden),
        ("others", others),
        ("bounds", bounds),
        ("withheld", withheld),
        ("warnings", duplicates),
        ("sums past 2^53", wide),
        ("unknown rates", unknown_rates),
    ] {
        assert!(met >= 20, "{what}: met only {met} times");
    }
}

#[test]
fn tiles_are_made_where_sums_tell_all_and_refused_elsewhere() {
    let (mut made, mut refused) = (0, 0);
    for seed in 0..100 {
        let mut dice = Dice::new(seed);
        let mut report = random_report(&mut dice, 40);
        know_some_measures(&mut report, &mut dice);
        let dataset = dataset(&report);
        for measure in (0..report.measures.len() as u16).map(MeasureIx) {
            let tile = Tile::new(&dataset, &Filters::default(), CHANNEL, measure);
            made += usize::from(tile.is_some());
            refused += usize::from(tile.is_none());
            let sums_tell = is_additive(&report, measure) && report.measures[usize::from(measure.0)].sample.is_none();
            assert!(sums_tell || tile.is_none(), "{measure:?}");
        }
    }
    assert!(made > 50 && refused > 50, "{made} made, {refused} refused");
}

#[test]
fn roll_ups_answer_what_they_can_out_of_fewer_rows() {
    let (mut rolled, mut whole, mut lacking) = (0, 0, 0);
    for seed in 0..100 {
        let mut dice = Dice::new(seed);
        let mut report = random_report(&mut dice, 40);
        know_some_measures(&mut report, &mut dice);
        let dataset = dataset(&report);
        let made = prepare(&dataset);
        assert_eq!(prepare(&dataset), 0, "after {made} there is none left to make");
        for _ in 0..8 {
            let (scope, query) = (random_scope(&mut dice, &report), random_query(&mut dice));
            let answer = run(&dataset, &scope, &query);
            for pass in explain(&dataset, &scope, &query) {
                let at_least = answer.columns.iter().filter(|column| column.total.lacking > 0);
                lacking += at_least.filter(|column| pass.rolled_up && pass.measures.contains(&column.measure)).count();
                rolled += usize::from(pass.rolled_up);
                whole += usize::from(!pass.rolled_up);
                for &measure in pass.measures.iter().filter(|_| pass.rolled_up) {
                    assert!(is_additive(&report, measure), "{measure:?} does not add up");
                }
                assert!(pass.rows <= dataset.cubes[pass.cube].rows());
            }
        }
    }
    assert!(rolled > 300 && whole > 300 && lacking > 50, "{rolled} out of roll-ups, {lacking} lack, {whole} of rows");
}

#[test]
fn uniques_stay_inside_their_bounds() {
    for seed in 0..200 {
        let mut dice = Dice::new(seed);
        let report = random_report(&mut dice, 40);
        let dataset = dataset(&report);
        let scope = random_scope(&mut dice, &report);
        let query =
            Query { group_by: vec![Key::Dimension(CHANNEL)], measures: vec![READERS, IMPRESSIONS], ..Query::default() };
        let table = run(&dataset, &scope, &query);
        for figure in table.columns.iter().flat_map(|column| column.figures.iter().flat_map(Figures::iter)) {
            assert!(figure.value <= figure.upper);
        }
    }
}
