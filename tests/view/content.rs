//! Content and orders in words: the verdict and that it is no lift, what is said where there is too little, who is
//! ranked, that what is expected of moved money never stands without what it supposes; and that the table holds it all.

use std::fs;
use std::path::Path;

use redcat_report::contract::Report;
use redcat_report::cube::Dataset;
use redcat_report::error::ErrorKind;
use redcat_report::query::Selection;
use redcat_report::view::content::{ContentMenu, ContentView, RankingView, TogetherView};
use redcat_report::view::export::sheet;
use redcat_report::view::locale::Locale;
use redcat_report::view::state::{ContentState, ViewState};
use redcat_report::view::twin::Number;
use serde_json::{Value, json};

use crate::samples;

fn state(parts: &[(&str, &str)]) -> ContentState {
    let inside: Vec<String> = parts.iter().map(|(key, value)| format!("\"{key}\":\"{value}\"")).collect();
    let view: ViewState = format!("{{\"content\":{{{}}}}}", inside.join(",")).parse().expect("a saved view");
    view.content
}

fn built(data: &Dataset, selection: &str, state: &ContentState, tag: &str) -> Option<ContentView> {
    ContentView::with_table(data, &selection.parse().expect("a selection"), state, &Locale::plain(tag))
}

fn view(data: &Dataset, selection: &str, parts: &[(&str, &str)], tag: &str) -> ContentView {
    built(data, selection, &state(parts), tag).expect("content and orders")
}

fn together(view: &ContentView) -> &TogetherView {
    view.together.as_ref().expect("two series")
}

fn ranking(view: &ContentView) -> &RankingView {
    view.ranking.as_ref().expect("sales and spend")
}

fn current(menu: &ContentMenu) -> &str {
    let mut chosen = menu.choices.iter().filter(|choice| choice.current);
    let found = chosen.next().expect("one is chosen");
    assert!(chosen.next().is_none(), "and no other");
    &found.id
}

fn beauty() -> Dataset {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data/beauty.json");
    Dataset::build(Report::from_bytes(&fs::read(path).expect("the sample")).expect("a report")).expect("facts")
}

const NOT_LIFT: [(&str, &str); 2] = [("zh-CN", "相关不等于增量"), ("en", "Correlation is not lift")];

#[test]
fn the_lipstick_is_found_and_what_it_is_not_is_said() {
    let data = beauty();
    for (tag, not_lift) in NOT_LIFT {
        let shown = view(&data, "product=p15&destination=tmall", &[], tag);
        assert!(shown.headline[0].contains("r = 0.82") && shown.headline[0].contains("0.67"), "{:?}", shown.headline);
        assert!(shown.headline[1].contains(not_lift) && shown.headline[1].contains("0.33"), "{:?}", shown.headline);
        assert!(shown.summary.contains(not_lift));
        assert_eq!(
            shown.notes.len(),
            2,
            "a day that is missing, and a filter that engagements lack: {:?}",
            shown.notes
        );
        assert!(ranking(&shown).empty.is_some() && ranking(&shown).budget.is_none());
        let scatter = together(&shown).scatter.as_ref().expect("days");
        assert_eq!((scatter.points.len(), together(&shown).lags.as_ref().expect("lags").points.len()), (433, 15));
    }
}

#[test]
fn where_there_is_too_little_a_sentence_says_so_and_still_what_it_is_not() {
    let data = samples::creators(|_| {});
    let one_day = ["date=2025-05-02..2025-05-02", "date=2025-05-02..2025-05-04", "date=2020-01-01..2020-01-09"];
    for (tag, not_lift) in NOT_LIFT {
        for selection in one_day {
            let shown = view(&data, selection, &[], tag);
            let half = together(&shown);
            assert!(!shown.headline[0].contains('{') && !shown.headline.is_empty(), "{:?}", shown.headline);
            let says = half.empty.is_some() || shown.headline[1].contains(not_lift);
            assert!(says, "{selection}: {:?}", shown.headline);
            assert!(half.lags.is_none() && (half.scatter.is_some() || half.empty.is_some()), "{selection}");
            assert!(ranking(&shown).empty.as_ref().is_some_and(|why| !why.is_empty()), "{selection}");
        }
        // Nobody is a group whose people are few.
        let withheld = samples::creators(|document| {
            document["meta"]["min_cell"] = json!(1_000_000_000);
            document["meta"]["privacy_measure"] = json!("engagements");
            document["measures"][0]["unit"] = json!("person");
        });
        let shown = view(&withheld, "", &[], tag);
        assert!(together(&shown).empty.is_some() && ranking(&shown).empty.is_some());
        let text = format!("{shown:?}");
        assert!(!text.contains("1,0") && !text.contains("¥"), "{text}");
    }
}

