//! The frame that every panel shares: heading, remarks, the chart or the twin table behind it. A group, not a landmark:
//! landmarks are the host page's, and two reports on it would give it every one twice.

use yew::prelude::*;

use super::element::{Element, notes, tag};
use crate::view::twin::{Cell, TwinTable};
use crate::view::words::{Words, fill};

/// What a panel shows.
pub struct Panel<'a> {
    /// Name of the panel in class names and parts.
    pub name: &'static str,
    /// Heading.
    pub title: &'a str,
    /// Remarks under the heading.
    pub notes: &'a [String],
    /// Controls beside the heading.
    pub controls: Option<Element>,
    /// The table behind the chart, where the panel is not a table itself.
    pub twin: Option<&'a TwinTable>,
    /// The chart.
    pub chart: Vec<Element>,
}

/// The button that shows the table behind a chart.
pub struct Turn {
    /// Whether the table stands in place of the chart.
    pub turned: bool,
    /// Changes that.
    pub turn: Callback<MouseEvent>,
}

/// Draws a panel.
pub fn panel(panel: Panel<'_>, turn: Turn, words: &Words) -> Html {
    let heading = [panel.name, "-title"].concat();
    let head = tag!("header", "class" = "panel-head")
        .with(tag!("h2", "id" = &*heading).text(panel.title))
        .maybe(panel.controls);
    let Turn { turned, turn } = turn;
    let button = panel.twin.map(|_| {
        let (pressed, label) = if turned { ("true", words.show_chart) } else { ("false", words.show_table) };
        let button = tag!("button", "type" = "button", "aria-pressed" = pressed, "class" = "quiet twin-toggle");
        button.on_click(turn).text(label)
    });
    let acts = tag!("div", "class" = "panel-acts").maybe(button);
    let acts = acts.with(files(panel.title, words));
    let head = head.with(acts);
    let class = ["panel ", panel.name].concat();
    let section =
        tag!("section", "role" = "group", "part" = panel.name, "aria-labelledby" = &*heading, "class" = &*class);
    let section = section.with(head).maybe(notes(panel.notes));
    match panel.twin.filter(|_| turned) {
        Some(table) => section.with(twin(table)),
        None => section.each(panel.chart.into_iter()),
    }
    .into()
}

/// The files to be had. The embedding hears the click, in which panel it was and which file was wished for.
fn files(title: &str, words: &Words) -> Element {
    let file = |format: &str, name: &str| {
        // Safari gives buttons the focus of a click only if told so, and the menu closes when it loses the focus.
        tag!("button", "type" = "button", "tabindex" = "0", "data-export" = format).text(name)
    };
    let name = fill!(words.export_of, label = title);
    tag!("details", "class" = "export")
        .with(tag!("summary", "aria-label" = &*name, "class" = "quiet").text(words.export))
        .with(tag!("div", "class" = "files").with(file("csv", "CSV")).with(file("svg", "SVG")).with(file("png", "PNG")))
}

fn twin(twin: &TwinTable) -> Element {
    let head = |head: &String| tag!("th", "scope" = "col").text(head);
    let row = |row: &Vec<Cell>| {
        tag!("tr").each(row.iter().enumerate().map(|(n, cell)| {
            let class = cell.number.is_some().then_some("number");
            let place = if n == 0 { tag!("th", "scope" = "row") } else { tag!("td", "class" = class) };
            place.text(&cell.text)
        }))
    };
    tag!("div", "tabindex" = "0", "role" = "group", "aria-label" = &*twin.caption, "class" = "scroll twin").with(
        tag!("table")
            .with(tag!("caption").text(&twin.caption))
            .with(tag!("thead").with(tag!("tr").each(twin.headers.iter().map(head))))
            .with(tag!("tbody").each(twin.rows.iter().map(row))),
    )
}
