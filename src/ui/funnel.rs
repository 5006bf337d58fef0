//! Draws [`FunnelView`]: one bar a step, routes side by side. One tab stop; arrows move, Enter drills.

use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::panel::Panel;
use super::state::{Action, Shown};
use crate::query::Selection;
use crate::view::funnel::{Change, Direction, FunnelRow, FunnelView, Rate};
use crate::view::locale::Locale;
use crate::view::state::{DrillState, ViewState};

/// Properties of [`Funnel`].
#[derive(Properties, PartialEq)]
pub struct FunnelProps {
    /// The report.
    pub shown: Shown,
    /// What the reader did.
    pub view: ViewState,
    /// The language.
    pub locale: Locale,
    /// To the reducer.
    pub dispatch: Callback<Action>,
}

/// The funnel; nothing where the document has none.
#[function_component]
pub fn Funnel(props: &FunnelProps) -> Html {
    let funnel = use_memo(
        (props.shown.clone(), props.view.selection.clone(), props.locale.clone()),
        |(shown, selection, locale)| FunnelView::build(shown, selection, locale),
    );
    let active = use_state(|| 0_usize);
    let list = use_node_ref();
    let Some(view) = funnel.as_ref() else { return Html::default() };
    let last = view.rows.len().saturating_sub(1);
    let onkeydown = {
        let (active, list) = (active.clone(), list.clone());
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "ArrowDown" | "ArrowRight" => (*active + 1).min(last),
                "ArrowUp" | "ArrowLeft" => active.saturating_sub(1),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            active.set(next);
            let step = list
                .cast::<HtmlElement>()
                .and_then(|list| list.query_selector(&format!("[data-n=\"{next}\"]")).ok()?);
            if let Some(step) = step {
                focus(&step);
            }
        })
    };
    let step = |n: usize| {
        view.rows.get(n).map(|row| draw_step(view, row, n, (*active).min(last) == n, props)).unwrap_or_default()
    };
    html! {
        <Panel name="funnel" title={view.title.clone()} notes={view.notes.clone()} twin={view.twin.clone()} locale={props.locale.clone()}>
            <figure role="group" aria-label={view.summary.clone()} ref={list} {onkeydown}>
                <div class="step-heads" aria-hidden="true">
                    <span class="of-first">{ &view.of_first_label }</span><span class="of-previous">{ &view.of_previous_label }</span>
                </div>
                { for runs(&view.rows).into_iter().map(|run| match run {
                    Run::Step(n) => step(n),
                    Run::Chains(chains) => html! {
                        <div class="routes">
                            { for chains.into_iter().map(|(chain, rows)| html! {
                                <div class="route">
                                    <h3>{ view.chains.get(chain).map_or("", |chain| chain.label.as_str()) }</h3>
                                    { for rows.into_iter().map(step) }
                                </div>
                            }) }
                        </div>
                    },
                }) }
                if view.biggest_loss.is_some() || view.steepest_loss.is_some() {
                    <figcaption class="losses">
                        if let Some(loss) = &view.biggest_loss { <p>{ loss }</p> }
                        if let Some(loss) = &view.steepest_loss { <p>{ loss }</p> }
                    </figcaption>
                }
            </figure>
        </Panel>
    }
}

/// Focus that a screen cannot give is no fault: the element may be gone by now.
fn focus(element: &web_sys::Element) {
    use wasm_bindgen::JsCast;
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// A step of its own, or a run of routed steps to stand side by side.
#[derive(Debug, PartialEq, Eq)]
enum Run {
    Step(usize),
    Chains(Vec<(usize, Vec<usize>)>),
}

fn runs(rows: &[FunnelRow]) -> Vec<Run> {
    let mut runs = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let Some(chain) = row.chain else {
            runs.push(Run::Step(n));
            continue;
        };
        if !matches!(runs.last(), Some(Run::Chains(_))) {
            runs.push(Run::Chains(Vec::new()));
        }
        if let Some(Run::Chains(chains)) = runs.last_mut() {
            match chains.iter_mut().find(|(known, _)| *known == chain) {
                Some((_, steps)) => steps.push(n),
                None => chains.push((chain, vec![n])),
            }
        }
    }
    runs
}

