//! What there is to say about the data. In: the warnings of a document, the rows behind them, what its measures say of
//! themselves. Out: one [`Finding`] per oddity, those of one kind in document order.

use super::Weight;
use crate::contract::{DimensionIx, MeasureIx, MeasureKind, MemberIx, Report, SampleRate, Warning, WarningKind};
use crate::cube::{Concern, Dataset};
use crate::date::DateRange;
use crate::query::period;
use crate::view::header::shortened;
use crate::view::locale::Locale;
use crate::view::reading::{list, measure_label};
use crate::view::words::fill;

/// More gaps than this in the days are told as one.
const MOST_GAPS: usize = 3;
/// Days shown before and after missing ones.
const AROUND_DAYS: i32 = 7;

/// One oddity.
#[derive(Debug)]
pub(super) struct Finding {
    pub weight: Weight,
    /// The sentence.
    pub text: String,
    pub count: Option<u64>,
    pub days: Option<DateRange>,
    pub members: Vec<(DimensionIx, Vec<MemberIx>)>,
    pub cube: Option<usize>,
    /// Where its rows are to be seen.
    pub rows: Option<Rows>,
    /// It has none: those of the days around are shown.
    pub is_around: bool,
    /// The rows themselves, where it is about rows.
    pub concern: Option<Concern>,
}

/// Rows to look at, of the finding's members and table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    /// All complete days where absent.
    pub days: Option<DateRange>,
    /// The measure to look at, if at a certain one.
    pub measure: Option<MeasureIx>,
}

impl Finding {
    const fn new(weight: Weight, text: String) -> Self {
        Self {
            weight,
            text,
            count: None,
            days: None,
            members: Vec::new(),
            cube: None,
            rows: None,
            is_around: false,
            concern: None,
        }
    }

    /// On these days, where the measure is to be looked at.
    fn on(self, days: Option<DateRange>, measure: Option<&MeasureIx>) -> Self {
        Self { days, rows: Some(Rows { days, measure: measure.copied() }), ..self }
    }
}

/// All of them.
pub(super) fn findings(dataset: &Dataset, locale: &Locale) -> Vec<Finding> {
    let report = &dataset.report;
    let mut found = Vec::new();
    let mut told = Vec::new();
    for warning in &report.warnings {
        match warning.kind {
            WarningKind::CubesDisagree => found.extend(disagreement(warning, dataset, locale)),
            WarningKind::StepExceedsPrevious => found.extend(excess(warning, report, locale)),
            WarningKind::MissingDates => found.extend(gaps(report, locale)),
            WarningKind::UnknownKeys => {
                let (n, keys) = (number(warning.count, locale), shortened(&warning.names, locale));
                let text = fill!(locale.later().quality_unknown, n = n, list = keys);
                found.push(Finding { count: Some(warning.count), ..Finding::new(Weight::Remark, text) });
            }
            kind if told.contains(&kind) => {}
            kind => {
                told.push(kind);
                found.extend(rows(kind, dataset, locale));
            }
        }
    }
    arriving(&mut found, report, locale);
    sampled(&mut found, report, locale);
    found
}

fn number(n: u64, locale: &Locale) -> String {
    locale.integer(n.into())
}

/// Names of measures, the first of many.
fn names(measures: &[MeasureIx], report: &Report, locale: &Locale) -> String {
    let names: Vec<String> = measures.iter().map(|&ix| measure_label(report, ix, locale).to_owned()).collect();
    shortened(&names, locale)
}

/// Oddities of single rows, one finding per table and set of rows.
fn rows(kind: WarningKind, dataset: &Dataset, locale: &Locale) -> Vec<Finding> {
    let words = locale.later();
    let (weight, template) = match kind {
        WarningKind::Nulls => (Weight::Gap, words.quality_nulls),
        WarningKind::Suppressed => (Weight::Gap, words.quality_withheld),
        WarningKind::DuplicateRows => (Weight::Contradiction, words.quality_duplicates),
        WarningKind::RowsBeforeData => (Weight::Remark, words.quality_before),
        WarningKind::RowsAfterComplete => (Weight::Remark, words.quality_after),
        WarningKind::UnknownKeys
        | WarningKind::MissingDates
        | WarningKind::CubesDisagree
        | WarningKind::StepExceedsPrevious => return Vec::new(),
    };
    let finding = |concern: &Concern| {
        let count = concern.rows as u64;
        let measures = names(&concern.measures, &dataset.report, locale);
        let text = fill!(template, measure = measures, n = number(count, locale));
        Finding {
            count: Some(count),
            members: concern.members.iter().map(|&(dimension, member)| (dimension, vec![member])).collect(),
            cube: Some(concern.cube),
            concern: Some(concern.clone()),
            ..Finding::new(weight, text).on(Some(concern.days), concern.measures.first())
        }
    };
    dataset.concerns(kind).iter().map(finding).collect()
}

