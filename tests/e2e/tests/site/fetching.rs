//! A report over a bad line: asked for again with patience, renewed with a token, unpacked, revalidated, and never shown
//! to who may not see it. The host's own `fetcher` plays the server, so that every answer is the test's.

use e2e::page::{Page, Report};
use serde_json::{Value, json};

/// A page whose first report is fetched by `answers`, a list of functions, one a request, the last one for all further.
/// What was asked for is in `host.asked`.
fn fetched<'a>(page: &'a Page, answers: &str) -> Report<'a> {
    page.open();
    let report = page.report("first");
    report.listen("redcat-error");
    report.listen("redcat-ready");
    let fetcher = format!(
        "const status = (code, headers) => () => Promise.resolve(new Response('no', {{ status: code, headers }}));
        const report = (headers) => async () => new Response(host.bytes.slice(), {{ headers }});
        const cut = () => Promise.reject(new TypeError('the line is cut'));
        const held = (url, {{ signal }}) => new Promise((resolve, reject) => {{
          host.release = () => resolve(new Response('{{}}'));
          signal.addEventListener('abort', () => reject(signal.reason));
        }});
        const answers = [{answers}];
        host.asked = [];
        return fetch('data/cdnow.json').then((answer) => answer.arrayBuffer()).then((bytes) => {{
          host.bytes = new Uint8Array(bytes);
          host.fetcher = (url, init) => {{
            host.asked.push({{ url, cache: init.cache || null }});
            return answers[Math.min(host.asked.length, answers.length) - 1](url, init);
          }};
          host.setAttribute('src', 'report.json');
        }});"
    );
    report.run(&fetcher, &[]);
    report
}

fn asked(report: &Report<'_>) -> usize {
    report.run("return host.asked.length", &[]).as_u64().unwrap_or_default() as usize
}

fn shows_cdnow(report: &Report<'_>) {
    report.screen_where("the report asked for", |screen| screen.merchant == "CDNOW");
    assert_eq!(report.failure(), None);
}

#[test]
fn what_may_succeed_later_is_asked_again() {
    let page = Page::blank();
    let report = fetched(&page, "status(503, { 'retry-after': '0' }), cut, status(429), report()");
    shows_cdnow(&report);
    assert_eq!(asked(&report), 4);
    assert_eq!(report.heard("redcat-error"), Vec::<Value>::new(), "nobody needs to hear of it");
    assert_eq!(page.complaints(), Vec::<String>::new());
}

#[test]
fn what_is_refused_for_good_is_not() {
    let page = Page::blank();
    let report = fetched(&page, "status(404)");
    assert_eq!(report.hears("redcat-error")[0]["kind"], "http");
    assert_eq!(asked(&report), 1);
    // And patience ends.
    let report = fetched(&page, "cut");
    assert_eq!(report.hears("redcat-error")[0]["kind"], "network");
    assert_eq!(asked(&report), 4);
}

#[test]
fn a_token_that_ran_out_is_renewed_once_and_nothing_is_lost() {
    let page = Page::blank();
    let report = fetched(&page, "report(), status(401), report()");
    shows_cdnow(&report);
    report.click("tr[data-kind=member] .drill");
    let chips = report.screen_where("a filter", |screen| screen.chips.len() == 1).chips;
    report.hears("redcat-ready");
    report.run("host.refresh()", &[]);
    report.hears("redcat-ready");
    assert_eq!(asked(&report), 3);
    assert_eq!(report.screen().chips, chips);
    assert_eq!(report.heard("redcat-error"), Vec::<Value>::new());
}

#[test]
fn who_is_signed_out_sees_nothing_and_takes_nothing_along() {
    let page = Page::blank();
    let report = fetched(&page, "report(), status(401), status(403), report()");
    shows_cdnow(&report);
    report.ready();
    report.click("tr[data-kind=member] .drill");
    let chips = report.screen_where("a filter", |screen| screen.chips.len() == 1).chips;
    report.run("host.refresh()", &[]);
    assert_eq!(report.hears("redcat-error")[0]["kind"], "signed_out");
    assert_eq!(asked(&report), 3, "once more, and no more");
    assert_eq!(report.run("return root.querySelector('.panels, .head, .card')", &[]), Value::Null);
    assert_eq!(report.run("return root.textContent.includes('CDNOW')", &[]), false);
    let file = "return host.exportCsv('kpis').then(() => 'a file', () => 'none')";
    assert_eq!(report.run(file, &[]), "none");
    report.click(".failure button");
    shows_cdnow(&report);
    assert_eq!(report.screen().chips, chips, "back where they were");
}

