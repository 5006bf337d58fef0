//! Answers that are kept: the same question asked again costs no pass over rows. In: questions as their texts, answers as
//! tables. Out: the table again, while there is room. A dataset never changes, so an answer never becomes wrong; what was
//! not asked for the longest time makes room first, and what would take all of it is not kept.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::contract::MeasureIx;
use crate::query::{Cut, Table};

/// However small a report, there is room for so many bytes.
const LEAST_ROOM: usize = 1 << 18;
/// Beside its numbers: its text, its words, its place.
const EACH: usize = 4096;

/// A table, and what is told beside its columns, which nobody can change.
#[derive(Debug)]
pub(super) struct Answer {
    pub table: Table,
    pub told: Vec<(&'static str, JsValue)>,
}

/// The answers that were asked for last.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// With the question and the size; the last one is the one that was asked for last.
    answers: Vec<(Box<str>, usize, Rc<Answer>)>,
    bytes: usize,
    /// What is told of the measures that were asked for last, and how closely they were answered.
    described: Option<(Vec<(MeasureIx, Cut)>, JsValue)>,
}

impl Kept {
    /// What `describe` tells of the measures of a table, which is the same for most tables.
    pub fn described(&mut self, table: &Table, describe: impl FnOnce() -> JsValue) -> JsValue {
        let asked = table.columns.iter().map(|column| (column.measure, &column.cut));
        let known =
            self.described.as_ref().filter(|(known, _)| known.iter().map(|(ix, cut)| (*ix, cut)).eq(asked.clone()));
        if let Some((_, described)) = known {
            return described.clone();
        }
        let described = describe();
        self.described = Some((asked.map(|(ix, cut)| (ix, cut.clone())).collect(), described.clone()));
        described
    }

    /// The answer to a question, if it is still there.
    pub fn find(&mut self, question: &str) -> Option<Rc<Answer>> {
        let place = self.answers.iter().rposition(|(known, ..)| **known == *question)?;
        let found = self.answers.remove(place);
        let answer = Rc::clone(&found.2);
        self.answers.push(found);
        Some(answer)
    }

    /// Whether the answer to a question is there.
    pub fn has(&self, question: &str) -> bool {
        self.answers.iter().any(|(known, ..)| **known == *question)
    }

    /// Keeps an answer, in a report of so many rows.
    pub fn keep(&mut self, question: &str, answer: &Rc<Answer>, rows: usize) {
        let room = rows.max(LEAST_ROOM);
        let bytes = answer.table.bytes() + EACH;
        if bytes > room {
            return;
        }
        while self.bytes + bytes > room {
            let (_, freed, _) = self.answers.remove(0);
            self.bytes -= freed;
        }
        self.bytes += bytes;
        self.answers.push((question.into(), bytes, Rc::clone(answer)));
    }

    /// How many bytes they take.
    pub const fn bytes(&self) -> usize {
        self.bytes
    }
}
