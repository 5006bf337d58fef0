//! Experiments in words. In: outcomes of the analysis. Out: the headline, a row per exposed arm with its places in the
//! plot, and their rows of the table. What was not assigned gets neither a total nor the word for one.

use super::rows::{As, Numbers, row};
use super::{EffectView, TrialRow};
use crate::analysis::compare::LEVEL;
use crate::analysis::effect::{Outcome, Trial};
use crate::contract::{Design, Report};
use crate::stats::{Estimate, Interval, Refusal};
use crate::view::chart::{Axis, Chart, Mark, Shape, Tick, Tone};
use crate::view::compare::ForestMark;
use crate::view::compare::wording::{p_text, points_within, stars};
use crate::view::locale::{Locale, minor_digits};
use crate::view::rate::reason;
use crate::view::trend::scale::Scale;
use crate::view::twin::Cell;
use crate::view::words::{CompareWords, EffectWords, fill};

/// One exposed arm with what all its texts need.
struct Telling<'a> {
    outcome: &'a Outcome<'a>,
    trial: &'a Trial<'a>,
    label: String,
    currency: &'a str,
    locale: &'a Locale,
    own: &'static EffectWords,
}

impl EffectView {
    /// Headline, rows, plot and table of all experiments.
    pub(super) fn tell_trials(
        &mut self,
        outcomes: &[Outcome<'_>],
        rows: &mut Vec<Vec<Cell>>,
        report: &Report,
        locale: &Locale,
    ) {
        let own = EffectWords::beside(locale.words);
        let mut told = Vec::new();
        for outcome in outcomes {
            let label = outcome.experiment.label.get(&locale.tag);
            for (n, trial) in outcome.trials.iter().enumerate() {
                let label = if outcome.trials.len() > 1 {
                    fill!(own.trial, label = label, n = locale.number(n + 1))
                } else {
                    label.to_owned()
                };
                told.push(Telling { outcome, trial, label, currency: &report.meta.currency, locale, own });
            }
        }
        // What was assigned answers the question, the others only look like it.
        for assigned in [true, false] {
            for (n, telling) in told.iter().enumerate() {
                if telling.outcome.is_assigned() != assigned {
                    continue;
                }
                self.headline.push(telling.headline());
                self.headline_of.push(n);
                if assigned {
                    let returned: Vec<String> = telling.total().into_iter().chain(telling.per_spend()).collect();
                    if !returned.is_empty() {
                        self.headline.push(returned.join(locale.words.sentence_end));
                        self.headline_of.push(n);
                    }
                }
            }
        }
        if told.is_empty() {
            return;
        }
        self.heads =
            [own.experiment, own.per_unit, own.plot, own.difference, own.buyers, own.adjusted].map(str::to_owned);
        self.dots = [own.exposed, own.control].map(str::to_owned);
        self.rows = told.iter().map(Telling::row).collect();
        self.place(&told);
        self.methods.push(own.welch.to_owned());
        self.methods.push(own.newcombe.to_owned());
        if outcomes.iter().any(|outcome| outcome.trials.len() > 1) {
            self.methods.push(own.holm.to_owned());
        }
        if outcomes.iter().any(|outcome| outcome.experiment.design == Design::Geo) {
            self.methods.push(own.regions.to_owned());
        }
        for telling in &told {
            telling.rows(rows);
        }
        self.chart = self.forest();
    }

    /// Where points, intervals and dots stand: one axis for all experiments, from zero for the dots.
    fn place(&mut self, told: &[Telling<'_>]) {
        let (mut values, mut highest) = (Vec::new(), 0.0_f64);
        for telling in told {
            if let Ok(found) = telling.trial.difference {
                let Interval { lower, upper } = found.estimate.interval;
                values.extend([found.estimate.value, lower, upper]);
            }
            for mean in telling.trial.means.into_iter().flatten() {
                highest = highest.max(mean);
            }
        }
        let scale = Scale::over(values.into_iter(), false);
        for (said, telling) in self.rows.iter_mut().zip(told) {
            said.mark = telling.trial.difference.ok().map(|found| ForestMark {
                at: scale.at(found.estimate.value),
                from: scale.at(found.estimate.interval.lower),
                to: scale.at(found.estimate.interval.upper),
                open_below: false,
                open_above: false,
            });
            if let [Ok(exposed), Ok(control)] = telling.trial.means
                && highest > 0.0
            {
                said.dumbbell = Some([exposed, control].map(|mean| (mean / highest).clamp(0.0, 1.0)));
            }
        }
        self.zero = scale.at(0.0);
        if let Some(telling) = told.first() {
            for value in scale.values() {
                let label = scale.money(value, telling.currency, telling.locale);
                let label = if value > 0.0 { ["+", &label].concat() } else { label };
                self.ticks.push(Tick { at: scale.at(value), label });
            }
        }
    }

    /// The plot for a file: names at the left, differences at the right.
    fn forest(&self) -> Chart {
        let mut chart = Chart { x: Axis { label: String::new(), ticks: self.ticks.clone() }, ..Chart::default() };
        let [_, _, plot, ..] = &self.heads;
        let (mut names, mut values) = (Axis { label: plot.clone(), ticks: Vec::new() }, Axis::default());
        let rule = Shape::Span { from: self.zero, to: self.zero, label: String::new() };
        chart.marks.push(Mark { tone: Tone::Rule, shape: rule });
        for (n, row) in self.rows.iter().enumerate() {
            let y = 1.0 - (n as f64 + 0.5) / self.rows.len() as f64;
            names.ticks.push(Tick { at: y, label: row.label.clone() });
            values.ticks.push(Tick { at: y, label: [&*row.difference, row.stars].join(" ") });
            if let Some(mark) = &row.mark {
                let tone = if row.sure { Tone::First } else { Tone::Compared };
                let line = Shape::Line { points: vec![(mark.from, y), (mark.to, y)], dashed: false };
                chart.marks.push(Mark { tone, shape: line });
                chart.marks.push(Mark { tone, shape: Shape::Dot(mark.at, y) });
            }
        }
        chart.y = vec![names, values];
        chart
    }
}

impl Telling<'_> {
    fn money(&self, value: f64) -> String {
        self.locale.money_compact(value, self.currency)
    }

    fn signed(&self, value: f64) -> String {
        let text = self.money(value);
        if value > 0.0 { ["+", &text].concat() } else { text }
    }

    fn between(&self, interval: Interval, print: impl Fn(f64) -> String) -> String {
        let bounds = CompareWords::beside(self.locale.words).interval;
        fill!(bounds, lower = print(interval.lower), upper = print(interval.upper))
    }

    fn design(&self) -> &'static str {
        match self.outcome.experiment.design {
            Design::Randomised => self.own.randomised,
            Design::Geo => self.own.geo,
            Design::Matched => self.own.matched,
            Design::Observational => self.own.observational,
        }
    }

