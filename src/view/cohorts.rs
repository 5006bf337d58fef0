//! Cohorts by age as a table whose cells are coloured by their value. In: the dataset, the reader's selection and
//! [`RepurchaseState`], a locale. Out: [`CohortsView`]; nothing where the document has no life tables. One scale of colour
//! for all cells, so that rows compare with rows and columns with columns; what is known in part, too little or not yet
//! is told by marks as well. The cohorts' own filter marks its rows and leaves the others in sight.
//! `explained` makes the card of a cohort.

mod explained;

use super::locale::Locale;
use super::rate::reason;
use super::reading::dimension_label;
use super::state::RepurchaseState;
use super::twin::{Cell as TwinCell, Number, TwinTable};
use super::words::{RepurchaseWords, fill};
use crate::analysis::repurchase::carries;
use crate::analysis::repurchase::triangle::{Cell, Cut, Known, Row, triangle};
use crate::cube::{Dataset, dimension_of_cohorts};
use crate::query::Selection;
use crate::stats::Refusal;

/// Steps of colour.
const LEVELS: f64 = 8.0;

/// Cohorts, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct CohortsView {
    /// Heading.
    pub title: String,
    /// Remarks on the whole.
    pub notes: Vec<String>,
    /// What the cells may show.
    pub measures: Vec<MeasureChoice>,
    /// Name of that choice.
    pub measures_label: String,
    /// Heads of the first two columns.
    pub heads: [String; 2],
    /// Heads of the others.
    pub ages: Vec<String>,
    /// Oldest first.
    pub rows: Vec<CohortRow>,
    /// What colour and marks stand for.
    pub legend: Vec<String>,
    /// Why there are no rows.
    pub empty: Option<String>,
    /// The whole in a sentence, for a screen reader.
    pub summary: String,
    found: Vec<Row>,
    measure: Measure,
    currency: Box<str>,
}

/// One choice of what the cells show.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureChoice {
    /// Stable id.
    pub id: &'static str,
    /// What it is called.
    pub label: String,
    /// Whether it is the present one.
    pub current: bool,
    /// What choosing it makes of the panel.
    pub state: RepurchaseState,
}

/// One cohort.
#[derive(Clone, Debug, PartialEq)]
pub struct CohortRow {
    /// `2025-05`.
    pub label: String,
    /// How many customers.
    pub customers: String,
    /// Whether a filter names it.
    pub selected: bool,
    /// The selection that it leads to, and what the button says; `None` where cohorts cannot be chosen.
    pub toggled: Option<(Selection, String)>,
    /// One per age.
    pub cells: Vec<CohortCell>,
}

/// One cohort at one age.
#[derive(Clone, Debug, PartialEq)]
pub struct CohortCell {
    /// `28.0%`, `28.0%*`, `—`, `·`.
    pub text: String,
    /// In a sentence.
    pub full: String,
    /// Step of colour, from 0; `None` where there is no value.
    pub level: Option<u8>,
    /// Whether only a part is known.
    pub is_part: bool,
}

/// What the cells show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Measure {
    id: &'static str,
    cut: Cut,
    value: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Second,
    Active,
    Worth,
}

const MEASURES: [Measure; 6] = [
    Measure { id: "second_age", cut: Cut::ThirtyDays, value: Value::Second },
    Measure { id: "active_age", cut: Cut::ThirtyDays, value: Value::Active },
    Measure { id: "worth_age", cut: Cut::ThirtyDays, value: Value::Worth },
    Measure { id: "second_month", cut: Cut::CalendarMonth, value: Value::Second },
    Measure { id: "active_month", cut: Cut::CalendarMonth, value: Value::Active },
    Measure { id: "worth_month", cut: Cut::CalendarMonth, value: Value::Worth },
];

impl Measure {
    fn of(self, cell: &Cell) -> Result<f64, Refusal> {
        match self.value {
            Value::Second => cell.second,
            Value::Active => cell.active.map(|(_, share)| share),
            Value::Worth => cell.worth,
        }
    }

    fn label(self, words: &RepurchaseWords) -> &'static str {
        match self.id {
            "second_age" => words.second_age,
            "active_age" => words.active_age,
            "worth_age" => words.worth_age,
            "second_month" => words.second_month,
            "active_month" => words.active_month,
            _ => words.worth_month,
        }
    }

    fn print(self, value: f64, currency: &str, locale: &Locale) -> String {
        if self.value == Value::Worth { locale.money_compact(value, currency) } else { locale.percent(value) }
    }

    fn number(self, value: f64) -> Number {
        if self.value == Value::Worth { Number::Amount(value) } else { Number::Real(value) }
    }

    fn age(self, k: usize, locale: &Locale) -> String {
        let words = RepurchaseWords::beside(locale.words);
        match self.cut {
            Cut::CalendarMonth => fill!(words.month, n = locale.number(k)),
            Cut::ThirtyDays => fill!(words.step, from = locale.number(30 * k), to = locale.number(30 * k + 29)),
        }
    }
}

