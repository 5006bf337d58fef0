//! Draws one row of the tree table: name with its buttons, numbers with their bars, a sparkline.

use web_sys::Element as Node;
use yew::prelude::*;

use super::element::{Element, decimal, icon, length, send, tag};
use super::state::{Action, Explained};
use super::step::tone;
use crate::view::drilldown::{DrillCell, DrillColumn, DrillRow, RowKind};
use crate::view::locale::Locale;
use crate::view::words::fill;

/// Where a row stands in the table.
pub struct Place {
    /// From the first row, 0 first.
    pub row: usize,
    /// Whether it is the one tab stop.
    pub active: bool,
}

/// One row; the pinned total has no place.
pub fn row(
    row: &DrillRow,
    columns: &[DrillColumn],
    place: Option<&Place>,
    locale: &Locale,
    dispatch: &Callback<Action>,
) -> Element {
    let kind = match row.kind {
        RowKind::Total => "total",
        RowKind::Member => "member",
        RowKind::Others => "others",
    };
    let mut key = kind.to_owned();
    for id in &row.path {
        key.push_str(id.as_deref().unwrap_or("\u{0}"));
        key.push('\u{1}');
    }
    // A member's row looks like any row: `member` is the class of what the comparison draws.
    let class = match row.kind {
        RowKind::Member => row.selected.then_some("selected"),
        _ => Some(kind),
    };
    let name_class = format!("name depth-{}", row.depth.min(6));
    tag!(
        "tr",
        "data-kind" = kind,
        "data-id" = row.path.last().map(|id| id.as_deref().unwrap_or("~")),
        "data-row" = place.map(|place| place.row.to_string()).as_deref(),
        "aria-rowindex" = place.map(|place| (place.row + 3).to_string()).as_deref(),
        "aria-level" = &*(row.depth + 1).to_string(),
        "aria-expanded" = row.expanded.map(|open| if open { "true" } else { "false" }),
        "aria-selected" = row.selected.then_some("true"),
        "tabindex" = place.map(|place| if place.active { "0" } else { "-1" }),
        "class" = class,
    )
    .key(&key)
    .with(tag!("th", "scope" = "row", "class" = &*name_class).with(name(row, locale, dispatch)))
    .on_click(explain(row, dispatch))
    .each(row.cells.iter().zip(columns).map(|(drawn, column)| cell(drawn, column.explained())))
    .with(tag!("td", "class" = "spark").maybe(sparkline(&row.sparkline)))
}

/// Opens the card of the number that was clicked.
fn explain(row: &DrillRow, dispatch: &Callback<Action>) -> Callback<MouseEvent> {
    let (selection, dispatch) = (row.explained.clone(), dispatch.clone());
    Callback::from(move |event: MouseEvent| {
        let at = event.target_dyn_into::<Node>();
        let cell = at.as_ref().and_then(|at| at.closest("[data-column]").ok().flatten());
        let id = cell.and_then(|cell| cell.get_attribute("data-column"));
        if let (Some(id), true) = (id, selection.is_some()) {
            dispatch.emit(Action::Explain(Some(Explained { id: id.into(), selection: selection.clone(), at })));
        }
    })
}

fn name(row: &DrillRow, locale: &Locale, dispatch: &Callback<Action>) -> Element {
    let words = locale.words;
    let twist = match (row.expanded, &row.toggled) {
        (Some(expanded), Some(state)) => {
            let (says, path) =
                if expanded { (words.collapse, "M3 4.5l3 3 3-3") } else { (words.expand, "M4.5 3l3 3-3 3") };
            let button = tag!(
                "button",
                "type" = "button",
                "tabindex" = "-1",
                "aria-label" = &*fill!(says, label = row.label),
                "class" = "twist"
            );
            button.on_click(send(dispatch, Action::Arrange(state.clone()))).with(icon("0 0 12 12", path))
        }
        _ => tag!("span", "class" = "twist"),
    };
    let text = match &row.drill {
        Some(selection) => {
            let title = fill!(words.drill_into, label = row.label);
            tag!("button", "type" = "button", "tabindex" = "-1", "title" = &*title, "class" = "drill")
                .on_click(send(dispatch, Action::Select(selection.clone())))
        }
        None => tag!("span", "class" = "plain"),
    };
    let pick = row.toggled_filter.as_ref().map(|selection| {
        let (pressed, says) = if row.selected { ("true", words.deselect_row) } else { ("false", words.select_row) };
        let says = fill!(says, label = row.label);
        tag!(
            "button",
            "type" = "button",
            "tabindex" = "-1",
            "aria-pressed" = pressed,
            "aria-label" = &*says,
            "class" = "pick"
        )
        .on_click(send(dispatch, Action::Select(selection.clone())))
        .with(icon("0 0 12 12", "M1.5 2h9L7 6.5V10L5 9V6.5z"))
    });
    tag!("span", "class" = "name-cell").with(twist).with(text.text(&row.label)).maybe(pick)
}

fn cell(cell: &DrillCell, column: &str) -> Element {
    let bar = (cell.bar > 0.0).then(|| {
        tag!("svg", "width" = "100%", "height" = "3", "aria-hidden" = "true", "class" = "cell-bar").with(tag!(
            "rect",
            "width" = &*length(cell.bar, 2),
            "height" = "3",
            "class" = "fill"
        ))
    });
    tag!("td", "title" = &*cell.full, "data-column" = column, "class" = "number")
        .with(tag!("span", "class" = cell.change.as_ref().map(tone).as_deref()).text(&cell.text))
        .maybe(bar)
}

fn sparkline(points: &[f64]) -> Option<Element> {
    let steps = points.len().checked_sub(1).filter(|&steps| steps > 0)?;
    let step = 64.0 / steps as f64;
    let mut line = String::new();
    for (n, value) in points.iter().enumerate() {
        line.push_str(if n > 0 { " " } else { "" });
        line.push_str(&decimal(n as f64 * step, 1));
        line.push(',');
        line.push_str(&decimal(17.0 - value * 16.0, 1));
    }
    let svg = tag!("svg", "viewBox" = "0 0 64 18", "aria-hidden" = "true", "class" = "sparkline");
    Some(svg.with(tag!("polyline", "points" = &*line)))
}