#[test]
fn a_late_answer_never_replaces_a_new_one() {
    let page = Page::blank();
    let report = fetched(&page, "held, report()");
    report.wait("the first request", "host.asked.length === 1");
    report.run("host.setAttribute('src', 'other.json')", &[]);
    shows_cdnow(&report);
    report.run("host.release(); return Promise.resolve()", &[]);
    assert_eq!(report.heard("redcat-error"), Vec::<Value>::new());
    shows_cdnow(&report);
}

#[test]
fn what_has_not_changed_is_not_read_again() {
    let page = Page::blank();
    // Should the second answer be read, it is refused as no JSON.
    let answers = "report({ etag: '\"1\"' }), async () => new Response('no', { headers: { etag: '\"1\"' } }),
        async () => new Response(null, { status: 304 }), async () => new Response('{}', { headers: { etag: '\"2\"' } })";
    let report = fetched(&page, answers);
    shows_cdnow(&report);
    for n in 2..4 {
        report.run("host.refresh()", &[]);
        report.wait("an answer", &format!("host.asked.length === {n} && !root.querySelector('.progress')"));
    }
    assert_eq!(report.run("return host.asked.map(({ cache }) => cache)", &[]), json!([null, "no-cache", "no-cache"]));
    assert_eq!(report.heard("redcat-error"), Vec::<Value>::new());
    report.run("host.refresh()", &[]);
    assert_eq!(report.hears("redcat-error")[0]["kind"], "missing_field", "another tag is another report");
}

#[test]
fn a_packed_report_is_unpacked() {
    let page = Page::blank();
    let packed = "async () => new Response(new Blob([host.bytes]).stream().pipeThrough(new CompressionStream('gzip')))";
    let report = fetched(&page, packed);
    shows_cdnow(&report);
    let broken = "async () => new Response(new Uint8Array([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))";
    let report = fetched(&page, broken);
    assert_eq!(report.hears("redcat-error")[0]["kind"], "network");
    assert_eq!(page.complaints(), Vec::<String>::new());
}

#[test]
fn a_line_that_comes_back_is_used_at_once() {
    let page = Page::blank();
    let report = fetched(&page, "cut, cut, cut, cut, report()");
    assert_eq!(report.hears("redcat-error")[0]["kind"], "network");
    report.run("dispatchEvent(new Event('online'))", &[]);
    shows_cdnow(&report);
    assert_eq!(asked(&report), 5);
}

#[test]
fn a_polled_report_rests_while_nobody_looks() {
    let page = Page::blank();
    let report = fetched(&page, "report({ etag: '\"1\"' })");
    shows_cdnow(&report);
    // The clock is the test's: what is to happen later stands in a list.
    report.run(
        "host.later = new Map(); let n = 1e9;
        window.setTimeout = (act, ms) => { host.later.set(++n, { act, ms }); return n; };
        const clear = window.clearTimeout; window.clearTimeout = (id) => { host.later.delete(id); clear(id); };
        host.polls = () => [...host.later.values()].filter(({ ms }) => ms === 60000 * 5);
        host.seen = (seen) => { Object.defineProperty(document, 'hidden', { value: !seen, configurable: true });
          document.dispatchEvent(new Event('visibilitychange')); };
        host.setAttribute('poll', '300')",
        &[],
    );
    assert_eq!(report.run("return host.polls().length", &[]), 1);
    report.run("host.polls()[0].act()", &[]);
    report.wait("another look", "host.asked.length === 2 && host.polls().length === 1");
    report.run("host.seen(false)", &[]);
    assert_eq!(report.run("return host.polls().length", &[]), 0);
    report.run("host.seen(true)", &[]);
    assert_eq!(report.run("return [host.polls().length, host.asked.length]", &[]), json!([1, 2]));
    report.run("Date.now = ((now) => () => now + 400000)(Date.now()); host.seen(false)", &[]);
    assert_eq!(asked(&report), 2, "due, and nobody looks");
    report.run("host.seen(true)", &[]);
    report.wait("the look that is due", "host.asked.length === 3");
    report.run("host.removeAttribute('poll')", &[]);
    report.wait("no further", "host.polls().length === 0");
}
