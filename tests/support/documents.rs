//! Random documents and questions. In: a seed and a number of rows. Out: a [`Report`] with several cubes, a hierarchy
//! with two branches, nulls, withheld values, negative and huge amounts, samples, levels, distinct counts, missing days
//! and repeated rows; and scopes and queries that fit it more or less. The same seed gives the same document.

use std::collections::{BTreeMap, BTreeSet};

use redcat_report::contract::{
    Anchor, Bits, Cells, Column, Decimal, Dimension, DimensionIx, Measure, MeasureIx, MeasureKind, Member, MemberIx,
    Meta, Polarity, Report, Sample, SampleRate, Text, UniqueCut, Unit, ValueColumn,
};
use redcat_report::date::{Date, DateRange};
use redcat_report::query::{Filters, Key, Order, Query, Scope};

use super::oracle;

/// Dimensions of every document, children before parents to show that order does not matter.
pub const PRODUCT: DimensionIx = DimensionIx(0);
pub const CHANNEL: DimensionIx = DimensionIx(1);
pub const CATEGORY: DimensionIx = DimensionIx(2);
pub const GENDER: DimensionIx = DimensionIx(3);
pub const BRAND: DimensionIx = DimensionIx(4);
/// A second child of brand.
pub const LINE: DimensionIx = DimensionIx(5);

pub const IMPRESSIONS: MeasureIx = MeasureIx(0);
pub const GMV: MeasureIx = MeasureIx(1);
pub const READERS: MeasureIx = MeasureIx(2);
pub const FANS: MeasureIx = MeasureIx(3);
pub const VISITS: MeasureIx = MeasureIx(4);
pub const LIKES: MeasureIx = MeasureIx(5);
pub const LIKES_SQUARED: MeasureIx = MeasureIx(6);
pub const BUYERS: MeasureIx = MeasureIx(7);

/// First day of every document; a Tuesday, so that weeks and months are cut.
pub const FIRST_DAY: &str = "2025-05-20";

/// `SplitMix64` (Steele, Lea & Flood 2014).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 { 0 } else { self.roll() % n }
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> Option<T> {
        items.get(self.below(items.len() as u64) as usize).copied()
    }

    fn some_of<T: Copy>(&mut self, items: &[T]) -> Vec<T> {
        items.iter().copied().filter(|_| self.one_in(2)).collect()
    }
}

pub fn day(text: &str) -> Date {
    Date::parse(text).expect("a date in a test")
}

pub fn dimension(id: &str, parent: Option<DimensionIx>, parents: &[Option<u32>]) -> Dimension {
    let members: Vec<Member> = parents
        .iter()
        .enumerate()
        .map(|(n, parent)| Member {
            id: format!("{id}{n}").into(),
            label: Text::Plain(format!("{id} {n}").into()),
            parent: parent.map(MemberIx),
        })
        .collect();
    let by_id = Dimension::by_id(&members);
    Dimension { id: id.into(), label: Text::Plain(id.into()), parent, members, by_id }
}

pub fn measure(id: &str, kind: MeasureKind) -> Measure {
    Measure {
        id: id.into(),
        label: Text::Plain(id.into()),
        kind,
        unit: None,
        anchor: Anchor::Event,
        subset_of: None,
        polarity: Polarity::Up,
        window_days: 0,
        sample: None,
        population: None,
        description: None,
        source: None,
        dedupe: None,
    }
}

/// A report without any facts.
pub fn empty_report(dimensions: Vec<Dimension>, measures: Vec<Measure>, from: Date, through: Date) -> Report {
    Report {
        meta: Meta {
            merchant_id: "m".into(),
            merchant_name: Text::Plain("Merchant".into()),
            source: Text::Plain("test".into()),
            generated_at: "2025-07-01T00:00:00Z".into(),
            time_zone: "Asia/Shanghai".into(),
            currency: "CNY".into(),
            data_from: from,
            complete_through: through,
            missing_dates: Vec::new(),
            margin_rate: None,
            demo: false,
            attribution: None,
            min_cell: 0,
            privacy_measure: None,
        },
        dimensions,
        measures,
        ratios: Vec::new(),
        cells: Vec::new(),
        uniques: Vec::new(),
        funnel: Vec::new(),
        cohorts: None,
        forecast: None,
        experiments: Vec::new(),
        benchmarks: Vec::new(),
        people_flow: Vec::new(),
        agreements: Vec::new(),
        eligibility: None,
        calendar: Vec::new(),
        warnings: Vec::new(),
    }
}

