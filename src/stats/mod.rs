//! Estimates and how sure they are. Numbers in, numbers out: no strings, no formatting, no dates. Where an estimate
//! or its interval would mislead, the answer is a named [`Refusal`].

pub mod proportion;
pub mod ratio;
pub mod refusal;

pub use proportion::{Interval, wilson, wilson_sampled};
pub use ratio::{RatioOfTotals, ratio_of_totals};
pub use refusal::Refusal;

/// Two-sided 95 % point of the standard normal distribution.
pub const Z_95: f64 = 1.959_963_984_540_054;
