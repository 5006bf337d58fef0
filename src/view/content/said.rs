//! Content and orders as sentences and as a table. In: what the analysis found. Out: the verdict and what it is not, days
//! and filters that do not count, and one table of all that the panel draws: lags, members, ranks, days.

use super::days::{lag_name, lags, scatter};
use super::members::members;
use super::{ContentView, TogetherView, between, coefficient, effective};
use crate::analysis::content::together::{Gap, Options, Together, Verdict, together};
use crate::contract::{MeasureIx, Report};
use crate::stats::{Correlation, Refusal};
use crate::view::compare::p_text;
use crate::view::content::choices::Offer;
use crate::view::locale::Locale;
use crate::view::metric::Metric;
use crate::view::rate::reason;
use crate::view::reading::{dimension_label, list, measure_label};
use crate::view::twin::{Cell, Number, TwinTable};
use crate::view::words::{ContentWords, fill};

/// A column of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    X,
    Y,
    R,
    Lower,
    Upper,
    Pairs,
    Effective,
    P,
    Adjusted,
    Spend,
    Net,
    Raw,
    Shrunk,
    ShrunkLower,
    ShrunkUpper,
    Verdict,
}

impl Value {
    const ALL: [Self; 16] = [
        Self::X,
        Self::Y,
        Self::R,
        Self::Lower,
        Self::Upper,
        Self::Pairs,
        Self::Effective,
        Self::P,
        Self::Adjusted,
        Self::Spend,
        Self::Net,
        Self::Raw,
        Self::Shrunk,
        Self::ShrunkLower,
        Self::ShrunkUpper,
        Self::Verdict,
    ];
}

/// A row of the table.
pub(super) struct Row {
    part: String,
    item: String,
    values: Vec<(Value, Cell)>,
}

/// The lines of the table, made only where all of them are wanted.
pub(super) struct Rows {
    pub all: bool,
    /// Whether there is one.
    pub any: bool,
    pub kept: Vec<Row>,
}

impl Rows {
    pub fn push(&mut self, row: impl FnOnce() -> Row) {
        self.any = true;
        if self.all {
            self.kept.push(row());
        }
    }
}

impl Row {
    pub fn new(part: &str, item: &str) -> Self {
        Self { part: part.to_owned(), item: item.to_owned(), values: Vec::new() }
    }

    pub fn set(&mut self, value: Value, text: String, number: Option<Number>) {
        self.values.push((value, Cell::new(text, number)));
    }

    /// A coefficient with all that belongs to it.
    pub fn correlation(&mut self, found: &Result<Correlation, Refusal>, adjusted: Option<f64>, locale: &Locale) {
        let Ok(found) = found else { return };
        let (test, interval) = found.effective;
        for (column, value) in
            [(Value::R, found.coefficient), (Value::Lower, interval.lower), (Value::Upper, interval.upper)]
        {
            self.set(column, coefficient(value, locale), Some(Number::Real(value)));
        }
        self.set(Value::Pairs, locale.number(found.pairs), Some(Number::Integer(found.pairs as i128)));
        let days = found.effective_pairs;
        self.set(Value::Effective, effective(days, locale), Some(Number::Real(days)));
        for (column, p) in [(Value::P, Some(test.p)), (Value::Adjusted, adjusted)] {
            if let Some(p) = p {
                self.set(column, p_text(p, locale), Some(Number::Real(p)));
            }
        }
    }
}

impl ContentView {
    /// The two series, if the document has them.
    pub(super) fn add_together(&mut self, offer: &Offer<'_>, rows: &mut Rows) {
        let Some(options) = offer.together() else { return };
        let (report, locale) = (&offer.dataset.report, offer.locale);
        let named = |ix: MeasureIx| {
            let id = report.measure(ix).map_or("", |measure| &measure.id);
            (id.to_owned(), measure_label(report, ix, locale).to_owned())
        };
        let series = [named(options.x), named(options.y)];
        let mut view = TogetherView { menus: offer.menus(&options), series, ..TogetherView::default() };
        let (scope, _) = offer.selection.resolve(report);
        match together(offer.dataset, &scope, &options) {
            Err(refusal) => {
                let (x, y) = (&view.series[0].1, &view.series[1].1);
                let own = ContentWords::beside(locale.words);
                self.headline.push(fill!(own.untested, x = x, y = y, why = reason(refusal, locale)));
                view.empty = Some(reason(refusal, locale));
            }
            Ok(found) => {
                self.headline.extend(headline(&found, &options, report, locale));
                self.notes.extend(notes(&found, &options, report, locale));
                view.scatter = scatter(&found, &options, report, locale);
                view.lags = lags(&found, &options, report, locale);
                if view.scatter.is_none() {
                    let why = found.at_once[0].err().unwrap_or(Refusal::NoData);
                    view.empty = Some(reason(why, locale));
                }
                lag_rows(&found, rows, locale);
                view.members = members(&found, &options, offer, rows);
                day_rows(&found, &options, report, rows, locale);
            }
        }
        self.together = Some(view);
    }

