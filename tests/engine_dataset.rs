//! What becomes of facts when a dataset is built: hierarchies, repeated rows, warnings, exact sums, the display floor.

mod support;

use redcat_report::contract::{
    Column, DimensionIx, FunnelStep, MeasureIx, MeasureKind, MemberIx, Report, UniqueCut, Unit, Warning, WarningKind,
};
use redcat_report::cube::{Building, Dataset, ROWS_A_STEP, Spare};
use redcat_report::date::DateRange;
use redcat_report::error::ErrorKind;
use redcat_report::query::{Cut, Filters, Key, NULL_KEY, Query, Scope, Table, run};
use support::documents::{Row, cells, day, dimension, empty_report, measure};

const CATEGORY: DimensionIx = DimensionIx(0);
const PRODUCT: DimensionIx = DimensionIx(1);
const GENDER: DimensionIx = DimensionIx(2);
const ORDERS: MeasureIx = MeasureIx(0);
const READERS: MeasureIx = MeasureIx(1);
const FANS: MeasureIx = MeasureIx(2);
const GMV: MeasureIx = MeasureIx(3);

/// Two categories, three products (two in the first), two genders; 2025-05-01 through 2025-05-10.
fn report() -> Report {
    let mut readers = measure("readers", MeasureKind::Unique);
    readers.unit = Some(Unit::Person);
    empty_report(
        vec![
            dimension("category", None, &[None, None]),
            dimension("product", Some(CATEGORY), &[Some(0), Some(0), Some(1)]),
            dimension("gender", None, &[None, None]),
        ],
        vec![
            measure("orders", MeasureKind::Count),
            readers,
            measure("fans", MeasureKind::Stock),
            measure("gmv", MeasureKind::Money),
        ],
        day("2025-05-01"),
        day("2025-05-10"),
    )
}

fn with_cube(mut report: Report, id: &str, by: &[DimensionIx], measures: &[MeasureIx], rows: &[Row]) -> Report {
    report.cells.push(cells(id, by, measures, day("2025-05-01"), rows));
    report
}

fn build(report: Report) -> Dataset {
    Dataset::build(report).expect("a document in order")
}

fn everything(dataset: &Dataset) -> Scope {
    Scope { range: dataset.report.complete_range(), filters: Filters::default() }
}

fn ask(dataset: &Dataset, scope: &Scope, by: &[Key], measures: &[MeasureIx]) -> Table {
    run(dataset, scope, &Query { group_by: by.to_vec(), measures: measures.to_vec(), ..Query::default() })
}

fn values(table: &Table, column: usize) -> Vec<(i32, i128)> {
    (0..table.rows).map(|row| (table.key(row)[0], table.figure(row, column).expect("a figure").value)).collect()
}

#[test]
fn a_coarser_member_stands_where_the_finer_is_unknown() {
    let rows: [Row; 4] = [
        (0, vec![Some(2), None], vec![Some(1)]),
        (0, vec![None, Some(1)], vec![Some(10)]),
        (0, vec![None, None], vec![Some(100)]),
        (1, vec![Some(0), Some(0)], vec![Some(1000)]),
    ];
    let dataset = build(with_cube(report(), "main", &[PRODUCT, CATEGORY], &[ORDERS], &rows));
    let by_category = ask(&dataset, &everything(&dataset), &[Key::Dimension(CATEGORY)], &[ORDERS]);
    assert_eq!(values(&by_category, 0), [(0, 1000), (1, 11), (NULL_KEY, 100)]);
    let by_product = ask(&dataset, &everything(&dataset), &[Key::Dimension(PRODUCT)], &[ORDERS]);
    assert_eq!(values(&by_product, 0), [(0, 1000), (2, 1), (NULL_KEY, 110)]);
    let second = everything(&dataset).with(CATEGORY, MemberIx(1));
    assert_eq!(values(&ask(&dataset, &second, &[Key::Dimension(PRODUCT)], &[ORDERS]), 0), [(2, 1), (NULL_KEY, 10)]);
    let unknown = everything(&dataset).with(CATEGORY, MemberIx::NULL);
    assert_eq!(ask(&dataset, &unknown, &[], &[ORDERS]).columns[0].total.value, 100);
}

