//! Draws [`CohortsView`]: a table whose cells are coloured by their value. One tab stop along the cohorts; Enter filters
//! by one, a click too; `i` explains its numbers, as a click on one of them does.

use yew::prelude::*;

use super::element::{Element, send, tag};
use super::explain::info;
use super::menu::{Choice, menu};
use super::mounted::{Message, Mounted, Pane, PanelProps};
use super::panel::Panel;
use super::roving::TabStop;
use super::state::{Action, Width};
use crate::view::card::COHORT;
use crate::view::cohorts::{CohortCell, CohortRow, CohortsView};

/// The cohorts.
#[derive(Default)]
pub struct Cohorts {
    view: Option<CohortsView>,
    stop: TabStop,
}

impl Pane for Cohorts {
    fn build(&mut self, props: &PanelProps) {
        let view = &props.view;
        self.view = CohortsView::build(&props.shown, &view.selection, &view.repurchase, &props.locale);
    }

    fn is_stale(&self, now: &PanelProps, before: &PanelProps) -> bool {
        now.view.selection != before.view.selection || now.view.repurchase != before.view.repurchase
    }

    fn update(&mut self, message: Message, _: &PanelProps) -> bool {
        self.stop.update(&message)
    }

    fn draw(&self, ctx: &Context<Mounted>) -> Option<Panel<'_>> {
        let view = self.view.as_ref()?;
        Some(Panel {
            name: "cohorts",
            title: &view.title,
            notes: &view.notes,
            controls: Some(controls(view, ctx.props())),
            twin: false,
            chart: match &view.empty {
                Some(empty) => vec![tag!("p", "class" = "empty").text(empty)],
                None => vec![self.table(view, ctx), legend(view)],
            },
        })
    }
}

impl Cohorts {
    fn table(&self, view: &CohortsView, ctx: &Context<Mounted>) -> Element {
        let active = self.stop.among(view.rows.len());
        let head = |text: &String| tag!("th", "scope" = "col").text(text);
        let heads = tag!("tr").each(view.heads.iter().map(head)).each(view.ages.iter().map(head));
        let rows = view.rows.iter().enumerate().map(|(n, drawn)| row(drawn, n, n == active, ctx.props()));
        let body = self.stop.around(tag!("tbody"), view.rows.len(), ctx).each(rows);
        let table = tag!("table", "aria-label" = &*view.summary).with(tag!("thead").with(heads)).with(body);
        if view.ages.len() <= most_ages(ctx.props().width) {
            return tag!("div", "class" = "scroll heat").with(table);
        }
        // What scrolls has to be within the keyboard's reach, with a name; no landmark, which two reports would share.
        tag!("div", "role" = "group", "tabindex" = "0", "aria-label" = &*view.title, "class" = "scroll heat long")
            .with(table)
    }
}

/// Columns that fit beside the first two in the least room of a width; with more the table may have to scroll.
const fn most_ages(width: Width) -> usize {
    match width {
        Width::Narrow => 2,
        Width::Medium => 4,
        Width::Wide => 9,
    }
}

fn row(row: &CohortRow, n: usize, is_stop: bool, props: &PanelProps) -> Element {
    let card = card_id(&row.label);
    let head = tag!("th", "scope" = "row");
    let head = match row.toggled.as_ref().filter(|(selection, _)| props.may(selection)) {
        None => head.text(&row.label).with(info(&card, &row.label, is_stop, props.locale.words)),
        Some((selection, says)) => {
            let (pressed, stop) = (if row.selected { "true" } else { "false" }, if is_stop { "0" } else { "-1" });
            head.with(
                tag!(
                    "button",
                    "type" = "button",
                    "tabindex" = stop,
                    "data-n" = &*n.to_string(),
                    "aria-pressed" = pressed,
                    "aria-label" = &**says,
                    "title" = &**says
                )
                .on_click(send(&props.dispatch, Action::Select(selection.clone())))
                .text(&row.label),
            )
        }
    };
    tag!("tr", "data-explain" = &*card, "class" = row.selected.then_some("selected"))
        .with(head)
        .with(tag!("td", "class" = "customers").text(&row.customers))
        .each(row.cells.iter().map(cell))
}

/// Id of the card of a cohort.
fn card_id(cohort: &str) -> String {
    [COHORT, cohort].concat()
}

fn cell(cell: &CohortCell) -> Element {
    let mut class = match cell.level {
        Some(level) => ["heat-", &level.to_string()].concat(),
        None => "none".to_owned(),
    };
    if cell.is_part {
        class += " partly";
    }
    tag!("td", "title" = &*cell.full, "class" = &*class).text(&cell.text)
}

fn legend(view: &CohortsView) -> Element {
    let line = |text: &String| tag!("li").text(text);
    tag!("ul", "class" = "heat-legend muted").each(view.legend.iter().map(line))
}

fn controls(view: &CohortsView, props: &PanelProps) -> Element {
    let choices = view.measures.iter().map(|choice| Choice {
        id: Some(choice.id),
        label: &choice.label,
        current: choice.current,
        action: Action::Repurchase(choice.state.clone()),
    });
    let measures = menu("measure", Some(&view.measures_label), None, choices.collect(), &props.dispatch);
    tag!("div", "class" = "panel-controls").with(measures)
}
