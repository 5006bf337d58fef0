//! One `<redcat-report>`: mounts the app into the element's shadow root, keeps it while attributes and reports change,
//! and frees everything when dropped. The latest report asked for wins, whatever order answers come in.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, Element, HtmlElement, ResizeObserver};
use yew::{AppHandle, Callback, Renderer};

use super::{events, fetch, intl};
use crate::contract::Report;
use crate::cube::Dataset;
use crate::error::Error;
use crate::host;
use crate::ui::{
    Action, App, AppProps, Arrival, Config, HostEvent, Link, Progress, RiseColour, Setting, Shown, Theme, Width,
};
use crate::view::state::ViewState;

/// Gives up on a server that does not answer, in milliseconds.
const TIMEOUT_MS: u32 = 60_000;

/// The style sheet of the report's shadow root.
#[wasm_bindgen]
pub fn stylesheet() -> String {
    include_str!("../../www/redcat-report.css").to_owned()
}

/// Whether all of the program is here, or files, cards and the lower panels have to be asked for.
#[wasm_bindgen]
pub fn whole() -> bool {
    Arrival::WHOLE
}

/// The inside of one element.
#[wasm_bindgen]
pub struct Widget {
    app: Option<AppHandle<App>>,
    source: Rc<Source>,
    observer: Option<ResizeObserver>,
    _on_resize: Closure<dyn FnMut(js_sys::Array)>,
}

/// Where the report comes from, and which request is the latest.
#[derive(Default)]
struct Source {
    address: RefCell<Option<String>>,
    fetcher: RefCell<Option<Function>>,
    latest: Cell<u32>,
    under_way: RefCell<Option<AbortController>>,
    app: RefCell<Option<yew::html::Scope<App>>>,
}

#[wasm_bindgen]
impl Widget {
    /// Mounts an empty report into `mount`, an element inside the shadow root of `host`; `on_view` hears that the
    /// reader chose or arranged something.
    #[wasm_bindgen(constructor)]
    pub fn new(host: &HtmlElement, mount: Element, on_view: Function) -> Self {
        let source = Rc::new(Source::default());
        let on_event = {
            let (host, source) = (host.clone(), Rc::downgrade(&source));
            Callback::from(move |event| {
                let tell = |name: &str, detail: &JsValue| events::dispatch(&host, name, detail);
                match event {
                    HostEvent::Ready => tell("redcat-ready", &JsValue::NULL),
                    HostEvent::Select(selection) => tell("redcat-select", &events::select_detail(&selection)),
                    HostEvent::View => {
                        // A host's own script that throws must not stop the report.
                        let _ = on_view.call0(&JsValue::UNDEFINED);
                    }
                    HostEvent::Failed { error, stale } => {
                        let detail = host::detail(&error);
                        tell("redcat-error", &detail);
                        if stale {
                            tell("redcat-stale", &detail);
                        }
                    }
                    HostEvent::Retry => {
                        if let Some(source) = source.upgrade() {
                            source.load();
                        }
                    }
                }
            })
        };
        let app = Renderer::<App>::with_root_and_props(mount, AppProps { numbers: intl::numbers, on_event }).render();
        *source.app.borrow_mut() = Some((*app).clone());
        let on_resize = {
            let (app, host) = ((*app).clone(), host.clone());
            let known = Cell::new(None);
            Closure::new(move |_: js_sys::Array| {
                let width = Width::of(f64::from(host.client_width()));
                if known.replace(Some(width)) != Some(width) {
                    app.send_message(Action::Resize(width));
                }
            })
        };
        let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(host);
        }
        Self { app: Some(app), source, observer, _on_resize: on_resize }
    }

    /// An attribute of the element has this value now; `None` if it was removed.
    #[expect(clippy::needless_pass_by_value, reason = "an optional text crosses the boundary only by value")]
    pub fn configure(&self, name: &str, value: Option<String>) {
        let value = value.as_deref();
        let setting = match name {
            "src" => {
                *self.source.address.borrow_mut() = value.map(ToOwned::to_owned);
                return self.source.load();
            }
            "lang" => {
                let lang = value.filter(|tag| !tag.is_empty()).map_or(Config::default().lang, ToOwned::to_owned);
                Setting::Lang(lang)
            }
            "theme" => Setting::Theme(match value {
                Some("light") => Theme::Light,
                Some("dark") => Theme::Dark,
                _ => Theme::Auto,
            }),
            "rise-colour" => Setting::Rise(match value {
                Some("red") => RiseColour::Red,
                Some("green") => RiseColour::Green,
                _ => RiseColour::Language,
            }),
            "deeplink" => Setting::Deeplink(value.is_some()),
            _ => return,
        };
        self.source.send(Action::Configure(setting));
    }

    /// The host's own `fetch`.
    pub fn set_fetcher(&self, fetcher: Option<Function>) {
        *self.source.fetcher.borrow_mut() = fetcher;
    }

    /// Shows a report given as bytes, JSON text or object, without any fetch.
    pub fn set_report(&self, report: &JsValue) {
        self.source.supersede();
        self.source.send(read(&host::document(report)));
    }

    /// Fetches the report again.
    pub fn refresh(&self) {
        self.source.load();
    }

    /// What the reader chose, as a plain object.
    pub fn selection(&self) -> JsValue {
        self.with_app(|app| host::plain(&app.state().view.selection.to_json())).unwrap_or(JsValue::NULL)
    }

    /// Chooses for the reader.
    pub fn set_selection(&self, selection: &JsValue) -> Result<(), JsValue> {
        self.source.send(Action::Select(events::selection(selection)?));
        Ok(())
    }

    /// Everything the reader did, as text.
    pub fn save(&self) -> String {
        self.with_app(|app| app.state().view.to_string()).unwrap_or_default()
    }

    /// What [`Widget::save`] gave.
    pub fn restore(&self, saved: &str) -> Result<(), JsValue> {
        let view: ViewState = saved.parse().map_err(|error: Error| JsValue::from_str(&error.to_string()))?;
        self.source.send(Action::Restore(Box::new(view)));
        Ok(())
    }

    /// The view as a part of an address.
    pub fn link(&self) -> String {
        self.with_app(|app| app.state().view.to_link()).unwrap_or_default()
    }

    /// What [`Widget::link`] gave.
    pub fn follow(&self, link: &str) -> Result<(), JsValue> {
        let view = ViewState::from_link(link).map_err(|error| JsValue::from_str(&error.to_string()))?;
        self.source.send(Action::Restore(Box::new(view)));
        Ok(())
    }

    /// The reader has a link to the view: in the clipboard, or, where that is not allowed, as text to copy.
    pub fn linked(&self, to_copy: Option<String>) {
        self.source.send(Action::Linked(Some(to_copy.map_or(Link::Copied, Link::ToCopy))));
    }

    /// The page is about to be printed, or was.
    pub fn print(&self, printing: bool) {
        self.source.send(Action::Print(printing));
    }

    /// The part of the program that is not `whole` without it has been loaded, or could not be, or, as `None`, is
    /// asked for (again).
    pub fn arrive(&self, there: Option<bool>) {
        let later = there.map_or(Arrival::Coming, |there| if there { Arrival::here() } else { Arrival::Failed });
        self.source.send(Action::Arrive(later));
    }

    /// A panel as a file, as `[text, name without its ending]`; a picture in SVG, else CSV. Nothing where there is no
    /// such panel on the screen.
    pub fn file(&self, panel: &str, picture: bool) -> Option<Vec<String>> {
        self.with_app(|app| app.file(panel, picture)).flatten()
    }

    fn with_app<T>(&self, read: impl FnOnce(&App) -> T) -> Option<T> {
        Some(read(&*self.app.as_ref()?.get_component()?))
    }
}

