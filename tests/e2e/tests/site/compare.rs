//! Categories compared: by how much they moved and how sure that is, by mouse and by keyboard; what is chosen is saved,
//! restored and undone.

use e2e::page::{Report, visit};
use e2e::webdriver::keys;
use serde_json::{Value, json};

const ROWS: &str = "
return [...root.querySelectorAll('.comparison .member')].map((row) => [row.dataset.id, row.getAttribute('aria-description'), row.ariaPressed,
  row.querySelector('.uplift').textContent, row.querySelector('.p b').textContent]);";

/// Id, spoken text, whether a filter names it, relative change with its interval, stars.
fn rows(report: &Report<'_>) -> Vec<[String; 5]> {
    let cell = |row: &Value, n: usize| row[n].as_str().unwrap_or_default().to_owned();
    let found = report.run(ROWS, &[]);
    found.as_array().into_iter().flatten().map(|row| [0, 1, 2, 3, 4].map(|n| cell(row, n))).collect()
}

fn headline(report: &Report<'_>) -> String {
    let found = report.run("return root.querySelector('.comparison .headline').textContent", &[]);
    found.as_str().unwrap_or_default().to_owned()
}

fn choose(report: &Report<'_>, menu: &str, option: &str) {
    report.choose(&format!("compare-{menu}"), &format!("option[value='{option}']"));
}

#[test]
fn the_categories_moved_as_was_reported() {
    visit(|page| {
        let report = page.report("first");
        let samples = [("beauty", "云汐美妆", "+41.5%"), ("sports", "鹿跑运动", "+85.0%")];
        for (file, merchant, uplift) in samples {
            // Each sample has a benchmark of the whole industry that it is named after.
            let id = file;
            page.click(&format!("#samples [data-src='data/{file}.json']"));
            report.screen_where(file, |screen| screen.merchant == merchant);
            choose(&report, "against", "category");
            report.wait(
                file,
                &format!("root.querySelector('.comparison [data-id={id}]')?.textContent.includes('{uplift}')"),
            );
            let all = rows(&report);
            let row = all.iter().find(|row| row[0] == id).unwrap_or_else(|| panic!("no {id} in {all:?}"));
            assert!(row[3].contains(" ~ "), "an interval: {row:?}");
            assert_eq!(row[4], "", "totals without days have no star");
            assert!(headline(&report).contains("变化最大"), "{}", headline(&report));
        }
    });
}

#[test]
fn a_click_filters_the_report_and_not_the_comparison() {
    visit(|page| {
        let report = page.report("first");
        let whole = report.screen();
        choose(&report, "against", "rest");
        report.wait("against the rest", "root.querySelector('.comparison .member .p b')?.textContent.includes('*')");
        let before = rows(&report);
        assert!(before.len() > 2, "{before:?}");
        let id = before[0][0].clone();
        report.click(&format!(".comparison [data-id={id}]"));
        let filtered = report.screen_where("a filter", |screen| screen.chips.len() == 1);
        assert_ne!(filtered.rows, whole.rows);
        assert_eq!(report.selection()["filters"]["category"], json!([id]));
        let after = rows(&report);
        assert_eq!(
            after.iter().map(|row| &row[3]).collect::<Vec<_>>(),
            before.iter().map(|row| &row[3]).collect::<Vec<_>>()
        );
        assert_eq!(after.iter().filter(|row| row[2] == "true").count(), 1);
        report.click("[data-act=undo]");
        report.screen_where("no filter", |screen| screen.chips.is_empty());

        // What is compared is part of what is saved.
        choose(&report, "by", "brand");
        choose(&report, "order", "certainty");
        report.wait("brands", &format!("!root.querySelector('.comparison [data-id={id}]')"));
        let brands = rows(&report);
        let saved = report.run("return host.save()", &[]);
        choose(&report, "by", "category");
        report.wait("categories", &format!("root.querySelector('.comparison [data-id={id}]')"));
        report.run("host.restore(args[0])", &[saved]);
        report.wait("brands again", &format!("!root.querySelector('.comparison [data-id={id}]')"));
        assert_eq!(rows(&report), brands);
    });
}

#[test]
fn the_keyboard_walks_the_rows_and_the_table_has_them_all() {
    visit(|page| {
        let report = page.report("first");
        choose(&report, "against", "rest");
        choose(&report, "by", "note");
        report.wait("notes", "root.querySelectorAll('.comparison .member').length > 30");
        let stops = "return root.querySelectorAll('.comparison .member[tabindex=\"0\"]').length";
        assert_eq!(report.run(stops, &[]), 1, "one tab stop");
        report.run("root.querySelector('.comparison .member').focus()", &[]);
        page.session.press(&[keys::DOWN]);
        page.session.press(&[keys::DOWN]);
        report.wait("the third row", "root.activeElement?.dataset.n === '2'");
        let id = report.run("return root.activeElement.dataset.id", &[]);
        page.session.press(&[keys::ENTER]);
        report.screen_where("a filter", |screen| screen.chips.len() == 1);
        assert_eq!(report.selection()["filters"]["note"], json!([id]));
        report.click(".comparison .twin-toggle");
        report.find(".comparison .twin table");
        let drawn = rows(&report).len();
        let listed = report.run("return root.querySelectorAll('.comparison .twin tbody tr').length", &[]);
        assert!(listed.as_u64() > Some(100) && drawn == 0, "{listed}");
    });
}
