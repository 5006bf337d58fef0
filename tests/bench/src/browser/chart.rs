//! Charts as SVG. In: names and numbers. Out: a picture of its own, on white, that shows times on a logarithmic axis. Colours
//! are those of Okabe and Ito, which people tell apart whatever colours they see; shapes differ too. Refuses nothing:
//! numbers that are none are left out.

use std::fmt::Write as _;

use super::numbers::shown;

const WIDTH: f64 = 860.0;
const LEFT: f64 = 250.0;
const RIGHT: f64 = 44.0;
const TOP: f64 = 76.0;
const ROW: f64 = 30.0;
const COLOURS: [&str; 6] = ["#d55e00", "#0072b2", "#56b4e9", "#009e73", "#cc79a7", "#666666"];

/// One engine.
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// Pairs of place and time.
    pub points: Vec<(f64, f64)>,
}

/// A scale of powers of ten.
struct Scale {
    from: f64,
    to: f64,
    start: f64,
    length: f64,
}

impl Scale {
    fn new(numbers: impl Iterator<Item = f64> + Clone, start: f64, length: f64) -> Self {
        let logs = numbers.filter(|number| *number > 0.0 && number.is_finite()).map(f64::log10);
        let from = logs.clone().fold(f64::INFINITY, f64::min).floor();
        let to = logs.fold(f64::NEG_INFINITY, f64::max).ceil();
        if from.is_finite() {
            Self { from, to: to.max(from + 1.0), start, length }
        } else {
            Self { from: 0.0, to: 1.0, start, length }
        }
    }

    fn at(&self, number: f64) -> f64 {
        self.start + (number.log10() - self.from) / (self.to - self.from) * self.length
    }

    fn powers(&self) -> impl Iterator<Item = f64> {
        (self.from as i32..=self.to as i32).map(|power| 10_f64.powi(power))
    }
}

/// Dots by row: `labels` downwards, `series` with the number of the row as place.
pub fn dots(title: &str, about: &str, labels: &[String], series: &[Series]) -> String {
    let height = TOP + ROW * labels.len() as f64 + 44.0;
    let all = series.iter().flat_map(|series| series.points.iter().map(|(_, ms)| *ms));
    let scale = Scale::new(all, LEFT, WIDTH - LEFT - RIGHT);
    let bottom = height - 44.0;
    let mut svg = begun(title, about, series, height);
    for power in scale.powers() {
        let x = scale.at(power);
        let _ = write!(svg, "<path d='M{x:.1} {TOP}V{bottom}' stroke='#e3e3e3'/>");
        text(&mut svg, (x, bottom + 18.0), "middle", &decimal(power));
    }
    text(
        &mut svg,
        (LEFT + (WIDTH - LEFT - RIGHT) / 2.0, bottom + 36.0),
        "middle",
        "milliseconds; further left is faster",
    );
    for (row, label) in labels.iter().enumerate() {
        let y = TOP + ROW * (row as f64 + 0.5);
        let _ = write!(svg, "<path d='M{LEFT} {y}H{}' stroke='#f2f2f2'/>", WIDTH - RIGHT);
        text(&mut svg, (LEFT - 12.0, y + 4.0), "end", label);
    }
    for (n, series) in series.iter().enumerate() {
        for &(row, ms) in series.points.iter().filter(|(_, ms)| *ms > 0.0) {
            let hint = format!("{}: {} ms", series.name, shown(ms));
            mark(&mut svg, n, (scale.at(ms), TOP + ROW * (row + 0.5)), &hint);
        }
    }
    svg + "</svg>\n"
}

