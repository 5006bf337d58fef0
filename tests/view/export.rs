//! Files of panels: what a spreadsheet reads is what the view says, whatever texts and numbers a document holds; what
//! is withheld on the screen is withheld in files; pictures are well-formed and say whose numbers they show.

use proptest::prelude::*;
use redcat_report::cube::Dataset;
use redcat_report::view::export::{Sheet, panels, sheet};
use redcat_report::view::locale::Locale;
use redcat_report::view::state::ViewState;
use redcat_report::view::twin::{Cell, Number};
use serde_json::{Value, json};

use crate::samples::{
    agreements, cohorts, dataset, document, eligibility, experiments, people_flow, rows, small, whole,
};

fn view(selection: &str) -> ViewState {
    ViewState { selection: selection.parse().expect("a selection"), ..ViewState::default() }
}

fn of(panel: &str, dataset: &Dataset, view: &ViewState, tag: &str) -> Sheet {
    sheet(panel, dataset, view, &Locale::plain(tag)).unwrap_or_else(|| panic!("no {panel}"))
}

/// Reads RFC 4180, strictly.
fn read(csv: &str) -> Vec<Vec<String>> {
    let mut rest = csv.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut lines = Vec::new();
    while !rest.is_empty() {
        let mut line = Vec::new();
        loop {
            let mut field = String::new();
            if let Some(quoted) = rest.strip_prefix('"') {
                rest = quoted;
                loop {
                    let (text, after) = rest.split_once('"').expect("a closing quote");
                    field += text;
                    rest = after;
                    match rest.strip_prefix('"') {
                        Some(after) => {
                            field.push('"');
                            rest = after;
                        }
                        None => break,
                    }
                }
            } else {
                let end = rest.find([',', '\r']).expect("an end of the line");
                field += &rest[..end];
                assert!(!field.contains(['"', '\n']), "{field:?} needs quotes");
                rest = &rest[end..];
            }
            line.push(field);
            match rest.strip_prefix(',') {
                Some(after) => rest = after,
                None => break,
            }
        }
        rest = rest.strip_prefix("\r\n").expect("CR LF");
        lines.push(line);
    }
    lines
}

/// The lines above the table, and the table with its heads.
fn parts(csv: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let lines = read(csv);
    let gap = lines.iter().position(|line| line.iter().all(String::is_empty)).expect("an empty line");
    assert!(lines.iter().all(|line| line.len() == lines[0].len()), "lines of one length");
    let head = lines[..gap].iter().map(|line| line[0].clone()).collect();
    (head, lines[gap + 1..].to_vec())
}

fn formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

