//! Repurchase as a whole: the sample of real customers through the contract, against lifelines and pandas
//! (`fixtures/cdnow`); the same customers seen from an earlier day; pay-back, display floor and forecasts of small
//! documents worked out by hand.

mod support;

use std::collections::BTreeMap;

use redcat_report::analysis::repurchase::outlook::{HeldBack, outlook};
use redcat_report::analysis::repurchase::triangle::{Cut, Known, triangle};
use redcat_report::analysis::repurchase::{Group, Repurchase, age_through, last_day, repurchase};
use redcat_report::contract::{
    Acquisition, AgeUnit, Backtest, Cohorts, Decimal, DimensionIx, Forecast, LifeTable, MemberIx, RecencyFrequency,
    Report, TriangleCell,
};
use redcat_report::cube::Dataset;
use redcat_report::date::{Date, DateRange};
use redcat_report::query::{Scope, Selection};
use redcat_report::stats::Refusal;
use serde_json::Value;
use support::documents::{day, dimension, empty_report};

const CDNOW: &[u8] = include_bytes!("../www/data/cdnow.json");
const ORDERS: &str = include_str!("fixtures/cdnow/orders.csv");
const STEPS: &str = include_str!("fixtures/cdnow/kaplan_meier_steps.csv");
const CHOSEN_DAYS: &str = include_str!("fixtures/cdnow/kaplan_meier.csv");
const BY_30_DAYS: &str = include_str!("fixtures/cdnow/cohort_30d.csv");
const BY_MONTH: &str = include_str!("fixtures/cdnow/cohort_calendar_month.csv");

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is a number"))
}

#[track_caller]
fn near(what: &str, found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{what}: {found} is not {expected}");
}

fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect())
}

fn read(bytes: &[u8]) -> Dataset {
    Dataset::build(Report::from_bytes(bytes).expect("a report")).expect("a dataset")
}

fn sample(name: &str) -> Dataset {
    let path = format!("{}/www/data/{name}.json", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read(path).expect("a sample"))
}

fn scope(dataset: &Dataset, selection: &str) -> Scope {
    selection.parse::<Selection>().expect("a selection").resolve(&dataset.report).0
}

fn asked(dataset: &Dataset, selection: &str, split_by: &str) -> Result<Repurchase, Refusal> {
    let split_by = (!split_by.is_empty()).then(|| dataset.report.find_dimension(split_by).expect("a dimension"));
    repurchase(dataset, &scope(dataset, selection), split_by)
}

/// The group of that member.
fn group<'a>(dataset: &Dataset, asked: &'a Repurchase, split_by: &str, id: &str) -> &'a Group {
    let dimension = dataset.report.find_dimension(split_by).and_then(|ix| dataset.report.dimension(ix));
    let member = dimension.and_then(|dimension| dimension.find(id));
    asked.groups.iter().find(|group| group.member == member).unwrap_or_else(|| panic!("no group {id}"))
}

#[test]
fn cdnow_has_the_curve_of_lifelines_on_every_day() {
    let dataset = read(CDNOW);
    let all = asked(&dataset, "", "").expect("life tables");
    assert_eq!((all.unit, all.groups.len(), all.groups[0].customers), (AgeUnit::Day, 1, 23_570));
    assert_eq!(all.log_rank, Err(Refusal::OneGroup));
    let curve = all.groups[0].curve.as_ref().expect("a curve");
    let mut compared = 0;
    for line in lines(STEPS) {
        let at = &curve[number::<f64>(line[0]) as usize];
        assert_eq!((at.row.at_risk, at.row.events), (number::<f64>(line[1]) as u64, number::<f64>(line[2]) as u64));
        let band = at.interval.expect("events");
        for (found, cell) in [(at.survival, 4), (band.lower, 5), (band.upper, 6)] {
            near(line[0], found, number(line[cell]), 1e-9);
        }
        compared += 1;
    }
    assert_eq!(compared, 544);
}

