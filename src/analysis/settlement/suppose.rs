//! A scenario: the same agreement, had something been otherwise. In: changes in whole per cent, and what happened. Out:
//! what would have happened, rounded to minor units once per amount. Assumes that visits follow spend (a visit costs what
//! it did), orders follow visits and conversion, GMV follows orders and their value, refunds follow GMV and their rate.

use super::{Amounts, Fact, Known, Lack, Missing, terms::rounded};

/// What is supposed, in per cent of change; all zero is nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    /// Of spend.
    pub spend: i16,
    /// Of orders per visit.
    pub conversion: i16,
    /// Of GMV per order.
    pub order_value: i16,
    /// Of refunds over GMV.
    pub refund_rate: i16,
}

impl Scenario {
    /// Nothing supposed.
    pub const NONE: Self = Self { spend: 0, conversion: 0, order_value: 0, refund_rate: 0 };
    /// All is lost: less than nothing cannot be supposed.
    pub const LEAST: i16 = -100;
    /// Ten times as much again.
    pub const MOST: i16 = 1_000;

    /// Whether nothing is supposed.
    pub fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// What would have happened.
    pub(super) fn of(self, amounts: &Amounts) -> Amounts {
        let Self { spend, conversion, order_value, refund_rate } = self;
        Amounts {
            spend: changed(amounts.spend, Fact::Spend, &[spend]),
            gmv: changed(amounts.gmv, Fact::Gmv, &[spend, conversion, order_value]),
            refunds: changed(amounts.refunds, Fact::Refunds, &[spend, conversion, order_value, refund_rate]),
            orders: changed(amounts.orders, Fact::Orders, &[spend, conversion]),
        }
    }
}

fn changed(amount: Known, fact: Fact, changes: &[i16]) -> Known {
    let (mut numerator, mut denominator) = (amount?, 1_i128);
    for &change in changes {
        let factor = i128::from(change.clamp(Scenario::LEAST, Scenario::MOST)) + 100;
        numerator = numerator.checked_mul(factor).ok_or(Missing { fact, lack: Lack::TooLarge })?;
        denominator *= 100;
    }
    rounded(numerator, denominator).ok_or(Missing { fact, lack: Lack::TooLarge })
}
