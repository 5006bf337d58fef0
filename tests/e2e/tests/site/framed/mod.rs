//! The report in an iframe of another origin, for a page that allows no WebAssembly: it looks and speaks as the element
//! does, and listens to nobody but the page that it was put into.

mod attacks;
mod several;

use std::path::PathBuf;

use e2e::origin::{Origin, files};
use e2e::webdriver::Session;
use e2e::{until, variable};
use serde_json::{Value, json};
use xtask::serve::POLICY;

/// A page and the origin that its frame comes from.
struct Host {
    session: Session,
    page: Origin,
}

/// What the page allows: no WebAssembly, no style of its own, one frame.
fn policy(frame: &Origin) -> String {
    format!("default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; frame-src {}", frame.name())
}

fn site() -> PathBuf {
    PathBuf::from(variable("REDCAT_SITE"))
}

/// The iframe page, deployed for `parents`.
fn deploy(frame: &Origin, parents: &str) {
    frame.serve(files(&site(), POLICY, vec![("content=\"\"", format!("content=\"{parents}\""))]));
}

impl Host {
    /// The project's own page for this, its frame open to it.
    fn open() -> Self {
        let (page, frame) = (Origin::of("127.0.0.1"), Origin::of("localhost"));
        deploy(&frame, &format!("https://other.example {}", page.name()));
        let host = Self::around(&frame, page, &policy(&frame));
        host.session.open(&host.page.url("/hosts/frame.html"));
        host
    }

    /// A browser, and that page under a policy.
    fn around(frame: &Origin, page: Origin, policy: &str) -> Self {
        page.serve(files(&site(), policy, vec![("https://cdn.example", frame.name().to_owned())]));
        let host = Self { session: Session::start("en"), page };
        host.session.resize(1280, 900);
        host
    }

    /// Runs the body of a function in the page; `host` is the element.
    #[track_caller]
    fn run(&self, body: &str, args: &[Value]) -> Value {
        let script = format!(
            "const host = document.querySelector('redcat-frame'), args = arguments;
            const frame = host && host.shadowRoot.querySelector('iframe');\n{body}"
        );
        self.session.run(&script, args).unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    /// The same inside the frame, where `host` is what the frame shows and `root` its shadow root.
    #[track_caller]
    fn inside(&self, body: &str) -> Value {
        self.look_inside(body).unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    #[track_caller]
    fn look_inside(&self, body: &str) -> Result<Value, String> {
        let find = "return document.querySelector('redcat-frame').shadowRoot?.querySelector('iframe')";
        let frame = until("the frame", || self.session.element(find, &[])?.ok_or_else(|| "there is none".to_owned()));
        self.session.enter(&frame);
        let script =
            format!("const host = document.querySelector('redcat-framed'), root = host && host.shadowRoot;\n{body}");
        let seen = self.session.run(&script, &[]);
        self.session.leave();
        seen
    }

    #[track_caller]
    fn wait(&self, what: &str, expression: &str) {
        until(what, || {
            let seen = self.run(&format!("return Boolean({expression})"), &[]);
            if seen == true { Ok(()) } else { Err(format!("not true: {expression}")) }
        });
    }

    /// Filters by the first member of the tree table, which comes once it is near.
    #[track_caller]
    fn drill(&self) {
        let near = "root.querySelector('.waiting.drilldown')?.scrollIntoView()";
        self.wait_inside("the tree table", &format!("({near}, root.querySelector('tr[data-kind=member] .drill'))"));
        self.inside("root.querySelector('tr[data-kind=member] .drill').click()");
    }

    #[track_caller]
    fn wait_inside(&self, what: &str, expression: &str) {
        until(what, || {
            let seen = self.look_inside(&format!("return Boolean({expression})"))?;
            if seen == true { Ok(()) } else { Err(format!("not true inside: {expression}")) }
        });
    }

    #[track_caller]
    fn ready(&self) {
        self.wait_inside("a report", "root && root.querySelector('.panels') && !root.querySelector('.progress')");
    }

    /// From the next page on, what waits for the frame's first word waits in `due` instead.
    fn patient(&self) {
        let source = "window.due = []; const later = window.setTimeout;
            window.setTimeout = (act, ms, ...args) => ms === 15000 ? due.push(act) : later(act, ms, ...args);";
        self.session.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({"source": source}));
    }

    fn listen(&self, event: &str) {
        let body = "host.heard ??= {}; host.heard[args[0]] ??= [];
            host.addEventListener(args[0], (event) => host.heard[args[0]].push(event.detail));";
        self.run(body, &[event.into()]);
    }

    #[track_caller]
    fn hears(&self, event: &str) -> Value {
        until(event, || match self.run("return host.heard[args[0]].shift()", &[event.into()]) {
            Value::Null => Err("silence".to_owned()),
            detail => Ok(detail),
        })
    }

    fn complaints(&self) -> Vec<String> {
        self.session
            .log()
            .into_iter()
            .filter(|entry| !entry.starts_with("INFO") && !entry.starts_with("DEBUG"))
            .collect()
    }
}

#[test]
fn a_page_that_forbids_webassembly_shows_the_report() {
    let host = Host::open();
    host.ready();
    let forbidden = "return WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => 'allowed', () => 'forbidden')";
    assert_eq!(host.inside("return root.querySelector('h1').textContent.trim()"), "Yunxi Beauty");
    assert_eq!(host.run("return window.violations", &[]), json!([]));
    assert_eq!(host.complaints(), Vec::<String>::new());
    assert_eq!(host.run(forbidden, &[]), "forbidden");
}

#[test]
fn it_speaks_as_the_element_does() {
    let host = Host::open();
    host.listen("redcat-ready");
    host.listen("redcat-select");
    host.listen("redcat-error");
    host.ready();
    // Every attribute of the element is one of the frame's.
    let unknown = "return import('/redcat-report.js').then(({ RedcatReport }) =>
        RedcatReport.observedAttributes.filter((name) => !host.constructor.observedAttributes.includes(name)))";
    assert_eq!(host.run(unknown, &[]), json!([]));
    host.run("host.setAttribute('lang', 'zh-CN'); host.setAttribute('theme', 'dark')", &[]);
    host.wait_inside("language and theme", "root.querySelector('.report.theme-dark').lang === 'zh-CN'");
    host.run("host.removeAttribute('theme')", &[]);
    host.wait_inside("no theme", "root.querySelector('.report.theme-auto')");