#[test]
fn a_half_without_its_measures_is_not_drawn_and_without_both_there_is_no_panel() {
    let without = |gone: &'static [&'static str]| {
        samples::creators(|document| {
            let is_gone = |id: &Value| gone.contains(&id.as_str().expect("an id"));
            document["measures"].as_array_mut().expect("measures").retain(|measure| !is_gone(&measure["id"]));
            for cube in document["cells"].as_array_mut().expect("cubes") {
                cube["measures"].as_array_mut().expect("ids").retain(|id| !is_gone(id));
                for row in cube["records"].as_array_mut().expect("rows") {
                    row.as_object_mut().expect("a row").retain(|key, _| !gone.contains(&key.as_str()));
                }
            }
        })
    };
    let halves = |data: &Dataset| {
        let shown = built(data, "", &ContentState::default(), "en");
        shown.map(|view| (view.together.is_some(), view.ranking.is_some()))
    };
    assert_eq!(halves(&without(&[])), Some((true, true)));
    assert_eq!(halves(&without(&["spend"])), Some((true, false)));
    assert_eq!(halves(&without(&["engagements"])), Some((false, true)));
    assert_eq!(halves(&without(&["engagements", "spend"])), None);
    let gross = without(&["refunds"]);
    assert!(ranking(&view(&gross, "", &[], "zh-CN")).notes.iter().any(|note| note.contains("没有退款")));
}

#[test]
fn a_choice_changes_what_is_shown_and_one_that_is_not_there_does_not() {
    let data = samples::creators(|_| {});
    let menus = |parts: &[(&str, &str)]| {
        let shown = view(&data, "", parts, "en");
        let (half, ranking) = (together(&shown).clone(), ranking(&shown).clone());
        let budget = ranking.budget.expect("a budget").menus;
        let all = half.menus.into_iter().chain(half.members.expect("members").menu).chain(ranking.menu).chain(budget);
        all.map(|menu| (menu.id, current(&menu).to_owned())).collect::<Vec<_>>()
    };
    let of = |values: [&str; 7]| {
        ["x", "y", "clean", "method", "mask", "most", "share"]
            .into_iter()
            .zip(values.map(ToOwned::to_owned))
            .collect::<Vec<_>>()
    };
    let usual = of(["engagements", "orders", "weekday", "pearson", "", "20", "50"]);
    assert_eq!(menus(&[]), usual);
    assert_eq!(
        menus(&[("x", "nothing"), ("y", "no"), ("by", "no"), ("most", "90"), ("share", "x"), ("clean", "?")]),
        usual
    );
    let chosen = [
        ("x", "spend"),
        ("y", "gmv"),
        ("clean", "raw"),
        ("method", "spearman"),
        ("mask", "promotion"),
        ("most", "5"),
        ("share", "30"),
    ];
    assert_eq!(menus(&chosen), of(["spend", "gmv", "raw", "spearman", "promotion", "5", "30"]));
    let same = menus(&[("x", "gmv"), ("y", "gmv")]);
    assert_eq!((&*same[0].1, &*same[1].1), ("gmv", "orders"), "nothing is held against itself");
    let masked = view(&data, "", &[("mask", "promotion")], "zh-CN");
    assert_eq!(masked.notes, ["未计入：大促 8 天"]);
    assert_eq!(together(&masked).scatter.as_ref().expect("days").points.len(), 52);
    // Choosing a line of a menu makes just that.
    let shown = view(&data, "", &[], "en");
    let clean = together(&shown).menus.iter().find(|menu| menu.id == "clean").expect("a menu");
    assert_eq!(clean.choices[1].state, state(&[("clean", "raw")]));
}

