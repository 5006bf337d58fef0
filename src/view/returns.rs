//! What the spend returned. In: the dataset, the reader's selection and [`ReturnsState`], a locale. Out: [`ReturnsView`]:
//! a headline, the ladder of ROI with each rung's formula and step, unit costs, and both by the members of a dimension;
//! nothing where the document has no spend. A rung that cannot be told says why, and which measure is to blame.
//!
//! `rungs` words the ladder, `members` the table of members, `rows` makes the table behind the panel,
//! `order` orders the members,
//! `explained` the cards.

mod explained;
mod members;
mod order;
mod rows;
mod rungs;

use super::chart::Chart;
use super::locale::Locale;
use super::reading::{dimension_label, measure_label};
use super::state::ReturnsState;
use super::twin::TwinTable;
use super::words::{ReturnsWords, fill};
use crate::analysis::returns::{self, Basis, Blame, Kind, Options, Returns};
use crate::contract::{DimensionIx, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::query::Selection;
use crate::stats::Refusal;

/// Most members in the table; the others are one row more.
const MOST_ROWS: usize = 8;
/// The dimension to begin with, where it splits spend and gmv.
const USUAL: &str = "channel";

/// The return, ready to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReturnsView {
    /// Heading.
    pub title: String,
    /// What comes of the spend, a sentence each.
    pub headline: Vec<String>,
    /// From the reported one to the whole shop.
    pub rungs: Vec<RungRow>,
    /// Dimensions to split by.
    pub choices: Vec<ReturnsChoice>,
    /// What the choice is of.
    pub choice_label: String,
    /// Heads of the members' table: whose, spend, rungs, costs.
    pub heads: Vec<MemberHead>,
    /// All together, members, others.
    pub members: Vec<MemberRow>,
    /// What the members' table is called.
    pub caption: String,
    /// How it is counted.
    pub notes: Vec<String>,
    /// The ladder for a file.
    pub chart: Chart,
    /// The whole in a sentence or two, for a screen reader.
    pub summary: String,
    /// The same as a table.
    pub twin: TwinTable,
}

/// One rung.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RungRow {
    /// Stable name.
    pub id: &'static str,
    /// What it is called.
    pub label: String,
    /// Id of the document's ratio that it is, for its card.
    pub card: Option<String>,
    /// Of which measures it is made, and what is not in the document.
    pub made_of: String,
    /// The same with numbers, or why there are none.
    pub formula: String,
    /// ROI, or `—`.
    pub roi: String,
    /// Its interval.
    pub interval: String,
    /// What changed from the rung before, in money and ROI.
    pub step: String,
    /// How far its bar reaches, 0 to 1.
    pub bar: Option<f64>,
    /// Whether the bar goes on beyond what is drawn.
    pub beyond: bool,
    /// From where to where the step leads, 0 to 1, the lower first.
    pub change: Option<[f64; 2]>,
    /// Whether the step leads down.
    pub falls: bool,
}

/// One member, or all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemberRow {
    /// Name.
    pub label: String,
    /// Its cells, beside [`ReturnsView::heads`] without the first.
    pub cells: Vec<MemberCell>,
    /// What a click makes of the selection, and what it says; `None` for what is no member.
    pub select: Option<(Selection, String)>,
    /// Whether a filter names it.
    pub selected: bool,
    /// Whether it is all of them.
    pub is_total: bool,
}

/// Head of a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemberHead {
    /// What stands there.
    pub label: String,
    /// Id of the ratio, for its card.
    pub card: Option<String>,
    /// Whether the rows are ordered by it, the largest first if so.
    pub sorted: Option<bool>,
    /// What ordering by it makes of the choices, and what the button says; `None` for the names.
    pub sort: Option<(ReturnsState, String)>,
}

/// One number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemberCell {
    /// As on the screen.
    pub text: String,
    /// Its interval.
    pub interval: String,
    /// In full: the formula, or why there is none.
    pub full: String,
}