/// Day after the cube's first, keys, values.
pub type Row = (i32, Vec<Option<u32>>, Vec<Option<i64>>);

/// One cube from its rows.
pub fn cells(id: &str, by: &[DimensionIx], measures: &[MeasureIx], first: Date, rows: &[Row]) -> Cells {
    let key = |n: usize| rows.iter().map(|(_, keys, _)| keys[n].map(i64::from)).collect::<Column>();
    let value = |n: usize| rows.iter().map(|(_, _, values)| values[n]).collect::<Column>();
    Cells {
        id: id.into(),
        path: format!("cells.{id}"),
        as_records: false,
        rows: rows.len(),
        day: rows.iter().map(|(day, ..)| Some(i64::from(*day))).collect(),
        first_date: first,
        keys: by.iter().enumerate().map(|(n, &ix)| (ix, key(n))).collect(),
        values: measures
            .iter()
            .enumerate()
            .map(|(n, &measure)| ValueColumn { measure, column: value(n), suppressed: Bits::default() })
            .collect(),
    }
}

/// A random document.
pub fn random_report(dice: &mut Dice, rows: usize) -> Report {
    let first = day(FIRST_DAY);
    let dimensions = random_dimensions(dice);
    let measures = random_measures(dice, dimensions[4].members.len());
    let mut report = empty_report(dimensions, measures, first, first);
    report.meta.data_from = first.plus(dice.below(6) as i32);
    report.meta.complete_through = report.meta.data_from.plus(dice.below(40) as i32);
    let missing: BTreeSet<Date> =
        (0..dice.below(4)).map(|_| report.meta.data_from.plus(dice.below(40) as i32)).collect();
    report.meta.missing_dates = missing.into_iter().filter(|&day| day <= report.meta.complete_through).collect();
    if dice.one_in(2) {
        report.meta.min_cell = 1 + dice.below(60);
        report.meta.privacy_measure = dice.pick(&[READERS, BUYERS]);
    }
    for n in 0..=dice.below(3) {
        let cube = random_cells(dice, &report, n, rows);
        report.cells.push(cube);
    }
    for _ in 0..dice.below(8) {
        let cut = random_cut(dice, &report);
        report.uniques.push(cut);
    }
    report
}

fn random_dimensions(dice: &mut Dice) -> Vec<Dimension> {
    let categories = 1 + dice.below(3) as u32;
    let brands = 1 + dice.below(4) as u32;
    let mut under = |count: u64, parents: u32| -> Vec<Option<u32>> {
        (0..count).map(|_| Some(dice.below(u64::from(parents)) as u32)).collect()
    };
    let brand_parents = under(u64::from(brands), categories);
    let products = under(6, brands);
    let lines = under(4, brands);
    let plain = |count: u32| vec![None; count as usize];
    vec![
        dimension("product", Some(BRAND), &products),
        dimension("channel", None, &plain(3)),
        dimension("category", None, &plain(categories)),
        dimension("gender", None, &plain(2)),
        dimension("brand", Some(CATEGORY), &brand_parents),
        dimension("line", Some(BRAND), &lines),
    ]
}

