//! The oldest Chromium that is promised, 91 of May 2021, over the protocol of its developer tools: no driver of today
//! starts it. In: the path of the browser. Out: pages opened, scripts run, what the browser complained of.

use std::path::Path;

use serde_json::{Value, json};

use crate::talk::Talk;
use crate::{until, variable};

/// What it prints once it listens, and how its addresses begin.
const LISTENING: &str = "DevTools listening on ";

/// The browser, with one page.
pub struct Chromium91 {
    talk: Talk,
    session: Value,
}

impl Chromium91 {
    /// Starts it.
    pub fn start() -> Self {
        let arguments = |profile: &Path| {
            // It was built for servers without a graphics card, whose sandbox is around it.
            let words = ["--headless", "--no-sandbox", "--no-zygote", "--disable-gpu", "--remote-debugging-port=0"];
            words.into_iter().map(str::to_owned).chain([format!("--user-data-dir={}", profile.display())]).collect()
        };
        let talk = Talk::start(&variable("CHROMIUM91"), arguments, LISTENING, "");
        let mut browser = Self { talk, session: Value::Null };
        let page = browser.must("Target.createTarget", &json!({"url": "about:blank", "width": 1280, "height": 900}));
        let attached = browser.must("Target.attachToTarget", &json!({"targetId": page["targetId"], "flatten": true}));
        browser.session = attached["sessionId"].clone();
        browser.must("Runtime.enable", &json!({}));
        browser.must("Log.enable", &json!({}));
        browser
    }

    /// Opens an address and waits until it is loaded.
    pub fn open(&mut self, url: &str) {
        self.must("Page.navigate", &json!({"url": url}));
        until(url, || match self.run("return document.readyState === 'complete' && location.href")? {
            Value::String(at) if at == url => Ok(()),
            other => Err(other.to_string()),
        });
    }

    /// Runs the body of a function in the page. A promise is waited for; what is returned is what JSON can say of it.
    pub fn run(&mut self, body: &str) -> Result<Value, String> {
        let expression = format!("(async () => {{ {body} }})()");
        let how = json!({"expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true});
        let mut answer = self.ask("Runtime.evaluate", &how)?;
        match answer.get("exceptionDetails") {
            Some(thrown) => Err(thrown["exception"]["description"].to_string()),
            None => Ok(answer["result"]["value"].take()),
        }
    }

    /// What was thrown, and errors and warnings that were logged, until now.
    pub fn complaints(&mut self) -> Vec<String> {
        // Whatever was logged before an answer comes before it.
        let _ = self.run("return 0");
        let mut complaints = Vec::new();
        for said in std::mem::take(&mut self.talk.heard) {
            let entry = &said["params"]["entry"];
            if said["method"] == "Runtime.exceptionThrown" {
                complaints.push(said["params"]["exceptionDetails"].to_string());
            } else if said["method"] == "Log.entryAdded" && (entry["level"] == "error" || entry["level"] == "warning") {
                complaints.push(format!("{} {}", entry["text"], entry["url"]));
            }
        }
        complaints
    }

    fn must(&mut self, method: &str, params: &Value) -> Value {
        self.ask(method, params).unwrap_or_else(|refusal| panic!("{method}: {refusal}"))
    }

    fn ask(&mut self, method: &str, params: &Value) -> Result<Value, String> {
        let mut command = json!({"method": method, "params": params});
        if !self.session.is_null() {
            command["sessionId"] = self.session.clone();
        }
        let mut said = self.talk.ask(command)?;
        if said["error"].is_null() { Ok(said["result"].take()) } else { Err(said["error"].to_string()) }
    }
}
