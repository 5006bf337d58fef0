//! The inside of a `<redcat-report>`: mounts the app, keeps it while attributes and reports change, and gives up report,
//! choices and host when the element goes. It can then serve another: Yew never takes its listeners off a root that it
//! was mounted in, so that each further one would cost memory for good. Bytes come in parts from `www/redcat-fetch.js`, which
//! decides whose are wanted, and takes the steps from the last byte to the report; until then the one before stays.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, ResizeObserver};
use yew::{AppHandle, Callback, Renderer};

use super::{events, intl};
use crate::contract::limits::MAX_BYTES;
use crate::contract::{Loading, Report};
use crate::cube::{Building, Dataset};
use crate::error::{Error, ErrorKind};
use crate::host;
use crate::query::Allow;
use crate::ui::{
    Action, App, AppProps, Arrival, Config, FIRST_STYLES, HostEvent, Link, PanelKind, Progress, RiseColour, Setting,
    Shown, Theme, Width, work_for, worked_for,
};

/// Progress is told whenever so many more bytes have come, where their number in all is not known.
const STEP_BYTES: usize = 1 << 20;

/// A report on its way.
#[derive(Default)]
enum Coming {
    #[default]
    Nothing,
    /// Its bytes.
    Text(Box<Loading>),
    /// All of them were read.
    Rows(Box<Building>),
}

/// The style sheet of the report's shadow root.
#[wasm_bindgen]
pub fn stylesheet() -> String {
    FIRST_STYLES.to_owned()
}

/// Whether all of the program is here, or files, cards and the lower panels have to be asked for.
#[wasm_bindgen]
pub fn whole() -> bool {
    Arrival::WHOLE
}

/// That of what comes after the first screen, once it is there.
#[wasm_bindgen]
pub fn later_stylesheet() -> String {
    Arrival::here().get().map_or_else(String::new, |later| (later.styles)().to_owned())
}

/// The number of the report that the program has worked for last: the one to blame where it stops.
#[wasm_bindgen]
pub fn worked_for_last() -> usize {
    worked_for()
}

/// Most bytes that a report may have.
#[wasm_bindgen]
pub fn most_bytes() -> usize {
    MAX_BYTES
}

/// Whose inside it is at present.
struct Owner {
    host: HtmlElement,
    /// The reader chose or arranged something.
    on_view: Function,
    /// The report is to be fetched again.
    on_retry: Function,
}

/// The inside of one element, and of another after it.
#[wasm_bindgen]
pub struct Widget {
    app: AppHandle<App>,
    report: usize,
    mount: Element,
    owner: Rc<RefCell<Option<Owner>>>,
    width: Rc<Cell<Option<Width>>>,
    coming: RefCell<Coming>,
    told: Cell<usize>,
    observer: Option<ResizeObserver>,
    _on_resize: Closure<dyn FnMut(js_sys::Array)>,
}

#[wasm_bindgen]
impl Widget {
    /// Mounts an empty report into `mount`, which is to be put into the shadow root of an element; `report` is its number
    /// on the page.
    #[wasm_bindgen(constructor)]
    pub fn new(mount: Element, report: usize) -> Self {
        let owner: Rc<RefCell<Option<Owner>>> = Rc::default();
        let on_event = {
            let owner = owner.clone();
            Callback::from(move |event| {
                // A listener may take the element away: nothing is borrowed while it is told.
                let told = owner.borrow().as_ref().map(|owner| {
                    let Owner { host, on_view, on_retry } = owner;
                    (host.clone(), on_view.clone(), on_retry.clone())
                });
                let Some((host, on_view, on_retry)) = told else { return };
                let tell = |name: &str, detail: &JsValue| events::dispatch(&host, name, detail);
                match event {
                    HostEvent::Ready => tell("redcat-ready", &JsValue::NULL),
                    HostEvent::Select(selection) => tell("redcat-select", &events::select_detail(&selection)),
                    HostEvent::Drill(descent) => tell("redcat-drill", &events::drill_detail(&descent)),
                    // A host's own script that throws must not stop the report.
                    HostEvent::View => drop(on_view.call0(&JsValue::UNDEFINED)),
                    HostEvent::Retry => drop(on_retry.call0(&JsValue::UNDEFINED)),
                    HostEvent::Failed { error, stale } => {
                        let detail = host::detail(&error);
                        tell("redcat-error", &detail);
                        if stale {
                            tell("redcat-stale", &detail);
                        }
                    }
                }
            })
        };
        let app =
            Renderer::<App>::with_root_and_props(mount.clone(), AppProps { numbers: intl::numbers, report, on_event })
                .render();
        let width: Rc<Cell<Option<Width>>> = Rc::default();
        let on_resize = {
            let (app, known, mount) = ((*app).clone(), width.clone(), mount.clone());
            Closure::new(move |_: js_sys::Array| {
                let width = Width::of(f64::from(mount.client_width()));
                if known.replace(Some(width)) != Some(width) {
                    app.send_message(Action::Resize(width));
                }
            })
        };
        let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
        let (coming, told) = (RefCell::default(), Cell::default());
        Self { app, report, mount, owner, width, coming, told, observer, _on_resize: on_resize }
    }