fn neutral(text: &str) -> String {
    if formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// Holds a field to be the cell: the same number to the last digit, or the same text.
fn assert_same(cell: &Cell, field: &str) {
    let money = |scale: f64| field.parse::<f64>().expect("an amount") * scale;
    match cell.number {
        None => assert_eq!(field, neutral(&cell.text)),
        Some(Number::Integer(value)) => assert_eq!(field.parse(), Ok(value)),
        Some(Number::Real(value)) => assert_eq!(field.parse(), Ok(value)),
        Some(Number::Amount(minor)) => assert!((money(100.0) - minor).abs() <= 1e-9 * minor.abs(), "{field} {minor}"),
        Some(Number::Money(minor)) => {
            let (whole, cents) = field.split_once('.').expect("a decimal point");
            assert_eq!(cents.len(), 2);
            assert_eq!([whole, cents].concat().parse(), Ok(minor), "{field}");
        }
    }
}

fn assert_holds(sheet: &Sheet, tag: &str) {
    let (_, table) = parts(&sheet.csv(&Locale::plain(tag)));
    assert_eq!(table[0], sheet.table.headers.iter().map(|head| neutral(head)).collect::<Vec<_>>());
    assert_eq!(table.len(), sheet.table.rows.len() + 1);
    for (row, line) in sheet.table.rows.iter().zip(&table[1..]) {
        assert_eq!(row.len(), line.len());
        for (cell, field) in row.iter().zip(line) {
            assert_same(cell, field);
        }
    }
}

#[test]
fn every_panel_is_a_file_and_its_fields_are_its_cells() {
    let data = whole();
    for tag in ["zh-CN", "en"] {
        for state in ["", "date=2025-05-11..2025-05-20&compare=previous&brand=a", "product=p2&route=direct"] {
            for panel in panels() {
                let sheet = of(panel, &data, &view(state), tag);
                assert_holds(&sheet, tag);
                let numbers = sheet.table.rows.iter().flatten().filter(|cell| cell.number.is_some()).count();
                // Spend is split by nothing that is filtered here, and no rate is built on it.
                let untold = panel == "returns" && !state.is_empty();
                assert!(numbers >= 5 || panel == "quality" || untold, "{panel}: {numbers}");
            }
        }
    }
}

#[test]
fn the_head_says_whose_numbers_these_are_and_how_they_are_counted() {
    let data = small();
    let sheet = of("drilldown", &data, &view("date=2025-05-11..2025-05-20&compare=previous&route=direct"), "zh-CN");
    assert_eq!(sheet.name, "云朵美妆-drilldown-2025-05-11-2025-05-20");
    let (head, _) = parts(&sheet.csv(&Locale::plain("zh-CN")));
    insta::assert_snapshot!(head.join("\n"));
    let funnel = of("funnel", &data, &view("note_kind=ad"), "en");
    let (head, _) = parts(&funnel.csv(&Locale::plain("en")));
    insta::assert_snapshot!(head.join("\n"));
}

#[test]
fn the_tree_tables_file_holds_all_rows_as_unfolded_under_their_paths() {
    let data = small();
    let mut state = view("");
    state.drill.expanded = vec![vec![Some("a".into())]];
    let sheet = of("drilldown", &data, &state, "en");
    let names: Vec<&str> = sheet.table.rows.iter().map(|row| row[0].text.as_str()).collect();
    assert_eq!(names[0], "Total");
    for name in ["Alpha", "Alpha › Product p1", "Alpha › Product p2", "Beta", "Gamma", "Unknown"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    let sum = |names: &[&str]| -> i128 {
        let rows = sheet.table.rows.iter().filter(|row| names.contains(&row[0].text.as_str()));
        rows.map(|row| match row[1].number {
            Some(Number::Integer(value)) => value,
            other => panic!("{other:?}"),
        })
        .sum()
    };
    let total: i64 = rows().iter().map(|row| row.reads).sum();
    assert_eq!(sum(&["Total"]), i128::from(total));
    assert_eq!(sum(&["Alpha", "Beta", "Gamma", "Unknown"]), i128::from(total));
    assert_eq!(sum(&["Alpha › Product p1", "Alpha › Product p2"]), sum(&["Alpha"]));
}

#[test]
fn what_is_below_the_floor_is_in_no_file() {
    let few = rows().into_iter().map(|mut row| {
        if row.product == Some("p4") {
            (row.orders, row.visits, row.reads, row.gmv, row.carts) = (3, 4, 4_321, 77_777, 2);
        }
        row
    });
    let few: Vec<_> = few.collect();
    let data = dataset(&document(&few, |document| {
        document["meta"]["min_cell"] = json!(200);
        document["meta"]["privacy_measure"] = json!("orders");
    }));
    let state = view("");
    let sheet = of("drilldown", &data, &state, "en");
    let row = sheet.table.rows.iter().find(|row| row[0].text == "Gamma").expect("a row");
    assert!(row.iter().all(|cell| cell.number.is_none()), "{row:?}");
    let (csv, svg) = (sheet.csv(&Locale::plain("en")), sheet.svg(&Locale::plain("en")));
    let line = csv.lines().find(|line| line.starts_with("Gamma")).expect("a line");
    assert!(line.contains("<200") && !line.contains("172840") && !line.contains("120"), "{line}");
    assert!(svg.contains("&lt;200"), "{svg}");
}

/// All text nodes of a picture, which an XML parser has to take.
fn texts(svg: &str) -> Vec<String> {
    let parsed = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}: {svg}"));
    let root = parsed.root_element();
    assert_eq!(root.tag_name().name(), "svg");
    assert_eq!(root.tag_name().namespace(), Some("http://www.w3.org/2000/svg"));
    let (width, height) = (root.attribute("width").expect("a width"), root.attribute("height").expect("a height"));
    assert_eq!(root.attribute("viewBox"), Some(format!("0 0 {width} {height}").as_str()));
    for node in root.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        assert!(
            ["svg", "title", "desc", "defs", "pattern", "rect", "text", "polyline", "polygon", "circle"]
                .contains(&name),
            "{name}"
        );
        for attribute in node.attributes() {
            assert!(
                !attribute.name().starts_with("on") && !["style", "class", "href", "src"].contains(&attribute.name())
            );
            assert!(!attribute.value().contains("url(") || attribute.value() == "url(#hatch)");
        }
    }
    root.descendants()
        .filter(|node| node.has_tag_name("text") || node.has_tag_name(("http://www.w3.org/2000/svg", "text")))
        .filter_map(|node| node.text().map(str::to_owned))
        .collect()
}

