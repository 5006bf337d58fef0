//! What the bench asks. In: nothing, or a seed. Out: [`Question`]s: the fixed ones, each with the work that it stands for,
//! and random ones drawn from the seed.

use super::facts::{DAYS, KEYS};
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

fn question(name: &str, days: (usize, usize), filters: &[(usize, &[u16])], by: &[By]) -> Question {
    let filters = filters.iter().map(|&(key, members)| (key, members.to_vec())).collect();
    Question { name: name.into(), days, filters, by: by.to_vec(), top: None }
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
