//! Every number on the page has a card. In: all panels of the sample reports and of small documents that say less, drawn
//! as a browser would. Out: each number stands inside something that names its card, and that card says, in both
//! languages, what it divides, unit, day, window, zone, as-of, sample, source, and how sure it is or why that is not told.

#[path = "support/drawn.rs"]
mod drawn;
#[path = "support/reduced.rs"]
mod reduced;
#[path = "view/samples.rs"]
#[allow(dead_code, reason = "the tests of view models use the rest")]
mod samples;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use drawn::drawn;
use redcat_report::analysis::settlement::{Factor, Scenario};
use redcat_report::contract::Report;
use redcat_report::cube::Dataset;
use redcat_report::ui::PanelKind;
use redcat_report::view::card::Card;
use redcat_report::view::locale::Locale;
use redcat_report::view::state::{SettlementState, ViewState};
use reduced::{bases, ways};

const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

/// What stands in a page beside numbers: names, controls, marks of axes, and remarks on method and days. Class names,
/// and names of elements.
const NO_DATA: [&str; 14] = [
    // Headings, controls and their lines.
    "h2",
    "h3",
    "header",
    "summary",
    "option",
    "label",
    // Names of members, heads of columns, and axes.
    "th",
    "text",
    "heads",
    "heads-row",
    // Which days, how it was made, what a mark is.
    "notes",
    "caption",
    "heat-legend",
    "empty",
];

/// A fact, and its names in both languages.
type Fact = (&'static str, [&'static str; 2]);

const ALWAYS: [Fact; 8] = [
    ("unit", ["单位", "Unit"]),
    ("day", ["计入日期", "Counts on"]),
    ("window", ["窗口", "Window"]),
    ("sample", ["抽样", "Sampling"]),
    ("zone", ["时区", "Time zone"]),
    ("as of", ["数据截至", "Data through"]),
    ("source", ["数据来源", "Source"]),
    ("interval", ["区间", "Interval"]),
];
const DIVIDED: [Fact; 2] = [("numerator", ["分子", "Numerator"]), ("denominator", ["分母", "Denominator"])];
const STARRED: Fact = ("star", ["显著性", "Significance"]);

/// What kind of number an id is of: what stands before its first colon, or whether the document divides.
fn kind(report: &Report, id: &str) -> String {
    let id = id.strip_prefix("mean:").unwrap_or(id);
    if report.find_ratio(id).is_some() {
        return "ratio".to_owned();
    }
    if report.find_measure(id).is_some() {
        return "measure".to_owned();
    }
    id.split(':').next().unwrap_or_default().to_owned()
}

/// The facts that a card of that kind must have. Sums divide nothing; what is settled or compared as it stands is not
/// tested; all else is all there.
fn needed(kind: &str) -> Vec<Fact> {
    let mut needed = ALWAYS.to_vec();
    if !["measure", "payable", "owed", "gate", "oddity", "budget", "flow", "step", "people", "launch"].contains(&kind) {
        needed.extend(DIVIDED);
    }
    if !["measure", "ratio", "step", "payable", "owed", "agreement", "gate", "oddity", "flow", "people", "launch"]
        .contains(&kind)
    {
        needed.push(STARRED);
    }
    needed
}

/// What a card lacks.
fn lacks(card: &Card, needed: &[Fact], language: usize) -> Vec<&'static str> {
    let says = |name: &str| {
        let own = card.sections.iter().any(|section| section.heading.starts_with(name) && !section.lines.is_empty());
        own || card
            .sections
            .iter()
            .flat_map(|section| &section.lines)
            .any(|(term, text)| term.starts_with(name) && !text.trim().is_empty())
    };
    needed.iter().filter(|(_, names)| !says(names[language])).map(|(fact, _)| *fact).collect()
}

/// An element that is open.
struct Open<'a> {
    name: &'a str,
    attributes: &'a str,
}

impl<'a> Open<'a> {
    fn attribute(&self, name: &str) -> Option<&'a str> {
        let from = self.attributes.find(&format!(" {name}=\""))? + name.len() + 3;
        self.attributes[from..].split('"').next()
    }

    fn is(&self, wanted: &str) -> bool {
        let classes = self.attribute("class").unwrap_or_default();
        self.name == wanted || classes.split(' ').any(|class| class == wanted)
    }
}

/// A text with what it stands in, outermost first.
fn texts<'a>(markup: &'a str, each: &mut dyn FnMut(&'a str, &[Open<'a>])) {
    let mut open: Vec<Open<'a>> = Vec::new();
    for piece in markup.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag that ends");
        if tag.starts_with('/') {
            open.pop();
        } else if !tag.starts_with('!') {
            let name = tag.split([' ', '/']).next().unwrap_or_default();
            if !["input", "br"].contains(&name) && !tag.ends_with('/') {
                open.push(Open { name, attributes: &tag[name.len()..] });
            }
        }
        if !text.trim().is_empty() {
            each(text.trim(), &open);
        }
    }
    assert!(open.is_empty(), "{} elements are open at the end", open.len());
}

/// Whether a text has a number that is no date.
fn has_number(text: &str) -> bool {
    let is_date = |word: &&str| {
        let parts: Vec<&str> = word.split('-').collect();
        parts.len() == 3 && parts.iter().all(|part| part.chars().all(|c| c.is_ascii_digit()) && part.len() >= 2)
    };
    let words = text.split(|c: char| !(c.is_ascii_digit() || c == '-')).filter(|word| !is_date(word));
    words.collect::<String>().contains(|c: char| c.is_ascii_digit())
}

