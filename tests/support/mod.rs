//! What several test files share: random documents, the naive scan that the engine is held against, documents of
//! two groups side by side, with a launch, of what was spent.
#![allow(dead_code, reason = "each test file is a crate of its own and uses a part")]

pub mod agreements;
pub mod documents;
pub mod launch;
pub mod oracle;
pub mod pairs;
pub mod spending;
pub mod worlds;

use proptest::test_runner::{Config, FileFailurePersistence};

/// So many cases each; a failing seed is kept beside the test.
pub fn cases(cases: u32) -> Config {
    let kept = FileFailurePersistence::WithSource("regressions");
    Config { cases, failure_persistence: Some(Box::new(kept)), ..Config::default() }
}
