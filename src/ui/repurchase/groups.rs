//! The table above the plots: each group with its numbers, some of them those of the day that is read. In: the view, what it
//! reads at that day, the group that the keyboard is at. Out: the table; a name filters by its group.

use super::card_id;
use crate::ui::chart::tone;
use crate::ui::element::{Element, send, tag};
use crate::ui::explain::info;
use crate::ui::mounted::PanelProps;
use crate::ui::state::Action;
use crate::view::repurchase::{GroupReading, GroupView, RepurchaseView};

/// Draws it.
pub fn table(
    view: &RepurchaseView,
    readings: &[GroupReading],
    age: usize,
    at: Option<usize>,
    props: &PanelProps,
) -> Element {
    let [group, worth, uplift, cost, pays] = &view.heads;
    let worth = if worth.is_empty() { String::new() } else { view.worth_head(age, &props.locale) };
    let head = |text: &str, class: &str| {
        let class = ["number ", class].concat();
        tag!("th", "scope" = "col", "class" = &*class).text(text)
    };
    let day = view.head(age, &props.locale);
    let named = |text: &str, class: &str| (!text.is_empty()).then(|| head(text, class));
    let heads = tag!("tr")
        .with(tag!("th", "scope" = "col").text(group))
        .with(head(&day, "of-day"))
        .maybe(named(&worth, "of-worth"))
        .maybe(named(uplift, "of-uplift"))
        .maybe(named(cost, "of-cost"))
        .maybe(named(pays, "of-pays"));
    let rows = view
        .groups
        .iter()
        .zip(readings)
        .enumerate()
        .map(|(n, (group, reading))| drawn_group(group, reading, view, at == Some(n), (age, n), props));
    tag!("table", "class" = "groups").with(tag!("thead").with(heads)).with(tag!("tbody").each(rows))
}

fn drawn_group(
    group: &GroupView,
    reading: &GroupReading,
    view: &RepurchaseView,
    is_at: bool,
    (age, n): (usize, usize),
    props: &PanelProps,
) -> Element {
    let (card, words) = (card_id(age, n), props.locale.words);
    let sample = tag!("svg", "width" = "16", "height" = "8", "aria-hidden" = "true", "class" = "drawing").with(tag!(
        "line",
        "x2" = "16",
        "y1" = "4",
        "y2" = "4",
        "class" = tone(group.tone)
    ));
    let name = match group.toggled.as_ref().filter(|(selection, _)| props.may(selection)) {
        None => tag!("span").text(&group.label),
        Some((selection, says)) => {
            let pressed = if group.selected { "true" } else { "false" };
            tag!(
                "button",
                "type" = "button",
                "tabindex" = "-1",
                "data-group" = &*n.to_string(),
                "aria-pressed" = pressed,
                "aria-label" = &**says,
                "title" = &**says
            )
            .on_click(send(&props.dispatch, Action::Select(selection.clone())))
            .text(&group.label)
        }
    };
    let customers = tag!("small", "class" = "muted").text(&group.customers);
    let [_, worth, uplift, cost, _] = &view.heads;
    let cell = |class: &str, text: &str, more: &str| {
        let class = ["number ", class].concat();
        let more = (!more.is_empty()).then(|| tag!("small", "class" = "muted").text(more));
        tag!("td", "title" = words.explain, "class" = &*class).with(tag!("b").text(text)).maybe(more)
    };
    let said = group.uplift.clone().unwrap_or_default();
    tag!("tr", "data-explain" = &*card, "class" = is_at.then_some("at"))
        .with(tag!("th", "scope" = "row").with(sample).with(name).with(customers).with(info(
            &card,
            &group.label,
            false,
            words,
        )))
        .with(cell("of-day", &reading.share, &reading.interval))
        .maybe((!worth.is_empty()).then(|| cell("of-worth", &reading.worth, "")))
        .maybe((!uplift.is_empty()).then(|| cell("of-uplift", &said.text, &said.more)))
        .maybe((!cost.is_empty()).then(|| cell("of-cost", &group.cost, "")))
        .maybe((!cost.is_empty()).then(|| cell("of-pays", &group.paid_back, "")))
}
