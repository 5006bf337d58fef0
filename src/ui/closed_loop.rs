//! Draws [`LoopView`]: a part under each heading, side by side where there is room. One tab stop along both series, a
//! slider whose arrows read a day or week; one along all members, whose buttons filter by them and where `i` explains
//! their numbers.

mod parts;

use yew::prelude::*;

use super::element::{Element, tag};
use super::menu::{Choice, menu};
use super::mounted::{Message, Mounted, Pane, PanelProps};
use super::panel::Panel;
use super::roving::TabStop;
use super::state::{Action, Width};
use crate::view::closed_loop::{LoopMenu, LoopView};

/// The loop.
#[derive(Default)]
pub struct Loop {
    view: Option<LoopView>,
    /// The point of both series that is read.
    active: Option<usize>,
    stop: TabStop,
}

/// Pixels of the plot that are there at least.
const fn room_px(width: Width) -> f64 {
    match width {
        Width::Narrow => 190.0,
        Width::Medium => 310.0,
        Width::Wide => 640.0,
    }
}

impl Pane for Loop {
    fn build(&mut self, props: &PanelProps) {
        let (view, room) = (&props.view, room_px(props.width));
        self.view = LoopView::build(&props.shown, &view.selection, &view.closed_loop, room, &props.locale);
        self.active = None;
    }

    fn is_stale(&self, now: &PanelProps, before: &PanelProps) -> bool {
        let same = now.view.selection == before.view.selection && now.view.closed_loop == before.view.closed_loop;
        !same || now.width != before.width
    }

    fn update(&mut self, message: Message, _: &PanelProps) -> bool {
        if let Message::Read(point) = message {
            let before = std::mem::replace(&mut self.active, point);
            return before != point;
        }
        self.stop.update(&message)
    }

    fn draw(&self, ctx: &Context<Mounted>) -> Option<Panel<'_>> {
        let view = self.view.as_ref()?;
        let props = ctx.props();
        let sales = view.sales.as_ref().map(|part| parts::sales(part, self.active, ctx));
        let flow = view.flow.as_ref().map(|part| parts::flow(part, props));
        let members = parts::members(view);
        let stop = self.stop.among(members);
        let mut first = 0;
        // What people do stands on the left, who they are on the right.
        let mut columns = [Vec::from_iter(flow), Vec::new()];
        for part in &view.groups {
            columns[usize::from(part.id != "notes")].push(parts::groups(part, first, stop, props));
            first += parts::rows(part);
        }
        let columns = columns.into_iter().filter(|column| !column.is_empty());
        let columns = columns.map(|column| tag!("div", "class" = "loop-column").each(column.into_iter()));
        let grid = tag!("div", "class" = "loop-parts").each(columns);
        let grid = self.stop.around(grid, members, ctx);
        Some(Panel {
            name: "loop",
            title: &view.title,
            notes: &view.notes,
            controls: (!view.menus.is_empty()).then(|| {
                tag!("div", "class" = "panel-controls").each(view.menus.iter().map(|list| drawn_menu(list, props)))
            }),
            twin: true,
            chart: sales.into_iter().chain([grid]).collect(),
        })
    }
}

fn drawn_menu(list: &LoopMenu, props: &PanelProps) -> Element {
    let choices = list.choices.iter().map(|choice| Choice {
        id: Some(&choice.id),
        label: &choice.label,
        current: choice.current,
        action: Action::Loop(choice.state.clone()),
    });
    let id = match list.id {
        "measure" => "loop-measure",
        "promotions" => "loop-promotions",
        _ => "loop-period",
    };
    menu(id, Some(&list.label), Some(&list.label), choices.collect(), &props.dispatch).key(id)
}
