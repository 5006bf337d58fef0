//! The head of the report.

use redcat_report::date::{Date, DateRange};
use redcat_report::query::{Compare, Selection};
use redcat_report::view::header::HeaderView;
use redcat_report::view::locale::Locale;

use crate::{render, samples};

#[test]
fn head_in_both_languages() {
    let dataset = samples::small();
    let day = |text| Date::parse(text).expect("a date");
    let selection = Selection::default()
        .over(DateRange::new(day("2025-05-14"), day("2025-05-20")))
        .compared(Some(Compare::Previous))
        .with("product", Some("p1"))
        .with("product", Some("p2"))
        .with("product", Some("p3"))
        .with("product", None)
        .with("brand", Some("gone"))
        .with("planet", Some("mars"));
    for tag in ["zh-CN", "en"] {
        let view = HeaderView::build(&dataset, &selection, &Locale::plain(tag));
        insta::assert_snapshot!(format!("header_{tag}"), render::header(&view));
    }
}

#[test]
fn every_choice_leads_where_it_says() {
    let dataset = samples::small();
    let locale = Locale::plain("en");
    let selection = Selection::default().with("product", Some("p1")).with("route", Some("direct"));
    let view = HeaderView::build(&dataset, &selection, &locale);
    for choice in view.periods.iter().chain(&view.comparisons) {
        let chosen = HeaderView::build(&dataset, &choice.selection, &locale);
        let mut all = chosen.periods.iter().chain(&chosen.comparisons);
        assert!(all.any(|again| again.id == choice.id && again.current), "{}", choice.id);
        assert_eq!(chosen.chips.len(), 2);
    }
    assert_eq!(view.chips[0].removed, Selection::default().with("route", Some("direct")));
    assert_eq!(view.clear_all, Some(Selection::default()));
}

#[test]
fn days_that_were_not_delivered_are_named_where_they_are_among_the_chosen() {
    let document = samples::document(&samples::rows(), |document| {
        document["meta"]["missing_dates"] = serde_json::json!(["2025-05-16", "2025-05-18"]);
    });
    let dataset = samples::dataset(&document);
    let day = |text| Date::parse(text).expect("a date");
    let notes = |from, to| {
        let selection = Selection::default().over(DateRange::new(day(from), day(to)));
        HeaderView::build(&dataset, &selection, &Locale::plain("en")).notes
    };
    let expected = "Days without data among those chosen (2): 2025-05-16, 2025-05-18";
    assert_eq!(notes("2025-05-14", "2025-05-20"), [expected]);
    assert_eq!(notes("2025-05-19", "2025-05-20"), [""; 0]);
}

#[test]
fn a_wave_is_compared_on_its_own_days_and_not_for_a_year_around_it() {
    let day = |offset: i32| Date::parse(samples::FROM).expect("a date").plus(offset);
    let wave = |from: i32, to: i32, year: u16| {
        serde_json::json!({"from": day(from).to_string(), "to": day(to).to_string(), "label": "618", "kind": "promotion",
            "wave": {"name": "618", "year": year}})
    };
    let document = samples::document(&samples::rows(), |document| {
        document["calendar"] = serde_json::json!([wave(0, 3, 2024), wave(6, 9, 2025)]);
    });
    let dataset = samples::dataset(&document);
    let build = |selection: &Selection| HeaderView::build(&dataset, selection, &Locale::plain("en"));
    // Chosen over all days, it brings its own with it.
    let all = build(&Selection::default());
    let choice = all.comparisons.iter().find(|choice| choice.id == "wave-618").expect("it is offered");
    let expected =
        Selection::default().over(DateRange::new(day(6), day(9))).compared(Some(Compare::Wave("618".into())));
    assert_eq!(choice.selection, expected);
    assert!(!choice.title.is_empty());
    // All days chosen again, it goes.
    let head = build(&expected);
    let period = |id: &str| &head.periods.iter().find(|choice| choice.id == id).expect("it is offered").selection;
    assert_eq!(period("all").compare, None);
    assert_eq!(period("promotion-0").compare, expected.compare);
}

#[test]
fn a_wave_of_several_phases_is_offered_as_a_whole_before_them() {
    let day = |offset: i32| Date::parse(samples::FROM).expect("a date").plus(offset);
    let wave = |from: i32, to: i32, label: &str, phase: Option<&str>, year: u16| {
        serde_json::json!({"from": day(from).to_string(), "to": day(to).to_string(), "label": label, "kind": "promotion",
            "wave": {"name": "618", "year": year, "phase": phase}})
    };
    let document = samples::document(&samples::rows(), |document| {
        document["calendar"] = serde_json::json!([
            wave(0, 1, "one phase", Some("spot"), 2024),
            wave(4, 5, "presale", Some("presale"), 2025),
            wave(6, 9, "spot", Some("spot"), 2025),
        ]);
    });
    let head = HeaderView::build(&samples::dataset(&document), &Selection::default(), &Locale::plain("en"));
    let offered: Vec<(&str, _)> = head
        .periods
        .iter()
        .filter(|choice| choice.id.starts_with("promotion-"))
        .map(|choice| (&*choice.label, choice.selection.date))
        .collect();
    let days = |from, to| DateRange::new(day(from), day(to));
    let expected = [
        ("618 2025, all phases", days(4, 9)),
        ("spot", days(6, 9)),
        ("presale", days(4, 5)),
        ("one phase", days(0, 1)),
    ];
    assert_eq!(offered, expected);
}
