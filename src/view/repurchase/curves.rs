//! Draws the curves. In: the groups and their colours. Out: plots over days since the first order: steps with their
//! bands, dashed where fewer are left than a share may rest on, how many those are under the axis; revenue per customer
//! with the line at which it pays for acquiring one; the forecast, dashed.

use super::{GroupView, Plot};
use crate::analysis::repurchase::outlook::Outlook;
use crate::analysis::repurchase::{Group, Repurchase, age_through};
use crate::contract::Report;
use crate::stats::{Survival, Z_95};
use crate::view::chart::{Axis, Chart, Mark, Shape, Tick, Tone, Under, text_px};
use crate::view::locale::Locale;
use crate::view::trend::marks::names;
use crate::view::trend::scale::Scale;
use crate::view::words::{RepurchaseWords, fill};

/// Steps between labelled days, in the order of trying.
const DAY_STEPS: [u32; 9] = [1, 5, 10, 15, 30, 60, 90, 180, 360];
/// Pixels between two labels.
const APART_PX: f64 = 14.0;
/// Below so many pixels the table above the plots alone names the lines.
const NAMED_PX: f64 = 400.0;
/// Most of a plot's width that a name beside it takes.
const MOST_NAME: f64 = 0.3;
/// How much farther than the last day a forecast is drawn.
const AHEAD: f64 = 1.5;
/// Places of a forecast's line.
const FORECAST_PLACES: u32 = 60;

/// What is drawn.
pub(super) struct Drawn<'a> {
    pub found: &'a Repurchase,
    /// Which groups are.
    pub places: &'a [usize],
    /// The same, named.
    pub groups: &'a [GroupView],
    pub days: &'a [u32],
    pub report: &'a Report,
    pub locale: &'a Locale,
}

impl<'a> Drawn<'a> {
    fn each(&self) -> impl Iterator<Item = (&'a GroupView, &'a Group)> {
        let found = self.found;
        self.groups.iter().zip(self.places).filter_map(move |(view, &n)| Some((view, found.groups.get(n)?)))
    }

    fn last_day(&self) -> f64 {
        f64::from(self.days.last().copied().unwrap_or(1).max(1))
    }

    fn day(&self, age: usize) -> f64 {
        f64::from(self.days.get(age).copied().unwrap_or_default())
    }
}

/// Share with a second order.
pub(super) fn share_plot(drawing: &Drawn<'_>, expected: Option<&Outlook>, room_px: f64) -> Plot {
    let (locale, words) = (drawing.locale, RepurchaseWords::beside(drawing.locale.words));
    let horizon = drawing.last_day() * if expected.is_some() { AHEAD } else { 1.0 };
    let highest = drawing.each().filter_map(|(_, group)| group.curve.as_ref().ok()?.last()).map(|at| at.incidence().0);
    let scale = Scale::over(highest.chain(expected.map(|outlook| outlook.incidence(horizon))), false);
    let mut marks = Vec::new();
    let mut ends = Vec::new();
    // Bands lie below all lines, and the first groups above the later ones.
    let each: Vec<_> = drawing.each().collect();
    for (view, group) in each.iter().rev() {
        let curve = group.curve.as_deref().unwrap_or_default();
        marks.extend(band(drawing, curve, horizon, &scale).map(|shape| Mark { tone: view.tone, shape }));
    }
    for (view, group) in each.iter().rev() {
        let curve = group.curve.as_deref().unwrap_or_default();
        let from = curve.iter().position(|at| at.readable().is_err()).unwrap_or(curve.len());
        let mut last = (0.0, scale.at(0.0));
        for (part, dashed) in [(0..from, false), (from..curve.len(), true)] {
            let mut points = vec![last];
            for age in part {
                let Some(at) = curve.get(age) else { continue };
                let (x, y) = (drawing.day(age) / horizon, scale.at(at.incidence().0));
                if at.row.events > 0 {
                    points.extend([(x, last.1), (x, y)]);
                }
                last = (x, y);
            }
            points.push(last);
            if points.first() != points.last() {
                marks.push(Mark { tone: view.tone, shape: Shape::Line { points, dashed } });
            }
        }
        if each.len() > 1 && !curve.is_empty() {
            ends.push((view.tone, view.label.as_str(), last.1));
        }
    }
    if let Some(outlook) = expected {
        let place = |n: u32| f64::from(n) / f64::from(FORECAST_PLACES);
        let point = |n: u32| (place(n), scale.at(outlook.incidence(place(n) * horizon)));
        let points: Vec<(f64, f64)> = (0..=FORECAST_PLACES).map(point).collect();
        ends.push((Tone::Compared, words.forecast, points.last().map_or(0.0, |point| point.1)));
        marks.push(Mark { tone: Tone::Compared, shape: Shape::Line { points, dashed: true } });
    }
    marks.extend(named(&ends, room_px));
    let ticks = scale
        .values()
        .into_iter()
        .map(|value| Tick { at: scale.at(value), label: locale.numbers.percent(value, scale.digits(100.0)) });
    let y = vec![Axis { label: String::new(), ticks: ticks.collect() }];
    let days = labelled_days(horizon, room_px, &counted(drawing), drawing.locale);
    let under = at_risk(drawing, &days, horizon);
    let x = Axis { label: String::new(), ticks: day_ticks(&days, horizon, words, locale) };
    Plot {
        title: words.share.to_owned(),
        note: words.band_note.to_owned(),
        chart: Chart { x, y, marks, under: Some(under) },
        scale,
        horizon,
    }
}

