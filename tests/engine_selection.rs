//! Selections: as text, as JSON, moved to another report, changed by clicks.

mod support;

use proptest::prelude::*;
use redcat_report::contract::{MeasureKind, MemberIx};
use redcat_report::date::{Date, DateRange};
use redcat_report::error::ErrorKind;
use redcat_report::query::{Allow, Compare, Filters, Selection, Unmatched};
use support::documents::{day, dimension, empty_report, measure};

fn dates() -> impl Strategy<Value = DateRange> {
    (-719_162_i32..2_932_896, 0_i32..800).prop_map(|(from, days)| {
        let last = Date::parse("9999-12-31").expect("the last day");
        let from = Date::from_days(from).min(last);
        DateRange { from, to: from.plus(days).min(last) }
    })
}

/// Any text, and more often than chance what the format itself uses.
fn ids() -> impl Strategy<Value = Box<str>> {
    prop_oneof![
        3 => any::<String>().prop_map(Into::into),
        1 => proptest::sample::select(vec!["", "~", "d.", "date", "compare", "d.date", ",", "&", "=", "%", "%7E", "..", "wave:", "美妆"])
            .prop_map(Into::into),
    ]
}

fn compares() -> impl Strategy<Value = Compare> {
    prop_oneof![
        Just(Compare::Previous),
        Just(Compare::Year),
        dates().prop_map(Compare::Custom),
        ids().prop_map(Compare::Wave),
    ]
}

fn selections() -> impl Strategy<Value = Selection> {
    let members = prop::collection::vec(prop::option::weighted(0.8, ids()), 1..4);
    let filters = prop::collection::vec((ids(), members), 0..4);
    (prop::option::of(dates()), prop::option::of(compares()), filters).prop_map(|(date, compare, filters)| Selection {
        date,
        compare,
        filters: filters.into_iter().collect(),
    })
}

proptest! {
    #![proptest_config(support::cases(256))]

    #[test]
    fn text_and_back_is_identity(selection in selections()) {
        let text = selection.to_string();
        prop_assert!(text.is_ascii());
        prop_assert!(!text.contains(['#', '?', ' ', '"', '<', '>', '+']), "unsafe in a link: {}", text);
        prop_assert_eq!(text.parse::<Selection>(), Ok(selection));
    }

    #[test]
    fn json_and_back_is_identity(mut selection in selections()) {
        // The contract lets no dimension be called `date`.
        selection.filters.remove("date");
        let text = selection.to_json();
        prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{}", text);
        prop_assert_eq!(Selection::from_json(&text), Ok(selection));
    }

    #[test]
    fn any_text_is_read_or_refused_with_a_place(text in "[a-c=&,~%.0-9d]{0,40}|\\PC{0,40}") {
        match text.parse::<Selection>() {
            Ok(selection) => prop_assert_eq!(selection.to_string().parse::<Selection>(), Ok(selection)),
            Err(error) => prop_assert_eq!(error.kind(), ErrorKind::InvalidSelection),
        }
    }

    #[test]
    fn toggling_twice_changes_nothing(selection in selections(), dimension in ids(), member in prop::option::of(ids())) {
        let once = selection.toggle(&dimension, member.as_deref());
        prop_assert_ne!(&once, &selection);
        prop_assert!(once.filters.iter().all(|(_, members)| !members.is_empty()));
        prop_assert_eq!(once.toggle(&dimension, member.as_deref()), selection);
    }
}

fn chosen(dimension: &str, members: &[Option<&str>]) -> Selection {
    members.iter().fold(Selection::default(), |selection, member| selection.with(dimension, *member))
}

