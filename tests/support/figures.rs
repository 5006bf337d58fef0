//! The figures that the beauty sample is calibrated to, counted from the finished file alone. In: the document as plain
//! JSON in columns. Out: each figure as reported, as found, how far apart they may be, and a table of them. Knows
//! neither the generator nor the engine: it adds up rows, what was sampled divided by its rate, multiplies up life tables
//! and correlates two series.
//! Refuses nothing; what a file lacks is found as NaN, which is within no tolerance.
//!
//! Growth over a year is that of the last 618, 13 May to 20 June 2025, against the same dates of 2024: what the report
//! shows where a reader picks those dates and compares with last year.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

/// First and last day, as written in the document.
type Days<'a> = (&'a str, &'a str);

const WAVE: Days<'static> = ("2025-05-13", "2025-06-20");
const WAVE_BEFORE: Days<'static> = ("2024-05-13", "2024-06-20");
/// The lipstick whose interactions are held against its orders on Tmall.
const LIPSTICK: &str = "p15";

/// One figure.
pub struct Figure {
    pub name: &'static str,
    /// Where in the document it comes from.
    pub counted: &'static str,
    pub reported: f64,
    pub found: f64,
    pub tolerance: f64,
    /// Whether it is a change, printed in per cent.
    is_change: bool,
}

impl Figure {
    /// Whether the document shows what was reported.
    pub fn holds(&self) -> bool {
        (self.found - self.reported).abs() <= self.tolerance
    }
}

/// All figures of the beauty sample.
pub fn of(document: &Value) -> Vec<Figure> {
    let all = (text(&document["meta"]["data_from"]), text(&document["meta"]["complete_through"]));
    let sum = |measure: &str, days: Days<'_>| total(&by_day(document, measure, None), days);
    let growth = |above: &str, below: &str| {
        let rate = |days: Days<'_>| sum(above, days) / sum(below, days);
        rate(WAVE) / rate(WAVE_BEFORE) - 1.0
    };
    let return_on = |gmv: &str| sum(gmv, all) / sum("spend", all);
    let change =
        |name, counted, reported, found| Figure { name, counted, reported, found, tolerance: 0.005, is_change: true };
    let number =
        |name, counted, reported, found| Figure { name, counted, reported, found, tolerance: 0.005, is_change: false };
    vec![
        change("store-visit rate, beauty", "benchmarks", 0.415, benchmark(document, "beauty")),
        change("store-visit rate, sports", "benchmarks", 0.85, benchmark(document, "sports")),
        change("click-through", "reads / impressions, 618 on 618", 0.20, growth("reads", "impressions")),
        change("interaction rate", "engagements / reads, 618 on 618", 1.09, growth("engagements", "reads")),
        change("repurchase, both benefits", "F at day 90, dual / none", 0.35, repurchase(document, 90)),
        number("lipstick, interactions ~ orders", "Pearson's r by day, lag 0", 0.82, lipstick(document)),
        number("ROI, attributed", "gmv / spend, all days", 2.34, return_on("gmv")),
        number("ROI, whole shop", "shop_gmv / spend, all days", 39.0, return_on("shop_gmv")),
    ]
}

/// The figures one under the other.
pub fn table(figures: &[Figure]) -> String {
    let mut out = format!("{:<32} {:<32} {:>9} {:>9} {:>9}\n", "figure", "counted from", "reported", "found", "within");
    for figure in figures {
        let shown = |value: f64| {
            if figure.is_change { format!("{:+.2} %", 100.0 * value) } else { format!("{value:.4}") }
        };
        let within = if figure.is_change { "0.5 pt".to_owned() } else { format!("{:.3}", figure.tolerance) };
        let verdict = if figure.holds() { "" } else { "  NO" };
        let _ = writeln!(
            out,
            "{:<32} {:<32} {:>9} {:>9} {within:>9}{verdict}",
            figure.name,
            figure.counted,
            shown(figure.reported),
            shown(figure.found)
        );
    }
    out
}

/// Growth of a whole category's store visits per read.
fn benchmark(document: &Value, category: &str) -> f64 {
    let is_wanted = |row: &&Value| row["category"] == category && row["numerator"] == "store_visits";
    let Some(row) = list(&document["benchmarks"]).iter().find(is_wanted) else { return f64::NAN };
    let rate = |period: &str| number_of(&row[period]["numerator"]) / number_of(&row[period]["denominator"]);
    rate("current") / rate("baseline") - 1.0
}

