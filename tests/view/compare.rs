//! The comparison of small documents: what it says of the twelve categories that all differ and of the weeks that do
//! not, where the mix misleads, what is too few; what the reader may choose; that the table says what the rows say.

use redcat_report::cube::Dataset;
use redcat_report::query::Selection;
use redcat_report::view::chart::Shape;
use redcat_report::view::compare::{CompareRow, CompareView, Direction};
use redcat_report::view::export::sheet;
use redcat_report::view::locale::Locale;
use redcat_report::view::state::{CompareState, ViewState};
use redcat_report::view::twin::Number;
use serde_json::json;

use crate::render;
use crate::samples;
use crate::support::pairs;

/// The second of the two days against the first.
fn compared() -> Selection {
    "date=2025-06-02..2025-06-02&compare=previous".parse().expect("a selection")
}

fn view(dataset: &Dataset, selection: &Selection, state: &CompareState, tag: &str) -> CompareView {
    CompareView::build(dataset, selection, state, &Locale::plain(tag)).expect("a ratio that a dimension splits")
}

fn state(parts: &[(&str, &str)]) -> CompareState {
    let mut state = CompareState::default();
    for (key, value) in parts {
        let place = match *key {
            "ratio" => &mut state.ratio,
            "by" => &mut state.by,
            "against" => &mut state.against,
            "strata" => &mut state.strata,
            "order" => &mut state.order,
            _ => &mut state.adjust,
        };
        *place = Some((*value).into());
    }
    state
}

fn current<'a>(view: &'a CompareView, id: &str) -> &'a str {
    let menu = view.menus.iter().find(|menu| menu.id == id).expect("that menu");
    let mut chosen = menu.choices.iter().filter(|choice| choice.current);
    let found = chosen.next().expect("one is chosen");
    assert!(chosen.next().is_none(), "and no other");
    &found.id
}

#[test]
fn all_twelve_categories_are_starred_and_no_week() {
    for (csv, starred) in [(pairs::CATEGORIES, 12), (pairs::WEEKS, 0)] {
        let dataset = pairs::dataset(&pairs::pairs_of(csv));
        for tag in ["zh-CN", "en"] {
            let view = view(&dataset, &compared(), &CompareState::default(), tag);
            assert_eq!(view.rows.iter().filter(|row| !row.stars.is_empty()).count(), starred);
            assert_eq!(view.rows.iter().filter(|row| row.direction != Direction::Flat).count(), starred);
            let counted = if tag == "en" { format!("{starred} ") } else { format!(" {starred} 项") };
            assert!(view.headline[1].contains(&counted), "{:?}", view.headline);
            assert!(view.methods.iter().any(|method| method.contains("Holm") && method.contains("12")));
        }
    }
}

#[test]
fn the_largest_change_stands_on_top_and_in_the_headline() {
    let dataset = pairs::dataset(&pairs::pairs_of(pairs::CATEGORIES));
    let shown = view(&dataset, &compared(), &CompareState::default(), "en");
    let far: Vec<f64> = shown.rows.iter().map(|row| (row.mark.expect("a place").at - shown.zero).abs()).collect();
    assert!(far.windows(2).all(|pair| pair[0] >= pair[1]), "{far:?}");
    assert!(shown.headline[0].contains(&shown.rows[0].label), "{:?}", shown.headline);
    assert!(shown.headline[0].contains(&shown.rows[0].uplift), "{:?}", shown.headline);
    // By certainty the same rows stand in the order of their p values, by volume in that of their size.
    let by = |order| view(&dataset, &compared(), &state(&[("order", order)]), "en");
    let number = |view: &CompareView, head: &str| -> Vec<f64> {
        let place = view.twin.headers.iter().position(|known| known == head).expect("that column");
        let real = |cell: Option<Number>| match cell {
            Some(Number::Real(value)) => value,
            Some(Number::Integer(value)) => value as f64,
            _ => panic!("no number"),
        };
        view.twin.rows.iter().map(|row| real(row[place].number)).collect()
    };
    assert!(number(&by("certainty"), "p").windows(2).all(|pair| pair[0] <= pair[1]));
    assert!(number(&by("volume"), "Visitors").windows(2).all(|pair| pair[0] >= pair[1]));
}

#[test]
fn a_fall_is_as_large_as_a_rise() {
    let groups = [
        ("rose", [220, 1_000, 200, 1_000]),
        ("untold", [9, 20, 400, 900]),
        ("fell", [100, 1_000, 200, 1_000]),
        ("still", [201, 1_000, 200, 1_000]),
    ];
    let dataset = pairs::dataset(&pairs::pairs(&groups.map(|(name, counts)| (name.to_owned(), counts))));
    let shown = view(&dataset, &compared(), &CompareState::default(), "en");
    let ids: Vec<&str> = shown.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["fell", "rose", "still", "untold"]);
}

