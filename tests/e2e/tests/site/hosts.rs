//! Pages of partners, built by Vite from the packed package: React while developing, Vue as released, a page that a server
//! rendered, a chart library's own. All under the strict policy, which none of them may offend.

use e2e::page::{Page, Report};
use e2e::until;
use serde_json::{Value, json};

/// What the browser says, but for the icon that it asks for and these pages have not.
fn complaints(page: &Page) -> Vec<String> {
    page.complaints().into_iter().filter(|entry| !entry.contains("/favicon.ico")).collect()
}

/// Opens one of the pages, does `act`, and holds the browser's log to be free of complaints.
fn visit(path: &str, act: impl FnOnce(&Page)) {
    let page = Page::before("REDCAT_HOSTS");
    page.session.open(&page.gate.url(path));
    act(&page);
    assert_eq!(complaints(&page), Vec::<String>::new());
}

fn output(page: &Page, id: &str) -> String {
    let text = page.run("return document.getElementById(arguments[0]).textContent", &[id.into()]);
    text.as_str().unwrap_or_default().to_owned()
}

fn says(page: &Page, id: &str, text: &str) {
    until(text, || match output(page, id) {
        said if said.contains(text) => Ok(()),
        said => Err(format!("#{id} says {said:?}")),
    });
}

/// Waits until there is an element with a report of that merchant.
fn shows(report: &Report<'_>, merchant: &str) {
    until(merchant, || {
        let found = report.look("return root.querySelector('h1')?.textContent", &[])?;
        if found == merchant { Ok(()) } else { Err(found.to_string()) }
    });
}

/// What both frameworks' pages do: hand over properties, hear events, change one attribute at a time, take the element away
/// and bring it back.
fn works_in_a_framework(page: &Page) {
    let report = page.report("report");
    shows(&report, "Yunxi Beauty");
    report.ready();
    says(page, "heard", "redcat-ready");
    let before = "root.querySelector('[data-period]').textContent.includes('2024')";
    report.wait("the selection that the page began with", before);
    assert_eq!(report.selection(), json!({"compare": "previous"}));

    // The reader chooses, the page hears it; the page chooses, the report shows it.
    report.click("tr[data-kind=member] .drill");
    report.wait("a filter", "root.querySelector('.chip')");
    says(page, "heard", "redcat-select");
    says(page, "selection", "\"filters\"");
    page.click("#clear");
    report.wait("no filter", "!root.querySelector('.chip')");
    assert_eq!(report.selection(), json!({}));

    // One attribute changes; the inside is the same.
    report.run("host.kept = root.querySelector('.report')", &[]);
    page.click("#lang");
    shows(&report, "云汐美妆");
    page.click("#src");
    shows(&report, "CDNOW");
    assert_eq!(report.run("return host.kept === root.querySelector('.report')", &[]), json!(true));

    page.click("#show");
    until("no element", || match page.run("return document.querySelector('redcat-report')", &[]) {
        Value::Null => Ok(()),
        _ => Err("it is there".to_owned()),
    });
    page.click("#show");
    shows(&report, "CDNOW");
    report.ready();

    // An object instead of an address.
    page.run("document.getElementById('report').setAttribute('src', '../data/beauty.json')", &[]);
    shows(&report, "云汐美妆");
    page.click("#give");
    shows(&report, "CDNOW");
    assert!(!output(page, "heard").contains("redcat-error"), "{}", output(page, "heard"));
}

#[test]
fn a_report_lives_in_a_react_page_that_runs_everything_twice() {
    visit("/react/", works_in_a_framework);
}

#[test]
fn a_report_lives_in_a_vue_page() {
    visit("/vue/", works_in_a_framework);
}

#[test]
fn a_worker_asks_the_engine() {
    visit("/vue/", |page| {
        page.click("#ask");
        says(page, "answer", "23570");
    });
}

#[test]
fn a_page_that_a_server_rendered_is_taken_over_without_a_word() {
    let page = Page::before("REDCAT_HOSTS");
    // The tag is there before any script.
    let served = page.gate.url("/ssr/");
    page.session.open(&served);
    let markup = page.run("return fetch('').then((answer) => answer.text())", &[]);
    assert!(markup.as_str().is_some_and(|markup| markup.contains("<redcat-report id=\"report\" src=")), "{markup}");
    let report = page.report("report");
    shows(&report, "CDNOW");
    says(&page, "heard", "redcat-ready");
    assert_eq!(page.run("return document.body.textContent.includes('Hydration')", &[]), json!(false));
    assert_eq!(report.selection(), json!({"compare": "previous"}));
    assert_eq!(complaints(&page), Vec::<String>::new());
}

#[test]
fn the_readme_s_examples_for_react_and_vue_work_as_printed() {
    visit("/readme/", |page| {
        for (framework, chosen) in [("react", "year"), ("vue", "previous")] {
            page.find(&format!("#{framework} redcat-report"));
            page.run(&format!("document.querySelector('#{framework} redcat-report').id = '{framework}-report'"), &[]);
            let id = format!("{framework}-report");
            let report = page.report(&id);
            report.ready();
            assert_eq!(report.selection(), json!({"compare": chosen}));
            report.click("tr[data-kind=member] .drill");
            report.wait("a filter", "root.querySelector('.chip')");
            report.wait("the selection as the page gives it back", "host.selection.filters && host.selection.compare");
        }
    });
}
