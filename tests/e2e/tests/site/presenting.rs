//! On a stage: one panel at a time in bigger type, by keys that a clicker has too, under other names on the screen, in
//! what is spoken and in files; Escape ends it.

use e2e::page::{Page, Report, visit};
use e2e::until;
use e2e::webdriver::keys;
use serde_json::{Value, json};

use crate::access::{assert_clean, load_axe};
use crate::export::text;

/// Everything in the report that a reader sees or hears, tooltips too.
const SEEN: &str = "
const said = [...root.querySelectorAll('*')].filter((part) => part.localName !== 'style')
  .flatMap((part) => ['title', 'aria-label', 'alt', 'placeholder'].map((name) => part.getAttribute(name)).filter(Boolean));
return [root.textContent ?? '', ...[...root.children].map((part) => part.textContent), ...said].join('\\n');";

/// Every name of the beauty sample, in both languages.
fn names(page: &Page) -> Vec<String> {
    let body = "return fetch('data/beauty.json').then((answer) => answer.json()).then((document) => {
        const named = document.dimensions.filter(({ id }) => ['brand', 'product', 'creator', 'note'].includes(id));
        const labels = [document.meta.merchant.name, ...named.flatMap(({ members }) => members.map(({ label }) => label)),
          ...document.agreements.map(({ label }) => label)];
        return labels.flatMap((label) => Object.values(label));
      })";
    let names = page.run(body, &[]);
    names.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[track_caller]
fn tells_nobody(text: &str, names: &[String], place: &str) {
    assert!(text.len() > 40, "{place} is empty: {text:?}");
    let told: Vec<&String> = names.iter().filter(|name| text.contains(name.as_str())).collect();
    assert!(told.is_empty(), "{place} tells {told:?}");
}

