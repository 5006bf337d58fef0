//! A reader goes down and up the tree table, changes dates, takes steps back; at every stop every number on screen is
//! that of the naive scan.

use e2e::page::{Report, Screen, visit};
use e2e::scan::Document;
use e2e::webdriver::keys;
use serde_json::{Value, json};

use crate::printed::{check_funnel, check_table, days, filters};

/// The way down that the sample offers first.
const LEVELS: [&str; 3] = ["category", "brand", "product"];

/// Waits for the filters of a stop, then compares all numbers of table and funnel.
#[track_caller]
fn stop(report: &Report<'_>, document: &Document, filtered: &[&str], listed: &str) -> (Screen, Value) {
    let screen = report.screen_where(&format!("filters {filtered:?}"), |screen| screen.filtered() == filtered);
    let selection = report.selection();
    let (days, filters) = (days(document, &selection), filters(&selection));
    let in_table = check_table(document, &screen, listed, &filters, days);
    assert!(in_table >= 4 * screen.rows.len(), "only {in_table} numbers were compared in {screen:#?}");
    assert!(check_funnel(document, &screen, &filters, days) >= 10, "{screen:#?}");
    (screen, selection)
}

/// Clicks the name of the first member that the table lists.
fn drill(report: &Report<'_>, screen: &Screen) -> String {
    let id = screen.members()[0].to_owned();
    report.click(&format!("tr[data-id='{id}'] .drill"));
    id
}

#[test]
fn three_levels_down_and_up_again_every_number_is_that_of_the_scan() {
    visit(|page| {
        let (report, document) = (page.report("first"), Document::sample("beauty"));
        let (whole, _) = stop(&report, &document, &[], LEVELS[0]);
        let laid_out = report.run("return getComputedStyle(root.querySelector('tr[data-row]')).display", &[]);
        assert_eq!(laid_out, "table-row", "no other panel's style reaches the table");
        let mut members = whole.members();
        members.sort_unstable();
        let mut all = document.members(LEVELS[0], None);
        all.sort_unstable();
        assert_eq!(members, all);

        let category = drill(&report, &whole);
        let (brands, _) = stop(&report, &document, &LEVELS[..1], LEVELS[1]);
        assert!(brands.members().iter().all(|id| document.members(LEVELS[1], Some(&category)).contains(id)));
        assert_ne!(brands.steps, whole.steps, "the funnel follows the filter");

        let brand = drill(&report, &brands);
        let (products, _) = stop(&report, &document, &LEVELS[..2], LEVELS[2]);
        assert!(products.members().iter().all(|id| document.members(LEVELS[2], Some(&brand)).contains(id)));
        assert_eq!(products.crumbs.len(), 3, "{:?}", products.crumbs);

        let product = drill(&report, &products);
        let (_, selection) = stop(&report, &document, &LEVELS, "creator");
        assert_eq!(selection["filters"], json!({"category": [category], "brand": [brand], "product": [product]}));

        report.click(".crumbs li:nth-child(2) button");
        let (up, _) = stop(&report, &document, &LEVELS[..1], LEVELS[1]);
        assert_eq!(up.rows, brands.rows);
        report.click(".chip[data-dimension=category] button");
        let (back, _) = stop(&report, &document, &[], LEVELS[0]);
        assert_eq!(back, whole);
    });
}

