//! `Report.columns`. In: a question as `Report.query` takes it, of measures, without days to compare with. Out: a typed
//! array per key and per measure, so that a program that draws thousands of groups need not make an object of each.
//! Refuses ratios, and a number beyond what a JavaScript number holds exactly; where a group has no number there is NaN.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Float64Array, Int32Array, Object, Uint8Array, Uint32Array};
use wasm_bindgen::{JsCast, JsValue};

use super::kept::{Answer, Kept};
use super::number::{counted, exactly, withheld};
use super::plain::{count, days, frozen, object, refusal};
use super::query::{asked, cut, kind, name};
use super::refused;
use crate::analysis::metric::Metric;
use crate::contract::{Measure, MeasureIx, MeasureKind};
use crate::cube::Dataset;
use crate::error::Error;
use crate::query::{Cut, Figure, Figures, Key, Query, Table, TableColumn, run};
use crate::stats::Refusal;

/// Keys of a question.
const KEYS: [&str; 5] = ["filters", "groupBy", "measures", "orderBy", "limit"];

type Entries<'a> = Vec<(&'a str, JsValue)>;

/// The answer to `{ filters?, groupBy?, measures, orderBy?, limit? }`, out of those that are kept where it is there.
pub(super) fn answer(dataset: &Dataset, kept: &RefCell<Kept>, question: &str) -> Result<JsValue, Error> {
    let known = kept.borrow_mut().find(question);
    let answer = if let Some(answer) = known {
        answer
    } else {
        let answer = Rc::new(asked_first(dataset, kept, question)?);
        kept.borrow_mut().keep(question, &answer, dataset.rows());
        answer
    };
    columns(dataset, &answer)
}

/// The table, and what is told beside its columns.
fn asked_first(dataset: &Dataset, kept: &RefCell<Kept>, question: &str) -> Result<Answer, Error> {
    let report = &dataset.report;
    let (scope, options) = asked(report, question, &KEYS)?;
    let mut measures: Vec<MeasureIx> = Vec::with_capacity(options.metrics.len());
    for metric in &options.metrics {
        match metric {
            Metric::Measure(ix) => measures.push(*ix),
            Metric::Ratio(ratio) => return Err(refused("measures", &ratio.id, "the id of a measure, not of a ratio")),
        }
    }
    let query = Query { group_by: options.group_by, measures, order: options.order, limit: options.limit };
    let table = run(dataset, &scope, &query);

    let (mut totals, mut others) = (Vec::new(), Vec::new());
    for column in &table.columns {
        let Some(measure) = report.measure(column.measure) else { continue };
        totals.push((&*measure.id, number(measure, column, Some(&column.total))?));
        if table.rows_beyond_limit > 0 {
            others.push((&*measure.id, number(measure, column, beyond(measure, column, &query.group_by).as_ref())?));
        }
    }
    let rest = if table.rows_beyond_limit == 0 {
        JsValue::NULL
    } else {
        object(&[("rows", count(table.rows_beyond_limit as u64)), ("values", frozen(object(&others)))])
    };
    let told = vec![
        ("days", frozen(days(scope.range))),
        ("measures", kept.borrow_mut().described(&table, || described(dataset, &table))),
        ("rows", count(table.rows as u64)),
        ("others", frozen(rest)),
        ("totals", frozen(object(&totals))),
    ];
    Ok(Answer { table, told })
}

/// Of each measure its kind, and how closely it answers.
fn described(dataset: &Dataset, table: &Table) -> JsValue {
    let mut described = Vec::with_capacity(table.columns.len());
    for column in &table.columns {
        let Some(measure) = dataset.report.measure(column.measure) else { continue };
        let cut = cut(dataset, &column.cut);
        if let Some(cut) = cut.dyn_ref() {
            for list in Object::values(cut) {
                frozen(list);
            }
        }
        let one = object(&[("kind", kind(measure.kind).into()), ("cut", frozen(cut))]);
        described.push((&*measure.id, frozen(one)));
    }
    frozen(object(&described))
}

/// Arrays of the caller's own, beside what is told.
fn columns(dataset: &Dataset, answer: &Answer) -> Result<JsValue, Error> {
    let (report, table) = (&dataset.report, &answer.table);
    let width = table.group_by.len();
    let mut keys: Entries<'_> = Vec::with_capacity(width);
    for (place, &key) in table.group_by.iter().enumerate() {
        let codes: Vec<i32> = table.keys.iter().skip(place).step_by(width).copied().collect();
        keys.push((name(report, key), Int32Array::from(&*codes).into()));
    }
    let mut listed = Listed::default();
    for column in &table.columns {
        if let Some(measure) = report.measure(column.measure) {
            listed.add(measure, column, table.rows)?;
        }
    }
    let mut entries = answer.told.clone();
    entries.push(("keys", object(&keys)));
    entries.extend(listed.entries(table));
    Ok(object(&entries))
}

