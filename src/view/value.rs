//! A metric over the chosen days with all that has to stand beside it. In: the questions of a panel, a metric, days.
//! Out: [`Value`]: text, interval and how it was made, marks. Counts and amounts carry the uncertainty of their sample,
//! ratios that of `rate`; a number that cannot be filtered as asked stays and says so.

use super::asking::Asking;
use super::locale::Locale;
use super::metric::Metric;
use super::rate::{Rate, rate, refused};
use super::reading::{Shown, anchor_mark, dimension_label, show};
use super::twin::Number;
use super::words::fill;
use crate::analysis::answers::Spot;
use crate::contract::{DimensionIx, MeasureIx, MeasureKind, Ratio, Report};
use crate::date::DateRange;
use crate::query::{Figure, period};
use crate::stats::{Refusal, Z_95};

/// A number with what belongs to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Value {
    /// Compact; 样本不足 or `—` where there is none.
    pub text: String,
    /// In full, or why there is none.
    pub full: String,
    pub number: Option<Number>,
    /// `41.2%–43.0%`, `±1.2万`.
    pub interval: Option<String>,
    /// How the interval was made, or why there is none.
    pub note: Option<String>,
    pub marks: Vec<String>,
    /// That mark which says how much of it is final, where not all is.
    pub growing: Option<String>,
    /// Dimensions whose filters were left out.
    pub ignored: Vec<DimensionIx>,
}

impl Value {
    /// A rate as a number of its own; the reason where there is none.
    pub fn of_rate(rate: Rate, locale: &Locale) -> Self {
        let Rate { text, full, interval, note, number, .. } = rate;
        if text.is_empty() {
            let full = note.clone().unwrap_or_default();
            return Self {
                text: locale.words.no_value.to_owned(),
                marks: note.into_iter().collect(),
                full,
                ..Self::default()
            };
        }
        Self { text, full, number, interval, note, ..Self::default() }
    }

    fn is_growing(&mut self, mark: String) {
        self.growing = Some(mark.clone());
        self.marks.push(mark);
    }

    /// Says which filters were left out.
    pub fn mark_ignored(&mut self, report: &Report, locale: &Locale) {
        for &dimension in &self.ignored {
            let name = dimension_label(report, dimension, locale);
            self.marks.push(fill!(locale.words.columns_unfiltered, dimension = name));
        }
    }
}

/// The metric over the days of `range` that count.
pub(super) fn value(asking: &mut Asking<'_>, metric: &Metric, range: DateRange) -> Value {
    let mut value = match metric {
        Metric::Measure(ix) => amount(asking, *ix, range),
        Metric::Ratio(ratio) => quotient(asking, metric, ratio, range),
    };
    for ix in metric.measures() {
        if let Some(answer) = asking.answers.figure(None, range, ix) {
            value.ignored.extend(answer.ignored);
        }
    }
    crate::order::sort_unique(&mut value.ignored);
    value.mark_ignored(asking.report, asking.locale);
    value
}

fn amount(asking: &mut Asking<'_>, ix: MeasureIx, range: DateRange) -> Value {
    let (report, locale) = (asking.report, asking.locale);
    let (Some(answer), Some(measure)) = (asking.answers.figure(None, range, ix), report.measure(ix)) else {
        return Value::of_rate(refused(Refusal::NotAtThisCut, locale), locale);
    };
    let Shown { text, full, marks, number } = show(&answer.figure, measure, report, locale);
    let mut value = Value { text, full, number, marks, ..Value::default() };
    value.marks.extend(anchor_mark(report, ix, locale));
    let Figure { variance, variance_unknown, hidden, .. } = answer.figure;
    if !hidden && variance > 0.0 {
        let half = Z_95 * variance.sqrt();
        let half = match measure.kind {
            MeasureKind::Money => locale.money_compact(half, &report.meta.currency),
            _ => locale.compact(half),
        };
        value.interval = Some(["±", &half].concat());
        value.note = Some(locale.words.interval_of_sample.to_owned());
    } else if !hidden && variance_unknown {
        value.note = Some(locale.words.interval_sampled.to_owned());
    }
    let growing = DateRange::new(period::mature_through(report, ix).plus(1).max(range.from), range.to);
    if let Some(days) = growing {
        value.is_growing(fill!(locale.words.maturing_days, n = locale.number(days.len() as usize)));
    }
    value
}

fn quotient(asking: &mut Asking<'_>, metric: &Metric, ratio: &Ratio, range: DateRange) -> Value {
    let (report, locale) = (asking.report, asking.locale);
    let Some(days) = metric.days(report, range) else {
        return Value::of_rate(refused(Refusal::NoMatureDays, locale), locale);
    };
    let [top, bottom] = [ratio.numerator, ratio.denominator].map(|measure| Spot { measure, route: None });
    let (Some(x), Some(n)) = (asking.side(top, days), asking.side(bottom, days)) else {
        return Value::of_rate(refused(Refusal::NotAtThisCut, locale), locale);
    };
    let answers = &mut asking.answers;
    let mut daily = || answers.days((None, top.measure), (None, bottom.measure), days);
    let mut value = Value::of_rate(rate(report, &x, &n, ratio.per, &mut daily, locale), locale);
    if days != range && value.number.is_some() {
        value.is_growing(fill!(locale.words.on_final_days, date = days.to.to_string()));
    }
    value
}
