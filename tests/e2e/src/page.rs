//! The demo portal and its reports as a reader has them. In: what to click, type, drop. Out: what is on screen, as
//! plain data. Everything a reader can do goes through the browser's own input; scripts only look, or do what a host
//! page does.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use xtask::serve::Server;

use crate::gate::Gate;
use crate::webdriver::{Element, Session};
use crate::{until, variable};

/// The demo portal in a browser of its own.
pub struct Page {
    /// The browser.
    pub session: Session,
    /// The server that the browser talks to.
    pub gate: Gate,
    _site: Server,
}

/// Opens the portal, does `act`, and holds the browser's log to be free of complaints: no error, no warning, no
/// violation of the page's policy.
pub fn visit(act: impl FnOnce(&Page)) {
    let page = Page::blank();
    page.open();
    act(&page);
    let complaints = page.complaints();
    assert!(complaints.is_empty(), "the browser complains: {complaints:#?}");
}

impl Page {
    /// A browser in front of the site, with nothing opened yet.
    pub fn blank() -> Self {
        Self::before("REDCAT_SITE")
    }

    /// A browser in front of the folder that a variable names, with nothing opened yet.
    pub fn before(folder: &str) -> Self {
        let folder = PathBuf::from(variable(folder));
        let site = Server::start(&folder, 0).unwrap_or_else(|error| panic!("{error}"));
        let page = Self { session: Session::start("zh-CN"), gate: Gate::before(site.address), _site: site };
        page.session.resize(1280, 900);
        page
    }

    /// Opens the portal and waits for both reports.
    pub fn open(&self) {
        self.session.open(&self.gate.url("/"));
        for id in ["first", "second"] {
            self.report(id).ready();
        }
    }

    /// What the browser has logged that is more than a remark.
    pub fn complaints(&self) -> Vec<String> {
        self.session
            .log()
            .into_iter()
            .filter(|entry| !entry.starts_with("INFO") && !entry.starts_with("DEBUG"))
            .collect()
    }

    /// One of the reports on the page.
    pub fn report<'a>(&'a self, id: &'a str) -> Report<'a> {
        Report { page: self, id }
    }

    /// The element that a selector finds outside the reports.
    #[track_caller]
    pub fn find(&self, selector: &str) -> Element {
        until(selector, || {
            let found = self.session.element("return document.querySelector(arguments[0])", &[selector.into()])?;
            found.ok_or_else(|| "there is none".to_owned())
        })
    }

    /// Clicks an element outside the reports.
    #[track_caller]
    pub fn click(&self, selector: &str) {
        until(&format!("a click on {selector}"), || self.session.click(&self.find(selector)));
    }

    /// Runs the body of a function that must not fail.
    #[track_caller]
    pub fn run(&self, script: &str, args: &[Value]) -> Value {
        self.session.run(script, args).unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Drops a file onto the page, as the browser tells the page when a person does.
    pub fn drop_file(&self, name: &str, text: &str) {
        let script = "const transfer = new DataTransfer();
            transfer.items.add(new File([arguments[1]], arguments[0], { type: 'application/json' }));
            for (const type of ['dragover', 'drop']) {
              document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
            }";
        self.run(script, &[name.into(), text.into()]);
    }

    /// Writes a picture of the page where `REDCAT_SCREENSHOTS` says, if it does.
    pub fn picture(&self, name: &str) {
        let Ok(folder) = std::env::var("REDCAT_SCREENSHOTS") else { return };
        let written = fs::create_dir_all(&folder)
            .and_then(|()| fs::write(Path::new(&folder).join(name).with_extension("png"), self.session.picture()));
        written.unwrap_or_else(|error| panic!("{folder}: {error}"));
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the browser's log: {:#?}", self.session.log());
        }
    }
}

/// One `<redcat-report>` on the page.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    page: &'a Page,
    id: &'a str,
}

