//! A reader moves along the time axis and chooses days there, by mouse and by keyboard; weeks and months are the sums of
//! the naive scan.

use e2e::page::{Page, Report, visit};
use e2e::scan::{Document, Filters};
use e2e::webdriver::keys;
use serde_json::{Value, json};

use crate::printed::{check_funnel, days, digits};

/// The plot of the trend.
pub const PLOT: &str = ".trend .plot:not(.strip)";

/// Pixels from the middle of the plot to the middle of a point, its place given as a share of all.
pub fn place(report: &Report<'_>, selector: &str, share: f64) -> i64 {
    let body =
        "const plot = root.querySelector(args[0]); plot.scrollIntoView({ block: 'center' }); return plot.clientWidth";
    let width = report.run(body, &[selector.into()]).as_f64().unwrap_or_default();
    ((share - 0.5) * width).round() as i64
}

/// What stands in front of the readings: the days that are read or being chosen.
fn read(report: &Report<'_>) -> String {
    let read = report.run("return root.querySelector('.readings strong').textContent", &[]);
    read.as_str().unwrap_or_default().to_owned()
}

/// The date under the mouse at a place of the plot.
pub fn date_at(page: &Page, report: &Report<'_>, share: f64) -> String {
    let right_px = place(report, PLOT, share);
    page.session.point(&report.find(PLOT), right_px);
    report.wait(
        "a point under the mouse",
        "/^\\d{4}-\\d{2}-\\d{2}$/.test(root.querySelector('.readings strong').textContent)",
    );
    read(report)
}

/// Waits for a choice of days, and holds header and funnel to it.
#[track_caller]
pub fn assert_chosen(report: &Report<'_>, document: &Document, from: &str, to: &str) {
    let screen = report.screen_where("other days", |s| s.period.contains(from) && s.period.contains(to));
    let selection = report.selection();
    assert_eq!(selection["filters"]["date"], json!({"from": from, "to": to}));
    assert!(check_funnel(document, &screen, &Filters::new(), days(document, &selection)) >= 10, "{screen:#?}");
}

#[test]
fn days_are_chosen_with_the_mouse() {
    visit(|page| {
        let (report, document) = (page.report("first"), Document::sample("beauty"));
        report.choose("by", "option[value=day]");
        let whole = report.screen();
        let (from, to) = (date_at(page, &report, 0.2), date_at(page, &report, 0.35));
        assert!(from < to, "{from} {to}");
        let (left, right) = (place(&report, PLOT, 0.2), place(&report, PLOT, 0.35));
        page.session.drag(&report.find(PLOT), right, left);
        assert_chosen(&report, &document, &from, &to);

        // The strip below holds all days; a window in it chooses whole weeks of them.
        let strip = ".trend .strip";
        report.wait("the strip", &format!("root.querySelector('{strip} .window')"));
        let (left, right) = (place(&report, strip, 0.6), place(&report, strip, 0.8));
        page.session.drag(&report.find(strip), left, right);
        let screen = report.screen_where("later days", |screen| !screen.period.contains(&from));
        let chosen = report.selection()["filters"]["date"].clone();
        assert!(chosen["from"].as_str() > Some(to.as_str()), "{chosen}");
        assert!(check_funnel(&document, &screen, &Filters::new(), days(&document, &report.selection())) >= 10);

        // A click chooses nothing.
        page.session.drag(&report.find(PLOT), left, left);
        assert_eq!(report.selection()["filters"]["date"], chosen);
        report.click("[data-act=all-days]");
        report.screen_where("all days", |screen| *screen == whole);
        for _ in 0..2 {
            report.click("[data-act=undo]");
        }
        assert_chosen(&report, &document, &from, &to);
    });
}

