//! Cards of the numbers below the tree table: every group and cohort of repurchase, every compared member, and the row
//! "others", each held to what its panel shows.

use redcat_report::contract::Report;
use redcat_report::cube::Dataset;
use redcat_report::query::{Compare, Selection};
use redcat_report::view::card::{COHORT, COMPARED, Card, GROUP};
use redcat_report::view::cohorts::CohortsView;
use redcat_report::view::compare::CompareView;
use redcat_report::view::drilldown::Drilldown;
use redcat_report::view::locale::Locale;
use redcat_report::view::repurchase::RepurchaseView;
use redcat_report::view::state::{CompareState, DrillState, RepurchaseState, ViewState};

use crate::samples;

const BEAUTY: &[u8] = include_bytes!("../../www/data/beauty.json");

fn beauty() -> Dataset {
    Dataset::build(Report::from_bytes(BEAUTY).expect("a report")).expect("facts")
}

/// All that a card says, a line each.
fn lines(card: &Card) -> Vec<String> {
    let lines = card.sections.iter().flat_map(|section| section.lines.iter().map(move |line| (section, line)));
    lines.map(|(section, (term, text))| format!("{} | {term} | {text}", section.heading)).collect()
}

#[track_caller]
fn assert_says(card: &Card, term: &str, text: &str) {
    let lines = lines(card);
    assert!(lines.iter().any(|line| line.contains(term) && line.contains(text)), "{term}: {text} in {lines:#?}");
}

#[test]
fn every_group_of_repurchase_has_a_card_that_says_its_numbers() {
    let locale = Locale::plain("zh-CN");
    for (dataset, split) in [(beauty(), None), (beauty(), Some("")), (samples::with_cohorts(), Some("brand"))] {
        let state = ViewState {
            repurchase: RepurchaseState { split: split.map(Into::into), ..RepurchaseState::default() },
            ..ViewState::default()
        };
        let view = RepurchaseView::build(&dataset, &state.selection, &state.repurchase, None, (1.0, 1.0), &locale)
            .expect("a view");
        for age in [0, view.milestone] {
            for (n, (group, reading)) in view.groups.iter().zip(view.read(age, &locale)).enumerate() {
                let card = Card::build(&dataset, &state, &format!("{GROUP}{age}:{n}"), &locale).expect("a card");
                assert_eq!(card.title, format!("复购：{}", group.label));
                assert_says(&card, "分母", &group.customers);
                let share = reading.share.trim_end_matches('%');
                if reading.interval.contains('–') {
                    assert_says(&card, "数值", share.split('.').next().expect("digits"));
                    assert_says(&card, "区间", &reading.interval);
                    assert_says(&card, "分子", "第二单");
                }
                if let Some(uplift) = group.uplift.as_ref().filter(|said| said.text.contains('%')) {
                    assert_says(&card, "数值", &uplift.text);
                    assert_says(&card, "显著性", "log-rank");
                }
                if !group.cost.is_empty() {
                    assert_says(&card, "人均获客成本", "花费 ÷ 首购顾客");
                    assert_says(&card, "回本", &group.paid_back);
                }
            }
        }
        assert_eq!(
            Card::build(&dataset, &state, &format!("{GROUP}{}:{}", view.milestone, view.groups.len()), &locale),
            None
        );
    }
}

/// The share by hand: of the 30 days of the pooled table, and the counts around it.
#[test]
fn a_group_tells_what_was_divided() {
    let (dataset, locale) = (samples::with_cohorts(), Locale::plain("en"));
    let state = ViewState {
        repurchase: RepurchaseState { split: Some("".into()), ..RepurchaseState::default() },
        ..ViewState::default()
    };
    let card = Card::build(&dataset, &state, &format!("{GROUP}1:0"), &locale).expect("a card");
    // On the first day nobody comes back, on the second one in 40 and one in 80: 300/40 + 100/80 + 450/40 + 150/80.
    let events = 300 / 40 + 100 / 80 + 450 / 40 + 150 / 80;
    assert_says(&card, "Numerator", &events.to_string());
    assert_says(&card, "Denominator", "1,000");
    assert!(!lines(&card).iter().any(|line| line.contains("too low")), "all are followed that far");
    let late = Card::build(&dataset, &state, &format!("{GROUP}35:0"), &locale).expect("a card");
    assert_says(&late, "Remarks", "which is too low");
}

