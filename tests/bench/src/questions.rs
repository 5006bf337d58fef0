//! What the bench asks. In: nothing, or a seed. Out: [`Question`]s: the fixed ones, each with the work that it stands for,
//! and random ones drawn from the seed.

use super::facts::{DAYS, Facts, KEYS};
use super::rng::Rng;

/// Numbers of the keys in [`KEYS`].
const CATEGORY: usize = 0;
const BRAND: usize = 1;
const CREATOR: usize = 2;
const CHANNEL: usize = 3;
const AUDIENCE: usize = 4;
const TIER: usize = 5;

/// Grouped by what.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A key, by its number in [`KEYS`].
    Key(usize),
    /// The day.
    Day,
}

impl By {
    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Key(key) => KEYS[key].0,
            Self::Day => "day",
        }
    }

    /// Its members, or days.
    pub const fn choices(self) -> usize {
        match self {
            Self::Key(key) => KEYS[key].1,
            Self::Day => DAYS,
        }
    }
}

/// Sums of the measures by groups of rows.
pub struct Question {
    /// What it is called in the results.
    pub name: String,
    /// First and last day.
    pub days: (usize, usize),
    /// Members that count, by key.
    pub filters: Vec<(usize, Vec<u16>)>,
    /// At most two.
    pub by: Vec<By>,
    /// Only the largest groups by the last measure, if so many.
    pub top: Option<usize>,
}

impl Question {
    /// What it takes, in a line.
    pub fn described(&self) -> String {
        let by: Vec<&str> = self.by.iter().map(|by| by.name()).collect();
        let filters: Vec<String> =
            self.filters.iter().map(|(key, members)| format!("{} in {}", KEYS[*key].0, members.len())).collect();
        let days = self.days.1 + 1 - self.days.0;
        format!("by [{}], {}, {days} days", by.join(", "), filters.join(", "))
    }
}

fn question(name: &str, days: (usize, usize), filters: &[(usize, &[u16])], by: &[By]) -> Question {
    let filters = filters.iter().map(|&(key, members)| (key, members.to_vec())).collect();
    Question { name: name.into(), days, filters, by: by.to_vec(), top: None }
}

/// The category with most rows, and of it the brand with most.
pub fn a_busy_brand(facts: &Facts) -> (u16, u16) {
    let mut rows = vec![0_usize; facts.category_of.len()];
    for &brand in &facts.keys[1] {
        rows[usize::from(brand)] += 1;
    }
    // Not the very first: a tenth of the way down is what people look into.
    let mut brands: Vec<usize> = (0..rows.len()).collect();
    brands.sort_by_key(|&brand| std::cmp::Reverse(rows[brand]));
    let brand = brands[brands.len() / 10];
    (facts.category_of[brand], brand as u16)
}

/// The questions whose times are published. `brand` is the brand and `category` the category that Q3 and Q4 look into.
pub fn fixed(category: u16, brand: u16) -> Vec<Question> {
    let all = (0, DAYS - 1);
    let inside = question(
        "Q4 top 20 creators inside category, brand, 91 days",
        (180, 270),
        &[(CATEGORY, &[category]), (BRAND, &[brand])],
        &[By::Key(CREATOR)],
    );
    vec![
        question("Q1 total, no filter", all, &[], &[]),
        question("Q2 by category, channel in 2 of 5", all, &[(CHANNEL, &[1, 3])], &[By::Key(CATEGORY)]),
        question("Q3 by brand inside one category", all, &[(CATEGORY, &[category])], &[By::Key(BRAND)]),
        Question { top: Some(20), ..inside },
        question("Q5 by day, audience in 3 of 8", all, &[(AUDIENCE, &[0, 3, 6])], &[By::Day]),
        question("Q6 category × audience, 181 days", (90, 270), &[], &[By::Key(CATEGORY), By::Key(AUDIENCE)]),
    ]
}

