//! Random documents with agreements, as JSON, and what they settle to by the plainest means: every record looked at one
//! by one, exact rationals, and the rules of the contract written out once more. Shares no code with the engine.

use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::{Map, Value, json};

use super::documents::Dice;

/// First day that the documents are about.
const FIRST: &str = "2025-06-";
/// Largest integer of a cell.
pub const LARGEST: i64 = (1 << 53) - 1;
const CHANNELS: [&str; 3] = ["ud", "juguang", "organic"];
const CATEGORIES: [&str; 2] = ["care", "colour"];
/// Brand and its category.
const BRANDS: [(&str, &str); 4] = [("b0", "care"), ("b1", "care"), ("b2", "colour"), ("b3", "colour")];
const PARTIES: [&str; 3] = ["merchant", "xhs", "tmall"];

/// A day of June 2025.
pub fn day(n: u64) -> String {
    format!("{FIRST}{n:02}")
}

/// What frames the records and agreements of a document.
pub fn document(through: &str, records: &[Value], agreements: &[Value]) -> Value {
    let money = |id: &str| json!({"id": id, "label": id, "kind": "money"});
    json!({
        "schema": "redcat.report/1",
        "meta": {
            "merchant": {"id": "m", "name": "M"}, "source": "test", "generated_at": "2025-07-01T00:00:00Z",
            "time_zone": "Asia/Shanghai", "currency": "CNY", "data_from": day(1), "complete_through": through,
        },
        "dimensions": [
            {"id": "channel", "label": "c", "members": CHANNELS.map(|id| json!({"id": id, "label": id}))},
            {"id": "category", "label": "c", "members": CATEGORIES.map(|id| json!({"id": id, "label": id}))},
            {"id": "brand", "label": "b", "parent": "category",
             "members": BRANDS.map(|(id, parent)| json!({"id": id, "label": id, "parent": parent}))},
        ],
        "measures": [money("spend"), money("gmv"), money("refunds"), {"id": "orders", "label": "orders", "kind": "count"}],
        "cells": {"id": "main", "by": ["channel", "brand"], "measures": ["spend", "gmv", "refunds", "orders"],
                  "layout": "records", "records": records},
        "agreements": agreements,
    })
}

/// A document of a few records and four agreements.
pub fn random(seed: u64) -> Value {
    let mut dice = Dice::new(seed);
    let scale = [100, 1_000_000, 10_000_000_000, LARGEST as u64][dice.below(4) as usize];
    let mut records: Vec<Value> = (0..dice.below(24)).map(|_| record(&mut dice, scale)).collect();
    if dice.one_in(5) && !records.is_empty() {
        // Exactly on a bound that tiers like to have.
        let spend = 200 * (1 + dice.below(1_000)) as i64;
        let day = day(1 + dice.below(30));
        records = vec![
            json!({"date": day, "channel": "ud", "brand": "b0", "spend": spend, "gmv": spend / 2 * 5, "refunds": 0}),
        ];
    }
    if dice.one_in(8) && !records.is_empty() {
        let (place, measure) =
            (dice.below(records.len() as u64) as usize, ["spend", "gmv", "refunds"][dice.below(3) as usize]);
        records[place][measure] = Value::Null;
    }
    let through = day(10 + dice.below(21));
    let agreements: Vec<Value> = (0..4).map(|n| agreement(&mut dice, n, &records, &through)).collect();
    document(&through, &records, &agreements)
}

