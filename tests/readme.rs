//! What the README shows works as it is printed.

use redcat_report::analysis::settlement::{Kind, Options, State, settle};
use redcat_report::contract::Report;
use redcat_report::cube::Dataset;
use serde_json::{Value, json};

const README: &str = include_str!("../README.md");

/// The blocks of one language, in order.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    README.split(fence.as_str()).skip(1).filter_map(|after| after.split("```").next()).collect()
}

#[test]
fn the_example_document_is_a_whole_report() {
    let whole: Vec<&str> = blocks("json").into_iter().filter(|block| block.contains("\"schema\"")).collect();
    let [example] = whole[..] else { panic!("one example document") };
    let report = Report::from_bytes(example.as_bytes()).expect("accepted as printed");
    assert_eq!(report.warnings, [], "nothing odd about it");
    assert_eq!(report.funnel.len(), 2);
    let dataset = Dataset::build(report).expect("a dataset");
    assert_eq!(dataset.cubes.iter().map(redcat_report::cube::Cube::rows).sum::<usize>(), 2);
}

#[test]
fn the_picture_and_the_files_it_points_to_are_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let targets: Vec<&str> = README
        .split("](")
        .skip(1)
        .filter_map(|after| after.split(')').next())
        .filter(|to| !to.contains("://") && !to.starts_with('#'))
        .collect();
    assert!(targets.len() >= 3, "{targets:?}");
    for target in targets {
        assert!(root.join(target).exists(), "{target}");
    }
}

#[test]
fn a_link_to_a_section_leads_to_one() {
    let anchor = |heading: &str| {
        let kept = heading.to_lowercase().replace(' ', "-");
        kept.chars().filter(|letter| letter.is_alphanumeric() || *letter == '-').collect::<String>()
    };
    let headings: Vec<String> = README
        .lines()
        .filter(|line| line.starts_with("##"))
        .map(|line| anchor(line.trim_start_matches(['#', ' '])))
        .collect();
    let targets: Vec<&str> = README.split("](#").skip(1).filter_map(|after| after.split(')').next()).collect();
    assert!(targets.len() > 5, "{targets:?}");
    for target in targets {
        assert!(headings.iter().any(|heading| heading == target), "{target} is none of {headings:?}");
    }
}

/// A section of the README, from its heading to the next.
fn section(heading: &str) -> &'static str {
    let after = README.split(&format!("\n## {heading}\n")).nth(1).expect("that section");
    after.split("\n## ").next().expect("its text")
}

/// A decimal as an integer of ten-thousandths.
fn exact(text: &str) -> i128 {
    let plain = text.replace(',', "");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    assert!(fraction.len() <= 4, "{text}");
    format!("{whole}{fraction:0<4}").parse().unwrap_or_else(|_| panic!("{text} is a number"))
}

fn cents(text: &str) -> i128 {
    exact(text) / 100
}

/// Every `a × b = c` of a text, with any of the four signs.
fn equations(text: &str) -> Vec<[&str; 4]> {
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches(['*', '.', ',', ':', ';'])).collect();
    let is_equation = |five: &&[&str]| five[3] == "=" && ["+", "−", "×", "÷"].contains(&five[1]);
    words.windows(5).filter(is_equation).map(|five| [five[0], five[1], five[2], five[4]]).collect()
}

