//! Draws a [`Chart`] as SVG that fits any width without being drawn anew. In: marks in fractions of the plot, a height
//! in pixels. Out: the plot between its axes, and the places of a [`Frame`] for whatever else is drawn above it. Lines
//! and areas stand in boxes of their own that stretch with the plot; all else keeps its shape and stands at percentages.

use std::fmt::Write as _;

use super::element::{Element, decimal, length, tag};
use crate::view::chart::{Axis, Chart, Mark, Shape, Tick, Tone, Under, text_px};

/// Room for names above the plot.
const ABOVE_PX: f64 = 20.0;
/// Room for labels below it.
const BELOW_PX: f64 = 24.0;
/// Height of a row of numbers under these.
const UNDER_PX: f64 = 16.0;
/// Room for the names of axes above all.
const TITLE_PX: f64 = 18.0;
/// Longest name of an axis, in the narrowest report.
const MOST_TITLE_PX: f64 = 240.0;
/// Longest name beside the end of a line.
const MOST_NAME_PX: f64 = 160.0;
/// Least room beside a plot with labels below it, so that the outermost of them stay inside.
const BESIDE_PX: f64 = 24.0;
/// Room between the plot and its labels.
const GAP_PX: f64 = 8.0;

/// The pixels of a plot from top to bottom.
#[derive(Clone, Copy)]
pub struct Frame {
    title: f64,
    top: f64,
    plot: f64,
    height: f64,
    /// Room for rows of numbers at the lower end.
    under: f64,
    lettered: bool,
}

impl Frame {
    /// The frame of a chart that is `height` pixels high in all, but for the rows of numbers under it.
    pub fn of(chart: &Chart, height: f64) -> Self {
        let lettered = !chart.x.ticks.is_empty();
        let title = if chart.y.iter().any(|axis| !axis.label.is_empty()) { TITLE_PX } else { 0.0 };
        let (above, below) = if lettered { (title + ABOVE_PX, BELOW_PX) } else { (0.0, 0.0) };
        let under = chart.under.as_ref().map_or(0.0, |under| UNDER_PX * (under.rows.len() + 1) as f64);
        Self { title, top: above, plot: height - above - below, height: height + under, under, lettered }
    }

    /// Distance of a height in the plot, 0 to 1, from the top.
    pub fn y(&self, at: f64) -> String {
        decimal((self.top + (1.0 - at) * self.plot).max(0.0), 1)
    }

    /// The height in the plot, 0 to 1, at so many pixels from the top, and how many pixels the plot is high.
    pub fn height_at(&self, pixels: f64) -> (f64, f64) {
        (1.0 - (pixels - self.top) / self.plot, self.plot)
    }

    /// A line through the whole height of the plot.
    pub fn upright(&self, at: f64, class: &str) -> Element {
        let (x, top, bottom) = (length(at, 3), self.y(1.0), self.y(0.0));
        tag!("line", "x1" = &*x, "x2" = &*x, "y1" = &*top, "y2" = &*bottom, "class" = class)
    }

    /// A place in the plot.
    pub fn dot(&self, x: f64, y: f64, class: &str) -> Element {
        tag!("circle", "cx" = &*length(x, 3), "cy" = &*self.y(y), "r" = "3", "class" = class)
    }

    /// A rectangle between two corners of the plot.
    pub fn bar(&self, from: (f64, f64), to: (f64, f64), class: &str) -> Element {
        let (x, width) = (length(from.0, 3), length(to.0 - from.0, 3));
        let (y, height) = (self.y(to.1), decimal((to.1 - from.1) * self.plot, 1));
        tag!("rect", "x" = &*x, "width" = &*width, "y" = &*y, "height" = &*height, "class" = class)
    }

    /// A layer of marks as large as the plot.
    pub fn layer(&self, class: &str) -> Element {
        let height = decimal(self.height, 0);
        tag!("svg", "width" = "100%", "height" = &*height, "aria-hidden" = "true", "class" = class)
    }
}

