//! On-site sales against off-site ones. In: a dataset, which rows count, [`Options`]. Out: [`Sales`]: both sums and the
//! share of on-site with its interval, the same over other days, both series by day or by week, and whether one falls
//! as the other rises: the correlation of their changes from one period to the next. Weekly sums where there are weeks
//! enough; else days less the mean of their weekday, since a rhythm that both share would hide what sets them apart.
//! Promotions are left out unless asked for: they lift both sides at once. A period that is not whole, not delivered or
//! withheld is a gap. The filter on the destination itself is left out. Refuses where no cube carries the measure by
//! destination. Two series that move against each other do not show that one takes from the other.

use super::{add, by_day, is_missing};
use crate::contract::{CalendarKind, DimensionIx, MeasureIx, MeasureKind, MemberIx, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::query::{Figure, Key, NULL_KEY, Query, Scope, Table, period, run};
use crate::stats::refusal::printable;
use crate::stats::{Correlation, Interval, Method, Refusal, Treatment, correlate, ratio_of_totals, treat};

/// Id of the dimension.
pub const DESTINATION: &str = "destination";
/// Id of its member inside Xiaohongshu.
pub const ON_SITE: &str = "xhs";
/// From so many whole weeks on, weeks are compared; below, days.
pub const WEEKS: usize = 26;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// GMV or orders, by the day of the event.
    pub measure: MeasureIx,
    /// Whether days of promotions count in the correlation.
    pub with_promotions: bool,
    /// Other days.
    pub compare: Option<period::Comparison>,
}

/// Both sums.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// Inside Xiaohongshu.
    pub on_site: Figure,
    /// Anywhere else that is known.
    pub off_site: Figure,
    /// Where to is not known: on neither side.
    pub unknown: Figure,
}

/// The share of on-site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnSiteShare {
    /// Of both known sides together.
    pub value: f64,
    /// Its 95 % interval, clustered by day.
    pub interval: Result<Interval, Refusal>,
}

/// One day or week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Its days, as far as they are among those chosen.
    pub days: DateRange,
    /// On-site and off-site; `None` where either is not known whole.
    pub values: Option<(f64, f64)>,
    /// Whether it has fewer days than its neighbours: it is drawn, and not compared.
    pub partial: bool,
    /// Whether a promotion meets it.
    pub promotion: bool,
}

/// How the two move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tendency {
    /// One falls as the other rises: the whole interval is below zero.
    Opposed,
    /// They rise and fall together: the whole interval is above zero.
    Together,
    /// The interval holds zero.
    Unclear,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Sales {
    /// What is counted.
    pub measure: MeasureIx,
    /// The whole days among those chosen.
    pub days: DateRange,
    /// Dimensions whose filters were left out.
    pub ignored: Vec<DimensionIx>,
    /// Sums over these days.
    pub totals: Totals,
    /// The share of on-site.
    pub share: Result<OnSiteShare, Refusal>,
    /// Sums over the days compared with each other, these and those: days not delivered in one are left out of both.
    pub versus: Option<(period::Comparison, [Totals; 2])>,
    /// Days or weeks.
    pub by: Key,
    /// First to last.
    pub points: Vec<Point>,
    /// Periods left out of the correlation because of a promotion.
    pub masked: usize,
    /// Of the changes from one period to the next.
    pub correlation: Result<Correlation, Refusal>,
}

impl Totals {
    /// The share of on-site, if one may be printed.
    pub fn share(&self, kind: MeasureKind) -> Result<f64, Refusal> {
        let both = [&self.on_site, &self.off_site];
        if both.iter().any(|figure| figure.hidden) {
            return Err(Refusal::Hidden);
        }
        if both.iter().any(|figure| figure.lacking > 0) {
            return Err(Refusal::NotWhole);
        }
        if both.iter().any(|figure| figure.rate_unknown) {
            return Err(Refusal::SampledUnscaled);
        }
        // Corrections may leave a side below nothing.
        if both.iter().any(|figure| figure.value < 0) {
            return Err(Refusal::ExceedsWhole);
        }
        let whole = self.on_site.value + self.off_site.value;
        if whole == 0 {
            return Err(Refusal::NoData);
        }
        if kind == MeasureKind::Count {
            printable(self.on_site.value, whole)?;
        }
        Ok(self.on_site.estimate / (self.on_site.estimate + self.off_site.estimate))
    }
}

impl Sales {
    /// How the two move, where that can be told.
    pub fn tendency(&self) -> Result<Tendency, Refusal> {
        let Interval { lower, upper } = self.correlation?.effective.1;
        Ok(if upper < 0.0 {
            Tendency::Opposed
        } else if lower > 0.0 {
            Tendency::Together
        } else {
            Tendency::Unclear
        })
    }
}

/// The dimension and its member, where the document has both and at least one other member.
pub fn destinations(report: &Report) -> Option<(DimensionIx, MemberIx)> {
    let ix = report.find_dimension(DESTINATION)?;
    let dimension = report.dimension(ix)?;
    (dimension.members.len() > 1).then(|| dimension.find(ON_SITE)).flatten().map(|member| (ix, member))
}

/// Whether a cube carries the measure by destination.
pub fn is_carried(dataset: &Dataset, measure: MeasureIx) -> bool {
    let Some((destination, _)) = destinations(&dataset.report) else { return false };
    dataset.cubes.iter().any(|cube| cube.carries(measure) && cube.answers(destination))
}

