//! Draws the trend. In: places of points, the calendar, the room there is. Out: marks. A line breaks where a point is not
//! known, and is dashed to and from a point that is not final; names that would cover each other are left out, the
//! readings of their days still say them.

use crate::contract::{CalendarKind, Report};
use crate::date::{Date, DateRange};
use crate::order::sort_by;
use crate::view::chart::{Mark, Shape, Tone, text_px};
use crate::view::locale::Locale;

/// Below so many pixels there is no room beside the plot for names of lines.
const NAMED_PX: f64 = 300.0;
/// Least distance of two names at the end of lines, of the height of the plot.
const NAME_HEIGHT: f64 = 0.085;

/// Height of a point, and whether it is not final; `None` where there is a gap.
pub(in crate::view) type Place = Option<(f64, bool)>;

/// Middle of point `n` of `len`.
fn middle(n: usize, len: usize) -> f64 {
    (n as f64 + 0.5) / len as f64
}

/// A line through `places`.
pub(in crate::view) fn line(marks: &mut Vec<Mark>, tone: Tone, places: &[Place]) {
    let (mut run, mut dashed, mut was_open): (Vec<(f64, f64)>, bool, bool) = (Vec::new(), false, false);
    for (n, place) in places.iter().enumerate() {
        let Some((y, open)) = *place else {
            finish(marks, tone, &mut run, dashed);
            continue;
        };
        if let Some(&last) = run.last() {
            let dashes = open || was_open;
            if run.len() > 1 && dashes != dashed {
                finish(marks, tone, &mut run, dashed);
                run.push(last);
            }
            dashed = dashes;
        }
        run.push((middle(n, places.len()), y));
        was_open = open;
    }
    finish(marks, tone, &mut run, dashed);
}

fn finish(marks: &mut Vec<Mark>, tone: Tone, run: &mut Vec<(f64, f64)>, dashed: bool) {
    let points = std::mem::take(run);
    let shape = match points.as_slice() {
        [] => return,
        &[(x, y)] => Shape::Dot(x, y),
        _ => Shape::Line { points, dashed },
    };
    marks.push(Mark { tone, shape });
}

/// Where a day begins.
pub(super) fn place(day: Date, periods: &[DateRange]) -> f64 {
    let before = periods.partition_point(|days| days.to < day);
    let within = periods.get(before).map_or(0.0, |days| f64::from(day.since(days.from).max(0)) / f64::from(days.len()));
    (before as f64 + within) / periods.len().max(1) as f64
}

/// Promotions as stretches, launches and remarks as lines; named where `room_px` allows it.
pub(in crate::view) fn calendar(
    report: &Report,
    periods: &[DateRange],
    room_px: Option<f64>,
    locale: &Locale,
) -> Vec<Mark> {
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Vec::new() };
    let shown = DateRange { from: first.from, to: last.to };
    let mut stretches: Vec<(f64, f64, &str)> = Vec::new();
    for entry in &report.calendar {
        let Some(days) = entry.range.intersect(shown) else { continue };
        let (from, to) = (place(days.from, periods), place(days.to.plus(1), periods));
        let to = if entry.kind == CalendarKind::Promotion { to } else { from };
        stretches.push((from, to, entry.label.get(&locale.tag)));
    }
    // The first to ask for room gets it: lines, which nothing else explains, then the longest.
    let length = |&(from, to, _): &(f64, f64, &str)| if to > from { from - to } else { -2.0 };
    sort_by(&mut stretches, |a, b| length(a).total_cmp(&length(b)));
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let (mut spans, mut rules) = (Vec::new(), Vec::new());
    for (from, to, label) in stretches {
        let width = room_px.map(|room_px| (text_px(label) + 8.0) / room_px);
        let room = width.map(|width| if from > 0.75 { (to - width, to) } else { (from, from + width) });
        let free = |room: &(f64, f64)| room.0 >= 0.0 && taken.iter().all(|t| t.1 <= room.0 || room.1 <= t.0);
        let room = room.filter(free);
        let label = if room.is_some() { label.to_owned() } else { String::new() };
        taken.extend(room);
        let (tone, list) = if to > from { (Tone::Span, &mut spans) } else { (Tone::Rule, &mut rules) };
        list.push(Mark { tone, shape: Shape::Span { from, to, label } });
    }
    spans.append(&mut rules);
    spans
}

/// Names at the right ends of lines, moved apart; none where there is no room.
pub(in crate::view) fn names(lines: Vec<(Tone, &str, f64)>, room_px: f64) -> Vec<Mark> {
    let mut lines = lines;
    if room_px < NAMED_PX {
        return Vec::new();
    }
    sort_by(&mut lines, |a, b| a.2.total_cmp(&b.2));
    let mut free = 0.0;
    for line in &mut lines {
        line.2 = line.2.max(free);
        free = line.2 + NAME_HEIGHT;
    }
    let mut free = 1.0;
    for line in lines.iter_mut().rev() {
        line.2 = line.2.min(free);
        free = line.2 - NAME_HEIGHT;
    }
    lines.into_iter().map(|(tone, name, y)| Mark { tone, shape: Shape::Text(1.0, y, name.to_owned()) }).collect()
}

#[cfg(test)]
mod tests {
    use super::{Mark, Shape, Tone, line};

    #[test]
    fn a_line_breaks_at_gaps_and_is_dashed_to_and_from_what_is_open() {
        let places = [Some((0.1, true)), Some((0.2, false)), Some((0.3, false)), None, Some((0.4, false)), None]
            .into_iter()
            .chain([Some((0.5, false)), Some((0.6, false)), Some((0.7, true)), Some((0.8, true))]);
        let places: Vec<_> = places.collect();
        let mut marks = Vec::new();
        line(&mut marks, Tone::First, &places);
        let seen: Vec<(Vec<f64>, Option<bool>)> = marks
            .iter()
            .map(|Mark { shape, .. }| match shape {
                Shape::Line { points, dashed } => (points.iter().map(|point| point.1).collect(), Some(*dashed)),
                Shape::Dot(_, y) => (vec![*y], None),
                _ => (Vec::new(), None),
            })
            .collect();
        let expected = [
            (vec![0.1, 0.2], Some(true)),
            (vec![0.2, 0.3], Some(false)),
            (vec![0.4], None),
            (vec![0.5, 0.6], Some(false)),
            (vec![0.6, 0.7, 0.8], Some(true)),
        ];
        assert_eq!(seen, expected);
    }
}
