//! What is asked of the page, and what it has to answer. In: facts, a seed. Out: questions as the page reads them
//! (page/asking.js), and the native loop's checksums. Refuses answers that differ, naming question and engine.

use serde_json::{Value, json};

use super::checksum::{of_panel, of_sums};
use crate::facts::Facts;
use crate::loops;
use crate::questions::{self, By, Growing, Question};

/// The days that the brush lies on: put down once, dragged a day at a time, then taken elsewhere.
const MOVES: [(usize, usize); 6] = [(100, 190), (101, 191), (102, 192), (103, 193), (250, 340), (20, 110)];
/// Which of them drag it, and which jump.
pub const DRAGS: std::ops::Range<usize> = 1..4;
/// See [`DRAGS`].
pub const JUMPS: std::ops::Range<usize> = 4..6;

/// Questions with what the native loop answers.
pub struct Set {
    /// What the page calls the set.
    pub name: &'static str,
    /// The questions.
    pub questions: Vec<Question>,
    /// The answers' checksums.
    pub sums: Vec<u32>,
}

impl Set {
    fn new(name: &'static str, questions: Vec<Question>, facts: &Facts) -> Self {
        let sums = questions.iter().map(|question| of_sums(&loops::answer(facts, question), question.top)).collect();
        Self { name, questions, sums }
    }

    /// Compares a round of the page.
    pub fn check(&self, found: &Value) {
        for (engine, answers) in found.as_object().into_iter().flatten() {
            for ((question, &sum), answer) in self.questions.iter().zip(&self.sums).zip(list(&answers["sums"])) {
                assert_eq!(
                    answer.as_u64(),
                    Some(sum.into()),
                    "{engine} answers {:?} otherwise than the loop",
                    question.name
                );
            }
        }
    }
}

/// Everything that is asked at one number of rows.
pub struct Asked {
    /// Where the page finds it.
    pub address: String,
    /// Q1 to Q6.
    pub fixed: Set,
    /// Drawn from the seed.
    pub random: Set,
    /// Those whose costs are plotted.
    pub growing: Set,
    /// Which plot, and where on it.
    pub places: Vec<(&'static str, usize)>,
    /// Checksums by move and panel.
    pub panels: Vec<Vec<u32>>,
}

impl Asked {
    /// Draws the questions and has the native loop answer them.
    pub fn new(facts: &Facts, seed: u64, random: usize) -> Self {
        let (category, brand) = questions::a_busy_brand(facts);
        let (places, growing) =
            questions::growing().into_iter().map(|Growing { plot, at, question }| ((plot, at), question)).unzip();
        let panels = MOVES.map(|days| loops::brush(facts, &questions::panels(days)));
        Self {
            address: "/data/questions.json".to_owned(),
            fixed: Set::new("fixed", questions::fixed(category, brand), facts),
            random: Set::new("random", questions::random(seed, random), facts),
            growing: Set::new("growing", growing, facts),
            places,
            panels: panels.iter().map(|panels| panels.iter().map(|panel| of_panel(panel)).collect()).collect(),
        }
    }

    /// As the page reads them.
    pub fn told(&self) -> Value {
        // A panel whose own key is not filtered has all the filters.
        let panels = questions::panels(MOVES[0]);
        let filters = panels.iter().max_by_key(|panel| panel.filters.len()).map_or(Value::Null, filters);
        let mut told = json!({"brush": {"filters": filters, "moves": MOVES.map(|(from, to)| [from, to])}});
        for set in [&self.fixed, &self.random, &self.growing] {
            told[set.name] = set.questions.iter().map(question).collect();
        }
        told
    }

    /// Compares the panels at every move.
    pub fn check_brush(&self, found: &Value) {
        for (engine, brush) in found.as_object().into_iter().flatten() {
            assert_eq!(brush["sums"], json!(self.panels), "{engine} brushes otherwise than the loop");
        }
    }
}

/// A question as the page reads it.
pub fn question(question: &Question) -> Value {
    json!({
        "name": question.name,
        "days": [question.days.0, question.days.1],
        "filters": filters(question),
        "by": question.by.iter().map(|by| key(*by)).collect::<Vec<_>>(),
        "top": question.top,
    })
}

fn filters(question: &Question) -> Value {
    question.filters.iter().map(|(filtered, members)| json!([key(By::Key(*filtered)), members])).collect()
}

/// As documents name it.
fn key(by: By) -> &'static str {
    match by {
        By::Day => "date",
        by @ By::Key(_) => by.name(),
    }
}

/// The elements of a list; none of anything else.
pub fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