#[test]
fn cdnow_by_group_at_the_chosen_days() {
    let dataset = read(CDNOW);
    let mut compared = 0;
    for line in lines(CHOSEN_DAYS) {
        let (split_by, id) = match line[0].split_once('=') {
            Some(("tercile", id)) => ("first_order_value", id),
            Some((_, id)) => ("first_order_month", id),
            None => ("", ""),
        };
        let found = asked(&dataset, "", split_by).expect("life tables");
        let group = if id.is_empty() { &found.groups[0] } else { group(&dataset, &found, split_by, id) };
        let at = &group.curve.as_ref().expect("a curve")[number::<usize>(line[1])];
        let (share, band) = at.incidence();
        let band = band.expect("events");
        assert_eq!(at.row.at_risk, number::<u64>(line[2]), "{line:?}");
        for (found, cell) in [(at.survival, 4), (share, 5), (at.standard_error, 6), (band.lower, 7), (band.upper, 8)] {
            near(line[0], found, number(line[cell]), 1e-9);
        }
        compared += 1;
    }
    assert_eq!(compared, 123);
}

#[test]
fn terciles_of_cdnow_come_back_at_different_speeds() {
    let dataset = read(CDNOW);
    let reference: Value = serde_json::from_str(include_str!("fixtures/cdnow/log_rank.json")).expect("JSON");
    for (split_by, plain, within) in [
        ("first_order_value", "tercile", Some("tercile_by_month")),
        // Cohorts are the months themselves: within one there is nothing to compare.
        ("first_order_month", "month", None),
    ] {
        let found = asked(&dataset, "", split_by).expect("life tables");
        let expected = |name: &str, key: &str| reference[name][key].as_f64().expect("a number");
        let test = found.log_rank.expect("groups that differ");
        assert_eq!(test.df, 2);
        near(plain, test.test.statistic, expected(plain, "chi2"), 1e-9);
        near(plain, test.test.ln_p, expected(plain, "ln_p"), 1e-9);
        match within {
            None => assert_eq!(found.stratified, Err(Refusal::OneGroup)),
            Some(within) => {
                let test = found.stratified.expect("groups that differ").test;
                near(within, test.statistic, expected(within, "chi2"), 1e-9);
                near(within, test.ln_p, expected(within, "ln_p"), 1e-9);
            }
        }
    }
    // One of two groups filtered away leaves nothing to compare.
    assert_eq!(
        asked(&dataset, "first_order_value=low", "first_order_value").expect("life tables").log_rank,
        Err(Refusal::OneGroup)
    );
}

#[test]
fn splitting_and_pooling_agree() {
    let dataset = read(CDNOW);
    let split = asked(&dataset, "", "first_order_value").expect("life tables");
    let pooled = asked(&dataset, "", "").expect("life tables");
    let pooled = pooled.groups[0].curve.as_ref().expect("a curve");
    for (age, at) in pooled.iter().enumerate() {
        let rows = split.groups.iter().filter_map(|group| group.curve.as_ref().expect("a curve").get(age));
        let sum = rows.fold((0, 0), |sum, at| (sum.0 + at.row.at_risk, sum.1 + at.row.events));
        assert_eq!(sum, (at.row.at_risk, at.row.events), "age {age}");
    }
    for (member, id) in ["low", "mid", "high"].into_iter().enumerate() {
        let alone = asked(&dataset, &format!("first_order_value={id}"), "").expect("life tables");
        assert_eq!(alone.groups[0].curve, split.groups[member].curve);
        assert_eq!(alone.groups[0].worth, split.groups[member].worth);
    }
}