#[test]
fn a_picture_is_well_formed_and_says_what_it_shows() {
    let data = whole();
    for tag in ["zh-CN", "en"] {
        for panel in panels() {
            let sheet = of(panel, &data, &view("date=2025-05-11..2025-05-20&compare=previous&brand=a"), tag);
            let svg = sheet.svg(&Locale::plain(tag));
            let all = texts(&svg).join("");
            assert!(all.contains(&sheet.title) && all.contains(sheet.demo.as_ref().expect("demonstration data")));
            for line in &sheet.head {
                assert!(all.contains(line), "{line} in {all}");
            }
            insta::assert_snapshot!(format!("picture_{panel}_{tag}"), svg.replace("><", ">\n<"));
        }
    }
}

#[test]
fn a_picture_of_the_funnel_holds_every_number_of_the_screen() {
    use redcat_report::view::funnel::FunnelView;
    let data = small();
    let state = view("date=2025-05-11..2025-05-20&compare=previous");
    let locale = Locale::plain("zh-CN");
    let screen = FunnelView::build(&data, &state.selection, &locale).expect("a funnel");
    let texts = texts(&of("funnel", &data, &state, "zh-CN").svg(&locale));
    for row in &screen.rows {
        for number in [&row.count, &row.of_first.text, &row.of_previous.text] {
            assert!(number.is_empty() || texts.contains(number), "{number} in {texts:?}");
        }
    }
}

/// The usual document with other names, and one number changed.
fn renamed(merchant: &str, label: &str, gmv: i64) -> Value {
    let mut rows = rows();
    rows[0].gmv = gmv;
    document(&rows, |document| {
        document["meta"]["merchant"]["name"] = json!(merchant);
        document["dimensions"][0]["members"][0]["label"] = json!(label);
        document["measures"][0]["label"] = json!(label);
        document["cohorts"] = cohorts();
        document["eligibility"] = eligibility();
        document["experiments"] = experiments();
        document["agreements"] = agreements();
        document["people_flow"] = people_flow();
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_survives_the_way_into_a_spreadsheet_and_out(merchant in "[^\u{0}]{1,40}", label in "[=+@\t\r\n\",'a-c，＝-]{1,6}|[^\u{0}]{1,30}", gmv in -10_000_000_i64..10_000_000) {
        let data = dataset(&renamed(&merchant, &label, gmv));
        for panel in panels() {
            let sheet = of(panel, &data, &ViewState::default(), "en");
            assert_holds(&sheet, "en");
            let (head, table) = parts(&sheet.csv(&Locale::plain("en")));
            prop_assert_eq!(&head[2], &neutral(&sheet.head[0]));
            for field in table.iter().flatten().chain(&head) {
                prop_assert!(!formula(field) || field.parse::<f64>().is_ok(), "{} is a formula", field);
            }
            texts(&sheet.svg(&Locale::plain("en")));
            let forbidden = |c: char| c.is_control() || c.is_whitespace() || "<>:\"/\\|?*'".contains(c);
            prop_assert!(!sheet.name.contains(forbidden) && sheet.name.len() < 255, "{}", sheet.name);
            prop_assert!(!sheet.name.starts_with(['.', '-']), "{}", sheet.name);
        }
    }
}
