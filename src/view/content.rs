//! Content held against orders, and what it brings for what it costs. In: the dataset, the reader's selection and
//! [`ContentState`], a locale. Out: [`ContentView`]: a verdict in words; days as points, coefficients by lag, members one
//! by one; a ranking and what moving money supposes; all of it as a table. Nothing where the document counts neither
//! content with an outcome nor sales with spend.
//!
//! `choices` resolves what the reader chose, `days` draws points and lags, `members` words members, `ranking` the ranking
//! and the budget, `said` makes sentences and the table, `explained` the cards.

mod choices;
mod days;
mod explained;
mod members;
mod ranking;
mod said;

use super::chart::{Chart, Tick};
use super::locale::Locale;
use super::state::ContentState;
use super::twin::TwinTable;
use super::words::{ContentWords, fill};
use crate::cube::Dataset;
use crate::query::Selection;
use crate::stats::Interval;
use choices::Offer;
use said::Rows;

/// The panel, ready to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContentView {
    /// Heading.
    pub title: String,
    /// The verdict, and what it is not.
    pub headline: Vec<String>,
    /// Days that do not count, filters left out.
    pub notes: Vec<String>,
    /// Two series side by side; `None` where the document has no two such.
    pub together: Option<TogetherView>,
    /// Who brings what; `None` where the document has no sales or no spend.
    pub ranking: Option<RankingView>,
    /// The whole in a sentence, for a screen reader.
    pub summary: String,
    /// Whether there is anything that a table lists.
    pub is_tabled: bool,
    /// The same as a table: every member, where [`ContentView::with_table`] made it. On screen a few stand for thousands, and
    /// only those are worded.
    pub twin: TwinTable,
}

/// One menu.
#[derive(Clone, Debug, PartialEq)]
pub struct ContentMenu {
    /// Stable id, for tests: the name of the part of [`ContentState`].
    pub id: &'static str,
    /// What it chooses.
    pub label: String,
    /// Its lines.
    pub choices: Vec<ContentChoice>,
}

/// One line of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct ContentChoice {
    /// Stable id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Whether it is the present one.
    pub current: bool,
    /// What choosing it makes.
    pub state: ContentState,
}

/// Two series side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TogetherView {
    /// What the reader may change.
    pub menus: Vec<ContentMenu>,
    /// Ids and names of x and y, for their cards.
    pub series: [(String, String); 2],
    /// A point a day; `None` where no day has both values.
    pub scatter: Option<ReadPlot>,
    /// A bar a lag; `None` where no lag has a coefficient.
    pub lags: Option<ReadPlot>,
    /// Members one by one; `None` where no dimension splits both.
    pub members: Option<MembersView>,
    /// Why there is nothing to draw.
    pub empty: Option<String>,
}

/// A plot whose points can be read one by one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadPlot {
    /// Heading.
    pub title: String,
    /// What is drawn.
    pub chart: Chart,
    /// In the order of reading.
    pub points: Vec<ReadPoint>,
    /// Which of them is read before the reader moves; none where [`ReadPlot::at_first`] says what there is.
    pub first: Option<usize>,
    /// What is said before the reader moves.
    pub at_first: String,
    /// What the marks are.
    pub note: String,
    /// Whether points are told apart by x alone.
    pub by_x: bool,
}

impl ReadPlot {
    /// The point nearest to a place of the plot that is so many times as wide as high.
    pub fn nearest(&self, (x, y): (f64, f64), aspect: f64) -> Option<usize> {
        let mut best: Option<(f64, usize)> = None;
        for (n, point) in self.points.iter().enumerate() {
            let up = if self.by_x { 0.0 } else { point.at.1 - y };
            let distance = ((point.at.0 - x) * aspect).hypot(up);
            if best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, n));
            }
        }
        best.map(|(_, n)| n)
    }
}

/// One point of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadPoint {
    /// Place in the plot.
    pub at: (f64, f64),
    /// What it says.
    pub text: String,
}

/// Members one by one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MembersView {
    /// Which dimension.
    pub menu: Option<ContentMenu>,
    /// Heading.
    pub title: String,
    /// Heads: member, coefficient, interval, effective days, verdict.
    pub heads: [String; 5],
    /// Those with the most of y first.
    pub rows: Vec<MemberRow>,
    /// How many more are only in the table.
    pub more: Option<String>,
    /// How they were made.
    pub note: String,
    /// Why there are none.
    pub empty: Option<String>,
}

