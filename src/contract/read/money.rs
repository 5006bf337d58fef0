//! `agreements` and `eligibility`: what is owed on what terms, and who may take part. Refuses tiers and segments that do
//! not ascend, and scopes that name nobody. The terms stay exact decimals; nothing is computed here.

use super::catalogue::Catalogue;
use super::meta::window;
use super::{range, twins};
use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::wire::{self, Amount, Boundary, Entries, Id, List, Maybe, Need, Value, maybe};
use crate::contract::{
    Agreement, Decimal, DimensionIx, Eligibility, EntryRules, Frozen, MemberIx, Parties, Party, Rebate, Segment, Share,
    Subsidy, Tier,
};
use crate::date::DateRange;
use crate::error::ErrorKind;
use crate::order::repeated;

/// The plan's gates and white list as the press reported them: 4.5, 5,000 yuan a day, 50,000 yuan in all.
const PRESS_SCORE: Decimal = Decimal::from_tenths(45);
const PRESS_DAILY_SPEND: i64 = 500_000;
const PRESS_TOTAL_BUDGET: i64 = 5_000_000;
const PRESS_CATEGORIES: [&str; 6] = ["美妆", "母婴", "个护", "运动户外", "快消", "大健康"];

/// All agreements.
pub fn agreements<'a>(
    wire: &Maybe<'a, List<'a, wire::Agreement<'a>>>,
    catalogue: &Catalogue<'_>,
    notes: &mut Notes,
) -> Vec<Agreement> {
    let at = Path::Root.key("agreements");
    let Some(list) = maybe(wire, &Path::Root, notes) else {
        return Vec::new();
    };
    let agreements = list.each(&at, notes, |wire, at, notes| agreement(&wire, catalogue, at, notes));
    twins(agreements.iter().map(|agreement| &*agreement.id), &at, notes);
    agreements
}

