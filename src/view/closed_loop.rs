//! The loop: what is sold inside Xiaohongshu beside what is sold elsewhere, how people move between the layers, boosted
//! notes beside others, who reads, new customers beside returning ones. In: the dataset, the reader's selection and
//! [`LoopState`], a locale, the room there is. Out: [`LoopView`]: a part each where the data carry it, with a headline
//! that answers its question and says what is not shown; parts that they do not carry are named. Nothing where they
//! carry none. No part is cut by the filter on its own dimension.
//!
//! `sales`, `flow` and `groups` make the parts; `part` says which groups there are; `explained` makes the cards.

mod explained;
mod flow;
mod groups;
mod part;
mod sales;

use super::locale::Locale;
use super::reading::{dimension_label, list};
use super::state::LoopState;
use super::twin::{Cell, TwinTable};
use super::words::{LoopWords, fill};
use crate::contract::{DimensionIx, Report};
use crate::cube::Dataset;
use crate::query::Selection;
pub use flow::{FlowCell, FlowRow, FlowView};
pub use groups::{GroupBody, GroupCell, GroupHead, GroupRow, GroupsView};
pub use sales::{SalesPoint, SalesView};

/// The loop, ready to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoopView {
    /// Heading.
    pub title: String,
    /// Which parts the data do not carry.
    pub notes: Vec<String>,
    /// What is counted, whether promotions are.
    pub menus: Vec<LoopMenu>,
    /// On-site against off-site.
    pub sales: Option<SalesView>,
    /// People flow.
    pub flow: Option<FlowView>,
    /// Notes, readers, customers, as far as there are.
    pub groups: Vec<GroupsView>,
    /// The whole in a sentence, for a screen reader.
    pub summary: String,
    /// The same as a table.
    pub twin: TwinTable,
}

/// One menu.
#[derive(Clone, Debug, PartialEq)]
pub struct LoopMenu {
    /// Stable id, for tests: `measure`, `promotions`, `period`.
    pub id: &'static str,
    /// What it chooses.
    pub label: String,
    /// Its lines.
    pub choices: Vec<LoopChoice>,
}

/// One line of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct LoopChoice {
    /// Stable id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Whether it is the present one.
    pub current: bool,
    /// What choosing it makes of the panel.
    pub state: LoopState,
}

impl LoopChoice {
    fn new(id: &str, label: &str, current: bool, state: LoopState) -> Self {
        Self { id: id.to_owned(), label: label.to_owned(), current, state }
    }
}

/// Everything that a part is made from.
#[derive(Clone, Copy)]
struct Given<'a> {
    dataset: &'a Dataset,
    selection: &'a Selection,
    state: &'a LoopState,
    locale: &'a Locale,
    room_px: f64,
}

impl<'a> Given<'a> {
    const fn report(&self) -> &'a Report {
        &self.dataset.report
    }

    fn own(&self) -> &'static LoopWords {
        LoopWords::beside(self.locale.words)
    }

    /// Says which filters were left out.
    fn ignored(&self, ignored: &[DimensionIx]) -> Vec<String> {
        let mut said = Vec::with_capacity(ignored.len());
        for &ix in ignored {
            let name = dimension_label(self.report(), ix, self.locale);
            said.push(fill!(self.locale.words.columns_unfiltered, dimension = name));
        }
        said
    }
}

/// Rows of a part in the table of all: item, which number, the number, its interval or a remark.
type Rows = Vec<[Cell; 4]>;

impl LoopView {
    /// Every sentence of every part, in reading order.
    pub fn said(&self) -> Vec<String> {
        let mut said = Vec::new();
        if let Some(part) = &self.sales {
            said.extend(part.said.iter().chain(&part.notes).cloned());
        }
        if let Some(part) = &self.flow {
            said.extend(part.said.iter().chain(&part.notes).cloned());
        }
        for part in &self.groups {
            said.extend(part.said.iter().chain(&part.notes).cloned());
        }
        said
    }

    /// The loop under `selection`; `None` where the data carry none of its parts.
    pub fn build(
        dataset: &Dataset,
        selection: &Selection,
        state: &LoopState,
        room_px: f64,
        locale: &Locale,
    ) -> Option<Self> {
        let given = Given { dataset, selection, state, locale, room_px };
        let own = given.own();
        let mut view = Self { title: own.title.to_owned(), ..Self::default() };
        let (mut missing, mut rows) = (Vec::new(), Vec::new());
        let mut put = |title: &str, part: Option<&Rows>| match part {
            None => missing.push(title.to_owned()),
            Some(part) => {
                for row in part {
                    let mut cells = vec![title.into()];
                    cells.extend_from_slice(row);
                    rows.push(cells);
                }
            }
        };
        let found = sales::build(&given);
        put(own.sales, found.as_ref().map(|(_, rows)| rows));
        if let Some((sales, _)) = found {
            view.menus = sales::menus(&given);
            view.sales = Some(sales);
        }
        let found = flow::build(&given);
        put(own.flow, found.as_ref().map(|(_, rows)| rows));
        view.flow = found.map(|(flow, _)| flow);
        for part in part::PARTS {
            let found = groups::build(&given, part);
            put(part.title(own), found.as_ref().map(|(_, rows)| rows));
            view.groups.extend(found.map(|(groups, _)| groups));
        }
        let headlines = [view.sales.as_ref().map(|part| &part.said), view.flow.as_ref().map(|part| &part.said)];
        let headlines = headlines.into_iter().flatten().chain(view.groups.iter().map(|part| &part.said));
        let firsts: Vec<&str> = headlines.filter_map(|said| Some(said.first()?.as_str())).collect();
        if firsts.is_empty() {
            return None;
        }
        view.summary = firsts.join(locale.words.clause_separator);
        if !missing.is_empty() {
            view.notes.push(fill!(own.missing, list = list(missing, locale)));
        }
        let headers = [own.part, own.item, own.number, locale.words.value, locale.words.remarks];
        view.twin = TwinTable::of(own.title, &headers, rows, locale.words);
        Some(view)
    }
}
