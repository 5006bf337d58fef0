//! Asks the analysis and puts its rows into order and places. In: the dataset, the reader's selection and choices, a
//! locale. Out: [`CompareView`].

use super::choices::{Against, Chosen, Offer, Order};
use super::wording::Wording;
use super::{CompareRow, CompareView, ForestMark};
use crate::analysis::compare::{Compared, Options, Row, compare};
use crate::contract::Report;
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::order::places;
use crate::query::Selection;
use crate::stats::{Interval, Refusal};
use crate::view::chart::{Axis, Chart, Mark, Shape, Tick, Tone};
use crate::view::locale::Locale;
use crate::view::metric::{Metric, Quantity};
use crate::view::rate::reason;
use crate::view::reading::dimension_label;
use crate::view::state::CompareState;
use crate::view::trend::scale::Scale;
use crate::view::words::{CompareWords, fill};

/// Most rows drawn; the table has all.
const MOST_ROWS: usize = 40;
/// An interval is drawn as far as this many times the farthest point.
const FARTHEST: f64 = 2.5;
/// How long the head of an arrow is in a file, of the plot's width, and how far it opens, of a row's height.
const ARROW_X: f64 = 0.012;
const ARROW_Y: f64 = 0.16;

/// What the plot shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Plotted {
    Uplift,
    Difference,
}

impl CompareView {
    /// The comparison under `selection`; `None` where the document has no ratio that a dimension splits.
    pub fn build(dataset: &Dataset, selection: &Selection, state: &CompareState, locale: &Locale) -> Option<Self> {
        let (report, words, own) = (&dataset.report, locale.words, CompareWords::beside(locale.words));
        let offer = Offer::of(dataset);
        let chosen = offer.chosen(selection, state)?;
        let metric = Metric::Ratio(chosen.ratio.clone());
        let (scope, _) = selection.resolve(report);
        let is_whole = chosen.against == Against::Category;
        let by = if is_whole { report.find_dimension("category") } else { Some(chosen.by) };
        let head = by.map_or(own.category_head, |by| dimension_label(report, by, locale));
        let mut view = Self {
            title: fill!(own.title, dimension = head),
            menus: offer.menus(&chosen, state, locale),
            ratio: chosen.ratio.id.to_string(),
            ..Self::default()
        };
        let found = match chosen.baseline {
            None => Err(own.choose.to_owned()),
            Some(baseline) => {
                let options = Options {
                    numerator: chosen.ratio.numerator,
                    denominator: chosen.ratio.denominator,
                    per: chosen.ratio.per,
                    by: chosen.by,
                    baseline,
                    strata: chosen.strata,
                    adjust: chosen.adjust,
                };
                match compare(dataset, &scope, &options) {
                    Ok(found) if found.rows.is_empty() => Err(words.no_rows.to_owned()),
                    Ok(found) => Ok(found),
                    Err(Refusal::NoMatureDays) => Err(words.no_mature_days.to_owned()),
                    Err(refusal) => Err(reason(refusal, locale)),
                }
            }
        };
        let found = match found {
            Ok(found) => found,
            Err(why) => {
                view.summary = words.labelled(&view.title, &why);
                view.empty = Some(why);
                return Some(view);
            }
        };
        let other_days = found.other_days.or_else(|| if is_whole { same_days(&found.rows) } else { None });
        let against = match other_days {
            Some(days) => locale.range(days),
            None => chosen.against.name(report, chosen.by, locale),
        };
        let against = &against;
        let wording = Wording { report, locale, metric: &metric, selection, against, by: found.by, head, is_whole };
        let plotted = if chosen.strata.is_some() || found.rows.iter().all(|row| effect(row, Plotted::Uplift).is_none())
        {
            Plotted::Difference
        } else {
            Plotted::Uplift
        };
        let order = ordered(&found.rows, chosen.order, plotted);
        let mut rows = Vec::with_capacity(order.len());
        for place in order {
            rows.extend(found.rows.get(place).map(|row| (row, wording.row(row))));
        }
        view.place(&mut rows, plotted, &metric, report, locale);
        view.notes(&found, other_days, &chosen, scope.range, report, locale);
        view.say(&rows, &found, &chosen, &wording, plotted);
        let drawn = rows.len().min(MOST_ROWS);
        if rows.len() > drawn {
            view.more = Some(fill!(own.more, n = locale.number(rows.len() - drawn)));
        }
        view.rows = rows.into_iter().take(drawn).map(|(_, row)| row).collect();
        view.chart = view.chart_of_file(plotted);
        Some(view)
    }

