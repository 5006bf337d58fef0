//! The bench in a browser: `cargo xtask bench`. In: the folder with page, engine and peers; how many rows, how often. Out:
//! `results.json`, and the page and charts that are drawn from it. Panics where any engine answers otherwise than the
//! native loop.
//!
//! ```text
//! asked (questions, checksum) ─► asking, loading, screen (tab, memory, numbers) ─► results.json ─► judged ─► page (chart)
//! ```

mod asked;
mod asking;
mod chart;
mod checksum;
mod judged;
mod loading;
mod machine;
mod memory;
mod numbers;
mod page;
mod screen;
mod tab;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use redcat_report::contract::Report;
use redcat_report::cube::{Dataset, Spare};
use serde_json::{Value, json};

use crate::facts::{Facts, Layout};
use asked::Asked;
use loading::Form;
use tab::Stage;

/// What is wished.
pub struct Wish {
    /// The folder with the page.
    pub stage: PathBuf,
    /// Where results go.
    pub out: PathBuf,
    /// Numbers of rows.
    pub rows: Vec<usize>,
    /// Of the random questions.
    pub seed: u64,
    /// Few repetitions.
    pub quick: bool,
}

/// How often what is done.
pub struct Effort {
    rounds: usize,
    random_questions: usize,
    random: usize,
    growing: usize,
    peers: usize,
    peers_growing: usize,
    loads: usize,
    peer_loads: usize,
    alone: usize,
    clicks: usize,
}

/// Of the document that is on screen before.
const SMALL_ROWS: usize = 20_000;
/// Beyond this many rows only the engine is asked.
const MOST_ON_SCREEN: usize = 2_000_000;

/// Records are a line each: beyond this many rows their text is longer than the longest that JavaScript can hold.
const MOST_RECORDS: usize = 2_000_000;

impl Effort {
    /// A gate wants 30 pairs at a million rows; with more rows everything takes longer and is less in doubt.
    fn new(rows: usize, quick: bool) -> Self {
        let (rounds, random, loads) = match (quick, rows) {
            (true, _) => (5, 1, 3),
            (_, ..=200_000) => (31, 3, 15),
            (_, ..=2_000_000) => (31, 3, 31),
            _ => (7, 1, 5),
        };
        let few = quick || rows > 2_000_000;
        Self {
            rounds,
            random_questions: if quick { 40 } else { 200 },
            random,
            growing: if few { 2 } else { 5 },
            peers: if few { 2 } else { 7 },
            // Minutes for one of them alone.
            peers_growing: usize::from(rows <= 2_000_000),
            loads,
            peer_loads: if few { 1 } else { 3 },
            alone: if few { 1 } else { 3 },
            clicks: if quick { 7 } else { 31 },
        }
    }
}

/// Measures and writes.
pub fn run(wish: &Wish) {
    tab::close_on_panic();
    let environment = machine::described();
    let stage = Stage::new(&wish.stage);
    let begun = Instant::now();
    let sizes: Vec<Value> = wish.rows.iter().map(|&rows| size(wish, &stage, rows)).collect();
    let minutes = begun.elapsed().as_secs_f64() / 60.0;
    let mut results = json!({
        "environment": environment,
        "seed": wish.seed,
        "quick": wish.quick,
        "minutes": (minutes * 10.0).round() / 10.0,
        "sizes": sizes,
    });
    results["gates"] = judged::gates(&results);
    write(&wish.out, &results);
}

/// Results, page and charts.
pub fn write(out: &Path, results: &Value) {
    let fail = |error: std::io::Error| panic!("{}: {error}", out.display());
    fs::create_dir_all(out).unwrap_or_else(fail);
    fs::write(out.join("results.json"), format!("{results:#}\n")).unwrap_or_else(fail);
    for (name, text) in page::files(results) {
        fs::write(out.join(name), text).unwrap_or_else(fail);
    }
    println!("{}", page::summary(results));
    println!("results: {}", out.join("README.md").display());
}

fn size(wish: &Wish, stage: &Stage, rows: usize) -> Value {
    let effort = Effort::new(rows, wish.quick);
    eprintln!("{rows} rows");
    let facts = Facts::new(rows);
    let asked = Asked::new(&facts, wish.seed, effort.random_questions);
    let data = wish.stage.join("data");
    let put = |name: &str, bytes: &[u8]| {
        let path = data.join(name);
        let put = fs::create_dir_all(&data).and_then(|()| fs::write(&path, bytes));
        put.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        format!("/data/{name}")
    };
    let document = facts.document(Layout::Columns);
    let columns = put("columns.json", &document);
    put("questions.json", asked.told().to_string().as_bytes());
    let memory = memory(document, rows);
    eprintln!("    drawn and answered natively");
    let tab = stage.tab();
    tab.call("open", &[columns.clone().into(), asked.address.clone().into()]);
    let mut told = asking::run(&tab, &facts, &asked, &effort);
    drop(tab);
    if rows <= MOST_ON_SCREEN {
        let small = put("small.json", &Facts::new(SMALL_ROWS).document(Layout::Columns));
        told["screen"] = screen::run(stage, &small, &columns, &effort);
    }
    let mut forms = vec![("columns", "bytes", columns.clone()), ("columns", "text", columns)];
    if rows <= MOST_RECORDS {
        forms.push(("records", "bytes", put("records.json", &facts.document(Layout::Records))));
    }
    let forms: Vec<Form> = forms.into_iter().map(|(layout, held, address)| Form { address, layout, held }).collect();
    told["rows"] = json!(rows);
    told["memory"] = memory;
    told["loading"] = loading::run(stage, &forms, &asked, &effort);
    let _ = fs::remove_dir_all(&data);
    told
}

/// Bytes a row of what the engine keeps, as it counts them itself: when it has been built, and with everything added up
/// ahead.
fn memory(document: Vec<u8>, rows: usize) -> Value {
    let report = Report::from_bytes(&document).expect("a document of the bench");
    drop(document);
    let dataset = Dataset::build(report).expect("facts of the bench");
    let built = dataset.bytes();
    while dataset.prepare(&Spare::default()) {}
    let per_row = |bytes: usize| numbers::rounded(bytes as f64 / rows as f64);
    json!({"built": per_row(built), "prepared": per_row(dataset.bytes())})
}
