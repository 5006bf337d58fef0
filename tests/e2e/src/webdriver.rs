//! A browser of one's own over the `WebDriver` protocol (W3C), as far as the tests use it. In: the paths of browser and
//! driver. Out: scripts run, elements clicked and typed into, the browser's log, pictures. The driver is started on a
//! free port; when the session is dropped, also by a panic, browser, driver and profile are gone.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};

use base64::Engine as _;
use serde_json::{Value, json};

use crate::variable;

/// The key under which the protocol hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
const MAX_ANSWER_BYTES: u64 = 1 << 26;
const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
];

/// Special keys (`WebDriver`, "keyboard actions").
pub mod keys {
    /// Tab.
    pub const TAB: char = '\u{e004}';
    /// Enter.
    pub const ENTER: char = '\u{e007}';
    /// Backspace.
    pub const BACKSPACE: char = '\u{e003}';
    /// Escape.
    pub const ESCAPE: char = '\u{e00c}';
    /// Left arrow.
    pub const LEFT: char = '\u{e012}';
    /// Right arrow.
    pub const RIGHT: char = '\u{e014}';
    /// Down arrow.
    pub const DOWN: char = '\u{e015}';
    /// Page up, as a clicker sends it.
    pub const PAGE_UP: char = '\u{e00e}';
    /// Page down.
    pub const PAGE_DOWN: char = '\u{e00f}';
    /// Home.
    pub const HOME: char = '\u{e011}';
    /// End.
    pub const END: char = '\u{e010}';
    /// Shift, held while the keys after it are struck.
    pub const SHIFT: char = '\u{e008}';
    /// Control, held while the keys after it are struck.
    pub const CONTROL: char = '\u{e009}';
}

/// An element on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element(String);

/// A browser with one window.
pub struct Session {
    /// The driver, and what it stands on.
    programs: Vec<Child>,
    base: String,
    agent: ureq::Agent,
    profile: PathBuf,
}

impl Session {
    /// Starts Chromium's driver and a Chromium; `lang` is the language of the browser itself.
    pub fn start(lang: &str) -> Self {
        Self::logging(lang, &json!({"browser": "ALL"}), &[])
    }

    /// The same, with more words for the browser's command line.
    pub fn flagged(lang: &str, flags: &[&str]) -> Self {
        Self::logging(lang, &json!({"browser": "ALL"}), flags)
    }

    /// The same, keeping a record of everything that is asked for: [`Session::requests`].
    pub fn recording(lang: &str) -> Self {
        Self::logging(lang, &json!({"browser": "ALL", "performance": "ALL"}), &[])
    }

    fn logging(lang: &str, logs: &Value, flags: &[&str]) -> Self {
        let (driver, port) = start_driver(lang);
        let profile = fresh_profile();
        let args = FLAGS.iter().chain(flags).map(|&flag| flag.to_owned());
        let args: Vec<String> =
            args.chain([format!("--user-data-dir={}", profile.display()), format!("--lang={lang}")]).collect();
        let wanted = json!({
            "goog:chromeOptions": {"binary": variable("CHROMIUM"), "args": args},
            "goog:loggingPrefs": logs,
            // A check of a whole page takes long on a busy machine.
            "timeouts": {"script": 300_000},
        });
        Self::open_with(vec![driver], port, profile, &wanted)
    }

    /// Asks the driver at `port` for a browser. What is in `programs` ends with the session, the first one first.
    pub(crate) fn open_with(programs: Vec<Child>, port: u16, profile: PathBuf, wanted: &Value) -> Self {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let mut session = Self { programs, base: format!("http://127.0.0.1:{port}"), agent, profile };
        let wanted = json!({"capabilities": {"alwaysMatch": wanted}});
        let opened = session.send("/session", &wanted).unwrap_or_else(|refusal| panic!("no browser: {refusal}"));
        let id = opened["sessionId"].as_str().unwrap_or_else(|| panic!("no session in {opened}"));
        session.base = format!("{}/session/{id}", session.base);
        session
    }

    /// Opens an address.
    pub fn open(&self, url: &str) {
        self.must("/url", &json!({"url": url}));
    }

