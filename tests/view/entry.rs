//! The entry check in words: the gap of each gate, whose rules they are, what was not given, and that no subsidy is
//! promised but an agreement's.

use redcat_report::analysis::entry::Outcome;
use redcat_report::view::entry::EntryView;
use redcat_report::view::locale::Locale;
use redcat_report::view::twin::Number;
use serde_json::{Value, json};

use crate::samples::{dataset, document, eligibility, rows};

fn view(tag: &str, eligibility: &Value, agreements: &Value) -> Option<EntryView> {
    let document = document(&rows(), |document| {
        document["eligibility"] = eligibility.clone();
        document["agreements"] = agreements.clone();
    });
    EntryView::build(&dataset(&document).report, &Locale::plain(tag))
}

#[test]
fn a_missed_gate_says_by_how_much() {
    let zh = view("zh-CN", &eligibility(), &json!([])).expect("a check");
    assert_eq!(
        zh.headline,
        ["5 项门槛中有 2 项未达标：店铺评分还差 0.08；日消耗还差 ¥0.01/天", "另有 1 项未提供，无法判定：企业账号"]
    );
    let en = view("en", &eligibility(), &json!([])).expect("a check");
    assert_eq!(en.headline[0], "2 of 5 gates missed – Shop score: 0.08 short; Daily spend: CN¥0.01 a day short");
    assert_eq!(zh.gates[2].gap, "刚好达到");
    let numbers = zh.twin.rows[0].iter().map(|cell| cell.number).collect::<Vec<_>>();
    assert_eq!(numbers, [None, Some(Number::Real(4.42)), Some(Number::Real(4.5)), None, Some(Number::Real(-0.08))]);
}

#[test]
fn all_met_none_given_and_some_given_are_three_different_sentences() {
    let all = json!({"store_score": "4.8", "daily_spend": 500_000, "total_budget": 5_000_000, "enterprise_account": true, "category": "美妆"});
    let said = |eligibility: &Value| view("zh-CN", eligibility, &json!([])).expect("a check").headline;
    assert_eq!(said(&all), ["5 项门槛全部达标"]);
    assert_eq!(said(&json!({})), ["各项数据均未提供，无法判定是否达标"]);
    let some = said(&json!({"store_score": "4.8"}));
    assert_eq!(some[0], "5 项门槛中 1 项达标，没有未达标的");
    assert_eq!(some[1], "另有 4 项未提供，无法判定：日消耗、总预算、企业账号、经营类目");
    let of_four = json!({"enterprise_account": false, "rules": {"enterprise_account": false}, "store_score": "4.8",
        "daily_spend": 500_000, "total_budget": 5_000_000, "category": "美妆"});
    assert_eq!(said(&of_four), ["4 项门槛全部达标"]);
    assert_eq!(view("zh-CN", &Value::Null, &json!([])), None);
}

#[test]
fn rules_are_labelled_with_their_source() {
    let source = |eligibility: &Value| view("zh-CN", eligibility, &json!([])).expect("a check").notes.remove(0);
    assert_eq!(source(&json!({})), "门槛与类目名单：媒体报道，以平台为准");
    assert_eq!(
        source(&eligibility()),
        "店铺评分、总预算、企业账号、经营类目的门槛：媒体报道，以平台为准；其余由数据提供方给出"
    );
    let rules = json!({"store_score": "4.6", "daily_spend": 1, "total_budget": 2, "enterprise_account": false, "categories": ["图书"]});
    assert_eq!(source(&json!({"rules": rules})), "门槛由数据提供方给出");
}

#[test]
fn a_subsidy_is_spoken_of_in_an_agreements_terms_only() {
    let agreement = |subsidy: Value| {
        json!([{"id": "a", "label": {"zh-CN": "外投激励", "en": "Incentive"}, "from": "2025-05-01", "to": "2025-05-20", "scope": {},
            "target_roi": "2", "boundary": "inclusive", "lock_after_days": 15, "subsidy": subsidy}])
    };
    let said = |tag: &str, agreements: &Value| {
        view(tag, &eligibility(), agreements).expect("a check").notes.split_off(1).remove(0)
    };
    assert!(said("zh-CN", &json!([])).contains("没有协议"));
    assert!(said("zh-CN", &agreement(Value::Null)).contains("均未约定补贴"));
    let terms = json!({"rate": "0.125", "cap": 30_000_000, "payer": "tmall", "payee": "merchant"});
    assert_eq!(
        said("zh-CN", &agreement(terms.clone())),
        "平台补贴以协议为准：外投激励（2025-05-01 至 2025-05-20）按消耗的 12.5% 补贴，上限 ¥300,000.00，天猫付给商家"
    );
    let no_cap = json!({"rate": "0.125", "payer": "xhs", "payee": "merchant"});
    assert!(
        said("en", &agreement(no_cap)).ends_with("12.5% of spend, without a cap, paid by Xiaohongshu to the merchant")
    );
    for outcome in view("en", &eligibility(), &agreement(terms)).expect("a check").gates.iter().map(|gate| gate.outcome)
    {
        assert!(matches!(outcome, Outcome::Met | Outcome::Missed | Outcome::NotGiven));
    }
}
