//! Cards of numbers in tables: a click on a cell or `i` at its row opens one, which leaves the number in sight.

use e2e::page::{Report, visit};
use serde_json::json;

fn opens(report: &Report<'_>, cell: &str, title: &str) {
    report.run("root.querySelector(args[0]).scrollIntoView({ block: 'center' })", &[json!(cell)]);
    report.click(cell);
    let opened = format!("root.querySelector('.card h2')?.textContent.includes('{title}')");
    report.wait(title, &opened);
    let covers = "const [cell, card] = [root.querySelector(args[0]), root.querySelector('.card')]
        .map((element) => element.getBoundingClientRect());
        return cell.left < card.right && cell.right > card.left && cell.top < card.bottom && cell.bottom > card.top";
    assert_eq!(report.run(covers, &[json!(cell)]), json!(false), "the card of {cell} covers it");
    report.click(".card header button");
    report.wait("no card", "!root.querySelector('.card')");
}

#[test]
fn a_cell_opens_the_card_of_its_number_beside_it() {
    visit(|page| {
        page.session.resize(1280, 900);
        let report = page.report("first");
        report.wait("the gates", "root.querySelector('.gates')");
        opens(&report, ".gates tbody tr:nth-child(2) .gate-value", "日消耗");
        opens(&report, ".gates tbody tr:nth-child(2) .gate-gap", "日消耗");
        opens(&report, ".of-flow tbody tr:nth-child(2) td:nth-child(3)", "人群流转");
        opens(&report, ".payables .payable > b", "效果对赌");
        report.run("root.querySelector('.loop .members button[data-n]').focus()", &[]);
        page.session.press(&['i']);
        report.wait("the member's card", "root.activeElement?.classList.contains('card')");
    });
}
