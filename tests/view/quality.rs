//! The list of what is odd about a document: every oddity of a small one, and that each entry leads to its rows.

use std::fmt::Write as _;

use redcat_report::contract::{DimensionIx, MeasureIx, MemberIx, WarningKind};
use redcat_report::cube::{Dataset, FactValue};
use redcat_report::query::{Query, run};
use redcat_report::view::drilldown::Drilldown;
use redcat_report::view::locale::Locale;
use redcat_report::view::quality::{ListedRows, QualityEntry, QualityView, Weight};
use redcat_report::view::twin::Number;
use serde_json::{Value, json};

use crate::samples;
use crate::support::cases;
use crate::support::documents::{Dice, random_report};
use crate::support::oracle;

/// The usual document with nothing that is not final and nothing missing.
fn sound(edit: impl FnOnce(&mut Value)) -> Value {
    samples::document(&samples::rows(), |document| {
        document["meta"].as_object_mut().expect("an object").remove("attribution");
        edit(document);
    })
}

/// One of everything that can be odd.
fn odd() -> Dataset {
    let document = samples::document(&samples::rows(), |document| {
        document["meta"]["missing_dates"] = json!(["2025-05-04", "2025-05-05", "2025-05-09"]);
        document["meta"]["colour"] = json!("red");
        document["measures"][0]["sample"] = json!({"unit": "person", "rate": "0.5"});
        document["measures"][4]["sample"] =
            json!({"unit": "event", "by": {"dimension": "route", "rates": {"search": "0.25"}}});
        // Steps that exceed the one before them.
        document["measures"][1]["subset_of"] = json!("gmv");
        document["measures"][3]["subset_of"] = json!("spend");
        document["funnel"]["steps"] = json!([
            {"id": "collects", "measure": "collects"}, {"id": "spend", "measure": "spend", "label": "Cost"},
        ]);
        document["measures"][7]["subset_of"] = json!("collects");
        let cells = document["cells"].as_array_mut().expect("cubes");
        let rows = cells[0]["records"].as_array_mut().expect("records");
        let (first, mut late, mut early) = (rows[0].clone(), rows[0].clone(), rows[1].clone());
        rows.push(first);
        late["date"] = json!("2025-05-22");
        early["date"] = json!("2025-04-30");
        rows.extend([late, early]);
        // The values of one product on three days are not known, those of another on one are withheld.
        for row in rows.iter_mut().filter(|row| row["product"] == "p2") {
            if ["2025-05-11", "2025-05-12", "2025-05-13"].iter().any(|day| row["date"] == **day) {
                row["orders"] = Value::Null;
                row["add_to_carts"] = Value::Null;
            }
        }
        for row in rows.iter_mut().filter(|row| row["product"] == "p3" && row["date"] == "2025-05-15") {
            row.as_object_mut().expect("a record").remove("store_visits");
            row["suppressed"] = json!(["store_visits"]);
        }
        // A second table that has less of one day.
        let gmv = |day: i64| i64::from(day == 7);
        let totals: Vec<i64> = (1..=20).map(|day| day_total(rows, day) - gmv(day)).collect();
        let outside: Vec<Value> = rows
            .iter()
            .filter(|row| row["date"] == "2025-05-22" || row["date"] == "2025-04-30")
            .map(|row| json!({"date": row["date"], "note_kind": "ad", "gmv": row["gmv"]}))
            .collect();
        let mut records: Vec<Value> = totals
            .iter()
            .zip(1..)
            .map(|(gmv, day)| json!({"date": format!("2025-05-{day:02}"), "note_kind": "ad", "gmv": gmv}))
            .collect();
        records.extend(outside);
        cells.push(
            json!({"id": "shop", "by": ["note_kind"], "measures": ["gmv"], "layout": "records", "records": records}),
        );
    });
    samples::dataset(&document)
}

fn day_total(rows: &[Value], day: i64) -> i64 {
    let date = format!("2025-05-{day:02}");
    rows.iter().filter(|row| row["date"] == *date).filter_map(|row| row["gmv"].as_i64()).sum()
}