#[test]
fn worth_of_a_customer_is_that_of_pandas() {
    let dataset = read(CDNOW);
    let mut compared = 0;
    for line in lines(BY_30_DAYS) {
        let (split_by, id) = match line[0].split_once('=') {
            Some(("tercile", id)) => ("first_order_value", id),
            Some((_, id)) => ("first_order_month", id),
            None => ("", ""),
        };
        let found = asked(&dataset, "", split_by).expect("life tables");
        let group = if id.is_empty() { &found.groups[0] } else { group(&dataset, &found, split_by, id) };
        let worth = group.worth.as_ref().expect("revenue");
        assert!(worth.is_observed_mean);
        let point = &worth.points[number::<usize>(line[2])];
        assert_eq!(point.observed, number::<u64>(line[4]), "{line:?}");
        near(line[0], point.value / 100.0, number(line[10]), 1e-9);
        near(line[0], point.standard_error.expect("a spread") / 100.0, number(line[11]), 1e-9);
        compared += 1;
    }
    assert_eq!(compared, 123);
}

#[test]
fn thirty_day_table_of_cdnow() {
    let dataset = read(CDNOW);
    let rows = triangle(&dataset, &scope(&dataset, ""), Cut::ThirtyDays);
    assert_eq!(rows.iter().map(|row| &*row.cohort).collect::<Vec<_>>(), ["1997-01", "1997-02", "1997-03"]);
    let (mut whole, mut part, mut nothing) = (0, 0, 0);
    for row in &rows {
        let of_row = |line: &Vec<&str>| line[0].split_once('=') == Some(("cohort", &*row.cohort));
        let reference: Vec<Vec<&str>> = lines(BY_30_DAYS).filter(of_row).collect();
        for (k, cell) in row.cells.iter().enumerate() {
            let Some(line) = reference.get(k) else {
                assert_eq!((cell.known, cell.second), (Known::Nothing, Err(Refusal::NoMatureDays)));
                nothing += 1;
                continue;
            };
            assert_eq!(cell.followed, number::<u64>(line[4]));
            near("worth", cell.worth.expect("revenue") / 100.0, number(line[10]), 1e-9);
            assert_eq!(cell.active, Err(Refusal::NotAtThisCut), "customers active on two days would count twice");
            let share = cell.second.expect("events");
            if cell.known == Known::Whole {
                near("second", share, number(line[8]), 1e-12);
                whole += 1;
            } else {
                // Kaplan and Meier's estimate of the same share, from more customers than are followed to the end.
                near("second", share, number(line[8]), 0.02);
                assert!(cell.followed < row.customers);
                part += 1;
            }
        }
    }
    assert!(whole >= 40 && part >= 3 && nothing >= 2, "{whole} {part} {nothing}");
}

#[test]
fn calendar_month_table_of_cdnow() {
    let dataset = read(CDNOW);
    let rows = triangle(&dataset, &scope(&dataset, ""), Cut::CalendarMonth);
    let mut compared = 0;
    for line in lines(BY_MONTH) {
        let row = rows.iter().find(|row| *row.cohort == *line[0]).expect("a row");
        let cell = row.cells[number::<usize>(line[1])];
        assert_eq!(cell.known, if line[2] == "1" { Known::Whole } else { Known::Part });
        assert_eq!(row.customers, number::<u64>(line[3]));
        let (active, share) = cell.active.expect("a month");
        assert_eq!(active, number::<u64>(line[4]));
        near(line[0], share, number(line[5]), 1e-12);
        near(line[0], cell.second.expect("a month"), number(line[7]), 1e-12);
        near(line[0], cell.worth.expect("revenue") / 100.0, number(line[13]), 1e-9);
        compared += 1;
    }
    assert_eq!(compared, 51);
    // February was followed one month less than January.
    assert_eq!(rows[1].cells.last().map(|cell| cell.known), Some(Known::Nothing));
    assert_eq!(rows[0].cells.len(), rows[2].cells.len());
    let low = triangle(&dataset, &scope(&dataset, "first_order_value=low"), Cut::CalendarMonth);
    assert!(low[0].customers < rows[0].customers && low[0].customers > 0);
}

