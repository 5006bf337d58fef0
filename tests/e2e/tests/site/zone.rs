//! Dates are labels: a reader in California sees what one in Shanghai sees, everywhere on the page.

use e2e::page::Page;

/// Everything a reader can see or be told, after a look at some days that a zone could shift.
fn seen_in(zone: &str, offset_minutes: i64) -> Vec<String> {
    let page = Page::blank();
    page.session.travel(zone);
    page.open();
    assert_eq!(page.run("return new Date(2025, 0, 15).getTimezoneOffset()", &[]), offset_minutes, "{zone}");
    let report = page.report("first");
    let mut seen = Vec::new();
    for id in ["first", "second"] {
        seen.push(page.report(id).markup());
    }
    report.pick_day("date-from", "2025-05-13");
    report.pick_day("date-to", "2025-06-18");
    report.choose("comparison", "option[value=year]");
    report.screen_where("these days", |screen| {
        screen.period.contains("2025-05-13") && screen.period.contains("2025-06-18") && screen.period.contains("2024")
    });
    for by in ["day", "week", "month"] {
        report.choose("by", &format!("option[value={by}]"));
        report.wait(by, &format!("root.querySelector('[data-choice=by]').value === '{by}'"));
        seen.push(report.markup());
    }
    report.run("root.querySelectorAll('.twin-toggle').forEach((toggle) => toggle.click())", &[]);
    report.wait("tables", "root.querySelector('.trend table')");
    seen.push(report.markup());
    let shown = "return root.querySelector('.report').innerText
        + [...root.querySelectorAll('input')].map((input) => input.value).join()";
    seen.push(report.run(shown, &[]).as_str().unwrap_or_default().to_owned());
    let complaints = page.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
    seen
}

#[test]
fn no_zone_shifts_a_date() {
    let (shanghai, california) = (seen_in("Asia/Shanghai", -480), seen_in("America/Los_Angeles", 480));
    assert!(shanghai.iter().any(|seen| seen.contains("2025-05-13") && seen.contains("2024-05-13")));
    assert_eq!(shanghai, california);
}