/// The document that the example's table describes: each line of it on its first day.
fn worked(section: &str) -> Value {
    let money = |id: &str| json!({"id": id, "label": id, "kind": "money"});
    let mut records = Vec::new();
    for line in section.lines().filter(|line| line.starts_with("| 2025")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [days, spend, gmv, refunds, orders] = cells[..] else { panic!("five columns in {line}") };
        let amount = |text: &str| i64::try_from(cents(text)).expect("a small amount");
        records
            .push(json!({"date": &days[..10], "spend": amount(spend), "gmv": amount(gmv), "refunds": amount(refunds),
            "orders": orders.parse::<u64>().expect("a count")}));
    }
    assert_eq!(records.len(), 2);
    let line = |payer: &str, payee: &str, terms: Value| {
        let mut line = json!({"payer": payer, "payee": payee});
        line.as_object_mut().expect("an object").extend(terms.as_object().expect("terms").clone());
        line
    };
    json!({
        "schema": "redcat.report/1",
        "meta": {"merchant": {"id": "m", "name": "M"}, "source": "test", "generated_at": "2025-06-25T00:00:00Z",
            "time_zone": "Asia/Shanghai", "currency": "CNY", "data_from": "2025-06-01", "complete_through": "2025-06-24"},
        "dimensions": [],
        "measures": [money("spend"), money("gmv"), money("refunds"), {"id": "orders", "label": "orders", "kind": "count"}],
        "cells": {"id": "main", "by": [], "measures": ["spend", "gmv", "refunds", "orders"], "layout": "records", "records": records},
        "agreements": [{"id": "a", "label": "a", "from": "2025-06-01", "to": "2025-06-10", "scope": {}, "target_roi": "3",
            "boundary": "exclusive", "lock_after_days": 15,
            "rebate": line("xhs", "merchant", json!({"cap": 60_000,
                "tiers": [{"roi_below": "2", "rate": "0.3"}, {"roi_below": "3", "rate": "0.125"}]})),
            "cps": line("merchant", "tmall", json!({"rate": "0.03", "on": "net_gmv"}))}],
    })
}

#[test]
fn the_settlement_by_hand_is_the_engines() {
    let text = section("A settlement by hand");
    let equations = equations(text);
    assert!(equations.len() >= 10, "{equations:?}");
    for [left, sign, right, equals] in &equations {
        let (a, b, c) = (exact(left), exact(right), exact(equals));
        let holds = match *sign {
            "+" => a + b == c,
            "−" => a - b == c,
            "×" => a * b == c * 10_000,
            // Two digits of a quotient.
            _ => (a * 10_000 - c * b).abs() * 2 <= b * 100,
        };
        assert!(holds, "{left} {sign} {right} = {equals}");
    }
    let result = |of: &str| {
        equations.iter().find(|[left, sign, right, _]| [*left, *sign, *right].join(" ") == of).map(|found| found[3])
    };

    let report = Report::from_bytes(worked(text).to_string().as_bytes()).expect("accepted");
    let settled = settle(&Dataset::build(report).expect("a dataset"), &Options::default());
    let [found] = &settled.settlements[..] else { panic!("one agreement") };
    let (outcome, stretch) = (&found.outcome, &found.outcome.stretches[0]);
    let total = |kind: Kind| outcome.total(kind).expect("that line").expect("an amount");
    assert_eq!(result("2,399.40 + 2,600.60").map(cents), outcome.amounts.spend.ok());
    assert_eq!(result("13,748.97 − 750.50").map(cents), outcome.amounts.net().ok());
    assert_eq!(result("0.125 × 5,000.00").map(cents), outcome.lines[0].uncapped.ok());
    assert_eq!(stretch.is_met, Some(false));
    let (better, worse) = (stretch.better.expect("a tier up"), stretch.worse.expect("a tier down"));
    assert_eq!(result("15,000.00 − 12,998.47").map(cents), Some(better.net));
    assert_eq!(result("12,998.47 − 9,999.99").map(cents), Some(worse.net));
    assert_eq!((better.rebate, worse.rebate), (0, 60_000));
    let said = |text_of: String| assert!(text.contains(&text_of), "{text_of}");
    let amount = |minor: i128| format!("**{}.{:02}**", minor / 100, minor % 100);
    said(amount(total(Kind::Rebate)));
    said(amount(total(Kind::Cps)));
    said(format!("takes {} orders more", better.orders.expect("orders")));
    said(format!("or {} orders", worse.orders.expect("orders")));
    said(format!("Final on {}", found.final_on));
    assert_eq!(found.state, State::Maturing, "a day before");
}
