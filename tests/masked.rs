//! A report under other names tells none of the original ones: on no panel, in no table behind it, no card, no file, in
//! neither language. In: the beauty sample, its names also put where free text stands. Out: the first place that tells one.

use std::collections::BTreeSet;
use std::rc::Rc;

use redcat_report::contract::Report;
use redcat_report::cube::Dataset;
use redcat_report::query::Selection;
use redcat_report::ui::{Action, Arrival, Mounted, PanelKind, PanelProps, Setting, Shown, State, Width};
use redcat_report::view::card::Card;
use redcat_report::view::export::{panels, sheet, table};
use redcat_report::view::header::HeaderView;
use redcat_report::view::locale::Locale;
use redcat_report::view::state::{DrillState, ViewState};
use serde_json::{Value, json};
use yew::{BaseComponent, Callback, LocalServerRenderer};

const LANGUAGES: [&str; 2] = ["zh-CN", "en"];
const NAMED: [&str; 4] = ["brand", "product", "creator", "note"];

/// The beauty sample with names where a partner may write what it likes, and a dimension of the partner's own.
fn document() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/data/beauty.json");
    let mut document: Value = serde_json::from_slice(&std::fs::read(path).expect("the sample")).expect("JSON");
    let brand = document["dimensions"][1]["members"][0]["label"].clone();
    let text = |before: &str| {
        json!({"zh-CN": format!("{before}{}", brand["zh-CN"].as_str().expect("a name")),
            "en": format!("{before} {}", brand["en"].as_str().expect("a name"))})
    };
    document["meta"]["source"] = text("数仓");
    for measure in document["measures"].as_array_mut().expect("measures") {
        measure["description"] = text("口径");
        measure["source"] = text("来源");
        measure["dedupe"] = text("去重");
    }
    document["calendar"][0]["label"] = text("大促");
    document["funnel"]["steps"][0]["label"] = text("第一步");
    document["dimensions"][0]["members"][0]["label"] = text("类目");
    for (n, member) in document["dimensions"][2]["members"].as_array_mut().expect("products").iter_mut().enumerate() {
        if n == 0 {
            member["label"] = json!("=HYPERLINK(\"original name\")");
        }
    }
    document
}

/// Every name in it, in both languages, also as markup writes it.
fn names(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut add = |label: &Value| match label {
        Value::String(text) => drop(found.insert(text.clone())),
        Value::Object(texts) => found.extend(texts.values().filter_map(Value::as_str).map(str::to_owned)),
        _ => {}
    };
    add(&document["meta"]["merchant"]["name"]);
    add(&document["meta"]["source"]);
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for dimension in list(&document["dimensions"]) {
        if NAMED.contains(&dimension["id"].as_str().expect("an id")) {
            for member in list(&dimension["members"]) {
                add(&member["label"]);
            }
        }
    }
    for section in ["agreements", "experiments"] {
        for entry in list(&document[section]) {
            add(&entry["label"]);
        }
    }
    for entry in list(&document["calendar"]).iter().filter(|entry| entry["kind"] != "promotion") {
        add(&entry["label"]);
    }
    // As markup writes them.
    let escaped = |name: &String| name.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#x27;");
    let escaped: Vec<String> = found.iter().map(escaped).collect();
    found.extend(escaped);
    found
}

fn dataset(document: &Value) -> Dataset {
    let report = Report::from_bytes(document.to_string().as_bytes()).expect("a report");
    Dataset::build(report).expect("facts")
}

fn choices() -> Vec<ViewState> {
    let of = |selection: &str, order: &[&str]| ViewState {
        selection: selection.parse::<Selection>().expect("a selection"),
        drill: DrillState { order: order.iter().map(|id| (*id).into()).collect(), ..DrillState::default() },
        ..ViewState::default()
    };
    vec![
        of("", &["creator", "note"]),
        of("compare=previous&brand=yunjian_skincare,yunjian_haircare", &["product"]),
        of("compare=wave:618&product=p01,p02&creator=c01&note=n001", &["note"]),
    ]
}

fn markup<C: BaseComponent>(props: impl FnOnce() -> C::Properties + 'static) -> String
where
    C::Properties: Clone,
{
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(LocalServerRenderer::<C>::with_props(props()).hydratable(false).render())
}

fn drawn(kind: PanelKind, shown: &Shown, view: &ViewState, tag: &'static str) -> String {
    let (shown, view) = (shown.clone(), view.clone());
    markup::<Mounted>(move || PanelProps {
        kind,
        printing: true,
        shown,
        sweeping: false,
        view,
        locale: Locale::plain(tag),
        width: Width::Wide,
        later: Arrival::here(),
        allow: Rc::default(),
        report: 1,
        dispatch: Callback::noop(),
    })
}

/// Everything that a reader can come to see or carry away, by where it stands.
fn everything(shown: &Shown) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for tag in LANGUAGES {
        let locale = Locale::plain(tag);
        for (n, view) in choices().iter().enumerate().filter(|(n, _)| n % 2 == usize::from(tag == "en")) {
            let mut add = |place: &str, text: String| all.push((format!("{place}, {tag}, choice {n}"), text));
            add("header", format!("{:?}", HeaderView::build(shown, &view.selection, &locale)));
            let mut cards: BTreeSet<String> = BTreeSet::new();
            for kind in PanelKind::ALL {
                let text = drawn(kind, shown, view, tag);
                let ids = text.split("data-explain=\"").skip(1).filter_map(|rest| rest.split('"').next());
                cards.extend(ids.map(str::to_owned));
                add(kind.name(), text);
            }
            for panel in panels() {
                let Some(sheet) = sheet(panel, shown, view, &locale) else { continue };
                add(&format!("{panel}.csv"), sheet.csv(&locale));
                add(&format!("{panel}.svg"), sheet.svg(&locale));
                add(&format!("name of {panel}"), sheet.name);
                add(&format!("table of {panel}"), format!("{:?}", table(panel, shown, view, &locale)));
            }
            assert!(cards.len() > 10, "{cards:?}");
            for id in cards {
                add(&format!("card of {id}"), format!("{:?}", Card::build(shown, view, &id, &locale)));
            }
        }
    }
    all
}

