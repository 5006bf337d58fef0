//! What agreements pay, through documents: against an independent computation in exact rationals, the properties that
//! terms have, and what is refused where rows are not whole.

mod support;

use num_bigint::BigInt;
use proptest::prelude::*;
use redcat_report::analysis::settlement::{
    Fact, Kind, Lack, Line, Missing, Options, Scenario, Settled, Settlement, State, settle,
};
use redcat_report::contract::{Parties, Party, Report};
use redcat_report::cube::Dataset;
use serde_json::{Value, json};
use support::agreements::{self, LARGEST, day, document};
use support::cases;

fn read(document: &Value) -> Dataset {
    let report =
        Report::from_bytes(document.to_string().as_bytes()).unwrap_or_else(|error| panic!("{error}: {document}"));
    Dataset::build(report).expect("a dataset")
}

fn settled(document: &Value) -> Settled {
    settle(&read(document), &Options::default())
}

/// The only agreement of a document, of one record on 1 June where `amounts` are spend, GMV, refunds and orders.
fn one(amounts: [i64; 4], terms: &Value) -> Settlement {
    let records = [record(1, amounts)];
    let settled = settled(&document(&day(30), &records, std::slice::from_ref(&agreement(terms))));
    settled.settlements.into_iter().next().expect("one agreement")
}

fn record(date: u64, [spend, gmv, refunds, orders]: [i64; 4]) -> Value {
    json!({"date": day(date), "channel": "ud", "brand": "b0", "spend": spend, "gmv": gmv, "refunds": refunds, "orders": orders})
}

/// Terms over the usual frame: all of June, all rows, ten days to the lock.
fn agreement(terms: &Value) -> Value {
    let mut agreement = json!({"id": "a", "label": "a", "from": day(1), "to": day(30), "scope": {}, "target_roi": "3",
        "boundary": "exclusive", "lock_after_days": 10});
    for (key, value) in terms.as_object().expect("terms") {
        agreement[key] = value.clone();
    }
    agreement
}

fn rebate(tiers: &[(&str, &str)], cap: Option<i64>) -> Value {
    let tiers: Vec<Value> = tiers.iter().map(|(below, rate)| json!({"roi_below": below, "rate": rate})).collect();
    json!({"tiers": tiers, "cap": cap, "payer": "xhs", "payee": "merchant"})
}

fn payables(settlement: &Settlement) -> Vec<Option<i128>> {
    settlement.outcome.lines.iter().map(|line| line.payable.ok()).collect()
}

fn name(line: &Line) -> &'static str {
    match line.kind {
        Kind::Rebate => "rebate",
        Kind::TrafficShare => "traffic_share",
        Kind::Cps => "cps",
        Kind::Subsidy => "subsidy",
    }
}

#[test]
fn ten_thousand_agreements_equal_exact_rationals_to_the_cent() {
    let (mut agreements, mut refused, mut capped, mut frozen, mut huge) = (0, 0, 0, 0, 0);
    for seed in 0..2_500 {
        let document = agreements::random(seed);
        let settled = settled(&document);
        for (n, found) in settled.settlements.iter().enumerate() {
            let expected = agreements::settle(&document, &document["agreements"][n]);
            let state = match found.state {
                State::Running => "running",
                State::Maturing => "maturing",
                State::Locked => "locked",
            };
            let lines: Vec<(String, Option<BigInt>)> = found
                .outcome
                .lines
                .iter()
                .map(|line| (name(line).to_owned(), line.payable.ok().map(BigInt::from)))
                .collect();
            assert_eq!(agreements::Expected { state, lines }, expected, "seed {seed}, agreement {n}: {document:#}");
            agreements += 1;
            for line in &found.outcome.lines {
                let Ok(payable) = line.payable else {
                    refused += 1;
                    continue;
                };
                assert!(payable >= 0, "{line:?}");
                assert!(line.cap.is_none_or(|cap| payable <= i128::from(cap)), "{line:?}");
                capped += usize::from(Ok(payable) != line.uncapped);
                huge += usize::from(payable > i128::from(LARGEST));
            }
            frozen += usize::from(found.is_final());
            if let (Some(Ok(all)), Some(cap)) =
                (found.outcome.total(Kind::Rebate), document["agreements"][n]["rebate"]["cap"].as_i64())
            {
                assert!(all <= i128::from(cap), "the cap holds for all stretches together");
            }
        }
    }
    assert_eq!(agreements, 10_000);
    // The comparison is worth something only where all of this happens.
    for (what, times) in [("refused", refused), ("capped", capped), ("frozen", frozen), ("huge", huge)] {
        assert!(times > 100, "{what}: {times}");
    }
}

