//! On-site against off-site in words and marks. In: the dataset, what the reader chose. Out: [`SalesView`] with its rows
//! for the table, and the menus; nothing where no cube carries GMV or orders by destination.

use super::{Given, LoopChoice, LoopMenu, Rows};
use crate::analysis::closed_loop::by_event;
use crate::analysis::closed_loop::sales::{Options, Point, Sales, Tendency, Totals, is_carried, sales};
use crate::contract::MeasureIx;
use crate::query::{Figure, Key, period};
use crate::stats::{Interval, Refusal};
use crate::view::chart::{Axis, Chart, Tone};
use crate::view::metric::{Metric, Quantity};
use crate::view::rate::reason;
use crate::view::reading::{measure_label, show};
use crate::view::state::LoopState;
use crate::view::trend::marks::{calendar, line};
use crate::view::trend::scale::{Scale, period_label, time_ticks};
use crate::view::twin::{Cell, Number};
use crate::view::words::{LoopWords, fill};

/// On-site against off-site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SalesView {
    /// Heading.
    pub title: String,
    /// Whether one eats the other, how large both are, against other days, what is not shown.
    pub said: Vec<String>,
    /// Names of both sides and of the share.
    pub lines: [String; 3],
    /// Id of what is counted, for its card.
    pub metric: String,
    /// All days: what is read where no point is.
    pub whole: SalesPoint,
    /// Days or weeks, first to last.
    pub points: Vec<SalesPoint>,
    /// The drawing.
    pub chart: Chart,
    /// Why there is nothing to draw.
    pub empty: Option<String>,
    /// How the correlation was made, filters left out.
    pub notes: Vec<String>,
}

/// One day or week.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SalesPoint {
    /// `2025-05-13`, `2025-05-12 周`.
    pub label: String,
    /// Both sides and the share.
    pub texts: [String; 3],
    /// Places of both sides; `None` where there is a gap.
    pub at: Option<[f64; 2]>,
    /// Promotions, fewer days.
    pub remarks: Vec<String>,
    /// All of it in a sentence.
    pub spoken: String,
}

/// Measures that a cube carries by destination.
fn offered(given: &Given<'_>) -> Vec<MeasureIx> {
    let found = ["gmv", "orders"].into_iter().filter_map(|id| by_event(given.report(), id));
    found.filter(|&ix| is_carried(given.dataset, ix)).collect()
}

fn chosen(given: &Given<'_>) -> Option<MeasureIx> {
    let offered = offered(given);
    let wished = given.state.measure.as_deref().and_then(|id| given.report().find_measure(id));
    offered.iter().find(|&&ix| Some(ix) == wished).or(offered.first()).copied()
}

/// What is counted, and whether promotions are.
pub(super) fn menus(given: &Given<'_>) -> Vec<LoopMenu> {
    let (state, own) = (given.state, given.own());
    let current = chosen(given);
    let mut measures = Vec::new();
    for ix in offered(given) {
        let id = given.report().measure(ix).map_or("", |measure| &measure.id);
        let next = LoopState { measure: Some(id.into()), ..state.clone() };
        measures.push(LoopChoice::new(id, measure_label(given.report(), ix, given.locale), Some(ix) == current, next));
    }
    let promotions = [("without", own.without_promotions, false), ("with", own.with_promotions, true)];
    let promotions = promotions.map(|(id, label, promotions)| {
        LoopChoice::new(id, label, state.promotions == promotions, LoopState { promotions, ..state.clone() })
    });
    vec![
        LoopMenu { id: "measure", label: own.measure.to_owned(), choices: measures },
        LoopMenu { id: "promotions", label: own.promotions.to_owned(), choices: promotions.into() },
    ]
}

