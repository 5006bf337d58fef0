//! The steps of `cargo xtask test`, in the order of running: what is quick to fail comes first. In: what earlier steps
//! set up. Out: success, and the tests counted on the way. Each step runs commands that a person can type.

use crate::command::{Line, Tally};
use crate::setup::{self, Browser, Optimiser, Tools};
use crate::{layout, package, partner, site, size};

/// One step.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    /// Steps without which this one cannot run.
    pub(super) needs: &'static [&'static str],
    pub(super) run: fn(&mut Context, &mut Tally) -> Result<(), String>,
}

/// What is set up so far; a step that is not run sets nothing up.
#[derive(Default)]
pub(super) struct Context {
    tools: Option<Tools>,
    browser: Option<Browser>,
}

impl Context {
    fn tools(&mut self) -> Result<&Tools, String> {
        if self.tools.is_none() {
            self.tools = Some(setup::for_site(Optimiser::Install)?);
        }
        self.tools.as_ref().ok_or_else(|| "the tools are not set up".to_owned())
    }

    fn browser(&mut self) -> Result<&Browser, String> {
        if self.browser.is_none() {
            self.browser = Some(setup::for_browser()?);
        }
        self.browser.as_ref().ok_or_else(|| "the browser is not set up".to_owned())
    }
}

const NOTHING: &[&str] = &[];
const SITE: &[&str] = &["site"];

/// All steps.
pub(super) const STEPS: [Step; 17] = [
    Step { name: "format", about: "the code is formatted", needs: NOTHING, run: format },
    Step { name: "set-up", about: "compiler, tools and browser are there", needs: NOTHING, run: set_up },
    Step { name: "pure-core", about: "the core depends on nothing of the browser", needs: NOTHING, run: pure_core },
    Step { name: "core", about: "unit, property and fixture tests of the core", needs: NOTHING, run: core },
    Step { name: "widget", about: "tests of the whole crate, natively", needs: NOTHING, run: widget },
    Step {
        name: "xtask",
        about: "tests of these commands, and that the samples are what is generated",
        needs: NOTHING,
        run: xtask,
    },
    Step { name: "bench", about: "the parts of the bench; nothing is timed", needs: NOTHING, run: bench },
    Step { name: "lint", about: "clippy, all crates and targets", needs: NOTHING, run: lint },
    Step { name: "lint-core", about: "clippy, the core alone", needs: NOTHING, run: lint_core },
    Step { name: "docs", about: "the documentation has no broken link", needs: NOTHING, run: docs },
    Step { name: "site", about: "release build with Trunk and wasm-opt", needs: NOTHING, run: build_site },
    Step {
        name: "size",
        about: "loader, glue, WebAssembly and styles within the budget; the package is whole",
        needs: SITE,
        run: weigh,
    },
    Step {
        name: "engine",
        about: "the headless engine of the package, asked by Node",
        needs: &["site", "size"],
        run: ask_engine,
    },
    Step {
        name: "npm",
        about: "the package as partners install it: publint, types, React, Vue, a server",
        needs: &["site", "size"],
        run: be_a_partner,
    },
    Step { name: "browser", about: "tests inside headless Chromium", needs: NOTHING, run: in_browser },
    Step {
        name: "e2e",
        about: "the site, clicked through in headless Chromium",
        needs: &["site", "size", "npm"],
        run: end_to_end,
    },
    Step {
        name: "browsers",
        about: "the site in Firefox ESR, in WebKitGTK, and in Chromium 91, the oldest that is promised",
        needs: &["site", "size"],
        run: in_other_browsers,
    },
];

fn counted(line: &Line, tally: &mut Tally) -> Result<(), String> {
    println!("  $ {}", line.typed());
    line.run_counting(tally)
}

fn format(_: &mut Context, _: &mut Tally) -> Result<(), String> {
    Line::new("cargo fmt --all --check").say_and_run()
}

fn set_up(context: &mut Context, _: &mut Tally) -> Result<(), String> {
    context.tools()?;
    context.browser()?;
    setup::for_other_browsers()?;
    setup::for_accessibility()?;
    setup::for_partner()?;
    Ok(())
}

fn pure_core(_: &mut Context, _: &mut Tally) -> Result<(), String> {
    let line = Line::new("cargo tree --package redcat-report --no-default-features --edges normal --prefix none");
    println!("  $ {}", line.typed());
    let tree = line.read()?;
    match browser_crates(&tree).as_slice() {
        [] => Ok(()),
        found => Err(format!("the core depends on {}", found.join(", "))),
    }
}