impl Report<'_> {
    /// Runs the body of a function in which `host` is the element, `root` its shadow root, `args` what is handed over.
    pub fn look(&self, body: &str, args: &[Value]) -> Result<Value, String> {
        self.page.session.run(&script(body), &[json!(self.id), json!(args)])
    }

    /// As [`Report::look`], where it cannot fail.
    #[track_caller]
    pub fn run(&self, body: &str, args: &[Value]) -> Value {
        self.look(body, args).unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    /// Waits until an expression is true, and no panel out of sight still shows what was before.
    #[track_caller]
    pub fn wait(&self, what: &str, expression: &str) {
        until(what, || match self.look(&format!("return !({FOLLOWING}) && Boolean({expression})"), &[])? {
            Value::Bool(true) => Ok(()),
            _ => Err(format!("not true of #{}: {expression}", self.id)),
        });
    }

    /// Waits until a report is on screen and nothing is on its way.
    #[track_caller]
    pub fn ready(&self) {
        // A panel that is not there yet comes when a reader comes near it.
        let near = "const panel = root && root.querySelector('.waiting:not(:has([role=alert]))');
            if (panel) panel.scrollIntoView(); return !panel && Boolean(root && root.querySelector('.panels'))";
        until("all panels", || match self.run(near, &[]) {
            Value::Bool(true) => Ok(()),
            other => Err(other.to_string()),
        });
        self.wait("a report", "root && root.querySelector('.panels') && !root.querySelector('.progress, .waiting')");
        self.run("scrollTo(0, 0)", &[]);
    }

    /// Waits until what is on screen satisfies a condition, and returns it: all of it, be there panels out of sight that a
    /// report in the place of another left empty for a moment.
    #[track_caller]
    pub fn screen_where(&self, what: &str, condition: impl Fn(&Screen) -> bool) -> Screen {
        until(what, || {
            if self.look("return Boolean(root && root.querySelector('.waiting[data-made]'))", &[])? == true {
                return Err("panels of another report wait".to_owned());
            }
            let screen = self.screen();
            if condition(&screen) { Ok(screen) } else { Err(screen.in_short()) }
        })
    }

    /// The element in the shadow root that a selector finds.
    #[track_caller]
    pub fn find(&self, selector: &str) -> Element {
        until(selector, || self.element(selector))
    }

    fn element(&self, selector: &str) -> Result<Element, String> {
        let args = [json!(self.id), json!([selector])];
        let found = self.page.session.element(&script("return root.querySelector(args[0])"), &args)?;
        found.ok_or_else(|| "there is none".to_owned())
    }

    /// Clicks; an element that is drawn anew meanwhile is looked for again.
    #[track_caller]
    pub fn click(&self, selector: &str) {
        until(&format!("a click on {selector}"), || self.page.session.click(&self.element(selector)?));
    }

    /// Chooses from one of the browser's menus, by the option's place in it.
    #[track_caller]
    pub fn choose(&self, menu: &str, option: &str) {
        self.click(&format!("select[data-choice={menu}] {option}"));
    }

    /// Sets a date field, as the browser does when a person has picked a day.
    pub fn pick_day(&self, field: &str, day: &str) {
        let body = "const input = root.querySelector(`input[data-date=${args[0]}]`);
            input.value = args[1];
            input.dispatchEvent(new Event('change', { bubbles: true }));";
        self.run(body, &[field.into(), day.into()]);
    }

    /// Listens to an event from now on.
    pub fn listen(&self, event: &str) {
        let body = "host.heard ??= {}; host.heard[args[0]] ??= [];
            host.addEventListener(args[0], (event) => host.heard[args[0]].push(event.detail));";
        self.run(body, &[event.into()]);
    }

    /// The details of what was heard since, which is then forgotten.
    pub fn heard(&self, event: &str) -> Vec<Value> {
        let heard = self.run("return host.heard[args[0]].splice(0)", &[event.into()]);
        heard.as_array().cloned().unwrap_or_default()
    }

    /// The same, once there is one.
    #[track_caller]
    pub fn hears(&self, event: &str) -> Vec<Value> {
        until(event, || Some(self.heard(event)).filter(|heard| !heard.is_empty()).ok_or_else(|| "silence".to_owned()))
    }

    /// The selection as a host reads it.
    pub fn selection(&self) -> Value {
        self.run("return host.selection", &[])
    }

    /// The markup of header and panels, but for how often these were drawn.
    #[track_caller]
    pub fn markup(&self) -> String {
        self.wait("all panels of one selection", "true");
        let markup = self.run(MARKUP, &[]);
        markup.as_str().unwrap_or_default().to_owned()
    }

    /// Kind and path of the failure on screen.
    pub fn failure(&self) -> Option<(String, String)> {
        let body = "const failure = root.querySelector('.failure');
            return failure && [failure.dataset.kind, failure.dataset.path];";
        let found = self.run(body, &[]);
        let text = |n: usize| found[n].as_str().map(str::to_owned);
        text(0).zip(text(1))
    }

    /// What is on screen now.
    #[track_caller]
    pub fn screen(&self) -> Screen {
        self.wait("all panels of one selection", "true");
        let seen = self.run(SCREEN, &[]);
        let texts = |value: &Value| value.as_array().into_iter().flatten().map(text).collect::<Vec<_>>();
        let number = |value: &Value| Number { text: text(&value["text"]), full: text(&value["full"]) };
        let row = |value: &Value| Row {
            kind: text(&value["kind"]),
            id: text(&value["id"]),
            level: value["level"].as_u64().unwrap_or_default(),
            label: text(&value["label"]),
            cells: value["cells"].as_array().into_iter().flatten().map(number).collect(),
        };
        let list = |key: &str| seen[key].as_array().into_iter().flatten();
        Screen {
            merchant: text(&seen["merchant"]),
            period: text(&seen["period"]),
            chips: list("chips").map(|chip| (text(&chip[0]), text(&chip[1]))).collect(),
            crumbs: texts(&seen["crumbs"]),
            columns: texts(&seen["columns"]),
            column_notes: texts(&seen["notes"]),
            rows: list("rows").map(row).collect(),
            steps: list("steps").map(|step| (text(&step["id"]), number(step))).collect(),
            parts: list("parts").map(number).collect(),
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn script(body: &str) -> String {
    let mut script = String::from("const host = document.getElementById(arguments[0]), args = arguments[1];\n");
    let _ = writeln!(script, "const root = host.shadowRoot;\n{body}");
    script
}

/// A number with its full value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Number {
    /// As printed, mostly shortened.
    pub text: String,
    /// The tooltip.
    pub full: String,
}

/// One row of the tree table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// `total`, `member`, `others`.
    pub kind: String,
    /// Member id.
    pub id: String,
    /// Depth, 1 for the listed level.
    pub level: u64,
    /// Name.
    pub label: String,
    /// One per column.
    pub cells: Vec<Number>,
}

/// A report as a reader sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// Heading.
    pub merchant: String,
    /// Days looked at, and compared with.
    pub period: String,
    /// Dimension id and text of each filter.
    pub chips: Vec<(String, String)>,
    /// The way down, from everything.
    pub crumbs: Vec<String>,
    /// Ids of the columns of numbers.
    pub columns: Vec<String>,
    /// The remark of each column, empty where there is none.
    pub column_notes: Vec<String>,
    /// The tree table, its total first.
    pub rows: Vec<Row>,
    /// Id and count of each step of the funnel.
    pub steps: Vec<(String, Number)>,
    /// Counts of the parallel measures inside steps.
    pub parts: Vec<Number>,
}

