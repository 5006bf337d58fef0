//! Choosing days moves every panel that is in sight, live: what stands there while the mouse is still down is what the
//! naive scan counts in those days. Whatever the reader does reaches only panels that are in sight and show something
//! of it before the next paint; the others follow.

use std::collections::BTreeMap;

use e2e::page::{Page, Report, visit};
use e2e::scan::{Document, Filters};
use e2e::until;
use e2e::webdriver::keys;
use serde_json::{Value, json};

use crate::printed::{check_funnel, check_table, digits};
use crate::trend::{PLOT, assert_chosen, date_at, place};

/// What depends on nothing that a choice of rows changes.
const STEADY: [&str; 3] = ["settlement", "entry", "quality"];
/// Tops of all panels and what is in sight of the page.
const PLACES: &str =
    "return [...root.querySelectorAll('.panel')].map((panel) => panel.offsetTop).concat(scrollX, scrollY)";
const NOTHING_BUSY_IN_SIGHT: &str = "[...root.querySelectorAll('.panel[aria-busy=true]')].every((panel) => panel.getBoundingClientRect().top >= innerHeight)";
const NOTHING_BUSY: &str = "!root.querySelector('.panel[aria-busy=true]')";

/// What panels put off stays so until it is let go.
const HOLD: &str = "const { setTimeout, clearTimeout } = window, held = new Map();
    let last = 0;
    window.setTimeout = (act, ms) => (ms === 100 ? (held.set(--last, act), last) : setTimeout(act, ms));
    window.clearTimeout = (id) => held.delete(id) || clearTimeout(id);
    window.release = () => {
      const acts = [...held.values()];
      held.clear();
      acts.forEach((act) => act());
    };";

/// Holds all that is in sight to the days under the mouse, which are not yet chosen.
#[track_caller]
fn assert_live(report: &Report<'_>, document: &Document, from: &str, to: &str) {
    report
        .screen_where("the days under the mouse", |screen| screen.period.contains(from) && screen.period.contains(to));
    report.wait("panels that have followed", NOTHING_BUSY_IN_SIGHT);
    let screen = report.screen();
    let checked = check_funnel(document, &screen, &Filters::new(), (from, to));
    let listed = check_table(document, &screen, "category", &Filters::new(), (from, to));
    assert!(checked >= 10 && listed >= 20, "{checked} {listed} {screen:#?}");
    let tile = report.run("return root.querySelector('[data-kpi=impressions] .tile-value').title", &[]);
    let shown = digits(tile.as_str().unwrap_or_default());
    let counted = document.sum("impressions", (from, to), &Filters::new()).observed;
    assert!(shown.contains(&counted.to_string()), "{shown:?} {counted}");
}

const STEPS: &str = "return [...root.querySelectorAll('.step-count')].map((step) => step.title)";

fn can_undo(report: &Report<'_>) -> bool {
    report.run("return !root.querySelector('[data-act=undo]').disabled", &[]) == true
}

/// A window that is high enough for the panels that are looked at.
fn high(page: &Page) {
    page.session.resize(1280, 3200);
}

#[test]
fn panels_follow_the_mouse_and_letting_go_is_one_step() {
    visit(|page| {
        high(page);
        let (report, document) = (page.report("first"), Document::sample("beauty"));
        report.choose("by", "option[value=day]");
        let whole = report.screen();
        let dates = [0.2, 0.35, 0.5].map(|share| date_at(page, &report, share));
        let at = [0.2, 0.35, 0.5].map(|share| place(&report, PLOT, share));
        let (before, chosen) = (report.run(PLACES, &[]), report.selection());
        page.session.grab(&report.find(PLOT), at[0]);
        for n in [1, 2, 1] {
            page.session.point(&report.find(PLOT), at[n]);
            assert_live(&report, &document, &dates[0], &dates[n]);
            assert_eq!(report.selection(), chosen, "nothing is chosen yet");
            assert!(!can_undo(&report));
            assert_eq!(report.run(PLACES, &[]), before, "nothing jumps");
        }
        page.picture("brush-held");
        page.session.let_go();
        report.wait("the choice", "host.selection?.filters?.date");
        assert_eq!(report.selection()["filters"]["date"], json!({"from": dates[0], "to": dates[1]}));
        assert_live(&report, &document, &dates[0], &dates[1]);
        report.click("[data-act=undo]");
        report.screen_where("all days", |screen| *screen == whole);
        assert!(!can_undo(&report), "one step");
    });
}

