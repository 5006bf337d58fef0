//! One row in words. In: a row of the analysis. Out: both rates, how far apart, how sure, or why not; each number both
//! as text and in full for the table.

use super::CompareRow;
use crate::analysis::compare::{Group, Key, LEVEL, Row, Verdict};
use crate::contract::{DimensionIx, MemberIx, Polarity, Report};
use crate::query::Selection;
use crate::stats::{Interval, Refusal};
use crate::view::change::Direction;
use crate::view::locale::Locale;
use crate::view::metric::{Metric, Quantity};
use crate::view::rate::reason;
use crate::view::reading::show;
use crate::view::twin::{Cell, Number};
use crate::view::words::{CompareWords, fill};

/// Most digits after the point of a difference in points.
const MOST_DIGITS: u32 = 4;

/// What all rows share.
pub(super) struct Wording<'a> {
    pub report: &'a Report,
    pub locale: &'a Locale,
    pub metric: &'a Metric,
    pub selection: &'a Selection,
    /// What each is held against, by name.
    pub against: &'a str,
    /// Whose members the rows are.
    pub by: Option<DimensionIx>,
    /// What that is called.
    pub head: &'a str,
    /// Whether the rows are categories of all merchants: nothing of this one's, and nothing to filter by.
    pub is_whole: bool,
}