fn agreement(
    wire: &wire::Agreement<'_>,
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<Agreement> {
    let (id, label) = (wire.id.read(at, notes), wire.label.read(at, notes));
    let days = range(&wire.from, &wire.to, at, notes);
    let scope = maybe(&wire.scope, at, notes)
        .map_or_else(Vec::new, |entries| scope(&entries, catalogue, &at.key("scope"), notes));
    let target_roi = target(&wire.target_roi, at, notes);
    let boundary = wire.boundary.read(at, notes);
    let lock_after_days = wire.lock_after_days.read(at, notes);
    let lock_after_days = lock_after_days.and_then(|days| window(days.0, &at.key("lock_after_days"), notes));
    let rebate = maybe(&wire.rebate, at, notes).and_then(|wire| rebate(&wire, &at.key("rebate"), notes));
    let traffic_share = maybe(&wire.traffic_share, at, notes);
    let traffic_share = traffic_share.and_then(|wire| share(&wire, &at.key("traffic_share"), notes));
    let cps = maybe(&wire.cps, at, notes).and_then(|wire| share(&wire, &at.key("cps"), notes));
    let subsidy = maybe(&wire.subsidy, at, notes).and_then(|wire| subsidy(&wire, &at.key("subsidy"), notes));
    let segments = maybe(&wire.segments, at, notes);
    let segments = segments.map_or_else(Vec::new, |list| segments_in(&list, days, &at.key("segments"), notes));
    let frozen = maybe(&wire.frozen, at, notes).and_then(|wire| frozen(&wire, &at.key("frozen"), notes));
    Some(Agreement {
        id: id?.0.into(),
        label: label?,
        range: days?,
        scope,
        target_roi: target_roi?,
        boundary_inclusive: boundary? == Boundary::Inclusive,
        lock_after_days: lock_after_days?,
        rebate,
        traffic_share,
        cps,
        subsidy,
        segments,
        frozen,
    })
}

fn scope(
    entries: &Entries<'_>,
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Vec<(DimensionIx, Vec<MemberIx>)> {
    let mut scope = Vec::new();
    for (id, raw) in &entries.0 {
        let at = at.key(id);
        let Some(dimension) = catalogue.need_dimension(id, &at, notes) else {
            continue;
        };
        let Some(list) = List::<Id<'_>>::read(raw, &at, notes) else {
            continue;
        };
        let members = list.each(&at, notes, |Id(id), at, notes| catalogue.need_member(dimension, &id, at, notes));
        if members.len() == list.len() {
            for index in repeated(members.len(), &mut |a, b| members.get(a).cmp(&members.get(b))) {
                notes.fault(ErrorKind::DuplicateId, &at.index(index), &"a member again", &"each member once");
            }
        }
        if list.len() == 0 {
            notes.fault(ErrorKind::Inconsistent, &at, &"[]", &"a member at least; leave the dimension out for all");
        }
        scope.push((dimension, members));
    }
    scope
}

fn target(wire: &Need<'_, Decimal>, at: &Path<'_>, notes: &mut Notes) -> Option<Decimal> {
    not_negative(wire.read(at, notes)?, &at.key(wire.key()), notes)
}

fn not_negative(value: Decimal, at: &Path<'_>, notes: &mut Notes) -> Option<Decimal> {
    if value.mantissa() >= 0 {
        return Some(value);
    }
    notes.fault(ErrorKind::Negative, at, &quoted(&value.to_string()), &"a decimal that is not negative");
    None
}

fn tiers<'a>(list: &List<'a, wire::Tier<'a>>, at: &Path<'_>, notes: &mut Notes) -> Vec<Tier> {
    let mut below: Option<Decimal> = None;
    list.each(at, notes, |wire, at, notes| {
        let (roi_below, rate) = (target(&wire.roi_below, at, notes), wire.rate.read(at, notes));
        let roi_below = roi_below?;
        if let Some(before) = below.replace(roi_below)
            && before >= roi_below
        {
            let expected = format_args!("more than \"{before}\", the tier before: tiers ascend");
            notes.fault(ErrorKind::Inconsistent, &at.key("roi_below"), &quoted(&roi_below.to_string()), &expected);
        }
        Some(Tier { roi_below, rate: rate?.0 })
    })
}

fn rebate(wire: &wire::Rebate<'_>, at: &Path<'_>, notes: &mut Notes) -> Option<Rebate> {
    let tiers = wire.tiers.read(at, notes).map(|list| tiers(&list, &at.key("tiers"), notes));
    let cap = maybe(&wire.cap, at, notes).map(|Amount(cap)| cap);
    let parties = parties(&wire.payer, &wire.payee, at, notes);
    Some(Rebate { tiers: tiers?, cap, parties: parties? })
}

fn share(wire: &wire::Share<'_>, at: &Path<'_>, notes: &mut Notes) -> Option<Share> {
    let (rate, on) = (wire.rate.read(at, notes), wire.on.read(at, notes));
    let parties = parties(&wire.payer, &wire.payee, at, notes);
    Some(Share { rate: rate?.0, on: on?, parties: parties? })
}

fn subsidy(wire: &wire::Subsidy<'_>, at: &Path<'_>, notes: &mut Notes) -> Option<Subsidy> {
    let rate = wire.rate.read(at, notes);
    let cap = maybe(&wire.cap, at, notes).map(|Amount(cap)| cap);
    let parties = parties(&wire.payer, &wire.payee, at, notes);
    Some(Subsidy { rate: rate?.0, cap, parties: parties? })
}

fn parties<'a>(payer: &Need<'a, Party>, payee: &Need<'a, Party>, at: &Path<'_>, notes: &mut Notes) -> Option<Parties> {
    let (payer, payee) = (payer.read(at, notes), payee.read(at, notes));
    let (payer, payee) = (payer?, payee?);
    if payer == payee {
        notes.fault(ErrorKind::Inconsistent, &at.key("payee"), &"", &"somebody else than the payer");
    }
    Some(Parties { payer, payee })
}