/// The panels that are seen now.
fn seen(report: &Report<'_>) -> Vec<String> {
    let body = "return [...root.querySelectorAll('.panels > [part]')].filter((panel) => panel.getClientRects().length)
        .map((panel) => panel.getAttribute('part'))";
    let seen = report.run(body, &[]);
    seen.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn stands_on(report: &Report<'_>, panel: &str) {
    until(panel, || match seen(report) {
        one if one == [panel] => Ok(()),
        other => Err(format!("{other:?}")),
    });
}

#[test]
fn a_reader_walks_through_all_panels_under_other_names_and_comes_back() {
    visit(|page| {
        let report = page.report("first");
        let names = names(page);
        assert!(names.len() > 900, "{}", names.len());
        let before = report.screen();
        assert_eq!(before.merchant, "云汐美妆");
        report.listen("redcat-present");
        report.click("[data-act=present]");
        report.screen_where("another name", |screen| screen.merchant == "某商家");
        assert_eq!(report.hears("redcat-present"), [json!({"presenting": true})]);
        let panels = report.run(
            "return [...root.querySelectorAll('.panels > [part]')].map((panel) => panel.getAttribute('part'))",
            &[],
        );
        let panels: Vec<&str> = panels.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(panels.len(), 14, "{panels:?}");
        let type_px = "return parseFloat(getComputedStyle(root.querySelector('h1')).fontSize) * root.querySelector('h1').currentCSSZoom";
        assert!(report.run(type_px, &[]).as_f64().is_some_and(|px| px > 24.0), "bigger type");
        for (n, panel) in panels.iter().enumerate() {
            stands_on(&report, panel);
            let place = format!("{} / 14", n + 1);
            report.wait(
                &place,
                &format!("root.querySelector('.stage [role=status]').textContent.startsWith('{place} · ')"),
            );
            let fits = "const box = host.getBoundingClientRect(), mount = root.querySelector('.root');
                return [box.x, box.y, Math.round(box.width - innerWidth), Math.round(box.height - innerHeight), mount.scrollWidth - mount.clientWidth]";
            assert_eq!(report.run(fits, &[]), json!([0, 0, 0, 0, 0]), "{panel} fills the window and no more");
            tells_nobody(report.run(SEEN, &[]).as_str().unwrap_or_default(), &names, panel);
            if n == 1 {
                page.picture("presenting");
            }
            if n + 1 < panels.len() {
                page.session.press(&[keys::RIGHT]);
            }
        }
        for panel in panels {
            for method in ["exportCsv", "exportSvg"] {
                tells_nobody(&text(&report, method, panel), &names, &format!("{method} of {panel}"));
            }
        }
        // Nothing comes after the last one; a clicker turns back, to the top of a high panel first.
        page.session.press(&[keys::RIGHT]);
        stands_on(&report, "quality");
        until("the one before", || {
            page.session.press(&[keys::PAGE_UP]);
            if seen(&report) == ["entry"] { Ok(()) } else { Err(format!("{:?}", seen(&report))) }
        });
        page.session.press(&[keys::HOME]);
        stands_on(&report, "kpis");
        page.session.press(&[keys::END]);
        stands_on(&report, "quality");
        page.session.press(&[keys::HOME]);
        stands_on(&report, "kpis");
        until("the next one", || {
            page.session.press(&[keys::PAGE_DOWN]);
            if seen(&report) == ["funnel"] { Ok(()) } else { Err(format!("{:?}", seen(&report))) }
        });

        report.heard("redcat-present");
        report.run("root.querySelector('.stage').focus()", &[]);
        page.session.press(&[keys::ESCAPE]);
        report.wait("the end", "!root.querySelector('.stage') && host.getAttribute('present') === 'offer'");
        assert_eq!(report.hears("redcat-present"), [json!({"presenting": false})]);
        assert_eq!(seen(&report).len(), 14);
        report.screen_where("what was there before", |screen| *screen == before);
        report.wait("the keyboard where it was", "root.activeElement?.dataset.act === 'present'");
        assert_eq!(report.run("return document.fullscreenElement", &[]), Value::Null);
    });
}

#[test]
fn a_card_a_table_and_a_menu_of_what_stands_there_are_within_reach() {
    visit(|page| {
        let report = page.report("first");
        let names = names(page);
        page.session.resize(1920, 1080);
        report.run("host.setAttribute('present', '')", &[]);
        report.screen_where("another name", |screen| screen.merchant == "某商家");
        page.session.press(&[keys::RIGHT]);
        stands_on(&report, "funnel");
        report.click("section[part=funnel] [data-explain]");
        report.wait("a card", "root.querySelector('.card')");
        tells_nobody(report.run(SEEN, &[]).as_str().unwrap_or_default(), &names, "a card");
        let inside = "const box = root.querySelector('.card').getBoundingClientRect();
            return box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth";
        assert_eq!(report.run(inside, &[]), json!(true));
        // Escape closes the card and nothing else.
        page.session.press(&[keys::ESCAPE]);
        report.wait("no card", "!root.querySelector('.card') && root.querySelector('.stage')");
        report.click("section[part=funnel] .twin-toggle");
        report.wait("a table", "root.querySelector('section[part=funnel] .twin table')");
        tells_nobody(report.run(SEEN, &[]).as_str().unwrap_or_default(), &names, "a table");
        report.click("section[part=funnel] .export summary");
        page.session.press(&[keys::ESCAPE]);
        report.wait("a menu closed", "!root.querySelector('details[open]') && root.querySelector('.stage')");
        // What lies behind is not within the keyboard's reach.
        page.run("document.getElementById('lang').focus()", &[]);
        report.wait("the keyboard", "root.activeElement?.matches('.stage')");
        report.run("host.setAttribute('lang', 'en')", &[]);
        report.wait("English", "root.querySelector('.stage [data-stage=on]')?.title === 'Next panel'");
        report.click(".stage [data-stage=end]");
        report.wait("the end", "!root.querySelector('.stage') && !host.hasAttribute('present')");
    });
}

#[test]
fn no_name_is_seen_where_presenting_is_the_beginning_and_all_are_where_they_are_wanted() {
    visit(|page| {
        let begin = "const host = document.createElement('redcat-report');
            host.id = 'third';
            window.seen = new Set();
            const look = () => {
              const name = host.shadowRoot.querySelector('h1');
              if (name) window.seen.add(name.textContent);
              if (!host.done) requestAnimationFrame(look);
            };
            new MutationObserver(look).observe(host.shadowRoot, { subtree: true, childList: true, characterData: true });
            host.setAttribute('present', arguments[0]);
            host.setAttribute('src', 'data/beauty.json');
            document.querySelector('main').append(host);
            look();";
        page.run(begin, &[json!("")]);
        let report = page.report("third");
        report.screen_where("another name", |screen| screen.merchant == "某商家");
        stands_on(&report, "kpis");
        report.run("host.report = JSON.stringify({ schema: 'redcat.report/2' })", &[]);
        report.wait("a refusal", "root.querySelector('.failure')");
        assert_eq!(page.run("return [...window.seen]", &[]), json!(["某商家"]));
        report.run("host.setAttribute('present', 'names')", &[]);
        report.screen_where("its name", |screen| screen.merchant == "云汐美妆");
        stands_on(&report, "kpis");
        report.run("host.done = true; host.remove()", &[]);
        // Nothing of it stays on the page.
        page.session.press(&[keys::RIGHT]);
        until("the other reports", || match page.run("return document.getElementById('first').offsetWidth > 0", &[]) {
            Value::Bool(true) => Ok(()),
            _ => Err("covered".to_owned()),
        });
    });
}

#[test]
fn axe_finds_nothing_wrong_on_a_stage() {
    visit(|page| {
        load_axe(page);
        let report = page.report("first");
        report.run("host.setAttribute('present', '')", &[]);
        for (lang, theme) in [("zh-CN", "light"), ("en", "dark")] {
            page.run(
                "document.getElementById('first').setAttribute('lang', arguments[0]);
                document.getElementById('first').setAttribute('theme', arguments[1])",
                &[json!(lang), json!(theme)],
            );
            report.wait(
                theme,
                &format!("root.querySelector('.stage.theme-{theme}') && root.querySelector('.report[lang={lang}]')"),
            );
            for panel in ["kpis", "funnel"] {
                stands_on(&report, panel);
                assert_clean(page, &format!("{panel} on a stage, {lang}, {theme}"));
                page.session.press(&[keys::RIGHT]);
            }
            page.session.press(&[keys::HOME]);
        }
    });
}

#[test]
fn it_fits_a_phone() {
    visit(|page| {
        page.session.resize(320, 640);
        let report = page.report("first");
        report.wait("the width", "root.querySelector('.report.narrow')");
        report.run("host.setAttribute('present', 'names')", &[]);
        stands_on(&report, "kpis");
        for _ in 0..3 {
            let over = "const mount = root.querySelector('.root'), bar = root.querySelector('.stage');
                return [mount.scrollWidth - mount.clientWidth, bar.scrollWidth - bar.clientWidth, Math.round(bar.getBoundingClientRect().bottom - innerHeight)]";
            assert_eq!(report.run(over, &[]), json!([0, 0, 0]), "{:?}", seen(&report));
            report.click(".stage [data-stage=on]");
        }
        assert_eq!(seen(&report), ["drilldown"]);
        let small = "return [...root.querySelectorAll('.stage button')].filter((button) => button.offsetWidth < 24 || button.offsetHeight < 24).length";
        assert_eq!(report.run(small, &[]), json!(0));
    });
}