fn rendered(view: &QualityView) -> String {
    let mut text = format!("{}\n{}\n", view.title, view.summary);
    for entry in &view.entries {
        let _ = writeln!(text, "[{}] {} ({})", entry.weight_label, entry.text, entry.place);
        if let Some(open) = &entry.open {
            let _ = writeln!(text, "    {}: {open}", entry.open_label);
        }
    }
    let _ = writeln!(text, "{}\n| {} |", view.twin.caption, view.twin.headers.join(" | "));
    for row in &view.twin.rows {
        let cells: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}

#[test]
fn every_oddity_in_both_languages() {
    let dataset = odd();
    for tag in ["zh-CN", "en"] {
        let view = QualityView::build(&dataset, &Locale::plain(tag));
        assert!(view.entries.is_sorted_by_key(|entry| entry.weight));
        assert_eq!(view.calm, None);
        insta::assert_snapshot!(format!("quality_{tag}"), rendered(&view));
    }
    // Whatever a document can be warned about is in this one.
    let mut kinds: Vec<WarningKind> = dataset.report.warnings.iter().map(|warning| warning.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), 9, "{kinds:?}");
}

#[test]
fn a_document_in_order_is_one_calm_sentence() {
    let view = QualityView::build(&samples::dataset(&sound(|_| {})), &Locale::plain("en"));
    assert_eq!(view.entries, []);
    assert_eq!(view.calm.as_deref(), Some(view.summary.as_str()));
    assert!(view.twin.rows.is_empty());
    let view = QualityView::build(
        &samples::dataset(&sound(|document| document["meta"]["missing_dates"] = json!(["2025-05-04"]))),
        &Locale::plain("en"),
    );
    assert_eq!((view.entries.len(), view.calm), (1, None));
}

#[test]
fn many_gaps_are_told_as_one() {
    let missing = ["2025-05-02", "2025-05-04", "2025-05-06", "2025-05-08"];
    for (days, entries) in [(&missing[..3], 3), (&missing[..], 1)] {
        let document = sound(|document| document["meta"]["missing_dates"] = json!(days));
        let view = QualityView::build(&samples::dataset(&document), &Locale::plain("en"));
        assert_eq!(view.entries.len(), entries);
        let count: i128 = view
            .twin
            .rows
            .iter()
            .map(|row| match row[2].number {
                Some(Number::Integer(count)) => count,
                other => panic!("{other:?} is no count"),
            })
            .sum();
        assert_eq!(count, days.len() as i128);
    }
}

fn entry<'a>(view: &'a QualityView, part: &str) -> &'a QualityEntry {
    view.entries.iter().find(|entry| entry.text.contains(part)).unwrap_or_else(|| panic!("{part} in {view:#?}"))
}

#[test]
fn an_entry_leads_to_the_rows_that_it_counts() {
    let dataset = odd();
    let report = &dataset.report;
    let view = QualityView::build(&dataset, &Locale::plain("en"));
    let opened = |part: &str| entry(&view, part).open.clone().expect("rows");
    let figure = |part: &str, measure: &str| {
        let (scope, unmatched) = opened(part).selection.resolve(report);
        assert_eq!(unmatched, []);
        let measures = vec![report.find_measure(measure).expect(measure)];
        run(&dataset, &scope, &Query { measures, ..Query::default() }).columns[0].total
    };
    // Three days of one product by two routes; one day of another.
    assert_eq!((figure("Add to cart, Orders", "orders").lacking, figure("Add to cart, Orders", "orders").rows), (6, 6));
    let withheld = figure("withheld", "store_visits");
    assert_eq!((withheld.suppressed, withheld.rows), (2, 2));
    assert_eq!(figure("last whole day: 1", "reads").rows, 1);
    assert_eq!(figure("first day: 1", "reads").rows, 1);
    // The day on which the tables differ, and no other.
    let disagreement = opened("disagree");
    assert_eq!(disagreement.selection.to_string(), "date=2025-05-07..2025-05-07");
    assert_eq!(disagreement.drill.focus.as_deref(), Some("gmv"));
    // Missing days in the middle of the days around them.
    let gap = entry(&view, "not delivered: 2");
    assert!(gap.place.starts_with("2025-05-04 to 2025-05-05"), "{}", gap.place);
    assert_eq!(opened("not delivered: 2").selection.to_string(), "date=2025-05-01..2025-05-12");
    assert_eq!(entry(&view, "Unknown fields").open, None);
}

