//! A drawing as data: what the screen draws as SVG and a file holds as SVG. In: made by panels. Every place is a
//! fraction of the plot, 0 to 1, x to the right and y upwards, so that a drawing fits any width without being made anew;
//! marks are drawn in order, later ones above.

/// A plot with its axes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// Marks below the plot, from left to right.
    pub x: Axis,
    /// At the left; with a second one that at the right.
    pub y: Vec<Axis>,
    /// What is drawn, bottom first.
    pub marks: Vec<Mark>,
    /// Rows of numbers under the labels of x, with a caption.
    pub under: Option<Under>,
}

/// Rows of numbers under a plot, each number under a label.
#[derive(Clone, Debug, PartialEq)]
pub struct Under {
    /// What they count.
    pub caption: String,
    /// One per line.
    pub rows: Vec<(Tone, Vec<Tick>)>,
}

/// One axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// What it measures; may be empty.
    pub label: String,
    /// Where it is marked.
    pub ticks: Vec<Tick>,
}

/// One mark of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Place on the axis, 0 to 1.
    pub at: f64,
    /// What stands there.
    pub label: String,
}

/// One thing drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its part in the drawing, from which its colour follows.
    pub tone: Tone,
    /// Its shape.
    pub shape: Shape,
}

/// What a mark is, from which its colour, its width and its dashes follow; meaning never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The series that the panel is about.
    First,
    /// The one beside it.
    Second,
    /// The same over other days, or another group.
    Compared,
    /// A smoothed line.
    Mean,
    /// Uncertainty around a line.
    Band,
    /// A stretch of the axis with a name, such as a promotion.
    Span,
    /// A line to measure by.
    Rule,
    /// One of several groups side by side, by its number; as an area the uncertainty around its line.
    Group(u8),
}

/// A shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A line through places; `dashed` where what it shows is not final.
    Line {
        /// Two places at least.
        points: Vec<(f64, f64)>,
        /// Not final, or estimated.
        dashed: bool,
    },
    /// A closed area.
    Area(Vec<(f64, f64)>),
    /// A place.
    Dot(f64, f64),
    /// A place, hollow.
    Ring(f64, f64),
    /// A stretch of x over the whole height, a line where it begins and ends at one place; its name stands above its
    /// beginning, or in the last quarter of the plot before its end.
    Span {
        /// Where it begins.
        from: f64,
        /// Where it ends.
        to: f64,
        /// What it is called.
        label: String,
    },
    /// A rectangle between two corners.
    Bar {
        /// Lower left corner.
        from: (f64, f64),
        /// Upper right corner.
        to: (f64, f64),
    },
    /// A text that begins at a place.
    Text(f64, f64, String),
}

/// About how many pixels a label takes at the size in which axes are lettered: enough to keep labels apart.
pub fn text_px(text: &str) -> f64 {
    text.chars().map(|c| if c < '\u{2e80}' { 6.9 } else { 11.5 }).sum()
}
