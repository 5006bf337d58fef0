//! The CDNOW orders as customers. In: the text of `orders.csv`. Out: one [`Customer`] per id, orders by date. Refuses
//! lines that are not as the fixture's README says: another header, numbers out of step, dates out of order.

use crate::sample::date::Date;
use crate::sample::life::{Customer, Order};

const HEADER: &str = "customer_id,date,cds,value_cents,lines,n";

/// Highest first order of the low tercile, in cents.
pub const LOW_UP_TO_CENTS: i64 = 1_536;
/// Highest first order of the middle tercile, in cents.
pub const MID_UP_TO_CENTS: i64 = 3_198;

/// 0 low, 1 middle, 2 high: where the value of the first order lies.
pub fn tercile(customer: &Customer) -> usize {
    let value = customer.first.value_cents;
    usize::from(value > LOW_UP_TO_CENTS) + usize::from(value > MID_UP_TO_CENTS)
}

/// Reads the file.
pub fn read(csv: &str) -> Result<Vec<Customer>, String> {
    let mut lines = csv.lines();
    if lines.next() != Some(HEADER) {
        return Err(format!("orders.csv: expected the header {HEADER}"));
    }
    let mut customers: Vec<Customer> = Vec::new();
    let mut current = "";
    for (index, line) in lines.enumerate() {
        let wrong = || format!("orders.csv:{}: cannot be read: {line}", index + 2);
        let fields: Vec<&str> = line.split(',').collect();
        let [id, date, _, value, _, n] = fields[..] else { return Err(wrong()) };
        let order =
            Order { date: Date::parse(date).ok_or_else(wrong)?, value_cents: value.parse().map_err(|_| wrong())? };
        let n: usize = n.parse().map_err(|_| wrong())?;
        match customers.last_mut() {
            Some(customer) if id == current => {
                let last = customer.repeats.last().unwrap_or(&customer.first);
                if n != customer.repeats.len() + 2 || order.date <= last.date {
                    return Err(wrong());
                }
                customer.repeats.push(order);
            }
            _ if n == 1 => {
                customers.push(Customer { first: order, repeats: Vec::new() });
                current = id;
            }
            _ => return Err(wrong()),
        }
    }
    Ok(customers)
}
