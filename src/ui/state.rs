//! The one reducer: what is shown, what the reader did, how the host wants it. In: a [`State`] and an [`Action`].
//! Out: the next state. A failed reload keeps what is on screen; undo and redo walk the reader's earlier views.

use std::ops::Deref;
use std::rc::Rc;

use web_sys::Element as Node;

use super::later::Arrival;
use super::mounted::PanelKind;
use crate::contract::Report;
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::error::{Error, ErrorKind};
use crate::query::{Allow, Selection};
use crate::view::state::{
    CompareState, ContentState, DrillState, EffectState, LoopState, RepurchaseState, ReturnsState, SettlementState,
    TrendState, ViewState,
};

/// How many earlier views undo can reach.
const MAX_HISTORY: usize = 200;

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

/// How far a report on its way has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes received, or rows put in order.
    pub done: usize,
    /// Of so many, where that is known.
    pub total: Option<usize>,
    /// All bytes are there: these are rows.
    pub in_rows: bool,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's system has it.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Colour of a rise; a fall has the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RiseColour {
    /// As the language has it: red in Chinese, green elsewhere.
    #[default]
    Language,
    /// 红涨绿跌.
    Red,
    /// The other way round.
    Green,
}

/// How much room the report has; its layout follows the element, not the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// Below 480 px.
    Narrow,
    /// Below 840 px.
    Medium,
    /// From 840 px.
    #[default]
    Wide,
}

impl Width {
    /// Class of a width in CSS pixels.
    pub fn of(pixels: f64) -> Self {
        match pixels {
            w if w < 480.0 => Self::Narrow,
            w if w < 840.0 => Self::Medium,
            _ => Self::Wide,
        }
    }
}

/// How the host wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// BCP 47 tag of the language.
    pub lang: String,
    /// Light or dark.
    pub theme: Theme,
    /// Colour of a rise.
    pub rise: RiseColour,
    /// Whether the page's address carries the view, so that a link to it can be had.
    pub deeplink: bool,
    /// The panels, in order; all of them where absent.
    pub panels: Option<Vec<PanelKind>>,
    /// What the reader may change.
    pub allow: Rc<Allow>,
    /// Whether names are masked.
    pub masked: bool,
}

impl Config {
    /// The panels, from top to bottom.
    pub fn panels(&self) -> &[PanelKind] {
        self.panels.as_deref().unwrap_or(&PanelKind::ALL)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            lang: "zh-CN".into(),
            theme: Theme::Auto,
            rise: RiseColour::Language,
            deeplink: false,
            panels: None,
            allow: Rc::default(),
            masked: false,
        }
    }
}

/// One of the host's wishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// See [`Config::lang`].
    Lang(String),
    /// See [`Config::theme`].
    Theme(Theme),
    /// See [`Config::rise`].
    Rise(RiseColour),
    /// See [`Config::deeplink`].
    Deeplink(bool),
    /// See [`Config::panels`].
    Panels(Option<Vec<PanelKind>>),
    /// See [`Config::allow`].
    Allow(Allow),
    /// See [`Config::masked`].
    Masked(bool),
}

/// A number whose card is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// Id of the measure or ratio, or what else has a card.
    pub id: Box<str>,
    /// Which rows count, where not those that the reader chose.
    pub selection: Option<Selection>,
    /// Where it was asked about.
    pub at: Option<Node>,
}

impl From<&str> for Explained {
    fn from(id: &str) -> Self {
        Self { id: id.into(), selection: None, at: None }
    }
}

/// What became of a wish for a link to the view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// It is in the clipboard.
    Copied,
    /// The browser allows no copying: the reader has to.
    ToCopy(String),
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

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The element has gone; another may come.
    Leave,
    /// A report is on its way.
    Load(Progress),
    /// The next report is another merchant's.
    Switch,
    /// A report is there.
    Show(Shown),
    /// The report asked for is the one that is there.
    Keep,
    /// No report came.
    Fail(Error),
    /// The reader chose other rows.
    Select(Selection),
    /// The reader is choosing days; none where they let go of that.
    Sweep(Option<DateRange>),
    /// The host did, who may choose any.
    Choose(Selection),
    /// The reader changed the tree table.
    Arrange(DrillState),
    /// The reader changed what the time axis shows.
    Plot(TrendState),
    /// The reader changed what is compared with what.
    Compare(CompareState),
    /// Another launch, or something else beside it.
    Effect(EffectState),
    /// The reader changed how repurchase is shown.
    Repurchase(RepurchaseState),
    /// The reader changed how content is held against orders.
    Content(ContentState),
    /// The return is split by another dimension.
    Returns(ReturnsState),
    /// The reader supposes something beside the settlement.
    Suppose(SettlementState),
    /// The reader changed what the loop shows.
    Loop(LoopState),
    /// Both at once.
    View(Box<ViewState>),
    /// The reader follows a number to where else it stands: the tree table is ranked by it, the time axis shows it where
    /// it can, and the rows are those it counts.
    Follow {
        /// Id of the measure or ratio.
        metric: Box<str>,
        /// Whether the time axis shows it.
        plot: bool,
        /// Its rows, where they are others.
        selection: Option<Selection>,
    },
    /// Back to the view before.
    Undo,
    /// Forward again.
    Redo,
    /// Replaces the reader's view without a step back, as far as the reader may change it.
    Restore(Box<ViewState>),
    /// The view that this element had before it was taken away.
    Resume(Box<ViewState>),
    /// The host changed one of its wishes. One at a time: several may come before the first has taken effect.
    Configure(Setting),
    /// The element changed its width.
    Resize(Width),
    /// The reader asks what a number means, or has read it.
    Explain(Option<Explained>),
    /// The page is about to be printed, or was.
    Print(bool),
    /// The reader has a link to the present view.
    Linked(Option<Link>),
    /// What comes after the first screen is on its way, or there, or not to be had.
    Arrive(Arrival),
    /// The reader asks for the report again; the embedding fetches it.
    Retry,
}

