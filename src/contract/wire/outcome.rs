//! The sections on what it led to and what is owed: experiments, benchmarks, people flow, agreements, eligibility;
//! and the calendar.

use super::words::{ArmRole, Boundary};
use super::{Amount, BigInteger, Count, Entries, Flag, Id, Integer, List, Maybe, Need, Rate, object};
use crate::contract::{Base, CalendarKind, Decimal, Design, Layer, Party, Phase, Text};
use crate::date::Date;

object! {
    /// Exposed against control.
    Experiment {
        /// Unique among experiments.
        id as "id": Need<'a, Id<'a>>,
        /// Name for people.
        label as "label": Need<'a, Text>,
        /// First day.
        from as "from": Need<'a, Date>,
        /// Last day.
        to as "to": Need<'a, Date>,
        /// How units were chosen; only `randomised` and `geo` are called incremental.
        design as "design": Need<'a, Design>,
        /// One control, one exposed or more.
        arms as "arms": Need<'a, List<'a, Arm<'a>>>,
    }
}

object! {
    /// One arm of an experiment.
    Arm {
        /// Exposed, or control.
        role as "role": Need<'a, ArmRole>,
        /// Units in the arm.
        units as "units": Need<'a, Count>,
        /// Of them, buyers.
        buyers as "buyers": Need<'a, Count>,
        /// Their GMV, minor units.
        gmv as "gmv": Need<'a, Integer>,
        /// Sum of the squares of the units' GMV, minor units squared.
        gmv_sumsq as "gmv_sumsq": Maybe<'a, BigInteger>,
        /// What was spent on the arm, minor units. Default 0.
        spend as "spend": Maybe<'a, Amount>,
    }
}

object! {
    /// A rate of the whole category, never this merchant's.
    Benchmark {
        /// Member id of the category.
        category as "category": Need<'a, Id<'a>>,
        /// Id of a ratio; or `numerator` and `denominator`.
        ratio as "ratio": Maybe<'a, Id<'a>>,
        /// The measure above the line.
        numerator as "numerator": Maybe<'a, Id<'a>>,
        /// The measure below the line.
        denominator as "denominator": Maybe<'a, Id<'a>>,
        /// This period.
        current as "current": Need<'a, BenchmarkPeriod<'a>>,
        /// The period compared with.
        baseline as "baseline": Maybe<'a, BenchmarkPeriod<'a>>,
        /// Median of merchants' own rates.
        p50 as "p50": Maybe<'a, Decimal>,
        /// Ninth decile of merchants' own rates.
        p90 as "p90": Maybe<'a, Decimal>,
        /// Merchants in it.
        merchants as "merchants": Need<'a, Count>,
        /// Fewest merchants at which quantiles are shown. Default 10.
        min_merchants as "min_merchants": Maybe<'a, Count>,
    }
}

object! {
    /// Totals of a category in one period.
    BenchmarkPeriod {
        /// Above the line.
        numerator as "numerator": Need<'a, Integer>,
        /// Below the line.
        denominator as "denominator": Need<'a, Amount>,
        /// First day.
        from as "from": Need<'a, Date>,
        /// Last day.
        to as "to": Need<'a, Date>,
    }
}

object! {
    /// How many people moved from one layer to another; staying, leaving and entering included.
    PeopleFlow {
        /// First day.
        from as "from": Need<'a, Date>,
        /// Last day.
        to as "to": Need<'a, Date>,
        /// Layer before.
        source as "source": Need<'a, Layer>,
        /// Layer after.
        target as "target": Need<'a, Layer>,
        /// People.
        people as "people": Need<'a, Count>,
    }
}

object! {
    /// What is to be settled.
    Agreement {
        /// Unique among agreements.
        id as "id": Need<'a, Id<'a>>,
        /// Name for people.
        label as "label": Need<'a, Text>,
        /// First day.
        from as "from": Need<'a, Date>,
        /// Last day.
        to as "to": Need<'a, Date>,
        /// Dimension to member ids; absent or empty is everything.
        #[cfg_attr(feature = "schema", schemars(with = "Option<std::collections::BTreeMap<String, Vec<Id<'_>>>>"))]
        scope as "scope": Maybe<'a, Entries<'a>>,
        /// The ROI that was promised.
        target_roi as "target_roi": Need<'a, Decimal>,
        /// Whether a tier's bound falls into the tier.
        boundary as "boundary": Need<'a, Boundary>,
        /// Days after the end until the amounts are final.
        lock_after_days as "lock_after_days": Need<'a, Count>,
        /// Part of the ad fee returned where ROI misses its target.
        rebate as "rebate": Maybe<'a, Rebate<'a>>,
        /// Share of revenue for traffic.
        traffic_share as "traffic_share": Maybe<'a, Share<'a>>,
        /// Commission on sales.
        cps as "cps": Maybe<'a, Share<'a>>,
        /// What the platform adds to the merchant's spend.
        subsidy as "subsidy": Maybe<'a, Subsidy<'a>>,
        /// From a day on, another target and other tiers; ascending.
        segments as "segments": Maybe<'a, List<'a, Segment<'a>>>,
        /// Amounts as they stood at lock.
        frozen as "frozen": Maybe<'a, Frozen<'a>>,
    }
}

