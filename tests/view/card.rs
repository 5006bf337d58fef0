//! Cards: what a number means, held to the document and to the tile that it explains.

use redcat_report::contract::Report;
use redcat_report::cube::Dataset;
use redcat_report::date::{Date, DateRange};
use redcat_report::query::{Compare, Selection};
use redcat_report::view::card::{Card, Section};
use redcat_report::view::drilldown::Drilldown;
use redcat_report::view::funnel::{FunnelView, Rate};
use redcat_report::view::kpis::KpisView;
use redcat_report::view::locale::Locale;
use redcat_report::view::state::{DrillState, ViewState};
use serde_json::json;

use crate::samples::{self, DAYS, WINDOW_DAYS};

const CDNOW: &[u8] = include_bytes!("../../www/data/cdnow.json");

fn day(offset: i32) -> Date {
    Date::parse(samples::FROM).expect("a date").plus(offset)
}

#[track_caller]
fn said<'a>(card: &'a Card, term: &str) -> &'a str {
    said_in(card, None, term)
}

/// The answer in the section of that heading, or in the first that has it.
#[track_caller]
fn said_in<'a>(card: &'a Card, heading: Option<&str>, term: &str) -> &'a str {
    let mut sections = card.sections.iter().filter(|section| heading.is_none_or(|heading| section.heading == heading));
    let line = sections.find_map(|section| section.lines.iter().find(|(known, _)| known == term));
    line.map_or_else(|| panic!("no {term} in {heading:?} of {card:#?}"), |(_, text)| text.as_str())
}

fn chosen(selection: &Selection) -> ViewState {
    ViewState { selection: selection.clone(), ..ViewState::default() }
}

fn build(dataset: &Dataset, selection: &Selection, id: &str) -> Card {
    Card::build(dataset, &chosen(selection), id, &Locale::plain("zh-CN")).expect("a card")
}

#[test]
fn cards_in_both_languages() {
    let selection = Selection::default()
        .over(DateRange::new(day(10), day(DAYS - 1)))
        .compared(Some(Compare::Previous))
        .with("note_kind", Some("ad"));
    for tag in ["zh-CN", "en"] {
        let cards: Vec<String> = ["store_visits", "visit_cost"]
            .into_iter()
            .map(|id| Card::build(&samples::small(), &chosen(&selection), id, &Locale::plain(tag)).expect("a card"))
            .map(|card| {
                let line = |(term, text): &(String, String)| format!("{term} | {text}\n");
                let section = |section: &Section| {
                    let lines: Vec<String> = section.lines.iter().map(line).collect();
                    format!("## {}\n{}", section.heading, lines.concat())
                };
                let sections: Vec<String> = card.sections.iter().map(section).collect();
                format!("# {}\n{}", card.title, sections.concat())
            })
            .collect();
        insta::assert_snapshot!(format!("card_{tag}"), cards.concat());
    }
}

#[test]
fn every_tile_has_a_card_that_says_its_number() {
    for (dataset, selection) in [
        (samples::small(), Selection::default()),
        (samples::small(), Selection::default().with("product", Some("p1")).compared(Some(Compare::Previous))),
        (Dataset::build(Report::from_bytes(CDNOW).expect("a report")).expect("facts"), Selection::default()),
    ] {
        let view = KpisView::build(&dataset, &selection, &Locale::plain("zh-CN")).expect("key figures");
        for tile in &view.tiles {
            let card = build(&dataset, &selection, &tile.id);
            assert_eq!(card.title, tile.label);
            assert_eq!(said(&card, "数值"), tile.full);
            let sure = if tile.number.is_some() { said(&card, "区间") } else { "" };
            assert!(tile.interval.iter().chain(&tile.note).all(|part| sure.contains(part)), "{sure} of {tile:?}");
            assert_eq!(said(&card, "时区"), &*dataset.report.meta.time_zone);
            assert_eq!(said(&card, "数据截至"), dataset.report.meta.complete_through.to_string());
        }
    }
}