#[test]
fn every_cohort_has_a_card_that_says_all_its_cells() {
    let locale = Locale::plain("zh-CN");
    for (dataset, measures) in [
        (beauty(), &["second_age", "worth_age", "second_month", "active_month", "worth_month"][..]),
        (samples::with_cohorts(), &["second_age", "worth_age", "second_month"][..]),
    ] {
        for measure in measures {
            let repurchase = RepurchaseState { measure: Some((*measure).into()), ..RepurchaseState::default() };
            let state = ViewState { repurchase, ..ViewState::default() };
            let view = CohortsView::build(&dataset, &state.selection, &state.repurchase, &locale).expect("a view");
            assert!(view.measures.iter().any(|choice| choice.current && choice.id == *measure), "{measure}");
            for row in &view.rows {
                let card = Card::build(&dataset, &state, &format!("{COHORT}{}", row.label), &locale).expect("a card");
                assert_says(&card, "顾客", &row.customers);
                for (age, cell) in view.ages.iter().zip(&row.cells).filter(|(_, cell)| cell.level.is_some()) {
                    assert_says(&card, age, cell.text.trim_end_matches('*'));
                    let known = if cell.is_part { "仅部分" } else { "全部观察满" };
                    if measure.ends_with("age") {
                        assert_says(&card, age, known);
                    }
                }
            }
            assert_eq!(Card::build(&dataset, &state, "cohort:1900-01", &locale), None);
        }
    }
}

/// By hand: of the first cohort's customers one in 40, and one in 80, of those left comes back a day from the second on.
#[test]
fn a_cohort_tells_what_was_divided() {
    let second_orders: i64 = [(300, 40), (100, 80)]
        .map(|(customers, one_in)| {
            let mut left = customers;
            (1..30).for_each(|_| left -= left / one_in);
            customers - left
        })
        .iter()
        .sum();
    let card = |id: &str| {
        let state = ViewState::default();
        Card::build(&samples::with_cohorts(), &state, id, &Locale::plain("en")).expect("a card")
    };
    assert_says(&card("cohort:2025-03"), "Days 0–29", &format!("{second_orders} / 400 = "));
    let worth = RepurchaseState { measure: Some("worth_age".into()), ..RepurchaseState::default() };
    let state = ViewState { repurchase: worth, ..ViewState::default() };
    let card = Card::build(&samples::with_cohorts(), &state, "cohort:2025-03", &Locale::plain("en")).expect("a card");
    // A hundred a first order, fifty each further one.
    let revenue = 400 * 100 + second_orders * 50;
    assert_says(&card, "Days 0–29", &format!("CN¥{},{:03}.00 / 400 = ", revenue / 1000, revenue % 1000));
}

#[test]
fn every_compared_member_has_a_card_that_says_its_numbers() {
    let locale = Locale::plain("zh-CN");
    let wave = "date=2025-05-13..2025-06-20".parse::<Selection>().expect("a selection");
    let wave = wave.compared(Some(Compare::Wave("618".into())));
    for (selection, against, strata) in [
        (Selection::default(), "rest", Some("channel")),
        (wave, "comparison", None),
        (Selection::default(), "p50", None),
    ] {
        let compare =
            CompareState { against: Some(against.into()), strata: strata.map(Into::into), ..CompareState::default() };
        let state = ViewState { selection, compare, ..ViewState::default() };
        let dataset = beauty();
        let view = CompareView::build(&dataset, &state.selection, &state.compare, &locale).expect("a view");
        assert!(!view.rows.is_empty(), "{against}");
        for row in &view.rows {
            let card = Card::build(&dataset, &state, &format!("{COMPARED}{}", row.id), &locale).expect("a card");
            assert!(card.title.starts_with(&row.label), "{}", card.title);
            for text in
                [&row.full[0], &row.full[1], &row.difference, &row.difference_interval, &row.uplift, &row.remark]
            {
                assert_says(&card, "", text);
            }
            for (term, interval) in [("差值", &row.difference_interval), ("相对变化", &row.uplift_interval)] {
                if !interval.is_empty() {
                    assert_says(&card, term, interval);
                }
            }
            if !row.stars.is_empty() {
                assert_says(&card, "p", row.stars);
            }
            assert_says(&card, "分子：", "单位");
            assert_says(&card, "分母：", "窗口");
        }
    }
}

#[test]
fn the_row_of_others_has_a_card_that_says_its_numbers() {
    let (dataset, locale) = (samples::small(), Locale::plain("zh-CN"));
    for selection in [Selection::default(), Selection::default().with("route", Some("direct"))] {
        let state = DrillState { order: vec!["product".into()], top_n: Some(2), ..DrillState::default() };
        let table = Drilldown::build(&dataset, &selection, &state, &locale).expect("a table");
        let rows = table.rows(&dataset, &locale, 0..table.len);
        let others = rows.last().expect("others");
        assert!(others.label.contains("其他"), "{}", others.label);
        let explained = others.explained.clone().expect("rows of its own");
        let state = ViewState { selection: explained, ..ViewState::default() };
        let mut told = 0;
        for (column, cell) in table.columns.iter().zip(&others.cells).filter(|(_, cell)| cell.number.is_some()) {
            if column.id == "spend" {
                continue;
            }
            let card = Card::build(&dataset, &state, &column.id, &locale).expect("a card");
            assert_says(&card, "数值", cell.full.split(" = ").next().expect("a text"));
            told += 1;
        }
        assert!(told > 3, "{told}");
    }
}