/// By how much more have come back by that age with both platforms' benefits than with none (Kaplan and Meier).
fn repurchase(document: &Value, age_days: usize) -> f64 {
    let cohorts = &document["cohorts"];
    if cohorts["age_unit"] != "day" {
        return f64::NAN;
    }
    let rows = &cohorts["rows"];
    let (ages, benefits) = (list(&rows["age"]), list(&rows["keys"]["benefit"]));
    let came_back = |benefit: &str| {
        let Some(index) = member(document, "benefit", benefit) else { return f64::NAN };
        let mut tables = vec![(0.0, 0.0); age_days + 1];
        for (row, age) in ages.iter().enumerate() {
            let age = age.as_u64().and_then(|age| usize::try_from(age).ok()).unwrap_or(usize::MAX);
            if let Some((events, at_risk)) = tables.get_mut(age)
                && benefits[row] == index
            {
                *events += number_of(&rows["events"][row]);
                *at_risk += number_of(&rows["at_risk"][row]);
            }
        }
        1.0 - tables.iter().fold(1.0, |survival, (events, at_risk)| survival * (1.0 - events / at_risk))
    };
    came_back("dual") / came_back("none") - 1.0
}

/// Correlation of the lipstick's engagements with its orders on Tmall, by the day on which each happened.
fn lipstick(document: &Value) -> f64 {
    let interactions = by_day(document, "engagements", Some(&[("product", LIPSTICK)]));
    let orders = by_day(document, "orders", Some(&[("product", LIPSTICK), ("destination", "tmall")]));
    // Every delivered day has rows in some cube; a day without rows of the lipstick is zero.
    let days: Vec<&str> = by_day(document, "impressions", None).into_keys().collect();
    let column = |series: &BTreeMap<&str, f64>| -> Vec<f64> {
        days.iter().map(|day| series.get(day).copied().unwrap_or(0.0)).collect()
    };
    let (x, y) = (column(&interactions), column(&orders));
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_x, mean_y) = (mean(&x), mean(&y));
    let moment = |a: &[f64], mean_a: f64, b: &[f64], mean_b: f64| -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum()
    };
    moment(&x, mean_x, &y, mean_y) / (moment(&x, mean_x, &x, mean_x) * moment(&y, mean_y, &y, mean_y)).sqrt()
}

/// A measure by day, from the first cube that carries it and the dimensions of the filter.
fn by_day<'a>(document: &'a Value, measure: &str, only: Option<&[(&str, &str)]>) -> BTreeMap<&'a str, f64> {
    let only = only.unwrap_or_default();
    let carries = |cube: &&Value| {
        cube["values"].get(measure).is_some() && only.iter().all(|(dimension, _)| cube["keys"].get(dimension).is_some())
    };
    let Some(cube) = list(&document["cells"]).iter().find(carries) else { return BTreeMap::new() };
    let wanted: Vec<(&[Value], Option<usize>)> =
        only.iter().map(|(dimension, id)| (list(&cube["keys"][dimension]), member(document, dimension, id))).collect();
    let dates = list(&cube["dates"]);
    let measures = list(&document["measures"]);
    let by = measures.iter().find(|known| known["id"] == measure).map_or(&Value::Null, |known| &known["sample"]["by"]);
    let dimension = text(&by["dimension"]);
    let rate = |member: &Value| by["rates"][text(&member["id"])].as_str().and_then(|rate| rate.parse::<f64>().ok());
    let dimensions = list(&document["dimensions"]);
    let sampled =
        dimensions.iter().find(|known| known["id"] == dimension).map_or(&[][..], |known| list(&known["members"]));
    let rates: Vec<f64> = sampled.iter().map(|member| rate(member).unwrap_or(1.0)).collect();
    let sampled = list(&cube["keys"][dimension]);
    let rate_of =
        |row: usize| sampled.get(row)?.as_u64().and_then(|key| rates.get(usize::try_from(key).ok()?)).copied();
    let mut sums = BTreeMap::new();
    for (row, (date, value)) in list(&cube["date"]).iter().zip(list(&cube["values"][measure])).enumerate() {
        let day = date.as_u64().and_then(|date| dates.get(usize::try_from(date).ok()?)).map_or("", text);
        if wanted.iter().all(|(keys, index)| index.is_some_and(|index| keys[row] == index)) {
            *sums.entry(day).or_default() += value.as_f64().unwrap_or(0.0) / rate_of(row).unwrap_or(1.0);
        }
    }
    sums
}

fn total(by_day: &BTreeMap<&str, f64>, (from, to): Days<'_>) -> f64 {
    by_day.iter().filter(|(day, _)| **day >= from && **day <= to).map(|(_, value)| value).sum()
}

/// Index of a member in its dimension.
fn member(document: &Value, dimension: &str, id: &str) -> Option<usize> {
    let dimension = list(&document["dimensions"]).iter().find(|found| found["id"] == dimension)?;
    list(&dimension["members"]).iter().position(|member| member["id"] == id)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn number_of(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}
