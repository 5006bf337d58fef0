//! `cargo xtask setup`, and the set-up that the other commands begin with: what is there is used, what is missing is
//! installed, and each is said. In: what the caller is about to do. Out: where the tools are. Refuses with the exact
//! thing to install where it cannot. Everything but apt packages and rustup's target goes into the ignored `.tools`.

mod apt;
mod browser;
mod compiler;
mod npm;
mod others;
mod partner;
mod peers;
mod programs;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

pub(crate) use browser::Browser;
pub(crate) use compiler::Compiler;
pub(crate) use partner::Partner;
pub(crate) use programs::{Optimisers, optimisers};

use crate::command::{Line, spoken};
use crate::{layout, versions};

const HELP: &str = "\
cargo xtask setup

Installs what the other commands need and is not there: the compiler's target for WebAssembly, Trunk, wasm-bindgen,
wasm-opt, terser, Chromium with its driver, Firefox ESR, WebKitGTK, axe-core, the frameworks of partners' pages with Vite,
TypeScript and the linters of packages, and a font with Chinese characters. The other commands do this by themselves.
What it installs lies in .tools; only apt packages and rustup's target are outside it.
";

/// What building the site takes.
#[derive(Debug)]
pub(crate) struct Tools {
    pub(crate) compiler: Compiler,
    /// The optimisers; without them everything works and is larger.
    pub(crate) optimisers: Option<Optimisers>,
}

/// Whether a missing optimiser is installed or done without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Optimiser {
    Install,
    IfPresent,
}

/// Runs the command `setup`.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    match args {
        [] => {
            for_site(Optimiser::Install)?;
            for_browser()?;
            for_other_browsers()?;
            for_accessibility()?;
            for_partner()?;
            Ok(())
        }
        [word] if word == "--help" || word == "-h" => {
            print!("{HELP}");
            Ok(())
        }
        [word, ..] => Err(format!("`cargo xtask setup` does not know {word:?}\n\n{HELP}")),
    }
}

/// Sets up what compiling for the browser and building the site take.
pub(crate) fn for_site(optimiser: Optimiser) -> Result<Tools, String> {
    let lock = layout::root().join("Cargo.lock");
    let lock = fs::read_to_string(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    versions::agree_with(&lock)?;
    let compiler = compiler::ensure()?;
    programs::ensure_trunk()?;
    programs::ensure_wasm_bindgen()?;
    let optimisers = programs::ensure_optimisers(optimiser);
    Ok(Tools { compiler, optimisers })
}

/// Sets up what tests in a browser take.
pub(crate) fn for_browser() -> Result<Browser, String> {
    browser::ensure()
}

/// Sets up the browsers that the report is tried in beside: what the tests' environment must hold.
pub(crate) fn for_other_browsers() -> Result<Vec<(String, String)>, String> {
    others::ensure()
}

/// Sets up what tests of accessibility take: the path of the script that they run in pages.
pub(crate) fn for_accessibility() -> Result<PathBuf, String> {
    npm::ensure_axe()
}

/// Sets up what a partner's project has beside the package.
pub(crate) fn for_partner() -> Result<Partner, String> {
    partner::ensure()
}

/// Sets up what running a script takes.
pub(crate) fn for_node() -> Result<(), String> {
    npm::ensure_node()
}

/// Sets up what the engine is measured beside: the folder of its modules.
pub(crate) fn for_bench() -> Result<PathBuf, String> {
    peers::ensure()
}

fn present(what: &str) {
    println!("set-up: {what}: present");
}

/// Says what is missing and how long it usually takes, runs the lines, says how long it took.
fn install(what: &str, usually: &str, lines: &[Line]) -> Result<(), String> {
    println!("set-up: {what}: missing, installing it (usually {usually})");
    let start = Instant::now();
    lines.iter().try_for_each(Line::say_and_run)?;
    println!("set-up: {what}: installed in {}", spoken(start.elapsed()));
    Ok(())
}

fn as_text(path: &Path) -> String {
    path.display().to_string()
}