    /// Where points, intervals and dots stand.
    fn place(
        &mut self,
        rows: &mut [(&Row, CompareRow)],
        plotted: Plotted,
        metric: &Metric,
        report: &Report,
        locale: &Locale,
    ) {
        let (mut farthest, mut highest) = (0.0_f64, 0.0_f64);
        for (row, _) in rows.iter() {
            let mixed = mixed(row, plotted);
            for (value, _) in effect(row, plotted).into_iter().chain(mixed) {
                farthest = farthest.max(value.abs());
            }
            for rate in [row.current.rate, row.baseline.rate].into_iter().flatten() {
                highest = highest.max(rate);
            }
        }
        let limit = if farthest > 0.0 { farthest * FARTHEST } else { 1.0 };
        let mut values = Vec::new();
        for (row, _) in rows.iter() {
            let mixed = mixed(row, plotted);
            for (value, interval) in effect(row, plotted).into_iter().chain(mixed) {
                values.push(value);
                if let Some(Interval { lower, upper }) = interval {
                    values.push(lower.max(-limit));
                    values.push(upper.min(limit));
                }
            }
        }
        let scale = Scale::over(values.into_iter(), false);
        let mark = |(value, interval): (f64, Option<Interval>)| {
            let at = scale.at(value).clamp(0.0, 1.0);
            let Some(Interval { lower, upper }) = interval else {
                return ForestMark { at, from: at, to: at, ..ForestMark::default() };
            };
            let (from, to) = (scale.at(lower), scale.at(upper));
            let (open_below, open_above) = (from < -1e-9, to > 1.0 + 1e-9);
            ForestMark { at, from: from.clamp(0.0, 1.0), to: to.clamp(0.0, 1.0), open_below, open_above }
        };
        for (row, said) in rows.iter_mut() {
            said.mark = effect(row, plotted).map(mark);
            said.mixed = mixed(row, plotted).map(mark);
            if let (Ok(now), Ok(then)) = (row.current.rate, row.baseline.rate)
                && highest > 0.0
            {
                said.dumbbell = Some([now, then].map(|rate| (rate / highest).clamp(0.0, 1.0)));
            }
        }
        self.zero = scale.at(0.0);
        // Nothing falls by more than all of it.
        let least = if plotted == Plotted::Uplift { -1.0 } else { f64::NEG_INFINITY };
        for value in scale.values().into_iter().filter(|value| *value >= least) {
            let label = match (plotted, metric.quantity(report)) {
                (Plotted::Uplift, _) => with_plus(value, locale.numbers.percent(value, scale.digits(100.0))),
                (Plotted::Difference, Quantity::Share) => {
                    with_plus(value, locale.decimal(value * 100.0, scale.digits(100.0)))
                }
                (Plotted::Difference, _) => with_plus(value, scale.label(value, metric, report, locale)),
            };
            self.ticks.push(Tick { at: scale.at(value), label });
        }
    }

    /// What has to be said of days and filters.
    fn notes(
        &mut self,
        found: &Compared,
        other: Option<DateRange>,
        chosen: &Chosen,
        range: DateRange,
        report: &Report,
        locale: &Locale,
    ) {
        let (words, own) = (locale.words, CompareWords::beside(locale.words));
        match (found.days, other) {
            (Some(days), Some(other)) => {
                let (current, baseline) = (locale.range(days), locale.range(other));
                self.notes.push(fill!(locale.later().current_against, current = current, baseline = baseline));
            }
            (Some(days), None) if days != range => {
                self.notes.push(fill!(words.rates_on_mature, range = locale.range(days)));
            }
            _ => {}
        }
        if matches!(chosen.against, Against::P50 | Against::P90)
            && let Some(days) = found.rows.iter().find_map(|row| row.baseline_days)
        {
            self.notes.push(fill!(own.benchmark_days, range = locale.range(days)));
        }
        for &ix in &found.ignored {
            self.notes.push(fill!(words.columns_unfiltered, dimension = dimension_label(report, ix, locale)));
        }
    }

