//! The merchant against the entry rules, through documents: exact boundaries, whose rules they are, what was not given,
//! and that no subsidy is spoken of but an agreement's.

use redcat_report::analysis::entry::Outcome::{Met, Missed, NotAsked, NotGiven};
use redcat_report::analysis::entry::{Entry, Gate, Outcome, entry};
use redcat_report::contract::Report;
use serde_json::{Value, json};

fn report(eligibility: &Value, agreements: &Value) -> Report {
    let document = json!({
        "schema": "redcat.report/1",
        "meta": {"merchant": {"id": "m", "name": "M"}, "source": "test", "generated_at": "2025-05-20T02:00:00+08:00",
            "time_zone": "Asia/Shanghai", "currency": "CNY", "data_from": "2025-05-01", "complete_through": "2025-05-20"},
        "dimensions": [], "measures": [], "cells": [], "eligibility": eligibility, "agreements": agreements,
    });
    Report::from_bytes(document.to_string().as_bytes()).expect("a report")
}

fn outcomes(entry: &Entry<'_>) -> [Outcome; 5] {
    entry.checks.map(|check| check.gate.outcome())
}

#[test]
fn a_value_exactly_on_the_rule_passes_and_the_least_below_it_does_not() {
    let on = json!({"store_score": "4.5", "daily_spend": 500_000, "total_budget": 5_000_000, "enterprise_account": true, "category": "美妆"});
    assert_eq!(outcomes(&entry(&report(&on, &json!([]))).expect("a check")), [Met; 5]);
    let below = json!({"store_score": "4.499999999999", "daily_spend": 499_999, "total_budget": 4_999_999, "enterprise_account": false, "category": "图书"});
    assert_eq!(outcomes(&entry(&report(&below, &json!([]))).expect("a check")), [Missed; 5]);
    // 4.50 is 4.5.
    let same = json!({"store_score": "4.50"});
    assert_eq!(
        outcomes(&entry(&report(&same, &json!([]))).expect("a check")),
        [Met, NotGiven, NotGiven, NotGiven, NotGiven]
    );
}

#[test]
fn what_was_not_given_is_not_judged_and_what_is_not_asked_for_is_not_missed() {
    let nothing = report(&json!({}), &json!([]));
    let found = entry(&nothing).expect("a check");
    assert_eq!(outcomes(&found), [NotGiven; 5]);
    assert_eq!((found.count(NotGiven), found.count(Missed)), (5, 0));
    let lenient = json!({"enterprise_account": false, "category": "图书", "rules": {"enterprise_account": false, "categories": []}});
    let lenient = report(&lenient, &json!([]));
    assert_eq!(outcomes(&entry(&lenient).expect("a check"))[3..], [NotAsked; 2]);
    assert_eq!(entry(&report(&json!(null), &json!([]))), None);
}

#[test]
fn rules_are_the_senders_where_given_and_else_the_press_reported_ones() {
    let part = report(&json!({"daily_spend": 600_000, "rules": {"daily_spend": 600_001}}), &json!([]));
    let found = entry(&part).expect("a check");
    assert_eq!(found.checks.map(|check| check.rule_given), [false, true, false, false, false]);
    assert_eq!(found.checks[1].gate, Gate::DailySpend { value: Some(600_000), least: 600_001 });
    assert_eq!(found.checks[1].gate.outcome(), Missed);
    assert_eq!(found.checks[2].gate, Gate::TotalBudget { value: None, least: 5_000_000 });
}

#[test]
fn a_subsidy_is_what_an_agreement_carries_and_nothing_else() {
    let agreement = |id: &str, subsidy: Value| {
        json!({"id": id, "label": id, "from": "2025-05-01", "to": "2025-05-20", "scope": {}, "target_roi": "2",
            "boundary": "inclusive", "lock_after_days": 15, "subsidy": subsidy})
    };
    let terms = json!({"rate": "0.25", "cap": 30_000, "payer": "tmall", "payee": "merchant"});
    let report = report(&json!({}), &json!([agreement("plain", Value::Null), agreement("carries", terms)]));
    let found = entry(&report).expect("a check");
    assert_eq!(found.subsidies.len(), 1);
    assert_eq!(&*found.subsidies[0].agreement.id, "carries");
    assert_eq!(
        (found.subsidies[0].subsidy.rate.to_string(), found.subsidies[0].subsidy.cap),
        ("0.25".into(), Some(30_000))
    );
}