impl CohortsView {
    /// The table under `selection`; `None` where the document has no life tables.
    pub fn build(dataset: &Dataset, selection: &Selection, state: &RepurchaseState, locale: &Locale) -> Option<Self> {
        let report = &dataset.report;
        let words = RepurchaseWords::beside(locale.words);
        let cohorts = report.cohorts.as_ref()?;
        let own = dimension_of_cohorts(report);
        let (scope, _) = selection.resolve(report);
        let scope = own.map_or_else(|| scope.clone(), |ix| scope.without(ix));
        let all = own.map_or_else(|| scope.clone(), |_| scope.over(report.complete_range()));
        let by_cut = [Cut::ThirtyDays, Cut::CalendarMonth].map(|cut| triangle(dataset, &scope, cut));
        let rows_of = |cut: Cut| if cut == Cut::ThirtyDays { &by_cut[0] } else { &by_cut[1] };
        let given = |measure: &&Measure| match measure.cut {
            Cut::CalendarMonth => !cohorts.calendar_month.is_empty(),
            Cut::ThirtyDays => {
                // Not at this cut, or without revenue: nothing to choose.
                let cells = || rows_of(measure.cut).iter().flat_map(|row| &row.cells);
                let lacks = |cell: &Cell| matches!(measure.of(cell), Err(Refusal::NotAtThisCut | Refusal::NoData));
                measure.id == "second_age" || cells().any(|cell| cell.known != Known::Nothing && !lacks(cell))
            }
        };
        let offered: Vec<&Measure> = MEASURES.iter().filter(given).collect();
        let chosen = state.measure.as_deref().unwrap_or_default();
        let measure = **offered.iter().find(|measure| measure.id == chosen).or_else(|| offered.first())?;
        let found = rows_of(measure.cut).clone();
        let choice = |offered: &&Measure| MeasureChoice {
            id: offered.id,
            label: offered.label(words).to_owned(),
            current: offered.id == measure.id,
            state: RepurchaseState { measure: Some(offered.id.into()), ..state.clone() },
        };
        let mut view = Self {
            title: words.cohorts.to_owned(),
            notes: vec![fill!(words.not_by_date, date = cohorts.observed_until.to_string())],
            measures: offered.iter().map(choice).collect(),
            measures_label: words.measure.to_owned(),
            heads: [words.cohort.to_owned(), words.customers.to_owned()],
            ages: (0..found.first().map_or(0, |row| row.cells.len())).map(|k| measure.age(k, locale)).collect(),
            rows: Vec::new(),
            legend: Vec::new(),
            empty: None,
            summary: String::new(),
            found,
            measure,
            currency: report.meta.currency.clone(),
        };
        for &ix in all.filters.dimensions().filter(|ix| !carries(report, **ix)) {
            view.notes.push(fill!(words.not_filtered, dimension = dimension_label(report, ix, locale)));
        }
        if let Some(dimension) = own.and_then(|ix| report.dimension(ix))
            && selection.filters.get(&*dimension.id).is_some()
        {
            view.notes.push(fill!(words.own_filter, dimension = dimension.label.get(&locale.tag)));
        }
        let id = own.and_then(|ix| report.dimension(ix)).map(|dimension| &*dimension.id);
        view.draw(selection, id, locale);
        Some(view)
    }