    /// The table, and the whole in a sentence. Days stand last: they are the many.
    pub(super) fn finish(&mut self, lines: Rows, offer: &Offer<'_>) {
        let locale = offer.locale;
        let (words, own) = (locale.words, ContentWords::beside(locale.words));
        let days = own.scatter;
        let (mut ordered, mut of_days) = (Vec::with_capacity(lines.kept.len()), Vec::new());
        self.is_tabled = lines.any;
        for row in lines.kept {
            if row.part == days { of_days.push(row) } else { ordered.push(row) }
        }
        ordered.append(&mut of_days);
        let used: Vec<Value> = Value::ALL
            .into_iter()
            .filter(|value| ordered.iter().any(|row| row.values.iter().any(|(known, _)| known == value)))
            .collect();
        let mut headers = vec![own.part.to_owned(), own.item.to_owned()];
        headers.extend(used.iter().map(|value| self.head(*value, locale)));
        let mut cells = Vec::with_capacity(ordered.len());
        for row in ordered {
            let mut line = vec![Cell::from(row.part), Cell::from(row.item)];
            for value in &used {
                let found = row.values.iter().find(|(known, _)| known == value);
                line.push(found.map_or_else(|| Cell::from(words.no_value), |(_, cell)| cell.clone()));
            }
            cells.push(line);
        }
        self.twin = TwinTable { caption: fill!(words.table_of, label = self.title), headers, rows: cells };
        let ranked = self.ranking.iter().map(|ranking| ranking.headline.as_str());
        let said: Vec<&str> =
            self.headline.iter().map(String::as_str).chain(ranked).filter(|said| !said.is_empty()).collect();
        self.summary = said.join(words.sentence_end);
    }

    fn head(&self, value: Value, locale: &Locale) -> String {
        let (words, own) = (locale.words, ContentWords::beside(locale.words));
        let series = |side: usize| self.together.as_ref().map_or_else(String::new, |view| view.series[side].1.clone());
        let with = |label: &str, remark: &str| words.remarked(label, remark);
        let spend = self.ranking.as_ref().map_or("", |ranking| &ranking.heads[1]);
        match value {
            Value::X => series(0),
            Value::Y => series(1),
            Value::R => own.coefficient.to_owned(),
            Value::Lower => with(own.coefficient, own.lower),
            Value::Upper => with(own.coefficient, own.upper),
            Value::Pairs => own.pairs.to_owned(),
            Value::Effective => own.effective.to_owned(),
            Value::P => own.p.to_owned(),
            Value::Adjusted => own.adjusted.to_owned(),
            Value::Spend => spend.to_owned(),
            Value::Net => own.net.to_owned(),
            Value::Raw => with(own.ranking, own.raw_rate),
            Value::Shrunk => with(own.ranking, own.shrunk),
            Value::ShrunkLower => with(own.shrunk, own.lower),
            Value::ShrunkUpper => with(own.shrunk, own.upper),
            Value::Verdict => own.verdict.to_owned(),
        }
    }
}

