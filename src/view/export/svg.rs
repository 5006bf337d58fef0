//! The few parts of SVG that pictures in files are made of. In: places in pixels, texts as they are. Out: markup whose
//! look stands in attributes, with nothing that a viewer would have to fetch or run. Texts are escaped; how wide they
//! are is only estimated, as no font is known here.

/// Colours of pictures: dark on light, whatever the screen has, because files are printed and pasted.
pub(super) mod colour {
    pub const PAPER: &str = "#ffffff";
    pub const INK: &str = "#1c2026";
    pub const MUTED: &str = "#5f6773";
    pub const LINE: &str = "#e3e6ea";
    pub const GROUND: &str = "#f5f6f8";
    pub const ACCENT: &str = "#2f5bd7";
    pub const SPAN: &str = "#eef0f3";
    pub const BAR: &str = "#7f9be8";
    pub const BAR_SOFT: &str = "#dfe6f8";
    pub const MEAN: &str = "#c5d1f4";
    pub const WARN: &str = "#8a5a00";
    pub const WARN_GROUND: &str = "#fff6e0";
}

/// Where a text stands relative to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// It begins there.
    Start,
    /// It ends there.
    End,
    /// It is as long on either side.
    Middle,
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Type {
    pub size: u32,
    pub bold: bool,
    pub colour: &'static str,
}

pub(super) const BODY: Type = Type { size: 13, bold: false, colour: colour::INK };
pub(super) const STRONG: Type = Type { bold: true, ..BODY };
pub(super) const SMALL: Type = Type { size: 12, bold: false, colour: colour::MUTED };

/// Markup in the making.
#[derive(Default)]
pub(super) struct Svg {
    text: String,
}

impl Svg {
    /// One line of text; `y` is its base line. Nothing for an empty one.
    pub fn text(&mut self, x: f64, y: f64, side: Side, look: Type, text: &str) {
        if text.is_empty() {
            return;
        }
        self.open("text");
        self.length("x", x);
        self.length("y", y);
        self.length("font-size", f64::from(look.size));
        self.attribute("fill", look.colour);
        if look.bold {
            self.attribute("font-weight", "600");
        }
        match side {
            Side::Start => {}
            Side::End => self.attribute("text-anchor", "end"),
            Side::Middle => self.attribute("text-anchor", "middle"),
        }
        self.text.push('>');
        escape(text, &mut self.text);
        self.text.push_str("</text>");
    }

    /// A rectangle; one without an extent is not drawn.
    pub fn rect(&mut self, corner: (f64, f64), size: (f64, f64), fill: &str) {
        if size.0 > 0.0 && size.1 > 0.0 {
            self.open("rect");
            self.corners(corner, size);
            self.attribute("fill", fill);
            self.text.push_str("/>");
        }
    }

    /// The outline of a rectangle, dashed.
    pub fn outline(&mut self, corner: (f64, f64), size: (f64, f64)) {
        self.open("rect");
        self.corners(corner, size);
        for (name, value) in [("fill", "none"), ("stroke", colour::MUTED), ("stroke-dasharray", "3 2")] {
            self.attribute(name, value);
        }
        self.text.push_str("/>");
    }

    /// A line through places; `dashes` as `stroke-dasharray` takes them, empty for none.
    pub fn line(&mut self, places: &[(f64, f64)], stroke: &str, width: f64, dashes: &str) {
        self.open("polyline");
        self.places(places);
        self.attribute("fill", "none");
        self.attribute("stroke", stroke);
        self.length("stroke-width", width);
        if !dashes.is_empty() {
            self.attribute("stroke-dasharray", dashes);
        }
        self.text.push_str("/>");
    }

    /// A closed area.
    pub fn area(&mut self, places: &[(f64, f64)], fill: &str) {
        self.open("polygon");
        self.places(places);
        self.attribute("fill", fill);
        self.text.push_str("/>");
    }

    /// A place.
    pub fn dot(&mut self, place: (f64, f64), fill: &str) {
        self.circle(place);
        self.attribute("fill", fill);
        self.text.push_str("/>");
    }

    /// A place, hollow.
    pub fn ring(&mut self, place: (f64, f64), stroke: &str) {
        self.circle(place);
        self.attribute("fill", "none");
        self.attribute("stroke", stroke);
        self.text.push_str("/>");
    }

