//! The frame that every panel shares: heading, remarks, the chart or the twin table behind it. A group, not a landmark:
//! landmarks are the host page's, and two reports on it would give it every one twice.

use yew::prelude::*;

use super::element::{Element, notes, tag};
use super::explain::answering;
use super::state::Action;
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
    /// Whether there is a table behind the chart: not where the panel is a table itself.
    pub twin: bool,
    /// The chart.
    pub chart: Vec<Element>,
}

/// The button that shows the table behind a chart.
pub struct Turn {
    /// Whether the table stands in place of the chart.
    pub turned: bool,
    /// That table; `None` while the code for it is on its way.
    pub table: Option<Html>,
    /// Changes that.
    pub act: Callback<MouseEvent>,
}

/// Draws a panel, to be found by `place`.
pub fn panel(panel: Panel<'_>, turn: Turn, place: &NodeRef, words: &Words, dispatch: &Callback<Action>) -> Html {
    let heading = [panel.name, "-title"].concat();
    let head = tag!("header", "class" = "panel-head")
        .with(tag!("h2", "id" = &*heading).text(panel.title))
        .maybe(panel.controls);
    let Turn { turned, table, act } = turn;
    let button = panel.twin.then(|| {
        let (pressed, label) = if turned { ("true", words.show_chart) } else { ("false", words.show_table) };
        let button = tag!("button", "type" = "button", "aria-pressed" = pressed, "class" = "quiet twin-toggle");
        button.on_click(act).text(label)
    });
    let acts = tag!("div", "class" = "panel-acts").maybe(button);
    let acts = acts.with(files(panel.title, words));
    let head = head.with(acts);
    let class = ["panel ", panel.name].concat();
    let section =
        tag!("section", "role" = "group", "part" = panel.name, "aria-labelledby" = &*heading, "class" = &*class);
    let section = answering(section.found_by(place), dispatch).with(head).maybe(notes(panel.notes));
    match table.filter(|_| panel.twin && turned) {
        Some(table) => section.html(table),
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
