//! What can happen to a report: [`Action`], with what the reader and the embedding say along with it. Plain data; what
//! becomes of it is the reducer's.

use web_sys::Element as Node;

use super::{Setting, Shown, Width};
use crate::date::DateRange;
use crate::error::Error;
use crate::query::Selection;
use crate::ui::later::Arrival;
use crate::view::state::{
    CompareState, ContentState, DrillState, EffectState, LoopState, RepurchaseState, ReturnsState, SettlementState,
    TrendState, ViewState,
};

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
