//! The shape of a question and of its answer; how the answer is found is in the sibling modules.

use std::cmp::Ordering;

use super::{Figures, Filters};
use crate::contract::{DimensionIx, MeasureIx, MemberIx};
use crate::date::DateRange;

/// Code of the null member in [`Table::keys`].
pub const NULL_KEY: i32 = -1;

/// Which rows count: a [`Selection`](super::Selection) with its ids resolved against one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Days, both ends included.
    pub range: DateRange,
    /// Members allowed per dimension; [`MemberIx::NULL`] allows facts whose member is unknown. A dimension
    /// that is not named allows all. Different dimensions must all agree.
    pub filters: Filters<DimensionIx, MemberIx>,
}

impl Scope {
    /// The same rows without the filter on `dimension`: what a panel of that dimension asks for.
    #[must_use]
    pub fn without(&self, dimension: DimensionIx) -> Self {
        let mut scope = self.clone();
        scope.filters.remove(&dimension);
        scope
    }

    /// The same filters over other days.
    #[must_use]
    pub fn over(&self, range: DateRange) -> Self {
        Self { range, filters: self.filters.clone() }
    }

    /// The same rows, of them only those of one member.
    #[must_use]
    pub fn with(&self, dimension: DimensionIx, member: MemberIx) -> Self {
        let mut scope = self.clone();
        scope.filters.insert(dimension, vec![member]);
        scope
    }
}

/// What an answer is grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// Members of a dimension; codes are member indexes or [`NULL_KEY`].
    Dimension(DimensionIx),
    /// Days; codes are days since 1970-01-01.
    Day,
    /// ISO weeks; codes are their Mondays.
    Week,
    /// Calendar months; codes are their first days.
    Month,
}

/// Order of an answer's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// The measure to order by, as an index into [`Query::measures`]; ties by key.
    pub column: usize,
    /// Largest first.
    pub descending: bool,
}

/// What is asked: grouped by what, counting what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Keys, outermost first; empty asks for one row, the total.
    pub group_by: Vec<Key>,
    /// Measures, in the order of the answer's columns.
    pub measures: Vec<MeasureIx>,
    /// Order of rows; by key where absent.
    pub order: Option<Order>,
    /// Most rows; the rest is added up in [`TableColumn::others`].
    pub limit: Option<usize>,
}

/// The number of one measure in one group.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figure {
    /// Sum of what is known, as observed. For a unique the largest part, which is a lower bound unless it equals
    /// [`Figure::upper`].
    pub value: i128,
    /// Most it can be: for a unique the sum of its parts (or the population), else equal to `value`.
    pub upper: i128,
    /// Rows that were added.
    pub rows: u64,
    /// Of them, rows whose value is not known: where any, the number is "at least".
    pub lacking: u64,
    /// Of those, rows that the sender withheld.
    pub suppressed: u64,
    /// What `value` stands for after sampling: Σ x/r; equal to `value` where all was observed.
    pub estimate: f64,
    /// Its variance where single events were sampled: Σ x(1-r)/r². Zero where all was observed, NaN-free: where
    /// persons were sampled without a sum of squares, see [`Figure::variance_unknown`].
    pub variance: f64,
    /// The value was sampled and nothing tells how much the estimate varies: persons, or amounts, without a sum of
    /// squares.
    pub variance_unknown: bool,
    /// Rows of unknown sampling rate are in it (their member of the dimension that decides the rate is unknown, or the
    /// cube lacks that dimension); [`Figure::estimate`] takes them as observed in full.
    pub rate_unknown: bool,
    /// Below the document's display floor: show `<k`, never the number.
    pub hidden: bool,
}

impl Figure {
    /// Whether the number is exactly known: nothing lacking, no bound, nothing sampled at an unknown rate.
    pub fn is_exact(&self) -> bool {
        self.lacking == 0 && self.value == self.upper && !self.rate_unknown
    }
}