/// Names at the ends of lines where there is room, the longest cut short.
fn named(ends: &[(Tone, &str, f64)], room_px: f64) -> Vec<Mark> {
    if room_px < NAMED_PX {
        return Vec::new();
    }
    let short = |name: &str| {
        let mut short = String::new();
        for c in name.chars() {
            if text_px(&short) + text_px("…") > room_px * MOST_NAME {
                return short + "…";
            }
            short.push(c);
        }
        short
    };
    let shortened: Vec<String> = ends.iter().map(|(_, name, _)| short(name)).collect();
    names(ends.iter().zip(&shortened).map(|((tone, _, y), name)| (*tone, name.as_str(), *y)).collect(), room_px)
}

/// The band around a curve, as far as it may be read.
fn band(drawing: &Drawn<'_>, curve: &[Survival], horizon: f64, scale: &Scale) -> Option<Shape> {
    let (mut lower, mut upper) = (Vec::new(), Vec::new());
    let mut before = None;
    for (age, at) in curve.iter().enumerate() {
        let (_, Some(bounds)) = at.incidence() else { continue };
        if at.readable().is_err() {
            break;
        }
        let x = drawing.day(age) / horizon;
        let (low, high) = (scale.at(bounds.lower), scale.at(bounds.upper.min(1.0)));
        if let Some((low, high)) = before {
            lower.push((x, low));
            upper.push((x, high));
        }
        lower.push((x, low));
        upper.push((x, high));
        before = Some((low, high));
    }
    upper.extend(lower.into_iter().rev());
    (upper.len() > 3).then_some(Shape::Area(upper))
}

/// The most that stand under a label.
fn counted(drawing: &Drawn<'_>) -> String {
    let most = drawing.each().map(|(_, group)| group.customers).max().unwrap_or(0);
    drawing.locale.compact(most as f64)
}

/// Days that get a label: round ones, as many as there is room for.
fn labelled_days(horizon: f64, room_px: f64, widest: &str, locale: &Locale) -> Vec<u32> {
    let words = RepurchaseWords::beside(locale.words);
    let label = fill!(words.day_tick, n = locale.number(horizon as usize));
    let width = text_px(&label).max(text_px(widest)) + APART_PX;
    let fits = |step: &&u32| f64::from(**step) / horizon * room_px >= width;
    let step = DAY_STEPS.iter().find(fits).copied().unwrap_or(720);
    (0..=horizon as u32).step_by(step as usize).collect()
}

fn day_ticks(days: &[u32], horizon: f64, words: &RepurchaseWords, locale: &Locale) -> Vec<Tick> {
    let label = |day: u32| fill!(words.day_tick, n = locale.number(day as usize));
    days.iter().map(|&day| Tick { at: f64::from(day) / horizon, label: label(day) }).collect()
}

/// How many are still without a second order at the beginning of labelled days.
fn at_risk(drawing: &Drawn<'_>, days: &[u32], horizon: f64) -> Under {
    let mut rows = Vec::new();
    for (view, group) in drawing.each() {
        let curve = group.curve.as_deref().unwrap_or_default();
        let mut counts = Vec::new();
        for &day in days {
            // The age that begins on the day, or holds it.
            let before =
                day.checked_sub(1).map_or(Some(0), |day| age_through(drawing.found.unit, day).map(|age| age + 1));
            if let Some(at) = curve.get(before.unwrap_or_default()) {
                let label = drawing.locale.compact(at.row.at_risk as f64);
                counts.push(Tick { at: f64::from(day) / horizon, label });
            }
        }
        rows.push((view.tone, counts));
    }
    Under { caption: RepurchaseWords::beside(drawing.locale.words).at_risk.to_owned(), rows }
}