fn random_measures(dice: &mut Dice, brands: usize) -> Vec<Measure> {
    let rate = |text: &str| Decimal::parse(text).expect("a rate in a test");
    let mut readers = measure("readers", MeasureKind::Unique);
    readers.unit = Some(Unit::Person);
    readers.population = dice.one_in(2).then_some(120);
    let mut visits = measure("visits", MeasureKind::Count);
    visits.sample = Some(Sample {
        unit: Unit::Event,
        rate: if dice.one_in(2) {
            SampleRate::Same(rate("0.5"))
        } else {
            SampleRate::By(CHANNEL, vec![rate("0.5"), rate("1"), rate("0.25")])
        },
    });
    let mut likes = measure("likes", MeasureKind::Count);
    likes.sample = Some(Sample {
        unit: Unit::Person,
        rate: if dice.one_in(2) {
            SampleRate::Same(rate("0.2"))
        } else {
            let rates = ["0.3", "0.7", "1", "1"].into_iter().take(brands).map(rate);
            SampleRate::By(BRAND, rates.collect())
        },
    });
    let mut buyers = measure("buyers", MeasureKind::Count);
    buyers.unit = Some(Unit::Person);
    vec![
        measure("impressions", MeasureKind::Count),
        measure("gmv", MeasureKind::Money),
        readers,
        measure("fans", MeasureKind::Stock),
        visits,
        likes,
        measure("likes_sumsq", MeasureKind::SumSquares),
        buyers,
    ]
}

fn random_cells(dice: &mut Dice, report: &Report, n: u64, rows: usize) -> Cells {
    let by = dice.some_of(&[PRODUCT, CHANNEL, CATEGORY, GENDER, BRAND, LINE]);
    let all = [IMPRESSIONS, GMV, READERS, FANS, VISITS, LIKES, LIKES_SQUARED, BUYERS];
    let measures = if n == 0 { all.to_vec() } else { dice.some_of(&all) };
    // Half of the cubes hold only what adds up, so that rows may repeat there.
    let measures: Vec<MeasureIx> =
        if dice.one_in(2) { measures } else { measures.into_iter().filter(|&m| m != READERS && m != FANS).collect() };
    let unrepeatable = measures.contains(&READERS) || measures.contains(&FANS);
    let mut made: Vec<Row> = Vec::new();
    for _ in 0..rows {
        let whole = random_member_of_each(dice, report);
        let keys = by.iter().map(|ix| whole[ix].filter(|_| !dice.one_in(8))).collect();
        let values = measures.iter().map(|&measure| random_value(dice, measure)).collect();
        made.push((dice.below(46) as i32, keys, values));
    }
    let first = report.meta.data_from.plus(-2);
    let mut cube = cells(&format!("cube{n}"), &by, &measures, first, &made);
    if unrepeatable {
        let mut seen = BTreeSet::new();
        let keep: Vec<bool> = (0..cube.rows)
            .map(|row| {
                let members: Vec<Option<u32>> = (0..report.dimensions.len())
                    .map(|ix| oracle::member(report, &cube, DimensionIx(ix as u16), row))
                    .collect();
                seen.insert((made[row].0, members))
            })
            .collect();
        let mut kept = keep.iter();
        made.retain(|_| kept.next() == Some(&true));
        cube = cells(&format!("cube{n}"), &by, &measures, first, &made);
    }
    for value in &mut cube.values {
        for row in 0..cube.rows {
            if value.column.get(row).is_none() && dice.one_in(2) {
                value.suppressed.insert(row);
            }
        }
    }
    cube
}

/// Members that agree along the hierarchy, some unknown.
fn random_member_of_each(dice: &mut Dice, report: &Report) -> BTreeMap<DimensionIx, Option<u32>> {
    let size = |ix: DimensionIx| report.dimension(ix).map_or(0, |dimension| dimension.members.len() as u64);
    let mut any = |ix: DimensionIx| (!dice.one_in(6)).then(|| dice.below(size(ix)) as u32);
    let (brand, category, channel, gender) = (any(BRAND), any(CATEGORY), any(CHANNEL), any(GENDER));
    let mut below = |ix: DimensionIx| {
        let members = report.dimension(ix).map_or(&[] as &[Member], |dimension| &dimension.members);
        let fitting: Vec<u32> =
            (0..members.len()).filter(|&m| members[m].parent.map(|p| p.0) == brand).map(|m| m as u32).collect();
        dice.pick(&fitting)
    };
    let (product, line) = (below(PRODUCT), below(LINE));
    let category = match brand {
        Some(brand) => report.dimensions[4].members[brand as usize].parent.map(|parent| parent.0),
        None => category,
    };
    BTreeMap::from([
        (PRODUCT, product),
        (CHANNEL, channel),
        (CATEGORY, category),
        (GENDER, gender),
        (BRAND, brand),
        (LINE, line),
    ])
}

