//! A panel as a browser would show it, in one language. In: which panel, a dataset, what the reader did. Out: markup.

use std::rc::Rc;

use redcat_report::cube::Dataset;
use redcat_report::ui::{Arrival, Mounted, PanelKind, PanelProps, Shown, Width};
use redcat_report::view::locale::Locale;
use redcat_report::view::state::ViewState;
use yew::{Callback, LocalServerRenderer};

/// Draws it.
pub fn drawn(kind: PanelKind, dataset: &Rc<Dataset>, view: &ViewState, tag: &str) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let renderer = LocalServerRenderer::<Mounted>::with_props(PanelProps {
        kind,
        printing: false,
        sweeping: false,
        shown: Shown(Rc::clone(dataset)),
        view: view.clone(),
        locale: Locale::plain(tag),
        width: Width::Wide,
        later: Arrival::here(),
        allow: Rc::default(),
        report: 0,
        dispatch: Callback::noop(),
    });
    runtime.block_on(renderer.hydratable(false).render())
}
