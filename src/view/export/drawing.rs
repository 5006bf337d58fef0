//! A sheet as a picture: a standalone SVG file with the heading, whose numbers these are, the panel, its remarks. Lines
//! wrap by an estimate of their width.

use super::plot;
use super::svg::{SMALL, Side, Svg, Type, colour, width_of, wrap};
use super::{Picture, Sheet};
use crate::view::locale::Locale;

/// Between the edge and what is drawn.
pub(super) const MARGIN: f64 = 32.0;
/// Least width.
pub(super) const WIDTH: f64 = 960.0;
const LINE: f64 = 18.0;
const TITLE: Type = Type { size: 20, bold: true, colour: colour::INK };
const DEMO: Type = Type { size: 13, bold: true, colour: colour::WARN };

impl Sheet {
    /// The sheet as an SVG file.
    pub fn svg(&self, locale: &Locale) -> String {
        let mut svg = Svg::default();
        let width = match &self.picture {
            Picture::Bars(_) | Picture::Chart(_) => WIDTH,
            Picture::Table => WIDTH.max(self.table.drawn_width() + 2.0 * MARGIN),
            Picture::Texts(table) => WIDTH.max(table.drawn_width() + 2.0 * MARGIN),
        };
        let room = width - 2.0 * MARGIN;
        let mut y = MARGIN + 20.0;
        if let Some(demo) = &self.demo {
            let wide = width_of(demo, DEMO.size) + 32.0;
            svg.rect((width - MARGIN - wide, y - 18.0), (wide, 24.0), colour::WARN_GROUND);
            svg.text(width - MARGIN - 16.0, y - 1.0, Side::End, DEMO, demo);
        }
        for line in wrap(&self.title, TITLE.size, room - 120.0) {
            svg.text(MARGIN, y, Side::Start, TITLE, &line);
            y += 28.0;
        }
        let gap = "  ·  ";
        let mut line = String::new();
        let mut lines = Vec::new();
        // As many of the head's short texts on a line as fit.
        for text in &self.head {
            let joined = if line.is_empty() { text.clone() } else { [&line, gap, text].concat() };
            if !line.is_empty() && width_of(&joined, SMALL.size) > room {
                lines.push(std::mem::replace(&mut line, text.clone()));
            } else {
                line = joined;
            }
        }
        lines.push(line);
        let mut y = lines_of(&lines, room, y, &mut svg) + 8.0;
        y = match &self.picture {
            Picture::Bars(bars) => bars.draw(y, room, &mut svg),
            Picture::Chart(chart) => plot::draw(chart, y, room, &mut svg),
            Picture::Table => self.table.draw(y, locale, &mut svg),
            Picture::Texts(table) => table.draw(y, locale, &mut svg),
        };
        y = lines_of(&self.notes, room, y + 24.0, &mut svg);
        svg.finish(width, y - LINE + MARGIN, &self.title, &self.summary)
    }
}

/// Sets lines from `y` on; gives where the next would stand.
fn lines_of(lines: &[String], room: f64, mut y: f64, svg: &mut Svg) -> f64 {
    for line in lines {
        for part in wrap(line, SMALL.size, room) {
            svg.text(MARGIN, y, Side::Start, SMALL, &part);
            y += LINE;
        }
    }
    y
}
