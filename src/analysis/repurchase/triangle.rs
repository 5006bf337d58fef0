//! Cohorts by age. In: the document's calendar-month triangle, or its life tables in steps of thirty days. Out: a row a
//! cohort, a cell an age, each with what is known of it: of all its customers, of those of them that were followed that
//! far, of a month that is not over, or nothing yet. Never divides what some did by how many all are.

use super::tables::{Kept, Placed, age_through, kept, level, pooled, sum_at};
use super::{hidden, worth};
use crate::contract::{AgeUnit, Cohorts, MemberIx, Report, TriangleCell};
use crate::cube::Dataset;
use crate::query::Scope;
use crate::stats::refusal::printable;
use crate::stats::{Refusal, kaplan_meier};

/// How ages are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// By calendar months after that of the first order.
    CalendarMonth,
    /// By thirty days since each customer's own first order.
    ThirtyDays,
}

/// How much of a cell is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// All customers were followed to its end.
    Whole,
    /// Only some of them were, or the month is not over.
    Part,
    /// Nobody was.
    Nothing,
}

/// One cohort.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its label, such as `1997-01`.
    pub cohort: Box<str>,
    /// Its customers; zero where they may not be shown.
    pub customers: u64,
    /// From age 0; as many in every row.
    pub cells: Vec<Cell>,
}

/// One cohort at one age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// How much is known.
    pub known: Known,
    /// Customers followed to its end; in a calendar month all.
    pub followed: u64,
    /// Share with a second order by its end: of those in it, or where some are not followed that far the estimate of
    /// Kaplan and Meier.
    pub second: Result<f64, Refusal>,
    /// With a repeat order in it, and their share.
    pub active: Result<(u64, f64), Refusal>,
    /// Revenue per customer by its end, minor units.
    pub worth: Result<f64, Refusal>,
}

/// The document's cohorts in `scope`, oldest first; empty where it has none at that cut.
pub fn triangle(dataset: &Dataset, scope: &Scope, cut: Cut) -> Vec<Row> {
    let report = &dataset.report;
    let Some(cohorts) = &report.cohorts else { return Vec::new() };
    let mut rows = match cut {
        Cut::CalendarMonth => by_month(report, cohorts, scope),
        Cut::ThirtyDays => by_age(report, cohorts, scope),
    };
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    for row in &mut rows {
        row.cells.resize(width, NOTHING);
    }
    rows
}

const NOTHING: Cell = Cell {
    known: Known::Nothing,
    followed: 0,
    second: Err(Refusal::NoMatureDays),
    active: Err(Refusal::NoMatureDays),
    worth: Err(Refusal::NoMatureDays),
};

fn by_month(report: &Report, cohorts: &Cohorts, scope: &Scope) -> Vec<Row> {
    let cells = &cohorts.calendar_month;
    let mut counted: Vec<&TriangleCell> = cells.iter().collect();
    for (&dimension, members) in scope.filters.iter() {
        let Some(level) = level(report, cohorts, dimension) else { continue };
        let member = |cell: &TriangleCell| level.of_keys(report, &cell.keys);
        if cells.iter().all(|cell| member(cell) == MemberIx::NULL) {
            // Sent for all members together.
            return Vec::new();
        }
        counted.retain(|cell| members.contains(&member(cell)));
    }
    let names = names(counted.iter().map(|cell| &*cell.cohort));
    let all = counted.iter().filter(|cell| cell.k == 0).map(|cell| cell.customers).sum();
    let mut rows = Vec::with_capacity(names.len());
    for cohort in names {
        let own: Vec<&TriangleCell> = counted.iter().copied().filter(|cell| *cell.cohort == *cohort).collect();
        let last = own.iter().map(|cell| cell.k).max().unwrap_or(0);
        let (mut second, mut worth) = (0, 0_i128);
        let mut row = Row { cohort: cohort.into(), customers: 0, cells: Vec::new() };
        for k in 0..=last {
            let (mut customers, mut active, mut complete, mut there) = (0, 0, true, false);
            for cell in own.iter().filter(|cell| cell.k == k) {
                there = true;
                complete &= cell.complete;
                customers += cell.customers;
                active += cell.active;
                second += cell.second_orders;
                worth += i128::from(cell.revenue);
            }
            row.customers = row.customers.max(customers);
            // A month without a row is not known; those after it miss what happened in it.
            if !there {
                break;
            }
            row.cells.push(cell(
                if complete { Known::Whole } else { Known::Part },
                customers,
                Ok(second as f64 / customers as f64),
                Ok(active),
                Ok(worth as f64 / customers as f64),
            ));
        }
        hide(report, &mut row, all);
        rows.push(row);
    }
    rows
}

