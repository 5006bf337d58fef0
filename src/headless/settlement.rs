//! `Report.settle`. In: a question as JSON text. Out: what [`crate::analysis::settlement`] answers, with ids for indexes:
//! money and orders as big integers, rates and bounds as the decimal strings that were agreed on, an amount that is not
//! known as what is missing and why.

use wasm_bindgen::JsValue;

use super::plain::{count, days, known, list, money, object};
use super::question::{field, fields};
use super::refused;
use crate::analysis::settlement::{
    Amounts, Balance, Base, Fact, Factor, Kind, Known, Lack, Line, Missing, Options, Outcome, Scenario, Settlement,
    State, Step, Stretch, settle,
};
use crate::contract::json::Json;
use crate::contract::{Decimal, Frozen, Parties, Party, Report, Tier};
use crate::cube::Dataset;
use crate::error::Error;
use crate::query::selection_json::distinct;

/// The answer to `{ agreement?, whatIf? }`.
pub(super) fn answer(dataset: &Dataset, question: &str) -> Result<JsValue, Error> {
    let report = &dataset.report;
    let fields = fields(question, &["agreement", "whatIf"])?;
    let agreement = field(&fields, "agreement").map(|given| {
        let id = given.string();
        let found = report.agreements.iter().position(|agreement| Some(&*agreement.id) == id.as_deref());
        found.ok_or_else(|| refused("agreement", given.text(), "the id of an agreement"))
    });
    let scenario = field(&fields, "whatIf").map_or(Ok(Scenario::NONE), scenario)?;
    let settled = settle(dataset, &Options { agreement: agreement.transpose()?, scenario });
    Ok(object(&[
        ("asOf", settled.as_of.to_string().into()),
        ("agreements", list(settled.settlements.iter().map(|found| settlement(report, found)))),
        ("owedFinally", balances(&settled.owed_finally)),
        ("owed", balances(&settled.owed)),
    ]))
}

/// Changes in whole per cent.
fn scenario(given: Json<'_>) -> Result<Scenario, Error> {
    let mut scenario = Scenario::NONE;
    for (key, value) in distinct(given, "whatIf", "changes in per cent")? {
        let path = ["whatIf.", &key].concat();
        let factor = Factor::ALL.into_iter().find(|factor| name(*factor) == key);
        let factor = factor.ok_or_else(|| refused(&path, &key, "spend, conversion, orderValue or refundRate"))?;
        let percent = value.text().parse().ok();
        let percent = percent.filter(|percent| (Scenario::LEAST..=Scenario::MOST).contains(percent));
        let expected = "a whole number of per cent from -100 to 1000";
        scenario = scenario.with(factor, percent.ok_or_else(|| refused(&path, value.text(), expected))?);
    }
    Ok(scenario)
}

/// As JavaScript names it.
const fn name(factor: Factor) -> &'static str {
    match factor {
        Factor::OrderValue => "orderValue",
        Factor::RefundRate => "refundRate",
        _ => factor.name(),
    }
}

fn settlement(report: &Report, found: &Settlement) -> JsValue {
    let state = match found.state {
        State::Running => "running",
        State::Maturing => "maturing",
        State::Locked => "locked",
    };
    let id = report.agreements.get(found.agreement).map(|agreement| &*agreement.id);
    object(&[
        ("id", known(id)),
        ("state", state.into()),
        ("isFinal", found.is_final().into()),
        ("finalOn", found.final_on.to_string().into()),
        ("counted", known(found.counted.map(days))),
        ("live", amounts(&found.live)),
        ("frozen", known(found.frozen.as_ref().map(frozen))),
        ("outcome", outcome(&found.outcome)),
        ("scenario", known(found.supposed.as_ref().map(outcome))),
    ])
}

fn outcome(outcome: &Outcome) -> JsValue {
    object(&[
        ("amounts", amounts(&outcome.amounts)),
        ("stretches", list(outcome.stretches.iter().map(stretch))),
        ("lines", list(outcome.lines.iter().map(line))),
        ("owed", balances(&outcome.owed)),
    ])
}

