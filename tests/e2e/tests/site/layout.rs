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

#[test]
fn the_tree_table_is_seen_to_its_last_column_on_a_desk() {
    visit(|page| {
        let report = page.report("first");
        report.choose("period", "option[value=promotion-0]");
        report.choose("comparison", "option[value=wave-618]");
        report.wait("the changes", "root.querySelector('.grid td .change')");
        for lang in ["en", "zh-CN"] {
            page.click(&format!("#lang option[value={lang}]"));
            report.wait(lang, &format!("root.querySelector('.report').lang === '{lang}'"));
            for width in [1280, 1440] {
                page.session.resize(width, 900);
                page.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))", &[]);
                let over = "const grid = root.querySelector('.grid'); return grid.scrollWidth - grid.clientWidth";
                assert_eq!(report.run(over, &[]), 0, "{lang} at {width} px: columns are cut off");
            }
        }
    });
}

/// Rings around what has the focus that something cuts off at the left, the top or the bottom, or at the right where
/// nothing scrolls sideways. Rows of the tree table are wider than their window.
const CUT_RINGS: &str = "
const cut = new Set();
for (const stop of root.querySelectorAll('button:enabled, input, select, summary, [tabindex]:not(tr)')) {
  if (!stop.checkVisibility()) continue;
  stop.focus({ focusVisible: true });
  if (root.activeElement !== stop) continue;
  const { outlineWidth, outlineOffset, outlineStyle } = getComputedStyle(stop);
  const name = `${stop.closest('.panel')?.className} ${stop.tagName}.${stop.className}: ${stop.textContent.slice(0, 20)}`;
  if (outlineStyle === 'none') cut.add(`no ring: ${name}`);
  const reach = parseFloat(outlineWidth) + parseFloat(outlineOffset) - 0.5;
  const box = stop.getBoundingClientRect();
  for (let around = stop.parentElement; around; around = around.parentElement) {
    const { overflowX, contain } = getComputedStyle(around);
    if (!/auto|scroll|hidden/.test(overflowX) && !/content|paint/.test(contain)) continue;
    const frame = around.getBoundingClientRect();
    const [left, top] = [frame.left + around.clientLeft, frame.top + around.clientTop];
    const sideways = around.scrollWidth > around.clientWidth;
    if (box.left - reach < left || box.top - reach < top || box.bottom + reach > top + around.clientHeight
        || (!sideways && box.right + reach > left + around.clientWidth)) cut.add(name);
  }
}
root.activeElement?.blur();
return [...cut].slice(0, 5);";

#[test]
fn a_ring_is_whole_wherever_the_focus_is() {
    visit(|page| {
        let report = page.report("first");
        for width in [1280, 360] {
            page.session.resize(width, 900);
            page.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))", &[]);
            assert_eq!(report.run(CUT_RINGS, &[]), Value::Array(Vec::new()), "{width} px");
        }
    });
}

/// What stands on more lines than one though it is one word, and what comes too near what stands beside it.
const CROWDED: &str = "
const lines = (element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return [...range.getClientRects()].filter((line) => line.width > 1);
};
const broken = [...root.querySelectorAll('.groups b, .gates thead th, .gates td:nth-child(4), td.gate-value')]
  .filter((cell) => cell.checkVisibility() && !/ a day| 天/.test(cell.textContent))
  .filter((cell) => Math.max(...lines(cell).map((line) => line.bottom)) - Math.min(...lines(cell).map((line) => line.top)) > 28);
const near = [...root.querySelectorAll('.groups tbody td')].filter((cell) => {
  const next = cell.nextElementSibling;
  if (!next?.checkVisibility() || !cell.checkVisibility()) return false;
  return Math.min(...lines(next).map((line) => line.left)) - Math.max(...lines(cell).map((line) => line.right)) < 6;
});
return [...broken, ...near].map((cell) => `${cell.closest('.panel').className}: ${cell.textContent}`);";

#[test]
fn tables_keep_words_whole_and_apart() {
    visit(|page| {
        let report = page.report("first");
        for (lang, width) in [("en", 768), ("zh-CN", 768), ("zh-CN", 360)] {
            page.click(&format!("#lang option[value={lang}]"));
            report.wait(lang, &format!("root.querySelector('.report').lang === '{lang}'"));
            page.session.resize(width, 900);
            page.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))", &[]);
            assert_eq!(report.run(CROWDED, &[]), Value::Array(Vec::new()), "{lang} at {width} px");
        }
        page.session.resize(768, 900);
        let beside = "const [title, acts] = ['h2', '.panel-acts'].map((part) => root.querySelector(`.trend ${part}`));
            return acts.getBoundingClientRect().top < title.getBoundingClientRect().bottom";
        report.wait("room", "root.querySelector('.report.medium')");
        assert_eq!(report.run(beside, &[]), true, "menus stand under the heading and what it offers");
    });
}
