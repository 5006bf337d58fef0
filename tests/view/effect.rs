//! What experiments and launches are said to have changed: that only what was assigned is called incremental, that before
//! and after is called what it is, that what is lacking is a sentence; what the reader may choose; that the table says what
//! the panel says.

use redcat_report::cube::Dataset;
use redcat_report::query::Selection;
use redcat_report::view::chart::Shape;
use redcat_report::view::effect::{EffectView, LaunchView};
use redcat_report::view::export::sheet;
use redcat_report::view::locale::Locale;
use redcat_report::view::state::{EffectState, ViewState};
use redcat_report::view::twin::Number;
use serde_json::{Value, json};

use crate::samples;
use crate::support::launch::{self, experiment};

const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

fn build(dataset: &Dataset, state: &EffectState, tag: &str) -> Option<EffectView> {
    EffectView::build(dataset, &Selection::default(), state, 640.0, &Locale::plain(tag))
}

fn view(dataset: &Dataset, tag: &str) -> EffectView {
    build(dataset, &EffectState::default(), tag).expect("experiments or a launch")
}

fn launch_of(dataset: &Dataset, state: &EffectState, tag: &str) -> LaunchView {
    build(dataset, state, tag).and_then(|view| view.launch).expect("a launch")
}

/// Eight weeks, of which the last four bring a third more to the one and nothing to the other.
fn lifted(drift: f64) -> Vec<Option<(f64, f64)>> {
    let day = |n: usize| {
        let season = 1.0 + 0.2 * (n as f64 / 5.0).sin() + 0.02 * ((n * n % 7) as f64);
        let own = 600.0 * season * (if n >= 28 { 1.35 } else { 1.0 }) * (drift * n as f64).exp();
        Some((own + (n * 5 % 9) as f64, 2_000.0 * season + (n * 3 % 11) as f64))
    };
    (0..56).map(day).collect()
}

/// All that is read of experiments.
fn texts(view: &EffectView) -> String {
    let rows = view.rows.iter().flat_map(|row| {
        let parts = [&row.spoken, &row.difference, &row.interval];
        parts.into_iter().chain(&row.remarks).chain(&row.outcome).chain(&row.buyers).cloned()
    });
    let table = view.twin.rows.iter().map(|row| row[0].text.clone());
    let all: Vec<String> = view.headline.iter().chain(&view.methods).cloned().chain(rows).chain(table).collect();
    all.join("\n").to_lowercase()
}

#[test]
fn only_what_was_assigned_is_called_incremental() {
    let arm = |role: &str, gmv: u64, squares: &str, spend: u64| json!({"role": role, "units": 42_000, "buyers": 1_222, "gmv": gmv, "gmv_sumsq": squares, "spend": spend});
    let arms = [arm("exposed", 21_575_705, "523306846559", 5_100_000), arm("control", 17_232_864, "415767463212", 0)];
    for (design, is_assigned) in [("randomised", true), ("geo", true), ("matched", false), ("observational", false)] {
        let mut document = samples::document(&samples::rows(), |_| ());
        document["experiments"] = json!([experiment("An experiment", design, &arms)]);
        let dataset = samples::dataset(&document);
        for (tag, called, selection) in
            [("zh-CN", "增量", "对比，可能存在选择偏差"), ("en", "incremental", "comparison, may be selection")]
        {
            let view = view(&dataset, tag);
            let texts = texts(&view);
            assert_eq!(texts.contains(called), is_assigned, "{design}: {texts}");
            assert_eq!(texts.contains("iroas"), is_assigned, "{design}: {texts}");
            assert_eq!(texts.contains(selection), !is_assigned, "{design}: {texts}");
            assert!(view.launch.is_none() && view.rows[0].sure);
            assert!(texts.contains("¥0.85"), "the quotient of both differences, whatever it is called: {texts}");
        }
    }
}

#[test]
fn the_panel_answers_first_and_the_table_says_the_same() {
    let dataset = samples::whole();
    let shown = view(&dataset, "zh-CN");
    insta::assert_snapshot!(shown.summary);
    insta::assert_snapshot!(view(&dataset, "en").summary);
    let state = ViewState::default();
    let sheet = sheet("effect", &dataset, &state, &Locale::plain("zh-CN")).expect("a file");
    let heads: Vec<&str> = sheet.table.rows.iter().map(|row| &*row[0].text).collect();
    assert!(heads.iter().any(|head| head.contains("iROAS")) && heads.len() == 11, "{heads:?}");
    for row in &sheet.table.rows {
        assert_eq!(row.len(), sheet.table.headers.len());
    }
    let value = sheet.table.rows.iter().find(|row| row[0].text == "挂链开与关：人均成交").expect("that row");
    let Some(Number::Amount(apart)) = value[3].number else { panic!("{value:?}") };
    assert!((apart - (3_310_000.0 - 2_670_000.0) / 6_000.0).abs() < 1e-9);
    assert_eq!(value[3].text, shown.rows[0].difference.trim_start_matches('+'));
}

#[test]
fn every_interval_is_drawn_around_its_point() {
    let view = view(&samples::whole(), "en");
    for row in &view.rows {
        let mark = row.mark.expect("a difference");
        assert!(0.0 <= mark.from && mark.from < mark.at && mark.at < mark.to && mark.to <= 1.0, "{mark:?}");
        assert_eq!(mark.from > view.zero, row.sure, "sure is where the interval leaves zero out");
    }
    assert!((0.0..=1.0).contains(&view.zero) && view.ticks.len() > 2);
}