/// Lines over places, which stand logarithmically too where they are `spread`.
pub fn lines(title: &str, about: &str, across: &str, spread: bool, series: &[Series]) -> String {
    const HEIGHT: f64 = 420.0;
    let (left, bottom) = (70.0, HEIGHT - 56.0);
    let width = WIDTH - left - RIGHT;
    let points = || series.iter().flat_map(|series| series.points.iter().copied());
    let y = Scale::new(points().map(|(_, ms)| ms), 0.0, bottom - TOP);
    let high = |ms: f64| bottom - y.at(ms);
    let x = Scale::new(points().map(|(at, _)| at), left, width);
    let last = points().map(|(at, _)| at).fold(1.0, f64::max);
    let along = |at: f64| if spread { x.at(at) } else { left + at / last * width };
    let mut svg = begun(title, about, series, HEIGHT);
    for power in y.powers() {
        let _ = write!(svg, "<path d='M{left} {0:.1}H{1}' stroke='#e3e3e3'/>", high(power), WIDTH - RIGHT);
        text(&mut svg, (left - 8.0, high(power) + 4.0), "end", &decimal(power));
    }
    text(&mut svg, (left - 8.0, TOP + 22.0), "end", "ms");
    let ticks: Vec<f64> = if spread { x.powers().collect() } else { (0..=last as u32).map(f64::from).collect() };
    for tick in ticks {
        let _ = write!(svg, "<path d='M{0:.1} {bottom}v5' stroke='#999'/>", along(tick));
        text(&mut svg, (along(tick), bottom + 20.0), "middle", &decimal(tick));
    }
    text(&mut svg, (left + width / 2.0, bottom + 42.0), "middle", across);
    for (n, series) in series.iter().enumerate() {
        let points: Vec<_> = series.points.iter().filter(|(_, ms)| *ms > 0.0).collect();
        let path: Vec<String> = points.iter().map(|(at, ms)| format!("{:.1} {:.1}", along(*at), high(*ms))).collect();
        let colour = COLOURS[n % COLOURS.len()];
        if !path.is_empty() {
            let _ = write!(svg, "<path d='M{}' fill='none' stroke='{colour}' stroke-width='1.5'/>", path.join("L"));
        }
        for &&(at, ms) in &points {
            mark(&mut svg, n, (along(at), high(ms)), &format!("{}: {} ms", series.name, shown(ms)));
        }
    }
    svg + "</svg>\n"
}

fn begun(title: &str, about: &str, series: &[Series], height: f64) -> String {
    let mut svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' width='{WIDTH}' height='{height}' \
         font-family='system-ui,sans-serif' font-size='13' role='img'><title>{0}</title>\
         <rect width='100%' height='100%' fill='#fff'/>\
         <text x='16' y='24' font-size='16' font-weight='600'>{0}</text>",
        escaped(title)
    );
    text(&mut svg, (WIDTH - 16.0, 24.0), "end", about);
    let mut x = 22.0;
    for (n, series) in series.iter().enumerate() {
        mark(&mut svg, n, (x, 46.0), &series.name);
        text(&mut svg, (x + 10.0, 50.0), "start", &series.name);
        x += 34.0 + 7.4 * series.name.chars().count() as f64;
    }
    svg
}

/// Ours is a filled diamond, the others circles and squares by turns.
fn mark(svg: &mut String, n: usize, (x, y): (f64, f64), hint: &str) {
    let colour = COLOURS[n % COLOURS.len()];
    let shape = match n {
        0 => format!("<path d='M{x:.1} {:.1}l7 7-7 7-7-7z' fill='{colour}'>", y - 7.0),
        n if n % 2 == 0 => format!("<rect x='{:.1}' y='{:.1}' width='9' height='9' fill='{colour}'>", x - 4.5, y - 4.5),
        _ => format!("<circle cx='{x:.1}' cy='{y:.1}' r='5' fill='{colour}'>"),
    };
    let end = ["path", "rect", "circle"].into_iter().find(|name| shape[1..].starts_with(name)).unwrap_or("path");
    let _ = write!(svg, "{shape}<title>{}</title></{end}>", escaped(hint));
}

fn text(svg: &mut String, (x, y): (f64, f64), anchor: &str, words: &str) {
    let _ = write!(svg, "<text x='{x:.1}' y='{y:.1}' text-anchor='{anchor}' fill='#333'>{}</text>", escaped(words));
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;")
}

/// `0.01`, `1`, `10,000`.
pub fn decimal(number: f64) -> String {
    if number < 1.0 && number > 0.0 {
        return format!("{number}");
    }
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Scale, Series, decimal, dots, lines};

    #[test]
    fn powers_of_ten_stand_at_equal_distances() {
        let scale = Scale::new([0.02, 1.0, 30.0].into_iter(), 100.0, 400.0);
        let at: Vec<f64> = scale.powers().map(|power| scale.at(power)).collect();
        assert_eq!(at.len(), 5);
        for (n, x) in at.iter().enumerate() {
            assert!((x - (100.0 + 100.0 * n as f64)).abs() < 1e-6, "{at:?}");
        }
    }

    #[test]
    fn charts_have_a_mark_for_each_number_and_leave_out_what_is_none() {
        let series = || [Series { name: "a & b".into(), points: vec![(0.0, 1.5), (1.0, f64::NAN)] }];
        let chart = dots("T", "", &["x".into(), "y".into()], &series());
        assert_eq!(chart.matches("a &amp; b: 1.50 ms").count(), 1);
        assert!(!chart.contains("NaN"), "{chart}");
        assert!(!lines("T", "", "rows", true, &[]).contains("inf"));
    }

    #[test]
    fn numbers_on_axes_are_written_out() {
        assert_eq!([0.01, 0.0, 1.0, 1000.0, 730_000.0].map(decimal), ["0.01", "0", "1", "1,000", "730,000"]);
    }
}
