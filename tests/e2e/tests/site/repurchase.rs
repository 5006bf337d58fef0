//! Who comes back, as a reader sees and chooses it: the real customers of CDNOW against lifelines in the file that the
//! panel gives, groups and cohorts that filter the report by click and by key, the forecast with its error.

use std::collections::BTreeMap;

use e2e::page::{Page, Report, visit};
use e2e::webdriver::keys;
use serde_json::{Value, json};

use crate::export::{parts, text};

const STEPS: &str = include_str!("../../../fixtures/cdnow/kaplan_meier_steps.csv");
const CHOSEN_DAYS: &str = include_str!("../../../fixtures/cdnow/kaplan_meier.csv");
const PLOT: &str = ".repurchase .plot[role=slider]";

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn said(report: &Report<'_>, id: &str) -> String {
    let body = "return root.querySelector(`.repurchase [data-finding=${args[0]}]`)?.textContent ?? ''";
    report.run(body, &[json!(id)]).as_str().unwrap_or_default().to_owned()
}

/// Text of the cells of that class, a group each.
fn cells(report: &Report<'_>, class: &str) -> Vec<String> {
    let body =
        "return [...root.querySelectorAll('.repurchase .groups tbody .' + args[0])].map((cell) => cell.textContent)";
    let found = report.run(body, &[json!(class)]);
    found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn show(page: &Page, report: &Report<'_>, sample: &str, merchant: &str) {
    page.click(&format!("#samples [data-src='data/{sample}.json']"));
    report.screen_where(sample, |screen| screen.merchant == merchant);
    report.wait("the panel", "root.querySelector('.repurchase .pair, .repurchase .empty')");
}

/// The panel's file by group and day: the fields of its rows.
fn file(report: &Report<'_>) -> BTreeMap<(String, i64), Vec<String>> {
    let (_, table) = parts(&text(report, "exportCsv", "repurchase"));
    table[1..].iter().map(|row| ((row[0].clone(), number(&row[1]) as i64), row.clone())).collect()
}

#[test]
fn the_file_of_real_customers_is_that_of_lifelines() {
    visit(|page| {
        let report = page.report("first");
        show(page, &report, "cdnow", "CDNOW");
        let near = |what: &str, found: &str, expected: f64| {
            assert!((number(found) - expected).abs() < 1e-9, "{what}: {found} is not {expected}");
        };
        let all = file(&report);
        let mut compared = 0;
        for line in STEPS.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let row = &all[&("全部顾客".to_owned(), number(cells[0]) as i64)];
            for (field, expected) in [(2, number(cells[1])), (3, number(cells[2])), (4, 1.0 - number(cells[4]))] {
                near(line, &row[field], expected);
            }
            near(line, &row[5], 1.0 - number(cells[6]));
            near(line, &row[6], 1.0 - number(cells[5]));
            compared += 1;
        }
        assert_eq!(compared, 544);
        report.choose("split", "option[value=first_order_value]");
        report.wait("terciles", "root.querySelectorAll('.repurchase .groups tbody tr').length === 3");
        let by_tercile = file(&report);
        let names = [("low", "低"), ("mid", "中"), ("high", "高")];
        let mut compared = 0;
        for line in CHOSEN_DAYS.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let Some((_, name)) = names.iter().find(|(id, _)| cells[0] == format!("tercile={id}")) else { continue };
            let of_day = |(key, row): (&(String, i64), &Vec<String>)| {
                (key.0.contains(name) && key.1 == number(cells[1]) as i64).then(|| row.clone())
            };
            let row = by_tercile.iter().find_map(of_day).unwrap_or_else(|| panic!("no row for {line}"));
            for (field, cell) in [(4, 5), (5, 7), (6, 8), (7, 6)] {
                near(line, &row[field], number(cells[cell]));
            }
            compared += 1;
        }
        assert!(compared >= 30, "{compared}");
        // The plain test, in a line of the file's head: `log-rank: chi2 = …, df = 2, ln p = …`.
        let (head, _) = parts(&text(&report, "exportCsv", "repurchase"));
        let test = head.iter().find(|line| line.starts_with("log-rank: ")).unwrap_or_else(|| panic!("{head:?}"));
        let of = |name: &str| {
            let value = test.split_once(&format!("{name} = ")).and_then(|(_, rest)| rest.split(',').next());
            number(value.unwrap_or_else(|| panic!("no {name} in {test}")))
        };
        for (name, expected) in [("chi2", 264.728_688_658_781_3), ("df", 2.0), ("ln p", -132.364_344_329_390_66)] {
            assert!((of(name) - expected).abs() < 1e-9, "{test}");
        }
    });
}

