//! The root component: holds the one [`State`], draws what it says, tells the embedding what happened.

use std::rc::Rc;

use yew::prelude::*;

use super::drilldown::Drilldown;
use super::funnel::Funnel;
use super::header::Header;
use super::state::{Action, RiseColour, State, Theme, Width};
use super::status::{Failure, ProgressLine, Skeleton};
use crate::error::Error;
use crate::query::Selection;
use crate::view::locale::{Locale, Numbers};

/// What the embedding is told.
#[derive(Clone, Debug, PartialEq)]
pub enum HostEvent {
    /// A report is on screen.
    Ready,
    /// The reader chose other rows.
    Select(Selection),
    /// A report was refused or did not come; `stale` if an earlier one stays on screen.
    Failed {
        /// Why.
        error: Error,
        /// An earlier report stays.
        stale: bool,
    },
    /// The reader asks for the report again.
    Retry,
}

/// Properties of [`App`].
#[derive(Clone, Properties)]
pub struct AppProps {
    /// Makes the numbers of a language.
    pub numbers: fn(&str) -> Rc<dyn Numbers>,
    /// Where events go.
    pub on_event: Callback<HostEvent>,
}

impl PartialEq for AppProps {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::fn_addr_eq(self.numbers, other.numbers) && self.on_event == other.on_event
    }
}

/// The root component. A struct, so that the element around it can send actions and read the state.
#[derive(Debug)]
pub struct App {
    state: State,
    locale: Locale,
}

impl App {
    /// What is shown and chosen.
    pub const fn state(&self) -> &State {
        &self.state
    }
}

impl Component for App {
    type Message = Action;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        let state = State::default();
        let locale = Locale::new(&state.config.lang, (ctx.props().numbers)(&state.config.lang));
        Self { state, locale }
    }

    fn update(&mut self, ctx: &Context<Self>, action: Action) -> bool {
        let before = self.state.clone();
        self.state = std::mem::take(&mut self.state).reduce(action.clone());
        if self.state.config.lang != before.config.lang {
            let lang = &self.state.config.lang;
            self.locale = Locale::new(lang, (ctx.props().numbers)(lang));
        }
        let tell = |event| ctx.props().on_event.emit(event);
        match action {
            Action::Show(_) => tell(HostEvent::Ready),
            Action::Fail(error) => tell(HostEvent::Failed { error, stale: self.state.shown.is_some() }),
            Action::Retry => tell(HostEvent::Retry),
            _ => {}
        }
        if self.state.view.selection != before.view.selection {
            tell(HostEvent::Select(self.state.view.selection.clone()));
        }
        self.state != before
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let State { config, width, .. } = &self.state;
        let theme = match config.theme {
            Theme::Auto => "theme-auto",
            Theme::Light => "theme-light",
            Theme::Dark => "theme-dark",
        };
        let width = match width {
            Width::Narrow => "narrow",
            Width::Medium => "medium",
            Width::Wide => "wide",
        };
        let red_rises = match config.rise {
            RiseColour::Language => config.lang.starts_with("zh"),
            RiseColour::Red => true,
            RiseColour::Green => false,
        };
        let rise = if red_rises { "rise-red" } else { "rise-green" };
        let dispatch = ctx.link().callback(|action: Action| action);
        let onkeydown = {
            let dispatch = dispatch.clone();
            Callback::from(move |event: KeyboardEvent| {
                let undo = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("z");
                // In a text field undo is the field's own.
                let typing = event.target_dyn_into::<web_sys::HtmlInputElement>().is_some();
                if undo && !typing {
                    event.prevent_default();
                    dispatch.emit(if event.shift_key() { Action::Redo } else { Action::Undo });
                }
            })
        };
        html! {
            <div class={classes!("report", theme, width, rise)} lang={config.lang.clone()} part="report" {onkeydown}>
                // Referred to by the bars of days that are still growing.
                <svg class="patterns" width="0" height="0" aria-hidden="true">
                    <defs>
                        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                            <rect class="hatch" width="3" height="6" />
                        </pattern>
                    </defs>
                </svg>
                { self.body(&dispatch) }
            </div>
        }
    }
}

impl App {
    fn body(&self, dispatch: &Callback<Action>) -> Html {
        let State { shown, loading, failure, view, .. } = &self.state;
        let locale = || self.locale.clone();
        let failed = |shown_from: Option<String>| {
            failure.as_ref().map(|error| {
                let retry = dispatch.reform(|_: MouseEvent| Action::Retry);
                html! {
                    <Failure locale={locale()} error={error.clone()} stale={shown_from.is_some()}
                        shown_from={shown_from.unwrap_or_default()} {retry} />
                }
            })
        };
        let Some(shown) = shown else {
            return match failed(None) {
                Some(failed) if loading.is_none() => failed,
                _ => html! { <Skeleton locale={locale()} progress={*loading} /> },
            };
        };
        html! {
            <>
                { failed(Some(shown.report.meta.generated_at.to_string())) }
                if let Some(progress) = loading { <ProgressLine locale={locale()} progress={*progress} /> }
                <Header shown={shown.clone()} selection={view.selection.clone()} locale={locale()}
                    can_undo={self.state.can_undo()} can_redo={self.state.can_redo()} dispatch={dispatch.clone()} />
                <div class="panels">
                    <Funnel shown={shown.clone()} view={view.clone()} locale={locale()} dispatch={dispatch.clone()} />
                    <Drilldown shown={shown.clone()} view={view.clone()} locale={locale()} dispatch={dispatch.clone()} />
                </div>
            </>
        }
    }
}