    // What the reader does is heard, and can be read at that moment.
    host.run("host.addEventListener('redcat-select', () => { host.then = [host.selection, host.save()]; })", &[]);
    host.drill();
    let heard = host.hears("redcat-select");
    let category = heard["selection"]["filters"]["category"].clone();
    assert_eq!(category.as_array().map(Vec::len), Some(1), "{heard}");
    assert_eq!(host.run("return host.then[0]", &[]), heard["selection"]);
    let saved = host.run("return host.then[1]", &[]);
    assert!(saved.as_str().is_some_and(|text| !text.is_empty()));

    // What the host does is seen.
    let wanted = json!({"filters": {"category": ["makeup", "skincare"]}, "compare": "previous"});
    host.run("host.selection = args[0]", std::slice::from_ref(&wanted));
    assert_eq!(host.hears("redcat-select")["selection"], wanted);
    host.run("host.restore(args[0])", &[saved]);
    assert_eq!(host.hears("redcat-select")["selection"]["filters"]["category"], category);
    host.run("host.selection = { filters: 7 }", &[]);
    assert_eq!(host.hears("redcat-error")["kind"], "internal");

    // Another report, as object and as bytes, which stay the host's.
    for way in
        ["args[0]", "JSON.stringify(args[0])", "(host.bytes = new TextEncoder().encode(JSON.stringify(args[0])))"]
    {
        let body = format!(
            "return fetch('/data/cdnow.json').then((answer) => answer.json()).then((args) => {{ args = [args]; host.report = {way}; }})"
        );
        host.run("host.setAttribute('src', `../data/beauty.json?${args[0]}`)", &[way.into()]);
        host.wait_inside("the report of before", "root.querySelector('h1').textContent.includes('云汐')");
        host.run(&body, &[]);
        host.wait_inside(way, "root.querySelector('h1').textContent.includes('CDNOW')");
    }
    assert!(host.run("return host.bytes.length", &[]).as_u64() > Some(1000), "not taken away from the host");

