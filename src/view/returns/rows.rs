//! The table behind the panel: a row per number. In: the analysis. Out: whose, what, above and below the line, the number
//! with its bounds, and the days; so that a spreadsheet can turn it about as it likes.

use super::members::{cost_name, label};
use super::rungs::name;
use crate::analysis::returns::{Blame, Cost, Returns, Rung, Term};
use crate::contract::{DimensionIx, MeasureIx, MeasureKind, Report};
use crate::date::DateRange;
use crate::query::Figure;
use crate::stats::{Interval, Refusal};
use crate::view::locale::Locale;
use crate::view::twin::{Cell, Number, TwinTable};
use crate::view::words::ReturnsWords;

pub(super) fn table(
    found: &Returns<'_>,
    by: Option<DimensionIx>,
    title: &str,
    report: &Report,
    locale: &Locale,
) -> TwinTable {
    let own = ReturnsWords::beside(locale.words);
    let heads = [own.who, own.item, own.above, own.below, own.value, own.lower, own.upper, own.days];
    let mut rows = Vec::new();
    let mut add = |whose: &str, rungs: &[Rung], costs: &[Cost<'_>]| {
        rows.extend(rungs.iter().map(|rung| of_rung(whose, rung, report, locale)));
        rows.extend(costs.iter().map(|cost| of_cost(whose, cost, report, locale)));
    };
    add(own.total, &found.rungs, &found.costs);
    let dimension = by.and_then(|by| report.dimension(by));
    for row in &found.rows {
        add(&label(row.key, dimension, locale), &row.rungs, &row.costs);
    }
    TwinTable::of(title, &heads, rows, locale.words)
}

fn days(range: Option<DateRange>, locale: &Locale) -> Cell {
    range.map_or_else(|| locale.words.no_value.into(), |range| locale.range(range).into())
}

fn bounds(interval: Result<Interval, Refusal>, cell: impl Fn(f64) -> Cell, locale: &Locale) -> [Cell; 2] {
    match interval {
        Ok(Interval { lower, upper }) => [cell(lower), cell(upper)],
        Err(_) => [locale.words.no_value.into(), locale.words.no_value.into()],
    }
}

fn of_rung(whose: &str, rung: &Rung, report: &Report, locale: &Locale) -> Vec<Cell> {
    let none = || Cell::from(locale.words.no_value);
    let amount =
        |value: f64| Cell::new(locale.money_compact(value, &report.meta.currency), Some(Number::Amount(value)));
    let plain = |value: f64| Cell::new(locale.decimal(value, 2), Some(Number::Real(value)));
    let sum = |terms: &[Term]| {
        let mut sum = 0.0;
        for term in terms {
            sum += if term.minus { -term.figure.estimate } else { term.figure.estimate };
        }
        sum
    };
    let mut cells = vec![whose.into(), name(rung.kind, locale).into()];
    match rung.roi {
        Ok(roi) => cells.extend([amount(sum(&rung.above)), amount(sum(&rung.below)), plain(roi)]),
        // Known, only not to be divided by.
        Err(Blame { refusal: Refusal::NoSpend, .. }) => {
            cells.extend([amount(sum(&rung.above)), amount(sum(&rung.below)), none()]);
        }
        Err(_) => cells.extend([none(), none(), none()]),
    }
    cells.extend(bounds(rung.interval, plain, locale));
    cells.push(days(rung.days, locale));
    cells
}

fn of_cost(whose: &str, cost: &Cost<'_>, report: &Report, locale: &Locale) -> Vec<Cell> {
    let none = || Cell::from(locale.words.no_value);
    let amount =
        |value: f64| Cell::new(locale.money_compact(value, &report.meta.currency), Some(Number::Amount(value)));
    let figure = |figure: &Figure, ix: MeasureIx| {
        let is_money = report.measure(ix).is_some_and(|measure| measure.kind == MeasureKind::Money);
        let value = figure.estimate;
        if is_money { amount(value) } else { Cell::new(locale.compact(value), Some(Number::Real(value))) }
    };
    let mut cells = vec![whose.into(), cost_name(cost, locale).into()];
    match (cost.value, &cost.figures) {
        (Ok(value), Some((above, below))) => {
            let ratio = cost.ratio;
            cells.extend([figure(above, ratio.numerator), figure(below, ratio.denominator), amount(value)]);
        }
        _ => cells.extend([none(), none(), none()]),
    }
    cells.extend(bounds(cost.interval, amount, locale));
    cells.push(days(cost.days, locale));
    cells
}
