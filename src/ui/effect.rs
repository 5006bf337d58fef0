//! Draws [`EffectView`]: what experiments showed, a line per exposed arm with its interval around "no difference", and
//! before and after a launch. Two tab stops: arrows move among the arms, and along the days; a pointer reads days.

use web_sys::{Element as Node, PointerEvent};
use yew::prelude::*;

use super::chart::{Frame, draw, tone};
use super::compare::{dumbbell, heads_of, interval, scale_of, upright};
use super::element::{Element, decimal, notes, tag};
use super::explain::info;
use super::menu::{Choice, menu};
use super::mounted::{self, Mounted, Pane, PanelProps};
use super::panel::Panel;
use super::roving::TabStop;
use super::state::{Action, Width};
use crate::view::chart::Tone;
use crate::view::effect::{EffectMenu, EffectView, LaunchView, TrialRow};
use crate::view::state::ViewState;

/// Height of a row's plot.
const PLOT_PX: f64 = 48.0;
/// Height of the plot of both series with its labels.
const HEIGHT_PX: f64 = 240.0;
/// Id of the card of before and after.
const LAUNCH: &str = "launch";
/// Days that a page moves.
const PAGE: usize = 7;

/// What changed.
#[derive(Default)]
pub struct Effect {
    view: Option<EffectView>,
    stop: TabStop,
    /// The day that is read.
    day: Option<usize>,
}

/// What happens inside the panel.
pub enum Message {
    /// Another day is read, or none.
    Read(Option<usize>),
    /// The pointer is at that place of the plot, or has left.
    Point(Option<f64>),
}

/// Pixels of the plot that are there at least.
const fn room_px(width: Width) -> f64 {
    match width {
        Width::Narrow => 220.0,
        Width::Medium => 360.0,
        Width::Wide => 640.0,
    }
}

impl Pane for Effect {
    fn build(&mut self, props: &PanelProps) {
        let ViewState { selection, effect, .. } = &props.view;
        self.view = EffectView::build(&props.shown, selection, effect, room_px(props.width), &props.locale);
        self.day = None;
    }

    fn is_stale(&self, now: &PanelProps, before: &PanelProps) -> bool {
        let same = now.view.selection == before.view.selection && now.view.effect == before.view.effect;
        !same || now.width != before.width
    }

    fn update(&mut self, message: mounted::Message, _: &PanelProps) -> bool {
        let mounted::Message::Effect(message) = message else { return self.stop.update(&message) };
        let before = self.day;
        let days = self.view.as_ref().and_then(|view| view.launch.as_ref()).map_or(0, |launch| launch.days.len());
        self.day = match message {
            Message::Read(day) => day,
            Message::Point(place) => {
                place.map(|place| ((place * days as f64).max(0.0) as usize).min(days.saturating_sub(1)))
            }
        };
        before != self.day
    }

    fn draw(&self, ctx: &Context<Mounted>) -> Option<Panel<'_>> {
        let view = self.view.as_ref()?;
        let mut chart = Vec::new();
        if !view.rows.is_empty() {
            let said =
                view.headline.iter().zip(&view.headline_of).map(|(sentence, row)| {
                    tag!("p", "data-explain" = &*card_id(*row), "class" = "said").text(sentence)
                });
            chart.push(tag!("div", "class" = "headline").each(said));
            chart.push(self.forest(view, ctx));
        }
        if let Some(launch) = &view.launch {
            chart.push(self.launch(launch, ctx));
        }
        Some(Panel { name: "effect", title: &view.title, notes: &[], controls: None, twin: true, chart })
    }
}

impl Effect {
    fn forest(&self, view: &EffectView, ctx: &Context<Mounted>) -> Element {
        let active = self.stop.among(view.rows.len());
        let words = ctx.props().locale.words;
        let rows = view.rows.iter().enumerate().map(|(n, row)| {
            let card = card_id(n);
            let row_of = tag!("div", "data-explain" = &*card, "class" = "compared");
            row_of.with(line(view, row, n, n == active)).with(info(&card, &row.label, false, words))
        });
        let list = tag!("div", "role" = "group", "aria-label" = &*view.title, "class" = "forest");
        let list = list.with(heads_of(&view.heads, None)).with(scale_of(&view.dots, &view.ticks)).each(rows);
        let list = self.stop.around(list, view.rows.len(), ctx);
        tag!("figure", "aria-label" = &*view.title).with(list).maybe(notes(&view.methods))
    }

    fn launch(&self, view: &LaunchView, ctx: &Context<Mounted>) -> Element {
        let said = |sentence: &String| tag!("p", "class" = "said").text(sentence);
        let drift = (!view.drift.is_empty()).then(|| {
            let class = if view.drifted { "contrary" } else { "said" };
            tag!("p", "class" = class).text(&view.drift)
        });
        let headline = tag!("div", "class" = "headline").each(view.said.iter().map(said)).maybe(drift);
        let chart = match &view.empty {
            Some(empty) => tag!("p", "class" = "empty").text(empty),
            None => self.plot(view, ctx),
        };
        let card = (!view.menus.is_empty()).then(|| info(LAUNCH, &view.title, false, ctx.props().locale.words));
        tag!("div", "data-explain" = card.is_some().then_some(LAUNCH), "class" = "launch")
            .with(tag!("h3").text(&view.title).maybe(card))
            .maybe((!view.menus.is_empty()).then(|| controls(&view.menus, ctx.props())))
            .with(headline)
            .with(chart)
            .maybe(notes(&view.notes))
    }