/// Class of a tone.
pub const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::First => "first",
        Tone::Second => "second",
        Tone::Compared => "compared",
        Tone::Mean => "mean",
        Tone::Band => "band",
        Tone::Span => "span",
        Tone::Rule => "rule",
        Tone::Group(0) => "group-0",
        Tone::Group(1) => "group-1",
        Tone::Group(2) => "group-2",
        Tone::Group(3) => "group-3",
        Tone::Group(4) => "group-4",
        Tone::Group(_) => "group-5",
    }
}

/// The chart; `plot` is the element that gets the marks and hears the pointer, `over` what is drawn above them.
pub fn draw(chart: &Chart, frame: &Frame, plot: Element, over: Option<Element>) -> Element {
    let grid = chart.y.first().map_or(&[][..], |axis| &axis.ticks);
    let rules = grid.iter().map(|tick| {
        let y = frame.y(tick.at);
        tag!("line", "x2" = "100%", "y1" = &*y, "y2" = &*y, "class" = "gridline")
    });
    let labels = chart.x.ticks.iter().map(|tick| {
        let y = decimal(frame.height - frame.under - GAP_PX, 0);
        tag!("text", "x" = &*length(tick.at, 3), "y" = &*y, "text-anchor" = "middle").text(&tick.label)
    });
    let marks =
        frame.layer("drawing").each(rules).each(chart.marks.iter().map(|mark| draw_mark(mark, frame))).each(labels);
    let marks = match &chart.under {
        Some(rows) => marks.with(under(rows, frame)),
        None => marks,
    };
    let names = chart.marks.iter().filter_map(|mark| match &mark.shape {
        Shape::Text(x, _, text) if *x >= 1.0 => Some(wide_px(&shortened(text, MOST_NAME_PX)) + GAP_PX),
        _ => None,
    });
    let least = if frame.lettered { BESIDE_PX } else { 0.0 };
    let room = |axis: Option<&Axis>| {
        let ticks = axis.map_or(&[][..], |axis| &axis.ticks);
        ticks.iter().map(|tick| text_px(&tick.label) + GAP_PX).fold(least, f64::max)
    };
    let beside = names.fold(room(chart.y.get(1)), f64::max);
    let named = if chart.y.len() > 1 { [tone(Tone::First), tone(Tone::Second)] } else { ["", ""] };
    tag!("div", "class" = "chart")
        .with(axis(chart.y.first(), frame, room(chart.y.first()), Side::Left, named[0]))
        .with(plot.with(marks).maybe(over))
        .with(axis(chart.y.get(1), frame, beside, Side::Right, named[1]))
}

