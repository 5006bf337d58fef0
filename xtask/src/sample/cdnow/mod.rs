//! The sample of real customers, from the CDNOW orders. In: the project's root. Out: the report document. Refuses a
//! fixture that cannot be read.
//!
//! Nothing is modelled: daily cells count orders on the day they happened, by the customer's first month and the
//! tercile of the value of the first order; life tables and triangle follow the same groups. There is no content and
//! no exposure in these data, so the funnel counts orders (all, second or later, third or later) by the day of the
//! order.

mod orders;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::cube::Cube;
use super::date::Date;
use super::json::{Json, label, object};
use super::life::{self, Customer, LifeTable};
use super::triangle::{self, MonthCell};

const DATA_FROM: &str = "1997-01-01";
const OBSERVED_UNTIL: &str = "1998-06-30";
const MONTHS: [(&str, &str, &str); 3] = [
    ("1997-01", "1997年1月", "January 1997"),
    ("1997-02", "1997年2月", "February 1997"),
    ("1997-03", "1997年3月", "March 1997"),
];
const KEYS: [&str; 2] = ["first_order_month", "first_order_value"];
const TERCILES: [(&str, &str, &str); 3] = [
    ("low", "低（≤ $15.36）", "Low (≤ $15.36)"),
    ("mid", "中（$15.37–$31.98）", "Middle ($15.37–$31.98)"),
    ("high", "高（> $31.98）", "High (> $31.98)"),
];

/// The document.
pub fn report(root: &Path) -> Result<Json, String> {
    let file = root.join("tests/fixtures/cdnow/orders.csv");
    let csv = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let groups = groups(&orders::read(&csv)?)?;
    Ok(object! {
        "schema" => "redcat.report/1",
        "meta" => meta(),
        "dimensions" => [
            dimension("first_order_month", label("首单月份", "Month of first order"), &MONTHS),
            dimension("first_order_value", label("首单金额三分位", "First order value, tercile"), &TERCILES),
        ],
        "measures" => measures(),
        "ratios" => [object! {
            "id" => "repeat_share",
            "label" => label("复购订单占比", "Share of repeat orders"),
            "numerator" => "repeat_orders",
            "denominator" => "orders",
        }],
        "cells" => [cells(&groups)],
        "funnel" => object! { "steps" => [
            object! { "id" => "orders", "label" => label("全部订单", "All orders"), "measure" => "orders" },
            object! { "id" => "repeat", "label" => label("第二单及以后", "Second or later"), "measure" => "repeat_orders" },
            object! { "id" => "third", "label" => label("第三单及以后", "Third or later"), "measure" => "third_orders" },
        ] },
        "cohorts" => cohorts(&groups),
    })
}

/// Customers of one first month and one tercile.
struct Group {
    month: usize,
    tercile: usize,
    customers: Vec<Customer>,
}

fn groups(customers: &[Customer]) -> Result<Vec<Group>, String> {
    let mut by_group: BTreeMap<(usize, usize), Vec<Customer>> = BTreeMap::new();
    for customer in customers {
        let date = customer.first.date.to_string();
        let month = MONTHS.iter().position(|(id, ..)| date.starts_with(id));
        let month = month.ok_or_else(|| format!("orders.csv: a first order in {date}"))?;
        by_group.entry((month, orders::tercile(customer))).or_default().push(customer.clone());
    }
    Ok(by_group.into_iter().map(|((month, tercile), customers)| Group { month, tercile, customers }).collect())
}

fn observed_until() -> Date {
    Date::parse(OBSERVED_UNTIL).unwrap_or(Date::from_days(0))
}

fn meta() -> Json {
    object! {
        "merchant" => object! { "id" => "cdnow", "name" => "CDNOW" },
        "source" => label(
            "CDNOW 公开数据集（Fader 与 Hardie），1997 年首购的真实顾客",
            "CDNOW public data set (Fader & Hardie): real customers who first bought in 1997",
        ),
        "generated_at" => "1998-07-01T00:00:00-04:00",
        "time_zone" => "America/New_York",
        "currency" => "USD",
        "data_from" => DATA_FROM,
        "complete_through" => OBSERVED_UNTIL,
    }
}

fn dimension(id: &str, name: Json, members: &[(&str, &str, &str)]) -> Json {
    let members: Vec<Json> =
        members.iter().map(|(id, zh_cn, en)| object! { "id" => *id, "label" => label(zh_cn, en) }).collect();
    object! { "id" => id, "label" => name, "members" => members }
}

fn measures() -> Vec<Json> {
    vec![
        object! {
            "id" => "orders",
            "label" => label("订单", "Orders"),
            "kind" => "count",
            "unit" => "event",
            "dedupe" => label("同一顾客同一天的订单合并为一单", "Orders of one customer on one day are one order"),
        },
        object! {
            "id" => "new_buyers",
            "label" => label("新客", "New buyers"),
            "kind" => "count",
            "unit" => "person",
            "description" => label("当天首次下单的顾客", "Customers whose first order was placed on that day"),
        },
        object! {
            "id" => "repeat_orders",
            "label" => label("复购订单", "Repeat orders"),
            "kind" => "count",
            "unit" => "event",
            "subset_of" => "orders",
            "description" => label("顾客的第二单及以后", "A customer's second order and all later ones"),
        },
        object! {
            "id" => "third_orders",
            "label" => label("第三单及以后", "Third and later orders"),
            "kind" => "count",
            "unit" => "event",
            "subset_of" => "repeat_orders",
        },
        object! { "id" => "gmv", "label" => label("成交金额", "GMV"), "kind" => "money" },
    ]
}

fn cells(groups: &[Group]) -> Json {
    let mut cube = Cube::new(
        "orders",
        &["first_order_month", "first_order_value"],
        &["orders", "new_buyers", "repeat_orders", "third_orders", "gmv"],
    );
    for group in groups {
        for customer in &group.customers {
            for (n, order) in std::iter::once(&customer.first).chain(&customer.repeats).enumerate() {
                let amounts = [1, i64::from(n == 0), i64::from(n >= 1), i64::from(n >= 2), order.value_cents];
                cube.add(order.date, &[Some(group.month), Some(group.tercile)], &amounts);
            }
        }
    }
    cube.to_json()
}

fn cohorts(groups: &[Group]) -> Json {
    let tables: Vec<LifeTable> =
        groups.iter().map(|g| LifeTable::of(&g.customers, observed_until(), 1, usize::MAX)).collect();
    let names: Vec<(String, Vec<usize>)> =
        groups.iter().map(|group| (MONTHS[group.month].0.to_owned(), vec![group.month, group.tercile])).collect();
    let triangles: Vec<(usize, Vec<MonthCell>)> = groups
        .iter()
        .map(|group| (group.customers.len(), triangle::triangle(&group.customers, observed_until())))
        .collect();
    object! {
        "age_unit" => "day",
        "observed_until" => OBSERVED_UNTIL,
        "first_order_unit" => "month",
        "rows" => life::rows(&KEYS, &names, &tables),
        "calendar_month" => triangle::rows(&KEYS, &names, &triangles),
    }
}
