//! Words the funnel's numbers. In: what [`crate::analysis::funnel`] answers, the reader's selection, a locale. Out:
//! [`FunnelView`]. A step that cannot be filtered as asked keeps its unfiltered number, says so, and has no rate.

use super::remarks::{loss, notes};
use super::scale::{Length, scales};
use super::{Chain, Comparison, FunnelPart, FunnelRow, FunnelView, Join, Rate};
use crate::analysis::funnel::{Answer, Compared, Funnel, Growing, Part, Share, Step, funnel};
use crate::analysis::metric::Metric;
use crate::contract::{DimensionIx, MeasureIx, MeasureKind, Report};
use crate::cube::Dataset;
use crate::query::Selection;
use crate::view::change::{Change, told};
use crate::view::locale::Locale;
use crate::view::rate::{quoted, refused};
use crate::view::reading::{Shown, anchor_mark, dimension_label, measure_label, show};
use crate::view::twin::Cell;
use crate::view::words::fill;

impl FunnelView {
    /// The funnel under `selection`; `None` where the document has none.
    pub fn build(dataset: &Dataset, selection: &Selection, locale: &Locale) -> Option<Self> {
        let report = &dataset.report;
        let words = locale.words;
        let (scope, _) = selection.resolve(report);
        let found = funnel(dataset, &scope, selection.compare.as_ref())?;
        let route = found.route.and_then(|route| report.dimension(route));
        let chain = |&member| {
            let member = route.and_then(|route| route.member(member));
            Chain {
                id: member.map_or_else(String::new, |member| member.id.to_string()),
                label: member.map_or(words.unknown, |member| member.label.get(&locale.tag)).to_owned(),
            }
        };
        let chains: Vec<Chain> = found.chains.iter().map(chain).collect();
        let wording = Wording { report, locale, found: &found };
        let mut rows = Vec::with_capacity(found.steps.len());
        let mut lengths = Vec::with_capacity(found.steps.len());
        for step in &found.steps {
            let mut row = wording.row(step, &chains);
            if let (Some(route), Some(chain)) = (route, step.chain.filter(|_| step.by_route)) {
                row.drill = Some(selection.drill(&route.id, chains.get(chain).map(|chain| chain.id.as_str())));
            }
            let other = step.compared.as_ref().and_then(|compared| compared.other.as_ref());
            lengths.push(Length {
                value: wording.length(step.step.measure, step.count.as_ref()),
                other: wording.length(step.step.measure, other),
                beside_previous: step.chain.is_some(),
            });
            rows.push(row);
        }
        for (((row, step), length), scale) in rows.iter_mut().zip(&found.steps).zip(&lengths).zip(scales(&lengths)) {
            let of_full = |value: f64| if scale.full > 0.0 { value / scale.full } else { 0.0 };
            row.bar = of_full(length.value);
            row.immature_bar = of_full(step.growing.map_or(0.0, |growing| growing.part).min(length.value));
            row.magnified = scale.magnified.map(|times| fill!(words.bars_magnified, n = locale.compact(times)));
            if let Some(comparison) = &mut row.comparison {
                comparison.bar = of_full(length.other);
            }
        }
        let name = |ix: usize| wording.name(ix);
        let mut view = Self {
            title: words.funnel.to_owned(),
            of_first_label: words.of_first.to_owned(),
            of_previous_label: words.of_previous.to_owned(),
            notes: notes(report, &found, selection, locale),
            chains,
            rows,
            biggest_loss: found
                .biggest_loss
                .map(|found| loss(words.biggest_loss, found, [name(found.from), name(found.to)], report, locale)),
            steepest_loss: found
                .steepest_loss
                .map(|found| loss(words.steepest_loss, found, [name(found.from), name(found.to)], report, locale)),
            summary: String::new(),
        };
        view.speak(locale);
        Some(view)
    }
}

/// What is needed to word one step after another.
struct Wording<'a> {
    report: &'a Report,
    locale: &'a Locale,
    found: &'a Funnel<'a>,
}

