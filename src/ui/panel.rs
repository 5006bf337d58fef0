//! The frame that every panel shares: heading, remarks, the chart or the twin table behind it. A group, not a landmark:
//! landmarks are the host page's, and two reports on it would give it every one twice.

use yew::prelude::*;

use super::element::{Element, notes, tag};
use crate::view::export::panels;
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
    pub twin: Option<Twin<'a>>,
    /// The chart.
    pub chart: Vec<Element>,
}

/// The table behind a chart, and the button that shows it.
pub struct Twin<'a> {
    /// The table.
    pub table: &'a TwinTable,
    /// Whether it stands in place of the chart.
    pub shown: bool,
    /// Changes that.
    pub toggle: Callback<MouseEvent>,
}

/// Draws a panel.
pub fn panel(panel: Panel<'_>, words: &Words) -> Html {
    let heading = [panel.name, "-title"].concat();
    let head = tag!("header", "class" = "panel-head")
        .with(tag!("h2", "id" = &*heading).text(panel.title))
        .maybe(panel.controls);
    let (button, table) = match panel.twin {
        None => (None, None),
        Some(Twin { table, shown, toggle }) => {
            let pressed = if shown { "true" } else { "false" };
            let button = tag!("button", "type" = "button", "aria-pressed" = pressed, "class" = "quiet twin-toggle");
            let label = if shown { words.show_chart } else { words.show_table };
            (Some(button.on_click(toggle).text(label)), shown.then_some(table))
        }
    };
    let acts = tag!("div", "class" = "panel-acts").maybe(button);
    let acts = acts.maybe(panels().any(|name| name == panel.name).then(|| files(panel.title, words)));
    let head = head.with(acts);
    let class = ["panel ", panel.name].concat();
    let section =
        tag!("section", "role" = "group", "part" = panel.name, "aria-labelledby" = &*heading, "class" = &*class);
    let section = section.with(head).maybe(notes(panel.notes));
    match table {
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
    let name = fill(words.export_of, &[("label", title)]);
    tag!("details", "class" = "export")
        .with(tag!("summary", "aria-label" = &*name, "class" = "quiet").text(words.export))
        .with(tag!("div", "class" = "files").with(file("csv", "CSV")).with(file("svg", "SVG")).with(file("png", "PNG")))
}

fn twin(twin: &TwinTable) -> Element {
    let head = |head: &String| tag!("th", "scope" = "col").text(head);
    let row = |row: &Vec<Cell>| {
        tag!("tr").each(row.iter().enumerate().map(|(n, cell)| {
            let place = if n == 0 { tag!("th", "scope" = "row") } else { tag!("td") };
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
