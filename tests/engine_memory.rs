//! How many bytes a row takes: of the bench's cube (seven keys with the day, ten measures), packed, with roll-ups, and
//! with the tiles of six linked panels.

mod support;

use redcat_report::contract::{DimensionIx, MeasureIx, MeasureKind, MemberIx};
use redcat_report::cube::{Dataset, Spare};
use redcat_report::query::{Filters, Key, Query, Scope, Tile, explain, run};
use support::documents::{Dice, FIRST_DAY, cells, day, dimension, empty_report, measure};

const ROWS: usize = 200_000;
const DAYS: u64 = 365;
/// Category, brand, creator, channel, audience, tier.
const MEMBERS: [u64; 6] = [12, 200, 2_000, 5, 8, 4];

/// A dataset of that shape; low members are frequent, and values mostly small.
fn built() -> Dataset {
    let mut dice = Dice::new(7);
    let mut skewed = |n: u64| {
        let (a, b) = (dice.below(n), dice.below(n));
        dice.below(a.min(b) + 1)
    };
    let mut rows = Vec::with_capacity(ROWS);
    for _ in 0..ROWS {
        let brand = skewed(MEMBERS[1]);
        let mut keys = vec![Some((brand % MEMBERS[0]) as u32), Some(brand as u32)];
        keys.extend(MEMBERS[2..].iter().map(|&members| Some(skewed(members) as u32)));
        let most = [40_000, 3_000, 200, 100, 50, 40, 200_000, 240, 24, 1_200_000];
        let values = most.map(|most| Some(skewed(most) as i64));
        rows.push((skewed(DAYS) as i32, keys, values.to_vec()));
    }
    let mut dimensions = Vec::new();
    for (n, members) in MEMBERS.into_iter().enumerate() {
        let parents: Vec<_> = (0..members).map(|member| (n == 1).then_some((member % MEMBERS[0]) as u32)).collect();
        dimensions.push(dimension(&format!("d{n}"), (n == 1).then_some(DimensionIx(0)), &parents));
    }
    let measures = (0..10).map(|n| measure(&format!("m{n}"), MeasureKind::Count)).collect();
    let first = day(FIRST_DAY);
    let mut report = empty_report(dimensions, measures, first, first.plus(DAYS as i32 - 1));
    let by: Vec<DimensionIx> = (0..6).map(DimensionIx).collect();
    let carried: Vec<MeasureIx> = (0..10).map(MeasureIx).collect();
    report.cells = vec![cells("rows", &by, &carried, first, &rows)];
    Dataset::build(report).expect("rows that add up")
}

#[test]
fn a_row_takes_thirty_bytes_and_all_that_is_added_up_ahead_ten_more() {
    let dataset = built();
    let a_row = |bytes: usize| bytes as f64 / ROWS as f64;
    let packed = a_row(dataset.bytes());
    let (brand, channel, tier) = (DimensionIx(1), DimensionIx(3), DimensionIx(5));
    // Made in many steps, roll-ups say what the rows say.
    let asked =
        [vec![], vec![Key::Dimension(channel)], vec![Key::Day, Key::Dimension(tier)], vec![Key::Dimension(brand)]];
    let scope = Scope { range: dataset.report.complete_range(), filters: Filters::default() };
    let ask = |group_by: &Vec<Key>| {
        let query =
            Query { group_by: group_by.clone(), measures: vec![MeasureIx(0), MeasureIx(9)], ..Query::default() };
        (run(&dataset, &scope, &query), explain(&dataset, &scope, &query).iter().all(|pass| pass.rolled_up))
    };
    let of_rows = asked.each_ref().map(ask);
    while dataset.prepare(&Spare::default()) {}
    for ((answer, _), (rolled_up, is_rolled_up)) in of_rows.iter().zip(asked.each_ref().map(ask)) {
        assert!(is_rolled_up);
        assert_eq!(*answer, rolled_up);
    }
    let rolled_up = a_row(dataset.bytes());
    let mut tiles = 0;
    for panel in (0..6).map(DimensionIx) {
        let mut filters = Filters::default();
        filters.insert(channel, vec![MemberIx(1), MemberIx(3)]);
        filters.insert(tier, vec![MemberIx(0), MemberIx(2)]);
        filters.remove(&panel);
        tiles += Tile::new(&dataset, &filters, panel, MeasureIx(9)).expect("a measure that adds up").bytes();
    }
    let with_tiles = rolled_up + a_row(tiles);
    println!("{packed:.1} bytes a row, {rolled_up:.1} with roll-ups, {with_tiles:.1} with six tiles");
    assert!(packed <= 30.0, "{packed} bytes a row");
    assert!(packed + 1.0 < rolled_up && rolled_up <= 38.0, "{rolled_up} bytes a row with roll-ups");
    assert!(rolled_up < with_tiles && with_tiles <= 40.0, "{with_tiles} bytes a row with roll-ups and tiles");
}

#[test]
fn roll_ups_make_room_for_tiles_and_come_back_after_them() {
    let dataset = built();
    let packed = dataset.bytes();
    let spare = Spare { bytes_a_row: 6, ..Spare::default() };
    let steps = |dataset: &Dataset| (0..100_000).take_while(|_| dataset.prepare(&spare)).count();
    assert!(steps(&dataset) > 0);
    let (all, channel, tier) = (dataset.rolled_up(), DimensionIx(3), DimensionIx(5));
    let scope = Scope { range: dataset.report.complete_range(), filters: Filters::default() };
    let by = |dimension| Query {
        group_by: vec![Key::Day, Key::Dimension(dimension)],
        measures: vec![MeasureIx(0)],
        ..Query::default()
    };
    let is_rolled_up = |dimension| explain(&dataset, &scope, &by(dimension)).iter().all(|pass| pass.rolled_up);
    let before = run(&dataset, &scope, &by(tier));
    let tiles: Vec<Tile> = [0, 1, 3, 4, 5]
        .into_iter()
        .map(|panel| {
            // What is asked all the time stays longest.
            assert!(is_rolled_up(tier));
            Tile::new(&dataset, &Filters::default(), DimensionIx(panel), MeasureIx(9)).expect("a measure that adds up")
        })
        .collect();
    let taken = dataset.bytes() - packed + tiles.iter().map(Tile::bytes).sum::<usize>();
    assert!(taken <= 6 * ROWS, "{taken} bytes beside the rows");
    assert!((1..all).contains(&dataset.rolled_up()), "{} of {all} are left", dataset.rolled_up());
    assert!(is_rolled_up(tier));
    assert_eq!(run(&dataset, &scope, &by(tier)), before);
    // What has no room is not made again and again.
    let left = (dataset.rolled_up(), steps(&dataset));
    assert!(steps(&dataset) == 0 && dataset.rolled_up() >= left.0);
    let copies = tiles.clone();
    drop(tiles);
    assert_eq!(steps(&dataset), 0, "copies take as much");
    drop(copies);
    assert!(steps(&dataset) > 0);
    assert_eq!(dataset.rolled_up(), all);
    assert!(is_rolled_up(tier) && is_rolled_up(channel));
}