    /// It is the inside of `host` from now on; `on_view` hears that the reader chose or arranged something, `on_retry`
    /// that the report is to be fetched again.
    pub fn enter(&self, host: HtmlElement, on_view: Function, on_retry: Function) {
        self.width.set(None);
        if let Some(observer) = &self.observer {
            // Not the host: a page may have made that inline, and then it has no width.
            observer.observe(&self.mount);
        }
        *self.owner.borrow_mut() = Some(Owner { host, on_view, on_retry });
    }

    /// Its element has gone: report and choices are given up.
    pub fn leave(&self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
        self.owner.take();
        self.coming.take();
        self.send(Action::Leave);
    }

    /// An attribute of the element has this value now; `None` if it was removed.
    #[expect(clippy::needless_pass_by_value, reason = "an optional text crosses the boundary only by value")]
    pub fn configure(&self, name: &str, value: Option<String>) {
        let value = value.as_deref();
        let setting = match name {
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
            "view" => Setting::Panels(value.and_then(|names| self.panels(names))),
            "present" => {
                Setting::Masked(value.is_some_and(|how| !how.starts_with("names") && !how.starts_with("offer")))
            }
            _ => return,
        };
        self.send(Action::Configure(setting));
    }

    /// The panels that the host names, between spaces or commas; `None` where it names none. It hears of names that are
    /// none.
    fn panels(&self, names: &str) -> Option<Vec<PanelKind>> {
        let mut panels = Vec::new();
        for name in names.split([' ', ',', '\n', '\t']).filter(|name| !name.is_empty()) {
            match PanelKind::named(name) {
                Some(kind) if panels.contains(&kind) => {}
                Some(kind) => panels.push(kind),
                None => {
                    let known = PanelKind::ALL.map(PanelKind::name).join(" ");
                    self.tell_error(&Error::new(ErrorKind::UnknownReference, "view", name, known));
                }
            }
        }
        (!names.trim().is_empty()).then_some(panels)
    }

    /// The host hears of an error that leaves the screen as it is.
    fn tell_error(&self, error: &Error) {
        let host = self.owner.borrow().as_ref().map(|owner| owner.host.clone());
        if let Some(host) = host {
            events::dispatch(&host, "redcat-error", &host::detail(error));
        }
    }

    /// What the reader may change: nothing where that cannot be read.
    pub fn allow(&self, allow: &JsValue) -> Result<(), JsValue> {
        let read = Allow::from_json(&host::text(allow));
        let refused = read.as_ref().err().map(|error| js_sys::Error::new(&error.to_string()).into());
        self.send(Action::Configure(Setting::Allow(read.unwrap_or(Allow::nothing()))));
        refused.map_or(Ok(()), Err)
    }

    /// The program works for this report from now on.
    pub fn work(&self) {
        work_for(self.report);
    }

    /// Shows a report given as bytes, JSON text or object.
    pub fn set_report(&self, report: &JsValue) {
        self.show(Report::from_bytes(&host::document(report)).and_then(Dataset::build));
    }

    /// A report is being asked for.
    pub fn begin(&self) {
        self.coming.replace(Coming::Text(Box::default()));
        self.told.set(0);
        self.send(Action::Load(Progress::default()));
    }

    /// What is on its way is not wanted any more: what is on screen stays.
    pub fn forget(&self) {
        self.coming.take();
        self.same();
    }

    /// What is asked for next is another merchant's.
    pub fn switch(&self) {
        self.send(Action::Switch);
    }

    /// A part of it has come, of `total` bytes where that is known.
    pub fn take(&self, part: &Uint8Array, total: Option<usize>) {
        if let Coming::Text(loading) = &mut *self.coming.borrow_mut() {
            loading.feed(&part.to_vec());
            self.tell_progress(loading.bytes(), total, false);
        }
    }

    /// All of it has come: it is read, and [`Widget::step`] leads from there to the report.
    pub fn end(&self) {
        let Coming::Text(loading) = self.coming.take() else { return };
        self.told.set(0);
        match loading.finish() {
            Ok(report) => drop(self.coming.replace(Coming::Rows(Box::new(Building::new(report))))),
            Err(error) => self.send(Action::Fail(error)),
        }
    }

    /// Goes one step on with what has come; whether there may be another. The report is shown with the last.
    pub fn step(&self) -> bool {
        if let Coming::Rows(building) = &mut *self.coming.borrow_mut()
            && building.step()
        {
            self.tell_progress(building.rows_done(), Some(building.rows()), true);
            return true;
        }
        if let Coming::Rows(building) = self.coming.take() {
            self.show(building.finish());
        }
        false
    }

