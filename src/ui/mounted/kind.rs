//! Which panels there are, in order, under which names, and which of them come with the first screen.

use super::Pane;
use crate::ui::funnel::Funnel;
use crate::ui::kpis::Kpis;

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelKind {
    /// The key figures; nothing where the document counts nothing.
    Kpis,
    /// The funnel; nothing where the document has none.
    Funnel,
    /// A metric along the time axis; nothing where the document counts nothing.
    Trend,
    /// The tree table; nothing where the document has no dimension to drill.
    Drilldown,
    /// Who came back; nothing where the document has no life tables.
    Repurchase,
    /// The same by cohort and age.
    Cohorts,
    /// One ratio member by member; nothing where the document has none that a dimension splits.
    Comparison,
    /// What experiments and launches changed; nothing where the document has neither.
    Effect,
    /// Content held against orders, and what it brings for what it costs; nothing where the document counts neither.
    Content,
    /// What the spend returned and what a unit cost; nothing where the document has no spend.
    Returns,
    /// What each agreement pays; nothing where the document has none.
    Settlement,
    /// The loop and its people; nothing where the data carry no part of it.
    Loop,
    /// The merchant against the plan's entry rules; nothing where the document does not say.
    Entry,
    /// The list of what is odd about the document.
    Quality,
}

impl PanelKind {
    /// From top to bottom.
    pub const ALL: [Self; 14] = [
        Self::Kpis,
        Self::Funnel,
        Self::Trend,
        Self::Drilldown,
        Self::Repurchase,
        Self::Cohorts,
        Self::Comparison,
        Self::Effect,
        Self::Content,
        Self::Returns,
        Self::Settlement,
        Self::Loop,
        Self::Entry,
        Self::Quality,
    ];

    /// Its name in class names, parts and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kpis => "kpis",
            Self::Funnel => "funnel",
            Self::Trend => "trend",
            Self::Drilldown => "drilldown",
            Self::Repurchase => "repurchase",
            Self::Cohorts => "cohorts",
            Self::Comparison => "comparison",
            Self::Effect => "effect",
            Self::Content => "content",
            Self::Returns => "returns",
            Self::Settlement => "settlement",
            Self::Loop => "loop",
            Self::Entry => "entry",
            Self::Quality => "quality",
        }
    }

    /// The panel of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The panel, if it is there from the first: the others' code comes later, where [`crate::ui::later::Later::pane`] makes
    /// them.
    pub(super) fn first(self) -> Option<Box<dyn Pane>> {
        Some(match self {
            Self::Kpis => Box::<Kpis>::default(),
            Self::Funnel => Box::<Funnel>::default(),
            Self::Trend
            | Self::Drilldown
            | Self::Repurchase
            | Self::Cohorts
            | Self::Comparison
            | Self::Effect
            | Self::Content
            | Self::Returns
            | Self::Settlement
            | Self::Loop
            | Self::Entry
            | Self::Quality => return None,
        })
    }
}