#[test]
fn text_reads_as_a_person_would_write_it() {
    let text = "date=2025-05-13..2025-06-18&compare=previous&category=beauty,care";
    let selection: Selection = text.parse().expect("a link");
    assert_eq!(selection.date, DateRange::new(day("2025-05-13"), day("2025-06-18")));
    assert_eq!(selection.compare, Some(Compare::Previous));
    assert_eq!(selection.filters, chosen("category", &[Some("beauty"), Some("care")]).filters);
    assert_eq!(selection.to_string(), text);
    assert_eq!("".parse(), Ok(Selection::default()));
    assert!(Selection::default().is_empty());
    assert!(!selection.is_empty());
    assert_eq!(chosen("category", &[None, Some("~")]).to_string(), "category=~,%7E");
    assert_eq!(chosen("compare", &[Some("a")]).to_string(), "d.compare=a");
    let wave = Selection { compare: Some(Compare::Wave("618".into())), ..Selection::default() };
    assert_eq!(wave.to_string(), "compare=wave:618");
}

#[test]
fn bad_text_is_refused_at_its_part() {
    for (text, path) in [
        ("date=2025-02-30..2025-03-01", "date"),
        ("date=2025-03-02..2025-03-01", "date"),
        ("date=2025-03-02", "date"),
        ("compare=sometimes", "compare"),
        ("compare=wave:%zz", "compare"),
        ("category=beauty&category=care", "category"),
        ("category", "category"),
        ("category=%E7%BE", "category"),
        ("category=%1", "category"),
        ("category=a&&gender=f", ""),
    ] {
        let error = text.parse::<Selection>().expect_err(text);
        assert_eq!((error.kind(), error.path()), (ErrorKind::InvalidSelection, path), "{text}");
    }
}