#[test]
fn keys_that_contradict_each_other_on_a_shared_ancestor_are_refused() {
    let mut report = report();
    report.dimensions.push(dimension("line", Some(CATEGORY), &[Some(0), Some(1)]));
    let rows: [Row; 2] = [(0, vec![Some(0), Some(0)], vec![Some(1)]), (0, vec![Some(0), Some(1)], vec![Some(1)])];
    let error = Dataset::build(with_cube(report, "main", &[PRODUCT, DimensionIx(3)], &[ORDERS], &rows))
        .expect_err("product 0 and line 1 lie in different categories");
    assert_eq!((error.kind(), error.path()), (ErrorKind::ParentDisagrees, "cells.main.keys.category[1]"));
}

#[test]
fn repeated_rows_are_added_and_counted_but_refused_for_uniques_and_stocks() {
    let rows: [Row; 4] = [
        (3, vec![Some(1)], vec![Some(5)]),
        (0, vec![Some(0)], vec![Some(7)]),
        (3, vec![Some(1)], vec![None]),
        (3, vec![Some(1)], vec![Some(2)]),
    ];
    let dataset = build(with_cube(report(), "main", &[PRODUCT], &[ORDERS], &rows));
    assert_eq!(
        dataset.report.warnings,
        [Warning { kind: WarningKind::DuplicateRows, path: "cells.main".into(), count: 2, names: vec!["main".into()] }]
    );
    let table = ask(&dataset, &everything(&dataset), &[Key::Dimension(PRODUCT)], &[ORDERS]);
    let figure = table.figure(1, 0).expect("product 1");
    assert_eq!((figure.value, figure.rows, figure.lacking), (7, 3, 1));
    for (measure, id) in [(READERS, "readers"), (FANS, "fans")] {
        let error = Dataset::build(with_cube(report(), "main", &[PRODUCT], &[measure], &rows)).expect_err(id);
        let paths: Vec<&str> = error.faults().iter().map(|fault| &*fault.path).collect();
        assert_eq!(error.kind(), ErrorKind::DuplicateRow);
        assert_eq!(paths, [format!("cells.main.values.{id}[2]"), format!("cells.main.values.{id}[3]")]);
        let mut as_records = with_cube(report(), "main", &[PRODUCT], &[measure], &rows);
        as_records.cells[0].as_records = true;
        let error = Dataset::build(as_records).expect_err(id);
        assert_eq!(error.path(), format!("cells.main.records[2].{id}"));
    }
}

#[test]
fn cubes_that_disagree_on_a_total_are_named() {
    let of = |value: i64| -> [Row; 2] {
        [(0, vec![Some(0)], vec![Some(value), Some(3)]), (1, vec![Some(1)], vec![Some(1), Some(4)])]
    };
    let report = with_cube(report(), "a", &[PRODUCT], &[ORDERS, GMV], &of(10));
    let report = with_cube(report, "b", &[GENDER], &[ORDERS, GMV], &of(12));
    let found = build(report).report.warnings;
    assert_eq!(
        found,
        [Warning {
            kind: WarningKind::CubesDisagree,
            path: "cells".into(),
            count: 1,
            names: vec!["orders".into(), "a".into(), "b".into()]
        }]
    );
}

#[test]
fn a_step_that_exceeds_the_one_containing_it_is_named_unless_exempt() {
    let step = |measure: MeasureIx, id: &str| FunnelStep {
        id: id.into(),
        label: None,
        measure,
        parts: Vec::new(),
        optional: false,
        route: None,
    };
    let rows: [Row; 1] = [(0, vec![], vec![Some(10), Some(12)])];
    let mut base = with_cube(report(), "main", &[], &[ORDERS, GMV], &rows);
    base.funnel = vec![step(ORDERS, "first"), step(GMV, "second")];
    let warned = |report: &Report| {
        build(report.clone()).report.warnings.iter().any(|warning| warning.kind == WarningKind::StepExceedsPrevious)
    };
    assert!(!warned(&base), "nothing says that one contains the other");
    base.measures[3].subset_of = Some(ORDERS);
    assert!(warned(&base));
    let exempt = |change: fn(&mut Report)| {
        let mut report = base.clone();
        change(&mut report);
        !warned(&report)
    };
    assert!(exempt(|report| report.funnel[1].optional = true));
    assert!(exempt(|report| report.funnel[1].route = Some(MemberIx(0))));
    assert!(exempt(|report| report.funnel[0].route = Some(MemberIx(0))));
    assert!(exempt(|report| report.funnel.swap(0, 1)));
}