    /// The plot for a file: names at the left, how far apart at the right.
    fn chart_of_file(&self, plotted: Plotted) -> Chart {
        let mut chart = Chart { x: Axis { label: String::new(), ticks: self.ticks.clone() }, ..Chart::default() };
        let [_, _, plot, ..] = &self.heads;
        let (mut names, mut values) = (Axis { label: plot.clone(), ticks: Vec::new() }, Axis::default());
        chart.marks.push(Mark {
            tone: Tone::Rule,
            shape: Shape::Span { from: self.zero, to: self.zero, label: String::new() },
        });
        for (n, row) in self.rows.iter().enumerate() {
            let at = 1.0 - (n as f64 + 0.5) / self.rows.len() as f64;
            names.ticks.push(Tick { at, label: row.label.clone() });
            let value = if plotted == Plotted::Uplift { &row.uplift } else { &row.difference };
            let text = [value.as_str(), row.stars].join(" ");
            values.ticks.push(Tick { at, label: if row.mark.is_some() { text } else { row.remark.clone() } });
            let marks = [(&row.mark, Tone::First, 0.0), (&row.mixed, Tone::Second, 0.2)];
            for (mark, tone, below) in marks {
                let Some(mark) = mark else { continue };
                let y = at - below / self.rows.len() as f64;
                if mark.to > mark.from {
                    let points = vec![(mark.from, y), (mark.to, y)];
                    chart.marks.push(Mark { tone, shape: Shape::Line { points, dashed: false } });
                }
                for (is_open, end, inwards) in [(mark.open_below, mark.from, 1.0), (mark.open_above, mark.to, -1.0)] {
                    if is_open {
                        let (x, up) = (end + inwards * ARROW_X, ARROW_Y / self.rows.len() as f64);
                        let points = vec![(x, y + up), (end, y), (x, y - up)];
                        chart.marks.push(Mark { tone, shape: Shape::Line { points, dashed: false } });
                    }
                }
                chart.marks.push(Mark { tone, shape: Shape::Dot(mark.at, y) });
            }
        }
        chart.y = vec![names, values];
        chart
    }
}

/// A row's place in the plot and its interval.
pub(super) fn effect(row: &Row, plotted: Plotted) -> Option<(f64, Option<Interval>)> {
    let difference = row.difference.ok()?;
    match plotted {
        Plotted::Uplift => Some((difference.uplift.ok()?, difference.uplift_interval.ok())),
        Plotted::Difference => Some((difference.value, difference.interval.ok())),
    }
}

/// The same at an equal mix, which is a difference and nothing relative.
fn mixed(row: &Row, plotted: Plotted) -> Option<(f64, Option<Interval>)> {
    let mixed = row.mixed.as_ref().filter(|_| plotted == Plotted::Difference)?.ok()?;
    Some((mixed.value, mixed.interval.ok()))
}

/// The other days, where all rows have the same.
fn same_days(rows: &[Row]) -> Option<DateRange> {
    let first = rows.first()?.baseline_days;
    first.filter(|_| rows.iter().all(|row| row.baseline_days == first))
}

/// Places of the rows in the order chosen: the baseline first, what cannot be told last. A change that is not tested
/// may be chance however large it is, and stands below those that are.
fn ordered(rows: &[Row], order: Order, plotted: Plotted) -> Vec<usize> {
    let rank = |row: &Row| match row.difference {
        _ if row.is_baseline => 0,
        Ok(difference) if order == Order::Volume || difference.test.is_ok() => 1,
        Ok(_) => 2,
        Err(_) => 3,
    };
    let volume = |row: &Row| row.current.figures.map_or(0.0, |(_, bottom)| bottom.estimate);
    // Ascending: the first stands on top.
    let key = |row: &Row| match order {
        Order::Effect => effect(row, plotted).map_or(f64::INFINITY, |(value, _)| -value.abs()),
        Order::Certainty => match row.difference.map(|difference| difference.test) {
            Ok(Ok(test)) => test.ln_p,
            _ => f64::INFINITY,
        },
        Order::Volume => -volume(row),
    };
    places(rows.len(), &mut |a, b| match (rows.get(a), rows.get(b)) {
        (Some(a), Some(b)) => rank(a).cmp(&rank(b)).then(key(a).total_cmp(&key(b))),
        _ => std::cmp::Ordering::Equal,
    })
}

fn with_plus(value: f64, text: String) -> String {
    if value > 0.0 { ["+", &text].concat() } else { text }
}
