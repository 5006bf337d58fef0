//! Draws [`TrendView`]: menus, the line of readings, the plot, all days in a strip. One tab stop, a slider along the
//! points: arrows move, with Shift they choose, Enter filters by the days chosen, Escape lets go of them, i explains; a
//! pointer reads and drags. Where the pointer is is known to this component alone; of the days being chosen the other
//! panels hear once a frame.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element as Node, PointerEvent};
use yew::prelude::*;

use super::chart::{Frame, draw, tone};
use super::element::{Element, icon, send, tag};
use super::explain::INFO;
use super::menu::{Choice, menu};
use super::mounted::{self, Mounted, Pane, PanelProps};
use super::panel::Panel;
use super::state::{Action, Explained, Width};
use super::step::change;
use crate::date::DateRange;
use crate::query::{AllowedDays, Selection};
use crate::view::chart::Tone;
use crate::view::state::ViewState;
use crate::view::trend::{Menu, Overview, TrendPoint, TrendView};

/// Height of the plot with its labels.
const HEIGHT_PX: f64 = 252.0;
/// Height of the strip of all days.
const STRIP_PX: f64 = 36.0;

/// The trend.
#[derive(Default)]
pub struct Trend {
    view: Option<TrendView>,
    /// The point that is read.
    active: Option<usize>,
    brush: Option<Brush>,
    told: Rc<Told>,
}

/// What the other panels hear of the days that are being chosen.
#[derive(Default)]
struct Told {
    days: Cell<Option<DateRange>>,
    /// They will hear of them before the next paint.
    soon: Cell<bool>,
}

/// Points that are being chosen.
#[derive(Clone, Copy, PartialEq)]
struct Brush {
    /// Of the strip, not of the plot.
    on_strip: bool,
    from: usize,
    to: usize,
    /// By a pointer that is still down.
    held: bool,
}

/// What happens inside the panel.
pub enum Message {
    /// The pointer did something at a point, of the strip or of the plot.
    Pointer(&'static str, bool, usize),
    /// The keyboard reads another point, and chooses those on the way to it.
    Move(usize, bool),
    /// What is chosen filters the report.
    Choose,
    /// Nothing is read or chosen.
    Clear,
}

/// Kinds of pointer events that are listened to.
const KINDS: [&str; 5] = ["pointerdown", "pointermove", "pointerup", "pointerout", "pointercancel"];

/// Pixels of the plot that are there at least.
const fn room_px(width: Width) -> f64 {
    match width {
        Width::Narrow => 190.0,
        Width::Medium => 310.0,
        Width::Wide => 640.0,
    }
}

impl Pane for Trend {
    fn build(&mut self, props: &PanelProps) {
        let ViewState { selection, trend, .. } = &props.view;
        self.view = TrendView::build(&props.shown, selection, trend, room_px(props.width), &props.locale);
        (self.active, self.brush) = (None, None);
        self.tell(props);
    }

    fn is_stale(&self, now: &PanelProps, before: &PanelProps) -> bool {
        let same = now.view.selection == before.view.selection && now.view.trend == before.view.trend;
        !same || now.width != before.width
    }

    fn update(&mut self, message: mounted::Message, props: &PanelProps) -> bool {
        let mounted::Message::Trend(message) = message else { return false };
        let before = (self.active, self.brush);
        let fixed = props.allow.days == AllowedDays::Fixed;
        match message {
            Message::Pointer("pointerdown", on_strip, at) => {
                self.active = (!on_strip).then_some(at);
                self.brush = (!fixed).then_some(Brush { on_strip, from: at, to: at, held: true });
            }
            Message::Pointer("pointermove", on_strip, at) => match &mut self.brush {
                Some(brush) if brush.held && brush.on_strip == on_strip => brush.to = at,
                None if !on_strip => self.active = Some(at),
                // What the keyboard has chosen stays until the pointer chooses.
                _ => {}
            },
            Message::Pointer("pointerup", ..) => {
                if self.is_choosing() {
                    self.choose(props);
                }
                self.brush = None;
            }
            Message::Pointer("pointerout", ..) if self.brush.is_none() => self.active = None,
            Message::Pointer("pointercancel", ..) | Message::Clear => (self.active, self.brush) = (None, None),
            Message::Pointer(..) => {}
            Message::Move(to, choosing) => {
                let from = self.brush.map(|brush| brush.from).or(self.active).unwrap_or(to);
                self.brush = (choosing && !fixed).then_some(Brush { on_strip: false, from, to, held: false });
                self.active = Some(to);
            }
            Message::Choose if fixed => {}
            Message::Choose => self.choose(props),
        }
        self.tell(props);
        before != (self.active, self.brush)
    }

