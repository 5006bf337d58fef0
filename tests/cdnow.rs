//! The sample of real customers, read through the contract, against the orders that it was made from. In:
//! `www/data/cdnow.json` and the files of `tests/fixtures/cdnow`, which nothing in this project computed. The orders
//! are counted here once more, by another way than the generator's: a plain scan, line by line.

use std::collections::{BTreeMap, BTreeSet};

use redcat_report::contract::{Cells, LifeTable, MemberIx, Report, TriangleCell};
use redcat_report::date::Date;

const ORDERS: &str = include_str!("fixtures/cdnow/orders.csv");
const KAPLAN_MEIER: &str = include_str!("fixtures/cdnow/kaplan_meier_steps.csv");
const CALENDAR_MONTH: &str = include_str!("fixtures/cdnow/cohort_calendar_month.csv");
const SAMPLE: &[u8] = include_bytes!("../www/data/cdnow.json");
const MEASURES: [&str; 4] = ["orders", "new_buyers", "repeat_orders", "gmv"];

/// Month of the first order such as `1997-01`, tercile of its value.
type Group = (String, &'static str);

struct Order {
    customer: &'static str,
    group: Group,
    first: Date,
    date: Date,
    cents: i64,
    /// 1 for the customer's first order.
    n: usize,
}

fn date(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("{text} is a date"))
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is a number"))
}

/// Every line of `orders.csv`, with what its customer's first line said.
fn orders() -> Vec<Order> {
    let mut first: BTreeMap<&str, (Group, Date)> = BTreeMap::new();
    let fields = || ORDERS.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    for line in fields().filter(|line| line[5] == "1") {
        let tercile = match number::<i64>(line[3]) {
            ..=1_536 => "low",
            1_537..=3_198 => "mid",
            _ => "high",
        };
        first.insert(line[0], ((line[1][..7].to_owned(), tercile), date(line[1])));
    }
    fields()
        .map(|line| Order {
            customer: line[0],
            group: first[line[0]].0.clone(),
            first: first[line[0]].1,
            date: date(line[1]),
            cents: number(line[3]),
            n: number(line[5]),
        })
        .collect()
}

fn sample() -> Report {
    Report::from_bytes(SAMPLE).unwrap_or_else(|error| panic!("the sample is refused: {error}"))
}

fn member(report: &Report, dimension: &str, id: &str) -> MemberIx {
    let dimension = report.find_dimension(dimension).and_then(|ix| report.dimension(ix));
    dimension.and_then(|dimension| dimension.find(id)).unwrap_or_else(|| panic!("{id} is a member"))
}

/// Cells of the measures in [`MEASURES`] by date, month and tercile.
fn cells_of(report: &Report) -> BTreeMap<(Date, MemberIx, MemberIx), [i64; 4]> {
    let cube: &Cells = &report.cells[0];
    let key = |id: &str, row: usize| {
        let dimension = report.find_dimension(id);
        let (_, column) = cube.keys.iter().find(|(ix, _)| Some(*ix) == dimension).expect("a key column");
        MemberIx(u32::try_from(column.get(row).expect("no null key")).expect("an index"))
    };
    let value = |id: &str, row: usize| {
        let measure = report.find_measure(id);
        let values = cube.values.iter().find(|values| Some(values.measure) == measure).expect("a value column");
        values.column.get(row).expect("no null")
    };
    (0..cube.rows)
        .map(|row| {
            let days = i32::try_from(cube.day.get(row).expect("a day")).expect("a day");
            let date = cube.first_date.plus(days);
            let amounts = MEASURES.map(|id| value(id, row));
            ((date, key("first_order_month", row), key("first_order_value", row)), amounts)
        })
        .collect()
}

#[test]
fn every_cell_is_that_of_the_orders() {
    let report = sample();
    assert_eq!(report.warnings, []);
    assert_eq!((report.meta.data_from, report.meta.complete_through), (date("1997-01-01"), date("1998-06-30")));
    let mut scanned: BTreeMap<(Date, MemberIx, MemberIx), [i64; 4]> = BTreeMap::new();
    for order in orders() {
        let month = member(&report, "first_order_month", &order.group.0);
        let tercile = member(&report, "first_order_value", order.group.1);
        let cell = scanned.entry((order.date, month, tercile)).or_default();
        let amounts = [1, i64::from(order.n == 1), i64::from(order.n > 1), order.cents];
        for (sum, amount) in cell.iter_mut().zip(amounts) {
            *sum += amount;
        }
    }
    let cells = cells_of(&report);
    assert_eq!(report.cells[0].rows, scanned.len());
    assert_eq!(cells, scanned);
    let total = |measure: usize| cells.values().map(|cell| cell[measure]).sum::<i64>();
    assert_eq!([total(0), total(1), total(3)], [67_591, 23_570, 250_031_563]);
}

fn tables(report: &Report) -> &[LifeTable] {
    &report.cohorts.as_ref().expect("cohorts").tables
}