#[test]
fn sums_past_what_a_float_holds_are_exact() {
    let largest = (1_i64 << 53) - 1;
    let rows: Vec<Row> = (0..3000)
        .map(|n| (n % 10, vec![Some((n % 3) as u32)], vec![Some(largest - i64::from(n % 2)), Some(-largest)]))
        .collect();
    let dataset = build(with_cube(report(), "main", &[PRODUCT], &[ORDERS, GMV], &rows));
    let table = ask(&dataset, &everything(&dataset), &[], &[ORDERS, GMV]);
    assert_eq!(table.columns[0].total.value, 3000 * i128::from(largest) - 1500);
    assert_eq!(table.columns[1].total.value, -3000 * i128::from(largest));
    let by_product = ask(&dataset, &everything(&dataset), &[Key::Dimension(PRODUCT)], &[GMV]);
    assert!(values(&by_product, 0).iter().all(|(_, value)| *value == -1000 * i128::from(largest)));
    // What does not fit 64 bits is not added up ahead.
    while dataset.prepare(&Spare {
        from_rows: 0,
        each_percent: 100,
        all_percent: 100,
        least_gain: 0,
        bytes_a_row: 1_000_000,
    }) {}
    assert_eq!(ask(&dataset, &everything(&dataset), &[], &[ORDERS, GMV]), table);
}

#[test]
fn roll_ups_keep_to_what_there_is_to_spare() {
    let rows: Vec<Row> = (0..1000).map(|n| (n % 10, vec![Some((n % 3) as u32)], vec![Some(i64::from(n))])).collect();
    let document = with_cube(report(), "main", &[PRODUCT], &[ORDERS], &rows);
    let bytes_with = |from_rows, each_percent, all_percent| {
        let dataset = build(document.clone());
        let before = dataset.bytes();
        let made = (0..10_000)
            .take_while(|_| {
                dataset.prepare(&Spare { from_rows, each_percent, all_percent, least_gain: 1, bytes_a_row: 1_000_000 })
            })
            .count();
        // Of each: that it is begun, its rows, and that there are no others.
        (made / 3, dataset.bytes() - before)
    };
    assert_eq!(bytes_with(1001, 100, 100), (0, 0), "a small cube");
    assert_eq!(bytes_with(0, 0, 100), (0, 0), "none is small enough");
    assert_eq!(bytes_with(0, 100, 0), (0, 0), "nothing is left for any");
    // Over all days 1 row and by product 4, by day 10, by day and product 40. By category there are 3 and 30, not worth it
    // beside those by product.
    assert_eq!(bytes_with(0, 2, 100).0, 3, "those of at most 20 rows");
    assert_eq!(
        bytes_with(0, 100, 3).0,
        1,
        "that by day and category, which takes one look at all rows for what three do"
    );
    let (made, bytes) = bytes_with(0, 100, 100);
    assert_eq!(made, 4);
    assert!(bytes > 0);
    assert_eq!(bytes_with(Spare::default().from_rows, 100, 100), (0, 0));
}

