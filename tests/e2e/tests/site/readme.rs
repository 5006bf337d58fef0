//! The README in a partner's hands: each of its examples in a page of its own, as printed, under the policy that the
//! README names, from the packed folder. Those for React and Vue are built by Vite, see `hosts.rs`.

use std::path::PathBuf;

use axum::Router;
use axum::http::header;
use axum::routing::get;
use e2e::origin::{Origin, files, page as html};
use e2e::page::{Page, Report};
use e2e::{until, variable};
use serde_json::{Value, json};

const README: &str = include_str!("../../../../README.md");
const BEAUTY: &str = include_str!("../../../../www/data/beauty.json");
const CDNOW: &str = include_str!("../../../../www/data/cdnow.json");

/// A section, from its heading to the next.
fn section(heading: &str) -> &'static str {
    let after = README.split_once(&format!("# {heading}\n")).unwrap_or_else(|| panic!("no section {heading}")).1;
    after.split_once("\n##").map_or(after, |(text, _)| text)
}

/// The first block of a language in a section, as printed.
fn block(heading: &str, language: &str) -> Option<&'static str> {
    let (_, after) = section(heading).split_once(&format!("```{language}\n"))?;
    Some(after.split_once("```")?.0)
}

/// The policy that the README says is enough.
fn policy() -> &'static str {
    let policies = README.split('`').filter(|text| text.starts_with("default-src 'none'; script-src"));
    policies.max_by_key(|text| text.len()).expect("the README names a policy")
}

/// Serves the example of a section: its page, or the first one of all; its styles and script; what they ask for. Opens it
/// after `before`, a script of the page's own.
fn open(heading: &str, before: &'static str) -> Page {
    let origin = Origin::of("127.0.0.1");
    let markup = block(heading, "html").or_else(|| block("Embed it", "html")).expect("a page");
    let hints = section("Embed it").split("```html\n").nth(2).and_then(|after| after.split("```").next());
    let hints = hints.filter(|_| heading == "Embed it").unwrap_or_default();
    let markup = format!("{hints}{markup}");
    let markup = markup.replace("https://cdn.example/", "/");
    let (css, script) = (block(heading, "css").unwrap_or_default(), block(heading, "js").unwrap_or_default());
    let body = format!(
        "<link rel=\"stylesheet\" href=\"/page.css\"><script src=\"/before.js\"></script>
        {markup}<script type=\"module\" src=\"/page.js\"></script>"
    );
    let typed = |media_type: &'static str, text: &'static str| {
        get(move || async move { ([(header::CONTENT_TYPE, media_type)], text) })
    };
    let folder = |name: &str| files(&PathBuf::from(variable(name)), policy(), Vec::new());
    let routes = Router::new()
        .route("/", get(move || async move { html(policy(), &body) }))
        .route("/page.css", typed("text/css", css))
        .route("/page.js", typed("text/javascript", script))
        .route("/before.js", typed("text/javascript", before))
        .route("/favicon.ico", typed("image/svg+xml", include_str!("../../../../www/icon.svg")))
        .route("/api/report.json", typed("application/json", BEAUTY))
        .route("/api/cdnow.json", typed("application/json", CDNOW))
        .route("/api/merchants.json", typed("application/json", block("Several merchants", "json").expect("a list")))
        .nest("/redcat-report", folder("REDCAT_PACKAGE"));
    origin.serve(routes);
    let page = Page::before("REDCAT_PACKAGE");
    page.session.open(&origin.url("/"));
    page.run("document.querySelector('redcat-report').id = 'report'", &[]);
    page
}

