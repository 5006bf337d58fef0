//! The numbers of a breakdown are those that stand on the screen: of the tree table, its others and its total, and of the
//! key figures beside the days compared with.

use std::fs;
use std::path::Path;

use redcat_report::analysis::breakdown::{Breakdown, Cell, Options, Value, breakdown};
use redcat_report::analysis::metric::Metric;
use redcat_report::analysis::rate::Judged;
use redcat_report::contract::{MeasureKind, MemberIx, Report};
use redcat_report::cube::Dataset;
use redcat_report::date::{Date, DateRange};
use redcat_report::query::{Compare, Key, NULL_KEY, Order, Selection};
use redcat_report::view::drilldown::{Drilldown, RowKind};
use redcat_report::view::kpis::KpisView;
use redcat_report::view::locale::Locale;
use redcat_report::view::state::DrillState;
use redcat_report::view::twin::Number;

fn beauty() -> Dataset {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data/beauty.json");
    let bytes = fs::read(path).expect("the sample");
    Dataset::build(Report::from_bytes(&bytes).expect("accepted")).expect("a dataset")
}

fn days(from: &str, to: &str) -> DateRange {
    let day = |text| Date::parse(text).expect("a date");
    DateRange::new(day(from), day(to)).expect("in order")
}

/// The selections that are tried: a wave, days that are still growing, a filter that some columns cannot follow.
fn selections() -> [Selection; 3] {
    let open = Selection::default().over(Some(days("2025-06-10", "2025-07-08")));
    [
        Selection::default().over(Some(days("2025-05-13", "2025-06-20"))),
        open.with("channel", Some("xiaohongxing")),
        open.with("gender", Some("female")),
    ]
}

/// The number as a table holds it.
fn number(report: &Report, metric: &Metric, cell: &Cell<'_>) -> Option<Number> {
    match (&cell.value, metric) {
        (Value::Count(side), _) if side.figure.hidden => None,
        (Value::Count(side), _) => {
            let is_money = side.measure.kind == MeasureKind::Money;
            let is_scaled = (side.figure.estimate - side.figure.value as f64).abs() > 0.0;
            let is_bound = side.figure.value != side.figure.upper;
            Some(match (is_money, is_scaled && !side.figure.rate_unknown) {
                (true, true) => Number::Amount(side.figure.estimate),
                (false, true) => Number::Real(side.figure.estimate),
                _ if is_bound => return None,
                (true, false) => Number::Money(side.figure.value),
                (false, false) => Number::Integer(side.figure.value),
            })
        }
        (Value::Rate(_, quotient), Metric::Ratio(ratio)) => {
            let Ok(Judged::Exact(value)) = quotient.value else { return None };
            let is_money = |ix| report.measure(ix).is_some_and(|measure| measure.kind == MeasureKind::Money);
            let value = value * f64::from(ratio.per);
            let per_unit = is_money(ratio.numerator) && !is_money(ratio.denominator);
            Some(if per_unit { Number::Amount(value) } else { Number::Real(value) })
        }
        _ => None,
    }
}

/// Sums in another order may differ in the last digit.
fn alike(found: Option<Number>, expected: Option<Number>) -> bool {
    match (found, expected) {
        (Some(Number::Real(a)), Some(Number::Real(b))) | (Some(Number::Amount(a)), Some(Number::Amount(b))) => {
            (a - b).abs() <= 1e-12 * b.abs()
        }
        (found, expected) => found == expected,
    }
}

fn numbers(report: &Report, metrics: &[Metric], cells: &[Cell<'_>]) -> Vec<Option<Number>> {
    metrics.iter().zip(cells).map(|(metric, cell)| number(report, metric, cell)).collect()
}

#[test]
fn rows_others_and_total_of_the_tree_table_are_those_of_a_breakdown() {
    let dataset = beauty();
    let (report, locale) = (&dataset.report, Locale::plain("en"));
    for selection in selections() {
        for (dimension, top_n) in [("category", None), ("creator", Some(7)), ("channel", None)] {
            let state = DrillState { order: vec![dimension.into()], top_n, ..DrillState::default() };
            let table = Drilldown::build(&dataset, &selection, &state, &locale).expect("a table");
            let find = |id: &str| Metric::find(&dataset, id).expect("a metric");
            let metrics: Vec<Metric> = table.columns.iter().map(|column| find(&column.id)).collect();
            assert!(metrics.iter().any(|metric| metric.below().is_some()), "some are ratios");
            let by = report.find_dimension(dimension).expect("a dimension");
            let options = Options {
                group_by: vec![Key::Dimension(by)],
                metrics: metrics.clone(),
                order: Some(Order { column: 0, descending: true }),
                limit: top_n,
                compare: None,
            };
            let scope = selection.resolve(report).0.without(by);
            let found = breakdown(&dataset, &scope, &options);
            let rows = table.rows(&dataset, &locale, 0..table.len);
            let listed = rows.iter().filter(|row| row.kind == RowKind::Member);
            assert_eq!(listed.clone().count(), found.rows.len());
            assert!(found.rows.len() > 2, "{dimension}");
            let members = &report.dimension(by).expect("a dimension").members;
            let same = |own: Vec<Option<Number>>, row: &redcat_report::view::drilldown::DrillRow| {
                for ((own, cell), metric) in own.into_iter().zip(&row.cells).zip(&metrics) {
                    assert!(alike(own, cell.number), "{} of {}: {own:?}, {cell:?}", metric.id(report), row.label);
                }
            };
            for (row, shown) in found.rows.iter().zip(listed) {
                let code = row.key[0];
                let id = (code != NULL_KEY).then(|| members[MemberIx(code.cast_unsigned()).0 as usize].id.clone());
                assert_eq!(shown.path, [id]);
                same(numbers(report, &metrics, &row.cells), shown);
            }
            let others = rows.iter().find(|row| row.kind == RowKind::Others);
            assert_eq!(others.is_some(), found.others.is_some());
            if let (Some(shown), Some((_, cells))) = (others, &found.others) {
                same(numbers(report, &metrics, cells), shown);
            }
            same(numbers(report, &metrics, &found.totals), &table.total);
        }
    }
}

#[test]
fn changes_of_the_key_figures_are_those_of_a_breakdown() {
    let dataset = beauty();
    let report = &dataset.report;
    for selection in selections() {
        let selection = selection.compared(Some(Compare::Previous));
        let shown = KpisView::build(&dataset, &selection, &Locale::plain("en")).expect("key figures");
        let tiles: Vec<_> =
            shown.tiles.iter().filter_map(|tile| Some((tile, Metric::find(&dataset, &tile.id)?))).collect();
        let metrics: Vec<Metric> = tiles.iter().map(|(_, metric)| metric.clone()).collect();
        let options = Options { metrics, compare: selection.compare.clone(), ..Options::default() };
        let scope = selection.resolve(report).0;
        let Breakdown { totals, rows, .. } = breakdown(&dataset, &scope, &options);
        assert!(rows.is_empty() && totals.len() > 4);
        for ((tile, metric), cell) in tiles.iter().zip(&totals) {
            let own = number(report, metric, cell);
            assert!(alike(own, tile.number), "{}: {own:?}, {:?}", tile.id, tile.number);
            let own = cell.compared.as_ref().expect("compared").change.ok().map(|delta| delta.value());
            let change = tile.change.as_ref().expect("a change").change.value;
            assert_eq!(own, change, "{}", tile.id);
        }
    }
}
