//! The engine against a plain loop, natively: `cargo xtask bench --native`. In: words of the command line. Out: a table
//! of medians and of the median of paired ratios. Refuses answers that differ. Both are run in turns, so that whatever
//! else the computer does meets both; the engine keeps no answers, so each ask is a first one. With a page, the same in a
//! browser: [`browser`].

mod browser;
mod facts;
mod loops;
mod questions;
#[allow(dead_code, unused_imports, reason = "the samples draw from more distributions than the bench")]
#[path = "../../../xtask/src/sample/rng.rs"]
mod rng;

use std::hint::black_box;
use std::time::Instant;

use facts::{FIRST_DAY, Facts, Layout, MEASURES};
use loops::Sums;
use questions::{By, Question};
use redcat_report::contract::{DimensionIx, MeasureIx, MemberIx, Report};
use redcat_report::cube::{Dataset, Spare};
use redcat_report::date::{Date, DateRange};
use redcat_report::query::{Filters, Key, Order, Pass, Query, Scope, Table, Tile, explain, run};

/// A gate looks at no fewer pairs than these.
const PAIRS: usize = 31;

struct Wish {
    rows: usize,
    pairs: usize,
    random: usize,
    seed: u64,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| words.iter().position(|word| word == name).and_then(|at| words.get(at + 1));
    let quick = words.iter().any(|word| word == "--quick");
    let rows: Option<Vec<usize>> =
        after("--rows").map(|rows| rows.split(',').map_while(|rows| rows.parse().ok()).collect());
    let seed = after("--seed").and_then(|seed| seed.parse().ok()).unwrap_or_else(|| std::process::id().into());
    if let Some((stage, out)) = after("--browser").zip(after("--out")) {
        let all: &[usize] = if quick { &[100_000] } else { &[100_000, 1_000_000, 5_000_000] };
        let rows = rows.unwrap_or_else(|| all.to_vec());
        return browser::run(&browser::Wish { stage: stage.into(), out: out.into(), rows, seed, quick });
    }
    let rows = rows.and_then(|rows| rows.first().copied()).unwrap_or(if quick { 100_000 } else { 1_000_000 });
    if let Some(path) = after("--document") {
        let is_records = after("--layout").is_some_and(|layout| layout == "records");
        let layout = if is_records { Layout::Records } else { Layout::Columns };
        return std::fs::write(path, Facts::new(rows).document(layout)).expect("a file that can be written");
    }
    bench(&Wish { rows, pairs: if quick { 5 } else { PAIRS }, random: if quick { 40 } else { 200 }, seed });
}

