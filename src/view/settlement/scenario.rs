//! What the reader supposes. In: what was settled, with its scenario. Out: [`ScenarioView`]: four sliders, and what is
//! settled beside what would be. Marked by its heading wherever it shows, and never among the settlement's own lines.

use super::wording::Wording;
use crate::analysis::settlement::{Fact, Factor, Kind, Known, Outcome, Scenario, Settled};
use crate::view::state::SettlementState;

/// Sliders and what comes of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScenarioView {
    /// Heading, which is the mark.
    pub title: String,
    /// What is supposed.
    pub at: Scenario,
    /// What is assumed.
    pub note: String,
    /// What can be changed.
    pub sliders: Vec<Slider>,
    /// Text of the button back; `None` where nothing is supposed.
    pub reset: Option<String>,
    /// Heads of the columns: what, as settled, as supposed, difference.
    pub heads: [String; 4],
    /// Per agreement its ROI and its lines; empty where nothing is supposed.
    pub rows: Vec<SupposedRow>,
}

/// One slider.
#[derive(Clone, Debug, PartialEq)]
pub struct Slider {
    /// What it changes.
    pub factor: Factor,
    /// Its name.
    pub label: String,
    /// Per cent of change.
    pub value: i16,
    /// The same in words.
    pub text: String,
}

/// One number, settled and supposed.
#[derive(Clone, Debug, PartialEq)]
pub struct SupposedRow {
    /// Id of the agreement.
    pub of: String,
    /// Its name, in its first row.
    pub agreement: Option<String>,
    /// Which number.
    pub label: String,
    /// As settled, as supposed, the difference.
    pub cells: [String; 3],
}

impl Wording<'_> {
    pub(super) fn scenario(&self, settled: &Settled, state: SettlementState) -> ScenarioView {
        let own = self.own;
        let slider = |factor: Factor| {
            let value = state.scenario.of(factor);
            let label = match factor {
                Factor::Spend => own.spend,
                Factor::Conversion => own.conversion,
                Factor::OrderValue => own.order_value,
                Factor::RefundRate => own.refund_rate,
            };
            let percent = self.locale.numbers.percent(f64::from(value) / 100.0, 0);
            let text = match value {
                0 => own.unchanged.to_owned(),
                1.. => ["+", &percent].concat(),
                _ => percent,
            };
            Slider { factor, label: label.to_owned(), value, text }
        };
        let mut rows = Vec::new();
        for one in settled.settlements.iter().take(super::MOST) {
            let (Some(supposed), Some(agreement)) = (&one.supposed, self.report.agreements.get(one.agreement)) else {
                continue;
            };
            let of = || agreement.id.to_string();
            let label = Some(agreement.label.get(&self.locale.tag).to_owned());
            let none = || self.locale.words.no_value.to_owned();
            let [was, will] = [&one.outcome, supposed].map(|outcome| self.whole_roi(outcome).unwrap_or_else(none));
            let cells = [was, will, String::new()];
            rows.push(SupposedRow { of: of(), agreement: label, label: "ROI".to_owned(), cells });
            for kind in [Kind::Rebate, Kind::TrafficShare, Kind::Cps, Kind::Subsidy] {
                let (Some(was), Some(will)) = (one.outcome.total(kind), supposed.total(kind)) else { continue };
                let cells = [self.payable(was), self.payable(will), self.difference(was, will)];
                rows.push(SupposedRow { of: of(), agreement: None, label: self.kind(kind).to_owned(), cells });
            }
        }
        ScenarioView {
            title: own.scenario.to_owned(),
            note: own.scenario_hint.to_owned(),
            at: state.scenario,
            sliders: Factor::ALL.map(slider).to_vec(),
            reset: (!state.scenario.is_none()).then(|| own.reset.to_owned()),
            heads: [own.item, own.settled_head, own.supposed_head, own.change_head].map(str::to_owned),
            rows,
        }
    }

    /// ROI over all stretches.
    fn whole_roi(&self, outcome: &Outcome) -> Option<String> {
        let first = outcome.stretches.first()?;
        self.roi(&outcome.amounts, &first.tiers, first.target)
    }

    fn payable(&self, payable: Known) -> String {
        payable.map_or_else(|_| self.locale.words.no_value.to_owned(), |payable| self.money(payable))
    }

    fn difference(&self, was: Known, will: Known) -> String {
        match (was, will) {
            (Ok(was), Ok(will)) => self.change(Fact::Spend, will - was),
            _ => String::new(),
        }
    }
}
