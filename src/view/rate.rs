//! One rate with its interval, or why there is none. In: two figures with their measures, and the same two day by
//! day. Out: [`Rate`]. Which conventions apply (proportion of persons, ratio of totals, bound) is decided here and
//! nowhere else; the arithmetic is in `stats`.

use super::locale::Locale;
use super::reading::{Shown, show};
use super::twin::Number;
use super::words::fill;
pub(super) use crate::analysis::rate::{Judged, Side, judge, of_persons};
use crate::analysis::rate::{Made, Quotient};
use crate::contract::{MeasureKind, Ratio, Report};
use crate::date::DateRange;
use crate::query::Figure;
use crate::stats::refusal::MIN_DAYS;
use crate::stats::shrinkage::MIN_MEMBERS;
use crate::stats::{Interval, Refusal};

/// A rate with what has to stand beside it, or why there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rate {
    /// `12.3%`; empty where there is none.
    pub text: String,
    /// With more digits, and numerator and denominator: `1,234 / 10,021 = 12.3141%`.
    pub full: String,
    /// `12.1%–12.5%`, where an interval can be given.
    pub interval: Option<String>,
    /// How the interval was made, or why there is none; the rate's own reason where there is no rate.
    pub note: Option<String>,
    /// The rate for a table, where there is one.
    pub number: Option<Number>,
    /// The days that it rests on, where the place does not tell.
    pub days: Option<DateRange>,
    /// Whether it belongs at this place at all: the first step has no share of a previous one.
    pub applies: bool,
}

/// A quotient with its interval, worded; times `per`, unless it is a share.
pub(super) fn rate(
    report: &Report,
    top: &Side<'_>,
    bottom: &Side<'_>,
    per: u32,
    daily: &mut dyn FnMut() -> Vec<(f64, f64)>,
    locale: &Locale,
) -> Rate {
    quoted(report, &crate::analysis::rate::quotient(report, *top, *bottom, daily), per, locale)
}

/// The same of a quotient that an analysis has made.
pub(super) fn quoted(report: &Report, found: &Quotient<'_>, per: u32, locale: &Locale) -> Rate {
    let (top, bottom) = (&found.top, &found.bottom);
    let style = Style::of(per, top, bottom);
    let in_full = |rate: &str| full_quotient(report, top, bottom, rate, locale);
    let value = match found.value {
        Err(refusal) => return refused(refusal, locale),
        Ok(Judged::Bound(lower, upper)) => {
            let (_, text) = style.between(lower, (lower, upper), report, locale);
            let (full, note) = (in_full(&text), Some(locale.words.bound.to_owned()));
            return Rate { text, full, note, applies: true, ..Rate::default() };
        }
        Ok(Judged::Exact(value)) => value,
    };
    let text = style.text(value, report, locale);
    let full = if style == Style::Share { in_full(&locale.percent_full(value)) } else { in_full(&text) };
    let plain = Rate { text, full, number: Some(style.number(value)), applies: true, ..Rate::default() };
    match found.interval {
        Ok((Interval { lower, upper }, how)) => {
            let (text, interval) = style.between(value, (lower, upper), report, locale);
            Rate { text, interval: Some(interval), note: Some(made(how, locale)), ..plain }
        }
        Err(refusal) => Rate { note: Some(no_interval(refusal, locale)), ..plain },
    }
}

/// How an interval was made.
fn made(how: Made, locale: &Locale) -> String {
    let words = locale.words;
    match how {
        Made::Wilson => words.interval_wilson.to_owned(),
        Made::WilsonSampled => words.interval_wilson_sampled.to_owned(),
        Made::Days(days) => fill!(words.interval_days, n = locale.number(days)),
    }
}

/// A rate that an analysis has made, times the ratio's `per` as its interval is, worded.
pub(super) fn worded(
    report: &Report,
    ratio: &Ratio,
    figures: (Figure, Figure),
    (rate, interval): (Result<f64, Refusal>, Result<Interval, Refusal>),
    locale: &Locale,
) -> Rate {
    let side = |ix, figure| Some(Side { ix, measure: report.measure(ix)?, figure, exact: true });
    let (Some(top), Some(bottom)) = (side(ratio.numerator, figures.0), side(ratio.denominator, figures.1)) else {
        return refused(Refusal::NotAtThisCut, locale);
    };
    let value = match rate {
        Ok(rate) => rate / f64::from(ratio.per),
        Err(refusal) => return refused(refusal, locale),
    };
    let style = Style::of(ratio.per, &top, &bottom);
    let text = style.text(value, report, locale);
    let full = full_quotient(report, &top, &bottom, &text, locale);
    let plain = Rate { text, full, number: Some(style.number(value)), applies: true, ..Rate::default() };
    match interval {
        Ok(Interval { lower, upper }) => {
            let bounds = (lower / f64::from(ratio.per), upper / f64::from(ratio.per));
            let (text, between) = style.between(value, bounds, report, locale);
            Rate { text, interval: Some(between), ..plain }
        }
        Err(refusal) => Rate { note: Some(no_interval(refusal, locale)), ..plain },
    }
}

/// In place of a rate: the reason.
pub(super) fn refused(refusal: Refusal, locale: &Locale) -> Rate {
    Rate { note: Some(reason(refusal, locale)), applies: true, ..Rate::default() }
}

/// Why there is no interval, where there is a rate.
fn no_interval(refusal: Refusal, locale: &Locale) -> String {
    let words = locale.words;
    match refusal {
        Refusal::ExceedsWhole => words.exceeds_whole.to_owned(),
        Refusal::SampledVariance => words.interval_sampled.to_owned(),
        Refusal::FewDays { days } => {
            fill!(words.interval_few_days, n = locale.number(days), need = locale.number(MIN_DAYS))
        }
        _ => words.interval_no_days.to_owned(),
    }
}

