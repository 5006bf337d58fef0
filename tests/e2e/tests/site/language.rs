//! Chinese and English, light and dark: switched by the host, complete, and without losing what the reader chose.

use e2e::page::{Report, visit};
use serde_json::{Value, json};

/// All texts that a reader sees or hears: text, tooltips, accessible names, placeholders.
const TEXTS: &str = "
const texts = [];
const walk = (node) => {
  if (node.nodeType === Node.TEXT_NODE && node.data.trim()) texts.push(node.data.trim());
  if (node.nodeType === Node.ELEMENT_NODE) {
    for (const name of ['title', 'aria-label', 'placeholder', 'aria-description', 'alt']) {
      if (node.getAttribute(name)) texts.push(node.getAttribute(name));
    }
  }
  node.childNodes.forEach(walk);
};
walk(root);
return texts;";

fn texts(report: &Report<'_>) -> Vec<String> {
    let texts = report.run(TEXTS, &[]);
    texts.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

#[test]
fn english_leaves_no_chinese_behind_and_the_selection_stays() {
    visit(|page| {
        let report = page.report("first");
        report.click("tr[data-kind=member] .drill");
        report.choose("period", "option[value=last-28]");
        report.choose("comparison", "option[value=previous]");
        let chinese =
            report.screen_where("28 days compared", |screen| screen.period.contains("28") && screen.chips.len() == 1);
        let selection = report.selection();
        assert_eq!(selection["compare"], "previous");
        let node = "host.kept === root.querySelector('.report')";
        report.run("host.kept = root.querySelector('.report')", &[]);

        page.click("#lang option[value=en]");
        let english = report.screen_where("English", |screen| screen.merchant == "Yunxi Beauty");
        report.wait("the same node", node);
        assert_eq!(report.selection(), selection);
        assert_eq!(english.members(), chinese.members());
        assert_eq!(english.filtered(), chinese.filtered());
        assert_eq!(report.run("return root.querySelector('.report').lang", &[]), "en");
        for toggle in ["", ".funnel .twin-toggle"] {
            if !toggle.is_empty() {
                report.click(toggle);
                report.find(".twin table");
            }
            let left: Vec<String> = texts(&report).into_iter().filter(|text| text.chars().any(is_chinese)).collect();
            assert!(left.is_empty(), "Chinese in the English report: {left:#?}");
        }
        let second = texts(&page.report("second"));
        assert!(!second.iter().any(|text| text.chars().any(is_chinese)), "{second:#?}");

        report.click(".funnel .twin-toggle");
        page.click("#lang option[value=zh-CN]");
        report.screen_where("Chinese again", |screen| *screen == chinese);
        report.wait("the same node", node);
    });
}

#[test]
fn the_theme_changes_the_colours_and_nothing_else() {
    visit(|page| {
        let report = page.report("first");
        let colours = || {
            report.run("const style = getComputedStyle(root.querySelector('.report')); return [style.backgroundColor, style.color]", &[])
        };
        page.click("#theme option[value=light]");
        report.wait("light", "root.querySelector('.report.theme-light')");
        let (light, before) = (colours(), report.markup());
        page.click("#theme option[value=dark]");
        report.wait("dark", "root.querySelector('.report.theme-dark')");
        let dark = colours();
        assert_ne!(light[0], dark[0]);
        assert_ne!(light[1], dark[1]);
        assert_eq!(report.markup(), before);
        page.run("document.getElementById('first').removeAttribute('theme')", &[]);
        report.wait("the system's", "root.querySelector('.report.theme-auto')");
    });
}

#[test]
fn a_rise_is_red_in_chinese_and_green_in_english_unless_the_host_says_otherwise() {
    visit(|page| {
        let report = page.report("first");
        let set = |name: &str, value: &str| report.run("host.setAttribute(...args)", &[json!(name), json!(value)]);
        report.wait("red", "root.querySelector('.report.rise-red')");
        set("lang", "en");
        report.wait("green", "root.querySelector('.report.rise-green')");
        set("rise-colour", "red");
        report.wait("red", "root.querySelector('.report.rise-red')");
    });
}
