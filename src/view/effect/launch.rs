//! Before and after a launch in words and places. In: the dataset, the selection, what the reader chose. Out:
//! [`LaunchView`], and its rows of the table; nothing where the calendar has no launch. Never that the launch brought it
//! about: the heading says what it is, the sentences what it may be.

use super::choices::{Chosen, Offer, launch_label};
use super::index::IndexScale;
use super::rows::{As, Numbers, row};
use super::{LaunchDay, LaunchView};
use crate::analysis::compare::LEVEL;
use crate::analysis::effect::before_after::{Against, BeforeAfter, before_after, launches};
use crate::contract::{MeasureKind, MemberIx, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::query::{Key, Selection};
use crate::stats::double_difference::WEEK;
use crate::stats::refusal::MIN_DAYS;
use crate::stats::{Estimate, Interval, Refusal};
use crate::view::chart::{Axis, Chart, Mark, Shape, Tone};
use crate::view::compare::wording::p_text;
use crate::view::locale::Locale;
use crate::view::rate::reason;
use crate::view::reading::measure_label;
use crate::view::state::EffectState;
use crate::view::trend::marks::{Place, calendar, line, names};
use crate::view::trend::scale::time_ticks;
use crate::view::twin::Cell;
use crate::view::words::{CompareWords, EffectWords, fill};

/// What the mean before is drawn as.
const BASE: f64 = 100.0;
/// Tones of the two series.
const TONES: [Tone; 2] = [Tone::First, Tone::Second];

/// What all texts need.
struct Telling<'a> {
    report: &'a Report,
    found: &'a BeforeAfter,
    /// Names of the launch, the measure, the member and the other series.
    launch: &'a str,
    measure: &'a str,
    own_name: &'a str,
    other_name: &'a str,
    is_money: bool,
    locale: &'a Locale,
    own: &'static EffectWords,
}

impl LaunchView {
    pub(super) fn build(
        dataset: &Dataset,
        selection: &Selection,
        state: &EffectState,
        room_px: f64,
        rows: &mut Vec<Vec<Cell>>,
        locale: &Locale,
    ) -> Option<Self> {
        let (report, own) = (&dataset.report, EffectWords::beside(locale.words));
        if launches(report).is_empty() {
            return None;
        }
        let mut view = Self { title: own.launch_title.to_owned(), ..Self::default() };
        let offer = Offer::of(dataset);
        let (scope, _) = selection.resolve(report);
        let Some(chosen) = offer.chosen(&scope, state) else {
            view.empty = Some(own.nothing_splits.to_owned());
            return Some(view);
        };
        view.menus = offer.menus(&chosen, state, locale);
        let launch = launch_label(report, chosen.entry, locale);
        let found = match before_after(dataset, &scope, &chosen.options) {
            Ok(found) => found,
            Err(refusal) => {
                let why = match refusal {
                    Refusal::FewDays { days } => {
                        fill!(own.few_days, n = locale.number(days), need = locale.number(MIN_DAYS))
                    }
                    _ => reason(refusal, locale),
                };
                view.empty = Some(fill!(own.untold_launch, launch = launch, reason = why));
                return Some(view);
            }
        };
        let dimension = report.dimension(chosen.options.by);
        let name = |member: MemberIx| {
            let found = dimension.and_then(|dimension| dimension.member(member));
            found.map_or(locale.words.unknown, |member| member.label.get(&locale.tag))
        };
        let telling = Telling {
            report,
            found: &found,
            launch,
            measure: measure_label(report, chosen.options.measure, locale),
            own_name: name(chosen.options.member),
            other_name: match chosen.options.against {
                Against::Rest => own.rest,
                Against::Member(member) => name(member),
            },
            is_money: report.measure(chosen.options.measure).is_some_and(|measure| measure.kind == MeasureKind::Money),
            locale,
            own,
        };
        view.tell(&telling, &chosen);
        view.draw(&telling, room_px);
        telling.rows(rows);
        Some(view)
    }

    fn tell(&mut self, telling: &Telling<'_>, chosen: &Chosen) {
        let Telling { found, locale, own, own_name, other_name, .. } = *telling;
        let weeks = |days: DateRange| locale.number(days.len() as usize / WEEK);
        let (before, after) = (weeks(found.before), weeks(found.after));
        let change = |[before, after]: [f64; 2]| locale.uplift(after / before - 1.0);
        self.said.push(fill!(
            own.changes,
            launch = telling.launch,
            before = before,
            after = after,
            measure = telling.measure,
            own = own_name,
            own_change = change(found.own),
            other = other_name,
            other_change = change(found.other),
        ));
        match found.moved {
            Ok(moved) => {
                let template = if moved.test.p < LEVEL { own.more } else { own.no_more };
                let (value, interval) = telling.change(moved.relative);
                self.said.push(fill!(template, own = own_name, other = other_name, value = value, interval = interval));
            }
            Err(refusal) => self.said.push(reason(refusal, locale)),
        }
        let (expected, actual) = (telling.amount(found.expected), telling.amount(found.own[1]));
        self.said.push(fill!(own.expected, other = other_name, expected = expected, actual = actual));
        self.drift = match found.drift {
            Err(refusal) => fill!(own.drift_untold, reason = reason(refusal, locale)),
            Ok(drift) => {
                let by_week = by_week(drift.slope);
                let (value, interval) = telling.change(by_week);
                let p = p_text(drift.test.p, locale);
                self.drifted = drift.test.p < LEVEL;
                if self.drifted {
                    // From the middle of the days before to the middle of those after.
                    let apart = f64::from(found.before.len() + found.after.len()) / 2.0;
                    let carried = locale.uplift(drift.slope.value * apart);
                    let template = own.drifted;
                    fill!(template, n = before, value = value, interval = interval, p = p, carried = carried)
                } else {
                    fill!(own.parallel, n = before, value = value, interval = interval, p = p)
                }
            }
        };
        let (first, second) = (locale.range(found.before), locale.range(found.after));
        self.notes.push(own.caution.to_owned());
        self.notes.push(fill!(own.days_chosen, before = first, after = second));
        self.notes.push(fill!(own.by_weeks, n = before, m = after));
        self.at = chosen.options.launch.since(found.before.from).max(0) as usize;
    }

