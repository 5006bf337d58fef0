//! A cube of the contract while it is filled. In: amounts by date and keys. Out: one element of `cells` in the columns
//! layout, rows by date and keys. Refuses nothing: amounts of one (date, keys) add up, and what is not delivered or
//! withheld stays so whatever is added.

use std::collections::{BTreeMap, BTreeSet};

use super::date::Date;
use super::json::{Json, object};

/// Member index per dimension; `None` where the member is unknown.
pub type Keys = Vec<Option<usize>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    Known(i64),
    NotDelivered,
    Withheld,
}

/// One cube.
pub struct Cube {
    id: &'static str,
    by: &'static [&'static str],
    measures: &'static [&'static str],
    rows: BTreeMap<(Date, Keys), Vec<Value>>,
}

impl Cube {
    /// An empty cube.
    pub fn new(id: &'static str, by: &'static [&'static str], measures: &'static [&'static str]) -> Self {
        Self { id, by, measures, rows: BTreeMap::new() }
    }

    /// Adds amounts, in the order of the cube's measures. A row of zeros only is not made: absent rows are zero.
    pub fn add(&mut self, date: Date, keys: &[Option<usize>], amounts: &[i64]) {
        debug_assert_eq!((keys.len(), amounts.len()), (self.by.len(), self.measures.len()));
        if amounts.iter().all(|&amount| amount == 0) {
            return;
        }
        let row = self.rows.entry((date, keys.to_vec())).or_insert_with(|| vec![Value::Known(0); self.measures.len()]);
        for (value, amount) in row.iter_mut().zip(amounts) {
            if let Value::Known(sum) = value {
                *sum += amount;
            }
        }
    }

    /// Drops a day that was not delivered.
    pub fn drop_day(&mut self, missing: Date) {
        self.rows.retain(|(date, _), _| *date != missing);
    }

    /// Makes a measure null, as not delivered, in the rows that `which` picks by date and keys.
    pub fn lose(&mut self, measure: &str, which: impl Fn(Date, &[Option<usize>]) -> bool) {
        let position = self.position(measure);
        for ((date, keys), row) in &mut self.rows {
            if which(*date, keys) {
                row[position] = Value::NotDelivered;
            }
        }
    }

    /// Withholds every measure of the rows where `measure` lies between 1 and `floor - 1`, and, lest the rest of the
    /// day give a single one away, of the smallest other row of that day.
    pub fn withhold_below(&mut self, measure: &str, floor: i64) {
        let position = self.position(measure);
        let mut by_day: BTreeMap<Date, Vec<(i64, Keys)>> = BTreeMap::new();
        for ((date, keys), row) in &self.rows {
            if let Value::Known(value) = row[position] {
                by_day.entry(*date).or_default().push((value, keys.clone()));
            }
        }
        for (date, mut rows) in by_day {
            rows.sort();
            let small = rows.iter().filter(|(value, _)| *value < floor).count();
            let withheld = if small == 1 { 2 } else { small };
            for (_, keys) in rows.into_iter().take(withheld) {
                if let Some(row) = self.rows.get_mut(&(date, keys)) {
                    row.fill(Value::Withheld);
                }
            }
        }
    }

    /// Sum of a measure over the known values of the rows that `which` picks.
    pub fn sum(&self, measure: &str, which: impl Fn(Date, &[Option<usize>]) -> bool) -> i64 {
        let position = self.position(measure);
        let picked = self.rows.iter().filter(|((date, keys), _)| which(*date, keys));
        picked.map(|(_, row)| if let Value::Known(value) = row[position] { value } else { 0 }).sum()
    }

    /// Sums of a measure by day over the known values of the rows that `which` picks by keys.
    pub fn by_day(&self, measure: &str, which: impl Fn(&[Option<usize>]) -> bool) -> BTreeMap<Date, i64> {
        let position = self.position(measure);
        let mut sums = BTreeMap::new();
        for ((date, keys), row) in &self.rows {
            if let (Value::Known(value), true) = (row[position], which(keys)) {
                *sums.entry(*date).or_default() += value;
            }
        }
        sums
    }

    /// The element of `cells`.
    pub fn to_json(&self) -> Json {
        let dates: BTreeSet<Date> = self.rows.keys().map(|(date, _)| *date).collect();
        let index: BTreeMap<Date, usize> = dates.iter().enumerate().map(|(index, date)| (*date, index)).collect();
        let keys = self.by.iter().enumerate().map(|(position, dimension)| {
            let column: Vec<Option<usize>> = self.rows.keys().map(|(_, keys)| keys[position]).collect();
            ((*dimension).to_owned(), Json::from(column))
        });
        let mut values = Vec::new();
        let mut suppressed = Vec::new();
        for (position, measure) in self.measures.iter().enumerate() {
            let column = || self.rows.values().map(|row| row[position]);
            let known = column().map(|value| if let Value::Known(value) = value { Some(value) } else { None });
            values.push(((*measure).to_owned(), Json::from(known.collect::<Vec<_>>())));
            let withheld: Vec<usize> =
                column().enumerate().filter(|(_, value)| *value == Value::Withheld).map(|(row, _)| row).collect();
            if !withheld.is_empty() {
                suppressed.push(((*measure).to_owned(), Json::from(withheld)));
            }
        }
        let mut cube = object! {
            "id" => self.id,
            "by" => self.by.to_vec(),
            "measures" => self.measures.to_vec(),
            "layout" => "columns",
            "rows" => self.rows.len(),
            "dates" => dates.iter().map(Date::to_string).collect::<Vec<_>>(),
            "date" => self.rows.keys().map(|(date, _)| index[date]).collect::<Vec<_>>(),
            "keys" => Json::Object(keys.collect()),
            "values" => Json::Object(values),
        };
        if !suppressed.is_empty() {
            cube = cube.with("suppressed", Json::Object(suppressed));
        }
        cube
    }

    fn position(&self, measure: &str) -> usize {
        let position = self.measures.iter().position(|id| *id == measure);
        position.unwrap_or_else(|| panic!("cube {} has no measure {measure}", self.id))
    }
}

#[cfg(test)]
mod tests {
    use super::{Cube, Date};

    #[test]
    fn a_single_small_row_takes_its_smallest_neighbour_with_it() {
        let mut cube = Cube::new("c", &["d"], &["a", "b"]);
        let (monday, tuesday) = (Date::from_days(4), Date::from_days(5));
        for (key, amount) in [(0, 3), (1, 50), (2, 20)] {
            cube.add(monday, &[Some(key)], &[amount, 1]);
            cube.add(tuesday, &[Some(key)], &[amount + 20, 1]);
        }
        cube.add(tuesday, &[None], &[0, 0]);
        cube.withhold_below("a", 10);
        cube.lose("b", |date, keys| date == tuesday && keys == [Some(1)]);
        assert_eq!(cube.sum("a", |_, _| true), 50 + 23 + 70 + 40);
        let text = cube.to_json().to_document();
        assert!(text.contains(r#""values": {"a": [null,50,null,23,70,40], "b": [null,1,null,1,null,1]}"#), "{text}");
        assert!(text.contains(r#""suppressed": {"a": [0,2], "b": [0,2]}"#), "{text}");
    }
}