impl Drop for Widget {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
        self.source.supersede();
        // The source holds the app's scope and the app a callback to the source: cut the circle.
        self.source.app.borrow_mut().take();
        if let Some(app) = self.app.take() {
            app.destroy();
        }
    }
}

impl Source {
    /// Whatever is under way is no longer wanted. Gives the number of the next request.
    fn supersede(&self) -> u32 {
        if let Some(controller) = self.under_way.borrow_mut().take() {
            controller.abort();
        }
        self.latest.set(self.latest.get().wrapping_add(1));
        self.latest.get()
    }

    fn send(&self, action: Action) {
        if let Some(app) = &*self.app.borrow() {
            app.send_message(action);
        }
    }

    fn load(self: &Rc<Self>) {
        let number = self.supersede();
        let Some(address) = self.address.borrow().clone() else { return };
        let Ok(controller) = AbortController::new() else { return };
        let signal = controller.signal();
        *self.under_way.borrow_mut() = Some(controller.clone());
        self.send(Action::Load(Progress::default()));
        let source = Rc::downgrade(self);
        let fetcher = self.fetcher.borrow().clone();
        spawn_local(async move {
            let timeout = gloo::timers::callback::Timeout::new(TIMEOUT_MS, move || controller.abort());
            let current = || source.upgrade().filter(|source| source.latest.get() == number);
            let progress = |progress| {
                if let Some(source) = current() {
                    source.send(Action::Load(progress));
                }
            };
            let fetched = fetch::fetch(&address, fetcher.as_ref(), &signal, progress).await;
            drop(timeout);
            // Reading comes last and only for who still wants it.
            if let Some(source) = current() {
                source.under_way.borrow_mut().take();
                source.send(match fetched {
                    Ok(bytes) => read(&bytes),
                    Err(error) => Action::Fail(error),
                });
            }
        });
    }
}

fn read(bytes: &[u8]) -> Action {
    match Report::from_bytes(bytes).and_then(Dataset::build) {
        Ok(dataset) => Action::Show(Shown(Rc::new(dataset))),
        Err(error) => Action::Fail(error),
    }
}
