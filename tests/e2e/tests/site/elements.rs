//! What a host page relies on: two elements that do not know of each other, attributes that never remount, state that
//! survives a move, `save` and `restore`, `selection`, events.

use std::path::PathBuf;
use std::slice::from_ref;

use e2e::origin::{Origin, files};
use e2e::page::{Page, visit};
use e2e::variable;
use serde_json::{Value, json};

#[test]
fn drilling_in_one_report_leaves_the_other_alone() {
    visit(|page| {
        page.run("document.getElementById('second').setAttribute('src', 'data/beauty.json')", &[]);
        let (first, second) = (page.report("first"), page.report("second"));
        let whole = second.screen_where("the same report", |screen| screen.merchant == "云汐美妆");
        let markup = second.markup();
        first.click("tr[data-kind=member] .drill");
        first.screen_where("a filter", |screen| screen.chips.len() == 1);
        assert_eq!(second.markup(), markup);
        assert_eq!(second.selection(), json!({}));
        second.click("tr[data-kind=member]:nth-child(2) .drill");
        let down = second.screen_where("another filter", |screen| screen.chips.len() == 1);
        assert_ne!(down.chips, first.screen().chips);
        second.click("[data-act=undo]");
        second.screen_where("no filter", |screen| *screen == whole);
        assert_eq!(first.screen().chips.len(), 1);
    });
}

#[test]
fn no_attribute_remounts_and_a_move_keeps_the_state() {
    visit(|page| {
        let report = page.report("first");
        report.click("tr[data-kind=member] .drill");
        let down = report.screen_where("a filter", |screen| screen.chips.len() == 1);
        report.run("host.kept = root.querySelector('.report')", &[]);
        let kept =
            |what: &str| report.wait(what, "host.kept === root.querySelector('.report') && host.kept.isConnected");
        for (name, value) in [
            ("theme", "dark"),
            ("rise-colour", "green"),
            ("lang", "en"),
            ("view", "funnel"),
            ("deeplink", ""),
            ("poll", "3600"),
        ] {
            report.run("host.setAttribute(...args)", &[json!(name), json!(value)]);
            kept(name);
        }
        for name in ["poll", "deeplink", "view", "rise-colour", "theme", "lang"] {
            report.run("host.removeAttribute(args[0])", &[json!(name)]);
            kept(name);
        }
        report.ready();
        report.screen_where("what was there before", |screen| *screen == down);
        report.run("host.setAttribute('src', 'data/cdnow.json')", &[]);
        let bare = |merchant: &str| {
            // A filter that another merchant's report cannot have is left behind, and so are the steps back to it.
            report.screen_where(merchant, |screen| screen.merchant == merchant && screen.chips.is_empty());
            report.wait("nothing to take back", "root.querySelector('[data-act=undo]').disabled");
        };
        bare("CDNOW");
        kept("another src");
        report.run("host.setAttribute('src', 'data/beauty.json')", &[]);
        bare("云汐美妆");
        report.click("tr[data-kind=member] .drill");
        report.screen_where("the same filter", |screen| *screen == down);

        // Into another parent, in one go as frameworks do.
        report.run("document.querySelector('main section').append(host)", &[]);
        kept("a move");
        assert_eq!(report.screen(), down);
        report.click("[data-act=undo]");
        report.screen_where("no filter", |screen| screen.chips.is_empty());

        // Out of the page and back later: another inside, the same state.
        report.click("tr[data-kind=member] .drill");
        report.screen_where("a filter", |screen| *screen == down);
        page.run("window.away = document.getElementById('first'); window.away.remove()", &[]);
        page.run("return new Promise((done) => setTimeout(done))", &[]);
        page.run("document.querySelector('main').prepend(window.away)", &[]);
        report.ready();
        report.screen_where("what was there before", |screen| *screen == down);
    });
}

#[test]
fn what_was_saved_is_restored() {
    visit(|page| {
        let (first, second) = (page.report("first"), page.report("second"));
        page.run("document.getElementById('second').setAttribute('src', 'data/beauty.json')", &[]);
        second.screen_where("the same report", |screen| screen.merchant == "云汐美妆");
        first.click("tr[data-kind=member] .drill");
        first.choose("period", "option[value=last-90]");
        first.choose("comparison", "option[value=previous]");
        first.choose("top", "option:nth-child(2)");
        first.click("th[data-column]:nth-child(3) button");
        first.click("th[data-column]:nth-child(3) button");
        let wanted = first.screen_where("all that", |screen| screen.chips.len() == 1 && screen.period.contains("90"));
        let saved = first.run("return host.save()", &[]);
        assert!(saved.as_str().is_some_and(|text| !text.is_empty()), "{saved}");
        second.run("host.restore(args[0])", from_ref(&saved));
        second.screen_where("the other's state", |screen| *screen == wanted);
        assert_eq!(second.run("return host.save()", &[]), saved);
        let refused = first.look("try { host.restore('?!') } catch (error) { return String(error) }", &[]);
        assert!(refused.is_ok_and(|error| error.is_string()), "nonsense is refused");
        assert_eq!(first.run("return host.save()", &[]), saved);
    });
}

