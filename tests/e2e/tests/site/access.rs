//! Whoever reads: axe finds nothing wrong in any language, theme, width or state; colours that the system forces and
//! motion that it refuses are honoured; the keyboard reaches everything and is always seen.

use std::fs;

use e2e::gate::Rule;
use e2e::page::{Page, visit};
use e2e::variable;
use e2e::webdriver::keys;
use serde_json::{Value, json};

/// The success criteria of WCAG 2.2 up to AA, and what is good practice beside them.
const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// Runs axe; what it finds, a line each.
const FINDINGS: &str = "
return axe.run(document, { runOnly: arguments[0], resultTypes: ['violations'] }).then(({ violations, passes }) => ({
  passes: passes.length,
  violations: violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.flat().join(' ')}: ${failureSummary}`)),
}));";

/// Puts the script into the page, which its policy allows to nobody but the driver.
pub fn load_axe(page: &Page) {
    let path = variable("AXE");
    let script = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    page.run(&script, &[]);
}

/// Holds the page to be free of findings.
#[track_caller]
pub fn assert_clean(page: &Page, state: &str) {
    let found = page.run(FINDINGS, &[json!(RULES)]);
    assert!(found["passes"].as_u64() > Some(20), "axe has looked at next to nothing: {found}");
    let violations = found["violations"].as_array().cloned().unwrap_or_default();
    assert!(violations.is_empty(), "{state}: {} findings: {violations:#?}", violations.len());
}

/// Sets language, theme and width, and waits until both reports have them.
fn set(page: &Page, lang: &str, theme: &str, width: u32) {
    page.click(&format!("#lang option[value={lang}]"));
    page.click(&format!("#theme option[value={theme}]"));
    page.session.resize(width, 900);
    let class = if width < 480 { "narrow" } else { "wide" };
    for id in ["first", "second"] {
        page.report(id).wait(
            &format!("{lang}, {theme}, {width} px"),
            &format!("root.querySelector('.report.theme-{theme}.{class}')?.lang === '{lang}'"),
        );
    }
}

#[test]
fn axe_finds_nothing_in_any_language_theme_width_or_state() {
    visit(|page| {
        load_axe(page);
        let report = page.report("first");
        report.choose("period", "option[value=last-90]");
        report.choose("comparison", "option[value=previous]");
        report.click("tr[data-kind=member] .drill");
        report.screen_where("a filter", |screen| screen.chips.len() == 1);
        for as_table in [false, true] {
            if as_table {
                report.click(".funnel .info");
                report.find(".card");
                report.run("root.querySelector('.funnel details.export').open = true", &[]);
                for id in ["first", "second"] {
                    let body =
                        "root.querySelectorAll('.twin-toggle[aria-pressed=false]').forEach((toggle) => toggle.click())";
                    page.report(id).run(body, &[]);
                    page.report(id).wait("tables", "!root.querySelector('.twin-toggle[aria-pressed=false]')");
                }
            }
            for (lang, theme, width) in [
                ("zh-CN", "light", 1280),
                ("zh-CN", "dark", 1280),
                ("zh-CN", "dark", 360),
                ("zh-CN", "light", 360),
                ("en", "light", 360),
                ("en", "dark", 360),
                ("en", "dark", 1280),
                ("en", "light", 1280),
            ] {
                set(page, lang, theme, width);
                assert_clean(page, &format!("{lang}, {theme}, {width} px, tables {as_table}"));
            }
        }
    });
}

#[test]
fn axe_finds_nothing_while_a_report_is_awaited_or_refused() {
    let page = Page::blank();
    page.gate.rule("/data/beauty.json", Some(Rule::Hold));
    page.session.open(&page.gate.url("/"));
    let report = page.report("first");
    report.wait("a skeleton", "root?.querySelector('.skeleton')");
    page.report("second").ready();
    load_axe(&page);
    assert_clean(&page, "a skeleton");
    page.gate.rule("/data/beauty.json", None);
    report.ready();
    for document in ["{", r#"{"schema": "redcat.report/1", "meta": {}}"#] {
        report.run("host.report = args[0]", &[document.into()]);
        report.wait("a failure", "root.querySelector('.failure')");
        assert_clean(&page, document);
        report.run("host.report = undefined", &[]);
    }
}

#[test]
fn forced_colours_reach_every_mark() {
    visit(|page| {
        let report = page.report("first");
        // Colours of marks, and of a mark made from the names of the system's colours.
        let colours = || {
            let body = "
                const probe = document.createElement('i');
                root.querySelector('.report').append(probe);
                const named = (name) => { probe.style.color = name; return getComputedStyle(probe).color; };
                const all = (selector, property) =>
                  [...new Set([...root.querySelectorAll(selector)].map((mark) => getComputedStyle(mark)[property]))];
                const seen = {
                  active: matchMedia('(forced-colors: active)').matches, highlight: named('Highlight'), text: named('CanvasText'),
                  fills: all('.bar .fill, .cell-bar .fill', 'fill'), lines: all('.sparkline polyline', 'stroke'),
                };
                probe.remove();
                return seen;";
            report.run(body, &[])
        };
        let usual = colours();
        assert_eq!(usual["active"], false);
        assert_ne!(usual["fills"], json!([usual["highlight"]]));
        page.session.emulate(&[("forced-colors", "active")]);
        let forced = colours();
        assert_eq!(forced["active"], true);
        assert_eq!(forced["fills"], json!([forced["highlight"]]));
        assert_eq!(forced["lines"], json!([forced["text"]]));
    });
}

#[test]
fn nothing_moves_where_motion_is_refused() {
    const MOVING: &str = "
        return [...root.querySelectorAll('*')].filter((element) => {
          const { transitionDuration, animationName } = getComputedStyle(element);
          return animationName !== 'none' || transitionDuration.split(', ').some((time) => parseFloat(time) > 0);
        }).length;";
    let page = Page::blank();
    page.gate.rule("/data/beauty.json", Some(Rule::Hold));
    page.session.open(&page.gate.url("/"));
    let report = page.report("first");
    let moving = |wish: &str| {
        page.session.emulate(&[("prefers-reduced-motion", wish)]);
        report.run(MOVING, &[]).as_u64()
    };
    report.wait("a skeleton", "root?.querySelector('.skeleton')");
    assert!(moving("no-preference") > Some(0), "otherwise this test sees nothing");
    assert_eq!(moving("reduce"), Some(0));
    page.gate.rule("/data/beauty.json", None);
    report.ready();
    assert!(moving("no-preference") > Some(0), "otherwise this test sees nothing");
    assert_eq!(moving("reduce"), Some(0));
}

#[test]
fn the_keyboard_reaches_everything_and_is_always_seen() {
    /// What has the focus, if it is of a report, and whether it is seen to have it; what was reached is remembered.
    const FOCUSED: &str = "
        const element = root.activeElement;
        if (!element) return null;
        (host.reached ??= new Set()).add(element);
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
        const ringed = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
          && !/, 0\\)|transparent/.test(outlineColor);
        return [ringed, `${element.outerHTML.slice(0, 120)}: ${outlineStyle} ${outlineWidth} ${outlineColor}`];";
    /// Tab stops that were not reached.
    const LEFT_OUT: &str = "
        const stops = root.querySelectorAll('button, input, select, summary, a[href], [tabindex]');
        return [...stops].filter((stop) => stop.tabIndex >= 0 && !stop.disabled && stop.checkVisibility() && !host.reached?.has(stop))
          .map((stop) => stop.outerHTML.slice(0, 120));";
    visit(|page| {
        let report = page.report("first");
        report.click("tr[data-kind=member] .drill");
        report.screen_where("a filter", |screen| screen.chips.len() == 1);
        report.click(".funnel .twin-toggle");
        report.find(".twin table");
        report.run("root.activeElement?.blur()", &[]);
        page.run("document.querySelector('#theme').focus()", &[]);
        let mut entered = false;
        for _ in 0..300 {
            page.session.press(&[keys::TAB]);
            let focused = report.run(FOCUSED, &[]);
            if focused == Value::Null {
                if entered {
                    break;
                }
                continue;
            }
            entered = true;
            assert_eq!(focused[0], true, "no ring around {}", focused[1]);
        }
        assert!(entered, "Tab does not lead into the report");
        assert_eq!(report.run(LEFT_OUT, &[]), json!([]), "not reached");
    });
}
