//! The path from impression to repurchase as marks, numbers and words. In: the dataset, the reader's selection, a
//! locale. Out: [`FunnelView`]; nothing where the document has no funnel. Bars are fractions of a full one; every
//! number is also in [`FunnelView::twin`]. The funnel ignores the filter on `route`, whose members are its own chains.
//!
//! `build` words what [`crate::analysis::funnel`] answers, `remarks` speaks of the whole, `scale` decides how long bars are,
//! `twin` turns the finished view into sentences and a table.

mod build;
mod remarks;
mod scale;
mod twin;

pub use super::change::{Change, Direction};
pub use super::rate::Rate;
use super::twin::{Cell, Number};
use crate::query::Selection;

/// The funnel, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelView {
    /// Heading.
    pub title: String,
    /// Heads of the two percentages: `占首步`, `占上步`.
    pub of_first_label: String,
    /// See [`FunnelView::of_first_label`].
    pub of_previous_label: String,
    /// Remarks on the whole: counted on the day of the event, filters that some steps ignore, days still arriving.
    pub notes: Vec<String>,
    /// Names of the chains that stand side by side, in order; empty where no step is routed.
    pub chains: Vec<Chain>,
    /// Steps in the order of drawing. Routed steps of one stage follow each other, one per chain.
    pub rows: Vec<FunnelRow>,
    /// The edge that loses most people, in words.
    pub biggest_loss: Option<Loss>,
    /// The edge that loses the largest share, in words.
    pub steepest_loss: Option<Loss>,
    /// The whole in one or two sentences, for a screen reader.
    pub summary: String,
}

/// One of the routes side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Member id of dimension `route`.
    pub id: String,
    /// Its name.
    pub label: String,
}

/// A loss between two steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Loss {
    /// Id of the step that it is a loss before.
    pub step: String,
    /// In words.
    pub text: String,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelRow {
    /// Id of the step.
    pub id: String,
    /// Id of its measure: what a click makes the drilldown sort by.
    pub measure: String,
    /// Name.
    pub label: String,
    /// Index into [`FunnelView::chains`], if it belongs to one.
    pub chain: Option<usize>,
    /// Stage from the top, 0 first; steps of one stage stand side by side.
    pub stage: usize,
    /// `可跳过`, where people may skip it.
    pub optional: Option<String>,
    /// The number, compact: `123.4万`, `≥ 1.2万`, `<5`, `—`.
    pub count: String,
    /// The number in full, with its unit of money where it is money.
    pub count_full: String,
    /// The number itself, for export.
    pub count_number: Option<Number>,
    /// Where a new scale begins: by how much this bar and those below are magnified, in words.
    pub magnified: Option<String>,
    /// Length of the bar, 0 to 1 of a full one on its scale (comparison outlines included).
    pub bar: f64,
    /// The part of the bar that may still grow, measured from its end, 0 to 1 of a full one; hatched.
    pub immature_bar: f64,
    /// `其中 6 天仍在回流`, where [`FunnelRow::immature_bar`] is not zero or days are still arriving.
    pub immature: Option<String>,
    /// Share of the first step.
    pub of_first: Rate,
    /// Share of the step before (the last one that cannot be skipped).
    pub of_previous: Rate,
    /// Name of the step before.
    pub previous: String,
    /// Where chains join: the share of each chain's last step, also among [`FunnelRow::marks`].
    pub joins: Vec<Join>,
    /// Against the days compared with; `None` where nothing is compared.
    pub comparison: Option<Comparison>,
    /// Parallel measures inside the step.
    pub parts: Vec<FunnelPart>,
    /// Short marks beside the number: `至少（3 行缺失）`, `按人抽样 50%`, `未按性别拆分`.
    pub marks: Vec<String>,
    /// The selection that a click gives beside sorting: its route as a filter, for routed steps.
    pub drill: Option<Selection>,
    /// The step in one sentence, for a screen reader and the tooltip.
    pub spoken: String,
}

/// How many of one chain come through to the step in which the chains join.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// Index into [`FunnelView::chains`].
    pub chain: usize,
    /// Name of the chain's last step.
    pub previous: String,
    /// Share of it.
    pub rate: Rate,
}

/// A measure inside a step.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelPart {
    /// Id of the measure.
    pub measure: String,
    /// Name.
    pub label: String,
    /// The number, compact.
    pub count: String,
    /// The number in full.
    pub count_full: String,
    /// The number itself, for export.
    pub count_number: Option<Number>,
    /// Length of its bar, 0 to 1 of the widest part of the step.
    pub bar: f64,
    /// Its share of the step before.
    pub of_previous: Rate,
}

/// This period against the one compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Length of the outline, 0 to 1 of the widest.
    pub bar: f64,
    /// The numbers that are compared, in words: `对比期 4.9万`, `38/39 天：12.1万，对比期 4.9万`.
    pub text: String,
    /// The other period's number over the days that are compared, in full.
    pub count_full: String,
    /// The other period's number itself, for export.
    pub count_number: Option<Number>,
    /// This period's over them, where they are not all of its days.
    pub now: Option<Cell>,
    /// Change of the number, relative; or why there is none.
    pub count_change: Change,
    /// Change of the share of the step before, in percentage points; or why there is none.
    pub rate_change: Change,
}
