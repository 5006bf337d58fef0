//! Names that are written from right to left, or that try to turn what stands beside them: numbers and our own
//! sentences read the same as ever.

use e2e::page::{Page, Report, visit};
use serde_json::{Value, json};

/// Pairs of neighbouring digits that stand on one line in the wrong order, with the text around them.
const TURNED: &str = "
const walker = document.createTreeWalker(root.querySelector('.report'), NodeFilter.SHOW_TEXT);
const range = document.createRange(), turned = [];
const box = (node, at) => (range.setStart(node, at), range.setEnd(node, at + 1), range.getBoundingClientRect());
while (walker.nextNode()) {
  const node = walker.currentNode;
  for (const { index } of node.data.matchAll(/[0-9](?=[0-9])/g)) {
    const [first, second] = [box(node, index), box(node, index + 1)];
    if (first.width && first.top === second.top && first.left >= second.left) { turned.push(node.data); break; }
  }
}
return turned;";

/// Shows the sample with other names.
pub(crate) fn rename(page: &Page, report: &Report<'_>, rename: &str) {
    let script = format!(
        "return fetch('data/beauty.json').then((answer) => answer.json()).then((sample) => {{
           const rename = (named, n) => {rename};
           sample.meta.merchant.name = rename(sample.meta.merchant.name, 0);
           for (const list of [sample.dimensions, sample.measures, sample.funnel.steps]) {{
             list.forEach((named, n) => named.label = rename(named.label, n));
           }}
           sample.dimensions.forEach((dimension) => dimension.members.forEach((member, n) => {{
             member.label = rename(member.label, n);
           }}));
           return sample;
         }})"
    );
    let sample = page.run(&script, &[]);
    report.listen("redcat-ready");
    report.run("host.report = args[0]", &[sample]);
    report.hears("redcat-ready");
}

#[test]
fn a_name_that_overrides_the_direction_turns_no_number() {
    visit(|page| {
        let report = page.report("first");
        rename(page, &report, r"`${named?.['zh-CN'] ?? named ?? '步骤'}\u202e`");
        report.choose("period", "option[value=last-90]");
        report.choose("comparison", "option[value=previous]");
        report.click("tr[data-kind=member] .drill");
        report.screen_where("a filter", |screen| screen.chips.len() == 1);
        for table in [false, true] {
            if table {
                report.click(".funnel .twin-toggle");
                report.find(".twin table");
            }
            assert_eq!(report.run(TURNED, &[]), Value::Array(Vec::new()), "as a table: {table}");
        }
    });
}

#[test]
fn names_from_right_to_left_keep_their_places_in_a_sentence() {
    visit(|page| {
        let report = page.report("first");
        rename(page, &report, r"String.fromCharCode(0x5d0 + n % 22).repeat(3)");
        let body = "
            const node = root.querySelector('.losses p').firstChild, range = document.createRange();
            const places = [...node.data].map((letter, at) => {
              range.setStart(node, at); range.setEnd(node, at + 1);
              return [letter, range.getBoundingClientRect().left];
            });
            const left = (letters) => places.filter(([letter]) => letters.test(letter)).map(([, left]) => left);
            const arrow = left(/→/)[0], names = left(/[א-ת]/), numbers = left(/[0-9]/);
            return [names.slice(0, 3).every((left) => left < arrow), names.slice(3).every((left) => left > arrow),
              numbers.length > 0 && numbers.every((left) => left > Math.max(...names)), node.data];";
        let seen = report.run(body, &[]);
        assert_eq!(
            seen.as_array().map(|seen| &seen[..3]),
            Some(&[json!(true), json!(true), json!(true)][..]),
            "{seen}"
        );
    });
}
