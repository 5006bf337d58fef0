//! What a number on screen means. In: the id of a measure, a ratio, a step of the funnel, or of what a panel computes, and
//! what the reader chose. Out: [`Card`], one line a question: how much, how sure, and why an interval or a star
//! is missing; then a section for each thing that is counted: what, how and on which day; at last where all of it comes
//! from. The number is read as its panel reads it, so that the two agree.
//!
//! `counted` says how a number is counted, `panels` knows whose numbers an id is of.

mod counted;
mod panels;

pub(super) use counted::Basis;

use super::asking::Asking;
use super::change::compared;
use super::funnel::{Chain, FunnelRow, FunnelView, Rate};
use super::header::{Chip, HeaderView};
use super::locale::Locale;
use super::metric::Metric;
use super::rate::of_persons;
use super::reading::{dimension_label, list, measure_label, show};
use super::repurchase::explained::followed;
use super::repurchase::thirty_days::{REPURCHASE, Repurchase, repurchase};
use super::state::ViewState;
use super::twin::Number;
use super::value::{Value, value};
use super::words::{CardWords, fill};
use crate::analysis::answers::{Answers, Spot};
use crate::contract::{MeasureIx, Ratio, Report, Text};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::query::{Selection, period};

/// What stands before the id of a measure or ratio in that of the card of its mean.
pub const MEAN: &str = "mean:";
/// What stands before the id of a step in that of its card.
pub const STEP: &str = "step:";
/// What stands before age and group of repurchase.
pub const GROUP: &str = "group:";
/// What stands before the name of a cohort.
pub const COHORT: &str = "cohort:";
/// What stands before the id of a compared member.
pub const COMPARED: &str = "compared:";

/// A filter of a longer text is told by its first members and their number.
const MOST_FILTER_BYTES: usize = 240;

/// What a number means.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// Its name.
    pub title: String,
    /// What there is to say, in order.
    pub sections: Vec<Section>,
}

/// Lines of a card that belong together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// What they are about; empty for what is about the number itself.
    pub heading: String,
    /// Questions and answers.
    pub lines: Vec<(String, String)>,
}

impl Card {
    /// The card of the number of that id; `None` where the document has no such number.
    pub fn build(dataset: &Dataset, state: &ViewState, id: &str, locale: &Locale) -> Option<Self> {
        if let Some(id) = id.strip_prefix(MEAN) {
            return Self::of_mean(dataset, state, id, locale);
        }
        let (report, selection) = (&dataset.report, &state.selection);
        let (words, later) = (locale.words, locale.later());
        let (scope, _) = selection.resolve(report);
        let range = scope.range;
        let mut card = Self::default();
        let view = id.strip_prefix(STEP).and_then(|id| Some((id, FunnelView::build(dataset, selection, locale)?)));
        if let Some((view, row)) =
            view.as_ref().and_then(|(id, view)| Some((view, view.rows.iter().find(|row| row.id == *id)?)))
        {
            card.step(report, view, row, locale);
            card.filters(dataset, selection, locale);
            card.shares(view, row, locale);
            if let Some(ix) = report.find_measure(&row.measure) {
                card.counted(report, ix, later.counting, None, locale);
            }
        } else if let Some(metric) = Metric::find(dataset, id) {
            card.title = metric.label(report, locale);
            let answers = Answers::new(dataset, scope, metric.measures(), None);
            let mut asking = Asking { report, locale, answers, range };
            let days = metric.days(report, range);
            let number = value(&mut asking, &metric, range);
            match &metric {
                Metric::Measure(ix) => card.described(report, *ix, locale),
                Metric::Ratio(ratio) => card.formula(report, ratio, locale),
            }
            card.number(report, &number, locale);
            card.say(
                later.days_counted,
                days.map_or_else(|| words.no_mature_days.to_owned(), |days| locale.period(days)),
            );
            let compare = selection.compare.as_ref();
            if let Some(periods) = compare.and_then(|compare| period::comparison(report, range, compare)) {
                card.change(&mut asking, &metric, periods);
            }
            card.filters(dataset, selection, locale);
            match &metric {
                Metric::Measure(ix) => card.counted(report, *ix, later.counting, None, locale),
                Metric::Ratio(ratio) => card.sides(&mut asking, ratio, days),
            }
        } else if id == REPURCHASE {
            let again = repurchase(report, &scope, locale)?;
            card.repurchase(report, &again, locale);
            card.filters(dataset, selection, locale);
        } else {
            card.panel(dataset, state, id, locale)?;
        }
        card.origin(report, locale);
        Some(card)
    }

