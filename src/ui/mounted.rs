//! The component that every panel is mounted in: keeps it between two drawings, has its view model built anew where what
//! it shows has changed, and turns it over to the table behind it. One component for all of them, since every further
//! one would bring Yew's whole machinery along once more.
//!
//! What the reader does reaches the panels in sight before the next paint; those out of sight, and those that would hold
//! up a reader who is choosing days, follow one by one as soon as nothing comes after it, and are `aria-busy` until then.
//! A panel that shows nothing of what was done is neither made nor drawn anew: `data-made` counts both. Where another
//! report has come, nothing of the one before stays meanwhile.
//!
//! `kind` knows which panels there are, `pane` what each of them has to be able to do.

mod kind;
mod pane;

use std::any::Any;

use yew::prelude::*;

use super::follow::InSight;
use super::later::Later;
use super::panel::{Turn, panel};
use super::status::waiting;
use super::work::work_for;
pub use kind::PanelKind;
pub use pane::{Message, Pane, PanelProps};

fn table(props: &PanelProps) -> Option<Html> {
    (props.later.get()?.table)(props.kind.name(), &props.shown, &props.view, &props.locale)
}

/// A panel on the screen.
pub struct Mounted {
    /// `None` while its code is on its way.
    pane: Option<Box<dyn Pane>>,
    /// What its view model was made for.
    made_for: PanelProps,
    /// How long that took, and how much had been added up ahead by then.
    cost: (f64, usize),
    /// How often it was made, and drawn.
    counts: (usize, usize),
    /// Until what was put off is made.
    put_off: Option<Box<dyn Any>>,
    /// What waits is of a report that is gone: nothing of it is drawn.
    is_gone: bool,
    section: NodeRef,
    /// As whoever watches the section says, and which that is.
    in_sight: InSight,
    watched: Option<(web_sys::Node, Box<dyn Any>)>,
    as_table: bool,
    /// The table behind the chart, where it is looked at.
    table: Option<Html>,
}

/// What follows a reader who is choosing days takes no longer: else frames would be lost.
const LIVE_MS: f64 = 8.0;

impl Mounted {
    /// Whether the view model is of something else. Without any it is made once there is the code for it.
    fn is_stale(&self, now: &PanelProps) -> bool {
        match &self.pane {
            None => now.kind.first().is_some() || now.later.get().is_some(),
            Some(pane) => self.is_other(now) || pane.is_stale(now, &self.made_for),
        }
    }

    /// Whether nothing that is on screen may stay: another report, or other names.
    fn is_other(&self, now: &PanelProps) -> bool {
        let made = &self.made_for;
        now.shown != made.shown || now.locale != made.locale || now.allow != made.allow
    }

    /// Whether the reader does without it for a moment.
    fn can_wait(&self, now: &PanelProps) -> bool {
        // What took long while less was added up ahead need not any more.
        let late = now.sweeping && self.cost.0 > LIVE_MS && self.cost.1 == now.shown.rolled_up();
        !now.printing && (late && !self.is_other(now) || now.later.get().is_some_and(|later| !self.is_in_sight(later)))
    }

    fn is_in_sight(&self, later: &Later) -> bool {
        self.in_sight.get().unwrap_or_else(|| (later.following.is_in_sight)(&self.section))
    }

    /// Has the section watched that is on screen now.
    fn watch(&mut self, ctx: &Context<Self>) {
        let Some((later, section)) = ctx.props().later.get().zip(self.section.get()) else { return };
        if self.watched.as_ref().is_none_or(|(watched, _)| *watched != section) {
            self.in_sight.set(None);
            let watch = (later.following.watch)(&section, ctx.link(), &self.in_sight);
            self.watched = Some((section, watch));
        }
    }

    fn make(&mut self, props: &PanelProps) {
        self.put_off = None;
        let was_gone = std::mem::take(&mut self.is_gone);
        if let Some(later) = props.later.get().filter(|_| props.sweeping || was_gone) {
            (later.following.hold)(&self.section, props.sweeping);
        }
        let start = now_ms();
        if self.pane.is_none() {
            self.pane = props.kind.first().or_else(|| Some((props.later.get()?.pane)(props.kind)));
        }
        if let Some(pane) = &mut self.pane {
            pane.build(props);
            self.counts.0 += 1;
        }
        self.made_for = props.clone();
        self.turn(props);
        self.cost = (now_ms() - start, props.shown.rolled_up());
    }

