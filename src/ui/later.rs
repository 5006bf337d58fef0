//! What the first screen does without: files, tables behind charts, cards, and the panels below the funnel. In: nothing.
//! Out: [`Later`], the functions through which, and only through which, their code is reached. So all of it can be a second
//! WebAssembly that a page asks for once the first screen is painted; what goes there is decided by what `LATER` names.
//! Refuses nothing.
//!
//! A release is divided where it calls `import` below, by `cargo xtask build`, which then passes `--cfg split`.
//! Everywhere else, in tests, on a server, under `trunk serve`, the program is whole.

use std::mem::discriminant;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::card::{CardPanel, CardProps};
use super::closed_loop::Loop;
use super::cohorts::Cohorts;
use super::compare::Comparison;
use super::content::Content;
use super::drilldown::Drilldown;
use super::effect::Effect;
use super::element::component;
use super::entry::Entry;
use super::follow::{FOLLOWING, Following};
use super::mounted::{Pane, PanelKind};
use super::quality::Quality;
use super::repurchase::Repurchase;
use super::returns::Returns;
use super::settlement::Settlement;
use super::sheets;
use super::state::Shown;
use super::trend::Trend;
use super::twin::twin;
use crate::cube::{Dataset, Spare};
use crate::error::Error;
use crate::query::Selection;
use crate::view::drilldown::Descent;
use crate::view::export::{self, sheet};
use crate::view::locale::Locale;
use crate::view::state::{DrillState, ViewState};

/// The way to all that comes later.
pub struct Later {
    /// A panel as a file, as `[text, name without its ending]`; a picture in SVG, else CSV. `None` where there is no
    /// such panel.
    pub file: fn(&str, bool, &Dataset, &ViewState, &Locale) -> Option<Vec<String>>,
    /// The table behind a panel's chart; `None` where there is no such panel.
    pub table: fn(&str, &Dataset, &ViewState, &Locale) -> Option<Html>,
    /// The card of a number.
    pub card: fn(CardProps) -> Html,
    /// The report under other names.
    pub mask: fn(&Shown) -> Shown,
    /// A panel that the first screen does not have.
    pub pane: fn(PanelKind) -> Box<dyn Pane>,
    /// How panels follow what the reader does.
    pub following: Following,
    /// Adds up ahead what the reader may ask, little by little, for as long as the dataset is kept.
    pub prepare: fn(&Rc<Dataset>),
    /// How deep the tree table is.
    pub descent: fn(&Dataset, &Selection, &DrillState) -> Option<Descent>,
    /// What a reader did, from the text that was saved.
    pub restore: fn(&str) -> Result<ViewState, Error>,
    /// What a reader did, as a part of an address.
    pub link: fn(&ViewState) -> String,
    /// The way back.
    pub follow: fn(&str) -> Result<ViewState, Error>,
    /// The style sheet of all that.
    pub styles: fn() -> &'static str,
}

static LATER: Later = Later {
    file,
    table,
    card: component::<CardPanel>,
    mask,
    pane,
    following: FOLLOWING,
    prepare,
    descent: Descent::of,
    restore: str::parse,
    link: ViewState::to_link,
    follow: ViewState::from_link,
    styles,
};

fn styles() -> &'static str {
    sheets::LATER
}

fn file(panel: &str, picture: bool, dataset: &Dataset, view: &ViewState, locale: &Locale) -> Option<Vec<String>> {
    let sheet = sheet(panel, dataset, view, locale)?;
    Some(vec![if picture { sheet.svg(locale) } else { sheet.csv(locale) }, sheet.name])
}

fn table(panel: &str, dataset: &Dataset, view: &ViewState, locale: &Locale) -> Option<Html> {
    Some(twin(&export::table(panel, dataset, view, locale)?))
}

fn mask(shown: &Shown) -> Shown {
    Shown(Rc::new(shown.masked()))
}

fn pane(kind: PanelKind) -> Box<dyn Pane> {
    match kind {
        PanelKind::Trend => Box::<Trend>::default(),
        PanelKind::Drilldown => Box::<Drilldown>::default(),
        PanelKind::Repurchase => Box::<Repurchase>::default(),
        PanelKind::Cohorts => Box::<Cohorts>::default(),
        PanelKind::Comparison => Box::<Comparison>::default(),
        PanelKind::Effect => Box::<Effect>::default(),
        PanelKind::Content => Box::<Content>::default(),
        PanelKind::Returns => Box::<Returns>::default(),
        PanelKind::Settlement => Box::<Settlement>::default(),
        PanelKind::Loop => Box::<Loop>::default(),
        PanelKind::Entry => Box::<Entry>::default(),
        _ => Box::<Quality>::default(),
    }
}

/// Between two steps, so that what the reader does comes first.
const PAUSE_MS: u32 = 5;

fn prepare(dataset: &Rc<Dataset>) {
    let kept = Rc::downgrade(dataset);
    Timeout::new(PAUSE_MS, move || {
        if let Some(dataset) = kept.upgrade()
            && dataset.prepare(&Spare::default())
        {
            prepare(&dataset);
        }
    })
    .forget();
}

/// Whether it is there.
#[derive(Clone, Copy)]
pub enum Arrival {
    /// On its way, or not yet asked for.
    Coming,
    /// It did not come.
    Failed,
    /// There.
    Here(&'static Later),
}

impl Arrival {
    /// Whether the program is whole from its start.
    pub const WHOLE: bool = !cfg!(split);

    /// There. Where the program is divided, its second part must have been loaded: else this stops it.
    pub fn here() -> Self {
        #[cfg(split)]
        let later = split::later();
        #[cfg(not(split))]
        let later = &LATER;
        Self::Here(later)
    }

    /// What comes later, once it is there.
    pub fn get(self) -> Option<&'static Later> {
        if let Self::Here(later) = self { Some(later) } else { None }
    }
}

impl Default for Arrival {
    fn default() -> Self {
        if Self::WHOLE { Self::here() } else { Self::Coming }
    }
}

impl PartialEq for Arrival {
    fn eq(&self, other: &Self) -> bool {
        discriminant(self) == discriminant(other)
    }
}

impl std::fmt::Debug for Arrival {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Coming => "Coming",
            Self::Failed => "Failed",
            Self::Here(_) => "Here",
        })
    }
}

/// The one place where a release is divided. Whatever only `export` reaches goes into the second WebAssembly; a call of
/// `import` becomes one through the table that both share, where `export` is put when the second is loaded.
#[cfg(split)]
mod split {
    #![allow(unsafe_code, reason = "a call out of this WebAssembly into the other")]

    use std::ffi::c_void;

    use super::{LATER, Later};

    #[link(wasm_import_module = "__wasm_split_placeholder__")]
    unsafe extern "C" {
        #[link_name = "__wasm_split_00later00_import_00000000000000000000000000000000_later"]
        safe fn import() -> *const c_void;
    }

    #[unsafe(export_name = "__wasm_split_00later00_export_00000000000000000000000000000000_later")]
    extern "C" fn export() -> *const c_void {
        (&raw const LATER).cast()
    }

    pub(super) fn later() -> &'static Later {
        // SAFETY: `import` is `export`, which gives the address of a static.
        unsafe { &*import().cast() }
    }
}