    /// The card of the mean of a measure or ratio over some days before each.
    fn of_mean(dataset: &Dataset, state: &ViewState, id: &str, locale: &Locale) -> Option<Self> {
        let mut card = Self::build(dataset, state, id, locale)?;
        let (own, title) = (CardWords::beside(locale.words), card.title.as_str());
        let lines = vec![(locale.later().meaning.to_owned(), fill!(own.mean, label = title))];
        card.sections.insert(0, Section { heading: String::new(), lines });
        card.title = fill!(own.mean_label, label = title);
        Some(card)
    }

    /// What is said from here on is about that.
    pub(super) fn section(&mut self, heading: impl Into<String>) {
        self.sections.push(Section { heading: heading.into(), lines: Vec::new() });
    }

    pub(super) fn say(&mut self, term: &str, text: impl Into<String>) {
        let text: String = text.into();
        if self.sections.is_empty() {
            self.section("");
        }
        if let Some(section) = self.sections.last_mut().filter(|_| !text.is_empty()) {
            section.lines.push((term.to_owned(), text));
        }
    }

    fn filters(&mut self, dataset: &Dataset, selection: &Selection, locale: &Locale) {
        // Of "others" the members are hundreds.
        let said = |chip: Chip| if chip.title.len() > MOST_FILTER_BYTES { chip.label } else { chip.title };
        let filters = HeaderView::build(dataset, selection, locale).chips.into_iter().map(said);
        self.say(locale.words.filters, filters.collect::<Vec<_>>().join(locale.words.list_separator));
    }

    fn text(&mut self, term: &str, text: Option<&Text>, locale: &Locale) {
        if let Some(text) = text {
            self.say(term, text.get(&locale.tag));
        }
    }

    fn described(&mut self, report: &Report, ix: MeasureIx, locale: &Locale) {
        let description = report.measure(ix).and_then(|measure| measure.description.as_ref());
        self.text(locale.later().meaning, description, locale);
    }

    fn formula(&mut self, report: &Report, ratio: &Ratio, locale: &Locale) {
        let words = locale.later();
        let [x, n] = [ratio.numerator, ratio.denominator].map(|ix| measure_label(report, ix, locale));
        let per = locale.number(ratio.per as usize);
        let formula = if ratio.per == 1 { words.formula } else { words.formula_per };
        self.say(words.meaning, fill!(formula, x = x, n = n, per = per));
    }

    /// What a ratio divides, each side with its own number.
    fn sides(&mut self, asking: &mut Asking<'_>, ratio: &Ratio, days: Option<DateRange>) {
        let (report, locale) = (asking.report, asking.locale);
        let words = locale.later();
        let measures = [ratio.numerator, ratio.denominator];
        let sides = measures.map(|measure| days.and_then(|days| asking.side(Spot { measure, route: None }, days)));
        if let [Some(top), Some(bottom)] = &sides {
            let kind = if of_persons(report, top, bottom) { words.kind_persons } else { words.kind_totals };
            self.say(words.rate_kind, kind);
        }
        for (side, (term, measure)) in sides.iter().zip([words.numerator, words.denominator].into_iter().zip(measures))
        {
            let number = side.as_ref().map(|side| show(&side.figure, side.measure, report, locale).full);
            self.side(report, measure, term, number, locale);
        }
    }

    /// How one side of a ratio is counted.
    pub(super) fn side(&mut self, report: &Report, ix: MeasureIx, term: &str, number: Option<String>, locale: &Locale) {
        let heading = locale.words.labelled(term, measure_label(report, ix, locale));
        self.counted(report, ix, &heading, number, locale);
    }

    /// The number, how sure it is, and what has to stand beside it.
    fn number(&mut self, report: &Report, number: &Value, locale: &Locale) {
        let (words, later) = (locale.words, locale.later());
        self.say(words.value, &*number.full);
        let clauses: Vec<String> = number.interval.iter().chain(&number.note).cloned().collect();
        // Where there is no number, the reason stands in its place.
        let sure = match (clauses.is_empty(), number.number) {
            (true, Some(_)) => later.counted_in_full.to_owned(),
            (true, None) if number.full.is_empty() => words.no_data.to_owned(),
            (true, None) => number.full.clone(),
            (false, _) => clauses.join(words.clause_separator),
        };
        self.say(words.interval, sure);
        let mut marks = number.marks.clone();
        marks.retain(|mark| *mark != number.full);
        self.say(words.remarks, marks.join(words.list_separator));
        if number.marks.iter().any(|mark| mark == words.bound) {
            self.say(words.remarks, CardWords::beside(words).wide_bound);
        }
        if !number.ignored.is_empty() {
            let names = number.ignored.iter().map(|&ix| dimension_label(report, ix, locale).to_owned());
            self.say(later.ignored, fill!(later.ignored_because, list = list(names, locale)));
        }
    }

