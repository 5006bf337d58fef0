//! A report of any size, for tests of speed: `cargo xtask sample --rows N`. In: a number of rows and a writer. Out: the
//! beauty merchant with as many notes as it takes, in one cube of exactly so many rows, the same at every run. Refuses
//! more rows than [`MAX_ROWS`], and none.
//!
//! Notes, their days and the rates are those of the model; what follows from a row's impressions is drawn row by row
//! and credited to that day, so that one pass suffices. Of visits and orders only as many are there as would have come
//! by the last whole day. Rows are held packed and written column by column; the text is never held as a whole.

use std::io::{self, Write};

use super::beauty::SCENARIO;
use super::date::Date;
use super::json::{Json, label, object};
use super::model::journeys::{Place, Stage};
use super::model::members::{ORGANIC, UD, XIAOHONGXING};
use super::model::notes::{self, Note};
use super::model::scenario::Scenario;
use super::model::season::{Season, day, days};
use super::model::{calendar, definitions, parameters as given};
use super::rng::Rng;

/// No more than this.
pub const MAX_ROWS: usize = 5_000_000;
/// Notes live longer here than in the samples: some 140 rows each.
const FORGOTTEN_BELOW: f64 = 60.0;
/// A row's value that was not delivered.
const NULL: u32 = u32::MAX;
const BY: [&str; 7] = ["category", "brand", "product", "creator", "note", "note_kind", "channel"];
const MEASURES: [&str; 7] = ["impressions", "reads", "engagements", "spend", "store_visits", "orders", "gmv"];

/// The rows before they are written; index = row, in no order of dates.
#[derive(Default)]
struct Rows {
    date: Vec<u16>,
    note: Vec<u32>,
    channel: Vec<u8>,
    values: [Vec<u32>; MEASURES.len()],
}

/// Writes the report.
pub fn write(rows: usize, out: &mut impl Write) -> io::Result<()> {
    let (scenario, notes) = enough_notes(rows);
    let season = Season::new(&scenario);
    let filled = fill(rows, &Stage::new(&scenario, &season, &notes));
    let head = head(&scenario, &notes).to_document();
    // The cube is the last key of the document.
    out.write_all(head.trim_end().trim_end_matches('}').trim_end().as_bytes())?;
    out.write_all(b",\n  \"cells\": ")?;
    write_cube(&filled, &scenario, &notes, out)?;
    out.write_all(b"\n}\n")
}

fn delivered_from() -> Date {
    day(given::DATA_FROM)
}

fn is_delivered(date: Date) -> bool {
    date >= delivered_from() && date != day(given::MISSING_DATE)
}

/// Notes whose days make at least so many rows.
fn enough_notes(rows: usize) -> (Scenario, Vec<Note>) {
    let mut count = SCENARIO.notes;
    loop {
        let scenario = Scenario { notes: count, forgotten_below: FORGOTTEN_BELOW, ..SCENARIO };
        let season = Season::new(&scenario);
        let notes = notes::write(&scenario, &season, &mut Rng::stream(scenario.seed, "notes"));
        let found = rows_of(&Stage::new(&scenario, &season, &notes));
        if found >= rows {
            return (scenario, notes);
        }
        // One in a hundred more than the share found so far says.
        count = (count as f64 * rows as f64 / found as f64 * 1.01) as usize + 1;
    }
}

fn rows_of(stage: &Stage<'_>) -> usize {
    let first = delivered_from();
    let missing = day(given::MISSING_DATE);
    let mut rows = 0;
    for note in stage.notes {
        stage.days(note, |date, _, _| rows += usize::from(date >= first && date != missing));
    }
    rows
}

/// Factors by day that need not be worked out for every row.
struct Days {
    first: Date,
    click_through: Vec<f64>,
    interaction: Vec<f64>,
    /// Share of visits and of orders that have come by the last whole day.
    arrived: Vec<[f64; 2]>,
    not_delivered: Vec<bool>,
}

