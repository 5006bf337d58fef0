//! What each agreement pays. In: a dataset, which agreement, a [`Scenario`]. Out: [`Settled`]: per agreement its state,
//! the amounts that settle it, every payable line with the terms of its formula, how far the next tiers are, and who owes
//! whom. Exact: money in minor units, ROI compared by cross-multiplication, one rounding per line, half away from zero.
//! An agreement has days and a scope of its own, so nothing that a reader chose cuts it.
//!
//! Refuses an amount, by [`Lack`], on rows that are not whole: a settlement is never an estimate. Three rules that the
//! terms leave open: a line whose base is below zero pays nothing; rows after the last whole day do not count yet; what
//! is `frozen` settles from the lock on, and where the terms change inside the period only if what is live adds up to it,
//! for else nothing tells how to divide it.
//!
//! `facts` reads the rows, `terms` is the exact arithmetic, `lines` applies the terms, `suppose` makes a scenario.

mod facts;
mod lines;
mod suppose;
mod terms;

use std::rc::Rc;

use crate::contract::{Agreement, Decimal, Frozen, Parties, Party, Report, Tier};
use crate::cube::Dataset;
use crate::date::{Date, DateRange};

pub use suppose::{Factor, Scenario};

/// What is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Index of one agreement; all where absent.
    pub agreement: Option<usize>,
    /// What is supposed to be otherwise.
    pub scenario: Scenario,
}

/// How far an agreement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Its last day is not in the data yet.
    Running,
    /// It is over; late corrections still count.
    Maturing,
    /// Nothing that comes in later counts.
    Locked,
}

/// An amount of the report that terms refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Ad spend.
    Spend,
    /// Sales.
    Gmv,
    /// Money given back.
    Refunds,
    /// Orders; no line needs them, distances are told in them.
    Orders,
}

/// Why an amount is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The document does not have the measure, or not as the kind of number that it has to be.
    NotDelivered,
    /// Counted on the day of the exposure; agreements count on the day it happened.
    ByExposure,
    /// No cube carries it for this scope.
    NotAtThisCut,
    /// Days of the agreement that were not delivered.
    MissingDays {
        /// How many.
        days: u32,
    },
    /// Rows without their value.
    NotWhole {
        /// What is known, in minor units: the amount is at least that.
        at_least: i128,
        /// Rows whose value is not known.
        rows: u64,
        /// Of them, those that the sender withheld.
        withheld: u64,
    },
    /// Below the document's display floor.
    Hidden,
    /// Only a sample was observed.
    Sampled,
    /// What was frozen is not divided as the terms are, and what is live does not add up to it.
    FrozenWhole,
    /// Past what is computed exactly.
    TooLarge,
}

impl Lack {
    /// Stable machine-readable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotDelivered => "not_delivered",
            Self::ByExposure => "by_exposure",
            Self::NotAtThisCut => "not_at_this_cut",
            Self::MissingDays { .. } => "missing_days",
            Self::NotWhole { .. } => "not_whole",
            Self::Hidden => "hidden",
            Self::Sampled => "sampled",
            Self::FrozenWhole => "frozen_whole",
            Self::TooLarge => "too_large",
        }
    }
}

/// Which amount is not known, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Which.
    pub fact: Fact,
    /// Why.
    pub lack: Lack,
}

/// An amount in minor units (orders: a count), or what is missing.
pub type Known = Result<i128, Missing>;

/// The amounts that terms refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amounts {
    /// Ad spend.
    pub spend: Known,
    /// Sales.
    pub gmv: Known,
    /// Money given back.
    pub refunds: Known,
    /// Orders.
    pub orders: Known,
}

impl Amounts {
    /// GMV less refunds.
    pub fn net(&self) -> Known {
        Ok(self.gmv? - self.refunds?)
    }

    /// Net GMV over spend, for display; `None` where one is not known or nothing was spent.
    pub fn roi(&self) -> Option<f64> {
        let (net, spend) = (self.net().ok()?, self.spend.ok()?);
        (spend > 0).then(|| net as f64 / spend as f64)
    }
}

