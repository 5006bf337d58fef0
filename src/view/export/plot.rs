//! A chart in a picture. In: a [`Chart`], whose places are fractions of its plot. Out: the same drawn with its axes.
//! What stands for what is told by width, dashes and names as well as by colour.

use super::drawing::MARGIN;
use super::svg::{SMALL, Side, Svg, Type, colour, width_of};
use crate::view::chart::{Axis, Chart, Shape, Tick, Tone};

/// Height of the plot alone.
const HEIGHT: f64 = 280.0;
/// Names of axes, and of stretches above the plot.
const ABOVE: f64 = 40.0;
/// Labels under the plot.
const BELOW: f64 = 24.0;
/// Height of a row of numbers under these.
const UNDER: f64 = 18.0;
const GAP: f64 = 8.0;
/// Length of the piece of line that stands before its name.
const SAMPLE: f64 = 16.0;

/// How wide the plot itself is in `room` pixels, less what axes and names need at most.
pub(super) const fn plot_width(room: f64) -> f64 {
    room - 160.0
}

/// How marks of a tone look: colour, width, dashes.
const fn look(tone: Tone) -> (&'static str, f64, &'static str) {
    match tone {
        Tone::First => (colour::ACCENT, 1.5, ""),
        Tone::Mean => (colour::MEAN, 5.0, ""),
        Tone::Second | Tone::Group(1) => (colour::INK, 1.5, ""),
        Tone::Compared => (colour::MUTED, 1.2, "6 3"),
        Tone::Band => (colour::BAR_SOFT, 0.0, ""),
        Tone::Span => (colour::SPAN, 0.0, ""),
        Tone::Rule => (colour::MUTED, 1.0, "2 2"),
        Tone::Group(0) => (colour::ACCENT, 2.0, ""),
        Tone::Group(2) => (colour::BAR, 1.5, ""),
        Tone::Group(3) => (colour::MUTED, 1.5, ""),
        Tone::Group(4) => (colour::WARN, 1.5, ""),
        Tone::Group(_) => (colour::INK, 1.0, "6 3"),
    }
}

/// Draws from `y` on, `room` pixels wide; gives where it ends.
pub(super) fn draw(chart: &Chart, y: f64, room: f64, svg: &mut Svg) -> f64 {
    let widest = |axis: Option<&Axis>| {
        let ticks = axis.map_or(&[][..], |axis| &axis.ticks);
        ticks.iter().map(|tick| width_of(&tick.label, SMALL.size) + GAP).fold(0.0, f64::max)
    };
    let names = chart.marks.iter().map(|mark| match &mark.shape {
        Shape::Text(x, _, text) if *x >= 1.0 => SAMPLE + width_of(text, SMALL.size) + 2.0 * GAP,
        _ => 0.0,
    });
    let left = MARGIN + widest(chart.y.first());
    let right = MARGIN + room - names.fold(widest(chart.y.get(1)), f64::max);
    let top = y + ABOVE;
    let plot = Plot { left, top, width: right - left };
    // Labels stand beside the plot, the names of axes above it at its outer edges.
    let sides = [(left - GAP, Side::End, MARGIN, Side::Start), (right + GAP, Side::Start, MARGIN + room, Side::End)];
    for (axis, (x, side, title_x, title_side)) in chart.y.iter().zip(sides) {
        svg.text(title_x, y + 12.0, title_side, SMALL, &axis.label);
        for Tick { at, label } in &axis.ticks {
            svg.text(x, plot.y(*at) + 4.0, side, SMALL, label);
        }
    }
    for tick in chart.y.first().map_or(&[][..], |axis| &axis.ticks) {
        svg.rect((left, plot.y(tick.at)), (plot.width, 1.0), colour::LINE);
    }
    for mark in &chart.marks {
        let (paint, width, dashes) = look(mark.tone);
        match &mark.shape {
            Shape::Line { points, dashed } => {
                svg.line(&plot.places(points), paint, width, if *dashed { "3 3" } else { dashes });
            }
            Shape::Area(points) => {
                // What lies around a line has to let others through.
                let paint = if matches!(mark.tone, Tone::Group(_)) { colour::SPAN } else { paint };
                svg.area(&plot.places(points), paint);
            }
            Shape::Dot(x, y) => svg.dot((plot.x(*x), plot.y(*y)), paint),
            Shape::Ring(x, y) => svg.ring((plot.x(*x), plot.y(*y)), paint),
            Shape::Bar { from, to } => plot.bar(*from, *to, paint, svg),
            Shape::Span { from, to, label } => {
                if to > from {
                    plot.bar((*from, 0.0), (*to, 1.0), paint, svg);
                } else {
                    svg.line(&plot.places(&[(*from, 0.0), (*from, 1.0)]), paint, width, dashes);
                }
                let (x, side) = if *from > 0.75 { (*to, Side::End) } else { (*from, Side::Start) };
                svg.text(plot.x(x), top - 6.0, side, SMALL, label);
            }
            Shape::Text(x, y, text) => {
                // A piece of the line before its name.
                let (left, y) = (plot.x(*x) + GAP, plot.y(*y));
                svg.line(&[(left, y), (left + SAMPLE, y)], paint, width, dashes);
                let look = Type { colour: colour::INK, ..SMALL };
                svg.text(left + SAMPLE + GAP, y + 4.0, Side::Start, look, text);
            }
        }
    }
    for Tick { at, label } in &chart.x.ticks {
        svg.text(plot.x(*at), top + HEIGHT + 18.0, Side::Middle, SMALL, label);
    }
    let mut y = top + HEIGHT + BELOW;
    if let Some(under) = &chart.under {
        svg.text(left, y + 14.0, Side::Start, SMALL, &under.caption);
        for (tone, counts) in &under.rows {
            y += UNDER;
            let (paint, width, dashes) = look(*tone);
            svg.line(&[(left - 28.0, y + 10.0), (left - 12.0, y + 10.0)], paint, width, dashes);
            for Tick { at, label } in counts {
                svg.text(plot.x(*at), y + 14.0, Side::Middle, SMALL, label);
            }
        }
        y += UNDER;
    }
    y
}

/// Where fractions of the plot lie.
struct Plot {
    left: f64,
    top: f64,
    width: f64,
}

impl Plot {
    fn x(&self, at: f64) -> f64 {
        self.left + at * self.width
    }

    fn y(&self, at: f64) -> f64 {
        self.top + (1.0 - at) * HEIGHT
    }

    fn places(&self, points: &[(f64, f64)]) -> Vec<(f64, f64)> {
        points.iter().map(|(x, y)| (self.x(*x), self.y(*y))).collect()
    }

    fn bar(&self, from: (f64, f64), to: (f64, f64), paint: &str, svg: &mut Svg) {
        let size = (self.x(to.0) - self.x(from.0), self.y(from.1) - self.y(to.1));
        svg.rect((self.x(from.0), self.y(to.1)), size, paint);
    }
}