#[test]
fn a_saved_view_holds_the_choices_and_refuses_others() {
    let chosen = state(&[("x", "reads"), ("mask", "promotion"), ("share", "30")]);
    let whole = ViewState { content: chosen.clone(), ..ViewState::default() };
    assert_eq!(whole.to_string().parse::<ViewState>().expect("what was written").content, chosen);
    assert!(!ViewState::default().to_string().contains("content"));
    for odd in ["{\"content\":{\"colour\":\"red\"}}", "{\"content\":{\"x\":1}}", "{\"content\":[]}"] {
        let error = odd.parse::<ViewState>().expect_err(odd);
        assert_eq!(error.kind(), ErrorKind::InvalidSelection, "{odd}");
    }
}

#[test]
fn members_stand_in_the_order_of_what_there_is_to_explain_and_filter() {
    let data = samples::creators(|_| {});
    let shown = view(&data, "creator=c3", &[], "en");
    let members = together(&shown).members.as_ref().expect("members");
    let ids: Vec<&str> = members.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!((ids.len(), ids[5]), (6, "c2"), "who has ten days has the least: {ids:?}");
    let c3 = members.rows.iter().find(|row| row.id == "c3").expect("a row");
    assert!(c3.selected && c3.select == Selection::default() && c3.sure && c3.verdict == "Together");
    assert!(c3.spoken.contains(&c3.numbers[0]) && c3.spoken.contains("Creator c3"), "{}", c3.spoken);
    let c2 = &members.rows[5];
    assert!(c2.numbers.iter().all(|number| !number.is_empty()), "days without rows are zeros, and count: {c2:?}");
    // Only one of the shops' orders can be held against all engagements: there are no shops to go through.
    let menu = together(&shown).members.as_ref().and_then(|members| members.menu.as_ref());
    assert!(menu.is_none(), "{menu:?}");
}

#[test]
fn who_is_ranked_and_who_is_not() {
    let data = samples::creators(|_| {});
    for (tag, reasons) in [("zh-CN", ["无花费（1）", "不足 14 天（1）"]), ("en", ["(1)", "fewer than 14 days"])]
    {
        let shown = view(&data, "", &[], tag);
        let ranking = ranking(&shown);
        let labels: Vec<&str> = ranking.rows.iter().map(|row| row.label.as_str()).collect();
        let expected = if tag == "en" { "Creator " } else { "达人" };
        assert_eq!(labels, ["c6", "c5", "c4", "c3"].map(|id| format!("{expected}{id}")));
        assert!(ranking.headline.contains(labels[0]) && ranking.headline.contains(&ranking.rows[0].numbers[3]));
        for reason in reasons {
            assert!(ranking.notes.iter().any(|note| note.contains(reason)), "{reason} in {:?}", ranking.notes);
        }
        for row in &ranking.rows {
            let [raw, shrunk, from, to] = row.places.expect("a place");
            assert!(from < shrunk && shrunk < to && (shrunk - ranking.mean).abs() <= (raw - ranking.mean).abs());
        }
    }
    let shop = view(&data, "shop=jd", &[], "zh-CN");
    assert_eq!(ranking(&shop).empty.as_deref(), Some("花费或成交未按店铺拆分，这样筛选时不能排名"));
}

#[test]
fn many_are_cut_to_the_first_and_the_last_with_all_between_as_one() {
    let shown = view(&beauty(), "", &[], "zh-CN");
    let rows = &ranking(&shown).rows;
    assert_eq!(rows.len(), 14);
    let places: Vec<Option<&str>> = rows.iter().map(|row| row.rank.as_deref()).collect();
    assert_eq!((places[9], places[10], places[11], places[13]), (Some("10"), None, Some("38"), Some("40")));
    assert_eq!(rows[10].label, "其他（27）");
    let of_table = |head: &str| shown.twin.headers.iter().position(|known| known == head).expect("that column");
    let spend = of_table("花费");
    let in_table = shown.twin.rows.iter().filter(|row| matches!(row[spend].number, Some(Number::Money(_))));
    assert_eq!(in_table.count(), 40);
}

