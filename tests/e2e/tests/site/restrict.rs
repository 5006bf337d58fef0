//! What a host takes away from its readers: panels, filters, days; and that it hears how far down they are.

use std::slice::from_ref;

use e2e::gate::Rule;
use e2e::page::{Page, Report, visit};
use e2e::until;
use serde_json::{Value, json};

const LATER: &str = "/widget_later.wasm";

fn panels(report: &Report<'_>) -> Value {
    report.run("return [...root.querySelector('.panels').children].map((panel) => panel.getAttribute('part'))", &[])
}

#[track_caller]
fn shows(report: &Report<'_>, names: &[&str]) {
    until("those panels", || match panels(report) {
        shown if shown == json!(names) => Ok(()),
        shown => Err(shown.to_string()),
    });
}

#[test]
fn only_the_panels_that_the_host_names_are_there_in_its_order_and_none_is_made_anew() {
    visit(|page| {
        let report = page.report("first");
        report.listen("redcat-error");
        let all = panels(&report);
        assert!(all.as_array().is_some_and(|all| all.len() > 10), "{all}");
        report.click("tr[data-kind=member] .drill");
        report.screen_where("a filter", |screen| screen.chips.len() == 1);
        let panel = "root.querySelector('.panels > .funnel')";
        report.run(&format!("host.kept = {panel}; host.keptTable = root.querySelector('.grid table')"), &[]);
        for (view, names) in [
            ("funnel", &["funnel"][..]),
            ("drilldown, funnel", &["drilldown", "funnel"]),
            ("funnel kpis\nfunnel", &["funnel", "kpis"]),
            ("kpis funnel trend", &["kpis", "funnel", "trend"]),
        ] {
            report.run("host.setAttribute('view', args[0])", &[view.into()]);
            shows(&report, names);
            assert_eq!(report.run(&format!("return host.kept === {panel}"), &[]), json!(true), "{view:?}");
        }
        let asked = "return host.exportCsv(args[0]).then((blob) => blob.size > 10, (cause) => String(cause))";
        assert_eq!(report.run(asked, &["trend".into()]), json!(true));
        let refused = report.run(asked, &["drilldown".into()]);
        assert!(refused.as_str().is_some_and(|why| why.contains("drilldown")), "{refused}");
        assert_eq!(report.heard("redcat-error"), Vec::<Value>::new());
        // A name that is none is told, and the rest is shown.
        report.run("host.setAttribute('view', 'sales kpis')", &[]);
        shows(&report, &["kpis"]);
        let heard = report.hears("redcat-error");
        assert_eq!((&heard[0]["kind"], &heard[0]["path"]), (&json!("unknown_reference"), &json!("view")));
        assert!(
            heard[0]["message"]
                .as_str()
                .is_some_and(|message| message.contains("sales") && message.contains("drilldown"))
        );
        for nothing in ["", " "] {
            report.run("host.setAttribute('view', args[0])", &[nothing.into()]);
            shows(&report, &all.as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>());
            report.run("host.setAttribute('view', 'kpis')", &[]);
            shows(&report, &["kpis"]);
        }
        report.run("host.removeAttribute('view')", &[]);
        report.ready();
        assert_eq!(panels(&report), all);
        report.screen_where("the filter as before", |screen| screen.chips.len() == 1);
    });
}

#[test]
fn nothing_is_loaded_for_panels_that_are_not_shown() {
    let page = Page::blank();
    for path in [LATER, "/data/beauty.json", "/data/cdnow.json"] {
        page.gate.rule(path, Some(Rule::Hold));
    }
    page.session.open(&page.gate.url("/"));
    let report = page.report("first");
    report.run("host.setAttribute('view', 'kpis funnel')", &[]);
    page.gate.rule("/data/beauty.json", None);
    report.wait("a report", "root && root.querySelector('.funnel')");
    shows(&report, &["kpis", "funnel"]);
    report.run("host.frames = 0; const next = () => { host.frames += 1; requestAnimationFrame(next); }; next()", &[]);
    report.wait("frames", "host.frames > 8");
    assert_eq!(page.gate.asked(LATER), 0);
    // It is loaded as soon as there is one.
    report.run("host.setAttribute('view', 'trend kpis')", &[]);
    until("the request", || if page.gate.asked(LATER) == 0 { Err("none".to_owned()) } else { Ok(()) });
    page.gate.rule(LATER, None);
    report.wait("the panel", "root.querySelector('.trend:not(.waiting)')");
    assert_eq!(page.complaints(), Vec::<String>::new());
}

