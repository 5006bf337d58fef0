//! What experiments and launches changed, and what the spend returned: arms and days read by keyboard, choices that are
//! saved, a member of the return that filters, costs with their cards.

use e2e::page::{Report, visit};
use e2e::webdriver::keys;
use serde_json::{Value, json};

fn text(report: &Report<'_>, selector: &str) -> String {
    let found = report.run("return root.querySelector(args[0])?.textContent ?? ''", &[json!(selector)]);
    found.as_str().unwrap_or_default().to_owned()
}

#[test]
fn arms_and_days_are_read_by_keyboard_and_choices_are_saved() {
    visit(|page| {
        let report = page.report("first");
        report.wait("both arms", "root.querySelectorAll('.effect .member').length === 2");
        assert!(text(&report, ".effect .headline").contains("可以算作增量"));
        report.run("root.querySelector('.effect .member').focus()", &[]);
        page.session.press(&[keys::DOWN]);
        report.wait("the second arm", "root.activeElement?.dataset.id === 'boosted_or_not'");
        let spoken = report.run("return root.activeElement.getAttribute('aria-label')", &[]);
        let spoken = spoken.as_str().unwrap_or_default();
        assert!(spoken.contains("可能存在选择偏差") && !spoken.contains("增量"), "{spoken}");

        assert_eq!(text(&report, ".launch h3"), "前后对比，不等于增量");
        report.run("root.querySelector('.launch .plot').focus()", &[]);
        page.session.press(&[keys::RIGHT]);
        report.wait("the day after", "root.querySelector('.launch .of-day').textContent.startsWith('2025-05-13')");
        let spoken = report.run("return root.querySelector('.launch .plot').getAttribute('aria-valuetext')", &[]);
        assert_eq!(spoken, json!(text(&report, ".launch .of-day")));

        report.choose("effect-weeks", "option[value='2']");
        report.wait("two weeks", "root.querySelector('.launch .said').textContent.includes('2 周对 2 周')");
        let saved: Value = report.run("return host.save()", &[]);
        report.choose("effect-weeks", "option[value='4']");
        report.wait("four weeks", "root.querySelector('.launch .said').textContent.includes('4 周对 4 周')");
        report.run("host.restore(args[0])", &[saved]);
        report.wait("two weeks again", "root.querySelector('.launch .said').textContent.includes('2 周对 2 周')");
    });
}

#[test]
fn the_ladder_ends_where_the_press_did_and_a_member_filters() {
    visit(|page| {
        let report = page.report("first");
        report.wait("the ladder", "root.querySelectorAll('.returns .rung').length === 5");
        assert_eq!(text(&report, "[data-rung=reported] .rung-value b"), "2.34");
        assert_eq!(text(&report, "[data-rung=whole_shop] .rung-value b"), "39.00");
        report.choose("returns-by", "option[value='category']");
        report.wait("categories", "root.querySelectorAll('.returns .returned tbody tr').length === 5");
        report.run("root.querySelector('.returns .returned button[data-n]').focus()", &[]);
        page.session.press(&[keys::DOWN]);
        report.wait("the second member", "root.activeElement?.dataset.n === '1'");
        page.session.press(&[keys::ENTER]);
        report.screen_where("a filter", |screen| screen.chips.len() == 1);
        report.wait("all its members still", "root.querySelectorAll('.returns .returned tbody tr').length === 5");
        report.click(".returns [data-explain=cpm]");
        report.find(".card");
    });
}