    // Into another place: the frame starts anew, and what was there is there again.
    host.drill();
    let chosen = until("a choice", || {
        let selection = host.run("return host.selection", &[]);
        if selection["filters"].is_object() { Ok(selection) } else { Err(selection.to_string()) }
    });
    let saved = host.run("return host.save()", &[]);
    host.run(
        "document.body.append(document.createElement('section')); document.querySelector('section').append(host)",
        &[],
    );
    host.wait_inside(
        "the same report",
        "root?.querySelector('h1')?.textContent.includes('CDNOW') && root.querySelector('.chip')",
    );
    assert_eq!(host.run("return [host.selection, host.save()]", &[]), json!([chosen, saved]));
    assert_eq!(host.run("return window.violations", &[]), json!([]));
}

#[test]
fn its_files_are_the_host_s() {
    let host = Host::open();
    host.ready();
    let csv = "return host.exportCsv('kpis').then((blob) => blob.text()).then((text) => text.length)";
    assert!(host.run(csv, &[]).as_u64() > Some(100));
    let png = "return host.exportPng('funnel').then((blob) => [blob.type, blob.size > 5000])";
    assert_eq!(host.run(png, &[]), json!(["image/png", true]));
    let none = "return host.exportSvg('nothing').then(() => 'a file', (refusal) => String(refusal))";
    assert_eq!(host.run(none, &[]), "Error: Nothing to export: nothing");

    // From the menu: told to the host, downloaded by it unless it says no.
    let click = "root.querySelector('section[part=kpis] [data-export=csv]').click()";
    let watch = "host.links = [];
        const click = HTMLAnchorElement.prototype.click;
        HTMLAnchorElement.prototype.click = function () { host.links.push([this.download, this.protocol]); };
        host.refuse = (event) => event.preventDefault(); host.addEventListener('redcat-export', host.refuse);";
    host.run(watch, &[]);
    host.listen("redcat-export");
    host.inside(click);
    let heard = host.hears("redcat-export");
    assert_eq!((&heard["panel"], &heard["format"]), (&json!("kpis"), &json!("csv")));
    assert_eq!(host.run("return host.links", &[]), json!([]));
    host.run("host.removeEventListener('redcat-export', host.refuse)", &[]);
    host.inside(click);
    host.hears("redcat-export");
    host.wait("a download", "host.links.length");
    assert_eq!(host.run("return host.links[0]", &[]), json!([heard["name"], "blob:"]));
}

#[test]
fn it_is_as_high_as_its_content() {
    let host = Host::open();
    host.ready();
    let same = || {
        until("the frame's height is that of its content", || {
            let frame = host.run("return host.shadowRoot.querySelector('iframe').clientHeight", &[]);
            let content = host.inside(
                "return [Math.ceil(host.getBoundingClientRect().height), document.documentElement.clientHeight]",
            );
            if json!([frame, frame]) == content {
                Ok(frame.as_u64().unwrap_or_default())
            } else {
                Err(format!("{frame} {content}"))
            }
        })
    };
    let whole = same();
    assert!(whole > 900, "{whole}");
    let shorter = || {
        host.inside("root.querySelectorAll('.panels > *').forEach((panel, n) => { panel.hidden = n > 0; panel.style.display = n ? 'none' : ''; })")
    };
    shorter();
    let short =
        until("a smaller frame", || Some(same()).filter(|px| *px < whole).ok_or_else(|| "not smaller".to_owned()));
    host.inside(
        "root.querySelectorAll('.panels > *').forEach((panel) => { panel.hidden = false; panel.style.display = ''; })",
    );
    until("a larger frame", || Some(same()).filter(|px| *px > short).ok_or_else(|| "not larger".to_owned()));
    // A narrow page makes it higher, and a wide one as it was: nothing is left of the way there.
    host.session.resize(360, 900);
    host.wait_inside("narrow", "root.querySelector('.report.narrow')");
    let narrow =
        until("a higher frame", || Some(same()).filter(|px| *px > short).ok_or_else(|| "not higher".to_owned()));
    host.session.resize(1280, 900);
    host.wait_inside("wide", "root.querySelector('.report.wide')");
    assert!(same() < narrow);
    assert_eq!(host.run("return document.scrollingElement.scrollWidth <= innerWidth", &[]), true);
}