pub(super) fn build(given: &Given<'_>) -> Option<(SalesView, Rows)> {
    let (report, locale, own) = (given.report(), given.locale, given.own());
    let ix = chosen(given)?;
    let measure = report.measure(ix)?;
    let (scope, _) = given.selection.resolve(report);
    let compare = given.selection.compare.as_ref();
    let compare = compare.and_then(|compare| period::comparison(report, scope.range, compare));
    let options = Options { measure: ix, with_promotions: given.state.promotions, compare };
    let name = measure_label(report, ix, locale);
    let lines = [fill!(own.on_site, measure = name), fill!(own.off_site, measure = name), own.share.to_owned()];
    let mut view =
        SalesView { title: own.sales.to_owned(), lines, metric: measure.id.to_string(), ..SalesView::default() };
    let found = match sales(given.dataset, &scope, &options) {
        Ok(found) => found,
        Err(refusal) => {
            let why = if refusal == Refusal::NoMatureDays { own.no_series.to_owned() } else { reason(refusal, locale) };
            view.said.push(fill!(own.not_told, reason = why));
            let row = [own.sales.into(), own.correlation.into(), Cell::default(), why.clone().into()];
            view.empty = Some(why);
            return Some((view, vec![row]));
        }
    };
    let metric = Metric::Measure(ix);
    let text = |figure: &Figure| show(figure, measure, report, locale);
    view.say(&found, name, given);
    let Totals { on_site, off_site, unknown } = &found.totals;
    if unknown.value != 0 || unknown.lacking > 0 {
        view.notes.push(fill!(own.elsewhere, value = text(unknown).text));
    }
    view.notes.extend(given.ignored(&found.ignored));
    let [on, off] = [text(on_site), text(off_site)];
    let (share, between) = share_text(&found, given);
    view.whole = SalesPoint {
        label: locale.range(found.days),
        spoken: fill!(own.point, label = locale.range(found.days), on = on.text, off = off.text),
        texts: [on.text.clone(), off.text.clone(), share.clone()],
        ..SalesPoint::default()
    };
    view.draw(&found, &metric, given);

    let range = locale.range(found.days);
    let all = || Cell::from(&*range);
    let mut rows: Rows = Vec::new();
    for (line, shown) in view.lines.iter().zip([on, off]) {
        rows.push([all(), (**line).into(), Cell::new(shown.text, shown.number), shown.marks.join(" · ").into()]);
    }
    let number = found.share.ok().map(|share| Number::Real(share.value));
    rows.push([all(), own.share.into(), Cell::new(share, number), between.into()]);
    if let Some((periods, [now, before])) = &found.versus {
        let sides = [(&now.on_site, &before.on_site), (&now.off_site, &before.off_site)];
        for (line, (now, before)) in view.lines.iter().zip(sides) {
            let change = uplift(now, before);
            let text = change.map_or_else(|refusal| reason(refusal, locale), |change| locale.uplift(change));
            let of = fill!(own.change, label = line);
            let against = locale.range(periods.baseline);
            rows.push([all(), of.into(), Cell::new(text, change.ok().map(Number::Real)), against.into()]);
        }
    }
    let (r, interval) = match found.correlation {
        Ok(found) => {
            let r = Cell::new(coefficient(found.coefficient, given), Some(Number::Real(found.coefficient)));
            (r, between_coefficients(found.effective.1, given))
        }
        Err(refusal) => (Cell::from(locale.words.no_value), reason(refusal, locale)),
    };
    rows.push([all(), own.correlation.into(), r, interval.into()]);
    for (point, drawn) in found.points.iter().zip(&view.points) {
        let values = point.values.map(|(on, off)| [on, off]);
        for (side, line) in view.lines.iter().take(2).enumerate() {
            let number = values.and_then(|values| values.get(side).map(|value| metric.number(*value, report)));
            let text = drawn.texts.get(side).cloned().unwrap_or_default();
            rows.push([
                (*drawn.label).into(),
                (**line).into(),
                Cell::new(text, number),
                drawn.remarks.join(" · ").into(),
            ]);
        }
    }
    Some((view, rows))
}

/// How one side changed; refused where either is not known whole or there was nothing.
fn uplift(now: &Figure, before: &Figure) -> Result<f64, Refusal> {
    let both = [now, before];
    if both.iter().any(|figure| figure.hidden) {
        return Err(Refusal::Hidden);
    }
    if both.iter().any(|figure| figure.lacking > 0) {
        return Err(Refusal::NotWhole);
    }
    if before.estimate <= 0.0 {
        return Err(if now.value == 0 { Refusal::NoData } else { Refusal::FromZero });
    }
    Ok(now.estimate / before.estimate - 1.0)
}

fn coefficient(value: f64, given: &Given<'_>) -> String {
    given.locale.decimal(value, 2)
}

/// With one digit more where a bound would seem to be zero, which it is the question whether it is.
fn between_coefficients(interval: Interval, given: &Given<'_>) -> String {
    let bounds = [interval.lower, interval.upper];
    let digits = if bounds.iter().any(|bound| bound.abs() < 0.005) { 3 } else { 2 };
    let [lower, upper] = bounds.map(|value| given.locale.decimal(value, digits));
    fill!(given.locale.words.range, from = lower, to = upper)
}

/// The share and its interval; in place of them why there is none.
fn share_text(found: &Sales, given: &Given<'_>) -> (String, String) {
    let locale = given.locale;
    match &found.share {
        Err(refusal) => (locale.words.no_value.to_owned(), reason(*refusal, locale)),
        Ok(share) => match share.interval {
            Ok(Interval { lower, upper }) => locale.percent_between(share.value, (lower, upper)),
            Err(refusal) => (locale.percent(share.value), reason(refusal, locale)),
        },
    }
}

