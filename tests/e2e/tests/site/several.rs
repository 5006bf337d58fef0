//! Several merchants of one agency: a menu above the report, what the reader chose kept where ids match, never one
//! merchant's numbers for another's, and links and saved states that say whose they are.

use std::slice::from_ref;

use e2e::gate::Rule;
use e2e::page::{Report, visit};
use e2e::until;
use e2e::webdriver::keys;
use serde_json::{Value, json};

const MENU: &str = "select[data-choice=merchant]";

fn opens_the_agency(report: &Report<'_>) {
    report.run("document.querySelector('#samples [data-index]').click()", &[]);
    report.wait("a menu", "root.querySelector('.merchants select')?.options.length === 2");
    report.screen_where("the first merchant", |screen| screen.merchant == "云汐美妆");
}

#[test]
fn the_reader_switches_and_keeps_what_both_have() {
    visit(|page| {
        let report = page.report("first");
        opens_the_agency(&report);
        let menu =
            "return [root.querySelector('.merchants span').textContent, root.querySelector('.merchants select').value,
            ...[...root.querySelectorAll('.merchants option')].map((option) => option.textContent)]";
        assert_eq!(report.run(menu, &[]), json!(["商家", "beauty", "云汐美妆", "鹿跑运动"]));
        page.click("#lang option[value=en]");
        until("English", || match report.run(menu, &[]) {
            said if said == json!(["Merchant", "beauty", "Yunxi Beauty", "Lupao Sports"]) => Ok(()),
            other => Err(other.to_string()),
        });
        page.click("#lang option[value='zh-CN']");
        let chosen = json!({"compare": {"wave": "618"}, "filters": {"channel": ["ud"], "brand": ["yunjian_skincare"]}});
        report.run("host.selection = args[0]", &[chosen]);
        report.screen_where("both filters", |screen| screen.chips.len() == 2);
        for event in ["redcat-switch", "redcat-select"] {
            report.listen(event);
        }
        report.run("root.querySelector('.merchants select').focus()", &[]);
        page.session.press(&[keys::DOWN]);
        let sports = report.screen_where("the other merchant", |screen| screen.merchant == "鹿跑运动");
        assert_eq!(sports.filtered(), ["channel"], "brands are of one merchant only");
        assert_eq!(report.heard("redcat-switch"), [json!({"id": "sports"})]);
        assert_eq!(report.selection()["compare"], json!({"wave": "618"}));
        assert_eq!(report.run("return host.reportId", &[]), json!("sports"));
        // By the host, too; and what is no merchant of theirs changes nothing.
        report.run("host.reportId = 'nobody'; host.reportId = 'beauty'", &[]);
        report.screen_where("the first again", |screen| screen.merchant == "云汐美妆");
        // A single report again: no menu.
        page.click("#samples [data-src='data/cdnow.json']");
        report.screen_where("CDNOW", |screen| screen.merchant == "CDNOW");
        report.wait("no menu", "!root.querySelector('.merchants')");
    });
}

#[test]
fn a_menu_fits_every_width() {
    visit(|page| {
        let report = page.report("first");
        opens_the_agency(&report);
        for width in [320, 768, 1280, 1920] {
            page.session.resize(width, 900);
            let over = "const bar = root.querySelector('.merchants').getBoundingClientRect(), own = host.getBoundingClientRect();
                return [document.documentElement.scrollWidth > innerWidth, bar.right > own.right, bar.height > 0]";
            assert_eq!(report.run(over, &[]), json!([false, false, true]), "{width} px");
            page.picture(&format!("several-{width}"));
        }
    });
}

#[test]
fn the_last_choice_wins_and_no_report_stands_for_another() {
    visit(|page| {
        let report = page.report("first");
        opens_the_agency(&report);
        report.listen("redcat-stale");
        report.listen("redcat-ready");
        page.gate.rule("/data/sports.json", Some(Rule::Hold));
        report.run("host.reportId = 'sports'", &[]);
        until("the request", || if page.gate.asked("/data/sports.json") > 0 { Ok(()) } else { Err("none".to_owned()) });
        report.run("host.reportId = 'beauty'", &[]);
        report.hears("redcat-ready");
        page.gate.rule("/data/sports.json", None);
        assert_eq!(report.screen().merchant, "云汐美妆");

        page.gate.rule("/data/sports.json", Some(Rule::Status(404)));
        report.run("host.reportId = 'sports'", &[]);
        report.wait("a failure", "root.querySelector('.failure')");
        assert_eq!(report.failure().map(|(kind, _)| kind).as_deref(), Some("http"));
        report.wait("nobody else's numbers", "!root.querySelector('.panels')");
        assert_eq!(report.heard("redcat-stale"), Vec::<Value>::new());
        report.wait("the menu", &format!("root.querySelector('{MENU}').value === 'sports'"));
        // Again, and now it comes; a failed refresh of the same leaves it, marked stale.
        page.gate.rule("/data/sports.json", None);
        report.click(".failure button");
        report.screen_where("the one asked for", |screen| screen.merchant == "鹿跑运动");
        page.gate.rule("/data/sports.json", Some(Rule::Status(404)));
        report.run("host.refresh()", &[]);
        report.hears("redcat-stale");
        assert_eq!(report.screen().merchant, "鹿跑运动");
        page.session.log();
    });
}

