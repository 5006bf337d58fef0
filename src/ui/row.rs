//! Draws one row of the tree table: name with its buttons, numbers with their bars, a sparkline.

use yew::prelude::*;

use super::state::Action;
use crate::view::drilldown::{DrillCell, DrillRow, RowKind};
use crate::view::locale::Locale;
use crate::view::words::fill;

/// Where a row stands in the table.
pub struct Place {
    /// From the first row, 0 first.
    pub row: usize,
    /// Whether it is the one tab stop.
    pub active: bool,
}

/// One row; the pinned total has no place.
pub fn row(row: &DrillRow, place: Option<Place>, locale: &Locale, dispatch: &Callback<Action>) -> Html {
    let kind = match row.kind {
        RowKind::Total => "total",
        RowKind::Member => "member",
        RowKind::Others => "others",
    };
    let key = row.path.iter().map(|id| id.as_deref().unwrap_or("\u{0}")).collect::<Vec<_>>().join("\u{1}");
    html! {
        <tr class={classes!(kind, row.selected.then_some("selected"))} key={format!("{kind}{key}")} data-kind={kind}
            data-id={row.path.last().map(|id| id.as_deref().unwrap_or("~").to_owned())}
            data-row={place.as_ref().map(|place| place.row.to_string())}
            aria-rowindex={place.as_ref().map(|place| (place.row + 3).to_string())}
            aria-level={(row.depth + 1).to_string()} aria-expanded={row.expanded.map(|open| open.to_string())}
            aria-selected={row.selected.then_some("true")}
            tabindex={place.as_ref().map(|place| if place.active { "0" } else { "-1" })}>
            <th scope="row" class={classes!("name", format!("depth-{}", row.depth.min(6)))}>{ name(row, locale, dispatch) }</th>
            { for row.cells.iter().map(cell) }
            <td class="spark">{ sparkline(&row.sparkline) }</td>
        </tr>
    }
}

fn name(row: &DrillRow, locale: &Locale, dispatch: &Callback<Action>) -> Html {
    let words = locale.words;
    let label = [("label", row.label.as_str())];
    let send = |action: Action| dispatch.reform(move |_: MouseEvent| action.clone());
    html! {
        <span class="name-cell">
            if let (Some(expanded), Some(state)) = (row.expanded, &row.toggled) {
                <button type="button" tabindex="-1" class="twist" aria-label={fill(if expanded { words.collapse } else { words.expand }, &label)}
                    onclick={send(Action::Arrange(state.clone()))}>
                    <svg viewBox="0 0 12 12" aria-hidden="true"><path d={if expanded { "M3 4.5l3 3 3-3" } else { "M4.5 3l3 3-3 3" }} /></svg>
                </button>
            } else { <span class="twist" /> }
            if let Some(selection) = &row.drill {
                <button type="button" tabindex="-1" class="drill" title={fill(words.drill_into, &label)}
                    onclick={send(Action::Select(selection.clone()))}>{ &row.label }</button>
            } else { <span class="plain">{ &row.label }</span> }
            if let Some(selection) = &row.toggled_filter {
                <button type="button" tabindex="-1" class="pick" aria-pressed={row.selected.to_string()}
                    aria-label={fill(if row.selected { words.deselect_row } else { words.select_row }, &label)}
                    onclick={send(Action::Select(selection.clone()))}>
                    <svg viewBox="0 0 12 12" aria-hidden="true"><path d="M1.5 2h9L7 6.5V10L5 9V6.5z" /></svg>
                </button>
            }
        </span>
    }
}

fn cell(cell: &DrillCell) -> Html {
    html! {
        <td class="number" title={cell.full.clone()}>
            <span>{ &cell.text }</span>
            if cell.bar > 0.0 {
                <svg class="cell-bar" width="100%" height="3" aria-hidden="true">
                    <rect class="fill" width={format!("{:.2}%", cell.bar.min(1.0) * 100.0)} height="3" />
                </svg>
            }
        </td>
    }
}

fn sparkline(points: &[f64]) -> Html {
    if points.len() < 2 {
        return Html::default();
    }
    let step = 64.0 / (points.len() - 1) as f64;
    let line: Vec<String> = points
        .iter()
        .enumerate()
        .map(|(n, value)| format!("{:.1},{:.1}", n as f64 * step, 17.0 - value * 16.0))
        .collect();
    html! { <svg class="sparkline" viewBox="0 0 64 18" aria-hidden="true"><polyline points={line.join(" ")} /></svg> }
}
