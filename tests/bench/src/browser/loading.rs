//! Loading at one number of rows. In: documents on the stage, how often. Out: times from the document to the first answer in
//! turns with plain JavaScript's and the peers'; each by itself in a fresh browser: the longest task and the most memory
//! above what the page held before. Refuses first answers that differ.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Effort;
use super::asked::{Asked, question};
use super::asking::{LOOPS, OURS, PEERS};
use super::memory::Page;
use super::numbers::{Measured, ratios, rounded};
use super::tab::{Stage, Tab};

/// The question that is asked first: Q2.
const FIRST: usize = 1;

/// A document as a page has it.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it lies on the stage.
    pub address: String,
    /// `columns` or `records`.
    pub layout: &'static str,
    /// `bytes` or `text`.
    pub held: &'static str,
}

impl Form {
    fn hold(&self, tab: &Tab, asked: &Asked) -> u64 {
        let first = question(&asked.fixed.questions[FIRST]);
        tab.call("hold", &[self.address.clone().into(), self.held.into(), first]).as_u64().unwrap_or_default()
    }
}

/// All forms.
pub fn run(stage: &Stage, forms: &[Form], asked: &Asked, effort: &Effort) -> Value {
    forms.iter().map(|form| one(stage, form, asked, effort)).collect()
}

fn one(stage: &Stage, form: &Form, asked: &Asked, effort: &Effort) -> Value {
    let tab = stage.tab();
    let bytes = form.hold(&tab, asked);
    let (mut first, mut all) = (BTreeMap::<String, Measured>::new(), Measured::default());
    let mut turn = |engines: &[&str]| {
        let found = tab.call("pair", &[json!(engines)]);
        for (engine, told) in found.as_object().into_iter().flatten() {
            check(asked, engine, told);
            first.entry(engine.clone()).or_default().push(told["first"].as_f64().unwrap_or(f64::NAN));
            if engine == OURS {
                all.push(told["all"].as_f64().unwrap_or(f64::NAN));
            }
        }
    };
    (0..effort.loads).for_each(|_| turn(&[OURS, LOOPS[0]]));
    // Text only saves them the decoding.
    let peer_loads = if form.held == "bytes" { effort.peer_loads } else { 0 };
    (0..peer_loads).for_each(|_| turn(&PEERS));
    drop(tab);
    let of = |engine: &str| first.get(engine).map_or(&[][..], Measured::all);
    let pairs = ratios(of(OURS), of(LOOPS[0]));
    let with_all = ratios(all.all(), of(LOOPS[0]));
    let mut alone = BTreeMap::new();
    for (name, engine, in_pieces) in [(OURS, OURS, form.held == "bytes"), (LOOPS[0], LOOPS[0], false)] {
        alone.insert(name, by_itself(stage, form, asked, effort, engine, in_pieces));
    }
    eprintln!("    {} as {}: {} pairs, {} of the peers", form.layout, form.held, effort.loads, peer_loads);
    json!({
        "layout": form.layout,
        "held": form.held,
        "bytes": bytes,
        "engines": first.iter().map(|(engine, measured)| (engine.as_str(), measured.told())).collect::<BTreeMap<_, _>>(),
        "withAll": all.told(),
        "toLoop": pairs.told(),
        "withAllToLoop": with_all.told(),
        "alone": alone,
    })
}

/// Time, longest task and most memory, each run in a browser of its own.
fn by_itself(stage: &Stage, form: &Form, asked: &Asked, effort: &Effort, engine: &str, in_pieces: bool) -> Value {
    let (mut times, mut tasks) = (Measured::default(), Measured::default());
    let (mut above, mut most, mut program) = (Measured::default(), Measured::default(), None);
    for _ in 0..effort.alone {
        let tab = stage.tab();
        form.hold(&tab, asked);
        let process = Page::find();
        let before = process.and_then(|process| process.forget().and(process.now()));
        let told = tab.call("alone", &[engine.into(), in_pieces.into()]);
        check(asked, engine, &told);
        times.push(told["first"].as_f64().unwrap_or(f64::NAN));
        tasks.push(told["longest"].as_f64().unwrap_or(f64::NAN));
        if let Some((before, peak)) = before.zip(process.and_then(Page::most)) {
            above.push(peak.saturating_sub(before) as f64);
        }
        if in_pieces {
            program = tab.call("everything", &[asked.address.clone().into()]).as_f64();
            process.and_then(Page::most).into_iter().for_each(|peak| most.push(peak as f64));
        }
    }
    json!({
        "first": times.told(),
        "longestTask": rounded(tasks.at(1.0)),
        "bytesAbove": (!above.all().is_empty()).then(|| above.median()),
        "bytesOfProgram": program,
        "bytesMost": (!most.all().is_empty()).then(|| most.at(1.0)),
    })
}

fn check(asked: &Asked, engine: &str, told: &Value) {
    assert_eq!(told["sum"].as_u64(), Some(asked.fixed.sums[FIRST].into()), "{engine} answers otherwise than the loop");
}
