//! Browsers and policies that do not let the report work: a plain sentence, an event for the host, and the way to a page of
//! its own.

use std::path::PathBuf;

use e2e::origin::{Origin, files};
use e2e::page::{Page, Report};
use e2e::variable;
use serde_json::{Value, json};

/// A policy without `wasm-unsafe-eval`, beside the page's own.
const FORBID: &str = "
new MutationObserver((_, observer) => {
  if (!document.head) return;
  observer.disconnect();
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = \"script-src 'self'\";
  document.head.prepend(meta);
}).observe(document, { childList: true, subtree: true });";
const NO_WEBASSEMBLY: &str = "delete window.WebAssembly";
const NO_SHEETS: &str = "delete Document.prototype.adoptedStyleSheets; delete ShadowRoot.prototype.adoptedStyleSheets; delete window.CSSStyleSheet";
/// An error of the first report is remembered from the start.
const HEAR: &str = ";window.heard = []; addEventListener('redcat-error', (event) => {
  if (event.target.id === 'first') heard.push(event.detail); });";

fn page_without(what: &str) -> Page {
    let page = Page::blank();
    let source = format!("{what}{HEAR}");
    page.session.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": source }));
    page.session.open(&page.gate.url("/"));
    page
}

fn said(report: &Report<'_>) -> String {
    report.wait("a sentence", "root.querySelector('[role=alert] p')");
    report.run("return root.textContent", &[]).as_str().unwrap_or_default().to_owned()
}

#[test]
fn what_is_missing_or_forbidden_is_said_and_told() {
    for (name, what) in [("policy", FORBID), ("WebAssembly", NO_WEBASSEMBLY), ("style sheets", NO_SHEETS)] {
        let page = page_without(what);
        let report = page.report("first");
        let sentence = said(&report);
        assert!(sentence.contains("未能启动") && sentence.contains("浏览器版本过旧"), "{name}: {sentence}");
        let heard = page.run("return heard", &[]);
        assert_eq!((&heard[0]["kind"], &heard[0]["path"]), (&json!("unsupported"), &json!("")), "{name}: {heard}");
        assert_eq!(report.run("return root.querySelector('a, button')", &[]), Value::Null, "{name}");
        // What a host does with an element goes nowhere, and breaks nothing.
        let calls = "host.selection = {}; host.allow = {}; host.report = {}; host.setAttribute('theme', 'dark'); host.refresh();
            return host.exportCsv('kpis').then(() => 'a file', () => 'none')";
        assert_eq!(report.run(calls, &[]), json!("none"), "{name}");
        assert_eq!(report.run("return root.querySelector('p').offsetHeight > 10", &[]), json!(true), "{name}");
    }
}

/// As in Firefox before 101, on a page that says nothing of styles.
#[test]
fn a_browser_whose_sheets_cannot_be_shared_has_them_in_each_report() {
    let site = Origin::of("127.0.0.1");
    let without = ("http-equiv=\"Content-Security-Policy\"", "name=\"none\"".to_owned());
    site.serve(files(&PathBuf::from(variable("REDCAT_SITE")), "base-uri 'self'", vec![without]));
    let page = Page::blank();
    page.session.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": NO_SHEETS }));
    page.session.open(&site.url("/"));
    for id in ["first", "second"] {
        let report = page.report(id);
        report.ready();
        let look = "return [getComputedStyle(root.querySelector('.report')).borderRadius, getComputedStyle(root.querySelector('.trend .axis')).overflow]";
        assert_eq!(report.run(look, &[]), json!(["12px", "visible"]), "{id}: both sheets");
    }
    page.run("const own = document.getElementById('second'); own.remove(); window.own = own", &[]);
    page.run("return new Promise((done) => setTimeout(done))", &[]);
    page.run("document.querySelector('main').append(own)", &[]);
    page.report("second").ready();
    assert_eq!(page.report("second").run("return root.querySelectorAll('style').length", &[]), json!(2));
}

#[test]
fn the_host_can_offer_a_page_of_its_own_but_no_script() {
    let page = page_without(NO_WEBASSEMBLY);
    let report = page.report("first");
    said(&report);
    let link = "host.remove(); host.setAttribute('lang', 'en'); host.setAttribute('fallback', args[0]);
        return new Promise((done) => { host.addEventListener('redcat-error', () => setTimeout(done, 0), { once: true });
          document.querySelector('main').prepend(host); });";
    for (address, href) in [
        ("https://reports.example/frame.html?id=7", json!("https://reports.example/frame.html?id=7")),
        ("/frame.html", json!(page.gate.url("/frame.html"))),
        ("javascript:alert(1)", Value::Null),
        ("data:text/html,x", Value::Null),
        ("https://[", Value::Null),
    ] {
        report.run(link, &[address.into()]);
        assert!(said(&report).contains("The report could not start"), "{address}");
        let found =
            "const link = root.querySelector('a'); return link && [link.href, link.rel, link.target, link.textContent]";
        let found = report.run(found, &[]);
        if href.is_null() {
            assert_eq!(found, Value::Null, "{address}");
        } else {
            assert_eq!(found, json!([href, "noopener noreferrer", "_blank", "Open it on a page of its own"]));
        }
    }
}