/// Ids of cards that the markup names, and the numbers that have none.
fn named(markup: &str) -> (BTreeSet<&str>, BTreeSet<String>, usize) {
    let (mut ids, mut bare, mut numbers) = (BTreeSet::new(), BTreeSet::new(), 0);
    texts(markup, &mut |text, open| {
        let nearest = open
            .iter()
            .rev()
            .find_map(|element| element.attribute("data-explain").or_else(|| element.attribute("data-column")));
        if !has_number(text) || open.iter().any(|element| NO_DATA.iter().any(|class| element.is(class))) {
            return;
        }
        numbers += 1;
        if let Some(id) = nearest {
            ids.insert(id);
            return;
        }
        let path = open.iter().map(|element| {
            let class = element.attribute("class").unwrap_or_default();
            format!("{}.{class}", element.name)
        });
        bare.insert(format!("{text} in {}", path.collect::<Vec<_>>().join(" > ")));
    });
    // What is only to be asked by a button has a card too.
    let asked = markup.split(" data-explain=\"").skip(1).filter_map(|rest| rest.split('"').next());
    ids.extend(asked);
    (ids, bare, numbers)
}

/// All that is wrong with the cards of a document under a view.
fn faults(
    name: &str,
    dataset: &Rc<Dataset>,
    view: &ViewState,
    languages: &[usize],
    kinds: &mut BTreeMap<String, usize>,
) -> Vec<String> {
    let mut faults = Vec::new();
    for panel in PanelKind::ALL {
        for &language in languages {
            let tag = LANGUAGES[language];
            let markup = drawn(panel, dataset, view, tag);
            let (ids, bare, numbers) = named(&markup);
            faults.extend(bare.into_iter().map(|bare| format!("{name}, {tag}, {}: {bare}", panel.name())));
            *kinds.entry(panel.name().to_owned()).or_default() += numbers;
            for id in ids {
                let of = kind(&dataset.report, id);
                match Card::build(dataset, view, id, &Locale::plain(tag)) {
                    None => faults.push(format!("{name}, {tag}, {}: no card {id}", panel.name())),
                    Some(card) => {
                        let lacks = lacks(&card, &needed(&of), language);
                        if !lacks.is_empty() {
                            faults.push(format!(
                                "{name}, {tag}, {}: {id} says nothing of {}",
                                panel.name(),
                                lacks.join(", ")
                            ));
                        }
                        let empty =
                            card.sections.iter().flat_map(|section| &section.lines).find(|(term, _)| term.is_empty());
                        faults.extend(
                            empty.map(|(_, text)| format!("{name}, {tag}: {id} has a line without a name: {text}")),
                        );
                    }
                }
                *kinds.entry(format!("card of {of}")).or_default() += 1;
            }
        }
    }
    faults
}

fn report(faults: &[String]) -> String {
    let mut few: Vec<&String> = faults.iter().collect();
    few.truncate(60);
    few.into_iter().cloned().collect::<Vec<_>>().join("\n")
}

fn sample(bytes: &[u8]) -> Rc<Dataset> {
    Rc::new(Dataset::build(Report::from_bytes(bytes).expect("a report")).expect("facts"))
}

#[test]
fn every_number_of_the_samples_has_a_card_with_all_its_facts() {
    let mut kinds = BTreeMap::new();
    let mut found = Vec::new();
    let scenario = Scenario::default().with(Factor::Spend, 10);
    for (name, bytes, selections) in [
        (
            "beauty",
            &include_bytes!("../www/data/beauty.json")[..],
            &["", "date=2025-05-13..2025-06-20&compare=wave:618"][..],
        ),
        ("sports", include_bytes!("../www/data/sports.json"), &[""]),
        ("cdnow", include_bytes!("../www/data/cdnow.json"), &[""]),
    ] {
        let dataset = sample(bytes);
        for selection in selections {
            let selection = selection.parse().expect("a selection");
            let settlement = SettlementState { scenario };
            let view = ViewState { selection, settlement, ..ViewState::default() };
            found.extend(faults(name, &dataset, &view, &[0, 1], &mut kinds));
        }
    }
    assert!(found.is_empty(), "{} faults\n{}", found.len(), report(&found));
    for panel in PanelKind::ALL {
        assert!(kinds.get(panel.name()).is_some_and(|numbers| *numbers > 0), "no number in {}", panel.name());
    }
}

#[test]
fn every_number_of_a_document_that_says_less_has_one_too() {
    let mut kinds = BTreeMap::new();
    let mut found = Vec::new();
    for (n, document) in bases().into_iter().enumerate() {
        for (way, (name, edit)) in ways().into_iter().enumerate() {
            let mut less = document.clone();
            edit(&mut less);
            let dataset = Rc::new(samples::dataset(&less));
            let selection = ["", "compare=previous"][way % 2].parse().expect("a selection");
            let view = ViewState { selection, ..ViewState::default() };
            found.extend(faults(&format!("document {n}, {name}"), &dataset, &view, &[(n + way / 2) % 2], &mut kinds));
        }
    }
    assert!(found.is_empty(), "{} faults\n{}", found.len(), report(&found));
}