#[test]
fn escape_lets_go_of_what_was_being_chosen() {
    visit(|page| {
        high(page);
        let (report, document) = (page.report("first"), Document::sample("beauty"));
        report.choose("by", "option[value=day]");
        report.listen("redcat-select");
        let whole = report.screen();
        let (from, to) = (date_at(page, &report, 0.2), date_at(page, &report, 0.35));
        let (left, right) = (place(&report, PLOT, 0.2), place(&report, PLOT, 0.35));
        page.session.grab(&report.find(PLOT), left);
        page.session.point(&report.find(PLOT), right);
        assert_live(&report, &document, &from, &to);
        page.session.press(&[keys::ESCAPE]);
        report.screen_where("all days", |screen| *screen == whole);
        report.wait("no panel that waits", NOTHING_BUSY);
        page.session.let_go();

        // The keyboard chooses with Shift, and lets go likewise.
        page.session.press(&[keys::END]);
        page.session.press(&[keys::SHIFT, keys::LEFT]);
        page.session.press(&[keys::SHIFT, keys::LEFT]);
        let last = document.meta("complete_through");
        let from = document.days_before_last(2);
        assert_live(&report, &document, from, last);
        page.session.press(&[keys::ESCAPE]);
        report.screen_where("all days", |screen| *screen == whole);
        assert!(!can_undo(&report));
        assert_eq!(report.heard("redcat-select"), Vec::<Value>::new(), "the host hears of choices, not of attempts");
    });
}

#[test]
fn what_takes_too_long_waits_until_the_mouse_rests_or_lets_go() {
    visit(|page| {
        high(page);
        let (report, document) = (page.report("first"), Document::sample("beauty"));
        report.run("host.setAttribute('view', 'kpis funnel trend drilldown')", &[]);
        report.choose("by", "option[value=day]");
        // From now on every panel takes 50 ms by the clock, and the mouse never rests.
        report.run(&format!("{HOLD} let now = 0; Date.now = () => (now += 50);"), &[]);
        let dates = [0.2, 0.35, 0.5].map(|share| date_at(page, &report, share));
        let at = [0.2, 0.35, 0.5].map(|share| place(&report, PLOT, share));
        page.session.drag(&report.find(PLOT), at[0], at[2]);
        assert_chosen(&report, &document, &dates[0], &dates[2]);
        report.click("[data-act=all-days]");
        report.wait("all days", "!host.selection?.filters?.date && !root.querySelector('.strip')");
        let whole = report.run(STEPS, &[]);

        page.session.grab(&report.find(PLOT), at[0]);
        page.session.point(&report.find(PLOT), at[1]);
        report.wait("a funnel that does not follow", "root.querySelector('.funnel[aria-busy=true]')");
        let shade = report.run("return getComputedStyle(root.querySelector('.funnel figure')).opacity", &[]);
        assert_eq!(shade, "0.5", "which is to be seen");
        assert_eq!(report.run(STEPS, &[]), whole, "what was chosen last");
        page.session.let_go();
        assert_chosen(&report, &document, &dates[0], &dates[1]);
        report.wait("nothing that waits", NOTHING_BUSY_IN_SIGHT);
    });
}

/// How often each panel was made and drawn, and whether it is in sight.
fn counts(seen: &Value) -> BTreeMap<String, (u64, u64, bool)> {
    let panel = |seen: &Value| {
        let text = seen["counts"].as_str().unwrap_or_default().to_owned();
        let (made, drawn) = text.split_once(' ').unwrap_or_else(|| panic!("no counts: {seen}"));
        let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("{seen}"));
        (seen["name"].as_str().unwrap_or_default().to_owned(), (number(made), number(drawn), seen["inSight"] == true))
    };
    seen.as_array().into_iter().flatten().map(panel).collect()
}

const COUNTS: &str = "return [...root.querySelectorAll('.panel')].map((panel) => {
      const { top, bottom } = panel.getBoundingClientRect();
      return { name: panel.part[0], counts: panel.dataset.made, inSight: bottom > 0 && top < innerHeight };
    });";