/// The linked panels of a brush over days with two other filters: each panel ignores the filter on its own key.
pub fn panels(days: (usize, usize)) -> Vec<Question> {
    let filters: [(usize, &[u16]); 2] = [(CHANNEL, &[1, 3]), (TIER, &[0, 2])];
    let panel = |(key, (id, _)): (usize, &(&str, usize))| {
        let others: Vec<(usize, &[u16])> = filters.iter().copied().filter(|(of, _)| *of != key).collect();
        question(id, days, &others, &[By::Key(key)])
    };
    KEYS.iter().enumerate().map(panel).collect()
}

/// Random questions: one to four filters (days among them), none to two keys to group by.
pub fn random(seed: u64, count: usize) -> Vec<Question> {
    let mut rng = Rng::stream(seed, "questions");
    (0..count).map(|n| random_question(&mut rng, format!("R{n}"))).collect()
}

fn random_question(rng: &mut Rng, name: String) -> Question {
    let mut question = Question { name, days: (0, DAYS - 1), filters: Vec::new(), by: Vec::new(), top: None };
    let mut left: Vec<By> = (0..KEYS.len()).map(By::Key).chain([By::Day]).collect();
    for _ in 0..rng.between(1, 4) {
        let chosen = left.swap_remove(rng.between(0, left.len() as i64 - 1) as usize);
        match chosen {
            By::Day => {
                let from = rng.between(0, DAYS as i64 - 1) as usize;
                question.days = (from, rng.between(from as i64, DAYS as i64 - 1) as usize);
            }
            By::Key(key) => {
                let members = KEYS[key].1;
                // From one member to half of them.
                let share = rng.between(1, (members as i64 / 2).max(1)) as f64 / members as f64;
                let mut chosen: Vec<u16> = (0..members as u16).filter(|_| rng.chance(share)).collect();
                if chosen.is_empty() {
                    chosen.push(rng.between(0, members as i64 - 1) as u16);
                }
                question.filters.push((key, chosen));
            }
        }
    }
    let mut left: Vec<By> = (0..KEYS.len()).map(By::Key).chain([By::Day]).collect();
    for _ in 0..rng.between(0, 2) {
        question.by.push(left.swap_remove(rng.between(0, left.len() as i64 - 1) as usize));
    }
    question
}

/// A question whose cost is plotted against a number.
pub struct Growing {
    /// Which plot.
    pub plot: &'static str,
    /// Where on it.
    pub at: usize,
    /// The question.
    pub question: Question,
}

/// How costs grow: with the groups that a question can have, and with the keys that it touches.
pub fn growing() -> Vec<Growing> {
    let all = (0, DAYS - 1);
    let by: [&[By]; 11] = [
        &[By::Key(TIER)],
        &[By::Key(CHANNEL)],
        &[By::Key(CATEGORY)],
        &[By::Key(BRAND)],
        &[By::Day],
        &[By::Key(CREATOR)],
        &[By::Key(TIER), By::Key(BRAND)],
        &[By::Key(CHANNEL), By::Key(CREATOR)],
        &[By::Key(BRAND), By::Day],
        &[By::Key(BRAND), By::Key(CREATOR)],
        &[By::Key(CREATOR), By::Day],
    ];
    let of_groups = by.iter().map(|by| {
        let name: Vec<&str> = by.iter().map(|by| by.name()).collect();
        let question = question(&format!("by {}", name.join(" × ")), all, &[(AUDIENCE, &[0, 3, 6])], by);
        Growing { plot: "groups", at: by.iter().map(|by| by.choices()).product(), question }
    });
    let half: Vec<u16> = (0..KEYS[CREATOR].1 as u16).step_by(2).collect();
    let brands: Vec<u16> = (0..KEYS[BRAND].1 as u16).step_by(2).collect();
    let filters: [(usize, &[u16]); 4] = [(CHANNEL, &[1, 3]), (TIER, &[0, 2]), (BRAND, &brands), (CREATOR, &half)];
    let by = [By::Key(CATEGORY), By::Key(AUDIENCE)];
    let of_keys = (0..=7_usize).map(|touched| {
        let days = if touched == 7 { (90, 270) } else { all };
        let filters = &filters[..usize::min(touched.saturating_sub(2), filters.len())];
        let question = question(&format!("{touched} keys"), days, filters, &by[..touched.min(2)]);
        Growing { plot: "keys", at: touched, question }
    });
    of_groups.chain(of_keys).collect()
}