    fn change(&mut self, asking: &mut Asking<'_>, metric: &Metric, periods: period::Comparison) {
        let (locale, words, later) = (asking.locale, asking.locale.words, asking.locale.later());
        let found = compared(asking, metric, (None, None), periods);
        if found.change.text.is_empty() {
            return;
        }
        let mut clauses = vec![found.change.text.clone()];
        if let Some((current, baseline)) = found.days {
            let against =
                |current: &str, baseline: &str| fill!(later.current_against, current = current, baseline = baseline);
            clauses.push(against(&found.now.full, &found.before.full));
            clauses.push(against(&locale.range(current), &locale.range(baseline)));
            if found.is_partial(current.len() as usize) {
                clauses.push(fill!(words.days, n = locale.number(found.counted)));
            }
        }
        self.say(words.change, clauses.join(words.clause_separator));
        self.say(later.star, later.no_star);
    }

    /// How many a step of the funnel counts, as the funnel reads it.
    fn step(&mut self, report: &Report, view: &FunnelView, row: &FunnelRow, locale: &Locale) {
        let (words, later) = (locale.words, locale.later());
        let chain = row.chain.and_then(|chain| view.chains.get(chain));
        self.title = chain.map_or_else(|| row.label.clone(), |chain| of_chain(&row.label, chain, locale));
        if let Some(ix) = report.find_measure(&row.measure) {
            self.described(report, ix, locale);
        }
        let sampled = matches!(row.count_number, Some(Number::Real(_) | Number::Amount(_)));
        let value = Value {
            full: row.count_full.clone(),
            number: row.count_number,
            note: sampled.then(|| words.interval_sampled.to_owned()),
            marks: row.immature.iter().chain(&row.marks).cloned().collect(),
            ..Value::default()
        };
        self.number(report, &value, locale);
        if let Some(compared) = &row.comparison {
            let mut clauses = vec![compared.count_change.text.clone(), compared.text.clone()];
            clauses.retain(|clause| !clause.is_empty());
            self.say(words.change, clauses.join(words.clause_separator));
            self.say(words.rate_change, &*compared.rate_change.text);
            self.say(later.star, later.no_star);
        }
    }

    /// The shares of a step, and what is counted inside it.
    fn shares(&mut self, view: &FunnelView, row: &FunnelRow, locale: &Locale) {
        let words = locale.words;
        if let Some(first) = view.rows.first() {
            self.share(&view.of_first_label, [&row.label, &first.label], &row.of_first, locale);
        }
        self.share(&view.of_previous_label, [&row.label, &row.previous], &row.of_previous, locale);
        for join in &row.joins {
            let chain = view.chains.get(join.chain);
            let term = chain.map_or_else(String::new, |chain| of_chain(&view.of_previous_label, chain, locale));
            self.share(&term, [&row.label, &join.previous], &join.rate, locale);
        }
        for part in &row.parts {
            self.section(&*part.label);
            self.say(words.value, &*part.count_full);
            let term = words.remarked(&part.label, &view.of_previous_label);
            self.share(&term, [&part.label, &row.previous], &part.of_previous, locale);
        }
    }

    /// A share of the funnel: of what, how sure, over which days.
    fn share(&mut self, term: &str, [x, n]: [&str; 2], rate: &Rate, locale: &Locale) {
        let (words, later) = (locale.words, locale.later());
        if !rate.applies {
            return;
        }
        let full = if rate.text.is_empty() { words.no_value } else { &*rate.full };
        self.section(term);
        self.say(later.meaning, fill!(later.formula, x = x, n = n));
        self.say(words.value, full);
        let clauses: Vec<String> = rate.interval.iter().chain(&rate.note).cloned().collect();
        self.say(words.interval, clauses.join(words.clause_separator));
        self.say(later.days_counted, rate.days.map_or_else(String::new, |days| locale.period(days)));
    }

    fn repurchase(&mut self, report: &Report, again: &Repurchase, locale: &Locale) {
        let words = locale.later();
        let day = locale.number(again.day as usize);
        self.title.clone_from(&again.label);
        self.say(words.meaning, fill!(words.repurchase_means, n = day));
        self.say(words.numerator, words.second_orders);
        let customers = locale.integer(again.customers.into());
        self.say(words.denominator, fill!(words.first_orders, n = customers));
        self.number(report, &again.value, locale);
        if let Some(cohorts) = &report.cohorts {
            self.say(words.observed_until, cohorts.observed_until.to_string());
        }
        self.say(words.star, CardWords::beside(locale.words).untested);
        followed(locale, self);
    }

    fn origin(&mut self, report: &Report, locale: &Locale) {
        let (words, meta) = (locale.later(), &report.meta);
        self.section(words.data);
        self.say(words.through, meta.complete_through.to_string());
        self.say(words.time_zone, &*meta.time_zone);
        self.text(words.origin, Some(&meta.source), locale);
    }
}

fn of_chain(label: &str, chain: &Chain, locale: &Locale) -> String {
    locale.words.remarked(label, &chain.label)
}