#[test]
fn the_selection_is_read_set_and_told() {
    visit(|page| {
        let report = page.report("first");
        report.listen("redcat-select");
        page.run("window.bubbled = 0; document.addEventListener('redcat-select', () => window.bubbled++)", &[]);
        report.click("tr[data-kind=member] .drill");
        let heard = report.hears("redcat-select");
        let category = &report.screen().members()[0].to_owned();
        assert!(!category.is_empty());
        assert_eq!(heard, [json!({"selection": report.selection()})]);
        assert_eq!(page.run("return window.bubbled", &[]), 1);

        let wanted = json!({"filters": {"date": {"from": "2025-05-13", "to": "2025-06-20"}, "category": ["makeup", "skincare"]}, "compare": "previous"});
        report.run("host.selection = args[0]", from_ref(&wanted));
        let screen = report.screen_where("what the host chose", |screen| screen.period.contains("2025-05-13"));
        assert_eq!(screen.filtered(), ["category"]);
        assert_eq!(report.selection(), wanted);
        assert_eq!(report.hears("redcat-select"), [json!({"selection": wanted})]);
        report.click("[data-act=undo]");
        let heard = report.hears("redcat-select");
        assert_eq!(heard.len(), 1);
        assert_ne!(heard[0]["selection"], wanted);

        let refused =
            report.look("try { host.selection = { filters: 7 } } catch (error) { return String(error) }", &[]);
        assert!(refused.is_ok_and(|error| error.is_string()), "nonsense is refused");
        // Ids that the report does not know are kept, have no effect, and that is said, to the host too.
        report.listen("redcat-error");
        let unknown = json!({"filters": {"planet": ["mars"], "category": ["cars"]}, "compare": {"wave": "816"}});
        report.run("host.selection = args[0]", from_ref(&unknown));
        report.wait("a remark", "root.querySelector('.head .notes')?.textContent.includes('planet')");
        assert_eq!(report.screen().filtered(), ["category"], "a dimension that is none has no chip to take away");
        let told = report.hears("redcat-error");
        let faults = told[0]["faults"].as_array().cloned().unwrap_or_default();
        let places: Vec<&str> = faults.iter().filter_map(|fault| fault["path"].as_str()).collect();
        assert_eq!(places, ["selection.filters.category", "selection.filters.planet", "selection.compare.wave"]);
        assert!(faults.iter().all(|fault| fault["kind"] == "unknown_reference"), "{told:?}");
        assert_eq!(report.selection(), unknown);
    });
}

#[test]
fn a_report_given_as_object_text_or_bytes_is_the_same_and_says_that_it_is_ready() {
    visit(|page| {
        let report = page.report("first");
        let whole = report.screen();
        report.listen("redcat-ready");
        let ways = [
            "host.report = args[0]",
            "host.report = JSON.stringify(args[0])",
            "host.report = new TextEncoder().encode(JSON.stringify(args[0]))",
            "host.report = new TextEncoder().encode(JSON.stringify(args[0])).buffer",
        ];
        let document = |name: &str| {
            let script = "return fetch(arguments[0]).then((answer) => answer.json())";
            page.run(script, &[Value::from(format!("data/{name}.json"))])
        };
        let (beauty, cdnow) = (document("beauty"), document("cdnow"));
        for way in ways {
            report.run(way, from_ref(&cdnow));
            report.screen_where(way, |screen| screen.merchant == "CDNOW");
            assert_eq!(report.hears("redcat-ready").len(), 1);
            report.run(way, from_ref(&beauty));
            report.screen_where(way, |screen| *screen == whole);
            assert_eq!(report.hears("redcat-ready").len(), 1);
        }
    });
}

#[test]
fn the_module_can_come_twice_and_after_its_elements() {
    let site = Origin::of("127.0.0.1");
    let without = ("<script type=\"module\" src=\"redcat-report.js\"></script>", String::new());
    site.serve(files(&PathBuf::from(variable("REDCAT_SITE")), "base-uri 'self'", vec![without]));
    let page = Page::blank();
    page.session.open(&site.url("/"));
    let report = page.report("first");
    // A host sets what it has, before there is an element that could take it.
    let early = "const host = document.getElementById('first');
        Object.assign(host, { selection: { filters: { category: ['makeup'] } }, allow: { dimensions: ['brand'] } });
        const before = host.shadowRoot;
        return import('/redcat-report.js').then(() => before)";
    assert_eq!(page.run(early, &[]), Value::Null);
    report.ready();
    report.screen_where("what was set", |screen| screen.filtered() == ["category"]);
    report.wait("the limit", "!root.querySelector('.chip button')");
    let again = "const known = customElements.get('redcat-report');
        return import('/redcat-report.js?again').then((module) => [known === customElements.get('redcat-report'), module.RedcatReport === known])";
    assert_eq!(page.run(again, &[]), json!([true, false]));
    report.click("tr[data-kind=member] .drill");
    report.screen_where("a brand", |screen| screen.chips.len() == 2);
}

#[test]
fn its_height_follows_what_it_shows() {
    visit(|page| {
        let report = page.report("first");
        let height = || report.run("return host.offsetHeight", &[]).as_u64().unwrap_or_default();
        let below =
            || page.run("return document.querySelector('main section').getBoundingClientRect().top + scrollY", &[]);
        let (whole, before) = (height(), below());
        report.run("host.setAttribute('view', 'kpis')", &[]);
        report.wait("one panel", "root.querySelector('.panels').children.length === 1");
        let one = height();
        assert!(one > 100 && one * 4 < whole, "{one} of {whole} px");
        assert!(below().as_f64() < before.as_f64());
        report.run("host.removeAttribute('view')", &[]);
        report.ready();
        assert_eq!((height(), below()), (whole, before));
    });
}