/// How closely a column answers what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cut {
    /// As asked; which cube answered (index into the dataset's cubes).
    Exact {
        /// Index of the cube.
        cube: usize,
    },
    /// From an entry in `uniques` that matches exactly.
    ExactUnique,
    /// No cube carries the measure with these dimensions: their filters were left out.
    Unfiltered {
        /// Index of the cube.
        cube: usize,
        /// Dimensions whose filters were left out, ascending.
        ignored: Vec<DimensionIx>,
    },
    /// No cube carries the measure with the dimensions grouped by: there are no figures but the total.
    Ungrouped {
        /// Index of the cube that gave the total.
        cube: usize,
        /// Dimensions that could not be grouped by, ascending.
        missing: Vec<DimensionIx>,
        /// Dimensions whose filters were left out of the total, ascending.
        ignored: Vec<DimensionIx>,
    },
    /// No cube carries the measure at all.
    Absent,
}

impl Cut {
    /// Whether the figures are for the groups and filters asked for.
    pub const fn is_exact(&self) -> bool {
        matches!(self, Self::Exact { .. } | Self::ExactUnique)
    }

    /// Dimensions whose filters were left out.
    pub fn ignored(&self) -> &[DimensionIx] {
        match self {
            Self::Unfiltered { ignored, .. } | Self::Ungrouped { ignored, .. } => ignored,
            _ => &[],
        }
    }
}

/// One measure's answers.
#[derive(Clone, Debug, PartialEq)]
pub struct TableColumn {
    /// Whose.
    pub measure: MeasureIx,
    /// How closely it answers.
    pub cut: Cut,
    /// One per row of the table; `None` where the measure could not be grouped so.
    pub figures: Option<Figures>,
    /// Over all rows, those beyond the limit too.
    pub total: Figure,
    /// Over the rows beyond the limit, if any.
    pub others: Option<Figure>,
}

/// An answer. Groups without any fact are absent; a group that one measure has facts for and another lacks is zero
/// there, as an absent row is. Rows in key order: members as the document orders them, the null member last, dates
/// ascending; or in the order asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// As asked.
    pub group_by: Vec<Key>,
    /// Codes of the groups, row after row, [`Table::group_by`] per row.
    pub keys: Vec<i32>,
    /// Number of rows listed.
    pub rows: usize,
    /// How many more groups there are beyond the limit.
    pub rows_beyond_limit: usize,
    /// Row numbers in key order; empty where the rows themselves are.
    pub by_key: Vec<u32>,
    /// As asked, one per measure.
    pub columns: Vec<TableColumn>,
}

impl Table {
    /// Codes of one row.
    pub fn key(&self, row: usize) -> &[i32] {
        let width = self.group_by.len();
        self.keys.get(row * width..(row + 1) * width).unwrap_or(&[])
    }

    /// The row with these codes, in logarithmic time.
    pub fn find(&self, key: &[i32]) -> Option<usize> {
        let row_at = |place: usize| self.by_key.get(place).map_or(place, |&row| row as usize);
        let (mut low, mut high) = (0, self.rows);
        while low < high {
            let middle = usize::midpoint(low, high);
            match compare_keys(&self.group_by, self.key(row_at(middle)), key) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(row_at(middle)),
            }
        }
        None
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        let figures = self.columns.iter().filter_map(|column| column.figures.as_ref());
        figures.map(Figures::bytes).sum::<usize>() + (self.keys.capacity() + self.by_key.capacity()) * 4
    }

    /// One figure; `None` where there is no such row, or the column could not be grouped.
    pub fn figure(&self, row: usize, column: usize) -> Option<Figure> {
        self.columns.get(column)?.figures.as_ref()?.get(row)
    }
}

/// Key order: dates ascending, members in document order with the null member last.
pub(crate) fn compare_keys(group_by: &[Key], left: &[i32], right: &[i32]) -> Ordering {
    let rank = |key: Key, code: i32| match key {
        // NULL_KEY is -1, the largest number without a sign.
        Key::Dimension(_) => i64::from(code.cast_unsigned()),
        Key::Day | Key::Week | Key::Month => i64::from(code),
    };
    let pairs = group_by.iter().zip(left.iter().zip(right));
    pairs
        .map(|(&key, (&left, &right))| rank(key, left).cmp(&rank(key, right)))
        .find(|o| o.is_ne())
        .unwrap_or(left.len().cmp(&right.len()))
}
