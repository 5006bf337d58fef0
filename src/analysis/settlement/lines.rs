//! Terms applied to amounts. In: an agreement, the days under each of its terms with what happened in them. Out: tiers,
//! payable lines, distances. A rebate's tier gives one rate on the whole spend of its stretch; a cap that several
//! stretches share is used up in the order of their days.

use std::rc::Rc;

use super::terms::{compare, least_past, orders, tier, times};
use super::{Amounts, Base, Fact, Kind, Known, Lack, Line, Missing, Outcome, Step, Stretch, balances};
use crate::contract::{self, Agreement, Decimal, Parties, Rebate, Share, Tier};
use crate::date::{Date, DateRange};

const NOTHING: Amounts = Amounts { spend: Ok(0), gmv: Ok(0), refunds: Ok(0), orders: Ok(0) };

/// The days under each of the agreement's terms.
pub(super) fn stretches(agreement: &Agreement) -> Vec<Stretch> {
    let shared: Rc<[Tier]> = agreement.rebate.as_ref().map_or(&[] as &[Tier], |rebate| &rebate.tiers).into();
    let mut stretches = Vec::with_capacity(agreement.segments.len() + 1);
    let mut add = |from: Date, until: Option<Date>, target: Decimal, tiers: Rc<[Tier]>| {
        let to = until.map_or(agreement.range.to, |until| until.plus(-1));
        if let Some(days) = DateRange::new(from, to) {
            let amounts = NOTHING;
            stretches.push(Stretch {
                days,
                target,
                tiers,
                amounts,
                tier: None,
                is_met: None,
                better: None,
                worse: None,
            });
        }
    };
    let segments = &agreement.segments;
    add(agreement.range.from, segments.first().map(|next| next.from), agreement.target_roi, shared.clone());
    for (place, segment) in segments.iter().enumerate() {
        let own = segment.tiers.as_deref().filter(|_| agreement.rebate.is_some());
        let tiers = own.map_or_else(|| shared.clone(), Into::into);
        add(segment.from, segments.get(place + 1).map(|next| next.from), segment.target_roi, tiers);
    }
    stretches
}

/// What the stretches come to together.
pub(super) fn whole(stretches: &[Stretch]) -> Amounts {
    let mut sum = NOTHING;
    for Stretch { amounts, .. } in stretches {
        sum.spend = plus(sum.spend, amounts.spend);
        sum.gmv = plus(sum.gmv, amounts.gmv);
        sum.refunds = plus(sum.refunds, amounts.refunds);
        sum.orders = plus(sum.orders, amounts.orders);
    }
    sum
}

fn plus(one: Known, other: Known) -> Known {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok(one + other),
        (Err(missing), other) | (other, Err(missing)) => {
            let lack = match (missing.lack, other) {
                (Lack::NotWhole { at_least, rows, withheld }, Ok(more)) => {
                    Lack::NotWhole { at_least: at_least + more, rows, withheld }
                }
                (
                    Lack::NotWhole { at_least, rows, withheld },
                    Err(Missing { lack: Lack::NotWhole { at_least: a, rows: r, withheld: w }, .. }),
                ) => Lack::NotWhole { at_least: at_least + a, rows: rows + r, withheld: withheld + w },
                (Lack::MissingDays { days }, Err(Missing { lack: Lack::MissingDays { days: more }, .. })) => {
                    Lack::MissingDays { days: days + more }
                }
                (lack, _) => lack,
            };
            Err(Missing { lack, ..missing })
        }
    }
}

/// Lets what was frozen settle: the only stretch takes it; several keep what is live where it adds up to that.
pub(super) fn freeze(stretches: &mut [Stretch], frozen: &Amounts, live: &Amounts) {
    if let [only] = stretches {
        only.amounts = *frozen;
        return;
    }
    for (fact, frozen, live) in [
        (Fact::Spend, frozen.spend, live.spend),
        (Fact::Gmv, frozen.gmv, live.gmv),
        (Fact::Refunds, frozen.refunds, live.refunds),
        (Fact::Orders, frozen.orders, live.orders),
    ] {
        if frozen == live {
            continue;
        }
        for Stretch { amounts, .. } in &mut *stretches {
            let amount = match fact {
                Fact::Spend => &mut amounts.spend,
                Fact::Gmv => &mut amounts.gmv,
                Fact::Refunds => &mut amounts.refunds,
                Fact::Orders => &mut amounts.orders,
            };
            *amount = Err(Missing { fact, lack: Lack::FrozenWhole });
        }
    }
}

/// What the agreement makes of these amounts.
pub(super) fn outcome(agreement: &Agreement, amounts: Amounts, mut stretches: Vec<Stretch>) -> Outcome {
    let inclusive = agreement.boundary_inclusive;
    let mut lines = Vec::new();
    if let Some(rebate) = &agreement.rebate {
        lines = rebates(rebate, inclusive, &mut stretches);
        let all: Option<i128> = lines.iter().map(|line| line.uncapped.ok()).sum();
        for (stretch, line) in stretches.iter_mut().zip(&lines) {
            if let (Some(all), Ok(own)) = (all, line.uncapped) {
                add_steps(stretch, rebate.cap, inclusive, all - own);
            }
        }
    }
    for stretch in &mut stretches {
        let spend = stretch.amounts.spend.ok().filter(|spend| *spend > 0);
        let standing =
            spend.zip(stretch.amounts.net().ok()).and_then(|(spend, net)| compare(net, spend, stretch.target));
        stretch.is_met = standing.map(std::cmp::Ordering::is_ge);
    }
    lines.extend(agreement.traffic_share.as_ref().map(|share| of_sales(Kind::TrafficShare, share, &amounts)));
    lines.extend(agreement.cps.as_ref().map(|share| of_sales(Kind::Cps, share, &amounts)));
    lines.extend(agreement.subsidy.as_ref().map(|subsidy| {
        let terms = Terms { kind: Kind::Subsidy, on: Base::Spend, parties: subsidy.parties, cap: subsidy.cap };
        terms.line(amounts.spend, Some(subsidy.rate), subsidy.cap.map(i128::from))
    }));
    let owed = balances(&mut lines.iter());
    Outcome { amounts, stretches, lines, owed }
}

