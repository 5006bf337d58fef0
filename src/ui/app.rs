//! The root component: holds the one [`State`], draws what it says, tells the embedding what happened.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;
use yew::virtual_dom::VList;

use super::card::CardProps;
use super::element::{Element, keyed, send, tag};
use super::header::{Header, header};
use super::mounted::{Mounted, PanelKind, PanelProps};
use super::state::{Action, Progress, RiseColour, State, Theme, Width};
use super::status::{self, progress_line, skeleton};
use super::work::work_for;
use crate::error::Error;
use crate::query::Selection;
use crate::view::drilldown::Descent;
use crate::view::locale::{Locale, Numbers};
use crate::view::state::ViewState;

/// What the embedding is told.
#[derive(Clone, Debug, PartialEq)]
pub enum HostEvent {
    /// A report is on screen.
    Ready,
    /// The reader chose other rows.
    Select(Selection),
    /// The tree table lists other members.
    Drill(Descent),
    /// The reader chose other rows, or arranged them otherwise.
    View,
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
    /// Which report on the page it is.
    pub report: usize,
    /// Where events go.
    pub on_event: Callback<HostEvent>,
}

impl PartialEq for AppProps {
    fn eq(&self, other: &Self) -> bool {
        let same = self.report == other.report && self.on_event == other.on_event;
        same && std::ptr::fn_addr_eq(self.numbers, other.numbers)
    }
}

/// The root component. A struct, so that the element around it can send actions and read the state.
pub struct App {
    state: State,
    locale: Locale,
    report: usize,
    descent: Option<Descent>,
    dispatch: Callback<Action>,
}

impl App {
    /// What is shown and chosen.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// A panel as a file, see [`super::Later::file`]; `None` where it is not on screen or the code for it has not come.
    pub fn file(&self, panel: &str, picture: bool) -> Option<Vec<String>> {
        PanelKind::named(panel).filter(|kind| self.state.config.panels().contains(kind))?;
        let shown = self.state.shown.as_ref()?;
        (self.state.later.get()?.file)(panel, picture, shown, &self.state.view, &self.locale)
    }
}

impl Component for App {
    type Message = Action;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        let state = State::default();
        let locale = Locale::new(&state.config.lang, (ctx.props().numbers)(&state.config.lang));
        let report = ctx.props().report;
        work_for(report);
        Self { state, locale, report, descent: None, dispatch: ctx.link().callback(|action| action) }
    }

    fn update(&mut self, ctx: &Context<Self>, action: Action) -> bool {
        work_for(self.report);
        let before = self.state.clone();
        self.state = std::mem::take(&mut self.state).reduce(action.clone());
        if self.state.config.lang != before.config.lang {
            let lang = &self.state.config.lang;
            self.locale = Locale::new(lang, (ctx.props().numbers)(lang));
        }
        if let (Action::Show(_) | Action::Arrive(_), Some(later), Some(shown)) =
            (&action, self.state.later.get(), &self.state.shown)
        {
            (later.prepare)(&shown.0);
        }
        let tell = |event| ctx.props().on_event.emit(event);
        let by_host = matches!(action, Action::Show(_) | Action::Choose(_));
        match action {
            Action::Show(_) => tell(HostEvent::Ready),
            Action::Fail(error) => tell(HostEvent::Failed { error, stale: self.state.shown.is_some() }),
            Action::Retry => tell(HostEvent::Retry),
            _ => {}
        }
        if self.state.view.selection != before.view.selection {
            tell(HostEvent::Select(self.state.view.selection.clone()));
        }
        if let Some(shown) = &self.state.shown {
            if by_host && let Err(error) = self.state.view.selection.known_to(&shown.report) {
                tell(HostEvent::Failed { error, stale: false });
            }
            // Before there is a tree table it lists nothing.
            let later = self.state.later.get();
            let now =
                later.and_then(|later| (later.descent)(shown, &self.state.view.selection, &self.state.view.drill));
            let was = std::mem::replace(&mut self.descent, now);
            if let Some(now) = &self.descent
                && was.is_some_and(|was| was != *now)
            {
                tell(HostEvent::Drill(now.clone()));
            }
        }
        if self.state.view != before.view {
            tell(HostEvent::View);
        }
        self.state != before
    }

    fn view(&self, _: &Context<Self>) -> Html {
        work_for(self.report);
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
        let class = ["report", theme, width, rise].join(" ");
        let dispatch = self.dispatch.clone();
        let keys = Callback::from(move |event: KeyboardEvent| {
            let undo = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("z");
            // In a text field undo is the field's own.
            let typing = event.target_dyn_into::<HtmlInputElement>().is_some();
            if undo && !typing {
                event.prevent_default();
                dispatch.emit(if event.shift_key() { Action::Redo } else { Action::Undo });
            }
        });
        tag!("div", "lang" = &*config.lang, "part" = "report", "class" = &*class)
            .on_keydown(keys)
            .with(patterns())
            .html(self.body())
            .into()
    }
}

