//! Reports that come late, not at all, or in the wrong order.

use e2e::gate::Rule;
use e2e::page::{Page, Report};
use serde_json::json;

const BEAUTY: &str = "/data/beauty.json";
const CDNOW: &str = "/data/cdnow.json";
const NOTHING: &str = "/data/nothing.json";

/// The browser itself remarks on every answer that is an error; nothing else may be in its log.
fn only_refusals(page: &Page) {
    let others: Vec<String> =
        page.complaints().into_iter().filter(|entry| !entry.contains("Failed to load resource")).collect();
    assert!(others.is_empty(), "{others:#?}");
}

fn set_src(report: &Report<'_>, path: &str) {
    report.run("host.setAttribute('src', args[0])", &[json!(path.trim_start_matches('/'))]);
}

#[test]
fn a_skeleton_stands_until_the_report_comes() {
    let page = Page::blank();
    page.gate.rule(BEAUTY, Some(Rule::Hold));
    page.session.open(&page.gate.url("/"));
    let (first, second) = (page.report("first"), page.report("second"));
    second.ready();
    first.wait("a skeleton", "root.querySelector('.skeleton[role=status] progress')");
    assert_eq!(first.run("return root.querySelector('.panels')", &[]), json!(null));
    page.gate.rule(BEAUTY, None);
    first.ready();
    assert_eq!(first.run("return root.querySelector('.skeleton')", &[]), json!(null));
    assert_eq!(page.complaints(), Vec::<String>::new());
}

#[test]
fn a_server_that_fails_is_named_and_trying_again_works() {
    let page = Page::blank();
    page.gate.rule(BEAUTY, Some(Rule::Status(503)));
    page.session.open(&page.gate.url("/"));
    let report = page.report("first");
    page.report("second").ready();
    report.wait("a failure", "root.querySelector('.failure')");
    assert_eq!(report.failure().map(|(kind, _)| kind).as_deref(), Some("http"));
    assert_eq!(report.run("return root.querySelector('.failure').getAttribute('role')", &[]), "alert");
    page.gate.rule(BEAUTY, None);
    report.click(".failure button");
    report.ready();
    assert_eq!(report.failure(), None);
    assert_eq!(report.screen().merchant, "云汐美妆");
    only_refusals(&page);
}

#[test]
fn what_is_on_screen_stays_when_another_report_does_not_come() {
    let page = Page::blank();
    page.open();
    let report = page.report("first");
    report.listen("redcat-error");
    report.listen("redcat-stale");
    report.click("tr[data-kind=member] .drill");
    report.screen_where("a filter", |screen| screen.chips.len() == 1);
    let markup = report.markup();
    for (rule, path, kind) in
        [(None, NOTHING, "http"), (Some(Rule::Status(500)), CDNOW, "http"), (Some(Rule::Hang), CDNOW, "network")]
    {
        page.gate.rule(path, rule);
        set_src(&report, BEAUTY);
        report.wait("no failure", "!root.querySelector('.failure, .progress')");
        set_src(&report, path);
        report.wait("a banner", "root.querySelector('.failure.banner')");
        assert_eq!(report.failure().map(|(kind, _)| kind).as_deref(), Some(kind), "{path}");
        assert_eq!(report.hears("redcat-error")[0]["kind"], kind);
        assert_eq!(report.hears("redcat-stale")[0]["kind"], kind);
        assert_eq!(report.markup(), markup);
    }
    page.gate.rule(CDNOW, None);
    report.click(".failure button");
    report.screen_where("the report asked for", |screen| screen.merchant == "CDNOW");
    assert_eq!(report.failure(), None);
    only_refusals(&page);
}

#[test]
fn the_latest_wish_wins_whatever_comes_first() {
    let page = Page::blank();
    page.open();
    let report = page.report("first");
    report.listen("redcat-ready");
    page.gate.rule(CDNOW, Some(Rule::Hold));
    set_src(&report, CDNOW);
    report.wait("one on its way", "root.querySelector('.progress')");
    set_src(&report, BEAUTY);
    report.hears("redcat-ready");
    page.gate.rule(CDNOW, None);
    // The held answer is there by the time that a later one to the same address is.
    page.run("return fetch('data/cdnow.json').then((answer) => answer.text()).then(() => null)", &[]);
    assert_eq!(report.screen().merchant, "云汐美妆");
    assert!(report.heard("redcat-ready").is_empty());

    // The same where the host fetches, and lets go in the order that it likes.
    let fetcher = "const answers = [], answer = (text) => new Response(text);
        host.letGo = (n, text) => answers[n](answer(text));
        host.fetcher = (url) => new Promise((resolve) => answers.push(resolve));
        host.setAttribute('src', 'data/one.json');
        host.setAttribute('src', 'data/two.json');";
    report.run(fetcher, &[]);
    report.listen("redcat-error");
    report.run("host.letGo(1, '{\"schema\": 2}'); host.letGo(0, '{\"schema\": 1}')", &[]);
    let heard = report.hears("redcat-error");
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!(heard[0]["faults"][0]["found"], "2", "{heard:?}");
    assert_eq!(page.complaints(), Vec::<String>::new());
}