fn of_sales(kind: Kind, share: &Share, amounts: &Amounts) -> Line {
    let (on, base) = match share.on {
        contract::Base::Gmv => (Base::Gmv, amounts.gmv),
        contract::Base::NetGmv => (Base::NetGmv, amounts.net()),
    };
    Terms { kind, on, parties: share.parties, cap: None }.line(base, Some(share.rate), None)
}

/// What a line is, before it is computed.
#[derive(Clone, Copy)]
struct Terms {
    kind: Kind,
    on: Base,
    parties: Parties,
    cap: Option<i64>,
}

impl Terms {
    /// `min(round(base × rate), left)`; nothing where there is no rate, or the base is below zero.
    fn line(self, base: Known, rate: Option<Decimal>, left: Option<i128>) -> Line {
        let Self { kind, on, parties, cap } = self;
        let uncapped = base.and_then(|base| match rate {
            Some(rate) => times(base.max(0), rate).ok_or(Missing { fact: self.fact(), lack: Lack::TooLarge }),
            None => Ok(0),
        });
        let payable = uncapped.map(|amount| left.map_or(amount, |left| amount.min(left)));
        Line { kind, stretch: None, parties, on, base, rate, cap, left, uncapped, payable }
    }

    const fn fact(self) -> Fact {
        if matches!(self.on, Base::Spend) { Fact::Spend } else { Fact::Gmv }
    }
}

/// A line per stretch, and the tier of each.
fn rebates(rebate: &Rebate, inclusive: bool, stretches: &mut [Stretch]) -> Vec<Line> {
    let terms = Terms { kind: Kind::Rebate, on: Base::Spend, parties: rebate.parties, cap: rebate.cap };
    // What is left of the cap, and whose amount is missing where that cannot be told any more.
    let mut left: Result<Option<i128>, Missing> = Ok(rebate.cap.map(i128::from));
    let mut lines = Vec::with_capacity(stretches.len());
    for (place, stretch) in stretches.iter_mut().enumerate() {
        let found = tier_of(stretch, inclusive);
        stretch.tier = found.unwrap_or_default();
        let rate = stretch.tier.and_then(|tier| stretch.tiers.get(tier)).map(|tier| tier.rate);
        let mut line = terms.line(stretch.amounts.spend, rate, left.unwrap_or_default());
        line.stretch = Some(place);
        if let Err(missing) = found {
            line.uncapped = Err(missing);
        }
        line.payable = line.uncapped.and(line.payable);
        // Nothing is left over of nothing: a stretch that pays nothing by itself needs no cap.
        if let (Err(missing), true) = (left, line.uncapped != Ok(0)) {
            line.payable = Err(missing);
        }
        left = match (left, line.payable) {
            (Ok(Some(left)), Ok(payable)) => Ok(Some(left - payable)),
            (Ok(Some(_)), Err(missing)) => Err(missing),
            (left, _) => left,
        };
        lines.push(line);
    }
    lines
}

/// The tier that holds; none where nothing was spent.
fn tier_of(stretch: &Stretch, inclusive: bool) -> Result<Option<usize>, Missing> {
    let spend = stretch.amounts.spend?;
    if spend <= 0 {
        return Ok(None);
    }
    let net = stretch.amounts.net()?;
    tier(&stretch.tiers, inclusive, net, spend).map_err(|()| Missing { fact: Fact::Spend, lack: Lack::TooLarge })
}

/// How far the bounds above and below are. `others`: what the other stretches pay before the cap.
fn add_steps(stretch: &mut Stretch, cap: Option<i64>, inclusive: bool, others: i128) {
    let (Ok(spend), Ok(net)) = (stretch.amounts.spend, stretch.amounts.net()) else { return };
    if spend <= 0 {
        return;
    }
    let count = stretch.amounts.orders.unwrap_or(0);
    let step = |bound: Decimal, beyond: Option<&Tier>, gap: i128| {
        let rate = beyond.map(|tier| tier.rate);
        // A cap that is used up in any order comes to the same sum.
        let all = others + rate.map_or(Some(0), |rate| times(spend, rate))?;
        let rebate = cap.map_or(all, |cap| all.min(i128::from(cap)));
        Some(Step { bound, net: gap, orders: orders(gap, count, net), rate, rebate })
    };
    let tiers = &stretch.tiers;
    let above = stretch.tier.and_then(|here| Some((tiers.get(here)?.roi_below, tiers.get(here + 1))));
    let under = stretch.tier.unwrap_or(tiers.len()).checked_sub(1).and_then(|below| tiers.get(below));
    let better =
        above.and_then(|(bound, beyond)| step(bound, beyond, least_past(bound, inclusive, spend)?.checked_sub(net)?));
    let worse = under.and_then(|beyond| {
        step(beyond.roi_below, Some(beyond), net - (least_past(beyond.roi_below, inclusive, spend)? - 1))
    });
    stretch.better = better;
    stretch.worse = worse;
}
