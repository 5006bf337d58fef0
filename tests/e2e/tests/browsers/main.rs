//! What other browsers make of it: the report in Debian's Firefox ESR and `WebKitGTK`, and in the oldest Chromium that is
//! promised, in the host pages under `www/hosts`.
//! Everything else is tried in Chromium; here, that panels are drawn, that a click filters, that files come out, and
//! that no browser sees the page's policy violated.

use std::path::PathBuf;

use e2e::chromium91::Chromium91;
use e2e::firefox::Firefox;
use e2e::origin::{Origin, files};
use e2e::webdriver::Session;
use e2e::{until, variable, webkit};
use serde_json::{Value, json};
use xtask::serve::POLICY;

/// What these tests need of a browser.
trait Browser {
    fn open(&mut self, url: &str);
    /// Runs the body of a function; a promise is waited for.
    fn run(&mut self, body: &str) -> Result<Value, String>;

    #[track_caller]
    fn must(&mut self, body: &str) -> Value {
        self.run(body).unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    #[track_caller]
    fn wait(&mut self, what: &str, body: &str) {
        until(what, || match self.run(body)? {
            Value::Bool(true) => Ok(()),
            other => Err(format!("{other}: {body}")),
        });
    }
}

impl Browser for Firefox {
    fn open(&mut self, url: &str) {
        Self::open(self, url);
    }
    fn run(&mut self, body: &str) -> Result<Value, String> {
        Self::run(self, body)
    }
}

impl Browser for Chromium91 {
    fn open(&mut self, url: &str) {
        Self::open(self, url);
    }
    fn run(&mut self, body: &str) -> Result<Value, String> {
        Self::run(self, body)
    }
}

impl Browser for Session {
    fn open(&mut self, url: &str) {
        Self::open(self, url);
    }
    fn run(&mut self, body: &str) -> Result<Value, String> {
        Self::run(self, body, &[])
    }
}

/// The site under the policy that it promises to work with.
fn site() -> Origin {
    site_that_allows(WASM)
}

/// How the policy allows WebAssembly.
const WASM: &str = "'wasm-unsafe-eval'";
/// How browsers before Chrome 97 have it: together with all that makes code out of text.
const EVAL: &str = "'unsafe-eval'";

fn site_that_allows(source: &str) -> Origin {
    let origin = Origin::of("127.0.0.1");
    let policy = POLICY.replace(WASM, source);
    origin.serve(files(&PathBuf::from(variable("REDCAT_SITE")), &policy, vec![(WASM, source.to_owned())]));
    origin
}

/// Panels are not fetched before a reader comes near them.
const ALL_DRAWN: &str = "
const root = document.querySelector('redcat-report').shadowRoot;
const panel = root.querySelector('.waiting');
if (panel) panel.scrollIntoView();
return !panel && Boolean(root.querySelector('.panels')) && !root.querySelector('.progress')";

fn draws_every_panel_under_a_strict_policy(browser: &mut dyn Browser, site: &Origin) {
    browser.open(&site.url("/hosts/portal.html"));
    browser.wait("all panels", ALL_DRAWN);
    let seen = browser.must(
        "const root = document.querySelector('redcat-report').shadowRoot;
        const panels = [...root.querySelectorAll('.panels section[part]')];
        const seen = (element) => { const { width, height } = element.getBoundingClientRect(); return width > 20 && height > 20; };
        return {
          heading: root.querySelector('h1').textContent.trim(),
          panels: panels.map((panel) => panel.getAttribute('part')),
          unseen: panels.filter((panel) => !seen(panel)).map((panel) => panel.getAttribute('part')),
          drawn: [...root.querySelectorAll('svg')].filter(seen).length,
          styled: getComputedStyle(root.querySelector('.report')).display,
        };",
    );
    assert_eq!(seen["heading"], "Yunxi Beauty");
    assert_eq!(seen["unseen"], json!([]));
    let panels = seen["panels"].as_array().cloned().unwrap_or_default();
    for panel in ["kpis", "funnel", "trend", "drilldown", "repurchase", "comparison", "settlement", "quality"] {
        assert!(panels.iter().any(|known| known == panel), "{panel} in {panels:?}");
    }
    assert!(seen["drawn"].as_u64() > Some(5), "{seen}");

    browser.must(
        "const host = document.querySelector('redcat-report');
        host.addEventListener('redcat-select', ({ detail }) => { window.chosen = detail; });
        host.shadowRoot.querySelector('tr[data-kind=member] .drill').click()",
    );
    browser.wait("a filter", "return Boolean(window.chosen?.selection.filters) && Boolean(document.querySelector('redcat-report').shadowRoot.querySelector('.chip'))");
    let files = "const host = document.querySelector('redcat-report');
        const [csv, svg, png] = await Promise.all([host.exportCsv('funnel'), host.exportSvg('funnel'), host.exportPng('funnel')]);
        return [csv.size > 100, svg.size > 1000, png.size > 5000];";
    let files = format!("return (async () => {{ {files} }})()");
    assert_eq!(browser.must(&files), json!([true, true, true]));
    assert_eq!(browser.must("return window.violations"), json!([]));
}

fn shows_the_report_in_a_frame(browser: &mut dyn Browser) {
    let (page, frame) = (Origin::of("127.0.0.1"), Origin::of("localhost"));
    let site = PathBuf::from(variable("REDCAT_SITE"));
    frame.serve(files(&site, POLICY, vec![("content=\"\"", format!("content=\"{}\"", page.name()))]));
    let policy = format!(
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; frame-src {}",
        frame.name()
    );
    page.serve(files(&site, &policy, vec![("https://cdn.example", frame.name().to_owned())]));
    browser.open(&page.url("/hosts/frame.html"));
    let host = "const host = document.querySelector('redcat-frame');";
    browser.wait(
        "a frame as high as a report",
        &format!("{host} return host.shadowRoot.querySelector('iframe').clientHeight > 1500"),
    );
    let csv = format!("{host} return host.exportCsv('funnel').then((blob) => blob.size > 100)");
    assert_eq!(browser.must(&csv), true);
    browser.must(&format!(
        "{host} host.selection = {{ filters: {{ category: ['makeup'] }} }};
        host.addEventListener('redcat-select', ({{ detail }}) => {{ window.chosen = detail.selection; }})"
    ));
    browser.wait("the choice", "return window.chosen?.filters.category[0] === 'makeup'");
    assert_eq!(browser.must("return window.violations"), json!([]));
}

#[test]
fn firefox_esr() {
    let mut firefox = Firefox::start();
    draws_every_panel_under_a_strict_policy(&mut firefox, &site());
    assert_eq!(firefox.complaints(), Vec::<String>::new());
    shows_the_report_in_a_frame(&mut firefox);
}

#[test]
fn webkitgtk() {
    let mut webkit = webkit::start();
    draws_every_panel_under_a_strict_policy(&mut webkit, &site());
    shows_the_report_in_a_frame(&mut webkit);
}

#[test]
fn chromium_91() {
    let mut chromium = Chromium91::start();
    assert!(chromium.must("return navigator.userAgent").to_string().contains("Chrome/91."));
    draws_every_panel_under_a_strict_policy(&mut chromium, &site_that_allows(EVAL));
    assert_eq!(chromium.complaints(), Vec::<String>::new());
    // Where the policy only has the newer word, it says why there is no report.
    chromium.open(&site().url("/hosts/portal.html"));
    chromium.wait(
        "a sentence",
        "return /WebAssembly/.test(document.querySelector('redcat-report').shadowRoot?.textContent ?? '')",
    );
}
