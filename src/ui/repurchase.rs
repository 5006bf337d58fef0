//! Draws [`RepurchaseView`]: what the numbers say, the line of groups, two plots over the same days. One tab stop, a
//! slider along the days: arrows move, up and down choose a group, Enter filters by it; a pointer reads. `groups` draws the
//! line of groups, `fit` makes the forecast while the page goes on answering.

mod fit;
mod groups;

use gloo::timers::callback::Timeout;
use web_sys::{Element as Node, PointerEvent};
use yew::prelude::*;

use super::chart::{Frame, draw, tone};
use super::element::{Element, send, tag};
use super::menu::{Choice, menu};
use super::mounted::{self, Mounted, Pane, PanelProps};
use super::panel::Panel;
use super::state::{Action, Shown, Width};
use crate::view::card::GROUP;
use crate::view::repurchase::{Finding, GroupReading, Plot, RepurchaseView, SplitChoice};
use fit::Fit;
use groups::table;

/// Height of a plot with its labels.
const HEIGHT_PX: f64 = 236.0;
/// Ages that a page moves.
const PAGE: usize = 30;

/// Repurchase.
#[derive(Default)]
pub struct Repurchase {
    view: Option<RepurchaseView>,
    /// The age that is read.
    active: Option<usize>,
    /// The group that the keyboard is at.
    group: Option<usize>,
    forecast: Fit,
    /// The report that was fitted.
    fitted: Option<Shown>,
}

/// What happens inside the panel.
pub enum Message {
    /// Another age is read, or none.
    Read(Option<usize>),
    /// The pointer is at that place of the first or the second plot, or has left.
    Point(bool, Option<f64>),
    /// Another group is the keyboard's.
    Group(usize),
    /// Some more steps of the fit.
    Fit,
}

/// Pixels of the two plots that are there at least.
const fn room_px(width: Width) -> (f64, f64) {
    match width {
        Width::Narrow => (220.0, 220.0),
        Width::Medium => (360.0, 360.0),
        Width::Wide => (440.0, 250.0),
    }
}

impl Pane for Repurchase {
    fn build(&mut self, props: &PanelProps) {
        if self.fitted.as_ref() != Some(&props.shown) {
            (self.forecast, self.fitted) = (Fit::Idle, Some(props.shown.clone()));
        }
        let outlook = match &self.forecast {
            Fit::Done(outlook) => Some(outlook.as_ref().map_err(|refusal| *refusal)),
            Fit::Idle | Fit::Making(_) => None,
        };
        let (view, room) = (&props.view, room_px(props.width));
        self.view =
            RepurchaseView::build(&props.shown, &view.selection, &view.repurchase, outlook, room, &props.locale);
        (self.active, self.group) = (None, None);
    }

    fn is_stale(&self, now: &PanelProps, before: &PanelProps) -> bool {
        let same = now.view.selection == before.view.selection && now.view.repurchase == before.view.repurchase;
        !same || now.width != before.width
    }

    fn update(&mut self, message: mounted::Message, props: &PanelProps) -> bool {
        let mounted::Message::Repurchase(message) = message else { return false };
        let before = (self.active, self.group);
        match message {
            Message::Read(age) => self.active = age,
            Message::Point(is_first, place) => {
                let view = self.view.as_ref();
                let plot = view.and_then(|view| if is_first { Some(&view.share) } else { view.worth.as_ref() });
                self.active = view.zip(plot).zip(place).map(|((view, plot), place)| view.age_at(place, plot));
            }
            Message::Group(group) => self.group = Some(group),
            Message::Fit => {
                self.forecast.advance(props.shown.report.forecast.as_ref());
                if matches!(self.forecast, Fit::Done(_)) {
                    self.build(props);
                }
                return true;
            }
        }
        before != (self.active, self.group)
    }

    fn draw(&self, ctx: &Context<Mounted>) -> Option<Panel<'_>> {
        let view = self.view.as_ref()?;
        if ctx.props().view.repurchase.forecast && view.forecast.is_some() && !matches!(self.forecast, Fit::Done(_)) {
            let link = ctx.link().clone();
            Timeout::new(0, move || link.send_message(mounted::Message::Repurchase(Message::Fit))).forget();
        }
        Some(Panel {
            name: "repurchase",
            title: &view.title,
            notes: &view.notes,
            controls: Some(controls(view, ctx.props())),
            twin: true,
            chart: vec![said(&view.findings), self.figure(view, ctx)],
        })
    }
}