impl Wording<'_> {
    /// The row but for its places.
    pub fn row(&self, row: &Row) -> CompareRow {
        let (words, own) = (self.locale.words, CompareWords::beside(self.locale.words));
        let mut said = CompareRow { contradicts: row.contradicts(), ..CompareRow::default() };
        self.name(row, &mut said);
        said.rates = [self.rate(&row.current), self.rate(&row.baseline)];
        said.full = [self.in_full(&row.current), self.in_full(&row.baseline)];
        let mut untold = None;
        match &row.difference {
            Ok(difference) => {
                (said.difference, said.difference_interval) = self.apart_within(difference.value, difference.interval);
                said.uplift = match difference.uplift {
                    Ok(uplift) => self.locale.uplift(uplift),
                    Err(refusal) => reason(refusal, self.locale),
                };
                said.uplift_interval = self.span(difference.uplift_interval, |bound| self.locale.uplift(bound));
                // What has an interval and no test says so once, for all rows.
                untold = difference.interval.err();
                if difference.test.is_err() {
                    words.no_value.clone_into(&mut said.p);
                }
            }
            Err(_) if row.is_baseline => own.is_baseline.clone_into(&mut said.remark),
            Err(refusal) => untold = Some(*refusal),
        }
        if let Some(refusal) = untold {
            // The name of a refusal, with the counts that it rests on where they may be told.
            said.remark = reason(refusal, self.locale);
            words.no_value.clone_into(&mut said.p);
        }
        if let Some(p) = row.adjusted {
            said.p = p_text(p, self.locale);
            said.stars = stars(p);
        }
        let (direction, polarity) = match row.verdict() {
            Verdict::Higher => (Direction::Rise, self.metric.polarity(self.report)),
            Verdict::Lower => (Direction::Fall, self.metric.polarity(self.report)),
            _ => (Direction::Flat, Polarity::None),
        };
        said.direction = direction;
        said.good = match polarity {
            Polarity::None => None,
            Polarity::Up => Some(direction == Direction::Rise),
            Polarity::Down => Some(direction == Direction::Fall),
        };
        match &row.mixed {
            Some(Ok(mixed)) => {
                let value = self.apart(mixed.value);
                said.mixed_text = fill!(own.mixed, value = value);
            }
            Some(Err(refusal)) if row.difference.is_ok() => {
                said.mixed_text = fill!(own.mixed, value = reason(*refusal, self.locale));
            }
            _ => {}
        }
        said.spoken = self.spoken(row, &said);
        said.cells = self.cells(row, &said);
        said
    }

    fn spoken(&self, row: &Row, said: &CompareRow) -> String {
        let (words, own) = (self.locale.words, CompareWords::beside(self.locale.words));
        let mut clauses = vec![fill!(words.value_at, label = said.label, value = said.rates[0])];
        if !row.is_baseline {
            clauses.push(words.labelled(self.against, &said.rates[1]));
        }
        for (label, value) in [(own.uplift, &said.uplift), (own.difference, &said.difference), (own.p, &said.p)] {
            if !value.is_empty() && *value != words.no_value {
                clauses.push(words.labelled(label, value));
            }
        }
        for clause in [&said.remark, &said.mixed_text] {
            if !clause.is_empty() {
                clauses.push(clause.clone());
            }
        }
        clauses.join(words.clause_separator)
    }

    fn name(&self, row: &Row, said: &mut CompareRow) {
        let words = self.locale.words;
        let dimension = self.by.and_then(|by| self.report.dimension(by));
        let member = match &row.key {
            Key::Member(member) => *member,
            Key::Foreign(id) => {
                let mut named = self.report.benchmarks.iter().filter(|row| row.category == *id);
                let label = named.find_map(|row| row.label.as_ref());
                self.whole(label.map_or(id, |label| label.get(&self.locale.tag)), said);
                said.id = id.to_string();
                return;
            }
        };
        let found = dimension.and_then(|dimension| dimension.member(member));
        found.map_or(words.unknown, |found| found.label.get(&self.locale.tag)).clone_into(&mut said.label);
        let id = found.map(|found| &*found.id);
        id.unwrap_or_default().clone_into(&mut said.id);
        if self.is_whole {
            let label = std::mem::take(&mut said.label);
            return self.whole(&label, said);
        }
        if let Some(dimension) = dimension.filter(|_| id.is_some() || member == MemberIx::NULL) {
            said.selected = self.selection.contains(&dimension.id, id);
            said.select = Some(self.selection.toggle(&dimension.id, id));
        }
    }

    /// The name of a category of all merchants.
    fn whole(&self, label: &str, said: &mut CompareRow) {
        said.label = fill!(CompareWords::beside(self.locale.words).whole, label = label);
    }

    fn rate(&self, group: &Group) -> String {
        match group.rate {
            Ok(rate) => self.metric.print(rate, self.report, self.locale),
            Err(Refusal::TooSmall { .. }) => self.locale.words.too_small.to_owned(),
            Err(_) => self.locale.words.no_value.to_owned(),
        }
    }

    /// `1,234 / 10,021 = 12.3%`, or why there is none.
    fn in_full(&self, group: &Group) -> String {
        let rate = match group.rate {
            Ok(rate) => self.metric.print(rate, self.report, self.locale),
            Err(refusal) => return reason(refusal, self.locale),
        };
        let Some([x, n]) = self.counts(group) else { return rate };
        fill!(self.locale.words.quotient, x = x.text, n = n.text, value = rate)
    }

    /// Above and below the line, in full.
    fn counts(&self, group: &Group) -> Option<[Cell; 2]> {
        let (top, bottom) = group.figures?;
        let cell = |figure, ix| {
            let measure = self.report.measure(ix)?;
            let shown = show(&figure, measure, self.report, self.locale);
            Some(Cell::new(shown.full, shown.number))
        };
        Some([cell(top, self.metric.leading())?, cell(bottom, self.metric.below()?)?])
    }

    /// A difference of two rates, with its sign: points for shares.
    pub fn apart(&self, value: f64) -> String {
        let signed = |text: String| if value > 0.0 { ["+", &text].concat() } else { text };
        match self.metric.quantity(self.report) {
            Quantity::Share => {
                let points = value * 100.0;
                let text = signed(self.locale.decimal(points, digits(points)));
                fill!(self.locale.words.points, value = text)
            }
            Quantity::Money => signed(self.locale.money_compact(value, &self.report.meta.currency)),
            Quantity::Plain | Quantity::Count => signed(self.locale.decimal(value, 2)),
        }
    }

    /// A difference and its interval, points with as many digits as tell the bounds apart, named once an interval.
    fn apart_within(&self, value: f64, interval: Result<Interval, Refusal>) -> (String, String) {
        let (Ok(Interval { lower, upper }), Quantity::Share) = (interval, self.metric.quantity(self.report)) else {
            return (self.apart(value), self.span(interval, |bound| self.apart(bound)));
        };
        points_within(value, Interval { lower, upper }, self.locale)
    }

    fn span(&self, interval: Result<Interval, Refusal>, print: impl Fn(f64) -> String) -> String {
        let Ok(Interval { lower, upper }) = interval else { return String::new() };
        fill!(CompareWords::beside(self.locale.words).interval, lower = print(lower), upper = print(upper))
    }

    /// The row of the table: see `said` for its heads.
    fn cells(&self, row: &Row, said: &CompareRow) -> Vec<Cell> {
        let (words, own) = (self.locale.words, CompareWords::beside(self.locale.words));
        let none = || Cell::from(words.no_value);
        let mut cells = vec![Cell::from(&*said.label)];
        for (group, text) in [(&row.current, &said.rates[0]), (&row.baseline, &said.rates[1])] {
            match self.counts(group) {
                Some(counts) => cells.extend(counts),
                None => cells.extend([none(), none()]),
            }
            cells.push(Cell::new(text.clone(), group.rate.ok().map(|rate| self.metric.number(rate, self.report))));
        }
        let apart = |value: f64| Cell::new(self.apart(value), Some(self.metric.number(value, self.report)));
        let relative = |value: f64| Cell::new(self.locale.uplift(value), Some(Number::Real(value)));
        let p = |value: f64| Cell::new(p_text(value, self.locale), Some(Number::Real(value)));
        let difference = row.difference.ok();
        let both = |interval: Option<Result<Interval, Refusal>>| {
            interval.and_then(Result::ok).map_or([None, None], |interval| [Some(interval.lower), Some(interval.upper)])
        };
        let bounds = both(difference.map(|difference| difference.interval));
        let relative_bounds = both(difference.map(|difference| difference.uplift_interval));
        for value in [difference.map(|difference| difference.value), bounds[0], bounds[1]] {
            cells.push(value.map_or_else(none, apart));
        }
        let uplift = difference.and_then(|difference| difference.uplift.ok());
        for value in [uplift, relative_bounds[0], relative_bounds[1]] {
            cells.push(value.map_or_else(none, relative));
        }
        let tested = difference.and_then(|difference| difference.test.ok()).map(|test| test.p);
        for value in [tested, row.adjusted] {
            cells.push(value.map_or_else(none, p));
        }
        if let Some(mixed) = &row.mixed {
            let mixed = mixed.ok();
            let bounds = both(mixed.map(|mixed| mixed.interval));
            for value in [mixed.map(|mixed| mixed.value), bounds[0], bounds[1]] {
                cells.push(value.map_or_else(none, apart));
            }
            let test = mixed.and_then(|mixed| mixed.test.ok()).map(|test| test.p);
            cells.push(test.map_or_else(none, p));
        }
        let verdict = match row.verdict() {
            Verdict::Higher => own.higher,
            Verdict::Lower => own.lower,
            Verdict::Unsure => own.unsure,
            Verdict::Untested(_) | Verdict::Baseline => &said.remark,
        };
        cells.push(verdict.into());
        cells
    }
}