#[test]
fn what_is_untested_stands_below_what_is_tested_however_large() {
    // Sold on too few days for a test, at many times the others' price.
    let mut rows = samples::rows();
    rows.retain(|row| row.product != Some("p4") || row.day.as_str() <= "2025-05-06");
    for row in rows.iter_mut().filter(|row| row.product == Some("p4")) {
        row.gmv *= 100;
    }
    let dataset = samples::dataset(&samples::document(&rows, |document| {
        document["ratios"] = json!([{"id": "worth", "label": "Worth", "numerator": "gmv", "denominator": "reads"}]);
        let brands = document["dimensions"][0]["members"].as_array_mut().expect("members");
        for brand in brands {
            brand["parent"] = json!("beauty");
        }
        document["dimensions"][0]["parent"] = json!("category");
        let category = json!({"id": "category", "label": "Category", "members": [{"id": "beauty", "label": "Beauty"}]});
        document["dimensions"].as_array_mut().expect("dimensions").push(category);
        let days = json!({"numerator": 1_000_000, "denominator": 10_000, "from": "2025-05-01", "to": "2025-05-15"});
        document["benchmarks"] =
            json!([{"category": "beauty", "ratio": "worth", "current": days, "p50": "100", "merchants": 40}]);
    }));
    let worth = state(&[("ratio", "worth"), ("by", "product"), ("against", "p50")]);
    let shown = view(&dataset, &Selection::default(), &worth, "en");
    let told: Vec<(&str, bool)> =
        shown.rows.iter().filter(|row| row.mark.is_some()).map(|row| (row.id.as_str(), row.p != "—")).collect();
    assert_eq!(told.iter().filter(|(_, tested)| *tested).count(), told.len() - 1, "{told:?}");
    assert_eq!(told.last(), Some(&("p4", false)), "{told:?}");
}

#[test]
fn a_reversed_mix_is_said_in_a_plain_sentence() {
    let dataset = pairs::dataset(&pairs::admissions());
    let plain = state(&[("by", "gender"), ("against", "=women")]);
    let adjusted = CompareState { strata: Some("department".into()), ..plain.clone() };
    for (tag, says) in [("zh-CN", "方向相反"), ("en", "point different ways")] {
        assert_eq!(view(&dataset, &compared(), &plain, tag).contradiction, None);
        let view = view(&dataset, &compared(), &adjusted, tag);
        let sentence = &view.headline[view.contradiction.expect("a contradiction")];
        assert!(sentence.contains(says) && sentence.contains("men") && sentence.contains("department"), "{sentence}");
        let men = view.rows.iter().find(|row| row.id == "men").expect("men");
        assert!(men.contradicts);
        let (raw, mixed) = (men.mark.expect("a place").at, men.mixed.expect("a place").at);
        assert!(raw > view.zero && mixed < view.zero, "{raw} {mixed} {}", view.zero);
        assert!(men.mixed_text.contains("-1.8"), "{}", men.mixed_text);
        insta::assert_snapshot!(format!("compare_{tag}"), render::compare(&view));
    }
}

#[test]
fn what_is_too_few_says_so_with_its_counts() {
    let groups = [("many", [300, 1_000, 200, 1_000]), ("few", [9, 20, 400, 900])];
    let dataset = pairs::dataset(&pairs::pairs(&groups.map(|(name, counts)| (name.to_owned(), counts))));
    let view = view(&dataset, &compared(), &CompareState::default(), "zh-CN");
    let few = view.rows.last().expect("a row");
    assert_eq!((few.id.as_str(), few.rates[0].as_str()), ("few", "样本不足"));
    assert_eq!(few.remark, "样本不足（9 / 20）");
    assert_eq!((few.mark, few.stars, few.uplift.as_str()), (None, "", ""));
    assert!(view.headline[1].contains("可检验的 1 项"), "{:?}", view.headline);
}

fn sample(file: &str) -> Dataset {
    let path = format!("{}/www/data/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the sample");
    samples::dataset(&serde_json::from_str(&text).expect("JSON"))
}

