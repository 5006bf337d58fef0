//! The settlement as tables. In: what was settled. Out: one with a row per line and a column per term, each number in
//! full, for readers who compute it again; and one with the formulas as texts. Rows of a scenario carry its mark.

use super::AgreementBlock;
use super::scenario::ScenarioView;
use super::wording::Wording;
use crate::analysis::settlement::{Amounts, Fact, Known, Line, Outcome, Settled, Settlement};
use crate::contract::{Agreement, Decimal};
use crate::date::DateRange;
use crate::view::twin::{Cell, Number, TwinTable};

/// Whose numbers a row holds.
struct Source<'a> {
    agreement: &'a Agreement,
    settled: &'a Settlement,
    /// The state, or the mark of a scenario.
    state: &'a str,
}

/// Amounts of some days, under one target.
struct Facts {
    days: DateRange,
    amounts: Amounts,
    target: Decimal,
}

impl Wording<'_> {
    /// A row per line, a column per term.
    pub(super) fn terms(&self, settled: &Settled) -> TwinTable {
        let own = self.own;
        let words = self.locale.words;
        let mut rows = Vec::new();
        for one in &settled.settlements {
            let Some(agreement) = self.report.agreements.get(one.agreement) else { continue };
            let source = Source { agreement, settled: one, state: self.state(one.state) };
            self.of_outcome(&source, &one.outcome, &mut rows);
            if one.frozen.is_some() {
                let facts = Facts { days: agreement.range, amounts: one.live, target: agreement.target_roi };
                rows.push(self.row(&source, own.live_item, &facts, None));
            }
            if let Some(supposed) = &one.supposed {
                self.of_outcome(&Source { state: own.scenario, ..source }, supposed, &mut rows);
            }
        }
        let headers = [
            own.agreement,
            own.state,
            own.item,
            words.from_day,
            words.to_day,
            own.payer,
            own.payee,
            own.spend,
            own.gmv,
            own.refunds,
            own.net,
            own.orders,
            "ROI",
            own.target,
            own.base_name,
            own.base,
            own.rate,
            own.uncapped,
            own.left,
            own.payable,
            own.final_on,
            own.remark,
        ];
        TwinTable::of(own.title, &headers, rows, words)
    }

    fn of_outcome(&self, source: &Source<'_>, outcome: &Outcome, rows: &mut Vec<Vec<Cell>>) {
        let agreement = source.agreement;
        let whole = Facts { days: agreement.range, amounts: outcome.amounts, target: agreement.target_roi };
        if outcome.lines.is_empty() {
            rows.push(self.row(source, self.own.amounts_only, &whole, None));
        }
        for line in &outcome.lines {
            let stretch = line.stretch.and_then(|stretch| outcome.stretches.get(stretch));
            let of_stretch = stretch.map(|of| Facts { days: of.days, amounts: of.amounts, target: of.target });
            rows.push(self.row(source, self.kind(line.kind), of_stretch.as_ref().unwrap_or(&whole), Some(line)));
        }
    }

    fn row(&self, source: &Source<'_>, item: &str, facts: &Facts, line: Option<&Line>) -> Vec<Cell> {
        let Facts { days, amounts, target } = facts;
        let text = |text: &str| Cell::from(text);
        let real = |decimal: Decimal| Cell::new(decimal.to_string(), Some(Number::Real(decimal.to_f64())));
        let money = |known: Option<Known>| known.map_or_else(Cell::default, |known| self.cell(known, Fact::Spend));
        let roi = amounts.roi().zip(self.roi(amounts, &[], *target));
        let roi = roi.map_or_else(Cell::default, |(roi, text)| Cell::new(text, Some(Number::Real(roi))));
        let party = |payer: bool| {
            let parties = line.map(|line| line.parties);
            text(parties.map_or("", |parties| self.party(if payer { parties.payer } else { parties.payee })))
        };
        // A line says what it lacks; a row without one, what the first of its amounts lacks.
        let missing = match line {
            Some(line) => line.payable.err(),
            None => amounts.spend.and(amounts.net()).and(amounts.orders).err(),
        };
        let left = line.and_then(|line| line.left);
        vec![
            text(source.agreement.label.get(&self.locale.tag)),
            text(source.state),
            text(item),
            days.from.to_string().into(),
            days.to.to_string().into(),
            party(true),
            party(false),
            self.cell(amounts.spend, Fact::Spend),
            self.cell(amounts.gmv, Fact::Gmv),
            self.cell(amounts.refunds, Fact::Refunds),
            self.cell(amounts.net(), Fact::Gmv),
            self.cell(amounts.orders, Fact::Orders),
            roi,
            real(*target),
            text(line.map_or("", |line| self.base(line.on))),
            money(line.map(|line| line.base)),
            line.and_then(|line| line.rate).map_or_else(Cell::default, real),
            money(line.map(|line| line.uncapped)),
            left.map_or_else(Cell::default, |left| self.cell(Ok(left), Fact::Spend)),
            money(line.map(|line| line.payable)),
            source.settled.final_on.to_string().into(),
            missing.map_or_else(Cell::default, |missing| self.reason(missing).into()),
        ]
    }

    fn cell(&self, known: Known, fact: Fact) -> Cell {
        let number = known.ok().map(if fact == Fact::Orders { Number::Integer } else { Number::Money });
        Cell::new(self.known(known, fact), number)
    }

    /// A row per line with its formula in words, for a picture.
    pub(super) fn formulas(&self, blocks: &[AgreementBlock], scenario: &ScenarioView) -> TwinTable {
        let own = self.own;
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for block in blocks {
            let about = [&*block.state_label, " · ", &*block.about].concat();
            rows.push([&*block.label, &about, &block.when, ""].map(Cell::from).to_vec());
            for stretch in &block.stretches {
                let days = stretch.days.as_deref().unwrap_or("");
                rows.push(["", days, &stretch.roi, &stretch.verdict].map(Cell::from).to_vec());
            }
            for line in &block.lines {
                let item = [&*line.label, " ", &line.pays].concat();
                rows.push(["", &item, &line.formula, &line.payable].map(Cell::from).to_vec());
            }
        }
        for row in &scenario.rows {
            let [was, will, change] = &row.cells;
            let name = row.agreement.as_ref().map(|name| self.named(&scenario.title, name)).unwrap_or_default();
            let will = [&**was, " → ", will].concat();
            rows.push([&*name, &row.label, &will, change].map(Cell::from).to_vec());
        }
        TwinTable::of(own.title, &[own.agreement, own.item, own.formula, own.payable], rows, self.locale.words)
    }
}