/// CDNOW's customers by month, as a document would have them that was written on the evening of `until`.
fn cdnow_until(until: Date) -> Dataset {
    let mut orders: BTreeMap<&str, Vec<(u32, Date, i64)>> = BTreeMap::new();
    for line in lines(ORDERS) {
        orders.entry(line[0]).or_default().push((
            number(line[5]),
            Date::parse(line[1]).expect("a day"),
            number(line[3]),
        ));
    }
    let mut report = empty_report(Vec::new(), Vec::new(), day("1997-01-01"), until);
    let mut tables = Vec::new();
    for month in ["1997-01", "1997-02", "1997-03"] {
        let mut table = LifeTable { cohort: month.into(), ..LifeTable::default() };
        for orders in orders.values_mut() {
            orders.sort_unstable();
            let first = orders[0].1;
            if !first.to_string().starts_with(month) {
                continue;
            }
            table.customers += 1;
            let second = orders.get(1).map(|order| order.1.since(first) as usize);
            for age in 0..=until.since(first) as usize {
                if table.observed.len() <= age {
                    for column in [&mut table.observed, &mut table.at_risk, &mut table.events] {
                        column.push(0);
                    }
                }
                table.observed[age] += 1;
                table.at_risk[age] += u64::from(second.is_none_or(|second| second >= age));
                table.events[age] += u64::from(second == Some(age));
            }
        }
        tables.push(table);
    }
    report.cohorts = Some(Cohorts {
        age_unit: AgeUnit::Day,
        observed_until: until,
        first_order_unit: "month".into(),
        dimensions: Vec::new(),
        tables,
        calendar_month: Vec::new(),
        acquisition: Vec::new(),
    });
    Dataset::build(report).expect("a dataset")
}

#[test]
fn an_earlier_end_of_observation_does_not_bend_the_curve_down() {
    let whole = read(CDNOW);
    let whole = asked(&whole, "", "").expect("life tables");
    let cut = cdnow_until(day("1997-05-31"));
    let seen = asked(&cut, "", "").expect("life tables");
    let (whole, seen) =
        (whole.groups[0].curve.as_ref().expect("a curve"), seen.groups[0].curve.as_ref().expect("a curve"));
    assert!(seen.len() < whole.len() && seen.len() > 145, "{} of {}", seen.len(), whole.len());
    let mut naive_is_lower = 0;
    for (age, (at, full)) in seen.iter().zip(whole).enumerate() {
        // Until the last who came, on 31 March, is no longer followed, it is the same curve.
        if age <= 61 {
            near("the same", at.survival, full.survival, 0.0);
        } else {
            near("later", at.survival, full.survival, 4.0 * at.standard_error);
            let events: u64 = seen[..=age].iter().map(|at| at.row.events).sum();
            naive_is_lower += usize::from(events as f64 / 23_570.0 < full.incidence().0 - 4.0 * at.standard_error);
        }
        assert!(age == 0 || at.survival <= seen[age - 1].survival);
    }
    assert!(naive_is_lower > 0, "events over all customers would have bent down");
    let rows = triangle(&cut, &scope(&cut, ""), Cut::ThirtyDays);
    let known: Vec<Vec<Known>> = rows.iter().map(|row| row.cells.iter().map(|cell| cell.known).collect()).collect();
    // 120 days after 31 January, 92 after 28 February, 61 after 31 March; a part of each cohort is followed longer.
    for (row, whole) in known.iter().zip([4, 3, 2]) {
        assert_eq!(row.iter().filter(|known| **known == Known::Whole).count(), whole, "{known:?}");
        assert!(row.contains(&Known::Part));
    }
    assert_eq!(known[2].last(), Some(&Known::Nothing));
}

#[test]
fn cohorts_are_chosen_as_members_are() {
    let cut = cdnow_until(day("1997-12-31"));
    assert!(cut.report.find_dimension("cohort").is_some());
    let one = asked(&cut, "cohort=1997-02", "").expect("life tables");
    assert_eq!(one.groups[0].customers, 8_476);
    let split = asked(&cut, "", "cohort").expect("life tables");
    assert_eq!(split.groups.len(), 3);
    assert_eq!(split.groups[1].curve, one.groups[0].curve);
    // A dimension that says the same already is not said twice.
    assert!(read(CDNOW).report.find_dimension("cohort").is_none());
}

