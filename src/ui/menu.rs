//! One of several ready-made steps, in the browser's own menu.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::element::{Element, tag};
use super::state::Action;

/// One line of a menu.
pub struct Choice<'a> {
    /// Stable id, where it has one.
    pub id: Option<&'a str>,
    /// What it is called.
    pub label: &'a str,
    /// Whether it is the present one.
    pub current: bool,
    /// What choosing it does.
    pub action: Action,
}

/// A menu; `label` is its accessible name where nothing beside it says it.
pub fn menu(
    name: &str,
    label: Option<&str>,
    title: Option<&str>,
    choices: Vec<Choice<'_>>,
    dispatch: &Callback<Action>,
) -> Element {
    let mut actions = Vec::with_capacity(choices.len());
    let mut options = Vec::with_capacity(choices.len());
    for choice in choices {
        options.push(Element::option(choice.label, choice.id, choice.current));
        actions.push(choice.action);
    }
    let dispatch = dispatch.clone();
    let choose = Callback::from(move |event: Event| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>().map_or(-1, |select| select.selected_index());
        if let Some(action) = usize::try_from(chosen).ok().and_then(|n| actions.get(n)) {
            dispatch.emit(action.clone());
        }
    });
    tag!("select", "data-choice" = name, "aria-label" = label, "title" = title)
        .on_change(choose)
        .each(options.into_iter())
}
