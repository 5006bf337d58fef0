//! Points and bars. In: days and lags of the analysis. Out: the scatter plot with a point a day and, for Pearson's r, the
//! line that fits them best; the profile with a bar a lag and its interval; and what each of them says.

use super::{ReadPlot, ReadPoint, between, coefficient, effective};
use crate::analysis::content::together::{Day, LEVEL, Options, Together};
use crate::contract::{MeasureIx, Report};
use crate::stats::{Method, Refusal, Treatment};
use crate::view::chart::{Axis, Chart, Mark, Shape, Tick, Tone, text_px};
use crate::view::compare::p_text;
use crate::view::locale::Locale;
use crate::view::metric::Metric;
use crate::view::rate::reason;
use crate::view::reading::measure_label;
use crate::view::trend::scale::Scale;
use crate::view::words::{ContentWords, fill};

/// How wide a bar is, of the room for it.
const BAR: f64 = 0.5;
/// Longest name above an axis.
const MOST_ABOVE_PX: f64 = 200.0;

/// A point a day; `None` where no day has both values, or none differs from the others. Where too few days are left to
/// judge what the treatment makes of them they stand as they are.
pub(super) fn scatter(found: &Together, options: &Options, report: &Report, locale: &Locale) -> Option<ReadPlot> {
    let own = ContentWords::beside(locale.words);
    let is_judged = found.lags.first().is_some_and(|lag| lag.correlation.is_ok());
    let treatment = if is_judged { options.treatment } else { Treatment::Raw };
    let mut drawn: Vec<(&Day, (f64, f64))> = Vec::new();
    for day in &found.days {
        let raw = || day.values[0].ok().zip(day.values[1].ok());
        let values = if treatment == Treatment::Raw { raw() } else { day.treated };
        drawn.extend(values.map(|values| (day, values)));
    }
    if drawn.is_empty() || (!is_judged && found.at_once[0] == Err(Refusal::NoSpread)) {
        return None;
    }
    let across = Scale::over(drawn.iter().map(|(_, (x, _))| *x), false);
    let up = Scale::over(drawn.iter().map(|(_, (_, y))| *y), false);
    let metric = |ix: MeasureIx| Metric::Measure(ix);
    let label = |ix: MeasureIx| measure_label(report, ix, locale);
    // What has no room above the axis is in the note.
    let above = if text_px(label(options.y)) <= MOST_ABOVE_PX { label(options.y) } else { "" };
    let mut chart = Chart {
        x: Axis { label: label(options.x).to_owned(), ticks: across.ticks(&metric(options.x), report, locale) },
        y: vec![Axis { label: above.to_owned(), ticks: up.ticks(&metric(options.y), report, locale) }],
        ..Chart::default()
    };
    let mut points = Vec::with_capacity(drawn.len());
    let promoted = drawn.iter().filter(|(day, _)| day.promotion).count();
    let told_apart = (1..drawn.len()).contains(&promoted);
    for (day, (x, y)) in &drawn {
        let at = (across.at(*x), up.at(*y));
        let is_hollow = told_apart && day.promotion;
        let shape = if is_hollow { Shape::Ring(at.0, at.1) } else { Shape::Dot(at.0, at.1) };
        chart.marks.push(Mark { tone: Tone::First, shape });
        let treated = (treatment != Treatment::Raw).then_some((*x, *y));
        points.push(ReadPoint { at, text: said_of(day, treated, options, report, locale) });
    }
    if options.method == Method::Pearson {
        let places: Vec<(f64, f64)> = points.iter().map(|point| point.at).collect();
        chart.marks.extend(
            fitted(&places)
                .map(|points| Mark { tone: Tone::Second, shape: Shape::Line { points: points.into(), dashed: false } }),
        );
    }
    let what = match treatment {
        Treatment::Raw => None,
        Treatment::WeekdayRemoved => Some(own.from_weekday),
        Treatment::FirstDifferences => Some(own.from_day_before),
    };
    let note = fill!(own.scatter_note, n = locale.number(points.len()), x = label(options.x), y = label(options.y));
    let hollow = told_apart.then_some(own.hollow);
    let clauses: Vec<&str> = std::iter::once(&*note).chain(what).chain(hollow).collect();
    Some(ReadPlot {
        title: own.scatter.to_owned(),
        note: clauses.join(locale.words.clause_separator),
        at_first: own.scatter_summary.to_owned(),
        first: None,
        chart,
        points,
        by_x: false,
    })
}

/// What a point says.
fn said_of(day: &Day, treated: Option<(f64, f64)>, options: &Options, report: &Report, locale: &Locale) -> String {
    let own = ContentWords::beside(locale.words);
    let label = |ix: MeasureIx| measure_label(report, ix, locale);
    let print = |ix: MeasureIx, value: f64| Metric::Measure(ix).print(value, report, locale);
    let signed = |ix: MeasureIx, value: f64| [if value > 0.0 { "+" } else { "" }, &print(ix, value)].concat();
    let value = |side: usize, ix| day.values[side].map_or_else(|_| String::new(), |value| print(ix, value));
    let mut clauses = vec![fill!(
        own.day_values,
        date = day.date.to_string(),
        x = label(options.x),
        x_value = value(0, options.x),
        y = label(options.y),
        y_value = value(1, options.y),
    )];
    if let Some((x, y)) = treated {
        let (x, y) = (signed(options.x, x), signed(options.y, y));
        clauses.push(fill!(own.treated_values, x_value = x, y_value = y));
    }
    if day.promotion {
        clauses.push(own.promotion.to_owned());
    }
    clauses.join(locale.words.clause_separator)
}

