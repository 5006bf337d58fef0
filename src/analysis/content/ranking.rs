//! Who brings back how much of what was spent. In: a dataset, which rows count, a dimension such as notes or creators.
//! Out: [`Ranking`]: per member what came back net of refunds for each unit of money spent, as it is and drawn towards
//! the mean of all by as much as it is uncertain ([`shrink`]), best first; and who is not ranked, and why.
//!
//! How uncertain: days are clusters, as everywhere ([`ratio_of_totals`](crate::stats::ratio_of_totals)), but a note that
//! sold three things has too few days with orders to tell its own variance, and one that sold nothing would seem sure of
//! it. So one variance per unit of spend is estimated from all members' days together, and a member's is that over its
//! spend: the variance model of Bühlmann & Straub, "Glaubwürdigkeit für Schadensätze", Mitteilungen der Vereinigung
//! schweizerischer Versicherungsmathematiker 70 (1970) 111–133. Refuses what cannot be split so, and what lacks a filter:
//! money spent on all is not to be held against orders of some.

use super::{ignored_by, is_split, members_of, whole_days};
use crate::contract::{DimensionIx, MeasureIx, MeasureKind, MemberIx, Report};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::order::places;
use crate::query::{Figure, Key, Query, Scope, Table, run};
use crate::stats::refusal::MIN_DAYS;
use crate::stats::{Interval, PointEstimate, Refusal, Shrunk, shrink};

/// What is held against what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// What was sold, by the day of the event.
    pub gmv: MeasureIx,
    /// What was paid back; `None` where the document does not say.
    pub refunds: Option<MeasureIx>,
    /// What was spent.
    pub spend: MeasureIx,
}

impl Money {
    /// The document's own; `None` where it does not say what was sold or spent.
    pub fn of(report: &Report) -> Option<Self> {
        let find = |id: &str| {
            let ix = report.find_measure(id)?;
            report.measure(ix).filter(|measure| measure.kind == MeasureKind::Money).map(|_| ix)
        };
        Some(Self { gmv: find("gmv")?, refunds: find("refunds"), spend: find("spend")? })
    }

    fn measures(self) -> Vec<MeasureIx> {
        [self.spend, self.gmv].into_iter().chain(self.refunds).collect()
    }

    /// Whether some cube splits each of them by `dimension`.
    pub fn is_split_by(self, dataset: &Dataset, dimension: DimensionIx) -> bool {
        let split = |ix| dataset.cubes.iter().any(|cube| cube.carries(ix) && cube.answers(dimension));
        self.measures().into_iter().all(split)
    }
}

/// What a member was given and brought, minor units. Where some of it was sampled, what that stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sums {
    /// Spent.
    pub spend: i128,
    /// Sold, less what was paid back.
    pub net: i128,
}

/// One who is ranked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// Who.
    pub member: MemberIx,
    /// What it rests on.
    pub sums: Sums,
    /// Net GMV per unit of spend, with its sampling error.
    pub raw: PointEstimate,
    /// The same drawn towards the mean.
    pub shrunk: PointEstimate,
    /// How far it was drawn: 0 not at all, 1 all the way.
    pub factor: f64,
}

impl Ranked {
    /// 95 % interval of the shrunk value.
    pub fn interval(&self) -> Interval {
        self.shrunk.estimate().interval
    }
}

/// One who is not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unranked {
    /// Who.
    pub member: MemberIx,
    /// What is known; `None` where it is withheld.
    pub sums: Option<Sums>,
    /// Why.
    pub why: Refusal,
}

/// Everyone.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// Whose members they are.
    pub by: DimensionIx,
    /// What is held against what.
    pub money: Money,
    /// The days counted.
    pub days: DateRange,
    /// Best first.
    pub ranked: Vec<Ranked>,
    /// In document order, the unknown one last.
    pub unranked: Vec<Unranked>,
    /// All of the ranked together.
    pub total: Sums,
    /// The mean that they were drawn towards.
    pub mean: f64,
    /// In the order of [`Ranking::ranked`].
    pub(super) shrunk: Shrunk,
}

/// One member's days.
struct Account {
    member: MemberIx,
    sums: Sums,
    days: usize,
    /// Squares of the distances of its days from its own rate, for so many days.
    squares: f64,
}

impl Account {
    /// Net over spend.
    fn rate(&self) -> f64 {
        self.sums.net as f64 / self.sums.spend as f64
    }
}

