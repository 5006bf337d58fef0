//! Whether two measures go together day by day, and after how many days. In: a dataset, which rows count, [`Options`].
//! Out: [`Together`]: every day with both values or why they are not there, coefficients at every lag, the verdict – lag 0
//! of both series without their weekdays, whatever is shown – and the same for each member of a dimension. Both series
//! count on the day of the event; a filter that one of them lacks is left out and named. Refuses measures that count on
//! the day of the exposure, and members by which a measure is not split.

use super::{is_split, members_of, whole_days};
use crate::contract::{Anchor, CalendarKind, DimensionIx, MeasureIx, MemberIx, Report};
use crate::cube::Dataset;
use crate::date::{Date, DateRange};
use crate::query::{Figure, Key, Query, Scope, Table, run};
use crate::stats::{Correlation, Lag, Method, Refusal, Series, Treatment, correlate, holm, lag_profile, treat};

/// Below this the verdict is that they go together, or against each other.
pub const LEVEL: f64 = 0.05;

/// What is correlated, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// What comes first, such as engagements.
    pub x: MeasureIx,
    /// What may follow, such as orders.
    pub y: MeasureIx,
    /// Values or ranks.
    pub method: Method,
    /// What is done to both series before the lags are looked at.
    pub treatment: Treatment,
    /// Whether days of promotions are left out.
    pub mask: bool,
    /// Whose members are looked at one by one. Its own filter is left out there.
    pub by: Option<DimensionIx>,
}

/// Why a day lacks a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The day was not delivered.
    NotDelivered,
    /// It belongs to a promotion, and those were to be left out.
    Promotion,
    /// Some of it is not known, or known within bounds only.
    NotKnown,
    /// Below the document's display floor.
    Withheld,
}

/// Values of x and y on one day.
pub type Values = [Result<f64, Gap>; 2];

/// One day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Day {
    /// Which.
    pub date: Date,
    /// Values of x and y, money in minor units.
    pub values: Values,
    /// What the treatment makes of them; a first difference needs the day before too.
    pub treated: Option<(f64, f64)>,
    /// Whether it belongs to a promotion.
    pub promotion: bool,
}

/// What it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Days with more of the one have more of the other.
    Together,
    /// Days with more of the one have less of the other.
    Opposite,
    /// Neither can be told.
    Unclear,
    /// Not tested.
    Untested(Refusal),
}

/// One member of a dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Who; [`MemberIx::NULL`] is "not known".
    pub member: MemberIx,
    /// Sum of y over the days that count: how much there is to explain.
    pub volume: f64,
    /// Lag 0 of both series without their weekdays.
    pub cleaned: Result<Correlation, Refusal>,
    /// Lag 0 as they are.
    pub raw: Result<Correlation, Refusal>,
    /// Holm's adjusted p over all members that were tested.
    pub adjusted: Option<f64>,
}

impl Member {
    /// By the adjusted p.
    pub fn verdict(&self) -> Verdict {
        verdict(self.cleaned, self.adjusted)
    }
}

/// The whole answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// The days looked at.
    pub range: DateRange,
    /// Each of them.
    pub days: Vec<Day>,
    /// Lag 0 as the series are, without their weekdays, and of first differences.
    pub at_once: [Result<Correlation, Refusal>; 3],
    /// Lags 0 to 14 after [`Options::treatment`]; x of a day with y of so many days later.
    pub lags: Vec<Lag>,
    /// One per member with a fact, in document order, the unknown one last; empty where none were asked for.
    pub members: Vec<Member>,
    /// Why there are none, where some were asked for.
    pub no_members: Option<Refusal>,
    /// How many tests the members' p values are adjusted for.
    pub tests: usize,
    /// Dimensions whose filters were left out, of x and of y.
    pub ignored: [Vec<DimensionIx>; 2],
}

impl Together {
    /// Lag 0 of both series without their weekdays.
    pub const fn cleaned(&self) -> Result<Correlation, Refusal> {
        self.at_once[1]
    }

