//! Merchants whose money has diminishing returns, by a law that is known here and nowhere else. In: a seed. Out: a
//! [`World`]: the document that such a merchant would send, and what moving money between its creators would truly change.
//! The same seed gives the same world.
//!
//! What is drawn, each choice made before any interval was looked at:
//! - 40 creators; spend log-normal (σ 0.6, median 8,000 yuan), net GMV per yuan log-normal (σ 0.6, median 1.8), as in the
//!   sample reports, where the best brings several times what the worst does.
//! - In worlds of even seed revenue grows with a power of spend, 0.3 to 0.7 by the world and ±0.1 by the creator; in
//!   those of odd seed it saturates, as 1 − exp(−c·spend), with c·(today's spend) 0.4 to 1.4 by the world and ±0.2 by the
//!   creator. So moved money that doubles a budget earns 20 to 70 % of the average there, where the default supposes half.
//! - 60 days; spend differs from day to day (log-normal, σ 0.5), a third of the days have none; orders are Poisson with
//!   what the day's spend is worth, worth log-normal amounts (σ 0.6, mean 150 yuan), one in ten paid back.

use redcat_report::contract::Report;
use redcat_report::cube::Dataset;
use serde_json::{Value, json};

use super::documents::Dice;

const CREATORS: usize = 40;
const DAYS: usize = 60;

/// How revenue grows with spend.
#[derive(Clone, Copy)]
enum Law {
    Power(f64),
    Saturating(f64),
    /// What every yuan earns, the last like the first.
    Constant,
}

/// One creator, as nobody can see it.
struct Creator {
    /// Expected net GMV per yuan at today's spend.
    rate: f64,
    law: Law,
    spend: f64,
}

impl Creator {
    /// Expected net GMV, minor units, if so many times today's spend were spent.
    fn net(&self, times: f64) -> f64 {
        let grown = match self.law {
            Law::Power(exponent) => times.powf(exponent),
            Law::Saturating(c) => (1.0 - (-c * times).exp()) / (1.0 - (-c).exp()),
            Law::Constant => times,
        };
        self.rate * self.spend * grown
    }
}

/// A merchant.
pub struct World {
    pub dataset: Dataset,
    creators: Vec<Creator>,
}

impl World {
    /// Where returns diminish.
    pub fn new(seed: u64) -> Self {
        Self::of(seed, false)
    }

    /// Where they do not.
    pub fn without_diminishing_returns(seed: u64) -> Self {
        Self::of(seed, true)
    }

    fn of(seed: u64, constant: bool) -> Self {
        let mut dice = Dice::new(seed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(17));
        let is_power = seed.is_multiple_of(2);
        let of_world = if is_power { between(&mut dice, 0.3, 0.7) } else { between(&mut dice, 0.4, 1.4) };
        let mut creators = Vec::new();
        let (mut date, mut key, mut values) = (Vec::new(), Vec::new(), [const { Vec::new() }; 3]);
        for member in 0..CREATORS {
            let rate = 1.8 * (0.6 * normal(&mut dice)).exp();
            let law = match (constant, is_power) {
                (true, _) => Law::Constant,
                (_, true) => Law::Power(of_world + between(&mut dice, -0.1, 0.1)),
                (_, false) => Law::Saturating(of_world + between(&mut dice, -0.2, 0.2)),
            };
            let daily = 8_000.0 / DAYS as f64 * (0.6 * normal(&mut dice)).exp();
            let mut whole = 0.0;
            for day in 0..DAYS {
                let spend =
                    if dice.one_in(3) { 0.0 } else { (100.0 * daily * (0.5 * normal(&mut dice)).exp()).round() };
                let (mut gmv, mut refunds) = (0.0, 0.0);
                // Net of refunds an order is worth 135 yuan.
                for _ in 0..poisson(&mut dice, rate * spend / 13_500.0) {
                    let amount = (15_000.0 * (0.6 * normal(&mut dice) - 0.18).exp()).round();
                    gmv += amount;
                    refunds += if dice.one_in(10) { amount } else { 0.0 };
                }
                whole += spend;
                date.push(day);
                key.push(member);
                for (column, value) in values.iter_mut().zip([spend, gmv, refunds]) {
                    column.push(value as i64);
                }
            }
            creators.push(Creator { rate, law, spend: whole });
        }
        let document = document(&date, &key, &values).to_string();
        let report = Report::from_bytes(document.as_bytes()).expect("a document");
        Self { dataset: Dataset::build(report).expect("facts"), creators }
    }

    /// What would truly change in net GMV if spend moved as `(from, to, minor units)`, all moves at once.
    pub fn truth(&self, moves: &[(usize, usize, f64)]) -> f64 {
        let mut moved = vec![0.0; self.creators.len()];
        for (from, to, amount) in moves {
            moved[*from] -= amount;
            moved[*to] += amount;
        }
        self.creators.iter().zip(&moved).map(|(one, moved)| one.net(1.0 + moved / one.spend) - one.net(1.0)).sum()
    }

    /// What a creator truly brings for each unit of money at today's spend.
    pub fn rate(&self, creator: usize) -> f64 {
        self.creators[creator].rate
    }
}

fn document(date: &[usize], key: &[usize], [spend, gmv, refunds]: &[Vec<i64>; 3]) -> Value {
    let members: Vec<Value> = (0..CREATORS).map(|n| json!({"id": format!("c{n}"), "label": format!("c{n}")})).collect();
    let money = |id: &str| json!({"id": id, "label": id, "kind": "money"});
    let first = redcat_report::date::Date::parse("2025-04-01").expect("a date");
    let dates: Vec<String> = (0..DAYS).map(|day| first.plus(day as i32).to_string()).collect();
    json!({
        "schema": "redcat.report/1",
        "meta": {"merchant": {"id": "m", "name": "M"}, "source": "test", "generated_at": "2025-06-03T00:00:00Z",
            "time_zone": "Asia/Shanghai", "currency": "CNY", "data_from": dates[0], "complete_through": dates[DAYS - 1]},
        "dimensions": [{"id": "creator", "label": "creator", "members": members}],
        "measures": [money("spend"), money("gmv"), money("refunds")],
        "cells": {"id": "main", "by": ["creator"], "measures": ["spend", "gmv", "refunds"], "layout": "columns",
            "rows": date.len(), "dates": dates, "date": date, "keys": {"creator": key},
            "values": {"spend": spend, "gmv": gmv, "refunds": refunds}},
    })
}

/// From 0 to 1, neither of them.
fn unit(dice: &mut Dice) -> f64 {
    ((dice.roll() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}

fn between(dice: &mut Dice, low: f64, high: f64) -> f64 {
    low + (high - low) * unit(dice)
}

/// Box & Muller (1958).
fn normal(dice: &mut Dice) -> f64 {
    let (radius, angle) = ((-2.0 * unit(dice).ln()).sqrt(), std::f64::consts::TAU * unit(dice));
    radius * angle.cos()
}

/// Gaps between arrivals are exponential.
fn poisson(dice: &mut Dice, mean: f64) -> u32 {
    let (mut count, mut time) = (0, -unit(dice).ln());
    while time < mean {
        count += 1;
        time -= unit(dice).ln();
    }
    count
}
