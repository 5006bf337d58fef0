//! Draws the table behind a chart: the same values as words in rows.

use yew::Html;

use super::element::tag;
use crate::view::twin::{Cell, TwinTable};

/// The table, in a window of its own that the keyboard can scroll.
pub fn twin(twin: &TwinTable) -> Html {
    let head = |head: &String| tag!("th", "scope" = "col").text(head);
    let row = |row: &Vec<Cell>| {
        tag!("tr").each(row.iter().enumerate().map(|(n, cell)| {
            let class = cell.number.is_some().then_some("number");
            let place = if n == 0 { tag!("th", "scope" = "row") } else { tag!("td", "class" = class) };
            place.text(&cell.text)
        }))
    };
    tag!("div", "tabindex" = "0", "role" = "group", "aria-label" = &*twin.caption, "class" = "scroll twin")
        .with(
            tag!("table")
                .with(tag!("caption").text(&twin.caption))
                .with(tag!("thead").with(tag!("tr").each(twin.headers.iter().map(head))))
                .with(tag!("tbody").each(twin.rows.iter().map(row))),
        )
        .into()
}
