//! Asks for the points of the chosen metrics and puts the view together. In: the dataset, the reader's selection and
//! choices, a locale, the room there is. Out: [`TrendView`]. Days after the last whole one are shown, as not final, where
//! all days are.

use super::choices::{Chosen, automatic, chosen, menus};
use super::course::{Course, ask, own};
use super::marks::{Place, calendar, line, names, place};
use super::scale::{Scale, period_label, time_ticks};
use super::{Overview, Reading, TrendPoint, TrendView};
use crate::analysis::answers::Answers;
use crate::contract::{Anchor, MeasureIx, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::query::{Key, Selection, period};
use crate::view::asking::Asking;
use crate::view::change::Change;
use crate::view::chart::{Axis, Chart, Tone};
use crate::view::locale::Locale;
use crate::view::metric::{Metric, Quantity};
use crate::view::reading::{list, measure_label};
use crate::view::series::{Point, series};
use crate::view::state::TrendState;
use crate::view::words::fill;

/// Most reasons named for gaps.
const MOST_REASONS: usize = 3;

impl TrendView {
    /// The trend under `selection`, labelled for a plot at least `room_px` wide; `None` where nothing is counted.
    pub fn build(
        dataset: &Dataset,
        selection: &Selection,
        state: &TrendState,
        room_px: f64,
        locale: &Locale,
    ) -> Option<Self> {
        let (report, words) = (&dataset.report, locale.words);
        let (scope, _) = selection.resolve(report);
        let chosen_days = scope.range;
        let all = Metric::all(dataset);
        let chosen = chosen(&all, dataset, state, chosen_days.len())?;
        let Chosen { metric, second, by, smooth } = &chosen;
        let measures = Metric::measures_of(std::iter::once(metric).chain(second));
        let answers = Answers::new(dataset, scope, measures.clone(), None);
        let mut asking = Asking { report, locale, answers, range: chosen_days };
        let there = days_with_facts(dataset, &measures);
        let range = if selection.date.is_none() { Some(there) } else { chosen_days.intersect(there) };
        let periods = selection.compare.as_ref().and_then(|compare| period::comparison(report, chosen_days, compare));

        let mut courses = Vec::new();
        if let Some(range) = range {
            courses = ask(&mut asking, &chosen, range, chosen_days, periods);
        }
        let first = courses.first();
        let points: Vec<DateRange> =
            first.into_iter().flat_map(|first| &first.points).flatten().map(|point| point.days).collect();
        let scales = scales(&courses, report);
        let readings = |at: Option<usize>| {
            let mut readings = Vec::with_capacity(courses.len());
            for course in &courses {
                readings.push(reading(course, at, &courses, &scales, report, locale));
            }
            readings
        };
        let mut view = Self {
            title: words.trend.to_owned(),
            metric: metric.label(report, locale),
            notes: Vec::new(),
            menus: menus(&all, &chosen, state, report, locale),
            lines: courses.iter().map(|course| course.line(report)).collect(),
            whole: TrendPoint {
                days: Some(chosen_days),
                label: locale.range(chosen_days),
                open: false,
                readings: readings(None),
                remarks: vec![words.trend_hint.to_owned()],
                spoken: String::new(),
            },
            points: Vec::with_capacity(points.len()),
            chart: Chart::default(),
            overview: None,
            empty: None,
            summary: String::new(),
        };
        for (n, &days) in points.iter().enumerate() {
            view.points.push(TrendPoint {
                days: Some(days),
                label: period_label(days, *by, locale),
                open: own(&courses).any(|course| course.is_open(n)),
                readings: readings(Some(n)),
                remarks: remarks(&courses, n, days, report, locale),
                spoken: String::new(),
            });
        }
        if (0..points.len()).all(|n| courses.iter().all(|course| course.value(n).is_none())) {
            let reason = view.points.first().and_then(|point| point.readings.first());
            view.empty = Some(reason.map_or_else(|| words.no_rows.to_owned(), |reading| reading.full.clone()));
        }
        view.chart = chart(&courses, &scales, &points, *by, room_px, report, locale);
        if let Some(range) = range.filter(|&range| range != there) {
            view.overview = overview(&mut asking, metric, there, range, locale);
        }
        view.notes = notes(&mut asking, &view, &measures, there);
        view.notes.extend(courses.iter().find_map(|course| course.on_days.clone()));
        if periods.is_none() && selection.compare.is_some() {
            view.notes.push(words.compare_unavailable.to_owned());
        }
        if *smooth {
            view.notes.push(words.mean_note.to_owned());
        }
        view.speak(locale);
        Some(view)
    }
}

/// From the first day of the report to the last with a fact, whole or not.
fn days_with_facts(dataset: &Dataset, measures: &[MeasureIx]) -> DateRange {
    let mut days = dataset.report.complete_range();
    for cube in dataset.cubes.iter() {
        if let Some(known) = cube.days().filter(|_| measures.iter().any(|&ix| cube.carries(ix))) {
            days.to = days.to.max(known.to);
        }
    }
    days
}

/// The scales of the metric and of the second one.
fn scales(courses: &[Course<'_>], report: &Report) -> [Scale; 2] {
    [false, true].map(|second| {
        let own = |course: &&Course<'_>| (course.tone == Tone::Second) == second;
        let whole = courses.iter().find(own).is_some_and(|c| c.metric.quantity(report) == Quantity::Count);
        let values = courses.iter().filter(own).flat_map(|course| {
            let points = course.points.len().max(course.means.as_ref().map_or(0, Vec::len));
            (0..points).filter_map(|n| course.value(n))
        });
        Scale::over(values, whole)
    })
}

fn scale_of<'s>(course: &Course<'_>, scales: &'s [Scale; 2]) -> &'s Scale {
    if course.tone == Tone::Second { &scales[1] } else { &scales[0] }
}

/// What a line says at point `at`, or of all chosen days.
fn reading(
    course: &Course<'_>,
    at: Option<usize>,
    courses: &[Course<'_>],
    scales: &[Scale; 2],
    report: &Report,
    locale: &Locale,
) -> Reading {
    let (value, point) = match at {
        Some(n) => (course.value(n), course.point(n)),
        None => (None, course.whole.as_ref()),
    };
    let y = value.map(|value| scale_of(course, scales).at(value));
    let Some(point) = point else {
        let (none, is_whole) = (locale.words.no_value, at.is_none());
        let text = match value {
            Some(value) => course.metric.print(value, report, locale),
            // A mean of the whole would be another number than those on the line.
            None => if is_whole && course.means.is_some() { "" } else { none }.to_owned(),
        };
        let unknown = is_whole && course.means.is_none();
        let full = if unknown { locale.words.no_mature_days.to_owned() } else { text.clone() };
        let number = value.map(|value| course.metric.number(value, report));
        return Reading { text, full, number, y, change: Change::default() };
    };
    let shown = point.shown(course.metric, report, locale);
    let now = at.and_then(|n| courses.first()?.point(n));
    let change = match now.filter(|_| course.tone == Tone::Compared) {
        Some(now) => now.change(point, course.metric, report, locale),
        None if at.is_none() => course.change.clone(),
        None => Change::default(),
    };
    Reading { text: shown.text, full: shown.full, number: shown.number, y, change }
}

/// What has to be said of one point.
fn remarks(courses: &[Course<'_>], n: usize, days: DateRange, report: &Report, locale: &Locale) -> Vec<String> {
    let words = locale.words;
    let mut remarks: Vec<String> = Vec::new();
    let mut say = |remark: &str| {
        if !remark.is_empty() && !remarks.iter().any(|said| said == remark) {
            remarks.push(remark.to_owned());
        }
    };
    for entry in report.calendar.iter().filter(|entry| entry.range.intersect(days).is_some()) {
        say(entry.label.get(&locale.tag));
    }
    let two = own(courses).count() > 1;
    for course in own(courses) {
        let Some(point) = course.point(n) else { continue };
        let shown = point.shown(course.metric, report, locale);
        if point.value(course.metric).is_none() && shown.full != shown.text {
            say(&shown.full);
        }
        if point.growing {
            let named = words.labelled(&course.label, words.maturing);
            say(if two { &named } else { words.maturing });
        }
        if point.partial && !point.missing {
            say(words.period_partial);
        }
        shown.marks.iter().for_each(|mark| say(mark));
    }
    remarks
}

fn chart(
    courses: &[Course<'_>],
    scales: &[Scale; 2],
    periods: &[DateRange],
    by: Key,
    room_px: f64,
    report: &Report,
    locale: &Locale,
) -> Chart {
    let mut marks = calendar(report, periods, Some(room_px), locale);
    let mut ends = Vec::new();
    let two = own(courses).count() > 1;
    // The mean is a broad, pale line below all others; the other days lie below the present ones.
    for tone in [Tone::Mean, Tone::Compared, Tone::Second, Tone::First] {
        let Some(course) = courses.iter().find(|course| course.tone == tone) else { continue };
        let scale = scale_of(course, scales);
        let at = |n: usize| course.value(n).map(|value| (scale.at(value), course.is_open(n)));
        let places: Vec<Place> = (0..periods.len()).map(at).collect();
        line(&mut marks, tone, &places);
        let name = if tone == Tone::First { locale.words.this_period } else { &course.label };
        if let Some((y, _)) = places.iter().rev().flatten().next() {
            ends.push((tone, name, *y));
        }
    }
    if ends.len() > 1 && !two {
        marks.extend(names(ends, room_px));
    }
    let axis = |course: &Course<'_>| Axis {
        label: if two { course.label.clone() } else { String::new() },
        ticks: scale_of(course, scales).ticks(course.metric, report, locale),
    };
    let y = own(courses).map(axis).collect();
    let x = Axis { label: String::new(), ticks: time_ticks(periods, by, room_px) };
    Chart { x, y, marks, under: None }
}

/// All days, of which `range` is chosen.
fn overview(
    asking: &mut Asking<'_>,
    metric: &Metric,
    there: DateRange,
    range: DateRange,
    locale: &Locale,
) -> Option<Overview> {
    let report = asking.report;
    let points = series(asking, metric, there, automatic(there.len()));
    let days: Vec<DateRange> = points.iter().map(|point| point.days).collect();
    let scale = Scale::over(points.iter().filter_map(|point| point.value(metric)), false);
    let at = |point: &Point<'_>| point.value(metric).map(|value| (scale.at(value), point.is_open()));
    let places: Vec<Place> = points.iter().map(at).collect();
    let mut marks = calendar(report, &days, None, locale);
    line(&mut marks, Tone::First, &places);
    let window = (place(range.from, &days), place(range.to.plus(1), &days));
    (days.len() > 1).then(|| Overview { chart: Chart { marks, ..Chart::default() }, days, window })
}

fn notes(asking: &mut Asking<'_>, view: &TrendView, measures: &[MeasureIx], there: DateRange) -> Vec<String> {
    let (report, locale, words) = (asking.report, asking.locale, asking.locale.words);
    let mut notes = Vec::new();
    for &ix in measures {
        let label = measure_label(report, ix, locale);
        if report.measure(ix).is_some_and(|measure| measure.anchor == Anchor::Exposure) {
            let last = report.meta.complete_through.min(asking.range.to);
            let growing = last.since(period::mature_through(report, ix)).clamp(0, asking.range.len() as i32);
            let template = if growing > 0 { words.by_exposure_growing } else { words.by_exposure };
            notes.push(fill!(template, measure = label, n = locale.number(growing as usize)));
        }
        let ignored = asking.answers.figure(None, asking.range.intersect(there).unwrap_or(there), ix);
        for dimension in ignored.iter().flat_map(|answer| &answer.ignored) {
            let dimension = report.dimension(*dimension).map_or("", |dimension| dimension.label.get(&locale.tag));
            notes.push(fill!(words.not_split_by, measure = label, dimension = dimension));
        }
    }
    let mut reasons: Vec<String> = Vec::new();
    let mut gaps = 0;
    for point in &view.points {
        let lines = view.lines.iter().zip(&point.readings);
        let own = lines.filter(|(line, _)| line.metric.is_some());
        let mut unknown = false;
        for (_, reading) in own.filter(|(_, reading)| reading.y.is_none()) {
            unknown = true;
            // Counts differ from point to point; that there are too few of them does not.
            let reason = if reading.text == words.no_value { &reading.full } else { &reading.text };
            if !reasons.contains(reason) {
                reasons.push(reason.clone());
            }
        }
        gaps += usize::from(unknown);
    }
    if gaps > 0 && view.empty.is_none() {
        reasons.truncate(MOST_REASONS);
        notes.push(fill!(words.gaps, n = locale.number(gaps), reasons = list(reasons, locale)));
    }
    notes
}
