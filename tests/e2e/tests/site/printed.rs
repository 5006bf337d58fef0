//! Numbers on screen against numbers from the scan. In: a printed number with its tooltip, a sum. Refuses a tooltip
//! that does not hold exactly these digits, and a short form that is not the rounding of them. Knows no language: it
//! looks at digits and units only.

use e2e::page::{Number, Row, Screen};
use e2e::scan::{Document, Filters, Sum};
use serde_json::Value;

/// Ratios of the tree table: numerator, denominator.
const RATIOS: [(&str, &str, &str); 4] = [
    ("roi_exposed", "gmv_exposed", "spend"),
    ("conversion", "orders", "store_visits"),
    ("conversion_exposed", "orders_exposed", "store_visits_exposed"),
    ("order_value", "gmv", "orders"),
];
/// Below this many observations a rate may be refused as too small a sample.
const SMALL: i64 = 100;

/// First and last day.
pub type Days<'a> = (&'a str, &'a str);

/// All digits of a text: `["1234.56"]` for `¥1,234.56`.
pub fn digits(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut number = String::new();
    let characters: Vec<char> = text.chars().chain([' ']).collect();
    for (at, &c) in characters.iter().enumerate() {
        let between =
            at > 0 && characters[at - 1].is_ascii_digit() && characters.get(at + 1).is_some_and(char::is_ascii_digit);
        match c {
            '0'..='9' => number.push(c),
            '.' if between => number.push(c),
            ',' if between => {}
            _ if !number.is_empty() => found.push(std::mem::take(&mut number)),
            _ => {}
        }
    }
    found
}

/// The days that a selection names, else all complete ones.
pub fn days<'a>(document: &'a Document, selection: &'a Value) -> Days<'a> {
    let date = &selection["filters"]["date"];
    let or = |key: &str, all: &'a str| date[key].as_str().unwrap_or(all);
    (or("from", document.meta("data_from")), or("to", document.meta("complete_through")))
}

/// The members that a selection names.
pub fn filters(selection: &Value) -> Filters {
    let all = selection["filters"].as_object().into_iter().flatten().filter(|(id, _)| *id != "date");
    let members =
        |value: &Value| value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    all.map(|(id, value)| (id.clone(), members(value))).collect()
}

/// Every number of the tree table, row by row; gives how many numbers there were.
pub fn check_table(document: &Document, screen: &Screen, listed: &str, filters: &Filters, days: Days<'_>) -> usize {
    let mut checked = 0;
    for row in &screen.rows {
        let mut wanted = filters.clone();
        if row.kind == "member" {
            wanted.insert(listed.to_owned(), [row.id.clone()].into());
        }
        assert_eq!(row.cells.len(), screen.columns.len());
        for (column, cell) in screen.columns.iter().zip(&row.cells) {
            let place = format!("{column} of {} under {filters:?} in {days:?}: {cell:?}", row.id);
            let measure = document.measure(column).is_some();
            checked += usize::from(if measure {
                check_measure(document, column, cell, &wanted, days, &place)
            } else {
                check_ratio(document, column, cell, &wanted, days, &place)
            });
        }
    }
    checked
}

/// Every count of the funnel; gives how many numbers there were.
pub fn check_funnel(document: &Document, screen: &Screen, filters: &Filters, days: Days<'_>) -> usize {
    let mut filters = filters.clone();
    filters.remove("route");
    let steps = document.steps();
    assert_eq!(screen.steps.len(), steps.len());
    let mut checked = 0;
    let mut parts = screen.parts.iter();
    for step in steps {
        let id = step["id"].as_str().unwrap_or_default();
        let (_, number) = screen.steps.iter().find(|(shown, _)| shown == id).unwrap_or_else(|| panic!("no step {id}"));
        let mut wanted = filters.clone();
        if let Some(route) = step["route"].as_str() {
            wanted.insert("route".to_owned(), [route.to_owned()].into());
        }
        let measure = step["measure"].as_str().unwrap_or_default();
        checked +=
            usize::from(check_measure(document, measure, number, &wanted, days, &format!("step {id} {number:?}")));
        for part in step["parts"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let number = parts.next().unwrap_or_else(|| panic!("no part {part}"));
            checked +=
                usize::from(check_measure(document, part, number, &wanted, days, &format!("part {part} {number:?}")));
        }
    }
    checked
}

