//! Questions at one number of rows. In: the page, facts, how often. Out: times of every engine by question, ratios of
//! pairs, the plan that ours chose. In each round the native loop answers while the page waits, so that whatever else the
//! computer does meets all of them.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use serde_json::{Value, json};

use super::Effort;
use super::asked::{Asked, DRAGS, JUMPS, Set, list};
use super::numbers::{Measured, better, ratios, rounded};
use super::tab::Tab;
use crate::facts::Facts;
use crate::loops;
use crate::questions;

/// Ours, as the page calls it.
pub const OURS: &str = "RedCat";
/// The loops in JavaScript.
pub const LOOPS: [&str; 2] = ["columns", "interleaved"];
/// The loop in Rust.
pub const NATIVE: &str = "native";
/// The others.
pub const PEERS: [&str; 3] = ["crossfilter2", "arquero", "DuckDB-WASM"];

/// Times by engine and question.
type Times = BTreeMap<String, Vec<Measured>>;

/// All of it.
pub fn run(tab: &Tab, facts: &Facts, asked: &Asked, effort: &Effort) -> Value {
    let (mut times, mut brushes) = (Times::new(), BTreeMap::new());
    let (mut loads, mut aheads, mut steps) = (Measured::default(), Measured::default(), Measured::default());
    let mut again = Repeated::default();
    for _ in 0..effort.rounds {
        let round = tab.call("round", &["fixed".into()]);
        asked.fixed.check(&round["found"]);
        add(&mut times, &round["found"]);
        for (measured, part) in [(&mut loads, "load"), (&mut aheads, "ahead"), (&mut steps, "longest")] {
            measured.push(round["loading"][part].as_f64().unwrap_or(f64::NAN));
        }
        native(&mut times, &asked.fixed, facts);
        again.add(&tab.call("repeats", &["fixed".into()]));
        let panels = tab.call("brushing", &[]);
        asked.check_brush(&panels);
        add_brush(&mut brushes, &panels);
    }
    eprintln!("    {} rounds of Q1 to Q7", effort.rounds);
    let random = random(tab, &asked.random, effort);
    let mut growing = Times::new();
    for _ in 0..effort.growing {
        let round = tab.call("round", &["growing".into()]);
        asked.growing.check(&round["found"]);
        add(&mut growing, &round["found"]);
    }
    eprintln!(
        "    {} random questions, {} rounds of those that are plotted",
        asked.random.questions.len(),
        effort.growing
    );
    let started = tab.call("openPeers", &[json!(PEERS)]);
    for _ in 0..effort.peers {
        let round = tab.call("round", &["fixed".into(), true.into()]);
        asked.fixed.check(&round["found"]);
        add(&mut times, &round["found"]);
        let panels = tab.call("brushing", &[true.into()]);
        asked.check_brush(&panels);
        add_brush(&mut brushes, &panels);
    }
    for _ in 0..effort.peers_growing {
        let round = tab.call("round", &["growing".into(), true.into()]);
        asked.growing.check(&round["found"]);
        add(&mut growing, &round["found"]);
    }
    eprintln!("    {} rounds of the peers", effort.peers);
    let questions = asked.fixed.questions.iter().enumerate().map(|(n, question)| {
        let mut told = told(&times, n);
        told["name"] = json!(question.name);
        told["repeat"] = again.times.get(n).map_or(Value::Null, Measured::told);
        told["plan"] = again.plans.get(n).cloned().unwrap_or_default();
        told
    });
    let plotted = asked.growing.questions.iter().zip(&asked.places).enumerate().map(|(n, (question, (plot, at)))| {
        let mut told = told(&growing, n);
        (told["name"], told["plot"], told["at"]) = (json!(question.name), json!(plot), json!(at));
        told
    });
    json!({
        "questions": questions.collect::<Vec<_>>(),
        "brush": brush(&brushes, facts, effort),
        "random": random,
        "growing": plotted.collect::<Vec<_>>(),
        "ahead": {"load": loads.told(), "all": aheads.told(), "longest": steps.told()},
        "peersLoadColumns": started,
    })
}

fn add(times: &mut Times, found: &Value) {
    for (engine, answers) in found.as_object().into_iter().flatten() {
        let answers = list(&answers["times"]);
        let all = times.entry(engine.clone()).or_insert_with(|| vec![Measured::default(); answers.len()]);
        for (measured, ms) in all.iter_mut().zip(answers) {
            measured.push(ms.as_f64().unwrap_or(f64::NAN));
        }
    }
}