#[test]
fn a_value_on_the_boundary_follows_the_setting() {
    let tiers = rebate(&[("2", "0.2"), ("3", "0.1")], None);
    for (net, exclusive, inclusive) in
        [(19_999, 2_000, 2_000), (20_000, 1_000, 2_000), (20_001, 1_000, 1_000), (30_000, 0, 1_000), (30_001, 0, 0)]
    {
        for (boundary, expected) in [("exclusive", exclusive), ("inclusive", inclusive)] {
            let found = one([10_000, net + 500, 500, 10], &json!({"boundary": boundary, "rebate": tiers}));
            assert_eq!(payables(&found), [Some(expected)], "{net} {boundary}");
        }
    }
}

#[test]
fn a_bound_is_held_where_a_rounded_quotient_would_pass_it() {
    // One minor unit below three times the spend of 90 million million yuan; the quotient is 3 in any binary fraction.
    let spend = 9_000_000_000_000_000;
    assert!((3 * spend - 1) as f64 / spend as f64 >= 3.0);
    let pays = |less: i64| {
        let records =
            [record(1, [spend, spend, 0, 1]), record(2, [0, spend, 0, 1]), record(3, [0, spend - less, 0, 1])];
        let terms = agreement(&json!({"rebate": rebate(&[("3", "0.1")], None)}));
        payables(&settled(&document(&day(30), &records, &[terms])).settlements[0])
    };
    assert_eq!(pays(1), [Some(900_000_000_000_000)]);
    assert_eq!(pays(0), [Some(0)]);
}

#[test]
fn sums_past_what_cells_hold_are_exact() {
    let records: Vec<Value> = (1..=30).flat_map(|n| [n; 40]).map(|n| record(n, [LARGEST; 4])).collect();
    let terms = json!({"rebate": rebate(&[("0.5", "1")], None), "cps": {"rate": "0.333333333333", "on": "gmv", "payer": "merchant", "payee": "tmall"}});
    let found = settled(&document(&day(30), &records, &[agreement(&terms)]));
    let whole = 1_200 * i128::from(LARGEST);
    assert!(whole > i128::from(i64::MAX), "past 64 bits");
    let [found] = &*found.settlements else { panic!("one agreement") };
    assert_eq!((found.live.spend, found.live.orders), (Ok(whole), Ok(whole)));
    // 333 333 333 333 × 1 200 × (2^53 - 1) / 10^12 by hand: 3 602 879 701 892 787 600.396…
    let exact = (whole * 333_333_333_333 + 500_000_000_000) / 1_000_000_000_000;
    assert_eq!(payables(found), [Some(whole), Some(exact)], "net zero is below any bound");
}

#[test]
fn segments_settle_alone_and_use_up_a_shared_cap_in_order() {
    let terms = json!({
        "rebate": rebate(&[("2", "0.2")], Some(2_500)),
        "segments": [{"from": day(11), "target_roi": "2.5", "tiers": [{"roi_below": "4", "rate": "0.1"}]}, {"from": day(21), "target_roi": "1"}],
    });
    let records =
        [record(1, [10_000, 10_000, 0, 1]), record(11, [10_000, 30_000, 0, 1]), record(21, [10_000, 10_000, 0, 1])];
    let found = settled(&document(&day(30), &records, &[agreement(&terms)]));
    let [found] = &*found.settlements else { panic!("one agreement") };
    // 20 % of the first, what is left of the cap for the second, nothing for the third.
    assert_eq!(payables(found), [Some(2_000), Some(500), Some(0)]);
    let left: Vec<Option<i128>> = found.outcome.lines.iter().map(|line| line.left).collect();
    assert_eq!(left, [Some(2_500), Some(500), Some(0)]);
    let uncapped: Vec<_> = found.outcome.lines.iter().map(|line| line.uncapped).collect();
    assert_eq!(uncapped, [Ok(2_000), Ok(1_000), Ok(2_000)]);
    assert_eq!(
        found.outcome.stretches.iter().map(|stretch| stretch.is_met).collect::<Vec<_>>(),
        [Some(false), Some(true), Some(true)]
    );
}