fn random_value(dice: &mut Dice, measure: MeasureIx) -> Option<i64> {
    if dice.one_in(9) {
        return None;
    }
    let largest = (1_i64 << 53) - 1;
    Some(match (measure, dice.below(8)) {
        (GMV, 0) => -(dice.below(100_000) as i64),
        (GMV | IMPRESSIONS, 1) => largest - dice.below(10) as i64,
        (_, 2) => 0,
        (IMPRESSIONS, 3) => 60_000 + dice.below(10_000) as i64,
        _ => dice.below(90) as i64,
    })
}

fn random_cut(dice: &mut Dice, report: &Report) -> UniqueCut {
    let by = if dice.one_in(3) { Vec::new() } else { dice.some_of(&[CATEGORY, CHANNEL, GENDER]) };
    let mut rows: BTreeMap<Vec<MemberIx>, u64> = BTreeMap::new();
    for _ in 0..if by.is_empty() { 1 } else { dice.below(6) } {
        let member = |ix: &DimensionIx, dice: &mut Dice| {
            let n = dice.below(report.dimensions[usize::from(ix.0)].members.len() as u64 + 1) as u32;
            if n == 0 { MemberIx::NULL } else { MemberIx(n - 1) }
        };
        rows.insert(by.iter().map(|ix| member(ix, dice)).collect(), dice.below(200));
    }
    UniqueCut { measure: READERS, by, range: random_range(dice, report), rows: rows.into_iter().collect() }
}

/// Often all complete days, or a calendar month's, so that ranges meet.
fn random_range(dice: &mut Dice, report: &Report) -> DateRange {
    match dice.below(4) {
        0 | 1 => report.complete_range(),
        2 => DateRange::new(day("2025-06-01"), day("2025-06-30")).expect("in order"),
        _ => {
            let from = day(FIRST_DAY).plus(dice.below(45) as i32 - 5);
            DateRange { from, to: from.plus(dice.below(50) as i32) }
        }
    }
}

/// A random scope; some filters name the unknown member.
pub fn random_scope(dice: &mut Dice, report: &Report) -> Scope {
    let mut filters = Filters::default();
    let often = if dice.one_in(3) { 20 } else { 4 };
    for (ix, dimension) in report.dimensions.iter().enumerate() {
        if dice.one_in(often) {
            let mut members: Vec<MemberIx> =
                (0..dimension.members.len() as u32).filter(|_| dice.one_in(2)).map(MemberIx).collect();
            if dice.one_in(3) {
                members.push(MemberIx::NULL);
            }
            if dice.one_in(3) {
                members.truncate(1);
            }
            filters.insert(DimensionIx(ix as u16), members);
        }
    }
    Scope { range: random_range(dice, report), filters }
}

/// A random query over any measures of the document.
pub fn random_query(dice: &mut Dice) -> Query {
    let keys: Vec<Key> = [PRODUCT, CHANNEL, CATEGORY, GENDER, BRAND, LINE].map(Key::Dimension).to_vec();
    let times = [Key::Day, Key::Week, Key::Month];
    let mut group_by: Vec<Key> =
        (0..dice.below(3)).filter_map(|_| if dice.one_in(3) { dice.pick(&times) } else { dice.pick(&keys) }).collect();
    if dice.one_in(12) {
        group_by.extend(dice.some_of(&keys));
    }
    let all = [IMPRESSIONS, GMV, READERS, FANS, VISITS, LIKES, LIKES_SQUARED, BUYERS];
    let mut measures = dice.some_of(&all);
    if measures.is_empty() {
        measures.push(GMV);
    }
    let order = dice
        .one_in(2)
        .then(|| Order { column: dice.below(measures.len() as u64) as usize, descending: dice.one_in(2) });
    let limit = dice.one_in(2).then(|| dice.below(5) as usize);
    Query { group_by, measures, order, limit }
}