#[test]
fn a_click_remakes_the_panels_in_sight_that_show_something_of_it() {
    visit(|page| {
        let report = page.report("first");
        report.run("root.querySelector('.drilldown').scrollIntoView()", &[]);
        report.wait("no panel that waits", NOTHING_BUSY);
        report.run(HOLD, &[]);
        let look = || counts(&report.run(COUNTS, &[]));
        // Marks are made last of all: the panels in sight have them once the last of them has.
        let until_made = |before: &BTreeMap<String, (u64, u64, bool)>, depends: &dyn Fn(&str) -> bool| {
            let in_sight = || before.iter().filter(|(name, (.., in_sight))| *in_sight && depends(name));
            assert!(in_sight().count() > 0, "{before:?}");
            until("the panels in sight", || {
                let now = look();
                let made = in_sight().all(|(name, (made, ..))| now[name].0 > *made);
                if made { Ok(now) } else { Err(format!("{now:?}")) }
            })
        };

        // Sorting is the tree table's own affair.
        let before = look();
        report.click(".grid th.number:nth-child(3) button:not([data-explain])");
        let sorted = until_made(&before, &|name| name == "drilldown");
        for (name, was) in &before {
            let expected = if name == "drilldown" { (was.0 + 1, was.1 + 1, was.2) } else { *was };
            assert_eq!(sorted[name], expected, "{name} after sorting");
        }

        // A member filters: what is in sight first, the rest a little later, each of them once.
        report.run("root.querySelector('.grid tr[data-kind=member] button.drill').click()", &[]);
        let depends = |name: &str| !STEADY.contains(&name);
        let at_once = until_made(&sorted, &depends);
        report.run("release()", &[]);
        report.wait("the panels out of sight", NOTHING_BUSY);
        let at_last = look();
        let mut out_of_sight = 0;
        for (name, (made, _, in_sight)) in &sorted {
            out_of_sight += usize::from(depends(name) && !in_sight);
            assert_eq!(at_once[name].0, made + u64::from(depends(name) && *in_sight), "{name} at once");
            assert_eq!(at_last[name].0, made + u64::from(depends(name)), "{name} at last");
        }
        assert!(out_of_sight >= 5, "{sorted:?}");
    });
}

/// Of the panels out of sight: whether each is empty and waits.
const OUT_OF_SIGHT: &str = "return [...root.querySelectorAll('.panel')]
    .filter((panel) => panel.getBoundingClientRect().top >= innerHeight)
    .map((panel) => panel.matches('.waiting[aria-busy=true]') && panel.textContent === '');";

#[test]
fn of_a_report_that_is_gone_nothing_stays_out_of_sight_and_nothing_moves() {
    visit(|page| {
        let report = page.report("first");
        report.run("root.querySelector('.quality').scrollIntoView()", &[]);
        report.wait("no panel that waits", NOTHING_BUSY);
        report.run("scrollTo(0, 0)", &[]);
        let (places, shown) = (report.run(PLACES, &[]), report.run("return root.textContent", &[]));
        assert_eq!(report.run(OUT_OF_SIGHT, &[]).as_array().map(|all| all.iter().any(|is| is == true)), Some(false));
        report.run(HOLD, &[]);
        let allow = |what: Value| report.run("host.allow = args[0]", &[what]);
        let is_on = |part: &str| report.find(&format!(".quality{part}"));
        allow(json!({"date": false}));
        is_on(".waiting");
        // What was on screen is there again at once.
        allow(json!({}));
        is_on(":not(.waiting)");
        assert_eq!(report.run("return root.textContent", &[]), shown);
        assert_eq!(report.run(PLACES, &[]), places);
        report.listen("redcat-ready");
        report.run("host.setAttribute('src', 'data/beauty.json?again')", &[]);
        report.hears("redcat-ready");
        let waiting = report.run(OUT_OF_SIGHT, &[]);
        let waiting = waiting.as_array().map_or(&[][..], Vec::as_slice);
        assert!(waiting.len() > 5 && waiting.iter().all(|is| is == true), "{waiting:?}");
        assert_eq!(report.run(PLACES, &[]), places);
        // Whoever comes near does not wait.
        report.run("root.querySelector('.quality').scrollIntoView()", &[]);
        report.find(".quality:not(.waiting)");
        report.run("release()", &[]);
        report.wait("all of them", NOTHING_BUSY);
        assert_eq!(report.run("return root.textContent", &[]), shown);
        report.run("scrollTo(0, 0)", &[]);
        assert_eq!(report.run(PLACES, &[]), places);
    });
}
