//! The sections on what it led to and what is owed: experiments, benchmarks, people flow, agreements, eligibility;
//! and the calendar.

use super::leaf::{Amount, BigInteger, Count, Flag, Id, Integer, Rate};
use super::words::{ArmRole, Boundary};
use super::{List, Map, object};
use crate::contract::{Base, CalendarKind, Decimal, Design, Layer, Party, Phase, Text};
use crate::date::Date;

object! {
    /// Exposed against control.
    struct Experiment {
        /// Unique among experiments.
        id: Id,
        /// Name for people.
        label: Text,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
        /// How units were chosen; only `randomised` and `geo` are called incremental.
        design: Design,
        /// One control, one exposed or more.
        arms: List<'a, Arm<'a>>,
    }
}

object! {
    /// One arm of an experiment.
    struct Arm {
        /// Exposed, or control.
        role: ArmRole,
        /// Units in the arm.
        units: Count,
        /// Of them, buyers.
        buyers: Count,
        /// Their GMV, minor units.
        gmv: Integer,
        /// Sum of the squares of the units' GMV, minor units squared.
        gmv_sumsq: Option<BigInteger>,
        /// What was spent on the arm, minor units. Default 0.
        spend: Option<Amount>,
    }
}

object! {
    /// A rate of the whole category, never this merchant's.
    struct Benchmark {
        /// Member id of the category.
        category: Id,
        /// Name for people, where the category is none of this document's members.
        label: Option<Text>,
        /// Id of a ratio; or `numerator` and `denominator`.
        ratio: Option<Id>,
        /// The measure above the line.
        numerator: Option<Id>,
        /// The measure below the line.
        denominator: Option<Id>,
        /// This period.
        current: BenchmarkPeriod<'a>,
        /// The period compared with.
        baseline: Option<BenchmarkPeriod<'a>>,
        /// Median of merchants' own rates.
        p50: Option<Decimal>,
        /// Ninth decile of merchants' own rates.
        p90: Option<Decimal>,
        /// Merchants in it.
        merchants: Count,
        /// Fewest merchants at which quantiles are shown. Default 10.
        min_merchants: Option<Count>,
    }
}

object! {
    /// Totals of a category in one period.
    struct BenchmarkPeriod {
        /// Above the line.
        numerator: Integer,
        /// Below the line.
        denominator: Amount,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    }
}

object! {
    /// How many people moved from one layer to another; staying, leaving and entering included.
    struct PeopleFlow {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
        /// Layer before.
        source: Layer,
        /// Layer after.
        target: Layer,
        /// People.
        people: Count,
    }
}

object! {
    /// What is to be settled.
    struct Agreement {
        /// Unique among agreements.
        id: Id,
        /// Name for people.
        label: Text,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
        /// Dimension to member ids; absent or empty is everything.
        scope: Option<Map<'a, List<'a, Id>>>,
        /// The ROI that was promised.
        target_roi: Decimal,
        /// Whether a tier's bound falls into the tier.
        boundary: Boundary,
        /// Days after the end until the amounts are final.
        lock_after_days: Count,
        /// Part of the ad fee returned where ROI misses its target.
        rebate: Option<Rebate<'a>>,
        /// Share of revenue for traffic.
        traffic_share: Option<Share<'a>>,
        /// Commission on sales.
        cps: Option<Share<'a>>,
        /// What the platform adds to the merchant's spend.
        subsidy: Option<Subsidy<'a>>,
        /// From a day on, another target and other tiers; ascending.
        segments: Option<List<'a, Segment<'a>>>,
        /// Amounts as they stood at lock.
        frozen: Option<Frozen<'a>>,
    }
}

object! {
    /// A slab: the first tier that holds gives one rate on the whole spend.
    struct Rebate {
        /// Ascending by `roi_below`.
        tiers: List<'a, Tier<'a>>,
        /// Most that is payable, minor units.
        cap: Option<Amount>,
        /// Who pays.
        payer: Party,
        /// Who gets.
        payee: Party,
    }
}

object! {
    /// One tier of a rebate.
    struct Tier {
        /// Holds below this ROI.
        roi_below: Decimal,
        /// Rate on the whole spend.
        rate: Rate,
    }
}

object! {
    /// A share of revenue or a commission.
    struct Share {
        /// Rate on the base.
        rate: Rate,
        /// What it is taken from.
        on: Base,
        /// Who pays.
        payer: Party,
        /// Who gets.
        payee: Party,
    }
}

object! {
    /// What the platform adds to the merchant's spend.
    struct Subsidy {
        /// Rate on spend.
        rate: Rate,
        /// Most that is payable, minor units.
        cap: Option<Amount>,
        /// Who pays.
        payer: Party,
        /// Who gets.
        payee: Party,
    }
}

object! {
    /// From a day on, another target and other tiers.
    struct Segment {
        /// First day.
        from: Date,
        /// Target from then on.
        target_roi: Decimal,
        /// Tiers from then on; else the agreement's.
        tiers: Option<List<'a, Tier<'a>>>,
    }
}

object! {
    /// Amounts as they stood at lock.
    struct Frozen {
        /// Minor units.
        spend: Amount,
        /// Minor units.
        gmv: Integer,
        /// Minor units.
        refunds: Amount,
        /// Orders.
        orders: Count,
    }
}

object! {
    /// The merchant against the plan's entry rules; what is absent is not known.
    struct Eligibility {
        /// Shop score.
        store_score: Option<Decimal>,
        /// Minor units a day.
        daily_spend: Option<Amount>,
        /// Minor units.
        total_budget: Option<Amount>,
        /// Whether the account is an enterprise's.
        enterprise_account: Option<Flag>,
        /// Category as the rules name it.
        category: Option<Id>,
        /// The rules, where they differ from those that the press reported.
        rules: Option<EntryRules<'a>>,
    }
}

object! {
    /// The plan's entry rules; what is absent is as the press reported it.
    struct EntryRules {
        /// Lowest shop score.
        store_score: Option<Decimal>,
        /// Lowest spend a day, minor units.
        daily_spend: Option<Amount>,
        /// Lowest budget, minor units.
        total_budget: Option<Amount>,
        /// Whether the account has to be an enterprise's.
        enterprise_account: Option<Flag>,
        /// Categories on the list.
        categories: Option<List<'a, Id>>,
    }
}

object! {
    /// Something on the time axis.
    struct CalendarEntry {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
        /// Name for people.
        label: Text,
        /// What it is.
        kind: CalendarKind,
        /// Which recurring promotion it belongs to.
        wave: Option<Wave<'a>>,
    }
}

object! {
    /// A promotion that recurs.
    struct Wave {
        /// Such as `618`.
        name: Id,
        /// Its phase, if it has phases.
        phase: Option<Phase>,
        /// Its year.
        year: Count,
    }
}
