//! Who came back, and what they are worth: the 23,570 customers of CDNOW, counted here line by line from their orders,
//! against lifelines, statsmodels and pandas (`fixtures/cdnow`); and what must hold for any customers.

mod support;

use std::collections::BTreeMap;

use proptest::prelude::*;
use redcat_report::date::Date;
use redcat_report::stats::{
    Followed, Life, LifeRow, Refusal, Repeat, Survival, kaplan_meier, log_rank, mean_cumulative, value_per_customer,
};
use serde_json::Value;
use support::cases;

const ORDERS: &str = include_str!("fixtures/cdnow/orders.csv");
const CHOSEN_DAYS: &str = include_str!("fixtures/cdnow/kaplan_meier.csv");
const BY_30_DAYS: &str = include_str!("fixtures/cdnow/cohort_30d.csv");
const TERCILES: [&str; 3] = ["low", "mid", "high"];

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is a number"))
}

fn near(name: &str, found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{name}: {found} is not {expected}");
}

/// What is known of one customer; ages in days since the first order.
struct Customer {
    month: usize,
    tercile: usize,
    followed_days: u32,
    second_at: Option<u32>,
    orders: Vec<(u32, i64)>,
}

impl Customer {
    fn belongs_to(&self, group: &str) -> bool {
        match group.split_once('=') {
            Some(("tercile", name)) => TERCILES[self.tercile] == name,
            Some(("cohort", name)) => ["1997-01", "1997-02", "1997-03"][self.month] == name,
            _ => group == "ALL",
        }
    }

    /// Days without a second order, and whether one ended them.
    fn waited(&self) -> (u32, bool) {
        self.second_at.map_or((self.followed_days, false), |age| (age, true))
    }
}

fn customers() -> Vec<Customer> {
    let end = Date::from_ymd(1998, 6, 30).expect("a day");
    let mut all: BTreeMap<&str, (Date, Customer)> = BTreeMap::new();
    let mut lines: Vec<Vec<&str>> = ORDERS.lines().skip(1).map(|line| line.split(',').collect()).collect();
    lines.sort_by_key(|line| number::<u32>(line[5]));
    for line in lines {
        let (date, cents) = (Date::parse(line[1]).expect("a day"), number::<i64>(line[3]));
        let (first, customer) = all.entry(line[0]).or_insert_with(|| {
            let tercile = if cents <= 1_536 { 0 } else { 1 + usize::from(cents > 3_198) };
            let month = date.ymd().1 as usize - 1;
            let followed_days = end.since(date) as u32;
            (date, Customer { month, tercile, followed_days, second_at: None, orders: Vec::new() })
        });
        let age = date.since(*first) as u32;
        if line[5] == "2" {
            customer.second_at = Some(age);
        }
        customer.orders.push((age, cents));
    }
    let all: Vec<Customer> = all.into_values().map(|(_, customer)| customer).collect();
    assert_eq!(all.len(), 23_570);
    all
}

/// Dense life table of those who waited so many days, ended by an event or not.
fn life_table(waits: impl Iterator<Item = (u32, bool)>) -> Vec<LifeRow> {
    let mut rows: Vec<LifeRow> = Vec::new();
    for (age, event) in waits {
        while rows.len() <= age as usize {
            rows.push(LifeRow { age: rows.len() as u32, at_risk: 0, events: 0 });
        }
        rows[age as usize].at_risk += 1;
        rows[age as usize].events += u64::from(event);
    }
    // Who waited until an age was at risk at all before it.
    let mut later = 0;
    for row in rows.iter_mut().rev() {
        later += row.at_risk;
        row.at_risk = later;
    }
    rows
}

