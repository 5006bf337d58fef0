//! One number with all that has to stand beside it. In: a [`Figure`], its measure. Out: [`Shown`], compact and full
//! text with marks: at least, a bound, hidden, sampled. The one place where a figure turns into text.

use super::locale::Locale;
use super::twin::Number;
use super::words::fill;
use crate::contract::{Anchor, DimensionIx, Measure, MeasureIx, MeasureKind, Ratio, Report, SampleRate, Unit};
use crate::query::Figure;

/// A number as text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shown {
    /// Compact: `12.3万`, `≥ 1.2万`, `<5`, `—`.
    pub text: String,
    /// In full.
    pub full: String,
    /// Remarks such as `至少：3 行缺值`, `按人抽样 50%`.
    pub marks: Vec<String>,
    /// The number itself, where it is known or known to be at least that.
    pub number: Option<Number>,
}

impl Shown {
    /// No number, and why.
    pub fn none(reason: &str, locale: &Locale) -> Self {
        Self { text: locale.words.no_value.to_owned(), full: reason.to_owned(), ..Self::default() }
    }
}

/// Whether nothing at all is known about the number.
pub(super) const fn is_blank(figure: &Figure) -> bool {
    figure.rows > 0 && figure.lacking == figure.rows && figure.value == 0 && figure.upper == 0
}

/// The figure as text.
pub(super) fn show(figure: &Figure, measure: &Measure, report: &Report, locale: &Locale) -> Shown {
    let words = locale.words;
    let currency = &report.meta.currency;
    let money = measure.kind == MeasureKind::Money;
    let compact = |value: f64| if money { locale.money_compact(value, currency) } else { locale.compact(value) };
    let full = |value: i128| if money { locale.money(value, currency) } else { locale.integer(value) };
    if figure.hidden {
        let text = fill!(words.hidden, k = locale.integer(report.meta.min_cell.into()));
        return Shown { full: text.clone(), text, ..Shown::default() };
    }
    let at_least = (figure.lacking > 0).then(|| fill!(words.at_least_rows, n = locale.integer(figure.lacking.into())));
    if is_blank(figure) {
        return Shown {
            marks: at_least.clone().into_iter().collect(),
            ..Shown::none(&at_least.unwrap_or_default(), locale)
        };
    }
    let number = if money { Number::Money(figure.value) } else { Number::Integer(figure.value) };
    let mut shown =
        Shown { text: compact(figure.estimate), full: full(figure.value), marks: Vec::new(), number: Some(number) };
    // Rows of members that were observed in full are no estimate.
    let scaled = (figure.estimate - figure.value as f64).abs() > 0.0;
    if figure.rate_unknown {
        // What was observed, at least: nobody knows how much of it was sampled.
        shown.text = fill!(words.at_least, value = compact(figure.value as f64));
        shown.full = fill!(words.at_least, value = shown.full);
        shown.marks.push(words.sampled_unscaled.to_owned());
    } else if let Some(mark) = sample_mark(measure, locale).filter(|_| scaled) {
        let estimate = full(figure.estimate.round() as i128);
        shown.full = fill!(words.estimate, value = estimate, observed = shown.full);
        shown.marks.push(mark);
        shown.number = Some(if money { Number::Amount(figure.estimate) } else { Number::Real(figure.estimate) });
    } else if figure.value != figure.upper {
        let bound = |lower: &str, upper: &str| fill!(words.at_most_between, lower = lower, upper = upper);
        shown.text = bound(&compact(figure.value as f64), &compact(figure.upper as f64));
        shown.full = bound(&full(figure.value), &full(figure.upper));
        shown.marks.push(words.bound.to_owned());
        shown.number = None;
    }
    if let Some(mark) = at_least {
        if !figure.rate_unknown {
            shown.text = fill!(words.at_least, value = shown.text);
            shown.full = fill!(words.at_least, value = shown.full);
        }
        shown.marks.push(mark);
    }
    shown
}

/// `按曝光日`, `按发生日`: on which day the measure counts, in a document that counts on both.
pub(super) fn anchor_mark(report: &Report, measure: MeasureIx, locale: &Locale) -> Option<String> {
    let mark = match report.measure(measure)?.anchor {
        Anchor::Exposure => locale.words.anchor_exposure,
        Anchor::Event if report.measures.iter().any(|other| other.anchor == Anchor::Exposure) => {
            locale.words.anchor_event
        }
        _ => return None,
    };
    Some(mark.to_owned())
}

/// `按人抽样 50%`, where the measure was sampled.
pub(super) fn sample_mark(measure: &Measure, locale: &Locale) -> Option<String> {
    let sample = measure.sample.as_ref()?;
    let words = locale.words;
    Some(match &sample.rate {
        SampleRate::By(..) if sample.unit == Unit::Person => words.sampled_persons_mixed.to_owned(),
        SampleRate::By(..) => words.sampled_mixed.to_owned(),
        SampleRate::Same(rate) => {
            let template = if sample.unit == Unit::Person { words.sampled_persons } else { words.sampled_events };
            fill!(template, rate = locale.percent(rate.to_f64()))
        }
    })
}

/// Name of a measure.
pub(super) fn measure_label<'a>(report: &'a Report, measure: MeasureIx, locale: &Locale) -> &'a str {
    report.measure(measure).map_or("", |measure| measure.label.get(&locale.tag))
}

/// Name of a dimension.
pub(super) fn dimension_label<'a>(report: &'a Report, dimension: DimensionIx, locale: &Locale) -> &'a str {
    report.dimension(dimension).map_or("", |dimension| dimension.label.get(&locale.tag))
}

/// Name of a ratio: the document's, else the standard one's.
pub(super) fn ratio_label(ratio: &Ratio, locale: &Locale) -> String {
    let words = locale.words;
    if let Some(label) = &ratio.label {
        return label.get(&locale.tag).to_owned();
    }
    let standard = match &*ratio.id {
        "click_through" => words.ratio_click_through,
        "interaction" => words.ratio_interaction,
        "store_visit" => words.ratio_store_visit,
        "conversion" => words.ratio_conversion,
        "roi" => words.ratio_roi,
        "cpm" => words.ratio_cpm,
        "cpc" => words.ratio_cpc,
        "cpe" => words.ratio_cpe,
        "visit_cost" => words.ratio_visit_cost,
        "buyer_cost" => words.ratio_buyer_cost,
        "order_value" => words.ratio_order_value,
        other => other,
    };
    standard.to_owned()
}

/// Names in a list: `性别、年龄`.
pub(super) fn list(names: impl IntoIterator<Item = String>, locale: &Locale) -> String {
    let mut names = names.into_iter();
    listed(&mut || names.next(), locale)
}

/// The part of [`list`] that is the same for every iterator.
fn listed(next: &mut dyn FnMut() -> Option<String>, locale: &Locale) -> String {
    std::iter::from_fn(next).collect::<Vec<_>>().join(locale.words.list_separator)
}