impl SalesView {
    /// Whether one eats the other comes first; what cannot be concluded from that comes last.
    fn say(&mut self, found: &Sales, name: &str, given: &Given<'_>) {
        let (report, locale, own) = (given.report(), given.locale, given.own());
        match (found.correlation, found.tendency()) {
            (Ok(correlation), Ok(tendency)) => {
                let template = match tendency {
                    Tendency::Opposed => own.opposed,
                    Tendency::Together => own.together,
                    Tendency::Unclear => own.unclear,
                };
                let r = coefficient(correlation.coefficient, given);
                let interval = between_coefficients(correlation.effective.1, given);
                self.said.push(fill!(template, r = r, interval = interval));
                let template = if found.by == Key::Week { own.by_week } else { own.by_day };
                let (pairs, masked) = (locale.number(correlation.pairs), locale.number(found.masked));
                let n = locale.decimal(correlation.effective_pairs, 0);
                self.notes.push(fill!(template, pairs = pairs, n = n, masked = masked));
            }
            (Err(refusal), _) | (_, Err(refusal)) => {
                let (reason, n) = (reason(refusal, locale), locale.number(found.masked));
                let template = if found.masked > 0 { own.not_told_masked } else { own.not_told };
                self.said.push(fill!(template, reason = reason, n = n));
            }
        }
        let text = |figure: &Figure| match report.measure(found.measure) {
            Some(measure) => show(figure, measure, report, locale).text,
            None => String::new(),
        };
        let (on, off) = (text(&found.totals.on_site), text(&found.totals.off_site));
        let (share, between) = share_text(found, given);
        self.said.push(match found.share {
            Ok(shared) => {
                let is_known = shared.interval.is_ok();
                let remark = locale.words.remarked(&share, &between);
                let share = if is_known { remark } else { share };
                fill!(own.shares, measure = name, share = share, on = on, off = off)
            }
            Err(_) => fill!(own.sums, measure = name, on = on, off = off, reason = between),
        });
        if let Some((periods, [now, before])) = &found.versus {
            let change = |now: &Figure, before: &Figure| match uplift(now, before) {
                Ok(change) => locale.uplift(change),
                Err(refusal) => reason(refusal, locale),
            };
            let on = change(&now.on_site, &before.on_site);
            let off = change(&now.off_site, &before.off_site);
            self.said.push(fill!(own.versus, range = locale.range(periods.baseline), on = on, off = off));
        }
        self.said.push(own.not_shown.to_owned());
    }

    fn draw(&mut self, found: &Sales, metric: &Metric, given: &Given<'_>) {
        let (report, locale, own) = (given.report(), given.locale, given.own());
        let known = || found.points.iter().filter_map(|point| point.values);
        let whole = metric.quantity(report) == Quantity::Count;
        let scales =
            [Scale::over(known().map(|values| values.0), whole), Scale::over(known().map(|values| values.1), whole)];
        for point in &found.points {
            self.points.push(drawn(point, found.by, &scales, metric, given));
        }
        if known().next().is_none() {
            self.empty = Some(own.no_series.to_owned());
        }
        let mut periods = Vec::with_capacity(found.points.len());
        for point in &found.points {
            periods.push(point.days);
        }
        let mut marks = calendar(report, &periods, Some(given.room_px), locale);
        let (mut y, tones) = (Vec::new(), [Tone::First, Tone::Second]);
        for (side, scale) in scales.iter().enumerate() {
            let mut places = Vec::with_capacity(periods.len());
            for (point, drawn) in found.points.iter().zip(&self.points) {
                places.push(drawn.at.and_then(|at| at.get(side).map(|&at| (at, point.partial))));
            }
            line(&mut marks, tones.get(side).copied().unwrap_or(Tone::First), &places);
            // The line of readings has the names in full; they may be longer than the plot is wide.
            let label = if side == 0 { own.on_site_short } else { own.off_site_short }.to_owned();
            y.push(Axis { label, ticks: scale.ticks(metric, report, locale) });
        }
        let x = Axis { label: String::new(), ticks: time_ticks(&periods, found.by, given.room_px) };
        self.chart = Chart { x, y, marks, under: None };
    }
}

fn drawn(point: &Point, by: Key, scales: &[Scale; 2], metric: &Metric, given: &Given<'_>) -> SalesPoint {
    let (report, locale, own): (_, _, &LoopWords) = (given.report(), given.locale, given.own());
    let mut remarks = Vec::new();
    if point.promotion {
        for entry in report.calendar.iter().filter(|entry| entry.range.intersect(point.days).is_some()) {
            remarks.push(entry.label.get(&locale.tag).to_owned());
        }
    }
    if point.partial {
        remarks.push(own.partial.to_owned());
    }
    let none = locale.words.no_value;
    let mut texts = [none.to_owned(), none.to_owned(), none.to_owned()];
    if let Some((on, off)) = point.values {
        texts = [metric.print(on, report, locale), metric.print(off, report, locale), none.to_owned()];
        if on >= 0.0 && off >= 0.0 && on + off > 0.0 {
            texts[2] = locale.percent(on / (on + off));
        }
    }
    let label = period_label(point.days, by, locale);
    SalesPoint {
        spoken: fill!(own.point, label = label, on = texts[0], off = texts[1]),
        label,
        at: point.values.map(|(on, off)| [scales[0].at(on), scales[1].at(off)]),
        texts,
        remarks,
    }
}
