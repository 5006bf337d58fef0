//! Every panel under every way in which a document can say less than it might: a section missing, partly null, withheld,
//! a single day long, nothing under the reader's choice. In: small documents of which every panel can be drawn. Out: the
//! panel is absent, or it says a sentence; never an empty frame, never a number that is none.

#[path = "support/drawn.rs"]
mod drawn;
#[path = "support/reduced.rs"]
mod reduced;
#[path = "view/samples.rs"]
#[allow(dead_code, reason = "the tests of view models use the rest")]
mod samples;

use std::collections::BTreeSet;
use std::rc::Rc;

use drawn::drawn;
use redcat_report::ui::PanelKind;
use redcat_report::view::state::ViewState;
use reduced::{bases, ways};
use serde_json::Value;

/// What a reader may choose over any of them.
const CHOICES: [&str; 5] = [
    "",
    "compare=previous",
    "date=2025-05-12..2025-05-12&compare=year",
    "date=1999-01-01..1999-12-31",
    "brand=c&product=p1&route=search&destination=tmall&gender=male&boost=none&customer=new",
];

fn chosen(selection: &str) -> ViewState {
    ViewState { selection: selection.parse().expect("a selection"), ..ViewState::default() }
}

/// Texts that are seen, but for the lines of menus.
fn seen(markup: &str) -> Vec<&str> {
    let pieces = markup.split('<').skip(1).filter(|piece| !piece.starts_with("option"));
    let texts = pieces.map(|piece| piece.split_once('>').expect("a tag that ends").1.trim());
    texts.filter(|text| !text.is_empty()).collect()
}

/// What stands in attributes for readers.
fn spoken(markup: &str) -> Vec<&str> {
    let names = ["title=\"", "aria-label=\"", "aria-valuetext=\"", "aria-description=\""];
    let of = |name| markup.split(name).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0));
    names.into_iter().flat_map(of).collect()
}

/// Whether a piece of markup says something: a number in bold, or letters enough for a clause; headings, names of
/// columns and dashes in place of numbers are nothing.
fn says_something(markup: &str) -> bool {
    let is_clause = |text: &&str| {
        let chinese = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
        chinese >= 5 || text.split(' ').filter(|word| word.chars().any(char::is_alphabetic)).count() >= 3
    };
    let numbers = markup.split("<b>").skip(1).filter_map(|rest| rest.split_once("</b>"));
    let mut numbers = numbers.filter(|(number, _)| number.chars().any(|c| c.is_ascii_digit()));
    numbers.next().is_some() || seen(markup).iter().any(is_clause)
}

/// What is wrong with the markup of a panel that is there.
fn faults(markup: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for text in seen(markup).into_iter().chain(spoken(markup)) {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        for word in words.filter(|word| ["NaN", "inf", "undefined", "null", "Infinity", "None"].contains(word)) {
            faults.push(format!("{word} in {text}"));
        }
        for place in ["{}", "{n}", "{list}"] {
            if text.contains(place) {
                faults.push(format!("an empty place in {text}"));
            }
        }
    }
    for number in ["NaN", "\"inf", "\"-inf", "e-1", "-0%"] {
        for attribute in ["x=\"", "y=\"", "width=\"", "height=\"", "points=\"", "x1=\"", "x2=\"", "cx=\"", "cy=\""] {
            let values = markup.split(attribute).skip(1).filter_map(|rest| rest.split_once('"'));
            faults.extend(
                values.filter(|(value, _)| value.contains(number)).map(|(value, _)| format!("{attribute}{value}")),
            );
        }
    }
    // The heading and its buttons say nothing about the data.
    let body = markup.split_once("</header>").map_or("", |(_, body)| body);
    // A sentence in place of the drawing, or of a table's rows.
    let in_place_of_it = body.contains("<p class=\"empty\">") && !body.contains("<p class=\"empty\"></p>");
    if !in_place_of_it && !says_something(body) {
        faults.push(format!("no sentence: {body}"));
    }
    // Neither is a part under a heading of its own left bare.
    for part in body.split("</h3>").skip(1) {
        let part = part.split("<h3").next().unwrap_or("");
        if !part.contains("<p class=\"empty\">") && !says_something(part) {
            faults.push(format!("no sentence in a part: {part}"));
        }
    }
    let empty_plot = |plot: &str| {
        let plot = plot.split("</div>").next().unwrap_or("");
        !["<polyline", "<polygon", "<circle", "<rect", "<line"].iter().any(|mark| plot.contains(mark))
    };
    let plots = body.split("class=\"plot\"").skip(1);
    faults.extend(plots.filter(|plot| empty_plot(plot)).map(|plot| format!("an empty plot: {plot}")));
    for frame in ["<tbody></tbody>", "<ul></ul>", "<figure></figure>", "<dl></dl>"] {
        if body.contains(frame) && !in_place_of_it {
            faults.push(format!("an empty frame: {frame}"));
        }
    }
    faults
}

/// Panels that are there only where a section is.
const OF_SECTION: [(&str, PanelKind); 7] = [
    ("cells", PanelKind::Trend),
    ("cells", PanelKind::Drilldown),
    ("funnel", PanelKind::Funnel),
    ("cohorts", PanelKind::Repurchase),
    ("cohorts", PanelKind::Cohorts),
    ("agreements", PanelKind::Settlement),
    ("eligibility", PanelKind::Entry),
];

/// Whether the document has nothing under that key.
fn lacks(document: &Value, section: &str) -> bool {
    document[section].is_null() || document[section].as_array().is_some_and(Vec::is_empty)
}

#[test]
fn every_panel_says_a_sentence_or_is_not_there_whatever_a_document_lacks() {
    let (mut faulty, mut drawings, mut panels) = (Vec::new(), 0, BTreeSet::new());
    for (base, document) in bases().into_iter().enumerate() {
        for (name, edit) in ways() {
            let mut less = document.clone();
            edit(&mut less);
            let dataset = Rc::new(samples::dataset(&less));
            for kind in PanelKind::ALL {
                // What a section is made from is not chosen by readers: two choices will do.
                let choices = if name.contains("without") || name.contains("empty") { 2 } else { CHOICES.len() };
                for (n, selection) in CHOICES.into_iter().take(choices).enumerate() {
                    let tag = if n % 2 == 0 { "zh-CN" } else { "en" };
                    let markup = drawn(kind, &dataset, &chosen(selection), tag);
                    if markup.is_empty() {
                        continue;
                    }
                    drawings += 1;
                    panels.insert(kind.name());
                    for fault in faults(&markup) {
                        faulty.push(format!("{} of document {base}, {name}, {selection:?}: {fault}", kind.name()));
                    }
                    if OF_SECTION.iter().any(|(section, of)| *of == kind && lacks(&less, section)) {
                        faulty.push(format!("{} of document {base}, {name}: drawn without its section", kind.name()));
                    }
                }
            }
        }
    }
    faulty.sort();
    faulty.dedup();
    assert!(faulty.is_empty(), "{} faults\n{}", faulty.len(), faulty.join("\n"));
    let all: BTreeSet<&str> = PanelKind::ALL.into_iter().map(PanelKind::name).collect();
    assert_eq!(panels, all, "every panel is drawn by some document");
    assert!(drawings > 1_000, "{drawings} panels");
}