#[test]
fn the_host_fetches_and_its_token_stays_with_it() {
    let host = Host::open();
    host.ready();
    let fetcher = "host.asked = [];
        host.fetcher = async (url, { signal, cache }) => {
          host.asked.push([url, signal instanceof AbortSignal, cache || null]);
          if (host.asked.length === 1) return new Response('no', { status: 401 });
          const answer = await fetch('../data/cdnow.json', { signal, headers: { Authorization: 'Bearer secret' } });
          return new Response(answer.body, { headers: { etag: '\"1\"', 'x-renewed': 'secret' } });
        };
        host.setAttribute('src', 'report of the day')";
    host.inside("window.said = []; const hear = host.line._hear; host.line._hear = (said) => { window.said.push(said); hear.call(host.line, said); };
        host.line._port.onmessage = ({ data }) => host.line._hear(data)");
    host.run(fetcher, &[]);
    host.wait_inside("the report", "root.querySelector('h1').textContent.includes('CDNOW')");
    assert_eq!(
        host.run("return host.asked", &[]),
        json!([["report of the day", true, null], ["report of the day", true, null]])
    );
    let said = "return JSON.stringify(window.said.map((said) => said.value instanceof ArrayBuffer ? said.value.byteLength : said))";
    let said = host.inside(said).to_string();
    assert!(said.contains("etag") && !said.contains("secret"), "{said}");
    let resources =
        "return performance.getEntriesByType('resource').filter(({ name }) => name.includes('data/')).length";
    assert_eq!(host.inside(resources), 0, "the frame itself asks nobody");
    // Not again what has not changed; and a request that nobody wants any more is aborted at the host.
    host.run("host.refresh()", &[]);
    host.wait("another look", "host.asked.length === 3");
    assert_eq!(host.run("return host.asked[2][2]", &[]), "no-cache");
    host.run(
        "host.fetcher = (url, { signal }) => new Promise((_, reject) => {
        host.held = true; signal.addEventListener('abort', () => { host.gone = true; reject(signal.reason); }); });
        host.refresh()",
        &[],
    );
    host.wait("a request", "host.held");
    host.run("host.fetcher = () => fetch('../data/beauty.json'); host.setAttribute('src', 'another')", &[]);
    host.wait("its end", "host.gone");
    host.wait_inside("the other", "root.querySelector('h1').textContent.includes('Yunxi')");
}

#[test]
fn the_address_of_the_page_carries_the_view() {
    let host = Host::open();
    host.run("location.hash = 'chapter=2'; host.setAttribute('deeplink', 'report')", &[]);
    host.ready();
    host.drill();
    host.wait("a link", "location.hash.startsWith('#chapter=2&report=')");
    let (hash, selection) = (host.run("return location.hash", &[]), host.run("return host.selection", &[]));
    assert_eq!(host.inside("return location.hash"), "");
    host.session.open(&host.page.url("/hosts/frame.html#"));
    host.session.open(&host.page.url(&format!("/hosts/frame.html{}", hash.as_str().unwrap_or_default())));
    host.run("host.setAttribute('deeplink', 'report')", &[]);
    host.wait_inside("the same choice", "root?.querySelector('.chip')");
    host.wait("the same choice", "host.selection");
    assert_eq!(host.run("return host.selection", &[]), selection);
    // Copying: the page's own address, by the page.
    host.run("navigator.clipboard.writeText = (text) => { host.copied = text; return Promise.resolve(); }", &[]);
    host.inside("root.querySelector('[data-act=copy-link]').click()");
    host.wait("a copy", "host.copied === location.href");
}

#[test]
fn a_card_is_where_the_reader_looks() {
    let host = Host::open();
    host.ready();
    host.run("scrollTo(0, 400)", &[]);
    let frame_top = host.run("return host.getBoundingClientRect().top", &[]).as_f64().unwrap_or_default();
    assert!(frame_top < -200.0, "{frame_top}");
    let explain =
        "const { top } = host.getBoundingClientRect(); const all = [...root.querySelectorAll('[data-explain]')];
        all.find((button) => button.getBoundingClientRect().top > 600).click()";
    host.inside(explain);
    host.wait_inside("a card", "root.querySelector('.card')");
    until("the card in view", || {
        let card = host.inside(
            "const { top, bottom } = root.querySelector('.card').getBoundingClientRect(); return [top, bottom]",
        );
        let now = host.run("return host.getBoundingClientRect().top", &[]);
        if now != json!(frame_top) {
            return Err(format!("the page has jumped from {frame_top} to {now}"));
        }
        let edge = |n: usize| card[n].as_f64().unwrap_or_default() + frame_top;
        if edge(0) >= 0.0 && edge(1) <= 900.0 { Ok(()) } else { Err(format!("from {} to {}", edge(0), edge(1))) }
    });
}