#[test]
fn what_is_expected_never_stands_without_what_it_supposes() {
    for (tag, supposed, expected) in [
        ("zh-CN", ["30%", "15%–45%", "假设"], "预计变化"),
        ("en", ["30%", "15%–45%", "Supposing"], "expected to change"),
    ] {
        let data = samples::creators(|_| {});
        let state = state(&[("share", "30"), ("most", "10")]);
        let shown = built(&data, "", &state, tag).expect("a view");
        let budget = ranking(&shown).budget.as_ref().expect("a budget");
        let [first, second, third] = budget.sentences();
        assert!(supposed.iter().all(|part| first.contains(part)) && second.contains(expected), "{first} {second}");
        assert!(third.contains("95%"), "{third}");
        // Nowhere else on the panel, in its table or in its file.
        let alone = ContentView { ranking: None, ..shown.clone() };
        assert!(!format!("{alone:?}").contains(expected));
        let view = ViewState { content: state, ..ViewState::default() };
        let sheet = sheet("content", &data, &view, &Locale::plain(tag)).expect("a file");
        let lines: Vec<&String> = sheet.notes.iter().filter(|note| note.contains(expected)).collect();
        assert_eq!(lines, [&[first, second, third].join(" ")]);
        assert!(!sheet.summary.contains(expected) && !format!("{:?}", sheet.table).contains(expected));
        // Where nothing is worth it, that is said with the supposition too.
        let level = samples::creators(|document| {
            for row in document["cells"][1]["records"].as_array_mut().expect("rows") {
                row["gmv"] = json!(100_000);
                row["refunds"] = json!(0);
            }
        });
        let shown = view_of(&level, tag);
        let budget = ranking(&shown).budget.as_ref().expect("a budget");
        assert!(budget.sentences()[0].contains("50%") && !budget.sentences()[1].contains(expected));
    }
}

fn view_of(data: &Dataset, tag: &str) -> ContentView {
    view(data, "", &[], tag)
}

#[test]
fn the_table_holds_lags_members_ranks_and_days() {
    let data = samples::creators(|_| {});
    let shown = view_of(&data, "en");
    let twin = &shown.twin;
    let parts = |name: &str| twin.rows.iter().filter(|row| row[0].text == name).count();
    assert_eq!(
        [parts("0 to 14 days later"), parts("By Creator"), parts("Net GMV per unit of spend"), parts("Day by day")],
        [15, 6, 6, 60]
    );
    assert!(twin.rows.iter().all(|row| row.len() == twin.headers.len()));
    let place = |head: &str| twin.headers.iter().position(|known| known == head).expect(head);
    let first = &twin.rows[0];
    let lags = together(&shown).lags.as_ref().expect("lags");
    assert!(lags.points[0].text.contains(&first[place("r")].text), "{}", lags.points[0].text);
    assert!(matches!(first[place("Effective days")].number, Some(Number::Real(days)) if days > 4.0));
    let last = twin.rows.last().expect("days");
    assert!(matches!(last[place("Engagements")].number, Some(Number::Real(value)) if value > 5_000.0));
}

#[test]
fn the_nearest_point_is_read_by_both_places_and_the_nearest_lag_by_x() {
    let shown = view_of(&samples::creators(|_| {}), "en");
    let half = together(&shown);
    for plot in [half.scatter.as_ref().expect("days"), half.lags.as_ref().expect("lags")] {
        for (n, point) in plot.points.iter().enumerate() {
            let found = plot.nearest(point.at, 2.0).expect("a point");
            assert_eq!(plot.points[found].at, point.at, "{n}");
        }
        assert!(
            plot.points
                .iter()
                .all(|point| (-1e-9..=1.0 + 1e-9).contains(&point.at.0) && (-1e-9..=1.0 + 1e-9).contains(&point.at.1))
        );
    }
    let lags = half.lags.as_ref().expect("lags");
    assert_eq!(lags.nearest((0.99, 0.0), 2.0), Some(14));
}