/// Those lines of cargo's tree that name a crate of the browser.
fn browser_crates(tree: &str) -> Vec<&str> {
    const FOREIGN: [&str; 5] = ["yew", "wasm-bindgen", "web-sys", "js-sys", "gloo"];
    let names = tree.lines().filter_map(|line| line.split_whitespace().next());
    names.filter(|name| FOREIGN.iter().any(|foreign| name.starts_with(foreign))).collect()
}

fn core(_: &mut Context, tally: &mut Tally) -> Result<(), String> {
    counted(&Line::new("cargo test --no-fail-fast --no-default-features"), tally)
}

fn widget(_: &mut Context, tally: &mut Tally) -> Result<(), String> {
    counted(&Line::new("cargo test --no-fail-fast --all-features"), tally)
}

fn xtask(_: &mut Context, tally: &mut Tally) -> Result<(), String> {
    counted(&Line::new("cargo test --no-fail-fast --package xtask"), tally)
}

fn bench(_: &mut Context, tally: &mut Tally) -> Result<(), String> {
    setup::for_node()?;
    counted(&Line::new("cargo test --no-fail-fast --package bench"), tally)?;
    counted(&Line::new("node --test --test-reporter=tap tests/bench/page/"), tally)
}

fn lint(_: &mut Context, _: &mut Tally) -> Result<(), String> {
    Line::new("cargo clippy --workspace --all-targets --all-features -- -D warnings").say_and_run()
}

fn lint_core(_: &mut Context, _: &mut Tally) -> Result<(), String> {
    Line::new("cargo clippy --all-targets --no-default-features -- -D warnings").say_and_run()
}

fn docs(_: &mut Context, _: &mut Tally) -> Result<(), String> {
    let line = Line::new("cargo doc --workspace --all-features --no-deps --document-private-items");
    line.env("RUSTDOCFLAGS", "-D warnings").say_and_run()
}

fn build_site(context: &mut Context, _: &mut Tally) -> Result<(), String> {
    site::build(context.tools()?)
}

fn weigh(context: &mut Context, _: &mut Tally) -> Result<(), String> {
    package::build(context.tools()?)?;
    size::check()
}

fn ask_engine(_: &mut Context, tally: &mut Tally) -> Result<(), String> {
    counted(&Line::new("node --test --test-reporter=tap tests/headless/"), tally)
}

fn be_a_partner(_: &mut Context, tally: &mut Tally) -> Result<(), String> {
    partner::check(tally)
}

fn in_browser(context: &mut Context, tally: &mut Tally) -> Result<(), String> {
    let browser = context.browser()?;
    let capabilities = browser.write_capabilities()?;
    let line = Line::new("cargo test --target wasm32-unknown-unknown --test browser")
        .envs(&browser.env())
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities.display().to_string())
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .envs(&context.tools()?.compiler.env());
    counted(&line, tally)
}

fn end_to_end(context: &mut Context, tally: &mut Tally) -> Result<(), String> {
    let line = Line::new("cargo test --no-fail-fast --package e2e --lib --test site")
        .env("REDCAT_SITE", layout::site().display().to_string())
        .env("REDCAT_PACKAGE", layout::package().display().to_string())
        .env("REDCAT_HOSTS", layout::hosts().display().to_string())
        .envs(&context.browser()?.env());
    let line = match setup::for_accessibility() {
        Ok(axe) => line.env("AXE", axe.display().to_string()),
        // The tests that need it fail and say so; the others are worth running all the same.
        Err(error) => {
            println!("set-up: WARNING: no axe-core: {error}");
            line
        }
    };
    counted(&line, tally)
}

fn in_other_browsers(_: &mut Context, tally: &mut Tally) -> Result<(), String> {
    let line = Line::new("cargo test --no-fail-fast --package e2e --test browsers")
        .env("REDCAT_SITE", layout::site().display().to_string())
        .envs(&setup::for_other_browsers()?);
    counted(&line, tally)
}

#[cfg(test)]
mod tests {
    use super::browser_crates;

    #[test]
    fn a_crate_of_the_browser_in_the_tree_is_found() {
        let pure = "redcat-report v0.1.0\nserde v1.0.228\nserde_json v1.0.0 (*)\n";
        assert!(browser_crates(pure).is_empty());
        let tainted = format!("{pure}yew v0.23.0\nwasm-bindgen-futures v0.4.0\n");
        assert_eq!(browser_crates(&tainted), ["yew", "wasm-bindgen-futures"]);
    }
}