/// Rows of numbers, each behind a piece of the line that it belongs to.
fn under(under: &Under, frame: &Frame) -> Element {
    let y = |row: usize| decimal(frame.height - frame.under + UNDER_PX * (row as f64 + 1.0) - 4.0, 0);
    let rows = under.rows.iter().enumerate().map(|(n, (of, counts))| {
        let (base, class) = (y(n + 1), tone(*of));
        let middle = decimal(frame.height - frame.under + UNDER_PX * (n as f64 + 2.0) - 8.0, 0);
        let sample = tag!("line", "x1" = "-20", "x2" = "-6", "y1" = &*middle, "y2" = &*middle, "class" = class);
        let count = |tick: &Tick| {
            // The first would stand on its line.
            let anchor = if tick.at > 0.0 { "middle" } else { "start" };
            tag!("text", "x" = &*length(tick.at, 3), "y" = &*base, "text-anchor" = anchor).text(&tick.label)
        };
        tag!("g").with(sample).each(counts.iter().map(count))
    });
    let caption = tag!("text", "x" = "0", "y" = &*y(0), "dx" = "-20", "class" = "caption").text(&under.caption);
    tag!("g", "class" = "under").with(caption).each(rows)
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

fn axis(axis: Option<&Axis>, frame: &Frame, width: f64, side: Side, class: &str) -> Element {
    let (x, anchor) = match side {
        Side::Left => (decimal((width - GAP_PX).max(0.0), 0), "end"),
        Side::Right => (decimal(GAP_PX, 0), "start"),
    };
    let (title_x, title_anchor) = match side {
        Side::Left => ("0", "start"),
        Side::Right => ("100%", "end"),
    };
    let label = |tick: &Tick| {
        let y = frame.y(tick.at);
        tag!("text", "x" = &*x, "y" = &*y, "dy" = "0.35em", "text-anchor" = anchor, "class" = class).text(&tick.label)
    };
    let title = axis.filter(|axis| !axis.label.is_empty()).map(|axis| {
        let y = decimal(frame.title - GAP_PX / 2.0, 0);
        tag!("text", "x" = title_x, "y" = &*y, "text-anchor" = title_anchor, "class" = class)
            .text(&shortened(&axis.label, MOST_TITLE_PX))
    });
    let (width, height) = (decimal(width, 0), decimal(frame.height, 0));
    tag!("svg", "width" = &*width, "height" = &*height, "aria-hidden" = "true", "class" = "axis")
        .maybe(title)
        .each(axis.into_iter().flat_map(|axis| &axis.ticks).map(label))
}

/// One mark in the plot.
pub fn draw_mark(mark: &Mark, frame: &Frame) -> Element {
    let class = tone(mark.tone);
    match &mark.shape {
        Shape::Line { points, dashed } => {
            let class = if *dashed { [class, " dashed"].concat() } else { class.to_owned() };
            stretched(frame, tag!("polyline", "points" = &*places(points), "class" = &*class))
        }
        Shape::Area(points) => stretched(frame, tag!("polygon", "points" = &*places(points), "class" = class)),
        Shape::Dot(x, y) => frame.dot(*x, *y, class),
        Shape::Ring(x, y) => frame.dot(*x, *y, "ring"),
        Shape::Bar { from, to } => frame.bar(*from, *to, class),
        Shape::Text(x, y, text) => {
            // Beside the plot there is as much room as was made for it.
            let name = if *x >= 1.0 { shortened(text, MOST_NAME_PX) } else { text.clone() };
            let (x, y) = (length(*x, 3), frame.y(*y));
            tag!("text", "x" = &*x, "y" = &*y, "dx" = "6", "dy" = "0.35em", "class" = class).text(&name)
        }
        Shape::Span { from, to, label } => {
            let body = if to > from { frame.bar((*from, 0.0), (*to, 1.0), class) } else { frame.upright(*from, class) };
            let (x, anchor) = if *from > 0.75 { (*to, "end") } else { (*from, "start") };
            let y = decimal((frame.top - GAP_PX / 2.0).max(0.0), 0);
            let text = |label| {
                tag!("text", "x" = &*length(x, 3), "y" = &*y, "text-anchor" = anchor)
                    .text(&shortened(label, MOST_TITLE_PX))
            };
            tag!("g").with(body).maybe((!label.is_empty()).then(|| text(label)))
        }
    }
}

/// A box whose marks stretch with the plot.
fn stretched(frame: &Frame, mark: Element) -> Element {
    let (y, height) = (decimal(frame.top, 1), decimal(frame.plot, 1));
    tag!(
        "svg",
        "y" = &*y,
        "width" = "100%",
        "height" = &*height,
        "viewBox" = "0 0 10000 1000",
        "preserveAspectRatio" = "none",
        "overflow" = "visible",
    )
    .with(mark)
}

/// Places in such a box.
fn places(points: &[(f64, f64)]) -> String {
    let mut text = String::with_capacity(points.len() * 9);
    for (x, y) in points {
        let _ = write!(text, "{},{} ", (x * 10_000.0).round() as i32, ((1.0 - y) * 1_000.0).round() as i32);
    }
    text
}
/// A name no wider than so many pixels: it stands where nothing breaks it.
fn shortened(name: &str, most_px: f64) -> String {
    let mut kept = name.to_owned();
    while wide_px(&kept) > most_px {
        kept.pop();
    }
    if kept.len() < name.len() {
        kept.push('…');
    }
    kept
}

/// Wider than `text_px` has it, for capitals in a row.
fn wide_px(name: &str) -> f64 {
    let of = |c: char| if c.is_ascii_uppercase() { 11.5 } else { text_px(c.encode_utf8(&mut [0; 4])) };
    name.chars().map(of).sum()
}
