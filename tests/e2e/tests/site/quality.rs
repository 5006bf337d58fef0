//! What is odd about the data leads to the rows concerned, by mouse and by keyboard, and back.

use e2e::page::visit;
use e2e::scan::Document;
use e2e::webdriver::keys;
use serde_json::json;

#[test]
fn an_entry_opens_its_rows() {
    visit(|page| {
        let (report, document) = (page.report("first"), Document::sample("beauty"));
        report.choose("period", "option[value=last-28]");
        report.choose("comparison", "option[value=previous]");
        report.wait("a comparison", "host.selection.compare === 'previous'");
        let whole = report.screen();
        let entry = "root.querySelector('.oddities li:has(.gap)')";
        assert!(
            report
                .run(&format!("return {entry}.textContent"), &[])
                .as_str()
                .is_some_and(|text| text.contains("2024-11-23"))
        );
        page.session.resize(1280, 600);
        report.click(".oddities li:has(.gap) .open");
        let around = report.screen_where("the days around", |screen| screen.period.contains("2024-11-16"));
        let days = json!({"date": {"from": "2024-11-16", "to": "2024-11-30"}});
        assert_eq!(
            report.selection(),
            json!({"filters": days, "compare": "previous"}),
            "the comparison is the reader's"
        );
        assert_ne!(around.rows, whole.rows);
        report
            .wait("the table in sight", "Math.abs(root.querySelector('.drilldown').getBoundingClientRect().top) < 40");
        report.wait("the keyboard in the table", "root.activeElement?.dataset.row === '0'");
        report.click("[data-act=undo]");
        report.screen_where("what was there before", |screen| *screen == whole);

        // A measure that is still arriving: its last days, sorted by it; by keyboard alone.
        let arriving = "[...root.querySelectorAll('.oddities li')].find((entry) => entry.textContent.includes('回流'))";
        report.run(&format!("{arriving}.querySelector('.open').focus()"), &[]);
        page.session.press(&[keys::ENTER]);
        let through = document.meta("complete_through");
        let last = report.screen_where("the last days", |screen| screen.period.contains(through) && *screen != whole);
        report.wait("the keyboard in the table", "root.activeElement?.dataset.row === '0'");
        let sorted = report.run("return root.querySelector('th[aria-sort=descending]').dataset.column", &[]);
        let sorted = sorted.as_str().unwrap_or_default().to_owned();
        assert_eq!(document.measure(&sorted).map(|measure| &measure["anchor"]), Some(&json!("exposure")), "{sorted}");
        assert!(last.columns.contains(&sorted));
    });
}

#[test]
fn the_list_and_its_table_say_the_same() {
    visit(|page| {
        let report = page.report("first");
        let list = report.run("return [...root.querySelectorAll('.oddity')].map((text) => text.textContent)", &[]);
        assert!(list.as_array().is_some_and(|list| list.len() > 2), "{list}");
        report.click(".quality .twin-toggle");
        report.find(".quality .twin table");
        let body =
            "return [...root.querySelectorAll('.quality .twin tbody tr')].map((row) => row.cells[1].textContent)";
        assert_eq!(report.run(body, &[]), list);
        // Nothing is odd about the other report: one calm sentence, no table.
        let second = page.report("second");
        second.wait("calm", "root.querySelector('.quality .calm') && !root.querySelector('.quality .twin-toggle')");
    });
}
