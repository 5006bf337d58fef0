//! What the first screen does without comes when it is needed, waits for no one else, and can be missing.

use e2e::gate::Rule;
use e2e::page::{Page, Report};
use e2e::until;
use serde_json::{Value, json};

const LATER: &str = "/widget_later.wasm";
const BEAUTY: &str = "/data/beauty.json";
const CDNOW: &str = "/data/cdnow.json";
/// The panels of it.
const PANELS: [&str; 5] = ["trend", "drilldown", "repurchase", "comparison", "quality"];

/// The portal, whose first report comes when the test has made ready what it listens to; its second never does.
fn waiting_page(later: Rule) -> Page {
    let page = Page::blank();
    for (path, rule) in [(LATER, later), (BEAUTY, Rule::Hold), (CDNOW, Rule::Hold)] {
        page.gate.rule(path, Some(rule));
    }
    page.session.open(&page.gate.url("/"));
    let report = page.report("first");
    report.wait("an element", "root && root.querySelector('.skeleton')");
    report.listen("redcat-error");
    page
}

fn waits(report: &Report<'_>, panel: &str) -> bool {
    let body = "return root.querySelector(`.${args[0]}`).matches('.waiting[aria-busy=true]')";
    report.run(body, &[panel.into()]) == json!(true)
}

#[test]
fn who_stays_with_the_first_screen_fetches_no_more() {
    let page = waiting_page(Rule::Hold);
    page.session.resize(1280, 500);
    let report = page.report("first");
    page.gate.rule(BEAUTY, None);
    report.wait("a report", "root.querySelector('.drilldown')");
    // What is near has been told of after the second frame.
    report.run("host.frames = 0; const next = () => { host.frames += 1; requestAnimationFrame(next); }; next()", &[]);
    report.wait("frames", "host.frames > 8");
    assert_eq!(page.gate.asked(LATER), 0);
    assert!(PANELS.iter().all(|panel| waits(&report, panel)));
    report.run("root.querySelector('.repurchase').scrollIntoView()", &[]);
    until("the request", || if page.gate.asked(LATER) == 0 { Err("none".to_owned()) } else { Ok(()) });
    page.gate.rule(LATER, None);
    report.wait("all panels", "!root.querySelector('.waiting')");
    assert_eq!(page.complaints(), Vec::<String>::new());
}

/// How everything in the report is drawn, in short.
const LOOKS: &str = "return [...root.querySelectorAll('.report *')].map((node) => {
    const style = getComputedStyle(node);
    const properties = ['display', 'fill', 'stroke', 'strokeWidth', 'strokeDasharray', 'color', 'font', 'cursor', 'margin', 'padding',
      'width', 'height', 'overflow', 'opacity', 'verticalAlign', 'borderRadius', 'backgroundColor'];
    return [node.tagName, node.getAttribute('class'), ...properties.map((name) => style[name])].join(' ');
  })";

#[test]
fn the_first_screen_looks_the_same_without_the_rest() {
    let page = waiting_page(Rule::Hold);
    let report = page.report("first");
    report.run("host.setAttribute('view', 'kpis funnel')", &[]);
    report
        .run("host.selection = { compare: 'year', filters: { date: { from: '2025-05-13', to: '2025-06-20' } } }", &[]);
    page.gate.rule(BEAUTY, None);
    report.wait("a report", "root.querySelector('.funnel .step')");
    assert_eq!(page.gate.asked(LATER), 0, "none of these panels needs it");
    // On a dark page, so that what is printed has to be made light.
    report.run("host.setAttribute('theme', 'dark')", &[]);
    report.wait("a dark report", "root.querySelector('.report.theme-dark')");
    let looks = || {
        ["screen", "print"].map(|media| {
            page.session.devtools("Emulation.setEmulatedMedia", &json!({ "media": media }));
            report.run(LOOKS, &[])
        })
    };
    let before = looks();
    let on_paper = "const style = (name) => getComputedStyle(root.querySelector(name));
        return [style('.report').backgroundColor, style('.head select').display, style('.panel-acts').display]";
    assert_eq!(report.run(on_paper, &[]), json!(["rgb(255, 255, 255)", "none", "none"]));
    page.gate.rule(LATER, None);
    report.run("return host.exportCsv('kpis').then(() => null)", &[]);
    let after = looks();
    let nodes = |looks: &Value| looks.as_array().cloned().unwrap_or_default();
    for (before, after) in before.iter().zip(&after) {
        let (before, after) = (nodes(before), nodes(after));
        assert!(before.len() > 200 && before.len() == after.len(), "{} and {} nodes", before.len(), after.len());
        let changed: Vec<_> = before.iter().zip(&after).filter(|(before, after)| before != after).collect();
        assert!(changed.is_empty(), "{} look different: {:#?}", changed.len(), &changed[..changed.len().min(6)]);
    }
}

fn top_of_the_tree_table(report: &Report<'_>) -> Value {
    report.run("return Math.round(root.querySelector('.drilldown').getBoundingClientRect().top + scrollY)", &[])
}

