//! The host pages under `www/hosts`, as a partner would write and serve them: two lines, a strict policy, and reports
//! from another origin for a token that runs out.

use std::path::PathBuf;

use e2e::api::Partner;
use e2e::origin::{Origin, files};
use e2e::webdriver::Session;
use e2e::{until, variable};
use serde_json::{Value, json};
use xtask::serve::POLICY;

/// One of those pages in a browser of its own.
struct Host {
    session: Session,
}

impl Host {
    fn open(url: &str) -> Self {
        let session = Session::start("en");
        session.resize(1280, 900);
        session.open(url);
        Self { session }
    }

    /// Runs the body of a function in which `host` is the element and `root` its shadow root.
    #[track_caller]
    fn run(&self, body: &str) -> Value {
        let script = format!("const host = document.querySelector('redcat-report'), root = host.shadowRoot;\n{body}");
        self.session.run(&script, &[]).unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    /// Filters by the first member of the tree table, which comes once it is near.
    #[track_caller]
    fn drill(&self) {
        let near = "root.querySelector('.waiting.drilldown')?.scrollIntoView()";
        self.wait("the tree table", &format!("({near}, root.querySelector('tr[data-kind=member] .drill'))"));
        self.run("root.querySelector('tr[data-kind=member] .drill').click()");
    }

    #[track_caller]
    fn wait(&self, what: &str, expression: &str) {
        until(what, || {
            let seen = self.run(&format!("return Boolean({expression})"));
            if seen == true { Ok(()) } else { Err(format!("not true: {expression}")) }
        });
    }

    /// Waits until a report of that merchant is there and nothing is on its way.
    #[track_caller]
    fn shows(&self, merchant: &str) {
        let there = "root.querySelector('.panels') && !root.querySelector('.progress') && root.querySelector('h1')";
        self.wait(merchant, &format!("{there}?.textContent.includes('{merchant}')"));
    }

    fn listen(&self) {
        self.run(
            "host.heard = []; for (const name of ['ready', 'error', 'stale'])
            host.addEventListener(`redcat-${name}`, ({ detail }) => host.heard.push(detail ? `${name} ${detail.kind}` : name))",
        );
    }

    #[track_caller]
    fn hears(&self, wanted: &Value) {
        until("what the host hears", || {
            let heard = self.run("return host.heard");
            if heard == *wanted { Ok(()) } else { Err(heard.to_string()) }
        });
        self.run("host.heard = []");
    }

    fn complaints(&self) -> Vec<String> {
        self.session
            .log()
            .into_iter()
            .filter(|entry| !entry.starts_with("INFO") && !entry.starts_with("DEBUG"))
            .collect()
    }
}

fn site() -> PathBuf {
    PathBuf::from(variable("REDCAT_SITE"))
}

#[test]
fn two_lines_are_enough() {
    // Under no policy at all, and under the strictest.
    for policy in ["", POLICY] {
        let origin = Origin::of("127.0.0.1");
        origin.serve(files(&site(), policy, Vec::new()));
        let host = Host::open(&origin.url("/hosts/plain.html"));
        host.shows("云汐美妆");
        assert_eq!(host.complaints(), Vec::<String>::new());
    }
}

#[test]
fn a_strict_policy_is_never_violated() {
    let origin = Origin::of("127.0.0.1");
    origin.serve(files(&site(), POLICY, Vec::new()));
    let host = Host::open(&origin.url("/hosts/portal.html"));
    host.shows("Yunxi Beauty");
    until("all panels", || {
        let next =
            "const panel = root.querySelector('.waiting'); if (panel) panel.scrollIntoView(); return Boolean(panel)";
        if host.run(next) == false { Ok(()) } else { Err("some are waited for".to_owned()) }
    });
    host.drill();
    host.wait("a filter", "root.querySelector('.chip')");
    host.run("root.querySelector('[data-explain]').click()");
    host.wait("a card", "root.querySelector('.card')");
    let files = "return Promise.all([host.exportCsv('kpis'), host.exportSvg('funnel'), host.exportPng('trend')]).then((blobs) => blobs.map(({ size }) => size > 100))";
    assert_eq!(host.run(files), json!([true, true, true]));
    assert_eq!(host.run("return window.violations"), json!([]));
    assert_eq!(host.complaints(), Vec::<String>::new());
    // The listener hears: what the page's own script may not do is in the list.
    host.run("const image = new Image(); image.src = 'http://127.0.0.1:9/x.png'; host.kept = image");
    host.wait("a violation", "window.violations.length");
}

/// The page for who has signed in, its report on screen.
fn signed_in() -> (Partner, Host) {
    let partner = Partner::open(site());
    let host = Host::open(&partner.page.url("/hosts/token.html"));
    host.shows("Yunxi Beauty");
    host.listen();
    assert_eq!(partner.answers(), [answer("beauty.json", 200)]);
    assert_eq!(partner.issued(), 1);
    (partner, host)
}

fn answer(report: &str, status: u16) -> (String, u16) {
    (report.to_owned(), status)
}

#[test]
fn a_token_runs_out_and_nothing_is_lost() {
    let (partner, host) = signed_in();
    host.drill();
    host.wait("a filter", "root.querySelector('.chip')");
    let selection = host.run("return host.selection");
    partner.expire();
    host.run("host.setAttribute('src', host.getAttribute('src').replace('beauty', 'cdnow'))");
    host.shows("CDNOW");
    assert_eq!(partner.answers(), [answer("cdnow.json", 401), answer("cdnow.json", 200)]);
    assert_eq!(partner.issued(), 2, "one renewal");
    host.run("host.setAttribute('src', host.getAttribute('src').replace('cdnow', 'beauty'))");
    host.shows("Yunxi Beauty");
    host.run(&format!("host.selection = {selection}"));
    host.hears(&json!(["ready", "ready"]));
    partner.answers();

    // The same report again: the server says that it has not changed, and the reader stays where he is.
    partner.expire();
    host.run("host.refresh()");
    until("a third token", || if partner.issued() == 3 { Ok(()) } else { Err(partner.issued().to_string()) });
    host.wait("the end of it", "!root.querySelector('.progress')");
    assert_eq!(partner.answers(), [answer("beauty.json", 401), answer("beauty.json", 304)]);
    assert_eq!(host.run("return host.selection"), selection);
    assert_eq!(host.run("return host.heard"), json!([]), "nobody needs to hear of it");
    assert_eq!(host.run("return window.violations"), json!([]));
}

#[test]
fn without_a_new_token_nothing_is_shown_or_taken_along() {
    let (partner, host) = signed_in();
    host.drill();
    host.wait("a filter", "root.querySelector('.chip')");
    let selection = host.run("return host.selection");
    partner.expire();
    partner.close(true);
    host.run("host.refresh()");
    host.hears(&json!(["error signed_out"]));
    assert_eq!(partner.answers(), [answer("beauty.json", 401), answer("beauty.json", 401)]);
    assert_eq!(host.run("return root.querySelector('.panels, .head, .card, [data-export]')"), Value::Null);
    assert_eq!(host.run("return root.textContent.includes('Yunxi')"), false);
    for export in ["exportCsv", "exportSvg", "exportPng"] {
        let file = format!("return host.{export}('funnel').then(() => 'a file', () => 'none')");
        assert_eq!(host.run(&file), "none", "{export}");
    }
    // Signed in again, it is as it was.
    partner.close(false);
    host.run("root.querySelector('.failure button').click()");
    host.shows("Yunxi Beauty");
    assert_eq!(host.run("return host.selection"), selection);
}

#[test]
fn a_slow_old_reply_never_overwrites_a_new_one() {
    let (partner, host) = signed_in();
    // A host whose fetcher does not stop when it is told to.
    host.run("const own = host.fetcher; host.fetcher = async (url) => { const answer = await own(url, {}); host.came = url; return answer; }");
    partner.hold(Some("sports.json"));
    let turn = |to: &str| {
        host.run(&format!("host.setAttribute('src', host.getAttribute('src').replace(/[a-z]+.json/, '{to}.json'))"))
    };
    turn("sports");
    host.wait("a request under way", "root.querySelector('.progress')");
    turn("cdnow");
    host.shows("CDNOW");
    partner.hold(None);
    host.wait("the old reply", "host.came.includes('sports')");
    assert_eq!(partner.answers(), [answer("cdnow.json", 200), answer("sports.json", 200)], "in this order");
    host.run("host.refresh()");
    host.wait("another look", "host.came.includes('cdnow') && !root.querySelector('.progress')");
    host.shows("CDNOW");
    host.hears(&json!(["ready"]));
}

#[test]
fn offline_it_waits_longer_and_longer_and_comes_back_by_itself() {
    let (partner, host) = signed_in();
    let line = |cut: bool| {
        let state = json!({"offline": cut, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
        host.session.devtools("Network.emulateNetworkConditions", &state);
    };
    host.session.devtools("Network.enable", &json!({}));
    host.run("host.tries = 0; const own = host.fetcher; host.fetcher = (...args) => { host.tries += 1; return own(...args); }");
    // Back within its patience: nobody hears of it.
    line(true);
    host.run("host.refresh()");
    host.wait("a second try", "host.tries >= 2");
    assert_eq!(host.run("return host.heard"), json!([]));
    line(false);
    host.wait("the end of it", "!root.querySelector('.progress')");
    assert_eq!(host.run("return host.heard"), json!([]));
    assert_eq!(partner.answers().last(), Some(&answer("beauty.json", 304)));

    // Beyond it: the report stays and is marked, and is looked for once the line is there.
    line(true);
    host.run("host.tries = 0; host.refresh()");
    host.hears(&json!(["error network", "stale network"]));
    assert_eq!(host.run("return host.tries"), 4);
    assert_eq!(host.run("return Boolean(root.querySelector('.panels'))"), true);
    line(false);
    host.hears(&json!(["ready"]));
    host.shows("Yunxi Beauty");
}