/// What a line is a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// Ad spend.
    Spend,
    /// Sales.
    Gmv,
    /// Sales less refunds.
    NetGmv,
}

/// Which promise a line keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 效果对赌.
    Rebate,
    /// 流量分成.
    TrafficShare,
    /// Commission on sales.
    Cps,
    /// 平台补贴.
    Subsidy,
}

/// One payable line: `min(round(base × rate), left)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which promise.
    pub kind: Kind,
    /// Of a rebate, whose: index into [`Outcome::stretches`].
    pub stretch: Option<usize>,
    /// Who pays whom.
    pub parties: Parties,
    /// What the rate is applied to.
    pub on: Base,
    /// That amount.
    pub base: Known,
    /// The rate; `None` where no tier holds, or it is not known which.
    pub rate: Option<Decimal>,
    /// The cap as agreed.
    pub cap: Option<i64>,
    /// What earlier stretches leave of the cap.
    pub left: Option<i128>,
    /// Base times rate, rounded once; not below zero.
    pub uncapped: Known,
    /// What is to be paid.
    pub payable: Known,
}

/// How far a bound of the ladder is, at the same spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The bound.
    pub bound: Decimal,
    /// Net GMV to gain (of the next better tier), or to lose (of the next worse).
    pub net: i128,
    /// As orders of the present net value, rounded up; `None` where that value is not known.
    pub orders: Option<i128>,
    /// The rate beyond it; `None` where nothing is paid.
    pub rate: Option<Decimal>,
    /// All rebates of the agreement then.
    pub rebate: i128,
}

/// Days under the same terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// The days.
    pub days: DateRange,
    /// The ROI that was promised.
    pub target: Decimal,
    /// Its ladder, ascending; empty without a rebate.
    pub tiers: Rc<[Tier]>,
    /// What happened in it.
    pub amounts: Amounts,
    /// The tier that holds; `None` where none does.
    pub tier: Option<usize>,
    /// Whether ROI is at the target or above; `None` where it is not known or nothing was spent.
    pub is_met: Option<bool>,
    /// Up to the next better tier.
    pub better: Option<Step>,
    /// Down to the next worse.
    pub worse: Option<Step>,
}

/// Who pays whom in all, after what the other owes in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Who pays whom.
    pub parties: Parties,
    /// How much, not below zero.
    pub amount: i128,
    /// Lines between the two that could not be told and are not in it.
    pub lacking: usize,
}

/// What terms make of amounts.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The amounts over all days.
    pub amounts: Amounts,
    /// Days under the same terms, in order; one at least.
    pub stretches: Vec<Stretch>,
    /// What is payable; rebates first, in the order of their days.
    pub lines: Vec<Line>,
    /// The same, by who owes whom.
    pub owed: Vec<Balance>,
}

impl Outcome {
    /// All lines of a kind; `None` where it has none.
    pub fn total(&self, kind: Kind) -> Option<Known> {
        let mut of_kind = self.lines.iter().filter(|line| line.kind == kind).map(|line| line.payable);
        let first = of_kind.next()?;
        Some(of_kind.fold(first, |sum, payable| Ok(sum? + payable?)))
    }
}

/// One agreement, settled as far as it can be.
#[derive(Clone, Debug, PartialEq)]
pub struct Settlement {
    /// Index into [`Report::agreements`].
    pub agreement: usize,
    /// How far it is.
    pub state: State,
    /// From this day on nothing counts any more.
    pub final_on: Date,
    /// The days counted so far; `None` before its first.
    pub counted: Option<DateRange>,
    /// What the rows say today.
    pub live: Amounts,
    /// What was frozen at lock, where that settles.
    pub frozen: Option<Frozen>,
    /// What is owed.
    pub outcome: Outcome,
    /// What would be owed in the scenario; `None` where nothing is supposed.
    pub supposed: Option<Outcome>,
}

impl Settlement {
    /// Whether its amounts cannot change any more.
    pub const fn is_final(&self) -> bool {
        matches!(self.state, State::Locked) && self.frozen.is_some()
    }
}

