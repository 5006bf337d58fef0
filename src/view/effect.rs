//! Did it change anything? In: the dataset, the reader's selection and [`EffectState`], the room there is, a locale. Out:
//! [`EffectView`]: what experiments showed, a line per exposed arm with places for a forest plot, and before and after a
//! launch with both series; all of it as a table too. Nothing where the document has neither experiments nor launches.
//! Only what was assigned, at random or by region, is called incremental.
//!
//! `trials` words experiments, `launch` before and after, `choices` resolves what the reader chose, `index` is
//! the axis of both series, `rows` makes the table, `explained` the cards.

mod choices;
mod explained;
mod index;
mod launch;
mod rows;
mod trials;

use super::chart::{Chart, Tick};
use super::compare::ForestMark;
use super::locale::Locale;
use super::state::EffectState;
use super::twin::{Cell, TwinTable};
use super::words::EffectWords;
use crate::analysis::effect::before_after::launches;
use crate::analysis::effect::experiments;
use crate::cube::Dataset;
use crate::query::Selection;

/// What changed, ready to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EffectView {
    /// Heading.
    pub title: String,
    /// What each experiment showed, a sentence each.
    pub headline: Vec<String>,
    /// Which row each of these is about.
    pub headline_of: Vec<usize>,
    /// Heads of the columns: experiment, value per unit, plot, difference, buyers, adjusted p.
    pub heads: [String; 6],
    /// Which arms the two dots stand for.
    pub dots: [String; 2],
    /// One per exposed arm.
    pub rows: Vec<TrialRow>,
    /// Marks of the plot's axis.
    pub ticks: Vec<Tick>,
    /// Place of "no difference", 0 to 1.
    pub zero: f64,
    /// How intervals were made.
    pub methods: Vec<String>,
    /// Before and after a launch.
    pub launch: Option<LaunchView>,
    /// The drawing for a file: the forest, or the two series where there are no experiments.
    pub chart: Chart,
    /// The whole in a sentence or two, for a screen reader.
    pub summary: String,
    /// The same as a table.
    pub twin: TwinTable,
}

/// An exposed arm against its control.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrialRow {
    /// Id of the experiment.
    pub id: String,
    /// Name.
    pub label: String,
    /// Design and days; that it may be selection.
    pub remarks: Vec<String>,
    /// Value per unit of both arms, the exposed first.
    pub means: [String; 2],
    /// Places of both, 0 to 1.
    pub dumbbell: Option<[f64; 2]>,
    /// Its line in the plot.
    pub mark: Option<ForestMark>,
    /// Whether it is sure.
    pub sure: bool,
    /// Difference per unit, or why there is none.
    pub difference: String,
    /// Its interval.
    pub interval: String,
    /// Difference of the shares of buyers, and its interval; or why there is none.
    pub buyers: [String; 2],
    /// The adjusted p.
    pub p: String,
    /// `***`, by the adjusted p.
    pub stars: &'static str,
    /// Units, shares of buyers; total and return of what was assigned, the quotient of what was not.
    pub outcome: Vec<String>,
    /// All of it in a sentence.
    pub spoken: String,
}

/// Before and after a launch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LaunchView {
    /// Heading: that it is not incremental.
    pub title: String,
    /// What the reader may change.
    pub menus: Vec<EffectMenu>,
    /// How both moved, how much more the one did, what it would have been; a sentence each.
    pub said: Vec<String>,
    /// Whether the two moved together before, in words.
    pub drift: String,
    /// Whether they surely did not.
    pub drifted: bool,
    /// Both series, the mean before as 100.
    pub chart: Chart,
    /// What they are called.
    pub names: [String; 2],
    /// Every day in words.
    pub days: Vec<LaunchDay>,
    /// Which day the launch was, among them.
    pub at: usize,
    /// Days, filters, how it was made, what it cannot tell.
    pub notes: Vec<String>,
    /// Why there is nothing to draw.
    pub empty: Option<String>,
}

/// One day of both series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LaunchDay {
    /// In words.
    pub text: String,
    /// Heights of both in the plot, 0 to 1; `None` where the day was not delivered, or came to nothing.
    pub at: [Option<f64>; 2],
}

/// One menu.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectMenu {
    /// Stable id, for tests: `launch`, `measure`, `by`, `member`, `against`, `weeks`.
    pub id: &'static str,
    /// What it chooses.
    pub label: String,
    /// Its lines.
    pub choices: Vec<EffectChoice>,
}

/// One line of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectChoice {
    /// Stable id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Whether it is the present one.
    pub current: bool,
    /// What choosing it makes of the choices.
    pub state: EffectState,
}

impl EffectView {
    /// What changed; `None` where the document has neither experiments nor launches. `room_px` is how wide the plot of
    /// the two series is at least.
    pub fn build(
        dataset: &Dataset,
        selection: &Selection,
        state: &EffectState,
        room_px: f64,
        locale: &Locale,
    ) -> Option<Self> {
        let (report, own) = (&dataset.report, EffectWords::beside(locale.words));
        let outcomes = experiments(report);
        if outcomes.is_empty() && launches(report).is_empty() {
            return None;
        }
        let mut view = Self { title: own.title.to_owned(), ..Self::default() };
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        view.tell_trials(&outcomes, &mut rows, report, locale);
        view.launch = LaunchView::build(dataset, selection, state, room_px, &mut rows, locale);
        view.twin = rows::table(own.title, rows, locale);
        let launch = view.launch.as_ref();
        if view.rows.is_empty()
            && let Some(launch) = launch
        {
            view.chart = launch.chart.clone();
        }
        let mut said = view.headline.clone();
        if let Some(launch) = launch {
            said.push([&*launch.title, locale.words.sentence_end].concat().trim_end().to_owned());
            said.extend(launch.said.iter().chain(launch.empty.iter()).cloned());
        }
        view.summary = said.join(locale.words.sentence_end);
        Some(view)
    }
}
