//! The bench's page in a headless Chromium. In: the folder to serve. Out: what its functions (page/main.js) answer. Panics
//! with what the page threw. The page is isolated from other origins: only then is its clock good to 5 µs.

use std::path::Path;

use e2e::origin::{Origin, isolated};
use e2e::webdriver::Session;
use serde_json::Value;

/// Rubbish is collected where the page says so, and not while something is timed that did not make it.
const FLAGS: [&str; 2] = ["--js-flags=--expose-gc", "--disable-background-timer-throttling"];

const CALL: &str = "const [name, ...rest] = arguments; return window.bench[name](...rest);";

/// The files of the page.
pub struct Stage {
    origin: Origin,
}

impl Stage {
    /// Serves a folder.
    pub fn new(folder: &Path) -> Self {
        let origin = Origin::of("127.0.0.1");
        origin.serve(isolated(folder));
        Self { origin }
    }

    /// The page in a browser of its own, so that nothing is left of what ran before.
    pub fn tab(&self) -> Tab {
        let session = Session::flagged("en", &FLAGS);
        session.open(&self.origin.url("/"));
        let tab = Tab { session };
        let ready = tab.session.run("return [document.title, self.crossOriginIsolated, typeof gc];", &[]);
        assert_eq!(ready, Ok(serde_json::json!(["ready", true, "function"])), "{:?}", tab.session.log());
        tab
    }
}

/// One page.
pub struct Tab {
    session: Session,
}

impl Tab {
    /// Calls a function of the page and waits for what it promises.
    pub fn call(&self, name: &str, args: &[Value]) -> Value {
        let mut all = vec![Value::from(name)];
        all.extend_from_slice(args);
        self.session
            .run(CALL, &all)
            .unwrap_or_else(|refusal| panic!("{name} {args:?}: {refusal}\n{:#?}", self.session.log()))
    }
}
