//! The exact arithmetic of terms. In: whole minor units and decimals as agreed. Out: whole minor units, orderings.
//! Nothing is rounded but a line's product, once. Where a number would not fit, `None`: sums of ten million cells of
//! 2^53 - 1 times the longest decimal do fit 128 bits, only scenarios and what is derived from them can go past it.

use std::cmp::Ordering;

use crate::contract::{Decimal, Tier};

/// `value × rate`, rounded half away from zero.
pub(super) fn times(value: i128, rate: Decimal) -> Option<i128> {
    rounded(value.checked_mul(i128::from(rate.mantissa()))?, i128::from(rate.denominator()))
}

/// `numerator / denominator`, rounded half away from zero; `denominator` is positive.
pub(super) fn rounded(numerator: i128, denominator: i128) -> Option<i128> {
    let (quotient, rest) = (numerator.checked_div(denominator)?, numerator.checked_rem(denominator)?);
    let away = rest.unsigned_abs() >= denominator.unsigned_abs().div_ceil(2);
    Some(if away { quotient + rest.signum() } else { quotient })
}

/// How `net / spend` stands to a bound, without dividing; `spend` is positive.
pub(super) fn compare(net: i128, spend: i128, bound: Decimal) -> Option<Ordering> {
    let left = net.checked_mul(i128::from(bound.denominator()))?;
    Some(left.cmp(&spend.checked_mul(i128::from(bound.mantissa()))?))
}

/// The first tier that holds; `None` where none does, refused where that would not fit. Tiers ascend, so those that do
/// not hold come first.
pub(super) fn tier(tiers: &[Tier], inclusive: bool, net: i128, spend: i128) -> Result<Option<usize>, ()> {
    let mut fits = true;
    let place = tiers.partition_point(|tier| match compare(net, spend, tier.roi_below) {
        Some(Ordering::Less) => false,
        Some(Ordering::Equal) => !inclusive,
        Some(Ordering::Greater) => true,
        None => {
            fits = false;
            false
        }
    });
    if fits { Ok((place < tiers.len()).then_some(place)) } else { Err(()) }
}

/// The least net GMV that is past a bound, at that spend: one unit less falls below it.
pub(super) fn least_past(bound: Decimal, inclusive: bool, spend: i128) -> Option<i128> {
    let product = spend.checked_mul(i128::from(bound.mantissa()))?;
    let denominator = i128::from(bound.denominator());
    let (floor, is_whole) = (product.div_euclid(denominator), product.rem_euclid(denominator) == 0);
    Some(if is_whole && !inclusive { floor } else { floor + 1 })
}

/// How many orders of the present net value make up that much net GMV.
pub(super) fn orders(gap: i128, orders: i128, net: i128) -> Option<i128> {
    if orders <= 0 || net <= 0 {
        return None;
    }
    let product = gap.checked_mul(orders)?;
    Some(product / net + i128::from(product % net > 0))
}

#[cfg(test)]
mod tests {
    use super::{least_past, orders, rounded, times};
    use crate::contract::Decimal;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).expect("a decimal")
    }

    #[test]
    fn a_half_is_rounded_away_from_zero() {
        let halves = [(5, 10, 1), (4, 10, 0), (-5, 10, -1), (-4, 10, 0), (15, 10, 2), (1, 3, 0), (2, 3, 1), (7, 1, 7)];
        for (numerator, denominator, expected) in halves {
            assert_eq!(rounded(numerator, denominator), Some(expected), "{numerator}/{denominator}");
        }
        assert_eq!(times(533_225_060, decimal("0.08")), Some(42_658_005), "…004.8");
        assert_eq!(times(i128::MAX, decimal("0.5")), None);
    }

    #[test]
    fn the_first_unit_past_a_bound_follows_the_setting() {
        assert_eq!(least_past(decimal("2.5"), false, 100), Some(250));
        assert_eq!(least_past(decimal("2.5"), true, 100), Some(251));
        assert_eq!(least_past(decimal("2.505"), false, 100), Some(251));
        assert_eq!(least_past(decimal("2.505"), true, 100), Some(251));
        assert_eq!(orders(101, 10, 1000), Some(2), "1.01 orders");
        assert_eq!(orders(100, 10, 0), None);
    }
}