    /// Both series, read along the days.
    fn plot(&self, view: &LaunchView, ctx: &Context<Mounted>) -> Element {
        let frame = Frame::of(&view.chart, HEIGHT_PX);
        let (day, last) = (self.day.unwrap_or(view.at), view.days.len().saturating_sub(1));
        let text = view.days.get(day).map_or("", |day| &day.text);
        let slider = tag!(
            "div",
            "role" = "slider",
            "tabindex" = "0",
            "aria-label" = &*view.title,
            "aria-valuemin" = "0",
            "aria-valuemax" = &*last.to_string(),
            "aria-valuenow" = &*day.to_string(),
            "aria-valuetext" = text,
            "class" = "plot",
        );
        let link = ctx.link().clone();
        let pointer = Callback::from(move |event: PointerEvent| {
            let Some(plot) = event.target_dyn_into::<Node>() else { return };
            let place = match event.type_().as_str() {
                "pointerdown" | "pointermove" => {
                    Some(f64::from(event.offset_x()) / f64::from(plot.client_width().max(1)))
                }
                "pointerout" if event.pointer_type() == "mouse" => None,
                _ => return,
            };
            link.send_message(mounted::Message::Effect(Message::Point(place)));
        });
        let link = ctx.link().clone();
        let is_reading = self.day.is_some();
        let keys = Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowLeft" => Some(day.saturating_sub(1)),
                "ArrowRight" => Some((day + 1).min(last)),
                "PageUp" => Some(day.saturating_sub(PAGE)),
                "PageDown" => Some((day + PAGE).min(last)),
                "Home" => Some(0),
                "End" => Some(last),
                "Escape" if is_reading => None,
                _ => return,
            };
            event.prevent_default();
            link.send_message(mounted::Message::Effect(Message::Read(to)));
        });
        let mut over = frame.layer("cursor");
        if let Some(read) = self.day.and_then(|day| view.days.get(day)) {
            let x = (day as f64 + 0.5) / view.days.len() as f64;
            over = over.with(frame.upright(x, "reader"));
            let dots = [Tone::First, Tone::Second].into_iter().zip(read.at);
            over = over.each(dots.filter_map(|(of, y)| Some(frame.dot(x, y?, tone(of)))));
        }
        let slider = slider.on_pointer(&pointer).on_keydown(keys);
        // Where there is no room for names beside the lines.
        let lines = [Tone::First, Tone::Second].into_iter().zip(&view.names).map(|(of, name)| {
            let class = tone(of);
            let sample = tag!("svg", "width" = "16", "height" = "8", "class" = "drawing");
            let sample = sample.with(tag!("line", "x2" = "16", "y1" = "4", "y2" = "4", "class" = class));
            tag!("small").with(sample).text(name)
        });
        tag!("figure", "aria-label" = &*view.title)
            .with(tag!("p", "aria-hidden" = "true", "class" = "lines").each(lines))
            .with(draw(&view.chart, &frame, slider, Some(over)))
            .with(tag!("p", "aria-hidden" = "true", "class" = "caption of-day").text(text))
    }
}

fn controls(menus: &[EffectMenu], props: &PanelProps) -> Element {
    let drawn = |list: &EffectMenu| {
        let choices = list.choices.iter().map(|choice| Choice {
            id: Some(&choice.id),
            label: &choice.label,
            current: choice.current,
            action: Action::Effect(choice.state.clone()),
        });
        let id = ["effect-", list.id].concat();
        menu(&id, Some(&list.label), Some(&list.label), choices.collect(), &props.dispatch).key(&id)
    };
    tag!("div", "class" = "panel-controls").each(menus.iter().map(drawn))
}

/// Id of the card of an arm.
fn card_id(n: usize) -> String {
    ["effect:", &n.to_string()].concat()
}

/// One arm: read as one sentence, so all that is drawn is hidden from a screen reader.
fn line(view: &EffectView, row: &TrialRow, n: usize, active: bool) -> Element {
    let small = |text: &String| tag!("small", "class" = "muted").text(text);
    let who = tag!("span", "class" = "compared-name").with(tag!("span", "class" = "label").text(&row.label));
    let who = who.each(row.remarks.iter().map(small));
    let [exposed, control] = &row.means;
    let means = tag!("span", "class" = "rates")
        .with(tag!("span").with(tag!("b").text(exposed)))
        .with(tag!("span", "class" = "muted").text(control))
        .maybe(row.dumbbell.map(dumbbell));
    let height = decimal(PLOT_PX, 0);
    let plot = tag!("svg", "width" = "100%", "height" = &*height, "class" = "interval")
        .each(view.ticks.iter().map(|tick| upright(tick.at, "gridline")))
        .with(upright(view.zero, "none"))
        .maybe(row.mark.as_ref().map(|mark| interval(mark, PLOT_PX / 2.0, "first")));
    let cell = |class: &str, value: &str, more: &String| {
        tag!("span", "class" = class).with(tag!("b").text(value)).with(small(more))
    };
    let [buyers, bounds] = &row.buyers;
    let p = tag!("span", "class" = "p").with(tag!("span").text(&row.p)).with(tag!("b").text(row.stars));
    let outcome = row.outcome.iter().map(|text| tag!("span").text(text));
    tag!(
        "div",
        "role" = "img",
        "data-n" = &*n.to_string(),
        "data-id" = &*row.id,
        "tabindex" = if active { "0" } else { "-1" },
        "aria-label" = &*row.spoken,
        "class" = if row.sure { "member sure" } else { "member unsure" },
    )
    .with(who)
    .with(means)
    .with(tag!("span", "class" = "line").with(plot))
    .with(cell("apart", &row.difference, &row.interval))
    .with(cell("uplift", buyers, bounds))
    .with(p)
    .with(tag!("span", "class" = "outcome muted").each(outcome))
}