fn record(dice: &mut Dice, scale: u64) -> Value {
    let largest = dice.one_in(3);
    let mut amount =
        |below: u64| if largest && scale == LARGEST as u64 { LARGEST } else { dice.below(below.max(1)) as i64 };
    let (spend, mut gmv, refunds) = (amount(scale / 3), amount(scale), amount(scale / 5));
    if dice.one_in(6) {
        gmv = -gmv;
    }
    let mut record = json!({"date": day(1 + dice.below(30)), "spend": spend, "gmv": gmv, "refunds": refunds, "orders": dice.below(50)});
    let fields = record.as_object_mut().expect("an object");
    // Without a key the member is unknown.
    if !dice.one_in(6) {
        fields.insert("channel".into(), CHANNELS[dice.below(3) as usize].into());
    }
    if !dice.one_in(6) {
        fields.insert("brand".into(), BRANDS[dice.below(4) as usize].0.into());
    }
    record
}

/// A rate or bound of up to `whole` with up to 12 digits after the point.
fn decimal(dice: &mut Dice, whole: u64) -> String {
    let digits = [0, 1, 2, 4, 12][dice.below(5) as usize];
    if digits == 0 {
        return dice.below(whole + 1).to_string();
    }
    format!("{}.{:0digits$}", dice.below(whole.max(1)), dice.below(10_u64.pow(digits as u32)))
}

fn tiers(dice: &mut Dice) -> Value {
    let mut bounds: Vec<String> = (0..dice.below(5)).map(|_| decimal(dice, 6)).collect();
    if dice.one_in(2) {
        bounds.push("2.5".to_owned());
    }
    bounds.sort_by_key(|bound| rational(bound));
    bounds.dedup_by_key(|bound| rational(bound));
    let tiers: Vec<Value> = bounds.iter().map(|bound| json!({"roi_below": bound, "rate": decimal(dice, 1)})).collect();
    tiers.into()
}

fn cap(dice: &mut Dice) -> Value {
    match dice.below(4) {
        0 => Value::Null,
        1 => LARGEST.into(),
        2 => dice.below(1_000).into(),
        _ => dice.below(10_000_000_000).into(),
    }
}

fn with_parties(dice: &mut Dice, mut line: Value) -> Value {
    let payer = dice.below(3);
    line["payer"] = PARTIES[payer as usize].into();
    line["payee"] = PARTIES[((payer + 1 + dice.below(2)) % 3) as usize].into();
    line
}

fn agreement(dice: &mut Dice, n: u64, records: &[Value], through: &str) -> Value {
    let from = 1 + dice.below(28);
    let to = from + dice.below(31 - from);
    let mut scope = Map::new();
    if dice.one_in(2) {
        let first = dice.below(3) as usize;
        let channels: Vec<&str> = (0..=dice.below(2) as usize).map(|n| CHANNELS[(first + n) % 3]).collect();
        scope.insert("channel".into(), json!(channels));
    }
    match dice.below(4) {
        0 => drop(scope.insert("category".into(), json!(["care"]))),
        1 => drop(scope.insert("brand".into(), json!(["b1", "b2"]))),
        _ => {}
    }
    let boundary = if dice.one_in(2) { "inclusive" } else { "exclusive" };
    let mut agreement = json!({
        "id": format!("a{n}"), "label": "a", "from": day(from), "to": day(to), "scope": scope, "target_roi": decimal(dice, 5),
        "boundary": boundary, "lock_after_days": dice.below(8),
    });
    if !dice.one_in(5) {
        let (tiers, cap) = (tiers(dice), cap(dice));
        agreement["rebate"] = with_parties(dice, json!({"tiers": tiers, "cap": cap}));
        let mut segments = Vec::new();
        for at in from..=to {
            if dice.one_in(12) {
                let tiers = if dice.one_in(3) { Value::Null } else { self::tiers(dice) };
                segments.push(json!({"from": day(at), "target_roi": decimal(dice, 5), "tiers": tiers}));
            }
        }
        agreement["segments"] = segments.into();
    }
    for key in ["traffic_share", "cps"] {
        if dice.one_in(2) {
            let on = if dice.one_in(2) { "net_gmv" } else { "gmv" };
            let rate = decimal(dice, 1);
            agreement[key] = with_parties(dice, json!({"rate": rate, "on": on}));
        }
    }
    if dice.one_in(2) {
        let (rate, cap) = (decimal(dice, 1), cap(dice));
        agreement["subsidy"] = with_parties(dice, json!({"rate": rate, "cap": cap}));
    }
    match dice.below(4) {
        0 => {
            let amount = |dice: &mut Dice| dice.below(1_000_000_000);
            agreement["frozen"] = json!({"spend": amount(dice), "gmv": amount(dice), "refunds": amount(dice), "orders": dice.below(1_000)});
        }
        // What is live, where a cell could hold it.
        1 => {
            let sum = |measure| live(records, &agreement, &day(from), &day(to), through, measure);
            if let [Some(spend), Some(gmv), Some(refunds)] = ["spend", "gmv", "refunds"].map(sum) {
                let amounts = [spend, gmv, refunds].map(|sum| i64::try_from(sum).unwrap_or(i64::MAX));
                if amounts.iter().all(|amount| amount.abs() <= LARGEST) {
                    agreement["frozen"] =
                        json!({"spend": amounts[0], "gmv": amounts[1], "refunds": amounts[2], "orders": 0});
                }
            }
        }
        _ => {}
    }
    agreement
}