impl Days {
    fn new(stage: &Stage<'_>) -> Self {
        let range = days((given::DATA_FROM, given::COMPLETE_THROUGH));
        let dates: Vec<Date> = (0..range.len() as i32).map(|n| range.from.plus(n)).collect();
        let targets = &stage.scenario.targets;
        // The target holds in the last wave, whose middle is some year after the day of the rates.
        let rate = |level: f64, growth: f64| -> Vec<f64> {
            dates.iter().map(|date| level / growth * stage.season.grown(growth, *date)).collect()
        };
        let undelivered = days(given::NO_COMMENTS);
        Self {
            first: range.from,
            click_through: rate(targets.click_through, targets.click_through_growth),
            interaction: rate(targets.interaction, targets.interaction_growth),
            arrived: dates.iter().map(|date| arrived(range.to.since(*date))).collect(),
            not_delivered: dates.iter().map(|date| undelivered.contains(*date)).collect(),
        }
    }
}

/// Shares of an exposure's visits and orders that come within so many days.
fn arrived(within_days: i32) -> [f64; 2] {
    let mut orders = [0.0; given::WINDOW_DAYS as usize + 1];
    let (mut visited, mut weight) = (0.0, 1.0);
    for (lag, share) in given::VISIT_LAG.iter().enumerate() {
        visited += if lag as i32 <= within_days { *share } else { 0.0 };
    }
    for of_lag in &mut orders {
        *of_lag = weight;
        weight *= given::ORDER_LAG;
    }
    let all: f64 = orders.iter().sum();
    let by_then = |visit_lag: usize| -> f64 {
        let left = (within_days - visit_lag as i32 + 1).clamp(0, orders.len() as i32) as usize;
        orders.iter().take(left).sum::<f64>() / all
    };
    let ordered = given::VISIT_LAG.iter().enumerate().map(|(lag, weight)| weight * by_then(lag)).sum();
    [visited, ordered]
}

fn fill(rows: usize, stage: &Stage<'_>) -> Rows {
    let all = rows_of(stage);
    let by_day = Days::new(stage);
    let root = Rng::stream(stage.scenario.seed, "large");
    let mut filled = Rows::default();
    filled.date.reserve(rows);
    let mut passed = 0;
    for (index, note) in stage.notes.iter().enumerate() {
        let mut rng = root.branch(index as u64);
        stage.days(note, |date, channel, expected| {
            if !is_delivered(date) {
                return;
            }
            passed += 1;
            // Exactly `rows` of all are kept, evenly spread.
            if passed * rows / all == (passed - 1) * rows / all {
                return;
            }
            let place = Place { note: index, product: note.product, channel };
            let values = draw(stage, note, place, date, expected, &by_day, &mut rng);
            filled.date.push(date.since(by_day.first) as u16);
            filled.note.push(index as u32);
            filled.channel.push(channel as u8);
            for (column, value) in filled.values.iter_mut().zip(values) {
                column.push(value.and_then(|value| u32::try_from(value).ok()).unwrap_or(NULL));
            }
        });
    }
    filled
}

