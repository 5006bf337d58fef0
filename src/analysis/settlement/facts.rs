//! What happened in scope. In: a dataset, an agreement, days. Out: [`Amounts`], each whole or refused: a settlement takes
//! no sample, no bound, no other cut, no day counted elsewhere.

use super::{Amounts, Fact, Known, Lack, Missing};
use crate::contract::{Agreement, Anchor, Frozen, MeasureIx, MeasureKind, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::query::{Cut, Figure, Query, Scope, TableColumn, run};

const FACTS: [Fact; 4] = [Fact::Spend, Fact::Gmv, Fact::Refunds, Fact::Orders];

/// What the rows say of those days, as far as they are whole.
pub(super) fn amounts(dataset: &Dataset, agreement: &Agreement, days: DateRange) -> Amounts {
    let report = &dataset.report;
    let begun = DateRange::new(days.from, days.to.min(report.meta.complete_through));
    let missing = begun.map_or(0, |days| undelivered(report, days));
    let measures: Vec<MeasureIx> = FACTS.iter().filter_map(|fact| measure(report, *fact).ok()).collect();
    let table = begun.filter(|_| missing == 0).map(|range| {
        let scope = Scope { range, filters: agreement.scope.iter().cloned().collect() };
        run(dataset, &scope, &Query { measures, ..Query::default() })
    });
    let of = |fact: Fact| {
        let found = measure(report, fact).and_then(|ix| match (&table, begun) {
            (Some(table), _) => {
                let column = table.columns.iter().find(|column| column.measure == ix).ok_or(Lack::NotDelivered)?;
                whole(column, report.measure(ix).is_some_and(|measure| measure.sample.is_some()))
            }
            (None, Some(_)) => Err(Lack::MissingDays { days: missing }),
            (None, None) => Ok(0),
        });
        found.map_err(|lack| Missing { fact, lack })
    };
    Amounts { spend: of(Fact::Spend), gmv: of(Fact::Gmv), refunds: of(Fact::Refunds), orders: of(Fact::Orders) }
}

/// The measure of that fact, if it is one that can be settled by.
fn measure(report: &Report, fact: Fact) -> Result<MeasureIx, Lack> {
    let ix = report.find_measure(id(fact)).ok_or(Lack::NotDelivered)?;
    match report.measure(ix) {
        Some(measure) if measure.kind != kind(fact) => Err(Lack::NotDelivered),
        Some(measure) if measure.anchor == Anchor::Exposure => Err(Lack::ByExposure),
        _ => Ok(ix),
    }
}

/// As they stood at lock.
pub(super) fn of_frozen(frozen: &Frozen) -> Amounts {
    let known = |amount: i64| Known::Ok(i128::from(amount));
    Amounts {
        spend: known(frozen.spend),
        gmv: known(frozen.gmv),
        refunds: known(frozen.refunds),
        orders: Ok(i128::from(frozen.orders)),
    }
}

const fn id(fact: Fact) -> &'static str {
    match fact {
        Fact::Spend => "spend",
        Fact::Gmv => "gmv",
        Fact::Refunds => "refunds",
        Fact::Orders => "orders",
    }
}

const fn kind(fact: Fact) -> MeasureKind {
    if matches!(fact, Fact::Orders) { MeasureKind::Count } else { MeasureKind::Money }
}

fn whole(column: &TableColumn, can_be_sampled: bool) -> Result<i128, Lack> {
    let TableColumn { cut, total, .. } = column;
    match cut {
        Cut::Absent => return Err(Lack::NotDelivered),
        _ if !cut.is_exact() => return Err(Lack::NotAtThisCut),
        _ => {}
    }
    if total.hidden {
        return Err(Lack::Hidden);
    }
    if total.lacking > 0 {
        let (at_least, rows, withheld) = (total.value, total.lacking, total.suppressed);
        return Err(Lack::NotWhole { at_least, rows, withheld });
    }
    if can_be_sampled && is_sampled(total) {
        return Err(Lack::Sampled);
    }
    Ok(total.value)
}

/// Whether some of it was observed in part, or may have been. Rows of a member that is observed in full leave no trace.
fn is_sampled(figure: &Figure) -> bool {
    figure.rate_unknown
        || figure.variance_unknown
        || figure.variance > 0.0
        || (figure.estimate - figure.value as f64).abs() > figure.estimate.abs() * f64::EPSILON * 1024.0
}

/// Days that the data lack.
fn undelivered(report: &Report, days: DateRange) -> u32 {
    let missing = &report.meta.missing_dates;
    let listed = missing.partition_point(|day| *day <= days.to) - missing.partition_point(|day| *day < days.from);
    let before = DateRange::new(days.from, days.to.min(report.meta.data_from.plus(-1))).map_or(0, DateRange::len);
    listed as u32 + before
}