impl Wording<'_> {
    /// Name of a step of the document.
    fn name(&self, ix: usize) -> &str {
        self.report.funnel.get(ix).map_or("", |step| {
            let own = step.label.as_ref().map(|label| label.get(&self.locale.tag));
            own.unwrap_or_else(|| measure_label(self.report, step.measure, self.locale))
        })
    }

    fn row(&self, step: &Step<'_>, chains: &[Chain]) -> FunnelRow {
        let (report, locale, words) = (self.report, self.locale, self.locale.words);
        let measure = step.step.measure;
        let shown = self.shown(measure, step.count.as_ref());
        let mut marks: Vec<String> = anchor_mark(report, measure, locale).into_iter().chain(shown.marks).collect();
        for &dimension in step.count.iter().flat_map(|answer| &answer.ignored) {
            marks.push(fill!(words.columns_unfiltered, dimension = dimension_label(report, dimension, locale)));
        }
        let mut of_previous = self.share(step.of_previous.as_ref());
        let mut joins = Vec::with_capacity(step.joins.len());
        for join in &step.joins {
            let rate = self.share(join.share.as_ref());
            let value = if rate.text.is_empty() { rate.note.clone().unwrap_or_default() } else { rate.text.clone() };
            let label = chains.get(join.chain).map_or("", |chain| chain.label.as_str());
            let value = fill!(words.of_previous_spoken, rate = value);
            marks.push(words.labelled(label, &value));
            joins.push(Join { chain: join.chain, previous: self.name(join.previous).to_owned(), rate });
        }
        if step.is_join && joins.is_empty() {
            of_previous = Rate { note: Some(words.no_share_at_join.to_owned()), applies: true, ..Rate::default() };
        }
        FunnelRow {
            id: step.step.id.to_string(),
            measure: report.measure(measure).map_or_else(String::new, |measure| measure.id.to_string()),
            label: self.name(step.ix).to_owned(),
            chain: step.chain,
            stage: step.stage,
            optional: step.step.optional.then(|| words.skippable.to_owned()),
            count: shown.text,
            count_full: shown.full,
            count_number: shown.number,
            magnified: None,
            bar: 0.0,
            immature_bar: 0.0,
            immature: step.growing.map(|growing| self.growing(growing, step)),
            of_first: self.share(step.of_first.as_ref()),
            of_previous,
            previous: step.previous.first().map_or_else(String::new, |&ix| self.name(ix).to_owned()),
            joins,
            comparison: step.compared.as_ref().map(|compared| self.compared(measure, compared)),
            parts: self.parts(&step.parts),
            marks,
            drill: None,
            spoken: String::new(),
        }
    }

    fn parts(&self, parts: &[Part<'_>]) -> Vec<FunnelPart> {
        let mut worded = Vec::with_capacity(parts.len());
        let mut widest = 0.0_f64;
        for part in parts {
            let Shown { text: count, full: count_full, number: count_number, .. } =
                self.shown(part.measure, part.count.as_ref());
            let bar = self.length(part.measure, part.count.as_ref());
            widest = widest.max(bar);
            worded.push(FunnelPart {
                measure: self.report.measure(part.measure).map_or_else(String::new, |measure| measure.id.to_string()),
                label: measure_label(self.report, part.measure, self.locale).to_owned(),
                count,
                count_full,
                count_number,
                bar,
                of_previous: self.share(part.of_previous.as_ref()),
            });
        }
        for part in &mut worded {
            part.bar = if widest > 0.0 { part.bar / widest } else { 0.0 };
        }
        worded
    }

    fn compared(&self, measure: MeasureIx, found: &Compared<'_>) -> Comparison {
        let of = self.found.range.len() as usize;
        let count = told(&found.count, &Metric::Measure(measure), self.report, self.locale);
        let rate_change = found.share.as_ref().map_or_else(Change::default, |(ratio, moved)| {
            told(moved, &Metric::Ratio(ratio.clone()), self.report, self.locale).change
        });
        let partial = count.is_partial(of);
        Comparison {
            bar: 0.0,
            text: count.text(of, self.locale),
            count_full: count.before.full,
            count_number: count.before.number,
            now: partial.then(|| Cell::new(count.now.full, count.now.number)),
            count_change: count.change,
            rate_change,
        }
    }

    fn shown(&self, measure: MeasureIx, answer: Option<&Answer>) -> Shown {
        match (answer, self.report.measure(measure)) {
            (Some(answer), Some(measure)) => show(&answer.figure, measure, self.report, self.locale),
            _ => Shown::none(self.locale.words.not_at_this_cut, self.locale),
        }
    }

    fn share(&self, share: Option<&Share<'_>>) -> Rate {
        match share {
            None => Rate::default(),
            Some(Err(refusal)) => refused(*refusal, self.locale),
            Some(Ok((days, found))) => Rate { days: Some(*days), ..quoted(self.report, found, 1, self.locale) },
        }
    }

    /// What a bar measures: the estimate, unless it is hidden or money.
    fn length(&self, measure: MeasureIx, answer: Option<&Answer>) -> f64 {
        let counted = self.report.measure(measure).is_some_and(|measure| measure.kind != MeasureKind::Money);
        match answer {
            Some(answer) if counted && !answer.figure.hidden => answer.figure.estimate.max(0.0),
            _ => 0.0,
        }
    }

    fn growing(&self, growing: Growing, step: &Step<'_>) -> String {
        let (locale, words) = (self.locale, self.locale.words);
        let days = locale.number(growing.days.len() as usize);
        let whole = self.length(step.step.measure, step.count.as_ref());
        if growing.part > 0.0 && whole > 0.0 {
            fill!(words.maturing_part, share = locale.percent(growing.part / whole), n = days)
        } else {
            fill!(words.maturing_days, n = days)
        }
    }
}

/// Filters that some steps leave out, each with a measure that does.
pub(super) fn ignored(found: &Funnel<'_>) -> Vec<(DimensionIx, MeasureIx)> {
    let mut ignored = Vec::new();
    for step in &found.steps {
        for &dimension in step.count.iter().flat_map(|answer| &answer.ignored) {
            ignored.push((dimension, step.step.measure));
        }
    }
    ignored
}