/// One line of the menu.
#[derive(Clone, Debug, PartialEq)]
pub struct ReturnsChoice {
    /// Id of the dimension.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Whether it is the present one.
    pub current: bool,
    /// What choosing it makes of the choices.
    pub state: ReturnsState,
}

impl ReturnsView {
    /// The return under `selection`; `None` where the document has no spend.
    pub fn build(dataset: &Dataset, selection: &Selection, state: &ReturnsState, locale: &Locale) -> Option<Self> {
        let (report, own) = (&dataset.report, ReturnsWords::beside(locale.words));
        let offered = returns::dimensions(dataset);
        let named = |id: &str| report.find_dimension(id).filter(|ix| offered.contains(ix));
        let usual = || named(USUAL).or(offered.first().copied());
        let by = state.by.as_deref().and_then(named).or_else(usual);
        let (scope, _) = selection.resolve(report);
        let order = order::Order::of(state);
        let top = if order.is_usual() { MOST_ROWS } else { usize::MAX };
        let mut found = returns::returns(dataset, &scope, &Options { by, top })?;
        order.arrange(&mut found.rows);
        let mut view = Self { title: own.title.to_owned(), choice_label: own.by.to_owned(), ..Self::default() };
        let id = |ix: DimensionIx| report.dimension(ix).map_or("", |dimension| &dimension.id);
        for &ix in &offered {
            let label = fill!(own.by_one, dimension = dimension_label(report, ix, locale));
            let state = ReturnsState { by: Some(id(ix).into()), sort: state.sort.clone() };
            view.choices.push(ReturnsChoice { id: id(ix).to_owned(), label, current: Some(ix) == by, state });
        }
        view.caption = match by {
            Some(by) => fill!(own.table, dimension = dimension_label(report, by, locale)),
            None => own.total.to_owned(),
        };
        view.climb(&found, scope.range, report, locale);
        view.notes(&found, by, scope.range, report, locale);
        view.twin = rows::table(&found, by, own.title, report, locale);
        let left = found.rows.len().saturating_sub(MOST_ROWS + 1);
        if left > 0 {
            found.rows.truncate(MOST_ROWS + 1);
            view.notes.push(fill!(own.more, n = locale.number(left)));
        }
        view.list(&found, by, selection, report, locale);
        view.offer(&order, state, locale);
        view.summary = view.headline.join(locale.words.sentence_end);
        Some(view)
    }

    fn notes(
        &mut self,
        found: &Returns<'_>,
        by: Option<DimensionIx>,
        range: DateRange,
        report: &Report,
        locale: &Locale,
    ) {
        let own = ReturnsWords::beside(locale.words);
        let basis = if found.basis == Basis::Event { own.by_event } else { own.by_exposure };
        self.notes.push(basis.to_owned());
        let kept = found.rungs.iter().find(|rung| rung.kind == Kind::Own && rung.roi.is_ok());
        if kept.is_some_and(|rung| rung.below.len() > 1) {
            self.notes.push(own.subsidy.to_owned());
        }
        for cost in &found.costs {
            if let Some(days) = cost.days.filter(|days| days.to < range.to && cost.value.is_ok()) {
                let label = members::cost_name(cost, locale);
                self.notes.push(fill!(own.days_of_cost, label = label, range = locale.range(days)));
            }
        }
        // Where a whole column is empty for one reason, it is told once.
        let Some((by, row)) = by.zip(found.rows.first()) else { return };
        for (whole, rung) in found.rungs.iter().zip(&row.rungs) {
            let Err(Blame { refusal: Refusal::NotAtThisCut, measure: Some(measure) }) = rung.roi else { continue };
            if whole.roi.is_ok() {
                let measure = measure_label(report, measure, locale);
                self.notes.push(fill!(own.unsplit, measure = measure, dimension = dimension_label(report, by, locale)));
            }
        }
    }
}
