//! The bench's page in a headless Chromium. In: the folder to serve. Out: what its functions (page/main.js) answer. Panics
//! with what the page threw. The page is isolated from other origins: only then is its clock good to 5 µs.

use std::cell::RefCell;
use std::path::Path;

use e2e::origin::{Origin, isolated};
use e2e::webdriver::Session;
use serde_json::Value;

/// Rubbish is collected where the page says so, and not while something is timed that did not make it.
const FLAGS: [&str; 2] = ["--js-flags=--expose-gc", "--disable-background-timer-throttling"];

const CALL: &str = "const [name, ...rest] = arguments; return window.bench[name](...rest);";

thread_local! {
    static SESSION: RefCell<Option<Session>> = const { RefCell::new(None) };
}

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

    /// The page in a browser of its own, so that nothing is left of what ran before. There is one at a time.
    pub fn tab(&self) -> Tab {
        self.page("/", None)
    }

    /// The same of another page, in a window of that size.
    pub fn page(&self, path: &str, window: Option<(u32, u32)>) -> Tab {
        let session = Session::flagged("en", &FLAGS);
        if let Some((width, height)) = window {
            session.resize(width, height);
        }
        session.open(&self.origin.url(path));
        let ready = session.run("return [document.title, self.crossOriginIsolated, typeof gc];", &[]);
        SESSION.set(Some(session));
        assert_eq!(ready, Ok(serde_json::json!(["ready", true, "function"])), "the page of the bench");
        Tab
    }
}

/// One page, closed when dropped.
pub struct Tab;

impl Tab {
    /// Calls a function of the page and waits for what it promises.
    #[allow(clippy::unused_self, reason = "there is a page as long as there is this")]
    pub fn call(&self, name: &str, args: &[Value]) -> Value {
        let mut all = vec![Value::from(name)];
        all.extend_from_slice(args);
        let answer = SESSION.with_borrow(|session| {
            let session = session.as_ref().ok_or("no page is open")?;
            session.run(CALL, &all).map_err(|refusal| format!("{refusal}\n{:#?}", session.log()))
        });
        answer.unwrap_or_else(|refusal| panic!("{name} {args:?}: {refusal}"))
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        close();
    }
}

/// Ends the browser, if there is one.
fn close() {
    drop(SESSION.take());
}

/// From now on a panic ends the browser too: optimised programs do not unwind.
pub fn close_on_panic() {
    let say = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        say(panic);
        close();
    }));
}