/// The loop in Rust, once.
fn native(times: &mut Times, set: &Set, facts: &Facts) {
    let all = times.entry(NATIVE.to_owned()).or_insert_with(|| vec![Measured::default(); set.questions.len()]);
    for (measured, question) in all.iter_mut().zip(&set.questions) {
        let begun = Instant::now();
        drop(black_box(loops::answer(facts, question)));
        measured.push(begun.elapsed().as_secs_f64() * 1e3);
    }
}

/// The n-th question: medians by engine, and ratios of pairs.
fn told(times: &Times, n: usize) -> Value {
    let of = |engine: &str| times.get(engine).and_then(|all| all.get(n)).map_or(&[][..], Measured::all);
    let engines: BTreeMap<&str, Value> =
        times.iter().filter_map(|(engine, all)| Some((engine.as_str(), all.get(n)?.told()))).collect();
    let to_loop = ratios(of(OURS), &better(of(LOOPS[0]), of(LOOPS[1])));
    let to_native = ratios(of(OURS), of(NATIVE));
    json!({"engines": engines, "toLoop": to_loop.told(), "toNative": to_native.told()})
}

/// The same questions of the same report once more.
#[derive(Default)]
struct Repeated {
    times: Vec<Measured>,
    plans: Vec<Value>,
}

impl Repeated {
    fn add(&mut self, found: &Value) {
        let times = list(&found["times"]);
        self.times.resize(times.len(), Measured::default());
        for (measured, ms) in self.times.iter_mut().zip(times) {
            measured.push(ms.as_f64().unwrap_or(f64::NAN));
        }
        self.plans = list(&found["plans"]).to_vec();
    }
}

/// Each random question's ratio is the median of its rounds'.
fn random(tab: &Tab, set: &Set, effort: &Effort) -> Value {
    let mut times = Times::new();
    for _ in 0..effort.random {
        let round = tab.call("round", &["random".into()]);
        set.check(&round["found"]);
        add(&mut times, &round["found"]);
    }
    let mut by_ratio: Vec<(f64, Value)> = (0..set.questions.len())
        .map(|n| {
            let told = told(&times, n);
            let ratio = told["toLoop"]["median"].as_f64().unwrap_or(f64::NAN);
            (ratio, json!({"question": set.questions[n].described(), "engines": told["engines"], "toLoop": ratio}))
        })
        .collect();
    by_ratio.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let ratios: Measured = by_ratio.iter().map(|(ratio, _)| *ratio).collect();
    json!({
        "count": by_ratio.len(),
        "p50": rounded(ratios.at(0.5)),
        "p95": rounded(ratios.at(0.95)),
        "largest": rounded(ratios.at(1.0)),
        "slowest": by_ratio.iter().rev().take(5).map(|(_, told)| told).collect::<Vec<_>>(),
    })
}

/// One engine's brushes.
#[derive(Default)]
struct Brush {
    began: Measured,
    slices: Measured,
    drags: Measured,
    jumps: Measured,
    bytes: Option<f64>,
}

fn add_brush(brushes: &mut BTreeMap<String, Brush>, found: &Value) {
    for (engine, told) in found.as_object().into_iter().flatten() {
        let brush = brushes.entry(engine.clone()).or_default();
        brush.began.push(told["began"].as_f64().unwrap_or(f64::NAN));
        list(&told["slices"]).iter().filter_map(Value::as_f64).for_each(|slice| brush.slices.push(slice));
        brush.bytes = told["bytes"].as_f64();
        let moves = list(&told["moves"]);
        for (part, measured) in [(DRAGS, &mut brush.drags), (JUMPS, &mut brush.jumps)] {
            moves.get(part).into_iter().flatten().filter_map(Value::as_f64).for_each(|ms| measured.push(ms));
        }
    }
}

fn brush(brushes: &BTreeMap<String, Brush>, facts: &Facts, effort: &Effort) -> Value {
    let mut told: BTreeMap<&str, Value> = BTreeMap::new();
    for (engine, brush) in brushes {
        let slices = (!brush.slices.all().is_empty()).then(|| rounded(brush.slices.at(1.0)));
        told.insert(
            engine,
            json!({"drag": brush.drags.told(), "jump": brush.jumps.told(), "began": brush.began.told(),
                   "longestSlice": slices, "bytes": brush.bytes}),
        );
    }
    let panels = questions::panels((101, 191));
    let mut measured = Measured::default();
    for _ in 0..effort.rounds {
        let begun = Instant::now();
        drop(black_box(loops::brush(facts, &panels)));
        measured.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    told.insert(NATIVE, json!({"drag": measured.told(), "jump": measured.told()}));
    json!(told)
}