#[test]
fn a_report_opens_with_the_merchants_own_categories() {
    for (file, elsewhere) in [("beauty", "sports"), ("sports", "sports")] {
        let shown = view(&sample(file), &Selection::default(), &CompareState::default(), "en");
        assert_eq!((current(&shown, "ratio"), current(&shown, "against")), ("store_visit", "rest"));
        assert!(shown.rows.iter().all(|row| row.select.is_some() && row.id != elsewhere), "its own members");
        assert!(!shown.headline[0].contains("Sports & outdoor"), "{:?}", shown.headline);
    }
}

#[test]
fn the_samples_categories_say_by_how_much_they_moved() {
    let against = state(&[("against", "category")]);
    for (file, id, uplift) in [("sports", "sports", "+85.0%"), ("beauty", "beauty", "+41.5%")] {
        let dataset = sample(file);
        for tag in ["zh-CN", "en"] {
            let view = view(&dataset, &Selection::default(), &against, tag);
            assert_eq!((current(&view, "ratio"), current(&view, "against")), ("store_visit", "category"));
            let row = view.rows.iter().find(|row| row.id == id).expect("the category");
            assert_eq!(row.uplift, uplift);
            assert!(!row.uplift_interval.is_empty() && row.mark.expect("a place").to > view.zero);
            assert_eq!(row.stars, "", "totals without days are never starred");
            assert!(view.notes.iter().any(|note| note.contains("2025-05-13") && note.contains("2024-05-13")));
        }
    }
}

#[test]
fn a_whole_category_is_named_as_such_and_is_nothing_to_filter_by() {
    let (mut dataset, against) = (sample("beauty"), state(&[("against", "category")]));
    let names = |dataset: &Dataset, tag: &str, id: &str| {
        let shown = view(dataset, &Selection::default(), &against, tag);
        assert!(shown.rows.iter().all(|row| row.select.is_none() && !row.selected));
        shown.rows.into_iter().find(|row| row.id == id).expect("that category").label
    };
    assert_eq!(names(&dataset, "zh-CN", "makeup"), "彩妆（行业大盘）");
    assert_eq!(names(&dataset, "en", "makeup"), "Make-up (whole category)");
    assert_eq!(names(&dataset, "zh-CN", "sports"), "运动户外（行业大盘）");
    assert_eq!(names(&dataset, "en", "sports"), "Sports & outdoor (whole category)");
    let shown = view(&dataset, &Selection::default(), &against, "zh-CN");
    let menu = shown.menus.iter().find(|menu| menu.id == "against").expect("that menu");
    assert!(menu.choices.iter().any(|choice| choice.label == "行业大盘：本期比上期"));
    assert!(shown.headline[0].starts_with("相比 2024-05-13"), "a date stands apart: {:?}", shown.headline);
    for row in &mut dataset.report.benchmarks {
        row.label = None;
    }
    assert_eq!(names(&dataset, "en", "sports"), "sports (whole category)", "its id, where it has no name");
}

#[test]
fn the_title_names_what_is_compared() {
    let dataset = sample("beauty");
    let title = |by: &str, tag: &str| view(&dataset, &Selection::default(), &state(&[("by", by)]), tag).title;
    assert_eq!([title("category", "zh-CN"), title("brand", "zh-CN")], ["类目对比", "品牌对比"]);
    assert_eq!([title("category", "en"), title("brand", "en")], ["Category comparison", "Brand comparison"]);
}

#[test]
fn a_click_filters_by_the_member_and_the_panel_keeps_its_rows() {
    let dataset = pairs::dataset(&pairs::pairs_of(pairs::CATEGORIES));
    let shown = view(&dataset, &compared(), &CompareState::default(), "en");
    let filtered = shown.rows[3].select.clone().expect("a member");
    assert!(filtered.contains("category", Some(&shown.rows[3].id)));
    let after = view(&dataset, &filtered, &CompareState::default(), "en");
    let numbers = |view: &CompareView| -> Vec<(String, String, String)> {
        view.rows.iter().map(|row: &CompareRow| (row.id.clone(), row.uplift.clone(), row.p.clone())).collect()
    };
    assert_eq!(numbers(&after), numbers(&shown), "a panel ignores its own filter");
    assert_eq!(after.rows.iter().filter(|row| row.selected).count(), 1);
    assert_eq!(after.rows[3].select.as_ref(), Some(&compared()), "a second click takes it back");
}

