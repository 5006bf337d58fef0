//! How the members of one dimension share what is counted, and which rates they reach. In: a dataset, which rows count,
//! the dimension, measures and ratios. Out: [`Groups`]: per member its counts with their shares and its rates, each with
//! its interval or why there is none. Counts over the days on which all of them are final; the dimension's own filter is
//! left out. Distinct people have a share only where they are known exactly; what is below the display floor has none.
//! Where the sender withheld rows of few people, shares are of what is known and say so; where rows lack their values
//! for any other reason, there is none.
//! Refuses a dimension that no cube carries with any of the measures. Members were not assigned at random: that one
//! reaches more does not show that membership did it.

use super::{by_day, is_missing};
use crate::analysis::compare::Intervals;
use crate::analysis::days::mature;
use crate::analysis::rate::{Judged, Made, Side, interval, judge};
use crate::contract::{DimensionIx, MeasureIx, MeasureKind, MemberIx, Ratio, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::order::sort_unique;
use crate::query::{Figure, Key, Query, Scope, Table, TableColumn, run};
use crate::stats::refusal::printable;
use crate::stats::{Interval, Refusal, ratio_of_totals};

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Whose members are the rows.
    pub by: DimensionIx,
    /// Of which each member has its share.
    pub volumes: Vec<MeasureIx>,
    /// Rates of each member.
    pub ratios: Vec<Ratio>,
}

/// What a member has of one measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Volume {
    /// How much.
    pub figure: Figure,
    /// Of all members together, the unknown one among them.
    pub share: Result<f64, Refusal>,
    /// The share is of what is known: the sender withheld rows of few people, which are in neither part of it.
    pub of_known: bool,
    /// Its 95 % interval, clustered by day.
    pub interval: Result<Interval, Refusal>,
}

/// One rate of a member.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupRate {
    /// Above and below the line.
    pub figures: (Figure, Figure),
    /// Times the ratio's `per`.
    pub rate: Result<f64, Refusal>,
    /// Its 95 % interval, times `per`.
    pub interval: Result<Interval, Refusal>,
    /// How that was made.
    pub made: Intervals,
}

/// One member.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Which; [`MemberIx::NULL`] is "not known".
    pub member: MemberIx,
    /// One per measure of [`Groups::volumes`].
    pub volumes: Vec<Volume>,
    /// One per ratio of [`Groups::ratios`].
    pub rates: Vec<GroupRate>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    /// Whose members the rows are.
    pub by: DimensionIx,
    /// The days counted.
    pub days: DateRange,
    /// Of the measures asked for, those that a cube carries by the dimension.
    pub volumes: Vec<MeasureIx>,
    /// Of the ratios asked for, the same.
    pub ratios: Vec<Ratio>,
    /// Dimensions whose filters were left out of some of them.
    pub ignored: Vec<DimensionIx>,
    /// Members with a fact, as the document orders them, the unknown one last.
    pub rows: Vec<Group>,
}

/// Whether a cube carries the measure by the dimension.
pub fn is_carried(dataset: &Dataset, by: DimensionIx, measure: MeasureIx) -> bool {
    dataset.cubes.iter().any(|cube| cube.carries(measure) && cube.answers(by))
}

/// Asks.
pub fn groups(dataset: &Dataset, scope: &Scope, options: &Options) -> Result<Groups, Refusal> {
    let report = &dataset.report;
    let carried = |ix: &MeasureIx| is_carried(dataset, options.by, *ix);
    let mut found = Groups {
        by: options.by,
        days: scope.range,
        volumes: options.volumes.clone(),
        ratios: options.ratios.clone(),
        ignored: Vec::new(),
        rows: Vec::new(),
    };
    found.volumes.retain(carried);
    found.ratios.retain(|ratio| carried(&ratio.numerator) && carried(&ratio.denominator));
    let mut measures = found.volumes.clone();
    for ratio in &found.ratios {
        measures.extend([ratio.numerator, ratio.denominator]);
    }
    sort_unique(&mut measures);
    if measures.is_empty() {
        return Err(Refusal::NotAtThisCut);
    }
    found.days = mature(report, &measures, scope.range).ok_or(Refusal::NoMatureDays)?;
    let scope = scope.without(options.by).over(found.days);
    let mut group_by = vec![Key::Dimension(options.by)];
    let totals = run(
        dataset,
        &scope,
        &Query { group_by: group_by.clone(), measures: measures.clone(), order: None, limit: None },
    );
    group_by.push(Key::Day);
    let daily = run(dataset, &scope, &Query { group_by, measures: measures.clone(), order: None, limit: None });
    let answers = Answers { report, range: found.days, measures, totals, daily };
    for column in &answers.totals.columns {
        found.ignored.extend_from_slice(column.cut.ignored());
    }
    sort_unique(&mut found.ignored);
    for row in 0..answers.totals.rows {
        let code = answers.totals.key(row).first().copied().unwrap_or_default();
        let mut group = Group { member: MemberIx(code.cast_unsigned()), volumes: Vec::new(), rates: Vec::new() };
        for &ix in &found.volumes {
            group.volumes.push(answers.volume(ix, row, code));
        }
        for ratio in &found.ratios {
            group.rates.push(answers.rate(ratio, row, code).ok_or(Refusal::NotAtThisCut)?);
        }
        found.rows.push(group);
    }
    Ok(found)
}

