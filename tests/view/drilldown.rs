//! The tree table of small documents.

use redcat_report::date::{Date, DateRange};
use redcat_report::query::{Compare, Selection};
use redcat_report::view::drilldown::{DrillRow, Drilldown, RowKind};
use redcat_report::view::funnel::Direction;
use redcat_report::view::locale::Locale;
use redcat_report::view::state::{DrillState, Sort, ViewState};
use redcat_report::view::twin::Number;

use crate::render;
use crate::samples::{self, Row};

fn order(ids: &[&str]) -> DrillState {
    DrillState { order: ids.iter().map(|&id| id.into()).collect(), ..DrillState::default() }
}

fn whole(row: &DrillRow, column: usize) -> i64 {
    let text: String = row.cells[column].full.chars().filter(char::is_ascii_digit).collect();
    text.parse().unwrap_or_else(|_| panic!("{}: {:?}", row.label, row.cells[column]))
}

#[test]
fn tree_table_in_both_languages() {
    let dataset = samples::small();
    let state =
        DrillState { expanded: [vec![Some("a".into())], vec![None]].into(), ..order(&["brand", "product", "route"]) };
    for tag in ["zh-CN", "en"] {
        let locale = Locale::plain(tag);
        let table = Drilldown::build(&dataset, &Selection::default(), &state, &locale).expect("a table");
        insta::assert_snapshot!(format!("drilldown_{tag}"), render::drilldown(&table, &dataset, &locale));
    }
}

#[test]
fn children_add_up_and_the_total_is_their_sum() {
    let (dataset, locale) = (samples::small(), Locale::plain("en"));
    let rows = samples::rows();
    let mut state = order(&["brand", "product", "route"]);
    for brand in [Some("a"), Some("b"), Some("c"), None] {
        state.expanded.push(vec![brand.map(Into::into)]);
    }
    for top_n in [None, Some(1), Some(2)] {
        let state = DrillState { top_n, ..state.clone() };
        let table = Drilldown::build(&dataset, &Selection::default(), &state, &locale).expect("a table");
        let shown = table.rows(&dataset, &locale, 0..usize::MAX);
        assert_eq!(shown.len(), table.len);
        let reads = table.columns.iter().position(|column| column.id == "reads").expect("reads");
        assert_eq!(whole(&table.total, reads), rows.iter().map(|row: &Row| row.reads).sum::<i64>());
        for column in ["reads", "orders", "gmv"] {
            let column = table.columns.iter().position(|known| known.id == column).expect(column);
            let at_depth = |rows: &[DrillRow], depth| -> i64 {
                rows.iter().filter(|row| row.depth == depth).map(|row| whole(row, column)).sum()
            };
            assert_eq!(at_depth(&shown, 0), whole(&table.total, column));
            for (n, row) in shown.iter().enumerate().filter(|(_, row)| row.depth == 0 && row.expanded == Some(true)) {
                let below: Vec<DrillRow> = shown[n + 1..].iter().take_while(|row| row.depth > 0).cloned().collect();
                assert_eq!(at_depth(&below, 1), whole(row, column), "{}", row.label);
            }
        }
    }
}

#[test]
fn drilling_adds_filters_and_crumbs_lead_back() {
    let (dataset, locale) = (samples::small(), Locale::plain("zh-CN"));
    let state = order(&["brand", "product", "route"]);
    let start = Selection::default();
    let table = Drilldown::build(&dataset, &start, &state, &locale).expect("a table");
    let row = |table: &Drilldown, label: &str| {
        let rows = table.rows(&dataset, &locale, 0..table.len);
        rows.into_iter().find(|row| row.label == label).unwrap_or_else(|| panic!("{label}"))
    };
    let first = row(&table, "甲").drill.expect("drills");
    assert_eq!(first, start.drill("brand", Some("a")));
    let table = Drilldown::build(&dataset, &first, &state, &locale).expect("a table");
    let second = row(&table, "商品p2").drill.expect("drills");
    let table = Drilldown::build(&dataset, &second, &state, &locale).expect("a table");
    let labels: Vec<&str> = table.crumbs.iter().map(|crumb| crumb.label.as_str()).collect();
    assert_eq!(labels, ["全部", "甲", "商品p2"]);
    let back: Vec<&Selection> = table.crumbs.iter().map(|crumb| &crumb.selection).collect();
    assert_eq!(back, [&start, &first, &second]);
    // The last dimension has nothing below: drilling filters it, and it stays listed with its own filter ignored.
    let third = row(&table, "搜索进店").drill.expect("drills");
    let table = Drilldown::build(&dataset, &third, &state, &locale).expect("a table");
    assert_eq!(table.len, 2);
    assert!(row(&table, "搜索进店").selected && !row(&table, "广告挂链").selected);
}