fn segments_in<'a>(
    list: &List<'a, wire::Segment<'a>>,
    days: Option<DateRange>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Vec<Segment> {
    let mut last = None;
    list.each(at, notes, |wire, at, notes| {
        let (from, target_roi) = (wire.from.read(at, notes), target(&wire.target_roi, at, notes));
        let tiers = maybe(&wire.tiers, at, notes).map(|list| tiers(&list, &at.key("tiers"), notes));
        let from = from?;
        if days.is_some_and(|days| !days.contains(from)) {
            let expected = "a day of the agreement";
            notes.fault(ErrorKind::OutOfRange, &at.key("from"), &from, &expected);
        }
        if let Some(before) = last.replace(from)
            && before >= from
        {
            let expected = format_args!("a day after {before}, the segment before: segments ascend");
            notes.fault(ErrorKind::InvalidDate, &at.key("from"), &from, &expected);
        }
        Some(Segment { from, target_roi: target_roi?, tiers })
    })
}

fn frozen(wire: &wire::Frozen<'_>, at: &Path<'_>, notes: &mut Notes) -> Option<Frozen> {
    let (spend, gmv) = (wire.spend.read(at, notes), wire.gmv.read(at, notes));
    let (refunds, orders) = (wire.refunds.read(at, notes), wire.orders.read(at, notes));
    Some(Frozen { spend: spend?.0, gmv: gmv?.0, refunds: refunds?.0, orders: orders?.0 })
}

/// The section; a rule that is not given is the press-reported one.
pub fn eligibility(wire: &wire::Eligibility<'_>, notes: &mut Notes) -> Eligibility {
    let at = Path::Root.key("eligibility");
    let store_score = score(&wire.store_score, &at, notes);
    let daily_spend = maybe(&wire.daily_spend, &at, notes).map(|Amount(spend)| spend);
    let total_budget = maybe(&wire.total_budget, &at, notes).map(|Amount(budget)| budget);
    let enterprise_account = maybe(&wire.enterprise_account, &at, notes).map(|flag| flag.0);
    let category = maybe(&wire.category, &at, notes).map(|Id(category)| category.into());
    let given = maybe(&wire.rules, &at, notes);
    let rules_given = given.is_some();
    let rules = given.map_or_else(press_rules, |wire| rules(&wire, &at.key("rules"), notes));
    Eligibility { store_score, daily_spend, total_budget, enterprise_account, category, rules, rules_given }
}

fn rules(wire: &wire::EntryRules<'_>, at: &Path<'_>, notes: &mut Notes) -> EntryRules {
    let press = press_rules();
    let categories = maybe(&wire.categories, at, notes)
        .map(|list| list.each(&at.key("categories"), notes, |Id(category), _, _| Some(category.into())));
    EntryRules {
        store_score: score(&wire.store_score, at, notes).unwrap_or(press.store_score),
        daily_spend: maybe(&wire.daily_spend, at, notes).map_or(press.daily_spend, |Amount(spend)| spend),
        total_budget: maybe(&wire.total_budget, at, notes).map_or(press.total_budget, |Amount(budget)| budget),
        enterprise_account: maybe(&wire.enterprise_account, at, notes).map_or(press.enterprise_account, |flag| flag.0),
        categories: categories.unwrap_or(press.categories),
    }
}

fn press_rules() -> EntryRules {
    EntryRules {
        store_score: PRESS_SCORE,
        daily_spend: PRESS_DAILY_SPEND,
        total_budget: PRESS_TOTAL_BUDGET,
        enterprise_account: true,
        categories: PRESS_CATEGORIES.map(Box::from).to_vec(),
    }
}

fn score(wire: &Maybe<'_, Decimal>, at: &Path<'_>, notes: &mut Notes) -> Option<Decimal> {
    maybe(wire, at, notes).and_then(|score| not_negative(score, &at.key("store_score"), notes))
}
