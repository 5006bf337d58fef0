//! A scenario: the same agreement, had something been otherwise. In: changes in whole per cent, and what happened. Out:
//! what would have happened, rounded to minor units once per amount. Assumes that visits follow spend (a visit costs what
//! it did), orders follow visits and conversion, GMV follows orders and their value, refunds follow GMV and their rate.

use super::terms::rounded;
use super::{Amounts, Fact, Known, Lack, Missing, Outcome, lines};
use crate::contract::Agreement;

/// What can be supposed to be otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// [`Scenario::spend`].
    Spend,
    /// [`Scenario::conversion`].
    Conversion,
    /// [`Scenario::order_value`].
    OrderValue,
    /// [`Scenario::refund_rate`].
    RefundRate,
}

impl Factor {
    /// In the order in which one leads to the next.
    pub const ALL: [Self; 4] = [Self::Spend, Self::Conversion, Self::OrderValue, Self::RefundRate];

    /// Stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spend => "spend",
            Self::Conversion => "conversion",
            Self::OrderValue => "order_value",
            Self::RefundRate => "refund_rate",
        }
    }
}

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

    /// The change of one factor.
    pub const fn of(self, factor: Factor) -> i16 {
        match factor {
            Factor::Spend => self.spend,
            Factor::Conversion => self.conversion,
            Factor::OrderValue => self.order_value,
            Factor::RefundRate => self.refund_rate,
        }
    }

    /// The same with another change of one factor.
    #[must_use]
    pub const fn with(mut self, factor: Factor, percent: i16) -> Self {
        match factor {
            Factor::Spend => self.spend = percent,
            Factor::Conversion => self.conversion = percent,
            Factor::OrderValue => self.order_value = percent,
            Factor::RefundRate => self.refund_rate = percent,
        }
        self
    }

    /// What the agreement would come to.
    pub(super) fn outcome(self, agreement: &Agreement, settled: &Outcome) -> Outcome {
        let mut stretches = settled.stretches.clone();
        for stretch in &mut stretches {
            stretch.amounts = self.applied(&stretch.amounts);
        }
        // The whole is what its parts come to, to the cent; what is not known of them is supposed for itself.
        let (parts, whole) = (lines::whole(&stretches), self.applied(&settled.amounts));
        let amounts = Amounts {
            spend: parts.spend.or(whole.spend),
            gmv: parts.gmv.or(whole.gmv),
            refunds: parts.refunds.or(whole.refunds),
            orders: parts.orders.or(whole.orders),
        };
        lines::outcome(agreement, amounts, stretches)
    }

    /// What would have happened.
    fn applied(self, amounts: &Amounts) -> Amounts {
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