/// The verdict, whether part of it is a common drift, where it is strongest, and what it is not.
fn headline(found: &Together, options: &Options, report: &Report, locale: &Locale) -> Vec<String> {
    let (words, own) = (locale.words, ContentWords::beside(locale.words));
    let (x, y) = (measure_label(report, options.x, locale), measure_label(report, options.y, locale));
    let r = |value: f64| coefficient(value, locale);
    let [raw, cleaned, differences] = found.at_once;
    let mut clauses = Vec::new();
    if let Ok(cleaned) = cleaned {
        clauses.push(fill!(
            own.cleaned_detail,
            r = r(cleaned.coefficient),
            interval = between(cleaned.effective.1, r, locale),
            n = locale.number(cleaned.pairs),
            effective = effective(cleaned.effective_pairs, locale),
        ));
    }
    clauses.extend(raw.ok().map(|raw| fill!(own.raw_detail, r = r(raw.coefficient))));
    let detail = clauses.join(words.clause_separator);
    let verdict = match found.verdict() {
        Verdict::Together => fill!(own.together, x = x, y = y, detail = detail),
        Verdict::Opposite => fill!(own.opposite, x = x, y = y, detail = detail),
        Verdict::Unclear => fill!(own.unclear, x = x, y = y, detail = detail),
        Verdict::Untested(refusal) => {
            let why: Vec<String> = std::iter::once(reason(refusal, locale)).chain(clauses).collect();
            fill!(own.untested, x = x, y = y, why = why.join(words.clause_separator))
        }
    };
    let mut said = vec![verdict];
    let mut remarks = vec![own.not_lift.to_owned()];
    if let (Ok(cleaned), Ok(differences)) = (cleaned, differences) {
        let interval = differences.effective.1;
        if found.verdict() == Verdict::Together && interval.upper < cleaned.coefficient {
            let (r, interval) = (r(differences.coefficient), between(interval, r, locale));
            remarks.push(fill!(own.shared_drift, r = r, interval = interval));
        }
    }
    if let Some((lag, correlation)) = found.surest_lag().filter(|(lag, _)| *lag > 0) {
        let (lag, r) = (locale.number(lag), r(correlation.coefficient));
        remarks.push(fill!(own.later_lag, lag = lag, r = r));
    }
    said.push(remarks.join(words.sentence_end));
    said
}

/// Days that do not count, and filters that one of the series lacks.
fn notes(found: &Together, options: &Options, report: &Report, locale: &Locale) -> Vec<String> {
    let own = ContentWords::beside(locale.words);
    let gaps = [
        (Gap::NotDelivered, own.not_delivered),
        (Gap::Promotion, own.promotions_out),
        (Gap::NotKnown, own.not_known),
        (Gap::Withheld, own.withheld),
    ];
    let mut counted = Vec::new();
    for (gap, template) in gaps {
        let days = found.gaps(gap);
        if days > 0 {
            counted.push(fill!(template, n = locale.number(days)));
        }
    }
    let mut notes = Vec::new();
    if !counted.is_empty() {
        notes.push(fill!(own.not_counted, list = list(counted, locale)));
    }
    for (ix, ignored) in [options.x, options.y].into_iter().zip(&found.ignored) {
        for &dimension in ignored {
            let (measure, dimension) = (measure_label(report, ix, locale), dimension_label(report, dimension, locale));
            notes.push(fill!(own.unfiltered, measure = measure, dimension = dimension));
        }
    }
    notes
}

fn lag_rows(found: &Together, rows: &mut Rows, locale: &Locale) {
    let own = ContentWords::beside(locale.words);
    for (lag, profile) in found.lags.iter().enumerate() {
        rows.push(|| {
            let mut row = Row::new(own.lags, &lag_name(lag, locale));
            row.correlation(&profile.correlation, profile.adjusted_p, locale);
            if let Err(refusal) = profile.correlation {
                row.set(Value::Verdict, reason(refusal, locale), None);
            }
            row
        });
    }
}

/// Each day as it is; one without a value says why.
fn day_rows(found: &Together, options: &Options, report: &Report, rows: &mut Rows, locale: &Locale) {
    let own = ContentWords::beside(locale.words);
    let no_value = locale.words.no_value;
    for day in &found.days {
        rows.push(|| {
            let mut row = Row::new(own.scatter, &day.date.to_string());
            for (column, ix, value) in [(Value::X, options.x, day.values[0]), (Value::Y, options.y, day.values[1])] {
                let metric = Metric::Measure(ix);
                let text = value.map_or_else(|_| no_value.to_owned(), |value| metric.print(value, report, locale));
                row.set(column, text, value.ok().map(|value| metric.number(value, report)));
            }
            if day.promotion {
                row.set(Value::Verdict, own.promotion.to_owned(), None);
            }
            row
        });
    }
}
