//! A metric along the time axis. In: the dataset, the reader's selection and [`TrendState`], a locale, the room there is.
//! Out: [`TrendView`]: a drawing, every point in words, the same as a table; nothing where the document counts nothing.
//! Filters on members apply; the chosen days are what is shown, and beside them stands an overview of all days.
//!
//! `choices` resolves what the reader chose, `course` asks for its points, `build` words them, `marks` draws, `scale`
//! makes axes, `twin` makes sentences and the table.

mod build;
mod choices;
mod course;
pub(super) mod marks;
pub(super) mod scale;
mod twin;

use super::change::Change;
use super::chart::{Chart, Tone};
use super::state::TrendState;
use super::twin::Number;
use crate::date::DateRange;

/// The trend, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct TrendView {
    /// Heading.
    pub title: String,
    /// Name of the metric.
    pub metric: String,
    /// Remarks on the whole.
    pub notes: Vec<String>,
    /// What the reader may change, one menu each: metric, second metric, period, mean.
    pub menus: Vec<Menu>,
    /// The lines, in the order of [`TrendPoint::readings`].
    pub lines: Vec<Line>,
    /// All chosen days together: what is read where no point is.
    pub whole: TrendPoint,
    /// Days, weeks or months, first to last. Point `i` of `n` takes the places from `i / n` to `(i + 1) / n`.
    pub points: Vec<TrendPoint>,
    /// The drawing.
    pub chart: Chart,
    /// All days, where others than these are chosen.
    pub overview: Option<Overview>,
    /// Why there is nothing to draw.
    pub empty: Option<String>,
    /// The whole in a sentence, for a screen reader.
    pub summary: String,
}

/// One menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Menu {
    /// Stable id, for tests: `metric`, `second`, `by`, `smooth`.
    pub id: &'static str,
    /// What it chooses.
    pub label: String,
    /// Its lines.
    pub choices: Vec<TrendChoice>,
}

/// One line of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct TrendChoice {
    /// Stable id: that of the metric, `week`; empty for none.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Whether it is the present one.
    pub current: bool,
    /// What choosing it makes of the trend.
    pub state: TrendState,
}

/// One line of the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its colour.
    pub tone: Tone,
    /// What it is called beside its numbers.
    pub label: String,
    /// Id of the metric, where the line is the metric itself.
    pub metric: Option<String>,
    /// Id of its card.
    pub card: String,
}

/// One day, week or month.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrendPoint {
    /// Its days, as far as they are among those chosen; `None` where there are none.
    pub days: Option<DateRange>,
    /// `2025-05-13`, `2025-05-12 周`, `2025-05`.
    pub label: String,
    /// Whether a number of it may still change, or stands for fewer days than its neighbours.
    pub open: bool,
    /// One per line.
    pub readings: Vec<Reading>,
    /// Not final, not whole, promotions, why there is no number.
    pub remarks: Vec<String>,
    /// All of it in a sentence.
    pub spoken: String,
}

/// A number of one line at one point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Compact; `—` where there is none.
    pub text: String,
    /// In full; where there is none, why.
    pub full: String,
    /// The number itself.
    pub number: Option<Number>,
    /// Where it is drawn, 0 to 1; `None` where the line has a gap.
    pub y: Option<f64>,
    /// Against the days compared with, on their line.
    pub change: Change,
}

/// All days in a strip.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// The drawing.
    pub chart: Chart,
    /// Days of its points, which take their places as [`TrendView::points`] do.
    pub days: Vec<DateRange>,
    /// Where the chosen days begin and end.
    pub window: (f64, f64),
}