/// A decimal as the fraction that it is.
pub fn rational(text: &str) -> BigRational {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().expect("digits");
    BigRational::new(digits, BigInt::from(10).pow(fraction.len() as u32))
}

fn is_in_scope(record: &Value, scope: &Map<String, Value>) -> bool {
    scope.iter().all(|(dimension, members)| {
        let member = match dimension.as_str() {
            "category" => BRANDS.iter().find(|(id, _)| record["brand"] == *id).map(|(_, category)| json!(category)),
            _ => record.get(dimension).cloned(),
        };
        member.is_some_and(|member| members.as_array().expect("members").contains(&member))
    })
}

/// The sum of a measure; `None` where a record lacks it.
fn live(records: &[Value], agreement: &Value, from: &str, to: &str, through: &str, measure: &str) -> Option<BigInt> {
    let scope = agreement["scope"].as_object().expect("a scope");
    let mut sum = BigInt::from(0);
    for record in records {
        // Dates of this form are in order as text.
        let date = record["date"].as_str().expect("a date");
        if from <= date && date <= to && date <= through && is_in_scope(record, scope) {
            sum += record[measure].as_i64()?;
        }
    }
    Some(sum)
}

/// What one agreement comes to: its state, and every line with what it pays, `None` where that is refused.
#[derive(Debug, PartialEq)]
pub struct Expected {
    pub state: &'static str,
    pub lines: Vec<(String, Option<BigInt>)>,
}

/// Spend, GMV, refunds.
type Sums = [Option<BigInt>; 3];

fn number(day: &str) -> u64 {
    day.strip_prefix(FIRST).expect("a day of June").parse().expect("its number")
}

fn round(value: &BigRational) -> BigInt {
    let two = BigInt::from(2);
    let zero = BigRational::from(BigInt::from(0));
    let half = BigRational::new(1.into(), two);
    if *value < zero { (value - half).ceil().to_integer() } else { (value + half).floor().to_integer() }
}

fn product(base: &BigInt, rate: &Value) -> BigInt {
    let amount = round(&(BigRational::from(base.clone()) * rational(rate.as_str().expect("a rate"))));
    amount.max(BigInt::from(0))
}