#[test]
fn a_step_has_a_card_that_says_all_its_numbers() {
    let over = |from| Selection::default().over(DateRange::new(day(from), day(DAYS - 1)));
    for selection in [Selection::default(), over(10).compared(Some(Compare::Previous)).with("product", Some("p1"))] {
        let dataset = samples::small();
        let view = FunnelView::build(&dataset, &selection, &Locale::plain("zh-CN")).expect("a funnel");
        for row in &view.rows {
            let card = build(&dataset, &selection, &format!("step:{}", row.id));
            assert!(card.title.starts_with(&row.label), "{}", card.title);
            assert_eq!(said(&card, "数值"), row.count_full);
            let share = |term: &str, rate: &Rate, of: &str| {
                if !rate.text.is_empty() {
                    assert_eq!(said_in(&card, Some(term), "数值"), rate.full);
                    assert!(said_in(&card, Some(term), "定义").ends_with(&format!(" ÷ {of}")));
                    assert!(said_in(&card, Some(term), "统计日期").contains(&day(DAYS - 1 - WINDOW_DAYS).to_string()));
                }
                let sure: Vec<&String> = rate.interval.iter().chain(&rate.note).collect();
                let text = if sure.is_empty() { "" } else { said_in(&card, Some(term), "区间") };
                assert!(sure.iter().all(|part| text.contains(*part)), "{text} of {rate:?}");
            };
            if let Some(first) = view.rows.first() {
                share("占首步", &row.of_first, &first.label);
            }
            share("占上步", &row.of_previous, &row.previous);
            for join in &row.joins {
                share(&format!("占上步（{}）", view.chains[join.chain].label), &join.rate, &join.previous);
            }
            for part in &row.parts {
                assert_eq!(said_in(&card, Some(&part.label), "数值"), part.count_full);
            }
            if let Some(compared) = &row.comparison {
                let text = said(&card, "变化");
                assert!(text.contains(&compared.count_change.text) && text.contains(&compared.text), "{text}");
            }
        }
    }
    assert_eq!(Card::build(&samples::small(), &ViewState::default(), "step:none", &Locale::plain("en")), None);
}

#[test]
fn a_cell_of_the_tree_table_has_a_card_that_says_its_number() {
    let dataset = samples::small();
    let locale = Locale::plain("zh-CN");
    let filtered = Selection::default().with("brand", Some("a")).with("brand", Some("b"));
    for selection in [Selection::default(), filtered] {
        let state = DrillState {
            order: vec!["brand".into(), "product".into()],
            expanded: vec![vec![Some("a".into())]],
            ..DrillState::default()
        };
        let table = Drilldown::build(&dataset, &selection, &state, &locale).expect("a table");
        let mut rows = table.rows(&dataset, &locale, 0..table.len);
        rows.push(table.total.clone());
        let mut sure = Vec::new();
        for row in &rows {
            let explained = row.explained.as_ref().expect("rows of its own");
            for (column, cell) in table.columns.iter().zip(&row.cells).filter(|(_, cell)| cell.number.is_some()) {
                if column.id == "spend" {
                    // Not cut by brand: the card says so.
                    continue;
                }
                let card = build(&dataset, explained, &column.id);
                // A share's card has more digits.
                let counts = cell.full.split(" = ").next().expect("a text");
                assert!(said(&card, "数值").starts_with(counts), "{} of {}: {card:?}", column.id, row.label);
                if column.id == "conversion" {
                    sure.push(said(&card, "区间").split('，').next().expect("an interval").to_owned());
                }
            }
        }
        let twin = table.twin(&dataset, &locale);
        let place = twin.headers.iter().position(|head| head == "转化率区间").expect("a column of intervals");
        let intervals: Vec<&str> = twin.rows.iter().map(|row| row[place].text.as_str()).collect();
        sure.rotate_right(1);
        assert_eq!(intervals, sure, "the file says what the cards say");
        assert!(intervals.len() == rows.len() && intervals.iter().all(|text| text.contains('–')), "{intervals:?}");
    }
}

#[test]
fn a_ratio_names_both_sides_and_the_days_that_are_final() {
    let card = build(&samples::small(), &Selection::default(), "visit_cost");
    assert_eq!(said(&card, "定义"), "花费 ÷ 进店");
    assert_eq!(said_in(&card, Some("分子：花费"), "单位"), "CNY");
    assert_eq!(said(&card, "比率类型"), "总量之比：先分别相加，再相除");
    assert!(said(&card, "统计日期").contains(&day(DAYS - 1 - WINDOW_DAYS).to_string()), "{card:?}");
    assert_eq!(said_in(&card, Some("分母：进店"), "窗口"), format!("末次触点，曝光后 {WINDOW_DAYS} 天内"));

    let document = samples::document(&samples::rows(), |document| {
        document["ratios"] =
            json!([{"id": "share", "label": "S", "numerator": "store_visits", "denominator": "reads"}]);
    });
    let card = build(&samples::dataset(&document), &Selection::default(), "share");
    assert_eq!(said(&card, "比率类型"), "人数占比：分子的人包含于分母");
    assert!(said(&card, "区间").contains("Wilson"));
}

#[test]
fn a_card_says_which_filter_is_left_out_and_why_there_is_no_interval() {
    let selection = Selection::default().with("note_kind", Some("ad"));
    let card = build(&samples::small(), &selection, "gmv");
    assert_eq!(said(&card, "未生效的筛选"), "笔记类型：该指标的数据未按此拆分");
    assert_eq!(said(&card, "区间"), "全量计数，没有抽样误差，故无区间");
    let short = Selection::default().over(DateRange::new(day(0), day(4)));
    let card = build(&samples::small(), &short, "roi");
    assert_eq!(said(&card, "区间"), "完整日期仅 5 天，不足 14 天，不给区间");
}

#[test]
fn what_the_document_lacks_has_no_card() {
    let locale = Locale::plain("en");
    for id in ["", "nothing", "repurchase_30"] {
        assert_eq!(Card::build(&samples::small(), &ViewState::default(), id, &locale), None);
    }
}
