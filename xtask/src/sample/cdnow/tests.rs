//! What the generator makes of the orders, against reference results that pandas and lifelines gave.

use std::collections::BTreeMap;
use std::fs;

use super::orders::{self, LOW_UP_TO_CENTS, MID_UP_TO_CENTS};
use super::{MONTHS, groups, observed_until};
use crate::sample::life::LifeTable;
use crate::sample::project_root;
use crate::sample::triangle::triangle;

fn fixture(name: &str) -> String {
    fs::read_to_string(project_root().join("tests/fixtures/cdnow").join(name)).expect(name)
}

fn all_groups() -> Vec<super::Group> {
    groups(&orders::read(&fixture("orders.csv")).expect("readable")).expect("groups")
}

/// Rows of a CSV as maps from column to text.
fn rows(name: &str) -> Vec<BTreeMap<String, String>> {
    let text = fixture(name);
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned));
    let header: Vec<String> = lines.next().expect("header").collect();
    lines.map(|fields| header.iter().cloned().zip(fields).collect()).collect()
}

fn integer(row: &BTreeMap<String, String>, column: &str) -> i64 {
    let value: f64 = row[column].parse().expect("number");
    assert!(value.fract().abs() < f64::EPSILON);
    value as i64
}

#[test]
fn totals_and_terciles_are_those_of_the_summary() {
    let groups = all_groups();
    let customers = groups.iter().flat_map(|group| &group.customers);
    let (mut people, mut orders, mut cents, mut repeaters) = (0, 0, 0, 0);
    for customer in customers {
        people += 1;
        orders += 1 + customer.repeats.len();
        cents += customer.first.value_cents + customer.repeats.iter().map(|order| order.value_cents).sum::<i64>();
        repeaters += usize::from(!customer.repeats.is_empty());
    }
    assert_eq!((people, orders, cents, repeaters), (23_570, 67_591, 250_031_563, 11_516));
    let size = |tercile| groups.iter().filter(|g| g.tercile == tercile).map(|g| g.customers.len()).sum::<usize>();
    assert_eq!([size(0), size(1), size(2)], [8_471, 7_256, 7_843]);
    assert_eq!((LOW_UP_TO_CENTS, MID_UP_TO_CENTS), (1_536, 3_198));
}

#[test]
fn hazards_are_those_of_kaplan_and_meier_at_every_age() {
    let groups = all_groups();
    let tables: Vec<_> = groups.iter().map(|g| LifeTable::of(&g.customers, observed_until(), 1, usize::MAX)).collect();
    let pooled = |age: usize, pick: fn(&LifeTable) -> &Vec<i64>| -> i64 {
        tables.iter().filter_map(|table| pick(table).get(age)).sum()
    };
    let steps = rows("kaplan_meier_steps.csv");
    assert_eq!(steps.len(), 544);
    for step in &steps {
        let age = integer(step, "event_at") as usize;
        assert_eq!(pooled(age, |t| &t.at_risk), integer(step, "at_risk"), "at risk at {age}");
        assert_eq!(pooled(age, |t| &t.events), integer(step, "observed"), "events at {age}");
    }
    assert_eq!(pooled(0, |t| &t.events), 0);
    assert_eq!(tables.iter().flat_map(|t| &t.events).sum::<i64>(), 11_516);
}

#[test]
fn triangle_is_that_of_the_calendar_months() {
    let groups = all_groups();
    let reference = rows("cohort_calendar_month.csv");
    assert_eq!(reference.len(), 51);
    let mut second_orders = BTreeMap::new();
    for row in &reference {
        let month = MONTHS.iter().position(|(id, ..)| *id == row["cohort"]).expect("month");
        let k = integer(row, "k") as usize;
        let (mut size, mut active, mut orders, mut revenue) = (0, 0, 0, 0);
        let sum = second_orders.entry(month).or_insert(0);
        for group in groups.iter().filter(|group| group.month == month) {
            let cells = triangle(&group.customers, observed_until());
            size += group.customers.len() as i64;
            active += cells[k].active;
            orders += cells[k].orders;
            revenue += cells[k].revenue;
            *sum += cells[k].second_orders;
            assert_eq!(i64::from(cells[k].complete), integer(row, "complete"));
        }
        assert_eq!(size, integer(row, "size"));
        assert_eq!(active, integer(row, "active"));
        assert_eq!(orders, integer(row, "orders"));
        assert_eq!(revenue, integer(row, "revenue_cents"));
        assert_eq!(*sum, integer(row, "cum_repurchasers"));
    }
}

#[test]
fn orders_out_of_step_are_refused() {
    let header = "customer_id,date,cds,value_cents,lines,n\n";
    assert!(orders::read(&format!("{header}1,1997-01-01,1,100,1,1\n1,1997-01-02,1,100,1,2\n")).is_ok());
    for bad in [
        "1,1997-01-01,1,100,1,2\n",
        "1,1997-01-01,1,100,1,1\n1,1997-01-01,1,100,1,2\n",
        "1,1997-01-01,1,100,1,1\n1,1997-01-03,1,100,1,3\n",
        "1,1997-02-30,1,100,1,1\n",
        "1,1997-01-01,1,1.5,1,1\n",
    ] {
        assert!(orders::read(&format!("{header}{bad}")).is_err(), "{bad}");
    }
    assert!(orders::read("id,date\n").is_err());
}
