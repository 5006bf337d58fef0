//! The settlement: what the sample's agreements pay, sliders by keyboard that change a marked scenario and nothing else,
//! and all of it on one page of paper.

use e2e::page::{Report, visit};
use e2e::webdriver::keys;
use serde_json::{Value, json};

fn texts(report: &Report<'_>, selector: &str) -> Vec<String> {
    let body = "return [...root.querySelectorAll(args[0])].map((element) => element.textContent)";
    let found = report.run(body, &[json!(selector)]);
    found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn agreements_say_who_owes_whom_and_no_filter_changes_that() {
    visit(|page| {
        let report = page.report("first");
        let owed = texts(&report, ".settlement .agreement .owed p");
        assert!(owed.contains(&"小红书应付云汐美妆 ¥959,805.11".to_owned()), "{owed:?}");
        let states = texts(&report, ".settlement .agreement .weight");
        assert_eq!(states, ["已锁定", "待锁定", "进行中"]);
        let before = report.run("return root.querySelector('.settlement .agreements').outerHTML", &[]);
        report.choose("period", "option[value=last-28]");
        report.click("tr[data-kind=member] .drill");
        report.screen_where("a filter", |screen| screen.chips.len() == 1);
        assert_eq!(report.run("return root.querySelector('.settlement .agreements').outerHTML", &[]), before);
    });
}

#[test]
fn sliders_move_a_scenario_by_keyboard_and_nothing_that_is_settled() {
    visit(|page| {
        let report = page.report("first");
        let settled = "return root.querySelector('.settlement .agreements').outerHTML";
        let before = report.run(settled, &[]);
        assert_eq!(texts(&report, ".what-if table"), [] as [String; 0], "nothing is supposed at first");
        report.run("root.querySelector('[data-suppose=conversion]').focus()", &[]);
        for _ in 0..5 {
            page.session.press(&[keys::RIGHT]);
        }
        report.wait(
            "a scenario",
            "root.querySelector('.what-if.supposed .slider:nth-child(2) output')?.textContent === '+5%'",
        );
        report.wait("the view to know", "host.save().includes('\"settlement\":{\"conversion\":5}')");
        assert_eq!(report.run("return root.activeElement?.dataset.suppose", &[]), "conversion", "the focus stays");
        assert_eq!(report.run(settled, &[]), before);
        let heading = texts(&report, ".what-if legend b");
        assert_eq!(heading, ["情景推演（非结算）"]);
        let csv = crate::export::text(&report, "exportCsv", "settlement");
        let rows = csv.lines().filter(|line| line.contains("种草直达 618 效果对赌,")).collect::<Vec<_>>();
        let marked = rows.iter().filter(|row| row.contains("情景推演（非结算）")).count();
        assert_eq!((rows.len(), marked), (5, 2), "two lines, what is live now, and the two lines supposed: {rows:#?}");

        let saved = report.run("return host.save()", &[]);
        report.click(".what-if legend button");
        report.wait("the sliders back", "!root.querySelector('.what-if.supposed')");
        assert_eq!(report.run("return root.querySelector('[data-suppose=conversion]').value", &[]), "0");
        report.run("host.restore(args[0])", &[saved]);
        report.wait("the scenario again", "root.querySelector('[data-suppose=conversion]').value === '5'");
    });
}

#[test]
fn a_settlement_fits_one_page_of_paper() {
    visit(|page| {
        let report = page.report("first");
        page.session.devtools("Emulation.setEmulatedMedia", &json!({"media": "print"}));
        // A4 between margins of a centimetre.
        page.session.resize(718, 1_047);
        report.wait("a layout for that", "root.querySelector('.report.medium')");
        let height = report.run("return root.querySelector('.settlement').getBoundingClientRect().height", &[]);
        assert!(height.as_f64().is_some_and(|height| height > 300.0 && height <= 1_047.0), "{height}");
        let over = "return [...root.querySelectorAll('.settlement *')]
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 1).map((element) => element.outerHTML)";
        assert_eq!(report.run(over, &[]), json!([]), "all fits the width of the paper");
        page.session.devtools("Emulation.setEmulatedMedia", &json!({"media": ""}));
    });
}
