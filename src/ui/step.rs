//! Draws one step of the funnel: name, bar, number, two percentages, remarks, parts. A click sorts the tree table by
//! the step's measure, and filters by its route where it has one. Its accessible name is name and number as on screen,
//! its description the whole in one sentence, which is why the rest is hidden from it.

use super::element::{Element, length, send, tag};
use super::explain::info;
use super::mounted::PanelProps;
use super::state::Action;
use crate::view::card::STEP;
use crate::view::funnel::{Change, Direction, FunnelPart, FunnelRow, FunnelView, Rate};

/// One step.
pub fn step(view: &FunnelView, row: &FunnelRow, n: usize, active: bool, props: &PanelProps) -> Element {
    let (state, words, dispatch) = (&props.view, props.locale.words, &props.dispatch);
    let selection = row.drill.clone().filter(|selection| props.may(selection));
    let follow = Action::Follow { metric: row.measure.as_str().into(), plot: false, selection };
    let focused = state.drill.focus.as_deref() == Some(row.measure.as_str());
    let (pressed, class) = if focused { ("true", "step focused") } else { ("false", "step") };
    let name = tag!("span", "class" = "step-name")
        .with(tag!("span", "class" = "label").text(&row.label))
        .maybe(row.optional.as_ref().map(|optional| tag!("span", "class" = "tag").text(optional)));
    let compared = row.comparison.as_ref();
    let count = tag!("span", "title" = &*row.count_full, "class" = "step-count")
        .with(tag!("b").text(&row.count))
        .maybe(compared.and_then(|compared| change(&compared.count_change, &compared.text)));
    let rate_change = compared.and_then(|compared| change(&compared.rate_change, ""));
    let button = tag!(
        "button",
        "type" = "button",
        "data-n" = &*n.to_string(),
        "data-step" = &*row.id,
        "tabindex" = if active { "0" } else { "-1" },
        "aria-description" = &*row.spoken,
        "aria-pressed" = pressed,
        "class" = class,
    )
    .on_click(send(dispatch, follow))
    .maybe(
        row.magnified
            .as_ref()
            .map(|magnified| tag!("span", "aria-hidden" = "true", "class" = "magnified").text(magnified)),
    )
    .with(name)
    .with(tag!("span", "class" = "step-bar").with(bar(row)))
    .with(count)
    .with(rate("rate of-first", &view.of_first_label, &row.of_first, None))
    .with(rate("rate of-previous", &view.of_previous_label, &row.of_previous, rate_change))
    .maybe(marks(row))
    .maybe(parts(&row.parts));
    let card = card_of(&row.id);
    let row_of = tag!("div", "data-explain" = &*card, "class" = "step-row").key(&row.id);
    row_of.with(button).with(info(&card, &row.label, active, words))
}

/// Id of the card that explains all numbers of a step.
pub fn card_of(step: &str) -> String {
    [STEP, step].concat()
}

fn bar(row: &FunnelRow) -> Element {
    let growing = |class: &str, fill: Option<&str>| {
        let (x, width) = (length(row.bar - row.immature_bar, 3), length(row.immature_bar, 3));
        let shown = row.immature_bar > 0.0;
        shown.then(|| tag!("rect", "x" = &*x, "width" = &*width, "height" = "20", "fill" = fill, "class" = class))
    };
    let outline = row.comparison.as_ref().map(|compared| {
        let width = length(compared.bar, 3);
        tag!("rect", "x" = "0.5", "y" = "0.5", "width" = &*width, "height" = "19", "rx" = "2", "class" = "outline")
    });
    tag!("svg", "width" = "100%", "height" = "20", "aria-hidden" = "true", "class" = "bar")
        .with(tag!("rect", "width" = "100%", "height" = "20", "rx" = "2", "class" = "track"))
        .with(tag!("rect", "width" = &*length(row.bar, 3), "height" = "20", "rx" = "2", "class" = "fill"))
        .maybe(growing("immature-ground", None))
        .maybe(growing("immature", Some("url(#hatch)")))
        .maybe(outline)
}

fn rate(class: &str, label: &str, rate: &Rate, change: Option<Element>) -> Element {
    if !rate.applies {
        return tag!("span", "class" = class);
    }
    let note = rate.note.as_deref();
    let title = match note {
        Some(note) if rate.full.is_empty() => note.to_owned(),
        Some(note) => [&rate.full, "\n", note].concat(),
        None => rate.full.clone(),
    };
    let (value, interval) = if rate.text.is_empty() {
        (tag!("span", "class" = "muted").text(note.unwrap_or("—")), None)
    } else {
        (tag!("b").text(&rate.text), rate.interval.as_ref().map(|interval| tag!("small").text(interval)))
    };
    tag!("span", "aria-hidden" = "true", "title" = &*title, "class" = class)
        .with(tag!("span", "class" = "rate-label").text(label))
        .with(value)
        .maybe(interval)
        .maybe(change)
}

/// A change with its arrow and colour; nothing where there is none.
pub fn change(change: &Change, title: &str) -> Option<Element> {
    let sign = match change.direction {
        Direction::Rise => "▲ ",
        Direction::Fall => "▼ ",
        Direction::Flat => "",
    };
    let class = tone(change);
    let drawn = || {
        tag!("span", "aria-hidden" = "true", "title" = title, "class" = &*class).text(&[sign, &change.text].concat())
    };
    (!change.text.is_empty()).then(drawn)
}

/// Classes of a change: its direction, and whether that is good.
pub fn tone(change: &Change) -> String {
    let direction = match change.direction {
        Direction::Rise => "change rise",
        Direction::Fall => "change fall",
        Direction::Flat => "change flat",
    };
    let side = match change.good {
        Some(true) => " good",
        Some(false) => " bad",
        None => " even",
    };
    [direction, side].concat()
}

fn marks(row: &FunnelRow) -> Option<Element> {
    if row.marks.is_empty() && row.immature.is_none() {
        return None;
    }
    let mark = |mark: &String| tag!("span", "class" = "mark").text(mark);
    Some(tag!("span", "aria-hidden" = "true", "class" = "marks").each(row.immature.iter().chain(&row.marks).map(mark)))
}

fn parts(parts: &[FunnelPart]) -> Option<Element> {
    (!parts.is_empty()).then(|| tag!("span", "class" = "parts").each(parts.iter().map(part)))
}

fn part(part: &FunnelPart) -> Element {
    let bar = tag!("svg", "width" = "100%", "height" = "4", "aria-hidden" = "true", "class" = "part-bar").with(tag!(
        "rect",
        "width" = &*length(part.bar, 2),
        "height" = "4",
        "rx" = "1",
        "class" = "fill"
    ));
    tag!("span", "title" = &*part.count_full, "class" = "part")
        .key(&part.measure)
        .with(tag!("span", "class" = "part-name").text(&part.label))
        .with(tag!("span", "class" = "part-count").text(&part.count))
        .with(bar)
}