    /// Runs the body of a function in the page; `arguments` holds `args`. A promise is waited for.
    pub fn run(&self, script: &str, args: &[Value]) -> Result<Value, String> {
        self.send("/execute/sync", &json!({"script": script, "args": args}))
    }

    /// Everything that follows happens inside this frame.
    pub fn enter(&self, frame: &Element) {
        self.must("/frame", &json!({"id": {ELEMENT: frame.0}}));
    }

    /// And now in the page around it again.
    pub fn leave(&self) {
        self.must("/frame/parent", &json!({}));
    }

    /// The element that a script returns; `None` for null.
    pub fn element(&self, script: &str, args: &[Value]) -> Result<Option<Element>, String> {
        let answer = self.run(script, args)?;
        Ok(answer[ELEMENT].as_str().map(|id| Element(id.to_owned())))
    }

    /// Clicks in the middle of an element, having scrolled it into view.
    pub fn click(&self, element: &Element) -> Result<(), String> {
        self.send(&format!("/element/{}/click", element.0), &json!({})).map(drop)
    }

    /// Types into an element; for a file field, the path of the file.
    pub fn type_into(&self, element: &Element, text: &str) -> Result<(), String> {
        self.send(&format!("/element/{}/value", element.0), &json!({"text": text})).map(drop)
    }

    /// Strikes keys one after another on whatever has the focus; [`keys::SHIFT`] and [`keys::CONTROL`] stay held.
    pub fn press(&self, keys: &[char]) {
        let down = keys.iter().map(|key| json!({"type": "keyDown", "value": key}));
        let up = keys.iter().rev().map(|key| json!({"type": "keyUp", "value": key}));
        let strokes: Vec<Value> = down.chain(up).collect();
        self.must("/actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]}));
    }

    /// Sets the size of the page in CSS pixels; the window of a browser has a least width, the page has not.
    pub fn resize(&self, width: u32, height: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", &size);
    }

    /// A command of the browser's own protocol.
    pub fn devtools(&self, command: &str, params: &Value) -> Value {
        self.must("/goog/cdp/execute", &json!({"cmd": command, "params": params}))
    }

    /// Makes pages see these media features (`prefers-reduced-motion: reduce`), and no others that are not the machine's.
    pub fn emulate(&self, features: &[(&str, &str)]) {
        let features: Vec<Value> = features.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        let media = json!({"cmd": "Emulation.setEmulatedMedia", "params": {"features": features}});
        self.must("/goog/cdp/execute", &media);
    }

    /// Moves the mouse to a place on an element that is in view, in pixels to the right of its middle.
    pub fn point(&self, element: &Element, right_px: i64) {
        self.mouse(&[moved(element, right_px)]);
    }

    /// Presses the mouse at one such place, moves it to another, and lets go there.
    pub fn drag(&self, element: &Element, from_px: i64, to_px: i64) {
        let (down, up) = (json!({"type": "pointerDown", "button": 0}), json!({"type": "pointerUp", "button": 0}));
        let middle = moved(element, i64::midpoint(from_px, to_px));
        self.mouse(&[moved(element, from_px), down, middle, moved(element, to_px), up]);
    }

    /// Presses the mouse at one such place, and keeps it pressed.
    pub fn grab(&self, element: &Element, right_px: i64) {
        self.mouse(&[moved(element, right_px), json!({"type": "pointerDown", "button": 0})]);
    }

    /// Lets go of it.
    pub fn let_go(&self) {
        self.mouse(&[json!({"type": "pointerUp", "button": 0})]);
    }

    fn mouse(&self, strokes: &[Value]) {
        let parameters = json!({"pointerType": "mouse"});
        let mouse = json!({"type": "pointer", "id": "mouse", "parameters": parameters, "actions": strokes});
        self.must("/actions", &json!({"actions": [mouse]}));
    }

    /// Puts the browser into a time zone, by its IANA name.
    pub fn travel(&self, zone: &str) {
        let wanted = json!({"cmd": "Emulation.setTimezoneOverride", "params": {"timezoneId": zone}});
        self.must("/goog/cdp/execute", &wanted);
    }

    /// What the browser has logged since last asked: console, network, violations of the page's policy.
    pub fn log(&self) -> Vec<String> {
        let entries = self.send("/se/log", &json!({"type": "browser"}));
        let entries = entries.unwrap_or_else(|refusal| json!([{"level": "SEVERE", "message": refusal}]));
        let entry = |entry: &Value| format!("{} {}", entry["level"].as_str().unwrap_or(""), entry["message"]);
        entries.as_array().map(|entries| entries.iter().map(entry).collect()).unwrap_or_default()
    }

    /// The addresses that a recording browser has asked for since last asked.
    pub fn requests(&self) -> Vec<String> {
        let entries = self.must("/se/log", &json!({"type": "performance"}));
        let entries = entries.as_array().cloned().unwrap_or_default();
        let events = entries.iter().filter_map(|entry| serde_json::from_str::<Value>(entry["message"].as_str()?).ok());
        let asked = events.filter(|event| event["message"]["method"] == "Network.requestWillBeSent");
        asked.filter_map(|event| Some(event["message"]["params"]["request"]["url"].as_str()?.to_owned())).collect()
    }

    /// A picture of the page from its top, as PNG.
    pub fn picture(&self) -> Vec<u8> {
        let picture = self.devtools("Page.captureScreenshot", &json!({"format": "png"}));
        let text = picture["data"].as_str().unwrap_or_default();
        base64::engine::general_purpose::STANDARD.decode(text).unwrap_or_else(|error| panic!("no picture: {error}"))
    }

    fn must(&self, path: &str, body: &Value) -> Value {
        self.send(path, body).unwrap_or_else(|refusal| panic!("{path}: {refusal}"))
    }

    /// One command; an error carries the driver's code and message.
    fn send(&self, path: &str, body: &Value) -> Result<Value, String> {
        let request = self.agent.post(format!("{}{path}", self.base)).content_type("application/json; charset=utf-8");
        let mut answer = request.send(body.to_string()).map_err(|error| error.to_string())?;
        let text = answer.body_mut().with_config().limit(MAX_ANSWER_BYTES).read_to_string();
        let text = text.map_err(|error| error.to_string())?;
        let mut answer: Value = serde_json::from_str(&text).map_err(|error| format!("{error} in {text}"))?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(code) if value["message"].is_string() => Err(format!("{code}: {}", value["message"])),
            _ => Ok(value),
        }
    }
}