#[test]
fn links_and_saved_states_say_whose_they_are() {
    visit(|page| {
        let report = page.report("first");
        report.run("host.setAttribute('deeplink', '')", &[]);
        opens_the_agency(&report);
        report.choose("merchant", "option[value=sports]");
        report.screen_where("the other merchant", |screen| screen.merchant == "鹿跑运动");
        report.click("tr[data-kind=member] .drill");
        report.screen_where("a filter", |screen| screen.chips.len() == 1);
        // What another merchant's report cannot have: it must not be lost on the way back.
        report.click("tr[data-kind=member] .twist");
        let down = report.screen_where("an unfolded row", |screen| screen.rows.iter().any(|row| row.level == 2));
        report.wait("a link", "location.hash.startsWith('#redcat=@sports@') && location.hash.includes('/')");
        let hash = page.run("return location.hash", &[]);
        let saved = report.run("return host.save()", &[]);

        report.run("host.reportId = 'beauty'", &[]);
        report.screen_where("the first", |screen| screen.merchant == "云汐美妆" && screen.chips.is_empty());
        report.run("host.restore(args[0])", from_ref(&saved));
        report.screen_where("what was saved", |screen| *screen == down);

        report.run("host.reportId = 'beauty'", &[]);
        report.screen_where("the first", |screen| screen.merchant == "云汐美妆");
        report.wait("its address", "!location.hash.includes('@')");
        page.run("location.hash = arguments[0]", &[hash]);
        report.screen_where("what the link says", |screen| *screen == down);

        // Out of the page and back: the same merchant, the same view.
        page.run("window.away = document.getElementById('first'); window.away.remove()", &[]);
        page.run("return new Promise((done) => setTimeout(done))", &[]);
        page.run("document.querySelector('main').prepend(window.away)", &[]);
        report.ready();
        report.screen_where("what was there before", |screen| *screen == down);

        // Where there is but one report the state is still read.
        let second = page.report("second");
        page.run("document.getElementById('second').setAttribute('src', 'data/sports.json')", &[]);
        second.screen_where("the same report", |screen| screen.merchant == "鹿跑运动");
        second.run("host.restore(args[0])", &[saved]);
        second.screen_where("the same view", |screen| screen.chips == down.chips);
    });
}

#[test]
fn a_list_that_cannot_be_read_is_refused_with_its_place() {
    visit(|page| {
        let report = page.report("first");
        report.listen("redcat-error");
        let entry = |id: &str| json!({"id": id, "label": "A", "src": "data/cdnow.json"});
        let lists = [
            (json!({"id": "a"}), "wrong_type", "reports"),
            (json!([entry("a"), 7]), "wrong_type", "reports[1]"),
            (json!([entry("a"), {"id": "b", "label": "B"}]), "missing_field", "reports[1].src"),
            (json!([entry("a"), {"id": "b", "label": {"en": 7}, "src": "x"}]), "wrong_type", "reports[1].label"),
            (json!([entry("a"), entry("a")]), "duplicate_id", "reports[1].id"),
            (json!([{"id": "", "label": "A", "src": "x"}]), "wrong_type", "reports[0].id"),
            (json!([{"id": "a", "label": "A", "src": "http://["}]), "wrong_type", "reports[0].src"),
            (json!([]), "missing_field", "reports[0]"),
        ];
        for (list, kind, path) in lists {
            report.run("host.reports = args[0]", &[list]);
            let heard = report.hears("redcat-error");
            assert_eq!((heard[0]["kind"].as_str(), heard[0]["path"].as_str()), (Some(kind), Some(path)));
            assert_eq!(report.failure(), Some((kind.to_owned(), path.to_owned())));
        }
        // Reports that the host has already, of any form.
        let given = "return fetch('data/sports.json').then((answer) => answer.text()).then((text) => {
            host.reports = [{ id: 'a', label: 'A', report: JSON.parse(text) }, { id: 'b', label: { en: 'B' }, src: 'data/cdnow.json' }];
          })";
        report.run(given, &[]);
        report.screen_where("the first", |screen| screen.merchant == "鹿跑运动");
        assert_eq!(report.failure(), None);
        report.choose("merchant", "option[value=b]");
        report.screen_where("the second", |screen| screen.merchant == "CDNOW");
        report.choose("merchant", "option[value=a]");
        report.screen_where("the first", |screen| screen.merchant == "鹿跑运动");
    });
}

#[test]
fn an_index_that_does_not_come_is_asked_for_again() {
    visit(|page| {
        let report = page.report("first");
        page.gate.rule("/data/agency.json", Some(Rule::Status(404)));
        report.run("host.removeAttribute('src'); host.setAttribute('index', 'data/agency.json')", &[]);
        report.wait("a failure", "root.querySelector('.failure')");
        page.gate.rule("/data/agency.json", None);
        report.click(".failure button");
        report.wait("a menu", "root.querySelector('.merchants select')?.options.length === 2");
        report.wait("the first merchant", "!root.querySelector('.failure')");
        page.session.log();
    });
}

#[test]
fn a_list_that_comes_while_the_program_starts_is_shown() {
    visit(|page| {
        let late = "const late = Object.assign(document.createElement('redcat-report'), { id: 'late' });
            document.querySelector('main').prepend(late);
            late.reports = [{ id: 'c', label: 'C', src: 'data/cdnow.json' }];";
        page.run(late, &[]);
        let report = page.report("late");
        report.screen_where("the first of the list", |screen| screen.merchant == "CDNOW");
        report.wait("a menu", "root.querySelector('.merchants select')?.options.length === 1");
    });
}
