//! Why a rate or its interval is not given. Names, not words: the words are made in `view`.

/// Fewest units below the line at which a proportion is printed as a rate.
pub const MIN_UNITS: i128 = 30;
/// Fewest expected successes and failures at which two proportions are compared.
pub const MIN_EXPECTED: f64 = 5.0;
/// Fewest complete days from which the spread between days is estimated.
pub const MIN_DAYS: usize = 14;

/// Why there is no rate, or none with an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing over nothing.
    NoData,
    /// A price of what nothing was spent on.
    NoSpend,
    /// Fewer than [`MIN_UNITS`] below the line, or too few expected successes or failures to compare.
    TooSmall {
        /// Above the line.
        numerator: i128,
        /// Below the line.
        denominator: i128,
    },
    /// More above the line than below: no proportion.
    ExceedsWhole,
    /// Fewer than [`MIN_DAYS`] complete days.
    FewDays {
        /// Complete days there are.
        days: usize,
    },
    /// Sampled in a way whose variance is not known.
    SampledVariance,
    /// Sampled at a rate that the rows do not tell.
    SampledUnscaled,
    /// Distinct people over several rows: only a bound is known.
    Bound,
    /// Rows lack their value, so the sums are not whole.
    NotWhole,
    /// Below the document's display floor.
    Hidden,
    /// One side is counted on the day of the event, the other on the day of the exposure.
    AnchorsDiffer,
    /// No day is final yet.
    NoMatureDays,
    /// Not available at the cut asked for.
    NotAtThisCut,
    /// The daily values do not add up to the rate (they are not delivered at this cut).
    NoDailyValues,
    /// There is no benchmark for it.
    NoBenchmark,
    /// A benchmark of so few merchants that one could be told from it.
    FewMerchants {
        /// Merchants in it.
        merchants: u64,
        /// Fewest at which it is shown.
        need: u64,
    },
    /// Relative to nothing, or to less: there is no uplift.
    FromZero,
    /// Nothing happened in any group, so there is nothing to tell them apart by.
    NoEvents,
    /// Fewer than two groups, or none that is seen beside another.
    OneGroup,
    /// Too few groups to learn from how far they are apart.
    FewGroups {
        /// Groups there are.
        groups: usize,
    },
    /// No variation from which an uncertainty could be estimated.
    NoSpread,
    /// Too few pairs of values, after allowing for their dependence on each other.
    FewPairs,
    /// The fit found no stable answer.
    NotConverged,
    /// Some spend so much that a mean over all is not defined.
    InfiniteMean,
    /// The interval has no end: what is divided by may be zero.
    Unbounded,
    /// A forecast that cannot be held against anything it had not seen.
    NoBacktest,
    /// A forecast by a model that is not known here.
    UnknownModel,
    /// Arms that were not assigned: what they differ by may have been there before.
    NotAssigned,
    /// No sum of squares was delivered, so nothing tells how much units vary.
    NoSquares,
}

impl Refusal {
    /// Stable machine-readable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoData => "no_data",
            Self::NoSpend => "no_spend",
            Self::TooSmall { .. } => "too_small",
            Self::ExceedsWhole => "exceeds_whole",
            Self::FewDays { .. } => "few_days",
            Self::SampledVariance => "sampled_variance",
            Self::SampledUnscaled => "sampled_unscaled",
            Self::Bound => "bound",
            Self::NotWhole => "not_whole",
            Self::Hidden => "hidden",
            Self::AnchorsDiffer => "anchors_differ",
            Self::NoMatureDays => "no_mature_days",
            Self::NotAtThisCut => "not_at_this_cut",
            Self::NoDailyValues => "no_daily_values",
            Self::NoBenchmark => "no_benchmark",
            Self::FewMerchants { .. } => "few_merchants",
            Self::FromZero => "from_zero",
            Self::NoEvents => "no_events",
            Self::OneGroup => "one_group",
            Self::FewGroups { .. } => "few_groups",
            Self::NoSpread => "no_spread",
            Self::FewPairs => "few_pairs",
            Self::NotConverged => "not_converged",
            Self::InfiniteMean => "infinite_mean",
            Self::Unbounded => "unbounded",
            Self::NoBacktest => "no_backtest",
            Self::UnknownModel => "unknown_model",
            Self::NotAssigned => "not_assigned",
            Self::NoSquares => "no_squares",
        }
    }
}

/// Whether a proportion of `denominator` units may be printed as a rate.
pub const fn printable(numerator: i128, denominator: i128) -> Result<(), Refusal> {
    if denominator == 0 && numerator == 0 {
        Err(Refusal::NoData)
    } else if denominator < MIN_UNITS {
        Err(Refusal::TooSmall { numerator, denominator })
    } else {
        Ok(())
    }
}

/// Whether a proportion may be compared with another: at least [`MIN_EXPECTED`] successes and failures.
pub fn comparable(numerator: i128, denominator: i128) -> Result<(), Refusal> {
    printable(numerator, denominator)?;
    let (x, n) = (numerator as f64, denominator as f64);
    if x >= MIN_EXPECTED && n - x >= MIN_EXPECTED { Ok(()) } else { Err(Refusal::TooSmall { numerator, denominator }) }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, comparable, printable};

    #[test]
    fn floors_are_where_the_conventions_put_them() {
        assert_eq!(printable(0, 0), Err(Refusal::NoData));
        assert_eq!(printable(3, 29), Err(Refusal::TooSmall { numerator: 3, denominator: 29 }));
        assert_eq!(printable(0, 30), Ok(()));
        assert_eq!(comparable(4, 30), Err(Refusal::TooSmall { numerator: 4, denominator: 30 }));
        assert_eq!(comparable(5, 30), Ok(()));
        assert_eq!(comparable(26, 30), Err(Refusal::TooSmall { numerator: 26, denominator: 30 }));
    }
}