#[test]
fn json_is_what_hosts_write() {
    let json = r#"{"filters": {"date": {"from": "2025-05-13", "to": "2025-06-18"}, "category": ["beauty", null]},
                   "compare": {"wave": "618"}}"#;
    let selection = Selection::from_json(json).expect("a host's selection");
    assert_eq!(selection.date, DateRange::new(day("2025-05-13"), day("2025-06-18")));
    assert_eq!(selection.compare, Some(Compare::Wave("618".into())));
    assert!(selection.contains("category", None) && selection.contains("category", Some("beauty")));
    let written = selection.with("shop", Some("b")).with("shop", Some("a")).to_json();
    let filters = r#"{"category":[null,"beauty"],"date":{"from":"2025-05-13","to":"2025-06-18"},"shop":["a","b"]}"#;
    assert_eq!(written, format!(r#"{{"filters":{filters},"compare":{{"wave":"618"}}}}"#));
    assert_eq!(Selection::from_json("{}"), Ok(Selection::default()));
    assert_eq!(Selection::from_json(r#"{"filters": null, "compare": null}"#), Ok(Selection::default()));
    for (bad, path) in [
        (r#"{"filter": {}}"#, "filter"),
        (r#"{"filters": {"category": []}}"#, "filters.category"),
        (r#"{"filters": {"category": "beauty"}}"#, "filters.category"),
        (r#"{"filters": {"category": ["beauty", 1]}}"#, "filters.category"),
        (r#"{"filters": {"category": ["a"], "category": ["b"]}}"#, "category"),
        (r#"{"filters": {"date": ["2025-05-13"]}}"#, "filters.date"),
        (r#"{"filters": {"date": {"from": "2025-06-18", "to": "2025-05-13"}}}"#, "filters.date"),
        (r#"{"compare": "sometimes"}"#, "compare"),
        (r#"{"compare": {"from": "2025-05-13", "to": "2025-05-14", "wave": "618"}}"#, "compare"),
        (r#"{"compare": {"wave": 618}}"#, "compare"),
        ("[]", ""),
        ("{", ""),
    ] {
        let error = Selection::from_json(bad).expect_err(bad);
        assert_eq!((error.kind(), error.path()), (ErrorKind::InvalidSelection, path), "{bad}");
    }
}

#[test]
fn clicks_make_the_selection_they_say() {
    let start = chosen("category", &[Some("beauty")]);
    assert_eq!(start.with("category", Some("care")), chosen("category", &[Some("beauty"), Some("care")]));
    assert_eq!(start.with("category", Some("care")).drill("category", None), chosen("category", &[None]));
    assert_eq!(start.toggle("category", Some("beauty")), Selection::default());
    assert_eq!(start.without("category"), Selection::default());
    assert_eq!(start.without("gender"), start);
}

#[test]
fn a_selection_moves_to_another_report_where_ids_match() {
    let report = empty_report(
        vec![dimension("category", None, &[None, None, None])],
        vec![measure("gmv", MeasureKind::Money)],
        day("2025-05-01"),
        day("2025-05-31"),
    );
    let selection = chosen("category", &[Some("category2"), Some("elsewhere"), None, Some("category0")])
        .with("creator", Some("someone"));
    let (scope, unmatched) = selection.resolve(&report);
    assert_eq!(scope.range, report.complete_range());
    let category = report.find_dimension("category").expect("category");
    assert_eq!(scope.filters, Filters::from_iter([(category, vec![MemberIx(0), MemberIx(2), MemberIx::NULL])]));
    assert_eq!(
        unmatched,
        [
            Unmatched { dimension: "category".into(), members: vec!["elsewhere".into()] },
            Unmatched { dimension: "creator".into(), members: Vec::new() },
        ]
    );
    let refused = Selection { compare: Some(Compare::Wave("618".into())), ..selection }.known_to(&report);
    let faults = refused.expect_err("three things are not there");
    let places: Vec<(&str, &str)> = faults.faults().iter().map(|fault| (&*fault.path, &*fault.found)).collect();
    let (category, creator) = ("selection.filters.category", "selection.filters.creator");
    let wave = ("selection.compare.wave", "618");
    assert_eq!(places, [(category, "elsewhere"), (creator, "creator"), wave]);
    assert_eq!(chosen("category", &[Some("category2"), None]).known_to(&report), Ok(()));
    let (scope, _) = chosen("category", &[Some("elsewhere")]).resolve(&report);
    assert!(scope.filters.is_empty(), "nothing known was chosen, so nothing is filtered");
    let written = Selection { filters: Filters::from_iter([("category".into(), Vec::new())]), ..Selection::default() };
    assert_eq!(written.to_string(), "", "an empty set says nothing");
}

#[test]
fn of_a_selection_another_merchants_report_keeps_what_it_can_have() {
    let report = empty_report(
        vec![dimension("category", None, &[None, None, None])],
        vec![measure("gmv", MeasureKind::Money)],
        day("2025-05-01"),
        day("2025-05-31"),
    );
    let kept = |text: &str| text.parse::<Selection>().expect("a selection").kept_in(&report).to_string();
    for (chosen, expected) in [
        ("", ""),
        ("category=category0,elsewhere,~&creator=someone", "category=~,category0"),
        ("category=elsewhere", ""),
        ("date=2025-05-20..2025-06-20&compare=previous", "date=2025-05-20..2025-06-20&compare=previous"),
        ("date=2024-05-01..2024-05-31&category=category1", "category=category1"),
        // No days before the first one, none a year before, no such promotion.
        ("date=2025-05-02..2025-05-10&compare=previous", "date=2025-05-02..2025-05-10"),
        ("compare=previous", ""),
        ("date=2025-05-20..2025-05-31&compare=year", "date=2025-05-20..2025-05-31"),
        ("compare=wave:618", ""),
        ("compare=2025-05-01..2025-05-03", "compare=2025-05-01..2025-05-03"),
        ("compare=2024-05-01..2024-05-03", ""),
        // Days that are left behind leave the comparison with all of them.
        ("date=2024-05-01..2024-05-31&compare=2025-05-01..2025-05-03", "compare=2025-05-01..2025-05-03"),
    ] {
        assert_eq!(kept(chosen), expected, "{chosen}");
    }
}

/// What a reader with `current` gets who asks for `asked` where the host allows that much.
fn held(allow: &str, current: &str, asked: &str) -> String {
    let read = |text: &str| text.parse::<Selection>().expect("a selection");
    let allow = Allow::from_json(allow).expect("a wish");
    let held = allow.hold(&read(asked), &read(current));
    assert!(allow.permits(&held, &read(current)), "what is held once stays");
    assert_eq!(allow.permits(&read(asked), &read(current)), held == read(asked));
    held.to_string()
}

#[test]
fn a_reader_changes_only_what_the_host_allows() {
    const MAY: &str = "date=2025-05-02..2025-05-03&compare=previous&brand=a";
    let asked = "date=2025-05-10..2025-05-20&compare=year&brand=b&shop=s";
    for allow in ["", "null", "{}", r#"{"dimensions": null, "date": true, "compare": true}"#] {
        assert_eq!(held(allow, MAY, asked), asked, "{allow}");
        assert_eq!(held(allow, MAY, ""), "", "{allow}");
    }
    let brand_only = r#"{"dimensions": ["brand"]}"#;
    assert_eq!(held(brand_only, "shop=t&brand=a", "shop=s&brand=b"), "brand=b&shop=t");
    assert_eq!(held(brand_only, "shop=t&brand=a", ""), "shop=t");
    assert_eq!(held(brand_only, "", "shop=s"), "");
    assert_eq!(held(r#"{"dimensions": []}"#, "brand=a", "brand=b&shop=s"), "brand=a");
    assert_eq!(
        held(r#"{"date": false}"#, MAY, asked),
        asked.replace("2025-05-10..2025-05-20", "2025-05-02..2025-05-03")
    );
    assert_eq!(held(r#"{"date": false}"#, "", "date=2025-05-10..2025-05-20"), "");
    assert_eq!(held(r#"{"compare": false}"#, MAY, "compare=year"), "compare=previous");
    assert_eq!(
        held(r#"{"compare": false}"#, MAY, "date=2025-05-02..2025-05-03"),
        "date=2025-05-02..2025-05-03&compare=previous"
    );
}

#[test]
fn days_beyond_those_allowed_are_cut_off() {
    let may = r#"{"date": {"from": "2025-05-10", "to": "2025-05-20"}}"#;
    for (current, asked, expected) in [
        ("", "", "2025-05-10..2025-05-20"),
        ("date=2025-05-12..2025-05-13", "", "2025-05-10..2025-05-20"),
        ("", "date=2025-05-01..2025-05-12", "2025-05-10..2025-05-12"),
        ("", "date=2025-05-11..2025-05-12", "2025-05-11..2025-05-12"),
        ("date=2025-05-12..2025-05-13", "date=2025-06-01..2025-06-02", "2025-05-12..2025-05-13"),
        ("date=2025-01-01..2025-01-02", "date=2025-06-01..2025-06-02", "2025-05-10..2025-05-20"),
    ] {
        assert_eq!(held(may, current, asked), format!("date={expected}"), "{current} to {asked}");
    }
}

#[test]
fn a_wish_that_cannot_be_read_is_refused_with_its_place() {
    for (wish, path) in [
        ("7", "allow"),
        ("{\"dimensions\": \"brand\"}", "allow.dimensions"),
        ("{\"dimensions\": [7]}", "allow.dimensions"),
        ("{\"date\": {\"from\": \"2025-05-02\", \"to\": \"2025-05-01\"}}", "allow.date"),
        ("{\"date\": 7}", "allow.date"),
        ("{\"compare\": \"no\"}", "allow.compare"),
        ("{\"measures\": []}", "allow.measures"),
        ("{\"date\": false, \"date\": true}", "date"),
        ("{", "allow"),
    ] {
        let refused = Allow::from_json(wish).expect_err(wish);
        assert_eq!((refused.kind(), refused.path()), (ErrorKind::InvalidSelection, path), "{wish}");
    }
}