/// All of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// The last whole day in the data.
    pub as_of: Date,
    /// One per agreement asked for, as the document orders them.
    pub settlements: Vec<Settlement>,
    /// Who owes whom over those that are final.
    pub owed_finally: Vec<Balance>,
    /// Who owes whom over all, as it stands.
    pub owed: Vec<Balance>,
}

/// Settles.
pub fn settle(dataset: &Dataset, options: &Options) -> Settled {
    let report = &dataset.report;
    let mut settlements = Vec::new();
    for (place, agreement) in report.agreements.iter().enumerate() {
        if options.agreement.is_none_or(|wanted| wanted == place) {
            settlements.push(one(dataset, agreement, place));
        }
    }
    let of = |wanted: &dyn Fn(&Settlement) -> bool| {
        let lines = settlements.iter().filter(|settlement| wanted(settlement));
        balances(&mut lines.flat_map(|settlement| &settlement.outcome.lines))
    };
    let (owed_finally, owed) = (of(&Settlement::is_final), of(&|_| true));
    let mut settled = Settled { as_of: report.meta.complete_through, settlements, owed_finally, owed };
    settled.suppose(report, options.scenario);
    settled
}

impl Settled {
    /// Puts another scenario in place of the one before; no row is read again. `report` is the one that was settled.
    pub fn suppose(&mut self, report: &Report, scenario: Scenario) {
        for settlement in &mut self.settlements {
            let agreement = report.agreements.get(settlement.agreement).filter(|_| !scenario.is_none());
            settlement.supposed = agreement.map(|agreement| scenario.outcome(agreement, &settlement.outcome));
        }
    }
}

fn one(dataset: &Dataset, agreement: &Agreement, place: usize) -> Settlement {
    let report = &dataset.report;
    let final_on = agreement.range.to.plus(i32::from(agreement.lock_after_days));
    let state = state(report, agreement, final_on);
    let mut stretches = lines::stretches(agreement);
    for stretch in &mut stretches {
        stretch.amounts = facts::amounts(dataset, agreement, stretch.days);
    }
    let live = lines::whole(&stretches);
    let frozen = agreement.frozen.filter(|_| state == State::Locked);
    let mut amounts = live;
    if let Some(frozen) = &frozen {
        amounts = facts::of_frozen(frozen);
        lines::freeze(&mut stretches, &amounts, &live);
    }
    let counted = DateRange::new(agreement.range.from, agreement.range.to.min(report.meta.complete_through));
    let outcome = lines::outcome(agreement, amounts, stretches);
    Settlement { agreement: place, state, final_on, counted, live, frozen, outcome, supposed: None }
}

fn state(report: &Report, agreement: &Agreement, final_on: Date) -> State {
    let through = report.meta.complete_through;
    match (through < agreement.range.to, through < final_on) {
        (true, _) => State::Running,
        (false, true) => State::Maturing,
        (false, false) => State::Locked,
    }
}

/// Who owes whom, of these lines.
fn balances(lines: &mut dyn Iterator<Item = &Line>) -> Vec<Balance> {
    const PAIRS: [(Party, Party); 3] =
        [(Party::Xhs, Party::Merchant), (Party::Tmall, Party::Merchant), (Party::Tmall, Party::Xhs)];
    let mut sums: [Option<(i128, usize)>; 3] = [None; 3];
    for line in lines {
        let Parties { payer, payee } = line.parties;
        for (&(one, other), sum) in PAIRS.iter().zip(&mut sums) {
            let sign = match () {
                () if (payer, payee) == (one, other) => 1,
                () if (payer, payee) == (other, one) => -1,
                () => continue,
            };
            let (amount, lacking) = sum.get_or_insert((0, 0));
            match line.payable {
                Ok(payable) => *amount += sign * payable,
                Err(_) => *lacking += 1,
            }
        }
    }
    let mut balances = Vec::new();
    for ((one, other), sum) in PAIRS.into_iter().zip(sums) {
        let Some((amount, lacking)) = sum else { continue };
        let (payer, payee) = if amount < 0 { (other, one) } else { (one, other) };
        balances.push(Balance { parties: Parties { payer, payee }, amount: amount.abs(), lacking });
    }
    balances
}
