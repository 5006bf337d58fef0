//! Who came back, how fast, and what that is worth. In: the dataset, the reader's selection and [`RepurchaseState`], the
//! forecast once it is fitted, a locale, the room there is. Out: [`RepurchaseView`]: two plots over days since the first
//! order, what they say in sentences, the same as a table; nothing where the document has no life tables. The split's own
//! filter marks its groups and leaves the others in sight.
//!
//! `build` asks and puts together, `curves` draws, `findings` makes sentences, `table` the table,
//! `explained` the card of a group. The key figure of
//! thirty days, which the first screen has, is made in `thirty_days`.

mod build;
mod curves;
pub(super) mod explained;
mod findings;
mod table;
pub(super) mod thirty_days;

use super::chart::{Chart, Tone};
use super::locale::Locale;
use super::state::RepurchaseState;
use super::trend::scale::Scale;
use super::words::{RepurchaseWords, fill};
use crate::analysis::repurchase::{Repurchase, last_day};
use crate::contract::DimensionIx;
use crate::query::Selection;

/// Repurchase, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct RepurchaseView {
    /// Heading.
    pub title: String,
    /// Remarks on the whole.
    pub notes: Vec<String>,
    /// What the numbers say.
    pub findings: Vec<Finding>,
    /// By what it can be split.
    pub splits: Vec<SplitChoice>,
    /// Name of that choice.
    pub splits_label: String,
    /// The button of the forecast, where the document has one.
    pub forecast: Option<SplitChoice>,
    /// One per line, in the order of [`RepurchaseView::read`].
    pub groups: Vec<GroupView>,
    /// Heads of what is said of groups: name, revenue, uplift, cost, pay-back; empty where nothing is.
    pub heads: [String; 5],
    /// How it is told when acquiring a customer is paid back; empty where a sentence says it or nothing is known.
    pub pays_rule: String,
    /// Share with a second order, by day.
    pub share: Plot,
    /// Revenue per customer, by day.
    pub worth: Option<Plot>,
    /// The last day of each age that can be read, ascending.
    pub days: Vec<u32>,
    /// The age that is read where the reader points at none.
    pub milestone: usize,
    /// Why there is nothing to draw.
    pub empty: Option<String>,
    /// The whole in a sentence, for a screen reader.
    pub summary: String,
    split_by: Option<DimensionIx>,
    /// Whether no filter chooses among the customers.
    is_of_all: bool,
    found: Repurchase,
    currency: Box<str>,
    /// Which of the analysis' groups are drawn.
    drawn: Vec<usize>,
}

/// One plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// What it shows.
    pub title: String,
    /// How it is made.
    pub note: String,
    /// The drawing.
    pub chart: Chart,
    scale: Scale,
    /// The day at its right edge.
    horizon: f64,
}

/// A sentence, and how it was come by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Finding {
    /// Stable id, for tests: `verdict`, `uplift`, `pay-back`, `forecast`, `share`.
    pub id: &'static str,
    /// The sentence.
    pub text: String,
    /// Which test, which numbers; may be empty.
    pub detail: String,
}

/// One choice.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitChoice {
    /// Id of a dimension; empty for none.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Whether it is the present one.
    pub current: bool,
    /// What choosing it makes of the panel.
    pub state: RepurchaseState,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupView {
    /// What it is called.
    pub label: String,
    /// Its colour.
    pub tone: Tone,
    /// Whether a filter names it.
    pub selected: bool,
    /// The selection that it leads to, and what the button says; `None` where nothing is split.
    pub toggled: Option<(Selection, String)>,
    /// How many customers.
    pub customers: String,
    /// How many more came back by the milestone than of the group held against.
    pub uplift: Option<Said>,
    /// What acquiring one cost.
    pub cost: String,
    /// When that is paid back.
    pub paid_back: String,
}

/// A number, and how sure it is or why there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// `+35.0%`.
    pub text: String,
    /// `+32.0%–+38.1%`.
    pub more: String,
}

