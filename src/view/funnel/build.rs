//! Asks the engine for every step and words the answers. In: the dataset, the reader's selection, a locale. Out:
//! [`FunnelView`]. A rate uses the days on which both of its measures are final; a step that cannot be filtered as
//! asked keeps its unfiltered number, says so, and has no rate.

use super::layout::{Layout, Place, layout};
use super::remarks::{losses, notes};
use super::scale::{Length, scales};
use super::{Chain, Comparison, FunnelPart, FunnelRow, FunnelView, Join, Rate};
use crate::contract::{DimensionIx, FunnelStep, MeasureIx, MeasureKind, Ratio, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::order::sort_unique;
use crate::query::{Selection, period};
use crate::stats::Refusal;
use crate::view::answers::Answers;
use crate::view::asking::{Asking, Spot};
use crate::view::change::{Change, compared};
use crate::view::locale::Locale;
use crate::view::metric::Metric;
use crate::view::rate::{judge, rate, refused};
use crate::view::reading::{Shown, anchor_mark, dimension_label, measure_label};
use crate::view::twin::Cell;
use crate::view::words::fill;

impl FunnelView {
    /// The funnel under `selection`; `None` where the document has none.
    pub fn build(dataset: &Dataset, selection: &Selection, locale: &Locale) -> Option<Self> {
        let report = &dataset.report;
        let words = locale.words;
        let first = report.funnel.first()?;
        let route = report.find_dimension("route");
        let (scope, _) = selection.resolve(report);
        let scope = route.map_or(scope.clone(), |route| scope.without(route));
        let periods = selection.compare.as_ref().and_then(|compare| period::comparison(report, scope.range, compare));
        let mut measures: Vec<MeasureIx> = report
            .funnel
            .iter()
            .flat_map(|step| std::iter::once(step.measure).chain(step.parts.iter().copied()))
            .collect();
        sort_unique(&mut measures);
        let range = scope.range;
        let answers = Answers::new(dataset, scope, measures.clone(), route);
        let mut asking = Asking { report, locale, answers, range };
        let Layout { chains, places } = layout(&report.funnel);
        let spots: Vec<Spot> = report.funnel.iter().map(|step| spot(dataset, step, route)).collect();
        let labels: Vec<&str> = report.funnel.iter().map(|step| step_label(report, step, locale)).collect();
        let chains: Vec<Chain> = chains
            .into_iter()
            .map(|member| {
                let member = route.and_then(|route| report.dimension(route)).and_then(|route| route.member(member));
                Chain {
                    id: member.map_or_else(String::new, |member| member.id.to_string()),
                    label: member.map_or(words.unknown, |member| member.label.get(&locale.tag)).to_owned(),
                }
            })
            .collect();

        let mut ignored: Vec<(DimensionIx, MeasureIx)> = Vec::new();
        let mut rows = Vec::with_capacity(places.len());
        let mut values = Vec::with_capacity(places.len());
        for place in &places {
            let (Some(step), Some(&spot)) = (report.funnel.get(place.step), spots.get(place.step)) else { continue };
            let mut row = row(&mut asking, step, spot, place);
            let answer = asking.answers.figure(spot.route, range, spot.measure);
            for &dimension in answer.iter().flat_map(|answer| &answer.ignored) {
                ignored.push((dimension, spot.measure));
            }
            if place.step > 0 {
                row.of_first = asking.share(spot, Spot { measure: first.measure, route: None });
            }
            if let Some(previous) = place.previous.first().and_then(|&step| labels.get(step)) {
                (*previous).clone_into(&mut row.previous);
            }
            shares_of_previous(&mut asking, &mut row, spot, place, &spots, &report.funnel, &chains);
            if let (Some(route), Some(chain)) = (route.and_then(|ix| report.dimension(ix)), place.chain) {
                let member = chains.get(chain).map(|chain| chain.id.as_str());
                row.drill = spot.route.map(|_| selection.drill(&route.id, member));
            }
            let mut other = None;
            if let Some(periods) = periods {
                let previous = place.previous.first().filter(|_| place.previous.len() == 1);
                let bottom = previous.and_then(|&step| spots.get(step)).copied();
                other = Some(compare(&mut asking, &mut row, spot, bottom, periods));
            }
            values.push((asking.length(spot, range), asking.immature_length(spot), other.unwrap_or(0.0)));
            rows.push(row);
        }
        let lengths: Vec<Length> = values
            .iter()
            .zip(&rows)
            .map(|(&(value, _, other), row)| Length { value, other, beside_previous: row.chain.is_some() })
            .collect();
        for ((row, (value, immature, other)), scale) in rows.iter_mut().zip(values).zip(scales(&lengths)) {
            let of_full = |value: f64| if scale.full > 0.0 { value / scale.full } else { 0.0 };
            row.bar = of_full(value);
            row.immature_bar = of_full(immature.min(value));
            row.magnified = scale.magnified.map(|times| fill!(words.bars_magnified, n = locale.compact(times)));
            if let Some(comparison) = &mut row.comparison {
                comparison.bar = of_full(other);
            }
        }
        let (biggest_loss, steepest_loss) = losses(&mut asking, &places, &spots, &labels, locale);
        let mut view = Self {
            title: words.funnel.to_owned(),
            of_first_label: words.of_first.to_owned(),
            of_previous_label: words.of_previous.to_owned(),
            notes: notes(&asking, &spots, &ignored, periods, selection),
            chains,
            rows,
            biggest_loss,
            steepest_loss,
            summary: String::new(),
        };
        view.speak(locale);
        Some(view)
    }
}

/// Where the number of a step is found: by its route, unless no cube tells routes apart and the measure is its alone.
fn spot(dataset: &Dataset, step: &FunnelStep, route: Option<DimensionIx>) -> Spot {
    let by_route = |ix| dataset.cubes.iter().any(|cube| cube.carries(step.measure) && cube.answers(ix));
    let mut others = dataset.report.funnel.iter().filter(|other| other.measure == step.measure);
    let shared = others.any(|other| other.route != step.route);
    Spot { measure: step.measure, route: step.route.filter(|_| shared || route.is_some_and(by_route)) }
}

fn step_label<'a>(report: &'a Report, step: &'a FunnelStep, locale: &Locale) -> &'a str {
    step.label.as_ref().map_or_else(|| measure_label(report, step.measure, locale), |label| label.get(&locale.tag))
}

/// A step's own numbers: count, parts, days still growing.
fn row(asking: &mut Asking<'_>, step: &FunnelStep, spot: Spot, place: &Place) -> FunnelRow {
    let (report, locale, range) = (asking.report, asking.locale, asking.range);
    let words = locale.words;
    let shown = asking.shown(spot, range);
    let mut marks: Vec<String> = anchor_mark(report, spot.measure, locale).into_iter().chain(shown.marks).collect();
    if let Some(answer) = asking.answers.figure(spot.route, range, spot.measure) {
        marks.extend(
            answer.ignored.iter().map(|&dimension| {
                fill!(words.columns_unfiltered, dimension = dimension_label(report, dimension, locale))
            }),
        );
    }
    let previous = place.previous.first().and_then(|&step| report.funnel.get(step)).map(|step| step.measure);
    let parts: Vec<(MeasureIx, f64)> = step
        .parts
        .iter()
        .map(|&measure| (measure, asking.length(Spot { measure, route: spot.route }, range)))
        .collect();
    let widest = parts.iter().map(|(_, length)| *length).fold(0.0, f64::max);
    let parts = parts
        .into_iter()
        .map(|(measure, length)| {
            let part = Spot { measure, route: spot.route };
            let Shown { text: count, full: count_full, number: count_number, .. } = asking.shown(part, range);
            let of_previous =
                previous.map_or_else(Rate::default, |measure| asking.share(part, Spot { measure, route: None }));
            FunnelPart {
                measure: report.measure(measure).map_or_else(String::new, |measure| measure.id.to_string()),
                label: measure_label(report, measure, locale).to_owned(),
                count,
                count_full,
                count_number,
                bar: if widest > 0.0 { length / widest } else { 0.0 },
                of_previous,
            }
        })
        .collect();
    FunnelRow {
        id: step.id.to_string(),
        measure: report.measure(step.measure).map_or_else(String::new, |measure| measure.id.to_string()),
        label: step_label(report, step, locale).to_owned(),
        chain: place.chain,
        stage: place.stage,
        optional: step.optional.then(|| words.skippable.to_owned()),
        count: shown.text,
        count_full: shown.full,
        count_number: shown.number,
        magnified: None,
        bar: 0.0,
        immature_bar: 0.0,
        immature: asking.immature(spot),
        of_first: Rate::default(),
        of_previous: Rate::default(),
        previous: String::new(),
        joins: Vec::new(),
        comparison: None,
        parts,
        marks,
        drill: None,
        spoken: String::new(),
    }
}

/// The share of the step before; where chains join, one share per chain that can be told apart.
fn shares_of_previous(
    asking: &mut Asking<'_>,
    row: &mut FunnelRow,
    spot: Spot,
    place: &Place,
    spots: &[Spot],
    steps: &[FunnelStep],
    chains: &[Chain],
) {
    let words = asking.locale.words;
    let previous: Vec<(Spot, &FunnelStep)> =
        place.previous.iter().filter_map(|&step| Some((*spots.get(step)?, steps.get(step)?))).collect();
    let joins = place.chain.is_none() && previous.iter().any(|(_, step)| step.route.is_some());
    if !joins {
        if let Some(&(bottom, _)) = previous.first() {
            row.of_previous = asking.share(spot, bottom);
        }
        return;
    }
    row.of_previous = Rate { note: Some(words.no_share_at_join.to_owned()), applies: true, ..Rate::default() };
    for (bottom, step) in previous {
        let member = step.route;
        let top = Spot { measure: spot.measure, route: member };
        if member.is_none() || asking.answers.figure(member, asking.range, spot.measure).is_none() {
            continue;
        }
        let chain_of = |place: &Place| place.chain;
        let chain = layout(steps)
            .places
            .iter()
            .find(|p| steps.get(p.step).is_some_and(|s| s.route == member))
            .and_then(chain_of);
        let Some(chain) = chain else { continue };
        let rate = asking.share(top, bottom);
        let value = if rate.text.is_empty() { rate.note.clone().unwrap_or_default() } else { rate.text.clone() };
        let label = chains.get(chain).map_or("", |chain| chain.label.as_str());
        let value = fill!(words.of_previous_spoken, rate = value);
        row.marks.push(fill!(words.label_value, label = label, value = value));
        let previous = step_label(asking.report, step, asking.locale).to_owned();
        row.joins.push(Join { chain, previous, rate });
    }
    if !row.joins.is_empty() {
        row.of_previous = Rate::default();
    }
}

/// Fills in the comparison; out: the other period's number, for its outline.
fn compare(
    asking: &mut Asking<'_>,
    row: &mut FunnelRow,
    spot: Spot,
    bottom: Option<Spot>,
    periods: period::Comparison,
) -> f64 {
    let of = asking.range.len() as usize;
    let count = compared(asking, &Metric::Measure(spot.measure), (spot.route, None), periods);
    let rate_change = bottom.map_or_else(Change::default, |bottom| {
        let (numerator, denominator) = (spot.measure, bottom.measure);
        let share = Metric::Ratio(Ratio { id: "".into(), label: None, numerator, denominator, per: 1 });
        compared(asking, &share, (spot.route, bottom.route), periods).change
    });
    let partial = count.is_partial(of);
    row.comparison = Some(Comparison {
        bar: 0.0,
        text: count.text(of, asking.locale),
        count_full: count.before.full,
        count_number: count.before.number,
        now: partial.then(|| Cell::new(count.now.full, count.now.number)),
        count_change: count.change,
        rate_change,
    });
    asking.length(spot, periods.baseline)
}

impl Asking<'_> {
    /// The share that `top` has in `bottom`, over the days on which both are final.
    fn share(&mut self, top: Spot, bottom: Spot) -> Rate {
        let Some(range) = self.answers.mature(top.measure, bottom.measure, self.range) else {
            return refused(Refusal::NoMatureDays, self.locale);
        };
        let (Some(x), Some(n)) = (self.side(top, range), self.side(bottom, range)) else {
            return refused(Refusal::NotAtThisCut, self.locale);
        };
        if x.measure.kind == MeasureKind::Money || n.measure.kind == MeasureKind::Money {
            return Rate::default();
        }
        let (report, locale, answers) = (self.report, self.locale, &mut self.answers);
        let mut daily = || answers.days((top.route, top.measure), (bottom.route, bottom.measure), range);
        Rate { days: Some(range), ..rate(report, &x, &n, 1, &mut daily, locale) }
    }

    /// How many of `bottom` do not reach `top`, and as a share; over final days.
    pub fn loss(&mut self, top: Spot, bottom: Spot) -> Option<(f64, f64)> {
        let range = self.answers.mature(top.measure, bottom.measure, self.range)?;
        let (x, n) = (self.side(top, range)?, self.side(bottom, range)?);
        judge(&x, &n).ok()?;
        let lost = n.figure.estimate - x.figure.estimate;
        (lost > 0.0 && x.figure.is_exact() && n.figure.is_exact()).then(|| (lost, lost / n.figure.estimate))
    }

    /// What a bar measures: the estimate, unless it is hidden or money.
    fn length(&mut self, spot: Spot, range: DateRange) -> f64 {
        let counted = self.report.measure(spot.measure).is_some_and(|measure| measure.kind != MeasureKind::Money);
        match self.answers.figure(spot.route, range, spot.measure) {
            Some(answer) if counted && !answer.figure.hidden => answer.figure.estimate.max(0.0),
            _ => 0.0,
        }
    }

    /// Days of the period whose value is not final.
    fn growing(&self, spot: Spot) -> Option<DateRange> {
        let from = period::mature_through(self.report, spot.measure).plus(1).max(self.range.from);
        DateRange::new(from, self.range.to)
    }

    fn immature_length(&mut self, spot: Spot) -> f64 {
        let adds_up = self.report.measure(spot.measure).is_some_and(|measure| measure.kind == MeasureKind::Count);
        self.growing(spot).filter(|_| adds_up).map_or(0.0, |days| self.length(spot, days))
    }

    fn immature(&mut self, spot: Spot) -> Option<String> {
        let words = self.locale.words;
        let days = self.locale.number(self.growing(spot)?.len() as usize);
        let (part, whole) = (self.immature_length(spot), self.length(spot, self.range));
        let hidden =
            self.answers.figure(spot.route, self.range, spot.measure).is_none_or(|answer| answer.figure.hidden);
        Some(if part > 0.0 && whole > 0.0 && !hidden {
            fill!(words.maturing_part, share = self.locale.percent(part / whole), n = days)
        } else {
            fill!(words.maturing_days, n = days)
        })
    }
}