/// A refusal in words.
pub(super) fn reason(refusal: Refusal, locale: &Locale) -> String {
    let words = locale.words;
    match refusal {
        Refusal::NoData => words.no_data.to_owned(),
        Refusal::TooSmall { numerator, denominator } => {
            let (x, n) = (locale.integer(numerator), locale.integer(denominator));
            fill!(words.too_small_counts, x = x, n = n)
        }
        Refusal::SampledUnscaled => words.sampled_unscaled.to_owned(),
        Refusal::Bound => words.bound.to_owned(),
        Refusal::NotWhole => words.not_whole.to_owned(),
        Refusal::Hidden => words.rate_hidden.to_owned(),
        Refusal::AnchorsDiffer => words.anchors_differ.to_owned(),
        Refusal::NoSpend => words.no_spend.to_owned(),
        // The panel says once that it is so for all days chosen.
        Refusal::NoMatureDays => words.maturing.to_owned(),
        Refusal::NotAtThisCut => words.not_at_this_cut.to_owned(),
        Refusal::NoBenchmark => words.no_benchmark.to_owned(),
        Refusal::FewMerchants { merchants, need } => {
            let (n, need) = (locale.integer(merchants.into()), locale.integer(need.into()));
            fill!(words.few_merchants, n = n, need = need)
        }
        Refusal::FromZero => words.from_zero.to_owned(),
        Refusal::NoEvents => words.no_events.to_owned(),
        Refusal::OneGroup => words.one_group.to_owned(),
        Refusal::FewGroups { groups } => {
            let (n, need) = (locale.number(groups), locale.number(MIN_MEMBERS));
            fill!(words.few_groups, n = n, need = need)
        }
        Refusal::NoSpread => words.no_spread.to_owned(),
        Refusal::FewPairs => words.few_pairs.to_owned(),
        Refusal::NotConverged => words.not_converged.to_owned(),
        Refusal::InfiniteMean => words.infinite_mean.to_owned(),
        Refusal::Unbounded => words.unbounded.to_owned(),
        Refusal::NoBacktest => words.no_backtest.to_owned(),
        Refusal::UnknownModel => words.unknown_model.to_owned(),
        Refusal::NotAssigned => words.not_assigned.to_owned(),
        Refusal::NoSquares => words.no_squares.to_owned(),
        Refusal::ExceedsWhole | Refusal::SampledVariance | Refusal::FewDays { .. } | Refusal::NoDailyValues => {
            no_interval(refusal, locale)
        }
    }
}

/// A quotient without its interval, as text.
pub(super) fn quotient(report: &Report, ratio: &Ratio, top: &Side<'_>, bottom: &Side<'_>, locale: &Locale) -> Shown {
    let style = Style::of(ratio.per, top, bottom);
    let (value, number) = match judge(top, bottom) {
        Ok(Judged::Exact(value)) => (style.text(value, report, locale), Some(style.number(value))),
        Ok(Judged::Bound(lower, upper)) => (style.between(lower, (lower, upper), report, locale).1, None),
        Err(refusal) => return no_quotient(refusal, locale),
    };
    let full = full_quotient(report, top, bottom, &value, locale);
    Shown { text: value, full, marks: Vec::new(), number }
}

/// In place of a quotient: the reason.
pub(super) fn no_quotient(refusal: Refusal, locale: &Locale) -> Shown {
    let mut shown = Shown::none(&reason(refusal, locale), locale);
    if matches!(refusal, Refusal::TooSmall { .. }) {
        locale.words.too_small.clone_into(&mut shown.text);
    }
    shown
}

fn full_quotient(report: &Report, top: &Side<'_>, bottom: &Side<'_>, value: &str, locale: &Locale) -> String {
    let full = |side: &Side<'_>| show(&side.figure, side.measure, report, locale).full;
    fill!(locale.words.quotient, x = full(top), n = full(bottom), value = value)
}

/// How a quotient is written: a share as per cent, money per unit as money, all else as a plain number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Style {
    Share,
    Money(f64),
    Plain(f64),
}

impl Style {
    fn of(per: u32, top: &Side<'_>, bottom: &Side<'_>) -> Self {
        let money = |side: &Side<'_>| side.measure.kind == MeasureKind::Money;
        match (money(top), money(bottom)) {
            (true, false) => Self::Money(f64::from(per)),
            (false, false) if per == 1 => Self::Share,
            _ => Self::Plain(f64::from(per)),
        }
    }

    /// The value as it is written, but for its unit: shares as fractions, money in minor units.
    fn scaled(self, value: f64) -> f64 {
        match self {
            Self::Share => value,
            Self::Money(per) | Self::Plain(per) => value * per,
        }
    }

    fn number(self, value: f64) -> Number {
        match self {
            Self::Money(_) => Number::Amount(self.scaled(value)),
            Self::Share | Self::Plain(_) => Number::Real(self.scaled(value)),
        }
    }

    fn text(self, value: f64, report: &Report, locale: &Locale) -> String {
        let scaled = self.scaled(value);
        match self {
            Self::Share => locale.percent(scaled),
            Self::Money(_) => locale.money_compact(scaled, &report.meta.currency),
            Self::Plain(_) => locale.decimal(scaled, 2),
        }
    }

    /// The value and the bounds around it.
    fn between(self, value: f64, bounds: (f64, f64), report: &Report, locale: &Locale) -> (String, String) {
        if self == Self::Share {
            return locale.percent_between(value, bounds);
        }
        let text = |value| self.text(value, report, locale);
        (text(value), fill!(locale.words.at_most_between, lower = text(bounds.0), upper = text(bounds.1)))
    }
}
