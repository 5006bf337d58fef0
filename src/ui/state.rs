//! The one reducer: what is shown, what the reader did, how the host wants it. In: a [`State`] and an [`Action`].
//! Out: the next state. A failed reload keeps what is on screen; undo and redo walk the reader's earlier views.

mod action;
mod config;
mod history;

use std::ops::Deref;
use std::rc::Rc;

use super::later::Arrival;
use crate::contract::Report;
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::error::{Error, ErrorKind};
use crate::query::Selection;
use crate::view::state::ViewState;
pub use action::{Action, Explained, Link, Progress};
pub use config::{Config, RiseColour, Setting, Theme, Width};

/// A dataset on screen. Datasets never change, so two of them are the same only if they are one.
#[derive(Clone, Debug)]
pub struct Shown(pub Rc<Dataset>);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Shown {
    type Target = Dataset;

    fn deref(&self) -> &Dataset {
        &self.0
    }
}

/// Everything that changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The report on screen, under other names where they are masked.
    pub shown: Option<Shown>,
    /// The same as it came.
    pub named: Option<Shown>,
    /// What is on its way is another merchant's: what is on screen does not stay for it.
    pub other: bool,
    /// A fetch under way.
    pub loading: Option<Progress>,
    /// Why the latest report could not be shown; with [`State::shown`], that one is stale.
    pub failure: Option<Error>,
    /// What the reader did.
    pub view: ViewState,
    /// The days under a reader who is choosing them, as long as the choice is not made.
    pub swept: Option<DateRange>,
    /// How the host wants it.
    pub config: Config,
    /// Room for the layout.
    pub width: Width,
    /// The number whose card is open.
    pub explained: Option<Explained>,
    /// The page is being printed.
    pub printing: bool,
    /// The link to the present view, once the reader wished for it.
    pub link: Option<Link>,
    /// What comes after the first screen.
    pub later: Arrival,
    past: Vec<ViewState>,
    future: Vec<ViewState>,
    /// Whose report the reader's choices are about.
    merchant: Option<Box<str>>,
}

impl State {
    /// The state after `action`.
    #[must_use]
    pub fn reduce(self, action: Action) -> Self {
        let before = self.view.clone();
        let chosen = matches!(action, Action::Select(_) | Action::Show(_) | Action::Configure(_));
        let mut next = self.after(action);
        if next.view != before {
            next.link = None;
            // Of rows that may be gone.
            next.explained.take_if(|number| number.selection.is_some());
        }
        if chosen || next.view.selection != before.selection {
            next.swept = None;
        }
        next
    }

    fn after(mut self, action: Action) -> Self {
        match action {
            Action::Leave => return Self::default(),
            Action::Sweep(days) => self.swept = days,
            Action::Load(progress) => self.loading = Some(progress),
            Action::Show(shown) => {
                let merchant = Some(shown.report.meta.merchant_id.clone());
                let before = std::mem::replace(&mut self.merchant, merchant);
                if before.is_some() && before != self.merchant {
                    self.move_to(&shown.report);
                }
                self.named = Some(shown);
                self.dress();
                self.loading = None;
                self.failure = None;
                self.other = false;
            }
            Action::Switch => self.other = true,
            Action::Keep => {
                self.loading = None;
                self.failure = None;
            }
            Action::Fail(error) => self.fail(error),
            Action::Select(selection) => {
                let view = ViewState { selection: self.hold(&selection), ..self.view.clone() };
                self.visit(view);
            }
            Action::Choose(selection) => {
                let view = ViewState { selection, ..self.view.clone() };
                self.visit(view);
            }
            Action::Arrange(drill) => {
                let view = ViewState { drill, ..self.view.clone() };
                self.visit(view);
            }
            Action::Plot(trend) => self.view.trend = trend,
            Action::Compare(compare) => self.view.compare = compare,
            Action::Effect(effect) => self.view.effect = effect,
            Action::Repurchase(repurchase) => self.view.repurchase = repurchase,
            Action::Content(content) => self.view.content = content,
            Action::Returns(returns) => self.view.returns = returns,
            Action::Suppose(settlement) => self.view.settlement = settlement,
            Action::Loop(closed_loop) => self.view.closed_loop = closed_loop,
            Action::View(mut view) => {
                view.selection = self.hold(&view.selection);
                self.visit(*view);
            }
            Action::Follow { metric, plot, selection } => {
                let mut view = self.view.clone();
                view.trend.metric = if plot { Some(metric.clone()) } else { view.trend.metric };
                (view.drill.focus, view.drill.sort) = (Some(metric), None);
                view.selection = selection.map_or(view.selection, |selection| self.hold(&selection));
                self.visit(view);
            }
            Action::Undo => self.walk(true),
            Action::Redo => self.walk(false),
            Action::Restore(mut view) => {
                view.selection = self.hold(&view.selection);
                return self.reduce(Action::Resume(view));
            }
            Action::Resume(view) => {
                self.view = *view;
                self.past.clear();
                self.future.clear();
            }
            Action::Configure(setting) => self.configure(setting),
            Action::Print(printing) => self.printing = printing,
            Action::Linked(link) => self.link = link,
            Action::Arrive(later) => {
                self.later = later;
                if self.shown.is_none() {
                    self.dress();
                }
            }
            Action::Resize(width) => self.width = width,
            Action::Explain(number) => self.explained = number,
            Action::Retry => self.loading = Some(Progress::default()),
        }
        self
    }