#[test]
fn days_are_chosen_with_the_keyboard() {
    visit(|page| {
        let (report, document) = (page.report("first"), Document::sample("beauty"));
        report.choose("by", "option[value=day]");
        report.wait("days", &format!("Number(root.querySelector('{PLOT}').ariaValueMax) > 400"));
        let stops = report.run("return root.querySelectorAll('.trend figure [tabindex=\"0\"]').length", &[]);
        assert_eq!(stops, 1, "one tab stop");
        report.run(&format!("root.querySelector('{PLOT}').focus()"), &[]);
        let keyboard = &page.session;
        let at = |n: i32| {
            report.wait(&format!("point {n}"), &format!("root.querySelector('{PLOT}').ariaValueNow === '{n}'"));
            report.run(&format!("return root.querySelector('{PLOT}').ariaValueText"), &[])
        };
        keyboard.press(&[keys::HOME]);
        let first = at(0);
        assert!(first.as_str().is_some_and(|text| text.starts_with(document.meta("data_from"))), "{first}");
        keyboard.press(&[keys::RIGHT]);
        keyboard.press(&[keys::RIGHT]);
        keyboard.press(&[keys::LEFT]);
        at(1);
        let from = read(&report);
        for n in 2..5 {
            keyboard.press(&[keys::SHIFT, keys::RIGHT]);
            assert!(at(n).as_str().is_some_and(|text| text.contains(&from)), "the choice so far is said");
        }
        keyboard.press(&[keys::ESCAPE]);
        report.wait("nothing chosen", "!root.querySelector('.trend .brush')");
        keyboard.press(&[keys::END]);
        keyboard.press(&[keys::SHIFT, keys::LEFT]);
        keyboard.press(&[keys::SHIFT, keys::LEFT]);
        let last = document.meta("complete_through");
        report.wait("three days", "root.querySelector('.trend .brush')");
        let chosen = read(&report);
        let from = chosen.split(' ').next().unwrap_or_default().to_owned();
        keyboard.press(&[keys::ENTER]);
        assert_chosen(&report, &document, &from, last);
        report.wait("the keyboard still there", &format!("root.activeElement === root.querySelector('{PLOT}')"));
    });
}

#[test]
fn weeks_and_months_are_the_sums_of_the_scan() {
    visit(|page| {
        let (report, document) = (page.report("first"), Document::sample("beauty"));
        report.click(".trend .twin-toggle");
        let through = document.meta("complete_through");
        for (metric, by) in [("gmv", "week"), ("gmv", "month"), ("reads", "week"), ("orders", "month")] {
            report.choose("metric", &format!("option[value={metric}]"));
            report.choose("by", &format!("option[value={by}]"));
            let label = report.run("return root.querySelector('[data-choice=metric]').selectedOptions[0].text", &[]);
            report.wait("its table", &format!("root.querySelector('.trend th:nth-child(2)').textContent === {label}"));
            let long = if by == "week" { "> 10" } else { "=== 7" };
            report.wait(by, &format!("root.querySelector('.trend tbody th').textContent.length {long}"));
            let body = "return [...root.querySelectorAll('.trend tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent))";
            let rows = report.run(body, &[]);
            let cell = |row: &Value, n: usize| row[n].as_str().unwrap_or_default().to_owned();
            let mut rows: Vec<(String, String)> =
                rows.as_array().into_iter().flatten().map(|row| (cell(row, 0), cell(row, 1))).collect();
            // All days together stand last.
            let whole = rows.pop().unwrap_or_default();
            assert!(whole.0.ends_with(through), "{whole:?}");
            let from = |label: &str| match label.get(..10) {
                Some(day) => day.to_owned(),
                None => format!("{label}-01"),
            };
            let after = |from: &str| document.sum(metric, (from, through), &Filters::new()).observed;
            assert!(rows.len() > 10, "{rows:?}");
            for (n, (label, value)) in rows.iter().enumerate() {
                let next = rows.get(n + 1).map_or(0, |(next, _)| after(&from(next)));
                let sum = after(&from(label)) - next;
                let printed =
                    if document.is_money(metric) { format!("{}.{:02}", sum / 100, sum % 100) } else { sum.to_string() };
                // What was sampled is estimated, and what was observed stands behind the estimate.
                assert_eq!(digits(value).last(), Some(&printed), "{metric} {by} {label}: {value}");
            }
        }
    });
}
