//! Random documents and selections: what is on screen is what a naive scan of the rows adds up to.

use proptest::prelude::*;
use redcat_report::contract::{FunnelStep, MemberIx, Report};
use redcat_report::cube::Dataset;
use redcat_report::query::{Cut, Key, Query, Scope, Selection, drill};
use redcat_report::view::drilldown::{DrillCell, Drilldown};
use redcat_report::view::funnel::FunnelView;
use redcat_report::view::locale::Locale;
use redcat_report::view::state::DrillState;

use crate::support::documents::{
    BRAND, BUYERS, CATEGORY, Dice, IMPRESSIONS, PRODUCT, VISITS, random_report, random_scope,
};
use crate::support::{cases, oracle};

fn selection(report: &Report, scope: &Scope) -> Selection {
    let filters = scope.filters.iter().map(|(ix, members)| {
        let dimension = &report.dimensions[usize::from(ix.0)];
        let chosen: Vec<Option<Box<str>>> =
            members.iter().map(|&member| dimension.member(member).map(|member| member.id.clone())).collect();
        (dimension.id.clone(), chosen)
    });
    Selection { date: Some(scope.range), compare: None, filters: filters.collect() }
}

/// The number of a cell that is plainly a number: not hidden, at least, a bound or an estimate.
fn plain(cell: &DrillCell) -> Option<i128> {
    let grouped = |c: char| c.is_ascii_digit() || c == ',' || c == '-';
    cell.full.chars().all(grouped).then(|| cell.full.replace(',', "").parse().ok()).flatten()
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn the_tree_table_prints_what_the_rows_add_up_to(seed: u64) {
        let mut dice = Dice::new(seed);
        let report = random_report(&mut dice, 120);
        let mut scope = random_scope(&mut dice, &report);
        // A filter that allows nothing is a scope's, never a selection's.
        let entries = scope.filters.iter().filter(|(_, members)| !members.is_empty());
        scope.filters = entries.map(|(&dimension, members)| (dimension, members.to_vec())).collect();
        let selection = selection(&report, &scope);
        let dataset = Dataset::build(report.clone()).expect("a document of the generator is in order");
        let locale = Locale::plain("en");
        // A dimension that no cube answers is not on offer: the table lists another in its place.
        let answered = drill::dimensions(&dataset);
        for dimension in [PRODUCT, BRAND, CATEGORY].into_iter().filter(|dimension| answered.contains(dimension)) {
            let id = report.dimensions[usize::from(dimension.0)].id.clone();
            let state = DrillState { order: vec![id], focus: Some("impressions".into()), ..DrillState::default() };
            let Some(table) = Drilldown::build(&dataset, &selection, &state, &locale) else { continue };
            let column = table.columns.iter().position(|column| column.id == "impressions").expect("always focused");
            let query = Query { group_by: vec![Key::Dimension(dimension)], measures: vec![IMPRESSIONS], ..Query::default() };
            let expected = oracle::answer(&report, &scope.without(dimension), &query);
            let rows = table.rows(&dataset, &locale, 0..table.len);
            let printed: Vec<Option<i128>> = rows.iter().map(|row| plain(&row.cells[column])).collect();
            // Where nothing is known by this dimension the total stands alone, and no row has a number.
            let alone = matches!(expected.columns[0].cut, Cut::Ungrouped { .. });
            prop_assert!(!alone || printed.iter().all(Option::is_none));
            if let (Some(total), true) = (plain(&table.total.cells[column]), printed.iter().all(Option::is_some)) {
                prop_assert_eq!(total, expected.columns[0].total.value);
                prop_assert!(alone || printed.iter().flatten().sum::<i128>() == total, "{:?} of {}", printed, total);
            }
            for row in &rows {
                prop_assert_eq!(row.cells.len(), table.columns.len());
                prop_assert!(row.cells.iter().all(|cell| (0.0..=1.0).contains(&cell.bar)));
                prop_assert!(row.sparkline.len() <= 32);
                prop_assert!(row.sparkline.iter().all(|point| (0.0..=1.0).contains(point)));
            }
        }
    }

    #[test]
    fn a_funnel_of_anything_holds_together(seed: u64) {
        let mut dice = Dice::new(seed);
        let mut report = random_report(&mut dice, 60);
        report.funnel = [IMPRESSIONS, VISITS, BUYERS]
            .into_iter()
            .enumerate()
            .map(|(n, measure)| FunnelStep {
                id: n.to_string().into(),
                label: None,
                measure,
                parts: if dice.one_in(2) { vec![VISITS] } else { Vec::new() },
                optional: dice.one_in(3),
                route: dice.one_in(3).then_some(MemberIx(0)),
            })
            .collect();
        let scope = random_scope(&mut dice, &report);
        let selection = selection(&report, &scope);
        let dataset = Dataset::build(report).expect("a document of the generator is in order");
        let view = FunnelView::build(&dataset, &selection, &Locale::plain("zh-CN")).expect("three steps");
        prop_assert_eq!(view.rows.len(), 3);
        for row in &view.rows {
            prop_assert!((0.0..=1.0).contains(&row.bar), "{}", row.bar);
            prop_assert!(row.immature_bar <= row.bar);
            for rate in [&row.of_first, &row.of_previous] {
                prop_assert!(!rate.applies || !rate.text.is_empty() || rate.note.is_some());
                if let Some((lower, upper)) = rate.interval.as_ref().and_then(|interval| interval.split_once('–')) {
                    let number = |text: &str| text.trim_end_matches('%').replace(',', "").parse::<f64>().expect("a number");
                    let (lower, value, upper) = (number(lower), number(&rate.text), number(upper));
                    prop_assert!(lower <= value && value <= upper, "{rate:?}");
                }
            }
        }
        let twin = view.twin(&Locale::plain("zh-CN"));
        prop_assert!(twin.rows.iter().all(|line| line.len() == twin.headers.len()));
    }
}
