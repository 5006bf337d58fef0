//! Bars with their numbers beside them. In: rows made from a view model. Out: the same drawn into a picture.

use super::drawing::MARGIN;
use super::svg::{SMALL, STRONG, Side, Svg, colour, wrap};
use crate::view::funnel::{Comparison, Direction, FunnelRow, FunnelView, Rate};

const LABEL_WIDTH: f64 = 168.0;
/// Columns of numbers, their right edges from the right.
const COLUMNS: [f64; 3] = [292.0, 176.0, 0.0];
const NUMBERS_WIDTH: f64 = 396.0;
const BAR_HEIGHT: f64 = 20.0;
const LINE: f64 = 16.0;

/// A drawing of bars.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bars {
    /// Over the three columns of numbers.
    heads: [String; 3],
    rows: Vec<Bar>,
}

/// One bar.
#[derive(Clone, Debug, Default, PartialEq)]
struct Bar {
    /// Over the row, such as that a new scale begins here.
    above: Option<String>,
    label: String,
    /// Under the label.
    tag: String,
    /// Lengths, 0 to 1 of a full bar: of the bar, of its growing end, of the outline of what is compared.
    length: f64,
    growing: f64,
    compared: Option<f64>,
    /// A number and what stands under it, a line each.
    numbers: [Vec<String>; 3],
    /// Under the bar.
    remarks: Vec<String>,
}

/// The funnel's bars.
pub(super) fn of_funnel(view: &FunnelView) -> Bars {
    let row = |row: &FunnelRow| {
        let chain = row.chain.and_then(|chain| view.chains.get(chain)).map(|chain| chain.label.clone());
        let compared = row.comparison.as_ref();
        let mut count = vec![row.count.clone()];
        count.extend(compared.and_then(count_change));
        let parts = row.parts.iter().map(|part| [&part.label, " ", &part.count].concat());
        let remarks = row.immature.iter().chain(&row.marks).cloned();
        Bar {
            above: row.magnified.clone(),
            label: row.label.clone(),
            tag: chain.into_iter().chain(row.optional.clone()).collect::<Vec<_>>().join(" · "),
            length: row.bar,
            growing: row.immature_bar,
            compared: compared.map(|compared| compared.bar),
            numbers: [count, rate(&row.of_first, None), rate(&row.of_previous, compared)],
            remarks: [parts.collect::<Vec<_>>(), remarks.collect()]
                .into_iter()
                .filter(|remarks| !remarks.is_empty())
                .map(|remarks| remarks.join("  ·  "))
                .collect(),
        }
    };
    Bars {
        heads: [String::new(), view.of_first_label.clone(), view.of_previous_label.clone()],
        rows: view.rows.iter().map(row).collect(),
    }
}

fn rate(rate: &Rate, compared: Option<&Comparison>) -> Vec<String> {
    if !rate.applies {
        return Vec::new();
    }
    if rate.text.is_empty() {
        return vec!["—".to_owned()];
    }
    let mut lines = vec![rate.text.clone()];
    lines.extend(rate.interval.clone());
    lines.extend(
        compared
            .map(|compared| &compared.rate_change)
            .filter(|change| !change.text.is_empty())
            .map(|change| [arrow(change.direction), &change.text].concat()),
    );
    lines
}

fn count_change(compared: &Comparison) -> Option<String> {
    let change = &compared.count_change;
    (!change.text.is_empty()).then(|| [arrow(change.direction), &change.text].concat())
}

const fn arrow(direction: Direction) -> &'static str {
    match direction {
        Direction::Rise => "▲ ",
        Direction::Fall => "▼ ",
        Direction::Flat => "",
    }
}

impl Bars {
    /// Draws from `y` on, `room` pixels wide; gives where it ends.
    pub fn draw(&self, y: f64, room: f64, svg: &mut Svg) -> f64 {
        let right = MARGIN + room;
        let bar_left = MARGIN + LABEL_WIDTH;
        let bar_width = room - LABEL_WIDTH - NUMBERS_WIDTH;
        for (place, head) in COLUMNS.iter().zip(&self.heads) {
            svg.text(right - place, y + 12.0, Side::End, SMALL, head);
        }
        let mut y = y + 24.0;
        for row in &self.rows {
            if let Some(above) = &row.above {
                svg.rect((MARGIN, y), (room, 1.0), colour::LINE);
                svg.text(MARGIN, y + 16.0, Side::Start, SMALL, above);
                y += 24.0;
            }
            let mut below = y + BAR_HEIGHT;
            let mut label_y = y + 15.0;
            for line in wrap(&row.label, STRONG.size, LABEL_WIDTH - 16.0) {
                svg.text(MARGIN, label_y, Side::Start, STRONG, &line);
                label_y += LINE;
            }
            if !row.tag.is_empty() {
                for line in wrap(&row.tag, SMALL.size, LABEL_WIDTH - 16.0) {
                    svg.text(MARGIN, label_y, Side::Start, SMALL, &line);
                    label_y += LINE;
                }
            }
            below = below.max(label_y - LINE + 4.0);
            let (length, growing) = (row.length * bar_width, row.growing * bar_width);
            svg.rect((bar_left, y), (bar_width, BAR_HEIGHT), colour::GROUND);
            svg.rect((bar_left, y), (length, BAR_HEIGHT), colour::BAR);
            svg.rect((bar_left + length - growing, y), (growing, BAR_HEIGHT), colour::BAR_SOFT);
            svg.rect((bar_left + length - growing, y), (growing, BAR_HEIGHT), "url(#hatch)");
            if let Some(compared) = row.compared {
                svg.outline((bar_left, y), (compared * bar_width, BAR_HEIGHT));
            }
            for (place, lines) in COLUMNS.iter().zip(&row.numbers) {
                for (n, line) in lines.iter().enumerate() {
                    let (look, at) = if n == 0 { (STRONG, y + 15.0) } else { (SMALL, y + 15.0 + LINE * n as f64) };
                    svg.text(right - place, at, Side::End, look, line);
                    below = below.max(at + 5.0);
                }
            }
            let mut remark_y = y + BAR_HEIGHT + 15.0;
            for remark in &row.remarks {
                for line in wrap(remark, SMALL.size, bar_width) {
                    svg.text(bar_left, remark_y, Side::Start, SMALL, &line);
                    below = below.max(remark_y + 5.0);
                    remark_y += LINE;
                }
            }
            y = below + 12.0;
        }
        y - 12.0
    }
}
