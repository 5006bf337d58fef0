//! Amounts, parties and reasons in words.

use crate::analysis::settlement::{Amounts, Balance, Base, Fact, Kind, Known, Lack, Missing};
use crate::contract::{Decimal, Parties, Party, Report, Tier};
use crate::view::locale::Locale;
use crate::view::words::{SettlementWords, fill};

/// Most digits after the point of an ROI.
const MOST_DIGITS: u32 = 8;

/// What words are made with.
#[derive(Clone, Copy)]
pub(super) struct Wording<'a> {
    pub report: &'a Report,
    pub locale: &'a Locale,
    pub own: &'static SettlementWords,
}

impl Wording<'_> {
    pub fn money(&self, minor: i128) -> String {
        self.locale.money(minor, &self.report.meta.currency)
    }

    pub fn named(&self, label: &str, value: &str) -> String {
        self.locale.words.labelled(label, value)
    }

    pub fn party(&self, party: Party) -> &str {
        match party {
            Party::Merchant => self.report.meta.merchant_name.get(&self.locale.tag),
            Party::Xhs => self.own.xhs,
            Party::Tmall => self.own.tmall,
        }
    }

    pub fn pays(&self, parties: Parties) -> String {
        fill!(self.own.pays, payer = self.party(parties.payer), payee = self.party(parties.payee))
    }

    /// Who owes whom, after what the other owes in turn.
    pub fn balance(&self, balance: &Balance) -> String {
        let own = self.own;
        let Balance { parties, amount, lacking } = *balance;
        let (payer, payee) = (self.party(parties.payer), self.party(parties.payee));
        let n = self.locale.number(lacking);
        if amount == 0 && lacking > 0 {
            return fill!(own.untold, payer = payer, payee = payee, n = n);
        }
        if amount == 0 {
            return fill!(own.even, payer = payer, payee = payee);
        }
        let mut said = fill!(own.owes, payer = payer, payee = payee, amount = self.money(amount));
        if lacking > 0 {
            said += &fill!(own.and_untold, n = n);
        }
        said
    }

    pub const fn kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Rebate => self.own.rebate,
            Kind::TrafficShare => self.own.traffic_share,
            Kind::Cps => self.own.cps,
            Kind::Subsidy => self.own.subsidy,
        }
    }

    pub const fn base(&self, base: Base) -> &'static str {
        match base {
            Base::Spend => self.own.spend,
            Base::Gmv => self.own.gmv,
            Base::NetGmv => self.own.net,
        }
    }

    pub const fn fact(&self, fact: Fact) -> &'static str {
        match fact {
            Fact::Spend => self.own.spend,
            Fact::Gmv => self.own.gmv,
            Fact::Refunds => self.own.refunds,
            Fact::Orders => self.own.orders,
        }
    }

    /// An amount of that fact, in full.
    pub fn of_fact(&self, fact: Fact, value: i128) -> String {
        if fact == Fact::Orders { self.locale.integer(value) } else { self.money(value) }
    }

    /// The amount, or what stands in its place: at least so much, fewer people than the floor, nothing.
    pub fn known(&self, known: Known, fact: Fact) -> String {
        let words = self.locale.words;
        match known {
            Ok(value) => self.of_fact(fact, value),
            Err(Missing { fact, lack: Lack::NotWhole { at_least, .. } }) => {
                fill!(words.at_least, value = self.of_fact(fact, at_least))
            }
            Err(Missing { lack: Lack::Hidden, .. }) => fill!(words.hidden, k = self.floor()),
            Err(_) => words.no_value.to_owned(),
        }
    }

    fn floor(&self) -> String {
        self.locale.integer(self.report.meta.min_cell.into())
    }

    /// Why an amount is not known.
    pub fn reason(&self, missing: Missing) -> String {
        let own = self.own;
        let fact = self.fact(missing.fact);
        let count = |n: u64| self.locale.integer(n.into());
        match missing.lack {
            Lack::NotDelivered => fill!(own.lack_not_delivered, fact = fact),
            Lack::ByExposure => fill!(own.lack_by_exposure, fact = fact),
            Lack::NotAtThisCut => fill!(own.lack_not_at_this_cut, fact = fact),
            Lack::MissingDays { days } => fill!(own.lack_missing_days, fact = fact, n = count(days.into())),
            Lack::NotWhole { at_least, rows, withheld } => {
                let value = self.of_fact(missing.fact, at_least);
                if withheld > 0 {
                    fill!(own.lack_withheld, fact = fact, n = count(rows), m = count(withheld), value = value)
                } else {
                    fill!(own.lack_not_whole, fact = fact, n = count(rows), value = value)
                }
            }
            Lack::Hidden => fill!(own.lack_hidden, fact = fact, k = self.floor()),
            Lack::Sampled => fill!(own.lack_sampled, fact = fact),
            Lack::FrozenWhole => fill!(own.lack_frozen_whole, fact = fact),
            Lack::TooLarge => fill!(own.lack_too_large, fact = fact),
        }
    }

    /// A rate as per cent with all of its digits; none is nothing.
    pub fn percent(&self, rate: Option<Decimal>) -> String {
        let (fraction, digits) = rate.map_or((0.0, 0), |rate| (rate.to_f64(), rate.scale().saturating_sub(2)));
        self.locale.numbers.percent(fraction, digits)
    }

    /// ROI with two digits; with more where it would read as a bound that it only comes near to.
    pub fn roi(&self, amounts: &Amounts, tiers: &[Tier], target: Decimal) -> Option<String> {
        let roi = amounts.roi()?;
        let numbers = &self.locale.numbers;
        let bounds = || tiers.iter().map(|tier| tier.roi_below).chain([target]);
        let mut digits = 2;
        let reads_as = |digits: u32, bound: Decimal| {
            numbers.decimal(bound.to_f64(), digits) == numbers.decimal(roi, digits) && !is_exactly(amounts, bound)
        };
        while digits < MOST_DIGITS && bounds().any(|bound| reads_as(digits, bound)) {
            digits += 1;
        }
        Some(numbers.decimal(roi, digits))
    }
}

/// Whether net GMV is exactly that many times the spend.
fn is_exactly(amounts: &Amounts, bound: Decimal) -> bool {
    let product = |amount: i128, factor: i64| amount.checked_mul(factor.into());
    match (amounts.net(), amounts.spend) {
        (Ok(net), Ok(spend)) => product(net, bound.denominator()) == product(spend, bound.mantissa()),
        _ => false,
    }
}
