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
    open(&page, "/plain/");
    let ours = page.report("report").screen().steps;
    let ours: Vec<Value> = ours.into_iter().map(|(_, number)| number.full.into()).collect();
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

#[test]
#[ignore = "a measurement"]
fn how_long_each_takes() {
    let page = watching();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        // In turn, so that what else the computer does meets both.
        let times = if round % 2 == 0 {
            let first = open(&page, "/plain/");
            (first, open(&page, "/echarts/"))
        } else {
            let first = open(&page, "/echarts/");
            (open(&page, "/plain/"), first)
        };
        // The first round warms the browser up.
        if round > 0 {
            ours.push(times.0);
            theirs.push(times.1);
        }
    }
    let ratios = ours.iter().zip(&theirs).map(|(ours, theirs)| ours / theirs).collect();
    let (ratio, ours, theirs) = (median(ratios), median(ours), median(theirs));
    println!(
        "from navigation to the painted funnel, medians of {ROUNDS}: report {ours:.0} ms, ECharts {theirs:.0} ms, ratio {ratio:.2}"
    );
}