impl Repurchase {
    fn figure(&self, view: &RepurchaseView, ctx: &Context<Mounted>) -> Element {
        let props = ctx.props();
        let figure = tag!("figure", "role" = "group", "aria-label" = &*view.summary);
        if let Some(empty) = &view.empty {
            return figure.with(tag!("p", "class" = "empty").text(empty));
        }
        let age = self.active.unwrap_or(view.milestone);
        let readings = view.read(age, &props.locale);
        let worth = view.worth.as_ref().map(|plot| self.plot(view, plot, &readings, false, ctx));
        let alone = if worth.is_some() { "pair" } else { "pair alone" };
        let pair = tag!("div", "class" = alone).with(self.plot(view, &view.share, &readings, true, ctx)).maybe(worth);
        let rule = (!view.pays_rule.is_empty()).then(|| tag!("p", "class" = "caption muted").text(&view.pays_rule));
        figure.with(table(view, &readings, age, self.group, props)).maybe(rule).with(pair)
    }

    fn plot(
        &self,
        view: &RepurchaseView,
        plot: &Plot,
        readings: &[GroupReading],
        is_first: bool,
        ctx: &Context<Mounted>,
    ) -> Element {
        let frame = Frame::of(&plot.chart, HEIGHT_PX);
        let last = view.days.len().saturating_sub(1);
        let age = self.active.unwrap_or(view.milestone);
        // The second plot is read along with the first.
        let slider = tag!(
            "div",
            "role" = is_first.then_some("slider"),
            "tabindex" = is_first.then_some("0"),
            "aria-hidden" = (!is_first).then_some("true"),
            "aria-label" = is_first.then_some(&*plot.title),
            "aria-valuemin" = is_first.then_some("0"),
            "aria-valuemax" = is_first.then_some(&*last.to_string()),
            "aria-valuenow" = is_first.then_some(&*age.to_string()),
            "aria-valuetext" = is_first.then_some(&*view.spoken(age, &ctx.props().locale)),
            "class" = "plot",
        );
        let slider = slider.on_pointer(&pointer(is_first, ctx));
        let slider = if is_first { slider.on_keydown(self.keys(view, ctx)) } else { slider };
        let mut over = frame.layer("cursor");
        if self.active.is_some() {
            let x = view.place(age, plot);
            over = over.with(frame.upright(x, "reader"));
            let dots = view.groups.iter().zip(readings).filter_map(|(group, reading)| {
                let y = if is_first { reading.share_at } else { reading.worth_at };
                Some(frame.dot(x, y?, tone(group.tone)))
            });
            over = over.each(dots);
        }
        let card = card_id(age, self.group.unwrap_or_default());
        tag!("div", "data-explain" = is_first.then_some(&*card), "class" = "half")
            .with(tag!("h3").text(&plot.title))
            .with(draw(&plot.chart, &frame, slider, Some(over)))
            .with(tag!("p", "class" = "caption muted").text(&plot.note))
    }

    fn keys(&self, view: &RepurchaseView, ctx: &Context<Mounted>) -> Callback<KeyboardEvent> {
        let (age, last) = (self.active.unwrap_or(view.milestone), view.days.len().saturating_sub(1));
        let (group, groups) = (self.group, view.groups.len());
        let chosen = group.and_then(|n| view.groups.get(n)).and_then(|group| group.toggled.clone());
        let chosen = chosen.filter(|(selection, _)| ctx.props().may(selection));
        let is_reading = self.active.is_some();
        let (link, dispatch) = (ctx.link().clone(), ctx.props().dispatch.clone());
        Callback::from(move |event: KeyboardEvent| {
            let message = match event.key().as_str() {
                "ArrowLeft" => Message::Read(Some(age.saturating_sub(1))),
                "ArrowRight" => Message::Read(Some((age + 1).min(last))),
                "PageUp" => Message::Read(Some(age.saturating_sub(PAGE))),
                "PageDown" => Message::Read(Some((age + PAGE).min(last))),
                "Home" => Message::Read(Some(0)),
                "End" => Message::Read(Some(last)),
                "ArrowDown" => Message::Group(group.map_or(0, |n| (n + 1).min(groups.saturating_sub(1)))),
                "ArrowUp" => Message::Group(group.map_or(0, |n| n.saturating_sub(1))),
                "Enter" => {
                    if let Some((selection, _)) = &chosen {
                        dispatch.emit(Action::Select(selection.clone()));
                    }
                    return;
                }
                "Escape" if is_reading => Message::Read(None),
                _ => return,
            };
            event.prevent_default();
            link.send_message(mounted::Message::Repurchase(message));
        })
    }
}