#[test]
fn curves_by_group_at_the_chosen_days() {
    let customers = customers();
    let mut curves: BTreeMap<&str, Vec<Survival>> = BTreeMap::new();
    let mut compared = 0;
    for line in CHOSEN_DAYS.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let curve = curves.entry(cells[0]).or_insert_with(|| {
            let members = customers.iter().filter(|customer| customer.belongs_to(cells[0]));
            kaplan_meier(&life_table(members.map(Customer::waited))).expect("a curve")
        });
        let at = &curve[number::<usize>(cells[1])];
        assert_eq!(at.row.at_risk, number::<u64>(cells[2]), "{line}");
        let (share, band) = at.incidence();
        let band = band.expect("events");
        for (found, cell) in [(at.survival, 4), (share, 5), (at.standard_error, 6), (band.lower, 7), (band.upper, 8)] {
            near(line, found, number(cells[cell]), 1e-9);
        }
        compared += 1;
    }
    assert_eq!((compared, curves.len()), (123, 7));
}

/// Which of (month, tercile) is meant.
type Place = fn((usize, usize)) -> usize;

#[test]
fn speeds_of_coming_back() {
    let customers = customers();
    let mut tables = BTreeMap::new();
    for month in 0..3 {
        for tercile in 0..3 {
            let members = customers.iter().filter(|c| c.month == month && c.tercile == tercile);
            tables.insert((month, tercile), life_table(members.map(Customer::waited)));
        }
    }
    let reference: Value = serde_json::from_str(include_str!("fixtures/cdnow/log_rank.json")).expect("JSON");
    let summary: Value = serde_json::from_str(include_str!("fixtures/cdnow/summary.json")).expect("JSON");
    let (month, tercile, none): (Place, Place, Place) = (|key| key.0, |key| key.1, |_| 0);
    for (name, group, stratum) in [
        ("tercile", tercile, none),
        ("tercile_by_month", tercile, month),
        ("month", month, none),
        ("month_by_tercile", month, tercile),
    ] {
        let lives: Vec<Life<'_>> =
            tables.iter().map(|(&key, rows)| Life { group: group(key), stratum: stratum(key), rows }).collect();
        let found = log_rank(&lives).expect("groups that differ");
        let expected = |key: &str| reference[name][key].as_f64().expect("a number");
        assert_eq!(found.df, 2, "{name}");
        near(name, found.test.statistic, expected("chi2"), 1e-9);
        near(name, found.test.ln_p, expected("ln_p"), 1e-9);
    }
    for (name, pair) in [("logrank_low_mid", [0, 1]), ("logrank_mid_high", [1, 2]), ("logrank_low_high", [0, 2])] {
        let lives: Vec<Life<'_>> = tables
            .iter()
            .filter_map(|((_, tercile), rows)| {
                let group = pair.iter().position(|one| one == tercile)?;
                Some(Life { group, stratum: 0, rows })
            })
            .collect();
        let found = log_rank(&lives).expect("groups that differ");
        assert_eq!(found.df, 1);
        near(name, found.test.statistic, summary[name]["chi2"].as_f64().expect("a number"), 1e-9);
        near(name, found.test.ln_p, summary[name]["log_p"].as_f64().expect("a number"), 1e-8);
    }
}

#[test]
fn freireichs_leukaemia_patients() {
    let cases: Value = serde_json::from_str(include_str!("fixtures/statistics/edge_cases.json")).expect("JSON");
    let list = |value: &Value| -> Vec<u32> {
        value.as_array().expect("a list").iter().map(|cell| cell.as_u64().expect("a count") as u32).collect()
    };
    let treated = &cases["km"]["freireich_6mp"];
    let drug = life_table(list(&treated["T"]).into_iter().zip(list(&treated["event"]).into_iter().map(|e| e == 1)));
    let reference = &cases["logrank"]["freireich"];
    let placebo = life_table(list(&reference["placebo"]).into_iter().map(|age| (age, true)));
    let lives = [Life { group: 0, stratum: 0, rows: &drug }, Life { group: 1, stratum: 0, rows: &placebo }];
    let found = log_rank(&lives).expect("two groups").test;
    near("chi2", found.statistic, reference["chi2"].as_f64().expect("a number"), 1e-9);
    near("p", found.p, reference["p"].as_f64().expect("a number"), 1e-12);
}