/// Referred to by the bars of days that are still growing.
fn patterns() -> Element {
    let pattern = tag!(
        "pattern",
        "id" = "hatch",
        "width" = "6",
        "height" = "6",
        "patternUnits" = "userSpaceOnUse",
        "patternTransform" = "rotate(45)"
    );
    let pattern = pattern.with(tag!("rect", "width" = "3", "height" = "6", "class" = "hatch"));
    tag!("svg", "width" = "0", "height" = "0", "aria-hidden" = "true", "class" = "patterns")
        .with(tag!("defs").with(pattern))
}

impl App {
    fn body(&self) -> Html {
        let State { shown, loading, failure, width, later, .. } = &self.state;
        let view = &self.state.view;
        let (locale, dispatch) = (&self.locale, &self.dispatch);
        let failed = |shown_from: Option<&str>| {
            let error = failure.as_ref()?;
            Some(status::failure(error, shown_from, send(dispatch, Action::Retry), locale))
        };
        let Some(shown) = shown else {
            // One that is there waits for other names.
            let progress = loading.or(self.state.named.as_ref().map(|_| Progress::default()));
            return failed(None).filter(|_| progress.is_none()).unwrap_or_else(|| skeleton(progress, locale));
        };
        let live = self.state.live();
        let sweeping = self.state.swept.is_some();
        let head = Header {
            shown,
            live: sweeping.then_some(&live.selection),
            selection: &view.selection,
            locale,
            can_undo: self.state.can_undo(),
            can_redo: self.state.can_redo(),
            link: self.state.config.deeplink.then_some(self.state.link.as_ref()),
            allow: &self.state.config.allow,
            dispatch,
        };
        let mut panels = tag!("div", "class" = "panels");
        for &kind in self.state.config.panels() {
            panels = panels.html(keyed::<Mounted>(
                kind.name(),
                PanelProps {
                    kind,
                    printing: self.state.printing,
                    shown: shown.clone(),
                    // Where days are chosen, those that are chosen from stay.
                    view: if kind == PanelKind::Trend { view.clone() } else { live.clone() },
                    sweeping,
                    locale: locale.clone(),
                    width: *width,
                    later: *later,
                    allow: self.state.config.allow.clone(),
                    report: self.report,
                    dispatch: dispatch.clone(),
                },
            ));
        }
        let progress = loading.map_or_else(Html::default, |progress| progress_line(progress, locale).into());
        let failed = failed(Some(&shown.report.meta.generated_at)).unwrap_or_default();
        let card = self.state.explained.clone().map(|explained| CardProps {
            shown: shown.clone(),
            view: match &explained.selection {
                Some(selection) => ViewState { selection: selection.clone(), ..view.clone() },
                None => live.clone(),
            },
            explained,
            locale: locale.clone(),
            dispatch: dispatch.clone(),
        });
        let card = card.zip(later.get()).map_or_else(Html::default, |(props, later)| (later.card)(props));
        VList::with_children(vec![failed, progress, header(&head), panels.into(), card], None).into()
    }
}