#[test]
fn a_reader_changes_nothing_that_the_host_has_not_allowed() {
    visit(|page| {
        let report = page.report("first");
        let chosen = json!({"filters": {"date": {"from": "2025-05-13", "to": "2025-06-20"}, "category": ["skincare"]}, "compare": "previous"});
        report.run("host.selection = args[0]", from_ref(&chosen));
        report.screen_where("what the host chose", |screen| screen.chips.len() == 1);
        let free = report.run("return host.save()", &[]);
        let controls = "return ['.chip button', 'input[type=date]', 'select[data-choice=period]', 'select[data-choice=comparison]',
            '.grid .pick', '.grid .drill', '.crumbs button', '[data-act=all-days]', '.compare-row[aria-pressed]']
            .filter((control) => root.querySelector(control))";
        let before = report.run(controls, &[]);
        assert_eq!(before.as_array().map(Vec::len), Some(8), "{before}");

        report.run("host.allow = { dimensions: ['brand'], date: false, compare: false }", &[]);
        report.wait("fewer controls", "!root.querySelector('.chip button')");
        // Of the dimension that is listed now, which is allowed, members can be chosen; nothing else can be changed.
        assert_eq!(report.run(controls, &[]), json!([".grid .pick", ".grid .drill"]));
        assert_eq!(report.selection(), chosen);
        report.click("tr[data-kind=member] .drill");
        report.screen_where("a brand", |screen| screen.chips.len() == 2);
        assert_eq!(report.run("return root.querySelectorAll('.chip button').length", &[]), json!(1));
        assert_eq!(report.run("return root.querySelectorAll('.grid .pick, .grid .drill').length", &[]), json!(0));

        // Not by keys either, nor by a state, nor by undoing what the host did.
        report.run("root.querySelector('.grid tr[tabindex=\"0\"]').focus()", &[]);
        for key in ["Enter", " "] {
            report.run(
                "root.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: args[0], bubbles: true }))",
                &[key.into()],
            );
        }
        report.run(
            "host.restore(args[0].replace('skincare', 'makeup').replace('2025-05-13', '2025-05-20'))",
            from_ref(&free),
        );
        report.screen_where("no brand", |screen| screen.chips.len() == 1);
        assert_eq!(report.selection(), chosen);

        // What the host itself chooses is not held.
        let other = json!({"filters": {"category": ["makeup"]}});
        report.run("host.selection = args[0]", from_ref(&other));
        report.screen_where("what the host chose", |screen| {
            screen.period.contains("2025-06-20") || screen.chips.len() == 1
        });
        assert_eq!(report.selection(), other);
        report.click("[data-act=undo]");
        report.wait("an undone step", "root.querySelector('[data-act=undo]').disabled || true");
        assert_eq!(report.selection(), other);

        report.run("host.allow = undefined", &[]);
        report.wait("all controls", "root.querySelector('.chip button') && root.querySelector('input[type=date]')");
        let refused = report.look("try { host.allow = { measures: [] } } catch (cause) { return String(cause) }", &[]);
        assert!(refused.is_ok_and(|why| why.as_str().is_some_and(|why| why.contains("allow.measures"))));
        // What cannot be read allows nothing.
        report.wait("no control", "!root.querySelector('.chip button, input[type=date]')");
    });
}

#[test]
fn a_link_leads_nowhere_that_is_not_allowed() {
    visit(|page| {
        let report = page.report("first");
        report.run("host.setAttribute('deeplink', '')", &[]);
        report.run("host.allow = { dimensions: [], date: { from: '2025-06-01', to: '2025-06-10' } }", &[]);
        report.screen_where("the days that are allowed", |screen| screen.period.contains("2025-06-01"));
        let days = |from: &str, to: &str| json!({"filters": {"date": {"from": from, "to": to}}});
        assert_eq!(report.selection(), days("2025-06-01", "2025-06-10"));
        page.run("location.hash = '#redcat=date=2025-05-20..2025-06-03%26category=makeup'", &[]);
        let link = "return new Promise((done) => setTimeout(() => done(location.hash), 0))";
        page.run(link, &[]);
        until("what is left of the link", || match report.selection() {
            now if now["filters"]["category"].is_null() && now["filters"]["date"]["from"] == "2025-06-01" => Ok(()),
            now => Err(now.to_string()),
        });
        report.pick_day("date-from", "2025-06-04");
        report.screen_where("a later day", |screen| screen.period.contains("2025-06-04"));
        let edges =
            report.run("const { min, max } = root.querySelector('input[data-date=date-from]'); return [min, max]", &[]);
        assert_eq!(edges, json!(["2025-06-01", "2025-06-10"]));
        report.choose("period", "option[value=all]");
        report.screen_where("all days that are allowed", |screen| screen.period.contains("2025-06-01"));
        assert_eq!(report.selection(), days("2025-06-01", "2025-06-10"));
    });
}

#[test]
fn what_was_allowed_stays_so_where_the_element_comes_back() {
    visit(|page| {
        let report = page.report("first");
        let chosen = json!({"filters": {"category": ["skincare"]}});
        report.run("host.selection = args[0]; host.allow = { dimensions: ['brand'] }", from_ref(&chosen));
        report.wait("the limit", "root.querySelector('.chip') && !root.querySelector('.chip button')");
        page.run("window.away = document.getElementById('first'); window.away.remove()", &[]);
        page.run("return new Promise((done) => setTimeout(done))", &[]);
        page.run("window.away.restore(JSON.stringify({ selection: {} })); document.querySelector('main').prepend(window.away)", &[]);
        report.ready();
        report.wait("the limit", "root.querySelector('.chip') && !root.querySelector('.chip button')");
        assert_eq!(report.selection(), chosen);
    });
}

#[test]
fn the_host_hears_how_far_down_the_reader_is() {
    visit(|page| {
        let report = page.report("first");
        report.listen("redcat-drill");
        report.click("tr[data-kind=member] .drill");
        let category = report.hears("redcat-drill");
        let path = report.selection()["filters"]["category"].clone();
        assert_eq!(category, [json!({"dimension": "brand", "path": [{"dimension": "category", "member": path[0]}]})]);
        report.screen_where("brands", |screen| screen.chips.len() == 1);
        report.click("tr[data-kind=member] .drill");
        let brand = report.hears("redcat-drill");
        assert_eq!(brand[0]["path"].as_array().map(Vec::len), Some(2), "{brand:?}");
        assert_eq!((&brand[0]["path"][0], brand.len()), (&category[0]["path"][0], 1));
        report.choose("period", "option[value=last-90]");
        report.screen_where("other days", |screen| screen.period.contains("90"));
        assert_eq!(report.heard("redcat-drill"), Vec::<Value>::new());
        report.click(".crumbs li:first-child button");
        assert_eq!(report.hears("redcat-drill"), [json!({"dimension": "category", "path": []})]);
    });
}