/// The row of a member.
pub fn row<'a>(screen: &'a Screen, id: &str) -> &'a Row {
    screen.rows.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no row {id} in {screen:#?}"))
}

/// Whether there was a number to compare.
pub fn check_measure(
    document: &Document,
    id: &str,
    shown: &Number,
    wanted: &Filters,
    days: Days<'_>,
    place: &str,
) -> bool {
    let dimensions: Vec<&str> = wanted.keys().map(String::as_str).collect();
    if !document.answers(id, &dimensions) {
        // The number of another cut may stand there, but never as that of this row.
        assert!(!shown.full.is_empty(), "no reason at {place}");
        return false;
    }
    let sum = document.sum(id, days, wanted);
    assert_eq!(digits(&shown.full), printed(document, id, sum), "{place}");
    assert_eq!(shown.full.starts_with('-'), sum.observed < 0, "{place}");
    let scale = if document.is_money(id) { 100.0 } else { 1.0 };
    assert_rounds(&shown.text, sum.estimate / scale, place);
    true
}

fn check_ratio(document: &Document, id: &str, shown: &Number, wanted: &Filters, days: Days<'_>, place: &str) -> bool {
    let (_, top, bottom) =
        RATIOS.into_iter().find(|(known, ..)| *known == id).unwrap_or_else(|| panic!("what is {id}?"));
    let dimensions: Vec<&str> = wanted.keys().map(String::as_str).collect();
    if !document.answers(top, &dimensions) || !document.answers(bottom, &dimensions) {
        assert!(digits(&shown.text).is_empty() && !shown.full.is_empty(), "a rate at a cut that there is not: {place}");
        return false;
    }
    // Only days on which both are final.
    let last = [top, bottom].map(|id| document.final_through(id)).into_iter().min().unwrap_or_default();
    let days = (days.0, if last.as_str() < days.1 { last.as_str() } else { days.1 });
    if days.1 < days.0 {
        assert!(digits(&shown.text).is_empty() && !shown.full.is_empty(), "a rate of growing days only: {place}");
        return false;
    }
    let (x, n) = (document.sum(top, days, wanted), document.sum(bottom, days, wanted));
    if digits(&shown.text).is_empty() {
        assert!(n.observed < SMALL || x.observed < SMALL, "no rate without need at {place}");
        return false;
    }
    let mut whole = digits(&shown.full);
    let value = whole.pop();
    assert!(value.is_some(), "{place}");
    assert_eq!(whole, [printed(document, top, x), printed(document, bottom, n)].concat(), "{place}");
    let scale = |id| if document.is_money(id) { 100.0 } else { 1.0 };
    assert_rounds(&shown.text, (x.estimate / scale(top)) / (n.estimate / scale(bottom)), place);
    true
}

/// The digits of a sum, without its sign: of an estimate from a sample, those of what was observed too.
fn printed(document: &Document, id: &str, sum: Sum) -> Vec<String> {
    let text = |value: i64| {
        let value = value.abs();
        if document.is_money(id) { format!("{}.{:02}", value / 100, value % 100) } else { value.to_string() }
    };
    let observed = text(sum.observed);
    let sampled = document.measure(id).is_some_and(|measure| measure.get("sample").is_some());
    // Members that were observed in full are printed as counted.
    let scaled = sampled && (sum.estimate - sum.observed as f64).abs() > 0.0;
    if scaled { vec![text(sum.estimate.round() as i64), observed] } else { vec![observed] }
}

/// Holds that a short form such as `12.3万`, `1.2M` or `4.5%` is `value` rounded to the digits that it prints.
fn assert_rounds(text: &str, value: f64, place: &str) {
    let found = digits(text);
    let [number] = found.as_slice() else { panic!("{found:?} is not one number: {place}") };
    let units = [('万', 1e4), ('亿', 1e8), ('K', 1e3), ('M', 1e6), ('B', 1e9), ('%', 0.01)];
    let unit = units.into_iter().find(|(sign, _)| text.contains(*sign)).map_or(1.0, |(_, unit)| unit);
    let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let half = 0.5 * 0.1_f64.powi(i32::try_from(decimals).unwrap_or_default()) * unit;
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    let shown = number.parse::<f64>().unwrap_or(f64::NAN) * unit * sign;
    assert!((shown - value).abs() <= half * (1.0 + 1e-9), "{text} is not {value} at {place}");
}