#[test]
fn a_rebate_does_not_add_up_over_a_divided_period() {
    let halves = [record(1, [10_000, 10_000, 0, 1]), record(30, [10_000, 50_000, 0, 1])];
    let whole = json!({"rebate": rebate(&[("2", "0.2")], None)});
    let first = json!({"to": day(15), "rebate": rebate(&[("2", "0.2")], None)});
    let second = json!({"from": day(16), "rebate": rebate(&[("2", "0.2")], None)});
    let pays = |terms: &Value| {
        let found = settled(&document(&day(30), &halves, &[agreement(terms)]));
        found.settlements[0].outcome.total(Kind::Rebate)
    };
    assert_eq!(pays(&whole), Some(Ok(0)), "3.0 over all is above the bound");
    assert_eq!([pays(&first), pays(&second)], [Some(Ok(2_000)), Some(Ok(0))], "1.0 in the first half is below it");
}

#[test]
fn distances_are_where_the_tier_turns() {
    let tiers = [("2.5", "0.3"), ("3.2", "0.18"), ("3.5", "0.08")];
    for boundary in ["exclusive", "inclusive"] {
        let terms = json!({"boundary": boundary, "rebate": rebate(&tiers, Some(250_000))});
        let pays = |net: i64| one([1_000_000, net + 7, 7, 1_000], &terms);
        let found = pays(3_000_000);
        let [stretch] = &*found.outcome.stretches else { panic!("one stretch") };
        let (better, worse) = (stretch.better.expect("a better tier"), stretch.worse.expect("a worse tier"));
        let at = |net: i128| pays(i64::try_from(net).expect("small")).outcome.total(Kind::Rebate).expect("a rebate");
        assert_eq!(at(3_000_000 + better.net), Ok(better.rebate));
        assert_eq!(at(3_000_000 + better.net - 1), Ok(180_000), "one less is not enough");
        assert_eq!(at(3_000_000 - worse.net), Ok(worse.rebate));
        assert_eq!(at(3_000_000 - worse.net + 1), Ok(180_000), "one more is");
        assert_eq!((better.rebate, worse.rebate), (80_000, 250_000), "the worst tier meets the cap");
        // 3,000 minor units of net value an order.
        assert_eq!(better.orders, Some(67));
        assert_eq!(better.net, if boundary == "exclusive" { 200_000 } else { 200_001 });
        assert_eq!(worse.net, if boundary == "exclusive" { 500_001 } else { 500_000 });
    }
    let above = one([100, 400, 0, 1], &json!({"rebate": rebate(&tiers, None)}));
    let stretch = &above.outcome.stretches[0];
    assert_eq!((stretch.tier, stretch.better), (None, None), "above the ladder");
    assert_eq!(stretch.worse.map(|step| (step.net, step.rebate)), Some((51, 8)));
    let nothing = one([0, 400, 0, 1], &json!({"rebate": rebate(&tiers, None)}));
    assert_eq!(payables(&nothing), [Some(0)], "no spend, nothing to return");
    assert_eq!((nothing.outcome.stretches[0].is_met, nothing.outcome.stretches[0].worse), (None, None));
}

#[test]
fn days_decide_the_state_and_frozen_amounts_settle_from_the_lock_on() {
    let terms = json!({"to": day(10), "lock_after_days": 10, "rebate": rebate(&[("3", "0.1")], None),
        "frozen": {"spend": 20_000, "gmv": 50_000, "refunds": 0, "orders": 5}});
    let records = [record(1, [10_000, 20_000, 0, 2]), record(12, [77, 77, 77, 77])];
    let at = |through: u64| {
        let found = settled(&document(&day(through), &records, &[agreement(&terms)]));
        found.settlements.into_iter().next().expect("one agreement")
    };
    for (through, state, pays) in [
        (9, State::Running, 1_000),
        (10, State::Maturing, 1_000),
        (19, State::Maturing, 1_000),
        (20, State::Locked, 2_000),
    ] {
        let found = at(through);
        assert_eq!((found.state, payables(&found)), (state, vec![Some(pays)]), "through {through}");
        assert_eq!(found.final_on.to_string(), day(20));
        assert_eq!(found.frozen.is_some(), found.is_final());
        assert_eq!(found.live.spend, Ok(10_000), "what is live is told beside");
    }
}

