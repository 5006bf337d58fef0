//! In which order members stand. In: what the reader chose, rows of the analysis. Out: the rows in that order, those
//! without the number last; and for each column what a click on its head makes of the choice. Spend and what it returned
//! begin with the largest, costs with the smallest: whoever asks for them looks for the best.

use std::cmp::Ordering;

use super::ReturnsView;
use crate::analysis::returns::{Kind, Row};
use crate::view::locale::Locale;
use crate::view::state::ReturnsState;
use crate::view::words::fill;

/// Id of the column of spend, by which members stand where nothing was chosen.
const SPEND: &str = "spend";

/// A column, and where its largest stands.
pub(super) struct Order<'a> {
    column: &'a str,
    descending: bool,
}

impl<'a> Order<'a> {
    pub fn of(state: &'a ReturnsState) -> Self {
        let chosen = state.sort.as_deref().unwrap_or("-spend");
        let (column, descending) = chosen.strip_prefix('-').map_or((chosen, false), |column| (column, true));
        Self { column, descending }
    }

    /// Whether the analysis has them so already.
    pub fn is_usual(&self) -> bool {
        self.column == SPEND && self.descending
    }

    /// Puts rows into that order; a column that there is not leaves them in theirs.
    pub fn arrange(&self, rows: &mut [Row<'_>]) {
        if self.is_usual() {
            return;
        }
        crate::order::sort_by(rows, |a, b| match (self.number(a), self.number(b)) {
            (Some(a), Some(b)) if self.descending => b.total_cmp(&a),
            (Some(a), Some(b)) => a.total_cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        });
    }

    fn number(&self, row: &Row<'_>) -> Option<f64> {
        if self.column == SPEND {
            return row.rungs.first()?.below.first().map(|term| term.figure.estimate);
        }
        let rung = row.rungs.iter().find(|rung| rung.kind.id() == self.column);
        let cost = || row.costs.iter().find(|cost| *cost.ratio.id == *self.column)?.value.ok();
        rung.map_or_else(cost, |rung| rung.roi.ok())
    }
}

impl ReturnsView {
    /// Lets every column be ordered by.
    pub(super) fn offer(&mut self, order: &Order<'_>, state: &ReturnsState, locale: &Locale) {
        for (n, head) in self.heads.iter_mut().enumerate().skip(1) {
            let id = match n.checked_sub(2).map(|n| Kind::ALL.get(n)) {
                None => SPEND,
                Some(Some(kind)) => kind.id(),
                Some(None) => head.card.as_deref().unwrap_or_default(),
            };
            head.sorted = (order.column == id).then_some(order.descending);
            let is_cost = head.card.is_some();
            let descending = head.sorted.map_or(!is_cost, |descending| !descending);
            let sort = [if descending { "-" } else { "" }, id].concat();
            let sort = if sort == "-spend" { None } else { Some(sort.into()) };
            let next = ReturnsState { sort, ..state.clone() };
            head.sort = Some((next, fill!(locale.words.sort_by, label = head.label)));
        }
    }
}
