//! End-to-end tests: the built site in a real browser, clicked through over `WebDriver`.
//!
//! ```text
//! webdriver ─► page ─► tests/site/*        gate: a server in front of the site that can hold back an answer
//! webkit, firefox, chromium91 ─► tests/browsers/*      origin, api: the servers of a partner
//! scan: numbers counted from a document row by row, without the crate under test
//! ```
//!
//! In: the built site, a browser and its driver, named by the environment as `cargo xtask test` sets it. Out: panics
//! that say what was expected and what was seen. Nothing here waits for a fixed time: [`until`] asks again until what
//! it waits for is there or its one deadline passes.

pub mod api;
pub mod chromium91;
pub mod firefox;
pub mod gate;
pub mod origin;
pub mod page;
pub mod scan;
pub mod talk;
pub mod webdriver;
pub mod webkit;

use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take to come true. A passing test never waits for it.
const DEADLINE: Duration = Duration::from_secs(20);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(15);

/// Asks until the answer is there; past the deadline panics with the last reason for its absence.
#[track_caller]
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Result<T, String>) -> T {
    let start = Instant::now();
    loop {
        match ask() {
            Ok(answer) => return answer,
            Err(reason) => assert!(start.elapsed() < DEADLINE, "waited in vain for {what}: {reason}"),
        }
        thread::sleep(PAUSE);
    }
}

/// A variable that `cargo xtask test` sets.
pub fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set; `cargo xtask test e2e` builds the site and sets what these tests need")
    })
}