#[test]
fn frozen_amounts_are_divided_only_as_live_ones_that_add_up_to_them() {
    let segments = json!([{"from": day(11), "target_roi": "2"}]);
    let cps = json!({"rate": "0.1", "on": "gmv", "payer": "merchant", "payee": "tmall"});
    let records = [record(1, [10_000, 10_000, 0, 1]), record(11, [10_000, 50_000, 0, 1])];
    let settle_with = |gmv: i64| {
        let terms = json!({"rebate": rebate(&[("2", "0.2")], None), "cps": cps, "segments": segments, "lock_after_days": 0,
            "frozen": {"spend": 20_000, "gmv": gmv, "refunds": 0, "orders": 9}});
        settled(&document(&day(30), &records, &[agreement(&terms)])).settlements.remove(0)
    };
    assert_eq!(payables(&settle_with(60_000)), [Some(2_000), Some(0), Some(6_000)]);
    let found = settle_with(70_000);
    assert_eq!(payables(&found), [None, None, Some(7_000)], "the commission needs no division");
    let missing = Missing { fact: Fact::Gmv, lack: Lack::FrozenWhole };
    assert_eq!(found.outcome.lines[0].payable, Err(missing));
}

#[test]
fn rows_after_the_last_whole_day_do_not_count_yet() {
    let records = [record(1, [10_000, 10_000, 0, 1]), record(21, [10_000, 10_000, 0, 1])];
    let found = settled(&document(&day(20), &records, &[agreement(&json!({"rebate": rebate(&[("2", "0.2")], None)}))]));
    let [found] = &*found.settlements else { panic!("one agreement") };
    assert_eq!((found.state, payables(found)), (State::Running, vec![Some(2_000)]));
    assert_eq!(found.counted.map(|days| days.to.to_string()), Some(day(20)));
    let later = settled(&document(
        &day(20),
        &records,
        &[agreement(&json!({"from": day(25), "rebate": rebate(&[("2", "0.2")], None)}))],
    ));
    assert_eq!((later.settlements[0].counted, payables(&later.settlements[0])), (None, vec![Some(0)]), "not begun");
}

