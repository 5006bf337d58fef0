//! The rows behind a finding, as the document sent them. In: what concerns them. Out: a table of the first of them, a
//! column a key and a measure, and how many more there are. Tells no values of a table to which the display floor
//! applies: a single row is what the floor is there to hide.

use crate::contract::{DimensionIx, MeasureIx, MeasureKind};
use crate::cube::{Concern, Dataset, FactValue};
use crate::view::locale::Locale;
use crate::view::reading::{dimension_label, measure_label};
use crate::view::twin::{Cell, Number, TwinTable};
use crate::view::words::fill;

/// Most measures beside the keys.
const MOST_MEASURES: usize = 4;

/// Rows as sent.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedRows {
    /// Text of what unfolds them.
    pub label: String,
    /// The first of them.
    pub table: TwinTable,
    /// How many more there are.
    pub more: Option<String>,
}

/// The rows of a concern; `name` is what they have in common.
pub(super) fn listed(concern: &Concern, name: &str, dataset: &Dataset, locale: &Locale) -> Option<ListedRows> {
    let (report, words) = (&dataset.report, locale.later());
    let cube = dataset.cubes.get(concern.cube)?;
    let measures: Vec<MeasureIx> = if concern.measures.is_empty() {
        cube.measures().take(MOST_MEASURES).collect()
    } else {
        concern.measures.iter().copied().take(MOST_MEASURES).collect()
    };
    let has_floor = report.meta.min_cell > 0 && report.meta.privacy_measure.is_some_and(|ix| cube.carries(ix));
    let mut keys: Vec<DimensionIx> = Vec::new();
    let mut rows = Vec::with_capacity(concern.first.len());
    for fact in concern.first.iter().filter_map(|&row| cube.fact(row)) {
        let mut cells: Vec<Cell> = vec![fact.day.to_string().into()];
        keys.clear();
        for (ix, member) in fact.keys {
            let member = report.dimension(ix).and_then(|dimension| dimension.member(member));
            cells.push(member.map_or(locale.words.unknown, |member| member.label.get(&locale.tag)).into());
            keys.push(ix);
        }
        for &measure in &measures {
            let value = fact.values.iter().find(|(ix, _)| *ix == measure).map(|(_, value)| *value);
            let is_money = report.measure(measure).is_some_and(|measure| measure.kind == MeasureKind::Money);
            cells.push(match value? {
                FactValue::Missing => words.quality_no_value.into(),
                FactValue::Withheld => words.quality_kept_back.into(),
                FactValue::Known(_) if has_floor => locale.words.no_value.into(),
                FactValue::Known(value) if is_money => {
                    let value = i128::from(value);
                    Cell::new(locale.money(value, &report.meta.currency), Some(Number::Money(value)))
                }
                FactValue::Known(value) => Cell::new(locale.integer(value.into()), Some(Number::Integer(value.into()))),
            });
        }
        rows.push(cells);
    }
    if rows.is_empty() {
        return None;
    }
    let mut heads = vec![locale.words.date];
    heads.extend(keys.iter().map(|&ix| dimension_label(report, ix, locale)));
    heads.extend(measures.iter().map(|&ix| measure_label(report, ix, locale)));
    let beyond = concern.rows - rows.len();
    Some(ListedRows {
        label: fill!(words.quality_rows, n = locale.integer(concern.rows as i128)),
        more: (beyond > 0).then(|| fill!(words.quality_more_rows, n = locale.integer(beyond as i128))),
        table: TwinTable::of(name, &heads, rows, locale.words),
    })
}