    /// Whether it is sure, after adjustment.
    fn is_sure(&self) -> bool {
        self.trial.adjusted.is_some_and(|p| p < LEVEL)
    }

    fn headline(&self) -> String {
        let (label, design) = (&self.label, self.design());
        let Estimate { value, interval } = match self.trial.difference {
            Ok(found) => found.estimate,
            Err(refusal) => {
                let reason = reason(refusal, self.locale);
                return fill!(self.own.untold, label = label, design = design, reason = reason);
            }
        };
        let assigned = self.outcome.is_assigned();
        let template = match (self.is_sure(), value > 0.0, assigned) {
            (false, ..) => {
                let between = self.between(interval, |bound| self.signed(bound));
                let (value, unsure) = (self.signed(value), self.own.unsure);
                return fill!(unsure, label = label, design = design, value = value, interval = between);
            }
            (true, true, true) => self.own.sure_more,
            (true, false, true) => self.own.sure_less,
            (true, true, false) => self.own.seen_more,
            (true, false, false) => self.own.seen_less,
        };
        let (least, most) =
            (interval.lower.abs().min(interval.upper.abs()), interval.lower.abs().max(interval.upper.abs()));
        let between = self.between(Interval { lower: least, upper: most }, |bound| self.money(bound));
        fill!(template, label = label, design = design, value = self.money(value.abs()), interval = between)
    }

    /// What it brought in all.
    fn total(&self) -> Option<String> {
        let Estimate { value, interval } = self.trial.total.ok()?;
        let interval = self.between(interval, |bound| self.money(bound));
        Some(fill!(self.own.total, value = self.money(value), interval = interval))
    }

