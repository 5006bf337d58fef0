//! A Firefox of one's own over `WebDriver` `BiDi` (W3C), which it speaks itself: no driver stands between. In: the path of
//! the browser. Out: pages opened, scripts run, what the browser complained of. When it is dropped, also by a panic,
//! browser and profile are gone.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

use crate::variable;
use crate::webdriver::fresh_profile;

/// What it prints once it listens.
const LISTENING: &str = "WebDriver BiDi listening on ";

/// The browser, with one page.
pub struct Firefox {
    browser: Child,
    profile: PathBuf,
    line: WebSocket<MaybeTlsStream<TcpStream>>,
    page: String,
    asked: u64,
    /// Errors and warnings that were logged.
    complaints: Vec<String>,
}

impl Firefox {
    /// Starts it.
    pub fn start() -> Self {
        let (program, profile) = (variable("FIREFOX"), fresh_profile());
        fs::create_dir_all(&profile).unwrap_or_else(|error| panic!("{}: {error}", profile.display()));
        let mut browser = Command::new(&program)
            .args(["--headless", "--no-remote", "--remote-debugging-port=0", "--profile"])
            .arg(&profile)
            .env("HOME", &profile)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        let mut said = browser.stderr.take().map(|stderr| BufReader::new(stderr).lines().map_while(Result::ok));
        let address =
            said.as_mut().and_then(|lines| lines.find_map(|line| Some(line.split_once(LISTENING)?.1.to_owned())));
        let address = address.unwrap_or_else(|| panic!("{program} does not say where it listens"));
        // A pipe that nobody empties would stop the browser.
        std::thread::spawn(move || said.into_iter().flatten().for_each(drop));
        let (line, _) =
            tungstenite::connect(format!("{address}/session")).unwrap_or_else(|error| panic!("{address}: {error}"));
        let (page, complaints) = (String::new(), Vec::new());
        let mut firefox = Self { browser, profile, line, page, asked: 0, complaints };
        firefox.must("session.new", &json!({"capabilities": {}}));
        firefox.must("session.subscribe", &json!({"events": ["log.entryAdded"]}));
        let tree = firefox.must("browsingContext.getTree", &json!({}));
        tree["contexts"][0]["context"].as_str().unwrap_or_default().clone_into(&mut firefox.page);
        firefox.must(
            "browsingContext.setViewport",
            &json!({"context": firefox.page, "viewport": {"width": 1280, "height": 900}}),
        );
        firefox
    }

    /// Opens an address and waits until it is loaded.
    pub fn open(&mut self, url: &str) {
        self.must("browsingContext.navigate", &json!({"context": self.page, "url": url, "wait": "complete"}));
    }

    /// Runs the body of a function in the page. A promise is waited for; what is returned is what JSON can say of it.
    pub fn run(&mut self, body: &str) -> Result<Value, String> {
        let expression = format!("(async () => {{ {body} }})().then((value) => JSON.stringify(value ?? null))");
        let target = json!({"context": self.page});
        let answer =
            self.ask("script.evaluate", &json!({"expression": expression, "target": target, "awaitPromise": true}))?;
        match answer["result"]["value"].as_str() {
            Some(text) => serde_json::from_str(text).map_err(|error| error.to_string()),
            None => Err(answer["exceptionDetails"]["text"].to_string()),
        }
    }

    /// Errors and warnings that were logged until now.
    pub fn complaints(&mut self) -> Vec<String> {
        // Whatever was logged before an answer comes before it.
        let _ = self.run("return 0");
        std::mem::take(&mut self.complaints)
    }

    /// A picture of the page, as the base64 of a PNG.
    pub fn picture(&mut self) -> String {
        let picture = self.must("browsingContext.captureScreenshot", &json!({"context": self.page}));
        picture["data"].as_str().unwrap_or_default().to_owned()
    }

    fn must(&mut self, method: &str, params: &Value) -> Value {
        self.ask(method, params).unwrap_or_else(|refusal| panic!("{method}: {refusal}"))
    }

    fn ask(&mut self, method: &str, params: &Value) -> Result<Value, String> {
        self.asked += 1;
        let command = json!({"id": self.asked, "method": method, "params": params});
        self.line.send(Message::text(command.to_string())).map_err(|error| error.to_string())?;
        loop {
            let text = self.line.read().and_then(Message::into_text).map_err(|error| error.to_string())?;
            // What is no JSON is a sign of life and nothing else.
            let Ok(mut said) = serde_json::from_str::<Value>(&text) else { continue };
            if said["id"] == self.asked {
                let refused = said["type"] == "error";
                return if refused {
                    Err(format!("{}: {}", said["error"], said["message"]))
                } else {
                    Ok(said["result"].take())
                };
            }
            let entry = &said["params"];
            if said["method"] == "log.entryAdded" && entry["level"] != "info" && entry["level"] != "debug" {
                self.complaints.push(format!("{} {}", entry["level"].as_str().unwrap_or(""), entry["text"]));
            }
        }
    }
}

impl Drop for Firefox {
    fn drop(&mut self) {
        let _ = self.ask("browser.close", &json!({}));
        let _ = self.browser.kill();
        let _ = self.browser.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}