/// A difference of two shares and its interval, in points with as many digits as tell the bounds apart, named once an
/// interval.
pub(in crate::view) fn points_within(value: f64, interval: Interval, locale: &Locale) -> (String, String) {
    let Interval { lower, upper } = interval;
    let signed = |value: f64, digits| {
        let text = locale.decimal(100.0 * value, digits);
        if value > 0.0 { ["+", &text].concat() } else { text }
    };
    let least = digits(100.0 * lower.abs().max(upper.abs())).max(digits(100.0 * value));
    let apart = |digits: &u32| signed(lower, *digits) != signed(upper, *digits);
    let digits = (least..=MOST_DIGITS).find(apart).unwrap_or(MOST_DIGITS);
    let points = |text: String| fill!(locale.words.points, value = text);
    let bounds = fill!(
        CompareWords::beside(locale.words).interval,
        lower = signed(lower, digits),
        upper = signed(upper, digits)
    );
    (points(signed(value, digits)), points(bounds))
}

/// As many digits as tell a difference in points from none, four at most.
fn digits(points: f64) -> u32 {
    let size = points.abs();
    match size {
        _ if size >= 1.0 || size == 0.0 => 1,
        _ if size >= 0.1 => 2,
        _ if size >= 0.01 => 3,
        _ => MOST_DIGITS,
    }
}

/// `< 0.001`, `0.012`.
pub(in crate::view) fn p_text(p: f64, locale: &Locale) -> String {
    let text = |p| locale.decimal(p, 3);
    if p < 0.001 {
        return ["< ", &text(0.001)].concat();
    }
    // Rounding must not carry a p across the level.
    if (LEVEL - 0.000_5..LEVEL).contains(&p) { ["< ", &text(LEVEL)].concat() } else { text(p) }
}

pub(in crate::view) const fn stars(p: f64) -> &'static str {
    match p {
        _ if p < 0.001 => "***",
        _ if p < 0.01 => "**",
        _ if p < LEVEL => "*",
        _ => "",
    }
}
