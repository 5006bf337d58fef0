//! The markup that a reader's browser is given, as snapshots: header, funnel, trend, tree table, comparison, what changed, the return, data quality,
//! failure and skeleton of one small document in both languages, drawn without a browser.

#[path = "view/samples.rs"]
#[allow(dead_code, reason = "the tests of view models use the rest")]
mod samples;
#[path = "support/spending.rs"]
mod spending;

use std::rc::Rc;

use redcat_report::contract::Report;
use redcat_report::error::Error;
use redcat_report::query::{Allow, Compare, Selection};
use redcat_report::ui::{self, Action, Arrival, Header, Mounted, PanelKind, PanelProps, Progress, Shown, State, Width};
use redcat_report::view::locale::Locale;
use redcat_report::view::state::{DrillState, RepurchaseState, ViewState};
use serde_json::json;
use yew::{BaseComponent, Callback, Html, Properties, ServerRenderer, function_component};

const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

/// A component's markup, one element a line.
fn markup<C>(props: impl FnOnce() -> C::Properties + Send + 'static) -> String
where
    C: BaseComponent,
{
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let markup = runtime.block_on(ServerRenderer::<C>::with_props(props).hydratable(false).render());
    markup.replace("><", ">\n<")
}

/// What a plain function draws.
#[derive(Properties, PartialEq)]
struct DrawnProps {
    html: Html,
}

#[function_component]
fn Drawn(props: &DrawnProps) -> Html {
    props.html.clone()
}

fn shown() -> Shown {
    Shown(Rc::new(samples::small()))
}

/// The last days against those before, drilled into one brand.
fn selection() -> Selection {
    let selection: Selection = "date=2025-05-11..2025-05-20&compare=previous&brand=a".parse().expect("a selection");
    assert_eq!(selection.compare, Some(Compare::Previous));
    selection
}

fn view() -> ViewState {
    ViewState {
        selection: selection(),
        drill: DrillState { top_n: Some(10), ..DrillState::default() },
        ..ViewState::default()
    }
}

/// Everything of a kind that no element may have: the strict policy of a host page refuses it.
fn assert_harmless(markup: &str) {
    for refused in [" style=", " onclick=", "<script", "<style", "javascript:"] {
        assert!(!markup.contains(refused), "{refused} in {markup}");
    }
}

fn each_language(name: &str, draw: impl Fn(&'static str) -> String) {
    let drawn = LANGUAGES.map(|tag| (tag, draw(tag)));
    for (tag, markup) in &drawn {
        assert_harmless(markup);
        insta::assert_snapshot!(format!("{name}_{tag}"), markup);
    }
    assert_ne!(drawn[0].1, drawn[1].1);
}

#[test]
fn header() {
    each_language("header", |tag| {
        markup::<Drawn>(move || DrawnProps {
            html: ui::header(&Header {
                shown: &shown(),
                selection: &selection(),
                live: None,
                locale: &Locale::plain(tag),
                can_undo: true,
                can_redo: false,
                link: Some(None),
                allow: &Allow::default(),
                dispatch: &Callback::noop(),
            }),
        })
    });
}

fn panel(name: &str, kind: PanelKind) {
    panel_of(name, kind, shown);
}

fn panel_of(name: &str, kind: PanelKind, shown: fn() -> Shown) {
    each_language(name, |tag| {
        markup::<Mounted>(move || PanelProps {
            kind,
            printing: false,
            sweeping: false,
            shown: shown(),
            view: view(),
            locale: Locale::plain(tag),
            width: Width::Wide,
            later: Arrival::here(),
            allow: Rc::default(),
            report: 0,
            dispatch: Callback::noop(),
        })
    });
}

#[test]
fn kpis() {
    panel("kpis", PanelKind::Kpis);
}

#[test]
fn funnel() {
    panel("funnel", PanelKind::Funnel);
}

#[test]
fn drilldown() {
    panel("drilldown", PanelKind::Drilldown);
}

#[test]
fn trend() {
    panel("trend", PanelKind::Trend);
}

/// The same document with life tables.
fn with_cohorts() -> Shown {
    Shown(Rc::new(samples::with_cohorts()))
}

#[test]
fn repurchase() {
    panel_of("repurchase", PanelKind::Repurchase, with_cohorts);
}

#[test]
fn cohorts() {
    panel_of("cohorts", PanelKind::Cohorts, with_cohorts);
}

#[test]
fn effect() {
    let shown = || {
        let document = samples::document(&samples::rows(), |document| {
            document["experiments"] = samples::experiments();
            let launch = json!({"from": "2025-05-15", "to": "2025-05-15", "label": "Launch", "kind": "launch"});
            document["calendar"].as_array_mut().expect("a list").push(launch);
        });
        Shown(Rc::new(samples::dataset(&document)))
    };
    panel_of("effect", PanelKind::Effect, shown);
}

#[test]
fn returns() {
    panel_of("returns", PanelKind::Returns, || Shown(Rc::new(spending::dataset(&spending::document()))));
}

#[test]
fn a_long_table_of_cohorts_is_within_the_keyboards_reach() {
    let long = || {
        let document = samples::document(&samples::rows(), |document| {
            document["cohorts"] = samples::cohorts();
            document["cohorts"]["age_unit"] = "week".into();
        });
        Shown(Rc::new(samples::dataset(&document)))
    };
    let drawn = |shown: fn() -> Shown| {
        let markup = markup::<Mounted>(move || PanelProps {
            kind: PanelKind::Cohorts,
            printing: false,
            sweeping: false,
            shown: shown(),
            view: ViewState::default(),
            locale: Locale::plain("zh-CN"),
            width: Width::Wide,
            later: Arrival::here(),
            allow: Rc::default(),
            report: 0,
            dispatch: Callback::noop(),
        });
        assert_harmless(&markup);
        markup
    };
    let named = r#"<div role="group" tabindex="0" aria-label="首购队列" class="scroll heat long">"#;
    assert!(drawn(long).contains(named), "{}", drawn(long));
    assert!(!drawn(with_cohorts).contains("tabindex=\"0\" aria-label=\"首购队列\""), "two columns need no scrolling");
}

/// A report of that merchant, with life tables and brands of which the second one is called so.
fn of_merchant(id: &str, brand: &str) -> Shown {
    let document = samples::document(&samples::rows(), |document| {
        document["meta"]["merchant"]["id"] = id.into();
        document["cohorts"] = samples::cohorts();
    });
    let document = document.to_string().replace("\"b\"", &format!("\"{brand}\""));
    Shown(Rc::new(samples::dataset(&document.parse().expect("a document"))))
}

#[test]
fn another_merchants_report_takes_over_only_what_it_has() {
    let chosen: Selection = "compare=wave:618&brand=a,b&planet=mars".parse().expect("a selection");
    let repurchase = RepurchaseState { split: Some("planet".into()), forecast: true, ..RepurchaseState::default() };
    let before = [
        Action::Show(of_merchant("one", "b")),
        Action::Select(chosen),
        Action::Repurchase(repurchase),
        Action::Arrange(DrillState { search: "lip".into(), ..DrillState::default() }),
    ];
    let before = before.into_iter().fold(State::default(), State::reduce);
    let refreshed = before.clone().reduce(Action::Show(of_merchant("one", "d")));
    assert_eq!(refreshed.view, before.view, "the same merchant");
    assert!(refreshed.can_undo());
    let other = before.reduce(Action::Show(of_merchant("two", "d")));
    assert_eq!(other.view.selection.to_string(), "brand=a");
    assert_eq!(other.view.repurchase, RepurchaseState::default());
    assert_eq!(other.view.drill.search, "");
    assert!(!other.can_undo());
    // What the host or the reader chooses afterwards is kept as it is, and a view restored for the first report too.
    let chosen: Selection = "planet=mars".parse().expect("a selection");
    assert_eq!(other.reduce(Action::Select(chosen.clone())).view.selection, chosen);
    let first = State::default().reduce(Action::Select(chosen.clone())).reduce(Action::Show(of_merchant("one", "b")));
    assert_eq!(first.view.selection, chosen);
}

#[test]
fn comparison() {
    panel("comparison", PanelKind::Comparison);
}

#[test]
fn quality() {
    panel("quality", PanelKind::Quality);
}

/// The same document with every section.
fn whole() -> Shown {
    Shown(Rc::new(samples::whole()))
}

/// Content that sells.
fn creators() -> Shown {
    Shown(Rc::new(samples::creators(|_| {})))
}

#[test]
fn content() {
    each_language("content", |tag| {
        markup::<Mounted>(move || PanelProps {
            kind: PanelKind::Content,
            printing: false,
            sweeping: false,
            shown: creators(),
            view: ViewState::default(),
            locale: Locale::plain(tag),
            width: Width::Wide,
            later: Arrival::here(),
            allow: Rc::default(),
            report: 0,
            dispatch: Callback::noop(),
        })
    });
}

#[test]
fn settlement() {
    panel_of("settlement", PanelKind::Settlement, whole);
}

/// A document of which every part of the loop can be made.
fn with_loop() -> Shown {
    Shown(Rc::new(samples::dataset(&samples::closed_loop())))
}

#[test]
fn closed_loop() {
    panel_of("loop", PanelKind::Loop, with_loop);
}

#[test]
fn entry() {
    panel_of("entry", PanelKind::Entry, whole);
}

/// The error of a document with two faults, one of which would be markup.
fn refusal() -> Error {
    let document = samples::document(&samples::rows(), |document| {
        document["meta"]["currency"] = "<script>alert(1)</script>".into();
        document["meta"]["data_from"] = "2025-02-30".into();
    });
    Report::from_bytes(document.to_string().as_bytes()).map(drop).expect_err("refused")
}

#[test]
fn failure() {
    assert_eq!(refusal().faults().len(), 2, "{}", refusal());
    each_language("failure", |tag| {
        markup::<Drawn>(move || DrawnProps {
            html: ui::failure(&refusal(), Some("2025-05-21 06:00"), Callback::noop(), &Locale::plain(tag)),
        })
    });
}

fn quality_when(later: Arrival, tag: &'static str) -> String {
    markup::<Mounted>(move || PanelProps {
        kind: PanelKind::Quality,
        printing: false,
        sweeping: false,
        shown: shown(),
        view: view(),
        locale: Locale::plain(tag),
        width: Width::Wide,
        later,
        allow: Rc::default(),
        report: 0,
        dispatch: Callback::noop(),
    })
}

#[test]
fn a_panel_whose_code_is_on_its_way() {
    let markup = quality_when(Arrival::Coming, "en");
    assert_harmless(&markup);
    insta::assert_snapshot!("waiting", markup);
}

#[test]
fn a_panel_whose_code_did_not_come() {
    each_language("missing", |tag| quality_when(Arrival::Failed, tag));
}

#[test]
fn skeleton() {
    each_language("skeleton", |tag| {
        let progress = Progress { done: 250, total: Some(1_000), in_rows: false };
        markup::<Drawn>(move || DrawnProps { html: ui::skeleton(Some(progress), &Locale::plain(tag)) })
    });
}
