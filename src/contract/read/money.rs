//! `agreements` and `eligibility`: what is owed on what terms, and who may take part. Refuses tiers and segments that do
//! not ascend, and scopes that name nobody. The terms stay exact decimals; nothing is computed here.

use super::catalogue::Catalogue;
use super::meta::window;
use super::{range, twins};
use crate::contract::notes::{Notes, Path};
use crate::contract::wire::{self, Boundary, Id, List, Map};
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
    list: &List<'a, wire::Agreement<'a>>,
    catalogue: &Catalogue<'_>,
    notes: &mut Notes,
) -> Vec<Agreement> {
    let at = Path::Root.key("agreements");
    let mut agreements = Vec::new();
    for (index, wire) in list.iter().enumerate() {
        agreements.push(agreement(wire, catalogue, &at.index(index), notes));
    }
    twins(agreements.len(), &|ix| Some(&agreements.get(ix)?.id), &at, notes);
    agreements
}

fn agreement(wire: wire::Agreement<'_>, catalogue: &Catalogue<'_>, at: &Path<'_>, notes: &mut Notes) -> Agreement {
    let range = range(wire.from(), wire.to(), at, notes);
    Agreement {
        id: wire.id(),
        label: wire.label(),
        range,
        scope: scope(&wire.scope().unwrap_or_default(), catalogue, &at.key("scope"), notes),
        target_roi: not_negative(wire.target_roi(), &at.key("target_roi"), notes),
        boundary_inclusive: wire.boundary() == Boundary::Inclusive,
        lock_after_days: window(wire.lock_after_days(), &at.key("lock_after_days"), notes),
        rebate: wire.rebate().map(|wire| {
            let at = at.key("rebate");
            let parties = parties(wire.payer(), wire.payee(), &at, notes);
            Rebate { tiers: tiers(&wire.tiers(), &at.key("tiers"), notes), cap: wire.cap(), parties }
        }),
        traffic_share: wire.traffic_share().map(|wire| share(wire, &at.key("traffic_share"), notes)),
        cps: wire.cps().map(|wire| share(wire, &at.key("cps"), notes)),
        subsidy: wire.subsidy().map(|wire| {
            let parties = parties(wire.payer(), wire.payee(), &at.key("subsidy"), notes);
            Subsidy { rate: wire.rate(), cap: wire.cap(), parties }
        }),
        segments: segments(&wire.segments().unwrap_or_default(), range, &at.key("segments"), notes),
        frozen: wire.frozen().map(|wire| Frozen {
            spend: wire.spend(),
            gmv: wire.gmv(),
            refunds: wire.refunds(),
            orders: wire.orders(),
        }),
    }
}

fn scope<'a>(
    wire: &Map<'a, List<'a, Id>>,
    catalogue: &Catalogue<'_>,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Vec<(DimensionIx, Vec<MemberIx>)> {
    let mut scope = Vec::new();
    for (id, list) in wire.iter() {
        let at = at.key(&id);
        let dimension = catalogue.need_dimension(&id, &at, notes);
        let before = notes.noted();
        let mut members = Vec::new();
        for (index, id) in list.iter().enumerate() {
            members.push(catalogue.need_member(dimension, &id, &at.index(index), notes));
        }
        if notes.noted() == before {
            for index in repeated(members.len(), &mut |a, b| members.get(a).cmp(&members.get(b))) {
                notes.fault(ErrorKind::DuplicateId, &at.index(index), &"a member again", &"each member once");
            }
        }
        if members.is_empty() {
            notes.fault(ErrorKind::Inconsistent, &at, &"[]", &"a member at least; leave the dimension out for all");
        }
        scope.push((dimension, members));
    }
    scope
}

fn not_negative(value: Decimal, at: &Path<'_>, notes: &mut Notes) -> Decimal {
    if value.mantissa() < 0 {
        notes.fault_in_id(ErrorKind::Negative, at, &value.to_string(), &"a decimal that is not negative");
    }
    value
}