    fn draw(&self, ctx: &Context<Mounted>) -> Option<Panel<'_>> {
        let view = self.view.as_ref()?;
        Some(Panel {
            name: "trend",
            title: &view.title,
            notes: &view.notes,
            controls: Some(controls(view, ctx.props())),
            twin: true,
            chart: vec![self.figure(view, ctx)],
        })
    }
}

impl Trend {
    /// Whether more than one point is being chosen.
    fn is_choosing(&self) -> bool {
        self.brush.is_some_and(|brush| brush.from != brush.to)
    }

    /// The days that are being chosen.
    fn sweeps(&self, props: &PanelProps) -> Option<DateRange> {
        let days = self.brush.filter(|_| self.is_choosing()).and_then(|brush| self.days(brush))?;
        days.intersect(props.shown.report.complete_range())
    }

    /// Has the other panels hear of them once before the next paint, however often they change until then.
    fn tell(&self, props: &PanelProps) {
        let days = self.sweeps(props);
        if self.told.days.replace(days) == days || self.told.soon.replace(true) {
            return;
        }
        let (told, dispatch) = (self.told.clone(), props.dispatch.clone());
        let tell = Closure::once_into_js(move || {
            told.soon.set(false);
            dispatch.emit(Action::Sweep(told.days.get()));
        });
        // Without a window nothing is painted.
        let _ = web_sys::window().map(|window| window.request_animation_frame(tell.unchecked_ref()));
    }

    /// The days between two points of the plot or of the strip.
    fn days(&self, brush: Brush) -> Option<DateRange> {
        let view = self.view.as_ref()?;
        let at = |n: usize| match &view.overview {
            Some(overview) if brush.on_strip => overview.days.get(n).copied(),
            _ => view.points.get(n).and_then(|point| point.days),
        };
        let (one, other) = (at(brush.from)?, at(brush.to)?);
        Some(DateRange { from: one.from.min(other.from), to: one.to.max(other.to) })
    }

    /// Filters by the days that are chosen, or by the point that is read.
    fn choose(&self, props: &PanelProps) {
        let read = self.active.map(|at| Brush { on_strip: false, from: at, to: at, held: false });
        let complete = props.shown.report.complete_range();
        let days = self.brush.or(read).and_then(|brush| self.days(brush)).and_then(|days| days.intersect(complete));
        if let Some(days) = days {
            let date = (days != complete).then_some(days);
            props.dispatch.emit(Action::Select(props.view.selection.over(date)));
        }
    }

    fn figure(&self, view: &TrendView, ctx: &Context<Mounted>) -> Element {
        let ctx_props = ctx.props();
        let chosen = self.brush.filter(|_| self.is_choosing()).and_then(|brush| self.days(brush));
        let point = self.active.and_then(|at| view.points.get(at)).unwrap_or(&view.whole);
        let chosen = chosen.map(|days| ctx_props.locale.period(days));
        let smoothed = view.lines.iter().any(|line| line.tone == Tone::Mean).then_some("smoothed");
        let figure = tag!("figure", "role" = "group", "aria-label" = &*view.summary, "class" = smoothed);
        if let Some(empty) = &view.empty {
            return figure.with(tag!("p", "class" = "empty").text(empty));
        }
        let spoken = chosen.as_deref().unwrap_or(&point.spoken);
        let frame = Frame::of(&view.chart, HEIGHT_PX);
        let last = view.points.len().saturating_sub(1);
        let plot = tag!(
            "div",
            "role" = "slider",
            "tabindex" = "0",
            "aria-label" = &*view.title,
            "aria-valuemin" = "0",
            "aria-valuemax" = &*last.to_string(),
            "aria-valuenow" = &*self.active.unwrap_or(last).to_string(),
            "aria-valuetext" = spoken,
            "class" = "plot",
        );
        let keys = self.keys(view, last, ctx);
        let plot = plot.on_pointer(&pointer(false, view.points.len(), ctx)).on_keydown(keys.clone());
        let plot = plot.on_double_click(send(&ctx_props.dispatch, all_days(ctx_props)));
        figure
            .with(readings(view, point, chosen.as_deref(), ctx_props))
            .with(draw(&view.chart, &frame, plot, Some(self.cursor(view, &frame))))
            .maybe(view.overview.as_ref().map(|overview| self.strip(overview, keys, ctx)))
    }