/// Tables that disagree on a measure: their totals, and the days on which they do.
fn disagreement(warning: &Warning, dataset: &Dataset, locale: &Locale) -> Option<Finding> {
    let report = &dataset.report;
    let ix = report.find_measure(warning.names.first()?)?;
    let money = report.measure(ix)?.kind == MeasureKind::Money;
    let (totals, days) = dataset.totals(ix);
    let total = |&(cube, total): &(usize, i128)| {
        let value = if money { locale.money(total, &report.meta.currency) } else { locale.integer(total) };
        let table = dataset.cubes.get(cube).map_or("", |cube| cube.id());
        fill!(locale.words.step_spoken, label = table, count = value)
    };
    let list = list(totals.iter().map(total), locale);
    let text = fill!(locale.later().quality_disagree, measure = measure_label(report, ix, locale), list = list);
    Some(Finding::new(Weight::Contradiction, text).on(days, Some(&ix)))
}

/// A step that exceeds the one that should contain it.
fn excess(warning: &Warning, report: &Report, locale: &Locale) -> Option<Finding> {
    let step = |id: &String| {
        let step = report.funnel.iter().find(|step| *step.id == **id)?;
        let label = step.label.as_ref().or_else(|| Some(&report.measure(step.measure)?.label))?;
        Some((step.measure, label.get(&locale.tag)))
    };
    let (measure, label) = step(warning.names.first()?)?;
    let (_, previous) = step(warning.names.get(1)?)?;
    let text = fill!(locale.later().quality_exceeds, step = label, previous = previous);
    Some(Finding::new(Weight::Contradiction, text).on(None, Some(&measure)))
}

/// Days that were not delivered, run by run; all as one where there are many runs.
fn gaps(report: &Report, locale: &Locale) -> Vec<Finding> {
    let mut runs: Vec<DateRange> = Vec::new();
    for &day in &report.meta.missing_dates {
        match runs.last_mut() {
            Some(run) if run.to.plus(1) == day => run.to = day,
            _ => runs.push(DateRange { from: day, to: day }),
        }
    }
    let finding = |days: DateRange, count: u64| {
        let text = fill!(locale.later().quality_missing, n = number(count, locale));
        // Such days have no rows to look at: the days around them are shown too.
        let around = DateRange { from: days.from.plus(-AROUND_DAYS), to: days.to.plus(AROUND_DAYS) };
        let rows = Rows { days: around.intersect(report.complete_range()), measure: None };
        let finding = Finding::new(Weight::Gap, text);
        Finding { count: Some(count), days: Some(days), rows: Some(rows), is_around: true, ..finding }
    };
    match (runs.first(), runs.last()) {
        (Some(first), Some(last)) if runs.len() > MOST_GAPS => {
            vec![finding(DateRange { from: first.from, to: last.to }, report.meta.missing_dates.len() as u64)]
        }
        _ => runs.iter().map(|&run| finding(run, run.len().into())).collect(),
    }
}

/// Measures of which something can be said, those together of which it is the same.
fn groups<S: PartialEq>(report: &Report, said: impl Fn(MeasureIx) -> Option<S>) -> Vec<(S, Vec<MeasureIx>)> {
    let mut groups: Vec<(S, Vec<MeasureIx>)> = Vec::new();
    for ix in (0..report.measures.len() as u16).map(MeasureIx) {
        let Some(said) = said(ix) else { continue };
        match groups.iter_mut().find(|(known, _)| *known == said) {
            Some((_, measures)) => measures.push(ix),
            None => groups.push((said, vec![ix])),
        }
    }
    groups
}

/// Measures whose last days still grow, those of one window together.
fn arriving(found: &mut Vec<Finding>, report: &Report, locale: &Locale) {
    let through = report.meta.complete_through;
    let growing = |ix| DateRange::new(period::mature_through(report, ix).plus(1).max(report.meta.data_from), through);
    for (days, measures) in groups(report, growing) {
        // The last day grows for as long as there are days that grow.
        let last = days.to.plus(days.len() as i32).to_string();
        let text = fill!(locale.later().quality_arriving, measure = names(&measures, report, locale), date = last);
        found.push(Finding::new(Weight::Remark, text).on(Some(days), measures.first()));
    }
}

/// Measures of which only a part was observed, those sampled alike together.
fn sampled(found: &mut Vec<Finding>, report: &Report, locale: &Locale) {
    for (sample, measures) in groups(report, |ix| report.measure(ix)?.sample.as_ref()) {
        let mut texts = Vec::new();
        let mut finding = Finding::new(Weight::Remark, String::new()).on(None, measures.first());
        match &sample.rate {
            SampleRate::Same(rate) => texts.push(locale.percent(rate.to_f64())),
            SampleRate::By(dimension, rates) => {
                let mut members = Vec::new();
                for (ix, rate) in rates.iter().enumerate() {
                    let (ix, rate) = (MemberIx(ix as u32), rate.to_f64());
                    if rate < 1.0 {
                        let member = report.dimension(*dimension).and_then(|dimension| dimension.member(ix));
                        let label = member.map_or("", |member| member.label.get(&locale.tag));
                        texts.push(fill!(locale.words.step_spoken, label = label, count = locale.percent(rate)));
                        members.push(ix);
                    }
                }
                finding.members.push((*dimension, members));
            }
        }
        let (measures, shares) = (names(&measures, report, locale), shortened(&texts, locale));
        finding.text = fill!(locale.later().quality_sampled, measure = measures, list = shares);
        found.push(finding);
    }
}