    /// The return on more spend, or the quotient of the differences where nothing was assigned.
    fn per_spend(&self) -> Option<String> {
        let Estimate { value, interval } = self.trial.per_spend.ok()?;
        let major = 10_f64.powi(minor_digits(self.currency) as i32);
        let unit = self.locale.tick(major, major, major, Some(self.currency));
        let amount = |value: f64| self.money(value * major);
        let between = self.between(interval, amount);
        if !self.outcome.is_assigned() {
            return Some(fill!(self.own.quotient, unit = unit, value = amount(value), interval = between));
        }
        let verdict = match interval {
            Interval { lower, .. } if lower > 1.0 => self.own.above_spend,
            Interval { upper, .. } if upper < 1.0 => self.own.below_spend,
            _ => self.own.like_spend,
        };
        let template = self.own.per_spend;
        Some(fill!(template, unit = unit, value = amount(value), interval = between, verdict = verdict))
    }

    fn row(&self) -> TrialRow {
        let (locale, words, own) = (self.locale, self.locale.words, self.own);
        let (trial, control) = (self.trial, self.outcome.control);
        let mut remarks =
            vec![[self.design(), words.clause_separator, &locale.range(self.outcome.experiment.range)].concat()];
        if !self.outcome.is_assigned() {
            remarks.push(own.selection.to_owned());
        }
        let mean =
            |mean: Result<f64, Refusal>| mean.map_or_else(|_| words.no_value.to_owned(), |mean| self.money(mean));
        let (difference, interval) = match trial.difference {
            Ok(found) => {
                let Estimate { value, interval } = found.estimate;
                (self.signed(value), self.between(interval, |bound| self.signed(bound)))
            }
            Err(refusal) => (words.no_value.to_owned(), reason(refusal, locale)),
        };
        let buyers = match trial.buyers_apart {
            Ok(apart) => {
                let Estimate { value, interval } = apart.difference;
                let (value, interval) = points_within(value, interval, locale);
                [value, interval]
            }
            Err(refusal) => [words.no_value.to_owned(), reason(refusal, locale)],
        };
        let p = trial.adjusted.map_or_else(|| words.no_value.to_owned(), |p| p_text(p, locale));
        let (n, m) = (locale.compact(trial.arm.units as f64), locale.compact(control.units as f64));
        let mut outcome = vec![fill!(own.units, n = n, m = m)];
        if let [Ok(exposed), Ok(other)] = trial.buyers {
            let (x, y) = (locale.percent(exposed.value), locale.percent(other.value));
            outcome.push(fill!(own.buyer_share, x = x, y = y));
        }
        outcome.extend(self.total());
        outcome.extend(self.per_spend());
        let mut spoken = vec![self.headline()];
        spoken.extend(outcome.iter().cloned());
        TrialRow {
            id: self.outcome.experiment.id.to_string(),
            label: self.label.clone(),
            remarks,
            means: trial.means.map(mean),
            dumbbell: None,
            mark: None,
            sure: self.is_sure(),
            difference,
            interval,
            buyers,
            p,
            stars: trial.adjusted.map_or("", stars),
            outcome,
            spoken: spoken.join(words.clause_separator),
        }
    }

    /// Its rows of the table.
    fn rows(&self, rows: &mut Vec<Vec<Cell>>) {
        let (trial, own) = (self.trial, self.own);
        let mut add = |what: &str, written: As<'_>, numbers: Numbers| {
            rows.push(row(&self.label, what, written, &numbers, self.locale));
        };
        let units = [trial.arm, self.outcome.control].map(|arm| Some(arm.units as f64));
        add(own.row_units, As::Count, Numbers { both: units, ..Numbers::default() });
        add(
            own.row_value,
            As::Money(self.currency),
            Numbers {
                both: trial.means.map(Result::ok),
                apart: trial.difference.map(|found| found.estimate),
                p: trial.difference.ok().map(|found| found.test.p),
                adjusted: trial.adjusted,
            },
        );
        add(
            own.row_buyers,
            As::Share,
            Numbers {
                both: trial.buyers.map(|share| share.ok().map(|share| share.value)),
                apart: trial.buyers_apart.map(|apart| apart.difference),
                p: trial.buyers_apart.ok().map(|apart| apart.test.p),
                adjusted: None,
            },
        );
        let uplift = trial.buyers_apart.and_then(|apart| apart.uplift);
        add(own.row_uplift, As::Change, Numbers { apart: uplift, ..Numbers::default() });
        let is_assigned = self.outcome.is_assigned();
        if is_assigned {
            add(own.row_total, As::Money(self.currency), Numbers { apart: trial.total, ..Numbers::default() });
        }
        let quotient = if is_assigned { own.row_return } else { own.row_quotient };
        add(quotient, As::Plain, Numbers { apart: trial.per_spend, ..Numbers::default() });
    }
}
