//! The frame that every panel shares: heading, remarks, the chart, and its twin table on request.

use yew::prelude::*;

use crate::view::locale::Locale;
use crate::view::twin::TwinTable;

/// Properties of [`Panel`].
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// Name of the panel in class names and parts.
    pub name: AttrValue,
    /// Heading.
    pub title: String,
    /// Remarks under the heading.
    #[prop_or_default]
    pub notes: Vec<String>,
    /// The table behind the chart, where the panel is not a table itself.
    #[prop_or_default]
    pub twin: Option<TwinTable>,
    /// Controls beside the heading.
    #[prop_or_default]
    pub controls: Html,
    /// The language.
    pub locale: Locale,
    /// The chart.
    pub children: Html,
}

/// A panel.
#[function_component]
pub fn Panel(props: &PanelProps) -> Html {
    let as_table = use_state(|| false);
    let heading = format!("{}-title", props.name);
    let words = props.locale.words;
    let toggle = {
        let as_table = as_table.clone();
        Callback::from(move |_: MouseEvent| as_table.set(!*as_table))
    };
    html! {
        <section class={classes!("panel", props.name.to_string())} part={props.name.clone()} aria-labelledby={heading.clone()}>
            <header class="panel-head">
                <h2 id={heading}>{ &props.title }</h2>
                { props.controls.clone() }
                if props.twin.is_some() {
                    <button type="button" class="quiet twin-toggle" aria-pressed={as_table.to_string()} onclick={toggle}>
                        { if *as_table { words.show_chart } else { words.show_table } }
                    </button>
                }
            </header>
            if !props.notes.is_empty() {
                <ul class="notes">{ for props.notes.iter().map(|note| html! { <li>{ note }</li> }) }</ul>
            }
            if let Some(twin) = props.twin.as_ref().filter(|_| *as_table) { <Twin twin={twin.clone()} /> } else { { props.children.clone() } }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct TwinProps {
    twin: TwinTable,
}

#[function_component]
fn Twin(props: &TwinProps) -> Html {
    let cells = |row: &Vec<String>| {
        let row = row.iter().enumerate();
        row.map(|(n, cell)| {
            if n == 0 {
                html! { <th scope="row">{ cell }</th> }
            } else {
                html! { <td>{ cell }</td> }
            }
        })
        .collect::<Html>()
    };
    html! {
        <div class="scroll twin" tabindex="0" role="region" aria-label={props.twin.caption.clone()}>
            <table>
                <caption>{ &props.twin.caption }</caption>
                <thead><tr>{ for props.twin.headers.iter().map(|head| html! { <th scope="col">{ head }</th> }) }</tr></thead>
                <tbody>{ for props.twin.rows.iter().map(|row| html! { <tr>{ cells(row) }</tr> }) }</tbody>
            </table>
        </div>
    }
}
