//! What a reader of a file has to know: whose numbers, of which days, how counted; and what the file is called. In: the
//! dataset, the reader's selection, the panel's metrics. Out: lines of text, a name.

use crate::contract::{Anchor, Measure, MeasureKind, Report};
use crate::cube::Dataset;
use crate::query::Selection;
use crate::view::header::HeaderView;
use crate::view::locale::Locale;
use crate::view::metric::Metric;
use crate::view::reading::sample_mark;
use crate::view::twin::{Number, TwinTable};
use crate::view::words::fill;

/// Most characters of the merchant's name in the name of a file.
const MAX_NAME_CHARS: usize = 40;

/// See [`super::Sheet`].
pub(super) struct Head {
    pub demo: Option<String>,
    pub lines: Vec<String>,
    pub notes: Vec<String>,
}

/// Whose numbers, of which days, compared with what, filtered by what, as of when, from where.
pub(super) fn head(dataset: &Dataset, selection: &Selection, locale: &Locale) -> Head {
    let (words, later) = (locale.words, locale.later());
    let view = HeaderView::build(dataset, selection, locale);
    let labelled = |label: &str, value: &str| words.labelled(label, value);
    let mut lines = vec![view.merchant, labelled(words.period, &view.period)];
    lines.extend(view.comparison);
    lines.extend(view.chips.into_iter().map(|chip| labelled(later.filter, &chip.title)));
    lines.extend([view.as_of, view.source, view.generated_at]);
    lines.push(labelled(later.time_zone, &dataset.report.meta.time_zone));
    Head { demo: view.demo, lines, notes: view.notes }
}

/// How each metric is counted, and in which units the table's numbers stand.
pub(super) fn definitions(report: &Report, metrics: &[Metric], table: &TwinTable, locale: &Locale) -> Vec<String> {
    let words = locale.later();
    let mut lines: Vec<String> = Vec::new();
    for metric in metrics {
        let line = definition(report, metric, locale);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let (mut has_money, mut has_fractions) = (false, false);
    for number in table.rows.iter().flatten().filter_map(|cell| cell.number) {
        has_money |= matches!(number, Number::Money(_) | Number::Amount(_));
        has_fractions |= matches!(number, Number::Real(_));
    }
    if has_money {
        lines.push(fill!(words.money_unit, currency = report.meta.currency));
    }
    if has_fractions {
        lines.push(words.fractions_unit.to_owned());
    }
    lines
}

/// `进店率 = 进店 ÷ 阅读`; `成交额：按发生日统计，15 天后定型`.
fn definition(report: &Report, metric: &Metric, locale: &Locale) -> String {
    let (words, later) = (locale.words, locale.later());
    let label = metric.label(report, locale);
    if let Metric::Ratio(ratio) = metric {
        let name = |metric: Metric| metric.label(report, locale);
        let (top, bottom) = (name(Metric::Measure(ratio.numerator)), name(Metric::Measure(ratio.denominator)));
        let template = if ratio.per == 1 { later.definition_ratio } else { later.definition_ratio_per };
        let per = locale.number(ratio.per as usize);
        return fill!(template, label = label, x = top, n = bottom, per = per);
    }
    let clauses = report.measure(metric.leading()).map_or_else(Vec::new, |measure| counted(measure, locale));
    fill!(later.definition, label = label, value = clauses.join(words.clause_separator))
}

fn counted(measure: &Measure, locale: &Locale) -> Vec<String> {
    let (words, later) = (locale.words, locale.later());
    let mut clauses: Vec<String> = Vec::new();
    clauses.extend(measure.description.as_ref().map(|text| text.get(&locale.tag).to_owned()));
    if measure.kind == MeasureKind::Unique {
        clauses.push(later.distinct_people.to_owned());
    }
    clauses
        .push(if measure.anchor == Anchor::Exposure { later.by_exposure_day } else { words.by_event_day }.to_owned());
    if measure.window_days > 0 {
        clauses.push(fill!(later.final_after, n = locale.number(measure.window_days.into())));
    }
    clauses.extend(sample_mark(measure, locale));
    clauses
        .extend([&measure.dedupe, &measure.source].into_iter().flatten().map(|text| text.get(&locale.tag).to_owned()));
    clauses
}

/// `云朵美妆-funnel-2025-05-13-2025-06-18`.
pub(super) fn name(panel: &str, report: &Report, selection: &Selection, locale: &Locale) -> String {
    let (scope, _) = selection.resolve(report);
    let merchant = safe(report.meta.merchant_name.get(&locale.tag));
    [&merchant, panel, &scope.range.from.to_string(), &scope.range.to.to_string()].join("-")
}

/// What every file system takes: digits and the scripts that names are written in; in place of all else a hyphen.
fn safe(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars().take(MAX_NAME_CHARS) {
        // From À on, but for punctuation with its invisible marks, symbols, surrogates' neighbours and private use.
        let is_letter = matches!(c, '0'..='9' | 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{1fff}' | '\u{3040}'..='\u{d7ff}' | '\u{20000}'..='\u{3ffff}');
        if is_letter {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() { "report".to_owned() } else { name.to_owned() }
}
