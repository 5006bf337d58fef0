//! Content and orders: the lipstick that the press wrote of, found by a filter; days and lags read by keyboard and by
//! pointer; members that filter; what is expected of moved money never without what it supposes; choices that are saved.

use e2e::page::{Report, visit};
use e2e::webdriver::keys;
use serde_json::{Value, json};

fn text(report: &Report<'_>, selector: &str) -> String {
    let found = report.run("return root.querySelector(args[0])?.textContent ?? ''", &[json!(selector)]);
    found.as_str().unwrap_or_default().to_owned()
}

fn choose(report: &Report<'_>, menu: &str, option: &str) {
    report.choose(&format!("content-{menu}"), &format!("option[value='{option}']"));
}

const HEADLINE: &str = ".content .headline";

#[test]
fn the_lipstick_is_found_and_what_is_read_follows_the_keyboard_and_the_pointer() {
    visit(|page| {
        let report = page.report("first");
        report.wait("the panel", "root.querySelectorAll('.content .scatter circle').length > 400");
        assert!(text(&report, HEADLINE).contains("相关不等于增量"));
        report.run("host.selection = args[0]", &[json!({"filters": {"product": ["p15"], "destination": ["tmall"]}})]);
        report.wait("the lipstick", "root.querySelector('.content .headline').textContent.includes('r = 0.82')");
        assert!(text(&report, ".content .notes").contains("未按"), "the filter that engagements lack is named");
        assert!(text(&report, ".content-ranking .empty").contains("不能排名"));

        let stops = "return root.querySelectorAll('.content .half [tabindex=\"0\"]').length";
        assert_eq!(report.run(stops, &[]), 3, "two plots and a list");
        let said = |plot: &str| text(&report, &format!(".content .{plot} .reading-line"));
        report.run("root.querySelector('.content .scatter .plot').focus()", &[]);
        page.session.press(&[keys::RIGHT]);
        report.wait("the first day", "root.querySelector('.scatter .reading-line').textContent.includes('2024-05-01')");
        page.session.press(&[keys::RIGHT]);
        report.wait("the next day", "root.querySelector('.scatter .reading-line').textContent.includes('2024-05-02')");
        let spoken = report.run("return root.querySelector('.scatter .plot').getAttribute('aria-valuetext')", &[]);
        assert_eq!(spoken, json!(said("scatter")));
        report.run("root.querySelector('.content .profile .plot').focus()", &[]);
        page.session.press(&[keys::RIGHT]);
        report.wait("a day later", "root.querySelector('.profile .reading-line').textContent.includes('滞后 1 天')");
        let point =
            "const plot = root.querySelector('.profile .plot'), { left, top, width } = plot.getBoundingClientRect();
plot.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, composed: true, pointerType: 'mouse',
  clientX: left + width * 0.98, clientY: top + 40 }));";
        report.run(point, &[]);
        report.wait("the last lag", "root.querySelector('.profile .reading-line').textContent.includes('滞后 14 天')");
    });
}

#[test]
fn a_member_filters_and_choices_are_saved_and_restored() {
    visit(|page| {
        let report = page.report("first");
        report.wait("members", "root.querySelectorAll('.content button.content-row').length === 4");
        let before = text(&report, ".content-members");
        report.run("root.querySelector('.content button.content-row').focus()", &[]);
        page.session.press(&[keys::DOWN]);
        report.wait("the second row", "root.activeElement?.dataset.n === '1'");
        let id = report.run("return root.activeElement.dataset.id", &[]);
        page.session.press(&[keys::ENTER]);
        report.screen_where("a filter", |screen| screen.chips.len() == 1);
        assert_eq!(report.selection()["filters"]["category"], json!([id]));
        assert_eq!(text(&report, ".content-members"), before, "the list ignores its own filter");
        report.click("[data-act=undo]");
        report.screen_where("no filter", |screen| screen.chips.is_empty());

        choose(&report, "clean", "raw");
        choose(&report, "mask", "promotion");
        choose(&report, "share", "30");
        report.wait("a smaller share", "root.querySelector('.content-budget p').textContent.includes('30%')");
        assert!(text(&report, ".content .notes").contains("大促"));
        let saved: Value = report.run("return host.save()", &[]);
        choose(&report, "share", "50");
        report.wait("half", "root.querySelector('.content-budget p').textContent.includes('50%')");
        report.run("host.restore(args[0])", &[saved]);
        report.wait("the smaller share", "root.querySelector('.content-budget p').textContent.includes('30%')");

        let budget = text(&report, ".content-budget p");
        assert!(budget.starts_with("假设") && budget.contains("95% 区间"), "{budget}");
        report.click(".content .twin-toggle");
        report.find(".content .twin table");
        let listed = report.run("return root.querySelectorAll('.content .twin tbody tr').length", &[]);
        assert!(listed.as_u64() > Some(450), "lags, members, ranks and days: {listed}");
    });
}
