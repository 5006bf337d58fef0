//! What is owed on which terms, and the plan's entry rules. Terms are exact decimals; money is in minor units.

use crate::contract::{Decimal, DimensionIx, MemberIx, Text};
use crate::date::{Date, DateRange};

/// Who pays, who gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The merchant.
    Merchant,
    /// Xiaohongshu.
    Xhs,
    /// Tmall.
    Tmall,
}

/// Payer and payee of a payable line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parties {
    /// Who pays.
    pub payer: Party,
    /// Who gets.
    pub payee: Party,
}

/// What a share or commission is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// GMV less refunds.
    NetGmv,
    /// GMV.
    Gmv,
}

/// One tier of a rebate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Holds below this ROI.
    pub roi_below: Decimal,
    /// Rate on the whole spend.
    pub rate: Decimal,
}

/// Part of the ad fee returned where ROI misses its target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebate {
    /// Ascending by `roi_below`.
    pub tiers: Vec<Tier>,
    /// Most that is payable, minor units.
    pub cap: Option<i64>,
    /// Who pays whom.
    pub parties: Parties,
}

/// A share of revenue or a commission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Rate on the base.
    pub rate: Decimal,
    /// What it is taken from.
    pub on: Base,
    /// Who pays whom.
    pub parties: Parties,
}

/// What the platform adds to the merchant's spend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subsidy {
    /// Rate on spend.
    pub rate: Decimal,
    /// Most that is payable, minor units.
    pub cap: Option<i64>,
    /// Who pays whom.
    pub parties: Parties,
}

/// From a day on, another target and other tiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// First day.
    pub from: Date,
    /// Target from then on.
    pub target_roi: Decimal,
    /// Tiers from then on; else the agreement's.
    pub tiers: Option<Vec<Tier>>,
}

/// Amounts as they stood at lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// Minor units.
    pub spend: i64,
    /// Minor units.
    pub gmv: i64,
    /// Minor units.
    pub refunds: i64,
    /// Orders.
    pub orders: u64,
}

/// What is to be settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Id.
    pub id: Box<str>,
    /// Name.
    pub label: Text,
    /// The days it covers.
    pub range: DateRange,
    /// Dimension and members in scope; empty is everything.
    pub scope: Vec<(DimensionIx, Vec<MemberIx>)>,
    /// The ROI that was promised.
    pub target_roi: Decimal,
    /// Whether a tier's bound itself falls into the tier.
    pub boundary_inclusive: bool,
    /// Days after the end until the amounts are final.
    pub lock_after_days: u16,
    /// 效果对赌.
    pub rebate: Option<Rebate>,
    /// 流量分成.
    pub traffic_share: Option<Share>,
    /// Commission on sales.
    pub cps: Option<Share>,
    /// 平台补贴.
    pub subsidy: Option<Subsidy>,
    /// Ascending by `from`.
    pub segments: Vec<Segment>,
    /// Amounts at lock, once sent.
    pub frozen: Option<Frozen>,
}

/// The merchant against the plan's entry rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Eligibility {
    /// Shop score, such as 4.7.
    pub store_score: Option<Decimal>,
    /// Minor units a day.
    pub daily_spend: Option<i64>,
    /// Minor units.
    pub total_budget: Option<i64>,
    /// Whether the account is an enterprise's.
    pub enterprise_account: Option<bool>,
    /// Category as the rules name it.
    pub category: Option<Box<str>>,
    /// The rules.
    pub rules: EntryRules,
    /// Which of the rules the sender gave, in the order of [`EntryRules`]; the others are the press-reported defaults.
    pub rules_given: [bool; 5],
}

/// The plan's entry rules.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryRules {
    /// Lowest shop score.
    pub store_score: Decimal,
    /// Lowest spend a day, minor units.
    pub daily_spend: i64,
    /// Lowest budget, minor units.
    pub total_budget: i64,
    /// Whether the account has to be an enterprise's.
    pub enterprise_account: bool,
    /// Categories on the list.
    pub categories: Vec<Box<str>>,
}