/// What an agreement of `document` comes to.
pub fn settle(document: &Value, agreement: &Value) -> Expected {
    let records = document["cells"]["records"].as_array().expect("records");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let through = text(&document["meta"]["complete_through"]);
    let (from, to) = (text(&agreement["from"]), text(&agreement["to"]));
    let lock = number(&to) + agreement["lock_after_days"].as_u64().expect("days");
    let state = match number(&through) {
        today if today < number(&to) => "running",
        today if today < lock => "maturing",
        _ => "locked",
    };
    let sums =
        |from: &str, to: &str| ["spend", "gmv", "refunds"].map(|id| live(records, agreement, from, to, &through, id));
    let mut whole: Sums = sums(&from, &to);
    let frozen = &agreement["frozen"];
    let settled_by_frozen = state == "locked" && !frozen.is_null();
    let frozen: Sums = ["spend", "gmv", "refunds"].map(|id| frozen[id].as_i64().map(BigInt::from));
    let was = whole.clone();
    if settled_by_frozen {
        whole.clone_from(&frozen);
    }

    let mut lines = Vec::new();
    let rebate = &agreement["rebate"];
    if !rebate.is_null() {
        // From, through, tiers.
        let mut stretches = vec![(from.clone(), to.clone(), rebate["tiers"].clone())];
        for segment in agreement["segments"].as_array().into_iter().flatten() {
            let start = text(&segment["from"]);
            stretches.last_mut().expect("one at least").1 = format!("{FIRST}{:02}", number(&start) - 1);
            let tiers = if segment["tiers"].is_null() { &rebate["tiers"] } else { &segment["tiers"] };
            stretches.push((start, to.clone(), tiers.clone()));
        }
        stretches.retain(|(from, to, _)| from <= to);
        let only = stretches.len() == 1;
        let mut left = rebate["cap"].as_i64().map(|cap| Some(BigInt::from(cap)));
        for (from, to, tiers) in &stretches {
            let mut parts = sums(from, to);
            if settled_by_frozen && only {
                parts.clone_from(&frozen);
            } else if settled_by_frozen {
                for n in 0..3 {
                    if was[n] != frozen[n] {
                        parts[n] = None;
                    }
                }
            }
            let uncapped = slab(&parts, tiers, agreement["boundary"] == "inclusive");
            let payable = match (&mut left, uncapped) {
                (None, uncapped) => uncapped,
                (_, Some(nothing)) if nothing == BigInt::from(0) => Some(nothing),
                (Some(Some(left)), Some(uncapped)) => {
                    let payable = uncapped.min(left.clone());
                    *left -= &payable;
                    Some(payable)
                }
                (Some(left), _) => {
                    *left = None;
                    None
                }
            };
            lines.push(("rebate".to_owned(), payable));
        }
    }
    let [spend, gmv, refunds] = &whole;
    for key in ["traffic_share", "cps"] {
        let line = &agreement[key];
        if !line.is_null() {
            let net = gmv.as_ref().zip(refunds.as_ref()).map(|(gmv, refunds)| gmv - refunds);
            let base = if line["on"] == "gmv" { gmv.clone() } else { net };
            lines.push((key.to_owned(), base.map(|base| product(&base, &line["rate"]))));
        }
    }
    let subsidy = &agreement["subsidy"];
    if !subsidy.is_null() {
        let cap = subsidy["cap"].as_i64().map(BigInt::from);
        let payable = spend.as_ref().map(|spend| {
            let amount = product(spend, &subsidy["rate"]);
            cap.map_or(amount.clone(), |cap| amount.min(cap))
        });
        lines.push(("subsidy".to_owned(), payable));
    }
    Expected { state, lines }
}

/// What one stretch of a rebate pays before its cap.
fn slab([spend, gmv, refunds]: &Sums, tiers: &Value, inclusive: bool) -> Option<BigInt> {
    let spend = spend.as_ref()?;
    if *spend == BigInt::from(0) {
        return Some(BigInt::from(0));
    }
    let roi = BigRational::new(gmv.as_ref()? - refunds.as_ref()?, spend.clone());
    let holds = |tier: &&Value| {
        let below = rational(tier["roi_below"].as_str().expect("a bound"));
        roi < below || (inclusive && roi == below)
    };
    let tier = tiers.as_array().expect("tiers").iter().find(holds);
    Some(tier.map_or_else(|| BigInt::from(0), |tier| product(spend, &tier["rate"])))
}