#[test]
fn an_amount_on_rows_that_are_not_whole_is_refused_by_name() {
    let terms = json!({
        "rebate": rebate(&[("2", "0.2")], None),
        "traffic_share": {"rate": "0.1", "on": "net_gmv", "payer": "merchant", "payee": "xhs"},
        "cps": {"rate": "0.1", "on": "gmv", "payer": "merchant", "payee": "tmall"},
        "subsidy": {"rate": "0.1", "payer": "tmall", "payee": "merchant"},
    });
    let usual =
        || document(&day(30), &[record(1, [10_000, 10_000, 0, 1]), record(2, [100, 100, 1, 1])], &[agreement(&terms)]);
    let lacks = |document: &Value| {
        let found = settled(document).settlements.remove(0);
        (found.outcome.lines.iter().map(|line| line.payable.err()).collect::<Vec<_>>(), found)
    };
    let of = |fact: Fact, lack: Lack| Some(Missing { fact, lack });
    assert_eq!(lacks(&usual()).0, [None; 4]);

    let mut nulls = usual();
    nulls["cells"]["records"][0]["refunds"] = Value::Null;
    let lack = of(Fact::Refunds, Lack::NotWhole { at_least: 1, rows: 1, withheld: 0 });
    assert_eq!(lacks(&nulls).0, [lack, lack, None, None], "only what needs refunds");

    let mut withheld = nulls.clone();
    withheld["cells"]["records"][0]["suppressed"] = json!(["refunds"]);
    let lack = of(Fact::Refunds, Lack::NotWhole { at_least: 1, rows: 1, withheld: 1 });
    assert_eq!(lacks(&withheld).0, [lack, lack, None, None]);

    let mut no_refunds = usual();
    no_refunds["measures"].as_array_mut().expect("measures").remove(2);
    no_refunds["cells"]["measures"] = json!(["spend", "gmv", "orders"]);
    for record in no_refunds["cells"]["records"].as_array_mut().expect("records") {
        record.as_object_mut().expect("a record").remove("refunds");
    }
    let lack = of(Fact::Refunds, Lack::NotDelivered);
    assert_eq!(lacks(&no_refunds).0, [lack, lack, None, None], "never taken as nothing");

    let mut exposed = usual();
    exposed["measures"][1]["anchor"] = json!("exposure");
    let lack = of(Fact::Gmv, Lack::ByExposure);
    assert_eq!(lacks(&exposed).0, [lack, lack, lack, None]);

    let mut not_split = usual();
    not_split["dimensions"]
        .as_array_mut()
        .expect("dimensions")
        .push(json!({"id": "note", "label": "n", "members": [{"id": "n", "label": "n"}]}));
    not_split["agreements"][0]["scope"] = json!({"note": ["n"]});
    let spend = of(Fact::Spend, Lack::NotAtThisCut);
    assert_eq!(lacks(&not_split).0[3], spend);

    let mut missing = usual();
    missing["meta"]["missing_dates"] = json!([day(5), day(6)]);
    assert_eq!(lacks(&missing).0[3], of(Fact::Spend, Lack::MissingDays { days: 2 }));
    missing["meta"]["data_from"] = json!(day(4));
    assert_eq!(lacks(&missing).0[3], of(Fact::Spend, Lack::MissingDays { days: 5 }), "days before the data too");

    let mut sampled = usual();
    sampled["measures"][1]["sample"] =
        json!({"unit": "person", "by": {"dimension": "channel", "rates": {"ud": "0.5"}}});
    let lack = of(Fact::Gmv, Lack::Sampled);
    assert_eq!(lacks(&sampled).0, [lack, lack, lack, None]);
    // Rows of a channel that is observed in full are whole, whatever the rate of others.
    sampled["measures"][1]["sample"] =
        json!({"unit": "person", "by": {"dimension": "channel", "rates": {"organic": "0.5"}}});
    assert_eq!(lacks(&sampled).0, [None; 4]);

    let mut few = usual();
    few["meta"]["min_cell"] = json!(10);
    few["meta"]["privacy_measure"] = json!("readers");
    few["measures"]
        .as_array_mut()
        .expect("measures")
        .push(json!({"id": "readers", "label": "r", "kind": "count", "unit": "person"}));
    few["cells"]["measures"] = json!(["spend", "gmv", "refunds", "orders", "readers"]);
    few["cells"]["records"][0]["readers"] = json!(3);
    few["cells"]["records"][1]["readers"] = json!(3);
    assert_eq!(lacks(&few).0[3], of(Fact::Spend, Lack::Hidden));
    let found = lacks(&few).1;
    assert_eq!(
        found.outcome.owed.iter().map(|balance| balance.lacking).sum::<usize>(),
        4,
        "left out of every total, and said so"
    );
}

#[test]
fn totals_say_who_pays_whom_after_what_is_owed_in_turn() {
    let first = json!({
        "lock_after_days": 0, "frozen": {"spend": 10_000, "gmv": 10_000, "refunds": 0, "orders": 1},
        "rebate": rebate(&[("2", "0.2")], None),
        "traffic_share": {"rate": "0.5", "on": "gmv", "payer": "merchant", "payee": "xhs"},
    });
    let mut second = agreement(&json!({"subsidy": {"rate": "0.1", "payer": "tmall", "payee": "merchant"}}));
    second["id"] = json!("b");
    let document = document(&day(30), &[record(1, [10_000, 10_000, 0, 1])], &[agreement(&first), second]);
    let found = settled(&document);
    let told = |balances: &[redcat_report::analysis::settlement::Balance]| {
        balances.iter().map(|balance| (balance.parties, balance.amount)).collect::<Vec<_>>()
    };
    let to_xhs = (Parties { payer: Party::Merchant, payee: Party::Xhs }, 3_000);
    let to_merchant = (Parties { payer: Party::Tmall, payee: Party::Merchant }, 1_000);
    assert_eq!(told(&found.owed_finally), [to_xhs], "5,000 less 2,000");
    assert_eq!(told(&found.owed), [to_xhs, to_merchant]);
    let only = settle(&read(&document), &Options { agreement: Some(1), ..Options::default() });
    assert_eq!((only.settlements.len(), only.settlements[0].agreement), (1, 1));
}