/// One number of all rows, or of those beyond the limit, as nobody can change it.
fn number(measure: &Measure, column: &TableColumn, figure: Option<&Figure>) -> Result<JsValue, Error> {
    let number = match figure.filter(|_| column.cut != Cut::Absent) {
        Some(figure) => counted(measure, figure, column.cut.ignored().is_empty())?,
        None => refusal(Refusal::NotAtThisCut),
    };
    // Only what was sampled has an object in it, an estimate.
    if measure.sample.is_some()
        && let Some(number) = number.dyn_ref()
    {
        for inner in Object::values(number) {
            frozen(inner);
        }
    }
    Ok(frozen(number))
}

/// What the rows beyond the limit come to. The level of several periods is that of the last, which may be listed.
fn beyond(measure: &Measure, column: &TableColumn, group_by: &[Key]) -> Option<Figure> {
    let over_periods = group_by.iter().any(|key| !matches!(key, Key::Dimension(_)));
    column.others.filter(|_| measure.kind != MeasureKind::Stock || !over_periods)
}

/// What has an entry per row.
#[derive(Default)]
struct Listed<'a> {
    values: Entries<'a>,
    upper: Entries<'a>,
    estimates: Entries<'a>,
    errors: Entries<'a>,
    lacking: Entries<'a>,
    suppressed: Entries<'a>,
    counted: Option<Vec<f64>>,
}

impl<'a> Listed<'a> {
    fn add(&mut self, measure: &'a Measure, column: &TableColumn, rows: usize) -> Result<(), Error> {
        let id = &*measure.id;
        let Some(figures) = &column.figures else {
            self.values.push((id, Float64Array::from(&*vec![f64::NAN; rows]).into()));
            return Ok(());
        };
        let mut values = Vec::with_capacity(rows);
        // Most have nothing else to tell, and there may be hundreds of thousands of them.
        if figures.numbers(false, &mut values) == Some(true) {
            self.values.push((id, Float64Array::from(&*values).into()));
            self.counted.get_or_insert_with(|| {
                values.clear();
                figures.numbers(true, &mut values);
                values
            });
            return Ok(());
        }
        values.clear();
        let (mut bounded, mut scaled, mut lacking, mut suppressed) = (false, false, 0, 0);
        for figure in figures.iter() {
            values.push(if withheld(&figure).is_some() { f64::NAN } else { exactly(measure, figure.value)? });
            bounded |= figure.upper != figure.value;
            scaled |= is_scaled(&figure);
            lacking |= figure.lacking;
            suppressed |= figure.suppressed;
        }
        self.values.push((id, Float64Array::from(&*values).into()));
        if bounded {
            for (value, figure) in values.iter_mut().zip(figures.iter()) {
                *value = if value.is_nan() { f64::NAN } else { exactly(measure, figure.upper)? };
            }
            self.upper.push((id, Float64Array::from(&*values).into()));
        }
        if scaled {
            let known = |figure: &Figure| withheld(figure).is_none() && !figure.rate_unknown;
            let estimate = |figure: &Figure| if known(figure) { figure.estimate } else { f64::NAN };
            let error = |figure: &Figure| {
                if known(figure) && !figure.variance_unknown { figure.variance.sqrt() } else { f64::NAN }
            };
            self.estimates.push((id, numbers(figures, &estimate)));
            self.errors.push((id, numbers(figures, &error)));
        }
        let whole = |count: &dyn Fn(&Figure) -> u64| {
            let counts: Vec<u32> = figures.iter().map(|figure| count(&figure) as u32).collect();
            JsValue::from(Uint32Array::from(&*counts))
        };
        if lacking > 0 {
            self.lacking.push((id, whole(&|figure| figure.lacking)));
        }
        if suppressed > 0 {
            self.suppressed.push((id, whole(&|figure| figure.suppressed)));
        }
        self.counted.get_or_insert_with(|| figures.iter().map(|figure| figure.rows as f64).collect());
        Ok(())
    }

    /// As the answer has them; what no row has is left out.
    fn entries(self, table: &Table) -> Vec<(&'static str, JsValue)> {
        let counted = self.counted.unwrap_or_else(|| vec![0.0; table.rows]);
        let mut entries = vec![("values", object(&self.values)), ("counted", Float64Array::from(&*counted).into())];
        let some = [
            ("atMost", self.upper),
            ("estimates", self.estimates),
            ("errors", self.errors),
            ("lacking", self.lacking),
            ("suppressed", self.suppressed),
        ];
        for (key, of_measures) in some {
            if !of_measures.is_empty() {
                entries.push((key, object(&of_measures)));
            }
        }
        // A group below the floor is so for all measures.
        let figures = table.columns.iter().find_map(|column| column.figures.as_ref());
        let figures = figures.filter(|figures| figures.total().is_none());
        let hidden: Vec<u8> = figures.into_iter().flat_map(Figures::iter).map(|figure| figure.hidden.into()).collect();
        if hidden.contains(&1) {
            entries.push(("hidden", Uint8Array::from(&*hidden).into()));
        }
        entries
    }
}

fn is_scaled(figure: &Figure) -> bool {
    figure.rate_unknown || figure.variance > 0.0 || (figure.estimate - figure.value as f64).abs() > 0.0
}

fn numbers(figures: &Figures, of: &dyn Fn(&Figure) -> f64) -> JsValue {
    let numbers: Vec<f64> = figures.iter().map(|figure| of(&figure)).collect();
    Float64Array::from(&*numbers).into()
}
