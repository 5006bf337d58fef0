//! From a telephone to a wall: nothing sticks out of the page or of the report, but inside what scrolls by itself.

use e2e::page::{Page, Report, visit};
use serde_json::Value;

const WIDTHS: [u32; 6] = [320, 360, 480, 840, 1280, 1920];

/// Elements whose box reaches beyond the report's, apart from those inside a scrolled window.
const SPILL: &str = "
const box = host.getBoundingClientRect();
const spilt = [...root.querySelectorAll('.report *')].filter((element) => {
  if (element.closest('.scroll') && !element.matches('.scroll')) return false;
  const { left, right, width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && element.checkVisibility() && (left < box.left - 0.5 || right > box.right + 0.5);
});
return spilt.slice(0, 5).map((element) => `${element.tagName}.${element.getAttribute('class')}: ${element.textContent.slice(0, 40)}`);";

fn assert_fits(page: &Page, report: &Report<'_>, width: u32, state: &str) {
    let class = if width < 520 { "narrow" } else { "" };
    if !class.is_empty() {
        report.wait(class, &format!("root.querySelector('.report.{class}')"));
    }
    let over = page.run("return [document.documentElement.scrollWidth, innerWidth]", &[]);
    assert!(over[0].as_u64() <= over[1].as_u64(), "{state} at {width} px: the page is {over} wide");
    assert_eq!(over[1], width);
    let spilt = report.run(SPILL, &[]);
    assert_eq!(spilt, Value::Array(Vec::new()), "{state} at {width} px");
}

#[test]
fn nothing_sticks_out_at_any_width() {
    visit(|page| {
        let report = page.report("first");
        report.choose("period", "option[value=last-90]");
        report.choose("comparison", "option[value=previous]");
        report.click("tr[data-kind=member] .drill");
        report.screen_where("a filter", |screen| screen.chips.len() == 1);
        for lang in ["zh-CN", "en"] {
            page.click(&format!("#lang option[value={lang}]"));
            report.wait(lang, &format!("root.querySelector('.report').lang === '{lang}'"));
            for width in WIDTHS {
                page.session.resize(width, 900);
                page.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))", &[]);
                for id in ["first", "second"] {
                    assert_fits(page, &page.report(id), width, &format!("#{id} in {lang}"));
                }
            }
            page.session.resize(1280, 900);
            report.wait("wide", "root.querySelector('.report.wide')");
        }
        let broken = serde_json::json!("{\"a\": ".repeat(40));
        report.run("host.report = args[0]", &[broken]);
        report.wait("a failure", "root.querySelector('.failure')");
        page.session.resize(320, 900);
        assert_fits(page, &report, 320, "a failure");
    });
}

#[test]
fn names_without_a_place_to_break_stay_inside() {
    visit(|page| {
        let report = page.report("first");
        super::direction::rename(page, &report, "`${'W'.repeat(60)}${n}`");
        report.choose("period", "option[value=last-90]");
        report.choose("comparison", "option[value=previous]");
        report.click("tr[data-kind=member] .drill");
        report.screen_where("a filter", |screen| screen.chips.len() == 1);
        for width in [320, 840, 1280] {
            page.session.resize(width, 900);
            page.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))", &[]);
            assert_fits(page, &report, width, "long names");
        }
    });
}

#[test]
fn pictures_for_those_who_want_to_look() {
    visit(|page| {
        let report = page.report("first");
        for (width, height) in [(1280, 1600), (360, 2400)] {
            page.session.resize(width, height);
            for lang in ["zh-CN", "en"] {
                page.click(&format!("#lang option[value={lang}]"));
                for theme in ["light", "dark"] {
                    page.click(&format!("#theme option[value={theme}]"));
                    report.wait(theme, &format!("root.querySelector('.report.theme-{theme}').lang === '{lang}'"));
                    page.picture(&format!("{width}-{lang}-{theme}"));
                }
            }
        }
        let colours = "return getComputedStyle(root.querySelector('.report')).colorScheme";
        assert_eq!(report.run(colours, &[]), "dark");
    });
}

/// Menus of the head that are narrower than the name of what is chosen and the arrow beside it.
const CUT: &str = "
const pen = document.createElement('canvas').getContext('2d');
return [...root.querySelectorAll('.head select')].filter((menu) => {
  pen.font = getComputedStyle(menu).font;
  return menu.clientWidth < pen.measureText(menu.selectedOptions[0].text).width + 20;
}).map((menu) => menu.selectedOptions[0].text);";

#[test]
fn a_telephone_shows_what_is_chosen_in_the_head() {
    visit(|page| {
        let report = page.report("first");
        assert_eq!(report.run("return host.getAttribute('present')", &[]), Value::from("offer"), "its button is there");
        for lang in ["zh-CN", "en"] {
            page.click(&format!("#lang option[value={lang}]"));
            report.wait(lang, &format!("root.querySelector('.report').lang === '{lang}'"));
            page.session.resize(360, 900);
            report.wait("one column", "root.querySelector('.report.narrow')");
            assert_eq!(report.run(CUT, &[]), Value::Array(Vec::new()), "{lang}");
            page.session.resize(1280, 900);
        }
    });
}
