//! A table set as text. In: a table. Out: the same drawn into a picture, each column as wide as its texts need,
//! long texts in several lines.

use super::drawing::MARGIN;
use super::svg::{BODY, SMALL, STRONG, Side, Svg, colour, width_of, wrap};
use crate::view::locale::Locale;
use crate::view::twin::TwinTable;
use crate::view::words::fill;

/// Rows beyond these are only counted: a picture that no canvas can hold is of no use.
const MAX_ROWS: usize = 100;
const MAX_NAME: f64 = 280.0;
const MAX_WORDS: f64 = 240.0;
const MAX_NUMBER: f64 = 144.0;
const MIN_COLUMN: f64 = 48.0;
const GAP: f64 = 20.0;
const LINE: f64 = 16.0;

impl TwinTable {
    /// How wide [`TwinTable::draw`] draws.
    pub(super) fn drawn_width(&self) -> f64 {
        let columns = self.columns();
        let shown = columns.iter().map(|column| column.width).filter(|width| *width > 0.0);
        shown.map(|width| width + GAP).sum::<f64>() - GAP
    }

    /// The columns in a picture.
    fn columns(&self) -> Vec<Column> {
        let column = |ix: usize| {
            let (mut widest, mut is_number) = (0.0_f64, false);
            for cell in self.rows.iter().take(MAX_ROWS).filter_map(|row| row.get(ix)) {
                widest = widest.max(width_of(&cell.text, BODY.size));
                is_number |= cell.number.is_some();
            }
            let side = if ix > 0 && is_number { Side::End } else { Side::Start };
            if widest == 0.0 {
                return Column { width: 0.0, side };
            }
            let most = match side {
                _ if ix == 0 => MAX_NAME,
                Side::Start => MAX_WORDS,
                Side::Middle | Side::End => MAX_NUMBER,
            };
            let head = self.headers.get(ix).map_or(0.0, |head| width_of(head, SMALL.size));
            Column { width: widest.max(head).clamp(MIN_COLUMN, most), side }
        };
        (0..self.headers.len()).map(column).collect()
    }

    /// Draws from `y` on; gives where it ends.
    pub(super) fn draw(&self, y: f64, locale: &Locale, svg: &mut Svg) -> f64 {
        let columns = self.columns();
        let width = self.drawn_width();
        let heads: Vec<&str> = self.headers.iter().map(String::as_str).collect();
        let mut y = set_row(&heads, &columns, true, y, svg);
        for row in self.rows.iter().take(MAX_ROWS) {
            svg.rect((MARGIN, y), (width, 1.0), colour::LINE);
            let texts: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
            y = set_row(&texts, &columns, false, y, svg);
        }
        let left_out = self.rows.len().saturating_sub(MAX_ROWS);
        if left_out > 0 {
            let note = fill!(locale.later().rows_left_out, n = locale.number(left_out));
            svg.text(MARGIN, y + LINE, Side::Start, SMALL, &note);
            y += LINE + 8.0;
        }
        y
    }
}

/// One column; one that holds nothing has no width and is left out.
#[derive(Clone, Copy, Debug)]
struct Column {
    width: f64,
    /// Numbers end where their column ends, words begin where it begins.
    side: Side,
}

/// Sets one row below `y`; gives where it ends.
fn set_row(texts: &[&str], columns: &[Column], is_head: bool, y: f64, svg: &mut Svg) -> f64 {
    let mut left = MARGIN;
    let mut below = y;
    for (n, (text, &Column { width, side })) in texts.iter().zip(columns).enumerate() {
        if width == 0.0 {
            continue;
        }
        let look = match (is_head, n) {
            (true, _) => SMALL,
            (false, 0) => STRONG,
            (false, _) => BODY,
        };
        let x = if side == Side::Start { left } else { left + width };
        let mut at = y + 18.0;
        for line in wrap(text, look.size, width) {
            svg.text(x, at, side, look, &line);
            below = below.max(at);
            at += LINE;
        }
        left += width + GAP;
    }
    below + 8.0
}
