//! The scrolled window of the tree table and its keyboard: one tab stop; arrows move, right and left unfold and fold,
//! Enter drills, Space filters, Backspace and Escape go up, `i` explains the number sorted by. Only the rows near the window exist.

use std::ops::Range;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, ShadowRoot};
use yew::prelude::*;

use super::element::{Element, tag};
use super::roving::focus;
use super::row::{Place, row};
use super::state::{Action, Explained};
use crate::query::Selection;
use crate::view::drilldown::{DrillRow, Drilldown};
use crate::view::locale::Locale;

/// Height of one row in CSS pixels; the style sheet says the same.
const ROW_PX: i32 = 32;
/// Height of the scrolled window in CSS pixels; the style sheet says the same.
const WINDOW_PX: i32 = 512;
/// What is left of the window under the two pinned rows of head, four lines of words high at most, less the row that is
/// moved to.
const FREE_PX: i32 = WINDOW_PX - 5 * ROW_PX;
/// Rows that a page moves.
const PAGE_ROWS: usize = (WINDOW_PX / ROW_PX) as usize - 3;
/// Rows kept ready above and below the window.
const SPARE_ROWS: usize = 8;

/// The rows to draw of `len`, where `first` is at the top of the window.
pub fn window(first: usize, len: usize) -> Range<usize> {
    let visible = (WINDOW_PX / ROW_PX) as usize + 1;
    let start = first.min(len.saturating_sub(visible)).saturating_sub(SPARE_ROWS);
    start..(start + visible + 2 * SPARE_ROWS).min(len)
}

/// The row at the top of a window scrolled to `top` pixels, in steps of half the spare rows: rows are ready for that
/// long, and a smaller step would draw more often than it shows.
pub fn first_row(top: i32) -> usize {
    (top / ROW_PX).max(0) as usize / (SPARE_ROWS / 2) * (SPARE_ROWS / 2)
}

/// Scrolls so that `row` is seen.
pub fn reveal(window: &HtmlElement, row: usize) {
    let (top, seen) = (row as i32 * ROW_PX, window.scroll_top());
    if top < seen {
        window.set_scroll_top(top);
    } else if top > seen + FREE_PX {
        window.set_scroll_top(top - FREE_PX);
    }
}

/// Gives the keyboard to `row`; says whether that is settled. It is, too, where the reader has gone on to something
/// else; it is not where the row does not exist yet.
pub fn take_focus(window: &HtmlElement, row: usize) -> bool {
    let focused = window.get_root_node().dyn_ref::<ShadowRoot>().and_then(ShadowRoot::active_element);
    focused.is_some_and(|focused| !window.contains(Some(&focused))) || focus(window, "data-row", row)
}

/// What a key means in the table.
pub enum Stroke {
    /// Another row is the tab stop.
    Move(usize),
    /// Other rows are asked for.
    Act(Action),
    /// It is the whole report's, and replaces rows too.
    Pass,
}

/// The rows that are drawn.
#[derive(Default)]
pub struct Rows {
    /// Which row the first of them is.
    pub start: usize,
    /// The rows.
    pub rows: Vec<DrillRow>,
}

impl Rows {
    fn get(&self, row: usize) -> Option<&DrillRow> {
        self.rows.get(row.checked_sub(self.start)?)
    }

    /// The nearest row above that is less deep: where the left arrow leads from a folded row.
    fn parent(&self, current: usize) -> usize {
        let Some(depth) = self.get(current).map(|row| row.depth) else { return current };
        (self.start..current).rev().find(|&n| self.get(n).is_some_and(|row| row.depth < depth)).unwrap_or(current)
    }
}

/// What the key means on row `current`; `up` is where going up leads, `sorted` the column whose number `i` asks about.
/// `None` where it means nothing.
pub fn stroke(
    event: &KeyboardEvent,
    rows: &Rows,
    current: usize,
    up: Option<&Selection>,
    sorted: Option<&str>,
) -> Option<Stroke> {
    let row = rows.get(current);
    let select =
        |selection: Option<&Selection>| selection.map(|selection| Stroke::Act(Action::Select(selection.clone())));
    match event.key().as_str() {
        "ArrowDown" => Some(Stroke::Move(current + 1)),
        "ArrowUp" => Some(Stroke::Move(current.saturating_sub(1))),
        "PageDown" => Some(Stroke::Move(current + PAGE_ROWS)),
        "PageUp" => Some(Stroke::Move(current.saturating_sub(PAGE_ROWS))),
        "Home" => Some(Stroke::Move(0)),
        "End" => Some(Stroke::Move(usize::MAX)),
        key @ ("ArrowRight" | "ArrowLeft") => {
            let unfold = key == "ArrowRight";
            let toggled = row.filter(|row| row.expanded == Some(!unfold)).and_then(|row| row.toggled.clone());
            Some(match toggled {
                Some(state) => Stroke::Act(Action::Arrange(state)),
                None if unfold => Stroke::Move(current + 1),
                None => Stroke::Move(rows.parent(current)),
            })
        }
        "Enter" => select(row?.drill.as_ref()),
        " " => select(row?.toggled_filter.as_ref()),
        "Backspace" | "Escape" => select(up),
        "i" => {
            let selection = Some(row?.explained.clone()?);
            Some(Stroke::Act(Action::Explain(Some(Explained { id: sorted?.into(), selection, at: None }))))
        }
        "z" | "Z" if event.ctrl_key() || event.meta_key() => Some(Stroke::Pass),
        _ => None,
    }
}

/// Draws the table with `head` pinned above the rows.
pub fn grid(
    table: &Drilldown,
    head: Element,
    rows: &Rows,
    current: usize,
    locale: &Locale,
    dispatch: &Callback<Action>,
) -> Element {
    let spacer = |rows: usize| {
        let height = (rows * ROW_PX as usize).to_string();
        let spacer = tag!("tr", "aria-hidden" = "true", "class" = "spacer").with(tag!("td", "height" = &*height));
        (rows > 0).then_some(spacer)
    };
    let body = rows.rows.iter().enumerate().map(|(n, drawn)| {
        let at = rows.start + n;
        row(drawn, &table.columns, Some(&Place { row: at, active: at == current }), locale, dispatch)
    });
    let below = table.len.saturating_sub(rows.start + rows.rows.len());
    let count = (table.len + 2).to_string();
    tag!("table", "role" = "treegrid", "aria-label" = &*table.summary, "aria-rowcount" = &*count)
        .with(head)
        .with(tag!("tbody").maybe(spacer(rows.start)).each(body).maybe(spacer(below)))
}
