//! The merchant against the plan's entry rules, gate by gate. In: the report. Out: [`Entry`]: each gate with the value,
//! the rule, whether the sender gave that rule or the press reported it, and what comes of it; and the subsidies that
//! agreements carry, for nothing else promises one. Values are compared exactly. Refuses to judge a gate whose value was
//! not given; `None` where the document has no such section.

use crate::contract::{Agreement, Decimal, EntryRules, Report, Subsidy};

/// A value beside its rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gate<'a> {
    /// Shop score.
    StoreScore {
        /// The shop's.
        value: Option<Decimal>,
        /// The lowest that passes.
        least: Decimal,
    },
    /// Spend a day, minor units.
    DailySpend {
        /// The merchant's.
        value: Option<i64>,
        /// The lowest that passes.
        least: i64,
    },
    /// Budget, minor units.
    TotalBudget {
        /// The merchant's.
        value: Option<i64>,
        /// The lowest that passes.
        least: i64,
    },
    /// Whether the account is an enterprise's.
    EnterpriseAccount {
        /// The merchant's.
        value: Option<bool>,
        /// Whether it has to be.
        needed: bool,
    },
    /// The category, as the list names it.
    Category {
        /// The merchant's.
        value: Option<&'a str>,
        /// The list; where it is empty, every category passes.
        list: &'a [Box<str>],
    },
}

/// What comes of a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Passed.
    Met,
    /// Not passed.
    Missed,
    /// The value was not given.
    NotGiven,
    /// The rules do not ask for it.
    NotAsked,
}

impl Gate<'_> {
    /// What comes of it.
    pub fn outcome(&self) -> Outcome {
        let passed = match *self {
            Self::StoreScore { value, least } => value.map(|value| value >= least),
            Self::DailySpend { value, least } | Self::TotalBudget { value, least } => value.map(|value| value >= least),
            Self::EnterpriseAccount { needed: false, .. } | Self::Category { list: [], .. } => {
                return Outcome::NotAsked;
            }
            Self::EnterpriseAccount { value, .. } => value,
            Self::Category { value, list } => value.map(|value| list.iter().any(|known| **known == *value)),
        };
        match passed {
            Some(true) => Outcome::Met,
            Some(false) => Outcome::Missed,
            None => Outcome::NotGiven,
        }
    }
}

/// One gate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check<'a> {
    /// Value and rule.
    pub gate: Gate<'a>,
    /// Whether the sender gave the rule; else it is the press-reported one.
    pub rule_given: bool,
}

/// What an agreement says of a subsidy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Promised<'a> {
    /// The agreement.
    pub agreement: &'a Agreement,
    /// Its terms.
    pub subsidy: &'a Subsidy,
}

/// The merchant against the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'a> {
    /// All gates, in the order of [`EntryRules`].
    pub checks: [Check<'a>; 5],
    /// Agreements with a subsidy, in document order.
    pub subsidies: Vec<Promised<'a>>,
}

impl Entry<'_> {
    /// How many gates come to that.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.checks.iter().filter(|check| check.gate.outcome() == outcome).count()
    }
}

/// Checks the gates.
pub fn entry(report: &Report) -> Option<Entry<'_>> {
    let merchant = report.eligibility.as_ref()?;
    let EntryRules { store_score, daily_spend, total_budget, enterprise_account, categories } = &merchant.rules;
    let [score, daily, total, enterprise, category] = merchant.rules_given;
    let check = |gate, rule_given| Check { gate, rule_given };
    let checks = [
        check(Gate::StoreScore { value: merchant.store_score, least: *store_score }, score),
        check(Gate::DailySpend { value: merchant.daily_spend, least: *daily_spend }, daily),
        check(Gate::TotalBudget { value: merchant.total_budget, least: *total_budget }, total),
        check(Gate::EnterpriseAccount { value: merchant.enterprise_account, needed: *enterprise_account }, enterprise),
        check(Gate::Category { value: merchant.category.as_deref(), list: categories }, category),
    ];
    let mut subsidies = Vec::new();
    for agreement in &report.agreements {
        if let Some(subsidy) = &agreement.subsidy {
            subsidies.push(Promised { agreement, subsidy });
        }
    }
    Some(Entry { checks, subsidies })
}
