//! The small line in a tile. In: a metric along the chosen days. Out: marks, 0 to 1 of the highest value on either line:
//! the days compared with below, the chosen ones above; dashed where a number is not final, open where there is none.
//! A line begins at zero, so that a small change looks small.

use crate::date::DateRange;
use crate::query::{Key, period};
use crate::stats::Survival;
use crate::view::asking::Asking;
use crate::view::chart::{Mark, Shape, Tone};
use crate::view::metric::Metric;
use crate::view::series::series;

/// More days than these are drawn by week.
const MOST_DAYS: u32 = 90;

/// A period: its value, if there is one, and whether it is final.
type Place = Option<(f64, bool)>;

/// The line of a metric, above that of the days compared with.
pub(super) fn spark(
    asking: &mut Asking<'_>,
    metric: &Metric,
    range: DateRange,
    periods: Option<period::Comparison>,
) -> Vec<Mark> {
    let by = if range.len() > MOST_DAYS { Key::Week } else { Key::Day };
    let points = series(asking, metric, range, by);
    let first = |day| points.iter().position(|point| point.days.to >= day).unwrap_or(0);
    let skipped = periods.map_or(0, |periods| first(periods.current.from));
    let mut compared: Vec<Place> = vec![None; skipped];
    if let Some(periods) = periods {
        // Whether they are final shows in the change; here they are the ground.
        let before = series(asking, metric, periods.baseline, by);
        compared.extend(before.iter().map(|point| Some((point.value(metric)?, true))));
        compared.truncate(points.len());
    }
    let place = |point: &crate::view::series::Point<'_>| Some((point.value(metric)?, !point.growing && !point.partial));
    let present: Vec<Place> = points.iter().map(place).collect();
    let known = || present.iter().chain(&compared).flatten().map(|(value, _)| *value);
    let (lowest, highest) = (known().fold(0.0, f64::min), known().fold(0.0, f64::max));
    let mut marks = Vec::new();
    for (tone, places) in [(Tone::Compared, &compared), (Tone::First, &present)] {
        lines(places, present.len(), (lowest, highest), tone, &mut marks);
    }
    marks
}

/// The share that bought again, by age, with a dot where the number is read.
pub(super) fn curve(curve: &[Survival], place: usize) -> Vec<Mark> {
    let share = |at: &Survival| Some((1.0 - at.survival, true));
    // Nobody has bought again before the first age.
    let places: Vec<Place> = std::iter::once(Some((0.0, true))).chain(curve.iter().map(share)).collect();
    let heights = (0.0, curve.last().map_or(0.0, |at| 1.0 - at.survival));
    let mut marks = Vec::new();
    lines(&places, places.len(), heights, Tone::First, &mut marks);
    if let Some(read) = curve.get(place) {
        let mut dot = vec![None; place + 1];
        dot.push(share(read));
        lines(&dot, places.len(), heights, Tone::Second, &mut marks);
    }
    marks
}

/// Joins neighbours that both have a value, dashed where one of them is not final; a value without neighbours is a dot.
fn lines(places: &[Place], of: usize, (lowest, highest): (f64, f64), tone: Tone, marks: &mut Vec<Mark>) {
    let height = highest - lowest;
    let steps = of.saturating_sub(1).max(1) as f64;
    let mut start = 0;
    for run in places.split(Option::is_none) {
        let mut line: Vec<(f64, f64)> = Vec::new();
        let mut dashed = false;
        let mut before = true;
        for (n, &(value, whole)) in run.iter().flatten().enumerate() {
            let y = if height > 0.0 { (value - lowest) / height } else { 0.0 };
            let point = ((start + n) as f64 / steps, y);
            let dash = !(whole && (before || n == 0));
            if let Some(&last) = line.last().filter(|_| line.len() > 1 && dash != dashed) {
                marks.push(Mark { tone, shape: Shape::Line { points: std::mem::take(&mut line), dashed } });
                line.push(last);
            }
            line.push(point);
            (dashed, before) = (dash, whole);
        }
        match line.as_slice() {
            [] => {}
            &[(x, y)] => marks.push(Mark { tone, shape: Shape::Dot(x, y) }),
            _ => marks.push(Mark { tone, shape: Shape::Line { points: line, dashed } }),
        }
        start += run.len() + 1;
    }
}
