//! Estimates and how sure they are. Numbers in, numbers out: no strings, no formatting, no dates. Where an estimate
//! or its interval would mislead, the answer is a named [`Refusal`].

pub mod bg_nbd;
pub mod change;
pub mod correlation;
pub mod difference;
pub mod double_difference;
pub mod experiment;
mod gamma;
pub mod gamma_gamma;
pub mod log_rank;
pub mod multiplicity;
pub mod proportion;
pub mod ratio;
pub mod refusal;
pub mod shrinkage;
pub mod significance;
mod simplex;
pub mod strata;
pub mod student;
pub mod survival;
pub mod uplift;
pub mod value;

pub use bg_nbd::{BgNbd, BgNbdFit, Histories};
pub use change::{PointEstimate, difference, paired_change, relative_change, weighted_sum};
pub use correlation::{Correlation, Lag, Method, Series, Treatment, correlate, lag_profile, treat};
pub use difference::{Estimate, newcombe, pooled_z};
pub use double_difference::{DoubleDifference, Drift, double_difference, drift};
pub use experiment::{Arm, Welch, fieller, incremental_return, welch};
pub use gamma_gamma::{GammaGamma, GammaGammaFit, Values};
pub use log_rank::{Life, log_rank};
pub use multiplicity::{benjamini_hochberg, holm};
pub use proportion::{Interval, wilson, wilson_sampled};
pub use ratio::{RatioOfTotals, ratio_of_totals};
pub use refusal::Refusal;
pub use shrinkage::{Shrunk, ShrunkMember, shrink};
pub use significance::{ChiSquare, Significance, chi_square, two_sided};
pub use strata::{
    Homogeneity, Stratum, cochran_mantel_haenszel, homogeneity, odds_ratio, risk_difference, standardised,
};
pub use student::student;
pub use survival::{LifeRow, Survival, kaplan_meier};
pub use uplift::{miettinen_nurminen, uplift};
pub use value::{Followed, Repeat, mean_cumulative, value_per_customer};

/// Two-sided 95 % point of the standard normal distribution.
pub const Z_95: f64 = 1.959_963_984_540_054;