/// Id of the card of a group at an age.
fn card_id(age: usize, group: usize) -> String {
    [GROUP, &age.to_string(), ":", &group.to_string()].concat()
}

/// Reads the age under the pointer; a finger that is lifted leaves it.
fn pointer(is_first: bool, ctx: &Context<Mounted>) -> Callback<PointerEvent> {
    let link = ctx.link().clone();
    Callback::from(move |event: PointerEvent| {
        let Some(plot) = event.target_dyn_into::<Node>() else { return };
        let read = match event.type_().as_str() {
            "pointerdown" | "pointermove" => Some(f64::from(event.offset_x()) / f64::from(plot.client_width().max(1))),
            "pointerout" if event.pointer_type() == "mouse" => None,
            _ => return,
        };
        link.send_message(mounted::Message::Repurchase(Message::Point(is_first, read)));
    })
}

fn said(findings: &[Finding]) -> Element {
    let line = |finding: &Finding| {
        let detail = (!finding.detail.is_empty()).then(|| tag!("small", "class" = "muted").text(&finding.detail));
        let card = ["finding:", finding.id].concat();
        tag!("li", "data-finding" = finding.id, "data-explain" = &*card)
            .with(tag!("span").text(&finding.text))
            .maybe(detail)
    };
    tag!("ul", "class" = "findings").each(findings.iter().map(line))
}

fn controls(view: &RepurchaseView, props: &PanelProps) -> Element {
    let forecast = view.forecast.as_ref().map(|choice| {
        let pressed = if choice.current { "true" } else { "false" };
        tag!("button", "type" = "button", "data-act" = "forecast", "aria-pressed" = pressed, "class" = "quiet")
            .on_click(send(&props.dispatch, Action::Repurchase(choice.state.clone())))
            .text(&choice.label)
    });
    let choices = view.splits.iter().map(|choice: &SplitChoice| Choice {
        id: Some(&choice.id),
        label: &choice.label,
        current: choice.current,
        action: Action::Repurchase(choice.state.clone()),
    });
    let splits = menu("split", Some(&view.splits_label), None, choices.collect(), &props.dispatch);
    tag!("div", "class" = "panel-controls").maybe(forecast).with(splits)
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use yew::Callback;

    use super::{Fit, Repurchase};
    use crate::contract::Report;
    use crate::cube::Dataset;
    use crate::stats::Refusal;
    use crate::ui::mounted::Pane;
    use crate::ui::{Arrival, PanelKind, PanelProps, Shown, Width};
    use crate::view::locale::Locale;
    use crate::view::state::ViewState;

    fn of_a_report() -> PanelProps {
        let document = include_bytes!("../../tests/fixtures/accept/no_cubes_at_all.json");
        let dataset = Dataset::build(Report::from_bytes(document).expect("a report")).expect("facts");
        PanelProps {
            kind: PanelKind::Repurchase,
            printing: false,
            shown: Shown(Rc::new(dataset)),
            view: ViewState::default(),
            sweeping: false,
            locale: Locale::plain("en"),
            width: Width::Wide,
            later: Arrival::here(),
            allow: Rc::default(),
            report: 0,
            dispatch: Callback::noop(),
        }
    }

    #[test]
    fn what_was_fitted_to_one_report_is_not_shown_of_another() {
        let (props, mut pane) = (of_a_report(), Repurchase::default());
        pane.build(&props);
        pane.forecast = Fit::Done(Err(Refusal::NoBacktest));
        pane.build(&props);
        assert!(matches!(pane.forecast, Fit::Done(_)), "the same report");
        pane.build(&of_a_report());
        assert!(matches!(pane.forecast, Fit::Idle));
    }
}
