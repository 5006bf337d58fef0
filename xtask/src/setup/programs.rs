//! The pinned programs that live in `.tools`: Trunk and wasm-bindgen from crates.io, wasm-opt from npm. In: the
//! versions. Out: the programs in those versions. Refuses where cargo cannot build one; without npm there is simply no
//! wasm-opt, which is said.

use std::fs;
use std::path::PathBuf;

use super::{Optimiser, as_text, install, present};
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

/// wasm-opt in its pinned version, with the Node that runs it.
pub(crate) fn wasm_opt() -> Option<PathBuf> {
    layout::on_path("node")?;
    let modules = layout::tools().join("npm/node_modules");
    let manifest = fs::read_to_string(modules.join("binaryen/package.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&manifest).ok()?;
    (manifest["version"] == versions::BINARYEN).then(|| modules.join(".bin/wasm-opt"))
}

/// Finds wasm-opt, installing it if asked to. A failure is said and not fatal: the result is larger, not wrong.
pub(super) fn ensure_wasm_opt(optimiser: Optimiser) -> Option<PathBuf> {
    let what = format!("wasm-opt (binaryen {})", versions::BINARYEN);
    if let Some(program) = wasm_opt() {
        present(&what);
        return Some(program);
    }
    if optimiser == Optimiser::Install
        && let Err(error) = install_wasm_opt(&what)
    {
        println!(
            "set-up: WARNING: no wasm-opt: {error}. The WebAssembly will work and be larger than what is released"
        );
    }
    wasm_opt()
}

fn install_wasm_opt(what: &str) -> Result<(), String> {
    if layout::on_path("node").is_none() || layout::on_path("npm").is_none() {
        return Err("node and npm are not installed (Debian: apt-get install nodejs npm)".to_owned());
    }
    let home = layout::tools().join("npm");
    fs::create_dir_all(&home).map_err(|error| format!("{}: {error}", home.display()))?;
    let line = Line::new("npm install --no-save --no-audit --no-fund --ignore-scripts --loglevel=error --prefix")
        .arg(as_text(&home))
        .arg(format!("binaryen@{}", versions::BINARYEN));
    install(what, "10 s", &[line])
}