fn draw_step(view: &FunnelView, row: &FunnelRow, n: usize, active: bool, props: &FunnelProps) -> Html {
    let onclick = {
        let drill = DrillState { focus: Some(row.measure.clone().into()), sort: None, ..props.view.drill.clone() };
        let selection: Selection = row.drill.clone().unwrap_or_else(|| props.view.selection.clone());
        props
            .dispatch
            .reform(move |_: MouseEvent| Action::View(ViewState { selection: selection.clone(), drill: drill.clone() }))
    };
    let focused = props.view.drill.focus.as_deref() == Some(row.measure.as_str());
    html! {
        <button type="button" class={classes!("step", focused.then_some("focused"))} key={row.id.clone()} data-n={n.to_string()}
            data-step={row.id.clone()} tabindex={if active { "0" } else { "-1" }} aria-label={row.spoken.clone()}
            aria-pressed={focused.to_string()} {onclick}>
            if let Some(magnified) = &row.magnified { <span class="magnified">{ magnified }</span> }
            <span class="step-name">
                <span class="label">{ &row.label }</span>
                if let Some(optional) = &row.optional { <span class="tag">{ optional }</span> }
            </span>
            <span class="step-bar">
                { bar(row) }
            </span>
            <span class="step-count" title={row.count_full.clone()}>
                <b>{ &row.count }</b>
                if let Some(comparison) = &row.comparison { { change(&comparison.count_change, &comparison.count_full) } }
            </span>
            { rate("of-first", &view.of_first_label, &row.of_first, None) }
            { rate("of-previous", &view.of_previous_label, &row.of_previous, row.comparison.as_ref().map(|c| &c.rate_change)) }
            { marks(row) }
            { parts(row) }
        </button>
    }
}

fn bar(row: &FunnelRow) -> Html {
    let percent = |share: f64| format!("{:.3}%", share.clamp(0.0, 1.0) * 100.0);
    html! {
        <svg class="bar" width="100%" height="20" aria-hidden="true">
            <rect class="track" width="100%" height="20" rx="2" />
            <rect class="fill" width={percent(row.bar)} height="20" rx="2" />
            if row.immature_bar > 0.0 {
                <rect class="immature-ground" x={percent(row.bar - row.immature_bar)} width={percent(row.immature_bar)} height="20" />
                <rect class="immature" x={percent(row.bar - row.immature_bar)} width={percent(row.immature_bar)} height="20" fill="url(#hatch)" />
            }
            if let Some(comparison) = &row.comparison {
                <rect class="outline" x="0.5" y="0.5" width={percent(comparison.bar)} height="19" rx="2" />
            }
        </svg>
    }
}

fn rate(class: &'static str, label: &str, rate: &Rate, change_of_rate: Option<&Change>) -> Html {
    if !rate.applies {
        return html! { <span class={classes!("rate", class)} /> };
    }
    let title = match &rate.note {
        Some(note) if rate.full.is_empty() => note.clone(),
        Some(note) => format!("{}\n{note}", rate.full),
        None => rate.full.clone(),
    };
    html! {
        <span class={classes!("rate", class)} {title}>
            <span class="rate-label">{ label }</span>
            if rate.text.is_empty() {
                <span class="muted">{ rate.note.as_deref().unwrap_or("—") }</span>
            } else {
                <b>{ &rate.text }</b>
                if let Some(interval) = &rate.interval { <small>{ interval }</small> }
            }
            if let Some(change_of_rate) = change_of_rate { { change(change_of_rate, "") } }
        </span>
    }
}

fn change(change: &Change, title: &str) -> Html {
    if change.text.is_empty() {
        return Html::default();
    }
    let (class, sign) = match change.direction {
        Direction::Rise => ("rise", "▲ "),
        Direction::Fall => ("fall", "▼ "),
        Direction::Flat => ("flat", ""),
    };
    html! { <span class={classes!("change", class)} title={title.to_owned()}>{ sign }{ &change.text }</span> }
}

fn marks(row: &FunnelRow) -> Html {
    if row.marks.is_empty() && row.immature.is_none() {
        return Html::default();
    }
    html! {
        <span class="marks">
            { for row.immature.iter().chain(&row.marks).map(|mark| html! { <span class="mark">{ mark }</span> }) }
        </span>
    }
}

fn parts(row: &FunnelRow) -> Html {
    if row.parts.is_empty() {
        return Html::default();
    }
    html! {
        <span class="parts">
            { for row.parts.iter().map(|part| html! {
                <span class="part" key={part.measure.clone()} title={part.count_full.clone()}>
                    <span class="part-name">{ &part.label }</span>
                    <span class="part-count">{ &part.count }</span>
                    <svg class="part-bar" width="100%" height="4" aria-hidden="true">
                        <rect class="fill" width={format!("{:.2}%", part.bar * 100.0)} height="4" rx="1" />
                    </svg>
                </span>
            }) }
        </span>
    }
}
