//! Whose numbers an id is of: `gate:2` is the third gate of the entry rules. In: an id, the dataset, what the reader
//! chose. Out: the lines that the panel itself gives, from the same view model that it draws; `None` where there is no
//! such number.

use super::{COHORT, COMPARED, Card, GROUP};
use crate::cube::Dataset;
use crate::view::closed_loop::LoopView;
use crate::view::cohorts::CohortsView;
use crate::view::compare::CompareView;
use crate::view::content::ContentView;
use crate::view::effect::EffectView;
use crate::view::entry::EntryView;
use crate::view::locale::Locale;
use crate::view::quality::QualityView;
use crate::view::repurchase::RepurchaseView;
use crate::view::returns::ReturnsView;
use crate::view::settlement::SettlementView;
use crate::view::state::ViewState;

/// Room for drawings that nobody sees.
const ROOM_PX: f64 = 640.0;

impl Card {
    /// Adds what the panel says of the number.
    pub(super) fn panel(&mut self, dataset: &Dataset, state: &ViewState, id: &str, locale: &Locale) -> Option<()> {
        let (report, selection) = (&dataset.report, &state.selection);
        let (kind, place) = id.split_once(':').map_or((id, ""), |(kind, place)| (kind, place));
        let is = |prefix: &str| id.starts_with(prefix);
        if is(GROUP) || kind == "finding" {
            let view = RepurchaseView::build(dataset, selection, &state.repurchase, None, (1.0, 1.0), locale)?;
            if kind == "finding" {
                view.explain_finding(place, report, locale, self)?;
            } else {
                view.explain(place, report, locale, self)?;
            }
        } else if is(COHORT) {
            let view = CohortsView::build(dataset, selection, &state.repurchase, locale)?;
            view.explain(place, report, locale, self)?;
        } else if is(COMPARED) {
            let view = CompareView::build(dataset, selection, &state.compare, locale)?;
            view.explain(place, report, locale, self)?;
        } else {
            match kind {
                "comparison" => {
                    CompareView::build(dataset, selection, &state.compare, locale)?
                        .explain_all(report, locale, self)?;
                }
                "effect" | "launch" => {
                    EffectView::build(dataset, selection, &state.effect, ROOM_PX, locale)?
                        .explain(place, dataset, state, locale, self)?;
                }
                "pair" | "rank" | "budget" => {
                    ContentView::build(dataset, selection, &state.content, locale)?
                        .explain(kind, place, dataset, state, locale, self)?;
                }
                "rung" | "returned" => {
                    ReturnsView::build(dataset, selection, &state.returns, locale)?
                        .explain(kind, place, dataset, selection, locale, self)?;
                }
                "agreement" | "payable" | "owed" => {
                    return SettlementView::build(dataset, state.settlement, locale)?.explain(
                        kind,
                        place,
                        dataset,
                        state.settlement,
                        locale,
                        self,
                    );
                }
                "sides" | "flow" | "people" => {
                    LoopView::build(dataset, selection, &state.closed_loop, ROOM_PX, locale)?
                        .explain(kind, place, dataset, locale, self)?;
                    if kind == "flow" {
                        return Some(());
                    }
                }
                "gate" => return EntryView::build(report, locale)?.explain(place, report, locale, self),
                "oddity" => return QualityView::build(dataset, locale).explain(place, locale, self),
                _ => return None,
            }
        }
        self.filters(dataset, selection, locale);
        Some(())
    }
}