#[test]
fn both_benefits_against_none_in_the_sample() {
    let dataset = sample("beauty");
    let found = asked(&dataset, "", "benefit").expect("life tables");
    let uplifts = found.uplifts.as_ref().expect("an uplift");
    assert_eq!(last_day(found.unit, uplifts.age as u32), 90);
    let place = |id: &str| found.groups.iter().position(|g| std::ptr::eq(g, group(&dataset, &found, "benefit", id)));
    assert_eq!(Some(uplifts.reference), place("none"));
    let dual = place("dual").expect("a group");
    let uplift = uplifts.estimates[dual].expect("an uplift");
    near("uplift", uplift.value, 0.35, 0.005);
    assert!(uplift.interval.lower > 0.25 && uplift.interval.upper < 0.45 && uplift.interval.lower < uplift.value);
    // The ratio of the curves at that age, and nothing else.
    let share = |place: usize| found.groups[place].curve.as_ref().expect("a curve")[uplifts.age].incidence().0;
    near("ratio", uplift.value, share(dual) / share(uplifts.reference) - 1.0, 1e-12);
    assert!(found.stratified.expect("a test").test.p < 1e-20);
    assert_eq!(uplifts.estimates.len(), 4);
    // By thirty days there is no day 90: it is read through the end of the third interval.
    let sports = sample("sports");
    let found = asked(&sports, "", "benefit").expect("life tables");
    assert_eq!(last_day(found.unit, found.uplifts.expect("an uplift").age as u32), 89);
}

#[test]
fn filters_apply_where_life_tables_have_their_dimension_and_are_named_where_not() {
    let dataset = sample("beauty");
    let found = asked(&dataset, "benefit=dual&gender=female&date=2025-06-01..2025-06-02", "").expect("life tables");
    assert_eq!(found.ignored, [dataset.report.find_dimension("gender").expect("a dimension")]);
    let split = asked(&dataset, "", "benefit").expect("life tables");
    assert_eq!(found.groups[0].curve, group(&dataset, &split, "benefit", "dual").curve);
    assert_eq!(asked(&dataset, "", "gender"), Err(Refusal::NotAtThisCut));
    let without = Dataset::build(empty_report(Vec::new(), Vec::new(), day("2025-01-01"), day("2025-01-02")));
    assert_eq!(asked(&without.expect("a dataset"), "", ""), Err(Refusal::NoData));
}

/// Two cohorts of 40 and 60 customers, each split in two by a dimension; three ages.
fn small(edit: impl FnOnce(&mut Report, &mut Cohorts)) -> Dataset {
    let mut report =
        empty_report(vec![dimension("benefit", None, &[None, None])], Vec::new(), day("2025-01-01"), day("2025-04-30"));
    let table = |cohort: &str, member: u32, customers: u64, events: [u64; 3]| LifeTable {
        cohort: cohort.into(),
        keys: vec![MemberIx(member)],
        customers,
        observed: vec![customers; 3],
        at_risk: vec![customers, customers - events[0], customers - events[0] - events[1]],
        events: events.to_vec(),
        active: vec![events[0]; 3],
        first_revenue: Some(1_000 * customers as i64),
        revenue: vec![100 * customers as i64; 3],
        ..LifeTable::default()
    };
    let mut cohorts = Cohorts {
        age_unit: AgeUnit::Month,
        observed_until: day("2025-04-30"),
        first_order_unit: "month".into(),
        dimensions: vec![DimensionIx(0)],
        tables: vec![
            table("2025-01", 0, 40, [4, 2, 2]),
            table("2025-01", 1, 60, [3, 3, 0]),
            table("2025-02", 0, 50, [5, 5, 5]),
        ],
        calendar_month: Vec::new(),
        acquisition: Vec::new(),
    };
    edit(&mut report, &mut cohorts);
    report.cohorts = Some(cohorts);
    Dataset::build(report).expect("a dataset")
}