    /// What lag 0 of the cleaned series comes to. It was named before the data were seen, so its p stands alone.
    pub fn verdict(&self) -> Verdict {
        verdict(self.cleaned(), self.cleaned().ok().map(|found| found.effective.0.p))
    }

    /// The lag whose coefficient is farthest from zero, of those that are sure after adjusting over all.
    pub fn surest_lag(&self) -> Option<(usize, Correlation)> {
        let mut best: Option<(usize, Correlation)> = None;
        for (lag, found) in self.lags.iter().enumerate() {
            let Ok(correlation) = found.correlation else { continue };
            let is_sure = found.adjusted_p.is_some_and(|p| p < LEVEL);
            let size = correlation.coefficient.abs();
            if is_sure && best.is_none_or(|(_, best)| size > best.coefficient.abs()) {
                best = Some((lag, correlation));
            }
        }
        best
    }

    /// How many days lack a value for that reason.
    pub fn gaps(&self, gap: Gap) -> usize {
        self.days.iter().filter(|day| day.values.contains(&Err(gap))).count()
    }
}

fn verdict(found: Result<Correlation, Refusal>, p: Option<f64>) -> Verdict {
    match (found, p) {
        (Err(refusal), _) => Verdict::Untested(refusal),
        (Ok(found), Some(p)) if p < LEVEL && found.coefficient > 0.0 => Verdict::Together,
        (Ok(found), Some(p)) if p < LEVEL && found.coefficient < 0.0 => Verdict::Opposite,
        _ => Verdict::Unclear,
    }
}

/// Whether content → orders may use it: what counts on the day of the exposure would follow content by definition.
pub fn is_by_event(report: &Report, measure: MeasureIx) -> bool {
    report.measure(measure).is_some_and(|measure| measure.anchor != Anchor::Exposure)
}

/// Correlates.
pub fn together(dataset: &Dataset, scope: &Scope, options: &Options) -> Result<Together, Refusal> {
    let report = &dataset.report;
    if !is_by_event(report, options.x) || !is_by_event(report, options.y) {
        return Err(Refusal::AnchorsDiffer);
    }
    let range = whole_days(report, scope).ok_or(Refusal::NoData)?;
    let calendar = Calendar::of(report, range, options.mask);
    let measures = vec![options.x, options.y];
    let ask = |scope: &Scope, group_by| {
        run(dataset, scope, &Query { group_by, measures: measures.clone(), ..Query::default() })
    };
    let daily = ask(&scope.over(range), vec![Key::Day]);
    let ignored = [0, 1].map(|n| daily.columns.get(n).map_or_else(Vec::new, |column| column.cut.ignored().to_vec()));
    is_split(&daily)?;
    let values = calendar.values(&daily, 0..daily.rows, 0);
    let pair = Pair::of(&values, options.treatment);
    let at_once = [Treatment::Raw, Treatment::WeekdayRemoved, Treatment::FirstDifferences]
        .map(|treatment| Pair::of(&values, treatment).at_once(options.method));
    let mut days = Vec::with_capacity(values.len());
    for (n, values) in values.iter().enumerate() {
        let treated = pair.x.value(n).zip(pair.y.value(n));
        let promotion = calendar.promotions.get(n).copied().unwrap_or_default();
        days.push(Day { date: range.from.plus(n as i32), values: *values, treated, promotion });
    }
    let mut found = Together {
        range,
        days,
        at_once,
        lags: lag_profile(&pair.x, &pair.y, options.method),
        members: Vec::new(),
        no_members: None,
        tests: 0,
        ignored,
    };
    if let Some(by) = options.by {
        let table = ask(&scope.without(by).over(range), vec![Key::Dimension(by), Key::Day]);
        match members(&table, &calendar, options.method) {
            Ok(members) => found.adjust(members),
            Err(refusal) => found.no_members = Some(refusal),
        }
    }
    Ok(found)
}

