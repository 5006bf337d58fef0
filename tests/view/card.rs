//! Cards: what a number means, held to the document and to the tile that it explains.

use redcat_report::contract::Report;
use redcat_report::cube::Dataset;
use redcat_report::date::{Date, DateRange};
use redcat_report::query::{Compare, Selection};
use redcat_report::view::card::Card;
use redcat_report::view::kpis::KpisView;
use redcat_report::view::locale::Locale;
use serde_json::json;

use crate::samples::{self, DAYS, WINDOW_DAYS};

const CDNOW: &[u8] = include_bytes!("../../www/data/cdnow.json");

fn day(offset: i32) -> Date {
    Date::parse(samples::FROM).expect("a date").plus(offset)
}

#[track_caller]
fn said<'a>(card: &'a Card, term: &str) -> &'a str {
    let line = card.lines.iter().find(|(known, _)| known == term);
    line.map_or_else(|| panic!("no {term} in {card:#?}"), |(_, text)| text.as_str())
}

fn build(dataset: &Dataset, selection: &Selection, id: &str) -> Card {
    Card::build(dataset, selection, id, &Locale::plain("zh-CN")).expect("a card")
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
            .map(|id| Card::build(&samples::small(), &selection, id, &Locale::plain(tag)).expect("a card"))
            .map(|card| {
                let lines: Vec<String> = card.lines.iter().map(|(term, text)| format!("{term} | {text}\n")).collect();
                format!("# {}\n{}", card.title, lines.concat())
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
fn a_ratio_names_both_sides_and_the_days_that_are_final() {
    let card = build(&samples::small(), &Selection::default(), "visit_cost");
    assert_eq!(said(&card, "定义"), "花费 ÷ 进店");
    assert!(said(&card, "分子").starts_with("花费（spend）"), "{card:?}");
    assert!(said(&card, "分母").starts_with("进店（store_visits）"), "{card:?}");
    assert_eq!(said(&card, "比率类型"), "总量之比：先分别相加，再相除");
    assert!(said(&card, "统计日期").contains(&day(DAYS - 1 - WINDOW_DAYS).to_string()), "{card:?}");
    assert_eq!(said(&card, "分母归因"), format!("last_touch，曝光后 {WINDOW_DAYS} 天内"));

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
        assert_eq!(Card::build(&samples::small(), &Selection::default(), id, &locale), None);
    }
}