impl Screen {
    /// Ids of the members listed.
    pub fn members(&self) -> Vec<&str> {
        self.rows.iter().filter(|row| row.kind == "member").map(|row| row.id.as_str()).collect()
    }

    /// Where the reader is, in a line.
    pub fn in_short(&self) -> String {
        let Self { merchant, period, chips, crumbs, .. } = self;
        format!("{merchant}, {period}, filters {chips:?}, path {crumbs:?}, members {:?}", self.members())
    }

    /// Dimension ids of the filters.
    pub fn filtered(&self) -> Vec<&str> {
        self.chips.iter().map(|(dimension, _)| dimension.as_str()).collect()
    }
}

/// Of a panel that has waited, attributes stand in another order, and an empty style may be left.
const MARKUP: &str = "
const markup = (part) => {
  const copy = root.querySelector(part).cloneNode(true);
  for (const panel of copy.querySelectorAll('.panel')) {
    const attributes = [...panel.attributes].map(({ name, value }) => [name, value]).sort();
    for (const [name] of attributes) panel.removeAttribute(name);
    for (const [name, value] of attributes) if (name !== 'data-made' && name + value !== 'style') panel.setAttribute(name, value);
  }
  return copy.outerHTML;
};
return ['.head', '.panels'].map(markup).join('');";

/// Whether a panel whose code is there will follow the others. While a reader is choosing days those out of sight do not.
const FOLLOWING: &str =
    "root && root.querySelector('.panel[aria-busy=true][data-made]') && !root.querySelector('.brush')";

const SCREEN: &str = "
const all = (selector, from = root) => [...from.querySelectorAll(selector)];
const text = (element) => element ? element.textContent.trim() : '';
const count = (element) => ({ text: text(element.querySelector('b, .part-count, span')), full: element.title.split('\\n')[0] });
return {
  merchant: text(root.querySelector('h1')),
  period: text(root.querySelector('[data-period]')),
  chips: all('.chip').map((chip) => [chip.dataset.dimension, text(chip.querySelector('span'))]),
  crumbs: all('.crumbs li').map(text),
  columns: all('.grid th[data-column].number').map((head) => head.dataset.column),
  notes: all('.grid th[data-column].number').map((head) => text(head.querySelector('small'))),
  rows: all('.grid tr[data-kind]').map((row) => ({
    kind: row.dataset.kind, id: row.dataset.id ?? '', level: Number(row.getAttribute('aria-level')),
    label: text(row.querySelector('.drill, .plain')), cells: all('td.number', row).map(count),
  })),
  steps: all('[data-step]').map((step) => ({ id: step.dataset.step, ...count(step.querySelector('.step-count')) })),
  parts: all('.part').map((part) => ({ text: text(part.querySelector('.part-count')), full: part.title })),
};";