#[test]
fn a_level_is_that_of_the_last_delivered_day() {
    let rows: [Row; 4] = [
        (0, vec![Some(0)], vec![Some(100)]),
        (7, vec![Some(0)], vec![Some(200)]),
        (7, vec![Some(2)], vec![Some(30)]),
        (9, vec![Some(0)], vec![Some(210)]),
    ];
    let mut document = with_cube(report(), "main", &[PRODUCT], &[FANS], &rows);
    let dataset = build(document.clone());
    let by = [Key::Dimension(PRODUCT)];
    // Product 2 has no row on the 10th: its level there is zero, and it is no group.
    assert_eq!(values(&ask(&dataset, &everything(&dataset), &by, &[FANS]), 0), [(0, 210)]);
    document.meta.missing_dates = vec![day("2025-05-09"), day("2025-05-10")];
    let dataset = build(document);
    let table = ask(&dataset, &everything(&dataset), &by, &[FANS]);
    assert_eq!(values(&table, 0), [(0, 200), (2, 30)]);
    assert_eq!(table.columns[0].total.value, 230);
    let weeks = ask(&dataset, &everything(&dataset), &[Key::Week], &[FANS]);
    let monday = |text: &str| day(text).days();
    // 1–4 May: the 4th was delivered without rows, so the level is zero; 5–10 May: the 8th.
    assert_eq!(values(&weeks, 0), [(monday("2025-05-05"), 230)]);
    assert_eq!(weeks.columns[0].total.value, 230);
}

#[test]
fn an_exact_count_replaces_the_bound_only_where_it_matches() {
    let rows: [Row; 3] =
        [(0, vec![Some(0)], vec![Some(40)]), (1, vec![Some(0)], vec![Some(30)]), (1, vec![Some(1)], vec![Some(9)])];
    let mut document = with_cube(report(), "main", &[GENDER], &[READERS], &rows);
    let range = document.complete_range();
    document.uniques = vec![
        UniqueCut {
            measure: READERS,
            by: vec![GENDER],
            range,
            rows: vec![(vec![MemberIx(0)], 55), (vec![MemberIx(1)], 9)],
        },
        UniqueCut { measure: READERS, by: vec![], range, rows: vec![(vec![], 60)] },
    ];
    let dataset = build(document);
    let all = everything(&dataset);
    let by_gender = ask(&dataset, &all, &[Key::Dimension(GENDER)], &[READERS]);
    assert_eq!(by_gender.columns[0].cut, Cut::ExactUnique);
    assert_eq!(values(&by_gender, 0), [(0, 55), (1, 9)]);
    assert_eq!(by_gender.columns[0].total.value, 60);
    let women = ask(&dataset, &all.with(GENDER, MemberIx(0)), &[], &[READERS]);
    assert_eq!((women.columns[0].total.value, women.columns[0].total.upper), (55, 55));
    let other_days = all.over(DateRange::new(day("2025-05-01"), day("2025-05-09")).expect("in order"));
    let bound = ask(&dataset, &other_days, &[Key::Dimension(GENDER)], &[READERS]);
    assert_eq!(bound.columns[0].cut, Cut::Exact { cube: 0 });
    let figure = bound.figure(0, 0).expect("a figure");
    assert_eq!((figure.value, figure.upper, figure.is_exact()), (40, 70, false));
    let total = bound.columns[0].total;
    assert_eq!((total.value, total.upper), (40, 79));
}

#[test]
fn few_people_are_hidden_and_so_is_what_would_tell() {
    let rows: [Row; 3] = [
        (0, vec![Some(0)], vec![Some(90), Some(500)]),
        (0, vec![Some(1)], vec![Some(3), Some(40)]),
        (0, vec![Some(2)], vec![Some(0), Some(7)]),
    ];
    let people = MeasureIx(0);
    let mut document = with_cube(report(), "main", &[PRODUCT], &[people, GMV], &rows);
    document.meta.min_cell = 5;
    document.meta.privacy_measure = Some(people);
    let dataset = build(document);
    let table = ask(&dataset, &everything(&dataset), &[Key::Dimension(PRODUCT)], &[GMV]);
    let hidden: Vec<bool> = (0..3).map(|row| table.figure(row, 0).expect("a figure").hidden).collect();
    assert_eq!(hidden, [true, true, false], "3 people; what 93 in all less 90 would tell; nobody");
    assert!(!table.columns[0].total.hidden);
    let top =
        Query { group_by: vec![Key::Dimension(PRODUCT)], measures: vec![GMV], limit: Some(1), ..Query::default() };
    let others = run(&dataset, &everything(&dataset), &top).columns[0].others.expect("two groups beyond the limit");
    assert_eq!((others.value, others.hidden), (47, true), "3 people and nobody are 3 people");
    let one = ask(&dataset, &everything(&dataset).with(PRODUCT, MemberIx(1)), &[], &[GMV]);
    assert!(one.columns[0].total.hidden);
}

