//! Before the program is there: the report is asked for beside it, what a host sets meanwhile counts, and a program that
//! was not released does not run.

use e2e::gate::Rule;
use e2e::page::Page;
use e2e::until;
use serde_json::{Value, json};

const PROGRAM: &str = "/widget_bg.wasm";
/// What reads the answers.
const READER: &str = "/redcat-fetch.js";
const BEAUTY: &str = "/data/beauty.json";
const CDNOW: &str = "/data/cdnow.json";

/// The portal, whose program does not come before the test lets it, and neither does what else is named.
fn before_the_program(others: &[&str]) -> Page {
    let page = Page::blank();
    for path in [PROGRAM].iter().chain(others) {
        page.gate.rule(path, Some(Rule::Hold));
    }
    page.session.open(&page.gate.url("/"));
    page
}

fn asked(page: &Page, path: &str) -> Result<(), String> {
    if page.gate.asked(path) == 0 { Err(format!("nobody asks for {path}")) } else { Ok(()) }
}

#[test]
fn reports_are_asked_for_while_the_program_is_on_its_way_and_once() {
    let page = before_the_program(&[READER]);
    for path in [BEAUTY, CDNOW] {
        until("the request", || asked(&page, path));
    }
    assert_eq!(page.gate.asked(PROGRAM), 1, "one program for both reports");
    for path in [PROGRAM, READER] {
        page.gate.rule(path, None);
    }
    for id in ["first", "second"] {
        page.report(id).ready();
    }
    assert_eq!([BEAUTY, CDNOW].map(|path| page.gate.asked(path)), [1, 1]);
    assert_eq!(page.complaints(), Vec::<String>::new());
}

#[test]
fn what_a_host_sets_meanwhile_counts() {
    let page = before_the_program(&[]);
    let (first, second) = (page.report("first"), page.report("second"));
    until("the request", || asked(&page, CDNOW));
    let fetcher = "host.fetcher = (url, init) => { host.mine = url; return fetch('data/cdnow.json', init); }";
    first.run(fetcher, &[]);
    first.wait("the host's own request", "host.mine === 'data/beauty.json'");
    second.run(
        "return fetch('data/beauty.json').then((answer) => answer.json()).then((it) => { host.report = it; })",
        &[],
    );
    second.run("host.selection = { compare: 'previous' }; host.report = undefined; host.report = null", &[]);
    page.gate.rule(PROGRAM, None);
    first.screen_where("what the host fetched", |screen| screen.merchant == "CDNOW");
    second.screen_where("what the host gave", |screen| screen.merchant == "云汐美妆");
    assert_eq!(second.selection(), json!({"compare": "previous"}));
    assert_eq!(page.complaints(), Vec::<String>::new());
}

#[test]
fn who_leaves_before_the_program_comes_and_returns_sees_the_report() {
    let page = before_the_program(&[]);
    until("the request", || asked(&page, BEAUTY));
    page.run("window.away = document.getElementById('first'); window.away.remove()", &[]);
    page.run("return new Promise((done) => setTimeout(done))", &[]);
    page.run("document.querySelector('main').prepend(window.away)", &[]);
    page.gate.rule(PROGRAM, None);
    page.report("first").ready();
    page.report("second").ready();
    assert_eq!(page.complaints(), Vec::<String>::new());
}

#[test]
fn a_program_that_was_not_released_does_not_run_and_that_is_said() {
    for (rule, lang, sentence) in [
        (Rule::Instead("/widget_later.wasm"), "zh-CN", "不是所发布的那一份"),
        (Rule::Status(404), "en", "its program did not arrive"),
    ] {
        let page = Page::blank();
        page.gate.rule(PROGRAM, Some(Rule::Hold));
        page.session.open(&page.gate.url("/"));
        let report = page.report("first");
        report.run("host.lang = args[0]", &[lang.into()]);
        report.listen("redcat-error");
        page.gate.rule(PROGRAM, Some(rule));
        let heard = report.hears("redcat-error");
        assert_eq!(heard[0]["kind"], "network", "{heard:?}");
        assert!(heard[0]["message"].as_str().is_some_and(|text| text.contains(&PROGRAM[1..])), "{heard:?}");
        report.wait("the sentence", "root.querySelector('[role=alert] p')");
        let seen = report.run("return root.textContent", &[]);
        assert!(seen.as_str().is_some_and(|text| text.contains(sentence)), "{seen}");
        assert_eq!(report.run("return root.querySelector('.report')", &[]), Value::Null);
    }
}

#[test]
fn a_second_part_that_was_not_released_does_not_run_and_the_first_goes_on() {
    const LATER: &str = "/widget_later.wasm";
    let page = Page::blank();
    page.gate.rule(LATER, Some(Rule::Instead("/data/agency.json")));
    page.gate.rule(BEAUTY, Some(Rule::Hold));
    page.session.open(&page.gate.url("/"));
    let report = page.report("first");
    report.wait("an element", "root.querySelector('.skeleton')");
    report.listen("redcat-error");
    page.gate.rule(BEAUTY, None);
    report.wait("a report", "root.querySelector('.waiting.trend')");
    report.run("root.querySelector('.trend').scrollIntoView()", &[]);
    assert_eq!(report.hears("redcat-error")[0]["kind"], "network");
    report.find(".waiting.trend [role=alert] button");
    report.choose("period", "option[value=last-90]");
    report.wait("other days", "host.selection.filters?.date");
    page.gate.rule(LATER, None);
    report.click(".waiting.trend button");
    report.ready();
    let log = page.complaints();
    assert!(log.iter().any(|entry| entry.contains("integrity")), "the browser says why: {log:#?}");
}