    fn draw(&mut self, telling: &Telling<'_>, room_px: f64) {
        let (found, locale) = (telling.found, telling.locale);
        let index = |value: f64, base: f64| value / base * BASE;
        let indexed = |day: (f64, f64)| [index(day.0, found.own[0]), index(day.1, found.other[0])];
        let values: Vec<Option<[f64; 2]>> = found.days.iter().map(|day| day.values.map(indexed)).collect();
        let scale = IndexScale::over(values.iter().flatten().flatten().copied().chain([BASE]));
        let periods: Vec<DateRange> = found.days.iter().map(|day| DateRange { from: day.date, to: day.date }).collect();
        let mut marks = calendar(telling.report, &periods, Some(room_px), locale);
        if let Some(base) = scale.at(BASE) {
            let points = vec![(0.0, base), (1.0, base)];
            marks.push(Mark { tone: Tone::Rule, shape: Shape::Line { points, dashed: true } });
        }
        let mut ends = Vec::new();
        for (n, tone) in TONES.into_iter().enumerate().rev() {
            let place = |values: &Option<[f64; 2]>| Some((scale.at(values.as_ref()?[n])?, false));
            let places: Vec<Place> = values.iter().map(place).collect();
            line(&mut marks, tone, &places);
            if let Some((y, _)) = places.iter().rev().flatten().next() {
                ends.push((tone, if n == 0 { telling.own_name } else { telling.other_name }, *y));
            }
        }
        marks.extend(names(ends, room_px));
        self.names = [telling.own_name, telling.other_name].map(str::to_owned);
        self.chart = Chart {
            x: Axis { label: String::new(), ticks: time_ticks(&periods, Key::Day, room_px) },
            y: vec![Axis { label: telling.own.index.to_owned(), ticks: scale.ticks(locale) }],
            marks,
            under: None,
        };
        for (day, values) in found.days.iter().zip(&values) {
            let date = day.date.to_string();
            let (Some((own_value, other_value)), Some(indexes)) = (day.values, values) else {
                self.days.push(LaunchDay { text: fill!(telling.own.no_day, date = date), at: [None; 2] });
                continue;
            };
            let text = fill!(
                telling.own.of_day,
                date = date,
                own = telling.own_name,
                own_value = telling.amount(own_value),
                own_index = locale.decimal(indexes[0], 0),
                other = telling.other_name,
                other_value = telling.amount(other_value),
                other_index = locale.decimal(indexes[1], 0),
            );
            self.days.push(LaunchDay { text, at: indexes.map(|index| scale.at(index)) });
        }
    }
}

impl Telling<'_> {
    fn amount(&self, value: f64) -> String {
        if self.is_money {
            self.locale.money_compact(value, &self.report.meta.currency)
        } else {
            self.locale.compact(value)
        }
    }

    /// A relative change with its interval.
    fn change(&self, Estimate { value, interval: Interval { lower, upper } }: Estimate) -> (String, String) {
        let print = |value: f64| self.locale.uplift(value);
        let bounds = CompareWords::beside(self.locale.words).interval;
        (print(value), fill!(bounds, lower = print(lower), upper = print(upper)))
    }

    /// Its rows of the table.
    fn rows(&self, rows: &mut Vec<Vec<Cell>>) {
        let (found, own, locale) = (self.found, self.own, self.locale);
        let whose = [self.own_name, " / ", self.other_name].concat();
        let mut add = |what: &str, written: As<'_>, numbers: Numbers| {
            rows.push(row(&whose, what, written, &numbers, locale));
        };
        let change = |[before, after]: [f64; 2]| Some(after / before - 1.0);
        add(
            own.row_change,
            As::Change,
            Numbers { both: [change(found.own), change(found.other)], ..Numbers::default() },
        );
        let p = found.moved.ok().map(|moved| moved.test.p);
        let apart = found.moved.map(|moved| moved.relative);
        add(own.row_moved, As::Change, Numbers { apart, p, ..Numbers::default() });
        let p = found.drift.ok().map(|drift| drift.test.p);
        let apart = found.drift.map(|drift| by_week(drift.slope));
        add(own.row_drift, As::Change, Numbers { apart, p, ..Numbers::default() });
        for day in &found.days {
            let index = |value: f64, base: f64| Some(value / base * BASE);
            let both = day.values.map_or([None; 2], |(x, n)| [index(x, found.own[0]), index(n, found.other[0])]);
            let what = fill!(own.row_index, date = day.date.to_string());
            rows.push(row("", &what, As::Plain, &Numbers { both, ..Numbers::default() }, locale));
        }
    }
}

/// A slope by day as one by week.
pub(super) fn by_week(Estimate { value, interval: Interval { lower, upper } }: Estimate) -> Estimate {
    let by = WEEK as f64;
    Estimate { value: value * by, interval: Interval { lower: lower * by, upper: upper * by } }
}