#[test]
fn the_first_screen_is_painted_before_the_rest_is_asked_for() {
    let page = waiting_page(Rule::Hold);
    let report = page.report("first");
    // A frame is painted right after its callbacks.
    let frame = "host.addEventListener('redcat-ready', () => requestAnimationFrame(() => { host.framed = performance.now(); }))";
    report.run(frame, &[]);
    page.gate.rule(BEAUTY, None);
    report.wait("a frame", "host.framed");
    for panel in ["kpis", "funnel"] {
        report.find(&format!(".{panel}:not(.waiting)"));
    }
    assert!(PANELS.iter().all(|panel| waits(&report, panel)));
    report.run("root.querySelector('.trend').scrollIntoView()", &[]);
    page.gate.rule(LATER, None);
    report.ready();
    page.gate.rule(CDNOW, None);
    page.report("second").ready();
    let asked = "return performance.getEntriesByType('resource').filter(({ name }) => name.endsWith(args[0])).map(({ startTime }) => startTime)";
    let asked = report.run(asked, &[LATER.into()]);
    assert_eq!(asked.as_array().map(Vec::len), Some(1), "once for both reports: {asked}");
    let framed = report.run("return host.framed", &[]);
    assert!(asked[0].as_f64() > framed.as_f64(), "asked for at {asked}, before the frame at {framed}");
    assert_eq!(page.complaints(), Vec::<String>::new());
}

#[test]
fn what_needs_the_rest_happens_when_it_comes_and_nothing_jumps() {
    for width in [1280, 700, 380] {
        let page = waiting_page(Rule::Hold);
        page.session.resize(width, 900);
        let report = page.report("first");
        page.gate.rule(BEAUTY, None);
        report.wait("a report", "root.querySelector('.drilldown')");
        let before = top_of_the_tree_table(&report);
        report.click(".kpis .tile-name");
        report.click(".funnel .twin-toggle");
        report.run("host.exportCsv('funnel').then((blob) => blob.text()).then((text) => { host.text = text; })", &[]);
        assert_eq!(report.run("return root.querySelector('.card, .twin')", &[]), Value::Null);
        page.gate.rule(LATER, None);
        report.ready();
        report.wait("the card", "root.querySelector('.card dd')");
        report.click(".card header button");
        report.wait("the table", "root.querySelector('.funnel .twin td')");
        report.wait("the file", "host.text");
        report.click(".funnel .twin-toggle");
        until("the tree table where it was", || {
            let now = top_of_the_tree_table(&report);
            if now == before { Ok(()) } else { Err(format!("{now} instead of {before}, {width} px wide")) }
        });
        assert_eq!(report.heard("redcat-error"), Vec::<Value>::new());
        assert_eq!(page.complaints(), Vec::<String>::new());
    }
}

#[test]
fn the_rest_is_held_to_the_hash_of_its_build() {
    let page = Page::blank();
    page.open();
    let hash = "return fetch(arguments[0]).then((answer) => answer.arrayBuffer())
        .then((bytes) => crypto.subtle.digest('SHA-256', bytes))
        .then((hash) => btoa(String.fromCharCode(...new Uint8Array(hash))));";
    let hash = page.run(hash, &[LATER.into()]);
    let loader = page.run("return fetch('redcat-report.js').then((answer) => answer.text())", &[]);
    let (hash, loader) = (hash.as_str().unwrap_or_default(), loader.as_str().unwrap_or_default());
    assert!(hash.len() == 44 && loader.contains(&format!("sha256-{hash}")), "{hash} is not in the loader");
}

#[test]
fn without_the_rest_the_report_works_and_trying_again_brings_it() {
    let page = waiting_page(Rule::Status(404));
    let report = page.report("first");
    page.gate.rule(BEAUTY, None);
    report.wait("a report", "root.querySelector('.waiting.trend')");
    report.run("root.querySelector('.trend').scrollIntoView()", &[]);
    for panel in PANELS {
        report.find(&format!(".waiting.{panel} [role=alert] button"));
    }
    assert_eq!(report.hears("redcat-error")[0]["kind"], "network");
    report.choose("period", "option[value=last-90]");
    report.wait("other days", "host.selection.filters?.date");
    let refused = "return host.exportCsv('kpis').then(() => 'a file', (cause) => String(cause))";
    let refused = report.run(refused, &[]);
    assert!(refused.as_str().is_some_and(|cause| cause.contains(&LATER[1..])), "{refused}");
    page.gate.rule(LATER, None);
    report.click(".waiting.quality button");
    report.ready();
    let file = "return host.exportCsv('quality').then((blob) => blob.size > 100)";
    assert_eq!(report.run(file, &[]), json!(true));
    // The browser itself remarks that the answer is an error, and has not the hash.
    let own = |entry: &String| entry.contains("Failed to load resource") || entry.contains("integrity");
    let others: Vec<String> = page.complaints().into_iter().filter(|entry| !own(entry)).collect();
    assert!(others.is_empty(), "{others:#?}");
}