    fn tell_progress(&self, done: usize, total: Option<usize>, in_rows: bool) {
        if done - self.told.get() > total.map_or(STEP_BYTES, |total| total / 100) {
            self.told.set(done);
            self.send(Action::Load(Progress { done, total, in_rows }));
        }
    }

    /// It has not changed.
    pub fn same(&self) {
        self.send(Action::Keep);
    }

    /// It did not come, or the list of reports that it stands in cannot be read.
    pub fn refuse(&self, kind: &str, address: &str, found: &str) {
        let (kind, expected) = match kind {
            "signed_out" => (ErrorKind::SignedOut, "a signed-in reader"),
            "http" => (ErrorKind::Http, "status 200"),
            "limit" => (ErrorKind::Limit, "a smaller report"),
            "syntax" => (ErrorKind::Syntax, "an index of reports"),
            "wrong_type" => (ErrorKind::WrongType, "a list of { id, label, src }"),
            "missing_field" => (ErrorKind::MissingField, "{ id, label, src }"),
            "duplicate_id" => (ErrorKind::DuplicateId, "an id of its own"),
            _ => (ErrorKind::Network, "an answer from the server"),
        };
        self.coming.take();
        self.send(Action::Fail(Error::new(kind, address, found, expected)));
    }

    /// What the reader chose, as a plain object.
    pub fn selection(&self) -> JsValue {
        self.with_app(|app| host::plain(&app.state().view.selection.to_json())).unwrap_or(JsValue::NULL)
    }

    /// Chooses for the reader.
    pub fn set_selection(&self, selection: &JsValue) -> Result<(), JsValue> {
        self.send(Action::Choose(events::selection(selection)?));
        Ok(())
    }

    /// Everything the reader did, as text.
    pub fn save(&self) -> String {
        self.with_app(|app| app.state().view.to_string()).unwrap_or_default()
    }

    /// What [`Widget::save`] gave, as far as the reader may change it; all of it where it is the element's `own`. The rest of
    /// the program must be there.
    pub fn restore(&self, saved: &str, own: bool) -> Result<(), JsValue> {
        let Some(later) = Arrival::here().get() else { return Ok(()) };
        let view = (later.restore)(saved).map_err(|error| JsValue::from_str(&error.to_string()))?;
        self.send(if own { Action::Resume(Box::new(view)) } else { Action::Restore(Box::new(view)) });
        Ok(())
    }

    /// The view as a part of an address. The rest of the program must be there.
    pub fn link(&self) -> String {
        let Some(later) = Arrival::here().get() else { return String::new() };
        self.with_app(|app| (later.link)(&app.state().view)).unwrap_or_default()
    }

    /// What [`Widget::link`] gave, as far as the reader may change it. The rest of the program must be there.
    pub fn follow(&self, link: &str) -> Result<(), JsValue> {
        let Some(later) = Arrival::here().get() else { return Ok(()) };
        let view = (later.follow)(link).map_err(|error| JsValue::from_str(&error.to_string()))?;
        self.send(Action::Restore(Box::new(view)));
        Ok(())
    }

    /// The reader has a link to the view: in the clipboard, or, where that is not allowed, as text to copy.
    pub fn linked(&self, to_copy: Option<String>) {
        self.send(Action::Linked(Some(to_copy.map_or(Link::Copied, Link::ToCopy))));
    }

    /// The page is about to be printed, or was.
    pub fn print(&self, printing: bool) {
        self.send(Action::Print(printing));
    }

    /// The part of the program that is not `whole` without it has been loaded, or could not be, or, as `None`, is
    /// asked for (again).
    pub fn arrive(&self, there: Option<bool>) {
        let later = there.map_or(Arrival::Coming, |there| if there { Arrival::here() } else { Arrival::Failed });
        self.send(Action::Arrive(later));
    }

    /// A panel as a file, as `[text, name without its ending]`; a picture in SVG, else CSV. Nothing where there is no
    /// such panel on the screen.
    pub fn file(&self, panel: &str, picture: bool) -> Option<Vec<String>> {
        self.with_app(|app| app.file(panel, picture)).flatten()
    }

    fn show(&self, read: Result<Dataset, Error>) {
        self.send(match read {
            Ok(dataset) => Action::Show(Shown(Rc::new(dataset))),
            Err(error) => Action::Fail(error),
        });
    }

    fn send(&self, action: Action) {
        self.work();
        self.app.send_message(action);
    }

    fn with_app<T>(&self, read: impl FnOnce(&App) -> T) -> Option<T> {
        self.work();
        Some(read(&*self.app.get_component()?))
    }
}