    /// What is read and chosen, above the marks.
    fn cursor(&self, view: &TrendView, frame: &Frame) -> Element {
        let layer = frame.layer("cursor").maybe(self.brushed(false, view.points.len(), frame));
        let read = self.active.filter(|_| !self.is_choosing()).and_then(|n| Some((n, view.points.get(n)?)));
        let Some((n, point)) = read else { return layer };
        let x = (n as f64 + 0.5) / view.points.len() as f64;
        let lines = view.lines.iter().zip(&point.readings);
        let dots = lines.filter_map(|(line, reading)| Some(frame.dot(x, reading.y?, tone(line.tone))));
        layer.with(frame.upright(x, "reader")).each(dots)
    }

    fn brushed(&self, on_strip: bool, points: usize, frame: &Frame) -> Option<Element> {
        let brush = self.brush.filter(|brush| brush.on_strip == on_strip && brush.from != brush.to)?;
        let place = |n: usize| n as f64 / points as f64;
        let (from, to) = (brush.from.min(brush.to), brush.from.max(brush.to) + 1);
        Some(frame.bar((place(from), 0.0), (place(to), 1.0), "brush"))
    }

    /// All days, those chosen in a window.
    fn strip(&self, overview: &Overview, keys: Callback<KeyboardEvent>, ctx: &Context<Mounted>) -> Element {
        let frame = Frame::of(&overview.chart, STRIP_PX);
        let (from, to) = overview.window;
        let over = frame.layer("cursor").with(frame.bar((from, 0.0), (to, 1.0), "window"));
        let over = over.maybe(self.brushed(true, overview.days.len(), &frame));
        // No tab stop, but what is pressed on gets the keys: Escape lets go.
        let plot = tag!("div", "aria-hidden" = "true", "tabindex" = "-1", "class" = "plot strip").on_keydown(keys);
        draw(&overview.chart, &frame, plot.on_pointer(&pointer(true, overview.days.len(), ctx)), Some(over))
    }

    fn keys(&self, view: &TrendView, last: usize, ctx: &Context<Mounted>) -> Callback<KeyboardEvent> {
        let (active, link, dispatch) = (self.active, ctx.link().clone(), ctx.props().dispatch.clone());
        let metric: Option<Box<str>> = view.lines.first().and_then(|line| line.metric.as_deref()).map(Into::into);
        let reading = active.is_some();
        let brushing = self.brush.is_some();
        let at = active.and_then(|at| explained_days(view.points.get(at)?, ctx.props()));
        Callback::from(move |event: KeyboardEvent| {
            let step = |back: bool| match active {
                None => {
                    if back {
                        last
                    } else {
                        0
                    }
                }
                Some(at) => {
                    if back {
                        at.saturating_sub(1)
                    } else {
                        (at + 1).min(last)
                    }
                }
            };
            let choosing = event.shift_key();
            link.send_message(mounted::Message::Trend(match event.key().as_str() {
                "ArrowLeft" | "ArrowDown" => Message::Move(step(true), choosing),
                "ArrowRight" | "ArrowUp" => Message::Move(step(false), choosing),
                "Home" => Message::Move(0, choosing),
                "End" => Message::Move(last, choosing),
                "Enter" if reading => Message::Choose,
                "Escape" if reading || brushing => Message::Clear,
                "i" => {
                    let explained = metric.clone().map(|id| Explained { id, selection: at.clone(), at: None });
                    return dispatch.emit(Action::Explain(explained));
                }
                _ => return,
            }));
            event.prevent_default();
        })
    }
}

