//! Who came back, how fast, and what they are worth. In: the document's life tables, which of them count, a dimension to
//! split them by. Out: per group the curve of Kaplan and Meier, the value per customer with what acquiring one cost, and
//! tests of whether the groups differ. Dates do not choose among life tables; filters do where the tables carry their
//! dimension, and are named where they do not. Refuses a document without life tables, and a split that they lack.
//!
//! `tables` chooses and adds up life tables, `worth` follows the money, [`triangle`] cuts them by cohort, [`outlook`]
//! fits a model to what is still to come.

pub mod outlook;
mod tables;
pub mod triangle;
mod worth;

pub use tables::{age_through, carries, last_day};
pub use worth::{Cost, Worth, WorthPoint};

use crate::contract::{AgeUnit, DimensionIx, MemberIx, Report};
use crate::cube::Dataset;
use crate::query::Scope;
use crate::stats::{
    ChiSquare, Estimate, Life, PointEstimate, Refusal, Survival, kaplan_meier, log_rank, relative_change,
};
use tables::{Kept, kept, pooled};

/// Days at which groups are compared, the first that is readable in both.
pub const MILESTONE_DAYS: [u32; 3] = [90, 60, 30];

/// The member that others are held against, where the split has it: no benefit, no boost.
pub(crate) const NOTHING: &str = "none";

/// Life tables, asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Repurchase {
    /// Unit of age.
    pub unit: AgeUnit,
    /// Filtered dimensions that the life tables lack.
    pub ignored: Vec<DimensionIx>,
    /// One per member in document order, the unknown one last; a single one where nothing is split.
    pub groups: Vec<Group>,
    /// The log-rank test between the groups.
    pub log_rank: Result<ChiSquare, Refusal>,
    /// The same within cohorts: what the groups' mix of cohorts does not explain.
    pub stratified: Result<ChiSquare, Refusal>,
    /// How much more of each group came back than of one of them.
    pub uplifts: Result<Uplifts, Refusal>,
}

/// Customers who share a member.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The member; `None` where nothing is split.
    pub member: Option<MemberIx>,
    /// How many; zero where they may not be shown.
    pub customers: u64,
    /// By age, through the last at which anybody was at risk.
    pub curve: Result<Vec<Survival>, Refusal>,
    /// What one is worth by age.
    pub worth: Result<Worth, Refusal>,
    /// What one cost to acquire, and when it is paid back.
    pub cost: Result<Cost, Refusal>,
}

/// Groups held against one of them at one age.
#[derive(Clone, Debug, PartialEq)]
pub struct Uplifts {
    /// Place in the curves.
    pub age: usize,
    /// Place of the group held against.
    pub reference: usize,
    /// One per group: relative uplift of the share that came back, by the delta method on Greenwood's errors.
    pub estimates: Vec<Result<Estimate, Refusal>>,
}

/// All life tables in `scope`, split by a dimension.
pub fn repurchase(dataset: &Dataset, scope: &Scope, split_by: Option<DimensionIx>) -> Result<Repurchase, Refusal> {
    let report = &dataset.report;
    let cohorts = report.cohorts.as_ref().ok_or(Refusal::NoData)?;
    let Kept { tables, ignored } = kept(report, cohorts, scope);
    let mut members: Vec<Option<MemberIx>> = vec![None];
    let mut group_of = vec![0; tables.len()];
    if let Some(dimension) = split_by {
        let level = tables::level(report, cohorts, dimension).ok_or(Refusal::NotAtThisCut)?;
        let all = tables.iter().map(|&(_, table)| Some(level.member(report, table)));
        let all: Vec<Option<MemberIx>> = all.collect();
        members.clone_from(&all);
        crate::order::sort_unique(&mut members);
        for (group, member) in group_of.iter_mut().zip(&all) {
            *group = members.binary_search(member).unwrap_or_default();
        }
    }
    let all: u64 = tables.iter().map(|(_, table)| table.customers).sum();
    let mut groups = Vec::with_capacity(members.len());
    for (n, &member) in members.iter().enumerate() {
        let own: Vec<_> =
            tables.iter().zip(&group_of).filter(|(_, group)| **group == n).map(|(kept, _)| *kept).collect();
        let customers = own.iter().map(|(_, table)| table.customers).sum();
        groups.push(if hidden(report, customers, all) {
            let refused = Refusal::Hidden;
            Group { member, customers: 0, curve: Err(refused), worth: Err(refused), cost: Err(refused) }
        } else {
            let worth = worth::worth(&own);
            let cost = worth::cost(report, cohorts, &own, worth.as_ref().ok());
            Group { member, customers, curve: kaplan_meier(&pooled(&own)), worth, cost }
        });
    }
    let rows: Vec<_> = tables.iter().map(|kept| pooled(std::slice::from_ref(kept))).collect();
    let mut names: Vec<&str> = tables.iter().map(|(_, table)| &*table.cohort).collect();
    crate::order::sort_unique(&mut names);
    let test = |within_cohorts: bool| {
        let mut lives = Vec::with_capacity(rows.len());
        for (n, rows) in rows.iter().enumerate() {
            let cohort = tables.get(n).map_or("", |(_, table)| &table.cohort);
            let stratum = names.binary_search(&cohort).unwrap_or_default();
            let group = group_of.get(n).copied().unwrap_or_default();
            lives.push(Life { group, stratum: if within_cohorts { stratum } else { 0 }, rows });
        }
        log_rank(&lives)
    };
    let uplifts = uplifts(report, split_by, cohorts.age_unit, &groups);
    Ok(Repurchase { unit: cohorts.age_unit, ignored, groups, log_rank: test(false), stratified: test(true), uplifts })
}

