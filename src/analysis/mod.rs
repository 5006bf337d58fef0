//! Whole answers without a word. In: a dataset, which of its rows count, an analysis' own options. Out: typed numbers
//! with ids, exactly what the headless call returns in full and a panel puts into words. Where a number would mislead
//! stands a named [`Refusal`](crate::stats::Refusal).

pub(crate) mod answers;
pub mod breakdown;
pub mod change;
pub mod closed_loop;
pub mod compare;
pub mod content;
pub(crate) mod days;
pub mod effect;
pub mod entry;
pub mod funnel;
pub mod metric;
pub mod rate;
pub mod repurchase;
pub mod returns;
pub mod settlement;