#[test]
fn what_no_cube_can_cut_says_so() {
    let report = with_cube(report(), "goods", &[PRODUCT], &[ORDERS], &[(0, vec![Some(0)], vec![Some(8)])]);
    let report = with_cube(report, "readers", &[GENDER], &[READERS], &[(0, vec![Some(0)], vec![Some(5)])]);
    let dataset = build(report);
    let women = everything(&dataset).with(GENDER, MemberIx(0));
    let table = ask(&dataset, &women, &[Key::Dimension(PRODUCT)], &[ORDERS, READERS, GMV]);
    assert_eq!(table.columns[0].cut, Cut::Unfiltered { cube: 0, ignored: vec![GENDER] });
    assert_eq!(table.columns[0].total.value, 8);
    assert_eq!(table.columns[1].cut, Cut::Ungrouped { cube: 1, missing: vec![PRODUCT], ignored: vec![] });
    assert_eq!((table.figure(0, 1), table.columns[1].total.value), (None, 5));
    assert_eq!(table.columns[2].cut, Cut::Absent);
}

#[test]
fn a_cube_tells_its_size() {
    let rows: Vec<Row> =
        (0..1000).map(|n| (n % 10, vec![Some((n % 3) as u32)], vec![Some(i64::from(n % 200))])).collect();
    let dataset = build(with_cube(report(), "main", &[PRODUCT], &[ORDERS], &rows));
    let bytes = dataset.cubes[0].bytes();
    assert!((2000..4000).contains(&bytes), "one byte for the key, one for the value, and little beside: {bytes}");
}

#[test]
fn a_dataset_is_built_in_steps_of_some_rows_of_a_column() {
    let rows = 2 * ROWS_A_STEP + 1;
    let make = |at: &dyn Fn(usize) -> usize| -> Report {
        let mut report = with_cube(report(), "facts", &[PRODUCT, GENDER], &[ORDERS, GMV], &[]);
        let column =
            |entry: &dyn Fn(usize) -> usize| -> Column { (0..rows).map(|row| Some(entry(at(row)) as i64)).collect() };
        let sent = &mut report.cells[0];
        sent.rows = rows;
        sent.day = column(&|n| n * 10 / rows);
        sent.keys = vec![(PRODUCT, column(&|n| n % 3)), (GENDER, column(&|n| n % 2))];
        sent.values[0].column = column(&|n| n % 100);
        sent.values[1].column = column(&|n| n % 1_000);
        report
    };
    let build = |report: Report| {
        let mut building = Building::new(report);
        let (mut steps, mut done) = (0, 0);
        while building.step() {
            steps += 1;
            assert!((done..=rows).contains(&building.rows_done()));
            done = building.rows_done();
        }
        assert_eq!((building.rows(), done), (rows, rows));
        (steps, building.finish().expect("a document in order"))
    };
    // The cube's beginning and end, two axes, counting, dealing in three parts, ten days in two, two columns in three parts
    // each, and what is odd.
    let (steps, mixed) = build(make(&|row| row * 7_919 % rows));
    assert_eq!(steps, 1 + 1 + 2 + 1 + 3 + 2 + 2 * 3 + 1);
    // In order but for the keys.
    let (_, sorted) = build(make(&|row| row));
    for dataset in [&mixed, &sorted] {
        let found = ask(dataset, &everything(dataset), &[Key::Dimension(PRODUCT)], &[ORDERS, GMV]);
        let expected =
            |product: usize, of: usize| (0..rows).filter(|n| n % 3 == product).map(|n| (n % of) as i128).sum::<i128>();
        let sums = |of: usize| (0..3).map(|product| (product as i32, expected(product, of))).collect::<Vec<_>>();
        assert_eq!(values(&found, 0), sums(100));
        assert_eq!(values(&found, 1), sums(1_000));
    }
}