fn stretch(stretch: &Stretch) -> JsValue {
    let tier = |tier: &Tier| object(&[("roiBelow", decimal(tier.roi_below)), ("rate", decimal(tier.rate))]);
    object(&[
        ("days", days(stretch.days)),
        ("targetRoi", decimal(stretch.target)),
        ("tiers", list(stretch.tiers.iter().map(tier))),
        ("amounts", amounts(&stretch.amounts)),
        ("tier", known(stretch.tier.map(|tier| count(tier as u64)))),
        ("isMet", known(stretch.is_met)),
        ("better", known(stretch.better.as_ref().map(step))),
        ("worse", known(stretch.worse.as_ref().map(step))),
    ])
}

fn step(step: &Step) -> JsValue {
    object(&[
        ("bound", decimal(step.bound)),
        ("net", money(step.net)),
        ("orders", known(step.orders.map(money))),
        ("rate", known(step.rate.map(decimal))),
        ("rebate", money(step.rebate)),
    ])
}

fn line(line: &Line) -> JsValue {
    let kind = match line.kind {
        Kind::Rebate => "rebate",
        Kind::TrafficShare => "traffic_share",
        Kind::Cps => "cps",
        Kind::Subsidy => "subsidy",
    };
    let on = match line.on {
        Base::Spend => "spend",
        Base::Gmv => "gmv",
        Base::NetGmv => "net_gmv",
    };
    let [payer, payee] = parties(line.parties);
    object(&[
        ("kind", kind.into()),
        ("stretch", known(line.stretch.map(|stretch| count(stretch as u64)))),
        payer,
        payee,
        ("on", on.into()),
        ("base", amount(line.base)),
        ("rate", known(line.rate.map(decimal))),
        ("cap", known(line.cap.map(|cap| money(cap.into())))),
        ("left", known(line.left.map(money))),
        ("uncapped", amount(line.uncapped)),
        ("payable", amount(line.payable)),
    ])
}

fn balances(balances: &[Balance]) -> JsValue {
    list(balances.iter().map(|balance| {
        let [payer, payee] = parties(balance.parties);
        let lacking = ("lacking", count(balance.lacking as u64));
        object(&[payer, payee, ("amount", money(balance.amount)), lacking])
    }))
}

fn amounts(amounts: &Amounts) -> JsValue {
    object(&[
        ("spend", amount(amounts.spend)),
        ("gmv", amount(amounts.gmv)),
        ("refunds", amount(amounts.refunds)),
        ("net", amount(amounts.net())),
        ("orders", amount(amounts.orders)),
        ("roi", known(amounts.roi())),
    ])
}

fn frozen(frozen: &Frozen) -> JsValue {
    object(&[
        ("spend", money(frozen.spend.into())),
        ("gmv", money(frozen.gmv.into())),
        ("refunds", money(frozen.refunds.into())),
        ("orders", money(frozen.orders.into())),
    ])
}

/// An amount, or `{ refused, fact }` with what is known.
fn amount(amount: Known) -> JsValue {
    let Missing { fact, lack } = match amount {
        Ok(value) => return money(value),
        Err(missing) => missing,
    };
    let fact = match fact {
        Fact::Spend => "spend",
        Fact::Gmv => "gmv",
        Fact::Refunds => "refunds",
        Fact::Orders => "orders",
    };
    let (code, fact) = (("refused", lack.code().into()), ("fact", fact.into()));
    match lack {
        Lack::NotWhole { at_least, rows, withheld } => {
            let (rows, withheld) = (("rows", count(rows)), ("withheld", count(withheld)));
            object(&[code, fact, ("atLeast", money(at_least)), rows, withheld])
        }
        Lack::MissingDays { days } => object(&[code, fact, ("days", count(days.into()))]),
        _ => object(&[code, fact]),
    }
}

fn parties(parties: Parties) -> [(&'static str, JsValue); 2] {
    let party = |party: Party| {
        JsValue::from(match party {
            Party::Merchant => "merchant",
            Party::Xhs => "xhs",
            Party::Tmall => "tmall",
        })
    };
    [("payer", party(parties.payer)), ("payee", party(parties.payee))]
}

fn decimal(decimal: Decimal) -> JsValue {
    decimal.to_string().into()
}