/// Revenue per customer; `None` where no revenue is known.
pub(super) fn worth_plot(drawing: &Drawn<'_>, room_px: f64) -> Option<Plot> {
    let (locale, words) = (drawing.locale, RepurchaseWords::beside(drawing.locale.words));
    let currency = &*drawing.report.meta.currency;
    let horizon = drawing.last_day();
    let known: Vec<_> =
        drawing.each().filter_map(|(view, group)| Some((view, group, group.worth.as_ref().ok()?))).collect();
    let (_, _, first) = known.first()?;
    // The line of pay-back of several groups would be several lines.
    let even = match known.as_slice() {
        [(_, group, _)] => group.cost.ok().map(|cost| cost.break_even()),
        _ => None,
    };
    let readable = |points: &[crate::analysis::repurchase::WorthPoint]| {
        points.iter().position(|point| point.observed < 30).unwrap_or(points.len())
    };
    let highest = known.iter().flat_map(|(_, _, worth)| &worth.points).map(|point| point.value);
    let scale = Scale::over(highest.chain(even), false);
    let mut marks = Vec::new();
    let mut ends = Vec::new();
    if let Some(even) = even {
        let y = scale.at(even);
        marks.push(Mark { tone: Tone::Rule, shape: Shape::Line { points: vec![(0.0, y), (1.0, y)], dashed: true } });
    }
    for (view, _, worth) in known.iter().rev() {
        let (mut lower, mut upper) = (Vec::new(), Vec::new());
        for (age, point) in worth.points.iter().enumerate().take(readable(&worth.points)) {
            let Some(error) = point.standard_error else { break };
            let x = drawing.day(age) / horizon;
            lower.push((x, scale.at(point.value - Z_95 * error)));
            upper.push((x, scale.at(point.value + Z_95 * error)));
        }
        upper.extend(lower.into_iter().rev());
        if upper.len() > 3 {
            marks.push(Mark { tone: view.tone, shape: Shape::Area(upper) });
        }
    }
    for (view, _, worth) in known.iter().rev() {
        let points: Vec<(f64, f64)> = worth
            .points
            .iter()
            .enumerate()
            .map(|(age, point)| (drawing.day(age) / horizon, scale.at(point.value)))
            .collect();
        let from = readable(&worth.points);
        let (firm, thin) = (points.get(..from).unwrap_or(&[]), points.get(from.saturating_sub(1)..).unwrap_or(&[]));
        for (part, dashed) in [(firm, false), (thin, true)] {
            if part.len() > 1 {
                let shape = Shape::Line { points: part.to_vec(), dashed };
                marks.push(Mark { tone: view.tone, shape });
            }
        }
        if known.len() > 1 {
            ends.push((view.tone, view.label.as_str(), points.last().map_or(0.0, |point| point.1)));
        }
    }
    if let Some(even) = even {
        // Above the curve, which may cross it: the screen keeps the letters clear of what lies below.
        let y = scale.at(even);
        let label = fill!(words.break_even, value = locale.money_compact(even, currency));
        // On the side where the curve begins not.
        let begins_below = first.points.first().is_none_or(|point| point.value < even);
        let beside = if begins_below { y + 0.06 } else { (y - 0.06).max(0.04) };
        marks.push(Mark { tone: Tone::Rule, shape: Shape::Text(0.0, beside, label) });
    }
    marks.extend(named(&ends, room_px));
    let peak = scale.values().last().copied().unwrap_or_default();
    let values = scale.values();
    let step = values.get(1).copied().unwrap_or(peak) - values.first().copied().unwrap_or_default();
    let label = |value: f64| locale.tick(value, step, peak, Some(currency));
    let ticks = values.into_iter().map(|value| Tick { at: scale.at(value), label: label(value) }).collect();
    let days = labelled_days(horizon, room_px, "", locale);
    Some(Plot {
        title: words.worth.to_owned(),
        note: if first.is_observed_mean { words.worth_mean } else { words.worth_cumulative }.to_owned(),
        chart: Chart {
            x: Axis { label: String::new(), ticks: day_ticks(&days, horizon, words, locale) },
            y: vec![Axis { label: String::new(), ticks }],
            marks,
            under: None,
        },
        scale,
        horizon,
    })
}
