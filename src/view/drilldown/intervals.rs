//! How sure the quotients of the tree table are, for its file: on screen a number's card says it. In: a built
//! [`Drilldown`], some of its rows. Out: a text per row and column, where an interval can be given.

use std::ops::Range;

use super::Drilldown;
use super::daily::Daily;
use super::level::{Level, Of, Value};
use crate::analysis::answers::Answers;
use crate::contract::{MeasureIx, MemberIx, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::query::Scope;
use crate::view::locale::Locale;
use crate::view::metric::Metric;
use crate::view::rate::rate;

/// Per column.
pub(super) type Intervals = Vec<Option<String>>;

impl Drilldown {
    /// Of everything under the present path.
    pub(super) fn total_intervals(&self, dataset: &Dataset, locale: &Locale) -> Intervals {
        let Some(level) = self.levels.first() else { return Vec::new() };
        self.of_all(dataset, level, level.scope.clone(), Of::Total, locale)
    }

    /// Of the rows `range`.
    pub(super) fn intervals(&self, dataset: &Dataset, locale: &Locale, range: Range<usize>) -> Vec<Intervals> {
        let report = &dataset.report;
        let handles = self.handles.get(range.start.min(self.len)..range.end.min(self.len)).unwrap_or(&[]);
        let mut asked: Vec<(u32, Daily)> = Vec::new();
        let mut intervals = Vec::with_capacity(handles.len());
        for handle in handles {
            let Some(level) = self.levels.get(handle.level as usize) else { continue };
            let Some(row) = handle.row else {
                let rest: Vec<MemberIx> =
                    level.rows.get(level.listed..).unwrap_or(&[]).iter().map(|&row| level.member(row)).collect();
                let mut scope = level.scope.clone();
                scope.filters.insert(level.dimension, rest);
                intervals.push(self.of_all(dataset, level, scope, Of::Others, locale));
                continue;
            };
            if asked.iter().all(|(at, _)| *at != handle.level) {
                let same = handles.iter().filter(|other| other.level == handle.level);
                let members = same.filter_map(|other| Some(level.member(other.row?))).collect();
                asked.push((handle.level, Daily::ask(dataset, level, members, self.ratio_measures())));
            }
            let daily = asked.iter().find(|(at, _)| *at == handle.level).map(|(_, daily)| daily);
            let missing = &report.meta.missing_dates;
            let mut pairs =
                |sides, days| daily.map_or_else(Vec::new, |daily| daily.pairs(level.member(row), sides, days, missing));
            intervals.push(self.each(report, level, Of::Row(row), &mut pairs, locale));
        }
        intervals
    }

    fn ratio_measures(&self) -> Vec<MeasureIx> {
        Metric::measures_of(self.measured.iter().filter(|metric| metric.below().is_some()))
    }

    /// Of all rows of a scope together.
    fn of_all(&self, dataset: &Dataset, level: &Level, scope: Scope, of: Of, locale: &Locale) -> Intervals {
        let mut answers = Answers::new(dataset, scope, self.ratio_measures(), None);
        let mut pairs =
            |[top, bottom]: [MeasureIx; 2], days: DateRange| answers.days((None, top), (None, bottom), days);
        self.each(&dataset.report, level, of, &mut pairs, locale)
    }

    fn each(
        &self,
        report: &Report,
        level: &Level,
        of: Of,
        pairs: &mut dyn FnMut([MeasureIx; 2], DateRange) -> Vec<(f64, f64)>,
        locale: &Locale,
    ) -> Intervals {
        let mut interval = |column: usize, metric: &Metric| {
            let Metric::Ratio(ratio) = metric else { return None };
            let days = metric.days(report, level.scope.range)?;
            let Value::Quotient(top, bottom) = level.value(report, column, of)? else { return None };
            let mut daily = || pairs([ratio.numerator, ratio.denominator], days);
            rate(report, &top, &bottom, ratio.per, &mut daily, locale).interval
        };
        self.measured.iter().enumerate().map(|(column, metric)| interval(column, metric)).collect()
    }
}
