//! A program that stops in the middle of something: the report that it stopped in says so, the others go on.

use e2e::page::{Page, Report};
use serde_json::{Value, json};

/// The browser refuses to let anything be inserted into this report, as it does where another script has put its nodes
/// elsewhere: Yew cannot go on, and stops the program.
const BREAK: &str = "
const real = Node.prototype.insertBefore;
window.mend = () => { Node.prototype.insertBefore = real; };
Node.prototype.insertBefore = function (...nodes) {
  if (this.getRootNode() === root) throw new DOMException('broken by the test', 'HierarchyRequestError');
  return real.apply(this, nodes);
};";

/// Stops the program in a report that is listened to.
fn stop(page: &Page, report: &Report<'_>) {
    report.run(BREAK, &[]);
    report.click("tr[data-kind=member] .drill");
    let heard = report.hears("redcat-error");
    page.run("mend()", &[]);
    assert_eq!((heard.len(), &heard[0]["kind"]), (1, &json!("internal")), "{heard:?}");
    assert!(heard[0]["message"].as_str().is_some_and(|why| why.contains("RuntimeError")), "{heard:?}");
}

#[test]
fn a_report_that_stops_says_so_and_the_others_go_on_where_they_were() {
    let page = Page::blank();
    page.open();
    let (first, second) = (page.report("first"), page.report("second"));
    second.listen("redcat-error");
    second.click("tr[data-kind=member] .drill");
    let down = second.screen_where("a filter", |screen| screen.chips.len() == 1);
    let saved = second.run("return host.save()", &[]);
    first.listen("redcat-error");
    stop(&page, &first);
    first.find("[role=alert] button");
    let said = first.run("return root.textContent", &[]);
    assert!(said.as_str().is_some_and(|said| said.contains("内部错误")), "{said}");

    second.ready();
    second.screen_where("what was there before", |screen| *screen == down);
    assert_eq!(second.run("return host.save()", &[]), saved);
    second.click(".chip button");
    second.screen_where("no filter", |screen| screen.chips.is_empty());
    assert_eq!(second.heard("redcat-error"), Vec::<Value>::new(), "the other one is none of its affair");

    // The reader starts it again; so does whoever moves it.
    first.click("[role=alert] button");
    first.ready();
    first.screen_where("all of it", |screen| screen.chips.is_empty() && screen.merchant == "云汐美妆");
    first.click("tr[data-kind=member] .drill");
    first.screen_where("a filter", |screen| screen.chips.len() == 1);
}

#[test]
fn it_can_stop_again_and_again_and_in_another_language() {
    let page = Page::blank();
    page.open();
    let (first, second) = (page.report("first"), page.report("second"));
    first.run("host.setAttribute('lang', 'en'); document.getElementById('second').setAttribute('lang', 'en')", &[]);
    for report in [first, second] {
        report.listen("redcat-error");
    }
    for (broken, other) in [(first, second), (second, first), (first, second)] {
        stop(&page, &broken);
        broken.find("[role=alert] button");
        let said = broken.run("return root.textContent", &[]);
        assert!(said.as_str().is_some_and(|said| said.contains("internal error")), "{said}");
        other.ready();
        broken.click("[role=alert] button");
        broken.ready();
    }
}

#[test]
fn a_report_given_by_the_host_is_given_back_and_its_choice_stays() {
    let page = Page::blank();
    page.open();
    let (first, second) = (page.report("first"), page.report("second"));
    let give = "return fetch('data/cdnow.json').then((answer) => answer.json()).then((report) => {
        window.given = report; host.removeAttribute('src'); host.report = report; })";
    second.listen("redcat-ready");
    second.run(give, &[]);
    second.hears("redcat-ready");
    first.listen("redcat-error");
    stop(&page, &first);
    second.ready();
    second.screen_where("the report that was given", |screen| screen.merchant == "CDNOW");
    // The one to blame forgets what its reader did, not what its host chose.
    first.run("host.selection = { filters: { category: ['makeup'] } }", &[]);
    first.click("[role=alert] button");
    first.ready();
    first.screen_where("what the host chose", |screen| screen.filtered() == ["category"]);
}

#[test]
fn functions_that_are_gone_stop_it_too() {
    let page = Page::blank();
    let keep = "window.tables = [];
        for (const name of ['instantiate', 'instantiateStreaming']) {
          const start = WebAssembly[name];
          WebAssembly[name] = async (...args) => {
            const started = await start.apply(WebAssembly, args);
            const { exports } = started.instance || started;
            tables.push(...Object.values(exports).filter((own) => own instanceof WebAssembly.Table));
            return started;
          };
        }";
    page.session.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({"source": keep}));
    page.open();
    let (first, second) = (page.report("first"), page.report("second"));
    first.listen("redcat-error");
    let down = second.screen();
    // As after a write to where nobody may: what is called next is not there.
    let wipe = "for (const table of tables) for (let n = 0; n < table.length; n += 1) {
        if (typeof table.get(n) === 'function') table.set(n, null); }";
    page.run(wipe, &[]);
    // Whatever is scrolled would be called too, and then it may be the other that it stops in.
    first.run("root.querySelector('tr[data-kind=member] .drill').click()", &[]);
    assert_eq!(first.hears("redcat-error")[0]["kind"], "internal");
    second.ready();
    second.screen_where("what was there before", |screen| *screen == down);
    first.click("[role=alert] button");
    first.ready();
}