/// Those of `members` who were followed through `last_day`, as one cohort.
fn followed<'a>(members: impl Iterator<Item = &'a Customer>, last_day: u32) -> Followed {
    let worth = |customer: &Customer| customer.orders.iter().filter(|o| o.0 <= last_day).map(|o| o.1).sum::<i64>();
    let values: Vec<i64> = members.filter(|customer| customer.followed_days >= last_day).map(worth).collect();
    let (n, sum) = (values.len() as f64, values.iter().sum::<i64>());
    let mean = sum as f64 / n;
    let squares: f64 = values.iter().map(|value| (*value as f64 - mean).powi(2)).sum();
    let cum_sd = if n > 1.0 { (squares / (n - 1.0)).sqrt() } else { 0.0 };
    Followed { observed: values.len() as u64, cum_revenue: sum, cum_sd }
}

#[test]
fn value_per_customer_by_30_days() {
    let customers = customers();
    let mut compared = 0;
    for line in BY_30_DAYS.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        // Pooled from nine cohorts, as a document would carry them; those not followed that far hold nobody.
        let cohorts: Vec<Followed> = (0..9)
            .map(|cohort| {
                let members = customers.iter().filter(|c| c.month * 3 + c.tercile == cohort && c.belongs_to(cells[0]));
                followed(members, number(cells[2]))
            })
            .collect();
        assert_eq!(cohorts.iter().map(|cohort| cohort.observed).sum::<u64>(), number::<u64>(cells[4]), "{line}");
        let value = value_per_customer(&cohorts).expect("customers");
        near(line, value.value / 100.0, number(cells[10]), 1e-9);
        near(line, value.standard_error / 100.0, number(cells[11]), 1e-9);
        compared += 1;
    }
    assert_eq!(compared, 123);
}

#[test]
fn mean_cumulative_function_of_the_fully_followed() {
    // While all are followed it is the mean itself.
    let customers = customers();
    let first: i64 = customers.iter().map(|customer| customer.orders[0].1).sum();
    let at = |age: u32| {
        let repeats = customers.iter().flat_map(|customer| customer.orders.iter().skip(1).filter(move |o| o.0 == age));
        Repeat { observed: customers.len() as u64, revenue: repeats.map(|order| order.1).sum() }
    };
    let curve = mean_cumulative(first, customers.len() as u64, &(0..=89).map(at).collect::<Vec<_>>());
    let all: Vec<&str> = BY_30_DAYS.lines().nth(3).expect("k = 2").split(',').collect();
    assert_eq!((all[0], all[1]), ("ALL", "2"));
    near("day 89", curve.expect("customers")[89] / 100.0, number(all[10]), 1e-9);
}

/// Days waited, whether an event ended them, and a group.
fn any_waits() -> impl Strategy<Value = Vec<(u32, bool, usize)>> {
    prop::collection::vec((0_u32..40, any::<bool>(), 0_usize..4), 1..120)
}

fn in_group(waits: &[(u32, bool, usize)], group: usize) -> Vec<LifeRow> {
    life_table(waits.iter().filter(|wait| wait.2 == group).map(|wait| (wait.0, wait.1)))
}

fn pooled(waits: &[(u32, bool, usize)]) -> Vec<LifeRow> {
    life_table(waits.iter().map(|wait| (wait.0, wait.1)))
}

/// Statistic and degrees of freedom of the groups as `places` names them.
fn tested(tables: &[Vec<LifeRow>], places: &[(usize, usize)]) -> Result<(f64, u32), Refusal> {
    let lives: Vec<Life<'_>> =
        tables.iter().zip(places).map(|(rows, &(group, stratum))| Life { group, stratum, rows }).collect();
    log_rank(&lives).map(|found| (found.test.statistic, found.df))
}