    fn turn(&mut self, props: &PanelProps) {
        self.table = self.as_table.then(|| table(props)).flatten();
    }

    /// Says on the section how things stand, once there is the code for it.
    fn mark(&self, props: &PanelProps) {
        if let Some(later) = props.later.get() {
            // One whose code is on its way says so itself.
            (later.following.mark)(&self.section, self.counts, self.put_off.is_some() || self.pane.is_none());
        }
    }
}

fn now_ms() -> f64 {
    if cfg!(target_arch = "wasm32") { js_sys::Date::now() } else { 0.0 }
}

impl Component for Mounted {
    type Message = Message;
    type Properties = PanelProps;

    fn create(ctx: &Context<Self>) -> Self {
        let props = ctx.props();
        work_for(props.report);
        let mut mounted = Self {
            pane: None,
            made_for: props.clone(),
            cost: (0.0, 0),
            counts: (0, 0),
            put_off: None,
            is_gone: false,
            section: NodeRef::default(),
            in_sight: InSight::default(),
            watched: None,
            as_table: false,
            table: None,
        };
        mounted.make(props);
        mounted
    }

    fn changed(&mut self, ctx: &Context<Self>, before: &PanelProps) -> bool {
        let now = ctx.props();
        work_for(now.report);
        if let Some(later) = now.later.get().filter(|_| before.sweeping && !now.sweeping) {
            (later.following.hold)(&self.section, false);
        }
        let other = (now.later, now.width, now.printing) != (before.later, before.width, before.printing);
        if self.is_stale(now) {
            if self.can_wait(now) {
                let goes = self.pane.is_some() && !self.is_gone && self.is_other(now);
                if let Some(later) = now.later.get() {
                    self.put_off = Some((later.following.put_off)(ctx.link()));
                    if goes {
                        // Whatever is read below it stays where it is.
                        (later.following.hold)(&self.section, true);
                    }
                }
                self.is_gone |= goes;
                self.mark(now);
                return other || goes;
            }
            self.make(now);
            return true;
        }
        // The reader has come back to what is on screen.
        if self.put_off.take().is_some() {
            self.mark(now);
        }
        let is_back = std::mem::take(&mut self.is_gone);
        if let Some(later) = now.later.get().filter(|_| is_back) {
            (later.following.hold)(&self.section, false);
        }
        if now.later != before.later {
            self.turn(now);
        }
        other || is_back || self.pane.as_ref().is_some_and(|pane| pane.is_drawn_by(now, before))
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        let props = ctx.props();
        work_for(props.report);
        match message {
            Message::Turn => {
                self.as_table = !self.as_table;
                self.turn(props);
                true
            }
            Message::Make => {
                // Whoever is choosing days may come back to those that are there.
                let in_sight = || props.later.get().is_some_and(|later| self.is_in_sight(later));
                let stale = (!props.sweeping || in_sight()) && self.is_stale(props);
                if stale {
                    self.make(props);
                }
                stale
            }
            message => match &mut self.pane {
                Some(pane) if !self.is_gone => pane.update(message, props),
                _ => false,
            },
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        work_for(props.report);
        let Some(pane) = self.pane.as_ref().filter(|_| !self.is_gone) else {
            return waiting(props.kind.name(), props.later, &props.locale, &self.section);
        };
        let Some(drawn) = pane.draw(ctx) else { return Html::default() };
        let turn = Turn {
            turned: self.as_table,
            table: self.table.clone(),
            act: ctx.link().callback(|_: MouseEvent| Message::Turn),
        };
        panel(drawn, turn, &self.section, props.locale.words, &props.dispatch)
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        work_for(ctx.props().report);
        self.counts.1 += 1;
        self.mark(ctx.props());
        self.watch(ctx);
        if let Some(pane) = self.pane.as_mut().filter(|_| !self.is_gone) {
            pane.drawn();
        }
    }
}