#[test]
fn benefits_are_compared_and_chosen_by_click_and_key() {
    visit(|page| {
        let report = page.report("first");
        report.wait("the panel", "root.querySelector('.repurchase .pair')");
        assert!(said(&report, "verdict").contains("确有差异"), "{}", said(&report, "verdict"));
        assert!(said(&report, "uplift").contains("+35.0%"), "{}", said(&report, "uplift"));
        assert_eq!(cells(&report, "of-uplift")[3], "对照");
        let before = cells(&report, "of-day");
        report.click(".repurchase [data-group='0']");
        let filtered = report.screen_where("a filter", |screen| screen.chips.len() == 1);
        assert_eq!(report.selection()["filters"], json!({"benefit": ["dual"]}));
        // The panel ignores its own filter, and marks what was chosen.
        assert_eq!(cells(&report, "of-day"), before);
        report.wait("a mark", "root.querySelector('.repurchase [data-group=\"0\"]').ariaPressed === 'true'");
        drop(filtered);
        // The keyboard reads other days and chooses another group.
        report.run("root.querySelector(args[0]).focus()", &[json!(PLOT)]);
        page.session.press(&[keys::LEFT]);
        report.wait("another day", "root.querySelector('.repurchase .of-day').textContent.includes('89')");
        assert_ne!(cells(&report, "of-day"), before);
        for key in [keys::DOWN, keys::DOWN, keys::ENTER] {
            page.session.press(&[key]);
        }
        report.screen_where("another filter", |screen| screen.chips.len() == 1);
        report.wait("two members", "host.selection.filters.benefit?.length === 2");
        assert_eq!(report.selection()["filters"], json!({"benefit": ["dual", "member"]}));
    });
}

#[test]
fn a_cohort_filters_what_is_split_by_cohort_and_the_rest_says_so() {
    visit(|page| {
        let report = page.report("first");
        report.wait("the cohorts", "root.querySelector('.cohorts .heat')");
        let customers = "return root.querySelector('.repurchase .groups tbody small').textContent";
        let all = report.run(customers, &[]);
        report.click(".cohorts [data-n='0']");
        let filtered = report.screen_where("a filter", |screen| screen.chips.len() == 1);
        assert_eq!(report.selection()["filters"], json!({"cohort": ["2024-05"]}));
        assert!(filtered.chips[0].1.contains("2024-05"), "{:?}", filtered.chips);
        assert_ne!(report.run(customers, &[]), all);
        // The table goes on showing all cohorts.
        assert!(report.run("return root.querySelectorAll('.cohorts tbody tr').length", &[]).as_u64() > Some(10));
        // Cells that are known in part or not at all say so without colour.
        let marks = "const text = [...root.querySelectorAll('.cohorts td')].map((cell) => cell.textContent);
            return [text.some((t) => t.endsWith('*')), text.includes('·'), root.querySelectorAll('.cohorts .partly').length > 2]";
        assert_eq!(report.run(marks, &[]), json!([true, true, true]));
        report.choose("measure", "option[value=active_month]");
        report.wait("months", "root.querySelector('.cohorts thead').textContent.includes('第 0 月')");
    });
}

#[test]
fn the_forecast_comes_with_its_error_while_the_page_goes_on() {
    visit(|page| {
        let report = page.report("first");
        report.wait("the panel", "root.querySelector('.repurchase .pair')");
        report.choose("split", "option[value='']");
        report.click(".repurchase [data-act=forecast]");
        report.wait(
            "the forecast",
            "root.querySelector('.repurchase [data-finding=forecast]')?.textContent.includes('回测')",
        );
        assert!(said(&report, "forecast").contains("偏差 +"), "{}", said(&report, "forecast"));
        report.wait("its line", "root.querySelector('.repurchase polyline.compared.dashed')");
        let table = ".repurchase .twin-toggle";
        report.click(table);
        report.wait("the table", "root.querySelectorAll('.repurchase .twin tbody tr').length >= 150");
    });
}