impl Together {
    /// Takes the members in, their p values adjusted over all of them.
    fn adjust(&mut self, mut members: Vec<Member>) {
        let p: Vec<f64> = members.iter().filter_map(|member| Some(member.cleaned.ok()?.effective.0.p)).collect();
        self.tests = p.len();
        let mut adjusted = holm(&p).into_iter();
        for member in &mut members {
            member.adjusted = member.cleaned.ok().and_then(|_| adjusted.next());
        }
        self.members = members;
    }
}

fn members(table: &Table, calendar: &Calendar, method: Method) -> Result<Vec<Member>, Refusal> {
    is_split(table)?;
    let mut members = Vec::new();
    let mut rows = 0..0;
    for member in members_of(table) {
        // Rows of one member follow each other.
        rows = rows.end..rows.end;
        while table.key(rows.end).first().is_some_and(|code| code.cast_unsigned() == member) {
            rows.end += 1;
        }
        let values = calendar.values(table, rows.clone(), 1);
        let mut volume = 0.0;
        for y in values.iter().filter_map(|[_, y]| y.ok()) {
            volume += y;
        }
        let of = |treatment| Pair::of(&values, treatment).at_once(method);
        let (cleaned, raw) = (of(Treatment::WeekdayRemoved), of(Treatment::Raw));
        members.push(Member { member: MemberIx(member), volume, cleaned, raw, adjusted: None });
    }
    Ok(members)
}

/// Both series after their treatment.
struct Pair {
    x: Series,
    y: Series,
}

impl Pair {
    fn of(values: &[Values], treatment: Treatment) -> Self {
        let [x, y] = [0, 1].map(|side| {
            let mut series = Vec::with_capacity(values.len());
            for pair in values {
                series.push(pair[side].ok());
            }
            treat(&series, treatment)
        });
        Self { x, y }
    }

    fn at_once(&self, method: Method) -> Result<Correlation, Refusal> {
        correlate(&self.x, &self.y, 0, method)
    }
}

/// Which days count.
struct Calendar {
    from: Date,
    delivered: Vec<bool>,
    promotions: Vec<bool>,
    mask: bool,
}

impl Calendar {
    fn of(report: &Report, range: DateRange, mask: bool) -> Self {
        let days = range.len() as i32;
        let (mut delivered, mut promotions) = (Vec::new(), Vec::new());
        for day in 0..days {
            let date = range.from.plus(day);
            let is_promotion =
                report.calendar.iter().any(|entry| entry.kind == CalendarKind::Promotion && entry.range.contains(date));
            delivered.push(report.meta.missing_dates.binary_search(&date).is_err());
            promotions.push(is_promotion);
        }
        Self { from: range.from, delivered, promotions, mask }
    }

    /// The values of every day, out of rows whose key's `place` is the day. A day without a row is zero.
    fn values(&self, table: &Table, rows: std::ops::Range<usize>, place: usize) -> Vec<Values> {
        let mut values = vec![[Ok(0.0); 2]; self.delivered.len()];
        for row in rows {
            let day = table.key(row).get(place).map_or(0, |day| day - self.from.days());
            let (Some(x), Some(y)) = (table.figure(row, 0), table.figure(row, 1)) else { continue };
            if let Some(slot) = values.get_mut(day as usize) {
                *slot = [known(&x), known(&y)];
            }
        }
        for ((slot, delivered), promotion) in values.iter_mut().zip(&self.delivered).zip(&self.promotions) {
            if !delivered {
                *slot = [Err(Gap::NotDelivered); 2];
            } else if self.mask && *promotion {
                *slot = [Err(Gap::Promotion); 2];
            }
        }
        values
    }
}

/// The number, where all of it is known.
fn known(figure: &Figure) -> Result<f64, Gap> {
    match figure {
        Figure { hidden: true, .. } => Err(Gap::Withheld),
        figure if figure.is_exact() => Ok(figure.estimate),
        _ => Err(Gap::NotKnown),
    }
}