/// A group at one age.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupReading {
    /// `31.2%`; `—` where nothing is known.
    pub share: String,
    /// `30.1%–32.3%`; may be empty.
    pub interval: String,
    /// `¥212`; empty where it is not known.
    pub worth: String,
    /// Height in the first plot.
    pub share_at: Option<f64>,
    /// Height in the second.
    pub worth_at: Option<f64>,
}

impl RepurchaseView {
    /// What stands above the plots at an age.
    pub fn label(&self, age: usize, locale: &Locale) -> String {
        let day = self.days.get(age).copied().unwrap_or_default();
        fill!(RepurchaseWords::beside(locale.words).day, n = locale.number(day as usize))
    }

    /// Where an age lies in a plot, 0 to 1.
    pub fn place(&self, age: usize, plot: &Plot) -> f64 {
        f64::from(self.days.get(age).copied().unwrap_or_default()) / plot.horizon
    }

    /// The age nearest to a place in a plot.
    pub fn age_at(&self, place: f64, plot: &Plot) -> usize {
        let day = place * plot.horizon;
        let after = self.days.partition_point(|&known| f64::from(known) < day);
        let distance = |age: usize| self.days.get(age).map_or(f64::INFINITY, |&known| (f64::from(known) - day).abs());
        if after > 0 && distance(after - 1) <= distance(after) { after - 1 } else { after }
    }

    /// The same as head of a column.
    pub fn head(&self, age: usize, locale: &Locale) -> String {
        fill!(RepurchaseWords::beside(locale.words).with_interval, label = self.label(age, locale))
    }

    /// The head of the column of revenue at an age.
    pub fn worth_head(&self, age: usize, locale: &Locale) -> String {
        let words = RepurchaseWords::beside(locale.words);
        let day = self.days.get(age).copied().unwrap_or_default();
        fill!(words.through_day, label = words.worth, n = locale.number(day as usize))
    }

    /// All groups at an age.
    pub fn read(&self, age: usize, locale: &Locale) -> Vec<GroupReading> {
        let words = RepurchaseWords::beside(locale.words);
        let mut readings = Vec::with_capacity(self.drawn.len());
        for group in self.drawn.iter().filter_map(|&n| self.found.groups.get(n)) {
            let at = group.curve.as_ref().ok().and_then(|curve| curve.get(age));
            let worth = group.worth.as_ref().ok().and_then(|worth| worth.points.get(age));
            let mut reading = GroupReading { share: locale.words.no_value.to_owned(), ..GroupReading::default() };
            if let Some(at) = at {
                let (share, interval) = at.incidence();
                reading.share = locale.percent(share);
                reading.share_at = Some(self.share.scale.at(share));
                if at.readable().is_err() {
                    words.muted.clone_into(&mut reading.interval);
                } else if let Some(bounds) = interval {
                    (reading.share, reading.interval) = locale.percent_between(share, (bounds.lower, bounds.upper));
                }
            }
            if let (Some(point), Some(plot)) = (worth, &self.worth) {
                reading.worth = locale.money_compact(point.value, &self.currency);
                reading.worth_at = Some(plot.scale.at(point.value));
            }
            readings.push(reading);
        }
        readings
    }

    /// The age in a sentence.
    pub fn spoken(&self, age: usize, locale: &Locale) -> String {
        let mut clauses = vec![self.label(age, locale)];
        for (group, reading) in self.groups.iter().zip(self.read(age, locale)) {
            clauses.push(locale.words.labelled(&group.label, &reading.share));
            clauses.extend([reading.interval, reading.worth].into_iter().filter(|text| !text.is_empty()));
        }
        clauses.join(locale.words.clause_separator)
    }
}

/// An interval in words.
fn spanned(bounds: crate::stats::Interval, print: &dyn Fn(f64) -> String, words: &RepurchaseWords) -> String {
    fill!(words.interval, lower = print(bounds.lower), upper = print(bounds.upper))
}

/// The last days of so many ages.
fn days(unit: crate::contract::AgeUnit, ages: usize) -> Vec<u32> {
    (0..ages as u32).map(|age| last_day(unit, age)).collect()
}