fn by_age(report: &Report, cohorts: &Cohorts, scope: &Scope) -> Vec<Row> {
    let Kept { tables, .. } = kept(report, cohorts, scope);
    let names = names(tables.iter().map(|(_, table)| &*table.cohort));
    let all = tables.iter().map(|(_, table)| table.customers).sum();
    let mut rows = Vec::with_capacity(names.len());
    for cohort in names {
        let own: Vec<Placed<'_>> = tables.iter().copied().filter(|(_, table)| *table.cohort == *cohort).collect();
        let curve = kaplan_meier(&pooled(&own)).unwrap_or_default();
        let worth = worth::worth(&own).ok();
        let customers = own.iter().map(|(_, table)| table.customers).sum();
        let ages = own.iter().map(|(_, table)| table.observed.len()).max().unwrap_or(0);
        let mut row = Row { cohort: cohort.into(), customers, cells: Vec::new() };
        let has_active = cohorts.age_unit == AgeUnit::Month && tables.iter().all(|(_, table)| !table.active.is_empty());
        for day in (29..).step_by(30) {
            let Some(age) = age_through(cohorts.age_unit, day).filter(|&age| age < ages) else { break };
            let followed = sum_at(&own, age, |table| &table.observed);
            if followed == 0 {
                break;
            }
            // Where nobody is left without a second order, the curve has ended at all of them.
            let at = curve.get(age).or_else(|| curve.last().filter(|at| at.survival == 0.0));
            let share = at.map_or(Err(Refusal::NoData), |at| Ok(at.incidence().0));
            row.cells.push(cell(
                if followed == customers { Known::Whole } else { Known::Part },
                followed,
                share,
                // Who ordered on two days of the thirty would count twice among active customers by day.
                if has_active { Ok(sum_at(&own, age, |table| &table.active)) } else { Err(Refusal::NotAtThisCut) },
                worth.as_ref().and_then(|worth| worth.points.get(age)).map_or(Err(Refusal::NoData), |at| Ok(at.value)),
            ));
        }
        hide(report, &mut row, all);
        rows.push(row);
    }
    rows
}

fn cell(
    known: Known,
    followed: u64,
    second: Result<f64, Refusal>,
    active: Result<u64, Refusal>,
    worth: Result<f64, Refusal>,
) -> Cell {
    let enough = printable(i128::from(followed), i128::from(followed));
    let of_many = |value: Result<f64, Refusal>| enough.and(value);
    let active = enough.and(active).map(|active| (active, active as f64 / followed as f64));
    Cell { known, followed, second: of_many(second), active, worth: of_many(worth) }
}

/// Hides what the document's display floor hides.
fn hide(report: &Report, row: &mut Row, all: u64) {
    if hidden(report, row.customers, all) {
        row.customers = 0;
        for cell in &mut row.cells {
            let refused = Refusal::Hidden;
            *cell = Cell { followed: 0, second: Err(refused), active: Err(refused), worth: Err(refused), ..*cell };
        }
    }
}

/// Names of cohorts, each once, oldest first: they are written so that their order is that of time.
fn names<'a>(all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = all.collect();
    crate::order::sort_unique(&mut names);
    names
}