impl State {
    /// Whether there is an earlier view.
    pub fn can_undo(&self) -> bool {
        self.past.iter().any(|view| self.leads(view))
    }

    /// Whether there is a view that was taken back.
    pub fn can_redo(&self) -> bool {
        self.future.iter().any(|view| self.leads(view))
    }

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

    /// One step back, or forward again, among the reader's views; over those that lead nowhere.
    fn walk(&mut self, back: bool) {
        while let Some(mut view) = if back { &mut self.past } else { &mut self.future }.pop() {
            if self.leads(&view) {
                view.selection = self.hold(&view.selection);
                let left = std::mem::replace(&mut self.view, view);
                if back { &mut self.future } else { &mut self.past }.push(left);
                break;
            }
        }
    }

    /// Whether a reader who goes to that view sees other rows: what the host alone chooses stays.
    fn leads(&self, view: &ViewState) -> bool {
        self.hold(&view.selection) != self.view.selection
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

    /// Goes to a view; only another selection is a step that undo takes back.
    fn visit(&mut self, view: ViewState) {
        let before = std::mem::replace(&mut self.view, view);
        if before.selection != self.view.selection {
            if self.past.len() == MAX_HISTORY {
                self.past.remove(0);
            }
            self.past.push(before);
            self.future.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Setting, State, Theme};
    use crate::query::{Allow, Selection};
    use crate::view::state::{DrillState, ViewState};

    fn after(actions: impl IntoIterator<Item = Action>) -> State {
        actions.into_iter().fold(State::default(), State::reduce)
    }

    fn chosen(member: &str) -> Selection {
        Selection::default().drill("category", Some(member))
    }

    #[test]
    fn wishes_that_come_together_all_take_effect() {
        let state =
            after([Action::Configure(Setting::Lang("en".into())), Action::Configure(Setting::Theme(Theme::Dark))]);
        assert_eq!((state.config.lang.as_str(), state.config.theme), ("en", Theme::Dark));
    }

    #[test]
    fn undo_passes_over_what_is_no_longer_the_reader_s_to_change() {
        let brand = Selection::default().drill("brand", Some("x"));
        let both = brand.drill("category", Some("a"));
        let walked = after([Action::Select(brand.clone()), Action::Select(both.clone())]);
        let fixed = |dimension: &str| {
            let wish = format!("{{\"dimensions\":[\"{dimension}\"]}}");
            Action::Configure(Setting::Allow(Allow::from_json(&wish).expect("a wish")))
        };
        let undone = walked.clone().reduce(fixed("brand")).reduce(Action::Undo);
        assert_eq!(undone.view.selection, chosen("a"), "the step of the category is passed over");
        assert!(!undone.can_undo() && undone.can_redo());
        assert!(!walked.reduce(fixed("tier")).can_undo(), "nothing that could be taken back");
    }

    #[test]
    fn undo_walks_selections_and_a_new_choice_forgets_what_was_undone() {
        let searched = DrillState { search: "lip".into(), ..DrillState::default() };
        let two = [Action::Select(chosen("a")), Action::Arrange(searched), Action::Select(chosen("b"))];
        let undone = after(two.clone().into_iter().chain([Action::Undo]));
        assert_eq!(undone.view.selection, chosen("a"));
        assert_eq!(undone.view.drill.search, "lip", "arranging the table is no step of its own");
        assert!(undone.can_undo() && undone.can_redo());
        assert_eq!(undone.clone().reduce(Action::Redo).view.selection, chosen("b"));
        assert!(!undone.reduce(Action::Select(chosen("c"))).can_redo());
        let restored = after(two.into_iter().chain([Action::Restore(Box::default())]));
        assert!(!restored.can_undo() && restored.view == ViewState::default());
    }
}
