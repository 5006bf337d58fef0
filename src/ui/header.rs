//! The head of the report: who, when, compared with what, as of when; filter chips; undo and redo.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::state::{Action, Shown};
use crate::date::{Date, DateRange};
use crate::query::{Compare, Selection};
use crate::view::header::{Chip, Choice, HeaderView};
use crate::view::locale::Locale;

/// Properties of [`Header`].
#[derive(Properties, PartialEq)]
pub struct HeaderProps {
    /// The report.
    pub shown: Shown,
    /// What the reader chose.
    pub selection: Selection,
    /// The language.
    pub locale: Locale,
    /// Whether undo leads anywhere.
    pub can_undo: bool,
    /// Whether redo leads anywhere.
    pub can_redo: bool,
    /// To the reducer.
    pub dispatch: Callback<Action>,
}

/// The head of the report.
#[function_component]
pub fn Header(props: &HeaderProps) -> Html {
    let view =
        use_memo((props.shown.clone(), props.selection.clone(), props.locale.clone()), |(shown, selection, locale)| {
            HeaderView::build(shown, selection, locale)
        });
    let words = props.locale.words;
    let send = |action: Action| props.dispatch.reform(move |_: MouseEvent| action.clone());
    html! {
        <header class="head" part="header">
            <div class="who">
                <h1>{ &view.merchant }</h1>
                if let Some(demo) = &view.demo { <span class="demo">{ demo }</span> }
                <p class="provenance">
                    <span>{ &view.as_of }</span><span>{ &view.source }</span><span>{ &view.generated_at }</span>
                </p>
            </div>
            <div class="controls">
                <Choices name="period" label={words.period} choices={view.periods.clone()} dispatch={props.dispatch.clone()} />
                <Days view={(*view).clone()} selection={props.selection.clone()} locale={props.locale.clone()} dispatch={props.dispatch.clone()} />
                <Choices name="comparison" label={words.comparison} choices={view.comparisons.clone()} dispatch={props.dispatch.clone()} />
                <div class="history">
                    <button type="button" class="icon" data-act="undo" aria-label={words.undo} title={words.undo}
                        disabled={!props.can_undo} onclick={send(Action::Undo)}>{ arrow(false) }</button>
                    <button type="button" class="icon" data-act="redo" aria-label={words.redo} title={words.redo}
                        disabled={!props.can_redo} onclick={send(Action::Redo)}>{ arrow(true) }</button>
                </div>
            </div>
            <p class="period" data-period="">
                <strong>{ &view.period }</strong>
                if let Some(comparison) = &view.comparison { <span class="versus">{ comparison }</span> }
            </p>
            if !view.chips.is_empty() {
                <ul class="chips" aria-label={words.filters}>
                    { for view.chips.iter().map(|chip| draw_chip(chip, &send)) }
                    if let Some(cleared) = &view.clear_all {
                        <li><button type="button" class="quiet" onclick={send(Action::Select(cleared.clone()))}>{ words.clear_all }</button></li>
                    }
                </ul>
            }
            if !view.notes.is_empty() {
                <ul class="notes">{ for view.notes.iter().map(|note| html! { <li>{ note }</li> }) }</ul>
            }
        </header>
    }
}

fn draw_chip(chip: &Chip, send: &impl Fn(Action) -> Callback<MouseEvent>) -> Html {
    html! {
        <li class="chip" key={chip.dimension.clone()} data-dimension={chip.dimension.clone()} title={chip.title.clone()}>
            <span>{ &chip.label }</span>
            <button type="button" aria-label={chip.remove_label.clone()} onclick={send(Action::Select(chip.removed.clone()))}>
                <svg viewBox="0 0 12 12" aria-hidden="true"><path d="M3 3l6 6M9 3l-6 6" /></svg>
            </button>
        </li>
    }
}

fn arrow(forward: bool) -> Html {
    let path = if forward { "M10 4l3 3-3 3M13 7H7a4 4 0 0 0 0 7h2" } else { "M6 4L3 7l3 3M3 7h6a4 4 0 0 1 0 7H7" };
    html! { <svg viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg> }
}

#[derive(Properties, PartialEq)]
struct ChoicesProps {
    name: AttrValue,
    label: AttrValue,
    choices: Vec<Choice>,
    dispatch: Callback<Action>,
}

