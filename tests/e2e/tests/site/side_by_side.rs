//! The same funnel from the same document, drawn by the report and by `ECharts`, in two pages that Vite built from packages
//! of npm. Both draw, and draw the same numbers; how long each takes is measured on request only:
//! `cargo test --release --package e2e --test site -- --ignored --nocapture side_by_side` with the variables of
//! `cargo xtask test e2e`.

use e2e::page::Page;
use e2e::until;
use serde_json::{Value, json};

const ROUNDS: usize = 15;
/// Runs in a page before its own scripts: notes when the first frame with the chart in it has been painted. A frame is
/// painted after its callbacks, and a task comes after the paint.
const WATCH: &str = "
const painted = () => requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now(); }));
addEventListener('redcat-ready', painted, { once: true, capture: true });
addEventListener('drawn', painted, { once: true, capture: true });";

fn open(page: &Page, path: &str) -> f64 {
    page.session.open("about:blank");
    page.session.open(&page.gate.url(path));
    until("the first paint", || {
        page.run("return window.painted ?? null", &[]).as_f64().ok_or_else(|| "none".to_owned())
    })
}

/// A page that notes its first paint.
fn watching() -> Page {
    let page = Page::before("REDCAT_HOSTS");
    page.session.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({"source": WATCH}));
    page
}

/// The counts of the funnel's steps, in full.
fn counts(values: &Value) -> Vec<u64> {
    let digits = |value: &Value| match value {
        Value::String(text) => {
            text.split('(').next()?.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok()
        }
        number => number.as_u64(),
    };
    values.as_array().into_iter().flatten().filter_map(digits).collect()
}

#[test]
fn both_draw_the_same_funnel() {
    let page = watching();
    let [ours, hinted] = ["/plain/", "/hinted/"].map(|path| {
        open(&page, path);
        let steps = page.report("report").screen().steps;
        steps.into_iter().map(|(_, number)| number.full.into()).collect::<Vec<Value>>()
    });
    assert_eq!(ours, hinted);
    // A hint that does not fit is a second request, and the browser says so.
    let asked =
        "return performance.getEntriesByType('resource').filter(({ name }) => /widget_bg|beauty/.test(name)).length";
    assert_eq!(page.run(asked, &[]), json!(2));
    open(&page, "/echarts/");
    let theirs = page.run("return JSON.parse(document.getElementById('chart').dataset.counts)", &[]);
    assert_eq!(counts(&json!(ours)), counts(&theirs), "{ours:?} beside {theirs}");
    assert!(counts(&theirs).len() >= 8, "{theirs}");
    assert_ne!(page.run("return document.querySelector('#chart svg path')", &[]), Value::Null);
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// The pages that are timed: ours as the README has it, ours with its parts asked for at once, the other.
const TIMED: [&str; 3] = ["/plain/", "/hinted/", "/echarts/"];

#[test]
#[ignore = "a measurement"]
fn how_long_each_takes() {
    let page = watching();
    let mut rounds = Vec::new();
    // The first round warms the browser up.
    for round in 0..=ROUNDS {
        let mut times = [0.0; 3];
        // Each begins in turn, so that what else the computer does meets all of them.
        for at in (0..3).map(|place| (place + round) % 3) {
            times[at] = open(&page, TIMED[at]);
        }
        rounds.push(times);
    }
    println!("from navigation to the painted funnel, medians and least of {ROUNDS}");
    for (at, path) in TIMED.iter().enumerate() {
        let times: Vec<f64> = rounds.iter().skip(1).map(|round| round[at]).collect();
        let ratios = rounds.iter().skip(1).map(|round| round[at] / round[2]).collect();
        let least = times.iter().copied().fold(f64::INFINITY, f64::min);
        println!("{path:<10} {:>4.0} ms {least:>4.0} ms, {:.2} times the other", median(times), median(ratios));
    }
}
