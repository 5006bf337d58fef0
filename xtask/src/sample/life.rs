//! Life tables of one group of customers. In: customers, the last day observed, the length of an age interval. Out:
//! columns indexed by age. Sums are exact integers; only the standard deviation is not.
//!
//! Interval k covers the days `k·u … k·u + u - 1` after a customer's own first order. A customer is observed in it if
//! its last day is not after `observed_until`: that day is observed to its end, so someone whose follow-up ends at age
//! k days is still at risk at k. Libraries that let events precede censorings count the same.

use super::date::Date;
use super::json::{Json, object};

/// Everything one customer bought on one day.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    pub date: Date,
    pub value_cents: i64,
}

/// A customer, who has at least one order.
#[derive(Clone, Debug)]
pub struct Customer {
    pub first: Order,
    /// Later orders, dates ascending and all after the first.
    pub repeats: Vec<Order>,
}

/// One life table; index = age.
#[derive(Debug, Default)]
pub struct LifeTable {
    pub customers: usize,
    pub observed: Vec<i64>,
    pub at_risk: Vec<i64>,
    pub events: Vec<i64>,
    pub active: Vec<i64>,
    pub orders: Vec<i64>,
    pub revenue: Vec<i64>,
    pub first_revenue: i64,
    pub cum_revenue: Vec<i64>,
    pub cum_sd: Vec<Option<f64>>,
}

impl LifeTable {
    /// The life table of those customers, in at most `ages` intervals of `age_days`.
    pub fn of(customers: &[Customer], observed_until: Date, age_days: i32, ages: usize) -> Self {
        // Whole intervals of follow-up; the day of the first order is the first day of interval 0.
        let intervals = |customer: &Customer| {
            let followed = (observed_until.since(customer.first.date) + 1) / age_days;
            usize::try_from(followed).unwrap_or(0).min(ages)
        };
        let ages = customers.iter().map(intervals).max().unwrap_or(0);
        let column = || vec![0_i64; ages];
        let mut table = Self {
            customers: customers.len(),
            observed: column(),
            at_risk: column(),
            events: column(),
            active: column(),
            orders: column(),
            revenue: column(),
            first_revenue: customers.iter().map(|customer| customer.first.value_cents).sum(),
            cum_revenue: column(),
            cum_sd: Vec::with_capacity(ages),
        };
        let mut cum_squares = vec![0_i128; ages];
        for customer in customers {
            let mut repeats = customer.repeats.iter().peekable();
            let mut value_cents = customer.first.value_cents;
            let mut repeated = false;
            for (age, squares) in cum_squares.iter_mut().enumerate().take(intervals(customer)) {
                table.observed[age] += 1;
                table.at_risk[age] += i64::from(!repeated);
                let next_interval = customer.first.date.plus((age as i32 + 1) * age_days);
                let mut orders = 0;
                while let Some(order) = repeats.next_if(|order| order.date < next_interval) {
                    orders += 1;
                    table.revenue[age] += order.value_cents;
                    value_cents += order.value_cents;
                }
                table.orders[age] += orders;
                table.active[age] += i64::from(orders > 0);
                table.events[age] += i64::from(orders > 0 && !repeated);
                repeated |= orders > 0;
                table.cum_revenue[age] += value_cents;
                *squares += i128::from(value_cents) * i128::from(value_cents);
            }
        }
        let sums = table.observed.iter().zip(&table.cum_revenue).zip(&cum_squares);
        table.cum_sd = sums.map(|((&n, &sum), &squares)| standard_deviation(n, sum, squares)).collect();
        table
    }
}

/// The contract's `cohorts.rows` of several tables. `groups` gives each table's cohort label and, in the order of
/// `dimensions`, the member indexes of its keys.
pub fn rows(dimensions: &[&str], groups: &[(String, Vec<usize>)], tables: &[LifeTable]) -> Json {
    let by_age = |pick: fn(&LifeTable) -> &Vec<i64>| -> Vec<i64> {
        tables.iter().flat_map(|table| pick(table).iter().copied()).collect()
    };
    let along = |of_table: &dyn Fn(usize, usize) -> Json| -> Vec<Json> {
        let ages = |(index, table): (usize, &LifeTable)| {
            (0..table.observed.len()).map(|age| of_table(index, age)).collect::<Vec<_>>()
        };
        tables.iter().enumerate().flat_map(ages).collect()
    };
    let keys = dimensions.iter().enumerate().map(|(position, dimension)| {
        ((*dimension).to_owned(), Json::from(along(&|table, _| groups[table].1[position].into())))
    });
    object! {
        "cohort" => along(&|table, _| groups[table].0.as_str().into()),
        "keys" => Json::Object(keys.collect()),
        "age" => along(&|_, age| age.into()),
        "customers" => along(&|table, _| tables[table].customers.into()),
        "observed" => by_age(|table| &table.observed),
        "at_risk" => by_age(|table| &table.at_risk),
        "events" => by_age(|table| &table.events),
        "active" => by_age(|table| &table.active),
        "orders" => by_age(|table| &table.orders),
        "revenue" => by_age(|table| &table.revenue),
        "first_revenue" => along(&|table, age| (age == 0).then_some(tables[table].first_revenue).into()),
        "cum_revenue" => by_age(|table| &table.cum_revenue),
        "cum_sd" => along(&|table, age| tables[table].cum_sd[age].into()),
    }
}

/// With n - 1 below the line; of fewer than two there is none.
fn standard_deviation(n: i64, sum: i64, squares: i128) -> Option<f64> {
    let n = i128::from(n);
    let scaled = n * squares - i128::from(sum) * i128::from(sum);
    (n > 1).then(|| (scaled as f64 / (n * (n - 1)) as f64).sqrt())
}

#[cfg(test)]
mod tests {
    use super::{Customer, Date, LifeTable, Order, standard_deviation};

    #[test]
    fn standard_deviation_divides_by_n_less_one() {
        // 2, 4, 4, 4, 5, 5, 7, 9: sum of squared deviations 32.
        assert_eq!(standard_deviation(8, 40, 232), Some((32.0_f64 / 7.0).sqrt()));
        assert_eq!(standard_deviation(1, 40, 1600), None);
    }

    #[test]
    fn only_customers_followed_through_the_whole_interval_enter_it() {
        let order = |days, value_cents| Order { date: Date::from_days(days), value_cents };
        let customers = [
            Customer { first: order(0, 100), repeats: vec![order(6, 10), order(7, 20), order(13, 40)] },
            Customer { first: order(1, 200), repeats: vec![order(14, 80)] },
        ];
        // Fourteen days (0–13) for the first, thirteen for the second, whose second week lacks one day.
        let table = LifeTable::of(&customers, Date::from_days(13), 7, usize::MAX);
        assert_eq!(table.observed, [2, 1]);
        assert_eq!(table.at_risk, [2, 0]);
        assert_eq!(table.events, [1, 0]);
        assert_eq!(table.active, [1, 1]);
        assert_eq!(table.orders, [1, 2]);
        assert_eq!(table.revenue, [10, 60]);
        assert_eq!(table.cum_revenue, [310, 170]);
        assert_eq!((table.customers, table.first_revenue), (2, 300));
    }
}