/// The selection under which a card explains a number of one point.
fn explained_days(point: &TrendPoint, props: &PanelProps) -> Option<Selection> {
    point.days.map(|days| props.view.selection.over(Some(days)))
}

/// Tells at which of `points` the pointer does what.
fn pointer(on_strip: bool, points: usize, ctx: &Context<Mounted>) -> Callback<PointerEvent> {
    let link = ctx.link().clone();
    Callback::from(move |event: PointerEvent| {
        let Some(plot) = event.target_dyn_into::<Node>() else { return };
        let name = event.type_();
        let Some(kind) = KINDS.into_iter().find(|kind| *kind == name) else { return };
        // A finger that is lifted is out at once, and what it has touched is still to be read.
        let is_mouse = event.pointer_type() == "mouse";
        if event.button() > 0 || (kind == "pointerout" && !is_mouse) {
            return;
        }
        if kind == "pointerdown" {
            // Without it a drag ends at the edge of the plot, which is no fault.
            let _ = plot.set_pointer_capture(event.pointer_id());
        }
        let share = f64::from(event.offset_x()) / f64::from(plot.client_width().max(1));
        let at = ((share * points as f64).max(0.0) as usize).min(points.saturating_sub(1));
        link.send_message(mounted::Message::Trend(Message::Pointer(kind, on_strip, at)));
    })
}

fn all_days(props: &PanelProps) -> Action {
    Action::Select(props.view.selection.over(None))
}

fn controls(view: &TrendView, props: &PanelProps) -> Element {
    let drawn = |list: &Menu| {
        let choices = list.choices.iter().map(|choice| Choice {
            id: Some(&choice.id),
            label: &choice.label,
            current: choice.current,
            action: Action::Plot(choice.state.clone()),
        });
        menu(list.id, Some(&list.label), None, choices.collect(), &props.dispatch).key(list.id)
    };
    let all = props.allow.hold(&props.view.selection.over(None), &props.view.selection);
    let reset = (all != props.view.selection).then(|| {
        let button = tag!("button", "type" = "button", "data-act" = "all-days", "class" = "quiet");
        button.on_click(send(&props.dispatch, all_days(props))).text(props.locale.words.reset_days)
    });
    tag!("div", "class" = "panel-controls").maybe(reset).each(view.menus.iter().map(drawn))
}

/// The line above the plot: names of the lines, and their numbers at one point or over all days. While days are chosen
/// they stand alone, since no number on the plot is theirs.
fn readings(view: &TrendView, point: &TrendPoint, chosen: Option<&str>, props: &PanelProps) -> Element {
    let words = props.locale.words;
    let class = if view.lines.len() > 2 { "readings many" } else { "readings" };
    let selection = explained_days(point, props).filter(|_| !std::ptr::eq(point, &raw const view.whole));
    let under = selection.map(|selection| selection.to_string());
    let line = tag!("p", "class" = class).with(tag!("strong").text(chosen.unwrap_or(&point.label)));
    let read = view.lines.iter().zip(&point.readings).map(|(line, reading)| {
        let sample = tag!("svg", "width" = "16", "height" = "8", "aria-hidden" = "true", "class" = "drawing")
            .with(tag!("line", "x2" = "16", "y1" = "4", "y2" = "4", "class" = tone(line.tone)));
        let label = tag!("span").text(&line.label);
        let card = line.card.as_str();
        let label = match &line.metric {
            None => label,
            Some(_) => tag!("button", "type" = "button", "data-explain" = card, "title" = words.explain)
                .with(label)
                .with(icon("0 0 16 16", INFO)),
        };
        let name = tag!(
            "span",
            "title" = &*reading.full,
            "data-line" = tone(line.tone),
            "data-explain" = card,
            "data-under" = under.as_deref(),
            "class" = "reading"
        );
        let name = name.with(sample).with(label);
        if chosen.is_some() {
            return name;
        }
        name.with(tag!("b").text(&reading.text)).maybe(change(&reading.change, ""))
    });
    let remarks = if chosen.is_some() { String::new() } else { point.remarks.join(" · ") };
    line.each(read).with(tag!("span", "title" = &*remarks, "class" = "remarks").text(&remarks))
}
