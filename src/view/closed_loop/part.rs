//! Which members stand side by side, and what is counted of them: by ids that documents use. Nothing of it is required.

use crate::view::words::LoopWords;

/// Which table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Notes,
    Readers,
    Customers,
}

/// All of them, in reading order.
pub(super) const PARTS: [Part; 3] = [Part::Notes, Part::Readers, Part::Customers];

impl Part {
    pub const fn title(self, own: &LoopWords) -> &'static str {
        match self {
            Self::Notes => own.notes,
            Self::Readers => own.readers,
            Self::Customers => own.customers,
        }
    }

    pub const fn id(self) -> &'static str {
        match self {
            Self::Notes => "notes",
            Self::Readers => "readers",
            Self::Customers => "customers",
        }
    }

    pub const fn dimensions(self) -> &'static [&'static str] {
        match self {
            Self::Notes => &["boost", "note_kind"],
            Self::Readers => &["gender", "age_band", "city_tier"],
            Self::Customers => &["customer"],
        }
    }

    pub const fn volumes(self) -> &'static [&'static str] {
        match self {
            Self::Notes => &["reads"],
            Self::Readers => &["reads", "readers"],
            Self::Customers => &["orders", "gmv"],
        }
    }

    pub const fn ratios(self) -> &'static [&'static str] {
        match self {
            Self::Notes => &["click_through", "interaction", "store_visit", "cpe", "visit_cost"],
            Self::Readers => &[],
            Self::Customers => &["order_value"],
        }
    }
}