/// What the engine answered, by member, and by member and day.
struct Answers<'a> {
    report: &'a Report,
    range: DateRange,
    measures: Vec<MeasureIx>,
    totals: Table,
    daily: Table,
}

impl<'a> Answers<'a> {
    fn place(&self, ix: MeasureIx) -> usize {
        self.measures.iter().position(|&known| known == ix).unwrap_or(0)
    }

    fn column(&self, ix: MeasureIx) -> Option<&TableColumn> {
        self.totals.columns.get(self.place(ix))
    }

    fn side(&self, ix: MeasureIx, row: usize) -> Option<Side<'a>> {
        Some(Side {
            ix,
            measure: self.report.measure(ix)?,
            figure: self.totals.figure(row, self.place(ix)).unwrap_or_default(),
            exact: self.column(ix)?.cut.is_exact(),
        })
    }

    /// Estimates on each delivered day: those of `member`, or of all; none where they cannot be had day by day.
    fn days(&self, ix: MeasureIx, member: Option<i32>) -> Vec<f64> {
        let place = self.place(ix);
        let adds = self
            .report
            .measure(ix)
            .is_some_and(|measure| matches!(measure.kind, MeasureKind::Count | MeasureKind::Money));
        if !adds || self.daily.columns.get(place).is_none_or(|column| column.figures.is_none()) {
            return Vec::new();
        }
        let mut days = vec![0.0; self.range.len() as usize];
        for (code, day, row) in by_day(&self.daily, self.range) {
            if member.is_none_or(|member| member == code)
                && let (Some(sum), Some(figure)) = (days.get_mut(day), self.daily.figure(row, place))
            {
                *sum += figure.estimate;
            }
        }
        let delivered = |(n, _): &(usize, f64)| !is_missing(self.report, self.range.from.plus(*n as i32));
        days.into_iter().enumerate().filter(delivered).map(|(_, value)| value).collect()
    }

    fn volume(&self, ix: MeasureIx, row: usize, code: i32) -> Volume {
        let figure = self.totals.figure(row, self.place(ix)).unwrap_or_default();
        let (share, of_known) = match self.share(ix, &figure) {
            Ok((share, of_known)) => (Ok(share), of_known),
            Err(refusal) => (Err(refusal), false),
        };
        let of_days = || {
            let pairs: Vec<(f64, f64)> = self.days(ix, Some(code)).into_iter().zip(self.days(ix, None)).collect();
            if pairs.is_empty() {
                return Err(Refusal::NoDailyValues);
            }
            let Interval { lower, upper } = ratio_of_totals(&pairs)?.interval;
            Ok(Interval { lower: lower.max(0.0), upper: upper.min(1.0) })
        };
        Volume { figure, share, of_known, interval: share.and_then(|_| of_days()) }
    }

    fn share(&self, ix: MeasureIx, figure: &Figure) -> Result<(f64, bool), Refusal> {
        let column = self.column(ix).ok_or(Refusal::NotAtThisCut)?;
        let figures = column.figures.as_ref().ok_or(Refusal::NotAtThisCut)?;
        // The total of distinct people is less than its parts together: shares are of the parts.
        let (mut whole, mut estimate, mut of_known) = (0, 0.0, false);
        for part in figures.iter() {
            if part.lacking > part.suppressed {
                return Err(Refusal::NotWhole);
            }
            of_known |= part.suppressed > 0;
            if part.rate_unknown {
                return Err(Refusal::SampledUnscaled);
            }
            if part.value != part.upper {
                return Err(Refusal::Bound);
            }
            if part.value < 0 {
                return Err(Refusal::ExceedsWhole);
            }
            whole += part.value;
            estimate += part.estimate;
        }
        if figure.hidden {
            return Err(Refusal::Hidden);
        }
        if whole == 0 {
            return Err(Refusal::NoData);
        }
        if self.report.measure(ix).is_some_and(|measure| measure.kind != MeasureKind::Money) {
            printable(figure.value, whole)?;
        }
        Ok((figure.estimate / estimate, of_known))
    }

    fn rate(&self, ratio: &Ratio, row: usize, code: i32) -> Option<GroupRate> {
        let (top, bottom) = (self.side(ratio.numerator, row)?, self.side(ratio.denominator, row)?);
        let per = f64::from(ratio.per);
        let rate = match judge(&top, &bottom) {
            Ok(Judged::Exact(rate)) => Ok(rate * per),
            Ok(Judged::Bound(..)) => Err(Refusal::Bound),
            Err(refusal) => Err(refusal),
        };
        let above = self.days(ratio.numerator, Some(code));
        let daily: Vec<(f64, f64)> = above.into_iter().zip(self.days(ratio.denominator, Some(code))).collect();
        let found = rate.and_then(|_| interval(self.report, &top, &bottom, &daily));
        let made = match found {
            Ok((_, Made::Wilson | Made::WilsonSampled)) => Intervals::Persons,
            _ => Intervals::Days,
        };
        let interval = found.map(|(Interval { lower, upper }, _)| Interval { lower: lower * per, upper: upper * per });
        Some(GroupRate { figures: (top.figure, bottom.figure), rate, interval, made })
    }
}
