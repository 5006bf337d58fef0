//! The synthetic cube of the bench. In: a number of rows. Out: [`Facts`], the same at every run: 365 days, 12 categories,
//! 200 brands (each in one category), 2,000 creators, 5 channels, 8 audiences, 4 tiers and ten measures, brands and
//! creators skewed as Zipf has it, rows in random order; and the same as a document, in either layout.

use std::io::Write as _;

use redcat_report::date::Date;

use super::rng::Rng;

/// Days, from [`FIRST_DAY`].
pub const DAYS: usize = 365;
/// The first of them.
pub const FIRST_DAY: &str = "2024-07-01";
/// The last of them.
const LAST_DAY: &str = "2025-06-30";
/// Keys besides the day: id and number of members.
pub const KEYS: [(&str, usize); 6] =
    [("category", 12), ("brand", 200), ("creator", 2_000), ("channel", 5), ("audience", 8), ("tier", 4)];
/// Measures; the last is an amount of money.
pub const MEASURES: [&str; 10] =
    ["impressions", "reads", "likes", "collects", "comments", "shares", "spend", "store_visits", "orders", "gmv"];
const SEED: u64 = 20_250_630;

/// How a document lists its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A list for each key and measure.
    Columns,
    /// An object for each row.
    Records,
}

/// The rows, as a straightforward program would hold them: two bytes for a key, four for a measure.
pub struct Facts {
    /// Day of each row, from 0.
    pub day: Vec<u16>,
    /// Members by row, key by key.
    pub keys: [Vec<u16>; KEYS.len()],
    /// Values by row, measure by measure.
    pub values: [Vec<u32>; MEASURES.len()],
    /// The category of each brand.
    pub category_of: Vec<u16>,
}

/// Draws from `n` members, the first the likeliest, the k-th with probability proportional to 1/k^`exponent`.
struct Zipf(Vec<f64>);

impl Zipf {
    fn new(n: usize, exponent: f64) -> Self {
        let mut sums: Vec<f64> = Vec::with_capacity(n);
        for k in 1..=n {
            sums.push(sums.last().copied().unwrap_or(0.0) + (k as f64).powf(-exponent));
        }
        let all = sums.last().copied().unwrap_or(1.0);
        Self(sums.iter().map(|sum| sum / all).collect())
    }

    fn draw(&self, rng: &mut Rng) -> u16 {
        let at = rng.uniform();
        self.0.partition_point(|sum| *sum <= at).min(self.0.len() - 1) as u16
    }
}

impl Facts {
    /// So many rows.
    pub fn new(rows: usize) -> Self {
        let mut rng = Rng::stream(SEED, "bench");
        let category_of: Vec<u16> = (0..KEYS[1].1).map(|_| rng.between(0, KEYS[0].1 as i64 - 1) as u16).collect();
        let (brands, creators) = (Zipf::new(KEYS[1].1, 1.0), Zipf::new(KEYS[2].1, 1.0));
        let (channels, audiences, tiers) = (Zipf::new(5, 0.5), Zipf::new(8, 0.5), Zipf::new(4, 0.5));
        // The likeliest brand is not the first of the document.
        let (brand_of, creator_of) = (shuffled(KEYS[1].1, &mut rng), shuffled(KEYS[2].1, &mut rng));
        let mut facts = Self { day: Vec::new(), keys: Default::default(), values: Default::default(), category_of };
        for _ in 0..rows {
            facts.day.push(rng.between(0, DAYS as i64 - 1) as u16);
            let brand = brand_of[usize::from(brands.draw(&mut rng))];
            let creator = creator_of[usize::from(creators.draw(&mut rng))];
            let members = [
                facts.category_of[usize::from(brand)],
                brand,
                creator,
                channels.draw(&mut rng),
                audiences.draw(&mut rng),
                tiers.draw(&mut rng),
            ];
            for (column, member) in facts.keys.iter_mut().zip(members) {
                column.push(member);
            }
            for (column, value) in facts.values.iter_mut().zip(draw_values(&mut rng)) {
                column.push(value as u32);
            }
        }
        facts
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.day.len()
    }