/// Ranks the members of `by`; its own filter is left out.
pub fn rank(dataset: &Dataset, scope: &Scope, money: Money, by: DimensionIx) -> Result<Ranking, Refusal> {
    let days = whole_days(&dataset.report, scope).ok_or(Refusal::NoData)?;
    let scope = scope.without(by).over(days);
    let ask = |group_by| run(dataset, &scope, &Query { group_by, measures: money.measures(), ..Query::default() });
    let totals = ask(vec![Key::Dimension(by)]);
    is_split(&totals)?;
    if !ignored_by(&totals).is_empty() {
        return Err(Refusal::NotAtThisCut);
    }
    let daily = ask(vec![Key::Dimension(by), Key::Day]);
    let (mut accounts, mut unranked) = (Vec::new(), Vec::new());
    let mut row = 0;
    for code in members_of(&totals) {
        let member = MemberIx(code);
        let start = row;
        while daily.key(row).first().is_some_and(|found| found.cast_unsigned() == code) {
            row += 1;
        }
        let found = totals.find(&[code.cast_signed()]).map_or(Err(Refusal::NoData), |row| sums(&totals, row));
        let account = found.and_then(|sums| account(&daily, start..row, member, sums));
        match account {
            Ok(account) => accounts.push(account),
            Err(why) => unranked.push(Unranked { member, sums: found.ok(), why }),
        }
    }
    let variance = per_spend(&accounts);
    let mut raw = Vec::with_capacity(accounts.len());
    for account in &accounts {
        let standard_error = (variance / account.sums.spend as f64).sqrt();
        raw.push(PointEstimate { value: account.rate(), standard_error });
    }
    let mut found = shrink(&raw)?;
    let value = |place: usize| found.members.get(place).map_or(0.0, |member| member.estimate.value);
    let order = places(accounts.len(), &mut |a, b| value(b).total_cmp(&value(a)));
    let (mut ranked, mut total) = (Vec::with_capacity(order.len()), Sums { spend: 0, net: 0 });
    let mut members = Vec::with_capacity(order.len());
    for place in order {
        let (Some(account), Some(raw), Some(member)) = (accounts.get(place), raw.get(place), found.members.get(place))
        else {
            continue;
        };
        total = Sums { spend: total.spend + account.sums.spend, net: total.net + account.sums.net };
        let (shrunk, factor) = (member.estimate, member.factor);
        ranked.push(Ranked { member: account.member, sums: account.sums, raw: *raw, shrunk, factor });
        members.push(*member);
    }
    found.members = members;
    Ok(Ranking { by, money, days, ranked, unranked, total, mean: found.mean, shrunk: found })
}

/// Both sums of one row.
fn sums(table: &Table, row: usize) -> Result<Sums, Refusal> {
    let figure = |column: usize| {
        let figure = table.figure(row, column).unwrap_or_default();
        match figure {
            Figure { hidden: true, .. } => Err(Refusal::Hidden),
            Figure { rate_unknown: true, .. } => Err(Refusal::SampledUnscaled),
            Figure { lacking: 1.., .. } => Err(Refusal::NotWhole),
            _ => Ok(minor(&figure)),
        }
    };
    let refunds = if table.columns.len() > 2 { figure(2)? } else { 0 };
    Ok(Sums { spend: figure(0)?, net: figure(1)? - refunds })
}

/// Exact where all was observed.
fn minor(figure: &Figure) -> i128 {
    let is_sampled = (figure.estimate - figure.value as f64).abs() > 0.0;
    if is_sampled { figure.estimate.round() as i128 } else { figure.value }
}

/// The days of one member; refuses one that spent nothing or on whom too few days tell.
fn account(daily: &Table, rows: std::ops::Range<usize>, member: MemberIx, sums: Sums) -> Result<Account, Refusal> {
    if sums.spend <= 0 {
        return Err(Refusal::NoSpend);
    }
    let mut account = Account { member, sums, days: 0, squares: 0.0 };
    let rate = account.rate();
    for row in rows {
        let figure = |column: usize| daily.figure(row, column).map_or(0.0, |figure| figure.estimate);
        let (spend, net) = (figure(0), figure(1) - figure(2));
        if spend != 0.0 || net != 0.0 {
            account.days += 1;
            account.squares += (net - rate * spend).powi(2);
        }
    }
    if account.days < MIN_DAYS { Err(Refusal::FewDays { days: account.days }) } else { Ok(account) }
}

/// Variance of a rate times the spend that it rests on, from the days of all.
fn per_spend(accounts: &[Account]) -> f64 {
    let (mut squares, mut spend) = (0.0, 0.0);
    for account in accounts {
        let days = account.days as f64;
        squares += days / (days - 1.0) * account.squares;
        spend += account.sums.spend as f64;
    }
    squares / spend
}