/// Which of `names` a text tells.
fn told<'a>(text: &str, names: &'a BTreeSet<String>) -> Option<&'a String> {
    names.iter().find(|name| text.contains(name.as_str()))
}

#[test]
fn no_panel_table_card_or_file_tells_a_name_that_is_masked() {
    let document = document();
    let names = names(&document);
    assert!(names.len() > 800, "{}", names.len());
    let named = Shown(Rc::new(dataset(&document)));
    let masked = Shown(Rc::new(named.masked()));
    for (place, text) in everything(&masked) {
        assert_eq!(told(&text, &names), None, "{place}\n{}", text.chars().take(4000).collect::<String>());
    }
    // The test sees names where they are.
    let untold: BTreeSet<&'static str> = PanelKind::ALL
        .into_iter()
        .filter(|kind| told(&drawn(*kind, &named, &choices()[0], "zh-CN"), &names).is_none())
        .map(PanelKind::name)
        .collect();
    assert!(untold.len() <= 4, "{untold:?} tell no names at all");
}

#[test]
fn numbers_stay_what_they_were_and_names_are_the_same_everywhere() {
    let document = document();
    let (named, locale) = (dataset(&document), Locale::plain("en"));
    let masked = named.masked();
    let label = |data: &Dataset, id: &str, place: usize| {
        let dimension = data.report.dimension(data.report.find_dimension(id).expect("a dimension")).expect("one");
        dimension.members[place].label.get("en").to_owned()
    };
    assert_eq!(label(&masked, "brand", 0), "Brand A");
    assert_eq!(label(&masked, "creator", 2), "Creator 3");
    assert_eq!(label(&masked, "category", 1), label(&named, "category", 1), "everybody's words stay");
    assert_eq!(masked.masked().report, masked.report, "masked names are masked by themselves");
    for view in choices() {
        for panel in panels() {
            let of = |data: &Dataset| table(panel, data, &view, &locale).map(|table| table.rows);
            let numbers = |rows: Option<Vec<Vec<redcat_report::view::twin::Cell>>>| -> Vec<_> {
                rows.into_iter().flatten().flatten().map(|cell| cell.number).collect()
            };
            assert_eq!(numbers(of(&masked)), numbers(of(&named)), "{panel}");
        }
    }
}

fn state(actions: impl IntoIterator<Item = Action>) -> State {
    actions.into_iter().fold(State::default(), State::reduce)
}

#[test]
fn names_are_gone_before_the_code_for_that_has_come_and_come_back_when_asked_for() {
    let named = Shown(Rc::new(dataset(&document())));
    let mask = |masked| Action::Configure(Setting::Masked(masked));
    let merchant =
        |state: &State| state.shown.as_ref().map(|shown| shown.report.meta.merchant_name.get("en").to_owned());
    let waiting = state([Action::Arrive(Arrival::Coming), Action::Show(named.clone()), mask(true)]);
    assert_eq!(merchant(&waiting), None, "rather nothing than names");
    let masked = waiting.reduce(Action::Arrive(Arrival::here()));
    assert_eq!(merchant(&masked).as_deref(), Some("The merchant"));
    let refreshed = masked.reduce(Action::Show(named.clone()));
    assert_eq!(merchant(&refreshed).as_deref(), Some("The merchant"));
    let back = refreshed.reduce(mask(false));
    assert_eq!(back.shown, Some(named));
    let left = back.reduce(mask(true)).reduce(Action::Leave).reduce(mask(false));
    assert_eq!(merchant(&left), None, "nothing of it for the next element");
}

#[test]
fn what_a_switch_to_another_merchant_did_not_bring_is_not_taken_for_it() {
    let shown = Shown(Rc::new(dataset(&document())));
    let failed = || {
        Action::Fail(redcat_report::error::Error::new(
            redcat_report::error::ErrorKind::Network,
            "b.json",
            "",
            "an answer",
        ))
    };
    let stale = state([Action::Show(shown.clone()), failed()]);
    assert!(stale.shown.is_some(), "its own report stays, marked stale");
    let switched = state([Action::Show(shown.clone()), Action::Switch, failed()]);
    assert!(switched.shown.is_none() && switched.failure.is_some());
    let again = switched.reduce(Action::Show(shown)).reduce(failed());
    assert!(again.shown.is_some(), "which is that of the merchant now");
}