/// Opens the example, does `act`, and holds the browser's log to be free of complaints, those of the policy among them.
fn example(heading: &str, act: impl FnOnce(&Page, &Report<'_>)) {
    let page = open(heading, "");
    let report = page.report("report");
    report.ready();
    act(&page, &report);
    assert_eq!(page.complaints(), Vec::<String>::new(), "{heading}");
}

#[test]
fn two_lines_are_a_report() {
    example("Embed it", |_, report| {
        assert_eq!(report.screen().merchant, "云汐美妆");
        // The browser complains of what was preloaded and not used.
        let names = report
            .run("return performance.getEntriesByType('resource').map((entry) => entry.name.split('/').pop())", &[]);
        let names: Vec<&str> = names.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for asked in ["widget_bg.wasm", "report.json"] {
            assert_eq!(names.iter().filter(|name| **name == asked).count(), 1, "{asked} is fetched once: {names:?}");
        }
    });
}

#[test]
fn a_token_is_asked_for_once_more_after_a_refusal() {
    let before = "window.asked = []; window.currentToken = async () => `token-${asked.push(1)}`;
        const real = window.fetch;
        window.sent = [];
        window.fetch = async (url, init) => {
          if (!String(url).includes('/api/')) return real(url, init);
          sent.push([init.headers.Authorization, init.signal instanceof AbortSignal]);
          return sent.length === 1 ? new Response('', { status: 401 }) : real(url, init);
        };";
    let page = open("Authenticate", before);
    let report = page.report("report");
    report.ready();
    // The element asks before the snippet has run, if it is there first: that one has no token and is given up.
    let sent = page.run("return sent.slice(-2)", &[]);
    let last = sent.as_array().and_then(|sent| sent.last()).cloned().unwrap_or_default();
    assert!(last[0].as_str().is_some_and(|header| header.starts_with("Bearer token-")), "{sent}");
    assert_eq!(last[1], json!(true));
    assert_eq!(report.screen().merchant, "云汐美妆");
}

#[test]
fn styles_reach_in_where_the_readme_says_so() {
    example("Theme", |_, report| {
        let seen = report.run(
            "const style = (selector) => getComputedStyle(root.querySelector(selector));
            return [style('header').borderBottomWidth, style('header').borderBottomColor, style('h1').fontFamily,
              getComputedStyle(root.querySelector('.report')).getPropertyValue('--redcat-accent').trim()]",
            &[],
        );
        assert_eq!(seen, json!(["2px", "rgb(10, 125, 90)", "Inter, system-ui, sans-serif", "#0a7d5a"]));
    });
}

#[test]
fn a_page_hears_and_chooses() {
    example("Listen", |page, report| {
        report
            .wait("the days that the page chose", "root.querySelector('[data-period]').textContent.includes('05-13')");
        until("what was stored", || {
            let stored = page.run("return localStorage.getItem('selection')", &[]);
            let stored: Value = stored.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
            let expected =
                json!({"filters": {"date": {"from": "2025-05-13", "to": "2025-06-20"}}, "compare": {"wave": "618"}});
            if stored == expected { Ok(()) } else { Err(stored.to_string()) }
        });
        report.run("host.report = '{}'", &[]);
        until("a fault in the console", || {
            let said = page.session.log().join("\n");
            if said.contains("missing_field") { Ok(()) } else { Err(said) }
        });
    });
}

#[test]
fn a_reader_sees_and_changes_what_the_page_allows() {
    example("Restrict", |_, report| {
        let seen = report
            .run("return [...root.querySelectorAll('section[part]')].map((panel) => panel.getAttribute('part'))", &[]);
        assert_eq!(seen, json!(["kpis", "funnel", "drilldown"]));
        report.wait("no other comparison", "!root.querySelector('select[data-choice=comparison]')");
        let pickable = "const day = root.querySelector('input[data-date=date-from]'); return [day.min, day.max]";
        assert_eq!(report.run(pickable, &[]), json!(["2025-05-01", "2025-07-08"]));
    });
}

#[test]
fn a_reader_chooses_among_merchants() {
    example("Several merchants", |_, report| {
        assert_eq!(report.screen().merchant, "Yunxi Beauty");
        report.run(
            "const menu = root.querySelector('select[data-choice=merchant]');
            menu.value = 'cdnow'; menu.dispatchEvent(new Event('change', { bubbles: true }));",
            &[],
        );
        report.screen_where("the other merchant", |screen| screen.merchant == "CDNOW");
    });
}

#[test]
fn a_page_makes_files() {
    let page = open("Export", "window.said = []; console.info = (...words) => said.push(words);");
    page.report("report").ready();
    until("a size and a type", || match page.run("return said.find((words) => words.length === 2)", &[]) {
        Value::Array(said) if said[0].as_u64() > Some(1000) && said[1] == json!("image/png") => Ok(()),
        said => Err(said.to_string()),
    });
}

#[test]
fn an_iframe_stands_in_for_the_element() {
    let (origin, frame) = (Origin::of("127.0.0.1"), Origin::of("localhost"));
    let parents = section("In an iframe").split("content=\"").nth(1).and_then(|after| after.split('"').next());
    assert_eq!(parents, Some("https://portal.example"), "the README names the page's origin");
    let own = vec![("content=\"\"", format!("content=\"{}\"", origin.name()))];
    let package = || PathBuf::from(variable("REDCAT_PACKAGE"));
    frame.serve(Router::new().nest("/redcat-report", files(&package(), policy(), own)));
    let markup = block("In an iframe", "html").expect("a page").replace("https://cdn.example/", "/");
    let markup = markup.replace("https://reports.example", frame.name());
    let strict = format!(
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; frame-src {}",
        frame.name()
    );
    let page_policy = strict.clone();
    let routes = Router::new()
        .route("/", get(move || async move { html(&page_policy, &markup) }))
        .route("/api/report.json", get(|| async { ([(header::CONTENT_TYPE, "application/json")], BEAUTY) }))
        .nest("/redcat-report", files(&package(), &strict, Vec::new()));
    origin.serve(routes);
    let page = Page::before("REDCAT_PACKAGE");
    page.session.open(&origin.url("/"));
    until("a report in the frame", || {
        let csv = "const host = document.querySelector('redcat-frame');
            return host && host.exportCsv ? host.exportCsv('funnel').then((csv) => csv.text(), (cause) => `no: ${cause}`) : ''";
        match page.run(csv, &[]).as_str() {
            Some(csv) if csv.contains("云汐美妆") => Ok(()),
            other => Err(format!("{other:?}")),
        }
    });
}