fn spend(cohort: &str, keys: &[u32], spend: i64) -> Acquisition {
    Acquisition { cohort: cohort.into(), keys: keys.iter().map(|&ix| MemberIx(ix)).collect(), spend }
}

#[test]
fn pay_back_is_of_the_margin_where_one_is_given() {
    let paid = |margin: Option<&str>, spends: Vec<Acquisition>| {
        let dataset = small(|report, cohorts| {
            report.meta.margin_rate = margin.and_then(Decimal::parse);
            cohorts.acquisition = spends;
        });
        let split = asked(&dataset, "", "benefit").expect("life tables");
        let whole = asked(&dataset, "", "").expect("life tables");
        (whole.groups[0].cost, split.groups[0].cost, split.groups[1].cost)
    };
    assert_eq!(paid(None, Vec::new()).0, Err(Refusal::NoData));
    // 1,000 at the first order and 100 in each of three ages: 1,100, 1,200, 1,300 by their ends.
    let each = |per: [i64; 3]| {
        vec![
            spend("2025-01", &[0], per[0] * 40),
            spend("2025-01", &[1], per[1] * 60),
            spend("2025-02", &[0], per[2] * 50),
        ]
    };
    let (whole, first, second) = paid(None, each([1_200, 1_301, 1_200]));
    let first = first.expect("a cost");
    assert_eq!((first.spend, first.customers, first.paid_back, first.margin), (108_000, 90, Some(1), None));
    assert_eq!(second.expect("a cost").paid_back, None, "1,301 are not earned by 1,300");
    assert_eq!(whole.expect("a cost").spend, 186_060);
    // Half of 1,200 is 600.
    let (_, first, second) = paid(Some("0.5"), each([600, 651, 600]));
    assert_eq!(first.expect("a cost").paid_back, Some(1));
    near("break-even", first.expect("a cost").break_even(), 1_200.0, 1e-9);
    assert_eq!(second.expect("a cost").paid_back, None);
    // What was spent on a whole cohort cannot be told apart by benefit; what is not given is not nothing.
    let (whole, first, second) = paid(None, vec![spend("2025-01", &[], 60_000), spend("2025-02", &[0], 40_000)]);
    assert_eq!(whole.expect("a cost").spend, 100_000);
    assert_eq!((first, second), (Err(Refusal::NotAtThisCut), Err(Refusal::NotAtThisCut)));
    let (whole, first, second) = paid(None, vec![spend("2025-01", &[0], 40_000), spend("2025-02", &[0], 40_000)]);
    assert_eq!((whole, second), (Err(Refusal::NotWhole), Err(Refusal::NotWhole)));
    assert_eq!(first.expect("a cost").spend, 80_000);
}

#[test]
fn without_revenue_so_far_worth_is_the_mean_cumulative_function() {
    let dataset = small(|_, _| {});
    let worth = asked(&dataset, "", "").expect("life tables").groups[0].worth.clone().expect("revenue");
    assert!(!worth.is_observed_mean);
    assert_eq!(worth.points.iter().map(|point| point.value).collect::<Vec<_>>(), [1_100.0, 1_200.0, 1_300.0]);
    assert!(worth.points.iter().all(|point| point.standard_error.is_none() && point.observed == 150));
    let without = small(|_, cohorts| cohorts.tables[1].first_revenue = None);
    assert_eq!(asked(&without, "", "").expect("life tables").groups[0].worth, Err(Refusal::NoData));
}

#[test]
fn the_display_floor_hides_groups_and_cohorts_of_few() {
    let dataset = small(|report, _| report.meta.min_cell = 61);
    let split = asked(&dataset, "", "benefit").expect("life tables");
    // 60 are too few, and with them so would be those left over.
    for group in &split.groups {
        assert_eq!((group.customers, &group.curve), (0, &Err(Refusal::Hidden)));
        assert_eq!((&group.worth, group.cost), (&Err(Refusal::Hidden), Err(Refusal::Hidden)));
    }
    assert_eq!(asked(&dataset, "", "").expect("life tables").groups[0].customers, 150);
    let rows = triangle(&dataset, &scope(&dataset, ""), Cut::ThirtyDays);
    assert!(rows.iter().all(|row| row.customers == 0 && row.cells.iter().all(|c| c.second == Err(Refusal::Hidden))));
}

