//! The drilldown panel: order of dimensions, top-n, search, breadcrumb, and the tree table under them.

use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::grid::{Grid, first_row, window};
use super::panel::Panel;
use super::row::row;
use super::state::{Action, Shown};
use crate::view::drilldown::{DrillColumn, Drilldown as View};
use crate::view::locale::Locale;
use crate::view::state::{DrillState, ViewState};
use crate::view::words::{Words, fill};

/// Choices of how many rows a level lists before "others".
const TOP_N: [usize; 3] = [10, 20, 50];

/// Properties of [`Drilldown`].
#[derive(Properties, PartialEq)]
pub struct DrilldownProps {
    /// The report.
    pub shown: Shown,
    /// What the reader did.
    pub view: ViewState,
    /// The language.
    pub locale: Locale,
    /// To the reducer.
    pub dispatch: Callback<Action>,
}

/// The tree table; nothing where the document has no dimension to drill.
#[function_component]
pub fn Drilldown(props: &DrilldownProps) -> Html {
    let drilldown =
        use_memo((props.shown.clone(), props.view.clone(), props.locale.clone()), |(shown, view, locale)| {
            View::build(shown, &view.selection, &view.drill, locale)
        });
    let first = use_state(|| 0_usize);
    let Some(table) = drilldown.as_ref() else { return Html::default() };
    let window = window(*first, table.len);
    let rows = table.rows(&props.shown, &props.locale, window.clone());
    let arrange = |state: DrillState| props.dispatch.reform(move |_: MouseEvent| Action::Arrange(state.clone()));
    let words = props.locale.words;
    let onscroll = {
        let first = first.clone();
        Callback::from(move |event: Event| {
            let top = event.target_dyn_into::<HtmlElement>().map_or(0, |window| window.scroll_top());
            first.set(first_row(top));
        })
    };
    html! {
        <Panel name="drilldown" title={table.title.clone()} notes={table.notes.clone()} locale={props.locale.clone()}
            controls={controls(table, props)}>
            <nav class="crumbs" aria-label={words.breadcrumb}>
                <ol>
                    { for table.crumbs.iter().enumerate().map(|(n, crumb)| {
                        let here = n + 1 == table.crumbs.len();
                        let go = Action::Select(crumb.selection.clone());
                        let onclick = props.dispatch.reform(move |_: MouseEvent| go.clone());
                        html! {
                            <li>if here { <span aria-current="location">{ &crumb.label }</span> }
                                else { <button type="button" class="quiet" {onclick}>{ &crumb.label }</button> }</li>
                        }
                    }) }
                </ol>
            </nav>
            <Grid locale={props.locale.clone()} dispatch={props.dispatch.clone()}
                len={table.len} start={window.start} rows={rows.clone()} up={table.crumbs.iter().rev().nth(1).map(|crumb| crumb.selection.clone())}
                {onscroll} summary={table.summary.clone()} empty={table.empty.clone()}>
                <thead>
                    <tr>
                        { head(&table.names, "name", &arrange, words) }
                        { for table.columns.iter().map(|column| head(column, "number", &arrange, words)) }
                        <th scope="col" class="spark"><span>{ words.trend }</span></th>
                    </tr>
                    { row(&table.total, None, &props.locale, &props.dispatch) }
                </thead>
            </Grid>
        </Panel>
    }
}

fn controls(table: &View, props: &DrilldownProps) -> Html {
    let words = props.locale.words;
    let drill = props.view.drill.clone();
    let oninput = {
        let (drill, dispatch) = (drill.clone(), props.dispatch.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                dispatch.emit(Action::Arrange(DrillState { search: input.value(), ..drill.clone() }));
            }
        })
    };
    let order = {
        let (orders, dispatch) = (table.orders.clone(), props.dispatch.clone());
        Callback::from(move |n: usize| {
            if let Some(order) = orders.get(n) {
                dispatch.emit(Action::Arrange(order.state.clone()));
            }
        })
    };
    let top = {
        let (drill, dispatch) = (drill.clone(), props.dispatch.clone());
        Callback::from(move |n: usize| {
            let top_n = n.checked_sub(1).and_then(|n| TOP_N.get(n).copied());
            dispatch.emit(Action::Arrange(DrillState { top_n, ..drill.clone() }));
        })
    };
    let tops: Vec<String> = std::iter::once(words.all_rows.to_owned())
        .chain(TOP_N.iter().map(|n| fill(words.top_n, &[("n", &n.to_string())])))
        .collect();
    let current_top = drill.top_n.and_then(|n| TOP_N.iter().position(|&top| top == n)).map_or(0, |n| n + 1);
    html! {
        <div class="panel-controls">
            <Menu name="order" label={words.order} options={table.orders.iter().map(|order| order.label.clone()).collect::<Vec<_>>()}
                current={table.orders.iter().position(|order| order.current)} choose={order} />
            <Menu name="top" label={words.all_rows} options={tops} current={Some(current_top)} choose={top} />
            <input type="search" data-act="search" placeholder={words.search}
                aria-label={fill(words.search_in, &[("label", &table.names.label)])} value={drill.search} {oninput} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct MenuProps {
    name: AttrValue,
    label: AttrValue,
    options: Vec<String>,
    current: Option<usize>,
    choose: Callback<usize>,
}

#[function_component]
fn Menu(props: &MenuProps) -> Html {
    let select = use_node_ref();
    {
        let (select, current) = (select.clone(), props.current);
        use_effect(move || {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                select.set_selected_index(current.map_or(-1, |n| n as i32));
            }
        });
    }
    let onchange = {
        let choose = props.choose.clone();
        Callback::from(move |event: Event| {
            let chosen = event
                .target_dyn_into::<HtmlSelectElement>()
                .and_then(|select| usize::try_from(select.selected_index()).ok());
            if let Some(chosen) = chosen {
                choose.emit(chosen);
            }
        })
    };
    html! {
        <select data-choice={props.name.clone()} aria-label={props.label.clone()} ref={select} {onchange}>
            { for props.options.iter().map(|option| html! { <option>{ option }</option> }) }
        </select>
    }
}

fn head(
    column: &DrillColumn,
    class: &'static str,
    arrange: &impl Fn(DrillState) -> Callback<MouseEvent>,
    words: &'static Words,
) -> Html {
    let (sort, sign) = match column.sorted {
        Some(true) => ("descending", " ↓"),
        Some(false) => ("ascending", " ↑"),
        None => ("none", ""),
    };
    html! {
        <th scope="col" class={class} aria-sort={sort} key={column.id.clone()} data-column={column.id.clone()}>
            <button type="button" title={column.note.clone().unwrap_or_else(|| fill(words.sort_by, &[("label", &column.label)]))}
                onclick={arrange(column.state.clone())}>{ &column.label }{ sign }</button>
            if let Some(note) = &column.note { <small>{ note }</small> }
        </th>
    }
}