#[test]
fn a_table_of_other_dimensions_is_listed_by_its_own() {
    // Spend is known by kind of note only; the usual way down is by brand.
    let document = sound(|document| {
        for row in document["cells"][1]["records"].as_array_mut().expect("records").iter_mut().take(4) {
            row["spend"] = Value::Null;
        }
    });
    let dataset = samples::dataset(&document);
    let locale = Locale::plain("en");
    let view = QualityView::build(&dataset, &locale);
    let [entry] = &view.entries[..] else { panic!("{view:#?}") };
    assert_eq!(entry.weight, Weight::Gap);
    let open = entry.open.as_ref().expect("rows");
    let table = Drilldown::build(&dataset, &open.selection, &open.drill, &locale).expect("a table");
    assert_eq!(table.names.label, "Note kind");
    let column = table.columns.iter().position(|column| column.id == "spend").expect("always focused");
    assert_eq!((table.columns[column].sorted, &table.columns[column].note), (Some(true), &None));
    let rows = table.rows(&dataset, &locale, 0..table.len);
    assert!(rows.iter().any(|row| row.cells[column].full.contains('4')), "{rows:#?}");
}

proptest::proptest! {
    #![proptest_config(cases(96))]

    /// Rows found by the plainest means are counted, lie inside the days and members, and touch their ends.
    #[test]
    fn concerns_enclose_their_rows(seed: u64) {
        let report = random_report(&mut Dice::new(seed), 60);
        let dataset = Dataset::build(report.clone()).expect("a document of the generator is in order");
        let range = report.complete_range();
        for kind in [WarningKind::Nulls, WarningKind::Suppressed, WarningKind::RowsBeforeData, WarningKind::RowsAfterComplete] {
            let concerns = dataset.concerns(kind);
            for (ix, cells) in report.cells.iter().enumerate() {
                let whole_rows = matches!(kind, WarningKind::RowsBeforeData | WarningKind::RowsAfterComplete);
                let measures: Vec<Option<MeasureIx>> =
                    if whole_rows { vec![None] } else { cells.values.iter().map(|value| Some(value.measure)).collect() };
                for measure in measures {
                    let value = cells.values.iter().find(|value| Some(value.measure) == measure);
                    let is_odd = |row: usize| match (kind, value) {
                        (WarningKind::RowsBeforeData, _) => oracle::date(cells, row) < range.from,
                        (WarningKind::RowsAfterComplete, _) => oracle::date(cells, row) > range.to,
                        (_, Some(value)) => value.column.get(row).is_none()
                            && value.suppressed.contains(row) == (kind == WarningKind::Suppressed),
                        (_, None) => false,
                    };
                    let rows: Vec<usize> = (0..cells.rows).filter(|&row| is_odd(row)).collect();
                    let concern = concerns.iter().find(|concern| {
                        concern.cube == ix && measure.is_none_or(|measure| concern.measures.contains(&measure))
                    });
                    proptest::prop_assert_eq!(concern.map_or(0, |concern| concern.rows), rows.len());
                    let Some(concern) = concern else { continue };
                    let days = || rows.iter().map(|&row| oracle::date(cells, row));
                    proptest::prop_assert_eq!(Some(concern.days.from), days().min());
                    proptest::prop_assert_eq!(Some(concern.days.to), days().max());
                    proptest::prop_assert_eq!(concern.first.len(), rows.len().min(20));
                    for &place in &concern.first {
                        let fact = dataset.cubes[ix].fact(place).expect("a row");
                        let is_it = |&&row: &&usize| {
                            let same = |&(dimension, member): &(DimensionIx, MemberIx)| {
                                let known = report.dimension(dimension).and_then(|dimension| dimension.member(member));
                                let found = oracle::member(&report, cells, dimension, row);
                                found == known.map(|_| member.0)
                            };
                            oracle::date(cells, row) == fact.day && fact.keys.iter().all(same)
                        };
                        proptest::prop_assert!(rows.iter().any(|row| is_it(&row)), "{:?} of {:?}", fact, rows);
                        let value = fact.values.iter().find(|(ix, _)| Some(*ix) == measure).map(|(_, value)| *value);
                        let expected = match kind {
                            WarningKind::Nulls => Some(FactValue::Missing),
                            WarningKind::Suppressed => Some(FactValue::Withheld),
                            _ => None,
                        };
                        proptest::prop_assert_eq!(value, expected);
                    }
                    for &(dimension, member) in &concern.members {
                        for &row in &rows {
                            let found = oracle::member(&report, cells, dimension, row).unwrap_or(u32::MAX);
                            proptest::prop_assert_eq!(found, member.0);
                        }
                    }
                }
            }
        }
    }
}

