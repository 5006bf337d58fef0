//! The portal opens: two reports, in Chinese, without a single complaint of the browser.

use e2e::page::visit;

#[test]
fn two_reports_open_and_the_browser_has_nothing_to_complain_about() {
    visit(|page| {
        let first = page.report("first").screen();
        assert_eq!(first.merchant, "云汐美妆");
        assert!(!first.steps.is_empty() && !first.members().is_empty());
        let marks =
            page.report("first").run("return [...root.querySelectorAll('.demo')].map((mark) => mark.textContent)", &[]);
        assert_eq!(marks, serde_json::json!(["演示数据"]));
        let second = page.report("second").screen();
        assert_eq!(second.merchant, "CDNOW");
        assert_eq!(page.report("second").run("return root.querySelectorAll('.demo').length", &[]), 0);
    });
}