    /// What the panels show: what the reader did, over the days that they are choosing.
    pub fn live(&self) -> ViewState {
        let mut view = self.view.clone();
        if let Some(days) = self.swept {
            view.selection = self.hold(&view.selection.over(Some(days)));
        }
        view
    }

    fn configure(&mut self, setting: Setting) {
        match setting {
            Setting::Lang(lang) => self.config.lang = lang,
            Setting::Theme(theme) => self.config.theme = theme,
            Setting::Rise(rise) => self.config.rise = rise,
            Setting::Deeplink(deeplink) => self.config.deeplink = deeplink,
            Setting::Panels(panels) => self.config.panels = panels,
            Setting::Allow(allow) => {
                self.config.allow = Rc::new(allow);
                self.view.selection = self.hold(&self.view.selection);
            }
            Setting::Masked(masked) => {
                self.config.masked = masked;
                self.dress();
            }
        }
    }

    /// What becomes of a selection that the reader asks for.
    fn hold(&self, asked: &Selection) -> Selection {
        self.config.allow.hold(asked, &self.view.selection)
    }

    fn fail(&mut self, error: Error) {
        self.loading = None;
        if error.kind() == ErrorKind::SignedOut || self.other {
            // Who may no longer see it sees nothing; what they chose is there when they are back. Nor does one
            // merchant's report stand for another's.
            self.shown = None;
            self.named = None;
            self.explained = None;
        }
        self.failure = Some(error);
    }

    /// What may be seen of the report that is there: nothing with its names where they are masked, also while the code
    /// for that has not come.
    fn dress(&mut self) {
        let named = self.named.clone();
        self.shown = if self.config.masked {
            named.zip(self.later.get()).map(|(named, later)| (later.mask)(&named))
        } else {
            named
        };
    }

    /// Leaves behind what only the report of the merchant before has; steps back would lead there too.
    fn move_to(&mut self, report: &Report) {
        self.past.clear();
        self.future.clear();
        let view = &mut self.view;
        view.selection = view.selection.kept_in(report);
        view.drill.search.clear();
        view.drill.expanded.clear();
        view.repurchase.forecast = false;
        view.repurchase.split.take_if(|id| !id.is_empty() && report.find_dimension(id).is_none());
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Setting, State, Theme};

    fn after(actions: impl IntoIterator<Item = Action>) -> State {
        actions.into_iter().fold(State::default(), State::reduce)
    }

    #[test]
    fn wishes_that_come_together_all_take_effect() {
        let state =
            after([Action::Configure(Setting::Lang("en".into())), Action::Configure(Setting::Theme(Theme::Dark))]);
        assert_eq!((state.config.lang.as_str(), state.config.theme), ("en", Theme::Dark));
    }
}
