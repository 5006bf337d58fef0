//! What each agreement pays. In: the dataset, the reader's scenario, a locale. Out: [`SettlementView`]: who owes whom in
//! all, a block per agreement with its state, every line's formula with the numbers put in, the ladder of its tiers, how
//! far the next ones are, frozen beside live; the scenario apart from all that, marked wherever it shows; the same as a
//! table with every term. Nothing where the document has no agreement.
//!
//! `wording` puts amounts and reasons into words, `block` makes an agreement's, `ladder` its scale, `scenario` what is
//! supposed, `table` the table, `explained` the cards.

mod block;
mod explained;
mod ladder;
mod scenario;
mod table;
mod wording;

use super::locale::Locale;
use super::state::SettlementState;
use super::twin::TwinTable;
use super::words::{SettlementWords, fill};
use crate::analysis::settlement::{Balance, Options, Settled, State, settle};
use crate::contract::Report;
use crate::cube::Dataset;
pub use ladder::{Band, Ladder};
pub use scenario::{ScenarioView, Slider, SupposedRow};
use wording::Wording;

/// Most agreements on the screen, and most stretches of one; all are in the table.
const MOST: usize = 24;

/// The settlement, ready to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SettlementView {
    /// Heading.
    pub title: String,
    /// Who owes whom over all agreements, a sentence for what is final and one for all.
    pub headline: Vec<String>,
    /// Why filters change nothing; how amounts are counted.
    pub notes: Vec<String>,
    /// One per agreement.
    pub blocks: Vec<AgreementBlock>,
    /// How many more there are.
    pub more: Option<String>,
    /// What the reader supposes.
    pub scenario: ScenarioView,
    /// The whole in a few sentences, for a screen reader.
    pub summary: String,
    /// Every line with every term of its formula.
    pub twin: TwinTable,
    /// Every line with its formula as a text, for a picture.
    pub formulas: TwinTable,
}

/// One agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementBlock {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// How far it is.
    pub state: State,
    /// The same in a word.
    pub state_label: String,
    /// Its days and scope.
    pub about: String,
    /// Who owes whom how much, a sentence per pair; or why nothing is.
    pub owed: Vec<String>,
    /// Whether the promise of a rebate was kept; empty without one, or where that is not known.
    pub verdict: String,
    /// Whether it was, in all its days.
    pub is_kept: bool,
    /// Since or from when that is final.
    pub when: String,
    /// Its payable lines.
    pub lines: Vec<LineRow>,
    /// Its ROI, by the terms that hold.
    pub stretches: Vec<StretchBlock>,
    /// Amounts at lock beside those of today: heads, then rows.
    pub frozen: Option<([String; 4], Vec<[String; 4]>)>,
}

/// One payable line.
#[derive(Clone, Debug, PartialEq)]
pub struct LineRow {
    /// Which promise.
    pub label: String,
    /// Who pays whom.
    pub pays: String,
    /// The formula with its numbers, or why there is none.
    pub formula: String,
    /// What is payable; empty where that cannot be told.
    pub payable: String,
}

/// ROI under the same terms.
#[derive(Clone, Debug, PartialEq)]
pub struct StretchBlock {
    /// Its days, where the terms change.
    pub days: Option<String>,
    /// ROI with its formula, or why there is none.
    pub roi: String,
    /// Whether the promise was kept; empty where that is not known.
    pub verdict: String,
    /// Whether it was.
    pub is_met: Option<bool>,
    /// Its tiers.
    pub ladder: Option<Ladder>,
    /// How far the next tiers are.
    pub steps: Vec<String>,
}

impl SettlementView {
    /// The settlement; `None` where there is no agreement.
    pub fn build(dataset: &Dataset, state: SettlementState, locale: &Locale) -> Option<Self> {
        Self::of(
            &dataset.report,
            &settle(dataset, &Options { agreement: None, scenario: state.scenario }),
            state,
            locale,
        )
    }

    /// The same of what was settled before, with this scenario.
    pub fn of(report: &Report, settled: &Settled, state: SettlementState, locale: &Locale) -> Option<Self> {
        if settled.settlements.is_empty() {
            return None;
        }
        let own = SettlementWords::beside(locale.words);
        let wording = Wording { report, locale, own };
        let blocks: Vec<AgreementBlock> =
            settled.settlements.iter().take(MOST).filter_map(|one| wording.block(one, settled.as_of)).collect();
        let headline = headline(settled, &wording);
        let spoken = blocks.iter().map(|block| wording.named(&block.label, &block.owed.join(own.sentence)));
        let summary = spoken.collect::<Vec<_>>().join(locale.words.sentence_end);
        let scenario = wording.scenario(settled, state);
        let left_out = settled.settlements.len().saturating_sub(MOST);
        let more = (left_out > 0).then(|| fill!(own.more, n = locale.number(left_out)));
        let notes = vec![own.apart.to_owned(), own.rules.to_owned()];
        let (twin, formulas) = (wording.terms(settled), wording.formulas(&blocks, &scenario));
        Some(Self { title: own.title.to_owned(), headline, notes, blocks, more, scenario, summary, twin, formulas })
    }
}

impl SettlementView {
    /// All that is said on the screen beside the lines, for a file.
    pub fn in_full(&self, locale: &Locale) -> Vec<String> {
        let named = |label: &str, value: &str| locale.words.labelled(label, value);
        let mut said = self.headline.clone();
        for block in &self.blocks {
            let spoken = block.owed.iter().chain([&block.verdict, &block.when]).filter(|sentence| !sentence.is_empty());
            said.extend(spoken.map(|sentence| named(&block.label, sentence)));
            for stretch in &block.stretches {
                let roi = [&*stretch.roi, locale.words.clause_separator, &stretch.verdict].concat();
                let ladder = stretch.ladder.as_ref().map(|ladder| &ladder.label);
                let of_stretch = stretch.days.iter().chain([&roi]).chain(ladder).chain(&stretch.steps);
                said.extend(of_stretch.map(|sentence| named(&block.label, sentence)));
            }
            let (heads, rows) =
                block.frozen.as_ref().map_or((&[] as &[String], &[] as &[_]), |(heads, rows)| (heads, rows));
            for [fact, .., later] in rows {
                let head = heads.last().filter(|_| !later.is_empty());
                said.extend(head.map(|head| named(&block.label, &[head, " ", fact, " ", later].concat())));
            }
        }
        said.extend(self.more.clone());
        said.extend_from_slice(&self.notes);
        if !self.scenario.rows.is_empty() {
            said.push(named(&self.scenario.title, &self.scenario.note));
            let texts = self.scenario.sliders.iter().map(|slider| named(&slider.label, &slider.text));
            said.extend(texts.map(|text| named(&self.scenario.title, &text)));
        }
        said
    }
}

/// What is owed in all. One agreement says it by itself.
fn headline(settled: &Settled, wording: &Wording<'_>) -> Vec<String> {
    let own = wording.own;
    if settled.settlements.len() < 2 {
        return Vec::new();
    }
    let mut said = Vec::new();
    let mut say = |template: &str, balances: &[Balance]| {
        if !balances.is_empty() {
            let list: Vec<String> = balances.iter().map(|balance| wording.balance(balance)).collect();
            said.push(fill!(template, list = list.join(own.sentence)));
        }
    };
    say(own.locked_total, &settled.owed_finally);
    if settled.settlements.iter().any(|settlement| !settlement.is_final()) {
        say(own.whole_total, &settled.owed);
    }
    said
}