/// A row's values in the order of [`MEASURES`].
fn draw(
    stage: &Stage<'_>,
    note: &Note,
    place: Place,
    date: Date,
    expected: f64,
    by_day: &Days,
    rng: &mut Rng,
) -> [Option<i64>; MEASURES.len()] {
    let scenario = stage.scenario;
    let at = date.since(by_day.first) as usize;
    let category = &scenario.categories[scenario.category_of(place.product)];
    let noise = 1.0 + given::DAY_SIGMA * rng.rough_normal();
    let impressions = (expected * noise.max(0.2)) as i64;
    let reading = by_day.click_through[at] * category.click_through * note.appeal;
    let reads = rng.rough_count(impressions as f64 * reading, impressions);
    let engaged = rng.rough_count(reads as f64 * by_day.interaction[at] * note.appeal, reads);
    let (link, searching) = stage.readiness(place);
    let observed = if place.channel == XIAOHONGXING { given::XIAOHONGXING } else { 1.0 };
    let visiting = link * given::VISIT_AFTER_CLICK + searching * scenario.search * given::VISIT_AFTER_SEARCH;
    let [visited, ordered] = by_day.arrived[at];
    let visits = rng.rough_count(reads as f64 * visiting * observed * visited, reads);
    let route = usize::from(place.channel != UD);
    let buying = scenario.conversion[route] * category.conversion * stage.season.buying(date) * ordered / visited;
    let orders = rng.rough_count(visits as f64 * buying, visits);
    let price = scenario.products[place.product].price_cents as f64
        * if stage.season.cheap(date) { given::PROMOTION_PRICE } else { 1.0 };
    let gmv = orders as f64 * price * (0.97 + 0.03 * rng.uniform());
    let spend = if place.channel == ORGANIC { 0.0 } else { impressions as f64 * given::CPM_CENTS / 1_000.0 };
    let engagements = (!by_day.not_delivered[at]).then_some(engaged);
    [
        Some(impressions),
        Some(reads),
        engagements,
        Some(spend as i64),
        Some(visits),
        Some(orders),
        Some((gmv / 10.0) as i64 * 10),
    ]
}

/// All of the document but its cells.
fn head(scenario: &Scenario, notes: &[Note]) -> Json {
    let dimensions = definitions::dimensions(scenario, notes);
    let step = |id: &str| object! { "id" => id, "measure" => id };
    object! {
        "schema" => "redcat.report/1",
        "meta" => object! {
            "merchant" => object! { "id" => "large", "name" => label("大数据量测试", "Test of size") },
            "source" => label("模拟数据，非任何真实品牌", "Simulated; no real brand is meant"),
            "generated_at" => "2025-07-09T06:30:00+08:00",
            "time_zone" => "Asia/Shanghai",
            "currency" => "CNY",
            "data_from" => given::DATA_FROM,
            "complete_through" => given::COMPLETE_THROUGH,
            "missing_dates" => [given::MISSING_DATE],
            "demo" => true,
            "attribution" => object! { "model" => "last_touch", "window_days" => given::WINDOW_DAYS },
        },
        "dimensions" => dimensions,
        "measures" => MEASURES.map(|id| {
            let kind = if matches!(id, "spend" | "gmv") { "money" } else { "count" };
            let anchor = if matches!(id, "store_visits" | "orders" | "gmv") { "exposure" } else { "both" };
            let measure = object! { "id" => id, "label" => id, "kind" => kind, "anchor" => anchor };
            if anchor == "both" { measure } else { measure.with("sample", definitions::xiaohongxing_sample()) }
        }),
        "funnel" => object! { "steps" => ["impressions", "reads", "store_visits", "orders"].map(step) },
        "calendar" => calendar(),
    }
}

fn write_cube(rows: &Rows, scenario: &Scenario, notes: &[Note], out: &mut impl Write) -> io::Result<()> {
    let range = days((given::DATA_FROM, given::COMPLETE_THROUGH));
    let dates: Vec<String> = (0..range.len() as i32).map(|n| range.from.plus(n).to_string()).collect();
    let order = by_date(&rows.date, dates.len());
    let head = object! {
        "id" => "rows",
        "by" => BY.to_vec(),
        "measures" => MEASURES.to_vec(),
        "layout" => "columns",
        "rows" => order.len(),
        "dates" => dates,
    };
    out.write_all(head.to_document().trim_end().trim_end_matches('}').trim_end().as_bytes())?;
    out.write_all(b",\n  \"date\": ")?;
    write_column(&order, |row| u32::from(rows.date[row]), out)?;
    for (position, dimension) in BY.into_iter().enumerate() {
        out.write_all(if position == 0 { b",\n  \"keys\": {" } else { b",\n    " })?;
        write!(out, "\"{dimension}\": ")?;
        let of_note = |note: &Note| match dimension {
            "category" => scenario.category_of(note.product),
            "brand" => scenario.products[note.product].brand,
            "product" => note.product,
            "creator" => note.creator,
            _ => usize::from(!note.ad),
        };
        match dimension {
            "note" => write_column(&order, |row| rows.note[row], out)?,
            "channel" => write_column(&order, |row| u32::from(rows.channel[row]), out)?,
            _ => write_column(&order, |row| of_note(&notes[rows.note[row] as usize]) as u32, out)?,
        }
    }
    for (position, (measure, column)) in MEASURES.into_iter().zip(&rows.values).enumerate() {
        out.write_all(if position == 0 { b"},\n  \"values\": {" } else { b",\n    " })?;
        write!(out, "\"{measure}\": ")?;
        write_column(&order, |row| column[row], out)?;
    }
    out.write_all(b"}}")
}