fn tiers<'a>(list: &List<'a, wire::Tier<'a>>, at: &Path<'_>, notes: &mut Notes) -> Vec<Tier> {
    let mut tiers: Vec<Tier> = Vec::new();
    for (index, wire) in list.iter().enumerate() {
        let at = at.index(index);
        let at = at.key("roi_below");
        let roi_below = not_negative(wire.roi_below(), &at, notes);
        if let Some(before) = tiers.last().map(|tier| tier.roi_below).filter(|before| *before >= roi_below) {
            let expected = format_args!("more than \"{before}\", the tier before: tiers ascend");
            notes.fault_in_id(ErrorKind::Inconsistent, &at, &roi_below.to_string(), &expected);
        }
        tiers.push(Tier { roi_below, rate: wire.rate() });
    }
    tiers
}

fn share(wire: wire::Share<'_>, at: &Path<'_>, notes: &mut Notes) -> Share {
    Share { rate: wire.rate(), on: wire.on(), parties: parties(wire.payer(), wire.payee(), at, notes) }
}

fn parties(payer: Party, payee: Party, at: &Path<'_>, notes: &mut Notes) -> Parties {
    if payer == payee {
        notes.fault(ErrorKind::Inconsistent, &at.key("payee"), &"", &"somebody else than the payer");
    }
    Parties { payer, payee }
}

fn segments<'a>(list: &List<'a, wire::Segment<'a>>, days: DateRange, at: &Path<'_>, notes: &mut Notes) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for (index, wire) in list.iter().enumerate() {
        let at = at.index(index);
        let from = wire.from();
        if days.from <= days.to && !days.contains(from) {
            notes.fault(ErrorKind::OutOfRange, &at.key("from"), &from, &"a day of the agreement");
        }
        if let Some(before) = segments.last().map(|segment| segment.from).filter(|before| *before >= from) {
            let expected = format_args!("a day after {before}, the segment before: segments ascend");
            notes.fault(ErrorKind::InvalidDate, &at.key("from"), &from, &expected);
        }
        segments.push(Segment {
            from,
            target_roi: not_negative(wire.target_roi(), &at.key("target_roi"), notes),
            tiers: wire.tiers().map(|list| tiers(&list, &at.key("tiers"), notes)),
        });
    }
    segments
}

/// The section; a rule that is not given is the press-reported one.
pub fn eligibility(wire: wire::Eligibility<'_>, notes: &mut Notes) -> Eligibility {
    let at = Path::Root.key("eligibility");
    let mut rules = press_rules();
    let mut rules_given = [false; 5];
    if let Some(wire) = wire.rules() {
        let at = at.key("rules");
        let [score_given, daily_given, total_given, enterprise_given, categories_given] = &mut rules_given;
        put(&mut rules.store_score, score_given, score(wire.store_score(), &at, notes));
        put(&mut rules.daily_spend, daily_given, wire.daily_spend());
        put(&mut rules.total_budget, total_given, wire.total_budget());
        put(&mut rules.enterprise_account, enterprise_given, wire.enterprise_account());
        let categories = wire.categories().map(|categories| categories.iter().collect());
        put(&mut rules.categories, categories_given, categories);
    }
    Eligibility {
        store_score: score(wire.store_score(), &at, notes),
        daily_spend: wire.daily_spend(),
        total_budget: wire.total_budget(),
        enterprise_account: wire.enterprise_account(),
        category: wire.category(),
        rules,
        rules_given,
    }
}

/// Puts a rule of the sender in the place of the press-reported one.
fn put<T>(rule: &mut T, is_given: &mut bool, given: Option<T>) {
    if let Some(given) = given {
        (*rule, *is_given) = (given, true);
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

fn score(score: Option<Decimal>, at: &Path<'_>, notes: &mut Notes) -> Option<Decimal> {
    score.map(|score| not_negative(score, &at.key("store_score"), notes))
}
