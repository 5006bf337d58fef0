//! What happened in scope. In: a dataset, an agreement, days. Out: [`Amounts`], each whole or refused: a settlement takes
//! no sample, no bound, no other cut, no day counted elsewhere.

use super::{Amounts, Fact, Known, Lack, Missing};
use crate::contract::{Agreement, Anchor, Frozen, Measure, MeasureIx, MeasureKind, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::query::{Cut, Figure, Query, Scope, TableColumn, run};

/// What the rows say of those days, as far as they are whole.
pub(super) fn amounts(dataset: &Dataset, agreement: &Agreement, days: DateRange) -> Amounts {
    let report = &dataset.report;
    let begun = DateRange::new(days.from, days.to.min(report.meta.complete_through));
    let missing = begun.map_or(0, |days| undelivered(report, days));
    let of = |fact: Fact| {
        let refused = |lack: Lack| Missing { fact, lack };
        let ix = report.find_measure(id(fact));
        let measure = ix.and_then(|ix| report.measure(ix));
        let (Some(ix), Some(measure)) = (ix, measure.filter(|measure| measure.kind == kind(fact))) else {
            return Err(refused(Lack::NotDelivered));
        };
        if measure.anchor == Anchor::Exposure {
            return Err(refused(Lack::ByExposure));
        }
        let Some(days) = begun else { return Ok(0) };
        if missing > 0 {
            return Err(refused(Lack::MissingDays { days: missing }));
        }
        whole(dataset, agreement, days, ix, measure).map_err(refused)
    };
    Amounts { spend: of(Fact::Spend), gmv: of(Fact::Gmv), refunds: of(Fact::Refunds), orders: of(Fact::Orders) }
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

fn whole(
    dataset: &Dataset,
    agreement: &Agreement,
    range: DateRange,
    ix: MeasureIx,
    measure: &Measure,
) -> Result<i128, Lack> {
    let scope = Scope { range, filters: agreement.scope.iter().cloned().collect() };
    let table = run(dataset, &scope, &Query { measures: vec![ix], ..Query::default() });
    let Some(TableColumn { cut, total, .. }) = table.columns.first() else { return Err(Lack::NotDelivered) };
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
    if measure.sample.is_some() && is_sampled(total) {
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