/// The life tables in `scope` as one group.
pub(crate) struct Pooled {
    /// See [`Group::curve`].
    pub curve: Result<Vec<Survival>, Refusal>,
    /// See [`Group::customers`].
    pub customers: u64,
    /// See [`Repurchase::ignored`].
    pub ignored: Vec<DimensionIx>,
}

/// The pooled curve of the life tables in `scope` through so many ages; `None` where the document has none.
pub(crate) fn pooled_curve(report: &Report, scope: &Scope, ages: usize) -> Option<Pooled> {
    let cohorts = report.cohorts.as_ref()?;
    let Kept { tables, ignored } = kept(report, cohorts, scope);
    let mut rows = pooled(&tables);
    rows.truncate(ages);
    let customers = tables.iter().map(|(_, table)| table.customers).sum();
    Some(Pooled { curve: kaplan_meier(&rows), customers, ignored })
}

/// Whether the document's display floor hides `customers` of `all`: there are too few of them, or too few others.
fn hidden(report: &Report, customers: u64, all: u64) -> bool {
    let few = |people: u64| people > 0 && people < report.meta.min_cell;
    few(customers) || few(all - customers)
}

fn uplifts(
    report: &Report,
    split_by: Option<DimensionIx>,
    unit: AgeUnit,
    groups: &[Group],
) -> Result<Uplifts, Refusal> {
    let dimension = split_by.and_then(|ix| report.dimension(ix)).ok_or(Refusal::OneGroup)?;
    let nothing = dimension.find(NOTHING);
    // Which one is decided by the document, not by its numbers: the highest against the lowest would find a difference
    // among equals.
    let reference = groups.iter().position(|group| group.member == nothing && nothing.is_some()).unwrap_or_default();
    let share = |group: &Group, age: usize| {
        let at = group.curve.as_ref().map_err(|refusal| *refusal)?.get(age).ok_or(Refusal::NoData)?;
        at.readable()?;
        Ok(PointEstimate { value: at.incidence().0, standard_error: at.standard_error })
    };
    let base = groups.get(reference).ok_or(Refusal::OneGroup)?;
    if groups.len() < 2 {
        return Err(Refusal::OneGroup);
    }
    let mut refused = Refusal::NoData;
    for day in MILESTONE_DAYS {
        let Some(age) = age_through(unit, day) else { continue };
        let below = match share(base, age) {
            Ok(below) => below,
            Err(refusal) => {
                refused = refusal;
                continue;
            }
        };
        let others = |n: &usize| *n != reference;
        if !(0..groups.len()).filter(others).any(|n| groups.get(n).is_some_and(|group| share(group, age).is_ok())) {
            continue;
        }
        let estimate = |group: &Group| share(group, age).and_then(|above| relative_change(above, below));
        return Ok(Uplifts { age, reference, estimates: groups.iter().map(estimate).collect() });
    }
    Err(refused)
}
