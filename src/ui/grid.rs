//! The scrolled window of the tree table and its keyboard: one tab stop; arrows move, right and left unfold and fold,
//! Enter drills, Space filters, Backspace and Escape go up. Only the rows near the window exist.

use std::ops::Range;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, ShadowRoot};
use yew::prelude::*;

use super::row::{Place, row};
use super::state::Action;
use crate::query::Selection;
use crate::view::drilldown::DrillRow;
use crate::view::locale::Locale;

/// Height of one row in CSS pixels; the style sheet says the same.
const ROW_PX: i32 = 32;
/// Height of the scrolled window in CSS pixels; the style sheet says the same.
const WINDOW_PX: i32 = 512;
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

/// Properties of [`Grid`].
#[derive(Properties, PartialEq)]
pub struct GridProps {
    /// The language.
    pub locale: Locale,
    /// To the reducer.
    pub dispatch: Callback<Action>,
    /// Rows in all.
    pub len: usize,
    /// Which row the first of [`GridProps::rows`] is.
    pub start: usize,
    /// The rows to draw.
    pub rows: Vec<DrillRow>,
    /// Where going up leads.
    pub up: Option<Selection>,
    /// The window was scrolled.
    pub onscroll: Callback<Event>,
    /// The table in a sentence.
    pub summary: String,
    /// What is said where there are no rows.
    pub empty: Option<String>,
    /// The head of the table.
    pub children: Html,
}

/// The scrolled window with its keyboard.
#[function_component]
pub fn Grid(props: &GridProps) -> Html {
    let active = use_state(|| 0_usize);
    let wants_focus = use_mut_ref(|| false);
    let scroller = use_node_ref();
    let current = (*active).min(props.len.saturating_sub(1));
    {
        let (scroller, wants_focus) = (scroller.clone(), wants_focus.clone());
        use_effect(move || {
            if !*wants_focus.borrow() {
                return;
            }
            let Some(window) = scroller.cast::<HtmlElement>() else { return };
            let focused = window.get_root_node().dyn_ref::<ShadowRoot>().and_then(ShadowRoot::active_element);
            if focused.is_some_and(|focused| !window.contains(Some(&focused))) {
                // The reader has gone on to something else.
                *wants_focus.borrow_mut() = false;
                return;
            }
            if let Ok(Some(row)) = window.query_selector(&format!("[data-row=\"{current}\"]")) {
                *wants_focus.borrow_mut() = false;
                if let Some(row) = row.dyn_ref::<HtmlElement>() {
                    let _ = row.focus();
                }
            }
        });
    }
    let move_to = {
        let (active, scroller, wants_focus, len) = (active.clone(), scroller.clone(), wants_focus.clone(), props.len);
        move |row: usize| {
            let row = row.min(len.saturating_sub(1));
            *wants_focus.borrow_mut() = true;
            if let Some(window) = scroller.cast::<HtmlElement>() {
                // Two rows of head are pinned above the first.
                let top = row as i32 * ROW_PX;
                let seen = window.scroll_top()..window.scroll_top() + WINDOW_PX - 4 * ROW_PX;
                if top < seen.start {
                    window.set_scroll_top(top);
                } else if top > seen.end {
                    window.set_scroll_top(top - (WINDOW_PX - 4 * ROW_PX));
                }
            }
            active.set(row);
        }
    };
    let onkeydown = {
        let (rows, start, up) = (props.rows.clone(), props.start, props.up.clone());
        // Other rows move or replace the focused one, which loses the focus by that.
        let (dispatch, wants_focus) = (props.dispatch.clone(), wants_focus.clone());
        let send = {
            let wants_focus = wants_focus.clone();
            move |action: Action| {
                *wants_focus.borrow_mut() = true;
                dispatch.emit(action);
            }
        };
        let page = (WINDOW_PX / ROW_PX) as usize - 3;
        Callback::from(move |event: KeyboardEvent| {
            let row = current.checked_sub(start).and_then(|n| rows.get(n));
            match event.key().as_str() {
                "ArrowDown" => move_to(current + 1),
                "ArrowUp" => move_to(current.saturating_sub(1)),
                "PageDown" => move_to(current + page),
                "PageUp" => move_to(current.saturating_sub(page)),
                "Home" => move_to(0),
                "End" => move_to(usize::MAX),
                key @ ("ArrowRight" | "ArrowLeft") => {
                    let unfold = key == "ArrowRight";
                    match row.and_then(|row| row.toggled.clone().filter(|_| row.expanded == Some(!unfold))) {
                        Some(state) => send(Action::Arrange(state)),
                        None if unfold => move_to(current + 1),
                        None => move_to(parent(&rows, start, current)),
                    }
                }
                "Enter" => match row.and_then(|row| row.drill.clone()) {
                    Some(selection) => send(Action::Select(selection)),
                    None => return,
                },
                " " => match row.and_then(|row| row.toggled_filter.clone()) {
                    Some(selection) => send(Action::Select(selection)),
                    None => return,
                },
                "Backspace" | "Escape" => match &up {
                    Some(selection) => send(Action::Select(selection.clone())),
                    None => return,
                },
                // Undo and redo are the whole report's; they too replace the focused row.
                "z" | "Z" if event.ctrl_key() || event.meta_key() => return *wants_focus.borrow_mut() = true,
                _ => return,
            }
            event.prevent_default();
        })
    };
    let body = props.rows.iter().enumerate().map(|(n, drill_row)| {
        let at = props.start + n;
        let place = Place { row: at, active: at == current };
        row(drill_row, Some(place), &props.locale, &props.dispatch)
    });
    let spacer = |rows: usize| html! { <tr class="spacer" aria-hidden="true"><td height={(rows * ROW_PX as usize).to_string()} /></tr> };
    let end = props.start + props.rows.len();
    html! {
        <div class="scroll grid" ref={scroller} onscroll={props.onscroll.clone()}>
            <table role="treegrid" aria-label={props.summary.clone()} aria-rowcount={(props.len + 2).to_string()} {onkeydown}>
                { props.children.clone() }
                <tbody>
                    if props.start > 0 { { spacer(props.start) } }
                    { for body }
                    if end < props.len { { spacer(props.len - end) } }
                </tbody>
            </table>
            if let Some(empty) = &props.empty { <p class="empty">{ empty }</p> }
        </div>
    }
}

/// The nearest row above that is less deep: where the left arrow leads from a folded row.
fn parent(rows: &[DrillRow], start: usize, current: usize) -> usize {
    let Some(depth) = current.checked_sub(start).and_then(|n| rows.get(n)).map(|row| row.depth) else { return current };
    (start..current).rev().find(|n| rows.get(n - start).is_some_and(|row| row.depth < depth)).unwrap_or(current)
}
