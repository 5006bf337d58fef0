//! The loop: what the sample's sides do, read along by keyboard, with promotions or without; a member filters all but
//! its own table, and what is chosen is saved and restored.

use e2e::page::{Report, visit};
use e2e::webdriver::keys;
use serde_json::Value;

fn text(report: &Report<'_>, selector: &str) -> String {
    let body = "return root.querySelector(args[0])?.textContent";
    report.run(body, &[Value::from(selector)]).as_str().unwrap_or_default().to_owned()
}

#[test]
fn one_side_is_read_beside_the_other_with_promotions_or_without() {
    visit(|page| {
        let report = page.report("first");
        let said = text(&report, "[data-part=sales] .said");
        assert!(said.contains("r = ") && said.contains("95% 区间"), "{said}");
        let whole = text(&report, "[data-part=sales] .readings");
        report.run("root.querySelector('[data-part=sales] .plot').focus()", &[]);
        page.session.press(&[keys::RIGHT]);
        report.wait(
            "the first week",
            "root.querySelector('[data-part=sales] .plot').getAttribute('aria-valuenow') === '0'",
        );
        page.session.press(&[keys::RIGHT]);
        report.wait(
            "the second",
            "root.querySelector('[data-part=sales] .readings strong').textContent.includes('2024-05-06')",
        );
        page.session.press(&[keys::ESCAPE]);
        report.wait("all weeks", "root.querySelector('[data-part=sales] .readings strong').textContent.includes('至')");
        assert_eq!(text(&report, "[data-part=sales] .readings"), whole);

        report.choose("loop-promotions", "option[value=with]");
        report.wait(
            "promotions to count",
            "root.querySelector('[data-part=sales] .notes').textContent.includes('剔除大促 0 周')",
        );
        assert_ne!(text(&report, "[data-part=sales] .said"), said);
        let saved = report.run("return host.save()", &[]);
        report.choose("loop-promotions", "option[value=without]");
        report.wait(
            "them not to",
            "!root.querySelector('[data-part=sales] .notes').textContent.includes('剔除大促 0 周')",
        );
        report.run("host.restore(args[0])", &[saved]);
        report.wait(
            "them to again",
            "root.querySelector('[data-part=sales] .notes').textContent.includes('剔除大促 0 周')",
        );
    });
}

#[test]
fn a_member_filters_all_but_its_own_table() {
    visit(|page| {
        let report = page.report("first");
        let notes = text(&report, "[data-part=notes] .members");
        report.click("[data-part=notes] .members button[data-n='0']");
        report.screen_where("a filter", |screen| screen.chips.len() == 1);
        report.wait("the member to be marked", "root.querySelector('[data-part=notes] .selected [aria-pressed=true]')");
        assert!(text(&report, "[data-part=readers] .notes").contains("未按"), "readers are not split by boost");
        // The other dimension of the same table is filtered, its own is not.
        let first = "return root.querySelector('[data-part=notes] tbody td').textContent";
        let reads = report.run(first, &[]);
        assert!(notes.contains(reads.as_str().expect("reads")), "{reads} in {notes}");
        let stops = "return root.querySelectorAll('.loop-parts [data-n][tabindex=\"0\"]').length";
        assert_eq!(report.run(stops, &[]), 1, "one tab stop");
        report.run("root.querySelector('.loop-parts [data-n][tabindex=\"0\"]').focus()", &[]);
        page.session.press(&[keys::DOWN]);
        report.wait("the next member", "root.activeElement?.dataset.n === '1'");
    });
}

#[test]
fn people_flow_is_of_the_month_that_was_chosen() {
    visit(|page| {
        let report = page.report("first");
        let june = text(&report, "[data-part=flow] table");
        report.choose("loop-period", "option[value='2025-05-01..2025-05-31']");
        report.wait("another month", "root.querySelector('[data-part=flow] option[value^=\"2025-05\"]').selected");
        assert_ne!(text(&report, "[data-part=flow] table"), june);
        assert!(text(&report, ".entry .said").contains("5 项门槛全部达标"));
    });
}