    /// The same as a document.
    pub fn document(&self, layout: Layout) -> Vec<u8> {
        let a_row = if layout == Layout::Columns { 64 } else { 256 };
        let mut text = Vec::with_capacity(a_row * self.rows() + 200_000);
        let _ = write!(
            text,
            "{{\"schema\":\"redcat.report/1\",\"meta\":{{\"merchant\":{{\"id\":\"bench\",\"name\":\"Bench\"}},\
             \"source\":\"synthetic\",\"generated_at\":\"{LAST_DAY}T12:00:00Z\",\"time_zone\":\"Asia/Shanghai\",\
             \"currency\":\"CNY\",\"data_from\":\"{FIRST_DAY}\",\"complete_through\":\"{LAST_DAY}\"}},\"dimensions\":["
        );
        for (n, (id, members)) in KEYS.into_iter().enumerate() {
            let parent = if id == "brand" { ",\"parent\":\"category\"" } else { "" };
            let _ = write!(text, "{}{{\"id\":\"{id}\",\"label\":\"{id}\"{parent},\"members\":", separator(n));
            list(&mut text, members, |text, member| {
                let _ = write!(text, "{{\"id\":\"{id}{member}\",\"label\":\"{id} {member}\"");
                if id == "brand" {
                    let _ = write!(text, ",\"parent\":\"category{}\"", self.category_of[member]);
                }
                text.push(b'}');
            });
            text.push(b'}');
        }
        text.extend_from_slice(b"],\"measures\":");
        list(&mut text, MEASURES.len(), |text, n| {
            let (id, kind) = (MEASURES[n], if matches!(MEASURES[n], "spend" | "gmv") { "money" } else { "count" });
            let _ = write!(text, "{{\"id\":\"{id}\",\"label\":\"{id}\",\"kind\":\"{kind}\",\"anchor\":\"both\"}}");
        });
        let ids = |ids: &[&str]| ids.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(",");
        let by = ids(&KEYS.map(|(id, _)| id));
        let _ = write!(
            text,
            ",\"funnel\":{{\"steps\":[{{\"id\":\"impressions\",\"measure\":\"impressions\"}},\
             {{\"id\":\"reads\",\"measure\":\"reads\"}}]}},\"cells\":{{\"id\":\"rows\",\"by\":[{by}],\"measures\":[{}],",
            ids(&MEASURES),
        );
        match layout {
            Layout::Columns => self.columns(&mut text),
            Layout::Records => self.records(&mut text),
        }
        text.extend_from_slice(b"}}");
        text
    }

    fn columns(&self, text: &mut Vec<u8>) {
        let _ = write!(text, "\"layout\":\"columns\",\"rows\":{},\"dates\":", self.rows());
        list(text, DAYS, |text, day| {
            let _ = write!(text, "\"{}\"", date(day));
        });
        text.extend_from_slice(b",\"date\":");
        numbers(text, &self.day);
        for (n, (column, (id, _))) in self.keys.iter().zip(KEYS).enumerate() {
            let _ = write!(text, "{}\"{id}\":", if n == 0 { ",\"keys\":{" } else { "," });
            numbers(text, column);
        }
        for (n, (column, id)) in self.values.iter().zip(MEASURES).enumerate() {
            let _ = write!(text, "{}\"{id}\":", if n == 0 { "},\"values\":{" } else { "," });
            numbers(text, column);
        }
        text.push(b'}');
    }

    fn records(&self, text: &mut Vec<u8>) {
        let dates: Vec<String> = (0..DAYS).map(|day| date(day).to_string()).collect();
        text.extend_from_slice(b"\"layout\":\"records\",\"records\":");
        list(text, self.rows(), |text, row| {
            let _ = write!(text, "{{\"date\":\"{}\"", dates[usize::from(self.day[row])]);
            for (column, (id, _)) in self.keys.iter().zip(KEYS) {
                let _ = write!(text, ",\"{id}\":\"{id}{}\"", column[row]);
            }
            for (column, id) in self.values.iter().zip(MEASURES) {
                let _ = write!(text, ",\"{id}\":{}", column[row]);
            }
            text.push(b'}');
        });
    }
}

fn date(day: usize) -> Date {
    Date::parse(FIRST_DAY).expect("a date").plus(day as i32)
}

fn shuffled(n: usize, rng: &mut Rng) -> Vec<u16> {
    let mut members: Vec<u16> = (0..n as u16).collect();
    for last in (1..n).rev() {
        members.swap(last, rng.between(0, last as i64) as usize);
    }
    members
}

/// One row's values in the order of [`MEASURES`], skewed as such figures are.
fn draw_values(rng: &mut Rng) -> [i64; MEASURES.len()] {
    let impressions = (400.0 * rng.spread(1.5)) as i64;
    let part = |whole: i64, share: f64, rng: &mut Rng| rng.rough_count(whole as f64 * share, whole);
    let reads = part(impressions, 0.07, rng);
    let (likes, collects) = (part(reads, 0.06, rng), part(reads, 0.03, rng));
    let (comments, shares) = (part(reads, 0.01, rng), part(reads, 0.008, rng));
    let visits = part(reads, 0.08, rng);
    let orders = part(visits, 0.1, rng);
    let gmv = orders * rng.between(4_900, 49_900);
    [impressions, reads, likes, collects, comments, shares, impressions * 5, visits, orders, gmv]
}

fn separator(n: usize) -> &'static str {
    if n == 0 { "" } else { "," }
}

fn list(text: &mut Vec<u8>, len: usize, mut item: impl FnMut(&mut Vec<u8>, usize)) {
    text.push(b'[');
    for n in 0..len {
        text.extend_from_slice(separator(n).as_bytes());
        item(text, n);
    }
    text.push(b']');
}

fn numbers<N: Copy + Into<u32>>(text: &mut Vec<u8>, column: &[N]) {
    list(text, column.len(), |text, row| {
        let _ = write!(text, "{}", column[row].into());
    });
}
