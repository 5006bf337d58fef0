//! Draws [`EntryView`]: a headline, and a line per gate with value, rule, outcome and gap.

use yew::prelude::*;

use super::element::{Element, notes, tag};
use super::explain::info;
use super::mounted::{Message, Mounted, Pane, PanelProps};
use super::panel::Panel;
use crate::analysis::entry::Outcome;
use crate::view::entry::{EntryView, GateView};
use crate::view::words::Words;

/// The entry rules.
#[derive(Default)]
pub struct Entry {
    view: Option<EntryView>,
}

impl Pane for Entry {
    fn build(&mut self, props: &PanelProps) {
        self.view = EntryView::build(&props.shown.report, &props.locale);
    }

    fn is_stale(&self, _: &PanelProps, _: &PanelProps) -> bool {
        false
    }

    fn update(&mut self, _: Message, _: &PanelProps) -> bool {
        false
    }

    fn draw(&self, ctx: &Context<Mounted>) -> Option<Panel<'_>> {
        let view = self.view.as_ref()?;
        let said = |sentence: &String| tag!("p", "class" = "said").text(sentence);
        let headline = tag!("div", "data-explain" = "gate", "class" = "headline").each(view.headline.iter().map(said));
        let words = ctx.props().locale.words;
        let head = |text: &String| tag!("th", "scope" = "col").text(text);
        let table = tag!("table", "aria-label" = &*view.title, "class" = "gates")
            .with(tag!("thead").with(tag!("tr").each(view.heads.iter().map(head))))
            .with(tag!("tbody").each(view.gates.iter().enumerate().map(|(n, drawn)| gate(drawn, n, words))));
        let mut chart = vec![headline, table];
        chart.extend(notes(&view.notes));
        Some(Panel { name: "entry", title: &view.title, notes: &[], controls: None, twin: false, chart })
    }
}

fn gate(gate: &GateView, n: usize, words: &Words) -> Element {
    let (class, sign) = match gate.outcome {
        Outcome::Met => ("met", "✓"),
        Outcome::Missed => ("missed", "✕"),
        Outcome::NotGiven | Outcome::NotAsked => ("unjudged", "–"),
    };
    let cell = |class: &str, text: &str| tag!("td", "class" = class).text(text);
    let verdict = tag!("td", "class" = class)
        .with(tag!("span", "aria-hidden" = "true").text(sign))
        .with(tag!("span").text(&gate.verdict));
    let card = ["gate:", &n.to_string()].concat();
    tag!("tr", "data-explain" = &*card)
        .with(tag!("th", "scope" = "row").text(&gate.label).with(info(&card, &gate.label, true, words)))
        .with(cell("gate-value", &gate.value))
        .with(cell("gate-rule", &gate.rule))
        .with(verdict)
        .with(cell("gate-gap", &gate.gap))
}