#[test]
fn a_scenario_stands_beside_the_settlement_and_leaves_it_alone() {
    let terms = json!({"rebate": rebate(&[("2", "0.2"), ("3", "0.1")], None), "cps": {"rate": "0.05", "on": "net_gmv", "payer": "merchant", "payee": "tmall"}});
    let dataset = read(&document(&day(30), &[record(1, [10_000, 30_000, 6_000, 100])], &[agreement(&terms)]));
    let ask = |scenario: Scenario| settle(&dataset, &Options { agreement: None, scenario }).settlements.remove(0);
    let plain = ask(Scenario::NONE);
    assert_eq!((payables(&plain), &plain.supposed), (vec![Some(1_000), Some(1_200)], &None));
    // Twice the visits at the old price of one: all amounts double, ROI stays.
    let doubled = ask(Scenario { spend: 100, ..Scenario::NONE });
    assert_eq!(doubled.outcome, plain.outcome);
    let supposed = doubled.supposed.expect("a scenario");
    assert_eq!(supposed.lines.iter().map(|line| line.payable).collect::<Vec<_>>(), [Ok(2_000), Ok(2_400)]);
    assert_eq!(supposed.amounts.roi(), plain.outcome.amounts.roi());
    // 30,000 × 0.9 × 1.1 less a fifth times 1.5 of it.
    let mixed =
        ask(Scenario { spend: 0, conversion: -10, order_value: 10, refund_rate: 50 }).supposed.expect("a scenario");
    assert_eq!((mixed.amounts.gmv, mixed.amounts.refunds, mixed.amounts.orders), (Ok(29_700), Ok(8_910), Ok(90)));
    assert_eq!(mixed.lines.iter().map(|line| line.payable).collect::<Vec<_>>(), [Ok(1_000), Ok(1_040)], "1,039.5");
    let ruined = ask(Scenario { spend: -100, ..Scenario::NONE }).supposed.expect("a scenario");
    assert_eq!(ruined.lines.iter().map(|line| line.payable).collect::<Vec<_>>(), [Ok(0), Ok(0)]);
}

proptest! {
    #![proptest_config(cases(200))]

    /// Tiers as anyone would agree on them: the worse the ROI, the higher the rate.
    #[test]
    fn a_rebate_never_rises_with_roi(spend in 1_i64..1_000_000, nets in proptest::collection::vec(-2_000_000_i64..6_000_000, 2..8), cap in proptest::option::of(0_i64..200_000), inclusive: bool) {
        let mut nets = nets;
        nets.sort_unstable();
        let boundary = if inclusive { "inclusive" } else { "exclusive" };
        let terms = json!({"boundary": boundary, "rebate": rebate(&[("0.5", "0.4"), ("1.25", "0.3"), ("2.5", "0.05")], cap)});
        let paid: Vec<i128> = nets.iter().map(|net| one([spend, *net, 0, 1], &terms).outcome.lines[0].payable.expect("known")).collect();
        prop_assert!(paid.is_sorted_by(|a, b| a >= b), "{paid:?}");
        prop_assert!(paid.iter().all(|paid| *paid >= 0 && cap.is_none_or(|cap| *paid <= i128::from(cap))));
    }

    /// Before rounding: as rates are in hundredths, amounts of whole hundreds leave nothing to round.
    #[test]
    fn lines_that_are_linear_add_up_over_a_divided_period(
        amounts in proptest::collection::vec((1_u64..=30, 0_i64..1_000_000, 500_000_i64..1_000_000, 0_i64..500_000), 1..20),
        parted in 2_u64..=30,
        rate in 0_u32..=100,
    ) {
        let records: Vec<Value> = amounts.iter().map(|&(n, spend, gmv, refunds)| record(n, [spend * 100, gmv * 100, refunds * 100, 1])).collect();
        let rate = format!("{}.{:02}", rate / 100, rate % 100);
        let terms = |from: u64, to: u64| json!({
            "from": day(from), "to": day(to),
            "traffic_share": {"rate": rate, "on": "net_gmv", "payer": "merchant", "payee": "xhs"},
            "cps": {"rate": rate, "on": "gmv", "payer": "merchant", "payee": "tmall"},
            "subsidy": {"rate": rate, "payer": "tmall", "payee": "merchant"},
        });
        let pays = |from: u64, to: u64| {
            let found = settled(&document(&day(30), &records, &[agreement(&terms(from, to))]));
            found.settlements[0].outcome.lines.iter().map(|line| line.payable.expect("known")).collect::<Vec<_>>()
        };
        let (whole, first, second) = (pays(1, 30), pays(1, parted - 1), pays(parted, 30));
        let added: Vec<i128> = first.iter().zip(&second).map(|(first, second)| first + second).collect();
        prop_assert_eq!(whole, added);
    }
}
