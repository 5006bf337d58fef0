//! The sample of real customers, from the CDNOW orders. In: the project's root. Out: the report document. Refuses a
//! fixture that cannot be read.
//!
//! Nothing is modelled: daily cells count orders on the day they happened, by the customer's first month and the
//! tercile of the value of the first order; life tables and triangle follow the same groups. There is no content and
//! no exposure in these data, so the funnel counts orders (all, second or later, third or later) by the day of the
//! order.

mod life;
mod orders;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::date::Date;
use super::json::{Json, label, object};
use life::{LifeTable, MonthCell};
use orders::Customer;

const DATA_FROM: &str = "1997-01-01";
const OBSERVED_UNTIL: &str = "1998-06-30";
const MONTHS: [(&str, &str, &str); 3] = [
    ("1997-01", "1997年1月", "January 1997"),
    ("1997-02", "1997年2月", "February 1997"),
    ("1997-03", "1997年3月", "March 1997"),
];
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
        let date = customer.month().to_string();
        let month = MONTHS.iter().position(|(id, ..)| date.starts_with(id));
        let month = month.ok_or_else(|| format!("orders.csv: a first order in {date}"))?;
        by_group.entry((month, customer.tercile())).or_default().push(customer.clone());
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

#[derive(Default)]
struct Cell {
    orders: i64,
    new_buyers: i64,
    repeat_orders: i64,
    third_orders: i64,
    gmv: i64,
}

fn cells(groups: &[Group]) -> Json {
    let mut by_key: BTreeMap<(Date, usize, usize), Cell> = BTreeMap::new();
    for group in groups {
        for customer in &group.customers {
            for (n, order) in std::iter::once(&customer.first).chain(&customer.repeats).enumerate() {
                let cell = by_key.entry((order.date, group.month, group.tercile)).or_default();
                cell.orders += 1;
                cell.new_buyers += i64::from(n == 0);
                cell.repeat_orders += i64::from(n >= 1);
                cell.third_orders += i64::from(n >= 2);
                cell.gmv += order.value_cents;
            }
        }
    }
    let mut dates: Vec<Date> = by_key.keys().map(|&(date, ..)| date).collect();
    dates.dedup();
    let date_column: Vec<Option<usize>> = by_key.keys().map(|(date, ..)| dates.binary_search(date).ok()).collect();
    let values = |pick: fn(&Cell) -> i64| by_key.values().map(pick).collect::<Vec<i64>>();
    object! {
        "id" => "orders",
        "by" => ["first_order_month", "first_order_value"],
        "measures" => ["orders", "new_buyers", "repeat_orders", "third_orders", "gmv"],
        "layout" => "columns",
        "rows" => by_key.len(),
        "dates" => dates.iter().map(Date::to_string).collect::<Vec<_>>(),
        "date" => date_column,
        "keys" => object! {
            "first_order_month" => by_key.keys().map(|key| key.1).collect::<Vec<_>>(),
            "first_order_value" => by_key.keys().map(|key| key.2).collect::<Vec<_>>(),
        },
        "values" => object! {
            "orders" => values(|cell| cell.orders),
            "new_buyers" => values(|cell| cell.new_buyers),
            "repeat_orders" => values(|cell| cell.repeat_orders),
            "third_orders" => values(|cell| cell.third_orders),
            "gmv" => values(|cell| cell.gmv),
        },
    }
}

fn cohorts(groups: &[Group]) -> Json {
    let tables: Vec<(&Group, LifeTable, Vec<MonthCell>)> = groups
        .iter()
        .map(|group| {
            let customers: Vec<&Customer> = group.customers.iter().collect();
            (group, life::table(&customers, observed_until()), life::triangle(&customers, observed_until()))
        })
        .collect();
    let by_age = |pick: fn(&LifeTable) -> &Vec<i64>| -> Vec<i64> {
        tables.iter().flat_map(|(_, table, _)| pick(table).iter().copied()).collect()
    };
    // One entry per (table, age) and per (table, month): what names the group is repeated along its rows.
    let per_age = |of_group: fn(&Group, &LifeTable, usize) -> Json| -> Vec<Json> {
        let rows = |(group, table, _): &(&Group, LifeTable, Vec<MonthCell>)| {
            (0..table.observed.len()).map(|age| of_group(group, table, age)).collect::<Vec<_>>()
        };
        tables.iter().flat_map(rows).collect()
    };
    let per_month = |of_cell: fn(&Group, usize, &MonthCell) -> Json| -> Vec<Json> {
        let rows = |(group, _, cells): &(&Group, LifeTable, Vec<MonthCell>)| {
            cells.iter().enumerate().map(|(k, cell)| of_cell(group, k, cell)).collect::<Vec<_>>()
        };
        tables.iter().flat_map(rows).collect()
    };
    object! {
        "age_unit" => "day",
        "observed_until" => OBSERVED_UNTIL,
        "first_order_unit" => "month",
        "rows" => object! {
            "cohort" => per_age(|group, _, _| MONTHS[group.month].0.into()),
            "keys" => object! {
                "first_order_month" => per_age(|group, _, _| group.month.into()),
                "first_order_value" => per_age(|group, _, _| group.tercile.into()),
            },
            "age" => per_age(|_, _, age| age.into()),
            "customers" => per_age(|_, table, _| table.customers.into()),
            "observed" => by_age(|table| &table.observed),
            "at_risk" => by_age(|table| &table.at_risk),
            "events" => by_age(|table| &table.events),
            "active" => by_age(|table| &table.active),
            "orders" => by_age(|table| &table.orders),
            "revenue" => by_age(|table| &table.revenue),
            "first_revenue" => per_age(|_, table, age| if age == 0 { table.first_revenue.into() } else { 0_i64.into() }),
            "cum_revenue" => by_age(|table| &table.cum_revenue),
            "cum_sd" => per_age(|_, table, age| table.cum_sd[age].into()),
        },
        "calendar_month" => object! {
            "cohort" => per_month(|group, _, _| MONTHS[group.month].0.into()),
            "k" => per_month(|_, k, _| k.into()),
            "keys" => object! {
                "first_order_month" => per_month(|group, _, _| group.month.into()),
                "first_order_value" => per_month(|group, _, _| group.tercile.into()),
            },
            "customers" => per_month(|group, _, _| group.customers.len().into()),
            "active" => per_month(|_, _, cell| cell.active.into()),
            "second_orders" => per_month(|_, _, cell| cell.second_orders.into()),
            "orders" => per_month(|_, _, cell| cell.orders.into()),
            "revenue" => per_month(|_, _, cell| cell.revenue.into()),
            "complete" => per_month(|_, _, cell| cell.complete.into()),
        },
    }
}