#[test]
fn thirty_day_cells_say_what_is_known() {
    let dataset = small(|_, cohorts| {
        let late = &mut cohorts.tables[2];
        (late.observed, late.at_risk, late.events) = (vec![50, 29, 0], vec![50, 25, 0], vec![5, 1, 0]);
        late.active = vec![5, 3, 0];
    });
    let rows = triangle(&dataset, &scope(&dataset, ""), Cut::ThirtyDays);
    let first: Vec<_> = rows[0].cells.iter().map(|cell| (cell.known, cell.followed, cell.active)).collect();
    assert_eq!(first[0], (Known::Whole, 100, Ok((7, 0.07))));
    near("second", rows[0].cells[2].second.expect("events"), 0.14, 1e-12);
    let late: Vec<_> = rows[1].cells.iter().map(|cell| (cell.known, cell.followed)).collect();
    assert_eq!(late, [(Known::Whole, 50), (Known::Part, 29), (Known::Nothing, 0)]);
    assert_eq!(rows[1].cells[1].second, Err(Refusal::TooSmall { numerator: 29, denominator: 29 }));
    assert_eq!(rows[1].cells[2].active, Err(Refusal::NoMatureDays));
}

#[test]
fn everybody_who_came_back_is_a_share_of_one() {
    let dataset = small(|_, cohorts| {
        cohorts.tables.truncate(1);
        let table = &mut cohorts.tables[0];
        (table.at_risk, table.events) = (vec![40, 0, 0], vec![40, 0, 0]);
    });
    let rows = triangle(&dataset, &scope(&dataset, ""), Cut::ThirtyDays);
    assert_eq!(rows[0].cells.iter().map(|cell| cell.second).collect::<Vec<_>>(), [Ok(1.0); 3]);
}

#[test]
fn a_triangle_of_all_members_cannot_be_filtered_by_one() {
    let cell = |k| TriangleCell {
        cohort: "2025-01".into(),
        k,
        keys: Vec::new(),
        customers: 100,
        active: 10,
        second_orders: 5,
        orders: 10,
        revenue: 1_000,
        complete: k == 0,
    };
    let dataset = small(|_, cohorts| cohorts.calendar_month = vec![cell(0), cell(1), cell(3)]);
    let rows = triangle(&dataset, &scope(&dataset, ""), Cut::CalendarMonth);
    assert_eq!(rows[0].cells.iter().map(|cell| cell.known).collect::<Vec<_>>(), [Known::Whole, Known::Part]);
    near("two months", rows[0].cells[1].second.expect("a share"), 0.1, 1e-12);
    assert!(triangle(&dataset, &scope(&dataset, "benefit=benefit0"), Cut::CalendarMonth).is_empty());
    assert_eq!(triangle(&dataset, &scope(&dataset, "cohort=2025-01"), Cut::CalendarMonth), rows);
    assert!(triangle(&dataset, &scope(&dataset, "cohort=2025-02"), Cut::CalendarMonth).is_empty());
}

#[test]
fn ages_end_on_days() {
    for (unit, day, age, through) in [
        (AgeUnit::Day, 30, Some(30), 30),
        (AgeUnit::Day, 0, Some(0), 0),
        (AgeUnit::Week, 30, Some(3), 27),
        (AgeUnit::Week, 5, None, 0),
        (AgeUnit::Month, 30, Some(0), 29),
        (AgeUnit::Month, 90, Some(2), 89),
    ] {
        assert_eq!(age_through(unit, day), age);
        if let Some(age) = age {
            assert_eq!(last_day(unit, age as u32), through);
        }
    }
}

