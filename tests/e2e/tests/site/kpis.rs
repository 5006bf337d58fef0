//! The key figures: every number is that of the naive scan, a click leads to the trend, a name to its card and back.

use e2e::page::{Number, Report, visit};
use e2e::scan::Document;
use e2e::webdriver::keys;
use serde_json::{Value, json};

use crate::printed::{check_measure, days, filters};

/// Id, value and tooltip of each tile.
fn tiles(report: &Report<'_>) -> Vec<(String, Number)> {
    let body = "return [...root.querySelectorAll('.tile')].map((tile) => [tile.dataset.kpi,
        tile.querySelector('.tile-value b').textContent, tile.querySelector('.tile-value').title.split('\\n')[0]]);";
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let found = report.run(body, &[]);
    let tile = |tile: &Value| (text(&tile[0]), Number { text: text(&tile[1]), full: text(&tile[2]) });
    found.as_array().into_iter().flatten().map(tile).collect()
}

#[track_caller]
fn check(report: &Report<'_>, document: &Document) -> usize {
    let selection = report.selection();
    let (days, filters) = (days(document, &selection), filters(&selection));
    let mut checked = 0;
    for (id, shown) in tiles(report).iter().filter(|(id, _)| document.measure(id).is_some()) {
        let place = format!("{id} under {filters:?}: {shown:?}");
        checked += usize::from(check_measure(document, id, shown, &filters, days, &place));
    }
    checked
}

#[test]
fn one_wave_against_the_one_before() {
    visit(|page| {
        let (report, document) = (page.report("first"), Document::sample("beauty"));
        assert!(check(&report, &document) >= 6, "{:?}", tiles(&report));
        let whole = tiles(&report);
        report.choose("period", "option[value^=promotion]");
        report.choose("comparison", "option[value=wave-618]");
        report.wait("changes", "root.querySelectorAll('.tile .change').length >= 8");
        assert!(check(&report, &document) >= 6);
        assert_ne!(tiles(&report), whole);
        let repurchase = |tiles: &[(String, Number)]| tiles.iter().find(|(id, _)| id == "repurchase_30").cloned();
        assert!(repurchase(&whole).is_some());
        assert_eq!(repurchase(&tiles(&report)), repurchase(&whole), "dates do not filter it");
        page.picture("kpis");
    });
}

#[test]
fn a_tile_leads_to_the_trend_and_its_name_to_its_card() {
    visit(|page| {
        let report = page.report("first");
        report.click("[data-kpi=spend] .tile-main");
        report.wait("the trend of it", "root.querySelector('select[data-choice=metric]').value === 'spend'");
        report.wait("a pressed tile", "root.querySelector('[data-kpi=spend] .tile-main').ariaPressed === 'true'");

        let spend = report.run("return root.querySelector('[data-kpi=spend] .tile-value').title", &[]);
        report.click("[data-kpi=spend] .tile-name");
        report.wait("the keyboard in the card", "root.activeElement?.classList.contains('card')");
        let answers = report.run("return [...root.querySelectorAll('.card dd')].map((text) => text.textContent)", &[]);
        assert!(answers.as_array().is_some_and(|answers| answers.contains(&spend)), "{answers} without {spend}");
        page.session.press(&[keys::ESCAPE]);
        report.wait("no card", "!root.querySelector('.card')");
        report.wait("the keyboard where it was", "root.activeElement?.closest('[data-kpi=spend]')");

        // The keyboard alone: along the tiles, then a card, then out by its button.
        report.run("root.querySelector('.tile-main').focus()", &[]);
        page.session.press(&[keys::RIGHT]);
        report.wait("the next tile", "root.activeElement?.closest('[data-kpi=reads]')");
        page.session.press(&['i']);
        report.wait("its card", "root.activeElement?.classList.contains('card')");
        page.session.press(&[keys::TAB, keys::ENTER]);
        report.wait("the keyboard where it was", "root.activeElement?.closest('[data-kpi=reads]')");
        assert_eq!(report.selection(), json!({}));
    });
}

#[test]
fn cards_open_from_funnel_table_and_trend() {
    visit(|page| {
        let report = page.report("first");
        let mut titles = Vec::new();
        for opener in [".funnel .info", ".drilldown .info", ".reading button"] {
            report.click(opener);
            report.wait("a card", "root.activeElement?.classList.contains('card')");
            titles.push(report.run("return root.querySelector('.card h2').textContent", &[]));
            page.session.press(&[keys::ESCAPE]);
            report.wait("no card", "!root.querySelector('.card')");
            report.wait("the keyboard where it was", "root.activeElement?.closest('.panel')");
        }
        assert_eq!(titles[0], titles[1], "impressions begin the funnel and the table");
        assert_ne!(titles[1], titles[2]);

        // A number in the table has a card of its own rows, by mouse and by keyboard.
        let cell = "tr[data-row='0'] [data-column=impressions]";
        let number = report.run(&format!("return root.querySelector(\"{cell}\").title"), &[]);
        let card = "return [...root.querySelectorAll('.card dd')].map((text) => text.textContent)";
        report.click(cell);
        report.wait("a card", "root.activeElement?.classList.contains('card')");
        let clicked = report.run(card, &[]);
        assert!(clicked.as_array().is_some_and(|said| said.contains(&number)), "{clicked} without {number}");
        page.session.press(&[keys::ESCAPE]);
        report.wait("no card", "!root.querySelector('.card')");
        report.run("root.querySelector('tr[data-row=\"0\"]').focus()", &[]);
        page.session.press(&['i']);
        report.wait("a card", "root.activeElement?.classList.contains('card')");
        assert_eq!(report.run(card, &[]), clicked);
        page.session.press(&[keys::ESCAPE]);
        report.wait("the keyboard where it was", "root.activeElement?.dataset.row === '0'");
        assert_eq!(report.selection(), json!({}));
    });
}
