//! A Firefox of one's own over `WebDriver` `BiDi` (W3C), which it speaks itself. In: the path of the browser. Out: pages
//! opened, scripts run, what the browser complained of.

use serde_json::{Value, json};

use crate::talk::Talk;
use crate::variable;

/// What it prints once it listens.
const LISTENING: &str = "WebDriver BiDi listening on ";

/// The browser, with one page.
pub struct Firefox {
    talk: Talk,
    page: String,
}

impl Firefox {
    /// Starts it.
    pub fn start() -> Self {
        let arguments = |profile: &std::path::Path| {
            let words = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile"];
            words.into_iter().map(str::to_owned).chain([profile.display().to_string()]).collect()
        };
        let talk = Talk::start(&variable("FIREFOX"), arguments, LISTENING, "/session");
        let mut firefox = Self { talk, page: String::new() };
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
        let mut complaints = Vec::new();
        for said in std::mem::take(&mut self.talk.heard) {
            let entry = &said["params"];
            if said["method"] == "log.entryAdded" && entry["level"] != "info" && entry["level"] != "debug" {
                complaints.push(format!("{} {}", entry["level"].as_str().unwrap_or(""), entry["text"]));
            }
        }
        complaints
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
        let mut said = self.talk.ask(json!({"method": method, "params": params}))?;
        let refused = said["type"] == "error";
        if refused { Err(format!("{}: {}", said["error"], said["message"])) } else { Ok(said["result"].take()) }
    }
}