/// Asks.
pub fn sales(dataset: &Dataset, scope: &Scope, options: &Options) -> Result<Sales, Refusal> {
    let report = &dataset.report;
    let (by, on_site) = destinations(report).ok_or(Refusal::NotAtThisCut)?;
    let days = scope.range.intersect(report.complete_range()).ok_or(Refusal::NoMatureDays)?;
    let kind = report.measure(options.measure).ok_or(Refusal::NotAtThisCut)?.kind;
    let side = |member: i32| match member {
        NULL_KEY => 2,
        _ if member.cast_unsigned() == on_site.0 => 0,
        _ => 1,
    };
    let scope = scope.without(by);
    let ask = |range: DateRange, daily: bool| {
        let mut group_by = vec![Key::Dimension(by)];
        group_by.extend(daily.then_some(Key::Day));
        run(dataset, &scope.over(range), &Query { group_by, measures: vec![options.measure], ..Query::default() })
    };
    let whole = ask(days, false);
    let column = whole.columns.first().filter(|column| column.figures.is_some()).ok_or(Refusal::NotAtThisCut)?;
    let ignored = column.cut.ignored().to_vec();
    let totals = sums(&whole, &side, &|_| true);
    let daily = ask(days, true);
    let series = Daily::of(&daily, days, report, &side);
    let share = totals.share(kind).map(|value| OnSiteShare { value, interval: series.interval() });
    let versus = options.compare.map(|periods| {
        let period::Comparison { current, baseline } = periods;
        let skipped = |n: usize| {
            let at = |range: DateRange| (n as u32) < range.len() && is_missing(report, range.from.plus(n as i32));
            at(current) || at(baseline)
        };
        let any_missing = (0..current.len().max(baseline.len()) as usize).any(skipped);
        let sum = |range: DateRange| {
            let table = ask(range, any_missing);
            let kept = |row: usize| match table.key(row) {
                &[_, day] => !skipped((day - range.from.days()) as usize),
                _ => true,
            };
            sums(&table, &side, &kept)
        };
        (periods, [sum(current), sum(baseline)])
    });
    let weeks = series.points(Key::Week, days, report);
    let is_long = weeks.iter().filter(|point| !point.partial).count() >= WEEKS;
    let (by, points) = if is_long { (Key::Week, weeks) } else { (Key::Day, series.points(Key::Day, days, report)) };
    let counts = |point: &&Point| options.with_promotions || !point.promotion;
    let [mut x, mut y] = [Vec::with_capacity(points.len()), Vec::with_capacity(points.len())];
    for point in &points {
        let values = Some(point).filter(counts).filter(|point| !point.partial).and_then(|point| point.values);
        x.push(values.map(|values| values.0));
        y.push(values.map(|values| values.1));
    }
    let change = |series: &[Option<f64>]| match by {
        Key::Week => treat(series, Treatment::FirstDifferences),
        _ => treat(series, Treatment::WeekdayRemoved).differenced(),
    };
    let correlation = correlate(&change(&x), &change(&y), 0, Method::Pearson);
    let masked = points.iter().filter(|point| !counts(point)).count();
    Ok(Sales { measure: options.measure, days, ignored, totals, share, versus, by, points, masked, correlation })
}

/// The sums of those rows that are kept.
fn sums(table: &Table, side: &dyn Fn(i32) -> usize, kept: &dyn Fn(usize) -> bool) -> Totals {
    let mut sums = [Figure::default(); 3];
    for row in (0..table.rows).filter(|&row| kept(row)) {
        let member = table.key(row).first().copied().unwrap_or(NULL_KEY);
        if let (Some(sum), Some(figure)) = (sums.get_mut(side(member)), table.figure(row, 0)) {
            add(sum, &figure);
        }
    }
    let [on_site, off_site, unknown] = sums;
    Totals { on_site, off_site, unknown }
}

/// Both sides day by day, without what is on neither.
struct Daily {
    /// Per day; `None` where it was not delivered.
    days: Vec<Option<[Figure; 2]>>,
}

impl Daily {
    fn of(table: &Table, range: DateRange, report: &Report, side: &dyn Fn(i32) -> usize) -> Self {
        let mut days = Vec::with_capacity(range.len() as usize);
        for n in 0..range.len() as i32 {
            days.push((!is_missing(report, range.from.plus(n))).then(<[Figure; 2]>::default));
        }
        for (member, day, row) in by_day(table, range) {
            if let (Some(Some(sides)), Some(figure)) = (days.get_mut(day), table.figure(row, 0))
                && let Some(sum) = sides.get_mut(side(member))
            {
                add(sum, &figure);
            }
        }
        Self { days }
    }

    /// Of the share of on-site.
    fn interval(&self) -> Result<Interval, Refusal> {
        let pair = |[on, off]: &[Figure; 2]| (on.estimate, on.estimate + off.estimate);
        let pairs: Vec<(f64, f64)> = self.days.iter().flatten().map(pair).collect();
        let Interval { lower, upper } = ratio_of_totals(&pairs)?.interval;
        Ok(Interval { lower: lower.max(0.0), upper: upper.min(1.0) })
    }

    /// Days or weeks.
    fn points(&self, by: Key, range: DateRange, report: &Report) -> Vec<Point> {
        let mut points = Vec::new();
        let mut day = range.from;
        while let Some(days) = period::bucket(&[by], day, range) {
            let first = days.from.since(range.from) as usize;
            let mut sum = Some((0.0, 0.0));
            for day in self.days.iter().skip(first).take(days.len() as usize) {
                let known = day.filter(|sides| sides.iter().all(|figure| figure.lacking == 0 && !figure.hidden));
                sum = sum.zip(known).map(|(sum, [on, off])| (sum.0 + on.estimate, sum.1 + off.estimate));
            }
            points.push(Point {
                days,
                values: sum,
                partial: days != period::whole_bucket(by, day),
                promotion: report
                    .calendar
                    .iter()
                    .any(|entry| entry.kind == CalendarKind::Promotion && entry.range.intersect(days).is_some()),
            });
            day = days.to.plus(1);
        }
        points
    }
}