fn bench(wish: &Wish) {
    let facts = Facts::new(wish.rows);
    let text = facts.document(Layout::Columns);
    let dataset = {
        let begun = Instant::now();
        let report = Report::from_bytes(&text).expect("a document of the bench");
        let read = begun.elapsed();
        let dataset = Dataset::build(report).expect("facts of the bench");
        let built = begun.elapsed().saturating_sub(read);
        let bytes = dataset.bytes();
        let (mut steps, mut longest) = (0, 0.0_f64);
        let prepared = Instant::now();
        loop {
            let slice = Instant::now();
            if !dataset.prepare(&Spare::default()) {
                break;
            }
            steps += 1;
            longest = longest.max(slice.elapsed().as_secs_f64());
        }
        println!(
            "{} rows; {:.1} MB of text read in {:.0} ms, built in {:.0} ms, {:.1} bytes a row; roll-ups made in {steps} steps, \
             {:.0} ms, {:.1} ms at most for one, with them {:.1} bytes a row",
            wish.rows,
            text.len() as f64 / 1e6,
            read.as_secs_f64() * 1e3,
            built.as_secs_f64() * 1e3,
            bytes as f64 / wish.rows as f64,
            prepared.elapsed().as_secs_f64() * 1e3,
            longest * 1e3,
            dataset.bytes() as f64 / wish.rows as f64,
        );
        dataset
    };
    drop(text);
    println!("{:<52} {:>10} {:>10} {:>8}", "", "engine ms", "loop ms", "ratio");
    let (category, brand) = questions::a_busy_brand(&facts);
    let mut ratios = Vec::new();
    for question in questions::fixed(category, brand) {
        let pair = pair(wish.pairs, || ask(&dataset, &question, MEASURES.len()), || loops::answer(&facts, &question));
        check(&question, &ask(&dataset, &question, MEASURES.len()), &loops::answer(&facts, &question));
        pair.say(&question.name, &looked_at(&dataset, &question));
        ratios.push(pair.ratio);
    }
    let geometric = (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp();
    println!("{:<52} {:>10} {:>10} {geometric:>8.3}", "geometric mean", "", "");
    brush(wish, &facts, &dataset);
    random(wish, &facts, &dataset);
}

/// Six linked panels while days are dragged over: as questions, and out of tiles.
fn brush(wish: &Wish, facts: &Facts, dataset: &Dataset) {
    let last = MeasureIx(MEASURES.len() as u16 - 1);
    let tiles = |panels: &[Question]| -> Vec<Tile> {
        let tile = |panel: &Question| {
            let (scope, query) = asked(panel, 1);
            let Key::Dimension(dimension) = query.group_by[0] else { unreachable!("a panel of days") };
            Tile::new(dataset, &scope.filters, dimension, last).expect("a measure that adds up")
        };
        panels.iter().map(tile).collect()
    };
    for (name, days) in [("Q7 brush drag, one day moved", (101, 191)), ("Q7j jump to a disjoint window", (250, 340))] {
        let panels = questions::panels(days);
        let engine = || panels.iter().map(|panel| ask(dataset, panel, 1)).collect::<Vec<Table>>();
        pair(wish.pairs, engine, || loops::brush(facts, &panels)).say(name, "as six questions");
        let made = tiles(&panels);
        let range = asked(&panels[0], 1).0.range;
        let moved = || made.iter().map(|tile| tile.over(range)).collect::<Vec<_>>();
        let bytes: usize = made.iter().map(Tile::bytes).sum();
        let how = format!("out of six tiles, {:.1} MB", bytes as f64 / 1e6);
        pair(wish.pairs, moved, || loops::brush(facts, &panels)).say(name, &how);
        pair(wish.pairs, || tiles(&panels), || loops::brush(facts, &panels)).say("  activation: the tiles made", "");
        let expected = loops::brush(facts, &panels);
        for (((table, told), sums), panel) in engine().iter().zip(moved()).zip(expected).zip(&panels) {
            let got = |member: usize| {
                table.find(&[member as i32]).and_then(|row| table.figure(row, 0)).map_or(0, |figure| figure.value)
            };
            let of_tile = |member: usize| told.iter().find(|sum| sum.code == member as i32).map_or(0, |sum| sum.value);
            for (member, &sum) in sums.iter().enumerate() {
                assert_eq!(got(member), i128::from(sum), "{name}: {}", panel.name);
                assert_eq!(of_tile(member), sum as i64, "{name}: {}", panel.name);
            }
        }
    }
}

/// Random questions, each asked of both once in turns; what they do is checked after they are timed.
fn random(wish: &Wish, facts: &Facts, dataset: &Dataset) {
    let mut ratios: Vec<(f64, String)> = Vec::new();
    for question in questions::random(wish.seed, wish.random) {
        let pair = pair(3, || ask(dataset, &question, MEASURES.len()), || loops::answer(facts, &question));
        check(&question, &ask(dataset, &question, MEASURES.len()), &loops::answer(facts, &question));
        ratios.push((pair.ratio, format!("{} ({:.2} ms against {:.2})", question.described(), pair.ours, pair.theirs)));
    }
    ratios.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let at = |share: f64| ratios[((ratios.len() - 1) as f64 * share) as usize].0;
    let name = format!("{} random questions of seed {}", ratios.len(), wish.seed);
    println!("{name:<52} p50 {:.3}, p95 {:.3}, largest {:.3}", at(0.5), at(0.95), at(1.0));
    for (ratio, name) in ratios.iter().rev().take(5) {
        println!("  {ratio:.3} {name}");
    }
}

fn ask(dataset: &Dataset, question: &Question, measures: usize) -> Table {
    let (scope, query) = asked(question, measures);
    run(dataset, &scope, &query)
}

/// What the engine looks through for the question.
fn looked_at(dataset: &Dataset, question: &Question) -> String {
    let (scope, query) = asked(question, MEASURES.len());
    let name = |pass: &Pass| format!("{} rows{}", pass.rows, if pass.rolled_up { " of a roll-up" } else { "" });
    explain(dataset, &scope, &query).iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The question as the engine takes it; the last measure first, so that one measure is that.
fn asked(question: &Question, measures: usize) -> (Scope, Query) {
    let first = Date::parse(FIRST_DAY).expect("a date");
    let day = |day: usize| first.plus(day as i32);
    let range = DateRange::new(day(question.days.0), day(question.days.1)).expect("in order");
    let mut filters = Filters::default();
    for (key, members) in &question.filters {
        filters.insert(DimensionIx(*key as u16), members.iter().map(|&member| MemberIx(member.into())).collect());
    }
    let key = |by: &By| match by {
        By::Key(key) => Key::Dimension(DimensionIx(*key as u16)),
        By::Day => Key::Day,
    };
    let query = Query {
        group_by: question.by.iter().map(key).collect(),
        measures: (0..MEASURES.len() as u16).rev().take(measures).map(MeasureIx).collect(),
        order: question.top.map(|_| Order { column: 0, descending: true }),
        limit: question.top,
    };
    (Scope { range, filters }, query)
}

/// Stops where the two differ in any number.
fn check(question: &Question, table: &Table, sums: &Sums) {
    let first = Date::parse(FIRST_DAY).expect("a date").days();
    let code = |by: &By, choice: usize| choice as i32 + if *by == By::Day { first } else { 0 };
    let mut met: Vec<usize> = (0..sums.groups).filter(|&group| sums.rows[group] > 0 || sums.groups == 1).collect();
    if let Some(top) = question.top {
        // Of groups with equal sums the engine lists the first.
        met.sort_by_key(|&group| std::cmp::Reverse(sums.by_group[group][MEASURES.len() - 1]));
        met.truncate(top);
    }
    assert_eq!(table.rows, met.len(), "groups of {}", question.name);
    for (row, &group) in met.iter().enumerate() {
        let key: Vec<i32> = match &question.by[..] {
            [] => vec![],
            [by] => vec![code(by, group)],
            [outer, inner, ..] => {
                let width = inner.choices();
                vec![code(outer, group / width), code(inner, group % width)]
            }
        };
        assert_eq!(table.key(row), key, "{}", question.name);
        for (column, sum) in sums.by_group[group].iter().rev().enumerate() {
            let figure = table.figure(row, column).expect("a figure");
            assert_eq!((figure.value, figure.rows), (i128::from(*sum), sums.rows[group]), "{}", question.name);
        }
    }
}

/// Medians of times in ms, and of their ratios.
struct Pair {
    ours: f64,
    theirs: f64,
    ratio: f64,
}

impl Pair {
    fn say(&self, name: &str, how: &str) {
        println!("{name:<52} {:>10.3} {:>10.3} {:>8.3}  {how}", self.ours, self.theirs, self.ratio);
    }
}

fn pair<A, B>(pairs: usize, ours: impl Fn() -> A, theirs: impl Fn() -> B) -> Pair {
    let time = |times: &mut Vec<f64>, work: &dyn Fn()| {
        let begun = Instant::now();
        work();
        times.push(begun.elapsed().as_secs_f64() * 1e3);
    };
    let (mut of_ours, mut of_theirs) = (Vec::new(), Vec::new());
    for _ in 0..pairs {
        time(&mut of_ours, &|| drop(black_box(ours())));
        time(&mut of_theirs, &|| drop(black_box(theirs())));
    }
    let ratios = of_ours.iter().zip(&of_theirs).map(|(ours, theirs)| ours / theirs).collect();
    Pair { ratio: median(ratios), ours: median(of_ours), theirs: median(of_theirs) }
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
