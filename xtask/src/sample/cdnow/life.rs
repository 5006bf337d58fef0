//! Life tables and the calendar-month triangle of one group of customers. In: customers and the last day observed.
//! Out: columns indexed by age in days, and cells by month. Sums are exact integers; only the standard deviation is
//! not.
//!
//! The interval of age k is the k-th day after a customer's first order. A customer is observed at age k if
//! `first + k ≤ observed_until`: the last day is observed to its end, so that someone whose follow-up ends at age k is
//! still at risk at k. Libraries that let events precede censorings count the same.

use std::collections::BTreeMap;

use super::orders::Customer;
use crate::sample::date::Date;

/// One life table; index = age in days.
#[derive(Debug, Default)]
pub struct LifeTable {
    pub customers: usize,
    pub observed: Vec<i64>,
    pub at_risk: Vec<i64>,
    pub events: Vec<i64>,
    /// With a repeat order on that day. Orders of one day are one order, so this equals `orders`.
    pub active: Vec<i64>,
    pub orders: Vec<i64>,
    pub revenue: Vec<i64>,
    pub first_revenue: i64,
    pub cum_revenue: Vec<i64>,
    pub cum_sd: Vec<Option<f64>>,
}

/// The life table of those customers.
pub fn table(customers: &[&Customer], observed_until: Date) -> LifeTable {
    let follow_up = |customer: &Customer| observed_until.since(customer.first.date) as usize;
    let ages = customers.iter().map(|customer| follow_up(customer) + 1).max().unwrap_or(0);
    let column = || vec![0_i64; ages];
    let mut table = LifeTable {
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
        for (age, squares) in cum_squares.iter_mut().enumerate().take(follow_up(customer) + 1) {
            table.observed[age] += 1;
            table.at_risk[age] += i64::from(!repeated);
            let today = customer.first.date.plus(age as i32);
            if let Some(order) = repeats.next_if(|order| order.date == today) {
                table.events[age] += i64::from(!repeated);
                table.active[age] += 1;
                table.orders[age] += 1;
                table.revenue[age] += order.value_cents;
                value_cents += order.value_cents;
                repeated = true;
            }
            table.cum_revenue[age] += value_cents;
            *squares += i128::from(value_cents) * i128::from(value_cents);
        }
    }
    let sums = table.observed.iter().zip(&table.cum_revenue).zip(&cum_squares);
    table.cum_sd = sums.map(|((&n, &sum), &squares)| standard_deviation(n, sum, squares)).collect();
    table
}

/// With n - 1 below the line; of fewer than two there is none.
fn standard_deviation(n: i64, sum: i64, squares: i128) -> Option<f64> {
    let n = i128::from(n);
    let scaled = n * squares - i128::from(sum) * i128::from(sum);
    (n > 1).then(|| (scaled as f64 / (n * (n - 1)) as f64).sqrt())
}

/// What happened in one calendar month.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct MonthCell {
    pub active: i64,
    pub second_orders: i64,
    /// All orders, in month 0 first orders too.
    pub orders: i64,
    pub revenue: i64,
    pub complete: bool,
}

/// Cells of customers who share their first month, from that month to the last one observed.
pub fn triangle(customers: &[&Customer], observed_until: Date) -> Vec<MonthCell> {
    let Some(first_month) = customers.first().map(|customer| month_number(customer.first.date)) else {
        return Vec::new();
    };
    let months = month_number(observed_until) - first_month + 1;
    // A month is complete unless its last day lies after the observation.
    let last_complete = month_number(observed_until.plus(1)) - first_month;
    let mut cells: Vec<MonthCell> =
        (0..months).map(|k| MonthCell { complete: k < last_complete, ..MonthCell::default() }).collect();
    for customer in customers {
        let mut repeats_in: BTreeMap<usize, i64> = BTreeMap::new();
        for (n, order) in std::iter::once(&customer.first).chain(&customer.repeats).enumerate() {
            let k = month_number(order.date) - first_month;
            cells[k].orders += 1;
            cells[k].revenue += order.value_cents;
            cells[k].second_orders += i64::from(n == 1);
            if n > 0 {
                *repeats_in.entry(k).or_default() += 1;
            }
        }
        for &k in repeats_in.keys() {
            cells[k].active += 1;
        }
    }
    cells
}

fn month_number(date: Date) -> usize {
    let (year, month, _) = date.ymd();
    (year * 12) as usize + month as usize - 1
}

#[cfg(test)]
mod tests {
    use super::standard_deviation;

    #[test]
    fn standard_deviation_divides_by_n_less_one() {
        // 2, 4, 4, 4, 5, 5, 7, 9: sum of squared deviations 32.
        assert_eq!(standard_deviation(8, 40, 232), Some((32.0_f64 / 7.0).sqrt()));
        assert_eq!(standard_deviation(1, 40, 1600), None);
    }
}