    fn circle(&mut self, place: (f64, f64)) {
        self.open("circle");
        for (name, value) in [("cx", place.0), ("cy", place.1), ("r", 3.0)] {
            self.length(name, value);
        }
    }

    /// The whole file around what was drawn; `title` and `about` are for those who do not see it.
    pub fn finish(self, width: f64, height: f64, title: &str, about: &str) -> String {
        let mut whole = Self::default();
        whole.text.push_str(concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" ",
            "font-family=\"system-ui, sans-serif\" viewBox=\"0 0 "
        ));
        whole.number(width);
        whole.text.push(' ');
        whole.number(height);
        whole.text.push('"');
        whole.length("width", width);
        whole.length("height", height);
        whole.text.push_str("><title>");
        escape(title, &mut whole.text);
        whole.text.push_str("</title><desc>");
        escape(about, &mut whole.text);
        // Days that still grow; the same pattern as on the screen.
        whole.text.push_str(concat!(
            "</desc><defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" ",
            "patternTransform=\"rotate(45)\"><rect width=\"3\" height=\"6\" fill=\"#7f9be8\"/></pattern></defs>"
        ));
        whole.rect((0.0, 0.0), (width, height), colour::PAPER);
        whole.text + &self.text + "</svg>\n"
    }

    fn corners(&mut self, corner: (f64, f64), size: (f64, f64)) {
        for (name, value) in [("x", corner.0), ("y", corner.1), ("width", size.0), ("height", size.1)] {
            self.length(name, value);
        }
    }

    fn places(&mut self, places: &[(f64, f64)]) {
        self.text.push_str(" points=\"");
        for (x, y) in places {
            self.number(*x);
            self.text.push(',');
            self.number(*y);
            self.text.push(' ');
        }
        self.text.push('"');
    }

    fn open(&mut self, name: &str) {
        self.text.push('<');
        self.text.push_str(name);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        escape(value, &mut self.text);
        self.text.push('"');
    }

    fn length(&mut self, name: &str, value: f64) {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        self.number(value);
        self.text.push('"');
    }

    /// With one digit after the point where it takes one; integers, because writing floats is a library of its own.
    fn number(&mut self, value: f64) {
        let tenths = (value * 10.0).round() as i32;
        if tenths < 0 {
            self.text.push('-');
        }
        let tenths = tenths.unsigned_abs();
        self.text.push_str(&(tenths / 10).to_string());
        if !tenths.is_multiple_of(10) {
            self.text.push('.');
            self.text.push_str(&(tenths % 10).to_string());
        }
    }
}

/// Text as XML takes it; characters that XML has no place for are left out.
fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\t' | '\n' | '\r' => into.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => into.push(c),
        }
    }
}

/// About how wide a text is at a size, in pixels: wide scripts fill their square, others three fifths of it.
pub(super) fn width_of(text: &str, size: u32) -> f64 {
    text.chars().map(ems).sum::<f64>() * f64::from(size)
}

fn ems(c: char) -> f64 {
    if is_wide(c) { 1.0 } else { 0.6 }
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{3ffff}')
}

/// The text in lines of at most so many pixels: broken after a space, beside a wide character, and within a word only
/// where it is longer than a line. No line begins with closing punctuation.
pub(super) fn wrap(text: &str, size: u32, width: f64) -> Vec<String> {
    let most = width / f64::from(size);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut filled = 0.0;
    // Bytes of the line up to the last place where it may break.
    let mut place = 0;
    for c in text.chars() {
        let closes = matches!(c, '，' | '。' | '、' | '；' | '：' | '）' | '”' | ',' | '.' | ';' | ':' | ')' | '%');
        let after_wide = line.chars().next_back().is_some_and(|last| is_wide(last) || last == ' ');
        if !closes && (after_wide || is_wide(c)) {
            place = line.len();
        }
        if filled + ems(c) > most && !line.is_empty() && !closes {
            let rest = line.split_off(if place > 0 { place } else { line.len() });
            lines.push(line.trim_end().to_owned());
            line = rest;
            filled = line.chars().map(ems).sum();
            place = 0;
        }
        line.push(c);
        filled += ems(c);
    }
    lines.push(line);
    lines
}