/// One member.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemberRow {
    /// Id; empty for the unknown one.
    pub id: String,
    /// Name.
    pub label: String,
    /// What a click makes of the selection.
    pub select: Selection,
    /// Whether a filter names it.
    pub selected: bool,
    /// Coefficient, interval, effective days: empty where there are none.
    pub numbers: [String; 3],
    /// Verdict, or why there is none.
    pub verdict: String,
    /// Whether it is sure.
    pub sure: bool,
    /// All of it in a sentence.
    pub spoken: String,
}

/// Who brings what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RankingView {
    /// Whose members.
    pub menu: Option<ContentMenu>,
    /// Heading.
    pub title: String,
    /// Who stands first.
    pub headline: String,
    /// Heads: member, spend, net, as it is, shrunk.
    pub heads: [String; 5],
    /// First, then those left out as one, then last.
    pub rows: Vec<RankRow>,
    /// Marks of the axis.
    pub ticks: Vec<Tick>,
    /// Place of the mean of all.
    pub mean: f64,
    /// How it was made, who is not in it.
    pub notes: Vec<String>,
    /// Those left out as one, in words: the table has them one by one.
    pub others: Option<String>,
    /// What moving some of the spend supposes and might change.
    pub budget: Option<BudgetView>,
    /// Why there is no ranking.
    pub empty: Option<String>,
}

/// One who is ranked, or all those left out together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RankRow {
    /// Place from the first on; `None` for those left out.
    pub rank: Option<String>,
    /// Name.
    pub label: String,
    /// Spend, net, as it is, shrunk.
    pub numbers: [String; 4],
    /// Interval of the shrunk value.
    pub interval: String,
    /// Places of the value as it is, of the shrunk one and of its bounds, 0 to 1.
    pub places: Option<[f64; 4]>,
}

/// What moving some of the spend supposes and might change. The two are one: there is no way to the change alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BudgetView {
    /// Heading.
    pub title: String,
    /// What the reader may change of the supposition.
    pub menus: Vec<ContentMenu>,
    supposed: String,
    expected: String,
    within: String,
}

impl BudgetView {
    /// What is supposed, what is expected if so, and within which bounds; the last is empty where nothing is expected.
    pub fn sentences(&self) -> [&str; 3] {
        [&self.supposed, &self.expected, &self.within]
    }
}

impl ContentView {
    /// Content and orders under `selection`; `None` where the document has neither half.
    pub fn build(dataset: &Dataset, selection: &Selection, state: &ContentState, locale: &Locale) -> Option<Self> {
        Self::made(dataset, selection, state, locale, false)
    }

    /// The same with all that a table lists.
    pub fn with_table(dataset: &Dataset, selection: &Selection, state: &ContentState, locale: &Locale) -> Option<Self> {
        Self::made(dataset, selection, state, locale, true)
    }

    fn made(
        dataset: &Dataset,
        selection: &Selection,
        state: &ContentState,
        locale: &Locale,
        all: bool,
    ) -> Option<Self> {
        let own = ContentWords::beside(locale.words);
        let offer = Offer { dataset, selection, state, locale };
        let mut view = Self { title: own.title.to_owned(), ..Self::default() };
        let mut rows = Rows { all, any: false, kept: Vec::new() };
        view.add_together(&offer, &mut rows);
        view.add_ranking(&offer, &mut rows);
        if view.together.is_none() && view.ranking.is_none() {
            return None;
        }
        view.finish(rows, &offer);
        Some(view)
    }
}

/// `0.12 ~ 0.34`.
fn between(interval: Interval, print: impl Fn(f64) -> String, locale: &Locale) -> String {
    let own = ContentWords::beside(locale.words);
    fill!(own.interval, lower = print(interval.lower), upper = print(interval.upper))
}

/// A coefficient. One that is not quite one does not seem so.
fn coefficient(value: f64, locale: &Locale) -> String {
    let digits = if (0.995..1.0).contains(&value.abs()) { 4 } else { 2 };
    locale.decimal(value, digits)
}

/// As many independent days.
fn effective(days: f64, locale: &Locale) -> String {
    locale.compact(days)
}