#[test]
fn before_and_after_is_called_what_it_is_and_shows_both_series() {
    let dataset = launch::dataset(&launch::document(&lifted(0.0), 28));
    for (tag, title) in [("zh-CN", "前后对比，不等于增量"), ("en", "Before and after; not incremental")] {
        let state = EffectState { member: Some("ad".into()), ..EffectState::default() };
        let found = launch_of(&dataset, &state, tag);
        assert_eq!(found.title, title);
        assert!(found.said[1].contains("+34.") || found.said[1].contains("+35."), "{:?}", found.said);
        assert!(!found.drifted && found.empty.is_none(), "{}", found.drift);
        let lines = found
            .chart
            .marks
            .iter()
            .filter(|mark| matches!(&mark.shape, Shape::Line { points, .. } if points.len() > 50));
        assert_eq!(lines.count(), 2);
        assert_eq!((found.days.len(), found.at), (56, 28));
        // Before the launch both lie around the mean before, whose index is 100.
        for day in &found.days[..28] {
            let [own, other] = day.at.map(|at| at.expect("a value"));
            assert!((own - other).abs() < 0.05, "{}", day.text);
        }
        let view = view(&dataset, tag);
        assert!(view.rows.is_empty() && view.headline.is_empty() && view.summary.starts_with(title));
        assert!(view.twin.rows.len() == 3 + 56, "{}", view.twin.rows.len());
    }
}

#[test]
fn series_that_drifted_apart_before_are_warned_of() {
    let dataset = launch::dataset(&launch::document(&lifted(0.01), 28));
    let found = launch_of(&dataset, &EffectState::default(), "zh-CN");
    assert!(found.drifted && found.drift.starts_with("注意"), "{}", found.drift);
    assert!(found.drift.contains("不能归于上线"), "{}", found.drift);
}

#[test]
fn the_reader_chooses_whom_beside_whom_and_how_long() {
    let dataset = launch::dataset(&launch::document(&lifted(0.0), 28));
    let usual = launch_of(&dataset, &EffectState::default(), "en");
    let ids: Vec<&str> = usual.menus.iter().map(|menu| menu.id).collect();
    assert_eq!(ids, ["measure", "by", "member", "against", "weeks"]);
    let current = |view: &LaunchView| -> Vec<String> {
        let chosen = view.menus.iter().map(|menu| menu.choices.iter().filter(|choice| choice.current));
        chosen.map(|mut chosen| chosen.next().expect("one is chosen").id.clone()).collect()
    };
    // The larger of the two, for a series that came to nothing has no mean to change from.
    assert_eq!(current(&usual), ["orders", "kind", "organic", "rest", "4"]);
    let mut state = EffectState::default();
    for (menu, id) in [("member", "ad"), ("against", "=organic"), ("weeks", "2")] {
        let view = launch_of(&dataset, &state, "en");
        let menu = view.menus.into_iter().find(|found| found.id == menu).expect("that menu");
        state = menu.choices.into_iter().find(|choice| choice.id == id).expect("that choice").state;
    }
    let chosen = launch_of(&dataset, &state, "en");
    assert_eq!(current(&chosen), ["orders", "kind", "ad", "=organic", "2"]);
    assert_eq!(chosen.days.len(), 28);
    let saved = ViewState { effect: state.clone(), ..ViewState::default() };
    assert_eq!(saved.to_string().parse::<ViewState>().expect("a saved view"), saved);
    // What the document does not have counts as not chosen.
    let odd = EffectState {
        member: Some("x".into()),
        by: Some("y".into()),
        weeks: Some("3".into()),
        ..EffectState::default()
    };
    assert_eq!(current(&launch_of(&dataset, &odd, "en")), current(&usual));
}

#[test]
fn what_is_lacking_is_a_sentence() {
    assert_eq!(build(&samples::small(), &EffectState::default(), "en"), None);
    let one_day = launch::dataset(&launch::document(&lifted(0.0)[..1], 0));
    let mut withheld = launch::document(&lifted(0.0), 28);
    withheld["meta"]["min_cell"] = json!(1_000_000);
    withheld["meta"]["privacy_measure"] = json!("orders");
    withheld["measures"][0]["unit"] = json!("person");
    let mut partly = launch::document(&lifted(0.0), 28);
    partly["cells"]["records"][9]["orders"] = Value::Null;
    let mut alone = launch::document(&lifted(0.0), 28);
    alone["cells"] = json!({"id": "main", "by": [], "measures": ["orders"], "layout": "records", "records": []});
    for tag in LANGUAGES {
        for (name, dataset) in [
            ("one day", &one_day),
            ("withheld", &launch::dataset(&withheld)),
            ("partly null", &launch::dataset(&partly)),
            ("split by nothing", &launch::dataset(&alone)),
        ] {
            let found = launch_of(dataset, &EffectState::default(), tag);
            let empty = found.empty.unwrap_or_else(|| panic!("{name}"));
            assert!(empty.chars().count() > 8 && found.days.is_empty(), "{name}: {empty}");
            assert!(view(dataset, tag).summary.contains(&empty), "{name}");
        }
        let mut bare = samples::document(&samples::rows(), |_| ());
        bare["experiments"] = json!([experiment(
            "e",
            "randomised",
            &[
                json!({"role": "exposed", "units": 10, "buyers": 1, "gmv": 500}),
                json!({"role": "control", "units": 0, "buyers": 0, "gmv": 0}),
            ]
        )]);
        let shown = view(&samples::dataset(&bare), tag);
        assert!(shown.headline[0].contains("gmv_sumsq"), "{:?}", shown.headline);
        assert!(shown.rows[0].mark.is_none() && !shown.rows[0].sure && shown.rows[0].means[1] == "—");
    }
}