#[test]
fn what_the_document_does_not_have_counts_as_not_chosen() {
    let dataset = pairs::dataset(&pairs::pairs_of(pairs::WEEKS));
    let unknown = state(&[("ratio", "moon"), ("by", "mars"), ("against", "p50"), ("strata", "x"), ("adjust", "y")]);
    let view = view(&dataset, &compared(), &unknown, "en");
    let chosen = ["ratio", "by", "against", "strata", "order", "adjust"].map(|id| current(&view, id));
    assert_eq!(chosen, ["buyer_rate", "category", "comparison", "", "effect", "holm"]);
    let alone = pairs::document(&[], &[json!({"date": pairs::NOW, "visitors": 10, "buyers": 5})]);
    let locale = Locale::plain("en");
    assert_eq!(CompareView::build(&pairs::dataset(&alone), &compared(), &CompareState::default(), &locale), None);
}

#[test]
fn without_days_to_compare_with_it_says_what_to_do() {
    let dataset = pairs::dataset(&pairs::pairs_of(pairs::WEEKS));
    let period = state(&[("against", "comparison")]);
    let empty = view(&dataset, &Selection::default(), &period, "en");
    assert_eq!(empty.empty.as_deref(), Some("Choose a comparison with data at the top first"));
    assert!(empty.rows.is_empty() && !empty.menus.is_empty());
    assert_eq!(current(&view(&dataset, &Selection::default(), &CompareState::default(), "en"), "against"), "rest");
}

#[test]
fn every_choice_leads_to_a_comparison_and_a_table_as_wide_as_its_head() {
    let dataset = samples::small();
    let selection: Selection = "date=2025-05-11..2025-05-20&compare=previous".parse().expect("a selection");
    let first = view(&dataset, &selection, &CompareState::default(), "zh-CN");
    let mut seen = 0;
    for choice in first.menus.iter().flat_map(|menu| &menu.choices) {
        let shown = view(&dataset, &selection, &choice.state, "zh-CN");
        for again in shown.menus.iter().flat_map(|menu| &menu.choices) {
            let shown = view(&dataset, &selection, &again.state, "zh-CN");
            for row in &shown.twin.rows {
                assert_eq!(row.len(), shown.twin.headers.len());
            }
            assert!(!shown.summary.is_empty() && !shown.summary.contains("NaN"), "{}", shown.summary);
            let saved = ViewState { compare: again.state.clone(), ..ViewState::default() };
            assert_eq!(saved.to_string().parse(), Ok(saved), "saved and restored");
            seen += 1;
        }
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn the_file_holds_the_same_numbers_in_full() {
    let dataset = pairs::dataset(&pairs::pairs_of(pairs::CATEGORIES));
    let locale = Locale::plain("en");
    let saved = ViewState { selection: compared(), ..ViewState::default() };
    let sheet = sheet("comparison", &dataset, &saved, &locale).expect("a file");
    let csv = sheet.csv(&locale);
    for (name, cells) in pairs::reference(pairs::CATEGORIES) {
        let line = csv.lines().find(|line| line.starts_with(&name)).unwrap_or_else(|| panic!("no {name}"));
        let numbers: Vec<f64> = line.split(',').filter_map(|cell| cell.parse().ok()).collect();
        for key in
            ["p1", "p2", "diff", "diff_newcomb_lo", "diff_newcomb_hi", "uplift", "uplift_log_lo", "p_z", "p_holm"]
        {
            let expected = cells.iter().find(|(known, _)| known == key).expect("that column").1;
            let near = |number: &f64| (number - expected).abs() <= 1e-8 * expected.abs();
            assert!(numbers.iter().any(near), "{name} {key}: {expected} not in {line}");
        }
    }
    let svg = sheet.svg(&locale);
    roxmltree::Document::parse(&svg).expect("well-formed");
    assert!(svg.contains("SOFT DRINKS"));
}

#[test]
fn an_interval_that_goes_on_beyond_the_plot_ends_in_an_arrow_in_the_file() {
    let groups = [("many", [2_200, 10_000, 2_000, 10_000]), ("few", [12, 60, 11, 60])];
    let dataset = pairs::dataset(&pairs::pairs(&groups.map(|(name, counts)| (name.to_owned(), counts))));
    let view = view(&dataset, &compared(), &CompareState::default(), "en");
    let mut open = 0;
    for mark in view.rows.iter().filter_map(|row| row.mark) {
        open += usize::from(mark.open_below) + usize::from(mark.open_above);
    }
    assert!(open > 0, "{:?}", view.rows);
    let arrows = view.chart.marks.iter().filter(|mark| match &mark.shape {
        // Two strokes that meet where the plot ends.
        Shape::Line { points, .. } => points.len() == 3 && (points[1].0 <= 0.0 || points[1].0 >= 1.0),
        _ => false,
    });
    assert_eq!(arrows.count(), open);
}