/// Rows by date, else in the order in which they are: a counting sort.
fn by_date(dates: &[u16], days: usize) -> Vec<u32> {
    let mut next = vec![0_u32; days + 1];
    for date in dates {
        next[usize::from(*date) + 1] += 1;
    }
    for day in 0..days {
        next[day + 1] += next[day];
    }
    let mut order = vec![0; dates.len()];
    for (row, date) in dates.iter().enumerate() {
        let place = &mut next[usize::from(*date)];
        order[*place as usize] = row as u32;
        *place += 1;
    }
    order
}

/// Writes digits into a block first: a formatter for every number would take most of the time.
fn write_column(order: &[u32], value: impl Fn(usize) -> u32, out: &mut impl Write) -> io::Result<()> {
    const BLOCK_ROWS: usize = 8_192;
    let mut block = Vec::with_capacity(12 * BLOCK_ROWS);
    block.push(b'[');
    for (index, rows) in order.chunks(BLOCK_ROWS).enumerate() {
        for (at, row) in rows.iter().enumerate() {
            if index + at > 0 {
                block.push(b',');
            }
            let mut left = value(*row as usize);
            if left == NULL {
                block.extend_from_slice(b"null");
                continue;
            }
            let from = block.len();
            loop {
                block.push(b'0' + (left % 10) as u8);
                left /= 10;
                if left == 0 {
                    break;
                }
            }
            block[from..].reverse();
        }
        out.write_all(&block)?;
        block.clear();
    }
    out.write_all(b"]")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{BY, MEASURES, arrived, write};

    fn document(rows: usize) -> Value {
        let mut text = Vec::new();
        write(rows, &mut text).expect("text in memory");
        serde_json::from_slice(&text).expect("JSON")
    }

    fn sum(values: &Value) -> i64 {
        values.as_array().expect("a column").iter().filter_map(Value::as_i64).sum()
    }

    #[test]
    fn has_exactly_the_rows_asked_for_and_is_the_same_again() {
        for rows in [1, 20_000] {
            let report = document(rows);
            let cube = &report["cells"];
            assert_eq!(cube["rows"], rows);
            let columns = BY.map(|id| &cube["keys"][id]).into_iter().chain(MEASURES.map(|id| &cube["values"][id]));
            assert!(columns.chain([&cube["date"]]).all(|column| column.as_array().map(Vec::len) == Some(rows)));
            assert_eq!(report, document(rows));
        }
    }

    #[test]
    fn steps_shrink_on_the_way_and_rates_are_near_those_of_the_model() {
        let report = document(20_000);
        let total = |measure: &str| sum(&report["cells"]["values"][measure]) as f64;
        assert!((total("reads") / total("impressions") - 0.065).abs() < 0.015);
        assert!(total("store_visits") < 0.08 * total("reads") && total("store_visits") > 0.02 * total("reads"));
        assert!(total("orders") < 0.15 * total("store_visits") && total("orders") > 0.03 * total("store_visits"));
        assert!(total("gmv") > total("spend"));
    }

    #[test]
    fn everything_has_arrived_after_the_window_and_little_on_the_first_day() {
        let [visits, orders] = arrived(0);
        assert!(visits > 0.5 && orders < 0.4);
        assert!(arrived(40).into_iter().all(|share| (share - 1.0).abs() < 1e-9));
    }
}