/// Both ends of the line of least squares, as far as it is inside the plot; `None` where x does not vary.
fn fitted(places: &[(f64, f64)]) -> Option<[(f64, f64); 2]> {
    let n = places.len() as f64;
    let (mut x, mut y) = (0.0, 0.0);
    for place in places {
        x += place.0 / n;
        y += place.1 / n;
    }
    let (mut xx, mut xy, mut low, mut high) = (0.0, 0.0, f64::INFINITY, f64::NEG_INFINITY);
    for place in places {
        xx += (place.0 - x).powi(2);
        xy += (place.0 - x) * (place.1 - y);
        (low, high) = (low.min(place.0), high.max(place.0));
    }
    if xx <= 1e-12 {
        return None;
    }
    let slope = xy / xx;
    if slope != 0.0 {
        // Where it leaves the plot at the bottom and at the top.
        let (bottom, top) = (x - y / slope, x + (1.0 - y) / slope);
        (low, high) = (low.max(bottom.min(top)), high.min(bottom.max(top)));
    }
    let at = |place: f64| (place, y + slope * (place - x));
    (low < high).then(|| [at(low), at(high)])
}

/// What a lag is called.
pub(super) fn lag_name(lag: usize, locale: &Locale) -> String {
    let own = ContentWords::beside(locale.words);
    if lag == 0 { own.same_day.to_owned() } else { fill!(own.later, n = locale.number(lag)) }
}

/// A bar a lag; `None` where none has a coefficient.
pub(super) fn lags(found: &Together, options: &Options, report: &Report, locale: &Locale) -> Option<ReadPlot> {
    let own = ContentWords::beside(locale.words);
    let tested = found.lags.iter().filter(|lag| lag.correlation.is_ok()).count();
    if tested == 0 {
        return None;
    }
    let mut values = Vec::new();
    for lag in &found.lags {
        if let Ok(correlation) = lag.correlation {
            values.extend([correlation.effective.1.lower, correlation.effective.1.upper]);
        }
    }
    let scale = Scale::over(values.into_iter(), false);
    let zero = scale.at(0.0);
    let mut chart = Chart::default();
    let mut axis = Axis { label: own.coefficient.to_owned(), ticks: Vec::new() };
    for value in scale.values() {
        axis.ticks.push(Tick { at: scale.at(value), label: locale.decimal(value, scale.digits(1.0)) });
    }
    chart.y.push(axis);
    let mut points = Vec::with_capacity(found.lags.len());
    let room = 1.0 / found.lags.len() as f64;
    for (lag, profile) in found.lags.iter().enumerate() {
        let middle = (lag as f64 + 0.5) * room;
        let name = lag_name(lag, locale);
        if lag % 2 == 0 {
            chart.x.ticks.push(Tick { at: middle, label: locale.number(lag) });
        }
        let Ok(correlation) = profile.correlation else {
            let why = profile.correlation.err().map_or_else(String::new, |refusal| reason(refusal, locale));
            points.push(ReadPoint { at: (middle, zero), text: locale.words.labelled(&name, &why) });
            continue;
        };
        let interval = correlation.effective.1;
        let height = scale.at(correlation.coefficient);
        let is_sure = profile.adjusted_p.is_some_and(|p| p < LEVEL);
        let tone = if is_sure { Tone::First } else { Tone::Compared };
        let half = BAR * room / 2.0;
        let bar = Shape::Bar { from: (middle - half, height.min(zero)), to: (middle + half, height.max(zero)) };
        chart.marks.push(Mark { tone, shape: bar });
        let line = vec![(middle, scale.at(interval.lower)), (middle, scale.at(interval.upper))];
        chart.marks.push(Mark { tone: Tone::Rule, shape: Shape::Line { points: line, dashed: false } });
        let text = fill!(
            own.lag_value,
            lag = name,
            r = coefficient(correlation.coefficient, locale),
            interval = between(interval, |bound| coefficient(bound, locale), locale),
            effective = effective(correlation.effective_pairs, locale),
            p = profile.adjusted_p.map_or_else(|| locale.words.no_value.to_owned(), |p| p_text(p, locale)),
        );
        points.push(ReadPoint { at: (middle, height), text });
    }
    let label = |ix: MeasureIx| measure_label(report, ix, locale);
    Some(ReadPlot {
        title: own.lags.to_owned(),
        note: fill!(own.lags_note, x = label(options.x), y = label(options.y), m = locale.number(tested)),
        at_first: String::new(),
        first: Some(0),
        chart,
        points,
        by_x: true,
    })
}
