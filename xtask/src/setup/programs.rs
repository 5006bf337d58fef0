//! The pinned programs that live in `.tools`: Trunk and wasm-bindgen from crates.io, wasm-opt and terser from npm.
//! In: the versions. Out: the programs in those versions. Refuses where cargo cannot build one; without npm there is
//! simply neither of the last two, which is said.

use std::fs;
use std::path::PathBuf;

use super::{Optimiser, as_text, install, npm, present};
use crate::command::Line;
use crate::{layout, versions};

/// Builds Trunk where its version is not there.
pub(super) fn ensure_trunk() -> Result<(), String> {
    ensure("trunk", "trunk", versions::TRUNK, "3 min", "--locked --no-default-features --features rustls")
}

/// Builds wasm-bindgen and its test runner where their version is not there. Not `--locked`: the release locks a
/// version of a crate that its registry does not serve.
pub(super) fn ensure_wasm_bindgen() -> Result<(), String> {
    ensure("wasm-bindgen", "wasm-bindgen-cli", versions::WASM_BINDGEN, "1 min", "")
}

fn ensure(program: &str, package: &str, version: &str, usually: &str, flags: &str) -> Result<(), String> {
    let what = format!("{program} {version}");
    if is_there(program, version) {
        present(&what);
        return Ok(());
    }
    let scratch = layout::tools().join("build");
    // Built quickly rather than built to be quick: each runs for a second or two.
    let line = Line::new(&format!("cargo install {package} --version {version} {flags} --force --root"))
        .arg(as_text(&layout::tools()))
        .env("CARGO_TARGET_DIR", as_text(&scratch))
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0");
    install(&what, usually, &[line])?;
    if scratch.is_dir() {
        fs::remove_dir_all(&scratch).map_err(|error| format!("{}: {error}", scratch.display()))?;
    }
    if is_there(program, version) { Ok(()) } else { Err(format!("{what} was built, yet does not answer so")) }
}

fn is_there(program: &str, version: &str) -> bool {
    let path = layout::tools().join("bin").join(program);
    let answer = Line::new(&as_text(&path)).arg("--version").read();
    answer.is_ok_and(|answer| answer.split_whitespace().nth(1) == Some(version))
}

/// What makes a release small: two programs of npm, with the Node that runs them.
#[derive(Clone, Debug)]
pub(crate) struct Optimisers {
    /// Binaryen's, for the WebAssembly.
    pub(crate) wasm_opt: PathBuf,
    /// For the two scripts.
    pub(crate) terser: PathBuf,
}

/// The packages and versions of [`Optimisers`].
const PACKAGES: [(&str, &str); 2] = [("binaryen", versions::BINARYEN), ("terser", versions::TERSER)];

/// Those programs, if they are there in their pinned versions.
pub(crate) fn optimisers() -> Option<Optimisers> {
    layout::on_path("node")?;
    let modules = layout::tools().join("npm/node_modules");
    let program = |name: &str| modules.join(".bin").join(name);
    let there = PACKAGES.iter().all(|(package, version)| npm::is_there(&modules, package, version));
    there.then(|| Optimisers { wasm_opt: program("wasm-opt"), terser: program("terser") })
}

/// Finds them, installing them if asked to. A failure is said and not fatal: the result is larger, not wrong.
pub(super) fn ensure_optimisers(wanted: Optimiser) -> Option<Optimisers> {
    let what = format!("wasm-opt (binaryen {}) and terser {}", versions::BINARYEN, versions::TERSER);
    if let Some(programs) = optimisers() {
        present(&what);
        return Some(programs);
    }
    if wanted == Optimiser::Install
        && let Err(error) = npm::install(&what, "10 s", &layout::tools().join("npm"), &PACKAGES)
    {
        println!("set-up: WARNING: no optimisers: {error}. The report will work and be larger than what is released");
    }
    optimisers()
}
