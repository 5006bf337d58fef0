//! Draws [`FunnelView`]: one bar a step, routes side by side. One tab stop; arrows move, Enter drills, `i` opens
//! the card of the step's number.

use yew::prelude::*;

use super::element::{Element, tag};
use super::mounted::{Message, Mounted, Pane, PanelProps};
use super::panel::Panel;
use super::roving::TabStop;
use super::step::{card_of, step};
use crate::view::funnel::{FunnelRow, FunnelView, Loss};

/// The funnel.
#[derive(Default)]
pub struct Funnel {
    view: Option<FunnelView>,
    stop: TabStop,
}

impl Pane for Funnel {
    fn build(&mut self, props: &PanelProps) {
        self.view = FunnelView::build(&props.shown, &props.view.selection, &props.locale);
    }

    fn is_drawn_by(&self, now: &PanelProps, before: &PanelProps) -> bool {
        now.view.drill.focus != before.view.drill.focus
    }

    fn update(&mut self, message: Message, _: &PanelProps) -> bool {
        self.stop.update(&message)
    }

    fn draw(&self, ctx: &Context<Mounted>) -> Option<Panel<'_>> {
        let view = self.view.as_ref()?;
        Some(Panel {
            name: "funnel",
            title: &view.title,
            notes: &view.notes,
            controls: None,
            twin: true,
            chart: vec![self.chart(view, ctx)],
        })
    }
}

impl Funnel {
    fn chart(&self, view: &FunnelView, ctx: &Context<Mounted>) -> Element {
        let heads = tag!("div", "aria-hidden" = "true", "class" = "step-heads")
            .with(tag!("span", "class" = "of-first").text(&view.of_first_label))
            .with(tag!("span", "class" = "of-previous").text(&view.of_previous_label));
        let losses: Vec<&Loss> = view.biggest_loss.iter().chain(&view.steepest_loss).collect();
        let loss = |loss: &Loss| tag!("p", "data-explain" = &*card_of(&loss.step)).text(&loss.text);
        let caption =
            (!losses.is_empty()).then(|| tag!("figcaption", "class" = "losses").each(losses.into_iter().map(loss)));
        self.stop
            .around(tag!("figure", "aria-label" = &*view.summary), view.rows.len(), ctx)
            .maybe(caption)
            .with(heads)
            .each(runs(&view.rows).into_iter().map(|run| self.run(view, run, ctx.props())))
    }

    fn run(&self, view: &FunnelView, run: Run, props: &PanelProps) -> Element {
        let active = self.stop.among(view.rows.len());
        let one = |n: usize| view.rows.get(n).map(|row| step(view, row, n, active == n, props));
        match run {
            Run::Step(n) => one(n).unwrap_or_else(|| tag!("div")),
            Run::Chains(chains) => tag!("div", "class" = "routes").each(chains.into_iter().map(|(chain, rows)| {
                let label = view.chains.get(chain).map_or("", |chain| chain.label.as_str());
                let route = tag!("div", "class" = "route").with(tag!("h3").text(label));
                route.each(rows.into_iter().filter_map(one))
            })),
        }
    }
}

/// A step of its own, or a run of routed steps to stand side by side.
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