#[test]
fn a_filter_on_several_members_marks_them_and_hides_none() {
    let (dataset, locale) = (samples::small(), Locale::plain("en"));
    let several = Selection::default().with("brand", Some("a")).with("brand", Some("c"));
    let table = Drilldown::build(&dataset, &several, &order(&["brand", "product"]), &locale).expect("a table");
    let rows = table.rows(&dataset, &locale, 0..table.len);
    assert_eq!(rows.len(), 4);
    let selected: Vec<&str> = rows.iter().filter(|row| row.selected).map(|row| row.label.as_str()).collect();
    assert_eq!(selected, ["Gamma", "Alpha"]);
    let toggled = rows.iter().find(|row| row.label == "Alpha").and_then(|row| row.toggled_filter.clone());
    assert_eq!(toggled, Some(Selection::default().with("brand", Some("c"))));
}

#[test]
fn sorting_search_and_top_n() {
    let (dataset, locale) = (samples::small(), Locale::plain("en"));
    let labels = |state: &DrillState| -> Vec<String> {
        let table = Drilldown::build(&dataset, &Selection::default(), state, &locale).expect("a table");
        table.rows(&dataset, &locale, 0..table.len).into_iter().map(|row| row.label).collect()
    };
    let products = order(&["product"]);
    assert_eq!(labels(&products), ["Unknown", "Product p4", "Product p3", "Product p2", "Product p1"]);
    let ascending = |column: &str| Some(Sort { column: column.into(), descending: false });
    let by_name = DrillState { sort: ascending("label"), ..products.clone() };
    assert_eq!(labels(&by_name), ["Product p1", "Product p2", "Product p3", "Product p4", "Unknown"]);
    let top = DrillState { top_n: Some(2), sort: ascending("gmv"), ..products.clone() };
    assert_eq!(labels(&top), ["Product p1", "Product p2", "Others (3)"]);
    let found = DrillState { search: " P3 ".into(), ..order(&["brand", "product"]) };
    assert_eq!(labels(&found), ["Beta", "Product p3"]);
    let unknown = DrillState { search: "unkn".into(), ..products.clone() };
    assert_eq!(labels(&unknown), ["Unknown"]);
    let nothing = DrillState { search: "zzz".into(), ..products };
    let table = Drilldown::build(&dataset, &Selection::default(), &nothing, &locale).expect("a table");
    assert_eq!((table.len, table.empty.as_deref()), (0, Some("Nothing matches “zzz”")));
}

#[test]
fn a_window_is_a_part_of_the_whole_and_a_focused_measure_sorts() {
    let (dataset, locale) = (samples::small(), Locale::plain("en"));
    let state = DrillState { focus: Some("likes".into()), ..order(&["product"]) };
    let table = Drilldown::build(&dataset, &Selection::default(), &state, &locale).expect("a table");
    let likes = table.columns.iter().find(|column| column.id == "likes").expect("the clicked measure has a column");
    assert_eq!((likes.sorted, likes.note.as_deref()), (Some(true), Some("Not split by Product")));
    let all = table.rows(&dataset, &locale, 0..table.len);
    assert_eq!(table.rows(&dataset, &locale, 1..3), all[1..3]);
    assert!(all.iter().all(|row| row.kind == RowKind::Member));
    assert_eq!(table.rows(&dataset, &locale, 90..99), []);
}