#[test]
fn other_dates_give_other_numbers_and_every_step_can_be_taken_back() {
    visit(|page| {
        let (report, document) = (page.report("first"), Document::sample("beauty"));
        let mut stops = vec![stop(&report, &document, &[], LEVELS[0])];
        let mut advance = |act: &dyn Fn(), filtered: &[&str], listed| {
            let before = report.selection();
            act();
            report.wait("another selection", &format!("JSON.stringify(host.selection) !== JSON.stringify({before})"));
            stops.push(stop(&report, &document, filtered, listed));
        };
        advance(&|| report.choose("period", "option[value=last-28]"), &[], LEVELS[0]);
        advance(&|| report.click("tr[data-kind=member] .drill"), &LEVELS[..1], LEVELS[1]);
        advance(&|| report.pick_day("date-from", "2025-05-13"), &LEVELS[..1], LEVELS[1]);
        advance(&|| report.pick_day("date-to", "2025-06-20"), &LEVELS[..1], LEVELS[1]);
        advance(&|| report.choose("period", "option[value=all]"), &LEVELS[..1], LEVELS[1]);
        let picked = &stops[4].1["filters"]["date"];
        assert_eq!(*picked, json!({"from": "2025-05-13", "to": "2025-06-20"}));
        assert!(
            stops[4].0.period.contains("2025-05-13") && stops[4].0.period.contains("2025-06-20"),
            "{:?}",
            stops[4].0.period
        );
        for pair in stops.windows(2) {
            assert_ne!(pair[0].0.steps, pair[1].0.steps, "another stop, other numbers");
        }
        let arrive = |expected: &Screen| report.screen_where("the stop before", |screen| screen == expected);
        for (earlier, _) in stops.iter().rev().skip(1) {
            report.click("[data-act=undo]");
            arrive(earlier);
        }
        report.wait("nothing more to take back", "root.querySelector('[data-act=undo]').disabled");
        for (later, _) in stops.iter().skip(1) {
            report.click("[data-act=redo]");
            arrive(later);
        }
        report.wait("nothing more to do again", "root.querySelector('[data-act=redo]').disabled");
    });
}

#[test]
fn the_keyboard_alone_goes_down_up_back_and_forward() {
    visit(|page| {
        let (report, document) = (page.report("first"), Document::sample("beauty"));
        let keyboard = &page.session;
        let focused = || report.run("return root.activeElement?.dataset.row ?? null", &[]);
        for _ in 0..80 {
            if !focused().is_null() {
                break;
            }
            keyboard.press(&[keys::TAB]);
        }
        assert_eq!(focused(), "0", "Tab leads into the table, to its one stop");
        let (whole, _) = stop(&report, &document, &[], LEVELS[0]);
        keyboard.press(&[keys::DOWN]);
        report.wait("the second row has the focus", "root.activeElement.dataset.row === '1'");
        keyboard.press(&[keys::HOME]);
        report.wait("the first row has the focus", "root.activeElement.dataset.row === '0'");

        keyboard.press(&[keys::RIGHT]);
        report.wait("the row is unfolded", "root.querySelector('tr[data-row=\"0\"]').ariaExpanded === 'true'");
        let unfolded = report.screen();
        assert_eq!(unfolded.rows[1].id, whole.rows[1].id);
        let below: Vec<&str> = unfolded.rows.iter().filter(|row| row.level == 2).map(|row| row.id.as_str()).collect();
        let mut brands = document.members(LEVELS[1], Some(&whole.rows[1].id));
        brands.retain(|brand| below.contains(brand));
        assert_eq!(brands.len(), below.len(), "{below:?} are brands of {}", whole.rows[1].id);
        assert!(!below.is_empty());
        keyboard.press(&[keys::LEFT]);
        report.wait("the row is folded", "root.querySelector('tr[data-row=\"0\"]').ariaExpanded === 'false'");

        keyboard.press(&[keys::ENTER]);
        let (brands, _) = stop(&report, &document, &LEVELS[..1], LEVELS[1]);
        report.wait("the focus stays in the table", "root.activeElement?.dataset.row !== undefined");
        keyboard.press(&[keys::ENTER]);
        stop(&report, &document, &LEVELS[..2], LEVELS[2]);
        report.wait("the focus stays in the table", "root.activeElement?.dataset.row !== undefined");
        keyboard.press(&[keys::BACKSPACE]);
        let (again, _) = stop(&report, &document, &LEVELS[..1], LEVELS[1]);
        assert_eq!(again.rows, brands.rows);
        report.wait("the focus stays in the table", "root.activeElement?.dataset.row !== undefined");
        keyboard.press(&[keys::ESCAPE]);
        stop(&report, &document, &[], LEVELS[0]);

        keyboard.press(&[keys::CONTROL, 'z']);
        stop(&report, &document, &LEVELS[..1], LEVELS[1]);
        keyboard.press(&[keys::CONTROL, 'z']);
        stop(&report, &document, &LEVELS[..2], LEVELS[2]);
        keyboard.press(&[keys::CONTROL, keys::SHIFT, 'z']);
        stop(&report, &document, &LEVELS[..1], LEVELS[1]);
    });
}