fn moved(element: &Element, right_px: i64) -> Value {
    json!({"type": "pointerMove", "duration": 0, "origin": {ELEMENT: element.0}, "x": right_px, "y": 0})
}

impl Drop for Session {
    fn drop(&mut self) {
        // Deleting the session ends the browser; the driver alone would leave it behind.
        let _ = self.agent.delete(&self.base).call();
        for program in &mut self.programs {
            let _ = program.kill();
            let _ = program.wait();
        }
        let _ = fs::remove_dir_all(&self.profile);
    }
}

/// How often the driver is started before that is given up.
const STARTS: usize = 5;

/// The driver on a port of its own choice. It chooses one for IPv4, wants the same for IPv6, and ends where something
/// else has that: then it chooses again.
fn start_driver(lang: &str) -> (Child, u16) {
    let program = variable("CHROMEDRIVER");
    for _ in 0..STARTS {
        let mut driver = Command::new(&program)
            .arg("--port=0")
            // On Linux the browser's own controls, such as date fields, follow the environment.
            .env("LANGUAGE", lang.replace('-', "_"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        let port = driver.stdout.take().and_then(listening);
        if let Some(port) = port {
            return (driver, port);
        }
        let _ = driver.kill();
        let _ = driver.wait();
    }
    panic!("{program} does not say on which port it listens")
}

/// The port that the driver prints once it listens.
fn listening(stdout: ChildStdout) -> Option<u16> {
    let mut lines = BufReader::new(stdout).lines();
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let (_, rest) = line.split_once("successfully on port ")?;
        rest.trim_end_matches('.').parse().ok()
    });
    // A pipe that nobody empties would stop the driver.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    port
}

/// A folder that no other browser has; not there yet.
pub(crate) fn fresh_profile() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    env::temp_dir().join(format!("redcat-e2e-{}-{number}", process::id()))
}
