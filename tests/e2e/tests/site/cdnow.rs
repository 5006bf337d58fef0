//! Real customers: what the report on CDNOW shows is what stands in the file of orders.

use std::collections::{BTreeMap, BTreeSet};

use e2e::page::{Screen, visit};

use crate::printed::{digits, row};

const ORDERS: &str = include_str!("../../../fixtures/cdnow/orders.csv");
const MONTHS: [&str; 3] = ["1997-01", "1997-02", "1997-03"];
/// Terciles of the value of the first order, with the largest value of each in cents.
const TERCILES: [(&str, i64); 3] = [("low", 1_536), ("mid", 3_198), ("high", i64::MAX)];
const SHOWN: [&str; 3] = ["new_buyers", "orders", "gmv"];

/// Customers, orders, cents by month and tercile of the first order.
fn scan() -> BTreeMap<(String, &'static str), [i64; 3]> {
    let lines = || ORDERS.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let cents = |fields: &[&str]| fields[3].parse::<i64>().unwrap_or_else(|error| panic!("{fields:?}: {error}"));
    let mut group_of = BTreeMap::new();
    for fields in lines().filter(|fields| fields[5] == "1") {
        let tercile = TERCILES.into_iter().find(|(_, most)| cents(&fields) <= *most).map_or("", |(id, _)| id);
        group_of.insert(fields[0], (fields[1][..7].to_owned(), tercile));
    }
    let mut groups: BTreeMap<(String, &str), [i64; 3]> = BTreeMap::new();
    let mut customers = BTreeSet::new();
    for fields in lines() {
        let group = groups.entry(group_of[fields[0]].clone()).or_default();
        group[0] += i64::from(customers.insert(fields[0].to_owned()));
        group[1] += 1;
        group[2] += cents(&fields);
    }
    groups
}

/// Digits of customers, orders and amount in the row of `id`.
fn shown(screen: &Screen, id: &str) -> [Vec<String>; 3] {
    SHOWN.map(|column| {
        let at = screen.columns.iter().position(|known| known == column);
        let at = at.unwrap_or_else(|| panic!("no column {column} among {:?}", screen.columns));
        digits(&row(screen, id).cells[at].full)
    })
}

fn expected([customers, orders, cents]: [i64; 3]) -> [Vec<String>; 3] {
    [customers.to_string(), orders.to_string(), format!("{}.{:02}", cents / 100, cents % 100)].map(|text| vec![text])
}

fn together<'a>(groups: impl Iterator<Item = &'a [i64; 3]>) -> [i64; 3] {
    groups.fold([0; 3], |sum, group| [sum[0] + group[0], sum[1] + group[1], sum[2] + group[2]])
}

#[test]
fn every_month_and_tercile_is_that_of_the_orders() {
    let scanned = scan();
    assert_eq!(together(scanned.values()), [23_570, 67_591, 250_031_563]);
    visit(|page| {
        let report = page.report("first");
        page.click("#samples [data-src='data/cdnow.json']");
        let whole = report.screen_where("CDNOW", |screen| screen.merchant == "CDNOW");
        // The total has no id.
        assert_eq!(shown(&whole, ""), expected([23_570, 67_591, 250_031_563]));
        assert_eq!(whole.members().iter().copied().collect::<BTreeSet<_>>(), MONTHS.into());
        let mut cells = 0;
        for month in MONTHS {
            let of_month = scanned.iter().filter(|((of, _), _)| of == month).map(|(_, sums)| sums);
            assert_eq!(shown(&whole, month), expected(together(of_month)), "{month}");
            report.click(&format!("tr[data-id='{month}'] .drill"));
            let down = report.screen_where(month, |screen| screen.filtered() == ["first_order_month"]);
            for (tercile, _) in TERCILES {
                let sums = scanned[&(month.to_owned(), tercile)];
                assert_eq!(shown(&down, tercile), expected(sums), "{month}, {tercile}");
                cells += 1;
            }
            report.click(".crumbs li:first-child button");
            report.screen_where("all months", |screen| screen.chips.is_empty());
        }
        assert_eq!(cells, 9);
    });
}