fn agree(a: Result<(f64, u32), Refusal>, b: Result<(f64, u32), Refusal>) -> bool {
    match (a, b) {
        (Ok(a), Ok(b)) => a.1 == b.1 && a.0.is_finite() && (a.0 - b.0).abs() <= 1e-8 * a.0.max(1.0),
        (a, b) => a == b,
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn survival_never_rises_and_its_band_holds_it(waits in any_waits()) {
        let curve = kaplan_meier(&pooled(&waits)).expect("customers");
        let mut before = 1.0;
        for at in &curve {
            prop_assert!(at.survival <= before && at.survival >= 0.0);
            if let Some(band) = at.interval {
                prop_assert!(0.0 <= band.lower && band.lower <= at.survival);
                prop_assert!(at.survival <= band.upper && band.upper <= 1.0);
            }
            before = at.survival;
        }
    }

    #[test]
    fn one_more_who_was_lost_changes_no_later_hazard(waits in any_waits(), lost_at in 0_u32..40) {
        let hazards = |curve: Vec<Survival>| -> Vec<(u32, f64)> {
            let mut before = 1.0;
            curve.into_iter().map(|at| {
                let hazard = if before > 0.0 { 1.0 - at.survival / before } else { 0.0 };
                before = at.survival;
                (at.row.age, hazard)
            }).collect()
        };
        let mut more = waits.clone();
        more.push((lost_at, false, 0));
        let without = hazards(kaplan_meier(&pooled(&waits)).expect("customers"));
        let with = hazards(kaplan_meier(&pooled(&more)).expect("customers"));
        let mut later = without.iter().filter(|at| at.0 > lost_at).zip(with.iter().filter(|at| at.0 > lost_at));
        // Where the curve is at zero there is no hazard to read; a person more may lift it from there.
        let lifted = without.iter().any(|at| at.0 <= lost_at && at.1 >= 1.0);
        prop_assert!(lifted || later.all(|(a, b)| (a.1 - b.1).abs() < 1e-12));
    }

    #[test]
    fn splitting_and_pooling_agree(waits in any_waits()) {
        // Adding up the groups' tables at equal age is the table of all.
        let mut summed: Vec<LifeRow> = Vec::new();
        for group in 0..4 {
            for row in in_group(&waits, group) {
                match summed.get_mut(row.age as usize) {
                    Some(sum) => { sum.at_risk += row.at_risk; sum.events += row.events; }
                    None => summed.push(row),
                }
            }
        }
        prop_assert_eq!(kaplan_meier(&summed), kaplan_meier(&pooled(&waits)));
        // A group told in two tables is the same group.
        let whole: Vec<_> = vec![in_group(&waits, 0), life_table(
            waits.iter().filter(|wait| wait.2 > 0).map(|wait| (wait.0, wait.1)))];
        let parts: Vec<_> = (0..4).map(|group| in_group(&waits, group)).collect();
        prop_assert!(agree(
            tested(&whole, &[(0, 0), (1, 0)]),
            tested(&parts, &[(0, 0), (1, 0), (1, 0), (1, 0)]),
        ));
    }

    #[test]
    fn permuting_groups_and_strata_changes_nothing(waits in any_waits(), by in 0_usize..4) {
        let tables: Vec<_> = (0..4).map(|group| in_group(&waits, group)).collect();
        let named = |group: usize| (group + by) % 4;
        prop_assert!(agree(
            tested(&tables, &[(0, 0), (1, 0), (2, 0), (3, 0)]),
            tested(&tables, &[(named(0), 0), (named(1), 0), (named(2), 0), (named(3), 0)]),
        ));
        prop_assert!(agree(
            tested(&tables, &[(0, 0), (1, 0), (0, 1), (1, 1)]),
            tested(&tables, &[(1, 1), (0, 1), (1, 0), (0, 0)]),
        ));
    }
}
