//! Builds the site into `dist/site`: Trunk, then wasm-opt. In: the tools. Out: the folder, complete. Refuses to call a
//! folder complete that lacks a file that the page loads.

use std::fs;
use std::path::Path;

use crate::command::Line;
use crate::layout;
use crate::setup::Tools;

/// The compiled engine in the site and in the package.
pub(crate) const WASM: &str = "engine_bg.wasm";
/// What wasm-bindgen writes to start it.
pub(crate) const GLUE: &str = "engine.js";
/// The hand-written module that defines the element.
pub(crate) const LOADER: &str = "redcat-report.js";

/// What a compiler of this baseline may emit; the optimiser must neither refuse nor add to it.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds the folder anew.
pub(crate) fn build(tools: &Tools) -> Result<(), String> {
    let quiet = ("RUST_BACKTRACE".to_owned(), "0".to_owned());
    Line::new("trunk build --release").envs(&tools.compiler.release_env()).envs(&[quiet]).say_and_run()?;
    let site = layout::site();
    for file in ["index.html", LOADER, GLUE, WASM] {
        if !site.join(file).is_file() {
            return Err(format!("Trunk has built no {}", site.join(file).display()));
        }
    }
    if let Some(program) = &tools.wasm_opt {
        return optimise(program);
    }
    println!("  without wasm-opt: {WASM} is larger than what is released");
    Ok(())
}

fn optimise(program: &Path) -> Result<(), String> {
    let wasm = layout::site().join(WASM);
    let smaller = layout::target().join(WASM);
    let line = FEATURES.iter().fold(Line::new(&program.display().to_string()), |line, feature| line.arg(*feature));
    // Measured compressed, not as they are: functions that are called once stay functions (−6 %), and code that was
    // squeezed less compresses better (-O2 is 2 % larger than -Oz, and 1 % smaller after brotli).
    let line = line.arg("--one-caller-inline-max-function-size=0").arg("-O2");
    line.arg("--output").arg(smaller.display().to_string()).arg(wasm.display().to_string()).say_and_run()?;
    fs::copy(&smaller, &wasm)
        .and_then(|_| fs::remove_file(&smaller))
        .map_err(|error| format!("{}: {error}", wasm.display()))
}