    /// Rows, marks and what is said of them.
    fn draw(&mut self, selection: &Selection, dimension: Option<&str>, locale: &Locale) {
        let words = RepurchaseWords::beside(locale.words);
        let measure = self.measure;
        let cells = || self.found.iter().flat_map(|row| row.cells.iter().enumerate().map(move |cell| (row, cell)));
        let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut top: Option<(&Row, usize)> = None;
        let (mut parts, mut small, mut nothing) = (false, false, false);
        for (row, (k, cell)) in cells() {
            parts |= cell.known == Known::Part;
            nothing |= cell.known == Known::Nothing;
            match measure.of(cell) {
                Ok(value) => {
                    lowest = lowest.min(value);
                    if value > highest {
                        (highest, top) = (value, Some((row, k)));
                    }
                }
                Err(_) => small |= cell.known != Known::Nothing,
            }
        }
        let level = |value: f64| {
            let share = if highest > lowest { (value - lowest) / (highest - lowest) } else { 0.5 };
            (share * LEVELS).round() as u8
        };
        let mut rows = Vec::with_capacity(self.found.len());
        for row in &self.found {
            let mut drawn = Vec::with_capacity(row.cells.len());
            for (k, cell) in row.cells.iter().enumerate() {
                drawn.push(self.cell(row, k, cell, &level, locale));
            }
            let selected = dimension.is_some_and(|id| selection.contains(id, Some(&row.cohort)));
            let says = if selected { words.unchoose } else { words.choose };
            let label = row.cohort.to_string();
            let toggled = dimension.map(|id| (selection.toggle(id, Some(&row.cohort)), fill!(says, label = label)));
            let customers = locale.integer(row.customers.into());
            rows.push(CohortRow { label, customers, selected, toggled, cells: drawn });
        }
        let print = |value: f64| measure.print(value, &self.currency, locale);
        if let Some((row, k)) = top {
            self.legend.push(fill!(words.scale, lower = print(lowest), upper = print(highest)));
            self.summary = fill!(
                words.cohorts_summary,
                n = locale.number(rows.len()),
                measure = measure.label(words),
                cohort = row.cohort,
                age = measure.age(k, locale),
                value = print(highest),
            );
        }
        let part = if measure.cut == Cut::CalendarMonth { words.part_month } else { words.part_age };
        for (is_there, mark) in [(parts, part), (small, words.small_mark), (nothing, words.nothing_mark)] {
            if is_there {
                self.legend.push(mark.to_owned());
            }
        }
        if rows.is_empty() {
            let is_month = measure.cut == Cut::CalendarMonth;
            let why = if is_month { words.not_filtered_here } else { locale.words.no_rows };
            self.empty = Some(why.to_owned());
            why.clone_into(&mut self.summary);
        }
        self.rows = rows;
    }

    fn cell(&self, row: &Row, k: usize, cell: &Cell, level: &dyn Fn(f64) -> u8, locale: &Locale) -> CohortCell {
        let words = RepurchaseWords::beside(locale.words);
        let is_part = cell.known == Known::Part;
        let full = |value: &str| {
            let n = locale.integer(cell.followed.into());
            fill!(words.cell, cohort = row.cohort, age = self.measure.age(k, locale), value = value, n = n)
        };
        match (cell.known, self.measure.of(cell)) {
            (Known::Nothing, _) => {
                CohortCell { text: "·".to_owned(), full: words.nothing.to_owned(), level: None, is_part }
            }
            (_, Err(refusal)) => CohortCell {
                text: locale.words.no_value.to_owned(),
                full: full(&reason(refusal, locale)),
                level: None,
                is_part,
            },
            (_, Ok(value)) => {
                let text = self.measure.print(value, &self.currency, locale);
                let full = full(&text);
                CohortCell { text: if is_part { text + "*" } else { text }, full, level: Some(level(value)), is_part }
            }
        }
    }

    /// The same as a table: a line a cohort and age.
    pub fn twin(&self, locale: &Locale) -> TwinTable {
        let words = RepurchaseWords::beside(locale.words);
        let count = |value: u64| TwinCell::new(locale.integer(value.into()), Some(Number::Integer(value.into())));
        let mut rows = Vec::new();
        for row in &self.found {
            for (k, cell) in row.cells.iter().enumerate() {
                let value = match (cell.known, self.measure.of(cell)) {
                    (Known::Nothing, _) => words.nothing.into(),
                    (_, Err(refusal)) => reason(refusal, locale).into(),
                    (_, Ok(value)) => {
                        let text = self.measure.print(value, &self.currency, locale);
                        TwinCell::new(text, Some(self.measure.number(value)))
                    }
                };
                let known = match cell.known {
                    Known::Whole => words.whole,
                    Known::Part => words.part,
                    Known::Nothing => words.nothing,
                };
                let age = self.measure.age(k, locale);
                rows.push(vec![
                    (*row.cohort).into(),
                    age.into(),
                    count(row.customers),
                    count(cell.followed),
                    value,
                    known.into(),
                ]);
            }
        }
        let measure = self.measure.label(words);
        let headers = [words.cohort, words.age, words.customers, words.followed, measure, words.known];
        TwinTable::of(&self.title, &headers, rows, locale.words)
    }
}