#[test]
fn a_forecast_comes_with_its_error_or_not_at_all() {
    let params = [("r", 0.243), ("alpha", 4.414), ("a", 0.793), ("b", 2.426)];
    let fitted = |model: &str, backtest: Option<Backtest>| Forecast::Fitted {
        model: model.into(),
        unit: AgeUnit::Week,
        params: params.iter().map(|&(name, value)| (name.into(), value)).collect(),
        fitted_through: day("2025-04-30"),
        backtest,
    };
    let range = DateRange { from: day("2025-05-01"), to: day("2025-06-30") };
    let known = outlook(Some(&fitted("bg_nbd", Some(Backtest { range, expected: 110.0, actual: 100.0 }))));
    let known = known.expect("a forecast");
    near("error", known.backtest.error().expect("orders"), 0.1, 1e-12);
    assert_eq!(known.backtest.held_back, HeldBack::Days(range));
    // Within 39 weeks: 1 − (α/(α+t))^r.
    near("share", known.incidence(273.0), 1.0 - (4.414_f64 / 43.414).powf(0.243), 1e-12);
    assert_eq!(outlook(None), Err(Refusal::NoData));
    assert_eq!(outlook(Some(&fitted("bg_nbd", None))), Err(Refusal::NoBacktest));
    let backtest = Some(Backtest { range, expected: 1.0, actual: 1.0 });
    assert_eq!(outlook(Some(&fitted("prophecy", backtest))), Err(Refusal::UnknownModel));
}

#[test]
fn histories_of_equal_length_allow_no_back_test() {
    let rf = |t: Vec<f64>| {
        let len = t.len();
        Forecast::RecencyFrequency(RecencyFrequency {
            unit: AgeUnit::Week,
            x: (0..len as u32).map(|n| n % 3).collect(),
            t_x: (0..len).map(|n| if n % 3 == 0 { 0.0 } else { 1.0 + (n % 7) as f64 }).collect(),
            t,
            customers: vec![10; len],
            value: Vec::new(),
        })
    };
    assert_eq!(outlook(Some(&rf(vec![30.0; 60]))), Err(Refusal::NoBacktest));
    assert_eq!(outlook(Some(&rf(Vec::new()))), Err(Refusal::NoBacktest));
}

#[test]
fn histories_of_the_sample_are_forecast_from_the_shorter_ones() {
    for name in ["beauty", "sports"] {
        let dataset = sample(name);
        let Some(Forecast::RecencyFrequency(rf)) = &dataset.report.forecast else { panic!("{name} has histories") };
        let found = outlook(dataset.report.forecast.as_ref()).expect("a forecast");
        // Half of the customers were followed for at least that long; of these so many have come back.
        let HeldBack::FollowedLonger(weeks) = found.backtest.held_back else { panic!("histories have no days") };
        let histories = || rf.t.iter().zip(&rf.x).zip(&rf.customers);
        let longer = histories().filter(|((t, _), _)| **t >= weeks);
        let came_back: u64 = longer.clone().filter(|((_, x), _)| **x > 0).map(|(_, customers)| customers).sum();
        near("came back", found.backtest.actual, came_back as f64, 0.0);
        let all: u64 = histories().map(|(_, customers)| customers).sum();
        let held_back: u64 = longer.map(|(_, customers)| customers).sum();
        near("half", held_back as f64 / all as f64, 0.5, 0.1);
        let error = found.backtest.error().expect("customers who came back");
        assert!((0.05..0.2).contains(&error), "{name}: {error}");
        // What it says of days that are known is what the curve says.
        let pooled = asked(&dataset, "", "").expect("life tables");
        let age = age_through(pooled.unit, 90).expect("an age");
        let known = pooled.groups[0].curve.as_ref().expect("a curve")[age].incidence().0;
        near(name, found.incidence(f64::from(last_day(pooled.unit, age as u32))), known, 0.02);
        assert!(found.incidence(365.0) > found.incidence(180.0) && found.incidence(365.0) < 1.0);
    }
}