object! {
    /// A slab: the first tier that holds gives one rate on the whole spend.
    Rebate {
        /// Ascending by `roi_below`.
        tiers as "tiers": Need<'a, List<'a, Tier<'a>>>,
        /// Most that is payable, minor units.
        cap as "cap": Maybe<'a, Amount>,
        /// Who pays.
        payer as "payer": Need<'a, Party>,
        /// Who gets.
        payee as "payee": Need<'a, Party>,
    }
}

object! {
    /// One tier of a rebate.
    Tier {
        /// Holds below this ROI.
        roi_below as "roi_below": Need<'a, Decimal>,
        /// Rate on the whole spend.
        rate as "rate": Need<'a, Rate>,
    }
}

object! {
    /// A share of revenue or a commission.
    Share {
        /// Rate on the base.
        rate as "rate": Need<'a, Rate>,
        /// What it is taken from.
        on as "on": Need<'a, Base>,
        /// Who pays.
        payer as "payer": Need<'a, Party>,
        /// Who gets.
        payee as "payee": Need<'a, Party>,
    }
}

object! {
    /// What the platform adds to the merchant's spend.
    Subsidy {
        /// Rate on spend.
        rate as "rate": Need<'a, Rate>,
        /// Most that is payable, minor units.
        cap as "cap": Maybe<'a, Amount>,
        /// Who pays.
        payer as "payer": Need<'a, Party>,
        /// Who gets.
        payee as "payee": Need<'a, Party>,
    }
}

object! {
    /// From a day on, another target and other tiers.
    Segment {
        /// First day.
        from as "from": Need<'a, Date>,
        /// Target from then on.
        target_roi as "target_roi": Need<'a, Decimal>,
        /// Tiers from then on; else the agreement's.
        tiers as "tiers": Maybe<'a, List<'a, Tier<'a>>>,
    }
}

object! {
    /// Amounts as they stood at lock.
    Frozen {
        /// Minor units.
        spend as "spend": Need<'a, Amount>,
        /// Minor units.
        gmv as "gmv": Need<'a, Integer>,
        /// Minor units.
        refunds as "refunds": Need<'a, Amount>,
        /// Orders.
        orders as "orders": Need<'a, Count>,
    }
}

object! {
    /// The merchant against the plan's entry rules; what is absent is not known.
    Eligibility {
        /// Shop score.
        store_score as "store_score": Maybe<'a, Decimal>,
        /// Minor units a day.
        daily_spend as "daily_spend": Maybe<'a, Amount>,
        /// Minor units.
        total_budget as "total_budget": Maybe<'a, Amount>,
        /// Whether the account is an enterprise's.
        enterprise_account as "enterprise_account": Maybe<'a, Flag>,
        /// Category as the rules name it.
        category as "category": Maybe<'a, Id<'a>>,
        /// The rules, where they differ from those that the press reported.
        rules as "rules": Maybe<'a, EntryRules<'a>>,
    }
}

object! {
    /// The plan's entry rules; what is absent is as the press reported it.
    EntryRules {
        /// Lowest shop score.
        store_score as "store_score": Maybe<'a, Decimal>,
        /// Lowest spend a day, minor units.
        daily_spend as "daily_spend": Maybe<'a, Amount>,
        /// Lowest budget, minor units.
        total_budget as "total_budget": Maybe<'a, Amount>,
        /// Whether the account has to be an enterprise's.
        enterprise_account as "enterprise_account": Maybe<'a, Flag>,
        /// Categories on the list.
        categories as "categories": Maybe<'a, List<'a, Id<'a>>>,
    }
}

object! {
    /// Something on the time axis.
    CalendarEntry {
        /// First day.
        from as "from": Need<'a, Date>,
        /// Last day.
        to as "to": Need<'a, Date>,
        /// Name for people.
        label as "label": Need<'a, Text>,
        /// What it is.
        kind as "kind": Need<'a, CalendarKind>,
        /// Which recurring promotion it belongs to.
        wave as "wave": Maybe<'a, Wave<'a>>,
    }
}

object! {
    /// A promotion that recurs.
    Wave {
        /// Such as `618`.
        name as "name": Need<'a, Id<'a>>,
        /// Its phase, if it has phases.
        phase as "phase": Maybe<'a, Phase>,
        /// Its year.
        year as "year": Need<'a, Count>,
    }
}
