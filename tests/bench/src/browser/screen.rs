//! The element itself on a page at one number of rows. In: the document on the stage, how often. Out: how long the page's
//! thread is held up while a document takes the place of another, by a click and by each move of a brush, in a window
//! so high that some thousand marks are in sight.

use serde_json::{Value, json};

use super::Effort;
use super::numbers::{Measured, rounded};
use super::tab::Stage;

/// The page with the element.
const PAGE: &str = "/screen.html";
/// So high that all panels of the bench's document are in sight.
const WINDOW: (u32, u32) = (1280, 3200);
/// Turns in which the element adds up ahead.
const TURNS: usize = 1500;

/// Measures; `small` is shown before, so that the program is there.
pub fn run(stage: &Stage, small: &str, address: &str, effort: &Effort) -> Value {
    let tab = stage.page(PAGE, Some(WINDOW));
    let loaded = tab.call("load", &[small.into(), address.into()]);
    tab.call("ahead", &[TURNS.into()]);
    let clicks = measured(&tab.call("clicks", &[effort.clicks.into()]));
    let brush = tab.call("brush", &[effort.clicks.into()]);
    let moves = measured(&brush["moves"]);
    let marks = tab.call("marks", &[]);
    eprintln!("    the element: {} clicks, {marks} marks in sight", effort.clicks);
    json!({
        "took": loaded["took"].as_f64().map(rounded),
        "longestTask": loaded["loading"],
        "longestTaskAfter": loaded["settling"],
        "marks": marks,
        "click": clicks.told(),
        "brush": {"began": brush["began"].as_f64().map(rounded), "move": moves.told(), "longest": rounded(moves.at(1.0))},
    })
}

fn measured(found: &Value) -> Measured {
    found.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}