/// One of several ready-made selections, in the browser's own menu.
#[function_component]
fn Choices(props: &ChoicesProps) -> Html {
    let onchange = {
        let (choices, dispatch) = (props.choices.clone(), props.dispatch.clone());
        Callback::from(move |event: Event| {
            let chosen = event.target_dyn_into::<HtmlSelectElement>().and_then(|select| {
                choices.get(usize::try_from(select.selected_index()).ok()?).map(|choice| choice.selection.clone())
            });
            if let Some(selection) = chosen {
                dispatch.emit(Action::Select(selection));
            }
        })
    };
    let current = props.choices.iter().position(|choice| choice.current);
    let title = current.and_then(|n| props.choices.get(n)).map(|choice| choice.title.clone());
    let select = use_node_ref();
    {
        // Once a reader has used the menu, the browser no longer follows `selected` attributes.
        let select = select.clone();
        use_effect(move || {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                select.set_selected_index(current.map_or(-1, |n| n as i32));
            }
        });
    }
    html! {
        <label class="field">
            <span>{ &props.label }</span>
            <select data-choice={props.name.clone()} {title} {onchange} ref={select}>
                { for props.choices.iter().map(|choice| html! {
                    <option key={choice.id.clone()} value={choice.id.clone()}>{ &choice.label }</option>
                }) }
            </select>
        </label>
    }
}

#[derive(Properties, PartialEq)]
struct DaysProps {
    view: HeaderView,
    selection: Selection,
    locale: Locale,
    dispatch: Callback<Action>,
}

/// The days themselves, in the browser's own date fields; and those compared with, where the reader picks them.
#[function_component]
fn Days(props: &DaysProps) -> Html {
    let words = props.locale.words;
    let pickable = props.view.pickable;
    let range = props.selection.date.unwrap_or(pickable);
    let pick = {
        let (selection, dispatch) = (props.selection.clone(), props.dispatch.clone());
        Callback::from(move |(from, to): (Date, Date)| {
            // A first day after the last one moves the last one along, as readers expect of a range.
            if let Some(date) = DateRange::new(from.min(to), from.max(to)) {
                dispatch.emit(Action::Select(Selection { date: Some(date), ..selection.clone() }));
            }
        })
    };
    let compared = match &props.selection.compare {
        Some(Compare::Custom(days)) => Some(*days),
        _ => None,
    };
    let pick_compared = {
        let (selection, dispatch) = (props.selection.clone(), props.dispatch.clone());
        Callback::from(move |(from, to): (Date, Date)| {
            if let Some(days) = DateRange::new(from.min(to), from.max(to)) {
                dispatch.emit(Action::Select(Selection { compare: Some(Compare::Custom(days)), ..selection.clone() }));
            }
        })
    };
    html! {
        <>
            <Range name="date" {range} {pickable} from_label={words.from_day} to_label={words.to_day} {pick} />
            if let Some(range) = compared {
                <Range name="compared" {range} {pickable} from_label={words.from_day} to_label={words.to_day} pick={pick_compared} />
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct RangeProps {
    name: AttrValue,
    range: DateRange,
    pickable: DateRange,
    from_label: AttrValue,
    to_label: AttrValue,
    pick: Callback<(Date, Date)>,
}

#[function_component]
fn Range(props: &RangeProps) -> Html {
    let field = |name: &str, label: &AttrValue, value: Date, to_range: fn(DateRange, Date) -> (Date, Date)| {
        let (range, pickable, pick) = (props.range, props.pickable, props.pick.clone());
        let onchange = Callback::from(move |event: Event| {
            let typed =
                event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()).map(|input| input.value());
            // Half-typed dates are empty strings: the field keeps them, the selection does not change.
            if let Some(day) = typed.and_then(|text| Date::parse(&text)) {
                pick.emit(to_range(range, day.clamp(pickable.from, pickable.to)));
            }
        });
        html! {
            <input type="date" data-date={format!("{}-{name}", props.name)} aria-label={label.clone()} value={value.to_string()}
                min={pickable.from.to_string()} max={pickable.to.to_string()} required=true {onchange} />
        }
    };
    html! {
        <div class="days">
            { field("from", &props.from_label, props.range.from, |range, day| (day, range.to.max(day))) }
            <span aria-hidden="true">{ "–" }</span>
            { field("to", &props.to_label, props.range.to, |range, day| (range.from.min(day), day)) }
        </div>
    }
}