#[test]
fn pooled_life_tables_have_the_hazards_of_kaplan_and_meier() {
    let report = sample();
    let pooled = |age: usize, column: fn(&LifeTable) -> &Vec<u64>| -> u64 {
        tables(&report).iter().filter_map(|table| column(table).get(age)).sum()
    };
    assert_eq!(tables(&report).iter().map(|table| table.customers).sum::<u64>(), 23_570);
    assert_eq!((pooled(0, |t| &t.at_risk), pooled(0, |t| &t.events)), (23_570, 0));
    let mut ages = 0;
    for line in KAPLAN_MEIER.lines().skip(1) {
        let fields: Vec<f64> = line.split(',').take(3).map(number).collect();
        let age = fields[0] as usize;
        assert_eq!(pooled(age, |t| &t.at_risk), fields[1] as u64, "at risk at {age}");
        assert_eq!(pooled(age, |t| &t.events), fields[2] as u64, "events at {age}");
        ages += 1;
    }
    assert_eq!(ages, 544);
}

#[test]
fn every_life_table_is_that_of_its_customers() {
    let report = sample();
    let cohorts = report.cohorts.as_ref().expect("cohorts");
    let until = cohorts.observed_until;
    let mut by_customer: BTreeMap<Group, BTreeMap<&str, Vec<Order>>> = BTreeMap::new();
    for order in orders() {
        by_customer.entry(order.group.clone()).or_default().entry(order.customer).or_default().push(order);
    }
    assert_eq!((cohorts.tables.len(), by_customer.len()), (9, 9));
    let tercile_at = cohorts.dimensions.iter().position(|ix| Some(*ix) == report.find_dimension("first_order_value"));
    for ((month, tercile), customers) in &by_customer {
        let tercile = member(&report, "first_order_value", tercile);
        let mut tables = cohorts.tables.iter();
        let table = tables.find(|t| *t.cohort == **month && tercile_at.map(|at| t.keys[at]) == Some(tercile));
        let table = table.expect("a table for each group");
        assert_eq!(table.customers, customers.len() as u64);
        for age in 0..table.observed.len() {
            let observed = customers.values().filter(|orders| orders[0].first.plus(age as i32) <= until);
            let (mut n, mut repeats, mut revenue, mut values) = (0, 0, 0, Vec::new());
            for orders in observed {
                n += 1;
                let today = orders[0].first.plus(age as i32);
                let now = orders.iter().filter(|order| order.n > 1 && order.date == today);
                repeats += now.clone().count() as u64;
                revenue += now.map(|order| order.cents).sum::<i64>();
                let so_far = orders.iter().filter(|order| order.date <= today);
                values.push(so_far.map(|order| order.cents).sum::<i64>());
            }
            let sum: i64 = values.iter().sum();
            let mean = sum as f64 / values.len() as f64;
            let squares: f64 = values.iter().map(|&value| (value as f64 - mean).powi(2)).sum();
            let sd = (squares / (values.len() - 1) as f64).sqrt();
            assert_eq!(table.observed[age], n);
            assert_eq!((table.orders[age], table.active[age]), (repeats, repeats));
            assert_eq!((table.revenue[age], table.cum_revenue[age]), (revenue, sum));
            assert!((table.cum_sd[age] / sd - 1.0).abs() < 1e-9, "{} against {sd}", table.cum_sd[age]);
        }
        let first = customers.values().map(|orders| orders[0].cents).sum::<i64>();
        assert_eq!(table.first_revenue, Some(first));
    }
}

#[test]
fn the_triangle_is_that_of_the_calendar_months() {
    let report = sample();
    let triangle: &[TriangleCell] = &report.cohorts.as_ref().expect("cohorts").calendar_month;
    let mut repurchasers: BTreeMap<&str, u64> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for line in CALENDAR_MONTH.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let k: u32 = number(fields[1]);
        let cells: Vec<&TriangleCell> =
            triangle.iter().filter(|cell| *cell.cohort == *fields[0] && cell.k == k).collect();
        let sum = |column: fn(&TriangleCell) -> u64| cells.iter().map(|cell| column(cell)).sum::<u64>();
        assert_eq!(sum(|cell| cell.customers), number::<u64>(fields[3]));
        assert_eq!(sum(|cell| cell.active), number::<u64>(fields[4]));
        assert_eq!(sum(|cell| cell.orders), number::<u64>(fields[8]));
        assert_eq!(cells.iter().map(|cell| cell.revenue).sum::<i64>(), number::<i64>(fields[10]));
        let so_far = repurchasers.entry(fields[0]).or_default();
        *so_far += sum(|cell| cell.second_orders);
        assert_eq!(*so_far, number::<u64>(fields[6]));
        assert!(cells.iter().all(|cell| cell.complete == (fields[2] == "1")));
        seen.insert((fields[0], k));
    }
    assert_eq!(seen.len(), 51);
    assert!(triangle.iter().all(|cell| seen.contains(&(&*cell.cohort, cell.k))));
}