/// Days, keys and what is missing, of exactly the rows that the document sends so.
#[test]
fn rows_are_listed_as_sent() {
    let dataset = samples::dataset(&samples::document(&samples::rows(), |document| {
        for n in [3, 40] {
            document["cells"][0]["records"][n]["gmv"] = json!(null);
        }
        document["cells"][0]["records"][7]["orders"] = json!(null);
        document["cells"][0]["records"][7]["suppressed"] = json!(["orders"]);
    }));
    let listed = |locale: &Locale| -> Vec<ListedRows> {
        QualityView::build(&dataset, locale).entries.into_iter().filter_map(|entry| entry.listed).collect()
    };
    let zh = listed(&Locale::plain("zh-CN"));
    let [nulls, withheld] = &zh[..] else { panic!("{zh:#?}") };
    assert_eq!((nulls.label.as_str(), &nulls.more), ("列出这 2 行", &None));
    let texts = |listed: &ListedRows| -> Vec<String> {
        listed.table.rows.iter().map(|row| row.iter().map(|cell| &*cell.text).collect::<Vec<_>>().join("|")).collect()
    };
    assert_eq!(nulls.table.headers, ["日期", "商品", "路径", "成交额"]);
    let rows = samples::rows();
    let row = |n: usize, what: &str| {
        let route = if rows[n].route == Some("direct") { "广告挂链" } else { "搜索进店" };
        format!("{}|商品{}|{route}|{what}", rows[n].day, rows[n].product.expect("a product"))
    };
    let mut expected = [row(3, "缺值"), row(40, "缺值")];
    expected.sort();
    assert_eq!(texts(nulls), expected);
    assert_eq!(texts(withheld), [row(7, "已隐去")]);
    assert_eq!(listed(&Locale::plain("en"))[1].table.rows[0][3].text, "withheld");
}

/// A single row is what the display floor is there to hide.
#[test]
fn the_display_floor_keeps_listed_values_back() {
    let with_floor = |floor: u64| {
        let dataset = samples::dataset(&samples::document(&samples::rows(), |document| {
            document["meta"]["min_cell"] = json!(floor);
            document["meta"]["privacy_measure"] = json!("reads");
            document["meta"]["data_from"] = json!("2025-05-02");
        }));
        let view = QualityView::build(&dataset, &Locale::plain("en"));
        view.entries.into_iter().find_map(|entry| entry.listed).expect("rows before the first day")
    };
    assert!(with_floor(0).table.rows.iter().all(|row| row.iter().any(|cell| cell.number.is_some())));
    assert!(with_floor(5).table.rows.iter().all(|row| row.iter().all(|cell| cell.number.is_none())));
}