#[test]
fn a_saved_view_comes_back_whole() {
    let view = ViewState {
        selection: Selection::default().with("brand", None).with("product", Some("p\"1")),
        drill: DrillState {
            sort: Some(Sort { column: "gmv".into(), descending: false }),
            expanded: [vec![None, Some("x".into())]].into(),
            search: "口红".into(),
            focus: Some("orders".into()),
            top_n: Some(20),
            ..order(&["brand"])
        },
        ..ViewState::default()
    };
    assert_eq!(view.to_string().parse::<ViewState>(), Ok(view));
    assert_eq!(ViewState::default().to_string().parse::<ViewState>(), Ok(ViewState::default()));
    for (bad, path) in [
        (r#"{"drill":{"colour":1}}"#, "drill.colour"),
        (r#"{"drill":{"order":"brand"}}"#, "drill.order"),
        (r#"{"drill":{"expanded":[["a"],"b"]}}"#, "drill.expanded"),
        (r#"{"drill":{"sort":{"column":"gmv"}}}"#, "drill.sort"),
        (r#"{"drill":{"top_n":-1}}"#, "drill.top_n"),
        (r#"{"drill":[]}"#, "drill"),
        (r#"{"selection":{"compare":1}}"#, "compare"),
        (r#"{"colour":1}"#, "colour"),
        ("", ""),
    ] {
        let error = bad.parse::<ViewState>().expect_err(bad);
        assert_eq!(error.path(), path, "{bad}: {error}");
    }
}

#[test]
fn a_cost_that_was_clicked_is_a_column_with_the_cheapest_first() {
    let document = samples::document(&samples::rows(), |document| {
        let day = document["meta"]["data_from"].clone();
        let spend = |product: &str, spend: i64| serde_json::json!({"date": day, "product": product, "spend": spend, "likes": 1, "collects": 1});
        let cubes = document["cells"].as_array_mut().expect("cubes");
        let paid = cubes.iter_mut().find(|cube| cube["id"] == "ads").expect("what was paid");
        paid["by"] = serde_json::json!(["product"]);
        paid["records"] = serde_json::json!([spend("p1", 900_000), spend("p3", 100_000)]);
    });
    let dataset = samples::dataset(&document);
    let state = DrillState { focus: Some("cpc".into()), ..order(&["product"]) };
    let locale = Locale::plain("en");
    let table = Drilldown::build(&dataset, &Selection::default(), &state, &locale).expect("a table");
    let column = table.columns.iter().position(|column| column.id == "cpc").expect("cost per read");
    assert_eq!(table.columns[column].sorted, Some(false), "ascending");
    let rows = table.rows(&dataset, &locale, 0..usize::MAX);
    let shown: Vec<(Option<&str>, &str)> =
        rows.iter().map(|row| (row.path[0].as_deref(), row.cells[column].text.as_str())).collect();
    assert_eq!([shown[0].0, shown[1].0], [Some("p3"), Some("p1")], "{shown:?}");
    // What nothing was spent on has no price, and is not the cheapest.
    assert!(shown[2..].iter().all(|(_, text)| *text == "—"), "{shown:?}");
    assert!(rows[2].cells[column].full.contains("Nothing spent"), "{:?}", rows[2].cells[column]);
}

#[test]
fn beside_a_comparison_each_row_says_how_the_number_sorted_by_changed() {
    let (dataset, locale) = (samples::small(), Locale::plain("en"));
    let first = Date::parse(samples::FROM).expect("a date");
    let days = |from: i32, to: i32| DateRange::new(first.plus(from), first.plus(to));
    let selection = Selection::default().over(days(10, 14)).compared(Some(Compare::Previous));
    let sum = |product: Option<&str>, from: i32, to: i32| -> i64 {
        let (from, to) = (first.plus(from).to_string(), first.plus(to).to_string());
        let rows = samples::rows().into_iter().filter(|row| (&from..=&to).contains(&&row.day));
        rows.filter(|row| product.is_none_or(|id| row.product == Some(id))).map(|row| row.gmv).sum()
    };
    let change = |product: Option<&str>| {
        let (now, before) = (sum(product, 10, 14), sum(product, 5, 9));
        (now - before) as f64 / before as f64
    };
    let by = |column: &str, descending| Some(Sort { column: column.into(), descending });
    let state = DrillState { sort: by("change:gmv", true), ..order(&["product"]) };
    let table = Drilldown::build(&dataset, &selection, &state, &locale).expect("a table");
    let head = table.columns.last().expect("columns");
    assert_eq!((head.label.as_str(), head.explained(), head.sorted), ("Change (GMV)", "gmv", Some(true)));
    let real = |row: &DrillRow| match row.cells.last().expect("cells").number {
        Some(Number::Real(value)) => value,
        other => panic!("{}: {other:?}", row.label),
    };
    let close = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    close(real(&table.total), change(None));
    let rows = table.rows(&dataset, &locale, 0..table.len);
    assert!(rows.len() >= 4, "{rows:?}");
    for row in &rows {
        if let Some(Some(product)) = row.path.last() {
            close(real(row), change(Some(product)));
        }
        let drawn = row.cells.last().and_then(|cell| cell.change.as_ref()).expect("drawn as a change");
        assert_eq!(drawn.good, (drawn.direction != Direction::Flat).then_some(real(row) > 0.0), "{row:?}");
    }
    assert!(rows.is_sorted_by(|a, b| real(a) >= real(b)), "largest first");
    let up = DrillState { sort: by("change:gmv", false), top_n: Some(2), ..state.clone() };
    let table = Drilldown::build(&dataset, &selection, &up, &locale).expect("a table");
    let listed = table.rows(&dataset, &locale, 0..table.len);
    assert_eq!(listed[0].label, rows.last().expect("rows").label);
    let others = listed.last().expect("others");
    assert_eq!((others.kind, others.cells.last().map(|cell| cell.text.as_str())), (RowKind::Others, Some("")));
    let twin = table.twin(&dataset, &locale);
    assert!(twin.rows.iter().all(|row| row.len() == twin.headers.len()), "{twin:?}");

    let alone = Drilldown::build(&dataset, &selection.compared(None), &state, &locale).expect("a table");
    let sorted = alone.columns.iter().find(|column| column.sorted.is_some()).expect("sorted");
    assert_eq!((sorted.id.as_str(), alone.columns.len()), ("gmv", table.columns.len() - 1), "nothing is compared");
    let names = DrillState { sort: by("label", false), ..state };
    let table = Drilldown::build(&dataset, &selection, &names, &locale).expect("a table");
    assert_eq!(table.columns.last().expect("columns").explained(), table.columns[0].id, "of the first where none is");
}

#[test]
fn a_change_over_fewer_days_says_so_and_days_still_growing_have_none() {
    let (dataset, locale) = (samples::small(), Locale::plain("en"));
    let first = Date::parse(samples::FROM).expect("a date");
    let last = samples::DAYS - 1;
    let state = DrillState { sort: Some(Sort { column: "orders".into(), descending: true }), ..order(&["product"]) };
    let of = |from: i32| {
        let days = DateRange::new(first.plus(from), first.plus(last));
        let selection = Selection::default().over(days).compared(Some(Compare::Previous));
        Drilldown::build(&dataset, &selection, &state, &locale).expect("a table")
    };
    let text = |table: &Drilldown| table.total.cells.last().expect("cells").text.clone();
    let some = of(10);
    assert_eq!(some.notes, ["Changes compare only the first 5 days, complete in both periods"]);
    assert!(text(&some).ends_with('%') || text(&some) == "Unchanged", "{}", text(&some));
    assert_eq!(text(&of(last - 3)), "Still arriving");
}
